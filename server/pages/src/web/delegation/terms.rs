//! The asks and the terms of an offer.

use pursuance_domain::delegation::Terms;
use pursuance_domain::delegation::state::Side;
use pursuance_domain::delegation::terms::Redelegation;
use pursuance_domain::task::Asks;
use pursuance_domain::time::{DAY, Time};
use pursuance_domain::value::{Size, Title};
use pursuance_federation::vocab;

use super::notes;
use crate::markdown;
use crate::task_wire;
use crate::text::Markup;
use crate::web::frame::asks::AsksView;
use crate::web::frame::labels::size_choices;
use crate::web::frame::layout::Layout;
use crate::web::frame::mine::Mine;
use crate::web::frame::view::{Choice, Field, FileView};

/// The asks and the terms of an offer.
#[derive(Clone)]
pub struct TermsView {
    pub asks: AsksView,
    pub heartbeat_days: i64,
    /// The terms for handing on.
    pub onward: OnwardTerms,
    /// Whether people's names are shared.
    pub names: bool,
    /// Whether the discussion is shared.
    pub discussion: bool,
    /// Files that go along.
    pub files: Vec<FileView>,
}

/// Whether a delegate may hand a task on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnwardTerms {
    No,
    Ask,
    Yes,
}

impl OnwardTerms {
    /// The key of its text for one side: the origin reads about the other side, the delegate about its own. With
    /// `peer`.
    pub fn key(self, side: Side) -> &'static str {
        match (self, side) {
            (Self::No, Side::Origin) => "onward-no",
            (Self::Ask, Side::Origin) => "onward-ask",
            (Self::Yes, Side::Origin) => "onward-yes",
            (Self::No, Side::Delegate) => "onward-no-here",
            (Self::Ask, Side::Delegate) => "onward-ask-here",
            (Self::Yes, Side::Delegate) => "onward-yes-here",
        }
    }

    /// The word in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Ask => "ask",
            Self::Yes => "yes",
        }
    }
}

/// Other terms to send: POST `reoffer` or `counter` with `due, size, note`.
#[derive(Default)]
pub struct ReofferForm {
    pub due: Field,
    pub sizes: Vec<Choice>,
    pub note: Field,
}

impl TermsView {
    /// The asks of a task here, with no terms yet.
    pub(in crate::web) fn of(l: &Layout, mine: &Mine, asks: Asks) -> Self {
        let deliverables = Markup::trusted(markdown::to_html(asks.deliverables.as_str()));
        Self {
            asks: AsksView::of(l, mine, asks.into(), deliverables, false),
            heartbeat_days: 0,
            onward: OnwardTerms::No,
            names: false,
            discussion: false,
            files: Vec::new(),
        }
    }
}

/// The asks and the terms, as they were offered.
pub(in crate::web) fn terms_view(
    l: &Layout,
    mine: &Mine,
    terms: &Terms,
    task: Option<&vocab::Task>,
    files: Vec<FileView>,
) -> TermsView {
    let asks = task.map_or_else(|| Asks::titled(Title::checked(String::new())), task_wire::read);
    // The due date comes from the terms.
    let asks = Asks { due: terms.due, ..asks };
    let text = task.and_then(|task| notes::said(task.source.as_ref(), task.content.as_deref()));
    let skills = task.map(|task| task.skills.as_slice()).unwrap_or_default();
    TermsView {
        // Words are shown as they came.
        asks: AsksView {
            skills: mine.tags(skills.iter().map(String::as_str)),
            ..AsksView::of(l, mine, asks.into(), Markup::trusted(text.unwrap_or_default()), false)
        },
        heartbeat_days: (terms.heartbeat.0 / DAY).max(1),
        onward: onward_terms(terms.redelegation),
        names: terms.names,
        discussion: terms.discussion,
        files,
    }
}

/// The terms for handing on, for pages.
pub(super) fn onward_terms(rule: Redelegation) -> OnwardTerms {
    match rule {
        Redelegation::No => OnwardTerms::No,
        Redelegation::Ask => OnwardTerms::Ask,
        Redelegation::Yes => OnwardTerms::Yes,
    }
}

/// The form for other terms, filled with the standing ones.
pub(in crate::web) fn other_terms(l: &Layout, due: Option<Time>, size: Option<Size>) -> ReofferForm {
    ReofferForm {
        due: Field::of(due.map(Time::date).unwrap_or_default()),
        sizes: size_choices(l.t, size.unwrap_or_default().as_str()),
        note: Field::default(),
    }
}
