//! The streams of open pages, as a test hears them.

use axum::body::BodyDataStream;
use futures::StreamExt;

use super::peers::PATIENCE;

/// The next event of a stream, but that it is alive; nothing once it has ended.
async fn told(stream: &mut BodyDataStream) -> Option<String> {
    loop {
        let chunk = stream.next().await?.unwrap();
        let told = String::from_utf8(chunk.to_vec()).unwrap();
        if !told.starts_with("event: beat\n") {
            return Some(told);
        }
    }
}

/// The next event of a stream about the page. Its beginning and the number of unread notices are no news of the page.
pub async fn heard(stream: &mut BodyDataStream) -> Option<String> {
    loop {
        let told = told(stream).await?;
        if !told.starts_with("event: at\n") && !told.starts_with("event: inbox\n") {
            return Some(told);
        }
    }
}

/// The same, waited for.
pub async fn next(stream: &mut BodyDataStream) -> Option<String> {
    tokio::time::timeout(PATIENCE, heard(stream)).await.expect("the stream goes on in silence")
}

/// Anything that a stream tells next, waited for.
pub async fn any(stream: &mut BodyDataStream) -> Option<String> {
    tokio::time::timeout(PATIENCE, told(stream)).await.expect("the stream goes on in silence")
}
