//! Closed pursuances: one rule for every permission and every principal.

use super::*;

const SINCE: Time = Time(7);

fn closed(facts: Facts) -> Facts {
    Facts { closed_since: Some(SINCE), ..facts }
}

#[test]
fn a_closed_pursuance_is_read_left_and_handed_over_and_nothing_else_happens_there() {
    for permission in EVERY {
        for role in Role::ALL {
            for facts in [member(role), Facts { is_assignee: true, is_creator: true, ..member(role) }] {
                let open = ruling(&ana(), permission, &facts);
                let ruled = ruling(&ana(), permission, &closed(facts));
                let hidden = Ruling::No(NotAllowed { permission, why: Why::NotVisible });
                let refused = Ruling::No(NotAllowed { permission, why: Why::Closed { since: SINCE } });
                let expected = if permission.outlasts_closing() || open == hidden { open } else { refused };
                assert_eq!(ruled, expected, "{permission:?} as {role}");
            }
        }
    }
}

#[test]
fn neither_a_decision_nor_another_server_nor_the_clock_does_more_in_a_closed_pursuance() {
    let party = Facts { live_delegation: Some(Side::Origin), ..member(Role::Primary) };
    let clock = Principal::Clock { job: "sweep".into() };
    let decision = Principal::Decision { proposal: ProposalId("p".into()), by: ActorId("ana".into()) };
    for who in [&clock, &decision, &elsewhere(), &Principal::Operator, &Principal::Visitor] {
        for permission in EVERY.into_iter().filter(|permission| !permission.outlasts_closing()) {
            assert!(allowed(who, permission, &closed(party)).is_err(), "{permission:?} by {who:?}");
        }
    }
}

#[test]
fn an_invitation_lets_nobody_into_a_closed_pursuance() {
    for visibility in [Visibility::Public, Visibility::Members] {
        let invited = Facts { is_invited: true, ..Facts::about(visibility, Membership::None) };
        assert!(may(Permission::Join, &invited));
        let why = Why::Closed { since: SINCE };
        let refused = allowed(&ana(), Permission::Join, &closed(invited));
        assert_eq!(refused, Err(NotAllowed { permission: Permission::Join, why }));
    }
}

#[test]
fn strangers_do_not_learn_that_a_pursuance_which_they_may_not_read_is_closed() {
    let stranger = closed(Facts::about(Visibility::Members, Membership::None));
    for permission in [Permission::SeePursuance, Permission::Discuss, Permission::Join] {
        let refused = allowed(&ana(), permission, &stranger);
        assert_eq!(refused, Err(NotAllowed { permission, why: Why::NotVisible }));
    }
}
