//! One's own tasks on the home page: what cannot wait, and what became of the work.

use pursuance_domain::time::{DAY, MINUTE};
use serde_json::json;

use crate::support::browser::{Browser, Page};
use crate::support::{Person, TestApp};

/// A pursuance of Ana's with Bob in it.
async fn bees(app: &TestApp) -> [Person; 2] {
    let people = [app.person("ana").await, app.person("bob").await];
    let [ana, bob] = &people;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    bob.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    people
}

async fn on_task(who: &Person, action: &str, task: i64, more: serde_json::Value) {
    let input = crate::support::groups::merged(json!({ "pursuance": "bees", "task": task }), more);
    who.perform(action, input).await.ok();
}

#[tokio::test]
async fn an_urgent_task_is_called_so_and_comes_before_those_that_can_wait() {
    let app = TestApp::start().await;
    let [ana, bob] = bees(&app).await;
    for (title, urgency) in [("Sort the labels", "normal"), ("Close the weir", "urgent")] {
        let task = json!({ "pursuance": "bees", "title": title, "urgency": urgency, "due": "2040-05-01" });
        ana.perform("task.create", task).await.ok();
    }
    for task in [1, 2] {
        on_task(&bob, "task.take", task, json!({})).await;
    }
    on_task(&bob, "task.set_phase", 1, json!({ "phase": "in_progress" })).await;

    let home = Browser::of(&app, "bob").await.open("/").await.shown();
    let next = home.html.split("data-part=\"next\"").nth(1).unwrap();
    let at = |words: &str| next.find(words).unwrap_or_else(|| panic!("no {words}: {home:?}"));
    assert!(at("Close the weir") < at("Urgent") && at("Urgent") < at("Sort the labels"), "{home:?}");
    assert_eq!(next.matches("Urgent").count(), 1, "{home:?}");
}

#[tokio::test]
async fn an_urgent_task_comes_first_however_many_have_waited_longer() {
    let app = TestApp::start().await;
    let [ana, bob] = bees(&app).await;
    for task in 1..=25 {
        let urgency = if task == 25 { "urgent" } else { "normal" };
        let new = json!({ "pursuance": "bees", "title": format!("Task {task}."), "urgency": urgency });
        ana.perform("task.create", new).await.ok();
        on_task(&bob, "task.take", task, json!({})).await;
        app.advance(MINUTE);
    }
    let home = Browser::of(&app, "bob").await.open("/").await.shown();
    let next = home.html.split("data-part=\"next\"").nth(1).unwrap();
    let first = next.find("Task 25.").unwrap_or_else(|| panic!("it is not there: {home:?}"));
    assert!(first < next.find("Task 1.").unwrap(), "{home:?}");
    // Not all of them fit: the page says so, and leads to all.
    let all = "/tasks?q=%40me+is%3Aopen";
    assert!(
        home.says("Further tasks that you have") && home.html.contains(&format!("href=\"{all}\"")),
        "{home:?}"
    );
    let list = Browser::of(&app, "bob").await.open(all).await.shown();
    assert!((1..=25).all(|task| list.says(&format!("Task {task}."))), "{list:?}");
}

/// The part of a page between the heading of the next things and that of the others, and what of it is folded away.
fn next_things(page: &Page) -> (String, String) {
    let next =
        page.html.split("id=\"next-head\"").nth(1).unwrap_or_else(|| panic!("nothing is next: {page:?}"));
    let next = next.split("</section>").next().unwrap_or_default();
    let (open, folded) = next.split_once("<details class=\"why\" id=\"next-rest\">").unwrap_or((next, ""));
    (open.to_owned(), folded.to_owned())
}

/// The number of things in such a part.
fn things(part: &str) -> usize {
    part.matches("<h3><a href=").count()
}

