//! Another passphrase, another code, and what becomes of both.

use http::StatusCode;
use pursuance::actions::invite::new_secret;
use pursuance::actions::{AccountKeyRefusal, PerformError, REPLACED_MOST, Refused};
use pursuance::credentials::TypedPassphrase;
use pursuance::store::key_slots::{self, Identity};
use pursuance_domain::action::{MakeAccountLink, SetVerifier};
use pursuance_domain::allowed::{Principal, Via};
use pursuance_sealed::secret::RecoverySecret;
use serde_json::{Value, json};

use crate::support::browser::Browser;
use crate::support::inspect::Inspect;
use crate::support::keys::{Device, FromPassphrase, ask, base64url, say};
use crate::support::{PASSPHRASE, TestApp, on_both_apps};

const NEW: &str = "lantern harbour seven willow";

on_both_apps!(
    another_passphrase_ends_the_sessions_elsewhere,
    a_plain_account_gets_keys_once,
    whoever_lost_the_passphrase_sets_another_with_the_code,
    another_code_ends_the_one_before,
    keys_are_replaced_and_the_former_ones_kept_for_their_person_alone,
    nobody_replaces_their_keys_without_end,
    the_link_of_an_operator_ends_the_keys,
    nobody_makes_their_own_keys_a_passphrase_of_the_server,
);

/// A browser in which the person has signed in.
async fn browser_of(app: &TestApp, device: &Device) -> Browser {
    let mut browser = Browser::new(app);
    say(&mut browser, "/api/v1/session", &device.signin()).await.said(200);
    browser
}

async fn is_in(browser: &mut Browser) -> bool {
    browser.open("/me").await.path == "/me"
}

fn change(device: &Device, old: &FromPassphrase, new: &FromPassphrase) -> Value {
    json!({ "auth_key": old.auth_key(), "verifier": new.verifier(), "slot": device.slot(new) })
}

async fn another_passphrase_ends_the_sessions_elsewhere(app: TestApp) {
    let mut ana = Device::new(&app, "ana");
    ana.join(&app).await;
    let (mut here, mut elsewhere) = (browser_of(&app, &ana).await, browser_of(&app, &ana).await);
    let new = FromPassphrase::new();
    let wrong = change(&ana, &FromPassphrase::new(), &new);
    say(&mut here, "/api/v1/account/keys", &wrong).await.problem(422, "wrong-key");
    let mut broken = change(&ana, &ana.passphrase, &new);
    broken["slot"] = json!("AQE");
    say(&mut here, "/api/v1/account/keys", &broken).await.problem(422, "invalid-key");
    let missing = json!({ "verifier": new.verifier(), "slot": ana.slot(&new) });
    let refused = say(&mut here, "/api/v1/account/keys", &missing).await.problem(422, "invalid-input");
    assert_eq!(refused["field"], "auth_key");
    let set = change(&ana, &ana.passphrase, &new);
    say(&mut Browser::new(&app), "/api/v1/account/keys", &set).await.problem(401, "sign-in-first");
    assert!(is_in(&mut elsewhere).await, "nothing has changed yet");

    let before = ask(&mut here, "/api/v1/account/keys").await.said(200);
    say(&mut here, "/api/v1/account/keys", &set).await.said(200);
    let after = ask(&mut here, "/api/v1/account/keys").await.said(200);
    assert!(ana.opens(&after, &new), "{after}");
    for kept in ["marker", "idbox", "card", "recovery_slot"] {
        assert_eq!(before[kept], after[kept], "{kept}");
    }
    assert!(is_in(&mut here).await && !is_in(&mut elsewhere).await);
    let mut fresh = Browser::new(&app);
    say(&mut fresh, "/api/v1/session", &ana.signin()).await.problem(422, "wrong-key");
    ana.passphrase = new;
    say(&mut fresh, "/api/v1/session", &ana.signin()).await.said(200);
}

async fn a_plain_account_gets_keys_once(app: TestApp) {
    app.person("ana").await;
    let ana = Device::new(&app, "ana");
    let (mut here, mut elsewhere) = (Browser::of(&app, "ana").await, Browser::of(&app, "ana").await);
    ask(&mut here, "/api/v1/account/keys").await.problem(404, "no-keys");
    let mut derive = ana.account();
    derive.as_object_mut().unwrap().remove("name");
    derive["passphrase"] = json!("not mine at all");
    say(&mut here, "/api/v1/account/keys", &derive).await.problem(422, "wrong-key");
    derive["passphrase"] = json!(PASSPHRASE);
    say(&mut here, "/api/v1/account/keys", &derive).await.said(200);
    let keys = ask(&mut here, "/api/v1/account/keys").await.said(200);
    assert!(ana.opens(&keys, &ana.passphrase), "{keys}");
    assert!(is_in(&mut here).await && !is_in(&mut elsewhere).await);
    // The former passphrase opens nothing any more.
    let again = say(&mut here, "/api/v1/account/keys", &derive).await;
    assert_eq!(again.problem(422, "invalid-input")["field"], "auth_key");
    let form = [("name", "ana"), ("passphrase", PASSPHRASE)];
    let page = elsewhere.open("/signin").await.shown();
    elsewhere.fill(&page, "/signin", &form).await;
    assert!(!is_in(&mut elsewhere).await);
    say(&mut elsewhere, "/api/v1/session", &ana.signin()).await.said(200);
}

