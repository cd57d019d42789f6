//! Watching, muting and choosing: what people hear beside their own part.

use pursuance::store::notices::{self, Place};
use pursuance::store::watches;
use pursuance_domain::people::role::Role;
use serde_json::json;

use super::Bees;
use crate::support::browser::Browser;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    what_one_does_with_a_task_is_watched_from_then_on,
    a_watch_that_was_switched_off_stays_off,
    a_pursuance_and_a_skill_are_watched,
    a_watched_task_that_may_not_be_read_tells_nothing,
    a_muted_thread_tells_only_duties,
    more_mutes_than_are_listed_are_said,
    a_kind_that_is_not_wanted_is_not_told_and_a_duty_is,
    what_may_not_be_seen_is_not_watched,
    groups_are_told_in_the_order_of_events,
);

async fn what_one_does_with_a_task_is_watched_from_then_on(app: TestApp) {
    let bees = Bees::of(app).await;
    let task = bees.task("Count").await;
    bees.comment(&bees.cleo, task, "I saw it.").await;
    // Watchers are told by a job: once he has the task he would be one of them, and told of that, too.
    bees.told().await;
    bees.on(&bees.ben, "task.take", task, json!({})).await;
    bees.read_all().await;
    bees.comment(&bees.ana, task, "Good.").await;
    assert_eq!(bees.unread(&bees.cleo).await, 1, "she wrote about it");
    assert_eq!(bees.unread(&bees.ben).await, 1, "he took it");
    for (who, reason) in [(&bees.cleo, "watches_task"), (&bees.ben, "assignee")] {
        assert_eq!(
            bees.notices(who).await[0],
            ("comment".to_owned(), reason.to_owned()),
            "why they are told"
        );
    }
    bees.comment(&bees.ben, task, "I begin.").await;
    assert_eq!(bees.unread(&bees.ana).await, 1, "she made it");
    bees.on(&bees.ben, "task.set_phase", task, json!({ "phase": "in_progress" })).await;
    assert_eq!(bees.unread(&bees.ana).await, 1, "of nothing else");
    let settings = Browser::signed_in(&bees.app, &bees.cleo.id).await.open("/inbox/settings").await.shown();
    settings.saying("You wrote in its discussion").saying("Count");
    // Why is said once of what one wrote, however much that is.
    bees.task("Weigh").await;
    let settings = Browser::signed_in(&bees.app, &bees.ana.id).await.open("/inbox/settings").await.shown();
    let written = settings.html.split("id=\"written\"").nth(1).unwrap().split("</details>").next().unwrap();
    assert!(written.contains("Count") && written.contains("Weigh"), "{written}");
    assert!(settings.says("What you wrote yourself") && !settings.says("You wrote it"), "{settings:?}");
}

async fn a_watch_that_was_switched_off_stays_off(app: TestApp) {
    let bees = Bees::of(app).await;
    let task = bees.task("Count").await;
    bees.ana.perform("watch.set", json!({ "object": "bees#1", "on": false })).await.ok();
    bees.comment(&bees.ana, task, "I wrote this, and do not watch it.").await;
    bees.comment(&bees.ben, task, "Hello?").await;
    assert_eq!(bees.unread(&bees.ana).await, 0);
    let mut anas = Browser::signed_in(&bees.app, &bees.ana.id).await;
    anas.open("/p/bees/t/1").await.shown().saying("You do not watch this.");
    bees.ana.perform("watch.set", json!({ "object": "bees", "on": true })).await.ok();
    bees.comment(&bees.ben, task, "Hello again?").await;
    assert_eq!(bees.unread(&bees.ana).await, 0, "what was chosen for the task counts");
    bees.ana.perform("watch.set", json!({ "object": "bees#1", "on": true })).await.ok();
    bees.comment(&bees.ben, task, "And now?").await;
    assert_eq!(bees.unread(&bees.ana).await, 1);
    anas.open("/p/bees/t/1").await.shown().saying("You watch this.");
}

