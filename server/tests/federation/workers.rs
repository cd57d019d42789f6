//! Workers that ask other servers: however long one of them takes, everybody else's work goes on.

use pursuance::store::jobs::Job;
use pursuance_domain::id::ActorId;
use pursuance_domain::time::{MINUTE, SECOND};
use pursuance_federation::vocab::Act;
use serde_json::{Value, json};

use super::hostile::Scene;
use super::hostile::stages::Stage;
use super::scripted::{Figure, Peer, Post, Served};
use crate::support::peers::{On, World, until};

/// A server that takes every question about so many actors and answers none, and the jobs that ask it.
async fn silent(world: &World, actors: usize) -> Peer {
    let peer = Peer::start().await;
    for n in 0..actors {
        peer.serve(&format!("/ap/p/{n}"), Served::Silence);
        ask(world, peer.at(&format!("/ap/p/{n}"))).await;
    }
    peer
}

async fn ask(world: &World, uri: String) {
    write(world, Job::RefreshActor { uri }).await;
}

async fn write(world: &World, job: Job) {
    let app = &world.instances[0].app;
    let mut tx = app.db.write().await.unwrap();
    job.write(&mut tx, &app.clock, app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    app.db.work().notify_waiters();
}

#[tokio::test]
async fn one_server_that_does_not_answer_has_two_places_and_no_more() {
    let world = World::of(&[On::Sqlite]).await;
    let mute = silent(&world, 20).await;
    let honest = Peer::start().await;
    ask(&world, honest.at("/ap/p/ants")).await;
    let inspect = &world.instances[0].inspect;
    let others = format!("job where unique_key = 'actor:{}'", honest.at("/ap/p/ants"));
    until("the other server has answered", async || inspect.count(&others).await == 0).await;
    assert_eq!(honest.asked(), ["/ap/p/ants"]);
    until("the silent one is asked", async || mute.asked().len() == 2).await;
    assert_eq!(inspect.count("job where lease_until > 0").await, 2, "and no third job asks it");
    assert_eq!(inspect.count("job").await, 20);
}

/// Says something to the bees of which what was said before is missing, and answers both.
async fn leave_a_gap(scene: &Scene, figure: &mut Figure) -> [Value; 2] {
    let (to, about) = (scene.bees.uri(), format!("{}/about", figure.uri));
    let nudge = || Act::Nudge { content: None };
    let missing = figure.next(&to, Some(&about), nudge(), scene.now());
    figure.said(&to, &missing);
    let second = figure.next(&to, Some(&about), nudge(), scene.now());
    assert_eq!(scene.send(&Post::to(&scene.inbox(), figure, &second, scene.now())).await.status, 202);
    [missing, second]
}

/// Fails where `to_pull` leaves out nobody: every place is held until the server that gives nothing has been asked for all of its
/// logs, a few at a time.
#[tokio::test]
async fn one_server_that_gives_no_log_leaves_places_for_the_logs_of_others() {
    const MUTE: usize = 12;
    let scene = Scene::new().await;
    let (mute, honest) = (Peer::start().await, Peer::start().await);
    for n in 0..MUTE {
        mute.serve(&format!("/ap/p/m{n}/log/x"), Served::Silence);
        leave_a_gap(&scene, &mut mute.figure(&format!("m{n}"))).await;
    }
    let logs = || mute.asked().iter().filter(|path| path.ends_with("/log/x")).count();
    scene.world.let_pass(MINUTE);
    until("the silent one is asked", async || logs() >= 2).await;

    let mut ants = honest.figure("ants");
    let said = leave_a_gap(&scene, &mut ants).await;
    ants.keep_log(&honest, &said);
    scene.world.let_pass(MINUTE);
    let of_ants = "select cast(c.in_seq as text) from channel c join actor a on a.id = c.peer where a.uri = ";
    let sql = format!("{of_ants}'{}'", ants.uri);
    until("the other log is read", async || scene.world.instances[0].inspect.text(&sql).await == "2").await;
    assert!(logs() < MUTE, "before the silent one has been asked for everything");
}

#[tokio::test]
async fn servers_that_do_not_answer_leave_places_for_work_that_asks_nobody() {
    let world = World::of(&[On::Sqlite]).await;
    let mut mute = Vec::new();
    for _ in 0..10 {
        mute.push(silent(&world, 2).await);
    }
    let asked = || mute.iter().map(|peer| peer.asked().len()).sum::<usize>();
    until("as many are asked as may be", async || asked() == 6).await;
    write(&world, Job::NoteGone { actor: ActorId("nobody".to_owned()) }).await;
    let inspect = &world.instances[0].inspect;
    until("the other work is done", async || inspect.count("job where kind = 'note_gone'").await == 0).await;
    assert_eq!((inspect.count("job where lease_until > 0").await, asked()), (6, 6));
}

#[tokio::test]
async fn a_job_that_takes_longer_than_its_lease_is_not_begun_by_a_second_worker() {
    let world = World::of(&[On::Sqlite]).await;
    let mute = silent(&world, 1).await;
    until("it is asked", async || mute.asked().len() == 1).await;
    for _ in 0..4 {
        world.let_pass(MINUTE);
        let left = format!("job where lease_until > {}", world.now().plus(MINUTE).0);
        until("the lease is renewed", async || world.instances[0].inspect.count(&left).await == 1).await;
    }
    assert_eq!(mute.asked().len(), 1);
}

#[tokio::test]
async fn a_lane_is_kept_while_its_server_is_asked_whether_a_receiver_has_ended() {
    let (scene, _) = Scene::at(Stage::Asked).await;
    scene.peer.serve("/ap/p/wasps/inbox", Served::Status(404));
    scene.peer.serve("/ap/p/wasps", Served::Silence);
    let before = scene.peer.asked().len();
    let row = scene.bees.delegations().await.pop().unwrap();
    scene.bees.act("delegation.recall", json!({ "delegation": row.id })).await;
    until("it is asked for the receiver", async || scene.peer.asked().len() > before).await;
    let inspect = &scene.world.instances[0].inspect;
    let worker = inspect.text("select lease_by from host where lease_until > 0").await;
    for _ in 0..4 {
        scene.world.let_pass(25 * SECOND);
        let left = scene.now().plus(50 * SECOND).0;
        let kept = format!("host where lease_by = '{worker}' and lease_until > {left}");
        until("the lane is kept", async || inspect.count(&kept).await == 1).await;
    }
    assert_eq!(scene.peer.asked().len(), before + 1, "by the one that asks");
}
