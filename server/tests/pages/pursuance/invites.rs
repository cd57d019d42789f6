//! Invitations on pages: for whoever has the link, for those who make one, and their end.

use http::StatusCode;
use pursuance::actions::invite::secret_in;
use pursuance_domain::action::ConfigureInstance;
use pursuance_domain::allowed::Principal;
use pursuance_domain::value::{DisplayName, Door};
use serde_json::{Value, json};

use crate::support::bees::{bees, of, role_of, task};
use crate::support::browser::Browser;
use crate::support::groups::merged;
use crate::support::{Person, TestApp};

/// The path of a link that somebody makes.
async fn link(by: &Person, more: Value) -> String {
    let input = of(merged(json!({ "role": "normal", "expires": "7d", "uses": null }), more));
    let made = by.perform("invite.create", input).await.ok();
    format!("/i/{}", secret_in(made["result"]["link"].as_str().unwrap()))
}

#[tokio::test]
async fn a_stranger_with_an_invitation_signs_up_and_joins_in_one() {
    let app = TestApp::start().await;
    app.operator("olga").await;
    let (ana, _) = bees(&app, "members", &[]).await;
    let number = task(&ana, "Count").await;
    let path =
        link(&ana, json!({ "task": number, "purpose": "For the walk", "skills": ["Nature:Bees"] })).await;
    let mut browser = Browser::new(&app);
    let shown = browser.open(&path).await.shown();
    for words in ["You are invited to Bees", "For the walk", "Nature:Bees", "Count", "since when, your role"]
    {
        assert!(shown.says(words), "{words}: {shown:?}");
    }
    assert!(!shown.has_form(&path), "first somebody signs in");
    let next = format!("/join?next=%2Fi%2F{}", path.trim_start_matches("/i/"));
    assert!(shown.html.contains(&next), "{shown:?}");
    let join = browser.open(&next).await.shown().saying("a member of the pursuance that invited you");
    let words = "otter lamp quarry seven";
    let fields = [("name", "zoe"), ("passphrase", words), ("passphrase_again", words)];
    let refused = browser.fill(&join, "/join", &[("name", "ana"), fields[1], fields[2]]).await.refused();
    let there = browser.fill(&refused, "/join", &fields).await.shown().saying("You are a member now.");
    assert_eq!(there.path, format!("/p/bees/arrival?task={number}"));
    assert_eq!(role_of(&ana, "zoe").await, "normal");
    // She is asked once, and led to the task.
    let arrival = "/p/bees/arrival";
    let there = there.saying("What could we ask you about?");
    let refused = browser.fill(&there, arrival, &[("skills", ":")]).await.refused();
    let task = browser.fill(&refused, arrival, &[("skills", "Counting")]).await.shown();
    assert_eq!(task.path, format!("/p/bees/t/{number}"));
    let again = browser.open(&path).await.shown().saying("You are a member already.");
    assert!(!again.has_form(&path));
}

