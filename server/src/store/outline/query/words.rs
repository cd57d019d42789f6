//! The words of a query: looked for in the index before the statement is made, so that they cost the same however many tasks there
//! are.
//!
//! So are blocked tasks and those that need a skill: mostly a few among very many, which only rows beside them tell of.
//!
//! All words of a query are looked for together. Where more tasks have them than are looked at, these are the newest, and whoever
//! asks is told so.

use pursuance_domain::query::{Is, Part, Query, Skilled, Term};
use pursuance_domain::task::phase::Shown;
use pursuance_domain::text::{NEWEST, PURSUANCES_MAX, Phrase};

use super::Within;
use crate::store::built::Built;
use crate::store::db::{ReadTx, one};
use crate::store::error::StoreResult;
use crate::store::fulltext::{Kind, Places, Scope, is_filling, look};

/// What the words of a query say about its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// More tasks have the words than were looked at: older ones may be missing, or stand there that have a word which they should
    /// not have.
    pub is_cut: bool,
    /// Older texts are still being taken into the index.
    pub is_filling: bool,
    /// The reader has more pursuances than words were looked for in.
    pub is_narrowed: bool,
}

impl Limits {
    /// How many tasks with the words are looked at.
    pub fn newest(self) -> i64 {
        NEWEST
    }

    /// In how many pursuances of the reader words are looked for.
    pub fn pursuances(self) -> usize {
        PURSUANCES_MAX
    }
}

/// What is found of a query, and what its words say about that.
#[derive(Debug, Clone)]
pub struct Answer<T> {
    pub found: Vec<T>,
    pub limits: Limits,
}

/// What the index says of the words of a query.
#[derive(Debug, Clone, Default)]
pub(super) struct Looked {
    /// Where its words are.
    with: Option<String>,
    /// Where words are that must not be there, if there are no others.
    without: Option<String>,
    /// The query asks for blocked tasks, and few tasks of its pursuance wait for anything.
    has_few_waiting: bool,
    /// The key of a skill that the query asks for and that few tasks need.
    rare_skill: Option<String>,
    pub limits: Limits,
}

/// So many tasks are looked up one by one. Where there are more, the walk through all tasks soon finds enough.
const FEW: i64 = 2_000;

async fn has_few_waiting(tx: &mut ReadTx, within: Within<'_>, query: &Query) -> StoreResult<bool> {
    const SQL: &str = "select count(*) from (select w.task from (
          select d.task from task_dependency d where d.pursuance = $1
          union all select k.task from task_block k where k.pursuance = $1 and k.lifted_at is null) w limit +$2) c";
    let is_blocked =
        |part: &Part| !part.not && matches!(part.term, Term::Is(Is::Blocked) | Term::Phase(Shown::Blocked));
    let Within::One(sight) = within else { return Ok(false) };
    if !query.parts.iter().any(is_blocked) {
        return Ok(false);
    }
    let (waiting,) = one!(tx, (i64,), SQL, sight.pursuance().as_str(), FEW + 1)?;
    Ok(waiting <= FEW)
}

async fn rare_skill(tx: &mut ReadTx, within: Within<'_>, query: &Query) -> StoreResult<Option<String>> {
    const SQL: &str = "select count(*) from (select 1 as one from task_skill s where s.skill_key in (
          select coalesce((select x.means_key from skill_synonym x where x.pursuance = $1 and x.skill_key = $2), cast($2 as text))
          union select y.skill_key from skill_synonym y where y.pursuance = $1 and y.means_key =
            coalesce((select x.means_key from skill_synonym x where x.pursuance = $1 and x.skill_key = $2), cast($2 as text)))
        limit +$3) c";
    let key = |part: &Part| match &part.term {
        Term::Skill(skill @ Skilled::Is(_)) if !part.not => Some(skill.key()),
        _ => None,
    };
    let (Within::One(sight), Some(key)) = (within, query.parts.iter().find_map(key)) else {
        return Ok(None);
    };
    let (needing,) = one!(tx, (i64,), SQL, sight.pursuance().as_str(), &key, FEW + 1)?;
    Ok((needing <= FEW).then_some(key))
}

