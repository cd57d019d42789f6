//! Everything that can be asked of a server: one struct per verb, one enum of all of them.
//!
//! Page forms, API calls, timers, the command line and stored suggestions all become an [`Action`]; `perform` is the
//! only thing that carries one out. An Action goes through JSON unchanged, so it can be stored and done later.
//!
//! Adding one: 1. its struct in the file of its family, with an example if programs may ask for it, 2. its line in
//! `actions!` here: its doors, what becomes of it in a private pursuance ([`InPrivate`]), its name and its effect, 3. its function
//! in the same family of `server/hall/src/actions/`. The compiler asks for the third.

use schemars::{JsonSchema, Schema, SchemaGenerator, schema_for};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::sealed::InPrivate;

/// The doors that may carry an action in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doors {
    /// Pages, the API and everything else.
    Everywhere,
    /// Every door but the API: the action carries a verifier or a session, or is for operators and the clock.
    Inside,
}

/// One line of the catalogue at `GET /api/v1/actions`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ActionEntry {
    /// The name in `POST /api/v1/actions/{name}`.
    pub name: &'static str,
    /// The effect, in one sentence.
    pub summary: &'static str,
    /// JSON Schema 2020-12 of the body.
    pub schema: Schema,
    /// An example of the body; every action of the API has one.
    #[serde(skip)]
    pub example: Option<Value>,
    /// Whether the API takes the action.
    #[serde(skip)]
    pub doors: Doors,
}

/// Why an input is none of its action, and at which member.
pub type InputError = serde_path_to_error::Error<serde_json::Error>;

/// An action with its input, before the input is read.
#[derive(Deserialize)]
struct Unread {
    action: String,
    input: Value,
}

// Not derived: that would compile the reader of each input for every form of JSON.
impl<'de> Deserialize<'de> for Action {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let Unread { action, input } = Unread::deserialize(input)?;
        let read = Self::read(&action, input).ok_or_else(|| D::Error::custom(format_args!("there is no action {action}")))?;
        read.map_err(|error| D::Error::custom(error.into_inner()))
    }
}

macro_rules! actions {
    ($($doors:ident $private:ident $name:literal $variant:ident: $summary:literal),+ $(,)?) => {
        /// A request to change something.
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[serde(tag = "action", content = "input")]
        pub enum Action {
            $(#[doc = $summary] #[serde(rename = $name)] $variant($variant)),+
        }

        impl Action {
            /// The name, as in the API.
            pub fn name(&self) -> &'static str {
                match self { $(Self::$variant(_) => $name),+ }
            }

            /// The doors that may carry the action in.
            pub fn doors(&self) -> Doors {
                match self { $(Self::$variant(_) => Doors::$doors),+ }
            }

            /// What becomes of the action in a private pursuance.
            pub fn in_private(&self) -> InPrivate {
                match self { $(Self::$variant(input) => in_private!($private input)),+ }
            }

            /// Every action with its schema.
            pub fn catalogue() -> Vec<ActionEntry> {
                vec![$({
                    let schema = schema_for!($variant);
                    let example = example_of(&schema);
                    ActionEntry { name: $name, summary: $summary, schema, example, doors: Doors::$doors }
                }),+]
            }

            /// Every action of the API, with a reference to its schema. `generator` gathers the schemas themselves.
            pub fn catalogue_in(generator: &mut SchemaGenerator) -> Vec<ActionEntry> {
                let mut entries = Vec::new();
                $(if Doors::$doors == Doors::Everywhere {
                    let schema = generator.subschema_for::<$variant>();
                    let example = example_of(&schema_for!($variant));
                    entries.push(ActionEntry {
                        name: $name, summary: $summary, schema, example, doors: Doors::$doors,
                    });
                })+
                entries
            }

            /// The JSON Schema of the input of the action with this name.
            pub fn schema(name: &str) -> Option<Schema> {
                match name {
                    $($name => Some(schema_for!($variant)),)+
                    _ => None,
                }
            }

            /// Whether an action has this name.
            pub fn is_name(name: &str) -> bool {
                matches!(name, $($name)|+)
            }

            /// Reads the input of the action with this name; `None` when there is no such action.
            pub fn read(name: &str, input: Value) -> Option<Result<Self, InputError>> {
                match name {
                    $($name => Some(serde_path_to_error::deserialize(input).map(Self::$variant)),)+
                    _ => None,
                }
            }
        }

        /// Hands the names of all actions to a macro.
        #[macro_export]
        macro_rules! every_action {
            ($to:ident) => { $to! { $($variant)+ } };
        }

        $(impl From<$variant> for Action {
            fn from(input: $variant) -> Self {
                Self::$variant(input)
            }
        })+
    };
}

