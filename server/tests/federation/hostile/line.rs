//! A message that cannot be read or processed is refused, counted and reported to its sender; the messages behind it
//! are processed all the same (PROTOCOL §2.4).

use pursuance_domain::delegation::{Side, State};
use pursuance_domain::time::{DAY, HOUR, MINUTE};
use pursuance_federation::vocab::{Act, Answer, Answered, ReasonCode};
use serde_json::{Value, json};

use super::Scene;
use super::stages::{Stage, note, offer, offered, work};
use crate::federation::scripted::Post;
use crate::support::groups::perform;
use crate::support::peers::until;

fn refusal(object: Answered) -> Act {
    let answer = Answer { object, ..Answer::to("https://nowhere.example/".parse().unwrap()) };
    Act::Reject(answer.because(ReasonCode::Unparseable))
}

/// A message that breaks no rule and is about nothing: the next of the wasps.
fn next(scene: &Scene) -> Value {
    nudge_with(scene, |_| {})
}

fn nudge_with(scene: &Scene, change: impl FnOnce(&mut Value)) -> Value {
    let delegation = scene.peer.at("/ap/d/1");
    let nudge = Act::Nudge { content: None };
    scene.wasps.next_with(&scene.bees.uri(), Some(&delegation), nudge, scene.now(), change)
}

async fn send(scene: &Scene, message: &Value) -> u16 {
    scene.send(&Post::to(&scene.inbox(), &scene.wasps, message, scene.now())).await.status
}

/// How the channel from the wasps stands: its state, and the number of the last message.
async fn channel(scene: &Scene) -> (String, i64) {
    let sql = format!(
        "select c.state, cast(c.in_seq as text) from channel c join actor a on a.id = c.peer where a.uri = '{}'",
        scene.wasps.uri
    );
    let row = scene.world.instances[0].inspect.rows(&sql).await.pop().unwrap();
    (row[0].clone(), row[1].parse().unwrap())
}

fn open_at(seq: i64) -> (String, i64) {
    ("open".to_owned(), seq)
}

/// The refusals that were heard of a message, by its id or its number.
fn refusals(scene: &Scene, object: &Value) -> Vec<String> {
    let heard = scene.peer.heard().into_iter();
    heard
        .filter(|said| said["type"] == "Reject" && said["object"] == *object)
        .map(|said| said["reasonCode"].as_str().unwrap().to_owned())
        .collect()
}

/// Number of an activity that the bees sent about a delegation, in their numbering.
async fn number_of(scene: &Scene, activity: &str) -> u64 {
    let sql =
        format!("select cast(seq as text) from activity where direction = 'out' and uri = '{activity}'");
    scene.world.instances[0].inspect.text(&sql).await.parse().unwrap()
}

#[tokio::test]
async fn a_refused_offer_is_declined_though_the_refusal_names_no_delegation() {
    for by_number in [false, true] {
        let (mut scene, known) = Scene::at(Stage::Asked).await;
        let object = if by_number {
            Answered::Unread { seq: number_of(&scene, known.offer.as_str()).await }
        } else {
            Answered::Activity(known.offer.clone())
        };
        let message = scene.wasps.next(&scene.bees.uri(), None, refusal(object), scene.now());

        scene.say(false, &message).await;

        let row = scene.bees.delegations().await.pop().unwrap();
        assert_eq!((row.side, row.state), (Side::Origin, State::Declined), "by number: {by_number}");
        assert!(scene.bees.verbs().await.iter().any(|verb| verb == "delegation.declined"));
    }
}

#[tokio::test]
async fn people_see_that_the_work_they_handed_in_was_refused_unread() {
    let (mut scene, known) = Scene::at(Stage::WeHaveIt).await;
    let row = scene.bees.delegations().await.pop().unwrap();
    scene.bees.act("delegation.submit", json!({ "delegation": row.id, "body": "Seven." })).await;
    scene.world.settle().await;
    let handed_in = scene.peer.heard().into_iter().rfind(|said| said["type"] == "Create").unwrap();
    let object = Answered::Activity(handed_in["id"].as_str().unwrap().parse().unwrap());
    let message = scene.wasps.next(&scene.bees.uri(), None, refusal(object), scene.now());

    scene.say(false, &message).await;

    assert!(scene.bees.verbs().await.iter().any(|verb| verb == "delegation.refused_message"));
    assert_eq!(scene.bees.delegations().await.pop().unwrap().uri, known.delegation);
}

