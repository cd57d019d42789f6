//! Outcomes of the questions to a person about tasks, of which notices tell.

use std::collections::HashMap;

use pursuance_domain::event::Happened;
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::notice::became::{AskedTaskNow, Became, of_lesson, of_offer};
use pursuance_domain::pairing::{MentorState, OfferState};

use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::notices::Notice;
use crate::store::questions::{self, Stands};
use crate::store::tasks::Task;

/// How the questions of some notices stand.
#[derive(Default)]
pub(super) struct Questions {
    offers: HashMap<TaskId, Stands<OfferState>>,
    lessons: HashMap<TaskId, Stands<MentorState>>,
}

impl Questions {
    /// Those of these notices. What there is none of is not asked for.
    pub(super) async fn of(tx: &mut ReadTx, person: &ActorId, notices: &[Notice]) -> StoreResult<Self> {
        let about = |is_asked: fn(&Happened) -> bool| -> Vec<&TaskId> {
            let asked = notices.iter().filter(|one| is_asked(&one.event.what));
            asked.filter_map(|one| one.event.task.as_ref()).collect()
        };
        let mut found = Self::default();
        let offers = about(|what| matches!(what, Happened::TaskAsked(_)));
        if !offers.is_empty() {
            found.offers = questions::offered(tx, person, &offers).await?;
        }
        let lessons = about(|what| matches!(what, Happened::MentorAsked(_)));
        if !lessons.is_empty() {
            found.lessons = questions::lessons(tx, person, &lessons).await?;
        }
        Ok(found)
    }

    /// Returns the outcome of the question of a notice; none while it waits for its person, and of a notice that asks nothing
    /// about a task.
    pub(super) fn became(&self, notice: &Notice, task: Option<&Task>) -> Option<Became> {
        let id = notice.event.task.as_ref()?;
        let is_somebodys = task.is_some_and(|task| task.assignee.is_some());
        let now = |is_open| AskedTaskNow { is_open, is_somebodys };
        match &notice.event.what {
            Happened::TaskAsked(_) => {
                self.offers.get(id).and_then(|(state, asks)| of_offer(*state, now(*asks)))
            }
            Happened::MentorAsked(_) => {
                self.lessons.get(id).and_then(|(state, asks)| of_lesson(*state, now(*asks)))
            }
            _ => None,
        }
    }
}
