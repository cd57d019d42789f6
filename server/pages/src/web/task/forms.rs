//! The forms of a task's page, with their addresses: its assignee, its phase, its place, a comment. A form with a page of its own
//! has its address beside that of the page, in `web/mod.rs`.

use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::handler::Handler;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::{Action, AddTasks, AssignTask, CommentTask, HandBackTask, MoveTask, SetPhase};
use pursuance_domain::allowed::Permission;
use pursuance_domain::id::MessageId;
use pursuance_domain::refusal::Refusal;
use pursuance_domain::task::phase::{Phase, PhaseRefusal, Subtasks};
use pursuance_domain::value::{ActorRef, Body};

use super::answers::{NamedMessages, said, said_refusal};
use super::comment::reaction;
use super::edit::misplaced;
use super::message_form::{Along, MessageForm};
use super::page::TaskPage;
use super::show::{load, load_answering};
use super::{quick, reading, suggest};
use crate::actions::{Options, Refused, access};
use crate::markdown;
use crate::reads::message_extras::Place;
use crate::route::{erased, routes};
use crate::state::App;
use crate::text::Markup;
use crate::web::cards::pick::{self, Meant};
use crate::web::cards::way_back::came_from;
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::Field;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{FormFields, Posted, Reader};
use crate::web::request::refusal::{field_of, refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, local, see, see_with};
use crate::web::request::suggest::{Sent, key_of, once, send, suggested, suggests};
use crate::web::request::undo::with_undo;
use crate::web::request::unplaced_texts::refused_page;

routes! {
    post "/p/{slug}/t/{number}/move" => place,
    post "/p/{slug}/t/{number}/split" => split,
    post "/p/{slug}/t/{number}/phase" => set_phase,
    post "/p/{slug}/t/{number}/hand-back" => hand_back,
    post "/p/{slug}/t/{number}/still-on-it" => super::clock::still_on_it,
    post "/p/{slug}/t/{number}/need-longer" => super::clock::need_longer,
    post "/p/{slug}/t/{number}/hand-on" => super::clock::hand_on,
    post "/p/{slug}/t/{number}/silence" => super::clock::answer_hand_on,
    post "/p/{slug}/t/{number}/take-back" => super::heir::take_back,
    post "/p/{slug}/t/{number}/assign" => assign,
    post "/p/{slug}/t/{number}/reviewer" => super::reviewer::set,
    post "/p/{slug}/t/{number}/archive" => super::ending::archive,
    post "/p/{slug}/t/{number}/trash" => super::ending::trash,
    post "/p/{slug}/t/{number}/restore" => super::ending::restore,
    post "/p/{slug}/t/{number}/delete" => super::ending::delete,
    post "/p/{slug}/t/{number}/depend" => super::dependencies::depend,
    post "/p/{slug}/t/{number}/undepend" => super::dependencies::undepend,
    post "/p/{slug}/t/{number}/show-waiting" => super::dependencies::show_waiting,
    post "/p/{slug}/t/{number}/block" => super::dependencies::block,
    post "/p/{slug}/t/{number}/unblock" => super::dependencies::unblock,
    upload post "/p/{slug}/t/{number}/comments" => erased(comment).layer(DefaultBodyLimit::disable()),
    post "/p/{slug}/t/{number}/read" => super::reading::read,
    upload post "/p/{slug}/t/{number}/files" => erased(super::files::upload).layer(DefaultBodyLimit::disable()),
}

/// The path of a task.
pub(super) type At = Path<(String, i64)>;

/// Returns the page after a form of a task: the board if the viewer came from it, otherwise the task.
pub(super) fn after(slug: &str, number: i64, typed: &FormFields) -> String {
    let board = came_from(slug, typed);
    // Forms in a list (the "done" checkbox, "take", and answers to a question) lead back to the list.
    let is_of_row = typed.text("phase") == Phase::Done.as_str()
        || typed.text("at") == "row"
        || typed.text("answer") == "keep";
    if board.is_empty() && is_of_row && !typed.text("back").is_empty() {
        return local(typed.text("back")).to_owned();
    }
    if board.is_empty() { links::task(slug, number) } else { board }
}

