//! Queries for tasks in a pursuance of 100,000: with words that all of them have, that few have and that one has, with filters, and in
//! each order (RULES §7). In this process, on databases written by SQL, whose index of words the program fills.

use std::time::Instant;

use pursuance::actions::access;
use pursuance::reads::task::asker;
use pursuance::state::App;
use pursuance::store::outline::query::answer;
use pursuance::store::{availability, fulltext};
use pursuance_domain::allowed::Principal;
use pursuance_domain::query::{Order, parse};

use crate::bulk::{self, Plan};
use crate::database::{Databases, Place};
use crate::table::{Aim, Kind, Table, Unit};
use crate::times::millis;
use crate::trouble::{Outcome, Trouble};
use crate::world;

const PART: &str = "Queries";
const SLUG: &str = "levels";
/// What a page shows, and one more.
const SHOWN: i64 = 51;

/// How much there is.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    pub tasks: u64,
    /// How often each query is asked.
    pub asked: u64,
}

impl Load {
    /// What figures are taken from.
    pub const FULL: Self = Self { tasks: 100_000, asked: 200 };
    /// Only to see that it works.
    pub const QUICK: Self = Self { tasks: 2_000, asked: 5 };
}

/// What is asked; `N` is another number each time.
const ASKED: [(&str, &str); 14] = [
    ("no words", "is:open"),
    ("a word that all have", "level"),
    ("a phrase that all have", "\"the level at place\""),
    ("eight words that all have", "read the level at place and write down"),
    ("a word that one has", "N"),
    ("words that all and one have", "level N"),
    ("a word that nobody has", "bees"),
    ("the beginning of a word", "wri"),
    ("without a word that all have", "!level"),
    ("a word and filters", "level @me is:open"),
    ("a word and a skill", "level skill:Field:* urgency:urgent"),
    ("no words, and few found", "@me is:done size:s urgency:urgent"),
    ("no words, and nothing found", "urgency:urgent size:s skill:None:Such"),
    ("what is stuck", "is:blocked"),
];

/// Measures on every database.
pub async fn measure(databases: &Databases, load: Load, table: &mut Table) -> Outcome<()> {
    for kind in databases.kinds() {
        let place = databases.place(kind, "queries").await?;
        let begun = Instant::now();
        let (app, person) = fill(&place, load).await?;
        let each = begun.elapsed().as_secs_f64() * 1000.0 / load.tasks as f64;
        table.add(PART, Some(kind), "into the index: each task", each, Unit::Millis, Aim::None);
        for (figure, text) in ASKED {
            ask(&app, &person, (figure, text), kind, load, table).await?;
        }
        for order in Order::ALL {
            let (figure, text) =
                (format!("a word, by {}", order.as_str()), format!("level sort:{}", order.as_str()));
            ask(&app, &person, (&figure, &text), kind, load, table).await?;
            let (figure, text) =
                (format!("no words, by {}", order.as_str()), format!("sort:{}", order.as_str()));
            ask(&app, &person, (&figure, &text), kind, load, table).await?;
        }
        app.db.close().await;
    }
    Ok(())
}

/// An instance with many tasks, all of them in the index.
async fn fill(place: &Place, load: Load) -> Outcome<(App, Principal)> {
    let app = world::open(place).await?;
    let person = world::account(&app, "ana").await?;
    let pursuance = world::pursuance(&app, &person, SLUG).await?;
    let Some(viewer) = person.person().cloned() else {
        return Err(Trouble::odd("an account without a person"));
    };
    let now = app.clock.now().0;
    app.db.close().await;
    drop(app);
    let plan = Plan { tasks: load.tasks, pursuance: &pursuance, viewer: viewer.as_str(), now };
    bulk::write(place, &plan).await?;
    let app = world::open(place).await?;
    let mut tx = app.db.write().await?;
    fulltext::forget_all(&mut tx).await?;
    tx.commit().await?;
    loop {
        let mut tx = app.db.write().await?;
        let n = fulltext::fill_some(&mut tx, 1_000).await?;
        tx.commit().await?;
        if n == 0 {
            break;
        }
    }
    app.db.close().await;
    drop(app);
    // Postgres has its statistics, as from autovacuum; SQLite has none, as in every server.
    bulk::run(place, Vec::new()).await?;
    Ok((world::open(place).await?, person))
}

/// Asks a query again and again, as a page does.
async fn ask(
    app: &App,
    person: &Principal,
    (figure, text): (&str, &str),
    kind: Kind,
    load: Load,
    table: &mut Table,
) -> Outcome<()> {
    let Some(viewer) = person.person() else { return Err(Trouble::odd("an account without a person")) };
    let mut times = Vec::new();
    for step in 0..load.asked {
        let text = text.replace('N', &(1 + step * 7_919 % load.tasks).to_string());
        let query = parse(&text).map_err(|_| Trouble::odd("a query that does not read"))?;
        let begun = Instant::now();
        let mut tx = app.db.read().await?;
        let access = access::find(&mut tx, person, SLUG, app.clock.now()).await?;
        let sight = access.sight()?;
        let zone = availability::zone(&mut tx, viewer).await?;
        let asker = asker(app, person, app.clock.now(), zone);
        answer(&mut tx, &sight, &query, &asker, None, SHOWN).await?;
        drop(tx);
        times.push(begun.elapsed());
    }
    table.add(PART, Some(kind), format!("{figure}: p50"), millis(&mut times, 50), Unit::Millis, Aim::None);
    table.add(
        PART,
        Some(kind),
        format!("{figure}: p99"),
        millis(&mut times, 99),
        Unit::Millis,
        Aim::AtMost(30.0),
    );
    Ok(())
}
