//! People and strangers: how many attempts, and how much may be in progress for them.

use std::time::Duration;

use pursuance::actions::limits::{self, Limit};
use pursuance::actions::pursuance::{FOUNDED_MOST, JOINED_MOST};
use pursuance::actions::{
    MOST_WAITING, account_request, arriving, feed, grant, invite, mail, member, notice, push, recruit,
    search, session, suggestion, token,
};
use pursuance::bounds::rate::{ACTIONS, CREDENTIALS, HISTORY, REACTIONS, WEIGHT, WRITING};
use pursuance::platform::smtp::RETURNED_MOST;
use pursuance::reads::calendar;
use pursuance::reads::invites::TREE_MOST;
use pursuance::{api, credentials, jobs, letters, lookup, web};
use pursuance_domain::notice::rows::TASKS_MOST;
use pursuance_domain::pairing::LATER_MOST;
use pursuance_domain::people::invite::MOST_USES;
use pursuance_domain::people::limits::{AWAY_MAX, FEW, HoursAWeek, InProgress, OffersAWeek};
use pursuance_domain::reading::UNREAD_FOR;
use pursuance_domain::silence::{ANSWER_WITHIN, LONGER_MAX, SilentDays};
use pursuance_domain::talk::SLOW_PACE;
use pursuance_domain::time::MINUTE;
use pursuance_domain::value::PushEndpoint;
use pursuance_federation::push::MESSAGE_MAX;

use super::Most::{AtOnce, Count, Disk, InSlot, Rate, Time};
use super::Per::{Address, Feed, Instance, Person, Pursuance, Request};
use super::requests::UNREAD;
use super::{Most, Per, Row};

const fn slot(limit: &Limit) -> Most {
    InSlot { count: limit.most, micros: limit.slot }
}

pub(super) const fn lasting(micros: i64) -> Most {
    Time(Duration::from_micros(micros.unsigned_abs()))
}

/// The tests of requests for an account.
const REQUESTS: &str = "tests/pages/account/requests.rs";

/// The answer after too many attempts.
const LATER: &str = "429 with Retry-After";

