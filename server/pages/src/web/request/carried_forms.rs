//! Carried forms: refused because nobody was signed in any more, or another person, or because of an error. The error
//! page contains everything typed, and can send it again.
//!
//! The size limit of forms bounds the carried fields ([`form::Posted`](super::form::Posted)). Passphrases are never
//! sent back.

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use askama::Template;
use http::{HeaderValue, StatusCode};
use pursuance_domain::id::SessionId;

use super::form::FormFields;
use super::session::{PROOF, local};
use super::signin::Step;
use crate::text::Text;
use crate::web::frame::layout::Layout;
use crate::web::frame::view::Field;
use crate::web::frame::{asks, links};

/// The fields with which a carried form signs its author in.
pub const SIGNIN_NAME: &str = "signin_name";
pub const SIGNIN_PASSPHRASE: &str = "signin_passphrase";

/// Fields that are never sent back.
const SECRET: &[&str] = &["old", "passphrase", "passphrase_again", PROOF];

/// Fields with typed text, and the key of each label. All other fields are carried unseen.
pub static TYPED: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| [asks::TYPED, ELSEWHERE].concat());

/// Those that are no fields of a task.
const ELSEWHERE: &[(&str, &str)] = &[
    ("skill", "watch-skill"),
    ("body", "typed-text"),
    ("comment", "typed-text"),
    ("emoji", "talk-emoji"),
    ("words", "request-account-words"),
    ("note", "typed-text"),
    ("reason", "typed-reason"),
    ("name", "form-name"),
    ("server", "op-name"),
    ("run_by", "op-run-by"),
    ("slug", "form-slug"),
    ("confirm", "form-slug"),
    ("mission", "form-mission"),
    ("display", "me-display"),
    ("about", "me-about"),
    ("zone", "me-zone"),
    ("host", "block-host"),
    ("respond_by", "terms-respond-by"),
    ("address", "hand-over-address"),
    ("to", "hand-over-address"),
    ("parent", "place-under"),
    ("on", "dependencies-on"),
    ("blocker", "dependencies-blocker"),
    ("assignee", "fact-done-by"),
    ("reviewer", "edit-reviewer"),
    ("member", "grant-member"),
    ("tasks_to", "leave-tasks-to"),
    ("purpose", "invite-purpose"),
    ("uses", "invite-uses"),
    ("task", "invite-task"),
    ("into", "split-into"),
    ("text", "several-text"),
    ("why", "suggest-why"),
    ("until", "suggestion-ban-until"),
    ("from", "gone-from"),
    ("not_skills", "own-not-skills"),
    ("need_until", "clock-until-field"),
    ("causes", "skill-offer-causes"),
    ("readers", "skill-offer-readers"),
    ("query", "saved-query"),
    ("value", "bulk-value"),
    ("remind_after", "pace-remind-after"),
    ("hand_on_after", "pace-hand-on-after"),
];

/// A form on its way through the page that says why it was refused.
#[derive(Debug, Clone, Default)]
pub struct Carried {
    /// The address that it was sent to.
    pub action: String,
    /// The viewer of its page: a name of this server; empty if the form did not name one.
    pub by: String,
    fields: FormFields,
    /// Whether it had files, which browsers do not keep.
    pub has_files: bool,
    /// Whether a file came with its texts, which alone are sent again.
    pub without_file: bool,
}

/// A typed text.
pub struct Typed {
    pub label: &'static str,
    pub text: String,
}

impl Carried {
    /// The fields of a form, without its token and the credentials.
    pub fn new(action: &str, by: &str, fields: &FormFields) -> Self {
        Self {
            action: action.to_owned(),
            by: by.to_owned(),
            fields: fields.without(SECRET),
            has_files: false,
            without_file: false,
        }
    }

    /// A form with texts, of which the file is not read.
    #[must_use]
    pub fn without_file(self) -> Self {
        Self { without_file: true, ..self }
    }

    /// A form whose files are not read.
    pub fn with_files(action: &str) -> Self {
        Self { action: action.to_owned(), has_files: true, ..Self::default() }
    }

    /// The fields as sent.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter()
    }

    /// The fields for typed text, also empty ones.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields().filter(|(name, _)| TYPED.iter().any(|(typed, _)| typed == name))
    }

    /// The typed texts, for the page to show.
    pub fn typed(&self, t: Text) -> Vec<Typed> {
        typed(t, self.fields.iter())
    }

    /// The page of this server that the form itself names.
    pub fn back(&self) -> Option<&str> {
        self.fields().find(|(name, value)| *name == "back" && !value.is_empty()).map(|(_, to)| local(to))
    }

    /// The page the form belongs to.
    pub fn page(&self) -> String {
        links::page_of(&self.action).unwrap_or_else(|| self.action.clone())
    }
}

