//! The filter of the outline: one field for a query, and choices that write into it.

use pursuance::jobs::Worker;
use pursuance::store::fulltext;
use serde_json::json;

use crate::support::TestApp;
use crate::support::browser::{Browser, Page};
use crate::support::peers::until;

/// The numbers of the tasks in the list, in its order.
fn listed(page: &Page) -> Vec<i64> {
    let list = page.html.split("data-part=\"outline\"").nth(1).unwrap_or_default();
    let list = list.split("</section>").next().unwrap_or_default();
    let rows = list.split("id=\"row-").skip(1);
    rows.map(|row| row.split('"').next().unwrap().parse().unwrap()).collect()
}

/// The text in the field.
fn typed(page: &Page) -> String {
    let field = page.html.split("name=\"q\" id=\"filter-q\"").nth(1).unwrap();
    let value = field.split("value=\"").nth(1).unwrap().split('"').next().unwrap();
    value.replace("&#60;", "<").replace("&#34;", "\"")
}

async fn bees(app: &TestApp) -> Browser {
    let ana = app.person("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    for title in ["Count the hives", "Paint a hive", "Weigh the honey"] {
        ana.perform("task.create", json!({ "pursuance": "bees", "title": title })).await.ok();
    }
    ana.perform("task.assign", json!({ "pursuance": "bees", "task": 1, "assignee": "ana" })).await.ok();
    Browser::of(app, "ana").await
}

#[tokio::test]
async fn choices_become_a_part_of_the_query() {
    let app = TestApp::start().await;
    let mut browser = bees(&app).await;

    let page = browser.open("/p/bees?q=hive&phase=started&who=me").await.shown();
    assert_eq!((typed(&page).as_str(), listed(&page)), ("status:started @me hive", vec![1]));
    // Sent once more with the field as it is, the choices would stand there twice.
    assert!(!page.html.contains("<option value=\"started\" selected>"), "{page:?}");
    for (asked, text, found) in [
        ("who=nobody", "@-", vec![3, 2]),
        ("who=elsewhere", "is:delegated", vec![]),
        ("phase=new", "status:new", vec![3, 2]),
        ("phase=nonsense&who=nonsense&q=honey", "honey", vec![3]),
        ("q=%40me", "@me", vec![1]),
    ] {
        let page = browser.open(&format!("/p/bees?{asked}")).await.shown();
        assert_eq!((typed(&page).as_str(), listed(&page)), (text, found), "{asked}");
    }
    // Behind a quotation mark that is not closed a choice would be a word.
    let page = browser.open("/p/bees?q=%22hive&who=nobody").await.refused();
    assert_eq!((typed(&page).as_str(), listed(&page)), ("@- \"hive", vec![3, 2]));
}

#[tokio::test]
async fn a_query_that_is_not_understood_is_shown_with_what_was_meant_and_what_the_rest_finds() {
    let app = TestApp::start().await;
    let mut browser = bees(&app).await;

    let page = browser.open("/p/bees?q=hive+statsu:new+@-").await.refused();
    assert_eq!((typed(&page).as_str(), listed(&page)), ("hive statsu:new @-", vec![2]));
    assert!(page.html.contains("hive <mark>statsu:new</mark> @-"), "{page:?}");
    assert!(page.html.contains("aria-invalid=\"true\""), "{page:?}");
    // The other views take the query along; what was meant comes behind them.
    let behind = page.html.split("Did you mean").nth(1).unwrap();
    let link = behind.split("<a href=\"/p/bees?q=").nth(1).unwrap();
    let meant = format!("/p/bees?q={}", link.split('"').next().unwrap());
    let page = browser.open(&meant).await.shown();
    assert_eq!((typed(&page).as_str(), listed(&page)), ("hive status:new @-", vec![2]));

    // A text is text, whatever stands in it.
    let page = browser.open("/p/bees?q=%3Cb%3E+oops:%3Ci%3E").await.refused();
    assert!(!page.html.contains("<b> ") && !page.html.contains("<i>"), "{page:?}");
}

