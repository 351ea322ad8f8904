//! What holds for all words together, and how every finding reads.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_bundle::FluentResource;

use super::words::sources;
use super::{Lang, Reader, Words, error, finding_for};
use crate::error::Error;
use crate::model::finding::{Evidence, Finding, FindingState, PressureEvidence, Rule, Severity, Usual};
use crate::model::quantity::Unit;
use crate::model::vital::Occasion;
use crate::model::{FindingId, Invalid, Millis, PersonId, Problem};

/// Messages whose names are put together when the program runs: family, code.
const FAMILIES: &[&str] = &[
    "field-",
    "thing-",
    "finding-",
    "format-",
    "place-",
    "problem-",
    "record-",
    "symptom-",
    "strength-",
    "condition-",
    "allergy-",
    "dose-",
    "origin-",
    "event-",
    "occasion-",
    "arm-",
    "relation-",
    "site-",
    "suggest-",
];

/// Every message of a language with the variables that it uses.
fn messages(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in sources(lang) {
        let mut current = None;
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
                let id = line.split(' ').next().unwrap().to_owned();
                assert!(found.insert(id.clone(), BTreeSet::new()).is_none(), "{id} is written twice in {lang:?}");
                current = Some(id);
            }
            for after in line.split('$').skip(1) {
                let name = after.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap();
                found.get_mut(current.as_ref().unwrap()).unwrap().insert(name.to_owned());
            }
        }
    }
    found
}

