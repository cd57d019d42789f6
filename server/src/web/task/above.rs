//! The tasks that a task is part of, as a page leads to them.

use crate::store::outline::Row;
use crate::store::tasks::Task;
use crate::web::frame::links;
use crate::web::frame::view::TaskLink;

/// The tasks it is part of that may be read, the topmost first.
pub(super) fn parents(above: Vec<Row>) -> Vec<TaskLink> {
    let link = |row: Row| TaskLink {
        href: links::task(&row.slug, row.number),
        number: row.number,
        title: row.title,
    };
    above.into_iter().map(link).collect()
}

/// Whether the parent is readable.
pub(super) fn is_parent_shown(task: &Task, above: &[Row]) -> bool {
    above.last().is_some_and(|nearest| task.parent.as_ref() == Some(&nearest.id))
}