impl Looked {
    pub async fn of(tx: &mut ReadTx, within: Within<'_>, query: &Query) -> StoreResult<Self> {
        let has_few_waiting = has_few_waiting(tx, within, query).await?;
        let rare_skill = rare_skill(tx, within, query).await?;
        Ok(Self { has_few_waiting, rare_skill, ..Self::words(tx, within, query).await? })
    }

    async fn words(tx: &mut ReadTx, within: Within<'_>, query: &Query) -> StoreResult<Self> {
        let words = |not: bool| {
            let words = query.parts.iter().filter(move |part| part.not == not);
            let phrase =
                |term: &Term| if let Term::Words(words) = term { Phrase::parse(words) } else { None };
            words.filter_map(|part| phrase(&part.term)).collect::<Vec<_>>()
        };
        let (with, without) = (words(false), words(true));
        if with.is_empty() && without.is_empty() {
            return Ok(Self::default());
        }
        let scope = within.scope();
        let mut limits = Limits { is_filling: is_filling(tx).await?, ..Limits::default() };
        if !with.is_empty() {
            let places = look(tx, Kind::Task, &scope, (&with, &without), None).await?;
            (limits.is_cut, limits.is_narrowed) = (places.is_cut, places.is_narrowed);
            return Ok(Self { with: Some(places.list()), limits, ..Self::default() });
        }
        let mut all = Places::default();
        for one in &without {
            let places = look(tx, Kind::Task, &scope, (std::slice::from_ref(one), &[]), None).await?;
            limits.is_cut |= places.is_cut;
            limits.is_narrowed |= places.is_narrowed;
            all.found.extend(places.found);
        }
        Ok(Self { without: Some(all.list()), limits, ..Self::default() })
    }

    /// Whether it lists the tasks that may be found: they are at most a few thousand.
    pub fn is_list(&self) -> bool {
        self.with.is_some() || self.has_few_waiting || self.rare_skill.is_some()
    }

    /// The conditions of what was looked for on a task `t`.
    pub fn say<'b>(&self, built: &'b mut Built, tx: &ReadTx) -> &'b mut Built {
        let places = |built: &mut Built, list: &str| {
            built.say("(select h.object from searched h where h.seq ");
            if tx.is_sqlite() {
                built.say("in (select value from json_each(").bind(list).say(")))");
            } else {
                built
                    .say("= any (array(select cast(value as bigint) from json_array_elements_text(cast(")
                    .bind(list);
                built.say(" as json)) o(value))))");
            }
        };
        if self.has_few_waiting {
            built.say(
                " and t.id in (select d.task from task_dependency d where d.pursuance = $1
                  union all select k.task from task_block k where k.pursuance = $1 and k.lifted_at is null)",
            );
        }
        if let Some(key) = &self.rare_skill {
            // The word that it means, and those that mean the same, in the pursuance.
            let meant = |built: &mut Built| {
                built.say("coalesce((select x.means_key from skill_synonym x where x.pursuance = $1 and x.skill_key = ");
                built.bind(key.as_str()).say("), cast(").bind(key.as_str()).say(" as text))");
            };
            built.say(" and t.id in (select s.task from task_skill s where s.skill_key in (select ");
            meant(built);
            built.say(
                " union select y.skill_key from skill_synonym y where y.pursuance = $1 and y.means_key = ",
            );
            meant(built);
            built.say("))");
        }
        if let Some(list) = &self.with {
            places(built.say(" and t.id in "), list);
        }
        if let Some(list) = &self.without {
            places(built.say(" and t.id not in "), list);
        }
        built
    }
}

impl<'a> Within<'a> {
    /// Where the index looks.
    fn scope(self) -> Scope<'a> {
        match self {
            Self::One(sight) => match sight.only_of() {
                None => Scope { whole: vec![sight.pursuance()], ..Scope::default() },
                Some(reader) => {
                    Scope { partly: vec![sight.pursuance()], reader: Some(reader), ..Scope::default() }
                }
            },
            Self::Reach(reach) => Scope::of(reach.sights, reach.with_public),
        }
    }
}
