//! Tasks of a private pursuance: what a signed revision says is done by the ordinary actions, with their rules, events and notices.
//!
//! Only the differences between a revision and the one before are done: the clock may have noted meanwhile that nobody has a task, and
//! a revision about something else does not take that back.

use pursuance_domain::action::{
    AcceptOffer, Action, ArchiveTask, AssignTask, DependTask, HandBackTask, MoveTask, RestoreTask, SetPhase,
    SetReviewer, TakeBack, TakeTask, TrashTask, UndependTask, Undo,
};
use pursuance_domain::allowed::Permission;
use pursuance_domain::event::happened::TaskEdited;
use pursuance_domain::event::{Happened, Verb};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::task::Asks;
use pursuance_domain::task::asks::{Edited, TextRevisions};
use pursuance_domain::task::ending::EndRefusal;
use pursuance_domain::task::phase::{Phase, Subtasks};
use pursuance_domain::task::undo::BackChange;
use pursuance_domain::time::{DAY, SECOND, Time};
use pursuance_domain::value::{ActorRef, TaskRef, Title};
use pursuance_sealed::envelope::ObjectType;
use pursuance_sealed::error::RelayRefusal;
use pursuance_sealed::ids::{Iid, ObjectId};
use pursuance_sealed::revision::{RESEALED, Rel, Revision};

use super::Private;
use super::refusal::no;
use crate::actions::{
    Cx, PerformError, Refused, SignedRevision, Thing, access, review, succession, task as tasking,
};
use crate::store::error::StoreResult;
use crate::store::sealed::objects::{self, DESCRIPTION};
use crate::store::sealed::{self, messages, number};
use crate::store::tasks::{SealedEdit, Task};
use crate::store::{dependencies, events, offers, succession as successions, tasks};

/// The field with the title, which every task has.
pub(super) const TITLE: &str = "title";

/// A revision of a task, and the one before.
pub(super) struct Said<'a> {
    pub revision: &'a Revision,
    pub rel: &'a Rel,
    /// The revision before; none of the first one.
    pub before: Option<(&'a Revision, &'a Rel)>,
    /// Whether a message about the task came with it.
    pub has_comment: bool,
    /// The changes that were taken back before, which the revision has to repeat: a new task is in the trash by now.
    pub went: Option<Went>,
    /// The fate of open subtasks, if the revision finishes their task. Their own revisions follow, and find it done.
    pub subtasks: Option<Subtasks>,
    /// Whether the revision stands for several: a server that lost the revisions before gets it back alone.
    pub is_several: bool,
    /// Whether the author may edit tasks: the author is not held to answer for earlier changes of others.
    pub is_vouched: bool,
}

/// The parts of a task that an act had changed before it was taken back. Texts, days and reviewers are only repeated in the revision.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Went {
    /// The assignee and the phase.
    state: bool,
    parent: bool,
    /// Whether the task is in the archive, or in the trash.
    away: bool,
}

impl Went {
    pub fn note(&mut self, back: &BackChange) {
        match back {
            BackChange::Phase { .. } | BackChange::Holder { .. } => self.state = true,
            BackChange::Place(_) => self.parent = true,
            BackChange::Remove | BackChange::BringBack { .. } | BackChange::PutAway { .. } => {
                self.away = true
            }
            BackChange::Fields(_) => {}
        }
    }
}

