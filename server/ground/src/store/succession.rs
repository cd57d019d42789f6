//! Tasks that were handed on, until somebody has them: who had each, and who is asked now whether they go on with it.

use std::collections::HashMap;

use pursuance_domain::id::{ActorId, OfferId, TaskId};
use pursuance_domain::silence::{HeirRule, Heirs};
use pursuance_domain::time::Time;

use super::damage::{StoredRow, single};
use super::db::{ReadTx, WriteTx, all, optional, run};
use super::error::{StoreError, StoreResult};
use super::grants;
use super::search::list;

/// The number of the newest events of a pursuance that tell who was active there lately.
const LATELY: i64 = 2_000;

/// A task that was handed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Succession {
    pub task: TaskId,
    pub pursuance: ActorId,
    /// The person who had it.
    pub former: ActorId,
    /// Whether they keep it until somebody says yes: they are away.
    pub keeps: bool,
    /// The rules that have named somebody.
    pub tried: Vec<HeirRule>,
    /// The question to the person who is asked now.
    pub offer: Option<OfferId>,
    /// Whether somebody is asked, or may be; otherwise the task looks for help like others.
    pub is_running: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    task: String,
    pursuance: String,
    former: String,
    keeps: i64,
    tried: String,
    offer: Option<String>,
    running: i64,
}

impl StoredRow for Row {
    fn key(&self) -> String {
        self.task.clone()
    }
}

impl TryFrom<Row> for Succession {
    type Error = StoreError;
    fn try_from(row: Row) -> StoreResult<Self> {
        let tried = Heirs::parse(&row.tried)
            .map_err(|_| StoreError::unknown_word("succession", "tried", row.tried.clone()))?;
        Ok(Self {
            task: TaskId(row.task),
            pursuance: ActorId(row.pursuance),
            former: ActorId(row.former),
            keeps: row.keeps != 0,
            tried: tried.iter().collect(),
            offer: row.offer.map(OfferId),
            is_running: row.running != 0,
        })
    }
}

/// The state of a task that was handed on; none where nobody handed it on, or somebody has it again.
pub async fn find(tx: &mut ReadTx, task: &TaskId) -> StoreResult<Option<Succession>> {
    const SQL: &str =
        "select task, pursuance, former, keeps, tried, offer, running from succession where task = $1";
    single(optional!(tx, Row, SQL, task.as_str())?)
}

/// Notes that a task was handed on, instead of an earlier time.
pub async fn begin(
    tx: &mut WriteTx,
    (task, pursuance): (&TaskId, &ActorId),
    former: &ActorId,
    keeps: bool,
    now: Time,
) -> StoreResult<()> {
    const SQL: &str = "insert into succession (task, pursuance, former, keeps, tried, offer, running, began)
          values ($1, $2, $3, $4, '', null, 1, $5)
        on conflict (task) do update set former = excluded.former, keeps = excluded.keeps, tried = '', offer = null, running = 1,
          began = excluded.began";
    run!(tx, SQL, task.as_str(), pursuance.as_str(), former.as_str(), i64::from(keeps), now.0).map(drop)
}

/// Notes who is asked now, and the rules that have named somebody.
pub async fn go_on(
    tx: &mut WriteTx,
    task: &TaskId,
    tried: &[HeirRule],
    offer: Option<&OfferId>,
) -> StoreResult<()> {
    const SQL: &str = "update succession set tried = $2, offer = $3 where task = $1";
    let tried = Heirs::new(tried.iter().copied()).to_words();
    run!(tx, SQL, task.as_str(), &tried, offer.map(OfferId::as_str)).map(drop)
}

/// Asks nobody alone any more: the task looks for help like others. Answers whether somebody was asked, or was to be.
pub async fn stop(tx: &mut WriteTx, task: &TaskId) -> StoreResult<bool> {
    const SQL: &str = "update succession set running = 0, offer = null where task = $1 and running <> 0";
    let was_running = run!(tx, SQL, task.as_str())? > 0;
    free(tx, task).await?;
    Ok(was_running)
}

/// Forgets that a task was handed on: somebody has it, or it has ended. Its former assignee reads it no longer by that alone.
pub async fn end(tx: &mut WriteTx, task: &TaskId) -> StoreResult<()> {
    if run!(tx, "delete from succession where task = $1", task.as_str())? == 0 {
        return Ok(());
    }
    grants::remove_given_by_server(tx, task).await?;
    free(tx, task).await
}

/// A question to one person alone becomes one as others are.
async fn free(tx: &mut WriteTx, task: &TaskId) -> StoreResult<()> {
    const SQL: &str = "update offer set until = null where task = $1 and until is not null";
    run!(tx, SQL, task.as_str()).map(drop)
}

/// The actors who were active in a pursuance lately, and when.
pub async fn lately_active(tx: &mut ReadTx, pursuance: &ActorId) -> StoreResult<HashMap<ActorId, Time>> {
    const SQL: &str = "select e.actor, max(e.at) from (select actor, at from event where stream = $1 order by seq desc limit +$2) e
        where e.actor is not null group by e.actor";
    let rows = all!(tx, (String, i64), SQL, pursuance.as_str(), LATELY)?;
    Ok(rows.into_iter().map(|(actor, at)| (ActorId(actor), Time(at))).collect())
}

/// The karma of some people in a pursuance; people without any are absent.
pub async fn karma(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    people: &[ActorId],
) -> StoreResult<HashMap<ActorId, i64>> {
    macro_rules! of {
        ($people:literal) => {
            concat!(
                "select k.actor, cast(sum(k.points) as bigint) from karma k where k.pursuance = $1 and k.actor ",
                $people,
                " group by k.actor"
            )
        };
    }
    const SQLITE: &str = of!("in (select value from json_each($2))");
    const POSTGRES: &str = of!("= any (array(select json_array_elements_text(cast($2 as json))))");
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let rows = all!(tx, (String, i64), sql, pursuance.as_str(), list(people.iter().map(ActorId::as_str)))?;
    Ok(rows.into_iter().map(|(actor, points)| (ActorId(actor), points)).collect())
}

/// The person who invited a member.
pub async fn inviter(tx: &mut ReadTx, pursuance: &ActorId, member: &ActorId) -> StoreResult<Option<ActorId>> {
    const SQL: &str = "select invited_by from came_through where pursuance = $1 and actor = $2";
    let row = optional!(tx, (String,), SQL, pursuance.as_str(), member.as_str())?;
    Ok(row.map(|(id,)| ActorId(id)))
}
