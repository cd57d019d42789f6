//! Private pages beside open ones: two pursuances with the same tasks, of which the server cannot read one. What their pages cost it,
//! by the time that they take and by its processor.

use std::path::Path;
use std::time::Duration;

use pursuance::platform::clock::random;
use pursuance::state::{App, hash_secret};
use pursuance::store::statistics;
use pursuance_domain::action::{Action, CreatePursuance, CreateTask, SetPhase, StartSession, TakeTask};
use pursuance_domain::allowed::Principal;
use pursuance_domain::task::phase::Phase;
use pursuance_sealed::ids::ObjectId;
use serde_json::json;

use crate::bulk;
use crate::database::{Databases, Place};
use crate::http::{self, Client};
use crate::sealing::{Device, NewTask};
use crate::server::Server;
use crate::table::{Aim, Table, Unit};
use crate::times::millis;
use crate::trouble::{Outcome, Trouble};
use crate::world::{self, read};
use crate::written;

const PART: &str = "Private pages beside open ones";
const SLUG: &str = "levels";
const SECRET: &str = "8f3c1d5e7a9b0c2d4e6f8a1b3c5d7e9f";
/// Each with its name in the table, and whether it has a row for each task.
const PAGES: [(&str, &str, bool); 4] =
    [("outline", "", true), ("list", "/list", true), ("board", "/board", true), ("a task", "/t/1", false)];
/// Tasks at the top, and below each task that has any.
const ROOTS: u64 = 40;
const BELOW: u64 = 8;
/// Tasks that a device sends at once. Those of one moment are told as one line, for which a page reads more of the log; those of the open
/// pursuance are made one by one.
const AT_ONCE: usize = 1;
/// What a private page may cost of an open one.
const MOST: Aim = Aim::AtMost(1.2);

/// How much is asked.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// In each of the two.
    pub tasks: u64,
    pub warm: usize,
    /// How often each of the two has its turn, and how often its page is asked for then.
    pub turns: usize,
    pub each: usize,
}

impl Load {
    /// What figures are taken from.
    pub const FULL: Self = Self { tasks: 500, warm: 50, turns: 12, each: 50 };
    /// Only to see that it works.
    pub const QUICK: Self = Self { tasks: 60, warm: 2, turns: 2, each: 5 };
}

/// How a page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Plain,
    Compressed,
}

/// A page of one of the two, and what it has cost so far.
struct Side {
    path: String,
    cookie: String,
    asked: u64,
    times: Vec<Duration>,
    /// By the server's processor.
    spent: Duration,
}

impl Side {
    fn new(place: &Place, slug: &str, path: &str) -> Self {
        let cookie = format!("pursuance-{}={SECRET}", place.port);
        let path = format!("/p/{slug}{path}");
        Self { path, cookie, asked: 0, times: Vec::new(), spent: Duration::ZERO }
    }

    /// Asks a few times, each time under an address nobody has asked for, so that the page has to be made.
    async fn ask(
        &mut self,
        client: &mut Client,
        (server, place): (&Server, &Place),
        way: Way,
        times: usize,
    ) -> Outcome<()> {
        let before = server.processor_time()?;
        for _ in 0..times {
            self.asked += 1;
            let path = format!("{}?before_it={}", self.path, self.asked);
            let request = match way {
                Way::Plain => http::get(&place.authority(), &path, Some(&self.cookie), None),
                Way::Compressed => http::get_compressed(&place.authority(), &path, Some(&self.cookie)),
            };
            self.times.push(client.timed(&request).await?);
        }
        self.spent += server.processor_time()?.saturating_sub(before);
        Ok(())
    }

    /// Begins to count.
    fn begin(&mut self) {
        self.times.clear();
        self.spent = Duration::ZERO;
    }

    /// The middle of the times, and what the processor had to do for each page, in milliseconds.
    fn cost(&mut self) -> (f64, f64) {
        let spent = self.spent.as_secs_f64() * 1000.0 / self.times.len().max(1) as f64;
        (millis(&mut self.times, 50), spent)
    }
}

/// Measures on every database.
pub async fn measure(binary: &Path, databases: &Databases, load: Load, table: &mut Table) -> Outcome<()> {
    for kind in databases.kinds() {
        let place = databases.place(kind, "private").await?;
        let private = fill(&place, load.tasks).await?;
        let server = Server::start(binary, &place, "error").await?;
        for (name, path, has_rows) in PAGES {
            let sides = || (Side::new(&place, &private, path), Side::new(&place, SLUG, path));
            let (mut sealed, mut open) = sides();
            alike(&place, (&sealed, &open), has_rows).await?;
            compare(&server, &place, (&mut sealed, &mut open), Way::Plain, load).await?;
            let ((middle, spent), (open_middle, open_spent)) = (sealed.cost(), open.cost());
            for (whose, middle) in [("private", middle), ("open", open_middle)] {
                let figure = format!("{name}, {whose}, {} tasks: p50", load.tasks);
                table.add(PART, Some(kind), figure, middle, Unit::Millis, Aim::None);
            }
            let figure = format!("{name}: p50 of the private one in that of the open one");
            table.add(PART, Some(kind), figure, middle / open_middle, Unit::Times, MOST);
            let of_processor = |what: &str, spent: f64, open: f64| {
                format!("{name}{what}: processor of the server, {spent:.2} ms in {open:.2} ms")
            };
            let figure = of_processor("", spent, open_spent);
            table.add(PART, Some(kind), figure, spent / open_spent, Unit::Times, MOST);

            let (mut sealed, mut open) = sides();
            compare(&server, &place, (&mut sealed, &mut open), Way::Compressed, load).await?;
            let ((_, spent), (_, open_spent)) = (sealed.cost(), open.cost());
            let figure = of_processor(", compressed", spent, open_spent);
            table.add(PART, Some(kind), figure, spent / open_spent, Unit::Times, MOST);
        }
        server.stop().await?;
    }
    Ok(())
}

