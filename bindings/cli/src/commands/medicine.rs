//! `medicine`: what is taken, what is due today, what was taken or left out.

use chrono::Weekday;
use clap::{Arg, ArgAction, ArgMatches, Command};
use mimamori::companion::NewDose;
use mimamori::model::medicine::{
    DoseSlot, DoseState, DoseTime, Medicine, MedicineDays, MedicineOrigin, MedicineSchedule,
};
use mimamori::model::person::Person;
use mimamori::model::view::DoseRow;
use mimamori::model::{Entry, Invalid, LocalDay, Problem, RecordId};
use mimamori::text::{Words, typed};
use serde::Serialize;

use crate::app::App;
use crate::args::{at, bare, option, parent, word};
use crate::choice::choose;
use crate::failure::Failure;
use crate::screen::{self, Table};
use crate::{Done, when};

pub(super) fn command(words: &Words) -> Command {
    let flag =
        |name: &'static str, help: &str| Arg::new(name).long(name).help(words.get(help)).action(ArgAction::SetTrue);
    let noted = |name: &'static str, about: &str| {
        bare(name, words)
            .about(words.get(about))
            .arg(Arg::new("name").value_name("NAME").help(words.get("cli-medicine-which-or-slot")))
            .arg(option("slot", "WHEN", words.get("cli-medicine-slot")))
            .arg(option("day", "DATE", words.get("cli-medicine-day")))
            .arg(option("amount", "N", words.get("cli-medicine-amount")))
            .arg(option("note", "TEXT", words.get("cli-note")))
            .arg(at(words))
    };
    let slots: Vec<String> =
        DoseSlot::NAMED.iter().map(|slot| format!("  {:<18}{}", slot.code(), words.dose_slot(*slot))).collect();
    parent(bare("medicine", words).about(words.get("cli-medicine")), words)
        .subcommand(planned(
            bare("add", words)
                .about(words.get("cli-medicine-add"))
                .after_help(words.fmt("cli-medicine-add-examples", &[("slots", slots.join("\n").into())]))
                .arg(word("name", "NAME", words.get("cli-medicine-name"))),
            words,
        ))
        .subcommand(planned(
            bare("edit", words).about(words.get("cli-medicine-edit")).arg(word(
                "name",
                "NAME",
                words.get("cli-medicine-which"),
            )),
            words,
        ))
        .subcommand(bare("list", words).about(words.get("cli-medicine-list")).arg(flag("all", "cli-medicine-all")))
        .subcommand(
            bare("today", words)
                .about(words.get("cli-medicine-today"))
                .arg(Arg::new("day").value_name("DATE").help(words.get("cli-day-date"))),
        )
        .subcommand(noted("take", "cli-medicine-take").after_help(words.get("cli-medicine-take-examples")))
        .subcommand(noted("skip", "cli-medicine-skip"))
        .subcommand(
            bare("stop", words)
                .about(words.get("cli-medicine-stop"))
                .arg(word("name", "NAME", words.get("cli-medicine-which")))
                .arg(Arg::new("day").value_name("DATE").help(words.get("cli-medicine-last"))),
        )
}

