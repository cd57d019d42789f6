//! Ordered collections and their pages (PROTOCOL §1.4).

use serde::Serialize;
use serde_json::Value;
use url::Url;

use super::{VocabRefusal, context::collection_context, reader::Reader, to_json, with_context};

/// The most items on one page.
pub const PAGE_MAX: usize = 50;
/// The most items that are read from a page of another server.
const READ_MAX: usize = 200;

/// The order of a collection (FEP-1985).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum OrderType {
    #[serde(rename = "ForwardChronological")]
    Forward,
    #[serde(rename = "ReverseChronological")]
    Reverse,
}

/// A collection: the number of its items, and its first page, which is left out for readers without access.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub struct OrderedCollection {
    pub id: Url,
    pub attributed_to: Url,
    pub total_items: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_type: Option<OrderType>,
    /// Present in an empty collection: Lemmy wants items or a first page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ordered_items: Option<Vec<Value>>,
}

impl OrderedCollection {
    pub fn to_value(&self) -> Value {
        with_context(collection_context(), to_json(self))
    }

    /// The address of the first page of a collection, if it names one.
    ///
    /// # Errors
    /// When the document is no collection.
    pub fn read_first(value: &Value) -> Result<Option<Url>, VocabRefusal> {
        let list = Reader::new(value, "collection")?;
        list.expect("collection", "OrderedCollection")?;
        list.url("first")
    }
}

/// One page of items, ids or whole documents.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub struct OrderedCollectionPage {
    pub id: Url,
    pub part_of: Url,
    pub attributed_to: Url,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_type: Option<OrderType>,
    pub ordered_items: Vec<Value>,
}

impl OrderedCollectionPage {
    pub fn to_value(&self) -> Value {
        with_context(collection_context(), to_json(self))
    }

    /// Reads a page. The items stay untouched: every byte of a log's items is proved.
    ///
    /// # Errors
    /// When the document is no page, or has too many items.
    pub fn read(value: &Value) -> Result<Self, VocabRefusal> {
        let page = Reader::new(value, "page")?;
        page.expect("page", "OrderedCollectionPage")?;
        let order_type = match page.str("orderType")? {
            Some("ForwardChronological") => Some(OrderType::Forward),
            Some("ReverseChronological") => Some(OrderType::Reverse),
            _ => None,
        };
        Ok(Self {
            id: page.need_url("id")?,
            part_of: page.need_url("partOf")?,
            attributed_to: page.need_url("attributedTo")?,
            next: page.url("next")?,
            order_type,
            ordered_items: page.at_most("orderedItems", READ_MAX)?.to_vec(),
        })
    }
}

/// The items of a list of another server, or of a part of it, and where it goes on.
#[derive(Debug, Clone, PartialEq)]
pub struct ListPart {
    pub items: Vec<Value>,
    pub next: Option<Url>,
}

impl ListPart {
    /// Reads a list or a page of one.
    ///
    /// # Errors
    /// When it is neither, or has too many items.
    pub fn read(value: &Value) -> Result<Self, VocabRefusal> {
        let part = Reader::new(value, "list")?;
        let is_whole = part.is("OrderedCollection");
        if !is_whole {
            part.expect("list", "OrderedCollectionPage")?;
        }
        Ok(Self {
            items: part.at_most("orderedItems", READ_MAX)?.to_vec(),
            next: part.url(if is_whole { "first" } else { "next" })?,
        })
    }
}
