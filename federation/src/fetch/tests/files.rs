//! Files: as large and as slow as they may be.

use std::convert::Infallible;

use axum::body::Body;
use futures::{Stream, StreamExt, stream};
use tokio::time::{Instant, sleep};

use super::*;

#[tokio::test]
async fn a_file_is_streamed_and_measured() {
    let there = There::serving(Router::new().route("/f", get(async || "twelve bytes"))).await;
    let sum = Sha256Sum::of(b"twelve bytes");
    let fetch = async |rule: BlobRule| {
        let mut file = Vec::new();
        here().get_blob(&there.url("/f"), &Unsigned, rule, &mut file).await.map(|receipt| (receipt, file))
    };

    let announced = BlobRule { max_bytes: 100, size: Some(12), sha256: Some(sum) };
    let (receipt, file) = fetch(announced).await.unwrap();
    assert_eq!(receipt, BlobReceipt { size: 12, sha256: sum });
    assert_eq!(file, b"twelve bytes");
    assert!(fetch(BlobRule { size: None, sha256: None, ..announced }).await.is_ok());

    let refused = fetch(BlobRule { max_bytes: 11, ..announced }).await;
    assert!(matches!(refused, Err(FetchError::TooLarge { limit: 11 })), "{refused:?}");
    let refused = fetch(BlobRule { size: Some(5), ..announced }).await;
    assert!(matches!(refused, Err(FetchError::TooLarge { limit: 5 })), "{refused:?}");
    let refused = fetch(BlobRule { size: Some(13), ..announced }).await;
    assert!(matches!(refused, Err(FetchError::BlobSize { expected: 13, found: 12 })), "{refused:?}");
    let refused = fetch(BlobRule { sha256: Some(Sha256Sum::of(b"other")), ..announced }).await;
    assert!(matches!(refused, Err(FetchError::BlobHash)), "{refused:?}");
}

/// Pieces of `bytes` bytes, one each second, in a time that goes by itself.
fn each_second(bytes: usize, pieces: usize) -> impl Stream<Item = Result<Vec<u8>, Infallible>> + Send {
    stream::unfold(pieces, move |left| async move {
        sleep(Duration::from_secs(1)).await;
        left.checked_sub(1).map(|left| (Ok(vec![7; bytes]), left))
    })
}

/// Fetches what comes in these pieces, in a time that goes by itself: how many bytes it was, and after how many seconds.
async fn fetched<S>(pieces: impl Fn() -> S + Clone + Send + Sync + 'static) -> (Result<u64, FetchError>, u64)
where
    S: Stream<Item = Result<Vec<u8>, Infallible>> + Send + 'static,
{
    let there =
        There::serving(Router::new().route("/f", get(async move || Body::from_stream(pieces())))).await;
    let rule = BlobRule { max_bytes: 100 * 1024 * 1024, size: None, sha256: None };
    let begun = Instant::now();
    let got = here().get_blob(&there.url("/f"), &Unsigned, rule, &mut tokio::io::sink()).await;
    (got.map(|receipt| receipt.size), begun.elapsed().as_secs())
}

#[tokio::test(start_paused = true)]
async fn a_large_file_of_a_server_behind_a_slow_line_arrives_whole() {
    // 25 MiB at 5 Mbit/s, the default limit of an upload and an ordinary line at home.
    let (got, seconds) = fetched(|| each_second(640 * 1024, 40)).await;
    assert_eq!(got.unwrap(), 25 * 1024 * 1024);
    assert!(seconds >= 40, "longer than any document may take: {seconds}");
    let (got, _) = fetched(|| each_second(LEAST_RATE as usize, 300)).await;
    assert_eq!(got.unwrap(), 300 * LEAST_RATE, "the least rate is enough, however long it takes");
}

#[tokio::test(start_paused = true)]
async fn a_file_that_stops_in_the_middle_is_given_up_until_later() {
    let (refused, seconds) = fetched(|| each_second(640 * 1024, 5).chain(stream::pending())).await;
    let refused = refused.unwrap_err();
    assert!(matches!(refused, FetchError::TimedOut { limit: GET_TIME }), "{refused:?}");
    assert!(refused.is_temporary());
    // After the fifth piece its stream has a sixth second, in which nothing comes.
    assert!((5 + GET_TIME.as_secs()..=7 + GET_TIME.as_secs()).contains(&seconds), "{seconds}");
}

#[tokio::test(start_paused = true)]
async fn a_file_that_drips_is_given_up_until_later() {
    let (refused, seconds) = fetched(|| each_second(LEAST_RATE as usize / 100, 10_000)).await;
    let refused = refused.unwrap_err();
    assert!(matches!(refused, FetchError::TooSlow { least: LEAST_RATE }), "{refused:?}");
    assert!(refused.is_temporary());
    assert!((GET_TIME.as_secs()..GET_TIME.as_secs() + 5).contains(&seconds), "{seconds}");
}
