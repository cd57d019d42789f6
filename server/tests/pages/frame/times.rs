//! How times are told: by the clock and the week of the region that the browser names, or as somebody chose.

use serde_json::json;

use crate::pages::{start_pursuance, write_task};
use crate::support::TestApp;
use crate::support::browser::{Browser, Page};

/// Whether hours are told twice from 1 to 12, in a page that says when something was.
fn has_twelve_hours(page: &Page) -> bool {
    assert!(page.html.contains("<time datetime="), "{page:?}");
    page.html.contains("\u{a0}AM UTC\"") || page.html.contains("\u{a0}PM UTC\"")
}

/// The day with which the weeks of a calendar begin.
fn first_day(page: &Page) -> &str {
    page.html.split("<th scope=\"col\">").nth(1).unwrap().split('<').next().unwrap()
}

#[tokio::test]
async fn a_visitor_reads_the_times_of_their_region_whoever_read_the_page_before() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    start_pursuance(&mut ana, "bees", "Bees").await;
    write_task(&mut ana, "bees", "Count").await;
    for (languages, twelve, first) in [
        ("en-US,en;q=0.9", true, "Sun"),
        ("en-GB,en;q=0.9", false, "Mon"),
        ("en-AU", true, "Mon"),
        ("en", false, "Mon"),
        ("de-DE,en-US;q=0.5", false, "Mo"),
        ("en-MV", false, "Fri"),
        ("en-US,en;q=0.9", true, "Sun"),
    ] {
        let mut visitor = Browser::new(&app).speaking(languages);
        let task = visitor.open("/p/bees/t/1").await.shown();
        let calendar = visitor.open("/p/bees/calendar").await.shown();
        assert_eq!((has_twelve_hours(&task), first_day(&calendar)), (twelve, first), "{languages}");
    }
}

#[tokio::test]
async fn what_somebody_chose_holds_whatever_the_browser_says() {
    let app = TestApp::start().await;
    let person = app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await.speaking("en-US");
    start_pursuance(&mut ana, "bees", "Bees").await;
    write_task(&mut ana, "bees", "Count").await;
    assert!(has_twelve_hours(&ana.open("/p/bees/t/1").await.shown()));

    let account = ana.open("/me").await.shown();
    let chosen = [("clock", "24"), ("first_day", "saturday")];
    let account = ana.fill(&account, "/me/display", &chosen).await.shown().saying("Saved.");
    let form = account.form("/me/display");
    assert_eq!((form.value("clock"), form.value("first_day")), ("24", "saturday"));
    assert!(!has_twelve_hours(&ana.open("/p/bees/t/1").await.shown()));
    assert_eq!(first_day(&ana.open("/p/bees/calendar").await.shown()), "Sat");

    let account = ana.fill(&account, "/me/display", &[("first_day", "friday")]).await.shown();
    assert_eq!(account.form("/me/display").value("first_day"), "friday");
    assert_eq!(first_day(&ana.open("/p/bees/calendar").await.shown()), "Fri");
    ana.fill(&account, "/me/display", &chosen).await.shown();

    // Programs change one of them alone, and null takes it back.
    person.perform("profile.set_display", json!({ "clock": null })).await.ok();
    assert!(has_twelve_hours(&ana.open("/p/bees/t/1").await.shown()));
    assert_eq!(first_day(&ana.open("/p/bees/calendar").await.shown()), "Sat");
    person.perform("profile.set_display", json!({ "clock": "13" })).await.problem(422, "invalid-input");
}

#[tokio::test]
async fn single_letters_are_no_keys_where_somebody_does_not_want_them() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    let account = ana.open("/me").await.shown();
    assert!(!account.html.contains("data-keys"));
    let form = account.form("/me/display").without("single_keys");
    ana.submit(form).await.shown();
    let home = ana.open("/p").await.shown();
    assert!(home.html.contains("<body data-viewer=\"ana\" data-keys=\"off\" "), "{}", home.html);
    let account = ana.open("/me").await.shown();
    let account = ana.fill(&account, "/me/display", &[("single_keys", "yes")]).await.shown();
    assert!(!account.html.contains("data-keys"));
}

#[tokio::test]
async fn a_time_that_stands_alone_is_near_or_exact() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    start_pursuance(&mut ana, "bees", "Bees").await;
    write_task(&mut ana, "bees", "Count").await;
    let task = ana.open("/p/bees/t/1").await.shown();
    ana.fill(&task, "/p/bees/t/1/comments", &[("body", "Seven hives.")]).await.shown();
    let said = |page: &Page| {
        let talk = page.html.split("Seven hives.").next().unwrap();
        let time = talk.rsplit("<time ").next().unwrap().to_owned();
        time.split('>').nth(1).unwrap().split('<').next().unwrap().to_owned()
    };
    let mut visitor = Browser::new(&app);
    assert_eq!(said(&visitor.open("/p/bees/t/1").await.shown()), "just now");
    app.advance(3 * pursuance_domain::time::HOUR);
    assert_eq!(said(&visitor.open("/p/bees/t/1").await.shown()), "3 hours ago");
    app.advance(3 * pursuance_domain::time::DAY);
    let exact = said(&visitor.open("/p/bees/t/1").await.shown());
    assert!(exact.contains(':') && !exact.contains("ago"), "{exact}");
}
