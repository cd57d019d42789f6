//! The health of the server: problems, figures, and recent acts.

use std::collections::HashMap;

use askama::Template;
use axum::Extension;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::time::{DAY, Time};

use super::head::{Head, Tab, frame};
use super::log::{LogRow, log};
use super::peers::{self, PeerRow};
use crate::peers::host_policy::HostPolicy;
use crate::store::db::ReadTx;
use crate::store::deliveries::Host;
use crate::store::error::StoreResult;
use crate::store::standing::Standing;
use crate::store::{deliveries, jobs, operations, standing};
use crate::text::Text;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view;
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::session::Visit;

/// Servers named on the overview.
const TROUBLES: i64 = 10;

/// How many recent acts are listed.
const LATELY: i64 = 15;

/// `GET /admin`.
#[derive(Template)]
#[template(path = "operator/overview.html")]
pub struct OverviewPage {
    pub l: Layout,
    pub head: Head,
    /// Servers with a problem; servers that need an operator come first.
    pub troubles: Vec<PeerRow>,
    pub waiting: i64,
    /// The waiting deliveries to blocked servers.
    pub blocked: i64,
    /// Deliveries that are stopped until the receiver's key has been compared.
    pub stopped: i64,
    /// The time since which the oldest delivery waits.
    pub oldest: Option<When>,
    /// Refused or given up: these need an operator.
    pub stuck: i64,
    pub delivered_today: i64,
    /// Received and applied today.
    pub received_today: i64,
    pub pursuances: i64,
    pub tasks: i64,
    /// Accounts opened within the week.
    pub new_accounts: i64,
    /// Size of the database and of the files, and the free space of the disk, in bytes.
    pub database_bytes: i64,
    pub files_bytes: i64,
    /// The quotas of one person, one pursuance and one other server.
    pub quotas: crate::platform::config::Quotas,
    pub free_bytes: Option<i64>,
    /// Jobs that wait though they are due.
    pub jobs_due: i64,
    pub version: String,
    pub database: String,
    /// The start of the process.
    pub started: When,
    pub lately: Vec<LogRow>,
}

impl OverviewPage {
    /// The database's size in words.
    pub fn database_size(&self) -> String {
        view::bytes(self.l.t, self.database_bytes)
    }

    /// The files' size in words.
    pub fn files_size(&self) -> String {
        view::bytes(self.l.t, self.files_bytes)
    }

    /// The quotas, in a sentence.
    pub fn quotas(&self, t: Text) -> String {
        let size = |bytes| view::bytes(t, bytes);
        t.with("op-quotas")
            .set("person", size(self.quotas.person))
            .set("pursuance", size(self.quotas.pursuance))
            .set("peer", size(self.quotas.peer))
            .to_string()
    }

    /// The free space in words.
    pub fn free_size(&self) -> Option<String> {
        self.free_bytes.map(|bytes| view::bytes(self.l.t, bytes))
    }
}

/// The time at which this process began to answer.
#[derive(Debug, Clone, Copy)]
pub struct RunningSince(pub Time);

/// `GET /admin`
pub async fn show(visit: Visit, Extension(since): Extension<RunningSince>) -> Result<Response, PageError> {
    visit.operator()?;
    let mut tx = visit.app.db.read().await?;
    let (l, head) = frame(&visit, &mut tx, Tab::Overview).await?;
    let totals = operations::totals(&mut tx, visit.now.plus(-DAY), visit.now.plus(-7 * DAY)).await?;
    let (waiting, oldest, _) = deliveries::waiting(&mut tx).await?;
    let (jobs_waiting, due_since) = jobs::waiting(&mut tx, visit.now).await?;
    let mut lately = Vec::new();
    for event in operations::lately(&mut tx, LATELY).await? {
        lately.extend(log(&visit, &mut tx, &l, &event).await?);
    }
    let shown = OverviewPage {
        troubles: troubles(&mut tx, &l).await?,
        waiting,
        blocked: blocked(&mut tx).await?,
        stopped: deliveries::stopped(&mut tx).await?,
        oldest: oldest.map(|oldest| l.moment(oldest)),
        stuck: totals.stuck,
        delivered_today: totals.delivered,
        received_today: totals.received,
        pursuances: totals.pursuances,
        tasks: totals.tasks,
        new_accounts: totals.new_accounts,
        database_bytes: totals.database_bytes,
        files_bytes: totals.files_bytes,
        quotas: visit.app.config.quotas,
        free_bytes: free(&visit.app.config.data_dir),
        jobs_due: if due_since.is_some() { jobs_waiting } else { 0 },
        version: env!("CARGO_PKG_VERSION").to_owned(),
        database: if visit.app.db.is_sqlite() { "SQLite" } else { "Postgres" }.to_owned(),
        started: l.moment(since.0),
        lately,
        head,
        l,
    };
    page(StatusCode::OK, &shown)
}

/// The free space of the disk under a folder, when the system reports it.
fn free(folder: &std::path::Path) -> Option<i64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    i64::try_from(disk.f_bavail.saturating_mul(disk.f_frsize)).ok()
}

/// How many deliveries wait for servers that are blocked.
async fn blocked(tx: &mut ReadTx) -> StoreResult<i64> {
    let policy = HostPolicy::load(tx).await?;
    let waiting = operations::waiting_by_host(tx).await?;
    Ok(waiting.into_iter().filter(|(host, _)| policy.covers(host)).map(|(_, waiting)| waiting).sum())
}

/// The servers with a problem; servers that need an operator come first.
async fn troubles(tx: &mut ReadTx, l: &Layout) -> StoreResult<Vec<PeerRow>> {
    let waiting: HashMap<String, i64> = operations::waiting_by_host(tx).await?.into_iter().collect();
    let found = standing::troubled(tx, TROUBLES).await?;
    let row = |(host, standing): &(Host, Standing)| {
        peers::row(l, host, waiting.get(&host.name).copied().unwrap_or(0), *standing)
    };
    Ok(found.iter().map(row).collect())
}
