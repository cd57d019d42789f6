//! People and strangers: how often somebody may try, and how much may be under way for them.

use super::Most::{AtOnce, InSlot, Rate};
use super::Per::{Address, Instance, Person};
use super::{Most, Row};
use crate::actions::limits::{self, Limit};
use crate::inbox::Allowance;
use crate::{api, credentials, directory, web};

const fn slot(limit: Limit) -> Most {
    InSlot { count: limit.most, micros: limit.slot }
}

/// What one token may ask.
const CALLS: Allowance = Allowance { at_once: api::BURST.get(), then_every: api::EVERY };

/// Said when somebody tries too often.
const LATER: &str = "429 with Retry-After";

pub const ROWS: &[Row] = &[
    Row::new(
        "sign-in-name-there",
        "tries to sign in with one name from one address",
        slot(limits::SIGN_IN_NAME_THERE),
        Address,
        LATER,
    ),
    Row::new("sign-in-name", "tries to sign in with one name", slot(limits::SIGN_IN_NAME), Person, LATER),
    Row::new("sign-in-address", "tries to sign in", slot(limits::SIGN_IN_ADDRESS), Address, LATER),
    Row::new("join-address", "tries to open an account", slot(limits::JOIN_ADDRESS), Address, LATER),
    Row::new(
        "hashing",
        "passphrases being checked, 19 MiB of memory each",
        AtOnce(credentials::AT_ONCE as u64),
        Instance,
        "the next waits",
    ),
    Row::new("calls", "requests to the API with one token", Rate(CALLS), Person, "429 `rate-limit`"),
    Row::new(
        "looks",
        "looks at other servers for somebody who is named",
        InSlot { count: directory::LOOKS as i64, micros: directory::SPAN },
        Person,
        LATER,
    ),
    Row::new(
        "looks-in-vain",
        "remembered looks that found nobody",
        Most::Count(directory::FAILURES_MAX as u64),
        Instance,
        "all of them are forgotten",
    ),
    Row::new(
        "live-pages",
        "open pages that follow what happens",
        AtOnce(web::live::MOST as u64),
        Person,
        "429",
    ),
];
