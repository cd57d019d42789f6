//! Everything that can be asked of a server: one struct per verb, one enum of all of them.
//!
//! Page forms, API calls, timers, the command line and stored suggestions all become an [`Action`]; `perform` is the
//! only thing that carries one out. An Action goes through JSON unchanged, so it can be stored and done later.
//!
//! Adding one: 1. the struct and its line in `actions!` here, 2. its arm in `server/src/actions/mod.rs`. The compiler
//! asks for the second.

use schemars::{JsonSchema, Schema, SchemaGenerator, schema_for};
use serde::{Deserialize, Serialize};

use crate::delegation::message::{OfferUri, SubmissionUri};
use crate::delegation::reason::{WhyDeclined, WhyRecalled, WhyReturned};
use crate::delegation::terms::Redelegation;
use crate::id::{ActorId, DelegationId, SessionId, TaskId, TokenId};
use crate::people::role::Role;
use crate::task::phase::{Phase, Subtasks};
use crate::time::Time;
use crate::value::{
    ActorRef, Body, Deliverables, DisplayName, FileName, Joining, Label, Mission, Name, Note, Sha256, Size,
    Skills, Title, TokenScope, Urgency, Visibility, Zone,
};

/// Which doors may carry an action in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doors {
    /// Pages, the API and everything else.
    Everywhere,
    /// Not the API: it carries a verifier or a session, or only an operator or the clock asks for it.
    Inside,
}

/// One line of the catalogue at `GET /api/v1/actions`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ActionEntry {
    /// The name in `POST /api/v1/actions/{name}`.
    pub name: &'static str,
    /// What it does, in one sentence.
    pub summary: &'static str,
    /// JSON Schema 2020-12 of the body.
    pub schema: Schema,
    /// Whether the API takes it.
    #[serde(skip)]
    pub doors: Doors,
}

macro_rules! actions {
    ($($doors:ident $name:literal $variant:ident: $summary:literal),+ $(,)?) => {
        /// A request to change something.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "action", content = "input")]
        pub enum Action {
            $(#[doc = $summary] #[serde(rename = $name)] $variant($variant)),+
        }

        impl Action {
            /// The name, as in the API.
            pub fn name(&self) -> &'static str {
                match self { $(Self::$variant(_) => $name),+ }
            }

            /// Which doors may carry it in.
            pub fn doors(&self) -> Doors {
                match self { $(Self::$variant(_) => Doors::$doors),+ }
            }

            /// Every action with its schema.
            pub fn catalogue() -> Vec<ActionEntry> {
                vec![$(ActionEntry {
                    name: $name, summary: $summary, schema: schema_for!($variant), doors: Doors::$doors,
                }),+]
            }

            /// Every action the API takes, with a reference to its schema; the schemas themselves are gathered in
            /// `generator`.
            pub fn catalogue_in(generator: &mut SchemaGenerator) -> Vec<ActionEntry> {
                let mut entries = Vec::new();
                $(if Doors::$doors == Doors::Everywhere {
                    let schema = generator.subschema_for::<$variant>();
                    entries.push(ActionEntry { name: $name, summary: $summary, schema, doors: Doors::$doors });
                })+
                entries
            }

            /// Reads the input of the action with this name; `None` when there is no such action.
            pub fn read<'de, D: serde::Deserializer<'de>>(name: &str, input: D) -> Option<Result<Self, D::Error>> {
                match name {
                    $($name => Some($variant::deserialize(input).map(Self::$variant)),)+
                    _ => None,
                }
            }
        }

        $(impl From<$variant> for Action {
            fn from(input: $variant) -> Self {
                Self::$variant(input)
            }
        })+
    };
}

macro_rules! inputs {
    ($($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $type:ty),* $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$fdoc])* pub $field: $type),* }
    )+};
}

