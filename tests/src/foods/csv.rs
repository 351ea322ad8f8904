//! Comma-separated values (RFC 4180), as far as the sources of the food table need them.

use std::collections::HashMap;

/// A file with a header.
#[derive(Debug)]
pub(super) struct Table {
    file: &'static str,
    columns: HashMap<String, usize>,
    rows: Vec<(usize, Vec<String>)>,
}

/// One row of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    table: &'a Table,
    line: usize,
    fields: &'a [String],
}

impl Table {
    pub(super) fn parse(file: &'static str, text: &str) -> Result<Self, String> {
        let mut rows = records(text).into_iter();
        let (_, header) = rows.next().ok_or_else(|| format!("{file}: no header"))?;
        let columns: HashMap<_, _> = header.into_iter().zip(0..).collect();
        let rows: Vec<_> = rows.filter(|(_, fields)| fields.iter().any(|field| !field.is_empty())).collect();
        if let Some((line, _)) = rows.iter().find(|(_, fields)| fields.len() != columns.len()) {
            return Err(format!("{file}, line {line}: not {} fields", columns.len()));
        }
        Ok(Self { file, columns, rows })
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, fields)| Row { table: self, line: *line, fields })
    }
}

impl<'a> Row<'a> {
    pub(super) fn get(&self, column: &str) -> Result<&'a str, String> {
        let place = self.table.columns.get(column).ok_or_else(|| self.problem("a column is missing"))?;
        self.fields.get(*place).map(String::as_str).ok_or_else(|| self.problem("a field is missing"))
    }

    pub(super) fn number(&self, column: &str) -> Result<f64, String> {
        let number: Option<f64> = self.get(column)?.parse().ok();
        number.filter(|number| number.is_finite() && *number > 0.0).ok_or_else(|| self.problem("not a number above 0"))
    }

    /// The parts of a field between semicolons.
    pub(super) fn list(&self, column: &str) -> Result<impl Iterator<Item = &'a str>, String> {
        Ok(self.get(column)?.split(';').filter(|part| !part.is_empty()))
    }

    pub(super) fn problem(&self, problem: &str) -> String {
        format!("{}, line {}: {problem}", self.table.file, self.line)
    }
}

/// Every record with the line on which it begins.
fn records(text: &str) -> Vec<(usize, Vec<String>)> {
    let (mut records, mut fields, mut field) = (Vec::new(), Vec::new(), String::new());
    let (mut line, mut begun, mut quoted) = (1, 1, false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        line += usize::from(c == '\n');
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(std::mem::take(&mut field)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                fields.push(std::mem::take(&mut field));
                records.push((begun, std::mem::take(&mut fields)));
                begun = line;
            }
            _ => field.push(c),
        }
    }
    if !field.is_empty() || !fields.is_empty() {
        fields.push(field);
        records.push((begun, fields));
    }
    records
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_commas_and_line_breaks_inside_a_field_are_kept() {
        let table = Table::parse("f.csv", "a,b\r\n\"1,\"\"2\"\"\n3\",x\r\n\r\ny,z").unwrap();
        let rows: Vec<_> = table.rows().collect();
        assert_eq!(rows[0].get("a"), Ok("1,\"2\"\n3"));
        assert_eq!(rows[1].get("b"), Ok("z"));
        assert_eq!(rows[1].problem("p"), "f.csv, line 5: p");
    }

    #[test]
    fn a_row_that_is_too_short_is_named_by_its_line() {
        assert_eq!(Table::parse("f.csv", "a,b\n1,2\n3\n").unwrap_err(), "f.csv, line 3: not 2 fields");
    }
}
