//! Changing a task: its details, who reviews it, where it stands.

use askama::Template;

use super::pick::Pick;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{Choice, Field, Party, Refused, TaskLink, refused};

/// `GET` and, when refused, `POST /p/{slug}/t/{number}/edit`: `revision, title, deliverables, skills, due, size, urgency,
/// reviewer`. A stale edit comes back with both texts (RULES §1).
#[derive(Template)]
#[template(path = "task/edit.html")]
pub struct TaskEditPage {
    pub l: Layout,
    pub slug: String,
    pub pursuance: String,
    pub number: i64,
    /// The title as it is now.
    pub title: String,
    pub parents: Vec<TaskLink>,
    /// The revision the form was made from. After a conflict: the newest, so that saving again joins both.
    pub revision: i64,
    pub form: TaskForm,
    /// What somebody else changed meanwhile.
    pub conflict: Option<Conflict>,
    /// The pursuance that has this task: changes reach it.
    pub delegated_to: Option<Party>,
    /// The pursuance this is a mirror for: what is asked is theirs, and only the reviewer can be changed.
    pub mirror_of: Option<Party>,
    /// Where it can stand: tasks of the pursuance, and the top.
    pub places: Pick,
    pub problem: String,
}

/// The fields of a task.
pub struct TaskForm {
    pub title: Field,
    pub deliverables: Field,
    /// Separated by commas.
    pub skills: Field,
    pub due: Field,
    /// A date that has passed, which is kept when it is saved once more.
    pub past_due: String,
    pub sizes: Vec<Choice>,
    pub urgencies: Vec<Choice>,
    /// Members, or whoever wrote the task.
    pub reviewers: Pick,
}

/// What somebody else changed while this was written.
pub struct Conflict {
    /// Somebody else, or whoever reads, in another tab.
    pub by: Party,
    pub fields: Vec<Theirs>,
}

impl Conflict {
    /// The key of what happened.
    pub fn key(&self) -> &'static str {
        if self.by.is_you { "edit-conflict-own" } else { "edit-conflict" }
    }

    /// The key of whose text stands beside the fields.
    pub fn theirs_key(&self) -> &'static str {
        if self.by.is_you { "edit-conflict-own-before" } else { "edit-conflict-theirs" }
    }
}

/// A field that reads differently now.
pub struct Theirs {
    /// The key of its label.
    pub label: &'static str,
    /// How it reads; may be empty.
    pub text: String,
}

impl TaskForm {
    /// A field by the name under which an action refuses it.
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
}

impl TaskEditPage {
    /// The refused fields.
    pub fn refused(&self) -> Vec<Refused> {
        let TaskForm { title, deliverables, skills, due, past_due: _, sizes: _, urgencies: _, reviewers } =
            &self.form;
        refused(&[
            ("title", "edit-task-title", title),
            ("deliverables", "edit-deliverables", deliverables),
            ("skills", "edit-skills", skills),
            ("due", "edit-due", due),
            ("reviewer", "edit-reviewer", &reviewers.field),
        ])
    }
}
