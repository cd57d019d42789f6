//! The assignee of a task: taking, handing back, assigning (RULES §1, §2).

use crate::people::role::Role;
use crate::task::phase::Phase;
use crate::wording::{NamedValue, Wording, refusals};

/// The facts about the task and the person who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AssignFacts {
    /// The phase it is in.
    pub phase: Phase,
    /// The person's role in the pursuance.
    pub role: Role,
    /// Whether the person has the task.
    pub is_assignee: bool,
    /// Whether the task has an assignee, a person or a pursuance.
    pub has_assignee: bool,
    /// Whether another pursuance has the task (granted, not merely offered).
    pub is_delegated: bool,
    /// Whether the task is offered to another pursuance.
    pub is_offered: bool,
    /// Whether the person may withdraw such an offer.
    pub may_withdraw: bool,
    /// Whether somebody else alone is asked for a time whether they go on with it.
    pub is_held: bool,
}

/// The new assignee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewAssignee {
    /// An active member.
    Member {
        /// Whether the member has the task already.
        has_it: bool,
    },
    /// Not a member.
    Stranger,
    /// Nobody.
    Nobody,
}

/// The reason why the assignee did not change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AssignRefusal {
    /// Another pursuance has it.
    Delegated,
    /// It is done or dropped.
    Closed { phase: Phase },
    /// Somebody else has the task.
    Taken,
    /// Somebody else alone is asked for a time whether they go on with it.
    Held,
    /// The person did not have the task before, or gave it back.
    NotFormer,
    /// The task is offered to another pursuance, and the person may not withdraw the offer.
    OnOffer,
    /// The task is offered to another pursuance, and the person has not said that the offer is withdrawn.
    WouldWithdraw,
    /// Another assignee has the task.
    NotYours,
    /// Not a member.
    NotAMember,
    /// Nothing would change.
    NoChange,
    /// The role is too low.
    RoleTooLow { needed: Role },
}

refusals!(AssignRefusal);

impl AssignRefusal {
    /// The stable word for programs.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Delegated => "delegated",
            Self::Closed { .. } => "task-closed",
            Self::Taken => "taken",
            Self::Held => "asked-first",
            Self::NotFormer => "nothing-to-take-back",
            Self::OnOffer => "on-offer",
            Self::WouldWithdraw => "would-withdraw-offer",
            Self::NotYours => "not-yours",
            Self::NotAMember => "not-a-member",
            Self::NoChange => "no-change",
            Self::RoleTooLow { .. } => "not-allowed",
        }
    }

    /// The words of the refusal for people.
    pub fn wording(&self) -> Wording {
        match self {
            Self::Delegated => Wording::new("refusal-assign-delegated"),
            Self::Closed { phase } => Wording::new("refusal-assign-closed").set("phase", *phase),
            Self::Taken => Wording::new("refusal-assign-taken"),
            Self::Held => Wording::new("refusal-assign-held"),
            Self::NotFormer => Wording::new("refusal-assign-not-former"),
            Self::OnOffer => Wording::new("refusal-assign-on-offer"),
            Self::WouldWithdraw => Wording::new("refusal-assign-would-withdraw"),
            Self::NotYours => Wording::new("refusal-assign-not-yours"),
            Self::NotAMember => Wording::new("refusal-assign-not-a-member"),
            Self::NoChange => Wording::new("refusal-assign-no-change"),
            Self::RoleTooLow { needed } => {
                Wording::new("refusal-assign-role").set("roles", NamedValue::Holders(*needed))
            }
        }
    }
}

/// Decides whether the person may take the task, and the phase that follows. `withdraws`: the person has said that an
/// offer to another pursuance is withdrawn by it.
///
/// # Errors
/// [`AssignRefusal`] when the task has an assignee, is closed or is on offer, or the role is too low.
pub fn take(facts: &AssignFacts, withdraws: bool) -> Result<Phase, AssignRefusal> {
    open(facts)?;
    if facts.has_assignee {
        return Err(if facts.is_assignee { AssignRefusal::NoChange } else { AssignRefusal::Taken });
    }
    // A task that was begun and has no assignee is assigned by an Assigner.
    let needed = if facts.phase.is_unassigned() { Role::Normal } else { Role::Assigner };
    if facts.role < needed {
        return Err(AssignRefusal::RoleTooLow { needed });
    }
    if facts.is_held && facts.role < Role::Assigner {
        return Err(AssignRefusal::Held);
    }
    match (facts.is_offered, facts.may_withdraw) {
        (true, false) => Err(AssignRefusal::OnOffer),
        (true, true) if !withdraws => Err(AssignRefusal::WouldWithdraw),
        (true, true) | (false, _) => Ok(Phase::Started),
    }
}

