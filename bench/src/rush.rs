//! A rush: a thousand new tasks in a minute want help. How soon the first people are asked about each, and how long pages take
//! meanwhile (RULES §4).

use std::path::Path;
use std::time::{Duration, Instant};

use pursuance::state::hash_secret;
use pursuance_domain::action::{CreateToken, StartSession};
use pursuance_domain::allowed::Principal;
use pursuance_domain::time::DAY;
use pursuance_domain::value::TokenScope;
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection, SqliteConnection};
use tokio::sync::oneshot;
use tokio::time::{MissedTickBehavior, interval};

use crate::bulk;
use crate::database::{Databases, Place};
use crate::http::{self, Client};
use crate::server::Server;
use crate::table::{Aim, Table, Unit};
use crate::times::millis;
use crate::trouble::{Outcome, Trouble};
use crate::world;

const PART: &str = "Rush";
const SLUG: &str = "levels";
const SKILL: &str = "Field:Levels";
const SECRET: &str = "8f3c1d5e7a9b0c2d4e6f8a1b3c5d7e9f";
/// How long after the last task people may be asked before something is wrong.
const PATIENCE: Duration = Duration::from_secs(120);
/// Between two looks at a page.
const LOOKS: Duration = Duration::from_millis(50);

/// How much comes.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    pub tasks: u32,
    /// In this time, evenly.
    pub within: Duration,
    /// Members with the skill of the tasks.
    pub able: u64,
}

impl Load {
    /// What figures are taken from.
    pub const FULL: Self = Self { tasks: 1_000, within: Duration::from_secs(60), able: 5_000 };
    /// Only to see that it works.
    pub const QUICK: Self = Self { tasks: 10, within: Duration::from_secs(1), able: 100 };
}

/// Measures on every database.
pub async fn measure(binary: &Path, databases: &Databases, load: Load, table: &mut Table) -> Outcome<()> {
    for kind in databases.kinds() {
        let place = databases.place(kind, "rush").await?;
        fill(&place, load).await?;
        let server = Server::start(binary, &place, "error").await?;
        let (ends, ended) = oneshot::channel();
        let looks = tokio::spawn(look(place.authority(), place.port, ended));
        come(&place, load).await?;
        let latest = all_asked(&place, load).await?;
        drop(ends);
        let looked = looks.await.map_err(|_| Trouble::odd("the reader of pages has stopped"))??;
        server.stop().await?;
        let figure = format!("{} tasks in {} s: the latest first offer", load.tasks, load.within.as_secs());
        table.add(PART, Some(kind), figure, latest, Unit::Millis, Aim::AtMost(60_000.0));
        table.add(PART, Some(kind), "a page meanwhile: p99", looked, Unit::Millis, Aim::AtMost(50.0));
    }
    Ok(())
}

/// Writes the tasks down, one after the other, evenly.
async fn come(place: &Place, load: Load) -> Outcome<()> {
    let mut client = Client::connect(place.port).await?;
    let mut pace = interval(load.within / load.tasks);
    pace.set_missed_tick_behavior(MissedTickBehavior::Burst);
    for number in 1..=load.tasks {
        pace.tick().await;
        let task = json!({ "pursuance": SLUG, "title": format!("Read the level at place {number}"), "skills": [SKILL], "ask": false });
        let request = http::act(&place.authority(), "task.create", SECRET, &task);
        let made: Value = serde_json::from_slice(client.expect(&request, 200).await?)?;
        let wanted =
            json!({ "pursuance": SLUG, "task": made.pointer("/task").or(made.pointer("/result/task")) });
        let request = http::act(&place.authority(), "task.want_help", SECRET, &wanted);
        client.expect(&request, 200).await?;
    }
    Ok(())
}

/// Waits until people are asked about every task; the longest time from a task to its first offer, in milliseconds.
async fn all_asked(place: &Place, load: Load) -> Outcome<f64> {
    const SQL: &str = "select count(*), coalesce(max(o.first - t.created), 0) from task t
        join (select task, min(at) as first from offer group by task) o on o.task = t.id";
    let begun = Instant::now();
    loop {
        let (asked, latest): (i64, i64) = if place.postgres.is_none() {
            let mut connection = SqliteConnection::connect(&place.database_url()).await?;
            sqlx::query_as(SQL).fetch_one(&mut connection).await?
        } else {
            let mut connection = PgConnection::connect(&place.database_url()).await?;
            sqlx::query_as(SQL).fetch_one(&mut connection).await?
        };
        if asked >= i64::from(load.tasks) {
            return Ok(latest as f64 / 1000.0);
        }
        if begun.elapsed() > PATIENCE {
            return Err(Trouble::odd(format!("people were asked about {asked} tasks of {}", load.tasks)));
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Looks at the page of the pursuance, again and again; how long it took, in milliseconds, but for one look of a hundred.
async fn look(authority: String, port: u16, mut ended: oneshot::Receiver<()>) -> Outcome<f64> {
    let cookie = format!("pursuance-{port}={SECRET}");
    let mut client = Client::connect(port).await?;
    let mut pace = interval(LOOKS);
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut times = Vec::new();
    loop {
        tokio::select! {
            _ = &mut ended => return Ok(millis(&mut times, 99)),
            _ = pace.tick() => {}
        }
        // Another address each time: the page is made anew.
        let path = format!("/p/{SLUG}?look={}", times.len());
        let request = http::get(&authority, &path, Some(&cookie), None);
        let begun = Instant::now();
        client.expect(&request, 200).await?;
        times.push(begun.elapsed());
    }
}

/// An instance with a pursuance of people who have the skill, of whom one has a token and a session.
async fn fill(place: &Place, load: Load) -> Outcome<()> {
    let app = world::open(place).await?;
    let viewer = world::account(&app, "ana").await?;
    let pursuance = world::pursuance(&app, &viewer, SLUG).await?;
    let Some(account) = viewer.person().cloned() else {
        return Err(Trouble::odd("an account without a person"));
    };
    let token = CreateToken {
        account: account.clone(),
        session: None,
        name: world::read(json!("bench"))?,
        secret_hash: hash_secret(SECRET),
        scope: TokenScope::Act,
        expires: app.clock.now().plus(30 * DAY),
    };
    app.perform(&viewer, token.into()).await?;
    let session = StartSession {
        account,
        verifier_of: None,
        nonce: None,
        secret_hash: hash_secret(SECRET),
        csrf: "0".repeat(32),
        replaces: None,
        address: None,
    };
    app.perform(&Principal::Operator, session.into()).await?;
    let now = app.clock.now().0;
    app.db.close().await;
    drop(app);
    let statements = bulk::members(&pursuance, now, load.able, (SKILL, 1), place.postgres.is_none());
    bulk::run(place, statements).await
}