/// A column of `actions!`: what becomes of each in a private pursuance, or `ByInput`, where its input says that.
macro_rules! in_private {
    (ByInput $input:ident) => {
        $input.in_private()
    };
    ($what:ident $input:ident) => {{
        let _ = $input;
        InPrivate::$what
    }};
}

macro_rules! inputs {
    ($($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $type:ty),* $(,)? })+) => {$(
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        $(#[$doc])*
        pub struct $name { $($(#[$fdoc])* pub $field: $type),* }
    )+};
}

/// Ids in examples.
const MENTOR: &str = "01k9w8d6e8f0g2h4j6k8m0n2p4";
const PERSONAL_OFFER: &str = "01k9w6b5c7d9e1f3g5h7j9k1m3";
const DELEGATION: &str = "01k9w3zq7v8h4m2x5n6p0r1s2t";
const SKILL_OFFER: &str = "01k9w7c5e9g1j3k5m7n9p1q3r5";
const SUGGESTION: &str = "01k9w41c2j6r8s0v3w5x7y9z1a";
const FEED: &str = "01k9w7c6d8e0f2g4h6j8k0m2n4";
const SEARCH: &str = "01k9w7e8f0g2h4j6k8m0n2p4q6";
const BOX: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
const BROWSER: &str = "01k9w7d7e9f1g3h5j7k9m1n3p5";
const COMMENT: &str = "01k9w5a4b6c8d0e2f4g6h8j0k2";
const ROOM: &str = "01k9w5d7e9f1g3h5j7k9m1n3p5";
const FILE: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

mod account;
mod delegation;
mod dependency;
mod discussion;
mod ending;
mod feed;
mod instance;
mod invite;
mod mail;
mod notice;
mod pairing;
mod people;
mod pursuance;
mod push;
mod sealed;
mod search;
mod silence;
mod skill_offer;
mod suggestion;
mod talk;
mod task;
mod undo;

pub use self::account::*;
pub use self::delegation::*;
pub use self::dependency::*;
pub use self::discussion::*;
pub use self::ending::*;
pub use self::feed::*;
pub use self::instance::*;
pub use self::invite::*;
pub use self::mail::*;
pub use self::notice::*;
pub use self::pairing::*;
pub use self::people::*;
pub use self::pursuance::*;
pub use self::push::*;
pub use self::sealed::*;
pub use self::search::*;
pub use self::silence::*;
pub use self::skill_offer::*;
pub use self::suggestion::*;
pub use self::talk::*;
pub use self::task::*;
pub use self::undo::*;

actions! {
    Inside AsItIs "account.create" CreateAccount: "Opens an account on this instance.",
    Inside AsItIs "account.set_verifier" SetVerifier: "Replaces the passphrase of an account and signs it out everywhere else.",
    Inside AsItIs "account.set_keys" SetKeys: "Replaces the passphrase of an account whose passphrase stays on its device.",
    Inside AsItIs "account.derive" DeriveAccount: "Lets the passphrase of an account stay on its device from now on.",
    Inside AsItIs "account.set_recovery" SetRecovery: "Replaces the recovery code of an account.",
    Inside AsItIs "account.add_device" AddDevice: "Leaves the keys of an account, sealed, for another device of its person.",
    Inside AsItIs "account.replace_keys" ReplaceKeys: "Replaces the keys of an account, and keeps the former ones.",
    Inside AsItIs "account.make_link" MakeAccountLink: "Makes a link by which the passphrase of an account is set, once.",
    Inside AsItIs "account.use_link" UseAccountLink: "Sets the passphrase of an account by the link that an operator made.",
    Inside AsItIs "account.request" RequestAccount: "Asks the operators for an account.",
    Inside AsItIs "account.answer_request" AnswerAccountRequest: "Lets somebody in who asked for an account, or not.",
    Inside AsItIs "account.use_request" UseAccountRequest: "Opens the account of somebody who asked for it and was let in.",
    Inside AsItIs "account.set_operator" SetOperator: "Makes an account an operator of the instance, or no longer one.",
    Inside AsItIs "account.suspend" SuspendAccount: "Stops an account from signing in, or lets it again.",
    Inside AsItIs "session.start" StartSession: "Signs a browser in.",
    Inside AsItIs "session.end" EndSession: "Signs one browser out.",
    Inside AsItIs "session.end_all" EndAllSessions: "Signs an account out everywhere.",
    Inside AsItIs "token.create" CreateToken: "Makes a bearer token for programs.",
    Inside AsItIs "token.revoke" RevokeToken: "Makes a bearer token useless.",
    Inside AsItIs "feed.create" CreateFeed: "Makes a calendar or an Atom feed of what somebody may read, at a secret address.",
    Inside AsItIs "feed.replace" ReplaceFeed: "Gives a feed another secret address; the one before leads nowhere.",
    Inside AsItIs "account.lift_limits" LiftLimits: "Lifts the limits that hold for one account, or sets them again.",
    Inside AsItIs "instance.configure" ConfigureInstance: "Changes the name of the instance and who may join.",
    Inside AsItIs "instance.block" BlockHost: "Blocks another server, or unblocks it.",
    Inside AsItIs "channel.resume" ResumeChannels: "Takes in again what a server says whose channels are suspended.",
    Inside AsItIs "actor.gone" ActorGone: "Takes note that an actor of another server has ended.",
    Inside AsItIs "actor.key_changed" NoteKeyChange: "Stops what is between us and an actor whose key is suddenly another.",
    Inside AsItIs "actor.key_vouched" VouchForKey: "Takes note of a key that an actor's known key vouched for.",
    Inside AsItIs "actor.accept_key" AcceptKey: "Believes the new key of an actor, after people have compared it.",
    Inside AsItIs "host.shut_out" HostShutOut: "Ends what is shared with a server that has refused everything for a day.",
    Everywhere AsItIs "profile.edit" EditProfile: "Changes your name, words about you and skills.",
    Everywhere AsItIs "profile.set_skills" SetSkills: "Says which skills you have, and how well you know each.",
    Everywhere AsItIs "profile.set_limits" SetLimits: "Says how much you take on, and when you are left alone.",
    Everywhere AsItIs "profile.set_display" SetDisplay: "Says how times are told to you, and whether single letters are keys.",
    Inside AsItIs "profile.set_picture" SetPicture: "Shows another picture beside the name of a person, or none.",
    Everywhere AsItIs "profile.set_away" SetAway: "Says when you are away, or that you are back.",
    Everywhere ClearTextRefused "skill.merge" MergeSkills: "Makes two words of a pursuance mean one skill, or two again.",
    Everywhere AsItIs "pursuance.create" CreatePursuance: "Starts a pursuance; you become its Primary.",
    Everywhere ByInput "pursuance.edit" EditPursuance: "Changes name, mission, visibility, joining or reviews of a pursuance.",
    Everywhere AsItIs "pursuance.set_pace" SetPace: "Says what happens after a silence: by the learnt pace, after fixed times, or nothing.",
    Everywhere SignatureNeeded "pursuance.join" JoinPursuance: "Joins a pursuance, or asks to.",
    Everywhere AsItIs "pursuance.arrive" Arrive: "Answers what a pursuance may ask you about, or puts that question away.",
    Everywhere SignatureNeeded "pursuance.leave" LeavePursuance: "Leaves a pursuance.",
    Everywhere AsItIs "member.set_role" SetRole: "Gives a member another role.",
    Everywhere SignatureNeeded "member.decide" DecideMember: "Lets somebody in who asked to join, or not.",
    Everywhere SignatureNeeded "member.remove" RemoveMember: "Ends a membership; their tasks look for help again.",
    Everywhere SignatureNeeded "member.ban" BanMember: "Ends a membership and keeps the person from joining again, for a time or for good.",
    Everywhere SignatureNeeded "member.unban" UnbanMember: "Lifts a ban.",
    Everywhere AsItIs "pursuance.transfer" TransferPursuance: "Asks a member to become the Primary in your place, or takes that back.",
    Everywhere AsItIs "pursuance.accept_transfer" AcceptTransfer: "Becomes the Primary, when the Primary has asked you to, or declines.",
    Everywhere ByInput "pursuance.close" ClosePursuance: "Closes a pursuance: from then on it is only read.",
    Everywhere AsItIs "pursuance.reopen" ReopenPursuance: "Opens a closed pursuance again.",
    Everywhere AsItIs "pursuance.delete" DeletePursuance: "Deletes a pursuance for good, 14 days after it was closed.",
    Inside AsItIs "pursuance.wind_up" WindUpPursuance: "Ends the next delegations of a closed pursuance.",
    Inside AsItIs "pursuance.erase" ErasePursuance: "Removes the next part of a deleted pursuance.",
    Everywhere SignatureNeeded "invite.create" CreateInvite: "Makes a link that lets people in. The answer has the link, once.",
    Everywhere SignatureNeeded "invite.accept" AcceptInvite: "Becomes a member by an invitation.",
    Everywhere SignatureNeeded "invite.revoke" RevokeInvite: "Ends an invitation; also the memberships that came by it, if wanted.",
    Inside SignatureNeeded "invite.remove" RemoveInvited: "Ends the next memberships that came by a revoked invitation.",
    Everywhere SignatureNeeded "recruit.ask" AskPerson: "Asks somebody who allows it whether they join.",
    Everywhere SignatureNeeded "recruit.answer" AnswerAsk: "Answers the question whether you join.",
    Inside AsItIs "pursuance.name_primary" NamePrimary: "Makes an Admin the Primary where the present one cannot act.",
    Everywhere SignatureNeeded "grant.set" SetGrant: "Lets a member see, discuss, suggest or change one task beyond their role, or no longer.",
    Everywhere OnlyInside "task.create" CreateTask: "Writes down a new task.",
    Everywhere ClearTextRefused "task.add_list" AddTasks: "Writes down several tasks at once, as a tree.",
    Everywhere OnlyInside "task.edit" EditTask: "Changes a task; names the revision it was written against.",
    Everywhere OnlyInside "task.move" MoveTask: "Puts a task under another one, at the top, or before or behind one beside it.",
    Everywhere OnlyInside "task.set_phase" SetPhase: "Moves a task to another phase.",
    Everywhere OnlyInside "task.set_reviewer" SetReviewer: "Says who reviews the work on a task, or that it needs no review.",
    Everywhere OnlyInside "task.review" ReviewTask: "Accepts the work on a task, or sends it back with a comment.",
    Everywhere OnlyInside "task.assign" AssignTask: "Gives a task to a member, or to nobody.",
    Everywhere ClearTextRefused "task.split" SplitTask: "Writes down the parts of a task, each as a task below it.",
    Everywhere OnlyInside "task.take" TakeTask: "Takes a task that wants help.",
    Everywhere OnlyInside "task.hand_back" HandBackTask: "Gives back a task you took.",
    Everywhere OnlyInside "task.want_help" WantHelp: "Asks for help with a task; people with its skills are asked.",
    Everywhere AsItIs "task.call_next_wave" CallNextWave: "Asks the next people about a task now.",
    Everywhere AsItIs "task.pause_pairing" PausePairing: "Asks nobody about a task for now, or goes on asking.",
    Everywhere AsItIs "task.ask" AskMember: "Asks one member whether they take a task.",
    Everywhere OnlyInside "offer.accept" AcceptOffer: "Takes the task you are asked about, or stands by where somebody was first.",
    Everywhere AsItIs "offer.not_now" NotNow: "Says no to the task you are asked about.",
    Everywhere AsItIs "offer.never" NeverOffer: "Says no to it, and is not asked for that skill any more.",
    Everywhere AsItIs "offer.later" LaterOffer: "Wants to be asked again on a day.",
    Everywhere AsItIs "offer.stand_down" StandDown: "Stands by no more.",
    Everywhere AsItIs "mentor.answer" AnswerMentor: "Says whether you accompany a learner on a task.",
    Everywhere AsItIs "task.still_on_it" StillOnIt: "Says that you are still on a task that you have or review. Within an hour it is said once.",
    Everywhere AsItIs "task.need_longer" NeedLonger: "Says until when you need for a task that you have or review.",
    Everywhere OnlyInside "task.hand_on" HandOnTask: "Lets somebody else go on with a task that you have, or with its review.",
    Everywhere AsItIs "task.answer_hand_on" AnswerHandOn: "Says, asked as its reviewer, whether a silent person's task is handed on.",
    Everywhere OnlyInside "task.take_back" TakeBack: "Goes on with a task after all that was handed on, as long as nobody has it.",
    Everywhere OnlyInside "task.depend" DependTask: "Notes that a task waits for another one.",
    Everywhere OnlyInside "task.undepend" UndependTask: "Notes that a task no longer waits for another one.",
    Everywhere SignatureNeeded "task.show_waiting" ShowWaiting: "Lets everybody see that a task of another pursuance waits for yours, or yours for it.",
    Everywhere ByInput "task.block" BlockTask: "Says that a task is blocked: by a task, by somebody, or by something else.",
    Everywhere AsItIs "task.unblock" UnblockTask: "Says that a task is no longer blocked.",
    Everywhere OnlyInside "task.archive" ArchiveTask: "Puts a task and those below it out of the lists; everybody still reads them.",
    Everywhere OnlyInside "task.trash" TrashTask: "Puts a task and those below it into the trash for 30 days.",
    Everywhere OnlyInside "task.restore" RestoreTask: "Brings a task back that was archived or put into the trash.",
    Everywhere AsItIs "task.delete" DeleteTask: "Deletes a task and those below it for good.",
    Everywhere SignatureNeeded "task.bulk" BulkTasks: "Makes the same change to several tasks at once.",
    Everywhere SignatureNeeded "task.undo" UndoAct: "Takes back what you did to tasks less than ten minutes ago.",
    Everywhere ClearTextRefused "task.comment" CommentTask: "Adds to the discussion of a task.",
    Everywhere ClearTextRefused "comment.edit" EditComment: "Changes a comment of yours; the former text stays readable.",
    Everywhere SignatureNeeded "comment.delete" DeleteComment: "Deletes a comment of yours, or removes one of somebody else with a reason.",
    Everywhere ClearTextRefused "message.react" React: "Reacts to a comment with an emoji, or no longer.",
    Everywhere ClearTextRefused "room.create" CreateRoom: "Makes a room of a pursuance, for discussion besides the tasks.",
    Everywhere ClearTextRefused "room.edit" EditRoom: "Changes the name, the readers or the lifetime of a room.",
    Everywhere ClearTextRefused "room.archive" ArchiveRoom: "Puts a room away: from then on it is only read; or brings it back.",
    Everywhere ClearTextRefused "room.slow" SlowRoom: "Slows a room for an hour: one message a minute for each person.",
    Everywhere ClearTextRefused "room.say" SayInRoom: "Says something in a room.",
    Everywhere AsItIs "thread.read" ReadThread: "Says how far you have read a discussion, or that it is unread from a message on.",
    Everywhere AsItIs "thread.read_all" ReadAllThreads: "Says that you have read all discussions of a pursuance, or all there are.",
    Everywhere ClearTextRefused "task.attach" AttachFile: "Hangs an uploaded file on a task.",
    Everywhere SignatureNeeded "file.remove" RemoveFile: "Takes a file of yours off a task, or one of somebody else with a reason.",
    Everywhere ClearTextRefused "suggestion.make" MakeSuggestion: "Suggests an action that you may not do yourself.",
    Everywhere SignatureNeeded "suggestion.accept" AcceptSuggestion: "Does what was suggested.",
    Everywhere ClearTextRefused "suggestion.amend" AmendSuggestion: "Does what was suggested, with changes.",
    Everywhere SignatureNeeded "suggestion.decline" DeclineSuggestion: "Says no to a suggestion, with the reason.",
    Everywhere SignatureNeeded "suggestion.withdraw" WithdrawSuggestion: "Takes a suggestion of yours back.",
    Inside AsItIs "file.add" AddFile: "Records an uploaded file.",
    Everywhere SignatureNeeded "delegation.offer" OfferDelegation: "Offers a task to another pursuance, here or elsewhere.",
    Everywhere SignatureNeeded "delegation.reoffer" ReofferDelegation: "Offers the same task on other terms.",
    Everywhere SignatureNeeded "delegation.accept" AcceptDelegation: "Says yes to an offered task; it appears among your tasks.",
    Everywhere SignatureNeeded "delegation.fetch_files" FetchFiles: "Fetches the files that came with an offer; until then they stay with who sent them.",
    Everywhere SignatureNeeded "delegation.decline" DeclineDelegation: "Says no to an offered task.",
    Everywhere SignatureNeeded "delegation.counter" CounterDelegation: "Suggests other terms, or asks a question.",
    Everywhere SignatureNeeded "delegation.progress" ReportProgress: "Says in a sentence how it goes.",
    Everywhere SignatureNeeded "delegation.submit" SubmitDelegation: "Hands in the finished work.",
    Everywhere SignatureNeeded "delegation.start_review" StartReview: "Tells the other side that its work is being looked at.",
    Everywhere SignatureNeeded "delegation.accept_work" AcceptWork: "Accepts the work; the task is done.",
    Everywhere SignatureNeeded "delegation.send_back" SendBack: "Sends the work back with what is missing.",
    Everywhere SignatureNeeded "delegation.refuse_work" RefuseWork: "Refuses the work for good; the delegation ends.",
    Everywhere SignatureNeeded "delegation.thank" ThankForWork: "Thanks for work that came after a recall.",
    Everywhere SignatureNeeded "delegation.recall" RecallDelegation: "Takes the task back: withdraws the offer, or ends the work there.",
    Everywhere SignatureNeeded "delegation.return" ReturnDelegation: "Gives the task back to where it came from.",
    Everywhere SignatureNeeded "delegation.nudge" NudgeDelegation: "Asks the other side for news.",
    Everywhere SignatureNeeded "delegation.ask_onward" AskOnward: "Asks the origin whether a third pursuance may join in.",
    Everywhere SignatureNeeded "delegation.answer_onward" AnswerOnward: "Says whether the delegate may hand the task on.",
    Everywhere ClearTextRefused "skill_offer.publish" PublishSkillOffer: "Says what a pursuance can do for others, and until when.",
    Everywhere ClearTextRefused "skill_offer.change" ChangeSkillOffer: "Changes what a pursuance says it can do for others.",
    Everywhere ClearTextRefused "skill_offer.withdraw" WithdrawSkillOffer: "Takes a skill offer back; tasks that came through it go on.",
    Everywhere AsItIs "watch.set" SetWatch: "Watches a task, a pursuance or a skill, or no longer.",
    Everywhere AsItIs "notice.read" ReadNotices: "Marks notices of your inbox as read, or as unread.",
    Everywhere AsItIs "notice.mute" MuteNotices: "Mutes a task or a pursuance: only your duties there are told.",
    Everywhere AsItIs "preference.set" SetPreference: "Says which kinds of notices you want.",
    Everywhere AsItIs "feed.revoke" RevokeFeed: "Ends a feed of yours.",
    Everywhere ClearTextRefused "search.save" SaveSearch: "Saves a search under a name, for you or for everybody who reads a pursuance.",
    Everywhere ClearTextRefused "search.change" ChangeSearch: "Changes a saved search, or whether it stands on your Home.",
    Everywhere AsItIs "search.forget" ForgetSearch: "Forgets a saved search; its feeds lead nowhere from then on.",
    Everywhere AsItIs "push.unsubscribe" UnsubscribePush: "Pushes nothing more to a browser of yours.",
    Inside ClearTextRefused "skill_offer.tell" TellSkillOffer: "Tells the next pursuances elsewhere what became of a skill offer.",
    Inside SignatureNeeded "agreement.decline" DeclineAgreement: "Answers an agreement that other software offers: tasks are handed over here.",
    Inside AsItIs "mail.set" SetMail: "Says where you get mail, and has a link sent there.",
    Inside AsItIs "mail.confirm" ConfirmMail: "Confirms your address of mail by the link that came.",
    Inside AsItIs "mail.remove" RemoveMail: "Forgets your address of mail.",
    Inside AsItIs "mail.pause" PauseMail: "Stops the mail of somebody, by their own link or because their server refuses it.",
    Inside AsItIs "push.subscribe" SubscribePush: "Has notices pushed to a browser that is signed in.",
    Inside AsItIs "silence.tick" TickSilence: "Reminds somebody who is silent, or hands their task on.",
    Inside AsItIs "task.tell_due" TellDue: "Tells those who may assign a task that it is late, or soon due, and that nobody has it.",
    Inside AsItIs "silence.look_anew" LookAnew: "Looks at the next silences of a pursuance by its new terms.",
    Inside AsItIs "task.succeed" SucceedTask: "Asks the next one who may go on with a task.",
    Inside AsItIs "profile.carry_out_away" CarryOutAway: "Does what somebody wanted of their tasks while they are away.",
    Inside AsItIs "task.expire" ExpireTask: "Deletes a task whose time in the trash is over.",
    Inside AsItIs "task.settle" SettleSubtasks: "Finishes or drops the next open subtasks of a closed task.",
    Inside AsItIs "task.tell_waiting" TellWaiting: "Tells the tasks that wait for a task that it was closed or opened again.",
    Inside AsItIs "task.pair" PairTask: "Asks the next people about a task, when it is time to.",
    Inside AsItIs "member.let_go" LetGo: "Lets go of the next tasks and reviews of somebody who does not go on with them.",
    Inside AsItIs "sealed.found" FoundSealed: "Starts a private pursuance with the first entries of its log; you become its Primary.",
    Inside AsItIs "sealed.append" AppendToLog: "Adds signed entries to the log of a private pursuance.",
    Inside AsItIs "sealed.seal" HandInSeals: "Hands in the key of a private pursuance, sealed to single members.",
    Inside AsItIs "sealed.put" PutSealed: "Writes signed revisions of what a private pursuance keeps sealed.",
    Everywhere AsItIs "box.put" PutBox: "Keeps something for you alone that was sealed on your device.",
    Everywhere AsItIs "box.forget" ForgetBox: "Forgets something that was kept for you alone.",
    Inside AsItIs "sealed.tag" TagSealed: "Says which tags the skills of private tasks and members have.",
    Inside AsItIs "delegation.tick" TickDelegation: "Lets time pass for a delegation: expiry, reminders, heartbeats.",
}

/// The example in a schema.
fn example_of(schema: &Schema) -> Option<Value> {
    schema.get("examples")?.get(0).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_its_own_name_and_a_schema_of_an_object() {
        let catalogue = Action::catalogue();
        let mut names: Vec<_> = catalogue.iter().map(|entry| entry.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), catalogue.len());
        for entry in &catalogue {
            assert_eq!(entry.schema.get("type").and_then(|t| t.as_str()), Some("object"), "{}", entry.name);
        }
    }

    #[test]
    fn every_action_of_the_api_has_an_example_it_takes() {
        for entry in Action::catalogue().into_iter().filter(|entry| entry.doors == Doors::Everywhere) {
            let example = entry.example.unwrap_or_else(|| panic!("{} has no example", entry.name));
            let read = Action::read(entry.name, example).map(|read| read.map(|action| action.name()));
            assert!(matches!(read, Some(Ok(name)) if name == entry.name), "{}: {read:?}", entry.name);
        }
    }

    #[test]
    fn an_action_goes_through_json_unchanged() {
        let text = r#"{"action":"task.edit","input":{"pursuance":"bees","task":3,"revision":2,"title":"Count","due":null}}"#;
        let action: Action = serde_json::from_str(text).unwrap();
        let Action::EditTask(edit) = &action else { panic!("another action") };
        assert_eq!((edit.due, edit.reviewer.clone()), (Some(None), None));
        let again: Action = serde_json::from_str(&serde_json::to_string(&action).unwrap()).unwrap();
        assert_eq!(again, action);
    }

    #[test]
    fn an_action_is_read_by_its_name() {
        let input = serde_json::json!({ "pursuance": "bees", "task": 3 });
        let action = Action::read("task.take", input.clone()).unwrap().unwrap();
        assert_eq!(action.name(), "task.take");
        assert!(Action::read("task.steal", input).is_none());
    }

    #[test]
    fn unknown_members_are_refused() {
        let text = r#"{"action":"task.take","input":{"pursuance":"bees","task":3,"tsak":4}}"#;
        assert!(serde_json::from_str::<Action>(text).is_err());
    }
}
