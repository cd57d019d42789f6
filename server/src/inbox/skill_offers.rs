//! Activities about skill offers (PROTOCOL §1.8). They are in no channel, so each is signed by its actor and carries that
//! actor's proof; their contents are checked against the pursuance that sends them.

use axum::response::IntoResponse;
use http::{Method, StatusCode};
use pursuance_domain::allowed::Principal;
use pursuance_federation::proof::{Proof, ProofRefusal};
use pursuance_federation::sign::{Ed25519PublicKey, PublicKey};
use pursuance_federation::verify::{InboxRefusal, Verified, one_address};
use pursuance_federation::vocab::{Proposal, VocabRefusal, is_name_of};
use serde_json::Value;
use url::Url;

use super::{Gate, RefusedActivity, refuse};
use crate::actions::skill_offer::{NotKept, OFFER_LIMIT, take_back, take_in, to_decline};
use crate::actions::{self, PerformError};
use crate::peers::{is_believed, pinned, public_key};
use crate::state::App;
use crate::store::actors::{Actor, ActorKind};
use crate::store::{actor_keys, skill_offers};

/// The longest address of an offer, in bytes, as of every object (PROTOCOL §2.1 point 7).
const LONGEST_ADDRESS: usize = 2_048;

/// The subject of an activity.
enum About<'a> {
    Told(&'a Value),
    Withdrawn(Url),
    Agreement,
}

impl<'a> About<'a> {
    fn of(verified: &'a Verified) -> Option<Self> {
        let object = alone(verified.value().get("object")?);
        let is = |kind: &str| match object.get("type") {
            Some(Value::String(one)) => is_name_of(one, kind),
            Some(Value::Array(several)) => {
                several.iter().filter_map(Value::as_str).any(|one| is_name_of(one, kind))
            }
            Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) | None => false,
        };
        match verified.kind() {
            "Create" | "Update" if is("Proposal") => Some(Self::Told(object)),
            // Addresses are kept as they are read: others write one in many ways.
            "Delete" => one_address(object)
                .and_then(|uri| Url::parse(uri).ok())
                .filter(|uri| uri != verified.actor())
                .map(Self::Withdrawn),
            "Offer" if is("Agreement") => Some(Self::Agreement),
            _ => None,
        }
    }
}

/// A value that may be wrapped in a list of one.
fn alone(value: &Value) -> &Value {
    match value.as_array().map(Vec::as_slice) {
        Some([one]) => one,
        Some(_) | None => value,
    }
}

/// Takes in an activity about a skill offer; false for any other.
pub(super) async fn receive(app: &App, gate: &Gate, verified: &Verified) -> Result<bool, RefusedActivity> {
    let Some(about) = About::of(verified) else { return Ok(false) };
    let mut is_known = true;
    if let About::Withdrawn(uri) = &about {
        is_known = skill_offers::by_uri(&mut app.db.read().await?, uri.as_str()).await?.is_some();
        if !is_known && !may_be_offer(verified, uri) {
            return Ok(false);
        }
    }
    if verified.bytes().len() > OFFER_LIMIT {
        let refusal = InboxRefusal::TooLarge { limit: OFFER_LIMIT };
        return Err(refuse::refusal(&refusal, &Method::POST).into());
    }
    let sender = app.known_actor(verified.actor()).await.map_err(|error| refuse::unknown_sender(&error))?;
    match about {
        About::Agreement => {
            let Some(decline) = to_decline(app, verified).await? else {
                return Err(refuse::nothing().into());
            };
            let who = Principal::RemoteActor { actor: sender.id };
            app.perform(&who, decline.into()).await.map_err(|error| match error {
                PerformError::Refused(actions::Refused::NotFound(_)) => refuse::nothing(),
                error => refuse::failed(&error),
            })?;
            return Err(RefusedActivity::by_message(StatusCode::ACCEPTED.into_response()));
        }
        About::Told(object) => {
            // An offer that is not kept is refused, not taken and lost.
            if sender.kind != ActorKind::Group {
                return Err(unsupported("Only what pursuances offer is kept here, not what people do."));
            }
            let said = Proposal::read(object).map_err(|refusal| unreadable(&refusal))?;
            if !said.offers_work() {
                return Err(unsupported("Only offers of work are kept here."));
            }
            let sender = demand_proof(app, gate, verified, sender).await?;
            take_in(app, verified, &sender, &said).await?.map_err(not_kept)?;
        }
        // An object that a person withdraws is no offer kept here.
        About::Withdrawn(_) if !is_known && sender.kind != ActorKind::Group => return Ok(false),
        About::Withdrawn(uri) => {
            let sender = demand_proof(app, gate, verified, sender).await?;
            take_back(app, verified, &sender, uri.as_str()).await?.map_err(not_kept)?;
        }
    }
    Ok(true)
}

