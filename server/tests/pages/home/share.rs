//! A share from another program becomes a task, by one form.

use http::StatusCode;
use serde_json::json;

use crate::pages::start_pursuance;
use crate::support::browser::{Browser, Page};
use crate::support::{PASSPHRASE, TestApp};

const SHARE: &str = "/share";
const ADDRESS: &str = "https://water.example/levels?at=7&of=\"north\"";

/// The address that a telephone opens.
fn shared(title: &str, text: &str, url: &str) -> String {
    let fields = [("title", title), ("text", text), ("url", url)];
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    format!("{SHARE}?{query}")
}

/// The pursuances to choose from, as the page names them, with the mark of the chosen one.
fn places(page: &Page) -> Vec<String> {
    let select =
        page.html.split("<select id=\"pursuance\"").nth(1).unwrap().split("</select>").next().unwrap();
    // Marks that isolate a name stand around it within a sentence.
    let plain = |text: &str| text.replace(['\u{2068}', '\u{2069}'], "");
    let option = |option: &str| plain(option.split("</option>").next().unwrap());
    select.split("<option ").skip(1).map(option).collect()
}

#[tokio::test]
async fn what_is_shared_is_a_task_once_its_form_is_sent_and_no_sooner() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    start_pursuance(&mut ana, "bees", "Bees").await;
    let page =
        ana.open(&shared("Water levels", &format!("Look at <this>\n{ADDRESS}"), ADDRESS)).await.shown();
    let form = page.form(SHARE);
    assert_eq!(form.value("title"), "Water levels");
    assert_eq!(form.value("deliverables"), format!("Look at <this>\n{ADDRESS}"));
    assert!(!ana.open("/p/bees").await.shown().says("Water levels"), "to look is to change nothing");

    let made = ana.submit(form).await.shown();
    assert_eq!(made.path, "/p/bees/t/1");
    assert!(
        made.says("The task is added.") && made.says("Look at <this>") && made.says("Water levels"),
        "{made:?}"
    );
}

#[tokio::test]
async fn whoever_has_to_sign_in_first_finds_what_they_shared() {
    let app = TestApp::start().await;
    app.person("ana").await;
    start_pursuance(&mut Browser::of(&app, "ana").await, "bees", "Bees").await;
    let mut phone = Browser::new(&app);
    let path = shared("", &format!("Call Ana\n& ask about ünïon {ADDRESS}"), "");
    let signin = phone.open(&path).await.shown();
    assert!(signin.path.starts_with("/signin?next="), "{signin:?}");
    let wrong = phone.fill(&signin, "/signin", &[("name", "ana"), ("passphrase", "wrong")]).await.refused();
    let there = phone.fill(&wrong, "/signin", &[("name", "ana"), ("passphrase", PASSPHRASE)]).await.shown();
    assert_eq!(there.path, path);
    let form = there.form(SHARE);
    assert_eq!(form.value("title"), "Call Ana");
    assert_eq!(form.value("deliverables"), format!("& ask about ünïon {ADDRESS}"));

    // The same when the session ends before the form is sent.
    phone.lose_session();
    let lost = phone.submit(form.with(&[("title", "Call Ana today")])).await;
    assert_eq!(lost.status, StatusCode::UNAUTHORIZED, "{lost:?}");
    let fields = [("signin_name", "ana"), ("signin_passphrase", PASSPHRASE)];
    let made = phone.fill(&lost, SHARE, &fields).await.shown();
    assert_eq!(made.path, "/p/bees/t/1");
    made.saying("Call Ana today");
}

