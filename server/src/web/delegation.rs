//! How a delegation looks on a task's page, from either side: what was agreed, what happened, what the other side
//! knows, and what one can do next.

use pursuance_domain::delegation::state::{Side, State};

use super::links;
use super::text::{Markup, Text};
use super::view::{Choice, Field, FileView, Party, SkillTag, TaskLink};
use super::when::{Due, When};

/// What both sides show of a delegation.
pub struct DelegationView {
    /// The row id at this pursuance.
    pub id: String,
    /// The pursuance whose page this is.
    pub slug: String,
    pub side: Side,
    pub state: State,
    /// The pursuance on the other side.
    pub peer: Party,
    /// What it is called there, once we were told.
    pub peer_title: String,
    /// What was agreed, or is on offer.
    pub terms: TermsView,
    pub timeline: Vec<Moment>,
    pub between: Between,
    /// The answer to an offer is wanted by then.
    pub respond_by: When,
    /// Since when there was no sign of life, once that is longer than agreed.
    pub silent_since: Option<When>,
    /// Why something was refused that concerns no field.
    pub problem: String,
    /// The part of the page whose form was refused, as in [`links::DELEGATION_FORMS`]; empty when none was.
    pub refused_form: &'static str,
}

impl DelegationView {
    /// Where one of [`links::DELEGATION_FORMS`] goes.
    pub fn post(&self, form: &str) -> String {
        links::delegation(&self.slug, &self.id, form)
    }

    /// `open` for the part whose form was refused.
    pub fn open(&self, form: &str) -> &'static str {
        if self.refused_form == form { " open" } else { "" }
    }

    /// Whether an offer waits for an answer.
    pub fn is_open(&self) -> bool {
        self.state.is_open()
    }

    /// The other side suggested other terms.
    pub fn is_countered(&self) -> bool {
        self.state == State::Countered
    }

    /// Work was handed in and waits for a verdict.
    pub fn is_submitted(&self) -> bool {
        self.state == State::Submitted
    }

    /// The work is under way there (or here, on a mirror).
    pub fn is_active(&self) -> bool {
        self.state == State::Active
    }

    /// Whether it is over.
    pub fn is_end(&self) -> bool {
        self.state.is_end()
    }

    /// Whether the task can be taken back by the origin.
    pub fn is_recallable(&self) -> bool {
        self.is_open() || matches!(self.state, State::Active | State::Submitted)
    }

    /// Whether the origin waits for the delegate to confirm.
    pub fn is_recalling(&self) -> bool {
        self.state == State::Recalling
    }

    /// What happens next, by itself or by whom.
    pub fn next_key(&self) -> &'static str {
        next_key(self.side, self.state)
    }

    /// The badge of the state.
    pub fn badge(&self) -> &'static str {
        match self.state {
            State::Offered | State::Countered | State::Accepting | State::Submitted => "badge wait",
            State::Completed => "badge good",
            State::Active | State::Recalling | State::Returning => "badge",
            State::Declined
            | State::Withdrawn
            | State::Expired
            | State::Lost
            | State::Refused
            | State::Recalled => "badge",
            State::Returned | State::Void => "badge",
        }
    }

    /// The key of the state's name.
    pub fn state_key(&self) -> &'static str {
        state_key(self.side, self.state)
    }
}

/// The key of a state's name, seen from one side.
pub fn state_key(side: Side, state: State) -> &'static str {
    match (state, side) {
        (State::Offered, Side::Origin) => "state-offered-origin",
        (State::Offered, Side::Delegate) => "state-offered-delegate",
        (State::Countered, Side::Origin) => "state-countered-origin",
        (State::Countered, Side::Delegate) => "state-countered-delegate",
        (State::Accepting, _) => "state-accepting",
        (State::Active, _) => "state-active",
        (State::Submitted, Side::Origin) => "state-submitted-origin",
        (State::Submitted, Side::Delegate) => "state-submitted-delegate",
        (State::Recalling, _) => "state-recalling",
        (State::Returning, _) => "state-returning",
        (State::Declined, _) => "state-declined",
        (State::Withdrawn, _) => "state-withdrawn",
        (State::Expired, _) => "state-expired",
        (State::Lost, _) => "state-lost",
        (State::Completed, _) => "state-completed",
        (State::Refused, _) => "state-refused",
        (State::Recalled, _) => "state-recalled",
        (State::Returned, _) => "state-returned",
        (State::Void, _) => "state-void",
    }
}

