//! The undo button: shown once on the page after a form, and beside the viewer's own lines in lists of events. The cookie between
//! form and page names an event and a page of this server; whether the action can be undone is checked when the button is
//! pressed.

use std::collections::HashSet;

use axum::response::Response;
use http::{HeaderMap, header};
use pursuance_domain::event::Recorded;
use pursuance_domain::id::{ActorId, is_own_id};
use pursuance_domain::task::undo::WITHIN;
use url::Url;

use crate::actions::Undoable;
use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::undoables::{self, UndoableAct};
use crate::web::frame::cookies::Cookie;
use crate::web::frame::undo::UndoButton;
use crate::web::request::session::{Visit, local};

/// How long the cookie waits for the next page.
const SECONDS: i64 = 60;
/// The most actions of the viewer that are read for a list.
const LOOKED_AT: i64 = 100;

impl UndoButton {
    /// Reads the cookie of a request.
    pub fn read(base: &Url, headers: &HeaderMap) -> Option<Self> {
        Cookie::Undo.read(base, headers).and_then(Self::parse)
    }

    fn parse(value: &str) -> Option<Self> {
        let mut parts = value.splitn(3, '.');
        let (event, pursuance, back) = (parts.next()?.parse().ok()?, parts.next()?, parts.next()?);
        let back = url::form_urlencoded::parse(back.as_bytes()).next()?.0.into_owned();
        is_own_id(pursuance).then(|| Self {
            pursuance: pursuance.to_owned(),
            event,
            back: local(&back).to_owned(),
        })
    }

    fn value(&self) -> String {
        let back: String = url::form_urlencoded::byte_serialize(self.back.as_bytes()).collect();
        format!("{}.{}.{back}", self.event, self.pursuance)
    }
}

/// Adds the undo button for the next page to the redirect `answer`, if the action can be undone.
pub fn with_undo(app: &App, mut answer: Response, undo: Option<Undoable>) -> Response {
    let to = answer.headers().get(header::LOCATION).and_then(|to| to.to_str().ok());
    if let (Some(Undoable { pursuance: ActorId(pursuance), event, .. }), Some(to)) = (undo, to) {
        let button = UndoButton { pursuance, event, back: to.to_owned() };
        let cookie = Cookie::Undo.set(&app.config.base_url, &button.value(), SECONDS);
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    answer
}

/// The recent actions of the viewer in a pursuance that can be undone, for a list of events, the newest first. Each action has one
/// button, in its first line.
#[derive(Debug, Default)]
pub struct Undoables {
    acts: Vec<UndoableAct>,
    offered: HashSet<i64>,
}

impl Undoables {
    /// The actions that can be undone. The store is read only if some of `events` are recent ones of the viewer.
    pub async fn among(
        visit: &Visit,
        tx: &mut ReadTx,
        pursuance: &ActorId,
        events: &[Recorded],
    ) -> StoreResult<Self> {
        let since = visit.now.plus(-WITHIN);
        let is_own = |event: &Recorded| event.actor.as_ref() == visit.person() && event.at >= since;
        match visit.person() {
            Some(person) if events.iter().any(is_own) => {
                let acts = undoables::of_person(tx, pursuance, person, since, LOOKED_AT).await?;
                Ok(Self { acts, offered: HashSet::new() })
            }
            Some(_) | None => Ok(Self::default()),
        }
    }

    /// The event by which the action of a line is undone, if the line has the button.
    pub fn offer(&mut self, seq: i64) -> Option<i64> {
        let act = self.acts.iter().find(|act| act.has(seq))?;
        self.offered.insert(act.first).then_some(act.first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_reads_back_and_nothing_else_is_one() {
        let button = UndoButton {
            pursuance: "01k9w3zq7v8h4m2x5n6p0r1s2t".to_owned(),
            event: 184,
            back: "/p/river-watch?q=due:<2w&x=1#add-0".to_owned(),
        };
        assert_eq!(UndoButton::parse(&button.value()), Some(button.clone()));
        assert!(button.value().bytes().all(|byte| byte.is_ascii_graphic() && !b";,\"\\".contains(&byte)));
        let elsewhere = UndoButton { back: "https://other.example/".to_owned(), ..button };
        assert_eq!(UndoButton::parse(&elsewhere.value()).unwrap().back, "/");
        for other in ["", "184", "184.01k9w3zq7v8h4m2x5n6p0r1s2t", "x.01k9w3zq7v8h4m2x5n6p0r1s2t./", "1.../"]
        {
            assert_eq!(UndoButton::parse(other), None, "{other}");
        }
    }
}
