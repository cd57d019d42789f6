//! Invitations (RULES §3): who comes in by a link, with which role, and who goes with it.

use futures::future::join_all;
use http::StatusCode;
use pursuance::actions::invite::{OPEN_MOST, secret_in};
use pursuance::state::hash_secret;
use pursuance_domain::action::SuspendAccount;
use pursuance_domain::allowed::Principal;
use pursuance_domain::time::{DAY, MINUTE, SECOND};
use serde_json::{Value, json};

use super::{BEES, bees, of, role_of, task};
use crate::support::browser::Browser;
use crate::support::groups::merged;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    a_stranger_comes_by_the_link_into_a_pursuance_that_only_members_see,
    a_link_is_answered_once_and_no_kept_answer_has_it,
    a_revoked_expired_or_used_invitation_lets_nobody_in,
    of_people_who_race_for_the_last_use_exactly_one_gets_in,
    nobody_who_is_banned_comes_in_by_an_invitation,
    whoever_was_demoted_comes_back_by_an_invitation_with_no_more,
    an_invitation_of_somebody_who_may_invite_no_more_lets_nobody_in,
    nobody_invites_above_their_own_role_or_to_be_the_primary,
    a_request_to_join_is_answered_by_an_invitation,
    nobody_is_removed_with_an_invitation_without_a_reason,
    revoking_takes_those_along_who_came_and_whom_they_invited_and_nobody_with_that_role,
    only_ones_own_invitations_are_revoked_and_assistant_admins_revoke_any,
    the_tree_shows_who_came_through_whom_to_assistant_admins,
    an_invitation_shows_no_task_that_its_maker_may_not_see,
    whoever_invited_or_asked_is_told_and_nobody_else,
    a_newcomer_whose_role_takes_no_tasks_gets_the_one_of_the_invitation,
    invitations_into_a_pursuance_that_was_left_take_no_room,
);

/// Why people are removed.
const WHY: &str = "They sold the *readings*.";

/// An invitation that somebody makes: its id and its link.
pub(super) async fn invite(by: &Person, more: Value) -> (String, String) {
    let input = of(merged(json!({ "role": "normal", "expires": "7d", "uses": null }), more));
    let made = by.perform("invite.create", input).await.ok()["result"].clone();
    (made["invite"].as_str().unwrap().to_owned(), made["link"].as_str().unwrap().to_owned())
}

async fn accept(by: &Person, link: &str) -> crate::support::Answer {
    by.perform("invite.accept", json!({ "secret": link })).await
}

async fn a_stranger_comes_by_the_link_into_a_pursuance_that_only_members_see(app: TestApp) {
    let (ana, _) = bees(&app, "members", &[]).await;
    let number = task(&ana, "Count").await;
    let zoe = app.person("zoe").await;
    let (id, link) =
        invite(&ana, json!({ "task": number, "purpose": "For the walk", "role": "viewer" })).await;
    zoe.read(BEES).await.problem(404, "not-found");

    let done = accept(&zoe, &link).await.ok()["result"].clone();
    assert_eq!(
        (&done["pursuance"], &done["role"], &done["task"]),
        (&json!("bees"), &json!("viewer"), &json!(number))
    );

    assert_eq!(role_of(&zoe, "zoe").await, "viewer");
    let listed = ana.read(&format!("{BEES}/invites")).await.items();
    assert_eq!(
        (&listed[0]["invite"], &listed[0]["used"], &listed[0]["uses"]),
        (&json!(id), &json!(1), &json!(null))
    );
    assert_eq!((&listed[0]["state"], &listed[0]["purpose"]), (&json!("open"), &json!("For the walk")));
    accept(&zoe, &link).await.problem(409, "already-a-member");
    let again = ana.read(&format!("{BEES}/invites")).await.items();
    assert_eq!(again[0]["used"], 1, "whoever is in does not use it up");
    // The log says that there is an invitation, and who made it.
    let log = ana.read(&format!("{BEES}/log")).await.items();
    let made = log.iter().find(|line| line["verb"] == "invite.created").unwrap();
    assert_eq!((&made["by"], &made["data"]["invite"]), (&json!("ana"), &json!(id)));
    // And the code alone is as good as the link.
    let (_, link) = invite(&ana, json!({})).await;
    accept(&app.person("eva").await, secret_in(&link)).await.ok();
    accept(&app.person("uma").await, "no-such-code").await.problem(404, "not-found");
}

