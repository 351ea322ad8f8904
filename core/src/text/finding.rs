//! A finding in words: a fact with its evidence, what that can come with, what to do, and when to
//! seek care now. Never a diagnosis, and never an all-clear.

use chrono_tz::Tz;

use super::words::{Arg, Words};
use crate::model::finding::{Finding, Rule, Usual};
use crate::model::quantity::Unit;

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

    let fact = part(
        "fact",
        &[
            reader.clone(),
            name.clone(),
            ("value", words.quantity(evidence.value, unit).into()),
            ("usual", usual(&evidence.usual, unit, words).into()),
            ("run", evidence.run.into()),
            ("duration", words.duration(evidence.run).into()),
        ],
    );
    let when = match finding.rule {
        Rule::NightHeartRateHigh => words.fmt("finding-evidence-night", &[("date", words.date(finding.day).into())]),
        Rule::RestingHeartRateHigh => words.fmt("finding-evidence-day", &[("date", words.date(finding.day).into())]),
        Rule::HeartRateHigh | Rule::HeartRateLow => words.fmt(
            "finding-evidence-time",
            &[
                ("date", words.date(finding.day).into()),
                ("from", words.time_in(finding.onset, zone).into()),
                ("to", words.time_in(finding.last, zone).into()),
            ],
        ),
    };
    let ground = match evidence.usual {
        Usual::Range { .. } => words.fmt(
            if finding.rule == Rule::NightHeartRateHigh {
                "finding-evidence-usual"
            } else {
                "finding-evidence-usual-days"
            },
            &[("days", evidence.days_used.into()), ("missing", evidence.days_missing.into())],
        ),
        Usual::Limit(limit) => words.fmt("finding-evidence-limit", &[("limit", words.quantity(limit, unit).into())]),
    };
    FindingText {
        title: part("title", &[]),
        fact,
        evidence: words.fmt("finding-evidence", &[("when", when.into()), ("ground", ground.into())]),
        can_come_with: part("can-come-with", &[]),
        what_to_do: part("what-to-do", &who),
        seek_care: words.fmt("finding-seek-care", &who),
        no_diagnosis: words.get("finding-no-diagnosis"),
        source: part("source", &[]),
    }
}

fn usual(usual: &Usual, unit: Unit, words: &Words) -> String {
    match *usual {
        Usual::Range { low, high, .. } => words.range(low, high, unit),
        Usual::Limit(limit) => words.quantity(limit, unit),
    }
}
