//! A server that sends too much, too often, or without end.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use futures::StreamExt;
use http::{Request, StatusCode};
use pursuance::bounds::bodies::{ACTIVITIES_OF_CLIENT, Whose};
use pursuance::bounds::client::Client;
use pursuance::bounds::rate::Allowance;
use pursuance::inbox::router_of;
use pursuance::peers::{Allowances, Gate};
use pursuance_domain::time::{DAY, HOUR, MINUTE};
use pursuance_federation::verify::Checks;
use pursuance_federation::vocab::{Act, Source};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::bodies::{self, EVE, INBOX, OTHER, Server, Told};
use super::table::{Row, peers::ROWS};
use super::{exceeded_elsewhere, most, said};
use crate::federation::hostile::Scene;
use crate::federation::hostile::skill_offers::{agreement, told};
use crate::federation::hostile::stages::{Stage, note, offer, offered};
use crate::federation::scripted::{Figure, Peer, Post};
use crate::support::groups::Group;
use crate::support::peers::until;

#[tokio::test]
async fn other_servers_get_no_further_than_the_table_says() {
    // One of them waits for as long as a body may take, and the others go on meanwhile. Few at a time: whoever has too much to do
    // asks for a key too slowly, and says 503.
    let (waits, others): (Vec<&Row>, Vec<&Row>) = ROWS.iter().partition(|row| row.id == "inbox-time");
    let rows = waits.into_iter().chain(others);
    let cases = rows.map(|row| async move { exceed(row, Scene::new().await).await });
    futures::stream::iter(cases).buffer_unordered(3).collect::<Vec<()>>().await;
}

