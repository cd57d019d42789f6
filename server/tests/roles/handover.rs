//! A pursuance is handed over by a question and a yes; of a Primary who cannot act an operator names an Admin.

use pursuance::store::accounts;
use pursuance_domain::action::{AcceptTransfer, NamePrimary, SuspendAccount};
use pursuance_domain::allowed::{Principal, Via};
use pursuance_domain::value::ActorRef;
use serde_json::{Value, json};

use super::{BEES, bees, of, role_of};
use crate::support::browser::Browser;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    a_pursuance_is_handed_over_by_a_yes_and_given_back_the_same_way,
    whoever_is_asked_says_no_or_is_asked_no_more_and_nothing_changes,
    the_role_of_the_primary_is_not_set,
    whoever_may_not_see_the_members_is_not_asked_to_take_over,
    a_question_lapses_with_the_membership_of_who_was_asked,
    a_question_lapses_with_the_account_of_who_was_asked_and_of_who_asked,
    an_operator_names_an_admin_where_the_primary_cannot_act,
    an_operator_names_an_admin_on_a_page,
);

fn transfer(to: impl Into<Value>) -> Value {
    let to: Value = to.into();
    of(json!({ "to": to }))
}

async fn a_pursuance_is_handed_over_by_a_yes_and_given_back_the_same_way(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("ben", "viewer")]).await;
    let ben = &people[0];
    ana.perform("pursuance.leave", of(json!({}))).await.problem(409, "last-one");
    for (from, to) in [(&ana, ben), (ben, &ana)] {
        from.perform("pursuance.transfer", transfer(json!(to.name))).await.ok();
        assert_eq!(role_of(from, &from.name).await, "primary", "until the answer nothing changes");
        to.perform("pursuance.accept_transfer", of(json!({}))).await.ok();
        assert_eq!(role_of(from, &to.name).await, "primary");
        assert_eq!(role_of(from, &from.name).await, "admin");
        from.perform("pursuance.transfer", transfer(json!(from.name))).await.problem(403, "not-allowed");
        to.perform("pursuance.accept_transfer", of(json!({}))).await.problem(409, "not-asked");
    }
    let log = ana.read(&format!("{BEES}/log")).await.items();
    let asked = log.iter().filter(|line| line["verb"] == "pursuance.transfer_asked").count();
    assert_eq!(asked, 2, "{log:?}");
}

async fn whoever_is_asked_says_no_or_is_asked_no_more_and_nothing_changes(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("ben", "normal"), ("eva", "admin")]).await;
    let accept = async |person: &Person| person.perform("pursuance.accept_transfer", of(json!({}))).await;
    // Taken back.
    ana.perform("pursuance.transfer", transfer(json!("ben"))).await.ok();
    ana.perform("pursuance.transfer", transfer(json!(null))).await.ok();
    accept(&people[0]).await.problem(409, "not-asked");
    ana.perform("pursuance.transfer", transfer(json!(null))).await.problem(409, "not-asked");
    // Somebody else instead.
    ana.perform("pursuance.transfer", transfer(json!("ben"))).await.ok();
    ana.perform("pursuance.transfer", transfer(json!("eva"))).await.ok();
    accept(&people[0]).await.problem(409, "not-asked");
    people[1].perform("pursuance.accept_transfer", of(json!({ "accept": false }))).await.ok();
    accept(&people[1]).await.problem(409, "not-asked");
    assert_eq!(role_of(&ana, "ana").await, "primary");
    // The person who asked is told of the no, and of nothing that they did themselves.
    let told = ana.read("/api/v1/me/inbox").await.items();
    let ended = told.iter().filter(|item| item["event"]["verb"] == "pursuance.transfer_ended");
    assert_eq!(ended.map(|item| &item["event"]["data"]["because"]).collect::<Vec<_>>(), ["declined"]);

    // The same by the page.
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let mut bens = Browser::signed_in(&app, &people[0].id).await;
    let page = anas.open("/p/bees/m/ben").await.shown();
    let asked = anas.fill(&page, "/p/bees/m/ben/take-over", &[("ask", "yes")]).await.shown();
    asked.saying("is asked to become the owner");
    let members = bens.open("/p/bees/members").await.shown();
    let late = members.form("/p/bees/members/take-over");
    bens.fill(&members, "/p/bees/members/take-over", &[("answer", "decline")]).await.shown();
    let refused = bens.submit(late.with(&[("answer", "accept")])).await.refused();
    refused.saying("This question is no longer open.");
    anas.fill(&page, "/p/bees/m/ben/take-over", &[("ask", "yes")]).await.shown();
    let members = bens.open("/p/bees/members").await.shown();
    bens.fill(&members, "/p/bees/members/take-over", &[("answer", "accept")]).await.shown();
    assert_eq!(role_of(&ana, "ben").await, "primary");
}

