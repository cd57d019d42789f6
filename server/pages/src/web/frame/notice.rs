//! Notices: the result of a form, shown once on the next page. The cookie in between holds the name of one of our texts, so
//! that nobody can make a page show other text.

use http::HeaderValue;
use url::Url;

use super::layout::{Flash, Tone};
use crate::text::{Text, known_key};
use crate::web::frame::cookies::Cookie;

/// How long the cookie waits for the next page.
const SECONDS: i64 = 60;

/// The beginning of the key of every notice.
const PREFIX: &str = "notice-";

/// The result of a form: the key of its text, `notice-…`, in the locale file of its family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormNotice {
    tone: Tone,
    key: &'static str,
}

impl FormNotice {
    /// A success.
    pub const fn good(key: &'static str) -> Self {
        Self { tone: Tone::Good, key }
    }

    /// Information.
    pub const fn info(key: &'static str) -> Self {
        Self { tone: Tone::Info, key }
    }

    /// Something waits or needs care.
    pub const fn wait(key: &'static str) -> Self {
        Self { tone: Tone::Wait, key }
    }

    /// Reads the value of a cookie, such as `good.taken`; no notice when there is no such tone or text.
    pub fn parse(value: &str) -> Option<Self> {
        let (tone, word) = value.split_once('.')?;
        let tone = [Tone::Good, Tone::Info, Tone::Wait].into_iter().find(|one| word_of(*one) == tone)?;
        Some(Self { tone, key: known_key(&format!("{PREFIX}{word}"))? })
    }

    /// The value of the cookie.
    fn value(self) -> String {
        format!("{}.{}", word_of(self.tone), self.key.strip_prefix(PREFIX).unwrap_or_default())
    }

    /// The notice for the page.
    pub fn flash(self, t: Text) -> Flash {
        Flash { tone: self.tone, text: t.s(self.key).to_owned() }
    }

    /// The cookie that carries it to the next page.
    pub fn cookie(self, base: &Url) -> HeaderValue {
        Cookie::Notice.set(base, &self.value(), SECONDS)
    }
}

/// A tone in the cookie.
fn word_of(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "good",
        Tone::Info => "info",
        Tone::Wait => "wait",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_reads_back_and_nothing_else_is_one() {
        for notice in [
            FormNotice::good("notice-saved"),
            FormNotice::info("notice-handed-back"),
            FormNotice::wait("notice-kept-here"),
        ] {
            assert_eq!(FormNotice::parse(&notice.value()), Some(notice));
            assert!(!notice.flash(Text::english()).text.is_empty());
        }
        for other in ["<b>free money</b>", "good.<b>free money</b>", "good.", "loud.saved", "saved", ""] {
            assert_eq!(FormNotice::parse(other), None, "{other}");
        }
    }
}