#[tokio::test]
async fn the_places_are_those_where_somebody_may_write_and_the_last_one_is_on_top() {
    let app = TestApp::start().await;
    let (ana, bob) = (app.person("ana").await, app.person("bob").await);
    for slug in ["ants", "bees", "lice", "moths", "wasps"] {
        let visibility = if slug == "moths" { "members" } else { "public" };
        let new =
            json!({ "slug": slug, "name": slug.to_uppercase(), "mission": "", "visibility": visibility });
        ana.perform("pursuance.create", new).await.ok();
    }
    for (slug, role) in [("bees", "assistant_admin"), ("lice", "untrusted"), ("wasps", "viewer")] {
        bob.perform("pursuance.join", json!({ "pursuance": slug })).await.ok();
        let set = json!({ "pursuance": slug, "member": "bob", "role": role });
        ana.perform("member.set_role", set).await.ok();
    }
    let mut bob = Browser::of(&app, "bob").await;
    let page = bob.open(&shared("Levels", "", "")).await.shown();
    let plain = ["value=\"bees\">BEES", "value=\"wasps\">WASPS (as a suggestion)"];
    assert_eq!(places(&page), plain, "neither closed to him, nor read by him alone");
    let made = bob.fill(&page, SHARE, &[("pursuance", "wasps")]).await.shown();
    assert_eq!(made.path, "/p/wasps/suggestions");
    made.saying("Levels");
    let page = bob.open(&shared("Depths", "", "")).await.shown();
    let expected = ["value=\"wasps\" selected>WASPS (as a suggestion)", "value=\"bees\">BEES"];
    assert_eq!(places(&page), expected, "{page:?}");

    // Somewhere else it is refused, and nothing of the text is lost.
    for (slug, status) in [
        ("lice", StatusCode::UNPROCESSABLE_ENTITY),
        ("ants", StatusCode::UNPROCESSABLE_ENTITY),
        ("", StatusCode::UNPROCESSABLE_ENTITY),
        ("moths", StatusCode::NOT_FOUND),
        ("x\"><b>", StatusCode::NOT_FOUND),
    ] {
        let refused = bob.fill(&page, SHARE, &[("pursuance", slug)]).await;
        assert_eq!(refused.status, status, "{slug}: {refused:?}");
        assert!(refused.says("Depths"), "{slug}: {refused:?}");
        assert!(!ana.read("/api/v1/pursuances/ants/tasks").await.text().contains("Depths"));
    }
    let untitled = bob.fill(&page, SHARE, &[("title", " "), ("deliverables", "All of it")]).await.refused();
    assert_eq!(untitled.form(SHARE).value("deliverables"), "All of it");
    // Somebody else at the same telephone begins anew.
    let signed_out = bob.fill(&untitled, "/signout", &[]).await.shown();
    let signin = bob.open(&shared("Levels", "", "")).await.shown();
    assert!(signin.path.starts_with("/signin"), "{signed_out:?}");
    let ana = bob.fill(&signin, "/signin", &[("name", "ana"), ("passphrase", PASSPHRASE)]).await.shown();
    assert_eq!(places(&ana).first().map(String::as_str), Some("value=\"ants\">ANTS"));
}

#[tokio::test]
async fn whoever_is_in_no_pursuance_is_led_on_with_their_text() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    let page = ana.open(&shared("Levels", ADDRESS, "")).await.shown();
    assert!(!page.has_form(SHARE), "{page:?}");
    assert!(page.says("Levels") && page.says(ADDRESS), "{page:?}");
    for link in ["/p", "/p/new"] {
        assert!(page.html.contains(&format!("href=\"{link}\"")), "{link}: {page:?}");
    }
}

#[tokio::test]
async fn a_very_long_text_is_kept_as_far_as_it_fits() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    start_pursuance(&mut ana, "bees", "Bees").await;
    let page = ana.open(&shared(&"T".repeat(201), &"x".repeat(9_000), "")).await.shown();
    assert_eq!(page.form(SHARE).value("title").len(), 200);
    assert_eq!(page.form(SHARE).value("deliverables").len(), 201 + 2 + 9_000);
    assert!(!page.says("More was shared than fits"), "{page:?}");

    let page = ana.open(&shared("Levels", &"x".repeat(10_001), "")).await.shown();
    assert_eq!(page.form(SHARE).value("deliverables").len(), 10_000);
    page.saying("More was shared than fits");
    // A share twice as long as a task may be is answered, too; one with the character NUL is no text.
    ana.open(&shared(&"ü".repeat(3_000), &"ü".repeat(3_000), ADDRESS)).await.shown();
    for bad in ["/share?title=%00", "/share?text=a%00b"] {
        assert_eq!(ana.open(bad).await.status, StatusCode::BAD_REQUEST, "{bad}");
    }
    for odd in
        ["/share?title=%FF%FE", "/share?text=%0D%0A%0D%0A", "/share?title=&title=b&text=%3Cscript%3E", SHARE]
    {
        ana.open(odd).await.shown();
    }
}
