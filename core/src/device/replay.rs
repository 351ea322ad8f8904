//! A recorded stream of notifications as text: one notification a line, its instant and its bytes.
//!
//! ```text
//! # Polar H10, at rest
//! 2026-04-25T20:15:00+09:00 1648EC02
//! +1003 16 49 E6 02
//! ```
//!
//! The first word is an instant (RFC 3339, with its offset) or `+` and a number of milliseconds
//! after the last line that had an instant. The rest is the value in hexadecimal. Empty lines and
//! what follows `#` are passed over. A file is read as a stream and never held whole.

use std::io::BufRead;

use chrono::DateTime;

use crate::model::Millis;
use crate::{Error, Result};

/// Longer lines are refused: a value of 512 bytes, written with spaces, fits twice.
const MAX_LINE: u64 = 4096;

/// One notification of a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// When it arrived.
    pub at: Millis,
    /// Its value.
    pub bytes: Vec<u8>,
}

/// The notifications of a recording, in the order of its lines. Ends after the first error.
#[derive(Debug)]
pub struct Frames<R> {
    reader: R,
    line: u64,
    start: Option<Millis>,
    done: bool,
}

/// Reads a recording.
///
/// Each error is [`Error::Format`] with the number of the line, or [`Error::File`] when reading
/// itself failed.
pub fn frames<R: BufRead>(reader: R) -> Frames<R> {
    Frames { reader, line: 0, start: None, done: false }
}

impl<R: BufRead> Iterator for Frames<R> {
    type Item = Result<Frame>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            match self.next_line() {
                Ok(None) => {}
                Ok(Some(frame)) => return Some(Ok(frame)),
                Err(error) => {
                    self.done = true;
                    return Some(Err(error));
                }
            }
        }
        None
    }
}

impl<R: BufRead> Frames<R> {
    fn next_line(&mut self) -> Result<Option<Frame>> {
        let mut line = Vec::new();
        let length = std::io::Read::take(&mut self.reader, MAX_LINE + 1).read_until(b'\n', &mut line)?;
        if length == 0 {
            self.done = true;
            return Ok(None);
        }
        self.line += 1;
        if length as u64 > MAX_LINE {
            return Err(self.refuse("the line is too long"));
        }
        let text = str::from_utf8(&line).map_err(|_| self.refuse("the line is not text"))?;
        let text = text.split_once('#').map_or(text, |(before, _)| before);
        let mut words = text.split_ascii_whitespace();
        let Some(when) = words.next() else { return Ok(None) };
        let at = self.instant(when)?;
        let mut bytes = Vec::new();
        for word in words {
            let (pairs, odd) = word.as_bytes().as_chunks::<2>();
            if !odd.is_empty() {
                return Err(self.refuse("a byte needs two hexadecimal digits"));
            }
            for [high, low] in pairs {
                let byte = hex_digit(*high).zip(hex_digit(*low)).map(|(high, low)| high << 4 | low);
                bytes.push(byte.ok_or_else(|| self.refuse("the bytes are not hexadecimal"))?);
            }
        }
        if bytes.is_empty() {
            return Err(self.refuse("there are no bytes after the instant"));
        }
        Ok(Some(Frame { at, bytes }))
    }

    fn instant(&mut self, word: &str) -> Result<Millis> {
        if let Some(offset) = word.strip_prefix('+') {
            let offset: u32 = offset.parse().map_err(|_| self.refuse("the offset is not a number of milliseconds"))?;
            let start = self.start.ok_or_else(|| self.refuse("an offset needs a line with an instant before it"))?;
            return Ok(start.plus(i64::from(offset)));
        }
        let at = DateTime::parse_from_rfc3339(word)
            .map_err(|_| self.refuse("the first word is neither an instant with its offset nor + and milliseconds"))?;
        let at = Millis(at.timestamp_millis());
        self.start = Some(at);
        Ok(at)
    }

    fn refuse(&self, problem: &'static str) -> Error {
        Error::Format { format: "strap recording", place: format!("line {}", self.line), problem }
    }
}

fn hex_digit(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests;
