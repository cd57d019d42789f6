//! What each side has besides: the origin its counter-offers, work to review and questions; the delegate its mirror, what
//! was sent back, and the forms to hand in, return or hand on.

use pursuance_domain::task::phase::Phase;

use super::{Change, DelegationView, OnwardTerms};
use crate::text::{Markup, Text};
use crate::web::frame::labels::PhaseTag;
use crate::web::frame::view::{Choice, Field, FileView, Party};
use crate::web::frame::when::When;
use crate::web::pick::Pick;

/// The origin's side: the task is with another pursuance, or offered to one.
pub struct Outgoing {
    pub d: DelegationView,
    /// Other terms they suggested.
    pub counter: Option<Counter>,
    /// New terms we sent while the old ones hold.
    pub pending: Option<NewTerms>,
    /// How it stands there, as told last.
    pub told: Option<Told>,
    /// Work handed in: the newest, under review.
    pub submission: Option<SubmissionView>,
    /// Work that came after the end, or earlier rounds.
    pub earlier: Vec<SubmissionView>,
    /// Third pursuances they would like to bring in, unanswered.
    pub onward: Vec<OnwardQuestion>,
    /// Whether the review has begun.
    pub is_in_review: bool,
    /// Their mirror says done though nothing was handed in.
    pub is_premature: bool,
    pub may: OutgoingMay,
    pub reoffer: ReofferForm,
    pub send_back_comment: Field,
    pub refuse_comment: Field,
    pub recall: WhyForm,
    pub nudge_note: Field,
}

/// What the viewer may do on the origin's side.
#[derive(Debug, Clone, Copy, Default)]
pub struct OutgoingMay {
    /// Give a verdict.
    pub review: bool,
    /// Offer other terms, take back, ask for news, answer onward questions.
    pub manage: bool,
    /// Ask for news now (at most once a day).
    pub nudge: bool,
    /// End it without waiting for an answer: they have been silent for long.
    pub force: bool,
}

/// How it stands on the other side, as its server told last.
pub struct Told {
    pub phase: PhaseTag,
    /// Leaves below it that are done, of all.
    pub progress: Option<(i64, i64)>,
    pub at: When,
}

impl Told {
    /// Whether nobody there has taken it.
    pub fn is_unbegun(&self) -> bool {
        matches!(self.phase, PhaseTag::Is(Phase::New | Phase::HelpWanted))
    }
}

/// New terms on offer while the old ones hold.
pub struct NewTerms {
    /// The address of the offer: an answer is to what was read.
    pub offer: String,
    /// What they wrote with it.
    pub note: Markup,
    pub changes: Vec<Change>,
    /// Whether we said yes and they have not confirmed.
    pub is_accepted: bool,
}

/// Why, chosen and in words: `code`, `reason`.
#[derive(Default)]
pub struct WhyForm {
    pub codes: Vec<Choice>,
    pub reason: Field,
}

/// Other terms the other side suggested. Binds nobody.
pub struct Counter {
    /// Whether they had read an earlier offer than the one that stands.
    pub is_earlier: bool,
    pub note: Markup,
    pub changes: Vec<Change>,
    pub at: When,
}

/// Other terms to send: POST `reoffer` or `counter` with `due, size, note`.
#[derive(Default)]
pub struct ReofferForm {
    pub due: Field,
    pub sizes: Vec<Choice>,
    pub note: Field,
}

/// Work handed in.
pub struct SubmissionView {
    /// Its address: a verdict is on what was looked at.
    pub uri: String,
    pub round: i64,
    /// Which of several of its round it is, from 1; 0 when it is the only one.
    pub version: i64,
    pub at: When,
    pub body: Markup,
    pub files: Vec<FileView>,
    /// The key of why it did not count, when it came too late to.
    pub late: Option<&'static str>,
    /// Whether somebody may still thank for it.
    pub may_thank: bool,
    /// Whether it is what was accepted in the end.
    pub is_accepted: bool,
}

impl SubmissionView {
    /// What it is called where several stand below each other.
    pub fn heading(&self, t: Text) -> String {
        if self.is_accepted {
            t.s("work-accepted").to_owned()
        } else if self.version > 0 {
            t.with("work-handed-in-version").set("n", self.round).set("v", self.version).to_string()
        } else {
            t.with("work-handed-in").set("n", self.round).to_string()
        }
    }
}

/// "May we bring in a third pursuance?"
pub struct OnwardQuestion {
    pub to: Party,
    /// Its address, as asked; the value of the field `to`.
    pub address: String,
    pub at: When,
}

