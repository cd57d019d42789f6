//! Removes the bytes of files that came with a message whose time in its room is over. All others go by the sweep of files, which
//! takes its time.

use pursuance_domain::time::MINUTE;
use pursuance_domain::value::Sha256;

use super::queue::Done;
use crate::state::App;
use crate::store::error::StoreResult;
use crate::store::{discussions, room};

/// Bytes that came less than this ago may be named by nobody yet: their row comes soon. A message has a minute at least, and its files
/// came before it.
const JUST_CAME: i64 = MINUTE;

/// Removes what nothing else refers to.
pub(super) async fn remove(app: &App, files: &[String]) -> StoreResult<Done> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    for sha256 in files {
        room::forget(&mut tx, sha256).await?;
    }
    tx.commit().await?;
    let mut has_new = false;
    for sha256 in files {
        let is_needed = discussions::blob(&mut app.db.read_once().await?, sha256).await?.is_some();
        let Some(sha256) = Sha256::parse(sha256).ok().filter(|_| !is_needed) else { continue };
        if let Err(error) = app.files.remove(&sha256, now.plus(-JUST_CAME)).await {
            return Ok(Done::Failed(error.to_string()));
        }
        has_new |= app.files.has(&sha256).await;
    }
    if has_new {
        let why = "the same bytes have just come again".to_owned();
        return Ok(Done::PutOff { until: now.plus(JUST_CAME), why });
    }
    Ok(Done::Finished)
}
