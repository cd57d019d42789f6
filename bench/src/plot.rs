//! Pictures of what was simulated: bars beside each other, as SVG.

use std::fmt::Write as _;

/// The pixels of a column with its words, of its longest bar, and of a line.
const COLUMN: f64 = 320.0;
const LONGEST: f64 = 160.0;
const LINE: f64 = 36.0;

/// A column of bars with a title. Titles and names are words of this program: nothing is escaped.
#[derive(Debug)]
pub struct Bars {
    title: &'static str,
    most: f64,
    bars: Vec<(f64, String)>,
}

impl Bars {
    /// `most` is the value of the longest bar.
    pub fn new(title: &'static str, most: f64) -> Self {
        Self { title, most, bars: Vec::new() }
    }

    pub fn add(&mut self, value: f64, name: &str) {
        self.bars.push((value, format!("{value:.1} ({name})")));
    }
}

/// The columns beside each other.
pub fn picture(columns: &[Bars]) -> String {
    let lines = columns.iter().map(|column| column.bars.len()).max().unwrap_or(0);
    let (mut width, mut height) = (20.0, 44.0);
    columns.iter().for_each(|_| width += COLUMN);
    (0..lines).for_each(|_| height += LINE);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n"
    );
    let mut left = 20.0;
    for column in columns {
        let _ = writeln!(svg, "<text x=\"{left}\" y=\"24\">{}</text>", column.title);
        let mut top = 44.0;
        for (value, words) in &column.bars {
            let long = LONGEST * value / column.most;
            let _ = writeln!(
                svg,
                "<rect x=\"{left}\" y=\"{top}\" width=\"{long:.1}\" height=\"20\" fill=\"#2a6f6a\"/>\
                 <text x=\"{:.1}\" y=\"{}\">{words}</text>",
                left + long + 6.0,
                top + 15.0
            );
            top += LINE;
        }
        left += COLUMN;
    }
    svg.push_str("</svg>\n");
    svg
}