#[tokio::test]
async fn words_that_were_looked_for_are_marked_in_titles() {
    let app = TestApp::start().await;
    let mut browser = bees(&app).await;
    let page = browser.open("/p/bees?q=hiv+%22count+the%22+!paint").await.shown();
    assert!(page.html.contains("<mark>Count the</mark> <mark>hives</mark></a>"), "{page:?}");
    let page = browser.open("/p/bees?q=%C3%A0+is:open").await.shown();
    assert!(page.html.contains("Paint <mark>a</mark> hive</a>"), "without regard to accents: {page:?}");
    let page = browser.open("/p/bees?q=!honey").await.shown();
    assert!(!page.html.contains("<mark>"), "what is not there is not marked: {page:?}");
}

#[tokio::test]
async fn while_older_texts_are_taken_in_the_page_says_so() {
    for app in [TestApp::start().await, TestApp::start_on_postgres().await] {
        let mut browser = bees(&app).await;
        // As after an upgrade.
        let mut tx = app.db.write().await.unwrap();
        fulltext::forget_all(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        const SAYS: &str = "Older texts are still being taken into the search";
        let page = browser.open("/p/bees?q=honey").await.shown().saying(SAYS);
        assert!(listed(&page).is_empty(), "{page:?}");
        browser.open("/tasks?q=honey").await.shown().saying(SAYS);
        browser.open("/p/bees/calendar?q=honey").await.shown().saying(SAYS);
        browser.open("/search?q=honey").await.shown().saying("Older texts are still being read");
        let visitor = app.visitor();
        assert_eq!(visitor.read("/api/v1/pursuances/bees/tasks?q=honey").await.ok()["filling"], json!(true));
        let worker = Worker::spawn(&app.app);
        until("all is taken in", async || {
            !fulltext::is_filling(&mut app.db.read().await.unwrap()).await.unwrap()
        })
        .await;
        worker.stop().await;
        let page = browser.open("/p/bees?q=honey").await.shown();
        assert_eq!(listed(&page), [3]);
        assert!(!page.says(SAYS), "{page:?}");
        assert!(visitor.read("/api/v1/pursuances/bees/tasks?q=honey").await.ok().get("filling").is_none());
    }
}

#[tokio::test]
async fn a_query_that_finds_nothing_says_so_and_leads_to_all_tasks() {
    let app = TestApp::start().await;
    let mut browser = bees(&app).await;
    let page = browser.open("/p/bees?q=nothing-like-it").await.shown().saying("Nothing matches.");
    assert!(page.html.contains("href=\"/p/bees\""), "{page:?}");
    page.saying("How to search").saying("skill:Language:French");
}

#[tokio::test]
async fn a_long_list_goes_on_in_the_order_of_the_query() {
    for app in [TestApp::start().await, TestApp::start_on_postgres().await] {
        goes_on(app).await;
    }
}

async fn goes_on(app: TestApp) {
    let ana = app.person("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    for n in 1..=53 {
        let mut asks = json!({ "pursuance": "bees", "title": format!("Hive {n}.") });
        if n <= 52 {
            asks["due"] = json!(format!("20{}-06-01", 30 + n % 26));
        }
        ana.perform("task.create", asks).await.ok();
    }
    let mut visitor = Browser::new(&app);
    for (query, last) in [
        ("hive", vec![3, 2, 1]),
        ("hive sort:-new", vec![51, 52, 53]),
        ("hive sort:due", vec![51, 25, 53]),
        ("hive sort:updated", vec![3, 2, 1]),
    ] {
        let asked: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
        let first = visitor.open(&format!("/p/bees?q={asked}")).await.shown();
        assert_eq!(listed(&first).len(), 50, "{query}");
        let next =
            first.html.split("<p class=\"more\"><a href=\"").nth(1).unwrap().split('"').next().unwrap();
        let next = next.replace("&#38;", "&").replace("&amp;", "&");
        assert!(next.contains("q=") && !next.contains("phase="), "{next}");
        let rest = visitor.open(&next).await.shown();
        assert_eq!(listed(&rest), last, "{query}");
        assert_eq!(typed(&rest), query);
    }
}
