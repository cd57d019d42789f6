//! The parts that people have in a task: the assignee, the person who handed it in, the reviewer; and the steps of the
//! viewer's own part, among all steps that the rules allow. A step of another person's part is never the next one: it is
//! under "Change", with the name of the person in whose place it is taken.

use pursuance_domain::allowed::Permission;
use pursuance_domain::event::{Happened, Recorded, Verb};
use pursuance_domain::task::phase::Phase;

use super::may::TaskMay;
use super::scene::Scene;
use crate::markdown;
use crate::reads::next::hands_in;
use crate::store::error::StoreResult;
use crate::store::{discussions, events};
use crate::text::Markup;
use crate::web::delegation::delegate::Incoming;
use crate::web::frame::view::Party;
use crate::web::frame::when::When;

/// The number of phase changes to read: work in review was handed in before the review began.
const LOOK: i64 = 3;

/// The parts in the work on a task.
#[derive(Default)]
pub struct Parts {
    /// Whether the viewer is the assignee.
    pub is_yours: bool,
    /// Whether a reviewer was named; without one its creator reviews it.
    pub has_reviewer: bool,
    /// Whether the viewer reviews it.
    pub you_review: bool,
    /// The person who handed it in instead of the assignee.
    pub handed_in_by: Option<Party>,
    /// The review that sent it back, while nothing was done about it.
    pub sent_back: Option<SentBackHere>,
}

/// Work that a reviewer here sent back.
pub struct SentBackHere {
    pub by: Party,
    pub at: When,
    /// The missing parts, as the reviewer wrote them.
    pub comment: Markup,
}

impl Parts {
    /// The parts in the task of a scene.
    pub(super) async fn of(s: &mut Scene<'_>) -> StoreResult<Self> {
        let (access, task) = (s.access, s.task);
        let facts = access.facts(Some(task));
        let mut parts = Self {
            is_yours: facts.is_assignee,
            has_reviewer: facts.has_reviewer,
            // What is done for another pursuance is judged there.
            you_review: (facts.is_reviewer || (!facts.has_reviewer && facts.is_creator))
                && (access.may(Permission::Review, Some(task)) || (task.is_mirror() && facts.is_assignee)),
            ..Self::default()
        };
        let is_told = matches!(task.phase, Phase::InProgress | Phase::ReadyForReview | Phase::InReview);
        if !is_told || task.assignee.is_none() {
            return Ok(parts);
        }
        let moves = events::newest_of_task(s.tx, &s.seen, Verb::TaskPhaseSet, LOOK).await?;
        let is_under_way = task.phase == Phase::InProgress;
        let last = if is_under_way {
            moves.first().filter(|last| ends_review(last))
        } else {
            moves.iter().find(|one| hands_in(one))
        };
        let by = last.and_then(|last| Some((last, last.actor.as_ref()?)));
        let Some((last, by)) = by.filter(|(_, by)| Some(*by) != task.assignee.as_ref()) else {
            return Ok(parts);
        };
        let party = s.party(by).await?;
        if is_under_way {
            let said = discussions::said_at(s.tx, &s.seen, by, last.at).await?;
            let comment = said.filter(|said| said.retracted_at.is_none()).map(|said| said.body);
            let comment = Markup::trusted(markdown::to_html(&comment.unwrap_or_default()));
            parts.sent_back = Some(SentBackHere { by: party, at: s.l.moment(last.at), comment });
        } else {
            parts.handed_in_by = Some(party);
        }
        Ok(parts)
    }
}

/// Whether a review here sent the work back. The verdict of another pursuance is an event of its delegation.
pub(super) fn ends_review(event: &Recorded) -> bool {
    let Happened::TaskPhaseSet(set) = &event.what else { return false };
    let was_reviewed = matches!(set.before, Phase::ReadyForReview | Phase::InReview);
    set.delegation.is_none() && was_reviewed && set.after == Phase::InProgress
}

impl TaskMay {
    /// Splits the steps: the viewer's own part, and the steps in the place of somebody else.
    pub(super) fn split(self, parts: &Parts) -> (Self, Self) {
        let (works, reviews) = (parts.is_yours, parts.you_review);
        let own = Self {
            begin: self.begin && works,
            hand_in: self.hand_in && works,
            finish: self.finish && works,
            take_up_again: self.take_up_again && works,
            // The viewer can accept their own work without starting a review first.
            start_review: self.start_review && reviews && !works,
            accept: self.accept && reviews,
            send_back: self.send_back && reviews,
            ..self
        };
        let in_place = Self {
            begin: self.begin && !works,
            hand_in: self.hand_in && !works,
            finish: self.finish && !works,
            start_review: self.start_review && !reviews,
            accept: self.accept && !reviews,
            send_back: self.send_back && !reviews,
            ..Self::default()
        };
        (own, in_place)
    }
}

/// The steps on the page of a mirror. Work is handed in once: a viewer who may hands it in to the pursuance that asked for
/// it, everybody else to the reviewer here. The verdict belongs to the other side.
pub(super) fn on_mirror(mirror: &mut Incoming, parts: &Parts, may: (TaskMay, TaskMay)) -> (TaskMay, TaskMay) {
    let (own, in_place) = may;
    if mirror.d.is_submitted() {
        return (own.without_step(), in_place.without_step());
    }
    if !mirror.d.is_active() {
        return may;
    }
    // A reviewer here checks the work before it is handed in.
    if parts.is_yours && parts.has_reviewer && !parts.you_review {
        mirror.may.submit = false;
    }
    let submits = mirror.may.submit;
    let own = TaskMay { hand_in: own.hand_in && !submits, start_review: own.start_review && !submits, ..own };
    (own, TaskMay { hand_in: false, ..in_place })
}
