//! The numbers of docs/protocol.md, which is written by hand: each as the program has it.

use std::fs;
use std::path::Path;

use pursuance::actions::limits::AGREEMENTS_HOST;
use pursuance::actions::receive::{
    HELD_BYTES_MAX, HELD_BYTES_OF_HOST, HELD_MAX, HELD_OF_STRANGER, OFFERS_AN_HOUR, OPEN_OFFERS,
    OPEN_OFFERS_OF_HOST, OPEN_OFFERS_OF_STRANGERS,
};
use pursuance::actions::skill_offer::{KEPT_IN_ALL, KEPT_OF_HOST, LIST_PAGES, LISTED_MOST, OFFER_LIMIT};
use pursuance::bounds::bodies;
use pursuance::bounds::rate::{Allowance, CROSSED, REFUSED};
use pursuance::inbox::{BODY_TIME, FOLLOW_LIMIT};
use pursuance::peers::Allowances;
use pursuance_domain::delegation::bounds::{
    COMMENTS, COMMENTS_WITH_OFFER, HEARD_AT_ONCE, HEARD_EVERY, LATE_WORK, OPEN_QUESTIONS, QUESTIONS,
    TERMS_AN_HOUR, TERMS_WITHOUT_ANSWER, WORK_OF_ROUND,
};
use pursuance_domain::delegation::origin::OPEN_OFFERS_PER_PAIR;
use pursuance_domain::delegation::{Reason, origin};
use pursuance_domain::skill_offer::OPEN_MOST;
use pursuance_domain::time::{DAY, HOUR};
use pursuance_federation::json::Limits;
use pursuance_federation::sign::{MAX_AGE, MAX_AHEAD};
use pursuance_federation::verify::{BODY_LIMIT, CLASS_D_LIMIT};

use super::table::grouped;

const STRANGERS: Allowances = Allowances::PUBLIC;

fn protocol() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/protocol.md")).unwrap()
}

fn n(number: impl TryInto<u64>) -> String {
    grouped(number.try_into().ok().unwrap())
}

fn kib(bytes: impl TryInto<u64>) -> String {
    format!("{} KiB", bytes.try_into().ok().unwrap() / 1024)
}

fn mib(bytes: impl TryInto<u64>) -> String {
    format!("{} MiB", bytes.try_into().ok().unwrap() / (1024 * 1024))
}

/// A rate whose single steps are seconds or minutes apart.
fn slow(rate: Allowance, at_once: &str, one: &str) -> String {
    let seconds = rate.then_every.as_secs();
    let span = match seconds {
        1 => "a second".to_owned(),
        2..60 => format!("in {seconds} s"),
        _ if seconds.is_multiple_of(60) => format!("in {} min", seconds / 60),
        _ => panic!("{seconds} s"),
    };
    format!("{}{at_once}, then {one} {span}", n(rate.at_once))
}

/// The number of steps in a second.
fn each_second(rate: Allowance) -> u128 {
    1_000 / rate.then_every.as_millis()
}

