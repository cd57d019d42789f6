//! The tasks of a pursuance that a query of the language finds (RULES §7). `Query::matches` says the same slowly, and a test
//! holds the two together.
//!
//! A statement scans the tasks of the pursuance along an index, in the order of the list, until a page is full, and checks the terms of the
//! query for each; only the tasks of the page are read whole. An order without an index for all of it is scanned in parts (`legs`). If few
//! tasks match one term, the statement begins with these (`few`). If each term matches many tasks, but no task matches all of them, every
//! task of the pursuance is scanned once.

pub mod count;
pub mod days;
pub mod everywhere;
mod others;
mod sorting;
mod task_sources;
mod words;

use std::fmt;
use std::str::FromStr;

use chrono_tz::Tz;
use pursuance_domain::allowed::Sight;
use pursuance_domain::id::ActorId;
use pursuance_domain::query::{
    Has, HostTerm, Is, Order, Part, PersonTerm, Query, Range, Sort, Term, overdue,
};
use pursuance_domain::task::phase::ShownPhase;
use pursuance_domain::time::Time;
use pursuance_domain::value::{Size, Urgency, fold_name};

use self::everywhere::Reach;
use self::others::{NoneOf, SLUG, WAITS_FOR, is_other, is_skill};
use self::sorting::{Leg, LegWalk, OtherIndex, Sorting};
pub use self::task_sources::FEW;
use self::words::IndexHits;
pub use self::words::{Answer, Limits};
use super::free::{clear, unassigned};
use super::next::nothing_blocks;
use super::{Raw, Row, only_of, selected};
use crate::store::damage::{ListStretch, StoredRow};
use crate::store::db::built::{Built, Value};
use crate::store::db::{ReadTx, SearchTx};
use crate::store::error::{StoreError, StoreResult};
use crate::store::grants::readable;
use crate::store::states::with_states;
use crate::store::tasks::is_blocked;

/// The default order of a list.
const USUAL: Sort = Sort { by: Order::New, reversed: false };

/// The reader who looks for tasks, with place and time: they give `me`, names with a host and days their meaning.
#[derive(Debug, Clone)]
pub struct QueryAsker<'a> {
    pub person: Option<&'a ActorId>,
    /// This instance, as in handles.
    pub host: Option<HostTerm>,
    pub now: Time,
    pub zone: Tz,
}

/// A place in a sorted list: the sort key, and the number of the task. Written `12` where the two are the same, else
/// `250.12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    key: i64,
    number: i64,
}

/// A text that is no [`Place`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a place in a list of tasks")]
pub struct NoPlace;

impl Place {
    /// The place in a list by date before everything that is due from `moment` on.
    pub fn before_due(moment: Time) -> Self {
        Self { key: moment.0.saturating_sub(1), number: 0 }
    }

    /// The number, if the list is sorted only by it.
    pub fn number(self) -> Option<i64> {
        (self.key == self.number).then_some(self.number)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number() {
            Some(number) => write!(f, "{number}"),
            None => write!(f, "{}.{}", self.key, self.number),
        }
    }
}

impl FromStr for Place {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        let (key, number) = text.split_once('.').unwrap_or((text, text));
        let read = |number: &str| number.parse().map_err(|_| NoPlace);
        Ok(Self { key: read(key)?, number: read(number)? })
    }
}

/// A task that was found.
#[derive(Debug, Clone)]
pub struct Matched {
    pub row: Row,
    /// Its place in the list.
    pub place: Place,
}

#[derive(sqlx::FromRow)]
struct MatchedRow {
    #[sqlx(flatten)]
    row: Raw,
    sort_key: i64,
}

impl StoredRow for MatchedRow {
    fn key(&self) -> String {
        self.row.key()
    }
}

impl MatchedRow {
    fn place(&self) -> Place {
        Place { key: self.sort_key, number: self.row.number }
    }
}

impl TryFrom<MatchedRow> for Matched {
    type Error = StoreError;

