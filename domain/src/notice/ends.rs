//! The notices of before that an event ends: they are marked as read, or nobody needs to be told any more.

use crate::event::Happened;
use crate::event::effect::{Effect, effect};
use crate::id::ActorId;
use crate::task::phase::Phase;

/// The requests for a review of a task that need no answer any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// The work is decided, or taken back: nobody is asked.
    All,
    /// The task changed hands: no work of it waits. The reviewer stays the same.
    Requests,
    /// Somebody else reviews it now: nobody but them is asked.
    AllButTheJudge,
}

/// Notices that are read after an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reads {
    /// Requests for a review of the task.
    Requests(Answered),
    /// The reminders by this pursuance of the object of the event, a former member who goes on with nothing there, and its questions
    /// about tasks; and, as below, that they wait at its door.
    Reminders,
    /// That the object of the event waits at the door of this private pursuance.
    AtTheDoor,
    /// Notices that the author of the event read.
    Own,
}

/// The notices that an event marks as read, or that were.
pub fn reads(what: &Happened) -> Option<Reads> {
    Some(match effect(what)? {
        Effect::PhaseSet(set) if set.before.is_under_review() && !set.after.is_under_review() => {
            Reads::Requests(Answered::All)
        }
        Effect::Assigned(told) if !told.phase.is_under_review() => Reads::Requests(Answered::Requests),
        Effect::Edited(edited) if edited.names_reviewer() => Reads::Requests(Answered::AllButTheJudge),
        Effect::Parted => Reads::Reminders,
        Effect::LetIn => Reads::AtTheDoor,
        Effect::NoticesRead => Reads::Own,
        Effect::Created(_)
        | Effect::PhaseSet(_)
        | Effect::Assigned(_)
        | Effect::Edited(_)
        | Effect::StillOnIt(_)
        | Effect::Worked
        | Effect::Blocked
        | Effect::Unblocked
        | Effect::Archived
        | Effect::Restored
        | Effect::Back
        | Effect::Lapsed
        | Effect::Answered => return None,
    })
}

/// Whether the author of an event has acted on its task, and so has read what they were told about it. What follows from an act in
/// another task is no act there, and of a new task nobody was told before.
pub fn is_act(what: &Happened) -> bool {
    match effect(what) {
        Some(
            Effect::PhaseSet(_)
            | Effect::Assigned(_)
            | Effect::Edited(_)
            | Effect::StillOnIt(_)
            | Effect::Worked
            | Effect::Blocked
            | Effect::Archived
            | Effect::Restored
            | Effect::Answered,
        ) => true,
        None
        | Some(
            Effect::Created(_)
            | Effect::Unblocked
            | Effect::Back
            | Effect::Parted
            | Effect::LetIn
            | Effect::Lapsed
            | Effect::NoticesRead,
        ) => false,
    }
}

/// Whether nobody needs to be found for its task any more: somebody has it, another pursuance does, or it looks for nobody.
pub fn is_found(what: &Happened) -> bool {
    match effect(what) {
        Some(Effect::Assigned(told)) => {
            told.after.is_some() && told.was.is_none_or(|phase| phase == Phase::HelpWanted)
        }
        Some(Effect::PhaseSet(set)) => set.before == Phase::HelpWanted,
        Some(Effect::Archived) => true,
        None
        | Some(
            Effect::Created(_)
            | Effect::Edited(_)
            | Effect::StillOnIt(_)
            | Effect::Worked
            | Effect::Blocked
            | Effect::Unblocked
            | Effect::Restored
            | Effect::Back
            | Effect::Parted
            | Effect::LetIn
            | Effect::Answered
            | Effect::Lapsed
            | Effect::NoticesRead,
        ) => false,
    }
}

