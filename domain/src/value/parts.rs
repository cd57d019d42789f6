//! The parts of a task that is split.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};

use super::at_most::at_most;
use super::{Title, ValueRefusal};

/// 1 to 20 titles, in the order they were given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Parts(Vec<Title>);

impl Parts {
    /// The most parts at once.
    pub const MOST: usize = 20;

    /// Makes the parts.
    ///
    /// # Errors
    /// When there is none, or more than 20.
    pub fn new(titles: Vec<Title>) -> Result<Self, ValueRefusal> {
        match titles.len() {
            0 => Err(ValueRefusal::Empty { what: "the list of parts" }),
            got if got > Self::MOST => Err(ValueRefusal::TooMany { what: "parts", max: Self::MOST }),
            _ => Ok(Self(titles)),
        }
    }

    /// Reads parts as typed into a field, one on each line.
    ///
    /// # Errors
    /// When there is none, one is too long, or there are more than 20.
    pub fn parse(text: &str) -> Result<Self, ValueRefusal> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        // Reads one line over the limit, which shows that there are too many.
        Self::new(lines.take(Self::MOST + 1).map(Title::parse).collect::<Result<_, _>>()?)
    }

    /// The titles in order.
    pub fn iter(&self) -> impl Iterator<Item = &Title> {
        self.0.iter()
    }
}

impl<'de> Deserialize<'de> for Parts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(at_most(deserializer, "parts", Self::MOST)?).map_err(serde::de::Error::custom)
    }
}

impl std::fmt::Display for Parts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let lines: Vec<&str> = self.iter().map(Title::as_str).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl JsonSchema for Parts {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Parts".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let title = generator.subschema_for::<Title>();
        json_schema!({ "type": "array", "items": title, "minItems": 1, "maxItems": Self::MOST })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_lines_that_are_not_empty_and_not_more_than_twenty() {
        let parts = Parts::parse("Page 1\n\n  Page 2 \r\n").unwrap();
        assert_eq!(parts.to_string(), "Page 1\nPage 2");
        assert_eq!(Parts::parse(" \n"), Err(ValueRefusal::Empty { what: "the list of parts" }));
        let many = |count: usize| vec!["Part"; count].join("\n");
        assert!(Parts::parse(&many(Parts::MOST)).is_ok());
        let refused = Err(ValueRefusal::TooMany { what: "parts", max: Parts::MOST });
        assert_eq!(Parts::parse(&many(Parts::MOST + 1)), refused);
        assert!(serde_json::from_value::<Parts>(serde_json::json!([])).is_err());
    }
}
