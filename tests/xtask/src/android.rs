//! The Android apps, compiled against the real Jetpack libraries and tested under Robolectric.
//!
//! Does what Gradle would do, with Maven, aapt2 and a list of exact versions, on a machine that has neither
//! Gradle nor an Android SDK. The sources are those that Gradle builds.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Outcome;
use crate::bindgen;
use crate::machine::{self, Need};
use crate::process::{command, has, root, run, run_and_read, target};
use crate::tally::{self, Tally};

/// Compiles and links Android resources.
const AAPT: Need = Need { present: || has("aapt2"), packages: &["aapt"] };
/// The package of the app, as android/app/build.gradle.kts has it.
const APP: &str = "org.mimamori.app";
/// The package of the screens' resources, as android/ui/build.gradle.kts has it.
const SCREENS: &str = "org.mimamori.ui";
const COPY_DEPENDENCIES: &str = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies";

/// A line of tests/android/libraries.txt.
struct Library {
    /// `app`, `test`, or what else the tests are built with: `provided`, `framework`, `resources`, `compiler`.
    scope: String,
    group: String,
    name: String,
    version: String,
    packaging: String,
}

impl Library {
    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace().map(str::to_owned);
        let library = Self {
            scope: words.next()?,
            group: words.next()?,
            name: words.next()?,
            version: words.next()?,
            packaging: words.next()?,
        };
        words.next().is_none().then_some(library)
    }

    /// The name of its file once copied, without the ending.
    fn stem(&self) -> String {
        format!("{}.{}-{}", self.group, self.name, self.version)
    }

    /// As a dependency that brings nothing along.
    fn dependency(&self, scope: &str, extra: &str) -> String {
        format!(
            "<dependency><groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version>{extra}\
             <scope>{scope}</scope><exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion>\
             </exclusions></dependency>\n",
            self.group, self.name, self.version
        )
    }
}

/// `cargo xtask android`.
pub(crate) fn run_chore(_: &[String]) -> Outcome {
    let tally = suite()?;
    println!("{tally}");
    println!("pictures of the screens: {}", build_folder().join("pictures").display());
    if tally.failed == 0 { Ok(()) } else { Err("a test of the Android apps failed".to_owned()) }
}

/// Builds the apps and runs their tests.
pub(crate) fn suite() -> Result<Tally, String> {
    machine::ensure(&machine::JAVA)?;
    machine::ensure(&AAPT)?;
    let build = build_folder();
    fs::create_dir_all(&build).map_err(|error| said("the build folder", &error))?;
    let libraries = libraries()?;
    if let Err(problem) = fetch(&libraries, &build) {
        // Outside of Google's own repository not every mirror serves Jetpack.
        return tally::skip_suite(&format!("android: its libraries cannot be fetched ({problem})"));
    }
    let bindings = target().join("bindings");
    let native = bindgen::run_into(&bindings)?;
    resources(&libraries, &build)?;
    project(&libraries, &build, &bindings.join("kotlin"), native.parent().unwrap_or(&build))?;
    let (_, text) = run_and_read(command("mvn", &["-B", "-ntp", "test"]).current_dir(&build))?;
    let tally = Tally::of_surefire(&text);
    if tally.passed + tally.failed == 0 { Err("no test of the Android apps ran".to_owned()) } else { Ok(tally) }
}

fn build_folder() -> PathBuf {
    target().join("android")
}

fn here() -> PathBuf {
    root().join("tests/android")
}

fn libraries() -> Result<Vec<Library>, String> {
    let text = read(&here().join("libraries.txt"))?;
    text.lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|line| Library::parse(line).ok_or_else(|| format!("libraries.txt: not a library: {line}")))
        .collect()
}

/// Copies every library into `build/libraries`, unpacked where it is an Android one.
fn fetch(libraries: &[Library], build: &Path) -> Outcome {
    let stamp = build.join("fetched.txt");
    let wanted = read(&here().join("libraries.txt"))?;
    if fs::read_to_string(&stamp).is_ok_and(|fetched| fetched == wanted) {
        return Ok(());
    }
    // Maven allows one version of a library in a project; the two frameworks are two versions of one.
    for (part, folder) in
        [("app test provided compiler", "libraries"), ("framework", "framework"), ("resources", "resources")]
    {
        let mut dependencies = String::new();
        for library in libraries.iter().filter(|library| part.split(' ').any(|scope| scope == library.scope)) {
            dependencies += &library.dependency("compile", &format!("<type>{}</type>", library.packaging));
        }
        let pom = build.join(format!("fetch-{folder}.xml"));
        write(
            &pom,
            &format!(
                "<project xmlns=\"http://maven.apache.org/POM/4.0.0\"><modelVersion>4.0.0</modelVersion>\
                 <groupId>org.mimamori</groupId><artifactId>fetch-{folder}</artifactId><version>0</version>\
                 <packaging>pom</packaging><dependencies>{dependencies}</dependencies></project>"
            ),
        )?;
        let mut copy = command("mvn", &["-B", "-ntp", "-q", COPY_DEPENDENCIES]);
        copy.arg("-f").arg(&pom).arg(format!("-DoutputDirectory={}", build.join(folder).display()));
        // Robolectric looks for its framework by the plain name.
        copy.arg(format!("-Dmdep.prependGroupId={}", folder != "framework"));
        run(&mut copy)?;
    }
    let mut unpack = command("java", &[]);
    unpack.arg(here().join("Unpack.java")).arg(build.join("libraries")).arg(build.join("unpacked"));
    run(&mut unpack)?;
    write(&stamp, &wanted)
}

