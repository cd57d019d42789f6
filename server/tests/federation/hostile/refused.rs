//! A message that is understood and cannot be processed is refused with a reason, and leaves nothing behind that grows
//! (PROTOCOL §1.3, §2.1, §2.3).

use std::sync::Arc;

use pursuance::actions::receive::{ReceiveOutcome, receive};
use pursuance::peers::verify_stored;
use pursuance_domain::action::BlockHost;
use pursuance_domain::allowed::Principal;
use pursuance_domain::delegation::State;
use pursuance_domain::value::Title;
use pursuance_federation::vocab::{
    Act, Answer, Grant, Note, Phase, ReasonCode, Revoke, Sha256Sum, Source, Task, TaskUpdate,
};
use serde_json::{Value, json};

use super::Scene;
use super::stages::{Stage, accept, grant, mirror, note, offer, offered};
use crate::federation::scripted::{Figure, Post};
use crate::support::inspect::Inspect;
use crate::support::peers::until;

impl Scene {
    fn inspect(&self) -> Inspect {
        self.world.instances[0].inspect.clone()
    }

    /// The wasps say something in a channel, whatever it is.
    async fn say_anything(&mut self, kind: &str, change: impl FnOnce(&mut Value)) -> Value {
        let nudge = Act::Nudge { content: None };
        let message = self.wasps.next_with(&self.bees.uri(), None, nudge, self.now(), |message| {
            message["type"] = json!(kind);
            change(message);
        });
        self.say(false, &message).await;
        message
    }

    /// Waits for the answer to a message.
    async fn answer(&self, message: &Value) -> Value {
        let id = message["id"].as_str().unwrap().to_owned();
        until("it is answered", async || !self.heard_about(&id).is_empty()).await;
        self.heard_about(&id).remove(0)
    }
}

#[tokio::test]
async fn what_this_program_does_not_do_is_answered_unsupported_and_the_next_is_read() {
    let mut scene = Scene::new().await;
    let pact = json!({ "type": ["Pact", "Object"], "id": scene.peer.at("/ap/pact/1") });
    let depends = json!({ "type": "TaskDependency", "subject": scene.peer.at("/ap/t/1"), "object": scene.peer.at("/ap/t/2") });
    for (kind, object) in [("Offer", pact), ("Add", depends), ("Assign", json!(scene.peer.at("/ap/u/1")))] {
        let message = scene.say_anything(kind, |message| message["object"] = object).await;
        let told = scene.answer(&message).await;
        assert_eq!((&told["type"], &told["reasonCode"]), (&json!("Reject"), &json!("unsupported")), "{kind}");
    }
    let delegation = scene.peer.at("/ap/d/1");
    let then = scene.say_anything("Nudge", |message| message["delegation"] = json!(delegation)).await;
    assert_eq!(scene.answer(&then).await["reasonCode"], "unknown-delegation");
}

/// Fails where `line` of `federation/src/vocab/text.rs` takes a text of which nothing is seen.
#[tokio::test]
async fn a_title_of_which_nothing_is_seen_is_none() {
    let mut scene = Scene::new().await;
    let mut delegation = offer(&scene);
    delegation.task.name = "\u{200B}\u{2060}\u{3164}".to_owned();
    let message = scene.wasps.next(&scene.bees.uri(), None, offered(delegation), scene.now());
    scene.say(false, &message).await;
    let answer = scene.answer(&message).await;
    assert_eq!(answer["reasonCode"], "unparseable");
    assert_eq!(
        answer["content"], "<p>“name” is missing</p>",
        "the maker of the other program reads what to mend"
    );
    assert_eq!(scene.inspect().count("delegation").await, 0);
}

