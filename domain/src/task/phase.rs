//! Phases of a task, and the people who may move it (RULES §1).
//!
//! Adding a phase: 1. the variant here and its words, 2. its arrows in [`step`], 3. its badge on the pages. The
//! compiler points at all three.

mod refusal;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::refusal::PhaseRefusal;
use crate::people::role::Role;
use crate::task::review::{ReviewRefusal, Verdict};

/// The fate of open subtasks of a finished task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Subtasks {
    /// Done too.
    Finish,
    /// Dropped.
    Drop,
}

/// A stored phase. `blocked` is not one of them: it is shown over the stored phase while a block holds (RULES §1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Written down.
    New,
    /// Somebody is wanted for it.
    HelpWanted,
    /// Somebody has it.
    Started,
    /// Somebody works on it.
    InProgress,
    /// The work waits to be looked at.
    ReadyForReview,
    /// The work is being looked at.
    InReview,
    /// The work was accepted.
    Done,
    /// Nobody needs it any more.
    Dropped,
}

/// A phase as another server tells it, where `blocked` may stand over the phase it hides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WirePhase {
    /// One of the phases that are stored.
    Is(Phase),
    /// Blocked; the phase underneath is not told.
    Blocked,
}

/// A phase as pages, lists and the API show it: while a block holds, `blocked` stands over the stored phase (RULES §1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ShownPhase {
    /// The stored phase.
    Is(Phase),
    /// Blocked.
    Blocked,
}

impl ShownPhase {
    /// Every one, in the order of the work.
    pub const ALL: [Self; 9] = [
        Self::Is(Phase::New),
        Self::Is(Phase::HelpWanted),
        Self::Is(Phase::Started),
        Self::Is(Phase::InProgress),
        Self::Blocked,
        Self::Is(Phase::ReadyForReview),
        Self::Is(Phase::InReview),
        Self::Is(Phase::Done),
        Self::Is(Phase::Dropped),
    ];

    /// A stored phase, and whether a block holds. Nothing blocks what is done or dropped.
    pub fn of(phase: Phase, is_blocked: bool) -> Self {
        if is_blocked && !phase.is_closed() { Self::Blocked } else { Self::Is(phase) }
    }

    /// The word of the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Is(phase) => phase.as_str(),
            Self::Blocked => "blocked",
        }
    }

    /// Reads a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.as_str() == word)
    }
}

impl Serialize for ShownPhase {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl JsonSchema for ShownPhase {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ShownPhase".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "enum": Self::ALL.map(Self::as_str) })
    }
}

impl From<ShownPhase> for WirePhase {
    fn from(shown: ShownPhase) -> Self {
        match shown {
            ShownPhase::Is(phase) => Self::Is(phase),
            ShownPhase::Blocked => Self::Blocked,
        }
    }
}

impl Phase {
    /// Every phase, in the order of the work.
    pub const ALL: [Self; 8] = [
        Self::New,
        Self::HelpWanted,
        Self::Started,
        Self::InProgress,
        Self::ReadyForReview,
        Self::InReview,
        Self::Done,
        Self::Dropped,
    ];

    /// The word stored, and used by the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::HelpWanted => "help_wanted",
            Self::Started => "started",
            Self::InProgress => "in_progress",
            Self::ReadyForReview => "ready_for_review",
            Self::InReview => "in_review",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    /// Reads a stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.as_str() == word)
    }

    /// The word sent to other servers (PROTOCOL §1.2).
    pub fn as_wire(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::HelpWanted => "helpWanted",
            Self::Started => "started",
            Self::InProgress => "inProgress",
            Self::ReadyForReview => "readyForReview",
            Self::InReview => "inReview",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    /// Reads a word of another server; an unknown one counts as in progress (PROTOCOL §1.2).
    pub fn from_wire(word: &str) -> WirePhase {
        if word == "blocked" {
            return WirePhase::Blocked;
        }
        WirePhase::Is(Self::ALL.into_iter().find(|phase| phase.as_wire() == word).unwrap_or(Self::InProgress))
    }

    /// Whether the task is done or dropped.
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Done | Self::Dropped)
    }

    /// Whether finished work waits for a verdict.
    pub fn is_under_review(self) -> bool {
        matches!(self, Self::ReadyForReview | Self::InReview)
    }

    /// Whether both phases mean the same to a waiting person: begun or going on, handed in or under review.
    pub fn stands_as(self, other: Self) -> bool {
        let is_under_way = |phase| matches!(phase, Self::Started | Self::InProgress);
        self == other
            || (is_under_way(self) && is_under_way(other))
            || (self.is_under_review() && other.is_under_review())
    }

    /// The phases to pick up: no assignee yet, and a member may take the task. Help wanted comes first. Pages count and
    /// list by this.
    const TO_PICK_UP: [Self; 2] = [Self::HelpWanted, Self::New];

    /// Whether a task in this phase has no assignee yet and is to be picked up.
    pub fn is_unassigned(self) -> bool {
        Self::TO_PICK_UP.contains(&self)
    }
}

