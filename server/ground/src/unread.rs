//! The unread rest of a refused form, action or file is read before the answer goes out.
//!
//! A server that answers and closes while the other side still sends resets the connection, and the answer is lost on
//! the way (RFC 9112 §9.6): a browser would show a broken connection in place of the page with the
//! reason, and a program would read no reason at all.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use bytes::Bytes;
use futures::{Stream, StreamExt};
use http::{Method, StatusCode, header};
use tokio::time::timeout;

/// The most bytes that are read and discarded. A client that sends more loses the answer.
pub const MOST: usize = 256 * 1024 * 1024;
/// The longest time for that.
const LONGEST: Duration = Duration::from_secs(120);
/// A client that sends nothing for so long has stopped.
const SILENCE: Duration = Duration::from_secs(5);

/// Reads on where a handler stopped reading.
pub async fn read_to_the_end(request: Request, next: Next) -> Response {
    // A client that asks before sending (RFC 9110 §10.1.1) has sent nothing yet, and need not.
    let asks = request.headers().contains_key(header::EXPECT);
    if asks || request.method() == Method::GET || request.method() == Method::HEAD {
        return next.run(request).await;
    }
    let rest = UnreadRest::default();
    let lend =
        |body: Body| Body::from_stream(Lent { body: Some(body.into_data_stream()), rest: rest.clone() });
    let response = next.run(request.map(lend)).await;
    // Nobody waits longer for a request whose time is over. One that is told when to come back has not been waited for.
    let is_late = response.status() == StatusCode::SERVICE_UNAVAILABLE
        && !response.headers().contains_key(header::RETRY_AFTER);
    if let Some(body) = rest.take().filter(|_| !is_late) {
        // Elapsed or not, the answer follows.
        timeout(LONGEST, throw_away(body)).await.unwrap_or_default();
    }
    response
}

async fn throw_away(mut body: BodyDataStream) {
    let mut read = 0;
    while let Ok(Some(Ok(part))) = timeout(SILENCE, body.next()).await {
        read += part.len();
        if read > MOST {
            return;
        }
    }
}

/// The rest of a body that a handler has not read.
#[derive(Clone, Default)]
struct UnreadRest(Arc<Mutex<Option<BodyDataStream>>>);

impl UnreadRest {
    fn take(&self) -> Option<BodyDataStream> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// A body as long as a handler reads it.
struct Lent {
    /// None once it has ended.
    body: Option<BodyDataStream>,
    rest: UnreadRest,
}

impl Stream for Lent {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(body) = &mut self.body else { return Poll::Ready(None) };
        let part = ready!(body.poll_next_unpin(cx));
        if !matches!(part, Some(Ok(_))) {
            self.body = None;
        }
        Poll::Ready(part)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        *self.rest.0.lock().unwrap_or_else(PoisonError::into_inner) = self.body.take();
    }
}
