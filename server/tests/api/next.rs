//! The next things of a person: offers first, each with its reason, the same on Home and for programs.

use pursuance_domain::time::{DAY, Time};
use serde_json::{Value, json};

use super::start_pursuance;
use crate::pairing::{knows, settle};
use crate::silence::{clock, pass, time};
use crate::support::bees::{bees, of, task};
use crate::support::browser::Browser;
use crate::support::groups::merged;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    what_is_next_begins_with_offers_and_each_has_its_reason,
    what_is_late_with_nobody_stands_before_those_who_may_assign,
    a_task_with_open_parts_is_proposed_nowhere,
    what_came_back_and_was_left_alone_is_one_question,
);

async fn next(person: &Person) -> Value {
    person.read("/api/v1/me/next").await.ok()
}

/// The reasons and the titles, in their order.
fn told(next: &Value) -> Vec<(String, String)> {
    told_in(next, "why")
}

/// The same of a group of tasks, with why each is proposed.
fn proposed(group: &Value) -> Vec<(String, String)> {
    told_in(group, "because")
}

fn told_in(list: &Value, what: &str) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let items = list["items"].as_array().unwrap();
    items.iter().map(|item| (text(&item["reason"][what]), text(&item["title"]))).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(why, title)| ((*why).to_owned(), (*title).to_owned())).collect()
}

async fn what_is_next_begins_with_offers_and_each_has_its_reason(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    knows(ben, &["Language:French"]).await;
    let own = task(&ana, "Count").await;
    ben.perform("task.take", of(json!({ "task": own }))).await.ok();
    task(&ana, "Sweep").await;
    for title in ["Translate", "Subtitle"] {
        ana.perform(
            "task.create",
            of(json!({ "title": title, "skills": ["Language:French"], "ask": false })),
        )
        .await
        .ok();
    }
    ana.perform("task.want_help", of(json!({ "task": 3 }))).await.ok();
    settle(&app).await;

    let found = next(ben).await;
    assert_eq!(told(&found), pairs(&[("asked", "Translate"), ("begin", "Count")]));
    // Tasks of offers are not proposed besides.
    assert_eq!(proposed(&found["free"]), pairs(&[("fits", "Subtitle"), ("free", "Sweep")]));
    // It is counted, though: among all of them, which stand behind "more".
    assert_eq!((&found["free"]["count"], &found["free"]["more"]), (&json!(3), &json!(false)));
    assert_eq!((&found["matching"], &found["more"]), (&json!(2), &json!(0)));
    let items = found["items"].as_array().unwrap();
    assert!(
        items[0]["url"]
            .as_str()
            .unwrap()
            .ends_with(&format!("/offers#offer-{}", items[0]["offer"].as_str().unwrap()))
    );
    assert_eq!((&items[1]["pursuance"], &items[1]["task"]), (&json!("bees"), &json!(own)));
    let mut browser = Browser::signed_in(&app, &ben.id).await;
    let page = browser.open("/").await.shown();
    let page = page.saying("Translate").saying("Subtitle");
    assert!(!page.says("You have all the skills"), "both stand there: {page:?}");
    // The number beside Home is that of the first line: their own task waits for nobody's answer.
    let page = page.saying("One thing waits for you.");
    assert_eq!(found["waiting"], 1);
    assert!(page.html.contains("class=\"count push hot\">1<"), "{page:?}");
    assert!(!page.says("One more"), "all three stand on the page: {page:?}");
    let all = browser.open("/tasks?mine=1").await.shown();
    assert_eq!(all.html.matches("<h2><a href=\"/p/").count(), 3, "{all:?}");

    // A person who is waited for is asked for news before anything that they could begin.
    let begun = clock(ben, own).await;
    pass(&app, time(&begun["nudge_at"])).await;
    let found = next(ben).await;
    let reminded =
        found["items"].as_array().unwrap().iter().find(|item| item["task"] == own).unwrap().clone();
    assert_eq!(reminded["reason"]["why"], "reminded", "{found}");
    assert!(time(&reminded["reason"]["on_at"]) > app.clock.now(), "{reminded}");
    let questions = told(&found).iter().filter(|(why, _)| why.starts_with("asked")).count() + 1;
    assert_eq!(found["waiting"], questions, "the clock asks, too: {found}");
    let page = browser.open("/").await.shown().saying("Are you still on it?");
    assert!(page.html.contains(&format!("class=\"count push hot\">{questions}<")), "{page:?}");
    assert!(
        page.says("One thing waits for you.") || page.says(&format!("{questions} things wait")),
        "{page:?}"
    );
    ben.perform("task.still_on_it", merged(of(json!({})), json!({ "task": own }))).await.ok();
    let found = next(ben).await;
    assert!(told(&found).contains(&("begin".to_owned(), "Count".to_owned())));
    assert_eq!(found["waiting"], questions - 1, "{found}");
    // Nothing of it is for others, and strangers have no next things.
    app.visitor().read("/api/v1/me/next").await.problem(401, "token-needed");
}