async fn exceed(row: &Row, mut scene: Scene) {
    let public =
        |scene: &Scene| router_of(Gate::new(scene.bees.app.clone(), Checks::all(), &Allowances::PUBLIC));
    match row.id {
        "signature-age" | "signature-ahead" => {
            let is_ahead = row.id == "signature-ahead";
            let far = |seconds: i64| if is_ahead { seconds } else { -seconds };
            for (seconds, is_taken) in [(most(row) as i64 - 60, true), (most(row) as i64 + 60, false)] {
                let follow = scene.follow(&scene.wasps);
                let mut post = Post::to(&scene.inbox(), &scene.wasps, &follow, scene.now());
                post.signed_at += far(seconds);
                let told = scene.send(&post).await;
                assert_eq!(told.status, if is_taken { 202 } else { 401 }, "{}: {told:?}", row.id);
            }
        }
        "json-depth" => {
            // The activity itself is the outermost.
            for (arrays, status) in [(most(row) - 1, 202), (most(row), 400)] {
                let mut follow = scene.follow(&scene.wasps);
                follow["pad"] = (0..arrays).fold(json!(1), |inner, _| json!([inner]));
                let told = scene.send(&Post::to(&scene.inbox(), &scene.wasps, &follow, scene.now())).await;
                assert_eq!(told.status, status, "{arrays}: {told:?}");
            }
        }
        "json-values" => {
            for (values, status) in [(most(row) - 100, 202), (most(row), 400)] {
                let mut follow = scene.follow(&scene.wasps);
                follow["pad"] = json!(vec![1; values]);
                let told = scene.send(&Post::to(&scene.inbox(), &scene.wasps, &follow, scene.now())).await;
                assert_eq!(told.status, status, "{values}: {told:?}");
            }
        }
        "one-key" => {
            let router = public(&scene);
            // A key is fetched anew when it has not been for a day.
            until_later(row, async || {
                scene.world.advance(DAY + HOUR).await;
                let follow = scene.follow(&scene.wasps);
                let post = Post::to(&scene.inbox(), &scene.wasps, &follow, scene.now());
                scene.send_to(router.clone(), &post).await.status
            })
            .await;
        }
        "inbox-body" => {
            let mut follow = scene.follow(&scene.wasps);
            follow["pad"] = json!("x".repeat(most(row)));
            let told = scene.send(&Post::to(&scene.inbox(), &scene.wasps, &follow, scene.now())).await;
            assert_eq!(told.status, 413, "{told:?}");
        }
        "inbox-delegation" => {
            let padded = |nudge: &mut Value| nudge["pad"] = json!("x".repeat(most(row)));
            let (to, about) = (scene.bees.uri(), scene.peer.at("/ap/d/1"));
            let act = Act::Nudge { content: None };
            let nudge = scene.wasps.next_with(&to, Some(&about), act, scene.now(), padded);
            let told = scene.send(&Post::to(&scene.inbox(), &scene.wasps, &nudge, scene.now())).await;
            assert_eq!(told.status, 413, "{told:?}");
        }
        "inbox-time" => slow_body(row, &scene).await,
        "inbox-client" => {
            // Each of them is refused, and of refusals there may be fewer.
            let refused_of_client = Allowances::within(&scene.bees.app.config.reach).refused_of_client;
            let allowances = Allowances { refused_of_client, ..Allowances::PUBLIC };
            let router = router_of(Gate::new(scene.bees.app.clone(), Checks::all(), &allowances));
            let follow = scene.follow(&scene.wasps);
            let mut spoilt = Post::to(&scene.inbox(), &scene.wasps, &follow, scene.now());
            spoilt.body_sent = Some(b"{}".to_vec());
            until_later(row, async || scene.send_to(router.clone(), &spoilt).await.status).await;
        }
        "inbox-bodies-client" => bodies::exceed(row, bodies::INBOX).await,
        "inbox-bodies-strangers" => bodies_of_strangers(row).await,
        "inbox-refused" => {
            // Requests in all, of which there may be hardly more, do not count here.
            let client = Allowances::within(&scene.bees.app.config.reach).client;
            let allowances = Allowances { client, ..Allowances::PUBLIC };
            let router = router_of(Gate::new(scene.bees.app.clone(), Checks::all(), &allowances));
            let server = Server::of(router, scene.bees.app.addresses.authority()).await;
            until_later(row, async || server.ask(EVE, &INBOX).await.status).await;
            // Before its body has arrived, and whatever it would be.
            let told = Told::by(server.begin(EVE, &INBOX, b"", 2).await).await;
            assert!(told.status == 429 && told.text.contains("\r\nretry-after: "), "{told:?}");
            assert_eq!(server.ask(OTHER, &INBOX).await.status, 401, "another client");
        }
        "reader" => {
            let router = public(&scene);
            until_later(row, async || ask(&router, Request::get("/ap/instance"), "").await).await;
        }
        "keys-of-host" => {
            let router = public(&scene);
            let mut n = 0;
            until_later(row, async || {
                n += 1;
                knock(&scene, &router, &scene.peer, n).await
            })
            .await;
        }
        "keys-for-client" => {
            let router = public(&scene);
            let mut peers = Vec::new();
            for _ in 0..=most(row) / 10 {
                peers.push(Peer::start().await);
            }
            let mut n = 0;
            // Ten keys of each server, so that what one server may be asked is not used up.
            until_later(row, async || {
                n += 1;
                knock(&scene, &router, &peers[n % peers.len()], n).await
            })
            .await;
        }
        "inbox-host" => {
            let router = public(&scene);
            until_later(row, async || {
                let follow = scene.follow(&scene.wasps);
                let post = Post::to(&scene.inbox(), &scene.wasps, &follow, scene.now());
                scene.send_to(router.clone(), &post).await.status
            })
            .await;
        }
        "inbox-host-delegations" => {
            // Faster than it is given back nobody can sign two thousand messages here; the same guard with another number.
            let few = Allowance { at_once: 3, then_every: Duration::from_secs(3_600) };
            let allowances = Allowances { delegations_of_host: few, ..Allowances::PUBLIC };
            let router = router_of(Gate::new(scene.bees.app.clone(), Checks::all(), &allowances));
            let about = scene.peer.at("/ap/d/1");
            let mut told = Vec::new();
            for _ in 0..4 {
                let act = Act::Nudge { content: None };
                let nudge = scene.wasps.next(&scene.bees.uri(), Some(&about), act, scene.now());
                scene.wasps.said(&scene.bees.uri(), &nudge);
                let post = Post::to(&scene.inbox(), &scene.wasps, &nudge, scene.now());
                told.push(scene.send_to(router.clone(), &post).await.status);
            }
            assert_eq!(told, [202, 202, 202, 429]);
        }
        "refused" => {
            let about = scene.peer.at("/ap/d/1");
            let mut refused = 0;
            until_later(row, async || {
                let act = Act::Nudge { content: None };
                let nudge = scene.wasps.next(&scene.bees.uri(), Some(&about), act, scene.now());
                let told = scene.send(&Post::to(&scene.inbox(), &scene.wasps, &nudge, scene.now())).await;
                if told.status == 202 {
                    scene.wasps.said(&scene.bees.uri(), &nudge);
                    refused += 1;
                }
                told.status
            })
            .await;
            let answers = "activity where direction = 'out' and kind = 'Reject'";
            assert_eq!(scene.world.instances[0].inspect.count(answers).await, refused);
            // It was not taken in, so it waits for its turn and breaks no order.
            scene.world.advance(MINUTE).await;
            let act = Act::Nudge { content: None };
            let nudge = scene.wasps.next(&scene.bees.uri(), Some(&about), act, scene.now());
            assert_eq!(
                scene.send(&Post::to(&scene.inbox(), &scene.wasps, &nudge, scene.now())).await.status,
                202
            );
            assert_eq!(scene.world.instances[0].inspect.count(answers).await, refused + 1);
        }
        "offers-open" => {
            let bees = scene.bees.clone();
            let refused = offers(&mut scene, &[bees], most(row)).await;
            assert_eq!(refused["reasonCode"], "rate-limit", "{refused}");
        }
        "offers-host" => {
            // Of two pursuances of it, neither of which has reached its own limit.
            let to = scene.bees.uri();
            let mut last = Value::Null;
            for n in 0..=most(row) {
                let mut delegation = offer(&scene);
                let is_hornets = n % 2 == 1;
                let figure = if is_hornets { &scene.hornets } else { &scene.wasps };
                let uri: url::Url = figure.uri.parse().unwrap();
                (delegation.attributed_to, delegation.delegator) = (uri.clone(), uri.clone());
                delegation.task.attributed_to = uri.clone();
                delegation.path = vec![pursuance_federation::vocab::Sha256Sum::of(uri.as_str().as_bytes())];
                last = figure.next(&to, None, offered(delegation), scene.now());
                scene.say(is_hornets, &last).await;
            }
            let id = last["id"].as_str().unwrap();
            assert_eq!(scene.heard_about(id).remove(0)["reasonCode"], "rate-limit");
        }
        "offers-strangers" => {
            let bees = scene.bees.clone();
            offers_elsewhere(&scene, &bees, most(row), false).await;
            let last = scene.wasps.next(&bees.uri(), None, offered(offer(&scene)), scene.now());
            scene.say(false, &last).await;
            let id = last["id"].as_str().unwrap();
            assert_eq!(scene.heard_about(id).remove(0)["reasonCode"], "rate-limit");
            // There is room for those with whom they work.
            let (mut scene, _) = Scene::at(Stage::WeHaveIt).await;
            let bees = scene.bees.clone();
            offers_elsewhere(&scene, &bees, most(row), false).await;
            let last = scene.wasps.next(&bees.uri(), None, offered(offer(&scene)), scene.now());
            scene.say(false, &last).await;
            let waiting = "delegation where state = 'offered'";
            assert_eq!(scene.world.instances[0].inspect.count(waiting).await, most(row) as i64 + 1);
        }
        "offers-all" => {
            let bees = scene.bees.clone();
            offers_elsewhere(&scene, &bees, most(row), true).await;
            let last = scene.wasps.next(&bees.uri(), None, offered(offer(&scene)), scene.now());
            scene.say(false, &last).await;
            let id = last["id"].as_str().unwrap();
            assert_eq!(scene.heard_about(id).remove(0)["reasonCode"], "rate-limit");
        }
        "held-bytes" => {
            nudge_ahead(&mut scene, false).await;
            fill_held(&scene, &scene.wasps, most(row) - 20_000).await;
            nudge_ahead(&mut scene, false).await;
            assert_eq!(held_of(&scene, &scene.wasps).await, 3, "there was room for it");
            fill_held(&scene, &scene.wasps, 20_000).await;
            nudge_ahead(&mut scene, false).await;
            assert_eq!(held_of(&scene, &scene.wasps).await, 4, "and for this one none");
        }
        "held-bytes-host" => {
            nudge_ahead(&mut scene, true).await;
            fill_held(&scene, &scene.hornets, most(row) - 20_000).await;
            nudge_ahead(&mut scene, false).await;
            assert_eq!(held_of(&scene, &scene.wasps).await, 1, "there was room for it");
            fill_held(&scene, &scene.hornets, 20_000).await;
            nudge_ahead(&mut scene, false).await;
            assert_eq!(held_of(&scene, &scene.wasps).await, 1, "of another pursuance of the same server");
        }
        "held-stranger" => {
            let (to, about) = (scene.bees.uri(), scene.peer.at("/ap/d/1"));
            let act = || Act::Nudge { content: None };
            let missing = scene.wasps.next(&to, Some(&about), act(), scene.now());
            scene.wasps.said(&to, &missing);
            let padded = |nudge: &mut Value| nudge["pad"] = json!("x".repeat(most(row)));
            let ahead = scene.wasps.next_with(&to, Some(&about), act(), scene.now(), padded);
            assert_eq!(
                scene.send(&Post::to(&scene.inbox(), &scene.wasps, &ahead, scene.now())).await.status,
                202
            );
            assert_eq!(scene.world.instances[0].inspect.count("held").await, 0);
        }
        "skill-offer" => {
            for (more, status) in [(0, 202), (most(row), 413)] {
                let offer = told(&scene, 1, more);
                let answer = scene.send(&Post::to(&scene.inbox(), &scene.wasps, &offer, scene.now())).await;
                assert_eq!(answer.status, status, "{more}: {answer:?}");
            }
        }
        "skill-offers-of-one" => {
            for n in 1..=most(row) + 1 {
                let offer = told(&scene, n, 0);
                let answer = scene.send(&Post::to(&scene.inbox(), &scene.wasps, &offer, scene.now())).await;
                assert_eq!(answer.status, if n <= most(row) { 202 } else { 422 }, "{n}: {answer:?}");
            }
        }
        "agreements" => {
            for n in 1..=most(row) + 1 {
                let offer = agreement(&scene, &scene.wasps);
                let answer = scene.send(&Post::to(&scene.inbox(), &scene.wasps, &offer, scene.now())).await;
                assert_eq!(answer.status, if n <= most(row) { 202 } else { 429 }, "{n}: {answer:?}");
            }
        }
        "follow" => {
            let mut follow = scene.follow(&scene.wasps);
            follow["pad"] = json!("x".repeat(most(row)));
            let told = scene.send(&Post::to(&scene.inbox(), &scene.wasps, &follow, scene.now())).await;
            assert_eq!(told.status, 413, "{told:?}");
        }
        "weight-of-host" => {
            let few = Allowance { at_once: 3, then_every: Duration::from_secs(3_600) };
            let allowances =
                Allowances { weight_of_host: few, ..Allowances::within(&scene.bees.app.config.reach) };
            let router = router_of(Gate::new(scene.bees.app.clone(), Checks::all(), &allowances));
            let about = scene.peer.at("/ap/d/1");
            let padded = |nudge: &mut Value| nudge["pad"] = json!("x".repeat(3_000));
            let act = Act::Nudge { content: None };
            let nudge = scene.wasps.next_with(&scene.bees.uri(), Some(&about), act, scene.now(), padded);
            let post = Post::to(&scene.inbox(), &scene.wasps, &nudge, scene.now());
            assert_eq!(scene.send_to(router, &post).await.status, 429);
        }
        "offers-hour" => {
            let mut groups = vec![scene.bees.clone()];
            for name in ["ants", "moths", "midges"] {
                groups.push(scene.world.instances[0].found(name).await);
            }
            let refused = offers(&mut scene, &groups, most(row)).await;
            assert_eq!(refused["reasonCode"], "rate-limit", "{refused}");
        }
        "held" => {
            let (to, about) = (scene.bees.uri(), scene.peer.at("/ap/d/1"));
            for n in 0..=most(row) + 1 {
                let act = Act::Nudge { content: None };
                let nudge = scene.wasps.next(&to, Some(&about), act, scene.now());
                scene.wasps.said(&to, &nudge);
                // The first is never sent: whatever follows waits for it.
                if n > 0 {
                    let post = Post::to(&scene.inbox(), &scene.wasps, &nudge, scene.now());
                    assert_eq!(scene.send(&post).await.status, 202);
                }
            }
            assert_eq!(scene.world.instances[0].inspect.count("held").await, most(row) as i64);
        }
        "files-offered" | "terms-hour" | "terms-unanswered" | "questions-open" | "questions"
        | "work-round" | "work-late" | "said-besides" | "comments-offer" | "comments" => {
            said::exceed(row).await
        }
        _ => exceeded_elsewhere(row),
    }
}

