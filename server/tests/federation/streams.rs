//! The streams of open pages of several processes on one database, one of which is killed.

use serde_json::json;

use super::process::{Process, SharedClock};
use crate::support::peers::PATIENCE;
use crate::support::postgres;

/// The next event of a page; none once the connection is gone.
async fn next(stream: &mut reqwest::Response, read: &mut String) -> Option<String> {
    loop {
        while let Some((event, rest)) = read.split_once("\n\n") {
            let event = event.to_owned();
            *read = rest.to_owned();
            if !event.starts_with("event: beat") {
                return Some(event);
            }
        }
        let chunk = tokio::time::timeout(PATIENCE, stream.chunk()).await.unwrap_or_else(|_| {
            panic!("waited {PATIENCE:?} in vain until {} tells more; {read:?} was told", stream.url())
        });
        read.push_str(std::str::from_utf8(&chunk.ok()??).unwrap());
    }
}

/// The number of an event.
fn number(event: &str) -> i64 {
    event.rsplit_once("id: ").unwrap().1.parse().unwrap()
}

#[tokio::test]
async fn who_comes_back_after_a_kill_hears_what_another_process_wrote_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let clock = SharedClock::new(folder.path());
    let mut first = Process::found(&clock, Some(postgres::database().await)).await;
    let second = first.beside().await;
    let ana = second.person("ana");
    ana.found("bees").await;
    let task = async |title: &str| {
        ana.act("task.create", json!({ "pursuance": "bees", "title": title })).await;
    };
    let mut stream = first.listen("/p/bees/live", None).await;
    let mut read = String::new();
    let begun = number(&next(&mut stream, &mut read).await.unwrap());

    task("Count").await;
    let heard = next(&mut stream, &mut read).await.unwrap();
    assert_eq!(heard, format!("data: bees\nid: {}", begun + 1), "the other process wrote it");

    first.kill();
    assert_eq!(next(&mut stream, &mut read).await, None);
    for title in ["Weigh", "Draw", "Paint"] {
        task(title).await;
    }
    first.start().await;
    let last = (begun + 1).to_string();
    let mut stream = first.listen("/p/bees/live", Some(&last)).await;
    let mut read = String::new();
    let heard = next(&mut stream, &mut read).await.unwrap();
    assert_eq!(heard, format!("data: bees\nid: {}", begun + 4), "all of it in one event");
    task("Sweep").await;
    assert_eq!(number(&next(&mut stream, &mut read).await.unwrap()), begun + 5, "and nothing twice");
}
