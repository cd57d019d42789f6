//! The tasks that events are about, as the listeners need them: with what tells them that there is nothing to ask for.

use std::collections::HashMap;

use pursuance_domain::id::TaskId;
use pursuance_domain::task::phase::Phase;

use super::{Task, TaskRow, select};
use crate::store::damage::{StoredRow, whole};
use crate::store::db::{ReadTx, all};
use crate::store::error::{StoreError, StoreResult};
use crate::store::search::{among, list};

/// A task that something happened to.
#[derive(Debug, Clone)]
pub struct Touched {
    pub task: Task,
    pub has_skills: bool,
    /// Whether its pairing was ever begun.
    pub has_pairing: bool,
    /// Whether somebody is asked about it, wants to be asked later, or stands by.
    pub has_offers: bool,
    /// Whether somebody is waited for.
    pub has_silence: bool,
    /// Whether somebody is asked whether they go on with it.
    pub has_succession: bool,
}

impl Touched {
    /// Whether people are to be asked for it: it wants help, and skills or was paired before.
    pub fn is_to_be_paired(&self) -> bool {
        self.task.phase == Phase::HelpWanted && (self.has_pairing || self.has_skills)
    }
}

#[derive(sqlx::FromRow)]
struct TouchedRow {
    #[sqlx(flatten)]
    task: TaskRow,
    has_skills: bool,
    has_pairing: bool,
    has_offers: bool,
    has_silence: bool,
    has_succession: bool,
}

impl StoredRow for TouchedRow {
    fn key(&self) -> String {
        self.task.key()
    }
}

impl TryFrom<TouchedRow> for Touched {
    type Error = StoreError;
    fn try_from(row: TouchedRow) -> StoreResult<Self> {
        Ok(Self {
            task: row.task.try_into()?,
            has_skills: row.has_skills,
            has_pairing: row.has_pairing,
            has_offers: row.has_offers,
            has_silence: row.has_silence,
            has_succession: row.has_succession,
        })
    }
}

/// Some tasks, as far as they exist.
pub async fn touched<'a>(
    tx: &mut ReadTx,
    ids: impl IntoIterator<Item = &'a TaskId>,
) -> StoreResult<HashMap<TaskId, Touched>> {
    macro_rules! sql {
        ($($which:literal),+) => {
            select!(
                ", (exists (select 1 from task_skill s where s.task = t.id)
                    or exists (select 1 from sealed_tagged g where g.object = t.id and g.epoch > 0)) as has_skills,
                  exists (select 1 from pairing p where p.task = t.id) as has_pairing,
                  exists (select 1 from offer o where o.task = t.id and o.state in ('open', 'later', 'standing_by')) as has_offers,
                  exists (select 1 from silence i where i.task = t.id) as has_silence,
                  exists (select 1 from succession u where u.task = t.id) as has_succession ";
                $($which),+
            )
        };
    }
    let (sql, ids) = (among!(sql, "t.id", tx), list(ids.into_iter().map(TaskId::as_str)));
    let found: Vec<Touched> = whole(all!(tx, TouchedRow, sql, ids)?)?;
    Ok(found.into_iter().map(|touched| (touched.task.id.clone(), touched)).collect())
}
