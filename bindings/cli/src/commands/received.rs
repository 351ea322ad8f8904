//! `records` and `disclosures`: what came from platforms, and what went to them.

use std::io::Write as _;
use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, value_parser};
use mimamori::fhir::clinical::{ClinicalKind, ClinicalValue};
use mimamori::model::Stamp;
use mimamori::model::attachment::{Attachment, AttachmentState};
use mimamori::text::{Words, clinical};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::Done;
use crate::app::App;
use crate::args::{bare, option};
use crate::choice::choose;
use crate::failure::Failure;
use crate::screen::{self, Table};

/// Columns of a value, where all kinds are listed.
const MOST_SHOWN: usize = 40;

pub(super) fn records_command(words: &Words) -> Command {
    bare("records", words)
        .about(words.get("cli-records"))
        .after_help(words.get("cli-records-examples"))
        .arg(option("save", "ID", words.get("cli-records-save")))
        .arg(option("to", "FILE", words.get("cli-records-to")).value_parser(value_parser!(PathBuf)).requires("save"))
        .arg(Arg::new("kind").value_name("KIND").help(words.get("cli-records-kind")))
}

pub(super) fn disclosures_command(words: &Words) -> Command {
    bare("disclosures", words).about(words.get("cli-disclosures"))
}

/// Programs get the resources as received, people what they say.
pub(super) fn records(app: &App, matches: &ArgMatches) -> Done {
    if let Some(id) = matches.get_one::<String>("save") {
        return save(app, id, matches.get_one::<PathBuf>("to"));
    }
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
        return screen::line(&words.get(if kind.is_some() { "cli-records-none-of" } else { "cli-records-none" }));
    }
    let attachments = app.companion()?.attachments(person.id)?;
    let mut table = Table::new();
    for row in rows {
        let (mut value, mut range) = match (&row.value, row.range) {
            (ClinicalValue::Number { value, unit, comparator }, range) => {
                let shown = words.reported_quantity(*value, unit);
                let range = range.map(|range| words.reference_range(range.low, range.high, unit));
                (format!("{}{shown}", comparator.as_deref().unwrap_or("")), range.unwrap_or_default())
            }
            (ClinicalValue::Text(text), _) => (text.clone(), String::new()),
            (ClinicalValue::None, _) => (String::new(), String::new()),
        };
        if let Some(outside) = words.outside(row.flag) {
            range = if range.is_empty() { outside } else { format!("{range} ({outside})") };
        }
        let of_row = |one: &&Attachment| one.resource_type == row.resource_type && one.document == row.id;
        let mut contents: Vec<String> = attachments.iter().filter(of_row).map(|one| words.attachment(one)).collect();
        if !contents.is_empty() {
            contents.push(row.id.clone());
            value = contents.join("  ");
        }
        if kind.is_none() {
            value = shortened(&value);
        }
        let day = row.day.map(|day| day.to_string()).unwrap_or_default();
        let said_by = words.voices(&row.said_by);
        let title = clinical::title(&row, words.lang()).to_owned();
        table.row([day, words.clinical_kind(row.kind), title, value, range, said_by]);
    }
    table.print(0)
}

/// The beginning of a long text: of one kind alone it is shown whole.
fn shortened(text: &str) -> String {
    if text.width() <= MOST_SHOWN {
        return text.to_owned();
    }
    let mut width = 1;
    let fits = |letter: &char| {
        width += letter.width().unwrap_or(0);
        width <= MOST_SHOWN
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

/// What a document consists of, into a file that was not there; several contents are numbered.
fn save(app: &App, id: &str, to: Option<&PathBuf>) -> Done {
    let (person, words, companion) = (app.person()?, app.words(), app.companion()?);
    let to = to.ok_or_else(|| Failure::Input(words.get("cli-records-to-needed")))?;
    let mut contents = companion.attachments(person.id)?;
    contents.retain(|one| one.document == id && one.state == AttachmentState::Kept);
    if contents.is_empty() {
        return Err(Failure::Input(words.get("cli-records-no-document")));
    }
    let mut saved = Vec::new();
    for (n, one) in contents.iter().enumerate() {
        let mut file = to.clone();
        if n > 0 {
            let mut name = file.file_name().unwrap_or_default().to_owned();
            name.push(format!(".{}", n + 1));
            file.set_file_name(name);
        }
        let bytes = companion.attachment_bytes(person.id, one)?;
        let made = std::fs::File::create_new(&file).and_then(|mut open| open.write_all(&bytes));
        match made {
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                return Err(Failure::Input(words.get("cli-records-exists")));
            }
            made => made?,
        }
        saved.push(file.display().to_string());
    }
    if app.json() {
        return screen::json(&contents);
    }
    saved.iter().try_for_each(|file| screen::line(&words.fmt("cli-records-saved", &[("file", file.as_str().into())])))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_by_the_columns_that_it_takes_on_the_screen() {
        assert_eq!(shortened("138 mmHg"), "138 mmHg");
        let cut = shortened(&"両側肺野に浸潤影を認めない。".repeat(3));
        assert!(cut.ends_with('…') && (39..=40).contains(&cut.width()), "{cut}");
    }
}