async fn whoever_lost_the_passphrase_sets_another_with_the_code(app: TestApp) {
    let mut ana = Device::new(&app, "ana");
    ana.join(&app).await;
    let mut before = browser_of(&app, &ana).await;
    let mut lost = Browser::new(&app);
    let found = say(&mut lost, "/api/v1/recovery", &ana.recover()).await.said(200);
    assert!(ana.opens_by_code(&found), "{found}");
    assert!(!is_in(&mut lost).await, "the code signs nobody in");
    let key = base64url(ana.recovery.auth_key().expose());
    say(&mut lost, "/api/v1/session", &json!({ "name": "ana", "auth_key": key }))
        .await
        .problem(422, "wrong-key");
    let new = FromPassphrase::new();
    let mut set = ana.recover();
    set["verifier"] = json!(new.verifier());
    set["slot"] = json!(ana.recovery_slot(&ana.recovery));
    say(&mut lost, "/api/v1/recovery/passphrase", &set).await.problem(422, "invalid-key");
    set["slot"] = json!(ana.slot(&new));
    let done = say(&mut lost, "/api/v1/recovery/passphrase", &set).await.said(200);
    assert_eq!(done, json!({ "name": "ana", "realm": "localhost:8080" }));
    assert!(!is_in(&mut before).await, "every session has ended");
    say(&mut lost, "/api/v1/session", &ana.signin()).await.problem(422, "wrong-key");
    ana.passphrase = new;
    let signed_in = say(&mut lost, "/api/v1/session", &ana.signin()).await.said(200);
    assert!(ana.opens(&signed_in, &ana.passphrase), "{signed_in}");
    // The kit goes on.
    say(&mut Browser::new(&app), "/api/v1/recovery", &ana.recover()).await.said(200);
}

async fn another_code_ends_the_one_before(app: TestApp) {
    let mut ana = Device::new(&app, "ana");
    ana.join(&app).await;
    let mut here = browser_of(&app, &ana).await;
    let code = RecoverySecret::from_bytes(pursuance::platform::clock::random());
    let mut set = json!({
        "auth_key": FromPassphrase::new().auth_key(),
        "recovery_slot": ana.recovery_slot(&code),
        "recovery_verifier": base64url(code.auth_key().verifier().as_bytes()),
    });
    say(&mut here, "/api/v1/account/recovery", &set).await.problem(422, "wrong-key");
    set["auth_key"] = json!(ana.passphrase.auth_key());
    say(&mut Browser::new(&app), "/api/v1/account/recovery", &set).await.problem(401, "sign-in-first");
    say(&mut here, "/api/v1/account/recovery", &set).await.said(200);
    assert!(is_in(&mut here).await);
    let mut lost = Browser::new(&app);
    say(&mut lost, "/api/v1/recovery", &ana.recover()).await.problem(422, "wrong-key");
    ana.recovery = code;
    let found = say(&mut lost, "/api/v1/recovery", &ana.recover()).await.said(200);
    assert!(ana.opens_by_code(&found), "{found}");
    let inspect = Inspect::open(&app.config.database_url).await;
    assert_eq!(inspect.count("event where verb = 'account.recovery_set'").await, 1);
}

