//! The page of a mirror, for the people who do the work.

use http::StatusCode;
use serde_json::{Value, json};

use crate::support::browser::{Browser, Page};
use crate::support::two::{MIRROR, Two};

/// Where these stand on the page, which has them in this order.
fn in_order(page: &Page, marks: &[&str]) {
    let main = page.html.split("<main").nth(1).unwrap();
    let at = |mark: &str| main.find(mark).unwrap_or_else(|| panic!("no {mark} in {page:?}"));
    let places: Vec<usize> = marks.iter().map(|mark| at(mark)).collect();
    assert!(places.is_sorted(), "{marks:?} stand at {places:?}: {page:?}");
}

/// The folded part with that summary, up to the end of the first form or part in it.
fn folded<'a>(page: &'a Page, summary: &str) -> &'a str {
    let before = page.html.split(summary).next().unwrap();
    let tag = before.rsplit("<details").next().unwrap();
    assert!(
        tag.contains("<summary>") && !tag.split('>').next().unwrap().contains("open"),
        "{summary}: {tag}"
    );
    page.html.split(summary).nth(1).unwrap().split("</details>").next().unwrap()
}

#[tokio::test]
async fn what_can_be_done_comes_first_and_what_is_settled_is_folded() {
    let mut two = Two::start().await;
    let (_, theirs) = two.active(json!({})).await;
    let at = |more| crate::support::groups::merged(json!({ "pursuance": "wasps", "task": 1 }), more);
    two.wim.perform("task.take", at(json!({}))).await.ok();
    two.wim.perform("task.set_phase", at(json!({ "phase": "in_progress" }))).await.ok();
    two.wasps_do("progress", &theirs, json!({ "note": "Half of it." })).await;
    for title in ["Measure", "Draw"] {
        two.wim
            .perform("task.create", json!({ "pursuance": "wasps", "title": title, "parent": 1 }))
            .await
            .ok();
    }
    for phase in ["in_progress", "done"] {
        if phase == "in_progress" {
            two.wim.perform("task.take", json!({ "pursuance": "wasps", "task": 2 })).await.ok();
        }
        two.wim
            .perform("task.set_phase", json!({ "pursuance": "wasps", "task": 2, "phase": phase }))
            .await
            .ok();
    }

    let page = two.at_wasps.open(MIRROR).await.shown();
    in_order(
        &page,
        &[
            "id=\"hand-in\"",
            "id=\"progress\"",
            "id=\"what\"",
            "id=\"subtasks\"",
            "id=\"facts\"",
            "id=\"files\"",
            "id=\"asked-by\"",
            "id=\"discussion\"",
            "id=\"history\"",
        ],
    );
    let more = folded(&page, "</svg>More about this hand-over");
    assert!(more.contains("offered it") && more.contains("The exact request"), "{more}");
    assert!(!more.contains("Half of it."), "the newest step is not folded: {more}");
    assert!(folded(&page, "One more subtask").contains("Measure"));
    assert!(!folded(&page, "One more subtask").contains("Draw"));

    // A refused answer is not hidden there.
    let answer = format!("/p/wasps/d/{theirs}/progress");
    let refused = two.at_wasps.fill(&page, &answer, &[("note", "")]).await.refused();
    assert!(refused.html.contains("id=\"progress\" open"), "{refused:?}");
}

#[tokio::test]
async fn whoever_may_only_give_a_task_back_finds_that_in_its_head() {
    let two = Two::start().await;
    two.active(json!({})).await;
    let ines = two.app.person("ines").await;
    ines.perform("pursuance.join", json!({ "pursuance": "wasps" })).await.ok();
    let role = json!({ "pursuance": "wasps", "member": "ines", "role": "assigner" });
    two.wim.perform("member.set_role", role).await.ok();
    two.wim.perform("delegation.offer", json!({ "pursuance": "bees", "task": 1, "to": "hornets" })).await;
    let page =
        crate::support::browser::Browser::signed_in(&two.app, &ines.id).await.open(MIRROR).await.shown();
    let head = page.html.split("class=\"page-head\"").nth(1).unwrap_or_else(|| panic!("no head: {page:?}"));
    assert!(head.split("</header>").next().unwrap().contains("?open=return#return"), "{page:?}");
}

