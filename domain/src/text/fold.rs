//! Letters: which ones make words, and which ones are the same.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a character is in a text.
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

pub(super) fn class(letter: char) -> Class {
    match letter {
        // Most texts.
        '\0'..='\x7f' if letter.is_ascii_alphanumeric() => Class::Word,
        '\0'..='\x7f' => Class::Gap,
        // Soft hyphens and joiners are seen by nobody; half-width marks of voice and the parts of Korean syllables follow a letter.
        '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{1160}'..='\u{11ff}' | '\u{ff9e}' | '\u{ff9f}' => Class::Part,
        _ if is_combining_mark(letter) => Class::Part,
        _ if !letter.is_alphanumeric() => Class::Gap,
        _ if is_without_spaces(letter) => Class::Pair,
        _ => Class::Word,
    }
}

/// Thai, Lao, Myanmar, Khmer, Japanese and Chinese.
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

/// Whether marks, of which none may be typed yet, follow the letters of a script without spaces: in all but Japanese and Chinese.
pub(super) fn has_marks(letter: char) -> bool {
    matches!(letter, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{a9e0}'..='\u{aa7f}')
}

/// Korean is written with spaces, and a syllable says as much as several letters of others.
pub(super) fn is_syllable(letter: char) -> bool {
    matches!(letter, '\u{ac00}'..='\u{d7a3}')
}

/// Marks that people leave out when they type: accents of Latin, Greek and Cyrillic, vowel points of Hebrew and Arabic. Marks of
/// other scripts are vowels, and stay.
fn is_left_out(letter: char) -> bool {
    matches!(
        letter,
        '\u{300}'..='\u{36f}'
            | '\u{483}'..='\u{487}'
            | '\u{591}'..='\u{5c7}'
            | '\u{64b}'..='\u{65f}'
            | '\u{670}'
            | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}'
            | '\u{20d0}'..='\u{20ff}'
    )
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
    // Of letters that stand for several, some of these are signs: `⑴`, `½`.
    let kept = small.nfc().filter(|one| matches!(class(*one), Class::Word | Class::Pair) || is_mark(*one));
    to.extend(kept.take(LETTER_MAX));
}

fn is_mark(letter: char) -> bool {
    is_combining_mark(letter) && !is_left_out(letter)
}
