//! A random history that went wrong, made as short as it can be.

/// A seed whose history went wrong: what happened, as short as it could be made, and what was wrong.
#[derive(Debug)]
pub struct Failure<E> {
    /// The seed.
    pub seed: u64,
    /// The shortest history found that goes wrong.
    pub events: Vec<E>,
    /// What was wrong.
    pub problem: String,
}

impl<E: std::fmt::Debug> std::fmt::Display for Failure<E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "MIMAMORI_SEED={} goes wrong: {}", self.seed, self.problem)?;
        self.events.iter().try_for_each(|event| writeln!(f, "  {event:?}"))
    }
}

/// Lives `events`, the history of `seed`; one that goes wrong is lived again with less and less of what is
/// not needed for that: halves first, then smaller pieces.
///
/// # Errors
/// The shortest history found that goes wrong. To panic is to go wrong.
pub fn live<E: Clone, A>(
    seed: u64,
    mut events: Vec<E>,
    lives: impl Fn(&[E]) -> Result<A, String>,
) -> Result<A, Box<Failure<E>>> {
    let lived = |events: &[E]| {
        let told = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| lives(events)));
        told.unwrap_or_else(|_| Err("it panicked".to_owned()))
    };
    let mut problem = match lived(&events) {
        Ok(account) => return Ok(account),
        Err(problem) => problem,
    };
    let mut piece = events.len().div_ceil(2);
    while piece > 0 {
        let mut at = 0;
        while at < events.len() {
            let mut fewer = events.clone();
            fewer.drain(at..(at + piece).min(events.len()));
            match lived(&fewer) {
                Err(other) => (events, problem) = (fewer, other),
                Ok(_) => at += piece,
            }
        }
        piece /= 2;
    }
    Err(Box::new(Failure { seed, events, problem }))
}

#[cfg(test)]
mod tests {
    use super::live;

    #[test]
    fn what_is_told_of_a_fault_is_only_what_it_needs() {
        let life = |events: &[u32]| match (events.contains(&7), events.contains(&31)) {
            (true, true) => Err("both came".to_owned()),
            _ => Ok(events.len()),
        };
        assert_eq!(live(1, (0..7).collect(), life).unwrap(), 7);
        let failure = live(5, (0..40).collect(), life).unwrap_err();
        assert_eq!(failure.to_string(), "MIMAMORI_SEED=5 goes wrong: both came\n  7\n  31\n");
        let panics = live(2, vec![1_u32, 2, 3], |events| {
            assert!(!events.contains(&2), "as it must");
            Ok(())
        });
        let failure = panics.unwrap_err();
        assert_eq!((failure.events, failure.problem.as_str()), (vec![2], "it panicked"));
    }
}
