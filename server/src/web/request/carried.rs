//! Forms that could not be taken, because nobody was signed in any more, or somebody else, or something broke: what was
//! typed stands on the page that says so, and goes on from there.
//!
//! What is carried is what the form held: [`form::Posted`](super::form::Posted) bounds it by the size of a form. Passphrases
//! are never sent back.

use std::sync::{Arc, Mutex, PoisonError};

use askama::Template;
use http::{HeaderValue, StatusCode};

use super::form::Fields;
use crate::text::Text;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::Field;

/// The fields with which a carried form signs its writer in.
pub const SIGNIN_NAME: &str = "signin_name";
pub const SIGNIN_PASSPHRASE: &str = "signin_passphrase";

/// Fields that are never sent back.
const SECRET: &[&str] = &["old", "passphrase", "passphrase_again"];

/// Fields people type into, and the key of what each is called. Everything else of a form is carried unseen.
pub const TYPED: &[(&str, &str)] = &[
    ("title", "edit-task-title"),
    ("deliverables", "edit-deliverables"),
    ("skills", "edit-skills"),
    ("due", "edit-due"),
    ("body", "typed-text"),
    ("comment", "typed-text"),
    ("note", "typed-text"),
    ("reason", "typed-reason"),
    ("name", "form-name"),
    ("slug", "form-slug"),
    ("mission", "form-mission"),
    ("display", "me-display"),
    ("about", "me-about"),
    ("zone", "me-zone"),
    ("host", "block-host"),
    ("respond_by", "terms-respond-by"),
    ("address", "hand-over-address"),
    ("to", "hand-over-address"),
    ("parent", "place-under"),
    ("assignee", "fact-done-by"),
    ("reviewer", "edit-reviewer"),
];

/// A form on its way through the page that says why it was not taken.
#[derive(Debug, Clone, Default)]
pub struct Carried {
    /// The address it was sent to.
    pub action: String,
    /// Whose page it stood on: a name of this server; empty when the form did not say.
    pub by: String,
    fields: Fields,
    /// Whether it held files, which browsers do not keep.
    pub has_files: bool,
}

/// One text somebody typed.
pub struct Typed {
    pub label: &'static str,
    pub text: String,
}

impl Carried {
    /// What a form holds besides its token and what signs somebody in.
    pub fn new(action: &str, by: &str, fields: &Fields) -> Self {
        Self {
            action: action.to_owned(),
            by: by.to_owned(),
            fields: fields.without(SECRET),
            has_files: false,
        }
    }

    /// A form whose files are not read.
    pub fn with_files(action: &str) -> Self {
        Self { action: action.to_owned(), has_files: true, ..Self::default() }
    }

    /// The fields as they were sent.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter()
    }

    /// The texts somebody typed, for the page to show.
    pub fn typed(&self, t: Text) -> Vec<Typed> {
        let label = |name: &str| TYPED.iter().find(|(typed, _)| *typed == name).map(|(_, key)| t.s(key));
        let shown = self.fields.iter().filter(|(_, value)| !value.trim().is_empty());
        shown
            .filter_map(|(name, value)| Some(Typed { label: label(name)?, text: value.to_owned() }))
            .collect()
    }

    /// The page the form belongs to.
    pub fn page(&self) -> String {
        links::page_of(&self.action).unwrap_or_else(|| self.action.clone())
    }
}

/// Why a form was not taken.
#[derive(Debug, Clone)]
pub enum Lost {
    /// Nobody is signed in.
    SignedOut,
    /// Signing in beside the form was refused: the name as typed, and why.
    NotLetIn { name: String, problem: String, status: StatusCode, retry_after: Option<u64> },
    /// The same person has signed in anew since.
    Renewed,
    /// Somebody else is signed in now.
    SomebodyElse,
}

impl Lost {
    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::NotLetIn { status, .. } => *status,
            Self::Renewed | Self::SomebodyElse => StatusCode::FORBIDDEN,
        }
    }
}

impl Lost {
    /// When the next try makes sense, in seconds.
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::NotLetIn { retry_after, .. } => *retry_after,
            Self::SignedOut | Self::Renewed | Self::SomebodyElse => None,
        }
    }
}

/// What a request leaves for the page of its failure, and for its answer.
#[derive(Debug, Clone, Default)]
pub struct Tray(Arc<Mutex<Left>>);

#[derive(Debug, Default)]
struct Left {
    form: Option<Carried>,
    session: Option<NewSession>,
}

/// A session that began with the form.
#[derive(Debug, Clone)]
pub struct NewSession {
    pub secret: String,
    pub cookies: [HeaderValue; 2],
}

impl Tray {
    /// Keeps a form, until it is known whether it is taken.
    pub fn keep(&self, form: Carried) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).form = Some(form);
    }

    /// Notes that somebody has signed in with the form.
    pub fn begin(&self, session: NewSession) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).session = Some(session);
    }

    /// The form.
    pub fn form(&self) -> Option<Carried> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).form.clone()
    }

    /// The session that began.
    pub fn session(&self) -> Option<NewSession> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).session.clone()
    }
}

/// The page of a form that was not taken.
#[derive(Template)]
#[template(path = "request/carried.html")]
pub struct CarriedPage {
    pub l: Layout,
    pub form: Carried,
    pub typed: Vec<Typed>,
    pub why: Why,
}

/// What the page says and offers.
pub enum Why {
    /// Sign in here, and it goes on.
    SignIn { writer: Field, problem: String },
    /// Send it again in the session of now.
    Renewed,
    /// Read it, and nothing more.
    SomebodyElse,
}

impl CarriedPage {
    /// The page of a form.
    pub fn new(l: Layout, form: Carried, lost: Lost) -> Self {
        let why = match lost {
            // Somebody has signed in elsewhere in the meantime.
            Lost::SignedOut if l.viewer.as_ref().is_some_and(|viewer| viewer.name == form.by) => Why::Renewed,
            Lost::SignedOut => Why::SignIn { writer: Field::of(form.by.clone()), problem: String::new() },
            Lost::NotLetIn { name, problem, .. } => Why::SignIn { writer: Field::of(name), problem },
            Lost::Renewed => Why::Renewed,
            Lost::SomebodyElse => Why::SomebodyElse,
        };
        Self { typed: form.typed(l.t), l, form, why }
    }

    /// The names of the two fields that sign somebody in: beside the form, or at the page for that.
    pub fn signin_fields(&self) -> (&'static str, &'static str) {
        if self.form.has_files { ("name", "passphrase") } else { (SIGNIN_NAME, SIGNIN_PASSPHRASE) }
    }

    /// The field of the passphrase, which is never sent back.
    pub fn secret(&self) -> Field {
        Field::default()
    }

    /// Its heading.
    pub fn title(&self) -> &'static str {
        self.l.t.s(match self.why {
            Why::SignIn { .. } => "carried-signed-out",
            Why::Renewed => "carried-renewed",
            Why::SomebodyElse => "carried-somebody-else",
        })
    }
}
