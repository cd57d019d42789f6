//! Reads JSON of other servers, with one meaning and within bounds (PROTOCOL §2.1 point 6).
//!
//! Two readers of the same bytes must see the same document, or a proof would be checked over one and obeyed in the
//! other. So duplicate members and integers beyond 2^53−1 are refused, as RFC 7493 (I-JSON) asks. Depth and number of
//! values bound the cost of a body. The character NUL is in no text that people write, and a database may not be able to
//! store it.

use std::{borrow::Cow, cell::Cell, fmt};

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

#[cfg(test)]
mod tests;

/// The largest integer that every JSON reader holds exactly: 2^53−1.
pub const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// The limits of [`parse_strict`]. `None` leaves a rule out; only tests of single rules do so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Refuses bytes that are not UTF-8; otherwise they are replaced.
    pub utf8: bool,
    /// The deepest nesting of arrays and objects.
    pub depth: Option<usize>,
    /// The most values in all: arrays, objects, strings, numbers and literals.
    pub nodes: Option<usize>,
    /// Refuses an object that has a member twice; otherwise the last one wins.
    pub unique_keys: bool,
    /// Refuses integers beyond ±(2^53−1).
    pub safe_integers: bool,
    /// Refuses texts and names of members with the character NUL.
    pub no_nul: bool,
}

impl Limits {
    /// The limits for every document of another server.
    pub const STRICT: Self = Self {
        utf8: true,
        depth: Some(32),
        nodes: Some(4_000),
        unique_keys: true,
        safe_integers: true,
        no_nul: true,
    };
}

/// The reason why a document was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JsonRefusal {
    #[error("the document is not UTF-8")]
    Utf8,
    #[error("the document is nested more than {limit} deep")]
    Depth { limit: usize },
    #[error("the document has more than {limit} values")]
    Nodes { limit: usize },
    #[error("the document has an object with two members of the same name")]
    DuplicateKey,
    #[error("the document has an integer beyond 2^53−1")]
    Integer,
    #[error("the document has a text with the character NUL")]
    Nul,
    #[error("the document is not JSON: {0}")]
    Syntax(String),
}

/// Reads one JSON document that keeps to the limits.
///
/// # Errors
/// The first rule that the document breaks.
pub fn parse_strict(bytes: &[u8], limits: Limits) -> Result<Value, JsonRefusal> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) if limits.utf8 => return Err(JsonRefusal::Utf8),
        Err(_) => String::from_utf8_lossy(bytes),
    };
    let state = State { limits, nodes: Cell::new(0), refusal: Cell::new(None) };
    let mut reader = serde_json::Deserializer::from_str(&text);
    let read = Node { state: &state, depth: 0 }.deserialize(&mut reader);
    match read.and_then(|value| reader.end().map(|()| value)) {
        Ok(value) if limits.no_nul && has_nul(&value) => Err(JsonRefusal::Nul),
        Ok(value) => Ok(value),
        Err(error) => Err(state.refusal.take().unwrap_or_else(|| JsonRefusal::Syntax(error.to_string()))),
    }
}

/// Whether a text in a document, or the name of a member, has the character NUL. JSON can write it (RFC 8259 §7); PostgreSQL can
/// store it in no text (its documentation, §8.3).
#[must_use]
pub fn has_nul(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_nul),
        Value::Object(members) => members.iter().any(|(name, value)| name.contains('\0') || has_nul(value)),
    }
}

/// The state shared by all values of one document.
struct State {
    limits: Limits,
    nodes: Cell<usize>,
    /// The broken rule; serde's errors carry text only.
    refusal: Cell<Option<JsonRefusal>>,
}

impl State {
    fn refuse<E: serde::de::Error>(&self, refusal: JsonRefusal) -> E {
        let error = E::custom(&refusal);
        self.refusal.set(Some(refusal));
        error
    }

    fn count<E: serde::de::Error>(&self) -> Result<(), E> {
        let nodes = self.nodes.get() + 1;
        self.nodes.set(nodes);
        match self.limits.nodes {
            Some(limit) if nodes > limit => Err(self.refuse(JsonRefusal::Nodes { limit })),
            _ => Ok(()),
        }
    }
}

/// Reads one value with its contents.
#[derive(Clone, Copy)]
struct Node<'s> {
    state: &'s State,
    /// The number of arrays and objects around this value.
    depth: usize,
}

impl<'s> Node<'s> {
    fn inside<E: serde::de::Error>(self) -> Result<Node<'s>, E> {
        let depth = self.depth + 1;
        match self.state.limits.depth {
            Some(limit) if depth > limit => Err(self.state.refuse(JsonRefusal::Depth { limit })),
            _ => Ok(Node { depth, ..self }),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.state.count()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Value, E> {
        if self.state.limits.safe_integers && value > MAX_SAFE_INTEGER {
            return Err(self.state.refuse(JsonRefusal::Integer));
        }
        Ok(Value::Number(value.into()))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Value, E> {
        if self.state.limits.safe_integers && value.unsigned_abs() > MAX_SAFE_INTEGER {
            return Err(self.state.refuse(JsonRefusal::Integer));
        }
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        // An integer too long for 64 bits arrives here too, and every double beyond 2^53 is a whole number, however
        // written.
        if self.state.limits.safe_integers && value.abs() > MAX_SAFE_INTEGER as f64 {
            return Err(self.state.refuse(JsonRefusal::Integer));
        }
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("a number without a value"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inside = self.inside()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inside)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let inside = self.inside()?;
        let mut map = Map::new();
        // Names arrive unescaped: "a" and "\u0061" are the same member.
        while let Some(name) = members.next_key::<String>()? {
            let value = members.next_value_seed(inside)?;
            if map.insert(name, value).is_some() && self.state.limits.unique_keys {
                return Err(self.state.refuse(JsonRefusal::DuplicateKey));
            }
        }
        Ok(Value::Object(map))
    }
}