#[tokio::test]
async fn nobody_refuses_what_was_said_to_another() {
    let (mut scene, known) = Scene::at(Stage::Asked).await;
    let object = Answered::Activity(known.offer.clone());
    let message = scene.hornets.next(&scene.bees.uri(), None, refusal(object), scene.now());

    scene.say(true, &message).await;

    assert_eq!(scene.bees.delegations().await.pop().unwrap().state, State::Offered);
}

#[tokio::test]
async fn work_handed_in_twice_is_refused_and_the_next_message_is_read() {
    let (mut scene, known) = Scene::at(Stage::TheyHaveIt).await;
    let handed_in = work(&scene, &known);
    scene.say_next(&known, Act::Submit(Box::new(handed_in.clone()))).await;
    let again = Act::Submit(Box::new(handed_in));
    let again = scene.wasps.next(&scene.bees.uri(), Some(&known.delegation), again, scene.now());
    scene.say(false, &again).await;
    let hello = note(&scene, &known);
    scene.say_next(&known, Act::CreateNote(Box::new(hello))).await;

    assert_eq!(refusals(&scene, &again["id"]), ["stale-revision"]);
    assert_eq!(channel(&scene).await, open_at(4));
    assert_eq!(scene.world.instances[0].inspect.count("submission").await, 1);
}

#[tokio::test]
async fn one_delegation_is_not_offered_to_two_of_ours() {
    let mut scene = Scene::new().await;
    let ants = scene.world.instances[0].found("ants").await;
    let delegation = offer(&scene);
    let uri = delegation.id.to_string();
    let first = scene.wasps.next(&scene.bees.uri(), Some(&uri), offered(delegation.clone()), scene.now());
    scene.say(false, &first).await;

    let mut to_ants = delegation;
    to_ants.delegate = ants.uri().parse().unwrap();
    let second = scene.wasps.next(&ants.uri(), Some(&uri), offered(to_ants), scene.now());
    let post = Post::to(&format!("{}/inbox", ants.uri()), &scene.wasps, &second, scene.now());
    assert_eq!(scene.send(&post).await.status, 202);
    scene.world.settle().await;

    assert_eq!(refusals(&scene, &second["id"]), ["not-permitted"]);
    assert_eq!((scene.bees.delegations().await.len(), ants.delegations().await.len()), (1, 0));
}

#[tokio::test]
async fn what_cannot_be_done_here_is_set_aside_and_the_next_message_is_read() {
    let (mut scene, known) = Scene::at(Stage::TheyHaveIt).await;
    let inspect = scene.world.instances[0].inspect.clone();
    inspect.spoil("create unique index one_comment_each on message (thread)").await;
    for _ in 0..2 {
        let hello = note(&scene, &known);
        scene.say_next(&known, Act::CreateNote(Box::new(hello))).await;
    }

    let outcomes = inspect
        .rows("select outcome from activity where direction = 'in' and kind = 'Create' order by seq")
        .await
        .concat();
    assert_eq!(outcomes, ["note", "poison"]);
    let refused = scene.peer.heard().iter().filter(|said| said["reasonCode"] == "unparseable").count();
    assert_eq!(refused, 1, "its sender is told");

    let at = channel(&scene).await.1;
    inspect.spoil("drop index one_comment_each").await;
    let hello = note(&scene, &known);
    scene.say_next(&known, Act::CreateNote(Box::new(hello))).await;
    assert_eq!(channel(&scene).await, open_at(at + 1));
}

/// Something the wasps proved, with something in it changed since.
fn spoiled(message: &Value) -> Value {
    let mut spoiled = message.clone();
    spoiled["published"] = json!("2026-01-01T00:00:00Z");
    spoiled
}

