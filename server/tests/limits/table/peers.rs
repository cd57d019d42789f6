//! Messages of other servers: how large, and how many.

use std::time::Duration;

use pursuance::actions::delegation::FILES_OF_OFFERS;
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
use pursuance_domain::skill_offer::OPEN_MOST;
use pursuance_domain::time::HOUR;
use pursuance_federation::json::Limits;
use pursuance_federation::sign::{MAX_AGE, MAX_AHEAD};
use pursuance_federation::verify::{BODY_LIMIT, CLASS_D_LIMIT};

use super::Most::{Bytes, Count, Depth, InSlot, Memory, Rate, Time};
use super::Per::{Address, Delegation, Instance, PeerHost, Pursuance, Request};
use super::Row;

const STRANGERS: Allowances = Allowances::PUBLIC;
const OFFER_LISTS: &str = "tests/federation/hostile/offer_lists.rs";
const SKILL_OFFERS: &str = "tests/federation/hostile/skill_offers.rs";
const LATER: &str = "429 `too-many-requests`";
const FULL: &str = "Reject, `rate-limit`";

const fn seconds(seconds: i64) -> Duration {
    Duration::from_secs(seconds.unsigned_abs())
}

/// The limit of a rule for documents; zero if it were left out, which a case would show.
pub(super) const fn allowed_by(limit: Option<usize>) -> u64 {
    match limit {
        Some(most) => most as u64,
        None => 0,
    }
}

