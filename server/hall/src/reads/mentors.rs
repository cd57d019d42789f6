//! The questions to a person whether they accompany a learner.

use pursuance_domain::allowed::{Principal, Sights};
use pursuance_domain::id::{ActorId, MentorId, TaskId};
use pursuance_domain::pairing::MentorState;
use pursuance_domain::time::Time;
use pursuance_domain::value::Skill;
use schemars::JsonSchema;
use serde::Serialize;

use super::sealed::SealedView;
use super::{person, task_url};
use crate::actions::PerformError;
use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::mentors::{self, Mentor};
use crate::store::pursuances;
use crate::store::tasks::{self, Task};
use crate::store::texts::Body;

/// The most questions read at once: each task asks a few people, and each person a few times a week.
const MOST: i64 = 50;

/// A question to you whether you accompany somebody who learns a skill of a task.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Mentoring")]
pub struct MentoringView {
    /// Its name, for `mentor.answer`.
    pub mentor: MentorId,
    pub state: MentorState,
    /// The pursuance: its name in addresses.
    pub pursuance: String,
    /// The number of the task.
    pub task: i64,
    pub id: TaskId,
    pub title: Body,
    /// The envelope of the title, where it is sealed; `title` is null then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealedView>,
    /// The skill that a learner lacks; null in a private pursuance, whose skills have no names here.
    pub skill: Option<Skill>,
    /// When you were asked.
    pub at: Time,
    /// The address of the page of the task.
    pub url: String,
}

/// A question with its task.
pub struct Row {
    pub mentor: Mentor,
    pub task: Task,
    pub slug: String,
    pub pursuance: String,
}

/// The questions that wait for a person's answer, or whose yes can still be taken back, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn waiting(tx: &mut ReadTx, who: &Principal) -> Result<Vec<Row>, PerformError> {
    let Some(person) = who.person() else { return Ok(Vec::new()) };
    let sights = person::sights(tx, who).await?;
    Ok(waiting_in(tx, &sights, person, MOST).await?)
}

/// Like [`waiting`], where it is known what the person may read; at most `limit`.
///
/// # Errors
/// When the database fails.
pub async fn waiting_in(
    tx: &mut ReadTx,
    sights: &Sights,
    person: &ActorId,
    limit: i64,
) -> StoreResult<Vec<Row>> {
    let found = mentors::waiting_of(tx, sights, person, limit).await?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let known = tasks::by_ids(tx, found.iter().map(|mentor| &mentor.task)).await?;
    let mut rows = Vec::with_capacity(found.len());
    for mentor in found {
        let Some(task) = known.get(&mentor.task).cloned() else { continue };
        let Some(pursuance) = pursuances::by_id(tx, &mentor.pursuance).await? else { continue };
        rows.push(Row { mentor, task, slug: pursuance.slug, pursuance: pursuance.name });
    }
    Ok(rows)
}

/// A question for programs.
pub fn view(app: &App, row: Row) -> MentoringView {
    MentoringView {
        url: task_url(app, &row.slug, row.task.number),
        mentor: row.mentor.id,
        state: row.mentor.state,
        pursuance: row.slug,
        task: row.task.number,
        id: row.task.id,
        sealed: SealedView::of(&row.task.title),
        title: row.task.title,
        skill: row.mentor.subject.skill().cloned(),
        at: row.mentor.at,
    }
}
