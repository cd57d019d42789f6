//! Removes repeated events from a history: one step of a person often writes several events in one transaction.

use pursuance_domain::event::{Happened, Recorded};
use pursuance_domain::time::DAY;

use super::parts::ends_review;

/// An event to show.
pub struct ShownEvent {
    pub event: Recorded,
    /// Whether a comment was written with it.
    pub has_comment: bool,
}

impl ShownEvent {
    /// Wraps a single event.
    pub fn alone(event: Recorded) -> Self {
        Self { event, has_comment: false }
    }
}

/// Filters the events to show; they keep their order, the newest first.
pub fn shown_events(events: Vec<Recorded>) -> Vec<ShownEvent> {
    let is_beside = |one: &Recorded, other: &Recorded| one.at == other.at && one.task == other.task;
    let kept: Vec<bool> = events
        .iter()
        .enumerate()
        .map(|(at, event)| {
            let newer = at.checked_sub(1).and_then(|newer| events.get(newer));
            let beside = |tells: fn(&Recorded) -> bool| {
                events.iter().any(|other| is_beside(event, other) && tells(other))
            };
            // The newer event repeats this one.
            if newer.is_some_and(|newer| is_same_again(newer, event)) {
                return false;
            }
            // Of repeated changes back and forth, only the newest is shown.
            if events[..at].iter().any(|newer| is_back_and_forth(newer, event)) {
                return false;
            }
            if follows_delegation(event) {
                return !beside(tells_delegation);
            }
            !is_comment(event) || !events.iter().any(|other| ends_review(other) && is_said_with(event, other))
        })
        .collect();
    let has_comment: Vec<bool> = events
        .iter()
        .map(|event| events.iter().any(|other| is_comment(other) && is_said_with(other, event)))
        .collect();
    let told = events.into_iter().zip(has_comment).zip(kept).filter(|(_, is_kept)| *is_kept);
    told.map(|((event, has_comment), _)| ShownEvent { event, has_comment }).collect()
}

fn is_comment(event: &Recorded) -> bool {
    matches!(event.what, Happened::TaskCommented(_))
}

/// Whether a comment was written together with another event: right after it, or in a private pursuance also right before it.
fn is_said_with(comment: &Recorded, event: &Recorded) -> bool {
    comment.at == event.at && comment.task == event.task && comment.seq.abs_diff(event.seq) == 1
}

/// Whether an event is a progress report that the newer one beside it repeats: by the same actor, on the same object.
fn is_same_again(newer: &Recorded, event: &Recorded) -> bool {
    matches!(newer.what, Happened::DelegationProgressed(_))
        && matches!(event.what, Happened::DelegationProgressed(_))
        && event.object == newer.object
        && event.actor == newer.actor
}

/// Whether a newer event repeats the same change of the same object within a day: added, removed and added again, or joined, left and
/// joined again.
fn is_back_and_forth(newer: &Recorded, event: &Recorded) -> bool {
    let is_same = match (&newer.what, &event.what) {
        (Happened::TaskWaits(newer), Happened::TaskWaits(told)) => {
            newer.on == told.on && newer.waits == told.waits && newer.again
        }
        (Happened::TaskAwaited(newer), Happened::TaskAwaited(told)) => {
            newer.by == told.by && newer.waits == told.waits && newer.again
        }
        (Happened::MemberJoined(newer), Happened::MemberJoined(_)) => newer.again,
        (Happened::MemberLeft(newer), Happened::MemberLeft(_)) => newer.again,
        _ => false,
    };
    is_same && newer.object == event.object && newer.at <= event.at.plus(DAY)
}

/// Whether a change of the task follows from a message between two pursuances.
fn follows_delegation(event: &Recorded) -> bool {
    if let Happened::TaskPhaseSet(set) = &event.what {
        set.delegation.is_some()
    } else if let Happened::TaskAssigned(assigned) = &event.what {
        assigned.delegation.is_some()
    } else if let Happened::TaskEdited(edited) = &event.what {
        edited.delegation.is_some()
    } else {
        false
    }
}

/// Whether an event is the message itself.
fn tells_delegation(event: &Recorded) -> bool {
    event.what.verb().as_str().starts_with("delegation.")
}
