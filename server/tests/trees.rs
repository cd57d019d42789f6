//! The greatest depth of a tree of tasks, and the number of tasks closed at once.

use pursuance::store::jobs::Job;
use pursuance_domain::action::{Action, LiftLimits, SetPhase, SettleSubtasks};
use pursuance_domain::allowed::Principal;
use pursuance_domain::task::phase::{Phase, Subtasks};
use pursuance_domain::time::HOUR;
use serde_json::json;

use crate::support::between::Between;
use crate::support::peers::{On, World, until};

#[tokio::test]
async fn a_tree_of_tasks_is_at_most_sixty_four_levels_deep() {
    let world = World::of(&[On::Sqlite]).await;
    let bees = world.instances[0].found("bees").await;
    let mut lowest = bees.task("Level 1").await;
    for level in 2..=64 {
        lowest = bees.task_with(json!({ "title": format!("Level {level}"), "parent": lowest })).await;
    }
    assert_eq!(lowest, 64, "each is numbered like its level");
    let deeper = json!({ "pursuance": "bees", "title": "Level 65", "parent": lowest });
    assert_eq!(bees.attempt("task.create", deeper).await, Err("too-deep"));

    let pair = bees.task("Two levels").await;
    bees.task_with(json!({ "title": "The second", "parent": pair })).await;
    let under = |parent| json!({ "pursuance": "bees", "task": pair, "parent": parent });
    assert_eq!(bees.attempt("task.move", under(63)).await, Err("too-deep"), "what is below it counts");
    assert!(bees.attempt("task.move", under(62)).await.is_ok());
}

#[tokio::test]
async fn nothing_is_open_below_a_task_that_is_done() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let top = wasps.task("Summer").await;
    let done = wasps.task_with(json!({ "title": "June", "parent": top })).await;
    let part = wasps.task_with(json!({ "title": "Count", "parent": done })).await;
    let (closed, open) = (wasps.task("Written down twice").await, wasps.task("Draw").await);
    let to = async |task, phase: &str| {
        let input = json!({ "pursuance": "wasps", "task": task, "phase": phase, "subtasks": "finish" });
        wasps.attempt("task.set_phase", input).await
    };
    wasps.on_task("task.assign", done, json!({ "assignee": "wasps-lead" })).await;
    for phase in ["in_progress", "done"] {
        to(done, phase).await.unwrap();
    }
    assert!(wasps.see(part).await.phase.is_closed());
    let create = |parent| json!({ "pursuance": "wasps", "title": "More", "parent": parent });
    let place = |task| json!({ "pursuance": "wasps", "task": task, "parent": part });

    assert_eq!(wasps.attempt("task.create", create(done)).await, Err("below-done"));
    assert_eq!(wasps.attempt("task.create", create(part)).await, Err("below-done"), "further up counts");
    assert_eq!(wasps.attempt("task.move", place(open)).await, Err("below-done"));
    assert_eq!(to(part, "new").await, Err("below-done"));
    let between = Between::offered(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    assert_eq!(between.delegate_tries("accept", json!({ "parent": done })).await, Err("below-done"));

    to(closed, "dropped").await.unwrap();
    assert!(wasps.attempt("task.move", place(closed)).await.is_ok(), "it is not open");
    to(done, "in_progress").await.unwrap();
    to(part, "new").await.unwrap();
    assert!(wasps.attempt("task.create", create(part)).await.is_ok());
}

#[tokio::test]
async fn a_mirror_is_not_placed_below_the_last_level() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let mut lowest = wasps.task("Level 1").await;
    for _ in 2..=64 {
        lowest = wasps.task_with(json!({ "title": "Deeper", "parent": lowest })).await;
    }
    let between = Between::offered(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    assert_eq!(between.delegate_tries("accept", json!({ "parent": lowest })).await, Err("too-deep"));
    assert!(between.delegate_tries("accept", json!({ "parent": lowest - 1 })).await.is_ok());
}

#[tokio::test]
async fn more_subtasks_than_one_action_settles_are_settled_by_and_by_and_add_up() {
    for on in [On::Sqlite, On::Postgres] {
        many_subtasks_are_settled(World::of(&[on]).await).await;
    }
}

