//! The story of the demo: people who watch a river ask people who draw for a map.
//!
//! All of it happens as with real people: through `perform` on either server, and by real deliveries between the two.

use pursuance_domain::delegation::{Side, State};
use pursuance_domain::people::role::Role;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::cast::{Cast, PIXEL, RIVER, passphrase};
use super::stage::DemoStage;
use crate::cli::CliError;
use crate::cli::admin::new_verifier;

/// The task under way: its number on either server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Under {
    pub task: i64,
    pub mirror: i64,
}

/// Makes everything, over the nine days before now.
pub async fn tell(river: &DemoStage, pixel: &DemoStage) -> Result<Under, CliError> {
    river.ago(9, 0);
    tokio::try_join!(found(river, &RIVER), found(pixel, &PIXEL))?;
    river.ago(8, 2);
    let wanted = plan_the_report(river).await?;
    let maps = plan_the_drawing(pixel).await?;
    river.ago(5, 3);
    let task = hand_over(river, pixel, wanted).await?;
    river.ago(4, 20);
    let mirror = take_on(river, pixel, maps).await?;
    work(river, pixel, Under { task, mirror }).await?;
    ask_for_more(river, pixel).await?;
    settle(river, pixel).await?;
    river.ago(0, 0);
    Ok(Under { task, mirror })
}

/// Waits until each has the messages of the other, so that both show the same times.
async fn settle(river: &DemoStage, pixel: &DemoStage) -> Result<(), CliError> {
    tokio::try_join!(river.until_delivered(), pixel.until_delivered())?;
    Ok(())
}

/// Accounts, the pursuance, and everybody in their role.
async fn found(stage: &DemoStage, cast: &Cast) -> Result<(), CliError> {
    let settings = json!({ "name": cast.server, "door": "anybody", "about": cast.about });
    stage.operate("instance.configure", settings).await?;
    for (place, person) in cast.people.iter().enumerate() {
        let founder = place == 0;
        let verifier = new_verifier(&stage.app, person.name, passphrase(person.name)).await?;
        let account = json!({
            "name": person.name, "display": person.display, "credential": { "kind": "plain", "verifier": verifier }, "operator": founder,
        });
        stage.operate("account.create", account).await?;
        let profile = json!({ "about": person.about, "skills": person.skills, "discoverable": true });
        stage.act(person.name, "profile.edit", profile).await?;
        if founder {
            let pursuance = json!({
                "slug": cast.slug, "name": cast.name, "mission": cast.mission, "visibility": "public",
            });
            stage.act(person.name, "pursuance.create", pursuance).await?;
        } else {
            stage.act(person.name, "pursuance.join", json!({ "pursuance": cast.slug })).await?;
        }
    }
    let founder = cast.founder();
    for person in cast.people.iter().filter(|person| !matches!(person.role, Role::Primary | Role::Normal)) {
        let role = json!({ "pursuance": cast.slug, "member": person.name, "role": person.role });
        stage.act(founder, "member.set_role", role).await?;
    }
    Ok(())
}

/// One pursuance's tasks, and a member who acts on them.
struct DemoBoard<'a> {
    stage: &'a DemoStage,
    cast: &'a Cast,
}

impl DemoBoard<'_> {
    /// Adds a task about which nobody is asked yet; answers its number.
    async fn add(&self, by: &str, parent: Option<i64>, title: &str, more: Value) -> Result<i64, CliError> {
        let mut input =
            json!({ "pursuance": self.cast.slug, "title": title, "parent": parent, "ask": false });
        if let (Value::Object(input), Value::Object(more)) = (&mut input, more) {
            input.extend(more);
        }
        let made = self.stage.act(by, "task.create", input).await?;
        made["task"].as_i64().ok_or(CliError::Demo("a task has a number"))
    }

    async fn assign(&self, by: &str, task: i64, to: &str) -> Result<(), CliError> {
        self.on(by, "task.assign", task, json!({ "assignee": to })).await
    }

    async fn move_on(&self, by: &str, task: i64, phases: &[&str]) -> Result<(), CliError> {
        for phase in phases {
            self.on(by, "task.set_phase", task, json!({ "phase": phase })).await?;
        }
        Ok(())
    }

    async fn say(&self, by: &str, task: i64, body: &str) -> Result<(), CliError> {
        self.on(by, "task.comment", task, json!({ "body": body })).await
    }

    async fn on(&self, by: &str, action: &str, task: i64, more: Value) -> Result<(), CliError> {
        let mut input = json!({ "pursuance": self.cast.slug, "task": task });
        if let (Value::Object(input), Value::Object(more)) = (&mut input, more) {
            input.extend(more);
        }
        self.stage.act(by, action, input).await.map(drop)
    }
}

/// A task that nobody has: visitors of the demo can hand it over.
pub const TO_TRY: &str = "Write the two-page summary";

const SUMMARY_WANTED: &str = "\
Two pages for people who have five minutes.

