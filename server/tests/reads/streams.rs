//! Streams of changes for open pages: who may open one, its contents, and its end.

use std::time::Duration;

use axum::body::BodyDataStream;
use http::StatusCode;
use pursuance::actions::access::Access;
use pursuance::store::pursuances::{self, MemberState};
use pursuance_domain::action::{Action, EndAllSessions, SuspendAccount};
use pursuance_domain::allowed::{Permission, Principal, Via};
use pursuance_domain::people::role::Role;
use serde_json::{Value, json};

use super::rule::readers;
use super::world::{Group, Place, World};
use crate::support::browser::Browser;
use crate::support::live::{heard, next};
use crate::support::{Person, TestApp};

/// How long is waited for news that must not come.
const SILENCE: Duration = Duration::from_millis(300);

async fn is_silent(stream: &mut BodyDataStream) -> bool {
    tokio::time::timeout(SILENCE, heard(stream)).await.is_err()
}

async fn may_see_pursuance(world: &World, who: &Principal, group: &Group) -> bool {
    let mut tx = world.app.db.read().await.unwrap();
    let pursuance = pursuances::by_slug(&mut tx, &group.slug).await.unwrap().unwrap();
    Access::load(&mut tx, who, pursuance, world.app.clock.now())
        .await
        .unwrap()
        .may(Permission::SeePursuance, None)
}

/// Whether a reader may hear of a comment on the task.
async fn may_see_task(world: &World, who: &Principal, group: &Group, number: i64) -> bool {
    let id = {
        let mut tx = world.app.db.read().await.unwrap();
        pursuance::store::tasks::by_number(&mut tx, &group.id, number).await.unwrap().unwrap().id
    };
    world.may_see(who, &Place::Task(id)).await
}

async fn streams_open_and_speak_as_the_rule_says(app: TestApp, seed: u64) {
    let world = World::random(app, seed).await;
    // Deliveries are told, too; here only what people do is to be heard.
    world.settle_down().await;
    let (mut opened, mut refused, mut silent) = (0, 0, 0);
    for reader in readers(&world).await {
        for group in &world.groups {
            let may_see = may_see_pursuance(&world, &reader.who, group).await;
            let path = format!("/p/{}/live", group.slug);
            let answer = reader.browser.listen(&path).await;
            let expected = if may_see { StatusCode::OK } else { StatusCode::NOT_FOUND };
            assert_eq!(answer.status(), expected, "seed {seed}: {} at {path}", reader.name);
            let mut streams = vec![answer.into_body().into_data_stream()];
            let number = group.tasks[0];
            for other in &group.tasks {
                let may_see = may_see && may_see_task(&world, &reader.who, group, *other).await;
                let path = format!("/p/{}/t/{other}/live", group.slug);
                let answer = reader.browser.listen(&path).await;
                let expected = if may_see { StatusCode::OK } else { StatusCode::NOT_FOUND };
                assert_eq!(answer.status(), expected, "seed {seed}: {} at {path}", reader.name);
                if may_see {
                    opened += 1
                } else {
                    refused += 1
                }
                if may_see && *other == number {
                    streams.push(answer.into_body().into_data_stream());
                }
            }
            if !may_see {
                continue;
            }
            let hears = may_see_task(&world, &reader.who, group, number).await;
            let say = json!({ "pursuance": group.slug, "task": number, "body": "zqsaid" });
            group.founder.perform("task.comment", say).await.ok();
            for stream in &mut streams {
                if hears {
                    // The topic and a number, and nothing else.
                    let told = next(stream).await.unwrap();
                    let known = [group.slug.clone(), format!("{}/{number}", group.slug)];
                    let (topic, id) = told.trim_end().split_once("\nid: ").unwrap();
                    assert!(known.iter().any(|known| topic == format!("data: {known}")), "{told}");
                    assert!(id.parse::<i64>().is_ok(), "{told}");
                } else {
                    assert!(is_silent(stream).await, "seed {seed}: {} hears of others", reader.name);
                    silent += 1;
                }
            }
        }
    }
    assert!(opened > 50 && refused > 50, "nothing was tried: {opened} opened, {refused} refused");
    assert!(silent > 0 || seed != SEED, "nobody had to be kept from hearing");
    world.stop().await;
}

const SEED: u64 = 4;

#[tokio::test]
async fn a_stream_opens_and_speaks_for_whom_the_rule_allows_on_sqlite() {
    streams_open_and_speak_as_the_rule_says(TestApp::start().await, SEED).await;
}

#[tokio::test]
async fn a_stream_opens_and_speaks_for_whom_the_rule_allows_on_postgres() {
    streams_open_and_speak_as_the_rule_says(TestApp::start_on_postgres().await, 5).await;
}

/// A pursuance for members only, with somebody in a role, and a task that they have.
struct Cell {
    app: TestApp,
    ana: Person,
    ben: Person,
    browser: Browser,
}

const TASK: i64 = 1;

impl Cell {
    async fn with_ben(role: &str) -> Self {
        let app = TestApp::start().await;
        let (ana, ben) = (app.person("ana").await, app.person("ben").await);
        let input = json!({ "slug": "cell", "name": "Cell", "mission": "", "visibility": "unlisted" });
        ana.perform("pursuance.create", input).await.ok();
        ben.perform("pursuance.join", json!({ "pursuance": "cell" })).await.ok();
        let set = json!({ "pursuance": "cell", "member": "ben", "role": role });
        ana.perform("member.set_role", set).await;
        let cell = Self { browser: Browser::signed_in(&app, &ben.id).await, app, ana, ben };
        cell.do_as_ana("task.create", json!({ "title": "Task of ben" })).await;
        cell.do_as_ana("task.assign", json!({ "task": TASK, "assignee": "ben" })).await;
        cell.do_as_ana("pursuance.edit", json!({ "visibility": "members" })).await;
        cell
    }

