//! A task that is handed on to a third pursuance, and circles (PROTOCOL §3.5).

use pursuance::actions::{PerformError, Refused};
use pursuance::store::channels::{self, ActivityDirection, StoredActivity};
use pursuance::store::delegations;
use pursuance_domain::delegation::{DelegationRefusal, MessageKind, Side, State};
use pursuance_domain::refusal::Refusal;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::{HOUR, MINUTE, Time};
use serde_json::json;

use crate::support::between::Between;
use crate::support::browser::Browser;
use crate::support::groups::{Group, perform};
use crate::support::peers::{On, World, until};

async fn three() -> (World, [Group; 3]) {
    let world = World::of(&[On::Sqlite, On::Sqlite, On::Sqlite]).await;
    let bees = world.instances[0].found("bees").await;
    let wasps = world.instances[1].found("wasps").await;
    let hornets = world.instances[2].found("hornets").await;
    (world, [bees, wasps, hornets])
}

/// From the bees to the wasps, who may do with it what the rule says.
async fn first_hop(world: &World, bees: &Group, wasps: &Group, rule: &str) -> Between {
    let task = bees.task("Count").await;
    Between::active(world, bees, wasps, task, json!({ "redelegation": rule })).await
}

#[tokio::test]
async fn a_task_that_may_be_handed_on_goes_to_the_third_and_comes_back_through_the_second() {
    let (world, [bees, wasps, hornets]) = three().await;
    let first = first_hop(&world, &bees, &wasps, "yes").await;
    let mirror = first.mirror().await.number;

    let second = Between::active(&world, &wasps, &hornets, mirror, json!({})).await;
    let said = first.said(Side::Origin).await;
    assert!(said.windows(2).any(|pair| pair == ["<AskOnward", ">AnswerOnward"]), "told, not asked: {said:?}");
    assert_eq!(first.delegate_copy().await.onward[0].allowed, Some(true));
    assert_eq!(second.here().await.root_uri, first.here().await.root_uri, "the same root all the way");
    let path = second.there().await.path;
    assert_eq!(path.len(), 2, "two hops, as hashes");
    second.delegate_does("submit", json!({ "body": "Seven." })).await;
    world.settle().await;
    second.origin_does("accept_work", json!({})).await;
    world.settle().await;
    first.assert_states(State::Active, State::Active).await;
    assert_eq!(first.mirror().await.phase, Phase::ReadyForReview, "done only when the bees say so");

    first.delegate_does("submit", json!({ "body": "The hornets counted seven." })).await;
    world.settle().await;
    first.origin_does("accept_work", json!({})).await;
    world.settle().await;

    first.assert_states(State::Completed, State::Completed).await;
    second.assert_states(State::Completed, State::Completed).await;
    world.assert_agreement().await;
}

#[tokio::test]
async fn how_it_goes_at_the_third_is_heard_at_the_first() {
    let (world, [bees, wasps, hornets]) = three().await;
    let first = first_hop(&world, &bees, &wasps, "yes").await;
    let second = Between::active(&world, &wasps, &hornets, first.mirror().await.number, json!({})).await;
    world.advance(pursuance_domain::time::DAY).await;
    let last = second.mirror().await.number;

    hornets.on_task("task.assign", last, json!({ "assignee": "hornets-lead" })).await;
    hornets.on_task("task.set_phase", last, json!({ "phase": "in_progress" })).await;
    world.settle().await;

    assert_eq!(first.mirror().await.phase, Phase::InProgress);
    assert_eq!(first.task().await.phase, Phase::InProgress);
    // To the second: the people of the third are at it, so nobody is asked whether anybody is.
    assert_eq!(
        first.here().await.last_activity.unix_seconds(),
        second.mirror().await.last_sign.unix_seconds()
    );
    // The mirror is still a mirror: what is asked for in it is the first one's.
    let edit = json!({ "pursuance": "wasps", "task": first.mirror().await.number, "revision": first.mirror().await.revision, "title": "Guess" });
    assert_eq!(wasps.attempt("task.edit", edit).await, Err("invalid-input"));
    world.assert_agreement().await;
}

