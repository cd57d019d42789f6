//! The other side of one delegation: how much it may offer, ask, hand in and say.

use pursuance::store::channels::ActivityDirection;
use pursuance::store::delegations::{self, SideCopy, Submission};
use pursuance::store::migrate;
use pursuance_domain::delegation::bounds::COMMENTS;
use pursuance_domain::delegation::{MessageKind, State};
use pursuance_domain::time::{HOUR, MINUTE};
use pursuance_federation::vocab::{Act, Attachment, Offer, Sha256Sum, Task, TaskUpdate};
use serde_json::json;

use super::most;
use super::table::{Row, peers::ROWS};
use crate::federation::hostile::Scene;
use crate::federation::hostile::stages::{Known, Stage, mirror, note, offer, offered, url, work};
use crate::support::peers::until;

pub async fn exceed(row: &Row) {
    match row.id {
        "terms-hour" | "terms-unanswered" => {
            let mut scene = Scene::new().await;
            let delegation = offer(&scene);
            let uri = delegation.id.to_string();
            let say = async |scene: &mut Scene, revision: u64| {
                let mut again = delegation.clone();
                again.revision = revision;
                let act = Act::Offer(Box::new(Offer { delegation: again, replaces: None, content: None }));
                let act = if revision == 1 { offered(delegation.clone()) } else { act };
                let message = scene.wasps.next(&scene.bees.uri(), Some(&uri), act, scene.now());
                scene.say(false, &message).await;
                message["id"].as_str().unwrap().to_owned()
            };
            say(&mut scene, 1).await;
            let mut revision = 1;
            if row.id == "terms-unanswered" {
                before(&scene, MessageKind::Offer, most(row) - 3).await;
                revision = most(row) as u64 - 2;
            }
            while revision < most(row) as u64 {
                revision += 1;
                say(&mut scene, revision).await;
            }
            assert_eq!(ours(&scene).await.state, State::Offered, "{}: there was room for it", row.id);
            let last = say(&mut scene, revision + 1).await;
            assert_refused(&scene, row, &last).await;
            let copy = ours(&scene).await;
            assert_eq!(copy.state, State::Declined, "{}: and for this one none", row.id);
        }
        "files-offered" => {
            let mut scene = Scene::new().await;
            let delegation = offer(&scene);
            let uri = delegation.id.to_string();
            for revision in 0..=most(row) / 20 {
                let mut again = delegation.clone();
                again.revision += revision as u64;
                again.task.attachment = (0..20).map(|n| a_file(&scene, &format!("{revision}-{n}"))).collect();
                let message = scene.wasps.next(&scene.bees.uri(), Some(&uri), offered(again), scene.now());
                scene.say(false, &message).await;
            }
            let inspect = scene.world.instances[0].inspect.clone();
            assert_eq!(inspect.count("file").await, most(row) as i64);
        }
        "room-texts-peer" => {
            let (mut scene, known) = Scene::at(Stage::TheyHaveIt).await;
            let comment = |scene: &Scene| Act::CreateNote(Box::new(note(scene, &known)));
            let act = comment(&scene);
            scene.say_next(&known, act).await;
            let before = kept(&scene, MessageKind::Note).await;
            let full = format!(
                "update text_room set bytes = {} where actor = (select id from actor where uri = '{}')",
                most(row) + 1,
                scene.wasps.uri
            );
            migrate::run_sample(&scene.bees.app.db, &full).await.unwrap();
            let act = comment(&scene);
            let message = scene.wasps.next(&scene.bees.uri(), Some(&known.delegation), act, scene.now());
            scene.say(false, &message).await;
            assert_refused(&scene, row, message["id"].as_str().unwrap()).await;
            assert_eq!(kept(&scene, MessageKind::Note).await, before);
        }
        "questions-open" => {
            let (mut scene, known) = Scene::at(Stage::TheyHaveIt).await;
            let ask = |n: usize| Act::Join { candidate: url(&format!("https://s{n}.example/ap/p/ants")) };
            for n in 0..most(row) {
                scene.say_next(&known, ask(n)).await;
            }
            assert_eq!(kept(&scene, MessageKind::AskOnward).await, most(row) as i64);
            say_too_much(&mut scene, row, &known, MessageKind::AskOnward, ask(most(row))).await;
        }
        "questions" => {
            let (mut scene, known) = Scene::at(Stage::TheyHaveIt).await;
            before(&scene, MessageKind::AskOnward, most(row) - 1).await;
            let ask = || Act::Join { candidate: url("https://s.example/ap/p/ants") };
            scene.say_next(&known, ask()).await;
            say_too_much(&mut scene, row, &known, MessageKind::AskOnward, ask()).await;
        }
        "work-round" | "work-late" => {
            let (mut scene, known) = Scene::at(Stage::TheyHaveIt).await;
            let late = row.id == "work-late";
            if late {
                let id = ours(&scene).await.id;
                scene.bees.act("delegation.recall", json!({ "delegation": id })).await;
            }
            handed_in(&scene, most(row) - 1, late).await;
            let submit = Act::Submit(Box::new(work(&scene, &known)));
            scene.say_next(&known, submit).await;
            let submit = Act::Submit(Box::new(work(&scene, &known)));
            say_too_much(&mut scene, row, &known, MessageKind::Submit, submit).await;
            let inspect = scene.world.instances[0].inspect.clone();
            assert_eq!(inspect.count("submission").await, most(row) as i64);
        }
        "said-besides" => {
            let (mut scene, known) = Scene::at(Stage::TheyHaveIt).await;
            let update = |scene: &Scene, revision| {
                let task = Task { revision, ..mirror(scene, &known) };
                Act::UpdateTask(Box::new(TaskUpdate { task, capability: Some(known.grant.clone()) }))
            };
            let heard = async |scene: &Scene, count: u32| {
                let mut row = ours(scene).await;
                if let SideCopy::Origin(copy) = &mut row.copy {
                    copy.heard = count;
                }
                let mut tx = scene.bees.app.db.write().await.unwrap();
                delegations::save(&mut tx, &row).await.unwrap();
                tx.commit().await.unwrap();
            };
            let most_now = most(row) as u32;
            heard(&scene, most_now - 1).await;
            let act = update(&scene, 7);
            scene.say_next(&known, act).await;
            let copy = ours(&scene).await.copy;
            assert_eq!(copy.origin().unwrap().heard, most_now, "there was room for it");
            let kept_before = kept(&scene, MessageKind::Progress).await;
            let act = update(&scene, 8);
            let message = scene.wasps.next(&scene.bees.uri(), Some(&known.delegation), act, scene.now());
            scene.say(false, &message).await;
            assert_refused(&scene, row, message["id"].as_str().unwrap()).await;
            assert_eq!(kept(&scene, MessageKind::Progress).await, kept_before);
            scene.world.advance(MINUTE).await;
            let act = update(&scene, 9);
            scene.say_next(&known, act).await;
            assert_eq!(kept(&scene, MessageKind::Progress).await, kept_before + 1, "time makes room");
        }
        "comments-offer" => {
            let mut scene = Scene::new().await;
            let delegation = offer(&scene);
            let uri = delegation.id.to_string();
            let message = scene.wasps.next(&scene.bees.uri(), Some(&uri), offered(delegation), scene.now());
            scene.say(false, &message).await;
            comment_too_much(scene, row, Known { delegation: uri, ..nothing_known() }).await;
        }
        "comments" => {
            let (scene, known) = Scene::at(Stage::TheyHaveIt).await;
            comment_too_much(scene, row, known).await;
        }
        _ => super::exceeded_elsewhere(row),
    }
}

