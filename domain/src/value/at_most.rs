//! Lists that are read no further than they may go.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};

use super::ValueRefusal;

/// Reads a list of at most `most` entries, repeats counted. Of a longer one nothing is read behind the first entry that is too many: what
/// one entry costs, a body full of them does not cost.
///
/// # Errors
/// When it is no list, an entry cannot be read, or there are too many.
pub(crate) fn at_most<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
    what: &'static str,
    most: usize,
) -> Result<Vec<T>, D::Error> {
    struct Entries<T> {
        what: &'static str,
        most: usize,
        of: PhantomData<T>,
    }

    impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a sequence")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
            let mut read = Vec::new();
            while let Some(entry) = list.next_element()? {
                if read.len() == self.most {
                    return Err(Error::custom(ValueRefusal::TooMany { what: self.what, max: self.most }));
                }
                read.push(entry);
            }
            Ok(read)
        }
    }

    deserializer.deserialize_seq(Entries { what, most, of: PhantomData })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    static READ: AtomicUsize = AtomicUsize::new(0);

    /// An entry that counts how many of it were read.
    #[derive(Debug)]
    struct Counted;

    impl<'de> Deserialize<'de> for Counted {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            READ.fetch_add(1, Ordering::Relaxed);
            u64::deserialize(deserializer).map(|_| Self)
        }
    }

    #[test]
    fn a_list_that_is_too_long_is_read_no_further() {
        let read = |text: &str| {
            at_most::<Counted, _>(&mut serde_json::Deserializer::from_str(text), "entries", 3)
                .map(|list| list.len())
                .map_err(|error| error.to_string())
        };
        assert_eq!(read("[1, 1, 1]"), Ok(3));
        READ.store(0, Ordering::Relaxed);
        let refused = read(&format!("[{}1]", "1,".repeat(50_000))).unwrap_err();
        assert!(refused.starts_with("at most 3 entries are allowed"), "{refused}");
        assert_eq!(READ.load(Ordering::Relaxed), 4);
    }
}