/// Performs an action on a task, and shows its page: with a notice after success, with the reason and the typed texts
/// after a refusal.
pub(super) async fn act(
    visit: &Visit,
    slug: &str,
    number: i64,
    (action, typed): (Action, &FormFields),
    notice: FormNotice,
    keep: impl FnOnce(&mut TaskPage, &Refused) -> bool,
) -> Result<Response, PageError> {
    let to = after(slug, number, typed);
    act_then(visit, slug, number, (action, typed), (notice, &to), keep).await
}

/// The same, with the page to show after success.
async fn act_then(
    visit: &Visit,
    slug: &str,
    number: i64,
    (action, typed): (Action, &FormFields),
    (notice, to): (FormNotice, &str),
    keep: impl FnOnce(&mut TaskPage, &Refused) -> bool,
) -> Result<Response, PageError> {
    match send(visit, typed, action).await? {
        Ok(Sent::Suggested) => Ok(suggested(visit, slug)),
        Err(refused) if suggests(typed) => suggest::refused(visit, slug, number, typed, Ok(&refused)).await,
        Ok(Sent::Done(undo)) => Ok(with_undo(&visit.app, see_with(&visit.app, to, notice), undo)),
        Err(refused) => {
            let mut shown = load(visit, slug, number).await?;
            shown.form.board = came_from(slug, typed);
            if !keep(&mut shown, &refused) {
                say(&mut shown, &refused);
            }
            refused_page(visit.t, status_of(&refused), shown, typed, &["comment"])
        }
    }
}

/// Shows a refusal on top of the page, with the next step.
pub(in crate::web) fn say(shown: &mut TaskPage, refused: &Refused) {
    let (t, wording) = (shown.l.t, refused.wording());
    (shown.form.problem, shown.form.advice) = (t.say(&wording), t.advise(&wording));
}

/// Keeps nothing, because nothing was typed.
pub(super) fn nothing(_: &mut TaskPage, _: &Refused) -> bool {
    false
}

/// Assigns a task to the viewer, from its page or from a list. `to`: the page to show after it, if it is neither of them.
pub(in crate::web) async fn take(
    visit: &Visit,
    slug: &str,
    number: i64,
    (action, typed): (Action, &FormFields),
    to: Option<String>,
) -> Result<Response, PageError> {
    let to = to.unwrap_or_else(|| after(slug, number, typed));
    act_then(visit, slug, number, (action, typed), (FormNotice::good("notice-taken"), &to), |shown, _| {
        // The page explains further effects at that place.
        "take".clone_into(&mut shown.form.open);
        false
    })
    .await
}

/// `POST /p/{slug}/t/{number}/hand-back`, no fields.
pub async fn hand_back(Path((slug, number)): At, posted: Posted) -> Result<Response, PageError> {
    let action = HandBackTask { pursuance: slug.clone(), task: number }.into();
    let Posted { visit, form } = posted;
    act(&visit, &slug, number, (action, &form), FormNotice::info("notice-handed-back"), nothing).await
}

/// `POST /p/{slug}/t/{number}/assign`: `assignee`, a name, or empty for no assignee.
pub async fn assign(Path((slug, number)): At, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let written = form.text("assignee");
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let meant = if access.may(Permission::SeeMembers, None) {
        pick::member(&mut tx, visit.t, &access, written).await?
    } else {
        Meant::This(ActorRef::parse(written).map_err(|_| PageError::BadRequest)?)
    };
    drop(tx);
    let assignee = match meant {
        Meant::This(assignee) => Some(assignee),
        Meant::None => None,
        Meant::Unclear(why) if suggests(&form) => {
            return suggest::refused(&visit, &slug, number, &form, Err(why)).await;
        }
        Meant::Unclear(why) => {
            let mut shown = load(&visit, &slug, number).await?;
            unassigned(&mut shown, written, why);
            return page(StatusCode::UNPROCESSABLE_ENTITY, &shown);
        }
    };
    let action = AssignTask { pursuance: slug.clone(), task: number, assignee }.into();
    act(&visit, &slug, number, (action, &form), FormNotice::good("notice-assigned"), |shown, refused| {
        unassigned(shown, written, refusal_text(visit.t, refused))
    })
    .await
}

