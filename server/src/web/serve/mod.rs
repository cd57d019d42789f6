//! The handlers of the pages, one file per family: read what was asked, fill the page, or make an Action of a form,
//! perform it, and lead on. What may be shown or done is asked of [`Seat`](crate::actions::seat::Seat) and the rules.
//!
//! A form that worked is answered with "see there"; one that was refused with its page, what was typed, and why (422).

pub mod account;
pub mod block;
pub mod deal;
pub mod deal_forms;
mod deal_mirror;
mod deal_sides;
pub mod enter;
pub mod entry;
pub mod files;
pub mod hand_over;
pub mod home;
mod home_deals;
pub mod incoming;
pub mod members;
pub mod operator;
pub mod peer_keys;
pub mod people;
mod pick;
pub mod pursuance;
pub mod pursuances;
mod talk;
pub mod task;
pub mod task_edit;
pub mod task_forms;

use http::StatusCode;
use pursuance_domain::delegation::DelegationRefusal;
use pursuance_domain::delegation::terms::TermsRefusal;
use pursuance_domain::refusal::{Refusal, RefusalClass};
use pursuance_domain::task::phase::PhaseRefusal;

use super::failure::PageError;
use super::text::Text;
use crate::actions::{PerformError, Performed, Refused, Thing};

/// Parts what a rule refused, which the page says, from what broke here.
///
/// # Errors
/// What broke.
pub(super) fn said(done: Result<Performed, PerformError>) -> Result<Result<Performed, Refused>, PageError> {
    match done {
        Ok(done) => Ok(Ok(done)),
        // What is not there has no page to say so on.
        Err(PerformError::Refused(
            gone @ (Refused::NotFound(Thing::Task | Thing::Pursuance | Thing::Delegation)
            | Refused::SignInFirst),
        )) => Err(PerformError::Refused(gone).into()),
        Err(PerformError::Refused(refused)) => Ok(Err(refused)),
        Err(broken) => Err(broken.into()),
    }
}

/// A refusal as a page says it: why, and what to do next.
pub(super) fn words_of(t: Text, refused: &Refused) -> String {
    t.say_and_advise(&refused.wording())
}

/// The status of a page that keeps what was typed.
pub(super) fn status_of(refused: &Refused) -> StatusCode {
    match refused {
        Refused::Stale(_) | Refused::Outdated => StatusCode::CONFLICT,
        Refused::Rule(rule) if rule.class() == RefusalClass::TooMany => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// The field a refusal is about, when it is about one.
pub(super) fn field_of(refused: &Refused) -> Option<&'static str> {
    match refused {
        Refused::Input(input) => Some(input.field()),
        Refused::Unreachable(_) | Refused::NotAPartner(_) => Some("to"),
        Refused::NameTaken(_) => Some("name"),
        Refused::Rule(Refusal::Phase(PhaseRefusal::CommentNeeded)) => Some("comment"),
        Refused::Rule(Refusal::Delegation(DelegationRefusal::Terms(terms))) => match terms {
            TermsRefusal::RespondByPast => Some("respond_by"),
            TermsRefusal::DuePast => Some("due"),
            _ => None,
        },
        _ => None,
    }
}
