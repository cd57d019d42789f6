//! Records of private pursuances as JSON has them: base64url without padding (docs/sealed.md §3.17).

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use pursuance_domain::sealed::RecordBytes;
use pursuance_sealed::limits::BATCH_OBJECTS;
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// The most records of one request: a new key for each of 2,000 members, or 200 objects with their fields.
pub const MOST: usize = 5_000;

/// A record as text.
pub fn text(record: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(record)
}

/// Bytes of a text; none where it is not of that form.
pub fn read(text: &[u8]) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// A list of records, as it comes: no more of it is held than may be.
pub fn list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<RecordBytes, D::Error> {
    deserializer.deserialize_seq(List).map(RecordBytes::new)
}

struct List;

impl<'de> Visitor<'de> for List {
    type Value = Vec<Vec<u8>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of records, each in base64url without padding")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut texts: A) -> Result<Self::Value, A::Error> {
        let mut records = Vec::new();
        while let Some(text) = texts.next_element::<&str>()? {
            if records.len() == MOST {
                return Err(A::Error::custom(format_args!("more than {MOST} records")));
            }
            let record = read(text.as_bytes());
            records
                .push(record.ok_or_else(|| A::Error::custom("a record is not base64url without padding"))?);
        }
        Ok(records)
    }
}

/// The most ids that one message ends: that of another one, and those of its edits.
pub const ENDED: usize = 21;

/// Of messages, which ones they give another wording, by ids: no more of it is held than may be.
pub fn edits<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, String>, D::Error> {
    deserializer.deserialize_map(MessageIdVisitor(PhantomData))
}

/// Of messages, which ones they end, by ids: no more of it is held than may be.
pub fn ends<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, Vec<String>>, D::Error> {
    let told: BTreeMap<String, Ids> = deserializer.deserialize_map(MessageIdVisitor(PhantomData))?;
    Ok(told.into_iter().map(|(id, Ids(ended))| (id, ended)).collect())
}

struct MessageIdVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for MessageIdVisitor<T> {
    type Value = BTreeMap<String, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ids of messages, by the ids of others")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut told: A) -> Result<Self::Value, A::Error> {
        let mut all = BTreeMap::new();
        while let Some((id, meant)) = told.next_entry()? {
            if all.len() == BATCH_OBJECTS {
                return Err(A::Error::custom(format_args!("more than {BATCH_OBJECTS} messages")));
            }
            all.insert(id, meant);
        }
        Ok(all)
    }
}

struct Ids(Vec<String>);

impl<'de> Deserialize<'de> for Ids {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(OfOne).map(Self)
    }
}

struct OfOne;

impl<'de> Visitor<'de> for OfOne {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of ids")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut ids: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some(id) = ids.next_element()? {
            if all.len() == ENDED {
                return Err(A::Error::custom(format_args!("more than {ENDED} ids")));
            }
            all.push(id);
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use pursuance_domain::discussion::EDITS_MAX;

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Sent {
        #[serde(deserialize_with = "list")]
        records: RecordBytes,
    }

    #[derive(Debug, Deserialize)]
    struct Beside {
        #[serde(default, deserialize_with = "edits")]
        edits: BTreeMap<String, String>,
        #[serde(default, deserialize_with = "ends")]
        ends: BTreeMap<String, Vec<String>>,
    }

    #[test]
    fn what_is_told_of_messages_is_read_up_to_a_number() {
        let read = |text: &str| serde_json::from_str::<Beside>(text);
        let edits = |count: usize| {
            let told: Vec<String> = (0..count).map(|at| format!(r#""{at}":"x""#)).collect();
            format!(r#"{{"edits":{{{}}}}}"#, told.join(","))
        };
        let ends = |count: usize| format!(r#"{{"ends":{{"a":[{}]}}}}"#, vec![r#""x""#; count].join(","));
        assert_eq!(read(&edits(BATCH_OBJECTS)).unwrap().edits.len(), BATCH_OBJECTS);
        assert!(
            read(&edits(BATCH_OBJECTS + 1)).unwrap_err().to_string().starts_with("more than 200 messages")
        );
        assert_eq!(read(&ends(ENDED)).unwrap().ends["a"].len(), ENDED);
        assert!(read(&ends(ENDED + 1)).unwrap_err().to_string().starts_with("more than 21 ids"));
        assert_eq!(i64::try_from(ENDED).unwrap(), EDITS_MAX + 1);
    }

    #[test]
    fn records_are_read_up_to_a_number() {
        let of = |text: &str, count: usize| {
            format!(r#"{{"records":[{}]}}"#, vec![format!(r#""{text}""#); count].join(","))
        };
        let read = |text: &str| serde_json::from_str::<Sent>(text);
        assert_eq!(read(&of("AP8", 2)).unwrap().records, RecordBytes::new(vec![vec![0, 255]; 2]));
        assert_eq!(read(&of("AP8", MOST)).unwrap().records.iter().count(), MOST);
        assert!(read(&of("AP8", MOST + 1)).unwrap_err().to_string().starts_with("more than 5000 records"));
        for bad in ["AP8=", "AP9", "A", "A+8", "AP\\u0038"] {
            assert!(read(&of(bad, 1)).is_err(), "{bad}");
        }
        assert_eq!(text(&[0, 255]), "AP8");
    }
}
