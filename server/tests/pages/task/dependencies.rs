//! Dependencies of a task in both directions, on its page.

use serde_json::json;

use crate::pages::{start_pursuance, write_task};
use crate::support::TestApp;
use crate::support::browser::{Browser, Page};

const DEPEND: &str = "/p/bees/t/1/depend";
const BLOCK: &str = "/p/bees/t/1/block";
const UNDEPEND: &str = "/p/bees/t/1/undepend";

async fn bees(app: &TestApp) -> Browser {
    app.person("ana").await;
    let mut ana = Browser::of(app, "ana").await;
    start_pursuance(&mut ana, "bees", "Bees").await;
    for title in ["Publish", "Count the hives", "Weigh the honey"] {
        write_task(&mut ana, "bees", title).await;
    }
    ana
}

#[tokio::test]
async fn a_page_says_what_a_task_waits_for_and_what_waits_for_it() {
    let app = TestApp::start().await;
    let mut ana = bees(&app).await;
    let page = ana.open("/p/bees/t/1").await.shown().saying("It waits for no other task");
    let page = ana.fill(&page, DEPEND, &[("on", "count the HIVES")]).await.shown();
    let page = page.saying("Noted: this task waits for the other one.").saying("This task waits for");
    assert!(page.html.contains("<a href=\"/p/bees/t/2\" dir=\"auto\">Count the hives</a>"), "{page:?}");
    ana.fill(&page, DEPEND, &[("on", "#3")]).await.shown();
    let other = ana.open("/p/bees/t/2").await.shown().saying("Waiting for this task");
    assert!(other.html.contains("<a href=\"/p/bees/t/1\" dir=\"auto\">Publish</a>"), "{other:?}");
    other.saying("waits for it");

    let page = ana.open("/p/bees/t/1").await.shown();
    let page = ana.submit(page.form(UNDEPEND)).await.shown().saying("no longer waits");
    let list = page.html.split("This task waits for").nth(1).unwrap().split("</section>").next().unwrap();
    assert_eq!(list.matches("<li>").count(), 1, "{list}");
}

#[tokio::test]
async fn the_head_of_a_task_says_by_what_it_is_blocked_and_how_it_goes_does_too() {
    let app = TestApp::start().await;
    let mut ana = bees(&app).await;
    app.person("ben").await.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    let head = |page: &Page| {
        let said = page.html.split("id=\"held-up\">").nth(1).unwrap_or_default();
        said.split("</p>").next().unwrap_or_default().to_owned()
    };
    let page = ana.open("/p/bees/t/1").await.shown();
    assert_eq!(head(&page), "");
    let page = ana.fill(&page, BLOCK, &[("blocker", "#2")]).await.shown();
    assert_eq!(head(&page), "Waits for #2 <bdi>Count the hives</bdi>", "nobody has it");
    let page = ana.fill(&page, "/p/bees/t/1/take", &[]).await.shown();
    assert_eq!(head(&page), "Blocked by #2 <bdi>Count the hives</bdi>");
    let page = ana.fill(&page, BLOCK, &[("blocker", "The river <is> frozen")]).await.shown();
    let said = head(&page);
    assert!(said.starts_with("Blocked by <bdi>The river ") && !said.contains("<is>"), "{said}");
    for (number, blocker) in [(2, "The river froze"), (3, "@ben")] {
        let address = format!("/p/bees/t/{number}");
        let page = ana.open(&address).await.shown();
        let page = ana.fill(&page, &format!("{address}/take"), &[]).await.shown();
        ana.fill(&page, &format!("{address}/block"), &[("blocker", blocker)]).await.shown();
    }
    let health = ana.open("/p/bees/health").await.shown();
    health.saying("Blocked by #2.").saying("Blocked: The river froze").saying("Blocked by ben.");
}

#[tokio::test]
async fn a_closed_task_is_not_offered_anything_to_wait_for() {
    let app = TestApp::start().await;
    let mut ana = bees(&app).await;
    ana.open("/p/bees/t/1").await.shown().saying("Say what it waits for");
    let page = ana.open("/p/bees/t/1").await.shown();
    let page = ana.fill(&page, "/p/bees/t/1/phase", &[("phase", "dropped")]).await.shown();
    assert!(!page.says("Say what it waits for") && !page.says("What waits for what"), "{page:?}");
}

