//! Credentials: what opens an account, until when, and who may try.

use http::StatusCode;
use pursuance::store::accounts;
use pursuance::store::instance;
use pursuance_domain::time::{DAY, MINUTE};
use pursuance_domain::value::TokenScope;
use serde_json::json;

use crate::support::app::PASSPHRASE;
use crate::support::browser::{Browser, Page};
use crate::support::inspect::Inspect;
use crate::support::{Person, TestApp};

const NEW: &str = "lantern harbour seven willow";

#[tokio::test]
async fn tokens_end_with_the_passphrase_unless_somebody_keeps_them() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    let mut browser = Browser::of(&app, "ana").await;
    let account = browser.open("/me").await.shown();
    assert_eq!(account.form("/me/passphrase").value("end_tokens"), "yes", "ticked at first");

    let keep = [("old", PASSPHRASE), ("passphrase", NEW), ("passphrase_again", NEW), ("end_tokens", "no")];
    browser.fill(&account, "/me/passphrase", &keep).await.shown();
    ana.read("/api/v1/me").await.ok();

    let back = [("old", NEW), ("passphrase", PASSPHRASE), ("passphrase_again", PASSPHRASE)];
    browser.fill(&account, "/me/passphrase", &back).await.shown();
    ana.read("/api/v1/me").await.problem(401, "token-invalid");
}

#[tokio::test]
async fn a_token_is_made_only_by_whoever_types_the_passphrase_again() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    let account = ana.open("/me").await.shown();

    for passphrase in ["", "not mine at all"] {
        let fields = [("name", "robot"), ("scope", "act"), ("days", "30"), ("passphrase", passphrase)];
        let refused = ana.fill(&account, "/me/tokens", &fields).await.refused();
        let refused = refused.saying("That is not the passphrase of this account.");
        let form = refused.form("/me/tokens");
        let kept = [form.value("name"), form.value("scope"), form.value("days"), form.value("passphrase")];
        assert_eq!(kept, ["robot", "act", "30", ""]);
    }
    let fields = [("name", "robot"), ("passphrase", PASSPHRASE)];
    ana.fill(&account, "/me/tokens", &fields).await.shown().saying("not shown again");
}

#[tokio::test]
async fn sessions_and_tokens_stand_in_one_list() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    app.token_of(&ana, TokenScope::Read, 7 * DAY).await.unwrap();
    Browser::of(&app, "ana").await;
    let page = Browser::of(&app, "ana").await.open("/me").await.shown();

    let list = page.html.split("id=\"sessions\"").nth(1).unwrap().split("</ul>").next().unwrap();
    for words in ["This browser", "Another browser", "Does everything you can do", "Reads what you can read"]
    {
        assert_eq!(list.matches(words).count(), 1, "{words}: {list}");
    }
    assert_eq!(list.matches("/revoke").count(), 2);
    assert_eq!(list.matches("/end\"").count(), 1);
}

#[tokio::test]
async fn signing_in_again_in_one_browser_ends_the_session_before() {
    let app = TestApp::start().await;
    let (ana, _) = (app.person("ana").await, app.person("ben").await);
    let mut browser = Browser::new(&app);
    let signin = browser.open("/signin").await.shown();
    let sign_in = |name| [("name", name), ("passphrase", PASSPHRASE)];
    browser.fill(&signin, "/signin", &sign_in("ana")).await.shown();
    let before = browser.clone();

    // The form was open in another tab all the while.
    let home = browser.open("/").await.shown();
    let token = home.form("/signout").value("csrf").to_owned();
    let again = [("name", "ben"), ("passphrase", PASSPHRASE), ("csrf", &*token)];
    browser.fill(&signin, "/signin", &again).await.shown();

    assert!(before.clone().open("/me").await.path.starts_with("/signin"), "nothing is left of it");
    assert!(browser.open("/me").await.shown().says("ben@localhost:8080"));
    let left = accounts::sessions(&mut app.db.read().await.unwrap(), &ana.id, app.clock.now()).await.unwrap();
    assert!(left.is_empty());
}