/// Strangers hold all the room that they have: a long message of a server is taken once a pursuance here has worked with it, and is
/// a stranger's before, also where the server has asked for that.
async fn bodies_of_strangers(row: &Row) {
    for (stage, taken) in [(Stage::SaidYes, 503), (Stage::WeHaveIt, 202)] {
        let (scene, known) = Scene::at(stage).await;
        let room = &scene.bees.app.bodies.inbox;
        let mut held = Vec::new();
        for n in 0..most(row) / ACTIVITIES_OF_CLIENT {
            let mut body = room.hold(Client::at([10, 0, u8::try_from(n).unwrap(), 0].into()));
            let bytes = Body::from(vec![b'x'; ACTIVITIES_OF_CLIENT]);
            body.read(bytes, ACTIVITIES_OF_CLIENT, std::future::ready(Whose::Stranger)).await.unwrap();
            held.push(body);
        }
        let mut long = note(&scene, &known);
        long.source = Some(Source::markdown("é".repeat(9_000)));
        let act = Act::CreateNote(Box::new(long));
        let message = scene.wasps.next(&scene.bees.uri(), Some(&known.delegation), act, scene.now());
        let post = Post::to(&scene.inbox(), &scene.wasps, &message, scene.now());
        let told = scene.send(&post).await;
        assert_eq!(told.status, taken, "{stage:?}: {told:?}");
    }
}

