//! What a task asks for: the fields that its writer decides, that a delegation hands over and that a mirror follows; and
//! which of them an edit changed.
//!
//! Each place that stores, sends, shows or compares a task takes [`Asks`] apart field by field, without `..`, so that the
//! compiler leads to all of them when a field is added (docs/decisions/0014).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::action::{CreateTask, EditTask};
use crate::id::ActorId;
use crate::time::Time;
use crate::value::{Deliverables, Size, Skills, Title, Urgency, nullable};

/// What a task asks for. The API answers it with these members, wherever it shows a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Asks {
    /// One line.
    pub title: Title,
    /// What is to be delivered, Markdown.
    pub deliverables: Deliverables,
    /// What one must be able to do.
    pub skills: Skills,
    /// Wanted by.
    pub due: Option<Time>,
    /// How much work.
    pub size: Size,
    /// Whether it can wait.
    pub urgency: Urgency,
}

/// One field of [`Asks`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of Asks say it")]
pub enum Ask<'a> {
    Title(&'a Title),
    Deliverables(&'a Deliverables),
    Skills(&'a Skills),
    Due(Option<Time>),
    Size(Size),
    Urgency(Urgency),
}

/// A field that differs between two states of a task, as it was and as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of Asks say it")]
pub enum Changed<'a> {
    Title { before: &'a Title, after: &'a Title },
    Deliverables { before: &'a Deliverables, after: &'a Deliverables },
    Skills { before: &'a Skills, after: &'a Skills },
    Due { before: Option<Time>, after: Option<Time> },
    Size { before: Size, after: Size },
    Urgency { before: Urgency, after: Urgency },
}

impl Ask<'_> {
    /// The name of the field, in the API as in forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title(_) => "title",
            Self::Deliverables(_) => "deliverables",
            Self::Skills(_) => "skills",
            Self::Due(_) => "due",
            Self::Size(_) => "size",
            Self::Urgency(_) => "urgency",
        }
    }
}

impl<'a> Changed<'a> {
    /// The name of the field, in the API as in forms.
    pub fn name(self) -> &'static str {
        self.after().name()
    }

    /// The field as it is.
    pub fn after(self) -> Ask<'a> {
        match self {
            Self::Title { after, .. } => Ask::Title(after),
            Self::Deliverables { after, .. } => Ask::Deliverables(after),
            Self::Skills { after, .. } => Ask::Skills(after),
            Self::Due { after, .. } => Ask::Due(after),
            Self::Size { after, .. } => Ask::Size(after),
            Self::Urgency { after, .. } => Ask::Urgency(after),
        }
    }
}

/// Fields of a task as they read at one moment: those that changed. A text is named by its revision, and never copied.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names of the members are those of the API")]
pub struct Fields {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deliverables: Option<i64>,
    #[serde(deserialize_with = "nullable", skip_serializing_if = "Option::is_none")]
    pub due: Option<Option<Time>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<Size>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Urgency>,
    #[serde(deserialize_with = "nullable", skip_serializing_if = "Option::is_none")]
    pub reviewer: Option<Option<ActorId>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skills: Option<Skills>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs_review: Option<bool>,
}

/// The revisions of the texts of a task.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the fields of Asks say it")]
pub struct TextRevisions {
    pub title: i64,
    pub deliverables: i64,
}

/// The fields that an edit changed, each before and after.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the members of its event have the same names")]
pub struct Edited {
    pub changed: Vec<String>,
    pub before: Fields,
    pub after: Fields,
}