async fn keys_are_replaced_and_the_former_ones_kept_for_their_person_alone(app: TestApp) {
    let ana = Device::new(&app, "ana");
    ana.join(&app).await;
    let (mut here, mut elsewhere) = (browser_of(&app, &ana).await, browser_of(&app, &ana).await);
    let (next, set) = ana.replaced();
    let path = "/api/v1/account/replacement";
    let mut wrong = set.clone();
    wrong["auth_key"] = json!(FromPassphrase::new().auth_key());
    say(&mut here, path, &wrong).await.problem(422, "wrong-key");
    let mut broken = set.clone();
    broken["rootbox"] = json!("AQE");
    let refused = say(&mut here, path, &broken).await.problem(422, "invalid-key");
    assert_eq!(refused["field"], "rootbox");
    let mut own = set.clone();
    own["card"] = json!(ana.card());
    say(&mut here, path, &own).await.problem(409, "card-taken");
    say(&mut Browser::new(&app), path, &set).await.problem(401, "sign-in-first");
    let before = ask(&mut here, "/api/v1/account/keys").await.said(200);
    assert!(ana.opens(&before, &ana.passphrase) && before["former"] == json!([]), "{before}");

    say(&mut here, path, &set).await.said(200);
    assert!(is_in(&mut here).await && !is_in(&mut elsewhere).await);
    let mut fresh = Browser::new(&app);
    say(&mut fresh, "/api/v1/session", &ana.signin()).await.problem(422, "wrong-key");
    say(&mut fresh, "/api/v1/recovery", &ana.recover()).await.problem(422, "wrong-key");
    let found = say(&mut fresh, "/api/v1/recovery", &next.recover()).await.said(200);
    assert!(next.opens_by_code(&found) && next.opens_former(&found, &ana), "{found}");
    let signed_in = say(&mut fresh, "/api/v1/session", &next.signin()).await.said(200);
    assert!(next.opens(&signed_in, &next.passphrase) && next.opens_former(&signed_in, &ana));
    let kept = ask(&mut here, "/api/v1/account/keys").await.said(200);
    assert!(next.opens_former(&kept, &ana), "{kept}");
    // Nor do the former keys themselves sign in.
    for (keys, status) in [(&ana, 422), (&next, 200)] {
        let mut browser = Browser::new(&app);
        let given = ask(&mut browser, "/api/v1/session/nonce").await.said(200);
        let answer = keys.answer(given["nonce"].as_str().unwrap(), app.addresses.authority());
        assert_eq!(say(&mut browser, "/api/v1/session/key", &answer).await.status.as_u16(), status);
    }
    // A thief of the former keys begins nothing with them.
    app.person("ben").await;
    let mut thief = Device::new(&app, "ben").account();
    thief.as_object_mut().unwrap().remove("name");
    thief["passphrase"] = json!(PASSPHRASE);
    thief["card"] = json!(ana.card());
    let mut his = Browser::of(&app, "ben").await;
    say(&mut his, "/api/v1/account/keys", &thief).await.problem(409, "card-taken");
    // Nor are they taken back by their own person.
    let (_, mut back) = next.replaced();
    back["card"] = json!(ana.card());
    say(&mut here, path, &back).await.problem(409, "card-taken");
    let inspect = Inspect::open(&app.config.database_url).await;
    assert_eq!(inspect.count("event where verb = 'account.keys_replaced'").await, 1);
}

async fn nobody_replaces_their_keys_without_end(app: TestApp) {
    let ana = Device::new(&app, "ana");
    let account = ana.join(&app).await;
    let mut here = browser_of(&app, &ana).await;
    let mut tx = app.db.write().await.unwrap();
    for number in 0..REPLACED_MOST {
        let text = String::new;
        let identity = Identity { iid: format!("{number:064x}"), idbox: text(), card: text() };
        key_slots::replace_identity(&mut tx, &account, &identity, "", app.clock.now()).await.unwrap();
    }
    tx.commit().await.unwrap();
    let (_, set) = ana.replaced();
    say(&mut here, "/api/v1/account/replacement", &set).await.problem(422, "too-many");
}

async fn the_link_of_an_operator_ends_the_keys(app: TestApp) {
    let ana = Device::new(&app, "ana");
    let account = ana.join(&app).await;
    let mut here = browser_of(&app, &ana).await;
    let (secret, hash) = new_secret();
    let make = MakeAccountLink { account, secret_hash: hash.unwrap(), new: false };
    app.perform(&Principal::Operator, make.into()).await.unwrap();
    let path = format!("/reset/{secret}");
    let mut browser = Browser::new(&app);
    let page = browser.open(&path).await.shown();
    let typed = [("passphrase", NEW), ("passphrase_again", NEW)];
    browser.fill(&page, &path, &typed).await.shown();
    assert!(is_in(&mut browser).await && !is_in(&mut here).await);
    ask(&mut browser, "/api/v1/account/keys").await.problem(404, "no-keys");
    let mut lost = Browser::new(&app);
    say(&mut lost, "/api/v1/recovery", &ana.recover()).await.problem(422, "wrong-key");
    say(&mut lost, "/api/v1/session", &ana.signin()).await.problem(422, "wrong-key");
    let before = ask(&mut lost, "/api/v1/prelogin?name=ana").await.said(200);
    assert_eq!(before["kind"], "plain");
    let inspect = Inspect::open(&app.config.database_url).await;
    assert_eq!(inspect.count("identity").await + inspect.count("key_slot").await, 0);
    // The same keys may come back: they are nobody's now.
    let mut derive = ana.account();
    derive.as_object_mut().unwrap().remove("name");
    derive["passphrase"] = json!(NEW);
    assert_eq!(say(&mut browser, "/api/v1/account/keys", &derive).await.status, StatusCode::OK);
}

async fn nobody_makes_their_own_keys_a_passphrase_of_the_server(app: TestApp) {
    let ana = Device::new(&app, "ana");
    let account = ana.join(&app).await;
    // The page had its form before there were keys, and its passphrase was checked before, too.
    let verifier = app.credentials.verifier(TypedPassphrase::typed(NEW.to_owned())).await.unwrap();
    let who = Principal::Person { actor: account.clone(), via: Via::Session };
    let set = SetVerifier { account, verifier, keep_session: None, end_tokens: false };
    let refused = app.perform(&who, set.into()).await.unwrap_err();
    assert!(
        matches!(refused, PerformError::Refused(Refused::Keys(AccountKeyRefusal::HasKeys))),
        "{refused:?}"
    );
    say(&mut Browser::new(&app), "/api/v1/session", &ana.signin()).await.said(200);
}