impl WirePhase {
    /// The word on the wire.
    pub fn as_wire(self) -> &'static str {
        match self {
            Self::Is(phase) => phase.as_wire(),
            Self::Blocked => "blocked",
        }
    }
}

/// The facts about the task and the person who moves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MoveFacts<'a> {
    /// The phase it is in.
    pub from: Phase,
    /// The person's role in the pursuance.
    pub role: Role,
    /// Whether the person has the task.
    pub is_assignee: bool,
    /// Whether the person is its reviewer.
    pub is_reviewer: bool,
    /// Whether the person wrote it down.
    pub is_creator: bool,
    /// Whether it has an assignee.
    pub has_assignee: bool,
    /// Whether it has a reviewer.
    pub has_reviewer: bool,
    /// Whether somebody looks at the work before it is done: see [`review::is_needed`](crate::task::review::is_needed).
    pub needs_review: bool,
    /// Whether a comment goes with the move.
    pub has_comment: bool,
    /// Open tasks anywhere below it.
    pub open_subtasks: u32,
    /// The numbers of open subtasks that another pursuance has or was offered.
    pub shared_subtasks: &'a [i64],
    /// The fate chosen for open subtasks.
    pub subtasks: Option<Subtasks>,
    /// Whether a task directly below it is open: its parts are the work.
    pub has_open_parts: bool,
    /// Whether another pursuance has it (granted, not merely offered).
    pub is_delegated: bool,
    /// Whether it is a mirror of a task elsewhere.
    pub is_mirror: bool,
}

/// A move that may happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhaseStep {
    /// The phase that follows.
    pub to: Phase,
    /// The kind of move.
    pub kind: StepKind,
    /// The fate of open subtasks.
    pub subtasks: Option<Subtasks>,
}

/// The meaning of a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    /// Help is wanted, or no longer.
    Call,
    /// The work goes on.
    Work,
    /// The work is finished, and needs no review.
    Finish,
    /// The review begins.
    StartReview,
    /// The work was good.
    Accept,
    /// The work was not yet good.
    SendBack,
    /// The task is not needed.
    Drop,
    /// The task is open again.
    Reopen,
}

/// Decides whether the person may move the task to `to`, and the kind of that move.
///
/// # Errors
/// [`PhaseRefusal`] when the arrow does not exist, is for somebody else, or a condition does not hold yet.
pub fn step(facts: &MoveFacts<'_>, to: Phase) -> Result<PhaseStep, PhaseRefusal> {
    use Phase::{Done, Dropped, HelpWanted, InProgress, InReview, New, ReadyForReview, Started};
    let from = facts.from;
    movable(facts, to)?;
    let kind = match (from, to) {
        (New, HelpWanted) | (HelpWanted, New) => call(facts)?,
        (Started | InProgress, ReadyForReview) if !facts.needs_review => {
            work(facts)?;
            return Err(PhaseRefusal::Review(ReviewRefusal::NotNeeded));
        }
        (Started, InProgress | ReadyForReview) | (InProgress, Started | ReadyForReview) => work(facts)?,
        // Without a review, handing in is finishing.
        (Started | InProgress, Done) if !facts.needs_review => {
            work(facts)?;
            StepKind::Finish
        }
        (ReadyForReview, InProgress) if facts.is_assignee => StepKind::Work,
        (ReadyForReview, InProgress) => send_back(facts, facts.role >= Role::Assigner)?,
        (ReadyForReview, InReview) => review(facts, StepKind::StartReview)?,
        (InReview, InProgress) => send_back(facts, false)?,
        (ReadyForReview | InReview, Done) => match review(facts, StepKind::Accept) {
            // Work that was handed in before nobody had to review it.
            Err(_) if !facts.needs_review => work(facts).map(|_| StepKind::Finish)?,
            reviewed => reviewed?,
        },
        (Done | Dropped, New | HelpWanted | Started | InProgress) => reopen(facts, to)?,
        (New | HelpWanted | Started | InProgress | ReadyForReview | InReview, Dropped) => drop_it(facts)?,
        _ => return Err(PhaseRefusal::NoSuchMove { from, to }),
    };
    arrive(facts, to, kind)
}

/// Decides whether the person may give this verdict on the work that waits for one.
///
/// # Errors
/// [`PhaseRefusal`] when no work waits, somebody else decides, or a condition does not hold yet.
pub fn verdict(facts: &MoveFacts<'_>, verdict: Verdict) -> Result<PhaseStep, PhaseRefusal> {
    let to = verdict.to();
    if facts.is_delegated {
        return Err(PhaseRefusal::Delegated);
    }
    if !facts.from.is_under_review() {
        return Err(PhaseRefusal::Review(ReviewRefusal::NotUnderReview { phase: facts.from }));
    }
    movable(facts, to)?;
    let before_review = facts.from == Phase::ReadyForReview && facts.role >= Role::Assigner;
    let kind = match verdict {
        Verdict::Accept => review(facts, StepKind::Accept)?,
        // An assignee who takes the work up again gives no verdict on it.
        Verdict::SendBack => send_back(facts, before_review && !facts.is_assignee)?,
    };
    arrive(facts, to, kind)
}

