use proptest::prelude::*;

use super::*;
use crate::wording::Wording;

/// A Normal member's own task, under way.
fn own() -> MoveFacts<'static> {
    MoveFacts {
        from: Phase::InProgress,
        role: Role::Normal,
        is_assignee: true,
        is_reviewer: false,
        is_creator: false,
        has_assignee: true,
        has_reviewer: true,
        needs_review: true,
        has_comment: false,
        open_subtasks: 0,
        shared_subtasks: &[],
        subtasks: None,
        has_open_parts: false,
        is_delegated: false,
        is_mirror: false,
    }
}

/// The same task, seen by somebody else.
fn others(role: Role) -> MoveFacts<'static> {
    MoveFacts { role, is_assignee: false, ..own() }
}

fn reviewed_by(role: Role) -> MoveFacts<'static> {
    MoveFacts { from: Phase::InReview, is_reviewer: true, ..others(role) }
}

fn kind(facts: &MoveFacts<'_>, to: Phase) -> Result<StepKind, PhaseRefusal> {
    step(facts, to).map(|step| step.kind)
}

#[test]
fn every_phase_reads_back_from_store_and_wire() {
    for phase in Phase::ALL {
        assert_eq!(Phase::parse(phase.as_str()), Some(phase));
        assert_eq!(Phase::from_wire(phase.as_wire()), WirePhase::Is(phase));
        assert_eq!(serde_json::to_string(&phase).unwrap(), format!("\"{}\"", phase.as_str()));
    }
    assert_eq!(Phase::from_wire("blocked"), WirePhase::Blocked);
    assert_eq!(Phase::from_wire("pondering"), WirePhase::Is(Phase::InProgress));
    assert_eq!(Phase::parse("blocked"), None);
}

#[test]
fn only_the_assignee_or_an_assigner_moves_the_work_along() {
    assert_eq!(kind(&own(), Phase::ReadyForReview), Ok(StepKind::Work));
    assert_eq!(kind(&own(), Phase::Started), Ok(StepKind::Work));
    assert_eq!(kind(&others(Role::Assigner), Phase::Started), Ok(StepKind::Work));
    assert_eq!(kind(&others(Role::Normal), Phase::Started), Err(PhaseRefusal::NotYours));
}

#[test]
fn an_unassigned_task_only_changes_between_new_and_help_wanted() {
    let new = MoveFacts { from: Phase::New, has_assignee: false, is_creator: true, ..others(Role::Normal) };
    assert_eq!(kind(&new, Phase::HelpWanted), Ok(StepKind::Call));
    assert_eq!(
        kind(&MoveFacts { is_creator: false, ..new }, Phase::HelpWanted),
        Err(PhaseRefusal::NotTheCreator)
    );
    let forward = PhaseRefusal::NoSuchMove { from: Phase::New, to: Phase::Started };
    assert_eq!(kind(&new, Phase::Started), Err(forward));
    let back = PhaseRefusal::NoSuchMove { from: Phase::InProgress, to: Phase::HelpWanted };
    assert_eq!(kind(&own(), Phase::HelpWanted), Err(back));
}

#[test]
fn help_is_asked_for_open_parts_and_not_for_the_task_above_them() {
    let free = MoveFacts { has_assignee: false, ..others(Role::Assigner) };
    for (from, kind) in [(Phase::New, StepKind::Call), (Phase::Dropped, StepKind::Reopen)] {
        let parted = MoveFacts { from, has_open_parts: true, ..free };
        assert_eq!(step(&parted, Phase::HelpWanted).unwrap_err(), PhaseRefusal::OpenParts);
        let whole = MoveFacts { has_open_parts: false, ..parted };
        assert_eq!(step(&whole, Phase::HelpWanted).unwrap().kind, kind);
    }
    let called = MoveFacts { from: Phase::HelpWanted, has_open_parts: true, ..free };
    assert_eq!(kind(&called, Phase::New), Ok(StepKind::Call), "one that got its parts later");
}

