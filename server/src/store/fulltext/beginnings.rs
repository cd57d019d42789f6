//! How the pages of the index begin, on SQLite. FTS5 finds a page by the first letters of a word with which it begins, as far as they tell
//! it from the page before (`search_words_idx`), and leaves them there when the word is deleted, also with its `secure-delete`. Here the
//! next word that is there takes their place: it is behind all words of the pages before, and before none of the page's own.

use crate::store::db::{Db, ReadTx, WriteTx, all, run};
use crate::store::error::StoreResult;

/// A page: the part of the index that it is of, and how it begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beginning {
    part: i64,
    term: Vec<u8>,
}

/// How many pages are looked at in one transaction that reads.
const LOOKED_AT: i64 = 200;

type Row = (i64, Vec<u8>, Option<String>);

/// The next word of the index for a page: in one of whole words, or of the beginnings of words of so many letters.
macro_rules! next {
    () => {
        "(select v.term from search_vocabulary v where v.term >= cast(substr(i.term, 2) as text)
          order by v.term limit 1)"
    };
    ($letters:literal) => {
        concat!(
            "(select substr(v.term, 1, ",
            $letters,
            ") from search_vocabulary v where v.term >= cast(substr(i.term, 2) as text) and length(v.term) >= ",
            $letters,
            " order by v.term limit 1)"
        )
    };
}

/// The first byte of a term says of which index it is: `0` of whole words, and the others in the order of step 86.
macro_rules! pages {
    ($which:literal) => {
        concat!(
            "select i.segid, i.term, case cast(substr(i.term, 1, 1) as text) when '0' then ",
            next!(),
            " when '1' then ",
            next!("3"),
            " when '2' then ",
            next!("4"),
            " when '3' then ",
            next!("5"),
            " when '4' then ",
            next!("6"),
            " when '5' then ",
            next!("7"),
            " end from search_words_idx i where length(i.term) > 1 and ",
            $which
        )
    };
}

/// What a page begins with in place of what is gone; none where its word is there, and where there is none behind it: such a page
/// goes by itself.
fn instead((_, term, next): &Row) -> Option<Vec<u8>> {
    let (index, gone) = term.split_first()?;
    let next = next.as_ref().filter(|next| !next.as_bytes().starts_with(gone))?;
    Some([&[*index], next.as_bytes()].concat())
}

/// Clears what is gone from the beginnings of at most so many pages, from one on; the one to go on with, if there are more.
///
/// # Errors
/// When the database fails.
pub async fn clear_beginnings(db: &Db, after: Beginning, most: i64) -> StoreResult<Option<Beginning>> {
    const SQL: &str = pages!("(i.segid, i.term) > ($1, $2) order by i.segid, i.term limit +$3");
    if !db.is_sqlite() {
        return Ok(None);
    }
    let (mut after, mut left) = (after, most);
    while left > 0 {
        let wanted = LOOKED_AT.min(left);
        let pages = read(&mut db.read().await?, SQL, &after, wanted).await?;
        let is_end = i64::try_from(pages.len()).is_ok_and(|found| found < wanted);
        let gone: Vec<&Row> = pages.iter().filter(|page| instead(page).is_some()).collect();
        if !gone.is_empty() {
            let mut tx = db.write().await?;
            for (part, term, _) in gone {
                clear(&mut tx, &Beginning { part: *part, term: term.clone() }).await?;
            }
            tx.commit().await?;
        }
        match pages.into_iter().next_back() {
            Some((part, term, _)) if !is_end => after = Beginning { part, term },
            _ => return Ok(None),
        }
        left -= wanted;
    }
    Ok(Some(after))
}

async fn read(tx: &mut ReadTx, sql: &'static str, after: &Beginning, limit: i64) -> StoreResult<Vec<Row>> {
    all!(tx, Row, sql, after.part, after.term.as_slice(), limit)
}

/// Clears the beginning of one page, as it is by now: the index may have been written meanwhile.
async fn clear(tx: &mut WriteTx, page: &Beginning) -> StoreResult<()> {
    const SQL: &str = pages!("i.segid = $1 and i.term = $2 limit +$3");
    const CLEAR: &str = "update or ignore search_words_idx set term = $3 where segid = $1 and term = $2";
    let found = read(tx, SQL, page, 1).await?;
    if let Some(instead) = found.first().and_then(instead) {
        tx.deletes_words();
        run!(tx, CLEAR, page.part, page.term.as_slice(), instead.as_slice())?;
    }
    Ok(())
}
