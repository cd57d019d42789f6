//! The states of a delegation (PROTOCOL §3.1) and the public state that the two sides compare (PROTOCOL §3.8).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The side of a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The pursuance that owns the task.
    Origin,
    /// The pursuance that was asked.
    Delegate,
}

impl Side {
    /// The word stored and sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Origin => "origin",
            Self::Delegate => "delegate",
        }
    }

    /// Reads a stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Origin, Self::Delegate].into_iter().find(|side| side.as_str() == word)
    }
}

/// The state of a delegation, seen from one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The delegate has been asked.
    Offered,
    /// The delegate suggested other terms.
    Countered,
    /// The delegate accepted; the origin has not confirmed.
    Accepting,
    /// The delegate has the task.
    Active,
    /// Work was handed in.
    Submitted,
    /// The origin took the task back; the delegate has not confirmed.
    Recalling,
    /// The delegate gave the task back; the origin has not confirmed.
    Returning,
    /// The delegate declined.
    Declined,
    /// The origin withdrew the offer.
    Withdrawn,
    /// Nobody answered in time.
    Expired,
    /// The delegate accepted in vain.
    Lost,
    /// The work was accepted.
    Completed,
    /// The work was refused for good.
    Refused,
    /// The origin took the task back.
    Recalled,
    /// The delegate gave the task back.
    Returned,
    /// The other side is gone.
    Void,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 16] = [
        Self::Offered,
        Self::Countered,
        Self::Accepting,
        Self::Active,
        Self::Submitted,
        Self::Recalling,
        Self::Returning,
        Self::Declined,
        Self::Withdrawn,
        Self::Expired,
        Self::Lost,
        Self::Completed,
        Self::Refused,
        Self::Recalled,
        Self::Returned,
        Self::Void,
    ];

    /// The word stored and shown to programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Offered => "offered",
            Self::Countered => "countered",
            Self::Accepting => "accepting",
            Self::Active => "active",
            Self::Submitted => "submitted",
            Self::Recalling => "recalling",
            Self::Returning => "returning",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::Lost => "lost",
            Self::Completed => "completed",
            Self::Refused => "refused",
            Self::Recalled => "recalled",
            Self::Returned => "returned",
            Self::Void => "void",
        }
    }

    /// Reads a stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Whether the state is an end state. `Expired` at the origin is one only until an acceptance in flight is answered
    /// (PROTOCOL §3.1).
    pub fn is_end(self) -> bool {
        !self.is_live()
    }

    /// Whether the delegation is under way.
    pub fn is_live(self) -> bool {
        match self {
            Self::Offered
            | Self::Countered
            | Self::Accepting
            | Self::Active
            | Self::Submitted
            | Self::Recalling
            | Self::Returning => true,
            Self::Declined
            | Self::Withdrawn
            | Self::Expired
            | Self::Lost
            | Self::Completed
            | Self::Refused
            | Self::Recalled
            | Self::Returned
            | Self::Void => false,
        }
    }

    /// Whether an offer waits for an answer.
    pub fn is_open(self) -> bool {
        match self {
            Self::Offered | Self::Countered => true,
            Self::Accepting
            | Self::Active
            | Self::Submitted
            | Self::Recalling
            | Self::Returning
            | Self::Declined
            | Self::Withdrawn
            | Self::Expired
            | Self::Lost
            | Self::Completed
            | Self::Refused
            | Self::Recalled
            | Self::Returned
            | Self::Void => false,
        }
    }

    /// Whether the delegate holds the task: granted, and not yet given up by both.
    pub fn holds_task(self) -> bool {
        match self {
            Self::Active | Self::Submitted | Self::Recalling | Self::Returning => true,
            Self::Offered
            | Self::Countered
            | Self::Accepting
            | Self::Declined
            | Self::Withdrawn
            | Self::Expired
            | Self::Lost
            | Self::Completed
            | Self::Refused
            | Self::Recalled
            | Self::Returned
            | Self::Void => false,
        }
    }

    /// Whether the delegate does the work, and nobody is ending that.
    pub fn is_at_work(self) -> bool {
        match self {
            Self::Active | Self::Submitted => true,
            Self::Offered
            | Self::Countered
            | Self::Accepting
            | Self::Recalling
            | Self::Returning
            | Self::Declined
            | Self::Withdrawn
            | Self::Expired
            | Self::Lost
            | Self::Completed
            | Self::Refused
            | Self::Recalled
            | Self::Returned
            | Self::Void => false,
        }
    }

    /// Whether an offer ended before anybody held the task.
    pub fn is_in_vain(self) -> bool {
        match self {
            Self::Declined | Self::Withdrawn | Self::Expired | Self::Lost | Self::Void => true,
            Self::Offered
            | Self::Countered
            | Self::Accepting
            | Self::Active
            | Self::Submitted
            | Self::Recalling
            | Self::Returning
            | Self::Completed
            | Self::Refused
            | Self::Recalled
            | Self::Returned => false,
        }
    }

    /// Whether it ended other than by a decision of this side, which people of this side are told.
    pub fn is_ended_for(self, side: Side) -> bool {
        match self {
            Self::Recalled => true,
            Self::Declined | Self::Expired | Self::Returned => side == Side::Origin,
            Self::Lost | Self::Completed | Self::Refused => side == Side::Delegate,
            Self::Withdrawn
            | Self::Void
            | Self::Offered
            | Self::Countered
            | Self::Accepting
            | Self::Active
            | Self::Submitted
            | Self::Recalling
            | Self::Returning => false,
        }
    }

    /// Whether an offer has ended that somebody of this side would otherwise have decided on: the origin by taking it
    /// back, the delegate by saying no.
    pub fn is_offer_cut_for(self, side: Side) -> bool {
        match self {
            Self::Withdrawn => true,
            Self::Declined => side == Side::Delegate,
            Self::Expired
            | Self::Lost
            | Self::Completed
            | Self::Refused
            | Self::Recalled
            | Self::Returned
            | Self::Void
            | Self::Offered
            | Self::Countered
            | Self::Accepting
            | Self::Active
            | Self::Submitted
            | Self::Recalling
            | Self::Returning => false,
        }
    }

    /// Whether the other side may fetch its files: while it is under way, and once the task was taken up. A side that declined,
    /// or was too late, has no more to do with them (PROTOCOL §1.6).
    pub fn shares_files(self) -> bool {
        match self {
            Self::Offered
            | Self::Countered
            | Self::Accepting
            | Self::Active
            | Self::Submitted
            | Self::Recalling
            | Self::Returning
            | Self::Completed
            | Self::Refused
            | Self::Recalled
            | Self::Returned => true,
            Self::Declined | Self::Withdrawn | Self::Expired | Self::Lost | Self::Void => false,
        }
    }

    /// Whether this side may comment to the other: the origin from the offer on, the delegate from its acceptance on
    /// (PROTOCOL §1.6).
    pub fn may_comment(self, side: Side) -> bool {
        match side {
            Side::Origin => self.is_live(),
            Side::Delegate => self.is_live() && !self.is_open(),
        }
    }

    /// The public state. `recalling` and `returning` never occur once each side has read the other's messages.
    pub(super) fn public(self, round: u32, terms_hash: Option<&str>) -> String {
        match self {
            Self::Offered | Self::Countered | Self::Accepting => "open".to_owned(),
            Self::Active | Self::Submitted => {
                format!("{}:{round}:{}", self.as_str(), terms_hash.unwrap_or_default())
            }
            Self::Declined | Self::Withdrawn | Self::Expired | Self::Lost => "closed".to_owned(),
            Self::Recalled | Self::Returned => "ended".to_owned(),
            Self::Recalling | Self::Returning | Self::Completed | Self::Refused | Self::Void => {
                self.as_str().to_owned()
            }
        }
    }
}

