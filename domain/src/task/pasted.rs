//! Lists that people paste: indented lines, or lists as in Markdown. Each line is a task, part of the nearest line above it that is
//! indented less. The text of a line is read by [`quick`](super::quick).

use super::listed::Listed;

/// The width of a tab.
const TAB: usize = 4;

/// A line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number in the text, from 1.
    pub number: usize,
    /// Number of lines above that it is part of.
    pub depth: usize,
    /// Its text, without the mark before it.
    pub text: String,
    /// Whether its box is ticked: the task is written down as open all the same.
    pub is_ticked: bool,
}

/// The lines of a list, without empty ones; of a too long list, one line more than [`Listed::MOST`].
pub fn lines(text: &str) -> Vec<Line> {
    // The widths of the lines that the next one may be part of.
    let mut above: Vec<usize> = Vec::new();
    let mut lines = Vec::new();
    // Old programs end lines with a carriage return alone.
    let unified = text.replace("\r\n", "\n");
    for (number, line) in (1..).zip(unified.split(['\n', '\r'])) {
        let (width, said) = indented(line);
        let (said, is_ticked) = without_mark(said);
        if said.is_empty() {
            continue;
        }
        while above.pop_if(|last| *last >= width).is_some() {}
        lines.push(Line { number, depth: above.len(), text: said.to_owned(), is_ticked });
        above.push(width);
        if lines.len() > Listed::MOST {
            break;
        }
    }
    lines
}

/// The width of the blanks before a line, and the rest of it.
fn indented(line: &str) -> (usize, &str) {
    let rest = line.trim_start();
    let blanks = line.get(..line.len() - rest.len()).unwrap_or_default();
    let width = blanks
        .chars()
        .fold(0, |width, blank| if blank == '\t' { (width / TAB + 1) * TAB } else { width + 1 });
    (width, rest.trim_end())
}

/// A line without its `-`, `*`, `+`, `•` or `1.`, and without the box behind it; and whether that is ticked.
fn without_mark(line: &str) -> (&str, bool) {
    let behind =
        line.strip_prefix(['-', '*', '+', '•']).or_else(|| behind_number(line)).and_then(behind_blank);
    let said = behind.unwrap_or(line);
    let boxed = |mark: &str| said.strip_prefix(mark).and_then(behind_blank);
    if let Some(said) = boxed("[ ]").or_else(|| boxed("[]")) {
        return (said, false);
    }
    match boxed("[x]").or_else(|| boxed("[X]")) {
        Some(said) => (said, true),
        None => (said, false),
    }
}

/// The text behind `1.` or `1)`.
fn behind_number(line: &str) -> Option<&str> {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    // Longer ones are no numbers of lists (CommonMark 5.2).
    if !(1..=9).contains(&digits) {
        return None;
    }
    line.get(digits..)?.strip_prefix(['.', ')'])
}

/// The text behind a mark that is followed by a blank or the end of the line.
fn behind_blank(rest: &str) -> Option<&str> {
    let is_mark = rest.is_empty() || rest.starts_with(char::is_whitespace);
    is_mark.then(|| rest.trim_start())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The lines as depth and text.
    fn tree(text: &str) -> Vec<(usize, String)> {
        lines(text).into_iter().map(|line| (line.depth, line.text)).collect()
    }

    fn told(lines: &[(usize, &str)]) -> Vec<(usize, String)> {
        lines.iter().map(|(depth, text)| (*depth, (*text).to_owned())).collect()
    }

    #[test]
    fn a_line_is_part_of_the_nearest_one_that_is_indented_less() {
        let text = "Fair\n  Stall\n    Tables\n    Chairs\n  Flyers\nParty";
        let tree_of =
            told(&[(0, "Fair"), (1, "Stall"), (2, "Tables"), (2, "Chairs"), (1, "Flyers"), (0, "Party")]);
        assert_eq!(tree(text), tree_of);
        assert_eq!(tree(&text.replace('\n', "\r\n")), tree_of);
        assert_eq!(tree(&text.replace('\n', "\r")), tree_of);
        assert_eq!(tree(&text.replace("  ", "\t")), tree_of);
        assert_eq!(tree("   Fair\n  Party"), told(&[(0, "Fair"), (0, "Party")]), "less than the first");
        assert_eq!(tree("A\n    B\n  C\n      D"), told(&[(0, "A"), (1, "B"), (1, "C"), (2, "D")]));
        assert_eq!(tree("A\n\tB\n    C"), told(&[(0, "A"), (1, "B"), (1, "C")]), "tabs and blanks");
    }

    #[test]
    fn marks_of_markdown_are_no_part_of_a_title() {
        let text =
            "- One\n  * Two\n  + Three\n1. Four\n   2) Five\n• Six\n\n-\n- [ ] Seven\n- [x] Eight\n[X] Nine";
        let found = lines(text);
        let told: Vec<(&str, usize)> = found.iter().map(|line| (line.text.as_str(), line.depth)).collect();
        assert_eq!(
            told,
            [
                ("One", 0),
                ("Two", 1),
                ("Three", 1),
                ("Four", 0),
                ("Five", 1),
                ("Six", 0),
                ("Seven", 0),
                ("Eight", 0),
                ("Nine", 0),
            ]
        );
        let ticked: Vec<&str> =
            found.iter().filter(|line| line.is_ticked).map(|line| line.text.as_str()).collect();
        assert_eq!(ticked, ["Eight", "Nine"]);
        assert_eq!(found.last().map(|line| line.number), Some(11), "as the text counts them");
    }

    #[test]
    fn words_that_look_like_marks_stay() {
        for text in [
            "-5 degrees",
            "2026 report",
            "3.5 litres",
            "*bold* words",
            "[draft] Letter",
            "1234567890. x",
            "+1",
        ] {
            assert_eq!(tree(text), told(&[(0, text)]));
        }
    }

    #[test]
    fn a_long_list_is_read_up_to_one_line_too_many() {
        assert_eq!(lines(&"x\n".repeat(10_000)).len(), Listed::MOST + 1);
    }

    proptest! {
        #[test]
        fn every_list_is_a_tree(text in "([ \\t\\-*+.1x\\[\\]\\r\\n]|\\PC){0,200}") {
            let mut before = None;
            for line in lines(&text) {
                prop_assert!(line.depth <= before.map_or(0, |depth: usize| depth + 1));
                prop_assert!(!line.text.is_empty());
                before = Some(line.depth);
            }
        }
    }
}
