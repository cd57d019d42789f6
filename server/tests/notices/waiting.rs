//! Tasks that wait for others: those on whom it depends hear of it, and those who can go on.

use pursuance_domain::task::dependency::AWAITED_OF_STRANGER_MAX;
use pursuance_domain::time::{DAY, MINUTE};
use serde_json::json;

use super::Bees;
use crate::support::browser::Browser;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    others_who_wait_are_told_to_those_who_work_on_the_task,
    a_task_that_is_free_again_tells_its_assignee,
    the_member_whom_a_block_names_is_told,
    those_who_may_assign_are_told_that_others_wait_for_a_task_that_nobody_has,
    what_became_free_is_told_to_its_creator_while_nobody_has_it,
    nobody_is_told_that_their_own_act_made_their_task_free,
    a_dependency_that_is_noted_and_taken_away_again_and_again_is_told_once_a_day,
    of_many_tasks_of_a_stranger_that_wait_so_many_a_day_are_told,
);

async fn others_who_wait_are_told_to_those_who_work_on_the_task(app: TestApp) {
    let bees = Bees::of(app).await;
    let (count, publish) = (bees.task("Count").await, bees.task("Publish").await);
    bees.on(&bees.ben, "task.take", count, json!({})).await;
    bees.cleo.perform("watch.set", json!({ "object": "bees#1", "on": true })).await.ok();
    let dora = bees.app.person("dora").await;
    dora.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    bees.role("dora", pursuance_domain::people::role::Role::AssistantAdmin).await;
    bees.told().await;
    bees.read_all().await;

    bees.on(&dora, "task.depend", publish, json!({ "on": count })).await;
    for (who, reason) in [(&bees.ben, "assignee"), (&bees.ana, "creator"), (&bees.cleo, "watches_task")] {
        let told = bees.notices(who).await;
        let waiting: Vec<_> = told.iter().filter(|(kind, _)| kind == "waiting").collect();
        assert_eq!(waiting, [&("waiting".to_owned(), reason.to_owned())], "each once");
    }
    assert!(!bees.kinds(&dora).await.contains(&"waiting".to_owned()), "nobody is told of their own act");
    let inbox = Browser::signed_in(&bees.app, &bees.ben.id).await.open("/inbox").await.shown();
    inbox.saying("Count").saying("Publish");

    bees.read_all().await;
    bees.on(&dora, "task.undepend", publish, json!({ "on": count })).await;
    for who in [&bees.ben, &bees.ana, &bees.cleo] {
        assert_eq!(bees.unread(who).await, 0, "the end of it asks nothing of them");
    }
}

async fn a_task_that_is_free_again_tells_its_assignee(app: TestApp) {
    let bees = Bees::of(app).await;
    let (count, publish) = (bees.task("Count").await, bees.task("Publish").await);
    bees.on(&bees.ben, "task.take", publish, json!({})).await;
    bees.on(&bees.ana, "task.depend", publish, json!({ "on": count })).await;
    assert_eq!(bees.kinds(&bees.ben).await, ["waiting"], "his task waits from now on");
    bees.on(&bees.ana, "task.set_phase", count, json!({ "phase": "dropped" })).await;
    crate::support::peers::until("the waiting task is told of", async || {
        bees.kinds(&bees.ben).await == ["waiting", "waiting"]
    })
    .await;
}

async fn the_member_whom_a_block_names_is_told(app: TestApp) {
    let bees = Bees::of(app).await;
    let task = bees.task("Count").await;
    bees.on(&bees.ben, "task.take", task, json!({})).await;
    bees.on(&bees.ben, "task.block", task, json!({ "on": "@cleo" })).await;
    assert_eq!(bees.notices(&bees.cleo).await, [("waiting".to_owned(), "about".to_owned())]);
    assert_eq!(bees.unread(&bees.ben).await, 0, "his own act");
    bees.on(&bees.cleo, "task.unblock", task, json!({})).await;
    assert_eq!(bees.kinds(&bees.ben).await, ["waiting"], "his task is free");
}

async fn those_who_may_assign_are_told_that_others_wait_for_a_task_that_nobody_has(app: TestApp) {
    use pursuance_domain::people::role::Role;
    let bees = Bees::of(app).await;
    let (count, publish) = (bees.task("Count").await, bees.task("Publish").await);
    let dora = bees.app.person("dora").await;
    dora.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    bees.role("dora", Role::AssistantAdmin).await;
    bees.role("cleo", Role::Assigner).await;
    bees.told().await;
    bees.read_all().await;
    let waiting = async |who| {
        let told = bees.notices(who).await;
        told.into_iter().filter(|(kind, _)| kind == "waiting").map(|(_, reason)| reason).collect::<Vec<_>>()
    };
    bees.on(&dora, "task.depend", publish, json!({ "on": count })).await;
    assert_eq!(waiting(&bees.cleo).await, ["assigner"]);
    assert_eq!(waiting(&bees.ana).await, ["creator"], "once, for the first reason");
    assert!(waiting(&bees.ben).await.is_empty(), "he may not assign it");
    assert!(waiting(&dora).await.is_empty(), "her own act");
    let inbox = Browser::signed_in(&bees.app, &bees.cleo.id).await.open("/inbox").await.shown();
    inbox.saying("Count").saying("Publish").saying("You may assign this task");

    bees.on(&bees.ben, "task.take", count, json!({})).await;
    let paint = bees.task("Paint").await;
    bees.on(&dora, "task.depend", paint, json!({ "on": count })).await;
    assert_eq!(waiting(&bees.cleo).await, ["assigner"], "somebody has it");
    assert_eq!(waiting(&bees.ben).await, ["assignee"]);
}

