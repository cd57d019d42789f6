//! The five lanes of the board (RULES §7): the tasks of each lane, and the action of a move from one to another. The actions
//! decide whether a move is allowed; this module only maps lanes to actions.

use pursuance_domain::action::{Action, HandBackTask, SetPhase, TakeTask};
use pursuance_domain::allowed::Permission;
use pursuance_domain::query::{Has, Is, Order, Part, Query, Sort, Term};
use pursuance_domain::task::phase::{Phase, ShownPhase};

use crate::actions::access::Access;
use crate::store::tasks::Task;
use crate::web::frame::labels::PhaseTag;
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::task::forms::set_notice;
use crate::web::task::may::{Hands, may};

/// A lane of the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BoardLane {
    /// New, or help is wanted; also what waits, and nobody has.
    PickUp,
    /// Started, or in progress.
    UnderWay,
    /// Somebody has it, and cannot go on.
    Stuck,
    /// Ready for review, or in review.
    InReview,
    /// Done.
    Done,
}

impl BoardLane {
    /// Every lane, in the order of the work.
    pub const ALL: [Self; 5] = [Self::PickUp, Self::UnderWay, Self::Stuck, Self::InReview, Self::Done];

    /// Its word in forms and ids.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PickUp => "pick-up",
            Self::UnderWay => "under-way",
            Self::Stuck => "stuck",
            Self::InReview => "in-review",
            Self::Done => "done",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lane| lane.as_str() == word)
    }

    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::PickUp => "lane-pick-up",
            Self::UnderWay => "lane-under-way",
            Self::Stuck => "lane-stuck",
            Self::InReview => "lane-in-review",
            Self::Done => "lane-done",
        }
    }

    /// The lane of a task with a phase, and whether a block holds; none for a dropped task. What waits and nobody has is planned, not
    /// stuck.
    pub fn of(phase: Phase, is_blocked: bool) -> Option<Self> {
        match PhaseTag::of(phase, is_blocked) {
            PhaseTag::Later | PhaseTag::Is(Phase::New | Phase::HelpWanted) => Some(Self::PickUp),
            PhaseTag::Is(Phase::Started | Phase::InProgress) => Some(Self::UnderWay),
            PhaseTag::Blocked => Some(Self::Stuck),
            PhaseTag::Is(Phase::ReadyForReview | Phase::InReview) => Some(Self::InReview),
            PhaseTag::Is(Phase::Done) => Some(Self::Done),
            PhaseTag::Is(Phase::Dropped) => None,
        }
    }

    /// The phases of open tasks in the other lanes.
    fn others(self) -> Vec<Phase> {
        let all = Phase::ALL.into_iter().filter(|phase| !phase.is_closed());
        all.filter(|phase| Self::of(*phase, false) != Some(self)).collect()
    }

    /// The parts of a query for the tasks of the lane.
    fn parts(self) -> Vec<Part> {
        let is = |is: Is| Part { not: false, term: Term::Is(is) };
        match self {
            Self::Stuck => vec![is(Is::Blocked)],
            Self::Done => vec![is(Is::Done)],
            Self::PickUp | Self::UnderWay | Self::InReview => {
                let stands_elsewhere = |phase| Part { not: true, term: Term::Phase(phase) };
                let others = self.others().into_iter().map(ShownPhase::Is).map(stands_elsewhere);
                let is_its_own = if self == Self::PickUp {
                    Part { not: false, term: Term::Has(Has::Nobody) }
                } else {
                    stands_elsewhere(ShownPhase::Blocked)
                };
                [is(Is::Open), is_its_own].into_iter().chain(others).collect()
            }
        }
    }

    /// The query for the free ones among the tasks of a query, where it has others: done by their parts, planned for later, or on offer.
    pub fn free(self, query: &Query) -> Option<Query> {
        let mut free = query.clone();
        free.parts.push(Part { not: false, term: Term::Is(Is::Free) });
        (self == Self::PickUp).then_some(free)
    }

    /// The query for the tasks in this lane. Done tasks are sorted by the last change, if the query has no order.
    pub fn among(self, query: &Query) -> Query {
        let usual = match self {
            Self::Done => Some(Sort { by: Order::Updated, reversed: false }),
            Self::PickUp | Self::UnderWay | Self::Stuck | Self::InReview => None,
        };
        let parts = query.parts.iter().cloned().chain(self.parts()).collect();
        Query { parts, sort: query.sort.or(usual) }
    }
}

/// A move that is offered for a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    pub to: BoardLane,
    pub way: Way,
}

/// The way of a card to another lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// The form of the card is enough.
    Form,
    /// A page asks for something first.
    Page(String),
}

/// The effect of a move.
pub(in crate::web) enum Does {
    /// An action, and the notice after success.
    Acts(Box<Action>, FormNotice),
    /// A page asks for something first.
    Leads(String),
}

