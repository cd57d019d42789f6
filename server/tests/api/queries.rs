//! Tasks that a query finds: `GET …/tasks?q=`.

use serde_json::{Value, json};

use super::{start_pursuance, write_task};
use crate::support::{Caller, TestApp, on_both_apps};

on_both_apps!(
    a_query_finds_tasks_as_programs_read_them,
    a_list_in_any_order_goes_on_where_it_stopped,
    whoever_has_no_account_is_nobody_in_a_query,
    a_query_that_is_not_understood_says_where_and_what_was_meant,
    a_skill_is_found_by_each_word_that_was_merged_with_it,
);

const TASKS: &str = "/api/v1/pursuances/bees/tasks";

fn at(query: &str) -> String {
    let query: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
    format!("{TASKS}?q={query}")
}

fn numbers(items: &[Value]) -> Vec<i64> {
    items.iter().map(|task| task["number"].as_i64().unwrap()).collect()
}

async fn found(who: &Caller, query: &str) -> Vec<i64> {
    numbers(&who.read(&at(query)).await.items())
}

async fn a_query_finds_tasks_as_programs_read_them(app: TestApp) {
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    let top = write_task(&ana, "bees", "Count the hives").await;
    let asks = json!({
        "pursuance": "bees", "title": "Paint a hive", "deliverables": "A *table*.", "parent": top,
        "skills": ["Design:Maps", "Language:French"], "due": "2030-12-15", "urgency": "urgent",
    });
    let below = ana.perform("task.create", asks).await.ok()["result"]["task"].as_i64().unwrap();
    ana.perform("task.depend", json!({ "pursuance": "bees", "task": top, "on": below.to_string() }))
        .await
        .ok();
    ana.perform("task.assign", json!({ "pursuance": "bees", "task": below, "assignee": "ana" })).await.ok();

    // One task reads the same however it is found.
    let mut one = ana.read(&format!("{TASKS}/{below}")).await.ok();
    // Lists do not count what is new in each discussion.
    for news in ["unread", "mentions"] {
        assert_eq!(one.as_object_mut().unwrap().remove(news), Some(json!(0)), "{news}");
    }
    for query in [
        "@me",
        "table",
        "\"a hive\" HIVE",
        "is:open !is:later",
        "status:started",
        "skill:language:*",
        "due:2030-12-15",
        "urgency:urgent by:me",
        &format!("parent:#{top}"),
        &format!("#{below}"),
    ] {
        assert_eq!(ana.read(&at(query)).await.items(), vec![one.clone()], "{query}");
    }
    assert_eq!(found(&ana, "").await, [below, top], "all of them, the newest first");
    assert_eq!(found(&ana, &format!("depends:#{below} is:later !is:blocked")).await, [top]);
    assert_eq!(found(&ana, "hive sort:-new").await, [top, below]);
    assert_eq!(found(&ana, "!hive").await, Vec::<i64>::new());
    // Without a query it is the list it always was.
    assert_eq!(numbers(&ana.read(TASKS).await.items()), [top, below]);

    ana.perform("task.archive", json!({ "pursuance": "bees", "task": below })).await.ok();
    assert_eq!(found(&ana, "").await, [top], "what is put away is not found");
}

