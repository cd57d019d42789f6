//! Personal boxes: what people keep here for themselves alone (docs/sealed.md §§3.2, 4). They belong to an account and to no pursuance.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use pursuance_domain::action::{ForgetBox, PutBox};
use pursuance_domain::event::StreamId;
use pursuance_domain::sealed::BoxKind;
use pursuance_sealed::aead::BOX_OVERHEAD;
use pursuance_sealed::error::RelayRefusal;
use pursuance_sealed::ids::ObjectId;
use pursuance_sealed::pbox;
use serde_json::{Value, json};

use super::refusal::{SealedRefusal, no};
use crate::actions::{AccountKeyRefusal, Cx, PerformError, Refused, Thing};
use crate::store::sealed::boxes;
use crate::store::{events, key_slots};

carried_out! {
    PutBox => put,
    ForgetBox => forget,
}

/// How many private pursuances somebody may keep the pins of, and how many searches.
pub const PINS_MOST: i64 = 600;
pub const SEARCHES_MOST: i64 = 200;
/// The bytes of a box around its padded text: two of version and cipher, and what the cipher adds.
const AROUND: usize = 2 + BOX_OVERHEAD;
/// The most bytes of the pins of one pursuance: 77, padded.
pub const PINS_BYTES: usize = AROUND + 128;
/// The most bytes of a search: the longest query and the longest name in letters of four bytes, padded.
pub const SEARCH_BYTES: usize = AROUND + 5 * 1024;

/// How many boxes of a kind somebody may have, and how many bytes one.
fn bounds(kind: BoxKind) -> (i64, usize) {
    match kind {
        BoxKind::Pins => (PINS_MOST, PINS_BYTES),
        BoxKind::Search => (SEARCHES_MOST, SEARCH_BYTES),
    }
}

/// Reads the id of a box.
///
/// # Errors
/// `bad-fields` where it is none.
pub fn read_oid(text: &str) -> Result<ObjectId, PerformError> {
    let read = hex::decode(text).ok().and_then(|bytes| ObjectId::from_slice(&bytes));
    read.ok_or_else(|| no(RelayRefusal::BadFields))
}

/// The last one counts: what is in them the server cannot compare.
async fn put(cx: &mut Cx, a: PutBox) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let oid = read_oid(&a.oid)?;
    let bytes = URL_SAFE_NO_PAD.decode(&a.sealed).map_err(|_| no(RelayRefusal::BadFields))?;
    pbox::check(&bytes).map_err(SealedRefusal::from)?;
    let (most, most_bytes) = bounds(a.kind);
    if bytes.len() > most_bytes {
        return Err(no(RelayRefusal::TooLarge));
    }
    // The second of two simultaneous requests counts the first, and keys that end meanwhile leave no box behind.
    events::lock(&mut cx.tx, &StreamId::of(&person)).await?;
    if key_slots::identity(&mut cx.tx, &person).await?.is_none() {
        return Err(AccountKeyRefusal::NoKeys.into());
    }
    if boxes::count_others(&mut cx.tx, &person, a.kind, &oid).await? >= most {
        return Err(no(RelayRefusal::TooMany));
    }
    boxes::put(&mut cx.tx, &person, a.kind, &oid, &bytes, cx.now).await?;
    Ok(json!({ "kind": a.kind, "oid": oid.to_string() }))
}

async fn forget(cx: &mut Cx, a: ForgetBox) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let oid = read_oid(&a.oid)?;
    if !boxes::remove(&mut cx.tx, &person, a.kind, &oid).await? {
        let what = match a.kind {
            BoxKind::Pins => Thing::Pursuance,
            BoxKind::Search => Thing::Search,
        };
        return Err(Refused::NotFound(what).into());
    }
    Ok(json!({ "kind": a.kind, "oid": oid.to_string() }))
}
