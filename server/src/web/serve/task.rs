//! A task's page: what is needed, who has it, what whoever looks can do next, how it goes elsewhere.

use std::cmp::Reverse;
use std::collections::HashMap;

use axum::extract::Path;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use pursuance_domain::allowed::Permission;
use pursuance_domain::delegation::Side;
use pursuance_domain::people::role::Role;
use pursuance_domain::task::Asks;
use pursuance_domain::task::assign::{self, AssignFacts, NewAssignee};
use pursuance_domain::task::phase::{self, MoveFacts, Phase, PhaseStep, StepKind, Subtasks};
use pursuance_domain::time::Time;
use pursuance_domain::value::Urgency;

use super::deal::{file_view, has_late_work, list_row};
use super::deal_sides::Around;
use super::enter::way_in;
use super::hand_over;
use super::pick;
use super::pursuance::{alternate, nav};
use super::talk::{fitting, talk};
use crate::actions::seat::{self, Seat};
use crate::markdown;
use crate::reads::Actors;
use crate::store::actors::ActorKind;
use crate::store::db::ReadTx;
use crate::store::delegations::{self, Delegation};
use crate::store::discussions;
use crate::store::error::StoreResult;
use crate::store::events;
use crate::store::outline::{self, Row};
use crate::store::pursuances::{self, Member};
use crate::store::room;
use crate::store::tasks::{self, Task};
use crate::text::Markup;
use crate::web::discussion::Files;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::rows::{Beside, Mine};
use crate::web::frame::view::{Field, Party, TaskLink, limit};
use crate::web::history::{is_same_again, line};
use crate::web::pick::Pick;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::Query;
use crate::web::request::session::Visit;
use crate::web::task::{TaskMay, TaskPage};

/// Subtasks, messages and lines of history on the page; more are a link away.
const SUBTASKS: i64 = 30;
const MESSAGES: i64 = 50;
const LINES: i64 = 15;