/// Shows beside the field why nobody was assigned. Returns whether the page has the field.
fn unassigned(shown: &mut TaskPage, written: &str, why: String) -> bool {
    if shown.people.assignees.is_empty() {
        return false;
    }
    shown.people.assignees = std::mem::take(&mut shown.people.assignees).refused(written, why);
    "assign".clone_into(&mut shown.form.open);
    true
}

/// `POST /p/{slug}/t/{number}/move`: `parent`, a number, or empty for the top; and as scripts know it, `before` or `after`, the number
/// of a task that is directly below it; `back`, the page that it leads to.
pub async fn place(Path((slug, number)): At, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let meant = pick::task(&mut tx, visit.t, &access, form.text("parent")).await?;
    drop(tx);
    let no = match meant {
        Meant::Unclear(why) => (StatusCode::UNPROCESSABLE_ENTITY, why),
        Meant::This(_) | Meant::None => {
            let parent = meant.this();
            let (before, after) = (form.number("before"), form.number("after"));
            let action = MoveTask { pursuance: slug.clone(), task: number, parent, before, after };
            match split_refusal(visit.app.perform(&visit.who, action.into()).await)? {
                Ok(done) => {
                    let back = form.text("back");
                    let to = if back.starts_with('/') {
                        format!("{}#row-{number}", local(back))
                    } else {
                        links::task(&slug, number)
                    };
                    let answer = see_with(&visit.app, &to, FormNotice::good("notice-moved"));
                    return Ok(with_undo(&visit.app, answer, done.undo));
                }
                Err(refused) => (status_of(&refused), refusal_text(visit.t, &refused)),
            }
        }
    };
    if form.text("back") == "edit" {
        return misplaced(&visit, &slug, number, form.text("parent"), no).await;
    }
    let mut shown = load(&visit, &slug, number).await?;
    match shown.sides.incoming.as_mut().filter(|mirror| mirror.may.place) {
        Some(mirror) => {
            mirror.places = std::mem::take(&mut mirror.places).refused(form.text("parent"), no.1);
        }
        None => shown.form.problem = no.1,
    }
    page(no.0, &shown)
}

/// Returns the action that adds the typed subtasks, one on each line with quick words; or the reason for a refusal.
async fn parts(
    visit: &Visit,
    slug: &str,
    number: i64,
    form: &FormFields,
) -> Result<Result<Action, String>, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
    let read = quick::parts(visit, &mut tx, &access, form.text("into")).await?;
    drop(tx);
    Ok(read.and_then(|read| {
        if suggests(form)
            && let Some(why) = quick::not_suggested(visit.t, &read)
        {
            return Err(why);
        }
        let tasks = quick::listed(visit.t, read)?;
        Ok(AddTasks { pursuance: slug.to_owned(), parent: Some(number), tasks }.into())
    }))
}

/// `POST /p/{slug}/t/{number}/split`: `into`, one title on each line, with quick words (RULES §7), from a viewer who may only suggest
/// parts. A viewer who may add them by now adds them.
pub async fn split(Path((slug, number)): At, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let action = match parts(&visit, &slug, number, &form).await? {
        Ok(action) => action,
        Err(why) if suggests(&form) => {
            return suggest::refused(&visit, &slug, number, &form, Err(why)).await;
        }
        Err(why) => {
            let mut shown = load(&visit, &slug, number).await?;
            shown.form.problem = why;
            return refused_page(visit.t, StatusCode::UNPROCESSABLE_ENTITY, shown, &form, &[]);
        }
    };
    act(&visit, &slug, number, (action, &form), FormNotice::good("notice-split"), nothing).await
}

