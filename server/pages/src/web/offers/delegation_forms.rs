//! The forms of a delegation. Each form is read into its action; a refused form is shown again with everything typed.

use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::{
    AcceptDelegation, AcceptWork, Action, AnswerOnward, AskOnward, CounterDelegation, DeclineDelegation,
    FetchFiles, NudgeDelegation, RecallDelegation, RefuseWork, ReofferDelegation, ReportProgress,
    ReturnDelegation, SendBack, StartReview, SubmitDelegation, ThankForWork,
};
use pursuance_domain::delegation::message::{OfferUri, SubmissionUri};
use pursuance_domain::delegation::reason::{WhyDeclined, WhyRecalled, WhyReturned};
use pursuance_domain::delegation::{Side, State};
use pursuance_domain::id::DelegationId;
use pursuance_domain::time::Time;
use pursuance_domain::value::{ActorRef, Body, Note, ProgressNote, Sha256, Size, ValueRefusal};
use serde_json::Value;

use crate::actions::{Thing, access};
use crate::reads::{delegation, delivery};
use crate::store::actors;
use crate::store::delegations::Delegation;
use crate::text::Text;
use crate::web::cards::pick::{self, Meant};
use crate::web::delegation::delegate::{FileTick, Incoming};
use crate::web::delegation::origin::Outgoing;
use crate::web::delegation::sides::WhyForm;
use crate::web::delegation::terms::ReofferForm;
use crate::web::frame::labels::{size_choices, why_declined, why_recalled, why_returned};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::Field;
use crate::web::offers::offer_card::OfferCard;
use crate::web::request::failure::PageError;
use crate::web::request::form::{FormFields, Posted, Reader};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see, see_with};
use crate::web::request::unplaced_texts::refused_page;
use crate::web::task::page::TaskPage;

/// The typed values of a form of a delegation, and its errors.
struct TypedForm {
    pub form: &'static str,
    /// The fields as sent.
    sent: FormFields,
    /// The name of its text field.
    name: &'static str,
    /// The one text of the form, whatever its name.
    pub text: Field,
    pub due: Field,
    pub size: String,
    /// The chosen reason.
    code: String,
    files: Vec<String>,
    is_waived: bool,
    /// The chosen parent task.
    place: Field,
    pub problem: String,
}

/// The forms: the last part of the address, the name of the text that people type into it, and the notice after success.
const FORMS: &[(&str, &str, FormNotice)] = &[
    ("accept", "note", FormNotice::good("notice-offer-accepted")),
    ("fetch-files", "note", FormNotice::info("notice-files-asked-for")),
    ("decline", "reason", FormNotice::info("notice-offer-declined")),
    ("counter", "note", FormNotice::good("notice-countered")),
    ("reoffer", "note", FormNotice::good("notice-offered-again")),
    ("progress", "note", FormNotice::good("notice-reported")),
    ("submit", "body", FormNotice::good("notice-handed-in")),
    ("start-review", "note", FormNotice::good("notice-review-started")),
    ("accept-work", "comment", FormNotice::good("notice-work-accepted")),
    ("send-back", "comment", FormNotice::info("notice-work-sent-back")),
    ("refuse-work", "comment", FormNotice::info("notice-work-refused")),
    ("thank", "comment", FormNotice::good("notice-thanked")),
    ("recall", "reason", FormNotice::info("notice-recalled")),
    ("return", "reason", FormNotice::info("notice-given-back")),
    ("nudge", "note", FormNotice::good("notice-nudged")),
    ("ask-onward", "to", FormNotice::good("notice-onward-asked")),
    ("answer-onward", "", FormNotice::good("notice-onward-answered")),
];

/// `GET /p/{slug}/d/{id}`: redirects to the page with the delegation.
pub async fn show_page(
    visit: Visit,
    Path((slug, id)): Path<(String, DelegationId)>,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let (row, _) = delegation::find(&mut tx, &access, &id).await?;
    drop(tx);
    Ok(see(&match number_of(&visit, &slug, &row).await? {
        Some(number) => links::task(&slug, number),
        None => links::incoming_offer(&slug, id.as_str()),
    }))
}

