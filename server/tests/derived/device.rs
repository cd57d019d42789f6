//! Another device of the same person: keys are left for it, and it signs in with them alone.

use pursuance_domain::action::SuspendAccount;
use pursuance_domain::allowed::Principal;
use pursuance_domain::time::{MINUTE, SECOND};
use serde_json::{Value, json};

use crate::support::browser::Browser;
use crate::support::inspect::Inspect;
use crate::support::keys::{Device, FromPassphrase, ask, base64url, say};
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    keys_are_left_for_another_device_which_takes_them_once,
    keys_wait_for_few_devices_at_once_and_not_for_long,
    a_key_signs_in_by_a_nonce_that_counts_once,
    whoever_may_not_sign_in_by_the_key_is_answered_alike,
);

const REALM: &str = "localhost:8080";

/// A browser in which the person has signed in.
async fn browser_of(app: &TestApp, device: &Device) -> Browser {
    let mut browser = Browser::new(app);
    say(&mut browser, "/api/v1/session", &device.signin()).await.said(200);
    browser
}

fn left(device: &Device, mailbox: u8) -> Value {
    json!({
        "auth_key": device.passphrase.auth_key(),
        "mailbox": base64url([mailbox; 16]),
        "box": device.sealed_to_another(),
    })
}

async fn looks(browser: &mut Browser, mailbox: u8) -> Value {
    let asked = json!({ "mailbox": base64url([mailbox; 16]) });
    say(browser, "/api/v1/device", &asked).await.said(200)["box"].clone()
}

async fn nonce(browser: &mut Browser) -> String {
    let given = ask(browser, "/api/v1/session/nonce").await.said(200);
    given["nonce"].as_str().unwrap().to_owned()
}

async fn is_in(browser: &mut Browser) -> bool {
    browser.open("/me").await.path == "/me"
}

async fn keys_are_left_for_another_device_which_takes_them_once(app: TestApp) {
    let (ana, ben) = (Device::new(&app, "ana"), Device::new(&app, "ben"));
    ana.join(&app).await;
    ben.join(&app).await;
    let (mut here, mut new) = (browser_of(&app, &ana).await, Browser::new(&app));
    assert_eq!(looks(&mut new, 1).await, Value::Null, "nothing has come");

    let set = left(&ana, 1);
    say(&mut new, "/api/v1/account/device", &set).await.problem(401, "sign-in-first");
    let mut wrong = set.clone();
    wrong["auth_key"] = json!(FromPassphrase::new().auth_key());
    say(&mut here, "/api/v1/account/device", &wrong).await.problem(422, "wrong-key");
    // The keys of somebody else, or something that is none.
    for other in [ben.sealed_to_another(), ana.card()] {
        let mut wrong = set.clone();
        wrong["box"] = json!(other);
        let refused = say(&mut here, "/api/v1/account/device", &wrong).await.problem(422, "invalid-key");
        assert_eq!(refused["field"], "box");
    }
    let mut wrong = set.clone();
    wrong["mailbox"] = json!(base64url([1; 15]));
    let refused = say(&mut here, "/api/v1/account/device", &wrong).await.problem(422, "invalid-input");
    assert_eq!(refused["field"], "mailbox");
    assert_eq!(looks(&mut new, 1).await, Value::Null, "what was refused leaves nothing");

    say(&mut here, "/api/v1/account/device", &set).await.said(200);
    let again = say(&mut here, "/api/v1/account/device", &left(&ana, 1)).await;
    assert_eq!(again.problem(409, "code-used")["field"], "mailbox");
    assert_eq!(looks(&mut new, 2).await, Value::Null, "another mailbox");
    assert_eq!(looks(&mut new, 1).await, set["box"]);
    assert_eq!(looks(&mut new, 1).await, Value::Null, "once");
    // A copy that waits for a device ends with the keys in it, and brings no former ones afterwards.
    say(&mut here, "/api/v1/account/device", &left(&ana, 3)).await.said(200);
    let (next, replaced) = ana.replaced();
    say(&mut here, "/api/v1/account/replacement", &replaced).await.said(200);
    assert_eq!(looks(&mut new, 3).await, Value::Null, "of former keys");
    let mut former = left(&next, 3);
    former["box"] = json!(ana.sealed_to_another());
    say(&mut here, "/api/v1/account/device", &former).await.problem(422, "invalid-key");
    let inspect = Inspect::open(&app.config.database_url).await;
    assert_eq!(inspect.count("event where verb = 'account.device_added'").await, 2);
}