/// The notice after a change of phase.
pub(in crate::web) fn set_notice(
    before: Phase,
    phase: Phase,
    is_yours: bool,
    is_commented: bool,
) -> FormNotice {
    match phase {
        Phase::New | Phase::HelpWanted | Phase::Started | Phase::InProgress if before.is_closed() => {
            FormNotice::good("notice-reopened")
        }
        Phase::Done if !before.is_under_review() => FormNotice::good("notice-finished"),
        Phase::Done => FormNotice::good("notice-work-accepted"),
        Phase::InProgress if is_commented => FormNotice::info("notice-work-sent-back"),
        Phase::InProgress if !is_yours => FormNotice::good("notice-begun-in-place"),
        Phase::InProgress => FormNotice::good("notice-begun"),
        Phase::ReadyForReview if !is_yours => FormNotice::good("notice-work-ready-in-place"),
        Phase::ReadyForReview => FormNotice::good("notice-work-ready"),
        Phase::InReview => FormNotice::good("notice-review-started"),
        Phase::HelpWanted => FormNotice::good("notice-calls-for-help"),
        Phase::Dropped => FormNotice::info("notice-dropped"),
        Phase::New | Phase::Started => FormNotice::good("notice-phase-set"),
    }
}

/// `POST /p/{slug}/t/{number}/phase`: `phase`, and as needed `comment`, `subtasks` (finish, drop), `back` to a board; `seen`, the message
/// that the page showed with the step, where that was all that was unread.
pub async fn set_phase(Path((slug, number)): At, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let phase = Phase::parse(form.text("phase")).ok_or(PageError::BadRequest)?;
    let mut comment = form.field("comment");
    let Some(body) = Reader::new(visit.t).maybe(&mut comment, Body::parse) else {
        let mut shown = load(&visit, &slug, number).await?;
        shown.steps.send_back_comment = comment;
        if shown.steps.in_place.reviews() {
            "in-place".clone_into(&mut shown.form.open);
        }
        return refused_page(visit.t, StatusCode::UNPROCESSABLE_ENTITY, shown, &form, &["comment"]);
    };
    let subtasks = match form.text("subtasks") {
        "finish" => Some(Subtasks::Finish),
        "drop" => Some(Subtasks::Drop),
        _ => None,
    };
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let before = access::find_task(&mut tx, &access, number).await?;
    drop(tx);
    let is_yours = access.facts(Some(&before)).is_assignee;
    let fate = Field::of(form.text("subtasks"));
    let action = SetPhase { pursuance: slug.clone(), task: number, phase, comment: body, subtasks }.into();
    let notice = set_notice(before.phase, phase, is_yours, !comment.value.is_empty());
    let answer = act(&visit, &slug, number, (action, &form), notice, |shown, refused| {
        shown.steps.send_back_comment = comment;
        shown.steps.fate = fate;
        if shown.steps.in_place.reviews() || shown.steps.in_place.finish {
            "in-place".clone_into(&mut shown.form.open);
        }
        if field_of(refused) == Some("comment") {
            shown.steps.send_back_comment.error = refusal_text(visit.t, refused);
            return true;
        }
        let is_fate = matches!(
            refused,
            Refused::Rule(Refusal::Phase(
                PhaseRefusal::OpenSubtasks { .. } | PhaseRefusal::SharedSubtasks { .. }
            ))
        );
        if is_fate {
            shown.steps.fate.error = refusal_text(visit.t, refused);
        }
        // The choice shows the refusal itself, if the page has it.
        is_fate && shown.steps.open_subtasks > 0
    })
    .await?;
    if answer.status().is_redirection() && !form.text("seen").is_empty() {
        reading::seen_with(&visit, &slug, number, form.text("seen")).await?;
    }
    Ok(answer)
}

