//! The asks may change while the work is done: at once where they ask for no more, after acceptance where they do.

use pursuance_domain::delegation::State;
use pursuance_domain::time::MINUTE;
use pursuance_domain::value::Urgency;
use serde_json::{Value, json};

use crate::support::between::Between;
use crate::support::browser::Browser;
use crate::support::groups::Group;
use crate::support::peers::World;

async fn edit(group: &Group, task: i64, more: Value) {
    let revision = group.see(task).await.revision;
    let edit = crate::support::groups::merged(json!({ "revision": revision }), more);
    group.on_task("task.edit", task, edit).await;
}

async fn a_task_under_way() -> (World, Between) {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees
        .task_with(json!({ "title": "Count", "deliverables": "A number.", "due": "2030-06-01", "size": "m",
        "skills": ["Math:Counting"] }))
        .await;
    let between = Between::active(&world, &bees, &wasps, task, json!({})).await;
    (world, between)
}

#[tokio::test]
async fn a_clearer_text_is_there_at_once_without_asking() {
    let (world, between) = a_task_under_way().await;

    edit(
        &between.origin,
        between.task,
        json!({ "title": "Count them all", "deliverables": "One number, drones included." }),
    )
    .await;
    world.settle().await;

    between.assert_states(State::Active, State::Active).await;
    let mirror = between.mirror().await;
    assert_eq!(mirror.title, "Count them all");
    assert!(between.origin_copy().await.pending.is_none());
    let mut tx = between.delegate.app.db.read().await.unwrap();
    let field = pursuance::store::texts::ObjectText::Deliverables;
    let text = pursuance::store::texts::newest(&mut tx, mirror.id.as_str(), field).await.unwrap().unwrap();
    assert_eq!(text.body, "One number, drones included.");
    let author = pursuance::store::actors::by_id(&mut tx, &text.author).await.unwrap().unwrap();
    assert_eq!(author.uri, between.origin.uri(), "the origin wrote it, says the history");
    drop(tx);
    world.assert_agreement().await;
}

/// Fails where `store::tasks::edit` hides no edges: whoever said yes to a name has not read the next one.
#[tokio::test]
async fn a_new_title_of_a_mirror_is_named_to_strangers_by_no_task_that_waits_for_it() {
    let (world, between) = a_task_under_way().await;
    let hornets = world.instances[1].found("hornets").await;
    let waits = hornets.task("Weigh").await;
    let mirror = between.mirror().await.number;
    hornets.on_task("task.depend", waits, json!({ "on": format!("wasps#{mirror}") })).await;
    let mut visitor = Browser::visiting(&world.instances[1]);
    let page = format!("/p/hornets/t/{waits}");
    let named = visitor.open(&page).await.shown().saying("Count");
    assert!(!named.says("A task you cannot see"), "{named:?}");

    edit(&between.origin, between.task, json!({ "title": "Buy cheap honey" })).await;
    world.settle().await;

    assert_eq!(between.mirror().await.title, "Buy cheap honey");
    let page = visitor.open(&page).await.shown().saying("A task you cannot see");
    assert!(!page.says("Buy cheap honey"), "{page:?}");
}

#[tokio::test]
async fn a_later_date_is_there_at_once_too() {
    let (world, between) = a_task_under_way().await;

    edit(&between.origin, between.task, json!({ "due": "2030-07-01" })).await;
    world.settle().await;

    assert_eq!(between.mirror().await.asked.due, between.task().await.asked.due);
    assert_eq!(between.mirror().await.asked.due.unwrap().rfc3339(), "2030-07-01T23:59:59Z");
    world.assert_agreement().await;
}

#[tokio::test]
async fn asking_for_more_needs_a_yes_and_the_old_terms_hold_until_then() {
    for more in [
        json!({ "due": "2030-05-01" }),
        json!({ "size": "l" }),
        json!({ "skills": ["Math:Counting", "Field:Climbing"] }),
    ] {
        let (world, between) = a_task_under_way().await;
        let before = between.mirror().await;

        edit(&between.origin, between.task, more.clone()).await;
        world.settle().await;
        between.assert_states(State::Active, State::Active).await;
        assert!(
            between.origin_copy().await.pending.is_some() && between.delegate_copy().await.pending.is_some(),
            "{more}"
        );
        let waiting = between.mirror().await;
        assert_eq!(
            (waiting.asked.due, waiting.asked.size),
            (before.asked.due, before.asked.size),
            "{more}: not yet agreed"
        );
        world.assert_agreement().await;

        between.delegate_does("accept", json!({})).await;
        world.settle().await;
        assert!(
            between.origin_copy().await.pending.is_none() && between.delegate_copy().await.pending.is_none()
        );
        let (task, mirror) = (between.task().await, between.mirror().await);
        assert_eq!((task.asked.due, task.asked.size), (mirror.asked.due, mirror.asked.size), "{more}");
        let (here, there) =
            (skills(&between.origin, &task.id).await, skills(&between.delegate, &mirror.id).await);
        assert_eq!(here, there, "{more}");
        world.assert_agreement().await;
    }
}

