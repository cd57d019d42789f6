//! Requests to other servers: how many, how long, and how much of the answers is read.

use pursuance::jobs::{self, host_load};
use pursuance::peers::{ASKED_FOR_ONE, Allowances};
use pursuance::store::parcels::ATTEMPTS_KEPT;
use pursuance_federation::fetch;

use super::Most::{AtOnce, Bytes, Count, Rate, Time};
use super::Per::{Instance, PeerHost, Person, Request};
use super::Row;
use super::peers::allowed_by;

/// The effect on an answer that is larger.
const NOT_READ: &str = "not read";
/// Fate of a file that is slower.
const BROKEN_OFF: &str = "broken off, and fetched later";
const WORKERS: &str = "tests/federation/workers.rs";
const FILES: &str = "../federation/src/fetch/tests/files.rs";

pub const ROWS: &[Row] = &[
    Row::new("actor-document", "document of an actor", Bytes(fetch::ACTOR_MAX), Request, NOT_READ),
    Row::new("document", "page of a log", Bytes(fetch::DOCUMENT_MAX), Request, NOT_READ),
    Row::new(
        "document-values",
        "values in the JSON of a document",
        Count(allowed_by(fetch::JSON_LIMITS.nodes)),
        Request,
        NOT_READ,
    ),
    Row::new(
        "discovery",
        "answer about a name or a server: WebFinger, NodeInfo",
        Bytes(fetch::DISCOVERY_MAX),
        Request,
        NOT_READ,
    ),
    Row::new(
        "redirects",
        "redirects on the way to a document",
        Count(fetch::MAX_REDIRECTS as u64),
        Request,
        "not followed",
    ),
    Row::new(
        "asked-for-one",
        "requests to other servers that one activity, or one signed question for a document, causes until it is answered; each step of a redirect is one",
        Count(ASKED_FOR_ONE as u64),
        Request,
        "not asked: 401, or 403 where the sender is not known",
    )
    .tested_in(
        "tests/federation/hostile/reach.rs",
        "one_activity_has_others_asked_no_more_often_than_the_table_says_on_sqlite",
    ),
    Row::new(
        "file-idle",
        "time until another server's file begins, and between two pieces of it",
        Time(fetch::GET_TIME),
        Request,
        BROKEN_OFF,
    )
    .tested_in(FILES, "a_file_that_stops_in_the_middle_is_given_up_until_later"),
    Row::new(
        "file-slow",
        "time another server's file may come with less than 16 KiB a second",
        Time(fetch::GET_TIME),
        Request,
        BROKEN_OFF,
    )
    .tested_in(FILES, "a_file_that_drips_is_given_up_until_later"),
    Row::new(
        "key-time",
        "time until a server has given a key that is needed to read a request",
        Time(Allowances::PUBLIC.key_lookup),
        Request,
        "503 with Retry-After",
    ),
    Row::new(
        "asked-at-once",
        "jobs that ask one server",
        AtOnce(host_load::OF_HOST as u64),
        PeerHost,
        "done later",
    )
    .tested_in(WORKERS, "one_server_that_does_not_answer_has_two_places_and_no_more"),
    Row::new(
        "asking-at-once",
        "jobs that ask other servers",
        AtOnce(host_load::AT_ONCE as u64),
        Instance,
        "done later",
    )
    .tested_in(WORKERS, "servers_that_do_not_answer_leave_places_for_work_that_asks_nobody"),
    Row::new(
        "pushing-at-once",
        "jobs of these that send parcels: messages to browsers",
        AtOnce(host_load::SENDING as u64),
        Instance,
        "done later",
    )
    .tested_in("src/jobs/host_load.rs", "parcels_leave_places_for_other_questions"),
    Row::new(
        "pushing-to-account",
        "messages that are pushed to the browsers of one account",
        AtOnce(host_load::SENDING_OF as u64),
        Person,
        "done later",
    )
    .in_memory()
    .tested_in("src/jobs/host_load.rs", "one_lane_of_each_owner_is_sent_at_a_time"),
    Row::new(
        "attempts-kept",
        "attempts to send mail and push that are kept",
        Count(ATTEMPTS_KEPT.unsigned_abs()),
        PeerHost,
        "the oldest are deleted",
    )
    .in_database()
    .tested_in("tests/store/parcels.rs", "of_the_attempts_at_a_receiver_the_last_hundred_are_kept"),
    Row::new(
        "push-answer",
        "time until a push service has answered one try",
        Time(jobs::PUSH_ANSWERED_WITHIN),
        Request,
        "tried again later",
    )
    .tested_in("tests/push/answers.rs", "a_service_that_does_not_answer_is_left_after_five_seconds"),
    Row::new(
        "background",
        "questions of our own workers to one server",
        Rate(Allowances::PUBLIC.background),
        PeerHost,
        "asked later",
    )
    .tested_in("hall/src/peers/budgets.rs", "our_workers_ask_one_server_so_many_times_and_then_wait"),
    Row::new(
        "offer-lists",
        "lists of skill offers that our workers read from one server",
        Rate(Allowances::PUBLIC.offer_lists),
        PeerHost,
        "read later",
    )
    .tested_in("hall/src/peers/budgets.rs", "lists_of_one_server_wait_for_their_turn_and_hold_up_nothing_else"),
];
