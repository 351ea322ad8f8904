//! `key`: what the record is encrypted with.

use clap::{ArgMatches, Command};
use mimamori::store::SecretKey;
use mimamori::text::Words;
use serde_json::json;

use crate::Done;
use crate::app::{App, NEXT, RECORD};
use crate::args::{bare, parent};
use crate::screen;

pub(super) fn command(words: &Words) -> Command {
    parent(bare("key", words).about(words.get("cli-key")), words).subcommand(
        bare("rotate", words).about(words.get("cli-key-rotate")).after_help(words.get("cli-key-rotate-examples")),
    )
}

pub(super) fn run(app: &App, _: &ArgMatches) -> Done {
    let companion = app.companion()?;
    let vault = app.vault()?;
    let new = SecretKey::random()?;
    // The new key is in the vault before the record needs it, and the old one until it does not.
    vault.keep_key(NEXT, RECORD, &new)?;
    companion.rekey(&new)?;
    vault.promote(NEXT, RECORD)?;
    if app.json() {
        screen::json(&json!({ "rotated": true }))
    } else {
        screen::line(&app.words().get("cli-key-rotated"))
    }
}