async fn skills(group: &Group, task: &pursuance_domain::id::TaskId) -> Vec<String> {
    let mut tx = group.app.db.read().await.unwrap();
    let skills = pursuance::store::tasks::skills(&mut tx, task).await.unwrap();
    skills.iter().map(|skill| skill.as_str().to_owned()).collect()
}

#[tokio::test]
async fn a_clearer_text_does_not_smuggle_in_what_waits_for_a_yes() {
    let (world, between) = a_task_under_way().await;
    let before = between.mirror().await;
    edit(
        &between.origin,
        between.task,
        json!({ "due": "2030-05-01", "size": "l", "skills": ["Math:Counting", "Field:Climbing"] }),
    )
    .await;
    world.settle().await;

    edit(&between.origin, between.task, json!({ "title": "Count them all" })).await;
    world.settle().await;
    let waiting = between.mirror().await;
    assert_eq!(waiting.title, "Count them all", "the text is there at once");
    assert_eq!(
        (waiting.asked.due, waiting.asked.size),
        (before.asked.due, before.asked.size),
        "the rest waits"
    );
    assert_eq!(skills(&between.delegate, &waiting.id).await, ["Math:Counting"]);

    between.delegate_does("accept", json!({})).await;
    world.settle().await;
    let (task, mirror) = (between.task().await, between.mirror().await);
    assert_eq!(
        (&task.title, task.asked.due, task.asked.size),
        (&mirror.title, mirror.asked.due, mirror.asked.size)
    );
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_no_to_more_brings_the_agreed_terms_back_on_both_sides() {
    let (world, between) = a_task_under_way().await;
    let before = (between.task().await.asked.due, between.task().await.asked.size);
    let more = json!({ "due": "2030-05-01", "size": "l", "skills": ["Math:Counting", "Field:Climbing"] });
    edit(&between.origin, between.task, more).await;
    world.settle().await;

    between.delegate_does("decline", json!({ "reason": "June, as agreed." })).await;
    world.settle().await;

    between.assert_states(State::Active, State::Active).await;
    assert!(between.origin_copy().await.pending.is_none());
    let (task, mirror) = (between.task().await, between.mirror().await);
    assert_eq!([(task.asked.due, task.asked.size), (mirror.asked.due, mirror.asked.size)], [before, before]);
    assert_eq!(skills(&between.origin, &task.id).await, ["Math:Counting"]);
    // Refused terms are not asked again by asking for something else.
    edit(&between.origin, between.task, json!({ "size": "l" })).await;
    let copy = between.origin_copy().await;
    assert_eq!(copy.newest().unwrap().terms.due, before.0);
    world.settle().await;
    world.assert_agreement().await;
}

#[tokio::test]
async fn more_may_be_asked_for_while_the_work_waits_for_its_review() {
    for answer in ["accept", "decline"] {
        let (world, between) = a_task_under_way().await;
        let before = between.task().await.asked.due;
        between.delegate_does("submit", json!({ "body": "Seven." })).await;
        world.settle().await;

        edit(&between.origin, between.task, json!({ "due": "2030-05-01" })).await;
        world.settle().await;
        between.assert_states(State::Submitted, State::Submitted).await;
        assert!(between.delegate_copy().await.pending.is_some());
        assert_eq!(between.mirror().await.asked.due, before, "not yet agreed");
        between.delegate_does(answer, json!({})).await;
        world.settle().await;

        between.assert_states(State::Submitted, State::Submitted).await;
        let (task, mirror) = (between.task().await, between.mirror().await);
        assert_eq!((task.asked.due, task.asked.due == before), (mirror.asked.due, answer == "decline"));
        world.assert_agreement().await;
    }
}

#[tokio::test]
async fn an_edit_keeps_what_was_chosen_in_the_offer() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task_with(json!({ "title": "Count", "due": "2030-06-01", "size": "s" })).await;
    let between = Between::offered(&world, &bees, &wasps, task, json!({ "due": "2030-05-15" })).await;
    between.origin_does("reoffer", json!({ "size": "l" })).await;

    edit(&bees, task, json!({ "title": "Count twice" })).await;
    world.settle().await;
    let offered = between.offered_there().await;
    assert_eq!(offered["task"]["name"], "Count twice");
    assert_eq!(offered["terms"]["due"], "2030-05-15T23:59:59Z");
    assert_eq!(offered["task"]["size"], "l");
    edit(&bees, task, json!({ "due": "2030-07-01" })).await;
    world.settle().await;
    let offered = between.offered_there().await;
    assert_eq!(offered["terms"]["due"], "2030-07-01T23:59:59Z", "what was changed is other");
    assert_eq!(offered["task"]["size"], "l");
    world.assert_agreement().await;
}