impl Said<'_> {
    /// Whether only the key is new: the relations and the names of the fields are the same as in the revision before.
    fn is_as_before(&self) -> bool {
        let names = |revision: &Revision| {
            let fields = revision.body.fields.iter().map(|field| field.name.as_str().to_owned());
            fields.filter(|name| name != RESEALED).collect::<Vec<_>>()
        };
        self.before.is_some_and(|(before, rel)| rel == self.rel && names(before) == names(self.revision))
    }

    /// Whether a part of the relations differs from the revision before. The first revision says all.
    fn says<T: PartialEq>(&self, of: impl Fn(&Rel) -> T) -> bool {
        self.before.is_none_or(|(_, before)| of(before) != of(self.rel))
    }

    fn flag(&self, flag: u8) -> bool {
        self.rel.flags & flag != 0
    }

    fn says_away(&self) -> bool {
        self.says(|rel| rel.flags & (Rel::ARCHIVED | Rel::IN_TRASH))
    }

    /// Whether the revision changes the assignee or the phase.
    fn says_state(&self) -> bool {
        self.says(|rel| (rel.phase, rel.assignees.clone()))
    }

    fn says_review(&self) -> bool {
        self.says(|rel| (rel.reviewers.clone(), rel.flags & Rel::NEEDS_NO_REVIEW))
    }

    /// The names of the fields that differ from the revision before, or are left out.
    fn written(&self) -> Vec<&'static str> {
        let rev = |revision: &Revision, name: &str| revision.field(name).map(|field| field.rev);
        let before = |name: &str| self.before.and_then(|(before, _)| rev(before, name));
        ObjectType::Task
            .fields()
            .iter()
            .copied()
            .filter(|name| rev(self.revision, name) != before(name))
            .collect()
    }

    /// The revisions in which the texts of the task were written last. A text that is left out has none in this revision.
    fn texts(&self) -> TextRevisions {
        let of = |name: &str| self.revision.field(name).map_or(self.revision.body.rev, |field| field.rev);
        TextRevisions::of_sealed(number(of(TITLE)), number(of(DESCRIPTION)))
    }
}

/// The meaning of the relations, in the words of this server.
struct MeantRelations {
    phase: Phase,
    assignee: Option<ActorId>,
    reviewer: Option<ActorId>,
    needs_review: bool,
    due: Option<Time>,
    parent: Option<Task>,
}

async fn meant(cx: &mut Cx, private: &Private, rel: &Rel) -> Result<MeantRelations, PerformError> {
    Ok(MeantRelations {
        phase: Phase::by_signed_number(rel.phase).ok_or_else(|| no(RelayRefusal::BadFields))?,
        assignee: one(cx, private, &rel.assignees).await?,
        reviewer: one(cx, private, &rel.reviewers).await?,
        needs_review: rel.flags & Rel::NEEDS_NO_REVIEW == 0,
        due: due(rel.due_week)?,
        parent: if rel.parent.is_zero() { None } else { Some(named(cx, private, &rel.parent).await?) },
    })
}

/// The account of somebody who is named. At most one person has a task here, and at most one reviews it.
async fn one(cx: &mut Cx, private: &Private, named: &[Iid]) -> Result<Option<ActorId>, PerformError> {
    match named {
        [] => Ok(None),
        [iid] => {
            let found = sealed::actor_of(&mut cx.tx, private.id(), iid).await?;
            Ok(Some(found.ok_or_else(|| no(RelayRefusal::BadFields))?))
        }
        _ => Err(no(RelayRefusal::BadFields)),
    }
}

/// The end of the week in which a task is due, counted as whole weeks since Monday, 1970-01-05: before it nobody is late.
fn due(week: u16) -> Result<Option<Time>, PerformError> {
    /// From the first day of 1970, a Thursday.
    const FIRST_MONDAY: i64 = 4;
    if week == 0 {
        return Ok(None);
    }
    let end = Time((FIRST_MONDAY + 7 * (i64::from(week) + 1)) * DAY - SECOND);
    // The years in which a task may be due.
    let is_near = Time::parse(&end.rfc3339()).is_ok();
    if is_near { Ok(Some(end)) } else { Err(no(RelayRefusal::BadNumber)) }
}

/// A task that a revision names.
async fn named(cx: &mut Cx, private: &Private, object: &ObjectId) -> Result<Task, PerformError> {
    let id = objects::task(&mut cx.tx, private.id(), object).await?;
    let id = id.ok_or_else(|| no(RelayRefusal::BadFields))?;
    row(cx, &id).await
}

/// A task as it is now.
async fn row(cx: &mut Cx, id: &TaskId) -> Result<Task, PerformError> {
    Ok(tasks::by_id(&mut cx.tx, id).await?.ok_or(Refused::NotFound(Thing::Task))?)
}

/// The number of phase changes to read: between two hand-ins of work there are other changes.
const LOOK: i64 = 8;

