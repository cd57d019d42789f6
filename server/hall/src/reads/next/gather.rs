//! The next things about tasks here, and people: gathered in the order of their urgency.

use std::collections::{BTreeSet, HashMap, HashSet};

use pursuance_domain::allowed::{Permission, Sights};
use pursuance_domain::delegation::Side;
use pursuance_domain::event::{Happened, Recorded, Verb};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::pairing::MentorState;
use pursuance_domain::task::free::{Free, Reason as Because};
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::{DAY, Time};
use pursuance_domain::value::Urgency;

use super::between::DelegationBetween;
use super::{
    Further, Group, LATE, LATELY, LOOK, Matching, NextThing, PROPOSED, Place, Reader, Reason, Why, cut,
};
use crate::actions::PerformError;
use crate::reads::offers::{self, WhyView};
use crate::reads::{Actors, mentors};
use crate::store::actors::ActorKind;
use crate::store::db::ReadTx;
use crate::store::dependencies::{self, Counted};
use crate::store::error::StoreResult;
use crate::store::outline::free::{self, FreeTasksQuery, SearchedPursuances};
use crate::store::outline::reviews::{self, Place as After};
use crate::store::outline::{self, Row, Who, next};
use crate::store::requests::LetIn;
use crate::store::standing::Standing;
use crate::store::tasks::Task;
use crate::store::waiting::{self, PursuanceName, WaitingReason};
use crate::store::{events, pursuances, recruits, requests, silence};

/// The time before its date from which a task comes forward.
const SOON: i64 = 3 * DAY;

/// The next things, gathered in the order of their urgency.
pub(super) struct Gather<'a> {
    pub reader: Reader<'a>,
    /// The tasks that the person may read, by pursuance.
    pub sights: Sights,
    pub actors: Actors,
    /// Tasks between pursuances, by the reason why they may be next.
    pub between: HashMap<WaitingReason, Vec<DelegationBetween>>,
    pub things: Vec<NextThing>,
    /// The tasks that they are asked about: nobody proposes these to them besides.
    pub asked: HashSet<TaskId>,
    /// For each task that others wait for, how many, as far as it was asked.
    pub waiting: HashMap<TaskId, i64>,
    /// Of what there is more than was looked at.
    pub further: BTreeSet<Further>,
}