#[tokio::test]
async fn a_task_is_said_to_be_blocked_by_a_task_a_member_or_in_words() {
    let app = TestApp::start().await;
    let mut ana = bees(&app).await;
    app.person("ben").await.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    for (typed, noted, shown) in [
        ("#2", "Noted: this task waits for the other one.", "This task waits for"),
        ("@ben", "Noted: it is blocked.", "Blocked by"),
        ("The river <is> frozen", "Noted: it is blocked.", "The river <is> frozen"),
    ] {
        let page = ana.open("/p/bees/t/1").await.shown();
        let page = ana.fill(&page, BLOCK, &[("blocker", typed)]).await.shown().saying(noted);
        assert!(page.html.contains("class=\"phase later\""), "{typed}: {page:?}");
        page.saying(shown);
    }
    // A waiting task that nobody has is planned for later; it is trouble once somebody has it, and cannot go on.
    let outline = ana.open("/p/bees").await.shown().saying("after #2").saying("Later");
    assert!(!outline.says("1 blocked"), "{outline:?}");
    let board = ana.open("/p/bees/board").await.shown();
    let lane = |page: &Page, lane: &str| {
        page.html
            .split(&format!("id=\"{lane}\""))
            .nth(1)
            .unwrap()
            .split("</section>")
            .next()
            .unwrap()
            .to_owned()
    };
    assert!(lane(&board, "pick-up").contains("id=\"t-1\""), "{board:?}");
    let page = ana.open("/p/bees/t/1").await.shown();
    let page = ana.fill(&page, "/p/bees/t/1/take", &[]).await.shown();
    assert!(page.html.contains("class=\"phase blocked\""), "{page:?}");
    let board = ana.open("/p/bees/board").await.shown();
    assert!(lane(&board, "stuck").contains("id=\"t-1\""), "{board:?}");
    ana.open("/p/bees").await.shown().saying("1 blocked");
    let other = ana.open("/p/bees/t/2").await.shown();
    assert!(other.html.contains("class=\"phase new\""), "what others wait for is not blocked itself");
    ana.open("/p/bees").await.shown().saying("One task waits for this");

    let page = ana.open("/p/bees/t/1").await.shown();
    for (typed, why) in [
        ("@cay", "Only a member can be named here."),
        ("", "Please fill this in."),
        ("#1", "wait for itself"),
    ] {
        let refused = ana.fill(&page, BLOCK, &[("blocker", typed)]).await.refused();
        assert!(refused.says(why), "{typed}: {refused:?}");
        assert_eq!(refused.form(BLOCK).value("blocker"), typed);
    }
    let page = ana.submit(page.form("/p/bees/t/1/unblock")).await.shown();
    assert!(!page.html.contains("class=\"phase blocked\""), "{page:?}");
    page.saying("It waits for no other task");
}

#[tokio::test]
async fn a_picture_is_drawn_and_a_list_says_the_same() {
    let app = TestApp::start().await;
    let mut ana = bees(&app).await;
    let page = ana.open("/p/bees/t/1").await.shown();
    ana.fill(&page, DEPEND, &[("on", "#2")]).await.shown();
    for path in ["/p/bees/graph", "/p/bees/graph?around=1"] {
        let page = ana.open(path).await.shown().saying("#2 → #1").saying("Waits for #2");
        assert_eq!(page.html.matches("<rect class=\"node chain\"").count(), 2, "{page:?}");
        assert_eq!(page.html.matches("<path class=\"edge chain\"").count(), 1, "{page:?}");
        assert!(!page.html.contains(" style="), "no inline style");
        let list = page.html.split("The same as a list").nth(1).unwrap();
        assert!(list.contains("href=\"/p/bees/t/1\"") && list.contains("href=\"/p/bees/t/2\""), "{list}");
    }
}

#[tokio::test]
async fn a_refused_dependency_says_why_and_keeps_what_was_typed() {
    let app = TestApp::start().await;
    let mut ana = bees(&app).await;
    let two = ana.open("/p/bees/t/2").await.shown();
    ana.fill(&two, "/p/bees/t/2/depend", &[("on", "1")]).await.shown();
    let page = ana.open("/p/bees/t/1").await.shown();
    for (typed, why) in [
        ("#2", "This would close a circle: #1 Publish → #2 Count the hives → #1 Publish."),
        ("#1", "A task cannot wait for itself."),
        ("#99", "There is no task #99 here."),
        ("the", "These tasks match:"),
        ("wasps#1", "There is no such task here."),
    ] {
        let refused = ana.fill(&page, DEPEND, &[("on", typed)]).await.refused();
        assert!(refused.says(why), "{typed}: {refused:?}");
        assert_eq!(refused.form(DEPEND).value("on"), typed);
        assert!(refused.html.contains("<a href=\"#depend-on\">"), "named on top: {refused:?}");
    }
    let refused = ana.fill(&page, "/p/bees/t/1/block", &[("blocker", "#999")]).await.refused();
    refused.saying("There is no task #999 here.");
}

