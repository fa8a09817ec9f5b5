//! One CSV table of `data/vocabulary`: a header and rows that know their line, so that errors can name it.
//!
//! In: the compiled-in text. Out: trimmed cells by column name. Invariant: every row has every required column.

use super::VocabularyError;

/// A table in memory.
#[derive(Debug)]
pub(super) struct Table {
    name: &'static str,
    header: csv::StringRecord,
    rows: Vec<(u64, csv::StringRecord)>,
}

/// One row of a [`Table`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'t> {
    table: &'t Table,
    line: u64,
    cells: &'t csv::StringRecord,
}

impl Table {
    /// Reads a table that must have the named columns.
    pub(super) fn read(name: &'static str, text: &str, columns: &[&str]) -> Result<Self, VocabularyError> {
        let wrong = |line: u64, message: String| VocabularyError { table: name, line, message };
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        let header = reader.headers().map_err(|error| wrong(1, error.to_string()))?.clone();
        if let Some(missing) = columns.iter().find(|column| !header.iter().any(|name| name == **column)) {
            return Err(wrong(1, format!("no column `{missing}`")));
        }
        let mut rows = Vec::new();
        for record in reader.into_records() {
            let line = |position: Option<&csv::Position>| position.map_or(0, csv::Position::line);
            let record = record.map_err(|error| wrong(line(error.position()), error.to_string()))?;
            rows.push((line(record.position()), record));
        }
        Ok(Self { name, header, rows })
    }

    /// The rows in the file's order.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, cells)| Row { table: self, line: *line, cells })
    }
}

impl<'t> Row<'t> {
    /// The cell of a column; empty where the table has no such column.
    pub(super) fn cell(&self, column: &str) -> &'t str {
        let place = self.table.header.iter().position(|name| name == column);
        place.and_then(|place| self.cells.get(place)).unwrap_or_default()
    }

    /// The cell of a column that must not be empty.
    pub(super) fn filled(&self, column: &str) -> Result<&'t str, VocabularyError> {
        let cell = self.cell(column);
        if cell.is_empty() { Err(self.error(format!("`{column}` is empty"))) } else { Ok(cell) }
    }

    /// The text of a column that must not be empty.
    pub(super) fn text(&self, column: &str) -> Result<String, VocabularyError> {
        self.filled(column).map(str::to_owned)
    }

    /// A text in English and Spanish that may be missing, but not from one of the two.
    pub(super) fn twins(&self, english: &str, spanish: &str) -> Result<(String, String), VocabularyError> {
        match (self.cell(english), self.cell(spanish)) {
            ("", "") => Ok((String::new(), String::new())),
            (_, _) => Ok((self.text(english)?, self.text(spanish)?)),
        }
    }

    /// What a column says, read by `parse`.
    pub(super) fn parsed<T>(
        &self,
        column: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, VocabularyError> {
        let cell = self.cell(column);
        parse(cell).ok_or_else(|| self.error(format!("unknown {column} `{cell}`")))
    }

    /// The alternatives of a cell, parted by `|`, as owned texts.
    pub(super) fn texts(&self, column: &str) -> Vec<String> {
        self.list(column).map(str::to_owned).collect()
    }

    /// The alternatives of a cell, parted by `|`.
    pub(super) fn list(&self, column: &str) -> impl Iterator<Item = &'t str> + use<'t> {
        self.cell(column).split('|').map(str::trim).filter(|part| !part.is_empty())
    }

    /// A weight from 0 to 1.
    pub(super) fn weight(&self, text: &str) -> Result<f64, VocabularyError> {
        text.parse()
            .ok()
            .filter(|weight| (0.0..=1.0).contains(weight))
            .ok_or_else(|| self.error(format!("weight `{text}` is not a number from 0 to 1")))
    }

    /// Every column as written: name and cell, in the file's order.
    pub(super) fn columns(&self) -> Vec<(String, String)> {
        let names = self.table.header.iter();
        names.zip(self.cells.iter()).map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
    }

    /// An error that names this row.
    pub(super) fn error(&self, message: impl Into<String>) -> VocabularyError {
        VocabularyError { table: self.table.name, line: self.line, message: message.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_name_table_and_line() {
        let table =
            Table::read("a.csv", "id,weight,list\nx, 0.5 ,a | b\ny,2,\n", &["id", "weight"]).expect("sound");
        let rows: Vec<Row<'_>> = table.rows().collect();
        assert_eq!(rows[0].weight(rows[0].cell("weight")), Ok(0.5));
        assert_eq!(rows[0].list("list").collect::<Vec<_>>(), ["a", "b"]);
        let error = rows[1].weight(rows[1].cell("weight")).expect_err("above 1");
        assert_eq!(error.to_string(), "a.csv, line 3: weight `2` is not a number from 0 to 1");
        assert_eq!(rows[1].filled("list").expect_err("empty").line, 3);
    }

    #[test]
    fn twins_are_both_there_or_both_missing() {
        let table = Table::read("a.csv", "en,es\nneck,cuello\n,\nneck,\n,cuello\n", &["en", "es"]);
        let table = table.expect("sound");
        let told: Vec<String> = table
            .rows()
            .map(|row| match row.twins("en", "es") {
                Ok((english, spanish)) => format!("{english}={spanish}"),
                Err(error) => error.message,
            })
            .collect();
        assert_eq!(told, ["neck=cuello", "=", "`es` is empty", "`en` is empty"]);
    }

    #[test]
    fn a_table_needs_its_columns_and_even_rows() {
        let error = Table::read("a.csv", "id\nx\n", &["id", "label"]).expect_err("no label");
        assert_eq!((error.line, error.message.as_str()), (1, "no column `label`"));
        let error = Table::read("a.csv", "id,label\nx,y\nz\n", &["id"]).expect_err("a cell is missing");
        assert_eq!(error.line, 3);
    }
}
