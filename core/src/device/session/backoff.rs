//! How long to wait before trying again, and drawing the jitter for it.

use crate::model::Millis;

/// The first wait after a failure.
const FIRST: i64 = 500;
/// No wait is longer: a device that is seen again is to be connected within seconds, however long it
/// was away.
const LONGEST: i64 = 4 * Millis::SECOND;

/// Numbers to spread attempts with (xorshift64*, Vigna 2016). A session takes its seed from outside.
#[derive(Debug, Clone)]
pub(super) struct Jitter(u64);

impl Jitter {
    pub(super) const fn new(seed: u64) -> Self {
        // The generator never leaves zero.
        Self(if seed == 0 { 0x9E37_79B9_7F4A_7C15 } else { seed })
    }

    /// A wait after this many failures in a row: doubling up to the longest, and anywhere in the upper
    /// half of that.
    pub(super) fn wait(&mut self, failures: u32) -> i64 {
        let full = FIRST.saturating_mul(1 << failures.saturating_sub(1).min(10)).min(LONGEST);
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let drawn = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        let half = full / 2;
        half + i64::try_from(drawn).unwrap_or(0) % (half + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_stay_below_four_seconds_and_differ_from_phone_to_phone() {
        let mut jitter = Jitter::new(7);
        for failures in 1..100 {
            let full = (500_i64 << (failures - 1).min(8)).min(4000);
            let wait = jitter.wait(failures);
            assert!((full / 2..=full).contains(&wait), "{failures}: {wait}");
        }
        let of = |seed| Jitter::new(seed).wait(4);
        assert!((0..20).map(of).collect::<std::collections::BTreeSet<_>>().len() > 10);
    }
}
