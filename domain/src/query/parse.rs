//! A whole text: its pieces, the fault of the first faulty one, and the parts that are understood.

use super::read::{QueryPiece, Slip, piece};
use super::scan::{Scan, is_quotation_mark};
use super::write::quoted;
use super::{Bad, MOST_CHARACTERS, MOST_NEGATED, MOST_PARTS, PieceFault, Query, Term};
use crate::text::MOST_WORDS;

/// The most corrections of one piece, as in `staus:nwe`, whose first correction is faulty itself.
const MOST_MENDINGS: usize = 2;

/// Reads a query.
///
/// # Errors
/// [`Bad`] with the first fault, and the query without the faulty pieces.
pub fn parse(text: &str) -> Result<Query, Bad> {
    read(text, MOST_MENDINGS)
}

fn read(text: &str, mendings: usize) -> Result<Query, Bad> {
    let mut letters: Vec<char> = text.chars().take(MOST_CHARACTERS + 1).collect();
    if letters.len() > MOST_CHARACTERS {
        // The last piece may be cut in two.
        let whole = letters.iter().rposition(|c| c.is_whitespace()).unwrap_or(0);
        letters.truncate(whole);
        return Err(Bad {
            position: MOST_CHARACTERS,
            length: text.chars().skip(MOST_CHARACTERS).count(),
            meant: None,
            as_words: None,
            fault: PieceFault::TooLong,
            rest: understand(&letters).query,
        });
    }
    let ParsedQuery { query, faulty } = understand(&letters);
    let Some(Faulty { start, end, slip }) = faulty else { return Ok(query) };
    let piece: String = letters.get(start..end).unwrap_or_default().iter().collect();
    let as_words = if slip.may_be_words { words(&piece) } else { None };
    let near = if slip.fault == PieceFault::OpenQuote { Some(closed(&piece)) } else { slip.near };
    let near = near.and_then(|near| good(near, mendings));
    let (meant, as_words) = if near.is_some() { (near, as_words) } else { (as_words, None) };
    Err(Bad { position: start, length: end - start, meant, as_words, fault: slip.fault, rest: query })
}

struct ParsedQuery {
    query: Query,
    /// The first piece that is not understood.
    faulty: Option<Faulty>,
}

struct Faulty {
    start: usize,
    end: usize,
    slip: Slip,
}

fn understand(letters: &[char]) -> ParsedQuery {
    let mut scan = Scan::new(letters);
    let mut query = Query::default();
    let mut words = 0;
    let mut faulty = None;
    loop {
        scan.blanks();
        if scan.peek().is_none() {
            return ParsedQuery { query, faulty };
        }
        let start = scan.at();
        let fault = match piece(&mut scan) {
            Ok(QueryPiece::Part(part)) if matches!(part.term, Term::Words(_)) && words == MOST_WORDS => {
                scan.finish();
                Slip { fault: PieceFault::TooManyWords, near: None, may_be_words: false }
            }
            Ok(QueryPiece::Part(part)) if part.not && query.negated() >= MOST_NEGATED => {
                scan.finish();
                Slip { fault: PieceFault::TooManyNegated, near: None, may_be_words: false }
            }
            Ok(QueryPiece::Part(part)) if query.parts.len() < MOST_PARTS => {
                words += usize::from(matches!(part.term, Term::Words(_)));
                query.parts.push(part);
                continue;
            }
            Ok(QueryPiece::Part(_)) => {
                scan.finish();
                Slip { fault: PieceFault::TooManyParts, near: None, may_be_words: false }
            }
            Ok(QueryPiece::Sort(sort)) if query.sort.is_none() => {
                query.sort = Some(sort);
                continue;
            }
            Ok(QueryPiece::Sort(_)) => {
                Slip { fault: PieceFault::SecondSort, near: None, may_be_words: false }
            }
            Err(slip) => slip,
        };
        let end = scan.at();
        faulty.get_or_insert(Faulty { start, end, slip: fault });
    }
}

/// A piece with an open quotation mark, closed with plain marks on both sides.
fn closed(piece: &str) -> String {
    format!("{}\"", piece.replacen(is_quotation_mark, "\"", 1))
}

/// A piece in quotes; its `!` stays before them.
fn words(piece: &str) -> Option<String> {
    let words = piece.strip_prefix(['!', '！']).filter(|words| !words.is_empty());
    let mut text = words.map_or_else(String::new, |_| "!".to_owned());
    quoted(&mut text, words.unwrap_or(piece)).ok()?;
    good(text, 0)
}

/// The piece if it reads, else its correction.
fn good(piece: String, mendings: usize) -> Option<String> {
    let read = match mendings.checked_sub(1) {
        Some(mendings) => read(&piece, mendings),
        None => {
            let letters: Vec<char> = piece.chars().take(MOST_CHARACTERS + 1).collect();
            let is_good = letters.len() <= MOST_CHARACTERS && understand(&letters).faulty.is_none();
            return is_good.then_some(piece);
        }
    };
    match read {
        Ok(_) => Some(piece),
        Err(Bad { meant, length, position: 0, .. }) if length == piece.chars().count() => meant,
        Err(_) => None,
    }
}
