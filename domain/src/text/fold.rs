//! Letters: which ones make words, and which ones are the same.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The class of a letter in a text; a letter is what people see as one (a grapheme cluster of UAX #29).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// It stands between words.
    Gap,
    /// A letter or a digit of a script with spaces between words.
    Word,
    /// A letter of a script without them: words are looked for by pairs of letters.
    Pair,
    /// It belongs to the letter before it.
    Part,
}

pub(super) fn class(letter: &str) -> Class {
    match letter.chars().find(|one| one.is_alphanumeric() && !is_part(*one)) {
        Some(one) if is_without_spaces(one) => Class::Pair,
        Some(_) => Class::Word,
        None if letter.chars().all(is_part) => Class::Part,
        None => Class::Gap,
    }
}

/// Marks, half-width marks of voice, and what nobody sees within a word (characters of the category Cf that UAX #29 leaves in
/// words): soft hyphens, joiners, directions.
fn is_part(one: char) -> bool {
    is_combining_mark(one)
        || matches!(
            one,
            '\u{ad}' | '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}'
                | '\u{feff}' | '\u{ff9e}' | '\u{ff9f}'
        )
}

/// Whether UAX #29 finds no words in the script of a letter, because it is written without spaces: Thai, Lao, Myanmar, Khmer,
/// Japanese and Chinese. The blocks of these scripts are those of Scripts.txt of Unicode 17, where Han, Hiragana and Katakana have
/// the signs that repeat a letter, too.
fn is_without_spaces(letter: char) -> bool {
    matches!(
        letter,
        '\u{e00}'..='\u{eff}'
            | '\u{1000}'..='\u{109f}'
            | '\u{1780}'..='\u{17ff}'
            | '\u{2e80}'..='\u{2fdf}'
            | '\u{3005}'..='\u{3007}'
            | '\u{3021}'..='\u{3029}'
            | '\u{3031}'..='\u{303c}'
            | '\u{3041}'..='\u{30ff}'
            | '\u{31f0}'..='\u{31ff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{a9e0}'..='\u{a9fe}'
            | '\u{aa60}'..='\u{aa7f}'
            | '\u{f900}'..='\u{faff}'
            | '\u{ff66}'..='\u{ff9d}'
            | '\u{1b000}'..='\u{1b16f}'
            | '\u{20000}'..='\u{3ffff}'
    )
}

/// Whether marks may follow the letters of a script without spaces: in all but Japanese and Chinese. They may not be typed yet.
pub(super) fn has_marks(letter: char) -> bool {
    matches!(letter, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{a9e0}'..='\u{aa7f}')
}

/// Korean is written with spaces, and a syllable says as much as several letters of others.
pub(super) fn is_syllable(letter: char) -> bool {
    matches!(letter, '\u{ac00}'..='\u{d7a3}')
}

/// Marks that people leave out when they type: accents of Latin, Greek and Cyrillic, vowel points of Hebrew and Arabic and the stroke
/// that makes an Arabic word longer; and marks that only choose between pictures of one letter. Marks of other scripts are vowels,
/// and stay.
fn is_left_out(letter: char) -> bool {
    matches!(
        letter,
        '\u{300}'..='\u{36f}'
            | '\u{483}'..='\u{487}'
            | '\u{591}'..='\u{5c7}'
            | '\u{640}'
            | '\u{64b}'..='\u{65f}'
            | '\u{670}'
            | '\u{180b}'..='\u{180d}'
            | '\u{180f}'
            | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{fe20}'..='\u{fe2f}'
            | '\u{e0100}'..='\u{e01ef}'
    )
}

/// The letters that stand in for one with a stroke, or for two that are written as one: Unicode takes neither apart, and people whose
/// keyboard lacks them type these.
fn plain_of(letter: char) -> Option<&'static str> {
    Some(match letter {
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ł' => "l",
        'ø' => "o",
        'ŧ' => "t",
        'æ' => "ae",
        'œ' => "oe",
        _ => return None,
    })
}

/// The most letters to which one letter with its marks may become: `ﷺ` is eighteen.
const LETTER_MAX: usize = 18;

/// Adds a letter with its marks in the form that is compared; nothing where it is made of marks alone.
pub(super) fn fold(letter: &str, to: &mut String) {
    if let [byte] = letter.as_bytes() {
        to.push(char::from(byte.to_ascii_lowercase()));
        return;
    }
    let plain = letter.nfkd().filter(|one| !is_left_out(*one));
    // `ß` is written `SS` in capitals, and `ς` and `σ` have the same one.
    let small = plain.flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    // Some letters stand for several, signs among them: `⑴`, `½`.
    let kept = small.nfc().filter(|one| one.is_alphanumeric() || is_combining_mark(*one));
    for one in kept.take(LETTER_MAX) {
        match plain_of(one) {
            Some(plain) => to.push_str(plain),
            None => to.push(one),
        }
    }
}