/// Decides whether the former assignee may take back a task that was handed on, whatever their role. `is_former`: they had
/// it.
///
/// # Errors
/// [`AssignRefusal`] when somebody has it, it is closed or on offer, or the person did not have it.
pub fn take_back(facts: &AssignFacts, is_former: bool) -> Result<Phase, AssignRefusal> {
    open(facts)?;
    if facts.has_assignee {
        Err(if facts.is_assignee { AssignRefusal::NoChange } else { AssignRefusal::Taken })
    } else if !is_former {
        Err(AssignRefusal::NotFormer)
    } else if facts.is_offered {
        Err(AssignRefusal::OnOffer)
    } else {
        Ok(Phase::Started)
    }
}

/// Decides whether a person who stood by may take over a task that an absent assignee keeps until then.
///
/// # Errors
/// [`AssignRefusal`] when it is closed or delegated, or the role is too low.
pub fn relieve(facts: &AssignFacts) -> Result<Phase, AssignRefusal> {
    open(facts)?;
    if facts.role < Role::Normal {
        return Err(AssignRefusal::RoleTooLow { needed: Role::Normal });
    }
    Ok(Phase::Started)
}

/// Decides whether the person may hand the task back, and the phase that follows.
///
/// # Errors
/// [`AssignRefusal`] when the person does not have the task, or it is closed.
pub fn hand_back(facts: &AssignFacts) -> Result<Phase, AssignRefusal> {
    open(facts)?;
    if facts.is_assignee { Ok(Phase::HelpWanted) } else { Err(AssignRefusal::NotYours) }
}

/// Decides whether the person may give the task to `new`, and the phase that follows.
///
/// # Errors
/// [`AssignRefusal`] when the role is below Assigner, the task is closed or delegated, or `new` is no member.
pub fn assign(facts: &AssignFacts, new: NewAssignee) -> Result<Phase, AssignRefusal> {
    open(facts)?;
    if facts.role < Role::Assigner {
        return Err(AssignRefusal::RoleTooLow { needed: Role::Assigner });
    }
    match new {
        NewAssignee::Stranger => Err(AssignRefusal::NotAMember),
        NewAssignee::Member { has_it: true } => Err(AssignRefusal::NoChange),
        NewAssignee::Nobody if !facts.has_assignee => Err(AssignRefusal::NoChange),
        NewAssignee::Member { has_it: false } => Ok(Phase::Started),
        NewAssignee::Nobody => Ok(Phase::HelpWanted),
    }
}

