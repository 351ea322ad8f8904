//! Bytes that an XML parser can be given: no control characters, valid UTF-8, bounded elements.

use std::io::{BufRead, Error, ErrorKind, Read, Result};

/// Most bytes that one element, comment or text may have.
const ELEMENT: u64 = 1024 * 1024;
/// Most bytes before the root element; an export's DTD has some 10 KB.
const PROLOGUE: usize = 1024 * 1024;
const CHUNK: u64 = 32 * 1024;

/// Passes bytes on in chunks; what XML does not allow becomes a blank or a question mark, so that
/// positions stay those of the file.
#[derive(Debug)]
pub(super) struct Scrub<R> {
    input: R,
    /// Clean bytes, of which `used` were consumed.
    chunk: Vec<u8>,
    used: usize,
    /// The first bytes of a character that the last read cut.
    cut: Vec<u8>,
    position: u64,
    left: u64,
}

impl<R: BufRead> Scrub<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, chunk: Vec::new(), used: 0, cut: Vec::new(), position: 0, left: u64::MAX }
    }

    /// Bytes consumed so far.
    pub(super) fn position(&self) -> u64 {
        self.position
    }

    /// A new element begins: it may be as large as any.
    pub(super) fn next_element(&mut self) {
        self.left = ELEMENT;
    }

    /// Passes over everything before the element that begins with `root`.
    ///
    /// # Errors
    /// [`ErrorKind::UnexpectedEof`] when there is none, [`ErrorKind::FileTooLarge`] when it is not
    /// among the first megabyte.
    pub(super) fn skip_to(&mut self, root: &[u8]) -> Result<()> {
        loop {
            if let Some(at) = find_root(&self.chunk, root) {
                self.consume(at);
                return Ok(());
            }
            if self.chunk.len() > PROLOGUE {
                return Err(Error::from(ErrorKind::FileTooLarge));
            }
            if !self.more()? {
                return Err(Error::from(ErrorKind::UnexpectedEof));
            }
        }
    }

    /// Appends clean bytes to the chunk; answers whether there were any.
    fn more(&mut self) -> Result<bool> {
        let start = self.chunk.len();
        self.chunk.append(&mut self.cut);
        let read = self.input.by_ref().take(CHUNK).read_to_end(&mut self.chunk)?;
        let Some(fresh) = self.chunk.get_mut(start..) else { return Ok(false) };
        let whole = clean(fresh, read == 0);
        self.cut = self.chunk.split_off(start + whole);
        Ok(whole > 0)
    }
}

/// Blanks what XML forbids and marks what is not UTF-8; answers how many bytes are whole characters.
fn clean(bytes: &mut [u8], last: bool) -> usize {
    for byte in bytes.iter_mut() {
        if *byte < b' ' && !matches!(*byte, b'\t' | b'\n' | b'\r') {
            *byte = b' ';
        }
    }
    let mut from = 0;
    while let Some(rest) = bytes.get(from..) {
        let Err(error) = std::str::from_utf8(rest) else { break };
        let bad = from + error.valid_up_to();
        let length = match error.error_len() {
            Some(length) => length,
            None if last => bytes.len() - bad,
            None => return bad,
        };
        if let Some(bad) = bytes.get_mut(bad..bad + length) {
            bad.fill(b'?');
        }
        from = bad + length;
    }
    bytes.len()
}

impl<R: BufRead> Read for Scrub<R> {
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
        let n = self.fill_buf()?.read(buf)?;
        self.consume(n);
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Scrub<R> {
    fn fill_buf(&mut self) -> Result<&[u8]> {
        if self.used >= self.chunk.len() {
            self.chunk.clear();
            self.used = 0;
            self.more()?;
        }
        if self.left == 0 {
            return Err(Error::from(ErrorKind::FileTooLarge));
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX);
        let chunk = self.chunk.get(self.used..).unwrap_or_default();
        Ok(chunk.get(..most).unwrap_or(chunk))
    }

    fn consume(&mut self, amount: usize) {
        self.used += amount;
        self.position += amount as u64;
        if self.left != u64::MAX {
            self.left = self.left.saturating_sub(amount as u64);
        }
    }
}

/// Where `root` begins as a whole name.
pub(super) fn find_root(text: &[u8], root: &[u8]) -> Option<usize> {
    text.windows(root.len() + 1).position(|window| {
        window
            .split_last()
            .is_some_and(|(next, name)| name == root && matches!(next, b' ' | b'\t' | b'\r' | b'\n' | b'>' | b'/'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8], buffer: usize) -> String {
        let mut text = String::new();
        Scrub::new(std::io::BufReader::with_capacity(buffer, bytes)).read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn what_xml_forbids_is_blanked_and_every_position_stays() {
        assert_eq!(all(b"<a b=\"x\x0by\"/>\n\xff\xe3\x81", 3), "<a b=\"x y\"/>\n???");
        let long: String = "あ🫀e\u{301}".repeat(20_000);
        assert_eq!(all(long.as_bytes(), 7), long);
    }

    #[test]
    fn the_prologue_is_passed_over_wherever_a_chunk_ends() {
        for pad in [0, 1, 32_750, 32_768, 40_000, 500_000] {
            let file = format!("{}<!ATTLIST HealthData x><HealthDatax/><HealthData a='1'>", " ".repeat(pad));
            let mut scrub = Scrub::new(file.as_bytes());
            scrub.skip_to(b"<HealthData").unwrap();
            let at = usize::try_from(scrub.position()).unwrap();
            assert_eq!(file.get(at..), Some("<HealthData a='1'>"));
            let mut rest = String::new();
            scrub.read_to_string(&mut rest).unwrap();
            assert_eq!(rest, "<HealthData a='1'>");
        }
        let endless = vec![b' '; 3_000_000];
        assert_eq!(Scrub::new(&endless[..]).skip_to(b"<HealthData").unwrap_err().kind(), ErrorKind::FileTooLarge);
    }
}
