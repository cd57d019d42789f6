//! Events: one for each change, numbered without gaps within its stream.
//!
//! History pages, live updates, feeds and the federation's listeners read events; nobody keeps a second log. An event
//! names texts by object, field and revision and never copies them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::{ActorId, TaskId};
use crate::time::Time;

/// The series an event is numbered in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct StreamId(pub String);

impl StreamId {
    /// The stream of a pursuance or an account: its actor id.
    pub fn of(actor: &ActorId) -> Self {
        Self(actor.0.clone())
    }

    /// The stream of the instance itself.
    pub fn instance() -> Self {
        Self("instance".to_owned())
    }
}

/// The readers of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Readers of the pursuance, or of the task.
    Readers,
    /// Members who answer offers: an offer without an acceptance is for them.
    Answerers,
    /// Members who decide on requests to join: a declined request is between them and the person.
    Deciders,
    /// The account itself.
    Own,
    /// Operators of the instance.
    Operators,
}

impl Audience {
    /// The word stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Readers => "readers",
            Self::Answerers => "answerers",
            Self::Deciders => "deciders",
            Self::Own => "own",
            Self::Operators => "operators",
        }
    }
}

macro_rules! verbs {
    ($($variant:ident = $word:literal),+ $(,)?) => {
        /// The kind of an event.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
        #[expect(missing_docs, reason = "the word beside each says it")]
        pub enum Verb { $(#[serde(rename = $word)] $variant),+ }

        impl Verb {
            /// Every verb.
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
    };
}

verbs! {
    AccountCreated = "account.created",
    AccountVerifierSet = "account.passphrase_changed",
    AccountOperatorSet = "account.operator_set",
    AccountSuspended = "account.suspended",
    AccountLimitsLifted = "account.limits_lifted",
    SessionStarted = "session.started",
    SessionEnded = "session.ended",
    TokenCreated = "token.created",
    TokenRevoked = "token.revoked",
    InstanceConfigured = "instance.configured",
    HostBlocked = "instance.host_blocked",
    ChannelResumed = "channel.resumed",
    HostNotLettingIn = "instance.host_not_letting_in",
    ActorGone = "actor.gone",
    ActorKeyChanged = "actor.key_changed",
    ActorKeyAccepted = "actor.key_accepted",
    ProfileEdited = "profile.edited",
    PursuanceCreated = "pursuance.created",
    PursuanceEdited = "pursuance.edited",
    MemberJoined = "member.joined",
    MemberAsked = "member.asked",
    MemberDecided = "member.decided",
    MemberLeft = "member.left",
    MemberRoleSet = "member.role_set",
    TaskCreated = "task.created",
    TaskEdited = "task.edited",
    TaskMoved = "task.moved",
    TaskPhaseSet = "task.phase_set",
    TaskAssigned = "task.assigned",
    TaskCommented = "task.commented",
    TaskFileAttached = "task.file_attached",
    FileAdded = "file.added",
    DelegationOffered = "delegation.offered",
    DelegationReoffered = "delegation.reoffered",
    DelegationCountered = "delegation.countered",
    DelegationAccepted = "delegation.accepted",
    DelegationAcceptedTooLate = "delegation.accepted_too_late",
    DelegationGranted = "delegation.granted",
    DelegationDeclined = "delegation.declined",
    DelegationWithdrawn = "delegation.withdrawn",
    DelegationExpired = "delegation.expired",
    DelegationLost = "delegation.lost",
    DelegationProgressed = "delegation.progressed",
    DelegationUpdated = "delegation.updated",
    DelegationSubmitted = "delegation.submitted",
    DelegationReviewStarted = "delegation.review_started",
    DelegationReviewReminded = "delegation.review_reminded",
    DelegationReviewEscalated = "delegation.review_escalated",
    DelegationWorkAccepted = "delegation.work_accepted",
    DelegationSentBack = "delegation.sent_back",
    DelegationWorkRefused = "delegation.work_refused",
    DelegationRecalling = "delegation.recalling",
    DelegationRecalled = "delegation.recalled",
    DelegationReturning = "delegation.returning",
    DelegationReturned = "delegation.returned",
    DelegationNudged = "delegation.nudged",
    DelegationStalled = "delegation.stalled",
    DelegationSuspended = "delegation.suspended",
    DelegationVoided = "delegation.voided",
    DelegationCutOff = "delegation.cut_off",
    DelegationOnwardAsked = "delegation.onward_asked",
    DelegationOnwardAnswered = "delegation.onward_answered",
    DelegationRefused = "delegation.refused_message",
    DelegationUndelivered = "delegation.undelivered",
}

/// An event before it has its number.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The series it belongs to.
    pub stream: StreamId,
    /// The actor; `None` for the clock and the command line.
    pub actor: Option<ActorId>,
    /// The kind.
    pub verb: Verb,
    /// The id of the object.
    pub object: String,
    /// The task, if the event belongs to one.
    pub task: Option<TaskId>,
    /// The readers.
    pub audience: Audience,
    /// Values before and after, by name; never a text that a person wrote.
    pub data: serde_json::Value,
}

/// An event with its number and time, as read back and as answered by the API.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Event")]
pub struct Recorded {
    /// The series.
    pub stream: StreamId,
    /// The number within the stream: 1, 2, 3 …
    pub seq: i64,
    /// The time.
    pub at: Time,
    /// The actor.
    pub actor: Option<ActorId>,
    /// The kind.
    pub verb: Verb,
    /// The object.
    pub object: String,
    /// The task.
    pub task: Option<TaskId>,
    /// Details.
    pub data: serde_json::Value,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_reads_back() {
        for verb in Verb::ALL {
            assert_eq!(Verb::parse(verb.as_str()), Some(*verb));
        }
    }
}
