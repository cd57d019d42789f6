//! The notes on top of a task's page.

use super::ending::AwayShown;
use super::scene::Scene;
use crate::web::cards::notes::{BanShown, ClosedNote};
use crate::web::request::failure::PageError;

/// The notes on top of the page.
#[derive(Default)]
pub struct Notes {
    /// The note that the pursuance is closed.
    pub closed: Option<ClosedNote>,
    /// The note that the viewer is banned.
    pub ban: Option<BanShown>,
    /// The note that the task is archived or in the trash.
    pub away: Option<AwayShown>,
}

impl Notes {
    pub(super) async fn of(s: &mut Scene<'_>) -> Result<Self, PageError> {
        Ok(Self {
            closed: ClosedNote::of(s.visit, s.tx, s.access).await?,
            ban: BanShown::of_viewer(s.visit, s.tx, s.access).await?,
            away: AwayShown::of(s).await?,
        })
    }
}