async fn many_subtasks_are_settled(world: World) {
    let bees = world.instances[0].found("bees").await;
    // Six hundred tasks in one go are more than the pace of one person.
    let lift = LiftLimits { account: bees.who.person().unwrap().clone(), lifted: true };
    bees.app.perform(&Principal::Operator, lift.into()).await.unwrap();
    let top = bees.task("Summer").await;
    let middle = bees.task_with(json!({ "title": "June", "parent": top })).await;
    for number in 0..600 {
        let parent = if number % 2 == 0 { top } else { middle };
        bees.task_with(json!({ "title": format!("Part {number}"), "parent": parent, "size": "s" })).await;
    }
    bees.on_task("task.assign", top, json!({ "assignee": "bees-lead" })).await;
    bees.on_task("task.set_phase", top, json!({ "phase": "in_progress" })).await;
    let done = json!({ "pursuance": "bees", "task": top, "phase": "done", "subtasks": "finish" });
    let done: SetPhase = serde_json::from_value(done).unwrap();
    let done = bees.app.perform(&bees.who, Action::from(done)).await.unwrap();

    assert_eq!(done.events.len(), 201, "two hundred and the task itself");
    let inspect = world.instances[0].inspect.clone();
    until("the rest follows", async || inspect.count("task where phase <> 'done'").await == 0).await;
    world.settle().await;
    let (top, middle) = (bees.see(top).await, bees.see(middle).await);
    assert_eq!((top.phase, top.children, top.children_done), (Phase::Done, 301, 301));
    assert_eq!((middle.children, middle.children_done), (300, 300));
    assert_eq!((top.percent(), middle.percent()), (100, 100));
    let by = "select cast(count(*) as text) from event where verb = 'task.phase_set' and actor is null";
    assert_eq!(inspect.text(by).await, "0", "each says who closed it");
}

#[tokio::test]
async fn whoever_closes_a_task_again_with_another_choice_is_not_overruled_by_the_first() {
    let world = World::of(&[On::Sqlite]).await;
    let bees = world.instances[0].found("bees").await;
    let top = bees.task("Summer").await;
    let below = bees.task_with(json!({ "title": "June", "parent": top })).await;
    bees.on_task("task.set_phase", top, json!({ "phase": "dropped" })).await;
    let task = bees.see(top).await.id;
    let by = bees.who.person().unwrap().clone();
    let newest =
        Job::SettleSubtasks { task: task.clone(), subtasks: Subtasks::Drop, by: by.clone(), after: None };
    let mut tx = bees.app.db.write().await.unwrap();
    newest.write(&mut tx, &bees.app.clock, world.now().plus(HOUR)).await.unwrap();
    tx.commit().await.unwrap();

    // A worker that is still at the first choice.
    let clock = Principal::Clock { job: "queue".to_owned() };
    let first = SettleSubtasks { task, subtasks: Subtasks::Finish, by, after: None };
    let done = bees.app.perform(&clock, first.into()).await.unwrap();
    assert_eq!(done.result["left"], 0);
    assert_eq!(bees.see(below).await.phase, Phase::New);

    world.advance(2 * HOUR).await;
    until("the rest follows", async || bees.see(below).await.phase == Phase::Dropped).await;
}

#[tokio::test]
async fn a_large_mirror_that_ends_is_closed_by_and_by_and_lets_go_of_what_is_of_others() {
    for on in [On::Sqlite, On::Postgres] {
        a_large_mirror_ends(World::of(&[On::Sqlite, on]).await).await;
    }
}

