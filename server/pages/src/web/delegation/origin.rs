//! The origin's side: counter-offers, work to review, questions, and taking the task back.

use pursuance_domain::allowed::Permission;
use pursuance_domain::delegation::bounds::QUESTIONS;
use pursuance_domain::delegation::derived::phase_at_origin;
use pursuance_domain::delegation::message::Onward as Question;
use pursuance_domain::delegation::origin::{NUDGE_EVERY, TaskAvailability};
use pursuance_domain::delegation::{
    MessageKind, OriginCopy, OriginDecision, OriginFacts, State, SubmissionUri,
};
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::Time;
use pursuance_federation::vocab::{self, Act};

use super::sides::{Common, NewTerms, SideContext, SubmissionView, WhyForm};
use super::terms::{ReofferForm, other_terms};
use super::view::DelegationView;
use crate::actions::Thing;
use crate::markdown;
use crate::store::channels::ActivityDirection;
use crate::store::delegations::{self, Delegation, RowDocument, Submission, TimelineEntry};
use crate::store::deliveries;
use crate::store::error::StoreResult;
use crate::store::tasks::Task;
use crate::text::Markup;
use crate::web::frame::asks::ChangedPart;
use crate::web::frame::labels::{PhaseTag, why_recalled};
use crate::web::frame::view::{Field, Party};
use crate::web::frame::when::When;
use crate::web::request::failure::PageError;

/// The origin's side: the task is with another pursuance, or offered to one.
pub struct Outgoing {
    pub d: DelegationView,
    /// Other terms they suggested.
    pub counter: Option<CounterOffer>,
    /// New terms we sent while the old ones hold.
    pub pending: Option<NewTerms>,
    /// The state of the mirror in their newest message.
    pub mirror: Option<MirrorStatus>,
    /// Work handed in: the newest, under review.
    pub submission: Option<SubmissionView>,
    /// Work that came after the end, or in earlier rounds.
    pub earlier: Vec<SubmissionView>,
    /// Third pursuances they would like to bring in, unanswered.
    pub onward: Vec<OnwardQuestion>,
    /// The done and the total subtasks, when the work was handed in with open ones.
    pub left: Option<(i64, i64)>,
    /// Whether the review has begun.
    pub is_in_review: bool,
    /// Their mirror is done although no work was handed in.
    pub is_premature: bool,
    pub may: OutgoingMay,
    pub reoffer: ReofferForm,
    pub send_back_comment: Field,
    pub refuse_comment: Field,
    pub recall: WhyForm,
    pub nudge_note: Field,
}

/// The permissions of the viewer on the origin's side.
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

/// The state of the mirror, in the newest message of its server.
pub struct MirrorStatus {
    pub phase: PhaseTag,
    /// Leaves below it that are done, of all.
    pub progress: Option<(i64, i64)>,
    pub at: When,
}

impl MirrorStatus {
    /// Whether the mirror has no assignee there.
    pub fn is_unbegun(&self) -> bool {
        matches!(self.phase, PhaseTag::Is(Phase::New | Phase::HelpWanted))
    }
}

/// A counter-offer of the other side. It binds nobody.
pub struct CounterOffer {
    /// Whether they answered an earlier offer than the standing one.
    pub is_earlier: bool,
    pub note: Markup,
    pub changes: Vec<ChangedPart>,
    pub at: When,
}

/// "May we bring in a third pursuance?"
pub struct OnwardQuestion {
    pub to: Party,
    /// Its address, as asked; the value of the field `to`.
    pub address: String,
    pub at: When,
}

/// The reason why work came too late to count.
fn late_key(copy: &OriginCopy, work: &Submission) -> &'static str {
    let is_after = |moment: Option<Time>| moment.is_some_and(|moment| work.at >= moment);
    if work.verdict.is_some() {
        "work-thanked"
    } else if is_after(copy.recalled_at) {
        "work-late"
    } else if is_after(copy.ended_at) {
        "work-after-verdict"
    } else {
        "work-crossed"
    }
}

