//! The documents in the row of a delegation: this side's copy of the state machine, and the other side's newest words.

use pursuance_domain::delegation::{Cut, DelegateCopy, Offer, OriginCopy, Side};
use pursuance_domain::time::Time;
use pursuance_federation::vocab::{self, VocabRefusal};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::store::error::{StoreError, StoreResult};

/// This side's copy of the state machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SideCopy {
    Origin(OriginCopy),
    Delegate(DelegateCopy),
}

impl SideCopy {
    pub(super) fn read(side: Side, text: &str) -> StoreResult<Self> {
        Ok(match side {
            Side::Origin => Self::Origin(read("copy", text)?),
            Side::Delegate => Self::Delegate(read("copy", text)?),
        })
    }

    pub(super) fn written(&self) -> StoreResult<String> {
        match self {
            Self::Origin(copy) => write("copy", copy),
            Self::Delegate(copy) => write("copy", copy),
        }
    }

    /// The copy of the side that handed the task over.
    pub fn origin(&self) -> Option<&OriginCopy> {
        match self {
            Self::Origin(copy) => Some(copy),
            Self::Delegate(_) => None,
        }
    }

    /// The copy of the side that does the work.
    pub fn delegate(&self) -> Option<&DelegateCopy> {
        match self {
            Self::Origin(_) => None,
            Self::Delegate(copy) => Some(copy),
        }
    }

    /// The offer that counts: the agreed one, or else the newest.
    pub fn standing(&self) -> Option<&Offer> {
        match self {
            Self::Origin(copy) => copy.standing(),
            Self::Delegate(copy) => copy.standing(),
        }
    }

    /// The round of work, from 1.
    pub fn round(&self) -> u32 {
        match self {
            Self::Origin(copy) => copy.round,
            Self::Delegate(copy) => copy.round,
        }
    }

    /// Why it ended, where the two servers do not talk.
    pub fn cut(&self) -> Option<Cut> {
        match self {
            Self::Origin(copy) => copy.cut,
            Self::Delegate(copy) => copy.cut,
        }
    }

    /// When it ended.
    pub fn ended_at(&self) -> Option<Time> {
        match self {
            Self::Origin(copy) => copy.ended_at,
            Self::Delegate(copy) => copy.ended_at,
        }
    }
}

/// Reads a column that this program writes as JSON.
pub(super) fn read<T: DeserializeOwned>(column: &'static str, text: &str) -> StoreResult<T> {
    serde_json::from_str(text).map_err(|error| StoreError::unreadable("delegation", column, &error))
}

/// Reads a column that holds a document as it went over the wire.
pub(super) fn read_document<T>(
    column: &'static str,
    text: &str,
    document: fn(&Value) -> Result<T, VocabRefusal>,
) -> StoreResult<Box<T>> {
    let value: Value = read(column, text)?;
    let document = document(&value).map_err(|error| StoreError::unreadable("delegation", column, &error))?;
    Ok(Box::new(document))
}

/// A value as the text of its column.
pub(super) fn write<T: Serialize>(column: &'static str, value: &T) -> StoreResult<String> {
    serde_json::to_string(value).map_err(|error| StoreError::unreadable("delegation", column, &error))
}

/// The agreement as offered last.
pub(super) fn read_offered(text: &str) -> StoreResult<Box<vocab::Delegation>> {
    read_document("offered", text, vocab::Delegation::read)
}

/// The other side's task, as its newest message shows it.
pub(super) fn read_snapshot(text: Option<&str>) -> StoreResult<Option<Box<vocab::Task>>> {
    text.map(|text| read_document("snapshot", text, vocab::Task::read)).transpose()
}