impl Gather<'_> {
    /// Whether they may do that in a place.
    pub(super) fn may(&self, place: &PursuanceName, permission: Permission) -> bool {
        self.sights.of(&place.id).is_some_and(|sight| sight.may(permission))
    }

    fn add_row(&mut self, row: &Row, why: Reason) {
        let thing = self.row(row, why);
        self.things.push(thing);
    }

    /// A task of a list as a next thing.
    fn row(&self, row: &Row, why: Reason) -> NextThing {
        NextThing {
            title: row.title.clone(),
            place: Place::Task { slug: row.slug.clone(), number: row.number },
            pursuance: row.pursuance.clone(),
            due: row.asked.due,
            size: Some(row.asked.size),
            waiting: self.waiting.get(&row.id).copied().unwrap_or_default(),
            is_urgent: row.asked.urgency == Urgency::Urgent,
            is_blocked: row.is_blocked && matches!(why, Why::Begin | Why::Continue | Why::SentBack { .. }),
            finishes: row.finishes(self.reader.who.person()),
            why,
        }
    }

    /// Something that this person is asked about a task.
    fn add_question(&mut self, task: Task, place: Place, pursuance: String, why: Reason) {
        self.things.push(NextThing {
            due: task.asked.due,
            size: Some(task.asked.size),
            is_urgent: task.asked.urgency == Urgency::Urgent,
            ..NextThing::plain(task.title, place, pursuance, why)
        });
        self.asked.insert(task.id);
    }

    /// Sorts equally urgent tasks: awaited tasks first, blocked tasks last.
    fn among_equals(&self, rows: &mut [Row]) {
        rows.sort_by_key(|row| (row.is_blocked, !self.waiting.contains_key(&row.id)));
    }

    /// The tasks that this person is asked about.
    pub(super) async fn asked(&mut self, tx: &mut ReadTx, person: &ActorId) -> Result<(), PerformError> {
        let mut rows = offers::waiting_in(tx, &self.sights, person, LOOK + 1).await?;
        if cut(&mut rows, LOOK).is_some() {
            self.further.insert(Further::Offers);
        }
        for row in rows {
            let why = match WhyView::of(tx, &mut self.actors, &row.offer.asked).await? {
                WhyView::ByHand { by } => Why::AskedBy { who: by },
                WhyView::Heir { .. } if row.offer.until.is_some() => Why::AskedAlone,
                WhyView::Heir { .. } => Why::Asked { together: 1 },
                WhyView::Drawn { together, .. } => Why::Asked { together },
            };
            self.add_question(row.task, Place::Offer { offer: row.offer.id }, row.pursuance, why);
        }
        Ok(())
    }

    /// The tasks on which this person is asked to accompany a learner.
    pub(super) async fn lessons(&mut self, tx: &mut ReadTx, person: &ActorId) -> Result<(), PerformError> {
        let mut rows = mentors::waiting_in(tx, &self.sights, person, LOOK + 1).await?;
        if cut(&mut rows, LOOK).is_some() {
            self.further.insert(Further::Offers);
        }
        for row in rows {
            if row.mentor.state != MentorState::Asked {
                continue;
            }
            let why = Why::Accompany { skill: row.mentor.subject.skill().map(ToString::to_string) };
            self.add_question(row.task, Place::Lesson { mentor: row.mentor.id }, row.pursuance, why);
        }
        Ok(())
    }

    /// Tasks of silent people about which this person, who reviews them, is asked whether they are handed on.
    pub(super) async fn hand_ons(&mut self, tx: &mut ReadTx, person: &ActorId) -> Result<(), PerformError> {
        let asked = silence::asked_of(tx, person, LOOK + 1).await?;
        let mut rows = next::under_way(tx, &self.sights, asked.keys()).await?;
        self.further.extend(cut(&mut rows, LOOK).map(|row| Further::Tasks { slug: row.slug }));
        for row in rows {
            let Some((who, until)) = asked.get(&row.id) else { continue };
            let why = Why::HandOn { who: self.who(tx, who).await?, until: *until };
            self.add_row(&row, why);
        }
        Ok(())
    }

    /// For operators: other servers that wait for their decision.
    pub(super) fn stopped_servers(&mut self) {
        for (host, standing) in self.reader.stopped {
            let why = match standing {
                Standing::OtherKey => Why::OtherKey,
                Standing::Suspended => Why::RecordsDiffer,
                Standing::StoppedThere
                | Standing::Forbids { .. }
                | Standing::Silent
                | Standing::Blocked
                | Standing::Fine => continue,
            };
            let (title, place) = (host.name.clone(), Place::Server { host: host.name.clone() });
            self.things.push(NextThing::plain(title, place, self.reader.instance.to_owned(), why));
        }
    }

    /// Work that waits for this person's verdict; how much there is, up to a hundred, where there is more than is listed.
    pub(super) async fn reviews(&mut self, tx: &mut ReadTx, person: &ActorId) -> Result<i64, PerformError> {
        let rows = reviews::of_person(tx, &self.sights, person, &After::first(), LOOK).await?;
        let shown = i64::try_from(rows.len()).unwrap_or(LOOK);
        let all =
            if shown < LOOK { shown } else { reviews::count_of_person(tx, &self.sights, person).await? };
        let delegations = if rows.is_empty() { Vec::new() } else { outline::delegations(tx, &rows).await? };
        let ids: Vec<TaskId> = rows.iter().map(|row| row.id.clone()).collect();
        let moves = events::newest_of_tasks(tx, &ids, Verb::TaskPhaseSet).await?;
        let mut listed = 0;
        for row in &rows {
            let mirror = delegations
                .iter()
                .find(|delegation| delegation.task == row.id && delegation.side == Side::Delegate);
            let why = match (mirror, &row.assignee) {
                (Some(delegation), _) => Why::HandIn { to: delegation.peer.clone() },
                (None, Some(who)) => self.review(tx, row, who, &moves).await?,
                (None, None) => continue,
            };
            self.add_row(row, why);
            listed += 1;
        }
        Ok(if all > listed { all } else { 0 })
    }

    /// Work of `who` that waits for a verdict, with the person who handed it in.
    async fn review(
        &mut self,
        tx: &mut ReadTx,
        row: &Row,
        who: &Who,
        moves: &[Recorded],
    ) -> Result<Reason, PerformError> {
        let (of, since) = (who.clone(), row.updated);
        if row.phase == Phase::InReview {
            return Ok(Why::ReviewBegun { of });
        }
        let last = moves.iter().find(|event| event.task.as_ref() == Some(&row.id) && event.what.hands_in());
        Ok(match last.and_then(|event| event.actor.as_ref()).filter(|by| **by != who.id) {
            Some(by) => {
                let by = self.who(tx, by).await?;
                Why::ReviewFor { by, of, since }
            }
            None => Why::Review { by: of, since },
        })
    }

    /// For operators: people who ask for an account.
    pub(super) fn account_requests(&mut self) {
        let people = self.reader.requests;
        if people > 0 {
            let (title, why) = (self.reader.instance.to_owned(), Why::AccountsAsked { people });
            self.things.push(NextThing::plain(title, Place::AccountRequests, String::new(), why));
        }
    }

    pub(super) async fn newcomers(&mut self, tx: &mut ReadTx) -> Result<(), PerformError> {
        if !self.reader.has_newcomers {
            return Ok(());
        }
        let mut newcomers = waiting::newcomers(tx, &self.sights, LOOK + 1).await?;
        let further = cut(&mut newcomers, LOOK).map(|one| Further::Members { slug: one.place.slug });
        self.further.extend(further);
        for newcomer in newcomers {
            let who = newcomer.who;
            let (title, place) = (who.called().to_owned(), Place::Members { slug: newcomer.place.slug });
            self.things.push(NextThing::plain(title, place, newcomer.place.name, Why::Newcomer { who }));
        }
        Ok(())
    }

    /// Pursuances that ask this person to join.
    pub(super) async fn recruited(&mut self, tx: &mut ReadTx, person: &ActorId) -> Result<(), PerformError> {
        for ask in recruits::open_of(tx, person, LOOK).await? {
            let Some(pursuance) = pursuances::by_id(tx, &ask.pursuance).await? else { continue };
            let by = Who {
                id: ask.asked_by,
                kind: ActorKind::Person,
                host: None,
                name: ask.by_name,
                display: ask.by_display,
            };
            let (place, why) = (Place::Question { ask: ask.id }, Why::Recruited { by, role: ask.role });
            self.things.push(NextThing::plain(pursuance.name, place, String::new(), why));
        }
        Ok(())
    }

    /// Pursuances that admitted this person lately.
    pub(super) async fn let_in(&mut self, tx: &mut ReadTx, person: &ActorId) -> Result<(), PerformError> {
        let since = self.reader.now.plus(-LATELY);
        for one in requests::let_in_since(tx, &self.sights, person, since, LOOK).await? {
            let LetIn { pursuance, slug, name, at, has_arrived, wanted } = one;
            let takes = self.sights.where_may(Permission::TakeTask).any(|other| *other == pursuance);
            let whole = self.sights.whole().any(|other| *other == pursuance);
            let wanted: Vec<TaskId> = wanted.filter(|_| takes && whole).into_iter().collect();
            if let Some(row) = free::rows_of(tx, &wanted).await?.first() {
                self.asked.insert(row.id.clone());
                self.add_row(row, Why::LetInFor { at });
                continue;
            }
            let place = if has_arrived { Place::Pursuance { slug } } else { Place::Arrival { slug } };
            self.things.push(NextThing::plain(name, place, String::new(), Why::LetIn { at }));
        }
        Ok(())
    }

    /// Pursuances that declined this person's request lately. One for members only is named as they named it.
    pub(super) async fn not_let_in(&mut self, tx: &mut ReadTx, person: &ActorId) -> Result<(), PerformError> {
        let since = self.reader.now.plus(-LATELY);
        for one in requests::declined_since(tx, person, since, LOOK).await? {
            let place = if one.is_open { Place::Pursuance { slug: one.slug } } else { Place::Pursuances };
            let why = Why::NotLetIn { at: one.at, reason: one.reason };
            self.things.push(NextThing::plain(one.name, place, String::new(), why));
        }
        Ok(())
    }

    /// Tasks and reviews of people who are gone: somebody chooses who continues.
    pub(super) async fn left(&mut self, tx: &mut ReadTx) -> Result<(), PerformError> {
        let mut rows = next::left(tx, &self.sights, LOOK + 1, self.reader.now).await?;
        self.further.extend(cut(&mut rows, LOOK).map(|(row, _)| Further::Tasks { slug: row.slug }));
        for (row, who) in rows {
            let why = if row.phase.is_unassigned() { Why::Left { who } } else { Why::LeftReview { who } };
            self.add_row(&row, why);
        }
        Ok(())
    }

    /// This person's tasks: first tasks that came back, then tasks about which they were reminded, tasks in progress, and tasks to begin.
    /// What came back and was left alone since is a question like the others.
    pub(super) async fn own_tasks(
        &mut self,
        tx: &mut ReadTx,
        person: &ActorId,
        were_reminded: bool,
    ) -> Result<(), PerformError> {
        let soon = self.reader.now.plus(SOON);
        let mut rows = next::of_assignee(tx, &self.sights, person, soon, 2 * LOOK + 1).await?;
        self.further.extend(cut(&mut rows, 2 * LOOK).map(|_| Further::Own));
        let (begun, mut new): (Vec<Row>, Vec<Row>) =
            rows.into_iter().partition(|row| row.phase == Phase::InProgress);
        let ids: Vec<TaskId> = begun.iter().map(|row| row.id.clone()).collect();
        let moves = events::newest_of_tasks(tx, &ids, Verb::TaskPhaseSet).await?;
        let reminded =
            if were_reminded { silence::reminded(tx, person, 2 * LOOK).await? } else { HashMap::new() };
        let mut going_on = Vec::new();
        for row in begun {
            match sent_back_by(&row, &moves).filter(|_| !reminded.contains_key(&row.id)) {
                Some(by) => {
                    let by = self.who(tx, &by).await?;
                    self.add_row(&row, Why::SentBack { by });
                }
                None => going_on.push(row),
            }
        }
        let ids: Vec<&TaskId> = going_on.iter().chain(&new).map(|row| &row.id).collect();
        self.waiting.extend(dependencies::waiting_open(tx, &ids, Counted::Own).await?);
        self.among_equals(&mut going_on);
        self.among_equals(&mut new);
        // Tasks that cannot wait come before tasks under way.
        let mut rows: Vec<Row> = going_on.into_iter().chain(new).collect();
        rows.sort_by_key(|row| (!reminded.contains_key(&row.id), presses(row, self.reader.now)));
        for row in &rows {
            let why = match reminded.get(&row.id) {
                Some(on_at) => Why::Reminded { on_at: *on_at },
                None if row.phase == Phase::InProgress => Why::Continue,
                None => Why::Begin,
            };
            self.add_row(row, why);
        }
        Ok(())
    }

    /// This person's work that somebody accepted lately: here, or the pursuance that asked for it.
    pub(super) async fn accepted(&mut self, tx: &mut ReadTx, person: &ActorId) -> Result<(), PerformError> {
        let since = self.reader.now.plus(-LATELY);
        let rows = next::done_by(tx, &self.sights, person, since, LOOK).await?;
        let ids: Vec<TaskId> = rows.iter().map(|row| row.id.clone()).collect();
        let moves = events::newest_of_tasks(tx, &ids, Verb::TaskPhaseSet).await?;
        for row in &rows {
            let last = moves.iter().find(|event| event.task.as_ref() == Some(&row.id) && event.at > since);
            if let Some(by) = last.and_then(accepted_by).filter(|by| *by != person) {
                let by = self.who(tx, by).await?;
                self.add_row(row, Why::Accepted { by });
            }
        }
        Ok(())
    }

    /// Tasks that nobody has: urgent, late or soon due ones, where this person may assign somebody; and free ones that this person may take,
    /// best first, without the first group and without the tasks that they are asked about. Each with the number of all, which are the list
    /// behind "more"; and how many that they may take need only skills that they have.
    pub(super) async fn unassigned(
        &self,
        tx: &mut ReadTx,
        person: &ActorId,
    ) -> StoreResult<(Group, Group, Matching)> {
        let now = self.reader.now;
        let (late, late_count) = free::late(tx, &self.sights, now, LATE).await?;
        let asked = FreeTasksQuery { reader: Some(person), ..FreeTasksQuery::default() };
        let found = free::first(tx, SearchedPursuances::Theirs(&self.sights), asked, now).await?;
        let mut wanted = found.tasks;
        let fitting = |tasks: &[(TaskId, Free)]| tasks.iter().filter(|(_, free)| free.fits).count();
        let (count, all) = (wanted.len(), fitting(&wanted));
        wanted.retain(|(id, _)| !self.asked.contains(id) && !late.contains(id));
        let (elsewhere, apart) = (count - wanted.len(), fitting(&wanted));
        wanted.truncate(PROPOSED);
        let matching = Matching { all, here: all - apart + fitting(&wanted) };
        let ids: Vec<TaskId> = late.iter().chain(wanted.iter().map(|(id, _)| id)).cloned().collect();
        let facts: HashMap<TaskId, Free> = wanted.into_iter().collect();
        let (mut to_assign, mut to_take) = (Vec::new(), Vec::new());
        for row in free::rows_of(tx, &ids).await? {
            let (list, because) = match facts.get(&row.id) {
                Some(free) => (&mut to_take, free.reason(now)),
                None => (&mut to_assign, Because::of_late(row.asked.due, now)),
            };
            list.push(self.row(&row, Why::Wanted { because }));
        }
        let has_more = late_count >= free::MOST;
        let late = Group { things: to_assign, count: late_count, elsewhere: 0, has_more };
        let free = Group { things: to_take, count, elsewhere, has_more: !found.is_all };
        Ok((late, free, matching))
    }

    /// An actor by name.
    pub(super) async fn who(&mut self, tx: &mut ReadTx, id: &ActorId) -> StoreResult<Who> {
        Ok(self.actors.get(tx, id).await?.into())
    }
}

