//! `pursuance admin delivery`. The state of a delivery is bookkeeping, so no action changes it.

use clap::{Subcommand, ValueEnum};
use serde_json::{Value, json};

use super::moment;
use super::peer::authority;
use crate::cli::CliError;
use crate::cli::output::{Format, columns};
use crate::state::App;
use crate::store::deliveries::{self, Delivery, DeliveryState};

/// Commands about deliveries.
#[derive(Debug, Subcommand)]
pub enum DeliveryCommand {
    /// Lists deliveries, the newest first
    List {
        /// Only those in this state
        #[arg(long)]
        state: Option<StateArgument>,
        /// Only those to this server
        #[arg(long)]
        host: Option<String>,
        /// At most so many
        #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(i64).range(1..=100_000))]
        limit: i64,
        #[command(flatten)]
        format: Format,
    },
    /// Tries again now: one delivery, those to one server, or all that have not arrived
    Retry {
        id: Option<String>,
        #[arg(long, conflicts_with = "id")]
        host: Option<String>,
        #[command(flatten)]
        format: Format,
    },
}

/// A state as it is typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum StateArgument {
    Waiting,
    Delivered,
    Refused,
    #[value(name = "given_up", alias = "given-up")]
    GivenUp,
    Stopped,
}

impl From<StateArgument> for DeliveryState {
    fn from(argument: StateArgument) -> Self {
        match argument {
            StateArgument::Waiting => Self::Waiting,
            StateArgument::Delivered => Self::Delivered,
            StateArgument::Refused => Self::Refused,
            StateArgument::GivenUp => Self::GivenUp,
            StateArgument::Stopped => Self::Stopped,
        }
    }
}

impl DeliveryCommand {
    pub(super) async fn run(self, app: &App) -> Result<(), CliError> {
        match self {
            Self::List { state, host, limit, format } => {
                let host = host.map(|host| authority(app, &host)).transpose()?;
                let mut tx = app.db.read().await?;
                let found =
                    deliveries::page(&mut tx, state.map(DeliveryState::from), host.as_deref(), limit).await?;
                let listed: Vec<_> = found.iter().map(facts).collect();
                format.print(&listed, || table(&found))
            }
            Self::Retry { id, host, format } => {
                let host = host.map(|host| authority(app, &host)).transpose()?;
                retry(app, id.as_deref(), host.as_deref(), format).await
            }
        }
    }
}

async fn retry(app: &App, id: Option<&str>, host: Option<&str>, format: Format) -> Result<(), CliError> {
    let mut tx = app.db.write().await?;
    let retried = deliveries::retry(&mut tx, id, host, app.clock.now()).await?;
    tx.commit().await?;
    match (retried, id) {
        (0, Some(id)) => Err(CliError::Unknown { what: "undelivered delivery", name: id.to_owned() }),
        _ => format.print(&json!({ "retried": retried }), || match retried {
            0 => "Nothing waits; everything has arrived.".to_owned(),
            1 => "One delivery is tried again now.".to_owned(),
            many => format!("{many} deliveries are tried again now."),
        }),
    }
}

/// Deliveries in columns.
pub(super) fn table(found: &[Delivery]) -> String {
    let rows: Vec<_> = found
        .iter()
        .map(|delivery| {
            let when = match delivery.state {
                DeliveryState::Waiting => format!("next try {}", delivery.next_at.rfc3339()),
                DeliveryState::Delivered => moment(delivery.delivered_at, ""),
                DeliveryState::Refused | DeliveryState::GivenUp => String::new(),
                DeliveryState::Stopped => "its key has to be compared".to_owned(),
            };
            let reason = delivery.last_error.clone().unwrap_or_default();
            [
                delivery.id.clone(),
                delivery.host.clone(),
                delivery.kind.clone(),
                delivery.state.as_str().to_owned(),
                delivery.attempts.to_string(),
                when,
                reason,
            ]
        })
        .collect();
    columns(["ID", "TO", "WHAT", "STATE", "TRIES", "WHEN", "REASON"], &rows, "There are no deliveries.")
}

/// A delivery as JSON.
pub(super) fn facts(delivery: &Delivery) -> Value {
    json!({
        "id": delivery.id, "activity": delivery.activity, "kind": delivery.kind, "inbox": delivery.inbox, "host": delivery.host,
        "seq": delivery.seq, "state": delivery.state.as_str(), "attempts": delivery.attempts, "next_at": delivery.next_at,
        "last_status": delivery.last_status, "last_error": delivery.last_error, "created": delivery.created,
        "delivered_at": delivery.delivered_at,
    })
}
