//! The parts of a request besides its body: the path, the query, a part of a list. An unreadable one is refused as a
//! problem that names the field.

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{FromRequestParts, Path, Query};
use http::request::Parts;
use pursuance_domain::notice::NoticeId;
use pursuance_domain::people::role::Role;
use pursuance_domain::query::{Query as Filter, parse};
use pursuance_domain::sealed::BoxKind;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::problem::ApiError;
use crate::reads::search::{Kind, MOST_CHARACTERS, typed};
use crate::store::outline::query::Place;
use crate::store::roster::Show;

/// The number of items in a list by default, and at most.
pub(super) const USUAL: u16 = 50;
pub const MOST: u16 = 200;

/// Parts of the path. An impossible one is "not found".
pub(super) struct At<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for At<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let found: Result<Path<T>, PathRejection> = Path::from_request_parts(parts, state).await;
        Ok(Self(found.map_err(|_| ApiError::NoSuchPlace)?.0))
    }
}

/// The query. Unknown parameters are refused, so that a misspelt one is noticed.
pub struct StrictQuery<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for StrictQuery<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let read: Result<Query<T>, QueryRejection> = Query::from_request_parts(parts, state).await;
        match read {
            Ok(query) => Ok(Self(query.0)),
            Err(rejection) => {
                let text = rejection.body_text();
                let said = text.strip_prefix("Failed to deserialize query string: ").unwrap_or(&text);
                Err(ApiError::Query(said.to_owned()))
            }
        }
    }
}

/// `?after=&limit=`: a part of a list. `C` names a place in the list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stretch<C> {
    #[serde(default = "nothing")]
    pub after: Option<C>,
    #[serde(default = "nothing")]
    pub limit: Option<u16>,
}

impl<C> Stretch<C> {
    /// How many items are wanted.
    pub fn limit(&self) -> Result<usize, ApiError> {
        limit(self.limit)
    }
}

/// `?before=&limit=`: a part of a list that is read backwards.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Back {
    #[serde(default)]
    pub before: Option<String>,
    #[serde(default)]
    pub limit: Option<u16>,
}

impl Back {
    /// How many items are wanted.
    pub fn limit(&self) -> Result<usize, ApiError> {
        limit(self.limit)
    }
}

/// `?q=&role=&show=&after=&limit=&tree=`: a part of the members, or the tree of those who came through somebody.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Members {
    #[serde(default)]
    pub q: String,
    #[serde(default)]
    pub role: Option<Role>,
    #[serde(default)]
    pub show: Show,
    #[serde(default)]
    pub after: Option<String>,
    #[serde(default)]
    pub limit: Option<u16>,
    #[serde(default)]
    pub tree: bool,
}

impl Members {
    /// How many items are wanted.
    pub fn limit(&self) -> Result<usize, ApiError> {
        limit(self.limit)
    }
}

/// `?q=&after=&limit=`: a part of the results of a search.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Search {
    #[serde(default)]
    pub q: String,
    #[serde(default)]
    pub after: String,
    #[serde(default)]
    pub limit: Option<u16>,
}

impl Search {
    /// How many items are wanted.
    pub fn limit(&self) -> Result<usize, ApiError> {
        limit(self.limit)
    }
}

/// `?q=&kind=&after=&limit=`: what a search over everything finds, or a part of one kind of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SearchQuery {
    #[serde(default)]
    pub q: String,
    #[serde(default)]
    pub kind: Option<Kind>,
    #[serde(default)]
    pub after: Option<i64>,
    #[serde(default)]
    pub limit: Option<u16>,
}

impl SearchQuery {
    /// How many items of each kind are wanted.
    pub fn limit(&self) -> Result<usize, ApiError> {
        limit(self.limit)
    }

    /// The text of the search.
    pub fn text(&self) -> Result<String, ApiError> {
        if self.q.chars().count() > MOST_CHARACTERS {
            return Err(ApiError::Query(format!("q: {MOST_CHARACTERS} characters at most")));
        }
        Ok(typed(&self.q))
    }

