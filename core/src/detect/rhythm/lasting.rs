//! What holds for a while: a Markov chain of two states, in log odds.

/// How a state that holds in some windows and not in others begins and ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Lasting {
    /// Of windows in which it does not hold, the share after which it does.
    pub(super) begins: f64,
    /// Of windows in which it holds, the share after which it does not.
    pub(super) ends: f64,
}

impl Lasting {
    /// The log odds that it holds one window on.
    pub(super) fn after(self, odds: f64) -> f64 {
        let holds = probability(odds);
        let then = holds * (1.0 - self.ends) + (1.0 - holds) * self.begins;
        (then / (1.0 - then)).ln()
    }

    /// What the next window says of this one, from the log ratio of what the next one and all after it say
    /// of the next.
    pub(super) fn before(self, ratio: f64) -> f64 {
        let ratio = ratio.exp();
        let (if_so, if_not) = (ratio * (1.0 - self.ends) + self.ends, ratio * self.begins + 1.0 - self.begins);
        (if_so / if_not).ln()
    }

    /// The log odds that it holds in a window of which nothing is known.
    pub(super) fn at_any_time(self) -> f64 {
        (self.begins / self.ends).ln()
    }
}

/// The probability that belongs to log odds.
pub(super) fn probability(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looking_forward_and_backward_gives_what_counting_all_courses_gives() {
        // Two windows, of which each course of the state is written out.
        let (chain, said) = (Lasting { begins: 0.02, ends: 0.3 }, [1.5f64, -0.7]);
        let first = probability(chain.at_any_time());
        let holds = |state: bool, from: bool| match (from, state) {
            (true, true) => 1.0 - chain.ends,
            (true, false) => chain.ends,
            (false, true) => chain.begins,
            (false, false) => 1.0 - chain.begins,
        };
        let course = |a: bool, b: bool| {
            let start = if a { first } else { 1.0 - first };
            let says = |state: bool, ratio: f64| if state { ratio.exp() } else { 1.0 };
            start * says(a, said[0]) * holds(b, a) * says(b, said[1])
        };
        let counted = ((course(true, true) + course(true, false)) / (course(false, true) + course(false, false))).ln();
        assert!((chain.at_any_time() + said[0] + chain.before(said[1]) - counted).abs() < 1e-12);
        let counted = ((course(true, true) + course(false, true)) / (course(true, false) + course(false, false))).ln();
        assert!((chain.after(chain.at_any_time() + said[0]) + said[1] - counted).abs() < 1e-12);
        assert!((chain.after(chain.at_any_time()) - chain.at_any_time()).abs() < 1e-12, "left alone it stays so");
    }
}
