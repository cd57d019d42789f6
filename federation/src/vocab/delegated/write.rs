//! From [`Delegated`] to JSON, in the form of PROTOCOL §1.6.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Act, Answer, AnswerResult, Answered, Delegated};
use crate::vocab::{DELEGATE_ROLE, base_type::with_base_types, context::object_context, to_json};

impl Act {
    /// The `type` of the activity.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Offer(_) => "Offer",
            Self::Accept(_) => "Accept",
            Self::TentativeAccept(_) => "TentativeAccept",
            Self::TentativeReject(_) => "TentativeReject",
            Self::Reject(_) => "Reject",
            Self::Grant(_) => "Grant",
            Self::Undo(_) => "Undo",
            Self::Revoke(_) => "Revoke",
            Self::Leave(_) => "Leave",
            Self::UpdateTask(_) | Self::UpdateNote(_) => "Update",
            Self::Submit(_) | Self::CreateNote(_) => "Create",
            Self::DeleteNote { .. } => "Delete",
            Self::Join { .. } => "Join",
            Self::Nudge { .. } => "Nudge",
        }
    }
}

impl Delegated {
    /// The activity without the counters of its channel ([`stamp`](crate::vocab::stamp)) and its proof.
    pub fn to_value(&self) -> Value {
        let head = &self.head;
        let mut out = Draft(Map::new());
        out.put("@context", object_context());
        out.put("id", &head.id);
        out.put("type", self.act.kind());
        out.put("actor", &head.actor);
        out.put("to", [&head.to]);
        out.put("published", head.published);
        // An offer has the whole delegation in it.
        if !matches!(self.act, Act::Offer(_)) {
            out.put_some("delegation", head.delegation.as_ref());
        }
        if let Some(name) = &head.person {
            out.put("instrument", json!({"type": "Person", "name": name}));
        }
        self.put_act(&mut out);
        with_base_types(Value::Object(out.0))
    }

    fn put_act(&self, out: &mut Draft) {
        match &self.act {
            Act::Offer(offer) => {
                out.put("target", &offer.delegation.delegate);
                out.put("object", &offer.delegation);
                out.put_some("replaces", offer.replaces.as_ref());
                out.put_some("content", offer.content.as_ref());
            }
            Act::Accept(answer) | Act::TentativeReject(answer) | Act::Reject(answer) => {
                put_answer(out, answer);
            }
            Act::TentativeAccept(counter) => {
                out.put("object", &counter.offer);
                out.put_some("termsHash", counter.terms_hash.map(|hash| hash.to_string()));
                out.put("result", counter.proposed);
                out.put_some("content", counter.content.as_ref());
            }
            Act::Grant(grant) => {
                out.put("object", DELEGATE_ROLE);
                out.put("context", &grant.task);
                out.put("target", &grant.target);
                out.put("allows", "invoke");
                out.put("fulfills", &grant.offer);
                out.put("termsHash", grant.terms_hash.to_string());
                out.put_some("startTime", grant.start_time);
            }
            Act::Undo(undo) => {
                out.put("object", &undo.offer);
                out.put("reasonCode", undo.reason);
                out.put_some("content", undo.content.as_ref());
            }
            Act::Revoke(revoke) => {
                out.put("object", &revoke.grant);
                out.put("context", &revoke.task);
                out.put("target", &revoke.target);
                out.put("reasonCode", revoke.reason);
                out.put_some("content", revoke.content.as_ref());
            }
            Act::Leave(leave) => {
                out.put_some("object", self.head.delegation.as_ref());
                out.put("capability", &leave.grant);
                out.put("reasonCode", leave.reason);
                out.put_some("content", leave.content.as_ref());
                if !leave.attachment.is_empty() {
                    out.put("attachment", &leave.attachment);
                }
            }
            Act::UpdateTask(update) => {
                out.put_some("capability", update.capability.as_ref());
                out.put("object", &update.task);
            }
            Act::Submit(submit) => {
                out.put("capability", &submit.capability);
                out.put("object", &submit.submission);
            }
            Act::CreateNote(note) | Act::UpdateNote(note) => out.put("object", note),
            Act::DeleteNote { note } => out.put("object", json!({"id": note, "type": "Tombstone"})),
            Act::Join { candidate } => {
                out.put_some("object", self.head.delegation.as_ref());
                out.put("instrument", candidate);
            }
            Act::Nudge { content } => {
                out.put_some("object", self.head.delegation.as_ref());
                out.put_some("content", content.as_ref());
            }
        }
    }
}

fn put_answer(out: &mut Draft, answer: &Answer) {
    match &answer.object {
        Answered::Activity(id) => out.put("object", id),
        Answered::Unread { seq } => out.put("object", json!({"seq": seq})),
    }
    out.put_some("termsHash", answer.terms_hash.map(|hash| hash.to_string()));
    out.put_some("reasonCode", answer.reason);
    match &answer.result {
        Some(AnswerResult::Mirror(task)) => out.put("result", task),
        Some(AnswerResult::Review(review)) => out.put("result", review),
        None => {}
    }
    out.put_some("content", answer.content.as_ref());
}

struct Draft(Map<String, Value>);

impl Draft {
    fn put(&mut self, name: &str, value: impl Serialize) {
        self.0.insert(name.to_owned(), to_json(&value));
    }

    fn put_some(&mut self, name: &str, value: Option<impl Serialize>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }
}