#[tokio::test]
async fn the_sentence_of_a_refusal_names_the_member_and_repeats_little_of_the_message() {
    let mut scene = Scene::new().await;
    let delegation = scene.peer.at("/ap/d/1");
    let tag = format!("<script>{}", "x".repeat(1_900));
    for (kind, spoil, said) in [
        ("Grant", json!({ "context": scene.peer.at("/ap/t/1") }), "“target” is missing".to_owned()),
        (
            "Offer",
            json!({ "object": { "type": "Delegation", "id": delegation } }),
            "“attributedTo” is missing".to_owned(),
        ),
        (
            "Accept",
            json!({ "object": scene.peer.at("/ap/act/1"), "result": { "type": "Review", "id": delegation } }),
            "“verdict” is missing".to_owned(),
        ),
        (
            "Update",
            json!({ "object": { "type": ["Task", tag], "id": delegation, "name": [1] } }),
            "“attributedTo” is missing".to_owned(),
        ),
    ] {
        let message = scene
            .say_anything(kind, |message| {
                message["delegation"] = json!(delegation);
                let Value::Object(spoil) = spoil else { panic!("{kind}") };
                message.as_object_mut().unwrap().extend(spoil);
            })
            .await;
        let answer = scene.answer(&message).await;
        assert_eq!(answer["reasonCode"], "unparseable", "{answer}");
        assert_eq!(answer["content"], format!("<p>{said}</p>"), "{kind}");
    }
    let message = scene.say_anything(&tag, |message| message["delegation"] = json!(delegation)).await;
    let answer = scene.answer(&message).await;
    assert_eq!(answer["reasonCode"], "unsupported", "{answer}");
    let said = answer["content"].as_str().unwrap();
    assert!(said.len() < 2_000 && !said.contains("<script"), "{said}");
}

/// The letters without a shape are those of our own texts, and no others.
#[test]
fn a_letter_is_seen_in_the_titles_of_others_where_it_is_seen_in_ours() {
    let is_seen_in_ours = |c: char| Title::parse(&c.to_string()).is_ok();
    let is_seen_in_theirs = |c: char| {
        let (id, by) = ("http://localhost:9/ap/t/1", "http://localhost:9/ap/p/1");
        Task::read(
            &json!({ "id": id, "type": "Task", "attributedTo": by, "name": c.to_string(), "phase": "new" }),
        )
        .is_ok()
    };
    let mut before = ('\0', false);
    for c in ('\u{1}'..='\u{FFFF}').chain('\u{1B000}'..='\u{1E000}').chain('\u{DFFFF}'..='\u{E1001}') {
        let ours = is_seen_in_ours(c);
        // Where there is no edge, there is nothing to compare.
        if !ours || !before.1 {
            assert_eq!(is_seen_in_theirs(c), ours, "{c:?}");
            assert_eq!(is_seen_in_theirs(before.0), before.1, "{:?}", before.0);
        }
        before = (c, ours);
    }
}

#[tokio::test]
async fn a_task_offered_to_a_person_is_refused_and_not_swallowed() {
    let scene = Scene::new().await;
    let person = scene.world.instances[0].person("ana").await;
    let uri = scene.bees.app.addresses.person(person.person().unwrap());
    let mut delegation = offer(&scene);
    delegation.delegate = uri.parse().unwrap();
    let message = scene.wasps.next(&uri, None, offered(delegation), scene.now());

    let told = scene.send(&Post::to(&format!("{uri}/inbox"), &scene.wasps, &message, scene.now())).await;

    assert_eq!((told.status, told.word.as_str()), (422, "unsupported"));
    let document = reqwest::Client::builder().no_proxy().build().unwrap();
    let document = document.get(&uri).header("accept", "application/activity+json").send().await.unwrap();
    let document: Value = serde_json::from_slice(&document.bytes().await.unwrap()).unwrap();
    let said = document["generator"]["implements"].to_string();
    assert!(said.contains("rfc9421") && !said.contains("pursuance"), "nor does a person claim to: {said}");
}

#[tokio::test]
async fn the_refusal_of_an_offer_names_its_delegation() {
    let mut scene = Scene::new().await;
    let delegation = pursuance_federation::vocab::Delegation { terms_hash: Sha256Sum::ZERO, ..offer(&scene) };
    let uri = delegation.id.to_string();
    let message = scene.wasps.next(&scene.bees.uri(), Some(&uri), offered(delegation), scene.now());
    scene.say(false, &message).await;

    let told = scene.answer(&message).await;
    assert_eq!((&told["reasonCode"], &told["delegation"]), (&json!("stale-terms"), &json!(uri)));
}