fn planned(command: Command, words: &Words) -> Command {
    let flag =
        |name: &'static str, help: &str| Arg::new(name).long(name).help(words.get(help)).action(ArgAction::SetTrue);
    command
        .arg(option("dose", "AMOUNT", words.get("cli-medicine-dose")))
        .arg(option("times", "WHEN,…", words.get("cli-medicine-times")))
        .arg(option("days", "DAY,…", words.get("cli-medicine-days")).requires("times"))
        .arg(option("every", "N", words.get("cli-medicine-every")).requires("times").conflicts_with("days"))
        .arg(flag("as-needed", "cli-medicine-as-needed").conflicts_with("times"))
        .arg(option("most", "N", words.get("cli-medicine-most")).requires("as-needed"))
        .arg(option("from", "DATE", words.get("cli-medicine-from")))
        .arg(option("until", "DATE", words.get("cli-medicine-until")))
        .arg(option("for", "TEXT", words.get("cli-medicine-for")))
        .arg(flag("otc", "cli-medicine-otc").conflicts_with("supplement"))
        .arg(flag("supplement", "cli-medicine-supplement"))
        .arg(option("note", "TEXT", words.get("cli-note")))
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    match matches.subcommand() {
        Some(("add", matches)) => add(app, matches),
        Some(("edit", matches)) => edit(app, matches),
        Some(("today", matches)) => today(app, matches),
        Some(("take", matches)) => note(app, matches, DoseState::Taken),
        Some(("skip", matches)) => note(app, matches, DoseState::Skipped),
        Some(("stop", matches)) => stop(app, matches),
        Some((_, matches)) => list(app, matches),
        None => Ok(()),
    }
}

fn add(app: &App, matches: &ArgMatches) -> Done {
    let schedule = schedule(app, matches)?.ok_or_else(|| Failure::Input(app.words().get("cli-medicine-when")))?;
    let person = app.person()?;
    let medicine = Medicine::new(super::text(matches, "name"), schedule, app.today(&person))?;
    let medicine = given(app, &person, medicine, matches)?;
    let record = app.companion()?.add_medicine(person.id, app.at_now(&person), medicine)?;
    app.recorded(&record, &app.words().entry(&record.entry, &person.profile.units))
}

fn edit(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let (id, mut medicine) = find(app, &person, super::text(matches, "name"))?;
    if let Some(schedule) = schedule(app, matches)? {
        medicine.schedule = schedule;
    }
    let medicine = given(app, &person, medicine, matches)?;
    let record = app.companion()?.record_of(person.id, id)?;
    let record = app.companion()?.amend(id, record.at, Entry::Medicine(medicine))?;
    app.recorded(&record, &app.words().entry(&record.entry, &person.profile.units))
}

/// `medicine` with what the line says of it, but for when it is taken.
fn given(app: &App, person: &Person, mut medicine: Medicine, matches: &ArgMatches) -> Result<Medicine, Failure> {
    let text = |name: &str| matches.get_one::<String>(name);
    let day = |text: &String| when::day(text, app.today(person), app.words());
    if let Some(dose) = text("dose") {
        medicine.dose = Some(typed::dose(dose)?);
    }
    if let Some(from) = text("from") {
        medicine.from = day(from)?;
    }
    if let Some(until) = text("until") {
        medicine.until = Some(day(until)?);
    }
    if let Some(purpose) = text("for") {
        medicine.purpose.clone_from(purpose);
    }
    if let Some(note) = text("note") {
        medicine.note.clone_from(note);
    }
    if matches.get_flag("otc") {
        medicine.origin = MedicineOrigin::OverTheCounter;
    } else if matches.get_flag("supplement") {
        medicine.origin = MedicineOrigin::Supplement;
    }
    Ok(medicine.checked()?)
}

/// When the line says that it is taken, if it says so.
fn schedule(app: &App, matches: &ArgMatches) -> Result<Option<MedicineSchedule>, Failure> {
    if matches.get_flag("as-needed") {
        let most = matches.get_one::<String>("most").map(|text| whole(text, "most_a_day")).transpose()?;
        let most_a_day = most.map(|most| u8::try_from(most).unwrap_or(u8::MAX));
        return Ok(Some(MedicineSchedule::AsNeeded { most_a_day }));
    }
    let Some(text) = matches.get_one::<String>("times") else { return Ok(None) };
    let times = list_of(text).map(|word| time(app, &word)).collect::<Result<Vec<_>, _>>()?;
    let days = match (matches.get_one::<String>("days"), matches.get_one::<String>("every")) {
        (Some(text), _) => {
            MedicineDays::Weekdays(list_of(text).map(|word| weekday(app, &word)).collect::<Result<_, _>>()?)
        }
        (None, Some(text)) => match whole(text, "days")? {
            1 => MedicineDays::Daily,
            n => MedicineDays::Every(n),
        },
        (None, None) => MedicineDays::Daily,
    };
    Ok(Some(MedicineSchedule::Times { times, days }))
}

