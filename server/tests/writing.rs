//! Tasks in a few words, lists of tasks, and their order: what programs and pages do with them.

use serde_json::{Value, json};

use crate::pages::start_pursuance;
use crate::support::browser::Browser;
use crate::support::{Person, TestApp};

/// A pursuance with Ana as its Primary and Jonas in it, and task 1.
async fn bees(app: &TestApp) -> (Person, Person) {
    let (ana, jonas) = (app.person("ana").await, app.person("jonas").await);
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    jonas.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Summer" })).await.ok();
    (ana, jonas)
}

/// The numbers of the tasks below task 1, as the outline has them.
async fn below(who: &Person) -> Vec<i64> {
    let found = who.read("/api/v1/pursuances/bees/tasks?q=parent:%231+sort:order").await.items();
    found.iter().map(|task| task["number"].as_i64().unwrap()).collect()
}

/// Events of a kind that somebody was told, the first first.
async fn told(who: &Person, verb: &str) -> Vec<Value> {
    let events = who.read("/api/v1/pursuances/bees/events?limit=200").await.items();
    let of_kind = events.into_iter().filter(|event| event["verb"] == verb);
    of_kind.map(|event| event["data"].clone()).collect()
}

#[tokio::test]
async fn a_task_is_moved_among_its_siblings_on_sqlite() {
    a_task_is_moved_among_its_siblings(TestApp::start().await).await;
}

#[tokio::test]
async fn a_task_is_moved_among_its_siblings_on_postgres() {
    a_task_is_moved_among_its_siblings(TestApp::start_on_postgres().await).await;
}

async fn a_task_is_moved_among_its_siblings(app: TestApp) {
    let (ana, jonas) = bees(&app).await;
    for title in ["Two", "Three", "Four"] {
        let part = json!({ "pursuance": "bees", "title": title, "parent": 1 });
        ana.perform("task.create", part).await.ok();
    }
    let goes = async |more: Value| {
        let mut input = json!({ "pursuance": "bees", "task": 4 });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        ana.perform("task.move", input).await
    };
    goes(json!({ "parent": 1, "before": 2 })).await.ok();
    assert_eq!(below(&ana).await, [4, 2, 3]);
    goes(json!({ "parent": 1, "after": 2 })).await.ok();
    assert_eq!(below(&ana).await, [2, 4, 3]);
    for same in
        [json!({ "parent": 1 }), json!({ "parent": 1, "after": 2 }), json!({ "parent": 1, "before": 3 })]
    {
        goes(same).await.ok();
    }
    assert_eq!(below(&ana).await, [2, 4, 3], "as it was");
    let places = |parent: i64, behind: Option<i64>| json!({ "parent": parent, "behind": behind });
    let reordered = told(&ana, "task.reordered").await;
    assert_eq!(
        reordered,
        [
            json!({ "before": places(1, Some(3)), "after": places(1, None) }),
            json!({ "before": places(1, None), "after": places(1, Some(2)) }),
        ],
        "nothing is told of what stays"
    );

    goes(json!({})).await.ok();
    goes(json!({ "parent": 1 })).await.ok();
    assert_eq!(below(&ana).await, [2, 3, 4], "last, where no place is told");
    let moved = told(&ana, "task.moved").await;
    assert_eq!(moved[0]["before"], places(1, Some(2)));
    assert_eq!(moved[0]["after"], json!({ "parent": null, "behind": 1 }));
    assert_eq!(moved[1], json!({ "parent": 1, "before": moved[0]["after"], "after": places(1, Some(3)) }));

    goes(json!({ "parent": 1, "before": 2, "after": 3 })).await.problem(409, "two-places");
    for stranger in [1, 4, 99] {
        goes(json!({ "parent": 1, "before": stranger })).await.problem(409, "not-a-sibling");
    }
    jonas
        .perform("task.move", json!({ "pursuance": "bees", "task": 4, "parent": 1, "before": 2 }))
        .await
        .problem(403, "not-allowed");
    assert_eq!(below(&ana).await, [2, 3, 4]);
    // A mere change of order stands in no history, and the edit of somebody else is not stale by it.
    let edit = json!({ "pursuance": "bees", "task": 3, "revision": 1, "title": "Third" });
    let order = json!({ "pursuance": "bees", "task": 3, "parent": 1, "before": 2 });
    ana.perform("task.move", order).await.ok();
    ana.perform("task.edit", edit).await.ok();
    let page = Browser::of(&app, "ana").await.open("/p/bees/t/3").await.shown();
    assert!(!page.says("moved the task"), "{page:?}");
}

