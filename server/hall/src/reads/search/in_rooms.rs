//! The rooms that the text of a search over everything names with `in:` (RULES §7).

use pursuance_domain::allowed::Principal;
use pursuance_domain::talk::{GENERAL, room_key};
use pursuance_domain::text::is_quotation_mark;
use pursuance_domain::time::Time;
use pursuance_domain::value::ValueRefusal;

use crate::actions::{PerformError, access};
use crate::reads::person;
use crate::store::db::ReadTx;
use crate::store::rooms::{self, Room};

/// The mark before the name of a room.
const IN: &str = "in:";

/// The words of a text, and the names of rooms that it says with `in:`. A name follows directly: in `sign in: error`,
/// and between quotation marks, `in:` is a word like others.
pub fn without_rooms(text: &str) -> (String, Vec<String>) {
    let (mut words, mut names, mut left) = (String::new(), Vec::new(), text);
    let (mut is_quoted, mut is_behind_gap) = (false, true);
    while let Some(letter) = left.chars().next() {
        let named = left.strip_prefix(IN).filter(|_| is_behind_gap && !is_quoted).and_then(name);
        if let Some((name, rest)) = named {
            names.push(name.to_owned());
            left = rest;
            continue;
        }
        is_quoted ^= is_quotation_mark(letter);
        is_behind_gap = letter.is_whitespace();
        words.push(letter);
        left = left.strip_prefix(letter).unwrap_or_default();
    }
    (words.trim().to_owned(), names)
}

/// The name at the beginning of a text, to the next gap or between quotation marks, and what is behind it.
fn name(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = match text.strip_prefix(is_quotation_mark) {
        Some(quoted) => quoted.split_once(is_quotation_mark).unwrap_or((quoted, "")),
        None => text.split_at(text.find(char::is_whitespace).unwrap_or(text.len())),
    };
    let name = name.trim();
    (!name.is_empty()).then_some((name, rest))
}

/// The rooms with these names that somebody may read, archived ones, too: of the pursuance `within`, where they search there and it has
/// one; else of their own; and `slug/kitchen` of the pursuance `slug`, if no room is called like that as a whole. `general`: how they
/// are shown the name of the first room.
///
/// # Errors
/// [`ValueRefusal::NoSuchRoom`] for a name that no such room has, or when the database fails.
pub async fn rooms_named(
    tx: &mut ReadTx,
    who: &Principal,
    names: &[String],
    within: &str,
    (general, now): (&str, Time),
) -> Result<Vec<Room>, PerformError> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let general = room_key(general);
    let is_called = |room: &Room, name: &str| {
        let key = room_key(name.trim());
        let is_shown_so = || room.is_general && room.name == GENERAL && key == general;
        key == room_key(&room.name) || is_shown_so()
    };
    let there = if within.is_empty() { Vec::new() } else { rooms_of(tx, who, within, now).await? };
    let sights = person::all_sights(tx, who).await?;
    let own = rooms::called(tx, &sights, names.iter().map(String::as_str).chain([GENERAL])).await?;
    let mut found = Vec::new();
    for name in names {
        let among = |rooms: &[Room]| -> Vec<Room> {
            rooms.iter().filter(|room| is_called(room, name)).cloned().collect()
        };
        let mut named = among(&there);
        if named.is_empty() {
            named = among(&own);
        }
        if named.is_empty()
            && let Some((slug, name)) = name.split_once('/')
        {
            named = rooms_of(tx, who, &slug.trim().to_lowercase(), now).await?;
            named.retain(|room| is_called(room, name));
        }
        if named.is_empty() {
            return Err(ValueRefusal::NoSuchRoom { name: name.clone() }.into());
        }
        found.append(&mut named);
    }
    Ok(found)
}

/// The rooms of a pursuance that somebody may read; none where they may not read it.
async fn rooms_of(
    tx: &mut ReadTx,
    who: &Principal,
    slug: &str,
    now: Time,
) -> Result<Vec<Room>, PerformError> {
    match access::find(tx, who, slug, now).await.and_then(|access| access.sight()) {
        Ok(sight) => Ok(rooms::of_pursuance(tx, &sight).await?),
        Err(PerformError::Refused(_)) => Ok(Vec::new()),
        Err(broken) => Err(broken),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, String) {
        let (words, names) = without_rooms(text);
        (words, names.join("|"))
    }

    fn both(words: &str, names: &str) -> (String, String) {
        (words.to_owned(), names.to_owned())
    }

    #[test]
    fn the_names_of_rooms_are_taken_out_of_a_text() {
        assert_eq!(read("kettle"), both("kettle", ""));
        assert_eq!(read("in:kitchen kettle"), both("kettle", "kitchen"));
        assert_eq!(read("kettle in:\"tea kitchen\" on"), both("kettle  on", "tea kitchen"));
        assert_eq!(read("kettle in:“tea kitchen” on"), both("kettle  on", "tea kitchen"));
        assert_eq!(read("kettle in:river-watch/kitchen"), both("kettle", "river-watch/kitchen"));
        assert_eq!(read("begin:now in:\"open"), both("begin:now", "open"));
        assert_eq!(read("in:kitchen in:cellar"), both("", "kitchen|cellar"));
    }

    #[test]
    fn in_is_a_word_where_no_name_follows_directly() {
        for text in ["sign in: error", "sign in:", "in:\"\" error", "in:\" \" error", "built-in:x"] {
            assert_eq!(read(text), both(text, ""), "{text}");
        }
        assert_eq!(read("in: in:kitchen"), both("in:", "kitchen"));
        assert_eq!(read("in:in:kitchen"), both("", "in:kitchen"));
        // Between quotation marks it is a part of what is looked for.
        assert_eq!(read("\"sign in:error\" in:desk"), both("\"sign in:error\"", "desk"));
    }
}
