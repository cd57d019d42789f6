//! The contents of the index, and how it is filled.

use std::fmt::Write;

use pursuance_domain::id::{ActorId, RoomId};
use pursuance_domain::text::{CUTTING, indexed};

use super::{Kind, writers};
use crate::store::db::{ReadTx, WriteTx, all, one, optional, run};
use crate::store::error::{StoreError, StoreResult};

/// The texts of a thing, and who may find it.
#[derive(Debug, Clone, sqlx::FromRow)]
struct IndexedTexts {
    pursuance: Option<String>,
    is_public: bool,
    first: String,
    second: String,
    third: String,
}

impl Kind {
    /// The statement for its texts; it finds nothing where the thing is no more. A sealed text has no words here, and so is found by
    /// none.
    fn texts(self) -> &'static str {
        match self {
            Self::Task => {
                "select t.pursuance, p.visibility = 'public' as is_public,
                  coalesce(x.body, '') as first, coalesce(d.body, '') as second, '' as third
                from task t left join text_version x on x.object = t.id and x.field = 'title' and x.revision = t.title_revision
                  left join text_version d on d.object = t.id and d.field = 'deliverables' and d.revision = t.deliverables_revision
                  join pursuance p on p.actor = t.pursuance
                where t.id = $1 and t.deleted_at is null"
            }
            // Comments that were sent with an offer belong to no task before somebody accepts it.
            // Whose it is stands in what brought it, where a pursuance is its author.
            Self::Comment => {
                "select p.actor as pursuance, p.visibility = 'public' and coalesce(r.open, 'everyone') = 'everyone' as is_public,
                  coalesce(x.body, '') as first,
                  coalesce((select a.kind from actor a where a.id = m.author and a.kind = 'group'), '') as second, '' as third
                from message m left join text_version x on x.object = m.id and x.field = 'body' and x.revision = m.revision
                  left join task t on t.id = m.thread left join room r on r.id = m.thread
                  join pursuance p on p.actor = coalesce(t.pursuance, r.pursuance)
                where m.id = $1 and m.retracted_at is null"
            }
            // A file in a room goes with the message that it came with.
            Self::File => {
                "select p.actor as pursuance, p.visibility = 'public' and coalesce(r.open, 'everyone') = 'everyone' as is_public,
                  f.name as first, '' as second, '' as third
                from file f left join task t on t.id = f.object left join room r on r.id = f.object
                  join pursuance p on p.actor = coalesce(t.pursuance, r.pursuance)
                where f.id = $1"
            }
            Self::Pursuance => {
                "select p.actor as pursuance, p.visibility = 'public' as is_public, p.slug as first, a.display as second,
                  a.summary as third from pursuance p join actor a on a.id = p.actor where p.actor = $1 and p.deleted_at is null"
            }
            Self::Person => {
                "select cast(null as text) as pursuance, true as is_public, a.name as first, a.display as second,
                  a.summary as third from account c join actor a on a.id = c.actor where c.actor = $1"
            }
        }
    }
}

/// A thing as it is written into the index.
struct Written {
    marks: Vec<String>,
    words: Vec<Option<String>>,
}

impl Written {
    async fn read(tx: &mut ReadTx, kind: Kind, object: &str) -> StoreResult<Option<Self>> {
        let Some(texts) = optional!(tx, IndexedTexts, kind.texts(), object)? else { return Ok(None) };
        let IndexedTexts { pursuance, is_public, first, mut second, third } = texts;
        if kind == Kind::Comment && !second.is_empty() {
            second = writers::searched(tx, object).await?;
        }
        let mut marks: Vec<String> = pursuance.iter().map(|pursuance| kind.mark_in(pursuance)).collect();
        if is_public {
            marks.push(kind.mark_public());
        }
        Ok(Some(Self { marks, words: indexed(&[&first, &second, &third]) }))
    }

