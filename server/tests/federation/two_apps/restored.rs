//! A database that is restored from an older copy, on either side: one resume of the operators on each side, in either order,
//! and everything arrives that was said before and after (PROTOCOL §3.6).

use pursuance::reads::delivery::{self, DeliveryWord};
use pursuance_domain::allowed::Principal;
use pursuance_domain::time::{HOUR, MINUTE};
use serde_json::json;

use crate::support::between::Between;
use crate::support::groups::{Group, perform};
use crate::support::peers::{On, World, until};
use crate::support::rounds;

/// Two sides of a task that was handed over, and what was said about it.
struct Sides {
    world: World,
    groups: [Group; 2],
    tasks: [i64; 2],
    said: [Vec<String>; 2],
}

impl Sides {
    async fn on(databases: [On; 2]) -> Self {
        let world = World::of(&databases).await;
        let (bees, wasps) = (world.instances[0].found("bees").await, world.instances[1].found("wasps").await);
        let task = bees.task("Count").await;
        let between = Between::active(&world, &bees, &wasps, task, json!({ "discussion": true })).await;
        let tasks = [task, between.mirror().await.number];
        Self { world, groups: [bees, wasps], tasks, said: [Vec::new(), Vec::new()] }
    }

    /// One side says something, and it arrives if anything does.
    async fn say(&mut self, side: usize, text: &str) {
        self.groups[side].on_task("task.comment", self.tasks[side], json!({ "body": text })).await;
        self.said[side].push(text.to_owned());
        self.world.settle().await;
    }

    async fn both_say(&mut self, text: &str) {
        for side in [0, 1] {
            self.say(side, &format!("{text} {side}")).await;
        }
    }

    async fn restore(&mut self, side: usize, copy: &str) {
        let restored = self.world.instances.remove(side).restored(copy).await;
        self.groups[side] = self.groups[side].at(&restored.app);
        self.world.instances.insert(side, restored);
    }

    async fn resume(&self, side: usize) {
        let resume = json!({ "host": self.groups[1 - side].app.addresses.authority() });
        perform(&self.groups[side].app, &Principal::Operator, "channel.resume", resume).await.unwrap();
        self.world.settle().await;
    }

    /// The word on the page of one side for the way to the other one.
    async fn shown(&self, side: usize) -> DeliveryWord {
        let row = self.groups[side].delegations().await.pop().unwrap();
        let host = self.groups[1 - side].app.addresses.authority().to_owned();
        let mut tx = self.groups[side].app.db.read().await.unwrap();
        delivery::of_delegation(&mut tx, &row, Some(&host)).await.unwrap().state
    }

    /// Comments of the other side that one side has.
    async fn heard(&self, side: usize) -> Vec<String> {
        let all = self.groups[side].comments(self.tasks[side]).await;
        all.into_iter().filter(|text| text.ends_with(&(1 - side).to_string())).collect()
    }

    /// One side has the words of the other: each once, in their order. A log that is read leaves no trace before its end.
    async fn assert_heard(&self, side: usize, case: &str) {
        let said = &self.said[1 - side];
        until("everything is heard", async || self.heard(side).await.len() >= said.len()).await;
        self.world.settle().await;
        assert_eq!(self.heard(side).await, *said, "{case}: what side {side} has heard");
    }

    async fn assert_open(&self, case: &str) {
        for (side, instance) in self.world.instances.iter().enumerate() {
            let sql =
                "select state, case when untaken_since is null then 'taken' else 'untaken' end from channel";
            let stands = instance.inspect.rows(sql).await;
            assert_eq!(stands, [["open", "taken"]], "{case}: the channel of side {side}");
        }
    }
}

