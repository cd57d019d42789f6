//! Rooms of a pursuance (RULES §9): places to speak besides the tasks.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use crate::id::{ActorId, RoomId};
use crate::time::{DAY, HOUR, MINUTE, SECOND, Time};
use crate::value::folded;
use crate::wording::{Wording, refusals};

/// The name of the room that every pursuance has from its first day.
pub const GENERAL: &str = "General";

/// The most rooms of a pursuance, archived ones among them.
pub const ROOMS_MAX: i64 = 100;

/// For how long a room is slowed.
pub const SLOWED_FOR: i64 = HOUR;

/// The time between two messages of one person in a slowed room.
pub const SLOW_PACE: i64 = MINUTE;

/// The time that a message has at least when a lifetime is set or shortened.
pub const LIFETIME_LEAST_LEFT: i64 = MINUTE;

/// The first room of a pursuance: its id follows from that of the pursuance, so that no way to make one can forget it.
pub fn general_of(pursuance: &ActorId) -> RoomId {
    let mut id = pursuance.0.clone();
    let last = if id.pop() == Some('0') { '1' } else { '0' };
    id.push(last);
    RoomId(id)
}

/// The form in which names of rooms are compared: two rooms of a pursuance never have the same.
pub fn room_key(name: &str) -> String {
    folded(name)
}

/// For how long the messages of a room are kept, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Lifetime(i64);

impl Lifetime {
    /// The shortest, in seconds.
    pub const LEAST: i64 = MINUTE / SECOND;
    /// The longest, in seconds.
    pub const MOST: i64 = 90 * DAY / SECOND;

    /// A lifetime of that many seconds; none where it is shorter or longer than may be.
    pub fn of_seconds(seconds: i64) -> Option<Self> {
        (Self::LEAST..=Self::MOST).contains(&seconds).then_some(Self(seconds))
    }

    /// In seconds.
    pub fn seconds(self) -> i64 {
        self.0
    }

    /// The moment at which a message ends that was written at `at`, in a room that has this lifetime since `since`.
    pub fn end_of(self, at: Time, since: Time) -> Time {
        at.plus(self.0 * SECOND).max(since.plus(LIFETIME_LEAST_LEFT))
    }

    /// Of the messages of a room that has this lifetime since `since`: those written before this moment have ended by `now`.
    pub fn ended_before(self, since: Time, now: Time) -> Option<Time> {
        (now >= since.plus(LIFETIME_LEAST_LEFT)).then(|| now.plus(-self.0 * SECOND))
    }
}

impl<'de> Deserialize<'de> for Lifetime {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let seconds = i64::deserialize(deserializer)?;
        let text = format!("a lifetime has {} to {} seconds", Self::LEAST, Self::MOST);
        Self::of_seconds(seconds).ok_or_else(|| serde::de::Error::custom(text))
    }
}

impl JsonSchema for Lifetime {
    fn schema_name() -> Cow<'static, str> {
        "Lifetime".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "integer", "minimum": Self::LEAST, "maximum": Self::MOST,
            "description": "Seconds, from a minute to 90 days."
        })
    }
}

/// The effect of `@room` in a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Called {
    /// All members who read the room are told, but those who muted it.
    Told,
    /// It is a word: its author may not call the room.
    Role,
    /// It is a word: they have called rooms there as often as they may for now.
    TooMany,
}

/// A room as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoomFacts {
    /// Whether it is the one that every pursuance has.
    pub is_general: bool,
    /// Whether it is archived.
    pub is_archived: bool,
    /// Until when it is slowed.
    pub slowed_until: Option<Time>,
}

/// The reason why nothing happens in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TalkRefusal {
    /// It is archived, and only read.
    Archived,
    /// The first room of a pursuance stays.
    GeneralStays,
    /// Another room has the name.
    NameTaken,
    /// More of its messages have just ended than are deleted at once.
    Ending,
    /// One message a minute for each person, for now.
    Slowed {
        /// The seconds until the next one.
        retry_after: u64,
    },
}

refusals!(TalkRefusal);

impl TalkRefusal {
    /// The stable word for programs.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Archived => "room-archived",
            Self::GeneralStays => "general-stays",
            Self::NameTaken => "room-name-taken",
            Self::Ending => "room-ending",
            Self::Slowed { .. } => "rate-limit",
        }
    }

    /// The member of the input it is about, where it is one.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::NameTaken => Some("name"),
            Self::Slowed { .. } => Some("body"),
            Self::Ending => Some("lifetime"),
            Self::Archived | Self::GeneralStays => None,
        }
    }

    /// The words of the refusal for people.
    pub fn wording(&self) -> Wording {
        match self {
            Self::Archived => Wording::new("refusal-room-archived"),
            Self::GeneralStays => Wording::new("refusal-general-stays"),
            Self::NameTaken => Wording::new("refusal-room-name-taken"),
            Self::Ending => Wording::new("refusal-room-ending"),
            Self::Slowed { retry_after } => Wording::new("refusal-room-slowed").set("seconds", *retry_after),
        }
    }
}

