//! What the machine must have, and getting it where we may.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::process::{command, has, run};

/// Something that tests need from the machine.
pub(crate) struct Need {
    /// Whether it is there.
    pub(crate) present: fn() -> bool,
    /// The Debian packages that bring it.
    pub(crate) packages: &'static [&'static str],
}

/// Headers of OpenSSL: with them SQLCipher need not build its own, which saves minutes.
pub(crate) const OPENSSL: Need = Need { present: has_openssl, packages: &["libssl-dev", "pkg-config"] };
/// A JDK and Maven.
pub(crate) const JAVA: Need =
    Need { present: || has("javac") && has("mvn"), packages: &["openjdk-17-jdk-headless", "maven"] };
/// Unpacks the test platform and the toolchains.
pub(crate) const XZ: Need = Need { present: || has("xz"), packages: &["xz-utils"] };

/// Whether the system's OpenSSL can be linked.
pub(crate) fn has_openssl() -> bool {
    let found = Command::new("pkg-config")
        .args(["--exists", "openssl"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    found || Path::new("/usr/include/openssl/ssl.h").is_file()
}

/// Makes sure of `need`: installs its packages where this is Debian and we are root.
///
/// Says what is missing where it may not install.
pub(crate) fn ensure(need: &Need) -> Result<(), String> {
    if (need.present)() {
        return Ok(());
    }
    let packages = need.packages.join(" ");
    if !has("apt-get") || !is_root() {
        return Err(format!("please install: {packages}"));
    }
    println!("installing {packages}");
    run(command("apt-get", &["-qq", "update"]).stdout(Stdio::null()))?;
    let mut install = command("apt-get", &["-qq", "install", "-y", "--no-install-recommends"]);
    install.args(need.packages).env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null());
    run(&mut install)?;
    if (need.present)() { Ok(()) } else { Err(format!("installed {packages}, but something is still missing")) }
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.trim_ascii() == b"0")
}

/// Sets what every build of ours is given, when the machine allows it.
///
/// Linking the system's OpenSSL instead of building one saves three minutes of a cold build.
pub(crate) fn prepare(command: &mut Command) -> &mut Command {
    if has_openssl() {
        command.env("OPENSSL_NO_VENDOR", "1");
    }
    command
}

/// What every build of the suites selects. Cargo resolves features for what is selected: with one
/// selection everywhere, each dependency is compiled once.
pub(crate) const EVERYTHING: [&str; 3] = ["--workspace", "--features", "mimamori-ffi/bindgen"];