#[tokio::test]
async fn with_an_invitation_alone_somebody_opens_an_account() {
    let app = TestApp::start().await;
    app.operator("olga").await;
    let (ana, _) = bees(&app, "members", &[]).await;
    let path = link(&ana, json!({ "uses": 1 })).await;
    let name = DisplayName::parse("Commons").unwrap();
    let close = ConfigureInstance { name, door: Door::Invited, about: None, run_by: None };
    app.perform(&Principal::Operator, close.into()).await.unwrap();
    assert_eq!(app.visitor().read("/nodeinfo/2.1").await.ok()["openRegistrations"], false);
    let words = "otter lamp quarry seven";
    let fields = |name| [("name", name), ("passphrase", words), ("passphrase_again", words)];

    let mut eve = Browser::new(&app);
    assert!(!eve.open("/").await.shown().html.contains("href=\"/join\""));
    eve.open("/join").await.shown().saying("by invitation");
    let mut zoe = Browser::new(&app);
    let next = format!("/join?next=%2Fi%2F{}", path.trim_start_matches("/i/"));
    let join = zoe.open(&next).await.shown();
    // Without the invitation, or with one that is none, no account is made.
    for next in ["", "/i/0f3c"] {
        let typed = [("name", "eve"), fields("eve")[1], fields("eve")[2], ("next", next)];
        eve.fill(&join, "/join", &typed).await.refused();
    }
    zoe.open(&path).await.shown().saying("Make an account and join");
    zoe.fill(&join, "/join", &fields("zoe")).await.shown().saying("You are a member now.");
    assert_eq!(role_of(&ana, "zoe").await, "normal");
    // It was for one.
    eve.fill(&join, "/join", &fields("eve")).await.refused();
    let admins = app.visitor().read("/@eve").await;
    assert_eq!(admins.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_server_closed_to_newcomers_says_so_on_the_invitation() {
    let app = TestApp::start().await;
    app.operator("olga").await;
    let (ana, _) = bees(&app, "members", &[]).await;
    app.person("zoe").await;
    let path = link(&ana, json!({})).await;
    let name = DisplayName::parse("Commons").unwrap();
    let close = ConfigureInstance { name, door: Door::Nobody, about: None, run_by: None };
    app.perform(&Principal::Operator, close.into()).await.unwrap();
    let shown = Browser::new(&app).open(&path).await.shown().saying("takes no new accounts");
    assert!(!shown.html.contains("/join?next") && shown.html.contains("/signin?next=%2Fi%2F"), "{shown:?}");
    // A person with an account comes in all the same.
    let mut zoe = Browser::of(&app, "zoe").await;
    let shown = zoe.open(&path).await.shown();
    zoe.fill(&shown, &path, &[]).await.shown().saying("You are a member now.");
}

#[tokio::test]
async fn the_address_of_an_invitation_stands_in_no_cache_and_in_no_referer() {
    let app = TestApp::start().await;
    app.operator("olga").await;
    let (ana, _) = bees(&app, "public", &[]).await;
    let path = link(&ana, json!({ "uses": 1 })).await;
    let back = path.replace('/', "%2F");
    let mut browser = Browser::new(&app);
    for address in
        [path.clone(), format!("/join?next={back}"), format!("/signin?next={back}"), "/i/none".to_owned()]
    {
        let answer = browser.open(&address).await;
        assert_eq!(answer.headers["cache-control"], "no-store", "{address}");
        assert_eq!(answer.headers["referrer-policy"], "strict-origin", "{address}");
        assert!(!answer.headers.contains_key("etag"), "{address}");
    }
    for form in ["/join", "/signin"] {
        let shown = browser.open(&format!("{form}?next={back}")).await.shown();
        let refused = browser.fill(&shown, form, &[("name", "yan"), ("passphrase", "short")]).await;
        assert!(refused.status.is_client_error() && refused.html.contains(&path), "{refused:?}");
        assert_eq!(refused.headers["cache-control"], "no-store", "also where {form} is refused");
        assert_eq!(refused.headers["referrer-policy"], "strict-origin", "{form}");
    }
    app.person("zoe").await;
    let mut zoe = Browser::of(&app, "zoe").await;
    let shown = zoe.open(&path).await.shown();
    let mut away = zoe.clone();
    away.lose_session();
    let lost = away.fill(&shown, &path, &[]).await;
    assert_eq!(lost.status, StatusCode::UNAUTHORIZED);
    assert_eq!(lost.headers["cache-control"], "no-store", "also where a form is lost");
    let plain = browser.open("/p/bees").await.shown();
    assert_eq!(plain.headers["referrer-policy"], "same-origin", "other pages are as before");
}

#[tokio::test]
async fn a_link_that_lets_nobody_in_says_so_and_nothing_of_the_pursuance() {
    let app = TestApp::start().await;
    let (ana, people) = bees(&app, "members", &[("ben", "normal")]).await;
    let path = link(&ana, json!({ "expires": "10m" })).await;
    let mut ben = Browser::of(&app, "ben").await;
    ana.perform("member.ban", of(json!({ "member": "ben", "reason": "No." }))).await.ok();
    let banned = ben.open(&path).await;
    assert_eq!(banned.status, StatusCode::FORBIDDEN);
    assert!(banned.says("You were banned") && !banned.has_form(&path), "{banned:?}");
    assert!(!banned.says("Bees"), "the reason alone: {banned:?}");
    app.advance(pursuance_domain::time::HOUR);
    let over = Browser::new(&app).open(&path).await;
    assert_eq!(over.status, StatusCode::GONE);
    assert!(over.says("This invitation is over.") && !over.says("Bees"), "{over:?}");
    assert_eq!(Browser::new(&app).open("/i/none").await.status, StatusCode::NOT_FOUND);
    drop(people);
}

#[tokio::test]
async fn a_link_is_shown_once_with_its_picture_and_what_was_refused_stays() {
    let app = TestApp::start().await;
    bees(&app, "members", &[]).await;
    let mut ana = Browser::of(&app, "ana").await;
    let members = ana.open("/p/bees/members").await.shown();
    assert!(members.html.contains("href=\"/p/bees/invites\""), "{members:?}");
    let page = ana.open("/p/bees/invites").await.shown();
    let typed = [
        ("role", "viewer"),
        ("expires", "30d"),
        ("uses", "many"),
        ("purpose", "Walk"),
        ("task", "#99"),
        ("skills", "Bees:"),
    ];
    let refused = ana.fill(&page, "/p/bees/invites", &typed).await.refused();
    for (name, value) in typed {
        assert_eq!(refused.form("/p/bees/invites").value(name), value, "{name}");
    }
    for field in ["uses", "task", "skills"] {
        assert!(refused.html.contains(&format!("id=\"{field}-error\"")), "{field}: {refused:?}");
    }
    let typed = [("uses", ""), ("task", ""), ("skills", "Nature:Bees")];
    let made = ana.fill(&refused, "/p/bees/invites", &typed).await.shown();
    assert_eq!(made.headers["cache-control"], "no-store");
    // Its button is there for the script alone.
    let copies =
        made.html.split("<button").find(|button| button.contains("data-copy=\"made-link\"")).unwrap();
    assert!(copies.split('>').next().unwrap().ends_with(" hidden") && made.html.contains("id=\"made-link\""));
    let link = made.html.split("/i/").nth(1).unwrap().split('<').next().unwrap().trim().to_owned();
    assert_eq!(link.len(), 32, "{link}");
    assert!(made.html.contains("<svg class=\"qr\"") && made.says("Walk"), "{made:?}");
    let later = ana.open("/p/bees/invites").await.shown();
    assert!(!later.html.contains(&link) && later.says("Nobody came by it"), "{later:?}");
    app.person("zoe").await;
    let mut zoe = Browser::of(&app, "zoe").await;
    let path = format!("/i/{link}");
    let shown = zoe.open(&path).await.shown();
    zoe.fill(&shown, &path, &[]).await.shown();
    ana.open("/p/bees/invites").await.shown().saying("One person came by it");
}

#[tokio::test]
async fn the_end_of_an_invitation_names_who_goes_and_what_they_have_in_hand() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, "members", &[]).await;
    let path = link(&ana, json!({ "role": "recruiter" })).await;
    let (ben, cay) = (app.person("ben").await, app.person("cay").await);
    ben.perform("invite.accept", json!({ "secret": path })).await.ok();
    let of_ben = link(&ben, json!({})).await;
    cay.perform("invite.accept", json!({ "secret": of_ben })).await.ok();
    let number = task(&ana, "Count").await;
    ana.perform("task.assign", of(json!({ "task": number, "assignee": "cay" }))).await.ok();
    let listed = ana.read("/api/v1/pursuances/bees/invites").await.items();
    let id = listed.iter().find(|one| one["by"] == "ana").unwrap()["invite"].as_str().unwrap().to_owned();
    let end = format!("/p/bees/invites/{id}");
    let mut browser = Browser::of(&app, "ana").await;
    let shown = browser.open(&end).await.shown();
    for words in [
        "Revoke the link",
        "Revoke it and remove one person",
        "Revoke it and remove all 2 people",
        "Count",
        "ben",
        "cay",
    ] {
        assert!(shown.says(words), "{words}: {shown:?}");
    }
    let list = browser.fill(&shown, &end, &[("how", "only")]).await.shown();
    assert!(list.says("Those who came by it stay.") && list.says("Revoked"), "{list:?}");
    assert_eq!(role_of(&ana, "ben").await, "recruiter");
    let shown = browser.open(&end).await.shown();
    assert!(!shown.says("Revoke the link"));
    browser.fill(&shown, &end, &[("how", "invited"), ("reason", "They sold the readings.")]).await.shown();
    for gone in ["ben", "cay"] {
        assert_eq!(role_of(&ana, gone).await, json!(null), "{gone}");
    }
    browser.open(&format!("/p/bees/t/{number}")).await.shown().saying("Help wanted");
    let log = browser.open("/p/bees/log").await.shown();
    assert!(log.says("made an invitation") && log.says("revoked an invitation"), "{log:?}");
}

