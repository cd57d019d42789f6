//! The terms of a delegation (PROTOCOL §1.6). [`Asks`](crate::task::Asks) says which later changes of the task need a new
//! acceptance.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::time::{DAY, HOUR, Time};
use crate::wording::{Wording, refusals};

/// Whether a delegate may hand a task on to a third pursuance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Redelegation {
    /// Forbidden.
    No,
    /// After a question to the origin.
    #[default]
    Ask,
    /// Permitted; the origin is told.
    Yes,
}

/// A length of time, in the unit of [`Time`]; on the wire an ISO 8601 duration such as `P7D`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Span(pub i64);

impl Span {
    /// A number of days.
    pub const fn days(days: u16) -> Self {
        Self(days as i64 * DAY)
    }
}

/// The audience of a delegation, beyond the two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Nobody.
    #[default]
    Partners,
    /// Everyone.
    Public,
}

impl Reach {
    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Partners => "partners",
            Self::Public => "public",
        }
    }

    /// Reads the word; an unknown one means the narrower audience.
    pub fn parse(word: &str) -> Self {
        if word == "public" { Self::Public } else { Self::Partners }
    }
}

/// The terms of a delegation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The due date of the work.
    pub due: Option<Time>,
    /// The last moment for an answer.
    pub respond_by: Time,
    /// The longest time between two signs of life.
    pub heartbeat: Span,
    /// Whether the task may be handed on.
    pub redelegation: Redelegation,
    /// The number of hand-overs that may follow, this one counted.
    pub max_depth: u8,
    /// Whether one delegate alone holds the task.
    pub exclusive: bool,
    /// The time for the review.
    pub review_within: Span,
    /// The audience.
    pub visibility: Reach,
    /// Whether people are named to the other side.
    pub names: bool,
    /// Whether comments go along.
    pub discussion: bool,
}

impl Terms {
    /// The default number of hand-overs in a chain.
    pub const MAX_DEPTH: u8 = 5;

    /// The default terms (PROTOCOL §7).
    pub fn usual(now: Time, due: Option<Time>) -> Self {
        Self {
            due,
            respond_by: now.plus(7 * DAY),
            heartbeat: Span::days(7),
            redelegation: Redelegation::Ask,
            max_depth: Self::MAX_DEPTH,
            exclusive: true,
            review_within: Span::days(7),
            visibility: Reach::Partners,
            names: false,
            discussion: false,
        }
    }

    /// Decides whether these terms may be offered at `now`.
    ///
    /// # Errors
    /// [`TermsRefusal`] with the term and its bounds.
    pub fn check(&self, now: Time) -> Result<(), TermsRefusal> {
        if self.respond_by <= now {
            Err(TermsRefusal::RespondByPast)
        } else if self.due.is_some_and(|due| due <= now) {
            Err(TermsRefusal::DuePast)
        } else if !(HOUR..=90 * DAY).contains(&self.heartbeat.0) {
            Err(TermsRefusal::Heartbeat)
        } else if !(HOUR..=90 * DAY).contains(&self.review_within.0) {
            Err(TermsRefusal::ReviewWithin)
        } else if self.max_depth < 1 {
            Err(TermsRefusal::Depth)
        } else {
            Ok(())
        }
    }
}

/// The reason why terms cannot be offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermsRefusal {
    /// The answer date has passed.
    RespondByPast,
    /// The due date has passed.
    DuePast,
    /// Too often or too seldom.
    Heartbeat,
    /// Too soon or too late.
    ReviewWithin,
    /// No hand-over is left.
    Depth,
}

refusals!(TermsRefusal);

impl TermsRefusal {
    /// The stable word for programs.
    pub fn slug(self) -> &'static str {
        match self {
            Self::RespondByPast => "respond-by-past",
            Self::DuePast => "due-past",
            Self::Heartbeat => "heartbeat-out-of-range",
            Self::ReviewWithin => "review-within-out-of-range",
            Self::Depth => "depth",
        }
    }

    /// The words of the refusal for people.
    pub fn wording(self) -> Wording {
        Wording::new(match self {
            Self::RespondByPast => "refusal-terms-respond-by",
            Self::DuePast => "refusal-terms-due",
            Self::Heartbeat => "refusal-terms-heartbeat",
            Self::ReviewWithin => "refusal-terms-review",
            Self::Depth => "refusal-terms-depth",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time(1_800_000_000_000_000);

    #[test]
    fn the_usual_terms_may_be_offered() {
        let terms = Terms::usual(NOW, None);
        assert_eq!(terms.check(NOW), Ok(()));
        assert_eq!(terms.check(terms.respond_by), Err(TermsRefusal::RespondByPast));
        assert_eq!(Terms { due: Some(NOW), ..terms.clone() }.check(NOW), Err(TermsRefusal::DuePast));
        assert_eq!(Terms { heartbeat: Span(0), ..terms.clone() }.check(NOW), Err(TermsRefusal::Heartbeat));
        assert_eq!(
            Terms { review_within: Span::days(91), ..terms.clone() }.check(NOW),
            Err(TermsRefusal::ReviewWithin)
        );
        assert_eq!(Terms { max_depth: 0, ..terms }.check(NOW), Err(TermsRefusal::Depth));
    }
}
