//! What a rule refused, as a page says it: apart from what broke, in words, with its status and beside its field.

use http::StatusCode;
use pursuance_domain::delegation::DelegationRefusal;
use pursuance_domain::delegation::terms::TermsRefusal;
use pursuance_domain::refusal::{Refusal, RefusalClass};
use pursuance_domain::task::phase::PhaseRefusal;

use super::failure::PageError;
use crate::actions::{PerformError, Performed, Refused, Thing};
use crate::text::Text;

/// Parts what a rule refused, which the page says, from what broke here.
///
/// # Errors
/// What broke.
pub(in crate::web) fn split_refusal(
    done: Result<Performed, PerformError>,
) -> Result<Result<Performed, Refused>, PageError> {
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
pub(in crate::web) fn refusal_text(t: Text, refused: &Refused) -> String {
    t.say_and_advise(&refused.wording())
}

/// The status of a page that keeps what was typed.
pub(in crate::web) fn status_of(refused: &Refused) -> StatusCode {
    match refused {
        Refused::Stale(_) | Refused::Outdated => StatusCode::CONFLICT,
        Refused::Rule(rule) if rule.class() == RefusalClass::TooMany => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// The field a refusal is about, when it is about one.
pub(in crate::web) fn field_of(refused: &Refused) -> Option<&'static str> {
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
