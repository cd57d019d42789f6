//! The standing of other servers: one judgement for the operators' pages, the command line and the doctor.

use pursuance_domain::time::Time;

use super::db::ReadTx;
use super::deliveries::{self, Host};
use super::error::StoreResult;
use super::{actor_keys, channels};

/// The standing of another server. Of several problems, the one that needs an operator counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Fine,
    /// Does not answer; tried again by itself.
    Silent,
    /// It answers, but with "forbidden".
    Forbids {
        since: Time,
    },
    /// The records differ; its messages are not processed.
    Suspended,
    /// It takes in nothing of a channel until its own operators resume the exchange.
    StoppedThere,
    /// The key of an actor there has changed; nothing is exchanged with that actor.
    OtherKey,
    /// Nothing is exchanged with it.
    Blocked,
}

impl Standing {
    /// Whether everything stops until an operator decides.
    pub fn waits_for_operators(self) -> bool {
        match self {
            Self::OtherKey | Self::Suspended => true,
            Self::Fine | Self::Silent | Self::Forbids { .. } | Self::StoppedThere | Self::Blocked => false,
        }
    }

    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Silent => "silent",
            Self::Forbids { .. } => "forbids",
            Self::Suspended => "suspended",
            Self::StoppedThere => "stopped_there",
            Self::OtherKey => "other_key",
            Self::Blocked => "blocked",
        }
    }
}

/// The servers with something that has stopped until an operator looks at it.
pub struct Stopped {
    suspended: Vec<String>,
    /// The servers that have stopped a channel themselves.
    there: Vec<String>,
    /// The servers with a key that an operator has to compare.
    changed: Vec<String>,
}

impl Stopped {
    /// Reads them from the database.
    pub async fn read(tx: &mut ReadTx) -> StoreResult<Self> {
        let suspended = channels::suspended_hosts(tx).await?;
        let there = channels::hosts_that_stopped(tx).await?;
        Ok(Self { suspended, there, changed: actor_keys::changed_hosts(tx).await? })
    }

    /// The standing of a server.
    pub fn judge(&self, host: &Host) -> Standing {
        if host.blocked {
            Standing::Blocked
        } else if self.changed.contains(&host.name) {
            Standing::OtherKey
        } else if self.suspended.contains(&host.name) {
            Standing::Suspended
        } else if self.there.contains(&host.name) {
            Standing::StoppedThere
        } else if host.failures > 0 {
            Standing::Silent
        } else if let Some(since) = host.forbidden_since {
            Standing::Forbids { since: Time(since) }
        } else {
            Standing::Fine
        }
    }
}

/// The servers with something that has stopped until an operator looks at it. Mostly there is none, and this is cheaper
/// to learn than the other problems.
pub async fn stopped(tx: &mut ReadTx, limit: i64) -> StoreResult<Vec<(Host, Standing)>> {
    let stopped = Stopped::read(tx).await?;
    if stopped.suspended.is_empty() && stopped.changed.is_empty() {
        return Ok(Vec::new());
    }
    let mut hosts = troubled(tx, limit).await?;
    hosts.retain(|(_, standing)| standing.waits_for_operators());
    Ok(hosts)
}

/// The servers with a problem; a server that needs an operator comes first.
pub async fn troubled(tx: &mut ReadTx, limit: i64) -> StoreResult<Vec<(Host, Standing)>> {
    let stopped = Stopped::read(tx).await?;
    let hosts = deliveries::troubled_hosts(tx, limit).await?;
    Ok(hosts.into_iter().map(|host| (host.clone(), stopped.judge(&host))).collect())
}
