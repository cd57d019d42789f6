mod closed;

use proptest::prelude::*;

use super::*;
use crate::id::{ActorId, ProposalId, RoomId, TaskId};
use crate::time::Time;
use crate::wording::{NamedValue, Wording};

fn ana() -> Principal {
    Principal::Person { actor: ActorId("ana".into()), via: Via::Session }
}

fn elsewhere() -> Principal {
    Principal::RemoteActor { actor: ActorId("elsewhere".into()) }
}

fn member(role: Role) -> Facts {
    Facts { has_reviewer: true, ..Facts::about(Visibility::Members, Membership::Active(role)) }
}

fn may(permission: Permission, facts: &Facts) -> bool {
    allowed(&ana(), permission, facts).is_ok()
}

/// One of each, with the roles of invitations, bans and role changes where they can be told apart.
const EVERY: [Permission; 47] = [
    Permission::SeePursuance,
    Permission::Leave,
    Permission::SeeTask,
    Permission::SeeMembers,
    Permission::SeeLog,
    Permission::SeeHealth,
    Permission::Discuss,
    Permission::SuggestTask,
    Permission::TakeTask,
    Permission::WorkOnTask,
    Permission::Assign,
    Permission::Delegate,
    Permission::SuggestBan,
    Permission::Invite { role: Role::Normal },
    Permission::RevokeInvite,
    Permission::DecideMember,
    Permission::CreateTask,
    Permission::EditTask,
    Permission::Depend,
    Permission::Unblock,
    Permission::AwaitTask,
    Permission::SetReviewer,
    Permission::MoveTask,
    Permission::AddSubtask,
    Permission::Moderate,
    Permission::MergeSkills,
    Permission::ShareSearch,
    Permission::SeeRoom { open: RoomReaders::Everyone },
    Permission::SeeRoom { open: RoomReaders::Members },
    Permission::CallRoom,
    Permission::ManageRooms,
    Permission::ArchiveTask,
    Permission::GrantOnTask,
    Permission::SeeInviteTree,
    Permission::Ban { role: Role::Normal },
    Permission::Ban { role: Role::AssistantAdmin },
    Permission::Review,
    Permission::Verdict,
    Permission::SetRole { from: Role::Normal, to: Role::Assigner },
    Permission::EditPursuance,
    Permission::ManagePacts,
    Permission::DeleteTask,
    Permission::SetRole { from: Role::Normal, to: Role::Admin },
    Permission::TransferPursuance,
    Permission::DeletePursuance,
    Permission::Join,
    Permission::OperateInstance,
];

fn matrix(facts: impl Fn(Role) -> Facts, permissions: &[Permission]) -> String {
    permissions
        .iter()
        .map(|permission| {
            let marks: String = Role::ALL
                .iter()
                .map(|role| match ruling(&ana(), *permission, &facts(*role)) {
                    Ruling::Yes => " x",
                    Ruling::Suggest(_) => " s",
                    Ruling::No(_) => " .",
                })
                .collect();
            format!("{marks}  {permission:?}\n")
        })
        .collect()
}