/// Sends an activity that is about no delegation.
async fn send(scene: &Scene, activity: &Value) -> u16 {
    scene.send(&Post::to(&scene.inbox(), &scene.wasps, activity, scene.now())).await.status
}

fn undo(scene: &Scene, object: Value) -> Value {
    let mut undo = scene.follow(&scene.wasps);
    (undo["type"], undo["object"]) = (json!("Undo"), object);
    undo
}

#[tokio::test]
async fn a_follow_is_understood_in_a_list_and_taken_back_in_one() {
    let scene = Scene::new().await;
    let inspect = scene.inspect();
    let followers = || async { inspect.count("follower").await };
    let heard = scene.peer.heard().len();
    assert_eq!(followers().await, 2, "the two who have met them");

    let mut first = scene.follow(&scene.wasps);
    first["object"] = json!(scene.bees.uri());
    assert_eq!(send(&scene, &undo(&scene, json!([first]))).await, 202);
    assert_eq!(followers().await, 1);

    let mut again = scene.follow(&scene.wasps);
    again["object"] = json!([scene.bees.uri()]);
    assert_eq!(send(&scene, &again).await, 202);
    assert_eq!(followers().await, 2);
    until("it is answered", async || scene.peer.heard().len() > heard).await;
    assert_eq!(send(&scene, &undo(&scene, json!([again["id"]]))).await, 202);
    assert_eq!(followers().await, 1);
}

#[tokio::test]
async fn a_follow_of_nobody_here_is_not_taken_for_one() {
    let scene = Scene::new().await;
    let mut follow = scene.follow(&scene.wasps);
    follow["object"] = json!(scene.bees.app.addresses.base().to_owned() + "/ap/p/01jd0000000000000000000000");
    assert_eq!(send(&scene, &follow).await, 404);
}

#[tokio::test]
async fn what_takes_nothing_back_or_is_a_book_leaves_nothing_behind() {
    let scene = Scene::new().await;
    let inspect = scene.inspect();
    let kept = || async { inspect.count("activity where direction = 'in'").await };
    let before = kept().await;
    let weight = "select cast(sum(length(bytes)) as text) from activity where direction = 'in'";
    assert_eq!(inspect.text(weight).await, "0", "of what is about no delegation no bytes are kept");

    let pad = "y".repeat(15_000);
    let mut nothing = undo(&scene, json!("https://nowhere.example/x"));
    nothing["pad"] = json!(pad);
    assert_eq!(send(&scene, &nothing).await, 202);
    nothing["pad"] = json!(pad + "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy".repeat(50).as_str());
    assert_eq!(send(&scene, &nothing).await, 413);
    let mut book = scene.follow(&scene.wasps);
    book["pad"] = nothing["pad"].clone();
    assert_eq!(send(&scene, &book).await, 413);
    assert_eq!(kept().await, before);
}

#[tokio::test]
async fn of_what_is_refused_only_its_place_its_hashes_and_the_reason_are_kept() {
    let mut scene = Scene::new().await;
    let inspect = scene.inspect();
    let delegation = scene.peer.at("/ap/d/1");
    let fill = |message: &mut Value| {
        message["delegation"] = json!(delegation);
        message["pad"] = json!("y".repeat(100_000));
    };
    let message = scene.say_anything("Nudge", fill).await;
    let id = message["id"].as_str().unwrap();
    let column = |column: &str| {
        let sql =
            format!("select cast({column} as text) from activity where direction = 'in' and uri = '{id}'");
        let inspect = inspect.clone();
        async move { inspect.text(&sql).await }
    };

    let kept: Value = serde_json::from_str(&column("bytes").await).unwrap();
    assert!(column("bytes").await.len() < 1_500);
    assert_eq!((&kept["id"], &kept["seq"], &kept["epoch"]), (&message["id"], &json!(1), &json!("E1")));
    assert_eq!((&kept["channel"], &kept["prev"]), (&message["channel"], &message["prev"]));
    assert_eq!(kept["reasonCode"], "unknown-delegation");
    assert_eq!(kept["sha256"], Sha256Sum::of(message.to_string().as_bytes()).hex());
    assert_eq!(column("sha256").await, kept["sha256"].as_str().unwrap());
    let mut copy = message.clone();
    let content = scene.wasps.prove(&mut copy, scene.now());
    assert_eq!(kept["contentHash"], content.to_string(), "what the next message calls the one before");

    let post = Post::to(&scene.inbox(), &scene.wasps, &message, scene.now());
    assert_eq!(scene.send(&post).await.status, 202, "it is still known to have been here");
    assert_eq!(scene.heard_about(id).len(), 1);
}

