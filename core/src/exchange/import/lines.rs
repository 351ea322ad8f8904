//! Lines of a text file that nobody vouches for.

use std::io::{BufRead, Result};

/// One line, without its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// Text.
    Text(&'a str),
    /// Longer than the limit, or not UTF-8.
    Unreadable,
}

/// Reads lines into one buffer that never grows beyond a limit.
#[derive(Debug)]
pub(super) struct Lines<R> {
    input: R,
    buffer: Vec<u8>,
    too_long: bool,
    number: u64,
}

/// The longest line that is taken for one, in bytes.
const LONGEST: usize = 4096;

impl<R: BufRead> Lines<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, buffer: Vec::with_capacity(256), too_long: false, number: 0 }
    }

    /// The number of the line last returned, from 1.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// The next line; `None` at the end of the file.
    pub(super) fn next(&mut self) -> Result<Option<Line<'_>>> {
        Ok(self.next_filled()?.map(|_| self.held()))
    }

    /// Reads the next line, which [`held`](Self::held) then returns, and says whether it holds
    /// anything; `None` at the end of the file.
    pub(super) fn next_filled(&mut self) -> Result<Option<bool>> {
        self.buffer.clear();
        self.too_long = false;
        let mut any = false;
        loop {
            let chunk = match self.input.fill_buf() {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                chunk => chunk?,
            };
            if chunk.is_empty() {
                if !any {
                    return Ok(None);
                }
                break;
            }
            any = true;
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let part = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or_default();
            if self.buffer.len() + part.len() > LONGEST {
                self.too_long = true;
                self.buffer.clear();
            } else if !self.too_long {
                self.buffer.extend_from_slice(part);
            }
            let used = part.len() + usize::from(end.is_some());
            self.input.consume(used);
            if end.is_some() {
                break;
            }
        }
        self.number += 1;
        Ok(Some(self.too_long || !self.line().is_empty()))
    }

    /// The line that was read last.
    pub(super) fn held(&self) -> Line<'_> {
        if self.too_long {
            return Line::Unreadable;
        }
        std::str::from_utf8(self.line()).map_or(Line::Unreadable, Line::Text)
    }

    fn line(&self) -> &[u8] {
        self.buffer.strip_suffix(b"\r").unwrap_or(&self.buffer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_any_length_costs_no_more_than_the_limit_and_the_next_one_is_read() {
        let mut file = vec![b'x'; 5_000_000];
        file.extend_from_slice(b"\r\nshort\n\xff\xfe\nlast");
        let mut lines = Lines::new(std::io::BufReader::with_capacity(999, &file[..]));
        assert_eq!(lines.next().unwrap(), Some(Line::Unreadable));
        assert!(lines.buffer.capacity() <= 2 * LONGEST);
        assert_eq!(lines.next().unwrap(), Some(Line::Text("short")));
        assert_eq!(lines.next().unwrap(), Some(Line::Unreadable));
        assert_eq!(lines.next().unwrap(), Some(Line::Text("last")));
        assert_eq!(lines.number(), 4);
        assert_eq!(lines.next().unwrap(), None);
    }
}
