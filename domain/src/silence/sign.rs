//! Signs of life of an assignee or reviewer, and other events that move their clock.

use crate::event::Happened;
use crate::event::effect::{Effect, effect};
use crate::time::Time;

/// News of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Something was done: that tells the pace, too.
    Work,
    /// Somebody said that they are on it, or need time until a date. After a reminder that is the answer.
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

/// Whether an event is a sign of life of its author (RULES §5). Work by anybody is also a sign of life for the people who have a
/// task above this one.
pub fn sign(what: &Happened) -> Option<Sign> {
    match effect(what)? {
        Effect::Created(_) | Effect::PhaseSet(_) | Effect::Worked | Effect::Blocked => Some(Sign::Work),
        Effect::StillOnIt(told) => Some(Sign::Word { until: told.until }),
        // A new title changes nothing for the clock.
        Effect::Edited(edited) => {
            edited.after.as_ref().filter(|after| after.are_about_clock()).map(|_| Sign::Edited)
        }
        Effect::Assigned(_)
        | Effect::Unblocked
        | Effect::Archived
        | Effect::Restored
        | Effect::Back
        | Effect::Parted
        | Effect::LetIn
        | Effect::Answered
        | Effect::Lapsed
        | Effect::NoticesRead => None,
    }
}

/// Whether somebody may be waited for after an event where nobody was before.
pub fn begins(what: &Happened) -> bool {
    effect(what).is_some_and(|effect| match effect {
        Effect::PhaseSet(_) | Effect::Assigned(_) | Effect::Restored => true,
        Effect::Edited(edited) => edited.names_reviewer(),
        Effect::Created(_)
        | Effect::StillOnIt(_)
        | Effect::Worked
        | Effect::Blocked
        | Effect::Unblocked
        | Effect::Archived
        | Effect::Back
        | Effect::Parted
        | Effect::LetIn
        | Effect::Answered
        | Effect::Lapsed
        | Effect::NoticesRead => false,
    })
}

/// Whether an event may change who is waited for, or pause the waiting.
pub fn moves(what: &Happened) -> bool {
    sign(what).is_some()
        || effect(what).is_some_and(|effect| match effect {
            Effect::Assigned(_) | Effect::Unblocked | Effect::Archived | Effect::Restored => true,
            Effect::Created(_)
            | Effect::PhaseSet(_)
            | Effect::Edited(_)
            | Effect::StillOnIt(_)
            | Effect::Worked
            | Effect::Blocked
            | Effect::Back
            | Effect::Parted
            | Effect::LetIn
            | Effect::Answered
            | Effect::Lapsed
            | Effect::NoticesRead => false,
        })
}
