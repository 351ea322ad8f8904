//! The two apps are one design: the same words under the same names, and versions that do not drift apart.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what it did not expect")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Name and words of each `<string>`, written as iOS writes them.
fn android(folder: &str) -> BTreeMap<String, String> {
    let text = read(&format!("android/ui/src/main/res/{folder}/strings.xml"));
    let strings = text.lines().filter_map(|line| {
        let (name, words) =
            line.trim().strip_prefix("<string name=\"")?.strip_suffix("</string>")?.split_once("\">")?;
        let words = words.strip_prefix('"').and_then(|words| words.strip_suffix('"')).unwrap_or(words);
        Some((name.to_owned(), words.replace("$s", "$@").replace("$d", "$lld")))
    });
    strings.collect()
}

/// Name and words of each line of a `.strings` file.
fn ios(language: &str) -> BTreeMap<String, String> {
    let text = read(&format!("ios/Sources/CompanionScreens/Resources/{language}.lproj/Localizable.strings"));
    let strings = text.lines().filter_map(|line| {
        let (name, words) = line.strip_prefix('"')?.strip_suffix("\";")?.split_once("\" = \"")?;
        Some((name.to_owned(), words.to_owned()))
    });
    strings.collect()
}

#[test]
fn both_apps_say_the_same_words_under_the_same_names() {
    for (folder, language) in [("values", "en"), ("values-ja", "ja")] {
        let (android, ios) = (android(folder), ios(language));
        assert!(android.len() > 60, "words were read");
        assert_eq!(android, ios, "{language}");
    }
    let names = |words: BTreeMap<String, String>| words.into_keys().collect::<Vec<_>>();
    assert_eq!(names(ios("en")), names(ios("ja")), "every word is there in both languages");
}

#[test]
fn the_same_number_of_days_is_said_alike() {
    for (folder, language) in [("values", "en"), ("values-ja", "ja")] {
        let android = read(&format!("android/ui/src/main/res/{folder}/strings.xml"));
        let ios = read(&format!("ios/Sources/CompanionScreens/Resources/{language}.lproj/Localizable.stringsdict"));
        let plurals: Vec<_> =
            android.lines().filter_map(|line| line.trim().strip_prefix("<item quantity=\"")).collect();
        assert!(!plurals.is_empty());
        for plural in plurals {
            let (quantity, words) = plural.strip_suffix("</item>").unwrap().split_once("\">").unwrap();
            let words = words.replace("%1$d", "%lld");
            assert!(ios.contains(&format!("<key>{quantity}</key>\n            <string>{words}</string>")), "{words}");
        }
    }
}

#[test]
fn no_word_is_asked_for_that_is_not_there_and_none_is_there_for_nobody() {
    let swift = read("ios/Sources/CompanionScreens/Word.swift");
    let asked: Vec<&str> = swift.split("Word(\"").skip(1).filter_map(|tail| tail.split('"').next()).collect();
    let words = ios("en");
    for name in &asked {
        assert!(words.contains_key(*name) || *name == "habit_streak", "{name} has no words");
    }
    for name in words.keys() {
        assert!(asked.contains(&name.as_str()), "{name} is said nowhere");
    }
}

#[test]
fn the_versions_that_gradle_is_given_are_those_that_the_tests_run_with() {
    let (toml, list) = (read("android/gradle/libs.versions.toml"), read("tests/android/libraries.txt"));
    let versions: BTreeMap<&str, &str> = toml
        .lines()
        .filter_map(|line| line.split_once(" = \"")?.1.strip_suffix('"').map(|v| (line.split_once(" =").unwrap().0, v)))
        .collect();
    let mut checked = 0;
    for line in toml.lines().filter(|line| line.contains("module = ")) {
        let part = |key: &str| line.split_once(key).unwrap().1.split('"').next().unwrap();
        let (group, name) = part("module = \"").split_once(':').unwrap();
        let version = versions[part("version.ref = \"")];
        if name == "kotlin-gradle-plugin" {
            let pom = read("tests/android/pom.xml");
            assert!(pom.contains(&format!("<kotlin.version>{version}</kotlin.version>")));
            assert!(list.contains(&format!("kotlin-compose-compiler-plugin-embeddable {version} jar")));
            continue;
        }
        let forms = ["", "-android", "-jvm"].map(|form| format!(" {group} {name}{form} {version} "));
        assert!(forms.iter().any(|form| list.contains(form)), "{group}:{name}:{version} is not in libraries.txt");
        checked += 1;
    }
    assert!(checked > 10);
}
