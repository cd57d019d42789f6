//! Reads bodies up to a size, counted after inflating.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::Response;

use super::FetchError;
use crate::vocab::turns_direction;

/// Reads a whole body of at most `max` bytes.
pub(super) async fn read_at_most(mut response: Response, max: usize) -> Result<Bytes, FetchError> {
    let limit = max as u64;
    if response.content_length().is_some_and(|announced| announced > limit) {
        return Err(FetchError::TooLarge { limit });
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(FetchError::Interrupted)? {
        if body.len() + chunk.len() > max {
            return Err(FetchError::TooLarge { limit });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// The beginning of a body as text, or as much of it as came in time.
pub(super) async fn excerpt(mut response: Response, max: usize, limit: Duration) -> String {
    let mut body = Vec::new();
    let reading = async {
        while let Ok(Some(chunk)) = response.chunk().await {
            let room = max - body.len();
            body.extend(chunk.iter().take(room));
            if chunk.len() >= room {
                break;
            }
        }
    };
    // A timeout counts as an end: the bytes so far are kept.
    let _ = tokio::time::timeout(limit, reading).await;
    let text = String::from_utf8_lossy(&body);
    text.chars().filter(|c| (!c.is_control() || *c == '\n') && !turns_direction(*c)).collect()
}
