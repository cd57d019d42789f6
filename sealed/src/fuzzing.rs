//! The work of the fuzz targets in `fuzz/` with bytes from anywhere, as plain functions, so that ordinary tests do the same
//! (`tests/shapes.rs`, `tests/fuzzing.rs`). No decoder panics, and what one reads is written again as the same bytes.

use crate::account::{Passphrase, Realm, Username};
use crate::bundle::RecordBundle;
use crate::check;
use crate::delegation::{Accept, Package, PackageGrant};
use crate::dump::{self, dump};
use crate::envelope::{FieldName, ObjectType, SealedEnvelope};
use crate::epoch::Seal;
use crate::epoch_card::EpochCard;
use crate::error::DecodeError;
use crate::export::{self, Export};
use crate::field::FieldContents;
use crate::file::{Header, Meta};
use crate::identity::{IdentityCard, SecretKeys, check_idbox, check_rootbox};
use crate::ids::Signature;
use crate::invite::{Fragment, InviteNote, check_note};
use crate::log::{Entry, Fold};
use crate::moved::MoveLink;
use crate::pbox::{self, Pins};
use crate::record::Record;
use crate::relay::{Post, RelayRead};
use crate::revision::{Rel, Revision};
use crate::secret::RecoverySecret;
use crate::slot::RootSlot;
use crate::writer::ByteWriter;
use crate::{chat, pairing, place, signin, tags};

/// Reads bytes, and writes what it read.
pub type Again = fn(&[u8]) -> Result<Vec<u8>, DecodeError>;

/// The code that one target looks at, and the name of the target.
pub struct FuzzTarget {
    pub name: &'static str,
    pub run: fn(&[u8]),
    /// The decoders whose answer is written again. A target has others besides, whose answer cannot be.
    pub decoders: &'static [(&'static str, Again)],
}

pub static TARGETS: [FuzzTarget; 6] = [
    FuzzTarget { name: "accounts", run: accounts, decoders: ACCOUNTS },
    FuzzTarget { name: "log", run: log, decoders: LOG },
    FuzzTarget { name: "objects", run: objects, decoders: OBJECTS },
    FuzzTarget { name: "delegations", run: delegations, decoders: DELEGATIONS },
    FuzzTarget { name: "records", run: records, decoders: RECORDS },
    FuzzTarget { name: "texts", run: texts, decoders: &[] },
];

fn signed(body: Vec<u8>, signature: Signature) -> Vec<u8> {
    [body, signature.as_bytes().to_vec()].concat()
}

/// # Panics
/// Where something is read that is written in another way.
fn all_again(decoders: &[(&str, Again)], bytes: &[u8]) {
    for (name, again) in decoders {
        if let Ok(written) = again(bytes) {
            assert_eq!(written, bytes, "{name}: written in another way");
        }
    }
}

fn dumps(kinds: &[dump::Kind], bytes: &[u8]) {
    for kind in kinds {
        let _ = dump(*kind, bytes);
    }
}

const ACCOUNTS: &[(&str, Again)] = &[
    ("keys", |bytes| Ok(SecretKeys::decode(bytes)?.encode()?.to_vec())),
    ("card", |bytes| Ok(IdentityCard::decode(bytes)?.encode())),
    ("slot", |bytes| RootSlot::decode(bytes)?.encode()),
    ("pairing", |bytes| pairing::Answer::decode(bytes)?.encode()),
    ("sign-in", |bytes| Ok(signin::Answer::decode(bytes)?.encode())),
    ("pins", |bytes| Pins::decode(bytes)?.encode()),
    ("export", |bytes| Ok(Export::decode(bytes)?.encode()?.to_vec())),
];

/// Keys, and where they are kept.
pub fn accounts(bytes: &[u8]) {
    use dump::Kind;
    all_again(ACCOUNTS, bytes);
    dumps(&[Kind::Card, Kind::Slot, Kind::IdBox, Kind::PBox, Kind::Identity], bytes);
    let _ = (check_idbox(bytes), check_rootbox(bytes), pbox::check(bytes), export::ExportHead::decode(bytes));
}

const LOG: &[(&str, Again)] = &[
    ("bare log entry", |bytes| {
        let entry = Entry::decode(bytes)?;
        Ok(signed(entry.body.encode()?, entry.signature))
    }),
    // Kept by its writer alone: read as far as it goes.
    ("fold", |bytes| Fold::from_bytes(bytes)?.to_bytes().map(|_| bytes.to_vec())),
    ("bare seal", |bytes| Seal::decode(bytes)?.encode()),
];