#[tokio::test]
async fn a_stranger_leaves_nothing_large_behind_a_gap() {
    let mut scene = Scene::new().await;
    let inspect = scene.inspect();
    let to = scene.bees.uri();
    let ahead = |figure: &mut Figure, pad: usize, now| {
        let missing = figure.next(&to, None, Act::Nudge { content: None }, now);
        figure.said(&to, &missing);
        figure.next_with(&to, None, Act::Nudge { content: None }, now, |message| {
            message["pad"] = json!("y".repeat(pad))
        })
    };
    let now = scene.now();
    let large = ahead(&mut scene.wasps, 40_000, now);
    assert_eq!(send(&scene, &large).await, 202);
    assert_eq!(inspect.count("held").await, 0);
    let small = ahead(&mut scene.hornets, 100, now);
    let post = Post::to(&scene.inbox(), &scene.hornets, &small, now);
    assert_eq!(scene.send(&post).await.status, 202);
    assert_eq!(inspect.count("held").await, 1);
}

#[tokio::test]
async fn the_offers_of_one_server_that_wait_are_twenty_whoever_makes_them() {
    let mut scene = Scene::new().await;
    for number in 0..20 {
        let mut delegation = offer(&scene);
        let is_hornets = number % 2 == 1;
        let figure = if is_hornets { &scene.hornets } else { &scene.wasps };
        let uri: url::Url = figure.uri.parse().unwrap();
        (delegation.attributed_to, delegation.delegator) = (uri.clone(), uri.clone());
        delegation.path = vec![Sha256Sum::of(uri.as_str().as_bytes())];
        delegation.task.attributed_to = uri;
        let message = figure.next(&scene.bees.uri(), None, offered(delegation), scene.now());
        scene.say(is_hornets, &message).await;
    }
    assert_eq!(scene.inspect().count("delegation where state = 'offered'").await, 20);
    let one_more = scene.wasps.next(&scene.bees.uri(), None, offered(offer(&scene)), scene.now());
    scene.say(false, &one_more).await;
    assert_eq!(scene.answer(&one_more).await["reasonCode"], "rate-limit");
    assert_eq!(scene.inspect().count("delegation").await, 20, "nor is a row of it kept");

    let first = scene.bees.delegations().await.remove(0);
    scene.bees.act("delegation.decline", json!({ "delegation": first.id })).await;
    let again = scene.wasps.next(&scene.bees.uri(), None, offered(offer(&scene)), scene.now());
    scene.say(false, &again).await;
    assert_eq!(scene.inspect().count("delegation where state = 'offered'").await, 20, "there is room again");
}

