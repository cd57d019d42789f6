//! Identifiers. Own ids are UUIDv7, written as 26 lower-case Crockford base32 characters; ids of other servers are
//! opaque text. Both are kept as text, as in the database, on the wire and on pages.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::time::Time;

/// Texts that are told apart by their types, and kept as they are.
macro_rules! opaque_text {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The text as stored and shown.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    )+};
}

pub(crate) use opaque_text;

opaque_text! {
    /// A person, a pursuance or an instance, here or elsewhere.
    ActorId,
    /// A task of ours (a mirror is a task of ours too).
    TaskId,
    /// One side of a delegation: the row id at that pursuance.
    DelegationId,
    /// A comment.
    MessageId,
    /// A room of a pursuance.
    RoomId,
    /// A file hung on a task.
    FileId,
    /// A signed-in browser.
    SessionId,
    /// A bearer token of the API.
    TokenId,
    /// A stored Action waiting for a decision.
    ProposalId,
    /// An invitation.
    InviteId,
    /// A request for an account.
    AccountRequestId,
    /// The question to a person whether they join.
    AskId,
    /// The question to a person whether they take a task.
    OfferId,
    /// The question to a member whether they accompany a learner on a task.
    MentorId,
    /// An offer of skills of a pursuance to others: the row id here.
    SkillOfferId,
    /// A feed of what somebody may read.
    FeedId,
    /// A search that somebody saved.
    SearchId,
    /// A browser to which notices are pushed.
    PushId,
    /// The reason that somebody gave for what they did to a member: a text of its own.
    ReasonId,
}

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// A new id: UUIDv7 of `now` with ten random bytes, so ids sort by the time they were made.
pub fn new_id(now: Time, random: [u8; 10]) -> String {
    let millis = u64::try_from(now.0 / 1_000).unwrap_or(0);
    encode(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
}

/// 128 bits as 26 Crockford base32 characters, most significant first; the first character holds three bits.
fn encode(uuid: Uuid) -> String {
    let bits = uuid.as_u128();
    (0..26).rev().map(|place| char::from(ALPHABET[((bits >> (place * 5)) & 31) as usize])).collect()
}

/// The 128 bits of an id made here, as private pursuances name the same thing (docs/sealed.md §3.0).
pub fn bits_of(text: &str) -> Option<u128> {
    if !is_own_id(text) {
        return None;
    }
    let digit = |byte: u8| ALPHABET.iter().position(|letter| *letter == byte);
    text.bytes().try_fold(0_u128, |bits, byte| Some((bits << 5) | u128::try_from(digit(byte)?).ok()?))
}

/// Whether `text` has the form of an id made here.
pub fn is_own_id(text: &str) -> bool {
    text.len() == 26 && text.bytes().all(|b| ALPHABET.contains(&b)) && text.as_bytes()[0] <= b'7'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_our_form_and_sort_by_time() {
        let early = new_id(Time(1_700_000_000_000_000), [255; 10]);
        let late = new_id(Time(1_700_000_000_001_000), [0; 10]);
        assert!(is_own_id(&early) && is_own_id(&late));
        assert!(early < late);
    }

    #[test]
    fn an_id_is_read_as_the_bits_that_it_was_made_of() {
        for bits in [0, 1, 31, 32, u128::MAX, 0x0190_a7b2_c3d4_7e5f_8011_2233_4455_6677] {
            assert_eq!(bits_of(&encode(Uuid::from_u128(bits))), Some(bits));
        }
        assert_eq!(bits_of("leaks-lab"), None);
        assert_eq!(bits_of("81arz3ndektsv4rrffq69g5fav"), None);
    }

    #[test]
    fn other_texts_are_not_our_ids() {
        for text in [
            "",
            "leaks-lab",
            "01ARZ3NDEKTSV4RRFFQ69G5FAV",
            "81arz3ndektsv4rrffq69g5fav",
            "01arz3ndektsv4rrffq69g5fal",
        ] {
            assert!(!is_own_id(text), "{text}");
        }
    }
}