fn a_file(scene: &Scene, name: &str) -> Attachment {
    Attachment {
        name: name.to_owned(),
        media_type: "text/plain".to_owned(),
        url: url(&scene.peer.at(&format!("/files/{name}"))),
        byte_size: 6,
        sha256: Sha256Sum::of(name.as_bytes()),
    }
}

fn nothing_known() -> Known {
    let nothing = url("http://localhost:9/nothing");
    Known {
        delegation: nothing.to_string(),
        task: nothing.clone(),
        offer: nothing.clone(),
        terms_hash: Sha256Sum::ZERO,
        grant: nothing.clone(),
        mirror: nothing,
    }
}

async fn comment_too_much(mut scene: Scene, row: &Row, known: Known) {
    before(&scene, MessageKind::Note, most(row) - 1).await;
    let comment = Act::CreateNote(Box::new(note(&scene, &known)));
    scene.say_next(&known, comment).await;
    let comment = Act::CreateNote(Box::new(note(&scene, &known)));
    say_too_much(&mut scene, row, &known, MessageKind::Note, comment).await;
    assert_eq!(scene.world.instances[0].inspect.count("message").await, 1);
}

#[tokio::test]
async fn what_the_other_side_removes_is_gone_here_however_much_it_has_said() {
    let (mut scene, known) = Scene::at(Stage::TheyHaveIt).await;
    let comment = note(&scene, &known);
    let remove = || Act::DeleteNote { note: comment.id.clone() };
    scene.say_next(&known, Act::CreateNote(Box::new(comment.clone()))).await;
    before(&scene, MessageKind::Note, COMMENTS - 1).await;

    scene.say_next(&known, remove()).await;

    let gone = "message where retracted_at is not null";
    assert_eq!(scene.world.instances[0].inspect.count(gone).await, 1);
    // To remove it again says nothing, and is one message too many.
    let row = ROWS.iter().find(|row| row.id == "comments").unwrap();
    say_too_much(&mut scene, row, &known, MessageKind::Note, remove()).await;
}

