//! The forms of somebody who may only suggest: the same forms, with `suggest` (yes) and `why`.

use axum::response::Response;
use pursuance_domain::action::{Action, MakeSuggestion};
use pursuance_domain::refusal::Refusal;
use pursuance_domain::value::Note;

use super::failure::PageError;
use super::form::Fields;
use super::refusal::split_refusal;
use super::session::{Visit, see_with};
use crate::actions::{Performed, Refused, Undoable};
use crate::web::frame::links;
use crate::web::frame::notice::Notice;

/// The field that says that the form suggests.
pub const SUGGEST: &str = "suggest";

/// What became of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::web) enum Sent {
    /// It was done, and can perhaps be taken back.
    Done(Option<Undoable>),
    /// It was suggested.
    Suggested,
}

/// Whether a form suggests what it says, where the person may only do that.
pub(in crate::web) fn suggests(form: &Fields) -> bool {
    form.is_ticked(SUGGEST)
}

/// Does what a form says; suggests it where the form says so and its sender may only do that.
///
/// # Errors
/// A failure of this server.
pub(in crate::web) async fn send(
    visit: &Visit,
    form: &Fields,
    action: Action,
) -> Result<Result<Sent, Refused>, PageError> {
    let sent = send_for(visit, form, action).await?;
    Ok(sent.map(|done| done.map_or(Sent::Suggested, |done| Sent::Done(done.undo))))
}

/// The same with what it did; nothing where it was suggested.
///
/// # Errors
/// A failure of this server.
pub(in crate::web) async fn send_for(
    visit: &Visit,
    form: &Fields,
    action: Action,
) -> Result<Result<Option<Performed>, Refused>, PageError> {
    let suggest = match split_refusal(visit.app.perform(&visit.who, action).await)? {
        Ok(done) => return Ok(Ok(Some(done))),
        Err(Refused::SuggestInstead { suggest, .. }) if suggests(form) => *suggest,
        Err(refused) => return Ok(Err(refused)),
    };
    let why = match Note::parse(form.text("why")) {
        Ok(why) => Some(why),
        Err(refusal) => return Ok(Err(Refused::Rule(Refusal::Value(refusal)))),
    };
    let made = visit.app.perform(&visit.who, MakeSuggestion { why, ..suggest }.into()).await;
    Ok(split_refusal(made)?.map(|_| None))
}

/// The page after something was suggested: the queue, where it can be taken back.
pub(in crate::web) fn suggested(visit: &Visit, slug: &str) -> Response {
    see_with(&visit.app, &links::suggestions(slug), Notice::good("notice-suggested"))
}
