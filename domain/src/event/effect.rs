//! Effects of an event: on the clock of a silence, the pairing, the ledger of karma, and notices. The compiler asks this
//! question of each new kind, unless its line in the list of kinds says `without effect`.

use super::Happened;
use super::happened::{PhaseSet, StillOnIt, TaskAssigned, TaskCreated, TaskEdited};
use crate::delegation::Side;
use crate::pairing::OfferState;

/// An event, as those see it that follow events.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Effect<'e> {
    /// A task was written down.
    Created(&'e TaskCreated),
    /// A task is in another phase.
    PhaseSet(&'e PhaseSet),
    /// A task has another assignee, or none.
    Assigned(&'e TaskAssigned),
    /// A task has other fields.
    Edited(&'e TaskEdited),
    /// The assignee, or the reviewer, answered a reminder.
    StillOnIt(&'e StillOnIt),
    /// A task was worked on: a comment, a file, news.
    Worked,
    /// A task waits for something: noting it counts as work.
    Blocked,
    /// A task waits for something else, or no longer waits.
    Unblocked,
    /// A task went into the archive.
    Archived,
    /// A task came back from the archive or the trash.
    Restored,
    /// Another pursuance has the task no more, or never took it.
    Back,
    /// The person who was asked to take a task, to accompany a learner, or whether a task is handed on, has answered.
    Answered,
    /// The person who was asked to take a task has not answered in time.
    Lapsed,
    /// The object of the event is no member any more.
    Parted,
    /// The object of the event has the key of a private pursuance, and waits at its door no more.
    LetIn,
    /// The author of the event read notices.
    NoticesRead,
}

/// The effect of an event, if it has one.
pub fn effect(what: &Happened) -> Option<Effect<'_>> {
    Some(match what {
        Happened::TaskCreated(told) => Effect::Created(told),
        Happened::TaskPhaseSet(told) => Effect::PhaseSet(told),
        Happened::TaskAssigned(told) => Effect::Assigned(told),
        Happened::TaskEdited(told) => Effect::Edited(told),
        Happened::TaskStillOnIt(told) => Effect::StillOnIt(told),
        Happened::TaskCommented(_) | Happened::TaskFileAttached(_) => Effect::Worked,
        // The origin hears of it as well, and waits for nobody.
        Happened::DelegationProgressed(step) => match step.side {
            Side::Delegate => Effect::Worked,
            Side::Origin => return None,
        },
        Happened::TaskBlocked(_) => Effect::Blocked,
        Happened::TaskUnblocked(_) | Happened::TaskBlockerMoved(_) | Happened::TaskWaits(_) => {
            Effect::Unblocked
        }
        Happened::TaskArchived(_) => Effect::Archived,
        Happened::TaskRestored(_) => Effect::Restored,
        Happened::DelegationDeclined(_)
        | Happened::DelegationWithdrawn(_)
        | Happened::DelegationExpired(_)
        | Happened::DelegationLost(_)
        | Happened::DelegationRecalled(_)
        | Happened::DelegationReturned(_)
        | Happened::DelegationWorkRefused(_)
        | Happened::DelegationVoided(_)
        | Happened::DelegationCutOff(_) => Effect::Back,
        // An offer that lapsed got no answer.
        Happened::OfferAnswered(told) if told.state == OfferState::Lapsed => Effect::Lapsed,
        Happened::OfferAnswered(_) | Happened::MentorAnswered(_) | Happened::TaskKept(_) => Effect::Answered,
        Happened::MemberLeft(_) | Happened::MemberRemoved(_) | Happened::MemberBanned(_) => Effect::Parted,
        Happened::MemberLetIn(_) => Effect::LetIn,
        Happened::NoticeRead(_) => Effect::NoticesRead,
        kinds_without_effect!() => return None,
    })
}
