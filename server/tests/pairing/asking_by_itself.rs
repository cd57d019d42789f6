//! A task that is written down with skills asks for help by itself, unless its writer says not yet (RULES §4): whichever way it
//! is written.

use pursuance_domain::time::{HOUR, MINUTE};
use serde_json::{Value, json};

use super::{FRENCH, asked, knows, on, pairing, settle, speakers, told};
use crate::support::bees::{BEES, of};
use crate::support::browser::Browser;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    a_task_with_skills_asks_by_itself_unless_its_writer_says_not_yet,
    each_task_of_a_list_and_each_part_asks_for_itself,
    a_line_says_that_nobody_is_asked_yet,
    a_list_shows_before_it_is_added_whether_members_are_asked,
    a_suggested_task_asks_once_it_is_accepted,
    a_task_that_gets_its_skills_later_asks_nobody_and_its_page_says_so,
    the_page_says_to_members_whether_anybody_is_asked,
    nobody_is_told_at_once_that_nobody_was_found,
    taking_back_what_was_written_asks_nobody_any_more,
);

async fn write(by: &Person, more: Value) -> i64 {
    by.perform("task.create", of(more)).await.ok()["result"]["task"].as_i64().unwrap()
}

async fn phase(reader: &Person, number: i64) -> Value {
    reader.read(&format!("{BEES}/tasks/{number}")).await.ok()["phase"].clone()
}

/// Whether the tasks from a number on ask for help, in their order.
async fn asking(app: &TestApp, reader: &Person, from: i64) -> Vec<bool> {
    settle(app).await;
    let mut asking = Vec::new();
    let all = reader.read(&format!("{BEES}/tasks")).await.items();
    for task in all.iter().filter(|task| task["number"].as_i64().unwrap() >= from) {
        let number = task["number"].as_i64().unwrap();
        let is_asked = !asked(reader, number).await.is_empty();
        assert_eq!(task["phase"] == "help_wanted", is_asked, "{task}");
        asking.push(is_asked);
    }
    asking
}

async fn a_task_with_skills_asks_by_itself_unless_its_writer_says_not_yet(app: TestApp) {
    let (ana, _) = speakers(&app, 2).await;
    let french = json!([FRENCH]);
    for (more, wants) in [
        (json!({ "title": "A", "skills": french }), "help_wanted"),
        (json!({ "title": "B", "skills": french, "ask": null }), "help_wanted"),
        (json!({ "title": "C", "skills": french, "ask": true }), "help_wanted"),
        (json!({ "title": "D", "skills": french, "ask": false }), "new"),
        (json!({ "title": "E" }), "new"),
        (json!({ "title": "F", "ask": true }), "help_wanted"),
        (json!({ "title": "G", "skills": french, "assignee": "p1" }), "started"),
        (json!({ "title": "H", "skills": french, "assignee": "p1", "ask": true }), "started"),
    ] {
        let number = write(&ana, more.clone()).await;
        assert_eq!(phase(&ana, number).await, wants, "{more}");
        settle(&app).await;
        let is_asked = wants == "help_wanted" && more["skills"] == french;
        assert_eq!(!asked(&ana, number).await.is_empty(), is_asked, "{more}");
    }
    let board = app.visitor().read("/tasks").await.text();
    assert!(board.contains(">F<") || board.contains("F</"), "without skills it stands on the board: {board}");
}

async fn each_task_of_a_list_and_each_part_asks_for_itself(app: TestApp) {
    let (ana, _) = speakers(&app, 2).await;
    let part = |title: &str, more: Value| crate::support::groups::merged(json!({ "title": title }), more);
    let list = json!([
        part("Leaflet", json!({})),
        part("Translate", json!({ "skills": [FRENCH], "depth": 1 })),
        part("Proofread", json!({ "skills": [FRENCH], "depth": 1, "ask": false })),
        part("Read", json!({ "skills": [FRENCH], "assignee": "p1" })),
    ]);
    ana.perform("task.add_list", of(json!({ "tasks": list }))).await.ok();
    assert_eq!(asking(&app, &ana, 1).await, [false, true, false, false]);
    let split = |more: Value| crate::support::groups::merged(on(1, json!({ "into": ["One"] })), more);
    ana.perform("task.split", split(json!({}))).await.ok();
    ana.perform("task.split", split(json!({ "ask": true }))).await.ok();
    assert_eq!((phase(&ana, 5).await, phase(&ana, 6).await), (json!("new"), json!("help_wanted")));
}

