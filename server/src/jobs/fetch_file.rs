//! Fetches the copy of a file from another server's message: with the announced size and hash, or not at all.

use bytes::{Bytes, BytesMut};
use futures::Stream;
use http::StatusCode;
use pursuance_domain::id::FileId;
use pursuance_domain::time::DAY;
use pursuance_federation::fetch::{BlobRule, FetchError};
use pursuance_federation::vocab::Sha256Sum;
use tokio::io::{AsyncReadExt, DuplexStream};
use tokio::sync::oneshot;
use url::Url;

use super::queue::Done;
use crate::actions::room::{self, Full};
use crate::peers::signing::{Learnt, SignatureForm, Signing, may_be_the_form};
use crate::platform::files::FileError;
use crate::state::App;
use crate::store::actors::{self, Actor};
use crate::store::db::ReadTx;
use crate::store::discussions::{self, Blob, TaskFile};
use crate::store::error::{StoreError, StoreResult};
use crate::store::jobs::Job;
use crate::store::no_copy::NoCopy;

/// The buffer between the network and the disk.
const BUFFER: usize = 64 * 1024;

/// A server that refuses a file may not have processed yet that it is for us; after this long it has.
const NOT_GIVEN_FOR: i64 = 2 * DAY;

/// The reason why there is no copy.
#[derive(Debug, thiserror::Error)]
enum CopyError {
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error(transparent)]
    File(#[from] FileError),
    #[error("the database failed")]
    Store(#[from] StoreError),
    #[error("this server's key is not to be had")]
    Keys(#[from] crate::keyring::KeyRingError),
}

/// Fetches the copy of a file.
pub(super) async fn fetch(app: &App, id: &FileId) -> StoreResult<Done> {
    let file = discussions::file(&mut app.db.read().await?, id).await?;
    let Some(file) = file.filter(|file| !file.is_here) else { return Ok(Done::Finished) };
    // A known hash alone opens no file: only a pursuance that sent these bytes before need not send them again.
    if discussions::was_given(&mut app.db.read().await?, &file).await? {
        return keep(app, &file).await;
    }
    let url = file.source_url.as_deref().and_then(|url| Url::parse(url).ok());
    let Some(url) = url else {
        return give_up(app, &file, NoCopy::NoAddress, "it came without an address").await;
    };
    let sender = actors::by_id(&mut app.db.read().await?, &file.added_by).await?;
    let Some(sender) = sender.filter(|sender| is_of_sender(sender, &url)) else {
        return give_up(app, &file, NoCopy::NoAddress, "it is not on the server of its sender").await;
    };
    if sender.is_here() {
        return match own_copy(app, &file, &url).await? {
            Some(_) => keep(app, &file).await,
            None => give_up(app, &file, NoCopy::NotGiven, "its sender does not have it").await,
        };
    }
    if usize::try_from(file.bytes).map_or(true, |bytes| bytes > app.config.max_upload) {
        return give_up(app, &file, NoCopy::TooLarge, "it is larger than this server keeps").await;
    }
    let has_room = room_for(&mut app.db.read().await?, app, &file, &sender).await?;
    if has_room.is_err() {
        return give_up(app, &file, NoCopy::NoRoom, "there is no room for it").await;
    }
    match copy(app, &file, &url).await {
        Ok(()) => keep(app, &file).await,
        Err(CopyError::Fetch(error))
            if is_not_given(&error) && app.clock.now() < file.at.plus(NOT_GIVEN_FOR) =>
        {
            Ok(Done::Failed(error.to_string()))
        }
        Err(CopyError::Fetch(error)) if !error.is_temporary() => {
            give_up(app, &file, why_not(&error), &error.to_string()).await
        }
        Err(CopyError::File(FileError::TooLarge { .. })) => {
            give_up(app, &file, NoCopy::TooLarge, "it is larger than this server keeps").await
        }
        Err(error) => {
            let why = match &error {
                CopyError::Fetch(error) => why_not(error),
                CopyError::File(_) | CopyError::Store(_) | CopyError::Keys(_) => NoCopy::Failed,
            };
            note(app, &file, why).await?;
            Ok(Done::Failed(error.to_string()))
        }
    }
}

/// Whether a file is on its sender's server: nobody can make this server send requests to others (PROTOCOL §4.7).
fn is_of_sender(sender: &Actor, url: &Url) -> bool {
    Url::parse(&sender.uri).is_ok_and(|home| home.origin() == url.origin())
}

/// The file of a local pursuance behind an address: only one that it shared with us.
async fn own_copy(app: &App, file: &TaskFile, url: &Url) -> StoreResult<Option<TaskFile>> {
    let id = url.path().rsplit('/').next().unwrap_or_default();
    let found = discussions::file(&mut app.db.read().await?, &FileId(id.to_owned())).await?;
    let is_it = |found: &TaskFile| {
        app.addresses.file(found.id.as_str()) == url.as_str()
            && found.is_here
            && found.pursuance.as_ref() == Some(&file.added_by)
            && (&found.sha256, found.bytes) == (&file.sha256, file.bytes)
    };
    Ok(found.filter(is_it))
}

/// Whether there is room for a file.
async fn room_for(
    tx: &mut ReadTx,
    app: &App,
    file: &TaskFile,
    sender: &Actor,
) -> StoreResult<Result<(), Full>> {
    if let Err(full) = app.disk_has_room(file.bytes) {
        return Ok(Err(full));
    }
    if let Err(full) = room::for_peer(tx, &app.config.quotas, sender, file.bytes).await? {
        return Ok(Err(full));
    }
    match &file.pursuance {
        Some(ours) => room::for_pursuance(tx, &app.config.quotas, ours, &file.sha256, file.bytes).await,
        None => Ok(Ok(())),
    }
}

/// The text for people about a failure; the details for operators go to the log.
fn why_not(error: &FetchError) -> NoCopy {
    match error {
        FetchError::Status { .. } => NoCopy::NotGiven,
        FetchError::TooLarge { .. } => NoCopy::TooLarge,
        FetchError::BlobSize { .. } | FetchError::BlobHash => NoCopy::OtherFile,
        FetchError::Blocked { .. } => NoCopy::Blocked,
        FetchError::Reach(_)
        | FetchError::Unreachable(_)
        | FetchError::TimedOut { .. }
        | FetchError::TooSlow { .. }
        | FetchError::Interrupted(_)
        | FetchError::TooManyRedirects
        | FetchError::BadRedirect
        | FetchError::LeftOrigin { .. }
        | FetchError::AskedEnough => NoCopy::NotReached,
        FetchError::NotActivityJson { .. }
        | FetchError::NotJson { .. }
        | FetchError::Json(_)
        | FetchError::NoId
        | FetchError::IdMismatch(_)
        | FetchError::Store(_) => NoCopy::Failed,
    }
}

/// Whether the server answers that the file is not for us.
fn is_not_given(error: &FetchError) -> bool {
    let FetchError::Status { status } = error else { return false };
    [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(status)
}

async fn copy(app: &App, file: &TaskFile, url: &Url) -> Result<(), CopyError> {
    // Requests between two pursuances are signed with Ed25519 keys.
    let first = SignatureForm::Rfc9421Ed25519;
    let signing = app.signing(&app.instance_actor, first).await?;
    match stream(app, file, url, &signing).await {
        Err(CopyError::Fetch(error)) if may_be_the_form(&error) => {
            let second = first.other();
            let signing = app.signing(&app.instance_actor, second).await?;
            stream(app, file, url, &signing).await?;
            Ok(app.learn_form(url, Learnt { form: second, instead_of: Some(first) }).await?)
        }
        outcome => outcome,
    }
}

/// Streams the file from the other server into our storage; a file that differs from the announced one is not stored.
async fn stream(app: &App, file: &TaskFile, url: &Url, signing: &Signing) -> Result<(), CopyError> {
    let rule = BlobRule {
        max_bytes: app.config.max_upload as u64,
        size: u64::try_from(file.bytes).ok(),
        sha256: Sha256Sum::from_hex(&file.sha256).ok(),
    };
    let fetcher = app.outward().await?;
    let (mut writer, reader) = tokio::io::duplex(BUFFER);
    let (tell, told) = oneshot::channel();
    let fetching = async {
        let fetched = fetcher.get_blob(url, signing, rule, &mut writer).await;
        drop(writer);
        // The receiver is dropped when the storage failed first, which reports that itself.
        let _ = tell.send(fetched.is_ok());
        fetched
    };
    let name = app.clock.new_id();
    let keeping = app.files.keep(&name, app.config.max_upload, Box::pin(parts(reader, told)));
    match tokio::join!(fetching, keeping) {
        (Ok(_), kept) => Ok(kept.map(drop)?),
        (Err(FetchError::Store(_)), Err(error)) => Err(error.into()),
        (Err(error), _) => Err(error.into()),
    }
}

/// The bytes as they arrive, and an error at the end unless they were the right ones: only right ones are stored.
fn parts(reader: DuplexStream, right: oneshot::Receiver<bool>) -> impl Stream<Item = Result<Bytes, String>> {
    futures::stream::try_unfold((reader, Some(right)), |(mut reader, mut right)| async move {
        let mut part = BytesMut::with_capacity(BUFFER);
        if reader.read_buf(&mut part).await.map_err(|error| error.to_string())? > 0 {
            return Ok(Some((part.freeze(), (reader, right))));
        }
        let was_right = match right.take() {
            Some(right) => right.await == Ok(true),
            None => false,
        };
        if was_right { Ok(None) } else { Err("it is not the file that was announced".to_owned()) }
    })
}

async fn keep(app: &App, file: &TaskFile) -> StoreResult<Done> {
    let blob = Blob { sha256: file.sha256.clone(), bytes: file.bytes, media_type: file.media_type.clone() };
    let mut tx = app.db.write().await?;
    // Other files may have arrived meanwhile. The bytes, which nothing refers to, are swept away.
    let sender = actors::by_id(&mut tx, &file.added_by).await?;
    if let Some(sender) = sender.filter(|sender| !sender.is_here())
        && !discussions::was_given(&mut tx, file).await?
        && room_for(&mut tx, app, file, &sender).await?.is_err()
    {
        discussions::set_fetch_error(&mut tx, &file.id, NoCopy::NoRoom).await?;
        tx.commit().await?;
        return Ok(Done::Finished);
    }
    discussions::add_blob(&mut tx, &blob, &file.added_by, app.clock.now()).await?;
    discussions::set_fetched(&mut tx, &file.id).await?;
    Job::ShowPicture { file: file.id.clone() }.write(&mut tx, &app.clock, app.clock.now()).await?;
    tx.commit().await?;
    Ok(Done::Finished)
}

async fn give_up(app: &App, file: &TaskFile, why: NoCopy, cause: &str) -> StoreResult<Done> {
    tracing::info!(file.id = %file.id, "A file is not fetched: {cause}");
    note(app, file, why).await?;
    Ok(Done::Finished)
}

async fn note(app: &App, file: &TaskFile, why: NoCopy) -> StoreResult<()> {
    let mut tx = app.db.write().await?;
    discussions::set_fetch_error(&mut tx, &file.id, why).await?;
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use futures::StreamExt;
    use tokio::io::AsyncWriteExt;

    use super::*;

    async fn streamed(right: bool) -> Vec<Result<Bytes, String>> {
        let (mut writer, reader) = tokio::io::duplex(BUFFER);
        let (tell, told) = oneshot::channel();
        writer.write_all(b"abc").await.unwrap();
        drop(writer);
        tell.send(right).unwrap();
        parts(reader, told).collect().await
    }

    #[tokio::test]
    async fn bytes_end_well_only_when_they_were_the_right_ones() {
        assert_eq!(streamed(true).await, [Ok(Bytes::from_static(b"abc"))]);
        assert!(matches!(streamed(false).await.as_slice(), [Ok(_), Err(_)]));
    }
}
