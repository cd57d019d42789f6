//! The figures, as one table for people or as JSON for programs.

use std::fmt::Write as _;

use serde::Serialize;

use crate::others;

/// Which database a figure was taken on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Sqlite,
    Postgres,
}

impl Kind {
    /// How people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "Postgres",
        }
    }
}

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Unit {
    #[serde(rename = "/s")]
    PerSecond,
    #[serde(rename = "%")]
    Percent,
    #[serde(rename = "ms")]
    Millis,
    #[serde(rename = "MB")]
    Megabytes,
    #[serde(rename = "times")]
    Times,
    #[serde(rename = "")]
    Count,
}

impl Unit {
    fn sign(self) -> &'static str {
        match self {
            Self::PerSecond => "/s",
            Self::Percent => " %",
            Self::Millis => " ms",
            Self::Megabytes => " MB",
            Self::Times => " ×",
            Self::Count => "",
        }
    }
}

/// What a figure should be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    AtLeast(f64),
    AtMost(f64),
    /// It stands there so that others can be compared with it.
    None,
}

impl Aim {
    fn is_met(self, value: f64) -> Option<bool> {
        match self {
            Self::AtLeast(least) => Some(value >= least),
            Self::AtMost(most) => Some(value <= most),
            Self::None => None,
        }
    }
}

/// One line of the table.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    pub part: &'static str,
    pub figure: String,
    pub database: Option<Kind>,
    pub value: f64,
    pub unit: Unit,
    pub aim: Aim,
    pub met: Option<bool>,
}

/// Everything measured in one run.
#[derive(Debug, Default, Serialize)]
pub struct Table {
    pub rows: Vec<Row>,
    pub notes: Vec<String>,
}

impl Table {
    /// Adds a figure.
    pub fn add(
        &mut self,
        part: &'static str,
        database: Option<Kind>,
        figure: impl Into<String>,
        value: f64,
        unit: Unit,
        aim: Aim,
    ) {
        let row = Row { part, figure: figure.into(), database, value, unit, aim, met: aim.is_met(value) };
        // A long run shows how far it is.
        eprintln!("  {} · {}: {}", row.part, row.figure, shown(row.value, row.unit));
        self.rows.push(row);
    }

    /// Adds a remark that belongs below the table.
    pub fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }

    /// For people.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        let mut part = "";
        let width = self.rows.iter().map(|row| row.figure.chars().count()).max().unwrap_or(0);
        for row in &self.rows {
            if row.part != part {
                part = row.part;
                let _ = writeln!(text, "\n{part}");
            }
            let aim = match row.aim {
                Aim::AtLeast(least) => format!("≥ {}", shown(least, row.unit)),
                Aim::AtMost(most) => format!("≤ {}", shown(most, row.unit)),
                Aim::None => String::new(),
            };
            let met = match row.met {
                Some(true) => "met",
                Some(false) => "MISSED",
                None => "",
            };
            let database = row.database.map_or("", Kind::name);
            let value = shown(row.value, row.unit);
            let line = format!("  {:<width$}  {database:<8}  {value:>12}  {aim:<14} {met}", row.figure);
            let _ = writeln!(text, "{}", line.trim_end());
        }
        let _ = writeln!(text, "\n{}", others::to_text());
        for note in &self.notes {
            let _ = writeln!(text, "{note}");
        }
        text
    }

    /// For programs.
    pub fn to_json(&self) -> serde_json::Value {
        serde_json::json!({ "rows": self.rows, "others": others::FIGURES, "notes": self.notes })
    }
}

/// A value with as many digits as it has meaning.
fn shown(value: f64, unit: Unit) -> String {
    let digits = match value.abs() {
        size if size >= 100.0 || (size.fract() == 0.0 && size >= 10.0) => 0,
        size if size >= 10.0 => 1,
        _ => 2,
    };
    let plain = format!("{value:.digits$}");
    let (whole, rest) = plain.split_once('.').map_or((plain.as_str(), ""), |(whole, rest)| (whole, rest));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        let left = whole.len() - at;
        if at > 0 && left % 3 == 0 && !grouped.ends_with('-') {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if !rest.is_empty() {
        let _ = write!(grouped, ".{rest}");
    }
    grouped + unit.sign()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_as_many_digits_as_they_have_meaning() {
        assert_eq!(shown(1_234_567.8, Unit::PerSecond), "1,234,568/s");
        assert_eq!(shown(60.0, Unit::Percent), "60 %");
        assert_eq!(shown(4.567, Unit::Millis), "4.57 ms");
        assert_eq!(shown(45.31, Unit::Megabytes), "45.3 MB");
    }

    #[test]
    fn an_aim_that_is_missed_says_so() {
        let mut table = Table::default();
        table.add("part", Some(Kind::Sqlite), "figure", 59.9, Unit::Percent, Aim::AtLeast(60.0));
        table.add("part", Some(Kind::Sqlite), "other", 5.0, Unit::Millis, Aim::AtMost(5.0));
        assert_eq!(table.rows.iter().map(|row| row.met).collect::<Vec<_>>(), [Some(false), Some(true)]);
        assert!(table.to_text().contains("MISSED"));
    }
}
