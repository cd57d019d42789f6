//! Karma and other servers: people earn it for work that crosses them, and no document tells of it.

use http::Method;
use pursuance_domain::people::role::Role;
use serde_json::json;

use crate::architecture::all_sources;
use crate::support::between::Between;
use crate::support::browser::Browser;
use crate::support::documents::addresses;
use crate::support::inspect::Inspect;
use crate::support::peers::World;

/// A number of points that nothing else has.
const PLANTED: &str = "987654321";

#[tokio::test]
async fn people_earn_karma_across_servers_and_no_document_for_other_servers_has_any_of_it() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let peter = wasps.with_member("peter", Role::Normal).await;
    let task = bees.task_with(json!({ "title": "Count", "size": "l" })).await;
    let between =
        Between::active(&world, &bees, &wasps, task, json!({ "names": true, "discussion": true })).await;
    let mirror = between.mirror().await.number;
    peter.on_task("task.take", mirror, json!({})).await;
    peter.on_task("task.set_phase", mirror, json!({ "phase": "ready_for_review" })).await;
    between.delegate_does("submit", json!({ "body": "Seven." })).await;
    world.settle().await;
    between.origin_does("accept_work", json!({ "comment": "Thank you!" })).await;
    world.settle().await;

    let ledger = |at: usize| world.instances[at].inspect.rows("select deed, cast(points as text) from karma");
    assert_eq!(ledger(0).await, [["review", "1000"]]);
    assert_eq!(ledger(1).await, [["work", "6000"]]);
    let plant = format!("update karma set points = {PLANTED}");
    let mut ids = Vec::new();
    for instance in &world.instances {
        instance.inspect.spoil(&plant).await;
        ids.extend(instance.inspect.rows("select id from karma").await.concat());
    }
    // Everything that is still to be said is said with the planted value in the tables.
    let next = bees.task("Count again").await;
    Between::active(&world, &bees, &wasps, next, json!({})).await;

    let is_clean = |text: &str| {
        !text.contains("karma")
            && !text.contains("987654")
            && ids.iter().all(|id| !text.contains(id.as_str()))
    };
    let mut answered = 0;
    for (instance, lead) in world.instances.iter().zip([&bees, &wasps]) {
        for mut browser in [Browser::at(instance, &lead.who).await, Browser::visiting(instance)] {
            for address in addresses(instance).await {
                let accept = [("accept", "application/activity+json")];
                let page = browser.send(Method::GET, &address, &accept, Vec::new()).await;
                answered += usize::from(page.status.is_success());
                assert!(is_clean(&page.html), "{address}: {}", page.html);
            }
        }
        let sent = Inspect::open(&instance.app.config.database_url).await;
        let sent = sent.rows("select cast(bytes as text) from activity").await.concat().join("\n");
        assert!(sent.contains("Thank you!") && is_clean(&sent), "{sent}");
    }
    assert!(answered > 20, "the documents are there: {answered}");
}

#[test]
fn nothing_that_writes_for_other_servers_names_karma() {
    let writes = |path: &str| {
        path.starts_with("inbox/")
            || path.starts_with("actions/delegation/")
            || ["task_wire.rs", "actions/outbox.rs"].contains(&path)
    };
    let sources: Vec<_> = all_sources().into_iter().filter(|(path, _)| writes(path)).collect();
    assert!(sources.len() > 20, "{} files", sources.len());
    for (path, text) in sources {
        assert!(!text.to_lowercase().contains("karma"), "{path}");
    }
}