async fn a_pursuance_and_a_skill_are_watched(app: TestApp) {
    let bees = Bees::of(app).await;
    let dora = bees.app.person("dora").await;
    dora.perform("watch.set", json!({ "object": "Field:Counting", "on": true })).await.ok();
    bees.cleo.perform("watch.set", json!({ "object": "bees", "on": true })).await.ok();
    let task = json!({ "pursuance": "bees", "title": "Count", "skills": ["field:counting"], "ask": false });
    bees.ana.perform("task.create", task).await.ok();
    let other = bees.task("Map").await;
    bees.comment(&bees.ben, 1, "One.").await;
    bees.comment(&bees.ben, other, "Two.").await;
    assert_eq!(bees.notices(&dora).await, [("comment".to_owned(), "watches_skill".to_owned())]);
    assert_eq!(bees.notices(&bees.cleo).await.len(), 2);
    assert_eq!(bees.notices(&bees.cleo).await[0].1, "watches_pursuance");
    bees.on(&bees.ana, "task.set_phase", 1, json!({ "phase": "dropped" })).await;
    assert_eq!(bees.kinds(&dora).await, ["comment", "outcome"]);
    // The page of the task says so, and offers to be told of all but this one.
    let around = "You watch its pursuance, or a skill that it wants.";
    Browser::signed_in(&bees.app, &dora.id).await.open("/p/bees/t/1").await.shown().saying(around);
    let mut cleos = Browser::signed_in(&bees.app, &bees.cleo.id).await;
    let page = cleos.open("/p/bees/t/1").await.shown().saying(around);
    let page = cleos.fill(&page, "/inbox/watch", &[("on", "no")]).await.shown();
    assert!(page.says("You do not watch this.") && !page.says(around), "{page:?}");
    // The writer of a task watches it: the page says nothing else in the moment before the job has run.
    let fresh = bees.task("Weigh").await;
    let mut anas = Browser::signed_in(&bees.app, &bees.ana.id).await;
    let page = anas.open(&format!("/p/bees/t/{fresh}")).await.shown();
    assert!(!page.says("You do not watch this."), "{page:?}");
    bees.told().await;
    anas.open(&format!("/p/bees/t/{fresh}")).await.shown().saying("You watch this.");
}

async fn a_watched_task_that_may_not_be_read_tells_nothing(app: TestApp) {
    let bees = Bees::of(app).await;
    let (dora, task) = (bees.app.person("dora").await, bees.task("Count").await);
    dora.perform("watch.set", json!({ "object": "bees", "on": true })).await.ok();
    bees.cleo.perform("watch.set", json!({ "object": "bees", "on": true })).await.ok();
    let closed = json!({ "pursuance": "bees", "visibility": "members" });
    bees.ana.perform("pursuance.edit", closed).await.ok();
    bees.role("cleo", Role::Untrusted).await;
    bees.read_all().await;
    bees.comment(&bees.ben, task, "Between us.").await;
    assert_eq!(bees.unread(&dora).await, 0);
    assert_eq!(bees.unread(&bees.cleo).await, 0, "it is not hers");
    assert_eq!(bees.unread(&bees.ana).await, 1);
    // A grant on the task lets her hear.
    let grant = json!({ "member": "cleo", "may": ["view"] });
    bees.on(&bees.ana, "grant.set", task, grant).await;
    bees.read_all().await;
    bees.comment(&bees.ben, task, "Between us three.").await;
    assert_eq!(bees.unread(&bees.cleo).await, 1);
    // A notice that was not made does not appear when the pursuance is opened again.
    let open = json!({ "pursuance": "bees", "visibility": "public" });
    bees.ana.perform("pursuance.edit", open).await.ok();
    assert_eq!(bees.unread(&dora).await, 0);
    // A watch on what is out of sight can be switched off.
    bees.ana.perform("pursuance.edit", json!({ "pursuance": "bees", "visibility": "members" })).await.ok();
    let mut browser = Browser::signed_in(&bees.app, &dora.id).await;
    let settings = browser.open("/inbox/settings").await.shown();
    let settings = settings.saying("Something you cannot see any more");
    assert!(!settings.html.contains("Bees"), "{settings:?}");
    browser.fill(&settings, "/inbox/watch", &[("on", "no")]).await.shown().saying("You do not watch it");
}

