//! Class D: activities about delegations and pacts, and their common duties (PROTOCOL §1.6, §2.4).

use serde_json::{Map, Value};
use url::Url;

use super::{
    InboxRefusal,
    activity::{one_address, types_of},
};
use crate::vocab::{Envelope, is_name_of};

/// Any of these members makes an activity one of class D: an incomplete envelope does not avoid its duties.
const MARKS: [&str; 6] = ["channel", "epoch", "seq", "prev", "ack", "delegation"];

/// The activity that only this protocol has. `Assign` is ForgeFed's, and others use it for their own objects.
const OWN_ACTIVITY: &str = "Nudge";

/// Objects that only activities of class D carry.
const OWN_OBJECTS: [&str; 4] = ["Delegation", "DelegationTerms", "Submission", "Pact"];

/// Whether this activity is about a delegation or a pact.
pub(super) fn is_class_d(activity: &Map<String, Value>) -> bool {
    let has = |member: &&str| activity.get(*member).is_some_and(|value| !value.is_null());
    let object_is_ours = || {
        let object = activity.get("object").and_then(Value::as_object);
        object.is_some_and(|object| {
            types_of(object).any(|name| OWN_OBJECTS.iter().any(|own| is_name_of(name, own)))
        })
    };
    MARKS.iter().any(has) || types_of(activity).any(|name| is_name_of(name, OWN_ACTIVITY)) || object_is_ours()
}

/// Reads the envelope, whose channel must be of the actor's own server.
///
/// # Errors
/// When a member is missing or malformed.
pub(super) fn read_envelope(activity: &Value, actor: &Url) -> Result<Envelope, InboxRefusal> {
    let envelope = Envelope::read(activity)?;
    if envelope.channel.origin() == actor.origin() { Ok(envelope) } else { Err(InboxRefusal::OtherChannel) }
}

/// Checks that an activity is addressed to this actor alone.
///
/// # Errors
/// When it has another addressee, or several.
pub(super) fn check_addressee(activity: &Value, owner: Option<&str>) -> Result<(), InboxRefusal> {
    let to = activity.get("to").and_then(one_address);
    let names_others = ["cc", "bto", "bcc", "audience"].iter().any(|member| match activity.get(*member) {
        None | Some(Value::Null) => false,
        Some(Value::Array(list)) => list.iter().any(|value| !value.is_null()),
        Some(_) => true,
    });
    // A shared inbox has no owner, so it takes no class D.
    if owner.is_some() && to == owner && !names_others { Ok(()) } else { Err(InboxRefusal::Addressee) }
}
