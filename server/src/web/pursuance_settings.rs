//! The settings of a pursuance.

use askama::Template;

use super::pursuance::Head;
use super::pursuances::PursuanceForm;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{Refused, refused};

/// `GET` and, when refused, `POST /p/{slug}/settings`: `name, mission, visibility, joining`.
#[derive(Template)]
#[template(path = "pursuance/settings.html")]
pub struct PursuanceSettingsPage {
    pub l: Layout,
    pub head: Head,
    pub form: PursuanceForm,
    /// What stands in the fields is of this revision.
    pub revision: i64,
    pub problem: String,
}

impl PursuanceSettingsPage {
    /// The refused fields.
    pub fn refused(&self) -> Vec<Refused> {
        refused(&[("name", "form-name", &self.form.name), ("mission", "form-mission", &self.form.mission)])
    }
}
