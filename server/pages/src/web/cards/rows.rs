//! Tasks in lists and outlines, each with the facts that matter to the viewer.

use std::collections::{HashMap, HashSet};

use pursuance_domain::allowed::Permission;
use pursuance_domain::delegation::{Side, State};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::task::phase::Phase;
use pursuance_domain::text::{Phrase, marked};
use pursuance_domain::value::Urgency;

use super::found_words::written;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::outline::{self, Row, TaskDelegation, TaskExtras};
use crate::store::read_markers::COUNTED;
use crate::text::Markup;
use crate::web::frame::labels::PhaseTag;
use crate::web::frame::layout::counted;
use crate::web::frame::links;
use crate::web::frame::mine::Mine;
use crate::web::frame::view::{Party, SkillTag, Words};
use crate::web::frame::when::{self, Due};
use crate::web::request::session::Visit;

/// A task in a list or an outline.
#[derive(Debug, Clone)]
pub struct TaskRow {
    pub number: i64,
    pub title: Words,
    pub href: String,
    pub phase: PhaseTag,
    pub assignee: Option<Party>,
    pub due: Option<Due>,
    pub skills: Vec<SkillTag>,
    /// The number of direct subtasks, and of the done ones.
    pub children: i64,
    pub children_done: i64,
    /// How many open tasks wait for it.
    pub waiting: i64,
    /// The number of the first task that it waits for, while it waits.
    pub after: Option<i64>,
    /// How many messages of its discussion the viewer has not read; empty when there are none.
    pub unread: String,
    /// A short hint about it.
    pub hint: RowHint,
    /// The words searched for.
    pub words: Vec<Phrase>,
    /// Whether its checkbox is ticked, where it has one.
    pub pick: Option<bool>,
    /// The address that finishes it with one press, where the viewer has it and may.
    pub done: Option<String>,
    /// The address that takes it with one press, where it is free and the viewer may.
    pub take: Option<String>,
}

impl TaskRow {
    /// The title; its pieces that match the search are marked.
    pub fn titled(&self) -> Markup {
        self.title.shown_as(|title| written(&marked(title, &self.words)))
    }

    /// Whether nobody has it although its phase lets one think that somebody does. New and wanted tasks are nobody's by what they are.
    pub fn lacks_somebody(&self) -> bool {
        self.assignee.is_none() && !matches!(self.phase, PhaseTag::Is(Phase::New | Phase::HelpWanted))
    }

    /// Whether the task is closed.
    pub(in crate::web) fn is_closed(&self) -> bool {
        matches!(self.phase, PhaseTag::Is(phase) if phase.is_closed())
    }
}

/// The hint beside the title.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum RowHint {
    #[default]
    None,
    /// Waits for the viewer's review.
    YouReview,
    /// The viewer is the assignee.
    Yours,
    /// Offered to another pursuance, without an answer.
    OfferedTo(Party),
    /// The other side suggested other terms.
    Countered(Party),
    /// Asked for by another pursuance.
    For(Party),
    /// It cannot wait.
    Urgent,
}

/// The data for the rows of a whole list, read at once.
pub struct RowContext {
    mine: Mine,
    task_extras: HashMap<TaskId, TaskExtras>,
    /// Whether the viewer sees only some tasks of a pursuance.
    sees_partly: bool,
    /// Where the viewer sees only some tasks of a pursuance: the number of subtasks that the viewer sees, and of the done ones.
    below: HashMap<TaskId, (i64, i64)>,
    /// The pursuances, by slug, in which the viewer may take tasks.
    takes: HashSet<String>,
}

impl RowContext {
    /// Reads the data for some rows.
    pub async fn of(visit: &Visit, tx: &mut ReadTx, rows: &[Row]) -> StoreResult<Self> {
        let task_extras = {
            let places = visit.memberships(tx).await?;
            let floor = |slug: &str| {
                let place = places.iter().find(|place| place.slug == slug)?;
                Some(place.floor?.at(visit.now))
            };
            outline::task_extras(tx, rows, visit.person(), floor).await?
        };
        let sights = visit.sights(tx).await?;
        let partly: Vec<&ActorId> = sights.partly().map(|(pursuance, _)| pursuance).collect();
        let below = match visit.person().filter(|_| !partly.is_empty()) {
            Some(person) => {
                let ids: Vec<&TaskId> = rows.iter().map(|row| &row.id).collect();
                outline::children_seen(tx, person, &partly, &ids).await?
            }
            None => HashMap::new(),
        };
        let may_take =
            |place: &ActorId| sights.of(place).is_some_and(|sight| sight.may(Permission::TakeTask));
        let places = visit.memberships(tx).await?.iter();
        let takes = places.filter(|place| may_take(&place.id)).map(|place| place.slug.clone()).collect();
        Ok(Self { mine: visit.mine(), task_extras, sees_partly: !partly.is_empty(), below, takes })
    }