/// `POST /p/{slug}/t/{number}/comments`: `body`, and `share` (yes) when ticked; `share_asked` (yes) when the form has that box; `reply_to`
/// and `quote`, the ids of comments; `along`, files that have arrived (their hash, a blank, their name), `file` and `original` (yes);
/// `preview` (yes) to see how it would look; `key`, the idempotency key, because a response may have been lost.
pub async fn comment(
    State(app): State<App>,
    Path((slug, number)): At,
    request: Request,
) -> Result<Response, PageError> {
    let place = Place::Task { slug: slug.clone(), number };
    let MessageForm { visit, form, along, not_taken } = MessageForm::read(&app, request, &place).await?;
    let mut typed = form.field("body");
    // Shares the comment only if its page had the checkbox: the page may be older than the offer.
    let was_asked = form.text("share_asked") == "yes";
    let share = was_asked && form.is_ticked("share");
    let asked = || NamedMessages::of(&form, ["reply_to", "quote", "react"]);
    let keep = |shown: &mut TaskPage, typed: Field, along: Along| {
        (shown.talk.body, shown.talk.along) = (typed, along);
        if let (Some(shown), true) = (&mut shown.talk.share, was_asked) {
            shown.is_ticked = share;
        }
    };
    if let Some(status) = not_taken {
        let mut shown = load_answering(&visit, &slug, number, asked()).await?;
        keep(&mut shown, typed, along);
        return refused_page(visit.t, status, shown, &form, &["body"]);
    }
    let Some(body) = Reader::new(visit.t).need(&mut typed, Body::parse) else {
        let mut shown = load_answering(&visit, &slug, number, asked()).await?;
        keep(&mut shown, typed, along);
        return refused_page(visit.t, StatusCode::UNPROCESSABLE_ENTITY, shown, &form, &["body"]);
    };
    if form.is_ticked("preview") {
        let mut shown = load_answering(&visit, &slug, number, asked()).await?;
        shown.talk.preview = Some(Markup::trusted(markdown::to_html(body.as_str())));
        keep(&mut shown, typed, along);
        return refused_page(visit.t, StatusCode::OK, shown, &form, &["body"]);
    }
    let NamedMessages { reply, quote, .. } = asked();
    let answered = [&reply, &quote].map(|id| id.as_ref().map_or("", MessageId::as_str));
    let (task, files) = (number.to_string(), along.words());
    let mut words = vec![slug.as_str(), &task, body.as_str(), answered[0], answered[1]];
    words.extend(files.iter().map(String::as_str));
    let idempotency = once(&form, &words);
    let comment = CommentTask {
        pursuance: slug.clone(),
        task: number,
        body,
        share: Some(share),
        files: along.hung(),
        reply_to: reply,
        quote,
    };
    let options = Options { idempotency, ..Options::default() };
    match split_refusal(visit.app.perform_with(&visit.who, comment.into(), options).await)? {
        Ok(done) => {
            let id = done.result.get("message").and_then(|id| id.as_str()).unwrap_or_default();
            let to = match key_of(&form) {
                Some(key) => links::said_by(&links::task(&slug, number), id, key, done.is_kept),
                None => format!("{}#m-{id}", links::task(&slug, number)),
            };
            Ok(said(&visit, &done, &to))
        }
        Err(refused) => {
            let mut shown = load_answering(&visit, &slug, number, asked()).await?;
            keep(&mut shown, typed.refused(said_refusal(visit.t, &refused)), along);
            refused_page(visit.t, status_of(&refused), shown, &form, &["body"])
        }
    }
}

/// `POST /p/{slug}/t/{number}/comments/{comment}/react`: `add` or `take`, an emoji of a button; or `emoji`, any one that is typed.
pub async fn react(
    Path((slug, number, id)): Path<(String, i64, String)>,
    posted: Posted,
) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let (action, asked) = reaction(visit.t, &Place::Task { slug: slug.clone(), number }, &id, &form);
    let refused = match action {
        Ok(action) => match split_refusal(visit.app.perform(&visit.who, action).await)? {
            Ok(_) => return Ok(see(&links::said(&slug, number, &id))),
            Err(refused) => Ok(refused),
        },
        Err(why) => Err(why),
    };
    let mut shown = load_answering(&visit, &slug, number, asked).await?;
    let status = match refused {
        Ok(refused) => {
            say(&mut shown, &refused);
            status_of(&refused)
        }
        Err(why) => {
            // If the field is no longer on the page, the reason is shown on top.
            if shown.refused().is_empty() {
                shown.form.problem = why;
            }
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    refused_page(visit.t, status, shown, &form, &["emoji"])
}
