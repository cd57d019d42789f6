//! The pages of such an account: no form of theirs asks for the passphrase.

use http::header::{CONTENT_SECURITY_POLICY, IF_NONE_MATCH};
use http::{Method, StatusCode};
use pursuance::actions::invite::new_secret;
use pursuance_domain::action::MakeAccountLink;
use pursuance_domain::allowed::Principal;

use crate::pages::start_pursuance;
use crate::support::browser::{Browser, Page};
use crate::support::keys::{Device, FromPassphrase, say};
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    the_page_after_the_name_sends_nothing,
    a_token_takes_the_key_and_no_passphrase,
    what_was_written_is_sent_with_the_key,
    pages_for_new_accounts_say_what_their_script_needs,
    the_page_of_a_link_says_that_the_keys_end,
);

/// A browser in which the person has signed in.
async fn browser_of(app: &TestApp, device: &Device) -> Browser {
    let mut browser = Browser::new(app);
    say(&mut browser, "/api/v1/session", &device.signin()).await.said(200);
    browser
}

fn policy(page: &Page) -> &str {
    page.headers[CONTENT_SECURITY_POLICY].to_str().unwrap()
}

/// Whether a page has a field or a form that could send a passphrase.
fn could_send(page: &Page) -> bool {
    page.html.contains("type=\"password\"")
}

async fn the_page_after_the_name_sends_nothing(app: TestApp) {
    let ana = Device::new(&app, "ana");
    ana.join(&app).await;
    let mut browser = Browser::new(&app);
    let first = browser.open("/signin?next=/me").await.shown();
    // The way for a lost passphrase stands there before anything else is asked.
    assert!(first.html.contains("href=\"/recover\""), "{first:?}");
    assert!(policy(&first).contains("form-action 'self'"), "{}", policy(&first));
    let page = browser.fill(&first, "/signin", &[("name", "Ana")]).await.shown();
    assert!(policy(&page).contains("form-action 'none'"), "{}", policy(&page));
    assert!(!page.html.contains("<form") && !page.html.contains("<input"), "{page:?}");
    for said in
        ["data-sealed=\"signin\"", "data-name=\"ana\"", "data-realm=\"localhost:8080\"", "data-next=\"/me\""]
    {
        assert!(page.html.contains(said), "{said}: {page:?}");
    }
    let page = page.saying("that takes JavaScript");
    assert!(
        page.html.contains("src=\"/static/sealed/page.js?v=") && page.html.contains("integrity=\"sha384-")
    );
    let lost = browser.open("/recover").await.shown();
    assert!(policy(&lost).contains("form-action 'none'") && !lost.html.contains("<form"), "{lost:?}");

    let device = browser.open("/signin/device?next=/me").await.shown().saying("This device shows a code.");
    assert!(policy(&device).contains("form-action 'none'") && !device.html.contains("<form"), "{device:?}");
    assert!(device.html.contains("data-sealed=\"device-new\"") && device.html.contains("data-next=\"/me\""));
    // The same page opens a file with the keys; both ways to sign in lead there.
    assert!(
        device.html.contains("data-sealed=\"file\"") && device.html.contains("id=\"file\""),
        "{device:?}"
    );
    assert!(!device.html.contains("<input"), "only the script makes a field: {device:?}");
    assert!(page.html.contains("href=\"/signin/device?next=%2Fme#file\""), "{page:?}");
    assert!(lost.html.contains("href=\"/signin/device#file\""), "{lost:?}");

    // WebAssembly may be compiled in the worker alone, also where a browser has it already.
    let worker = browser.open("/static/sealed/argon2.js").await.shown();
    assert!(policy(&worker).contains("'wasm-unsafe-eval'"), "{}", policy(&worker));
    let tag = worker.headers["etag"].to_str().unwrap().to_owned();
    let known = [(IF_NONE_MATCH.as_str(), tag.as_str())];
    let again = browser.send(Method::GET, "/static/sealed/argon2.js", &known, Vec::new()).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert!(policy(&again).contains("'wasm-unsafe-eval'"), "{}", policy(&again));
    let other = browser.open("/static/sealed/words.js").await.shown();
    assert!(!policy(&other).contains("wasm"), "{}", policy(&other));
}