/// The words of a list that is typed with commas.
fn list_of(text: &str) -> impl Iterator<Item = String> {
    let text = typed::plain(text).replace('、', ",");
    text.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect::<Vec<_>>().into_iter()
}

fn whole(text: &str, field: &'static str) -> Result<u16, Failure> {
    typed::plain(text).parse().map_err(|_| Invalid::new(field, Problem::Unreadable).into())
}

/// A time of the day, with the amount where it is not the usual one: `朝食後`, `夕食後=2`, `7:30`.
fn time(app: &App, word: &str) -> Result<DoseTime, Failure> {
    let (word, amount) = match word.split_once('=') {
        Some((word, amount)) => (word, Some(super::number(amount, "amount")?)),
        None => (word, None),
    };
    Ok(DoseTime { slot: slot(app, word)?, amount })
}

fn slot(app: &App, word: &str) -> Result<DoseSlot, Failure> {
    if let Ok(time) = typed::clock(word) {
        let minute = u16::try_from(time.signed_duration_since(chrono::NaiveTime::MIN).num_minutes());
        return Ok(DoseSlot::At(minute.unwrap_or(0)));
    }
    choose(app, "times", word, &DoseSlot::NAMED, DoseSlot::code, |words, slot| words.dose_slot(slot))
}

fn weekday(app: &App, word: &str) -> Result<Weekday, Failure> {
    let all = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
    let word = word.trim_end_matches("曜日").trim_end_matches('曜');
    choose(app, "days", word, &all, |day| day.to_string().to_lowercase(), |words, day| words.weekday(day))
}

/// The medicine of this name: the whole name, a part that fits only one, or the end of its record's id.
fn find(app: &App, person: &Person, asked: &str) -> Result<(RecordId, Medicine), Failure> {
    let asked = typed::plain(asked);
    let today = app.today(person);
    let mut all = app.companion()?.medicines(person.id, None)?;
    // One that is taken now comes before one of the same name that was stopped.
    all.sort_by_key(|(_, medicine)| !medicine.is_active(today));
    if let Some(at) = all.iter().position(|(_, medicine)| typed::plain(&medicine.name) == asked) {
        return Ok(all.swap_remove(at));
    }
    let fits = |(id, medicine): &(RecordId, Medicine)| {
        let tail = asked.len() >= 4 && id.0.simple().to_string().ends_with(&asked.to_lowercase());
        tail || (!asked.is_empty() && typed::plain(&medicine.name).contains(&asked))
    };
    let active = all.iter().filter(|one| one.1.is_active(today) && fits(one)).count();
    all.retain(|one| fits(one) && (active == 0 || one.1.is_active(today)));
    match all.len() {
        0 => Err(Failure::Core(mimamori::Error::NotFound("medicine"))),
        1 => all.pop().ok_or(Failure::Core(mimamori::Error::NotFound("medicine"))),
        _ => Err(Failure::Input(app.words().get("cli-medicine-ambiguous"))),
    }
}