actions! {
    Inside "account.create" CreateAccount: "Opens an account on this instance.",
    Inside "account.set_verifier" SetVerifier: "Replaces the passphrase of an account and signs it out everywhere else.",
    Inside "account.set_operator" SetOperator: "Makes an account an operator of the instance, or no longer one.",
    Inside "account.suspend" SuspendAccount: "Stops an account from signing in, or lets it again.",
    Inside "session.start" StartSession: "Signs a browser in.",
    Inside "session.end" EndSession: "Signs one browser out.",
    Inside "session.end_all" EndAllSessions: "Signs an account out everywhere.",
    Inside "token.create" CreateToken: "Makes a bearer token for programs.",
    Inside "token.revoke" RevokeToken: "Makes a bearer token useless.",
    Inside "account.lift_limits" LiftLimits: "Lifts the limits that hold for one account, or sets them again.",
    Inside "instance.configure" ConfigureInstance: "Changes the name of the instance and who may join.",
    Inside "instance.block" BlockHost: "Deals no more with another server, or again.",
    Inside "channel.resume" ResumeChannels: "Takes in again what a server says whose channels are suspended.",
    Inside "actor.gone" ActorGone: "Takes note that an actor of another server has ended.",
    Inside "actor.key_changed" NoteKeyChange: "Stops what is between us and an actor whose key is suddenly another.",
    Inside "actor.key_vouched" VouchForKey: "Takes note of a key that an actor's known key vouched for.",
    Inside "actor.accept_key" AcceptKey: "Believes the new key of an actor, after people have compared it.",
    Inside "host.shut_out" HostShutOut: "Ends what is shared with a server that has refused everything for a day.",
    Everywhere "profile.edit" EditProfile: "Changes your name, words about you and skills.",
    Everywhere "pursuance.create" CreatePursuance: "Starts a pursuance; you become its Primary.",
    Everywhere "pursuance.edit" EditPursuance: "Changes name, mission, visibility or joining of a pursuance.",
    Everywhere "pursuance.join" JoinPursuance: "Joins a pursuance, or asks to.",
    Everywhere "pursuance.leave" LeavePursuance: "Leaves a pursuance.",
    Everywhere "member.set_role" SetRole: "Gives a member another role.",
    Everywhere "member.decide" DecideMember: "Lets somebody in who asked to join, or not.",
    Everywhere "task.create" CreateTask: "Writes down a new task.",
    Everywhere "task.edit" EditTask: "Changes a task; names the revision it was written against.",
    Everywhere "task.move" MoveTask: "Puts a task under another one, or at the top.",
    Everywhere "task.set_phase" SetPhase: "Moves a task to another phase.",
    Everywhere "task.assign" AssignTask: "Gives a task to a member, or to nobody.",
    Everywhere "task.take" TakeTask: "Takes a task that wants help.",
    Everywhere "task.hand_back" HandBackTask: "Gives back a task you took.",
    Everywhere "task.comment" CommentTask: "Adds to the discussion of a task.",
    Everywhere "task.attach" AttachFile: "Hangs an uploaded file on a task.",
    Inside "file.add" AddFile: "Records an uploaded file.",
    Everywhere "delegation.offer" OfferDelegation: "Offers a task to another pursuance, here or elsewhere.",
    Everywhere "delegation.reoffer" ReofferDelegation: "Offers the same task on other terms.",
    Everywhere "delegation.accept" AcceptDelegation: "Says yes to an offered task; it appears among your tasks.",
    Everywhere "delegation.fetch_files" FetchFiles: "Fetches the files that came with an offer; until then they stay with who sent them.",
    Everywhere "delegation.decline" DeclineDelegation: "Says no to an offered task.",
    Everywhere "delegation.counter" CounterDelegation: "Suggests other terms, or asks a question.",
    Everywhere "delegation.progress" ReportProgress: "Says in a sentence how it goes.",
    Everywhere "delegation.submit" SubmitDelegation: "Hands in the finished work.",
    Everywhere "delegation.start_review" StartReview: "Tells the other side that its work is being looked at.",
    Everywhere "delegation.accept_work" AcceptWork: "Accepts the work; the task is done.",
    Everywhere "delegation.send_back" SendBack: "Sends the work back with what is missing.",
    Everywhere "delegation.refuse_work" RefuseWork: "Refuses the work for good; the delegation ends.",
    Everywhere "delegation.thank" ThankForWork: "Thanks for work that came after a recall.",
    Everywhere "delegation.recall" RecallDelegation: "Takes the task back: withdraws the offer, or ends the work there.",
    Everywhere "delegation.return" ReturnDelegation: "Gives the task back to where it came from.",
    Everywhere "delegation.nudge" NudgeDelegation: "Asks the other side for news.",
    Everywhere "delegation.ask_onward" AskOnward: "Asks the origin whether a third pursuance may join in.",
    Everywhere "delegation.answer_onward" AnswerOnward: "Says whether the delegate may hand the task on.",
    Inside "task.settle" SettleSubtasks: "Finishes or drops the next open subtasks of a closed task.",
    Inside "delegation.tick" TickDelegation: "Lets time pass for a delegation: expiry, reminders, heartbeats.",
}

