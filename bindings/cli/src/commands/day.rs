//! `day`: one day at a glance.

use clap::{Arg, ArgMatches, Command};
use mimamori::model::meal::Nutrient;
use mimamori::model::person::Person;
use mimamori::model::quantity::Unit;
use mimamori::model::view::{DayView, HeartDay};
use mimamori::text::{self, Words};

use crate::app::App;
use crate::args::bare;
use crate::screen::{self, Table};
use crate::{Done, when};

/// What is summed up of the day's meals.
const NUTRIENTS: [Nutrient; 6] =
    [Nutrient::Energy, Nutrient::Protein, Nutrient::Fat, Nutrient::Carbohydrate, Nutrient::Fibre, Nutrient::Salt];

pub(super) fn command(words: &Words) -> Command {
    bare("day", words)
        .about(words.get("cli-day"))
        .after_help(words.get("cli-day-examples"))
        .arg(Arg::new("day").value_name("DATE").help(words.get("cli-day-date")))
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let today = app.today(&person);
    let day = match matches.get_one::<String>("day") {
        Some(text) => when::day(text, today, app.words())?,
        None => today,
    };
    let view = app.companion()?.day(person.id, day)?;
    if app.json() { screen::json(&view) } else { show(&view, &person, app.words()) }
}

fn show(view: &DayView, person: &Person, words: &Words) -> Done {
    screen::line(&format!("{}  {}", view.name, words.date(view.day)))?;
    if let Some(note) = words.day_length(view.minutes, view.clocks.as_ref()) {
        screen::line(&note)?;
    }
    for finding in &view.findings {
        let text = text::finding(finding, words, person.zone);
        screen::line(&format!("! {}: {}", text.title, text.fact))?;
    }
    if let Some(heart) = &view.heart {
        heading(words, "cli-day-heart")?;
        heart_table(heart, person, words).print(2)?;
    }
    if let Some(steps) = view.steps {
        heading(words, "cli-day-steps")?;
        screen::line(&format!("  {}", words.quantity(f64::from(steps), Unit::Steps)))?;
    }
    if let Some(active) = view.active_kcal {
        heading(words, "chart-energy")?;
        screen::line(&format!("  {}", words.quantity(active, Unit::Kilocalorie)))?;
    }
    if !view.meals.is_empty() {
        heading(words, "cli-day-meals")?;
        let mut table = Table::new();
        for row in &view.meals {
            let contents = super::meal::contents(&row.meal, words);
            table.row([words.time(&row.at), words.meal_slot(row.meal.slot), contents]);
        }
        table.print(2)?;
        nutrients(view, words)?;
    }
    if !view.habits.is_empty() {
        heading(words, "cli-day-habits")?;
        let mut table = Table::new();
        for row in &view.habits {
            table.row([words.habit(&row.habit), words.habit_state(row, view.day).join("  ")]);
        }
        table.print(2)?;
    }
    if !view.vitals.is_empty() {
        heading(words, "cli-day-vitals")?;
        let mut table = Table::new().right(&[2]);
        for row in &view.vitals {
            let value = words.vital_value_in(&row.vital, &person.profile.units);
            table.row([words.time(&row.at), words.vital(&row.vital), value, words.vital_beside(&row.vital)]);
        }
        table.print(2)?;
    }
    told(view, words)?;
    if is_empty(view) { screen::line(&words.get("cli-day-empty")) } else { Ok(()) }
}

/// What the person told of the day: medicines, symptoms, sleep, events.
fn told(view: &DayView, words: &Words) -> Done {
    if !view.medicines.is_empty() {
        heading(words, "cli-day-medicines")?;
        super::medicine::show(&view.medicines, words, 2)?;
    }
    if !view.symptoms.is_empty() {
        heading(words, "cli-day-symptoms")?;
        let mut table = Table::new();
        for row in &view.symptoms {
            let at = if row.at.day() == view.day { words.time(&row.at) } else { words.date_short(row.at.day()) };
            table.row([at, words.symptom_name(&row.symptom), words.symptom_state(&row.symptom)]);
        }
        table.print(2)?;
    }
    if !view.sleep.is_empty() {
        heading(words, "cli-day-sleep")?;
        for row in &view.sleep {
            screen::line(&format!("  {}", words.sleep(&row.sleep)))?;
        }
    }
    if !view.events.is_empty() {
        heading(words, "cli-day-events")?;
        for row in &view.events {
            screen::line(&format!("  {}", words.event(&row.event)))?;
        }
    }
    Ok(())
}

fn is_empty(view: &DayView) -> bool {
    view.heart.is_none()
        && view.steps.is_none()
        && view.active_kcal.is_none()
        && view.meals.is_empty()
        && view.habits.is_empty()
        && view.vitals.is_empty()
        && view.medicines.is_empty()
        && view.symptoms.is_empty()
        && view.sleep.is_empty()
        && view.events.is_empty()
        && view.findings.is_empty()
}

fn heading(words: &Words, id: &str) -> Done {
    screen::line(&words.get(id))
}

fn heart_table(heart: &HeartDay, person: &Person, words: &Words) -> Table {
    let rate = |value: f64| words.quantity(value, Unit::PerMinute);
    let mut table = Table::new().right(&[1]);
    let (at, latest) = heart.latest;
    let total = &heart.total;
    table.row([words.get("cli-heart-lowest"), rate(f64::from(total.min.get())), String::new()]);
    table.row([words.get("cli-heart-mean"), rate(total.mean()), String::new()]);
    table.row([words.get("cli-heart-highest"), rate(f64::from(total.max.get())), String::new()]);
    table.row([words.get("cli-heart-latest"), rate(f64::from(latest)), words.time_in(at, person.zone)]);
    table
}

/// What is known of the day's nutrients, and of how many of its items.
fn nutrients(view: &DayView, words: &Words) -> Done {
    let mut table = Table::new().right(&[1]);
    for nutrient in NUTRIENTS {
        let Some((amount, known)) = view.nutrients.get(nutrient) else { continue };
        let of = if known == view.nutrients.items {
            String::new()
        } else {
            words.fmt("cli-day-known", &[("known", known.into()), ("items", view.nutrients.items.into())])
        };
        table.row([words.nutrient(nutrient), words.nutrient_amount(nutrient, amount), of]);
    }
    table.print(4)
}
