//! Two edits of a task at the same time, joined field by field (RULES §1). The form carries a mark of each field as it
//! was when the form was opened. A field that only one of the two has changed takes that change; where both have changed
//! it, the person decides.

use pursuance_domain::action::EditTask;
use pursuance_domain::task::Asks;
use pursuance_domain::value::ActorRef;
use sha2::{Digest, Sha256};

use crate::actions::Newer;
use crate::web::frame::asks::as_typed;

/// The length of a mark in bytes. A mark detects changes; it protects nothing.
const MARK: usize = 8;

/// The field of the form that carries the marks.
pub(in crate::web) const MARKS: &str = "was";

/// The saved fields, each with its name and its text as the form writes it.
pub(super) fn fields(asks: &Asks, reviewer: Option<&str>) -> Vec<(&'static str, String)> {
    let mut fields = as_typed(asks);
    fields.push(("reviewer", reviewer.unwrap_or_default().to_owned()));
    fields
}

fn mark(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(MARK).map(|byte| format!("{byte:02x}")).collect()
}

/// The marks of the saved task, for its form.
pub(super) fn marks(asks: &Asks, reviewer: Option<&str>) -> String {
    marks_of(fields(asks, reviewer).iter().map(|(name, text)| (*name, text.as_str())))
}

/// The marks of fields, given by name and text.
pub(in crate::web) fn marks_of<'a>(fields: impl Iterator<Item = (&'static str, &'a str)>) -> String {
    fields.map(|(name, text)| format!("{name}:{}", mark(text))).collect::<Vec<_>>().join(" ")
}

/// Whether a field has the text that it had when the form was opened.
pub(in crate::web) fn is_untouched(marks: &str, name: &str, text: &str) -> bool {
    let was = marks.split(' ').filter_map(|one| one.split_once(':')).find(|(of, _)| *of == name);
    was.is_some_and(|(_, was)| was == mark(text))
}

/// An edit merged with the changes saved meanwhile.
pub(super) struct Merged {
    /// The edit of the newest revision; in a field that both have changed it has the new text.
    pub edit: EditTask,
    /// The names of the fields that both have changed.
    pub clashes: Vec<&'static str>,
}

/// The text that a merged field takes.
enum Kept {
    Mine,
    Saved,
    Both,
}

/// Compares the fields of a form with the marks from when it was opened, and with the saved fields.
struct Compare<'a> {
    marks: &'a str,
    clashes: Vec<&'static str>,
}

impl Compare<'_> {
    fn kept(&mut self, name: &'static str, mine: &str, saved: &str) -> Kept {
        let is_untouched = |text: &str| is_untouched(self.marks, name, text);
        if mine == saved || is_untouched(mine) {
            Kept::Saved
        } else if is_untouched(saved) {
            Kept::Mine
        } else {
            self.clashes.push(name);
            Kept::Both
        }
    }

    /// The asks of this edit, with the saved value in every field that only the others have changed.
    fn join(&mut self, mine: &Asks, saved: &Asks) -> Asks {
        let (my_texts, saved_texts) = (as_typed(mine), as_typed(saved));
        mine.changes(saved).into_iter().fold(mine.clone(), |joined, changed| {
            let name = changed.after().name();
            match self.kept(name, text_of(&my_texts, name), text_of(&saved_texts, name)) {
                Kept::Mine | Kept::Both => joined,
                Kept::Saved => joined.with(changed),
            }
        })
    }
}

fn text_of<'a>(fields: &'a [(&str, String)], name: &str) -> &'a str {
    fields.iter().find(|(of, _)| *of == name).map_or("", |(_, text)| text)
}

