//! One task: what is needed, who has it, what one can do next, how it goes elsewhere, the discussion, the history.

use askama::Template;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::value::{Size, Visibility};

use super::delegation::{Between, DelegationRow, Incoming, Outgoing};
use super::discussion::{Files, HistoryRow, Talk};
use super::pick::Pick;
use crate::text::Markup;
use crate::web::frame::labels::PhaseTag;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{Field, Party, SkillTag, TaskLink, size_key};
use crate::web::frame::when::{Due, When};

/// `GET /p/{slug}/t/{number}`. Refused forms of the task come back as this page with status 422.
#[derive(Template)]
#[template(path = "task/page.html")]
pub struct TaskPage {
    pub l: Layout,
    pub slug: String,
    pub pursuance: String,
    pub visibility: Visibility,
    pub number: i64,
    pub title: String,
    /// Deliverables, from Markdown; empty when nothing was written.
    pub deliverables: Markup,
    pub phase: PhaseTag,
    pub due: Option<Due>,
    pub size: Size,
    pub is_urgent: bool,
    pub skills: Vec<SkillTag>,
    pub assignee: Option<Party>,
    pub reviewer: Option<Party>,
    pub creator: Party,
    pub created: When,
    /// The tasks it is part of that the viewer may read, the topmost first.
    pub parents: Vec<TaskLink>,
    /// Whether the task it is directly part of is none of them.
    pub is_part_of_hidden: bool,
    pub may: TaskMay,
    /// For whoever is no member: how they come to have it.
    pub way_in: Option<WayIn>,
    /// Who can help somebody who may not take it; few, and none when nobody needs to.
    pub can_help: Vec<Party>,
    /// Everybody it can be assigned to, or nobody.
    pub assignees: Pick,
    pub subtasks: Vec<TaskRow>,
    /// Subtasks that are not shown here.
    pub subtasks_more: i64,
    /// Leaves below that are done, of all that were not dropped.
    pub leaves_done: i64,
    pub leaves: i64,
    /// Subtasks, at any depth, that are still open.
    pub open_subtasks: i64,
    /// The delegations out of here that go on, the one that holds the task first; the last one when all have ended.
    pub outgoing: Vec<Outgoing>,
    /// The delegation this mirror belongs to.
    pub incoming: Option<Incoming>,
    /// Delegations that ended.
    pub past: Vec<DelegationRow>,
    pub files: Files,
    pub talk: Talk,
    pub history: Vec<HistoryRow>,
    /// Lines of history that are not shown.
    pub history_more: i64,
    /// The folded part that was asked for.
    pub open: String,
    /// Why something was refused that concerns no field.
    pub problem: String,
    /// What to do about it.
    pub advice: String,
    /// The inline form for a subtask.
    pub add: Field,
    /// The form that sends local work back.
    pub send_back_comment: Field,
}

/// How somebody who is no member comes to have a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayIn {
    /// They join, and take it.
    Join,
    /// They ask to join.
    Ask,
    /// They have asked.
    Asked,
}

/// What the viewer may do to a task, phase moves by what they mean.
#[derive(Debug, Clone, Copy, Default)]
pub struct TaskMay {
    pub take: bool,
    /// Say that help is wanted, or no longer.
    pub call: bool,
    pub uncall: bool,
    /// `started → in_progress`.
    pub begin: bool,
    /// `in_progress → ready_for_review`.
    pub hand_in: bool,
    /// `ready_for_review → in_progress`, by whoever handed it in.
    pub take_up_again: bool,
    pub start_review: bool,
    pub accept: bool,
    pub send_back: bool,
    pub hand_back: bool,
    pub assign: bool,
    pub edit: bool,
    pub hand_over: bool,
    pub drop: bool,
    /// The phase it goes to when it is opened again.
    pub reopen: Option<Phase>,
    pub add_subtask: bool,
}

impl TaskMay {
    /// Whether anything of it stands in the menu.
    fn has_menu(&self) -> bool {
        self.edit || self.hand_over || self.assign || self.hand_back || self.drop || self.call || self.uncall
    }

    /// Whether there is a next step that belongs on top of the page.
    pub fn has_step(&self) -> bool {
        self.take
            || self.begin
            || self.hand_in
            || self.take_up_again
            || self.start_review
            || self.accept
            || self.send_back
            || self.reopen.is_some()
    }

    /// The same without a next step.
    #[must_use]
    pub fn without_step(self) -> Self {
        Self {
            take: false,
            begin: false,
            hand_in: false,
            take_up_again: false,
            start_review: false,
            accept: false,
            send_back: false,
            reopen: None,
            ..self
        }
    }

    /// Whether the step on top is a verdict.
    pub fn reviews(&self) -> bool {
        self.start_review || self.accept || self.send_back
    }
}

impl TaskPage {
    /// Whether that folded part was asked for.
    pub fn is_unfolded(&self, part: impl AsRef<str>) -> bool {
        self.open == part.as_ref()
    }

