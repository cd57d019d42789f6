//! Callers, and the limit on their calls.

use axum::body::Body;
use http::Method;
use pursuance::actions::{PerformError, TOKEN_LIFE, TOKEN_LONGEST, feed};
use pursuance::state::hash_secret;
use pursuance::store::{accounts, tokens};
use pursuance_domain::action::{
    Action, CreateFeed, CreateToken, EditProfile, LiftLimits, RevokeToken, SetVerifier, StartSession,
    SuspendAccount,
};
use pursuance_domain::allowed::{Principal, Via};
use pursuance_domain::time::{DAY, MINUTE, SECOND, Time};
use pursuance_domain::value::{FeedForm, Label, TokenScope};
use serde_json::json;

use super::start_pursuance;
use crate::support::feeds::session_of;
use crate::support::{Person, TestApp};

async fn token_of(app: &TestApp, person: &Person) -> tokens::Token {
    let mut tx = app.db.read().await.unwrap();
    tokens::by_hash(&mut tx, &hash_secret(person.token()), app.clock.now()).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_token_says_who_calls() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    let me = ana.read("/api/v1/me").await.ok();
    assert_eq!((&me["account"], &me["id"], &me["operator"]), (&json!("ana"), &json!(ana.id), &json!(false)));
    assert_eq!(me["handle"], "ana@localhost:8080");
    let bees = json!({ "pursuance": "bees", "name": "bees", "role": "primary", "closed": false });
    assert_eq!(me["pursuances"], json!([bees]));
}

#[tokio::test]
async fn without_a_token_nothing_can_be_done() {
    let app = TestApp::start().await;
    let refused = app.visitor().perform("pursuance.create", json!({})).await;
    refused.problem(401, "token-needed");
    assert_eq!(refused.header("www-authenticate"), "Bearer realm=\"pursuance\"");
    app.visitor().read("/api/v1/me").await.problem(401, "token-needed");
}

#[tokio::test]
async fn a_token_that_is_not_good_is_refused_even_for_what_anyone_may_read() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    let refused = app.visitor().with_token("0123").read("/api/v1/pursuances").await;
    refused.problem(401, "token-invalid");
    assert_eq!(refused.header("www-authenticate"), "Bearer realm=\"pursuance\", error=\"invalid_token\"");
    let basic = [("authorization", "Basic YW5hOmFuYQ==")];
    app.visitor().send(Method::GET, "/api/v1/me", &basic, Body::empty()).await.problem(401, "token-invalid");
    // A second header could be read by another program than this one.
    let second = [("authorization", "Bearer 0123")];
    ana.send(Method::GET, "/api/v1/me", &second, Body::empty()).await.problem(401, "token-invalid");
}

#[tokio::test]
async fn a_cookie_is_nobody() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    let cookie = format!("pursuance-8080={}", ana.token());
    let asked = app.visitor().send(Method::GET, "/api/v1/me", &[("cookie", &cookie)], Body::empty()).await;
    asked.problem(401, "token-needed");
}

#[tokio::test]
async fn a_revoked_token_and_one_of_a_suspended_account_are_useless() {
    let app = TestApp::start().await;
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    let revoke = RevokeToken { token: token_of(&app, &ana).await.id };
    app.perform(&ben.principal(), revoke.clone().into()).await.unwrap_err();
    ana.read("/api/v1/me").await.ok();
    app.perform(&ana.principal(), revoke.into()).await.unwrap();
    ana.read("/api/v1/me").await.problem(401, "token-invalid");

    let suspend = SuspendAccount { account: ben.id.clone(), suspended: true };
    app.perform(&Principal::Operator, suspend.into()).await.unwrap();
    ben.read("/api/v1/me").await.problem(401, "token-invalid");
}

