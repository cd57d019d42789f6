//! The ActivityStreams type beside each own or ForgeFed type (PROTOCOL §1.1), for readers of ActivityStreams alone.
//! Fedify refuses a whole activity for one unknown type.

use serde_json::{Value, json};

use super::Kind;

/// The base type for readers that do not know the type.
fn base_of(kind: &str) -> Option<&'static str> {
    match kind {
        "Task" | "Delegation" | "DelegationTerms" | "Submission" | "Review" | "Pact" => Some("Object"),
        "Assign" => Some("Activity"),
        "TaskDependency" => Some("Relationship"),
        activity => Kind::base_of(activity),
    }
}

/// Members that are opaque to a JSON-LD processor and hashed as they stand (`@json` in the context).
const OPAQUE: [&str; 6] = ["terms", "rules", "sealed", "progress", "capacity", "ack"];

/// Puts the base beside every own type in a document, except in opaque members.
pub(super) fn with_base_types(mut document: Value) -> Value {
    add(&mut document);
    document
}

fn add(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(add),
        Value::Object(members) => {
            let base = members.get("type").and_then(Value::as_str).and_then(base_of);
            if let (Some(base), Some(kind)) = (base, members.get_mut("type")) {
                *kind = json!([kind.take(), base]);
            }
            let open = members
                .iter_mut()
                .filter(|(name, _)| *name != "@context" && !OPAQUE.contains(&name.as_str()));
            open.for_each(|(_, inner)| add(inner));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
