//! A comment in the discussion of a delegation (PROTOCOL §1.6).

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use url::Url;

use super::{
    VocabRefusal,
    reader::Reader,
    task::{Source, read_content, read_revision},
};

/// A comment. Its author is the pursuance; the person stands in the activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub struct Note {
    pub id: Url,
    pub attributed_to: Url,
    /// The delegation.
    pub context: Url,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_reply_to: Option<Url>,
    /// The comment that it quotes: the member of it that most other software reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote_url: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<DateTime<Utc>>,
    pub revision: u64,
    /// The addressees; some readers drop a note without them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<Url>,
}

impl Note {
    /// # Errors
    /// The first member that is missing, malformed or too large.
    pub fn read(value: &Value) -> Result<Self, VocabRefusal> {
        let note = Reader::new(value, "note")?;
        note.expect("note", "Note")?;
        let source = Source::read(note)?;
        let content = read_content(note, source.as_ref())?;
        if content.is_none() && source.is_none() {
            return Err(VocabRefusal::Missing { field: "content" });
        }
        Ok(Self {
            id: note.need_url("id")?,
            attributed_to: note.need_url("attributedTo")?,
            context: note.need_url("context")?,
            // What they lead to is decided where the comments are known; a comment is one without them, too.
            in_reply_to: note.url("inReplyTo").unwrap_or_default(),
            quote_url: note.url("quoteUrl").unwrap_or_default(),
            content,
            source,
            published: note.time("published")?,
            updated: note.time("updated")?,
            revision: read_revision(note)?,
            to: note.urls("to", 50)?,
        })
    }
}