/// The addresses of the parts of a task's page that ask for more, with the way back to the board.
struct Pages<'a> {
    slug: &'a str,
    number: i64,
    back: &'a str,
}

impl Pages<'_> {
    fn at(&self, part: &str, place: &str) -> String {
        links::task_from(self.slug, self.number, part, place, self.back)
    }

    /// The form that blocks the task.
    fn block(&self) -> String {
        self.at("block", "blocker")
    }

    /// The list of its dependencies and blocks.
    fn blocked(&self) -> String {
        self.at("dependencies", "dependencies")
    }

    /// The part with the next step.
    fn step(&self) -> String {
        self.at("step", "step")
    }

    /// The form that takes the task and withdraws its offer to another pursuance.
    fn take(&self) -> String {
        self.at("take", "take")
    }

    /// The form that sends the work back, with its reason.
    fn send_back(&self) -> String {
        self.at("in-place", "send-back-comment")
    }
}

/// The effect of a move of a task to a lane, whether the viewer may do it or not.
pub(in crate::web) fn meant(slug: &str, task: &Task, to: BoardLane, is_yours: bool, back: &str) -> Does {
    let (number, pages) = (task.number, Pages { slug, number: task.number, back });
    let set = |phase: Phase| {
        let pursuance = slug.to_owned();
        let action = SetPhase { pursuance, task: number, phase, comment: None, subtasks: None };
        Does::Acts(Box::new(action.into()), set_notice(task.phase, phase, is_yours, false))
    };
    let is_stuck = BoardLane::of(task.phase, task.is_blocked) == Some(BoardLane::Stuck);
    match to {
        BoardLane::Stuck => Does::Leads(pages.block()),
        // A blocked task would stay in its lane, whatever its phase.
        BoardLane::PickUp | BoardLane::UnderWay | BoardLane::InReview if is_stuck => {
            Does::Leads(pages.blocked())
        }
        BoardLane::PickUp if task.phase.is_closed() => set(Phase::HelpWanted),
        BoardLane::PickUp => {
            let action = HandBackTask { pursuance: slug.to_owned(), task: number };
            Does::Acts(Box::new(action.into()), FormNotice::info("notice-handed-back"))
        }
        BoardLane::UnderWay if task.phase.is_unassigned() => {
            let action = TakeTask { pursuance: slug.to_owned(), task: number, withdraw: false };
            Does::Acts(Box::new(action.into()), FormNotice::good("notice-taken"))
        }
        BoardLane::UnderWay => set(Phase::InProgress),
        BoardLane::InReview => set(Phase::ReadyForReview),
        BoardLane::Done => set(Phase::Done),
    }
}

/// The moves that a member may do with a task: each asks the rule of its action.
pub(in crate::web) fn moves(access: &Access, task: &Task, hands: Hands, back: &str) -> Vec<Move> {
    let from = BoardLane::of(task.phase, task.is_blocked).filter(|_| !task.is_put_away());
    let Some(from) = from else { return Vec::new() };
    let pages = Pages { slug: &access.pursuance.slug, number: task.number, back };
    let may = may(access, task, hands);
    let may_block =
        !task.phase.is_closed() && !hands.is_delegated && access.may(Permission::Depend, Some(task));
    // The work on a mirror is handed in on its page, with the texts and files for the other pursuance.
    let finished = || if task.is_mirror() { Way::Page(pages.step()) } else { Way::Form };
    let way_to = |to: BoardLane| match to {
        BoardLane::PickUp | BoardLane::UnderWay | BoardLane::InReview if from == BoardLane::Stuck => {
            let is_its_own = BoardLane::of(task.phase, false) == Some(to);
            (may_block && is_its_own).then(|| Way::Page(pages.blocked()))
        }
        BoardLane::PickUp => {
            let is_freed = may.hand_back || may.reopen.is_some_and(Phase::is_unassigned);
            is_freed.then_some(Way::Form)
        }
        // Taking the task withdraws the offer to another pursuance; the page says so.
        BoardLane::UnderWay if may.take && hands.is_offered => Some(Way::Page(pages.take())),
        BoardLane::UnderWay if may.take || may.take_up_again => Some(Way::Form),
        BoardLane::UnderWay if may.reopen == Some(Phase::InProgress) => Some(Way::Form),
        // Sending work back needs a reason.
        BoardLane::UnderWay => may.send_back.then(|| Way::Page(pages.send_back())),
        BoardLane::Stuck => may_block.then(|| Way::Page(pages.block())),
        BoardLane::InReview => {
            let is_handed_in = may.hand_in || (may.begin && access.needs_review(task));
            is_handed_in.then(finished)
        }
        BoardLane::Done => (may.finish || may.accept).then(finished),
    };
    let others = BoardLane::ALL.into_iter().filter(|lane| *lane != from);
    others.filter_map(|to| way_to(to).map(|way| Move { to, way })).collect()
}
