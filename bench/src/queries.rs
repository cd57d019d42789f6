//! Queries for tasks in a pursuance of 100,000, or of as many as are asked for: with words that all of them have, that few have and
//! that one has, with filters that many tasks hold and few, and in each order, forward and reversed; and in each order over all
//! pursuances (RULES §7); and a month of the calendar. In this process, on databases that the actions of the program filled.

use std::time::Instant;

use pursuance::actions::access;
use pursuance::bounds::searchers::SearchClient;
use pursuance::reads::person;
use pursuance::reads::task::asker;
use pursuance::state::App;
use pursuance::store::outline::query::everywhere::{self, Reach};
use pursuance::store::outline::query::{answer, days};
use pursuance::store::{availability, statistics};
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::ActorId;
use pursuance_domain::query::{Order, Range, parse};
use pursuance_domain::time::{DAY, Time};

use crate::brought;
use crate::bulk;
use crate::database::{Databases, Place};
use crate::table::{Aim, Kind, Table, Unit};
use crate::times::millis;
use crate::trouble::{Outcome, Trouble};
use crate::{world, written};

const PART: &str = "Queries";
const SLUG: &str = "levels";
/// What a page shows, and one more.
const SHOWN: i64 = 51;

/// What a month shows of each day, and how far it counts tasks without a date.
const EACH_DAY: i64 = 12;
const UNDATED: i64 = 1_000;

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

    /// The longest time for 99 of 100 queries; with ten times as many tasks twice as long.
    fn aim(self) -> Aim {
        Aim::AtMost(if self.tasks > Self::FULL.tasks { 60.0 } else { 30.0 })
    }
}

/// Where is looked.
#[derive(Debug, Clone, Copy)]
enum Where {
    Here,
    /// In all pursuances, as `/tasks` does.
    Everywhere,
    /// On the days of the next month.
    Month,
}

/// What is asked; `N` is another number each time.
const ASKED: [(&str, &str); 28] = [
    ("a number", "#N"),
    ("open, by due", "is:open sort:due"),
    ("open, a skill, by due", "is:open skill:Field:* sort:due"),
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
    ("by one who wrote few", "by:p1"),
    ("by one who wrote few, by due", "by:p1 sort:due"),
    ("by one who wrote many", "by:me"),
    ("by one who wrote many, by due", "by:me sort:due"),
    ("what is watched", "watch:me"),
    ("what is watched, by updated", "watch:me sort:-updated"),
    ("a rare skill", "skill:Design:Maps"),
    ("an area of rare skills", "skill:Design:*"),
    ("an area of rare skills, by due", "skill:Design:* sort:-due"),
    ("what is done, by due", "is:done sort:-due"),
    ("what is overdue, by size", "is:overdue sort:-size"),
];

/// Measures on every database.
pub async fn measure(databases: &Databases, load: Load, table: &mut Table) -> Outcome<()> {
    let mut filled: Option<(Place, Principal)> = None;
    for kind in databases.kinds() {
        let mut place = databases.place(kind, "queries").await?;
        let (app, person) = match &filled {
            Some((other, person)) if load.tasks > Load::FULL.tasks => {
                // It has the address that the other has, which stands in its rows.
                place.port = other.port;
                world::open(&place).await?.db.close().await;
                brought::bring(other, &place).await?;
                (settled(&place).await?, person.clone())
            }
            _ => {
                let begun = Instant::now();
                let (app, person) = fill(&place, load).await?;
                let each = begun.elapsed().as_secs_f64() * 1000.0 / load.tasks as f64;
                table.add(PART, Some(kind), "written down: each task", each, Unit::Millis, Aim::None);
                filled = Some((place, person.clone()));
                (app, person)
            }
        };
        ask(&app, &person, ("a month of the calendar", "", Where::Month), kind, load, table).await?;
        ask(&app, &person, ("a month of the calendar, open", "is:open", Where::Month), kind, load, table)
            .await?;
        for (figure, text) in ASKED {
            ask(&app, &person, (figure, text, Where::Here), kind, load, table).await?;
        }
        for order in Order::ALL {
            let order = order.as_str();
            let (figure, text) = (format!("a word, by {order}"), format!("level sort:{order}"));
            ask(&app, &person, (&figure, &text, Where::Here), kind, load, table).await?;
            for sort in [order.to_owned(), format!("-{order}")] {
                let (figure, text) = (format!("no words, by {sort}"), format!("sort:{sort}"));
                ask(&app, &person, (&figure, &text, Where::Here), kind, load, table).await?;
                let (figure, text) = (format!("everywhere, by {sort}"), format!("is:open sort:{sort}"));
                ask(&app, &person, (&figure, &text, Where::Everywhere), kind, load, table).await?;
            }
        }
        app.db.close().await;
    }
    Ok(())
}

/// An instance with many tasks. The planners know them, as they do in a server.
async fn fill(place: &Place, load: Load) -> Outcome<(App, Principal)> {
    let app = world::open(place).await?;
    let person = world::account(&app, "ana").await?;
    world::pursuance(&app, &person, SLUG).await?;
    written::write(&app, &person, SLUG, load.tasks).await?;
    app.db.close().await;
    drop(app);
    Ok((settled(place).await?, person))
}

/// Opens a filled place, when its planner knows how much there is and nothing is left to be written down.
async fn settled(place: &Place) -> Outcome<App> {
    let app = world::open(place).await?;
    statistics::renew(&app.db).await?;
    app.db.close().await;
    drop(app);
    // As autovacuum does by itself, and so that nothing is written down while queries are asked.
    bulk::run(place, Vec::new()).await?;
    world::open(place).await
}

/// Asks a query again and again, as a page does.
async fn ask(
    app: &App,
    person: &Principal,
    (figure, text, place): (&str, &str, Where),
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
        // Each time somebody else: nobody may search as much.
        let somebody = SearchClient::Person(ActorId(format!("{figure} {step}")));
        let mut tx = app.search(&somebody).await?;
        let zone = availability::zone(&mut tx, viewer).await?;
        let asker = asker(app, person, app.clock.now(), zone);
        match place {
            Where::Here => {
                let access = access::find(&mut tx, person, SLUG, app.clock.now()).await?;
                answer(&mut tx, &access.sight()?, &query, &asker, None, SHOWN).await?;
            }
            Where::Month => {
                let access = access::find(&mut tx, person, SLUG, app.clock.now()).await?;
                let sight = access.sight()?;
                let begin = app.clock.now().0 / DAY * DAY;
                let range = Range { from: Some(Time(begin)), until: Some(Time(begin + 30 * DAY)) };
                days::within(&mut tx, &sight, &query, &asker, range, EACH_DAY).await?;
                days::count_undated(&mut tx, &sight, &query, &asker, UNDATED).await?;
            }
            Where::Everywhere => {
                let sights = person::sights(&mut tx, person).await?;
                let reach = Reach { sights: &sights, with_public: true };
                everywhere::answer(&mut tx, &reach, &query, &asker, None, SHOWN).await?;
            }
        }
        drop(tx);
        times.push(begun.elapsed());
    }
    table.add(PART, Some(kind), format!("{figure}: p50"), millis(&mut times, 50), Unit::Millis, Aim::None);
    table.add(PART, Some(kind), format!("{figure}: p99"), millis(&mut times, 99), Unit::Millis, load.aim());
    Ok(())
}
