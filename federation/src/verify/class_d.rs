//! Class D: activities about delegations and pacts, and what all of them must have (PROTOCOL §1.6, §2.4).

use serde_json::{Map, Value};
use url::Url;

use super::{
    InboxRefusal,
    activity::{one_address, types_of},
};
use crate::vocab::Envelope;

/// Any of these makes an activity one of class D: whoever leaves out part of the envelope does not get around the
/// duties that come with it.
const MARKS: [&str; 6] = ["channel", "epoch", "seq", "prev", "ack", "delegation"];

/// The activity that is about nothing else. `Assign` is not: it is ForgeFed's, and others use it for what is theirs.
const OWN_ACTIVITY: &str = "Nudge";

/// Objects that only activities of class D carry.
const OWN_OBJECTS: [&str; 4] = ["Delegation", "DelegationTerms", "Submission", "Pact"];

/// Whether this activity is about a delegation or a pact.
pub(super) fn is_class_d(activity: &Map<String, Value>) -> bool {
    let has = |member: &&str| activity.get(*member).is_some_and(|value| !value.is_null());
    let object_is_ours = || {
        let object = activity.get("object").and_then(Value::as_object);
        object.is_some_and(|object| types_of(object).any(|name| OWN_OBJECTS.contains(&name)))
    };
    MARKS.iter().any(has) || types_of(activity).any(|name| name == OWN_ACTIVITY) || object_is_ours()
}

/// Reads the counters of the channel, which must be of the actor's own server.
///
/// # Errors
/// When one is missing or not in its form.
pub(super) fn read_envelope(activity: &Value, actor: &Url) -> Result<Envelope, InboxRefusal> {
    let envelope = Envelope::read(activity)?;
    if envelope.channel.origin() == actor.origin() { Ok(envelope) } else { Err(InboxRefusal::OtherChannel) }
}

/// Checks that an activity goes to this actor and to nobody else.
///
/// # Errors
/// When it names another, or more than one.
pub(super) fn check_addressee(activity: &Value, owner: Option<&str>) -> Result<(), InboxRefusal> {
    let to = activity.get("to").and_then(one_address);
    let names_others = ["cc", "bto", "bcc", "audience"].iter().any(|member| match activity.get(*member) {
        None | Some(Value::Null) => false,
        Some(Value::Array(list)) => list.iter().any(|value| !value.is_null()),
        Some(_) => true,
    });
    // Not to a shared inbox, which has no owner: there, nobody is addressed by the address.
    if owner.is_some() && to == owner && !names_others { Ok(()) } else { Err(InboxRefusal::Addressee) }
}
