//! Many people who came by one invitation, and any order of what happens to invitations.

use std::collections::{BTreeMap, BTreeSet};

use pursuance::actions::invite::{REMOVED_AT_ONCE, new_secret};
use pursuance::jobs::Worker;
use pursuance::platform::clock::random;
use pursuance::reads::invites::TREE_MOST;
use pursuance::state::hash_secret;
use pursuance::store::invites;
use pursuance::store::pursuances::{self, MemberState};
use pursuance_domain::id::ActorId;
use pursuance_domain::people::role::Role;
use pursuance_domain::time::{DAY, Time};
use serde_json::json;

use super::invites::invite;
use super::{BEES, bees, of};
use crate::support::peers::until;
use crate::support::rows::a_person;
use crate::support::{Person, TestApp, on_both_apps, rounds};

on_both_apps!(
    more_people_than_one_transaction_removes_go_with_an_invitation,
    a_revocation_goes_no_further_than_the_right_of_its_author,
    a_tree_has_a_bound,
    no_order_of_events_lets_somebody_in_by_an_invitation_that_lets_nobody_in,
);

async fn bees_id(app: &TestApp) -> ActorId {
    let mut tx = app.db.read().await.unwrap();
    pursuances::by_slug(&mut tx, "bees").await.unwrap().unwrap().id
}

/// Members who came through somebody, by an invitation or not.
async fn came(app: &TestApp, by: &Person, invite: Option<&str>, count: usize) {
    let bees = bees_id(app).await;
    let invite = invite.map(|id| pursuance_domain::id::InviteId(id.to_owned()));
    let mut tx = app.db.write().await.unwrap();
    for n in 0..count {
        let person = a_person(&mut tx, &format!("came{n}")).await;
        let (role, state) = (Role::Normal, MemberState::Active);
        pursuances::set_member(&mut tx, &bees, &person, role, state, Time(1)).await.unwrap();
        invites::note_came(&mut tx, &bees, &person, &by.id, invite.as_ref(), Time(1)).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn more_people_than_one_transaction_removes_go_with_an_invitation(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("rob", "recruiter")]).await;
    let (id, _) = invite(&people[0], json!({})).await;
    let many = REMOVED_AT_ONCE * 2 + 7;
    came(&app, &people[0], Some(&id), many).await;
    let members = async || ana.read(BEES).await.ok()["members"].as_u64().unwrap();
    assert_eq!(members().await, many as u64 + 2);
    let revoke = of(json!({ "invite": id, "with_members": true, "reason": "No." }));
    let done = ana.perform("invite.revoke", revoke).await.ok();
    assert_eq!(done["result"]["removed"], REMOVED_AT_ONCE);
    let worker = Worker::spawn(&app);
    until("the rest is removed", async || members().await == 2).await;
    worker.stop().await;
    let log = ana.read(&format!("{BEES}/log?limit=200")).await.items();
    let removed: Vec<_> = log.iter().filter(|line| line["verb"] == "member.removed").collect();
    assert_eq!(removed.len(), many, "each is told once");
    assert!(removed.iter().all(|line| line["by"] == "ana"), "also what a job carried out");
}

async fn a_revocation_goes_no_further_than_the_right_of_its_author(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("rob", "recruiter"), ("aga", "assistant_admin")]).await;
    let (id, _) = invite(&people[0], json!({})).await;
    let many = REMOVED_AT_ONCE * 2 + 7;
    came(&app, &people[0], Some(&id), many).await;
    let members = async || usize::try_from(ana.read(BEES).await.ok()["members"].as_u64().unwrap()).unwrap();
    let done = async || {
        let mut tx = app.db.read().await.unwrap();
        pursuance::store::jobs::waiting(&mut tx, app.clock.now()).await.unwrap().1.is_none()
    };
    let revoke = of(json!({ "invite": id, "with_members": true, "reason": "No." }));
    people[0].perform("invite.revoke", revoke.clone()).await.ok();
    ana.perform("member.set_role", of(json!({ "member": "rob", "role": "normal" }))).await.ok();
    let worker = Worker::spawn(&app);
    until("the job has ended", done).await;
    assert_eq!(members().await, many - REMOVED_AT_ONCE + 3, "he may revoke nothing any more");
    worker.stop().await;
    // Somebody else goes on; and a lower role takes along only who is below it.
    people[1].perform("invite.revoke", revoke).await.ok();
    ana.perform("member.set_role", of(json!({ "member": "aga", "role": "recruiter" }))).await.ok();
    let worker = Worker::spawn(&app);
    until("that job has ended", done).await;
    assert_eq!(members().await, many - 2 * REMOVED_AT_ONCE + 3, "a Recruiter revokes their own only");
    worker.stop().await;
}

async fn a_tree_has_a_bound(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("rob", "recruiter")]).await;
    came(&app, &people[0], None, TREE_MOST + 3).await;
    let tree = ana.read(&format!("{BEES}/members?tree=true")).await.items();
    assert_eq!(tree.len(), TREE_MOST + 1, "and rob at the root");
    let mut browser = crate::support::browser::Browser::signed_in(&app, &ana.id).await;
    browser.open("/p/bees/members?tree=true").await.shown().saying("more people than fit");
}

/// An invitation as the slow reference sees it.
#[derive(Debug, Clone)]
struct Known {
    hash: String,
    maker: usize,
    expires: Option<Time>,
    uses: Option<i64>,
    used: i64,
    is_revoked: bool,
}

