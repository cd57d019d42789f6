//! Accounts whose passphrase stays on its device: the browser derives the key that signs in, and hands over the keys of its person,
//! sealed (docs/sealed.md §§3.1, 3.2). Here is held what can be held without a key: lengths, the cost of the hash, and that the card is
//! signed by itself and is no other account's.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use pursuance_domain::action::{AddDevice, DeriveAccount, ReplaceKeys, SetKeys, SetRecovery};
use pursuance_domain::event::happened::{Bare, VerifierSet};
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::ActorId;
use pursuance_domain::people::credential::Cause;
use pursuance_domain::people::keys::{NewCredential, NewKeys};
use pursuance_domain::refusal::Refusal;
use pursuance_domain::time::{MINUTE, SECOND, Time};
use pursuance_domain::wording::Wording;
use pursuance_sealed::identity::{IdentityCard, check_idbox, check_rootbox};
use pursuance_sealed::pairing::Answer;
use pursuance_sealed::slot::{Kind, RootSlot};
use serde_json::{Value, json};

use super::{Cx, PerformError, Refused, account, credential};
use crate::state::App;
use crate::store::accounts::{self, SignInVerifier};
use crate::store::error::{StoreError, StoreResult};
use crate::store::key_slots::{self, Identity, KeySlot, SlotKind};
use crate::store::{device_boxes, events};

carried_out! {
    SetKeys => set,
    DeriveAccount => derive,
    SetRecovery => set_recovery,
    AddDevice => add_device,
    ReplaceKeys => replace,
}

/// How often somebody replaces their keys: the former ones are kept.
pub const REPLACED_MOST: usize = 100;

/// Why the keys of an account are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountKeyRefusal {
    /// Not the hash of a key that signs in.
    Verifier,
    /// Not a root key that is sealed with a passphrase, whose hash costs as much as it has to.
    Slot,
    /// Not the hash of a key that comes from a recovery code.
    RecoveryVerifier,
    /// Not a root key that is sealed with a recovery code.
    RecoverySlot,
    /// Not the keys of a person, sealed.
    Idbox,
    /// Not a card that is signed by itself.
    Card,
    /// Not a former root key, sealed.
    Rootbox,
    /// Another account has these keys, or somebody replaced them.
    CardTaken,
    /// Not the keys of this very person, sealed to another device.
    DeviceBox,
    /// Something lies in the mailbox already.
    CodeUsed,
    /// They were replaced too often.
    ReplacedTooOften,
    /// The passphrase of the account is checked by the server: there are no keys.
    NoKeys,
    /// The passphrase of the account stays on its device already.
    HasKeys,
}

impl AccountKeyRefusal {
    /// The stable word for programs.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Verifier
            | Self::Slot
            | Self::RecoveryVerifier
            | Self::RecoverySlot
            | Self::Idbox
            | Self::Card
            | Self::Rootbox
            | Self::DeviceBox => "invalid-key",
            Self::CardTaken => "card-taken",
            Self::CodeUsed => "code-used",
            Self::ReplacedTooOften => "too-many",
            Self::NoKeys => "no-keys",
            Self::HasKeys => "has-keys",
        }
    }

    /// The member of the input it is about.
    pub fn field(self) -> Option<&'static str> {
        match self {
            Self::Verifier => Some("verifier"),
            Self::Slot => Some("slot"),
            Self::RecoveryVerifier => Some("recovery_verifier"),
            Self::RecoverySlot => Some("recovery_slot"),
            Self::Idbox => Some("idbox"),
            Self::Card | Self::CardTaken => Some("card"),
            Self::Rootbox => Some("rootbox"),
            Self::DeviceBox => Some("box"),
            Self::CodeUsed => Some("mailbox"),
            Self::ReplacedTooOften | Self::NoKeys | Self::HasKeys => None,
        }
    }

    /// The HTTP status.
    pub fn status(self) -> u16 {
        match self {
            Self::Verifier
            | Self::Slot
            | Self::RecoveryVerifier
            | Self::RecoverySlot
            | Self::Idbox
            | Self::Card
            | Self::Rootbox
            | Self::ReplacedTooOften
            | Self::DeviceBox => 422,
            Self::CardTaken | Self::CodeUsed | Self::HasKeys => 409,
            Self::NoKeys => 404,
        }
    }

    /// The text for people.
    pub fn wording(self) -> Wording {
        Wording::new(match self {
            Self::Verifier
            | Self::Slot
            | Self::RecoveryVerifier
            | Self::RecoverySlot
            | Self::Idbox
            | Self::Card
            | Self::Rootbox
            | Self::DeviceBox => "refusal-key-form",
            Self::CardTaken => "refusal-card-taken",
            Self::CodeUsed => "refusal-code-used",
            Self::ReplacedTooOften => "refusal-keys-replaced-too-often",
            Self::NoKeys => "refusal-no-keys",
            Self::HasKeys => "refusal-has-keys",
        })
    }
}

