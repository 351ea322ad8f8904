//! Erasing old measurements, and what that gives back.

use super::*;
use crate::model::LocalDay;
use crate::model::heart::{HeartRollUp, Thinning};

#[test]
fn old_days_are_thinned_only_when_asked_and_keep_every_curve() {
    let home = Home::new();
    let (mother, daughter) = (home.mother.id, home.daughter.id);
    let source = home.source(&home.mother, "strap", SourceKind::Bluetooth);
    let platform = home.own_platform(&home.mother);
    let others = home.source(&home.daughter, "strap", SourceKind::Bluetooth);
    // A dense day, a quiet one, one of chunks; and the same for somebody else.
    let days = |n: i64| MONDAY.plus(n * Millis::DAY);
    for (person, source) in [(mother, source), (daughter, others)] {
        for (start, count) in [(days(0), 6_000), (days(1), 300), (days(2), 200)] {
            home.store.write(|w| w.append_heart(person, source, &strap(start, count), &[])).unwrap();
        }
    }
    let always = TimeRange::new(days(-1), days(9));
    let curves = |person| {
        [Bucket::Minute, Bucket::FiveMinutes, Bucket::Hour, Bucket::Day]
            .map(|bucket| home.store.read(|r| r.heart_curve(person, always, bucket)).unwrap())
    };
    let samples = |person| home.store.read(|r| r.heart_samples(person, always)).unwrap().len();
    let (before, others_before) = (curves(mother), curves(daughter));
    let waiting = home.store.read(|r| r.pending_count(platform)).unwrap();

    let would = home.store.read(|r| r.thinnable(mother, days(1))).unwrap();
    assert_eq!(
        (would.days, would.first, would.last),
        (1, LocalDay::from_epoch_days(days(0).0 / Millis::DAY), would.first)
    );
    assert_eq!(samples(mother), 6_500, "to look is not to erase");
    assert_eq!(home.store.write(|w| w.thin_heart(mother, days(2).plus(5))).unwrap().days, 2);
    assert_eq!((samples(mother), samples(daughter)), (200, 6_500));
    assert_eq!(curves(mother), before);
    assert_eq!(home.store.write(|w| w.thin_heart(mother, days(9))).unwrap().days, 1, "also what is still in chunks");
    assert_eq!((samples(mother), curves(mother), curves(daughter)), (0, before.clone(), others_before));
    assert_eq!(home.store.write(|w| w.thin_heart(mother, days(9))).unwrap(), Thinning::default());
    assert!(waiting > 0);
    assert_eq!(home.store.read(|r| r.pending_count(platform)).unwrap(), 0, "what is gone is not sent");

    // An old export brings nothing of it back; a minute of which nothing was known is counted.
    let late = [strap(days(0), 6_000), strap(days(0).plus(12 * Millis::HOUR), 60)].concat();
    let appended = home.store.write(|w| w.append_heart(mother, source, &late, &[])).unwrap();
    // Two of the sixty had no contact with the skin.
    assert_eq!((appended.new, appended.known), (58, 6_002));
    assert_eq!(samples(mother), 0);
    let hours = |curves: &[Vec<HeartRollUp>; 4]| curves[2].iter().map(|point| point.count).sum::<u32>();
    assert_eq!(hours(&curves(mother)), hours(&before) + 58);
    // And so on the last day of all, while days after it are kept as ever.
    let more = [strap(days(2), 200), strap(days(3), 20)].concat();
    assert_eq!(home.store.write(|w| w.append_heart(mother, source, &more, &[])).unwrap().new, 20);
    assert_eq!(samples(mother), 20);
    home.store.verify().unwrap();
    // Connected anew, only what is there is sent.
    let again = PlatformId(Uuid::from_u128(77));
    let known = home.store.read(|r| r.platform(platform)).unwrap().unwrap();
    home.store.write(|w| w.put_platform(&Platform { id: again, ..known.clone() })).unwrap();
    assert_eq!(home.store.read(|r| r.pending_count(again)).unwrap(), 1);
}

#[test]
fn what_was_erased_is_given_back_to_the_device() {
    let home = Home::new();
    let weights = |w: &Writing<'_>| (1..4_000).try_for_each(|n| w.put_record(&weight(&home.mother, n, 52.5)).map(drop));
    home.store.write(weights).unwrap();
    let size = || {
        home.store.tidy().unwrap();
        std::fs::metadata(home.path()).unwrap().len()
    };
    let full = size();
    home.store.write(|w| w.erase_contents(home.mother.id)).unwrap();
    assert!(size() * 2 < full, "{} of {full} bytes are left", size());
    let log = std::fs::metadata(home.folder.path().join("store.db-wal")).map_or(0, |log| log.len());
    assert_eq!(log, 0, "the log is empty");
}