/// As many strangers have guessed at somebody's name as may.
async fn guess_at(app: &TestApp, name: &str) {
    let slot = app.clock.now().0.div_euclid(15 * MINUTE);
    let mut tx = app.db.write().await.unwrap();
    for _ in 0..200 {
        instance::count(&mut tx, "sign-in-name", name, slot).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn try_to_sign_in(browser: &mut Browser) -> Page {
    let signin = browser.open("/signin").await.shown();
    browser.fill(&signin, "/signin", &[("name", "ana"), ("passphrase", PASSPHRASE)]).await
}

async fn sign_out(browser: &mut Browser) {
    let home = browser.open("/").await.shown();
    browser.fill(&home, "/signout", &[]).await.shown();
}

#[tokio::test]
async fn strangers_who_guess_do_not_lock_out_a_browser_that_was_here_before() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut known = Browser::new(&app).from("192.0.2.8");
    try_to_sign_in(&mut known).await.shown();
    sign_out(&mut known).await;
    guess_at(&app, "ana").await;

    let mut new = Browser::new(&app).from("192.0.2.9");
    assert_eq!(try_to_sign_in(&mut new).await.status, StatusCode::TOO_MANY_REQUESTS);
    let mut travelled = known.from("192.0.2.10");
    try_to_sign_in(&mut travelled).await.shown();
}

#[tokio::test]
async fn strangers_who_guess_do_not_lock_out_an_address_its_person_comes_from() {
    let app = TestApp::start().await;
    app.person("ana").await;
    try_to_sign_in(&mut Browser::new(&app).from("192.0.2.8")).await.shown();
    app.advance(29 * DAY);
    guess_at(&app, "ana").await;
    try_to_sign_in(&mut Browser::new(&app).from("192.0.2.8")).await.shown();

    app.advance(31 * DAY);
    guess_at(&app, "ana").await;
    let late = try_to_sign_in(&mut Browser::new(&app).from("192.0.2.8")).await;
    assert_eq!(late.status, StatusCode::TOO_MANY_REQUESTS, "it is forgotten after a month");
}

#[tokio::test]
async fn addresses_of_people_are_kept_as_keyed_hashes_and_swept() {
    let app = TestApp::start().await;
    app.person("ana").await;
    try_to_sign_in(&mut Browser::new(&app).from("192.0.2.8")).await.shown();
    let inspect = Inspect::open(&app.config.database_url).await;
    let kept = inspect.text("select address from seen_address").await;
    assert!(kept.len() == 64 && kept.bytes().all(|byte| byte.is_ascii_hexdigit()), "{kept}");

    let mut tx = app.db.write().await.unwrap();
    assert_eq!(accounts::forget_addresses(&mut tx, app.clock.now().plus(-DAY)).await.unwrap(), 0);
    assert_eq!(accounts::forget_addresses(&mut tx, app.clock.now().plus(DAY)).await.unwrap(), 1);
}

async fn start(ana: &Person, n: usize) -> u16 {
    let input = serde_json::json!({ "slug": format!("bees-{n}x"), "name": "Bees", "mission": "" });
    ana.perform("pursuance.create", input).await.status.as_u16()
}

#[tokio::test]
async fn an_operator_lifts_the_limits_of_one_account() {
    let app = TestApp::start().await;
    let (ana, _) = (app.person("ana").await, app.operator("olga").await);
    for n in 0..20 {
        assert_eq!(start(&ana, n).await, 200);
    }
    assert_eq!(start(&ana, 20).await, 409);
    let mut olga = Browser::of(&app, "olga").await;
    let accounts = olga.open("/admin/accounts").await.shown();
    let lifted = olga.fill(&accounts, "/admin/accounts/ana/limits", &[("lifted", "yes")]).await.shown();
    assert!(lifted.says("No limits"), "{lifted:?}");
    assert_eq!(start(&ana, 20).await, 200);
}

#[tokio::test]
async fn a_page_holds_another_token_each_time_and_takes_them_all() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    let (one, other) = (ana.open("/me").await.shown(), ana.open("/me").await.shown());
    assert_ne!(one.form("/me/theme").value("csrf"), other.form("/me/theme").value("csrf"));
    for page in [one, other] {
        ana.fill(&page, "/me/theme", &[("theme", "dark")]).await.shown();
    }
}

#[tokio::test]
async fn whoever_uses_a_token_all_the_time_does_not_keep_its_owner_from_ending_it() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    while ana.perform("profile.edit", json!({ "display": "Stolen" })).await.status == StatusCode::OK {}
    ana.perform("profile.edit", json!({ "display": "Stolen" })).await.problem(429, "rate-limit");

    let mut browser = Browser::of(&app, "ana").await;
    let account = browser.open("/me").await.shown();
    let fields = [("old", PASSPHRASE), ("passphrase", NEW), ("passphrase_again", NEW)];
    browser.fill(&account, "/me/passphrase", &fields).await.shown();
    ana.read("/api/v1/me").await.problem(401, "token-invalid");
}
