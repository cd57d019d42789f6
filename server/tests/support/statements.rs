//! The statements that something asks of the database.

use std::sync::{Arc, LazyLock, Mutex};

use tracing::field::{Field, Visit};
use tracing::{Dispatch, Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt};

/// The statements that the driver logs, whole.
#[derive(Clone, Default)]
struct Statements(Arc<Mutex<Vec<String>>>);

/// The setting of a new connection to Postgres.
const BEGINNING: &str = "set jit = off";

#[derive(Default)]
struct Text {
    summary: String,
    whole: String,
}

impl Visit for Text {
    fn record_str(&mut self, field: &Field, value: &str) {
        let place = match field.name() {
            "summary" => &mut self.summary,
            "db.statement" => &mut self.whole,
            _ => return,
        };
        *place = value.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

impl<S: Subscriber> Layer<S> for Statements {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            let mut text = Text::default();
            event.record(&mut text);
            let statement = if text.whole.is_empty() { text.summary } else { text.whole };
            // Statements at the beginning of a connection are asked once, whoever gets it first.
            if statement != BEGINNING {
                self.0.lock().unwrap().push(statement);
            }
        }
    }
}

/// A second receiver of logs, of which nobody reads anything. While there is one alone, a thread of another test that comes to a line of the
/// log first decides by its own receiver, which is none, and that line is silent for all threads.
static SECOND: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(tracing_subscriber::registry()));

/// The statements that a future asks of Postgres, whose driver works in the thread that asks.
pub async fn asked(what: impl Future<Output = ()>) -> Vec<String> {
    LazyLock::force(&SECOND);
    let statements = Statements::default();
    let logs = tracing::subscriber::set_default(tracing_subscriber::registry().with(statements.clone()));
    what.await;
    drop(logs);
    std::mem::take(&mut *statements.0.lock().unwrap())
}
