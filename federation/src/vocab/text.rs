//! Texts of other servers in one form: composed, without control characters, lines without letters that are not seen, within
//! limits. What is hashed and signed is the document as it came.

use unicode_normalization::UnicodeNormalization;

use super::VocabRefusal;
use super::unseen::{is_unseen, without_unseen};

/// Characters that change the direction of the text after them, also beyond their line.
pub(crate) fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether something of a line is seen: otherwise nobody could read it as a title, or choose it as a link.
fn is_seen(line: &str) -> bool {
    line.chars().any(|c| !c.is_whitespace() && !is_unseen(c))
}

/// One line of 1 to `max` characters, one of which is seen: a title, a name.
pub(super) fn line(field: &'static str, raw: &str, max: usize) -> Result<String, VocabRefusal> {
    let kept: String = raw.chars().filter(|c| !c.is_control()).collect();
    let kept = without_unseen(&kept);
    let line = kept.trim();
    match line.chars().count() {
        _ if !is_seen(line) => Err(VocabRefusal::Missing { field }),
        length if length > max => Err(VocabRefusal::TooLarge { field, limit: max }),
        _ => Ok(line.to_owned()),
    }
}

/// Any number of lines, of at most `max` characters in all.
pub(super) fn lines(field: &'static str, raw: &str, max: usize) -> Result<String, VocabRefusal> {
    let unix = raw.replace("\r\n", "\n");
    let is_kept = |c: &char| matches!(c, '\n' | '\t') || !(c.is_control() || turns_direction(*c));
    let kept: String = unix.nfc().filter(is_kept).collect();
    if kept.chars().count() > max { Err(VocabRefusal::TooLarge { field, limit: max }) } else { Ok(kept) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_composed_trimmed_and_cleaned() {
        assert_eq!(
            line("name", "  Cafe\u{301}\u{202E} \n\u{0}bar\u{2066}\u{2069} ", 200).unwrap(),
            "Café bar"
        );
    }

    #[test]
    fn a_line_has_one_to_so_many_characters() {
        assert_eq!(line("name", " \u{202E}\n", 200), Err(VocabRefusal::Missing { field: "name" }));
        assert!(line("name", &"🙏".repeat(200), 200).is_ok());
        let refused = line("name", &"🙏".repeat(201), 200);
        assert_eq!(refused, Err(VocabRefusal::TooLarge { field: "name", limit: 200 }));
    }

    #[test]
    fn a_line_of_which_nothing_is_seen_is_missing() {
        for unseen in
            ["\u{200B}\u{2060}", "\u{3164} \u{115F}", "\u{2800}", "\u{FE0F}", "\u{FFFC}", "\u{E0041}\u{FEFF}"]
        {
            assert_eq!(line("name", unseen, 200), Err(VocabRefusal::Missing { field: "name" }), "{unseen:?}");
        }
        assert_eq!(line("name", "\u{200B}\u{645}\u{200C}", 200).unwrap(), "\u{645}");
        assert_eq!(
            line("name", "\u{645}\u{6CC}\u{200C}\u{62E}", 200).unwrap(),
            "\u{645}\u{6CC}\u{200C}\u{62E}"
        );
    }

    #[test]
    fn lines_keep_their_breaks_and_tabs() {
        assert_eq!(lines("source", "a\r\n\tb\u{7}\u{1b}[0m\u{202E}c\u{2066}", 100).unwrap(), "a\n\tb[0mc");
        assert!(lines("source", &"x".repeat(10_001), 10_000).is_err());
    }
}
