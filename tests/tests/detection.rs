//! What the detectors find in real and in made-up measurements.

#![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use std::fmt::Write;

use mimamori::detect::night::{NightRule, NightVerdict};
use mimamori::detect::{Detectors, Minute, Settings};
use mimamori::device::replay;
use mimamori::device::session::HeartSession;
use mimamori::model::finding::{Finding, Rule, Severity, Usual};
use mimamori::model::heart::{Contact, RrRun};
use mimamori::model::{Millis, SourceId, Stamp};
use mimamori_tests::place;
use mimamori_tests::strap;
use mimamori_tests::timeline::{Timeline, watched};

fn p355472() -> Vec<Minute> {
    let mut timeline = Timeline::default();
    for file in ["AW_rhr_P355472.csv.xz", "P355472-AppleWatch-st.csv.xz"] {
        timeline.import(&std::fs::read(place::data("nightsignal_aw").join(file)).unwrap());
    }
    timeline.into_minutes()
}

fn clock(at: Millis, settings: &Settings) -> String {
    Stamp::in_zone(at, settings.zone).local().format("%m-%d %H:%M").to_string()
}

fn line(finding: &Finding, settings: &Settings) -> String {
    let evidence = &finding.evidence;
    let usual = match evidence.usual {
        Usual::Range { centre, low, high } => format!("usual {centre} ({low} to {high})"),
        Usual::Limit(limit) => format!("limit {limit}"),
    };
    format!(
        "{} {:?} {:?} since {} known {} last {} | {} {usual}, run {}, days {} of {}, points {}",
        finding.rule.code(),
        finding.severity,
        finding.state,
        clock(finding.onset, settings),
        clock(finding.knowable_at, settings),
        clock(finding.last, settings),
        evidence.value,
        evidence.run,
        evidence.days_used,
        evidence.days_used + evidence.days_missing,
        evidence.points.len(),
    )
}

#[test]
fn the_nights_of_the_apple_watch_sample_are_judged_as_before() {
    let settings = watched();
    let minutes = p355472();
    let mut rule = NightRule::default();
    let mut text = String::new();
    let mut told = Vec::new();
    for minute in &minutes {
        told.push(rule.push(&settings, minute));
    }
    told.push(rule.advance(&settings, minutes.last().unwrap().end().plus(Millis::DAY)));
    for step in told {
        if let Some(night) =
            step.night.filter(|night| night.verdict != NightVerdict::Insufficient || night.rate.is_some())
        {
            let z = night.z.map_or_else(|| "-".to_owned(), |z| format!("{z:+.1}"));
            writeln!(
                text,
                "{} {:>5} z {z:>4} {:?} ({} min)",
                night.day,
                night.rate.unwrap(),
                night.verdict,
                night.minutes
            )
            .unwrap();
        }
        for finding in step.findings {
            writeln!(text, "    {}", line(&finding, &settings)).unwrap();
        }
    }
    insta::assert_snapshot!(text);
}

#[test]
fn the_whole_sample_cut_into_days_and_restarted_each_morning_tells_the_same() {
    let settings = watched();
    let minutes = p355472();
    let mut whole = Detectors::new(&settings);
    let at_once: Vec<Finding> = minutes.iter().flat_map(|minute| whole.push(minute)).collect();

    let mut told = Vec::new();
    let mut state = Detectors::new(&settings).save();
    let first = minutes[0].start.0.div_euclid(Millis::HOUR);
    let last = minutes.last().unwrap().start.0.div_euclid(Millis::HOUR);
    let mut next = minutes.iter().peekable();
    for hour in first..=last {
        let mut detectors = Detectors::restore(&settings, &state).unwrap();
        let now = Millis((hour + 1) * Millis::HOUR);
        while let Some(minute) = next.next_if(|minute| minute.start < now) {
            told.extend(detectors.push(minute));
        }
        told.extend(detectors.advance(now));
        for finding in &told {
            assert!(finding.knowable_at <= now);
        }
        state = detectors.save();
    }
    assert!(!at_once.is_empty());
    assert_eq!(told, at_once);
}

struct Heard {
    minutes: Vec<Minute>,
    runs: Vec<RrRun>,
    lost: usize,
}

fn replayed(text: &str) -> Heard {
    let settings = watched();
    let source = SourceId::derive(settings.person, "strap");
    let (mut session, mut timeline) = (HeartSession::new(), Timeline::default());
    let (mut runs, mut lost) = (Vec::new(), 0);
    for frame in replay::frames(text.as_bytes()) {
        let frame = frame.unwrap();
        let heard = session.hear(frame.at, &frame.bytes);
        assert_eq!(heard.fault, None);
        runs.extend(heard.runs);
        let sample = heard.sample.unwrap();
        lost += usize::from(sample.contact == Contact::Lost);
        timeline.add(source, sample);
    }
    runs.extend(session.link_lost());
    Heard { minutes: timeline.into_minutes(), runs, lost }
}

fn committed_session() -> String {
    std::fs::read_to_string(place::data("strap_session.txt")).unwrap()
}

#[test]
fn the_recorded_strap_session_is_the_one_that_its_generator_writes() {
    assert!(committed_session() == strap::session(), "run the example `strap_session` again");
}

#[test]
fn twelve_minutes_above_the_limit_while_sitting_are_told_after_ten() {
    let settings = watched();
    let heard = replayed(&committed_session());
    assert_eq!(heard.lost, 40);
    let mut detectors = Detectors::new(&settings);
    let told: Vec<Finding> = heard.minutes.iter().flat_map(|minute| detectors.push(minute)).collect();
    assert_eq!(told.len(), 2, "told, and once more with all of it");
    assert_eq!(told[0].id, told[1].id);
    assert_eq!((told[1].rule, told[1].severity), (Rule::HeartRateHigh, Severity::Notice));
    assert_eq!(clock(told[1].onset, &settings), "04-25 20:22");
    assert_eq!(clock(told[1].knowable_at, &settings), "04-25 20:32");
    assert_eq!(told[1].evidence.run, 12);
}

#[test]
fn the_same_session_while_walking_tells_nothing() {
    let mut heard = replayed(&committed_session());
    heard.minutes.iter_mut().for_each(|minute| minute.steps = 90);
    let mut detectors = Detectors::new(&watched());
    assert!(heard.minutes.iter().all(|minute| detectors.push(minute).is_empty()));
}

#[test]
fn beats_are_parted_where_the_skin_and_where_the_phone_was_lost() {
    let heard = replayed(&committed_session());
    let start = Millis(chrono::DateTime::parse_from_rfc3339(strap::START).unwrap().timestamp_millis());
    let second = |s: f64| start.plus((s * 1000.0) as i64);
    let holes: Vec<(Millis, Millis)> = heard
        .runs
        .windows(2)
        .map(|pair| (pair[0].end(), pair[1].start))
        .filter(|(end, start)| start.since(*end) > 0)
        .collect();
    assert_eq!(holes.len(), 2);
    for ((from, to), hole) in holes.iter().zip([strap::NO_CONTACT, strap::SILENCE]) {
        assert!(from.since(second(hole.start)).abs() < 2500, "{}", from.since(second(hole.start)));
        assert!(to.since(second(hole.end)).abs() < 2500, "{}", to.since(second(hole.end)));
    }
}
