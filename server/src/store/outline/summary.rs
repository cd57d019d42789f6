//! The summary of a pursuance: the state of its tasks, their needs, the helpers.

use pursuance_domain::allowed::Sight;
use pursuance_domain::task::phase::Phase;

use crate::store::damage::or_none;
use crate::store::db::{ReadTx, all, one};
use crate::store::delegations::with_states;
use crate::store::error::{StoreError, StoreResult};
use crate::store::grants::readable;

/// How many of the tasks that may be read are in each phase.
pub async fn count_by_phase(tx: &mut ReadTx, sight: &Sight) -> StoreResult<Vec<(Phase, i64)>> {
    const WHOLE: &str =
        "select phase, count(*) from task where pursuance = $1 and archived_at is null group by phase";
    const OWN: &str = concat!(
        "select phase, count(*) from task t where pursuance = $1 and archived_at is null and ",
        readable!("t", "$2"),
        " group by phase"
    );
    let of = sight.pursuance().as_str();
    let found = match sight.only_of() {
        None => all!(tx, (String, i64), WHOLE, of)?,
        Some(person) => all!(tx, (String, i64), OWN, of, person.as_str())?,
    };
    let read = |(phase, count): (String, i64)| {
        let read = Phase::parse(&phase).ok_or_else(|| StoreError::unknown_word("task", "phase", phase));
        or_none(read.map_err(|error| error.in_row(format!("a task of {of}")))).map(|phase| (phase, count))
    };
    Ok(found.into_iter().filter_map(read).collect())
}

/// Servers of the pursuances that have a task of this one, for readers of all its tasks.
pub async fn helpers(tx: &mut ReadTx, sight: &Sight) -> StoreResult<Vec<String>> {
    const SQL: &str = "select distinct a.host from delegation d join actor a on a.id = d.delegate
        where d.origin = $1 and d.side = 'origin' and d.state in {held} and a.host is not null
        order by a.host limit 20";
    if sight.only_of().is_some() {
        return Ok(Vec::new());
    }
    Ok(all!(tx, (String,), with_states!(SQL), sight.pursuance().as_str())?
        .into_iter()
        .map(|row| row.0)
        .collect())
}

/// How many of the tasks to pick up are on offer to another pursuance; they cannot be taken meanwhile.
pub async fn count_on_offer(tx: &mut ReadTx, sight: &Sight) -> StoreResult<i64> {
    const SQL: &str = "select count(distinct t.id) from delegation d join task t on t.id = d.task
        where d.origin = $1 and d.side = 'origin' and d.state in {open}
          and t.phase in ('help_wanted', 'new') and t.archived_at is null";
    // A reader of only their own tasks counts no unassigned one.
    if sight.only_of().is_some() {
        return Ok(0);
    }
    Ok(one!(tx, (i64,), with_states!(SQL), sight.pursuance().as_str())?.0)
}

/// Some of the skills that the tasks to pick up need, the most wanted first; without tasks on offer to another
/// pursuance.
pub async fn wanted_skills(tx: &mut ReadTx, sight: &Sight) -> StoreResult<Vec<String>> {
    const SQL: &str =
        "select min(s.skill) from (select n.id from task n where n.pursuance = $1 and n.phase in ('help_wanted', 'new')
          and n.archived_at is null and not exists (select 1 from delegation d
            where d.task = n.id and d.side = 'origin' and d.state in {open})
          order by n.number desc limit 50) t join task_skill s on s.task = t.id
        group by s.skill_key order by count(*) desc, s.skill_key limit 4";
    // A reader of only their own tasks reads no unassigned one.
    if sight.only_of().is_some() {
        return Ok(Vec::new());
    }
    Ok(all!(tx, (String,), with_states!(SQL), sight.pursuance().as_str())?
        .into_iter()
        .map(|row| row.0)
        .collect())
}
