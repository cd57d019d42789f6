//! Tasks as objects (PROTOCOL §1.5). A public task is for everybody; any other is for the other side of a live
//! delegation of it, and shows only the parts that were handed over.

use axum::extract::{Path, State};
use pursuance_domain::allowed::{AwayTask, Facts, Membership, Permission, Principal, allowed};
use pursuance_domain::delegation::Side;
use pursuance_domain::id::{TaskId, is_own_id};
use pursuance_domain::task::phase::{Phase, WirePhase};
use pursuance_federation::proof::{PROOF_KEY_FRAGMENT, add_proof};
use pursuance_federation::vocab::{PUBLIC, Task as WireTask};

use super::{Answer, Reader, RefusedActivity, is_open, own_url, private, public, refuse};
use crate::markdown;
use crate::state::App;
use crate::store::actors::{self, Actor};
use crate::store::closing;
use crate::store::db::ReadTx;
use crate::store::pursuances::{self, Pursuance};
use crate::store::tasks::{self, Task};
use crate::store::{delegations, error::StoreResult};
use crate::task_wire::{self, Usual};

/// `GET /ap/t/{id}`.
pub async fn task(State(app): State<App>, reader: Reader, Path(id): Path<String>) -> Answer {
    // Before any lookup, so that the answer to a bad signature reveals nothing about the task.
    let signer = reader.signer().await?;
    let id = Some(TaskId(id)).filter(|id| is_own_id(id.as_str())).ok_or_else(refuse::nothing)?;
    let mut tx = app.db.read().await?;
    let Some(task) = tasks::by_id(&mut tx, &id).await? else {
        let is_gone = closing::is_buried(&mut tx, id.as_str()).await?;
        let uri = app.addresses.task(&id);
        return Err(if is_gone { refuse::gone(&uri) } else { refuse::nothing() }.into());
    };
    let pursuance = pursuances::by_id(&mut tx, &task.pursuance).await?.ok_or_else(refuse::nothing)?;
    let is_public = is_open(pursuance.visibility);
    if pursuance.deleted_at.is_some() {
        let uri = app.addresses.task(&id);
        return Err(if is_public { refuse::gone(&uri) } else { refuse::nothing() }.into());
    }
    let (who, live_delegation) = match &signer {
        Some(signer) => {
            let who = Principal::RemoteActor { actor: signer.id.clone() };
            (who, side_of(&reader, &mut tx, &task, signer).await?)
        }
        None => (Principal::Visitor, None),
    };
    let facts = Facts { live_delegation, ..Facts::about(pursuance.visibility, Membership::None) };
    allowed(&who, Permission::SeeTask, &facts).map_err(|_| refuse::nothing())?;
    let facts = Facts { away: task.away(), ..facts };
    allowed(&who, Permission::SeeTask, &facts).map_err(|_| gone(&app, &task))?;
    let mut said = describe(&app, &mut tx, &task, &pursuance).await?;
    if is_public {
        publish(&app, &task, &pursuance, &mut said)?;
    }
    let mut document = said.to_value();
    let key = app.keys.ed25519(&mut tx, &pursuance.id).await.map_err(|error| refuse::failure(&error))?;
    let method = format!("{}{PROOF_KEY_FRAGMENT}", pursuance.uri);
    add_proof(&mut document, &key, &method, task.updated.unix_seconds())
        .map_err(|error| refuse::failure(&error))?;
    Ok(if is_public { public(&document) } else { private(document.to_string()) })
}

/// The answer about a task that was deleted or is in the trash, for a reader who could read it before (PROTOCOL §1.10).
fn gone(app: &App, task: &Task) -> RefusedActivity {
    match task.away() {
        AwayTask::Deleted => refuse::tombstone(&app.addresses.task(&task.id), task.deleted_at).into(),
        AwayTask::Trashed | AwayTask::No => refuse::nothing().into(),
    }
}

/// The side of this signer in a live delegation of the task, if there is one.
async fn side_of(reader: &Reader, tx: &mut ReadTx, task: &Task, signer: &Actor) -> StoreResult<Option<Side>> {
    for delegation in delegations::of_task(tx, &task.id).await? {
        if delegation.state.is_live()
            && let Some(peer) = actors::by_id(tx, delegation.peer()).await?
            && reader.speaks_for(signer, &peer)
        {
            return Ok(Some(match delegation.side {
                Side::Origin => Side::Delegate,
                Side::Delegate => Side::Origin,
            }));
        }
    }
    Ok(None)
}

/// The parts of a task that are handed over: never who works on it (PROTOCOL §7).
async fn describe(
    app: &App,
    tx: &mut ReadTx,
    task: &Task,
    pursuance: &Pursuance,
) -> Result<WireTask, RefusedActivity> {
    // Nobody else reads it: a private pursuance shows nothing to other servers in this way.
    let asks = tasks::asks(tx, task).await?.open().ok_or_else(refuse::nothing)?;
    let group = own_url(&pursuance.uri)?;
    let head = task_wire::Head {
        id: own_url(&app.addresses.task(&task.id))?,
        attributed_to: group.clone(),
        phase: WirePhase::Is(task.phase),
        revision: task.revision,
        updated: task.updated,
    };
    let html = markdown::to_html(asks.deliverables.as_str());
    let mut said = task_wire::write(head, asks, html, Usual::Said);
    said.audience = Some(group);
    said.mirror_of = task.mirror_of.as_deref().map(own_url).transpose()?;
    said.is_resolved = Some(task.phase == Phase::Done);
    said.published = Some(task.created.utc());
    Ok(said)
}

/// The further parts of a public task.
fn publish(
    app: &App,
    task: &Task,
    pursuance: &Pursuance,
    said: &mut WireTask,
) -> Result<(), RefusedActivity> {
    said.url = Some(own_url(&app.addresses.at(&format!("/p/{}/t/{}", pursuance.slug, task.number)))?);
    said.parent = task.parent.as_ref().map(|parent| own_url(&app.addresses.task(parent))).transpose()?;
    said.to = vec![own_url(PUBLIC)?];
    said.cc = vec![own_url(&format!("{}/followers", pursuance.uri))?];
    Ok(())
}
