//! This side's copy of the state machine, and its form in the row.

use pursuance_domain::delegation::{Cut, DelegateCopy, Offer, OriginCopy, Side};
use pursuance_domain::time::Time;
use serde::Serialize;
use serde::de::DeserializeOwned;

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

/// A value as the text of its column.
pub(super) fn write<T: Serialize>(column: &'static str, value: &T) -> StoreResult<String> {
    serde_json::to_string(value).map_err(|error| StoreError::unreadable("delegation", column, &error))
}