async fn a_muted_thread_tells_only_duties(app: TestApp) {
    let bees = Bees::of(app).await;
    let task = bees.task("Count").await;
    bees.comment(&bees.ben, task, "I am in.").await;
    bees.ben.perform("notice.mute", json!({ "object": "bees#1", "on": true })).await.ok();
    bees.comment(&bees.ana, task, "A comment for @ben.").await;
    assert_eq!(bees.kinds(&bees.ben).await, Vec::<String>::new(), "a mention is no duty");
    bees.on(&bees.ana, "task.assign", task, json!({ "assignee": "ben" })).await;
    assert_eq!(bees.kinds(&bees.ben).await, ["assignment"]);
    bees.ben.perform("notice.mute", json!({ "object": "bees#1", "on": false })).await.ok();
    bees.comment(&bees.ana, task, "Another one.").await;
    assert_eq!(bees.kinds(&bees.ben).await, ["assignment", "comment"]);
    bees.ben.perform("notice.mute", json!({ "object": "bees", "on": true })).await.ok();
    bees.comment(&bees.ana, task, "A third one.").await;
    assert_eq!(bees.kinds(&bees.ben).await, ["assignment", "comment"], "the whole pursuance is muted");
}

async fn more_mutes_than_are_listed_are_said(app: TestApp) {
    let bees = Bees::of(app).await;
    let now = bees.app.clock.now();
    let mut bens = Browser::signed_in(&bees.app, &bees.ben.id).await;
    for (count, is_more) in [(100, false), (101, true)] {
        let mut tx = bees.app.db.write().await.unwrap();
        for number in 0..count {
            let object = format!("01k9w3zq7v8h4m2x5n6p0r{number:04}");
            watches::set_muted(&mut tx, &bees.ben.id, &object, true, now).await.unwrap();
        }
        tx.commit().await.unwrap();
        let page = bens.open("/inbox/settings").await.shown().saying("What you muted");
        assert_eq!(page.says("More is muted."), is_more, "{count}: {page:?}");
    }
}

async fn a_kind_that_is_not_wanted_is_not_told_and_a_duty_is(app: TestApp) {
    let bees = Bees::of(app).await;
    let task = bees.task("Count").await;
    let never = |kind: &str| json!({ "kind": kind, "channel": "site", "value": "never" });
    bees.ana.perform("preference.set", never("comment")).await.ok();
    bees.comment(&bees.ben, task, "A comment.").await;
    assert_eq!(bees.unread(&bees.ana).await, 0);
    bees.comment(&bees.ben, task, "One for @ana.").await;
    assert_eq!(bees.kinds(&bees.ana).await, ["mention"]);
    let refused = bees.ben.perform("preference.set", never("assignment")).await;
    assert_eq!(refused.problem(422, "invalid-input")["field"], "value");
    bees.on(&bees.ana, "task.assign", task, json!({ "assignee": "ben" })).await;
    assert_eq!(bees.kinds(&bees.ben).await, ["assignment"]);
    let now = json!({ "kind": "comment", "channel": "site", "value": "now" });
    bees.ana.perform("preference.set", now).await.ok();
    bees.comment(&bees.ben, task, "A third one.").await;
    assert_eq!(bees.kinds(&bees.ana).await, ["mention", "comment"]);
}

async fn what_may_not_be_seen_is_not_watched(app: TestApp) {
    let bees = Bees::with(app, "members").await;
    bees.task("Count").await;
    let dora = bees.app.person("dora").await;
    let id = bees.ana.read("/api/v1/pursuances/bees/tasks/1").await.ok()["id"].clone();
    for object in [json!("bees"), json!("bees#1"), id.clone(), json!("nobody#1")] {
        dora.perform("watch.set", json!({ "object": object, "on": true })).await.problem(404, "not-found");
        dora.perform("watch.set", json!({ "object": object, "on": false })).await.problem(404, "not-found");
        dora.perform("notice.mute", json!({ "object": object, "on": true })).await.problem(404, "not-found");
    }
    dora.perform("watch.set", json!({ "object": "a:b:c", "on": true })).await.problem(422, "invalid-value");
    bees.ben.perform("watch.set", json!({ "object": id, "on": true })).await.ok();
    bees.comment(&bees.cleo, 1, "A comment.").await;
    assert_eq!(bees.unread(&bees.ben).await, 1);
}

