//! Reasons that programs read (PROTOCOL §2.7).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! reasons {
    ($($variant:ident = $code:literal: $text:literal),+ $(,)?) => {
        /// The reason of a refusal, an end or a recall, as sent in `reasonCode`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
        pub enum Reason { $(#[doc = $text] #[serde(rename = $code)] $variant),+ }

        impl Reason {
            /// Every reason.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code on the wire.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// Reads a code; an unknown one is `other`.
            pub fn parse(code: &str) -> Self {
                match code { $($code => Self::$variant,)+ _ => Self::Other }
            }
        }
    };
}

reasons! {
    Capacity = "capacity": "No room for it right now.",
    Skills = "skills": "Nobody there has the skills.",
    DueTooSoon = "due-too-soon": "The date is too near.",
    NotNow = "not-now": "Not now; perhaps later.",
    DuplicateOffer = "duplicate-offer": "The same offer was made before.",
    Loop = "loop": "The task would come back to somebody who handed it on.",
    Depth = "depth": "The task has been handed on as often as was agreed.",
    RedelegationForbidden = "redelegation-forbidden": "It was agreed that the task is not handed on.",
    NoPact = "no-pact": "There is no agreement between the two pursuances.",
    PactLimit = "pact-limit": "The agreement between the two pursuances allows no more.",
    RateLimit = "rate-limit": "Too many at once.",
    Blocked = "blocked": "The pursuance does not take anything from the other one.",
    NotMember = "not-member": "Only members may do that.",
    NotPermitted = "not-permitted": "That is not theirs to do.",
    Expired = "expired": "The time to answer has passed.",
    Superseded = "superseded": "Something newer has taken its place.",
    Taken = "taken": "Somebody else has the task.",
    Withdrawn = "withdrawn": "The offer was taken back.",
    StaleTerms = "stale-terms": "The terms have changed since.",
    StaleRevision = "stale-revision": "It has changed since.",
    UnknownDelegation = "unknown-delegation": "Nothing of the kind is open there.",
    UnknownEpoch = "unknown-epoch": "The numbering of messages began anew.",
    Equivocation = "equivocation": "Two different messages came under one number.",
    Unparseable = "unparseable": "The message could not be read.",
    Unsupported = "unsupported": "The other server does not do this.",
    TooLarge = "too-large": "The message is larger than allowed.",
    SealedUnsupported = "sealed-unsupported": "The other server cannot read private tasks.",
    KeyUnverified = "key-unverified": "The key of the other server is not confirmed.",
    ActorGone = "actor-gone": "The pursuance no longer exists.",
    TaskDeleted = "task-deleted": "The task was deleted.",
    Stalled = "stalled": "There was no news for too long.",
    ChangesRequested = "changes-requested": "Something is still missing.",
    NotAcceptable = "not-acceptable": "The work was not accepted.",
    ReturnSkills = "return-skills": "It needs skills that nobody there has.",
    ReturnCapacity = "return-capacity": "There is no longer room for it.",
    ReturnBlocked = "return-blocked": "Something stands in the way of the work.",
    Policy = "policy": "The rules of that server do not allow it.",
    Other = "other": "No reason was given.",
}

macro_rules! why {
    ($($(#[$doc:meta])* $name:ident { $($variant:ident = $code:literal),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
        pub enum $name {
            $(#[doc = $code] #[serde(rename = $code)] $variant,)+
            /// Another reason, or none.
            #[default]
            #[serde(rename = "other")]
            Other,
        }

        impl $name {
            /// Every reason but `other`.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The reason as the protocol has it.
            pub fn reason(self) -> Reason {
                match self { $(Self::$variant => Reason::$variant,)+ Self::Other => Reason::Other }
            }

            /// Reads a code; anything else is `other`.
            pub fn parse(code: &str) -> Self {
                match code { $($code => Self::$variant,)+ _ => Self::Other }
            }
        }
    )+};
}

why! {
    /// A person's reason to decline an offer.
    WhyDeclined {
        Capacity = "capacity",
        Skills = "skills",
        DueTooSoon = "due-too-soon",
        NotNow = "not-now",
    }
    /// A person's reason to give a task back.
    WhyReturned {
        ReturnCapacity = "return-capacity",
        ReturnSkills = "return-skills",
        ReturnBlocked = "return-blocked",
    }
    /// A person's reason to recall a task.
    WhyRecalled {
        Superseded = "superseded",
        Taken = "taken",
        Stalled = "stalled",
    }
}

impl<'de> Deserialize<'de> for Reason {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::parse(&String::deserialize(deserializer)?))
    }
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_reads_back_and_unknown_ones_are_other() {
        for reason in Reason::ALL {
            assert_eq!(Reason::parse(reason.as_str()), *reason);
            let json = serde_json::to_string(reason).unwrap();
            assert_eq!(serde_json::from_str::<Reason>(&json).unwrap(), *reason);
        }
        assert_eq!(Reason::parse("bad-hair-day"), Reason::Other);
    }

    #[test]
    fn what_people_choose_from_are_reasons_of_the_protocol() {
        fn check<T: Copy + PartialEq + std::fmt::Debug + Serialize>(
            all: &[T],
            reason: fn(T) -> Reason,
            parse: fn(&str) -> T,
        ) {
            for one in all {
                let code = reason(*one).as_str();
                assert_eq!(serde_json::to_value(one).unwrap(), code);
                assert_eq!(parse(code), *one);
            }
        }
        check(WhyDeclined::ALL, WhyDeclined::reason, WhyDeclined::parse);
        check(WhyReturned::ALL, WhyReturned::reason, WhyReturned::parse);
        check(WhyRecalled::ALL, WhyRecalled::reason, WhyRecalled::parse);
        assert_eq!(
            WhyDeclined::parse("loop").reason(),
            Reason::Other,
            "nobody here says that a chain is a loop"
        );
    }
}
