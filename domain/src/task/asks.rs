//! The requirements of a task: the fields that its writer decides, that a delegation hands over and that a mirror follows; and
//! which of them an edit changed.
//!
//! The fields stand in one table, `asks!`, from which the actions that write a task, its events and the ways to walk its fields are
//! made. A place that stores, sends or shows each of them takes [`Asks`] or [`Ask`] apart without a rest, so that the compiler leads
//! to it when a field is added (docs/decisions/0014, 0025).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::action::{CreateTask, EditTask};
use crate::event::happened::{Member, Names};
use crate::id::ActorId;
use crate::task::listed::ListedTask;
use crate::time::Time;
use crate::value::{ActorRef, Size, Skills, Title, Urgency, nullable};

/// The fields of a task, in the order in which pages show them, for a macro that makes something of each. A line has:
///
/// * the variant of [`Ask`], the field and its value;
/// * `text` where versions of it are kept, so that an event tells the revision, or `value`;
/// * `made`: its member in an action that makes a task, which is turned into the value by `From`;
/// * `edited`: its member in one that edits a task: none leaves the field as it is;
/// * `told`: its member in the event of an edit.
///
/// Its types have their whole paths, so that the files that make something of the table import none of them.
macro_rules! asks {
    ($do:ident) => {
        $do! {
            /// One line.
            Title title: $crate::value::Title, text,
                made $crate::value::Title,
                edited #[serde(default)] Option<$crate::value::Title>,
                told #[serde(skip_serializing_if = "Option::is_none")] Option<i64>;
            /// The work to be delivered, Markdown.
            Deliverables deliverables: $crate::value::Deliverables, text,
                made #[serde(default)] Option<$crate::value::Deliverables>,
                edited #[serde(default)] Option<$crate::value::Deliverables>,
                told #[serde(skip_serializing_if = "Option::is_none")] Option<i64>;
            /// The skills that one must have.
            Skills skills: $crate::value::Skills, value,
                made #[serde(default)] $crate::value::Skills,
                edited #[serde(default)] Option<$crate::value::Skills>,
                told #[serde(skip_serializing_if = "Option::is_none")] Option<$crate::value::Skills>;
            /// Wanted by.
            Due due: Option<$crate::time::Time>, value,
                made #[serde(default)] Option<$crate::time::Time>,
                edited #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")]
                    Option<Option<$crate::time::Time>>,
                told #[serde(deserialize_with = "nullable", skip_serializing_if = "Option::is_none")]
                    Option<Option<$crate::time::Time>>;
            /// How much work.
            Size size: $crate::value::Size, value,
                made #[serde(default)] $crate::value::Size,
                edited #[serde(default)] Option<$crate::value::Size>,
                told #[serde(skip_serializing_if = "Option::is_none")] Option<$crate::value::Size>;
            /// Whether it can wait.
            Urgency urgency: $crate::value::Urgency, value,
                made #[serde(default)] $crate::value::Urgency,
                edited #[serde(default)] Option<$crate::value::Urgency>,
                told #[serde(skip_serializing_if = "Option::is_none")] Option<$crate::value::Urgency>;
        }
    };
}
pub(crate) use asks;