/// The next message of one of them, whose first is never sent.
async fn nudge_ahead(scene: &mut Scene, hornets: bool) {
    let (to, about) = (scene.bees.uri(), scene.peer.at("/ap/d/1"));
    let now = scene.now();
    let figure = if hornets { &mut scene.hornets } else { &mut scene.wasps };
    let next = |figure: &Figure| figure.next(&to, Some(&about), Act::Nudge { content: None }, now);
    if figure.line(&to).seq == 0 {
        let missing = next(figure);
        figure.said(&to, &missing);
    }
    let nudge = next(figure);
    figure.said(&to, &nudge);
    let figure = if hornets { &scene.hornets } else { &scene.wasps };
    let told = scene.send(&Post::to(&scene.inbox(), figure, &nudge, now)).await;
    assert_eq!(told.status, 202, "{told:?}");
}

/// The channel in which somebody speaks to the bees.
async fn channel_of(scene: &Scene, figure: &Figure) -> String {
    let inspect = scene.world.instances[0].inspect.clone();
    let sql =
        format!("select c.id from channel c join actor a on a.id = c.peer where a.uri = '{}'", figure.uri);
    inspect.text(&sql).await
}

/// So many messages of somebody are kept behind the one that is missing.
async fn held_of(scene: &Scene, figure: &Figure) -> i64 {
    let channel = channel_of(scene, figure).await;
    scene.world.instances[0].inspect.count(&format!("held where channel = '{channel}'")).await
}