/// After a restore of one side somebody speaks, then the operators of both sides resume.
async fn one_side_is_restored(databases: [On; 2], older: usize, first: usize, speaks: usize, lost: usize) {
    let case = format!("{databases:?}: {older} is older by {lost}, {first} resumes first, {speaks} speaks");
    let newer = 1 - older;
    let mut sides = Sides::on(databases).await;
    sides.both_say("Before.").await;
    let copy = sides.world.instances[older].copy().await;
    for _ in 0..lost {
        sides.both_say("Lost here.").await;
    }
    sides.restore(older, &copy).await;

    sides.say(speaks, &format!("First. {speaks}")).await;
    assert_eq!(sides.shown(older).await, DeliveryWord::Restored, "{case}");
    let there = sides.shown(newer).await;
    assert!(matches!(there, DeliveryWord::Suspended | DeliveryWord::StoppedThere), "{case}: {there:?}");
    sides.say(older, &format!("Stopped. {older}")).await;
    sides.say(newer, &format!("Stopped. {newer}")).await;
    sides.resume(first).await;
    if first == older && speaks == older {
        assert_eq!(
            sides.shown(older).await,
            DeliveryWord::StoppedThere,
            "{case}: the others take nothing yet"
        );
    }
    sides.resume(1 - first).await;
    sides.both_say("Afterwards.").await;
    sides.world.advance(HOUR).await;
    sides.world.calm_down().await;
    sides.both_say("Last.").await;
    sides.world.calm_down().await;

    sides.assert_open(&case).await;
    for side in [0, 1] {
        sides.assert_heard(side, &case).await;
        let resumed = "event where verb = 'channel.resumed'";
        assert_eq!(sides.world.instances[side].inspect.count(resumed).await, 1, "{case}: one resume");
    }
    // News of the delegate wait for their minute.
    sides.world.advance(2 * MINUTE).await;
    for side in [0, 1] {
        until("both know the same", async || sides.shown(side).await == DeliveryWord::InStep).await;
    }
}

/// Every other case; in the long runs all of them.
fn some_of<T, const N: usize>(cases: [T; N]) -> impl Iterator<Item = T> {
    cases.into_iter().step_by(if rounds() > 1 { 1 } else { 2 })
}

#[tokio::test]
async fn one_resume_on_each_side_is_enough_when_the_origin_was_restored() {
    for (first, speaks, lost) in some_of([(0, 0, 1), (1, 0, 1), (1, 0, 3), (0, 0, 3), (0, 1, 1), (1, 1, 1)]) {
        one_side_is_restored([On::Sqlite, On::Postgres], 0, first, speaks, lost).await;
    }
}

#[tokio::test]
async fn one_resume_on_each_side_is_enough_when_the_delegate_was_restored() {
    for (first, speaks, lost) in some_of([(0, 1, 1), (1, 1, 1), (1, 1, 3), (0, 1, 3), (0, 0, 1), (1, 0, 1)]) {
        one_side_is_restored([On::Sqlite, On::Postgres], 1, first, speaks, lost).await;
    }
}

#[tokio::test]
async fn one_resume_on_each_side_is_enough_when_both_were_restored() {
    for (older, first) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let case = format!("{older} is older, {first} resumes first");
        let mut sides = Sides::on([On::Postgres, On::Sqlite]).await;
        sides.both_say("Before.").await;
        let oldest = sides.world.instances[older].copy().await;
        sides.both_say("Between.").await;
        let newer = sides.world.instances[1 - older].copy().await;
        // Neither knows of it any more.
        sides.both_say("Forgotten.").await;
        for said in &mut sides.said {
            said.pop();
        }
        sides.restore(older, &oldest).await;
        sides.restore(1 - older, &newer).await;

        sides.both_say("First.").await;
        sides.resume(first).await;
        sides.resume(1 - first).await;
        sides.both_say("Afterwards.").await;
        sides.world.advance(HOUR).await;
        sides.world.calm_down().await;

        sides.assert_open(&case).await;
        for side in [0, 1] {
            sides.assert_heard(side, &case).await;
        }
    }
}

#[tokio::test]
async fn a_side_that_forgot_the_new_numbering_of_a_restored_one_follows_it_again() {
    let mut sides = Sides::on([On::Sqlite, On::Sqlite]).await;
    sides.both_say("Before.").await;
    let bees = sides.world.instances[0].copy().await;
    let wasps = sides.world.instances[1].copy().await;
    sides.both_say("Lost here.").await;
    sides.restore(0, &bees).await;
    sides.say(0, "First. 0").await;
    for side in [0, 1] {
        sides.resume(side).await;
    }
    sides.both_say("Anew.").await;
    sides.world.calm_down().await;
    sides.assert_open("the bees were restored").await;

    sides.restore(1, &wasps).await;
    sides.say(0, "Second. 0").await;
    assert_eq!(
        sides.shown(1).await,
        DeliveryWord::Restored,
        "it sees that it is a copy, and not the other one"
    );
    for side in [0, 1] {
        sides.resume(side).await;
    }
    sides.both_say("Afterwards.").await;
    sides.world.advance(HOUR).await;
    sides.world.calm_down().await;

    sides.assert_open("the wasps were restored, too").await;
    // Comments that the bees lost in their copy, the wasps have lost in theirs.
    sides.said[0].retain(|text| text != "Lost here. 0");
    sides.assert_heard(1, "the wasps").await;
    sides.assert_heard(0, "the bees").await;
}
