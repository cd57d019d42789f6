//! Limits on amounts, on the reach of requests, and on the readers of documents (PROTOCOL §3.5, §4.3, §4.7–§4.9).

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use pursuance::bounds::rate::Allowance;
use pursuance::inbox::router_of;
use pursuance::peers::{Allowances, Gate};
use pursuance_domain::delegation::{Side, State};
use pursuance_domain::time::{DAY, HOUR, MINUTE};
use pursuance_federation::proof::add_proof;
use pursuance_federation::sign::Ed25519KeyPair;
use pursuance_federation::verify::{BODY_LIMIT, Checks};
use pursuance_federation::vocab::{Act, Answer, Attachment, Sha256Sum};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::Scene;
use super::skill_offers::agreement;
use super::stages::{Stage, accept, mirror, offer, offered, work};
use crate::federation::scripted::{Post, Served};
use crate::support::browser::Browser;
use crate::support::peers::until;

/// The answer to an offer of the wasps.
async fn answer_to(scene: &mut Scene, delegation: pursuance_federation::vocab::Delegation) -> Value {
    let uri = delegation.id.to_string();
    let message = scene.wasps.next(&scene.bees.uri(), Some(&uri), offered(delegation), scene.now());
    scene.say(false, &message).await;
    let id = message["id"].as_str().unwrap().to_owned();
    until("it is answered", async || !scene.heard_about(&id).is_empty()).await;
    scene.heard_about(&id).remove(0)
}

#[tokio::test]
async fn what_has_been_here_or_goes_too_far_is_refused_with_its_reason() {
    let mut scene = Scene::new().await;
    let us = Sha256Sum::of(scene.bees.uri().as_bytes());
    let mut round = offer(&scene);
    round.path.insert(0, us);
    let told = answer_to(&mut scene, round).await;
    assert_eq!((&told["type"], &told["reasonCode"]), (&json!("Reject"), &json!("loop")));

    let mut far = offer(&scene);
    let mut terms = far.terms.raw().clone();
    terms["maxDepth"] = json!(0);
    let uri = far.id.to_string();
    far.terms_hash = Sha256Sum::ZERO;
    let message = scene.wasps.next_with(&scene.bees.uri(), Some(&uri), offered(far), scene.now(), |offer| {
        offer["object"]["terms"] = terms.clone();
        let hash = pursuance_federation::jcs::content_hash(terms.as_object().unwrap());
        offer["object"]["termsHash"] = json!(hash.to_string());
    });
    scene.say(false, &message).await;
    let told = scene.heard_about(message["id"].as_str().unwrap()).remove(0);
    assert_eq!((&told["type"], &told["reasonCode"]), (&json!("Reject"), &json!("depth")));
}

#[tokio::test]
async fn a_yes_to_other_terms_is_stale() {
    let (mut scene, known) = Scene::at(Stage::Asked).await;
    let stale = Act::Accept(
        Answer::to(known.offer.clone())
            .on_terms(Sha256Sum::of(b"others"))
            .with_mirror(mirror(&scene, &known)),
    );
    let message = scene.wasps.next(&scene.bees.uri(), Some(&known.delegation), stale, scene.now());
    scene.say(false, &message).await;

    let told = scene.heard_about(message["id"].as_str().unwrap()).remove(0);
    assert_eq!((&told["type"], &told["reasonCode"]), (&json!("Reject"), &json!("stale-terms")));
    assert_eq!(scene.bees.delegations().await.pop().unwrap().state, State::Offered);
    let yes = accept(&known, mirror(&scene, &known));
    scene.say_next(&known, yes).await;
    assert_eq!(scene.bees.delegations().await.pop().unwrap().state, State::Active);
}

#[tokio::test]
async fn an_older_state_of_their_task_does_not_take_the_place_of_a_newer_one() {
    let (mut scene, known) = Scene::at(Stage::TheyHaveIt).await;
    let update = |revision: u64, name: &str| {
        let mut task = mirror(&scene, &known);
        (task.revision, task.name) = (revision, name.to_owned());
        let capability = Some(known.grant.clone());
        Act::UpdateTask(Box::new(pursuance_federation::vocab::TaskUpdate { task, capability }))
    };
    let (newer, older) = (update(7, "Counted half"), update(6, "Counted none"));
    scene.say_next(&known, newer).await;
    let message = scene.wasps.next(&scene.bees.uri(), Some(&known.delegation), older, scene.now());
    scene.say(false, &message).await;

    let told = scene.heard_about(message["id"].as_str().unwrap()).remove(0);
    assert_eq!(told["reasonCode"], "stale-revision");
    let row = scene.bees.delegations().await.pop().unwrap();
    assert_eq!(row.snapshot.unwrap().read().unwrap().name, "Counted half");
}

