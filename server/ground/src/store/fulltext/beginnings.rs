//! How the pages of the index begin, on SQLite. FTS5 finds a page by the first letters of a word with which it begins, as far as they tell
//! it from the page before (`search_words_idx`), and leaves them there when the word is deleted, also with its `secure-delete`. Here the
//! next word that is there takes their place: it is behind all words of the pages before, and before none of the page's own. Pages are
//! found by the words that went ([`clear_gone`]), or one after the other where these are not known ([`clear_beginnings`]).

use std::collections::BTreeSet;

use crate::store::db::{Db, ReadTx, WriteTx, all, run};
use crate::store::error::StoreResult;
use crate::store::search::list;

/// A page: the part of the index that it is of, and how it begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beginning {
    part: i64,
    term: Vec<u8>,
}

/// How many pages are looked at in one transaction that reads.
const LOOKED_AT: i64 = 200;

/// How many words are looked for in one transaction that reads.
const WORDS_AT_ONCE: usize = 50;

/// The most words for which pages are looked up: for more it would take longer than to look at all pages by and by.
const GONE_MOST: usize = 4_000;

/// The letters of the beginnings of words that have an index of their own each, in the order of step 86.
const LETTERS: [usize; 5] = [3, 4, 5, 6, 7];

type Row = (i64, Vec<u8>, Option<String>);

/// The next word of the index for a page of whole words, or of beginnings of one length.
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

/// One page.
const ONE: &str = pages!("i.segid = $1 and i.term = $2 limit +$3");

/// Returns the beginning of a page in place of the word that is gone; none where its word is there, and where there is none
/// behind it: such a page goes by itself.
fn instead((_, term, next): &Row) -> Option<Vec<u8>> {
    let (index, gone) = term.split_first()?;
    let next = next.as_ref().filter(|next| !next.as_bytes().starts_with(gone))?;
    Some([&[*index], next.as_bytes()].concat())
}

/// Clears deleted words from the beginnings of at most `most` pages, from `after` on. Returns where to go on, if there are more.
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

/// Clears words that left the index from the beginnings of its pages, as far as no other thing has them: a page began like one of them,
/// or it needs no other beginning. Its cost grows with the words, and hardly with the index. False where there were too many.
///
/// # Errors
/// When the database fails.
pub async fn clear_gone(db: &Db, words: &BTreeSet<String>) -> StoreResult<bool> {
    // The vocabulary would count the places of each; words have no quotation marks.
    const GONE: &str = r#"select w.value from json_each($1) w
        where not exists (select 1 from search_words where search_words match '"' || w.value || '"')"#;
    // There are few parts; to find them one by one leaves their pages alone.
    const LIKE: &str = "with recursive s (part) as (select min(segid) from search_words_idx union all
          select (select min(i.segid) from search_words_idx i where i.segid > s.part) from s where s.part is not null)
        select i.segid, i.term from json_each($1) w cross join s cross join search_words_idx i
        where i.segid = s.part and i.term = unhex(w.value)";
    if !db.is_sqlite() {
        return Ok(true);
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut left = GONE_MOST;
    for some in words.chunks(WORDS_AT_ONCE) {
        let mut tx = db.read().await?;
        let gone = all!(tx, (String,), GONE, list(some.iter().copied()))?;
        if gone.is_empty() {
            continue;
        }
        let Some(rest) = left.checked_sub(gone.len()) else { return Ok(false) };
        left = rest;
        let terms: BTreeSet<String> = gone.iter().flat_map(|(word,)| terms(word)).map(hex::encode).collect();
        let like = all!(tx, (i64, Vec<u8>), LIKE, list(terms.iter().map(String::as_str)))?;
        let mut pages = Vec::new();
        for (part, term) in like {
            let page = Beginning { part, term };
            if read(&mut tx, ONE, &page, 1).await?.first().and_then(instead).is_some() {
                pages.push(page);
            }
        }
        drop(tx);
        if !pages.is_empty() {
            let mut tx = db.write().await?;
            for page in &pages {
                clear(&mut tx, page).await?;
            }
            tx.commit().await?;
        }
    }
    Ok(true)
}

/// All that a page may begin with that begins like a word: the first bytes of it, and of its beginnings that have an index of their own.
fn terms(word: &str) -> Vec<Vec<u8>> {
    let starts = LETTERS.iter().filter_map(|letters| match word.char_indices().nth(*letters) {
        Some((end, _)) => word.get(..end),
        None => (word.chars().count() == *letters).then_some(word),
    });
    let all = (b'1'..).zip(starts).chain([(b'0', word)]);
    let firsts = |(index, start): (u8, &str)| {
        let bytes = start.as_bytes().to_owned();
        (1..=bytes.len()).map(move |end| [&[index], bytes.get(..end).unwrap_or_default()].concat())
    };
    all.flat_map(firsts).collect()
}

async fn read(tx: &mut ReadTx, sql: &'static str, after: &Beginning, limit: i64) -> StoreResult<Vec<Row>> {
    all!(tx, Row, sql, after.part, after.term.as_slice(), limit)
}

/// Clears the beginning of one page, as it is by now: the index may have been written meanwhile.
async fn clear(tx: &mut WriteTx, page: &Beginning) -> StoreResult<()> {
    const CLEAR: &str = "update or ignore search_words_idx set term = $3 where segid = $1 and term = $2";
    let found = read(tx, ONE, page, 1).await?;
    if let Some(instead) = found.first().and_then(instead) {
        tx.deletes_words();
        run!(tx, CLEAR, page.part, page.term.as_slice(), instead.as_slice())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_may_begin_like_each_beginning_of_a_word() {
        let like = |word: &str| -> Vec<String> {
            terms(word).into_iter().map(|term| String::from_utf8_lossy(&term).into_owned()).collect()
        };
        assert_eq!(like("be"), ["0b", "0be"]);
        assert_eq!(
            like("bees"),
            ["1b", "1be", "1bee", "2b", "2be", "2bee", "2bees", "0b", "0be", "0bee", "0bees"]
        );
        // A page may be told from the one before by a part of a letter.
        assert_eq!(terms("\u{e9}t\u{e9}").len(), 5 + 5);
        assert_eq!(terms("zanzibarik").len(), 3 + 4 + 5 + 6 + 7 + 10);
    }
}
