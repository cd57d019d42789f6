//! The page of a person: the tasks in which they have a part, as far as its reader may read them.

use serde_json::json;

use crate::support::browser::{Browser, Page};
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(the_page_of_a_person_shows_their_tasks_to_those_who_may_read_them);

/// The titles of the tasks on the page of a person, in order.
fn titles(page: &Page) -> Vec<String> {
    let tasks = page.html.split("id=\"tasks\"").nth(1).unwrap().split("</section>").next().unwrap();
    let is_link = |row: &&str| row.split('"').next().is_some_and(|number| number.parse::<i64>().is_ok());
    let rows = tasks.split("/t/").skip(1).filter(is_link).filter_map(|row| row.split_once("dir=\"auto\">"));
    rows.filter_map(|(_, title)| title.split("</a>").next()).map(|title| title.trim().to_owned()).collect()
}

async fn start(by: &Person, slug: &str, visibility: &str) {
    let made = json!({ "slug": slug, "name": slug, "mission": "", "visibility": visibility });
    by.perform("pursuance.create", made).await.ok();
}

async fn add(by: &Person, slug: &str, title: &str) -> i64 {
    let made = by.perform("task.create", json!({ "pursuance": slug, "title": title })).await.ok();
    made["result"]["task"].as_i64().unwrap()
}

async fn the_page_of_a_person_shows_their_tasks_to_those_who_may_read_them(app: TestApp) {
    let (ana, bob) = (app.person("ana").await, app.person("bob").await);
    start(&ana, "bees", "public").await;
    start(&ana, "wasps", "members").await;
    start(&ana, "ants", "unlisted").await;
    bob.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    for (slug, title) in
        [("bees", "Count hives"), ("bees", "Paint hives"), ("wasps", "Hide"), ("ants", "Dig")]
    {
        let number = add(&ana, slug, title).await;
        ana.perform("task.take", json!({ "pursuance": slug, "task": number })).await.ok();
        app.advance(1_000_000);
    }
    add(&ana, "bees", "Nobody has it").await;
    ana.perform("task.set_phase", json!({ "pursuance": "bees", "task": 2, "phase": "dropped" })).await.ok();

    let (mut own, mut other, mut visitor) =
        (Browser::of(&app, "ana").await, Browser::of(&app, "bob").await, Browser::new(&app));
    let mine = own.open("/@ana").await.shown();
    assert_eq!(titles(&mine).len(), 4, "{mine:?}");
    for reader in [&mut other, &mut visitor] {
        let page = reader.open("/@ana").await.shown();
        assert_eq!(titles(&page), ["Count hives", "Paint hives"], "open ones first: {page:?}");
        assert!(!page.says("Hide") && !page.says("Dig"), "{page:?}");
        let made = reader.open("/@ana?tasks=made").await.shown();
        assert_eq!(titles(&made).len(), 3, "{made:?}");
        assert!(titles(&made).contains(&"Nobody has it".to_owned()));
        reader.open("/@ana?tasks=reviews").await.shown().saying("None that you may read.");
        assert_eq!(titles(&reader.open("/@ana?tasks=nonsense&after=x.y").await.shown()).len(), 2);
    }
    visitor.open("/@bob").await.shown().saying("None that you may read.");
    other.open("/@bob").await.shown().saying("You have no tasks here.");

    for n in 0..25 {
        add(&ana, "bees", &format!("More {n}")).await;
    }
    let first = visitor.open("/@ana?tasks=made").await.shown();
    let next = first
        .html
        .split("href=\"/@ana?tasks=made&#38;after=")
        .nth(1)
        .or_else(|| first.html.split("href=\"/@ana?tasks=made&amp;after=").nth(1));
    let next = next.unwrap_or_else(|| panic!("{first:?}")).split(['#', '"']).next().unwrap();
    let second = visitor.open(&format!("/@ana?tasks=made&after={next}")).await.shown();
    let (mut all, rest) = (titles(&first), titles(&second));
    assert_eq!((all.len(), rest.len()), (20, 8));
    all.extend(rest);
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 28, "each of them once");
}
