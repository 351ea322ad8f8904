//! `erase`: for good, as if it had never been.

use clap::{ArgAction, ArgMatches, Command};
use mimamori::text::Words;
use serde_json::json;

use crate::Done;
use crate::app::App;
use crate::args::{bare, option, parent, word};
use crate::failure::Failure;
use crate::screen;
use crate::when;

pub(super) fn command(words: &Words) -> Command {
    let yes = || clap::Arg::new("yes").long("yes").help(words.get("cli-erase-yes")).action(ArgAction::SetTrue);
    parent(bare("erase", words).about(words.get("cli-erase")), words)
        .after_help(words.get("cli-erase-examples"))
        .subcommand(
            bare("record", words)
                .about(words.get("cli-erase-record"))
                .arg(word("id", "ID", words.get("cli-erase-id")))
                .arg(yes()),
        )
        .subcommand(
            bare("samples", words)
                .about(words.get("cli-erase-samples"))
                .after_help(words.get("cli-erase-samples-examples"))
                .arg(option("before", "DATE", words.get("cli-erase-before")).required(true))
                .arg(yes()),
        )
        .subcommand(
            bare("person", words)
                .about(words.get("cli-erase-person"))
                .arg(word("name", "NAME", words.get("cli-erase-name")))
                .arg(yes()),
        )
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    let Some((what, matches)) = matches.subcommand() else { return Ok(()) };
    let (words, companion) = (app.words(), app.companion()?);
    if what == "samples" {
        return samples(app, matches);
    }
    let sure = || match matches.get_flag("yes") {
        true => Ok(()),
        false => Err(Failure::Input(words.get("cli-erase-sure"))),
    };
    let said = if what == "person" {
        let person = app.person_named(super::text(matches, "name"))?;
        sure()?;
        companion.erase_person(person.id)?;
        words.get("cli-erased-person")
    } else {
        let record = companion.find_record(app.person()?.id, super::text(matches, "id"))?;
        sure()?;
        companion.erase_record(record.id)?;
        words.get("cli-erased")
    };
    if app.json() { screen::json(&json!({ "erased": true })) } else { screen::line(&said) }
}

/// Single heart rates from before a day: what would go, or with `--yes` what went.
fn samples(app: &App, matches: &ArgMatches) -> Done {
    let (words, person, companion) = (app.words(), app.person()?, app.companion()?);
    let before = when::day(super::text(matches, "before"), app.today(&person), words)?;
    let erased = matches.get_flag("yes");
    let thinning = match erased {
        true => companion.thin_heart(person.id, before)?,
        false => companion.preview_thinning(person.id, before)?,
    };
    if app.json() {
        return screen::json(&json!({ "erased": erased, "thinned": thinning }));
    }
    let (Some(first), Some(last)) = (thinning.first, thinning.last) else {
        return screen::line(&words.get("cli-erase-samples-none"));
    };
    let args = [
        ("days", thinning.days.into()),
        ("first", words.date(first).into()),
        ("last", words.date(last).into()),
        ("size", words.count(thinning.bytes.div_ceil(1024)).into()),
    ];
    screen::line(&words.fmt(if erased { "cli-erased-samples" } else { "cli-erase-samples-would" }, &args))?;
    if thinning.unsent > 0 {
        screen::line(&words.fmt("cli-erase-samples-unsent", &[("hours", thinning.unsent.into())]))?;
    }
    if erased { Ok(()) } else { screen::line(&words.get("cli-erase-sure")) }
}
