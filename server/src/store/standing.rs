//! How things stand with other servers: one judgement for the operators' pages, the command line and the doctor.

use pursuance_domain::time::Time;

use super::db::ReadTx;
use super::deliveries::{self, Host};
use super::error::StoreResult;
use super::{actor_keys, channels};

/// How things stand with another server. Of several troubles the one that needs an operator counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Fine,
    /// Does not answer; tried again by itself.
    Silent,
    /// Answers, but does not let us in.
    Forbids {
        since: Time,
    },
    /// Records differ; what it says is not taken in.
    Suspended,
    /// The key of somebody there is another than before; nothing is exchanged with them.
    OtherKey,
    /// Nothing is exchanged with it.
    Blocked,
}

impl Standing {
    /// Whether nothing goes on before an operator has decided something.
    pub fn waits_for_operators(self) -> bool {
        match self {
            Self::OtherKey | Self::Suspended => true,
            Self::Fine | Self::Silent | Self::Forbids { .. } | Self::Blocked => false,
        }
    }

    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Silent => "silent",
            Self::Forbids { .. } => "forbids",
            Self::Suspended => "suspended",
            Self::OtherKey => "other_key",
            Self::Blocked => "blocked",
        }
    }
}

/// The servers with which something has stopped until an operator looks at it.
pub struct Stopped {
    suspended: Vec<String>,
    /// Those of which a key has to be compared.
    changed: Vec<String>,
}

impl Stopped {
    /// Reads which they are.
    pub async fn read(tx: &mut ReadTx) -> StoreResult<Self> {
        let suspended = channels::suspended_hosts(tx).await?;
        Ok(Self { suspended, changed: actor_keys::changed_hosts(tx).await? })
    }

    /// How things stand with a server.
    pub fn judge(&self, host: &Host) -> Standing {
        if host.blocked {
            Standing::Blocked
        } else if self.changed.contains(&host.name) {
            Standing::OtherKey
        } else if self.suspended.contains(&host.name) {
            Standing::Suspended
        } else if host.failures > 0 {
            Standing::Silent
        } else if let Some(since) = host.forbidden_since {
            Standing::Forbids { since: Time(since) }
        } else {
            Standing::Fine
        }
    }
}

/// The servers with which something has stopped until an operator looks at it. Most often there is none, which costs less to
/// know than what else may be wrong.
pub async fn stopped(tx: &mut ReadTx, limit: i64) -> StoreResult<Vec<(Host, Standing)>> {
    let stopped = Stopped::read(tx).await?;
    if stopped.suspended.is_empty() && stopped.changed.is_empty() {
        return Ok(Vec::new());
    }
    let mut hosts = troubled(tx, limit).await?;
    hosts.retain(|(_, standing)| matches!(standing, Standing::OtherKey | Standing::Suspended));
    Ok(hosts)
}

/// The servers that something is wrong with, those that need an operator first.
pub async fn troubled(tx: &mut ReadTx, limit: i64) -> StoreResult<Vec<(Host, Standing)>> {
    let stopped = Stopped::read(tx).await?;
    let hosts = deliveries::troubled_hosts(tx, limit).await?;
    Ok(hosts.into_iter().map(|host| (host.clone(), stopped.judge(&host))).collect())
}