#[tokio::test]
async fn one_token_cannot_flood_the_server_and_others_are_not_held_up() {
    let app = TestApp::start().await;
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    let mut answers = 0;
    let refused = loop {
        let answer = ana.read("/api/v1/me").await;
        if answer.status == 429 {
            break answer;
        }
        answer.ok();
        answers += 1;
        assert!(answers < 5000, "never stopped");
    };
    assert!(answers >= 500, "stopped after {answers}");
    let problem = refused.problem(429, "rate-limit");
    assert_eq!(problem["retry_after"].to_string(), refused.header("retry-after"));
    ben.read("/api/v1/me").await.ok();

    app.advance(10 * SECOND);
    ana.read("/api/v1/me").await.ok();
}

/// When the token was last used, once the note of it has been written: it is written behind the answer.
async fn seen(app: &TestApp, person: &Person, but: Option<Time>) -> Time {
    loop {
        // The writer's turns are taken in order: after this one, a note that was on its way has been written.
        drop(app.db.write().await.unwrap());
        match token_of(app, person).await.seen {
            seen if seen == but => tokio::task::yield_now().await,
            Some(seen) => return seen,
            None => {}
        }
    }
}

#[tokio::test]
async fn the_last_use_of_a_token_is_noted_once_a_minute() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    ana.read("/api/v1/me").await.ok();
    let first = seen(&app, &ana, None).await;

    app.advance(MINUTE / 2);
    ana.read("/api/v1/me").await.ok();
    app.advance(MINUTE);
    ana.read("/api/v1/me").await.ok();

    let second = seen(&app, &ana, Some(first)).await;
    assert!(second >= first.plus(MINUTE), "noted again after {} seconds", (second.0 - first.0) / SECOND);
}

#[tokio::test]
async fn a_token_that_reads_changes_nothing() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    let reader = app.token_of(&ana, TokenScope::Read, TOKEN_LIFE).await.unwrap();

    reader.read("/api/v1/me").await.ok();
    reader.read("/api/v1/pursuances/bees/tasks").await.ok();
    let task = json!({ "pursuance": "bees", "title": "Count" });
    reader.perform("task.create", task.clone()).await.problem(403, "token-reads-only");
    let dry = "/api/v1/actions/task.create?dry_run=true";
    reader.post(dry, &[], task.clone()).await.problem(403, "token-reads-only");
    let upload = reader.send(Method::POST, "/api/v1/files", &[], Body::from("abc")).await;
    upload.problem(403, "token-reads-only");
    ana.perform("task.create", task).await.ok();
}

#[tokio::test]
async fn a_token_ends_on_its_day() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    let week = app.token_of(&ana, TokenScope::Act, 7 * DAY).await.unwrap();
    app.advance(7 * DAY - MINUTE);
    week.read("/api/v1/me").await.ok();
    app.advance(2 * MINUTE);
    week.read("/api/v1/me").await.problem(401, "token-invalid");
    ana.read("/api/v1/me").await.ok();
}

#[tokio::test]
async fn no_token_lives_longer_than_a_year_or_has_ended_before_it_begins() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    for life in [TOKEN_LONGEST + DAY, 0, -DAY, i64::MAX] {
        let refused = app.token_of(&ana, TokenScope::Act, life).await.err();
        assert_eq!(refused, Some("invalid-input"), "{life}");
    }
}

#[tokio::test]
async fn no_token_does_what_operators_do() {
    let app = TestApp::start().await;
    let (olga, ana) = (app.operator("olga").await, app.person("ana").await);
    let suspend = |via| {
        let who = Principal::Person { actor: olga.id.clone(), via };
        let action = SuspendAccount { account: ana.id.clone(), suspended: true };
        let app = app.app.clone();
        async move { app.perform(&who, action.into()).await }
    };
    assert!(suspend(Via::Token).await.is_err());
    suspend(Via::Session).await.unwrap();
}