#[tokio::test]
async fn work_the_first_sends_back_can_be_handed_on_once_more() {
    let (world, [bees, wasps, hornets]) = three().await;
    let first = first_hop(&world, &bees, &wasps, "yes").await;
    let mirror = first.mirror().await.number;
    for round in 1..=2 {
        let second = Between::active(&world, &wasps, &hornets, mirror, json!({})).await;
        second.delegate_does("submit", json!({ "body": "Seven." })).await;
        world.settle().await;
        second.origin_does("accept_work", json!({})).await;
        world.settle().await;
        first.delegate_does("submit", json!({ "body": "Seven, say the hornets." })).await;
        world.settle().await;
        if round == 1 {
            first.origin_does("send_back", json!({ "comment": "Count again." })).await;
            world.settle().await;
        }
    }
    first.origin_does("accept_work", json!({})).await;
    world.settle().await;

    first.assert_states(State::Completed, State::Completed).await;
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_part_of_the_mirror_may_be_handed_on_too() {
    let (world, [bees, wasps, hornets]) = three().await;
    let first = first_hop(&world, &bees, &wasps, "yes").await;
    let part = wasps.task_with(json!({ "title": "The drones", "parent": first.mirror().await.number })).await;

    let second = Between::active(&world, &wasps, &hornets, part, json!({})).await;

    assert_eq!(second.here().await.root_uri, first.here().await.root_uri);
    let back = json!({ "pursuance": "hornets", "task": second.mirror().await.number, "to": bees.handle() });
    assert!(hornets.attempt("delegation.offer", back).await.is_err(), "not back to where it began");
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_task_that_may_not_be_handed_on_is_not() {
    let (world, [bees, wasps, hornets]) = three().await;
    let first = first_hop(&world, &bees, &wasps, "no").await;

    let on = json!({ "pursuance": "wasps", "task": first.mirror().await.number, "to": hornets.handle() });
    assert_eq!(wasps.attempt("delegation.offer", on).await, Err("redelegation-forbidden"));
    assert!(first.delegate_tries("ask_onward", json!({ "to": hornets.handle() })).await.is_err());
}

#[tokio::test]
async fn where_it_has_to_be_asked_first_the_answer_decides() {
    for allow in [true, false] {
        let (world, [bees, wasps, hornets]) = three().await;
        let first = first_hop(&world, &bees, &wasps, "ask").await;
        let on = json!({ "pursuance": "wasps", "task": first.mirror().await.number, "to": hornets.handle() });
        assert_eq!(wasps.attempt("delegation.offer", on.clone()).await, Err("origin-not-asked"));

        first.delegate_does("ask_onward", json!({ "to": hornets.handle() })).await;
        world.settle().await;
        assert_eq!(first.origin_copy().await.onward[0].to.as_str(), hornets.uri());
        assert_eq!(
            wasps.attempt("delegation.offer", on.clone()).await,
            Err("origin-not-asked"),
            "not answered yet"
        );
        first.origin_does("answer_onward", json!({ "to": hornets.uri(), "allow": allow })).await;
        world.settle().await;

        assert_eq!(first.delegate_copy().await.onward[0].allowed, Some(allow));
        let offered = wasps.attempt("delegation.offer", on).await;
        assert_eq!(offered.is_ok(), allow, "{offered:?}");
        world.settle().await;
        assert_eq!(hornets.delegations().await.len(), usize::from(allow));
        world.assert_agreement().await;
    }
}

#[tokio::test]
async fn a_recall_goes_down_the_chain_and_the_middle_does_not_wait() {
    let (world, [bees, wasps, hornets]) = three().await;
    let first = first_hop(&world, &bees, &wasps, "yes").await;
    let second = Between::active(&world, &wasps, &hornets, first.mirror().await.number, json!({})).await;
    // The third server is away.
    world.instances[2].way_in.set(crate::support::transport::Weather::Down);

    first.origin_does("recall", json!({})).await;
    world.settle().await;
    first.assert_states(State::Recalled, State::Recalled).await;
    assert_eq!(second.here().await.state, State::Recalling);
    world.instances[2].way_in.set(crate::support::transport::Weather::Fair);
    world.calm_down().await;

    second.assert_states(State::Recalled, State::Recalled).await;
    world.assert_agreement().await;
}

#[tokio::test]
async fn work_that_is_done_while_it_is_still_handed_on_ends_there_too_and_stays_done() {
    let (world, [bees, wasps, hornets]) = three().await;
    let first = first_hop(&world, &bees, &wasps, "yes").await;
    let second = Between::active(&world, &wasps, &hornets, first.mirror().await.number, json!({})).await;
    let last = second.mirror().await.number;
    first.delegate_does("submit", json!({ "body": "We counted them ourselves." })).await;
    world.settle().await;
    world.instances[2].way_in.set(crate::support::transport::Weather::Held);
    first.origin_does("accept_work", json!({})).await;
    hornets.on_task("task.assign", last, json!({ "assignee": "hornets-lead" })).await;
    hornets.on_task("task.set_phase", last, json!({ "phase": "in_progress" })).await;
    until("the news of the hornets have arrived", async || {
        second.said(Side::Origin).await.iter().any(|said| said == "<Progress")
    })
    .await;
    until("the wasps know that it is done", async || first.there().await.state == State::Completed).await;
    assert_eq!(first.mirror().await.phase, Phase::Done);
    world.instances[2].way_in.set(crate::support::transport::Weather::Fair);
    world.settle().await;

    second.assert_states(State::Recalled, State::Recalled).await;
    assert_eq!((first.mirror().await.phase, first.task().await.phase), (Phase::Done, Phase::Done));
    world.assert_agreement().await;
}

#[tokio::test]
async fn what_was_only_offered_onward_is_withdrawn_with_a_return() {
    let (world, [bees, wasps, hornets]) = three().await;
    let first = first_hop(&world, &bees, &wasps, "yes").await;
    let second = Between::offered(&world, &wasps, &hornets, first.mirror().await.number, json!({})).await;

    first.delegate_does("return", json!({})).await;
    world.settle().await;

    first.assert_states(State::Returned, State::Returned).await;
    second.assert_states(State::Withdrawn, State::Withdrawn).await;
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_circle_is_refused_with_the_chain() {
    let (world, [bees, wasps, hornets]) = three().await;
    let first = first_hop(&world, &bees, &wasps, "yes").await;
    let second = Between::active(
        &world,
        &wasps,
        &hornets,
        first.mirror().await.number,
        json!({ "redelegation": "yes" }),
    )
    .await;

    let last = second.mirror().await.number;
    for back in [&bees, &wasps] {
        let offer = json!({ "pursuance": "hornets", "task": last, "to": back.handle() });
        let refused = perform(&hornets.app, &hornets.who, "delegation.offer", offer).await;
        let Err(PerformError::Refused(Refused::Rule(Refusal::Delegation(DelegationRefusal::Loop { chain })))) =
            refused
        else {
            panic!("back to {}: {refused:?}", back.slug);
        };
        assert_eq!(chain.len(), 3, "the whole chain is shown");
    }
    let mut browser = Browser::at(&world.instances[2], &hornets.who).await;
    let ants = world.instances[2].found("ants").await;
    let address = format!("/p/hornets/t/{last}/hand-over");
    let page = browser.open(&format!("{address}?to={}", ants.handle())).await.shown();
    let to = bees.handle();
    let back = page.form(&address).with(&[("to", to.as_str())]);
    browser
        .submit(back)
        .await
        .refused()
        .saying("The task cannot go there, because it has been there already.");
    let itself = json!({ "pursuance": "hornets", "task": hornets.task("Own").await, "to": hornets.handle() });
    assert_eq!(hornets.attempt("delegation.offer", itself).await, Err("to-itself"));
}

#[tokio::test]
async fn a_chain_ends_where_its_depth_is_used_up() {
    let world = World::of(&[On::Sqlite, On::Sqlite]).await;
    let names = ["bees", "wasps", "hornets", "ants", "termites", "moths", "midges"];
    let mut groups = Vec::new();
    for (place, name) in names.iter().enumerate() {
        groups.push(world.instances[place % 2].found(name).await);
    }
    let mut task = groups[0].task("Count").await;
    let mut hops = 0;
    for pair in groups.windows(2) {
        let offer =
            json!({ "pursuance": pair[0].slug, "task": task, "to": pair[1].handle(), "redelegation": "yes" });
        match pair[0].attempt("delegation.offer", offer.clone()).await {
            Err(why) => {
                assert_eq!(why, "depth");
                break;
            }
            Ok(_) => {
                world.settle().await;
                let row = pair[1].delegations().await.pop().unwrap();
                pair[1].act("delegation.accept", json!({ "delegation": row.id })).await;
                world.settle().await;
                let row = pair[1].delegations().await.pop().unwrap();
                assert_eq!(row.state, State::Active);
                let mut tx = pair[1].app.db.read().await.unwrap();
                task = pursuance::store::tasks::by_id(&mut tx, row.task.as_ref().unwrap())
                    .await
                    .unwrap()
                    .unwrap()
                    .number;
                hops += 1;
            }
        }
    }
    assert_eq!(hops, usize::from(pursuance_domain::delegation::Terms::MAX_DEPTH));
    let last = &groups[hops];
    let mut browser = Browser::at(&world.instances[hops % 2], &last.who).await;
    let mirror = browser.open(&format!("/p/{}/t/{task}", last.slug)).await.shown();
    mirror.saying("It has been handed on as often as was agreed.");
    world.assert_agreement().await;
}

#[tokio::test]
async fn whoever_is_in_the_chain_already_is_refused_before_the_origin_is_asked() {
    let (world, [bees, wasps, hornets]) = three().await;
    let first = first_hop(&world, &bees, &wasps, "yes").await;
    let terms = json!({ "redelegation": "ask" });
    let second = Between::active(&world, &wasps, &hornets, first.mirror().await.number, terms).await;
    let said = second.said(Side::Delegate).await;

    for (to, refusal) in [(&bees, "loop"), (&wasps, "loop"), (&hornets, "to-itself")] {
        let asked = second.delegate_tries("ask_onward", json!({ "to": to.handle() })).await;
        assert_eq!(asked, Err(refusal), "{}", to.slug);
    }

    world.settle().await;
    assert_eq!(second.said(Side::Delegate).await, said, "nobody was asked");
    assert!(second.delegate_copy().await.onward.is_empty());
    assert!(second.origin_copy().await.onward.is_empty());
}

#[tokio::test]
async fn a_question_is_answered_however_much_was_said_since() {
    for on in [On::Sqlite, On::Postgres] {
        let world = World::of(&[on, On::Sqlite]).await;
        let bees = world.instances[0].found("bees").await;
        let (wasps, ants) = (world.instances[1].found("wasps").await, world.instances[1].found("ants").await);
        let between = Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
        between.delegate_does("ask_onward", json!({ "to": ants.handle() })).await;
        world.advance(MINUTE).await;
        // As many messages as a year of news has.
        let id = between.here().await.id;
        let mut tx = bees.app.db.write().await.unwrap();
        let now = world.now();
        for n in 0..600 {
            let (uri, kind) = (format!("http://localhost:9/ap/act/{n}"), MessageKind::Progress);
            channels::add_activity(&mut tx, &news(&uri, now)).await.unwrap();
            delegations::add_message(&mut tx, &id, ActivityDirection::In, &uri, kind, None, now)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();

        between.origin_does("answer_onward", json!({ "to": ants.uri(), "allow": true })).await;
        world.settle().await;

        let allowed: Vec<_> = between.delegate_copy().await.onward.iter().map(|one| one.allowed).collect();
        assert_eq!(allowed, [Some(true)]);
    }
}

#[tokio::test]
async fn each_question_is_shown_with_the_time_at_which_it_was_asked() {
    let world = World::of(&[On::Sqlite, On::Sqlite]).await;
    let bees = world.instances[0].found("bees").await;
    let wasps = world.instances[1].found("wasps").await;
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({})).await;
    let mut asked = Vec::new();
    for name in ["ants", "moths"] {
        let third = world.instances[1].found(name).await;
        between.delegate_does("ask_onward", json!({ "to": third.handle() })).await;
        world.advance(30 * HOUR).await;
        let mut tx = bees.app.db.read().await.unwrap();
        let id = between.here().await.id;
        let said =
            delegations::said(&mut tx, &id, ActivityDirection::In, MessageKind::AskOnward, 9).await.unwrap();
        asked.push(said.last().unwrap().at);
    }

    let mut lead = Browser::at(&world.instances[0], &bees.who).await;
    let page = lead.open(&format!("/p/bees/t/{task}")).await.shown();
    let waiting = page.html.split("data-part=\"timeline").next().unwrap();
    for at in asked {
        assert!(waiting.contains(&at.rfc3339()), "{at:?} is not in {waiting}");
    }
}

/// News that stands in no channel.
fn news(uri: &str, at: Time) -> StoredActivity {
    StoredActivity {
        uri: uri.to_owned(),
        direction: ActivityDirection::In.as_str().to_owned(),
        actor: "http://localhost:9/ap/p/wasps".to_owned(),
        kind: "Update".to_owned(),
        channel: None,
        epoch: None,
        seq: None,
        bytes: b"{}".to_vec(),
        sha256: "00".to_owned(),
        at: at.0,
        outcome: "Progress".to_owned(),
    }
}
