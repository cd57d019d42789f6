//! Deliveries to a server that is down, failing or refusing (PROTOCOL §4.6).

use pursuance::reads::delivery::{self, DeliveryWord};
use pursuance::store::deliveries::{self, Host};
use pursuance::store::events;
use pursuance::store::no_copy::NoCopy;
use pursuance_domain::allowed::Principal;
use pursuance_domain::delegation::State;
use pursuance_domain::event::{StreamId, Verb};
use pursuance_domain::time::{DAY, HOUR, MINUTE, SECOND};
use serde_json::json;
use url::Url;

use crate::support::between::Between;
use crate::support::browser::Browser;
use crate::support::groups::{Group, perform};
use crate::support::inspect::Inspect;
use crate::support::peers::{Instance, World, until};
use crate::support::transport::Weather;

/// The bees have given the wasps a task, and both may talk about it.
async fn a_conversation() -> (World, Between) {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({ "discussion": true })).await;
    (world, between)
}

impl Between {
    async fn origin_writes(&self, body: &str) {
        self.origin.on_task("task.comment", self.task, json!({ "body": body })).await;
    }

    async fn delegate_writes(&self, body: &str) {
        let mirror = self.mirror().await.number;
        self.delegate.on_task("task.comment", mirror, json!({ "body": body })).await;
    }

    async fn heard_there(&self) -> Vec<String> {
        self.delegate.comments(self.mirror().await.number).await
    }
}

fn inbox(group: &Group) -> String {
    format!("{}/inbox", Url::parse(&group.uri()).unwrap().path())
}

/// The row that one instance keeps of another.
async fn lane(of: &Instance, to: &Instance) -> Host {
    let mut tx = of.app.db.read().await.unwrap();
    deliveries::host(&mut tx, to.authority()).await.unwrap().unwrap()
}

/// How often an event stands among those for operators.
async fn told_operators(of: &Instance, verb: Verb) -> usize {
    let mut tx = of.app.db.read().await.unwrap();
    let events = events::lately_of_instance(&mut tx, 1000).await.unwrap();
    assert!(events.iter().all(|event| event.stream == StreamId::instance()));
    events.iter().filter(|event| event.verb() == verb).count()
}

#[tokio::test]
async fn a_host_that_asks_much_and_takes_nothing_does_not_lengthen_its_own_wait() {
    let (world, between) = a_conversation().await;
    let (here, there) = (&world.instances[0], &world.instances[1]);
    there.way_in.set(Weather::Down);
    between.origin_writes("Are you there?").await;
    world.settle().await;
    let before = there.way_in.posts();
    for number in 0..10 {
        between.delegate_writes(&format!("Word {number}")).await;
        world.settle().await;
        world.advance(MINUTE + SECOND).await;
    }
    let probes = there.way_in.posts() - before;
    assert!(probes >= 10, "each sign of life is a reason to try: {probes}");
    let failures = lane(here, there).await.failures;
    assert!(failures <= 4, "only the tries that were due count: {failures}");

    there.way_in.set(Weather::Fair);
    between.delegate_writes("Back again").await;
    world.advance(MINUTE + SECOND).await;
    assert!(between.heard_there().await.contains(&"Are you there?".to_owned()));
    world.calm_down().await;
    world.assert_agreement().await;
}

#[tokio::test]
async fn two_servers_that_were_both_away_for_two_months_meet_again() {
    let (world, between) = a_conversation().await;
    for instance in &world.instances {
        instance.way_in.set(Weather::Down);
    }
    between.origin_writes("From here").await;
    between.delegate_writes("From there").await;
    for _ in 0..50 {
        world.advance(DAY + 5 * HOUR).await;
    }
    let failures = lane(&world.instances[0], &world.instances[1]).await.failures;
    assert!(failures > 40, "tried daily, long after a month: {failures}");
    for instance in &world.instances {
        instance.way_in.set(Weather::Fair);
    }
    world.advance(DAY + 5 * HOUR).await;

    world.calm_down().await;
    assert!(between.heard_there().await.contains(&"From here".to_owned()));
    assert!(between.origin.comments(between.task).await.contains(&"From there".to_owned()));
    world.assert_agreement().await;
}

