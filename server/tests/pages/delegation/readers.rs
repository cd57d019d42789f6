//! The people who can read what one pursuance gives another: told before it goes.

use serde_json::json;

use crate::support::Person;
use crate::support::browser::Page;
use crate::support::two::{MIRROR, TASK, Two};

/// The sentences about the readers of a copy.
fn readers(page: &Page) -> &str {
    page.html.split("id=\"readers\"").nth(1).unwrap().split("</aside>").next().unwrap()
}

/// A pursuance that only its members may read from now on.
async fn close(person: &Person, slug: &str) {
    person.perform("pursuance.edit", json!({ "pursuance": slug, "visibility": "members" })).await.ok();
}

#[tokio::test]
async fn the_preview_says_who_can_read_the_copy_and_promises_no_deletion() {
    let mut two = Two::start().await;
    let preview = "/p/bees/t/1/hand-over?to=wasps";
    let open = two.at_bees.open(preview).await.shown();
    assert!(readers(&open).contains("Wasps is public: anyone can read it."), "{open:?}");
    assert!(!readers(&open).contains("only members of Bees"), "{open:?}");

    close(&two.ana, "bees").await;
    let closed = two.at_bees.open(preview).await.shown();
    assert!(readers(&closed).contains("Here, only members of Bees can read this task."), "{closed:?}");
    assert!(readers(&closed).contains("Wasps is public: anyone can read it."), "{closed:?}");
    assert!(readers(&closed).contains("the copy stays there"), "{closed:?}");
    assert!(!readers(&closed).contains("delete"), "{closed:?}");
}

#[tokio::test]
async fn the_box_that_shares_a_comment_says_who_can_read_it_there() {
    let mut two = Two::start().await;
    two.active(json!({ "discussion": true })).await;
    two.at_bees.open(TASK).await.shown().saying("too, where anyone can read it.");
    close(&two.wim, "wasps").await;
    let members = two.at_bees.open(TASK).await.shown().saying("too. The members there can read it.");
    assert!(!members.says("anyone can read it"), "{members:?}");
}

#[tokio::test]
async fn the_form_for_work_says_who_can_read_it_there() {
    let mut two = Two::start().await;
    two.active(json!({})).await;
    let open = two.at_wasps.open(MIRROR).await.shown().saying("Bees is public: anyone can read it.");
    assert!(!open.says("the operators of that server"), "they are on one server: {open:?}");
    close(&two.ana, "bees").await;
    two.at_wasps.open(MIRROR).await.shown().saying("The members of Bees can read it.");
}

#[tokio::test]
async fn each_way_to_part_with_a_mirror_has_a_verb_of_its_own() {
    let mut two = Two::start().await;
    two.active(json!({})).await;
    two.wim.perform("task.take", json!({ "pursuance": "wasps", "task": 1 })).await.ok();
    let page = two.at_wasps.open(MIRROR).await.shown();
    let page = page.saying("Hand in to Bees").saying("Free it for others").saying("Give back to Bees");
    assert!(!page.says("Hand it back"), "{page:?}");
}

#[tokio::test]
async fn a_recall_says_that_the_copy_stays_there() {
    let mut two = Two::start().await;
    two.active(json!({})).await;
    let task = two.at_bees.open(TASK).await.shown().saying("stops the work and keeps its copy");
    assert!(!task.says("asked to delete"), "{task:?}");
}

#[tokio::test]
async fn the_history_names_the_side_that_recalled() {
    let mut two = Two::start().await;
    let (ours, theirs) = two.active(json!({})).await;
    two.bees_do("recall", &ours, json!({})).await;
    two.stands(&two.wim, "wasps", &theirs, "recalled").await;
    let told = two.at_wasps.open("/p/wasps/t/1").await.shown();
    let history = told.html.split("id=\"history\"").nth(1).unwrap();
    assert!(history.contains("recalled the task"), "{told:?}");
    assert!(!history.contains("confirmed the recall"), "{told:?}");
}
