//! Names and numbers in texts: who is named is told, and both are links.

use pursuance_domain::people::role::Role;
use serde_json::json;

use super::Bees;
use crate::support::browser::{Browser, Page};
use crate::support::{TestApp, on_both_apps};

on_both_apps!(only_members_who_are_named_are_told, who_was_named_before_is_not_told_again);

async fn only_members_who_are_named_are_told(app: TestApp) {
    let bees = Bees::of(app).await;
    let dora = bees.app.person("dora").await;
    let task = bees.task("Count").await;
    let here = bees.app.addresses.authority().to_owned();
    let text = format!("Could @ben look, or @cleo@{here}? Not `@ana`, nor @dora or @nobody.");
    bees.comment(&bees.ana, task, &text).await;
    for person in [&bees.ben, &bees.cleo] {
        let told = ("mention".to_owned(), "mentioned".to_owned());
        assert_eq!(bees.notices(person).await, [told]);
    }
    assert_eq!(bees.unread(&dora).await, 0, "she is no member");
    bees.comment(&bees.ben, task, "@cleo@other.example is another one").await;
    assert_eq!(bees.unread(&bees.cleo).await, 1);
    // A person who is named in a text that they may not read hears nothing.
    let closed = json!({ "pursuance": "bees", "visibility": "members" });
    bees.ana.perform("pursuance.edit", closed).await.ok();
    bees.role("cleo", Role::Untrusted).await;
    bees.read_all().await;
    bees.comment(&bees.ana, task, "Between us: @cleo").await;
    assert_eq!(bees.unread(&bees.cleo).await, 0);
}

async fn who_was_named_before_is_not_told_again(app: TestApp) {
    let bees = Bees::of(app).await;
    let task = json!({ "pursuance": "bees", "title": "Count", "deliverables": "Ask @ben." });
    bees.ana.perform("task.create", task).await.ok();
    assert_eq!(bees.kinds(&bees.ben).await, ["mention"]);
    let edit = json!({ "revision": 1, "deliverables": "Ask @ben or @cleo." });
    bees.on(&bees.ana, "task.edit", 1, edit).await;
    assert_eq!(bees.kinds(&bees.ben).await, ["mention"]);
    assert_eq!(bees.kinds(&bees.cleo).await, ["mention"]);
    let mut ben = Browser::signed_in(&bees.app, &bees.ben.id).await;
    ben.open("/inbox").await.shown().saying("named you in the description");
}

#[tokio::test]
async fn names_and_numbers_are_links_where_they_lead_somewhere() {
    let bees = Bees::of(TestApp::start().await).await;
    let task = |pursuance: &str, title: &str, deliverables: &str| json!({ "pursuance": pursuance, "title": title, "deliverables": deliverables });
    let text = "As in #2, #99, wasps#1, wasps#7, hornets#1 and nowhere#1, says @ben.";
    bees.ana.perform("task.create", task("bees", "Count", text)).await.ok();
    bees.ana.perform("task.create", task("bees", "Draw", "")).await.ok();
    for (slug, visibility) in [("wasps", "public"), ("hornets", "members")] {
        let found = json!({ "slug": slug, "name": slug, "mission": "", "visibility": visibility });
        bees.ana.perform("pursuance.create", found).await.ok();
        bees.ana.perform("task.create", task(slug, "Map", "")).await.ok();
    }
    bees.comment(&bees.ana, 1, "Ask @nobody, `@cleo`, @cleo or [#3](https://other.example/).").await;
    let base = bees.app.addresses.base().to_owned();
    let leads = |page: &Page, place: &str| page.html.contains(&format!("<a href=\"{base}{place}\""));
    let page = Browser::new(&bees.app).open("/p/bees/t/1").await.shown();
    for place in ["/p/bees/t/2", "/p/wasps/t/1", "/@ben", "/@cleo"] {
        assert!(leads(&page, place), "{place}: {page:?}");
    }
    // A link says no more of a hidden task than of none.
    for place in
        ["/p/bees/t/99", "/p/wasps/t/7", "/p/hornets/t/1", "/p/nowhere/t/1", "/p/bees/t/3", "/@nobody"]
    {
        assert!(!leads(&page, place), "{place}: {page:?}");
    }
    assert!(page.html.contains("<code>@cleo</code>"), "{page:?}");
    let hers = Browser::signed_in(&bees.app, &bees.ana.id).await.open("/p/bees/t/1").await.shown();
    assert!(leads(&hers, "/p/hornets/t/1"), "she sees that one: {hers:?}");
}
