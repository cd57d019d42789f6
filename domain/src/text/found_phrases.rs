//! The places of searched phrases in a text that is shown.

use super::phrase::Phrase;
use super::token::tokens;

/// A piece of a text that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextPiece<'a> {
    /// The piece as it was written.
    pub text: &'a str,
    /// Whether it was searched for.
    pub is_found: bool,
}

/// A text in pieces, with the searched pieces marked. Put together they are the text.
pub fn marked<'a>(text: &'a str, phrases: &[Phrase]) -> Vec<TextPiece<'a>> {
    pieces(text, 0, text.len(), &places(text, phrases))
}

/// The part of a text around the first searched phrase, about `letters` long, in pieces; the beginning of the text where no phrase
/// is found. Omitted text is shown as `…`.
pub fn snippet<'a>(text: &'a str, phrases: &[Phrase], letters: usize) -> Vec<TextPiece<'a>> {
    const LEFT_OUT: TextPiece<'static> = TextPiece { text: "…", is_found: false };
    let places = places(text, phrases);
    let first = places.first().map_or(0, |(start, _)| *start);
    let before = text.get(..first).unwrap_or_default();
    // A third of it leads to the place, from the beginning of a word on.
    let far = before.char_indices().rev().nth(letters / 3).map_or(0, |(at, _)| at);
    let start = if far == 0 {
        0
    } else {
        let behind = text.get(far..first).unwrap_or_default();
        behind.find(char::is_whitespace).map_or(far, |blank| far + blank)
    };
    let rest = text.get(start..).unwrap_or_default();
    let end = match rest.char_indices().nth(letters) {
        None => text.len(),
        Some((most, _)) => {
            let most = start + most;
            let shown = text.get(start..most).unwrap_or_default();
            // Ends outside of a found phrase and of a word, if that leaves something.
            let blank = shown.rfind(char::is_whitespace).map(|blank| start + blank);
            blank.filter(|blank| *blank > start && *blank > first).unwrap_or(most)
        }
    };
    let mut shown = pieces(text, start, end, &places);
    if start > 0 {
        shown.insert(0, LEFT_OUT);
    }
    if end < text.len() {
        shown.push(LEFT_OUT);
    }
    shown
}

/// From where to where phrases stand in a text, in order; what overlaps is one.
fn places(text: &str, phrases: &[Phrase]) -> Vec<(usize, usize)> {
    if phrases.is_empty() {
        return Vec::new();
    }
    let all = tokens(text);
    let at =
        |place: usize| phrases.iter().filter_map(|phrase| phrase.at(&all, place)).max_by_key(|found| found.1);
    let mut places: Vec<(usize, usize)> = Vec::new();
    for (start, end) in (0..all.len()).filter_map(at) {
        match places.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => places.push((start, end)),
        }
    }
    places
}

/// The pieces of a part of a text.
fn pieces<'a>(text: &'a str, from: usize, to: usize, places: &[(usize, usize)]) -> Vec<TextPiece<'a>> {
    let mut pieces = Vec::new();
    let mut add = |start: usize, end: usize, is_found: bool| {
        let text = text.get(start..end).unwrap_or_default();
        if !text.is_empty() {
            pieces.push(TextPiece { text, is_found });
        }
    };
    let mut at = from;
    for (start, end) in places {
        let (start, end) = ((*start).clamp(at, to.max(at)), (*end).clamp(at, to.max(at)));
        add(at, start, false);
        add(start, end, true);
        at = end.max(at);
    }
    add(at, to, false);
    pieces
}
