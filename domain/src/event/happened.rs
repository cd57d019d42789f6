//! The events that can happen, once: every kind with what it tells. History, timelines, "Lately", Home, the API's feed and the
//! listeners read the same.
//!
//! The word of a kind and the members of its data are part of the API: they are added to and never renamed. What older
//! programs did not tell is optional. [`EventKind`] is what the API says of a kind; its schema is made from what is told.
//!
//! | file | what it has |
//! |---|---|
//! | this one | the kinds |
//! | `told` | what is told of each kind |
//! | `names` | what that names |
//! | `about` | what is asked of any event |

mod names;
mod told;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

pub(crate) use self::names::Names;
pub use self::names::{Member, Name, TaskCount, TaskNumber};
pub use self::told::*;

/// Each list of kinds is a macro as well: a pattern that matches all of them, for code that does the same with each. So is each
/// mark of a kind. A kind without a mark has to be named by the code that asks about the mark; the compiler says where:
///
/// * `version 2`: what a member of its data means was changed, or one was taken away; without it, version 1.
/// * `by name`: histories have one sentence for it, which is found by its word and gets its data.
/// * `for nobody`: it concerns no part and no group (`notice::concerns`).
/// * `without effect`: no clock, pairing, ledger or notice follows from it (`event::effect`).
/// * `off log`: the log of a pursuance does not have it ([`Happened::is_in_log`]).
/// * `settles nothing`: it answers no question that several people were told of (`notice::settles`), and no task is more or less done by
///   it ([`Happened::moves_parts`]).
macro_rules! happened {
    ($($(#[doc = $about:literal])* $list:ident {
        $($variant:ident($told:ty) = $word:literal: $summary:literal $(version $version:literal)? $(by $name:ident)? $(for $nobody:ident)? $(without $effect:ident)?
            $(off $log:ident)? $(settles $settled:ident)?),+ $(,)?
    })+) => {
        /// The kind of an event.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
        #[expect(missing_docs, reason = "the word beside each says it")]
        pub enum Verb { $($(#[serde(rename = $word)] $variant),+),+ }

        impl Verb {
            /// Every verb.
            pub const ALL: &'static [Self] = &[$($(Self::$variant),+),+];

            /// The word stored and shown to programs.
            pub fn as_str(self) -> &'static str {
                match self { $($(Self::$variant => $word),+),+ }
            }

            $(
                $(#[doc = $about])*
                pub const fn $list() -> &'static [Self] {
                    &[$(Self::$variant),+]
                }
            )+

            /// The kinds whose sentence in histories is found by their word.
            pub const fn told_by_name() -> &'static [Self] {
                &[$($($($crate::marked!($name Self $variant),)?)+)+]
            }

            /// The kind in one sentence.
            pub fn summary(self) -> &'static str {
                match self { $($(Self::$variant => $summary),+),+ }
            }

            /// The version of its data. Members are only added to it; a program that reads this version may rely on those it has.
            pub fn version(self) -> u32 {
                match self { $($(Self::$variant => $crate::versioned!($($version)?)),+),+ }
            }

            /// JSON Schema 2020-12 of its data, as it is written.
            pub fn schema(self) -> Schema {
                let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
                let schema =
                    match self { $($(Self::$variant => generator.into_root_schema_for::<$told>()),+),+ };
                let mut schema = schema.to_value();
                names::let_null_stand(&mut schema);
                schema.try_into().unwrap_or_default()
            }

            /// Reads a stored word.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($($word => Some(Self::$variant),)+)+ _ => None }
            }
        }

        /// The kind of an event, with what is told about it.
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[serde(tag = "verb", content = "data")]
        #[expect(missing_docs, reason = "the word beside each says it")]
        pub enum Happened { $($(#[serde(rename = $word)] $variant($told)),+),+ }

        impl Happened {
            /// The kind alone.
            pub fn verb(&self) -> Verb {
                match self { $($(Self::$variant(_) => Verb::$variant),+),+ }
            }

            /// The data told about it, as stored and answered by the API.
            pub fn data(&self) -> Value {
                match self { $($(Self::$variant(told) => serde_json::to_value(told)),+),+ }.unwrap_or_default()
            }

            /// The members of its data that name something.
            pub fn names(&self) -> Vec<Member<'_>> {
                let mut found = Vec::new();
                match self { $($(Self::$variant(told) => told.names(&mut Vec::new(), &mut found)),+),+ }
                found
            }

            /// Reads what was stored.
            ///
            /// # Errors
            /// When the data is none of that kind.
            pub fn read(verb: Verb, data: Value) -> Result<Self, serde_json::Error> {
                Ok(match verb { $($(Verb::$variant => Self::$variant(serde_json::from_value(data)?)),+),+ })
            }
        }

        $(
            $(#[doc = $about])*
            #[macro_export]
            macro_rules! $list { () => { $($crate::event::Happened::$variant(_))|+ } }
        )+

        /// The kinds whose sentence in histories is found by their word.
        #[macro_export]
        macro_rules! kinds_told_by_name { () => { $($($(| $crate::marked!($name $variant))?)+)+ } }

        /// The kinds that are told to nobody.
        #[macro_export]
        macro_rules! kinds_for_nobody { () => { $($($(| $crate::marked!($nobody $variant))?)+)+ } }

        /// The kinds from which nothing follows by itself.
        #[macro_export]
        macro_rules! kinds_without_effect { () => { $($($(| $crate::marked!($effect $variant))?)+)+ } }

        /// The kinds that no log of a pursuance has.
        #[macro_export]
        macro_rules! kinds_off_log { () => { $($($(| $crate::marked!($log $variant))?)+)+ } }

        /// The kinds that answer no question of several people, and move no parts of a task.
        #[macro_export]
        macro_rules! kinds_settling_nothing { () => { $($($(| $crate::marked!($settled $variant))?)+)+ } }
    };
}

/// A kind of event with its data, before the data is read.
#[derive(Deserialize)]
struct Unread {
    verb: Verb,
    data: Value,
}

// Not derived: that would compile the reader of each kind for every form of JSON.
impl<'de> Deserialize<'de> for Happened {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let Unread { verb, data } = Unread::deserialize(input)?;
        Self::read(verb, data).map_err(D::Error::custom)
    }
}

/// The version of a kind: the first one, where its line names none.
#[doc(hidden)]
#[macro_export]
macro_rules! versioned {
    () => {
        1
    };
    ($version:literal) => {
        $version
    };
}

/// A kind that is marked, as a verb or as a pattern.
#[doc(hidden)]
#[macro_export]
macro_rules! marked {
    (name $verb:ident $variant:ident) => {
        $verb::$variant
    };
    ($mark:ident $variant:ident) => {
        $crate::event::Happened::$variant(_)
    };
}

happened! {
    /// The kinds that stand in the stream of an account or of the instance only.
    kinds_of_the_instance {
        AccountCreated(AccountCreated) = "account.created": "An account was opened." without effect settles nothing,
        AccountVerifierSet(VerifierSet) = "account.passphrase_changed": "The passphrase of an account was replaced." without effect settles nothing,
        AccountRecoverySet(Bare) = "account.recovery_set": "The recovery code of an account was replaced." without effect settles nothing,
        AccountDeviceAdded(Bare) = "account.device_added": "The keys of an account were left for another device of its person." without effect settles nothing,
        AccountKeysReplaced(VerifierSet) = "account.keys_replaced": "The keys of an account were replaced." without effect settles nothing,
        AccountOperatorSet(OperatorSet) = "account.operator_set": "An account became an operator of the instance, or is no longer one." without effect settles nothing,
        AccountSuspended(Suspended) = "account.suspended": "An account was suspended, or may sign in again." without effect settles nothing,
        AccountLimitsLifted(LimitsLifted) = "account.limits_lifted": "The limits of an account were lifted, or hold again." without effect settles nothing,
        AccountLinkMade(LinkMade) = "account.link_made": "An operator made a link by which the passphrase of an account is set." without effect settles nothing,
        AccountAsked(Bare) = "account.asked": "Somebody asked for an account." without effect settles nothing,
        AccountRequestAnswered(AccountRequestAnswered) = "account.request_answered": "Somebody who asked for an account was let in, or not." without effect settles nothing,
        AccountPictureRemoved(Bare) = "account.picture_removed": "An operator removed the picture of an account." without effect settles nothing,
        SessionStarted(Bare) = "session.started": "A browser was signed in." without effect settles nothing,
        SessionEnded(SessionEnded) = "session.ended": "A browser, or every browser of an account, was signed out." without effect settles nothing,
        TokenCreated(TokenCreated) = "token.created": "A token for programs was made." without effect settles nothing,
        TokenRevoked(Bare) = "token.revoked": "A token for programs was made useless." without effect settles nothing,
        InstanceConfigured(Configured) = "instance.configured": "The settings of the instance were changed." without effect settles nothing,
        HostBlocked(HostBlocked) = "instance.host_blocked": "Another server was blocked, or unblocked." without effect settles nothing,
        ChannelResumed(ChannelResumed) = "channel.resumed": "What another server says is taken in again." without effect settles nothing,
        HostNotLettingIn(NotLettingIn) = "instance.host_not_letting_in": "Another server refuses what comes from here." without effect settles nothing,
        ActorGone(ActorGone) = "actor.gone": "An actor of another server has ended." without effect settles nothing,
        ProfileEdited(Bare) = "profile.edited": "Somebody changed their profile." without effect settles nothing,
        LimitsSet(Bare) = "profile.limits_set": "Somebody said how much they take on, and when they are left alone." without effect settles nothing,
        AwaySet(AwaySet) = "profile.away_set": "Somebody said when they are away, or that they are back." without effect settles nothing,
        FileAdded(Bytes) = "file.added": "A file was uploaded." without effect settles nothing,
        PrimaryNamed(PrimaryNamed) = "pursuance.primary_named": "An operator named another Primary of a pursuance." without effect settles nothing,
        PursuanceEnded(Bare) = "pursuance.ended": "A deleted pursuance was removed to its last part." without effect settles nothing,
        WatchSet(WatchSet) = "watch.set": "Somebody watches something, or no longer." without effect settles nothing,
        NoticeRead(NoticeRead) = "notice.read": "Notices were marked as read, or as unread." settles nothing,
        NoticeMuted(NoticeMuted) = "notice.muted": "Somebody muted a task or a pursuance, or no longer." without effect settles nothing,
        PreferenceSet(PreferenceSet) = "preference.set": "Somebody said how they want to be told of a kind of notice." without effect settles nothing,
        MailSet(Bare) = "mail.set": "Somebody named an address of mail, which is not confirmed yet." without effect settles nothing,
        MailConfirmed(Bare) = "mail.confirmed": "Somebody confirmed their address of mail." without effect settles nothing,
        MailRemoved(Bare) = "mail.removed": "Somebody removed their address of mail." without effect settles nothing,
        MailPaused(MailPaused) = "mail.paused": "The mail of somebody was stopped." without effect settles nothing,
        FeedCreated(FeedCreated) = "feed.created": "A feed or a calendar was made." without effect settles nothing,
        FeedReplaced(Bare) = "feed.replaced": "A feed got another secret address." without effect settles nothing,
        FeedRevoked(Bare) = "feed.revoked": "A feed was ended." without effect settles nothing,
        SearchSaved(Bare) = "search.saved": "A search was saved, or changed." without effect settles nothing,
        SearchForgotten(Bare) = "search.forgotten": "A saved search was forgotten." without effect settles nothing,
        PushSubscribed(Bare) = "push.subscribed": "Notices are pushed to a browser from now on." without effect settles nothing,
        PushUnsubscribed(Bare) = "push.unsubscribed": "Nothing more is pushed to a browser." without effect settles nothing,
    }
    /// The kinds that stand in the streams of pursuances and are told to operators too.
    kinds_of_both {
        ActorKeyChanged(KeyChanged) = "actor.key_changed": "The key of an actor elsewhere is suddenly another one, and nothing goes on with them." without effect settles nothing,
        ActorKeyAccepted(KeyAccepted) = "actor.key_accepted": "People compared the new key of an actor elsewhere, and it goes on." without effect settles nothing,
        DelegationSuspended(ChannelSuspended) = "delegation.suspended": "The records of the two sides differ, and nothing goes on until people have looked." without effect settles nothing,
    }
    /// A pursuance as a whole: its name and mission, its pace, its end.
    kinds_of_whole {
        PursuanceCreated(Openness) = "pursuance.created": "A pursuance was started." by name for nobody without effect settles nothing,
        PursuanceEdited(PursuanceEdited) = "pursuance.edited": "The settings of a pursuance were changed." by name for nobody without effect settles nothing,
        PursuancePaceSet(PaceSet) = "pursuance.pace_set": "What happens in a pursuance after a silence was changed." for nobody without effect settles nothing,
        PursuanceClosed(Closed) = "pursuance.closed": "A pursuance was closed." by name without effect settles nothing,
        PursuanceReopened(Bare) = "pursuance.reopened": "A closed pursuance was opened again." by name without effect settles nothing,
        PursuanceDeleted(Bare) = "pursuance.deleted": "A closed pursuance was deleted for good." by name without effect off log settles nothing,
    }
    /// Members, and who may become one.
    kinds_of_members {
        MemberJoined(Joined) = "member.joined": "Somebody became a member." by name without effect settles nothing,
        MemberAsked(Asked) = "member.asked": "Somebody asked to join." by name without effect settles nothing,
        MemberLetIn(Bare) = "member.let_in": "A new member was given the key of a private pursuance." for nobody off log settles nothing,
        MemberRekeyed(Bare) = "member.rekeyed": "A member of a private pursuance has a new key." by name without effect off log settles nothing,
        MemberDecided(MemberDecided) = "member.decided": "Somebody who asked to join was let in, or not." without effect,
        MemberLeft(MemberLeft) = "member.left": "A member left, or somebody took back that they asked to join." for nobody settles nothing,
        MemberRoleSet(RoleSet) = "member.role_set": "A member got another role." without effect settles nothing,
        MemberRemoved(Removed) = "member.removed": "A membership was ended." settles nothing,
        MemberBanned(Banned) = "member.banned": "Somebody was banned." settles nothing,
        MemberUnbanned(Unbanned) = "member.unbanned": "A ban was lifted." without effect settles nothing,
        InviteCreated(InviteCreated) = "invite.created": "An invitation was made." for nobody without effect settles nothing,
        InviteRevoked(InviteRevoked) = "invite.revoked": "An invitation was revoked." for nobody without effect settles nothing,
        InviteUsed(InviteUsed) = "invite.used": "Somebody came in by an invitation." by name without effect off log settles nothing,
        RecruitAsked(RecruitAsked) = "recruit.asked": "Somebody was asked whether they join." without effect off log settles nothing,
        RecruitAnswered(RecruitAnswered) = "recruit.answered": "Somebody answered the question whether they join." without effect off log,
    }
    /// Things that all in a pursuance share: skills, searches, rooms.
    kinds_of_fittings {
        SkillMerged(SkillMerged) = "skill.merged": "A word for a skill means another one, or itself again." by name for nobody without effect settles nothing,
        SearchShared(SearchShared) = "search.shared": "A search is found by everybody who reads the pursuance, or no longer." by name for nobody without effect settles nothing,
        RoomCreated(RoomCreated) = "room.created": "A room was made." by name for nobody without effect settles nothing,
        RoomEdited(RoomEdited) = "room.edited": "The settings of a room were changed." by name for nobody without effect settles nothing,
        RoomArchived(RoomArchived) = "room.archived": "A room was put away, or brought back." by name for nobody without effect settles nothing,
        RoomSlowed(RoomSlowed) = "room.slowed": "A room was slowed, or no longer is." by name for nobody without effect settles nothing,
    }
    /// Messages in rooms.
    kinds_of_messages {
        RoomSaid(Said) = "room.said": "Something was said in a room." without effect off log settles nothing,
        RoomMessageEdited(Said) = "room.message_edited": "A message in a room got another wording." without effect off log settles nothing,
        RoomMessageDeleted(InRoom) = "room.message_deleted": "The author of a message in a room took it back." for nobody without effect off log settles nothing,
        RoomMessageRemoved(MessageRemoved) = "room.message_removed": "A message was removed from a room by somebody else than its author." without effect settles nothing,
    }
    /// Offers of a pursuance to others.
    kinds_of_skill_offers {
        SkillOfferPublished(SkillOffered) = "skill_offer.published": "A pursuance said what it can do for others." by name for nobody without effect settles nothing,
        SkillOfferChanged(SkillOffered) = "skill_offer.changed": "A pursuance changed what it says it can do for others." by name for nobody without effect settles nothing,
        SkillOfferWithdrawn(SkillOffered) = "skill_offer.withdrawn": "A pursuance took a skill offer back." by name for nobody without effect settles nothing,
    }
    /// Rights that go from one member to another, or hold for one task.
    kinds_of_rights {
        TransferAsked(Bare) = "pursuance.transfer_asked": "A member was asked to become the Primary." without effect settles nothing,
        TransferEnded(TransferEnded) = "pursuance.transfer_ended": "The question to become the Primary ended without a yes." without effect settles nothing,
        TaskGrantSet(GrantSet) = "task.grant_set": "A member may do something with one task beyond their role, or no longer." without effect settles nothing,
    }
    /// Suggestions and their answers.
    kinds_of_suggestions {
        SuggestionMade(Suggestion) = "suggestion.made": "Something was suggested." without effect off log settles nothing,
        SuggestionAccepted(SuggestionAccepted) = "suggestion.accepted": "What was suggested was done." without effect,
        SuggestionDeclined(Suggestion) = "suggestion.declined": "A suggestion was declined." without effect off log,
        SuggestionWithdrawn(Suggestion) = "suggestion.withdrawn": "A suggestion was taken back by its author." without effect off log,
        SuggestionClosed(SuggestionClosed) = "suggestion.closed": "A suggestion was closed, because its author may suggest nothing any more." without effect off log,
    }
    /// The work itself, and who has it.
    kinds_of_tasks {
        TaskCreated(TaskCreated) = "task.created": "A task was written down." by name off log,
        TaskEdited(TaskEdited) = "task.edited": "A task was changed." by name off log settles nothing,
        TaskMoved(TaskMoved) = "task.moved": "A task got another place in the tree." by name for nobody without effect off log,
        TaskReordered(TaskReordered) = "task.reordered": "A task got another place among the tasks beside it." for nobody without effect off log settles nothing,
        TaskPhaseSet(PhaseSet) = "task.phase_set": "A task came into another phase." off log,
        TaskAssigned(TaskAssigned) = "task.assigned": "A task was given to somebody, or to nobody." off log settles nothing,
        TaskAsked(TaskAsked) = "task.asked": "Somebody was asked whether they take a task." without effect off log settles nothing,
        OfferAnswered(OfferAnswered) = "offer.answered": "Somebody answered whether they take a task." for nobody off log settles nothing,
        OfferEnded(OfferEnded) = "offer.ended": "Somebody stands by for a task no more." without effect off log settles nothing,
        MentorAsked(MentorAsked) = "mentor.asked": "A member was asked whether they accompany a learner." without effect off log settles nothing,
        MentorAnswered(MentorAnswered) = "mentor.answered": "A member answered whether they accompany a learner." for nobody off log settles nothing,
        TaskAccompanied(TaskAccompanied) = "task.accompanied": "Somebody has a task who learns a skill of it, and somebody accompanies them." without effect off log settles nothing,
        PairingMoved(PairingMoved) = "pairing.moved": "Nobody was found for a task, and another way is tried." without effect off log settles nothing,
        PairingAllied(PairingAllied) = "pairing.allied": "Nobody was found for a task, and other pursuances offer its skills." without effect off log settles nothing,
        TaskDueUnassigned(DueUnassigned) = "task.due_unassigned": "A task that nobody has is late, or soon due." without effect off log settles nothing,
        PairingPaused(PairingPaused) = "pairing.paused": "Nobody is asked about a task for now, or people are asked again." by name for nobody without effect off log settles nothing,
        TaskStillOnIt(StillOnIt) = "task.still_on_it": "Somebody said that they are still on a task." for nobody off log settles nothing,
        TaskNudged(Nudged) = "task.nudged": "Somebody silent was reminded of a task." without effect off log settles nothing,
        HandOnAsked(HandOnAsked) = "task.hand_on_asked": "The reviewer of a task was asked whether it is handed on." by name without effect off log settles nothing,
        TaskKept(Bare) = "task.kept": "The reviewer of a task said that it stays with who has it." by name for nobody off log settles nothing,
        TaskWaits(Waits) = "task.waits": "A task waits for another one, or no longer." off log settles nothing,
        TaskAwaited(Awaited) = "task.awaited": "Another task waits for this one, or no longer." without effect off log settles nothing,
        TaskWaitingShown(WaitingShown) = "task.waiting_shown": "Everybody sees that a task waits for one of another pursuance, or is awaited by it." for nobody without effect off log settles nothing,
        TaskBlocked(Blocked) = "task.blocked": "A task was said to be blocked." off log settles nothing,
        TaskUnblocked(Unblocked) = "task.unblocked": "A task was said to be no longer blocked." off log settles nothing,
        TaskBlockerMoved(BlockerMoved) = "task.blocker_moved": "A task for which this one waits was closed, or opened again." off log settles nothing,
        TaskArchived(Archived) = "task.archived": "A task was archived, with those below it." by name off log,
        TaskTrashed(Trashed) = "task.trashed": "A task was put into the trash, with those below it." by name without effect,
        TaskRestored(Restored) = "task.restored": "A task came back out of the archive or the trash." by name off log,
        TaskDeleted(TaskGone) = "task.deleted": "A task was deleted for good, with those below it." by name for nobody without effect settles nothing,
    }
    /// Comments and files of tasks.
    kinds_of_comments {
        TaskCommented(Commented) = "task.commented": "Something was said about a task." by name off log settles nothing,
        TaskCommentEdited(CommentEdited) = "task.comment_edited": "A comment got another wording." by name without effect off log settles nothing,
        TaskCommentDeleted(CommentDeleted) = "task.comment_deleted": "The author of a comment took it back." by name for nobody without effect off log settles nothing,
        TaskCommentRemoved(CommentRemoved) = "task.comment_removed": "A comment was removed by somebody else than its author." without effect settles nothing,
        TaskFileAttached(Bytes) = "task.file_attached": "A file was hung on a task." for nobody off log settles nothing,
        TaskFileDeleted(Bare) = "task.file_deleted": "The owner of a file took it off a task." by name for nobody without effect off log settles nothing,
        TaskFileRemoved(FileRemoved) = "task.file_removed": "A file was taken off a task by somebody else than its owner." without effect settles nothing,
    }
    /// The steps of delegations, which stand in the streams of both of their pursuances.
    kinds_of_delegations {
        DelegationOffered(Step) = "delegation.offered": "A task was offered to another pursuance." without effect settles nothing,
        DelegationReoffered(Step) = "delegation.reoffered": "A task was offered on other terms." without effect settles nothing,
        DelegationCountered(Step) = "delegation.countered": "Other terms were suggested, or a question was asked." without effect,
        DelegationAccepted(Step) = "delegation.accepted": "An offered task was accepted." without effect,
        DelegationAcceptedTooLate(Step) = "delegation.accepted_too_late": "An offer was accepted that had changed or ended." without effect settles nothing,
        DelegationGranted(Step) = "delegation.granted": "The origin confirmed an acceptance, or other terms." without effect settles nothing,
        DelegationDeclined(Step) = "delegation.declined": "An offer, or other terms, were declined.",
        DelegationWithdrawn(Step) = "delegation.withdrawn": "An offer was withdrawn.",
        DelegationExpired(Step) = "delegation.expired": "An offer ended without an answer in time.",
        DelegationLost(Step) = "delegation.lost": "An acceptance was answered with a no: the task was no longer free, or not on these terms." settles nothing,
        DelegationProgressed(Step) = "delegation.progressed": "The delegate said how it goes." settles nothing,
        DelegationUpdated(Step) = "delegation.updated": "The origin changed what is asked, or said that the task is blocked or no longer." without effect settles nothing,
        DelegationSubmitted(Step) = "delegation.submitted": "The delegate handed in work." without effect settles nothing,
        DelegationReviewStarted(Step) = "delegation.review_started": "The origin began to look at the work." without effect settles nothing,
        DelegationReviewReminded(Step) = "delegation.review_reminded": "The reviewer was reminded of work that waits longer than agreed." without effect settles nothing,
        DelegationReviewEscalated(Step) = "delegation.review_escalated": "Those who may decide were told of work that still waits for its review." without effect settles nothing,
        DelegationWorkAccepted(WorkAccepted) = "delegation.work_accepted": "The origin accepted the work, or thanked for it." without effect settles nothing,
        DelegationSentBack(Step) = "delegation.sent_back": "The origin sent the work back." without effect settles nothing,
        DelegationWorkRefused(Step) = "delegation.work_refused": "The origin refused the work for good." settles nothing,
        DelegationRecalling(Step) = "delegation.recalling": "The origin recalled the task." without effect settles nothing,
        DelegationRecalled(Step) = "delegation.recalled": "The delegate confirmed that the task was recalled." settles nothing,
        DelegationReturning(Step) = "delegation.returning": "The delegate gave the task back." without effect settles nothing,
        DelegationReturned(Step) = "delegation.returned": "The origin confirmed that the task was given back." settles nothing,
        DelegationNudged(Step) = "delegation.nudged": "The origin asked for news." without effect settles nothing,
        DelegationStalled(Step) = "delegation.stalled": "There is no news of the other side." without effect settles nothing,
        DelegationVoided(Step) = "delegation.voided": "The delegation ended, because the other side is gone." settles nothing,
        DelegationCutOff(Step) = "delegation.cut_off": "The delegation ended, because the two servers let nothing through any more." settles nothing,
        DelegationOnwardAsked(OnwardAsked) = "delegation.onward_asked": "The delegate asked whether a third pursuance may join in." without effect settles nothing,
        DelegationOnwardAnswered(OnwardAnswered) = "delegation.onward_answered": "The origin answered whether a third pursuance may join in." without effect settles nothing,
        DelegationRefused(NotTaken) = "delegation.refused_message": "A message did not fit at the other side." without effect settles nothing,
        DelegationUndelivered(Undelivered) = "delegation.undelivered": "A message was refused by the other server." without effect settles nothing,
    }
}

/// One line of the catalogue at `GET /api/v1/events`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct EventKind {
    /// The word, which an event has as its `verb`.
    pub name: Verb,
    /// The version of its data. A later one has other meanings; members that are added leave it as it is.
    pub version: u32,
    /// The kind in one sentence.
    pub summary: &'static str,
    /// JSON Schema 2020-12 of the `data` of an event of this kind.
    pub schema: Schema,
}

impl EventKind {
    /// Every kind, in the order of the lists.
    pub fn catalogue() -> Vec<Self> {
        let of = |name: &Verb| Self {
            name: *name,
            version: name.version(),
            summary: name.summary(),
            schema: name.schema(),
        };
        Verb::ALL.iter().map(of).collect()
    }
}

/// The kinds that stand in the stream of a pursuance only, without the steps of its delegations.
#[macro_export]
macro_rules! kinds_of_pursuances {
    () => {
        $crate::kinds_of_whole!()
            | $crate::kinds_of_members!()
            | $crate::kinds_of_fittings!()
            | $crate::kinds_of_messages!()
            | $crate::kinds_of_skill_offers!()
            | $crate::kinds_of_rights!()
            | $crate::kinds_of_suggestions!()
            | $crate::kinds_of_tasks!()
            | $crate::kinds_of_comments!()
    };
}

// Behind the lists of kinds, whose macros it uses.
mod about;

#[cfg(test)]
mod tests;
