//! Notices: which people an event concerns, for which reason, and whether they may read it (RULES §8). A notice has no
//! text: its text is made of its event when it is shown.

pub mod became;
mod concerns;
mod ends;
pub mod rows;
mod settled;
#[cfg(test)]
mod tests;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use self::concerns::{Began, Concerns, Group, Part, Written, concerns, day_of_telling};
pub use self::ends::{
    Answered, Reads, WaitedFor, is_act, is_begun, is_found, may_end_questions, may_open_questions, reads,
    waited_for,
};
pub use self::settled::{SettledQuestion, may_ask, settles};
use crate::allowed::{AwayTask, Facts, Grants, Principal, Via, seen, sight};
use crate::event::{Audience, StreamId};
use crate::id::{ActorId, TaskId};
use crate::people::role::Role;
use crate::value::ValueRefusal;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every one, in the order of the page.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word stored and shown to programs.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Reads a stored word.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    )+};
}

words! {
    /// The kind of a notice: a person chooses for each whether they want it.
    NoticeKind {
        /// A task was given to you, or taken from you.
        Assignment = "assignment",
        /// Work waits for your review.
        Review = "review",
        /// Your work was accepted, sent back or refused.
        Verdict = "verdict",
        /// You were named in a text.
        Mention = "mention",
        /// Somebody answered a message of yours.
        Reply = "reply",
        /// Somebody wrote about a task that you watch.
        Comment = "comment",
        /// A task that you watch was done, dropped or opened again.
        Outcome = "outcome",
        /// Another task waits for yours, or for you; or yours waits, or no longer.
        Waiting = "waiting",
        /// You are asked whether you take a task, or you stood by for one that has ended.
        TaskOffer = "task_offer",
        /// Nobody was found yet for a task of yours, or for one that you may hand over; or nobody has one that you may assign, and it
        /// is late, or due within two days.
        Pairing = "pairing",
        /// You have or review a task and were silent for long: a reminder, or somebody else may go on.
        Nudge = "nudge",
        /// An offer of another pursuance, or the answer to one of yours.
        Offer = "offer",
        /// Other news of a task that another pursuance has, or that you have from one.
        Delegation = "delegation",
        /// Something was suggested that you may decide, or a suggestion of yours was answered.
        Suggestion = "suggestion",
        /// Somebody asks to join a pursuance in which you decide.
        JoinRequest = "join_request",
        /// You asked to join, and somebody decided.
        Admission = "admission",
        /// Somebody came by your invitation, answered your question, or asks you to join.
        Invitation = "invitation",
        /// Your role has changed, or what you may do with a task; or you are to become the Primary.
        Role = "role",
        /// You were removed or banned, or a ban was lifted.
        Ban = "ban",
        /// A pursuance of yours was closed, opened again or deleted.
        Closing = "closing",
    }
    /// Why a person is told.
    NoticeReason {
        /// They do the task.
        Assignee = "assignee",
        /// They review it.
        Reviewer = "reviewer",
        /// They wrote it, and it has no reviewer, or nobody who does it.
        Creator = "creator",
        /// They are named in the text.
        Mentioned = "mentioned",
        /// They read the room, and all who do are told.
        InRoom = "in_room",
        /// They wrote what is answered.
        Answered = "answered",
        /// They have or wrote a task below it.
        Below = "below",
        /// It is about them.
        About = "about",
        /// Others have ended their membership, or the ban after it: they may read nothing else of the pursuance.
        Parted = "parted",
        /// They are asked whether they join; of the pursuance they may read what it told them.
        Asked = "asked",
        /// They handed the task over, or accepted it.
        Partner = "partner",
        /// They decide about those who ask to join.
        Decider = "decider",
        /// They answer offers.
        Answerer = "answerer",
        /// They may do what was suggested.
        Able = "able",
        /// Nobody has the task, and they may assign it.
        Assigner = "assigner",
        /// They are a member, and it is about the whole pursuance: they may read that also when it is gone.
        Member = "member",
        /// They watch the task.
        WatchesTask = "watches_task",
        /// They watch the room.
        WatchesRoom = "watches_room",
        /// They watch the pursuance.
        WatchesPursuance = "watches_pursuance",
        /// They watch a skill that the task wants.
        WatchesSkill = "watches_skill",
    }
    /// Where a person is told.
    Channel {
        /// In the inbox of this site.
        Site = "site",
        /// By mail, of what the inbox of this site has.
        Mail = "mail",
        /// Pushed to the browsers that they chose, of what the inbox of this site has.
        Push = "push",
    }
    /// When a person is told.
    Wanted {
        /// At once.
        Now = "now",
        /// Once a day, together with everything else of the day.
        Digest = "digest",
        /// Not at all.
        Never = "never",
    }
    /// Why no mail is sent to an address that was confirmed, or waits for that.
    MailStop {
        /// They said so, by the link in a mail.
        Asked = "asked",
        /// Their mail server takes none for it.
        Refused = "refused",
        /// An operator set a new passphrase for them: a thief of the old one may have set the address.
        Passphrase = "passphrase",
        /// Their account was suspended.
        Suspension = "suspension",
    }
    /// An act of somebody on a task, for which they watch it from then on.
    Cause {
        /// They wrote it.
        Made = "made",
        /// They have it.
        Took = "took",
        /// They review it.
        Reviews = "reviews",
        /// They wrote about it.
        Commented = "commented",
        /// They chose to.
        Chosen = "chosen",
    }
}

