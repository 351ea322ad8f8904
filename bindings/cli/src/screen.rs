//! What a person or a program reads: lines, tables whose columns line up, JSON.

use std::io::{ErrorKind, Write};

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::Done;
use crate::failure::Failure;

/// Writes a line.
pub(crate) fn line(text: &str) -> Done {
    write(&format!("{text}\n"))
}

/// Says what went wrong, on the side of what a program reads.
pub(crate) fn trouble(line: &str) {
    let _ = writeln!(std::io::stderr(), "mimamori: {line}");
}

/// Writes a value as JSON, indented.
pub(crate) fn json(value: &impl Serialize) -> Done {
    match serde_json::to_string_pretty(value) {
        Ok(text) => line(&text),
        Err(error) => Err(Failure::Failed(error.to_string())),
    }
}

fn write(text: &str) -> Done {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Failure::PipeClosed),
        Err(error) => Err(error.into()),
    }
}

/// A record's name as lists show it: its end, which tells it apart, and by which it is found again.
pub(crate) fn short(id: mimamori::model::RecordId) -> String {
    id.to_string().chars().skip(28).collect()
}

/// A cell that is wider than so many columns of a terminal pushes aside what follows in its own row, not in all.
const LONG: usize = 96;

/// Rows whose columns line up, also where characters are two columns wide.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
    right: Vec<usize>,
}

impl Table {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// The columns of these numbers, from 0, are set to the right.
    pub(crate) fn right(mut self, columns: &[usize]) -> Self {
        self.right = columns.to_vec();
        self
    }

    pub(crate) fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.into());
    }

    /// A row of as many cells as there are.
    pub(crate) fn cells(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Writes the rows, each after `indent` blanks.
    pub(crate) fn print(&self, indent: usize) -> Done {
        write(&self.lay_out(indent))
    }

    fn lay_out(&self, indent: usize) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns)
            .map(|column| {
                let cells = self.rows.iter().filter_map(|row| row.get(column));
                cells.map(|cell| cell.width()).filter(|width| *width <= LONG).max().unwrap_or(0)
            })
            .collect();
        // A column in which nobody has anything takes no room.
        let is_empty = |column: usize| self.rows.iter().all(|row| row.get(column).is_none_or(String::is_empty));
        let empty: Vec<bool> = (0..columns).map(is_empty).collect();
        let mut text = String::new();
        for row in &self.rows {
            let mut line = " ".repeat(indent);
            let cells = row.iter().zip(&widths).enumerate().zip(&empty).filter(|(_, is_empty)| !**is_empty);
            for (nth, ((column, (cell, width)), _)) in cells.enumerate() {
                if nth > 0 {
                    line.push_str("  ");
                }
                let pad = " ".repeat(width.saturating_sub(cell.width()));
                if self.right.contains(&column) {
                    line.push_str(&pad);
                    line.push_str(cell);
                } else {
                    line.push_str(cell);
                    line.push_str(&pad);
                }
            }
            text.push_str(line.trim_end_matches(' '));
            text.push('\n');
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_where_characters_are_two_columns_wide() {
        let mut table = Table::new().right(&[1]);
        table.row(["ごはん".into(), "234".into(), "kcal".into()]);
        table.row(["tea".into(), "1".into(), "kcal".into()]);
        assert_eq!(table.lay_out(2), "  ごはん  234  kcal\n  tea       1  kcal\n");
    }

    #[test]
    fn a_column_in_which_nobody_has_anything_takes_no_room() {
        let mut table = Table::new().right(&[2]);
        table.row(["weight".into(), String::new(), "52.4".into(), String::new()]);
        table.row(["waist".into(), String::new(), "8".into(), String::new()]);
        assert_eq!(table.lay_out(0), "weight  52.4\nwaist      8\n");
    }

    #[test]
    fn one_long_cell_does_not_push_the_others_out_of_sight() {
        let mut table = Table::new();
        let long = "everything ".repeat(12);
        table.row([long.clone(), "today".into()]);
        table.row(["weight".into(), "yesterday".into()]);
        table.row(["walk".into(), "today".into()]);
        assert_eq!(table.lay_out(0), format!("{long}  today\nweight  yesterday\nwalk    today\n"));
    }
}
