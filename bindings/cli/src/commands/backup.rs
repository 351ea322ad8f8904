//! `backup` and `restore`: everything in one encrypted file, and back.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};
use mimamori::Error;
use mimamori::store::{BackupLabel, SecretKey, Store};
use mimamori::text::Words;
use serde_json::json;
use zeroize::Zeroizing;

use crate::Done;
use crate::app::App;
use crate::args::{bare, option, word};
use crate::failure::Failure;
use crate::screen;
use crate::vault::{COST, Passphrase, SALT, cost, derive, hex, unhex};

/// How the hint of a backup of ours begins: what follows is what Argon2id needs beside the passphrase.
const HINT: &str = "argon2id";

pub(super) fn command(words: &Words) -> Command {
    bare("backup", words)
        .about(words.get("cli-backup"))
        .after_help(words.get("cli-backup-examples"))
        .arg(file(words.get("cli-backup-file")))
        .arg(passphrase_option(words))
}

pub(super) fn restore_command(words: &Words) -> Command {
    bare("restore", words)
        .about(words.get("cli-restore"))
        .after_help(words.get("cli-restore-examples"))
        .arg(file(words.get("cli-restore-file")))
        .arg(passphrase_option(words))
}

fn file(help: String) -> Arg {
    word("file", "FILE", help).value_parser(value_parser!(PathBuf))
}

fn passphrase_option(words: &Words) -> Arg {
    option("backup-passphrase", "FILE", words.get("cli-backup-passphrase")).value_parser(value_parser!(PathBuf))
}

fn path(matches: &ArgMatches) -> &Path {
    matches.get_one::<PathBuf>("file").map_or(Path::new(""), PathBuf::as_path)
}

/// Where the backup's passphrase comes from: it is not that of the vault.
fn source(matches: &ArgMatches) -> Passphrase {
    matches.get_one::<PathBuf>("backup-passphrase").map_or(Passphrase::Typed, |file| Passphrase::File(file.clone()))
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    let (words, to) = (app.words(), path(matches));
    let companion = app.companion()?;
    if to.exists() {
        return Err(Failure::Core(Error::File(std::io::ErrorKind::AlreadyExists)));
    }
    let passphrase = source(matches).take_new(words, "cli-backup-passphrase-new")?;
    let mut salt = [0; SALT];
    getrandom::fill(&mut salt).map_err(|_| Error::NoRandomness)?;
    let key = key(&passphrase, &salt, COST, words)?;
    let hint = format!("{HINT} {} {} {}", COST.0, COST.1, *hex(&salt));
    let label = companion.backup(to, &key, &hint)?;
    if app.json() {
        return screen::json(&json!({ "file": to, "schema": label.schema, "bytes": label.bytes }));
    }
    screen::line(&words.fmt("cli-backup-done", &[("file", to.display().to_string().into())]))
}

pub(super) fn restore(app: &App, matches: &ArgMatches) -> Done {
    let (words, from) = (app.words(), path(matches));
    let label = BackupLabel::read(from)?;
    let unknown = || Failure::Failed(words.get("cli-backup-unknown-key"));
    let hint = label.hint.strip_prefix(HINT).ok_or_else(unknown)?.trim();
    let (price, salt) = hint.rsplit_once(' ').ok_or_else(unknown)?;
    let (price, salt) = (cost(price).ok_or_else(unknown)?, unhex(salt).ok_or_else(unknown)?);
    let passphrase = source(matches).take(words, "cli-backup-passphrase-prompt")?;
    let backup_key = key(&passphrase, &salt, price, words)?;
    let (place, key) = app.place_to_restore()?;
    let restored = Store::restore(from, &backup_key, &place, &key).map_err(|error| match error {
        Error::WrongKey => Failure::Input(words.get("cli-backup-passphrase-wrong")),
        other => Failure::Core(other),
    })?;
    let people = app.companion()?.people()?.len();
    if app.json() {
        return screen::json(&json!({ "people": people, "moved_aside": restored.moved_aside }));
    }
    screen::line(&words.fmt("cli-restore-done", &[("people", people.into())]))?;
    match restored.moved_aside {
        None => Ok(()),
        Some(aside) => screen::line(&words.fmt("cli-restore-aside", &[("path", aside.display().to_string().into())])),
    }
}

fn key(passphrase: &Zeroizing<String>, salt: &[u8], cost: (u32, u32), words: &Words) -> Result<SecretKey, Failure> {
    let key = derive(passphrase, salt, cost).ok_or_else(|| Failure::Failed(words.get("cli-backup-unknown-key")))?;
    Ok(SecretKey::from_bytes(*key))
}
