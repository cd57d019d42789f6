//! Invisible letters. In a name or a title they make two texts that look the same, and a link that nobody can choose; in a few
//! scripts, and within pictures, some of them shape the letters beside them and stay.
//!
//! The crates `domain` and `federation` name nothing of each other, and both compile this file: texts of people and texts of other
//! servers are cleaned by one rule.

use icu_properties::props::{DefaultIgnorableCodePoint, ExtendedPictographic, JoiningType};
use icu_properties::{CodePointMapData, CodePointSetData};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Keeps letters apart that would join, and joins letters that would stand apart.
const NON_JOINER: char = '\u{200C}';
const JOINER: char = '\u{200D}';
/// Has the sign before it drawn as a picture.
const AS_PICTURE: char = '\u{FE0F}';
/// The box around the sign before it: `1️⃣`.
const KEYCAP: char = '\u{20E3}';
/// The canonical combining class of the signs that take the vowel from a letter (UAX #44 §5.7.4).
const VIRAMA: u8 = 9;
/// The most marks of one letter that are read (Stream-Safe Text Format, UAX #15 §13).
const MARKS_MOST: usize = 30;

/// Whether a letter has no shape (Unicode: `Default_Ignorable_Code_Point`), or one that is empty: the blank pattern of Braille,
/// the marks around a note between lines, the place of an object that is not there, the filler of Khitan, a note without a head, and what
/// arranges hieroglyphs; or one on which nobody has agreed: private use, and what is no character (Unicode §23.5, §23.7).
pub(crate) fn is_unseen(c: char) -> bool {
    matches!(c, '\u{2800}' | '\u{FFF9}'..='\u{FFFC}' | '\u{16FE4}' | '\u{1D159}' | '\u{13430}'..='\u{1343F}')
        || matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' | '\u{FDD0}'..='\u{FDEF}')
        || u32::from(c) & 0xFFFE == 0xFFFE
        || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

/// A text in the form NFC without invisible letters, except letters that shape their neighbours. Cleaned again, it stays as it
/// is.
pub(crate) fn without_unseen(text: &str) -> String {
    let shapes = |c: char| matches!(c, NON_JOINER | JOINER | AS_PICTURE);
    // The blank pattern of Braille stands between words.
    let words = text.chars().map(|c| if c == '\u{2800}' { ' ' } else { c });
    let letters: Vec<char> = words.filter(|c| !is_unseen(*c) || shapes(*c)).nfc().collect();
    if !letters.iter().any(|c| shapes(*c)) {
        return letters.into_iter().collect();
    }
    let mut kept: Vec<char> = Vec::with_capacity(letters.len());
    for (at, c) in letters.iter().enumerate() {
        let after = letters.get(at + 1..).unwrap_or_default();
        let stays = match *c {
            NON_JOINER => is_after_virama(&kept) || would_join(&kept, after),
            JOINER => is_after_virama(&kept) || is_between_pictures(&kept, after),
            AS_PICTURE => is_drawn(&kept, after),
            _ => true,
        };
        if stays {
            kept.push(*c);
        }
    }
    kept.into_iter().nfc().collect()
}

/// Whether the letter before has lost its vowel: there both joiners say how it is written (RFC 5892 A.1 and A.2, first rule of
/// each). Its marks are checked in any order, as canonically equal texts may have them in another order.
fn is_after_virama(before: &[char]) -> bool {
    let marks = before.iter().rev().take(MARKS_MOST).map(|c| canonical_combining_class(*c));
    marks.take_while(|class| *class != 0).any(|class| class == VIRAMA)
}

/// Whether two letters would join here, as Arabic letters do (RFC 5892 A.1, second rule).
fn would_join(before: &[char], after: &[char]) -> bool {
    let of = |c: &char| CodePointMapData::<JoiningType>::new().get(*c);
    let is_letter = |joins: &JoiningType| *joins != JoiningType::Transparent;
    let left = before.iter().rev().take(MARKS_MOST).map(of).find(is_letter);
    let right = after.iter().take(MARKS_MOST).map(of).find(is_letter);
    matches!(left, Some(JoiningType::LeftJoining | JoiningType::DualJoining))
        && matches!(right, Some(JoiningType::RightJoining | JoiningType::DualJoining))
}

/// Whether two pictures become one here (UAX #29, GB11).
fn is_between_pictures(before: &[char], after: &[char]) -> bool {
    let is_dress = |c: &&char| matches!(**c, AS_PICTURE | '\u{1F3FB}'..='\u{1F3FF}');
    let last = before.iter().rev().take(MARKS_MOST).find(|c| !is_dress(c));
    last.is_some_and(is_picture) && after.first().is_some_and(is_picture)
}

/// Whether the sign before may be drawn as a picture: it is one, or a key with a box around it (UTS #51 §1.4.4 and §1.4.5).
fn is_drawn(before: &[char], after: &[char]) -> bool {
    let is_key = |c: &char| matches!(c, '0'..='9' | '#' | '*');
    let last = before.last();
    last.is_some_and(is_picture) || (last.is_some_and(is_key) && after.first() == Some(&KEYCAP))
}

fn is_picture(c: &char) -> bool {
    CodePointSetData::new::<ExtendedPictographic>().contains(*c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letters_that_are_not_seen_are_left_out() {
        for unseen in [
            '\u{AD}',
            '\u{34F}',
            '\u{61C}',
            '\u{115F}',
            '\u{1160}',
            '\u{17B4}',
            '\u{180B}',
            '\u{180E}',
            '\u{200B}',
            '\u{200C}',
            '\u{200D}',
            '\u{200E}',
            '\u{200F}',
            '\u{202E}',
            '\u{2060}',
            '\u{2064}',
            '\u{2066}',
            '\u{206F}',
            '\u{3164}',
            '\u{FE00}',
            '\u{FE0F}',
            '\u{FEFF}',
            '\u{FFA0}',
            '\u{FFF0}',
            '\u{FFF9}',
            '\u{FFFB}',
            '\u{FFFC}',
            '\u{16FE4}',
            '\u{13430}',
            '\u{1D159}',
            '\u{E000}',
            '\u{F8FF}',
            '\u{FDD0}',
            '\u{FFFE}',
            '\u{1FFFF}',
            '\u{F0000}',
            '\u{10FFFF}',
            '\u{1BCA0}',
            '\u{1D173}',
            '\u{E0001}',
            '\u{E0041}',
            '\u{E007F}',
            '\u{E0100}',
            '\u{E0FFF}',
        ] {
            assert_eq!(without_unseen(&format!("Ch{unseen}arts{unseen}")), "Charts", "{unseen:?}");
            assert!(is_unseen(unseen), "{unseen:?}");
        }
        assert_eq!(without_unseen("Ch\u{2800}arts"), "Ch arts");
        assert_eq!(without_unseen("Cafe\u{200B}\u{301}"), "Caf\u{e9}");
        assert_eq!(without_unseen("Cafe\u{200D}\u{301}"), "Caf\u{e9}");
    }

    #[test]
    fn what_shapes_the_letters_beside_it_stays() {
        for text in [
            // Persian: two letters that would join, also behind a mark.
            "می\u{200C}خواهم",
            "بَ\u{200C}ب",
            // Devanagari, Sinhala and Malayalam: after a letter without its vowel.
            "क\u{94D}\u{200D}ष",
            "क\u{94D}\u{200C}ष",
            "ශ\u{DCA}\u{200D}රී",
            "ന\u{D4D}\u{200D}",
            "👩\u{200D}🔬",
            "👩🏽\u{200D}🚀",
            "🏳\u{FE0F}\u{200D}🌈",
            "❤\u{FE0F}\u{200D}🔥",
            "👁\u{FE0F}\u{200D}🗨\u{FE0F}",
            "☂\u{FE0F}",
            "1\u{FE0F}\u{20E3}",
        ] {
            assert_eq!(without_unseen(text), text);
        }
    }

    #[test]
    fn nothing_stays_that_shapes_nothing() {
        for (text, clean) in [
            ("می\u{200C}\u{200C}خواهم", "می\u{200C}خواهم"),
            ("آزاد\u{200C}راه", "آزادراه"),
            ("a\u{94D}\u{200D}\u{200C}b", "a\u{94D}\u{200D}b"),
            ("👩\u{200D}", "👩"),
            ("\u{200D}👩\u{200D}a", "👩a"),
            ("☂\u{FE0F}\u{FE0F}", "☂\u{FE0F}"),
            ("1\u{FE0F}", "1"),
            ("🏴\u{E0067}\u{E0062}\u{E007F}", "🏴"),
        ] {
            assert_eq!(without_unseen(text), clean, "{text:?}");
        }
    }

    /// Letters that meet each other in every way that counts.
    fn letters() -> impl Strategy<Value = String> {
        let some = prop::sample::select(vec![
            'a',
            'é',
            ' ',
            '1',
            '#',
            '\u{301}',
            '\u{338}',
            '\u{327}',
            'ب',
            'د',
            '\u{64E}',
            '\u{640}',
            'क',
            'ष',
            '\u{94D}',
            '\u{DCA}',
            '👩',
            '🏽',
            '↔',
            '☂',
            '🔬',
            '\u{200B}',
            '\u{200C}',
            '\u{200D}',
            '\u{FE0F}',
            '\u{FE0E}',
            '\u{20E3}',
            '\u{34F}',
            '\u{2800}',
            '\u{3164}',
            '\u{FFFC}',
            '\u{E0041}',
            '\u{1100}',
            '\u{1161}',
            '\u{1160}',
        ]);
        prop::collection::vec(prop_oneof![8 => some, 1 => any::<char>()], 0..24)
            .prop_map(|letters| letters.into_iter().collect())
    }

    proptest! {
        #[test]
        fn a_text_is_clean_after_one_time(text in letters()) {
            let clean = without_unseen(&text);
            prop_assert_eq!(without_unseen(&clean), clean.clone());
            let left = clean.chars().filter(|c| is_unseen(*c));
            for c in left {
                prop_assert!(matches!(c, NON_JOINER | JOINER | AS_PICTURE), "{:?}", c);
            }
        }

        #[test]
        fn nothing_that_is_seen_is_lost(text in letters()) {
            let seen = |text: &str| text.nfd().filter(|c| !is_unseen(*c)).collect::<String>().nfd().collect::<String>();
            let blank = |text: &str| seen(&text.replace('\u{2800}', " "));
            prop_assert_eq!(seen(&without_unseen(&text)), blank(&text));
        }
    }
}