#[tokio::test]
async fn what_cannot_be_believed_is_looked_for_in_its_senders_log_and_passed_over() {
    let mut scene = Scene::new().await;
    let to = scene.bees.uri();
    let first = next(&scene);
    scene.say(false, &first).await;
    let second = next(&scene);
    let bad = spoiled(&second);
    scene.wasps.said(&to, &second);
    scene.wasps.keep_log(&scene.peer, std::slice::from_ref(&bad));

    assert_eq!(send(&scene, &bad).await, 422, "the sender is to go on");
    scene.world.advance(MINUTE).await;

    assert_eq!(channel(&scene).await, open_at(2));
    assert_eq!(refusals(&scene, &json!({ "seq": 2 })), ["unparseable"]);
    let said = scene.peer.heard().into_iter().find(|said| said["object"] == json!({ "seq": 2 })).unwrap();
    assert!(said["content"].as_str().is_some_and(|why| why.contains("proof")), "it says why: {said}");
    let third = next(&scene);
    scene.say(false, &third).await;
    assert_eq!(channel(&scene).await, open_at(3));

    // Should it come after all, as it was meant, it has had its turn.
    assert_eq!(send(&scene, &second).await, 202);
    scene.world.settle().await;
    assert_eq!(channel(&scene).await, open_at(3));
}

#[tokio::test]
async fn a_second_message_that_cannot_be_believed_asks_for_the_log_once_more() {
    let mut scene = Scene::new().await;
    let first = next(&scene);
    scene.say(false, &first).await;
    let bad = spoiled(&next(&scene));
    let inspect = scene.world.instances[0].inspect.clone();
    let asked = async || inspect.text("select cast(max(pull_at) as text) from channel").await;
    assert_eq!(send(&scene, &bad).await, 422);
    let before = asked().await;
    assert_eq!(send(&scene, &bad).await, 422);
    assert_ne!(asked().await, before, "a pull that is under way sees that it is not the last one");
}

#[tokio::test]
async fn what_was_spoiled_only_on_its_way_is_taken_from_its_senders_log() {
    let mut scene = Scene::new().await;
    let first = next(&scene);
    scene.say(false, &first).await;
    let second = next(&scene);
    scene.wasps.keep_log(&scene.peer, std::slice::from_ref(&second));

    assert_eq!(send(&scene, &spoiled(&second)).await, 422);
    scene.world.advance(MINUTE).await;

    assert_eq!(channel(&scene).await, open_at(2));
    assert_eq!(refusals(&scene, &second["id"]), ["unknown-delegation"], "it was read");
}

#[tokio::test]
async fn a_log_without_numbers_is_passed_over_one_by_one() {
    let mut scene = Scene::new().await;
    let to = scene.bees.uri();
    let first = next(&scene);
    scene.say(false, &first).await;
    for _ in 0..60 {
        let lost = next(&scene);
        scene.wasps.said(&to, &lost);
    }
    let ahead = next(&scene);
    let junk: Vec<Value> = (0..50).map(|n| json!({ "junk": n })).collect();
    scene.wasps.keep_log(&scene.peer, &junk);
    assert_eq!(send(&scene, &ahead).await, 202);

    scene.world.advance(MINUTE).await;
    assert_eq!(channel(&scene).await, open_at(2));
    scene.world.advance(HOUR).await;
    assert_eq!(channel(&scene).await, open_at(3));
    let refused = scene.peer.heard().iter().filter(|said| said["reasonCode"] == "unparseable").count();
    assert_eq!(refused, 2);
}

#[tokio::test]
async fn the_log_of_a_blocked_server_is_not_read_and_nothing_in_it_is_lost() {
    let mut scene = Scene::new().await;
    let to = scene.bees.uri();
    let first = next(&scene);
    scene.say(false, &first).await;
    let second = next(&scene);
    scene.wasps.said(&to, &second);
    let third = next(&scene);
    assert_eq!(send(&scene, &third).await, 202);
    scene.wasps.keep_log(&scene.peer, &[second.clone(), third]);
    let block = |blocked| json!({ "host": format!("localhost:{}", scene.peer.port), "blocked": blocked });
    let app = &scene.bees.app;
    let operator = pursuance_domain::allowed::Principal::Operator;
    perform(app, &operator, "instance.block", block(true)).await.unwrap();
    let asked = scene.peer.asked().len();

    scene.world.advance(DAY).await;
    assert_eq!((scene.peer.asked().len(), channel(&scene).await), (asked, open_at(1)));

    perform(app, &operator, "instance.block", block(false)).await.unwrap();
    scene.world.advance(DAY).await;
    until("what was missing is read", async || channel(&scene).await == open_at(3)).await;
}