async fn groups_are_told_in_the_order_of_events(app: TestApp) {
    let bees = Bees::of(app).await;
    let task = bees.task("Count").await;
    for n in 0..30 {
        bees.comment(&bees.ben, task, &format!("Comment {n}.")).await;
    }
    // Whenever one looks, what is there begins with the oldest and has no gap.
    let mut before = 0;
    loop {
        let mut tx = bees.app.db.read().await.unwrap();
        let found = notices::unread(&mut tx, &bees.ana.id, &Place::top(), 200).await.unwrap();
        drop(tx);
        let mut seqs: Vec<i64> = found.iter().map(|notice| notice.event.seq).collect();
        seqs.reverse();
        let first = seqs.first().copied().unwrap_or_default();
        assert!(seqs.iter().zip(first..).all(|(seq, expected)| *seq == expected), "{seqs:?}");
        assert!(seqs.len() >= before, "{seqs:?}");
        before = seqs.len();
        if before == 30 {
            break;
        }
    }
}

#[tokio::test]
async fn watching_muting_and_choosing_are_done_on_pages() {
    let bees = Bees::of(TestApp::start().await).await;
    let task = bees.task("Count").await;
    let mut ben = Browser::signed_in(&bees.app, &bees.ben.id).await;
    let page = ben.open("/p/bees/t/1").await.shown().saying("You do not watch this.");
    let page = ben.fill(&page, "/inbox/watch", &[("on", "yes")]).await.shown();
    assert_eq!(page.path, "/p/bees/t/1");
    let page = page.saying("You watch this.").saying("You chose to watch it");
    let page = ben.fill(&page, "/inbox/mute", &[("on", "yes")]).await.shown().saying("You muted this");
    ben.fill(&page, "/inbox/mute", &[("on", "no")]).await.shown().saying("You are told of it again.");
    let page = ben.open("/p/bees").await.shown();
    ben.fill(&page, "/inbox/watch", &[("on", "yes")]).await.shown().saying("You watch it now.");

    let settings = ben.open("/inbox/settings").await.shown();
    let refused = ben.fill(&settings, "/inbox/skills", &[("skill", "French:")]).await.refused();
    assert_eq!(refused.form("/inbox/skills").value("skill"), "French:", "it is still there");
    let settings = ben.fill(&refused, "/inbox/skills", &[("skill", "Language:French")]).await.shown();
    let settings = settings.saying("Language:French");
    // A word alone is that of a skill in use, or one of its own.
    bees.cleo.perform("profile.edit", json!({ "skills": ["Craft:Sewing"] })).await.ok();
    let settings = ben.fill(&settings, "/inbox/skills", &[("skill", "sewing")]).await.shown();
    let settings = ben.fill(&settings, "/inbox/skills", &[("skill", "Juggling")]).await.shown();
    let settings = settings.saying("Craft:Sewing").saying("Other:Juggling");
    let kinds = [
        "review",
        "verdict",
        "mention",
        "outcome",
        "offer",
        "delegation",
        "join_request",
        "admission",
        "role",
    ];
    let ticked: Vec<(&str, &str)> = kinds.iter().map(|kind| (*kind, "yes")).collect();
    let form = crate::support::browser::Form::to("/inbox/settings", &ticked)
        .with(&[("csrf", settings.form("/inbox/settings").value("csrf"))]);
    ben.submit(form).await.shown().saying("Saved.");
    bees.comment(&bees.ana, task, "Not told.").await;
    assert_eq!(bees.unread(&bees.ben).await, 0, "comments were not ticked");
}
