//! Opening such an account, and signing in.

use http::Method;
use http::header::{CONTENT_TYPE, ORIGIN};
use pursuance_domain::action::{ConfigureInstance, SuspendAccount};
use pursuance_domain::allowed::Principal;
use pursuance_domain::value::{DisplayName, Door};
use pursuance_sealed::account::Cost;
use serde_json::{Value, json};

use crate::support::browser::Browser;
use crate::support::inspect::Inspect;
use crate::support::keys::{Device, FromPassphrase, ask, base64url, bytes, say};
use crate::support::{PASSPHRASE, TestApp, on_both_apps};

on_both_apps!(
    somebody_opens_an_account_and_signs_in_elsewhere,
    nobody_learns_which_accounts_exist,
    keys_that_are_none_open_no_account,
    an_invitation_leads_in_and_a_closed_door_does_not,
    a_suspended_account_lets_nobody_in,
    a_server_is_set_up_with_all_that_its_page_asks,
);

async fn somebody_opens_an_account_and_signs_in_elsewhere(app: TestApp) {
    app.operator("olga").await;
    let ana = Device::new(&app, "ana");
    let mut here = Browser::new(&app);
    let made = say(&mut here, "/api/v1/accounts", &ana.account()).await.said(201);
    assert_eq!((&made["name"], &made["realm"]), (&json!("ana"), &json!("localhost:8080")));
    assert!(made["card"] == ana.card() && made["marker"].is_string() && made.get("came").is_none());
    assert_eq!(here.open("/me").await.shown().path, "/me", "signed in");
    let keys = ask(&mut here, "/api/v1/account/keys").await;
    assert_eq!(keys.headers["cache-control"], "no-store");
    let keys = keys.said(200);
    assert!(ana.opens(&keys, &ana.passphrase), "{keys}");
    assert_eq!(keys["marker"], made["marker"]);
    assert_eq!((bytes(&keys["ksalt"]), &keys["m"]), (ana.passphrase.salt.to_vec(), &json!(65_536)));

    let mut elsewhere = Browser::new(&app);
    let before = ask(&mut elsewhere, "/api/v1/prelogin?name=%20Ana").await.said(200);
    let salt = base64url(ana.passphrase.salt);
    assert_eq!(before, json!({ "kind": "derived", "ksalt": salt, "m": 65_536, "t": 3, "p": 1 }));
    let signed_in = say(&mut elsewhere, "/api/v1/session", &ana.signin()).await.said(200);
    assert!(ana.opens(&signed_in, &ana.passphrase), "{signed_in}");
    assert_eq!(elsewhere.open("/me").await.shown().path, "/me");
    // The passphrase itself is none that this server takes, whatever it is.
    let mut forms = Browser::new(&app);
    let page = forms.send(Method::POST, "/signin", &form(&app), b"name=ana&passphrase=x".to_vec()).await;
    page.refused();
    // The secret that opens the account is nowhere in the database.
    let inspect = Inspect::open(&app.config.database_url).await;
    let kept = inspect.text("select kind || ' ' || verifier from credential where kind = 'derived'").await;
    assert!(kept.starts_with("derived ") && !kept.contains(&ana.passphrase.auth_key()), "{kept}");
}

