//! Deletes the bytes of files that nothing refers to any longer.
//!
//! Bytes are written before the row that names them, and the same bytes may arrive again at any moment. So the row is
//! deleted first, in a transaction in which nothing refers to it, then the bytes, unless they are new: bytes that
//! arrive again are written anew in place of the old ones.

use pursuance_domain::time::{DAY, Time};

use crate::actions::uploads::PIECES_WAIT;
use crate::platform::files::FileError;
use crate::state::App;
use crate::store::error::StoreError;
use crate::store::{room, uploads};

/// How long an upload waits to be attached.
pub const UPLOAD_WAITS: i64 = DAY;
/// How many rows one turn deletes, of each part.
const AT_ONCE: i64 = 200;

/// Into how many parts hashes are divided, by their first two digits.
pub(super) const PARTS: u16 = 256;

/// Why files could not be swept.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Files(#[from] FileError),
}

/// Deletes uploads that were not attached and the files of offers that were not accepted, then the bytes that nothing
/// refers to, in some of the parts, and the unfinished files of killed processes and of uploads in pieces that do not go on.
///
/// # Errors
/// When the database or the folder fails; the rest is found the next time.
pub async fn sweep_files(app: &App, parts: impl IntoIterator<Item = u16>) -> Result<(), SweepError> {
    let before = app.clock.now().plus(-UPLOAD_WAITS);
    let mut tx = app.db.write().await?;
    room::forget_uploads(&mut tx, before).await?;
    room::forget_offered(&mut tx).await?;
    uploads::forget_before(&mut tx, app.clock.now().plus(-PIECES_WAIT)).await?;
    tx.commit().await?;
    app.files.forget_abandoned(before).await?;
    // An upload is known before its first piece comes: whatever is here by now and not known will not go on.
    for id in app.files.in_pieces().await? {
        if !uploads::is_unfinished(&mut app.db.read_once().await?, &id).await? {
            app.files.forget_pieces(&id).await?;
        }
    }
    for part in parts {
        sweep_part(app, part % PARTS, before).await?;
    }
    Ok(())
}

async fn sweep_part(app: &App, part: u16, before: Time) -> Result<(), SweepError> {
    // `g` sorts behind every digit of a hash.
    let (from, to) = (format!("{part:02x}"), format!("{part:02x}g"));
    let unneeded = room::unneeded(&mut app.db.read().await?, &from, &to, before, AT_ONCE).await?;
    if !unneeded.is_empty() {
        let mut tx = app.db.write().await?;
        for sha256 in &unneeded {
            room::forget(&mut tx, sha256).await?;
        }
        tx.commit().await?;
    }
    // Bytes without a row: the row was deleted just now, or never written because the server ended in between.
    let here = app.files.part(&from).await?;
    if here.is_empty() {
        return Ok(());
    }
    let known = room::known(&mut app.db.read().await?, &from, &to).await?;
    for sha256 in here.into_iter().filter(|sha256| !known.iter().any(|known| known == sha256.as_str())) {
        app.files.remove(&sha256, before).await?;
    }
    Ok(())
}
