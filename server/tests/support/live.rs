//! The streams of open pages, as a test hears them.

use axum::body::BodyDataStream;
use futures::StreamExt;

use super::peers::PATIENCE;
use super::seen;

/// The next event of a stream, but that it is alive; nothing once it has ended.
async fn told(stream: &mut BodyDataStream) -> Option<String> {
    loop {
        let chunk = stream.next().await?.unwrap();
        let told = String::from_utf8(chunk.to_vec()).unwrap();
        seen::note(format_args!("the stream told {told}"));
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
    waited(heard(stream), "tells something of the page").await
}

/// Anything that a stream tells next, waited for.
pub async fn any(stream: &mut BodyDataStream) -> Option<String> {
    waited(told(stream), "tells anything").await
}

async fn waited<T>(telling: impl Future<Output = T>, what: &str) -> T {
    tokio::time::timeout(PATIENCE, telling)
        .await
        .unwrap_or_else(|_| panic!("waited {PATIENCE:?} in vain until the stream {what}\n{}", seen::last()))
}