macro_rules! fields {
    ($(
        $(#[$about:meta])+ $Ask:ident $field:ident: $type:ty, $kind:ident,
        made $(#[$made:meta])* $made_type:ty,
        edited $(#[$edited:meta])* $edited_type:ty,
        told $(#[$told:meta])* $told_type:ty;
    )+) => {
        /// The requirements of a task. The API answers them with these members, wherever it shows a task.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
        pub struct Asks { $($(#[$about])+ pub $field: $type),+ }

        /// One field of [`Asks`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[expect(missing_docs, reason = "the fields of Asks say it")]
        pub enum Ask<'a> { $($Ask(&'a $type)),+ }

        /// A field that differs between two states of a task, as it was and as it is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[expect(missing_docs, reason = "the fields of Asks say it")]
        pub enum Changed<'a> { $($Ask { before: &'a $type, after: &'a $type }),+ }

        /// Fields of a task as they read at one moment: those that changed. A text is named by its revision, and never copied.
        #[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
        #[serde(default)]
        #[expect(missing_docs, reason = "the names of the members are those of the API")]
        pub struct Fields {
            $($(#[$told])* pub $field: $told_type,)+
            #[serde(deserialize_with = "nullable", skip_serializing_if = "Option::is_none")]
            pub reviewer: Option<Option<ActorId>>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub needs_review: Option<bool>,
        }

        impl Names for Fields {
            fn names<'a>(&'a self, path: &mut Vec<&'static str>, found: &mut Vec<Member<'a>>) {
                let Self { $($field,)+ reviewer, needs_review: _ } = self;
                $(
                    path.push(stringify!($field));
                    $field.names(path, found);
                    path.pop();
                )+
                path.push("reviewer");
                reviewer.names(path, found);
                path.pop();
            }
        }

        impl Ask<'_> {
            /// The name of every field, in the API as in forms.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($field)),+];

            /// The name of the field, in the API as in forms.
            pub fn name(self) -> &'static str {
                match self { $(Self::$Ask(_) => stringify!($field)),+ }
            }
        }

        impl<'a> Changed<'a> {
            /// The field as it was.
            pub fn before(self) -> Ask<'a> {
                match self { $(Self::$Ask { before, .. } => Ask::$Ask(before)),+ }
            }

            /// The field as it is.
            pub fn after(self) -> Ask<'a> {
                match self { $(Self::$Ask { after, .. } => Ask::$Ask(after)),+ }
            }
        }

        impl Asks {
            /// Every field, in the order in which pages show them.
            pub fn each(&self) -> Vec<Ask<'_>> {
                vec![$(Ask::$Ask(&self.$field)),+]
            }

            /// The fields that differ in `after`, in the order in which pages show them.
            pub fn changes<'a>(&'a self, after: &'a Self) -> Vec<Changed<'a>> {
                let all = [$(
                    (self.$field != after.$field)
                        .then_some(Changed::$Ask { before: &self.$field, after: &after.$field })
                ),+];
                all.into_iter().flatten().collect()
            }

            /// The same after this change.
            #[must_use]
            pub fn with(self, changed: Changed<'_>) -> Self {
                match changed { $(Changed::$Ask { after, .. } => Self { $field: after.clone(), ..self }),+ }
            }

            /// The same with the values that an edit changed, as they were. Answers the texts that it changed, by their revisions.
            pub fn back_to(&mut self, before: &Fields) -> TextsBefore {
                let mut texts = TextsBefore::default();
                $(back_to!($kind $field of before, self, texts);)+
                texts
            }
        }

        impl Edited {
            /// The changes that an edit to this revision makes. `texts`: the revisions before.
            pub fn between(changes: &[Changed<'_>], texts: TextRevisions, revision: i64) -> Self {
                let mut edited = Self::default();
                for change in changes {
                    match *change {
                        $(Changed::$Ask { before, after } => {
                            let (before, after) = told!($kind $field of before, after, texts, revision);
                            edited.note(stringify!($field), |fields| &mut fields.$field, before, after);
                        })+
                    }
                }
                edited
            }
        }

        impl CreateTask {
            /// Where the new task belongs, and what it asks for.
            pub fn into_parts(self) -> (String, Option<i64>, Asks) {
                (self.pursuance, self.parent, Asks { $($field: self.$field.into()),+ })
            }

            /// A new task that asks for this.
            pub fn asking(pursuance: String, parent: Option<i64>, asks: Asks) -> Self {
                Self {
                    pursuance,
                    parent,
                    $($field: asks.$field.into(),)+
                    assignee: None,
                    reviewer: None,
                    needs_review: true,
                    ask: None,
                }
            }
        }

        impl ListedTask {
            /// A task that asks for this, and for help as its skills say.
            pub fn asking(asks: Asks, assignee: Option<ActorRef>, depth: usize) -> Self {
                Self { $($field: asks.$field.into(),)+ assignee, ask: None, depth }
            }

            /// Its requirements.
            pub fn asks(&self) -> Asks {
                Asks { $($field: self.$field.clone().into()),+ }
            }
        }

        impl EditTask {
            /// An edit that changes nothing.
            pub fn unchanged(pursuance: String, task: i64, revision: i64) -> Self {
                Self { pursuance, task, revision, $($field: None,)+ reviewer: None }
            }

            /// The requirements of the task after this edit; `None` where the edit names none of them.
            pub fn asks_after(&self, before: &Asks) -> Option<Asks> {
                let named = self.named();
                (!named.is_empty()).then(|| Asks {
                    $($field: self.$field.clone().unwrap_or_else(|| before.$field.clone())),+
                })
            }

            /// The fields of [`Asks`] that this edit names, in the order in which pages show them.
            pub fn named(&self) -> Vec<Ask<'_>> {
                let all = [$(self.$field.as_ref().map(Ask::$Ask)),+];
                all.into_iter().flatten().collect()
            }

            /// The same edit, which also names this field.
            #[must_use]
            pub fn naming(self, ask: Ask<'_>) -> Self {
                match ask { $(Ask::$Ask(value) => Self { $field: Some(value.clone()), ..self }),+ }
            }

            /// The same edit, which also makes the task ask for this.
            #[must_use]
            pub fn asking(self, asks: Asks) -> Self {
                Self { $($field: Some(asks.$field),)+ ..self }
            }
        }
    };
}