#[tokio::test]
async fn what_stands_behind_ten_things_is_folded_below_them_and_further_ones_are_linked() {
    let app = TestApp::start().await;
    let [ana, bob] = bees(&app).await;
    let new = async |title: String| {
        let new = json!({ "pursuance": "bees", "title": title, "reviewer": "bob" });
        ana.perform("task.create", new).await.ok()["result"]["task"].as_i64().unwrap()
    };
    for review in ["Old review", "New review"] {
        let task = new(review.to_owned()).await;
        on_task(&ana, "task.take", task, json!({})).await;
        on_task(&ana, "task.set_phase", task, json!({ "phase": "ready_for_review" })).await;
        app.advance(MINUTE);
    }
    let ask = async |n: i64| {
        let new = json!({ "pursuance": "bees", "title": format!("Question {n}.") });
        let task = ana.perform("task.create", new).await.ok()["result"]["task"].as_i64().unwrap();
        on_task(&ana, "task.want_help", task, json!({})).await;
        on_task(&ana, "task.ask", task, json!({ "member": "bob" })).await;
    };
    for n in 1..=9 {
        // Nobody is asked more than seven times a week.
        app.advance(2 * DAY);
        ask(n).await;
    }
    let mut browser = Browser::of(&app, "bob").await;
    // One behind ten: it stands on the page, too.
    let home = browser.open("/").await.shown();
    let (open, folded) = next_things(&home);
    assert_eq!((things(&open), things(&folded)), (10, 1), "{home:?}");
    assert!(open.contains("Old review") && folded.contains("New review"), "{home:?}");
    home.saying("One more");
    let next = bob.read("/api/v1/me/next").await.ok();
    assert_eq!((next["items"].as_array().unwrap().len(), &next["more"]), (10, &json!(1)));
    // However many there are, the reviews do not leave the page.
    app.advance(2 * DAY);
    ask(10).await;
    let home = browser.open("/").await.shown();
    let (_, folded) = next_things(&home);
    assert!(folded.contains("Old review") && folded.contains("New review"), "{home:?}");
    assert!(!home.says("Further questions to you"), "all ten stand there: {home:?}");
    // Of more than ten of a kind the rest has a link.
    app.advance(2 * DAY);
    ask(11).await;
    let home = browser.open("/").await.shown().saying("Further questions to you");
    let (open, folded) = next_things(&home);
    assert_eq!((things(&open), things(&folded)), (10, 2), "{home:?}");
    let link = "<a href=\"/offers\">Further questions to you";
    assert!(home.html.contains(link), "{home:?}");
    let offers = browser.open("/offers").await.shown();
    assert_eq!(offers.html.matches("<article class=\"card stack sm\" id=\"offer-").count(), 11, "{offers:?}");
}

#[tokio::test]
async fn of_many_who_ask_to_join_and_many_tasks_with_others_the_rest_is_linked() {
    let app = TestApp::start().await;
    let [ana, bob] = bees(&app).await;
    ana.perform("pursuance.edit", json!({ "pursuance": "bees", "joining": "approval" })).await.ok();
    // One pursuance has at most twenty offers of another one.
    for slug in ["wasps", "ants"] {
        let new = json!({ "slug": slug, "name": slug, "mission": "" });
        bob.perform("pursuance.create", new).await.ok();
    }
    let mut browser = Browser::of(&app, "ana").await;
    for (most, (further, page)) in [
        (20, ("Further tasks with other pursuances", "/p/bees/incoming")),
        (10, ("Further people who ask to join", "/p/bees/members")),
    ] {
        let link = format!("<a href=\"{page}\">{further}");
        for n in 1..=most + 1 {
            if most == 20 {
                let new = json!({ "pursuance": "bees", "title": format!("Task {n}") });
                ana.perform("task.create", new).await.ok();
                on_task(
                    &ana,
                    "delegation.offer",
                    n,
                    json!({ "to": if n % 2 == 0 { "wasps" } else { "ants" } }),
                )
                .await;
            } else {
                let asks = app.person(&format!("new{n}")).await;
                asks.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
            }
            if n >= most {
                let home = browser.open("/").await.shown();
                assert_eq!(home.html.contains(&link), n > most, "{n}: {home:?}");
            }
        }
    }
    // A member who decides nothing there is told of none.
    let home = Browser::of(&app, "bob").await.open("/").await.shown();
    assert!(!home.says("Further tasks with other pursuances"), "{home:?}");
}

