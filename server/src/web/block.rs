//! The page on which operators block another server: first which, then what that ends.

use askama::Template;

use super::operator::Head;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{Field, Party};

/// `GET /admin/block`, with `?host=`, and, when refused, `POST /admin/block`: `host`, `reason`.
#[derive(Template)]
#[template(path = "operator/block.html")]
pub struct BlockPage {
    pub l: Layout,
    pub head: Head,
    pub host: Field,
    pub reason: Field,
    /// What ends with it; none while it is not clear which server is meant.
    pub ends: Option<Vec<Ending>>,
}

/// Work between two pursuances that ends.
pub struct Ending {
    pub ours: Party,
    pub theirs: Party,
    pub delegations: usize,
}