#[test]
fn the_whole_matrix_for_a_task_of_somebody_else() {
    // Untrusted, Viewer, Normal, Assigner, Recruiter, Assistant admin, Admin, Primary; `s`: may only suggest it.
    let expected = [
        " x x x x x x x x  SeePursuance",
        " x x x x x x x .  Leave",
        " . x x x x x x x  SeeTask",
        " . x x x x x x x  SeeMembers",
        " . x x x x x x x  SeeLog",
        " . x x x x x x x  SeeHealth",
        " . x x x x x x x  Discuss",
        " . x x x x x x x  SuggestTask",
        " . . x x x x x x  TakeTask",
        " . s s x x x x x  WorkOnTask",
        " . s s x x x x x  Assign",
        " . . . x x x x x  Delegate",
        " . . . x x x x x  SuggestBan",
        " . . . . x x x x  Invite { role: Normal }",
        " . . . . . x x x  RevokeInvite",
        " . . . . x x x x  DecideMember",
        " . s s s s x x x  CreateTask",
        " . s s s s x x x  EditTask",
        " . . . . . x x x  Depend",
        " . . . . . x x x  Unblock",
        " . x x x x x x x  AwaitTask",
        " . . . . . x x x  SetReviewer",
        " . . . . . x x x  MoveTask",
        " . s s s s x x x  AddSubtask",
        " . . . . . x x x  Moderate",
        " . . . . . x x x  MergeSkills",
        " . . . . . x x x  ShareSearch",
        " . x x x x x x x  SeeRoom { open: Everyone }",
        " . x x x x x x x  SeeRoom { open: Members }",
        " . . . x x x x x  CallRoom",
        " . . . . . x x x  ManageRooms",
        " . . . . . x x x  ArchiveTask",
        " . . . . . x x x  GrantOnTask",
        " . . . . . x x x  SeeInviteTree",
        " . . . s s x x x  Ban { role: Normal }",
        " . . . s s s x x  Ban { role: AssistantAdmin }",
        " . . . . . . x x  Review",
        " . . . . . . x x  Verdict",
        " . s s s s s x x  SetRole { from: Normal, to: Assigner }",
        " . . . . . . x x  EditPursuance",
        " . . . . . . x x  ManagePacts",
        " . . . . . . x x  DeleteTask",
        " . s s s s s s x  SetRole { from: Normal, to: Admin }",
        " . . . . . . . x  TransferPursuance",
        " . . . . . . . x  DeletePursuance",
        " . . . . . . . .  Join",
        " . . . . . . . .  OperateInstance",
    ];
    let got = matrix(member, &EVERY);
    assert_eq!(got.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn what_is_in_the_trash_is_seen_by_those_who_may_edit_it_and_what_is_deleted_by_nobody() {
    let see = [Permission::SeeTask, Permission::EditTask, Permission::Discuss, Permission::ArchiveTask];
    let trashed = |role| Facts { away: AwayTask::Trashed, ..member(role) };
    let expected = [
        " . . . . . x x x  SeeTask",
        " . . . . . x x x  EditTask",
        " . . . . . x x x  Discuss",
        " . . . . . x x x  ArchiveTask",
    ];
    assert_eq!(matrix(trashed, &see).lines().collect::<Vec<_>>(), expected);
    let wrote = |role| Facts { is_creator: true, ..trashed(role) };
    assert_eq!(matrix(wrote, &see[..1]), " . . x x x x x x  SeeTask\n");
    let deleted =
        |role| Facts { away: AwayTask::Deleted, is_creator: true, is_assignee: true, ..member(role) };
    assert_eq!(matrix(deleted, &see[..1]), " . . . . . . . .  SeeTask\n");
    for who in [Principal::Visitor, elsewhere(), Principal::Operator] {
        for away in [AwayTask::Trashed, AwayTask::Deleted] {
            let facts = Facts {
                away,
                live_delegation: Some(Side::Delegate),
                ..Facts::about(Visibility::Public, Membership::None)
            };
            assert!(allowed(&who, Permission::SeeTask, &facts).is_err(), "{who:?}");
        }
    }
}

#[test]
fn ones_own_things_are_ones_own_to_work_on() {
    let own = |role| Facts { is_assignee: true, ..member(role) };
    let got = matrix(
        own,
        &[
            Permission::SeeTask,
            Permission::Discuss,
            Permission::WorkOnTask,
            Permission::AddSubtask,
            Permission::EditTask,
            Permission::Depend,
            Permission::Review,
        ],
    );
    let expected = [
        " x x x x x x x x  SeeTask",
        " x x x x x x x x  Discuss",
        " x x x x x x x x  WorkOnTask",
        " . s x x x x x x  AddSubtask",
        " . s s s s x x x  EditTask",
        " x x x x x x x x  Depend",
        " . . . . . . . .  Review",
    ];
    assert_eq!(got.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn whoever_is_said_to_block_a_task_ends_that_as_a_member_alone() {
    let blocks = |facts: Facts| Facts { is_blocker: true, ..facts };
    let open = |membership| blocks(Facts::about(Visibility::Public, membership));
    for role in Role::ALL {
        let facts = open(Membership::Active(role));
        assert!(may(Permission::Unblock, &facts), "{role}");
        assert_eq!(may(Permission::Depend, &facts), role >= Role::AssistantAdmin, "{role}");
    }
    for (membership, why) in [
        (Membership::None, Why::NotAMember),
        (Membership::Pending, Why::NotYetAMember),
        (Membership::Banned, Why::Banned),
    ] {
        let refused = allowed(&ana(), Permission::Unblock, &open(membership));
        assert_eq!(refused, Err(NotAllowed { permission: Permission::Unblock, why }));
    }
    assert!(!may(Permission::Unblock, &blocks(member(Role::Untrusted))), "they cannot see it");
}

#[test]
fn a_task_waits_for_one_elsewhere_that_is_seen_and_where_nobody_banned_the_person() {
    let open = |membership| Facts::about(Visibility::Public, membership);
    for membership in [Membership::None, Membership::Pending, Membership::Active(Role::Untrusted)] {
        assert!(may(Permission::AwaitTask, &open(membership)), "{membership:?}");
    }
    let banned = NotAllowed { permission: Permission::AwaitTask, why: Why::Banned };
    assert_eq!(allowed(&ana(), Permission::AwaitTask, &open(Membership::Banned)), Err(banned));
    assert!(!may(Permission::AwaitTask, &Facts::about(Visibility::Members, Membership::None)));
    assert!(allowed(&Principal::Visitor, Permission::AwaitTask, &open(Membership::None)).is_err());
}

#[test]
fn an_assigner_places_a_mirror_and_splits_it() {
    let mirror = |role| Facts { is_mirror: true, ..member(role) };
    let got = matrix(mirror, &[Permission::MoveTask, Permission::AddSubtask, Permission::EditTask]);
    let expected =
        [" . . . x x x x x  MoveTask", " . s s x x x x x  AddSubtask", " . s s s s x x x  EditTask"];
    assert_eq!(got.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn the_reviewer_decides_else_the_creator_else_an_admin_but_never_on_their_own_work() {
    let verdicts = [Permission::Review, Permission::Verdict];
    for permission in verdicts {
        assert!(may(permission, &Facts { is_reviewer: true, ..member(Role::Normal) }));
        let creator = Facts { is_creator: true, ..member(Role::AssistantAdmin) };
        assert!(!may(permission, &creator), "there is a reviewer");
        assert!(may(permission, &Facts { has_reviewer: false, ..creator }));
        let own = Facts { is_assignee: true, ..member(Role::Primary) };
        assert_eq!(allowed(&ana(), permission, &own), Err(NotAllowed { permission, why: Why::OwnWork }));
        let alone = Facts { has_reviewer: false, is_creator: true, ..own };
        assert_eq!(allowed(&ana(), permission, &alone), Err(NotAllowed { permission, why: Why::OwnWork }));
        let assigner = Facts { has_reviewer: false, ..member(Role::Assigner) };
        assert_eq!(may(permission, &assigner), permission == Permission::Review, "between servers as before");
        // People who had a higher role once, and wrote it or were named then.
        for role in [Role::Untrusted, Role::Viewer] {
            let open = Facts::about(Visibility::Public, Membership::Active(role));
            let too_low = Err(NotAllowed { permission, why: Why::RoleTooLow { needed: Role::Normal } });
            assert_eq!(allowed(&ana(), permission, &Facts { is_creator: true, ..open }), too_low, "{role}");
            let named = Facts { is_reviewer: true, has_reviewer: true, ..open };
            assert_eq!(allowed(&ana(), permission, &named), too_low, "{role}");
        }
    }
}

#[test]
fn a_grant_reaches_beyond_the_role_on_that_task() {
    for (grant, permission) in [
        (TaskGrant::View, Permission::SeeTask),
        (TaskGrant::Discuss, Permission::Discuss),
        (TaskGrant::Suggest, Permission::SuggestTask),
        (TaskGrant::Edit, Permission::EditTask),
    ] {
        let facts = member(Role::Untrusted);
        assert!(!may(permission, &facts), "{permission:?}");
        let granted = Facts { granted: Granted::from_iter([grant]), ..facts };
        assert!(may(permission, &granted), "{permission:?}");
        assert!(may(Permission::SeeTask, &granted), "whatever is granted can be seen");
        let banned = Facts { membership: Membership::Banned, ..granted };
        assert!(!may(permission, &banned), "a grant is for members");
    }
}

#[test]
fn the_reviewer_is_named_by_the_creator_or_the_role_and_not_by_a_grant() {
    let everything = Granted::from_iter(TaskGrant::ALL);
    let reviewer = |facts: fn(Role) -> Facts| matrix(facts, &[Permission::SetReviewer]);
    let granted = |role| Facts { granted: everything, ..member(role) };
    assert!(may(Permission::EditTask, &granted(Role::Normal)));
    assert!(!may(Permission::SetReviewer, &granted(Role::Normal)));
    assert!(!may(Permission::SetReviewer, &granted(Role::Recruiter)));
    assert_eq!(
        reviewer(|role| Facts { is_creator: true, ..member(role) }),
        " . . x x x x x x  SetReviewer\n"
    );
    assert_eq!(reviewer(|role| Facts { is_mirror: true, ..member(role) }), " . . . . . x x x  SetReviewer\n");
}

#[test]
fn an_untrusted_member_suggests_only_where_that_was_granted() {
    let facts = member(Role::Untrusted);
    let suggests =
        |permission, facts: &Facts| matches!(ruling(&ana(), permission, facts), Ruling::Suggest(_));
    for permission in
        [Permission::EditTask, Permission::AddSubtask, Permission::WorkOnTask, Permission::Assign]
    {
        assert!(!suggests(permission, &facts), "{permission:?}");
        let seen = Facts { granted: Granted::from_iter([TaskGrant::View]), ..facts };
        assert!(!suggests(permission, &seen), "{permission:?}: to see is not to suggest");
        let granted = Facts { granted: Granted::from_iter([TaskGrant::Suggest]), ..facts };
        assert!(suggests(permission, &granted), "{permission:?}");
    }
    assert!(!suggests(Permission::CreateTask, &facts), "that is about no task");
}

#[test]
fn nobody_suggests_another_primary_or_the_end_of_the_primary() {
    for role in Role::ALL {
        for permission in [
            Permission::SetRole { from: Role::Admin, to: Role::Primary },
            Permission::SetRole { from: Role::Primary, to: Role::Admin },
            Permission::Ban { role: Role::Primary },
        ] {
            assert!(
                matches!(ruling(&ana(), permission, &member(role)), Ruling::No(_)),
                "{role} {permission:?}"
            );
        }
    }
}

#[test]
fn an_invitation_lets_people_in_who_see_nothing_and_nobody_who_is_banned() {
    for visibility in [Visibility::Public, Visibility::Members, Visibility::Sealed] {
        let invited = |membership| Facts { is_invited: true, ..Facts::about(visibility, membership) };
        assert!(may(Permission::Join, &invited(Membership::None)), "{visibility:?}");
        assert!(may(Permission::Join, &invited(Membership::Pending)), "it answers a request to join");
        let refused = |membership| allowed(&ana(), Permission::Join, &invited(membership)).unwrap_err().why;
        assert_eq!(refused(Membership::Banned), Why::Banned);
        assert_eq!(refused(Membership::Active(Role::Viewer)), Why::AlreadyAMember);
        // It shows nothing before.
        let stranger = Facts::about(visibility, Membership::None);
        for permission in EVERY.into_iter().filter(|permission| *permission != Permission::Join) {
            assert_eq!(
                may(permission, &invited(Membership::None)),
                may(permission, &stranger),
                "{permission:?}"
            );
        }
    }
}

#[test]
fn strangers_read_what_is_open_and_join_it() {
    for (visibility, sees) in [
        (Visibility::Public, true),
        (Visibility::Unlisted, true),
        (Visibility::Members, false),
        (Visibility::Sealed, false),
    ] {
        let stranger = Facts::about(visibility, Membership::None);
        // A task elsewhere may wait for one that is read here.
        let open = [
            Permission::SeePursuance,
            Permission::SeeTask,
            Permission::SeeMembers,
            Permission::SeeRoom { open: RoomReaders::Everyone },
            Permission::Join,
            Permission::AwaitTask,
        ];
        for permission in open {
            let answer = allowed(&ana(), permission, &stranger);
            assert_eq!(answer.is_ok(), sees, "{visibility:?} {permission:?}");
            assert!(sees || answer == Err(NotAllowed { permission, why: Why::NotVisible }));
        }
        for permission in EVERY.into_iter().filter(|permission| !open.contains(permission)) {
            assert!(!may(permission, &stranger), "{visibility:?} {permission:?}");
        }
    }
}

#[test]
fn whoever_has_not_signed_in_reads_what_is_open_and_does_nothing() {
    for visibility in Visibility::ALL {
        // Facts about somebody else give a visitor nothing.
        let facts = Facts { visibility: *visibility, ..member(Role::Primary) };
        let sees = matches!(visibility, Visibility::Public | Visibility::Unlisted);
        for permission in EVERY {
            let reads = matches!(
                permission,
                Permission::SeePursuance
                    | Permission::SeeTask
                    | Permission::SeeMembers
                    | Permission::SeeRoom { open: RoomReaders::Everyone }
            );
            assert_eq!(
                allowed(&Principal::Visitor, permission, &facts).is_ok(),
                reads && sees,
                "{permission:?}"
            );
        }
    }
}

#[test]
fn untrusted_members_read_open_rooms_as_visitors_do_and_no_others() {
    let untrusted = |visibility| Facts::about(visibility, Membership::Active(Role::Untrusted));
    for (visibility, reads) in
        [(Visibility::Public, true), (Visibility::Unlisted, true), (Visibility::Members, false)]
    {
        let facts = untrusted(visibility);
        assert_eq!(may(Permission::SeeRoom { open: RoomReaders::Everyone }, &facts), reads, "{visibility:?}");
        assert!(!may(Permission::SeeRoom { open: RoomReaders::Members }, &facts), "{visibility:?}");
        assert!(!may(Permission::Discuss, &facts), "{visibility:?}");
    }
    let room = (&RoomId::from("r"), RoomReaders::Members);
    assert!(seen_room(&ana(), room, &untrusted(Visibility::Public), None).is_err());
    let seen = seen_room(&ana(), room, &member(Role::Viewer), Some(Time(7))).unwrap();
    assert_eq!((seen.as_str(), seen.from()), ("r", Time(7)));
}

#[test]
fn the_banned_and_the_waiting_are_not_members() {
    for membership in [Membership::Banned, Membership::Pending] {
        for permission in EVERY {
            let hidden = Facts::about(Visibility::Members, membership);
            let withdraws = permission == Permission::Leave && membership == Membership::Pending;
            assert_eq!(may(permission, &hidden), withdraws, "{membership:?} {permission:?}");
        }
        let open = Facts::about(Visibility::Public, membership);
        assert!(
            may(Permission::SeeTask, &open)
                && !may(Permission::Join, &open)
                && !may(Permission::Discuss, &open)
        );
    }
}

#[test]
fn untrusted_bites_where_only_members_read() {
    let untrusted = |visibility| Facts { visibility, ..member(Role::Untrusted) };
    assert!(may(Permission::SeeTask, &untrusted(Visibility::Public)));
    assert!(may(Permission::SeeTask, &untrusted(Visibility::Sealed)));
    assert!(!may(Permission::SeeTask, &untrusted(Visibility::Members)));
}

#[test]
fn a_pursuance_elsewhere_has_the_rights_of_its_live_delegation_and_no_others() {
    let facts =
        |party| Facts { live_delegation: party, ..Facts::about(Visibility::Members, Membership::None) };
    let remote = |permission, party| allowed(&elsewhere(), permission, &facts(party)).is_ok();
    for permission in EVERY {
        assert!(!remote(permission, None), "{permission:?}");
        let as_delegate =
            matches!(permission, Permission::SeeTask | Permission::Discuss | Permission::Delegate);
        assert_eq!(remote(permission, Some(Side::Delegate)), as_delegate, "{permission:?}");
        let as_origin = as_delegate || permission == Permission::Verdict;
        assert_eq!(remote(permission, Some(Side::Origin)), as_origin, "{permission:?}");
    }
    let role_of_its_own = Facts { membership: Membership::Active(Role::Primary), ..facts(None) };
    assert!(allowed(&elsewhere(), Permission::EditPursuance, &role_of_its_own).is_err());
}

#[test]
fn operators_run_the_instance_and_read_nothing_that_is_for_members() {
    let facts = member(Role::Primary);
    assert!(allowed(&Principal::Operator, Permission::OperateInstance, &facts).is_ok());
    assert!(allowed(&Principal::Operator, Permission::SeeTask, &facts).is_err());
    assert!(allowed(&Principal::Operator, Permission::EditTask, &facts).is_err());
    let person = Facts { is_operator: true, ..Facts::about(Visibility::Members, Membership::None) };
    assert!(may(Permission::OperateInstance, &person) && !may(Permission::SeeTask, &person));
}

#[test]
fn time_hands_on_and_lets_expire_and_a_decision_does_not_change_who_answers() {
    let facts = Facts::about(Visibility::Members, Membership::None);
    let clock = Principal::Clock { job: "tick".into() };
    let decision = Principal::Decision { proposal: ProposalId("p".into()), by: ActorId("ana".into()) };
    for permission in EVERY {
        let by_time = matches!(
            permission,
            Permission::SeePursuance | Permission::SeeTask | Permission::Assign | Permission::Delegate
        );
        assert_eq!(allowed(&clock, permission, &facts).is_ok(), by_time, "{permission:?}");
        let not_by_vote = matches!(
            permission,
            Permission::TransferPursuance
                | Permission::DeletePursuance
                | Permission::Join
                | Permission::Leave
                | Permission::OperateInstance
        );
        // A decision does what the person who accepts it may do, and changes nothing about who answers.
        for role in Role::ALL {
            let may_themselves = may(permission, &member(role));
            let decided = allowed(&decision, permission, &member(role)).is_ok();
            assert_eq!(decided, may_themselves && !not_by_vote, "{role:?} {permission:?}");
        }
        assert!(allowed(&decision, permission, &facts).is_err(), "{permission:?}");
    }
    let crown = Permission::SetRole { from: Role::Admin, to: Role::Primary };
    assert!(allowed(&decision, crown, &facts).is_err());
}

#[test]
fn a_refusal_says_who_could() {
    let say = |permission, facts: &Facts| allowed(&ana(), permission, facts).map_err(|no| no.wording());
    let can = |key, permission| Wording::new(key).set("can", permission);
    let normal = member(Role::Normal);
    let assigners = NamedValue::Holders(Role::Assigner);
    assert_eq!(
        say(Permission::Delegate, &normal),
        Err(can("refusal-role", Permission::Delegate).set("roles", assigners))
    );
    let primary = Permission::DeletePursuance;
    assert_eq!(say(primary, &normal), Err(can("refusal-role-primary", primary)));
    assert_eq!(say(Permission::Verdict, &normal), Err(can("refusal-not-the-reviewer", Permission::Verdict)));
    let open = Facts::about(Visibility::Public, Membership::None);
    assert_eq!(say(Permission::Discuss, &open), Err(can("refusal-not-a-member", Permission::Discuss)));
    let refusal = allowed(&ana(), Permission::WorkOnTask, &normal).unwrap_err();
    assert_eq!(refusal.needed(), Some(Role::Assigner));
}

fn any_role() -> impl Strategy<Value = Role> {
    prop::sample::select(&Role::ALL)
}

fn any_permission() -> impl Strategy<Value = Permission> {
    prop_oneof![
        prop::sample::select(&EVERY),
        any_role().prop_map(|role| Permission::Invite { role }),
        any_role().prop_map(|role| Permission::Ban { role }),
        (any_role(), any_role()).prop_map(|(from, to)| Permission::SetRole { from, to }),
    ]
}

fn any_facts() -> impl Strategy<Value = Facts> {
    let membership = prop_oneof![
        Just(Membership::None),
        Just(Membership::Pending),
        Just(Membership::Banned),
        any_role().prop_map(Membership::Active),
    ];
    let side = prop::option::of(prop::sample::select(&[Side::Origin, Side::Delegate]));
    let grants = prop::collection::vec(prop::sample::select(&TaskGrant::ALL), 0..3);
    (prop::sample::select(Visibility::ALL), membership, any::<[bool; 9]>(), side, grants).prop_map(
        |(visibility, membership, yes, live_delegation, grants)| Facts {
            visibility,
            membership,
            is_assignee: yes[0],
            is_reviewer: yes[1],
            is_creator: yes[2],
            has_reviewer: yes[3],
            is_mirror: yes[4],
            is_operator: yes[5],
            is_invited: yes[6],
            is_blocker: yes[7],
            away: AwayTask::No,
            granted: grants.into_iter().collect(),
            live_delegation,
            closed_since: yes[8].then_some(Time(7)),
        },
    )
}

fn any_principal() -> impl Strategy<Value = Principal> {
    prop::sample::select(vec![
        ana(),
        elsewhere(),
        Principal::Visitor,
        Principal::Clock { job: "tick".into() },
        Principal::Operator,
        Principal::Decision { proposal: ProposalId("p".into()), by: ActorId("ana".into()) },
    ])
}

proptest! {
    #[test]
    fn more_trust_never_takes_anything_away(facts in any_facts(), permission in any_permission(), lower in any_role(), higher in any_role()) {
        // A Primary cannot leave, and nobody joins twice.
        prop_assume!(lower <= higher && !matches!(permission, Permission::Leave | Permission::Join));
        let with = |role| Facts { membership: Membership::Active(role), ..facts };
        prop_assert!(!may(permission, &with(lower)) || may(permission, &with(higher)));
    }

    #[test]
    fn what_may_only_be_suggested_is_refused_and_is_for_members_alone(principal in any_principal(), facts in any_facts(), permission in any_permission()) {
        match ruling(&principal, permission, &facts) {
            Ruling::Yes => prop_assert!(allowed(&principal, permission, &facts).is_ok()),
            Ruling::Suggest(no) => {
                prop_assert_eq!(allowed(&principal, permission, &facts), Err(no));
                prop_assert!(facts.role().is_some() && principal.person().is_some());
                prop_assert!(!permission.is_about_task() || allowed(&principal, Permission::SeeTask, &facts).is_ok());
            }
            Ruling::No(no) => prop_assert_eq!(allowed(&principal, permission, &facts), Err(no)),
        }
    }

    #[test]
    fn the_list_rule_and_the_permission_agree(principal in any_principal(), facts in any_facts()) {
        let seen = allowed(&principal, Permission::SeeTask, &facts).is_ok();
        let listed = match readable(&principal, &facts) {
            Readable::All => true,
            Readable::AssignedOnly => facts.is_assignee || facts.granted.any(),
            Readable::DelegatedOnly => facts.live_delegation.is_some(),
            Readable::Nothing => false,
        };
        prop_assert_eq!(seen, listed);
    }

    #[test]
    fn leave_to_read_lists_reaches_as_far_as_the_permission(principal in any_principal(), facts in any_facts(), has_it in any::<bool>()) {
        let (task, granted) = (TaskId("count".into()), facts.granted);
        let assignee = has_it.then(|| ActorId("ana".into()));
        let about = Facts::about(facts.visibility, facts.membership);
        let is_assignee = assignee.as_ref().is_some_and(|assignee| principal.person() == Some(assignee));
        let seen = allowed(&principal, Permission::SeeTask, &Facts { is_assignee, granted, ..about }).is_ok();
        let grants = Grants::from_iter([(task.clone(), granted)]);
        match sight(&principal, &ActorId("bees".into()), &facts, grants) {
            Ok(sight) => {
                prop_assert_eq!(sight.reaches(&task, assignee.as_ref(), AwayTask::No), seen);
                // The same as the condition of lists in SQL (store::grants).
                let listed = sight.only_of().is_none_or(|person| Some(person) == assignee.as_ref() || granted.any());
                prop_assert_eq!(listed, seen);
            }
            Err(_) => prop_assert!(!seen),
        }
    }

    #[test]
    fn leave_to_read_a_task_reaches_as_far_as_the_permission(principal in any_principal(), facts in any_facts()) {
        let task = TaskId("count".into());
        let may = allowed(&principal, Permission::SeeTask, &facts).is_ok();
        let leave = seen(&principal, &task, &facts);
        prop_assert_eq!(leave.is_ok(), may);
        prop_assert!(leave.is_err() || leave.is_ok_and(|seen| *seen.task() == task));
    }

    #[test]
    fn nobody_acts_on_a_task_they_cannot_see(facts in any_facts()) {
        for permission in EVERY.into_iter().filter(|permission| permission.is_about_task()) {
            prop_assert!(!may(permission, &facts) || may(Permission::SeeTask, &facts), "{:?}", permission);
        }
    }
}