**Try this in the demo:** sign in as mara, press *Hand to another pursuance* and choose Pixel Picket. Then accept it there, on the \
other server, as noor; take it, and hand in a sentence. The passphrases stand in the terminal.";

const WORKED: &[&str] = &["in_progress", "ready_for_review"];
const ACCEPTED: &[&str] = &["in_review", "done"];

const MAP_WANTED: &str = "\
One page, two colours, readable at arm's length:

* all 14 outfalls with their numbers
* the seven bridges
* what flows in where, as a symbol

The coordinates are in the table of last year's report.";

/// The tasks of the river people. Answers the one that will be handed over.
async fn plan_the_report(river: &DemoStage) -> Result<i64, CliError> {
    let board = DemoBoard { stage: river, cast: &RIVER };
    let report = board
        .add("mara", None, "Publish the spring report on the lower Elm", json!({
            "deliverables": "Twelve pages the council cannot misunderstand, and **all** the numbers behind them.",
            "skills": ["Writing:Reports"], "size": "l", "due": river.in_days(30),
        }))
        .await?;
    board.assign("jonas", report, "jonas").await?;
    board.move_on("jonas", report, &["in_progress"]).await?;

    let samples = board
        .add(
            "mara",
            Some(report),
            "Collect samples at the seven bridges",
            json!({ "skills": ["Field:Sampling"] }),
        )
        .await?;
    board.assign("jonas", samples, "lena").await?;
    board.move_on("lena", samples, WORKED).await?;
    board
        .say("lena", samples, "All seven, two bottles each. The third bridge is slippery, take boots.")
        .await?;
    board.move_on("mara", samples, ACCEPTED).await?;

    let series = board
        .add(
            "mara",
            Some(report),
            "Analyse the nitrate series",
            json!({
                "deliverables": "Weekly means since 2019, and an honest word about the gap in 2021.",
                "skills": ["Data:Statistics"],
            }),
        )
        .await?;
    board.assign("mara", series, "jonas").await?;
    board.move_on("jonas", series, WORKED).await?;

    let map = board
        .add(
            "mara",
            Some(report),
            "Draw a map of the outfalls that everybody understands",
            json!({
                "deliverables": MAP_WANTED, "skills": ["Design:Maps"], "size": "m", "due": river.in_days(18),
            }),
        )
        .await?;
    let summary = board
        .add(
            "mara",
            Some(report),
            TO_TRY,
            json!({
                "deliverables": SUMMARY_WANTED, "skills": ["Writing:Reports"], "size": "s",
            }),
        )
        .await?;
    board.move_on("mara", summary, &["help_wanted"]).await?;

    let winter =
        board.add("mara", None, "Keep the sensors alive through the winter", json!({ "size": "l" })).await?;
    let boxes = board
        .add(
            "mara",
            Some(winter),
            "Waterproof boxes for the loggers",
            json!({ "skills": ["Craft:Electronics"], "due": river.in_days(6) }),
        )
        .await?;
    board.assign("mara", boxes, "lena").await?;
    board.move_on("lena", boxes, &["in_progress"]).await?;
    let weir = board
        .add(
            "mara",
            Some(winter),
            "Read the gauge at the weir twice a week",
            json!({ "skills": ["Field:Sampling"], "size": "s", "urgency": "urgent" }),
        )
        .await?;
    board.move_on("mara", weir, &["help_wanted"]).await?;
    board.on("tariq", "task.take", weir, json!({})).await?;
    board.add("mara", None, "Ask the council for the discharge permits", json!({ "size": "s" })).await?;
    Ok(map)
}

/// The tasks of the drawing people. Answers the one that maps belong under.
async fn plan_the_drawing(pixel: &DemoStage) -> Result<i64, CliError> {
    let board = DemoBoard { stage: pixel, cast: &PIXEL };
    let maps = board
        .add(
            "noor",
            None,
            "Maps for everybody",
            json!({ "deliverables": "Whatever others ask us for that shows a place.", "size": "l" }),
        )
        .await?;
    let style = board
        .add(
            "noor",
            Some(maps),
            "A style for maps that any printer can print",
            json!({ "skills": ["Design:Maps"] }),
        )
        .await?;
    board.assign("noor", style, "felix").await?;
    board.move_on("felix", style, WORKED).await?;
    board.move_on("noor", style, ACCEPTED).await?;

    let poster = board
        .add(
            "noor",
            None,
            "Poster for the repair café",
            json!({ "skills": ["Design:Illustration", "Design:Print"], "due": pixel.in_days(12) }),
        )
        .await?;
    board.assign("noor", poster, "noor").await?;
    board.move_on("noor", poster, &["in_progress"]).await?;
    let letters = board
        .add(
            "noor",
            Some(poster),
            "Letters that can be cut out of lino",
            json!({ "skills": ["Design:Typography"], "size": "s" }),
        )
        .await?;
    board.move_on("noor", letters, &["help_wanted"]).await?;
    Ok(maps)
}

