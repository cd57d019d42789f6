//! People and strangers: how many attempts, and how much may be in progress for them.

use std::time::Duration;

use super::Most::{AtOnce, Count, InSlot, Rate, Time};
use super::Per::{Address, Instance, Person, Pursuance};
use super::{Most, Row};
use crate::actions::limits::{self, Limit};
use crate::actions::{grant, pursuance, session, token};
use crate::pace::{ACTIONS, CREDENTIALS};
use crate::{api, credentials, lookup, web};

const fn slot(limit: &Limit) -> Most {
    InSlot { count: limit.most, micros: limit.slot }
}

const fn lasting(micros: i64) -> Most {
    Time(Duration::from_micros(micros.unsigned_abs()))
}

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
    Row::new("join-address", "tries to open an account", slot(&limits::JOIN_ADDRESS), Address, LATER),
    Row::new(
        "hashing",
        "passphrases being checked, 19 MiB of memory each",
        AtOnce(credentials::AT_ONCE as u64),
        Instance,
        "the next waits",
    ),
    Row::new(
        "calls",
        "requests to the API with tokens of one account",
        Rate(api::CALLS),
        Person,
        "429 `rate-limit`",
    ),
    Row::new("actions", "actions, by pages and tokens together", Rate(ACTIONS), Person, "429 `rate-limit`"),
    Row::new(
        "credentials",
        "changes of one's own sessions, tokens and passphrase",
        Rate(CREDENTIALS),
        Person,
        "429 `rate-limit`",
    ),
    Row::new(
        "pursuances",
        "pursuances somebody has started, until an operator lifts it",
        Count(pursuance::FOUNDED_MOST.unsigned_abs()),
        Person,
        "409 `account-full`",
    ),
    Row::new(
        "joined",
        "pursuances somebody is in or has asked to join, until an operator lifts it",
        Count(pursuance::JOINED_MOST.unsigned_abs()),
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
        "tokens",
        "tokens that open something, until an operator lifts it",
        Count(token::MOST.unsigned_abs()),
        Person,
        "409 `account-full`",
    ),
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
        "open pages that follow what happens",
        AtOnce(web::request::live::MOST as u64),
        Person,
        "429",
    ),
];
