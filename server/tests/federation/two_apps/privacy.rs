//! Privacy: names and discussion leave the server only where that was agreed, subtasks never (PROTOCOL §1.6).

use pursuance::store::comments;
use pursuance::store::discussions::{self, Message};
use pursuance_domain::id::MessageId;
use pursuance_domain::people::role::Role;
use serde_json::json;

use crate::support::between::Between;
use crate::support::browser::Browser;
use crate::support::groups::Group;
use crate::support::peers::{On, World};

/// Everything that left an instance, as text.
async fn left(group: &Group) -> String {
    let inspect = crate::support::inspect::Inspect::open(&group.app.config.database_url).await;
    let sql = "select cast(bytes as text) from activity where direction = 'out'";
    inspect.rows(sql).await.concat().join("\n")
}

/// A whole round in which people with telling names do everything.
async fn round(names: bool, discussion: bool) -> (World, Between) {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let olga = bees.with_member("olga", Role::Admin).await;
    let peter = wasps.with_member("peter", Role::Admin).await;
    let task = olga.task("Count").await;
    olga.on_task("task.comment", task, json!({ "body": "Said before the offer." })).await;
    let terms = json!({ "names": names, "discussion": discussion });
    let between = Between::active(&world, &olga, &peter, task, terms).await;
    let mirror = between.mirror().await.number;
    peter.task_with(json!({ "title": "A part nobody hears of", "parent": mirror })).await;
    peter.on_task("task.comment", mirror, json!({ "body": "Said by the delegate." })).await;
    world.settle().await;
    olga.on_task("task.comment", task, json!({ "body": "Said by the origin." })).await;
    olga.on_task("task.comment", task, json!({ "body": "For us alone.", "share": false })).await;
    between.delegate_does("progress", json!({ "note": "Going on." })).await;
    between.delegate_does("submit", json!({ "body": "Seven.", "waived": true })).await;
    world.settle().await;
    between.origin_does("send_back", json!({ "comment": "Again." })).await;
    world.settle().await;
    between.delegate_does("submit", json!({ "body": "Eight.", "waived": true })).await;
    world.settle().await;
    between.origin_does("accept_work", json!({ "comment": "Thanks." })).await;
    world.settle().await;
    (world, between)
}

#[tokio::test]
async fn without_consent_no_name_of_a_person_is_in_any_byte_that_leaves() {
    let (world, between) = round(false, true).await;

    for group in [&between.origin, &between.delegate] {
        let text = left(group).await;
        assert!(text.contains("Eight.") || text.contains("Again."), "something did leave");
        for name in ["olga", "peter", "-lead", "by name"] {
            assert!(!text.contains(name), "{name} left {}", group.slug);
        }
        let person = group.who.actor().unwrap();
        assert!(!text.contains(person.as_str()), "the id of a person left {}", group.slug);
    }
    world.assert_agreement().await;
}

#[tokio::test]
async fn without_names_people_are_told_apart_and_not_known() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let (olga, otto) =
        (bees.with_member("olga", Role::Admin).await, bees.with_member("otto", Role::Admin).await);
    let task = olga.task("Count").await;
    let between = Between::active(&world, &olga, &wasps, task, json!({ "discussion": true })).await;
    for (who, body) in [(&olga, "One."), (&otto, "Two."), (&olga, "Three.")] {
        who.on_task("task.comment", task, json!({ "body": body })).await;
        world.let_pass(1);
    }
    world.settle().await;

    let inspect = crate::support::inspect::Inspect::open(&bees.app.config.database_url).await;
    let sql = "select cast(bytes as text) from activity where direction = 'out' order by seq";
    let said = inspect.rows(sql).await.concat();
    let said = said.iter().map(|text| serde_json::from_str::<serde_json::Value>(text).unwrap());
    let notes = said.filter(|activity| activity["object"]["type"].to_string().contains("Note"));
    let named: Vec<_> = notes.map(|note| note["instrument"]["name"].clone()).collect();
    assert_eq!(named, ["Member 1", "Member 2", "Member 1"]);
    // The page of the other side shows them so.
    let mirror = between.mirror().await.number;
    let page = crate::support::browser::Browser::at(&world.instances[1], &wasps.who).await;
    let page = { page }.open(&format!("/p/wasps/t/{mirror}")).await.shown();
    page.saying("Member 1 of The bees").saying("Member 2 of The bees");
    world.assert_agreement().await;
}