/// Random steps of several people: invitations are made, used, revoked; members leave, are removed, banned, demoted; time
/// passes. Whoever gets in has an invitation that the reference lets them in by, and nobody else does.
async fn no_order_of_events_lets_somebody_in_by_an_invitation_that_lets_nobody_in(app: TestApp) {
    let (ana, mut makers) = bees(&app, "members", &[("rob", "recruiter"), ("rea", "recruiter")]).await;
    makers.insert(0, ana.clone());
    let mut people = Vec::new();
    for n in 0..6 {
        people.push(app.person(&format!("p{n}")).await);
    }
    let mut can_invite = [true; 3];
    let mut known: Vec<Known> = Vec::new();
    let (mut members, mut banned) = (BTreeSet::new(), BTreeSet::new());
    let mut seen: BTreeMap<&'static str, usize> = BTreeMap::new();
    for _ in 0..rounds() * 150 {
        let dice: [u8; 4] = random();
        let (what, who) = (dice[0] % 12, usize::from(dice[1]));
        match what {
            0 | 1 => {
                let maker = who % makers.len();
                if !can_invite[maker] || known.len() > 25 {
                    continue;
                }
                let (secret, hash) = new_secret();
                let (life, lasts) =
                    [("10m", Some(600)), ("1d", Some(86_400)), ("never", None)][usize::from(dice[2] % 3)];
                let uses = [None, Some(1), Some(2)][usize::from(dice[3] % 3)];
                let input =
                    of(json!({ "role": "normal", "expires": life, "uses": uses, "secret_hash": hash }));
                crate::support::groups::perform(&app, &makers[maker].principal(), "invite.create", input)
                    .await
                    .unwrap();
                let expires = lasts.map(|seconds: i64| app.clock.now().plus(seconds * 1_000_000));
                // Two of one millisecond would be listed in any order.
                app.advance(1_000);
                known.push(Known {
                    hash: hash_secret(&secret),
                    maker,
                    expires,
                    uses,
                    used: 0,
                    is_revoked: false,
                });
            }
            2 if !known.is_empty() && dice[2].is_multiple_of(3) => {
                let at = who % known.len();
                let listed = ana.read(&format!("{BEES}/invites?limit=200")).await.items();
                // The newest come first.
                let id = listed[known.len() - 1 - at]["invite"].clone();
                ana.perform("invite.revoke", of(json!({ "invite": id }))).await.ok();
                known[at].is_revoked = true;
            }
            // No token of a person ends on the way, however many rounds there are.
            3 => app.advance(i64::from(dice[2] % 8) * DAY / 8 / i64::from(rounds())),
            4 => {
                let maker = 1 + who % 2;
                let role = if can_invite[maker] { "assigner" } else { "recruiter" };
                let set = of(json!({ "member": makers[maker].name, "role": role }));
                ana.perform("member.set_role", set).await.ok();
                can_invite[maker] = !can_invite[maker];
            }
            5 => {
                let at = who % people.len();
                if members.remove(&at) {
                    people[at].perform("pursuance.leave", of(json!({}))).await.ok();
                }
            }
            6 => {
                let at = who % people.len();
                let input = of(json!({ "member": people[at].name, "reason": "No." }));
                if banned.remove(&at) {
                    ana.perform("member.unban", of(json!({ "member": people[at].name }))).await.ok();
                } else if dice[2].is_multiple_of(2) {
                    ana.perform("member.ban", input).await.ok();
                    banned.insert(at);
                    members.remove(&at);
                } else if members.remove(&at) {
                    ana.perform("member.remove", input).await.ok();
                }
            }
            _ if !known.is_empty() => {
                let (at, with) = (who % people.len(), usize::from(dice[2]) % known.len());
                let now = app.clock.now();
                let invite = &mut known[with];
                let expected = if banned.contains(&at) {
                    "banned"
                } else if members.contains(&at) {
                    "already-a-member"
                } else if invite.is_revoked {
                    "invite-revoked"
                } else if invite.expires.is_some_and(|end| end <= now) {
                    "invite-expired"
                } else if invite.uses.is_some_and(|most| invite.used >= most) {
                    "invite-used-up"
                } else if !can_invite[invite.maker] {
                    "invite-void"
                } else {
                    invite.used += 1;
                    members.insert(at);
                    "in"
                };
                *seen.entry(expected).or_default() += 1;
                let input = json!({ "secret": invite.hash });
                let done =
                    crate::support::groups::perform(&app, &people[at].principal(), "invite.accept", input)
                        .await;
                let got = match &done {
                    Ok(_) => "in",
                    Err(pursuance::actions::PerformError::Refused(refused)) => refused.slug(),
                    Err(error) => panic!("{error:?}"),
                };
                assert_eq!(got, expected, "{seen:?}");
            }
            _ => {}
        }
        let listed: BTreeSet<String> = ana
            .read(&format!("{BEES}/members?limit=200"))
            .await
            .items()
            .iter()
            .map(|member| member["member"].as_str().unwrap().to_owned())
            .filter(|name| name.starts_with('p'))
            .collect();
        let expected: BTreeSet<String> = members.iter().map(|at| people[*at].name.clone()).collect();
        assert_eq!(listed, expected, "nobody is in whom no invitation let in");
    }
    assert!(seen.contains_key("in") && seen.len() > 3, "the dice have tried it: {seen:?}");
}