    fn try_from(found: MatchedRow) -> StoreResult<Self> {
        Ok(Self { place: found.place(), row: found.row.try_into()? })
    }
}

/// Finds the readable tasks of a pursuance that match a query, in its order, after a place; without the limits of its words.
pub async fn matching(
    tx: &mut SearchTx,
    sight: &Sight,
    query: &Query,
    asker: &QueryAsker<'_>,
    after: Option<Place>,
    limit: i64,
) -> StoreResult<Vec<Matched>> {
    Ok(answer(tx, sight, query, asker, after, limit).await?.found)
}

/// Finds the readable tasks of a pursuance that match a query, in its order, after a place.
pub async fn answer(
    tx: &mut SearchTx,
    sight: &Sight,
    query: &Query,
    asker: &QueryAsker<'_>,
    after: Option<Place>,
    limit: i64,
) -> StoreResult<Answer<Matched>> {
    answer_with(tx, sight, query, asker, (after, limit), FEW).await
}

/// The same as [`answer`] with another limit for "few": for the test that looks for tasks in every way.
///
/// # Errors
/// When the database fails.
pub async fn answer_with(
    tx: &mut SearchTx,
    sight: &Sight,
    query: &Query,
    asker: &QueryAsker<'_>,
    (after, limit): (Option<Place>, i64),
    few_are: i64,
) -> StoreResult<Answer<Matched>> {
    let words = IndexHits::of(tx, TaskScope::One(sight), query, asker, few_are).await?;
    let wanted = AskedQuery { query, words: &words, asker };
    let sort = Sorting::of(query.sort.unwrap_or(USUAL));
    let mut list = ListStretch::new(limit, after);
    for leg in sort.legs(words.is_list()) {
        list.go_on();
        while let Some((after, most)) = list.wanted() {
            let Some(built) = statement(tx, sight, wanted, (sort, leg), *after, most) else { break };
            list.take(built.rows::<MatchedRow>(tx).await?, |found| Some(found.place()));
        }
    }
    Ok(Answer { found: list.rows(), limits: words.limits })
}

/// Returns the query plans of each part of a list from its beginning, for the test that the orders use their indices. Postgres, which would
/// sort the few rows of a test, is told to avoid that.
///
/// # Errors
/// When the database fails.
pub async fn plans(
    tx: &mut SearchTx,
    sight: &Sight,
    query: &Query,
    asker: &QueryAsker<'_>,
    limit: i64,
    few_are: i64,
) -> StoreResult<Vec<String>> {
    let words = IndexHits::of(tx, TaskScope::One(sight), query, asker, few_are).await?;
    let wanted = AskedQuery { query, words: &words, asker };
    let sort = Sorting::of(query.sort.unwrap_or(USUAL));
    let mut plans = Vec::new();
    for leg in sort.legs(words.is_list()) {
        if let Some(built) = statement(tx, sight, wanted, (sort, leg), None, limit) {
            plans.push(built.plan(tx).await?);
        }
    }
    Ok(plans)
}

/// A query, and its asker.
#[derive(Clone, Copy)]
struct AskedQuery<'a> {
    query: &'a Query,
    words: &'a IndexHits,
    asker: &'a QueryAsker<'a>,
}

/// The pursuances to search, with the permission to read there. Its values are `$1`, `$2` and so on.
#[derive(Debug, Clone, Copy)]
enum TaskScope<'a> {
    /// One pursuance.
    One(&'a Sight),
    /// Several at once.
    Reach(&'a Reach<'a>),
}