/// Compiles and links the resources of the apps and of all their libraries, and makes the `R` classes.
fn resources(libraries: &[Library], build: &Path) -> Outcome {
    let compiled = build.join("compiled-resources");
    fs::create_dir_all(&compiled).map_err(|error| said("the resources' folder", &error))?;
    let mut packages = vec![SCREENS.to_owned()];
    let mut tables = Vec::new();
    for library in libraries.iter().filter(|library| library.packaging == "aar") {
        let folder = build.join("unpacked").join(library.stem());
        if library.scope == "test" && !library.name.starts_with("ui-test") {
            continue;
        }
        let manifest = read(&folder.join("AndroidManifest.xml"))?;
        packages.extend(package_of(&manifest).filter(|_| folder.join("R.txt").is_file()));
        let table = compiled.join(format!("{}.flata", library.stem()));
        if has_entries(&folder.join("res")) {
            if !table.is_file() {
                compile(&folder.join("res"), &table)?;
            }
            tables.push(table);
        }
    }
    for module in ["ui", "app"] {
        let table = compiled.join(format!("{module}.flata"));
        compile(&root().join("android").join(module).join("src/main/res"), &table)?;
        tables.push(table);
    }
    packages.sort();
    packages.dedup();

    // Gradle keeps the package out of the manifest and merges in the activity that tests draw in.
    let manifest = read(&root().join("android/app/src/main/AndroidManifest.xml"))?
        .replacen("<manifest ", &format!("<manifest package=\"{APP}\" "), 1)
        .replacen(
            "</application>",
            "<activity android:name=\"androidx.activity.ComponentActivity\" android:exported=\"true\" /></application>",
            1,
        )
        .replacen(
            "<application",
            "<uses-sdk android:minSdkVersion=\"26\" android:targetSdkVersion=\"35\" /><application",
            1,
        );
    write(&build.join("AndroidManifest.xml"), &manifest)?;
    let framework = libraries
        .iter()
        .find(|library| library.scope == "resources")
        .map(|library| build.join("resources").join(format!("{}.jar", library.stem())))
        .ok_or("libraries.txt names no framework for the resources")?;
    let mut link = command("aapt2", &["link", "--auto-add-overlay", "-I"]);
    link.arg(framework).arg("--manifest").arg(build.join("AndroidManifest.xml"));
    link.arg("--java").arg(build.join("r")).arg("-o").arg(build.join("resources.apk"));
    link.arg("--extra-packages").arg(packages.join(":"));
    for table in &tables {
        link.arg("-R").arg(table);
    }
    quietly(&mut link)
}

/// The value of the manifest's `package`.
fn package_of(manifest: &str) -> Option<String> {
    let (_, tail) = manifest.split_once("package=\"")?;
    tail.split_once('"').map(|(package, _)| package.to_owned())
}

fn compile(resources: &Path, table: &Path) -> Outcome {
    let mut compile = command("aapt2", &["compile", "--dir"]);
    compile.arg(resources).arg("-o").arg(table);
    quietly(&mut compile)
}

/// Writes the Maven project: tests/android/pom.xml with the libraries in their place.
fn project(libraries: &[Library], build: &Path, bindings: &Path, native: &Path) -> Outcome {
    let mut dependencies = String::new();
    for library in libraries {
        let scope = match library.scope.as_str() {
            "app" => "compile",
            "test" => "test",
            "provided" => "provided",
            _ => continue,
        };
        if library.packaging == "jar" {
            dependencies += &library.dependency(scope, "");
            continue;
        }
        // Maven cannot read Android libraries; what is inside lies on the disk.
        let folder = build.join("unpacked").join(library.stem());
        for (n, jar) in jars_of(&folder).iter().enumerate() {
            let _ = writeln!(
                dependencies,
                "<dependency><groupId>unpacked.{}</groupId><artifactId>{}-{n}</artifactId><version>{}</version>\
                 <scope>system</scope><systemPath>{}</systemPath></dependency>",
                library.group,
                library.name,
                library.version,
                jar.display()
            );
        }
    }
    let pom = read(&here().join("pom.xml"))?
        .replace("@libraries@", &dependencies)
        .replace("@apps@", &root().join("android").display().to_string())
        .replace("@here@", &here().display().to_string())
        .replace("@bindings@", &bindings.display().to_string())
        .replace("@native@", &native.display().to_string());
    write(&build.join("pom.xml"), &pom)
}

/// The class files of an unpacked Android library.
fn jars_of(folder: &Path) -> Vec<PathBuf> {
    let inner = fs::read_dir(folder.join("libs")).into_iter().flatten().flatten().map(|entry| entry.path());
    let jars = std::iter::once(folder.join("classes.jar")).chain(inner);
    jars.filter(|jar| jar.extension().is_some_and(|ending| ending == "jar") && jar.is_file()).collect()
}

fn has_entries(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
}

/// Runs what would only fill the screen when it works.
fn quietly(command: &mut std::process::Command) -> Outcome {
    let out = command.output().map_err(|error| said("aapt2", &error))?;
    if out.status.success() { Ok(()) } else { Err(format!("aapt2: {}", String::from_utf8_lossy(&out.stderr))) }
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| said(&path.display().to_string(), &error))
}

fn write(path: &Path, text: &str) -> Outcome {
    fs::write(path, text).map_err(|error| said(&path.display().to_string(), &error))
}

fn said(what: &str, error: &std::io::Error) -> String {
    format!("{what}: {}", error.kind())
}
