use super::*;
use crate::allowed::Membership;
use crate::delegation::{ActorUri, Side, State};
use crate::event::Happened;
use crate::event::happened::{
    Awaited, Bare, BlockerMoved, Commented, OfferAnswered, PairingAllied, PhaseMove, PhaseSet, Said, Step,
    TaskAssigned, TaskEdited,
};
use crate::id::{DelegationId, OfferId, RoomId};
use crate::pairing::OfferState;
use crate::people::parting::Parting;
use crate::people::role::Role;
use crate::task::asks::Fields;
use crate::task::phase::Phase;
use crate::time::{DAY, Time};
use crate::value::Visibility;

fn id(name: &str) -> ActorId {
    ActorId(name.to_owned())
}

fn moved(before: Phase, after: Phase) -> Happened {
    Happened::TaskPhaseSet(PhaseSet { before, after, delegation: None, left: None })
}

fn commented(step: Option<PhaseMove>) -> Happened {
    Happened::TaskCommented(Commented { revision: 1, shared: false, delegation: None, step, answers: None })
}

#[test]
fn watchers_are_told_of_comments_and_of_tasks_that_are_done_dropped_or_opened_again() {
    let groups = |what: Happened| concerns(&what, None, "t", true).groups;
    assert_eq!(groups(commented(None)), [(Group::Watchers, NoticeKind::Comment)]);
    for (before, after) in [
        (Phase::InReview, Phase::Done),
        (Phase::New, Phase::Dropped),
        (Phase::Done, Phase::InProgress),
        (Phase::Dropped, Phase::New),
    ] {
        assert_eq!(groups(moved(before, after)), [(Group::Watchers, NoticeKind::Outcome)], "{after:?}");
    }
    for (before, after) in [
        (Phase::New, Phase::HelpWanted),
        (Phase::Started, Phase::InProgress),
        (Phase::InProgress, Phase::ReadyForReview),
        (Phase::ReadyForReview, Phase::InReview),
        (Phase::InReview, Phase::InProgress),
    ] {
        assert_eq!(groups(moved(before, after)), [], "{after:?}");
    }
}

#[test]
fn an_answer_is_told_to_whom_it_answers_before_it_is_told_to_those_it_names() {
    let said = Commented {
        revision: 1,
        shared: false,
        delegation: None,
        step: None,
        answers: Some(ActorId::from("ben")),
    };
    let told = concerns(&Happened::TaskCommented(said), None, "m", true);
    let kinds: Vec<NoticeKind> = told.parts.iter().map(|(_, kind)| *kind).collect();
    assert_eq!(kinds, [NoticeKind::Reply, NoticeKind::Mention], "whoever is both is told for the first");
    assert_eq!(told.parts[0].0, Part::Answered(ActorId::from("ben")));

    let said =
        Said { room: RoomId::from("r"), revision: 1, answers: Some(ActorId::from("ben")), calls: false };
    let in_room = concerns(&Happened::RoomSaid(said), None, "m", false);
    assert_eq!(in_room.parts, told.parts, "in a room, too");
}

#[test]
fn a_room_is_told_after_those_who_are_named_and_before_those_who_watch_it() {
    let told = |calls| {
        let said = Said { room: RoomId::from("r"), revision: 1, answers: None, calls };
        concerns(&Happened::RoomSaid(said), None, "m", false).groups
    };
    let watchers = (Group::Watchers, NoticeKind::Comment);
    assert_eq!(told(true), [(Group::Room, NoticeKind::Mention), watchers]);
    assert_eq!(told(false), [watchers]);
    let edited = Said { room: RoomId::from("r"), revision: 2, answers: None, calls: true };
    let groups = concerns(&Happened::RoomMessageEdited(edited), None, "m", false).groups;
    assert_eq!(groups, [], "an edit tells nobody again");
}

#[test]
fn a_comment_that_came_with_a_step_is_not_told_beside_the_step() {
    let sent_back = PhaseMove { before: Phase::InReview, after: Phase::InProgress };
    let told = concerns(&commented(Some(sent_back)), None, "m", true);
    assert_eq!(told.groups, [(Group::Watchers, NoticeKind::Comment)], "watchers are not told of the step");
    assert_eq!(told.except, [Part::Assignee], "the assignee is");
    let done = PhaseMove { before: Phase::InReview, after: Phase::Done };
    assert_eq!(concerns(&commented(Some(done)), None, "m", true).groups, []);
}