async fn a_link_is_answered_once_and_no_kept_answer_has_it(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    const CREATE: &str = "/api/v1/actions/invite.create";
    let input = || of(json!({ "role": "normal", "uses": 1 }));
    let key = [("idempotency-key", "one")];
    let first = ana.post(CREATE, &key, input()).await.ok();
    let again = ana.post(CREATE, &key, input()).await.ok();
    let link = first["result"]["link"].as_str().unwrap();
    let secret = secret_in(link);
    assert_eq!(secret.len(), 32);
    assert_eq!(again["result"]["link"], json!(null), "a kept answer has no link");
    assert_eq!(again["result"]["invite"], first["result"]["invite"]);
    let tried = ana.post(&format!("{CREATE}?dry_run=true"), &[], input()).await.ok();
    assert_eq!(tried["result"]["link"], json!(null), "nothing was made");
    for path in ["/invites", "/events?limit=200", "/log"] {
        let said = ana.read(&format!("{BEES}{path}")).await.text();
        assert!(!said.contains(secret) && !said.contains(&hash_secret(secret)), "{path}: {said}");
    }
    accept(&app.person("zoe").await, link).await.ok();
    // Nobody brings a hash of their own: whoever read one could come in by it.
    let own = of(json!({ "role": "normal", "secret_hash": hash_secret("mine") }));
    ana.perform("invite.create", own).await.problem(422, "invalid-input");
    accept(&app.person("eva").await, &hash_secret(secret)).await.problem(404, "not-found");
}

#[tokio::test]
async fn no_file_of_the_server_has_the_secret_of_an_invitation() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, "public", &[]).await;
    let key = [("idempotency-key", "one")];
    let made = ana.post("/api/v1/actions/invite.create", &key, of(json!({ "role": "normal" }))).await.ok();
    let link = made["result"]["link"].as_str().unwrap().to_owned();
    let zoe = app.person("zoe").await;
    let input = json!({ "secret": link });
    zoe.post("/api/v1/actions/invite.accept", &[("idempotency-key", "two")], input).await.ok();
    let (secret, hash) = (secret_in(&link).as_bytes(), hash_secret(secret_in(&link)));
    let (mut files, mut hashes) = (0, 0);
    for entry in std::fs::read_dir(&app.config.data_dir).unwrap() {
        let path = entry.unwrap().path();
        let Ok(bytes) = std::fs::read(&path) else { continue };
        files += 1;
        let holds = |wanted: &[u8]| bytes.windows(wanted.len()).any(|window| window == wanted);
        assert!(!holds(secret), "{}", path.display());
        hashes += usize::from(holds(hash.as_bytes()));
    }
    assert!(files > 0 && hashes > 0, "the hash is looked for in the same way, and found");
}

async fn a_revoked_expired_or_used_invitation_lets_nobody_in(app: TestApp) {
    let (ana, _) = bees(&app, "members", &[]).await;
    let (zoe, eva) = (app.person("zoe").await, app.person("eva").await);
    let (id, revoked) = invite(&ana, json!({})).await;
    ana.perform("invite.revoke", of(json!({ "invite": id }))).await.ok();
    accept(&zoe, &revoked).await.problem(409, "invite-revoked");

    let (_, short) = invite(&ana, json!({ "expires": "10m" })).await;
    let (_, kept) = invite(&ana, json!({ "expires": "never" })).await;
    app.advance(10 * MINUTE - SECOND);
    accept(&eva, &short).await.ok();
    app.advance(SECOND);
    accept(&zoe, &short).await.problem(409, "invite-expired");

    let (_, once) = invite(&ana, json!({ "uses": 1 })).await;
    accept(&app.person("uma").await, &once).await.ok();
    accept(&zoe, &once).await.problem(409, "invite-used-up");
    assert_eq!(role_of(&ana, "zoe").await, json!(null));

    let states: Vec<Value> =
        ana.read(&format!("{BEES}/invites")).await.items().iter().map(|one| one["state"].clone()).collect();
    assert_eq!(states, ["used_up", "open", "expired", "revoked"], "the newest first");
    app.advance(60 * DAY);
    accept(&zoe, &kept).await.ok();
}