#[tokio::test]
async fn the_preview_of_a_pursuance_for_members_only_is_what_the_other_server_reads() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let between = Between::offered(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    bees.act("pursuance.edit", json!({ "pursuance": "bees", "visibility": "members" })).await;
    let task = bees.task("Weigh").await;

    let mut seen = Browser::at(&world.instances[0], &bees.who).await;
    let preview = format!("/p/bees/t/{task}/hand-over?to={}", wasps.handle());
    let page = seen.open(&preview).await.shown();
    let page = page.saying("Private pursuance").saying("are not told the name and the mission");
    let copy = page.html.split("id=\"preview\"").nth(1).unwrap();
    assert!(!copy.contains("Busy.") && !copy.contains("from <b>The bees"), "{page:?}");
    let there = format!("the operators of {} can read it", world.instances[1].authority());
    page.saying("Everyone who may read tasks of The wasps there").saying(&there);
    drop(between);
}

#[tokio::test]
async fn with_consent_whoever_acts_is_named() {
    let (world, between) = round(true, true).await;

    let (origin, delegate) = (left(&between.origin).await, left(&between.delegate).await);
    assert!(origin.contains(r#""instrument":{"type":"Person","name":"olga""#), "{origin}");
    assert!(delegate.contains(r#""instrument":{"type":"Person","name":"peter""#), "{delegate}");
    world.assert_agreement().await;
}

#[tokio::test]
async fn the_parts_of_a_mirror_stay_there() {
    let (_world, between) = round(true, true).await;

    assert!(!left(&between.delegate).await.contains("A part nobody hears of"));
}

#[tokio::test]
async fn a_shared_discussion_goes_along_from_its_beginning() {
    let (_world, between) = round(false, true).await;

    let mirror = between.mirror().await.number;
    let there = between.delegate.comments(mirror).await;
    assert_eq!(there, ["Said before the offer.", "Said by the delegate.", "Said by the origin."]);
    let here = between.origin.comments(between.task).await;
    assert_eq!(
        here,
        ["Said before the offer.", "Said by the delegate.", "Said by the origin.", "For us alone."]
    );
    assert!(!left(&between.origin).await.contains("For us alone."));
}

#[tokio::test]
async fn a_discussion_that_is_not_shared_stays_on_either_side() {
    let (_world, between) = round(false, false).await;

    for (group, own) in
        [(&between.origin, "Said by the origin."), (&between.delegate, "Said by the delegate.")]
    {
        let text = left(group).await;
        assert!(!text.contains(own) && !text.contains("Said before the offer."), "{}", group.slug);
    }
    assert_eq!(between.delegate.comments(between.mirror().await.number).await, ["Said by the delegate."]);
}

#[tokio::test]
async fn one_comment_may_be_shared_where_the_others_are_not() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({})).await;

    bees.on_task("task.comment", task, json!({ "body": "Among us." })).await;
    bees.on_task("task.comment", task, json!({ "body": "For you.", "share": true })).await;
    world.settle().await;

    assert_eq!(wasps.comments(between.mirror().await.number).await, ["For you."]);
    world.assert_agreement().await;
}

#[tokio::test]
async fn whoever_is_only_asked_cannot_speak_into_the_origins_task() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    bees.on_task("task.comment", task, json!({ "body": "Why we ask." })).await;
    let between = Between::offered(&world, &bees, &wasps, task, json!({ "discussion": true })).await;
    bees.on_task("task.comment", task, json!({ "body": "Take your time." })).await;
    world.settle().await;

    // Comments that came with the offer wait with it, and move to the mirror.
    between.delegate_does("accept", json!({})).await;
    world.settle().await;
    assert_eq!(wasps.comments(between.mirror().await.number).await, ["Why we ask.", "Take your time."]);
    assert_eq!(bees.comments(task).await, ["Why we ask.", "Take your time."]);
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_review_among_ourselves_is_read_by_ourselves_alone() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let ola = wasps.with_member("ola", Role::Admin).await;
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({ "discussion": true })).await;
    let mirror = between.mirror().await.number;
    ola.on_task("task.assign", mirror, json!({ "assignee": "ola" })).await;
    ola.on_task("task.set_phase", mirror, json!({ "phase": "ready_for_review" })).await;
    let careless = "Careless; look at page 3 again.";
    let back = json!({ "phase": "in_progress", "comment": careless });
    wasps.on_task("task.set_phase", mirror, back).await;
    world.settle().await;

    assert_eq!(wasps.comments(mirror).await, [careless]);
    assert!(bees.comments(task).await.is_empty(), "nobody there reads it");
    assert!(!left(&wasps).await.contains("page 3"), "it is in no byte that leaves");
    world.assert_agreement().await;
}