#[tokio::test]
async fn an_inbox_that_was_missing_is_tried_again_when_its_server_speaks() {
    let (world, between) = a_conversation().await;
    let there = &world.instances[1];
    there.way_in.answer(&inbox(&between.delegate), 404, None);
    between.origin_writes("Where are you?").await;
    for _ in 0..8 {
        world.advance(8 * HOUR).await;
    }
    there.way_in.answer_nothing();
    world.advance(2 * MINUTE).await;
    assert!(between.heard_there().await.is_empty(), "it is not due");

    between.delegate_writes("Here").await;
    world.settle().await;

    assert!(between.heard_there().await.contains(&"Where are you?".to_owned()));
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_message_that_is_never_taken_holds_up_its_own_channel_only() {
    let (world, with_wasps) = a_conversation().await;
    let (here, there) = (&world.instances[0], &world.instances[1]);
    let hornets = there.found("hornets").await;
    let task = with_wasps.origin.task("Weigh").await;
    let with_hornets =
        Between::active(&world, &with_wasps.origin, &hornets, task, json!({ "discussion": true })).await;

    there.way_in.answer(&inbox(&with_wasps.delegate), 500, None);
    with_wasps.origin_writes("Stuck").await;
    world.settle().await;
    with_hornets.origin_writes("One").await;
    world.advance(MINUTE).await;
    assert_eq!(with_hornets.heard_there().await, ["One"]);
    for _ in 0..4 {
        world.advance(HOUR).await;
        let host = lane(here, there).await;
        assert_eq!((host.failures, host.down_since), (0, None), "the server is in order");
    }
    with_hornets.origin_writes("Two").await;
    world.settle().await;
    assert_eq!(with_hornets.heard_there().await, ["One", "Two"], "at once");

    with_wasps.origin_writes("Behind it").await;
    world.settle().await;
    there.way_in.answer_nothing();
    assert!(with_wasps.heard_there().await.is_empty());
    world.calm_down().await;
    assert_eq!(with_wasps.heard_there().await, ["Stuck", "Behind it"]);
    world.assert_agreement().await;
}

#[tokio::test]
async fn what_is_written_while_another_channel_waits_for_an_answer_is_sent_at_once() {
    let (world, with_wasps) = a_conversation().await;
    let there = &world.instances[1];
    let hornets = there.found("hornets").await;
    let task = with_wasps.origin.task("Weigh").await;
    let with_hornets =
        Between::active(&world, &with_wasps.origin, &hornets, task, json!({ "discussion": true })).await;
    let before = there.way_in.posts();
    there.way_in.set(Weather::Held);
    with_wasps.origin_writes("First").await;
    until("the first waits for its answer", async || there.way_in.posts() > before).await;
    with_hornets.origin_writes("Second").await;
    until("the second is sent all the same", async || there.way_in.posts() > before + 1).await;
    with_wasps.origin_writes("Behind the first").await;
    there.way_in.set(Weather::Fair);
    world.settle().await;

    assert_eq!(with_wasps.heard_there().await, ["First", "Behind the first"]);
    assert_eq!(with_hornets.heard_there().await, ["Second"]);
    assert_eq!(there.way_in.posts(), before + 3, "each was sent once");
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_sign_of_life_that_comes_while_a_lane_fails_wakes_it() {
    let (world, between) = a_conversation().await;
    let (here, there) = (&world.instances[0], &world.instances[1]);
    there.way_in.set(Weather::Down);
    between.origin_writes("Are you there?").await;
    for _ in 0..5 {
        world.advance(HOUR).await;
    }
    let before = there.way_in.posts();
    there.way_in.set(Weather::Held);
    world.let_pass(3 * HOUR);
    until("it is asked once more", async || there.way_in.posts() > before).await;
    between.delegate_writes("Here").await;
    until("it is heard", async || between.origin.comments(between.task).await.contains(&"Here".to_owned()))
        .await;
    there.way_in.set(Weather::Down);
    world.settle().await;

    let next = lane(here, there).await.next_at.unwrap();
    assert!(next <= world.now().plus(MINUTE).0, "not in hours: it was heard of while it was asked");
}

#[tokio::test]
async fn a_lane_is_kept_for_as_long_as_its_answers_take() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let (here, there) = (&world.instances[0], &world.instances[1]);
    let mut others = vec![wasps];
    for name in ["ants", "crickets", "hornets", "moths", "gnats"] {
        others.push(there.found(name).await);
    }
    // They know each other, so that offers can be written while nobody answers.
    for other in &others {
        bees.offer(bees.task("Before").await, other, json!({})).await;
    }
    world.settle().await;
    let before = there.way_in.posts();
    there.way_in.set(Weather::Held);
    for other in &others {
        bees.offer(bees.task("Count").await, other, json!({})).await;
    }
    until("the first wait for an answer", async || there.way_in.posts() > before).await;
    for _ in 0..4 {
        world.let_pass(25 * SECOND);
        let now = world.now();
        until("the lane is kept", async || lane(here, there).await.lease_until > now.plus(50 * SECOND).0)
            .await;
    }
    there.way_in.set(Weather::Fair);
    world.settle().await;

    assert_eq!(there.way_in.posts() - before, others.len(), "nothing was sent by a second worker");
}

#[tokio::test]
async fn a_signed_question_is_a_sign_of_life() {
    let (world, between) = a_conversation().await;
    let (here, there) = (&world.instances[0], &world.instances[1]);
    there.way_in.set(Weather::Down);
    between.origin_writes("Are you there?").await;
    for _ in 0..5 {
        world.advance(HOUR).await;
    }
    there.way_in.set(Weather::Fair);
    world.advance(2 * MINUTE).await;
    assert!(between.heard_there().await.is_empty(), "not due for hours");

    let task = Url::parse(&here.app.addresses.task(&between.task().await.id)).unwrap();
    there.app.ask(&there.app.instance_actor, &task, 1 << 20).await.unwrap();
    world.settle().await;

    assert_eq!(between.heard_there().await, ["Are you there?"]);
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_host_that_asks_to_be_left_alone_is_not_woken_before() {
    let (world, between) = a_conversation().await;
    let there = &world.instances[1];
    there.way_in.answer(&inbox(&between.delegate), 429, Some(3600));
    between.origin_writes("When you have time").await;
    world.settle().await;
    let before = there.way_in.posts();
    for _ in 0..5 {
        world.advance(11 * MINUTE).await;
        between.delegate_writes("Busy").await;
        world.settle().await;
    }
    assert_eq!(there.way_in.posts(), before, "an hour, they said");

    there.way_in.answer_nothing();
    world.advance(30 * MINUTE).await;
    assert!(between.heard_there().await.contains(&"When you have time".to_owned()));
}

#[tokio::test]
async fn operators_are_told_once_that_a_server_does_not_let_us_in() {
    let (world, between) = a_conversation().await;
    let (here, there) = (&world.instances[0], &world.instances[1]);
    // It was down before it closed its door.
    there.way_in.set(Weather::Down);
    between.origin_writes("Knock").await;
    world.settle().await;
    assert!(lane(here, there).await.down_since.is_some());
    there.way_in.set(Weather::Fair);
    there.way_in.answer(&inbox(&between.delegate), 403, None);
    for _ in 0..4 {
        world.advance(7 * HOUR).await;
    }

    let host = lane(here, there).await;
    assert_eq!((host.failures, host.down_since), (0, None), "it answers");
    assert!(host.forbidden_since.is_some());
    assert!(host.last_error.is_some_and(|error| error.contains("403")));
    assert_eq!(told_operators(here, Verb::HostNotLettingIn).await, 1);

    there.way_in.answer_nothing();
    world.calm_down().await;
    assert_eq!(between.heard_there().await, ["Knock"]);
    assert_eq!(lane(here, there).await.forbidden_since, None);
}

#[tokio::test]
async fn operators_read_in_plain_words_what_a_delivery_is_about_and_how_it_failed() {
    let (world, between) = a_conversation().await;
    let (here, there) = (&world.instances[0], &world.instances[1]);
    there.way_in.answer_with(&inbox(&between.delegate), 403, "{\"title\":\"NO ENTRY\"}");
    between.origin_writes("Knock").await;
    world.settle().await;
    let make = json!({ "account": between.origin.who.person().unwrap(), "operator": true });
    perform(&here.app, &Principal::Operator, "account.set_operator", make).await.unwrap();

    let page = Browser::at(here, &between.origin.who).await.open("/admin/deliveries").await.shown();
    let page = page
        .saying("Work or a message")
        .saying("Their server refused it, because it does not accept messages from this server.");
    let (plain, folded) = page.html.split_once("Details</summary>").unwrap();
    // Tokens and ports may have these digits, too.
    assert!(!plain.contains("<b>Create") && !plain.contains(" 403"), "{page:?}");
    assert!(folded.contains("Create") && folded.contains("403"), "{page:?}");
}

#[tokio::test]
async fn what_was_not_let_in_is_tried_again_when_its_server_speaks() {
    let (world, between) = a_conversation().await;
    let (here, there) = (&world.instances[0], &world.instances[1]);
    let shown = async || {
        let row = between.here().await;
        let mut tx = between.origin.app.db.read().await.unwrap();
        delivery::of_delegation(&mut tx, &row, Some(there.authority())).await.unwrap()
    };
    there.way_in.answer(&inbox(&between.delegate), 401, None);
    between.origin_writes("Knock").await;
    world.settle().await;
    between.origin_writes("Anybody there?").await;
    world.settle().await;
    let told = shown().await;
    assert_eq!(told.state, DeliveryWord::NotLetIn, "also of what waits behind the one that was tried");
    assert!(told.next_at.is_some_and(|next| next > world.now().plus(5 * HOUR)));
    let mut asking = Browser::at(here, &between.origin.who).await;
    let page = asking.open(&format!("/p/bees/t/{}", between.task)).await.shown();
    assert!(!page.saying("Refused by their server, next try").says("within seconds"));
    there.way_in.answer_nothing();
    world.advance(10 * MINUTE).await;
    assert!(between.heard_there().await.is_empty(), "not due for hours");

    between.delegate_writes("Hello").await;
    world.settle().await;

    assert_eq!(between.heard_there().await, ["Hello", "Knock", "Anybody there?"]);
    assert_eq!(lane(here, there).await.forbidden_since, None);
    assert_eq!(shown().await.state, DeliveryWord::InStep);
    world.assert_agreement().await;
}

#[tokio::test]
async fn what_was_not_let_in_is_tried_again_when_its_server_takes_something_else() {
    let (world, between) = a_conversation().await;
    let there = &world.instances[1];
    let hornets = there.found("hornets").await;
    let ask = async |title: &str| {
        let task = between.origin.task(title).await;
        between.origin.offer(task, &hornets, json!({})).await;
        world.settle().await;
    };
    // Afterwards their server knows who asks, and need not look.
    ask("Sweep").await;
    there.way_in.answer(&inbox(&between.delegate), 401, None);
    between.origin_writes("Knock").await;
    world.settle().await;
    there.way_in.answer_nothing();
    world.advance(10 * MINUTE).await;
    assert!(between.heard_there().await.is_empty(), "not due for hours");

    ask("Dust").await;

    assert_eq!(between.heard_there().await, ["Knock"]);
}

#[tokio::test]
async fn a_server_that_speaks_much_and_lets_nobody_in_is_asked_once_in_five_minutes() {
    let (world, between) = a_conversation().await;
    let there = &world.instances[1];
    there.way_in.answer(&inbox(&between.delegate), 401, None);
    between.origin_writes("Knock").await;
    world.settle().await;
    let before = there.way_in.posts();
    for number in 0..40 {
        between.delegate_writes(&format!("Word {number}")).await;
        world.settle().await;
        world.advance(30 * SECOND).await;
    }
    // A try is two requests: one in each form of signatures.
    let tries = (there.way_in.posts() - before) / 2;
    assert!((3..=6).contains(&tries), "{tries} in twenty minutes");
}

#[tokio::test]
async fn who_waits_for_an_answer_is_told_that_a_message_is_not_wanted() {
    let (world, between) = a_conversation().await;
    let there = &world.instances[1];
    let shown = async || {
        let row = between.here().await;
        let mut tx = between.origin.app.db.read().await.unwrap();
        delivery::of_delegation(&mut tx, &row, Some(there.authority())).await.unwrap().state
    };
    there.way_in.answer(&inbox(&between.delegate), 422, None);
    between.origin_writes("Too long").await;
    world.settle().await;
    assert!(between.origin.verbs().await.contains(&"delegation.undelivered".to_owned()));
    assert_eq!(shown().await, DeliveryWord::Refused);

    // Later messages do not hide it, until they have read it in our log.
    there.way_in.answer_nothing();
    between.origin_writes("Shorter").await;
    world.settle().await;
    assert_eq!(shown().await, DeliveryWord::Refused);
    world.calm_down().await;
    between.origin_writes("Shorter still").await;
    world.calm_down().await;
    assert_eq!(between.heard_there().await, ["Too long", "Shorter", "Shorter still"]);
    assert_eq!(shown().await, DeliveryWord::InStep);
    between.assert_states(State::Active, State::Active).await;
}

#[tokio::test]
async fn an_update_of_the_other_side_is_what_both_are_up_to_date_since() {
    let (world, between) = a_conversation().await;
    let there = &world.instances[1];
    world.calm_down().await;
    world.advance(3 * DAY).await;
    between.delegate_does("progress", json!({ "note": "Half of them." })).await;
    let said = world.now();
    world.calm_down().await;

    let row = between.here().await;
    let mut tx = between.origin.app.db.read().await.unwrap();
    let told = delivery::of_delegation(&mut tx, &row, Some(there.authority())).await.unwrap();
    assert_eq!(told.state, DeliveryWord::InStep);
    assert!(told.at.is_some_and(|at| at >= said), "{told:?}, said {said:?}");
}

/// A file of other people's work as it is here: whether the copy is here, and why not.
async fn copy_of(inspect: &Inspect, sha256: &str) -> (bool, Option<String>) {
    let sql = format!(
        "select case when blob is null then '' else 'here' end, error from file where sha256 = '{sha256}'"
    );
    let [is_here, error]: [String; 2] = inspect.rows(&sql).await.remove(0).try_into().unwrap();
    (!is_here.is_empty(), Some(error).filter(|error| !error.is_empty()))
}

#[tokio::test]
async fn a_file_that_is_not_given_at_once_is_asked_for_again_and_then_missed_in_words() {
    let (world, between) = a_conversation().await;
    let mirror = between.mirror().await.number;
    let mut sums = Vec::new();
    for (name, bytes) in [("one.txt", b"one".as_slice()), ("two.txt", b"two")] {
        sums.push(between.delegate.attach(mirror, name, bytes).await);
    }
    world.instances[1].way_in.answer("/ap/file/", 404, None);
    between.delegate_does("submit", json!({ "body": "Done.", "files": sums })).await;
    let asked = async || {
        let jobs = "job where kind = 'fetch_file' and error is not null";
        world.instances[0].inspect.count(jobs).await == 2
    };
    until("both have been asked for", asked).await;
    assert_eq!(copy_of(&world.instances[0].inspect, &sums[0]).await, (false, None), "on its way");

    world.instances[1].way_in.answer_nothing();
    let source = format!("select source_url from file where sha256 = '{}'", sums[1]);
    let source = Url::parse(&world.instances[0].inspect.text(&source).await).unwrap();
    world.instances[1].way_in.answer(source.path(), 404, None);
    world.let_pass(HOUR);
    until("the first is there", async || copy_of(&world.instances[0].inspect, &sums[0]).await.0).await;
    for _ in 0..4 {
        world.let_pass(DAY);
    }
    until("the second is missed", async || copy_of(&world.instances[0].inspect, &sums[1]).await.1.is_some())
        .await;
    assert_eq!(
        copy_of(&world.instances[0].inspect, &sums[1]).await,
        (false, Some(NoCopy::NotGiven.as_str().to_owned()))
    );
}

#[tokio::test]
async fn a_block_closes_the_lanes_of_every_port_and_name_below_and_its_end_opens_them() {
    let (world, between) = a_conversation().await;
    let (here, there) = (&world.instances[0], &world.instances[1]);
    let before = there.way_in.posts();
    // Every port of this machine but our own.
    let set = async |blocked| {
        let mut tx = here.app.db.write().await.unwrap();
        deliveries::set_blocked(&mut tx, "localhost", blocked, world.now()).await.unwrap();
        tx.commit().await.unwrap();
    };
    set(true).await;
    between.origin_writes("Can you hear me?").await;
    world.settle().await;
    assert_eq!(there.way_in.posts(), before, "nothing goes there");
    let task = between.origin.task("Weigh").await;
    let offer = json!({ "pursuance": between.origin.slug, "task": task, "to": between.delegate.handle() });
    assert_eq!(between.origin.attempt("delegation.offer", offer).await.unwrap_err(), "blocked");

    set(false).await;
    world.advance(SECOND).await;
    assert_eq!(between.heard_there().await, ["Can you hear me?"]);
}
