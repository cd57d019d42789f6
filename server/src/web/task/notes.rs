//! What a task's page says above everything else.

use super::ending::AwayShown;
use super::scene::Scene;
use crate::web::cards::notes::{BanShown, ClosedNote};
use crate::web::request::failure::PageError;

/// That something here is over, or not allowed: on top of the page.
#[derive(Default)]
pub struct Notes {
    /// That the pursuance is closed.
    pub closed: Option<ClosedNote>,
    /// That the viewer is banned.
    pub ban: Option<BanShown>,
    /// Where the task is, when it is archived or in the trash.
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
