//! Files of an offer: they stay on their server until somebody wants them, and a hash alone opens no file.

use pursuance::actions::room::{self, Full};
use pursuance::platform::config::Quotas;
use pursuance::store::actors;
use pursuance::store::discussions::{self, FILES_MOST, TaskFile};
use pursuance_domain::allowed::Principal;
use pursuance_domain::delegation::State;
use pursuance_domain::id::FileId;
use pursuance_domain::value::Sha256;
use serde_json::json;

use crate::support::between::Between;
use crate::support::browser::Browser;
use crate::support::groups::{Group, perform};
use crate::support::peers::World;

/// An offer of the bees with a file, not answered.
async fn offered(world: &World, bees: &Group, wasps: &Group, bytes: &'static [u8]) -> (Between, Sha256) {
    let task = bees.task("Count").await;
    let sha256 = bees.attach(task, "../count.txt", bytes).await;
    let between = Between::offered(world, bees, wasps, task, json!({ "files": [sha256] })).await;
    (between, Sha256::parse(&sha256).unwrap())
}

#[tokio::test]
async fn a_file_stays_with_its_sender_until_somebody_says_yes() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let there = &world.instances[1];
    let (between, sha256) = offered(&world, &bees, &wasps, b"one").await;
    assert_eq!(there.inspect.count("job where kind = 'fetch_file'").await, 0);
    assert!(!there.app.files.has(&sha256).await);
    between.delegate_does("accept", json!({})).await;
    world.settle().await;
    assert!(there.app.files.has(&sha256).await, "with the yes it is fetched");
    assert_eq!(there.inspect.count("file where blob is not null").await, 1);
}

#[tokio::test]
async fn whoever_is_asked_may_look_at_the_files_first_and_what_is_declined_goes() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let there = &world.instances[1];
    let (between, sha256) = offered(&world, &bees, &wasps, b"two").await;
    between.delegate_does("fetch_files", json!({})).await;
    world.settle().await;
    assert!(there.app.files.has(&sha256).await);
    assert_eq!(there.inspect.text("select name from file").await, "count.txt");

    let mut tx = there.app.db.read().await.unwrap();
    let sender = actors::by_uri(&mut tx, &bees.uri()).await.unwrap().unwrap();
    let quotas = Quotas { peer: 4, ..there.app.config.quotas };
    assert_eq!(room::for_peer(&mut tx, &quotas, &sender, 1).await.unwrap(), Ok(()));
    assert_eq!(room::for_peer(&mut tx, &quotas, &sender, 2).await.unwrap(), Err(Full::Peer { most: 4 }));
    drop(tx);

    between.delegate_does("decline", json!({})).await;
    world.settle().await;
    assert_eq!(between.there().await.state, State::Declined);
    world.let_pass(2 * pursuance::jobs::UPLOAD_WAITS);
    pursuance::jobs::sweep_files(&there.app, 0..256).await.unwrap();
    assert!(!there.app.files.has(&sha256).await);
    assert_eq!(there.inspect.count("file").await, 0);
    assert!(world.instances[0].app.files.has(&sha256).await, "theirs stays theirs");
}

#[tokio::test]
async fn naming_the_hash_of_a_file_that_is_here_opens_nothing() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let there = &world.instances[1];
    let own = wasps.task("Secret").await;
    let secret = wasps.attach(own, "secret.txt", b"the ledger").await;
    let (between, sha256) = offered(&world, &bees, &wasps, b"the ledger").await;
    assert_eq!(secret, sha256.as_str());
    // The bees name the hash, and do not have the bytes to give.
    world.instances[0].way_in.answer("/ap/file/", 410, None);
    between.delegate_does("fetch_files", json!({})).await;
    world.settle().await;
    let copies = there.inspect.count("file where source_url is not null and blob is not null").await;
    assert_eq!(copies, 0);
    assert_eq!(there.inspect.count("file where source_url is not null and error is not null").await, 1);
}