/// So many bytes of somebody are kept behind the one that is missing.
async fn fill_held(scene: &Scene, figure: &Figure, bytes: usize) {
    let channel = channel_of(scene, figure).await;
    let seq = 1_000 + held_of(scene, figure).await;
    let mut tx = scene.bees.app.db.write().await.unwrap();
    let bytes = vec![b'x'; bytes];
    pursuance::store::channels::hold(&mut tx, &channel, "E1", seq, &bytes, scene.now()).await.unwrap();
    tx.commit().await.unwrap();
}

/// Asks again and again until it is too often, which has to be after as often as the row says.
async fn until_later(row: &Row, mut ask: impl AsyncFnMut() -> u16) {
    let mut passed = 0;
    while ask().await != 429 {
        passed += 1;
        assert!(passed < 5 * most(row), "{}: never too often", row.id);
    }
    assert!(passed >= most(row), "{}: too often after {passed}", row.id);
}

/// Asks a router.
async fn ask(router: &Router, request: http::request::Builder, body: &str) -> u16 {
    let request = request.body(Body::from(body.to_owned())).unwrap();
    router.clone().oneshot(request).await.unwrap().status().as_u16()
}

/// Somebody new of a server, whose key nobody has.
async fn knock(scene: &Scene, router: &Router, peer: &Peer, n: usize) -> u16 {
    let ants = peer.figure(&format!("ants{n}"));
    let post = Post::to(&scene.inbox(), &ants, &scene.follow(&ants), scene.now());
    scene.send_to(router.clone(), &post).await.status
}

