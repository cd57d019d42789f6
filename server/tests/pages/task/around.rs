//! A link to a comment opens it with those around it, however old it is.

use pursuance_domain::time::SECOND;
use serde_json::json;

use crate::support::browser::Browser;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    a_link_to_a_comment_opens_it_with_ten_on_either_side,
    long_comments_around_one_are_left_out_and_it_is_not,
);

/// The ids of what Ana says on a task: each of these texts.
async fn said(app: &TestApp, texts: impl Iterator<Item = String>) -> Vec<String> {
    let ana = app.person("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    for title in ["Count the hives", "Feed them"] {
        ana.perform("task.create", json!({ "pursuance": "bees", "title": title })).await.ok();
    }
    let mut ids = Vec::new();
    for text in texts {
        app.advance(SECOND);
        let input = json!({ "pursuance": "bees", "task": 1, "body": text });
        let answer = ana.perform("task.comment", input).await.ok();
        ids.push(answer["result"]["message"].as_str().unwrap().to_owned());
    }
    ids
}

async fn a_link_to_a_comment_opens_it_with_ten_on_either_side(app: TestApp) {
    let ids = said(&app, (0..35).map(|n| format!("zuq{n:02}"))).await;
    let mut ana = Browser::of(&app, "ana").await;
    let shown = async |ana: &mut Browser, address: String| {
        let page = ana.open(&address).await.shown();
        let marks: Vec<usize> = (0..35).filter(|n| page.html.contains(&format!("zuq{n:02}"))).collect();
        (page, marks)
    };
    let (page, marks) = shown(&mut ana, format!("/p/bees/t/1?around={}", ids[15])).await;
    assert_eq!(marks, (5..=25).collect::<Vec<_>>());
    page.saying("5 earlier messages").saying("The newest");

    let (page, marks) = shown(&mut ana, format!("/p/bees/t/1?around={}", ids[30])).await;
    assert_eq!(marks, (20..35).collect::<Vec<_>>());
    assert!(!page.says("The newest"), "they are here");

    // One of another task, and none.
    for address in [format!("/p/bees/t/2?around={}", ids[15]), "/p/bees/t/2?around=zuq".to_owned()] {
        let (_, marks) = shown(&mut ana, address).await;
        assert_eq!(marks, Vec::<usize>::new());
    }
    let found = ana.open("/search?q=zuq03").await.shown();
    assert!(found.html.contains(&format!("/p/bees/t/1?around={0}#m-{0}", ids[3])), "{found:?}");

    let comment = format!("/p/bees/t/1/comments/{}", ids[2]);
    let page = ana.open(&comment).await.shown();
    let changed = ana.fill(&page, &format!("{comment}/edit"), &[("body", "zuqchanged")]).await.shown();
    assert!(changed.html.contains("zuqchanged"), "the page shows what was changed on it");
}

async fn long_comments_around_one_are_left_out_and_it_is_not(app: TestApp) {
    let long = |n: usize| format!("zuq{n} {}", "x".repeat(9_000));
    let ids = said(&app, (0..8).map(long)).await;
    let mut ana = Browser::of(&app, "ana").await;
    let page = ana.open(&format!("/p/bees/t/1?around={}", ids[3])).await.shown();
    let marks: Vec<usize> = (0..8).filter(|n| page.html.contains(&format!("zuq{n} "))).collect();
    assert_eq!(marks, [2, 3, 4]);
    page.saying("2 earlier messages").saying("The newest");
}