/// The key of what happens next.
fn next_key(side: Side, state: State) -> &'static str {
    match (side, state) {
        (Side::Origin, State::Offered) => "next-origin-offered",
        (Side::Origin, State::Countered) => "next-origin-countered",
        (Side::Origin, State::Active) => "next-origin-active",
        (Side::Origin, State::Submitted) => "next-origin-submitted",
        (Side::Origin, State::Recalling) => "next-origin-recalling",
        (Side::Delegate, State::Offered) => "next-delegate-offered",
        (Side::Delegate, State::Countered) => "next-delegate-countered",
        (Side::Delegate, State::Active) => "next-delegate-active",
        (Side::Delegate, State::Submitted) => "next-delegate-submitted",
        (Side::Delegate, State::Returning) => "next-delegate-returning",
        (_, State::Accepting) => "next-delegate-accepting",
        // The states below never last on the other side; both are told in the same words.
        (Side::Origin, State::Returning) => "next-delegate-returning",
        (Side::Delegate, State::Recalling) => "next-origin-recalling",
        (_, State::Completed) => "next-completed",
        (Side::Origin, State::Refused) => "next-origin-refused",
        (Side::Delegate, State::Refused) => "next-delegate-refused",
        (Side::Origin, State::Declined | State::Withdrawn | State::Expired | State::Lost) => {
            "next-origin-free"
        }
        (Side::Origin, State::Recalled | State::Returned) => "next-origin-free",
        (Side::Delegate, State::Declined | State::Withdrawn | State::Expired | State::Lost) => {
            "next-delegate-closed"
        }
        (Side::Delegate, State::Recalled | State::Returned) => "next-delegate-stopped",
        (_, State::Void) => "next-void",
    }
}

/// What is asked for, and on what terms.
#[derive(Clone)]
pub struct TermsView {
    pub title: String,
    pub deliverables: Markup,
    pub skills: Vec<SkillTag>,
    /// The key of the size's words.
    pub size: &'static str,
    pub due: Option<Due>,
    pub heartbeat_days: i64,
    /// Whether it may be handed on.
    pub onward: OnwardTerms,
    /// Whether people's names go along.
    pub names: bool,
    /// Whether the discussion goes along.
    pub discussion: bool,
    /// Files that go along.
    pub files: Vec<FileView>,
    /// The task it is part of, by name only; empty when that is not told.
    pub part_of: String,
}

/// Whether a delegate may hand a task on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnwardTerms {
    No,
    Ask,
    Yes,
}

impl OnwardTerms {
    /// The key of its words.
    pub fn key(self) -> &'static str {
        match self {
            Self::No => "onward-no",
            Self::Ask => "onward-ask",
            Self::Yes => "onward-yes",
        }
    }

    /// The word in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Ask => "ask",
            Self::Yes => "yes",
        }
    }
}

/// One step of the timeline.
pub struct Moment {
    pub what: Happening,
    /// Who did it: a person here, or the other pursuance, or somebody there when names are told.
    pub by: Party,
    pub at: When,
    /// Their words, sanitized; empty when there are none.
    pub note: Markup,
    /// What changed.
    pub changes: Vec<Change>,
    /// How far the work is, 0 to 100, when that was told.
    pub percent: Option<i64>,
    /// A line of our own about it: why, or how it was delivered. Empty when there is none.
    pub aside: String,
}

