//! `/` for visitors, and `/about`: this program, tasks to take, and the pursuances here.

use askama::Template;
use axum::response::Response;
use http::StatusCode;

use crate::store::db::ReadTx;
use crate::store::outline::next;
use crate::store::{instance, pursuances};
use crate::web::cards::rows::{RowContext, TaskRow};
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::view::{PursuanceCard, size_key};
use crate::web::pursuance::list::public_cards;
use crate::web::request::failure::{PageError, page};
use crate::web::request::session::Visit;

/// `GET /`, signed out.
#[derive(Template)]
#[template(path = "home/landing.html")]
pub struct LandingPage {
    pub l: Layout,
    /// Public tasks to pick up, those in "help wanted" first; few.
    pub wanted: Vec<WantedTask>,
    /// Public pursuances, by slug; few.
    pub pursuances: Vec<PursuanceCard>,
    /// All public pursuances.
    pub pursuances_total: i64,
    /// People with an account.
    pub accounts: i64,
    /// How many servers this one exchanges messages with.
    pub peers: i64,
}

/// A public task to pick up.
pub struct WantedTask {
    pub task: TaskRow,
    /// The address to take it; none if the viewer is banned there.
    pub take: Option<String>,
    pub pursuance: String,
    /// The key of the size's words.
    pub size: &'static str,
}

/// `GET /about`: this server, also for people who are signed in. Other servers get this address.
pub async fn about(visit: Visit) -> Result<Response, PageError> {
    landing(&visit, &mut visit.app.db.read().await?).await
}

pub(super) async fn landing(visit: &Visit, tx: &mut ReadTx) -> Result<Response, PageError> {
    let rows = next::public_to_pick_up(tx, 5).await?;
    let context = RowContext::of(visit, tx, &rows).await?;
    let wanted = rows.iter().map(|row| WantedTask {
        task: context.row(visit, row),
        take: Some(links::task_take(&row.slug, row.number)),
        pursuance: row.pursuance.clone(),
        size: size_key(row.asked.size),
    });
    let wanted = wanted.collect();
    let open = pursuances::public_page(tx, "", "", 6).await?;
    let (pursuances_total, accounts, peers) = instance::sizes(tx).await?;
    let page_of = LandingPage {
        wanted,
        pursuances: public_cards(visit, tx, open).await?,
        pursuances_total,
        accounts,
        peers,
        l: visit.layout(tx, Nav::Home).await?,
    };
    page(StatusCode::OK, &page_of)
}