async fn of_people_who_race_for_the_last_use_exactly_one_gets_in(app: TestApp) {
    let (ana, _) = bees(&app, "members", &[]).await;
    let (_, link) = invite(&ana, json!({ "uses": 3 })).await;
    let mut people = Vec::new();
    for n in 0..12 {
        people.push(app.person(&format!("racer{n}")).await);
    }
    for (round, (racers, let_in)) in [(&people[..8], 3), (&people[8..], 0)].into_iter().enumerate() {
        let tries = racers.iter().map(|racer| {
            let (racer, link) = (racer.clone(), link.clone());
            tokio::spawn(async move { accept(&racer, &link).await })
        });
        let answers: Vec<_> = join_all(tries).await.into_iter().map(Result::unwrap).collect();
        let (came, late): (Vec<_>, Vec<_>) =
            answers.iter().partition(|answer| answer.status == StatusCode::OK);
        assert_eq!(came.len(), let_in, "round {round}: {answers:?}");
        for answer in late {
            answer.problem(409, "invite-used-up");
        }
    }
    assert_eq!(ana.read(BEES).await.ok()["members"], 4);
    assert_eq!(ana.read(&format!("{BEES}/invites")).await.items()[0]["used"], 3);
}

async fn nobody_who_is_banned_comes_in_by_an_invitation(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("ben", "normal")]).await;
    let (_, link) = invite(&ana, json!({ "expires": "never" })).await;
    let until = app.clock.now().plus(7 * DAY);
    ana.perform("member.ban", of(json!({ "member": "ben", "reason": "No.", "until": until }))).await.ok();
    accept(&people[0], &link).await.problem(403, "banned");
    assert_eq!(ana.read(&format!("{BEES}/invites")).await.items()[0]["used"], 0);
    app.advance(7 * DAY + SECOND);
    accept(&people[0], &link).await.ok();
    assert_eq!(role_of(&ana, "ben").await, "normal");
}

async fn whoever_was_demoted_comes_back_by_an_invitation_with_no_more(app: TestApp) {
    let others = [("ben", "viewer"), ("eva", "untrusted"), ("ivo", "admin")];
    let (ana, people) = bees(&app, "members", &others).await;
    people[0].perform("pursuance.leave", of(json!({}))).await.ok();
    ana.perform("member.remove", of(json!({ "member": "eva", "reason": "Rest." }))).await.ok();
    people[2].perform("pursuance.leave", of(json!({}))).await.ok();
    let (_, link) = invite(&ana, json!({ "role": "assistant_admin" })).await;
    for (person, role) in people.iter().zip(["viewer", "untrusted", "assistant_admin"]) {
        let done = accept(person, &link).await.ok();
        assert_eq!(done["result"]["role"], role, "what is answered is what they have");
        assert_eq!(role_of(&ana, &person.name).await, role);
    }
}

