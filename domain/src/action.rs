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
use crate::people::parting::Parting;
use crate::people::role::Role;
use crate::task::phase::{Phase, Subtasks};
use crate::time::Time;
use crate::value::{
    ActorRef, Body, Deliverables, DisplayName, FileName, Joining, Label, Language, Mission, Name, Note,
    ProgressNote, Sha256, Size, Skills, Title, TokenScope, Urgency, Visibility, Zone,
};

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
    /// Whether the API takes the action.
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

            /// The doors that may carry the action in.
            pub fn doors(&self) -> Doors {
                match self { $(Self::$variant(_) => Doors::$doors),+ }
            }

            /// Every action with its schema.
            pub fn catalogue() -> Vec<ActionEntry> {
                vec![$(ActionEntry {
                    name: $name, summary: $summary, schema: schema_for!($variant), doors: Doors::$doors,
                }),+]
            }

            /// Every action of the API, with a reference to its schema. `generator` gathers the schemas themselves.
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
    Inside "instance.block" BlockHost: "Blocks another server, or unblocks it.",
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
    Inside "member.let_go" LetGo: "Lets go of the next tasks and reviews of somebody who does not go on with them.",
    Inside "delegation.tick" TickDelegation: "Lets time pass for a delegation: expiry, reminders, heartbeats.",
}

