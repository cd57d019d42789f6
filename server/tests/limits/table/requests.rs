//! Requests of any client: bodies, lists and the time for an answer.

use pursuance::actions::dependency::TOLD_AT_ONCE;
use pursuance::actions::leaving::LET_GO_AT_ONCE;
use pursuance::actions::notice::{NAMED_MOST, READ_AT_ONCE};
use pursuance::actions::sealed::boxes;
use pursuance::actions::sealed::{
    CHECKPOINTS_APART, ENTRIES_KEPT, INVITES_MOST, MEMBERS_MOST, UNOPENED_MOST,
};
use pursuance::actions::task::SETTLED_AT_ONCE;
use pursuance::actions::{DEVICE_BOXES_MOST, REPLACED_MOST};
use pursuance::bounds::rate::{MAILBOX, PRELOGIN};
use pursuance::bounds::{bodies, searchers};
use pursuance::platform::config;
use pursuance::store::read_markers::{BEHIND, COUNTED, ROOMS_SEEN, TASKS_SEEN, THREADS_SEEN};
use pursuance::{api, derived, reads, records, route, unread, web};
use pursuance_domain::query;
use pursuance_domain::text::{MOST_WORDS, NEWEST, PURSUANCES_MAX};
use pursuance_domain::value::Chosen;
use pursuance_sealed::limits::{AHEAD_MOST, BATCH_OBJECTS, LOG_ENTRIES, OBJECT_BYTES, SEALS_EACH, TAGS};

use super::Most::{AtOnce, Bytes, Characters, Count, Memory, Rate, Time};
use super::Per::{Address, Instance, Person, Pursuance, Request};
use super::Row;

/// The tests of what is unread.
pub(super) const UNREAD: &str = "tests/notices/unread.rs";
const TALK: &str = "tests/store/talk.rs";
const TALK_TEST: &str = "the_number_beside_talk_looks_at_so_many_rooms_and_discussions";
const BODIES: &str = "ground/src/bounds/bodies.rs";
const SEARCHERS: &str = "ground/src/bounds/searchers.rs";
const SEALED: &str = "hall/src/actions/sealed/mod.rs";
const BOXES: &str = "tests/sealed/boxes.rs";
const BOXES_TEST: &str = "there_are_only_so_many_boxes_and_none_is_large";

