//! The way into a pursuance: joining it or asking to, with the task one came for, and the request that waits.

use askama::Template;

use crate::text::Markup;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{Field, Refused, TaskLink, refused};
use crate::web::frame::when::When;

/// `GET` and, when refused, `POST` of [`links::pursuance_join`] and [`links::task_take`]: `note`.
#[derive(Template)]
#[template(path = "pursuance/enter.html")]
pub struct EnterPage {
    pub l: Layout,
    pub slug: String,
    pub name: String,
    pub mission: Markup,
    /// The task that is taken at once.
    pub task: Option<TaskLink>,
    /// Whether somebody there says yes first.
    pub asks: bool,
    pub note: Field,
    /// Why it was refused, when that concerns no field.
    pub problem: String,
}

impl EnterPage {
    /// Where the form goes.
    pub fn action(&self) -> String {
        match &self.task {
            Some(task) => links::task_take(&self.slug, task.number),
            None => links::pursuance_join(&self.slug),
        }
    }

    /// The refused fields.
    pub fn refused(&self) -> Vec<Refused> {
        refused(&[("note", "enter-note", &self.note)])
    }
}

/// A request to join that nobody has answered.
#[derive(Debug, Clone)]
pub struct Request {
    pub at: When,
    /// What was written with it; empty when nothing was.
    pub note: String,
}

/// `GET` of [`links::pursuance`] for whoever has asked to join and may read nothing of it yet: not even its name.
#[derive(Template)]
#[template(path = "pursuance/request.html")]
pub struct RequestPage {
    pub l: Layout,
    pub slug: String,
    pub request: Request,
}
