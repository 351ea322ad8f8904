//! `records` and `disclosures`: what came from platforms, and what went to them.

use clap::{Arg, ArgMatches, Command};
use mimamori::fhir::clinical::{ClinicalKind, ClinicalValue};
use mimamori::model::Stamp;
use mimamori::text::Words;

use crate::Done;
use crate::app::App;
use crate::args::bare;
use crate::choice::choose;
use crate::screen::{self, Table};

pub(super) fn records_command(words: &Words) -> Command {
    bare("records", words)
        .about(words.get("cli-records"))
        .arg(Arg::new("kind").value_name("KIND").help(words.get("cli-records-kind")))
}

pub(super) fn disclosures_command(words: &Words) -> Command {
    bare("disclosures", words).about(words.get("cli-disclosures"))
}

/// Programs get the resources as received, people what they say.
pub(super) fn records(app: &App, matches: &ArgMatches) -> Done {
    let kind = match matches.get_one::<String>("kind") {
        Some(text) => {
            let code = |kind: ClinicalKind| kind.code().to_owned();
            Some(choose(app, "kind", text, &ClinicalKind::ALL, code, Words::clinical_kind)?)
        }
        None => None,
    };
    let person = app.person()?;
    if app.json() {
        let mut received = app.companion()?.received(person.id)?;
        received.retain(|one| kind.is_none_or(|kind| ClinicalKind::of(one) == Some(kind)));
        return screen::json(&received);
    }
    let words = app.words();
    let mut rows = app.companion()?.clinical(person.id)?;
    rows.retain(|row| kind.is_none_or(|kind| row.kind == kind));
    if rows.is_empty() {
        return screen::line(&words.get("cli-records-none"));
    }
    let mut table = Table::new();
    for row in rows {
        let (value, range) = match (&row.value, row.range) {
            (ClinicalValue::Number { value, unit, comparator }, range) => {
                let shown = words.reported_quantity(*value, unit);
                let range = range.map(|range| words.reference_range(range.low, range.high, unit));
                (format!("{}{shown}", comparator.as_deref().unwrap_or("")), range.unwrap_or_default())
            }
            (ClinicalValue::Text(text), _) => (text.clone(), String::new()),
            (ClinicalValue::None, _) => (String::new(), String::new()),
        };
        let day = row.day.map(|day| day.to_string()).unwrap_or_default();
        table.row([day, words.clinical_kind(row.kind), row.title, value, range]);
    }
    table.print(0)
}

pub(super) fn disclosures(app: &App, _: &ArgMatches) -> Done {
    let person = app.person()?;
    let disclosures = app.companion()?.disclosures(person.id)?;
    if app.json() {
        return screen::json(&disclosures);
    }
    if disclosures.is_empty() {
        return screen::line(&app.words().get("cli-disclosures-none"));
    }
    let mut table = Table::new().right(&[2]);
    for one in disclosures {
        let at = app.words().date_time(&Stamp::in_zone(one.at, person.zone));
        let basis = app.words().basis(&one.basis);
        table.row([at, one.resource_type, app.words().count(u64::from(one.count)), one.recipient, basis]);
    }
    table.print(0)
}
