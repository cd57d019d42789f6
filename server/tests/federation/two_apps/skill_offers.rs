//! Skill offers between servers (PROTOCOL §1.8): told, kept, found, used, changed, withdrawn, and those of silent servers.

use std::collections::BTreeSet;

use pursuance::store::followers;
use pursuance::store::skill_offers::{self, SkillOffer, Wanted};
use pursuance_domain::allowed::Principal;
use pursuance_domain::delegation::State;
use pursuance_domain::id::{ActorId, SkillOfferId};
use pursuance_domain::time::{DAY, HOUR};
use pursuance_domain::value::{ActorRef, Skill};
use serde_json::{Value, json};

use crate::support::between::Between;
use crate::support::browser::Browser;
use crate::support::groups::{Group, merged};
use crate::support::peers::{On, World};
use crate::support::transport::Weather;

/// A day some time ahead.
fn in_days(world: &World, days: i64) -> String {
    world.now().plus(days * DAY).date()
}

/// The bees and the wasps, one on each kind of database, who know each other from a task that was declined.
async fn acquainted() -> (World, Group, Group) {
    let world = World::of(&[On::Sqlite, On::Postgres]).await;
    let (bees, wasps) = (world.instances[0].found("bees").await, world.instances[1].found("wasps").await);
    let between = Between::offered(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    between.delegate_does("decline", json!({ "code": "not-now" })).await;
    world.settle().await;
    between.assert_states(State::Declined, State::Declined).await;
    (world, bees, wasps)
}

/// The wasps offer something. Its id there.
async fn publish(world: &World, wasps: &Group, more: Value) -> String {
    let offer = json!({
        "pursuance": wasps.slug, "skills": ["Language:French", "Design:*"], "tasks": 1, "hours": 10,
        "until": in_days(world, 60), "causes": ["Rivers"], "note": "Short *texts*.",
    });
    let made = wasps.act("skill_offer.publish", merged(offer, more)).await;
    world.settle().await;
    made["offer"].as_str().unwrap().to_owned()
}

/// Skill offers that somebody finds.
async fn found_by(group: &Group, who: &Principal, wanted: Wanted) -> Vec<SkillOffer> {
    let mut tx = group.app.db.read().await.unwrap();
    let now = group.app.clock.now();
    skill_offers::known(&mut tx, who.person(), &wanted, now, "", 50).await.unwrap()
}

async fn found(group: &Group) -> Vec<SkillOffer> {
    found_by(group, &group.who, Wanted::default()).await
}

fn wanted(skill: &str) -> Wanted {
    Wanted { skill: Some(Skill::parse(skill).unwrap()), ..Wanted::default() }
}

/// The sweeper looks every ten minutes.
async fn pass(world: &World, micros: i64) {
    world.advance(micros).await;
    world.advance(HOUR).await;
}

#[tokio::test]
async fn an_offer_is_told_to_those_one_has_worked_with_and_found_by_what_it_says() {
    let (world, bees, wasps) = acquainted().await;
    publish(&world, &wasps, json!({})).await;
    let known = found(&bees).await;
    let [offer] = known.as_slice() else { panic!("{known:?}") };
    assert_eq!(offer.skills.to_string(), "Language:French, Design:*");
    assert_eq!((offer.hours, offer.tasks, offer.public), (Some(10), Some(1), true));
    assert_eq!((offer.note.as_str(), offer.causes.len()), ("Short *texts*.", 1));
    for (skill, is_found) in
        [("language:french", true), ("Design:Posters", true), ("Design:*", true), ("Language:German", false)]
    {
        let some = found_by(&bees, &bees.who, wanted(skill)).await;
        assert_eq!(some.len(), usize::from(is_found), "{skill}");
    }
    for (cause, is_found) in [("rivers", true), ("#Rivers", true), ("river", false), ("r%s", false)] {
        let looked = Wanted { cause: cause.to_owned(), ..Wanted::default() };
        assert_eq!(found_by(&bees, &bees.who, looked).await.len(), usize::from(is_found), "{cause}");
    }
    for (host, is_found) in [(wasps.app.addresses.authority(), true), (".", false), ("c.example", false)] {
        let looked = Wanted { host: host.to_owned(), ..Wanted::default() };
        assert_eq!(found_by(&bees, &bees.who, looked).await.len(), usize::from(is_found), "{host}");
    }
    world.let_pass(3 * DAY);
    for (days, is_found) in [(7, true), (2, false)] {
        let since = Some(world.now().plus(-days * DAY));
        let looked = Wanted { since, ..Wanted::default() };
        assert_eq!(found_by(&bees, &bees.who, looked).await.len(), usize::from(is_found), "{days} days");
    }
    assert_eq!(found_by(&bees, &Principal::Visitor, Wanted::default()).await.len(), 1, "it is for everybody");
}

#[tokio::test]
async fn whoever_looks_a_pursuance_up_finds_what_it_has_offered_before() {
    let world = World::of(&[On::Sqlite, On::Postgres]).await;
    let (bees, wasps) = (world.instances[0].found("bees").await, world.instances[1].found("wasps").await);
    publish(&world, &wasps, json!({})).await;
    assert_eq!(found(&bees).await.len(), 0, "nobody has heard of it");
    let page = format!("{}/p/wasps", wasps.app.addresses.base());
    bees.app.find_pursuance(&bees.who, &ActorRef::parse(&page).unwrap()).await.unwrap();
    world.settle().await;
    let known = found(&bees).await;
    let [offer] = known.as_slice() else { panic!("{known:?}") };
    assert_eq!((offer.public, offer.note.as_str()), (true, "Short *texts*."));
}

#[tokio::test]
async fn whoever_is_told_of_one_offer_finds_the_others_for_everybody() {
    let world = World::of(&[On::Sqlite, On::Postgres]).await;
    let (bees, wasps) = (world.instances[0].found("bees").await, world.instances[1].found("wasps").await);
    publish(&world, &wasps, json!({})).await;
    publish(&world, &wasps, json!({ "to": [bees.handle()], "skills": ["Law:Housing"] })).await;
    let known = found(&bees).await;
    assert_eq!(known.iter().filter(|offer| offer.public).count(), 1);
    assert_eq!(known.len(), 2);
}

#[tokio::test]
async fn a_task_through_an_offer_takes_its_place_until_it_ends() {
    let (world, bees, wasps) = acquainted().await;
    publish(&world, &wasps, json!({})).await;
    let offer = found(&bees).await.remove(0);
    let through = json!({ "satisfies": offer.id });
    let first = Between::offered(&world, &bees, &wasps, bees.task("Translate").await, through.clone()).await;
    assert_eq!(first.offered_there().await["satisfies"], format!("{}#primary", offer.uri));
    first.assert_states(State::Offered, State::Offered).await;
    let mut browser = Browser::at(&world.instances[1], &wasps.who).await;
    browser.open("/p/wasps/incoming").await.shown().saying("They answer what you offer to do");

    let second = Between::offered(&world, &bees, &wasps, bees.task("Draw").await, through.clone()).await;
    second.assert_states(State::Declined, State::Declined).await;
    let said = second.said(pursuance_domain::delegation::Side::Origin).await;
    assert_eq!(said.len(), 2, "{said:?}");
    // One that is for no offer is a task like any other.
    let other = Between::offered(&world, &bees, &wasps, bees.task("Sing").await, json!({})).await;
    other.assert_states(State::Offered, State::Offered).await;

    first.delegate_does("accept", json!({})).await;
    world.settle().await;
    let third = Between::offered(&world, &bees, &wasps, bees.task("Dance").await, through.clone()).await;
    third.assert_states(State::Declined, State::Declined).await;
    first.delegate_does("return", json!({ "code": "return-capacity" })).await;
    world.settle().await;
    let fourth = Between::offered(&world, &bees, &wasps, bees.task("Walk").await, through).await;
    fourth.assert_states(State::Offered, State::Offered).await;
    world.assert_agreement().await;
}

#[tokio::test]
async fn the_reason_of_a_full_offer_is_its_capacity() {
    let (world, bees, wasps) = acquainted().await;
    publish(&world, &wasps, json!({})).await;
    let through = json!({ "satisfies": found(&bees).await[0].id });
    for title in ["Translate", "Draw"] {
        Between::offered(&world, &bees, &wasps, bees.task(title).await, through.clone()).await;
    }
    let reasons = world.instances[0]
        .inspect
        .count("activity where direction = 'in' and kind = 'Reject' and cast(bytes as text) like '%\"reasonCode\":\"capacity\"%'")
        .await;
    assert_eq!(reasons, 1);
}

#[tokio::test]
async fn a_change_replaces_the_offer_and_a_withdrawal_ends_it() {
    let (world, bees, wasps) = acquainted().await;
    let id = publish(&world, &wasps, json!({})).await;
    let change = json!({ "pursuance": "wasps", "offer": id, "skills": ["Law:Housing"], "tasks": null });
    wasps.act("skill_offer.change", change).await;
    world.settle().await;
    let offer = found(&bees).await.remove(0);
    assert_eq!((offer.skills.to_string().as_str(), offer.tasks, offer.revision), ("Law:Housing", None, 2));
    assert!(found_by(&bees, &bees.who, wanted("Language:French")).await.is_empty());

    wasps.act("skill_offer.withdraw", json!({ "pursuance": "wasps", "offer": id })).await;
    world.settle().await;
    assert!(found(&bees).await.is_empty());
    let again = json!({ "pursuance": "wasps", "offer": id, "tasks": 2 });
    assert_eq!(wasps.attempt("skill_offer.change", again).await, Err("skill-offer-over"));
    let task = bees.task("Late").await;
    let late = json!({ "to": wasps.handle(), "satisfies": offer.id });
    assert_eq!(bees.try_on_task("delegation.offer", task, late).await, Err("skill-offer-over"));
}

#[tokio::test]
async fn an_offer_for_some_is_a_copy_for_each_and_for_nobody_else() {
    let world = World::of(&[On::Sqlite, On::Sqlite, On::Postgres]).await;
    let wasps = world.instances[0].found("wasps").await;
    let (bees, ants) = (world.instances[1].found("bees").await, world.instances[1].found("ants").await);
    let crabs = world.instances[2].found("crabs").await;
    let named = json!([bees.handle(), crabs.handle()]);
    let id = publish(&world, &wasps, json!({ "to": named })).await;
    assert_eq!((found(&bees).await.len(), found(&crabs).await.len()), (1, 1));
    assert!(found(&ants).await.is_empty(), "a neighbour of the bees");
    assert!(found_by(&bees, &Principal::Visitor, Wanted::default()).await.is_empty());
    let copies = world.instances[0]
        .inspect
        .rows("select cast(bytes as text) from activity where direction = 'out' and kind = 'Create'")
        .await;
    for [bytes] in copies.into_iter().map(|row| <[String; 1]>::try_from(row).unwrap()) {
        assert!(!(bytes.contains(&bees.uri()) && bytes.contains(&crabs.uri())), "{bytes}");
    }
    let task = ants.task("Translate").await;
    let theirs = found(&bees).await.remove(0).id;
    let sly = json!({ "to": wasps.handle(), "satisfies": theirs });
    assert_eq!(ants.try_on_task("delegation.offer", task, sly).await, Err("not-found"));

    let narrower = json!({ "pursuance": "wasps", "offer": id, "to": [crabs.handle()] });
    wasps.act("skill_offer.change", narrower).await;
    world.settle().await;
    assert_eq!((found(&bees).await.len(), found(&crabs).await.len()), (0, 1));
    let everybody = json!({ "pursuance": "wasps", "offer": id, "to": null });
    wasps.act("skill_offer.change", everybody).await;
    world.settle().await;
    assert!(found(&ants).await.is_empty(), "nobody there has worked with the wasps or follows them");
    assert!(found(&crabs).await.is_empty(), "nor here");
}

#[tokio::test]
async fn an_offer_ends_by_itself_at_its_day() {
    let (world, bees, wasps) = acquainted().await;
    let until = in_days(&world, 2);
    publish(&world, &wasps, json!({ "until": until })).await;
    assert_eq!(found(&bees).await.len(), 1);
    let before = world.instances[1].inspect.count("delivery").await;
    pass(&world, 3 * DAY).await;
    assert!(found(&bees).await.is_empty() && found(&wasps).await.is_empty());
    assert_eq!(world.instances[1].inspect.count("delivery").await, before, "without a message");
}

#[tokio::test]
async fn an_offer_of_a_silent_server_is_not_shown_until_it_answers_again() {
    let (world, bees, wasps) = acquainted().await;
    publish(&world, &wasps, json!({ "until": in_days(&world, 150) })).await;
    for _ in 0..5 {
        pass(&world, 8 * DAY).await;
    }
    assert_eq!(found(&bees).await.len(), 1, "it was asked for every week");
    world.instances[1].way_in.answer("/ap/", 503, None);
    for _ in 0..5 {
        pass(&world, 8 * DAY).await;
    }
    assert!(found(&bees).await.is_empty(), "silent for more than 30 days");
    world.instances[1].way_in.answer_nothing();
    pass(&world, 8 * DAY).await;
    assert_eq!(found(&bees).await.len(), 1, "it was read again");
}

#[tokio::test]
async fn a_change_that_never_arrived_is_found_when_the_offer_is_read_again() {
    let (world, bees, wasps) = acquainted().await;
    let id = publish(&world, &wasps, json!({})).await;
    let change = json!({ "pursuance": "wasps", "offer": id, "hours": 3 });
    world.instances[0].way_in.set(Weather::Down);
    wasps.act("skill_offer.change", change).await;
    world.settle().await;
    world.instances[1].inspect.spoil("delete from delivery where state = 'waiting'").await;
    world.instances[0].way_in.set(Weather::Fair);
    assert_eq!(found(&bees).await[0].hours, Some(10));
    pass(&world, 8 * DAY).await;
    assert_eq!(found(&bees).await[0].hours, Some(3));
}

#[tokio::test]
async fn a_peer_that_takes_no_offers_is_sent_none() {
    let (world, bees, wasps) = acquainted().await;
    world.instances[1].inspect.spoil("update actor set takes_offers = false where host is not null").await;
    publish(&world, &wasps, json!({})).await;
    assert!(found(&bees).await.is_empty());
    // Its document is looked at again once it is old, and then says more.
    for _ in 0..2 {
        pass(&world, 8 * DAY).await;
    }
    assert_eq!(found(&bees).await.len(), 1);
}

#[tokio::test]
async fn who_closes_a_pursuance_or_shuts_it_withdraws_what_it_offers() {
    let (world, bees, wasps) = acquainted().await;
    publish(&world, &wasps, json!({})).await;
    let named = json!({ "to": [bees.handle()], "skills": ["Law:Housing"] });
    publish(&world, &wasps, named).await;
    assert_eq!(found(&bees).await.len(), 2);
    let shut = json!({ "pursuance": "wasps", "visibility": "members" });
    wasps.act("pursuance.edit", shut).await;
    pass(&world, 2 * DAY).await;
    let left = found(&bees).await;
    assert_eq!(left.len(), 1, "only what names the bees: {left:?}");
    wasps.act("pursuance.close", json!({ "pursuance": "wasps", "reason": "Winter." })).await;
    world.settle().await;
    assert!(found(&bees).await.is_empty());
}

#[tokio::test]
async fn offers_of_one_server_are_found_there_without_any_message() {
    let world = World::of(&[On::Sqlite]).await;
    let (bees, wasps) = (world.instances[0].found("bees").await, world.instances[0].found("wasps").await);
    publish(&world, &wasps, json!({})).await;
    let offer = found(&bees).await.remove(0);
    let through = json!({ "satisfies": offer.id });
    let to = |title: &'static str| {
        let (world, bees, wasps, through) = (&world, &bees, &wasps, through.clone());
        async move { Between::offered(world, bees, wasps, bees.task(title).await, through).await }
    };
    to("Translate").await.assert_states(State::Offered, State::Offered).await;
    to("Draw").await.assert_states(State::Declined, State::Declined).await;
    assert_eq!(world.instances[0].inspect.count("activity where kind = 'Create'").await, 0);
}

