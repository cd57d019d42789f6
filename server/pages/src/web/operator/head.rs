//! The head of every operator's page: the tabs, and the count in each.

use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::{accounts, deliveries};
use crate::text::Markup;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::request::session::Visit;

/// Rows on one page.
pub(super) const SHOWN: usize = 50;

/// The tabs of the operator's pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    Overview,
    Peers,
    Deliveries,
    Accounts,
    Tokens,
    Settings,
}

/// The head of every operator's page.
pub struct Head {
    pub tab: Tab,
    /// Other servers known.
    pub peers: i64,
    /// Deliveries that wait, are stopped or were refused.
    pub deliveries: i64,
    pub accounts: i64,
}

impl Head {
    /// `aria-current` for a tab.
    pub fn current(&self, tab: &str) -> Markup {
        let here = match self.tab {
            Tab::Overview => "overview",
            Tab::Peers => "peers",
            Tab::Deliveries => "deliveries",
            Tab::Accounts => "accounts",
            Tab::Tokens => "tokens",
            Tab::Settings => "settings",
        };
        Markup::trusted(if here == tab { " aria-current=\"page\"".to_owned() } else { String::new() })
    }
}

/// The beginning of each of these pages.
pub(super) async fn frame(visit: &Visit, tx: &mut ReadTx, tab: Tab) -> StoreResult<(Layout, Head)> {
    let (waiting, _, refused) = deliveries::waiting(tx).await?;
    let head = Head {
        tab,
        peers: deliveries::count_known(tx).await?,
        deliveries: waiting + refused + deliveries::stopped(tx).await?,
        accounts: accounts::count(tx).await?,
    };
    Ok((visit.layout(tx, Nav::Operator).await?, head))
}