/// The reason for an end without messages between the two servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cut {
    /// This server blocks the other one.
    WeBlocked,
    /// The other server refuses every message of this one.
    TheyRefuse,
}

impl std::fmt::Display for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_reads_back_and_has_the_same_word_in_json() {
        for state in State::ALL {
            assert_eq!(State::parse(state.as_str()), Some(state));
            assert_eq!(serde_json::to_string(&state).unwrap(), format!("\"{state}\""));
            assert_ne!(state.is_end(), state.is_live());
        }
        assert_eq!(Side::parse("delegate"), Some(Side::Delegate));
    }

    #[test]
    fn what_is_compared_has_the_classes_of_the_digest() {
        assert_eq!(State::Accepting.public(1, None), "open");
        assert_eq!(State::Active.public(2, Some("sha256:ab")), "active:2:sha256:ab");
        assert_eq!(State::Submitted.public(2, Some("sha256:ab")), "submitted:2:sha256:ab");
        assert_eq!(State::Lost.public(1, None), "closed");
        assert_eq!(State::Returned.public(1, None), "ended");
        assert_eq!(State::Void.public(1, None), "void");
    }

    #[test]
    fn the_origin_may_write_from_the_offer_on_and_the_delegate_from_its_acceptance_on() {
        assert!(State::Offered.may_comment(Side::Origin) && !State::Offered.may_comment(Side::Delegate));
        assert!(State::Accepting.may_comment(Side::Delegate) && !State::Recalled.may_comment(Side::Origin));
    }
}