/// Whether its task was new until then, and nobody's: of its date nobody needs to be told any more.
pub fn is_begun(what: &Happened) -> bool {
    match effect(what) {
        Some(Effect::Assigned(told)) => told.after.is_some() && told.was == Some(Phase::New),
        Some(Effect::PhaseSet(set)) => set.before == Phase::New,
        None
        | Some(
            Effect::Created(_)
            | Effect::Edited(_)
            | Effect::StillOnIt(_)
            | Effect::Worked
            | Effect::Blocked
            | Effect::Unblocked
            | Effect::Archived
            | Effect::Restored
            | Effect::Back
            | Effect::Parted
            | Effect::LetIn
            | Effect::Answered
            | Effect::Lapsed
            | Effect::NoticesRead,
        ) => false,
    }
}

/// Whether people may be asked no more about its task after an event: somebody has it, it wants no help any more, or they have answered,
/// or not in time. Which questions have ended is looked up. Questions about tasks that are put away end with the tasks.
pub fn may_end_questions(what: &Happened) -> bool {
    match effect(what) {
        Some(Effect::Assigned(_) | Effect::Answered | Effect::Lapsed) => true,
        // Somebody alone may be asked to go on while it is worked on.
        Some(Effect::PhaseSet(set)) => {
            let is_worked_on = |phase| matches!(phase, Phase::Started | Phase::InProgress);
            set.before == Phase::HelpWanted || is_worked_on(set.before) && !is_worked_on(set.after)
        }
        None
        | Some(
            Effect::Created(_)
            | Effect::Edited(_)
            | Effect::StillOnIt(_)
            | Effect::Worked
            | Effect::Blocked
            | Effect::Unblocked
            | Effect::Archived
            | Effect::Restored
            | Effect::Back
            | Effect::Parted
            | Effect::LetIn
            | Effect::NoticesRead,
        ) => false,
    }
}

/// Whom a task waited for before an event that may end this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitedFor<'e> {
    /// A person, or nobody.
    Person(Option<&'e ActorId>),
    /// The person who has it, before and after the event.
    Assignee,
    /// The person who decides on its work, before and after the event.
    Judge,
    /// The person who wrote it: it had no reviewer.
    Creator,
}

/// Whom its task waited for before an event after which a reminder may ask for nothing any more: somebody else has the task or reviews it,
/// or it is decided. Whom it waits for then is looked up.
pub fn waited_for(what: &Happened) -> Option<WaitedFor<'_>> {
    match effect(what)? {
        Effect::Assigned(told) => Some(WaitedFor::Person(told.before.as_ref())),
        Effect::PhaseSet(set) if set.before.is_under_review() => Some(WaitedFor::Judge),
        Effect::PhaseSet(_) => Some(WaitedFor::Assignee),
        Effect::Edited(edited) if edited.names_reviewer() => {
            let named = edited.before.as_ref().and_then(|before| before.reviewer.as_ref());
            Some(named.and_then(Option::as_ref).map_or(WaitedFor::Creator, |of| WaitedFor::Person(Some(of))))
        }
        Effect::Edited(_)
        | Effect::Created(_)
        | Effect::StillOnIt(_)
        | Effect::Worked
        | Effect::Blocked
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

/// Whether questions about its task that were over may be open again after an event: somebody has given the task back, or it wants help
/// again. Which are is looked up. Questions about tasks that come back from the archive or the trash open with the tasks.
pub fn may_open_questions(what: &Happened) -> bool {
    match effect(what) {
        Some(Effect::Assigned(told)) => told.after.is_none(),
        Some(Effect::PhaseSet(set)) => set.after == Phase::HelpWanted,
        None
        | Some(
            Effect::Created(_)
            | Effect::Edited(_)
            | Effect::StillOnIt(_)
            | Effect::Worked
            | Effect::Blocked
            | Effect::Unblocked
            | Effect::Archived
            | Effect::Restored
            | Effect::Back
            | Effect::Parted
            | Effect::LetIn
            | Effect::Answered
            | Effect::Lapsed
            | Effect::NoticesRead,
        ) => false,
    }
}
