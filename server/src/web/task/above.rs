//! The tasks that a task is part of, as a page leads to them.

use crate::store::outline::Row;
use crate::store::tasks::Chain;
use crate::web::frame::links;
use crate::web::frame::view::TaskLink;

/// Links to the readable parents of a task, the topmost first.
pub(super) fn parents(above: Vec<Row>) -> Vec<TaskLink> {
    let link = |row: Row| TaskLink {
        href: links::task(&row.slug, row.number),
        number: row.number,
        title: row.title,
    };
    above.into_iter().map(link).collect()
}

/// Links to the readable parents of a chain in the pursuance `slug`, the topmost first.
pub(super) fn parents_in(slug: &str, chain: &Chain) -> Vec<TaskLink> {
    let link = |(number, title): (i64, &str)| TaskLink {
        href: links::task(slug, number),
        number,
        title: title.to_owned(),
    };
    chain.shown().map(link).collect()
}
