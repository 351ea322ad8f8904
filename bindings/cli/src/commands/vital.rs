//! `vital`: what a person measures by hand.

use clap::{ArgMatches, Command};
use mimamori::model::heart::Bpm;
use mimamori::model::vital::{BloodPressure, Vital, VitalKind};
use mimamori::model::{Entry, Invalid, Problem, RecordKind};
use mimamori::text::Words;

use crate::Done;
use crate::app::App;
use crate::args::{at, bare, option, parent, word};
use crate::failure::Failure;
use crate::screen::{self, Table};

pub(super) fn command(words: &Words) -> Command {
    let kinds: Vec<String> =
        VitalKind::ALL.into_iter().map(|kind| format!("  {:<22}{}", kind.code(), words.vital_kind(kind))).collect();
    let kinds = format!("  {:<22}{}\n{}", "bp", words.get("vital-blood-pressure"), kinds.join("\n"));
    parent(bare("vital", words).about(words.get("cli-vital")), words)
        .subcommand(
            bare("add", words)
                .about(words.get("cli-vital-add"))
                .after_help(words.fmt("cli-vital-add-examples", &[("kinds", kinds.into())]))
                .arg(word("kind", "KIND", words.get("cli-vital-kind")))
                .arg(word("value", "VALUE", words.get("cli-vital-value")).num_args(1..=2).allow_negative_numbers(true))
                .arg(option("pulse", "N", words.get("cli-vital-pulse")))
                .arg(at(words)),
        )
        .subcommand(bare("list", words).about(words.get("cli-vital-list")).arg(super::days_option(words)))
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    match matches.subcommand() {
        Some(("add", matches)) => add(app, matches),
        Some((_, matches)) => list(app, matches),
        None => Ok(()),
    }
}

fn add(app: &App, matches: &ArgMatches) -> Done {
    // What was measured is checked before the record is opened: a slip costs no passphrase.
    let vital = vital(app.words(), matches)?;
    let person = app.person()?;
    let record = app.companion()?.add_vital(person.id, app.at(matches, &person)?, vital)?;
    app.recorded(&record, &format!("{}  {}", app.words().vital(&vital), app.words().vital_value(&vital)))
}

fn vital(words: &Words, matches: &ArgMatches) -> Result<Vital, Failure> {
    let kind = super::text(matches, "kind").replace('-', "_");
    let values = super::texts(matches, "value");
    let pulse = matches.get_one::<String>("pulse");
    if matches!(kind.as_str(), "bp" | "blood_pressure") {
        let [systolic, diastolic] = values.as_slice() else {
            return Err(Failure::Input(words.get("cli-vital-two-values")));
        };
        let pulse = match pulse {
            Some(text) => Some(beats(text)?),
            None => None,
        };
        let (systolic, diastolic) = (super::number(systolic, "systolic")?, super::number(diastolic, "diastolic")?);
        return Ok(Vital::BloodPressure(BloodPressure::new(systolic, diastolic, pulse)?));
    }
    let kind = VitalKind::from_code(&kind).ok_or_else(|| Failure::Input(words.get("cli-vital-kind-unknown")))?;
    match values.as_slice() {
        [value] if pulse.is_none() => Ok(Vital::single(kind, super::number(value, "value")?)?),
        _ => Err(Failure::Input(words.get("cli-vital-one-value"))),
    }
}

fn beats(text: &str) -> Result<Bpm, Failure> {
    let rate: u16 = text.trim().parse().map_err(|_| Invalid::new("heart_rate", Problem::Unreadable))?;
    Ok(Bpm::new(rate)?)
}

fn list(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let today = app.today(&person);
    let mut records = Vec::new();
    for back in (0..super::days(matches)).rev() {
        records.extend(app.companion()?.records_on(person.id, RecordKind::Vital, today.plus_days(-back))?);
    }
    if app.json() {
        return screen::json(&records);
    }
    let mut table = Table::new().right(&[2]);
    for record in &records {
        if let Entry::Vital(vital) = &record.entry {
            let words = app.words();
            table.row([words.date_time(&record.at), words.vital(vital), words.vital_value(vital)]);
        }
    }
    table.print(0)
}
