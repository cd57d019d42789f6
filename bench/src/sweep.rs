//! The sweep of silences: what it takes to do what is due among few silent tasks, among many, and where all are due
//! (RULES §5). In this process, with every commit.

use std::collections::HashSet;
use std::time::Instant;

use pursuance::jobs::sweep_silence;
use pursuance::state::App;
use pursuance_domain::time::DAY;

use crate::bulk::{self, Plan};
use crate::database::{Databases, Place};
use crate::table::{Aim, Table, Unit};
use crate::trouble::{Outcome, Trouble};
use crate::world;

const PART: &str = "Sweep of silences";
const SLUG: &str = "levels";
/// Of a hundred tasks nine are under way.
const UNDER_WAY: u64 = 9;

/// How much there is.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// Silent tasks.
    pub silent: u64,
    /// Those about which something is due.
    pub due: u64,
}

impl Load {
    /// What figures are taken from.
    pub const FULL: Self = Self { silent: 10_000, due: 100 };
    /// Only to see that it works.
    pub const QUICK: Self = Self { silent: 100, due: 5 };
}

/// Measures on every database.
pub async fn measure(databases: &Databases, load: Load, table: &mut Table) -> Outcome<()> {
    let Load { silent, due } = load;
    for kind in databases.kinds() {
        let place = databases.place(kind, "sweep").await?;
        let pursuance = fill(&place, load).await?;
        silence(&place, &pursuance, 0..2 * due).await?;
        // The first sweep reads what the others find in memory.
        sweep(&place, &pursuance, 0..due).await?;
        let among_few = sweep(&place, &pursuance, due..2 * due).await?;
        silence(&place, &pursuance, 2 * due..silent).await?;
        let among_many = sweep(&place, &pursuance, 2 * due..3 * due).await?;
        let figure = format!("{due} due among {silent} silent tasks");
        table.add(PART, Some(kind), figure, among_many, Unit::Millis, Aim::AtMost(1000.0));
        let figure = format!("in that among {}", 2 * due);
        table.add(PART, Some(kind), figure, among_many / among_few, Unit::Times, Aim::AtMost(1.5));
        let all = sweep(&place, &pursuance, 3 * due..silent).await?;
        let each = all / (silent - 3 * due).max(1) as f64;
        let figure = format!("where {} are due: each", silent - 3 * due);
        table.add(PART, Some(kind), figure, each, Unit::Millis, Aim::None);
    }
    Ok(())
}

/// Has some silences become due, and does what is due; the milliseconds of the latter.
async fn sweep(place: &Place, pursuance: &str, which: std::ops::Range<u64>) -> Outcome<f64> {
    let app = world::open(place).await?;
    let now = app.clock.now().0;
    let statement = format!(
        "update silence set due_at = {now} - 1, nudge_at = {now} - 1 where task in ({})",
        tasks(pursuance, which)
    );
    bulk::run(place, vec![statement]).await?;
    let swept = swept(&app).await;
    app.db.close().await;
    swept
}

async fn swept(app: &App) -> Outcome<f64> {
    let begun = Instant::now();
    let failed = sweep_silence(app, &HashSet::new(), || false).await?;
    let took = begun.elapsed().as_secs_f64() * 1000.0;
    match failed.first() {
        None => Ok(took),
        Some((task, error)) => Err(Trouble::odd(format!("the silence about {task} stays: {error}"))),
    }
}

/// An instance with many tasks, somewhat more of them under way than will be silent.
async fn fill(place: &Place, load: Load) -> Outcome<String> {
    let app = world::open(place).await?;
    let person = world::account(&app, "ana").await?;
    let pursuance = world::pursuance(&app, &person, SLUG).await?;
    let Some(account) = person.person().cloned() else {
        return Err(Trouble::odd("an account without a person"));
    };
    let now = app.clock.now().0;
    app.db.close().await;
    drop(app);
    let tasks = load.silent * 100 / UNDER_WAY + 1_000;
    bulk::write(place, &Plan { tasks, pursuance: &pursuance, viewer: account.as_str(), now }).await?;
    Ok(pursuance)
}

/// Notes that some of those who have a task are silent; nothing is due for a month.
async fn silence(place: &Place, pursuance: &str, which: std::ops::Range<u64>) -> Outcome<()> {
    let app = world::open(place).await?;
    let now = app.clock.now();
    app.db.close().await;
    drop(app);
    let (since, later) = (now.plus(-30 * DAY).0, now.plus(30 * DAY).0);
    let statement = format!(
        "insert into silence (task, pursuance, who, part, phase, since, worked_at, answers, nudge_at, hand_on_at, due_at, counted_to)
         select id, pursuance, assignee, 'assignee', phase, {since}, {since}, 0, {later}, {later}, {later}, {}
         from task where id in ({})",
        now.0,
        tasks(pursuance, which)
    );
    bulk::run(place, vec![statement]).await
}

/// The tasks under way from one place to another.
fn tasks(pursuance: &str, which: std::ops::Range<u64>) -> String {
    format!(
        "select id from task where pursuance = '{pursuance}' and phase in ('started', 'in_progress') and assignee is not null
         order by number limit {} offset {}",
        which.end.saturating_sub(which.start),
        which.start
    )
}
