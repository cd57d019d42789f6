//! Everything that can be asked of a server: one struct per verb, one enum of all of them.
//!
//! Page forms, API calls, timers, the command line and stored suggestions all become an [`Action`]; only `perform` executes one. An Action
//! survives a round trip through JSON, so it can be stored and performed later.
//!
//! Adding one: 1. its struct in the file of its family, with an example if the API offers it, 2. its line in `actions!` here, which is its
//! [`Card`], the answer to every question about all actions, 3. its function in the same family of `server/hall/src/actions/`. The compiler
//! asks for the third.

use schemars::{JsonSchema, Schema, SchemaGenerator, schema_for};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use self::card::{Actors, Files, Named, Words, marked_or, right, suggest};
pub(crate) use self::card::{about, of_input};
use crate::allowed::Permission;
use crate::sealed::{InPrivate, RecordBytes};
use crate::suggestion::Needs;
use crate::value::{ActorRef, Sha256};

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
    /// Its card in the table.
    #[serde(skip)]
    pub card: &'static Card,
}

/// The error of an invalid input, with the path of the member.
pub type InputError = serde_path_to_error::Error<serde_json::Error>;

/// An action with its input, before the input is read.
#[derive(Deserialize)]
struct Unread {
    action: String,
    input: Value,
}

// Not derived: a derived implementation would compile the deserializer of each input for every JSON source.
impl<'de> Deserialize<'de> for Action {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let Unread { action, input } = Unread::deserialize(input)?;
        let read = Self::read(&action, input)
            .ok_or_else(|| D::Error::custom(format_args!("there is no action {action}")))?;
        read.map_err(|error| D::Error::custom(error.into_inner()))
    }
}