/// Whether the person who decides has said something about a task since it was handed in: the grounds may be a message of their own.
async fn has_said(cx: &mut Cx, task: &Task) -> Result<bool, PerformError> {
    let person = cx.person()?;
    let moves = events::of_kind(&mut cx.tx, &task.id, Verb::TaskPhaseSet, LOOK).await?;
    let Some(handed_in) = moves.iter().find(|event| event.what.hands_in()) else { return Ok(false) };
    Ok(messages::has_said(&mut cx.tx, &task.id, &person, handed_in.at).await?)
}

/// The task as it is, without people who are no longer members: no revision names them (docs/sealed.md §3.13).
async fn present(cx: &mut Cx, private: &Private, id: &TaskId) -> Result<Task, PerformError> {
    let mut task = row(cx, id).await?;
    for named in [&mut task.assignee, &mut task.reviewer] {
        if let Some(person) = named.as_ref()
            && sealed::seat_of(&mut cx.tx, private.id(), person).await?.is_none()
        {
            *named = None;
        }
    }
    Ok(task)
}

/// Writes down the task of a first revision, and answers its id here. [`follow`] does the rest of the revision.
pub(super) async fn create(cx: &mut Cx, private: &Private, said: &Said<'_>) -> Result<TaskId, PerformError> {
    demand_title(said)?;
    let meant = meant(cx, private, said.rel).await?;
    let parent = meant.parent.as_ref().map(|parent| parent.number);
    let parent = tasking::place_of_new(cx, &private.access, parent).await?;
    let reviewer = meant.reviewer.as_ref().map(reference).transpose()?;
    let review = review::of_new(cx, &private.access, reviewer.as_ref(), meant.needs_review).await?;
    // The texts come sealed, and the revision tells the server only the week of the rest.
    let asks = Asks { due: meant.due, ..Asks::titled(Title::checked(String::new())) };
    let wants_help = meant.phase == Phase::HelpWanted;
    let is_asking = tasking::is_asking(&private.access, Some(wants_help), &asks, None);
    let texts = tasking::Texts::Sealed;
    let (_, id) =
        tasking::write_down(cx, &private.access, parent.as_ref(), &asks, &review, is_asking, texts).await?;
    if let Some(parent) = parent {
        tasking::after_work(cx, &parent).await?;
    }
    Ok(id)
}

fn demand_title(said: &Said<'_>) -> Result<(), PerformError> {
    if said.revision.field(TITLE).is_some() { Ok(()) } else { Err(no(RelayRefusal::BadFields)) }
}

fn reference(person: &ActorId) -> Result<ActorRef, PerformError> {
    ActorRef::parse(person.as_str()).map_err(|_| no(RelayRefusal::BadFields))
}

/// Changes a task as a revision says that was written just now.
pub(super) async fn follow(
    cx: &mut Cx,
    private: &Private,
    id: &TaskId,
    said: &Said<'_>,
) -> Result<(), PerformError> {
    demand_title(said)?;
    if said.revision.field(RESEALED).is_some() && (said.is_as_before() || !said.is_several) {
        if said.went.is_some() {
            return Err(no(RelayRefusal::BadFields));
        }
        return reseal(cx, private, id, said).await;
    }
    if said.before.is_none() && said.is_several {
        // The texts of the task may be of later revisions.
        tasks::reseal(&mut cx.tx, id, said.texts()).await?;
    }
    let task = row(cx, id).await?;
    let number = task.number;
    if said.went.is_none() {
        access::shown(&private.access, number, Some(task.clone()))?;
    }
    let has_comment = said.has_comment || (task.phase.is_under_review() && has_said(cx, &task).await?);
    let step = Step { private, id, number, has_comment, subtasks: said.subtasks };
    let meant = meant(cx, private, said.rel).await?;
    if said.says_away() {
        step.bring_back(cx, said).await?;
    }
    if said.before.is_some() {
        step.edit(cx, said, &meant).await?;
        if said.says(|rel| rel.parent) {
            step.place(cx, &meant).await?;
        }
    }
    // The assignee may say what a task waits for: before a task is handed back this is noted.
    let task = row(cx, id).await?;
    let is_before = private.access.may(Permission::Depend, Some(&task));
    if is_before {
        step.depend(cx, said).await?;
    }
    step.lead(cx, said, &meant).await?;
    if !is_before {
        step.depend(cx, said).await?;
    }
    if said.says_away() {
        step.put_away(cx, said).await?;
    }
    demand_done(&present(cx, private, id).await?, said, &meant)
}

