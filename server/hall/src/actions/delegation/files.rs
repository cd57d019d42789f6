//! The files that come with messages: described at once, fetched when somebody wants them.

use pursuance_domain::action::FetchFiles;
use pursuance_domain::allowed::Permission;
use pursuance_domain::delegation::Side;
use pursuance_domain::id::FileId;
use pursuance_domain::value::{FileName, Sha256};
use pursuance_federation::vocab;
use serde_json::{Value, json};

use super::{DelegationCx, lock_side};
use crate::actions::{Cx, PerformError, Refused, Thing};
use crate::store::discussions::{self, TaskFile};
use crate::store::jobs::Job;

carried_out! {
    FetchFiles => fetch,
}

/// Stores the description of a message's files now; their bytes are fetched when [`fetch_files`] asks for them. Files beyond
/// [`FILES_MOST`](discussions::FILES_MOST) of the object are not kept.
pub(in crate::actions) async fn receive_files(
    cx: &mut Cx,
    delegation: &DelegationCx,
    attached: &[vocab::Attachment],
    object: &str,
) -> Result<(), PerformError> {
    let known = discussions::count_files(&mut cx.tx, object).await?;
    let room = usize::try_from(discussions::FILES_MOST.saturating_sub(known)).unwrap_or(0);
    for attachment in attached.iter().take(room) {
        let file = TaskFile {
            id: FileId(cx.new_id()),
            object: object.to_owned(),
            name: name_of(&attachment.name),
            sha256: Sha256::parse(&attachment.sha256.hex())?.to_string(),
            bytes: i64::try_from(attachment.byte_size).unwrap_or(i64::MAX),
            media_type: attachment.media_type.clone(),
            added_by: delegation.peer.id.clone(),
            at: cx.now,
            source_url: Some(attachment.url.to_string()),
            is_here: false,
            shown: None,
            not_shown: None,
            message: None,
            error: None,
            pursuance: Some(delegation.us.id.clone()),
        };
        discussions::add_file(&mut cx.tx, &file).await?;
    }
    Ok(())
}

/// The last part of a remote file name, which may contain a path.
fn name_of(said: &str) -> String {
    FileName::parse(said).map_or_else(|_| "file".to_owned(), |name| name.to_string())
}

/// Fetches the bytes of files that are not here yet.
pub(in crate::actions) async fn fetch_files(cx: &mut Cx, object: &str) -> Result<i64, PerformError> {
    let mut wanted = 0;
    for file in discussions::hung_on(&mut cx.tx, object).await? {
        if !file.is_here && file.source_url.is_some() {
            wanted += 1;
            discussions::set_wanted(&mut cx.tx, &file.id).await?;
            Job::FetchFile { file: file.id }.write(&mut cx.tx, &cx.app.clock, cx.now).await?;
        }
    }
    Ok(wanted)
}

/// A person wants to look at the files of an offer before answering, or retries a failed fetch.
async fn fetch(cx: &mut Cx, a: FetchFiles) -> Result<Value, PerformError> {
    let (access, delegation) = lock_side(cx, &a.delegation, Side::Delegate).await?;
    access.demand(Permission::Delegate, delegation.task.as_ref())?;
    if !delegation.row.state.is_live() {
        return Err(Refused::NotFound(Thing::Offer).into());
    }
    let mut wanted = fetch_files(cx, delegation.row.id.as_str()).await?;
    if let Some(task) = &delegation.task {
        wanted += fetch_files(cx, task.id.as_str()).await?;
    }
    Ok(json!({ "delegation": delegation.row.id, "files": wanted }))
}