/// The delegate's side: a mirror of a task that belongs to another pursuance.
pub struct Incoming {
    pub d: DelegationView,
    /// What was missing, when the work came back.
    pub sent_back: Option<SentBack>,
    /// New terms they ask for; the old ones hold until we say yes.
    pub pending: Option<NewTerms>,
    /// What they changed in the text since we accepted.
    pub changed: Vec<Change>,
    /// Subtasks that are still open: it is handed in without them only when somebody says so.
    pub open_subtasks: i64,
    /// Whether that was ticked.
    pub is_waived: bool,
    /// Until when work is still taken after the recall.
    pub late_until: Option<When>,
    /// Files of this task, to tick those that go along with the work.
    pub hand_in_files: Vec<FileTick>,
    pub may: IncomingMay,
    /// Where it can be placed: tasks of ours, and the top.
    pub places: Pick,
    pub onward: Onward,
    pub work: Vec<SubmissionView>,
    pub progress_note: Field,
    pub submit_body: Field,
    pub give_back: WhyForm,
    /// Files of this task, to tick those that go along when it is given back.
    pub give_back_files: Vec<FileTick>,
    pub decline: WhyForm,
    pub counter: ReofferForm,
}

impl Incoming {
    /// Whether handing in is the main thing to do on the page.
    pub fn leads(&self) -> bool {
        self.may.submit && self.d.is_active() && self.open_subtasks == 0 && !self.asks()
    }

    /// Whether some was sent since the recall.
    pub fn is_late_sent(&self) -> bool {
        self.work.iter().any(|work| work.late.is_some())
    }

    /// Whether the folded part about the hand-over has something that was refused.
    pub fn is_more_open(&self) -> bool {
        self.places.field.is_refused() || self.d.refused_form == "ask-onward"
    }

    /// The key of what becomes of the words that are handed in.
    pub fn hand_in_hint(&self) -> &'static str {
        if self.late_until.is_some() { "talk-hint" } else { "hand-in-body-hint" }
    }

    /// Whether new terms wait for a yes or no of whoever looks.
    pub fn asks(&self) -> bool {
        self.may.manage && self.pending.as_ref().is_some_and(|pending| !pending.is_accepted)
    }
}

/// What the viewer may do on the delegate's side.
#[derive(Debug, Clone, Copy, Default)]
pub struct IncomingMay {
    /// Say how it goes.
    pub progress: bool,
    /// Hand in: for the first time, again in place of what waits for a verdict, or late after a recall.
    pub submit: bool,
    /// Give back.
    pub give_back: bool,
    /// Give back, answer new terms, hand on.
    pub manage: bool,
    /// Put it under a task of ours.
    pub place: bool,
}

/// Their words when work came back.
pub struct SentBack {
    pub comment: Markup,
    pub round: i64,
    pub at: When,
}

/// A file that can be ticked.
#[derive(Debug, Clone)]
pub struct FileTick {
    pub sha256: String,
    pub name: String,
    pub size: String,
    pub is_ticked: bool,
}

/// Handing a mirror on to a third pursuance.
#[derive(Default)]
pub struct Onward {
    /// Whether that is agreed.
    pub terms: Option<OnwardTerms>,
    /// Whether it has been handed on as often as was agreed.
    pub is_exhausted: bool,
    /// Those already asked about.
    pub asked: Vec<OnwardAsked>,
    /// Where to look for a third pursuance.
    pub hand_over_href: String,
    /// POST `ask-onward` with `to`.
    pub to: Field,
}

impl Onward {
    /// Whether the origin has to be asked first.
    pub fn asks_first(&self) -> bool {
        self.terms == Some(OnwardTerms::Ask)
    }

    /// Whether it may be handed on without asking.
    pub fn is_free(&self) -> bool {
        self.terms == Some(OnwardTerms::Yes)
    }
}

/// A third pursuance the origin was asked about.
pub struct OnwardAsked {
    pub to: Party,
    pub address: String,
    pub answer: OnwardAnswer,
}

/// What the origin said to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnwardAnswer {
    Waiting,
    Allowed,
    Refused,
}

impl OnwardAsked {
    /// Whether it may be handed on to them now.
    pub fn is_allowed(&self) -> bool {
        self.answer == OnwardAnswer::Allowed
    }

    /// The key of the answer.
    pub fn key(&self) -> &'static str {
        match self.answer {
            OnwardAnswer::Waiting => "onward-waiting",
            OnwardAnswer::Allowed => "onward-allowed",
            OnwardAnswer::Refused => "onward-refused",
        }
    }
}
