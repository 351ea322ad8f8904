//! Tables with named columns that are read row by row: comma-separated text, plain or packed with xz.
//!
//! The first line names the columns; which of them matter is the caller's business, and all others
//! are passed over. A field may stand in double quotes; a comma or line break inside a field is not
//! known here. Nobody vouches for the file: one line is never longer than a few KB in memory, and a
//! file ends with an error before it has held [`MOST_ROWS`] rows or [`MOST_BYTES`] bytes of text,
//! however little it was while packed.

use std::io::{BufRead, BufReader, ErrorKind, Read};

use super::lines::{Line, Lines};
use super::report::Place;
use super::{reading, unpacked};
use crate::error::{Error, Result};

/// More rows than this are not read: at 70 beats a minute, 39 days of beats.
pub const MOST_ROWS: u64 = 4_000_000;
/// More text than this is not read, in bytes.
pub const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// How an xz file begins.
const XZ: &[u8] = b"\xfd7zXZ\0";

/// A table that is being read.
pub struct Table<'a> {
    lines: Lines<Box<dyn BufRead + 'a>>,
    columns: Vec<String>,
    format: &'static str,
    rows: u64,
}

impl std::fmt::Debug for Table<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Table").field("format", &self.format).field("rows", &self.rows).finish_non_exhaustive()
    }
}

/// One row of a table.
#[derive(Debug, Clone, Copy)]
pub struct Row<'t> {
    text: &'t str,
    line: u64,
    format: &'static str,
}

impl<'a> Table<'a> {
    /// Reads the line with the names of the columns. `format` is what the table is called in errors.
    ///
    /// # Errors
    /// [`Error::Format`]: the file is empty, packed and damaged, or its first line is no text.
    pub fn open(input: impl Read + 'a, format: &'static str) -> Result<Self> {
        let mut input = BufReader::new(input);
        let head = loop {
            match input.fill_buf() {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                head => break head?,
            }
        };
        let input: Box<dyn BufRead + 'a> = if head.starts_with(XZ) {
            Box::new(BufReader::new(Limited { input: unpacked(input), left: MOST_BYTES }))
        } else {
            Box::new(BufReader::new(Limited { input, left: MOST_BYTES }))
        };
        let mut table = Self { lines: Lines::new(input), columns: Vec::new(), format, rows: 0 };
        let Some(names) = table.line()? else {
            return Err(Row { text: "", line: 1, format }.refuse("the file is empty"));
        };
        let text = names.text.strip_prefix('\u{feff}').unwrap_or(names.text);
        let columns = text.split(',').map(|name| bare(name).to_owned()).collect();
        table.columns = columns;
        Ok(table)
    }

    /// The place of the column of this name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// An error about the line that names the columns.
    #[must_use]
    pub fn refuse(&self, problem: &'static str) -> Error {
        Row { text: "", line: 1, format: self.format }.refuse(problem)
    }

    /// The next row that is not empty; `None` at the end.
    ///
    /// # Errors
    /// [`Error::Format`]: the line is too long or no text, the file is damaged, ends in the middle,
    /// or holds more than is read. [`Error::File`]: it cannot be read.
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>> {
        self.rows += 1;
        if self.rows > MOST_ROWS {
            let line = self.lines.number();
            return Err(Row { text: "", line, format: self.format }.refuse("there are more than four million rows"));
        }
        self.line()
    }

    fn line(&mut self) -> Result<Option<Row<'_>>> {
        let format = self.format;
        // The borrow of a line that is returned would otherwise last through the loop.
        loop {
            let line = self.lines.number() + 1;
            match self.lines.next_filled() {
                Ok(Some(false)) => {}
                Ok(Some(true)) => break,
                Ok(None) => return Ok(None),
                Err(error) if error.kind() == ErrorKind::FileTooLarge => {
                    return Err(Row { text: "", line, format }.refuse("there are more than 256 MB of text"));
                }
                Err(error) => return Err(reading(format, Place::Line(line), &error)),
            }
        }
        let line = self.lines.number();
        match self.lines.held() {
            Line::Text(text) => Ok(Some(Row { text, line, format })),
            Line::Unreadable => Err(Row { text: "", line, format }.refuse("the line is too long, or not text")),
        }
    }
}

