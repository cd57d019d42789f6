//! Tables for other programs (RFC 4180), safe to open in a spreadsheet.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};

/// A table while it is written.
#[derive(Debug, Default)]
pub struct Csv(String);

impl Csv {
    /// Adds a line.
    pub fn line<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) {
        for (place, cell) in cells.into_iter().enumerate() {
            if place > 0 {
                self.0.push(',');
            }
            write_cell(&mut self.0, cell.as_ref());
        }
        self.0.push_str("\r\n");
    }

    /// The table as a download. `name`: of ASCII letters, digits, `-` and `_`.
    pub fn download(self, name: &str) -> Response {
        let mut response = self.0.into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/csv; charset=utf-8; header=present"),
        );
        if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}.csv\"")) {
            headers.insert(header::CONTENT_DISPOSITION, value);
        }
        response
    }
}

/// The first characters of a formula in spreadsheets, with the full-width forms and line breaks that some of them accept.
const FORMULAS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Writes one cell. A spreadsheet would execute a text that begins like a formula, so an apostrophe before it makes it plain
/// text.
fn write_cell(table: &mut String, cell: &str) {
    let is_formula = cell.starts_with(FORMULAS);
    let is_quoted = cell.contains(['"', ',', '\r', '\n']);
    if is_quoted {
        table.push('"');
    }
    if is_formula {
        table.push('\'');
    }
    table.push_str(&cell.replace('"', "\"\""));
    if is_quoted {
        table.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(cells: &[&str]) -> String {
        let mut table = Csv::default();
        table.line(cells);
        table.0
    }

    #[test]
    fn cells_are_quoted_where_they_have_to_be() {
        assert_eq!(line(&["1", "Count", ""]), "1,Count,\r\n");
        assert_eq!(
            line(&["a,b", "say \"no\"", "two\nlines"]),
            "\"a,b\",\"say \"\"no\"\"\",\"two\nlines\"\r\n"
        );
    }

    #[test]
    fn nothing_begins_like_a_formula() {
        let wrote = line(&["=1+1", "+1", "-1", "@sum", "\tx", "\rx", "=a,b", "a=b"]);
        assert_eq!(wrote, "'=1+1,'+1,'-1,'@sum,'\tx,\"'\rx\",\"'=a,b\",a=b\r\n");
        let wide = line(&["＝1+1", "＋1", "－1", "＠sum", "\n=1", "a＝b"]);
        assert_eq!(wide, "'＝1+1,'＋1,'－1,'＠sum,\"'\n=1\",a＝b\r\n");
    }
}
