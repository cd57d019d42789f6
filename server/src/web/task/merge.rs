//! Two edits of a task at the same time, joined field by field (RULES §1). The form carries a mark of each field as it
//! was when the form was opened. A field that only one of the two has changed takes that change; where both have changed
//! it, the person decides.

use pursuance_domain::action::EditTask;
use pursuance_domain::task::Asks;
use pursuance_domain::time::Time;
use pursuance_domain::value::ActorRef;
use sha2::{Digest, Sha256};

use crate::actions::Newer;

/// Bytes of a mark: it tells whether a text was changed, and not who may change it.
const MARK: usize = 8;

/// The field of the form that carries the marks.
pub(super) const MARKS: &str = "was";

/// The fields of the form as they are saved, each by its name and as the form writes it.
pub(super) fn fields(asks: &Asks, reviewer: Option<&str>) -> Vec<(&'static str, String)> {
    let Asks { title, deliverables, skills, due, size, urgency } = asks;
    vec![
        ("title", title.to_string()),
        ("deliverables", deliverables.to_string()),
        ("skills", skills.to_string()),
        ("due", day(*due)),
        ("size", size.as_str().to_owned()),
        ("urgency", urgency.as_str().to_owned()),
        ("reviewer", reviewer.unwrap_or_default().to_owned()),
    ]
}

fn day(due: Option<Time>) -> String {
    due.map(Time::date).unwrap_or_default()
}

fn mark(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(MARK).map(|byte| format!("{byte:02x}")).collect()
}

/// The marks of a task as it is saved, for its form.
pub(super) fn marks(asks: &Asks, reviewer: Option<&str>) -> String {
    let marks = fields(asks, reviewer).into_iter().map(|(name, text)| format!("{name}:{}", mark(&text)));
    marks.collect::<Vec<_>>().join(" ")
}

/// Whether a field has the text that it had when the form was opened.
pub(super) fn is_untouched(marks: &str, name: &str, text: &str) -> bool {
    let was = marks.split(' ').filter_map(|one| one.split_once(':')).find(|(of, _)| *of == name);
    was.is_some_and(|(_, was)| was == mark(text))
}

/// An edit on top of what was saved meanwhile.
pub(super) struct Merged {
    /// The edit of the newest revision; in a field that both have changed it has the new text.
    pub edit: EditTask,
    /// The names of the fields that both have changed.
    pub clashes: Vec<&'static str>,
}

/// The texts of one field.
enum Kept {
    Mine,
    Saved,
    Both,
}

/// Compares the fields of a form with those of its beginning and with the saved ones.
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

    fn join<T>(&mut self, name: &'static str, mine: Option<T>, saved: T, text: impl Fn(&T) -> String) -> T {
        let Some(mine) = mine else { return saved };
        match self.kept(name, &text(&mine), &text(&saved)) {
            Kept::Mine | Kept::Both => mine,
            Kept::Saved => saved,
        }
    }
}

/// Joins an edit with what was saved since its form was opened.
pub(super) fn merge(marks: &str, mine: EditTask, saved: &Newer) -> Merged {
    let mut compare = Compare { marks, clashes: Vec::new() };
    let Newer { revision, asks, reviewer } = saved.clone();
    let EditTask {
        pursuance,
        task,
        revision: _,
        title,
        deliverables,
        skills,
        due,
        size,
        urgency,
        reviewer: my_reviewer,
    } = mine;
    // A mirror's form has nothing but the reviewer.
    let has_asks = title.is_some();
    let joined = Asks {
        title: compare.join("title", title, asks.title, ToString::to_string),
        deliverables: compare.join("deliverables", deliverables, asks.deliverables, ToString::to_string),
        skills: compare.join("skills", skills, asks.skills, ToString::to_string),
        due: compare.join("due", due, asks.due, |due| day(*due)),
        size: compare.join("size", size, asks.size, |size| size.as_str().to_owned()),
        urgency: compare.join("urgency", urgency, asks.urgency, |urgency| urgency.as_str().to_owned()),
    };
    let saved_reviewer = reviewer.as_deref().and_then(|name| ActorRef::parse(name).ok());
    let name = |named: &Option<ActorRef>| named.as_ref().map_or("", ActorRef::as_str).to_owned();
    // A form without this field, of somebody who may not name the reviewer, does not name them here either.
    let reviewer = my_reviewer.map(|mine| compare.join("reviewer", Some(mine), saved_reviewer, name));
    let edit = EditTask {
        pursuance,
        task,
        revision,
        title: None,
        deliverables: None,
        skills: None,
        due: None,
        size: None,
        urgency: None,
        reviewer,
    };
    let edit = if has_asks { edit.asking(joined) } else { edit };
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
        let edit = EditTask {
            pursuance: "bees".to_owned(),
            task: 1,
            revision: 1,
            title: None,
            deliverables: None,
            skills: None,
            due: None,
            size: None,
            urgency: None,
            reviewer: Some(reviewer.map(|name| ActorRef::parse(name).unwrap())),
        };
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
        let mine = EditTask { title: None, size: None, ..edit(asks("Count", Size::M), Some("ruth")) };
        let merged = merge(&was, mine, &saved(asks("All", Size::L), None));
        assert_eq!((merged.edit.title, merged.edit.size), (None, None));
        assert_eq!(merged.edit.reviewer.unwrap().unwrap().as_str(), "ruth");
    }
}
