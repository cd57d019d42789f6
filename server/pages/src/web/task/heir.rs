//! The card of a task that was handed on: for the heir, who alone is asked to take it, for the former assignee, and for everybody else.

use axum::extract::Path;
use axum::response::Response;
use pursuance_domain::action::TakeBack;

use super::forms::{At, act, nothing};
use super::scene::Scene;
use crate::reads::silence::{HandedOn, handed_on};
use crate::text::Markup;
use crate::web::frame::notice::FormNotice;
use crate::web::request::failure::PageError;
use crate::web::request::form::Posted;

/// The viewer's part in a task that was handed on.
pub struct HeirShown {
    /// A sentence about the state.
    pub said: Markup,
    /// The id of the offer that the viewer answers here.
    pub offer: Option<String>,
    /// Whether the viewer is the former assignee and may take it back.
    pub may_take_back: bool,
}

impl HeirShown {
    /// Whether the usual rules, and not this card, decide if the viewer may take the task.
    pub(super) fn leaves_it(&self) -> bool {
        self.offer.is_none() && !self.may_take_back
    }

    /// The key of the heading.
    pub fn head(&self) -> &'static str {
        if self.offer.is_some() {
            "heir-head-you"
        } else if self.may_take_back {
            "heir-head-yours"
        } else {
            "heir-head"
        }
    }

    /// Reads the card of a task that was handed on; none for other tasks.
    pub(super) async fn of(s: &mut Scene<'_>) -> Result<Option<Self>, PageError> {
        if !s.beside.was_handed_on {
            return Ok(None);
        }
        let Some(found) = handed_on(s.tx, s.access, s.task).await? else { return Ok(None) };
        let HandedOn { offer, asked_until, may_take_back, is_kept } = found;
        let Some(key) = (match (&offer, may_take_back, asked_until) {
            (Some(_), ..) if is_kept => Some("heir-you-relieve"),
            (Some(_), ..) => Some("heir-you"),
            (None, true, Some(_)) => Some("heir-yours-asked"),
            (None, true, None) => Some("heir-yours"),
            (None, false, Some(_)) if !is_kept => Some("heir-others"),
            (None, false, _) => None,
        }) else {
            return Ok(None);
        };
        let mut said = s.l.t.rich(key);
        if let Some(until) = asked_until {
            said = said.html("until", s.l.moment(until));
        }
        let said = Markup::trusted(said.to_string());
        Ok(Some(Self { said, offer: offer.map(|id| id.0), may_take_back }))
    }
}

/// `POST /p/{slug}/t/{number}/take-back`, no fields.
pub async fn take_back(Path((slug, number)): At, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let action = TakeBack { pursuance: slug.clone(), task: number }.into();
    act(&visit, &slug, number, (action, &form), FormNotice::good("notice-taken"), nothing).await
}
