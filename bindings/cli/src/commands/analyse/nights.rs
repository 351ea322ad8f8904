//! `analyse night` and `analyse daily`: heart rates above a person's own usual.

use std::collections::BTreeMap;

use clap::{ArgMatches, Command};
use mimamori::detect::Settings;
use mimamori::detect::daily::{DailyReading, DailyRule};
use mimamori::detect::night::{Night, NightRule, NightVerdict, Told};
use mimamori::detect::variability::band::BandDay;
use mimamori::exchange::import::nightly::{read_days, read_minutes};
use mimamori::model::finding::{Finding, Severity, Usual};
use mimamori::model::quantity::Unit;
use mimamori::model::{FindingId, LocalDay, Millis, Stamp};
use mimamori::text::Words;
use serde::Serialize;

use crate::Done;
use crate::app::App;
use crate::args::bare;
use crate::screen::{self, Table};

pub(super) fn night_command(words: &Words) -> Command {
    bare("night", words)
        .about(words.get("cli-analyse-night"))
        .after_help(words.get("cli-analyse-night-examples"))
        .arg(super::file_word(words))
}

pub(super) fn daily_command(words: &Words) -> Command {
    bare("daily", words)
        .about(words.get("cli-analyse-daily"))
        .after_help(words.get("cli-analyse-daily-examples"))
        .arg(super::file_word(words))
}

/// What is known of one person.
#[derive(Default, Serialize)]
struct Answer {
    nights: Vec<NightLine>,
    episodes: Vec<EpisodeLine>,
}

/// One night, or one day.
#[derive(Serialize)]
struct NightLine {
    date: LocalDay,
    /// Per minute; null when too little was measured.
    night_hr: Option<f64>,
    /// The middle of the usual nights, and the ends of their range.
    usual: Option<f64>,
    usual_low: Option<f64>,
    usual_high: Option<f64>,
    /// How far above the usual, in scatters, within ±3.
    z: Option<f64>,
    /// The weighted average of z that the verdict is made by.
    average: Option<f64>,
    /// Where the week's variability lies, where RMSSD was measured; ends and mean in ln(ms).
    #[serde(skip_serializing_if = "Option::is_none")]
    variability: Option<BandDay>,
    verdict: NightVerdict,
    /// By the clock of the table.
    knowable_at: String,
}

/// Nights in a row that were told as one.
#[derive(Serialize)]
struct EpisodeLine {
    id: FindingId,
    /// The first night above the usual range.
    onset: LocalDay,
    /// The night with which it was first told, and when.
    told: LocalDay,
    knowable_at: String,
    /// The last night that was told.
    last: LocalDay,
    severity: Severity,
    /// The highest rate.
    peak: f64,
}

pub(super) fn night(app: &App, matches: &ArgMatches) -> Done {
    let settings = Settings::nobody();
    let (mut rule, mut answer, mut end) = (NightRule::default(), Answer::default(), Millis(0));
    read_minutes(super::open(matches)?, |minute| {
        end = minute.end();
        answer.take(&settings, rule.push(&settings, &minute));
    })?;
    // Nothing more comes: a night that was begun is judged, too.
    let mut rest = rule.advance(&settings, end.plus(Millis::DAY));
    rest.night = rest.night.filter(|night| night.minutes > 0);
    answer.take(&settings, rest);
    if app.json() { screen::json(&answer) } else { show(&[("", &answer)], app.words()) }
}

pub(super) fn daily(app: &App, matches: &ArgMatches) -> Done {
    let settings = Settings::nobody();
    let mut answers = BTreeMap::new();
    for (id, days) in read_days(super::open(matches)?)? {
        let (mut rule, mut answer) = (DailyRule::default(), Answer::default());
        for (day, row) in days {
            let at = day.range_in(settings.zone);
            let reading =
                DailyReading { at: at.start, rate: Some(row.rate), others: row.others, record: None, source: None };
            answer.take(&settings, rule.hear(&settings, &reading));
            answer.take(&settings, rule.advance(&settings, at.end));
        }
        answers.insert(id, answer);
    }
    if app.json() {
        return screen::json(&answers);
    }
    let lines: Vec<(&str, &Answer)> = answers.iter().map(|(id, answer)| (id.as_str(), answer)).collect();
    show(&lines, app.words())
}

impl Answer {
    fn take(&mut self, settings: &Settings, told: Told) {
        self.nights.extend(told.night.as_ref().map(line));
        for finding in told.findings {
            let changed = EpisodeLine::of(&finding, settings);
            match self.episodes.iter_mut().find(|episode| episode.id == finding.id) {
                Some(known) => *known = changed,
                None => self.episodes.push(changed),
            }
        }
    }
}

impl EpisodeLine {
    fn of(finding: &Finding, settings: &Settings) -> Self {
        let day = |at| Stamp::in_zone(at, settings.zone).day();
        // A day's rate is known with the first instant of the next day; a night's on its own morning.
        let last = day(finding.last.plus(-1));
        Self {
            id: finding.id,
            onset: day(finding.onset),
            told: finding.day,
            knowable_at: clock(finding.knowable_at),
            last,
            severity: finding.severity,
            peak: finding.evidence.value,
        }
    }
}

fn line(night: &Night) -> NightLine {
    let (usual, usual_low, usual_high) = match night.usual {
        Some(Usual::Range { centre, low, high }) => (Some(centre), Some(low), Some(high)),
        _ => (None, None, None),
    };
    NightLine {
        date: night.day,
        night_hr: night.rate,
        usual,
        usual_low,
        usual_high,
        z: night.z,
        average: night.average,
        variability: night.variability,
        verdict: night.verdict,
        knowable_at: clock(night.knowable_at),
    }
}

fn clock(at: Millis) -> String {
    at.to_utc().format("%Y-%m-%dT%H:%M:%S").to_string()
}

fn show(answers: &[(&str, &Answer)], words: &Words) -> Done {
    for (id, answer) in answers {
        let judged = answer.nights.iter().filter(|night| night.verdict != NightVerdict::Insufficient).count();
        let counts = words.fmt(
            "cli-analyse-nights",
            &[
                ("nights", answer.nights.len().into()),
                ("judged", judged.into()),
                ("episodes", answer.episodes.len().into()),
            ],
        );
        screen::line(if id.is_empty() { counts } else { format!("{id}  {counts}") }.as_str())?;
        let mut table = Table::new();
        for episode in &answer.episodes {
            table.row([
                format!("{} – {}", words.date(episode.told), words.date(episode.last)),
                words.quantity(episode.peak, Unit::PerMinute),
                words.severity(episode.severity),
            ]);
        }
        table.print(2)?;
    }
    Ok(())
}