impl TaskScope<'_> {
    /// Its values, which come first in a statement.
    fn values(self) -> Vec<Value> {
        match self {
            Self::One(sight) => {
                vec![Value::from(sight.pursuance().as_str()), Value::from(only_of(sight))]
            }
            Self::Reach(reach) => reach.values(),
        }
    }

    /// Adds the pursuances as the right side of a comparison.
    fn places<'b>(self, built: &'b mut Built, tx: &ReadTx) -> &'b mut Built {
        match self {
            Self::One(_) => built.say("= $1"),
            Self::Reach(reach) => reach.places(built, tx),
        }
    }

    /// The pursuance of the task `t`.
    fn pursuance(self) -> &'static str {
        match self {
            Self::One(_) => "$1",
            Self::Reach(_) => "t.pursuance",
        }
    }

    /// Adds the condition that the reader may read a task and that it is not trashed. `is_listed`: the statement begins with a list of
    /// tasks.
    fn leave<'b>(self, built: &'b mut Built, tx: &ReadTx, is_listed: bool) -> &'b mut Built {
        match self {
            Self::One(sight) => {
                if is_listed && tx.is_sqlite() {
                    // The `+` hides indices: SQLite, which may have no statistics yet, would scan every task rather than begin with the
                    // list.
                    built.say("+");
                }
                built.say("t.pursuance = $1 and t.archived_at is null and ").say(match sight.only_of() {
                    // For a bound reader, the generic plan would estimate that hardly any task is readable.
                    None => "t.trashed_at is null",
                    Some(_) => readable!("t", "$2"),
                })
            }
            Self::Reach(reach) => reach.leave(built.say("t.archived_at is null and "), tx, "t"),
        }
    }

    /// Adds the condition that the reader may read another task `o` of the pursuance of the task `t`; it may be archived.
    fn leave_of_other<'b>(self, built: &'b mut Built, tx: &ReadTx) -> &'b mut Built {
        match self {
            Self::One(_) => built.say(readable!("o", "$2")),
            Self::Reach(reach) => reach.leave(built, tx, "o"),
        }
    }
}

/// Adds the conditions of a query on the scanned tasks `t`. The permission to read always comes first.
fn conditions<'b>(
    built: &'b mut Built,
    tx: &ReadTx,
    within: TaskScope<'_>,
    wanted: AskedQuery<'_>,
    walk: LegWalk,
) -> &'b mut Built {
    let AskedQuery { query, words, asker } = wanted;
    within.leave(built, tx, words.is_list());
    words.say(built, tx, within, (query, asker));
    let mut none = NoneOf::default();
    for Part { not, term } in query.parts.iter().filter(|part| !matches!(part.term, Term::Words(_))) {
        if *not && none.takes(term) {
            continue;
        }
        // A term about a missing person is null: it does not match, and its negation does.
        holds(built.say(" and ("), tx, (within, walk), term, asker).say(if *not {
            ") is not true"
        } else {
            ")"
        });
    }
    none.say(built, tx, within)
}

/// Composes the statement of a part of a list; none if the part ends before the place.
fn statement(
    tx: &ReadTx,
    sight: &Sight,
    wanted: AskedQuery<'_>,
    (sort, leg): (Sorting, Leg),
    after: Option<Place>,
    limit: i64,
) -> Option<Built> {
    let behind = match after {
        Some(place) => sort.behind(leg, place.key)?.then_some(place),
        None => None,
    };
    let within = TaskScope::One(sight);
    let mut built = Built::new("with f as (select t.id as id, ", within.values());
    sort.key(&mut built, leg).say(" as sort_key from task t where ");
    conditions(&mut built, tx, within, wanted, sort.walk(leg, wanted.words.is_list()));
    sort.among(&mut built, leg);
    if let Some(place) = behind {
        sort.say_behind(&mut built, leg, place);
    }
    built
        .say(" order by ")
        .say(sort.order(leg))
        .say(" limit ")
        .number(limit)
        .say(") select f.sort_key as sort_key, ");
    built.say(selected!("f cross join task t"; "where t.id = f.id order by ")).say(sort.order(leg));
    Some(built)
}

