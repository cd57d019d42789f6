//! A peer that knows more of our messages than this database: the database is an older copy of itself (PROTOCOL §3.6).

use pursuance_domain::allowed::Principal;
use pursuance_domain::delegation::State;
use pursuance_federation::vocab::{Act, Sha256Sum};
use serde_json::{Value, json};

use super::Scene;
use super::stages::{Known, Stage, note};
use crate::federation::scripted::Post;
use crate::support::groups::perform;
use crate::support::peers::until;

/// How the channel with the wasps stands: its state, its epoch, and the number of what was said last.
async fn channel(scene: &Scene) -> (String, String, u64) {
    let sql = format!(
        "select c.state, c.out_epoch, cast(c.out_seq as text) from channel c join actor a on a.id = c.peer where a.uri = '{}'",
        scene.wasps.uri
    );
    let row = scene.world.instances[0].inspect.rows(&sql).await.pop().unwrap();
    (row[0].clone(), row[1].clone(), row[2].parse().unwrap())
}

/// The wasps say something they have said before, under the next number of a new epoch.
async fn say_anew(
    scene: &mut Scene,
    message: &Value,
    epoch: &str,
    seq: u64,
    prev: Sha256Sum,
) -> (Value, Sha256Sum) {
    let mut anew = message.clone();
    (anew["epoch"], anew["seq"], anew["prev"]) = (json!(epoch), json!(seq), json!(prev.to_string()));
    let hash = scene.wasps.prove(&mut anew, scene.now());
    let post = Post::to(&scene.inbox(), &scene.wasps, &anew, scene.now());
    assert_eq!(scene.send(&post).await.status, 202);
    scene.world.settle().await;
    (anew, hash)
}

/// A comment of the wasps that says how far they have read us.
async fn acknowledge(scene: &mut Scene, known: &Known, epoch: &str, seq: u64) -> Value {
    let said = Act::CreateNote(Box::new(note(scene, known)));
    let message =
        scene.wasps.next_with(&scene.bees.uri(), Some(&known.delegation), said, scene.now(), |message| {
            message["ack"] = json!({ "epoch": epoch, "seq": seq });
        });
    let post = Post::to(&scene.inbox(), &scene.wasps, &message, scene.now());
    assert_eq!(scene.send(&post).await.status, 202);
    scene.world.settle().await;
    message
}

#[tokio::test]
async fn a_peer_that_has_read_what_we_never_said_stops_the_channel_before_anything_leaves() {
    for another_epoch in [false, true] {
        let (mut scene, known) = Scene::at(Stage::TheyHaveIt).await;
        let (_, epoch, seq) = channel(&scene).await;
        let heard = scene.peer.heard().len();
        let row = scene.bees.delegations().await.pop().unwrap();

        let epoch = if another_epoch { "01jd0000000000000000000000" } else { epoch.as_str() };
        acknowledge(&mut scene, &known, epoch, seq + 1).await;

        assert_eq!(channel(&scene).await.0, "restored");
        assert!(
            scene.bees.verbs().await.iter().any(|verb| verb == "delegation.suspended"),
            "people are told"
        );
        let log = "event where verb = 'delegation.suspended' and stream = 'instance'";
        assert_eq!(scene.world.instances[0].inspect.count(log).await, 1, "so are operators");
        assert_eq!(scene.bees.comments(1).await, Vec::<String>::new(), "nothing is taken in either");
        scene.bees.act("delegation.recall", json!({ "delegation": row.id })).await;
        scene.world.advance(pursuance_domain::time::DAY).await;
        assert_eq!(scene.peer.heard().len(), heard, "nothing leaves, not even an answer");
        assert_eq!(scene.bees.delegations().await.pop().unwrap().state, State::Recalling);
    }
}

#[tokio::test]
async fn a_peer_that_is_behind_or_even_is_believed() {
    let (mut scene, known) = Scene::at(Stage::TheyHaveIt).await;
    let (_, epoch, seq) = channel(&scene).await;
    for acknowledged in [0, seq - 1, seq] {
        let said = Act::CreateNote(Box::new(note(&scene, &known)));
        let message =
            scene.wasps.next_with(&scene.bees.uri(), Some(&known.delegation), said, scene.now(), |message| {
                message["ack"] = json!({ "epoch": epoch, "seq": acknowledged });
            });
        scene.say(false, &message).await;
    }
    assert_eq!(channel(&scene).await.0, "open");
    assert_eq!(scene.bees.comments(1).await.len(), 3);
}

