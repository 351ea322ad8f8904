//! A child process that is killed at a moment of our choosing, and moments that are chosen by a seed.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// What a child said before it ended.
#[derive(Debug)]
pub struct Account {
    /// Its lines.
    pub lines: Vec<String>,
    /// Whether it was killed before its last word, `done`.
    pub killed: bool,
}

impl Account {
    /// The lines that begin with `word`, without it.
    pub fn said<'a>(&'a self, word: &'a str) -> impl DoubleEndedIterator<Item = &'a str> {
        self.lines.iter().filter_map(move |line| line.strip_prefix(word)).map(str::trim)
    }
}

/// When a child is killed.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// After this many lines,
    pub lines: usize,
    /// and then this much later.
    pub later: Duration,
}

/// Runs `program` until it ends, or until `moment`, when it is killed as a phone kills: at once, with
/// no chance to tidy up (`SIGKILL`).
///
/// # Errors
/// It cannot be started; or it ended by itself before its last word, with what it said on standard
/// error.
pub fn run(program: &Path, args: &[&str], moment: Option<Moment>) -> std::io::Result<Account> {
    let mut child = Command::new(program).args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let mut lines = Vec::new();
    let mut out = child.stdout.take().map(BufReader::new);
    let mut next = || -> std::io::Result<Option<String>> {
        let mut line = String::new();
        let read = out.as_mut().map_or(Ok(0), |out| out.read_line(&mut line))?;
        // A line that was cut by the kill was never said.
        Ok((read > 0 && line.ends_with('\n')).then(|| line.trim_end().to_owned()))
    };
    if let Some(moment) = moment {
        while lines.len() < moment.lines {
            let Some(line) = next()? else { break };
            lines.push(line);
        }
        std::thread::sleep(moment.later);
        child.kill()?;
    }
    while let Some(line) = next()? {
        lines.push(line);
    }
    let ended = child.wait_with_output()?;
    let done = lines.last().is_some_and(|line| line == "done");
    if !done && (moment.is_none() || ended.status.code().is_some()) {
        let why = String::from_utf8_lossy(&ended.stderr).into_owned();
        return Err(std::io::Error::other(format!("the child failed: {}; {why}", ended.status)));
    }
    Ok(Account { lines, killed: !done })
}

/// The number in the environment's `name`, or another where there is none.
#[must_use]
pub fn number(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Choices that are the same for the same seed (SplitMix64: Steele, Lea and Flood, OOPSLA 2014).
#[derive(Debug, Clone)]
pub struct Choice(u64);

impl Choice {
    /// The choices of `seed`.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// One of 0 up to but not including `end`; 0 when `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % (end.max(1) as u64)).unwrap_or(0)
    }
}