/// The typed texts among these fields.
pub(super) fn typed<'a>(t: Text, fields: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<Typed> {
    let label = |name: &str| TYPED.iter().find(|(typed, _)| *typed == name).map(|(_, key)| t.s(key));
    fields
        .filter(|(_, value)| !value.trim().is_empty())
        .filter_map(|(name, value)| Some(Typed { label: label(name)?, text: value.to_owned() }))
        .collect()
}

/// The reason why a form was refused.
#[derive(Debug, Clone)]
pub enum Lost {
    /// Nobody is signed in.
    SignedOut,
    /// Somebody said who they are, and nothing yet that proves it.
    Named { name: String },
    /// The sign-in beside the form was refused: the typed name, and the reason.
    NotLetIn { name: String, problem: String, status: StatusCode, retry_after: Option<u64> },
    /// The same person has signed in again since.
    Renewed,
    /// Somebody else is signed in now.
    SomebodyElse,
}

impl Lost {
    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::SignedOut | Self::Named { .. } => StatusCode::UNAUTHORIZED,
            Self::NotLetIn { status, .. } => *status,
            Self::Renewed | Self::SomebodyElse => StatusCode::FORBIDDEN,
        }
    }
}

impl Lost {
    /// The name that was typed beside the form, if any.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Named { name } | Self::NotLetIn { name, .. } => Some(name),
            Self::SignedOut | Self::Renewed | Self::SomebodyElse => None,
        }
    }

    /// The number of seconds until another try makes sense.
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::NotLetIn { retry_after, .. } => *retry_after,
            Self::SignedOut | Self::Named { .. } | Self::Renewed | Self::SomebodyElse => None,
        }
    }
}

/// The note of a request for its error page, and for its answer.
#[derive(Debug, Clone, Default)]
pub struct Tray(Arc<Mutex<LeftText>>);

#[derive(Debug, Default)]
struct LeftText {
    form: Option<Carried>,
    session: Option<NewSession>,
}

/// A session that began with the form.
#[derive(Debug, Clone)]
pub struct NewSession {
    pub id: SessionId,
    pub secret: String,
    pub cookies: [HeaderValue; 3],
}

impl Tray {
    /// Keeps a form until it is accepted.
    pub fn keep(&self, form: Carried) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).form = Some(form);
    }

    /// Notes that the form signed a person in.
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

/// The page of a refused form.
#[derive(Template)]
#[template(path = "request/carried.html")]
pub struct CarriedPage {
    pub l: Layout,
    pub form: Carried,
    pub typed: Vec<Typed>,
    pub why: Why,
    /// The step that signs somebody in there.
    pub step: Step,
}

/// The reason and the next step of the page.
pub enum Why {
    /// Sign in here, and the form is sent.
    SignIn { writer: Field, problem: String },
    /// Send it again in the present session.
    Renewed,
    /// Only read it.
    SomebodyElse,
}

impl CarriedPage {
    /// The page of a form. `step`: the way to sign in, for the person of the form or for a visitor.
    pub fn new(l: Layout, form: Carried, lost: Lost, step: Step) -> Self {
        let why = match lost {
            // The person has signed in again in another tab.
            Lost::SignedOut if l.viewer.as_ref().is_some_and(|viewer| viewer.name == form.by) => Why::Renewed,
            Lost::SignedOut => Why::SignIn { writer: Field::of(form.by.clone()), problem: String::new() },
            Lost::Named { name } => Why::SignIn { writer: Field::of(name), problem: String::new() },
            Lost::NotLetIn { name, problem, .. } => Why::SignIn { writer: Field::of(name), problem },
            Lost::Renewed => Why::Renewed,
            Lost::SomebodyElse => Why::SomebodyElse,
        };
        Self { typed: form.typed(l.t), l, form, why, step }
    }

    /// The names of the two fields that sign a person in: beside the form, or at the sign-in page.
    pub fn signin_fields(&self) -> (&'static str, &'static str) {
        if self.form.has_files { ("name", "passphrase") } else { (SIGNIN_NAME, SIGNIN_PASSPHRASE) }
    }

    /// Whether somebody signs in there with a key: a form with files has the page to sign in for it.
    pub fn asks_for_key(&self) -> bool {
        self.step == Step::Key && !self.form.has_files
    }

    /// Whether the passphrase is asked for, and not the name alone.
    pub fn asks_for_passphrase(&self) -> bool {
        self.step == Step::Passphrase
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