async fn a_token_takes_the_key_and_no_passphrase(app: TestApp) {
    let ana = Device::new(&app, "ana");
    ana.join(&app).await;
    let mut browser = browser_of(&app, &ana).await;
    let me = browser.open("/me").await.shown();
    assert!(!could_send(&me) && !me.has_form("/me/passphrase"), "{me:?}");
    assert!(me.html.contains("data-sealed=\"passphrase\"") && me.html.contains("href=\"/me/recovery\""));
    // The page of a device that was signed in without the passphrase comes anew, says as whom, and leads on.
    let device = browser.open("/signin/device?next=/me").await.shown();
    let device = device.saying("This device is signed in as ana.");
    assert!(!device.html.contains("data-sealed=") && device.html.contains("href=\"/me\""), "{device:?}");
    let kit = browser.open("/me/recovery").await.shown();
    assert!(kit.html.contains("data-sealed=\"recovery\"") && !could_send(&kit), "{kit:?}");
    let wrong = FromPassphrase::new().auth_key();
    for proof in ["", wrong.as_str()] {
        let refused = browser.fill(&me, "/me/tokens", &[("name", "robot"), ("proof", proof)]).await.refused();
        let refused = refused.saying("That is not the passphrase of this account.");
        assert_eq!(refused.form("/me/tokens").value("proof"), "", "it is never sent back");
    }
    let key = ana.passphrase.auth_key();
    let fields = [("name", "robot"), ("proof", key.as_str())];
    browser.fill(&me, "/me/tokens", &fields).await.shown().saying("not shown again");
    let settings = browser.open("/inbox/settings").await.shown();
    assert!(!could_send(&settings), "{settings:?}");
    let outline = start_pursuance(&mut browser, "bees", "Bees").await;
    assert!(!could_send(&outline), "{outline:?}");
}

async fn what_was_written_is_sent_with_the_key(app: TestApp) {
    let ana = Device::new(&app, "ana");
    ana.join(&app).await;
    let mut browser = browser_of(&app, &ana).await;
    start_pursuance(&mut browser, "bees", "Bees").await;
    let outline = browser.open("/p/bees").await.shown();
    browser.lose_session();
    let lost = browser.fill(&outline, "/p/bees/tasks", &[("title", "Count")]).await;
    assert_eq!(lost.status, StatusCode::UNAUTHORIZED, "{lost:?}");
    assert!(!could_send(&lost) && lost.html.contains("data-sealed=\"proof\""), "{lost:?}");
    assert_eq!(lost.form("/p/bees/tasks").value("signin_name"), "ana");
    let wrong = FromPassphrase::new().auth_key();
    let again = browser.fill(&lost, "/p/bees/tasks", &[("proof", wrong.as_str())]).await.refused();
    let again = again.saying("The name or the passphrase is not right.");
    assert!(!could_send(&again), "{again:?}");
    let key = ana.passphrase.auth_key();
    let sent = browser.fill(&again, "/p/bees/tasks", &[("proof", key.as_str())]).await.shown();
    sent.saying("Count");
    assert_eq!(browser.open("/me").await.path, "/me");
}

async fn pages_for_new_accounts_say_what_their_script_needs(app: TestApp) {
    app.operator("olga").await;
    let mut browser = Browser::new(&app);
    let join = browser.open("/join?next=/i/0f3c").await.shown();
    for said in
        ["data-sealed=\"join\"", "data-invite=\"0f3c\"", "data-next=\"/i/0f3c\"", "data-sealed-secret"]
    {
        assert!(join.html.contains(said), "{said}: {join:?}");
    }
    let join = join.saying("Without JavaScript");
    assert!(join.has_form("/join") && could_send(&join), "it works without the script, too");
    app.person("ben").await;
    let me = Browser::of(&app, "ben").await.open("/me").await.shown();
    assert!(me.html.contains("data-sealed=\"derive\"") && me.has_form("/me/passphrase"), "{me:?}");
}

async fn the_page_of_a_link_says_that_the_keys_end(app: TestApp) {
    let account = Device::new(&app, "ana").join(&app).await;
    let ben = app.person("ben").await;
    for (account, ends) in [(account, true), (ben.id.clone(), false)] {
        let (secret, hash) = new_secret();
        let make = MakeAccountLink { account, secret_hash: hash.unwrap(), new: false };
        app.perform(&Principal::Operator, make.into()).await.unwrap();
        let page = Browser::new(&app).open(&format!("/reset/{secret}")).await.shown();
        assert_eq!(page.says("The keys of the account are gone then"), ends, "{page:?}");
    }
}
