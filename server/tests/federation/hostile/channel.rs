//! Messages that are repeated, early or late, or contradict each other (PROTOCOL §2.3, §2.4).

use pursuance_domain::time::MINUTE;
use pursuance_federation::vocab::Act;
use serde_json::{Value, json};

use super::Scene;
use crate::federation::scripted::Post;

/// The next thing the wasps say; about a delegation nobody knows, which is answered and changes nothing else.
fn next(scene: &Scene) -> Value {
    next_with(scene, |_| {})
}

fn next_with(scene: &Scene, change: impl FnOnce(&mut Value)) -> Value {
    let delegation = scene.peer.at("/ap/d/1");
    scene.wasps.next_with(
        &scene.bees.uri(),
        Some(&delegation),
        Act::Nudge { content: None },
        scene.now(),
        change,
    )
}

async fn send(scene: &Scene, message: &Value) -> u16 {
    scene.send(&Post::to(&scene.inbox(), &scene.wasps, &message, scene.now())).await.status
}

/// How the channel from the wasps stands: its state, and the number of the last message.
async fn channel(scene: &Scene) -> (String, String) {
    let sql = format!(
        "select c.state, cast(c.in_seq as text) from channel c join actor a on a.id = c.peer where a.uri = '{}'",
        scene.wasps.uri
    );
    let row = scene.world.instances[0].inspect.rows(&sql).await.pop().unwrap();
    let [state, seq] = row.try_into().unwrap();
    (state, seq)
}

#[tokio::test]
async fn the_same_bytes_again_are_taken_and_change_nothing() {
    let mut scene = Scene::new().await;
    let message = next(&scene);
    scene.say(false, &message).await;
    let before = scene.digests().await;

    for _ in 0..3 {
        assert_eq!(send(&scene, &message).await, 202);
    }
    let post = Post::to(&scene.inbox(), &scene.wasps, &message, scene.now());
    assert_eq!(
        (scene.send(&post).await.status, scene.send(&post).await.status),
        (202, 202),
        "the very same request, too"
    );

    scene.world.settle().await;
    scene.assert_unchanged(&before, "it").await;
    assert_eq!(channel(&scene).await, ("open".to_owned(), "1".to_owned()));
}

/// A contradiction: what came first stands, and people are asked to look.
async fn assert_suspends(what: &str, contradiction: impl FnOnce(&Scene, &Value) -> Value) {
    let mut scene = Scene::new().await;
    let first = next(&scene);
    scene.say(false, &first).await;
    let contradiction = contradiction(&scene, &first);
    let stored = || async {
        let sql = "select uri || sha256 from activity where direction = 'in' order by uri";
        scene.world.instances[0].inspect.rows(sql).await
    };
    let before = stored().await;

    assert_eq!(send(&scene, &contradiction).await, 202, "{what}");
    assert_eq!(channel(&scene).await, ("suspended".to_owned(), "1".to_owned()), "{what}");
    assert_eq!(stored().await, before, "{what}: what came first stands");
    assert!(
        scene.bees.verbs().await.iter().any(|verb| verb == "delegation.suspended"),
        "{what}: people are told"
    );

    // Nothing more is taken from there, not even what would be in order.
    assert_eq!(send(&scene, &next(&scene)).await, 202);
    assert_eq!(channel(&scene).await.1, "1", "{what}");
}

#[tokio::test]
async fn two_messages_under_one_id_suspend_the_channel() {
    assert_suspends("one id", |scene, first| {
        let id = first["id"].clone();
        next_with(scene, |message| message["id"] = id)
    })
    .await;
}

#[tokio::test]
async fn two_messages_under_one_number_suspend_the_channel() {
    assert_suspends("one number", |scene, _| next_with(scene, |message| message["seq"] = json!(1))).await;
}

#[tokio::test]
async fn a_message_that_does_not_follow_the_one_before_suspends_the_channel() {
    assert_suspends("another past", |scene, _| {
        next_with(scene, |message| {
            message["prev"] = json!(pursuance_federation::vocab::Sha256Sum::of(b"another").to_string());
        })
    })
    .await;
}

