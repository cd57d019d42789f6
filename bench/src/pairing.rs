//! Pairing: how long the search for people takes in a very large pursuance, and how well the rule finds somebody, in the
//! simulation of RULES §4.

use std::path::Path;
use std::time::Instant;

use pursuance::store::eligible::{self, WaveBounds};
use pursuance::store::pairing::About;
use pursuance::store::tasks;
use pursuance_domain::id::ActorId;
use pursuance_domain::pairing::simulation::{PairingOutcome as Found, Way, run};
use pursuance_domain::pairing::{WavePace, wave};
use pursuance_domain::value::Urgency;

use crate::bulk::{self, Plan, id, series};
use crate::database::{Databases, Place};
use crate::plot::{Bars, picture};
use crate::table::{Aim, Table, Unit};
use crate::times::millis;
use crate::trouble::{Outcome, Trouble};
use crate::world;

const PART: &str = "Pairing";
const SLUG: &str = "levels";
const SKILL: &str = "Field:Levels";

/// How much there is.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    pub tasks: u64,
    pub members: u64,
    /// Members with the skill of the tasks.
    pub able: u64,
    /// Offers that each of them got before.
    pub offers: u64,
    pub warm: usize,
    pub asked: usize,
    pub seeds: u64,
}

impl Load {
    /// What figures are taken from.
    pub const FULL: Self = Self {
        tasks: 1_000_000,
        members: 100_000,
        able: 1_000,
        offers: 20,
        warm: 50,
        asked: 1_000,
        seeds: 100,
    };
    /// Only to see that it works.
    pub const QUICK: Self =
        Self { tasks: 2_000, members: 200, able: 20, offers: 2, warm: 2, asked: 20, seeds: 1 };
}

/// Measures on every database, and the simulation once, whose picture goes into `folder`.
pub async fn measure(databases: &Databases, load: Load, folder: &Path, table: &mut Table) -> Outcome<()> {
    for kind in databases.kinds() {
        let place = databases.place(kind, "pairing").await?;
        let slowest = search(&place, load).await?;
        let figure = format!("people for a task, {} of {} members: p99", load.able, load.members);
        table.add(PART, Some(kind), figure, slowest, Unit::Millis, Aim::AtMost(25.0));
    }
    simulate(load, folder, table)
}

async fn search(place: &Place, load: Load) -> Outcome<f64> {
    let pursuance = fill(place, load).await?;
    let app = world::open(place).await?;
    let members = i64::try_from(load.members).unwrap_or(i64::MAX);
    let mut times = Vec::with_capacity(load.asked);
    for turn in 0..load.warm + load.asked {
        // Every hundredth task is one that wants help, from the 81st on.
        let number = 81 + i64::try_from(turn % 10).unwrap_or(0) * 100;
        let mut tx = app.db.read().await?;
        let found = tasks::by_number(&mut tx, &pursuance, number).await?;
        let Some(task) = found else { return Err(Trouble::odd("a task is missing")) };
        let begun = Instant::now();
        let coming = u32::try_from(turn + 1).unwrap_or(1);
        let about = About { task: &task.id, pursuance: &pursuance, judge: Some(&task.creator) };
        let candidates =
            eligible::drawn(&mut tx, about, members, coming, WaveBounds::WAVE, app.clock.now()).await?;
        let asked = wave(&task.id, coming, WavePace::of(Urgency::Normal), &candidates);
        if turn >= load.warm {
            times.push(begun.elapsed());
        }
        if asked.is_empty() {
            return Err(Trouble::odd("nobody was found"));
        }
    }
    app.db.close().await;
    Ok(millis(&mut times, 99))
}

