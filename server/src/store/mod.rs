//! SQL, one file per family of tables. Nothing outside names `sqlx`.
//!
//! Adding a query: a `const` text with `$1` placeholders (they work on both databases), a free function taking
//! `&mut ReadTx` or `&mut WriteTx`, domain types out, `Option` for "not there". Numbers are `BIGINT` and decode as `i64`;
//! cast sums. Words and documents are parsed here, a list by `damage::listed`, one that goes on by
//! `damage::Stretch` ([`damage`]): no JSON text leaves the store. A statement of a length that is not known is put together of
//! constants and bound values by [`db::built`]. Add a rule to `server/tests/store`, which runs it on SQLite and on Postgres.

pub mod account_links;
pub mod accounts;
pub mod actor_keys;
pub mod actors;
pub mod asks;
pub mod availability;
pub mod backup;
pub mod bans;
pub mod channels;
pub mod closing;
mod columns;
pub mod comments;
mod damage;
pub mod db;
pub use db::built::{LONGEST, SLOW_ON_POSTGRES, SLOW_ON_SQLITE};
pub mod delegations;
pub mod deliveries;
pub mod dependencies;
pub mod discussions;
pub mod eligible;
pub mod endings;
pub mod erase;
pub mod error;
pub mod events;
pub mod feeds;
pub mod finding;
pub mod followers;
pub mod forms;
pub mod fulltext;
pub mod grants;
pub mod handover;
pub mod instance;
pub mod invites;
pub mod jobs;
pub mod karma;
pub mod keys;
pub mod mails;
pub mod mentors;
pub mod migrate;
pub mod no_copy;
pub mod notices;
pub mod offers;
pub mod operations;
pub mod outline;
pub mod pairing;
pub mod pictures;
pub mod pursuances;
pub mod pushes;
pub mod requests;
pub mod room;
mod search;
pub mod searches;
pub mod sidebar;
pub mod silence;
pub mod skill_offers;
pub mod skills;
mod spin;
pub mod standing;
mod states;
pub mod statistics;
pub mod succession;
pub mod suggestions;
pub mod tasks;
pub mod texts;
pub mod tokens;
pub mod turns;
pub mod undoables;
pub mod waiting;
pub mod watches;
pub mod ways;
mod words;
