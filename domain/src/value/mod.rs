//! Typed input, parsed once at the door and valid ever after.
//!
//! Every type here has `parse`, refuses with a [`ValueRefusal`] that describes valid input, and goes through JSON as
//! its text.

mod at_most;
mod choice;
mod chosen;
mod clock;
mod emoji;
mod language;
mod leveled;
mod mail;
mod name;
mod number;
mod parts;
mod push;
mod reference;
mod text;
mod unseen;

pub use choice::{
    AwayTasks, Door, FeedForm, HandingOn, HourClock, InviteLife, Joining, KeyRenewal, PRIVATE_PURSUANCE,
    Reviews, RoomReaders, Size, SkillLevel, TokenScope, Urgency, Visibility, WeekStart,
};
pub use chosen::Chosen;
pub use clock::{ClockTime, Day};
pub use emoji::Emoji;
pub use language::Language;
pub use leveled::{LeveledSkill, LeveledSkills};
pub use mail::MailAddress;
pub use name::{ActorRef, Name, fold_name, is_reserved};
pub use parts::Parts;
pub use push::{PushEndpoint, PushKey, PushSecret};
pub use reference::{BlockerRef, TaskRef};
pub use text::*;

pub(crate) use at_most::at_most;
pub(crate) use number::number;
pub(crate) use text::{folded, one_line};

use serde::Deserialize;

use crate::wording::Wording;

/// The reason why a text was refused as a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValueRefusal {
    /// The text is empty.
    #[error("{what} is missing")]
    Empty { what: &'static str },
    /// Longer than allowed, counted in Unicode scalar values.
    #[error("{what} is longer than {max} characters ({got})")]
    TooLong { what: &'static str, max: usize, got: usize },
    /// A name of the wrong form.
    #[error(
        "a name has 2 to 30 characters: small letters, digits, - and _, beginning with a letter and ending with a letter or digit"
    )]
    NameForm,
    /// A name that addresses of this program use themselves.
    #[error("“{name}” is kept for the server itself; please choose another name")]
    Reserved { name: String },
    /// A skill that is not `Area:Sub`.
    #[error("a skill is written Area:Detail, for example Language:French")]
    SkillForm,
    /// More entries than allowed.
    #[error("at most {max} {what} are allowed")]
    TooMany { what: &'static str, max: usize },
    /// A list whose depths make no tree.
    #[error("task {place} of the list is more than one level deeper than the one before it")]
    NotATree { place: usize },
    /// Not one of the words a choice knows.
    #[error("{what} is one of: {choices}")]
    NotAChoice { what: &'static str, choices: &'static str },
    /// Not the name of a room that the reader may read.
    #[error(
        "no room that you may read is called “{name}”; one of a pursuance that is not yours is named slug/name"
    )]
    NoSuchRoom { name: String },
    /// Not a handle or address of a person or pursuance.
    #[error("write a name, name@server, or the address of a page")]
    ActorForm,
    /// Not a reference to a task.
    #[error("write the number of a task, slug#number, or the address of a task")]
    TaskForm,
    /// Not a time of the day.
    #[error("a time of the day is written HH:MM, for example 22:00")]
    ClockForm,
    /// Not a day of the calendar.
    #[error("a day is written like 2026-12-15, between 2000 and 2199")]
    DayForm,
    /// A number outside its bounds.
    #[error("{what} is a whole number from {least} to {most}")]
    NotBetween { what: &'static str, least: u8, most: u8 },
    /// A task would be handed on before its person is reminded.
    #[error("hand_on_after is larger than remind_after: the reminder comes first")]
    HandOnFirst,
    /// Not 64 hexadecimal digits.
    #[error("a file is named by its SHA-256: 64 hexadecimal digits")]
    Sha256Form,
    /// Not one emoji.
    #[error("a reaction is one emoji: one sequence of emoji-test.txt of Unicode")]
    EmojiForm,
    /// Not an address of mail.
    #[error("an address of mail is written like ana@mail.example")]
    MailForm,
    /// Not what a browser says of its push service.
    #[error(
        "a browser says of its push service: an https address, a key of 65 bytes and a secret of 16, in base64url"
    )]
    PushForm,
}

impl ValueRefusal {
    /// The words beside the field, for people. Programs read the sentence above, which names the member of their JSON.
    pub fn wording(&self) -> Wording {
        match self {
            Self::Empty { .. } => Wording::new("refusal-empty"),
            Self::TooLong { max, got, .. } => {
                Wording::new("refusal-too-long").set("max", *max).set("got", *got)
            }
            Self::NameForm => Wording::new("refusal-name-form"),
            Self::Reserved { name } => Wording::new("refusal-reserved").set("name", name.clone()),
            Self::SkillForm => Wording::new("refusal-skill-form"),
            Self::TooMany { max, .. } => Wording::new("refusal-too-many").set("max", *max),
            Self::NotATree { place } => Wording::new("refusal-not-a-tree").set("place", *place),
            Self::NotAChoice { .. } => Wording::new("refusal-not-a-choice"),
            Self::NoSuchRoom { name } => Wording::new("refusal-no-such-room").set("name", name.clone()),
            Self::ActorForm => Wording::new("refusal-actor-form"),
            Self::TaskForm => Wording::new("refusal-task-form"),
            Self::Sha256Form => Wording::new("refusal-file"),
            Self::EmojiForm => Wording::new("refusal-emoji-form"),
            Self::MailForm => Wording::new("refusal-mail-form"),
            Self::PushForm => Wording::new("refusal-push-form"),
            Self::ClockForm => Wording::new("refusal-clock-form"),
            Self::DayForm => Wording::new("refusal-date-form"),
            Self::NotBetween { least, most, .. } => Wording::new("refusal-not-between")
                .set("least", u32::from(*least))
                .set("most", u32::from(*most)),
            Self::HandOnFirst => Wording::new("refusal-hand-on-first"),
        }
    }
}

/// Gives a text type its JSON form: the text itself, parsed again on the way in.
macro_rules! through_text {
    ($($name:ident: $description:literal),+ $(,)?) => {$(
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "description": $description })
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    )+};
}
pub(crate) use through_text;

/// Reads a member that may be missing, and may be there and null: null removes what a missing member keeps.
pub(crate) fn nullable<'de, D, T>(member: D) -> Result<Option<Option<T>>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(member).map(Some)
}

#[cfg(test)]
mod tests;
