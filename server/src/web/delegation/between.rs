//! Between the servers: what the other one knows, in words.

use crate::text::{Markup, Text};
use crate::web::frame::when::When;

/// What the other server knows, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Between {
    /// Both pursuances are on this server.
    SameServer,
    /// Being sent right now.
    Sending,
    /// Their server took the last message; it has not said yet that it read all of them.
    Delivered { at: When },
    /// Everything said has been read, both ways.
    InStep { since: When },
    /// Their server does not answer; tried again by itself.
    NotAnswering { since: When, next_try: When },
    /// Their server does not let a message in for now; tried again by itself.
    NotLetIn { since: When, next_try: When },
    /// Their server said no to a message.
    Refused { at: When, reason: String },
    /// Nobody answered for so long that it is not tried again by itself.
    GaveUp { at: When },
    /// Its operators do not talk to this server.
    ShutOut { since: When },
    /// The operators here do not talk to theirs.
    Blocked,
    /// The two histories do not fit together; nothing moves until somebody looks.
    Suspended { reason: String },
}

impl Between {
    /// Whether there is another server at all.
    pub fn is_remote(&self) -> bool {
        !matches!(self, Self::SameServer)
    }

    /// Whether something keeps the two sides from knowing the same.
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
            Self::Refused { reason, .. } => {
                ("stop", t.rich("between-refused").set("reason", reason).to_string())
            }
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
