//! The search for people who may be eligible for a task. They are looked up from its rarest skill, or from the members where these
//! are fewer, and one by one, so that the size of a pursuance costs nothing. For a wave they are weighed in batches, in the order
//! of their draws, so that a common skill costs no more than a skill of a few hundred people.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::pairing::{Candidate, Draw};
use pursuance_domain::time::Time;

use super::db::{ReadTx, all, one, optional};
use super::error::StoreResult;
use super::pairing::{self, About, LOOKED_AT, has_it, lacks_tags, may_fit, same};
use super::sealed::tags;
use super::search::list;
use super::{skills, tasks};

/// People who have a skill are counted up to this number.
const COUNTED: i64 = 20_001;

/// The limits of the search for a wave.
#[derive(Debug, Clone, Copy)]
pub struct WaveBounds {
    /// The most people to look up, for each word of the rarest skill.
    pub looked_at: i64,
    /// The number of people to weigh at once.
    pub at_once: usize,
    /// The number of eligible people at which the search ends.
    pub enough: usize,
}

impl WaveBounds {
    /// The limits of every wave (RULES §4). More than a wave asks are enough, since somebody may become busy before they are asked.
    pub const WAVE: Self = Self { looked_at: LOOKED_AT, at_once: 200, enough: 64 };
}

/// The people for a wave of a task, with the facts about them: the highest draws first, in batches, until enough of them are
/// eligible. `members`: the number of members of the pursuance.
pub async fn drawn(
    tx: &mut ReadTx,
    about: About<'_>,
    members: i64,
    wave: u32,
    bounds: WaveBounds,
    now: Time,
) -> StoreResult<Vec<Candidate>> {
    let place = Draw::of(about.task, wave, about.pursuance).0;
    let search = EligibleSearch {
        task: about.task,
        pursuance: about.pursuance,
        members,
        place,
        most: bounds.looked_at,
    };
    let mut people = looked_at(tx, search).await?.people;
    people.sort_by_cached_key(|person| Reverse(Draw::of(about.task, wave, person).0));
    let had_it = pairing::holders_before(tx, about.task).await?;
    let (mut found, mut eligible) = (Vec::new(), 0);
    for next in people.chunks(bounds.at_once.max(1)) {
        let next = pairing::eligible_among(tx, about, next, &had_it, now).await?;
        eligible += next.iter().filter(|one| one.standing.fits().is_ok()).count();
        found.extend(next);
        if eligible >= bounds.enough {
            break;
        }
    }
    Ok(found)
}

/// A search among the people with the rarest skill of a task, or among the members where these are fewer.
#[derive(Debug, Clone, Copy)]
pub struct EligibleSearch<'a> {
    pub task: &'a TaskId,
    pub pursuance: &'a ActorId,
    /// The number of members of the pursuance.
    pub members: i64,
    /// The place at which the search begins if there are more people than `most`.
    pub place: u64,
    /// The most people to look up, for each word of the skill.
    pub most: i64,
}

/// The result of a search.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    pub people: Vec<ActorId>,
    /// Whether everybody was looked at.
    pub is_all: bool,
}

/// The members who have every skill of a task and were not asked about it.
pub async fn reachable(tx: &mut ReadTx, search: EligibleSearch<'_>) -> StoreResult<Found> {
    macro_rules! of {
        ($people:literal) => {
            concat!(
                "select j.value from ",
                $people,
                " where ",
                may_fit!("j.value", "$2", "$3"),
                " order by j.value"
            )
        };
    }
    const SQLITE: &str = of!("json_each($1) j");
    const POSTGRES: &str = of!("json_array_elements_text(cast($1 as json)) j(value)");
    let Found { people, is_all } = looked_at(tx, search).await?;
    if people.is_empty() {
        return Ok(Found { people, is_all });
    }
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let ids = list(people.iter().map(ActorId::as_str));
    let rows = all!(tx, (String,), sql, &ids, search.pursuance.as_str(), search.task.as_str())?;
    Ok(Found { people: rows.into_iter().map(|(actor,)| ActorId(actor)).collect(), is_all })
}

/// Where people are looked up for a task: by a word of its rarest skill, or among the members.
struct PeopleSource {
    key: String,
    /// The number of people.
    count: i64,
    is_skill: bool,
}

/// The people with the rarest skill of a task, or the members where these are fewer: at most `most` for each word of it, from a
/// drawn place on, and after the last person from the first.
async fn looked_at(tx: &mut ReadTx, search: EligibleSearch<'_>) -> StoreResult<Found> {
    macro_rules! of {
        ($select:literal, $rest:literal) => {
            (
                concat!($select, " from person_skill where skill_key = $1 ", $rest),
                concat!($select, " from member where pursuance = $1 ", $rest),
            )
        };
    }
    type Each = (&'static str, &'static str);
    const PLACE: Each = of!("select actor", "order by actor limit 1 offset +$2");
    const ON: Each = of!("select actor", "and actor >= $2 order by actor limit +$3");
    const BEFORE: Each = of!("select actor", "and actor < $2 order by actor limit +$3");
    let EligibleSearch { place, most, .. } = search;
    let (mut found, mut is_all) = (BTreeSet::new(), true);
    for PeopleSource { key, count, is_skill } in sources(tx, search).await? {
        let sql = |each: Each| if is_skill { each.0 } else { each.1 };
        let mut begin = String::new();
        if count > most {
            is_all = false;
            let offset = i64::try_from(place % count.unsigned_abs()).unwrap_or(0);
            begin =
                optional!(tx, (String,), sql(PLACE), &key, offset)?.map(|(actor,)| actor).unwrap_or_default();
        }
        let mut rows = all!(tx, (String,), sql(ON), &key, &begin, most)?;
        let left = most.saturating_sub(i64::try_from(rows.len()).unwrap_or(most));
        if left > 0 && !begin.is_empty() {
            rows.extend(all!(tx, (String,), sql(BEFORE), &key, &begin, left)?);
        }
        found.extend(rows.into_iter().map(|(actor,)| ActorId(actor)));
    }
    Ok(Found { people: found.into_iter().collect(), is_all })
}

/// The words of the rarest skill of a task; the members where these are fewer.
async fn sources(
    tx: &mut ReadTx,
    EligibleSearch { task, pursuance, members, .. }: EligibleSearch<'_>,
) -> StoreResult<Vec<PeopleSource>> {
    const HOLDERS: &str =
        "select count(*) from (select 1 as one from person_skill where skill_key = $1 limit +$2) x";
    let wanted = tasks::skills(tx, task).await?;
    let mut rarest: Option<(i64, Vec<PeopleSource>)> = None;
    for words in skills::same_as(tx, pursuance, &wanted).await? {
        let mut counted = Vec::with_capacity(words.len());
        for key in words {
            let (count,) = one!(tx, (i64,), HOLDERS, &key, COUNTED)?;
            counted.push(PeopleSource { key, count, is_skill: true });
        }
        let all: i64 = counted.iter().map(|source| source.count).sum();
        if rarest.as_ref().is_none_or(|(least, _)| all < *least) {
            rarest = Some((all, counted));
        }
    }
    if let Some((holders, words)) = rarest {
        if holders <= members {
            return Ok(words);
        }
    } else if !tags::are_current(tx, task).await? {
        return Ok(Vec::new());
    }
    // The members of a private pursuance are few, and its tags are looked up for each of them.
    Ok(vec![PeopleSource { key: pursuance.0.clone(), count: members, is_skill: false }])
}
