//! The tree of members by inviter: `/p/{slug}/members?tree=true`.

use askama::Template;
use axum::response::Response;
use http::StatusCode;

use crate::actions::access::Access;
use crate::reads::invites::{self, Branch};
use crate::store::db::ReadTx;
use crate::web::cards::head::{Head, PursuanceTab, head, layout};
use crate::web::frame::labels::role_key;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::Party;
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::session::Visit;

/// Deeper branches are drawn no further to the right.
const DEEPEST: usize = 12;

/// `GET /p/{slug}/members?tree=true`
#[derive(Template)]
#[template(path = "views/tree.html")]
pub struct TreePage {
    pub l: Layout,
    pub head: Head,
    pub tree: Vec<TreeRow>,
    /// Whether there are more people than are shown.
    pub is_more: bool,
}

/// A person in the tree, with the nesting of the list.
pub struct TreeRow {
    pub who: Party,
    /// The key of the role's name; none for a former member.
    pub role: Option<&'static str>,
    pub since: Option<When>,
    /// The page about their membership, for viewers who may change it.
    pub href: String,
    /// Whether they are the first below the one before.
    pub opens: bool,
    /// The number of lists that end before them.
    pub closes: usize,
}

impl TreePage {
    /// How many lists are open at the end.
    pub fn open_at_end(&self) -> usize {
        self.tree.iter().fold(0, |depth, row| (depth + usize::from(row.opens)).saturating_sub(row.closes))
    }
}

/// The people as rows of nested lists.
fn rows(visit: &Visit, l: &Layout, slug: &str, tree: Vec<Branch>) -> Vec<TreeRow> {
    let mut rows: Vec<TreeRow> = Vec::with_capacity(tree.len());
    let mut depth_before = 0;
    for branch in tree {
        let depth = branch.depth.min(DEEPEST);
        let who = Party::person(&branch.display).linked(links::actor(&branch.name));
        rows.push(TreeRow {
            who: if visit.person() == Some(&branch.actor) { who.you() } else { who },
            role: branch.role.map(role_key),
            since: branch.since.map(|since| l.day(since)),
            href: links::member(slug, &branch.name),
            opens: depth > depth_before,
            closes: depth_before.saturating_sub(depth),
        });
        depth_before = depth;
    }
    rows
}

/// The page of the tree.
pub(in crate::web) async fn show(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
) -> Result<Response, PageError> {
    let (tree, is_all) = invites::tree(tx, access).await?;
    let l = layout(visit, tx, access).await?;
    let shown = TreePage {
        head: head(visit, tx, access, PursuanceTab::Members).await?,
        tree: rows(visit, &l, &access.pursuance.slug, tree),
        is_more: !is_all,
        l,
    };
    page(StatusCode::OK, &shown)
}
