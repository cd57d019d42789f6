//! Error pages: the fault, and the next step.

use askama::Template;

use crate::text::Markup;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::request::carried_forms::{Carried, Typed};

/// The kind of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// 400: the request makes no sense, or comes from a foreign page.
    BadRequest,
    /// 403.
    Forbidden,
    /// 404, also for objects that the viewer may not see.
    NotFound,
    /// 405.
    MethodNotAllowed,
    /// 410: put away, or deleted.
    Gone,
    /// 413.
    TooLarge,
    /// 422, where no page of its own keeps the typed values.
    Refused,
    /// 422: a search that looks at too much.
    TooSlow,
    /// 429.
    TooMany,
    /// 429: more searches than one client may have in this time.
    TooManySearches,
    /// 500.
    Broken,
    /// 503: shutting down, or the database is busy or away.
    Unavailable,
    /// 503: the database went away while something was written.
    Unsure,
    /// 507.
    DiskFull,
}

impl ErrorKind {
    /// Every fault.
    pub const ALL: [Self; 14] = [
        Self::BadRequest,
        Self::Forbidden,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::Gone,
        Self::TooLarge,
        Self::Refused,
        Self::TooSlow,
        Self::TooMany,
        Self::TooManySearches,
        Self::Broken,
        Self::Unavailable,
        Self::Unsure,
        Self::DiskFull,
    ];

    /// The status of the answer.
    pub fn status(self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::Gone => 410,
            Self::TooLarge => 413,
            Self::Refused | Self::TooSlow => 422,
            Self::TooMany | Self::TooManySearches => 429,
            Self::Broken => 500,
            Self::Unavailable | Self::Unsure => 503,
            Self::DiskFull => 507,
        }
    }

    /// The keys of the title and of the advice.
    pub fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::BadRequest => ("fault-bad-request", "fault-bad-request-about"),
            Self::Forbidden => ("fault-forbidden", "fault-forbidden-about"),
            Self::NotFound => ("fault-not-found", "fault-not-found-about"),
            Self::MethodNotAllowed => ("fault-method", "fault-method-about"),
            Self::Gone => ("fault-gone", "fault-gone-about"),
            Self::TooLarge => ("fault-too-large", "fault-too-large-about"),
            Self::Refused => ("fault-refused", "fault-refused-about"),
            Self::TooSlow => ("fault-too-slow", "fault-too-slow-about"),
            Self::TooMany => ("fault-too-many", "fault-too-many-about"),
            Self::TooManySearches => ("fault-searches", "fault-searches-about"),
            Self::Broken => ("fault-broken", "fault-broken-about"),
            Self::Unavailable => ("fault-unavailable", "fault-unavailable-about"),
            Self::Unsure => ("fault-unsure", "fault-unsure-about"),
            Self::DiskFull => ("fault-disk-full", "fault-disk-full-about"),
        }
    }
}

/// The page of a fault.
#[derive(Template)]
#[template(path = "frame/error.html")]
pub struct ErrorPage {
    pub l: Layout,
    pub fault: ErrorKind,
    /// The refusal in the words of the rule; empty if the general words are enough.
    pub detail: String,
    /// The next step, in the words of the rule.
    pub advice: String,
    /// The people who can help, in a sentence.
    pub help: Option<Markup>,
    /// The reference of the log entry, for a request for help; empty if there is none.
    pub reference: String,
    /// The pursuance that the page belongs to, or the page that the form came from.
    pub up: Option<String>,
    /// The form that failed.
    pub form: Option<Carried>,
    /// The typed texts.
    pub typed: Vec<Typed>,
}

impl ErrorPage {
    /// A page with the general words.
    pub fn new(l: Layout, fault: ErrorKind, form: Option<Carried>) -> Self {
        let typed = form.as_ref().map(|form| form.typed(l.t)).unwrap_or_default();
        Self {
            l,
            fault,
            detail: String::new(),
            advice: String::new(),
            help: None,
            reference: String::new(),
            up: None,
            form,
            typed,
        }
    }

    /// The form, when sending it again may work.
    pub fn again(&self) -> Option<&Carried> {
        self.form.as_ref().filter(|form| {
            !form.has_files
                && match self.fault {
                    ErrorKind::TooMany
                    | ErrorKind::Broken
                    | ErrorKind::Unavailable
                    | ErrorKind::Unsure
                    | ErrorKind::DiskFull => true,
                    ErrorKind::BadRequest
                    | ErrorKind::Forbidden
                    | ErrorKind::NotFound
                    | ErrorKind::MethodNotAllowed
                    | ErrorKind::Gone
                    | ErrorKind::TooLarge
                    | ErrorKind::Refused
                    | ErrorKind::TooSlow
                    | ErrorKind::TooManySearches => false,
                }
        })
    }

    /// The title.
    pub fn title(&self) -> &'static str {
        self.l.t.s(self.fault.keys().0)
    }

    /// The advice.
    pub fn about(&self) -> &'static str {
        self.l.t.s(self.fault.keys().1)
    }

    /// The keys of what may be so, where the page does not tell which: who may not see something does not learn that it is there.
    pub fn reasons(&self) -> &'static [&'static str] {
        match self.fault {
            ErrorKind::NotFound if self.l.is_signed_in() => {
                &["fault-not-found-address", "fault-not-found-gone", "fault-not-found-members"]
            }
            ErrorKind::NotFound => {
                &["fault-not-found-address", "fault-not-found-gone", "fault-not-found-signed-out"]
            }
            _ => &[],
        }
    }

    /// The words of the link to [`ErrorPage::up`].
    pub fn up_key(&self) -> &'static str {
        if self.fault == ErrorKind::Refused { "carried-back" } else { "files-to-tasks" }
    }

    /// Whether signing in may help.
    pub fn may_sign_in(&self) -> bool {
        !self.l.is_signed_in() && matches!(self.fault, ErrorKind::Forbidden | ErrorKind::NotFound)
    }
}
