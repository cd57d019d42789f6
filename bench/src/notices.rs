//! Notices: what an event costs its writer that concerns many, how soon they have it, and how fast a very long inbox opens.

use std::path::Path;
use std::time::{Duration, Instant};

use pursuance::state::hash_secret;
use pursuance_domain::action::{CreateTask, CreateToken, StartSession};
use pursuance_domain::allowed::Principal;
use pursuance_domain::time::DAY;
use pursuance_domain::value::TokenScope;
use serde_json::json;
use sqlx::{Connection, PgConnection, SqliteConnection};

use crate::bulk::{self, id, series};
use crate::database::{Databases, Place};
use crate::http::{self, Client};
use crate::server::Server;
use crate::table::{Aim, Table, Unit};
use crate::times::millis;
use crate::trouble::{Outcome, Trouble};
use crate::world;

const PART: &str = "Notices";
const SLUG: &str = "levels";
const SECRET: &str = "8f3c1d5e7a9b0c2d4e6f8a1b3c5d7e9f";
/// The tasks of the long inbox.
const TASKS: u64 = 200;
/// How long the last watcher may wait before something is wrong.
const PATIENCE: Duration = Duration::from_secs(30);

/// How much is told.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    pub watchers: u64,
    /// Comments on either task.
    pub comments: usize,
    pub notices: u64,
    pub warm: usize,
    pub asked: usize,
}

impl Load {
    /// What figures are taken from.
    pub const FULL: Self = Self { watchers: 1_000, comments: 60, notices: 100_000, warm: 100, asked: 1_000 };
    /// Only to see that it works.
    pub const QUICK: Self = Self { watchers: 20, comments: 5, notices: 500, warm: 3, asked: 20 };
}

/// Measures on every database.
pub async fn measure(binary: &Path, databases: &Databases, load: Load, table: &mut Table) -> Outcome<()> {
    for kind in databases.kinds() {
        let place = databases.place(kind, "notices").await?;
        fill(&place, load).await?;
        let server = Server::start(binary, &place, "error").await?;
        let told = tell(&place, load).await?;
        let figure = format!("a comment, p50 of its writer: {} watchers against one", load.watchers);
        table.add(PART, Some(kind), figure, told.times, Unit::Times, Aim::AtMost(3.0));
        let figure = format!("until the last of {} watchers has it, the longest", load.watchers);
        table.add(PART, Some(kind), figure, told.latest, Unit::Millis, Aim::AtMost(2_000.0));
        let slowest = inbox(&place, load).await?;
        let figure = format!("the inbox with {} notices: p99", load.notices);
        table.add(PART, Some(kind), figure, slowest, Unit::Millis, Aim::AtMost(10.0));
        server.stop().await?;
    }
    Ok(())
}

/// What telling took.
struct TellingCost {
    /// The writer's time with many watchers in that with one.
    times: f64,
    /// From the answer to the last notice, in milliseconds.
    latest: f64,
}

async fn tell(place: &Place, load: Load) -> Outcome<TellingCost> {
    let mut client = Client::connect(place.port).await?;
    let (mut of_one, mut of_many, mut latest) = (Vec::new(), Vec::new(), Duration::ZERO);
    for _ in 0..load.comments {
        for (task, times) in [(1, &mut of_one), (2, &mut of_many)] {
            let input = json!({ "pursuance": SLUG, "task": task, "body": "Read the level again, please." });
            let request = http::act(&place.authority(), "task.comment", SECRET, &input);
            let begun = Instant::now();
            client.expect(&request, 200).await?;
            times.push(begun.elapsed());
            let wanted = if task == 1 { 1 } else { load.watchers };
            let written = Instant::now();
            while count_of_newest(place).await? < wanted {
                if written.elapsed() > PATIENCE {
                    return Err(Trouble::odd("some watchers were not told"));
                }
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            latest = latest.max(written.elapsed());
        }
    }
    let times = millis(&mut of_many, 50) / millis(&mut of_one, 50);
    Ok(TellingCost { times, latest: latest.as_secs_f64() * 1000.0 })
}

/// How many people have a notice of the newest event of the pursuance.
async fn count_of_newest(place: &Place) -> Outcome<u64> {
    const SQL: &str = "select count(*) from notice n where n.kind = 'comment' and (n.stream, n.seq) in (
        select s.id, s.last from stream s join pursuance p on p.actor = s.id)";
    let count: (i64,) = if place.postgres.is_none() {
        let mut connection = SqliteConnection::connect(&place.database_url()).await?;
        sqlx::query_as(SQL).fetch_one(&mut connection).await?
    } else {
        let mut connection = PgConnection::connect(&place.database_url()).await?;
        sqlx::query_as(SQL).fetch_one(&mut connection).await?
    };
    Ok(u64::try_from(count.0).unwrap_or_default())
}