    /// The row for FTS5, which numbers the words: a step without one is a `_`.
    fn row(&self) -> String {
        let words = self.words.iter().map(|word| word.as_deref().unwrap_or("_"));
        // A text that is looked for in a row must not begin with a mark.
        self.marks.iter().map(String::as_str).chain(["_"]).chain(words).collect::<Vec<_>>().join(" ")
    }

    /// The row for Postgres, as a `tsvector` is written: each word with its places. Words have no quotation marks.
    fn vector(&self) -> String {
        let mut vector = String::new();
        // Writing to a String cannot fail.
        for mark in &self.marks {
            let _ = write!(vector, "'{mark}' ");
        }
        for (place, word) in self.words.iter().enumerate() {
            if let Some(word) = word {
                let _ = write!(vector, "'{word}':{} ", place + 1);
            }
        }
        vector
    }
}

/// Takes a thing into the index as it is now, or out of it where it is no more.
pub(in crate::store) async fn put(tx: &mut WriteTx, kind: Kind, object: &str) -> StoreResult<()> {
    const SQLITE: &str = "insert into searched (kind, object) values ($1, $2)
        on conflict (object) do update set kind = excluded.kind returning seq";
    const POSTGRES: &str = "insert into searched (kind, object, words) values ($1, $2, cast($3 as tsvector))
        on conflict (object) do update set words = excluded.words returning seq";
    let Some(written) = Written::read(tx, kind, object).await? else {
        return run!(tx, "delete from searched where object = $1", object).map(drop);
    };
    let seq = if tx.is_sqlite() {
        let (seq,) = one!(tx, (i64,), SQLITE, kind.as_str(), object)?;
        run!(tx, "delete from search_words where rowid = $1", seq)?;
        run!(tx, "insert into search_words (rowid, words) values ($1, $2)", seq, written.row())?;
        seq
    } else {
        one!(tx, (i64,), POSTGRES, kind.as_str(), object, written.vector())?.0
    };
    run!(tx, "delete from search_todo where seq = $1", seq).map(drop)
}

/// Takes a thing that is in the index into it again, whatever its kind.
pub(in crate::store) async fn put_again(tx: &mut WriteTx, object: &str) -> StoreResult<()> {
    const SQL: &str = "select kind from searched where object = $1";
    let known = optional!(tx, (String,), SQL, object)?;
    match known.and_then(|(kind,)| Kind::parse(&kind)) {
        Some(kind) => put(tx, kind, object).await,
        None => Ok(()),
    }
}

/// Has everything of a pursuance taken in anew: who may find it has changed.
pub(in crate::store) async fn put_all_of(tx: &mut WriteTx, pursuance: &ActorId) -> StoreResult<()> {
    const ITSELF: &str = "insert into search_todo (seq) select s.seq from searched s where s.object = $1 on conflict (seq) do nothing";
    const REST: &str = "insert into search_todo_of (pursuance, number) values ($1, 0)
        on conflict (pursuance) do update set number = 0";
    run!(tx, ITSELF, pursuance.as_str())?;
    run!(tx, REST, pursuance.as_str()).map(drop)
}

/// Has everything that was said in a room taken in anew, with its files: who may find it has changed.
pub(in crate::store) async fn put_all_in(tx: &mut WriteTx, room: &RoomId) -> StoreResult<()> {
    const SQL: &str = "insert into search_todo_in (thread, at, message) values ($1, 0, '')
        on conflict (thread) do update set at = 0, message = ''";
    run!(tx, SQL, room.as_str()).map(drop)
}