#[tokio::test]
async fn an_edit_while_offered_is_a_new_offer_and_an_acceptance_of_the_old_one_is_stale() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task_with(json!({ "title": "Count", "due": "2030-06-01" })).await;
    let between = Between::offered(&world, &bees, &wasps, task, json!({})).await;

    // They accept while we write.
    between.hold_both(&world);
    edit(&bees, task, json!({ "title": "Count twice", "due": "2030-05-01" })).await;
    between.delegate_does("accept", json!({})).await;
    for instance in &world.instances {
        instance.way_in.set(crate::support::transport::Weather::Fair);
    }
    world.settle().await;

    between.assert_states(State::Offered, State::Offered).await;
    let offered = between.offered_there().await;
    assert_eq!(offered["task"]["name"], "Count twice");
    for verbs in [bees.verbs().await, wasps.verbs().await] {
        assert!(verbs.contains(&"delegation.accepted_too_late".to_owned()), "{verbs:?}");
        assert!(!verbs.contains(&"delegation.lost".to_owned()), "{verbs:?}");
    }
    world.assert_agreement().await;

    between.delegate_does("accept", json!({})).await;
    world.settle().await;
    between.assert_states(State::Active, State::Active).await;
    assert_eq!(between.mirror().await.title, "Count twice");
    assert_eq!(between.mirror().await.asked.due, between.task().await.asked.due);
    assert_eq!(
        wasps.see(between.mirror().await.number).await.number,
        between.mirror().await.number,
        "one mirror"
    );
    world.assert_agreement().await;
}

#[tokio::test]
async fn what_may_not_be_offered_is_refused_before_anything_leaves() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let to = json!({ "pursuance": "bees", "task": task, "to": wasps.handle() });
    for terms in [json!({ "respond_by": "2001-01-01" }), json!({ "heartbeat": 0 })] {
        let offer = crate::support::groups::merged(to.clone(), terms);
        let offered = bees.attempt("delegation.offer", offer).await;
        assert!(offered.is_err(), "{offered:?}");
    }
    world.settle().await;
    assert!(bees.delegations().await.is_empty() && wasps.delegations().await.is_empty());
}

#[tokio::test]
async fn how_urgent_it_is_goes_along_and_is_decided_by_whoever_asks() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task_with(json!({ "title": "Count", "urgency": "urgent" })).await;
    let between = Between::active(&world, &bees, &wasps, task, json!({})).await;
    let mirror = between.mirror().await;
    assert_eq!(mirror.asked.urgency, Urgency::Urgent);
    let edit = json!({ "pursuance": "wasps", "task": mirror.number, "revision": mirror.revision, "urgency": "normal" });
    assert!(wasps.attempt("task.edit", edit).await.is_err(), "it is theirs to say");

    let revision = between.task().await.revision;
    bees.on_task("task.edit", task, json!({ "revision": revision, "urgency": "normal" })).await;
    world.settle().await;
    assert_eq!(between.mirror().await.asked.urgency, Urgency::Normal);
    let revision = between.task().await.revision;
    bees.on_task("task.edit", task, json!({ "revision": revision, "urgency": "urgent" })).await;
    world.settle().await;
    assert_eq!(between.mirror().await.asked.urgency, Urgency::Urgent);
    between.assert_states(State::Active, State::Active).await;
    world.assert_agreement().await;
}

#[tokio::test]
async fn new_terms_without_end_make_no_row_grow() {
    let (world, between) = a_task_under_way().await;
    for n in 1..=40 {
        between.origin_does("reoffer", json!({ "size": if n % 2 == 0 { "s" } else { "l" } })).await;
        // Slowly enough.
        world.advance(4 * MINUTE).await;
    }
    let copy = between.delegate_copy().await;
    assert_eq!(copy.offers.len(), 20, "what nothing hangs on is forgotten");
    assert!(copy.standing().is_some() && copy.pending.is_some(), "not what was agreed on, nor what waits");
    between.delegate_does("accept", json!({})).await;
    world.settle().await;
    assert!(between.delegate_copy().await.pending.is_none(), "it is answered as always");
    world.assert_agreement().await;
}
