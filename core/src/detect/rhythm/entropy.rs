//! CoSEn, the coefficient of sample entropy, as published.
//!
//! Lake and Moorman, *Accurate estimation of entropy in very short physiological time series*, Am J
//! Physiol Heart Circ Physiol 300, H319-H325, 2011. Templates of one interval (m = 1); the tolerance
//! `r` grows from 30 ms in steps of 5 ms until five pairs of templates match with their next
//! interval, too; the entropy is divided by the volume `2r` and the mean interval.

/// The longest window in intervals.
pub const LONGEST: usize = 64;
/// The first tolerance, its step and its end, in seconds.
const FIRST_S: f64 = 0.030;
const STEP_S: f64 = 0.005;
const LAST_S: f64 = 2.0;
/// Matches that the estimate rests on.
const ENOUGH: u32 = 5;
/// What a window without any match is given: more than any window with matches has.
pub const NO_MATCH: f64 = 5.0;

/// The window whose entropy is above this is irregular, once two of three neighbours are: the cut
/// that 30 beats of the MIT-BIH atrial fibrillation database ask for (the authors' own cut for 12
/// beats is -1.4).
pub const CUT: f64 = -1.2;

/// CoSEn of the intervals of a window, in seconds; natural logarithm. [`NO_MATCH`] where no two
/// templates match below 2 s, or where there are more than [`LONGEST`] intervals or fewer than 3.
///
/// ```
/// use mimamori::detect::rhythm::entropy::cosen;
///
/// let regular: Vec<f64> = (0..30).map(|n| 0.8 + 0.01 * f64::from(n % 3)).collect();
/// let irregular: Vec<f64> = (0..30).map(|n| 0.5 + 0.5 * f64::from(n * n * 7 % 31) / 31.0).collect();
/// assert!(cosen(&regular) < -2.0 && cosen(&irregular) > -1.2);
/// ```
#[must_use]
pub fn cosen(window_s: &[f64]) -> f64 {
    let n = window_s.len();
    if !(3..=LONGEST).contains(&n) {
        return NO_MATCH;
    }
    let mut r = FIRST_S;
    let (mut both, mut first) = matches(window_s, r);
    if both < ENOUGH {
        let needed = tolerance_for(window_s, ENOUGH);
        // Added up as published, so that ties fall to the same side.
        while r < needed && r <= LAST_S {
            r += STEP_S;
        }
        (both, first) = matches(window_s, r);
    }
    if both == 0 {
        return NO_MATCH;
    }
    let mean = window_s.iter().sum::<f64>() / n as f64;
    -(f64::from(both) / f64::from(first)).ln() + (2.0 * r).ln() - mean.ln()
}

/// How many pairs of templates match with their next interval, and without it.
fn matches(window: &[f64], r: f64) -> (u32, u32) {
    let templates = window.len() - 1;
    let (mut both, mut first) = (0, 0);
    for lag in 1..templates {
        let mut near = [0u8; LONGEST];
        let later = window.get(lag..).unwrap_or_default();
        for (near, (a, b)) in near.iter_mut().zip(window.iter().zip(later)) {
            *near = u8::from((a - b).abs() <= r);
        }
        let here = near.get(..templates - lag).unwrap_or_default();
        let next = near.get(1..=templates - lag).unwrap_or_default();
        first += here.iter().map(|&near| u32::from(near)).sum::<u32>();
        both += here.iter().zip(next).map(|(a, b)| u32::from(a & b)).sum::<u32>();
    }
    (both, first)
}

/// The smallest tolerance at which `count` (at most 5) pairs match with their next interval.
fn tolerance_for(window: &[f64], count: u32) -> f64 {
    let templates = window.len() - 1;
    let mut smallest = [f64::INFINITY; ENOUGH as usize];
    let mut bar = f64::INFINITY;
    for lag in 1..templates {
        let mut apart = [0.0; LONGEST];
        let later = window.get(lag..).unwrap_or_default();
        for (apart, (a, b)) in apart.iter_mut().zip(window.iter().zip(later)) {
            *apart = (a - b).abs();
        }
        let here = apart.get(..templates - lag).unwrap_or_default();
        let next = apart.get(1..=templates - lag).unwrap_or_default();
        for (a, b) in here.iter().zip(next) {
            let needed = if a > b { *a } else { *b };
            if needed < bar {
                // Insert into the few smallest, kept in order.
                let mut carried = needed;
                for kept in &mut smallest {
                    if carried < *kept {
                        std::mem::swap(kept, &mut carried);
                    }
                }
                bar = smallest.last().copied().unwrap_or(f64::INFINITY);
            }
        }
    }
    smallest.get(count as usize - 1).copied().unwrap_or(f64::INFINITY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The paper's definition, word for word and without any speed.
    fn by_definition(w: &[f64]) -> f64 {
        let n = w.len() - 1;
        let mut r = FIRST_S;
        loop {
            let (mut a, mut b) = (0, 0);
            for i in 0..n {
                for j in i + 1..n {
                    if (w[i] - w[j]).abs() <= r {
                        b += 1;
                        a += u32::from((w[i + 1] - w[j + 1]).abs() <= r);
                    }
                }
            }
            if a >= ENOUGH || r > LAST_S {
                if a == 0 {
                    return NO_MATCH;
                }
                let mean = w.iter().sum::<f64>() / w.len() as f64;
                return -(f64::from(a) / f64::from(b)).ln() + (2.0 * r).ln() - mean.ln();
            }
            r += STEP_S;
        }
    }

    proptest! {
        #[test]
        fn the_fast_way_gives_the_same_bits_as_the_definition(
            window in proptest::collection::vec(prop_oneof![0.3..2.0, (75u32..500).prop_map(|n| f64::from(n) * 0.004)], 3..60),
        ) {
            prop_assert_eq!(cosen(&window).to_bits(), by_definition(&window).to_bits());
        }
    }

    #[test]
    fn a_window_too_short_or_too_long_has_no_entropy() {
        assert_eq!(cosen(&[0.8, 0.9]), NO_MATCH);
        assert_eq!(cosen(&[0.8; LONGEST + 1]), NO_MATCH);
        assert!(cosen(&[0.8; LONGEST]) < -2.0);
    }
}
