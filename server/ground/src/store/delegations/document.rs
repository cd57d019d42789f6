//! The long documents of a row: the offer, and the other side's task. A row has them as the text of their column, and
//! each is parsed once, on demand; most lists show only a title of them.

use std::sync::OnceLock;

use pursuance_federation::vocab::{self, VocabRefusal};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::store::damage::or_none;
use crate::store::error::{StoreError, StoreResult};

/// A document that a column can contain, in its form on the wire.
pub trait Kept: Serialize + Sized {
    const COLUMN: &'static str;

    /// # Errors
    /// The first member that is missing, malformed or too large.
    fn of(value: &Value) -> Result<Self, VocabRefusal>;
}

impl Kept for vocab::Delegation {
    const COLUMN: &'static str = "offered";

    fn of(value: &Value) -> Result<Self, VocabRefusal> {
        Self::read(value)
    }
}

impl Kept for vocab::Task {
    const COLUMN: &'static str = "snapshot";

    fn of(value: &Value) -> Result<Self, VocabRefusal> {
        Self::read(value)
    }
}

/// A document of a row.
#[derive(Debug, Clone)]
pub struct RowDocument<T> {
    /// The row that it was read from.
    row: String,
    text: String,
    /// The document, or the error.
    read: OnceLock<Result<Box<T>, String>>,
}

impl<T: Kept> RowDocument<T> {
    /// A document to write.
    ///
    /// # Errors
    /// When it has no form in JSON.
    pub fn new(document: T) -> StoreResult<Self> {
        let text = serde_json::to_string(&document)
            .map_err(|error| StoreError::unreadable("delegation", T::COLUMN, &error))?;
        Ok(Self { row: String::new(), text, read: OnceLock::from(Ok(Box::new(document))) })
    }

    /// The document in a row.
    pub(super) fn stored(row: &str, text: String) -> Self {
        Self { row: row.to_owned(), text, read: OnceLock::new() }
    }

    /// The text of its column.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The document, for callers that need it.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn read(&self) -> StoreResult<&T> {
        let read = self.read.get_or_init(|| {
            let value: Value = serde_json::from_str(&self.text).map_err(|error| StoreError::found(&error))?;
            T::of(&value).map(Box::new).map_err(|error| StoreError::found(&error))
        });
        match read {
            Ok(document) => Ok(document),
            Err(found) => Err(self.damaged(found.clone())),
        }
    }

    /// The document, in a list, or where the rest of the row is useful without it: none when it is damaged, which goes
    /// to the log once.
    pub fn if_whole(&self) -> Option<&T> {
        let is_known = self.read.get().is_some();
        match self.read() {
            Ok(document) => Some(document),
            Err(_) if is_known => None,
            Err(error) => or_none(Err(error)),
        }
    }

    fn damaged(&self, found: String) -> StoreError {
        StoreError::Inconsistent {
            table: "delegation",
            column: T::COLUMN,
            row: Some(self.row.clone()),
            found,
        }
    }
}

/// The part of an offer that a list shows.
#[derive(Deserialize)]
struct Titled {
    task: Named,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

impl RowDocument<vocab::Delegation> {
    /// The title of the task in it, for a list: the rest is not parsed. None when it is damaged, which goes to the log.
    pub fn title(&self) -> Option<String> {
        if let Some(Ok(document)) = self.read.get() {
            return Some(document.task.name.clone());
        }
        let read = serde_json::from_str::<Titled>(&self.text).map(|offer| offer.task.name);
        or_none(read.map_err(|error| self.damaged(StoreError::found(&error))))
    }
}