impl NoticeReason {
    /// Whether people are told for it who may not read the pursuance: nobody is put out or asked in without a word, and none is closed
    /// without one. They know it by the name that it had then.
    pub fn is_told_anyway(self) -> bool {
        match self {
            Self::Parted | Self::Asked | Self::Member => true,
            Self::Assignee
            | Self::Reviewer
            | Self::Creator
            | Self::Mentioned
            | Self::InRoom
            | Self::Answered
            | Self::Below
            | Self::About
            | Self::Partner
            | Self::Decider
            | Self::Answerer
            | Self::Able
            | Self::Assigner
            | Self::WatchesTask
            | Self::WatchesRoom
            | Self::WatchesPursuance
            | Self::WatchesSkill => false,
        }
    }

    /// Whether only members are told for it: a part in a task, or a right, ends with the membership.
    pub fn is_for_members(self) -> bool {
        match self {
            Self::Assignee
            | Self::Reviewer
            | Self::Creator
            | Self::Mentioned
            | Self::InRoom
            | Self::Answered
            | Self::Below
            | Self::Partner
            | Self::Decider
            | Self::Answerer
            | Self::Able
            | Self::Assigner
            | Self::Member => true,
            // A decision about somebody is told to them also where it puts them out; and anybody watches what they may read.
            Self::About
            | Self::Parted
            | Self::Asked
            | Self::WatchesTask
            | Self::WatchesRoom
            | Self::WatchesPursuance
            | Self::WatchesSkill => false,
        }
    }
}

impl NoticeKind {
    /// Whether it asks something of the person that others rely on: nobody turns it off, and no mute holds it back.
    pub fn is_duty(self) -> bool {
        match self {
            Self::Assignment | Self::Ban | Self::Closing => true,
            Self::Review
            | Self::Verdict
            | Self::Mention
            | Self::Reply
            | Self::Comment
            | Self::Outcome
            | Self::Waiting
            | Self::TaskOffer
            | Self::Pairing
            | Self::Nudge
            | Self::Offer
            | Self::Delegation
            | Self::Suggestion
            | Self::JoinRequest
            | Self::Admission
            | Self::Invitation
            | Self::Role => false,
        }
    }

    /// Whether it asks a question that somebody else may answer sooner.
    pub fn is_asked(self) -> bool {
        match self {
            Self::TaskOffer | Self::Offer => true,
            Self::Assignment
            | Self::Review
            | Self::Verdict
            | Self::Mention
            | Self::Reply
            | Self::Comment
            | Self::Outcome
            | Self::Waiting
            | Self::Pairing
            | Self::Nudge
            | Self::Delegation
            | Self::Suggestion
            | Self::JoinRequest
            | Self::Admission
            | Self::Invitation
            | Self::Role
            | Self::Ban
            | Self::Closing => false,
        }
    }
}