#[tokio::test]
async fn a_new_task_is_given_to_somebody_in_the_same_step_or_not_written_at_all() {
    let app = TestApp::start().await;
    let (ana, jonas) = bees(&app).await;
    let new = |assignee: &str| json!({ "pursuance": "bees", "title": "Count", "assignee": assignee });
    ana.perform("task.create", new("jonas")).await.ok();
    let task = ana.read("/api/v1/pursuances/bees/tasks/2").await.ok();
    assert_eq!((task["assignee"].as_str(), task["phase"].as_str()), (Some("jonas"), Some("started")));

    ana.perform("task.create", new("nobody-here")).await.problem(422, "not-a-member");
    let mut below = new("ana");
    below["parent"] = json!(2);
    jonas.perform("task.create", below.clone()).await.problem(403, "not-allowed");
    // A member who may take tasks writes down and takes what is part of their own.
    below["assignee"] = json!("jonas");
    jonas.perform("task.create", below).await.ok();
    let all = ana.read("/api/v1/pursuances/bees/tasks").await.items();
    let numbers: Vec<_> = all.iter().map(|task| task["number"].as_i64().unwrap()).collect();
    assert_eq!(numbers.len(), 3, "{numbers:?}");
    let theirs = ana.read("/api/v1/pursuances/bees/tasks/3").await.ok();
    assert_eq!((theirs["assignee"].as_str(), theirs["parent"].as_i64()), (Some("jonas"), Some(2)));
}

#[tokio::test]
async fn a_list_of_tasks_becomes_a_tree_all_of_it_or_nothing() {
    let app = TestApp::start().await;
    let (ana, jonas) = bees(&app).await;
    let task = |title: &str, depth: usize| json!({ "title": title, "depth": depth });
    let list = |tasks: Value| json!({ "pursuance": "bees", "parent": 1, "tasks": tasks });
    let mut given = task("Tables", 2);
    given["assignee"] = json!("jonas");
    let made = list(json!([task("Fair", 0), task("Stall", 1), given, task("Party", 0)]));
    let made = ana.perform("task.add_list", made).await.ok();
    let numbers: Vec<_> =
        made["result"]["tasks"].as_array().unwrap().iter().map(|made| made["task"].clone()).collect();
    assert_eq!(numbers, [2, 3, 4, 5]);
    assert_eq!(below(&ana).await, [2, 5]);
    for (number, parent) in [(3, 2), (4, 3)] {
        let task = ana.read(&format!("/api/v1/pursuances/bees/tasks/{number}")).await.ok();
        assert_eq!(task["parent"], parent);
    }
    assert_eq!(ana.read("/api/v1/pursuances/bees/tasks/4").await.ok()["assignee"], "jonas");

    let mut strange = task("Flyers", 0);
    strange["assignee"] = json!("nobody-here");
    ana.perform("task.add_list", list(json!([task("Music", 0), strange]))).await.problem(422, "not-a-member");
    jonas.perform("task.add_list", list(json!([task("Music", 0)]))).await.problem(403, "suggest-instead");
    let steep = list(json!([task("Music", 0), task("Drums", 2)]));
    ana.perform("task.add_list", steep).await.problem(422, "invalid-input");
    assert_eq!(ana.read("/api/v1/pursuances/bees/tasks").await.items().len(), 5, "nothing of these is there");
}