#[tokio::test]
async fn one_pursuance_offers_no_more_than_sixty_tasks_an_hour_to_all_of_ours() {
    let mut scene = Scene::new().await;
    let mut groups = vec![scene.bees.clone()];
    for name in ["ants", "moths", "midges"] {
        groups.push(scene.world.instances[0].found(name).await);
    }
    let mut last = Value::Null;
    for n in 0..61 {
        let group = &groups[n / 20];
        let mut delegation = offer(&scene);
        delegation.delegate = group.uri().parse().unwrap();
        let uri = delegation.id.to_string();
        last = scene.wasps.next(&group.uri(), Some(&uri), offered(delegation), scene.now());
        let post = Post::to(&format!("{}/inbox", group.uri()), &scene.wasps, &last, scene.now());
        assert_eq!(scene.send(&post).await.status, 202);
        scene.wasps.said(&group.uri(), &last);
    }
    let inspect = scene.world.instances[0].inspect.clone();
    assert_eq!(inspect.count("delegation where state = 'offered'").await, 60);
    let id = last["id"].as_str().unwrap().to_owned();
    until("the last is answered", async || !scene.heard_about(&id).is_empty()).await;
    assert_eq!(scene.heard_about(&id).remove(0)["reasonCode"], "rate-limit");

    scene.world.advance(HOUR + MINUTE).await;
    let mut delegation = offer(&scene);
    delegation.delegate = groups[3].uri().parse().unwrap();
    let uri = delegation.id.to_string();
    let again = scene.wasps.next(&groups[3].uri(), Some(&uri), offered(delegation), scene.now());
    let post = Post::to(&format!("{}/inbox", groups[3].uri()), &scene.wasps, &again, scene.now());
    assert_eq!(scene.send(&post).await.status, 202);
    assert_eq!(inspect.count("delegation where state = 'offered'").await, 61);
}

/// Allowances of which nobody notices anything.
fn ample(scene: &Scene) -> Allowances {
    Allowances::within(&scene.bees.app.config.reach)
}

#[tokio::test]
async fn a_server_that_says_too_much_about_delegations_is_told_when_to_come_back() {
    let scene = Scene::new().await;
    let once = Allowance { at_once: 1, then_every: Duration::from_secs(3_600) };
    let allowances = Allowances { delegations_of_host: once, ..ample(&scene) };
    let router = router_of(Gate::new(scene.bees.app.clone(), Checks::all(), &allowances));
    let nudge = |figure: &crate::federation::scripted::Figure| {
        let delegation = scene.peer.at("/ap/d/1");
        let act = Act::Nudge { content: None };
        let message = figure.next(&scene.bees.uri(), Some(&delegation), act, scene.now());
        Post::to(&scene.inbox(), figure, &message, scene.now())
    };

    assert_eq!(scene.send_to(router.clone(), &nudge(&scene.wasps)).await.status, 202);
    assert_eq!(scene.send_to(router, &nudge(&scene.hornets)).await.status, 429, "one server, one budget");
}

#[tokio::test]
async fn a_server_of_keys_that_never_answers_is_not_asked_again_and_again() {
    let scene = Scene::new().await;
    let ants = scene.peer.figure("ants");
    scene.peer.serve("/ap/p/ants", Served::Silence);
    let allowances = Allowances { key_lookup: Duration::from_millis(50), ..ample(&scene) };
    let knock = || Post::to(&scene.inbox(), &ants, &scene.follow(&ants), scene.now());
    for _ in 0..3 {
        // Each gate is a process of its own: what one has learnt, the others know from the database.
        let router = router_of(Gate::new(scene.bees.app.clone(), Checks::all(), &allowances));
        let told = scene.send_to(router, &knock()).await;
        assert_eq!((told.status, told.word.as_str()), (503, "key-unreachable"));
    }
    assert_eq!(scene.peer.asked().iter().filter(|path| *path == "/ap/p/ants").count(), 1);
}