impl Edited {
    /// The changes that an edit to this revision makes. `texts`: the revisions before.
    pub fn between(changes: &[Changed<'_>], texts: TextRevisions, revision: i64) -> Self {
        let mut edited = Self::default();
        for change in changes {
            let name = change.name();
            match *change {
                Changed::Title { .. } => edited.note(name, |fields| &mut fields.title, texts.title, revision),
                Changed::Deliverables { .. } => {
                    edited.note(name, |fields| &mut fields.deliverables, texts.deliverables, revision);
                }
                Changed::Skills { before, after } => {
                    edited.note(name, |fields| &mut fields.skills, before.clone(), after.clone());
                }
                Changed::Due { before, after } => edited.note(name, |fields| &mut fields.due, before, after),
                Changed::Size { before, after } => {
                    edited.note(name, |fields| &mut fields.size, before, after);
                }
                Changed::Urgency { before, after } => {
                    edited.note(name, |fields| &mut fields.urgency, before, after);
                }
            }
        }
        edited
    }

    /// Notes the reviewer, if the edit names another one.
    pub fn note_reviewer(&mut self, before: &Option<ActorId>, after: &Option<ActorId>) {
        self.note("reviewer", |fields| &mut fields.reviewer, before.clone(), after.clone());
    }

    /// Notes whether the work needs a review, if that is another answer.
    pub fn note_needs_review(&mut self, before: bool, after: bool) {
        self.note("needs_review", |fields| &mut fields.needs_review, before, after);
    }

    /// Notes a field, if it changed.
    fn note<T: PartialEq>(
        &mut self,
        field: &str,
        of: fn(&mut Fields) -> &mut Option<T>,
        before: T,
        after: T,
    ) {
        if before != after {
            self.changed.push(field.to_owned());
            *of(&mut self.before) = Some(before);
            *of(&mut self.after) = Some(after);
        }
    }
}

impl Asks {
    /// What a task asks for that was written down with its title alone.
    pub fn titled(title: Title) -> Self {
        Self {
            title,
            deliverables: Deliverables::checked(String::new()),
            skills: Skills::default(),
            due: None,
            size: Size::default(),
            urgency: Urgency::default(),
        }
    }

    /// Every field, in the order in which pages show them.
    pub fn each(&self) -> Vec<Ask<'_>> {
        let Self { title, deliverables, skills, due, size, urgency } = self;
        vec![
            Ask::Title(title),
            Ask::Deliverables(deliverables),
            Ask::Skills(skills),
            Ask::Due(*due),
            Ask::Size(*size),
            Ask::Urgency(*urgency),
        ]
    }

    /// The fields that differ in `after`, in the order in which pages show them.
    pub fn changes<'a>(&'a self, after: &'a Self) -> Vec<Changed<'a>> {
        let Self { title, deliverables, skills, due, size, urgency } = self;
        let mut changes = Vec::new();
        if *title != after.title {
            changes.push(Changed::Title { before: title, after: &after.title });
        }
        if *deliverables != after.deliverables {
            changes.push(Changed::Deliverables { before: deliverables, after: &after.deliverables });
        }
        if *skills != after.skills {
            changes.push(Changed::Skills { before: skills, after: &after.skills });
        }
        if *due != after.due {
            changes.push(Changed::Due { before: *due, after: after.due });
        }
        if *size != after.size {
            changes.push(Changed::Size { before: *size, after: after.size });
        }
        if *urgency != after.urgency {
            changes.push(Changed::Urgency { before: *urgency, after: after.urgency });
        }
        changes
    }

    /// The same after this change.
    #[must_use]
    pub fn with(self, changed: Changed<'_>) -> Self {
        match changed {
            Changed::Title { after, .. } => Self { title: after.clone(), ..self },
            Changed::Deliverables { after, .. } => Self { deliverables: after.clone(), ..self },
            Changed::Skills { after, .. } => Self { skills: after.clone(), ..self },
            Changed::Due { after, .. } => Self { due: after, ..self },
            Changed::Size { after, .. } => Self { size: after, ..self },
            Changed::Urgency { after, .. } => Self { urgency: after, ..self },
        }
    }

    /// Whether this asks for more than was agreed: an earlier date, or one where there was none; more work; another skill
    /// as well. Then it is a new offer, and the old terms hold until that is accepted. Anything less is told and applies at
    /// once (PROTOCOL §1.6), and so does another text or urgency, which binds nobody to more work.
    pub fn is_more_than(&self, agreed: &Self) -> bool {
        let Self { title: _, deliverables: _, urgency: _, skills, due, size } = self;
        is_earlier(*due, agreed.due) || *size > agreed.size || has_more(skills, &agreed.skills)
    }