#[tokio::test]
async fn quick_words_are_understood_in_every_field_for_new_tasks() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app).await;
    let mut browser = Browser::of(&app, "ana").await;
    let outline = browser.open("/p/bees").await.shown();
    let line = "Publish map @jonas !urgent due:2026-11-27 #Design:Maps ~s #12 @nobody-like";
    let added = browser.fill(&outline, "/p/bees/tasks", &[("title", line)]).await.shown();
    for said in ["Publish map #12 @nobody-like", "urgent", "27 Nov", "small", "Design:Maps"] {
        assert!(added.says(said), "no {said} in {added:?}");
    }
    let task = ana.read("/api/v1/pursuances/bees/tasks/2").await.ok();
    assert_eq!(task["title"], "Publish map #12 @nobody-like");
    let asked = (&task["assignee"], &task["urgency"], &task["size"], &task["skills"]);
    assert_eq!(asked, (&json!("jonas"), &json!("urgent"), &json!("s"), &json!(["Design:Maps"])));
    assert!(task["due"].as_str().unwrap().starts_with("2026-11-27"));
    let again = browser.open("/p/bees").await.shown();
    assert!(!again.html.contains("flash"), "it is said once: {again:?}");

    // Nothing is left of this one; what was typed stays.
    let refused = browser.fill(&again, "/p/bees/tasks", &[("title", "@jonas ~l")]).await.refused();
    assert_eq!(refused.form("/p/bees/tasks").value("title"), "@jonas ~l");

    let page = browser.open("/p/bees/t/2").await.shown();
    let part = [("title", "Draw the coast @me"), ("back", "/p/bees/t/2")];
    browser.fill(&page, "/p/bees/tasks", &part).await.shown();
    assert!(page.html.contains("/p/bees/add?parent=2") && !page.has_form("/p/bees/t/2/split"), "{page:?}");
    let page = browser.open("/p/bees/add?parent=2").await.shown();
    let list = [("text", "Print it ~l\r\nFold it"), ("add", "yes")];
    browser.fill(&page, "/p/bees/add", &list).await.shown();
    let read = async |number: i64| ana.read(&format!("/api/v1/pursuances/bees/tasks/{number}")).await.ok();
    assert_eq!(read(3).await["assignee"], "ana");
    let printed = read(4).await;
    assert_eq!((&printed["title"], &printed["size"]), (&json!("Print it"), &json!("l")));
    assert_eq!(read(5).await["title"], "Fold it");
}

#[tokio::test]
async fn a_pasted_list_is_shown_before_it_is_added() {
    let app = TestApp::start().await;
    let (ana, jonas) = bees(&app).await;
    let mut browser = Browser::of(&app, "ana").await;
    let outline = browser.open("/p/bees").await.shown();
    assert!(outline.html.contains("/p/bees/add"), "the outline leads there: {outline:?}");
    let text = "- Fair\r\n\t- [x] Stall @jonas\r\n\t- Tables !urgent\r\n1. Party\r\n\r\n";
    let page = browser.open("/p/bees/add").await.shown();
    let shown = browser.fill(&page, "/p/bees/add", &[("text", text)]).await.shown().saying("Add 4 tasks");
    for said in ["Its box is ticked", "urgent", "Party"] {
        assert!(shown.says(said), "{said}: {shown:?}");
    }
    assert_eq!(ana.read("/api/v1/pursuances/bees/tasks").await.items().len(), 1, "nothing is added yet");
    // Words that look as if they said more, and do not, are named.
    let nearly = [("text", "Map #Design @nobodyhere for #12")];
    let nearly = browser.fill(&page, "/p/bees/add", &nearly).await.shown();
    drop(nearly.saying("Stays in the title: #Design @nobodyhere"));
    assert!(!shown.says("Stays in the title"), "{shown:?}");

    // A line that says nothing but who does it.
    let mistaken = format!("{text}@jonas");
    let refused = browser.fill(&page, "/p/bees/add", &[("text", &mistaken), ("add", "yes")]).await.refused();
    assert!(refused.says("Line 6:") && !refused.says("Add 4 tasks"), "{refused:?}");
    assert_eq!(refused.form("/p/bees/add").value("text"), mistaken);

    let fields = [("text", text), ("add", "yes")];
    browser.fill(&shown, "/p/bees/add", &fields).await.shown().saying("4 tasks are added");
    let below = ana.read("/api/v1/pursuances/bees/tasks?q=parent:%232").await.items();
    assert_eq!(below.len(), 2);
    assert_eq!(ana.read("/api/v1/pursuances/bees/tasks/3").await.ok()["assignee"], "jonas");

    // Somebody who may suggest single tasks is told so.
    let mut theirs = Browser::of(&app, &jonas.name).await;
    let page = theirs.open("/p/bees/add").await.shown();
    page.saying("one at a time");
    assert!(!Browser::new(&app).open("/p/bees/add").await.has_form("/p/bees/add"));
}