async fn what_is_late_with_nobody_stands_before_those_who_may_assign(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let due = |days: i64| json!(Time(app.clock.now().0 + days * DAY));
    for (title, days) in [("Hall", 1), ("Name", -1), ("Poster", 5), ("Thanks", 30)] {
        let new = of(json!({ "title": title, "due": due(days), "ask": false }));
        ana.perform("task.create", new).await.ok();
    }
    let found = next(&ana).await;
    assert_eq!(proposed(&found["late"]), pairs(&[("late", "Name"), ("due_soon", "Hall")]));
    assert_eq!(found["late"]["count"], 2);
    assert_eq!(proposed(&found["free"]), pairs(&[("due_soon", "Poster"), ("free", "Thanks")]));
    assert_eq!(found["free"]["count"], 4);
    // A member who may not assign is proposed them by their dates.
    let found = next(&people[0]).await;
    assert_eq!((&found["late"]["count"], &found["free"]["count"]), (&json!(0), &json!(4)));
    let expected = [("late", "Name"), ("due_soon", "Hall"), ("due_soon", "Poster")];
    assert_eq!(proposed(&found["free"]), pairs(&expected));
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let page =
        browser.open("/").await.shown().saying("Urgent, late or due soon, with nobody").saying("Was due");
    // The heading says that nobody has them, and the dates that they are late.
    for twice in ["Its date is past", "Due within a week", "Nobody has it"] {
        assert!(!page.says(twice), "{twice}: {page:?}");
    }
    let (late, free) =
        (page.html.find("id=\"late-head\"").unwrap(), page.html.find("id=\"free-head\"").unwrap());
    assert!(late < free, "{page:?}");
    // The number beside Home is that of its first line: these wait for nobody's answer.
    let page = page.saying("Nobody waits for your answer.");
    // One press gives it to her, too.
    for (action, count) in [("/p/bees/t/2/take", 1), ("/p/bees/t/2?open=assign", 1)] {
        assert_eq!(page.html.matches(action).count(), count, "{action} in {page:?}");
    }
    // Once somebody has it, it is gone from there.
    people[0].perform("task.take", of(json!({ "task": 2 }))).await.ok();
    assert_eq!(proposed(&next(&ana).await["late"]), pairs(&[("due_soon", "Hall")]));
    // An urgent task stands there, too, whatever its date, behind those that are late or due within two days.
    for (title, due) in [("Alarm", Value::Null), ("Boat", due(20))] {
        let new = of(json!({ "title": title, "due": due, "urgency": "urgent", "ask": false }));
        ana.perform("task.create", new).await.ok();
    }
    let found = next(&ana).await;
    assert_eq!(
        proposed(&found["late"]),
        pairs(&[("due_soon", "Hall"), ("urgent", "Boat"), ("urgent", "Alarm")])
    );
    assert_eq!(found["late"]["count"], 3);
    assert_eq!(next(&people[0]).await["late"]["count"], 0);
    // Tasks beyond the first three are folded below them.
    let urgent = |slug: &str, title: &str| json!({ "pursuance": slug, "title": title, "urgency": "urgent", "ask": false });
    for title in ["Cable", "Drum"] {
        ana.perform("task.create", urgent("bees", title)).await.ok();
    }
    let zoe = app.person("zoe").await;
    start_pursuance(&zoe, "wasps").await;
    zoe.perform("task.create", urgent("wasps", "Nest")).await.ok();
    assert_eq!(next(&ana).await["late"]["count"], 5);
    let home = browser.open("/").await.shown();
    let (open, folded) = home.html.split_once("<details class=\"why\" id=\"late-rest\">").unwrap();
    for (part, titles) in [(open, ["Hall", "Boat", "Alarm"].as_slice()), (folded, &["Cable", "Drum"])] {
        for title in titles {
            assert!(part.contains(&format!("dir=\"auto\">{title}</a></h3>")), "{title}: {home:?}");
        }
    }
    assert!(!home.html.contains("href=\"/tasks?late=1\""), "all stand there: {home:?}");
    let all = browser.open("/tasks?late=1").await.shown().saying("Urgent, late or due soon, with nobody");
    assert_eq!(all.html.matches("<h2><a href=\"/p/").count(), 5, "{all:?}");
    for title in ["Boat", "Alarm", "Cable", "Drum", "Hall"] {
        assert!(all.html.contains(&format!("dir=\"auto\">{title}</a></h2>")), "{title}: {all:?}");
    }
    assert!(!all.saying("Urgent.").says("Due within a week."), "the date says so");
    let mut ben = Browser::signed_in(&app, &people[0].id).await;
    ben.open("/tasks?late=1").await.shown().saying("There is no such task at the moment.");
    // Of many 23 stand on Home, those with the first dates among them; the others stand behind "more": all of them, and no others.
    for number in 1..=20 {
        ana.perform("task.create", urgent("bees", &format!("Plank {number}"))).await.ok();
    }
    let new = of(json!({ "title": "Roof", "due": due(-3), "ask": false }));
    ana.perform("task.create", new).await.ok();
    let found = next(&ana).await;
    assert_eq!(found["late"]["count"], 26);
    let stand = proposed(&found["late"]);
    assert_eq!(stand.len(), 23);
    assert_eq!(stand[..3], pairs(&[("late", "Roof"), ("due_soon", "Hall"), ("urgent", "Boat")]));
    let home = browser.open("/").await.shown().saying("3 more").saying("20 more");
    assert!(home.html.contains("href=\"/tasks?late=1\""), "{home:?}");
    let all = browser.open("/tasks?late=1").await.shown();
    assert_eq!(all.html.matches("<h2><a href=\"/p/").count(), 26, "{all:?}");
    // In one order: the list begins with those of Home.
    let hrefs = |html: &str, head: &str| -> Vec<String> {
        let behind = html.split(head).skip(1);
        behind.map(|part| part.split('"').next().unwrap_or_default().to_owned()).collect()
    };
    let late = home.html.split("id=\"late-head\"").nth(1).unwrap();
    let late = late.split("id=\"free-head\"").next().unwrap();
    let (stand, listed) = (hrefs(late, "<h3><a href=\""), hrefs(&all.html, "<h2><a href=\""));
    assert_eq!(stand.len(), 23);
    assert_eq!(listed[..23], stand);
    let others: std::collections::BTreeSet<&String> = listed.iter().collect();
    assert_eq!(others.len(), 26, "each once: {listed:?}");
}

