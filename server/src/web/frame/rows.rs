//! Tasks in lists and outlines, each with the facts that matter to the viewer.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use pursuance_domain::delegation::{Side, State};
use pursuance_domain::id::TaskId;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::value::{Skill, Skills, Urgency};

use super::labels::PhaseTag;
use super::links;
use super::view::{Party, SkillTag};
use super::when::{self, Due};
use crate::store::accounts;
use crate::store::db::ReadTx;
use crate::store::dependencies::{self, Counted};
use crate::store::error::StoreResult;
use crate::store::outline::{self, Row, TaskDelegation};
use crate::web::request::session::Visit;

/// The skills of the viewer, to mark matching ones.
#[derive(Debug, Clone, Default)]
pub struct Mine(Arc<HashSet<String>>);

impl Mine {
    /// The skills of the viewer; read once a page.
    pub async fn of(visit: &Visit, tx: &mut ReadTx) -> StoreResult<Self> {
        let Some(person) = visit.person() else { return Ok(Self::default()) };
        let read = async || {
            let keys = accounts::skills_done(tx, person).await?.iter().map(Skill::key).collect();
            StoreResult::Ok(Self(Arc::new(keys)))
        };
        Ok(visit.mine.get_or_try_init(read).await?.clone())
    }

    /// Skills as a page shows them.
    pub fn tags<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Vec<SkillTag> {
        let tag = |name: &str| SkillTag { name: name.to_owned(), have: self.has(name) };
        names.into_iter().map(tag).collect()
    }

    /// A task's or a person's skills as a page shows them.
    pub fn tags_of(&self, skills: &Skills) -> Vec<SkillTag> {
        self.tags(skills.iter().map(Skill::as_str))
    }

    /// Whether the viewer has it.
    pub fn has(&self, name: &str) -> bool {
        Skill::parse(name).is_ok_and(|skill| self.0.contains(&skill.key()))
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
    /// How many open tasks wait for it.
    pub waiting: i64,
    /// A short hint about it.
    pub hint: RowHint,
}

impl TaskRow {
    /// Whether nothing more is to be done.
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
    /// The viewer has it.
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
    skills: HashMap<TaskId, Vec<String>>,
    delegations: HashMap<TaskId, TaskDelegation>,
    waiting: HashMap<TaskId, i64>,
}

impl RowContext {
    /// Reads the data for some rows.
    pub async fn of(visit: &Visit, tx: &mut ReadTx, rows: &[Row]) -> StoreResult<Self> {
        let mut skills: HashMap<TaskId, Vec<String>> = HashMap::new();
        let mut delegations = HashMap::new();
        let ids: Vec<&TaskId> = rows.iter().map(|row| &row.id).collect();
        let waiting = dependencies::waiting_open(tx, &ids, Counted::All).await?;
        if !rows.is_empty() {
            for (task, skill) in outline::skills(tx, rows).await? {
                skills.entry(task).or_default().push(skill);
            }
            for delegation in outline::delegations(tx, rows).await? {
                delegations.insert(delegation.task.clone(), delegation);
            }
        }
        Ok(Self { mine: Mine::of(visit, tx).await?, skills, delegations, waiting })
    }

    /// One row as a page shows it.
    pub fn row(&self, visit: &Visit, row: &Row) -> TaskRow {
        let skills = self.skills.get(&row.id).map(Vec::as_slice).unwrap_or_default();
        TaskRow {
            number: row.number,
            title: row.title.clone(),
            href: links::task(&row.slug, row.number),
            phase: row.shown().into(),
            assignee: row.assignee.as_ref().map(|who| visit.who(who)),
            due: row
                .asked
                .due
                .map(|due| when::due(visit.t, visit.zone, visit.now, due, row.phase.is_closed())),
            skills: self.mine.tags(skills.iter().map(String::as_str)),
            children: row.children,
            children_done: row.children_done,
            waiting: if row.phase.is_closed() { 0 } else { self.waiting(row) },
            hint: self.hint(visit, row),
        }
    }

    /// How many open tasks wait for it.
    pub fn waiting(&self, row: &Row) -> i64 {
        self.waiting.get(&row.id).copied().unwrap_or_default()
    }

    fn hint(&self, visit: &Visit, row: &Row) -> RowHint {
        // Work handed in to another pursuance is for that one to judge.
        let is_theirs = |delegation: &TaskDelegation| {
            delegation.side == Side::Delegate && delegation.state != State::Active
        };
        if is_review_of(visit, row) && !self.delegations.get(&row.id).is_some_and(is_theirs) {
            return RowHint::YouReview;
        }
        let me = visit.person();
        if me.is_some() && me == row.assignee.as_ref().map(|who| &who.id) && !row.phase.is_closed() {
            return RowHint::Yours;
        }
        match self.delegations.get(&row.id) {
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
