//! The fields of a task in two forms: the one that edits a task, and the one that accepts a suggested task with changes. Their template is
//! `task/fields.html`.

use pursuance_domain::task::Asks;
use pursuance_domain::time::Time;
use pursuance_domain::value::{Deliverables, Size, Skills, Title, Urgency};

use super::merge::{self, MARKS};
use crate::text::Text;
use crate::web::cards::pick::Pick;
use crate::web::frame::labels::{size_choices, urgency_choices};
use crate::web::frame::view::{Choice, Field, RefusedField, refused};
use crate::web::request::failure::PageError;
use crate::web::request::form::{FormFields, Reader};

/// The fields of a task.
pub struct TaskForm {
    pub title: Field,
    pub deliverables: Field,
    /// Separated by commas.
    pub skills: Field,
    pub due: Field,
    /// A past date, which is accepted when the form is saved again.
    pub past_due: String,
    pub sizes: Vec<Choice>,
    pub urgencies: Vec<Choice>,
    /// Members, or the creator of the task; empty if the form has no reviewer, or if the viewer may not name one.
    pub reviewers: Pick,
}

impl TaskForm {
    /// The form of a task as it is.
    pub fn of(t: Text, asks: Asks, reviewers: Pick) -> Self {
        let Asks { title, deliverables, skills, due, size, urgency } = asks;
        Self {
            title: Field::of(title),
            deliverables: Field::of(deliverables),
            skills: Field::of(skills.to_string()),
            due: Field::of(due.map(Time::date).unwrap_or_default()),
            past_due: String::new(),
            sizes: size_choices(t, size.as_str()),
            urgencies: urgency_choices(t, urgency.as_str()),
            reviewers,
        }
    }

    /// Fills the form as it was sent.
    pub fn typed(t: Text, sent: &FormFields, reviewers: Pick) -> Self {
        Self {
            title: sent.field("title"),
            deliverables: sent.field("deliverables"),
            skills: sent.field("skills"),
            due: sent.field("due"),
            past_due: String::new(),
            sizes: size_choices(t, sent.text("size")),
            urgencies: urgency_choices(t, sent.text("urgency")),
            reviewers,
        }
    }

    /// Reads the asks of a sent form; none if a field is wrong, which then has an error. `due`: the date that the form showed.
    ///
    /// # Errors
    /// When a value is not a choice that the form offers.
    pub fn asks(
        &mut self,
        t: Text,
        now: Time,
        sent: &FormFields,
        due: Option<Time>,
    ) -> Result<Option<Asks>, PageError> {
        let reader = Reader::new(t);
        let title = reader.need(&mut self.title, Title::parse);
        // An empty text is a value: nothing is needed any more.
        let deliverables = reader.need(&mut self.deliverables, Deliverables::parse);
        let skills = reader.need(&mut self.skills, Skills::parse);
        let day = self.day(t, now, sent, due);
        let size = Size::parse(sent.text("size")).map_err(|_| PageError::BadRequest)?;
        let urgency = Urgency::parse(sent.text("urgency")).map_err(|_| PageError::BadRequest)?;
        Ok(match (title, deliverables, skills, day) {
            (Some(title), Some(deliverables), Some(skills), Some(due)) => {
                Some(Asks { title, deliverables, skills, due, size, urgency })
            }
            _ => None,
        })
    }

    /// Reads the date; none if it is wrong, or if it is in the past and not confirmed.
    fn day(&mut self, t: Text, now: Time, sent: &FormFields, shown: Option<Time>) -> Option<Option<Time>> {
        let due = Reader::new(t).date(&mut self.due)?;
        // The same day is no change, even at another hour.
        if due.map(Time::date) == shown.map(Time::date) {
            return Some(shown);
        }
        // Usually a mistake in the year; saving again confirms it.
        let is_typed = !merge::is_untouched(sent.text(MARKS), "due", &self.due.value);
        if let Some(day) = due.filter(|day| is_typed && *day < now).map(Time::date) {
            let is_confirmed = sent.text("past_due") == day;
            self.past_due = day;
            if !is_confirmed {
                t.s("edit-due-past").clone_into(&mut self.due.error);
                return None;
            }
        }
        Some(due)
    }

    /// Finds a field by the name that a refusal gives it.
    pub fn field_mut(&mut self, name: &str) -> Option<&mut Field> {
        let Self { title, deliverables, skills, due, past_due: _, sizes: _, urgencies: _, reviewers } = self;
        match name {
            "title" => Some(title),
            "deliverables" => Some(deliverables),
            "skills" => Some(skills),
            "due" => Some(due),
            "reviewer" => Some(&mut reviewers.field),
            _ => None,
        }
    }

    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        let Self { title, deliverables, skills, due, past_due: _, sizes: _, urgencies: _, reviewers } = self;
        refused(&[
            ("title", "edit-task-title", title),
            ("deliverables", "edit-deliverables", deliverables),
            ("skills", "edit-skills", skills),
            ("due", "edit-due", due),
            ("reviewer", "edit-reviewer", &reviewers.field),
        ])
    }
}
