//! The feeds of a person, as they see them themselves.

use pursuance_domain::allowed::Principal;
use pursuance_domain::id::{ActorId, FeedId, SearchId};
use pursuance_domain::time::Time;
use pursuance_domain::value::FeedForm;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Page, inbox, searches};
use crate::actions::{PerformError, Refused};
use crate::store::db::ReadTx;
use crate::store::feeds;

/// The most feeds listed: above the limit of one account, unless an operator has lifted it.
const LISTED: i64 = 200;

/// A feed: a calendar, or what happened, at a secret address. The address was answered once, when it was made.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Feed")]
pub struct FeedView {
    pub feed: FeedId,
    pub name: String,
    pub form: FeedForm,
    pub about: About,
    /// When its address was made.
    pub made: Time,
    /// When it was fetched last, to the minute.
    pub used: Option<Time>,
}

/// The subject of a feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "FeedAbout")]
pub enum About {
    /// You.
    You,
    /// A pursuance.
    Pursuance {
        /// Its name in addresses.
        pursuance: String,
        name: String,
    },
    /// A saved search.
    Search { search: SearchId, name: String },
    /// A pursuance that you may not read any more, or a saved search that you do not find any more: the feed is not found.
    Hidden,
}

/// The feeds of the person who asks, the newest first.
///
/// # Errors
/// When nobody is signed in, or the database fails.
pub async fn list(
    tx: &mut ReadTx,
    who: &Principal,
    now: Time,
) -> Result<Page<FeedView, FeedId>, PerformError> {
    let person = who.person().ok_or(Refused::SignInFirst)?;
    let found = feeds::list(tx, person, LISTED).await?;
    let ids: Vec<&str> =
        found.iter().filter_map(|feed| feed.pursuance.as_ref().map(ActorId::as_str)).collect();
    let readable = inbox::objects(tx, (who, now), person, &ids).await?;
    let of_searches: Vec<&SearchId> = found.iter().filter_map(|feed| feed.search.as_ref()).collect();
    let searches = searches::names(tx, who, now, &of_searches).await?;
    let view = |feed: feeds::Feed| {
        let about = match (&feed.search, &feed.pursuance) {
            (Some(id), _) => match searches.get(id) {
                Some(name) => About::Search { search: id.clone(), name: name.clone() },
                None => About::Hidden,
            },
            (None, None) => About::You,
            (None, Some(id)) => match readable.get(id.as_str()) {
                Some(object) => About::Pursuance {
                    pursuance: object.access.pursuance.slug.clone(),
                    name: object.access.pursuance.name.clone(),
                },
                None => About::Hidden,
            },
        };
        FeedView { feed: feed.id, name: feed.name, form: feed.form, about, made: feed.made, used: feed.seen }
    };
    Ok(Page { items: found.into_iter().map(view).collect(), next: None })
}