fn statements() -> Vec<String> {
    let strict = Limits::STRICT;
    vec![
        // §1.8
        format!("count the first {LISTED_MOST} items on {LIST_PAGES} pages"),
        format!("anything else is answered 422. At most {}", kib(OFFER_LIMIT)),
        format!("At most {OPEN_MOST} open offers of one actor are kept, and {} of one host", n(KEPT_OF_HOST)),
        format!("the last {OPEN_MOST} withdrawals of an actor are remembered"),
        format!("Where {} are kept in all", n(KEPT_IN_ALL)),
        format!("answered `Reject` with the page to use, {} of one host a day", AGREEMENTS_HOST.most),
        // §1.10
        format!("`Undo(Follow)` names the Follow by id or describes it. At most {} each", kib(FOLLOW_LIMIT)),
        // §2.1
        format!(
            "A body of at most {}, else 413, that arrives within {} s",
            kib(BODY_LIMIT),
            BODY_TIME.as_secs()
        ),
        format!(
            "of those larger than {} {} of one client's address and {} of all",
            kib(bodies::SMALL),
            mib(bodies::ACTIVITIES_OF_CLIENT),
            mib(bodies::IN_ALL)
        ),
        format!(
            "less than {} a second arrive is ended after {} s",
            kib(bodies::LEAST_RATE),
            bodies::GRACE.as_secs()
        ),
        format!(
            "as the client's address may have ({})",
            slow(STRANGERS.refused_of_client, " at once", "one")
        ),
        format!(
            "the budget of that address ({} requests at once, then {} a second)",
            n(STRANGERS.client.at_once),
            each_second(STRANGERS.client)
        ),
        format!("at most {} levels and {} values", n(strict.depth.unwrap()), n(strict.nodes.unwrap())),
        format!("Class D: at most {} (413)", kib(CLASS_D_LIMIT)),
        // §2.4
        format!(
            "at most {HELD_MAX} messages or {} of a channel, {} of a host, {} a message",
            mib(HELD_BYTES_MAX),
            mib(HELD_BYTES_OF_HOST),
            kib(HELD_OF_STRANGER)
        ),
        // §3.2
        format!("fewer than {OPEN_OFFERS_PER_PAIR} unanswered offers to B"),
        format!("Create(Submission) within {} days", origin::LATE_WORK_WITHIN / DAY),
        format!("or a person, after B was down for {} days", origin::SILENT_PEER_AFTER / DAY),
        // §4.1
        format!("at most {} h old and {} min ahead", MAX_AGE / 3_600, MAX_AHEAD / 60),
        // §4.3
        format!("one key {}", slow(STRANGERS.one_key, " fetches", "one")),
        format!("one host {}", slow(STRANGERS.keys_of_host, "", "one")),
        format!("one client {}", slow(STRANGERS.keys_for_client, "", "one")),
        format!("{} s for each", STRANGERS.key_lookup.as_secs()),
        // §4.7
        format!("ask one host {}", slow(STRANGERS.background, " times at once", "once")),
        format!("lists of skill offers of it {}", slow(STRANGERS.offer_lists, "", "one")),
        // §4.9
        format!(
            "class D {} at once, then {} a second, and {} MiB, then {} KiB a second",
            n(STRANGERS.delegations_of_host.at_once),
            each_second(STRANGERS.delegations_of_host),
            STRANGERS.weight_of_host.at_once / 1024,
            each_second(STRANGERS.weight_of_host)
        ),
        format!("other activities {}", slow(STRANGERS.host, "", "one")),
        format!("Offers: {OFFERS_AN_HOUR} an hour of one pursuance to all here"),
        format!("{OPEN_OFFERS_PER_PAIR} unanswered of one pursuance to another"),
        format!("{OPEN_OFFERS_OF_HOST} of one server and {OPEN_OFFERS} of all to one pursuance"),
        format!("{OPEN_OFFERS_OF_STRANGERS} of them of servers with which"),
        format!("{TERMS_AN_HOUR} Offers in an hour, {TERMS_WITHOUT_ANSWER} before anybody has said yes"),
        format!("{OPEN_QUESTIONS} open Joins and {QUESTIONS} in all"),
        format!("{WORK_OF_ROUND} submissions for one round, and {LATE_WORK} of a round that come too late"),
        format!("{COMMENTS_WITH_OFFER} comments, corrections and removals of the other side"),
        format!("before a yes, {} later", n(COMMENTS)),
        format!("{} messages of all other kinds", n(HEARD_AT_ONCE)),
        format!("{} more for each hour of its life", HOUR / HEARD_EVERY),
        format!("A server has {}", slow(REFUSED, " messages refused unread", "one")),
        format!(
            "not counted there, {} of one delegation and then one in {} s",
            CROSSED.at_once,
            CROSSED.then_every.as_secs()
        ),
    ]
}

#[test]
fn the_numbers_of_the_protocol_are_those_of_the_program() {
    let page = protocol().split_whitespace().collect::<Vec<_>>().join(" ");
    for said in statements() {
        assert!(page.contains(&said), "docs/protocol.md does not say: {said}");
    }
}

#[test]
fn the_reasons_of_the_protocol_are_those_of_the_program() {
    let page = protocol();
    let list = page.split("### 2.7").nth(1).unwrap().split("\n\n").nth(2).unwrap();
    let told: Vec<&str> = list.split('`').skip(1).step_by(2).collect();
    let known: Vec<&str> = Reason::ALL.iter().map(|reason| reason.as_str()).collect();
    assert_eq!(told, known, "PROTOCOL §2.7");
}
