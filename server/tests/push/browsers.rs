//! The browsers to which somebody has notices pushed: who adds one, where it may be, and what ends it.

use pursuance::state::hash_secret;
use pursuance_domain::action::{EndAllSessions, EndSession, LiftLimits, SetVerifier, SuspendAccount};
use pursuance_domain::allowed::Principal;
use pursuance_domain::time::DAY;
use pursuance_domain::value::{PushEndpoint, ValueRefusal};
use serde_json::json;

use super::{Device, session_of, slug, subscribe, subscribe_at};
use crate::support::browser::Browser;
use crate::support::inspect::Inspect;
use crate::support::{Person, Setup, TestApp, on_both_apps, postgres};

on_both_apps!(
    an_account_has_no_more_browsers_than_it_may_have,
    an_address_is_no_longer_than_it_may_be,
    a_browser_ends_with_its_session,
    a_browser_ends_with_the_other_credentials_of_its_account,
    a_browser_is_of_whoever_signed_in_with_it_last,
    a_browser_is_its_persons_alone_and_no_token_adds_one,
    a_browser_is_added_and_ended_on_the_page,
    nothing_that_a_browser_said_lies_open,
);

/// Any port: nothing is sent here.
const PORT: u16 = 9;

async fn listed(who: &Person) -> Vec<String> {
    let items = who.read("/api/v1/me/push").await.items();
    let mut names: Vec<String> = items.iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

async fn an_account_has_no_more_browsers_than_it_may_have(app: TestApp) {
    let ana = app.person("ana").await;
    for number in 0..10 {
        subscribe(&app, &ana, &Device::new(&format!("no-{number}")), PORT).await.unwrap();
    }
    assert_eq!(slug(subscribe(&app, &ana, &Device::new("no-10"), PORT).await), "account-full");
    let again = subscribe(&app, &ana, &Device::new("no-9"), PORT).await;
    assert_eq!(slug(again), "ok", "one of them says that it has other keys now");
    assert_eq!(listed(&ana).await.len(), 10);
    let lift = LiftLimits { account: ana.id.clone(), lifted: true };
    app.perform(&Principal::Operator, lift.into()).await.unwrap();
    assert_eq!(slug(subscribe(&app, &ana, &Device::new("no-10"), PORT).await), "ok");
}

async fn an_address_is_no_longer_than_it_may_be(app: TestApp) {
    let ana = app.person("ana").await;
    let session = session_of(&app, &ana).await;
    let of = |length: usize| format!("{:a<length$}", "http://localhost:9/");
    let device = Device::new("phone");
    let longest = subscribe_at(&app, &ana, &device, &session, &of(PushEndpoint::MAX)).await;
    assert_eq!(slug(longest), "ok");
    let longer = subscribe_at(&app, &ana, &device, &session, &of(PushEndpoint::MAX + 1)).await;
    assert_eq!(slug(longer), "invalid-value");
}

async fn a_browser_ends_with_its_session(app: TestApp) {
    let ana = app.person("ana").await;
    let (one, two) = (session_of(&app, &ana).await, session_of(&app, &ana).await);
    for (session, name) in [(&one, "phone"), (&two, "desk")] {
        let endpoint = format!("http://localhost:9/{name}");
        subscribe_at(&app, &ana, &Device::new(name), session, &endpoint).await.unwrap();
    }
    assert_eq!(listed(&ana).await, ["desk", "phone"]);
    app.perform(&ana.principal(), EndSession { session: one.clone() }.into()).await.unwrap();
    assert_eq!(listed(&ana).await, ["desk"]);
    let gone = subscribe_at(&app, &ana, &Device::new("phone"), &one, "http://localhost:9/phone").await;
    assert_eq!(slug(gone), "sign-in-first");
    app.perform(&ana.principal(), EndAllSessions { account: ana.id.clone() }.into()).await.unwrap();
    assert!(listed(&ana).await.is_empty());
    // The session of somebody else is none.
    let ben = app.person("ben").await;
    let bens = session_of(&app, &ben).await;
    let taken = subscribe_at(&app, &ana, &Device::new("phone"), &bens, "http://localhost:9/phone").await;
    assert_eq!(slug(taken), "sign-in-first");
    // One that nobody used is over, also before its row is deleted.
    let three = session_of(&app, &ana).await;
    app.advance(31 * DAY);
    let over = subscribe_at(&app, &ana, &Device::new("phone"), &three, "http://localhost:9/phone").await;
    assert_eq!(slug(over), "sign-in-first");
}

async fn a_browser_ends_with_the_other_credentials_of_its_account(app: TestApp) {
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    subscribe(&app, &ben, &Device::new("bens"), PORT).await.unwrap();
    let set = |session, end_tokens| SetVerifier {
        account: ana.id.clone(),
        verifier: "$argon2id$".to_owned(),
        keep_session: Some(session),
        end_tokens,
    };
    let inspect = Inspect::open(&app.config.database_url).await;
    let kept = async || inspect.rows("select name from push_browser order by name").await.concat();
    let session = session_of(&app, &ana).await;
    subscribe(&app, &ana, &Device::new("desk"), PORT).await.unwrap();
    let phone = Device::new("phone");
    subscribe_at(&app, &ana, &phone, &session, "http://localhost:9/phone").await.unwrap();
    app.perform(&ana.principal(), set(session.clone(), false).into()).await.unwrap();
    assert_eq!(kept().await, ["bens", "phone"], "the others ended with their sessions");
    app.perform(&ana.principal(), set(session.clone(), true).into()).await.unwrap();
    assert_eq!(kept().await, ["bens"], "a ticked change ends what stays signed in, too");

    subscribe_at(&app, &ana, &phone, &session, "http://localhost:9/phone").await.unwrap();
    app.perform(&Principal::Operator, set(session, false).into()).await.unwrap();
    assert_eq!(kept().await, ["bens"], "an operator ends them all");

    subscribe(&app, &ana, &phone, PORT).await.unwrap();
    let suspend = |suspended| SuspendAccount { account: ana.id.clone(), suspended };
    app.perform(&Principal::Operator, suspend(true).into()).await.unwrap();
    app.perform(&Principal::Operator, suspend(false).into()).await.unwrap();
    assert_eq!(kept().await, ["bens"]);
}

async fn a_browser_is_of_whoever_signed_in_with_it_last(app: TestApp) {
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    let shared = Device::new("library");
    subscribe(&app, &ana, &shared, PORT).await.unwrap();
    subscribe(&app, &ben, &shared, PORT).await.unwrap();
    assert!(listed(&ana).await.is_empty(), "what concerns her is shown to nobody else");
    assert_eq!(listed(&ben).await, ["library"]);
    // With other keys and at another address it is still the browser of that session.
    let session = session_of(&app, &ben).await;
    for endpoint in ["http://localhost:9/old", "http://localhost:9/new"] {
        subscribe_at(&app, &ben, &Device::new("phone"), &session, endpoint).await.unwrap();
    }
    assert_eq!(listed(&ben).await, ["library", "phone"]);
}

async fn a_browser_is_its_persons_alone_and_no_token_adds_one(app: TestApp) {
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    let device = Device::new("phone");
    let browser = subscribe(&app, &ana, &device, PORT).await.unwrap();
    assert!(listed(&ben).await.is_empty());
    ben.perform("push.unsubscribe", json!({ "browser": browser })).await.problem(404, "not-found");
    let input = json!({
        "session": session_of(&app, &ana).await,
        "endpoint": "http://localhost:9/desk",
        "p256dh": device.key(),
        "auth": device.secret(),
        "name": "desk",
    });
    ana.perform("push.subscribe", input).await.problem(404, "unknown-action");
    ana.perform("push.unsubscribe", json!({ "browser": browser })).await.ok();
    assert!(listed(&ana).await.is_empty());
    ana.perform("push.unsubscribe", json!({ "browser": browser })).await.problem(404, "not-found");
}

async fn a_browser_is_added_and_ended_on_the_page(app: TestApp) {
    let ana = app.person("ana").await;
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let page = browser.open("/inbox/settings").await.shown().saying("This needs JavaScript in your browser.");
    assert!(!page.html.contains("name=\"push.comment\""), "there is nothing to choose yet");
    let key = app.push_key.public();
    assert!(page.html.contains(&format!("data-push=\"{key}\"")));
    // Without the script nothing is filled in.
    let refused = browser.fill(&page, "/inbox/push", &[]).await.refused();
    let refused = refused.saying("The browser did not say where its notices are to be sent.");
    let device = Device::new("phone");
    let (p256dh, auth) = (device.key(), device.secret());
    let said = |endpoint| [("endpoint", endpoint), ("p256dh", p256dh.as_str()), ("auth", auth.as_str())];
    let refused = browser.fill(&refused, "/inbox/push", &said("http://10.0.0.1/x")).await.refused();
    let refused = refused.saying("at an address to which this server does not go");
    let page = browser.fill(&refused, "/inbox/push", &said("http://localhost:9/x")).await.shown();
    let page = page.saying("From now on notices are shown in this browser.");
    assert!(page.html.contains("This browser</span>"), "{page:?}");
    let page = browser.fill(&page, "/inbox/settings", &[("push.comment", "now")]).await.shown();
    assert_eq!(page.form("/inbox/settings").value("push.comment"), "now");
    assert_eq!(page.form("/inbox/settings").value("push.verdict"), "never");
    // A second one is not this one.
    let mut other = Browser::signed_in(&app, &ana.id).await;
    assert!(!other.open("/inbox/settings").await.shown().html.contains("This browser</span>"));
    let id = ana.read("/api/v1/me/push").await.items()[0]["browser"].as_str().unwrap().to_owned();
    let page = browser.fill(&page, &format!("/inbox/push/{id}/end"), &[]).await.shown();
    let page = page.saying("Nothing more is shown there.");
    assert!(!page.html.contains("name=\"push.comment\""));
    let worker = app.visitor().read("/worker.js").await;
    assert_eq!(worker.headers["content-type"], "text/javascript; charset=utf-8");
    assert_eq!(worker.headers["cache-control"], "public, no-cache");
}

async fn nothing_that_a_browser_said_lies_open(app: TestApp) {
    let ana = app.person("ana").await;
    let session = session_of(&app, &ana).await;
    let device = Device::new("phone");
    subscribe_at(&app, &ana, &device, &session, "http://localhost:9/capability").await.unwrap();
    let inspect = Inspect::open(&app.config.database_url).await;
    let told = inspect.rows("select data from event where verb = 'push.subscribed'").await;
    assert_eq!(told, [["{}"]]);
    let mark = inspect.rows("select mark from push_browser").await.concat();
    assert_eq!(mark, [app.keyed_hashes.push_endpoint("http://localhost:9/capability")]);
    assert_ne!(mark, [hash_secret("http://localhost:9/capability")], "nobody finds it by trying");
    let listed = ana.read("/api/v1/me/push").await.text();
    for secret in ["capability", &device.key(), &device.secret()] {
        assert!(!listed.contains(secret), "{listed}");
    }
}

/// The rules for other servers (PROTOCOL §4.7), of which `federation` tests each; here, that they hold.
#[tokio::test]
async fn a_public_server_pushes_to_public_addresses_alone() {
    let setup = Setup {
        base_url: Some("https://commons.example".to_owned()),
        database_url: Some(postgres::migrated().await),
        ..Setup::default()
    };
    let app = TestApp::with(setup).await;
    let ana = app.person("ana").await;
    let session = session_of(&app, &ana).await;
    let device = Device::new("phone");
    for endpoint in [
        "http://push.example/x",
        "https://localhost/x",
        "https://10.0.0.1/x",
        "https://[::1]/x",
        "https://printer.local/x",
        "https://push.example:8443/x",
        "https://ana:secret@push.example/x",
        "https://commons.example/x",
    ] {
        let refused = subscribe_at(&app, &ana, &device, &session, endpoint).await;
        assert_eq!(slug(refused), "invalid-input", "{endpoint}");
    }
    assert_eq!(slug(subscribe_at(&app, &ana, &device, &session, "https://push.example/x").await), "ok");
    assert_eq!(PushEndpoint::parse("file:///etc/passwd"), Err(ValueRefusal::PushForm));
}