#[test]
fn only_the_reviewer_or_an_admin_decides_and_never_the_assignee_on_their_own_work() {
    let ready = |facts| MoveFacts { from: Phase::ReadyForReview, ..facts };
    assert_eq!(kind(&ready(reviewed_by(Role::Normal)), Phase::InReview), Ok(StepKind::StartReview));
    assert_eq!(kind(&reviewed_by(Role::Normal), Phase::Done), Ok(StepKind::Accept));
    assert_eq!(kind(&ready(others(Role::Admin)), Phase::Done), Ok(StepKind::Accept));
    assert_eq!(
        kind(&ready(others(Role::AssistantAdmin)), Phase::Done),
        Err(PhaseRefusal::NotTheReviewer { has_reviewer: true })
    );
    assert_eq!(
        kind(&MoveFacts { role: Role::Primary, ..ready(own()) }, Phase::Done),
        Err(PhaseRefusal::OwnWork)
    );
}

#[test]
fn without_a_reviewer_the_creator_accepts_or_who_may_assign_and_nobody_their_own_work() {
    let unnamed = MoveFacts { from: Phase::InReview, has_reviewer: false, ..others(Role::Normal) };
    assert_eq!(kind(&MoveFacts { is_creator: true, ..unnamed }, Phase::Done), Ok(StepKind::Accept));
    assert_eq!(kind(&MoveFacts { role: Role::Assigner, ..unnamed }, Phase::Done), Ok(StepKind::Accept));
    assert_eq!(kind(&unnamed, Phase::Done), Err(PhaseRefusal::NotTheReviewer { has_reviewer: false }));
    let own = MoveFacts { is_assignee: true, is_creator: true, role: Role::Admin, ..unnamed };
    assert_eq!(kind(&own, Phase::Done), Err(PhaseRefusal::OwnWork));
}

#[test]
fn work_that_was_handed_in_is_finished_where_nobody_reviews_it_any_more() {
    for from in [Phase::ReadyForReview, Phase::InReview] {
        let mine = MoveFacts { from, has_reviewer: false, needs_review: false, ..own() };
        assert_eq!(kind(&mine, Phase::Done), Ok(StepKind::Finish));
        assert!(kind(&MoveFacts { is_assignee: false, ..mine }, Phase::Done).is_err());
    }
}

#[test]
fn work_is_sent_back_with_a_comment() {
    let silent = reviewed_by(Role::Normal);
    assert_eq!(kind(&silent, Phase::InProgress), Err(PhaseRefusal::CommentNeeded));
    let spoken = MoveFacts { has_comment: true, ..silent };
    assert_eq!(kind(&spoken, Phase::InProgress), Ok(StepKind::SendBack));
    let ready = MoveFacts { from: Phase::ReadyForReview, has_comment: true, ..others(Role::Assigner) };
    assert_eq!(kind(&ready, Phase::InProgress), Ok(StepKind::SendBack));
    let in_review = MoveFacts { from: Phase::InReview, ..ready };
    assert_eq!(kind(&in_review, Phase::InProgress), Err(PhaseRefusal::NotTheReviewer { has_reviewer: true }));
}

#[test]
fn the_assignee_takes_ready_work_up_again_without_a_word() {
    let ready = MoveFacts { from: Phase::ReadyForReview, ..own() };
    assert_eq!(kind(&ready, Phase::InProgress), Ok(StepKind::Work));
}

#[test]
fn closed_tasks_are_reopened_by_assigners_to_where_their_assignee_says() {
    let closed = |from, role, has_assignee| MoveFacts { from, has_assignee, ..others(role) };
    assert_eq!(kind(&closed(Phase::Done, Role::Assigner, true), Phase::InProgress), Ok(StepKind::Reopen));
    assert_eq!(kind(&closed(Phase::Dropped, Role::Assigner, false), Phase::HelpWanted), Ok(StepKind::Reopen));
    assert_eq!(
        kind(&closed(Phase::Done, Role::Normal, true), Phase::InProgress),
        Err(PhaseRefusal::CannotReopen)
    );
    assert_eq!(
        kind(&closed(Phase::Done, Role::Assigner, false), Phase::Started),
        Err(PhaseRefusal::NobodyHasIt)
    );
    assert_eq!(
        kind(&closed(Phase::Done, Role::Assigner, true), Phase::New),
        Err(PhaseRefusal::SomebodyDidIt)
    );
}

