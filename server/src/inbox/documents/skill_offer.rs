//! Skill offers at their addresses (PROTOCOL §1.8): for everybody, or for the pursuances that they name.

use axum::extract::{Path, State};
use pursuance_domain::id::{SkillOfferId, is_own_id};
use pursuance_federation::proof::{PROOF_KEY_FRAGMENT, add_proof};

use super::{Answer, Reader, private, public, refuse};
use crate::actions::skill_offer::proposal;
use crate::markdown;
use crate::state::App;
use crate::store::actors::{self, Actor};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::pursuances;
use crate::store::skill_offers::{self, SkillOffer};

/// `GET /ap/so/{id}`.
pub async fn skill_offer(State(app): State<App>, reader: Reader, Path(id): Path<String>) -> Answer {
    // Before any lookup, so that the answer to a bad signature reveals nothing.
    let signer = reader.signer().await?;
    let id = Some(SkillOfferId(id)).filter(|id| is_own_id(id.as_str())).ok_or_else(refuse::nothing)?;
    let mut tx = app.db.read().await?;
    let offer = skill_offers::by_id(&mut tx, &id).await?.ok_or_else(refuse::nothing)?;
    let maker = actors::by_id(&mut tx, &offer.actor).await?.filter(Actor::is_here);
    let maker = maker.ok_or_else(refuse::nothing)?;
    let pursuance = pursuances::by_id(&mut tx, &offer.actor).await?.ok_or_else(refuse::nothing)?;
    let to = match (offer.public, &signer) {
        (true, _) if pursuance.visibility.is_open() => None,
        (false, Some(signer)) => {
            let found = named(&reader, &mut tx, &offer, signer).await?;
            Some(found.ok_or_else(refuse::nothing)?)
        }
        (true | false, _) => return Err(refuse::nothing().into()),
    };
    let is_over = !offer.is_open(app.clock.now())
        || pursuance.closed_at.is_some()
        || pursuance.deleted_at.is_some()
        || maker.gone_at.is_some();
    if is_over {
        return Err(refuse::tombstone(&offer.uri, offer.gone_at).into());
    }
    let html = markdown::to_html(offer.note.as_str());
    let said = proposal(&offer, &maker.uri, html, to.as_deref()).map_err(|error| refuse::failure(&error))?;
    let mut document = said.to_value();
    let key = app.keys.ed25519(&mut tx, &maker.id).await.map_err(|error| refuse::failure(&error))?;
    let method = format!("{}{PROOF_KEY_FRAGMENT}", maker.uri);
    add_proof(&mut document, &key, &method, offer.updated.unix_seconds())
        .map_err(|error| refuse::failure(&error))?;
    Ok(if offer.public { public(&document) } else { private(document.to_string()) })
}

/// The reader of an offer for whom somebody asks.
async fn named(
    reader: &Reader,
    tx: &mut ReadTx,
    offer: &SkillOffer,
    signer: &Actor,
) -> StoreResult<Option<String>> {
    for id in skill_offers::readers(tx, &offer.id).await? {
        if let Some(peer) = actors::by_id(tx, &id).await?
            && reader.speaks_for(signer, &peer)
        {
            return Ok(Some(peer.uri));
        }
    }
    Ok(None)
}