async fn a_list_in_any_order_goes_on_where_it_stopped(app: TestApp) {
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    for n in 0..7 {
        let size = ["s", "m", "l"][n % 3];
        let mut asks = json!({ "pursuance": "bees", "title": format!("Hive {n}"), "size": size });
        if n % 2 == 0 {
            asks["due"] = json!(format!("2030-12-{}", 20 - n));
        }
        ana.perform("task.create", asks).await.ok();
    }
    for (query, expected) in [
        ("hive", [7, 6, 5, 4, 3, 2, 1]),
        ("hive sort:-new", [1, 2, 3, 4, 5, 6, 7]),
        ("hive sort:due", [7, 5, 3, 1, 6, 4, 2]),
        ("hive sort:-due", [1, 3, 5, 7, 6, 4, 2]),
        ("hive sort:size", [7, 4, 1, 5, 2, 6, 3]),
        ("hive sort:urgency", [7, 6, 5, 4, 3, 2, 1]),
    ] {
        let (mut all, mut after) = (Vec::new(), String::new());
        loop {
            let page = ana.read(&format!("{}&limit=2{after}", at(query))).await;
            all.extend(numbers(&page.items()));
            after = match &page.ok()["next"] {
                Value::Null => break,
                place => {
                    format!("&after={}", place.as_str().map_or_else(|| place.to_string(), str::to_owned))
                }
            };
        }
        assert_eq!(all, expected, "{query}");
    }
    assert_eq!(
        ana.read(&format!("{}&limit=2", at("hive"))).await.ok()["next"],
        json!(6),
        "a number is enough"
    );
    ana.read(&format!("{}&after=soon", at("hive"))).await.problem(400, "invalid-query");
}

async fn whoever_has_no_account_is_nobody_in_a_query(app: TestApp) {
    let (ana, zoe) = (app.person("ana").await, app.person("zoe").await);
    start_pursuance(&ana, "bees").await;
    let task = write_task(&ana, "bees", "Count").await;
    ana.perform("task.take", json!({ "pursuance": "bees", "task": task })).await.ok();
    for query in ["@me", "by:me", "review:me", "watch:me"] {
        assert_eq!(found(&app.visitor(), query).await, Vec::<i64>::new(), "a visitor: {query}");
        assert_eq!(found(&zoe, query).await, Vec::<i64>::new(), "a stranger: {query}");
        assert_eq!(found(&app.visitor(), &format!("!{query}")).await, [task], "a visitor: not {query}");
    }
    assert_eq!(found(&app.visitor(), "@ana by:ana").await, [task]);
}

async fn a_query_that_is_not_understood_says_where_and_what_was_meant(app: TestApp) {
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    let problem = ana.read(&at("Öl statsu:done @me")).await.problem(400, "bad-query");
    assert_eq!((&problem["position"], &problem["meant"]), (&json!(3), &json!("status:done")), "{problem}");
    // The same where a query is saved.
    let saved = json!({ "pursuance": "bees", "name": "Mine", "query": " Öl statsu:done @me" });
    let problem = ana.perform("search.save", saved).await.problem(400, "bad-query");
    assert_eq!((&problem["position"], &problem["meant"]), (&json!(4), &json!("status:done")), "{problem}");
    let problem = ana.read(&at("count due:soon")).await.problem(400, "bad-query");
    assert_eq!(problem["position"], json!(6), "{problem}");
}

/// Fails where the condition of a skill compares the words as they are written.
async fn a_skill_is_found_by_each_word_that_was_merged_with_it(app: TestApp) {
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    let mut made = Vec::new();
    for skill in ["Language:French", "Language:Français", "Sprache:Französisch", "Language:Old French"] {
        let task = json!({ "pursuance": "bees", "title": skill, "skills": [skill] });
        let done = ana.perform("task.create", task).await.ok();
        made.insert(0, done["result"]["task"].as_i64().unwrap());
    }
    assert_eq!(found(&ana, "skill:Language:Français").await, [made[2]]);
    for word in ["Language:Français", "Sprache:Französisch"] {
        let merge = json!({ "pursuance": "bees", "skill": word, "into": "Language:French" });
        ana.perform("skill.merge", merge).await.ok();
    }
    for word in ["Language:French", "language:français", "Sprache:Französisch"] {
        assert_eq!(found(&ana, &format!("skill:{word}")).await, made[1..], "{word}");
    }
    assert_eq!(found(&ana, "!skill:Language:Français").await, [made[0]]);
    assert_eq!(found(&ana, "skill:\"Language:Old French\"").await, [made[0]]);
}
