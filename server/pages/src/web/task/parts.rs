//! The parts that people have in a task: the assignee, the person who handed it in, the reviewer; and the steps of the
//! viewer's own part, among all steps that the rules allow. A step of another person's part is never the next one: it is
//! under "Change", with the name of the person in whose place it is taken.

use std::collections::HashMap;

use pursuance_domain::allowed::Permission;
use pursuance_domain::event::{Happened, Recorded, Verb};
use pursuance_domain::id::ActorId;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::Time;

use super::may::TaskMay;
use super::scene::Scene;
use crate::markdown;
use crate::store::discussions::Message;
use crate::store::error::StoreResult;
use crate::store::sealed::messages;
use crate::store::{discussions, events};
use crate::text::Markup;
use crate::web::delegation::delegate::Incoming;
use crate::web::frame::view::{Party, object_of, prose};
use crate::web::frame::when::When;

/// The number of phase changes to read: one in general; more for work that waits for a verdict, because it was handed in before the review
/// began, perhaps in several rounds.
const LOOK: i64 = 1;
const LOOK_BACK: i64 = 60;
/// The most earlier rounds of work on the page.
const ROUNDS: usize = 10;

/// The parts in the work on a task.
#[derive(Default)]
pub struct WorkParts {
    /// Whether the viewer is the assignee.
    pub is_yours: bool,
    /// Whether a reviewer was named; without one its creator reviews it.
    pub has_reviewer: bool,
    /// Whether the viewer reviews it.
    pub you_review: bool,
    /// The person who handed it in instead of the assignee.
    pub handed_in_by: Option<Party>,
    /// The work that waits for a verdict here.
    pub handed_in: Option<WorkStep>,
    /// The person who reviews it now, and since when; none before the review began.
    pub looked_at: Option<WorkStep>,
    /// The earlier rounds, the newest first.
    pub before: Vec<WorkRound>,
    /// The review that sent the work back, until it is handed in again: the missing parts in the words of the reviewer.
    pub sent_back: Option<WorkStep>,
    /// The end of the work, where somebody here accepted or finished it.
    pub end: Option<Ended>,
}

/// A step in the work, and the words that went with it.
pub struct WorkStep {
    pub by: Party,
    pub at: When,
    /// Empty if nothing was written.
    pub words: Markup,
    /// The message with the words; none in a private pursuance.
    pub message: Option<String>,
    /// The message with the words, if it is signed.
    pub signed: Option<SignedWords>,
}

/// The reference to a signed message of a private pursuance, which the viewer's device verifies.
pub struct SignedWords {
    /// Its id, in hexadecimal.
    pub object: String,
    /// The identity of its sender, in hexadecimal.
    pub by: String,
}

/// Work that was handed in before, and the answer.
pub struct WorkRound {
    pub handed_in: WorkStep,
    /// The times at which the previous round and this one were handed in: files added in between belong to this round.
    pub between: (Time, Time),
    /// The review that sent it back.
    pub answer: Option<WorkStep>,
}

/// The end of the work.
pub struct Ended {
    pub told: WorkStep,
    /// Whether it was reviewed.
    pub is_accepted: bool,
}

impl WorkParts {
    /// The parts in the task of a scene.
    pub(super) async fn of(s: &mut Scene<'_>) -> StoreResult<Self> {
        let (access, task) = (s.access, s.task);
        let facts = access.facts(Some(task));
        let mut parts = Self {
            is_yours: facts.is_assignee,
            has_reviewer: facts.has_reviewer,
            // Work for another pursuance is reviewed there.
            you_review: (facts.is_reviewer
                || (!facts.has_reviewer && (facts.is_creator || is_for_all_who_may(s))))
                && (access.may(Permission::Review, Some(task)) || (task.is_mirror() && facts.is_assignee)),
            ..Self::default()
        };
        let is_held = task.assignee.is_some() || task.phase == Phase::Done;
        let find: fn(&Recorded) -> bool = match task.phase {
            Phase::InProgress => ends_review,
            Phase::ReadyForReview | Phase::InReview => |step| step.what.hands_in(),
            Phase::Done => is_done_here,
            Phase::New | Phase::HelpWanted | Phase::Started | Phase::Dropped => return Ok(parts),
        };
        if !is_held {
            return Ok(parts);
        }
        // Work in review was handed in before the review began; for other phases the last change is enough.
        let look = if task.phase.is_under_review() { LOOK_BACK } else { LOOK };
        let moves = events::newest_of_task(s.tx, &s.seen, Verb::TaskPhaseSet, look).await?;
        let Some(at) = moves.iter().position(find) else { return Ok(parts) };
        let Some([last, earlier @ ..]) = moves.get(at..) else { return Ok(parts) };
        let Some(by) = last.actor.as_ref() else { return Ok(parts) };
        let rounds = if task.phase.is_under_review() { WorkRound::steps(earlier) } else { Vec::new() };
        let begun = moves.first().filter(|_| task.phase == Phase::InReview);
        let steps = begun.into_iter().chain([last]).chain(rounds.iter().copied());
        let words = Words::of(s, steps).await?;
        let is_own = Some(by) == task.assignee.as_ref();
        let told = words.told(s, by, last.at).await?;
        match task.phase {
            Phase::InProgress => {
                // In a private pursuance the reviewer may have written the missing parts earlier; they are then only in the discussion.
                let is_told = !s.access.pursuance.is_private() || !told.words.is_empty();
                parts.sent_back = Some(told).filter(|_| !is_own && is_told);
            }
            Phase::Done => {
                let is_accepted = was_reviewed(last);
                parts.end = Some(Ended { told, is_accepted });
            }
            _ => {
                parts.handed_in_by = (!is_own).then(|| told.by.clone());
                parts.handed_in = Some(told);
                if let Some((begun, reviewer)) = begun.and_then(|begun| Some((begun, begun.actor.as_ref()?)))
                {
                    parts.looked_at = Some(words.told(s, reviewer, begun.at).await?);
                }
                parts.before = WorkRound::before(s, &rounds, &words).await?;
            }
        }
        Ok(parts)
    }
}

