//! Pinned keys: the Ed25519 keys of an actor that are believed, and the steps when its document names none of them
//! (PROTOCOL §3.6, §4.3).

use pursuance_domain::time::{DAY, Time};
use pursuance_federation::sign::Ed25519PublicKey;
use pursuance_federation::vocab;

use crate::lookup::DirectoryError;
use crate::state::App;
use crate::store::actor_keys::{self, KeyRelation};
use crate::store::actors::Actor;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::jobs::Job;

/// Proofs by a formerly pinned key are believed this long: no message waits longer for its turn.
const FORMER_FOR: i64 = 30 * DAY;

/// The known Ed25519 key of an actor, local or remote.
pub fn public_key(actor: &Actor) -> Option<Ed25519PublicKey> {
    Ed25519PublicKey::from_slice(actor.ed25519_public.as_deref()?).ok()
}

/// The Ed25519 key of an actor that no other may replace, once it has sent a message about a delegation.
pub fn pinned(actor: &Actor) -> Option<Ed25519PublicKey> {
    actor.pinned_at?;
    public_key(actor)
}

/// Whether this key is believed to be the actor's: any key where none is pinned; else the pinned one, the one it
/// vouched for, and for a while the one before.
pub async fn is_believed(
    tx: &mut ReadTx,
    actor: &Actor,
    key: &Ed25519PublicKey,
    now: Time,
) -> StoreResult<bool> {
    let Some(pinned) = pinned(actor) else { return Ok(true) };
    if pinned == *key {
        return Ok(true);
    }
    let text = key.to_multikey();
    let known = actor_keys::of(tx, &actor.id).await?.into_iter().find(|known| known.key == text);
    Ok(known.is_some_and(|known| match known.relation {
        KeyRelation::Next => true,
        KeyRelation::Former => now < known.at.plus(FORMER_FOR),
        KeyRelation::Strange => false,
    }))
}

/// The Ed25519 keys that a document lists as its actor's own.
pub fn listed(said: &vocab::Actor) -> impl Iterator<Item = Ed25519PublicKey> {
    let own = said.assertion_method.iter().filter(|key| key.controller == said.id);
    own.filter_map(|key| Ed25519PublicKey::from_multikey(&key.public_key_multibase).ok())
}

impl App {
    /// Demands that the document of a pinned actor lists a believed key. If it does not, its server may belong to
    /// somebody else by now: the document is rejected, messages with the actor stop, and people are informed.
    pub(super) async fn demand_believed(
        &self,
        known: &Actor,
        said: &vocab::Actor,
        now: Time,
    ) -> Result<(), DirectoryError> {
        if pinned(known).is_none() {
            return Ok(());
        }
        {
            let mut tx = self.db.read().await?;
            for key in listed(said) {
                if is_believed(&mut tx, known, &key, now).await? {
                    return Ok(());
                }
            }
        }
        let key = listed(said).next().map(|key| key.to_multikey()).unwrap_or_default();
        self.note_key_change(known, key).await?;
        Err(DirectoryError::KeyChanged(self.handle(known)))
    }

    /// Has it noted, once for each key: by an action, so a job performs it.
    async fn note_key_change(&self, known: &Actor, key: String) -> Result<(), DirectoryError> {
        let noted = actor_keys::strange(&mut self.db.read().await?, &known.id).await?;
        if noted.is_some_and(|noted| noted.key == key) {
            return Ok(());
        }
        self.have_noted(Job::NoteKeyChange { actor: known.id.clone(), key }).await
    }
}
