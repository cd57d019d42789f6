//! Any object as text, for people who look for a mistake: numbers in decimal, bytes in hex. What can be checked without
//! a key is checked.

use std::fmt::{Display, Write as _};

use crate::bundle::{BundleError, RecordBundle};
use crate::check::LogPeople;
use crate::delegation::{Accept, Package};
use crate::envelope::SealedEnvelope;
use crate::epoch_card::EpochCard;
use crate::error::{BadSignature, DecodeError};
use crate::export::{self, ExportHead};
use crate::identity::{IdentityCard, check_idbox};
use crate::ids::Iid;
use crate::log::{Delegate, Entry, Fold, FoldError, Payload};
use crate::pbox;
use crate::record::{Content, Record};
use crate::revision::{Rel, Revision};
use crate::sign::VerifyKey;
use crate::slot::{self, RootSlot};

/// The contents of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Records one after another, or a bundle.
    Records,
    Card,
    Slot,
    IdBox,
    Envelope,
    Rel,
    PBox,
    /// An exported identity, as text or bytes.
    Identity,
}

impl Kind {
    pub const ALL: [Self; 8] = [
        Self::Records,
        Self::Card,
        Self::Slot,
        Self::IdBox,
        Self::Envelope,
        Self::Rel,
        Self::PBox,
        Self::Identity,
    ];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Records => "records",
            Self::Card => "card",
            Self::Slot => "slot",
            Self::IdBox => "idbox",
            Self::Envelope => "envelope",
            Self::Rel => "rel",
            Self::PBox => "pbox",
            Self::Identity => "identity",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// The first reason why a file is not what it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DumpError {
    #[error("{0}")]
    Decode(#[from] DecodeError),
    #[error("record {record}: {error}")]
    Record { record: usize, error: DecodeError },
    #[error("record {record}: {error}")]
    Fold { record: usize, error: FoldError },
    #[error("record {record}: the signature does not hold")]
    Signature { record: usize },
    #[error("the signature does not hold")]
    Card(#[from] BadSignature),
    #[error("{0}")]
    Bundle(#[from] BundleError),
}

impl DumpError {
    /// The stable name of the reason.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Decode(error) | Self::Record { error, .. } => error.reason(),
            Self::Fold { error, .. } => error.reason(),
            Self::Signature { .. } | Self::Card(BadSignature) => "bad-signature",
            Self::Bundle(error) => error.reason(),
        }
    }
}

/// The text of a file.
///
/// # Errors
/// The first thing in it that is wrong.
pub fn dump(kind: Kind, bytes: &[u8]) -> Result<String, DumpError> {
    let mut page = Page::default();
    match kind {
        Kind::Records if bytes.starts_with(b"PVB1") => bundle(&mut page, bytes)?,
        Kind::Records => records(&mut page, bytes)?,
        Kind::Card => {
            let found = IdentityCard::decode(bytes)?;
            found.check()?;
            page.title("card");
            card(&mut page, &found);
        }
        Kind::Slot => slot(&mut page, &RootSlot::decode(bytes)?, bytes),
        Kind::IdBox => {
            check_idbox(bytes)?;
            page.title("idbox");
            sealed(&mut page, bytes.get(2..).unwrap_or_default());
        }
        Kind::Envelope => {
            let found = SealedEnvelope::decode(bytes)?;
            page.title("envelope");
            envelope(&mut page, &found, bytes);
        }
        Kind::Rel => {
            let found = Rel::decode(bytes)?;
            page.title("rel");
            rel(&mut page, &found);
        }
        Kind::PBox => {
            pbox::check(bytes)?;
            page.title("pbox");
            sealed(&mut page, bytes.get(2..).unwrap_or_default());
        }
        Kind::Identity => identity(&mut page, bytes)?,
    }
    Ok(page.text)
}

/// The lines of a text.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn title(&mut self, title: impl Display) {
        // Writing into a string does not fail.
        let _ = writeln!(self.text, "{title}");
    }

    fn line(&mut self, name: &str, value: impl Display) {
        let _ = writeln!(self.text, "  {name:<17} {value}");
    }

    fn hex(&mut self, name: &str, bytes: impl AsRef<[u8]>) {
        self.line(name, hex(bytes.as_ref()));
    }

    fn ids<T: Display>(&mut self, name: &str, ids: &[T]) {
        self.line(name, ids.len());
        ids.iter().for_each(|id| self.line("", id));
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The known facts about the people whose signatures stand in a file.
#[derive(Default)]
struct Known {
    people: LogPeople,
    officers: std::collections::BTreeMap<Iid, VerifyKey>,
    fold: Option<Fold>,
}

impl Known {
    fn key(&self, iid: &Iid) -> Option<&VerifyKey> {
        self.people.key(iid).or_else(|| self.officers.get(iid))
    }
}

fn records(page: &mut Page, bytes: &[u8]) -> Result<(), DumpError> {
    let mut reader = crate::reader::Reader::new(bytes);
    let mut known = Known::default();
    let mut number = 0;
    while reader.left() > 0 {
        number += 1;
        let found = Record::read(&mut reader).map_err(|error| DumpError::Record { record: number, error })?;
        record(page, number, &found, &mut known)?;
    }
    if let Some(error) = known.fold.and_then(|fold| fold.finish().err()) {
        return Err(DumpError::Fold { record: number, error });
    }
    Ok(())
}

fn bundle(page: &mut Page, bytes: &[u8]) -> Result<(), DumpError> {
    let found = RecordBundle::decode(bytes)?;
    let fold = found.check()?;
    page.title("bundle");
    page.line("pid", found.pid);
    page.line("records", found.records.len());
    page.line("chunks", found.chunks.iter().map(Vec::len).sum::<usize>());
    page.line("members", fold.members().count());
    page.line("epoch", fold.epoch());
    let mut known = Known::default();
    for (record_, number) in found.records.iter().zip(1..) {
        record(page, number, record_, &mut known)?;
    }
    Ok(())
}

fn record(page: &mut Page, number: usize, record: &Record, known: &mut Known) -> Result<(), DumpError> {
    page.title(format_args!("record {number}: {}", record.name()));
    let signature = |page: &mut Page,
                     known: &Known,
                     iid: &Iid,
                     verify: &dyn Fn(&VerifyKey) -> Result<(), BadSignature>| {
        let Some(key) = known.key(iid) else {
            page.line("signature", "not checked: its key is not here");
            return Ok(());
        };
        verify(key).map_err(|BadSignature| DumpError::Signature { record: number })?;
        page.line("signature", "holds");
        Ok(())
    };
    match record {
        Record::Entry(found) => {
            entry(page, found);
            known.people.add(&found.body.payload);
            if let Some(pid) = found.founded() {
                known.fold = Some(Fold::new(pid));
            }
            match &mut known.fold {
                Some(fold) => {
                    fold.apply(found).map_err(|error| DumpError::Fold { record: number, error })?;
                    page.line("signature", "holds, and the log folds");
                    Ok(())
                }
                None => signature(page, known, &found.body.actor, &|key| found.verify(key)),
            }
        }
        Record::Seal(seal) => {
            page.line("epoch", seal.epoch);
            page.line("to", seal.to);
            page.line("encapsulated", seal.encapsulated);
            Ok(())
        }
        Record::Revision(found) => {
            revision(page, found);
            signature(page, known, &found.body.actor, &|key| found.verify(key))
        }
        Record::Field(field) => {
            page.line("object type", field.object_type.number());
            page.line("object", field.object);
            page.line("unit", field.unit);
            page.line("field", field.name.as_str());
            page.line("field revision", field.rev);
            let bytes = field.content.encode()?;
            page.line("hash", crate::envelope::field_hash(&bytes));
            match &field.content {
                Content::Sealed(found) => envelope(page, found, &bytes),
                Content::Rel(found) => rel(page, found),
            }
            Ok(())
        }
        Record::Message(message) => {
            page.line("unit", message.unit);
            page.line("message", message.message);
            page.line("sender's number", message.sender_seq);
            envelope(page, &message.envelope, &message.envelope.encode()?);
            Ok(())
        }
        Record::File(file) => {
            page.line("file", file.file);
            page.line("bytes of a chunk", file.header.chunk_bytes());
            page.hex("header", file.header.encode());
            page.line("chunks", file.chunks);
            page.line("hash", file.hash);
            Ok(())
        }
        Record::EpochCard(found) => {
            epoch_card(page, found);
            // The officers of the card before sign the next; the first is signed by the founder.
            signature(page, known, &found.body.actor, &|key| found.verify(key))?;
            for (_, card) in &found.body.officers {
                let key = card.check().map_err(|BadSignature| DumpError::Signature { record: number })?;
                known.officers.insert(card.iid(), key);
            }
            Ok(())
        }
        Record::Package(found) => {
            package(page, found);
            signature(page, known, &found.address.sender, &|key| found.verify(key))
        }
        Record::Accept(found) => {
            accept(page, found);
            signature(page, known, &found.body.actor, &|key| found.verify(key))
        }
        Record::InviteNote { invite, note } => {
            page.line("invitation", invite);
            sealed(page, note.get(1..).unwrap_or_default());
            Ok(())
        }
    }
}

/// A nonce, and how much was sealed.
fn sealed(page: &mut Page, bytes: &[u8]) {
    if let Some((nonce, ciphertext)) = bytes.split_first_chunk::<24>() {
        page.hex("nonce", nonce);
        page.line("sealed bytes", ciphertext.len().saturating_sub(16));
    }
}

fn envelope(page: &mut Page, envelope: &SealedEnvelope, bytes: &[u8]) {
    page.line("epoch", envelope.epoch);
    page.line("generation", envelope.generation);
    sealed(page, bytes.get(10..).unwrap_or_default());
}

fn card(page: &mut Page, card: &IdentityCard) {
    page.line("iid", card.iid());
    page.line("signing key", card.sign);
    page.line("sealing key", card.seal);
    page.line("created (ms)", card.created_ms);
}

fn slot(page: &mut Page, slot: &RootSlot, bytes: &[u8]) {
    page.title("slot");
    match &slot.kind {
        slot::Kind::Passphrase { cost, salt } => {
            page.line("kind", "1 passphrase");
            page.line("memory (KiB)", cost.memory_kib);
            page.line("passes", cost.passes);
            page.line("lanes", cost.lanes);
            page.hex("salt", salt);
        }
        slot::Kind::Recovery => page.line("kind", "2 recovery"),
        slot::Kind::Passkey { credential } => {
            page.line("kind", "3 passkey");
            page.hex("credential", credential);
        }
    }
    let box_len = crate::aead::BOX_OVERHEAD + 32;
    sealed(page, bytes.get(bytes.len().saturating_sub(box_len)..).unwrap_or_default());
}

fn rel(page: &mut Page, rel: &Rel) {
    page.line("parent", rel.parent);
    page.line("phase", rel.phase);
    page.ids("assignees", &rel.assignees);
    page.ids("reviewers", &rel.reviewers);
    page.line("due (week)", rel.due_week);
    page.ids("waits for", &rel.waits_for);
    page.line("flags", rel.flags);
}

fn identity(page: &mut Page, bytes: &[u8]) -> Result<(), DumpError> {
    let file = match str::from_utf8(bytes) {
        Ok(text) if text.trim_start().starts_with("-----") => export::from_text(text)?,
        _ => bytes.to_vec(),
    };
    let header = ExportHead::decode(&file)?;
    page.title("identity");
    page.line("memory (KiB)", header.cost.memory_kib);
    page.line("passes", header.cost.passes);
    page.line("lanes", header.cost.lanes);
    page.hex("salt", header.salt);
    sealed(page, file.get(31..).unwrap_or_default());
    Ok(())
}

fn entry(page: &mut Page, entry: &Entry) {
    let body = &entry.body;
    page.line("pid", body.pid);
    page.line("seq", body.seq);
    page.line("prev", body.prev);
    page.line("hash", entry.hash());
    page.line("time (ms)", body.time_ms);
    page.line("actor", body.actor);
    page.line("type", format_args!("{} {}", body.payload.kind(), body.payload.name()));
    payload(page, &body.payload);
}

fn payload(page: &mut Page, payload: &Payload) {
    match payload {
        Payload::Genesis { nonce, history, founder } => {
            page.hex("nonce", nonce);
            page.line("history", history.number());
            card(page, founder);
        }
        Payload::Add { role, card: added } => {
            page.line("role", role.number());
            card(page, added);
        }
        Payload::Leave => {}
        Payload::Remove { iid } => page.line("removed", iid),
        Payload::Epoch { epoch, commit, key, prev } => {
            page.line("epoch", epoch);
            page.hex("commitment", commit);
            page.line("epoch key", key);
            match prev {
                None => page.line("previous box", "none"),
                Some(prev) => page.hex("previous box", prev),
            }
        }
        Payload::Invite { id, key, role, max_uses, expires_ms } => {
            page.line("invitation", id);
            page.line("key", key);
            page.line("role", role.number());
            page.line("uses", max_uses);
            page.line("expires (ms)", expires_ms);
        }
        Payload::InviteRevoke { id } => page.line("invitation", id),
        Payload::Join { invite, card: joined, .. } => {
            page.line("invitation", invite);
            card(page, joined);
        }
        Payload::Role { iid, role } => {
            page.line("member", iid);
            page.line("role", role.number());
        }
        Payload::Rekey { old, card: new, .. } => {
            page.line("old iid", old);
            card(page, new);
        }
        Payload::Delegate(terms) => delegate(page, terms),
        Payload::DelegateRevoke { id, units } => {
            page.line("delegation", id);
            for (unit, generation) in units {
                page.line("unit", format_args!("{unit} generation {generation}"));
            }
        }
        Payload::Move { base_url, effective_seq } => {
            // Escaped: whoever reads this reads a terminal.
            page.line("base URL", base_url.escape_debug());
            page.line("effective seq", effective_seq);
        }
        Payload::Checkpoint { objects, root } => {
            page.line("objects", objects);
            page.line("root", root);
        }
        Payload::Settings { history, floor } => {
            page.line("history", history.number());
            page.line("floor", floor);
        }
        Payload::UnitBump { unit, generation } => {
            page.line("unit", unit);
            page.line("generation", generation);
        }
    }
}

fn delegate(page: &mut Page, terms: &Delegate) {
    page.line("delegation", terms.id);
    page.line("unit", terms.unit);
    page.line("delegate", terms.delegate);
    page.line("delegate's epoch", terms.epoch);
    page.line("epoch key", terms.key);
    page.line("rights", terms.rights.bits());
    match terms.write_key {
        None => page.line("writing key", "none yet"),
        Some(key) => page.line("writing key", key),
    }
    page.line("card", terms.card);
}

fn revision(page: &mut Page, revision: &Revision) {
    let body = &revision.body;
    page.line("pid", body.pid);
    page.line("object type", body.object_type.number());
    page.line("object", body.object);
    page.line("unit", body.unit);
    page.line("revision", body.rev);
    page.line("prev", body.prev);
    page.line("hash", revision.hash());
    page.line("epoch", body.epoch);
    page.line("generation", body.generation);
    page.line("time (ms)", body.time_ms);
    page.line("actor", body.actor);
    page.line("head", format_args!("{} {}", body.head.seq, body.head.hash));
    for field in &body.fields {
        page.line(&format!("field {}", field.name.as_str()), format_args!("{} {}", field.rev, field.hash));
    }
}

fn epoch_card(page: &mut Page, card: &EpochCard) {
    let body = &card.body;
    page.line("pid", body.pid);
    page.line("card number", body.card_seq);
    page.line("prev", body.prev);
    page.line("hash", card.hash());
    page.line("epoch", body.epoch);
    page.line("epoch key", body.key);
    page.line("time (ms)", body.time_ms);
    page.line("actor", body.actor);
    for (role, card) in &body.officers {
        page.line("officer", format_args!("{} role {}", card.iid(), role.number()));
    }
}

fn package(page: &mut Page, package: &Package) {
    let address = &package.address;
    page.line("delegation", address.id);
    page.line("home", address.home);
    page.line("delegate", address.delegate);
    page.line("delegate's epoch", address.delegate_epoch);
    page.line("package number", address.package_seq);
    page.line("sender", address.sender);
    page.line("encapsulated", package.encapsulated);
    page.line("hash", package.hash());
}

fn accept(page: &mut Page, accept: &Accept) {
    let body = &accept.body;
    page.line("delegation", body.id);
    page.line("home", body.home);
    page.line("delegate", body.delegate);
    page.line("delegate's epoch", body.delegate_epoch);
    page.line("writing key", body.write_key);
    page.line("package", body.package);
    page.line("time (ms)", body.time_ms);
    page.line("actor", body.actor);
}