/// A changed field as an event tells it: a text by its revision.
macro_rules! told {
    (text $field:ident of $before:ident, $after:ident, $texts:ident, $revision:ident) => {{
        let _ = ($before, $after);
        ($texts.$field, $revision)
    }};
    (value $field:ident of $before:ident, $after:ident, $texts:ident, $revision:ident) => {
        ($before.clone(), $after.clone())
    };
}

/// The way back of a changed field.
macro_rules! back_to {
    (text $field:ident of $before:ident, $asks:ident, $texts:ident) => {
        $texts.$field = $before.$field;
    };
    (value $field:ident of $before:ident, $asks:ident, $texts:ident) => {
        if let Some(value) = &$before.$field {
            $asks.$field = value.clone();
        }
    };
}

asks!(fields);

/// The revisions of the texts of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of Asks say it")]
pub struct TextRevisions {
    pub title: i64,
    pub deliverables: i64,
}

impl TextRevisions {
    /// The revisions of a private task, which has these texts.
    pub fn of_sealed(title: i64, deliverables: i64) -> Self {
        Self { title, deliverables }
    }
}

/// The revisions of the texts that an edit changed, before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the fields of Asks say it")]
pub struct TextsBefore {
    pub title: Option<i64>,
    pub deliverables: Option<i64>,
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
    /// The changes of a private task, whose texts nobody here reads: their revisions, and the day. `others`: what else its members
    /// changed of it.
    pub fn of_sealed(
        texts: (TextRevisions, TextRevisions),
        due: (Option<Time>, Option<Time>),
        others: impl IntoIterator<Item = &'static str>,
    ) -> Self {
        let mut edited = Self::default();
        let (before, after) = texts;
        edited.note("title", |fields| &mut fields.title, before.title, after.title);
        edited.note(
            "deliverables",
            |fields| &mut fields.deliverables,
            before.deliverables,
            after.deliverables,
        );
        edited.note("due", |fields| &mut fields.due, due.0, due.1);
        for name in others {
            if !edited.changed.iter().any(|changed| changed == name) {
                edited.changed.push(name.to_owned());
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

impl Fields {
    /// Whether a changed field decides how long its task is waited for, or for whom.
    pub fn are_about_clock(&self) -> bool {
        let Self { size, urgency, reviewer, title: _, deliverables: _, due: _, skills: _, needs_review: _ } =
            self;
        size.is_some() || urgency.is_some() || reviewer.is_some()
    }

    /// Whether a changed field decides who is asked to do its task, or how soon.
    pub fn are_about_asking(&self) -> bool {
        let Self { skills, due, urgency, title: _, deliverables: _, size: _, reviewer: _, needs_review: _ } =
            self;
        skills.is_some() || due.is_some() || urgency.is_some()
    }
}

impl Asks {
    /// The asks of a task that was written down with its title alone.
    pub fn titled(title: Title) -> Self {
        Self {
            title,
            deliverables: None.into(),
            skills: Skills::default(),
            due: None,
            size: Size::default(),
            urgency: Urgency::default(),
        }
    }

    /// Whether this asks for more than was agreed: an earlier date, or one where there was none; more work; another skill
    /// as well. Then it is a new offer, and the old terms hold until that is accepted. Anything less is told and applies at
    /// once (PROTOCOL §1.6), and so does another text or urgency, which binds nobody to more work.
    pub fn is_more_than(&self, agreed: &Self) -> bool {
        let Self { title: _, deliverables: _, urgency: _, skills, due, size } = self;
        is_earlier(*due, agreed.due) || *size > agreed.size || has_more(skills, &agreed.skills)
    }

    /// This agreement after the origin has told the present asks of its task: a field that asks for more waits for a yes, the
    /// rest applies at once.
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

    /// These words on the terms of `agreed`: its binding fields are taken.
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::Deliverables;

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
        let urgent = Changed::Urgency { before: &Urgency::Normal, after: &Urgency::Urgent };
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
