//! The store on real files.

mod backup;
mod codes;
mod history;
mod kill;
mod open;
mod thin;

use std::path::PathBuf;

use super::*;
use crate::model::heart::{Bpm, Contact, HeartSample, RrInterval, RrRun};
use crate::model::person::{Person, Role, Source, SourceKind};
use crate::model::platform::{Access, Platform};
use crate::model::steps::StepInterval;
use crate::model::vital::{Vital, VitalKind};
use crate::model::{
    Entry, Millis, PersonId, PlatformId, Record, RecordId, RecordKind, RecordStatus, SourceId, Stamp, Subject,
    TimeRange,
};

const MONDAY: Millis = Millis(1_763_942_400_000);

fn key() -> SecretKey {
    SecretKey::from_bytes([7; KEY_LEN])
}

fn family() -> [Person; 2] {
    [(1, "Hanako"), (2, "Yuki")].map(|(n, name)| {
        Person::new(PersonId(Uuid::from_u128(n)), name, Role::Patient, chrono_tz::Asia::Tokyo).unwrap()
    })
}

/// A store in a folder of its own, with a family of two.
struct Home {
    folder: tempfile::TempDir,
    store: Store,
    mother: Person,
    daughter: Person,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("store.db"), &key()).unwrap();
        let [mother, daughter] = family();
        store
            .write(|w| {
                w.put_person(&mother)?;
                w.put_person(&daughter)
            })
            .unwrap();
        Self { folder, store, mother, daughter }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("store.db")
    }

    fn source(&self, person: &Person, name: &str, kind: SourceKind) -> SourceId {
        let source = Source { id: SourceId::derive(person.id, name), kind, name: name.to_owned() };
        self.store.write(|w| w.put_source(person.id, &source)).unwrap();
        source.id
    }

    fn own_platform(&self, person: &Person) -> PlatformId {
        let id = PlatformId(Uuid::from_u128(900));
        let platform = Platform {
            id,
            person: person.id,
            base_url: "https://phr.example/fhir".to_owned(),
            patient: "p1".to_owned(),
            access: Access::Own,
        };
        self.store.write(|w| w.put_platform(&platform)).unwrap();
        id
    }
}

fn weight(person: &Person, id: u128, kg: f64) -> Record {
    Record {
        id: RecordId(Uuid::from_u128(id)),
        person: person.id,
        revision: 1,
        status: RecordStatus::Active,
        at: Stamp::in_zone(MONDAY, person.zone),
        source: SourceId::derive(person.id, "hand"),
        written: MONDAY,
        entry: Entry::Vital(Vital::single(VitalKind::Weight, kg).unwrap()),
    }
}

#[test]
fn what_was_written_is_there_after_opening_again() {
    let home = Home::new();
    let record = weight(&home.mother, 1, 52.5);
    assert!(home.store.write(|w| w.put_record(&record)).unwrap());
    let (path, mother, _folder) = (home.path(), home.mother.id, home.folder);
    drop(home.store);
    let store = Store::open(&path, &key()).unwrap();
    let kept = store.read(|r| r.records_on(mother, RecordKind::Vital, record.at.day())).unwrap();
    assert_eq!(kept, [record]);
    assert_eq!(store.read(|r| r.people()).unwrap(), family());
}

/// How SQLite goes about `sql`.
fn plan(store: &Store, sql: &str) -> String {
    let plan = format!("EXPLAIN QUERY PLAN {sql}").replace('?', "");
    store.read(|r| r.all(&plan, [], |row| Ok(row.get::<_, String>("detail")?))).unwrap().join("\n")
}

#[test]
fn a_day_is_found_without_walking_through_the_years_before() {
    let store = &Home::new().store;
    let by_day = "SEARCH record USING INDEX record_by_day (person=? AND kind=? AND day>? AND day<?)";
    assert!(plan(store, records::ON_DAYS).starts_with(by_day));
    let by_finding = "SEARCH record USING INDEX finding_by_day (person=? AND <expr>=?)";
    assert!(plan(store, records::FINDINGS).starts_with(by_finding));
    let by_course = "SEARCH habit_course USING PRIMARY KEY (person=? AND block>? AND block<?)";
    assert_eq!(plan(store, courses::COURSES), by_course);
}