/// `POST /p/{slug}/d/{id}/{form}`
pub async fn post(
    Path((slug, id, form)): Path<(String, DelegationId, String)>,
    posted: Posted,
) -> Result<Response, PageError> {
    let Posted { visit, form: typed } = posted;
    let (form, text, notice) =
        *FORMS.iter().find(|(name, ..)| *name == form).ok_or_else(|| PageError::not_found(Thing::Form))?;
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let (row, _) = delegation::find(&mut tx, &access, &id).await?;
    let place = match form {
        "accept" => pick::task(&mut tx, visit.t, &access, typed.text("parent")).await?,
        _ => Meant::None,
    };
    drop(tx);
    let mut kept = TypedForm {
        form,
        sent: typed.clone(),
        name: text,
        text: typed.field(text),
        due: typed.field("due"),
        size: typed.text("size").to_owned(),
        code: typed.text("code").to_owned(),
        files: typed.all("files").map(str::to_owned).collect(),
        is_waived: typed.is_ticked("waived"),
        place: typed.field("parent"),
        problem: String::new(),
    };
    let on_incoming = typed.text("back") == "incoming";
    let parent = match place {
        Meant::This(_) | Meant::None => place.this(),
        Meant::Unclear(why) => {
            kept.place.error = why;
            return show(&visit, &slug, &row, kept, on_incoming, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let Some(action) = read(&visit, id, &typed, parent, &mut kept)? else {
        return show(&visit, &slug, &row, kept, on_incoming, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    match split_refusal(visit.app.perform(&visit.who, action).await)? {
        Ok(done) => {
            let number = match form {
                // The page where the work continues, once the task is ours or nearly so.
                "accept" => done.result.get("task").and_then(Value::as_i64),
                _ => number_of(&visit, &slug, &row).await?.filter(|_| !on_incoming),
            };
            let is_late = form == "submit" && row.state == State::Recalled;
            let notice = if is_late { FormNotice::good("notice-sent-late") } else { notice };
            let notice = if is_refused_there(&visit, &row).await? {
                FormNotice::wait("notice-kept-here")
            } else {
                notice
            };
            let to = number.map_or_else(|| links::incoming(&slug), |number| links::task(&slug, number));
            Ok(see_with(&visit.app, &to, notice))
        }
        Err(refused) => {
            kept.problem = refusal_text(visit.t, &refused);
            show(&visit, &slug, &row, kept, on_incoming, status_of(&refused)).await
        }
    }
}

/// Whether the two servers do not exchange messages, so that nobody on the other side has read the answer.
async fn is_refused_there(visit: &Visit, row: &Delegation) -> Result<bool, PageError> {
    let mut tx = visit.app.db.read().await?;
    let peer = actors::by_id(&mut tx, row.peer()).await?;
    Ok(match peer.and_then(|peer| peer.host) {
        Some(host) => delivery::not_talking(&mut tx, &host).await?.is_some(),
        None => false,
    })
}

/// Reads the action of a form; `None` when a field was refused, which is noted beside it.
fn read(
    visit: &Visit,
    delegation: DelegationId,
    typed: &FormFields,
    parent: Option<i64>,
    kept: &mut TypedForm,
) -> Result<Option<Action>, PageError> {
    let reader = Reader::new(visit.t);
    let size = match typed.text("size") {
        "" => None,
        word => Some(Size::parse(word).map_err(|_| PageError::BadRequest)?),
    };
    let files: Result<Vec<Sha256>, ValueRefusal> = typed.all("files").map(Sha256::parse).collect();
    let files = files.map_err(|_| PageError::BadRequest)?;
    let said = |name| Some(typed.text(name).to_owned()).filter(|text| !text.is_empty());
    // The offer and the work that the person has read: a newer one must not be answered unread.
    let offer = said("offer").map(OfferUri);
    let submission = said("submission").map(SubmissionUri);
    let code = kept.code.clone();
    let mut note = || reader.maybe(&mut kept.text, Note::parse);
    Ok(match kept.form {
        "accept" => {
            let ask = typed.is_ticked("not_yet").then_some(false);
            Some(AcceptDelegation { delegation, offer, parent, ask }.into())
        }
        "fetch-files" => Some(FetchFiles { delegation }.into()),
        "decline" => {
            let code = WhyDeclined::parse(&code);
            note().map(|reason| DeclineDelegation { delegation, offer, code, reason }.into())
        }
        "counter" | "reoffer" => {
            let (note, due) = (note(), reader.date(&mut kept.due));
            let terms: Option<(Option<Note>, Option<Time>)> = note.zip(due);
            let is_counter = kept.form == "counter";
            terms.map(|(note, due)| {
                if is_counter {
                    CounterDelegation { delegation, offer, due, size, note }.into()
                } else {
                    ReofferDelegation { delegation, due, size, note }.into()
                }
            })
        }
        "progress" => {
            need(reader, kept, ProgressNote::parse).map(|note| ReportProgress { delegation, note }.into())
        }
        "submit" => {
            let waived = kept.is_waived;
            let body = reader.need(&mut kept.text, Body::parse);
            body.map(|body| SubmitDelegation { delegation, body, files, waived }.into())
        }
        "start-review" => Some(StartReview { delegation }.into()),
        "accept-work" => note().map(|comment| AcceptWork { delegation, submission, comment }.into()),
        "send-back" => {
            let comment = reader.need(&mut kept.text, Body::parse);
            comment.map(|comment| SendBack { delegation, submission, comment }.into())
        }
        "refuse-work" => {
            let comment = reader.need(&mut kept.text, Body::parse);
            comment.map(|comment| RefuseWork { delegation, submission, comment }.into())
        }
        "thank" => {
            let submission = submission.ok_or(PageError::BadRequest)?;
            note().map(|comment| ThankForWork { delegation, submission, comment }.into())
        }
        "recall" => {
            let (force, code) = (typed.is_ticked("force"), WhyRecalled::parse(&code));
            note().map(|reason| RecallDelegation { delegation, code, reason, force }.into())
        }
        "return" => {
            let code = WhyReturned::parse(&code);
            note().map(|reason| ReturnDelegation { delegation, code, reason, files }.into())
        }
        "nudge" => note().map(|note| NudgeDelegation { delegation, note }.into()),
        "ask-onward" => {
            reader.need(&mut kept.text, ActorRef::parse).map(|to| AskOnward { delegation, to }.into())
        }
        "answer-onward" => {
            let to = ActorRef::parse(typed.text("to")).map_err(|_| PageError::BadRequest)?;
            Some(AnswerOnward { delegation, to, allow: typed.text("allow") == "yes" }.into())
        }
        _ => return Err(PageError::not_found(Thing::Form)),
    })
}

/// A message that must not be empty.
fn need<T>(reader: Reader, kept: &mut TypedForm, parse: fn(&str) -> Result<T, ValueRefusal>) -> Option<T> {
    if kept.text.value.trim().is_empty() {
        return reader.need(&mut kept.text, |_| Err(ValueRefusal::Empty { what: "the message" }));
    }
    reader.need(&mut kept.text, parse)
}

/// The number of the task of a delegation, for a viewer who may see it.
async fn number_of(visit: &Visit, slug: &str, row: &Delegation) -> Result<Option<i64>, PageError> {
    let mut tx = visit.app.db.read().await?;
    let sight = access::find(&mut tx, &visit.who, slug, visit.now).await?.sight()?;
    let found = delegation::with_task(&mut tx, &row.id).await?;
    Ok(found.and_then(|unread| unread.for_whom(&sight)).and_then(|(_, task)| task).map(|task| task.number))
}

/// The page of the form, with everything typed.
async fn show(
    visit: &Visit,
    slug: &str,
    row: &Delegation,
    kept: TypedForm,
    on_incoming: bool,
    status: StatusCode,
) -> Result<Response, PageError> {
    let (sent, names) = (kept.sent.clone(), [kept.name, "due"]);
    match number_of(visit, slug, row).await?.filter(|_| !on_incoming) {
        Some(number) => {
            let mut shown = crate::web::task::show::load(visit, slug, number).await?;
            on_task(&mut shown, row, kept);
            refused_page(visit.t, status, shown, &sent, &names)
        }
        None => {
            let mut shown = crate::web::offers::incoming::load(visit, slug, row).await?;
            match shown.card_of(row.id.as_str()) {
                Some(card) => on_card(visit, card, kept),
                // The offer was answered in the meantime; the page shows its present state.
                None => shown.problem = kept.problem,
            }
            refused_page(visit.t, status, shown, &sent, &names)
        }
    }
}

fn refill(t: Text, form: &mut ReofferForm, kept: &TypedForm) {
    form.due = kept.due.clone();
    form.note = kept.text.clone();
    form.sizes = size_choices(t, &kept.size);
}

fn on_card(visit: &Visit, card: &mut OfferCard, kept: TypedForm) {
    match kept.form {
        "decline" => {
            card.decline = WhyForm { codes: why_declined(visit.t, &kept.code), reason: kept.text.clone() }
        }
        "counter" => refill(visit.t, &mut card.counter, &kept),
        "accept" => {
            card.places = std::mem::take(&mut card.places).refused(&kept.place.value, kept.place.error)
        }
        _ => {}
    }
    card.refused_form = kept.form;
    card.problem = kept.problem;
}

fn on_task(shown: &mut TaskPage, row: &Delegation, kept: TypedForm) {
    let t = shown.l.t;
    match row.side {
        Side::Origin => match shown.sides.outgoing.iter_mut().find(|out| out.d.id == row.id.as_str()) {
            Some(out) => on_outgoing(t, out, kept),
            None => shown.form.problem = kept.problem,
        },
        Side::Delegate => match &mut shown.sides.incoming {
            Some(mirror) => on_mirror(t, mirror, kept),
            None => shown.form.problem = kept.problem,
        },
    }
}

fn on_outgoing(t: Text, out: &mut Outgoing, kept: TypedForm) {
    match kept.form {
        "reoffer" => refill(t, &mut out.reoffer, &kept),
        "accept-work" | "send-back" => out.send_back_comment = kept.text.clone(),
        "refuse-work" => out.refuse_comment = kept.text.clone(),
        "recall" => {
            out.recall = WhyForm { codes: why_recalled(t, &kept.code), reason: kept.text.clone() };
        }
        "nudge" => out.nudge_note = kept.text.clone(),
        _ => {}
    }
    out.d.refused_form = kept.form;
    out.d.problem = kept.problem;
}

fn on_mirror(t: Text, mirror: &mut Incoming, kept: TypedForm) {
    match kept.form {
        "progress" => mirror.progress_note = kept.text.clone(),
        "submit" => {
            mirror.submit_body = kept.text.clone();
            mirror.is_waived = kept.is_waived;
            tick(&mut mirror.hand_in_files, &kept);
        }
        "return" => {
            mirror.give_back = WhyForm { codes: why_returned(t, &kept.code), reason: kept.text.clone() };
            tick(&mut mirror.give_back_files, &kept);
        }
        "decline" => {
            mirror.decline = WhyForm { codes: why_declined(t, &kept.code), reason: kept.text.clone() };
        }
        "counter" => refill(t, &mut mirror.counter, &kept),
        "ask-onward" => mirror.onward.to = kept.text.clone(),
        _ => {}
    }
    mirror.d.refused_form = kept.form;
    mirror.d.problem = kept.problem;
}

fn tick(files: &mut [FileTick], kept: &TypedForm) {
    for file in files {
        file.is_ticked = kept.files.contains(&file.sha256);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_the_pages_have_is_answered() {
        let answered: Vec<&str> = FORMS.iter().map(|(form, ..)| *form).collect();
        let there: Vec<&str> = links::DELEGATION_FORMS.iter().map(|(form, _)| *form).collect();
        assert_eq!(answered, there);
    }
}