inputs! {
    /// Opens an account.
    CreateAccount {
        /// The name people sign in with.
        name: Name,
        /// The name shown to others; absent: the name for signing in.
        #[serde(default)] display: Option<DisplayName>,
        /// The verifier that the server keeps: a PHC string, never the passphrase.
        verifier: String,
        /// Whether the account runs the instance.
        #[serde(default)] operator: bool,
        /// The hash of the one-time setup secret, for the first operator.
        #[serde(default)] setup: Option<String>,
    }
    /// Replaces a verifier.
    SetVerifier {
        account: ActorId,
        verifier: String,
        #[serde(default)] keep_session: Option<SessionId>,
        /// Whether tokens end too. A verifier replaced by somebody else always ends them.
        #[serde(default)] end_tokens: bool,
    }
    /// Makes an account an operator, or no longer one.
    SetOperator { account: ActorId, operator: bool }
    /// Suspends an account, or lets it sign in again.
    SuspendAccount { account: ActorId, suspended: bool }
    /// A new session; only the hash of its secret is kept.
    StartSession {
        account: ActorId,
        secret_hash: String,
        csrf: String,
        /// The session that was in this browser before; it ends.
        #[serde(default)] replaces: Option<SessionId>,
        /// The keyed hash of the client's address.
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
        /// The end of the token, at most a year from now.
        expires: Time,
    }
    /// Revokes a token.
    RevokeToken { token: TokenId }
    /// Lifts the limits of an account, or sets them again.
    LiftLimits { account: ActorId, lifted: bool }
    /// Settings of the instance.
    ConfigureInstance { name: DisplayName, registration_open: bool }
    /// A server to block, or to block no more.
    BlockHost {
        /// The host name, with a port that is not the default one. Subdomains are included.
        host: String,
        blocked: bool,
        /// The reason, for other operators.
        #[serde(default)] reason: Option<Note>,
    }
    /// A server whose suspended channels are resumed.
    ResumeChannels {
        /// The host name, with a port that is not the default one.
        host: String,
    }
    /// An actor that has ended.
    ActorGone { actor: ActorId }
    /// An actor whose document lists none of its believed keys.
    NoteKeyChange {
        actor: ActorId,
        /// The key listed instead; empty: none is listed.
        key: String,
    }
    /// A key that the known key of an actor has signed.
    VouchForKey { actor: ActorId, key: String }
    /// A key that people have compared with those who run the other server.
    AcceptKey {
        actor: ActorId,
        /// The key as compared: the new one, or the known one if that is to stay.
        key: String,
    }
    /// A server that refuses every message of this one.
    HostShutOut { host: String }
    /// The open subtasks left below a task that was closed together with them.
    SettleSubtasks {
        task: TaskId,
        subtasks: Subtasks,
        /// The person who closed the task.
        by: ActorId,
    }
    /// The rest of the tasks and reviews of somebody who does not go on with them.
    LetGo {
        pursuance: ActorId,
        person: ActorId,
        why: Parting,
        /// The person who brought it about; absent where the pursuance is not told.
        #[serde(default)] by: Option<ActorId>,
    }
    /// Absent members stay as they are.
    EditProfile {
        /// The name shown to others.
        #[serde(default)] display: Option<DisplayName>,
        /// A short text about you, Markdown.
        #[serde(default)] about: Option<Mission>,
        /// Your skills.
        #[serde(default)] skills: Option<Skills>,
        /// Whether other servers may find you with your skills.
        #[serde(default)] discoverable: Option<bool>,
        /// The time zone of the times on pages; empty for that of the browser.
        #[serde(default)] zone: Option<Zone>,
        /// The language of the pages; null for those that the browser asks for.
        #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")] language: Option<Option<Language>>,
    }
    /// A new pursuance.
    CreatePursuance {
        /// Its name in addresses.
        slug: Name,
        /// The name shown to others.
        name: DisplayName,
        /// The mission, Markdown.
        mission: Mission,
        /// The people who may read the pursuance.
        #[serde(default)] visibility: Visibility,
        /// The way to become a member.
        #[serde(default)] joining: Joining,
    }
    /// Absent members stay as they are.
    EditPursuance {
        /// Slug or id.
        pursuance: String,
        /// The revision this edit was written against; another one is refused. Absent: no comparison.
        #[serde(default)] revision: Option<i64>,
        #[serde(default)] name: Option<DisplayName>,
        #[serde(default)] mission: Option<Mission>,
        #[serde(default)] visibility: Option<Visibility>,
        #[serde(default)] joining: Option<Joining>,
    }
    /// Joins a pursuance, or asks to.
    JoinPursuance {
        /// Slug or id.
        pursuance: String,
        /// A note for those who decide, at most 2,000 characters. Kept until the decision.
        #[serde(default)] note: Option<Note>,
    }
    /// Leaves a pursuance.
    LeavePursuance {
        /// Slug or id.
        pursuance: String,
    }
    /// Another role.
    SetRole {
        /// Slug or id.
        pursuance: String,
        /// The member: name or handle.
        member: ActorRef,
        /// The new role.
        role: Role,
    }
    /// An answer to somebody who asked to join.
    DecideMember {
        /// Slug or id.
        pursuance: String,
        /// The person who asked.
        member: ActorRef,
        /// Whether the person becomes a member.
        accept: bool,
    }
    /// A new task.
    CreateTask {
        /// Slug or id.
        pursuance: String,
        /// One line.
        title: Title,
        /// The deliverables, Markdown.
        #[serde(default)] deliverables: Option<Deliverables>,
        /// The skills needed.
        #[serde(default)] skills: Skills,
        /// The due date.
        #[serde(default)] due: Option<Time>,
        /// The amount of work.
        #[serde(default)] size: Size,
        /// The urgency.
        #[serde(default)] urgency: Urgency,
        /// The number of the parent task.
        #[serde(default)] parent: Option<i64>,
    }
    /// Absent members stay as they are; `due` and `reviewer` given as null are removed.
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
        /// The number of the new parent task; absent for the top.
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
        /// A comment; needed to send work back. Only people of the pursuance read it.
        #[serde(default)] comment: Option<Body>,
        /// The fate of open subtasks of a finished task.
        #[serde(default)] subtasks: Option<Subtasks>,
    }
    /// Another assignee.
    AssignTask {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
        /// A member; absent or null for nobody.
        #[serde(default)] assignee: Option<ActorRef>,
    }
    /// Takes a task.
    TakeTask {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
        /// That an offer of it to another pursuance is withdrawn; without it, a task on offer is not taken.
        #[serde(default)] withdraw: bool,
    }
    /// Hands a task back.
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
        /// Whether the other side of the delegation reads the comment too; absent: as agreed in the offer.
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
        /// The name of the file.
        name: FileName,
    }
    /// A file that has just been stored.
    AddFile { sha256: Sha256, bytes: i64, media_type: String }
    /// An offer of a task to another pursuance.
    OfferDelegation {
        /// Slug or id of the pursuance that offers.
        pursuance: String,
        /// The task's number.
        task: i64,
        /// The other pursuance: handle or address.
        to: ActorRef,
        /// A message to the other pursuance.
        #[serde(default)] note: Option<Note>,
        /// The due date; absent: that of the task.
        #[serde(default)] due: Option<Time>,
        /// The last moment for an answer; absent: a week from now.
        #[serde(default)] respond_by: Option<Time>,
        /// Days between signs of life while the work is done there.
        #[serde(default)] heartbeat: Option<u16>,
        /// Whether the delegate may hand the task on.
        #[serde(default)] redelegation: Redelegation,
        /// Whether people are named to the other side.
        #[serde(default)] names: bool,
        /// Whether the comments so far go along.
        #[serde(default)] discussion: bool,
        /// Files of the task that go along.
        #[serde(default)] files: Vec<Sha256>,
    }
    /// The same task on other terms.
    ReofferDelegation {
        /// The row id at the pursuance that offers.
        delegation: DelegationId,
        #[serde(default)] due: Option<Time>,
        #[serde(default)] size: Option<Size>,
        #[serde(default)] note: Option<Note>,
    }
    /// Accepts an offer.
    AcceptDelegation {
        /// The row id at the pursuance that was asked.
        delegation: DelegationId,
        /// The address of the offer that was read, so that a newer one is not accepted unread.
        #[serde(default)] offer: Option<OfferUri>,
        /// The number of the parent task of the mirror.
        #[serde(default)] parent: Option<i64>,
    }
    /// Declines an offer.
    DeclineDelegation {
        /// The row id at the pursuance that was asked.
        delegation: DelegationId,
        /// The address of the offer that was read.
        #[serde(default)] offer: Option<OfferUri>,
        /// The reason as a code.
        #[serde(default)] code: WhyDeclined,
        /// The reason in words, for the other side.
        #[serde(default)] reason: Option<Note>,
    }
    /// Answers an offer with other terms, or a question.
    CounterDelegation {
        /// The row id at the pursuance that was asked.
        delegation: DelegationId,
        /// The address of the offer that was read.
        #[serde(default)] offer: Option<OfferUri>,
        #[serde(default)] due: Option<Time>,
        #[serde(default)] size: Option<Size>,
        #[serde(default)] note: Option<Note>,
    }
    /// News about the work.
    ReportProgress {
        /// The row id at the pursuance that does the work.
        delegation: DelegationId,
        /// The news in one or two sentences.
        note: ProgressNote,
    }
    /// Hands in the finished work.
    SubmitDelegation {
        /// The row id at the pursuance that does the work.
        delegation: DelegationId,
        /// A description of the work, Markdown.
        body: Body,
        /// Files of the mirror task to hand in.
        #[serde(default)] files: Vec<Sha256>,
        /// Whether open subtasks are waived.
        #[serde(default)] waived: bool,
    }
    /// Begins the review.
    StartReview {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
    }
    /// Accepts the work.
    AcceptWork {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
        /// The address of the work that was looked at, so that a newer version is not judged unseen.
        #[serde(default)] submission: Option<SubmissionUri>,
        /// A word of thanks.
        #[serde(default)] comment: Option<Note>,
    }
    /// Sends the work back.
    SendBack {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
        /// The address of the work that was looked at.
        #[serde(default)] submission: Option<SubmissionUri>,
        /// The changes that are needed.
        comment: Body,
    }
    /// Refuses the work for good.
    RefuseWork {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
        /// The address of the work that was looked at.
        #[serde(default)] submission: Option<SubmissionUri>,
        /// The reason.
        comment: Body,
    }
    /// Thanks for work that came too late.
    ThankForWork {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
        /// The address of the work that came late.
        submission: SubmissionUri,
        /// A word of thanks.
        #[serde(default)] comment: Option<Note>,
    }
    /// Takes the task back.
    RecallDelegation {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
        /// The reason as a code.
        #[serde(default)] code: WhyRecalled,
        /// The reason in words, for the other side.
        #[serde(default)] reason: Option<Note>,
        /// Whether the delegation ends here without an answer; only after a long silence of the other side.
        #[serde(default)] force: bool,
    }
    /// Gives the task back.
    ReturnDelegation {
        /// The row id at the pursuance that does the work.
        delegation: DelegationId,
        /// The reason as a code.
        #[serde(default)] code: WhyReturned,
        /// The reason in words, for the other side.
        #[serde(default)] reason: Option<Note>,
        /// Files of the mirror task: the work so far.
        #[serde(default)] files: Vec<Sha256>,
    }
    /// Fetches the files of an offer.
    FetchFiles {
        /// The row id at the pursuance that was asked.
        delegation: DelegationId,
    }
    /// Asks the other side for news.
    NudgeDelegation {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
        #[serde(default)] note: Option<Note>,
    }
    /// Asks whether a third pursuance may join in.
    AskOnward {
        /// The row id at the pursuance that does the work.
        delegation: DelegationId,
        /// The third pursuance.
        to: ActorRef,
    }
    /// Answers whether a third pursuance may join in.
    AnswerOnward {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
        /// The address of the third pursuance, as in the question.
        to: ActorRef,
        allow: bool,
    }
    /// Runs the timers of a delegation.
    TickDelegation { delegation: DelegationId }
}

/// Distinguishes an absent member (keep) from null (remove).
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