/// Whether the withdrawn object may be an offer that has not arrived yet. Most deleted objects are something else, and no server
/// is asked about those: the withdrawal of an offer has a proof and a date, and its object is on the server of its maker.
fn may_be_offer(verified: &Verified, uri: &Url) -> bool {
    let has = |member: &str| verified.value().get(member).is_some_and(|value| !value.is_null());
    has("proof")
        && has("published")
        && uri.origin() == verified.actor().origin()
        && uri.fragment().is_none()
        && uri.as_str().len() <= LONGEST_ADDRESS
}

fn unsupported(detail: &str) -> RefusedActivity {
    refuse::problem(StatusCode::UNPROCESSABLE_ENTITY, "unsupported", detail).into()
}

fn unreadable(refusal: &VocabRefusal) -> RefusedActivity {
    if let VocabRefusal::TooLarge { .. } = refusal {
        let detail = refusal.to_string();
        return refuse::problem(StatusCode::UNPROCESSABLE_ENTITY, "too-large", &detail).into();
    }
    refuse::problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-offer", &refusal.to_string()).into()
}

fn not_kept(why: NotKept) -> RefusedActivity {
    refuse::problem(StatusCode::UNPROCESSABLE_ENTITY, why.word(), &why.to_string()).into()
}

/// Demands that the sender has proved the activity with a key that is believed to be its own. A key that is not pinned may be
/// another by now: then the sender's document is fetched once more.
async fn demand_proof(
    app: &App,
    gate: &Gate,
    verified: &Verified,
    sender: Actor,
) -> Result<Actor, RefusedActivity> {
    let refused = |refusal: InboxRefusal| RefusedActivity::from(refuse::refusal(&refusal, &Method::POST));
    let proof = Proof::of(verified.value()).map_err(|refusal| {
        refused(match refusal {
            ProofRefusal::Missing => InboxRefusal::ProofMissing,
            other => InboxRefusal::Proof(other),
        })
    })?;
    let is_theirs = Url::parse(proof.verification_method())
        .is_ok_and(|method| method.origin() == verified.actor().origin());
    if !is_theirs {
        return Err(refused(InboxRefusal::ProofByAnother));
    }
    let now = app.clock.now();
    let fits =
        |key: &Ed25519PublicKey| proof.verify(&PublicKey::Ed25519(key.clone()), now.unix_seconds()).is_ok();
    if public_key(&sender).is_some_and(|key| fits(&key)) {
        return Ok(sender);
    }
    if pinned(&sender).is_some() {
        let mut tx = app.db.read().await?;
        for known in actor_keys::of(&mut tx, &sender.id).await? {
            let Ok(key) = Ed25519PublicKey::from_multikey(&known.key) else { continue };
            if fits(&key) && is_believed(&mut tx, &sender, &key, now).await? {
                return Ok(sender);
            }
        }
        return Err(refused(InboxRefusal::Proof(ProofRefusal::Wrong)));
    }
    gate.spend_background(verified.actor()).map_err(refuse::too_many)?;
    let sender = app
        .refresh_actor(&sender.uri)
        .await
        .map_err(|error| RefusedActivity::from(refuse::unknown_sender(&error)))?;
    if public_key(&sender).is_some_and(|key| fits(&key)) {
        return Ok(sender);
    }
    Err(refused(InboxRefusal::Proof(ProofRefusal::Wrong)))
}
