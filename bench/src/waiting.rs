//! Tasks that wait for others: how long it takes to note one more dependency in a graph of 100,000, with the search for a
//! circle, and in the worst graph that the limits admit. In this process, through `perform`, with every commit; and beside it
//! the same where there is nothing to search, which is what an action costs anyway.

use std::time::Instant;

use pursuance::actions::{PerformError, Refused};
use pursuance::state::App;
use pursuance::store::edge_cache::EdgeCache;
use pursuance::store::tasks;
use pursuance_domain::action::DependTask;
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::ActorId;
use pursuance_domain::refusal::Refusal;
use pursuance_domain::task::dependency::{DEPENDENCIES_MAX, DependencyRefusal, LOOKED_AT_MAX};
use pursuance_domain::value::TaskRef;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use crate::bulk::{self, Plan};
use crate::database::{Databases, Place};
use crate::table::{Aim, Kind, Table, Unit};
use crate::trouble::{Outcome, Trouble};
use crate::world;

const PART: &str = "Tasks that wait for others";
const SLUG: &str = "levels";
/// The tasks of a chain.
const CHAIN: u64 = 100;
/// What each task waits for, where the edges are dense.
const EACH: u64 = 10;
/// The tasks on either side of the worst graph.
const SIDE: u64 = 2_050;

/// How much there is.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// Tasks; each but the first of every chain waits for one other.
    pub tasks: u64,
    pub asked: u64,
}

impl Load {
    /// What figures are taken from: 100,000 edges.
    pub const FULL: Self = Self { tasks: 101_100, asked: 2_000 };
    /// Only to see that it works.
    pub const QUICK: Self = Self { tasks: 5_000, asked: 50 };
}

/// Measures on every database.
pub async fn measure(databases: &Databases, load: Load, table: &mut Table) -> Outcome<()> {
    for kind in databases.kinds() {
        alone(databases, kind, load, table).await?;
        random(databases, kind, load, table).await?;
        dense(databases, kind, load, table).await?;
        worst(databases, kind, load, table).await?;
    }
    Ok(())
}

/// An instance with tasks and edges; the pursuance of all of them.
async fn fill(place: &Place, tasks: u64, edges: &str) -> Outcome<(App, Principal, ActorId)> {
    let app = world::open(place).await?;
    let person = world::account(&app, "ana").await?;
    let pursuance = world::pursuance(&app, &person, SLUG).await?;
    let Some(account) = person.person().cloned() else {
        return Err(Trouble::odd("an account without a person"));
    };
    let now = app.clock.now().0;
    app.db.close().await;
    drop(app);
    bulk::write(place, &Plan { tasks, pursuance: &pursuance, viewer: account.as_str(), now }).await?;
    let insert = format!(
        "insert into task_dependency (task, on_task, pursuance, on_pursuance, is_block, added_by, at)
         select t.id, o.id, '{pursuance}', '{pursuance}', false, '{}', {now} from ({edges}) e
           join task t on t.pursuance = '{pursuance}' and t.number = e.task
           join task o on o.pursuance = '{pursuance}' and o.number = e.other",
        account.as_str()
    );
    // The search does not ask for phases; open tasks are the usual ones.
    let open = format!("update task set phase = 'new' where pursuance = '{pursuance}'");
    run(place, [open, insert]).await?;
    let app = world::open(place).await?;
    // As the program does when it begins.
    app.edge_cache.keep_up(&app.db).await?;
    Ok((app, person, ActorId(pursuance)))
}

async fn run(place: &Place, statements: [String; 2]) -> Outcome<()> {
    if place.postgres.is_none() {
        let mut connection = SqliteConnection::connect(&place.database_url()).await?;
        for statement in statements.into_iter().chain(["analyze".to_owned()]) {
            sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await?;
        }
        connection.close().await?;
    } else {
        let mut connection = PgConnection::connect(&place.database_url()).await?;
        for statement in statements.into_iter().chain(["vacuum analyze".to_owned()]) {
            sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await?;
        }
        connection.close().await?;
    }
    Ok(())
}

/// The numbers from one to another, as rows of `n(i)`.
fn numbers(kind: Kind, first: u64, last: u64) -> String {
    match kind {
        Kind::Sqlite => {
            format!(
                "(with recursive n(i) as (select {first} union all select i + 1 from n where i < {last}) select i from n) n"
            )
        }
        Kind::Postgres => format!("(select generate_series(cast({first} as bigint), {last}) as i) n"),
    }
}

/// No task waits for another one before: the yardstick.
async fn alone(databases: &Databases, kind: Kind, load: Load, table: &mut Table) -> Outcome<()> {
    let place = databases.place(kind, "alone").await?;
    let edges = format!("select i as task, i as other from {} where i < 0", numbers(kind, 1, 1));
    let (app, person, _) = fill(&place, load.tasks, &edges).await?;
    // So few among so many: a search has next to nothing to look at.
    ask(app, &person, (load.tasks, load.asked), kind, "one more among few", Aim::None, table).await
}

/// Each task but the first of a chain waits for one of the step before it, of any chain.
async fn random(databases: &Databases, kind: Kind, load: Load, table: &mut Table) -> Outcome<()> {
    let chains = load.tasks / CHAIN;
    let edges = format!(
        "select i as task, ((i * 7919) % {chains}) * {CHAIN} + (i - 1) % {CHAIN} as other from {}
         where (i - 1) % {CHAIN} > 0",
        numbers(kind, 1, chains * CHAIN)
    );
    let place = databases.place(kind, "waits").await?;
    let (app, person, _) = fill(&place, load.tasks, &edges).await?;
    let figure = format!("one more than {}", chains * (CHAIN - 1));
    ask(app, &person, (chains * CHAIN, load.asked), kind, &figure, Aim::AtMost(5.0), table).await
}