/// Refuses a change that no action could do: a task is as the newest revision says, or the revision is not taken. The revision has to
/// repeat what was taken back, too: else this server would show a state that nobody signed.
fn demand_done(task: &Task, said: &Said<'_>, meant: &MeantRelations) -> Result<(), PerformError> {
    let parent = meant.parent.as_ref().map(|parent| &parent.id);
    let away = (is_archived(task), task.trashed_at.is_some());
    let went = said.went.unwrap_or_default();
    let is_done = [
        !(said.says_state() || went.state) || (task.phase, &task.assignee) == (meant.phase, &meant.assignee),
        !said.says_review() || (&task.reviewer, task.needs_review) == (&meant.reviewer, meant.needs_review),
        !(said.says(|rel| rel.parent) || went.parent) || task.parent.as_ref() == parent,
        !said.says(|rel| rel.due_week) || task.asked.due == meant.due,
        // Nobody reviews their own work.
        !(said.says_state() || said.says_review())
            || meant.assignee.is_none()
            || meant.assignee != meant.reviewer,
        !(said.says_away() || went.away) || away == (said.flag(Rel::ARCHIVED), said.flag(Rel::IN_TRASH)),
    ];
    if is_done.into_iter().all(|is_done| is_done) { Ok(()) } else { Err(no(RelayRefusal::BadFields)) }
}

/// Whether a task is archived, and not merely out of sight with the trash.
fn is_archived(task: &Task) -> bool {
    let is_with_trash = task.trashed_at.is_some() && task.archived_at == task.trashed_at;
    task.archived_with.is_some() && !is_with_trash
}

/// Takes a revision that only seals a task anew, with the next key: nothing happens to the task. Any member who writes sends one, once for
/// each key.
async fn reseal(cx: &mut Cx, private: &Private, id: &TaskId, said: &Said<'_>) -> Result<(), PerformError> {
    let (Some((before, _)), true) = (said.before, said.is_as_before()) else {
        return Err(no(RelayRefusal::BadFields));
    };
    let task = row(cx, id).await?;
    if task.deleted_at.is_some() {
        return Err(EndRefusal::IsDeleted { number: task.number }.into());
    }
    if !said.revision.has_newer_key(before) {
        private.access.demand(Permission::EditTask, Some(&task))?;
    }
    Ok(tasks::reseal(&mut cx.tx, id, said.texts()).await?)
}

/// The ordinary actions on one task.
struct Step<'a> {
    private: &'a Private,
    id: &'a TaskId,
    number: i64,
    has_comment: bool,
    subtasks: Option<Subtasks>,
}