#[tokio::test]
async fn work_that_somebody_accepted_here_is_told_to_the_person_who_did_it() {
    let app = TestApp::start().await;
    let [ana, bob] = bees(&app).await;
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Sort the labels" })).await.ok();
    on_task(&bob, "task.take", 1, json!({})).await;
    for phase in ["in_progress", "ready_for_review"] {
        on_task(&bob, "task.set_phase", 1, json!({ "phase": phase })).await;
    }
    let accepted = "ana</b> accepted the work. Thank you.";
    let mut browser = Browser::of(&app, "bob").await;
    assert!(!browser.open("/").await.shown().says(accepted));
    on_task(&ana, "task.set_phase", 1, json!({ "phase": "done" })).await;
    browser.open("/").await.shown().saying(accepted).saying("Sort the labels");
    assert!(!Browser::of(&app, "ana").await.open("/").await.shown().says("accepted the work"));
    app.advance(8 * DAY);
    assert!(!Browser::of(&app, "bob").await.open("/").await.shown().says(accepted), "it is no news any more");
}

#[tokio::test]
async fn why_tasks_are_proposed_is_said_once_where_it_is_the_same_for_all() {
    let app = TestApp::start().await;
    let [ana, bob] = bees(&app).await;
    bob.perform("profile.edit", json!({ "skills": ["Craft:Sewing"] })).await.ok();
    for title in ["Sew a flag", "Sew a tent"] {
        let new = json!({ "pursuance": "bees", "title": title, "skills": ["Craft:Sewing"], "ask": false });
        ana.perform("task.create", new).await.ok();
    }
    let (each, all) = ("You have its skills.", "You have the skills for each of these.");
    let mut browser = Browser::of(&app, "bob").await;
    for path in ["/", "/tasks"] {
        let page = browser.open(path).await.shown().saying(all).saying("Sew a tent");
        assert_eq!((page.words().matches(all).count(), page.says(each)), (1, false), "{path}: {page:?}");
    }
    // With another reason among them, each says its own.
    let urgent = json!({ "pursuance": "bees", "title": "Close the weir", "urgency": "urgent", "ask": false });
    ana.perform("task.create", urgent).await.ok();
    for path in ["/", "/tasks"] {
        let page = browser.open(path).await.shown().saying("Close the weir");
        assert_eq!((page.words().matches(each).count(), page.says(all)), (2, false), "{path}: {page:?}");
    }
}

#[tokio::test]
async fn what_stands_on_home_is_not_counted_there_besides() {
    let app = TestApp::start().await;
    let [ana, bob] = bees(&app).await;
    bob.perform("profile.edit", json!({ "skills": ["Craft:Sewing"] })).await.ok();
    let mut bobs = Browser::of(&app, "bob").await;
    let mut anas = Browser::of(&app, "ana").await;
    for number in 1..=11_i64 {
        let new = json!({ "pursuance": "bees", "title": format!("Tent {number}"), "skills": ["Craft:Sewing"], "ask": false });
        ana.perform("task.create", new).await.ok();
        app.advance(MINUTE);
        if ![3, 4, 11].contains(&number) {
            continue;
        }
        let home = bobs.open("/").await.shown();
        let counts = home.says("You have all the skills");
        assert_eq!(counts, number > 3, "three stand there: {home:?}");
    }
    let home = bobs.open("/").await.shown();
    drop(home.saying("You have all the skills for 11 tasks that nobody has."));
    for number in 1..=11 {
        on_task(&bob, "task.take", number, json!({})).await;
        for phase in ["in_progress", "ready_for_review"] {
            on_task(&bob, "task.set_phase", number, json!({ "phase": phase })).await;
        }
        app.advance(MINUTE);
        if number == 10 {
            let home = anas.open("/").await.shown();
            assert_eq!(home.words().matches("It waits for your review.").count(), 10, "{home:?}");
            assert!(!home.says("wait for your review."), "all stand there: {home:?}");
        }
    }
    anas.open("/").await.shown().saying("11 tasks wait for your review.");
}