async fn inbox(place: &Place, load: Load) -> Outcome<f64> {
    let cookie = format!("pursuance-{}={SECRET}", place.port);
    let request = http::get(&place.authority(), "/inbox", Some(&cookie), None);
    let mut client = Client::connect(place.port).await?;
    let mut times = Vec::with_capacity(load.asked);
    for turn in 0..load.warm + load.asked {
        let begun = Instant::now();
        client.expect(&request, 200).await?;
        if turn >= load.warm {
            times.push(begun.elapsed());
        }
    }
    Ok(millis(&mut times, 99))
}

/// An instance with two tasks, one of them watched by many, and somebody with a very long inbox.
async fn fill(place: &Place, load: Load) -> Outcome<()> {
    let app = world::open(place).await?;
    let viewer = world::account(&app, "ana").await?;
    let writer = world::account(&app, "ben").await?;
    let pursuance = world::pursuance(&app, &viewer, SLUG).await?;
    let join = world::read(json!({ "action": "pursuance.join", "input": { "pursuance": SLUG } }))?;
    app.perform(&writer, join).await?;
    let (Some(account), Some(by)) = (viewer.person().cloned(), writer.person().cloned()) else {
        return Err(Trouble::odd("an account without a person"));
    };
    for number in 0..TASKS {
        let title = world::read(json!(format!("Read the level at place {number}")))?;
        let asks = pursuance_domain::task::Asks::titled(title);
        app.perform(&viewer, CreateTask::asking(SLUG.to_owned(), None, asks).into()).await?;
    }
    let expires = app.clock.now().plus(30 * DAY);
    let token = CreateToken {
        account: by,
        session: None,
        name: world::read(json!("bench"))?,
        secret_hash: hash_secret(SECRET),
        scope: TokenScope::Act,
        expires,
    };
    app.perform(&writer, token.into()).await?;
    let session = StartSession {
        account: account.clone(),
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
    bulk::run(place, statements(&pursuance, account.as_str(), now, load, place.postgres.is_none())).await
}

fn statements(pursuance: &str, viewer: &str, now: i64, load: Load, on_sqlite: bool) -> Vec<String> {
    let Load { watchers, notices, .. } = load;
    let person = id('a', "i");
    let people = format!("{} numbers", series(watchers, on_sqlite));
    let many = format!("{} numbers", series(notices, on_sqlite));
    vec![
        // More is said here than a person may say in a minute.
        "update account set unbounded = true".to_owned(),
        format!(
            "insert into actor (id, kind, host, name, folded_name, uri, inbox, display, summary, url, capable, created, updated)
             select {person}, 'person', null, 'p' || i, 'p' || i, 'http://localhost/ap/u/' || {person},
               'http://localhost/ap/u/' || {person} || '/inbox', 'Person ' || i, '', 'http://localhost/@p' || i, true, {now}, {now}
             from {people}"
        ),
        format!(
            "insert into account (actor, operator, discoverable, created) select {person}, false, false, {now} from {people}"
        ),
        format!(
            "insert into watch (account, object, is_on, cause, since)
             select {person}, (select id from task where pursuance = '{pursuance}' and number = 2), true, 'chosen', {now} from {people}"
        ),
        // The writer of the first task watches it alone, and the second one not at all.
        format!("update watch set is_on = false where account = '{viewer}' and object <> (
             select id from task where pursuance = '{pursuance}' and number = 1)"),
        format!(
            "insert into event (stream, seq, at, actor, verb, object, task, audience, data)
             select '{pursuance}', s.last + i, {now} + i, '{viewer}', 'task.commented', t.id, t.id, 'readers', '{{\"revision\":1,\"shared\":false}}'
             from {many} join stream s on s.id = '{pursuance}'
             join task t on t.pursuance = '{pursuance}' and t.number = i % {TASKS} + 1"
        ),
        format!(
            "insert into notice (account, stream, seq, kind, reason, pursuance, object, audience, at)
             select '{viewer}', e.stream, e.seq, 'comment', 'watches_task', e.stream, e.task, 'readers', e.at from event e
             where e.stream = '{pursuance}' and e.verb = 'task.commented'"
        ),
        format!("update stream set last = last + {notices} where id = '{pursuance}'"),
    ]
}
