//! Makes what pages show of a picture from another server. Until it is done, or where it is none, the file is a download.

use pursuance_domain::id::FileId;
use pursuance_domain::value::Sha256;

use super::queue::Done;
use crate::actions::attached_files::{self, FileKind};
use crate::state::App;
use crate::store::discussions;
use crate::store::error::StoreResult;
use crate::store::shown_pictures;

/// Makes what is shown of a file.
pub(super) async fn make(app: &App, id: &FileId) -> StoreResult<Done> {
    let file = discussions::file(&mut app.db.read().await?, id).await?;
    let Some(file) = file.filter(|file| file.is_here && file.shown.is_none()) else {
        return Ok(Done::Finished);
    };
    let Ok(sha256) = Sha256::parse(&file.sha256) else { return Ok(Done::Finished) };
    let looked = match attached_files::look(app, &file.added_by, &sha256).await {
        Ok(looked) => looked,
        Err(error) => return Ok(Done::Failed(error.to_string())),
    };
    let mut tx = app.db.write().await?;
    attached_files::record(&mut tx, &looked, &file.added_by, app.clock.now()).await?;
    match &looked {
        FileKind::Picture { shown, .. } => shown_pictures::set(&mut tx, id, shown).await?,
        FileKind::NotShown(why) => shown_pictures::set_not(&mut tx, id, *why).await?,
    }
    tx.commit().await?;
    Ok(Done::Finished)
}
