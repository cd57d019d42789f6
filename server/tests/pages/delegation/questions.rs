//! A question about an offer: asked beside it, answered in the discussion, read beside the offer.

use serde_json::json;

use crate::support::browser::Browser;
use crate::support::two::{TASK, Two};

const COMMENTS: &str = "/p/bees/t/1/comments";
const INCOMING: &str = "/p/wasps/incoming";
const WROTE: &str = "wrote to you about this offer";

#[tokio::test]
async fn a_question_about_an_offer_is_answered_in_the_discussion_and_read_beside_the_offer() {
    let mut two = Two::start().await;
    let (_, theirs) = two.offered("wasps", json!({ "discussion": false })).await;
    let offer = two.at_wasps.open(INCOMING).await.shown();
    let offer = offer.saying("write a message that you find here");
    let counter = format!("/p/wasps/d/{theirs}/counter");
    let waits = two.at_wasps.fill(&offer, &counter, &[("note", "Which paper?")]).await.shown();
    waits.saying("or with a message that you find here");

    let asked = two.at_bees.until_shown(TASK, "Which paper?").await;
    let link = "/p/bees/t/1?open=answer#discussion";
    assert!(asked.html.contains(&format!("href=\"{link}\"")), "{asked:?}");
    assert!(asked.says("Wasps reads your message beside the offer, and the terms stay as they are."));
    let share = |form: &crate::support::browser::Form| format!("{form:?}").contains("(\"share\", \"yes\")");
    assert!(!share(&asked.form(COMMENTS)), "nothing leaves unless it is ticked");
    let answering = two.at_bees.open(link.split('#').next().unwrap()).await.shown();
    assert!(share(&answering.form(COMMENTS)), "{:?}", answering.form(COMMENTS));
    assert!(!two.at_wasps.open("/").await.shown().says(WROTE));
    two.at_bees.fill(&answering, COMMENTS, &[("body", "A2, in **grey**.")]).await.shown();

    let read = two.at_wasps.until_shown(INCOMING, "<strong>grey</strong>").await;
    let said = read.html.split(&format!("id=\"said-{theirs}\"")).nth(1).unwrap();
    assert!(said.starts_with(" open"), "an answer is not folded: {read:?}");
    two.at_wasps.open("/").await.shown().saying(WROTE);
    assert!(two.ana.read("/api/v1/pursuances/bees/delegations").await.items()[0]["state"] == "countered");
    let accept = format!("/p/wasps/d/{theirs}/accept");
    let taken = two.at_wasps.fill(&read, &accept, &[]).await.shown();
    assert_eq!(taken.path, "/p/wasps/t/1");
    two.at_wasps.until_shown("/p/wasps/t/1", "<strong>grey</strong>").await;
    assert!(!two.at_wasps.open("/").await.shown().says(WROTE), "it was answered");
}

#[tokio::test]
async fn what_they_wrote_with_an_offer_is_for_those_who_answer_it() {
    let mut two = Two::start().await;
    two.ana
        .perform("task.comment", json!({ "pursuance": "bees", "task": 1, "body": "Mind the weir." }))
        .await
        .ok();
    two.offered("wasps", json!({ "discussion": true })).await;
    let nora = two.app.person("nora").await;
    nora.perform("pursuance.join", json!({ "pursuance": "wasps" })).await.ok();
    let read = two.at_wasps.until_shown(INCOMING, "Mind the weir.").await;
    assert!(read.says("One message from Bees"), "{read:?}");
    for mut reader in [Browser::signed_in(&two.app, &nora.id).await, Browser::new(&two.app)] {
        assert!(!reader.open(INCOMING).await.says("Mind the weir."));
    }
}

#[tokio::test]
async fn the_box_beside_a_comment_names_everybody_who_would_read_it() {
    let mut two = Two::start().await;
    two.ana
        .perform("delegation.offer", json!({ "pursuance": "bees", "task": 1, "to": "hornets" }))
        .await
        .ok();
    two.offered("wasps", json!({})).await;
    let page = two.at_bees.open(TASK).await.shown();
    let form = page.html.split("name=\"share_asked\"").nth(1).unwrap().split("</label>").next().unwrap();
    assert!(form.contains("Wasps") && form.contains("Hornets"), "{form}");
}

#[tokio::test]
async fn a_comment_from_a_page_that_showed_no_box_is_for_us_alone() {
    let mut two = Two::start().await;
    let older = two.at_bees.open(TASK).await.shown();
    assert!(!older.html.contains("share_asked"), "nobody else is there yet");
    two.active(json!({ "discussion": true })).await;

    two.at_bees.fill(&older, COMMENTS, &[("body", "Among us.")]).await.shown();

    let said = two.ana.read("/api/v1/pursuances/bees/tasks/1/comments").await.items();
    assert_eq!((&said[0]["body"], &said[0]["shared"]), (&json!("Among us."), &json!(false)), "{said:?}");
}

#[tokio::test]
async fn a_program_reads_who_of_the_other_side_wrote_a_comment() {
    let mut two = Two::start().await;
    two.active(json!({ "discussion": true, "names": true })).await;
    let said = json!({ "pursuance": "wasps", "task": 1, "body": "Two sites are done.", "share": true });
    two.wim.perform("task.comment", said).await.ok();
    let page = two.at_bees.until_shown(TASK, "Two sites are done.").await;
    let items = two.ana.read("/api/v1/pursuances/bees/tasks/1/comments").await.items();
    let person = items[0]["person"].as_str().unwrap_or_else(|| panic!("{items:?}"));
    assert!(page.says(person), "{person}: {page:?}");
}