/// Fails where `suspend`, or what is before `stop`, counts nothing: each stop is told to people, and a server can make up as many
/// peers as it likes.
#[tokio::test]
async fn a_server_stops_channels_no_oftener_than_it_has_messages_refused() {
    let scene = Scene::new().await;
    let host = format!("localhost:{}", scene.peer.port);
    while scene.bees.app.refused.count(&host).is_ok() {}
    let delegation = scene.peer.at("/ap/d/1");
    let lie = |figure: &crate::federation::scripted::Figure, member: &str, value: Value| {
        let nudge = Act::Nudge { content: None };
        let to = scene.bees.uri();
        let message = figure.next_with(&to, Some(&delegation), nudge, scene.now(), |message| {
            message[member] = value;
        });
        Post::to(&scene.inbox(), figure, &message, scene.now())
    };
    let further = || lie(&scene.wasps, "ack", json!({ "epoch": "E9", "seq": 5 }));
    let elsewhere = || lie(&scene.hornets, "prev", json!(Sha256Sum::of(b"another").to_string()));
    let stopped =
        async || scene.bees.verbs().await.iter().filter(|verb| *verb == "delegation.suspended").count();

    for post in [further(), elsewhere()] {
        assert_eq!(scene.send(&post).await.status, 429);
    }
    assert_eq!(stopped().await, 0);

    scene.world.advance(MINUTE).await;
    for post in [further(), elsewhere()] {
        assert_eq!(scene.send(&post).await.status, 202);
    }
    assert_eq!(stopped().await, 2, "what was not taken in is no less true a minute later");
}

/// Fails where the sweep forgets no keys: anybody can name as many as there are addresses.
#[tokio::test]
async fn keys_are_forgotten_that_nobody_has_needed_for_days() {
    let scene = Scene::new().await;
    let inspect = scene.world.instances[0].inspect.clone();
    let nobody = scene.peer.figure("nobody");
    scene.peer.serve("/ap/p/nobody", Served::Status(404));
    let knock = Post::to(&scene.inbox(), &nobody, &scene.follow(&nobody), scene.now());
    assert_eq!(scene.send(&knock).await.status, 401);
    assert_eq!(inspect.count("key_cache").await, 3, "those of two, and one that was not to be had");

    scene.world.advance(3 * DAY).await;
    until("they are forgotten", async || inspect.count("key_cache").await == 0).await;

    let again = Post::to(&scene.inbox(), &scene.wasps, &scene.follow(&scene.wasps), scene.now());
    assert_eq!(scene.send(&again).await.status, 202, "it is asked for again");
    assert_eq!(inspect.count("key_cache").await, 1);
}

#[tokio::test]
async fn the_key_that_is_kept_is_the_one_that_made_the_proof() {
    let scene = Scene::new().await;
    let ants = scene.peer.figure("ants");
    let spare = Ed25519KeyPair::from_seed(&[9; 32]);
    let second = format!("{}#second", ants.uri);
    let mut document = ants.document();
    document["assertionMethod"][0]["publicKeyMultibase"] = json!(spare.public().to_multikey());
    let key = json!({ "id": second, "type": "Multikey", "controller": ants.uri, "publicKeyMultibase": ants.key().public().to_multikey() });
    document["assertionMethod"].as_array_mut().unwrap().push(key);
    scene.peer.serve("/ap/p/ants", Served::Document(document));
    let delegation = scene.peer.at("/ap/d/1");
    let mut message =
        ants.next(&scene.bees.uri(), Some(&delegation), Act::Nudge { content: None }, scene.now());
    message.as_object_mut().unwrap().remove("proof");
    add_proof(&mut message, &ants.key(), &second, scene.now().unix_seconds()).unwrap();

    let post = Post { key_id: second, ..Post::to(&scene.inbox(), &ants, &message, scene.now()) };
    assert_eq!(scene.send(&post).await.status, 202);

    let sql = format!(
        "select lower(hex(ed25519_public)) from actor where uri = '{}' and pinned_at is not null",
        ants.uri
    );
    let kept = scene.world.instances[0].inspect.text(&sql).await;
    assert_eq!(kept, hex::encode(ants.key().public().as_bytes()));
}