/// `GET /p/{slug}/t/{number}`
pub async fn show(
    visit: Visit,
    Path((slug, number)): Path<(String, i64)>,
    query: Query,
) -> Result<Response, PageError> {
    let before = query.0.number("before").map_or(Time(i64::MAX), Time);
    let mut tx = visit.app.db.read().await?;
    let seat = seat::look(&mut tx, &visit.who, &slug).await?;
    let task = seat::look_at_task(&mut tx, &seat, number).await?;
    let document = visit.app.addresses.task(&task.id);
    let program = alternate(&document);
    let open = query.0.text("open").to_owned();
    let mut shown = TaskPage { open, ..fill(&visit, &mut tx, &seat, task, before).await? };
    if let Some(share) = shown.talk.share.as_mut().filter(|_| shown.open == links::ANSWER) {
        share.is_ticked = true;
    }
    shown.l.document = Some(document);
    let mut response = page(StatusCode::OK, &shown)?;
    if let Ok(link) = HeaderValue::from_str(&program) {
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}

/// The page as it stands now, for a form of it that was refused.
pub(super) async fn load(visit: &Visit, slug: &str, number: i64) -> Result<TaskPage, PageError> {
    let mut tx = visit.app.db.read().await?;
    let seat = seat::look(&mut tx, &visit.who, slug).await?;
    let task = seat::look_at_task(&mut tx, &seat, number).await?;
    fill(visit, &mut tx, &seat, task, Time(i64::MAX)).await
}

async fn fill(
    visit: &Visit,
    tx: &mut ReadTx,
    seat: &Seat,
    task: Task,
    before: Time,
) -> Result<TaskPage, PageError> {
    let slug = seat.pursuance.slug.clone();
    let live = Some(links::task_live(&slug, task.number));
    let l = Layout { live, ..visit.layout(tx, nav(&slug)).await? };
    let mine = Mine::of(visit, tx).await?;
    let deals = Deals::sort(delegations::of_task(tx, &task.id).await?, &task);
    let (sight, seen) = (seat.sight()?, seat.seen(&task)?);
    let attached = discussions::files(tx, &seen).await?;
    let messages = discussions::thread(tx, &seen, before, MESSAGES).await?;
    let (found, is_cut) = (messages.len(), is_full(&messages, MESSAGES));
    let messages = fitting(messages);
    let has_earlier = is_cut || messages.len() < found;
    let lines = events::of_task(tx, &sight, &seen, LINES).await?;
    let mut actors = Actors::default();
    let involved =
        [task.assignee.as_ref(), task.reviewer.as_ref(), Some(&task.creator)].into_iter().flatten();
    let involved = involved
        .chain(deals.all().flat_map(|row| [&row.origin, &row.delegate]))
        .chain(attached.iter().map(|file| &file.added_by))
        .chain(messages.iter().map(|message| &message.author))
        .chain(lines.iter().filter_map(|event| event.actor.as_ref()));
    actors.look_up(tx, involved.cloned().collect()).await?;
    let Asks { title, deliverables, skills, due, size, urgency } = tasks::asks(tx, &task).await?;
    let is_delegated = is_delegated(tx, &mut actors, &task).await?;
    let above = outline::above(tx, &sight, &task).await?;
    let is_offered = deals.is_on_offer();
    let may = may(seat, &task, is_delegated, is_offered);
    let goes_on = hand_over::may_go_on(tx, &task).await?;
    let may = TaskMay { hand_over: may.hand_over && goes_on.is_ok(), ..may };
    let rows = outline::below(tx, &sight, &task.id, (i64::MIN, i64::MIN), SUBTASKS).await?;
    let beside = Beside::of(visit, tx, &rows).await?;
    // Only whoever accepts it is asked what becomes of them; there may be very many.
    let asks = may.accept && task.children > 0;
    let open_subtasks = if asks { tasks::open_below(tx, &task.id).await? } else { 0 };
    let mut files = Vec::new();
    for file in attached {
        files.push(file_view(visit, tx, &l, &mut actors, file, None).await?);
    }
    let mut around = Around {
        visit,
        tx: &mut *tx,
        l: &l,
        seat,
        seen: &seen,
        mine: &mine,
        actors,
        writers: HashMap::new(),
    };
    let mut outgoing = Vec::with_capacity(deals.outgoing.len());
    for row in &deals.outgoing {
        let mut shown = around.outgoing(row, &task).await?;
        shown.d.is_first = outgoing.is_empty();
        outgoing.push(shown);
    }
    let incoming = match &deals.incoming {
        Some(row) => Some(around.incoming(row, &task, &files).await?),
        None => None,
    };
    let Around { mut actors, writers, .. } = around;
    // Whoever hands it in to the other side need not hand it in to themselves first.
    let facts = seat.facts(Some(&task));
    let reviews = facts.is_reviewer || (!facts.has_reviewer && facts.is_creator);
    let submits = incoming.as_ref().is_some_and(|mirror| mirror.may.submit);
    let may = TaskMay { hand_in: may.hand_in && !(reviews && submits), ..may };
    // What is handed in is not ours to judge.
    let may = match &incoming {
        Some(mirror) if mirror.d.is_submitted() => may.without_step(),
        _ => may,
    };
    let mut past = Vec::new();
    for row in &deals.past {
        past.push(list_row(visit, tx, &l, &mut actors, &slug, row, Some(&task)).await?);
    }
    let discusses = seat.may(Permission::Discuss, Some(&task));
    let taken = match visit.person().filter(|_| discusses) {
        Some(person) => room::of_adder(tx, person).await?.bytes,
        None => 0,
    };
    let talk = talk(visit, tx, &l, &mut actors, seat, &task, &deals, &writers, messages, has_earlier).await?;
    // Only a list that is full can have more.
    let history_more =
        if is_full(&lines, LINES) { events::count_of_task(tx, &seen).await? - LINES } else { 0 };
    let mut recent = lines;
    recent.dedup_by(|event, newer| is_same_again(newer, event));
    let mut history = Vec::new();
    for event in recent {
        history.extend(line(visit, tx, &l, &mut actors, &event).await?);
    }
    let shown_rows: Vec<_> = rows.iter().map(|row| beside.row(visit, row)).collect();
    let shown = i64::try_from(rows.iter().filter(|row| row.phase != Phase::Dropped).count()).unwrap_or(0);
    Ok(TaskPage {
        pursuance: seat.pursuance.name.clone(),
        visibility: seat.pursuance.visibility,
        number: task.number,
        deliverables: Markup::trusted(markdown::to_html(deliverables.as_str())),
        phase: task.phase.into(),
        due: due.map(|due| l.due(due, task.phase.is_closed())),
        size,
        is_urgent: urgency == Urgency::Urgent,
        skills: mine.tags_of(&skills),
        assignee: match &task.assignee {
            Some(id) => Some(visit.party_of(tx, &mut actors, id).await?),
            None => None,
        },
        reviewer: match &task.reviewer {
            Some(id) => Some(visit.party_of(tx, &mut actors, id).await?),
            None => None,
        },
        creator: visit.party_of(tx, &mut actors, &task.creator).await?,
        way_in: way_in(seat, &task, is_delegated, is_offered),
        created: l.day(task.created),
        is_part_of_hidden: task.parent.is_some() && !is_parent_shown(&task, &above),
        parents: parents(above),
        assignees: if may.assign { assignees(visit, tx, seat, &task).await? } else { Pick::default() },
        can_help: if may.take { Vec::new() } else { can_help(visit, tx, seat, &task, is_offered).await? },
        may,
        subtasks: shown_rows,
        // Who reads only their own tasks finds no others behind the link.
        subtasks_more: if sight.only_of().is_none() { (task.children - shown).max(0) } else { 0 },
        leaves_done: task.children_done,
        leaves: task.children,
        open_subtasks,
        outgoing,
        incoming,
        past,
        files: Files {
            most: limit(visit.app.config.max_upload),
            files,
            may_add: discusses,
            taken,
            may_take: visit.app.config.quotas.person,
            field: Field::default(),
        },
        talk,
        history,
        history_more,
        open: String::new(),
        problem: String::new(),
        advice: String::new(),
        add: Field::default(),
        send_back_comment: Field::default(),
        title: title.into(),
        slug,
        l,
    })
}

/// Whether as many were found as were asked for.
fn is_full<T>(found: &[T], limit: i64) -> bool {
    i64::try_from(found.len()).is_ok_and(|found| found >= limit)
}

/// The tasks it is part of that may be read, the topmost first.
pub(super) fn parents(above: Vec<Row>) -> Vec<TaskLink> {
    let link = |row: Row| TaskLink {
        href: links::task(&row.slug, row.number),
        number: row.number,
        title: row.title,
    };
    above.into_iter().map(link).collect()
}

/// Whether the task it is directly part of is among those that may be read.
fn is_parent_shown(task: &Task, above: &[Row]) -> bool {
    above.last().is_some_and(|nearest| task.parent.as_ref() == Some(&nearest.id))
}

/// Whether another pursuance has it.
pub(super) async fn is_delegated(tx: &mut ReadTx, actors: &mut Actors, task: &Task) -> StoreResult<bool> {
    match &task.assignee {
        Some(id) => Ok(actors.get(tx, id).await?.kind == ActorKind::Group),
        None => Ok(false),
    }
}

/// The delegations of a task by where they stand on its page.
pub(super) struct Deals {
    outgoing: Vec<Delegation>,
    incoming: Option<Delegation>,
    past: Vec<Delegation>,
}

impl Deals {
    /// The one that holds the task comes before an offer, what goes on before what has ended, and newer before older. What
    /// goes on stays on the page, and so does the last one when all have ended: it says how, and why.
    fn sort(mut rows: Vec<Delegation>, task: &Task) -> Self {
        let holds = |row: &Delegation| task.delegation.as_ref() == Some(&row.id);
        rows.sort_by_key(|row| {
            Reverse((holds(row), row.state.holds_task(), row.state.is_live(), row.created))
        });
        let (mut outgoing, mut incoming, mut past) = (Vec::new(), None, Vec::new());
        for row in rows {
            match row.side {
                Side::Delegate if incoming.is_none() => incoming = Some(row),
                Side::Origin if outgoing.is_empty() || row.state.is_live() || has_late_work(&row) => {
                    outgoing.push(row);
                }
                Side::Origin | Side::Delegate => past.push(row),
            }
        }
        Self { outgoing, incoming, past }
    }

    fn all(&self) -> impl Iterator<Item = &Delegation> {
        self.outgoing.iter().chain(&self.incoming).chain(&self.past)
    }

    /// Whether another pursuance is asked whether it takes the task.
    fn is_on_offer(&self) -> bool {
        self.outgoing.iter().any(|row| row.state.is_open())
    }

    /// Those whose other side a comment may go to.
    pub(super) fn hear(&self) -> impl Iterator<Item = &Delegation> {
        self.outgoing.iter().chain(&self.incoming).filter(|row| row.state.may_comment(row.side))
    }
}

/// What whoever looks may do: every button is asked of the rule that its action will be asked.
fn may(seat: &Seat, task: &Task, is_delegated: bool, is_offered: bool) -> TaskMay {
    let add_subtask = seat.may(Permission::AddSubtask, Some(task));
    let Some(role) = seat.role() else { return TaskMay::default() };
    let facts = seat.facts(Some(task));
    let moves = MoveFacts {
        from: task.phase,
        role,
        is_assignee: facts.is_assignee,
        is_reviewer: facts.is_reviewer,
        is_creator: facts.is_creator,
        has_assignee: task.assignee.is_some(),
        has_reviewer: facts.has_reviewer,
        // What the form will bring along when it has to.
        has_comment: true,
        open_subtasks: 0,
        shared_subtasks: &[],
        subtasks: Some(Subtasks::Finish),
        is_delegated,
        is_mirror: task.is_mirror(),
    };
    let step = |to: Phase| -> Option<PhaseStep> { phase::step(&moves, to).ok() };
    let is = |to: Phase, kind: StepKind| step(to).is_some_and(|step| step.kind == kind);
    let hands = AssignFacts {
        phase: task.phase,
        role,
        is_assignee: facts.is_assignee,
        has_assignee: task.assignee.is_some(),
        is_delegated,
        is_offered,
        may_withdraw: seat.may(Permission::Delegate, Some(task)),
    };
    let reopens = [Phase::InProgress, Phase::HelpWanted, Phase::New];
    TaskMay {
        // The form says that an offer is withdrawn by it.
        take: assign::take(&hands, true).is_ok(),
        call: is(Phase::HelpWanted, StepKind::Call),
        uncall: is(Phase::New, StepKind::Call),
        begin: task.phase == Phase::Started && is(Phase::InProgress, StepKind::Work),
        hand_in: task.phase == Phase::InProgress && is(Phase::ReadyForReview, StepKind::Work),
        take_up_again: task.phase == Phase::ReadyForReview && is(Phase::InProgress, StepKind::Work),
        start_review: is(Phase::InReview, StepKind::StartReview),
        accept: is(Phase::Done, StepKind::Accept),
        send_back: is(Phase::InProgress, StepKind::SendBack),
        hand_back: assign::hand_back(&hands).is_ok(),
        assign: assign::assign(&hands, NewAssignee::Member { has_it: false }).is_ok(),
        edit: seat.may(Permission::EditTask, Some(task)),
        hand_over: seat.may(Permission::Delegate, Some(task))
            && task.assignee.is_none()
            && !task.phase.is_closed(),
        drop: is(Phase::Dropped, StepKind::Drop),
        reopen: reopens.into_iter().find(|to| is(*to, StepKind::Reopen)),
        add_subtask,
    }
}

/// Who can give a task that nobody has to somebody who may not take it themselves: to a member, or to anybody while it is on
/// offer.
async fn can_help(
    visit: &Visit,
    tx: &mut ReadTx,
    seat: &Seat,
    task: &Task,
    is_offered: bool,
) -> StoreResult<Vec<Party>> {
    let is_free = task.phase.is_unassigned() && task.assignee.is_none();
    let is_told = (seat.role().is_some() || is_offered) && seat.may(Permission::SeeMembers, None);
    if !is_free || !is_told || seat.may(Permission::Assign, Some(task)) {
        return Ok(Vec::new());
    }
    let able: Vec<Role> = Role::ALL.into_iter().filter(|role| *role >= Role::Assigner).collect();
    let found = pursuances::members_in(tx, &seat.pursuance.id, &able, 2).await?;
    let party = |member: Member| Party::person(&member.display).linked(links::actor(&member.name));
    Ok(found.into_iter().filter(|member| visit.person() != Some(&member.actor)).map(party).collect())
}

/// Everybody it can be assigned to, or nobody.
async fn assignees(visit: &Visit, tx: &mut ReadTx, seat: &Seat, task: &Task) -> Result<Pick, PageError> {
    let mut actors = Actors::default();
    let chosen = match &task.assignee {
        Some(id) => Some(actors.get(tx, id).await?.clone()),
        None => None,
    };
    let chosen = chosen.as_ref().map(|actor| (actor.name.as_str(), actor.display.as_str()));
    pick::members(tx, seat, visit.t.s("nobody-yet"), Role::Untrusted, chosen).await
}