async fn an_invitation_of_somebody_who_may_invite_no_more_lets_nobody_in(app: TestApp) {
    let others = [("rob", "recruiter"), ("rea", "recruiter"), ("sue", "admin")];
    let (ana, people) = bees(&app, "members", &others).await;
    let zoe = app.person("zoe").await;
    let (_, of_rob) = invite(&people[0], json!({})).await;
    let (_, of_rea) = invite(&people[1], json!({})).await;
    let (_, of_sue) = invite(&people[2], json!({ "role": "admin" })).await;

    ana.perform("member.set_role", of(json!({ "member": "rob", "role": "assigner" }))).await.ok();
    accept(&zoe, &of_rob).await.problem(409, "invite-void");
    ana.perform("member.ban", of(json!({ "member": "rea", "reason": "No." }))).await.ok();
    accept(&zoe, &of_rea).await.problem(409, "invite-void");
    // The role of the invitation is now above that of its maker.
    ana.perform("member.set_role", of(json!({ "member": "sue", "role": "recruiter" }))).await.ok();
    accept(&zoe, &of_sue).await.problem(409, "invite-void");
    // A member who has the rights again has invited again.
    ana.perform("member.set_role", of(json!({ "member": "rob", "role": "recruiter" }))).await.ok();
    let suspend = |suspended| SuspendAccount { account: people[0].id.clone(), suspended };
    app.perform(&Principal::Operator, suspend(true).into()).await.unwrap();
    accept(&zoe, &of_rob).await.problem(409, "invite-void");
    app.perform(&Principal::Operator, suspend(false).into()).await.unwrap();
    accept(&zoe, &of_rob).await.ok();
}

async fn nobody_invites_above_their_own_role_or_to_be_the_primary(app: TestApp) {
    let others = [("rob", "recruiter"), ("abe", "assigner")];
    let (ana, people) = bees(&app, "members", &others).await;
    let input = |role: &str| of(json!({ "role": role, "uses": 1 }));
    people[0].perform("invite.create", input("recruiter")).await.ok();
    people[0].perform("invite.create", input("assistant_admin")).await.problem(403, "role-above-own");
    people[1].perform("invite.create", input("normal")).await.problem(403, "not-allowed");
    ana.perform("invite.create", input("admin")).await.ok();
    ana.perform("invite.create", input("primary")).await.problem(422, "invalid-input");
    for uses in [json!(0), json!(10_001)] {
        ana.perform("invite.create", of(json!({ "role": "normal", "uses": uses })))
            .await
            .problem(422, "invalid-input");
    }
    ana.perform("invite.create", of(json!({ "role": "normal", "expires": "8d" })))
        .await
        .problem(422, "invalid-input");
}

async fn a_request_to_join_is_answered_by_an_invitation(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    ana.perform("pursuance.edit", of(json!({ "joining": "approval" }))).await.ok();
    let zoe = app.person("zoe").await;
    zoe.perform("pursuance.join", of(json!({ "note": "Please." }))).await.ok();
    let (_, link) = invite(&ana, json!({ "role": "assigner" })).await;
    accept(&zoe, &link).await.ok();
    assert_eq!(role_of(&ana, "zoe").await, "assigner");
    ana.perform("member.decide", of(json!({ "member": "zoe", "accept": false })))
        .await
        .problem(404, "not-found");
}