async fn a_task_with_open_parts_is_proposed_nowhere(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let press = task(&ana, "Press").await;
    ana.perform("task.split", of(json!({ "task": press, "into": ["Write", "Call"] }))).await.ok();
    let ben = &people[0];
    let titles = |next: &Value| {
        let items = next["free"]["items"].as_array().unwrap().clone();
        items.into_iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(titles(&next(ben).await), ["Write", "Call"]);
    let (mut bens, mut visitor) = (Browser::signed_in(&app, &ben.id).await, Browser::new(&app));
    let take = format!("/p/bees/t/{press}/take");
    for path in ["/", "/tasks", "/tasks?in=bees", "/tasks?mine=1", "/tasks?q=press"] {
        let page = bens.open(path).await.shown();
        assert!(!page.html.contains(&take), "{path}: {page:?}");
    }
    assert!(!visitor.open("/").await.shown().says("Press"));
    visitor.open("/p").await.shown().saying("2 tasks to pick up");
    let found = ben.read("/api/v1/pursuances/bees/tasks?q=is:free").await.items();
    assert_eq!(found.len(), 2, "{found:?}");
    // Its page leads to its parts; taking the whole is folded.
    bens.open(&format!("/p/bees/t/{press}"))
        .await
        .shown()
        .saying("Take one of them")
        .saying("Take the whole task");
    ben.perform("task.take", of(json!({ "task": press }))).await.ok();
}

async fn what_came_back_and_was_left_alone_is_one_question(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let new = of(json!({ "title": "Count", "reviewer": "ana", "ask": false }));
    ana.perform("task.create", new).await.ok();
    ben.perform("task.take", of(json!({ "task": 1 }))).await.ok();
    for (who, phase) in [(ben, "ready_for_review"), (&ana, "in_review"), (&ana, "in_progress")] {
        let comment = (phase == "in_progress").then_some("The roof is missing.");
        let step = of(json!({ "task": 1, "phase": phase, "comment": comment }));
        who.perform("task.set_phase", step).await.ok();
    }
    let found = next(ben).await;
    assert_eq!((told(&found), &found["waiting"]), (pairs(&[("sent_back", "Count")]), &json!(0)));
    pass(&app, time(&clock(ben, 1).await["nudge_at"])).await;
    let found = next(ben).await;
    assert_eq!((told(&found), &found["waiting"]), (pairs(&[("reminded", "Count")]), &json!(1)));
    let page = Browser::signed_in(&app, &ben.id).await.open("/").await.shown();
    page.saying("One thing waits for you.").saying("Are you still on it?");
}
