//! Queries of the index.

use pursuance_domain::allowed::Sights;
use pursuance_domain::id::ActorId;
use pursuance_domain::text::{NEWEST, PURSUANCES_MAX, Phrase};
use serde_json::json;

use super::Kind;
use crate::store::db::{ReadTx, Statement, all};
use crate::store::error::StoreResult;
use crate::store::search::list;

/// Where things are looked for.
#[derive(Debug, Clone, Default)]
pub(in crate::store) struct Scope<'a> {
    /// In these pursuances,
    pub whole: Vec<&'a ActorId>,
    /// in public ones,
    pub with_public: bool,
    /// and on the tasks in these that the reader has, or was granted.
    pub partly: Vec<&'a ActorId>,
    pub reader: Option<&'a ActorId>,
}

impl<'a> Scope<'a> {
    /// Whether there are more pursuances than are looked in.
    fn is_narrowed(&self) -> bool {
        self.whole.len() > PURSUANCES_MAX || self.partly.len() > PURSUANCES_MAX
    }

    /// All pursuances of a reader.
    pub fn of(sights: &'a Sights, with_public: bool) -> Self {
        Self {
            whole: sights.whole().collect(),
            with_public,
            partly: sights.partly().map(|(pursuance, _)| pursuance).collect(),
            reader: sights.partly().map(|(_, reader)| reader).next(),
        }
    }
}

/// Places in the index, the newest first, at most [`NEWEST`]; and whether more were looked for than were looked at.
#[derive(Debug, Clone, Default)]
pub(in crate::store) struct IndexPlaces {
    pub found: Vec<i64>,
    pub is_cut: bool,
    /// Whether the reader has more pursuances than were looked in.
    pub is_narrowed: bool,
}

impl IndexPlaces {
    /// The places as one value for a statement.
    pub fn list(&self) -> String {
        json!(self.found).to_string()
    }
}

/// The newest things of a kind that have all of some phrases and none of others, before a place.
pub(in crate::store) async fn look(
    tx: &mut ReadTx,
    kind: Kind,
    scope: &Scope<'_>,
    (with, without): (&[Phrase], &[Phrase]),
    before: Option<i64>,
) -> StoreResult<IndexPlaces> {
    let most = usize::try_from(NEWEST).unwrap_or(usize::MAX);
    let (mut found, mut is_cut) = (Vec::new(), false);
    if let Some(asked) = IndexQuery::new(tx, kind, &scope.whole, scope.with_public, (with, without)) {
        found = newest(tx, &asked, before).await?;
        is_cut = found.len() > most;
    }
    if let Some(reader) = scope.reader
        && let Some(asked) = IndexQuery::new(tx, kind, &scope.partly, false, (with, without))
    {
        let held = held_by(tx, kind, reader, &scope.partly, before).await?;
        is_cut |= held.len() > most;
        found.extend(among(tx, &asked, &held).await?);
    }
    found.sort_unstable_by(|one, other| other.cmp(one));
    found.dedup();
    is_cut |= found.len() > most;
    found.truncate(most);
    Ok(IndexPlaces { found, is_cut, is_narrowed: scope.is_narrowed() })
}

/// A query of the index, as the database reads it.
#[derive(Debug, Clone)]
struct IndexQuery(String);

impl IndexQuery {
    /// Things of a kind in some pursuances with all of some phrases, and none of others. `None`: nothing can be found.
    fn new(
        tx: &ReadTx,
        kind: Kind,
        within: &[&ActorId],
        with_public: bool,
        (with, without): (&[Phrase], &[Phrase]),
    ) -> Option<Self> {
        let within = within.iter().take(PURSUANCES_MAX).map(|id| kind.mark_in(id.as_str()));
        let marks: Vec<String> = within.chain(with_public.then(|| kind.mark_public())).collect();
        if marks.is_empty() || (with.is_empty() && without.is_empty()) {
            return None;
        }
        Some(Self(if tx.is_sqlite() { fts5(&marks, with, without) } else { tsquery(&marks, with, without) }))
    }
}

