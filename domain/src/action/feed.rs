//! Feeds: what somebody may read, for their calendar and their feed reader, at an address that is a secret.
//!
//! No action holds the secret (DATA 26): the door makes it and puts its hash here.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::FEED;
use crate::id::{FeedId, SearchId, SessionId};
use crate::value::{FeedForm, Label, Sha256};

inputs! {
    /// A new feed; only the hash of its secret is kept.
    CreateFeed {
        /// A name for the person whose it is.
        name: Label,
        form: FeedForm,
        /// The pursuance that it is about, by slug or id. Absent: it is about the person.
        #[serde(default)] pursuance: Option<String>,
        /// The saved search that it is about: then no pursuance is named.
        #[serde(default)] search: Option<SearchId>,
        /// The session in which its person asked for it.
        session: SessionId,
        secret_hash: Sha256,
    }
    /// Another secret for a feed, instead of the one it has.
    ReplaceFeed { feed: FeedId, secret_hash: Sha256 }
    /// The end of a feed.
    #[schemars(example = json!({ "feed": FEED }))]
    RevokeFeed {
        /// Its id.
        feed: FeedId,
    }
}
