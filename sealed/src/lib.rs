//! Private pursuances: the formats of what a server keeps and cannot read, and the rules that it can hold without a key.
//! Pure: no I/O, no clock, no randomness of its own. The formats and rules are those of docs/sealed.md; they are not
//! yet independently reviewed.
//!
//! | word | where |
//! |---|---|
//! | names and public values of fixed length | [`ids`] |
//! | secrets, which are overwritten and never printed | [`secret`] |
//! | bytes: frames, the strict reader, the writer | [`frame`], [`reader`], [`writer`] |
//! | why something is refused | [`error`] |
//! | signatures, boxes, HPKE | [`sign`], [`aead`], [`kem`] |
//! | accounts: passphrases and what comes from them | [`account`] |
//! | identities, and where their keys are kept | [`identity`], [`slot`], [`recovery`], [`export`], [`pbox`] |
//! | other ways in | [`pairing`], [`signin`], [`place`] |
//! | the members' log, and what it means | [`log::Entry`], [`log::Fold`] |
//! | epochs, their keys, seals to members | [`epoch`] |
//! | fields of objects | [`envelope`], [`field`], [`revision`] |
//! | messages, files, skills | [`chat`], [`file`](mod@file), [`tags`] |
//! | invitations | [`invite`] |
//! | tasks for other pursuances | [`delegation`], [`epoch_card`] |
//! | records, bundles, relays, moves | [`record`], [`bundle`], [`relay`], [`moved`] |
//! | what a server checks of what is put | [`check`] |
//! | one hash over all objects | [`checkpoint`] |
//! | what a member's device opens of it | [`replica`] |
//! | words that people compare | [`words`] |
//! | any object as text | [`dump`] |
//! | what decoders are tried with | `fuzzing` |

#![forbid(unsafe_code)]

pub mod account;
pub mod aead;
pub mod bundle;
pub mod chat;
pub mod check;
pub mod checkpoint;
pub mod delegation;
pub mod dump;
pub mod envelope;
pub mod epoch;
pub mod epoch_card;
pub mod error;
pub mod export;
pub mod field;
pub mod file;
pub mod frame;
#[doc(hidden)]
pub mod fuzzing;
pub mod identity;
pub mod ids;
pub mod invite;
pub mod kem;
pub mod limits;
pub mod log;
pub mod moved;
pub mod pairing;
pub mod pbox;
pub mod place;
pub mod reader;
pub mod record;
pub mod recovery;
pub mod relay;
pub mod replica;
pub mod revision;
pub mod secret;
pub mod sign;
mod signed;
pub mod signin;
pub mod slot;
pub mod tags;
mod text64;
pub mod words;
pub mod writer;
#[cfg(test)]
mod wycheproof;
