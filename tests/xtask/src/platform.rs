//! Platforms to try things against: our sandbox, and servers that others wrote.

use std::path::PathBuf;

use crate::Outcome;
use crate::machine::{self, Need, prepare};
use crate::process::{cargo, has, root, run};

/// Node with npm, for who signs people in.
pub(crate) const NODE: Need = Need { present: || has("node") && has("npm"), packages: &["nodejs", "npm"] };
/// A PostgreSQL for HAPI.
pub(crate) const POSTGRES: Need = Need { present: has_postgres, packages: &["postgresql"] };

const USAGE: &str = "usage: cargo xtask platform sandbox|hfs|hapi|oidc [PORT]; hapi takes --postgres, hfs and hapi take \
                     --issuer URL; oidc is for the FHIR base in FHIR";

fn has_postgres() -> bool {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    versions.into_iter().any(|version| version.path().join("bin/postgres").is_file())
}

/// A script of `tests/platform`.
pub(crate) fn script(name: &str) -> PathBuf {
    root().join("tests/platform").join(name)
}

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
struct Wish<'a> {
    platform: &'a str,
    port: u16,
    postgres: bool,
    issuer: Option<&'a str>,
}

impl<'a> Wish<'a> {
    fn read(args: &'a [String]) -> Option<Self> {
        let mut words = args.iter().map(String::as_str);
        let platform = words.next()?;
        let port = match platform {
            "sandbox" => 8_080,
            "hapi" => 18_080,
            "hfs" => 18_081,
            "oidc" => 18_090,
            _ => return None,
        };
        let mut wish = Self { platform, port, postgres: false, issuer: None };
        while let Some(word) = words.next() {
            match word {
                "--postgres" if platform == "hapi" => wish.postgres = true,
                "--issuer" if matches!(platform, "hapi" | "hfs") => wish.issuer = Some(words.next()?),
                port => wish.port = port.parse().ok()?,
            }
        }
        Some(wish)
    }
}

/// `cargo xtask platform NAME [PORT]`: starts one and stays until it is stopped.
pub(crate) fn run_chore(args: &[String]) -> Outcome {
    let wish = Wish::read(args).ok_or_else(|| USAGE.to_owned())?;
    let port = wish.port.to_string();
    match wish.platform {
        "sandbox" => {
            machine::ensure(&machine::OPENSSL)?;
            let mut sandbox =
                cargo(&["run", "--quiet", "--bin", "mimamori", "--", "serve-sandbox", "--demo", "--port"]);
            run(prepare(sandbox.arg(port)))
        }
        "oidc" => {
            machine::ensure(&NODE)?;
            run(std::process::Command::new(script("oidc/start")).env("PORT", port))
        }
        "hfs" => {
            machine::ensure(&machine::XZ)?;
            hfs(&port, wish.issuer)
        }
        _ => hapi(&port, &wish),
    }
}

fn hfs(port: &str, issuer: Option<&str>) -> Outcome {
    println!("http://127.0.0.1:{port}");
    let mut server = std::process::Command::new(script("hfs/start"));
    server.env("PORT", port).env("DATA", crate::process::cache().join("hfs-data"));
    run(server.env("ISSUER", issuer.unwrap_or_default()))
}

fn hapi(port: &str, wish: &Wish<'_>) -> Outcome {
    machine::ensure(&machine::JAVA)?;
    let mut server = std::process::Command::new(script("hapi/start"));
    server.env("PORT", port).env("ISSUER", wish.issuer.unwrap_or_default());
    println!("http://127.0.0.1:{port}/fhir");
    if !wish.postgres {
        return run(&mut server);
    }
    machine::ensure(&POSTGRES)?;
    let database = wish.port.checked_add(1).ok_or("that port has none behind it for the database")?.to_string();
    // Not in the cache of whoever runs this: PostgreSQL's own user has to come through.
    let folder = std::env::temp_dir().join("mimamori-postgres");
    let mut postgres = std::process::Command::new(script("postgres/start"))
        .arg(folder)
        .env("PORT", &database)
        .spawn()
        .map_err(|error| format!("PostgreSQL: {}", error.kind()))?;
    server.env("DB_URL", format!("jdbc:postgresql://127.0.0.1:{database}/fhir")).env("DB_USER", "fhir");
    let ended = run(&mut server);
    let _ = postgres.kill();
    let _ = postgres.wait();
    ended
}

/// Puts who signs people in into the cache, for the tests; `false` where this machine cannot have it.
pub(crate) fn prepare_oidc() -> bool {
    machine::ensure(&NODE).is_ok() && run(std::process::Command::new(script("oidc/start")).arg("--install")).is_ok()
}

/// Builds HAPI, for the tests.
pub(crate) fn prepare_hapi() -> Outcome {
    machine::ensure(&machine::JAVA)?;
    machine::ensure(&POSTGRES)?;
    run(std::process::Command::new(script("hapi/start")).arg("--build"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_of_a_platform_is_understood_or_refused() {
        let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let line = words("hapi 9000 --postgres --issuer http://127.0.0.1:1");
        let wish = Wish { platform: "hapi", port: 9_000, postgres: true, issuer: Some("http://127.0.0.1:1") };
        assert_eq!(Wish::read(&line), Some(wish));
        for wrong in ["", "medplum", "hfs --postgres", "hapi --issuer", "oidc many"] {
            assert_eq!(Wish::read(&words(wrong)), None, "{wrong}");
        }
    }
}