async fn revoking_takes_those_along_who_came_and_whom_they_invited_and_nobody_with_that_role(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("rob", "recruiter"), ("abe", "assistant_admin")]).await;
    let (rob, abe) = (&people[0], &people[1]);
    let names = ["ben", "cay", "dov", "eva", "fay", "gus"];
    let mut came = Vec::new();
    for name in names {
        came.push(app.person(name).await);
    }
    // rob lets ben and cay in; ben, a recruiter by then, lets dov and eva in; cay becomes an Admin and lets fay in.
    let (id, link) = invite(rob, json!({ "role": "recruiter" })).await;
    accept(&came[0], &link).await.ok();
    accept(&came[1], &link).await.ok();
    let (_, of_ben) = invite(&came[0], json!({})).await;
    accept(&came[2], &of_ben).await.ok();
    accept(&came[3], &of_ben).await.ok();
    ana.perform("member.set_role", of(json!({ "member": "cay", "role": "admin" }))).await.ok();
    let (_, of_cay) = invite(&came[1], json!({})).await;
    accept(&came[4], &of_cay).await.ok();
    let number = task(&ana, "Count").await;
    ana.perform("task.assign", of(json!({ "task": number, "assignee": "dov" }))).await.ok();

    let revoke = |more: Value| of(merged(json!({ "invite": id }), more));
    abe.perform("invite.revoke", revoke(json!({ "and_invited": true }))).await.problem(422, "invalid-input");
    let done = abe
        .perform("invite.revoke", revoke(json!({ "with_members": true, "and_invited": true, "reason": WHY })))
        .await
        .ok();

    assert_eq!(done["result"]["removed"], 3, "ben, dov and eva: {done}");
    for gone in ["ben", "dov", "eva"] {
        assert_eq!(role_of(&ana, gone).await, json!(null), "{gone}");
    }
    assert_eq!(role_of(&ana, "cay").await, "admin", "nobody with that role, or above");
    assert_eq!(role_of(&ana, "fay").await, "normal", "nor whom they invited");
    let now = ana.read(&format!("{BEES}/tasks/{number}")).await.ok();
    assert_eq!((&now["phase"], &now["assignee"]), (&json!("help_wanted"), &json!(null)));
    came[2].read(BEES).await.problem(404, "not-found");
    accept(&came[5], &link).await.problem(409, "invite-revoked");
    accept(&came[5], &of_ben).await.problem(409, "invite-void");
    accept(&came[5], &of_cay).await.ok();
    let log = ana.read(&format!("{BEES}/log?limit=200")).await.items();
    let removed: Vec<_> = log.iter().filter(|line| line["verb"] == "member.removed").collect();
    assert_eq!(removed.len(), 3);
    assert!(
        removed.iter().all(|line| line["by"] == "abe" && line["data"]["invite"] == json!(id)),
        "{removed:?}"
    );
    let revoked = log.iter().find(|line| line["verb"] == "invite.revoked").unwrap();
    assert!(removed.iter().chain([&revoked]).all(|line| line["reason"] == WHY), "{removed:?}");
}

async fn nobody_is_removed_with_an_invitation_without_a_reason(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let (id, link) = invite(&ana, json!({})).await;
    let (ben, cay) = (app.person("ben").await, app.person("cay").await);
    accept(&ben, &link).await.ok();
    for reason in [json!(null), json!(""), json!(" ")] {
        let revoke = of(json!({ "invite": id, "with_members": true, "reason": reason }));
        ana.perform("invite.revoke", revoke).await.problem(422, "invalid-input");
    }
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let end = format!("/p/bees/invites/{id}");
    let page = anas.open(&end).await.shown().saying("the members read it in the log");
    let form = |reason: &str| page.form(&end).with(&[("how", "members"), ("reason", reason)]);
    anas.submit(form(" ")).await.refused();
    assert_eq!(role_of(&ana, "ben").await, "normal", "nothing has happened");
    accept(&cay, &link).await.ok();

    anas.submit(form(WHY)).await.shown();
    assert_eq!((role_of(&ana, "ben").await, role_of(&ana, "cay").await), (json!(null), json!(null)));
    anas.open("/p/bees/log").await.shown().saying(WHY);
    // The person who goes reads it, too.
    let mut bens = Browser::signed_in(&app, &ben.id).await;
    bens.open("/inbox").await.shown().saying(WHY);
    // Where nobody goes, nobody is asked for one.
    let (alone, _) = invite(&ana, json!({})).await;
    ana.perform("invite.revoke", of(json!({ "invite": alone }))).await.ok();
}