impl Moment {
    /// The class of its marker: square and violet when it happened elsewhere.
    pub fn class(&self) -> &'static str {
        if self.by.host.is_some() { "away" } else { "" }
    }
}

/// What a step of the timeline was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happening {
    Offered,
    Reoffered,
    Countered,
    Accepted,
    Granted,
    Declined,
    Withdrawn,
    Expired,
    Lost,
    Progressed,
    Changed,
    Submitted,
    ReviewStarted,
    WorkAccepted,
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
    Voided,
    NotTaken,
}

impl Happening {
    /// Every one.
    pub const ALL: [Self; 28] = [
        Self::Offered,
        Self::Reoffered,
        Self::Countered,
        Self::Accepted,
        Self::Granted,
        Self::Declined,
        Self::Withdrawn,
        Self::Expired,
        Self::Lost,
        Self::Progressed,
        Self::Changed,
        Self::Submitted,
        Self::ReviewStarted,
        Self::WorkAccepted,
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
        Self::Voided,
        Self::NotTaken,
    ];

    /// The key of its sentence, which has `who`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Offered => "happened-offered",
            Self::Reoffered => "happened-reoffered",
            Self::Countered => "happened-countered",
            Self::Accepted => "happened-accepted",
            Self::Granted => "happened-granted",
            Self::Declined => "happened-declined",
            Self::Withdrawn => "happened-withdrawn",
            Self::Expired => "happened-expired",
            Self::Lost => "happened-lost",
            Self::Progressed => "happened-progressed",
            Self::Changed => "happened-changed",
            Self::Submitted => "happened-submitted",
            Self::ReviewStarted => "happened-review-started",
            Self::WorkAccepted => "happened-work-accepted",
            Self::SentBack => "happened-sent-back",
            Self::WorkRefused => "happened-work-refused",
            Self::Recalling => "happened-recalling",
            Self::Recalled => "happened-recalled",
            Self::Returning => "happened-returning",
            Self::Returned => "happened-returned",
            Self::Nudged => "happened-nudged",
            Self::Stalled => "happened-stalled",
            Self::OnwardAsked => "happened-onward-asked",
            Self::OnwardAllowed => "happened-onward-allowed",
            Self::OnwardRefused => "happened-onward-refused",
            Self::Suspended => "happened-suspended",
            Self::Voided => "happened-voided",
            Self::NotTaken => "happened-not-taken",
        }
    }
}

/// Something that reads differently now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The key of what it is.
    pub label: &'static str,
    pub before: String,
    pub after: String,
}

/// What the other server knows, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Between {
    /// Both pursuances are on this server.
    SameServer,
    /// Being sent right now.
    Sending,
    /// Their server took the last message; it has not said yet that it read all of them.
    Delivered { at: When },
    /// Everything said has been read, both ways.
    InStep { since: When },
    /// Their server does not answer; tried again by itself.
    NotAnswering { since: When, next_try: When },
    /// Their server said no to a message.
    Refused { at: When, reason: String },
    /// Nobody answered for so long that it is not tried again by itself.
    GaveUp { at: When },
    /// The two histories do not fit together; nothing moves until somebody looks.
    Suspended { reason: String },
}

impl Between {
    /// Whether there is another server at all.
    pub fn is_remote(&self) -> bool {
        !matches!(self, Self::SameServer)
    }

    /// Whether something keeps the two sides from knowing the same.
    pub fn is_trouble(&self) -> bool {
        match self {
            Self::SameServer | Self::Sending | Self::Delivered { .. } | Self::InStep { .. } => false,
            Self::NotAnswering { .. }
            | Self::Refused { .. }
            | Self::GaveUp { .. }
            | Self::Suspended { .. } => true,
        }
    }