/// Merges an edit with the changes saved since its form was opened.
pub(super) fn merge(marks: &str, mine: EditTask, saved: &Newer) -> Merged {
    let mut compare = Compare { marks, clashes: Vec::new() };
    let Newer { revision, asks, reviewer } = saved;
    // A mirror's form has nothing but the reviewer.
    let joined = mine.asks_after(asks).map(|mine| compare.join(&mine, asks));
    // A viewer who may not name the reviewer has a form without this field; the edit then has no reviewer, either.
    let reviewer = mine.reviewer.map(|mine| {
        let saved = reviewer.as_deref().and_then(|name| ActorRef::parse(name).ok());
        let name = |named: &Option<ActorRef>| named.as_ref().map_or("", ActorRef::as_str).to_owned();
        match compare.kept("reviewer", &name(&mine), &name(&saved)) {
            Kept::Mine | Kept::Both => mine,
            Kept::Saved => saved,
        }
    });
    let edit = EditTask { reviewer, ..EditTask::unchanged(mine.pursuance, mine.task, *revision) };
    let edit = match joined {
        Some(joined) => edit.asking(joined),
        None => edit,
    };
    Merged { edit, clashes: compare.clashes }
}

#[cfg(test)]
mod tests {
    use pursuance_domain::value::{Size, Title};

    use super::*;

    fn asks(title: &str, size: Size) -> Asks {
        Asks { size, ..Asks::titled(Title::parse(title).unwrap()) }
    }

    fn edit(asks: Asks, reviewer: Option<&str>) -> EditTask {
        let reviewer = Some(reviewer.map(|name| ActorRef::parse(name).unwrap()));
        let edit = EditTask { reviewer, ..EditTask::unchanged("bees".to_owned(), 1, 1) };
        edit.asking(asks)
    }

    fn saved(asks: Asks, reviewer: Option<&str>) -> Newer {
        Newer { revision: 7, asks, reviewer: reviewer.map(str::to_owned) }
    }

    #[test]
    fn a_field_that_only_one_has_changed_takes_that_change() {
        let was = marks(&asks("Count", Size::M), None);
        let mine = edit(asks("Count them", Size::M), None);
        let merged = merge(&was, mine, &saved(asks("Count", Size::L), Some("mara")));
        assert!(merged.clashes.is_empty(), "{:?}", merged.clashes);
        let named = Some(ActorRef::parse("mara").unwrap());
        assert_eq!((merged.edit.revision, merged.edit.reviewer), (7, Some(named)));
        assert_eq!(merged.edit.title.unwrap().as_str(), "Count them");
        assert_eq!(merged.edit.size, Some(Size::L));
    }

    #[test]
    fn the_same_change_of_both_is_no_clash_and_different_ones_keep_the_new_text() {
        let was = marks(&asks("Count", Size::M), None);
        let same = merge(&was, edit(asks("All", Size::S), None), &saved(asks("All", Size::S), None));
        assert!(same.clashes.is_empty());
        let other = merge(&was, edit(asks("All", Size::S), None), &saved(asks("Some", Size::L), None));
        assert_eq!(other.clashes, ["title", "size"]);
        assert_eq!(other.edit.title.unwrap().as_str(), "All");
    }

    #[test]
    fn a_form_without_marks_asks_about_every_difference() {
        let merged = merge("", edit(asks("All", Size::S), None), &saved(asks("Some", Size::S), Some("mara")));
        assert_eq!(merged.clashes, ["title", "reviewer"]);
    }

    #[test]
    fn a_form_without_the_reviewer_names_none() {
        let was = marks(&asks("Count", Size::M), None);
        let mine = EditTask { reviewer: None, ..edit(asks("All", Size::M), None) };
        let merged = merge(&was, mine, &saved(asks("Count", Size::L), Some("mara")));
        assert_eq!((merged.edit.reviewer, merged.clashes), (None, vec![]));
    }

    #[test]
    fn the_form_of_a_mirror_changes_nothing_but_the_reviewer() {
        let was = marks(&asks("Count", Size::M), None);
        let reviewer = Some(Some(ActorRef::parse("ruth").unwrap()));
        let mine = EditTask { reviewer, ..EditTask::unchanged("bees".to_owned(), 1, 1) };
        let merged = merge(&was, mine, &saved(asks("All", Size::L), None));
        assert_eq!((merged.edit.title, merged.edit.size), (None, None));
        assert_eq!(merged.edit.reviewer.unwrap().unwrap().as_str(), "ruth");
    }
}