pub const ROWS: &[Row] = &[
    Row::new("form", "form of a page", Bytes(web::request::form::MAX_FORM), Request, "413"),
    Row::new(
        "form-open",
        "form that nobody has to be signed in for: to sign in, to join, to set up",
        Bytes(web::request::form::MAX_OPEN_FORM),
        Request,
        "413",
    ),
    Row::new("form-fields", "fields of a form", Count(web::request::form::MAX_FIELDS as u64), Request, "413"),
    Row::new(
        "form-key",
        "key by which a script sends a form once more",
        Characters(web::request::suggest::KEY_MAX),
        Request,
        "no key: it is carried out again",
    )
    .tested_in(
        "tests/pages/pursuance/pursuances.rs",
        "a_form_with_a_key_adds_its_task_once_however_often_it_is_sent",
    ),
    Row::new("action", "body of an action at the API", Bytes(api::MAX_ACTION), Request, "413 `too-large`"),
    Row::new(
        "keys",
        "keys and their hashes, as the script of a page sends them",
        Bytes(derived::MAX_SAID),
        Request,
        "413 `too-large`",
    ),
    Row::new(
        "prelogin",
        "questions how somebody signs in under a name",
        Rate(PRELOGIN),
        Address,
        "429 `rate-limit`",
    ),
    Row::new(
        "mailbox",
        "looks into the mailbox of a device that waits for its keys",
        Rate(MAILBOX),
        Address,
        "429 `rate-limit`",
    ),
    Row::new(
        "device-boxes",
        "keys of one account that wait for another device",
        Count(DEVICE_BOXES_MOST as u64),
        Person,
        "429 `rate-limit`",
    )
    .tested_in("tests/derived/device.rs", "keys_wait_for_few_devices_at_once_and_not_for_long"),
    Row::new(
        "sealed-body",
        "what a device of a member of a private pursuance sends at once",
        Bytes(api::MAX_SEALED),
        Request,
        "413 `too-large`",
    )
    .tested_in("tests/sealed/doors.rs", "a_body_that_is_too_large_is_refused"),
    Row::new("sealed-records", "records in it", Count(records::MOST as u64), Request, "422 `invalid-input`")
        .tested_in("ground/src/records.rs", "records_are_read_up_to_a_number"),
    Row::new(
        "sealed-objects",
        "signed revisions in it",
        Count(BATCH_OBJECTS as u64),
        Request,
        "422 `too-many`",
    )
    .tested_in("tests/sealed/put.rs", "what_has_no_place_yet_is_refused_and_says_so"),
    Row::new(
        "sealed-told",
        "messages in it that edit or end another one",
        Count(BATCH_OBJECTS as u64),
        Request,
        "422 `invalid-input`",
    )
    .tested_in("ground/src/records.rs", "what_is_told_of_messages_is_read_up_to_a_number"),
    Row::new(
        "sealed-ended",
        "messages that one of them ends: another one, with its edits",
        Count(records::ENDED as u64),
        Request,
        "422 `invalid-input`",
    )
    .tested_in("ground/src/records.rs", "what_is_told_of_messages_is_read_up_to_a_number"),
    Row::new(
        "sealed-tags",
        "tags of skills that a device of a member sends at once",
        Bytes(api::MAX_TAGS),
        Request,
        "413 `too-large`",
    )
    .tested_in("tests/sealed/tags.rs", "too_many_tags_are_refused"),
    Row::new(
        "sealed-tagged",
        "tasks and members whose tags they are",
        Count(BATCH_OBJECTS as u64),
        Request,
        "422 `too-many`",
    )
    .tested_in("tests/sealed/tags.rs", "too_many_tags_are_refused"),
    Row::new("sealed-skills", "tags of one of them", Count(TAGS as u64), Request, "422 `too-many`")
        .tested_in("tests/sealed/tags.rs", "too_many_tags_are_refused"),
    Row::new(
        "sealed-entry",
        "a log entry, a revision, an envelope or a note in it",
        Bytes(OBJECT_BYTES),
        Request,
        "422 `too-large`",
    )
    .tested_in("../sealed/tests/put.rs", "clear_text_is_no_envelope"),
    Row::new(
        "sealed-client",
        "what the devices of one client send that is larger than 16 KiB, as far as it has arrived",
        Memory(bodies::SEALED_OF_CLIENT as u64),
        Address,
        "503 `busy`",
    )
    .in_memory()
    .tested_in(BODIES, "a_client_sends_two_of_the_largest_batches_at_once_and_no_more"),
    Row::new(
        "sealed-log",
        "entries of the log of a private pursuance",
        Count(LOG_ENTRIES),
        Pursuance,
        "422 `too-many`",
    )
    .tested_in("../sealed/tests/put.rs", "a_log_ends_at_its_greatest_number"),
    Row::new(
        "sealed-log-end",
        "entries at its end, kept for whoever goes, is removed or gets another role, and for new keys",
        Count(ENTRIES_KEPT),
        Pursuance,
        "422 `too-many`",
    )
    .tested_in(SEALED, "at_the_end_of_a_log_people_go_and_nobody_comes"),
    Row::new(
        "sealed-checkpoints",
        "entries of it until somebody may write their next checkpoint",
        Count(CHECKPOINTS_APART),
        Person,
        "422 `too-many`",
    )
    .tested_in("tests/sealed/members.rs", "nobody_fills_the_log_with_checkpoints"),
    Row::new(
        "sealed-members",
        "members of a private pursuance",
        Count(MEMBERS_MOST as u64),
        Pursuance,
        "422 `too-many`",
    )
    .tested_in(SEALED, "neither_members_nor_invitations_nor_refused_seals_grow_beyond_their_number"),
    Row::new(
        "sealed-invites",
        "open invitations of a private pursuance",
        Count(INVITES_MOST as u64),
        Pursuance,
        "422 `too-many`",
    )
    .tested_in(SEALED, "neither_members_nor_invitations_nor_refused_seals_grow_beyond_their_number"),
    Row::new(
        "keys-replaced",
        "times that somebody replaces their keys; the former ones are kept",
        Count(REPLACED_MOST as u64),
        Person,
        "422 `too-many`",
    )
    .tested_in("tests/derived/changes.rs", "nobody_replaces_their_keys_without_end"),
    Row::new(
        "sealed-seals",
        "seals of one key of a private pursuance for one member, each from another one",
        Count(SEALS_EACH as u64),
        Person,
        "409 `enough-seals`",
    )
    .tested_in("../sealed/tests/put.rs", "a_seal_opens_for_its_member_alone"),
    Row::new(
        "sealed-unopened",
        "seals of one key to them that a member says of that they do not open",
        Count(UNOPENED_MOST as u64),
        Person,
        "422 `too-many`",
    )
    .tested_in(SEALED, "neither_members_nor_invitations_nor_refused_seals_grow_beyond_their_number"),
    Row::new(
        "sealed-ahead",
        "numbers by which a revision is ahead that is given back to a restored server",
        Count(AHEAD_MOST),
        Request,
        "409 `stale-revision`",
    )
    .tested_in(
        "../sealed/tests/put.rs",
        "what_is_given_back_may_be_further_ahead_and_brings_all_that_has_changed",
    ),
    Row::new(
        "boxes-pins",
        "private pursuances of which somebody keeps how far they saw the log",
        Count(boxes::PINS_MOST.unsigned_abs()),
        Person,
        "422 `too-many`",
    )
    .tested_in(BOXES, BOXES_TEST),
    Row::new(
        "boxes-pins-bytes",
        "what is kept of one of them",
        Bytes(boxes::PINS_BYTES),
        Request,
        "422 `too-large`",
    )
    .tested_in(BOXES, BOXES_TEST),
    Row::new(
        "boxes-searches",
        "sealed searches that somebody keeps",
        Count(boxes::SEARCHES_MOST.unsigned_abs()),
        Person,
        "422 `too-many`",
    )
    .tested_in(BOXES, BOXES_TEST),
    Row::new("boxes-search-bytes", "one of them", Bytes(boxes::SEARCH_BYTES), Request, "422 `too-large`")
        .tested_in(BOXES, BOXES_TEST),
    Row::new(
        "boxes-body",
        "what a page sends of them",
        Bytes(pursuance::sealed::MOST_OF_BOX),
        Request,
        "413 `too-large`",
    )
    .tested_in(BOXES, "pages_keep_boxes_by_their_session_and_their_origin"),
    Row::new("upload", "file", Bytes(config::DEFAULT_UPLOAD), Request, "413 `too-large`")
        .set_by("max-upload-mib"),
    Row::new(
        "bodies-client",
        "forms and actions of one client that are larger than 16 KiB, as far as they have arrived",
        Memory(bodies::FORMS_OF_CLIENT as u64),
        Address,
        "503 `busy`; a page says so",
    )
    .in_memory(),
    Row::new(
        "bodies",
        "forms and actions of all that are larger than 16 KiB, as far as they have arrived",
        Memory(bodies::IN_ALL as u64),
        Instance,
        "the oldest of the client that holds most is ended: 503 `busy`; a page says so",
    )
    .in_memory()
    .tested_in(BODIES, "all_together_take_no_more_than_there_is"),
    Row::new(
        "bodies-strangers",
        "those of them from people who are not signed in",
        Memory(bodies::OF_STRANGERS as u64),
        Instance,
        "the oldest of the stranger that holds most is ended, then that of which least arrives: 503 `busy`; a page says so",
    )
    .in_memory()
    .tested_in(BODIES, "strangers_leave_half_of_the_room_to_those_who_are_known"),
    Row::new(
        "bodies-late",
        "time that a body larger than 16 KiB may be late, at 4 KiB a second",
        Time(bodies::GRACE),
        Request,
        "400 `incomplete`, at an inbox 408; a page says that it could not be read",
    )
    .tested_in(BODIES, "a_larger_body_that_hardly_arrives_is_ended_and_a_small_one_has_its_time"),
    Row::new(
        "bodies-small-time",
        "time in which the first 16 KiB of a form, action or activity arrive",
        Time(bodies::SMALL_TIME),
        Request,
        "400 `incomplete`, at an inbox 408; a page says that it could not be read",
    )
    .tested_in(BODIES, "a_larger_body_that_hardly_arrives_is_ended_and_a_small_one_has_its_time"),
    Row::new(
        "unread",
        "rest of a refused form, action or file that is read so that the answer arrives",
        Bytes(unread::MOST),
        Request,
        "the connection ends",
    ),
    Row::new(
        "notices-named",
        "notices that one action names",
        Count(NAMED_MOST as u64),
        Request,
        "422 `invalid-value`",
    ),
    Row::new(
        "notices-read",
        "notices marked as read, or unread, at once",
        Count(READ_AT_ONCE.unsigned_abs()),
        Request,
        "the rest follows at once",
    )
    .tested_in("tests/notices/inbox.rs", "a_very_long_inbox_is_read_by_and_by"),
    Row::new(
        "unread-counted",
        "unread messages of a discussion that are counted",
        Count(COUNTED.unsigned_abs()),
        Request,
        "so many or more",
    )
    .tested_in(UNREAD, "a_page_leads_to_the_first_unread_message_and_says_how_far_it_is_read"),
    Row::new(
        "unread-behind",
        "messages behind how far somebody has read that are looked at for those",
        Count(BEHIND.unsigned_abs()),
        Request,
        "the others are not counted",
    )
    .tested_in(TALK, "a_great_many_unread_messages_are_counted_up_to_a_bound"),
    Row::new(
        "talk-rooms",
        "rooms of a pursuance that are looked at for the number beside Talk: those where something was said last",
        Count(ROOMS_SEEN.unsigned_abs()),
        Request,
        "the others are not counted",
    )
    .tested_in(TALK, TALK_TEST),
    Row::new(
        "talk-tasks",
        "tasks of a pursuance that are looked at for it: those where something was said last",
        Count(TASKS_SEEN.unsigned_abs()),
        Request,
        "the others are not counted",
    )
    .tested_in(TALK, TALK_TEST),
    Row::new(
        "talk-threads",
        "discussions that somebody read last, of which the tasks count in that number",
        Count(THREADS_SEEN.unsigned_abs()),
        Request,
        "the others are not counted",
    )
    .tested_in(TALK, TALK_TEST),
    Row::new(
        "chosen",
        "tasks that are changed at once",
        Count(Chosen::MOST as u64),
        Request,
        "422 `invalid-input`; a page says so",
    ),
    Row::new(
        "idempotency-key",
        "header Idempotency-Key",
        Characters(api::MAX_KEY),
        Request,
        "400 `invalid-header`",
    ),
    Row::new(
        "list",
        "items of a list at the API",
        Count(api::MOST_ITEMS as u64),
        Request,
        "400 `invalid-query`",
    ),
    Row::new(
        "query",
        "query for tasks",
        Characters(query::MOST_CHARACTERS),
        Request,
        "400 `bad-query`; a page shows what the beginning finds",
    ),
    Row::new(
        "query-parts",
        "parts of a query for tasks",
        Count(query::MOST_PARTS as u64),
        Request,
        "400 `bad-query`; a page shows what the first ones find",
    ),
    Row::new(
        "query-negated",
        "parts of a query for tasks with `!`",
        Count(query::MOST_NEGATED as u64),
        Request,
        "400 `bad-query`; a page shows what the first ones find",
    ),
    Row::new(
        "kept-query",
        "query that a browser remembers for the views of a pursuance, as its cookie writes it",
        Bytes(web::views::tabs::MOST_KEPT),
        Request,
        "not remembered",
    )
    .tested_in("pages/src/web/views/tabs.rs", "a_browser_remembers_few_queries_and_no_long_one"),
    Row::new(
        "query-words",
        "words and phrases of a query or a search",
        Count(MOST_WORDS as u64),
        Request,
        "400 `bad-query`; a page shows what the first ones find",
    ),
    Row::new(
        "searches-time",
        "time that the searches of one page or answer take together",
        Time(reads::SEARCHES_TIME),
        Request,
        "422 `query-too-slow`; Home leaves saved searches out",
    )
    .tested_in("ground/src/store/db/built.rs", "a_statement_that_takes_too_long_is_ended_and_the_next_one_is_not"),
    Row::new(
        "searches-address",
        "searches of visitors that run",
        AtOnce(searchers::OF_ADDRESS as u64),
        Address,
        "the next one waits",
    )
    .tested_in(SEARCHERS, "the_next_search_of_a_client_waits_and_that_of_another_one_does_not"),
    Row::new(
        "searches-person",
        "searches of somebody with an account that run",
        AtOnce(searchers::OF_PERSON as u64),
        Person,
        "the next one waits",
    )
    .tested_in(SEARCHERS, "the_next_search_of_a_client_waits_and_that_of_another_one_does_not"),
    Row::new(
        "searches-waiting",
        "searches that wait for others of the same address",
        AtOnce(searchers::WAITING as u64),
        Address,
        "429 `rate-limit`; Home leaves saved searches out",
    )
    .tested_in(SEARCHERS, "so_many_searches_of_a_client_wait_and_one_more_is_refused_at_once"),
    Row::new(
        "searches-waiting-person",
        "searches that wait for others of the same person",
        AtOnce(searchers::WAITING as u64),
        Person,
        "429 `rate-limit`; Home leaves saved searches out",
    )
    .tested_in(SEARCHERS, "so_many_searches_of_a_client_wait_and_one_more_is_refused_at_once"),
    Row::new(
        "searches-wait",
        "time that a search waits for others of the same client",
        Time(searchers::WAIT),
        Request,
        "429 `rate-limit`; Home leaves saved searches out",
    )
    .tested_in(SEARCHERS, "the_next_search_of_a_client_waits_and_that_of_another_one_does_not"),
    Row::new(
        "searches-seconds",
        "seconds that the database works for searches of one address of visitors",
        Rate(searchers::SECONDS),
        Address,
        "429 `rate-limit`; a page says so",
    )
    .tested_in("tests/searches/clients.rs", "whoever_searches_too_much_is_told_so"),
    Row::new(
        "searches-seconds-person",
        "the same of somebody with an account",
        Rate(searchers::SECONDS),
        Person,
        "429 `rate-limit`; a page says so, and Home leaves saved searches out",
    )
    .tested_in("tests/searches/clients.rs", "whoever_searches_too_much_is_told_so"),
    Row::new(
        "searches-at-once",
        "searches that run, on SQLite",
        AtOnce(reads::SEARCHES_ON_SQLITE as u64),
        Instance,
        "the next one waits for 10 s, then 503 `busy`",
    )
    .tested_in("tests/searches/clients.rs", "what_looks_for_nothing_never_waits_behind_searches"),
    Row::new(
        "searches-at-once-postgres",
        "the same on Postgres, of one process",
        AtOnce(reads::SEARCHES_ON_POSTGRES as u64),
        Instance,
        "the next one waits for 10 s, then 503 `busy`",
    )
    .tested_in("tests/searches/clients.rs", "what_looks_for_nothing_never_waits_behind_searches"),
    Row::new(
        "searches-slow",
        "searches at once that take more than 0.1 s, on SQLite",
        Count(reads::SLOW_ON_SQLITE as u64),
        Instance,
        "422 `query-too-slow`; Home leaves saved searches out",
    )
    .in_memory()
    .tested_in("ground/src/store/db/built.rs", "a_statement_takes_long_only_in_a_place_of_its_own"),
    Row::new(
        "searches-slow-postgres",
        "the same on Postgres, of one process",
        Count(reads::SLOW_ON_POSTGRES as u64),
        Instance,
        "422 `query-too-slow`; Home leaves saved searches out",
    )
    .in_memory()
    .tested_in("ground/src/store/db/built.rs", "on_postgres_a_limit_is_given_once_and_again_when_little_is_left"),
    Row::new(
        "index-newest",
        "tasks with the words of a query that it looks at",
        Count(NEWEST.unsigned_abs()),
        Request,
        "the newest are looked at, and the answer says so",
    )
    .tested_in("tests/store/words.rs", "of_very_many_tasks_with_a_word_the_newest_are_looked_at"),
    Row::new(
        "search",
        "text of a search over everything",
        Characters(reads::search::MOST_CHARACTERS),
        Request,
        "400 `invalid-query`; a page looks for the beginning",
    ),
    Row::new(
        "share",
        "text that somebody shares from another program",
        Characters(web::home::share::MOST),
        Request,
        "the beginning is kept, and the page says so",
    )
    .tested_in("tests/pages/home/share.rs", "a_very_long_text_is_kept_as_far_as_it_fits"),
    Row::new(
        "index-pursuances",
        "pursuances of one reader in which words are looked for, besides public ones",
        Count(PURSUANCES_MAX as u64),
        Request,
        "the others are left out, and the answer says so",
    )
    .tested_in("tests/store/words.rs", "of_more_pursuances_than_are_looked_in_the_answer_says_so"),
    Row::new(
        "heard-of-pursuances",
        "known pursuances of other servers that a search over everything looks through",
        Count(reads::search::KNOWN.unsigned_abs()),
        Request,
        "those that were heard of last",
    )
    .tested_in("tests/store/words.rs", "those_elsewhere_are_found_whom_the_reader_may_know"),
    Row::new(
        "heard-of-people",
        "known people of other servers that a search over everything looks through",
        Count(reads::search::KNOWN_PEOPLE.unsigned_abs()),
        Request,
        "those that were heard of last",
    )
    .tested_in("tests/store/words.rs", "those_elsewhere_are_found_whom_the_reader_may_know"),
    Row::new(
        "help-search",
        "text of a search in the guide",
        Characters(web::help::page::MOST),
        Request,
        "the beginning is looked for",
    ),
    Row::new(
        "activity",
        "events that are looked at for one page of what happened",
        Count(web::pursuance::activity::LOOKED_AT.unsigned_abs()),
        Request,
        "the page says so, and leads to the next ones",
    )
    .tested_in(
        "tests/pages/pursuance/activity.rs",
        "a_page_says_that_enough_was_looked_through_and_where_it_goes_on",
    ),
    Row::new(
        "settled",
        "subtasks that are closed together with their task in one transaction",
        Count(SETTLED_AT_ONCE as u64),
        Request,
        "a job closes the rest",
    ),
    Row::new(
        "let-go",
        "tasks and reviews that are let go of in one transaction when somebody leaves or is suspended",
        Count(LET_GO_AT_ONCE as u64),
        Request,
        "a job lets go of the rest",
    ),
    Row::new(
        "told-waiting",
        "waiting tasks that are told in one transaction that a task was closed or opened again",
        Count(TOLD_AT_ONCE.unsigned_abs()),
        Request,
        "a job tells the rest",
    )
    .tested_in(
        "tests/reads/blocked.rs",
        "more_waiting_tasks_than_one_transaction_tells_are_told_all_the_same",
    ),
    Row::new("answer", "time until an answer begins", Time(route::REQUEST_TIME), Request, "503"),
];
