//! `cargo xtask ble-real` where its kernel is missing.
#![cfg(unix)]

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

#[test]
fn a_machine_without_the_kernel_that_may_not_build_one_skips_and_says_why() {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("without-a-kernel");
    let cache = place.join("cache");
    let _ = std::fs::remove_dir_all(&place);
    std::fs::create_dir_all(&place).unwrap();
    // Nothing may be installed here.
    let refusal = place.join("apt-get");
    std::fs::write(&refusal, "#!/bin/sh\nexit 100\n").unwrap();
    std::fs::set_permissions(&refusal, Permissions::from_mode(0o755)).unwrap();
    let path = std::env::var_os("PATH").unwrap();
    let path = std::env::join_paths(std::iter::once(place.clone()).chain(std::env::split_paths(&path))).unwrap();

    let run = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("ble-real")
        .env("MIMAMORI_SHARED", place.join("nothing"))
        .env("MIMAMORI_CACHE", &cache)
        .env("PATH", path)
        .output()
        .unwrap();

    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "a skip is no failure: {said}");
    let line = said.lines().find(|line| line.starts_with("SKIPPED: ")).unwrap_or_default();
    assert!(line.contains("bluetoothd on a kernel of its own"), "{said}");
    let reason = ["none could be built", "only on x86-64"].into_iter().find(|reason| line.contains(reason));
    assert!(reason.is_some(), "{said}");
    assert!(!said.contains(" passed"), "nothing ran: {said}");
    let counted = std::fs::read_to_string(cache.join("skips.txt")).unwrap();
    assert_eq!(counted.lines().count(), 1, "the closing line counts it: {counted}");
}
