//! The views of a pursuance's tasks, side by side: each shows what the same query finds, and leads to the others with it.
//!
//! Adding a view: its variant, with its word and its address; its page shows [`Views::new`].

use crate::web::frame::links;

/// A view of the tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// The tree, or what a query finds of it.
    Outline,
    /// What waits for what.
    Waits,
}

impl View {
    /// Every view, in the order of their row.
    const ALL: [Self; 2] = [Self::Outline, Self::Waits];

    /// The key of its name.
    fn key(self) -> &'static str {
        match self {
            Self::Outline => "view-outline",
            Self::Waits => "view-waits",
        }
    }

    /// Its page, of all tasks.
    pub(super) fn page(self, slug: &str) -> String {
        match self {
            Self::Outline => links::pursuance(slug),
            Self::Waits => links::graph(slug),
        }
    }

    /// Its page, of what a query finds; of all tasks where nothing is asked.
    pub(super) fn of(self, slug: &str, text: &str) -> String {
        let page = self.page(slug);
        if text.is_empty() { page } else { links::found_at(&page, text) }
    }
}

/// The row that leads from view to view.
pub struct Views(pub Vec<ViewTab>);

/// One view of the row.
pub struct ViewTab {
    /// The key of its name.
    pub key: &'static str,
    pub href: String,
    /// Whether the page is this view.
    pub is_here: bool,
}

impl Views {
    /// The row on the page of a view, which takes the text of its query along.
    pub fn new(slug: &str, here: View, text: &str) -> Self {
        let tab =
            |view: View| ViewTab { key: view.key(), href: view.of(slug, text), is_here: view == here };
        Self(View::ALL.into_iter().map(tab).collect())
    }
}