#[tokio::test]
async fn a_numbering_that_begins_anew_suspends_the_channel() {
    assert_suspends("another epoch", |scene, _| {
        next_with(scene, |message| {
            message["epoch"] = json!("E2");
            message["seq"] = json!(1);
            message["prev"] = json!(pursuance_federation::vocab::Sha256Sum::ZERO.to_string());
        })
    })
    .await;
}

#[tokio::test]
async fn what_comes_ahead_of_a_gap_waits_and_has_no_effect_until_the_gap_is_filled() {
    let mut scene = Scene::new().await;
    let first = next(&scene);
    let to = scene.bees.uri();
    scene.wasps.said(&to, &first);
    let second = next(&scene);
    let inspect = scene.world.instances[0].inspect.clone();

    assert_eq!(send(&scene, &second).await, 202);
    assert_eq!(
        (inspect.count("held").await, inspect.count("activity where channel is not null").await),
        (1, 0)
    );
    // The peer's log is asked for what is missing. It has none, so the message goes on waiting.
    scene.world.advance(MINUTE).await;
    assert!(scene.peer.asked().iter().any(|path| path.ends_with("/log/x")), "the gap is asked for");
    assert_eq!(inspect.count("held").await, 1);

    assert_eq!(send(&scene, &first).await, 202);
    scene.world.settle().await;
    assert_eq!(inspect.count("held").await, 0);
    assert_eq!(channel(&scene).await, ("open".to_owned(), "2".to_owned()));
}

#[tokio::test]
async fn a_flood_ahead_of_a_gap_fills_no_more_than_its_place() {
    let mut scene = Scene::new().await;
    let to = scene.bees.uri();
    let first = next(&scene);
    scene.wasps.said(&to, &first);
    let mut last = Value::Null;
    for _ in 0..40 {
        last = next(&scene);
        scene.wasps.said(&to, &last);
        assert_eq!(send(&scene, &last).await, 202);
        assert_eq!(send(&scene, &last).await, 202, "twice");
    }
    assert_eq!(scene.world.instances[0].inspect.count("held").await, 40, "each once");

    assert_eq!(send(&scene, &first).await, 202);
    scene.world.settle().await;
    assert_eq!(channel(&scene).await, ("open".to_owned(), last["seq"].to_string()));
}

#[tokio::test]
async fn what_is_of_no_known_kind_is_taken_and_forgotten() {
    let scene = Scene::new().await;
    let before = scene.digests().await;
    for kind in ["Dance", "Announce", "Like", "Move", "Block"] {
        let mut activity = scene.follow(&scene.wasps);
        activity["type"] = json!(kind);
        assert_eq!(send(&scene, &activity).await, 202, "{kind}");
    }
    scene.world.settle().await;
    scene.assert_unchanged(&before, "it").await;
}

#[tokio::test]
async fn a_message_that_cannot_be_understood_is_answered_and_the_next_is_read() {
    let mut scene = Scene::new().await;
    let delegation = scene.peer.at("/ap/d/1");
    let odd = next_with(&scene, |message| {
        message["type"] = json!("Offer");
        message["object"] = json!({ "type": "Delegation", "id": delegation });
    });
    scene.say(false, &odd).await;
    let then = next(&scene);
    scene.say(false, &then).await;

    assert_eq!(channel(&scene).await, ("open".to_owned(), "2".to_owned()));
    let answer = scene.heard_about(odd["id"].as_str().unwrap()).remove(0);
    assert_eq!(
        (answer["type"].as_str(), answer["reasonCode"].as_str()),
        (Some("Reject"), Some("unparseable"))
    );
}

#[tokio::test]
async fn a_refusal_is_never_answered_with_a_refusal() {
    let mut scene = Scene::new().await;
    let before = scene.peer.heard().len();
    let about = scene.bees.app.addresses.activity("01jd0000000000000000000000");
    let refusal = pursuance_federation::vocab::Answer::to(about.parse().unwrap());
    let delegation = scene.peer.at("/ap/d/1");
    let message = scene.wasps.next(&scene.bees.uri(), Some(&delegation), Act::Reject(refusal), scene.now());
    scene.say(false, &message).await;

    scene.world.settle().await;
    assert_eq!(channel(&scene).await, ("open".to_owned(), "1".to_owned()));
    assert_eq!(scene.peer.heard().len(), before, "that would go on for ever");
}