async fn a_line_says_that_nobody_is_asked_yet(app: TestApp) {
    let (ana, _) = speakers(&app, 2).await;
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let outline = anas.open("/p/bees").await.shown().saying("Ask nobody yet");
    let line = |title: &'static str| [("title", title)];
    let page = anas.fill(&outline, "/p/bees/tasks", &line("Translate #Language:French")).await.shown();
    page.saying("members are asked");
    let page = anas.fill(&outline, "/p/bees/tasks", &line("Read #Language:French !not-yet")).await.shown();
    assert!(page.says("nobody is asked yet") && page.says("Read"), "{page:?}");
    let ticked = [("title", "Proofread #Language:French"), ("not_yet", "yes")];
    anas.fill(&outline, "/p/bees/tasks", &ticked).await.shown().saying("nobody is asked yet");
    // The word in the line counts more than the tick.
    let both = [("title", "Sing #Language:French !ask"), ("not_yet", "yes")];
    anas.fill(&outline, "/p/bees/tasks", &both).await.shown();
    let task = anas.open("/p/bees/t/2").await.shown();
    let below = [("title", "Print #Language:French"), ("not_yet", "yes"), ("back", "/p/bees/t/2")];
    anas.fill(&task, "/p/bees/tasks", &below).await.shown();
    assert_eq!(asking(&app, &ana, 1).await, [true, false, false, true, false]);
    // A tick stays where the line is refused.
    let wrong = [("title", "@p1"), ("not_yet", "yes")];
    let refused = anas.fill(&outline, "/p/bees/tasks", &wrong).await.refused();
    assert!(refused.html.contains("name=\"not_yet\" value=\"yes\" checked"), "{refused:?}");
}

async fn a_list_shows_before_it_is_added_whether_members_are_asked(app: TestApp) {
    let (ana, _) = speakers(&app, 2).await;
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let page = anas.open("/p/bees/add").await.shown();
    let text = "Leaflet\r\n  Translate #Language:French\r\n  Read #Language:French !not-yet\r\n  Sing #Language:French @p1";
    let page = anas.fill(&page, "/p/bees/add", &[("text", text)]).await.shown();
    let count = |words: &str| page.html.matches(words).count();
    assert_eq!((count("members are asked"), count("nobody is asked yet")), (1, 1), "{page:?}");
    anas.fill(&page, "/p/bees/add", &[("text", text), ("add", "yes")]).await.shown();
    assert_eq!(asking(&app, &ana, 1).await, [false, true, false, false]);
}

async fn a_suggested_task_asks_once_it_is_accepted(app: TestApp) {
    let (ana, people) = speakers(&app, 2).await;
    let val = &people[0];
    for (more, wants) in [(json!({}), "help_wanted"), (json!({ "ask": false }), "new")] {
        let task = crate::support::groups::merged(json!({ "title": "Translate", "skills": [FRENCH] }), more);
        let body = of(json!({ "action": "task.create", "input": of(task) }));
        let made = val.perform("suggestion.make", body).await.ok();
        assert_eq!(ana.read("/tasks").await.text().contains("Translate"), wants == "new", "not before");
        let accept = of(json!({ "suggestion": made["result"]["suggestion"] }));
        let done = ana.perform("suggestion.accept", accept).await.ok();
        let number = done["result"]["done"]["task"].as_i64().unwrap();
        assert_eq!(phase(&ana, number).await, wants);
    }
    assert_eq!(asking(&app, &ana, 1).await, [true, false]);
    // Parts are said in lines, and amended in the same words.
    let part = json!({ "title": "Read", "skills": [FRENCH], "ask": false });
    let body = of(json!({ "action": "task.add_list", "input": of(json!({ "parent": 1, "tasks": [part] })) }));
    let made = val.perform("suggestion.make", body).await.ok();
    let id = made["result"]["suggestion"].as_str().unwrap();
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let page = anas.open(&format!("/p/bees/suggestions/{id}")).await.shown();
    assert!(page.says("Read #Language:French !not-yet"), "{page:?}");
}

async fn a_task_that_gets_its_skills_later_asks_nobody_and_its_page_says_so(app: TestApp) {
    let (ana, _) = speakers(&app, 2).await;
    let edited = write(&ana, json!({ "title": "Translate" })).await;
    let changed = write(&ana, json!({ "title": "Read" })).await;
    let edit = on(edited, json!({ "revision": 1, "skills": [FRENCH] }));
    ana.perform("task.edit", edit).await.ok();
    let bulk = of(json!({ "tasks": [changed], "change": { "add_skill": FRENCH } }));
    ana.perform("task.bulk", bulk).await.ok();
    assert_eq!(asking(&app, &ana, edited).await, [false, false]);
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    for number in [edited, changed] {
        let address = format!("/p/bees/t/{number}");
        let page = anas.open(&address).await.shown().saying("Nobody is asked yet.").saying("Ask for help");
        anas.fill(&page, &format!("{address}/phase"), &[("phase", "help_wanted")]).await.shown();
    }
    assert_eq!(asking(&app, &ana, edited).await, [true, true]);
}

