//! Fetches the copy of a file that came along with a message: as large and with the hash that was announced, or not at all.

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
use crate::files::FileError;
use crate::signing::{Learnt, Signing, may_be_the_form};
use crate::state::App;
use crate::store::actors;
use crate::store::discussions::{self, Blob, File};
use crate::store::error::{StoreError, StoreResult};

/// How much is on its way between the network and the disk.
const BUFFER: usize = 64 * 1024;

/// A server that does not give us a file may not have read yet that it is for us; after this long it will not.
const NOT_GIVEN_FOR: i64 = 2 * DAY;

/// Why there is no copy.
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
    if has_already(app, &file).await? {
        return keep(app, &file).await;
    }
    let url = file.source_url.as_deref().and_then(|url| Url::parse(url).ok());
    let Some(url) = url else {
        return give_up(app, &file, "It was sent without an address to fetch it from.").await;
    };
    if !is_of_sender(app, &file, &url).await? {
        return give_up(app, &file, "It is not on the server of whoever sent it.").await;
    }
    if usize::try_from(file.bytes).map_or(true, |bytes| bytes > app.config.max_upload) {
        return give_up(app, &file, "It is larger than this server keeps.").await;
    }
    match copy(app, &file, &url).await {
        Ok(()) => keep(app, &file).await,
        Err(CopyError::Fetch(error))
            if is_not_given(&error) && app.clock.now() < file.at.plus(NOT_GIVEN_FOR) =>
        {
            Ok(Done::Failed(error.to_string()))
        }
        Err(CopyError::Fetch(error)) if !error.is_temporary() => {
            give_up(app, &file, &error.to_string()).await
        }
        Err(CopyError::File(FileError::TooLarge { .. })) => {
            give_up(app, &file, "It is larger than this server keeps.").await
        }
        Err(error) => {
            note(app, &file, &error.to_string()).await?;
            Ok(Done::Failed(error.to_string()))
        }
    }
}

/// Whether a file lies where its sender lives: nobody sends this server to ask others (PROTOCOL §4.7).
async fn is_of_sender(app: &App, file: &File, url: &Url) -> StoreResult<bool> {
    let sender = actors::by_id(&mut app.db.read().await?, &file.added_by).await?;
    let home = sender.and_then(|sender| Url::parse(&sender.uri).ok());
    Ok(home.is_some_and(|home| home.origin() == url.origin()))
}

/// Whether the server says that there is nothing for us.
fn is_not_given(error: &FetchError) -> bool {
    let FetchError::Status { status } = error else { return false };
    [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(status)
}

/// Whether the same bytes came here before, under whatever name.
async fn has_already(app: &App, file: &File) -> StoreResult<bool> {
    if discussions::blob(&mut app.db.read().await?, &file.sha256).await?.is_none() {
        return Ok(false);
    }
    match pursuance_domain::value::Sha256::parse(&file.sha256) {
        Ok(sha256) => Ok(app.files.has(&sha256).await),
        Err(_) => Ok(false),
    }
}

async fn copy(app: &App, file: &File, url: &Url) -> Result<(), CopyError> {
    let first = app.form_of(url).await?;
    let signing = app.signing(&app.instance_actor, first).await?;
    match stream(app, file, url, &signing).await {
        Err(CopyError::Fetch(error)) if may_be_the_form(&error) => {
            let second = first.other();
            let signing = app.signing(&app.instance_actor, second).await?;
            stream(app, file, url, &signing).await?;
            Ok(app.learn_form(url, Learnt { form: second, instead_of: first }).await?)
        }
        outcome => outcome,
    }
}

/// Streams the file from the other server into our storage; what is not the file announced is not kept.
async fn stream(app: &App, file: &File, url: &Url, signing: &Signing) -> Result<(), CopyError> {
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
        // Nobody listens any longer when the storage failed first, which says so itself.
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

/// The bytes as they come, and an error at the end unless they were the right ones: only then they are kept.
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

async fn keep(app: &App, file: &File) -> StoreResult<Done> {
    let blob = Blob { sha256: file.sha256.clone(), bytes: file.bytes, media_type: file.media_type.clone() };
    let mut tx = app.db.write().await?;
    discussions::add_blob(&mut tx, &blob, &file.added_by, app.clock.now()).await?;
    discussions::set_fetched(&mut tx, &file.id).await?;
    tx.commit().await?;
    Ok(Done::Finished)
}

async fn give_up(app: &App, file: &File, why: &str) -> StoreResult<Done> {
    tracing::info!(file.id = %file.id, "A file is not fetched: {why}");
    note(app, file, why).await?;
    Ok(Done::Finished)
}

async fn note(app: &App, file: &File, why: &str) -> StoreResult<()> {
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