#[test]
fn a_delegate_that_is_reminded_again_in_vain_is_told_to_all_who_answer_there() {
    let step = |side, again| Step {
        delegation: DelegationId("d".to_owned()),
        state: State::Active,
        side,
        peer: ActorUri("https://b.example/ap/p/1".to_owned()),
        round: None,
        cut: None,
        again,
    };
    let groups =
        |side, again| concerns(&Happened::DelegationNudged(step(side, again)), None, "d", true).groups;
    assert_eq!(groups(Side::Delegate, true), vec![(Group::Answerers, NoticeKind::Delegation)]);
    assert_eq!((groups(Side::Delegate, false), groups(Side::Origin, true)), (Vec::new(), Vec::new()));
}

#[test]
fn what_follows_from_a_delegation_is_told_once() {
    let step = |side| Step {
        delegation: DelegationId("d".to_owned()),
        state: State::Active,
        side,
        peer: ActorUri("https://b.example/ap/p/1".to_owned()),
        round: Some(1),
        cut: None,
        again: false,
    };
    for side in [Side::Origin, Side::Delegate] {
        let (accepted, granted) =
            (Happened::DelegationAccepted(step(side)), Happened::DelegationGranted(step(side)));
        let told = [accepted, granted].map(|what| concerns(&what, None, "d", true) != Concerns::default());
        assert_eq!(told.into_iter().filter(|told| *told).count(), 1, "{side:?}");
    }
    let done = PhaseSet {
        before: Phase::ReadyForReview,
        after: Phase::Done,
        delegation: Some(DelegationId("d".to_owned())),
        left: None,
    };
    let verdict = concerns(&Happened::DelegationWorkAccepted(step(Side::Delegate).into()), None, "d", true);
    let moved = concerns(&Happened::TaskPhaseSet(done), None, "t", true);
    assert_eq!(moved.parts, []);
    for (part, _) in verdict.parts {
        assert!(moved.except.contains(&part), "{part:?} is told by the verdict");
    }
}

#[test]
fn that_others_wait_is_told_when_it_begins_and_that_they_wait_no_longer_is_not() {
    let told = |waits| {
        let awaited = Awaited { by: TaskId("other".to_owned()), waits, again: false };
        concerns(&Happened::TaskAwaited(awaited), None, "t", true)
    };
    let begins = told(true);
    let groups = [Group::Watchers, Group::Assigners].map(|group| (group, NoticeKind::Waiting));
    assert_eq!(begins.groups, groups);
    assert_eq!(begins.parts, [(Part::Assignee, NoticeKind::Waiting), (Part::Judge, NoticeKind::Waiting)]);
    assert_eq!(told(false), Concerns::default());
    let waits = Part::AssigneeOf(TaskId("other".to_owned()));
    assert_eq!(begins.except, [waits], "whoever has the waiting task is told that it waits");
}

#[test]
fn the_holder_of_a_task_hears_of_a_suggestion_about_it_and_others_of_that_role_do_not() {
    let told = |role, is_creator, is_assignee| {
        let facts =
            Facts { is_creator, is_assignee, ..Facts::about(Visibility::Public, Membership::Active(role)) };
        let task = TaskId("t".to_owned());
        let reason = NoticeReason::Able;
        may_be_told(&id("ben"), &id("bees"), Some(&task), &facts, Audience::Answerers, reason)
    };
    assert!(told(Role::Normal, true, false) && told(Role::Normal, false, true));
    assert!(!told(Role::Normal, false, false) && !told(Role::Viewer, true, false));
    assert!(told(Role::Assigner, false, false));
}

#[test]
fn what_another_pursuance_did_names_the_delegation_by_which_its_doer_is_found() {
    let delegation = DelegationId("d".to_owned());
    let done = PhaseSet {
        before: Phase::ReadyForReview,
        after: Phase::Done,
        delegation: Some(delegation.clone()),
        left: None,
    };
    let told = concerns(&Happened::TaskPhaseSet(done), None, "t", true);
    assert_eq!(told.doer, Some(Part::Sender(delegation)));
    assert_eq!(concerns(&moved(Phase::New, Phase::Dropped), None, "t", true).doer, None);
}

