//! The forms of a viewer who may only suggest: the usual forms, with `suggest` (yes) and `why`.

use axum::response::Response;
use pursuance_domain::action::{Action, MakeSuggestion};
use pursuance_domain::refusal::Refusal;
use pursuance_domain::value::Note;
use sha2::{Digest, Sha256};

use super::failure::PageError;
use super::form::FormFields;
use super::refusal::split_refusal;
use super::session::{Visit, see_with};
use crate::actions::{Options, Performed, Refused, Undoable};
use crate::store::instance::OF_FORM;
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;

/// The most characters of the `key` of a form.
pub const KEY_MAX: usize = 64;
/// The field that says that the form suggests.
pub const SUGGEST: &str = "suggest";

/// The result of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::web) enum Sent {
    /// The action was performed, and can perhaps be undone.
    Done(Option<Undoable>),
    /// The action was suggested.
    Suggested,
}

/// Whether a form becomes a suggestion if its sender may only suggest.
pub(in crate::web) fn suggests(form: &FormFields) -> bool {
    form.is_ticked(SUGGEST)
}

/// Performs the action of a form, or suggests it if the form asks for that and its sender may only suggest.
///
/// # Errors
/// A failure of this server.
pub(in crate::web) async fn send(
    visit: &Visit,
    form: &FormFields,
    action: Action,
) -> Result<Result<Sent, Refused>, PageError> {
    let sent = send_for(visit, form, action).await?;
    Ok(sent.map(|done| done.map_or(Sent::Suggested, |done| Sent::Done(done.undo))))
}

/// Like [`send`], but returns the performed action; none if it was suggested. A form whose `key` was used before gets the same
/// answer again (idempotent): a script cannot know whether a form arrived if its answer was lost.
///
/// # Errors
/// A failure of this server.
pub(in crate::web) async fn send_for(
    visit: &Visit,
    form: &FormFields,
    action: Action,
) -> Result<Result<Option<Performed>, Refused>, PageError> {
    let options = Options { idempotency: key(form), ..Options::default() };
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

/// The key of a form, if it has one.
pub(in crate::web) fn key_of(form: &FormFields) -> Option<&str> {
    let key = form.text("key");
    let is_one = (1..=KEY_MAX).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_one.then_some(key)
}

/// The idempotency key of a form, and the hash of what counts of it. The key contains a blank, so it never equals the key of a program.
fn keyed(form: &FormFields, hash: Sha256) -> Option<(String, String)> {
    Some((format!("{OF_FORM}{}", key_of(form)?), hex::encode(hash.finalize())))
}

/// The idempotency key of a form of which these words alone count.
pub(in crate::web) fn once(form: &FormFields, words: &[&str]) -> Option<(String, String)> {
    keyed(form, Sha256::new_with_prefix(format!("{words:?}")))
}

/// The idempotency key of a form of which every field counts.
fn key(form: &FormFields) -> Option<(String, String)> {
    let mut hash = Sha256::new();
    for (name, value) in form.iter().filter(|(name, _)| !["csrf", "back"].contains(name)) {
        hash.update(format!("{name:?}{value:?}"));
    }
    keyed(form, hash)
}

/// The redirect after a suggestion: to the queue, where it can be withdrawn.
pub(in crate::web) fn suggested(visit: &Visit, slug: &str) -> Response {
    see_with(&visit.app, &links::suggestions(slug), FormNotice::good("notice-suggested"))
}
