//! Terms of a query that few tasks match: the statement begins with an index of these, because a scan in the order of the list would read
//! every task.
//!
//! The tasks of each indexed term are counted up to a limit. If one has few, the statement begins with them and sorts them. If all have
//! many, a scan in order soon fills a page, unless hardly any task matches all terms: then the limit is raised.

use pursuance_domain::id::ActorId;
use pursuance_domain::query::{
    Has, HostTerm, Is, Order, Part, PersonTerm, Query, Range, Skilled, Term, overdue,
};
use pursuance_domain::task::phase::{Phase, ShownPhase};
use pursuance_domain::value::{Size, Urgency};

use super::count::counted;
use super::others::is_area;
use super::{
    AskedQuery, DUE_OR_LAST, LegWalk, OPEN, QueryAsker, SIZE_RANK, TaskScope, URGENCY_RANK, USUAL,
    conditions, is_due, is_person, rank,
};
use crate::store::db::built::Built;
use crate::store::db::{ReadTx, SearchTx};
use crate::store::error::StoreResult;

/// The most tasks that are looked up one by one. If more of 100,000 match, a scan of about as many fills a page.
pub const FEW: i64 = 2_000;
/// The factor on [`FEW`] if hardly any task matches all terms, so that a scan would read every task.
const MORE: i64 = 12;
/// Hardly any task matches all terms if fewer than [`HARDLY`] of the newest [`SAMPLED`] do.
const SAMPLED: i64 = 1_000;
const HARDLY: i64 = 2;
/// Once a term has no more tasks than this, no other term is counted.
const PAGE: i64 = 50;

/// An index that finds the tasks of a term without a scan; it may also list tasks that are elsewhere or put away.
#[derive(Debug, Clone)]
pub(super) enum TaskSource {
    /// The tasks of a reader who may not read all.
    Held,
    /// Everything in the pursuances of a reader, and in public ones.
    Reach,
    /// Tasks that wait, or waited, for anything.
    Waiting,
    /// Tasks that wait, or waited, for the task with that number.
    WaitingFor(i64),
    /// Tasks that need a skill, by its key.
    Skill(String),
    /// Tasks that need a skill whose key begins with this.
    Area(String),
    By(PersonTerm),
    Has(PersonTerm),
    Review(PersonTerm),
    /// Tasks that the reader watches.
    Watched,
    /// Tasks that another pursuance was ever asked to do.
    Delegated,
    /// Tasks that were taken on from a server.
    From(HostTerm),
    Phases(Vec<Phase>),
    Size(Size),
    Urgency(Urgency),
    Due(Range),
    /// Open tasks with a date in the range.
    Late(Range),
    Undated,
}

/// Finds the term of a query that the fewest tasks match, if they are few, or if hardly any task matches all terms.
pub(super) async fn few(
    tx: &mut SearchTx,
    within: TaskScope<'_>,
    wanted: AskedQuery<'_>,
    most: i64,
) -> StoreResult<Option<TaskSource>> {
    let asker = wanted.asker;
    let sources = sources(within, wanted.query, asker);
    let is_one_of_several = matches!(within, TaskScope::One(_)) && sources.len() > 1;
    let found = fewest(tx, within, sources.clone(), asker, most).await?;
    if found.is_none() && is_one_of_several && is_rare(tx, within, wanted).await? {
        return fewest(tx, within, sources, asker, most.saturating_mul(MORE)).await;
    }
    Ok(found)
}

/// Whether hardly any of the newest tasks of a pursuance matches.
async fn is_rare(tx: &mut SearchTx, within: TaskScope<'_>, wanted: AskedQuery<'_>) -> StoreResult<bool> {
    let mut built = Built::new(
        "select count(*) as n from (select 1 as one from (select * from task o
          where o.pursuance = $1 and o.archived_at is null order by o.number desc limit ",
        within.values(),
    );
    built.number(SAMPLED).say(") t where ");
    conditions(&mut built, tx, within, wanted, LegWalk::Any);
    built.say(" limit ").number(HARDLY).say(") c");
    Ok(counted(tx, built).await? < HARDLY)
}

/// The source with the fewest tasks, if it has at most `most`.
pub(super) async fn fewest(
    tx: &mut SearchTx,
    within: TaskScope<'_>,
    sources: Vec<TaskSource>,
    asker: &QueryAsker<'_>,
    most: i64,
) -> StoreResult<Option<TaskSource>> {
    let (mut least, mut fewest) = (most.saturating_add(1), None);
    for source in sources {
        let mut built = Built::new("select count(*) as n from (", within.values());
        source.say(&mut built, tx, within, asker);
        // Counting beyond the smallest number so far is not needed.
        built.say(" limit ").bind(least.max(1)).say(") c");
        let found = counted(tx, built).await?;
        if found < least {
            (least, fewest) = (found, Some(source));
        }
        if found <= PAGE {
            break;
        }
    }
    Ok(fewest)
}

