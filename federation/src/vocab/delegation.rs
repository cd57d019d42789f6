//! The agreement between two pursuances, and its terms (PROTOCOL §1.6).

use chrono::{DateTime, Utc};
use serde::{Serialize, Serializer, ser::SerializeSeq};
use serde_json::Value;
use url::Url;

use super::{
    Sha256Sum, Span, VocabRefusal,
    reader::{Reader, need},
    task::{Size, Task, read_revision},
};
use crate::jcs;

/// `maxDepth` refuses longer chains long before.
const PATH_MAX: usize = 64;
const DEPTH_MAX: u64 = 64;

/// The rule for handing on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Redelegation {
    No,
    Ask,
    Yes,
}

/// The audience of a delegation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TermsVisibility {
    Public,
    Partners,
    /// The members of the two pursuances.
    Members,
}

/// The terms of a delegation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub struct DelegationTerms {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub respond_by: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heartbeat: Option<Span>,
    pub redelegation: Redelegation,
    /// The number of hand-overs that may follow, this one counted; at 1 the delegate may not hand the task on.
    pub max_depth: u64,
    pub exclusive: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_within: Option<Span>,
    pub visibility: TermsVisibility,
    /// Whether people are named to the other side.
    #[serde(skip_serializing_if = "is_false")]
    pub names: bool,
    /// Whether the comments so far go along.
    #[serde(skip_serializing_if = "is_false")]
    pub discussion: bool,
    /// Whether the delegate shows its subtasks, not only their number.
    #[serde(skip_serializing_if = "is_false")]
    pub share_subtasks: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
fn is_false(flag: &bool) -> bool {
    !flag
}

impl DelegationTerms {
    fn read(terms: Reader<'_>) -> Result<Self, VocabRefusal> {
        let span = |field| terms.parse::<Span>(field, "a duration in days and hours");
        let flag = |field, default| Ok::<_, VocabRefusal>(terms.flag(field)?.unwrap_or(default));
        // An unknown word is read as the narrowest one.
        let redelegation = match terms.str("redelegation")? {
            None | Some("ask") => Redelegation::Ask,
            Some("yes") => Redelegation::Yes,
            Some(_) => Redelegation::No,
        };
        let visibility = match terms.str("visibility")? {
            Some("public") => TermsVisibility::Public,
            Some("partners") => TermsVisibility::Partners,
            None | Some(_) => TermsVisibility::Members,
        };
        let max_depth = terms.number("maxDepth")?.unwrap_or(1);
        if max_depth > DEPTH_MAX {
            return Err(VocabRefusal::Malformed { field: "maxDepth", expected: "64 or less" });
        }
        Ok(Self {
            due: terms.time("due")?,
            respond_by: terms.time("respondBy")?,
            heartbeat: span("heartbeat")?,
            redelegation,
            max_depth,
            exclusive: flag("exclusive", true)?,
            review_within: span("reviewWithin")?,
            visibility,
            names: flag("names", false)?,
            discussion: flag("discussion", false)?,
            share_subtasks: flag("shareSubtasks", false)?,
        })
    }
}

/// Terms together with their exact JSON, which both sides hash.
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    said: DelegationTerms,
    raw: Value,
}

impl Terms {
    pub fn new(said: DelegationTerms) -> Self {
        let raw = super::to_json(&said);
        Self { said, raw }
    }

    /// # Errors
    /// The first member that is missing, malformed or too large.
    pub fn read(raw: &Value) -> Result<Self, VocabRefusal> {
        let said = DelegationTerms::read(Reader::new(raw, "terms")?)?;
        Ok(Self { said, raw: raw.clone() })
    }

    pub fn said(&self) -> &DelegationTerms {
        &self.said
    }

    pub fn raw(&self) -> &Value {
        &self.raw
    }

    /// The `termsHash` of these terms, unknown members included.
    pub fn hash(&self) -> Sha256Sum {
        jcs::terms_hash(&self.raw)
    }
}

impl Serialize for Terms {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw.serialize(serializer)
    }
}

/// Other terms in answer to an offer: only the changed members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename = "DelegationTerms", rename_all = "camelCase")]
pub struct ProposedTerms {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<Size>,
}

impl ProposedTerms {
    pub(super) fn from_reader(terms: Reader<'_>) -> Result<Self, VocabRefusal> {
        Ok(Self { due: terms.time("due")?, size: terms.str("size")?.map(Size::read) })
    }
}

/// The agreement. The delegator makes its id.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub struct Delegation {
    pub id: Url,
    pub attributed_to: Url,
    pub delegator: Url,
    pub delegate: Url,
    pub task: Task,
    /// The first task of the chain.
    pub root: Url,
    /// The pursuances that have handed the task on, first to last, as hashes of actor ids: each finds itself and no
    /// other.
    #[serde(serialize_with = "as_hex_list")]
    pub path: Vec<Sha256Sum>,
    pub terms: Terms,
    /// The hash as stated by the sender; compare with `terms.hash()`.
    #[serde(serialize_with = "as_named_hash")]
    pub terms_hash: Sha256Sum,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pact: Option<Url>,
    /// The skill offer of this delegation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub satisfies: Option<Url>,
    pub revision: u64,
}

impl Delegation {
    /// # Errors
    /// The first member that is missing, malformed or too large.
    pub fn read(value: &Value) -> Result<Self, VocabRefusal> {
        let delegation = Reader::new(value, "object")?;
        delegation.expect("object", "Delegation")?;
        Ok(Self {
            id: delegation.need_url("id")?,
            attributed_to: delegation.need_url("attributedTo")?,
            delegator: delegation.need_url("delegator")?,
            delegate: delegation.need_url("delegate")?,
            task: Task::from_reader(need("task", delegation.object("task")?)?)?,
            root: delegation.need_url("root")?,
            path: delegation.sums("path", PATH_MAX)?,
            terms: Terms::read(need("terms", delegation.one("terms")?)?)?,
            terms_hash: need("termsHash", read_terms_hash(delegation)?)?,
            pact: delegation.url("pact")?,
            satisfies: delegation.url("satisfies")?,
            revision: read_revision(delegation)?,
        })
    }
}

pub(super) fn read_terms_hash(reader: Reader<'_>) -> Result<Option<Sha256Sum>, VocabRefusal> {
    reader.parse("termsHash", "a SHA-256 sum")
}

fn as_hex_list<S: Serializer>(path: &[Sha256Sum], serializer: S) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(Some(path.len()))?;
    for hop in path {
        list.serialize_element(&hop.hex())?;
    }
    list.end()
}

fn as_named_hash<S: Serializer>(sum: &Sha256Sum, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(sum)
}
