//! What is a sign of life of whoever has a task or reviews it, and what else moves their clock.

use crate::delegation::Side;
use crate::event::Happened;
use crate::task::asks::Fields;
use crate::time::Time;

/// What is heard of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Something was done: that tells the pace, too.
    Work,
    /// Somebody said that they are on it, or need until a date. After a reminder that is the answer.
    Word { until: Option<Time> },
    /// No sign of life: size or urgency may be others.
    Edited,
}

impl Sign {
    /// Whether it says that somebody is there.
    pub fn is_of_life(self) -> bool {
        match self {
            Self::Work | Self::Word { .. } => true,
            Self::Edited => false,
        }
    }
}

/// Whether an event is a sign of life of the person who brought it about. For those who have what is above the task it is one
/// as well, whoever did it, if something was done.
#[expect(clippy::wildcard_enum_match_arm, reason = "most kinds are none; RULES §5 names those that are")]
pub fn sign(what: &Happened) -> Option<Sign> {
    match what {
        Happened::TaskPhaseSet(_)
        | Happened::TaskCreated(_)
        | Happened::TaskBlocked(_)
        | Happened::TaskCommented(_)
        | Happened::TaskFileAttached(_) => Some(Sign::Work),
        // The origin hears of it as well, and waits for nobody.
        Happened::DelegationProgressed(step) if step.side == Side::Delegate => Some(Sign::Work),
        Happened::TaskStillOnIt(told) => Some(Sign::Word { until: told.until }),
        // A new title changes nothing for the clock.
        Happened::TaskEdited(edited) if edited.after.as_ref().is_some_and(is_about_clock) => {
            Some(Sign::Edited)
        }
        _ => None,
    }
}

/// Whether an edit changes who is waited for, or for how long.
fn is_about_clock(after: &Fields) -> bool {
    after.size.is_some() || after.urgency.is_some() || after.reviewer.is_some()
}

/// Whether somebody may be waited for after an event where nobody was before.
pub fn begins(what: &Happened) -> bool {
    matches!(what, Happened::TaskPhaseSet(_) | Happened::TaskAssigned(_) | Happened::TaskRestored(_))
        || matches!(what, Happened::TaskEdited(edited) if edited.after.as_ref().is_some_and(|after| after.reviewer.is_some()))
}

/// Whether somebody else may be waited for after an event, or nobody, or nothing be expected of them for a time.
pub fn moves(what: &Happened) -> bool {
    matches!(
        what,
        Happened::TaskAssigned(_)
            | Happened::TaskUnblocked(_)
            | Happened::TaskWaits(_)
            | Happened::TaskBlockerMoved(_)
            | Happened::TaskArchived(_)
            | Happened::TaskRestored(_)
    ) || sign(what).is_some()
}
