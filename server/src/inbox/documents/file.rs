//! Files of a delegation, for the other side's server. They are passed on as bytes, never shown.

use axum::extract::{Path, State};
use http::{HeaderMap, HeaderValue, header};
use pursuance_domain::id::{FileId, is_own_id};
use pursuance_domain::value::Sha256;

use super::{Answer, Reader, refuse};
use crate::attachment::{self, BytesRequest, UNKNOWN};
use crate::state::App;
use crate::store::actors::{self, Actor};
use crate::store::db::ReadTx;
use crate::store::delegations;
use crate::store::discussions::{self, TaskFile};
use crate::store::error::StoreResult;

/// `GET /ap/file/{id}`.
pub async fn file(
    State(app): State<App>,
    reader: Reader,
    asked: BytesRequest,
    Path(id): Path<String>,
) -> Answer {
    let signer = reader.need_signer().await?;
    let id = Some(FileId(id)).filter(|id| is_own_id(id.as_str())).ok_or_else(refuse::nothing)?;
    let mut tx = app.db.read().await?;
    let file =
        discussions::file(&mut tx, &id).await?.filter(|file| file.is_here).ok_or_else(refuse::nothing)?;
    if !goes_to(&reader, &mut tx, &file, &signer).await? {
        return Err(refuse::nothing().into());
    }
    drop(tx);
    let sha256 = Sha256::parse(&file.sha256).map_err(|error| refuse::failure(&error))?;
    let sent = attachment::send(&app, &sha256, file.bytes, &asked, headers()).await;
    Ok(sent.map_err(|error| refuse::failure(&error))?)
}

/// Whether a local file belongs to a delegation, or to work submitted in one, whose other side is `signer`.
async fn goes_to(reader: &Reader, tx: &mut ReadTx, file: &TaskFile, signer: &Actor) -> StoreResult<bool> {
    let delegation = delegations::by_id(tx, &delegations::hung_on(&file.object)).await?;
    let Some(delegation) = delegation.filter(|delegation| delegation.state.shares_files()) else {
        return Ok(false);
    };
    let peer = actors::by_id(tx, delegation.peer()).await?;
    Ok(file.source_url.is_none() && peer.is_some_and(|peer| reader.speaks_for(signer, &peer)))
}

fn headers() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(UNKNOWN));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers
}
