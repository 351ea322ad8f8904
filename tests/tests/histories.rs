//! Whatever happens to a record, in whatever order, it holds what it was given: random histories against
//! a simple model. `MIMAMORI_HISTORIES` says how many (the chore takes 100,000), `MIMAMORI_SEED` from which on.

use mimamori_tests::child::number;
use mimamori_tests::histories;

#[test]
fn whatever_happens_everyone_finds_their_own_record_as_it_was_left() {
    let (seed, count) = (number("MIMAMORI_SEED", 20_261_122), number("MIMAMORI_HISTORIES", 2_000));
    let begun = std::time::Instant::now();
    if let Err(failures) = histories::many(seed as u64, count as u64) {
        panic!("{failures}");
    }
    println!("{count} histories from seed {seed} on in {:.0} s", begun.elapsed().as_secs_f64());
}
