//! Our cookies. Browsers share cookies between the ports of a host, so on loopback their names carry the port (DATA 15);
//! on https the prefix `__Host-` keeps neighbouring hosts from setting them (RFC 6265bis §4.1.3.2).

use http::{HeaderMap, HeaderValue, header};
use pursuance_domain::value::Language;
use url::Url;

use crate::text::Text;

/// How long a browser remembers a language.
const LANGUAGE_SECONDS: i64 = 365 * 86_400;

/// The texts for a visitor: in the language chosen in this browser, or else in the language that it asks for.
pub fn visitors_text(base: &Url, headers: &HeaderMap) -> Text {
    let chosen = Cookie::Language.read(base, headers).and_then(|tag| Language::parse(tag).ok());
    chosen.map_or_else(|| Text::asked(headers), |language| Text::asked_in(language, headers))
}

/// The values stored in a browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cookie {
    /// The secret of a session.
    Session,
    /// The chosen colours.
    Theme,
    /// The time zone of the browser, which its script writes.
    Zone,
    /// The language that a person chose here, for the pages before they have signed in again.
    Language,
    /// A person has signed in with this browser before; a mark that only this instance can make.
    Browser,
    /// The notice for the next page.
    Notice,
    /// The button for the next page that takes the last form back.
    Undo,
    /// The last queries of a person in the views of tasks.
    Views,
    /// The columns of a person's tables of tasks.
    Columns,
    /// The pursuance of the last task that a person made by sharing a text.
    Shared,
}

impl Cookie {
    /// Its name on the instance with this base URL.
    pub fn name(self, base: &Url) -> String {
        let what = match self {
            Self::Session => "",
            Self::Theme => "-theme",
            Self::Zone => "-zone",
            Self::Language => "-language",
            Self::Browser => "-browser",
            Self::Notice => "-notice",
            Self::Undo => "-undo",
            Self::Views => "-views",
            Self::Columns => "-columns",
            Self::Shared => "-shared",
        };
        match base.scheme() {
            "https" => format!("__Host-pursuance{what}"),
            _ => format!("pursuance{what}-{}", base.port_or_known_default().unwrap_or(80)),
        }
    }

    /// Its value, when the browser sent one. Of two with the same name the first counts, as browsers send the closest first.
    pub fn read<'a>(self, base: &Url, headers: &'a HeaderMap) -> Option<&'a str> {
        let name = self.name(base);
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// The views of tasks that a browser remembers.
    pub fn of_views(base: &Url, headers: &HeaderMap) -> String {
        let of = |cookie: Self| cookie.read(base, headers).unwrap_or_default();
        format!("{} {}", of(Self::Views), of(Self::Columns))
    }

    /// Sets it for `seconds`. The value has only characters that cookies may have: hexadecimal digits,
    /// our words, or a text as in an address.
    pub fn set(self, base: &Url, value: &str, seconds: i64) -> HeaderValue {
        let secure = if base.scheme() == "https" { "; Secure" } else { "" };
        let name = self.name(base);
        let line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
        HeaderValue::from_str(&line).unwrap_or(HeaderValue::from_static(""))
    }

    /// Remembers the language that a person chose, or that they chose none.
    pub fn language(base: &Url, chosen: Option<Language>) -> HeaderValue {
        match chosen {
            Some(language) => Self::Language.set(base, language.as_str(), LANGUAGE_SECONDS),
            None => Self::Language.end(base),
        }
    }

    /// Takes it away.
    pub fn end(self, base: &Url) -> HeaderValue {
        self.set(base, "", 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn two_ports_have_two_cookies() {
        let (one, other) = (url("http://localhost:8001"), url("http://localhost:8002"));
        let mut headers = HeaderMap::new();
        headers
            .insert(header::COOKIE, HeaderValue::from_static("pursuance-8001=a; pursuance-theme-8001=dark"));
        assert_eq!(Cookie::Session.read(&one, &headers), Some("a"));
        assert_eq!(Cookie::Theme.read(&one, &headers), Some("dark"));
        assert_eq!(Cookie::Session.read(&other, &headers), None);
    }

    #[test]
    fn scripts_and_other_sites_do_not_get_it() {
        let set = Cookie::Session.set(&url("https://commons.example"), "ab", 60);
        assert_eq!(set, "__Host-pursuance=ab; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure");
        let set = Cookie::Session.set(&url("http://localhost:8001"), "ab", 60);
        assert_eq!(set, "pursuance-8001=ab; Path=/; HttpOnly; SameSite=Lax; Max-Age=60");
    }
}