/// Notes the entries of the next messages of a room that are to be taken in anew, at most `limit`; false if there are none.
async fn note_some_in(tx: &mut WriteTx, limit: i64) -> StoreResult<bool> {
    const NEXT: &str = "select thread, at, message from search_todo_in order by thread limit 1";
    const UPTO: &str = "select n.at, n.id from (select m.at, m.id from message m where m.thread = $1 and (m.at, m.id) > ($2, $3)
          order by m.at, m.id limit +$4) n order by n.at desc, n.id desc limit 1";
    const NOTE: &str = "insert into search_todo (seq)
        select s.seq from message m join searched s on s.object = m.id
          where m.thread = $1 and (m.at, m.id) > ($2, $3) and (m.at, m.id) <= ($4, $5)
        union select s.seq from message m join file f on f.message = m.id join searched s on s.object = f.id
          where m.thread = $1 and (m.at, m.id) > ($2, $3) and (m.at, m.id) <= ($4, $5)
        on conflict (seq) do nothing";
    const NOTED: &str = "update search_todo_in set at = $2, message = $3 where thread = $1";
    let Some((room, at, message)) = optional!(tx, (String, i64, String), NEXT)? else { return Ok(false) };
    let upto = optional!(tx, (i64, String), UPTO, &room, at, &message, limit)?;
    match upto {
        Some((last, id)) => {
            run!(tx, NOTE, &room, at, &message, last, &id)?;
            run!(tx, NOTED, &room, last, &id)?;
        }
        None => {
            run!(tx, "delete from search_todo_in where thread = $1", &room)?;
        }
    }
    Ok(true)
}

/// Notes the entries of the next tasks of a pursuance that are to be taken in anew, at most `limit` tasks, or of the next messages of a
/// room; false if there are none.
async fn note_some(tx: &mut WriteTx, limit: i64) -> StoreResult<bool> {
    const NEXT: &str = "select pursuance, number from search_todo_of order by pursuance limit 1";
    const NOTE: &str = "insert into search_todo (seq)
        select s.seq from task t join searched s on s.object = t.id where t.pursuance = $1 and t.number > $2 and t.number <= $3
        union select s.seq from task t join message m on m.thread = t.id join searched s on s.object = m.id
          where t.pursuance = $1 and t.number > $2 and t.number <= $3
        union select s.seq from task t join file f on f.object = t.id join searched s on s.object = f.id
          where t.pursuance = $1 and t.number > $2 and t.number <= $3
        on conflict (seq) do nothing";
    const REST: &str = "select 1 from task where pursuance = $1 and number > $2 limit 1";
    const ROOMS: &str = "insert into search_todo_in (thread, at, message) select r.id, 0, '' from room r where r.pursuance = $1
        on conflict (thread) do update set at = 0, message = ''";
    let Some((pursuance, number)) = optional!(tx, (String, i64), NEXT)? else {
        return note_some_in(tx, limit).await;
    };
    let upto = number + limit;
    run!(tx, NOTE, &pursuance, number, upto)?;
    if optional!(tx, (i32,), REST, &pursuance, upto)?.is_some() {
        run!(tx, "update search_todo_of set number = $2 where pursuance = $1", &pursuance, upto)?;
    } else {
        run!(tx, ROOMS, &pursuance)?;
        run!(tx, "delete from search_todo_of where pursuance = $1", &pursuance)?;
    }
    Ok(true)
}

/// Whether something waits to be taken in.
pub async fn is_filling(tx: &mut ReadTx) -> StoreResult<bool> {
    const SQL: &str =
        "select 1 where exists (select 1 from search_todo) or exists (select 1 from search_todo_of)
          or exists (select 1 from search_todo_in)";
    Ok(optional!(tx, (i32,), SQL)?.is_some())
}

/// Whether the words of the index were cut in another way than this program cuts them.
pub async fn is_outdated(tx: &mut ReadTx) -> StoreResult<bool> {
    const SQL: &str = "select version from search_cutting where version < $1 limit 1";
    Ok(optional!(tx, (i64,), SQL, CUTTING)?.is_some())
}

/// Has everything taken in anew if the words were cut in another way; the present entries answer until then.
pub async fn renew(tx: &mut WriteTx) -> StoreResult<()> {
    const ALL: &str =
        "insert into search_todo (seq) select seq from searched where true on conflict (seq) do nothing";
    if run!(tx, "update search_cutting set version = $1 where version < $1", CUTTING)? > 0 {
        run!(tx, ALL)?;
    }
    Ok(())
}