#[tokio::test]
async fn a_new_passphrase_from_an_operator_and_a_suspension_end_every_token() {
    let app = TestApp::start().await;
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    let reset = SetVerifier {
        account: ana.id.clone(),
        verifier: "nobody signs in here".to_owned(),
        keep_session: None,
        end_tokens: false,
    };
    app.perform(&Principal::Operator, reset.into()).await.unwrap();
    ana.read("/api/v1/me").await.problem(401, "token-invalid");

    for suspended in [true, false] {
        let suspend = SuspendAccount { account: ben.id.clone(), suspended };
        app.perform(&Principal::Operator, suspend.into()).await.unwrap();
        ben.read("/api/v1/me").await.problem(401, "token-invalid");
    }
}

#[tokio::test]
async fn whatever_was_asked_for_while_the_credentials_ended_is_not_made() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    let who = Principal::Person { actor: ana.id.clone(), via: Via::Session };
    let session = session_of(&app, &ana).await;
    let old = accounts::credential(&mut app.db.read().await.unwrap(), &ana.id).await.unwrap().unwrap();
    let asked = [
        Action::from(CreateFeed {
            name: Label::parse("Phone").unwrap(),
            form: FeedForm::Atom,
            pursuance: None,
            search: None,
            session: session.clone(),
            secret_hash: feed::new_secret().unwrap().1,
        }),
        Action::from(CreateToken {
            account: ana.id.clone(),
            session: Some(session),
            name: Label::parse("Script").unwrap(),
            secret_hash: hash_secret("token"),
            scope: TokenScope::Act,
            expires: app.clock.now().plus(TOKEN_LIFE),
        }),
        Action::from(StartSession {
            account: ana.id.clone(),
            verifier_of: Some(old.set_at),
            nonce: None,
            secret_hash: hash_secret("session"),
            csrf: "00".to_owned(),
            replaces: None,
            address: None,
        }),
    ];
    let refused = async || {
        for action in asked.clone() {
            match app.perform(&who, action).await {
                Err(PerformError::Refused(refused)) => assert_eq!(refused.slug(), "sign-in-first"),
                done => panic!("{done:?}"),
            }
        }
    };
    app.advance(SECOND);
    let set = |verifier: &str| SetVerifier {
        account: ana.id.clone(),
        verifier: verifier.to_owned(),
        keep_session: None,
        end_tokens: false,
    };
    app.perform(&Principal::Operator, set("nobody signs in here").into()).await.unwrap();
    refused().await;
    let suspend = SuspendAccount { account: ana.id.clone(), suspended: true };
    app.perform(&Principal::Operator, suspend.into()).await.unwrap();
    refused().await;
}

#[tokio::test]
async fn what_an_account_asks_is_counted_over_all_its_tokens() {
    let app = TestApp::start().await;
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    let other = app.token_of(&ana, TokenScope::Act, TOKEN_LIFE).await.unwrap();
    while ana.read("/api/v1/me").await.status != 429 {}
    let mut told = Vec::new();
    for _ in 0..50 {
        told.push(other.read("/api/v1/me").await.status.as_u16());
    }
    assert!(told.contains(&429), "a second token has no other budget");
    ben.read("/api/v1/me").await.ok();
}

#[tokio::test]
async fn what_an_account_does_is_counted_over_sessions_and_tokens() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    let edit = |via| {
        let who = Principal::Person { actor: ana.id.clone(), via };
        let edit = EditProfile {
            revision: None,
            display: None,
            about: None,
            skills: None,
            discoverable: None,
            askable: None,
            zone: None,
            language: None,
        };
        let app = app.app.clone();
        async move { app.perform(&who, edit.into()).await }
    };
    while edit(Via::Token).await.is_ok() {}
    let mut refused = false;
    for _ in 0..10 {
        refused |= edit(Via::Session).await.is_err();
    }
    assert!(refused, "a session has no other budget");
    let lift = LiftLimits { account: ana.id.clone(), lifted: true };
    app.perform(&Principal::Operator, lift.into()).await.unwrap();
    for _ in 0..10 {
        edit(Via::Session).await.unwrap();
    }
}