pub const ROWS: &[Row] = &[
    Row::new(
        "sign-in-name-there",
        "tries to sign in with one name from one address",
        slot(&limits::SIGN_IN_NAME_THERE),
        Address,
        LATER,
    ),
    Row::new(
        "sign-in-name",
        "tries to sign in with one name, where it has not been of late",
        slot(&limits::SIGN_IN_NAME),
        Person,
        LATER,
    ),
    Row::new("sign-in-address", "tries to sign in", slot(&limits::SIGN_IN_ADDRESS), Address, LATER),
    Row::new(
        "sign-in-browser",
        "tries to sign in from a browser that its person has signed in with before",
        slot(&limits::SIGN_IN_BROWSER),
        Person,
        LATER,
    ),
    Row::new(
        "sign-in-kinds",
        "names whose page to sign in is asked for",
        slot(&limits::SIGN_IN_KINDS),
        Address,
        LATER,
    ),
    Row::new("join-address", "tries to open an account", slot(&limits::JOIN_ADDRESS), Address, LATER),
    Row::new(
        "invite-accounts",
        "accounts opened by one invitation of a private pursuance, where nobody opens one without; and never more than it lets in",
        slot(&limits::INVITE_ACCOUNTS),
        Pursuance,
        "409 `registration-closed`",
    )
    .tested_in("tests/sealed/doors.rs", "an_invitation_opens_no_more_accounts_in_a_day_than_may_be"),
    Row::new(
        "account-requests-address",
        "requests for an account",
        slot(&limits::ACCOUNT_REQUESTS_ADDRESS),
        Address,
        "429 with Retry-After; what was typed stays",
    )
    .tested_in(REQUESTS, "an_address_asks_three_times_a_day"),
    Row::new(
        "account-requests",
        "requests for an account that wait for an answer",
        Count(account_request::WAITING_MOST.unsigned_abs()),
        Instance,
        "422, said on the page; what was typed stays",
    )
    .tested_in(REQUESTS, "only_so_many_requests_wait"),
    Row::new(
        "account-request-waits",
        "time a request for an account waits for an answer, with its name kept",
        lasting(account_request::WAITS_FOR),
        Instance,
        "deleted",
    )
    .tested_in(REQUESTS, "a_request_without_an_answer_ends_after_90_days"),
    Row::new(
        "account-request-answered",
        "time the page of a request for an account works after the answer",
        lasting(account_request::ANSWERED_FOR),
        Instance,
        "deleted",
    )
    .tested_in(REQUESTS, "the_page_of_an_answered_request_ends_after_30_days"),
    Row::new(
        "hashing",
        "passphrases being checked, 19 MiB of memory each",
        AtOnce(credentials::AT_ONCE as u64),
        Instance,
        "the next waits",
    ),
    Row::new(
        "hashing-strangers",
        "of these, those of people who have not signed in from that address or in that browser before",
        AtOnce(credentials::OF_STRANGERS as u64),
        Instance,
        "the next waits",
    )
    .tested_in("ground/src/credentials.rs", "strangers_from_everywhere_leave_a_place_to_whoever_is_known"),
    Row::new(
        "hashing-waiting",
        "passphrases that wait for others of one address",
        AtOnce(credentials::WAITING as u64),
        Address,
        "429 `rate-limit`; a page says so",
    )
    .tested_in(
        "ground/src/credentials.rs",
        "the_passphrases_of_one_client_wait_for_one_another_and_not_those_of_others",
    ),
    Row::new(
        "hashing-client",
        "of these, those of one address",
        AtOnce(credentials::OF_CLIENT as u64),
        Address,
        "the next waits",
    )
    .tested_in(
        "ground/src/credentials.rs",
        "the_passphrases_of_one_client_wait_for_one_another_and_not_those_of_others",
    ),
    Row::new(
        "calls",
        "requests to the API with tokens of one account",
        Rate(api::CALLS),
        Person,
        "429 `rate-limit`",
    ),
    Row::new("actions", "actions, by pages and tokens together", Rate(ACTIONS), Person, "429 `rate-limit`"),
    Row::new("actions-weight", "KiB of actions, by pages and tokens together; half a KiB more for each of several tasks that are changed at once", Rate(WEIGHT), Person, "429 `rate-limit`"),
    Row::new(
        "history",
        "KiB that the actions of a person leave in histories, and as answers that are kept for a key: what no sum of texts has",
        Rate(HISTORY),
        Person,
        "429 `rate-limit`",
    )
    .tested_in("tests/limits/history.rs", "what_edits_and_kept_answers_leave_has_a_pace"),
    Row::new(
        "kept-answers",
        "answers that are kept so that a request which is sent once more does nothing twice: answers to programs until the end of the next day, and as much of answers to forms for 31 days",
        Disk(limits::KEPT_ANSWERS),
        Person,
        "429 `rate-limit` for programs, which may act without a key; forms are carried out, and sent once more they are carried out again",
    )
    .in_database()
    .tested_in("tests/limits/history.rs", "answers_that_are_kept_for_a_person_have_a_sum"),
    Row::new(
        "said-a-minute",
        "what somebody says in any minute, in all places together; edits are not counted",
        InSlot { count: limits::SAID_A_MINUTE, micros: MINUTE },
        Person,
        "429 `rate-limit`; what was typed stays",
    ),
    Row::new(
        "reactions",
        "reactions to messages that somebody gives or takes back, in all places together",
        Rate(REACTIONS),
        Person,
        "429 `rate-limit`; a page says so",
    )
    .tested_in("tests/talk/answers.rs", "one_person_reacts_only_so_often_in_all_places_and_holds_up_nobody"),
    Row::new(
        "slowed-room",
        "what somebody says in any minute in a room that is slowed",
        InSlot { count: 1, micros: SLOW_PACE },
        Person,
        "429 `rate-limit`; what was typed stays",
    )
    .tested_in("tests/talk/rooms.rs", "a_slowed_room_takes_one_message_a_minute_of_each_for_an_hour"),
    Row::new(
        "room-called",
        "messages that tell a whole room (`@room`), in all rooms of a pursuance",
        slot(&limits::ROOM_CALLED),
        Person,
        "said all the same; `@room` in it is a word, and the page says so",
    )
    .tested_in("tests/talk/calls.rs", "so_often_in_an_hour_somebody_tells_whole_rooms"),
    Row::new(
        "writing",
        "milliseconds in which the actions of a person are written, on SQLite",
        Rate(WRITING),
        Person,
        "429 `rate-limit`",
    )
    .tested_in("ground/src/bounds/rate.rs", "whoever_has_used_up_their_time_waits_and_it_comes_back"),
    Row::new(
        "writing-waiting",
        "actions of a person, tries and forms of visitors of one address, or messages of another server, that wait for one of their own that is being written",
        Count(MOST_WAITING as u64),
        Person,
        "429 `rate-limit`",
    )
    .in_memory()
    .tested_in("ground/src/store/turns.rs", "more_than_so_many_of_one_lane_do_not_wait"),
    Row::new(
        "credentials",
        "changes of one's own sessions, tokens and passphrase",
        Rate(CREDENTIALS),
        Person,
        "429 `rate-limit`",
    ),
    Row::new(
        "hours-a-week",
        "hours a week that somebody has",
        Count(HoursAWeek::MOST as u64),
        Request,
        "422, said beside the field",
    ),
    Row::new(
        "in-progress",
        "tasks that somebody takes on at a time, by their own choice",
        Count(InProgress::MOST as u64),
        Request,
        "422, said beside the field",
    ),
    Row::new(
        "offers-a-week",
        "tasks that somebody is asked about in seven days, by their own choice",
        Count(OffersAWeek::MOST as u64),
        Request,
        "422, said beside the field",
    ),
    Row::new(
        "silent-days",
        "days of silence until somebody is reminded, and until a task is handed on, where a pursuance says them",
        Count(SilentDays::MOST as u64),
        Request,
        "422, said beside the field",
    ),
    Row::new(
        "not-asked",
        "skills for which somebody is not asked; and as many pursuances",
        Count(FEW as u64),
        Request,
        "422, said beside the field",
    ),
    Row::new(
        "away",
        "time for which somebody is away at once",
        lasting(AWAY_MAX),
        Request,
        "422, said beside the field",
    )
    .tested_in("../domain/src/people/limits/tests.rs", "nobody_is_away_in_the_past_or_for_years"),
    Row::new(
        "pursuances",
        "pursuances somebody has started, until an operator lifts it",
        Count(FOUNDED_MOST.unsigned_abs()),
        Person,
        "409 `account-full`",
    ),
    Row::new(
        "joined",
        "pursuances somebody is in or has asked to join, until an operator lifts it",
        Count(JOINED_MOST.unsigned_abs()),
        Person,
        "409 `account-full`",
    ),
    Row::new(
        "grants-on-task",
        "members with rights of their own on one task",
        Count(grant::ON_A_TASK.unsigned_abs()),
        Pursuance,
        "409 `too-many-grants`",
    )
    .tested_in("tests/roles/grants.rs", "grants_are_not_more_than_one_task_and_one_member_may_have"),
    Row::new(
        "grants-of-member",
        "tasks of a pursuance on which one member has rights of their own",
        Count(grant::OF_A_MEMBER.unsigned_abs()),
        Person,
        "409 `too-many-grants`",
    )
    .tested_in("tests/roles/grants.rs", "grants_are_not_more_than_one_task_and_one_member_may_have"),
    Row::new(
        "invites",
        "invitations that still let somebody in, until an operator lifts it",
        Count(invite::OPEN_MOST.unsigned_abs()),
        Person,
        "409 `account-full`",
    ),
    Row::new(
        "invite-uses",
        "people who come by one invitation, where it has a number",
        Count(MOST_USES as u64),
        Per::Request,
        "422, nothing made",
    ),
    Row::new(
        "invite-removed",
        "members whom one transaction removes with their invitation",
        Count(invite::REMOVED_AT_ONCE as u64),
        Per::Request,
        "a job does the rest",
    )
    .tested_in(
        "tests/roles/invites_much.rs",
        "more_people_than_one_transaction_removes_go_with_an_invitation",
    ),
    Row::new(
        "tree",
        "people of the tree of invitations in one answer",
        Count(TREE_MOST as u64),
        Per::Request,
        "the page says that there are more",
    )
    .tested_in("tests/roles/invites_much.rs", "a_tree_has_a_bound"),
    Row::new(
        "asks",
        "questions to people whether they join, until an operator lifts it",
        InSlot { count: recruit::ASKS_MOST, micros: recruit::ASKED_IN },
        Person,
        LATER,
    ),
    Row::new(
        "offer-later",
        "time ahead at which somebody is asked again about a task",
        lasting(LATER_MOST),
        Per::Request,
        "422",
    )
    .tested_in("tests/pairing/answers.rs", "later_asks_once_more_on_that_day_if_help_is_still_wanted"),
    Row::new(
        "suggestions",
        "suggestions of one person that wait in one pursuance",
        Count(suggestion::OPEN_MOST.unsigned_abs()),
        Person,
        "409 `too-many-suggestions`",
    ),
    Row::new(
        "bans",
        "bans of a pursuance that hold",
        Count(member::BANS_MOST.unsigned_abs()),
        Pursuance,
        "409 `too-many-bans`",
    )
    .tested_in("tests/roles/bans.rs", "bans_are_read_page_by_page_and_are_no_more_than_a_pursuance_may_have"),
    Row::new(
        "tokens",
        "tokens that open something, until an operator lifts it",
        Count(token::MOST.unsigned_abs()),
        Person,
        "409 `account-full`",
    ),
    Row::new(
        "feeds",
        "calendars and feeds of somebody, until an operator lifts it",
        Count(feed::MOST.unsigned_abs()),
        Person,
        "409 `account-full`",
    ),
    Row::new("feed-fetches", "fetches of one calendar or feed", Rate(web::feed::FETCHES), Feed, LATER),
    Row::new(
        "feed-public",
        "fetches of feeds that everybody may read",
        Rate(web::feed::PUBLIC_FETCHES),
        Address,
        LATER,
    ),
    Row::new(
        "feed-entries",
        "entries of one Atom feed",
        Count(web::feed::ENTRIES as u64),
        Per::Request,
        "the oldest are left out",
    ),
    Row::new(
        "feed-dates",
        "dates of one calendar",
        Count(calendar::MOST as u64),
        Per::Request,
        "the last ones are left out",
    ),
    Row::new(
        "searches",
        "searches that somebody saved for themselves, until an operator lifts it",
        Count(search::MOST.unsigned_abs()),
        Person,
        "409 `account-full`",
    ),
    Row::new(
        "searches-home",
        "saved searches on the Home of somebody, each with five tasks",
        Count(search::HOME_MOST.unsigned_abs()),
        Person,
        "409 `too-many-searches`",
    ),
    Row::new(
        "searches-shared",
        "saved searches that a pursuance shares",
        Count(search::SHARED_MOST.unsigned_abs()),
        Pursuance,
        "409 `too-many-searches`",
    ),
    Row::new(
        "day-tasks",
        "tasks of one day in the calendar of a pursuance",
        Count(web::views::calendar::EACH_DAY as u64),
        Request,
        "counted, with a link to all of the day",
    )
    .tested_in("tests/searches/calendar.rs", "a_day_shows_a_few_tasks_and_counts_the_rest"),
    Row::new(
        "watched",
        "things somebody chose to watch or not to, until an operator lifts it",
        Count(notice::WATCHED_MOST.unsigned_abs()),
        Person,
        "409 `account-full`",
    ),
    Row::new(
        "muted",
        "things somebody has muted, until an operator lifts it",
        Count(notice::MUTED_MOST.unsigned_abs()),
        Person,
        "409 `account-full`",
    ),
    Row::new(
        "mail-person",
        "links to confirm an address of mail that one person has sent",
        slot(&limits::MAIL_PERSON),
        Person,
        LATER,
    )
    .tested_in("tests/mail/address.rs", "links_have_a_bound_for_each_person_and_each_address"),
    Row::new(
        "mail-address",
        "links to confirm an address of mail that are sent to it",
        slot(&limits::MAIL_ADDRESS),
        Per::Mailbox,
        LATER,
    )
    .tested_in("tests/mail/address.rs", "links_have_a_bound_for_each_person_and_each_address"),
    Row::new(
        "mail-instance",
        "links to confirm an address of mail",
        slot(&limits::MAIL_INSTANCE),
        Instance,
        LATER,
    )
    .tested_in("tests/mail/address.rs", "links_of_the_instance_have_a_bound"),
    Row::new(
        "mail-client",
        "forms that ask for a link to confirm an address of mail",
        slot(&limits::MAIL_CLIENT),
        Address,
        LATER,
    )
    .tested_in("tests/mail/address.rs", "one_network_has_so_many_links_sent"),
    Row::new(
        "mail-new",
        "of the links of this instance, those for accounts younger than a day",
        slot(&limits::MAIL_NEW),
        Instance,
        LATER,
    )
    .tested_in("tests/mail/address.rs", "new_accounts_leave_half_of_the_links_to_others"),
    Row::new(
        "mail-link",
        "time a link to confirm an address of mail is good",
        lasting(mail::LINK_LIFE),
        Person,
        "422, and another one is sent",
    )
    .tested_in("tests/mail/address.rs", "a_link_is_good_for_a_day"),
    Row::new(
        "mail-tried",
        "time a mail is tried that its server does not take",
        lasting(jobs::TRIED_FOR),
        Person,
        "given up; the inbox has everything",
    )
    .tested_in("tests/mail/sending.rs", "a_mail_is_given_up_after_three_days"),
    Row::new(
        "mail-at-once",
        "mails at once to one person",
        slot(&limits::MAIL_AT_ONCE),
        Person,
        "told of in the next digest",
    )
    .tested_in("tests/mail/sending.rs", "of_very_many_mails_the_rest_waits_for_the_digest"),
    Row::new(
        "mail-told",
        "notices of which one mail tells",
        Count(letters::TOLD_MOST as u64),
        Request,
        "it says that there is more in the inbox",
    )
    .tested_in("tests/mail/digest.rs", "a_digest_is_no_longer_than_it_may_be"),
    Row::new(
        "mail-due",
        "tasks with a date that one digest names",
        Count(letters::DUE_MOST as u64),
        Request,
        "the first ones are named",
    )
    .tested_in("tests/mail/digest.rs", "a_digest_is_no_longer_than_it_may_be"),
    Row::new(
        "mail-returned",
        "bytes of a mail that came back which are read",
        Most::Bytes(RETURNED_MOST),
        Request,
        "the rest is not looked at",
    )
    .tested_in("src/cli/admin/mail.rs", "no_more_of_a_returned_mail_is_read_than_its_report_needs"),
    Row::new(
        "push-browsers",
        "browsers to which somebody has notices pushed, until an operator lifts it",
        Count(push::MOST.unsigned_abs()),
        Person,
        "409 `account-full`",
    )
    .tested_in("tests/push/browsers.rs", "an_account_has_no_more_browsers_than_it_may_have"),
    Row::new(
        "push-endpoint",
        "address at which a push service takes messages for a browser",
        Most::Characters(PushEndpoint::MAX),
        Request,
        "422",
    )
    .tested_in("tests/push/browsers.rs", "an_address_is_no_longer_than_it_may_be"),
    Row::new(
        "push-message",
        "bytes of a message that is pushed to a browser",
        Most::Bytes(MESSAGE_MAX),
        Request,
        "its sentences are cut",
    )
    .tested_in("hall/src/letters/push.rs", "a_message_is_no_longer_than_a_push_service_takes"),
    Row::new(
        "push-told",
        "notices of which one pushed message tells",
        Count(letters::push::TOLD_MOST as u64),
        Request,
        "it says that there is more in the inbox",
    )
    .tested_in("tests/push/sending.rs", "a_message_tells_of_no_more_than_it_may"),
    Row::new(
        "push-tried",
        "time a message is tried that a push service does not take, and kept for a browser that is off",
        lasting(jobs::PUSH_TRIED_FOR),
        Person,
        "given up; the inbox has everything",
    )
    .tested_in("tests/push/answers.rs", "a_message_is_given_up_after_a_day"),
    Row::new(
        "inbox-row",
        "tasks that one row of the inbox names, and that one press on it reads",
        Count(TASKS_MOST as u64),
        Request,
        "the others are the row once these are read",
    )
    .tested_in("tests/notices/inbox.rs", "a_row_is_whole_and_names_sixty_tasks"),
    Row::new("notices-kept", "time a notice is kept", lasting(jobs::NOTICES_FOR), Person, "deleted")
        .tested_in("tests/notices/inbox.rs", "a_notice_is_kept_for_half_a_year"),
    Row::new("unread-for", "time a message of a discussion is unread", lasting(UNREAD_FOR), Person, "it counts as read")
        .tested_in(UNREAD, "a_marker_is_forgotten_after_a_year"),
    Row::new(
        "proposals-kept",
        "time an answered suggestion is kept that made no task",
        lasting(jobs::SUGGESTIONS_FOR),
        Person,
        "deleted",
    )
    .tested_in(
        "tests/suggestions/ends.rs",
        "answered_suggestions_are_kept_for_half_a_year_and_those_that_made_a_task_with_it",
    ),
    Row::new(
        "need-longer",
        "how far ahead somebody may say that they need longer for a task",
        lasting(LONGER_MAX),
        Person,
        "422 `date-too-far`",
    )
    .tested_in("tests/silence/answers.rs", "whoever_needs_longer_is_left_alone_until_then"),
    Row::new(
        "asked-alone",
        "how long one person alone is asked whether they go on with a task that was handed on",
        lasting(ANSWER_WITHIN),
        Person,
        "the next one is asked",
    )
    .tested_in(
        "tests/silence/heirs.rs",
        "one_after_the_other_is_asked_alone_for_a_day_and_then_it_looks_for_help",
    ),
    Row::new(
        "look-again",
        "tasks that look again at once for somebody who tells what they can",
        Count(arriving::LOOK_AGAIN_MOST as u64),
        Request,
        "the others look at their time",
    )
    .tested_in("tests/people/arrival.rs", "no_more_tasks_look_again_at_once_than_may"),
    Row::new(
        "look-again-in",
        "pursuances in which tasks look again at once for somebody who tells what they can",
        Count(arriving::LOOK_AGAIN_IN as u64),
        Request,
        "those they came to last; in the others tasks look at their time",
    )
    .tested_in("tests/people/arrival.rs", "no_more_pursuances_look_again_at_once_than_may"),
    Row::new("token-life", "time until a token ends", lasting(token::LONGEST), Person, "422, nothing made"),
    Row::new("session-idle", "time a session may lie unused", lasting(session::LIFE), Person, "signed out"),
    Row::new("session-life", "time until a session ends", lasting(session::LONGEST), Person, "signed out"),
    Row::new(
        "looks",
        "looks at other servers for somebody who is named",
        InSlot { count: lookup::LOOKUPS as i64, micros: lookup::SPAN },
        Person,
        LATER,
    )
    .in_memory(),
    Row::new(
        "looks-in-vain",
        "remembered looks that found nobody",
        Most::Count(lookup::FAILURES_MAX as u64),
        Instance,
        "all of them are forgotten",
    )
    .in_memory(),
    Row::new(
        "live-pages",
        "open browsers that follow what happens",
        AtOnce(web::request::live::MOST as u64),
        Person,
        "429",
    ),
    Row::new(
        "live-topics",
        "pages that a browser follows",
        Count(web::request::live::TOPICS as u64),
        Request,
        "400; the page says that it is not brought up to date",
    ),
];
