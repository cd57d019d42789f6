//! A process is killed while something is said in a room, and while what has ended there is deleted: a message is said once, and
//! afterwards nothing is left of those whose time is over.

use std::time::Duration;

use pursuance_domain::time::{MINUTE, SECOND};
use serde_json::{Value, json};

use super::gate::{Boundary, Gate};
use super::{Chance, seed};
use crate::federation::process::{NoAnswer, Process, SharedClock};
use crate::support::bees::bees;
use crate::support::inspect::Inspect;
use crate::support::peers::until;
use crate::support::ports::free_port;
use crate::support::rooms::{room, said};
use crate::support::{Setup, TestApp, postgres};
use crate::talk::gone::{HUNG, hang, index, until_nowhere};
use crate::talk::many::fill;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_said_while_the_server_dies_is_said_once() {
    said_while_the_server_dies(None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_said_while_the_server_dies_is_said_once_on_postgres() {
    said_while_the_server_dies(Some(postgres::migrated().await)).await;
}

async fn said_while_the_server_dies(database: Option<String>) {
    const MESSAGES: usize = 12;
    let seed = seed();
    println!("PURSUANCE_TEST_SEED={seed}");
    let chance = Chance(seed.into());
    let folder = tempfile::tempdir().unwrap();
    let clock = SharedClock::new(folder.path());
    let mut process = Process::found(&clock, database).await;
    let ana = process.person("ana");
    ana.found("bees").await;
    let rooms = ana.read("/pursuances/bees/rooms").await;
    let general = rooms["items"][0]["room"].as_str().unwrap().to_owned();

    for n in 0..MESSAGES {
        let input = json!({ "room": general, "body": format!("Message {n}") });
        let (speaking, key) = (ana.clone(), format!("key-{n}-{seed}"));
        // As a browser does: the same again, with the same key, until there is an answer.
        let said = tokio::spawn(async move {
            let mut again = tokio::time::interval(Duration::from_millis(10));
            loop {
                match speaking.attempt("room.say", &input, &key).await {
                    Ok(said) => return said["message"].as_str().unwrap().to_owned(),
                    Err(NoAnswer::Unknown(_)) => {
                        again.tick().await;
                    }
                    Err(NoAnswer::Refused(word)) => panic!("{word}"),
                }
            }
        });
        // Not a wait for anything: the moment is to be any.
        let moment = Duration::from_micros(chance.below(12_000));
        let _ = tokio::time::timeout(moment, std::future::pending::<()>()).await;
        process.kill();
        process.start().await;
        said.await.unwrap();
        // Nobody says very much in a minute.
        clock.advance(2);
    }
    let read = ana.read(&format!("/rooms/{general}/messages?limit=100")).await;
    let bodies: Vec<&str> =
        read["items"].as_array().unwrap().iter().map(|item| item["body"].as_str().unwrap()).collect();
    let each: Vec<String> = (0..MESSAGES).map(|n| format!("Message {n}")).collect();
    assert_eq!(bodies, each);
    let inspect = process.inspect().await;
    assert_eq!(inspect.count("event where verb = 'room.said'").await, MESSAGES as i64);
}

/// Where a process that deletes what has ended is held.
#[derive(Debug, Clone, Copy)]
enum Held {
    /// So many messages are left in the room; the part that goes on has deleted some of them, and is not committed.
    With(i64),
    /// The rows are gone, and the bytes of a file are not.
    BeforeBytes,
    /// The bytes are gone, and that is not noted.
    BehindBytes,
}

impl Held {
    const ALL: [Self; 5] =
        [Self::With(250), Self::With(220), Self::With(40), Self::BeforeBytes, Self::BehindBytes];

    async fn close(self, inspect: &Inspect, gate: &Gate, room: &str, now: i64) {
        match self {
            Self::With(left) => {
                let is_held = format!("(select count(*) from message where thread = '{room}') <= {left}");
                let held = match inspect {
                    Inspect::Sqlite(_) => format!(
                        "create trigger held before delete on message when {is_held}
                         begin select raise(abort, 'held'); end;"
                    ),
                    Inspect::Postgres(_) => format!(
                        "create function held() returns trigger language plpgsql as $$
                         begin if {is_held} then raise exception 'held'; end if; return old; end $$;
                         create trigger held before delete on message for each row execute function held();"
                    ),
                };
                inspect.script(&held).await;
            }
            Self::BeforeBytes => gate.close(Boundary::Claimed("remove_bytes"), now).await,
            Self::BehindBytes => gate.close(Boundary::Done("remove_bytes"), now).await,
        }
    }

    async fn until_there(self, process: &Process, gate: &Gate, logged: usize, now: i64) {
        until(&format!("it stands at {self:?}"), async || match self {
            Self::With(_) => process.logged("Messages could not be deleted whose lifetime is over") > logged,
            Self::BeforeBytes => gate.is_claimed("remove_bytes", now).await,
            Self::BehindBytes => process.logged("A job could not be noted") > logged,
        })
        .await;
    }

    async fn open(self, inspect: &Inspect, gate: &Gate) {
        match self {
            Self::With(_) => match inspect {
                Inspect::Sqlite(_) => inspect.script("drop trigger held;").await,
                Inspect::Postgres(_) => inspect.script("drop function held cascade;").await,
            },
            Self::BeforeBytes | Self::BehindBytes => gate.open().await,
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_killed_while_messages_end_leaves_nothing_of_them() {
    for held in Held::ALL {
        killed_while_messages_end(held, None).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_killed_while_messages_end_leaves_nothing_of_them_on_postgres() {
    for held in Held::ALL {
        killed_while_messages_end(held, Some(postgres::migrated().await)).await;
    }
}

async fn killed_while_messages_end(held: Held, database_url: Option<String>) {
    let folder = tempfile::tempdir().unwrap();
    let clock = SharedClock::new(folder.path());
    let base_url = Some(format!("http://localhost:{}", free_port()));
    let app = TestApp::with(Setup { base_url, database_url, ..Setup::default() }).await;
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let lasting = room(&ana, "Archive", "everyone").await;
    ana.perform("room.edit", json!({ "room": kitchen, "lifetime": 60 })).await.ok();
    let now = app.clock.now();
    fill(&app, (&kitchen, &people[0].id), (0..249).map(|n| (format!("zqsaid{n}"), now))).await;
    let last = said(&ana, &kitchen, "zqlastofall").await;
    hang(&app, &ana, (&kitchen, &last)).await;
    said(&ana, &lasting, "zqstays").await;
    index(&app).await;
    let token = ana.token().to_owned();
    drop((ana, people));
    let inspect = Inspect::open(&app.config.database_url).await;
    let gate = Gate::build(&inspect).await;
    let mut process = Process::take_over(app, &clock, Vec::new()).await;

    let at = pursuance::platform::clock::Clock::System.now().plus(2 * MINUTE).0;
    held.close(&inspect, &gate, &kitchen, at).await;
    let logged = process.logged("Messages could not be deleted whose lifetime is over")
        + process.logged("A job could not be noted");
    clock.advance(2 * MINUTE / SECOND);
    held.until_there(&process, &gate, logged, at).await;
    process.kill();
    held.open(&inspect, &gate).await;
    process.start().await;
    // The lease of the process that was killed ends.
    clock.advance(2 * MINUTE / SECOND);

    until_nowhere(process.folder(), &inspect, &[HUNG.as_slice(), &["zqlastofall"]].concat()).await;
    let jobs = "job where kind = 'remove_bytes'";
    until("the job is noted as done", async || inspect.count(jobs).await == 0).await;
    let texts = "text_version where field = 'body' and body like 'zqs%'";
    let counts = [inspect.count("message").await, inspect.count(texts).await];
    assert_eq!(counts, [1, 1], "{held:?}: that of the other room is left");
    assert_eq!(inspect.count("searched where kind = 'comment'").await, 1, "{held:?}");
    let ana = process.client(&token);
    let read = ana.read(&format!("/rooms/{lasting}/messages")).await;
    let left: Vec<&Value> = read["items"].as_array().unwrap().iter().map(|item| &item["body"]).collect();
    assert_eq!(left, [&json!("zqstays")], "{held:?}");
}