#[test]
fn what_became_free_is_told_to_whoever_can_go_on_but_not_by_their_own_act() {
    let on = TaskId("other".to_owned());
    let moved = BlockerMoved { on: on.clone(), open: Some(false), phase: None, blocked: false };
    let told = concerns(&Happened::TaskBlockerMoved(moved), None, "t", true);
    assert_eq!(told.parts, [(Part::Waiter, NoticeKind::Waiting)]);
    assert_eq!(told.doer, Some(Part::Mover(on)), "the event is left by a job");
}

#[test]
fn whoever_is_gone_is_not_told_that_the_task_is_no_longer_theirs() {
    let assigned = |because| {
        Happened::TaskAssigned(TaskAssigned {
            before: Some(id("ben")),
            after: None,
            phase: Phase::HelpWanted,
            was: None,
            because,
            delegation: None,
        })
    };
    let ben = (Part::Person(id("ben")), NoticeKind::Assignment);
    assert_eq!(concerns(&assigned(None), Some(&id("ana")), "t", true).parts, [ben]);
    assert_eq!(concerns(&assigned(Some(Parting::Left)), None, "t", true).parts, []);
}

#[test]
fn a_notice_is_named_by_its_event_and_nothing_else_is_a_name() {
    let named = NoticeId::parse("01k9w3zq7v8h4m2x5n6p0r1s2t-17").unwrap();
    assert_eq!((named.stream.0.as_str(), named.seq), ("01k9w3zq7v8h4m2x5n6p0r1s2t", 17));
    assert_eq!(NoticeId::parse(&named.to_string()), Ok(named));
    for bad in ["", "-1", "a-", "a-0", "a--3", "a-x", "17"] {
        assert!(NoticeId::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn only_the_assignee_among_the_untrusted_is_told_of_a_task() {
    let told = |is_assignee| {
        let facts =
            Facts { is_assignee, ..Facts::about(Visibility::Members, Membership::Active(Role::Untrusted)) };
        let task = TaskId("t".to_owned());
        may_be_told(
            &id("ben"),
            &id("bees"),
            Some(&task),
            &facts,
            Audience::Readers,
            NoticeReason::WatchesTask,
        )
    };
    assert!(told(true) && !told(false));
}

#[test]
fn a_decision_about_oneself_is_told_and_one_about_others_only_to_those_who_decide() {
    let facts = |membership| Facts::about(Visibility::Public, membership);
    let told = |membership, reason| {
        may_be_told(&id("ben"), &id("bees"), None, &facts(membership), Audience::Deciders, reason)
    };
    assert!(told(Membership::None, NoticeReason::About));
    assert!(!told(Membership::Active(Role::Assigner), NoticeReason::Decider));
    assert!(told(Membership::Active(Role::Recruiter), NoticeReason::Decider));
}

#[test]
fn every_word_reads_back() {
    for kind in NoticeKind::ALL {
        assert_eq!(NoticeKind::parse(kind.as_str()), Some(*kind));
    }
    for reason in NoticeReason::ALL {
        assert_eq!(NoticeReason::parse(reason.as_str()), Some(*reason));
    }
    for cause in Cause::ALL {
        assert_eq!(Cause::parse(cause.as_str()), Some(*cause));
    }
}

#[test]
fn what_ends_a_review_answers_every_request_for_it_and_a_new_reviewer_all_but_theirs() {
    for before in Phase::ALL {
        for after in Phase::ALL {
            let is_over = before.is_under_review() && !after.is_under_review();
            assert_eq!(
                reads(&moved(before, after)),
                is_over.then_some(Reads::Requests(Answered::All)),
                "{before:?} {after:?}"
            );
        }
    }
    let given = |phase| {
        let told =
            TaskAssigned { before: None, after: None, phase, was: None, because: None, delegation: None };
        reads(&Happened::TaskAssigned(told))
    };
    assert_eq!(given(Phase::HelpWanted), Some(Reads::Requests(Answered::Requests)));
    assert_eq!(given(Phase::InReview), None);
    let edited = |changed: &str, reviewer| {
        let after = Some(Fields { reviewer, ..Fields::default() });
        let (changed, before) = (vec![changed.to_owned()], None);
        let edited = TaskEdited { revision: 2, changed, before, after, because: None, delegation: None };
        reads(&Happened::TaskEdited(edited))
    };
    assert_eq!(edited("reviewer", Some(None)), Some(Reads::Requests(Answered::AllButTheJudge)));
    assert_eq!(edited("title", None), None);
}

#[test]
fn whoever_answers_an_offer_has_acted_on_its_task() {
    for state in OfferState::ALL {
        let told = OfferAnswered { offer: OfferId("01k9w6b5c7d9e1f3g5h7j9k1m3".to_owned()), state: *state };
        assert_eq!(is_act(&Happened::OfferAnswered(told)), *state != OfferState::Lapsed, "{state:?}");
    }
}

#[test]
fn a_reviewer_who_leaves_a_task_with_whoever_has_it_has_acted_on_it() {
    assert!(is_act(&Happened::TaskKept(Bare {})));
}

#[test]
fn whoever_has_a_task_that_is_opened_again_is_told_as_a_duty() {
    for before in [Phase::Done, Phase::Dropped] {
        let parts = concerns(&moved(before, Phase::InProgress), None, "t", true).parts;
        assert_eq!(parts, [(Part::Assignee, NoticeKind::Assignment)]);
    }
    assert_eq!(concerns(&moved(Phase::Started, Phase::InProgress), None, "t", true).parts, []);
}

#[test]
fn a_browser_rings_of_itself_for_what_asks_something_and_where_somebody_is_named_or_answered() {
    let rings = |kind: &&NoticeKind| Channel::Push.unless_chosen(**kind) == Wanted::Now;
    let of_itself: Vec<&NoticeKind> = NoticeKind::ALL.iter().filter(rings).collect();
    assert_eq!(
        of_itself,
        [
            &NoticeKind::Assignment,
            &NoticeKind::Review,
            &NoticeKind::Mention,
            &NoticeKind::Reply,
            &NoticeKind::TaskOffer,
            &NoticeKind::Offer,
            &NoticeKind::Ban,
            &NoticeKind::Closing,
        ]
    );
    for kind in NoticeKind::ALL {
        assert_eq!(Channel::Push.choices(*kind), [Wanted::Now, Wanted::Never], "{kind:?}");
    }
}

#[test]
fn mail_comes_at_once_where_somebody_is_asked_given_named_or_judged() {
    let comes = |kind: &&NoticeKind| Channel::Mail.unless_chosen(**kind) == Wanted::Now;
    let at_once: Vec<&NoticeKind> = NoticeKind::ALL.iter().filter(comes).collect();
    assert_eq!(
        at_once,
        [
            &NoticeKind::Assignment,
            &NoticeKind::Verdict,
            &NoticeKind::Mention,
            &NoticeKind::Reply,
            &NoticeKind::TaskOffer,
            &NoticeKind::Offer,
            &NoticeKind::Ban,
            &NoticeKind::Closing,
        ]
    );
}

#[test]
fn that_nobody_was_found_is_told_at_six_in_the_morning() {
    let at = |text: &str| Time::parse(text).unwrap();
    for (time, last) in [
        ("2026-11-26T05:59:59Z", "2026-11-25T06:00:00Z"),
        ("2026-11-26T06:00:00Z", "2026-11-26T06:00:00Z"),
        ("2026-11-26T23:00:00Z", "2026-11-26T06:00:00Z"),
    ] {
        assert_eq!(day_of_telling(at(time)), at(last), "{time}");
        let allied = Happened::PairingAllied(PairingAllied { whole: true, count: 1, pursuances: Vec::new() });
        assert_eq!(concerns(&allied, None, "t", true).told_at(at(time)), at(last).plus(DAY));
        let closed = Happened::PursuanceReopened(Bare {});
        assert_eq!(concerns(&closed, None, "p", false).told_at(at(time)), at(time));
    }
}

#[test]
fn a_question_may_be_open_again_where_a_task_is_given_back_or_wants_help_again() {
    let assigned = |after: Option<ActorId>| {
        Happened::TaskAssigned(TaskAssigned {
            before: Some(id("ben")),
            after,
            phase: Phase::HelpWanted,
            was: None,
            because: None,
            delegation: None,
        })
    };
    assert!(may_open_questions(&assigned(None)));
    assert!(!may_open_questions(&assigned(Some(id("cleo")))));
    assert!(may_open_questions(&moved(Phase::New, Phase::HelpWanted)));
    assert!(!may_open_questions(&moved(Phase::HelpWanted, Phase::New)));
    // Each of them may have ended questions, too: what holds now is looked up.
    assert!(may_end_questions(&assigned(None)));
    let no = OfferAnswered { offer: OfferId("o".to_owned()), state: OfferState::NotNow };
    assert!(!may_open_questions(&Happened::OfferAnswered(no)));
}
