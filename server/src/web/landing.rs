//! `/` for whoever is signed out: what this is, what could be done here, who is here.

use askama::Template;

use super::task::TaskRow;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::PursuanceCard;

/// `GET /`, signed out.
#[derive(Template)]
#[template(path = "landing.html")]
pub struct LandingPage {
    pub l: Layout,
    /// Public tasks to pick up, those that want help first; few.
    pub wanted: Vec<WantedTask>,
    /// Public pursuances, by slug; few.
    pub pursuances: Vec<PursuanceCard>,
    /// All public pursuances.
    pub pursuances_total: i64,
    /// People with an account.
    pub accounts: i64,
    /// Servers something is exchanged with.
    pub peers: i64,
}

/// A public task to pick up.
pub struct WantedTask {
    pub task: TaskRow,
    /// Where one takes it.
    pub take: String,
    pub pursuance: String,
    /// The key of the size's words.
    pub size: &'static str,
}
