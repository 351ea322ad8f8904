//! Faults on request: which requests go wrong, how, and a log of the requests that came.

use std::collections::VecDeque;

/// Requests that the log remembers; older ones are dropped.
const LOG_ENTRIES: usize = 100_000;

/// What goes wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Carry the request out, then close the connection after this many bytes of the answer's body; before its last
    /// byte if it has fewer.
    CutResponseAt(usize),
    /// Close the connection after this many bytes of the request's body have arrived; nothing is carried out.
    CutRequestAt(usize),
    /// Wait this many milliseconds, then answer as usual.
    Delay(u64),
    /// Answer with this status instead; `retry_after` is in seconds. Nothing is carried out.
    Status { code: u16, retry_after: Option<u32> },
    /// Carry the request out, then close the connection without a word.
    DropAfterCommit,
    /// Answer with a page for a browser instead, as a hotel's network does. Nothing is carried out.
    Html,
    /// Carry the request out and answer packed, but only with the first half of what was packed.
    HalfGzip,
    /// Carry the request out and answer one byte every so many milliseconds.
    Trickle(u64),
    /// Carry the request out twice, as a network that repeats it would; the second answer is sent.
    Duplicate,
}

/// Says which requests a [`Fault`] meets.
///
/// ```
/// use mimamori_sandbox::{Fault, FaultRule};
/// let second_bundle = FaultRule::new(Fault::CutResponseAt(100)).on("POST", "").after(1).times(1);
/// ```
#[derive(Debug, Clone)]
pub struct FaultRule {
    fault: Fault,
    method: Option<String>,
    path: Option<String>,
    after: usize,
    times: usize,
}

impl FaultRule {
    /// A fault for the next request, whatever it is.
    pub fn new(fault: Fault) -> Self {
        Self { fault, method: None, path: None, after: 0, times: 1 }
    }

    /// Only requests of this method and path. The path is relative to the FHIR base without a leading slash (`""` is the
    /// base, where bundles go; `"/token"` the token endpoint); a `*` at its end stands for any rest.
    #[must_use]
    pub fn on(mut self, method: &str, path: &str) -> Self {
        self.method = Some(method.to_owned());
        self.path = Some(path.to_owned());
        self
    }

    /// Lets this many matching requests pass first.
    #[must_use]
    pub fn after(mut self, requests: usize) -> Self {
        self.after = requests;
        self
    }

    /// How many requests meet the fault; 1 if not said.
    #[must_use]
    pub fn times(mut self, times: usize) -> Self {
        self.times = times;
        self
    }

    fn matches(&self, method: &str, path: &str) -> bool {
        let method_fits = self.method.as_ref().is_none_or(|wanted| wanted == method);
        let path_fits = self.path.as_ref().is_none_or(|wanted| match wanted.strip_suffix('*') {
            Some(start) => path.starts_with(start),
            None => path == wanted,
        });
        method_fits && path_fits
    }
}

/// One request that reached the sandbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestEntry {
    pub method: String,
    /// Relative to the FHIR base (`Observation/x`, `""` for bundles), or with a leading slash outside of it (`/token`).
    pub path: String,
    pub query: String,
    /// Bytes of the body as sent.
    pub request_bytes: usize,
    /// What was answered; `None` when the connection was closed without an answer, or the answer is not out yet.
    pub status: Option<u16>,
    /// Bytes of the answer's body as it was made, whether or not all of it got out.
    pub response_bytes: usize,
    pub fault: Option<Fault>,
}

/// The rules in force and the log.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    rules: Vec<FaultRule>,
    log: VecDeque<RequestEntry>,
    /// Number of the log's first entry, counted from the start.
    dropped: usize,
}

impl Faults {
    pub(crate) fn add(&mut self, rule: FaultRule) {
        self.rules.push(rule);
    }

    pub(crate) fn clear_rules(&mut self) {
        self.rules.clear();
    }

    /// The fault that this request meets. Every rule counts the request; the first one that is due wins.
    pub(crate) fn meet(&mut self, method: &str, path: &str) -> Option<Fault> {
        let mut met = None;
        for rule in &mut self.rules {
            if !rule.matches(method, path) {
                continue;
            }
            if rule.after > 0 {
                rule.after -= 1;
            } else if met.is_none() && rule.times > 0 {
                rule.times -= 1;
                met = Some(rule.fault.clone());
            }
        }
        self.rules.retain(|rule| rule.times > 0);
        met
    }

    /// Notes a request and returns its number.
    pub(crate) fn note(&mut self, entry: RequestEntry) -> usize {
        if self.log.len() == LOG_ENTRIES {
            self.log.pop_front();
            self.dropped += 1;
        }
        self.log.push_back(entry);
        self.dropped + self.log.len() - 1
    }

    pub(crate) fn update(&mut self, number: usize, change: impl FnOnce(&mut RequestEntry)) {
        if let Some(entry) = number.checked_sub(self.dropped).and_then(|at| self.log.get_mut(at)) {
            change(entry);
        }
    }

    pub(crate) fn entries(&self) -> Vec<RequestEntry> {
        self.log.iter().cloned().collect()
    }

    pub(crate) fn clear_log(&mut self) {
        self.dropped += self.log.len();
        self.log.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_lets_the_first_requests_pass_and_then_meets_as_many_as_asked() {
        let mut faults = Faults::default();
        faults.add(FaultRule::new(Fault::Delay(1)).on("POST", "").after(2).times(2));
        let met: Vec<bool> = (0..6).map(|_| faults.meet("POST", "").is_some()).collect();
        assert_eq!(met, [false, false, true, true, false, false]);
    }

    #[test]
    fn a_rule_meets_only_what_it_names() {
        let mut faults = Faults::default();
        faults.add(FaultRule::new(Fault::Delay(1)).on("GET", "Observation*").times(9));
        assert!(faults.meet("GET", "Patient/1").is_none());
        assert!(faults.meet("PUT", "Observation/1").is_none());
        assert!(faults.meet("GET", "Observation/1").is_some());
        assert!(faults.meet("GET", "Observation").is_some());
    }
}