/// A line has the columns, the name, the struct, the effect, and optional marks. [`card`] explains their words.
///
/// * doors ([`Doors`]) and the rule for a private pursuance ([`InPrivate`]);
/// * its subject ([`About`]), by the members of its input of that name;
/// * the required right ([`Right`], or a word of [`Permission`]);
/// * the rule for a full disk ([`WhenFull`]), and the rate limit in which it counts ([`Pace`]);
/// * `undo`: the way to undo it ([`Undo`]);
/// * `suggested`: members may suggest it; the right that deciding needs ([`Needs`]); `of` the member of its
///   input that names a person, `where` its input suits, by a function of that;
/// * `sends`: the member with a text for other servers, and its receivers ([`Sends`]);
/// * `brings`: the member with records of a private pursuance;
/// * `several`: the member with the list of tasks that it changes;
/// * `hangs`: the member with files, and the way they are attached ([`Hangs`]);
/// * `names`: the member with actors who may be on another server;
/// * `prepares`: the data to refresh before ([`Prepares`]).
macro_rules! actions {
    ($(
        $doors:ident $private:ident $about:ident $needs:ident $full:ident $pace:ident $name:literal $variant:ident: $summary:literal
            $(undo $undo:ident)? $(suggested $suggested:ident $(of $person:ident)? $(where $suits:ident)?)?
            $(sends $text:ident $sends:ident)? $(brings $records:ident)? $(several $several:ident)?
            $(hangs $files:ident $hangs:ident)? $(names $actors:ident)? $(prepares $prepares:ident)?
    ),+ $(,)?) => {
        /// A request to change something.
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[serde(tag = "action", content = "input")]
        pub enum Action {
            $(#[doc = $summary] #[serde(rename = $name)] $variant($variant)),+
        }

        /// The card of each action.
        static CARDS: &[Card] = &[$(Card {
            name: $name,
            summary: $summary,
            doors: Doors::$doors,
            needs: right!($needs),
            when_full: WhenFull::$full,
            pace: Pace::$pace,
            undo: marked_or!(Undo::Nothing $(, Undo::$undo)?),
            prepares: marked_or!(Prepares::Nothing $(, Prepares::$prepares)?),
            sends: marked_or!(Sends::Nothing $(, Sends::$sends)?),
            hangs: marked_or!(Hangs::Nothing $(, Hangs::$hangs)?),
            suggest: suggest!($($suggested)?),
        }),+];

        /// The index of an action in the table.
        enum Line { $($variant),+ }

        impl Action {
            /// The card of the action.
            pub fn card(&self) -> &'static Card {
                let line = match self { $(Self::$variant(_) => Line::$variant),+ };
                &CARDS[line as usize]
            }

            /// The subject of the action, from its input.
            pub fn about(&self) -> About<'_> {
                match self { $(Self::$variant(input) => about!($about input)),+ }
            }

            /// The rule for the action in a private pursuance.
            pub fn in_private(&self) -> InPrivate {
                match self { $(Self::$variant(input) => in_private!($private input)),+ }
            }

            /// The text for other servers ([`Sends`]).
            pub fn text(&self) -> Option<&str> {
                match self { $(Self::$variant(input) => of_input!(input, None $(, input.$text.words())?)),+ }
            }

            /// The records of a private pursuance in its input.
            pub fn records(&self) -> Option<&RecordBytes> {
                match self { $(Self::$variant(input) => of_input!(input, None $(, Some(&input.$records))?)),+ }
            }

            /// The number of tasks that it changes one by one; zero if it is not about several.
            pub fn several(&self) -> usize {
                match self { $(Self::$variant(input) => of_input!(input, 0 $(, input.$several.count())?)),+ }
            }

            /// The files that it attaches ([`Hangs`]).
            pub fn files(&self) -> Vec<&Sha256> {
                match self { $(Self::$variant(input) => of_input!(input, Vec::new() $(, input.$files.hashes())?)),+ }
            }

            /// The named actors who may be on another server, mutable, so that a lookup can replace them by their ids.
            pub fn actors_mut(&mut self) -> &mut [ActorRef] {
                match self { $(Self::$variant(input) => of_input!(input, &mut [] $(, input.$actors.actors())?)),+ }
            }

            /// Every action with its schema.
            pub fn catalogue() -> Vec<ActionEntry> {
                vec![$(entry(Line::$variant, schema_for!($variant), None)),+]
            }

            /// Every action of the API, with a reference to its schema. `generator` gathers the schemas themselves.
            pub fn catalogue_in(generator: &mut SchemaGenerator) -> Vec<ActionEntry> {
                let mut entries = Vec::new();
                $(if Doors::$doors == Doors::Everywhere {
                    let schema = generator.subschema_for::<$variant>();
                    entries.push(entry(Line::$variant, schema, Some(&schema_for!($variant))));
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

        /// Passes the names of all actions to a macro.
        #[macro_export]
        macro_rules! every_action {
            ($to:ident) => { $to! { $($variant)+ } };
        }

        /// Passes the actions that can be suggested to a macro, each with its mark.
        macro_rules! every_suggested {
            ($to:ident) => { $to! { $($($name $variant $about $suggested [$($person)?] [$($suits)?])?)+ } };
        }

        $(impl From<$variant> for Action {
            fn from(input: $variant) -> Self {
                Self::$variant(input)
            }
        })+
    };
}

impl Action {
    /// The name, as in the API.
    pub fn name(&self) -> &'static str {
        self.card().name
    }

    /// The doors that may carry the action in.
    pub fn doors(&self) -> Doors {
        self.card().doors
    }
}

impl Card {
    /// The card of the action with this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        CARDS.iter().find(|card| card.name == name)
    }
}

/// Makes a line of the catalogue. `whole`: the schema with the example, if `schema` is a reference to it.
fn entry(line: Line, schema: Schema, whole: Option<&Schema>) -> ActionEntry {
    let card = &CARDS[line as usize];
    let example = example_of(whole.unwrap_or(&schema));
    ActionEntry { name: card.name, summary: card.summary, schema, example, card }
}

/// A column of `actions!`: the rule for a private pursuance, or `ByInput` if the input decides it.
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
mod card;
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
pub use self::card::{About, Card, Doors, Hangs, Pace, Prepares, Right, Sends, Suggest, Undo, WhenFull};
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
    Inside AsItIs Account Nothing Refused Usual "account.create" CreateAccount: "Opens an account on this instance.",
    Inside AsItIs Account Own Done Credentials "account.set_verifier" SetVerifier: "Replaces the passphrase of an account and signs it out everywhere else.",
    Inside AsItIs Account Own Done Credentials "account.set_keys" SetKeys: "Replaces the passphrase of an account whose passphrase stays on its device.",
    Inside AsItIs Account Own Refused Credentials "account.derive" DeriveAccount: "Lets the passphrase of an account stay on its device from now on.",
    Inside AsItIs Account Own Done Credentials "account.set_recovery" SetRecovery: "Replaces the recovery code of an account.",
    Inside AsItIs Account Own Refused Credentials "account.add_device" AddDevice: "Leaves the keys of an account, sealed, for another device of its person.",
    Inside AsItIs Account Own Done Credentials "account.replace_keys" ReplaceKeys: "Replaces the keys of an account, and keeps the former ones.",
    Inside AsItIs Account Operator Refused Usual "account.make_link" MakeAccountLink: "Makes a link by which the passphrase of an account is set, once.",
    Inside AsItIs Account Nothing Refused Usual "account.use_link" UseAccountLink: "Sets the passphrase of an account by the link that an operator made.",
    Inside AsItIs Account Nothing Refused Usual "account.request" RequestAccount: "Asks the operators for an account.",
    Inside AsItIs Account Operator Refused Usual "account.answer_request" AnswerAccountRequest: "Lets somebody in who asked for an account, or not.",
    Inside AsItIs Account Nothing Refused Usual "account.use_request" UseAccountRequest: "Opens the account of somebody who asked for it and was let in.",
    Inside AsItIs Account Operator Done Usual "account.set_operator" SetOperator: "Makes an account an operator of the instance, or no longer one.",
    Inside AsItIs Account Operator Done Usual "account.suspend" SuspendAccount: "Stops an account from signing in, or lets it again.",
    Inside AsItIs Account Nothing Done Credentials "session.start" StartSession: "Signs a browser in.",
    Inside AsItIs Account Own Done Credentials "session.end" EndSession: "Signs one browser out.",
    Inside AsItIs Account Own Done Credentials "session.end_all" EndAllSessions: "Signs an account out everywhere.",
    Inside AsItIs Account Own Done Usual "token.create" CreateToken: "Makes a bearer token for programs.",
    Inside AsItIs Account Own Done Credentials "token.revoke" RevokeToken: "Makes a bearer token useless.",
    Inside AsItIs Account Own Refused Usual "feed.create" CreateFeed: "Makes a calendar or an Atom feed of what somebody may read, at a secret address.",
    Inside AsItIs Account Own Refused Usual "feed.replace" ReplaceFeed: "Gives a feed another secret address; the one before leads nowhere.",
    Inside AsItIs Account Operator Done Usual "account.lift_limits" LiftLimits: "Lifts the limits that hold for one account, or sets them again.",
    Inside AsItIs Instance Operator Done Usual "instance.configure" ConfigureInstance: "Changes the name of the instance and who may join.",
    Inside AsItIs Peer Operator Done Usual "instance.block" BlockHost: "Blocks another server, or unblocks it.",
    Inside AsItIs Peer Operator Refused Usual "channel.resume" ResumeChannels: "Takes in again what a server says whose channels are suspended.",
    Inside AsItIs Peer Clock Refused Usual "actor.gone" ActorGone: "Takes note that an actor of another server has ended.",
    Inside AsItIs Peer Clock Refused Usual "actor.key_changed" NoteKeyChange: "Stops what is between us and an actor whose key is suddenly another.",
    Inside AsItIs Peer Clock Refused Usual "actor.key_vouched" VouchForKey: "Takes note of a key that an actor's known key vouched for.",
    Inside AsItIs Peer Operator Refused Usual "actor.accept_key" AcceptKey: "Believes the new key of an actor, after people have compared it.",
    Inside AsItIs Peer Clock Refused Usual "host.shut_out" HostShutOut: "Ends what is shared with a server that has refused everything for a day.",
    Everywhere AsItIs Account Own Refused Usual "profile.edit" EditProfile: "Changes your name, words about you and skills.",
    Everywhere AsItIs Account Own Refused Usual "profile.set_skills" SetSkills: "Says which skills you have, and how well you know each.",
    Everywhere AsItIs Account Own Refused Usual "profile.set_limits" SetLimits: "Says how much you take on, and when you are left alone.",
    Everywhere AsItIs Account Own Refused Usual "profile.set_display" SetDisplay: "Says how times are told to you, and whether single letters are keys.",
    Inside AsItIs Account Own Refused Usual "profile.set_picture" SetPicture: "Shows another picture beside the name of a person, or none.",
    Everywhere AsItIs Account Own Refused Usual "profile.set_away" SetAway: "Says when you are away, or that you are back.",
    Everywhere ClearTextRefused Pursuance MergeSkills Refused Usual "skill.merge" MergeSkills: "Makes two words of a pursuance mean one skill, or two again.",
    Everywhere AsItIs NewPursuance CreatePursuance Refused Usual "pursuance.create" CreatePursuance: "Starts a pursuance; you become its Primary.",
    Everywhere ByInput Pursuance EditPursuance Refused Usual "pursuance.edit" EditPursuance: "Changes name, mission, visibility, joining or reviews of a pursuance.",
    Everywhere AsItIs Pursuance EditPursuance Refused Usual "pursuance.set_pace" SetPace: "Says what happens after a silence: by the learnt pace, after fixed times, or nothing.",
    Everywhere SignatureNeeded Pursuance Join Refused Usual "pursuance.join" JoinPursuance: "Joins a pursuance, or asks to.",
    Everywhere ByInput Pursuance ByInput Refused Usual "pursuance.arrive" Arrive: "Answers what a pursuance may ask you about, or puts that question away.",
    Everywhere SignatureNeeded Pursuance Leave Done Usual "pursuance.leave" LeavePursuance: "Leaves a pursuance.",
    Everywhere AsItIs Member ByInput Refused Usual "member.set_role" SetRole: "Gives a member another role." suggested ByInput of member,
    Everywhere SignatureNeeded Member DecideMember Refused Usual "member.decide" DecideMember: "Lets somebody in who asked to join, or not.",
    Everywhere SignatureNeeded Member ByInput Done Usual "member.remove" RemoveMember: "Ends a membership; their tasks look for help again." suggested Ban of member,
    Everywhere SignatureNeeded Member ByInput Done Usual "member.ban" BanMember: "Ends a membership and keeps the person from joining again, for a time or for good." suggested Ban of member,
    Everywhere SignatureNeeded Member ByInput Refused Usual "member.unban" UnbanMember: "Lifts a ban." suggested Ban of member,
    Everywhere AsItIs Pursuance TransferPursuance Refused Usual "pursuance.transfer" TransferPursuance: "Asks a member to become the Primary in your place, or takes that back.",
    Everywhere AsItIs Pursuance Own Refused Usual "pursuance.accept_transfer" AcceptTransfer: "Becomes the Primary, when the Primary has asked you to, or declines.",
    Everywhere ByInput Pursuance DeletePursuance Done Usual "pursuance.close" ClosePursuance: "Closes a pursuance: from then on it is only read." sends reason Always,
    Everywhere AsItIs Pursuance DeletePursuance Refused Usual "pursuance.reopen" ReopenPursuance: "Opens a closed pursuance again.",
    Everywhere AsItIs Pursuance DeletePursuance Done Usual "pursuance.delete" DeletePursuance: "Deletes a pursuance for good, 14 days after it was closed.",
    Inside AsItIs Pursuance Clock Refused Usual "pursuance.wind_up" WindUpPursuance: "Ends the next delegations of a closed pursuance.",
    Inside AsItIs Pursuance Clock Refused Usual "pursuance.erase" ErasePursuance: "Removes the next part of a deleted pursuance.",
    Everywhere SignatureNeeded Pursuance ByInput Refused Usual "invite.create" CreateInvite: "Makes a link that lets people in. The answer has the link, once.",
    Everywhere SignatureNeeded Question Join Refused Usual "invite.accept" AcceptInvite: "Becomes a member by an invitation.",
    Everywhere SignatureNeeded Pursuance RevokeInvite Done Usual "invite.revoke" RevokeInvite: "Ends an invitation; also the memberships that came by it, if wanted.",
    Inside SignatureNeeded Pursuance Clock Refused Usual "invite.remove" RemoveInvited: "Ends the next memberships that came by a revoked invitation.",
    Everywhere SignatureNeeded Pursuance ByInput Refused Usual "recruit.ask" AskPerson: "Asks somebody who allows it whether they join.",
    Everywhere SignatureNeeded Question Join Refused Usual "recruit.answer" AnswerAsk: "Answers the question whether you join.",
    Inside AsItIs Member Operator Refused Usual "pursuance.name_primary" NamePrimary: "Makes an Admin the Primary where the present one cannot act.",
    Everywhere SignatureNeeded Task GrantOnTask Refused Usual "grant.set" SetGrant: "Lets a member see, discuss, suggest or change one task beyond their role, or no longer.",
    Everywhere OnlyInside NewTask ByInput Refused Usual "task.create" CreateTask: "Writes down a new task." undo Left suggested ByInput where is_plain,
    Everywhere ClearTextRefused NewTask ByInput Refused Usual "task.add_list" AddTasks: "Writes down several tasks at once, as a tree." undo Left suggested AddSubtask where is_parts,
    Everywhere OnlyInside Task EditTask Refused Usual "task.edit" EditTask: "Changes a task; names the revision it was written against." undo Left suggested EditTask where keeps_reviewer sends deliverables WhereShared,
    Everywhere OnlyInside Task MoveTask Refused Usual "task.move" MoveTask: "Puts a task under another one, at the top, or before or behind one beside it." undo Left,
    Everywhere OnlyInside Task ByInput Refused Usual "task.set_phase" SetPhase: "Moves a task to another phase." undo Left suggested ByInput where gives_no_verdict,
    Everywhere OnlyInside Task SetReviewer Refused Usual "task.set_reviewer" SetReviewer: "Says who reviews the work on a task, or that it needs no review." undo Left,
    Everywhere OnlyInside Task Review Refused Usual "task.review" ReviewTask: "Accepts the work on a task, or sends it back with a comment." undo Left,
    Everywhere OnlyInside Task Assign Refused Usual "task.assign" AssignTask: "Gives a task to a member, or to nobody." undo Left suggested Assign of assignee,
    Everywhere ClearTextRefused Task AddSubtask Refused Usual "task.split" SplitTask: "Writes down the parts of a task, each as a task below it." undo Left suggested AddSubtask,
    Everywhere OnlyInside Task TakeTask Refused Usual "task.take" TakeTask: "Takes a task that wants help." undo Left,
    Everywhere OnlyInside Task WorkOnTask Refused Usual "task.hand_back" HandBackTask: "Gives back a task you took." undo Left,
    Everywhere OnlyInside Task ByInput Refused Usual "task.want_help" WantHelp: "Asks for help with a task; people with its skills are asked." undo Left,
    Everywhere AsItIs Task Assign Refused Usual "task.call_next_wave" CallNextWave: "Asks the next people about a task now.",
    Everywhere AsItIs Task Assign Refused Usual "task.pause_pairing" PausePairing: "Asks nobody about a task for now, or goes on asking.",
    Everywhere AsItIs Task Assign Refused Usual "task.ask" AskMember: "Asks one member whether they take a task.",
    Everywhere OnlyInside Question TakeTask Refused Usual "offer.accept" AcceptOffer: "Takes the task you are asked about, or stands by where somebody was first." undo Bound,
    Everywhere AsItIs Question Own Refused Usual "offer.not_now" NotNow: "Says no to the task you are asked about.",
    Everywhere AsItIs Question Own Refused Usual "offer.never" NeverOffer: "Says no to it, and is not asked for that skill any more.",
    Everywhere AsItIs Question Own Refused Usual "offer.later" LaterOffer: "Wants to be asked again on a day.",
    Everywhere AsItIs Question Own Refused Usual "offer.stand_down" StandDown: "Stands by no more.",
    Everywhere AsItIs Question ByInput Refused Usual "mentor.answer" AnswerMentor: "Says whether you accompany a learner on a task.",
    Everywhere AsItIs Task Own Refused Usual "task.still_on_it" StillOnIt: "Says that you are still on a task that you have or review. Within an hour it is said once.",
    Everywhere AsItIs Task Own Refused Usual "task.need_longer" NeedLonger: "Says until when you need for a task that you have or review.",
    Everywhere OnlyInside Task WorkOnTask Refused Usual "task.hand_on" HandOnTask: "Lets somebody else go on with a task that you have, or with its review.",
    Everywhere AsItIs Task ByInput Refused Usual "task.answer_hand_on" AnswerHandOn: "Says, asked as its reviewer, whether a silent person's task is handed on.",
    Everywhere OnlyInside Task WorkOnTask Refused Usual "task.take_back" TakeBack: "Goes on with a task after all that was handed on, as long as nobody has it." undo Bound,
    Everywhere OnlyInside Task Depend Refused Usual "task.depend" DependTask: "Notes that a task waits for another one." prepares Edges,
    Everywhere OnlyInside Task ByInput Refused Usual "task.undepend" UndependTask: "Notes that a task no longer waits for another one.",
    Everywhere SignatureNeeded Task EditTask Refused Usual "task.show_waiting" ShowWaiting: "Lets everybody see that a task of another pursuance waits for yours, or yours for it.",
    Everywhere ByInput Task Depend Refused Usual "task.block" BlockTask: "Says that a task is blocked: by a task, by somebody, or by something else." prepares Edges,
    Everywhere AsItIs Task ByInput Refused Usual "task.unblock" UnblockTask: "Says that a task is no longer blocked.",
    Everywhere OnlyInside Task ArchiveTask Refused Usual "task.archive" ArchiveTask: "Puts a task and those below it out of the lists; everybody still reads them." undo Left,
    Everywhere OnlyInside Task ArchiveTask Done Usual "task.trash" TrashTask: "Puts a task and those below it into the trash for 30 days." undo Left,
    Everywhere OnlyInside Task ArchiveTask Refused Usual "task.restore" RestoreTask: "Brings a task back that was archived or put into the trash." undo Left,
    Everywhere AsItIs Task DeleteTask Done Usual "task.delete" DeleteTask: "Deletes a task and those below it for good.",
    Everywhere SignatureNeeded Pursuance ByInput Refused Usual "task.bulk" BulkTasks: "Makes the same change to several tasks at once." undo Left several tasks,
    Everywhere SignatureNeeded Pursuance ByInput Refused Usual "task.undo" UndoAct: "Takes back what you did to tasks less than ten minutes ago.",
    Everywhere ClearTextRefused Task Discuss Refused Usual "task.comment" CommentTask: "Adds to the discussion of a task." sends body WhereShared hangs files Said,
    Everywhere ClearTextRefused ByInput Discuss Refused Usual "comment.edit" EditComment: "Changes a comment of yours; the former text stays readable." sends body WhereShared,
    Everywhere SignatureNeeded ByInput ByInput Done Usual "comment.delete" DeleteComment: "Deletes a comment of yours, or removes one of somebody else with a reason.",
    Everywhere ClearTextRefused ByInput Discuss Refused Reactions "message.react" React: "Reacts to a comment with an emoji, or no longer.",
    Everywhere ClearTextRefused Pursuance ManageRooms Refused Usual "room.create" CreateRoom: "Makes a room of a pursuance, for discussion besides the tasks.",
    Everywhere ClearTextRefused Room ManageRooms Refused Usual "room.edit" EditRoom: "Changes the name, the readers or the lifetime of a room.",
    Everywhere ClearTextRefused Room ManageRooms Refused Usual "room.archive" ArchiveRoom: "Puts a room away: from then on it is only read; or brings it back.",
    Everywhere ClearTextRefused Room Moderate Refused Usual "room.slow" SlowRoom: "Slows a room for an hour: one message a minute for each person.",
    Everywhere ClearTextRefused Room Discuss Refused Usual "room.say" SayInRoom: "Says something in a room." hangs files Said,
    Everywhere AsItIs ByInput Own Refused Usual "thread.read" ReadThread: "Says how far you have read a discussion, or that it is unread from a message on.",
    Everywhere AsItIs ByInput Own Refused Usual "thread.read_all" ReadAllThreads: "Says that you have read all discussions of a pursuance, or all there are.",
    Everywhere ClearTextRefused Task Discuss Refused Usual "task.attach" AttachFile: "Hangs an uploaded file on a task." hangs file Alone,
    Everywhere SignatureNeeded Task ByInput Done Usual "file.remove" RemoveFile: "Takes a file of yours off a task, or one of somebody else with a reason.",
    Everywhere ClearTextRefused Pursuance ByInput Refused Usual "suggestion.make" MakeSuggestion: "Suggests an action that you may not do yourself." prepares Edges,
    Everywhere SignatureNeeded Pursuance ByInput Refused Usual "suggestion.accept" AcceptSuggestion: "Does what was suggested." prepares Edges,
    Everywhere ClearTextRefused Pursuance ByInput Refused Usual "suggestion.amend" AmendSuggestion: "Does what was suggested, with changes." prepares Edges,
    Everywhere SignatureNeeded Pursuance ByInput Refused Usual "suggestion.decline" DeclineSuggestion: "Says no to a suggestion, with the reason.",
    Everywhere SignatureNeeded Pursuance Own Refused Usual "suggestion.withdraw" WithdrawSuggestion: "Takes a suggestion of yours back.",
    Inside AsItIs Account Own Refused Usual "file.add" AddFile: "Records an uploaded file.",
    Everywhere SignatureNeeded Task Delegate Refused Usual "delegation.offer" OfferDelegation: "Offers a task to another pursuance, here or elsewhere." sends note WithTask names to,
    Everywhere SignatureNeeded Delegation Delegate Refused Usual "delegation.reoffer" ReofferDelegation: "Offers the same task on other terms.",
    Everywhere SignatureNeeded Delegation Delegate Refused Usual "delegation.accept" AcceptDelegation: "Says yes to an offered task; it appears among your tasks.",
    Everywhere SignatureNeeded Delegation Delegate Refused Usual "delegation.fetch_files" FetchFiles: "Fetches the files that came with an offer; until then they stay with who sent them.",
    Everywhere SignatureNeeded Delegation Delegate Done Usual "delegation.decline" DeclineDelegation: "Says no to an offered task." sends reason Always,
    Everywhere SignatureNeeded Delegation Delegate Refused Usual "delegation.counter" CounterDelegation: "Suggests other terms, or asks a question." sends note Always,
    Everywhere SignatureNeeded Delegation WorkOnTask Refused Usual "delegation.progress" ReportProgress: "Says in a sentence how it goes.",
    Everywhere SignatureNeeded Delegation Delegate Refused Usual "delegation.submit" SubmitDelegation: "Hands in the finished work." sends body Always,
    Everywhere SignatureNeeded Delegation Verdict Refused Usual "delegation.start_review" StartReview: "Tells the other side that its work is being looked at.",
    Everywhere SignatureNeeded Delegation Verdict Refused Usual "delegation.accept_work" AcceptWork: "Accepts the work; the task is done." sends comment Always,
    Everywhere SignatureNeeded Delegation Verdict Refused Usual "delegation.send_back" SendBack: "Sends the work back with what is missing." sends comment Always,
    Everywhere SignatureNeeded Delegation Verdict Refused Usual "delegation.refuse_work" RefuseWork: "Refuses the work for good; the delegation ends." sends comment Always,
    Everywhere SignatureNeeded Delegation Verdict Refused Usual "delegation.thank" ThankForWork: "Thanks for work that came after a recall." sends comment Always,
    Everywhere SignatureNeeded Delegation Delegate Done Usual "delegation.recall" RecallDelegation: "Takes the task back: withdraws the offer, or ends the work there." sends reason Always,
    Everywhere SignatureNeeded Delegation Delegate Done Usual "delegation.return" ReturnDelegation: "Gives the task back to where it came from." sends reason Always,
    Everywhere SignatureNeeded Delegation Delegate Refused Usual "delegation.nudge" NudgeDelegation: "Asks the other side for news." sends note Always,
    Everywhere SignatureNeeded Delegation Delegate Refused Usual "delegation.ask_onward" AskOnward: "Asks the origin whether a third pursuance may join in." names to,
    Everywhere SignatureNeeded Delegation Delegate Refused Usual "delegation.answer_onward" AnswerOnward: "Says whether the delegate may hand the task on.",
    Everywhere ClearTextRefused Pursuance EditPursuance Refused Usual "skill_offer.publish" PublishSkillOffer: "Says what a pursuance can do for others, and until when." names to,
    Everywhere ClearTextRefused Pursuance EditPursuance Refused Usual "skill_offer.change" ChangeSkillOffer: "Changes what a pursuance says it can do for others." names to,
    Everywhere ClearTextRefused Pursuance EditPursuance Done Usual "skill_offer.withdraw" WithdrawSkillOffer: "Takes a skill offer back; tasks that came through it go on.",
    Everywhere AsItIs Account Own Refused Usual "watch.set" SetWatch: "Watches a task, a pursuance or a skill, or no longer.",
    Everywhere AsItIs Account Own Refused Usual "notice.read" ReadNotices: "Marks notices of your inbox as read, or as unread.",
    Everywhere AsItIs Account Own Refused Usual "notice.mute" MuteNotices: "Mutes a task or a pursuance: only your duties there are told.",
    Everywhere AsItIs Account Own Refused Usual "preference.set" SetPreference: "Says which kinds of notices you want.",
    Everywhere AsItIs Account Own Done Credentials "feed.revoke" RevokeFeed: "Ends a feed of yours.",
    Everywhere ClearTextRefused ByInput ByInput Refused Usual "search.save" SaveSearch: "Saves a search under a name, for you or for everybody who reads a pursuance.",
    Everywhere ClearTextRefused Account Own Refused Usual "search.change" ChangeSearch: "Changes a saved search, or whether it stands on your Home.",
    Everywhere AsItIs Account Own Done Usual "search.forget" ForgetSearch: "Forgets a saved search; its feeds lead nowhere from then on.",
    Everywhere AsItIs Account Own Done Credentials "push.unsubscribe" UnsubscribePush: "Pushes nothing more to a browser of yours.",
    Inside ClearTextRefused SkillOffer Clock Refused Usual "skill_offer.tell" TellSkillOffer: "Tells the next pursuances elsewhere what became of a skill offer.",
    Inside SignatureNeeded Pursuance Peer Refused Usual "agreement.decline" DeclineAgreement: "Answers an agreement that other software offers: tasks are handed over here.",
    Inside AsItIs Account Own Refused Usual "mail.set" SetMail: "Says where you get mail, and has a link sent there.",
    Inside AsItIs Account Own Refused Usual "mail.confirm" ConfirmMail: "Confirms your address of mail by the link that came.",
    Inside AsItIs Account Own Done Usual "mail.remove" RemoveMail: "Forgets your address of mail.",
    Inside AsItIs Account Clock Refused Usual "mail.pause" PauseMail: "Stops the mail of somebody, by their own link or because their server refuses it.",
    Inside AsItIs Account Own Refused Usual "push.subscribe" SubscribePush: "Has notices pushed to a browser that is signed in.",
    Inside AsItIs TaskById Clock Refused Usual "silence.tick" TickSilence: "Reminds somebody who is silent, or hands their task on.",
    Inside AsItIs TaskById Clock Refused Usual "task.tell_due" TellDue: "Tells those who may assign a task that it is late, or soon due, and that nobody has it.",
    Inside AsItIs Pursuance Clock Refused Usual "silence.look_anew" LookAnew: "Looks at the next silences of a pursuance by its new terms.",
    Inside AsItIs TaskById Clock Refused Usual "task.succeed" SucceedTask: "Asks the next one who may go on with a task.",
    Inside AsItIs Account Clock Refused Usual "profile.carry_out_away" CarryOutAway: "Does what somebody wanted of their tasks while they are away.",
    Inside AsItIs TaskById Clock Refused Usual "task.expire" ExpireTask: "Deletes a task whose time in the trash is over.",
    Inside AsItIs TaskById Clock Refused Usual "task.settle" SettleSubtasks: "Finishes or drops the next open subtasks of a closed task.",
    Inside AsItIs TaskById Clock Refused Usual "task.tell_waiting" TellWaiting: "Tells the tasks that wait for a task that it was closed or opened again.",
    Inside AsItIs TaskById Clock Refused Usual "task.pair" PairTask: "Asks the next people about a task, when it is time to.",
    Inside AsItIs Pursuance Clock Refused Usual "member.let_go" LetGo: "Lets go of the next tasks and reviews of somebody who does not go on with them.",
    Inside AsItIs NewPursuance CreatePursuance Refused Usual "sealed.found" FoundSealed: "Starts a private pursuance with the first entries of its log; you become its Primary." brings records,
    Inside AsItIs Pursuance ByInput ByRecords Usual "sealed.append" AppendToLog: "Adds signed entries to the log of a private pursuance." brings records prepares Log,
    Inside AsItIs Pursuance ByInput Refused Usual "sealed.seal" HandInSeals: "Hands in the key of a private pursuance, sealed to single members." brings records,
    Inside AsItIs Pursuance ByInput Refused Usual "sealed.put" PutSealed: "Writes signed revisions of what a private pursuance keeps sealed." undo Left brings records prepares Edges,
    Everywhere AsItIs Account Own Refused Usual "box.put" PutBox: "Keeps something for you alone that was sealed on your device.",
    Everywhere AsItIs Account Own Done Usual "box.forget" ForgetBox: "Forgets something that was kept for you alone.",
    Inside AsItIs Pursuance ByInput Refused Usual "sealed.tag" TagSealed: "Says which tags the skills of private tasks and members have.",
    Inside AsItIs Delegation Clock Refused Usual "delegation.tick" TickDelegation: "Lets time pass for a delegation: expiry, reminders, heartbeats.",
}

/// The example in a schema.
fn example_of(schema: &Schema) -> Option<Value> {
    schema.get("examples")?.get(0).cloned()
}

#[cfg(test)]
mod tests;
