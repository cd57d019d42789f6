//! The remains of a message without effect: its place in the channel, its hashes and the reason, but not its bytes
//! (PROTOCOL §2.3). So refused messages cannot fill this server.

use pursuance_federation::verify::Verified;
use pursuance_federation::vocab::{Act, Answered, Envelope, ReasonCode};
use serde_json::{Value, json};
use url::Url;

use crate::actions::outbox::MessageDraft;

/// The outcome of a message that had arrived before, under another number of an earlier epoch.
pub(super) const REPEATED: &str = "repeated";

/// Outcomes after which nothing refers to a message.
const WITHOUT_EFFECT: [&str; 5] =
    ["refused", "reject of something unknown", "nothing that fits", super::unreadable::POISON, REPEATED];

/// The bytes to store: all of them, or the remains in their place in the log of received messages.
pub(super) fn of(
    verified: &Verified,
    envelope: &Envelope,
    outcome: &str,
    answers: &[MessageDraft],
) -> Vec<u8> {
    if !WITHOUT_EFFECT.contains(&outcome) {
        return verified.bytes().to_vec();
    }
    let remains = json!({
        "id": verified.id(),
        "type": verified.kind(),
        "actor": verified.actor(),
        "channel": envelope.channel,
        "epoch": envelope.epoch,
        "seq": envelope.seq,
        "prev": envelope.prev.to_string(),
        "sha256": hex::encode(verified.body_sha256()),
        "contentHash": verified.content_hash().to_string(),
        "reasonCode": reason(verified, answers).map_or(outcome, |code| code.as_str()),
    });
    remains.to_string().into_bytes()
}

/// The reason that the sender got.
fn reason(verified: &Verified, answers: &[MessageDraft]) -> Option<ReasonCode> {
    answers.iter().rev().find_map(|draft| {
        let Act::Reject(answer) = &draft.activity.act else { return None };
        answer.reason.filter(|_| answer.object == Answered::Activity(verified.id().clone()))
    })
}

/// The delegation that an activity names, which may be unknown here: it is in the offer, or beside it.
pub(super) fn delegation_named(activity: &Value) -> Option<Url> {
    let offered = activity.get("object").filter(|object| object.get("delegator").is_some());
    let named = activity.get("delegation").or_else(|| offered?.get("id"))?;
    Url::parse(pursuance_federation::verify::one_address(named)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_the_delegation_that_the_message_names() {
        let named = |activity: Value| delegation_named(&activity).map(|url| url.to_string());
        let uri = "https://b.example/ap/d/1";
        let offer =
            json!({ "type": "Offer", "object": { "id": uri, "delegator": "https://b.example/ap/p/1" } });
        assert_eq!(named(offer).as_deref(), Some(uri));
        assert_eq!(named(json!({ "type": "Nudge", "delegation": [uri] })).as_deref(), Some(uri));
        let pact = json!({ "type": "Offer", "object": { "id": uri, "type": "Pact" } });
        assert_eq!(named(pact), None, "a pact is none");
        assert_eq!(named(json!({ "type": "Nudge", "delegation": "nowhere" })), None);
    }
}