/// An instance with many tasks and members, of whom some have the skill and were asked before.
async fn fill(place: &Place, load: Load) -> Outcome<ActorId> {
    let app = world::open(place).await?;
    let person = world::account(&app, "ana").await?;
    let pursuance = world::pursuance(&app, &person, SLUG).await?;
    let Some(account) = person.person().cloned() else {
        return Err(Trouble::odd("an account without a person"));
    };
    let now = app.clock.now().0;
    app.db.close().await;
    drop(app);
    let plan = Plan { tasks: load.tasks, pursuance: &pursuance, viewer: account.as_str(), now };
    bulk::write(place, &plan).await?;
    bulk::run(place, statements(&pursuance, now, load, place.postgres.is_none())).await?;
    Ok(ActorId(pursuance))
}

fn statements(pursuance: &str, now: i64, load: Load, on_sqlite: bool) -> Vec<String> {
    let key = SKILL.to_lowercase();
    let offers = format!("{} numbers", series(load.able * load.offers, on_sqlite));
    let every = (load.members / load.able).max(1);
    let asked = id('m', &format!("((i % {}) + 1) * {every}", load.able));
    let mut all = bulk::members(pursuance, now, load.members, (SKILL, every), on_sqlite);
    all.extend([
        format!(
            "delete from task_skill where task in (select id from task where pursuance = '{pursuance}' and number % 100 = 81)"
        ),
        format!(
            "insert into task_skill (task, skill_key, skill, position)
             select id, '{key}', '{SKILL}', 0 from task where pursuance = '{pursuance}' and number % 100 = 81"
        ),
        format!(
            "insert into offer (id, task, pursuance, person, state, at, wave, offered, accepted, open_tasks, draw, asked_together)
             select {}, (select id from task where pursuance = '{pursuance}' and number = 82 + (i / {}) * 100), '{pursuance}', {asked},
               'not_now', {now} - 900000000000 - i, 1, 0, 0, 0, '0000000000000000', 8 from {offers}",
            id('o', "i"),
            load.able
        ),
    ]);
    all
}

/// The rule beside its two controls.
fn simulate(load: Load, folder: &Path, table: &mut Table) -> Outcome<()> {
    let all = |way| (1..=load.seeds).map(|seed| run(way, seed)).fold(Found::default(), |sum, one| sum + one);
    let (waves, five, everybody) = (all(Way::Waves), all(Way::FiveAtRandom), all(Way::Everybody));
    let share = |found: Found| f64::from(found.filled) * 100.0 / f64::from(found.tasks.max(1));
    let each = |found: Found| f64::from(found.messages) / f64::from(found.tasks.max(1));
    let mut filled = Bars::new("Tasks that somebody took, in percent", 100.0);
    let mut offers = Bars::new("Offers for a task", each(everybody));
    for (name, found) in [
        ("in waves", waves),
        ("five at random every six hours", five),
        ("everybody who has the skills", everybody),
    ] {
        table.add(PART, None, format!("{name}: tasks filled"), share(found), Unit::Percent, Aim::None);
        table.add(PART, None, format!("{name}: offers for a task"), each(found), Unit::Count, Aim::None);
        filled.add(share(found), name);
        offers.add(each(found), name);
    }
    // Over 100 seeds chance makes up for less than this.
    let figure = "more tasks filled in waves than by five at random".to_owned();
    table.add(PART, None, figure, share(waves) - share(five), Unit::Percent, Aim::AtLeast(-0.2));
    let figure = "more tasks filled in waves than by everybody".to_owned();
    table.add(PART, None, figure, share(waves) - share(everybody), Unit::Percent, Aim::AtLeast(0.5));
    let against_all = each(waves) * 100.0 / each(everybody);
    let figure = "offers in waves, of those to everybody".to_owned();
    table.add(PART, None, figure, against_all, Unit::Percent, Aim::AtMost(25.0));
    let file = folder.join("pairing.svg");
    std::fs::write(&file, picture(&[filled, offers])).map_err(Trouble::file(&file))?;
    table.note(format!("The simulation of pairing is drawn in {}.", file.display()));
    Ok(())
}