/// The text of every Rust file of the core and the bindings, without test files.
fn program() -> Vec<String> {
    fn collect(dir: &Path, into: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, into);
            } else if path.extension().is_some_and(|e| e == "rs") && path.file_name().is_some_and(|n| n != "tests.rs") {
                into.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for dir in [root.join("src"), root.join("../bindings/cli/src"), root.join("../bindings/ffi/src")] {
        collect(&dir, &mut paths);
    }
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

/// The string literals that follow `opening` in the program.
fn literals_after(program: &[String], opening: &str) -> BTreeSet<String> {
    program
        .iter()
        .flat_map(|file| file.split(opening).skip(1))
        .filter_map(|after| after.trim_start().strip_prefix('"')?.split('"').next().map(str::to_owned))
        .collect()
}

#[test]
fn both_languages_say_the_same_things_with_the_same_variables() {
    for lang in Lang::ALL {
        for source in sources(lang) {
            if let Err((_, errors)) = FluentResource::try_new((*source).to_owned()) {
                panic!("{lang:?}: {errors:?}\n{source}");
            }
        }
    }
    let (ja, en) = (messages(Lang::Ja), messages(Lang::En));
    let missing: Vec<_> = en.keys().filter(|id| !ja.contains_key(*id)).collect();
    assert!(missing.is_empty(), "missing in ja: {missing:?}");
    let missing: Vec<_> = ja.keys().filter(|id| !en.contains_key(*id)).collect();
    assert!(missing.is_empty(), "missing in en: {missing:?}");
    for (id, variables) in &en {
        assert_eq!(&ja[id], variables, "{id}");
    }
}

#[test]
fn every_message_that_is_written_is_used_and_every_one_that_is_used_is_written() {
    let (program, written) = (program(), messages(Lang::En));
    let unused: Vec<_> = written
        .keys()
        .filter(|id| !FAMILIES.iter().any(|family| id.starts_with(family)))
        .filter(|id| !program.iter().any(|file| file.contains(&format!("\"{id}\""))))
        .collect();
    assert!(unused.is_empty(), "not used anywhere: {unused:?}");

    let mut used = literals_after(&program, "words.get(");
    used.extend(literals_after(&program, "words.fmt("));
    assert!(used.len() > 10, "the search found hardly any use: {used:?}");
    let unwritten: Vec<_> = used.iter().filter(|id| !written.contains_key(*id)).collect();
    assert!(unwritten.is_empty(), "written nowhere: {unwritten:?}");
}

#[test]
fn every_field_that_can_be_refused_and_every_thing_that_can_be_missing_has_a_name() {
    let (program, written) = (program(), messages(Lang::En));
    for (opening, family) in [("Invalid::new(", "field-"), ("Error::NotFound(", "thing-")] {
        let nameless: Vec<_> = literals_after(&program, opening)
            .into_iter()
            .filter(|code| !written.contains_key(&format!("{family}{}", code.replace([' ', '.'], "-"))))
            .collect();
        assert!(nameless.is_empty(), "add `{family}…` to errors.ftl in both languages: {nameless:?}");
    }
}

#[test]
fn what_can_be_wrong_with_a_file_is_said_in_japanese_too() {
    let (program, words) = (program(), Words::new(Lang::Ja));
    for opening in ["problem: ", "refuse(", "problem(", "broken(at, ", "unknown("] {
        for problem in literals_after(&program, opening) {
            let place = "line 12".to_owned();
            let format = Error::Format { format: "step table", place, problem: Box::leak(problem.into_boxed_str()) };
            let said = error(&format, &words);
            let (before, problem) = said.split_once('：').unwrap();
            assert_eq!(before, "歩数の表（12行目）");
            assert!(problem.chars().any(|c| c >= 'ぁ'), "add `problem-…` to errors.ftl in both languages: {said}");
        }
    }
}

#[test]
fn an_error_is_one_line_and_names_the_field_in_the_reader_s_language() {
    let wrong = Error::Invalid(Invalid::new("systolic", Problem::Impossible));
    assert_eq!(error(&wrong, &Words::new(Lang::Ja)), "上の血圧（最高）：ありえる範囲を外れています。");
    assert_eq!(error(&wrong, &Words::new(Lang::En)), "Systolic (upper) blood pressure: outside the possible range.");
    let every = [
        Error::NotFound("record"),
        Error::KeptElsewhere,
        Error::WrongKey,
        Error::NewerStore { found: 9, known: 1 },
        Error::Damaged,
        Error::ReadOnly,
        Error::Full,
        Error::Busy,
        Error::Paused,
        Error::File(std::io::ErrorKind::NotFound),
        Error::File(std::io::ErrorKind::PermissionDenied),
        Error::File(std::io::ErrorKind::Other),
        Error::Database("disk I/O error".into()),
        Error::Unreadable("finding"),
        Error::Format { format: "CSV", place: "line 12".into(), problem: "is cut off" },
        Error::NoRandomness,
    ];
    for lang in Lang::ALL {
        let words = Words::new(lang);
        let lines: BTreeSet<String> = every.iter().map(|e| error(e, &words)).collect();
        assert_eq!(lines.len(), every.len(), "two causes read the same");
        assert!(lines.iter().all(|line| !line.contains('\n') && !line.contains("disk I/O")), "{lines:?}");
    }
}

/// A finding of `rule` with numbers that are easy to recognise.
fn sample(rule: Rule, run: u32, days_missing: u32) -> Finding {
    let morning = Millis(1_776_456_000_000);
    let (value, usual) = match rule {
        Rule::NightHeartRateHigh => (66.0, Usual::Range { centre: 57.0, low: 55.0, high: 60.0 }),
        Rule::RestingHeartRateHigh => (70.0, Usual::Range { centre: 60.0, low: 55.0, high: 65.0 }),
        Rule::HeartRateHigh => (131.0, Usual::Limit(120.0)),
        Rule::HeartRateLow => (37.0, Usual::Limit(40.0)),
        Rule::IrregularRhythm => (5.0, Usual::Limit(5.0)),
        Rule::BloodPressureHigh => (141.0, Usual::Limit(135.0)),
        Rule::BloodPressureVeryHigh => (186.0, Usual::Limit(180.0)),
        Rule::BloodPressureLow => (86.0, Usual::Limit(90.0)),
        Rule::WeightGain => (62.4, Usual::Limit(60.1)),
        Rule::OxygenLow => (91.0, Usual::Limit(94.0)),
        Rule::TemperatureHigh => (38.2, Usual::Limit(37.5)),
        Rule::TemperatureLow => (34.8, Usual::Limit(35.0)),
        Rule::GlucoseHigh => (281.0, Usual::Limit(250.0)),
        Rule::GlucoseLow => (52.0, Usual::Limit(70.0)),
        Rule::BreathingFast => (26.0, Usual::Limit(21.0)),
        Rule::BreathingSlow => (7.0, Usual::Limit(8.0)),
    };
    let pressure = match rule {
        Rule::BloodPressureHigh => Some((88.0, 85.0, Some(Occasion::Morning))),
        Rule::BloodPressureVeryHigh => Some((112.0, 120.0, None)),
        Rule::BloodPressureLow => Some((52.0, 0.0, None)),
        _ => None,
    };
    let pressure = pressure.map(|(diastolic, limit, occasion)| PressureEvidence { diastolic, limit, occasion });
    let unit = match rule {
        Rule::BloodPressureHigh | Rule::BloodPressureVeryHigh | Rule::BloodPressureLow => Unit::MmHg,
        Rule::IrregularRhythm => Unit::One,
        Rule::WeightGain => Unit::Kilogram,
        Rule::OxygenLow => Unit::Percent,
        Rule::TemperatureHigh | Rule::TemperatureLow => Unit::Celsius,
        Rule::GlucoseHigh | Rule::GlucoseLow => Unit::MgPerDl,
        _ => Unit::PerMinute,
    };
    Finding {
        id: FindingId::derive(PersonId(uuid::Uuid::nil()), rule.code(), morning),
        rule,
        severity: Severity::Notice,
        state: FindingState::New,
        onset: morning,
        day: "2026-04-18".parse().unwrap(),
        knowable_at: morning,
        last: morning.plus(12 * Millis::MINUTE),
        evidence: Evidence {
            unit,
            value,
            pressure,
            usual,
            run,
            days_used: 28,
            days_missing,
            sources: Vec::new(),
            points: Vec::new(),
            records: Vec::new(),
        },
    }
}

/// Every finding as every reader reads it.
fn all_findings(lang: Lang) -> String {
    let words = Words::new(lang);
    let name = if lang == Lang::Ja { "花子" } else { "Hanako" };
    let mut page = String::new();
    // Once as a notice to the person, once as strong to whoever looks after them.
    let of_records = Rule::ALL.into_iter().filter(|rule| *rule >= Rule::BloodPressureHigh).flat_map(|rule| {
        let run = if rule == Rule::BloodPressureHigh { 6 } else { 1 };
        let strong = Finding { severity: Severity::Strong, ..sample(rule, run.max(2), 1) };
        [(sample(rule, run, 0), Reader::Patient), (strong, Reader::Caregiver { of: name })]
    });
    let next_day = sample(Rule::IrregularRhythm, 6, 0).onset.plus(20 * Millis::HOUR);
    for (finding, reader) in [
        (sample(Rule::NightHeartRateHigh, 1, 0), Reader::Patient),
        (sample(Rule::NightHeartRateHigh, 2, 3), Reader::Patient),
        (sample(Rule::NightHeartRateHigh, 3, 1), Reader::Caregiver { of: name }),
        (sample(Rule::RestingHeartRateHigh, 2, 3), Reader::Patient),
        (sample(Rule::RestingHeartRateHigh, 1, 0), Reader::Caregiver { of: name }),
        (sample(Rule::HeartRateHigh, 12, 0), Reader::Patient),
        (sample(Rule::HeartRateHigh, 75, 0), Reader::Caregiver { of: name }),
        (sample(Rule::HeartRateLow, 10, 0), Reader::Patient),
        (sample(Rule::HeartRateLow, 10, 0), Reader::Caregiver { of: name }),
        (sample(Rule::IrregularRhythm, 6, 0), Reader::Patient),
        (Finding { last: next_day, ..sample(Rule::IrregularRhythm, 6, 0) }, Reader::Caregiver { of: name }),
    ]
    .into_iter()
    .chain(of_records)
    {
        let text = finding_for(reader, &finding, &words, chrono_tz::Asia::Tokyo);
        for line in [
            &text.title,
            &text.fact,
            &text.evidence,
            &text.can_come_with,
            &text.what_to_do,
            &text.seek_care,
            &text.no_diagnosis,
            &text.source,
        ] {
            assert!(!line.is_empty() && !line.contains('\n'));
            page.push_str(line);
            page.push('\n');
        }
        page.push('\n');
    }
    page
}

#[test]
fn findings_read_as_facts_in_japanese() {
    insta::assert_snapshot!(all_findings(Lang::Ja));
}

#[test]
fn findings_read_as_facts_in_english() {
    insta::assert_snapshot!(all_findings(Lang::En));
}

#[test]
fn of_an_episode_that_is_over_nobody_is_told_that_it_goes_on_or_to_rest_today() {
    for rule in [Rule::NightHeartRateHigh, Rule::RestingHeartRateHigh] {
        let over = Finding { state: FindingState::Resolved, ..sample(rule, 3, 0) };
        let going_on = sample(rule, 3, 0);
        let told =
            |finding: &Finding, lang| finding_for(Reader::Patient, finding, &Words::new(lang), chrono_tz::Asia::Tokyo);
        let (now, then) = (told(&going_on, Lang::En), told(&over, Lang::En));
        assert!(now.fact.contains("has been above") && now.what_to_do.contains("go to bed early"), "{now:?}");
        assert!(then.fact.contains(" was above") && !then.what_to_do.contains("go to bed early"), "{then:?}");
        let (now, then) = (told(&going_on, Lang::Ja), told(&over, Lang::Ja));
        assert!(now.fact.contains("続いています") && now.what_to_do.contains("休みましょう"), "{now:?}");
        assert!(then.fact.contains("続きました") && !then.what_to_do.contains("休みましょう"), "{then:?}");
        assert!(then.what_to_do.contains("医師に相談"));
    }
}

#[test]
fn no_message_names_a_disease_or_gives_an_all_clear() {
    let forbidden = [
        "fibrillation",
        "covid",
        "hypertension",
        "arrhythmia",
        "tachycardia",
        "bradycardia",
        "heart failure",
        "diabetes",
        "all clear",
        "healthy",
        "normal",
        "心房細動",
        "コロナ",
        "高血圧",
        "不整脈",
        "頻脈",
        "徐脈",
        "心不全",
        "糖尿病",
        "異常なし",
        "正常",
        "健康です",
    ];
    for lang in Lang::ALL {
        for source in sources(lang) {
            // A condition that the person declares has its name; no other message has one.
            let says = |line: &&str| !line.starts_with('#') && !line.starts_with("condition-");
            let text: String = source.lines().filter(says).collect::<Vec<_>>().join("\n").to_lowercase();
            for word in forbidden {
                assert!(!text.contains(word), "{lang:?} says `{word}`");
            }
        }
    }
}
