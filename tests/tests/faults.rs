//! Two phones of a person, a daughter's phone and a platform, over lines that fail in every way: all come to
//! hold the same, and nothing is lost without a word. `MIMAMORI_FAULTS` says how many histories (the chore
//! takes 10,000), `MIMAMORI_SEED` from which on.

use mimamori_tests::child::number;
use mimamori_tests::faults;
use mimamori_tests::place::resident;

#[test]
fn whatever_the_network_does_everybody_comes_to_hold_the_same() {
    let (seed, count) = (number("MIMAMORI_SEED", 20_261_123) as u64, number("MIMAMORI_FAULTS", 300) as u64);
    let begun = std::time::Instant::now();
    let whole = (0..10)
        .scan(None, |held, part| {
            let (from, to) = (count * part / 10, count * (part + 1) / 10);
            let account = match faults::many(seed + from, to - from) {
                Ok(account) => account,
                Err(failures) => panic!("{failures}"),
            };
            // What the first tenth takes is what it takes: more histories take no more memory.
            let now = resident().unwrap_or(0);
            let first = *held.get_or_insert(now);
            assert!(now < first + (64 << 20), "grew from {first} to {now} bytes");
            Some(account)
        })
        .reduce(|mut whole, part| {
            whole.add(&part);
            whole
        });
    let Some(whole) = whole else { return };
    let met: u64 = whole.troubles.values().sum();
    println!(
        "{count} histories from seed {seed} on in {:.0} s: {met} troubles of {} kinds, {} writes, {} of them again, {} conflicts",
        begun.elapsed().as_secs_f64(),
        whole.troubles.len(),
        whole.sent,
        whole.again,
        whole.conflicts
    );
    println!("{:?}", whole.troubles);
    if count >= 300 {
        assert_eq!(whole.troubles.len(), 19, "every kind of trouble was met");
        assert!(whole.conflicts > 0, "somebody was asked");
    }
}