/// The comments that came with some steps, and their authors; read at once for all steps.
#[derive(Default)]
struct Words {
    said: Vec<Message>,
    /// In a private pursuance: the identities of the senders.
    senders: HashMap<String, String>,
}

impl Words {
    async fn of<'a>(
        s: &mut Scene<'_>,
        steps: impl Iterator<Item = &'a Recorded> + Clone,
    ) -> StoreResult<Self> {
        let times: Vec<Time> = steps.clone().map(|step| step.at).collect();
        let people: Vec<ActorId> = steps.filter_map(|step| step.actor.clone()).collect();
        s.actors.look_up(s.tx, people).await?;
        let mut words = Self::default();
        if s.beside.has_comments {
            words.said = discussions::said_at_any(s.tx, &s.seen, &times).await?;
            words.said.retain(|said| said.retracted_at.is_none());
        }
        if s.access.pursuance.is_private() && !words.said.is_empty() {
            let said = words.said.iter().map(|said| said.id.as_str());
            words.senders = messages::senders(s.tx, said).await?;
        }
        Ok(words)
    }

    /// Builds a step from its actor and time, with the comment that came with it.
    async fn told(&self, s: &mut Scene<'_>, by: &ActorId, at: Time) -> StoreResult<WorkStep> {
        let said = self.said.iter().find(|said| said.at == at && said.author == *by);
        let party = s.party(by).await?;
        let mut told =
            WorkStep { by: party, at: s.l.moment(at), words: Markup::default(), message: None, signed: None };
        if s.access.pursuance.is_private() {
            told.signed = said.and_then(|said| {
                let by = self.senders.get(said.id.as_str())?.clone();
                Some(SignedWords { object: object_of(said.id.as_str()), by })
            });
        } else {
            told.message = said.map(|said| said.id.to_string());
        }
        told.words = said.map(|said| prose(&said.body, s.l.t, markdown::to_html)).unwrap_or_default();
        Ok(told)
    }
}

impl WorkRound {
    /// The steps of earlier rounds among changes of the phase, the newest first.
    fn steps(moves: &[Recorded]) -> Vec<&Recorded> {
        moves.iter().filter(|one| one.what.hands_in() || ends_review(one)).collect()
    }

    /// Builds the rounds from these steps, the newest first.
    async fn before(s: &mut Scene<'_>, steps: &[&Recorded], words: &Words) -> StoreResult<Vec<Self>> {
        let mut rounds: Vec<Self> = Vec::new();
        let mut answer = None;
        for step in steps {
            let Some(by) = &step.actor else { continue };
            let told = words.told(s, by, step.at).await?;
            if !step.what.hands_in() {
                answer = Some(told);
                continue;
            }
            if let Some(later) = rounds.last_mut() {
                later.between.0 = step.at;
            }
            if rounds.len() == ROUNDS {
                break;
            }
            rounds.push(Self { handed_in: told, between: (Time(i64::MIN), step.at), answer: answer.take() });
        }
        Ok(rounds)
    }
}

/// Whether every possible reviewer may review it: in a private pursuance, work of the creator has no named reviewer.
fn is_for_all_who_may(s: &Scene<'_>) -> bool {
    s.access.pursuance.is_private()
        && s.task.phase.is_under_review()
        && s.task.assignee.as_ref() == Some(&s.task.creator)
}

/// Whether a review here sent the work back. The verdict of another pursuance is an event of its delegation.
pub(super) fn ends_review(event: &Recorded) -> bool {
    let Happened::TaskPhaseSet(set) = &event.what else { return false };
    set.delegation.is_none() && set.before.is_under_review() && set.after == Phase::InProgress
}

/// Whether somebody here accepted the work, or finished it.
fn is_done_here(event: &Recorded) -> bool {
    matches!(&event.what, Happened::TaskPhaseSet(set) if set.delegation.is_none() && set.after == Phase::Done)
}

fn was_reviewed(event: &Recorded) -> bool {
    matches!(&event.what, Happened::TaskPhaseSet(set) if set.before.is_under_review())
}

impl TaskMay {
    /// Splits the steps into the viewer's own part and the steps on behalf of somebody else.
    pub(super) fn split(self, parts: &WorkParts) -> (Self, Self) {
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

/// Adapts the steps to a mirror. There is one button to hand in: a viewer with that right hands the work in to the pursuance that asked for
/// it, everybody else to the reviewer here. The verdict belongs to the other side.
pub(super) fn on_mirror(
    mirror: &mut Incoming,
    parts: &WorkParts,
    may: (TaskMay, TaskMay),
) -> (TaskMay, TaskMay) {
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
    mirror.may.begin = own.begin && submits;
    let own = TaskMay {
        begin: own.begin && !submits,
        hand_in: own.hand_in && !submits,
        start_review: own.start_review && !submits,
        ..own
    };
    (own, TaskMay { hand_in: false, ..in_place })
}
