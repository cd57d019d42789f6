//! A server whose answers are too large, too late, or redirect without end.

use std::time::{Duration, Instant};

use pursuance::inbox::router_of;
use pursuance::peers::{Allowances, Gate};
use pursuance_domain::allowed::Principal;
use pursuance_domain::time::{HOUR, MINUTE};
use pursuance_domain::value::ActorRef;
use pursuance_federation::verify::Checks;
use pursuance_federation::vocab::Act;
use serde_json::{Value, json};

use super::table::{Row, answers::ROWS};
use super::{exceeded_elsewhere, most};
use crate::federation::hostile::Scene;
use crate::federation::scripted::{Figure, Post, Served};
use crate::support::peers::PATIENCE;

#[tokio::test]
async fn no_more_is_read_of_other_servers_than_the_table_says() {
    // At the same time: one of them waits for as long as a key may take.
    let cases = ROWS.iter().map(|row| async move { exceed(row, Scene::new().await).await });
    futures::future::join_all(cases).await;
}

async fn exceed(row: &Row, mut scene: Scene) {
    match row.id {
        "document" => {
            let to = scene.bees.uri();
            let missing: Vec<Value> = (0..45).map(|_| padded(&mut scene, &to, 25_000)).collect();
            let read = |items: &[Value]| items.iter().map(|item| item.to_string().len()).sum::<usize>();
            let few = &missing[..30];
            assert!(read(&missing) > most(row) && read(few) < most(row));
            let ahead = scene.wasps.next(&to, Some(&scene.peer.at("/ap/d/1")), nudge(), scene.now());
            let told = scene.send(&Post::to(&scene.inbox(), &scene.wasps, &ahead, scene.now())).await;
            assert_eq!(told.status, 202, "{told:?}");
            scene.wasps.keep_log(&scene.peer, &missing);
            scene.world.advance(MINUTE).await;
            assert!(scene.peer.asked().contains(&"/ap/p/wasps/log/x".to_owned()), "it was asked for");
            assert_eq!(heard_of(&scene).await, "0");
            scene.wasps.keep_log(&scene.peer, few);
            scene.world.advance(HOUR).await;
            assert_eq!(heard_of(&scene).await, "30");
        }
        "actor-document" => {
            for (name, length, is_read) in [("ants", most(row) - 10_000, true), ("moths", most(row), false)] {
                let pad = json!("x".repeat(length));
                assert_eq!(is_taken_with(&scene, name, &pad).await, is_read, "{length} bytes");
            }
        }
        "document-values" => {
            for (name, values, is_read) in [("ants", most(row) - 1_000, true), ("moths", most(row), false)] {
                let pad = json!(vec![1; values]);
                assert_eq!(is_taken_with(&scene, name, &pad).await, is_read, "{values} values");
            }
        }
        "discovery" => {
            for (name, length, is_read) in [("ants", most(row) - 1_000, true), ("moths", most(row), false)] {
                let figure = scene.peer.figure(name);
                let handle = format!("{name}@localhost:{}", scene.peer.port);
                let link = json!({ "rel": "self", "type": "application/activity+json", "href": figure.uri });
                let answer = json!({
                    "subject": format!("acct:{handle}"), "links": [link], "pad": "x".repeat(length),
                });
                scene.peer.serve("/.well-known/webfinger", Served::Document(answer));
                let named = ActorRef::parse(&handle).unwrap();
                let found = scene.bees.app.find_pursuance(&Principal::Operator, &named).await;
                assert_eq!(found.is_ok(), is_read, "{length} bytes: {found:?}");
            }
        }
        "redirects" => {
            for (length, is_followed) in [(most(row), true), (most(row) + 1, false)] {
                let name = format!("moth{length}");
                let moths = scene.peer.figure(&name);
                let at = |n: usize| format!("/r/{name}/{n}");
                scene.peer.serve(&format!("/ap/p/{name}"), Served::RedirectTo(scene.peer.at(&at(1))));
                for n in 1..length {
                    scene.peer.serve(&at(n), Served::RedirectTo(scene.peer.at(&at(n + 1))));
                }
                scene.peer.serve(&at(length), Served::Document(moths.document()));
                let hello = Post::to(&scene.inbox(), &moths, &scene.follow(&moths), scene.now());
                scene.send(&hello).await;
                let was_read = scene.peer.asked().contains(&at(length));
                assert_eq!(was_read, is_followed, "{length} redirects");
            }
        }
        "key-time" => {
            let mute = scene.peer.figure("mute");
            scene.peer.serve("/ap/p/mute", Served::Silence);
            let router = router_of(Gate::new(scene.bees.app.clone(), Checks::all(), &Allowances::PUBLIC));
            let post = Post::to(&scene.inbox(), &mute, &scene.follow(&mute), scene.now());
            let begun = Instant::now();
            let told = scene.send_to(router, &post).await;
            assert_eq!(told.status, 503, "{told:?}");
            let limit = Duration::from_secs(row.most.number());
            assert!((limit..limit + PATIENCE).contains(&begun.elapsed()), "{:?}", begun.elapsed());
        }
        _ => exceeded_elsewhere(row),
    }
}

fn nudge() -> Act {
    Act::Nudge { content: None }
}

/// A message of the wasps with so many bytes more than it needs, which counts as said.
fn padded(scene: &mut Scene, to: &str, bytes: usize) -> Value {
    let about = scene.peer.at("/ap/d/1");
    let pad = |message: &mut Value| message["pad"] = json!("x".repeat(bytes));
    let message = scene.wasps.next_with(to, Some(&about), nudge(), scene.now(), pad);
    scene.wasps.said(to, &message);
    message
}

/// The number of the last message of the wasps that was taken in.
async fn heard_of(scene: &Scene) -> String {
    let uri = &scene.wasps.uri;
    let sql = format!(
        "select cast(c.in_seq as text) from channel c join actor a on a.id = c.peer where a.uri = '{uri}'"
    );
    scene.world.instances[0].inspect.text(&sql).await
}

/// Whether somebody is heard whose own document has this in it besides.
async fn is_taken_with(scene: &Scene, name: &str, more: &Value) -> bool {
    let figure: Figure = scene.peer.figure(name);
    let mut document = figure.document();
    document["pad"] = more.clone();
    scene.peer.serve(&format!("/ap/p/{name}"), Served::Document(document));
    let follow = scene.follow(&figure);
    let told = scene.send(&Post::to(&scene.inbox(), &figure, &follow, scene.now())).await;
    assert!(told.status == 202 || (told.status >= 400 && told.status != 429), "{told:?}");
    // Its server is written to; what it cannot answer is nothing that the next one has to wait for.
    scene.peer.serve(&format!("/ap/p/{name}"), Served::Document(figure.document()));
    told.status == 202
}
