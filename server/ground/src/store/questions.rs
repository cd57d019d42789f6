//! How the questions to a person about tasks stand: whether they take one, and whether they accompany somebody who learns there.

use std::collections::HashMap;

use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::pairing::{MentorState, OfferState};

use super::damage::{StoredRow, listed};
use super::db::{ReadTx, each};
use super::error::{StoreError, StoreResult};
use super::search::{among, list};
use super::{mentors, offers};

/// The state of a question, and whether it asks its person still.
pub type Stands<S> = (S, bool);

#[derive(sqlx::FromRow)]
struct Row {
    task: String,
    state: String,
    asks: bool,
}

impl StoredRow for Row {
    fn key(&self) -> String {
        self.task.clone()
    }
}

impl TryFrom<Row> for (TaskId, Stands<OfferState>) {
    type Error = StoreError;
    fn try_from(row: Row) -> StoreResult<Self> {
        let state = OfferState::parse(&row.state);
        let state = state.ok_or_else(|| StoreError::unknown_word("offer", "state", row.state))?;
        Ok((TaskId(row.task), (state, row.asks)))
    }
}

impl TryFrom<Row> for (TaskId, Stands<MentorState>) {
    type Error = StoreError;
    fn try_from(row: Row) -> StoreResult<Self> {
        let state = MentorState::parse(&row.state);
        let state = state.ok_or_else(|| StoreError::unknown_word("mentor", "state", row.state))?;
        Ok((TaskId(row.task), (state, row.asks)))
    }
}

/// How the offers of some tasks to a person stand.
pub async fn offered(
    tx: &mut ReadTx,
    person: &ActorId,
    tasks: &[&TaskId],
) -> StoreResult<HashMap<TaskId, Stands<OfferState>>> {
    macro_rules! sql {
        ($($which:literal),+) => {
            concat!(
                "select o.task, o.state, ",
                offers::asks!(),
                " as asks from offer o ",
                $($which),+,
                " and o.person = $2"
            )
        };
    }
    let sql = among!(sql, "o.task", tx);
    let of = list(tasks.iter().map(|task| task.as_str()));
    let rows: Vec<_> = listed(each!(tx, Row, sql, of, person.as_str())?);
    Ok(rows.into_iter().collect())
}

/// How the last questions to a person stand whether they accompany somebody on some tasks.
pub async fn lessons(
    tx: &mut ReadTx,
    person: &ActorId,
    tasks: &[&TaskId],
) -> StoreResult<HashMap<TaskId, Stands<MentorState>>> {
    macro_rules! sql {
        ($($which:literal),+) => {
            concat!(
                "select m.task, m.state, ",
                mentors::asks!(),
                " as asks from mentor m ",
                $($which),+,
                " and m.person = $2 and not exists (select 1 from mentor n where n.task = m.task and n.person = m.person
                  and (n.at > m.at or (n.at = m.at and n.id > m.id)))"
            )
        };
    }
    let sql = among!(sql, "m.task", tx);
    let of = list(tasks.iter().map(|task| task.as_str()));
    let rows: Vec<_> = listed(each!(tx, Row, sql, of, person.as_str())?);
    Ok(rows.into_iter().collect())
}