pub const ROWS: &[Row] = &[
    Row::new(
        "signature-age",
        "age of the signature of a request",
        Time(seconds(MAX_AGE)),
        Request,
        "401 `stale`",
    ),
    Row::new(
        "signature-ahead",
        "how far ahead of our clock a request may be signed",
        Time(seconds(MAX_AHEAD)),
        Request,
        "401 `future`",
    ),
    Row::new(
        "json-depth",
        "arrays and objects of JSON, one in the other",
        Depth(allowed_by(Limits::STRICT.depth)),
        Request,
        "400",
    ),
    Row::new(
        "json-values",
        "values in the JSON of an activity",
        Count(allowed_by(Limits::STRICT.nodes)),
        Request,
        "400",
    ),
    Row::new("inbox-body", "activity", Bytes(BODY_LIMIT), Request, "413"),
    Row::new("inbox-delegation", "activity about a delegation", Bytes(CLASS_D_LIMIT), Request, "413"),
    Row::new("inbox-time", "time until an activity has arrived", Time(BODY_TIME), Request, "408"),
    Row::new(
        "inbox-bodies-client",
        "activities of one client that are larger than 16 KiB, as far as they have arrived and are not answered",
        Memory(bodies::ACTIVITIES_OF_CLIENT as u64),
        Address,
        "503 `busy`",
    )
    .in_memory(),
    Row::new(
        "inbox-bodies",
        "activities of all that are larger than 16 KiB, as far as they have arrived and are not answered",
        Memory(bodies::IN_ALL as u64),
        Instance,
        "the oldest of the client that holds most and still arrives is ended: 503 `busy`",
    )
    .in_memory()
    .tested_in("ground/src/bounds/bodies.rs", "all_together_take_no_more_than_there_is"),
    Row::new(
        "inbox-bodies-strangers",
        "those of them from addresses of which no server is known that has worked with a pursuance here",
        Memory(bodies::OF_STRANGERS as u64),
        Instance,
        "the oldest of the stranger that holds most is ended: 503 `busy`",
    )
    .in_memory(),
    Row::new("inbox-client", "requests to inboxes", Rate(STRANGERS.client), Address, LATER),
    Row::new(
        "inbox-refused",
        "requests to inboxes that are refused, whatever server they name",
        Rate(STRANGERS.refused_of_client),
        Address,
        LATER,
    ),
    Row::new("reader", "documents asked for without a signature", Rate(STRANGERS.reader), Address, LATER),
    Row::new(
        "keys-for-client",
        "keys fetched for one sender",
        Rate(STRANGERS.keys_for_client),
        Address,
        LATER,
    ),
    Row::new("keys-of-host", "keys fetched from one server", Rate(STRANGERS.keys_of_host), PeerHost, LATER),
    Row::new(
        "one-key",
        "fetches of one key: the first, and one more when it has changed",
        Rate(STRANGERS.one_key),
        PeerHost,
        LATER,
    ),
    Row::new("inbox-host", "activities about nothing delegated", Rate(STRANGERS.host), PeerHost, LATER),
    Row::new(
        "inbox-host-delegations",
        "activities about delegations",
        Rate(STRANGERS.delegations_of_host),
        PeerHost,
        LATER,
    ),
    Row::new(
        "offers-open",
        "offers of one pursuance to another that nobody has answered",
        Count(OPEN_OFFERS_PER_PAIR as u64),
        Pursuance,
        FULL,
    ),
    Row::new(
        "offers-host",
        "offers of one server to a pursuance that nobody has answered",
        Count(OPEN_OFFERS_OF_HOST as u64),
        PeerHost,
        FULL,
    ),
    Row::new(
        "offers-strangers",
        "offers to a pursuance of servers that it has never had a task under way with, that nobody has answered",
        Count(OPEN_OFFERS_OF_STRANGERS as u64),
        Pursuance,
        FULL,
    ),
    Row::new(
        "offers-all",
        "offers to a pursuance that nobody has answered",
        Count(OPEN_OFFERS as u64),
        Pursuance,
        FULL,
    ),
    Row::new(
        "offers-hour",
        "offers of one pursuance to all of ours",
        InSlot { count: OFFERS_AN_HOUR, micros: HOUR },
        Pursuance,
        FULL,
    ),
    Row::new(
        "terms-hour",
        "offers of one delegation, each on other terms",
        InSlot { count: TERMS_AN_HOUR as i64, micros: HOUR },
        Delegation,
        FULL,
    ),
    Row::new(
        "terms-unanswered",
        "offers of one delegation, before anybody has said yes",
        Count(TERMS_WITHOUT_ANSWER as u64),
        Delegation,
        FULL,
    ),
    Row::new(
        "files-offered",
        "files of the offers of one delegation, before anybody has said yes",
        Count(FILES_OF_OFFERS as u64),
        Delegation,
        "not kept",
    ),
    Row::new(
        "questions-open",
        "questions in one delegation whether others may join in, unanswered",
        Count(OPEN_QUESTIONS as u64),
        Delegation,
        FULL,
    ),
    Row::new(
        "questions",
        "questions in one delegation whether others may join in",
        Count(QUESTIONS as u64),
        Delegation,
        FULL,
    ),
    Row::new("work-round", "work handed in for one round", Count(WORK_OF_ROUND as u64), Delegation, FULL),
    Row::new(
        "work-late",
        "work handed in too late for its round, or after the recall",
        Count(LATE_WORK as u64),
        Delegation,
        FULL,
    ),
    Row::new(
        "said-besides",
        "messages about one delegation besides comments: news, changes, reminders, answers",
        Rate(Allowance {
            at_once: HEARD_AT_ONCE as u32,
            then_every: Duration::from_micros(HEARD_EVERY.unsigned_abs()),
        }),
        Delegation,
        FULL,
    )
    .in_database(),
    Row::new(
        "comments-offer",
        "comments with an offer, before anybody has said yes",
        Count(COMMENTS_WITH_OFFER as u64),
        Delegation,
        FULL,
    ),
    Row::new(
        "comments",
        "comments of the other side in one delegation",
        Count(COMMENTS as u64),
        Delegation,
        FULL,
    ),
    Row::new(
        "held",
        "messages kept behind one that is missing",
        Count(HELD_MAX as u64),
        Pursuance,
        "not kept; asked for later",
    ),
    Row::new(
        "held-bytes",
        "bytes of them",
        Bytes(HELD_BYTES_MAX as usize),
        Pursuance,
        "not kept; asked for later",
    ),
    Row::new(
        "held-bytes-host",
        "bytes of them from one server",
        Bytes(HELD_BYTES_OF_HOST as usize),
        PeerHost,
        "not kept; asked for later",
    ),
    Row::new(
        "held-stranger",
        "message kept behind one that is missing, where there is no delegation yet",
        Bytes(HELD_OF_STRANGER as usize),
        Request,
        "not kept; asked for later",
    ),
    Row::new(
        "refused",
        "activities about delegations that are refused unread",
        Rate(REFUSED),
        PeerHost,
        LATER,
    ),
    Row::new(
        "crossed",
        "messages of a delegation that was under way and has ended, which are refused and not counted as such",
        Rate(CROSSED),
        Delegation,
        "counted among those that are refused unread",
    )
    .tested_in("tests/federation/hostile/refused.rs", "of_what_came_after_the_end_only_so_much_is_passed_over"),
    Row::new(
        "agreements",
        "agreements offered by other software that are answered",
        InSlot { count: AGREEMENTS_HOST.most, micros: AGREEMENTS_HOST.slot },
        PeerHost,
        LATER,
    ),
    Row::new("follow", "Follow, or taking one back", Bytes(FOLLOW_LIMIT), Request, "413"),
    Row::new("skill-offer", "activity about a skill offer", Bytes(OFFER_LIMIT), Request, "413"),
    Row::new(
        "skill-offers-of-one",
        "open skill offers kept of one pursuance",
        Count(OPEN_MOST as u64),
        Pursuance,
        "422 `rate-limit`",
    ),
    Row::new(
        "skill-offers-listed",
        "items looked at in the list of what one pursuance offers",
        Count(LISTED_MOST as u64),
        Request,
        "the rest is not read",
    )
    .tested_in(OFFER_LISTS, "a_list_is_looked_at_for_some_items"),
    Row::new(
        "skill-offer-pages",
        "pages of such a list",
        Count(LIST_PAGES as u64),
        Request,
        "the rest is not read",
    )
    .tested_in(OFFER_LISTS, "a_list_without_end_is_read_for_some_pages"),
    Row::new(
        "skill-offers-of-host",
        "skill offers kept of one server",
        Count(KEPT_OF_HOST as u64),
        PeerHost,
        "422 `rate-limit`",
    )
    .tested_in(SKILL_OFFERS, "one_server_fills_its_place_and_no_other"),
    Row::new(
        "skill-offers-in-all",
        "skill offers kept of all servers",
        Count(KEPT_IN_ALL as u64),
        Instance,
        "one of the server with the most is forgotten",
    )
    .tested_in(SKILL_OFFERS, "whoever_fills_everything_gives_way_to_others"),
    Row::new(
        "weight-of-host",
        "KiB of activities about delegations",
        Rate(STRANGERS.weight_of_host),
        PeerHost,
        LATER,
    ),
];