async fn whoever_may_not_see_the_members_is_not_asked_to_take_over(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("eve", "untrusted"), ("ben", "viewer")]).await;
    ana.perform("pursuance.transfer", transfer(json!("eve"))).await.problem(409, "heir-untrusted");
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    assert!(!anas.open("/p/bees/m/eve").await.shown().has_form("/p/bees/m/eve/take-over"));
    ana.perform("pursuance.transfer", transfer(json!("ben"))).await.ok();
    let role = of(json!({ "member": "ben", "role": "untrusted" }));
    ana.perform("member.set_role", role).await.ok();
    people[1].perform("pursuance.accept_transfer", of(json!({}))).await.problem(409, "not-asked");
}

async fn the_role_of_the_primary_is_not_set(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("ben", "admin")]).await;
    let role = |member: &str, role: &str| of(json!({ "member": member, "role": role }));
    ana.perform("member.set_role", role("ben", "primary")).await.problem(403, "role-above-own");
    people[0].perform("member.set_role", role("ben", "primary")).await.problem(403, "role-above-own");
    people[0].perform("member.set_role", role("ana", "viewer")).await.problem(403, "role-above-own");
    ana.perform("member.set_role", role("ana", "admin")).await.problem(403, "role-above-own");
    people[0].perform("pursuance.transfer", transfer(json!("ben"))).await.problem(403, "not-allowed");
    ana.perform("pursuance.transfer", transfer(json!("ana"))).await.problem(409, "is-primary");
    assert_eq!(role_of(&ana, "ana").await, "primary");
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let member = browser.open("/p/bees/m/ben").await.shown();
    let set = member.form("/p/bees/members/role").with(&[("member", "ben"), ("role", "primary")]);
    browser.submit(set).await.refused();
    assert_eq!(role_of(&ana, "ana").await, "primary");
}

async fn a_question_lapses_with_the_membership_of_who_was_asked(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("eva", "normal")]).await;
    ana.perform("pursuance.transfer", transfer(json!("ben"))).await.ok();
    people[0].perform("pursuance.leave", of(json!({}))).await.ok();
    people[0].perform("pursuance.join", of(json!({}))).await.ok();
    people[0].perform("pursuance.accept_transfer", of(json!({}))).await.problem(409, "not-asked");
    ana.perform("pursuance.transfer", transfer(json!("eva"))).await.ok();
    ana.perform("member.ban", of(json!({ "member": "eva", "reason": "No." }))).await.ok();
    people[1].perform("pursuance.accept_transfer", of(json!({}))).await.problem(409, "not-asked");
    assert_eq!(role_of(&ana, "ana").await, "primary");
}

