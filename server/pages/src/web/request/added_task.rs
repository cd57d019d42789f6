//! A task added a moment ago, shown once on the next page. The cookie in between holds an id or a number and no text, and
//! the task is shown only if the viewer may read it: so nobody can make a page show other text.

use axum::response::Response;
use http::{HeaderValue, header};
use pursuance_domain::id::{TaskId, is_own_id};
use pursuance_domain::task::phase::Phase;

use crate::reads;
use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::web::frame::asks::asks_in_words;
use crate::web::frame::cookies::Cookie;
use crate::web::frame::layout::{Flash, Tone};
use crate::web::request::session::{Visit, see};

/// How long the cookie waits for the next page.
const SECONDS: i64 = 60;

/// The added tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Added {
    /// One task; the notice shows how its line was read.
    Task(TaskId),
    /// The number of tasks added from a list.
    Several(u16),
}

impl Added {
    /// Reads the value of the cookie of notices.
    pub fn parse(value: &str) -> Option<Self> {
        if let Some(id) = value.strip_prefix("added.") {
            return is_own_id(id).then(|| Self::Task(TaskId(id.to_owned())));
        }
        value.strip_prefix("several.")?.parse().ok().map(Self::Several)
    }

    fn value(&self) -> String {
        match self {
            Self::Task(id) => format!("added.{id}"),
            Self::Several(count) => format!("several.{count}"),
        }
    }

    /// The answer to the form that added it: a redirect.
    pub fn see(&self, app: &App, to: &str) -> Response {
        let mut response = see(to);
        let cookie: HeaderValue = Cookie::Notice.set(&app.config.base_url, &self.value(), SECONDS);
        response.headers_mut().append(header::SET_COOKIE, cookie);
        response
    }

    /// The notice for the page; none for a task that the viewer may not read.
    pub async fn flash(&self, visit: &Visit, tx: &mut ReadTx) -> StoreResult<Option<Flash>> {
        let t = visit.t;
        let text = match self {
            Self::Several(count) => t.with("quick-several-added").set("n", i64::from(*count)).to_string(),
            Self::Task(id) => {
                let sights = visit.sights(tx).await?;
                let Some((asks, who, phase)) = reads::task::asked(tx, &sights, id).await? else {
                    return Ok(None);
                };
                let who = who.map(|who| match visit.person() == Some(&who.id) {
                    true => t.s("you").to_owned(),
                    false => who.display,
                });
                t.with("quick-added")
                    .set(
                        "what",
                        asks_in_words(t, &asks, who.as_deref(), phase == Phase::HelpWanted).join(", "),
                    )
                    .to_string()
            }
        };
        Ok(Some(Flash { tone: Tone::Good, text }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_reads_back_and_nothing_else_does() {
        for added in [Added::Task(TaskId("01k9w3zq7v8h4m2x5n6p0r1s2t".to_owned())), Added::Several(12)] {
            assert_eq!(Added::parse(&added.value()), Some(added));
        }
        for other in ["", "added.", "added.<b>", "several.-1", "several.many", "good.saved"] {
            assert_eq!(Added::parse(other), None, "{other}");
        }
    }
}