    /// ` open` for the folded part that was asked for.
    pub fn unfolded(&self, part: &str) -> &'static str {
        if self.is_unfolded(part) { " open" } else { "" }
    }

    /// The words of the size.
    pub fn size_key(&self) -> &'static str {
        size_key(self.size)
    }

    /// Whether a card about the delegation holds the page's main button.
    pub fn is_led_by_delegation(&self) -> bool {
        let verdict = |out: &Outgoing| {
            (out.submission.is_some() && out.may.review) || (out.counter.is_some() && out.may.manage)
        };
        let mirror = self.incoming.as_ref().filter(|_| !self.begins_here());
        self.outgoing.iter().any(verdict) || mirror.is_some_and(|mirror| mirror.leads() || mirror.asks())
    }

    /// Whether a task of others is here that nobody does yet: before it can be handed in, somebody takes it.
    pub fn begins_with_taking(&self) -> bool {
        let is_theirs = self.incoming.as_ref().is_some_and(|mirror| mirror.d.is_active());
        is_theirs && self.may.take && self.assignee.is_none()
    }

    /// Whether a task of others is taken here and not begun: until then handing it in is folded away.
    pub fn hands_in_later(&self) -> bool {
        let waits = |mirror: &Incoming| {
            mirror.d.is_active() && mirror.sent_back.is_none() && mirror.pending.is_none()
        };
        self.may.begin && self.incoming.as_ref().is_some_and(waits)
    }

    /// Whether the step here comes before the card of those who asked.
    pub fn begins_here(&self) -> bool {
        self.begins_with_taking() || self.hands_in_later()
    }

    /// The pursuance it is on offer to, which is told when somebody here takes it.
    pub fn on_offer_to(&self) -> Option<&Party> {
        self.outgoing.iter().find(|out| out.d.is_open()).map(|out| &out.d.peer)
    }

    /// Whether the menu has anything in it.
    pub fn has_menu(&self) -> bool {
        let recalls = |out: &Outgoing| out.may.manage && out.d.is_recallable();
        self.may.has_menu()
            || self.outgoing.iter().any(recalls)
            || self.incoming.as_ref().is_some_and(|mirror| mirror.may.give_back)
    }

    /// Whether its parts come before what stands between the servers: where the work is done here.
    pub fn splits_first(&self) -> bool {
        self.outgoing.is_empty()
    }

    /// Parts of it that are still to be done.
    pub fn open_rows(&self) -> impl Iterator<Item = &TaskRow> {
        self.subtasks.iter().filter(|row| !row.is_closed())
    }

    /// Parts of it that are done or dropped.
    pub fn closed_rows(&self) -> impl Iterator<Item = &TaskRow> {
        self.subtasks.iter().filter(|row| row.is_closed())
    }

    /// Whether somebody is expected to do it, or has done it.
    pub fn has_worker(&self) -> bool {
        use Phase::{Done, Dropped, InReview, ReadyForReview};
        let is_done = matches!(self.phase, PhaseTag::Is(ReadyForReview | InReview | Done | Dropped));
        self.assignee.is_some() || !is_done
    }

    /// The classes of the button of the next step.
    pub fn main_button(&self) -> &'static str {
        if self.is_led_by_delegation() { "btn" } else { "btn primary" }
    }

    /// Who can help, in words.
    pub fn can_help(&self) -> Option<Markup> {
        let t = self.l.t;
        let said = match self.can_help.as_slice() {
            [] => return None,
            [one] => t.rich("can-help-one").html("one", one.markup(t)).to_string(),
            [one, two, ..] => {
                t.rich("can-help-two").html("one", one.markup(t)).html("two", two.markup(t)).to_string()
            }
        };
        Some(Markup::trusted(said))
    }

    /// Who did the work, when that is somebody else.
    pub fn worker(&self) -> Option<&Party> {
        self.assignee.as_ref().filter(|party| !party.is_you)
    }

    /// Who may see it.
    pub fn seen_by_key(&self) -> &'static str {
        match self.visibility {
            Visibility::Public => "seen-by-everyone",
            Visibility::Unlisted => "seen-by-address",
            Visibility::Members | Visibility::Sealed => "seen-by-members",
        }
    }

    /// Lines of the history, with those that are not on the page.
    pub fn history_total(&self) -> i64 {
        i64::try_from(self.history.len()).unwrap_or(i64::MAX).saturating_add(self.history_more)
    }

    /// How far the subtasks are, 0 to 100.
    pub fn percent(&self) -> i64 {
        (self.leaves_done * 100).checked_div(self.leaves).unwrap_or(0)
    }
}

/// A task in a list or an outline.
#[derive(Debug, Clone)]
pub struct TaskRow {
    pub number: i64,
    pub title: String,
    pub href: String,
    pub phase: PhaseTag,
    pub assignee: Option<Party>,
    pub due: Option<Due>,
    pub skills: Vec<SkillTag>,
    /// Direct subtasks, and those of them that are done.
    pub children: i64,
    pub children_done: i64,
    /// Something to know about it in a few words.
    pub hint: RowHint,
}

impl TaskRow {
    /// Whether nothing more is to be done.
    fn is_closed(&self) -> bool {
        matches!(self.phase, PhaseTag::Is(phase) if phase.is_closed())
    }
}

/// What a row says beside the title.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum RowHint {
    #[default]
    None,
    /// Waits for the viewer's review.
    YouReview,
    /// The viewer has it.
    Yours,
    /// Offered to another pursuance, without an answer.
    OfferedTo(Party),
    /// Somebody suggested other terms.
    Countered(Party),
    /// Asked for by another pursuance.
    For(Party),
    /// It cannot wait.
    Urgent,
}