async fn what_became_free_is_told_to_its_creator_while_nobody_has_it(app: TestApp) {
    let bees = Bees::of(app).await;
    let (count, publish) = (bees.task("Count").await, bees.task("Publish").await);
    bees.on(&bees.ana, "task.depend", publish, json!({ "on": count })).await;
    bees.on(&bees.ben, "task.take", count, json!({})).await;
    let revision =
        bees.ana.read(&format!("/api/v1/pursuances/bees/tasks/{count}")).await.ok()["revision"].clone();
    bees.on(&bees.ana, "task.edit", count, json!({ "revision": revision, "reviewer": "cleo" })).await;
    for phase in ["in_progress", "ready_for_review"] {
        bees.on(&bees.ben, "task.set_phase", count, json!({ "phase": phase })).await;
    }
    bees.read_all().await;
    for phase in ["in_review", "done"] {
        bees.on(&bees.cleo, "task.set_phase", count, json!({ "phase": phase })).await;
    }
    crate::support::peers::until("the creator is told", async || {
        bees.notices(&bees.ana).await.contains(&("waiting".to_owned(), "creator".to_owned()))
    })
    .await;
    let inbox = Browser::signed_in(&bees.app, &bees.ana.id).await.open("/inbox").await.shown();
    inbox.saying("Publish").saying("Nothing holds it up any more.");
}

async fn nobody_is_told_that_their_own_act_made_their_task_free(app: TestApp) {
    let bees = Bees::of(app).await;
    bees.role("ben", pursuance_domain::people::role::Role::AssistantAdmin).await;
    let (publish, print) = (bees.task("Publish").await, bees.task("Print").await);
    bees.on(&bees.ben, "task.take", publish, json!({})).await;
    let inspect = crate::support::inspect::Inspect::open(&bees.app.config.database_url).await;
    let ends = [
        ("task.set_phase", json!({ "phase": "dropped" })),
        ("task.archive", json!({})),
        ("task.trash", json!({})),
    ];
    for (before, (how, more)) in ends.into_iter().enumerate() {
        let count = bees.task("Count").await;
        for waits in [publish, print] {
            bees.on(&bees.ben, "task.depend", waits, json!({ "on": count })).await;
        }
        bees.told().await;
        bees.read_all().await;
        bees.on(&bees.ben, how, count, more).await;
        crate::support::peers::until("the waiting tasks are told of", async || {
            let moved = inspect.rows("select verb from event where verb = 'task.blocker_moved'").await;
            moved.len() == 2 * (before + 1)
        })
        .await;
        assert!(!bees.kinds(&bees.ben).await.contains(&"waiting".to_owned()), "it is his own act: {how}");
        let told = bees.ana.read("/api/v1/me/inbox?limit=50").await.items();
        let told = told.iter().filter(|item| item["event"]["verb"] == "task.blocker_moved").count();
        assert_eq!(told, before + 1, "whose task is free is told: {how}");
    }
}

async fn a_dependency_that_is_noted_and_taken_away_again_and_again_is_told_once_a_day(app: TestApp) {
    let bees = Bees::of(app).await;
    let count = bees.task("Count").await;
    bees.on(&bees.ben, "task.take", count, json!({})).await;
    let zoe = bees.app.person("zoe").await;
    zoe.perform("pursuance.create", json!({ "slug": "wasps", "name": "Wasps", "mission": "" })).await.ok();
    zoe.perform("task.create", json!({ "pursuance": "wasps", "title": "Sting" })).await.ok();
    bees.told().await;
    bees.read_all().await;
    let again = async || {
        for action in ["task.depend", "task.undepend"] {
            let edge = json!({ "pursuance": "wasps", "task": 1, "on": format!("bees#{count}") });
            zoe.perform(action, edge).await.ok();
        }
        bees.told().await;
    };
    for _ in 0..3 {
        again().await;
    }
    assert_eq!(bees.unread(&bees.ben).await, 1, "once");
    bees.app.advance(DAY + MINUTE);
    for _ in 0..2 {
        again().await;
    }
    assert_eq!(bees.notices(&bees.ben).await.len(), 2, "once a day");
}

async fn of_many_tasks_of_a_stranger_that_wait_so_many_a_day_are_told(app: TestApp) {
    let bees = Bees::of(app).await;
    let count = bees.task("Count").await;
    bees.on(&bees.ben, "task.take", count, json!({})).await;
    let zoe = bees.app.person("zoe").await;
    zoe.perform("pursuance.create", json!({ "slug": "wasps", "name": "Wasps", "mission": "" })).await.ok();
    bees.told().await;
    bees.read_all().await;
    let most = i64::try_from(AWAITED_OF_STRANGER_MAX).unwrap();
    for number in 1..=most + 3 {
        zoe.perform("task.create", json!({ "pursuance": "wasps", "title": "Sting" })).await.ok();
        for action in ["task.depend", "task.undepend"] {
            let edge = json!({ "pursuance": "wasps", "task": number, "on": format!("bees#{count}") });
            zoe.perform(action, edge).await.ok();
        }
        bees.app.advance(MINUTE);
    }
    let told = bees.kinds(&bees.ben).await.into_iter().filter(|kind| kind == "waiting").count();
    assert_eq!(told, AWAITED_OF_STRANGER_MAX);
}
