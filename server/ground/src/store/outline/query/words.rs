//! The words of a query: they are looked up in the full-text index before the statement is composed, so that their cost does not grow with
//! the number of tasks.
//!
//! All words of a query are looked up together. If too many tasks match, only the newest count, and the page says so.

use pursuance_domain::query::{Query, Term};
use pursuance_domain::text::{NEWEST, PURSUANCES_MAX, Phrase};

use super::task_sources::{TaskSource, few};
use super::{AskedQuery, QueryAsker, TaskScope};
use crate::store::db::built::Built;
use crate::store::db::{ReadTx, SearchTx};
use crate::store::error::StoreResult;
use crate::store::fulltext::{IndexPlaces, Kind, Scope, look, waits_in};

/// The reasons why the result of a query with words may be incomplete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// More tasks match than were read: older ones may be missing, or be listed although they contain an excluded word.
    pub is_cut: bool,
    /// Older texts are still being indexed.
    pub is_filling: bool,
    /// The reader has more pursuances than were searched.
    pub is_narrowed: bool,
}

impl Limits {
    /// The most matching tasks that are read.
    pub fn newest(self) -> i64 {
        NEWEST
    }

    /// The most pursuances of the reader that are searched.
    pub fn pursuances(self) -> usize {
        PURSUANCES_MAX
    }
}

/// The tasks that a query finds, and the limits of its words.
#[derive(Debug, Clone)]
pub struct Answer<T> {
    pub found: Vec<T>,
    pub limits: Limits,
}

/// The index hits for the words of a query; without words, a term that few tasks match.
#[derive(Debug, Clone, Default)]
pub(super) struct IndexHits {
    /// Index positions of the tasks that contain the words of the query.
    with: Option<String>,
    /// Index positions of the tasks that contain an excluded word; only set if the query has no other word.
    without: Option<String>,
    /// A term that few tasks match; only set without `with`.
    few: Option<TaskSource>,
    pub limits: Limits,
}

impl IndexHits {
    pub async fn of(
        tx: &mut SearchTx,
        within: TaskScope<'_>,
        query: &Query,
        asker: &QueryAsker<'_>,
        few_are: i64,
    ) -> StoreResult<Self> {
        let looked = Self::words(tx, within, query).await?;
        if looked.is_list() {
            return Ok(looked);
        }
        let few = few(tx, within, AskedQuery { query, words: &looked, asker }, few_are).await?;
        Ok(Self { few, ..looked })
    }

    async fn words(tx: &mut SearchTx, within: TaskScope<'_>, query: &Query) -> StoreResult<Self> {
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
        tx.count();
        let looked = Self::looked(tx, &scope, &with, &without).await?;
        tx.end();
        Ok(looked)
    }

    /// Looks up the tasks with the words of `with`; or, if it is empty, the tasks with the words of any of `without`.
    async fn looked(
        tx: &mut SearchTx,
        scope: &Scope<'_>,
        with: &[Phrase],
        without: &[Phrase],
    ) -> StoreResult<Self> {
        let mut limits = Limits { is_filling: waits_in(tx, scope).await?, ..Limits::default() };
        if !with.is_empty() {
            let places = look(tx, Kind::Task, scope, (with, without), None).await?;
            (limits.is_cut, limits.is_narrowed) = (places.is_cut, places.is_narrowed);
            return Ok(Self { with: Some(places.list()), limits, ..Self::default() });
        }
        let mut all = IndexPlaces::default();
        for one in without {
            let places = look(tx, Kind::Task, scope, (std::slice::from_ref(one), &[]), None).await?;
            limits.is_cut |= places.is_cut;
            limits.is_narrowed |= places.is_narrowed;
            all.found.extend(places.found);
        }
        Ok(Self { without: Some(all.list()), limits, ..Self::default() })
    }

    /// Whether it is a list of all candidates, which are at most some thousands.
    pub fn is_list(&self) -> bool {
        self.with.is_some() || self.few.is_some()
    }

    /// Adds the conditions of the hits on a task `t`.
    pub fn say<'b>(
        &self,
        built: &'b mut Built,
        tx: &ReadTx,
        within: TaskScope<'_>,
        (query, asker): (&Query, &QueryAsker<'_>),
    ) -> &'b mut Built {
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
        if let Some(few) = &self.few {
            few.say_among(built, tx, within, (query, asker));
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

impl<'a> TaskScope<'a> {
    /// The scope of the index search.
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
