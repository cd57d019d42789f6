//! Extra facts for the tasks of a list: the skills of each, how many tasks wait for it, what it waits for, what is unread there, and its
//! live delegation; by one statement, however many they are.

use std::collections::HashMap;

use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::time::Time;
use serde_json::{Map, Value};

use super::{Row, TaskDelegation, Who};
use crate::store::actors::ActorKind;
use crate::store::damage::{StoredRow, or_none, readable};
use crate::store::db::{ReadTx, each};
use crate::store::delegations::{read_side, read_state};
use crate::store::error::StoreResult;
use crate::store::read_markers::{COUNTED, read_marker, unread};
use crate::store::states::with_states;

/// The extra facts of one task.
#[derive(Debug, Clone, Default)]
pub struct TaskExtras {
    /// The skills that it requires, in order.
    pub skills: Vec<String>,
    /// The number of open tasks that wait for it.
    pub waiting: i64,
    /// The number of the first unfinished task of its pursuance that it waits for. The caller checks who may read that.
    pub after: Option<i64>,
    /// The number of messages of its discussion that the reader has not read, up to [`COUNTED`].
    pub unread: i64,
    /// Its live delegation; the newest if there are several.
    pub delegation: Option<TaskDelegation>,
}

#[derive(sqlx::FromRow)]
struct TaskExtrasRow {
    task: String,
    skills: Option<String>,
    waiting: i64,
    after: Option<i64>,
    unread: i64,
    side: Option<String>,
    state: Option<String>,
    who: Option<String>,
    kind: Option<String>,
    host: Option<String>,
    name: Option<String>,
    display: Option<String>,
}

impl StoredRow for TaskExtrasRow {
    fn key(&self) -> String {
        self.task.clone()
    }
}

impl TaskExtrasRow {
    fn delegation(&self) -> StoreResult<Option<TaskDelegation>> {
        let (Some(side), Some(state), Some(who), Some(kind)) =
            (&self.side, &self.state, &self.who, &self.kind)
        else {
            return Ok(None);
        };
        Ok(Some(TaskDelegation {
            task: TaskId(self.task.clone()),
            side: read_side(side)?,
            state: read_state(state)?,
            peer: Who {
                kind: ActorKind::parse(kind).map_err(|error| error.in_row(who.clone()))?,
                id: ActorId(who.clone()),
                host: self.host.clone(),
                name: self.name.clone().unwrap_or_default(),
                display: self.display.clone().unwrap_or_default(),
            },
        }))
    }
}

/// Reads the extra facts of the tasks of a list, by task; a task without any has an empty entry. `floor`: the time from which messages can
/// be unread for the reader, by the slug of a pursuance; without one, nothing is unread there.
pub async fn task_extras(
    tx: &mut ReadTx,
    rows: &[Row],
    reader: Option<&ActorId>,
    floor: impl Fn(&str) -> Option<Time>,
) -> StoreResult<HashMap<TaskId, TaskExtras>> {
    macro_rules! task_extras {
        ($tasks:literal, $delegations:literal) => {
            concat!(
                "select o.key as task,
                  (select string_agg(s.skill, '\n' order by s.position) from task_skill s where s.task = o.key) as skills,
                  (select count(*) from task_dependency w join task wt on wt.id = w.task where w.on_task = o.key
                    and wt.phase not in ('done', 'dropped') and wt.archived_with is null and wt.trashed_at is null
                    and (w.pursuance = w.on_pursuance or w.shown_by is not null)) as waiting,
                  (select min(ft.number) from task_dependency f join task ft on ft.id = f.on_task where f.task = o.key
                    and f.on_pursuance = f.pursuance and ft.phase not in ('done', 'dropped') and ft.archived_with is null
                    and ft.trashed_at is null) as after,
                  (select count(*) from (select u.id ",
                unread!("o.key", "$2", "cast(o.value as bigint)"),
                " and not exists (select 1 from mute z where z.account = $2 and z.object = o.key) limit +$3) n) as unread,
                  d.side, d.state, a.id as who, a.kind, a.host, a.name, a.display from ",
                $tasks,
                " left join ",
                read_marker!("o.key", "$2", "cast(o.value as bigint)"),
                " left join ",
                $delegations,
                " left join actor a on a.id = case d.side when 'origin' then d.delegate else d.origin end order by d.created"
            )
        };
    }
    const SQLITE: &str =
        task_extras!("json_each($1) o", "delegation d on d.task = o.key and d.state in {live}");
    // For a join Postgres would read every live delegation; this form looks each one up.
    const POSTGRES: &str = task_extras!(
        "unnest(array(select j.key from json_each_text(cast($1 as json)) j), array(select j.value from json_each_text(cast($1 as json)) j))
          o(key, value)",
        "lateral (select * from delegation n where n.task = o.key and n.state in {live} offset 0) d on true"
    );
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = if tx.is_sqlite() { with_states!(SQLITE) } else { with_states!(POSTGRES) };
    let floors =
        rows.iter().map(|row| (row.id.0.clone(), floor(&row.slug).map_or(Value::Null, |at| at.0.into())));
    let tasks = Value::Object(floors.collect::<Map<_, _>>()).to_string();
    let reader = reader.map(ActorId::as_str);
    let found = readable(each!(tx, TaskExtrasRow, sql, &tasks, reader, COUNTED)?);
    let mut task_extras: HashMap<TaskId, TaskExtras> = HashMap::with_capacity(found.len());
    for row in found {
        let delegation = or_none(row.delegation().map_err(|error| error.in_row(row.key()))).flatten();
        let extras = task_extras.entry(TaskId(row.task)).or_default();
        extras.waiting = row.waiting;
        extras.after = row.after;
        extras.unread = row.unread;
        extras.skills =
            row.skills.map(|joined| joined.split('\n').map(str::to_owned).collect()).unwrap_or_default();
        extras.delegation = delegation.or(extras.delegation.take());
    }
    Ok(task_extras)
}