#[tokio::test]
async fn a_title_that_the_reader_may_not_see_is_on_no_page() {
    let app = TestApp::start().await;
    let mut browser = bees(&app).await;
    let (eve, ana) = (app.person("eve").await, app.person("mia").await);
    ana.perform(
        "pursuance.create",
        json!({ "slug": "hive", "name": "Hive", "mission": "", "visibility": "members" }),
    )
    .await
    .ok();
    ana.perform("task.create", json!({ "pursuance": "hive", "title": "The secret" })).await.ok();
    let waits = json!({ "pursuance": "hive", "task": 1, "on": "bees#1" });
    ana.perform("task.depend", waits).await.ok();
    let page = browser.open("/p/bees/t/1").await.shown().saying("A task you cannot see");
    let page = page.saying("noted that a task you cannot see waits for it");
    assert!(!page.says("The secret") && !page.says("Hive") && !page.says("/p/hive"), "{page:?}");
    let mut other = Browser::signed_in(&app, &eve.id).await;
    assert!(!other.open("/p/bees").await.shown().says("The secret"));
}

#[tokio::test]
async fn lately_tells_once_that_one_task_waits_for_another() {
    let app = TestApp::start().await;
    let mut ana = bees(&app).await;
    let page = ana.open("/p/bees/t/1").await.shown();
    ana.fill(&page, DEPEND, &[("on", "#2")]).await.shown();
    let page = ana.open("/p/bees").await.shown().saying("noted that it waits for");
    assert!(!page.says("waits for it"), "{page:?}");
    // Each task tells its own end.
    ana.open("/p/bees/t/2").await.shown().saying("waits for it");
}

#[tokio::test]
async fn home_offers_no_task_that_is_blocked() {
    let app = TestApp::start().await;
    let mut ana = bees(&app).await;
    let ben = app.person("ben").await;
    ben.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    let (mut home, mut visitor) = (Browser::of(&app, "ben").await, Browser::new(&app));
    let mut offered = async || {
        let (ben, anybody) = (home.open("/").await.shown(), visitor.open("/").await.shown());
        let of = |html: &str| [1, 2, 3].map(|task| html.contains(&format!("href=\"/p/bees/t/{task}\"")));
        assert_eq!(of(&ben.html), of(&anybody.html));
        of(&ben.html)
    };
    let page = ana.open("/p/bees/t/1").await.shown();
    ana.fill(&page, DEPEND, &[("on", "#2")]).await.shown();
    let page = ana.open("/p/bees/t/3").await.shown();
    ana.fill(&page, "/p/bees/t/3/block", &[("blocker", "Ice on the river")]).await.shown();
    assert_eq!(offered().await, [false, true, false]);
    let page = ana.open("/p/bees/t/3").await.shown();
    ana.submit(page.form("/p/bees/t/3/unblock")).await.shown();
    let page = ana.open("/p/bees/t/1").await.shown();
    ana.submit(page.form(UNDEPEND)).await.shown();
    assert_eq!(offered().await, [true, true, true]);
}

#[tokio::test]
async fn what_waits_and_nobody_has_is_later_in_the_picture_and_beside_what_it_waits_for() {
    let app = TestApp::start().await;
    let mut ana = bees(&app).await;
    let page = ana.open("/p/bees/t/1").await.shown();
    ana.fill(&page, DEPEND, &[("on", "#2")]).await.shown();
    let pages = ["/p/bees/graph", "/p/bees/graph?around=2", "/p/bees/t/2", "/search?q=publish"];
    let (later, blocked) = ("class=\"phase later\"", "class=\"phase blocked\"");
    for (is_taken, phase, other) in [(false, later, blocked), (true, blocked, later)] {
        if is_taken {
            let page = ana.open("/p/bees/t/1").await.shown();
            ana.fill(&page, "/p/bees/t/1/take", &[]).await.shown();
        }
        for path in pages {
            let page = ana.open(path).await.shown();
            assert!(page.html.contains(phase) && !page.html.contains(other), "{path}, {is_taken}: {page:?}");
        }
    }
    ana.open("/p/bees/graph").await.shown().saying("#1 · Blocked");
}