impl<'t> Row<'t> {
    /// The field in this column; empty where the row is too short.
    #[must_use]
    pub fn text(&self, column: usize) -> &'t str {
        self.text.split(',').nth(column).map_or("", bare)
    }

    /// The number in this column.
    ///
    /// # Errors
    /// [`Error::Format`]: it is missing, no number, not finite, or no number at all.
    pub fn number(&self, column: usize) -> Result<f64> {
        match self.text(column).parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(value),
            _ => Err(self.refuse("not a number")),
        }
    }

    /// An error about this row.
    #[must_use]
    pub fn refuse(&self, problem: &'static str) -> Error {
        Error::Format { format: self.format, place: Place::Line(self.line).to_string(), problem }
    }
}

/// A field without what surrounds it.
fn bare(field: &str) -> &str {
    let field = field.trim();
    field.strip_prefix('"').and_then(|field| field.strip_suffix('"')).unwrap_or(field)
}

/// A reader that fails where it has given too much.
struct Limited<R> {
    input: R,
    left: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.input.read(into)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| std::io::Error::from(ErrorKind::FileTooLarge))?;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &[u8]) -> Result<Table<'_>> {
        Table::open(text, "beat table")
    }

    fn problem(error: Error) -> (String, &'static str) {
        match error {
            Error::Format { place, problem, .. } => (place, problem),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn columns_are_found_by_name_whatever_else_the_table_holds() {
        let mut table = table("\u{feff}note,\"rr_ms\" , af\r\nx,812,0\n\n\"y, z\n,  790.5 ,1".as_bytes()).unwrap();
        let rr = table.column("rr_ms").unwrap();
        assert_eq!((rr, table.column("af"), table.column("RR")), (1, Some(2), None));
        assert_eq!(table.next_row().unwrap().unwrap().number(rr).unwrap(), 812.0);
        assert_eq!(
            problem(table.next_row().unwrap().unwrap().number(rr).unwrap_err()),
            ("line 4".into(), "not a number")
        );
        assert_eq!(table.next_row().unwrap().unwrap().number(rr).unwrap(), 790.5);
        assert!(table.next_row().unwrap().is_none());
    }

    #[test]
    fn what_is_no_finite_number_is_refused_with_its_line() {
        for field in ["", "NaN", "inf", "-infinity", "1e999", "8l2", "0x10", "8 12"] {
            let text = format!("rr_ms\n800\n{field},\n");
            let mut table = table(text.as_bytes()).unwrap();
            table.next_row().unwrap();
            assert_eq!(problem(table.next_row().unwrap().unwrap().number(0).unwrap_err()).0, "line 3", "{field}");
        }
    }

    #[test]
    fn a_bomb_ends_with_an_error_and_not_with_the_memory() {
        let endless = std::io::repeat(b'8');
        assert_eq!(problem(Table::open(endless, "beat table").unwrap_err()).1, "there are more than 256 MB of text");
        let rows = BufReader::new(b"rr_ms\n".chain(Cycle { at: 0 }));
        let mut table = Table::open(rows, "beat table").unwrap();
        let error = loop {
            if let Err(error) = table.next_row() {
                break error;
            }
        };
        assert_eq!(problem(error).1, "there are more than four million rows");
    }

    /// `800` for ever.
    struct Cycle {
        at: usize,
    }

    impl Read for Cycle {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            for byte in into.iter_mut() {
                *byte = b"800\n"[self.at % 4];
                self.at += 1;
            }
            Ok(into.len())
        }
    }

    #[test]
    fn empty_and_packed_files_that_are_not_whole_are_told_apart() {
        assert_eq!(problem(table(b"").unwrap_err()), ("line 1".into(), "the file is empty"));
        let mut packed = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::default()).unwrap();
        std::io::Write::write_all(&mut packed, &b"rr_ms\n800\n".repeat(9_000)).unwrap();
        let packed = packed.finish().unwrap();
        let cut = &packed[..packed.len() - 9];
        let ends = |bytes: &[u8]| {
            let mut table = table(bytes)?;
            while table.next_row()?.is_some() {}
            Ok(())
        };
        assert!(ends(&packed).is_ok());
        assert_eq!(problem(ends(cut).unwrap_err()).1, "the file ends in the middle");
        let mut damaged = packed.clone();
        damaged[20] ^= 0x55;
        assert_eq!(problem(ends(&damaged).unwrap_err()).1, "the packed data is damaged");
    }
}
