//! How much to send at once. Pure.

/// Learns from each answer how large the next bundle should be: a bundle that is lost costs what
/// it took, and one that is small costs a round trip for little.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BatchSize {
    entries: usize,
}

/// The time that a bundle should take, ms.
const TARGET_MS: i64 = 1_500;
const FEWEST: usize = 1;
const MOST: usize = 200;
const FIRST: usize = 100;
/// Bytes of a bundle, whatever its entries.
const MOST_BYTES: usize = 2 << 20;

/// Bytes of an entry, with hours of heart rate among them.
const USUAL_BYTES: usize = 4 << 10;

impl Default for BatchSize {
    fn default() -> Self {
        Self { entries: FIRST }
    }
}

impl BatchSize {
    /// How many entries a bundle of this size has.
    #[must_use]
    pub(super) fn entries(self) -> u32 {
        u32::try_from(self.entries).unwrap_or(u32::MAX)
    }

    /// How many bytes a bundle of this size may well take.
    #[must_use]
    pub(super) const fn bytes(self) -> usize {
        let usual = self.entries.saturating_mul(USUAL_BYTES);
        if usual < MOST_BYTES { usual } else { MOST_BYTES + MOST_BYTES / 4 }
    }

    /// Whether a bundle that has `entries` of `bytes` together is full.
    #[must_use]
    pub(super) const fn is_full(self, entries: usize, bytes: usize) -> bool {
        entries >= self.entries || bytes >= MOST_BYTES
    }

    /// A bundle of `entries` took `ms`. Grows at most twofold at a time.
    pub(super) fn took(&mut self, entries: usize, ms: i64) {
        let wanted = i64::try_from(entries).unwrap_or(i64::MAX).saturating_mul(TARGET_MS) / ms.max(1);
        let wanted = usize::try_from(wanted).unwrap_or(MOST);
        // A bundle that was not full says little about a larger one.
        let most = if entries * 2 >= self.entries { self.entries * 2 } else { self.entries };
        self.entries = wanted.clamp(FEWEST, most.clamp(FEWEST, MOST));
    }

    /// A bundle was too large for the server, or did not come back in time.
    pub(super) fn shrink(&mut self) {
        self.entries = (self.entries / 2).max(FEWEST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bundles_grow_with_a_fast_server_and_shrink_with_a_slow_one() {
        let mut size = BatchSize::default();
        for _ in 0..5 {
            size.took(size.entries, 100);
        }
        assert_eq!(size.entries, MOST);
        size.took(MOST, 6_000);
        assert_eq!(size.entries, 50);
        for _ in 0..20 {
            size.shrink();
        }
        assert!(size.is_full(1, 10));
    }
}