#[tokio::test]
async fn of_the_programs_of_a_server_only_its_instance_reads_for_those_who_live_there() {
    let scene = Scene::new().await;
    let ants = scene.peer.figure("ants");
    let (instance, program) = (scene.peer.figure("instance"), scene.peer.figure("program"));
    for figure in [&instance, &program] {
        let mut document = figure.document();
        document["type"] = json!("Application");
        scene.peer.serve(&format!("/ap/p/{}", figure.name), Served::Document(document));
    }
    let mut document = ants.document();
    document["generator"]["id"] = json!(instance.uri);
    scene.peer.serve("/ap/p/ants", Served::Document(document));
    let delegation = scene.peer.at("/ap/d/1");
    let hello = ants.next(&scene.bees.uri(), Some(&delegation), Act::Nudge { content: None }, scene.now());
    assert_eq!(scene.send(&Post::to(&scene.inbox(), &ants, &hello, scene.now())).await.status, 202);
    let sql =
        format!("select c.id from channel c join actor a on a.id = c.peer where a.uri = '{}'", ants.uri);
    let channel = scene.world.instances[0].inspect.text(&sql).await;
    let log = format!("{}/log/{channel}?epoch={channel}&after=0", scene.bees.uri());

    assert_eq!(scene.look(&ants, &log).await, 200);
    assert_eq!(scene.look(&instance, &log).await, 200);
    assert_eq!(scene.look(&program, &log).await, 404);
    assert_eq!(scene.look(&scene.wasps, &log).await, 404);
}

