//! The inbox as a door of RULES §2. Other servers say things there about delegations, and nothing else; it knows no roles,
//! and nobody acts there for a member. `federation::hostile` has the lies of a party; here it is somebody who is none, about
//! tasks of members of every role, and somebody who speaks in a member's name.

use std::collections::BTreeSet;

use pursuance_domain::people::role::Role;
use pursuance_federation::vocab::{
    Act, Answer, Counter, Grant, Kind, Leave, Note, ProposedTerms, ReasonCode, Revoke, Task, TaskUpdate, Undo,
};
use serde_json::json;

use super::table::INBOX;
use crate::federation::hostile::Scene;
use crate::federation::hostile::stages::{
    Known, Stage, accept, grant, mirror, note, offer, offered, url, work,
};
use crate::federation::scripted::Post;

/// The line of the table that a message would do, and its place among all of them. A new one is named here before it
/// compiles.
fn line_of(act: &Act) -> (usize, &'static str) {
    match act {
        Act::Offer(_) => (0, "hand over"),
        Act::Accept(_) => (1, "review"),
        Act::TentativeAccept(_) => (2, "hand over"),
        Act::TentativeReject(_) => (3, "review"),
        Act::Reject(_) => (4, "review"),
        Act::Grant(_) => (5, "hand over"),
        Act::Undo(_) => (6, "hand over"),
        Act::Revoke(_) => (7, "hand over"),
        Act::Leave(_) => (8, "hand over"),
        Act::UpdateTask(_) => (9, "edit"),
        Act::Submit(_) => (10, "work on a task of somebody else"),
        Act::CreateNote(_) => (11, "discuss"),
        Act::UpdateNote(_) => (12, "discuss"),
        Act::DeleteNote { .. } => (13, "discuss"),
        Act::Join { .. } => (14, "hand over"),
        Act::Nudge { .. } => (15, "hand over"),
    }
}

/// Everything that the inbox takes, about a task and in the delegation of somebody else. `by`: who says it.
fn everything(scene: &Scene, known: &Known, by: &str) -> Vec<Act> {
    let theirs = |task: Task| Task { id: known.task.clone(), attributed_to: url(by), ..task };
    let said = || Note { attributed_to: url(by), ..note(scene, known) };
    let answer = || Answer::to(known.offer.clone()).on_terms(known.terms_hash);
    let mut asked = offer(scene);
    asked.task.id = known.task.clone();
    asked.delegator = url(by);
    asked.attributed_to = url(by);
    let mut handed_in = work(scene, known);
    handed_in.submission.attributed_to = url(by);
    vec![
        offered(asked),
        accept(known, theirs(mirror(scene, known))),
        Act::TentativeAccept(Counter {
            offer: known.offer.clone(),
            proposed: ProposedTerms { due: None, size: None },
            terms_hash: None,
            content: None,
        }),
        Act::TentativeReject(answer().because(ReasonCode::Other)),
        Act::Reject(answer().because(ReasonCode::Other)),
        Act::Grant(Grant { target: url(by), ..grant(scene, known) }),
        Act::Undo(Undo { offer: known.offer.clone(), reason: ReasonCode::Other, content: None }),
        Act::Revoke(Revoke {
            grant: known.grant.clone(),
            task: known.task.clone(),
            target: url(&scene.bees.uri()),
            reason: ReasonCode::Other,
            content: None,
        }),
        Act::Leave(Leave {
            grant: known.grant.clone(),
            reason: ReasonCode::Other,
            content: None,
            attachment: Vec::new(),
        }),
        Act::UpdateTask(Box::new(TaskUpdate {
            task: theirs(mirror(scene, known)),
            capability: Some(known.grant.clone()),
        })),
        Act::Submit(Box::new(handed_in)),
        Act::CreateNote(Box::new(said())),
        Act::UpdateNote(Box::new(said())),
        Act::DeleteNote { note: said().id },
        Act::Join { candidate: url(by) },
        Act::Nudge { content: None },
    ]
}

/// Tables in which a message leaves its mark whatever becomes of it: it came, it is numbered, and it is answered.
const LETTERS: [&str; 4] = ["activity", "channel", "delivery", "actor"];

#[tokio::test]
async fn the_inbox_obeys_no_stranger_and_nobody_who_speaks_for_a_member_of_any_role() {
    let (mut scene, known) = Scene::at(Stage::TheyHaveIt).await;
    let said = everything(&scene, &known, &scene.hornets.uri.clone());
    let kinds: BTreeSet<&str> = said.iter().map(Act::kind).collect();
    assert_eq!(kinds, Kind::ALL.iter().map(|kind| kind.as_str()).collect(), "a kind that nobody says here");
    let lines: Vec<_> = said.iter().map(line_of).collect();
    assert_eq!(lines.iter().map(|line| line.0).collect::<Vec<_>>(), (0..lines.len()).collect::<Vec<_>>());
    assert!(lines.iter().all(|line| INBOX.contains(&line.1)), "{lines:?}");
    assert!(INBOX.iter().all(|door| lines.iter().any(|line| line.1 == *door)), "{lines:?}");

    for role in Role::ALL {
        let member = if role == Role::Primary {
            scene.bees.clone()
        } else {
            scene.bees.with_member(&format!("{}1", role.as_str().replace('_', "")), role).await
        };
        let person = member.who.person().unwrap().clone();
        let number = scene.bees.task("Count").await;
        scene.bees.on_task("task.assign", number, json!({ "assignee": person })).await;
        let task = scene.bees.see(number).await;
        let of_theirs = Known { task: url(&scene.bees.app.addresses.task(&task.id)), ..known.clone() };
        let speaker = scene.bees.app.addresses.person(&person);
        let mut before = scene.digests().await;

        // In the member's name, with a key that is not theirs; whichever key the request claims.
        for act in everything(&scene, &of_theirs, &speaker) {
            let said = scene.hornets.next_with(
                &scene.bees.uri(),
                Some(&known.delegation),
                act.clone(),
                scene.now(),
                |message| message["actor"] = json!(speaker),
            );
            let (post, claimed) = (
                Post::to(&scene.inbox(), &scene.hornets, &said, scene.now()),
                Post {
                    key_id: format!("{speaker}#main-key"),
                    ..Post::to(&scene.inbox(), &scene.hornets, &said, scene.now())
                },
            );
            for post in [post, claimed] {
                let told = scene.send(&post).await;
                assert!((400..500).contains(&told.status), "{role} {:?}: {told:?}", line_of(&act));
            }
        }
        // By a pursuance that has met the bees, and is party to nothing.
        for act in everything(&scene, &of_theirs, &scene.hornets.uri.clone()) {
            let said =
                scene.hornets.next(&scene.bees.uri(), Some(&known.delegation), act.clone(), scene.now());
            scene.say(true, &said).await;
        }
        let mut after = scene.digests().await;
        for letters in LETTERS {
            before.remove(letters);
            after.remove(letters);
        }
        assert_eq!(after, before, "{role}: something was decided");
    }
    // The party itself is heard, at the same door.
    assert!(scene.bees.comments(1).await.is_empty());
    let said = Act::CreateNote(Box::new(note(&scene, &known)));
    scene.say_next(&known, said).await;
    assert_eq!(scene.bees.comments(1).await, ["Hello."]);
}
