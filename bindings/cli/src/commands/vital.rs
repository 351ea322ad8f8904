//! `vital`: what a person measures by hand.

use clap::{Arg, ArgAction, ArgMatches, Command};
use mimamori::companion::Asked;
use mimamori::model::heart::Bpm;
use mimamori::model::person::Person;
use mimamori::model::quantity::{Unit, Units};
use mimamori::model::vital::{Arm, BloodPressure, Circumstances, MealRelation, Occasion, Site, Vital, VitalKind};
use mimamori::model::{Entry, Invalid, Problem, Record, RecordKind};
use mimamori::text::{Words, typed};

use crate::Done;
use crate::app::App;
use crate::args::{at, bare, option, parent, word};
use crate::choice::choose;
use crate::failure::Failure;
use crate::screen::{self, Table};

pub(super) fn command(words: &Words) -> Command {
    let kinds: Vec<String> =
        VitalKind::ALL.into_iter().map(|kind| format!("  {:<22}{}", kind.code(), words.vital_kind(kind))).collect();
    let kinds = format!("  {:<22}{}\n{}", "bp", words.get("vital-blood-pressure"), kinds.join("\n"));
    let values = |words: &Words| {
        Arg::new("value")
            .value_name("VALUE")
            .help(words.get("cli-vital-value"))
            .hide_possible_values(true)
            .num_args(1..=4)
            .allow_negative_numbers(true)
    };
    parent(bare("vital", words).about(words.get("cli-vital")), words)
        .subcommand(measured(
            bare("add", words)
                .about(words.get("cli-vital-add"))
                .after_help(words.fmt("cli-vital-add-examples", &[("kinds", kinds.into())]))
                .arg(word("kind", "KIND", words.get("cli-vital-kind")))
                .arg(values(words).required(true)),
            words,
        ))
        .subcommand(
            bare("list", words)
                .about(words.get("cli-vital-list"))
                .arg(Arg::new("kind").value_name("KIND").help(words.get("cli-vital-list-kind")))
                .arg(super::days_option(words)),
        )
        .subcommand(measured(
            bare("edit", words)
                .about(words.get("cli-vital-edit"))
                .after_help(words.get("cli-vital-edit-examples"))
                .arg(word("id", "ID", words.get("cli-id")))
                .arg(values(words)),
            words,
        ))
}

/// What can be said of a measurement beside its value.
fn measured(command: Command, words: &Words) -> Command {
    let flag =
        |name: &'static str, help: &str| Arg::new(name).long(name).help(words.get(help)).action(ArgAction::SetTrue);
    command
        .arg(option("pulse", "N", words.get("cli-vital-pulse")))
        .arg(option("arm", "left|right", words.get("cli-vital-arm")))
        .arg(flag("morning", "cli-vital-morning").conflicts_with_all(["evening", "occasion"]))
        .arg(flag("evening", "cli-vital-evening").conflicts_with("occasion"))
        .arg(option("occasion", "WHEN", words.get("cli-vital-occasion")))
        .arg(option("meal", "WHEN", words.get("cli-vital-meal")))
        .arg(option("site", "WHERE", words.get("cli-vital-site")))
        .arg(flag("sure", "cli-vital-sure"))
        .arg(at(words))
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    match matches.subcommand() {
        Some(("add", matches)) => add(app, matches),
        Some(("edit", matches)) => edit(app, matches),
        Some((_, matches)) => list(app, matches),
        None => Ok(()),
    }
}

fn add(app: &App, matches: &ArgMatches) -> Done {
    let kind = kind(app, super::text(matches, "kind"))?;
    // What was measured is checked before the record is opened: a slip costs no passphrase.
    reading(app, kind, &Units::default(), matches)?;
    let person = app.person()?;
    let vital = reading(app, kind, &person.profile.units, matches)?.taken(circumstances(app, matches)?)?;
    let record = app.companion()?.enter_vital(person.id, app.at(matches, &person)?, vital, asked(matches));
    said(app, &person, &vital, record)
}

fn edit(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let record = app.companion()?.find_record(person.id, super::text(matches, "id"))?;
    let Entry::Vital(known) = record.entry else { return Err(Failure::Core(mimamori::Error::NotFound("record"))) };
    let kind = match known {
        Vital::BloodPressure(_) => None,
        Vital::Single { kind, .. } => Some(kind),
    };
    let mut vital = match (matches.contains_id("value"), known) {
        (true, _) => reading(app, kind, &person.profile.units, matches)?,
        (false, Vital::BloodPressure(mut pressure)) => {
            pressure.pulse = pulse(matches)?.or(pressure.pulse);
            Vital::BloodPressure(pressure)
        }
        (false, single) => single,
    };
    // A corrected pressure keeps the pulse that was counted with it, unless another is given.
    if let (Vital::BloodPressure(new), Vital::BloodPressure(old)) = (&mut vital, known) {
        new.pulse = new.pulse.or(old.pulse);
    }
    let (new, old) = (circumstances(app, matches)?, known.circumstances());
    let taken = Circumstances {
        occasion: new.occasion.or(old.occasion),
        arm: new.arm.or(old.arm),
        meal: new.meal.or(old.meal),
        site: new.site.or(old.site),
    };
    let at = if matches.contains_id("at") { app.at(matches, &person)? } else { record.at };
    let vital = vital.taken(taken)?;
    said(app, &person, &vital, app.companion()?.correct_vital(record.id, at, vital, asked(matches)))
}