/// Writers of comments and their words, as the bytes of this side have them.
async fn said_by(group: &Group) -> Vec<(String, String)> {
    let inspect = crate::support::inspect::Inspect::open(&group.app.config.database_url).await;
    let sql = "select cast(bytes as text) from activity where direction = 'out' order by seq";
    let said = inspect.rows(sql).await.concat();
    let said = said.iter().map(|text| serde_json::from_str::<serde_json::Value>(text).unwrap());
    let notes = said.filter(|activity| activity["object"]["type"].to_string().contains("Note"));
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    notes
        .map(|note| (text(&note["instrument"]["name"]), text(&note["object"]["source"]["content"])))
        .collect()
}

#[tokio::test]
async fn the_discussion_so_far_is_told_as_said_by_those_who_said_it() {
    for (names, ben, mara) in [(true, "ben", "mara"), (false, "Member 2", "Member 3")] {
        let world = World::of(&[On::Sqlite, On::Postgres]).await;
        let (bees, wasps) = (world.instances[0].found("bees").await, world.instances[1].found("wasps").await);
        let (ben_there, mara_there) =
            (bees.with_member("ben", Role::Normal).await, bees.with_member("mara", Role::Normal).await);
        let task = bees.task("Count").await;
        ben_there.on_task("task.comment", task, json!({ "body": "Mind the drones." })).await;
        world.let_pass(1);
        mara_there.on_task("task.comment", task, json!({ "body": "All of them?" })).await;
        world.let_pass(1);
        let terms = json!({ "names": names, "discussion": true });
        let between = Between::active(&world, &bees, &wasps, task, terms).await;
        ben_there.on_task("task.comment", task, json!({ "body": "All." })).await;
        world.settle().await;

        let told = said_by(&bees).await;
        let told: Vec<(&str, &str)> = told.iter().map(|(who, what)| (who.as_str(), what.as_str())).collect();
        assert_eq!(told, [(ben, "Mind the drones."), (mara, "All of them?"), (ben, "All.")]);
        let mirror = between.mirror().await.number;
        let page =
            Browser::at(&world.instances[1], &wasps.who).await.open(&format!("/p/wasps/t/{mirror}")).await;
        page.shown().saying(ben).saying(mara);
        let unsaid = world.instances[0].inspect.count("message where shared_with is null").await;
        assert_eq!(unsaid, 0, "our own page says who else reads it");
        world.assert_agreement().await;
    }
}

#[tokio::test]
async fn a_long_comment_of_many_quotes_goes_along_in_full() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let long = "\"".repeat(10_000);
    bees.on_task("task.comment", task, json!({ "body": long })).await;
    let between = Between::active(&world, &bees, &wasps, task, json!({ "discussion": true })).await;
    bees.on_task("task.comment", task, json!({ "body": long })).await;
    world.settle().await;

    assert_eq!(wasps.comments(between.mirror().await.number).await, [long.clone(), long]);
    world.assert_agreement().await;
}

#[tokio::test]
async fn as_much_of_the_discussion_goes_along_as_the_form_says() {
    for on in [On::Sqlite, On::Postgres] {
        let world = World::of(&[on, On::Sqlite]).await;
        let (bees, wasps) = (world.instances[0].found("bees").await, world.instances[1].found("wasps").await);
        let number = bees.task("Count").await;
        let (id, them) = (bees.see(number).await.id, wasps.handle());
        // The other side of an earlier delegation said something, and one comment was taken back.
        let ants = world.instances[0].found("ants").await;
        let mut tx = bees.app.db.write().await.unwrap();
        for n in 0..204 {
            let author = if n == 100 { ants.id.clone() } else { bees.who.actor().unwrap().clone() };
            let message = Message {
                id: MessageId(bees.app.clock.new_id()),
                thread: id.0.clone(),
                author,
                at: world.now().plus(n),
                revision: 1,
                shared_with: None,
                uri: bees.app.addresses.note(&format!("n{n}")),
                retracted_at: None,
                removed: None,
                worded_at: world.now(),
                is_refused: false,
                ties: discussions::Ties::default(),
                body: format!("Bee {n}.").into(),
            };
            discussions::add(&mut tx, &message).await.unwrap();
            if n == 101 {
                comments::delete(&mut tx, &message, world.now()).await.unwrap();
            }
        }
        tx.commit().await.unwrap();
        let mut lead = Browser::at(&world.instances[0], &bees.who).await;
        let form = lead.open(&format!("/p/bees/t/{number}/hand-over?to={them}")).await.shown();
        form.saying("The last 200 messages of the discussion");

        let between = Between::active(&world, &bees, &wasps, number, json!({ "discussion": true })).await;
        let there = wasps.comments(between.mirror().await.number).await;
        assert_eq!((there.len(), there[0].as_str(), there[199].as_str()), (200, "Bee 2.", "Bee 203."));
        assert!(!there.contains(&"Bee 100.".to_owned()) && !there.contains(&"Bee 101.".to_owned()));
    }
}
