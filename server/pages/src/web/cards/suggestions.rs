//! Suggestions about a task, counted.

use crate::actions::access::Access;
use crate::actions::suggestion::decides;
use crate::store::db::ReadTx;
use crate::store::{suggestions, tasks};
use crate::web::request::failure::PageError;
use crate::web::request::session::Visit;

/// The most suggestions about a task that are counted: one more than the page of suggestions shows.
const COUNTED: i64 = 31;

/// How many suggestions about a task the viewer may decide or has made.
pub(in crate::web) async fn count_about(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    task: &tasks::Task,
) -> Result<usize, PageError> {
    if access.role().is_none() {
        return Ok(0);
    }
    let found = suggestions::about_task(tx, &access.seen(task)?, COUNTED).await?;
    let counts = |about: &suggestions::About| decides(access, about) || visit.person() == Some(&about.author);
    Ok(found.iter().filter(|(_, about)| counts(about)).count())
}