    /// The place after which the list of a kind goes on.
    pub fn after(&self) -> Result<Option<i64>, ApiError> {
        if self.after.is_some() && self.kind.is_none() {
            return Err(ApiError::Query("after: with a kind, since each has a list of its own".to_owned()));
        }
        Ok(self.after)
    }
}

/// `?q=&after=&limit=`: a part of the tasks of a pursuance: by number, or those that a query finds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TaskQuery {
    #[serde(default)]
    pub q: Option<String>,
    #[serde(default)]
    pub after: Option<String>,
    #[serde(default)]
    pub limit: Option<u16>,
}

impl TaskQuery {
    /// How many items are wanted.
    pub fn limit(&self) -> Result<usize, ApiError> {
        limit(self.limit)
    }

    /// The query, where there is one.
    pub fn query(&self) -> Result<Option<Filter>, ApiError> {
        let read = self.q.as_deref().map(parse).transpose();
        read.map_err(|bad| ApiError::BadQuery(Box::new(bad)))
    }

    /// The place after which the list goes on.
    pub fn after(&self) -> Result<Option<Place>, ApiError> {
        let read = self.after.as_deref().map(str::parse).transpose();
        read.map_err(|_| ApiError::Query("after: what `next` said, or the last number seen".to_owned()))
    }
}

/// `?q=&in=&limit=`: words for skills that contain what is typed; `in` a pursuance those that mean themselves there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SkillQuery {
    #[serde(default)]
    pub q: String,
    #[serde(default, rename = "in")]
    pub within: Option<String>,
    #[serde(default)]
    pub limit: Option<u16>,
}

impl SkillQuery {
    /// How many items are wanted.
    pub fn limit(&self) -> Result<usize, ApiError> {
        limit(self.limit)
    }
}

/// `?skill=&cause=&server=&days=&after=&limit=`: skill offers of this kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OfferQuery {
    #[serde(default)]
    pub skill: Option<String>,
    #[serde(default)]
    pub cause: String,
    #[serde(default)]
    pub server: String,
    #[serde(default)]
    pub days: Option<u16>,
    #[serde(default)]
    pub after: String,
    #[serde(default)]
    pub limit: Option<u16>,
}

impl OfferQuery {
    /// How many items are wanted.
    pub fn limit(&self) -> Result<usize, ApiError> {
        limit(self.limit)
    }

    /// The text that is typed for the skill, where one is wanted.
    pub fn skill(&self) -> Option<&str> {
        self.skill.as_deref().map(str::trim).filter(|skill| !skill.is_empty())
    }
}

/// `?kind=&oid=`: personal boxes of a kind, or one of them. Open pages ask the same (`crate::sealed`).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoxQuery {
    pub kind: BoxKind,
    #[serde(default)]
    pub oid: Option<String>,
}

/// `?limit=`: so many of each list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Each {
    #[serde(default)]
    pub limit: Option<u16>,
}

impl Each {
    /// How many items of each list are wanted.
    pub fn limit(&self) -> Result<usize, ApiError> {
        limit(self.limit)
    }
}

/// `?around=`: a task by number.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Around {
    #[serde(default)]
    pub around: Option<i64>,
}

/// `?after=&limit=&unread=`: a part of an inbox.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InboxQuery {
    #[serde(default)]
    pub after: Option<NoticeId>,
    #[serde(default)]
    pub limit: Option<u16>,
    /// Only what is not read.
    #[serde(default)]
    pub unread: bool,
}

impl InboxQuery {
    /// How many items are wanted.
    pub fn limit(&self) -> Result<usize, ApiError> {
        limit(self.limit)
    }
}

fn limit(wanted: Option<u16>) -> Result<usize, ApiError> {
    match wanted.unwrap_or(USUAL) {
        wanted @ 1..=MOST => Ok(usize::from(wanted)),
        _ => Err(ApiError::Query(format!("limit: a number from 1 to {MOST}"))),
    }
}

fn nothing<T>() -> Option<T> {
    None
}