    async fn do_as_ana(&self, action: &str, mut input: Value) -> Value {
        input["pursuance"] = "cell".into();
        self.ana.perform(action, input).await.ok()
    }

    async fn both_streams(&self) -> [BodyDataStream; 2] {
        let open = async |path: &str| {
            let answer = self.browser.listen(path).await;
            assert_eq!(answer.status(), StatusCode::OK, "{path}");
            answer.into_body().into_data_stream()
        };
        [open("/p/cell/live").await, open("/p/cell/t/1/live").await]
    }

    /// Something happens that members hear of; the streams of who is none any more end without a word.
    async fn ends_in_silence(&self, streams: [BodyDataStream; 2]) {
        self.do_as_ana("task.create", json!({ "title": "Secret" })).await;
        for mut stream in streams {
            assert_eq!(next(&mut stream).await, None);
        }
    }
}

#[tokio::test]
async fn a_stream_ends_when_its_reader_leaves() {
    let cell = Cell::with_ben("normal").await;
    let streams = cell.both_streams().await;
    cell.ben.perform("pursuance.leave", json!({ "pursuance": "cell" })).await.ok();
    cell.ends_in_silence(streams).await;
}

#[tokio::test]
async fn a_stream_ends_when_its_reader_is_banned_or_removed() {
    for ban in [true, false] {
        let cell = Cell::with_ben("normal").await;
        let streams = cell.both_streams().await;
        let id = cell.ana.read("/api/v1/pursuances/cell").await.ok()["id"].as_str().unwrap().to_owned();
        let (pursuance, now) = (pursuance_domain::id::ActorId(id), cell.app.clock.now());
        // No action does this yet; whatever does it comes to these rows.
        let mut tx = cell.app.db.write().await.unwrap();
        if ban {
            let state = MemberState::Banned;
            pursuances::set_member(&mut tx, &pursuance, &cell.ben.id, Role::Normal, state, now)
                .await
                .unwrap();
        } else {
            pursuances::remove_member(&mut tx, &pursuance, &cell.ben.id).await.unwrap();
        }
        tx.commit().await.unwrap();
        cell.ends_in_silence(streams).await;
    }
}

#[tokio::test]
async fn a_stream_ends_when_its_reader_is_signed_out_or_suspended() {
    for suspend in [true, false] {
        let cell = Cell::with_ben("normal").await;
        let ruth = cell.app.operator("ruth").await;
        let streams = cell.both_streams().await;
        let account = cell.ben.id.clone();
        let (who, action): (&Person, Action) = if suspend {
            (&ruth, SuspendAccount { account, suspended: true }.into())
        } else {
            (&cell.ben, EndAllSessions { account }.into())
        };
        let at_a_browser = Principal::Person { actor: who.id.clone(), via: Via::Session };
        cell.app.perform(&at_a_browser, action).await.unwrap();
        cell.ends_in_silence(streams).await;
    }
}

#[tokio::test]
async fn a_stream_of_a_pursuance_that_closes_ends_for_who_only_looked() {
    let cell = Cell::with_ben("normal").await;
    cell.do_as_ana("pursuance.edit", json!({ "visibility": "public" })).await;
    let visitor = Browser::new(&cell.app);
    let (pursuance, task) = (visitor.listen("/p/cell/live").await, visitor.listen("/p/cell/t/1/live").await);
    cell.do_as_ana("pursuance.edit", json!({ "visibility": "members" })).await;
    cell.ends_in_silence([pursuance, task].map(|answer| answer.into_body().into_data_stream())).await;
}

#[tokio::test]
async fn a_stream_of_a_task_ends_when_the_task_is_out_of_sight() {
    let cell = Cell::with_ben("untrusted").await;
    let [mut pursuance, mut task] = cell.both_streams().await;
    cell.do_as_ana("task.comment", json!({ "task": TASK, "body": "Go on." })).await;
    assert!(next(&mut pursuance).await.is_some() && next(&mut task).await.is_some());

    cell.do_as_ana("task.assign", json!({ "task": TASK, "assignee": "ana" })).await;

    assert_eq!(next(&mut task).await, None);
    assert!(is_silent(&mut pursuance).await, "what others do with it is nothing to hear of");
}

#[tokio::test]
async fn who_asks_to_join_is_heard_of_by_those_who_decide_alone() {
    let cell = Cell::with_ben("normal").await;
    let cleo = cell.app.person("cleo").await;
    cell.do_as_ana("pursuance.edit", json!({ "visibility": "public", "joining": "approval" })).await;
    let [mut pursuance, mut task] = cell.both_streams().await;
    let decides = Browser::signed_in(&cell.app, &cell.ana.id).await.listen("/p/cell/live").await;
    let mut decides = decides.into_body().into_data_stream();

    cleo.perform("pursuance.join", json!({ "pursuance": "cell", "note": "Let me in." })).await.ok();

    assert!(next(&mut decides).await.is_some());
    assert!(is_silent(&mut pursuance).await && is_silent(&mut task).await);
    // They go on hearing of the rest.
    cell.do_as_ana("task.comment", json!({ "task": TASK, "body": "Go on." })).await;
    assert!(next(&mut pursuance).await.is_some() && next(&mut task).await.is_some());
}
