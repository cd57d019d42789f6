//! A process is killed at every boundary of its jobs: behind the claim, before the result is noted, with a mail or a delivery
//! under way. In the end everybody was told the same as where nobody was killed, and nobody twice.
//!
//! The one exception is a mail that its server has taken while the process died over noting it: it goes out once more, under
//! the same `Message-ID`.

mod stage;
mod told;

use pursuance_domain::time::{DAY, Time};
use serde_json::{Value, json};
use tempfile::TempDir;

use self::stage::Kills;
use self::told::{Told, assert_same};
use super::gate::{Boundary, Gate};
use super::seed;
use crate::federation::process::{Client, Process, SharedClock};
use crate::mail::Post;
use crate::support::bees::of;
use crate::support::groups::merged;
use crate::support::inspect::Inspect;
use crate::support::rounds;
use crate::support::speakers::FRENCH;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_killed_between_two_steps_tells_everybody_the_same_on_sqlite() {
    killed_everywhere(false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a minute of kills whose rules SQLite has shown: ./test long"]
async fn whoever_is_killed_between_two_steps_tells_everybody_the_same_on_postgres() {
    killed_everywhere(true).await;
}

/// One life without a kill, and one with a kill at each boundary; in the long runs more, with kills at some of them and up to
/// three in a row.
async fn killed_everywhere(on_postgres: bool) {
    let calm = Stage::play(on_postgres, Kills::Never).await;
    for verb in [
        "task.asked",
        "offer.ended",
        "task.assigned",
        "task.nudged",
        "task.commented",
        "task.blocker_moved",
        "delegation.offered",
    ] {
        let is_told = calm.keys().any(|line| line.starts_with("notice: ") && line.contains(verb));
        assert!(is_told, "nobody is told of {verb}: {calm:#?}");
    }
    assert_same(&calm, &Stage::play(on_postgres, Kills::Everywhere).await);
    for _ in 1..rounds().div_ceil(4) {
        let seed = seed();
        println!("PURSUANCE_TEST_SEED={seed}");
        assert_same(&calm, &Stage::play(on_postgres, Kills::of(seed)).await);
    }
}

/// An instance with mail, where people find tasks for each other, and another one.
struct Stage {
    kills: Kills,
    /// How many kills there are to come at the boundary of now.
    to_come: u64,
    /// Since when it is held there, what its log said by then, and how many conversations the mail server held.
    held: (i64, usize, usize),
    /// How many mails were taken by a process that was killed before it noted so.
    unnoted: usize,
    clock: SharedClock,
    ours: Process,
    theirs: Process,
    post: Post,
    gate: Gate,
    inspect: Inspect,
    there: Inspect,
    ana: Client,
    ben: Client,
    cleo: Client,
    dora: Client,
    wasp: Client,
    _folder: TempDir,
}

impl Stage {
    /// Has everything happen, and says what everybody was told.
    async fn play(on_postgres: bool, kills: Kills) -> Told {
        let mut stage = Self::open(on_postgres, kills).await;
        stage.with_another_server().await;
        stage.waves().await;
        stage.mails().await;
        stage.groups().await;
        stage.away().await;
        stage.handed_on().await;
        stage.silence().await;
        stage.told().await
    }

    /// A new task of ana's.
    async fn task(&self, title: &str, more: Value) -> i64 {
        let task = merged(of(json!({ "title": title })), more);
        self.ana.act("task.create", task).await["task"].as_i64().unwrap()
    }

    async fn drop_task(&self, task: i64) {
        self.ana.act("task.set_phase", on(task, json!({ "phase": "dropped" }))).await;
        self.mailed().await;
    }

    /// Deliveries, and a skill offer that is told.
    async fn with_another_server(&mut self) {
        let task = self.task("Lend a hand", json!({})).await;
        self.hold(Boundary::Answered).await;
        let to = format!("wasps@localhost:{}", self.theirs.port);
        let offered = self.ana.act("delegation.offer", on(task, json!({ "to": to }))).await;
        self.go_on(Boundary::Answered).await;
        let there = self.wasp.until_state("wasps", "delegate", "offered").await["delegation"].clone();

        self.hold(Boundary::Sent).await;
        let reoffer = json!({ "delegation": offered["delegation"], "size": "l" });
        self.ana.act("delegation.reoffer", reoffer).await;
        self.go_on(Boundary::Sent).await;
        self.wasp.act("delegation.decline", json!({ "delegation": there, "code": "not-now" })).await;
        self.ana.until_state("bees", "origin", "declined").await;

        self.hold(Boundary::Claimed("tell_skill_offer")).await;
        let offer = json!({
            "skills": [FRENCH], "until": self.now().plus(60 * DAY).date(), "note": "Short texts.", "tasks": 1,
        });
        let offer = self.ana.act("skill_offer.publish", of(offer)).await["offer"].clone();
        self.go_on(Boundary::Claimed("tell_skill_offer")).await;
        self.hold(Boundary::Done("tell_skill_offer")).await;
        let change = json!({ "offer": offer, "skills": ["Law:Housing"] });
        self.ana.act("skill_offer.change", of(change)).await;
        self.go_on(Boundary::Done("tell_skill_offer")).await;
        assert_eq!(self.there.count("skill_offer where revision = 2").await, 1, "it is known there as it is");
        self.drop_task(task).await;
    }

    /// Waves of offers, their answers, and those who stand by.
    async fn waves(&mut self) {
        let task = self.task("Translate", json!({ "skills": [FRENCH], "ask": false })).await;
        self.hold(Boundary::Claimed("pair")).await;
        self.ana.act("task.want_help", on(task, json!({}))).await;
        self.go_on(Boundary::Claimed("pair")).await;
        assert_eq!(answer(&self.ben, "offer.accept").await, "accepted");
        assert_eq!(answer(&self.cleo, "offer.accept").await, "standing_by");
        self.hold(Boundary::Done("pair")).await;
        self.ben.act("task.hand_back", on(task, json!({}))).await;
        self.go_on(Boundary::Done("pair")).await;
        assert_eq!(offer_to(&self.cleo).await["waits"], true, "whoever stood by is asked first");
        assert_eq!(answer(&self.cleo, "offer.accept").await, "accepted");
        self.drop_task(task).await;

        let task = self.task("Proofread", json!({ "skills": [FRENCH], "ask": false })).await;
        self.hold(Boundary::Done("pair")).await;
        self.ana.act("task.want_help", on(task, json!({}))).await;
        self.go_on(Boundary::Done("pair")).await;
        assert_eq!(answer(&self.ben, "offer.accept").await, "accepted");
        assert_eq!(answer(&self.cleo, "offer.accept").await, "standing_by");
        self.hold(Boundary::Claimed("pair")).await;
        self.ana.act("task.set_phase", on(task, json!({ "phase": "dropped" }))).await;
        self.go_on(Boundary::Claimed("pair")).await;
        assert_eq!(offer_to(&self.cleo).await["state"], "released");
        self.mailed().await;
    }

    /// Mails that are sent at once, one for each boundary.
    async fn mails(&mut self) {
        let boundaries = [
            Boundary::Claimed("send"),
            Boundary::Connected,
            Boundary::HandedOver,
            Boundary::Taken,
            Boundary::Done("send"),
        ];
        for (number, at) in boundaries.into_iter().enumerate() {
            let task = self.task(&format!("Letter {number}"), json!({})).await;
            self.ana.act("task.assign", on(task, json!({ "assignee": "ben" }))).await;
            self.hold(at).await;
            self.clock.advance(61);
            self.go_on(at).await;
            self.drop_task(task).await;
        }
    }

    /// Notices for groups, and for those whose task waited for another one.
    async fn groups(&mut self) {
        let task = self.task("Discuss", json!({})).await;
        self.cleo.act("task.comment", on(task, json!({ "body": "I read along." }))).await;
        self.hold(Boundary::Claimed("notify")).await;
        self.ben.act("task.comment", on(task, json!({ "body": "What is it about?" }))).await;
        self.go_on(Boundary::Claimed("notify")).await;

        let (roof, walls) = (self.task("Roof", json!({})).await, self.task("Walls", json!({})).await);
        self.ana.act("task.assign", on(roof, json!({ "assignee": "cleo" }))).await;
        self.ana.act("task.depend", on(roof, json!({ "on": walls }))).await;
        self.hold(Boundary::Done("tell_waiting")).await;
        self.ana.act("task.set_phase", on(walls, json!({ "phase": "dropped" }))).await;
        self.go_on(Boundary::Done("tell_waiting")).await;
        self.drop_task(roof).await;
    }

    /// Somebody goes away and hands on; the one who was active last is asked.
    async fn away(&mut self) {
        let task = self.task("Row", json!({})).await;
        self.ben.act("task.take", on(task, json!({}))).await;
        self.cleo.act("task.comment", on(task, json!({ "body": "Nice boat." }))).await;
        self.hold(Boundary::Claimed("go_away")).await;
        let until = self.now().plus(10 * DAY).date();
        self.ben.act("profile.set_away", json!({ "until": until, "tasks": "hand_on" })).await;
        self.go_on(Boundary::Claimed("go_away")).await;
        assert_eq!(offer_to(&self.cleo).await["why"]["rule"], "last_active");
        self.ben.act("profile.set_away", json!({})).await;
        self.drop_task(task).await;
    }

    /// Somebody hands on by hand: one after the other is asked alone.
    async fn handed_on(&mut self) {
        let task = self.task("Mow", json!({})).await;
        self.ben.act("task.take", on(task, json!({}))).await;
        self.cleo.act("task.comment", on(task, json!({ "body": "It is high." }))).await;
        self.hold(Boundary::Claimed("succeed")).await;
        self.ben.act("task.hand_on", on(task, json!({}))).await;
        self.go_on(Boundary::Claimed("succeed")).await;
        assert_eq!(offer_to(&self.cleo).await["why"]["rule"], "last_active");
        self.hold(Boundary::Done("succeed")).await;
        answer(&self.cleo, "offer.not_now").await;
        self.go_on(Boundary::Done("succeed")).await;
        assert_eq!(offer_to(&self.dora).await["why"]["rule"], "fewest_tasks");
        self.drop_task(task).await;
    }

    /// A reminder, a task that is handed on after a silence, and the digests of the days that pass meanwhile.
    async fn silence(&mut self) {
        let task = self.task("Sow", json!({})).await;
        self.cleo.act("task.take", on(task, json!({}))).await;
        self.digests(Boundary::Taken).await;
        self.clock_runs_out(task, "nudge_at", Boundary::Due("task.nudged")).await;
        self.digests(Boundary::HandedOver).await;
        self.ben.act("task.comment", on(task, json!({ "body": "It grows." }))).await;
        self.clock_runs_out(task, "hand_on_at", Boundary::Due("task.assigned")).await;
        assert_eq!(offer_to(&self.ben).await["why"]["rule"], "last_active");
        self.digests(Boundary::Done("send")).await;
    }

    /// The next morning comes.
    async fn digests(&mut self, at: Boundary) {
        self.mailed().await;
        let today = Time::parse(&format!("{}T07:00:00Z", self.now().date())).unwrap();
        self.hold(at).await;
        self.pass_to(if today > self.now() { today } else { today.plus(DAY) });
        self.go_on(at).await;
    }

    /// The moment comes that the clock of a task names.
    async fn clock_runs_out(&mut self, task: i64, name: &str, at: Boundary) {
        let clock = self.ana.read(&format!("/pursuances/bees/tasks/{task}/clock")).await["clock"].clone();
        let moment = Time::parse(clock[name].as_str().unwrap_or_else(|| panic!("{clock}"))).unwrap();
        self.hold(at).await;
        self.pass_to(moment);
        self.go_on(at).await;
    }
}

/// The newest offer of somebody.
async fn offer_to(client: &Client) -> Value {
    client.read("/me/offers").await["items"][0].clone()
}

/// Answers it; how it stands then.
async fn answer(client: &Client, how: &str) -> Value {
    let offer = offer_to(client).await["offer"].clone();
    client.act(how, json!({ "offer": offer })).await["state"].clone()
}

/// An input about a task of the bees.
fn on(task: i64, more: Value) -> Value {
    merged(of(json!({ "task": task })), more)
}
