//! The next things in tasks between pursuances: decisions, answers, and promised news.

use std::collections::HashMap;

use pursuance_domain::allowed::Permission;
use pursuance_domain::delegation::{Cut, DelegateCopy, MessageKind, OriginCopy, Side, State};
use pursuance_domain::id::{ActorId, DelegationId};
use pursuance_domain::time::{DAY, Time};
use pursuance_domain::value::Urgency;

use super::gather::Gather;
use super::{Further, LOOK, NextThing, OTHERS, Place, Reason, TaskWithOthers, Why, cut};
use crate::actions::PerformError;
use crate::reads::delegation::with_tasks;
use crate::store::channels::ActivityDirection;
use crate::store::db::ReadTx;
use crate::store::delegations::{self, Delegation};
use crate::store::discussions;
use crate::store::error::StoreResult;
use crate::store::outline::Who;
use crate::store::tasks::Task;
use crate::store::waiting::{self, PursuanceName, WaitingReason};

/// The time for which a result is shown, unless somebody acts on it before.
const TOLD_FOR: i64 = 7 * DAY;

/// A delegation, its task, and the local pursuance that takes part.
pub(super) type DelegationBetween = (Delegation, Option<Task>, PursuanceName);

impl Gather<'_> {
    /// Finds all of them, with their tasks and the local pursuances that take part.
    pub(super) async fn find_between(&mut self, tx: &mut ReadTx, person: &ActorId) -> StoreResult<()> {
        let since = self.reader.now.plus(-TOLD_FOR);
        let mut found = waiting::delegations(tx, &self.sights, person, since, LOOK + 1).await?;
        for which in WaitingReason::IN_ORDER {
            self.cut_between(&mut found, which);
        }
        let ids: Vec<DelegationId> = found.iter().map(|(_, id, _)| id.clone()).collect();
        let mut places: HashMap<DelegationId, (WaitingReason, PursuanceName)> =
            found.into_iter().map(|(which, id, place)| (id, (which, place))).collect();
        for unread in with_tasks(tx, &ids).await? {
            let sight = self.sights.of(unread.ours());
            if let Some((row, task)) = sight.and_then(|sight| unread.for_whom(sight))
                && let Some((which, place)) = places.remove(&row.id)
            {
                self.between.entry(which).or_default().push((row, task, place));
            }
        }
        let peers = self.between.values().flatten().map(|(row, ..)| row.peer().clone()).collect();
        self.actors.look_up(tx, peers).await
    }

    /// Leaves out what is behind the first of a kind, and notes that there is more.
    fn cut_between(
        &mut self,
        found: &mut Vec<(WaitingReason, DelegationId, PursuanceName)>,
        which: WaitingReason,
    ) {
        let (most, further): (_, fn(String) -> Further) = match which {
            WaitingReason::Offers
            | WaitingReason::Countered
            | WaitingReason::Ended
            | WaitingReason::CutOffers => (LOOK, |slug| Further::Incoming { slug }),
            // Few of these are next: twice as many are read.
            WaitingReason::HandedOut | WaitingReason::Taken => (2 * LOOK, |slug| Further::Between { slug }),
        };
        let is_of_kind = |(of, ..): &(WaitingReason, DelegationId, PursuanceName)| *of == which;
        let (mut of_kind, others): (Vec<_>, Vec<_>) = std::mem::take(found).into_iter().partition(is_of_kind);
        // The others hear of nothing there that they decide.
        let left_out = cut(&mut of_kind, most).filter(|(_, _, place)| self.may(place, Permission::Delegate));
        self.further.extend(left_out.map(|(_, _, place)| further(place.slug)));
        *found = others;
        found.append(&mut of_kind);
    }

    fn between(&mut self, which: WaitingReason) -> Vec<DelegationBetween> {
        self.between.remove(&which).unwrap_or_default()
    }

    /// Offers that wait for an answer this person may give.
    pub(super) async fn offers(&mut self, tx: &mut ReadTx) -> Result<(), PerformError> {
        for (row, _, place) in self.between(WaitingReason::Offers) {
            let from = self.who(tx, row.peer()).await?;
            let why = Why::Answer { from, by: row.respond_by.unwrap_or(row.created) };
            let at = Place::Incoming { slug: place.slug.clone(), delegation: row.id.clone() };
            self.things.extend(offer(&row, place, at, why));
        }
        Ok(())
    }

    /// Offers with a new message from them since this side suggested other terms, or asked.
    pub(super) async fn answered(&mut self, tx: &mut ReadTx) -> Result<(), PerformError> {
        for (row, _, place) in self.between(WaitingReason::Countered) {
            let last = discussions::said_with_offer(tx, &row, 1).await?.0.pop();
            let counter =
                delegations::newest_message(tx, &row.id, ActivityDirection::Out, MessageKind::Counter)
                    .await?;
            let is_answered = last.zip(counter).is_some_and(|(last, (_, counter))| last.at >= counter);
            if is_answered {
                let by = self.who(tx, row.peer()).await?;
                let at = Place::Incoming { slug: place.slug.clone(), delegation: row.id.clone() };
                self.things.extend(offer(&row, place, at, Why::Wrote { by }));
            }
        }
        Ok(())
    }

    /// Tasks that are with others: the tasks that need a decision, and the first few for the side of the page.
    pub(super) async fn handed_out(
        &mut self,
        tx: &mut ReadTx,
        person: &ActorId,
    ) -> Result<Vec<TaskWithOthers>, PerformError> {
        let mut beside = Vec::new();
        for (row, task, place) in self.between(WaitingReason::HandedOut) {
            let Some(task) = task else { continue };
            let peer = self.who(tx, row.peer()).await?;
            if self.may(&place, Permission::Delegate) {
                let why = self.why_out(tx, &row, &task, &peer, person).await?;
                self.things.extend(why.map(|why| self.thing(&task, &place, why)));
            }
            if beside.len() < OTHERS {
                beside.push(TaskWithOthers { row, title: task.title, number: task.number, slug: place.slug });
            }
        }
        Ok(beside)
    }

    /// The decision that a task with others needs.
    async fn why_out(
        &mut self,
        tx: &mut ReadTx,
        row: &Delegation,
        task: &Task,
        peer: &Who,
        person: &ActorId,
    ) -> Result<Option<Reason>, PerformError> {
        let Some(copy) = row.copy.origin() else { return Ok(None) };
        let by = || peer.clone();
        if row.state == State::Countered || is_countered(tx, row, copy).await? {
            return Ok(Some(Why::Countered { by: by() }));
        }
        if copy.onward.iter().any(|question| question.allowed.is_none()) {
            return Ok(Some(Why::Onward { by: by() }));
        }
        let reviewer = task.reviewer.as_ref().unwrap_or(&task.creator);
        Ok(match row.state {
            State::Active if copy.reminders > 0 => {
                copy.last_activity.map(|at| Why::Silent { who: by(), since: at })
            }
            // The reviewer has a line of their own.
            State::Submitted if copy.review_reminders > 1 && reviewer != person => {
                copy.submitted_at.map(|at| Why::ReviewLate { by: by(), since: at })
            }
            _ => None,
        })
    }

    /// Tasks of others that are done here: their questions and answers.
    pub(super) async fn taken(&mut self, tx: &mut ReadTx, person: &ActorId) -> Result<(), PerformError> {
        for (row, task, place) in self.between(WaitingReason::Taken) {
            let Some(task) = task else { continue };
            let Some(copy) = row.copy.delegate() else { continue };
            let manages = self.may(&place, Permission::Delegate);
            let by = self.who(tx, row.peer()).await?;
            // Anything done on it since is an answer, because it is reported.
            let is_nudged =
                row.state == State::Active && copy.nudged_at.is_some_and(|at| at > task.last_sign);
            let why = if manages && copy.pending.is_some() && copy.pending_accepted.is_none() {
                Some(Why::NewTerms { by })
            } else if is_nudged && (manages || task.assignee.as_ref() == Some(person)) {
                Some(Why::Nudged { by })
            } else if manages && self.is_onward_answered(tx, &row, copy).await? {
                Some(Why::OnwardAnswered { by })
            } else if manages
                && row.state == State::Active
                && task.assignee.is_none()
                && !task.phase.is_closed()
            {
                Some(Why::Unassigned { from: by })
            } else {
                None
            };
            self.things.extend(why.map(|why| self.thing(&task, &place, why)));
        }
        Ok(())
    }

    /// Whether they answered lately who may help, and it was not handed on since.
    async fn is_onward_answered(
        &self,
        tx: &mut ReadTx,
        row: &Delegation,
        copy: &DelegateCopy,
    ) -> StoreResult<bool> {
        let Some(task) = row.task.as_ref().filter(|_| copy.onward.iter().any(|one| one.allowed.is_some()))
        else {
            return Ok(false);
        };
        let answer =
            delegations::newest_message(tx, &row.id, ActivityDirection::In, MessageKind::AnswerOnward)
                .await?;
        let Some((_, at)) = answer.filter(|(_, at)| self.is_news(*at)) else { return Ok(false) };
        let delegations = delegations::of_task(tx, task).await?;
        Ok(!delegations.iter().any(|delegation| delegation.side == Side::Origin && delegation.created >= at))
    }

    /// Delegations that ended without a decision of ours, until somebody acts on the task.
    pub(super) async fn ended(&mut self, tx: &mut ReadTx) -> Result<(), PerformError> {
        for (row, task, place) in self.between(WaitingReason::Ended) {
            let Some(task) = task.filter(|_| self.may(&place, Permission::Delegate)) else { continue };
            let by = self.who(tx, row.peer()).await?;
            let cut = row.copy.cut();
            let why = match (row.side, row.state) {
                (Side::Origin, _) if cut.is_some() && !is_free_since(tx, &row, &task).await? => continue,
                _ if cut == Some(Cut::WeBlocked) => Why::WeBlocked { by },
                _ if cut == Some(Cut::TheyRefuse) => Why::TheyRefuse { by },
                (Side::Origin, State::Recalled) if has_open_late_work(tx, &row).await? => {
                    Why::LateWork { by }
                }
                (Side::Origin, _) if !is_free_since(tx, &row, &task).await? => continue,
                (Side::Origin, State::Declined) => Why::Declined { by },
                (Side::Origin, State::Expired) => Why::Expired { by },
                (Side::Origin, State::Returned) => Why::Returned { by },
                (Side::Origin, State::Recalled) => Why::Stopped { by },
                (Side::Delegate, State::Lost) => Why::Lost { by },
                (Side::Delegate, State::Recalled) => Why::TakenBack { by },
                (Side::Delegate, State::Completed) => Why::Accepted { by },
                (Side::Delegate, State::Refused) => Why::Refused { by },
                _ => continue,
            };
            self.things.push(self.thing(&task, &place, why));
        }
        Ok(())
    }

    /// Offers that ended because the two servers do not talk, for the members who make and answer offers.
    pub(super) async fn cut_offers(&mut self, tx: &mut ReadTx) -> Result<(), PerformError> {
        for (row, task, place) in self.between(WaitingReason::CutOffers) {
            let Some(cut) = row.copy.cut() else { continue };
            let by = self.who(tx, row.peer()).await?;
            let why = Why::OfferCut { by, side: row.side, cut };
            let thing = match (row.side, task) {
                (Side::Origin, Some(task)) if is_free_since(tx, &row, &task).await? => {
                    Some(self.thing(&task, &place, why))
                }
                (Side::Origin, _) => continue,
                (Side::Delegate, _) => {
                    let at = Place::Ended { slug: place.slug.clone() };
                    offer(&row, place, at, why)
                }
            };
            self.things.extend(thing);
        }
        Ok(())
    }

    fn is_news(&self, at: Time) -> bool {
        self.reader.now <= at.plus(TOLD_FOR)
    }

    fn thing(&self, task: &Task, place: &PursuanceName, why: Reason) -> NextThing {
        let page = Place::Task { slug: place.slug.clone(), number: task.number };
        NextThing {
            due: task.asked.due.filter(|_| !task.phase.is_closed()),
            is_urgent: task.asked.urgency == Urgency::Urgent,
            ..NextThing::plain(task.title.clone(), page, place.name.clone(), why)
        }
    }
}

