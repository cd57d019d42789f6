//! The counters of a channel, which every activity of class D carries (PROTOCOL §2.4).

use serde::Serialize;
use serde_json::Value;
use url::Url;

use super::{
    Sha256Sum, VocabRefusal,
    reader::{Reader, need},
    to_json,
};

pub const EPOCH_MAX: usize = 64;

/// The place of an activity in its sender's log for the receiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The sender's log for this receiver.
    pub channel: Url,
    /// The epoch of the numbers.
    pub epoch: String,
    /// 1, 2, 3 … without gaps.
    pub seq: u64,
    /// The hash of the activity before it.
    pub prev: Sha256Sum,
    pub ack: Ack,
}

/// The sender's progress in the receiver's channel. Nothing yet is an empty epoch and 0.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Ack {
    pub epoch: String,
    pub seq: u64,
}

impl Envelope {
    /// Reads the counters, also of a message that is unreadable otherwise.
    ///
    /// # Errors
    /// The first counter that is missing or malformed.
    pub fn read(activity: &Value) -> Result<Self, VocabRefusal> {
        let activity = Reader::new(activity, "activity")?;
        let ack = need("ack", activity.object("ack")?)?;
        let seq = need("seq", activity.number("seq")?)?;
        if seq == 0 {
            return Err(VocabRefusal::Malformed { field: "seq", expected: "1 or more" });
        }
        Ok(Self {
            channel: activity.need_url("channel")?,
            epoch: need("epoch", activity.line("epoch", EPOCH_MAX)?)?,
            seq,
            prev: need("prev", activity.parse("prev", "a SHA-256 sum")?)?,
            ack: Ack {
                epoch: ack.line("epoch", EPOCH_MAX)?.unwrap_or_default(),
                seq: need("seq", ack.number("seq")?)?,
            },
        })
    }
}

/// Writes the counters into an activity. Any other value stays as it is.
pub fn stamp(activity: &mut Value, envelope: &Envelope) {
    let Some(activity) = activity.as_object_mut() else { return };
    let Envelope { channel, epoch, seq, prev, ack } = envelope;
    for (name, value) in [
        ("channel", to_json(channel)),
        ("epoch", to_json(epoch)),
        ("seq", to_json(seq)),
        ("prev", Value::String(prev.to_string())),
        ("ack", to_json(ack)),
    ] {
        activity.insert(name.to_owned(), value);
    }
}
