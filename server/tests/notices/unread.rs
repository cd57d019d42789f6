//! How far people have read discussions: what is unread, for whom, and what says that it is read (`thread.read`, `thread.read_all`).

use http::StatusCode;
use pursuance_domain::time::{DAY, MINUTE};
use serde_json::{Value, json};

use super::Bees;
use crate::support::browser::Browser;
use crate::support::inspect::Inspect;
use crate::support::peers::until;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    what_others_say_is_unread_until_it_is_read,
    own_deleted_and_muted_messages_are_not_unread_and_edits_not_again,
    a_page_leads_to_the_first_unread_message_and_says_how_far_it_is_read,
    all_is_read_at_once,
    nobody_marks_what_they_do_not_read,
    a_marker_is_forgotten_after_a_year,
    what_is_read_in_a_discussion_is_read_in_the_inbox,
    words_on_top_of_the_page_are_not_announced_as_new,
);

/// Says something on a task; the id of the message.
async fn say(by: &Person, task: i64, body: &str) -> String {
    let input = json!({ "pursuance": "bees", "task": task, "body": body });
    by.perform("task.comment", input).await.ok()["result"]["message"].as_str().unwrap().to_owned()
}

fn on(task: i64, message: &str, read: bool) -> Value {
    json!({ "pursuance": "bees", "task": task, "message": message, "read": read })
}

/// Reads up to a message; how many are unread then.
async fn read(by: &Person, task: i64, message: &str) -> Value {
    by.perform("thread.read", on(task, message, true)).await.ok()["result"]["unread"].clone()
}

/// Whether the page of the first task, and its row, tell somebody of so many unread messages.
async fn shows(app: &TestApp, who: &Person, count: Option<&str>) {
    let mut browser = Browser::signed_in(app, &who.id).await;
    let page = browser.open("/p/bees/t/1").await.shown();
    let list = browser.open("/p/bees/list").await.shown();
    let said = |count: &str| {
        (format!("{count} new in the discussion"), format!("<span class=\"count\">{count}<span"))
    };
    match count {
        Some(count) => {
            let (on_page, in_row) = said(count);
            assert!(page.says(&on_page) && list.html.contains(&in_row), "{count}: {page:?} {list:?}");
        }
        None => assert!(
            !page.says("new in the discussion") && !list.says("new in the discussion"),
            "{page:?} {list:?}"
        ),
    }
}

async fn what_others_say_is_unread_until_it_is_read(app: TestApp) {
    let bees = Bees::of(app).await;
    let task = bees.task("Count").await;
    let first = say(&bees.ben, task, "Hive 3 is empty.").await;
    let second = say(&bees.cleo, task, "So is hive 4.").await;
    shows(&bees.app, &bees.ana, Some("2")).await;
    shows(&bees.app, &bees.ben, Some("1")).await;
    shows(&bees.app, &bees.app.person("zoe").await, None).await;

    assert_eq!(read(&bees.ana, task, &first).await, 1);
    shows(&bees.app, &bees.ana, Some("1")).await;
    assert_eq!(read(&bees.ana, task, &second).await, 0);
    // Pages may be answered in any order: reading goes forward alone.
    assert_eq!(read(&bees.ana, task, &first).await, 0);
    let back = bees.ana.perform("thread.read", on(task, &first, false)).await.ok();
    assert_eq!(back["result"], json!({ "message": first, "unread": 2 }));
    assert_eq!(back["events"], json!([]), "nobody else is told");
    // A third one is unread behind those, and another person's marker is another one.
    say(&bees.ben, task, "And hive 5.").await;
    shows(&bees.app, &bees.ana, Some("3")).await;
    shows(&bees.app, &bees.cleo, Some("2")).await;
    // A later member has not missed the messages of before.
    let dora = bees.app.person("dora").await;
    dora.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    shows(&bees.app, &dora, None).await;
}

async fn own_deleted_and_muted_messages_are_not_unread_and_edits_not_again(app: TestApp) {
    let bees = Bees::of(app).await;
    let task = bees.task("Count").await;
    let first = say(&bees.ben, task, "Hive 3 is empty.").await;
    say(&bees.ana, task, "Which one?").await;
    assert_eq!(read(&bees.ana, task, &first).await, 0, "her own is not unread");
    let of = |more: Value| {
        crate::support::groups::merged(json!({ "pursuance": "bees", "task": task, "comment": first }), more)
    };
    bees.ben.perform("comment.edit", of(json!({ "revision": 1, "body": "Hive 4 is." }))).await.ok();
    shows(&bees.app, &bees.ana, None).await;

    let wrong = say(&bees.ben, task, "Or hive 5.").await;
    shows(&bees.app, &bees.ana, Some("1")).await;
    bees.ben.perform("comment.delete", of(json!({ "comment": wrong }))).await.ok();
    shows(&bees.app, &bees.ana, None).await;

    say(&bees.ben, task, "Hive 6.").await;
    for object in ["bees#1", "bees"] {
        let mute = |on: bool| bees.ana.perform("notice.mute", json!({ "object": object, "on": on }));
        mute(true).await.ok();
        shows(&bees.app, &bees.ana, None).await;
        mute(false).await.ok();
        shows(&bees.app, &bees.ana, Some("1")).await;
    }
}

