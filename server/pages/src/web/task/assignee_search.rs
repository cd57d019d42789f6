//! The search for an assignee on the page of a task: the people asked, and the viewer's way to the task.

use pursuance_domain::pairing::{AskFacts, PairingRefusal, may_pair};
use pursuance_domain::task::phase::Phase;

use super::heir::HeirShown;
use super::lesson::LessonAsked;
use super::may::{self, TaskMay, WayIn, way_in};
use super::scene::Scene;
use super::subtasks::SubtasksCard;
use crate::text::{Markup, Text};
use crate::web::frame::view::{Party, can_help};
use crate::web::request::failure::PageError;

/// The search for an assignee.
#[derive(Default)]
pub struct AssigneeSearch {
    /// Whether anybody is asked about it, for members; none if it has an assignee or is closed.
    pub asking: Option<Asking>,
    /// A question to the viewer about learning with it, and the page to answer.
    pub lesson: Option<LessonAsked>,
    /// The card about a task that was handed on, if it concerns the viewer.
    pub heir: Option<HeirShown>,
    /// The way to get the task, for a non-member.
    pub way_in: Option<WayIn>,
    /// A few people who can assign it to a viewer who may not take it; empty if the viewer needs no help.
    pub can_help: Vec<Party>,
}

impl AssigneeSearch {
    pub(super) async fn of(
        s: &mut Scene<'_>,
        may: TaskMay,
        heir: Option<HeirShown>,
        subtasks: &SubtasksCard,
    ) -> Result<Self, PageError> {
        let (access, task, hands) = (s.access, s.task, s.hands);
        let is_here = !task.is_put_away();
        let helps = !may.take && is_here && heir.is_none();
        Ok(Self {
            asking: Asking::of(&wanted(s), may, access.pursuance.is_private(), subtasks.ask_for_help())
                .filter(|_| s.is_member() && heir.is_none()),
            lesson: LessonAsked::of(s.beside.mentoring.as_ref(), s.beside.learning.as_ref())
                .filter(|_| is_here),
            heir,
            way_in: way_in(access, task, hands).filter(|_| is_here),
            can_help: if helps {
                may::can_help(s.visit, s.tx, access, task, hands.is_offered).await?
            } else {
                Vec::new()
            },
        })
    }

    /// Names the people who can help.
    pub fn can_help(&self, t: Text) -> Option<Markup> {
        can_help(t, &self.can_help)
    }
}

/// The facts that decide whether people are asked about the task.
fn wanted(s: &Scene<'_>) -> AskFacts {
    let task = s.task;
    AskFacts {
        phase: task.phase,
        has_assignee: task.assignee.is_some(),
        has_skills: !s.beside.asks.skills.is_empty() || s.beside.has_tags,
        is_blocked: task.is_blocked,
        has_open_parts: task.has_open_parts(),
        is_offered: s.hands.is_offered,
        is_put_away: task.is_put_away() || task.archived_at.is_some(),
        is_closed: s.access.pursuance.closed_at.is_some(),
        is_paused: s.beside.is_asking_paused,
    }
}

/// The key of the sentence about a task that names no skills.
const BOARD: &str = "asking-board";

/// The note about whether anybody is asked about a task without an assignee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asking {
    /// The key of the sentence.
    pub said: &'static str,
    /// Whether the viewer may ask for help.
    pub may_call: bool,
    /// Whether the note links to the page with the people asked.
    pub leads_on: bool,
}

impl Asking {
    /// The key of the text of that link. If nobody is asked because the task names no skills, the text offers to ask somebody.
    pub fn leads(self) -> &'static str {
        if self.said == BOARD { "asking-by-name" } else { "asking-see" }
    }

    fn of(wanted: &AskFacts, may: TaskMay, is_private: bool, parts_ask: bool) -> Option<Self> {
        if wanted.has_assignee || wanted.is_put_away || wanted.is_closed || !wanted.phase.is_unassigned() {
            return None;
        }
        // Help is asked for with the subtasks, so the page does not propose to ask for help with the whole task.
        if wanted.has_open_parts {
            return parts_ask.then_some(Self { said: "asking-parts", may_call: false, leads_on: false });
        }
        let said = match may_pair(wanted, false) {
            Ok(()) => "asking-members",
            // The server does not know whether the task names skills: the tags may be made with an older key.
            Err(PairingRefusal::NoSkills) if is_private => "asking-untagged",
            Err(PairingRefusal::NoSkills) => BOARD,
            Err(PairingRefusal::Blocked) => "pairing-blocked",
            Err(PairingRefusal::OnOffer) => "pairing-on-offer",
            Err(PairingRefusal::Paused) => "asking-paused",
            // Open subtasks were handled above.
            Err(
                PairingRefusal::OpenParts
                | PairingRefusal::NotWanted
                | PairingRefusal::NoChange
                | PairingRefusal::Person(_),
            ) => "asking-nobody",
        };
        let leads_on = may.assign && wanted.phase == Phase::HelpWanted;
        Some(Self { said, may_call: may.call, leads_on })
    }
}