/// Words are letters and digits, and marks have a `_`: nothing in quotation marks ends them.
fn fts5(marks: &[String], with: &[Phrase], without: &[Phrase]) -> String {
    let phrase = |phrase: &Phrase| {
        let words: Vec<String> = phrase.words().iter().map(|word| format!("\"{word}\"")).collect();
        format!("{}{}", words.join(" + "), if phrase.is_open() { " *" } else { "" })
    };
    let marks: Vec<String> = marks.iter().map(|mark| format!("\"{mark}\"")).collect();
    let mut asked = format!("({})", marks.join(" OR "));
    for one in with {
        asked = format!("{asked} AND ({})", phrase(one));
    }
    for one in without {
        asked = format!("({asked}) NOT ({})", phrase(one));
    }
    asked
}

fn tsquery(marks: &[String], with: &[Phrase], without: &[Phrase]) -> String {
    let phrase = |phrase: &Phrase| {
        let last = phrase.words().len().saturating_sub(1);
        // Postgres knows how many rows have the word itself; for beginnings it only guesses, mostly too few.
        let word = |(n, word): (usize, &String)| {
            if n == last && phrase.is_open() {
                format!("('{word}' | '{word}':*)")
            } else {
                format!("'{word}'")
            }
        };
        phrase.words().iter().enumerate().map(word).collect::<Vec<_>>().join(" <-> ")
    };
    let marks: Vec<String> = marks.iter().map(|mark| format!("'{mark}'")).collect();
    let mut asked = format!("({})", marks.join(" | "));
    for one in with {
        asked = format!("{asked} & ({})", phrase(one));
    }
    for one in without {
        asked = format!("{asked} & !({})", phrase(one));
    }
    asked
}

/// The newest things that were asked for, before one: their places in the index. One more than [`NEWEST`] says that there are more.
async fn newest(tx: &mut ReadTx, asked: &IndexQuery, before: Option<i64>) -> StoreResult<Vec<i64>> {
    const SQLITE: &str = "select rowid from search_words where search_words match $1 and rowid < $2 order by rowid desc limit +$3";
    // Postgres only guesses how many rows have the beginning of a word, and would rather look at all rows in order: so the rows that
    // its index of words finds are sorted separately.
    const POSTGRES: &str = "with m as materialized
        (select seq from searched where words @@ cast($1 as tsquery) and seq < $2) select seq from m order by seq desc limit +$3";
    let before = before.unwrap_or(i64::MAX);
    if !tx.is_sqlite() {
        let sample = walk(tx, asked, before, SAMPLED).await?;
        let walked = to_walk(&sample);
        if walked > 0 {
            let found = walk(tx, asked, before, walked).await?;
            if i64::try_from(found.len()).is_ok_and(|found| found > NEWEST) {
                return Ok(found);
            }
        }
    }
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let newest =
        Statement::new(tx.conn(), sql).kept(false).bind(asked.0.as_str()).bind(before).bind(NEWEST + 1);
    let rows = newest.all::<(i64,)>().await?;
    Ok(rows.into_iter().map(|(seq,)| seq).collect())
}

/// The size of the sample of the newest things that tells how many things have some words.
const SAMPLED: i64 = 1_000;

/// The number of the newest things that Postgres looks at one by one to find enough, if `found` are the hits in the first [`SAMPLED`];
/// 0 where its index of words is used instead. That index has no order: it answers all things with the words, to be sorted.
fn to_walk(found: &[i64]) -> i64 {
    let (Some(&newest), Ok(count)) = (found.first(), i64::try_from(found.len())) else { return 0 };
    let to_walk = NEWEST * SAMPLED / count;
    // Places are counted: there are about as many things as the place of the newest.
    let with_words = newest.saturating_mul(count) / SAMPLED;
    // The index needs about twice as long for a thing as a look at it. Things are not spread evenly: twice as far.
    if to_walk < 2 * with_words { 2 * to_walk } else { 0 }
}

/// The places of the hits among the `walked` newest things, on Postgres.
async fn walk(tx: &mut ReadTx, asked: &IndexQuery, before: i64, walked: i64) -> StoreResult<Vec<i64>> {
    const SQL: &str =
        "select seq from (select seq, words from searched where seq < $2 order by seq desc limit +$4) n
        where words @@ cast($1 as tsquery) order by seq desc limit +$3";
    let rows = all!(tx, (i64,), SQL, asked.0.as_str(), before, NEWEST + 1, walked)?;
    Ok(rows.into_iter().map(|(seq,)| seq).collect())
}

