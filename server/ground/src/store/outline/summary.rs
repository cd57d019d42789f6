//! The summary of a pursuance: the state of its tasks, their needs, the helpers.

use std::collections::BTreeMap;

use pursuance_domain::allowed::Sight;
use pursuance_domain::id::ActorId;
use pursuance_domain::task::phase::{Phase, ShownPhase};

use super::free::unassigned;

use crate::store::damage::or_none;
use crate::store::db::{ReadTx, all, one};
use crate::store::error::{StoreError, StoreResult};
use crate::store::grants::readable;
use crate::store::states::with_states;
use crate::store::tasks::is_blocked;

/// Counts the readable tasks in each phase. A waiting task counts as blocked only if it has an assignee: the others are planned for
/// later.
pub async fn count_by_phase(tx: &mut ReadTx, sight: &Sight) -> StoreResult<Vec<(ShownPhase, i64)>> {
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
    let mut counts: BTreeMap<ShownPhase, i64> =
        read_counts(of, found).map(|(phase, n)| (ShownPhase::Is(phase), n)).collect();
    for (phase, blocked) in count_blocked(tx, sight).await? {
        if phase.is_unassigned() {
            continue;
        }
        *counts.entry(ShownPhase::Is(phase)).or_default() -= blocked;
        *counts.entry(ShownPhase::Blocked).or_default() += blocked;
    }
    counts.retain(|_, count| *count > 0);
    Ok(counts.into_iter().collect())
}

fn read_counts(of: &str, found: Vec<(String, i64)>) -> impl Iterator<Item = (Phase, i64)> {
    found.into_iter().filter_map(move |(word, count)| {
        let read = Phase::parse(&word).ok_or_else(|| StoreError::unknown_word("task", "phase", word));
        or_none(read.map_err(|error| error.in_row(format!("a task of {of}")))).map(|phase| (phase, count))
    })
}

/// Counts the blocked tasks in each stored phase. Begins with the edges and blocks of the pursuance, which are few compared with its tasks,
/// and looks up the task of each: for a join Postgres would read every task.
async fn count_blocked(tx: &mut ReadTx, sight: &Sight) -> StoreResult<Vec<(Phase, i64)>> {
    const SQL: &str = concat!(
        "select f.phase, count(*) from (
          select (select t.phase from task t where t.id = w.id and t.phase not in ('done', 'dropped') and t.archived_at is null and ",
        readable!("t", "$2"),
        ") as phase from (
            select d.task as id from task_dependency d where d.pursuance = $1
              and (select b.phase not in ('done', 'dropped') and b.archived_with is null and b.trashed_at is null
                from task b where b.id = d.on_task)
            union select k.task from task_block k where k.pursuance = $1 and k.lifted_at is null) w) f
        group by f.phase"
    );
    let (of, only_of) = (sight.pursuance().as_str(), sight.only_of().map(ActorId::as_str));
    // The row without a phase has the tasks that do not count. A condition instead would look up all of them once more.
    let found = all!(tx, (Option<String>, i64), SQL, of, only_of)?;
    let counted = found.into_iter().filter_map(|(phase, count)| Some((phase?, count)));
    Ok(read_counts(of, counted.collect()).collect())
}

/// Counts the otherwise free tasks that are on offer to another pursuance; they cannot be taken meanwhile.
pub async fn count_on_offer(tx: &mut ReadTx, sight: &Sight) -> StoreResult<i64> {
    const SQL: &str = concat!(
        "select count(distinct t.id) from delegation d join task t on t.id = d.task
        where d.origin = $1 and d.side = 'origin' and d.state in {open}
          and t.phase in ('help_wanted', 'new') and t.archived_at is null and not ",
        is_blocked!()
    );
    // A reader of only their own tasks sees no unassigned ones.
    if sight.only_of().is_some() {
        return Ok(0);
    }
    Ok(one!(tx, (i64,), with_states!(SQL), sight.pursuance().as_str())?.0)
}

/// Counts the free tasks: all without an assignee, counted by an index, minus the few that wait or are on offer to another pursuance.
pub async fn count_free(tx: &mut ReadTx, sight: &Sight) -> StoreResult<i64> {
    const SQL: &str = concat!(
        "select (select count(*) from task n where n.pursuance = $1 and ", unassigned!("n"), ") - (select count(*) from (
            select (select true from task n where n.id = w.id and n.pursuance = $1 and ", unassigned!("n"), ") as counts from (
              select d.task as id from task_dependency d where d.pursuance = $1
                and (select b.phase not in ('done', 'dropped') and b.archived_with is null and b.trashed_at is null
                  from task b where b.id = d.on_task)
              union select k.task from task_block k where k.pursuance = $1 and k.lifted_at is null
              union select o.task from delegation o where o.origin = $1 and o.side = 'origin' and o.state in {open}) w) c
          where c.counts is true)"
    );
    Ok(one!(tx, (i64,), with_states!(SQL), sight.pursuance().as_str())?.0)
}

/// Finds some of the skills that free tasks need, the most wanted first; without tasks on offer to another pursuance.
pub async fn wanted_skills(tx: &mut ReadTx, sight: &Sight) -> StoreResult<Vec<String>> {
    const SQL: &str =
        "select min(s.skill) from (select n.id from task n where n.pursuance = $1 and n.phase in ('help_wanted', 'new')
          and n.archived_at is null and not exists (select 1 from delegation d
            where d.task = n.id and d.side = 'origin' and d.state in {open})
          order by n.number desc limit 50) t join task_skill s on s.task = t.id
        group by s.skill_key order by count(*) desc, s.skill_key limit 4";
    // A reader of only their own tasks reads no unassigned ones.
    if sight.only_of().is_some() {
        return Ok(Vec::new());
    }
    Ok(all!(tx, (String,), with_states!(SQL), sight.pursuance().as_str())?
        .into_iter()
        .map(|row| row.0)
        .collect())
}
