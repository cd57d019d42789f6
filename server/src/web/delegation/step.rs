//! The timeline of a delegation: who did what, when, and the changes.

use super::change::ChangedPart;
use crate::text::Markup;
use crate::web::frame::view::Party;
use crate::web::frame::when::When;

/// One step of the timeline.
pub struct Moment {
    pub what: Happening,
    /// Who did it: a local person, the other pursuance, or a person there when names are shared.
    pub by: Party,
    pub at: When,
    /// Their words, sanitized; empty when there are none.
    pub note: Markup,
    /// The changes.
    pub changes: Vec<ChangedPart>,
    /// The progress of the work, 0 to 100, when the message has it.
    pub percent: Option<i64>,
    /// A line of our own about it: the reason, or its delivery. Empty when there is none.
    pub aside: String,
}

impl Moment {
    /// The class of its marker: square and violet when it happened elsewhere.
    pub fn class(&self) -> &'static str {
        if self.by.host.is_some() { "away" } else { "" }
    }
}

/// The kind of step in the timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happening {
    Offered,
    Reoffered,
    Countered,
    Accepted,
    AcceptedTooLate,
    Granted,
    /// New terms hold from now on.
    TermsGranted,
    Declined,
    /// New terms were declined; the work goes on.
    TermsDeclined,
    Withdrawn,
    Expired,
    Lost,
    /// A yes to terms that had changed.
    Outdated,
    /// The acceptance came too late.
    TooLate,
    /// The accepted offer no longer stood.
    Over,
    Progressed,
    Changed,
    Submitted,
    ReviewStarted,
    ReviewReminded,
    ReviewEscalated,
    WorkAccepted,
    /// Thanks for work that came after a recall.
    Thanked,
    SentBack,
    WorkRefused,
    Recalling,
    Recalled,
    Returning,
    Returned,
    Nudged,
    Stalled,
    OnwardAsked,
    OnwardAllowed,
    OnwardRefused,
    Suspended,
    KeyChanged,
    KeyAccepted,
    Voided,
    /// It ended because the other server was blocked here.
    Blocked,
    /// It ended because the other server refuses everything from here.
    ShutOut,
    NotTaken,
    Undelivered,
}

impl Happening {
    /// Every one.
    pub const ALL: [Self; 42] = [
        Self::Offered,
        Self::Reoffered,
        Self::Countered,
        Self::Accepted,
        Self::AcceptedTooLate,
        Self::Granted,
        Self::TermsGranted,
        Self::Declined,
        Self::TermsDeclined,
        Self::Withdrawn,
        Self::Expired,
        Self::Lost,
        Self::Outdated,
        Self::TooLate,
        Self::Over,
        Self::Progressed,
        Self::Changed,
        Self::Submitted,
        Self::ReviewStarted,
        Self::ReviewReminded,
        Self::ReviewEscalated,
        Self::WorkAccepted,
        Self::Thanked,
        Self::SentBack,
        Self::WorkRefused,
        Self::Recalling,
        Self::Recalled,
        Self::Returning,
        Self::Returned,
        Self::Nudged,
        Self::Stalled,
        Self::OnwardAsked,
        Self::OnwardAllowed,
        Self::OnwardRefused,
        Self::Suspended,
        Self::KeyChanged,
        Self::KeyAccepted,
        Self::Voided,
        Self::Blocked,
        Self::ShutOut,
        Self::NotTaken,
        Self::Undelivered,
    ];

    /// The key of its sentence, which has `who`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Offered => "happened-delegation-offered",
            Self::Reoffered => "happened-delegation-reoffered",
            Self::Countered => "happened-delegation-countered",
            Self::Accepted => "happened-delegation-accepted",
            Self::AcceptedTooLate => "happened-delegation-accepted-too-late",
            Self::Granted => "happened-delegation-granted",
            Self::TermsGranted => "happened-delegation-granted-terms",
            Self::Declined => "happened-delegation-declined",
            Self::TermsDeclined => "happened-delegation-declined-terms",
            Self::Withdrawn => "happened-delegation-withdrawn",
            Self::Expired => "happened-delegation-expired",
            Self::Lost => "happened-delegation-lost",
            Self::Outdated => "happened-delegation-lost-outdated",
            Self::TooLate => "happened-delegation-lost-too-late",
            Self::Over => "happened-delegation-lost-over",
            Self::Progressed => "happened-delegation-progressed",
            Self::Changed => "happened-delegation-updated",
            Self::Submitted => "happened-delegation-submitted",
            Self::ReviewStarted => "happened-delegation-review-started",
            Self::ReviewReminded => "happened-delegation-review-reminded",
            Self::ReviewEscalated => "happened-delegation-review-escalated",
            Self::WorkAccepted => "happened-delegation-work-accepted",
            Self::Thanked => "happened-delegation-work-accepted-thanked",
            Self::SentBack => "happened-delegation-sent-back",
            Self::WorkRefused => "happened-delegation-work-refused",
            Self::Recalling => "happened-delegation-recalling",
            Self::Recalled => "happened-delegation-recalled",
            Self::Returning => "happened-delegation-returning",
            Self::Returned => "happened-delegation-returned",
            Self::Nudged => "happened-delegation-nudged",
            Self::Stalled => "happened-delegation-stalled",
            Self::OnwardAsked => "happened-delegation-onward-asked",
            Self::OnwardAllowed => "happened-delegation-onward-answered",
            Self::OnwardRefused => "happened-delegation-onward-answered-no",
            Self::Suspended => "happened-delegation-suspended",
            Self::KeyChanged => "happened-actor-key-changed",
            Self::KeyAccepted => "happened-actor-key-accepted",
            Self::Voided => "happened-delegation-voided",
            Self::Blocked => "happened-delegation-cut-off",
            Self::ShutOut => "happened-delegation-cut-off-by-them",
            Self::NotTaken => "happened-delegation-refused-message",
            Self::Undelivered => "happened-delegation-undelivered",
        }
    }
}