/// What was recorded; or the question that must be answered first.
fn said(app: &App, person: &Person, vital: &Vital, record: mimamori::Result<Record>) -> Done {
    match record {
        Ok(record) => app.recorded(&record, &app.words().entry(&record.entry, &person.profile.units)),
        Err(mimamori::Error::Unusual(field)) => {
            let field = if field == "value" { app.words().vital(vital) } else { app.words().field(field) };
            Err(Failure::Input(app.words().fmt("cli-vital-unusual", &[("field", field.into())])))
        }
        Err(error) => Err(error.into()),
    }
}

fn asked(matches: &ArgMatches) -> Asked {
    if matches.get_flag("sure") { Asked::Confirmed } else { Asked::NotYet }
}

/// What is measured; none is blood pressure.
fn kind(app: &App, text: &str) -> Result<Option<VitalKind>, Failure> {
    typed::measure(text).ok_or_else(|| Failure::Input(app.words().get("cli-vital-kind-unknown")))
}

/// What was measured, as it was typed.
fn reading(app: &App, kind: Option<VitalKind>, units: &Units, matches: &ArgMatches) -> Result<Vital, Failure> {
    let text = super::texts(matches, "value").join(" ");
    let given = pulse(matches)?;
    let Some(kind) = kind else {
        let (systolic, diastolic, counted) = match typed::pressure(&text, units.of(Unit::MmHg)) {
            Err(Invalid { field: "diastolic", problem: Problem::Missing }) => {
                return Err(Failure::Input(app.words().get("cli-vital-two-values")));
            }
            read => read?,
        };
        let pulse = match (given, counted) {
            (Some(pulse), _) => Some(pulse),
            (None, Some(counted)) => Some(Bpm::new(counted)?),
            (None, None) => None,
        };
        return Ok(Vital::BloodPressure(BloodPressure::typed(systolic, diastolic, pulse)?));
    };
    if given.is_some() {
        return Err(Failure::Input(app.words().get("cli-vital-one-value")));
    }
    Ok(Vital::typed(kind, typed::quantity("value", &text, units.of(kind.unit()))?)?)
}

fn pulse(matches: &ArgMatches) -> Result<Option<Bpm>, Failure> {
    let Some(text) = matches.get_one::<String>("pulse") else { return Ok(None) };
    let rate: u16 = typed::plain(text).parse().map_err(|_| Invalid::new("heart_rate", Problem::Unreadable))?;
    Ok(Some(Bpm::new(rate)?))
}

fn circumstances(app: &App, matches: &ArgMatches) -> Result<Circumstances, Failure> {
    let given = |name: &str| matches.get_one::<String>(name);
    let occasion = match given("occasion") {
        Some(text) => {
            Some(choose(app, "occasion", text, Occasion::ALL, |one| one.code().to_owned(), |w, one| w.occasion(one))?)
        }
        None if matches.get_flag("morning") => Some(Occasion::Morning),
        None if matches.get_flag("evening") => Some(Occasion::Evening),
        None => None,
    };
    let arm =
        given("arm").map(|text| choose(app, "arm", text, Arm::ALL, |one| one.code().to_owned(), |w, one| w.arm(one)));
    let meal = given("meal").map(|text| {
        choose(app, "meal", text, MealRelation::ALL, |one| one.code().to_owned(), |w, one| w.meal_relation(one))
    });
    let site = given("site")
        .map(|text| choose(app, "site", text, Site::ALL, |one| one.code().to_owned(), |w, one| w.site(one)));
    Ok(Circumstances { occasion, arm: arm.transpose()?, meal: meal.transpose()?, site: site.transpose()? })
}

fn list(app: &App, matches: &ArgMatches) -> Done {
    let kind = matches.get_one::<String>("kind").map(|text| kind(app, text)).transpose()?;
    let person = app.person()?;
    let mut records = super::records_back(app, &person, RecordKind::Vital, super::days(matches))?;
    records.retain(|record| match (&record.entry, kind) {
        (Entry::Vital(Vital::BloodPressure(_)), Some(asked)) => asked.is_none(),
        (Entry::Vital(Vital::Single { kind, .. }), Some(asked)) => asked == Some(*kind),
        _ => true,
    });
    if app.json() {
        return screen::json(&records);
    }
    let (words, units) = (app.words(), &person.profile.units);
    let mut table = Table::new().right(&[2]);
    for record in &records {
        if let Entry::Vital(vital) = &record.entry {
            table.row([
                words.date_time(&record.at),
                words.vital(vital),
                words.vital_value_in(vital, units),
                words.vital_beside(vital),
                screen::short(record.id),
            ]);
        }
    }
    if records.is_empty() { super::nothing_in(app, super::days(matches)) } else { table.print(0) }
}
