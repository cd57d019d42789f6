//! Submissions and reviews (PROTOCOL §1.6).

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use url::Url;

use super::{
    Sha256Sum, VocabRefusal,
    reader::{Reader, need},
    task::{Source, TITLE_MAX, read_content},
};

/// The most files of one activity: each is a fetch (PROTOCOL §4.7).
pub const ATTACHMENTS_MAX: usize = 20;

/// A file to fetch, with its size and hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename = "Document", rename_all = "camelCase")]
pub struct Attachment {
    /// A name to show; no part of a path.
    pub name: String,
    pub media_type: String,
    pub url: Url,
    pub byte_size: u64,
    #[serde(serialize_with = "as_hex")]
    pub sha256: Sha256Sum,
}

impl Attachment {
    pub(super) fn read_all(reader: Reader<'_>) -> Result<Vec<Self>, VocabRefusal> {
        reader.objects("attachment", ATTACHMENTS_MAX)?.into_iter().map(Self::read).collect()
    }

    fn read(file: Reader<'_>) -> Result<Self, VocabRefusal> {
        let sum = file.str("sha256")?.map(Sha256Sum::from_hex).transpose();
        let expected = VocabRefusal::Malformed { field: "sha256", expected: "a SHA-256 sum" };
        Ok(Self {
            name: file.need_line("name", TITLE_MAX)?,
            media_type: file.line("mediaType", 100)?.unwrap_or_else(|| "application/octet-stream".to_owned()),
            url: file.need_url("url")?,
            byte_size: need("byteSize", file.number("byteSize")?)?,
            sha256: need("sha256", sum.map_err(|_| expected)?)?,
        })
    }
}

fn as_hex<S: serde::Serializer>(sum: &Sha256Sum, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&sum.hex())
}

/// Work that is handed in for review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub struct Submission {
    pub id: Url,
    pub attributed_to: Url,
    /// The delegation.
    pub context: Url,
    /// The delegate's mirror task.
    pub task: Url,
    /// Counts from 1; every sending back begins a new one.
    pub round: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachment: Vec<Attachment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<DateTime<Utc>>,
}

impl Submission {
    /// # Errors
    /// The first member that is missing, malformed or too large.
    pub fn read(value: &Value) -> Result<Self, VocabRefusal> {
        let submission = Reader::new(value, "submission")?;
        submission.expect("submission", "Submission")?;
        let source = Source::read(submission)?;
        Ok(Self {
            id: submission.need_url("id")?,
            attributed_to: submission.need_url("attributedTo")?,
            context: submission.need_url("context")?,
            task: submission.need_url("task")?,
            round: read_round(submission)?,
            content: read_content(submission, source.as_ref())?,
            source,
            attachment: Attachment::read_all(submission)?,
            published: submission.time("published")?,
        })
    }
}

fn read_round(reader: Reader<'_>) -> Result<u64, VocabRefusal> {
    match need("round", reader.number("round")?)? {
        0 => Err(VocabRefusal::Malformed { field: "round", expected: "1 or more" }),
        round => Ok(round),
    }
}

/// The result of a review (ForgeFed).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    Approve,
    Remark,
    Revise,
}

/// A review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub struct Review {
    pub id: Url,
    pub attributed_to: Url,
    pub verdict: Verdict,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    pub round: u64,
}

impl Review {
    pub(super) fn from_reader(review: Reader<'_>) -> Result<Self, VocabRefusal> {
        review.expect("result", "Review")?;
        let verdict = match need("verdict", review.str("verdict")?)? {
            "approve" => Verdict::Approve,
            "remark" => Verdict::Remark,
            "revise" => Verdict::Revise,
            _ => return Err(VocabRefusal::Malformed { field: "verdict", expected: "a verdict" }),
        };
        let source = Source::read(review)?;
        Ok(Self {
            id: review.need_url("id")?,
            attributed_to: review.need_url("attributedTo")?,
            verdict,
            content: read_content(review, source.as_ref())?,
            source,
            round: read_round(review)?,
        })
    }
}