/// The ants follow the wasps, or do so no longer.
async fn follow(world: &World, wasps: &Group, ants: &Group, follows: bool) {
    let known = format!("select id from actor where uri = '{}'", ants.uri());
    let ants = ActorId(world.instances[1].inspect.text(&known).await);
    let mut tx = wasps.app.db.write().await.unwrap();
    if follows {
        let uri = "https://a.example/ap/act/follow";
        followers::add(&mut tx, &wasps.id, &ants, uri, world.now()).await.unwrap();
    } else {
        assert!(followers::remove(&mut tx, &wasps.id, &ants).await.unwrap());
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn whoever_follows_no_longer_takes_an_offer_from_nobody_else_of_their_server() {
    let (world, bees, wasps) = acquainted().await;
    let ants = world.instances[0].found("ants").await;
    // By it the wasps get to know the ants.
    publish(&world, &wasps, json!({ "to": [ants.handle()], "skills": ["Law:Housing"] })).await;
    follow(&world, &wasps, &ants, true).await;
    let id = publish(&world, &wasps, json!({})).await;
    let to_ants = format!("skill_offer_copy where offer = '{id}'");
    assert_eq!(world.instances[1].inspect.count(&to_ants).await, 2, "the bees and the ants were told");

    follow(&world, &wasps, &ants, false).await;
    pass(&world, 2 * DAY).await;
    assert_eq!(found(&bees).await.len(), 1, "it is still for everybody");
    wasps.act("skill_offer.change", json!({ "pursuance": "wasps", "offer": id, "hours": 3 })).await;
    world.settle().await;
    pass(&world, 2 * DAY).await;
    let hours: Vec<Option<u16>> = found(&bees).await.iter().map(|offer| offer.hours).collect();
    assert_eq!(hours, [Some(3)]);
}

#[tokio::test]
async fn an_offer_ends_later_than_it_was_changed_whatever_the_clock_says() {
    let world = World::of(&[On::Sqlite, On::Postgres]).await;
    for instance in &world.instances {
        let wasps = instance.found("wasps").await;
        publish(&world, &wasps, json!({})).await;
        let before = found(&wasps).await.remove(0);
        let mut tx = wasps.app.db.write().await.unwrap();
        let earlier = before.updated.plus(-HOUR);
        assert_eq!(skill_offers::withdraw_all(&mut tx, &wasps.id, earlier).await.unwrap().len(), 1);
        let after = skill_offers::by_id(&mut tx, &before.id).await.unwrap().unwrap();
        let later = before.updated.plus(1);
        assert_eq!((after.updated, after.gone_at, after.revision), (later, Some(later), 2));
    }
}

/// So many pursuances of a server that takes no part yet, and follows another one.
async fn strangers(world: &World, at: usize, group: &Group, host: &str, many: usize) {
    for n in 0..many {
        let name = format!("{host}{n}");
        let copy = format!(
            "insert into actor (id, kind, host, name, folded_name, uri, inbox, display, summary, url, capable, created, updated)
             select '{name}', kind, '{host}.example', '{name}', '{name}', 'https://{host}.example/{name}', inbox, display, summary, url,
             capable, created, updated from actor where host is not null and kind = 'group' and capable limit 1"
        );
        world.instances[at].inspect.spoil(&copy).await;
        let mut tx = group.app.db.write().await.unwrap();
        let uri = format!("https://{host}.example/follow/{n}");
        followers::add(&mut tx, &group.id, &ActorId(name), &uri, world.now()).await.unwrap();
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn servers_that_never_answer_and_one_with_many_pursuances_keep_nobody_waiting() {
    const AT_ONCE: i64 = 20;
    let (world, bees, wasps) = acquainted().await;
    for (at, group) in [(0, &bees), (1, &wasps)] {
        let id = publish(&world, group, json!({})).await;
        strangers(&world, at, group, "big", 45).await;
        for n in 0..30 {
            strangers(&world, at, group, &format!("small{n}-"), 1).await;
        }
        let mut tx = group.app.db.read().await.unwrap();
        let offer = skill_offers::by_id(&mut tx, &SkillOfferId(id)).await.unwrap().unwrap();
        let (mut seen, mut servers) = (BTreeSet::new(), BTreeSet::new());
        // Nobody answers: all of them stay in the line.
        for turn in 20_000..20_070 {
            let now = world.now();
            let next = skill_offers::to_look_up(&mut tx, &offer, now, turn, AT_ONCE).await.unwrap();
            assert_eq!(next.len(), 20, "{turn}");
            let of_big = next.iter().filter(|uri| uri.starts_with("https://big.")).count();
            assert!(of_big <= 1, "{next:?}");
            servers.extend(next.iter().map(|uri| uri.split('/').nth(2).unwrap().to_owned()));
            if turn == 20_001 {
                assert_eq!(servers.len(), 31, "each server had its turn after two of twenty");
            }
            seen.extend(next);
        }
        assert_eq!(seen.len(), 75, "and so had each pursuance");
    }
}