impl RoomFacts {
    /// Whether anything may be changed in it. What only deletes is not asked.
    ///
    /// # Errors
    /// [`TalkRefusal::Archived`] where it is only read.
    pub fn demand_open(&self) -> Result<(), TalkRefusal> {
        if self.is_archived { Err(TalkRefusal::Archived) } else { Ok(()) }
    }

    /// Whether it may be archived, or brought back.
    ///
    /// # Errors
    /// [`TalkRefusal::GeneralStays`] of the first room.
    pub fn may_archive(&self) -> Result<(), TalkRefusal> {
        if self.is_general { Err(TalkRefusal::GeneralStays) } else { Ok(()) }
    }

    /// Whether somebody whose last message here has the time `last` may say something at `now`.
    ///
    /// # Errors
    /// [`TalkRefusal`] where it is archived, or slowed and they have to wait.
    pub fn may_say(&self, last: Option<Time>, now: Time) -> Result<(), TalkRefusal> {
        self.demand_open()?;
        let next = last.map(|last| last.plus(SLOW_PACE)).filter(|_| self.is_slowed(now));
        match next.map(|next| next.0 - now.0).filter(|wait| *wait > 0) {
            Some(wait) => {
                let seconds = wait.saturating_add(SECOND - 1) / SECOND;
                Err(TalkRefusal::Slowed { retry_after: u64::try_from(seconds).unwrap_or(1) })
            }
            None => Ok(()),
        }
    }

    /// Whether everybody waits between two messages.
    pub fn is_slowed(&self, now: Time) -> bool {
        self.slowed_until.is_some_and(|until| now < until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: RoomFacts = RoomFacts { is_general: false, is_archived: false, slowed_until: None };

    #[test]
    fn the_first_room_has_an_id_of_its_own_that_follows_from_its_pursuance() {
        let general = |id: &str| general_of(&ActorId::from(id)).0;
        assert_eq!(general("01k9w8d6e8f0g2h4j6k8m0n2p4"), "01k9w8d6e8f0g2h4j6k8m0n2p0");
        assert_eq!(general("01k9w8d6e8f0g2h4j6k8m0n2p0"), "01k9w8d6e8f0g2h4j6k8m0n2p1");
    }

    #[test]
    fn an_archived_room_is_only_read_and_the_first_one_stays() {
        let archived = RoomFacts { is_archived: true, ..OPEN };
        assert_eq!(archived.may_say(None, Time(0)), Err(TalkRefusal::Archived));
        assert_eq!(archived.demand_open(), Err(TalkRefusal::Archived));
        assert_eq!(archived.may_archive(), Ok(()));
        let general = RoomFacts { is_general: true, ..OPEN };
        assert_eq!(general.may_archive(), Err(TalkRefusal::GeneralStays));
        assert_eq!(general.demand_open(), Ok(()));
    }

    #[test]
    fn a_slowed_room_takes_one_message_a_minute_of_each_person_until_it_ends() {
        let now = Time(1_000 * MINUTE);
        let slowed = RoomFacts { slowed_until: Some(now.plus(HOUR)), ..OPEN };
        assert_eq!(slowed.may_say(None, now), Ok(()));
        assert_eq!(slowed.may_say(Some(now.plus(-MINUTE)), now), Ok(()));
        assert_eq!(slowed.may_say(Some(now), now), Err(TalkRefusal::Slowed { retry_after: 60 }));
        let late = now.plus(-MINUTE + 1);
        assert_eq!(slowed.may_say(Some(late), now), Err(TalkRefusal::Slowed { retry_after: 1 }));
        assert_eq!(slowed.may_say(Some(now.plus(HOUR)), now.plus(HOUR)), Ok(()), "it ends by itself");
        assert_eq!(OPEN.may_say(Some(now), now), Ok(()));
    }

    #[test]
    fn a_lifetime_has_a_minute_to_ninety_days() {
        for (seconds, is_one) in [(59, false), (60, true), (7_776_000, true), (7_776_001, false), (-1, false)]
        {
            assert_eq!(Lifetime::of_seconds(seconds).is_some(), is_one, "{seconds}");
        }
    }

    #[test]
    fn what_stood_there_before_a_lifetime_has_at_least_a_minute() {
        let (since, hour) = (Time(100 * HOUR), Lifetime::of_seconds(3_600).unwrap());
        let old = since.plus(-2 * HOUR);
        assert_eq!(hour.end_of(old, since), since.plus(MINUTE));
        assert_eq!(hour.end_of(since, since), since.plus(HOUR));
        assert_eq!(hour.ended_before(since, since.plus(MINUTE - 1)), None);
        assert_eq!(hour.ended_before(since, since.plus(MINUTE)), Some(since.plus(MINUTE - HOUR)));
    }
}
