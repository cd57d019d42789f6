//! The tasks that a task is part of, as a page leads to them.

use crate::store::outline::Row;
use crate::store::tasks::Chain;
use crate::store::texts::Body;
use crate::text::Text;
use crate::web::frame::links;
use crate::web::frame::view::{TaskLink, Words};

/// Links to the readable parents of a task, the topmost first.
pub(super) fn parents(t: Text, above: &[Row]) -> Vec<TaskLink> {
    let link = |row: &Row| TaskLink {
        href: links::task(&row.slug, row.number),
        number: row.number,
        title: Words::of(&row.title, t),
    };
    above.iter().map(link).collect()
}

/// Links to the readable parents of a chain in the pursuance `slug`, the topmost first.
pub(super) fn parents_in(t: Text, slug: &str, chain: &Chain) -> Vec<TaskLink> {
    let link = |(number, title): (i64, &Body)| TaskLink {
        href: links::task(slug, number),
        number,
        title: Words::of(title, t),
    };
    chain.shown().map(link).collect()
}
