//! Single words of the language for texts that are no queries: each at the beginning of some letters, with its length.

use super::read::due;
use super::scan::{Scan, narrowed};
use super::write::ME;
use super::{DayTerm, DueCondition, HandleTerm, Key, PersonTerm};
use crate::value::Skill;

/// `@me`, `@name`, `@name@server`, in whatever case.
pub(crate) fn person_at(letters: &[char]) -> Option<(PersonTerm, usize)> {
    let mut scan = Scan::new(letters);
    if !scan.eat('@') {
        return None;
    }
    let name = scan.word().to_lowercase();
    let person = if name == ME { PersonTerm::Me } else { PersonTerm::Named(HandleTerm::parse(&name)?) };
    Some((person, scan.at()))
}

/// `#Area:Detail`, `#"Area:With blanks"`. It begins with a letter: `#12` is the number of a task, and `#12:30` no skill.
pub(crate) fn skill_at(letters: &[char]) -> Option<(Skill, usize)> {
    let mut scan = Scan::new(letters);
    if !scan.eat('#') {
        return None;
    }
    let value = scan.value();
    let is_word = value.is_closed && value.text.starts_with(char::is_alphabetic);
    Some((Skill::parse(&value.text).ok().filter(|_| is_word)?, scan.at()))
}

/// `due:fri`, `due:2 months`.
pub(crate) fn day_at(letters: &[char]) -> Option<(DayTerm, usize)> {
    let mut scan = Scan::new(letters);
    if scan.key().and_then(|key| Key::parse(&narrowed(&key))) != Some(Key::Due) {
        return None;
    }
    match due(&mut scan) {
        Ok(DueCondition::On(when)) => Some((when, scan.at())),
        Ok(DueCondition::None | DueCondition::Before(_) | DueCondition::After(_)) | Err(_) => None,
    }
}