/// The head of a form.
fn form(app: &TestApp) -> [(&'static str, &str); 2] {
    [("origin", app.addresses.base()), ("content-type", "application/x-www-form-urlencoded")]
}

async fn nobody_learns_which_accounts_exist(app: TestApp) {
    app.person("ben").await;
    let ana = Device::new(&app, "ana");
    ana.join(&app).await;
    let mut eve = Browser::new(&app);
    let asked = async |eve: &mut Browser, name: &str| {
        ask(eve, &format!("/api/v1/prelogin?name={name}")).await.said(200)
    };
    let nobody = asked(&mut eve, "zoe").await;
    assert_eq!(nobody, asked(&mut eve, "ZOE").await, "the salt stays the same");
    let [kind, m, t, p] = ["kind", "m", "t", "p"].map(|member| nobody[member].clone());
    assert_eq!([kind, m, t, p], [json!("derived"), json!(65_536), json!(3), json!(1)]);
    assert_eq!(bytes(&nobody["ksalt"]).len(), 16);
    assert_ne!(nobody["ksalt"], asked(&mut eve, "yves").await["ksalt"]);
    let plain = asked(&mut eve, "ben").await;
    assert_eq!((&plain["kind"], &plain["m"]), (&json!("plain"), &json!(65_536)));

    let wrong = FromPassphrase::new();
    let mut answers = Vec::new();
    for (name, key) in [
        ("ana", wrong.auth_key()),
        ("zoe", wrong.auth_key()),
        ("ben", wrong.auth_key()),
        ("ana", "no key".to_owned()),
        ("ana", String::new()),
    ] {
        let tried = say(&mut eve, "/api/v1/session", &json!({ "name": name, "auth_key": key })).await;
        answers.push(tried.problem(422, "wrong-key"));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "one answer for every reason: {answers:?}");
    let codes = ["ana", "zoe", "ben"].map(|name| json!({ "name": name, "auth_key": wrong.auth_key() }));
    for code in codes {
        say(&mut eve, "/api/v1/recovery", &code).await.problem(422, "wrong-key");
    }
    // Ten guesses at one name.
    for _ in 0..10 {
        say(&mut eve, "/api/v1/session", &json!({ "name": "ana", "auth_key": wrong.auth_key() })).await;
    }
    let refused = say(&mut eve, "/api/v1/session", &ana.signin()).await.problem(429, "rate-limit");
    assert!(refused["retry_after"].as_u64().is_some_and(|seconds| seconds > 0), "{refused}");
}

async fn keys_that_are_none_open_no_account(app: TestApp) {
    app.operator("olga").await;
    let (ana, other) = (Device::new(&app, "ana"), Device::new(&app, "other"));
    let cheap = Cost { memory_kib: 8_192, ..Cost::DEFAULT };
    let mut browser = Browser::new(&app);
    let card = bytes(&json!(ana.card()));
    let mut forged = card.clone();
    forged[70] ^= 1;
    let broken: [(&str, Value); 11] = [
        ("verifier", json!("short")),
        ("slot", json!(ana.slot_at(&ana.passphrase, cheap))),
        ("slot", json!(ana.recovery_slot(&ana.recovery))),
        ("slot", json!(format!("{}AA", ana.slot(&ana.passphrase)))),
        ("recovery_verifier", json!("")),
        ("recovery_slot", json!(ana.slot(&ana.passphrase))),
        ("idbox", json!(base64url([1; 114]))),
        ("card", json!(base64url(&card[..136]))),
        ("card", json!(base64url(&forged))),
        ("card", json!("no base64url!")),
        ("recovery_slot", json!("")),
    ];
    for (member, value) in broken {
        let mut input = ana.account();
        input[member] = value;
        let refused = say(&mut browser, "/api/v1/accounts", &input).await.problem(422, "invalid-key");
        assert_eq!(refused["field"], member, "{refused}");
    }
    for (member, value) in [("name", json!("a b")), ("name", Value::Null), ("door", json!(7))] {
        let mut input = ana.account();
        input[member] = value;
        let refused = say(&mut browser, "/api/v1/accounts", &input).await.problem(422, "invalid-input");
        assert_eq!(refused["field"], member, "{refused}");
    }
    let input = ana.account().to_string().into_bytes();
    let json = (CONTENT_TYPE.as_str(), "application/json");
    for origin in ["https://evil.example", "http://localhost:8081", "null"] {
        let headers = [(ORIGIN.as_str(), origin), json];
        let answer = browser.send(Method::POST, "/api/v1/accounts", &headers, input.clone()).await;
        answer.problem(403, "not-from-here");
    }
    let text = [(ORIGIN.as_str(), app.addresses.base()), (CONTENT_TYPE.as_str(), "text/plain")];
    let answer = browser.send(Method::POST, "/api/v1/accounts", &text, input).await;
    answer.problem(415, "unsupported-media-type");
    let inspect = Inspect::open(&app.config.database_url).await;
    assert_eq!(inspect.count("account").await, 1, "olga's");
    assert_eq!(inspect.count("identity").await + inspect.count("key_slot").await, 0);

    other.join(&app).await;
    let mut taken = ana.account();
    taken["card"] = json!(other.card());
    say(&mut browser, "/api/v1/accounts", &taken).await.problem(409, "card-taken");
    let mut named = ana.account();
    named["name"] = json!("other");
    say(&mut browser, "/api/v1/accounts", &named).await.problem(409, "name-taken");
    say(&mut browser, "/api/v1/accounts", &ana.account()).await.said(201);
}

async fn an_invitation_leads_in_and_a_closed_door_does_not(app: TestApp) {
    app.operator("olga").await;
    let ben = app.person("ben").await;
    let bees = json!({ "slug": "bees", "name": "Bees", "mission": "", "visibility": "members" });
    ben.perform("pursuance.create", bees).await.ok();
    let invite = json!({ "pursuance": "bees", "role": "normal", "expires": "7d", "uses": null });
    let made = ben.perform("invite.create", invite).await.ok();
    let link = made["result"]["link"].as_str().unwrap();
    let secret = link.rsplit('/').next().unwrap();
    let closed = ConfigureInstance {
        name: DisplayName::parse("Tests").unwrap(),
        door: Door::Invited,
        about: None,
        run_by: None,
    };
    app.perform(&Principal::Operator, closed.into()).await.unwrap();
    let ana = Device::new(&app, "ana");
    let mut browser = Browser::new(&app);
    let refused = say(&mut browser, "/api/v1/accounts", &ana.account()).await;
    refused.problem(403, "registration-closed");
    let mut invited = ana.account();
    invited["invite"] = json!("not an invitation");
    assert!(say(&mut browser, "/api/v1/accounts", &invited).await.status.is_client_error());
    invited["invite"] = json!(secret);
    let made = say(&mut browser, "/api/v1/accounts", &invited).await.said(201);
    let came = made["came"].as_str().unwrap();
    assert!(came.starts_with("/p/bees"), "{made}");
    browser.open(came).await.shown();
}

async fn a_suspended_account_lets_nobody_in(app: TestApp) {
    let ana = Device::new(&app, "ana");
    let account = ana.join(&app).await;
    let suspend = SuspendAccount { account, suspended: true };
    app.perform(&Principal::Operator, suspend.into()).await.unwrap();
    let mut browser = Browser::new(&app);
    say(&mut browser, "/api/v1/session", &ana.signin()).await.problem(403, "account-suspended");
    say(&mut browser, "/api/v1/recovery", &ana.recover()).await.problem(403, "account-suspended");
    let guess = json!({ "name": "ana", "auth_key": FromPassphrase::new().auth_key() });
    say(&mut browser, "/api/v1/session", &guess).await.problem(422, "wrong-key");
    let form = [("name", "ana"), ("passphrase", PASSPHRASE)];
    let page = browser.open("/signin").await.shown();
    assert!(!browser.fill(&page, "/signin", &form).await.says("suspended"));
}

async fn a_server_is_set_up_with_all_that_its_page_asks(app: TestApp) {
    let link = app.new_setup_link().await.unwrap();
    let ana = Device::new(&app, "ana");
    let mut input = ana.account();
    input["setup"] = json!(link.rsplit('=').next().unwrap());
    input["server"] = json!("Valley");
    input["door"] = json!("invited");
    input["about"] = json!("For the valley.");
    input["run_by"] = json!("x".repeat(81));
    let mut browser = Browser::new(&app);
    let refused = say(&mut browser, "/api/v1/accounts", &input).await.problem(422, "invalid-input");
    assert_eq!(refused["field"], "run_by", "{refused}");
    input["run_by"] = json!("Ana, ana@valley.example");
    say(&mut browser, "/api/v1/accounts", &input).await.said(201);

    let front = Browser::new(&app).open("/").await.shown().saying("Valley").saying("For the valley.");
    assert!(front.says("Run by Ana, ana@valley.example"), "{front:?}");
}
