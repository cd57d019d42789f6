//! The terms of an offer and the path of its task: as they go over the wire, and as the rules know them.

use pursuance_domain::delegation::message::Offer as MachineOffer;
use pursuance_domain::delegation::path::Hop;
use pursuance_domain::delegation::terms::{Reach, Redelegation, Span, Terms};
use pursuance_domain::delegation::{OfferUri, TermsHash};
use pursuance_domain::time::{HOUR, Time};
use pursuance_federation::vocab::{self, DelegationTerms, Sha256Sum, TermsVisibility};

use crate::actions::PerformError;

/// The error when a text that was read before cannot be read again.
pub(super) fn damaged<E: std::error::Error + Send + Sync + 'static>(source: E) -> PerformError {
    PerformError::Damaged { what: "a delegation", source: Box::new(source) }
}

/// A hop as it is sent.
pub(super) fn hop(hop: &Hop) -> Result<Sha256Sum, PerformError> {
    Sha256Sum::from_hex(hop.as_str()).map_err(damaged)
}

/// A hop as it came.
pub(super) fn read_hop(hop: &Sha256Sum) -> Result<Hop, PerformError> {
    Hop::try_from(hop.hex()).map_err(damaged)
}

/// The terms as they go over the wire.
pub(super) fn write_terms(terms: &Terms) -> vocab::Terms {
    let span =
        |span: Span| vocab::Span::from_hours(u32::try_from((span.0 / HOUR).max(1)).unwrap_or(u32::MAX)).ok();
    vocab::Terms::new(DelegationTerms {
        due: terms.due.map(Time::utc),
        respond_by: Some(terms.respond_by.utc()),
        heartbeat: span(terms.heartbeat),
        redelegation: match terms.redelegation {
            Redelegation::No => vocab::Redelegation::No,
            Redelegation::Ask => vocab::Redelegation::Ask,
            Redelegation::Yes => vocab::Redelegation::Yes,
        },
        max_depth: u64::from(terms.max_depth),
        exclusive: terms.exclusive,
        review_within: span(terms.review_within),
        visibility: match terms.visibility {
            Reach::Public => TermsVisibility::Public,
            Reach::Partners => TermsVisibility::Partners,
        },
        names: terms.names,
        discussion: terms.discussion,
        share_subtasks: false,
    })
}

/// The terms as the rules know them. Missing ones get the usual values.
pub(in crate::actions) fn read_terms(terms: &vocab::Terms, offered_at: Time) -> Terms {
    let said = terms.said();
    let time = |time: chrono::DateTime<chrono::Utc>| Time(time.timestamp_micros());
    let usual = Terms::usual(offered_at, said.due.map(time));
    let span = |span: vocab::Span| Span(i64::from(span.hours()) * HOUR);
    Terms {
        respond_by: said.respond_by.map_or(usual.respond_by, time),
        heartbeat: said.heartbeat.map_or(usual.heartbeat, span),
        redelegation: match said.redelegation {
            vocab::Redelegation::No => Redelegation::No,
            vocab::Redelegation::Ask => Redelegation::Ask,
            vocab::Redelegation::Yes => Redelegation::Yes,
        },
        max_depth: u8::try_from(said.max_depth).unwrap_or(u8::MAX),
        exclusive: said.exclusive,
        review_within: said.review_within.map_or(usual.review_within, span),
        visibility: match said.visibility {
            TermsVisibility::Public => Reach::Public,
            TermsVisibility::Partners | TermsVisibility::Members => Reach::Partners,
        },
        names: said.names,
        discussion: said.discussion,
        ..usual
    }
}

/// An offer as the rules keep it.
pub(in crate::actions) fn machine_offer(uri: &str, terms: &vocab::Terms, offered_at: Time) -> MachineOffer {
    MachineOffer {
        uri: OfferUri(uri.to_owned()),
        terms_hash: TermsHash(terms.hash().to_string()),
        terms: read_terms(terms, offered_at),
        offered_at,
    }
}