/// Takes the newest waiting things in, at most `limit`; returns how many. Where none waits, the next tasks of a pursuance or
/// messages of a room are noted, which counts as one.
pub async fn fill_some(tx: &mut WriteTx, limit: i64) -> StoreResult<usize> {
    const SQL: &str = "select s.kind, s.object from search_todo o join searched s on s.seq = o.seq order by o.seq desc limit +$1";
    let waiting = all!(tx, (String, String), SQL, limit)?;
    if waiting.is_empty() {
        return Ok(usize::from(note_some(tx, limit).await?));
    }
    for (kind, object) in &waiting {
        match Kind::parse(kind) {
            Some(kind) => put(tx, kind, object).await?,
            None => return Err(StoreError::unknown_word("searched", "kind", kind.clone())),
        }
    }
    Ok(waiting.len())
}

/// Has everything taken in anew, as after the step that made the index: where rows were written past this program. Nothing is found
/// until it is taken in.
pub async fn forget_all(tx: &mut WriteTx) -> StoreResult<()> {
    const THERE: &str = "insert into searched (kind, object) select x.kind, x.object from (
        select 'task' as kind, id as object, created as at from task where deleted_at is null
        union all select 'comment', m.id, m.at from message m join task t on t.id = m.thread where m.retracted_at is null
        union all select 'comment', m.id, m.at from message m join room r on r.id = m.thread where m.retracted_at is null
        union all select 'file', f.id, f.at from file f join task t on t.id = f.object
        union all select 'file', f.id, f.at from file f join room r on r.id = f.object
        union all select 'pursuance', p.actor, a.created from pursuance p join actor a on a.id = p.actor where p.deleted_at is null
        union all select 'person', c.actor, c.created from account c
      ) x order by x.at, x.object";
    run!(tx, "delete from searched")?;
    run!(tx, THERE)?;
    run!(tx, "insert into search_todo (seq) select seq from searched").map(drop)
}

/// The ids of things that the index lacks, and of entries whose thing is gone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    pub missing: Vec<String>,
    pub left_over: Vec<String>,
}

/// Compares the index with the rows: at most `most` differences of each kind. It looks at every row. What is sealed has no words, and is
/// missed by nobody.
pub async fn difference(tx: &mut ReadTx, most: i64) -> StoreResult<Difference> {
    macro_rules! there {
        ($which:literal) => {
            concat!(
                "with p as (select actor, deleted_at from pursuance ", $which, ")
                  select t.id from task t join p on p.actor = t.pursuance where t.deleted_at is null
                  union all select m.id from message m join task t on t.id = m.thread join p on p.actor = t.pursuance
                    where m.retracted_at is null and t.deleted_at is null
                  union all select m.id from message m join room r on r.id = m.thread join p on p.actor = r.pursuance
                    where m.retracted_at is null
                  union all select f.id from file f join task t on t.id = f.object join p on p.actor = t.pursuance
                  union all select f.id from file f join room r on r.id = f.object join p on p.actor = r.pursuance
                  union all select actor from p where deleted_at is null union all select actor from account"
            )
        };
    }
    macro_rules! known {
        () => {
            "select object from searched where seq not in (select seq from search_todo)"
        };
    }
    const MISSING: &str = concat!(
        "select id from (",
        there!("where visibility <> 'sealed'"),
        ") x except ",
        known!(),
        " order by 1 limit +$1"
    );
    const LEFT_OVER: &str =
        concat!(known!(), " except select id from (", there!(""), ") x order by 1 limit +$1");
    let ids = |rows: Vec<(String,)>| rows.into_iter().map(|(id,)| id).collect();
    Ok(Difference {
        missing: ids(all!(tx, (String,), MISSING, most)?),
        left_over: ids(all!(tx, (String,), LEFT_OVER, most)?),
    })
}