    /// What holds of this agreement after the origin has told how its task reads now: what asks for more waits for a yes,
    /// the rest applies at once.
    #[must_use]
    pub fn told(self, now: Self) -> Self {
        let Self { title, deliverables, skills, due, size, urgency } = now;
        Self {
            title,
            deliverables,
            skills: if has_more(&skills, &self.skills) { self.skills } else { skills },
            due: if is_earlier(due, self.due) { self.due } else { due },
            size: size.min(self.size),
            urgency,
        }
    }

    /// The same words on the terms of another state: what binds is taken from there.
    #[must_use]
    pub fn on_terms_of(self, agreed: Self) -> Self {
        let Self { title, deliverables, urgency, skills: _, due: _, size: _ } = self;
        let Self { skills, due, size, title: _, deliverables: _, urgency: _ } = agreed;
        Self { title, deliverables, skills, due, size, urgency }
    }
}

fn is_earlier(due: Option<Time>, agreed: Option<Time>) -> bool {
    due.is_some_and(|due| agreed.is_none_or(|agreed| due < agreed))
}

fn has_more(skills: &Skills, agreed: &Skills) -> bool {
    skills.iter().any(|skill| !agreed.contains(skill))
}

impl CreateTask {
    /// Where the new task belongs, and what it asks for.
    pub fn into_parts(self) -> (String, Option<i64>, Asks) {
        // Who does it and who reviews it is decided by each pursuance for itself.
        let Self {
            pursuance,
            parent,
            title,
            deliverables,
            skills,
            due,
            size,
            urgency,
            assignee: _,
            reviewer: _,
            needs_review: _,
            ask: _,
        } = self;
        let deliverables = deliverables.unwrap_or_else(|| Deliverables::checked(String::new()));
        (pursuance, parent, Asks { title, deliverables, skills, due, size, urgency })
    }

    /// A new task that asks for this.
    pub fn asking(pursuance: String, parent: Option<i64>, asks: Asks) -> Self {
        let Asks { title, deliverables, skills, due, size, urgency } = asks;
        Self {
            pursuance,
            parent,
            title,
            deliverables: Some(deliverables),
            skills,
            due,
            size,
            urgency,
            assignee: None,
            reviewer: None,
            needs_review: true,
            ask: None,
        }
    }
}

impl EditTask {
    /// An edit that changes nothing.
    pub fn unchanged(pursuance: String, task: i64, revision: i64) -> Self {
        Self {
            pursuance,
            task,
            revision,
            title: None,
            deliverables: None,
            skills: None,
            due: None,
            size: None,
            urgency: None,
            reviewer: None,
        }
    }

    /// What the task asks for after this edit; `None` where the edit names nothing of it.
    pub fn asks_after(&self, before: &Asks) -> Option<Asks> {
        let Self { pursuance, task, revision, reviewer, title, deliverables, skills, due, size, urgency } =
            self;
        let silent = Self::unchanged(pursuance.clone(), *task, *revision);
        let is_silent = *self == Self { reviewer: reviewer.clone(), ..silent };
        (!is_silent).then(|| Asks {
            title: title.clone().unwrap_or_else(|| before.title.clone()),
            deliverables: deliverables.clone().unwrap_or_else(|| before.deliverables.clone()),
            skills: skills.clone().unwrap_or_else(|| before.skills.clone()),
            due: due.unwrap_or(before.due),
            size: size.unwrap_or(before.size),
            urgency: urgency.unwrap_or(before.urgency),
        })
    }