#[test]
fn a_day_of_beats_that_comes_in_as_a_whole_is_packed_at_once() {
    let home = Home::new();
    let (mother, watch) = (home.mother.id, home.source(&home.mother, "watch", SourceKind::Wearable));
    let hours = (0..4).map(|hour| RrRun {
        start: MONDAY.plus(hour * Millis::HOUR),
        intervals: (0..4_000_u16).map(|n| RrInterval(800 + n % 50)).collect(),
    });
    let runs: Vec<RrRun> = hours.collect();
    home.store.write(|w| w.append_heart(mother, watch, &[], &runs)).unwrap();
    let chunks = "SELECT count(*) FROM heart_chunk";
    assert_eq!(home.store.read(|r| r.one(chunks, [], |row| Ok(row.get::<_, i64>(0)?))).unwrap(), Some(0));
    // What follows on it is not packed beat by beat.
    let next = RrRun { start: MONDAY.plus(5 * Millis::HOUR), intervals: vec![RrInterval(801)] };
    home.store.write(|w| w.append_heart(mother, watch, &[], std::slice::from_ref(&next))).unwrap();
    assert_eq!(home.store.read(|r| r.one(chunks, [], |row| Ok(row.get::<_, i64>(0)?))).unwrap(), Some(1));
    let kept = home.store.read(|r| r.heart_runs(mother, DAY)).unwrap();
    assert_eq!(kept.into_iter().map(|(_, run)| run).collect::<Vec<_>>(), [runs, vec![next]].concat());
}

#[test]
fn what_need_not_wait_for_the_disk_is_kept_and_lets_nothing_else_go_without_it() {
    let home = Home::new();
    let disk = |home: &Home| {
        home.store.pool.with_writer(|c| Ok(c.pragma_query_value(None, "synchronous", |r| r.get::<_, i64>(0))?))
    };
    let record = weight(&home.mother, 1, 52.5);
    let while_writing = home.store.write_soon(|w| {
        w.put_record(&record)?;
        Ok(w.connection.pragma_query_value(None, "synchronous", |r| r.get::<_, i64>(0))?)
    });
    assert_eq!((while_writing.unwrap(), disk(&home).unwrap()), (1, 2));
    assert_eq!(home.store.read(|r| r.record(record.id)).unwrap(), Some(record));
    assert!(home.store.write_soon(|_| Err::<(), _>(Error::Full)).is_err());
    assert_eq!(disk(&home).unwrap(), 2, "after a failure too");
}

#[test]
fn an_edit_made_while_sending_is_sent_next_time() {
    let home = Home::new();
    let platform = home.own_platform(&home.mother);
    let first = weight(&home.mother, 1, 52.5);
    home.store.write(|w| w.put_record(&first)).unwrap();
    let sending = home.store.read(|r| r.pending(platform, 10)).unwrap()[0];
    let edit = Record { revision: 2, ..first };
    home.store.write(|w| w.put_record(&edit)).unwrap();
    home.store.write(|w| w.mark_sent(platform, &sending.subject, sending.dirty, &[])).unwrap();
    assert_eq!(home.store.read(|r| r.pending_count(platform)).unwrap(), 1);
    assert_eq!(home.store.read(|r| r.history(edit.id)).unwrap().len(), 1);
}

/// A strap's samples, one a second from `start`, with the jitter of a radio.
fn strap(start: Millis, count: i64) -> Vec<HeartSample> {
    (0..count)
        .map(|n| HeartSample {
            at: start.plus(n * 1000 + n * 7919 % 29),
            bpm: Bpm::new(u16::try_from(62 + (n / 30) % 9).unwrap()).unwrap(),
            contact: if n % 50 == 3 { Contact::Lost } else { Contact::Detected },
        })
        .collect()
}

const DAY: TimeRange = TimeRange::new(MONDAY, MONDAY.plus(Millis::DAY));