#[tokio::test]
async fn somebody_who_allows_it_is_found_asked_and_answers_on_home() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, "members", &[]).await;
    app.person("zoe").await;
    let mut zoe = Browser::of(&app, "zoe").await;
    let me = zoe.open("/me").await.shown();
    zoe.fill(&me, "/me/profile", &[("askable", "yes")]).await.shown();
    let work = zoe.open("/me/work").await.shown();
    zoe.fill(&work, "/me/skills", &[("skill", "Language:Polish")]).await.shown();
    let mut browser = Browser::of(&app, "ana").await;
    browser.open("/p/bees/recruit?q=french").await.shown().saying("Nobody like that");
    let found = browser.open("/p/bees/recruit?q=polish").await.shown().saying("Language:Polish");
    let long = "x".repeat(2_001);
    let refused = browser.fill(&found, "/p/bees/recruit", &[("note", &long)]).await.refused();
    assert_eq!(refused.form("/p/bees/recruit").value("note"), long);
    browser.fill(&found, "/p/bees/recruit", &[("note", "You read Polish.")]).await.shown();
    // A second tab that was open still has what was typed.
    let late = browser.fill(&found, "/p/bees/recruit", &[("note", "Once more.")]).await.refused();
    late.saying("asked already").saying("Once more.");

    let home = zoe.open("/").await.shown().saying("asks you to join, as Helper");
    let path = home.html.split("href=\"/me/asks/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let path = format!("/me/asks/{path}");
    let asked = zoe.open(&path).await.shown().saying("You read Polish.").saying("Will you join Bees?");
    let done = zoe.fill(&asked, &path, &[("answer", "accept")]).await.shown().saying("You are a member now.");
    assert_eq!(done.path, "/p/bees/arrival");
    assert_eq!(role_of(&ana, "zoe").await, "normal");
    assert_eq!(zoe.open(&path).await.shown().path, "/p/bees", "what was answered leads on");
    browser.open("/p/bees/members?tree=true").await.shown().saying("zoe");
}
