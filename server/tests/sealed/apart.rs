//! Things apart from a private pursuance: tasks of other pursuances, and the index of words.

use pursuance::store::fulltext;
use pursuance_sealed::revision::Rel;
use serde_json::json;

use super::tasks::{Known, two};
use crate::support::browser::Browser;
use crate::support::group::Somebody;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    a_private_pursuance_is_asked_to_take_no_task,
    no_task_of_a_private_one_is_missing_from_the_index_of_words,
);

async fn a_private_pursuance_is_asked_to_take_no_task(app: TestApp) {
    let (ana, _, group) = two(&app).await;
    let slug = group.slug(&app).await;
    let nora = Somebody::new(&app, "nora").await;
    for (somebody, name, (status, problem)) in
        [(&ana, "bees", (422, "not-a-partner")), (&nora, "wasps", (422, "unreachable"))]
    {
        let new = json!({ "slug": name, "name": name, "mission": "To mow.", "visibility": "public" });
        somebody.person.perform("pursuance.create", new).await.ok();
        let task = json!({ "pursuance": name, "title": "Mow the lawn" });
        somebody.person.perform("task.create", task).await.ok();
        let offer = json!({ "pursuance": name, "task": 1, "to": slug });
        somebody.person.perform("delegation.offer", offer).await.problem(status, problem);
        let mut browser = Browser::signed_in(&app, &somebody.person.id).await;
        let page = browser.open(&format!("/p/{name}/t/1/hand-over")).await.shown();
        assert!(!page.html.contains(&format!("value=\"{slug}\"")), "{page:?}");
    }
}

async fn no_task_of_a_private_one_is_missing_from_the_index_of_words(app: TestApp) {
    let (ana, _, group) = two(&app).await;
    Known::written(&group, &ana, Rel::empty()).await;
    let mut tx = app.db.read().await.unwrap();
    assert_eq!(fulltext::difference(&mut tx, 9).await.unwrap(), fulltext::Difference::default());
}
