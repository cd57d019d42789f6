//! The main button of the page of a task: the one thing to do next.

use std::borrow::Borrow;

use pursuance_domain::task::phase::Phase;

use super::may::TaskMay;
use super::page::TaskPage;
use crate::web::delegation::delegate::Incoming;
use crate::web::frame::labels::PhaseTag;

/// A button that can be the main one. A page has at most one main button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Main<'a> {
    /// Accepting the work of a delegation, by its row.
    Verdict(&'a str),
    /// Agreeing to the other terms of a delegation, by its row.
    Agree(&'a str),
    /// Accepting the new terms of the pursuance that asked for it.
    NewTerms,
    /// Handing the work in to the pursuance that asked for it.
    HandOut,
    Take,
    /// Taking over from somebody else, or taking the task back.
    Heir,
    Begin,
    /// Handing it in to a reviewer here.
    HandIn,
    /// Finishing work that needs no review.
    Finish,
    Accept,
    StartReview,
}

impl TaskMay {
    /// The next step here. A verdict comes before taking the task, because somebody waits for it.
    fn main(&self) -> Option<Main<'static>> {
        let steps = [
            (self.accept, Main::Accept),
            (self.start_review, Main::StartReview),
            (self.finish, Main::Finish),
            (self.hand_in, Main::HandIn),
            (self.begin, Main::Begin),
            (self.take, Main::Take),
        ];
        steps.into_iter().find(|(may, _)| *may).map(|(_, step)| step)
    }
}

impl TaskPage {
    /// The classes of a button that may be the main one.
    pub fn button<'a>(&'a self, of: impl Borrow<Main<'a>>) -> &'static str {
        if self.main() == Some(*of.borrow()) { "btn primary" } else { "btn" }
    }

    /// The main button. An answer to another pursuance comes before a step here, unless that step is needed first.
    fn main(&self) -> Option<Main<'_>> {
        if self.taking.heir.as_ref().is_some_and(|heir| !heir.leaves_it()) {
            return Some(Main::Heir);
        }
        let judged = self.sides.outgoing.iter().find(|out| out.submission.is_some() && out.may.review);
        if let Some(out) = judged {
            return Some(Main::Verdict(&out.d.id));
        }
        let countered = self.sides.outgoing.iter().find(|out| out.counter.is_some() && out.may.manage);
        if let Some(out) = countered {
            return Some(Main::Agree(&out.d.id));
        }
        match self.sides.incoming.as_ref().filter(|_| !self.begins_here()) {
            Some(mirror) if mirror.asks() => Some(Main::NewTerms),
            Some(_) if self.hands_in_now() => Some(Main::HandOut),
            Some(_) | None => self.steps.may.main(),
        }
    }

    /// Whether the viewer's next step is to hand the work in to the pursuance that asked for it; false while somebody else here still works
    /// on it.
    pub fn hands_in_now(&self) -> bool {
        let is_with_others = self.people.worker().is_some_and(|worker| !worker.is_group)
            && matches!(self.phase, PhaseTag::Blocked | PhaseTag::Is(Phase::Started | Phase::InProgress));
        !is_with_others && !self.begins_here() && self.sides.incoming.as_ref().is_some_and(Incoming::leads)
    }

    /// Whether this is a mirror without an assignee: somebody has to take it before it can be handed in, so that this step comes before the
    /// card of the pursuance that asked.
    pub fn begins_here(&self) -> bool {
        let is_theirs = self.sides.incoming.as_ref().is_some_and(|mirror| mirror.d.is_active());
        is_theirs && self.steps.may.take && self.people.assignee.is_none()
    }
}