async fn a_page_leads_to_the_first_unread_message_and_says_how_far_it_is_read(app: TestApp) {
    let bees = Bees::of(app).await;
    let task = bees.task("Count").await;
    let path = format!("/p/bees/t/{task}");
    let forms = format!("{path}/read");
    let first = say(&bees.ben, task, "zuqfirst").await;
    let mut ana = Browser::signed_in(&bees.app, &bees.ana.id).await;
    let page = ana.open(&path).await.shown();
    assert!(
        page.html.contains("href=\"#first-unread\"") && page.html.contains("id=\"first-unread\""),
        "{page:?}"
    );
    // To look changes nothing; the button, or a script that sees the end, does.
    let page = ana.open(&path).await.shown();
    let quiet = ana.post(page.form(&forms).with(&[("quiet", "yes")])).await;
    assert_eq!(quiet.status, StatusCode::NO_CONTENT, "{quiet:?}");
    let page = ana.open(&path).await.shown();
    assert!(!page.html.contains("first-unread"), "{page:?}");

    bees.app.advance(MINUTE);
    let ids = [say(&bees.ben, task, "zuqsecond").await, say(&bees.cleo, task, "zuqthird").await];
    let page = ana.open(&path).await.shown().saying("New since");
    let line = page.html.find("id=\"first-unread\"").unwrap();
    let stands = |word: &str| page.html.find(word).unwrap();
    assert!(stands("zuqfirst") < line && line < stands("zuqsecond"), "{page:?}");
    ana.fill(&page, &forms, &[]).await.shown();
    shows(&bees.app, &bees.ana, None).await;

    let page = ana.open(&path).await.shown();
    let back = page.form_of("unread-from").at(&forms).with(&[("message", &ids[1])]);
    let left = ana.submit(back).await.shown().saying("It is unread again from there on.");
    assert_eq!(left.path, "/p/bees", "the page of the discussion would have it read at once");
    shows(&bees.app, &bees.ana, Some("1")).await;

    // Where the first unread one is on another page, the link leads there.
    let back = page.form_of("unread-from").at(&forms).with(&[("message", &first)]);
    ana.submit(back).await.shown();
    for n in 0..100 {
        let by = if n % 2 == 0 { &bees.ben } else { &bees.cleo };
        say(by, task, "More.").await;
        if n % 25 == 24 {
            bees.app.advance(MINUTE);
        }
    }
    let page = ana.open(&path).await.shown().saying("99+ new");
    let href = format!("{path}?around={first}#first-unread");
    assert!(page.html.contains(&href) && !page.html.contains("id=\"first-unread\""), "{page:?}");
    let there = ana.open(&format!("{path}?around={first}")).await.shown();
    assert!(there.html.contains("id=\"first-unread\""), "{there:?}");
    assert!(!there.html.contains("data-reads"), "its end is not to be seen there");
}

async fn all_is_read_at_once(app: TestApp) {
    let bees = Bees::of(app).await;
    let (task, other) = (bees.task("Count").await, bees.task("Weigh").await);
    for number in [task, other] {
        say(&bees.ben, number, "Hive 3.").await;
    }
    let mut ana = Browser::signed_in(&bees.app, &bees.ana.id).await;
    let list = ana.open("/p/bees/list").await.shown();
    ana.fill(&list, "/p/bees/read-all", &[]).await.shown().saying("All discussions are read.");
    shows(&bees.app, &bees.ana, None).await;
    // Later messages are unread, and so is one that is marked unread.
    let later = say(&bees.ben, task, "Hive 4.").await;
    shows(&bees.app, &bees.ana, Some("1")).await;
    bees.ana.perform("thread.read", on(task, &later, true)).await.ok();
    bees.ana.perform("thread.read", on(task, &later, false)).await.ok();
    shows(&bees.app, &bees.ana, Some("1")).await;
    let inbox = ana.open("/inbox").await.shown();
    ana.fill(&inbox, "/inbox/read-all", &[]).await.shown().saying("All discussions are read.");
    shows(&bees.app, &bees.ana, None).await;
    bees.ben.perform("thread.read_all", json!({})).await.ok();
    bees.ben.perform("thread.read_all", json!({ "pursuance": "bees" })).await.ok();
}