/// An offer of another pursuance, which has no task here yet, with its title in the offer; none when that is damaged.
fn offer(row: &Delegation, pursuance: PursuanceName, place: Place, why: Reason) -> Option<NextThing> {
    let title = row.offered.title()?;
    Some(NextThing::plain(title, place, pursuance.name, why))
}

/// Whether work came after a recall and nobody has thanked for it.
async fn has_open_late_work(tx: &mut ReadTx, row: &Delegation) -> StoreResult<bool> {
    if !has_late_work(row) {
        return Ok(false);
    }
    let works = delegations::submissions(tx, &row.id).await?;
    Ok(works.iter().any(|work| work.late && work.verdict.is_none()))
}

/// Whether they suggested other terms for a later offer than the first, and we have not answered.
async fn is_countered(tx: &mut ReadTx, row: &Delegation, copy: &OriginCopy) -> StoreResult<bool> {
    if copy.offers.len() < 2 || !(row.state.is_open() || copy.pending.is_some()) {
        return Ok(false);
    }
    let counter =
        delegations::newest_message(tx, &row.id, ActivityDirection::In, MessageKind::Counter).await?;
    let offer = delegations::newest_message(tx, &row.id, ActivityDirection::Out, MessageKind::Offer).await?;
    Ok(counter.is_some_and(|(_, counter)| offer.is_none_or(|(_, offer)| offer <= counter)))
}

/// Whether the task has no assignee, is not on offer again, and is still open.
async fn is_free_since(tx: &mut ReadTx, row: &Delegation, task: &Task) -> StoreResult<bool> {
    if task.assignee.is_some() || task.phase.is_closed() {
        return Ok(false);
    }
    let delegations = delegations::of_task(tx, &task.id).await?;
    let goes_on = |delegation: &Delegation| {
        delegation.side == Side::Origin
            && delegation.id != row.id
            && (delegation.state.is_live() || delegation.created > row.created)
    };
    Ok(!delegations.iter().any(goes_on))
}

/// Whether work came after a recall.
pub fn has_late_work(row: &Delegation) -> bool {
    row.state == State::Recalled && row.copy.origin().is_some_and(|copy| !copy.late.is_empty())
}