#[tokio::test]
async fn what_contradicts_is_kept_and_answered_and_an_operator_opens_the_channel_again() {
    let mut scene = Scene::new().await;
    let first = next(&scene);
    scene.say(false, &first).await;
    let contradiction = nudge_with(&scene, |message| message["seq"] = json!(1));
    assert_eq!(send(&scene, &contradiction).await, 202);
    scene.world.settle().await;

    assert_eq!(channel(&scene).await, ("suspended".to_owned(), 1));
    assert_eq!(refusals(&scene, &contradiction["id"]), ["equivocation"]);
    let inspect = scene.world.instances[0].inspect.clone();
    let kept = inspect.text("select cast(bytes as text) from contradiction").await;
    assert_eq!(kept, contradiction.to_string(), "every byte of it");
    let suspended = async || {
        let mut tx = scene.bees.app.db.read().await.unwrap();
        pursuance::store::channels::suspended_hosts(&mut tx).await.unwrap()
    };
    assert_eq!(suspended().await, [format!("localhost:{}", scene.peer.port)]);
    let second = next(&scene);
    scene.wasps.keep_log(&scene.peer, std::slice::from_ref(&second));
    assert_eq!(send(&scene, &second).await, 202);
    assert_eq!(channel(&scene).await.1, 1, "nothing is taken in");

    let operator = pursuance_domain::allowed::Principal::Operator;
    let host = format!("localhost:{}", scene.peer.port);
    let done = perform(&scene.bees.app, &operator, "channel.resume", json!({ "host": host })).await.unwrap();
    assert_eq!(done["channels"], 1);
    scene.world.settle().await;

    until("what came meanwhile is read", async || channel(&scene).await == open_at(2)).await;
    let log = "event where verb in ('delegation.suspended', 'channel.resumed') and stream = 'instance'";
    assert_eq!(inspect.count(log).await, 2, "the operators' log names both");
}

#[tokio::test]
async fn a_numbering_that_began_anew_is_followed_once_an_operator_says_so() {
    let mut scene = Scene::new().await;
    let first = next(&scene);
    scene.say(false, &first).await;
    let anew = nudge_with(&scene, |message| {
        message["epoch"] = json!("E2");
        message["seq"] = json!(1);
        message["prev"] = json!(pursuance_federation::vocab::Sha256Sum::ZERO.to_string());
    });
    assert_eq!(send(&scene, &anew).await, 202);
    assert_eq!(channel(&scene).await.0, "suspended");
    scene.wasps.keep_log(&scene.peer, std::slice::from_ref(&anew));

    let operator = pursuance_domain::allowed::Principal::Operator;
    let host = format!("localhost:{}", scene.peer.port);
    perform(&scene.bees.app, &operator, "channel.resume", json!({ "host": host })).await.unwrap();
    scene.world.settle().await;

    until("it is read", async || channel(&scene).await == open_at(1)).await;
    assert_eq!(refusals(&scene, &anew["id"]), ["equivocation", "unknown-delegation"]);
}

#[tokio::test]
async fn a_gap_is_asked_for_in_its_own_time_though_an_older_one_waits_for_tomorrow() {
    let mut scene = Scene::new().await;
    let to = scene.bees.uri();
    let first = next(&scene);
    scene.wasps.said(&to, &first);
    let ahead = next(&scene);
    assert_eq!(send(&scene, &ahead).await, 202);
    for wait in [MINUTE, HOUR, 2 * HOUR, 7 * HOUR] {
        scene.world.advance(wait).await;
    }
    scene.wasps.said(&to, &ahead);
    let further = next(&scene);
    let asked = scene.peer.asked().len();

    assert_eq!(send(&scene, &further).await, 202);
    scene.world.advance(MINUTE).await;

    assert!(scene.peer.asked().len() > asked);
}

#[tokio::test]
async fn what_waits_behind_a_gap_for_a_fortnight_is_let_go() {
    let mut scene = Scene::new().await;
    let to = scene.bees.uri();
    let first = next(&scene);
    scene.wasps.said(&to, &first);
    assert_eq!(send(&scene, &next(&scene)).await, 202);
    let inspect = scene.world.instances[0].inspect.clone();

    scene.world.advance(13 * DAY).await;
    assert_eq!(inspect.count("held").await, 1);
    scene.world.advance(2 * DAY).await;
    until("it is let go", async || inspect.count("held").await == 0).await;
}