/// Whether their mirror is done although no work was handed in.
fn is_premature(row: &Delegation) -> bool {
    row.state == State::Active
        && row
            .snapshot
            .as_ref()
            .and_then(RowDocument::if_whole)
            .is_some_and(|task| phase_at_origin(Phase::from_wire(task.phase.as_str())).is_premature)
}

/// The done and the total subtasks of handed-in work in the last report; none if all were done.
fn left(row: &Delegation) -> Option<(i64, i64)> {
    let told = row.snapshot.as_ref().filter(|_| row.state == State::Submitted)?.if_whole()?;
    let progress = told.progress.filter(|progress| progress.subtasks_done < progress.subtasks_total)?;
    let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    Some((count(progress.subtasks_done), count(progress.subtasks_total)))
}

impl SideContext<'_> {
    /// The origin's side.
    pub async fn outgoing(&mut self, row: &Delegation, task: &Task) -> Result<Outgoing, PageError> {
        let copy = row.copy.origin().ok_or_else(|| PageError::not_found(Thing::Delegation))?;
        let mut common = self.common(row, copy.standing()).await?;
        let silent = (copy.reminders > 0 || copy.is_stalled) && row.state == State::Active;
        common.view.silent_since = copy.last_activity.filter(|_| silent).map(|at| self.l.day(at));
        common.view.asked_at = copy.nudged_at.map(|at| self.l.moment(at));
        let reviews = self.access.may(Permission::Verdict, Some(task));
        let (mut submission, mut earlier) = (None, Vec::new());
        let waiting = copy.submission.as_ref().filter(|_| row.state == State::Submitted);
        let waiting = waiting.map(SubmissionUri::as_str);
        let works = self.works(row, waiting, &mut common.view.older).await?;
        let times: Vec<Time> = works.iter().map(|(one, _)| one.at).collect();
        for (at, (one, mut work)) in works.into_iter().enumerate() {
            work.answer =
                common.answer(self.l, (one.at, times.get(at + 1).copied().unwrap_or(Time(i64::MAX))));
            let is_newest = copy.submission.as_ref().is_some_and(|newest| newest.as_str() == one.uri);
            work.late = one.late.then(|| late_key(copy, &one));
            work.may_thank = reviews
                && copy.cut.is_none()
                && one.verdict.is_none()
                && matches!(row.state, State::Recalling | State::Recalled)
                && copy.late.iter().any(|late| late.as_str() == one.uri);
            if is_newest && row.state == State::Submitted {
                submission = Some(work);
            } else {
                earlier.push(work);
            }
        }
        let Common { mut view, entries, asked, .. } = common;
        let newest = match copy.newest() {
            Some(newest) => self.asked(row, newest.uri.as_str()).await?,
            None => None,
        };
        let suggested = self.suggested(row, copy, &entries).await?;
        let begin = match (&suggested, newest) {
            (Some((_, proposed)), Some(newest)) => Some(newest.with(*proposed)),
            (_, newest) => newest,
        };
        let manages = self.access.may(Permission::Delegate, Some(task));
        view.is_for_you = manages;
        let now = self.visit.now;
        let peer_down_since = self.down_since(row).await?;
        // Ending it here needs neither the task nor the channel.
        let facts = OriginFacts { now, task: TaskAvailability::Free, peer_down_since, is_suspended: false };
        Ok(Outgoing {
            counter: suggested.map(|(counter, _)| counter),
            pending: self.new_terms(row, copy.pending.as_ref(), asked.as_ref()).await?,
            mirror: self.mirror(row, &entries),
            submission,
            earlier,
            onward: self.questions(row, &copy.onward).await?,
            left: left(row),
            is_in_review: task.phase == Phase::InReview,
            is_premature: is_premature(row),
            may: OutgoingMay {
                review: reviews,
                manage: manages,
                nudge: manages && copy.nudged_at.is_none_or(|at| now >= at.plus(NUDGE_EVERY)),
                force: manages && copy.decide(OriginDecision::ForceRecall, &facts).is_ok(),
            },
            reoffer: other_terms(
                self.l,
                begin.as_ref().and_then(|asked| asked.asks.due),
                begin.as_ref().map(|asked| asked.asks.size),
            ),
            send_back_comment: Field::default(),
            refuse_comment: Field::default(),
            recall: WhyForm { codes: why_recalled(self.l.t, ""), reason: Field::default() },
            nudge_note: Field::default(),
            d: view,
        })
    }

    /// Since when the other side's server has been down.
    async fn down_since(&mut self, row: &Delegation) -> StoreResult<Option<Time>> {
        let host = self.actors.get(self.tx, row.peer()).await?.host.clone();
        let Some(host) = host else { return Ok(None) };
        Ok(deliveries::host(self.tx, &host).await?.and_then(|host| host.down_since).map(Time))
    }

    /// The state of the mirror, in the newest message of its server.
    fn mirror(&self, row: &Delegation, entries: &[TimelineEntry]) -> Option<MirrorStatus> {
        // Once work was handed in or the end has begun, earlier messages mean nothing any more.
        let mirror = row.snapshot.as_ref().filter(|_| row.state == State::Active)?.if_whole()?;
        let is_word = |entry: &&TimelineEntry| {
            entry.direction == ActivityDirection::In
                && matches!(entry.kind, MessageKind::Accept | MessageKind::Progress)
        };
        let ends_round = |entry: &TimelineEntry| entry.kind == MessageKind::SendBack;
        let this_round = entries.iter().rposition(ends_round).map_or(0, |last| last + 1);
        let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let progress = mirror.progress.filter(|progress| progress.subtasks_total > 0);
        let progress =
            progress.map(|progress| (count(progress.subtasks_done), count(progress.subtasks_total)));
        Some(MirrorStatus {
            phase: Phase::from_wire(mirror.phase.as_str()).into(),
            progress,
            at: self.l.moment(entries.get(this_round..)?.iter().rev().find(is_word)?.at),
        })
    }

    /// The counter-offer since the last offer, compared with the offer that it answers.
    async fn suggested(
        &mut self,
        row: &Delegation,
        copy: &OriginCopy,
        entries: &[TimelineEntry],
    ) -> Result<Option<(CounterOffer, vocab::ProposedTerms)>, PageError> {
        if !row.state.is_open() && copy.pending.is_none() {
            return Ok(None);
        }
        let last = entries
            .iter()
            .rev()
            .find(|entry| matches!(entry.kind, MessageKind::Counter | MessageKind::Offer));
        let Some(entry) = last.filter(|entry| entry.kind == MessageKind::Counter) else { return Ok(None) };
        let Some(Act::TentativeAccept(counter)) = entry.said().map(|message| &message.act) else {
            return Ok(None);
        };
        let read = self.asked(row, counter.offer.as_str()).await?;
        let changes = read.map(|read| read.changes(self.l, &read.with(counter.proposed)));
        let note = counter.content.as_deref().map(markdown::clean_html).unwrap_or_default();
        let shown = CounterOffer {
            is_earlier: copy.newest().is_none_or(|newest| newest.uri.as_str() != counter.offer.as_str()),
            note: Markup::trusted(note),
            changes: changes.unwrap_or_default(),
            at: self.l.moment(entry.at),
        };
        Ok(Some((shown, counter.proposed)))
    }

    /// Third pursuances they would like to bring in, unanswered.
    async fn questions(
        &mut self,
        row: &Delegation,
        onward: &[Question],
    ) -> Result<Vec<OnwardQuestion>, PageError> {
        let mut questions = Vec::new();
        if onward.iter().all(|question| question.allowed.is_some()) {
            return Ok(questions);
        }
        let asked = delegations::said(
            self.tx,
            &row.id,
            ActivityDirection::In,
            MessageKind::AskOnward,
            QUESTIONS as i64,
        )
        .await?;
        for question in onward.iter().filter(|question| question.allowed.is_none()) {
            let (to, _) = self.party_at(question.to.as_str()).await?;
            let is_about = |entry: &&TimelineEntry| match entry.said().map(|message| &message.act) {
                Some(Act::Join { candidate }) => candidate.as_str() == question.to.as_str(),
                Some(_) | None => false,
            };
            let at = asked.iter().rev().find(is_about).map_or(row.updated, |entry| entry.at);
            questions.push(OnwardQuestion { to, address: question.to.to_string(), at: self.l.moment(at) });
        }
        Ok(questions)
    }
}