#[test]
fn a_parent_is_done_with_open_subtasks_only_when_the_person_says_what_becomes_of_them() {
    let parent = MoveFacts { open_subtasks: 2, ..reviewed_by(Role::Normal) };
    assert_eq!(step(&parent, Phase::Done), Err(PhaseRefusal::OpenSubtasks { open: 2 }));
    let settled = MoveFacts { subtasks: Some(Subtasks::Drop), ..parent };
    let expected = PhaseStep { to: Phase::Done, kind: StepKind::Accept, subtasks: Some(Subtasks::Drop) };
    assert_eq!(step(&settled, Phase::Done), Ok(expected));
    let shared = MoveFacts { shared_subtasks: &[4, 7], ..settled };
    let refusal = step(&shared, Phase::Done).unwrap_err();
    assert_eq!(refusal, PhaseRefusal::SharedSubtasks { tasks: vec![4, 7] });
    let wording = Wording::new("refusal-phase-subtasks-elsewhere").set("tasks", "#4, #7".to_owned());
    assert_eq!(refusal.wording(), wording);
}

#[test]
fn a_delegated_task_and_a_mirror_are_not_closed_here() {
    for to in Phase::ALL.into_iter().filter(|to| *to != Phase::InProgress) {
        let away = MoveFacts { is_delegated: true, ..others(Role::Primary) };
        assert_eq!(step(&away, to), Err(PhaseRefusal::Delegated));
    }
    for to in [Phase::Done, Phase::Dropped] {
        let mirror = MoveFacts { is_mirror: true, ..reviewed_by(Role::Primary) };
        assert_eq!(step(&mirror, to), Err(PhaseRefusal::MirrorFollowsOrigin { to }));
    }
    let done_mirror = MoveFacts { from: Phase::Done, is_mirror: true, ..others(Role::Primary) };
    assert!(step(&done_mirror, Phase::InProgress).is_err(), "the origin reopens, not the delegate");
}

#[test]
fn a_task_is_dropped_by_its_creator_or_an_assigner() {
    assert_eq!(kind(&others(Role::Assigner), Phase::Dropped), Ok(StepKind::Drop));
    assert_eq!(kind(&MoveFacts { is_creator: true, ..own() }, Phase::Dropped), Ok(StepKind::Drop));
    assert_eq!(kind(&own(), Phase::Dropped), Err(PhaseRefusal::NotTheCreator));
}

#[test]
fn a_move_to_where_the_task_is_says_so() {
    for phase in Phase::ALL {
        let there = MoveFacts { from: phase, ..own() };
        assert_eq!(step(&there, phase), Err(PhaseRefusal::AlreadyThere { phase }));
    }
}

#[test]
fn whoever_wrote_a_task_decides_about_it_no_more_below_normal() {
    for role in [Role::Untrusted, Role::Viewer] {
        let wrote = MoveFacts { is_creator: true, has_reviewer: false, has_comment: true, ..others(role) };
        let free = MoveFacts { from: Phase::New, has_assignee: false, ..wrote };
        let handed_in = MoveFacts { from: Phase::ReadyForReview, ..wrote };
        for (facts, to) in [
            (free, Phase::HelpWanted),
            (wrote, Phase::Dropped),
            (handed_in, Phase::InReview),
            (handed_in, Phase::Done),
            (handed_in, Phase::InProgress),
            (MoveFacts { is_reviewer: true, ..reviewed_by(role) }, Phase::Done),
        ] {
            assert!(kind(&facts, to).is_err(), "{role} to {to:?}");
            assert!(kind(&MoveFacts { role: Role::Normal, ..facts }, to).is_ok(), "Normal to {to:?}");
        }
    }
}

#[test]
fn work_that_needs_no_review_is_finished_by_whoever_could_hand_it_in() {
    for from in [Phase::Started, Phase::InProgress] {
        let own = MoveFacts { from, needs_review: false, has_reviewer: false, ..own() };
        assert_eq!(kind(&own, Phase::Done), Ok(StepKind::Finish));
        assert_eq!(kind(&own, Phase::ReadyForReview), Err(PhaseRefusal::Review(ReviewRefusal::NotNeeded)));
        let others = |role| MoveFacts { role, is_assignee: false, ..own };
        assert_eq!(kind(&others(Role::Assigner), Phase::Done), Ok(StepKind::Finish));
        assert_eq!(kind(&others(Role::Normal), Phase::Done), Err(PhaseRefusal::NotYours));
        let parent = MoveFacts { open_subtasks: 1, ..own };
        assert_eq!(kind(&parent, Phase::Done), Err(PhaseRefusal::OpenSubtasks { open: 1 }));
        let reviewed = MoveFacts { needs_review: true, ..own };
        assert!(matches!(kind(&reviewed, Phase::Done), Err(PhaseRefusal::NoSuchMove { .. })));
    }
}