/// Adds the condition of a term.
fn holds<'b>(
    built: &'b mut Built,
    tx: &ReadTx,
    (within, walk): (TaskScope<'_>, LegWalk),
    term: &Term,
    asker: &QueryAsker<'_>,
) -> &'b mut Built {
    let me = asker.person.map(ActorId::as_str);
    match term {
        // The full-text index was queried before: see `words`.
        Term::Words(_) => built.say("true"),
        Term::Has(Has::Nobody) => built.say("t.assignee is null"),
        Term::Has(Has::Holder(person)) => {
            is_person(walk.past(built, tx, OtherIndex::People).say("t.assignee"), person, asker)
        }
        Term::Is(Is::Open) => built.say(OPEN),
        Term::Is(Is::Done) => walk.past(built, tx, OtherIndex::Numbers).say("t.phase = 'done'"),
        Term::Is(Is::Free) => {
            built.say(with_states!(concat!("(", unassigned!("t"), " and ", clear!("t"), ")")))
        }
        Term::Phase(ShownPhase::Blocked) => built.say(is_blocked!()),
        Term::Is(Is::Blocked) => built.say(concat!("(t.assignee is not null and ", is_blocked!(), ")")),
        Term::Is(Is::Later) => built.say(concat!("(t.assignee is null and ", is_blocked!(), ")")),
        Term::Is(Is::Delegated) => {
            built.say("(select k.kind from actor k where k.id = t.assignee) = 'group'")
        }
        Term::Is(Is::Overdue) => {
            is_due(built.say(OPEN).say(" and "), tx, walk, overdue(asker.now, asker.zone))
        }
        Term::Phase(ShownPhase::Is(phase)) => {
            walk.past(built, tx, OtherIndex::Numbers).say("t.phase = ").quote(phase.as_str());
            built.say(" and not ").say(is_blocked!())
        }
        Term::Skill(skill) => {
            // SQLite turns `exists` into a join (since 3.51), and would look up every skill of a task in a list.
            let (first, last) = if tx.is_sqlite() {
                ("(select true", " limit 1) is true")
            } else {
                ("exists (select 1", ")")
            };
            built.say(first).say(" from task_skill s where s.task = t.id and ");
            is_skill(built, within, skill).say(last)
        }
        Term::Due(due) => match due.range(asker.now, asker.zone) {
            Some(range) => is_due(built, tx, walk, range),
            None => built.say("t.due is null"),
        },
        // By their ranks: an index contains these, followed by the numbers of the tasks.
        Term::Size(size) => {
            walk.past(built, tx, OtherIndex::Numbers).say(SIZE_RANK).say(" = ").bind(rank(Size::ALL, size))
        }
        Term::Urgency(urgency) => {
            let rank = rank(Urgency::ALL, urgency);
            walk.past(built, tx, OtherIndex::Numbers).say(URGENCY_RANK).say(" = ").bind(rank)
        }
        Term::By(person) => {
            is_person(walk.past(built, tx, OtherIndex::Numbers).say("t.creator"), person, asker)
        }
        Term::Review(person) => {
            is_person(walk.past(built, tx, OtherIndex::People).say("t.reviewer"), person, asker)
        }
        Term::Watch => built
            .say("exists (select 1 from watch w where w.object = t.id and w.is_on and w.account = ")
            .bind(me)
            .say(")"),
        Term::In(slug) => built.say(SLUG).say(" = ").bind(slug.as_str()),
        Term::Task(number) => built.say("t.number = ").bind(*number),
        // An unreadable task must not be revealed by the tasks below it, nor by tasks that wait for it.
        Term::Parent(number) => {
            built.say("t.parent in (select o.id from task o where o.pursuance = ").say(within.pursuance());
            built.say(" and o.number = ").bind(*number).say(" and ");
            within.leave_of_other(built, tx).say(")")
        }
        Term::Depends(number) => is_other(built, tx, within, WAITS_FOR, &[*number]),
        Term::From(host) => built
            .say(
                "exists (select 1 from delegation d join actor o on o.id = d.origin
                  where d.id = t.delegation and d.side = 'delegate' and coalesce(o.host, ",
            )
            .bind(asker.host.as_ref().map(HostTerm::as_str))
            .say(") = ")
            .bind(host.as_str())
            .say(")"),
    }
}

/// Neither done nor dropped.
const OPEN: &str = "t.phase not in ('done', 'dropped')";

