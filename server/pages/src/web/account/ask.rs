//! A question to the viewer to join a pursuance, and the answer.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::AnswerAsk;
use pursuance_domain::allowed::Permission;
use pursuance_domain::id::AskId;
use pursuance_domain::people::invite::InviteRefusal;
use pursuance_domain::refusal::Refusal;

use crate::actions::access::Access;
use crate::actions::{Refused, Thing, invite};
use crate::store::pursuances;
use crate::store::recruits::{self, RecruitQuestionState};
use crate::web::cards::weekly_offers::asked_at_most;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::Party;
use crate::web::frame::when::When;
use crate::web::people::invite::{InviteTerms, came_to, invite_terms};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::Posted;
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see, see_with};

/// `GET` and, when refused, `POST /me/asks/{id}`: `answer` (accept, decline), and `block` (yes) when ticked.
#[derive(Template)]
#[template(path = "account/ask.html")]
pub struct AskPage {
    pub l: Layout,
    /// The address of the form.
    pub action: String,
    pub offer: InviteTerms,
    pub note: String,
    pub at: When,
    pub problem: String,
}

/// `GET /me/asks/{id}`
pub async fn show(visit: Visit, Path(id): Path<AskId>) -> Result<Response, PageError> {
    match load(&visit, &id).await? {
        Ok(shown) => page(StatusCode::OK, &shown),
        Err(answered) => Ok(see(&answered)),
    }
}

/// The page of a question; for an answered question, the address to redirect to.
async fn load(visit: &Visit, id: &AskId) -> Result<Result<AskPage, String>, PageError> {
    let person = visit.signed_in()?.account.actor.clone();
    let mut tx = visit.app.db.read().await?;
    let nothing = || PageError::not_found(Thing::Ask);
    let ask = recruits::of_person(&mut tx, &person, id).await?.ok_or_else(nothing)?;
    let pursuance = pursuances::by_id(&mut tx, &ask.pursuance).await?.ok_or_else(nothing)?;
    match ask.state {
        RecruitQuestionState::Open => {}
        RecruitQuestionState::Accepted => return Ok(Err(links::pursuance(&pursuance.slug))),
        // A declined question shows nothing more of the pursuance.
        RecruitQuestionState::Declined => return Ok(Err(links::home().to_owned())),
    }
    // A question that can no longer be accepted shows nothing either: the recruiter may have left, or the viewer may be banned.
    let access = Access::load(&mut tx, &visit.who, pursuance.clone(), visit.now).await?.invited();
    access.demand(Permission::Join, None)?;
    if !invite::may_invite(&mut tx, &pursuance, &ask.asked_by, ask.role, visit.now).await? {
        return Err(PageError::Refused(Refused::Rule(Refusal::Invite(InviteRefusal::Void))));
    }
    let l = visit.layout(&mut tx, Nav::Elsewhere).await?;
    let by = Party::person(&ask.by_display).linked(links::actor(&ask.by_name));
    Ok(Ok(AskPage {
        action: links::ask(id.as_str()),
        offer: invite_terms(&pursuance, ask.role, by, asked_at_most(visit, &mut tx).await?),
        at: l.moment(ask.at),
        note: ask.note,
        problem: String::new(),
        l,
    }))
}

/// `POST /me/asks/{id}`
pub async fn answer(Path(id): Path<AskId>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let accept = match form.text("answer") {
        "accept" => true,
        "decline" => false,
        _ => return Err(PageError::BadRequest),
    };
    let answer = AnswerAsk { ask: id.clone(), accept, block: form.is_ticked("block") };
    match split_refusal(visit.app.perform(&visit.who, answer.into()).await)? {
        Ok(done) => {
            if !accept {
                return Ok(see_with(&visit.app, links::home(), FormNotice::info("notice-recruit-declined")));
            }
            let to = came_to(&visit, &visit.who, &done.result).await?;
            Ok(see_with(&visit.app, &to, FormNotice::good("notice-came-in")))
        }
        Err(refused) => {
            let Ok(mut shown) = load(&visit, &id).await? else {
                return Err(PageError::Refused(refused));
            };
            shown.problem = refusal_text(visit.t, &refused);
            page(status_of(&refused), &shown)
        }
    }
}
