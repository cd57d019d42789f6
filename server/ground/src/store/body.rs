//! A text as it is kept: in the clear, or sealed in an envelope that only the members of a private pursuance open.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::error::{StoreError, StoreResult};
use crate::text::Text;

/// A text, or what stands in its place. It never becomes a string by itself: the reading code decides what to do with a sealed text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Body {
    /// In the clear.
    Open(String),
    /// Readable only with the key (docs/sealed.md §3.6).
    Sealed(Sealed),
    /// None was written, or it was deleted for good.
    Forgotten,
}

/// The envelope of a text, and the place to which it is bound.
#[derive(Debug, Default, Clone, PartialEq, Eq, Hash)]
pub struct Sealed {
    /// The id of the object whose text it is.
    pub object: String,
    /// The revision of the object that wrote it last.
    pub revision: i64,
    /// The newest revision of the object, where it was asked for.
    pub newest: Option<i64>,
    /// Who has the object, a task, where it was asked for.
    pub people: SignedPeople,
    pub envelope: Vec<u8>,
}

/// The identities of people in the log of a private pursuance, in hexadecimal.
#[derive(Debug, Default, Clone, PartialEq, Eq, Hash)]
pub struct SignedPeople {
    /// Of who has a task.
    pub holder: Option<String>,
    /// Of who reviews it.
    pub reviewer: Option<String>,
}

impl Body {
    /// A text of an object, from the columns of its version: `revision` is missing where no version is there.
    pub(in crate::store) fn of(
        object: &str,
        revision: Option<i64>,
        body: Option<String>,
        envelope: Option<Vec<u8>>,
    ) -> Self {
        match (body, envelope, revision) {
            (Some(text), ..) => Self::Open(text),
            (None, Some(envelope), Some(revision)) => {
                let object = object.to_owned();
                Self::Sealed(Sealed { object, revision, envelope, ..Sealed::default() })
            }
            (None, ..) => Self::Forgotten,
        }
    }

    /// The text, where it stands here in the clear.
    pub fn open(&self) -> Option<&str> {
        match self {
            Self::Open(text) => Some(text),
            Self::Sealed(_) | Self::Forgotten => None,
        }
    }

    /// The envelope, where it is sealed.
    pub fn sealed(&self) -> Option<&Sealed> {
        match self {
            Self::Sealed(sealed) => Some(sealed),
            Self::Open(_) | Self::Forgotten => None,
        }
    }

    /// Whether it is sealed.
    pub fn is_sealed(&self) -> bool {
        self.sealed().is_some()
    }

    /// Whether there is nothing to read, not even with the key.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Open(text) => text.is_empty(),
            Self::Sealed(_) => false,
            Self::Forgotten => true,
        }
    }

    /// How many bytes it takes on a page.
    pub fn size(&self) -> usize {
        match self {
            Self::Open(text) => text.len(),
            Self::Sealed(sealed) => sealed.envelope.len(),
            Self::Forgotten => 0,
        }
    }

    /// Whether it reads like this. What was never written reads like the empty text, and a sealed text like none.
    pub fn is(&self, text: &str) -> bool {
        match self {
            Self::Open(own) => own == text,
            Self::Sealed(_) => false,
            Self::Forgotten => text.is_empty(),
        }
    }

    /// The text as rules and other servers take it, empty where none is there; nothing where it is sealed.
    pub fn readable(self) -> Option<String> {
        match self {
            Self::Open(text) => Some(text),
            Self::Sealed(_) => None,
            Self::Forgotten => Some(String::new()),
        }
    }

    /// A text that stands in the clear also in a private pursuance, since the server itself says it: the reasons of acts against
    /// members, and missions. An envelope in its place was not written by this program.
    ///
    /// # Errors
    /// When it is sealed.
    pub fn clear(self) -> StoreResult<String> {
        match self {
            Self::Open(text) => Ok(text),
            Self::Forgotten => Ok(String::new()),
            Self::Sealed(Sealed { object, .. }) => Err(StoreError::Inconsistent {
                table: "text_version",
                column: "envelope",
                row: Some(object),
                found: "an envelope in the place of a text that is never sealed".to_owned(),
            }),
        }
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self::Open(text)
    }
}

impl From<&str> for Body {
    fn from(text: &str) -> Self {
        Self::Open(text.to_owned())
    }
}