#[test]
fn a_strap_that_flushes_every_ten_seconds_loses_and_doubles_nothing() {
    let home = Home::new();
    let (mother, strap_id) = (home.mother.id, home.source(&home.mother, "strap", SourceKind::Bluetooth));
    let samples = strap(MONDAY, 4000);
    for flush in samples.chunks(10) {
        let appended = home.store.write(|w| w.append_heart(mother, strap_id, flush, &[])).unwrap();
        assert_eq!((appended.new, appended.known), (flush.len(), 0));
    }
    // The strap's own memory is read out later: everything is known already.
    let again = home.store.write(|w| w.append_heart(mother, strap_id, &samples, &[])).unwrap();
    assert_eq!((again.new, again.known), (0, 4000));
    let kept = home.store.read(|r| r.heart_samples(mother, DAY)).unwrap();
    assert_eq!(kept, samples.iter().map(|sample| (strap_id, *sample)).collect::<Vec<_>>());
    let curve = home.store.read(|r| r.heart_curve(mother, DAY, Bucket::Hour)).unwrap();
    assert_eq!(curve.iter().map(|hour| hour.count).sum::<u32>(), 4000 - 80);
}

/// The beats of ten seconds.
fn beats(start: Millis) -> RrRun {
    let intervals = (0..11_u16).map(|n| RrInterval(940 + (n * 37 + start.0.rem_euclid(97) as u16) % 60)).collect();
    RrRun { start, intervals }
}

#[test]
fn what_a_strap_adds_is_read_the_same_at_any_moment() {
    let home = Home::new();
    let (mother, strap_id) = (home.mother.id, home.source(&home.mother, "strap", SourceKind::Bluetooth));
    let in_one_go = Home::new();
    let same = in_one_go.source(&in_one_go.mother, "strap", SourceKind::Bluetooth);
    // Over the end of an hour, and of a day.
    let start = MONDAY.plus(22 * Millis::HOUR + 50 * Millis::MINUTE);
    let all = TimeRange::new(MONDAY, MONDAY.plus(3 * Millis::DAY));
    let samples = strap(start, 4800);
    let mut runs = Vec::new();
    for (n, flush) in samples.chunks(10).enumerate() {
        let run = beats(flush[0].at);
        home.store.write(|w| w.append_heart(mother, strap_id, flush, std::slice::from_ref(&run))).unwrap();
        runs.push(run);
        if n % 37 != 0 && n != 479 {
            continue;
        }
        let so_far = &samples[..(n + 1) * 10];
        in_one_go.store.write(|w| w.append_heart(mother, same, so_far, &runs)).unwrap();
        let read = |home: &Home| {
            home.store.read(|r| {
                let hours: Result<Vec<_>> =
                    (22..25).map(|n| r.heart_hour(mother, strap_id, MONDAY.hour_index() + n)).collect();
                let curve = r.heart_curve(mother, all, Bucket::Hour)?;
                let latest = r.latest_heart(mother, all)?;
                Ok((
                    r.heart_samples(mother, all)?,
                    r.heart_runs(mother, all)?,
                    r.minutes(mother, all)?,
                    hours?,
                    curve,
                    latest,
                ))
            })
        };
        let (grown, whole) = (read(&home).unwrap(), read(&in_one_go).unwrap());
        assert_eq!(grown, whole, "after {n} commits");
        assert_eq!((grown.0.len(), grown.1.len()), (so_far.len(), runs.len()));
    }
}

#[test]
fn a_commit_of_a_strap_writes_hardly_more_than_a_page() {
    let home = Home::new();
    let (mother, strap_id) = (home.mother.id, home.source(&home.mother, "strap", SourceKind::Bluetooth));
    let log = || std::fs::metadata(home.path().with_extension("db-wal")).unwrap().len();
    home.store.tidy().unwrap();
    for flush in strap(MONDAY, 3000).chunks(10) {
        let run = beats(flush[0].at);
        home.store.write_soon(|w| w.append_heart(mother, strap_id, flush, &[run])).unwrap();
    }
    let pages = log() / (4096 + 24);
    assert!(pages < 420, "{pages} pages for 300 commits");
}