async fn a_large_mirror_ends(world: World) {
    let (bees, wasps) = (world.instances[0].found("bees").await, world.instances[1].found("wasps").await);
    let ants = world.instances[0].found("ants").await;
    let lift = LiftLimits { account: wasps.who.person().unwrap().clone(), lifted: true };
    wasps.app.perform(&Principal::Operator, lift.into()).await.unwrap();
    let onward = json!({ "redelegation": "yes" });
    let between = Between::active(&world, &bees, &wasps, bees.task("Summer").await, onward).await;
    let mirror = between.mirror().await.number;
    let middle = wasps.task_with(json!({ "title": "June", "parent": mirror })).await;
    for number in 0..450 {
        let parent = if number % 2 == 0 { mirror } else { middle };
        wasps.task_with(json!({ "title": format!("Part {number}"), "parent": parent })).await;
    }
    // A task of others stands among them, with a part of its own; and one is on offer.
    let other = Between::active(&world, &ants, &wasps, ants.task("Autumn").await, json!({})).await;
    let others = other.mirror().await.number;
    wasps.on_task("task.move", others, json!({ "parent": middle })).await;
    let part = wasps.task_with(json!({ "title": "Of autumn", "parent": others })).await;
    let offered = wasps.task_with(json!({ "title": "Offered", "parent": middle })).await;
    wasps.offer(offered, &ants, json!({})).await;
    world.settle().await;
    let inspect = world.instances[1].inspect.clone();
    let before = inspect.text("select cast(sum(last) as text) from stream").await.parse::<i64>().unwrap();
    let open = "task where phase not in ('done', 'dropped')";
    assert_eq!(inspect.count(open).await, 455);

    between.origin_does("recall", json!({})).await;
    // Nobody sees a moment at which the mirror is closed and its first part is not.
    until("the mirror is closed", async || between.mirror().await.phase == Phase::Dropped).await;
    until("the rest follows", async || inspect.count(open).await == 2).await;
    world.settle().await;

    assert_eq!(wasps.see(others).await.parent, None, "it goes on by itself");
    for theirs in [others, part] {
        assert!(!wasps.see(theirs).await.phase.is_closed());
    }
    let top = between.mirror().await;
    assert_eq!((top.phase, top.children, top.children_done), (Phase::Dropped, 0, 0));
    let steps = "select cast(count(distinct at) as text) from event where verb = 'task.phase_set' and data like '%dropped%'";
    assert!(inspect.text(steps).await.parse::<i64>().unwrap() >= 3, "in steps of two hundred");
    let after = inspect.text("select cast(sum(last) as text) from stream").await.parse::<i64>().unwrap();
    assert!(after - before > 453, "each is told");
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_mirror_placed_below_one_that_is_still_being_closed_goes_on_by_itself() {
    let world = World::of(&[On::Sqlite, On::Sqlite]).await;
    let (bees, wasps) = (world.instances[0].found("bees").await, world.instances[1].found("wasps").await);
    let ants = world.instances[0].found("ants").await;
    let between = Between::active(&world, &bees, &wasps, bees.task("Summer").await, json!({})).await;
    let other = Between::active(&world, &ants, &wasps, ants.task("Autumn").await, json!({})).await;
    let others = other.mirror().await.number;
    let part = wasps.task_with(json!({ "title": "Of autumn", "parent": others })).await;
    between.origin_does("recall", json!({})).await;
    until("the mirror is closed", async || between.mirror().await.phase == Phase::Dropped).await;
    let mirror = between.mirror().await;

    // The job that closes what is left below it comes after somebody has placed the other one there.
    wasps.on_task("task.move", others, json!({ "parent": mirror.number })).await;
    let mine = wasps.task_with(json!({ "title": "June" })).await;
    wasps.on_task("task.move", mine, json!({ "parent": mirror.number })).await;
    let clock = Principal::Clock { job: "queue".to_owned() };
    let by = wasps.who.person().unwrap().clone();
    let rest = SettleSubtasks { task: mirror.id, subtasks: Subtasks::Drop, by, after: None };
    let done = wasps.app.perform(&clock, rest.into()).await.unwrap();

    assert_eq!(done.result["left"], 0);
    assert_eq!(wasps.see(mine).await.phase, Phase::Dropped);
    assert_eq!(wasps.see(others).await.parent, None, "it belongs to ants");
    for theirs in [others, part] {
        assert!(!wasps.see(theirs).await.phase.is_closed());
    }
    world.settle().await;
    world.assert_agreement().await;
}