#[tokio::test]
async fn nobody_sends_this_server_to_fetch_a_file_from_a_third() {
    let (mut scene, known) = Scene::at(Stage::TheyHaveIt).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (port, visits) = (listener.local_addr().unwrap().port(), Arc::new(AtomicUsize::new(0)));
    let counted = visits.clone();
    tokio::spawn(async move {
        while listener.accept().await.is_ok() {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    let mut handed_in = work(&scene, &known);
    handed_in.submission.attachment = vec![Attachment {
        name: "seven.md".to_owned(),
        media_type: "text/markdown".to_owned(),
        url: format!("http://localhost:{port}/seven.md").parse().unwrap(),
        byte_size: 6,
        sha256: Sha256Sum::of(b"Seven."),
    }];
    scene.say_next(&known, Act::Submit(Box::new(handed_in))).await;

    let row = scene.bees.delegations().await.pop().unwrap();
    assert_eq!((row.side, row.state), (Side::Origin, State::Submitted));
    let inspect = scene.world.instances[0].inspect.clone();
    until("it is known why there is no copy", async || {
        inspect.count("file where error = 'no-address'").await == 1
    })
    .await;
    assert_eq!(visits.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn the_name_of_a_file_from_elsewhere_leads_to_no_folder() {
    let mut scene = Scene::new().await;
    let mut delegation = offer(&scene);
    let names = ["../../x", "/etc/cron.d/y", "C:\\boot.ini", "..", "a/", "plain.txt"];
    for (n, name) in names.iter().enumerate() {
        delegation.task.attachment.push(Attachment {
            name: (*name).to_owned(),
            media_type: "text/plain".to_owned(),
            url: scene.peer.at(&format!("/files/{n}")).parse().unwrap(),
            byte_size: 6,
            sha256: Sha256Sum::of(name.as_bytes()),
        });
    }
    let uri = delegation.id.to_string();
    let message = scene.wasps.next(&scene.bees.uri(), Some(&uri), offered(delegation), scene.now());
    scene.say(false, &message).await;

    let inspect = scene.world.instances[0].inspect.clone();
    let kept = inspect.rows("select name from file order by source_url").await;
    assert_eq!(kept.concat(), ["x", "y", "boot.ini", "file", "file", "plain.txt"]);
    let mut bee = Browser::at(&scene.world.instances[0], &scene.bees.who).await;
    let incoming = bee.open("/p/bees/incoming").await.shown();
    assert!(incoming.html.contains("boot.ini") && !incoming.html.contains("../"), "{incoming:?}");
}

#[tokio::test]
async fn a_file_of_an_offer_is_given_no_longer_once_it_was_declined() {
    let mut scene = Scene::new().await;
    let task = scene.bees.task("Count").await;
    let file = scene.bees.attach(task, "count.txt", b"four").await;
    let offer = json!({ "pursuance": "bees", "task": task, "to": scene.wasps.uri, "files": [file] });
    let delegation = scene.bees.act("delegation.offer", offer).await["uri"].as_str().unwrap().to_owned();
    let offer = scene.heard("Offer").await["id"].as_str().unwrap().parse().unwrap();
    let id = "select f.id from file f join delegation d on d.id = f.object";
    let id = scene.world.instances[0].inspect.text(id).await;
    let address = scene.bees.app.addresses.at(&format!("/ap/file/{id}"));
    assert_eq!(scene.look(&scene.wasps, &address).await, 200);
    assert_eq!(scene.look(&scene.hornets, &address).await, 404);

    let no = Act::Reject(Answer::to(offer));
    let message = scene.wasps.next(&scene.bees.uri(), Some(&delegation), no, scene.now());
    scene.say(false, &message).await;

    assert_eq!(scene.bees.delegations().await.pop().unwrap().state, State::Declined);
    assert_eq!(scene.look(&scene.wasps, &address).await, 404);
}

#[tokio::test]
async fn a_file_that_only_new_terms_brought_is_fetched_with_the_yes_to_them() {
    let (mut scene, known) = Scene::at(Stage::WeHaveIt).await;
    let mut again = offer(&scene);
    again.id = known.delegation.parse().unwrap();
    again.task.id = known.task.clone();
    again.root = known.task.clone();
    again.revision = 2;
    again.task.size = Some(pursuance_federation::vocab::Size::L);
    again.task.attachment.push(Attachment {
        name: "map.txt".to_owned(),
        media_type: "text/plain".to_owned(),
        url: scene.peer.at("/files/map").parse().unwrap(),
        byte_size: 6,
        sha256: Sha256Sum::of(b"A map."),
    });
    scene.say_next(&known, offered(again)).await;
    let inspect = scene.world.instances[0].inspect.clone();
    assert_eq!(inspect.rows("select name from file").await.concat(), ["map.txt"]);
    assert!(!scene.peer.asked().contains(&"/files/map".to_owned()), "not before anybody said yes");

    let row = scene.bees.delegations().await.pop().unwrap();
    scene.bees.act("delegation.accept", json!({ "delegation": row.id })).await;
    until("the file is asked for", async || scene.peer.asked().contains(&"/files/map".to_owned())).await;
    let mirror = row.task.unwrap();
    assert_eq!(inspect.count(&format!("file where object = '{mirror}'")).await, 1, "it hangs on the mirror");
}

/// However many names a client gives itself.
#[tokio::test]
async fn a_client_is_refused_unread_so_many_times_whatever_is_wrong_and_what_is_taken_costs_nothing() {
    let once = Allowance { at_once: 1, then_every: Duration::from_secs(3_600) };
    for wrong in ["about nothing known", "an agreement", "a damaged body", "a body that is too large"] {
        let scene = Scene::new().await;
        let allowances = Allowances { refused_of_client: once, ..ample(&scene) };
        let router = router_of(Gate::new(scene.bees.app.clone(), Checks::all(), &allowances));
        let follow = |figure| Post::to(&scene.inbox(), figure, &scene.follow(figure), scene.now());
        for figure in [&scene.wasps, &scene.hornets, &scene.wasps] {
            assert_eq!(scene.send_to(router.clone(), &follow(figure)).await.status, 202);
        }
        let (spoilt, status) = match wrong {
            "about nothing known" => {
                let act = Act::Nudge { content: None };
                let about = scene.peer.at("/ap/d/1");
                let nudge = scene.wasps.next(&scene.bees.uri(), Some(&about), act, scene.now());
                (Post::to(&scene.inbox(), &scene.wasps, &nudge, scene.now()), 202)
            }
            "an agreement" => {
                let offer = agreement(&scene, &scene.wasps);
                (Post::to(&scene.inbox(), &scene.wasps, &offer, scene.now()), 202)
            }
            "a damaged body" => (Post { body_sent: Some(b"{}".to_vec()), ..follow(&scene.wasps) }, 401),
            _ => (Post { body_sent: Some(vec![b' '; BODY_LIMIT + 1]), ..follow(&scene.wasps) }, 413),
        };
        assert_eq!(scene.send_to(router.clone(), &spoilt).await.status, status, "{wrong}");
        let told = scene.send_to(router, &follow(&scene.hornets)).await;
        assert_eq!((told.status, told.word.as_str()), (429, "too-many-requests"), "{wrong}");
    }
}
