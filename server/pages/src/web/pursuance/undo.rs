//! Undoes a recent action of the viewer, and shows a notice about it.

use axum::extract::Path;
use axum::response::Response;
use pursuance_domain::action::UndoAct;
use pursuance_domain::event::{Recorded, Verb};

use crate::web::frame::notice::FormNotice;
use crate::web::request::failure::PageError;
use crate::web::request::form::Posted;
use crate::web::request::session::{local, see_with};

/// `POST /p/{slug}/undo`: `event` (the number of an event of the act), `back` (a page of this server).
pub async fn act(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let event = form.number("event").ok_or(PageError::BadRequest)?;
    let done = visit.app.perform(&visit.who, UndoAct { pursuance: slug, event }.into()).await?;
    let back = local(form.text("back"));
    let is_gone = done.events.iter().any(|event| event.verb() == Verb::TaskTrashed);
    let to = match back.split_once("/t/") {
        // The page of a removed task has no content any more, so the redirect goes to the pursuance.
        Some((pursuance, _)) if is_gone => pursuance,
        Some(_) | None => back,
    };
    Ok(see_with(&visit.app, to, FormNotice::info(said(&done.events))))
}

/// The key of the notice about the undone action, by its events.
fn said(events: &[Recorded]) -> &'static str {
    let verb = |verb: Verb| events.iter().any(|event| event.verb() == verb);
    if verb(Verb::TaskTrashed) {
        "notice-undone-written"
    } else if verb(Verb::TaskAssigned) {
        "notice-undone-assigned"
    } else if verb(Verb::TaskPhaseSet) {
        "notice-undone-phase"
    } else if verb(Verb::TaskMoved) || verb(Verb::TaskReordered) {
        "notice-undone-moved"
    } else if verb(Verb::TaskEdited) {
        "notice-undone-edited"
    } else if verb(Verb::TaskRestored) {
        "notice-undone-put-away"
    } else if verb(Verb::TaskArchived) {
        "notice-undone-brought-back"
    } else {
        "notice-undone"
    }
}

#[cfg(test)]
mod tests {
    use pursuance_domain::event::{Happened, StreamId};
    use pursuance_domain::task::undo::has_way_back;
    use pursuance_domain::time::Time;

    use super::*;

    #[test]
    fn what_is_taken_back_is_said_in_a_sentence_of_its_kind() {
        let shapes = include_str!("../../../../../domain/src/event/happened/told.txt");
        for (word, data) in shapes.lines().filter_map(|line| line.split_once(' ')) {
            let verb = Verb::parse(word).unwrap();
            // A task that was written down goes into the trash again.
            if !has_way_back(verb) || verb == Verb::TaskCreated {
                continue;
            }
            let what = Happened::read(verb, serde_json::from_str(data).unwrap()).unwrap();
            let (stream, object) = (StreamId("bees".to_owned()), "t".to_owned());
            let event =
                Recorded { stream, seq: 1, at: Time(0), actor: None, what, object, task: None, action: None };
            assert_ne!(said(&[event]), "notice-undone", "{word}");
        }
    }
}