async fn nobody_marks_what_they_do_not_read(app: TestApp) {
    let bees = Bees::with(app, "members").await;
    let (task, other) = (bees.task("Count").await, bees.task("Weigh").await);
    let message = say(&bees.ben, task, "Hive 3.").await;
    let zoe = bees.app.person("zoe").await;
    zoe.perform("thread.read", on(task, &message, true)).await.problem(404, "not-found");
    zoe.perform("thread.read_all", json!({ "pursuance": "bees" })).await.problem(404, "not-found");
    // A message is one of its discussion.
    bees.ana.perform("thread.read", on(other, &message, true)).await.problem(404, "not-found");
    bees.ana.perform("thread.read", on(task, "x", true)).await.problem(404, "not-found");
    let open = json!({ "pursuance": "bees", "visibility": "public" });
    bees.ana.perform("pursuance.edit", open).await.ok();
    assert_eq!(read(&zoe, task, &message).await, 0, "nothing is unread for whoever is no member");
    let rows = Inspect::open(&bees.app.config.database_url).await;
    assert_eq!(rows.count("read_marker").await, 0);
}

async fn a_marker_is_forgotten_after_a_year(app: TestApp) {
    let bees = Bees::of(app).await;
    let task = bees.task("Count").await;
    let message = say(&bees.ben, task, "Hive 3.").await;
    assert_eq!(read(&bees.ana, task, &message).await, 0);
    let rows = Inspect::open(&bees.app.config.database_url).await;
    assert_eq!(rows.count("read_marker").await, 1);
    bees.app.advance(366 * DAY);
    until("it is forgotten", async || rows.count("read_marker").await == 0).await;
    // Older messages are unread for nobody.
    shows(&bees.app, &bees.ana, None).await;
}

async fn what_is_read_in_a_discussion_is_read_in_the_inbox(app: TestApp) {
    let bees = Bees::of(app).await;
    let task = bees.task("Count").await;
    bees.on(&bees.ana, "task.assign", task, json!({ "assignee": "cleo" })).await;
    let first = say(&bees.ben, task, "@ana, hive 3 is empty.").await;
    bees.app.advance(MINUTE);
    let second = say(&bees.ben, task, "So is hive 4.").await;
    bees.app.advance(MINUTE);
    let edit = json!({ "comment": second, "revision": 1, "body": "So is hive 4, @ana." });
    bees.on(&bees.ben, "comment.edit", task, edit).await;
    let unread = async |who: &Person| {
        bees.told().await;
        let items = who.read("/api/v1/me/inbox").await.items();
        let unread = items.iter().filter(|item| item["read"] == false);
        let mut kinds: Vec<String> = unread.map(|item| item["kind"].as_str().unwrap().to_owned()).collect();
        kinds.sort();
        kinds
    };
    assert_eq!(unread(&bees.ana).await, ["comment", "mention", "mention"]);
    assert_eq!(unread(&bees.cleo).await, ["assignment", "comment", "comment"]);
    for person in [&bees.ana, &bees.cleo] {
        assert_eq!(read(person, task, &first).await, 1);
    }
    assert_eq!(unread(&bees.ana).await, ["comment", "mention"], "as far as it is read");
    for person in [&bees.ana, &bees.cleo] {
        assert_eq!(read(person, task, &second).await, 0);
    }
    assert_eq!(unread(&bees.ana).await, [] as [String; 0], "with the later wording");
    assert_eq!(unread(&bees.cleo).await, ["assignment"], "what else they were told stays");
}

async fn words_on_top_of_the_page_are_not_announced_as_new(app: TestApp) {
    let bees = Bees::of(app).await;
    let task = bees.task("Count").await;
    bees.on(&bees.ana, "task.assign", task, json!({ "assignee": "ben" })).await;
    bees.on(&bees.ben, "task.set_phase", task, json!({ "phase": "in_progress" })).await;
    bees.app.advance(MINUTE);
    let done = json!({ "phase": "ready_for_review", "comment": "All seven." });
    bees.on(&bees.ben, "task.set_phase", task, done).await;
    let head = async |who: &Person| {
        let page = Browser::signed_in(&bees.app, &who.id).await.open("/p/bees/t/1").await.shown();
        let ends = page.html.contains("data-told=");
        let head = page.html.split_once("class=\"page-head\"").unwrap().1.split_once("</header>").unwrap().0;
        (ends, head.contains("new in the discussion"))
    };
    // The reviewer sees them above the buttons, which says that they are read.
    assert_eq!(head(&bees.ana).await, (true, false));
    assert_eq!(head(&bees.cleo).await, (false, true), "nobody shows them to others");
    bees.app.advance(MINUTE);
    say(&bees.cleo, task, "Seven?").await;
    assert_eq!(head(&bees.ana).await, (false, true), "more is new");
}
