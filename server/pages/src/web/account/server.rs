//! The words of operators about the server: at its first start, and in its settings.

use pursuance_domain::action::ConfigureInstance;
use pursuance_domain::value::{DisplayName, Door, Label, Purpose};

use crate::text::Text;
use crate::web::frame::view::Field;
use crate::web::request::form::{FormFields, Reader};

/// The settings that can be changed here, and are asked for at the first start.
#[derive(Default)]
pub struct ServerForm {
    pub name: Field,
    pub door: Door,
    pub about: Field,
    pub run_by: Field,
}

impl ServerForm {
    /// Reads the typed fields. `name`: the field of the name.
    pub fn typed(form: &FormFields, name: &str) -> Self {
        Self {
            name: form.field(name),
            door: Door::parse(form.text("door")).unwrap_or_default(),
            about: form.field("about"),
            run_by: form.field("run_by"),
        }
    }

    /// The settings, unless a field was refused.
    pub fn read(&mut self, t: Text) -> Option<ConfigureInstance> {
        let reader = Reader::new(t);
        let name = reader.need(&mut self.name, DisplayName::parse);
        let about = reader.maybe(&mut self.about, Purpose::parse);
        let run_by = reader.maybe(&mut self.run_by, Label::parse);
        Some(ConfigureInstance { name: name?, door: self.door, about: about?, run_by: run_by? })
    }

    /// The choices of the door, with the keys of their words.
    pub fn doors(&self) -> Vec<(Door, &'static str, bool)> {
        let key = |door: Door| match door {
            Door::Anybody => "door-anybody",
            Door::Invited => "door-invited",
            Door::Request => "door-request",
            Door::Nobody => "door-nobody",
        };
        Door::ALL.iter().map(|door| (*door, key(*door), *door == self.door)).collect()
    }
}