#[tokio::test]
async fn the_button_beside_an_offer_fetches_its_files_and_goes_away() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let there = &world.instances[1];
    let (between, sha256) = offered(&world, &bees, &wasps, b"twelve bytes").await;
    let mut wim = Browser::at(there, &wasps.who).await;
    let incoming = wim.open("/p/wasps/incoming").await.shown();
    let button = format!("/p/wasps/d/{}/fetch-files", between.there().await.id);
    assert!(incoming.has_form(&button), "{incoming:?}");
    let incoming = incoming.saying("Copy to this server (12 B)").saying("count.txt");
    assert!(!incoming.html.contains("href=\"/files/"), "there is no copy yet");

    let asked = wim.fill(&incoming, &button, &[]).await.shown();
    asked.saying("The files are being copied.");
    world.settle().await;

    assert!(there.app.files.has(&sha256).await);
    let incoming = wim.open("/p/wasps/incoming").await.shown();
    assert!(!incoming.has_form(&button), "{incoming:?}");
    let link = incoming.html.split("href=\"/files/").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(wim.open(&format!("/files/{link}")).await.shown().html, "twelve bytes");
}

#[tokio::test]
async fn operators_see_what_the_files_of_another_server_take_and_may_take() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let there = &world.instances[1];
    let lead = wasps.who.person().unwrap();
    let make = json!({ "account": lead, "operator": true });
    perform(&there.app, &Principal::Operator, "account.set_operator", make).await.unwrap();
    let host = bees.app.addresses.authority().to_owned();
    let page = format!("/admin/peers/{host}");
    let (between, _) = offered(&world, &bees, &wasps, b"twelve bytes").await;
    let mut opal = Browser::at(there, &wasps.who).await;
    opal.open(&page).await.shown().saying("0 B of at most 1 GB");
    between.delegate_does("fetch_files", json!({})).await;
    world.settle().await;
    opal.open(&page).await.shown().saying("12 B of at most 1 GB");
}

/// A task of the bees at the wasps, with room for one more file, and two files of the wasps.
async fn nearly_full(world: &World, bees: &Group, wasps: &Group) -> (Between, [String; 2]) {
    let between = Between::active(world, bees, wasps, bees.task("Count").await, json!({})).await;
    let task = between.task().await.id;
    let mut tx = bees.app.db.write().await.unwrap();
    for n in 1..FILES_MOST {
        let file = TaskFile {
            id: FileId(format!("{task} {n}")),
            object: task.0.clone(),
            name: format!("{n}.txt"),
            sha256: format!("{n:064x}"),
            bytes: 1,
            media_type: "text/plain".to_owned(),
            added_by: bees.who.person().unwrap().clone(),
            at: bees.app.clock.now(),
            source_url: None,
            is_here: false,
            shown: None,
            not_shown: None,
            message: None,
            error: None,
            pursuance: None,
        };
        discussions::add_file(&mut tx, &file).await.unwrap();
    }
    tx.commit().await.unwrap();
    let mirror = between.mirror().await.number;
    let files =
        [wasps.attach(mirror, "one.txt", b"one").await, wasps.attach(mirror, "two.txt", b"two").await];
    (between, files)
}

#[tokio::test]
async fn no_more_files_hang_on_a_task_than_are_shown() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let inspect = &world.instances[0].inspect;
    let hung = async |between: &Between| {
        let task = between.task().await.id;
        inspect.count(&format!("file where object = '{task}'")).await
    };
    let (between, files) = nearly_full(&world, &bees, &wasps).await;
    between.delegate_does("return", json!({ "files": files })).await;
    world.settle().await;
    assert_eq!(between.here().await.state, State::Returned);
    assert_eq!(hung(&between).await, FILES_MOST, "given back");

    let (between, files) = nearly_full(&world, &bees, &wasps).await;
    between.delegate_does("submit", json!({ "body": "Both of them.", "files": files })).await;
    world.settle().await;
    between.origin_does("accept_work", json!({})).await;
    world.settle().await;
    assert_eq!(hung(&between).await, FILES_MOST, "accepted");
    let with_work =
        "file f where f.source_url is not null and not exists (select 1 from task t where t.id = f.object)";
    assert_eq!(inspect.count(with_work).await, 2, "both stay with the work");
}
