//! The forms of somebody who may only suggest: the same forms, with `suggest` (yes) and `why`.

use axum::response::Response;
use pursuance_domain::action::{Action, MakeSuggestion};
use pursuance_domain::refusal::Refusal;
use pursuance_domain::value::Note;
use sha2::{Digest, Sha256};

use super::failure::PageError;
use super::form::Fields;
use super::refusal::split_refusal;
use super::session::{Visit, see_with};
use crate::actions::{Options, Performed, Refused, Undoable};
use crate::store::instance::OF_FORM;
use crate::web::frame::links;
use crate::web::frame::notice::Notice;

/// The most characters of the `key` of a form.
pub const KEY_MAX: usize = 64;
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

/// The same with what it did; nothing where it was suggested. A form with a `key` that was carried out before is answered as it was
/// then: a script cannot know whether a form arrived whose answer did not.
///
/// # Errors
/// A failure of this server.
pub(in crate::web) async fn send_for(
    visit: &Visit,
    form: &Fields,
    action: Action,
) -> Result<Result<Option<Performed>, Refused>, PageError> {
    let options = Options { dry_run: false, idempotency: key(form) };
    let suggest = match split_refusal(visit.app.perform_with(&visit.who, action, options).await)? {
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

/// The key of a form, and the hash of what is sent with it. It is no key of a program: those have no blanks.
fn key(form: &Fields) -> Option<(String, String)> {
    let key = form.text("key");
    let is_one = (1..=KEY_MAX).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_one.then(|| {
        let mut hash = Sha256::new();
        for (name, value) in form.iter().filter(|(name, _)| !["csrf", "back"].contains(name)) {
            hash.update(format!("{name:?}{value:?}"));
        }
        (format!("{OF_FORM}{key}"), hex::encode(hash.finalize()))
    })
}

/// The page after something was suggested: the queue, where it can be taken back.
pub(in crate::web) fn suggested(visit: &Visit, slug: &str) -> Response {
    see_with(&visit.app, &links::suggestions(slug), Notice::good("notice-suggested"))
}
