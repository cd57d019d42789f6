//! The text of a saved query: as it was written, and valid when it was written.

use super::{Bad, MOST_PARTS, Query, parse};
use crate::value::through_text;

/// A query as somebody wrote it. It is kept as text and not as its meaning: `me` and `today` depend on the reader.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SearchText(String);

impl SearchText {
    /// Checks a text. Only blanks around it and characters that nobody sees are left out.
    ///
    /// # Errors
    /// [`Bad`] where it is no query.
    pub fn parse(text: &str) -> Result<Self, Bad> {
        let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let text = text.trim();
        parse(text)?;
        Ok(Self(text.to_owned()))
    }

    /// A text that was checked when it was stored. The language may have changed since.
    pub fn checked(text: String) -> Self {
        Self(text)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The query as it is understood today, perhaps in part. Pieces that could be words are looked for as such: a search without
    /// them would find more than before.
    pub fn query(&self) -> Query {
        let mut text = self.0.clone();
        let mut rest = Query::default();
        // There are no more pieces than that.
        for _ in 0..=MOST_PARTS {
            let bad = match parse(&text) {
                Ok(query) => return query,
                Err(bad) => bad,
            };
            rest = bad.rest;
            let mut letters = text.chars();
            let before: String = letters.by_ref().take(bad.position).collect();
            let piece: String = letters.by_ref().take(bad.length).collect();
            let words = bad.as_words.or_else(|| bad.meant.filter(|meant| meant.starts_with('"')));
            let Some(words) = words.filter(|words| *words != piece) else { break };
            let behind: String = letters.collect();
            text = format!("{before}{words}{behind}");
        }
        rest
    }
}

through_text! {
    SearchText: "a query of tasks, as in the field above a list",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_as_it_was_written_where_it_reads() {
        let text = SearchText::parse(" @me  due:<2W\0\"river  bank\"\n").unwrap();
        assert_eq!(text.as_str(), "@me  due:<2W \"river  bank\"");
        assert_eq!(Ok(text.query()), parse(text.as_str()));
        assert_eq!(SearchText::parse("staus:new").unwrap_err().position, 0);
        assert!(SearchText::parse("").unwrap().query().parts.is_empty());
    }

    #[test]
    fn of_a_text_that_no_longer_reads_pieces_are_words_or_left_out() {
        let means = |text: &str| SearchText::checked(text.to_owned()).query();
        for (text, meant) in [
            ("@me nothing:like it", "@me \"nothing:like\" it"),
            ("v2:beta is:open staus:new", "\"v2:beta\" is:open \"staus:new\""),
            ("is:open “foo", "is:open \"foo\""),
        ] {
            assert_eq!(Ok(means(text)), parse(meant), "{text}");
        }
        assert_eq!(means("due:soon @me"), parse("due:soon @me").unwrap_err().rest);
    }
}