async fn the_page_says_to_members_whether_anybody_is_asked(app: TestApp) {
    let (ana, people) = speakers(&app, 2).await;
    let (mut anas, mut p1s) =
        (Browser::signed_in(&app, &ana.id).await, Browser::signed_in(&app, &people[0].id).await);
    let number = write(&ana, json!({ "title": "Translate", "skills": [FRENCH] })).await;
    let board = write(&ana, json!({ "title": "Carry", "ask": true })).await;
    let quiet = write(&ana, json!({ "title": "Sing", "skills": [FRENCH], "ask": false })).await;
    let at = |number: i64| format!("/p/bees/t/{number}");
    for browser in [&mut anas, &mut p1s] {
        browser.open(&at(number)).await.shown().saying("Members with these skills are asked.");
        browser.open(&at(board)).await.shown().saying("It names no skills, so nobody is asked.");
    }
    // The list of the people who are asked is for those who may ask.
    let see = format!("/p/bees/t/{number}/pairing");
    assert!(anas.open(&at(number)).await.shown().html.contains(&see));
    assert!(!p1s.open(&at(number)).await.shown().html.contains(&see));
    let (mine, theirs) = (anas.open(&at(quiet)).await.shown(), p1s.open(&at(quiet)).await.shown());
    assert!(mine.says("Nobody is asked yet.") && mine.has_form(&format!("{}/phase", at(quiet))), "{mine:?}");
    assert!(theirs.says("Nobody is asked yet.") && !theirs.says("Ask for help"), "{theirs:?}");
    let visitor = app.visitor().read(&at(quiet)).await.text();
    assert!(!visitor.contains("Nobody is asked yet"), "{visitor}");
    ana.perform("task.pause_pairing", on(number, json!({ "paused": true }))).await.ok();
    p1s.open(&at(number)).await.shown().saying("The asking is paused.");
    ana.perform("task.block", on(number, json!({ "reason": "No text yet." }))).await.ok();
    p1s.open(&at(number)).await.shown().saying("Nobody is asked while this task waits for something.");
    ana.perform("task.assign", on(quiet, json!({ "assignee": "p2" }))).await.ok();
    assert!(!p1s.open(&at(quiet)).await.shown().says("is asked"));
}

async fn nobody_is_told_at_once_that_nobody_was_found(app: TestApp) {
    let (ana, _) = speakers(&app, 2).await;
    let number = write(&ana, json!({ "title": "Sing", "skills": ["Language:Basque"] })).await;
    settle(&app).await;
    assert_eq!(told(&ana).await, Vec::<String>::new(), "not in the moment of writing");
    let shown = pairing(&ana, number).await;
    assert_eq!((&shown["state"], &shown["reached"]), (&json!("asking"), &json!("waves")));
    app.advance(5 * HOUR);
    settle(&app).await;
    assert_eq!(told(&ana).await, Vec::<String>::new());
    app.advance(HOUR + MINUTE);
    settle(&app).await;
    assert_eq!(pairing(&ana, number).await["reached"], "split", "a wave later other ways are tried");
    // A person who knows it by then is asked at once when the first look comes.
    let other = write(&ana, json!({ "title": "Sing again", "skills": ["Language:Basque"] })).await;
    settle(&app).await;
    let zoe = app.person("zoe").await;
    zoe.perform("pursuance.join", of(json!({}))).await.ok();
    knows(&zoe, &["Language:Basque"]).await;
    app.advance(6 * HOUR + MINUTE);
    settle(&app).await;
    assert_eq!(asked(&ana, other).await, ["zoe"]);
}

async fn taking_back_what_was_written_asks_nobody_any_more(app: TestApp) {
    let (ana, _) = speakers(&app, 2).await;
    let made = ana.perform("task.create", of(json!({ "title": "Translate", "skills": [FRENCH] }))).await.ok();
    let event = made["undo"]["event"].clone();
    ana.perform("task.undo", of(json!({ "event": event }))).await.ok();
    settle(&app).await;
    let number = made["result"]["task"].as_i64().unwrap();
    let inspect = crate::support::inspect::Inspect::open(&app.config.database_url).await;
    let sql = format!("offer o join task t on t.id = o.task where t.number = {number} and o.state = 'open'");
    assert_eq!(inspect.count(&sql).await, 0);
}
