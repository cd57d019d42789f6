//! Findings of a query everywhere: public tasks, and those of the reader's own pursuances.

use serde_json::{Value, json};

use crate::support::browser::{Browser, Page};
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    everybody_finds_everywhere_what_they_may_read_and_nothing_else,
    a_query_that_names_a_pursuance_finds_what_is_found_there,
    a_long_list_goes_on_where_it_ended,
    a_bad_query_is_shown_where_it_is_bad,
    home_and_the_list_of_help_lead_to_all_open_tasks_of_their_reader,
    what_is_chosen_among_free_tasks_goes_along_with_the_form_and_with_every_link,
);

async fn found_pursuance(by: &Person, slug: &str, visibility: &str) {
    let input = json!({ "slug": slug, "name": slug, "mission": "", "visibility": visibility });
    by.perform("pursuance.create", input).await.ok();
}

async fn write(by: &Person, slug: &str, title: &str, more: Value) -> i64 {
    let input = crate::support::groups::merged(json!({ "pursuance": slug, "title": title }), more);
    by.perform("task.create", input).await.ok()["result"]["task"].as_i64().unwrap()
}

/// The titles on the page, in its order.
fn titles(page: &Page) -> Vec<String> {
    let rows = page.html.split("<h2><a href=\"/p/").skip(1);
    let title = |row: &str| {
        let title = row.split("dir=\"auto\">").nth(1)?.split("</a>").next()?;
        Some(title.replace("<mark>", "").replace("</mark>", ""))
    };
    rows.filter_map(title).collect()
}

async fn find(browser: &mut Browser, query: &str) -> Vec<String> {
    let query: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
    titles(&browser.open(&format!("/tasks?q={query}")).await.shown())
}

/// Pursuances of every kind, each with a task of its name: ana founded them. Ben is a member of `members`, and reads only his own
/// tasks in `partly`.
async fn places(app: &TestApp) -> (Person, Person) {
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    for kind in ["public", "unlisted", "members", "partly", "strange", "closed", "shut"] {
        let slug = format!("hive-{kind}");
        found_pursuance(&ana, &slug, "public").await;
        let title = format!("Count {kind}");
        write(&ana, &slug, &title, json!({ "due": "2190-02-01" })).await;
        if matches!(kind, "members" | "partly" | "shut") {
            ben.perform("pursuance.join", json!({ "pursuance": slug })).await.ok();
        }
        let visibility = match kind {
            "public" | "closed" => "public",
            "unlisted" => "unlisted",
            _ => "members",
        };
        ana.perform("pursuance.edit", json!({ "pursuance": slug, "visibility": visibility })).await.ok();
    }
    let untrusted = json!({ "pursuance": "hive-partly", "member": "ben", "role": "untrusted" });
    ana.perform("member.set_role", untrusted).await.ok();
    let own =
        write(&ana, "hive-partly", "Count what is bens", json!({ "due": "2190-01-01", "parent": 1 })).await;
    ana.perform("task.assign", json!({ "pursuance": "hive-partly", "task": own, "assignee": "ben" }))
        .await
        .ok();
    for slug in ["hive-closed", "hive-shut"] {
        ana.perform("pursuance.close", json!({ "pursuance": slug, "reason": "Done." })).await.ok();
    }
    // A former member is a stranger.
    ben.perform("pursuance.leave", json!({ "pursuance": "hive-shut" })).await.ok();
    let trashed = write(&ana, "hive-public", "Count rubbish", json!({})).await;
    ana.perform("task.trash", json!({ "pursuance": "hive-public", "task": trashed })).await.ok();
    (ana, ben)
}

async fn everybody_finds_everywhere_what_they_may_read_and_nothing_else(app: TestApp) {
    places(&app).await;
    let (mut visitor, mut zoe) = (Browser::new(&app), Browser::new(&app));
    let mut ben = Browser::of(&app, "ben").await;
    let mut ana = Browser::of(&app, "ana").await;
    app.person("zoe").await;
    let mut stranger = Browser::of(&app, "zoe").await;
    for browser in [&mut visitor, &mut zoe, &mut stranger] {
        assert_eq!(find(browser, "count").await, ["Count public"]);
    }
    assert_eq!(find(&mut ben, "count").await, ["Count what is bens", "Count members", "Count public"]);
    assert_eq!(
        find(&mut ana, "count sort:-new").await,
        [
            "Count public",
            "Count unlisted",
            "Count members",
            "Count partly",
            "Count strange",
            "Count what is bens"
        ]
    );
    // Each order, and what a part means for each reader.
    assert_eq!(find(&mut ben, "count sort:due").await[0], "Count what is bens");
    assert_eq!(find(&mut ben, "@me").await, ["Count what is bens"]);
    assert!(find(&mut visitor, "@me").await.is_empty());
    assert_eq!(find(&mut visitor, "!@me").await, ["Count public"]);
    // A task that may not be read is not told by those below it.
    assert!(find(&mut ben, "parent:#1").await.is_empty());
    assert_eq!(find(&mut ana, "parent:#1").await, ["Count what is bens"]);
    assert_eq!(find(&mut visitor, "#1").await, ["Count public"]);
}

