//! Many tasks, written down and brought along by people through the actions of the program, as the API has them: what a table holds
//! beside the tasks (texts, skills, watches, events, the index of words) is what the program leaves there.

use std::time::{Duration, Instant};

use pursuance::jobs::Worker;
use pursuance::state::App;
use pursuance::store::jobs;
use pursuance_domain::action::{Action, AddTasks, BulkTasks, JoinPursuance, SetPhase, SetRole, TakeTask};
use pursuance_domain::allowed::Principal;
use pursuance_domain::time::{DAY, Time};
use serde_json::{Value, json};

use crate::trouble::{Outcome, Trouble};
use crate::world::{self, read};

/// Tasks of one list: a piece of work, and its parts.
const OF_LIST: u64 = 100;
/// Those who write, besides ana, who writes a fifth of it.
const WRITERS: u64 = 50;
/// One of these wrote one list.
const WROTE_FEW: u64 = 1;

/// Writes so many tasks into a pursuance, by its founder and by others.
pub async fn write(app: &App, founder: &Principal, slug: &str, tasks: u64) -> Outcome<()> {
    let mut writers = Vec::new();
    for n in 1..=WRITERS {
        let writer = world::account(app, &format!("p{n}")).await?;
        let join: JoinPursuance = read(json!({ "pursuance": slug }))?;
        app.perform(&writer, Action::from(join)).await?;
        let role: SetRole = read(json!({ "pursuance": slug, "member": format!("p{n}"), "role": "admin" }))?;
        app.perform(founder, Action::from(role)).await?;
        writers.push(writer);
    }
    let lists = tasks.div_ceil(OF_LIST);
    let now = app.clock.now();
    for list in 0..lists {
        let writer = match list {
            _ if list % 5 == 0 => founder,
            1 => at(&writers, WROTE_FEW - 1)?,
            _ => at(&writers, 1 + list % (WRITERS - 1))?,
        };
        let numbers = list * OF_LIST + 1..=tasks.min((list + 1) * OF_LIST);
        let items: Vec<Value> = numbers.clone().map(|number| item(number, *numbers.start(), now)).collect();
        let add: AddTasks = read(json!({ "pursuance": slug, "tasks": items }))?;
        app.perform(writer, Action::from(add)).await?;
        let open: Vec<u64> = numbers.clone().skip(1).collect();
        match list % 100 {
            // Most work is finished.
            0..78 => finish(app, (founder, at(&writers, 1)?), slug, *numbers.start()).await?,
            78..80 => {
                phase(app, founder, slug, *numbers.start(), json!({ "phase": "dropped", "subtasks": "drop" }))
                    .await?
            }
            80..84 => bulk(app, founder, slug, &open, json!({ "phase": "help_wanted" })).await?,
            84..94 => bulk(app, founder, slug, &open, json!("take")).await?,
            _ => {}
        }
    }
    work(app).await
}

/// How long the workers may take for one job.
const PATIENCE: Duration = Duration::from_secs(120);

/// Lets the workers do what is due: among others they finish the parts of what is finished.
pub async fn work(app: &App) -> Outcome<()> {
    let worker = Worker::spawn(app);
    let (mut least, mut since) = (i64::MAX, Instant::now());
    loop {
        let mut tx = app.db.read().await?;
        let (waiting, due) = jobs::waiting(&mut tx, app.clock.now()).await?;
        drop(tx);
        if due.is_none() {
            break;
        }
        if waiting < least {
            (least, since) = (waiting, Instant::now());
        }
        if since.elapsed() > PATIENCE {
            return Err(Trouble::odd(format!("{waiting} jobs wait and none is done")));
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    worker.stop().await;
    Ok(())
}

fn at(writers: &[Principal], n: u64) -> Outcome<&Principal> {
    usize::try_from(n).ok().and_then(|n| writers.get(n)).ok_or_else(|| Trouble::odd("nobody writes"))
}

/// A task. Of three, one has no date, one is due within the sixty days around now, and one within years.
fn item(number: u64, first: u64, now: Time) -> Value {
    let spread = |days: u64| i64::try_from(number * 7 % days).unwrap_or(0);
    let days = match number % 3 {
        0 => None,
        1 => Some(spread(60) - 30),
        _ => Some(spread(2_000) - 1_500),
    };
    let mut skills = vec!["Field:Sampling"];
    if number % 2_000 == 1_999 {
        skills.push("Design:Maps");
    }
    let size = match number % 3 {
        0 => "s",
        1 => "m",
        _ => "l",
    };
    json!({
        "title": format!("Read the level at place {number} and write it down"),
        "deliverables": format!(
            "One line for each hour: the level, the weather, and who read it. The last one was place {}.", number - 1
        ),
        "depth": u64::from(number > first),
        // What is asked about tasks is measured elsewhere.
        "ask": false,
        "skills": skills,
        "size": size,
        "urgency": if number.is_multiple_of(50) { "urgent" } else { "normal" },
        "due": days.map(|days| now.plus(days * DAY).date()),
    })
}

/// Does a piece of work, and all of its parts, by somebody and somebody else who reviews it.
async fn finish(app: &App, (by, reviewer): (&Principal, &Principal), slug: &str, number: u64) -> Outcome<()> {
    let take: TakeTask = read(json!({ "pursuance": slug, "task": number }))?;
    app.perform(by, Action::from(take)).await?;
    for (who, change) in [
        (by, json!({ "phase": "in_progress" })),
        (by, json!({ "phase": "ready_for_review" })),
        (reviewer, json!({ "phase": "in_review" })),
        (reviewer, json!({ "phase": "done", "subtasks": "finish" })),
    ] {
        phase(app, who, slug, number, change).await?;
    }
    Ok(())
}

async fn phase(app: &App, by: &Principal, slug: &str, number: u64, mut change: Value) -> Outcome<()> {
    if let Some(members) = change.as_object_mut() {
        members.insert("pursuance".to_owned(), json!(slug));
        members.insert("task".to_owned(), json!(number));
    }
    let set: SetPhase = read(change)?;
    app.perform(by, Action::from(set)).await?;
    Ok(())
}

async fn bulk(app: &App, by: &Principal, slug: &str, numbers: &[u64], change: Value) -> Outcome<()> {
    if numbers.is_empty() {
        return Ok(());
    }
    let change: BulkTasks = read(json!({ "pursuance": slug, "tasks": numbers, "change": change }))?;
    app.perform(by, Action::from(change)).await?;
    Ok(())
}