/// The same number of edges among few tasks: each waits for ten of the step before it.
async fn dense(databases: &Databases, kind: Kind, load: Load, table: &mut Table) -> Outcome<()> {
    let chains = load.tasks / CHAIN / EACH;
    let edges = format!(
        "select t.i as task, ((t.i * 7919 + k.i * 613) % {chains}) * {CHAIN} + (t.i - 1) % {CHAIN} as other
         from {} cross join {} where (t.i - 1) % {CHAIN} > 0 group by 1, 2",
        numbers(kind, 1, chains * CHAIN).replace(") n", ") t"),
        numbers(kind, 0, EACH - 1).replace(") n", ") k"),
    );
    let place = databases.place(kind, "dense").await?;
    let (app, person, _) = fill(&place, chains * CHAIN, &edges).await?;
    let figure = format!("one more than {} among {}", chains * (CHAIN - 1) * EACH, chains * CHAIN);
    ask(app, &person, (chains * CHAIN, load.asked), kind, &figure, Aim::AtMost(5.0), table).await
}

/// Notes dependencies between any two of `among` tasks, and closes the instance. Every answer counts, also a no.
async fn ask(
    app: App,
    person: &Principal,
    (among, asked): (u64, u64),
    kind: Kind,
    figure: &str,
    aim: Aim,
    table: &mut Table,
) -> Outcome<()> {
    let (mut times, mut refused, mut given_up) = (Vec::new(), 0, 0);
    for step in 0..asked {
        let number = |factor: u64| i64::try_from(1 + (step * factor + 17) % among).unwrap_or(1);
        let begun = Instant::now();
        let answer = depend(&app, person, number(48_271), number(69_621)).await?;
        times.push(begun.elapsed());
        match answer {
            None => {}
            Some(DependencyRefusal::TooConnected) => given_up += 1,
            Some(_) => refused += 1,
        }
    }
    app.db.close().await;
    times.sort();
    let share =
        |share: usize| times.get(times.len() * share / 100).map_or(0.0, |time| time.as_secs_f64() * 1000.0);
    table.add(PART, Some(kind), format!("{figure}: p50"), share(50), Unit::Millis, Aim::None);
    table.add(PART, Some(kind), format!("{figure}: p99"), share(99), Unit::Millis, aim);
    table.note(format!(
        "Tasks that wait, {}, {figure}: of {asked} dependencies {refused} would have closed a circle, and {given_up} were given up; the slowest took {:.0} ms.",
        kind.name(),
        times.last().map_or(0.0, |time| time.as_secs_f64() * 1000.0),
    ));
    Ok(())
}

/// On either side many tasks, in layers that wait for all of the layer before: in memory, and as the database looks at them where
/// there are too many for that.
async fn worst(databases: &Databases, kind: Kind, load: Load, table: &mut Table) -> Outcome<()> {
    let wide = DEPENDENCIES_MAX as u64;
    let side = SIDE.min(load.tasks / 2);
    let layers = |first: u64| {
        format!(
            "select {first} + t.i as task, {first} + (t.i / {wide} - 1) * {wide} + o.i as other
             from {} cross join {} where t.i >= {wide}",
            numbers(kind, 0, side - 1).replace(") n", ") t"),
            numbers(kind, 0, wide - 1).replace(") n", ") o"),
        )
    };
    let edges = format!("{} union all {}", layers(1), layers(1 + side));
    let place = databases.place(kind, "worst").await?;
    let (app, person, pursuance) = fill(&place, 2 * side, &edges).await?;
    // From the foot of the one side, to the head of the other; the foot itself waits for nobody.
    let ends = |step: u64| {
        let number = |number: u64| i64::try_from(number).unwrap_or(1);
        (number(1 + step % wide), number(2 * side - step % wide))
    };
    let mut slowest: f64 = 0.0;
    for step in 0..20 {
        let (task, on) = ends(step);
        let mut tx = app.db.write().await?;
        let task = tasks::by_number(&mut tx, &pursuance, task).await?;
        let on = tasks::by_number(&mut tx, &pursuance, on).await?;
        let (Some(task), Some(on)) = (task, on) else { return Err(Trouble::odd("a task is missing")) };
        let begun = Instant::now();
        EdgeCache::of_the_database().search(&mut tx, &on.id, &task.id, LOOKED_AT_MAX).await?;
        slowest = slowest.max(begun.elapsed().as_secs_f64() * 1000.0);
    }
    let figure = "the longest search of the database alone: slowest";
    table.add(PART, Some(kind), figure, slowest, Unit::Millis, Aim::AtMost(100.0));
    let mut slowest: f64 = 0.0;
    for step in 0..20 {
        let (task, on) = ends(step);
        let begun = Instant::now();
        depend(&app, &person, task, on).await?;
        slowest = slowest.max(begun.elapsed().as_secs_f64() * 1000.0);
    }
    app.db.close().await;
    let figure = format!("in the worst graph, {side} tasks on either side: slowest");
    table.add(PART, Some(kind), figure, slowest, Unit::Millis, Aim::AtMost(100.0));
    Ok(())
}

/// Notes a dependency; why not, where it was refused.
async fn depend(app: &App, who: &Principal, task: i64, on: i64) -> Outcome<Option<DependencyRefusal>> {
    let action = DependTask { pursuance: SLUG.to_owned(), task, on: TaskRef::Number(on) };
    match app.perform(who, action.into()).await {
        Ok(_) => Ok(None),
        Err(PerformError::Refused(Refused::Rule(Refusal::Dependency(refusal)))) => Ok(Some(refusal)),
        Err(error) => Err(error.into()),
    }
}