fn open(facts: &AssignFacts) -> Result<(), AssignRefusal> {
    if facts.is_delegated {
        Err(AssignRefusal::Delegated)
    } else if facts.phase.is_closed() {
        Err(AssignRefusal::Closed { phase: facts.phase })
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(role: Role) -> AssignFacts {
        AssignFacts {
            phase: Phase::HelpWanted,
            role,
            is_assignee: false,
            has_assignee: false,
            is_delegated: false,
            is_offered: false,
            may_withdraw: false,
            is_held: false,
        }
    }

    fn taken(role: Role, is_assignee: bool) -> AssignFacts {
        AssignFacts { phase: Phase::InProgress, is_assignee, has_assignee: true, ..wanted(role) }
    }

    #[test]
    fn a_normal_member_takes_any_task_that_is_to_be_picked_up() {
        for phase in [Phase::New, Phase::HelpWanted] {
            let free = |role| AssignFacts { phase, ..wanted(role) };
            assert_eq!(take(&free(Role::Normal), false), Ok(Phase::Started));
            let too_low = AssignRefusal::RoleTooLow { needed: Role::Normal };
            assert_eq!(take(&free(Role::Viewer), false), Err(too_low));
        }
    }

    #[test]
    fn what_was_begun_and_has_nobody_is_taken_by_assigners_only() {
        let begun = |role| AssignFacts { phase: Phase::InProgress, ..wanted(role) };
        let too_low = AssignRefusal::RoleTooLow { needed: Role::Assigner };
        assert_eq!(take(&begun(Role::Normal), false), Err(too_low));
        assert_eq!(take(&begun(Role::Assigner), false), Ok(Phase::Started));
    }

    #[test]
    fn a_task_on_offer_is_taken_only_by_those_who_may_withdraw_the_offer_and_say_so() {
        let offered = |may_withdraw| AssignFacts { is_offered: true, may_withdraw, ..wanted(Role::Assigner) };
        for withdraws in [false, true] {
            assert_eq!(take(&offered(false), withdraws), Err(AssignRefusal::OnOffer));
        }
        assert_eq!(take(&offered(true), false), Err(AssignRefusal::WouldWithdraw));
        assert_eq!(take(&offered(true), true), Ok(Phase::Started));
        // A person who would be refused without an offer is told that, and not to ask about the offer.
        let viewer = AssignFacts { is_offered: true, ..wanted(Role::Viewer) };
        assert_eq!(take(&viewer, true), Err(AssignRefusal::RoleTooLow { needed: Role::Normal }));
    }

    #[test]
    fn while_one_person_alone_is_asked_only_assigners_and_whoever_had_it_take_it() {
        let held = |role| AssignFacts { is_held: true, ..wanted(role) };
        assert_eq!(take(&held(Role::Normal), false), Err(AssignRefusal::Held));
        assert_eq!(take(&held(Role::Assigner), false), Ok(Phase::Started));
        assert_eq!(take_back(&held(Role::Untrusted), true), Ok(Phase::Started));
        assert_eq!(take_back(&wanted(Role::Admin), false), Err(AssignRefusal::NotFormer));
        assert_eq!(take_back(&taken(Role::Normal, false), true), Err(AssignRefusal::Taken));
        let offered = AssignFacts { is_offered: true, ..wanted(Role::Normal) };
        assert_eq!(take_back(&offered, true), Err(AssignRefusal::OnOffer));
    }

    #[test]
    fn the_second_to_take_it_is_told_so() {
        assert_eq!(take(&taken(Role::Admin, false), true), Err(AssignRefusal::Taken));
        assert_eq!(take(&taken(Role::Normal, true), true), Err(AssignRefusal::NoChange));
    }

    #[test]
    fn only_whoever_has_it_hands_it_back_and_then_help_is_wanted() {
        assert_eq!(hand_back(&taken(Role::Untrusted, true)), Ok(Phase::HelpWanted));
        assert_eq!(hand_back(&taken(Role::Primary, false)), Err(AssignRefusal::NotYours));
    }

    #[test]
    fn assigning_starts_the_task_and_unassigning_asks_for_help() {
        let by = taken(Role::Assigner, false);
        assert_eq!(assign(&by, NewAssignee::Member { has_it: false }), Ok(Phase::Started));
        assert_eq!(assign(&by, NewAssignee::Nobody), Ok(Phase::HelpWanted));
        assert_eq!(assign(&by, NewAssignee::Member { has_it: true }), Err(AssignRefusal::NoChange));
        assert_eq!(assign(&by, NewAssignee::Stranger), Err(AssignRefusal::NotAMember));
        assert_eq!(assign(&wanted(Role::Assigner), NewAssignee::Nobody), Err(AssignRefusal::NoChange));
        assert_eq!(
            assign(&taken(Role::Normal, true), NewAssignee::Nobody),
            Err(AssignRefusal::RoleTooLow { needed: Role::Assigner })
        );
    }

    #[test]
    fn what_is_closed_or_elsewhere_does_not_change_hands() {
        let closed = AssignFacts { phase: Phase::Done, ..taken(Role::Primary, true) };
        let elsewhere = AssignFacts { is_delegated: true, ..taken(Role::Primary, true) };
        let take = |facts: &AssignFacts| take(facts, true);
        for attempt in [take, hand_back, |facts: &AssignFacts| assign(facts, NewAssignee::Nobody)] {
            assert_eq!(attempt(&closed), Err(AssignRefusal::Closed { phase: Phase::Done }));
            assert_eq!(attempt(&elsewhere), Err(AssignRefusal::Delegated));
        }
    }
}
