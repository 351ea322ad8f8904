//! Running other programs.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The root of the checkout.
pub(crate) fn root() -> PathBuf {
    // tests/xtask lies two folders below it.
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Where things that outlive a checkout are kept: toolchains, servers, generated code.
pub(crate) fn cache() -> PathBuf {
    if let Some(chosen) = std::env::var_os("MIMAMORI_CACHE") {
        return PathBuf::from(chosen);
    }
    let home = std::env::var_os("HOME").map_or_else(|| PathBuf::from("."), PathBuf::from);
    std::env::var_os("XDG_CACHE_HOME").map_or_else(|| home.join(".cache"), PathBuf::from).join("mimamori")
}

/// The folder that cargo builds into.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A command that runs in the root of the checkout.
pub(crate) fn command(program: &str, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(args).current_dir(root());
    command
}

/// `cargo` with `args`.
pub(crate) fn cargo(args: &[&str]) -> Command {
    command(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()), args)
}

/// Runs `command` and lets it talk; an error when it fails.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    let name = describe(command);
    println!("\n$ {name}");
    let status = command.status().map_err(|error| format!("{name}: {}", error.kind()))?;
    if status.success() { Ok(()) } else { Err(format!("`{name}` failed ({status})")) }
}

/// Runs `command`, passes on what it prints line by line, and returns that too.
pub(crate) fn run_and_read(command: &mut Command) -> Result<(bool, String), String> {
    use std::io::{BufRead, BufReader};
    let name = describe(command);
    println!("\n$ {name}");
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| format!("{name}: {}", error.kind()))?;
    let mut text = String::new();
    if let Some(out) = child.stdout.take() {
        for line in BufReader::new(out).split(b'\n') {
            let line = line.map_err(|error| format!("{name}: {}", error.kind()))?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            text.push_str(&line);
            text.push('\n');
        }
    }
    let status = child.wait().map_err(|error| format!("{name}: {}", error.kind()))?;
    Ok((status.success(), text))
}

/// Runs `command` on `input` and returns what it prints; an error when it fails.
pub(crate) fn run_with_input(command: &mut Command, input: Vec<u8>) -> Result<String, String> {
    use std::io::Write as _;
    let name = describe(command);
    println!("\n$ {name}");
    let started = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child = started.map_err(|error| format!("{name}: {}", error.kind()))?;
    // What it prints could fill its pipe before all of the input was read.
    let writer = child.stdin.take().map(|mut stdin| std::thread::spawn(move || stdin.write_all(&input)));
    let output = child.wait_with_output().map_err(|error| format!("{name}: {}", error.kind()))?;
    if let Some(writer) = writer {
        // One that ended early has said so by its status.
        let _ = writer.join();
    }
    if !output.status.success() {
        return Err(format!("`{name}` failed ({})", output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether `program` can be found.
pub(crate) fn has(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

fn describe(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|arg| arg.to_string_lossy().into_owned()));
    words.join(" ")
}