/// A text in the clear that reads like this.
impl PartialEq<&str> for Body {
    fn eq(&self, text: &&str) -> bool {
        self.open() == Some(*text)
    }
}

/// The columns of the title of a task `t`, of its version `x`. Of one that is sealed they say up to which revision the row is, and by which
/// identities it names its people: devices hold the rest of it against what members signed.
macro_rules! title_columns {
    () => {
        "x.body as title, x.envelope as title_sealed, x.revision as title_at,
          case when x.envelope is not null then (select o.revision from sealed_object o where o.id = x.object) end as title_newest,
          case when x.envelope is not null then
            (select q.iid from sealed_member q where q.pursuance = t.pursuance and q.actor = t.assignee) end as title_holder,
          case when x.envelope is not null then
            (select q.iid from sealed_member q where q.pursuance = t.pursuance and q.actor = t.reviewer) end as title_reviewer"
    };
}
pub(in crate::store) use title_columns;

/// These columns, as they are read. Rows hold them as one member.
#[derive(sqlx::FromRow)]
pub(in crate::store) struct TitleRow {
    title: Option<String>,
    title_sealed: Option<Vec<u8>>,
    title_at: Option<i64>,
    title_newest: Option<i64>,
    title_holder: Option<String>,
    title_reviewer: Option<String>,
}

impl TitleRow {
    /// The title of the task with this id.
    pub(in crate::store) fn read(self, task: &str) -> Body {
        let mut title = Body::of(task, self.title_at, self.title, self.title_sealed);
        if let Body::Sealed(sealed) = &mut title {
            sealed.newest = self.title_newest;
            sealed.people = SignedPeople { holder: self.title_holder, reviewer: self.title_reviewer };
        }
        title
    }
}

/// The columns of what else a row shows of a text, of its version with this name.
macro_rules! text_columns {
    ($version:literal) => {
        concat!(
            $version,
            ".body as text_body, ",
            $version,
            ".envelope as text_sealed, ",
            $version,
            ".revision as text_at"
        )
    };
}
pub(in crate::store) use text_columns;

/// These columns, as they are read.
#[derive(sqlx::FromRow)]
pub(in crate::store) struct TextRow {
    text_body: Option<String>,
    text_sealed: Option<Vec<u8>>,
    text_at: Option<i64>,
}

impl TextRow {
    /// The text of the object with this id.
    pub(in crate::store) fn read(self, object: &str) -> Body {
        Body::of(object, self.text_at, self.text_body, self.text_sealed)
    }
}

impl Body {
    /// The text where only words can stand: in mail, in an attribute, in a table. Of a sealed one it is said that there is something.
    pub fn said(&self, t: Text) -> Cow<'_, str> {
        match self {
            Self::Open(text) => Cow::Borrowed(text),
            Self::Sealed(_) => Cow::Borrowed(t.s("sealed-text")),
            Self::Forgotten => Cow::Borrowed(""),
        }
    }
}

/// A text for programs: as it was written, or null where it is sealed; then its envelope stands beside it.
impl Serialize for Body {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Open(text) => serializer.serialize_str(text),
            Self::Sealed(_) => serializer.serialize_none(),
            Self::Forgotten => serializer.serialize_str(""),
        }
    }
}

impl JsonSchema for Body {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "null"] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed() -> Body {
        Body::of("01d", Some(2), None, Some(vec![1, 1, 7]))
    }

    #[test]
    fn a_sealed_text_reads_like_no_text_of_ours() {
        assert!(!sealed().is("") && !sealed().is_blank() && sealed().open().is_none());
        assert_eq!(sealed().readable(), None);
        assert_eq!(sealed().sealed().map(|sealed| sealed.revision), Some(2));
        assert!(matches!(sealed().clear(), Err(StoreError::Inconsistent { column: "envelope", .. })));
    }

    #[test]
    fn what_was_never_written_reads_like_the_empty_text() {
        let none = Body::of("01d", None, None, None);
        assert_eq!(none, Body::Forgotten);
        assert!(none.is("") && none.is_blank() && none.open().is_none());
        assert_eq!((none.clone().readable(), none.clear().unwrap()), (Some(String::new()), String::new()));
    }

    #[test]
    fn an_open_text_is_itself() {
        let open = Body::of("01d", Some(1), Some("Count".to_owned()), None);
        assert!(open == "Count" && open.is("Count") && !open.is_sealed());
        assert_eq!(open.readable().as_deref(), Some("Count"));
    }
}
