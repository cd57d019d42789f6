//! One pursuance: its mission, how far it is, and the outline of its tasks with a field to add one at every level.

use askama::Template;
use pursuance_domain::people::role::Role;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::value::{Joining, Visibility};

use super::discussion::LatelyRow;
use super::enter::Request;
use super::task::{RowHint, TaskRow};
use crate::text::{Markup, Text};
use crate::web::frame::layout::Layout;
use crate::web::frame::view::{Choice, Field, Party, TaskLink};
use crate::web::frame::when::When;
use crate::web::frame::{labels, links};

/// What stands on top of every page of a pursuance.
pub struct Head {
    pub slug: String,
    pub name: String,
    /// `name@server`, for others to find it.
    pub handle: String,
    pub visibility: Visibility,
    pub members: i64,
    pub open_tasks: i64,
    /// Offers that wait for an answer, for those who may give it.
    pub incoming: Option<i64>,
    /// People who ask to join, for those who decide.
    pub asking: i64,
    /// Whether the viewer may change the settings.
    pub may_configure: bool,
    pub tab: Tab,
}

/// The tabs of a pursuance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    Tasks,
    Incoming,
    Members,
    Files,
    Settings,
}

impl Head {
    /// `aria-current` for a tab, by the last part of its key.
    pub fn current(&self, tab: &str) -> Markup {
        let here = match self.tab {
            Tab::Tasks => "tasks",
            Tab::Incoming => "incoming",
            Tab::Members => "members",
            Tab::Files => "files",
            Tab::Settings => "settings",
        };
        Markup::trusted(if here == tab { " aria-current=\"page\"".to_owned() } else { String::new() })
    }
}

/// `GET /p/{slug}`, with `?under=`, `?after=`, `?q=`, `?phase=`. A refused new task comes back as this page with 422.
#[derive(Template)]
#[template(path = "pursuance/page.html")]
pub struct PursuancePage {
    pub l: Layout,
    pub head: Head,
    /// The mission, from Markdown.
    pub mission: Markup,
    pub joining: Joining,
    pub membership: Membership,
    /// What the viewer asked, when they ask to join.
    pub request: Option<Request>,
    /// Servers whose pursuances help with a task.
    pub helpers: Vec<String>,
    pub counts: Counts,
    pub filter: Filter,
    /// The task whose subtasks are shown, when not the whole outline.
    pub under: Option<TaskLink>,
    /// Rows in the order of the outline, each with its depth below the first shown level.
    pub rows: Vec<OutlineRow>,
    /// Where the rest of the top level is.
    pub next: Option<String>,
    /// Whether the viewer may write tasks at the top.
    pub may_add: bool,
    /// What was typed into a field that was refused, and below which task that was (`None`: the top).
    pub add: Field,
    pub add_under: Option<i64>,
    /// What happened lately.
    pub lately: Vec<LatelyRow>,
    /// When it was founded, in words, and by whom.
    pub founded: Markup,
}

/// What the viewer is in this pursuance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Membership {
    /// Nobody is signed in.
    SignedOut,
    /// Signed in, not a member.
    Stranger,
    /// Has asked to join.
    Asked,
    /// A member with that role.
    Member(Role),
}

impl Membership {
    /// The key of the role's name, for members.
    pub fn role_key(self) -> Option<&'static str> {
        match self {
            Self::Member(role) => Some(labels::role_key(role)),
            Self::SignedOut | Self::Stranger | Self::Asked => None,
        }
    }

    /// Whether one can join, or ask to.
    pub fn may_join(self) -> bool {
        self == Self::Stranger
    }

    /// Whether one has to sign in first.
    pub fn is_signed_out(self) -> bool {
        self == Self::SignedOut
    }
}

/// How the tasks stand.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    pub done: i64,
    pub in_review: i64,
    pub under_way: i64,
    pub blocked: i64,
    pub to_pick_up: i64,
}

/// One piece of the progress bar: class, start and width in a hundred.
pub struct Piece {
    pub class: &'static str,
    pub x: i64,
    pub width: i64,
}

impl Counts {
    /// All tasks that were not dropped.
    pub fn total(&self) -> i64 {
        self.done + self.in_review + self.under_way + self.blocked + self.to_pick_up
    }

