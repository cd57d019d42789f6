//! A pinned actor that changes its key by the protocol: it lists the new one beside the old, and announces it in an
//! `Update` of itself that the old key signed or proved (PROTOCOL §4.3).

use pursuance_domain::action::VouchForKey;
use pursuance_domain::allowed::Principal;
use pursuance_federation::proof::Proof;
use pursuance_federation::sign::PublicKey;
use pursuance_federation::verify::Verified;
use pursuance_federation::vocab::Actor as WireActor;

use super::{RefusedActivity, refuse};
use crate::peers::{listed, pinned};
use crate::state::App;
use crate::store::actors;

/// Notes a key that the pinned one vouches for in this activity, if there is one.
pub(super) async fn receive(
    app: &App,
    verified: &Verified,
    signed_with: Option<&PublicKey>,
) -> Result<(), RefusedActivity> {
    if verified.kind() != "Update" {
        return Ok(());
    }
    let Some(said) = verified.value().get("object").and_then(|object| WireActor::read(object).ok()) else {
        return Ok(());
    };
    if said.id != *verified.actor() {
        return Ok(());
    }
    let known = actors::by_uri(&mut app.db.read().await?, said.id.as_str()).await?;
    let Some((known, pin)) = known.and_then(|known| pinned(&known).map(|pin| (known, pin))) else {
        return Ok(());
    };
    let pin = PublicKey::Ed25519(pin);
    let now = app.clock.now();
    let is_proved =
        || Proof::of(verified.value()).is_ok_and(|proof| proof.verify(&pin, now.unix_seconds()).is_ok());
    if signed_with != Some(&pin) && !is_proved() {
        return Ok(());
    }
    let Some(next) = listed(&said).find(|key| PublicKey::Ed25519(key.clone()) != pin) else { return Ok(()) };
    let clock = Principal::Clock { job: "inbox".to_owned() };
    let vouched = VouchForKey { actor: known.id, key: next.to_multikey() };
    app.perform(&clock, vouched.into()).await.map_err(|error| refuse::failure(&error))?;
    Ok(())
}
