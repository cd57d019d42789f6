//! Delegations and activities of this instance, for those they are addressed to.

use axum::extract::{Path, State};
use pursuance_domain::delegation::Side;
use pursuance_domain::id::is_own_id;
use pursuance_federation::vocab::{self, PUBLIC, own_document};
use serde_json::{Value, json};

use super::{Answer, Reader, private, public, refuse};
use crate::state::App;
use crate::store::actors::{self, Actor};
use crate::store::channels::{self, ActivityDirection};
use crate::store::closing;
use crate::store::db::ReadTx;
use crate::store::delegations::{self, Delegation};
use crate::store::error::StoreResult;

/// `GET /ap/d/{id}`: a delegation of ours with its newest offer, for its two parties.
pub async fn delegation(State(app): State<App>, reader: Reader, Path(id): Path<String>) -> Answer {
    let signer = reader.need_signer().await?;
    let uri = Some(app.addresses.delegation(&id)).filter(|_| is_own_id(&id)).ok_or_else(refuse::nothing)?;
    let mut tx = app.db.read().await?;
    let row = delegations::by_uri(&mut tx, &uri, Side::Origin).await?;
    let delegate = match &row {
        Some(row) => Some(row.delegate.clone()),
        None => closing::delegate_of_buried(&mut tx, &id).await?,
    };
    let delegate = delegate.ok_or_else(refuse::nothing)?;
    let delegate = actors::by_id(&mut tx, &delegate).await?.ok_or_else(refuse::nothing)?;
    if !reader.speaks_for(&signer, &delegate) {
        return Err(refuse::nothing().into());
    }
    let Some(row) = row else { return Err(refuse::gone(&uri).into()) };
    let origin = actors::by_id(&mut tx, &row.origin).await?.ok_or_else(refuse::nothing)?;
    if origin.gone_at.is_some() {
        return Err(refuse::gone(&uri).into());
    }
    Ok(private(describe(&row, row.offered.read()?, &origin, &delegate).to_string()))
}

/// The agreement, from the stored document of the wire.
fn describe(row: &Delegation, offered: &vocab::Delegation, origin: &Actor, delegate: &Actor) -> Value {
    own_document(json!({
        "id": row.uri,
        "type": "Delegation",
        "attributedTo": origin.uri,
        "delegator": origin.uri,
        "delegate": delegate.uri,
        "task": offered.task,
        "root": row.root_uri,
        "path": row.path,
        "terms": offered.terms,
        "termsHash": offered.terms_hash.to_string(),
    }))
}

/// `GET /ap/act/{id}`: an activity of ours, in the very bytes that were sent, for its receiver.
pub async fn activity(State(app): State<App>, reader: Reader, Path(id): Path<String>) -> Answer {
    let signer = reader.signer().await?;
    let uri = Some(app.addresses.activity(&id)).filter(|_| is_own_id(&id)).ok_or_else(refuse::nothing)?;
    let mut tx = app.db.read().await?;
    let kept =
        channels::activity(&mut tx, &uri, ActivityDirection::Out).await?.ok_or_else(refuse::nothing)?;
    let said = kept.document()?;
    let addressed = addressees(&said);
    if addressed.contains(&PUBLIC) {
        return Ok(public(&said));
    }
    let signer = signer.ok_or_else(refuse::nothing)?;
    if is_addressed(&reader, &mut tx, &addressed, &signer).await? {
        Ok(private(kept.bytes))
    } else {
        Err(refuse::nothing().into())
    }
}

fn addressees(said: &Value) -> Vec<&str> {
    match said.get("to") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

async fn is_addressed(
    reader: &Reader,
    tx: &mut ReadTx,
    addressed: &[&str],
    signer: &Actor,
) -> StoreResult<bool> {
    for uri in addressed {
        if actors::by_uri(tx, uri).await?.is_some_and(|actor| reader.speaks_for(signer, &actor)) {
            return Ok(true);
        }
    }
    Ok(false)
}