/// Adds the comparison of the last column with an actor.
fn is_person<'b>(built: &'b mut Built, person: &PersonTerm, asker: &QueryAsker<'_>) -> &'b mut Built {
    let handle = match (person, &asker.host) {
        (PersonTerm::Me, _) => return built.say(" = ").bind(asker.person.map(ActorId::as_str)),
        (PersonTerm::Named(handle), Some(host)) => handle.clone().seen_from(host),
        (PersonTerm::Named(handle), None) => handle.clone(),
    };
    match handle.host() {
        Some(host) => {
            built.say(" in (select n.id from actor n where n.name = ").bind(handle.name());
            built.say(" and n.host = ").bind(host.as_str())
        }
        // At most one local actor, found by the index of folded names; so an index of tasks can still be read in its order.
        None => {
            built.say(" = (select n.id from actor n where n.name = ").bind(handle.name());
            built.say(" and n.host is null and n.folded_name = ").bind(fold_name(handle.name()).as_str())
        }
    };
    built.say(")")
}

/// Adds the condition that the date of the task is in a range; a task without a date never matches.
fn is_due<'b>(built: &'b mut Built, tx: &ReadTx, walk: LegWalk, range: Range) -> &'b mut Built {
    built.say("t.due is not null");
    for (sign, at) in [(" >= ", range.from), (" < ", range.until)] {
        if let Some(at) = at {
            walk.date(built.say(" and "), tx).say(sign).bind(at.0);
        }
    }
    built
}

/// The date of a task as a sort key: tasks without one come last, or first.
const DUE_OR_LAST: &str = "coalesce(t.due, 9223372036854775807)";
const DUE_OR_FIRST: &str = "coalesce(t.due, -9223372036854775807)";

/// The rank of its urgency in [`Urgency::ALL`], and of its size in [`Size::ALL`].
const URGENCY_RANK: &str = "case t.urgency when 'urgent' then cast(1 as bigint) else cast(0 as bigint) end";
const SIZE_RANK: &str = "case t.size when 'xs' then cast(0 as bigint) when 's' then cast(1 as bigint) when 'none' then cast(2 as bigint) when 'm' then cast(3 as bigint) else cast(4 as bigint) end";

/// The rank of a value in the list of all.
pub(super) fn rank<T: PartialEq>(all: &[T], one: &T) -> i64 {
    (0_i64..).zip(all).find(|(_, other)| *other == one).map_or(-1, |(rank, _)| rank)
}

/// The value with a rank in the list of all.
fn rank_of<T: Copy>(all: &[T], rank: i64) -> Option<T> {
    usize::try_from(rank).ok().and_then(|rank| all.get(rank)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_places_among_all() {
        let urgencies: Vec<&str> = Urgency::ALL.iter().map(|urgency| urgency.as_str()).collect();
        assert_eq!(urgencies, ["normal", "urgent"], "as URGENCY_RANK has them");
        let sizes: Vec<&str> = Size::ALL.iter().map(|size| size.as_str()).collect();
        assert_eq!(sizes, ["xs", "s", "none", "m", "l"], "as SIZE_RANK has them");
    }

    #[test]
    fn the_index_of_each_order_has_its_words() {
        let steps: String = crate::store::migrate::STEPS.iter().map(|step| step.sql).collect();
        for words in [DUE_OR_LAST, DUE_OR_FIRST, URGENCY_RANK, SIZE_RANK] {
            let of_a_row = words.replace("t.", "");
            assert!(steps.contains(&format!("on task (pursuance, ({of_a_row}), number")), "{of_a_row}");
        }
    }

    #[test]
    fn a_place_is_read_as_it_is_written() {
        for place in [Place { key: 12, number: 12 }, Place { key: -5, number: 7 }] {
            assert_eq!(place.to_string().parse(), Ok(place));
        }
        assert_eq!("12".parse(), Ok(Place { key: 12, number: 12 }));
        for text in ["", ".", "a", "1.b", "1.2.3", "99999999999999999999"] {
            assert_eq!(text.parse::<Place>(), Err(NoPlace), "{text}");
        }
    }
}
