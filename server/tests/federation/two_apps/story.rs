//! The timelines of the two sides show the same steps in the same words, however a task goes.

use pursuance::store::channels::{self, ActivityDirection, StoredActivity};
use pursuance::store::delegations;
use pursuance_domain::delegation::MessageKind;
use pursuance_domain::people::role::Role;
use pursuance_domain::time::{MINUTE, Time};
use serde_json::{Value, json};

use crate::support::between::Between;
use crate::support::browser::Browser;
use crate::support::groups::Group;
use crate::support::peers::{Instance, On, World};

/// A decision, and the side that takes it.
enum Does {
    Origin(&'static str, Value),
    Delegate(&'static str, Value),
}

use Does::{Delegate, Origin};

/// The sentences of a timeline as a page shows them, without the names before them.
async fn steps(instance: &Instance, group: &Group, task: i64) -> Vec<String> {
    let mut browser = Browser::at(instance, &group.who).await;
    let page = browser.open(&format!("/p/{}/t/{task}", group.slug)).await.shown();
    let lists =
        page.html.split("<ol class=\"line\">").skip(1).map(|list| list.split("</ol>").next().unwrap());
    let moments = lists.flat_map(|list| list.split("<li").skip(1));
    moments
        .filter_map(|moment| moment.split_once(" <span class=\"mute small\">"))
        .map(|(sentence, _)| {
            let (_, words) = sentence.rsplit_once("</b>").unwrap();
            words.rsplit("</span>").next().unwrap().trim().to_owned()
        })
        .collect()
}

async fn both_tell(story: Vec<Does>, told: &[&str]) {
    let world = World::of(&[On::Sqlite, On::Sqlite]).await;
    let (bees, wasps) = (world.instances[0].found("bees").await, world.instances[1].found("wasps").await);
    let task = bees.task_with(json!({ "title": "Count the hives", "due": "2030-01-15" })).await;
    let between = Between::offered(&world, &bees, &wasps, task, json!({})).await;
    for does in story {
        match does {
            Origin(what, input) => between.origin_does(what, input).await,
            Delegate(what, input) => between.delegate_does(what, input).await,
        };
        world.settle().await;
    }
    let mirror = between.mirror().await.number;
    let at_origin = steps(&world.instances[0], &bees, task).await;
    let at_delegate = steps(&world.instances[1], &wasps, mirror).await;
    assert_eq!(at_origin, told);
    assert_eq!(at_origin, at_delegate);
}

#[tokio::test]
async fn both_sides_tell_a_whole_round_in_the_same_words() {
    let comment = json!({ "comment": "Two are missing." });
    let story = vec![
        Delegate("counter", json!({ "size": "l" })),
        Origin("reoffer", json!({ "size": "l" })),
        Delegate("accept", json!({})),
        Delegate("progress", json!({ "note": "Half of them." })),
        Delegate("submit", json!({ "body": "Seven." })),
        Origin("start_review", json!({})),
        Origin("send_back", comment),
        Delegate("submit", json!({ "body": "Nine." })),
        Origin("accept_work", json!({})),
    ];
    both_tell(
        story,
        &[
            "offered it",
            "suggested other terms",
            "offered it on new terms",
            "accepted the offer",
            "confirmed, and the work began",
            "posted an update",
            "handed in the work",
            "began the review",
            "sent it back",
            "handed in the work",
            "accepted the work",
        ],
    )
    .await;
}

#[tokio::test]
async fn both_sides_tell_a_recall_in_the_same_words() {
    let story = vec![
        Delegate("accept", json!({})),
        Origin("nudge", json!({})),
        Origin("recall", json!({ "reason": "Never mind." })),
    ];
    let told = [
        "offered it",
        "accepted the offer",
        "confirmed, and the work began",
        "asked for news",
        "recalled the task",
        "confirmed the recall and stopped",
    ];
    both_tell(story, &told).await;
}

#[tokio::test]
async fn both_sides_tell_new_terms_and_a_return_in_the_same_words() {
    let story = vec![
        Delegate("accept", json!({})),
        Origin("reoffer", json!({ "size": "l" })),
        Delegate("accept", json!({})),
        Origin("reoffer", json!({ "due": "2029-01-15" })),
        Delegate("decline", json!({})),
        Delegate("return", json!({})),
    ];
    let told = [
        "offered it",
        "accepted the offer",
        "confirmed, and the work began",
        "offered it on new terms",
        "accepted the offer",
        "confirmed the new terms",
        "offered it on new terms",
        "kept the old terms",
        "gave the task back",
        "confirmed, and the task is free again there",
    ];
    both_tell(story, &told).await;
}

#[tokio::test]
async fn much_news_and_many_comments_give_no_decision_another_meaning() {
    for on in [On::Sqlite, On::Postgres] {
        let world = World::of(&[on, On::Sqlite]).await;
        let (bees, wasps) = (world.instances[0].found("bees").await, world.instances[1].found("wasps").await);
        let task = bees.task_with(json!({ "title": "Count the hives", "due": "2030-01-15" })).await;
        let terms = json!({ "discussion": true, "names": true });
        let between = Between::active(&world, &bees, &wasps, task, terms).await;
        let mirror = between.mirror().await.number;
        let wilma = wasps.with_member("wilma", Role::Normal).await;
        wilma.on_task("task.comment", mirror, json!({ "body": "We begin." })).await;
        between.delegate_does("submit", json!({ "body": "Seven.", "waived": true })).await;
        world.settle().await;
        between.origin_does("send_back", json!({ "comment": "Two are missing." })).await;
        world.advance(MINUTE).await;
        // News and comments of a long time.
        let id = between.here().await.id;
        let mut tx = bees.app.db.write().await.unwrap();
        for n in 0..500 {
            let kind = if n % 2 == 0 { MessageKind::Progress } else { MessageKind::Note };
            let uri = format!("http://localhost:9/ap/act/{n}");
            channels::add_activity(&mut tx, &said_elsewhere(&uri, world.now())).await.unwrap();
            delegations::add_message(&mut tx, &id, ActivityDirection::In, &uri, kind, None, world.now())
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        between.origin_does("reoffer", json!({ "size": "l" })).await;
        world.advance(MINUTE).await;
        between.delegate_does("accept", json!({})).await;
        world.settle().await;

        let told = steps(&world.instances[0], &bees, task).await;
        assert_eq!(
            told.last().map(String::as_str),
            Some("confirmed the new terms"),
            "the work had begun: {told:?}"
        );
        assert!(told.iter().any(|step| step == "offered it on new terms"), "{told:?}");
        let mut lead = Browser::at(&world.instances[0], &bees.who).await;
        let page = lead.open(&format!("/p/bees/t/{task}")).await.shown();
        page.saying("wilma");
    }
}

/// Something that was said in no channel.
fn said_elsewhere(uri: &str, at: Time) -> StoredActivity {
    StoredActivity {
        uri: uri.to_owned(),
        direction: ActivityDirection::In.as_str().to_owned(),
        actor: "http://localhost:9/ap/p/wasps".to_owned(),
        kind: "Update".to_owned(),
        channel: None,
        epoch: None,
        seq: None,
        bytes: b"{}".to_vec(),
        sha256: "00".to_owned(),
        at: at.0,
        outcome: "Progress".to_owned(),
    }
}
