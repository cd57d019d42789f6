//! Invitations and the tree of those who came through somebody, on both databases.

use pursuance::store::db::Db;
use pursuance::store::invites::{self, NewInvite};
use pursuance::store::pursuances::{self, MemberState};
use pursuance_domain::id::{ActorId, InviteId};
use pursuance_domain::people::invite::goes_with;
use pursuance_domain::people::role::Role;
use pursuance_domain::time::Time;
use pursuance_domain::value::Skills;

use crate::store::on_both;
use crate::support::rows::{a_person, a_pursuance, anyones, id};

on_both!(
    an_invitation_is_used_no_oftener_than_it_may_be,
    exactly_the_roles_below_go_with_an_invitation,
    people_who_invited_each_other_are_found_once,
);

async fn an_invite(
    db: &Db,
    pursuance: &ActorId,
    by: &ActorId,
    uses: Option<i64>,
    expires: Option<Time>,
) -> InviteId {
    let id = InviteId(id());
    let new = NewInvite {
        id: &id,
        pursuance,
        made_by: by,
        role: Role::Normal,
        purpose: "",
        skills: &Skills::default(),
        task: None,
        secret_hash: id.as_str(),
        expires,
        uses,
    };
    let mut tx = db.write().await.unwrap();
    invites::add(&mut tx, &new, Time(1)).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn an_invitation_is_used_no_oftener_than_it_may_be(db: Db) {
    let mut tx = db.write().await.unwrap();
    let (bees, ana) = (a_pursuance(&mut tx, "bees").await, a_person(&mut tx, "ana").await);
    pursuances::set_member(&mut tx, &bees.id, &ana, Role::Recruiter, MemberState::Active, Time(1))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let twice = an_invite(&db, &bees.id, &ana, Some(2), Some(Time(10))).await;
    let any = an_invite(&db, &bees.id, &ana, None, None).await;
    let mut tx = db.write().await.unwrap();
    assert_eq!(invites::count_open(&mut tx, &ana, Time(5)).await.unwrap(), 2);
    for used in [true, true, false] {
        assert_eq!(invites::use_once(&mut tx, &twice, Time(5)).await.unwrap(), used);
        assert!(invites::use_once(&mut tx, &any, Time(i64::MAX)).await.unwrap());
    }
    assert_eq!(invites::by_id(&mut tx, &bees.id, &twice).await.unwrap().unwrap().used, 2);
    assert_eq!(invites::count_open(&mut tx, &ana, Time(5)).await.unwrap(), 1);
    assert!(invites::revoke(&mut tx, &any, Time(6)).await.unwrap());
    assert!(!invites::revoke(&mut tx, &any, Time(7)).await.unwrap(), "once is enough");
    assert!(!invites::use_once(&mut tx, &any, Time(7)).await.unwrap());
    tx.commit().await.unwrap();
    let over = an_invite(&db, &bees.id, &ana, None, Some(Time(10))).await;
    let mut tx = db.write().await.unwrap();
    assert!(invites::use_once(&mut tx, &over, Time(9)).await.unwrap());
    assert!(!invites::use_once(&mut tx, &over, Time(10)).await.unwrap(), "at its end it is over");
}

async fn exactly_the_roles_below_go_with_an_invitation(db: Db) {
    let mut tx = db.write().await.unwrap();
    let (bees, ana) = (a_pursuance(&mut tx, "bees").await, a_person(&mut tx, "ana").await);
    tx.commit().await.unwrap();
    let invite = an_invite(&db, &bees.id, &ana, None, None).await;
    let mut tx = db.write().await.unwrap();
    for role in Role::ALL {
        let person = a_person(&mut tx, &role.as_str().replace('_', "-")).await;
        pursuances::set_member(&mut tx, &bees.id, &person, role, MemberState::Active, Time(1)).await.unwrap();
        invites::note_came(&mut tx, &bees.id, &person, &ana, Some(&invite), Time(1)).await.unwrap();
    }
    for below in Role::ALL {
        let came = invites::came_by(&mut tx, &anyones(&bees), &invite, false, below, 100).await.unwrap();
        let mut roles: Vec<Role> = came.iter().map(|one| one.role).collect();
        roles.sort_unstable();
        let expected: Vec<Role> = Role::ALL.into_iter().filter(|role| goes_with(below, *role)).collect();
        assert_eq!(roles, expected, "{below}");
    }
}

async fn people_who_invited_each_other_are_found_once(db: Db) {
    let mut tx = db.write().await.unwrap();
    let (bees, ana) = (a_pursuance(&mut tx, "bees").await, a_person(&mut tx, "ana").await);
    let (ben, cay) = (a_person(&mut tx, "ben").await, a_person(&mut tx, "cay").await);
    tx.commit().await.unwrap();
    let invite = an_invite(&db, &bees.id, &ana, None, None).await;
    let mut tx = db.write().await.unwrap();
    let normal = (Role::Normal, MemberState::Active);
    for (person, by) in [(&ben, &cay), (&cay, &ben)] {
        pursuances::set_member(&mut tx, &bees.id, person, normal.0, normal.1, Time(1)).await.unwrap();
        invites::note_came(&mut tx, &bees.id, person, by, Some(&invite), Time(1)).await.unwrap();
    }
    let sight = anyones(&bees);
    let came = invites::came_by(&mut tx, &sight, &invite, true, Role::Primary, 100).await.unwrap();
    assert_eq!(came.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["ben", "cay"]);
    // A former member is not found, and those behind them are.
    invites::note_came(&mut tx, &bees.id, &cay, &ben, None, Time(1)).await.unwrap();
    pursuances::remove_member(&mut tx, &bees.id, &ben).await.unwrap();
    let direct = invites::came_by(&mut tx, &sight, &invite, false, Role::Primary, 100).await.unwrap();
    assert!(direct.is_empty());
    let behind = invites::came_by(&mut tx, &sight, &invite, true, Role::Primary, 100).await.unwrap();
    assert_eq!(behind.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["cay"]);
}
