//! A finding in words: a fact with its evidence, what that can come with, what to do, and when to
//! seek care now. Never a diagnosis, and never an all-clear.

use chrono_tz::Tz;

use super::words::{Arg, Words};
use crate::model::Stamp;
use crate::model::finding::{Evidence, Finding, FindingState, Rule, Severity, Usual};
use crate::model::quantity::Unit;
use crate::model::vital::Occasion;

/// The words of one finding, each a sentence or a few; plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingText {
    /// What it is about, for a heading or a notification.
    pub title: String,
    /// What was measured, against what is usual.
    pub fact: String,
    /// What the fact rests on: when, and how much data.
    pub evidence: String,
    /// What such a value can come with.
    pub can_come_with: String,
    /// What to do.
    pub what_to_do: String,
    /// When not to wait, whatever the data say.
    pub seek_care: String,
    /// That this is no diagnosis, and silence no all-clear.
    pub no_diagnosis: String,
    /// Where the rule comes from.
    pub source: String,
}

/// Who reads the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader<'a> {
    /// The person whose finding it is.
    Patient,
    /// Somebody who looks after that person.
    Caregiver {
        /// The name of the person whose finding it is.
        of: &'a str,
    },
}

/// The words of `finding` for the person whose it is; times are shown as in `zone`.
#[must_use]
pub fn finding(finding: &Finding, words: &Words, zone: Tz) -> FindingText {
    finding_for(Reader::Patient, finding, words, zone)
}