#[tokio::test]
async fn what_was_decided_since_goes_out_under_numbers_of_its_own_once_an_operator_says_so() {
    let (mut scene, known) = Scene::at(Stage::TheyHaveIt).await;
    let (_, epoch, seq) = channel(&scene).await;
    let missed = acknowledge(&mut scene, &known, &epoch, seq + 3).await;
    scene.wasps.keep_log(&scene.peer, std::slice::from_ref(&missed));
    let row = scene.bees.delegations().await.pop().unwrap();
    scene.bees.act("delegation.recall", json!({ "delegation": row.id })).await;
    assert_eq!(channel(&scene).await.2, seq + 1, "it has a number that they know already");

    let host = format!("localhost:{}", scene.peer.port);
    perform(&scene.bees.app, &Principal::Operator, "channel.resume", json!({ "host": host })).await.unwrap();

    let revoked = || scene.peer.heard().into_iter().find(|said| said["type"][0] == "Revoke");
    until("the recall arrives", async || revoked().is_some()).await;
    let revoke = revoked().unwrap();
    assert_ne!(revoke["epoch"], json!(epoch), "no number is used twice");
    assert_eq!(revoke["seq"], 1);
    assert_eq!(revoke["prev"], pursuance_federation::vocab::Sha256Sum::ZERO.to_string());
    let (state, anew, _) = channel(&scene).await;
    assert_eq!((state.as_str(), &json!(anew)), ("open", &revoke["epoch"]));
    let sql =
        format!("activity where uri = '{}' and epoch = '{anew}' and seq = 1", revoke["id"].as_str().unwrap());
    assert_eq!(scene.world.instances[0].inspect.count(&sql).await, 1, "our own log has it there, too");
}

#[tokio::test]
async fn what_a_peer_says_of_an_epoch_we_have_lost_stops_the_channel_once() {
    let (mut scene, known) = Scene::at(Stage::TheyHaveIt).await;
    let lost = "01jd0000000000000000000000";
    let mut missed = Vec::new();
    for seq in [7, 8] {
        missed.push(acknowledge(&mut scene, &known, lost, seq).await);
        let (to, said) = (scene.bees.uri(), missed.last().cloned().unwrap());
        scene.wasps.said(&to, &said);
    }
    assert_eq!(channel(&scene).await.0, "restored");
    scene.wasps.keep_log(&scene.peer, &missed);
    let resume = json!({ "host": format!("localhost:{}", scene.peer.port) });
    perform(&scene.bees.app, &Principal::Operator, "channel.resume", resume).await.unwrap();
    scene.world.settle().await;

    assert_eq!(channel(&scene).await.0, "open", "people have looked at it");
    until("what was said meanwhile is taken in", async || scene.bees.comments(1).await.len() == 2).await;
    // Until they take in the new epoch they go on to speak of the lost one, and then of the new one, truly or not.
    let said = acknowledge(&mut scene, &known, lost, 8).await;
    scene.wasps.said(&scene.bees.uri(), &said);
    assert_eq!(channel(&scene).await.0, "open");
    let (_, anew, seq) = channel(&scene).await;
    let said = acknowledge(&mut scene, &known, &anew, seq).await;
    scene.wasps.said(&scene.bees.uri(), &said);
    assert_eq!((channel(&scene).await.0.as_str(), scene.bees.comments(1).await.len()), ("open", 4));
    let sql = format!("channel where ack_epoch = '{anew}' and ack_seq = {seq}");
    assert_eq!(
        scene.world.instances[0].inspect.count(&sql).await,
        1,
        "how far they are is what they say of it"
    );
    acknowledge(&mut scene, &known, "01jd0000000000000000000001", 1).await;
    assert_eq!(channel(&scene).await.0, "restored", "another one that is lost stops it anew");
}

#[tokio::test]
async fn what_a_stranger_makes_up_about_the_past_is_told_to_those_who_answer_alone() {
    let (mut scene, known) = Scene::at(Stage::Met).await;
    let normal = scene.bees.with_member("norma", pursuance_domain::people::role::Role::Normal).await;
    acknowledge(&mut scene, &known, "01jd0000000000000000000000", 3).await;
    assert_eq!(channel(&scene).await.0, "restored");
    let has = |verbs: Vec<String>| verbs.iter().any(|verb| verb == "delegation.suspended");
    assert!(has(scene.bees.verbs().await) && !has(normal.verbs().await));
}

#[tokio::test]
async fn what_a_restored_server_says_again_is_counted_and_the_line_goes_on() {
    let (mut scene, known) = Scene::at(Stage::TheyHaveIt).await;
    let mut said = Vec::new();
    for _ in 0..2 {
        let comment = Act::CreateNote(Box::new(note(&scene, &known)));
        let message = scene.wasps.next(&scene.bees.uri(), Some(&known.delegation), comment, scene.now());
        scene.say(false, &message).await;
        said.push(message);
    }
    assert_eq!(scene.bees.comments(1).await.len(), 2);
    let inspect = scene.world.instances[0].inspect.clone();
    let resume = json!({ "host": format!("localhost:{}", scene.peer.port) });

    // Their copy has both waiting still; the operators there have begun a new epoch.
    let (first, hash) = say_anew(&mut scene, &said[0], "E2", 1, Sha256Sum::ZERO).await;
    assert_eq!(channel(&scene).await.0, "suspended", "people look at a numbering that began anew");
    let (second, hash) = say_anew(&mut scene, &said[1], "E2", 2, hash).await;
    let mut third = scene.wasps.next(
        &scene.bees.uri(),
        Some(&known.delegation),
        Act::CreateNote(Box::new(note(&scene, &known))),
        scene.now(),
    );
    (third["epoch"], third["seq"], third["prev"]) = (json!("E2"), json!(3), json!(hash.to_string()));
    scene.wasps.prove(&mut third, scene.now());
    scene.wasps.keep_log(&scene.peer, &[first.clone(), second.clone(), third]);
    perform(&scene.bees.app, &Principal::Operator, "channel.resume", resume).await.unwrap();
    until("the third comment is read from their log", async || scene.bees.comments(1).await.len() > 2).await;
    scene.world.settle().await;

    assert_eq!(channel(&scene).await.0, "open");
    assert_eq!(scene.bees.comments(1).await.len(), 3, "each once");
    assert_eq!(inspect.count("channel where in_epoch = 'E2' and in_seq = 3").await, 1);
    assert_eq!(inspect.count("activity where outcome = 'repeated' and epoch = 'E2'").await, 2);
    // Delivered once more, because the answer was lost.
    for message in [&first, &second, &said[0]] {
        let post = Post::to(&scene.inbox(), &scene.wasps, message, scene.now());
        assert_eq!(scene.send(&post).await.status, 202);
    }
    assert_eq!(channel(&scene).await.0, "open", "that is no contradiction");
    // Another activity under an id of the same epoch is one.
    let (_, _) = say_anew(&mut scene, &said[0], "E2", 2, hash).await;
    assert_eq!(channel(&scene).await.0, "suspended");
}