    /// One row as a page shows it.
    pub fn row(&self, visit: &Visit, row: &Row) -> TaskRow {
        let skills = self.task_extras.get(&row.id).map(|extras| extras.skills.as_slice()).unwrap_or_default();
        let (children, children_done) =
            self.below.get(&row.id).copied().unwrap_or((row.children, row.children_done));
        TaskRow {
            number: row.number,
            title: Words::of(&row.title, visit.t),
            href: links::task(&row.slug, row.number),
            phase: PhaseTag::of(row.phase, row.is_blocked),
            assignee: row.assignee.as_ref().map(|who| visit.who(who)),
            due: row
                .asked
                .due
                .map(|at| when::due(visit.t, visit.zone, visit.now, at, &row.title, row.phase.is_closed())),
            skills: self.mine.tags(skills.iter().map(String::as_str)),
            children,
            children_done,
            waiting: if row.phase.is_closed() { 0 } else { self.waiting(row) },
            after: self.after(row),
            unread: counted(self.task_extras.get(&row.id).map_or(0, |extras| extras.unread), COUNTED),
            hint: self.hint(visit, row),
            words: Vec::new(),
            pick: None,
            done: row.finishes(visit.person()).then(|| links::task_form(&row.slug, row.number, "phase")),
            take: (self.takes.contains(&row.slug) && self.is_free(row))
                .then(|| links::task_take(&row.slug, row.number)),
        }
    }

    /// Whether the task is free (RULES §7).
    pub fn is_free(&self, row: &Row) -> bool {
        let is_on_offer = |found: &TaskDelegation| found.side == Side::Origin && found.state.is_open();
        row.is_to_pick_up() && !self.delegation(row).is_some_and(is_on_offer)
    }

    /// Its live delegation; the newest, where it has several.
    pub fn delegation(&self, row: &Row) -> Option<&TaskDelegation> {
        self.task_extras.get(&row.id).and_then(|extras| extras.delegation.as_ref())
    }

    /// How many open tasks wait for it.
    pub fn waiting(&self, row: &Row) -> i64 {
        self.task_extras.get(&row.id).map_or(0, |extras| extras.waiting)
    }

    /// The number of the first task that it waits for, where the viewer sees all tasks.
    fn after(&self, row: &Row) -> Option<i64> {
        let waits = row.is_blocked && !row.phase.is_closed() && !self.sees_partly;
        self.task_extras.get(&row.id).filter(|_| waits).and_then(|extras| extras.after)
    }

    fn hint(&self, visit: &Visit, row: &Row) -> RowHint {
        // Work handed in to another pursuance is for that one to judge.
        let is_theirs = |delegation: &TaskDelegation| {
            delegation.side == Side::Delegate && delegation.state != State::Active
        };
        let delegation = self.delegation(row);
        if is_review_of(visit, row) && !delegation.is_some_and(is_theirs) {
            return RowHint::YouReview;
        }
        let me = visit.person();
        if me.is_some() && me == row.assignee.as_ref().map(|who| &who.id) && !row.phase.is_closed() {
            return RowHint::Yours;
        }
        match delegation {
            Some(delegation) if delegation.side == Side::Delegate => {
                RowHint::For(visit.who(&delegation.peer))
            }
            Some(delegation) if delegation.state == State::Countered => {
                RowHint::Countered(visit.who(&delegation.peer))
            }
            Some(delegation) if matches!(delegation.state, State::Offered | State::Accepting) => {
                RowHint::OfferedTo(visit.who(&delegation.peer))
            }
            _ if row.asked.urgency == Urgency::Urgent && !row.phase.is_closed() => RowHint::Urgent,
            _ => RowHint::None,
        }
    }
}

/// Whether the work waits for the viewer's review.
fn is_review_of(visit: &Visit, row: &Row) -> bool {
    let reviewer = row.reviewer.as_ref().unwrap_or(&row.creator);
    matches!(row.phase, Phase::ReadyForReview | Phase::InReview) && visit.person() == Some(reviewer)
}
