//! Reads members of an object with the tolerances of PROTOCOL §1.1: a value may stand alone, in an array of one, as an
//! object with an id, or be null.

use std::str::FromStr;

use chrono::{DateTime, Datelike, Utc};
use serde_json::{Map, Value};
use url::Url;

use super::context::{PUBLIC, PUBLIC_TOO, is_name_of};
use super::{Sha256Sum, VocabRefusal, text};

/// Years that a date may be in.
const YEARS: std::ops::Range<i32> = 2000..2200;

/// One object of a document.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    map: &'a Map<String, Value>,
}

impl<'a> Reader<'a> {
    pub fn new(value: &'a Value, field: &'static str) -> Result<Self, VocabRefusal> {
        let map = value.as_object().ok_or(VocabRefusal::Malformed { field, expected: "an object" })?;
        Ok(Self { map })
    }

    /// All values of a member; none if it is missing or null.
    fn all(self, field: &'static str) -> &'a [Value] {
        match self.map.get(field) {
            None | Some(Value::Null) => &[],
            Some(Value::Array(items)) => items,
            Some(one) => std::slice::from_ref(one),
        }
    }

    /// The one value of a member.
    pub fn one(self, field: &'static str) -> Result<Option<&'a Value>, VocabRefusal> {
        match self.all(field) {
            [] | [Value::Null] => Ok(None),
            [one] => Ok(Some(one)),
            _ => Err(VocabRefusal::Malformed { field, expected: "one value" }),
        }
    }

    fn read<T>(
        self,
        field: &'static str,
        expected: &'static str,
        read: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, VocabRefusal> {
        let malformed = VocabRefusal::Malformed { field, expected };
        self.one(field)?.map(|value| read(value).ok_or(malformed)).transpose()
    }

    /// Whether it is of a type, by any of its names (PROTOCOL §1.1).
    pub fn is(self, kind: &str) -> bool {
        self.kinds().any(|found| is_name_of(found, kind))
    }

    pub fn kinds(self) -> impl Iterator<Item = &'a str> {
        self.all("type").iter().filter_map(Value::as_str)
    }

    /// Refuses an object of another type.
    pub fn expect(self, field: &'static str, expected: &'static str) -> Result<(), VocabRefusal> {
        if self.is(expected) {
            return Ok(());
        }
        let found = self.kinds().next().unwrap_or("thing without a type").to_owned();
        Err(VocabRefusal::WrongType { field, expected, found })
    }

    /// An id: text, or an object that has one.
    pub fn url(self, field: &'static str) -> Result<Option<Url>, VocabRefusal> {
        self.read(field, "an address", url_of)
    }

    pub fn need_url(self, field: &'static str) -> Result<Url, VocabRefusal> {
        need(field, self.url(field)?)
    }

    pub fn urls(self, field: &'static str, max: usize) -> Result<Vec<Url>, VocabRefusal> {
        let malformed = VocabRefusal::Malformed { field, expected: "a list of addresses" };
        self.at_most(field, max)?.iter().map(|value| url_of(value).ok_or(malformed.clone())).collect()
    }

    pub fn at_most(self, field: &'static str, max: usize) -> Result<&'a [Value], VocabRefusal> {
        let all = self.all(field);
        if all.len() > max { Err(VocabRefusal::TooLarge { field, limit: max }) } else { Ok(all) }
    }

    pub fn str(self, field: &'static str) -> Result<Option<&'a str>, VocabRefusal> {
        self.read(field, "a text", Value::as_str)
    }

    /// One line of text, or nothing if it is missing or empty.
    pub fn line(self, field: &'static str, max: usize) -> Result<Option<String>, VocabRefusal> {
        match self.str(field)?.map(|raw| text::line(field, raw, max)) {
            None | Some(Err(VocabRefusal::Missing { .. })) => Ok(None),
            Some(line) => line.map(Some),
        }
    }

    pub fn need_line(self, field: &'static str, max: usize) -> Result<String, VocabRefusal> {
        need(field, self.line(field, max)?)
    }

    /// Several lines of text.
    pub fn lines(self, field: &'static str, max: usize) -> Result<Option<String>, VocabRefusal> {
        self.str(field)?.map(|raw| text::lines(field, raw, max)).transpose()
    }

    /// A list of short lines.
    pub fn line_list(
        self,
        field: &'static str,
        max_items: usize,
        max_length: usize,
    ) -> Result<Vec<String>, VocabRefusal> {
        let malformed = VocabRefusal::Malformed { field, expected: "a list of texts" };
        self.at_most(field, max_items)?
            .iter()
            .map(|value| text::line(field, value.as_str().ok_or(malformed.clone())?, max_length))
            .collect()
    }

    pub fn number(self, field: &'static str) -> Result<Option<u64>, VocabRefusal> {
        self.read(field, "a whole number", Value::as_u64)
    }

    pub fn flag(self, field: &'static str) -> Result<Option<bool>, VocabRefusal> {
        self.read(field, "true or false", Value::as_bool)
    }

    pub fn time(self, field: &'static str) -> Result<Option<DateTime<Utc>>, VocabRefusal> {
        self.read(field, "a time between 2000 and 2200", |value| {
            let time = DateTime::parse_from_rfc3339(value.as_str()?).ok()?.to_utc();
            YEARS.contains(&time.year()).then_some(time)
        })
    }

    pub fn need_time(self, field: &'static str) -> Result<DateTime<Utc>, VocabRefusal> {
        need(field, self.time(field)?)
    }

    /// A value with one form in text.
    pub fn parse<T: FromStr>(
        self,
        field: &'static str,
        expected: &'static str,
    ) -> Result<Option<T>, VocabRefusal> {
        self.read(field, expected, |value| value.as_str()?.parse().ok())
    }

    /// SHA-256 sums in hexadecimal digits.
    pub fn sums(self, field: &'static str, max: usize) -> Result<Vec<Sha256Sum>, VocabRefusal> {
        let malformed = VocabRefusal::Malformed { field, expected: "a list of SHA-256 sums" };
        self.at_most(field, max)?
            .iter()
            .map(|value| {
                value.as_str().and_then(|hex| Sha256Sum::from_hex(hex).ok()).ok_or(malformed.clone())
            })
            .collect()
    }

    pub fn object(self, field: &'static str) -> Result<Option<Reader<'a>>, VocabRefusal> {
        self.read(field, "an object", |value| Some(Reader { map: value.as_object()? }))
    }

    /// All objects among the values of a member; plain ids are ignored.
    pub fn objects(self, field: &'static str, max: usize) -> Result<Vec<Reader<'a>>, VocabRefusal> {
        Ok(self
            .at_most(field, max)?
            .iter()
            .filter_map(|value| Some(Reader { map: value.as_object()? }))
            .collect())
    }
}

pub(super) fn need<T>(field: &'static str, value: Option<T>) -> Result<T, VocabRefusal> {
    value.ok_or(VocabRefusal::Missing { field })
}

fn url_of(value: &Value) -> Option<Url> {
    let text = match value {
        Value::String(text) => text,
        // A link has its address in `href` (AS2 §4.4).
        Value::Object(map) => map.get("id").or_else(|| map.get("href"))?.as_str()?,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => return None,
    };
    if PUBLIC_TOO.contains(&text) {
        return Url::parse(PUBLIC).ok();
    }
    // Longer addresses do not fit into an index. Reading makes them longer: `é` becomes `%C3%A9`.
    let url = (text.len() <= MAX_URL).then(|| Url::parse(text).ok())??;
    (url.as_str().len() <= MAX_URL).then_some(url)
}

const MAX_URL: usize = 2048;