/// Lists the terms of a query that have an index.
fn sources(within: TaskScope<'_>, query: &Query, asker: &QueryAsker<'_>) -> Vec<TaskSource> {
    let parts = || query.parts.iter().filter(|part| !part.not).map(|part| &part.term);
    let mut sources: Vec<TaskSource> = parts().filter_map(|term| of_term(within, term, asker)).collect();
    match within {
        TaskScope::Reach(_) => sources.push(TaskSource::Reach),
        TaskScope::One(sight) => {
            // A single task, or the tasks below one, have their own index.
            if parts().any(|term| matches!(term, Term::Task(_) | Term::Parent(_))) {
                return Vec::new();
            }
            sources.extend(phases(query).map(TaskSource::Phases));
            // The index of these contains the numbers of the tasks, so it finds the newest quickly however many there are.
            let is_by_number = query.sort.unwrap_or(USUAL).by == Order::New;
            if let ([only], true) = (sources.as_slice(), is_by_number)
                && only.has_numbers()
            {
                sources.clear();
            }
            if sight.only_of().is_some() {
                sources.push(TaskSource::Held);
            }
        }
    }
    sources
}

fn of_term(within: TaskScope<'_>, term: &Term, asker: &QueryAsker<'_>) -> Option<TaskSource> {
    let is_one = matches!(within, TaskScope::One(_));
    match term {
        Term::Is(Is::Blocked | Is::Later) | Term::Phase(ShownPhase::Blocked) => Some(TaskSource::Waiting),
        Term::Skill(skill @ Skilled::Is(_)) => Some(TaskSource::Skill(skill.key())),
        Term::Skill(area @ Skilled::Area(_)) => Some(TaskSource::Area(area.key())),
        Term::By(person) => Some(TaskSource::By(person.clone())),
        Term::Has(Has::Holder(person)) => Some(TaskSource::Has(person.clone())),
        Term::Review(person) => Some(TaskSource::Review(person.clone())),
        Term::Watch => Some(TaskSource::Watched),
        Term::Is(Is::Delegated) => Some(TaskSource::Delegated),
        Term::From(host) => Some(TaskSource::From(host.clone())),
        // These have an index in each pursuance.
        Term::Is(Is::Overdue) if is_one => Some(TaskSource::Late(overdue(asker.now, asker.zone))),
        Term::Due(due) if is_one => {
            Some(due.range(asker.now, asker.zone).map_or(TaskSource::Undated, TaskSource::Due))
        }
        Term::Size(size) if is_one => Some(TaskSource::Size(*size)),
        Term::Urgency(urgency) if is_one => Some(TaskSource::Urgency(*urgency)),
        Term::Depends(number) if is_one => Some(TaskSource::WaitingFor(*number)),
        Term::Words(_)
        | Term::Has(Has::Nobody)
        | Term::Is(Is::Open | Is::Done | Is::Free | Is::Overdue)
        | Term::Phase(ShownPhase::Is(_))
        | Term::Due(_)
        | Term::Size(_)
        | Term::Urgency(_)
        | Term::In(_)
        | Term::Task(_)
        | Term::Parent(_)
        | Term::Depends(_) => None,
    }
}

/// The phases that the terms of a query leave; none if all are left.
pub(super) fn phases(query: &Query) -> Option<Vec<Phase>> {
    let is_blocked =
        |term: &Term| matches!(term, Term::Is(Is::Blocked | Is::Later) | Term::Phase(ShownPhase::Blocked));
    let without_blocked =
        query.parts.iter().any(|part| part.not && part.term == Term::Phase(ShownPhase::Blocked));
    let is_left = |phase: Phase| {
        query.parts.iter().all(|Part { not, term }| match (term, not) {
            (Term::Is(Is::Open), not) => phase.is_closed() == *not,
            (Term::Is(Is::Done), not) => (phase == Phase::Done) != *not,
            (Term::Is(Is::Free), false) => matches!(phase, Phase::New | Phase::HelpWanted),
            (Term::Is(Is::Overdue), false) => !phase.is_closed(),
            (Term::Phase(ShownPhase::Is(shown)), false) => phase == *shown,
            // A blocked task is not shown with its phase.
            (Term::Phase(ShownPhase::Is(shown)), true) => {
                phase != *shown || !without_blocked && !phase.is_closed()
            }
            (term, false) if is_blocked(term) => !phase.is_closed(),
            _ => true,
        })
    };
    let left: Vec<Phase> = Phase::ALL.into_iter().filter(|phase| is_left(*phase)).collect();
    (left.len() < Phase::ALL.len()).then_some(left)
}