    /// The state in a few words, for lists.
    pub fn markup(&self, t: Text) -> Markup {
        let (class, text) = match self {
            Self::SameServer => ("mute", t.s("between-same-server").to_owned()),
            Self::Sending => ("mute", t.s("between-sending").to_owned()),
            Self::Delivered { at } => {
                ("mute", t.rich("between-delivered").html("at", at.clone()).to_string())
            }
            Self::InStep { since } => {
                ("good", t.rich("between-in-step").html("at", since.clone()).to_string())
            }
            Self::NotAnswering { next_try, .. } => {
                ("wait", t.rich("between-not-answering").html("next", next_try.clone()).to_string())
            }
            Self::Refused { reason, .. } => {
                ("stop", t.rich("between-refused").set("reason", reason).to_string())
            }
            Self::GaveUp { at } => ("stop", t.rich("between-gave-up").html("at", at.clone()).to_string()),
            Self::Suspended { .. } => ("stop", t.s("between-suspended").to_owned()),
        };
        Markup::trusted(format!("<span class=\"{class}\">{text}</span>"))
    }
}

/// The origin's side: the task is with another pursuance, or offered to one.
pub struct Outgoing {
    pub d: DelegationView,
    /// Other terms they suggested.
    pub counter: Option<Counter>,
    /// New terms we sent while the old ones hold.
    pub pending: Vec<Change>,
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
    pub accept_comment: Field,
    pub send_back_comment: Field,
    pub refuse_comment: Field,
    pub recall_reason: Field,
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

/// Other terms the other side suggested. Binds nobody.
pub struct Counter {
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
    pub round: i64,
    pub at: When,
    pub body: Markup,
    pub files: Vec<FileView>,
    /// It came after the task was taken back.
    pub is_late: bool,
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
    pub pending: Vec<Change>,
    /// What they changed in the text since we accepted.
    pub changed: Vec<Change>,
    /// Subtasks that are still open: nothing can be handed in before.
    pub open_subtasks: i64,
    /// Files of this task, to tick those that go along with the work.
    pub hand_in_files: Vec<FileTick>,
    pub may: IncomingMay,
    /// Where it can be placed: tasks of ours, and the top.
    pub places: Vec<Choice>,
    pub onward: Onward,
    pub work: Vec<SubmissionView>,
    pub progress_note: Field,
    pub submit_body: Field,
    pub return_reason: Field,
    pub decline_reason: Field,
    pub counter: ReofferForm,
}

/// What the viewer may do on the delegate's side.
#[derive(Debug, Clone, Copy, Default)]
pub struct IncomingMay {
    /// Say how it goes.
    pub progress: bool,
    /// Hand in.
    pub submit: bool,
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

/// A delegation in a list.
pub struct DelegationRow {
    pub task: TaskLink,
    pub peer: Party,
    pub side: Side,
    pub state: State,
    pub between: Between,
    pub at: When,
}

impl DelegationRow {
    /// The key of the state's name.
    pub fn state_key(&self) -> &'static str {
        state_key(self.side, self.state)
    }

    /// Whether the task was sent out from here.
    pub fn is_outgoing(&self) -> bool {
        self.side == Side::Origin
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_says_what_it_is_and_what_comes_next() {
        let t = Text::english();
        for side in [Side::Origin, Side::Delegate] {
            for state in State::ALL {
                assert!(!t.s(state_key(side, state)).is_empty());
                assert!(
                    t.rich(next_key(side, state)).set("peer", "Lingua").set("by", "26 Nov").to_string().len()
                        > 10
                );
            }
        }
    }

    #[test]
    fn every_step_of_the_timeline_has_a_sentence_with_who_did_it() {
        let who = Party::group("Lingua").at("lingua.example");
        for what in Happening::ALL {
            let sentence =
                Text::english().rich(what.key()).html("who", who.bold(Text::english())).to_string();
            assert!(sentence.contains("<b>Lingua</b>"), "{what:?}: {sentence}");
        }
    }
}