impl From<AccountKeyRefusal> for Refused {
    fn from(refusal: AccountKeyRefusal) -> Self {
        Self::Keys(refusal)
    }
}

impl From<AccountKeyRefusal> for PerformError {
    fn from(refusal: AccountKeyRefusal) -> Self {
        Self::Refused(Refused::Keys(refusal))
    }
}

fn bytes_of(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

fn slot_of(text: &str) -> Option<Kind> {
    RootSlot::decode(&bytes_of(text)?).ok().map(|slot| slot.kind)
}

/// Demands a slot that a passphrase opens, which costs no less than clients hash at all.
fn check_slot(text: &str) -> Result<(), AccountKeyRefusal> {
    match slot_of(text) {
        Some(Kind::Passphrase { cost, .. }) if cost.check().is_ok() => Ok(()),
        Some(Kind::Passphrase { .. } | Kind::Recovery | Kind::Passkey { .. }) | None => {
            Err(AccountKeyRefusal::Slot)
        }
    }
}

fn check_recovery_slot(text: &str) -> Result<(), AccountKeyRefusal> {
    match slot_of(text) {
        Some(Kind::Recovery) => Ok(()),
        Some(Kind::Passphrase { .. } | Kind::Passkey { .. }) | None => Err(AccountKeyRefusal::RecoverySlot),
    }
}

/// Holds the parts of new keys; answers the name of the identity.
fn check(keys: &NewKeys) -> Result<String, AccountKeyRefusal> {
    check_slot(&keys.slot)?;
    check_recovery_slot(&keys.recovery_slot)?;
    let idbox = bytes_of(&keys.idbox).ok_or(AccountKeyRefusal::Idbox)?;
    check_idbox(&idbox).map_err(|_| AccountKeyRefusal::Idbox)?;
    let card = bytes_of(&keys.card)
        .and_then(|bytes| IdentityCard::decode(&bytes).ok())
        .ok_or(AccountKeyRefusal::Card)?;
    card.check().map_err(|_| AccountKeyRefusal::Card)?;
    Ok(card.iid().to_string())
}

/// A slot of this account on this server.
fn slot(cx: &Cx, name: &str, body: String, verifier: Option<String>) -> KeySlot {
    KeySlot { realm: cx.app.addresses.authority().to_owned(), name: name.to_owned(), body, verifier }
}

/// Writes how a new account signs in.
pub(super) async fn begin(
    cx: &mut Cx,
    account: &ActorId,
    name: &str,
    new: NewCredential,
) -> Result<(), PerformError> {
    match new {
        NewCredential::Plain { verifier } => {
            accounts::set_credential(&mut cx.tx, account, &SignInVerifier::Plain(verifier), cx.now).await?;
            Ok(())
        }
        NewCredential::Derived(keys) => write(cx, account, name, *keys).await,
    }
}

/// Writes the keys of an account that has none.
async fn write(cx: &mut Cx, account: &ActorId, name: &str, keys: NewKeys) -> Result<(), PerformError> {
    let iid = check(&keys)?;
    let identity = write_slots(cx, account, name, iid, keys).await?;
    taken(key_slots::add_identity(&mut cx.tx, account, &identity, cx.now).await)
}

fn taken(written: StoreResult<()>) -> Result<(), PerformError> {
    match written {
        Err(StoreError::Taken(_)) => Err(AccountKeyRefusal::CardTaken.into()),
        outcome => Ok(outcome?),
    }
}

/// Writes how an account signs in from now on, and its root key; answers its identity.
async fn write_slots(
    cx: &mut Cx,
    account: &ActorId,
    name: &str,
    iid: String,
    keys: NewKeys,
) -> Result<Identity, PerformError> {
    let NewKeys { verifier, slot: body, recovery_verifier, recovery_slot, idbox, card } = keys;
    let verifier = SignInVerifier::Derived(verifier.as_str().to_owned());
    accounts::set_credential(&mut cx.tx, account, &verifier, cx.now).await?;
    let slots = [
        (SlotKind::Passphrase, slot(cx, name, body, None)),
        (SlotKind::Recovery, slot(cx, name, recovery_slot, Some(recovery_verifier.as_str().to_owned()))),
    ];
    for (kind, slot) in &slots {
        key_slots::set(&mut cx.tx, account, *kind, slot).await?;
    }
    Ok(Identity { iid, idbox, card })
}

/// Locks the stream of one's own account, and demands that it still signs in as it did when its person proved who they are. Answers its
/// name, and what it is checked against.
async fn own(cx: &mut Cx, id: &ActorId, verifier_of: Time) -> Result<(String, SignInVerifier), PerformError> {
    if cx.who.person() != Some(id) {
        return Err(Refused::SignInFirst.into());
    }
    // Under the lock, credentials that are made at the same moment do not stay.
    events::lock(&mut cx.tx, &StreamId::of(id)).await?;
    let name = account::account(cx, id).await?.name;
    let kept = accounts::credential(&mut cx.tx, id).await?.filter(|kept| kept.set_at == verifier_of);
    Ok((name, kept.ok_or(Refused::SignInFirst)?.verifier))
}

async fn set(cx: &mut Cx, a: SetKeys) -> Result<Value, PerformError> {
    check_slot(&a.slot)?;
    let (name, kept) = own(cx, &a.account, a.verifier_of).await?;
    if kept.derived().is_none() {
        return Err(AccountKeyRefusal::NoKeys.into());
    }
    let verifier = SignInVerifier::Derived(a.verifier.as_str().to_owned());
    accounts::set_credential(&mut cx.tx, &a.account, &verifier, cx.now).await?;
    let slot = slot(cx, &name, a.slot, None);
    key_slots::set(&mut cx.tx, &a.account, SlotKind::Passphrase, &slot).await?;
    let cause = if a.end_tokens { Cause::OwnPassphraseAndTokens } else { Cause::OwnPassphrase };
    let ended = credential::end(cx, &a.account, cause, a.keep_session.as_ref()).await?;
    tell(cx, &a.account, Happened::AccountVerifierSet(VerifierSet { tokens: Some(ended.tokens) }));
    Ok(json!({ "account": name }))
}

async fn derive(cx: &mut Cx, a: DeriveAccount) -> Result<Value, PerformError> {
    let (name, kept) = own(cx, &a.account, a.verifier_of).await?;
    if kept.plain().is_none() {
        return Err(AccountKeyRefusal::HasKeys.into());
    }
    write(cx, &a.account, &name, a.keys).await?;
    let ended = credential::end(cx, &a.account, Cause::OwnPassphrase, a.keep_session.as_ref()).await?;
    tell(cx, &a.account, Happened::AccountVerifierSet(VerifierSet { tokens: Some(ended.tokens) }));
    Ok(json!({ "account": name }))
}

async fn set_recovery(cx: &mut Cx, a: SetRecovery) -> Result<Value, PerformError> {
    check_recovery_slot(&a.slot)?;
    let (name, kept) = own(cx, &a.account, a.verifier_of).await?;
    let Some(verifier) = kept.derived() else { return Err(AccountKeyRefusal::NoKeys.into()) };
    // A proof with the former code, given at the same moment, fails from here on.
    accounts::set_credential(&mut cx.tx, &a.account, &SignInVerifier::Derived(verifier), cx.now).await?;
    let slot = slot(cx, &name, a.slot, Some(a.verifier.as_str().to_owned()));
    key_slots::set(&mut cx.tx, &a.account, SlotKind::Recovery, &slot).await?;
    tell(cx, &a.account, Happened::AccountRecoverySet(Bare {}));
    Ok(json!({ "account": name }))
}

/// How long keys wait for another device.
const WAITS_FOR: i64 = 5 * MINUTE;
/// The number of mailboxes in which keys of one account wait at once.
pub const DEVICE_BOXES_MOST: i64 = 3;

/// Holds what is left for another device; answers whose keys it says they are.
fn check_box(text: &str) -> Result<String, AccountKeyRefusal> {
    let answer =
        bytes_of(text).and_then(|bytes| Answer::decode(&bytes).ok()).ok_or(AccountKeyRefusal::DeviceBox)?;
    answer.card.check().map_err(|_| AccountKeyRefusal::DeviceBox)?;
    Ok(answer.card.iid().to_string())
}

async fn add_device(cx: &mut Cx, a: AddDevice) -> Result<Value, PerformError> {
    let iid = check_box(&a.sealed)?;
    let (name, _) = own(cx, &a.account, a.verifier_of).await?;
    let identity = key_slots::identity(&mut cx.tx, &a.account).await?.ok_or(AccountKeyRefusal::NoKeys)?;
    if identity.iid != iid {
        return Err(AccountKeyRefusal::DeviceBox.into());
    }
    device_boxes::forget_over_of(&mut cx.tx, &a.account, cx.now).await?;
    if device_boxes::count(&mut cx.tx, &a.account, cx.now).await? >= DEVICE_BOXES_MOST {
        return Err(
            Refused::Rule(Refusal::TooMany { retry_after: (WAITS_FOR / SECOND).unsigned_abs() }).into()
        );
    }
    let until = cx.now.plus(WAITS_FOR);
    match device_boxes::add(&mut cx.tx, &a.account, &a.mailbox, &a.sealed, until).await {
        Err(StoreError::Taken(_)) => return Err(AccountKeyRefusal::CodeUsed.into()),
        outcome => outcome?,
    }
    tell(cx, &a.account, Happened::AccountDeviceAdded(Bare {}));
    Ok(json!({ "account": name }))
}

/// Takes what waits in a mailbox for a device that has no account yet: nothing where there is nothing, and once. Bookkeeping: no action,
/// and no event beside that of leaving it.
///
/// # Errors
/// When the database fails.
pub async fn take_box(app: &App, mailbox: &str) -> StoreResult<Option<String>> {
    let now = app.clock.now();
    // A device that waits asks often, and need not wait for a writer.
    if !device_boxes::waits(&mut app.db.read_once().await?, mailbox, now).await? {
        return Ok(None);
    }
    let mut tx = app.db.write().await?;
    let taken = device_boxes::take(&mut tx, mailbox, now).await?;
    tx.commit().await?;
    Ok(taken)
}

/// Replaces the keys of an account, the root key too: the former keys open nothing that is sealed from now on. They are kept, because
/// older keys of private pursuances were sealed to them. Each pursuance changes to the new keys by itself.
async fn replace(cx: &mut Cx, a: ReplaceKeys) -> Result<Value, PerformError> {
    let iid = check(&a.keys)?;
    let rootbox = bytes_of(&a.rootbox).ok_or(AccountKeyRefusal::Rootbox)?;
    check_rootbox(&rootbox).map_err(|_| AccountKeyRefusal::Rootbox)?;
    let (name, kept) = own(cx, &a.account, a.verifier_of).await?;
    if kept.derived().is_none() {
        return Err(AccountKeyRefusal::NoKeys.into());
    }
    if key_slots::formers(&mut cx.tx, &a.account).await?.len() >= REPLACED_MOST {
        return Err(AccountKeyRefusal::ReplacedTooOften.into());
    }
    let identity = write_slots(cx, &a.account, &name, iid, a.keys).await?;
    taken(key_slots::replace_identity(&mut cx.tx, &a.account, &identity, &a.rootbox, cx.now).await)?;
    let cause = Cause::OwnPassphraseAndTokens;
    let ended = credential::end(cx, &a.account, cause, a.keep_session.as_ref()).await?;
    tell(cx, &a.account, Happened::AccountKeysReplaced(VerifierSet { tokens: Some(ended.tokens) }));
    Ok(json!({ "account": name }))
}

fn tell(cx: &mut Cx, account: &ActorId, what: Happened) {
    cx.leave(StreamId::of(account), Audience::Own, what, account.as_str(), None);
}
