//! Every row of sender authority (PROTOCOL §2.2), violated by messages that are signed, proved and in order. A refusal
//! by these rules is an answer in the channel, never an error: the line goes on.

use std::sync::Arc;

use super::Scene;
use super::stages::{Known, Stage, accept, elsewhere, grant, mirror, note, offer, offered, url, work};
use crate::federation::scripted::{Figure, Post};
use crate::support::peers::until;
use pursuance::actions::receive::{Authorities, Authority, ReceiveOutcome, receive_with};
use pursuance::peers::verify_stored;
use pursuance_domain::delegation::{Side, State};
use pursuance_federation::vocab::{
    Act, Answer, Counter, Delegation, Grant, Leave, Note, ProposedTerms, ReasonCode, Revoke, Sha256Sum,
    Submit, Task, TaskUpdate,
};
use serde_json::{Value, json};

struct Row {
    check: Authority,
    what: &'static str,
    stage: Stage,
    /// Whether the hornets say it, not the wasps.
    hornets: bool,
    lie: fn(&Scene, &Known) -> Act,
}

fn row(check: Authority, stage: Stage, what: &'static str, lie: fn(&Scene, &Known) -> Act) -> Row {
    Row { check, what, stage, hornets: false, lie }
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn rows() -> Vec<Row> {
    use Stage::{Asked, Met, SaidYes, TheyHaveIt, WeHaveIt};
    vec![
        row(Authority::OfferByOwner, Met, "a neighbour's task", |s, _| {
            let mut offer = offer(s);
            offer.task.attributed_to = url(&s.hornets.uri);
            offered(offer)
        }),
        row(Authority::OfferByOwner, Met, "in a neighbour's name", |s, _| {
            offered(Delegation { delegator: url(&s.hornets.uri), ..offer(s) })
        }),
        row(Authority::OfferToUs, Met, "an offer for somebody else", |s, _| {
            offered(Delegation { delegate: url(&s.hornets.uri), ..offer(s) })
        }),
        row(Authority::OfferTerms, Met, "another hash than that of the terms", |s, _| {
            offered(Delegation { terms_hash: Sha256Sum::of(b"other"), ..offer(s) })
        }),
        row(Authority::OfferOrigin, Met, "a task on a third server", |s, _| {
            let mut offer = offer(s);
            offer.task.id = elsewhere("/ap/t/1");
            offered(offer)
        }),
        row(Authority::OfferOrigin, Met, "a delegation on a third server", |s, _| {
            offered(Delegation { id: elsewhere("/ap/d/1"), ..offer(s) })
        }),
        Row {
            hornets: true,
            ..row(Authority::Party, WeHaveIt, "a recall by a neighbour", |s, known| {
                Act::Revoke(Revoke {
                    grant: known.grant.clone(),
                    task: known.task.clone(),
                    target: url(&s.bees.uri()),
                    reason: ReasonCode::Other,
                    content: None,
                })
            })
        },
        Row {
            hornets: true,
            ..row(Authority::Party, TheyHaveIt, "the work of a neighbour", |s, known| {
                let mut work = work(s, known);
                work.submission.attributed_to = url(&s.hornets.uri);
                Act::Submit(Box::new(work))
            })
        },
        row(Authority::Side, TheyHaveIt, "a grant by the one who was asked", |s, known| {
            Act::Grant(Grant { task: known.mirror.clone(), ..grant(s, known) })
        }),
        row(Authority::Side, TheyHaveIt, "a nudge by the one who works", |_, _| Act::Nudge { content: None }),
        row(Authority::Side, WeHaveIt, "other terms by the one who asked", |_, known| {
            let proposed = ProposedTerms { due: None, size: None };
            Act::TentativeAccept(Counter {
                offer: known.offer.clone(),
                proposed,
                terms_hash: None,
                content: None,
            })
        }),
        row(Authority::Mirror, Asked, "a mirror on a third server", |s, known| {
            accept(known, Task { id: elsewhere("/ap/t/9"), ..mirror(s, known) })
        }),
        row(Authority::Mirror, Asked, "no mirror", |_, known| {
            Act::Accept(Answer::to(known.offer.clone()).on_terms(known.terms_hash))
        }),
        row(Authority::Mirror, Asked, "a mirror of another task", |s, known| {
            accept(known, Task { mirror_of: Some(elsewhere("/ap/t/9")), ..mirror(s, known) })
        }),
        row(Authority::Mirror, Asked, "a neighbour's mirror", |s, known| {
            accept(known, Task { attributed_to: url(&s.hornets.uri), ..mirror(s, known) })
        }),
        row(Authority::Capability, TheyHaveIt, "progress under another grant", |s, known| {
            Act::UpdateTask(Box::new(TaskUpdate {
                task: mirror(s, known),
                capability: Some(s.wasps.new_uri("act")),
            }))
        }),
        row(Authority::Capability, TheyHaveIt, "progress under no grant", |s, known| {
            Act::UpdateTask(Box::new(TaskUpdate { task: mirror(s, known), capability: None }))
        }),
        row(Authority::Capability, TheyHaveIt, "work under another grant", |s, known| {
            Act::Submit(Box::new(Submit { capability: s.wasps.new_uri("act"), ..work(s, known) }))
        }),
        row(Authority::Capability, TheyHaveIt, "a return under another grant", |s, _| {
            Act::Leave(Leave {
                grant: s.wasps.new_uri("act"),
                reason: ReasonCode::Other,
                content: None,
                attachment: Vec::new(),
            })
        }),
        row(Authority::OwnTask, TheyHaveIt, "progress of another task", |s, known| {
            let task = Task { id: s.wasps.new_uri("t"), ..mirror(s, known) };
            Act::UpdateTask(Box::new(TaskUpdate { task, capability: Some(known.grant.clone()) }))
        }),
        row(Authority::OwnTask, TheyHaveIt, "an update of our own task", |s, known| {
            let task = Task { id: known.task.clone(), ..mirror(s, known) };
            Act::UpdateTask(Box::new(TaskUpdate { task, capability: Some(known.grant.clone()) }))
        }),
        row(
            Authority::OwnTask,
            WeHaveIt,
            "other words for another task than the one asked for",
            |s, known| {
                let task = Task {
                    id: s.wasps.new_uri("t"),
                    name: "Do it for nothing".to_owned(),
                    mirror_of: None,
                    revision: 9,
                    ..mirror(s, known)
                };
                Act::UpdateTask(Box::new(TaskUpdate { task, capability: None }))
            },
        ),
        row(Authority::OwnSubmission, TheyHaveIt, "work on a third server", |s, known| {
            let mut work = work(s, known);
            work.submission.id = elsewhere("/ap/s/1");
            Act::Submit(Box::new(work))
        }),
        row(Authority::OwnSubmission, TheyHaveIt, "work for another delegation", |s, known| {
            let mut work = work(s, known);
            work.submission.context = s.wasps.new_uri("d");
            Act::Submit(Box::new(work))
        }),
        row(Authority::GrantForUs, SaidYes, "a grant for a neighbour", |s, known| {
            Act::Grant(Grant { target: url(&s.hornets.uri), ..grant(s, known) })
        }),
        row(Authority::GrantForUs, SaidYes, "a grant of another task", |s, known| {
            Act::Grant(Grant { task: s.wasps.new_uri("t"), ..grant(s, known) })
        }),
        row(Authority::RevokeOfGrant, WeHaveIt, "a recall of another grant", |s, known| {
            Act::Revoke(Revoke {
                grant: s.wasps.new_uri("act"),
                task: known.task.clone(),
                target: url(&s.bees.uri()),
                reason: ReasonCode::Other,
                content: None,
            })
        }),
        row(Authority::OwnNote, WeHaveIt, "a comment in a neighbour's name", |s, known| {
            Act::CreateNote(Box::new(Note { attributed_to: url(&s.hornets.uri), ..note(s, known) }))
        }),
        row(Authority::OwnNote, WeHaveIt, "a comment on a third server", |s, known| {
            Act::CreateNote(Box::new(Note { id: elsewhere("/ap/n/1"), ..note(s, known) }))
        }),
    ]
}

/// The lie of a row, as its teller's next message.
fn told(row: &Row, scene: &Scene, known: &Known) -> Value {
    let teller: &Figure = if row.hornets { &scene.hornets } else { &scene.wasps };
    let act = (row.lie)(scene, known);
    let delegation = match &act {
        Act::Offer(offer) => offer.delegation.id.to_string(),
        _ => known.delegation.clone(),
    };
    teller.next(&scene.bees.uri(), Some(&delegation), act, scene.now())
}

/// Tables in which a message leaves its mark whatever becomes of it: it came, it is numbered, and it is answered.
const LETTERS: [&str; 4] = ["activity", "channel", "delivery", "actor"];

#[tokio::test]
async fn whoever_may_not_say_it_is_answered_and_changes_nothing() {
    for row in rows() {
        let (mut scene, known) = Scene::at(row.stage).await;
        let lie = told(&row, &scene, &known);
        let mut before = scene.digests().await;

        scene.say(row.hornets, &lie).await;

        let mut after = scene.digests().await;
        for letters in LETTERS {
            before.remove(letters);
            after.remove(letters);
        }
        assert_eq!(after, before, "{:?}, {}: changed something", row.check, row.what);
        let id = lie["id"].as_str().unwrap();
        until("it is answered", async || !scene.heard_about(id).is_empty()).await;
        let answers = scene.heard_about(id);
        assert_eq!(answers.len(), 1, "{:?}, {}: answered once", row.check, row.what);
        let told = (&answers[0]["type"], answers[0]["reasonCode"].as_str().unwrap());
        assert_eq!(told, (&json!("Reject"), row.check.reason().as_str()), "{:?}, {}", row.check, row.what);
    }
}

#[tokio::test]
async fn whoever_may_not_say_it_gets_past_when_the_check_is_left_out() {
    for row in rows() {
        let (scene, known) = Scene::at(row.stage).await;
        let lie = told(&row, &scene, &known);
        let bytes = bytes::Bytes::from(lie.to_string());
        let verified = verify_stored(&scene.bees.app, bytes, &scene.bees.uri()).await.unwrap();

        let all_but = Authorities::all_but(row.check);
        let receipt = receive_with(&scene.bees.app, Arc::new(verified), all_but).await.unwrap();

        assert_eq!(receipt.outcome, ReceiveOutcome::Processed);
        let id = lie["id"].as_str().unwrap();
        let inspect = &scene.world.instances[0].inspect;
        let outcome = inspect
            .text(&format!("select outcome from activity where uri = '{id}' and direction = 'in'"))
            .await;
        // The other side may only say messages of another type, so there is nothing to obey; their type stops them then.
        assert_ne!(outcome, "refused", "{:?}, {}", row.check, row.what);
    }
}

#[test]
fn somebody_lies_about_every_authority() {
    let rows = rows();
    for authority in Authority::ALL {
        assert!(rows.iter().any(|row| row.check == authority), "{authority:?}");
    }
}

#[tokio::test]
async fn a_lie_does_not_hold_up_the_line() {
    let (mut scene, known) = Scene::at(Stage::WeHaveIt).await;
    let lie = Act::Revoke(Revoke {
        grant: scene.wasps.new_uri("act"),
        task: known.task.clone(),
        target: url(&scene.bees.uri()),
        reason: ReasonCode::Other,
        content: None,
    });
    scene.say_next(&known, lie).await;
    let row = scene.bees.delegations().await.pop().unwrap();
    assert_eq!((row.side, row.state), (Side::Delegate, State::Active));

    let truth = note(&scene, &known);
    scene.say_next(&known, Act::CreateNote(Box::new(truth))).await;

    let mirror = row.task.unwrap();
    let mut tx = scene.bees.app.db.read().await.unwrap();
    let task = pursuance::store::tasks::by_id(&mut tx, &mirror).await.unwrap().unwrap();
    drop(tx);
    assert_eq!(scene.bees.comments(task.number).await, ["Hello."]);
}

/// A comment of ours that was not sent there, one of another discussion, something else, and the comment itself: none of them is
/// answered, and the comment is one all the same.
#[tokio::test]
async fn a_comment_that_answers_what_both_sides_do_not_have_answers_nothing() {
    let (mut scene, known) = Scene::at(Stage::WeHaveIt).await;
    let mirror = scene.bees.delegations().await.pop().unwrap().task.unwrap();
    let mut tx = scene.bees.app.db.read().await.unwrap();
    let number = pursuance::store::tasks::by_id(&mut tx, &mirror).await.unwrap().unwrap().number;
    drop(tx);
    let other = scene.bees.task("Draw").await;
    let mut lies = vec![known.task.clone(), elsewhere("/ap/n/1")];
    for task in [number, other] {
        let said = json!({ "body": "For us.", "share": false });
        let said = scene.bees.on_task("task.comment", task, said).await;
        lies.push(url(&scene.bees.app.addresses.note(said["message"].as_str().unwrap())));
    }
    let first = note(&scene, &known);
    lies.push(first.id.clone());
    scene
        .say_next(
            &known,
            Act::CreateNote(Box::new(Note { in_reply_to: lies.last().cloned(), ..first.clone() })),
        )
        .await;
    lies.pop();
    for lie in &lies {
        let told =
            Note { in_reply_to: Some(lie.clone()), quote_url: Some(lie.clone()), ..note(&scene, &known) };
        scene.say_next(&known, Act::CreateNote(Box::new(told))).await;
    }
    let inspect = scene.world.instances[0].inspect.clone();
    assert_eq!(inspect.count("message").await, 2 + 1 + lies.len() as i64);
    assert_eq!(inspect.count("message where reply_to is not null or quote is not null").await, 0);

    let true_one =
        Note { in_reply_to: Some(first.id.clone()), quote_url: Some(first.id), ..note(&scene, &known) };
    scene.say_next(&known, Act::CreateNote(Box::new(true_one))).await;
    assert_eq!(inspect.count("message where reply_to is not null and quote is not null").await, 1);
}

#[tokio::test]
async fn nobody_learns_from_an_answer_which_delegations_there_are() {
    let (mut scene, known) = Scene::at(Stage::WeHaveIt).await;
    let mut answers = Vec::new();
    for delegation in [known.delegation.clone(), scene.hornets.new_uri("d").to_string()] {
        let ask = Act::Nudge { content: None };
        let message = scene.hornets.next(&scene.bees.uri(), Some(&delegation), ask, scene.now());
        scene.say(true, &message).await;
        let id = message["id"].as_str().unwrap().to_owned();
        until("it is answered", async || !scene.heard_about(&id).is_empty()).await;
        let answer = scene.heard_about(&id).remove(0);
        assert_eq!(answer["delegation"], delegation, "as it was named by whoever asked");
        answers.push((answer["type"].clone(), answer["reasonCode"].clone(), answer["content"].clone()));
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn a_message_to_somebody_who_is_not_here_is_not_found() {
    let scene = Scene::new().await;
    let nobody = scene
        .bees
        .app
        .addresses
        .group(&pursuance_domain::id::ActorId("01jd0000000000000000000000".to_owned()));
    let message =
        scene.wasps.next(&nobody, Some(&scene.peer.at("/ap/d/1")), Act::Nudge { content: None }, scene.now());
    let before = scene.digests().await;
    let told = scene.send(&Post::to(&format!("{nobody}/inbox"), &scene.wasps, &message, scene.now())).await;
    assert_eq!((told.status, told.word.as_str()), (404, "not-found"));
    scene.assert_unchanged(&before, "it").await;
}