#[tokio::test]
async fn only_so_many_names_of_a_list_are_looked_up() {
    let app = TestApp::start().await;
    bees(&app).await;
    let mut browser = Browser::of(&app, "ana").await;
    let page = browser.open("/p/bees/add").await.shown();
    let list = |names: usize| {
        let lines: Vec<String> = (0..names).map(|number| format!("Call @name{number}")).collect();
        format!("{}\nFair @jonas", lines.join("\n"))
    };
    let shown = browser.fill(&page, "/p/bees/add", &[("text", &list(99))]).await.shown();
    assert!(shown.says("for jonas") && !shown.says("“Fair @jonas”"), "{shown:?}");
    let own = browser.fill(&page, "/p/bees/add", &[("text", "Fair @me")]).await.shown();
    assert!(own.says("for you") && !own.says("for ana"), "{own:?}");
    let one_line = list(99).replace("@name0", "@name0 @name100");
    let shown = browser.fill(&page, "/p/bees/add", &[("text", &one_line)]).await.shown();
    assert!(shown.says("“Fair @jonas”"), "{shown:?}");
}

#[tokio::test]
async fn the_page_behind_a_row_moves_a_task_without_a_script() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    start_pursuance(&mut ana, "bees", "Bees").await;
    let page = ana.open("/p/bees/add").await.shown();
    ana.fill(&page, "/p/bees/add", &[("text", "One\nTwo\nThree"), ("add", "yes")]).await.shown();
    let order = |html: &str| -> Vec<String> {
        html.split("<li id=\"row-").skip(1).map(|row| row.split('"').next().unwrap().to_owned()).collect()
    };
    let mut press = async |button: &str, number: &str| {
        let at = format!("/p/bees/order/{number}");
        let outline = ana.open("/p/bees").await.shown();
        assert!(outline.html.contains(&format!("href=\"{at}\"")), "{outline:?}");
        let page = ana.open(&at).await.shown();
        ana.fill(&page, "/p/bees/order", &[(button, number)]).await.shown()
    };
    assert_eq!(order(&press("up", "3").await.html), ["1", "3", "2"]);
    assert_eq!(order(&press("down", "1").await.html), ["3", "1", "2"]);
    let stays = press("up", "3").await;
    assert!(stays.says("the first there already") && order(&stays.html) == ["3", "1", "2"], "{stays:?}");
    let below = press("in", "1").await;
    assert!(below.html.contains("id=\"row-1\"") && order(&below.html) == ["3", "1", "2"]);
    assert!(press("in", "3").await.says("no task above it"));
    let out = press("out", "1").await;
    assert_eq!(order(&out.html), ["3", "1", "2"]);
    assert!(press("out", "1").await.says("at the top already"));
}