async fn keys_wait_for_few_devices_at_once_and_not_for_long(app: TestApp) {
    let ana = Device::new(&app, "ana");
    let account = ana.join(&app).await;
    let mut here = browser_of(&app, &ana).await;
    for mailbox in 1..=3 {
        say(&mut here, "/api/v1/account/device", &left(&ana, mailbox)).await.said(200);
    }
    let many = say(&mut here, "/api/v1/account/device", &left(&ana, 4)).await;
    many.problem(429, "rate-limit");
    app.advance(5 * MINUTE);
    assert_eq!(looks(&mut here, 1).await, Value::Null, "too late");
    say(&mut here, "/api/v1/account/device", &left(&ana, 1)).await.said(200);
    app.advance(5 * MINUTE - SECOND);
    // An account that is suspended meanwhile leaves nothing.
    let suspend = SuspendAccount { account, suspended: true };
    app.perform(&Principal::Operator, suspend.into()).await.unwrap();
    assert_eq!(looks(&mut Browser::new(&app), 1).await, Value::Null);
    let inspect = Inspect::open(&app.config.database_url).await;
    assert_eq!(inspect.count("device_box").await, 0);
}

async fn a_key_signs_in_by_a_nonce_that_counts_once(app: TestApp) {
    let ana = Device::new(&app, "ana");
    ana.join(&app).await;
    let mut new = Browser::new(&app);
    let given = nonce(&mut new).await;
    let answer = ana.answer(&given, REALM);
    let opened = say(&mut new, "/api/v1/session/key", &answer).await.said(200);
    assert!(ana.opens(&opened, &ana.passphrase), "{opened}");
    assert!(opened["marker"].as_str().is_some_and(|marker| !marker.is_empty()), "{opened}");
    assert!(is_in(&mut new).await);
    // The same answer, of whoever has seen it.
    say(&mut Browser::new(&app), "/api/v1/session/key", &answer).await.problem(422, "wrong-key");
    // A nonce that nobody answered is kept nowhere; one that was, until it is too old to be answered.
    nonce(&mut new).await;
    let inspect = Inspect::open(&app.config.database_url).await;
    assert_eq!(inspect.count("signin_nonce").await, 1);
}

async fn whoever_may_not_sign_in_by_the_key_is_answered_alike(app: TestApp) {
    let (ana, eve) = (Device::new(&app, "ana"), Device::new(&app, "eve"));
    let account = ana.join(&app).await;
    let mut browser = Browser::new(&app);
    let (given, late) = (nonce(&mut browser).await, nonce(&mut browser).await);
    let (right, swapped) = (ana.answer(&given, REALM), eve.answer(&given, REALM));
    // The identity of one with the signature of the other.
    let forged = json!({ "nonce": given, "answer": mixed(&right["answer"], &swapped["answer"]) });
    let made_up = ana.answer(&base64url([7; 32]), REALM);
    let elsewhere = ana.answer(&given, "localhost:8081");
    let mut another = ana.answer(&given, REALM);
    another["nonce"] = json!(late);
    let short = json!({ "nonce": given, "answer": "AQE" });
    for (what, answer) in [
        ("forged", forged),
        ("unknown", swapped),
        ("not a nonce of here", made_up),
        ("another realm", elsewhere),
        ("another nonce", another),
        ("no answer", short),
    ] {
        let refused = say(&mut browser, "/api/v1/session/key", &answer).await.problem(422, "wrong-key");
        assert_eq!(refused["detail"], "The name or the passphrase is not right.", "{what}");
    }
    assert!(!is_in(&mut browser).await);
    say(&mut browser, "/api/v1/session/key", &ana.answer(&given, REALM)).await.said(200);

    app.advance(5 * MINUTE);
    let answer = ana.answer(&late, REALM);
    say(&mut Browser::new(&app), "/api/v1/session/key", &answer).await.problem(422, "wrong-key");
    let suspend = SuspendAccount { account, suspended: true };
    app.perform(&Principal::Operator, suspend.into()).await.unwrap();
    let answer = ana.answer(&nonce(&mut browser).await, REALM);
    say(&mut browser, "/api/v1/session/key", &answer).await.problem(403, "account-suspended");
}

/// The identity of one answer, and the signature of another.
fn mixed(identity: &Value, signature: &Value) -> String {
    let [identity, signature] = [identity, signature].map(crate::support::keys::bytes);
    base64url([&identity[..32], &signature[32..]].concat())
}