inputs! {
    /// Opens an account.
    CreateAccount {
        /// The name people sign in with.
        name: Name,
        /// What others see; the name when absent.
        #[serde(default)] display: Option<DisplayName>,
        /// What the server keeps to check the passphrase: a PHC string, never the passphrase.
        verifier: String,
        /// Whether the account runs the instance.
        #[serde(default)] operator: bool,
        /// The one-time setup secret's hash, when this is the first operator.
        #[serde(default)] setup: Option<String>,
    }
    /// Replaces a verifier.
    SetVerifier {
        account: ActorId,
        verifier: String,
        #[serde(default)] keep_session: Option<SessionId>,
        /// Whether tokens end too. They always do when somebody else replaces it.
        #[serde(default)] end_tokens: bool,
    }
    /// Operator or not.
    SetOperator { account: ActorId, operator: bool }
    /// Suspended or not.
    SuspendAccount { account: ActorId, suspended: bool }
    /// A new session; only the hash of its secret is kept.
    StartSession {
        account: ActorId,
        secret_hash: String,
        csrf: String,
        /// The session that was in this browser before; it ends.
        #[serde(default)] replaces: Option<SessionId>,
        /// The keyed hash of the address it comes from.
        #[serde(default)] address: Option<String>,
    }
    /// Ends one session.
    EndSession { session: SessionId }
    /// Ends every session of an account.
    EndAllSessions { account: ActorId }
    /// A new token; only the hash of its secret is kept.
    CreateToken {
        account: ActorId,
        name: Label,
        secret_hash: String,
        scope: TokenScope,
        /// When it ends: at most a year from now.
        expires: Time,
    }
    /// Revokes a token.
    RevokeToken { token: TokenId }
    /// Limits of an account lifted, or back.
    LiftLimits { account: ActorId, lifted: bool }
    /// Settings of the instance.
    ConfigureInstance { name: DisplayName, registration_open: bool }
    /// A server to deal with no more.
    BlockHost {
        /// Its name, with the port where that is not the usual one; servers below it are meant too.
        host: String,
        blocked: bool,
        /// Why, for other operators.
        #[serde(default)] reason: Option<Note>,
    }
    /// A server whose pursuances contradicted themselves, and are believed again from here on.
    ResumeChannels {
        /// Its name, with the port where that is not the usual one.
        host: String,
    }
    /// An actor that has ended.
    ActorGone { actor: ActorId }
    /// An actor whose document names none of the keys it is known by.
    NoteKeyChange {
        actor: ActorId,
        /// The key it names instead, empty when it names none.
        key: String,
    }
    /// A key that the known key of an actor has signed.
    VouchForKey { actor: ActorId, key: String }
    /// A key that people have compared with those who run the other server.
    AcceptKey {
        actor: ActorId,
        /// The key as they read it: the new one, or the one known before when that is to stay.
        key: String,
    }
    /// A server that refuses everything that comes from here.
    HostShutOut { host: String }
    /// What is left to be closed below a task that was closed together with its subtasks.
    SettleSubtasks {
        task: TaskId,
        subtasks: Subtasks,
        /// Who closed the task.
        by: ActorId,
    }
    /// What is left out stays as it is.
    EditProfile {
        /// What others see.
        #[serde(default)] display: Option<DisplayName>,
        /// A short text about you, Markdown.
        #[serde(default)] about: Option<Mission>,
        /// What you can do.
        #[serde(default)] skills: Option<Skills>,
        /// Whether other servers may find you with your skills.
        #[serde(default)] discoverable: Option<bool>,
        /// The time zone pages tell you the time in; empty for that of the browser.
        #[serde(default)] zone: Option<Zone>,
    }
    /// A new pursuance.
    CreatePursuance {
        /// Its name in addresses.
        slug: Name,
        /// What it is called.
        name: DisplayName,
        /// What it is for.
        mission: Mission,
        /// Who may read it.
        #[serde(default)] visibility: Visibility,
        /// How one becomes a member.
        #[serde(default)] joining: Joining,
    }
    /// What is left out stays as it is.
    EditPursuance {
        /// Slug or id.
        pursuance: String,
        /// The revision this edit was written against; another one is refused. Without it nothing is compared.
        #[serde(default)] revision: Option<i64>,
        #[serde(default)] name: Option<DisplayName>,
        #[serde(default)] mission: Option<Mission>,
        #[serde(default)] visibility: Option<Visibility>,
        #[serde(default)] joining: Option<Joining>,
    }
    /// Joins.
    JoinPursuance {
        /// Slug or id.
        pursuance: String,
        /// Why, for those who decide: at most 2,000 characters. Kept until they have.
        #[serde(default)] note: Option<Note>,
    }
    /// Leaves.
    LeavePursuance {
        /// Slug or id.
        pursuance: String,
    }
    /// Another role.
    SetRole {
        /// Slug or id.
        pursuance: String,
        /// Who.
        member: ActorRef,
        /// The new role.
        role: Role,
    }
    /// An answer to somebody who asked to join.
    DecideMember {
        /// Slug or id.
        pursuance: String,
        /// Who asked.
        member: ActorRef,
        /// Whether they may come in.
        accept: bool,
    }
    /// A new task.
    CreateTask {
        /// Slug or id.
        pursuance: String,
        /// One line.
        title: Title,
        /// What is to be delivered, Markdown.
        #[serde(default)] deliverables: Option<Deliverables>,
        /// What one must be able to do.
        #[serde(default)] skills: Skills,
        /// Wanted by.
        #[serde(default)] due: Option<Time>,
        /// How much work.
        #[serde(default)] size: Size,
        /// Whether it can wait.
        #[serde(default)] urgency: Urgency,
        /// The number of the task it is part of.
        #[serde(default)] parent: Option<i64>,
    }
    /// What is left out stays as it is; `due` and `reviewer` given as null are removed.
    EditTask {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
        /// The revision this edit was written against; an older one is refused.
        revision: i64,
        #[serde(default)] title: Option<Title>,
        #[serde(default)] deliverables: Option<Deliverables>,
        #[serde(default)] skills: Option<Skills>,
        #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")] due: Option<Option<Time>>,
        #[serde(default)] size: Option<Size>,
        #[serde(default)] urgency: Option<Urgency>,
        #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")] reviewer: Option<Option<ActorRef>>,
    }
    /// Another place in the tree.
    MoveTask {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
        /// The number of the task it becomes part of; absent for the top.
        #[serde(default)] parent: Option<i64>,
    }
    /// Another phase.
    SetPhase {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
        /// The wanted phase.
        phase: Phase,
        /// Needed when work is sent back.
        #[serde(default)] comment: Option<Body>,
        /// What happens to open subtasks when the task is finished.
        #[serde(default)] subtasks: Option<Subtasks>,
    }
    /// Somebody else to do it.
    AssignTask {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
        /// A member; absent or null for nobody.
        #[serde(default)] assignee: Option<ActorRef>,
    }
    /// Takes it.
    TakeTask {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
    }
    /// Gives it back.
    HandBackTask {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
    }
    /// A comment.
    CommentTask {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
        /// Markdown.
        body: Body,
        /// Whether the pursuance on the other side of the delegation reads it too; absent: as agreed in the offer.
        #[serde(default)] share: Option<bool>,
    }
    /// A file on a task.
    AttachFile {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
        /// An uploaded file.
        file: Sha256,
        /// What it is called here.
        name: FileName,
    }
    /// A file that has just been stored.
    AddFile { sha256: Sha256, bytes: i64, media_type: String }
    /// An offer.
    OfferDelegation {
        /// Slug or id of the pursuance that offers.
        pursuance: String,
        /// The task's number.
        task: i64,
        /// The other pursuance: handle or address.
        to: ActorRef,
        /// A message to go with it.
        #[serde(default)] note: Option<Note>,
        /// Wanted by; the task's own date when absent.
        #[serde(default)] due: Option<Time>,
        /// An answer is wanted by; a week from now when absent.
        #[serde(default)] respond_by: Option<Time>,
        /// Days between signs of life while the work is done there.
        #[serde(default)] heartbeat: Option<u16>,
        /// Whether they may hand it on.
        #[serde(default)] redelegation: Redelegation,
        /// Whether people's names go along.
        #[serde(default)] names: bool,
        /// Whether the discussion so far goes along.
        #[serde(default)] discussion: bool,
        /// Files that go along; those of the task.
        #[serde(default)] files: Vec<Sha256>,
    }
    /// Other terms.
    ReofferDelegation {
        /// The row id at the pursuance that offers.
        delegation: DelegationId,
        #[serde(default)] due: Option<Time>,
        #[serde(default)] size: Option<Size>,
        #[serde(default)] note: Option<Note>,
    }
    /// Yes.
    AcceptDelegation {
        /// The row id at the pursuance that was asked.
        delegation: DelegationId,
        /// The address of the offer that was read; a newer one is then not accepted unread.
        #[serde(default)] offer: Option<OfferUri>,
        /// The number of the task it is to be part of.
        #[serde(default)] parent: Option<i64>,
    }
    /// No.
    DeclineDelegation {
        /// The row id at the pursuance that was asked.
        delegation: DelegationId,
        /// The address of the offer that was read.
        #[serde(default)] offer: Option<OfferUri>,
        /// Why, in a word programs understand.
        #[serde(default)] code: WhyDeclined,
        /// Why, for the other side to read.
        #[serde(default)] reason: Option<Note>,
    }
    /// Other terms, or a question.
    CounterDelegation {
        /// The row id at the pursuance that was asked.
        delegation: DelegationId,
        /// The address of the offer that was read.
        #[serde(default)] offer: Option<OfferUri>,
        #[serde(default)] due: Option<Time>,
        #[serde(default)] size: Option<Size>,
        #[serde(default)] note: Option<Note>,
    }
    /// How it goes.
    ReportProgress {
        /// The row id at the pursuance that does the work.
        delegation: DelegationId,
        /// One or two sentences.
        note: Note,
    }
    /// The finished work.
    SubmitDelegation {
        /// The row id at the pursuance that does the work.
        delegation: DelegationId,
        /// What was done, Markdown.
        body: Body,
        /// Files of the mirror task to hand in.
        #[serde(default)] files: Vec<Sha256>,
        /// Whether it is handed in without the subtasks that are still open.
        #[serde(default)] waived: bool,
    }
    /// The review begins.
    StartReview {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
    }
    /// Good.
    AcceptWork {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
        /// The address of the work that was looked at; a newer version is then not judged unseen.
        #[serde(default)] submission: Option<SubmissionUri>,
        /// A word of thanks.
        #[serde(default)] comment: Option<Note>,
    }
    /// Not yet.
    SendBack {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
        /// The address of the work that was looked at.
        #[serde(default)] submission: Option<SubmissionUri>,
        /// What is missing.
        comment: Body,
    }
    /// Never.
    RefuseWork {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
        /// The address of the work that was looked at.
        #[serde(default)] submission: Option<SubmissionUri>,
        /// Why.
        comment: Body,
    }
    /// Too late, and good all the same.
    ThankForWork {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
        /// The address of the work that came late.
        submission: SubmissionUri,
        /// A word of thanks.
        #[serde(default)] comment: Option<Note>,
    }
    /// Back to us.
    RecallDelegation {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
        /// Why, in a word programs understand.
        #[serde(default)] code: WhyRecalled,
        /// Why, for the other side to read.
        #[serde(default)] reason: Option<Note>,
        /// Ends it here without waiting for an answer; only when the other side has been silent for long.
        #[serde(default)] force: bool,
    }
    /// Back to them.
    ReturnDelegation {
        /// The row id at the pursuance that does the work.
        delegation: DelegationId,
        /// Why, in a word programs understand.
        #[serde(default)] code: WhyReturned,
        /// Why, for the other side to read.
        #[serde(default)] reason: Option<Note>,
        /// Files of the mirror task: what was done so far.
        #[serde(default)] files: Vec<Sha256>,
    }
    /// What came with it?
    FetchFiles {
        /// The row id at the pursuance that was asked.
        delegation: DelegationId,
    }
    /// Any news?
    NudgeDelegation {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
        #[serde(default)] note: Option<Note>,
    }
    /// May they join in?
    AskOnward {
        /// The row id at the pursuance that does the work.
        delegation: DelegationId,
        /// The third pursuance.
        to: ActorRef,
    }
    /// They may, or not.
    AnswerOnward {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
        /// The address of the third pursuance, as asked.
        to: ActorRef,
        allow: bool,
    }
    /// Time passes.
    TickDelegation { delegation: DelegationId }
}

/// Tells "absent" (keep) from "null" (remove).
fn nullable<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
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
        let action = Action::read("task.take", &input).unwrap().unwrap();
        assert_eq!(action.name(), "task.take");
        assert!(Action::read("task.steal", &input).is_none());
    }

    #[test]
    fn unknown_members_are_refused() {
        let text = r#"{"action":"task.take","input":{"pursuance":"bees","task":3,"tsak":4}}"#;
        assert!(serde_json::from_str::<Action>(text).is_err());
    }
}
