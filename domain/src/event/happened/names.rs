//! The names in the data of an event, found by the types of its members: the data of a new kind compiles only once each of its
//! types says what it names.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Bare, KeyAccepted, KeyChanged, TransferEnd};
use crate::allowed::Granted;
use crate::delegation::{ActorUri, Cut, MessageKind, Reason, Side, State, SubmissionUri};
use crate::id::{
    ActorId, AskId, DelegationId, FileId, InviteId, MentorId, MessageId, OfferId, ProposalId, ReasonId,
    RoomId, SearchId, SkillOfferId, TaskId,
};
use crate::notice::{Channel, MailStop, NoticeKind, Wanted};
use crate::pairing::{MentorState, OfferState, Reached};
use crate::people::parting::Parting;
use crate::people::role::Role;
use crate::silence::{HeirRule, Heirs, Part, SilentDays};
use crate::task::phase::Phase;
use crate::time::Time;
use crate::value::{
    AwayTasks, Door, FeedForm, HandingOn, Joining, KeyRenewal, Reviews, RoomReaders, Size, Skill, Skills,
    TokenScope, Urgency, Visibility,
};

/// The number of a task of the pursuance of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct TaskNumber(pub i64);

/// How many tasks went along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct TaskCount(pub usize);

/// A name that a member of the data of an event holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name<'a> {
    /// A task here, by its id.
    Task(&'a TaskId),
    /// A task of the pursuance of the event.
    Number(TaskNumber),
    /// Tasks of the pursuance of the event, by how many they are.
    Count(TaskCount),
    /// A person or a pursuance.
    Actor(&'a ActorId),
    /// A text that a person gave as the reason.
    Text(&'a ReasonId),
}

/// A member of the data of an event that names something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member<'a> {
    /// Where it stands in the data.
    path: Vec<&'static str>,
    /// The name that it holds.
    pub name: Name<'a>,
}

impl Member<'_> {
    /// The member in the data. Those of a part that is flattened stand beside it.
    pub(super) fn within<'v>(&self, data: &'v mut Value) -> &'v mut Value {
        self.path.iter().fold(data, |at, step| if at.get(*step).is_some() { &mut at[*step] } else { at })
    }
}

/// A type of the members of events.
pub(crate) trait Names {
    /// Adds what a value names, which stands at a path.
    fn names<'a>(&'a self, path: &mut Vec<&'static str>, found: &mut Vec<Member<'a>>);
}

macro_rules! names {
    ($($type:ty, $value:ident => $name:expr;)+) => {$(
        impl Names for $type {
            fn names<'a>(&'a self, path: &mut Vec<&'static str>, found: &mut Vec<Member<'a>>) {
                let $value = self;
                found.push(Member { path: path.clone(), name: $name });
            }
        }
    )+};
}

names! {
    TaskId, id => Name::Task(id);
    TaskNumber, number => Name::Number(*number);
    TaskCount, count => Name::Count(*count);
    ActorId, id => Name::Actor(id);
    ReasonId, id => Name::Text(id);
}

macro_rules! name_nothing {
    ($($type:ty),+ $(,)?) => {
        $(impl Names for $type {
            fn names<'a>(&'a self, _: &mut Vec<&'static str>, _: &mut Vec<Member<'a>>) {}
        })+
    };
}

// Numbers are revisions, sizes and counts of other things than tasks.
name_nothing! {
    Bare, bool, u16, u32, u64, usize, i64, String, Time,
    AskId, DelegationId, FileId, InviteId, MentorId, MessageId, OfferId, ProposalId, RoomId, SearchId,
    SkillOfferId, ActorUri, SubmissionUri, KeyAccepted, KeyChanged, TransferEnd, Granted, Cut, MessageKind, Reason, Side, State,
    Channel, MailStop, NoticeKind, Wanted, MentorState, OfferState, Reached, Parting, Role, HeirRule, Heirs, Part, Phase,
    SilentDays, AwayTasks, FeedForm, HandingOn, Joining, KeyRenewal, Reviews, RoomReaders, Door, Size, Skill, Skills, TokenScope, Urgency, Visibility,
}

impl<T: Names> Names for Option<T> {
    fn names<'a>(&'a self, path: &mut Vec<&'static str>, found: &mut Vec<Member<'a>>) {
        if let Some(value) = self {
            value.names(path, found);
        }
    }
}

impl<T: Names> Names for Vec<T> {
    fn names<'a>(&'a self, path: &mut Vec<&'static str>, found: &mut Vec<Member<'a>>) {
        for value in self {
            value.names(path, found);
        }
    }
}

/// The types of what is withheld from readers who may not see it, as schemas call them.
const WITHHELD: [&str; 5] = ["TaskId", "TaskNumber", "TaskCount", "ActorId", "ReasonId"];

/// Lets null stand in a schema for every member that names something, as [`Happened::data_for`](super::Happened::data_for) has it.
pub(super) fn let_null_stand(schema: &mut Value) {
    let Value::Object(of) = schema else { return };
    if let Some(Value::Object(properties)) = of.get_mut("properties") {
        for member in properties.values_mut().filter(|member| is_withheld(member)) {
            let (named, about) = (member.take(), "description");
            let said = named.get(about).cloned();
            *member = json!({ "anyOf": [named, { "type": "null" }] });
            if let Some(said) = said {
                member[about] = said;
            }
        }
    }
    for part in of.values_mut() {
        match part {
            Value::Array(parts) => parts.iter_mut().for_each(let_null_stand),
            Value::Object(_) => let_null_stand(part),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// Whether a member is of such a type, and not null already.
fn is_withheld(member: &Value) -> bool {
    let Some(to) = member.get("$ref").or_else(|| member.get("items")?.get("$ref")) else { return false };
    to.as_str().and_then(|to| to.strip_prefix("#/$defs/")).is_some_and(|name| WITHHELD.contains(&name))
}
