//! Random histories, held against a model that is too simple to be wrong.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// One thing that happens to a store. Small numbers, so that they meet.
#[derive(Debug, Clone)]
enum Event {
    Put { person: usize, id: u128, revision: u32, kg: u8, deleted: bool },
    Erase { id: u128 },
    Beats { person: usize, strap: bool, samples: Vec<(i64, u16, bool)>, runs: Vec<(i64, usize)> },
    Acknowledge,
    Reopen,
}

fn event() -> impl Strategy<Value = Event> {
    // Every 20 s of a little more than two hours.
    let sample = (0_i64..400, 50_u16..54, any::<bool>()).prop_map(|(n, bpm, lost)| (n * 20_011, bpm, lost));
    let samples = prop::collection::vec(sample, 0..30);
    let runs = prop::collection::vec((0_i64..400, 1_usize..5), 0..3);
    prop_oneof![
        4 => (0..2_usize, 0..4_u128, 1..4_u32, 40..60_u8, any::<bool>())
            .prop_map(|(person, id, revision, kg, deleted)| Event::Put { person, id, revision, kg, deleted }),
        1 => (0..4_u128).prop_map(|id| Event::Erase { id }),
        1 => (any::<bool>(), burst()).prop_map(|(strap, samples)| Event::Beats { person: 0, strap, samples, runs: Vec::new() }),
        6 => (0..2_usize, any::<bool>(), samples, runs)
            .prop_map(|(person, strap, samples, runs)| Event::Beats { person, strap, samples, runs }),
        1 => Just(Event::Acknowledge),
        1 => Just(Event::Reopen),
    ]
}

/// Every second of over an hour, of this day or the one before: two make a day dense, or one alone.
fn burst() -> impl Strategy<Value = Vec<(i64, u16, bool)>> {
    let length = prop_oneof![Just(2_200_i64), Just(4_300)];
    (any::<bool>(), 0_i64..6, length).prop_map(|(day_before, start, length)| {
        let start = 300 * start - if day_before { 6_000 } else { 0 };
        let bpm = |n: i64| u16::try_from(60 + n * n / 97 % 11).unwrap();
        (start..start + length).map(|n| (n * 1000, bpm(n), n % 90 == 7)).collect()
    })
}

/// What ought to be there.
#[derive(Default)]
struct Model {
    records: BTreeMap<RecordId, Vec<Record>>,
    samples: BTreeMap<(PersonId, SourceId, Millis), HeartSample>,
    runs: BTreeMap<(PersonId, SourceId, Millis), usize>,
    /// Changes that the mother's platform has yet to be told of.
    pending: BTreeMap<Subject, i64>,
}

fn run_of(start: Millis, length: usize) -> RrRun {
    RrRun { start, intervals: (800..).take(length).map(RrInterval).collect() }
}

impl Model {
    fn put(&mut self, record: &Record) -> bool {
        let versions = self.records.entry(record.id).or_default();
        let fits = versions.last().is_none_or(|last| {
            last.person == record.person && (last == record || last.revision + 1 == record.revision)
        });
        let changes = fits && versions.last() != Some(record);
        if changes {
            versions.push(record.clone());
        }
        changes
    }

    fn beat(&mut self, key: (PersonId, SourceId, Millis), sample: HeartSample) -> bool {
        let new = !self.samples.contains_key(&key);
        self.samples.entry(key).or_insert(sample);
        new
    }

    fn run(&mut self, key: (PersonId, SourceId, Millis), length: usize) -> bool {
        let longest = self.runs.entry(key).or_insert(0);
        let grew = length > *longest;
        *longest = length.max(*longest);
        grew
    }
}

