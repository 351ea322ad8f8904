//! `food intake`: what was eaten over days, beside the reference intakes.

use clap::{ArgMatches, Command};
use mimamori::companion::{NutritionView, ReferenceBasis};
use mimamori::food::intake::{Figure, ReferenceKind, Standing, standing};
use mimamori::model::LocalDay;
use mimamori::text::Words;
use serde::Serialize;

use crate::Done;
use crate::app::App;
use crate::args::{bare, option};
use crate::screen::{self, Table};
use crate::when;

pub(super) fn command(words: &Words) -> Command {
    bare("intake", words)
        .about(words.get("cli-food-intake"))
        .after_help(words.get("cli-food-intake-examples"))
        .arg(option("from", "DATE", words.get("cli-food-intake-from")))
        .arg(option("to", "DATE", words.get("cli-food-intake-to")))
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let today = app.today(&person);
    let day = |name: &str| matches.get_one::<String>(name).map(|text| when::day(text, today, app.words())).transpose();
    let to = day("to")?.unwrap_or(today);
    let from = day("from")?.unwrap_or(to.plus_days(-6));
    let view = app.companion()?.nutrition(person.id, from, to)?;
    if app.json() { screen::json(&Answer::of(&view)) } else { show(&view, app.words()) }
}

/// What programs read.
#[derive(Serialize)]
struct Answer<'a> {
    from: LocalDay,
    to: LocalDay,
    days: u32,
    recorded_days: u32,
    /// `adult`, `unknown`, `not_adult` or `pregnancy`.
    basis: &'static str,
    /// Where the reference values are from.
    source: Option<&'a str>,
    figures: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    figure: String,
    unit: &'static str,
    mean: Option<f64>,
    least: Option<f64>,
    most: Option<f64>,
    known: u32,
    items: u32,
    reference: Option<ReferenceRow>,
    /// `below`, `within` or `above`, where so much is known that it says something.
    standing: Option<&'static str>,
}

#[derive(Serialize)]
struct ReferenceRow {
    kind: &'static str,
    low: Option<f64>,
    high: Option<f64>,
    menstruating: Option<f64>,
}

impl<'a> Answer<'a> {
    fn of(view: &'a NutritionView) -> Self {
        let figures = view.rows.iter().map(|(intake, reference)| Row {
            figure: intake.figure.code(),
            unit: match intake.figure {
                Figure::Amount(nutrient) => nutrient.unit().ucum(),
                Figure::EnergyShare(_) => "%",
            },
            mean: intake.mean,
            least: intake.least,
            most: intake.most,
            known: intake.known,
            items: intake.items,
            reference: reference.map(|reference| ReferenceRow {
                kind: match reference.kind {
                    ReferenceKind::Recommended => "recommended",
                    ReferenceKind::Adequate => "adequate",
                    ReferenceKind::Goal => "goal",
                    ReferenceKind::GoalWithCondition => "goal_with_condition",
                    ReferenceKind::EnergyNeed => "energy_need",
                },
                low: reference.low,
                high: reference.high,
                menstruating: reference.menstruating,
            }),
            standing: reference.and_then(|reference| standing(intake, &reference, view.recorded_days)).map(
                |standing| match standing {
                    Standing::Below => "below",
                    Standing::Within => "within",
                    Standing::Above => "above",
                },
            ),
        });
        Self {
            from: view.from,
            to: view.to,
            days: view.days,
            recorded_days: view.recorded_days,
            basis: match view.basis {
                ReferenceBasis::Adult { .. } => "adult",
                ReferenceBasis::Unknown => "unknown",
                ReferenceBasis::NotAdult => "not_adult",
                ReferenceBasis::Pregnancy => "pregnancy",
            },
            source: view.source.as_ref().map(|source| source.version.as_str()),
            figures: figures.collect(),
        }
    }
}

fn show(view: &NutritionView, words: &Words) -> Done {
    if view.recorded_days == 0 {
        return screen::line(&words.get("cli-food-intake-none"));
    }
    screen::line(&words.fmt(
        "cli-food-intake-head",
        &[
            ("from", words.date(view.from).into()),
            ("to", words.date(view.to).into()),
            ("recorded", view.recorded_days.into()),
            ("days", view.days.into()),
        ],
    ))?;
    let mut table = Table::new().right(&[1, 2]);
    table.row([
        String::new(),
        words.get("cli-food-intake-mean"),
        words.get("cli-food-intake-range"),
        words.get("cli-food-intake-known"),
        words.get("cli-food-intake-reference"),
        String::new(),
    ]);
    for (intake, reference) in &view.rows {
        let Some(mean) = intake.mean else { continue };
        let referred = reference
            .map(|reference| format!("{} ({})", words.reference(&reference), words.reference_kind(reference.kind)));
        let standing = reference.and_then(|reference| standing(intake, &reference, view.recorded_days));
        table.row([
            words.figure(intake.figure),
            words.figure_amount(intake.figure, mean),
            words.intake_range(intake).unwrap_or_default(),
            words.intake_coverage(intake),
            referred.unwrap_or_default(),
            standing.map(|standing| words.intake_standing(standing)).unwrap_or_default(),
        ]);
    }
    table.print(2)?;
    notes(view, words)
}

/// What has to be said beside the figures.
fn notes(view: &NutritionView, words: &Words) -> Done {
    match view.basis {
        ReferenceBasis::Adult { activity_known, .. } => {
            if view.recorded_days < mimamori::food::intake::LEAST_DAYS {
                screen::line(&words.get("cli-food-intake-few"))?;
            }
            if !activity_known {
                screen::line(&words.get("cli-food-basis-activity"))?;
            }
            screen::line(&words.get("cli-food-intake-habit"))?;
            let Some(source) = &view.source else { return Ok(()) };
            let args = [("title", (&source.title).into()), ("publisher", (&source.publisher).into())];
            screen::line(&words.fmt("cli-food-transcription", &args))
        }
        ReferenceBasis::Unknown => screen::line(&words.get("cli-food-basis-unknown")),
        ReferenceBasis::NotAdult => screen::line(&words.get("cli-food-basis-not-adult")),
        ReferenceBasis::Pregnancy => screen::line(&words.get("cli-food-basis-pregnancy")),
    }
}