/// Asks both in turn, and each first every other time: what else goes on meets both.
async fn compare(
    server: &Server,
    place: &Place,
    (sealed, open): (&mut Side, &mut Side),
    way: Way,
    load: Load,
) -> Outcome<()> {
    let mut client = Client::connect(place.port).await?;
    for side in [&mut *sealed, &mut *open] {
        side.ask(&mut client, (server, place), way, load.warm).await?;
        side.begin();
    }
    for turn in 0..load.turns {
        let sides = if turn % 2 == 0 { [&mut *sealed, &mut *open] } else { [&mut *open, &mut *sealed] };
        for side in sides {
            side.ask(&mut client, (server, place), way, load.each).await?;
        }
    }
    Ok(())
}

/// Demands that both pages show as many tasks: else there is nothing to compare.
async fn alike(place: &Place, (sealed, open): (&Side, &Side), has_rows: bool) -> Outcome<()> {
    let mut client = Client::connect(place.port).await?;
    let mut rows = Vec::new();
    for side in [sealed, open] {
        let request = http::get(&place.authority(), &side.path, Some(&side.cookie), None);
        let page = String::from_utf8_lossy(client.expect(&request, 200).await?).into_owned();
        rows.push(page.matches(" id=\"row-").count() + page.matches(" id=\"t-").count());
    }
    match rows.as_slice() {
        [one, other] if one == other && (*one > 0 || !has_rows) => Ok(()),
        _ => Err(Trouble::odd(format!("{} and {}: {rows:?} tasks", sealed.path, open.path))),
    }
}

/// An instance with both, of somebody who is signed in. Answers the name of the private one in addresses.
async fn fill(place: &Place, tasks: u64) -> Outcome<String> {
    let app = world::open(place).await?;
    let viewer = world::account(&app, "ana").await?;
    let Some(account) = viewer.person().cloned() else {
        return Err(Trouble::odd("an account without a person"));
    };
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
    write_open(&app, &viewer, tasks).await?;
    let private = write_private(&app, &viewer, tasks).await?;
    written::work(&app).await?;
    statistics::renew(&app.db).await?;
    app.db.close().await;
    drop(app);
    // As autovacuum does by itself, and so that nothing is written down while pages are measured.
    bulk::run(place, Vec::new()).await?;
    Ok(private)
}

/// The number of the task below which one stands.
fn parent(number: u64) -> Option<u64> {
    number.checked_sub(ROOTS + 1).map(|after| after / BELOW + 1)
}

/// Some in each of the phases that one person brings a task to.
fn phase(number: u64) -> Phase {
    match number % 4 {
        0 => Phase::HelpWanted,
        1 => Phase::New,
        2 => Phase::Started,
        _ => Phase::InProgress,
    }
}

fn title(number: u64) -> String {
    format!("Read the level at place {number} and write it down")
}

fn deliverables(number: u64) -> String {
    format!("One line for each hour: the level, the weather, and who read it. It is place {number}.")
}

/// The open one, with the settings that a private one has.
async fn write_open(app: &App, who: &Principal, tasks: u64) -> Outcome<()> {
    let create: CreatePursuance = read(json!({
        "slug": SLUG, "name": "Watch the levels", "mission": "We measure what flows into the river.",
        "visibility": "public", "joining": "approval", "reviews": "named",
    }))?;
    app.perform(who, Action::from(create)).await?;
    for number in 1..=tasks {
        let phase = phase(number);
        let create: CreateTask = read(json!({
            "pursuance": SLUG, "title": title(number), "deliverables": deliverables(number), "parent": parent(number),
            "ask": phase == Phase::HelpWanted,
        }))?;
        app.perform(who, Action::from(create)).await?;
        let named = json!({ "pursuance": SLUG, "task": number });
        if matches!(phase, Phase::Started | Phase::InProgress) {
            let take: TakeTask = read(named)?;
            app.perform(who, Action::from(take)).await?;
        }
        if phase == Phase::InProgress {
            let set: SetPhase = read(json!({ "pursuance": SLUG, "task": number, "phase": "in_progress" }))?;
            app.perform(who, Action::from(set)).await?;
        }
    }
    Ok(())
}

/// The private one, as its founder's device writes it.
async fn write_private(app: &App, who: &Principal, tasks: u64) -> Outcome<String> {
    let (device, slug) = Device::founds(app, who).await?;
    let mut written: Vec<NewTask> = Vec::new();
    for number in 1..=tasks {
        let above =
            parent(number).and_then(|above| written.get(usize::try_from(above).ok()?.checked_sub(1)?));
        let parent = above.map(|above| above.id);
        let phase = phase(number);
        written.push(NewTask {
            id: ObjectId::from_bytes(random()),
            parent,
            phase,
            is_own: matches!(phase, Phase::Started | Phase::InProgress),
            title: title(number),
            deliverables: deliverables(number),
        });
    }
    for some in written.chunks(AT_ONCE) {
        device.writes(app, who, &slug, some).await?;
    }
    Ok(slug)
}