/// One message more than there may be: it is answered, and nothing of it is kept.
async fn say_too_much(scene: &mut Scene, row: &Row, known: &Known, kind: MessageKind, act: Act) {
    let before = kept(scene, kind).await;
    assert!(before >= most(row) as i64 || kind == MessageKind::Submit, "{}: {before} were taken in", row.id);
    let message = scene.wasps.next(&scene.bees.uri(), Some(&known.delegation), act, scene.now());
    scene.say(false, &message).await;
    assert_refused(scene, row, message["id"].as_str().unwrap()).await;
    assert_eq!(kept(scene, kind).await, before, "{}", row.id);
}

async fn assert_refused(scene: &Scene, row: &Row, message: &str) {
    until("it is answered", async || !scene.heard_about(message).is_empty()).await;
    let answer = scene.heard_about(message).remove(0);
    assert_eq!(
        (&answer["type"], &answer["reasonCode"]),
        (&json!("Reject"), &json!("rate-limit")),
        "{}",
        row.id
    );
}

async fn ours(scene: &Scene) -> delegations::Delegation {
    scene.bees.delegations().await.pop().unwrap()
}

/// How many messages of a kind the timeline has from the other side.
async fn kept(scene: &Scene, kind: MessageKind) -> i64 {
    let kind = kind.as_str();
    let sql = format!("delegation_message where direction = 'in' and kind = '{kind}'");
    scene.world.instances[0].inspect.count(&sql).await
}

/// So many messages of a kind came two hours ago.
async fn before(scene: &Scene, kind: MessageKind, count: usize) {
    let id = ours(scene).await.id;
    let mut tx = scene.bees.app.db.write().await.unwrap();
    let at = scene.now().plus(-2 * HOUR);
    for n in 0..count {
        let uri = scene.peer.at(&format!("/ap/act/before-{n}"));
        delegations::add_message(&mut tx, &id, ActivityDirection::In, &uri, kind, None, at).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// Work was handed in so many times.
async fn handed_in(scene: &Scene, count: usize, late: bool) {
    let id = ours(scene).await.id;
    let mut tx = scene.bees.app.db.write().await.unwrap();
    for n in 0..count {
        let submission = Submission {
            uri: scene.peer.at(&format!("/ap/s/before-{n}")),
            delegation: id.clone(),
            round: 1,
            at: scene.now(),
            late,
            verdict: None,
            verdict_at: None,
        };
        delegations::add_submission(&mut tx, &submission).await.unwrap();
    }
    tx.commit().await.unwrap();
}