async fn a_query_that_names_a_pursuance_finds_what_is_found_there(app: TestApp) {
    places(&app).await;
    let mut visitor = Browser::new(&app);
    let mut ben = Browser::of(&app, "ben").await;
    assert_eq!(find(&mut visitor, "in:hive-public").await, ["Count public"]);
    // A reader with the address reads it; nobody learns whether there is one that they may not read.
    assert_eq!(find(&mut visitor, "in:hive-unlisted").await, ["Count unlisted"]);
    for slug in ["hive-members", "hive-partly", "hive-strange", "hive-nowhere"] {
        assert!(find(&mut visitor, &format!("in:{slug}")).await.is_empty(), "{slug}");
    }
    assert_eq!(find(&mut ben, "in:hive-partly").await, ["Count what is bens"]);
    assert!(find(&mut ben, "in:hive-shut").await.is_empty(), "a former member");
    assert_eq!(find(&mut visitor, "!in:hive-public").await.len(), 0);
    // A skill and a pursuance in the address are parts of it.
    let page = visitor.open("/tasks?q=count&in=hive-unlisted").await.shown();
    assert_eq!(titles(&page), ["Count unlisted"]);
    assert!(page.html.contains("value=\"in:hive-unlisted count\""), "{page:?}");
    let page = visitor.open("/tasks?q=count&skill=Language:French").await.shown();
    assert!(page.html.contains("value=\"skill:Language:French count\""), "{page:?}");
    // So are the choices of the form.
    let page = visitor.open("/tasks?q=count&phase=new&who=&person=&skill=&size=&due=&sort=").await.shown();
    assert_eq!(page.path, "/tasks?q=status%3Anew%20count");
    assert!(!visitor.open("/p/hive-public").await.shown().says("in:river-watch"));
    // Without a query it is the board of what needs help.
    assert_eq!(visitor.open("/tasks?q=&phase=&skill=").await.shown().path, "/tasks");
    let board = visitor.open("/tasks?skill=Language:French").await.shown().saying("Tasks that nobody has");
    assert!(board.html.contains("data-completes=\"/complete\""), "terms are proposed: {board:?}");
}

async fn a_long_list_goes_on_where_it_ended(app: TestApp) {
    let ana = app.person("ana").await;
    for slug in ["bees", "wasps"] {
        found_pursuance(&ana, slug, "public").await;
    }
    let mut written = Vec::new();
    for n in 0..35 {
        let slug = if n % 2 == 0 { "bees" } else { "wasps" };
        let title = format!("Count {n:02}");
        let size = ["s", "m", "l"][n % 3];
        write(&ana, slug, &title, json!({ "size": size })).await;
        // Ids of one millisecond are in no order.
        app.advance(1_000);
        written.push(title);
    }
    let mut visitor = Browser::new(&app);
    for query in ["count", "count+sort:-new", "count+sort:size", "count+sort:-updated", "sort:urgency"] {
        let mut path = format!("/tasks?q={query}");
        let mut all = Vec::new();
        for _ in 0..2 {
            let page = visitor.open(&path).await.shown();
            all.extend(titles(&page));
            let next = page.html.split("<p class=\"alone\"><a href=\"/tasks?q=").nth(1);
            let next = next.and_then(|rest| rest.split('"').next());
            path = next.map_or_else(String::new, |next| format!("/tasks?q={}", next.replace("&#38;", "&")));
        }
        assert_eq!(path, "", "{query}: two pages are all");
        if query == "count" {
            assert!(all.is_sorted_by(|one, next| one > next), "{all:?}");
        }
        all.sort();
        assert_eq!(all, written, "{query}: each once");
    }
}

async fn a_bad_query_is_shown_where_it_is_bad(app: TestApp) {
    let ana = app.person("ana").await;
    found_pursuance(&ana, "bees", "public").await;
    write(&ana, "bees", "Count", json!({})).await;
    let page = Browser::new(&app).open("/tasks?q=count+statsu:new").await.refused();
    assert!(page.html.contains("count <mark>statsu:new</mark>"), "{page:?}");
    page.saying("Who has it, by name").saying("How to search").saying("in:river-watch");
    let page = Browser::new(&app).open("/tasks?q=count+statsu:new").await.refused();
    assert!(page.html.contains("href=\"/tasks?q=count%20status%3Anew\""), "{page:?}");
    assert_eq!(titles(&page), ["Count"], "what the rest finds");
    assert!(!page.says("Save this search"));
}

