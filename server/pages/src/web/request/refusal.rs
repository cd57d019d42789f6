//! Refusals on pages: apart from failures, in words, with a status and the field.

use http::StatusCode;
use pursuance_domain::delegation::DelegationRefusal;
use pursuance_domain::delegation::terms::TermsRefusal;
use pursuance_domain::refusal::{Refusal, RefusalClass};
use pursuance_domain::task::phase::PhaseRefusal;
use pursuance_domain::task::review::ReviewRefusal;

use super::failure::PageError;
use crate::actions::{PerformError, Performed, Refused, Thing};
use crate::text::Text;

/// Splits a refusal by a rule, which the page shows, from a failure of this server.
///
/// # Errors
/// The failure.
pub(in crate::web) fn split_refusal(
    done: Result<Performed, PerformError>,
) -> Result<Result<Performed, Refused>, PageError> {
    match done {
        Ok(done) => Ok(Ok(done)),
        // A missing object has no page to show the refusal on.
        Err(PerformError::Refused(
            gone @ (Refused::NotFound(Thing::Task | Thing::Room | Thing::Pursuance | Thing::Delegation)
            | Refused::SignInFirst),
        )) => Err(PerformError::Refused(gone).into()),
        Err(PerformError::Refused(refused)) => Ok(Err(refused)),
        Err(broken) => Err(broken.into()),
    }
}

/// A refusal as a page shows it: the reason, and the next step.
pub(in crate::web) fn refusal_text(t: Text, refused: &Refused) -> String {
    t.say_and_advise(&refused.wording())
}

/// The status of a page that keeps everything typed.
pub(in crate::web) fn status_of(refused: &Refused) -> StatusCode {
    match refused {
        Refused::NoneOf { first, .. } => status_of(first),
        Refused::Stale(_) | Refused::StaleProfile(_) | Refused::Outdated => StatusCode::CONFLICT,
        Refused::Rule(rule) if rule.class() == RefusalClass::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Refused::Rule(rule) if rule.class() == RefusalClass::Gone => StatusCode::GONE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// The field of a refusal, if it is about one.
pub(in crate::web) fn field_of(refused: &Refused) -> Option<&'static str> {
    match refused {
        Refused::Input(input) => Some(input.field()),
        Refused::Unreachable(_) | Refused::NotAPartner(_) => Some("to"),
        Refused::NameTaken(_) => Some("name"),
        Refused::Rule(Refusal::Phase(PhaseRefusal::CommentNeeded)) => Some("comment"),
        Refused::Rule(Refusal::Phase(PhaseRefusal::Review(
            ReviewRefusal::Always | ReviewRefusal::ReviewerNamed | ReviewRefusal::UnderReview,
        ))) => Some("reviewer"),
        Refused::Rule(Refusal::Delegation(DelegationRefusal::Terms(terms))) => match terms {
            TermsRefusal::RespondByPast => Some("respond_by"),
            TermsRefusal::DuePast => Some("due"),
            _ => None,
        },
        _ => None,
    }
}