    /// The pieces of the bar, with a gap between them.
    pub fn pieces(&self) -> Vec<Piece> {
        let total = self.total().max(1);
        let counts = [
            ("f-good", self.done),
            ("f-wait", self.in_review),
            ("f-go", self.under_way),
            ("f-stop", self.blocked),
            ("f-none", self.to_pick_up),
        ];
        let mut before = 0;
        let mut pieces = Vec::new();
        for (class, count) in counts {
            // In thousandths, so that gaps of five show between pieces.
            let (x, end) = (before * 1000 / total, (before + count) * 1000 / total);
            before += count;
            if end > x {
                pieces.push(Piece { class, x, width: (end - x - if end < 1000 { 5 } else { 0 }).max(1) });
            }
        }
        pieces
    }
}

/// What the outline is narrowed to: GET `q, phase, who`.
#[derive(Default)]
pub struct Filter {
    pub words: String,
    pub phases: Vec<Choice>,
    pub who: Vec<Choice>,
    /// Whether anything is narrowed; the rows are a flat list then.
    pub is_on: bool,
}

impl Filter {
    /// The filter as asked for in the address; words it does not know are as good as absent.
    pub fn new(t: Text, words: &str, phase: &str, who: &str) -> Self {
        let phases = Phase::ALL.iter().map(|phase| (phase.as_str(), t.s(labels::phase_key(*phase))));
        let people = [
            ("", t.s("filter-anyone")),
            ("me", t.s("filter-me")),
            ("nobody", t.s("filter-nobody")),
            ("elsewhere", t.s("filter-elsewhere")),
        ];
        Self {
            words: words.to_owned(),
            phases: labels::choices(std::iter::once(("", t.s("filter-any-phase"))).chain(phases), phase),
            who: labels::choices(people, who),
            is_on: !words.is_empty() || !phase.is_empty() || !who.is_empty(),
        }
    }
}

/// When a pursuance was started, and by whom.
pub fn founded(t: Text, day: When, by: &Party) -> Markup {
    Markup::trusted(t.rich("about-founded-by").html("day", day).html("who", by.markup(t)).to_string())
}

/// One row of the outline.
pub struct OutlineRow {
    pub task: TaskRow,
    /// 0 for the first shown level.
    pub depth: usize,
    /// Whether its subtasks are folded away at first.
    pub is_folded: bool,
    /// Subtasks that are not among the rows.
    pub hidden: i64,
    /// Whether the viewer may write a subtask here.
    pub may_add: bool,
}

impl OutlineRow {
    /// Its number, by value.
    pub fn number(&self) -> i64 {
        self.task.number
    }
}

/// A piece of the outline in the order of the page.
pub enum OutlinePart<'a> {
    /// A row whose subtasks (or field for one) follow.
    Open(&'a OutlineRow),
    /// A row with nothing below it.
    Leaf(&'a OutlineRow),
    /// What ends the subtasks of a row: a link to those hidden, and the field.
    Close(&'a OutlineRow),
}

impl PursuancePage {
    /// The outline as nested pieces. A template cannot call itself, so the nesting is spelled out here.
    pub fn parts(&self) -> Vec<OutlinePart<'_>> {
        let mut parts = Vec::with_capacity(self.rows.len() * 2);
        let mut open: Vec<&OutlineRow> = Vec::new();
        for row in &self.rows {
            while let Some(last) = open.pop_if(|last| last.depth >= row.depth) {
                parts.push(OutlinePart::Close(last));
            }
            if row.task.children > 0 {
                parts.push(OutlinePart::Open(row));
                open.push(row);
            } else {
                parts.push(OutlinePart::Leaf(row));
            }
        }
        parts.extend(open.into_iter().rev().map(OutlinePart::Close));
        parts
    }

    /// Whether the field below that task (`0`: at the top) was refused.
    pub fn is_refused(&self, under: &i64) -> bool {
        self.add.is_refused() && self.add_under.unwrap_or(0) == *under
    }

    /// What stands in the field below that task.
    pub fn typed(&self, under: &i64) -> &str {
        if self.add_under.unwrap_or(0) == *under { &self.add.value } else { "" }
    }

    /// Where one returns after adding a task.
    pub fn back(&self) -> String {
        match &self.under {
            Some(task) => links::pursuance_under(&self.head.slug, task.number),
            None => links::pursuance(&self.head.slug),
        }
    }

    /// Who may read it.
    pub fn readers_key(&self) -> &'static str {
        labels::visibility_about_key(self.head.visibility)
    }

    /// How one joins.
    pub fn joining_key(&self) -> &'static str {
        labels::joining_key(self.joining)
    }

    /// Whether anybody joins at once.
    pub fn joins_at_once(&self) -> bool {
        self.joining == Joining::Open
    }
}