    /// The fields of [`Asks`] that this edit names, in the order in which pages show them.
    pub fn named(&self) -> Vec<Ask<'_>> {
        let Self {
            pursuance: _,
            task: _,
            revision: _,
            reviewer: _,
            title,
            deliverables,
            skills,
            due,
            size,
            urgency,
        } = self;
        let named = [
            title.as_ref().map(Ask::Title),
            deliverables.as_ref().map(Ask::Deliverables),
            skills.as_ref().map(Ask::Skills),
            due.map(Ask::Due),
            size.map(Ask::Size),
            urgency.map(Ask::Urgency),
        ];
        named.into_iter().flatten().collect()
    }

    /// The same edit, which also makes the task ask for this.
    #[must_use]
    pub fn asking(self, asks: Asks) -> Self {
        let Asks { title, deliverables, skills, due, size, urgency } = asks;
        Self {
            title: Some(title),
            deliverables: Some(deliverables),
            skills: Some(skills),
            due: Some(due),
            size: Some(size),
            urgency: Some(urgency),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: Time = Time(1_800_000_000_000_000);

    fn asks() -> Asks {
        Asks {
            title: Title::parse("Count").unwrap(),
            deliverables: Deliverables::parse("A table.").unwrap(),
            skills: Skills::parse("").unwrap(),
            due: Some(NOW),
            size: Size::M,
            urgency: Urgency::Normal,
        }
    }

    fn any_asks() -> impl Strategy<Value = Asks> {
        let due = prop_oneof![Just(None), (0_i64..3).prop_map(|day| Some(NOW.plus(day)))];
        let skills = proptest::sample::subsequence(vec!["A:a", "B:b", "C:c"], 0..=3);
        let (size, urgency) = (proptest::sample::select(Size::ALL), proptest::sample::select(Urgency::ALL));
        ("[a-c]", "[a-c]{0,2}", skills, due, size, urgency).prop_map(
            |(title, text, skills, due, size, urgency)| Asks {
                title: Title::parse(&title).unwrap(),
                deliverables: Deliverables::parse(&text).unwrap(),
                skills: Skills::parse(&skills.join(",")).unwrap(),
                due,
                size,
                urgency,
            },
        )
    }

    proptest! {
        #[test]
        fn states_without_a_change_are_the_same(one in any_asks(), other in any_asks()) {
            let changes = one.changes(&other);
            prop_assert_eq!(changes.is_empty(), one == other);
            prop_assert_eq!(changes.into_iter().fold(one.clone(), Asks::with), other);
        }

        #[test]
        fn no_more_than_was_agreed_holds_before_the_yes(agreed in any_asks(), now in any_asks()) {
            let holds = agreed.clone().told(now.clone());
            prop_assert!(!holds.is_more_than(&agreed));
            prop_assert_eq!(holds == now, !now.is_more_than(&agreed));
            prop_assert_eq!(holds.on_terms_of(now.clone()), now);
        }

        #[test]
        fn an_edit_of_everything_makes_it_so(before in any_asks(), after in any_asks()) {
            let edit = EditTask { reviewer: Some(None), ..EditTask::unchanged(String::new(), 1, 1) };
            prop_assert_eq!(edit.asks_after(&before), None);
            prop_assert_eq!(edit.asking(after.clone()).asks_after(&before), Some(after.clone()));
            let made = CreateTask::asking(String::new(), None, after.clone()).into_parts();
            prop_assert_eq!(made, (String::new(), None, after));
        }
    }

    #[test]
    fn every_field_that_differs_is_named() {
        let after = Asks {
            title: Title::parse("Count all").unwrap(),
            deliverables: Deliverables::parse("").unwrap(),
            skills: Skills::parse("Language:French").unwrap(),
            due: None,
            size: Size::S,
            urgency: Urgency::Urgent,
        };
        assert_eq!(asks().changes(&after).len(), 6);
        let after = Asks { urgency: Urgency::Urgent, ..asks() };
        let urgent = Changed::Urgency { before: Urgency::Normal, after: Urgency::Urgent };
        assert_eq!(asks().changes(&after), [urgent]);
    }

    #[test]
    fn only_what_asks_for_more_needs_a_new_yes() {
        let agreed = asks();
        for less in [
            agreed.clone(),
            Asks { due: None, ..asks() },
            Asks { due: Some(NOW.plus(1)), size: Size::S, ..asks() },
            Asks { urgency: Urgency::Urgent, title: Title::parse("Count now").unwrap(), ..asks() },
        ] {
            assert!(!less.is_more_than(&agreed), "{less:?}");
        }
        for more in [
            Asks { due: Some(NOW.plus(-1)), ..asks() },
            Asks { size: Size::L, ..asks() },
            Asks { skills: Skills::parse("Language:French").unwrap(), ..asks() },
        ] {
            assert!(more.is_more_than(&agreed), "{more:?}");
        }
        assert!(agreed.is_more_than(&Asks { due: None, ..asks() }), "a date where there was none");
    }
}