/// Whether the task moves here at all.
fn movable(facts: &MoveFacts<'_>, to: Phase) -> Result<(), PhaseRefusal> {
    let from = facts.from;
    if from == to {
        return Err(PhaseRefusal::AlreadyThere { phase: to });
    }
    if facts.is_delegated {
        return Err(PhaseRefusal::Delegated);
    }
    if facts.is_mirror && (to.is_closed() || from.is_closed()) {
        return Err(PhaseRefusal::MirrorFollowsOrigin { to });
    }
    Ok(())
}

fn arrive(facts: &MoveFacts<'_>, to: Phase, kind: StepKind) -> Result<PhaseStep, PhaseRefusal> {
    // Help is asked for with the parts, which are the work.
    if to == Phase::HelpWanted && facts.has_open_parts {
        return Err(PhaseRefusal::OpenParts);
    }
    let subtasks = if to == Phase::Done { settle_subtasks(facts)? } else { None };
    Ok(PhaseStep { to, kind, subtasks })
}

/// Whether the person wrote the task, and may still decide about it.
fn wrote(facts: &MoveFacts<'_>) -> bool {
    facts.is_creator && decides_as_writer(facts.role)
}

/// Whether the creator of a task decides about it, for example to ask for help: below Normal, creating it gives no rights.
pub fn decides_as_writer(role: Role) -> bool {
    role >= Role::Normal
}

/// The creator and Assigners ask for help.
fn call(facts: &MoveFacts<'_>) -> Result<StepKind, PhaseRefusal> {
    if facts.has_assignee {
        return Err(PhaseRefusal::SomebodyHasIt);
    }
    if wrote(facts) || facts.role >= Role::Assigner {
        Ok(StepKind::Call)
    } else {
        Err(PhaseRefusal::NotTheCreator)
    }
}

/// Only the assignee, or an Assigner and above, moves the work along.
fn work(facts: &MoveFacts<'_>) -> Result<StepKind, PhaseRefusal> {
    if !facts.has_assignee {
        Err(PhaseRefusal::NobodyHasIt)
    } else if facts.is_assignee || facts.role >= Role::Assigner {
        Ok(StepKind::Work)
    } else {
        Err(PhaseRefusal::NotYours)
    }
}

/// The reviewer decides; without one, the creator, and those who may assign. An Admin may stand in. Nobody decides on their own work.
fn review(facts: &MoveFacts<'_>, kind: StepKind) -> Result<StepKind, PhaseRefusal> {
    let is_named = facts.is_reviewer && facts.role >= Role::Normal;
    let reviews = if facts.has_reviewer { is_named } else { wrote(facts) || facts.role >= Role::Assigner };
    if facts.is_assignee {
        Err(PhaseRefusal::OwnWork)
    } else if reviews || facts.role >= Role::Admin {
        Ok(kind)
    } else {
        Err(PhaseRefusal::NotTheReviewer { has_reviewer: facts.has_reviewer })
    }
}

/// Sends work back; a comment says which changes are needed. `may_anyway`: before the review begins an Assigner may
/// too.
fn send_back(facts: &MoveFacts<'_>, may_anyway: bool) -> Result<StepKind, PhaseRefusal> {
    if !may_anyway {
        review(facts, StepKind::SendBack)?;
    }
    if facts.has_comment { Ok(StepKind::SendBack) } else { Err(PhaseRefusal::CommentNeeded) }
}

fn drop_it(facts: &MoveFacts<'_>) -> Result<StepKind, PhaseRefusal> {
    if wrote(facts) || facts.role >= Role::Assigner {
        Ok(StepKind::Drop)
    } else {
        Err(PhaseRefusal::NotTheCreator)
    }
}

/// An open task without an assignee is new or wants help; one with an assignee is under way.
fn reopen(facts: &MoveFacts<'_>, to: Phase) -> Result<StepKind, PhaseRefusal> {
    if facts.role < Role::Assigner {
        return Err(PhaseRefusal::CannotReopen);
    }
    match (to.is_unassigned(), facts.has_assignee) {
        (true, true) => Err(PhaseRefusal::SomebodyDidIt),
        (false, false) => Err(PhaseRefusal::NobodyHasIt),
        (true, false) | (false, true) => Ok(StepKind::Reopen),
    }
}

fn settle_subtasks(facts: &MoveFacts<'_>) -> Result<Option<Subtasks>, PhaseRefusal> {
    if facts.open_subtasks == 0 {
        return Ok(None);
    }
    if facts.subtasks.is_none() {
        return Err(PhaseRefusal::OpenSubtasks { open: facts.open_subtasks });
    }
    if !facts.shared_subtasks.is_empty() {
        return Err(PhaseRefusal::SharedSubtasks { tasks: facts.shared_subtasks.to_vec() });
    }
    Ok(facts.subtasks)
}

#[cfg(test)]
mod tests;