async fn only_ones_own_invitations_are_revoked_and_assistant_admins_revoke_any(app: TestApp) {
    let others = [("rob", "recruiter"), ("rea", "recruiter"), ("abe", "assistant_admin")];
    let (ana, people) = bees(&app, "members", &others).await;
    let (of_ana, link) = invite(&ana, json!({})).await;
    let (of_rob, own) = invite(&people[0], json!({})).await;
    let revoke = |id: &str| of(json!({ "invite": id, "with_members": true, "reason": WHY }));
    people[1].perform("invite.revoke", revoke(&of_rob)).await.problem(403, "not-allowed");
    people[0].perform("invite.revoke", revoke(&of_ana)).await.problem(403, "not-allowed");
    let zoe = app.person("zoe").await;
    accept(&zoe, &own).await.ok();
    // A recruiter takes back whom they let in, by their own invitation.
    assert_eq!(people[0].perform("invite.revoke", revoke(&of_rob)).await.ok()["result"]["removed"], 1);
    assert_eq!(role_of(&ana, "zoe").await, json!(null));
    people[2].perform("invite.revoke", revoke(&of_ana)).await.ok();
    accept(&zoe, &link).await.problem(409, "invite-revoked");
    ana.perform("invite.revoke", revoke("01k9w3zq7v8h4m2x5n6p0r1s2t")).await.problem(404, "not-found");
    zoe.perform("invite.revoke", revoke(&of_ana)).await.problem(404, "not-found");
    // Each recruiter reads their own, Assistant admins all.
    assert_eq!(people[0].read(&format!("{BEES}/invites")).await.items().len(), 1);
    assert_eq!(people[1].read(&format!("{BEES}/invites")).await.items().len(), 0);
    assert_eq!(people[2].read(&format!("{BEES}/invites")).await.items().len(), 2);
    zoe.read(&format!("{BEES}/invites")).await.problem(404, "not-found");
    // A person who may revoke none learns from no page which there are.
    ana.perform("pursuance.edit", of(json!({ "visibility": "public" }))).await.ok();
    let mut zoes = crate::support::browser::Browser::signed_in(&app, &zoe.id).await;
    for id in [&of_ana, "01k9w3zq7v8h4m2x5n6p0r1s2t"] {
        assert_eq!(zoes.open(&format!("/p/bees/invites/{id}")).await.status, StatusCode::FORBIDDEN);
    }
}

async fn the_tree_shows_who_came_through_whom_to_assistant_admins(app: TestApp) {
    let others = [("rob", "recruiter"), ("abe", "assistant_admin")];
    let (ana, people) = bees(&app, "public", &others).await;
    let (ben, cay) = (app.person("ben").await, app.person("cay").await);
    let (_, of_rob) = invite(&people[0], json!({ "role": "recruiter" })).await;
    accept(&ben, &of_rob).await.ok();
    let (_, of_ben) = invite(&ben, json!({})).await;
    accept(&cay, &of_ben).await.ok();
    ben.perform("pursuance.leave", of(json!({}))).await.ok();

    let tree = people[1].read(&format!("{BEES}/members?tree=true")).await.items();
    let drawn: Vec<String> = tree
        .iter()
        .map(|one| {
            format!("{} {} {}", one["depth"], one["member"].as_str().unwrap(), one["state"].as_str().unwrap())
        })
        .collect();
    assert_eq!(drawn, ["0 rob active", "1 ben gone", "2 cay active"]);
    assert_eq!(tree[2]["invited_by"], "ben");
    people[0].read(&format!("{BEES}/members?tree=true")).await.problem(403, "not-allowed");
    app.visitor().read(&format!("{BEES}/members?tree=true")).await.problem(403, "not-signed-in");
    let plain = ana.read(&format!("{BEES}/members")).await.items();
    assert!(plain.iter().all(|one| one.get("invited_by").is_none()), "only the tree says it");
    // A person who comes in by themselves later is nobody's.
    ben.perform("pursuance.join", of(json!({}))).await.ok();
    let tree = ana.read(&format!("{BEES}/members?tree=true")).await.items();
    assert_eq!(tree[0]["member"], "ben");
}

async fn an_invitation_shows_no_task_that_its_maker_may_not_see(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("rob", "recruiter")]).await;
    let number = task(&ana, "Secret plan").await;
    people[0]
        .perform("invite.create", of(json!({ "role": "normal", "task": 99 })))
        .await
        .problem(404, "not-found");
    let (_, link) = invite(&people[0], json!({ "task": number })).await;
    let path = format!("/i/{}", secret_in(&link));
    let mut browser = crate::support::browser::Browser::new(&app);
    browser.open(&path).await.shown().saying("Secret plan");
    ana.perform("member.ban", of(json!({ "member": "rob", "reason": "No." }))).await.ok();
    let gone = browser.open(&path).await;
    assert_eq!(gone.status, StatusCode::GONE);
    assert!(!gone.says("Secret plan") && !gone.says("Bees"), "{gone:?}");
}

