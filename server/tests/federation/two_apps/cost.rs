//! Costs of actions in the database: each is tried once, and reads no row a second time.

use serde_json::{Value, json};

use crate::support::between::Between;
use crate::support::peers::{On, World};
use crate::support::statements::asked;

/// How often an action was tried: each try locks the pursuance it is in.
fn tries(statements: &[String]) -> usize {
    let locks = ["select last from stream where id", "select s.id from pursuance p join stream s"];
    let is_lock = |statement: &&String| locks.iter().any(|lock| statement.starts_with(lock));
    statements.iter().filter(is_lock).count()
}

/// A task of the bees that the wasps have; nobody but the test does anything.
async fn at_rest(more: Value) -> (World, Between) {
    let mut world = World::of(&[On::Postgres, On::Postgres]).await;
    let (bees, wasps) = (world.instances[0].found("bees").await, world.instances[1].found("wasps").await);
    let task = bees.task_with(json!({ "title": "Count", "deliverables": "A *table*." })).await;
    let between = Between::active(&world, &bees, &wasps, task, more).await;
    for instance in &mut world.instances {
        instance.rest().await;
    }
    (world, between)
}

#[tokio::test]
async fn an_edit_of_a_task_that_others_have_is_tried_once_and_asks_for_nothing_twice() {
    let (_world, between) = at_rest(json!({})).await;
    let revision = between.task().await.revision;
    let edit = async |title: &str, revision: i64| {
        between
            .origin
            .on_task("task.edit", between.task, json!({ "revision": revision, "title": title }))
            .await;
    };
    // The first one opens the key, which is kept from then on.
    edit("Count them", revision).await;
    let statements = asked(edit("Count them all", revision + 1)).await;
    assert_eq!(tries(&statements), 1, "{statements:#?}");
    // Two of them find that nobody else is to be told, three take the words into the index.
    assert!(statements.len() <= 35, "{} statements: {statements:#?}", statements.len());
    let mut texts = statements.iter().filter(|statement| statement.contains("'deliverables'"));
    // One for the answer to whoever edits, one for the index.
    assert!(texts.by_ref().count() <= 2, "{statements:#?}");
}

#[tokio::test]
async fn what_is_said_to_another_pursuance_is_tried_once() {
    let (world, between) = at_rest(json!({ "discussion": true })).await;
    let other = between.origin.task_with(json!({ "title": "Weigh", "deliverables": "A *number*." })).await;
    let note = json!({ "note": "As *last* year." });
    let offers = asked(async { drop(between.origin.offer(other, &between.delegate, note).await) }).await;
    assert_eq!(tries(&offers), 1, "{offers:#?}");

    let comment = json!({ "body": "How *many*?" });
    let comments =
        asked(async { drop(between.origin.on_task("task.comment", between.task, comment).await) }).await;
    assert_eq!(tries(&comments), 1, "{comments:#?}");

    let work = json!({ "body": "There are *eleven*." });
    let work = asked(async { drop(between.delegate_does("submit", work).await) }).await;
    assert_eq!(tries(&work), 1, "{work:#?}");

    let nudge = json!({ "note": "Is there *news*?" });
    let nudges = asked(async { drop(between.origin_does("nudge", nudge).await) }).await;
    assert_eq!(tries(&nudges), 1, "{nudges:#?}");
    drop(world);
}