/// The places among `places` that are hits, the newest first.
async fn among(tx: &mut ReadTx, asked: &IndexQuery, places: &[i64]) -> StoreResult<Vec<i64>> {
    const SQLITE: &str = "select rowid from search_words where search_words match $1
        and rowid in (select value from json_each($2)) order by rowid desc";
    const POSTGRES: &str = "select seq from searched where words @@ cast($1 as tsquery)
        and seq = any (array(select cast(value as bigint) from json_array_elements_text(cast($2 as json)) o(value)))
        order by seq desc";
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let (asked, places) = (asked.0.as_str(), json!(places).to_string());
    let hits = Statement::new(tx.conn(), sql).kept(false).bind(asked).bind(places);
    let rows = hits.all::<(i64,)>().await?;
    Ok(rows.into_iter().map(|(seq,)| seq).collect())
}

/// The newest things of a kind on the tasks in some pursuances that somebody has, or was granted: their places in the index. At
/// most one more than [`NEWEST`].
async fn held_by(
    tx: &mut ReadTx,
    kind: Kind,
    reader: &ActorId,
    within: &[&ActorId],
    before: Option<i64>,
) -> StoreResult<Vec<i64>> {
    macro_rules! of {
        ($things:literal, $within:literal) => {
            concat!(
                "select s.seq from (select id from task where assignee = $1 and pursuance ",
                $within,
                " union select g.task from task_grant g where g.actor = $1 and g.pursuance ",
                $within,
                ") t ",
                $things,
                " where s.seq < $3 order by s.seq desc limit +$4"
            )
        };
    }
    macro_rules! sql {
        ($within:literal) => {
            match kind {
                Kind::Task => of!("join searched s on s.object = t.id", $within),
                Kind::Comment => {
                    of!("join message m on m.thread = t.id join searched s on s.object = m.id", $within)
                }
                Kind::File => {
                    of!("join file f on f.object = t.id join searched s on s.object = f.id", $within)
                }
                Kind::Pursuance | Kind::Person => return Ok(Vec::new()),
            }
        };
    }
    let sql = if tx.is_sqlite() {
        sql!("in (select value from json_each($2))")
    } else {
        sql!("= any (array(select json_array_elements_text(cast($2 as json))))")
    };
    let within = list(within.iter().map(|id| id.as_str()));
    let rows = all!(tx, (i64,), sql, reader.as_str(), within, before.unwrap_or(i64::MAX), NEWEST + 1)?;
    Ok(rows.into_iter().map(|(seq,)| seq).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_is_words_in_quotation_marks() {
        let marks = ["_t01".to_owned(), "_t_public".to_owned()];
        let with = [Phrase::parse("River' \"bank").unwrap(), Phrase::parse("5").unwrap()];
        let without = [Phrase::parse("mud) OR x").unwrap()];
        assert_eq!(
            fts5(&marks, &with, &without),
            r#"(("_t01" OR "_t_public") AND ("river" + "bank" *) AND ("5")) NOT ("mud" + "or" + "x")"#
        );
        assert_eq!(
            tsquery(&marks, &with, &without),
            "('_t01' | '_t_public') & ('river' <-> ('bank' | 'bank':*)) & ('5') & !('mud' <-> 'or' <-> 'x')"
        );
    }

    #[test]
    fn postgres_walks_as_far_as_its_index_would_be_slower() {
        let found = |newest: i64, count: i64| (0..count).map(|n| newest - n).collect::<Vec<_>>();
        // Of 100,000 things a tenth is found sooner by a walk through 10,000, a hundredth by the index; of a million, too.
        assert_eq!(to_walk(&found(100_000, 1_000)), 2_000);
        assert_eq!(to_walk(&found(100_000, 100)), 20_000);
        assert_eq!(to_walk(&found(100_000, 50)), 0);
        assert_eq!(to_walk(&found(1_000_000, 30)), 66_666);
        assert_eq!(to_walk(&found(1_000_000, 10)), 0);
        assert_eq!(to_walk(&[]), 0);
        // Of few things the index answers.
        assert_eq!(to_walk(&found(400, 400)), 0);
    }
}