#[test]
fn a_minute_is_one_sources_and_the_steps_of_two_are_not_added_up() {
    let home = Home::new();
    let mother = home.mother.id;
    let watch = home.source(&home.mother, "watch", SourceKind::Wearable);
    let phone = home.source(&home.mother, "phone", SourceKind::Phone);
    let chest = home.source(&home.mother, "strap", SourceKind::Bluetooth);
    let at = |minute: i64| MONDAY.plus(minute * Millis::MINUTE);
    let beat = |minute, bpm| HeartSample { at: at(minute), bpm: Bpm::new(bpm).unwrap(), contact: Contact::Unsupported };
    let walk = |from, to, count| StepInterval::new(at(from), at(to), count).unwrap();
    home.store
        .write(|w| {
            w.append_heart(mother, watch, &[beat(0, 70), beat(1, 71)], &[])?;
            w.append_heart(mother, chest, &[beat(1, 90)], &[])?;
            w.append_steps(mother, phone, &[walk(0, 10, 1000)])?;
            w.append_steps(mother, watch, &[walk(0, 5, 600)])
        })
        .unwrap();
    let minutes = home.store.read(|r| r.minutes(mother, DAY)).unwrap();
    let hearts: Vec<_> = minutes.iter().filter_map(|m| m.heart.map(|heart| (m.source, heart.max.get()))).collect();
    assert_eq!(hearts, [(Some(watch), 70), (Some(chest), 90)]);
    assert_eq!(minutes.iter().map(|m| m.steps).collect::<Vec<_>>(), [120, 120, 120, 120, 120, 100, 100, 100, 100, 100]);
    assert_eq!(home.store.read(|r| r.steps_total(mother, DAY)).unwrap(), Some(1100));
    assert_eq!(home.store.read(|r| r.steps_total(home.daughter.id, DAY)).unwrap(), None);
}

#[test]
fn an_erased_person_leaves_no_dense_day_behind() {
    let home = Home::new();
    let (mother, strap_id) = (home.mother.id, home.source(&home.mother, "strap", SourceKind::Bluetooth));
    home.store.write(|w| w.append_heart(mother, strap_id, &strap(MONDAY, 5000), &[])).unwrap();
    home.store.write(|w| w.erase_contents(mother)).unwrap();
    assert_eq!(home.store.read(|r| r.heart_samples(mother, DAY)).unwrap(), []);
    assert_eq!(home.store.read(|r| r.sources(mother)).unwrap(), []);
}

#[test]
fn a_day_reads_only_the_findings_that_speak_of_it() {
    use crate::model::finding::{Evidence, Finding, FindingState, Rule, Severity, Usual};
    use crate::model::quantity::Unit;
    let home = Home::new();
    let day = |n: i64| Stamp::in_zone(MONDAY, home.mother.zone).day().plus_days(n);
    for n in 0..40_u128 {
        let finding = Finding {
            id: crate::model::FindingId(Uuid::from_u128(n)),
            rule: Rule::NightHeartRateHigh,
            severity: Severity::Strong,
            state: FindingState::New,
            onset: MONDAY,
            day: day(i64::try_from(n / 2).unwrap()),
            knowable_at: MONDAY,
            last: MONDAY,
            evidence: Evidence {
                unit: Unit::PerMinute,
                value: 71.5,
                pressure: None,
                usual: Usual::Range { centre: 61.0, low: 58.0, high: 65.0 },
                run: 2,
                days_used: 28,
                days_missing: 3,
                sources: Vec::new(),
                points: Vec::new(),
                records: Vec::new(),
            },
        };
        let record = Record { entry: Entry::Finding(Box::new(finding)), ..weight(&home.mother, n, 50.0) };
        home.store.write(|w| w.put_record(&record)).unwrap();
    }
    let found = home.store.read(|r| r.findings_on(home.mother.id, day(7))).unwrap();
    assert_eq!(found.iter().map(|record| record.id.0.as_u128()).collect::<Vec<_>>(), [14, 15]);
    assert_eq!(home.store.read(|r| r.findings_on(home.daughter.id, day(7))).unwrap(), []);
    // A store of ten years holds thousands: it must not read them for one day.
    let plan = home.store.read(|r| {
        r.all(
            "EXPLAIN QUERY PLAN SELECT id FROM record WHERE person = ?1 AND kind = 'finding'
             AND json_extract(body, '$.entry.day') = ?2 AND status = 'active'",
            (home.mother.id.as_bytes(), "2025-11-24"),
            |row| Ok(row.get::<_, String>(3)?),
        )
    });
    assert!(plan.unwrap().concat().contains("finding_by_day"));
}