impl Step<'_> {
    /// The pursuance and the number of the task, as an action names them.
    fn named(&self) -> (String, i64) {
        (self.private.id().0.clone(), self.number)
    }

    async fn act(&self, cx: &mut Cx, action: impl Into<Action>) -> Result<(), PerformError> {
        let action: Action = action.into();
        cx.is_bound |= action.card().undo == Undo::Bound;
        let signed = SignedRevision { pursuance: self.private.id().clone(), has_comment: self.has_comment };
        cx.carry_out_signed(signed, action).await
    }

    async fn row(&self, cx: &mut Cx) -> Result<Task, PerformError> {
        row(cx, self.id).await
    }

    /// Brings the task back out of the trash and the archive.
    async fn bring_back(&self, cx: &mut Cx, said: &Said<'_>) -> Result<(), PerformError> {
        if self.row(cx).await?.trashed_at.is_some() && !said.flag(Rel::IN_TRASH) {
            let (pursuance, task) = self.named();
            self.act(cx, RestoreTask { pursuance, task }).await?;
        }
        if is_archived(&self.row(cx).await?) && !said.flag(Rel::ARCHIVED) {
            let (pursuance, task) = self.named();
            self.act(cx, RestoreTask { pursuance, task }).await?;
        }
        Ok(())
    }

    async fn put_away(&self, cx: &mut Cx, said: &Said<'_>) -> Result<(), PerformError> {
        let row = self.row(cx).await?;
        let (pursuance, task) = self.named();
        if said.flag(Rel::ARCHIVED) && !is_archived(&row) {
            self.act(cx, ArchiveTask { pursuance: pursuance.clone(), task }).await?;
        }
        if said.flag(Rel::IN_TRASH) && row.trashed_at.is_none() {
            self.act(cx, TrashTask { pursuance, task }).await?;
        }
        Ok(())
    }

    /// Notes an edit: other texts, another day, and further fields that the server does not read.
    async fn edit(&self, cx: &mut Cx, said: &Said<'_>, meant: &MeantRelations) -> Result<(), PerformError> {
        let (written, says_due) = (said.written(), said.says(|rel| rel.due_week));
        if written.is_empty() && !says_due {
            return Ok(());
        }
        let task = self.row(cx).await?;
        access::demand_here(&task)?;
        if !said.is_vouched {
            self.private.access.demand(Permission::EditTask, Some(&task))?;
        }
        let mut texts = said.texts();
        if !written.contains(&DESCRIPTION) {
            texts.deliverables = task.texts.deliverables;
        }
        let due = if says_due { meant.due } else { task.asked.due };
        let others = written.into_iter().filter(|name| *name != TITLE && *name != DESCRIPTION);
        let edited = Edited::of_sealed((task.texts, texts), (task.asked.due, due), others);
        if edited.changed.is_empty() {
            return Ok(());
        }
        tasks::edit_sealed(&mut cx.tx, &task, SealedEdit { texts, due }, cx.now).await?;
        let told = Happened::TaskEdited(TaskEdited::of(edited, task.revision + 1, None));
        cx.event(&task.pursuance, told, task.id.as_str(), Some(&task.id));
        Ok(())
    }

    async fn place(&self, cx: &mut Cx, meant: &MeantRelations) -> Result<(), PerformError> {
        let row = self.row(cx).await?;
        if row.parent.as_ref() == meant.parent.as_ref().map(|parent| &parent.id) {
            return Ok(());
        }
        let (pursuance, task) = self.named();
        let parent = meant.parent.as_ref().map(|parent| parent.number);
        self.act(cx, MoveTask { pursuance, task, parent, before: None, after: None }).await
    }

    /// Adds the tasks that this task waits for from now on, and takes away the others.
    async fn depend(&self, cx: &mut Cx, said: &Said<'_>) -> Result<(), PerformError> {
        let before = said.before.map_or(&[][..], |(_, rel)| rel.waits_for.as_slice());
        let after = said.rel.waits_for.as_slice();
        for gone in before.iter().filter(|on| !after.contains(on)) {
            let Some(on) = objects::task(&mut cx.tx, self.private.id(), gone).await? else { continue };
            // The dependency ended with the other task.
            if !dependencies::is_there(&mut cx.tx, self.id, &on).await? {
                continue;
            }
            let (pursuance, task) = self.named();
            let on = Some(TaskRef::Number(row(cx, &on).await?.number));
            self.act(cx, UndependTask { pursuance, task, on, by: None }).await?;
        }
        for new in after.iter().filter(|on| !before.contains(on)) {
            let on = named(cx, self.private, new).await?;
            if dependencies::is_there(&mut cx.tx, self.id, &on.id).await? {
                continue;
            }
            let (pursuance, task) = self.named();
            self.act(cx, DependTask { pursuance, task, on: TaskRef::Number(on.number) }).await?;
        }
        Ok(())
    }

    /// Sets the assignee, the reviewer and the phase. The task is opened first, and closed at last.
    async fn lead(&self, cx: &mut Cx, said: &Said<'_>, meant: &MeantRelations) -> Result<(), PerformError> {
        if said.says_state() {
            self.reopen(cx, meant).await?;
            self.give(cx, meant).await?;
        }
        if said.says_review() {
            let row = present(cx, self.private, self.id).await?;
            let is_so = (&row.reviewer, row.needs_review) == (&meant.reviewer, meant.needs_review);
            if !is_so {
                let (pursuance, task) = self.named();
                let reviewer = meant.reviewer.as_ref().map(reference).transpose()?;
                let needs_review = meant.needs_review;
                self.act(cx, SetReviewer { pursuance, task, reviewer, needs_review }).await?;
            }
        }
        if said.says_state() && self.row(cx).await?.phase != meant.phase {
            self.set_phase(cx, meant.phase).await?;
        }
        Ok(())
    }

    async fn set_phase(&self, cx: &mut Cx, phase: Phase) -> Result<(), PerformError> {
        let (pursuance, task) = self.named();
        let subtasks = self.subtasks;
        self.act(cx, SetPhase { pursuance, task, phase, comment: None, subtasks }).await
    }

    /// Opens a closed task again, in a phase from which its next one can be reached.
    async fn reopen(&self, cx: &mut Cx, meant: &MeantRelations) -> Result<(), PerformError> {
        let row = self.row(cx).await?;
        if !row.phase.is_closed() || meant.phase.is_closed() {
            return Ok(());
        }
        let (of_nobody, of_somebody) = match meant.phase {
            Phase::New | Phase::HelpWanted => (meant.phase, Phase::Started),
            Phase::Started | Phase::InProgress => (Phase::HelpWanted, meant.phase),
            Phase::ReadyForReview | Phase::InReview | Phase::Done | Phase::Dropped => {
                (Phase::HelpWanted, Phase::InProgress)
            }
        };
        self.set_phase(cx, if row.assignee.is_none() { of_nobody } else { of_somebody }).await
    }

    /// Gives the task to the assignee that this revision names, or to nobody.
    async fn give(&self, cx: &mut Cx, meant: &MeantRelations) -> Result<(), PerformError> {
        if present(cx, self.private, self.id).await?.assignee == meant.assignee {
            return Ok(());
        }
        let row = self.row(cx).await?;
        let (person, (pursuance, task)) = (cx.person()?, self.named());
        let action: Action = match &meant.assignee {
            None if row.assignee.as_ref() == Some(&person) => HandBackTask { pursuance, task }.into(),
            Some(to) if *to == person => match self.taken(cx, &row, &person).await? {
                TakenTask::Offered(offer) => offer.into(),
                TakenTask::Back => TakeBack { pursuance, task }.into(),
                TakenTask::Free => TakeTask { pursuance, task, withdraw: false }.into(),
                TakenTask::Held => AssignTask { pursuance, task, assignee: Some(reference(to)?) }.into(),
            },
            to => {
                let assignee = to.as_ref().map(reference).transpose()?;
                AssignTask { pursuance, task, assignee }.into()
            }
        };
        self.act(cx, action).await
    }

    /// The way in which a person comes to a task that they sign for themselves.
    async fn taken(&self, cx: &mut Cx, row: &Task, person: &ActorId) -> StoreResult<TakenTask> {
        if row.assignee.is_none() {
            let handed_on = successions::find(&mut cx.tx, &row.id).await?;
            let is_former = handed_on.is_some_and(|found| found.former == *person);
            return Ok(if is_former { TakenTask::Back } else { TakenTask::Free });
        }
        // The assignee is away, and wants somebody to go on with it.
        if let Some(offer) = offers::to_person(&mut cx.tx, &row.id, person).await?
            && succession::relieves(cx, &offer, row).await?
        {
            return Ok(TakenTask::Offered(AcceptOffer { offer: offer.id }));
        }
        Ok(TakenTask::Held)
    }
}

enum TakenTask {
    /// The person says yes to an offer that relieves the assignee.
    Offered(AcceptOffer),
    /// The person had the task, and it was handed on.
    Back,
    /// Nobody has the task.
    Free,
    /// Somebody has the task.
    Held,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_is_due_at_the_end_of_its_week() {
        let date = |week| due(week).unwrap().map(|time| (time.date(), time.rfc3339()));
        assert_eq!(date(0), None);
        // 2026-12-15 is a Tuesday, in the week that ends on the 20th.
        let monday = (Time::parse("2026-12-14").unwrap().0 / DAY - 4) / 7;
        let week = u16::try_from(monday).unwrap();
        assert_eq!(date(week).unwrap(), ("2026-12-20".to_owned(), "2026-12-20T23:59:59Z".to_owned()));
        // No year in which a task may be due.
        assert!(due(1).is_err() && due(u16::MAX).is_err());
    }
}
