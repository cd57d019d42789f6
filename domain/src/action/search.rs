//! Searches that somebody saves: for themselves, or for everybody who reads a pursuance.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::SEARCH;
use crate::id::SearchId;
use crate::query::SearchText;
use crate::value::SearchName;

inputs! {
    /// A search under a name.
    #[schemars(example = json!({ "pursuance": "river-watch", "name": "Due soon", "query": "@me is:open due:<2w", "home": true }))]
    SaveSearch {
        /// The pursuance in which it looks, by slug or id. Absent: it looks everywhere.
        #[serde(default)] pursuance: Option<String>,
        name: SearchName,
        query: SearchText,
        /// Whether everybody finds it who reads the pursuance. It belongs to the pursuance then.
        #[serde(default)] shared: bool,
        /// Whether it stands on your Home.
        #[serde(default)] home: bool,
    }
    /// Another name or another query for a saved search. What is absent stays.
    #[schemars(example = json!({ "search": SEARCH, "name": "Due this week", "query": "@me is:open due:<1w" }))]
    ChangeSearch {
        /// Its id.
        search: SearchId,
        #[serde(default)] name: Option<SearchName>,
        #[serde(default)] query: Option<SearchText>,
        /// Whether it stands on your Home. Of a shared search everybody chooses that for themselves.
        #[serde(default)] home: Option<bool>,
    }
    /// The end of a saved search.
    #[schemars(example = json!({ "search": SEARCH }))]
    ForgetSearch {
        /// Its id.
        search: SearchId,
    }
}
