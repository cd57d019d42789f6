//! Tasks that people chose, to do the same with each of them.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};

use super::ValueRefusal;
use super::at_most::at_most;

/// The numbers of 1 to 100 tasks, each once, in the order they were given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Chosen(Vec<i64>);

impl Chosen {
    /// The most tasks at once.
    pub const MOST: usize = 100;

    /// Makes the choice, dropping repeats.
    ///
    /// # Errors
    /// When there is none, or more than 100.
    pub fn new(numbers: impl IntoIterator<Item = i64>) -> Result<Self, ValueRefusal> {
        let mut chosen = Vec::new();
        for number in numbers {
            if chosen.contains(&number) {
                continue;
            }
            // Stops reading at the limit.
            if chosen.len() == Self::MOST {
                return Err(ValueRefusal::TooMany { what: "tasks", max: Self::MOST });
            }
            chosen.push(number);
        }
        if chosen.is_empty() {
            return Err(ValueRefusal::Empty { what: "the list of tasks" });
        }
        Ok(Self(chosen))
    }

    /// The numbers in order.
    pub fn iter(&self) -> impl Iterator<Item = i64> {
        self.0.iter().copied()
    }

    /// Number of tasks; never none.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

impl<'de> Deserialize<'de> for Chosen {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(at_most::<i64, _>(deserializer, "tasks", Self::MOST)?).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Chosen {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Chosen".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let number = generator.subschema_for::<i64>();
        json_schema!({ "type": "array", "items": number, "minItems": 1, "maxItems": Self::MOST })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chosen_are_one_to_a_hundred_tasks_each_once() {
        let chosen = Chosen::new([7, 3, 7]).unwrap();
        assert_eq!(chosen.iter().collect::<Vec<_>>(), [7, 3]);
        assert_eq!(Chosen::new([]), Err(ValueRefusal::Empty { what: "the list of tasks" }));
        let most = i64::try_from(Chosen::MOST).unwrap();
        assert_eq!(Chosen::new((1..=most).chain([most])).unwrap().count(), Chosen::MOST);
        let refused = Err(ValueRefusal::TooMany { what: "tasks", max: Chosen::MOST });
        assert_eq!(Chosen::new(1..=most + 1), refused);
        assert!(serde_json::from_value::<Chosen>(serde_json::json!([])).is_err());
    }
}
