//! Pages while the exchange with another server goes wrong: its rows are changed by hand, because days pass until they come about by
//! themselves.

use pursuance_domain::allowed::Principal;
use pursuance_domain::time::DAY;
use serde_json::json;

use crate::support::between::Between;
use crate::support::browser::Browser;
use crate::support::groups::perform;
use crate::support::peers::World;

#[tokio::test]
async fn a_page_says_how_far_a_message_has_come_and_operators_see_where_it_is() {
    let (mut world, bees, wasps) = World::bees_and_wasps().await;
    let between = Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    world.instances[0].rest().await;
    between.origin_does("nudge", json!({})).await;
    let (here, host) = (&world.instances[0], world.instances[1].authority().to_owned());
    let make = json!({ "account": bees.who.person().unwrap(), "operator": true });
    perform(&here.app, &Principal::Operator, "account.set_operator", make).await.unwrap();
    let mut browser = Browser::at(here, &bees.who).await;
    let task = format!("/p/bees/t/{}", between.task);
    browser.open(&task).await.shown().saying("The last message is on its way.");

    // The nudge is the last message of the only channel.
    let last = "where seq = (select max(seq) from delivery)";
    let silent = format!("update host set failures = 9, down_since = 1 where name = '{host}'");
    for (change, words) in [
        (silent.clone(), "Their server has not answered since"),
        (format!("update host set failures = 0, down_since = null where name = '{host}'"), "on its way"),
        (format!("update delivery set state = 'refused', attempts = 1 {last}"), "refused the last message"),
        (format!("update delivery set state = 'given_up' {last}"), "Their server was silent for too long."),
        (
            format!("update delivery set state = 'delivered', delivered_at = created {last}"),
            "not confirmed it yet",
        ),
        (format!("update delivery set state = 'stopped' {last}"), "The records of the two servers differ."),
        ("update channel set state = 'suspended'".to_owned(), "The records of the two servers differ."),
        ("update channel set state = 'restored'".to_owned(), "this database seems to be an older copy"),
        ("update channel set state = 'open', untaken_since = 1".to_owned(), "until its operators resume it"),
    ] {
        here.inspect.spoil(&change).await;
        browser.open(&task).await.shown().saying(words);
        let peer = format!("/admin/peers/{host}");
        for path in ["/", "/p/bees/incoming", "/admin", "/admin/peers", "/admin/deliveries", &peer] {
            browser.open(path).await.shown();
        }
    }

    // A side that waits for an answer of a server that is gone ends it here.
    here.inspect.spoil("update channel set untaken_since = null").await;
    between.origin_does("recall", json!({})).await;
    here.inspect.spoil(&silent).await;
    browser.open(&task).await.shown().saying("End it here now, without waiting for");
}

#[tokio::test]
async fn what_is_not_back_yet_keeps_a_closed_pursuance_from_being_deleted() {
    let (mut world, bees, wasps) = World::bees_and_wasps().await;
    Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    world.instances[0].rest().await;
    bees.act("pursuance.close", json!({ "pursuance": "bees", "reason": "Winter." })).await;
    world.let_pass(15 * DAY);
    let mut browser = Browser::at(&world.instances[0], &bees.who).await;
    browser.open("/p/bees/close").await.shown().saying("One task that was handed over is not back yet.");
}