/// Makes as many offers as there may be and one more, to each pursuance twenty at most; what the last was answered.
async fn offers(scene: &mut Scene, groups: &[Group], most: usize) -> Value {
    let mut last = Value::Null;
    for n in 0..=most {
        let group = &groups[(n / 20).min(groups.len() - 1)];
        let mut delegation = offer(scene);
        delegation.delegate = group.uri().parse().unwrap();
        let uri = delegation.id.to_string();
        last = scene.wasps.next(&group.uri(), Some(&uri), offered(delegation), scene.now());
        let post = Post::to(&format!("{}/inbox", group.uri()), &scene.wasps, &last, scene.now());
        assert_eq!(scene.send(&post).await.status, 202);
        scene.wasps.said(&group.uri(), &last);
    }
    let taken = scene.world.instances[0].inspect.count("delegation where state = 'offered'").await;
    assert_eq!(taken, most as i64);
    let id = last["id"].as_str().unwrap().to_owned();
    until("the last is answered", async || !scene.heard_about(&id).is_empty()).await;
    scene.heard_about(&id).remove(0)
}

/// So many offers wait at a pursuance, from as many servers as it takes.
async fn offers_elsewhere(scene: &Scene, bees: &Group, most: usize, known: bool) {
    let mut tx = bees.app.db.write().await.unwrap();
    for n in 0..most {
        let them = crate::support::rows::an_actor(
            pursuance::store::actors::ActorKind::Group,
            &format!("ants{n}"),
            Some(&format!("s{}.example", n / 10)),
        );
        pursuance::store::actors::add(&mut tx, &them, None).await.unwrap();
        let us = pursuance::store::actors::by_id(&mut tx, &bees.id).await.unwrap().unwrap();
        let (side, state) =
            (pursuance_domain::delegation::Side::Delegate, pursuance_domain::delegation::State::Offered);
        let row = pursuance::store::delegations::Delegation {
            last_activity: scene.now(),
            created: scene.now(),
            updated: scene.now(),
            respond_by: Some(scene.now().plus(DAY)),
            ..crate::support::rows::a_delegation(side, state, &them, &us, "Count")
        };
        pursuance::store::delegations::add(&mut tx, &row).await.unwrap();
        if known && n.is_multiple_of(10) {
            let (side, state) = (
                pursuance_domain::delegation::Side::Delegate,
                pursuance_domain::delegation::State::Completed,
            );
            let row = pursuance::store::delegations::Delegation {
                grant_uri: Some(scene.peer.at("/ap/act/grant")),
                ..crate::support::rows::a_delegation(side, state, &them, &us, "Weigh")
            };
            pursuance::store::delegations::add(&mut tx, &row).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
}

/// A signed activity whose body comes as slowly as one may, and never ends.
async fn slow_body(row: &Row, scene: &Scene) {
    let follow = scene.follow(&scene.wasps);
    let (parts, _) = Post::to(&scene.inbox(), &scene.wasps, &follow, scene.now()).request().into_parts();
    let beats = tokio::time::interval(Duration::from_secs(1));
    let never = Body::from_stream(futures::stream::unfold(beats, |mut beats| async {
        beats.tick().await;
        Some((Ok::<_, std::io::Error>(bytes::Bytes::from(vec![b'x'; 5 * 1024])), beats))
    }));
    let router = router_of(Gate::new(scene.bees.app.clone(), Checks::all(), &Allowances::PUBLIC));
    let begun = std::time::Instant::now();
    let answer = router.oneshot(Request::from_parts(parts, never)).await.unwrap();
    assert_eq!(answer.status(), StatusCode::REQUEST_TIMEOUT);
    let limit = Duration::from_secs(row.most.number());
    assert!(begun.elapsed() >= limit, "refused after {:?}", begun.elapsed());
}
