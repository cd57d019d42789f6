//! Choices from a short list of words.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ValueRefusal;
use crate::time::{DAY, MINUTE, Time};

macro_rules! choice {
    ($($(#[$doc:meta])* $name:ident($what:literal, $choices:literal) { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every choice, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word stored, sent and typed.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Reads the word.
            ///
            /// # Errors
            /// When the word is none of the choices.
            pub fn parse(text: &str) -> Result<Self, ValueRefusal> {
                match text.trim() {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(ValueRefusal::NotAChoice { what: $what, choices: $choices }),
                }
            }
        }
    )+};
}

choice! {
    /// The amount of work of a task, from the smallest on. A task of unknown size stands between a small and a medium one.
    Size("the size", "xs, s, none, m, l") {
        /// About 20 minutes.
        Xs = "xs",
        /// An hour or two.
        S = "s",
        /// Nobody said how much.
        #[default]
        Unsaid = "none",
        /// About a day.
        M = "m",
        /// About a week.
        L = "l",
    }
    /// Whether a task can wait.
    Urgency("the urgency", "normal, urgent") {
        /// Can wait.
        #[default]
        Normal = "normal",
        /// Cannot wait.
        Urgent = "urgent",
    }
    /// The readers of a pursuance.
    Visibility("the visibility", "public, unlisted, members, sealed") {
        /// Everyone; the pursuance is listed.
        #[default]
        Public = "public",
        /// Everyone who has the address.
        Unlisted = "unlisted",
        /// Members only; the server can read it.
        Members = "members",
        /// Members only; the server cannot read it.
        Sealed = "sealed",
    }
    /// The way to become a member.
    Joining("joining", "open, approval") {
        /// At once.
        #[default]
        Open = "open",
        /// After a Recruiter or above agrees.
        Approval = "approval",
    }
    /// Which work is reviewed in a pursuance (docs/rules.md §2).
    Reviews("reviews", "always, named, never") {
        /// All work: where nobody is named, by somebody else who may.
        #[default]
        Always = "always",
        /// The work on tasks for which a reviewer is named.
        Named = "named",
        /// No work.
        Never = "never",
    }
    /// After how many days the keys of a private pursuance are renewed though nobody left (docs/sealed.md §3.13).
    KeyRenewal("renew_keys", "7, 90, off") {
        /// A week: where much is talked.
        Week = "7",
        /// Ninety days.
        #[default]
        Quarter = "90",
        /// By no clock.
        Off = "off",
    }
    /// The readers of a room.
    RoomReaders("open", "everyone, members") {
        /// Everyone who sees the pursuance, but Untrusted members of a closed one.
        #[default]
        Everyone = "everyone",
        /// Members, from Viewer on.
        Members = "members",
    }
    /// Who may open an account on an instance.
    Door("the door", "anybody, invited, request, nobody") {
        /// Anybody.
        Anybody = "anybody",
        /// Only with an invitation into a pursuance, or by operators.
        Invited = "invited",
        /// Everybody who asks for it and is let in by an operator; and with an invitation.
        Request = "request",
        /// Only operators make accounts.
        #[default]
        Nobody = "nobody",
    }
    /// How long an invitation works.
    InviteLife("the time until it ends", "10m, 1d, 7d, 14d, 30d, never") {
        /// Ten minutes: for somebody who is in the room.
        TenMinutes = "10m",
        /// A day.
        Day = "1d",
        /// A week.
        #[default]
        Week = "7d",
        /// Two weeks.
        Fortnight = "14d",
        /// A month.
        Month = "30d",
        /// Until it is revoked.
        Never = "never",
    }
    /// How well somebody knows a skill.
    SkillLevel("the level", "do, learning, mentor") {
        /// They do such work.
        #[default]
        Do = "do",
        /// They learn it, and are asked where somebody helps.
        Learning = "learning",
        /// They do such work and help others to learn it.
        Mentor = "mentor",
    }
    /// The handling of the open tasks of somebody who is away.
    AwayTasks("the tasks", "keep, stand_by, hand_on") {
        /// They keep them; the clock of silence rests.
        #[default]
        Keep = "keep",
        /// They keep them, and whoever stands by is asked.
        StandBy = "stand_by",
        /// They are handed on.
        HandOn = "hand_on",
    }
    /// The handling of tasks whose people are silent for long.
    HandingOn("what happens after a silence", "learnt, fixed, off") {
        /// They are handed on when a silence is unusual for the pursuance.
        #[default]
        Learnt = "learnt",
        /// A reminder after a set number of days, handed on after another.
        Fixed = "fixed",
        /// Nothing happens.
        Off = "off",
    }
    /// How the hours of a day are told.
    HourClock("the clock", "12, 24") {
        /// Twice from 1 to 12, with AM and PM.
        Twelve = "12",
        /// From 0 to 23.
        #[default]
        TwentyFour = "24",
    }
    /// The day on which a week begins.
    WeekStart("the first day of the week", "monday, sunday, friday, saturday") {
        #[default]
        Monday = "monday",
        Sunday = "sunday",
        Friday = "friday",
        Saturday = "saturday",
    }
    /// The form of a feed.
    FeedForm("the form", "calendar, atom") {
        /// Dates, for calendars: iCalendar (RFC 5545).
        #[default]
        Calendar = "calendar",
        /// Events, for feed readers: Atom (RFC 4287).
        Atom = "atom",
    }
    /// The scope of a token.
    TokenScope("the scope", "read, act") {
        /// Everything that its person may read.
        #[default]
        Read = "read",
        /// Everything that its person may do, without the rights of operators.
        Act = "act",
    }
}

impl TryFrom<String> for Door {
    type Error = ValueRefusal;

    fn try_from(word: String) -> Result<Self, ValueRefusal> {
        Self::parse(&word)
    }
}

/// The name that other servers are told of a pursuance that only its members may read (PROTOCOL §1.3).
pub const PRIVATE_PURSUANCE: &str = "Private pursuance";

impl Visibility {
    /// Whether everybody may read it.
    pub fn is_open(self) -> bool {
        match self {
            Self::Public | Self::Unlisted => true,
            Self::Members | Self::Sealed => false,
        }
    }

    /// Whether it is private: its members alone read it, and the server does not.
    pub fn is_private(self) -> bool {
        match self {
            Self::Sealed => true,
            Self::Public | Self::Unlisted | Self::Members => false,
        }
    }
}

impl InviteLife {
    /// The end of an invitation that is made now; none when it works until it is revoked.
    pub fn ends(self, now: Time) -> Option<Time> {
        let lasts = match self {
            Self::TenMinutes => 10 * MINUTE,
            Self::Day => DAY,
            Self::Week => 7 * DAY,
            Self::Fortnight => 14 * DAY,
            Self::Month => 30 * DAY,
            Self::Never => return None,
        };
        Some(now.plus(lasts))
    }
}

impl Size {
    /// The weight of the size in progress and karma: ½, 1, 2 (RULES §1), in halves. An unknown one counts as a small one.
    pub fn half_weights(self) -> u32 {
        match self {
            Self::Xs | Self::S | Self::Unsaid => 1,
            Self::M => 2,
            Self::L => 4,
        }
    }

    /// Whether anything is said of the amount of work.
    pub fn is_said(self) -> bool {
        self != Self::Unsaid
    }
}