async fn a_question_lapses_with_the_account_of_who_was_asked_and_of_who_asked(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("ben", "admin"), ("eva", "normal")]).await;
    let [ben, eva] = &people[..] else { panic!("two of them") };
    let olga = app.operator("olga").await;
    let at_a_browser = Principal::Person { actor: olga.id.clone(), via: Via::Session };
    let suspend = async |person: &Person, suspended| {
        let suspend = SuspendAccount { account: person.id.clone(), suspended };
        app.perform(&at_a_browser, suspend.into()).await.unwrap();
    };
    let accept = async |person: &Person| {
        let accept = AcceptTransfer { pursuance: "bees".into(), accept: true };
        match app.perform(&person.principal(), accept.into()).await {
            Err(pursuance::actions::PerformError::Refused(refused)) => refused.slug(),
            other => panic!("{other:?}"),
        }
    };
    ana.perform("pursuance.transfer", transfer(json!("ben"))).await.ok();
    suspend(ben, true).await;
    suspend(ben, false).await;
    assert_eq!(accept(ben).await, "not-asked", "who was asked");
    // The Primary asks and is suspended: an operator decides, and not a question of theirs.
    ana.perform("pursuance.transfer", transfer(json!("eva"))).await.ok();
    suspend(&ana, true).await;
    assert_eq!(accept(eva).await, "not-asked", "who asked");
    suspend(&ana, false).await;
    assert_eq!(accept(eva).await, "not-asked", "nor once the account is open again");
    let log = eva.read(&format!("{BEES}/log")).await.items();
    let ended: Vec<&Value> = log.iter().filter(|line| line["verb"] == "pursuance.transfer_ended").collect();
    assert_eq!(ended.len(), 2, "{log:?}");
    assert!(ended.iter().all(|line| line["by"].is_null() && line["data"]["because"] == "lapsed"), "{log:?}");
    assert_eq!(role_of(eva, "ana").await, "primary");
    // A question that an older program left open is of no use either.
    let asked = pursuance_domain::action::TransferPursuance {
        pursuance: "bees".into(),
        to: Some(ActorRef::parse("eva").unwrap()),
    };
    app.perform(&ana.principal(), asked.into()).await.unwrap();
    let mut tx = app.db.write().await.unwrap();
    accounts::set_suspended(&mut tx, &ana.id, Some(app.clock.now())).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(accept(eva).await, "not-asked");
    assert_eq!(role_of(eva, "ana").await, "primary");
}

async fn an_operator_names_an_admin_where_the_primary_cannot_act(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("ben", "admin"), ("eva", "normal")]).await;
    let olga = app.operator("olga").await;
    let at_a_browser = Principal::Person { actor: olga.id.clone(), via: Via::Session };
    let name = async |who: &Principal, member: &str| {
        let member = ActorRef::parse(member).unwrap();
        let named = app.perform(who, NamePrimary { pursuance: "bees".into(), member }.into()).await;
        named.map_err(|error| match error {
            pursuance::actions::PerformError::Refused(refused) => refused.slug(),
            error => panic!("{error:?}"),
        })
    };
    for member in ["ben", "eva", "olga", "nobody"] {
        assert_eq!(
            name(&at_a_browser, member).await.unwrap_err(),
            "primary-acts",
            "{member}: no word on who is in"
        );
    }
    let suspend = SuspendAccount { account: ana.id.clone(), suspended: true };
    app.perform(&at_a_browser, suspend.into()).await.unwrap();
    assert_eq!(name(&at_a_browser, "eva").await.unwrap_err(), "not-an-admin");
    // Neither the Admin, nor an operator with a token.
    for who in [people[0].principal(), olga.principal()] {
        assert_eq!(name(&who, "ben").await.unwrap_err(), "not-an-operator");
    }
    name(&at_a_browser, "ben").await.unwrap();
    assert_eq!(role_of(&people[0], "ben").await, "primary");
    assert_eq!(role_of(&people[0], "ana").await, "admin");
    let log = people[0].read(&format!("{BEES}/log")).await.items();
    assert_eq!((&log[0]["verb"], &log[0]["by"]), (&json!("member.role_set"), &json!(null)), "{log:?}");
    assert_eq!(name(&at_a_browser, "eva").await.unwrap_err(), "primary-acts");
}

async fn an_operator_names_an_admin_on_a_page(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("ben", "admin")]).await;
    let olga = app.operator("olga").await;
    let mut browser = Browser::of(&app, "olga").await;
    let page = browser.open("/admin/primaries").await.shown();
    assert!(!page.has_form("/admin/primaries/bees"), "the Primary can act: {page:?}");
    let at_a_browser = Principal::Person { actor: olga.id.clone(), via: Via::Session };
    let suspend = SuspendAccount { account: ana.id.clone(), suspended: true };
    app.perform(&at_a_browser, suspend.into()).await.unwrap();
    let page = browser.open("/admin/primaries").await.shown();
    let page = browser.fill(&page, "/admin/primaries/bees", &[("admin", "ben")]).await.shown();
    assert!(!page.saying("The pursuance has a new owner.").has_form("/admin/primaries/bees"));
    assert_eq!(role_of(&people[0], "ben").await, "primary");
}