/// The day of all this and the one before.
const DAYS: TimeRange = TimeRange::new(MONDAY.plus(-Millis::DAY), MONDAY.plus(Millis::DAY));

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, max_shrink_iters: 400, ..ProptestConfig::default() })]
    #[test]
    fn whatever_happens_the_store_holds_what_it_was_given(events in prop::collection::vec(event(), 1..25)) {
        let home = Home::new();
        let people = [&home.mother, &home.daughter];
        let sources = people.map(|person| {
            [("strap", SourceKind::Bluetooth), ("watch", SourceKind::Wearable)]
                .map(|(name, kind)| home.source(person, name, kind))
        });
        let platform = home.own_platform(&home.mother);
        let mut model = Model::default();
        for event in events {
            match event {
                Event::Put { person, id, revision, kg, deleted } => {
                    let status = if deleted { RecordStatus::EnteredInError } else { RecordStatus::Active };
                    let record = Record { revision, status, ..weight(people[person], id, f64::from(kg)) };
                    let changed = home.store.write(|w| w.put_record(&record)).unwrap_or(false);
                    prop_assert_eq!(changed, model.put(&record));
                    if changed && person == 0 {
                        *model.pending.entry(Subject::Record(record.id)).or_default() += 1;
                    }
                }
                Event::Erase { id } => {
                    let id = RecordId(Uuid::from_u128(id));
                    let there = model.records.get(&id).is_some_and(|versions| !versions.is_empty());
                    prop_assert_eq!(home.store.write(|w| w.erase_record(id)).is_ok(), there);
                    model.records.remove(&id);
                    // Nothing was ever left on the platform, so there is nothing to take back.
                    model.pending.remove(&Subject::Record(id));
                }
                Event::Beats { person, strap, samples, runs } => {
                    let (whose, source) = (people[person].id, sources[person][usize::from(!strap)]);
                    let samples: Vec<HeartSample> = samples
                        .into_iter()
                        .map(|(n, bpm, lost)| HeartSample {
                            at: MONDAY.plus(n),
                            bpm: Bpm::new(bpm).unwrap(),
                            contact: if lost { Contact::Lost } else { Contact::Detected },
                        })
                        .collect();
                    let runs: Vec<RrRun> =
                        runs.into_iter().map(|(n, length)| run_of(MONDAY.plus(n * 20_011), length)).collect();
                    let appended =
                        home.store.write(|w| w.append_heart(whose, source, &samples, &runs)).unwrap();
                    let mut new = std::collections::BTreeSet::new();
                    for sample in &samples {
                        if model.beat((whose, source, sample.at), *sample) {
                            new.insert((0, sample.at));
                        }
                    }
                    for run in &runs {
                        if model.run((whose, source, run.start), run.intervals.len()) {
                            new.insert((1, run.start));
                        }
                    }
                    prop_assert_eq!(appended.new, new.len());
                    prop_assert_eq!(appended.known, samples.len() + runs.len() - new.len());
                    prop_assert_eq!(appended.first, new.iter().map(|(_, at)| *at).min());
                    prop_assert_eq!(appended.last, new.iter().map(|(_, at)| *at).max());
                    if person == 0 {
                        let hours: std::collections::BTreeSet<i64> = new.iter().map(|(_, at)| at.hour_index()).collect();
                        for hour in hours {
                            *model.pending.entry(Subject::HeartHour { source, hour }).or_default() += 1;
                        }
                    }
                }
                Event::Acknowledge => {
                    for pending in home.store.read(|r| r.pending(platform, 3)).unwrap() {
                        let dirty = model.pending.remove(&pending.subject);
                        prop_assert_eq!(dirty, Some(pending.dirty));
                        home.store.write(|w| w.mark_sent(platform, &pending.subject, pending.dirty, &[])).unwrap();
                    }
                }
                Event::Reopen => {
                    home.store.pause().unwrap();
                    home.store.resume().unwrap();
                }
            }
        }
        for (id, versions) in &model.records {
            prop_assert_eq!(home.store.read(|r| r.record(*id)).unwrap(), versions.last().cloned());
            let earlier = versions.split_last().map_or(&[][..], |(_, earlier)| earlier);
            prop_assert_eq!(home.store.read(|r| r.history(*id)).unwrap(), earlier);
        }
        for person in people {
            let standing: Vec<_> = model.records.values().filter_map(|versions| versions.last())
                .filter(|record| record.person == person.id && record.status == RecordStatus::Active)
                .cloned().collect();
            prop_assert_eq!(home.store.read(|r| r.records_of(person.id, RecordKind::Vital)).unwrap(), standing);

            let mut samples = home.store.read(|r| r.heart_samples(person.id, DAYS)).unwrap();
            for part in 0..9 {
                let range = TimeRange::new(DAYS.start, DAYS.start.plus(Millis::DAY + part * 20 * Millis::MINUTE));
                let latest = home.store.read(|r| r.latest_heart(person.id, range)).unwrap();
                let expected = samples.iter().rfind(|(_, sample)| range.contains(sample.at));
                prop_assert_eq!(latest, expected.map(|(_, sample)| (sample.at, sample.bpm)));
            }
            samples.sort_by_key(|(source, sample)| (*source, sample.at));
            let expected: Vec<_> = model.samples.iter().filter(|((whose, ..), _)| *whose == person.id)
                .map(|((_, source, _), sample)| (*source, *sample)).collect();
            prop_assert_eq!(samples, expected);

            let mut runs = home.store.read(|r| r.heart_runs(person.id, DAYS)).unwrap();
            runs.sort_by_key(|(source, run)| (*source, run.start));
            let expected: Vec<_> = model.runs.iter().filter(|((whose, ..), _)| *whose == person.id)
                .map(|((_, source, start), length)| (*source, run_of(*start, *length))).collect();
            prop_assert_eq!(runs, expected);

            // Every way of summing up says the same, minute by minute from the strap where it has any.
            let mut minutes: BTreeMap<Millis, [(u32, u64); 2]> = BTreeMap::new();
            for ((whose, source, at), sample) in &model.samples {
                if *whose == person.id && sample.contact != Contact::Lost {
                    let minute = Millis(at.0 - at.0.rem_euclid(Millis::MINUTE));
                    let is_strap = sources.iter().any(|[strap, _]| strap == source);
                    let sums = &mut minutes.entry(minute).or_default()[usize::from(!is_strap)];
                    *sums = (sums.0 + 1, sums.1 + u64::from(sample.bpm.get()));
                }
            }
            let expected: BTreeMap<Millis, (u32, u64)> = minutes.into_iter()
                .map(|(minute, [strap, watch])| (minute, if strap.0 > 0 { strap } else { watch })).collect();
            for bucket in [Bucket::Minute, Bucket::FiveMinutes, Bucket::Hour, Bucket::Day] {
                let curve = home.store.read(|r| r.heart_curve(person.id, DAYS, bucket)).unwrap();
                prop_assert!(curve.is_sorted_by(|a, b| a.start < b.start));
                let of = |from: u32, sum: u64| (from, sum);
                let total = curve.iter().fold((0, 0), |(count, sum), point| of(count + point.count, sum + point.sum));
                let all = expected.values().fold((0, 0), |(count, sum), point| of(count + point.0, sum + point.1));
                prop_assert_eq!(total, all);
                if bucket == Bucket::Minute {
                    let points: BTreeMap<_, _> = curve.iter().map(|p| (p.start, (p.count, p.sum))).collect();
                    prop_assert_eq!(&points, &expected);
                }
            }
        }
        let pending: BTreeMap<_, _> = home.store.read(|r| r.pending(platform, 1000)).unwrap()
            .into_iter().map(|pending| (pending.subject, pending.dirty)).collect();
        prop_assert_eq!(pending, model.pending);
    }
}
