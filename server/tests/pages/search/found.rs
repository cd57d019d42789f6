//! Findings of the search: by whom, and how they are shown.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{bees_and_wasps, member_of_both};
use crate::support::TestApp;
use crate::support::between::Between;
use crate::support::browser::{Browser, Page};
use crate::support::peers::World;

/// The headings of the kinds of which something was found.
fn kinds(page: &Page) -> Vec<&str> {
    let headings = page.html.split("<h2 id=\"found-").skip(1);
    headings.filter_map(|rest| rest.split('"').next()).collect()
}

/// The part of one kind.
fn part<'a>(page: &'a Page, kind: &str) -> &'a str {
    let rest = page.html.split(&format!("<h2 id=\"found-{kind}\"")).nth(1).unwrap_or_default();
    rest.split("</section>").next().unwrap_or_default()
}

#[tokio::test]
async fn everything_is_found_by_kind_with_its_words_marked() {
    for app in [TestApp::start().await, TestApp::start_on_postgres().await] {
        let ana = bees_and_wasps(&app).await;
        ana.perform("profile.edit", json!({ "display": "Ana Nectar", "about": "I count." })).await.ok();
        let sent = ana.send(Method::POST, "/api/v1/files", &[], "1,2,3".into()).await.ok();
        let hung = json!({ "pursuance": "bees", "task": 1, "file": sent["file"], "name": "nectar.csv" });
        ana.perform("task.attach", hung).await.ok();

        let mut visitor = Browser::new(&app);
        let page = visitor.open("/search?q=Nectar").await.shown();
        assert_eq!(kinds(&page), ["tasks", "pursuances", "people", "comments", "files"], "{page:?}");
        let tasks = part(&page, "tasks");
        assert!(tasks.contains("Count the <mark>nectar</mark> of bees</a>"), "{tasks}");
        assert!(tasks.contains("href=\"/p/bees/t/1\"") && tasks.contains("Busy Bees"), "{tasks}");
        // Markdown is read as text, and nothing of it is markup.
        assert!(tasks.contains("A table of flowers."), "{tasks}");
        assert!(part(&page, "pursuances").contains("count <mark>nectar</mark>"), "{page:?}");
        assert!(part(&page, "people").contains("Ana <mark>Nectar</mark>"), "{page:?}");
        let comments = part(&page, "comments");
        assert!(
            comments.contains("The <mark>nectar</mark> of bees is") && !comments.contains("<b>"),
            "{comments}"
        );
        assert!(part(&page, "files").contains("<mark>nectar</mark>.csv"), "{page:?}");
        assert!(!page.html.contains("wasps"), "{page:?}");
    }
}

#[tokio::test]
async fn what_only_members_read_is_found_by_those_who_may_read_it_and_by_nobody_else() {
    let app = TestApp::start().await;
    let ana = bees_and_wasps(&app).await;
    let (ben, una, fred) = (
        member_of_both(&app, &ana, "ben", "normal").await,
        member_of_both(&app, &ana, "una", "untrusted").await,
        member_of_both(&app, &ana, "fred", "normal").await,
    );
    fred.perform("pursuance.leave", json!({ "pursuance": "wasps" })).await.ok();
    app.person("zoe").await;
    let task = json!({ "pursuance": "wasps", "title": "Una counts nectar too" });
    ana.perform("task.create", task).await.ok();
    let given = json!({ "pursuance": "wasps", "task": 2, "assignee": "una" });
    ana.perform("task.assign", given).await.ok();

    for (reader, tasks) in [
        ("ana", ["bees", "wasps"].as_slice()),
        ("ben", &["bees", "wasps"]),
        ("fred", &["bees"]),
        ("zoe", &["bees"]),
    ] {
        let mut browser = Browser::of(&app, reader).await;
        let page = browser.open("/search?q=nectar").await.shown();
        for slug in ["bees", "wasps"] {
            let is_there = page.says(&format!("of {slug}"));
            assert_eq!(is_there, tasks.contains(&slug), "{reader} and {slug}: {page:?}");
        }
        let more = browser.open("/search?q=nectar&kind=comments").await.shown();
        assert_eq!(more.html.contains("/p/wasps/"), tasks.contains(&"wasps"), "{reader}: {more:?}");
        assert_eq!(part(&page, "pursuances").contains("/p/wasps"), tasks.contains(&"wasps"), "{reader}");
    }
    // A member on trial reads their own task there, and no other.
    let mut browser = Browser::of(&app, "una").await;
    let page = browser.open("/search?q=nectar").await.shown();
    assert!(page.html.contains("/p/wasps/t/2") && !page.html.contains("/p/wasps/t/1"), "{page:?}");
    for person in [&ana, &ben, &una, &fred] {
        let found = person.read("/api/v1/search?q=nectar").await.ok();
        let of_wasps = found["tasks"]["items"].as_array().unwrap().iter();
        let numbers: Vec<&Value> =
            of_wasps.filter(|task| task["pursuance"] == "wasps").map(|task| &task["task"]).collect();
        let expected = match person.name.as_str() {
            "una" => vec![2],
            "fred" => vec![],
            _ => vec![2, 1],
        };
        assert_eq!(numbers, expected, "{}: {found}", person.name);
    }
}