async fn home_and_the_list_of_help_lead_to_all_open_tasks_of_their_reader(app: TestApp) {
    let (_, ben) = places(&app).await;
    let mut browser = Browser::signed_in(&app, &ben.id).await;
    for page in ["/", "/tasks"] {
        let html = browser.open(page).await.shown().html;
        let link = html.split("href=\"/tasks?q=").nth(1).and_then(|rest| rest.split('"').next());
        let found = browser.open(&format!("/tasks?q={}", link.unwrap_or_default())).await.shown();
        assert_eq!(titles(&found), ["Count what is bens"], "{page} leads to {link:?}");
    }
    let mut nobody = Browser::new(&app);
    assert!(!nobody.open("/tasks").await.shown().html.contains("%40me"), "a visitor has no tasks");
}

async fn what_is_chosen_among_free_tasks_goes_along_with_the_form_and_with_every_link(app: TestApp) {
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    found_pursuance(&ben, "bees", "public").await;
    found_pursuance(&ana, "wasps", "public").await;
    for (by, slug, title, size) in [
        (&ben, "bees", "Count the bees", "xs"),
        (&ben, "bees", "Call the bees", "xs"),
        (&ben, "bees", "Count the hives", "m"),
        (&ana, "wasps", "Count the wasps", "xs"),
    ] {
        let skills = if size == "xs" { json!(["Language:French"]) } else { json!([]) };
        write(by, slug, title, json!({ "size": size, "skills": skills, "ask": false })).await;
    }
    let mut browser = Browser::signed_in(&app, &ben.id).await;
    let mut open = async |path: &str| {
        let page = browser.open(path).await.shown();
        let mut found = titles(&page);
        found.sort();
        (page, found)
    };
    let hidden = ["name=\"mine\" value=\"1\"", "name=\"time\" value=\"20m\""];
    let (board, found) = open("/tasks?mine=1&time=20m").await;
    assert_eq!(found, ["Call the bees", "Count the bees"]);
    assert!(hidden.iter().all(|field| board.html.contains(field)), "{board:?}");
    // The fields of its form.
    let rest = "phase=&who=&person=&skill=&size=&urgency=&due=&sort=";
    let (page, found) = open(&format!("/tasks?free=yes&mine=1&time=20m&q=count&{rest}")).await;
    assert_eq!(page.path, "/tasks?q=is%3Afree%20count&mine=1&time=20m");
    assert_eq!(found, ["Count the bees"]);
    assert!(hidden.iter().all(|field| page.html.contains(field)), "{page:?}");
    assert!(!page.says("Save this search"), "a saved search knows neither");
    let page = page.saying("In your pursuances.");
    // And the other way round: each link keeps the query, and the rest.
    for (link, expected) in [
        ("/tasks?q=is%3Afree%20count&mine=1&time=1h", vec!["Count the bees"]),
        ("/tasks?q=is%3Afree%20count&mine=1", vec!["Count the bees", "Count the hives"]),
        ("/tasks?q=is%3Afree%20count&time=20m", vec!["Count the bees", "Count the wasps"]),
    ] {
        assert!(page.html.contains(&format!("href=\"{}\"", link.replace('&', "&#38;"))), "{link}: {page:?}");
        assert_eq!(open(link).await.1, expected, "{link}");
    }
    assert_eq!(open(&format!("/tasks?free=yes&mine=1&time=20m&q=&{rest}")).await.0.path, board.path);
    // A skill, too.
    let (page, found) = open("/tasks?skill=Language:French&time=20m").await;
    assert_eq!(found, ["Call the bees", "Count the bees", "Count the wasps"]);
    assert!(page.html.contains("list=\"build-skills\" value=\"Language:French\""), "{page:?}");
    for link in ["/tasks?skill=Language%3AFrench&time=1h", "/tasks?mine=1&skill=Language%3AFrench&time=20m"] {
        assert!(page.html.contains(&format!("href=\"{}\"", link.replace('&', "&#38;"))), "{link}: {page:?}");
    }
    // A word alone is read as in a query: a detail in use, or an area.
    let (page, found) = open("/tasks?skill=french&time=20m").await;
    assert_eq!(found, ["Call the bees", "Count the bees", "Count the wasps"], "{page:?}");
    assert!(page.html.contains("list=\"build-skills\" value=\"Language:French\""), "{page:?}");
    let (page, _) = open("/tasks?skill=language&mine=1").await;
    assert_eq!(page.path, "/tasks?q=is%3Afree%20skill%3ALanguage%3A%2A&mine=1");
    // A query that names a pursuance looks there.
    assert_eq!(open("/tasks?q=in%3Awasps&mine=1&time=20m").await.1, ["Count the wasps"]);
}