impl Channel {
    /// When somebody is told of a kind while they have chosen nothing.
    pub fn unless_chosen(self, kind: NoticeKind) -> Wanted {
        match self {
            Self::Site => Wanted::Now,
            Self::Mail if kind.is_duty() || kind.is_asked() => Wanted::Now,
            // Somebody has spoken to the person, or of what they did.
            Self::Mail if matches!(kind, NoticeKind::Verdict | NoticeKind::Mention | NoticeKind::Reply) => {
                Wanted::Now
            }
            Self::Mail => Wanted::Digest,
            // A browser interrupts: of itself it tells what asks something of its person, and where they are named or answered.
            Self::Push if kind.is_duty() || kind.is_asked() => Wanted::Now,
            Self::Push => match kind {
                NoticeKind::Review | NoticeKind::Mention | NoticeKind::Reply => Wanted::Now,
                NoticeKind::Assignment
                | NoticeKind::Verdict
                | NoticeKind::Comment
                | NoticeKind::Outcome
                | NoticeKind::Waiting
                | NoticeKind::TaskOffer
                | NoticeKind::Pairing
                | NoticeKind::Nudge
                | NoticeKind::Offer
                | NoticeKind::Delegation
                | NoticeKind::Suggestion
                | NoticeKind::JoinRequest
                | NoticeKind::Admission
                | NoticeKind::Invitation
                | NoticeKind::Role
                | NoticeKind::Ban
                | NoticeKind::Closing => Wanted::Never,
            },
        }
    }

    /// The choices that a person has for a kind.
    pub fn choices(self, kind: NoticeKind) -> &'static [Wanted] {
        match self {
            Self::Site if kind.is_duty() => &[Wanted::Now],
            Self::Site => &[Wanted::Now, Wanted::Never],
            // The inbox tells a duty, whatever is chosen for the other ways.
            Self::Mail => Wanted::ALL,
            Self::Push => &[Wanted::Now, Wanted::Never],
        }
    }
}

/// The name of a notice of one person: its event.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoticeId {
    /// The series of the event.
    pub stream: StreamId,
    /// Its number.
    pub seq: i64,
}

impl NoticeId {
    /// Reads `stream-seq`.
    ///
    /// # Errors
    /// When the text has another form.
    pub fn parse(text: &str) -> Result<Self, ValueRefusal> {
        const REFUSED: ValueRefusal =
            ValueRefusal::NotAChoice { what: "a notice", choices: "those of your inbox" };
        let (stream, seq) = text.rsplit_once('-').ok_or(REFUSED)?;
        let seq: i64 = seq.parse().map_err(|_| REFUSED)?;
        let is_name = !stream.is_empty()
            && stream.len() <= 64
            && stream.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !is_name || seq < 1 {
            return Err(REFUSED);
        }
        Ok(Self { stream: StreamId(stream.to_owned()), seq })
    }
}

impl std::fmt::Display for NoticeId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.stream.0, self.seq)
    }
}

impl Serialize for NoticeId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for NoticeId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for NoticeId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "NoticeId".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "description": "the name of a notice, as the inbox answers it" })
    }
}

/// Whether a person may be told of an event: they may read the task or the pursuance, and hear its audience. People hear of a
/// decision about themselves whatever its audience is. `facts`: about the person, and the task if there is one.
pub fn may_be_told(
    person: &ActorId,
    pursuance: &ActorId,
    task: Option<&TaskId>,
    facts: &Facts,
    audience: Audience,
    reason: NoticeReason,
) -> bool {
    // Each way in reads the same.
    let who = Principal::Person { actor: person.clone(), via: Via::Session };
    if reason.is_told_anyway() {
        return true;
    }
    // Nobody is told about a task in the trash, not even people who may restore it.
    let reads = facts.away == AwayTask::No && task.is_none_or(|task| seen(&who, task, facts).is_ok());
    // Grants are about single tasks; whether an audience is heard is a matter of the role.
    let leave = sight(&who, pursuance, facts, Grants::default());
    let hears = |audience| leave.as_ref().is_ok_and(|sight| sight.hears(audience));
    // The assignee and the creator hear of a suggestion about their task that they may carry out themselves.
    let holds = (facts.is_assignee || facts.is_creator) && facts.role() >= Some(Role::Normal);
    let is_theirs = reason == NoticeReason::About || (reason == NoticeReason::Able && holds);
    reads && if is_theirs { hears(Audience::Readers) } else { hears(audience) }
}
