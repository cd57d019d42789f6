//! Which SQL statements an activity makes: read from the log of the program, and from our own while they are replayed.

use std::collections::HashSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::subscriber::Interest;
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::http::Client;
use crate::server::Server;
use crate::trouble::{Outcome, Trouble};
use crate::world::World;

/// What the driver calls its log.
const TARGET: &str = "sqlx::query";

/// What opens and ends a transaction is counted as a transaction, not as a statement.
const BRACKETS: [&str; 6] = ["begin", "commit", "rollback", "savepoint", "release", "end"];

/// Lets the program take in a few activities one after the other, and reads from its log what each of them asked of the
/// database.
///
/// # Errors
/// When they do not all ask the same: then one number would say nothing.
pub async fn of_a_progress(binary: &Path, world: &mut World) -> Outcome<Vec<String>> {
    const ROUNDS: usize = 4;
    let log = world.place.folder.join("server.log");
    let server = Server::start(binary, &world.place, "warn,sqlx::query=debug").await?;
    let mut client = Client::connect(world.place.port).await?;
    let mut send = async |round: usize| {
        let (Some(peer), Some(delegation)) =
            (world.peers.first_mut(), world.delegations.first().and_then(|delegations| delegations.first()))
        else {
            return Err(Trouble::odd("a world without delegations"));
        };
        let revision = u64::try_from(round).unwrap_or(u64::MAX) + 2;
        let message = peer.progress(delegation, revision, world.clock.now())?;
        client.expect(&message.request, 202).await.map(drop)
    };
    // The first one moves the task to another phase; what the workers ask at rest is not the activity's.
    send(0).await?;
    let start = lines(&log)?.len();
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    let at_rest: HashSet<String> = lines(&log)?.split_off(start).into_iter().collect();
    let mut seen = Vec::new();
    for round in 1..=ROUNDS {
        let before = lines(&log)?.len();
        send(round).await?;
        let mut made = lines(&log)?.split_off(before);
        made.retain(|statement| !at_rest.contains(statement));
        seen.push(made);
    }
    server.stop().await?;
    // A host that is heard of for the first time in a second costs one more.
    let least = seen.into_iter().min_by_key(Vec::len).unwrap_or_default();
    if least.is_empty() { Err(Trouble::odd("the log of the program has no statements")) } else { Ok(least) }
}

/// The statements in a log so far.
fn lines(path: &Path) -> Outcome<Vec<String>> {
    let text = std::fs::read_to_string(path).map_err(Trouble::file(path))?;
    let lines = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let queries = lines.filter(|line| line.get("target").and_then(Value::as_str) == Some(TARGET));
    Ok(queries
        .filter_map(|line| {
            let field = |name: &str| line.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            statement(&field("db.statement"), &field("summary"))
        })
        .collect())
}

/// The driver gives the statement when it is longer than its summary.
fn statement(whole: &str, summary: &str) -> Option<String> {
    let text = if whole.trim().is_empty() { summary } else { whole };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let first = text.split(' ').next().unwrap_or_default().to_ascii_lowercase();
    (!text.is_empty() && !BRACKETS.contains(&first.as_str())).then_some(text)
}

static LISTENING: AtomicBool = AtomicBool::new(false);
static HEARD: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Notes the statements of this process while it is told to.
struct Listener;

/// Begins to be able to listen; once in a process.
pub fn install() {
    // Only a second call could fail, and then somebody listens already.
    let _ = tracing_subscriber::registry().with(Listener).try_init();
}

/// The statements this process makes while some work is done.
pub async fn during<T>(work: impl Future<Output = Outcome<T>>) -> Outcome<(T, Vec<String>)> {
    HEARD.lock().unwrap_or_else(PoisonError::into_inner).clear();
    LISTENING.store(true, Ordering::SeqCst);
    let done = work.await;
    LISTENING.store(false, Ordering::SeqCst);
    let heard = std::mem::take(&mut *HEARD.lock().unwrap_or_else(PoisonError::into_inner));
    Ok((done?, heard))
}

impl<S: Subscriber> Layer<S> for Listener {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if metadata.target() == TARGET { Interest::sometimes() } else { Interest::never() }
    }

    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        metadata.target() == TARGET && LISTENING.load(Ordering::Relaxed)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::DEBUG)
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut read = Read::default();
        event.record(&mut read);
        if let Some(statement) = statement(&read.whole, &read.summary) {
            HEARD.lock().unwrap_or_else(PoisonError::into_inner).push(statement);
        }
    }
}

#[derive(Default)]
struct Read {
    whole: String,
    summary: String,
}

impl Visit for Read {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "db.statement" => value.clone_into(&mut self.whole),
            "summary" => value.clone_into(&mut self.summary),
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_brackets_a_transaction_is_no_statement() {
        assert_eq!(statement("", "BEGIN IMMEDIATE"), None);
        assert_eq!(statement("\n\nselect 1\n  from x\n", "select 1 …").as_deref(), Some("select 1 from x"));
        assert_eq!(statement("", "select 1").as_deref(), Some("select 1"));
    }
}
