//! Between the servers: the knowledge of the other one, in words.

use crate::reads::Actors;
use crate::reads::delivery::{self, DeliveryWord};
use crate::store::db::ReadTx;
use crate::store::delegations::Delegation;
use crate::store::error::StoreResult;
use crate::text::{Markup, Text};
use crate::web::frame::layout::Layout;
use crate::web::frame::when::When;
use crate::web::request::session::Visit;

/// The state of the exchange with the other server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Between {
    /// Both pursuances are on this server.
    SameServer,
    /// Being sent right now.
    Sending,
    /// Their server accepted the last message; it has not reported yet that it read all of them.
    Delivered { at: When },
    /// All messages have been read, both ways.
    InStep { since: When },
    /// Their server does not answer; tried again by itself.
    NotAnswering { since: When, next_try: When },
    /// Their server refuses a message for now; it is retried automatically.
    NotLetIn { since: When, next_try: When },
    /// Their server refused a message.
    Refused { at: When },
    /// Their server did not answer for so long that there is no automatic retry.
    GaveUp { at: When },
    /// Its operators do not talk to this server.
    ShutOut { since: When },
    /// The operators here have blocked their server.
    Blocked,
    /// The two histories contradict each other; the exchange stops until somebody looks at it.
    Suspended { reason: String },
}

impl Between {
    /// Whether the other pursuance is on another server.
    pub fn is_remote(&self) -> bool {
        !matches!(self, Self::SameServer)
    }

    /// Whether a problem keeps the two sides from exchanging messages.
    pub fn is_trouble(&self) -> bool {
        match self {
            Self::SameServer | Self::Sending | Self::Delivered { .. } | Self::InStep { .. } => false,
            Self::NotAnswering { .. }
            | Self::NotLetIn { .. }
            | Self::ShutOut { .. }
            | Self::Blocked
            | Self::Refused { .. }
            | Self::GaveUp { .. }
            | Self::Suspended { .. } => true,
        }
    }

    /// The state in a few words, for lists.
    pub fn markup(&self, t: Text) -> Markup {
        let (class, text) = match self {
            Self::SameServer => ("mute", t.s("between-same-server").to_owned()),
            Self::Sending => ("mute", t.s("between-sending").to_owned()),
            Self::Delivered { at } => {
                ("mute", t.rich("between-delivered").html("at", at.clone()).to_string())
            }
            Self::InStep { since } => {
                ("good", t.rich("between-in-step").html("at", since.clone()).to_string())
            }
            Self::NotAnswering { next_try, .. } => {
                ("wait", t.rich("between-not-answering").html("next", next_try.clone()).to_string())
            }
            Self::NotLetIn { next_try, .. } => {
                ("wait", t.rich("between-not-let-in").html("next", next_try.clone()).to_string())
            }
            Self::Refused { .. } => ("stop", t.s("between-refused").to_owned()),
            Self::GaveUp { at } => ("stop", t.rich("between-gave-up").html("at", at.clone()).to_string()),
            Self::ShutOut { since } => {
                ("stop", t.rich("between-shut-out").html("since", since.clone()).to_string())
            }
            Self::Blocked => ("stop", t.s("between-blocked").to_owned()),
            Self::Suspended { .. } => ("stop", t.s("between-suspended").to_owned()),
        };
        Markup::trusted(format!("<span class=\"{class}\">{text}</span>"))
    }
}

/// The state of the exchange with the other side.
pub(in crate::web) async fn peer_between(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    row: &Delegation,
) -> StoreResult<Between> {
    let host = actors.get(tx, row.peer()).await?.host.clone();
    if host.is_none() {
        return Ok(Between::SameServer);
    }
    let told = delivery::of_delegation(tx, row, host.as_deref()).await?;
    let at = told.at.unwrap_or(row.updated);
    let reason = told.error.unwrap_or_default();
    Ok(match told.state {
        DeliveryWord::Sending => Between::Sending,
        DeliveryWord::Delivered => Between::Delivered { at: l.moment(at) },
        DeliveryWord::Waiting => Between::NotAnswering {
            since: l.moment(at),
            next_try: l.moment(told.next_at.unwrap_or(visit.now)),
        },
        DeliveryWord::NotLetIn => {
            Between::NotLetIn { since: l.moment(at), next_try: l.moment(told.next_at.unwrap_or(visit.now)) }
        }
        DeliveryWord::Refused => Between::Refused { at: l.moment(at) },
        DeliveryWord::GivenUp => Between::GaveUp { at: l.moment(at) },
        DeliveryWord::InStep => Between::InStep { since: l.moment(at) },
        DeliveryWord::Suspended if reason == delivery::OTHER_KEY => {
            Between::Suspended { reason: visit.t.s("between-other-key-why").to_owned() }
        }
        DeliveryWord::Blocked => Between::Blocked,
        DeliveryWord::ShutOut => Between::ShutOut { since: l.moment(at) },
        DeliveryWord::StoppedThere => {
            Between::Suspended { reason: visit.t.s("between-stopped-there-why").to_owned() }
        }
        DeliveryWord::Restored => Between::Suspended { reason: visit.t.s("between-restored-why").to_owned() },
        DeliveryWord::Suspended => {
            Between::Suspended { reason: visit.t.s("between-suspended-why").to_owned() }
        }
    })
}