#[tokio::test]
async fn programs_find_the_same_by_kind() {
    let app = TestApp::start().await;
    let ana = bees_and_wasps(&app).await;
    let found = app.visitor().read("/api/v1/search?q=nectar").await.ok();
    let task = &found["tasks"]["items"][0];
    assert_eq!((&task["pursuance"], &task["task"]), (&json!("bees"), &json!(1)), "{found}");
    assert_eq!(task["title"], "Count the nectar of bees");
    assert_eq!(task["excerpt"], "A table of flowers.");
    assert_eq!(found["comments"]["items"][0]["author"], "ana");
    assert_eq!(found["pursuances"]["items"][0]["name"], "Busy Bees");
    assert_eq!((&found["tasks"]["next"], &found["tasks"]["cut"]), (&json!(null), &json!(false)));
    assert_eq!(found["elsewhere"], json!([]));
    for n in 2..=4 {
        let title = format!("More nectar {n}");
        ana.perform("task.create", json!({ "pursuance": "bees", "title": title })).await.ok();
    }
    let first = ana.read("/api/v1/search?q=nectar&kind=tasks&limit=3").await.ok();
    assert_eq!(first["tasks"]["items"].as_array().unwrap().len(), 3, "{first}");
    assert_eq!(first["comments"]["items"], json!([]));
    let after = first["tasks"]["next"].as_i64().unwrap();
    let rest = ana.read(&format!("/api/v1/search?q=nectar&kind=tasks&limit=3&after={after}")).await.ok();
    assert_eq!(rest["tasks"]["items"].as_array().unwrap().len(), 2, "{rest}");
    assert_eq!(rest["tasks"]["next"], json!(null));
    for bad in ["q=a&kind=everything", "q=a&after=3", "q=a&kind=tasks&after=x", "q=a&limit=0", "words=a"] {
        ana.read(&format!("/api/v1/search?{bad}")).await.problem(400, "invalid-query");
    }
}

#[tokio::test]
async fn a_long_list_of_a_kind_goes_on_from_place_to_place() {
    let app = TestApp::start().await;
    let ana = bees_and_wasps(&app).await;
    for n in 1..=11 {
        let title = format!("Meadow {n}.");
        ana.perform("task.create", json!({ "pursuance": "bees", "title": title })).await.ok();
    }
    let mut visitor = Browser::new(&app);
    let first = visitor.open("/search?q=meadow").await.shown();
    assert_eq!(part(&first, "tasks").matches("<li>").count(), 10, "{first:?}");
    assert!(part(&first, "tasks").contains("> 11.</a>") || first.says("11."), "the newest first: {first:?}");
    let next = part(&first, "tasks")
        .split("<p class=\"alone\"><a href=\"")
        .last()
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let next = next.replace("&#38;", "&").replace("&amp;", "&");
    assert!(next.starts_with("/search?q=meadow&kind=tasks&before="), "{next}");
    let rest = visitor.open(&next).await.shown();
    let tasks = part(&rest, "tasks");
    assert_eq!(tasks.matches("<li>").count(), 1, "{rest:?}");
    assert!(tasks.contains("<mark>Meadow</mark> 1."), "{rest:?}");
    assert!(rest.html.contains("href=\"/search?q=meadow\""), "back to all kinds: {rest:?}");
}

#[tokio::test]
async fn a_search_that_finds_nothing_says_what_can_be_written() {
    let app = TestApp::start().await;
    bees_and_wasps(&app).await;
    let mut visitor = Browser::new(&app);
    for (path, says) in [
        ("/search", "are found by their words"),
        ("/search?q=+++", "are found by their words"),
        ("/search?q=zebra", "Nothing that you may read has these words."),
        ("/search?q=!!", "There is no letter and no digit"),
        ("/search?q=nectar&kind=tasks&before=0", "Nothing that you may read"),
    ] {
        let page = visitor.open(path).await.shown().saying(says).saying("What you can write");
        page.saying("river-watch#184");
    }
}