/// The words of `finding` for `reader`; times are shown as in `zone`.
#[must_use]
pub fn finding_for(reader: Reader<'_>, finding: &Finding, words: &Words, zone: Tz) -> FindingText {
    let evidence = &finding.evidence;
    let unit = evidence.unit;
    let (reader, name) = match reader {
        Reader::Patient => ("patient", ""),
        Reader::Caregiver { of } => ("caregiver", of),
    };
    let who: [(&str, Arg<'_>); 2] = [("reader", reader.into()), ("name", name.into())];
    let [reader, name] = &who;
    let rule = finding.rule.code();
    let part = |part: &str, args: &[(&str, Arg<'_>)]| words.fmt(&format!("finding-{rule}-{part}"), args);
    let severity = match finding.severity {
        Severity::Notice => "notice",
        Severity::Strong => "strong",
    };
    let over = if finding.state == FindingState::Resolved { "yes" } else { "no" };
    let occasion = evidence.pressure.and_then(|pressure| pressure.occasion).map_or("", Occasion::code);

    let fact = part(
        "fact",
        &[
            reader.clone(),
            name.clone(),
            ("value", value(finding, words).into()),
            ("usual", usual(&evidence.usual, unit, words).into()),
            ("change", change(evidence, words).into()),
            ("run", evidence.run.into()),
            ("duration", words.duration(evidence.run).into()),
            ("occasion", occasion.into()),
            ("over", over.into()),
        ],
    );
    let what_to_do = [who.to_vec(), vec![("severity", severity.into()), ("over", over.into())]].concat();
    FindingText {
        title: part("title", &[]),
        fact,
        evidence: evidence_text(finding, words, zone),
        can_come_with: part("can-come-with", &[]),
        what_to_do: part("what-to-do", &what_to_do),
        seek_care: words.fmt("finding-seek-care", &who),
        no_diagnosis: words.get("finding-no-diagnosis"),
        source: part("source", &[]),
    }
}

/// When it was measured, and what it is compared with.
fn evidence_text(finding: &Finding, words: &Words, zone: Tz) -> String {
    let evidence = &finding.evidence;
    let date = words.date(finding.day);
    let (from, to) = (words.time_in(finding.onset, zone), words.time_in(finding.last, zone));
    let when = match finding.rule {
        Rule::NightHeartRateHigh => words.fmt("finding-evidence-night", &[("date", date.into())]),
        Rule::RestingHeartRateHigh => words.fmt("finding-evidence-day", &[("date", date.into())]),
        Rule::IrregularRhythm => {
            let last = Stamp::in_zone(finding.last, zone).day();
            let same = if last == finding.day { "yes" } else { "no" };
            let until = words.date(last);
            words.fmt(
                "finding-evidence-checks",
                &[
                    ("date", date.into()),
                    ("from", from.into()),
                    ("same", same.into()),
                    ("until", until.into()),
                    ("to", to.into()),
                ],
            )
        }
        Rule::HeartRateHigh | Rule::HeartRateLow => {
            words.fmt("finding-evidence-time", &[("date", date.into()), ("from", from.into()), ("to", to.into())])
        }
        Rule::BloodPressureHigh => words.fmt(
            "finding-evidence-average",
            &[("date", date.into()), ("run", evidence.run.into()), ("missing", evidence.days_missing.into())],
        ),
        _ => {
            // What a weight rose from is no measurement of the episode.
            let run =
                if finding.rule == Rule::WeightGain { evidence.points.len().max(1) } else { evidence.run as usize };
            let last = Stamp::in_zone(finding.last, zone).day();
            let same = if last == finding.day { "yes" } else { "no" };
            words.fmt(
                "finding-evidence-measured",
                &[
                    ("date", date.into()),
                    ("from", from.into()),
                    ("same", same.into()),
                    ("until", words.date(last).into()),
                    ("to", to.into()),
                    ("run", run.into()),
                ],
            )
        }
    };
    let days =
        |id: &str| words.fmt(id, &[("days", evidence.days_used.into()), ("missing", evidence.days_missing.into())]);
    let ground = match (finding.rule, evidence.usual) {
        (Rule::NightHeartRateHigh, Usual::Range { .. }) => days("finding-evidence-usual"),
        (_, Usual::Range { .. }) => days("finding-evidence-usual-days"),
        (Rule::HeartRateHigh | Rule::HeartRateLow, Usual::Limit(limit)) => {
            words.fmt("finding-evidence-limit", &[("limit", words.quantity(limit, evidence.unit).into())])
        }
        (Rule::WeightGain, Usual::Limit(_)) => String::new(),
        (Rule::IrregularRhythm, Usual::Limit(_)) => words.get("finding-evidence-rhythm"),
        (_, Usual::Limit(limit)) => {
            words.fmt("finding-evidence-published", &[("limit", limit_text(finding, limit, words).into())])
        }
    };
    words.fmt("finding-evidence", &[("when", when.into()), ("ground", ground.into())]).trim_end().to_owned()
}

/// What was measured: `66 bpm`, `141/88 mmHg`, `26 breaths/min`.
fn value(finding: &Finding, words: &Words) -> String {
    let evidence = &finding.evidence;
    match evidence.pressure {
        Some(pressure) => pair(evidence.value, pressure.diastolic, words),
        None => single(finding.rule, evidence.value, evidence.unit, words),
    }
}

fn limit_text(finding: &Finding, limit: f64, words: &Words) -> String {
    match finding.evidence.pressure {
        Some(pressure) if pressure.limit > 0.0 => pair(limit, pressure.limit, words),
        _ => single(finding.rule, limit, finding.evidence.unit, words),
    }
}

/// Breaths are counted by the minute as beats are, but not called so.
fn single(rule: Rule, value: f64, unit: Unit, words: &Words) -> String {
    match rule {
        Rule::BreathingFast | Rule::BreathingSlow => {
            words.with_unit(words.number(value, unit), &words.get("unit-breaths"))
        }
        _ => words.quantity(value, unit),
    }
}

fn pair(systolic: f64, diastolic: f64, words: &Words) -> String {
    let number = |value| words.number(value, Unit::MmHg);
    words.with_unit(format!("{}/{}", number(systolic), number(diastolic)), &words.unit(Unit::MmHg))
}

/// How far the value lies from the limit.
fn change(evidence: &Evidence, words: &Words) -> String {
    match evidence.usual {
        Usual::Limit(limit) => words.quantity((evidence.value - limit).abs(), evidence.unit),
        Usual::Range { centre, .. } => words.quantity((evidence.value - centre).abs(), evidence.unit),
    }
}

fn usual(usual: &Usual, unit: Unit, words: &Words) -> String {
    match *usual {
        Usual::Range { low, high, .. } => words.range(low, high, unit),
        Usual::Limit(limit) => words.quantity(limit, unit),
    }
}