/// The river people ask the drawing people for the map.
async fn hand_over(river: &DemoStage, pixel: &DemoStage, task: i64) -> Result<i64, CliError> {
    let offer = json!({
        "pursuance": RIVER.slug, "task": task, "to": handle(pixel), "due": river.in_days(14),
        "names": true, "discussion": true,
        "note": "We measure, but we cannot draw. Your flood map made my neighbours move their cars. One for us?",
    });
    river.act("jonas", "delegation.offer", offer).await?;
    pixel.until_state(PIXEL.slug, Side::Delegate, State::Offered, 1).await?;
    Ok(task)
}

fn handle(pixel: &DemoStage) -> String {
    format!("{}@{}", PIXEL.slug, pixel.app.addresses.authority())
}

/// The drawing people accept. Answers the number of their task.
async fn take_on(river: &DemoStage, pixel: &DemoStage, maps: i64) -> Result<i64, CliError> {
    let offered = pixel.until_state(PIXEL.slug, Side::Delegate, State::Offered, 1).await?;
    let accept = json!({ "delegation": offered.id, "parent": maps, "ask": false });
    let accepted = pixel.act("felix", "delegation.accept", accept).await?;
    river.until_state(RIVER.slug, Side::Origin, State::Active, 1).await?;
    pixel.until_state(PIXEL.slug, Side::Delegate, State::Active, 1).await?;
    accepted["task"].as_i64().ok_or(CliError::Demo("the mirror has a number"))
}

/// The drawing people work on it, and both talk about it.
async fn work(river: &DemoStage, pixel: &DemoStage, under: Under) -> Result<(), CliError> {
    let (here, there) = (DemoBoard { stage: river, cast: &RIVER }, DemoBoard { stage: pixel, cast: &PIXEL });
    let mirror = under.mirror;
    there.assign("felix", mirror, "felix").await?;
    there.move_on("felix", mirror, &["in_progress"]).await?;
    let check = there
        .add(
            "felix",
            Some(mirror),
            "Check the coordinates of all 14 outfalls",
            json!({ "skills": ["Data:Geography"], "size": "s" }),
        )
        .await?;
    let sketch = there
        .add(
            "felix",
            Some(mirror),
            "First sketch in two colours",
            json!({ "skills": ["Design:Maps"], "size": "m" }),
        )
        .await?;
    let symbols = there
        .add(
            "felix",
            Some(mirror),
            "Symbols for what flows in",
            json!({ "skills": ["Design:Illustration"], "size": "s" }),
        )
        .await?;
    let labels = there
        .add(
            "felix",
            Some(mirror),
            "Labels that are readable at arm's length",
            json!({ "skills": ["Design:Typography"], "size": "s" }),
        )
        .await?;

    settle(river, pixel).await?;
    pixel.ago(3, 6);
    there.assign("felix", check, "sam").await?;
    there.move_on("sam", check, WORKED).await?;
    there
        .say(
            "sam",
            mirror,
            "Outfall 9 is in the middle of the car park in your table. Is 51.3382 a typo for 51.3392?",
        )
        .await?;
    here.stage.until_comments(RIVER.slug, under.task, 1).await?;

    settle(river, pixel).await?;
    pixel.ago(2, 21);
    here.say("jonas", under.task, "It is, thank you! 51.3392. Nobody noticed for a year.").await?;
    there.stage.until_comments(PIXEL.slug, mirror, 2).await?;
    there.move_on("felix", check, ACCEPTED).await?;

    settle(river, pixel).await?;
    pixel.ago(1, 4);
    let delegation = pixel.until_state(PIXEL.slug, Side::Delegate, State::Active, 1).await?;
    let note =
        "The coordinates are right now, and the first sketch shows all bridges. Next: symbols and labels.";
    pixel.act("felix", "delegation.progress", json!({ "delegation": delegation.id, "note": note })).await?;
    there.assign("felix", sketch, "felix").await?;
    there.move_on("felix", sketch, &["in_progress"]).await?;
    there.assign("felix", labels, "yuki").await?;
    there.move_on("felix", symbols, &["help_wanted"]).await?;
    Ok(())
}

/// A second task that waits for an answer.
async fn ask_for_more(river: &DemoStage, pixel: &DemoStage) -> Result<(), CliError> {
    settle(river, pixel).await?;
    river.ago(0, 3);
    let board = DemoBoard { stage: river, cast: &RIVER };
    let form = board
        .add(
            "mara",
            None,
            "A sampling form for wet hands",
            json!({
                "deliverables": "One side of waterproof paper: date, place, eight numbers, large boxes.",
                "skills": ["Design:Print"], "size": "s",
            }),
        )
        .await?;
    let offer = json!({
        "pursuance": RIVER.slug, "task": form, "to": handle(pixel), "due": river.in_days(21),
        "note": "A small one, whenever somebody likes boxes.",
    });
    river.act("jonas", "delegation.offer", offer).await?;
    pixel.until_state(PIXEL.slug, Side::Delegate, State::Offered, 1).await?;
    Ok(())
}