#[test]
fn a_verdict_is_given_on_work_that_waits_for_one_and_by_whoever_decides() {
    for from in [Phase::ReadyForReview, Phase::InReview] {
        let judge = MoveFacts { from, has_comment: true, ..reviewed_by(Role::Normal) };
        assert_eq!(verdict(&judge, Verdict::Accept).map(|step| step.kind), Ok(StepKind::Accept));
        let back = verdict(&judge, Verdict::SendBack).unwrap();
        assert_eq!((back.to, back.kind), (Phase::InProgress, StepKind::SendBack));
        let silent = MoveFacts { has_comment: false, ..judge };
        assert_eq!(verdict(&silent, Verdict::SendBack), Err(PhaseRefusal::CommentNeeded));
        // Taking one's own work up again is no verdict.
        let own = MoveFacts { from, has_comment: true, role: Role::Primary, ..own() };
        for one in [Verdict::Accept, Verdict::SendBack] {
            assert_eq!(verdict(&own, one), Err(PhaseRefusal::OwnWork));
        }
    }
    let under_way = MoveFacts { from: Phase::InProgress, ..reviewed_by(Role::Primary) };
    let nothing = ReviewRefusal::NotUnderReview { phase: Phase::InProgress };
    assert_eq!(verdict(&under_way, Verdict::Accept), Err(PhaseRefusal::Review(nothing)));
}

fn any_facts() -> impl Strategy<Value = MoveFacts<'static>> {
    let phase = proptest::sample::select(Phase::ALL.to_vec());
    let role = proptest::sample::select(Role::ALL.to_vec());
    let parts = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    let task = (any::<bool>(), any::<bool>(), 0_u32..2, any::<bool>(), any::<bool>(), any::<bool>());
    (phase, role, parts, task).prop_map(|(from, role, parts, task)| {
        let (is_assignee, is_reviewer, is_creator, has_reviewer, has_comment) = parts;
        let (needs_review, settles, open_subtasks, has_open_parts, is_delegated, is_mirror) = task;
        MoveFacts {
            from,
            role,
            is_assignee,
            // As the tables have it: whoever is one of them is there.
            is_reviewer: is_reviewer && has_reviewer && !is_assignee,
            is_creator,
            has_assignee: is_assignee || is_creator,
            has_reviewer,
            needs_review,
            has_comment,
            open_subtasks,
            shared_subtasks: &[],
            subtasks: settles.then_some(Subtasks::Finish),
            has_open_parts,
            is_delegated,
            is_mirror,
        }
    })
}

proptest! {
    #[test]
    fn a_task_is_done_by_a_verdict_or_where_it_needs_none(facts in any_facts()) {
        if let Ok(step) = step(&facts, Phase::Done) {
            prop_assert!(!facts.is_mirror && !facts.is_delegated);
            if step.kind == StepKind::Accept {
                prop_assert!(facts.from.is_under_review());
            } else {
                prop_assert_eq!(step.kind, StepKind::Finish);
                prop_assert!(!facts.needs_review);
                prop_assert!(facts.is_assignee || facts.role >= Role::Assigner);
            }
        }
    }

    #[test]
    fn a_verdict_does_what_the_same_move_does_and_never_more(facts in any_facts()) {
        for one in [Verdict::Accept, Verdict::SendBack] {
            if let Ok(said) = verdict(&facts, one) {
                prop_assert!(facts.from.is_under_review());
                prop_assert!(one == Verdict::Accept || facts.has_comment);
                prop_assert!(step(&facts, one.to()).is_ok());
                prop_assert!(matches!(said.kind, StepKind::Accept | StepKind::SendBack));
            }
        }
    }

    #[test]
    fn nobody_decides_on_their_own_work(facts in any_facts()) {
        let own = MoveFacts { is_assignee: true, is_reviewer: false, ..facts };
        for one in [Verdict::Accept, Verdict::SendBack] {
            prop_assert!(verdict(&own, one).is_err());
        }
    }
}