/// The person whose verdict finished a task, or the pursuance.
fn accepted_by(event: &Recorded) -> Option<&ActorId> {
    let Happened::TaskPhaseSet(set) = &event.what else { return None };
    let is_verdict =
        matches!(set.before, Phase::ReadyForReview | Phase::InReview) && set.after == Phase::Done;
    event.actor.as_ref().filter(|_| is_verdict)
}

/// The order of one's own tasks: urgent tasks first, then tasks due soon or overdue, and blocked tasks last.
fn presses(row: &Row, now: Time) -> (bool, bool, bool) {
    let is_soon = row.asked.due.is_some_and(|due| due <= now.plus(SOON));
    (row.is_blocked, row.asked.urgency != Urgency::Urgent, !is_soon)
}

/// The person who sent the work back, if that was the last of these moves of the task.
fn sent_back_by(row: &Row, moves: &[Recorded]) -> Option<ActorId> {
    let last = moves.iter().find(|event| event.task.as_ref() == Some(&row.id))?;
    let Happened::TaskPhaseSet(phase) = &last.what else { return None };
    let was_in_review = matches!(phase.before, Phase::ReadyForReview | Phase::InReview);
    let who = last.actor.as_ref().filter(|_| was_in_review);
    who.filter(|actor| Some(*actor) != row.assignee.as_ref().map(|who| &who.id)).cloned()
}