#[tokio::test]
async fn what_is_typed_is_only_text_whatever_stands_in_it() {
    for app in [TestApp::start().await, TestApp::start_on_postgres().await] {
        bees_and_wasps(&app).await;
        let mut visitor = Browser::new(&app);
        for bad in [
            "%01",
            "nectar%1F%0A",
            "%22",
            "%22nectar",
            "nectar%22*",
            "nectar+OR+%3A*",
            "NEAR(nectar)",
            "'%3B--",
            "%3Cb%3Enectar%3C%2Fb%3E",
            "%F0%9F%90%9D",
            "%FF%FE",
            "%23999999999999999999999",
            "%40%40%40",
            "a:b",
        ] {
            for rest in ["", "&kind=tasks", "&kind=nonsense&before=x&in=%01", "&in=bees"] {
                let page = visitor.open(&format!("/search?q={bad}{rest}")).await;
                assert_eq!(page.status, StatusCode::OK, "{bad}{rest}: {page:?}");
                assert!(!page.html.contains("<b>nectar"), "{page:?}");
            }
            let answer = app.visitor().read(&format!("/api/v1/search?q={bad}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{bad}: {answer:?}");
        }
        let long = format!("/search?q={}", "nectar+".repeat(2_000));
        let page = visitor.open(&long).await.shown();
        assert!(page.html.len() < 100_000, "the beginning is enough: {}", page.html.len());
    }
}

#[tokio::test]
async fn every_page_leads_to_the_search_and_says_where_one_was() {
    let app = TestApp::start().await;
    bees_and_wasps(&app).await;
    let mut ana = Browser::of(&app, "ana").await;
    let page = ana.open("/p/bees/t/1").await.shown();
    let form = page.html.split("<form class=\"jump").nth(1).unwrap().split("</form>").next().unwrap();
    assert!(form.contains("action=\"/search\"") && form.contains("name=\"in\" value=\"bees\""), "{form}");
    assert!(page.html.contains("<li class=\"phone-only\"><a href=\"/search\""), "{page:?}");
    let home = ana.open("/").await.shown();
    let form = home.html.split("<form class=\"jump").nth(1).unwrap().split("</form>").next().unwrap();
    assert!(!form.contains("name=\"in\""), "{form}");
    let page = Browser::new(&app).open("/p/bees").await.shown();
    for screen in ["wide-only", "phone-only"] {
        assert!(page.html.contains(&format!("<a class=\"{screen}\" href=\"/search\"")), "{screen}: {page:?}");
    }
}

#[tokio::test]
async fn people_are_found_by_what_they_say_of_themselves() {
    for app in [TestApp::start().await, TestApp::start_on_postgres().await] {
        let ana = bees_and_wasps(&app).await;
        let about = "I keep **hornets**, too.";
        ana.perform("profile.edit", json!({ "display": "Ana", "about": about })).await.ok();
        let page = Browser::new(&app).open("/search?q=hornets").await.shown();
        assert!(part(&page, "people").contains("I keep <mark>hornets</mark>, too."), "{page:?}");
        ana.perform("profile.edit", json!({ "about": "I keep bees." })).await.ok();
        let page = Browser::new(&app).open("/search?q=hornets").await.shown();
        assert!(kinds(&page).is_empty(), "{page:?}");
    }
}

#[tokio::test]
async fn a_comment_from_another_server_is_found_by_the_name_of_its_writer() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let number = bees.task("Count").await;
    for (names, found) in [(true, true), (false, false)] {
        let number = if names { number } else { bees.task("Paint").await };
        let agreed = json!({ "discussion": true, "names": names });
        let between = Between::active(&world, &bees, &wasps, number, agreed).await;
        let mirror = between.mirror().await.number;
        let body = format!("The weir is frozen: {names}.");
        wasps.on_task("task.comment", mirror, json!({ "body": body, "share": true })).await;
        world.settle().await;
        let mut reader = Browser::at(&world.instances[0], &bees.who).await;
        let task = reader.open(&format!("/p/bees/t/{number}")).await.shown();
        let page = reader.open(&format!("/search?q=frozen+{names}")).await.shown();
        let hit = part(&page, "comments");
        assert_eq!(hit.contains("wasps-lead"), found, "{hit}");
        assert_eq!(task.says("wasps-lead"), found, "{task:?}");
        let by_name = reader.open(&format!("/search?q=lead+{names}&kind=comments")).await.shown();
        assert_eq!(by_name.says("frozen"), found, "{by_name:?}");
    }
    // A number that stands for a name is no name.
    let page =
        Browser::at(&world.instances[0], &bees.who).await.open("/search?q=member+1&kind=comments").await;
    assert!(!page.says("frozen"), "{page:?}");
}