impl TaskSource {
    /// Whether an index has its tasks in the order of their numbers.
    fn has_numbers(&self) -> bool {
        match self {
            Self::By(_) | Self::Size(_) | Self::Urgency(_) => true,
            Self::Phases(phases) => phases.len() == 1,
            Self::Held
            | Self::Reach
            | Self::Waiting
            | Self::WaitingFor(_)
            | Self::Skill(_)
            | Self::Area(_)
            | Self::Has(_)
            | Self::Review(_)
            | Self::Watched
            | Self::Delegated
            | Self::From(_)
            | Self::Due(_)
            | Self::Late(_)
            | Self::Undated => false,
        }
    }

    /// Adds the condition that a task `t` is one of these, as a list for the statement to begin with.
    pub fn say_among(
        &self,
        built: &mut Built,
        tx: &ReadTx,
        within: TaskScope<'_>,
        (query, asker): (&Query, &QueryAsker<'_>),
    ) {
        // Postgres estimates few elements in an array.
        built.say(if tx.is_sqlite() { " and t.id in (" } else { " and t.id = any (array(" });
        self.say(built, tx, within, asker);
        if matches!(self, Self::Size(_) | Self::Urgency(_)) {
            say_beside(built, tx, query, asker);
        }
        built.say(if tx.is_sqlite() { ")" } else { "))" });
    }

    /// Adds a statement that selects the ids.
    fn say(&self, built: &mut Built, tx: &ReadTx, within: TaskScope<'_>, asker: &QueryAsker<'_>) {
        let is_one = matches!(within, TaskScope::One(_));
        match self {
            Self::Held => {
                built.say(
                    "select o.id from task o where o.assignee = $2
                      union all select o.task from task_grant o where o.actor = $2",
                );
            }
            Self::Waiting if is_one => {
                built.say(
                    "select d.task from task_dependency d where d.pursuance = $1
                      union all select k.task from task_block k where k.pursuance = $1 and k.lifted_at is null",
                );
            }
            Self::Waiting => {
                built.say(
                    "select d.task from task_dependency d
                      union all select k.task from task_block k where k.lifted_at is null",
                );
            }
            Self::WaitingFor(number) => {
                built.say("select d.task from task_dependency d where d.on_task = (select o.id from task o");
                built.say(" where o.pursuance = $1 and o.number = ").bind(*number).say(")");
            }
            Self::Skill(key) => {
                if tx.is_sqlite() {
                    // For a list of keys SQLite estimates that most tasks have one, and would read the whole index.
                    built.say("select s.task from (");
                    say_meaning(built, key, is_one);
                    built.say(") k cross join task_skill s where s.skill_key = k.skill_key");
                } else {
                    // For unknown keys Postgres estimates many rows, and would scan the whole table for the first ones. Sorted in the order
                    // of the index, they come from the index.
                    built.say(
                        "select s.task from (select x.task from task_skill x where x.skill_key = any (array(",
                    );
                    say_meaning(built, key, is_one);
                    built.say(")) order by x.skill_key limit ").bind(2 * FEW).say(") s");
                }
            }
            Self::Area(beginning) => {
                is_area(built.say("select s.task from task_skill s where "), "s.skill_key", beginning);
            }
            Self::By(person) => {
                is_person(built.say("select t.id from task t where t.creator"), person, asker);
                if is_one {
                    built.say(" and t.pursuance = $1");
                }
            }
            Self::Has(person) => {
                is_person(built.say("select t.id from task t where t.assignee"), person, asker);
                in_pursuance(built, tx, is_one);
            }
            Self::Review(person) => {
                is_person(built.say("select t.id from task t where t.reviewer"), person, asker);
                in_pursuance(built, tx, is_one);
            }
            Self::Watched => {
                built.say("select w.object from watch w where w.is_on and w.account = ");
                built.bind(asker.person.map(ActorId::as_str));
            }
            Self::Delegated => {
                built.say("select d.task from delegation d where d.side = 'origin' and d.task is not null and d.origin ");
                within.places(built, tx);
            }
            Self::From(host) => {
                built.say(
                    "select d.task from delegation d join actor o on o.id = d.origin where d.side = 'delegate'
                      and d.task is not null and coalesce(o.host, ",
                );
                built.bind(asker.host.as_ref().map(HostTerm::as_str)).say(") = ").bind(host.as_str());
                within.places(built.say(" and d.delegate "), tx);
            }
            Self::Reach => {
                built.say("select t.id from task t where t.archived_at is null and t.pursuance ");
                within.places(built, tx);
            }
            Self::Phases(phases) => {
                // No phase is left, so nothing is found.
                in_order(built, tx, within).say("t.phase in (''");
                for phase in phases {
                    built.say(", ").quote(phase.as_str());
                }
                built.say(")");
            }
            Self::Size(size) => {
                in_order(built, tx, within).say(SIZE_RANK).say(" = ").bind(rank(Size::ALL, size));
            }
            Self::Urgency(urgency) => {
                in_order(built, tx, within).say(URGENCY_RANK).say(" = ").bind(rank(Urgency::ALL, urgency));
            }
            Self::Due(range) => {
                is_due(in_order(built, tx, within), tx, LegWalk::Dates(DUE_OR_LAST), *range);
            }
            Self::Late(range) => {
                is_due(in_order(built, tx, within).say(OPEN).say(" and "), tx, LegWalk::Any, *range);
            }
            Self::Undated => {
                in_order(built, tx, within).say(DUE_OR_LAST).say(" = 9223372036854775807");
            }
        }
    }
}

/// Adds the selection of tasks in the scope that are not put away; a condition follows.
fn in_order<'b>(built: &'b mut Built, tx: &ReadTx, within: TaskScope<'_>) -> &'b mut Built {
    built.say("select t.id from task t where t.archived_at is null and t.pursuance ");
    within.places(built, tx).say(" and ")
}

/// Adds the terms that the indices of sizes and of urgencies cover after the numbers of the tasks: of many thousands in the index, only
/// matching tasks are looked up.
fn say_beside(built: &mut Built, tx: &ReadTx, query: &Query, asker: &QueryAsker<'_>) {
    // The `+` hides other indices of these columns.
    let and = if tx.is_sqlite() { " and +t." } else { " and t." };
    if let Some(phases) = phases(query) {
        built.say(and).say("phase in (''");
        for phase in phases {
            built.say(", ").quote(phase.as_str());
        }
        built.say(")");
    }
    for part in query.parts.iter().filter(|part| !part.not) {
        match &part.term {
            Term::Size(size) => {
                built.say(and).say("size = ").bind(size.as_str());
            }
            Term::Urgency(urgency) => {
                built.say(and).say("urgency = ").bind(urgency.as_str());
            }
            Term::Has(Has::Holder(person)) => {
                is_person(built.say(and).say("assignee"), person, asker);
            }
            _ => {}
        }
    }
}

/// Adds the pursuance as a condition; SQLite begins with the person, who has fewer tasks.
fn in_pursuance(built: &mut Built, tx: &ReadTx, is_one: bool) {
    if is_one {
        built.say(if tx.is_sqlite() { " and +t.pursuance = $1" } else { " and t.pursuance = $1" });
    }
}

/// Adds a statement that selects the keys of a skill with the same meaning, in the pursuance or in any.
fn say_meaning(built: &mut Built, key: &str, is_one: bool) {
    if !is_one {
        built
            .say("select cast(")
            .bind(key)
            .say(" as text) as skill_key union select x.means_key from skill_synonym x where x.skill_key = ");
        built.bind(key).say(" union select y.skill_key from skill_synonym y where y.means_key = ").bind(key);
        built.say(" or y.means_key in (select x.means_key from skill_synonym x where x.skill_key = ");
        built.bind(key).say(")");
        return;
    }
    let meant = |built: &mut Built| {
        built.say(
            "coalesce((select x.means_key from skill_synonym x where x.pursuance = $1 and x.skill_key = ",
        );
        built.bind(key).say("), cast(").bind(key).say(" as text))");
    };
    built.say("select ");
    meant(built);
    built.say(" as skill_key union select y.skill_key from skill_synonym y where y.pursuance = $1 and y.means_key = ");
    meant(built);
}

#[cfg(test)]
mod tests {
    use super::*;
    use pursuance_domain::query::parse;

    fn left(text: &str) -> Option<Vec<&'static str>> {
        let left = phases(&parse(text).unwrap())?;
        Some(left.into_iter().map(Phase::as_str).collect())
    }

    #[test]
    fn parts_leave_the_phases_that_none_of_them_excludes() {
        assert_eq!(left("hive @me !is:blocked"), None);
        assert_eq!(left("is:done"), Some(vec!["done"]));
        assert_eq!(left("is:open !is:done status:in_review"), Some(vec!["in_review"]));
        assert_eq!(left("is:open status:done"), Some(vec![]));
        assert_eq!(left("!is:open"), Some(vec!["done", "dropped"]));
        // A blocked task is not shown in its phase: `!status:new` finds it in whatever open one.
        assert_eq!(left("is:open !status:new").map(|left| left.len()), Some(6));
        assert_eq!(left("is:open !status:blocked !status:new").map(|left| left.len()), Some(5));
        // Those for later are still among them.
        assert_eq!(left("is:open !is:blocked !status:new").map(|left| left.len()), Some(6));
        assert_eq!(left("is:later").map(|left| left.len()), Some(6));
        assert_eq!(left("!status:done").map(|left| left.len()), Some(7));
        assert_eq!(left("status:blocked").map(|left| left.len()), Some(6));
    }
}