#[tokio::test]
async fn whoever_assigns_has_the_menu_of_a_mirror_in_the_outline_and_of_no_other_task() {
    let two = Two::start().await;
    two.active(json!({})).await;
    for title in ["Build", "Measure"] {
        two.wim.perform("task.create", json!({ "pursuance": "wasps", "title": title })).await.ok();
    }
    let (ines, norma) = (two.app.person("ines").await, two.app.person("norma").await);
    for person in [&ines, &norma] {
        person.perform("pursuance.join", json!({ "pursuance": "wasps" })).await.ok();
    }
    let role = json!({ "pursuance": "wasps", "member": "ines", "role": "assigner" });
    two.wim.perform("member.set_role", role).await.ok();
    let mut at_work = Browser::signed_in(&two.app, &ines.id).await;
    let outline = at_work.open("/p/wasps").await.shown();
    let goes = |page: &Page, number: i64| page.html.contains(&format!("href=\"/p/wasps/order/{number}\""));
    assert!(goes(&outline, 1) && !goes(&outline, 2) && !goes(&outline, 3), "{outline:?}");
    at_work.open("/p/wasps?choose=1").await.shown().saying("Choose “Draw a map”");

    at_work.open("/p/wasps/order/1").await.shown().saying("One level up");
    assert_eq!(at_work.open("/p/wasps/order/2").await.status, StatusCode::FORBIDDEN);

    let stand = async || {
        let tasks = two.wim.read("/api/v1/pursuances/wasps/tasks?q=sort:order").await.items();
        let of = |task: &Value| (task["number"].as_i64().unwrap(), task["parent"].as_i64());
        tasks.iter().map(of).collect::<Vec<_>>()
    };
    let order = |way: &str, number: &str| outline.form("/p/wasps/order").with(&[(way, number)]);
    at_work.submit(order("down", "1")).await.shown().saying("Moved.");
    assert_eq!(stand().await, [(2, None), (1, None), (3, None)]);
    at_work.submit(order("in", "1")).await.shown();
    assert!(stand().await.contains(&(1, Some(2))));
    let below = at_work.open("/p/wasps").await.shown();
    assert!(goes(&below, 1) && !goes(&below, 2), "{below:?}");
    at_work.submit(order("out", "1")).await.shown();
    at_work.submit(order("up", "1")).await.shown();
    assert_eq!(stand().await, [(1, None), (2, None), (3, None)]);
    at_work.submit(order("down", "2")).await.refused();
    assert_eq!(stand().await, [(1, None), (2, None), (3, None)]);

    // A member who assigns nobody has no menu, and one who arranges the tasks has all of them.
    let page = Browser::signed_in(&two.app, &norma.id).await.open("/p/wasps").await.shown();
    assert!(!goes(&page, 1) && !page.has_form("/p/wasps/order"), "{page:?}");
    let page = Browser::signed_in(&two.app, &two.wim.id).await.open("/p/wasps").await.shown();
    assert!(goes(&page, 1) && goes(&page, 2), "{page:?}");
}

#[tokio::test]
async fn whoever_does_the_work_of_a_mirror_begins_with_their_step_and_reads_what_became_of_it() {
    let mut two = Two::start().await;
    let (ours, theirs) = two.active(json!({})).await;
    let zoe = two.app.person("zoe").await;
    zoe.perform("pursuance.join", json!({ "pursuance": "wasps" })).await.ok();
    zoe.perform("task.take", json!({ "pursuance": "wasps", "task": 1 })).await.ok();
    let mut at_work = Browser::of(&two.app, "zoe").await;
    let page = at_work.open(MIRROR).await.shown();
    in_order(&page, &["This is yours", "Post an update"]);

    two.wasps_do("submit", &theirs, json!({ "body": "Seven hives." })).await;
    two.stands(&two.ana, "bees", &ours, "submitted").await;
    at_work.open(MIRROR).await.shown().saying("Handed in").saying("You need not do more.");
    let outside = two.at_bees.open(MIRROR).await.shown();
    assert!(!outside.says("You need not do more."), "{outside:?}");

    two.bees_do("accept_work", &ours, json!({})).await;
    two.stands(&two.wim, "wasps", &theirs, "completed").await;
    for browser in [&mut at_work, &mut two.at_wasps] {
        let home = browser.open("/").await.shown();
        assert_eq!(home.html.matches("Bees</b> accepted the work. Thank you.").count(), 1, "{home:?}");
    }
}