async fn whoever_invited_or_asked_is_told_and_nobody_else(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("rob", "recruiter"), ("rea", "recruiter")]).await;
    let (zoe, eva) = (app.person("zoe").await, app.person("eva").await);
    let inbox = async |of: &Person| -> Vec<String> {
        let items = of.read("/api/v1/me/inbox").await.ok()["items"].as_array().unwrap().clone();
        let invited = items.iter().filter(|notice| notice["kind"] == "invitation");
        invited.map(|notice| notice["event"]["verb"].as_str().unwrap().to_owned()).collect()
    };
    let (_, link) = invite(&people[0], json!({})).await;
    accept(&zoe, &link).await.ok();
    assert_eq!(inbox(&people[0]).await, ["invite.used"]);
    eva.perform("profile.edit", json!({ "askable": true })).await.ok();
    let ask = of(json!({ "person": "eva", "role": "normal" }));
    let asked = people[0].perform("recruit.ask", ask).await.ok()["result"]["ask"].clone();
    assert_eq!(inbox(&eva).await, ["recruit.asked"], "also of a pursuance that she may not read");
    let mut browser = crate::support::browser::Browser::signed_in(&app, &eva.id).await;
    browser.open("/inbox").await.shown().saying("asks you to join");
    eva.perform("recruit.answer", json!({ "ask": asked, "accept": false })).await.ok();
    assert_eq!(inbox(&people[0]).await, ["recruit.answered", "invite.used"]);
    for other in [&ana, &people[1], &zoe] {
        assert!(inbox(other).await.is_empty());
        let events = other.read(&format!("{BEES}/events?limit=200")).await.text();
        assert!(!events.contains("invite.used") && !events.contains("recruit."), "{events}");
    }
}

async fn a_newcomer_whose_role_takes_no_tasks_gets_the_one_of_the_invitation(app: TestApp) {
    let (ana, _) = bees(&app, "members", &[]).await;
    let (first, second) = (task(&ana, "Count").await, task(&ana, "Draw").await);
    let (zoe, eva, uma) = (app.person("zoe").await, app.person("eva").await, app.person("uma").await);
    let (_, link) = invite(&ana, json!({ "role": "untrusted", "task": first })).await;
    accept(&zoe, &link).await.ok();
    let now = zoe.read(&format!("{BEES}/tasks/{first}")).await.ok();
    assert_eq!((&now["assignee"], &now["phase"]), (&json!("zoe"), &json!("started")));
    zoe.read(&format!("{BEES}/tasks/{second}")).await.problem(404, "not-found");
    // Nobody loses a task to a newcomer, and whoever may take one chooses.
    accept(&eva, &link).await.ok();
    assert_eq!(ana.read(&format!("{BEES}/tasks/{first}")).await.ok()["assignee"], "zoe");
    let (_, link) = invite(&ana, json!({ "role": "normal", "task": second })).await;
    accept(&uma, &link).await.ok();
    assert_eq!(ana.read(&format!("{BEES}/tasks/{second}")).await.ok()["assignee"], json!(null));
}

async fn invitations_into_a_pursuance_that_was_left_take_no_room(app: TestApp) {
    let (_, people) = bees(&app, "members", &[("rob", "recruiter")]).await;
    for _ in 0..OPEN_MOST {
        invite(&people[0], json!({ "expires": "never" })).await;
    }
    let more = of(json!({ "role": "normal", "expires": "never" }));
    people[0].perform("invite.create", more).await.problem(409, "account-full");
    // He can revoke none of them any more, and they let nobody in.
    people[0].perform("pursuance.leave", of(json!({}))).await.ok();
    let made = json!({ "slug": "wasps", "name": "Wasps", "mission": "" });
    people[0].perform("pursuance.create", made).await.ok();
    let into_wasps = json!({ "pursuance": "wasps", "role": "normal", "expires": "never" });
    people[0].perform("invite.create", into_wasps).await.ok();
}