fn note(app: &App, matches: &ArgMatches, state: DoseState) -> Done {
    let person = app.person()?;
    let at = app.at(matches, &person)?;
    let text = |name: &str| matches.get_one::<String>(name);
    let day = text("day").map(|text| when::day(text, app.today(&person), app.words())).transpose()?;
    let slot = text("slot").map(|word| slot(app, word)).transpose()?;
    let amount = text("amount").map(|text| super::number(text, "amount")).transpose()?;
    let note = text("note").cloned().unwrap_or_default();
    let on = day.unwrap_or(at.day());
    let medicines: Vec<RecordId> = match (text("name"), slot) {
        (Some(name), _) => vec![find(app, &person, name)?.0],
        // All that are due at one time of the day, as they come in one bag.
        (None, Some(slot)) => {
            let due = app.companion()?.doses_on(person.id, on)?;
            due.iter().filter(|row| row.slot == Some(slot) && row.state.is_none()).map(|row| row.medicine).collect()
        }
        (None, None) => return Err(Failure::Input(app.words().get("cli-medicine-which-needed"))),
    };
    if medicines.is_empty() {
        return Err(Failure::Input(app.words().get("cli-medicine-none-due")));
    }
    let mut records = Vec::new();
    for medicine in medicines {
        let new = NewDose { medicine, slot, day, state, amount, note: note.clone() };
        records.push(app.companion()?.note_dose(person.id, at, &new)?);
    }
    if app.json() {
        return screen::json(&records);
    }
    show(&app.companion()?.doses_on(person.id, on)?, app.words(), 0)
}

fn stop(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let (id, _) = find(app, &person, super::text(matches, "name"))?;
    let record = app.companion()?.stop_medicine(id, day(app, &person, matches)?)?;
    app.recorded(&record, &app.words().entry(&record.entry, &person.profile.units))
}

fn day(app: &App, person: &Person, matches: &ArgMatches) -> Result<LocalDay, Failure> {
    let today = app.today(person);
    matches.get_one::<String>("day").map_or(Ok(today), |text| when::day(text, today, app.words()))
}

fn today(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let rows = app.companion()?.doses_on(person.id, day(app, &person, matches)?)?;
    if app.json() {
        screen::json(&rows)
    } else if rows.is_empty() {
        screen::line(&app.words().get("cli-medicine-none-today"))
    } else {
        show(&rows, app.words(), 0)
    }
}

/// The doses of a day, one a line.
pub(super) fn show(rows: &[DoseRow], words: &Words, indent: usize) -> Done {
    let mut table = Table::new();
    for row in rows {
        let slot = row.slot.map_or_else(|| words.get("medicine-as-needed-short"), |slot| words.dose_slot(slot));
        let amount = row.amount.map(|amount| words.dose_amount(amount)).unwrap_or_default();
        let mut state = words.dose_state(row.state);
        if let (Some(at), Some(DoseState::Taken)) = (&row.at, row.state) {
            state = format!("{state} {}", words.time(at));
        }
        // A list of its own names what can be taken back; the day has no room for it.
        let id = row.id.filter(|_| indent == 0).map(screen::short).unwrap_or_default();
        table.row([slot, row.name.clone(), amount, state, id]);
    }
    table.print(indent)
}

/// What programs read.
#[derive(Serialize)]
struct Row {
    id: RecordId,
    medicine: Medicine,
}

fn list(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let day = (!matches.get_flag("all")).then(|| app.today(&person));
    let medicines = app.companion()?.medicines(person.id, day)?;
    if app.json() {
        let rows: Vec<Row> = medicines.into_iter().map(|(id, medicine)| Row { id, medicine }).collect();
        return screen::json(&rows);
    }
    let words = app.words();
    if medicines.is_empty() {
        return screen::line(&words.get(if day.is_some() { "cli-medicine-none-now" } else { "cli-medicine-none" }));
    }
    let mut table = Table::new();
    for (id, medicine) in medicines {
        let dose = medicine.dose.map(|dose| words.dose_amount(dose)).unwrap_or_default();
        let until = medicine.until.map(|day| words.fmt("until-day", &[("day", words.date(day).into())]));
        let notes = [Some(medicine.purpose.clone()).filter(|text| !text.is_empty()), until];
        let notes = notes.into_iter().flatten().collect::<Vec<_>>().join("  ");
        table.row([medicine.name.clone(), dose, words.medicine_schedule(&medicine), notes, screen::short(id)]);
    }
    table.print(0)
}