#[tokio::test]
async fn after_a_resume_one_new_numbering_is_followed_and_none_that_was_there_before() {
    let (mut scene, known) = Scene::at(Stage::TheyHaveIt).await;
    let resume = json!({ "host": format!("localhost:{}", scene.peer.port) });
    let act = async |scene: &Scene| {
        perform(&scene.bees.app, &Principal::Operator, "channel.resume", resume.clone()).await.unwrap();
        scene.world.settle().await;
    };
    let comment = |scene: &Scene| {
        let said = Act::CreateNote(Box::new(note(scene, &known)));
        scene.wasps.next(&scene.bees.uri(), Some(&known.delegation), said, scene.now())
    };
    let first = comment(&scene);
    scene.say(false, &first).await;
    act(&scene).await;
    assert_eq!(channel(&scene).await.0, "open", "nothing was stopped, and the next one may begin anew");

    // The one that is followed: told by a delivery, and read in the log.
    let message = comment(&scene);
    let mut anew = message.clone();
    (anew["epoch"], anew["seq"], anew["prev"]) = (json!("E2"), json!(1), json!(Sha256Sum::ZERO.to_string()));
    let hash = scene.wasps.prove(&mut anew, scene.now());
    scene.wasps.keep_log(&scene.peer, std::slice::from_ref(&anew));
    let post = Post::to(&scene.inbox(), &scene.wasps, &anew, scene.now());
    assert_eq!(scene.send(&post).await.status, 202);
    scene.world.advance(pursuance_domain::time::MINUTE).await;
    until("it is followed", async || scene.bees.comments(1).await.len() == 2).await;
    scene.world.calm_down().await;
    let in_epoch = async |scene: &Scene, epoch: &str| {
        scene.world.instances[0].inspect.count(&format!("channel where in_epoch = '{epoch}'")).await == 1
    };
    assert!(in_epoch(&scene, "E2").await);
    assert_eq!(channel(&scene).await.0, "open");

    // Another one, without another resume.
    let third = comment(&scene);
    let (_, _) = say_anew(&mut scene, &third, "E3", 1, Sha256Sum::ZERO).await;
    assert_eq!(channel(&scene).await.0, "suspended");
    assert!(in_epoch(&scene, "E2").await);

    // One that was there before: neither its log nor a delivery leads back to it, not even after a resume.
    let mut back = comment(&scene);
    (back["epoch"], back["seq"], back["prev"]) = (json!("E1"), json!(1), json!(hash.to_string()));
    scene.wasps.prove(&mut back, scene.now());
    scene.wasps.keep_log(&scene.peer, std::slice::from_ref(&back));
    act(&scene).await;
    scene.world.calm_down().await;
    assert!(in_epoch(&scene, "E2").await);
    assert_eq!(channel(&scene).await.0, "open");
    let post = Post::to(&scene.inbox(), &scene.wasps, &back, scene.now());
    assert_eq!(scene.send(&post).await.status, 202);
    assert_eq!(channel(&scene).await.0, "suspended");
    assert_eq!(scene.bees.comments(1).await.len(), 2);
}

#[tokio::test]
async fn a_new_numbering_long_after_a_resume_is_looked_at_by_people() {
    let (mut scene, known) = Scene::at(Stage::TheyHaveIt).await;
    let resume = json!({ "host": format!("localhost:{}", scene.peer.port) });
    perform(&scene.bees.app, &Principal::Operator, "channel.resume", resume).await.unwrap();
    scene.world.advance(31 * pursuance_domain::time::DAY).await;
    let said = Act::CreateNote(Box::new(note(&scene, &known)));
    let message = scene.wasps.next(&scene.bees.uri(), Some(&known.delegation), said, scene.now());
    say_anew(&mut scene, &message, "E2", 1, Sha256Sum::ZERO).await;
    assert_eq!(channel(&scene).await.0, "suspended");
}