#[tokio::test]
async fn a_pursuance_has_at_most_two_hundred_offers_waiting() {
    let mut scene = Scene::new().await;
    let first = scene.wasps.next(&scene.bees.uri(), None, offered(offer(&scene)), scene.now());
    scene.say(false, &first).await;
    let inspect = scene.inspect();
    // From as many servers as it takes.
    inspect.spoil("insert into actor select 'x' || id, kind, 'x.example', 'x', 'x', uri || 'x', inbox, display, summary, url, ed25519_public, ed25519_private, rsa_public, pinned_at, fetched_at, gone_at, capable, instance, created, updated, takes_offers
        from actor where id = (select origin from delegation)").await;
    inspect.spoil("insert into delegation select d.id || n.n, d.uri || n.n, d.side, d.state, d.copy, 'x' || d.origin, d.delegate, d.task, d.peer_task_uri, d.grant_uri, d.root_uri, d.path, d.offered, d.snapshot, d.respond_by, d.last_activity, null, d.created, d.updated
        from delegation d, (with recursive n(n) as (select 1 union all select n + 1 from n where n < 199) select n from n) n").await;
    assert_eq!(inspect.count("delegation").await, 200);

    let one_more = scene.wasps.next(&scene.bees.uri(), None, offered(offer(&scene)), scene.now());
    scene.say(false, &one_more).await;
    assert_eq!(scene.answer(&one_more).await["reasonCode"], "rate-limit");
}

#[tokio::test]
async fn a_yes_that_does_not_count_leaves_no_mirror_behind() {
    let (mut scene, known) = Scene::at(Stage::Asked).await;
    let others = Sha256Sum::of(b"others");
    let stale =
        Act::Accept(Answer::to(known.offer.clone()).on_terms(others).with_mirror(mirror(&scene, &known)));
    scene.say_next(&known, stale).await;

    let row = scene.bees.delegations().await.pop().unwrap();
    assert_eq!((row.state, row.peer_task_uri), (State::Offered, None));
    assert!(row.snapshot.is_none());
    let yes = accept(&known, mirror(&scene, &known));
    scene.say_next(&known, yes).await;
    let row = scene.bees.delegations().await.pop().unwrap();
    assert_eq!((row.state, row.peer_task_uri), (State::Active, Some(known.mirror.to_string())));
}

#[tokio::test]
async fn a_comment_that_comes_after_the_end_is_refused() {
    let (mut scene, known) = Scene::at(Stage::TheyHaveIt).await;
    let row = scene.bees.delegations().await.pop().unwrap();
    scene.bees.act("delegation.recall", json!({ "delegation": row.id })).await;
    scene.world.settle().await;
    let revoke = scene.peer.heard().into_iter().rfind(|said| said["type"][0] == "Revoke").unwrap();
    let stopped = Act::Accept(Answer::to(revoke["id"].as_str().unwrap().parse().unwrap()));
    scene.say_next(&known, stopped).await;
    // It merely crossed the end, so it is refused also where its server had more refused than it may.
    let host = scene.peer.at("").trim_start_matches("http://").to_owned();
    while scene.bees.app.refused.count(&host).is_ok() {}
    let late = Act::CreateNote(Box::new(note(&scene, &known)));
    let late = scene.wasps.next(&scene.bees.uri(), Some(&known.delegation), late, scene.now());
    scene.say(false, &late).await;
    assert_eq!(scene.answer(&late).await["reasonCode"], "not-permitted");
    assert_eq!(scene.inspect().count("message").await, 0);
    let unknown = scene.peer.at("/ap/d/1");
    let nudge = Act::Nudge { content: None };
    let nudge = scene.wasps.next(&scene.bees.uri(), Some(&unknown), nudge, scene.now());
    assert_eq!(scene.send(&Post::to(&scene.inbox(), &scene.wasps, &nudge, scene.now())).await.status, 429);
}

#[tokio::test]
async fn of_what_came_after_the_end_only_so_much_is_passed_over() {
    let (mut scene, known) = Scene::at(Stage::TheyHaveIt).await;
    let row = scene.bees.delegations().await.pop().unwrap();
    scene.bees.act("delegation.recall", json!({ "delegation": row.id })).await;
    scene.world.settle().await;
    let revoke = scene.peer.heard().into_iter().rfind(|said| said["type"][0] == "Revoke").unwrap();
    let stopped = Act::Accept(Answer::to(revoke["id"].as_str().unwrap().parse().unwrap()));
    scene.say_next(&known, stopped).await;
    let host = scene.peer.at("").trim_start_matches("http://").to_owned();
    while scene.bees.app.refused.count(&host).is_ok() {}
    while scene.bees.app.crossed.count(&row.id).is_ok() {}
    let late = Act::CreateNote(Box::new(note(&scene, &known)));
    let late = scene.wasps.next(&scene.bees.uri(), Some(&known.delegation), late, scene.now());
    assert_eq!(scene.send(&Post::to(&scene.inbox(), &scene.wasps, &late, scene.now())).await.status, 429);
}

#[tokio::test]
async fn what_was_given_back_is_given_back_though_the_origin_has_forgotten_it() {
    for names_it in [true, false] {
        let (mut scene, known) = Scene::at(Stage::WeHaveIt).await;
        let row = scene.bees.delegations().await.pop().unwrap();
        scene.bees.act("delegation.return", json!({ "delegation": row.id, "code": "return-capacity" })).await;
        scene.world.settle().await;
        let leave = scene.peer.heard().into_iter().rfind(|said| said["type"] == "Leave").unwrap();
        assert_eq!(scene.bees.delegations().await.pop().unwrap().state, State::Returning);

        let forgot =
            Answer::to(leave["id"].as_str().unwrap().parse().unwrap()).because(ReasonCode::UnknownDelegation);
        let named = names_it.then_some(known.delegation.as_str());
        let message = scene.wasps.next(&scene.bees.uri(), named, Act::Reject(forgot), scene.now());
        scene.say(false, &message).await;

        let row = scene.bees.delegations().await.pop().unwrap();
        assert_eq!(row.state, State::Returned, "named: {names_it}");
        assert!(scene.bees.see(1).await.archived_at.is_some(), "the mirror is put away");
        assert!(scene.bees.verbs().await.iter().any(|verb| verb == "delegation.returned"));
    }
}

#[tokio::test]
async fn what_was_given_back_to_a_silent_server_is_given_back_after_a_fortnight() {
    use pursuance_domain::time::DAY;
    let (scene, _) = Scene::at(Stage::WeHaveIt).await;
    let row = scene.bees.delegations().await.pop().unwrap();
    scene.bees.act("delegation.return", json!({ "delegation": row.id })).await;

    scene.world.advance(13 * DAY).await;
    assert_eq!(scene.bees.delegations().await.pop().unwrap().state, State::Returning);
    scene.world.advance(2 * DAY).await;
    until("it is over", async || scene.bees.delegations().await.pop().unwrap().state == State::Returned)
        .await;
    assert!(scene.bees.see(1).await.archived_at.is_some());
}

#[tokio::test]
async fn a_stranger_who_left_nothing_here_is_forgotten_after_a_month() {
    use pursuance_domain::time::DAY;
    let scene = Scene::new().await;
    let ants = scene.peer.figure("ants");
    let mut follow = scene.follow(&ants);
    follow["object"] = json!(scene.bees.uri());
    assert_eq!(scene.send(&Post::to(&scene.inbox(), &ants, &follow, scene.now())).await.status, 202);
    let undo = json!({ "@context": follow["@context"], "id": ants.new_uri("act"), "type": "Undo", "actor": ants.uri, "object": follow["id"] });
    assert_eq!(scene.send(&Post::to(&scene.inbox(), &ants, &undo, scene.now())).await.status, 202);
    scene.world.settle().await;
    let known = |figure: &Figure| {
        let (inspect, uri) = (scene.inspect(), figure.uri.clone());
        async move { inspect.count(&format!("actor where uri = '{uri}'")).await }
    };
    scene.world.advance(29 * DAY).await;
    assert_eq!(known(&ants).await, 1);
    scene.world.advance(2 * DAY).await;
    until("the ants are forgotten", async || known(&ants).await == 0).await;
    assert_eq!(known(&scene.wasps).await, 1, "a follower is not");
}

#[tokio::test]
async fn a_grant_that_does_not_fit_leaves_the_true_one_in_force() {
    let (mut scene, known) = Scene::at(Stage::WeHaveIt).await;
    let other = Act::Grant(Grant { offer: scene.wasps.new_uri("act"), ..grant(&scene, &known) });
    let message = scene.wasps.next(&scene.bees.uri(), Some(&known.delegation), other, scene.now());
    scene.say(false, &message).await;
    assert_eq!(scene.answer(&message).await["reasonCode"], "not-permitted");
    let row = scene.bees.delegations().await.pop().unwrap();
    assert_eq!(row.grant_uri.as_deref(), Some(known.grant.as_str()));

    let revoke = Act::Revoke(Revoke {
        grant: known.grant.clone(),
        task: known.task.clone(),
        target: scene.bees.uri().parse().unwrap(),
        reason: ReasonCode::Superseded,
        content: None,
    });
    scene.say_next(&known, revoke).await;
    assert_eq!(scene.bees.delegations().await.pop().unwrap().state, State::Recalled);
}

#[tokio::test]
async fn an_older_text_of_the_task_takes_the_place_of_no_newer_one() {
    let (mut scene, known) = Scene::at(Stage::WeHaveIt).await;
    for (title, revision) in [("Build two nests", 5), ("Build no nest", 3), ("Build one nest", 5)] {
        let owner = scene.wasps.uri.parse().unwrap();
        let task = Task::new(known.task.clone(), owner, title, Phase::Started, revision);
        let update = Act::UpdateTask(Box::new(TaskUpdate { task, capability: None }));
        scene.say_next(&known, update).await;
    }

    let row = scene.bees.delegations().await.pop().unwrap();
    assert_eq!(row.snapshot.unwrap().read().unwrap().name, "Build two nests");
    assert_eq!(scene.bees.see(1).await.title, "Build two nests");
}

#[tokio::test]
async fn a_task_of_another_server_is_blocked_by_its_word_and_free_by_its_next_one_without_it() {
    let (mut scene, known) = Scene::at(Stage::WeHaveIt).await;
    let says = |scene: &Scene, phase: Phase, note: Option<&str>, revision: u64| {
        let owner = scene.wasps.uri.parse().unwrap();
        let mut task = Task::new(known.task.clone(), owner, "Build two nests", phase, revision);
        task.progress_note = note.map(str::to_owned);
        Act::UpdateTask(Box::new(TaskUpdate { task, capability: None }))
    };
    // A server that never says so has its tasks shown as before; one may say so without words, with a revision or with none.
    for (phase, note, revision, is_blocked) in [
        (Phase::Started, None, 5, false),
        (Phase::Blocked, None, 5, true),
        (Phase::Blocked, Some("<b>Ice</b>"), 5, true),
        (Phase::Unknown("asleep".to_owned()), None, 5, false),
        (Phase::Blocked, None, 6, true),
        (Phase::Started, None, 7, false),
        (Phase::Blocked, None, 3, false),
    ] {
        let said = says(&scene, phase.clone(), note, revision);
        scene.say_next(&known, said).await;
        assert_eq!(scene.bees.see(1).await.is_blocked, is_blocked, "{phase:?} {note:?} {revision}");
    }
    assert_eq!(scene.bees.see(1).await.title, "Build two nests");
}

/// Fails where `actions::receive` asks nobody whether the server is blocked: the list of the door is a moment old.
#[tokio::test]
async fn what_was_let_in_just_before_a_block_brings_no_words_after_it() {
    let (mut scene, known) = Scene::at(Stage::WeHaveIt).await;
    let said = note(&scene, &known);
    let id = said.id.clone();
    scene.say_next(&known, Act::CreateNote(Box::new(said))).await;
    assert_eq!(scene.bees.comments(1).await, ["Hello."]);
    let source = Some(Source::markdown("Buy cheap honey."));
    let newer = Act::UpdateNote(Box::new(Note { id, revision: 2, source, ..note(&scene, &known) }));
    let message = scene.wasps.next(&scene.bees.uri(), Some(&known.delegation), newer, scene.now());
    let bytes = bytes::Bytes::from(message.to_string());
    let verified = verify_stored(&scene.bees.app, bytes, &scene.bees.uri()).await.unwrap();

    let block = BlockHost { host: format!("localhost:{}", scene.peer.port), blocked: true, reason: None };
    scene.bees.app.perform(&Principal::Operator, block.into()).await.unwrap();

    let receipt = receive(&scene.bees.app, Arc::new(verified)).await.unwrap();
    assert_eq!(receipt.outcome, ReceiveOutcome::Blocked);
    let told = scene.send(&Post::to(&scene.inbox(), &scene.wasps, &message, scene.now())).await;
    assert_eq!((told.status, told.word.as_str()), (403, "blocked"));
    assert_eq!(scene.bees.comments(1).await, ["Hello."]);
}
