//! Why an action was not carried out: refused by a rule, which a person can do something about, or failed here.

use pursuance_domain::refusal::{Refusal, RefusalClass};
use pursuance_domain::time::Time;
use pursuance_domain::value::{Size, Urgency};

use super::room::Full;
use crate::keyring::KeyRingError;
use crate::lookup::DirectoryError;
use crate::store::error::StoreError;
use crate::uploads::TooManyUploads;

/// A refusal: what a page shows beside the field and the API answers as a problem.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// A rule of the domain says no.
    #[error(transparent)]
    Rule(#[from] Refusal),
    /// There is none, or it may not be seen.
    #[error("There is no such {0} here.")]
    NotFound(&'static str),
    /// Somebody else changed it since it was read.
    #[error("Somebody changed this task while you wrote.")]
    Stale(Box<Newer>),
    /// Somebody else changed the settings since they were read.
    #[error("Somebody changed these settings while you wrote.")]
    Outdated,
    /// A name that is in use.
    #[error("The name “{0}” is in use here.")]
    NameTaken(String),
    /// Nobody may open an account by themselves.
    #[error("This server takes no new accounts at the moment.")]
    RegistrationClosed,
    /// The one-time link was used before, or is not the newest.
    #[error("This link has been used, or a newer one was made.")]
    SetupUsed,
    /// Only for those who are signed in.
    #[error("Sign in first.")]
    SignInFirst,
    /// A key was used for something else before.
    #[error("This Idempotency-Key was used for another request.")]
    KeyReused,
    /// Another pursuance could not be found or reached.
    #[error("{0}")]
    Unreachable(String),
    /// What was named is no pursuance, or its server cannot take tasks.
    #[error("{0}")]
    NotAPartner(String),
    /// The last one who could mend it would be gone.
    #[error("{0}")]
    LastOne(&'static str),
    /// As many as one account may have.
    #[error("You have {most} {what}, as many as one account may have.")]
    Full { what: &'static str, most: i64 },
    /// What was sent does not go together.
    #[error("{message}")]
    Input { field: &'static str, message: String },
    /// There is no room for another file.
    #[error("{0}")]
    NoRoom(Full),
    /// As many files are arriving as may at the same time.
    #[error(transparent)]
    TooManyUploads(#[from] TooManyUploads),
    /// A file that was never uploaded here, or by somebody else.
    #[error("This file has not been uploaded here.")]
    NoSuchFile,
}

/// What a task looks like now, for somebody whose edit was late.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Newer {
    pub revision: i64,
    pub title: String,
    pub deliverables: String,
    pub skills: Vec<String>,
    pub due: Option<Time>,
    pub size: Size,
    pub urgency: Urgency,
    /// Who reviews it; whoever wrote it, when nobody is named.
    pub reviewer: Option<String>,
}

impl Refused {
    /// The stable word for programs: the end of the problem's `type`.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Rule(refusal) => refusal.slug(),
            Self::NotFound(_) => "not-found",
            Self::Stale(_) | Self::Outdated => "stale-revision",
            Self::NameTaken(_) => "name-taken",
            Self::RegistrationClosed => "registration-closed",
            Self::SetupUsed => "setup-used",
            Self::SignInFirst => "sign-in-first",
            Self::KeyReused => "idempotency-key-reused",
            Self::Unreachable(_) => "unreachable",
            Self::NotAPartner(_) => "not-a-partner",
            Self::LastOne(_) => "last-one",
            Self::Full { .. } => "account-full",
            Self::Input { .. } => "invalid-input",
            Self::NoRoom(_) => "no-room",
            Self::TooManyUploads(_) => "too-many-uploads",
            Self::NoSuchFile => "no-such-file",
        }
    }

    /// What to do next.
    pub fn advice(&self) -> String {
        match self {
            Self::Rule(refusal) => refusal.advice(),
            Self::NotFound(_) => "Check the address. Perhaps you are not allowed to see it.".to_owned(),
            Self::Stale(_) => "Your text is kept below. Choose one of the two, or combine them.".to_owned(),
            Self::Outdated => {
                "Your text is kept below. Look at the new text, then save again to replace it.".to_owned()
            }
            Self::NameTaken(_) => "Choose another name.".to_owned(),
            Self::RegistrationClosed => "Ask an operator of this server for an account.".to_owned(),
            Self::SetupUsed => "Restart the server for a new link, or sign in.".to_owned(),
            Self::SignInFirst => "Sign in, then try again.".to_owned(),
            Self::KeyReused => "Use a new key for a new request.".to_owned(),
            Self::Unreachable(_) => "Check the spelling, or try again later.".to_owned(),
            Self::NotAPartner(_) => "Ask them for the address at the top of their page.".to_owned(),
            Self::Full { .. } => "Ask an operator of this server to lift the limit for you.".to_owned(),
            Self::LastOne(_) => "Give this role to somebody else first.".to_owned(),
            Self::Input { .. } => "Correct it and try again.".to_owned(),
            Self::NoRoom(_) => "Ask an operator of this server for more room.".to_owned(),
            Self::TooManyUploads(_) => "Wait until one of them has arrived, then try again.".to_owned(),
            Self::NoSuchFile => "Upload it first.".to_owned(),
        }
    }

    /// Which HTTP status fits.
    pub fn status(&self) -> u16 {
        match self {
            Self::Rule(refusal) => match refusal.class() {
                RefusalClass::Invalid => 422,
                RefusalClass::Forbidden => 403,
                RefusalClass::NotFound => 404,
                RefusalClass::Conflict => 409,
                RefusalClass::TooMany => 429,
            },
            Self::NotFound(_) => 404,
            Self::Stale(_) | Self::Outdated | Self::NameTaken(_) | Self::LastOne(_) | Self::Full { .. } => {
                409
            }
            Self::RegistrationClosed | Self::SetupUsed => 403,
            Self::NoRoom(Full::Disk) => 507,
            Self::NoRoom(_) => 413,
            Self::TooManyUploads(_) => 429,
            Self::SignInFirst => 401,
            Self::KeyReused
            | Self::Unreachable(_)
            | Self::NotAPartner(_)
            | Self::Input { .. }
            | Self::NoSuchFile => 422,
        }
    }
}

/// Why `perform` did not do it.
#[derive(Debug, thiserror::Error)]
pub enum PerformError {
    /// A rule says no: shown to the person, never logged as an error.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The database failed: logged once, with its causes.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A private key is not to be had.
    #[error(transparent)]
    Keys(#[from] KeyRingError),
    /// Something this program wrote itself cannot be read back.
    #[error("{what} cannot be read back")]
    Damaged {
        what: &'static str,
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Texts that it sends have no HTML yet; the hallway makes it and tries again.
    #[error("{} texts to be sent have not been rendered", .0.len())]
    Unrendered(Vec<String>),
    /// The task that carried it out ended early.
    #[error("the work was interrupted")]
    Interrupted,
}

impl PerformError {
    /// Whether the same would come of trying again: it is about what was asked for, not about how this server is at the
    /// moment.
    pub(crate) fn recurs(&self) -> bool {
        match self {
            Self::Refused(_) | Self::Damaged { .. } => true,
            Self::Store(error) => error.is_about_data(),
            Self::Keys(_) | Self::Unrendered(_) | Self::Interrupted => false,
        }
    }

    /// Something this program wrote itself cannot be read back.
    pub(crate) fn damaged(what: &'static str) -> impl FnOnce(serde_json::Error) -> Self {
        move |source| Self::Damaged { what, source: Box::new(source) }
    }
}

impl<R: Into<Refusal>> From<R> for PerformError {
    fn from(refusal: R) -> Self {
        Self::Refused(Refused::Rule(refusal.into()))
    }
}

impl From<DirectoryError> for PerformError {
    fn from(error: DirectoryError) -> Self {
        match error {
            DirectoryError::Store(error) => Self::Store(error),
            DirectoryError::Keys(error) => Self::Keys(error),
            DirectoryError::NotAPursuance(_) => Refused::NotAPartner(error.to_string()).into(),
            DirectoryError::TooManyLooks { retry_after } => Refusal::TooMany { retry_after }.into(),
            DirectoryError::Form { .. }
            | DirectoryError::Unreadable(_)
            | DirectoryError::NobodyHere(_)
            | DirectoryError::NobodyThere { .. }
            | DirectoryError::NotAnswering { .. }
            | DirectoryError::InTrouble { .. }
            | DirectoryError::NotLetIn { .. }
            | DirectoryError::Unsound { .. }
            | DirectoryError::Blocked { .. }
            | DirectoryError::OutOfReach { .. }
            | DirectoryError::KeyChanged(_)
            | DirectoryError::ForeignInbox { .. }
            | DirectoryError::Gone(_) => Refused::Unreachable(error.to_string()).into(),
        }
    }
}
