//! The body of a mail: a few lines and links, once as text and once as HTML, so that both say the same.

use crate::text::escape;

#[derive(Debug, Clone, PartialEq, Eq)]
enum LetterBlock {
    Head(String),
    Line(String),
    Link { words: String, to: String },
    Small(String),
    SmallLink { words: String, to: String },
}

/// The body, from the top. Every text in it is plain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body(Vec<LetterBlock>);

impl Body {
    pub fn head(&mut self, words: impl Into<String>) {
        self.0.push(LetterBlock::Head(words.into()));
    }

    pub fn line(&mut self, words: impl Into<String>) {
        self.0.push(LetterBlock::Line(words.into()));
    }

    pub fn small(&mut self, words: impl Into<String>) {
        self.0.push(LetterBlock::Small(words.into()));
    }

    pub fn link(&mut self, words: &str, to: String) {
        self.0.push(LetterBlock::Link { words: words.to_owned(), to });
    }

    pub fn small_link(&mut self, words: &str, to: String) {
        self.0.push(LetterBlock::SmallLink { words: words.to_owned(), to });
    }

    /// For readers of text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut is_foot = false;
        for block in &self.0 {
            if matches!(block, LetterBlock::SmallLink { .. }) && !is_foot {
                is_foot = true;
                // The lines that follow are no part of the message (RFC 3676 §4.3).
                text.push_str("-- \n");
            }
            match block {
                LetterBlock::Head(words) => text.push_str(&format!("{words}\n\n")),
                LetterBlock::Line(words) | LetterBlock::Small(words) => {
                    text.push_str(&format!("{words}\n\n"))
                }
                LetterBlock::Link { words, to } => text.push_str(&format!("{words}\n{to}\n\n")),
                LetterBlock::SmallLink { words, to } => text.push_str(&format!("{words}: {to}\n")),
            }
        }
        text
    }

    /// For others: the same, with neither pictures nor anything that is fetched.
    pub fn html(&self, language: &str) -> String {
        let mut html = format!(
            "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><title></title></head><body>\n"
        );
        for block in &self.0 {
            let written = match block {
                LetterBlock::Head(words) => format!("<h2>{}</h2>", escape(words)),
                LetterBlock::Line(words) => format!("<p dir=\"auto\">{}</p>", escape(words)),
                LetterBlock::Link { words, to } => {
                    format!("<p dir=\"auto\"><a href=\"{}\">{}</a></p>", escape(to), escape(words))
                }
                LetterBlock::Small(words) => format!("<p><small>{}</small></p>", escape(words)),
                LetterBlock::SmallLink { words, to } => {
                    format!("<p><small><a href=\"{}\">{}</a></small></p>", escape(to), escape(words))
                }
            };
            html.push_str(&written);
            html.push('\n');
        }
        html.push_str("</body></html>\n");
        html
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_parts_say_the_same_and_no_text_becomes_markup() {
        let mut body = Body::default();
        body.line("Ben <b>wrote</b>");
        body.link("Count & feed", "https://commons.example/p/bees/t/1?a=1&b=\"2\"".to_owned());
        body.small_link("Choose", "https://commons.example/inbox/settings".to_owned());
        let (text, html) = (body.text(), body.html("en"));
        assert!(text.contains("Ben <b>wrote</b>\n") && text.contains("\n-- \nChoose: https://"), "{text}");
        assert!(html.contains("Ben &#60;b&#62;wrote") && html.contains("Count &#38; feed"), "{html}");
        assert!(!html.contains("<b>") && !html.contains("\"2\""), "{html}");
    }
}
