//! Records of private pursuances as JSON has them: base64url without padding (docs/sealed.md §3.17).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use pursuance_domain::sealed::Records;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};

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
pub fn list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Records, D::Error> {
    deserializer.deserialize_seq(List).map(Records::new)
}

struct List;

impl<'de> Visitor<'de> for List {
    type Value = Vec<Vec<u8>>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    struct Sent {
        #[serde(deserialize_with = "list")]
        records: Records,
    }

    #[test]
    fn records_are_read_up_to_a_number() {
        let of = |text: &str, count: usize| {
            format!(r#"{{"records":[{}]}}"#, vec![format!(r#""{text}""#); count].join(","))
        };
        let read = |text: &str| serde_json::from_str::<Sent>(text);
        assert_eq!(read(&of("AP8", 2)).unwrap().records, Records::new(vec![vec![0, 255]; 2]));
        assert_eq!(read(&of("AP8", MOST)).unwrap().records.iter().count(), MOST);
        assert!(read(&of("AP8", MOST + 1)).unwrap_err().to_string().starts_with("more than 5000 records"));
        for bad in ["AP8=", "AP9", "A", "A+8", "AP\\u0038"] {
            assert!(read(&of(bad, 1)).is_err(), "{bad}");
        }
        assert_eq!(text(&[0, 255]), "AP8");
    }
}