/// The members' log, and the state that is kept of it: what can be read of one goes on with whatever can be read.
pub fn log(bytes: &[u8]) {
    all_again(LOG, bytes);
    let Ok(records) = Record::decode_all(bytes) else { return };
    let mut entries = records.iter().filter_map(|record| match record {
        Record::Entry(entry) => Some(entry),
        _ => None,
    });
    let Some(first) = entries.next() else { return };
    let mut fold = Fold::new(first.body.pid);
    let _ = fold.apply(first).is_ok_and(|()| entries.all(|entry| fold.apply(entry).is_ok()));
    let _ = fold.finish();
}

const OBJECTS: &[(&str, Again)] = &[
    ("envelope", |bytes| SealedEnvelope::decode(bytes)?.encode()),
    ("rel", |bytes| Rel::decode(bytes)?.encode()),
    ("bare revision", |bytes| {
        let revision = Revision::decode(bytes)?;
        Ok(signed(revision.body.encode()?, revision.signature))
    }),
    ("bare message", |bytes| {
        let message = chat::Message::decode(bytes)?;
        Ok(signed(message.content.encode()?, message.signature))
    }),
    ("note", |bytes| InviteNote::decode(bytes)?.encode()),
    ("file header", |bytes| Ok(Header::decode(bytes)?.encode())),
    ("file meta", |bytes| Ok(Meta::decode(bytes)?.encode()?.to_vec())),
];

/// Tasks, messages, files and their fields.
///
/// # Panics
/// Where something is read that is written in another way.
pub fn objects(bytes: &[u8]) {
    use dump::Kind;
    all_again(OBJECTS, bytes);
    dumps(&[Kind::Envelope, Kind::Rel], bytes);
    for object_type in ObjectType::ALL {
        for field in object_type.fields().iter().copied().chain(["x", "no such field"]) {
            if let Ok(value) = FieldContents::decode(object_type, field, bytes) {
                assert!(value.encode().is_ok_and(|written| *written == bytes), "{field}");
            }
        }
    }
    let _ = (check::sealed(bytes), check_note(bytes));
}

const DELEGATIONS: &[(&str, Again)] = &[
    ("bare epoch card", |bytes| {
        let card = EpochCard::decode(bytes)?;
        Ok(signed(card.body.encode()?, card.signature))
    }),
    ("bare package", |bytes| Ok(Package::decode(bytes)?.as_bytes().to_vec())),
    ("grant", |bytes| Ok(PackageGrant::decode(bytes)?.encode()?.to_vec())),
    ("bare accept", |bytes| Accept::decode(bytes)?.encode()),
];

/// Tasks for other pursuances.
pub fn delegations(bytes: &[u8]) {
    all_again(DELEGATIONS, bytes);
}

const RECORDS: &[(&str, Again)] = &[
    ("record", |bytes| Record::decode(bytes)?.encode()),
    ("post", |bytes| {
        let post = Post::decode(bytes)?;
        let records = post.records.iter().map(Record::encode).collect::<Result<Vec<_>, _>>()?.concat();
        let writer = ByteWriter::version().raw(post.pid).raw(post.actor);
        Ok(signed(writer.u64(post.time_ms).v32(&records).finish()?, post.signature))
    }),
    ("bundle", |bytes| match RecordBundle::decode(bytes) {
        Ok(bundle) => bundle.encode(),
        Err(_) => Err(DecodeError::Trailing),
    }),
];

/// Records as servers exchange them, and bundles, with all that is checked without a key.
pub fn records(bytes: &[u8]) {
    all_again(RECORDS, bytes);
    dumps(&[dump::Kind::Records], bytes);
}

/// Texts that people type, paste, and have in links.
///
/// # Panics
/// Where something is read that is written in another way.
pub fn texts(bytes: &[u8]) {
    let text = &*String::from_utf8_lossy(bytes);
    let _ = (Username::parse(text), Realm::parse(text), FieldName::parse(text), Passphrase::new(text));
    let _ = (export::from_text(text), tags::normal(text));
    let links = [
        Fragment::parse(text).map(|fragment| fragment.to_text()),
        pairing::Code::parse(text).map(|code| code.to_text()),
        place::PlaceRequest::parse(text).map(|asked| asked.to_text()),
        place::Answer::parse(text).map(|answer| answer.to_text()),
        RelayRead::parse(text).map(|read| read.to_text()),
        MoveLink::parse(text).and_then(|link| link.to_text()),
    ];
    for written in links.into_iter().flatten() {
        assert_eq!(written, text);
    }
    // Typed from paper, it is taken as people write.
    if let Ok(secret) = RecoverySecret::parse(text) {
        let again = RecoverySecret::parse(&secret.to_text());
        assert!(
            again.is_ok_and(|again| again == secret),
            "a recovery secret is another one when it is read again"
        );
    }
}
