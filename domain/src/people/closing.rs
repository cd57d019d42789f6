//! Closing a pursuance, opening it again, and deleting it for good (RULES §2): the rules besides the permission.

use crate::time::{DAY, Time};
use crate::wording::{Wording, refusals};

/// How long a pursuance has to be closed before it may be deleted.
pub const CLOSED_FOR: i64 = 14 * DAY;

/// Why a pursuance is not closed, opened again or deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClosingRefusal {
    /// It is closed already.
    AlreadyClosed,
    /// It is open.
    NotClosed,
    /// It has not been closed for long enough; possible from then on.
    TooSoon { until: Time },
    /// This many delegations have not ended yet.
    StillEnding { delegations: i64 },
    /// Its name was typed otherwise.
    AnotherName,
    /// Nobody said why it is closed.
    NeedsReason,
}

refusals!(ClosingRefusal);

impl ClosingRefusal {
    /// The stable word for programs.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::AlreadyClosed => "already-closed",
            Self::NotClosed => "not-closed",
            Self::TooSoon { .. } => "closed-too-shortly",
            Self::StillEnding { .. } => "delegations-still-end",
            Self::AnotherName => "another-name",
            Self::NeedsReason => "invalid-input",
        }
    }

    /// The member of the input it is about, where it is one.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::AnotherName => Some("confirm"),
            Self::NeedsReason => Some("reason"),
            Self::AlreadyClosed | Self::NotClosed | Self::TooSoon { .. } | Self::StillEnding { .. } => None,
        }
    }

    /// The words of the refusal for people.
    pub fn wording(&self) -> Wording {
        match self {
            Self::AlreadyClosed => Wording::new("refusal-already-closed"),
            Self::NotClosed => Wording::new("refusal-not-closed"),
            Self::TooSoon { until } => Wording::new("refusal-closed-too-shortly").set("until", *until),
            Self::StillEnding { delegations } => {
                Wording::new("refusal-delegations-still-end").set("n", *delegations)
            }
            Self::AnotherName => Wording::new("refusal-another-name"),
            Self::NeedsReason => Wording::new("refusal-closing-needs-reason"),
        }
    }
}

/// Whether a pursuance may be closed. `since`: since when it is. `says_why`: whether a reason is given, or none is asked for.
///
/// # Errors
/// [`ClosingRefusal::AlreadyClosed`], [`ClosingRefusal::NeedsReason`].
pub fn may_close(since: Option<Time>, says_why: bool) -> Result<(), ClosingRefusal> {
    match since {
        Some(_) => Err(ClosingRefusal::AlreadyClosed),
        None if says_why => Ok(()),
        None => Err(ClosingRefusal::NeedsReason),
    }
}

/// Whether a pursuance may be opened again: at any time, until it is deleted.
///
/// # Errors
/// [`ClosingRefusal::NotClosed`].
pub fn may_reopen(since: Option<Time>) -> Result<(), ClosingRefusal> {
    if since.is_some() { Ok(()) } else { Err(ClosingRefusal::NotClosed) }
}

/// The moment from which a closed pursuance may be deleted.
pub fn deletable_from(since: Time) -> Time {
    since.plus(CLOSED_FOR)
}

/// The facts that decide whether a pursuance may be deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeleteFacts {
    /// Since when it is closed.
    pub since: Option<Time>,
    /// How many of its delegations hold a task and have not ended.
    pub delegations: i64,
    /// Whether its name was typed as it is.
    pub is_named: bool,
    /// The moment.
    pub now: Time,
}

/// Whether a pursuance may be deleted for good.
///
/// # Errors
/// [`ClosingRefusal`] while it is open, not closed for [`CLOSED_FOR`], or still in delegations, and without its name.
pub fn may_delete(facts: &DeleteFacts) -> Result<(), ClosingRefusal> {
    let since = facts.since.ok_or(ClosingRefusal::NotClosed)?;
    let until = deletable_from(since);
    if facts.now < until {
        return Err(ClosingRefusal::TooSoon { until });
    }
    if facts.delegations > 0 {
        return Err(ClosingRefusal::StillEnding { delegations: facts.delegations });
    }
    if facts.is_named { Ok(()) } else { Err(ClosingRefusal::AnotherName) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pursuance_is_deleted_after_fourteen_days_of_being_closed_and_by_its_name() {
        let since = Time(1_000);
        let facts =
            |now, delegations, is_named| DeleteFacts { since: Some(since), delegations, is_named, now };
        let until = since.plus(14 * DAY);
        assert_eq!(may_delete(&facts(until, 0, true)), Ok(()));
        let early = Time(until.0 - 1);
        assert_eq!(may_delete(&facts(early, 0, true)), Err(ClosingRefusal::TooSoon { until }));
        let ending = ClosingRefusal::StillEnding { delegations: 2 };
        assert_eq!(may_delete(&facts(until, 2, true)), Err(ending));
        assert_eq!(may_delete(&facts(until, 0, false)), Err(ClosingRefusal::AnotherName));
        let open = DeleteFacts { since: None, ..facts(until, 0, true) };
        assert_eq!(may_delete(&open), Err(ClosingRefusal::NotClosed));
    }

    #[test]
    fn what_is_closed_is_opened_again_and_not_closed_twice() {
        let since = Some(Time(1));
        assert_eq!((may_close(None, true), may_reopen(since)), (Ok(()), Ok(())));
        assert_eq!(may_close(None, false), Err(ClosingRefusal::NeedsReason));
        assert_eq!(may_close(since, false), Err(ClosingRefusal::AlreadyClosed));
        assert_eq!(may_reopen(None), Err(ClosingRefusal::NotClosed));
    }
}
