//! One task: its needs, its assignee, its delegations, the discussion, the history.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use pursuance_domain::allowed::Permission;
use pursuance_domain::pairing::{PairingRefusal, Wanted, may_pair};
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::Time;
use pursuance_domain::value::Visibility;

use super::above::parents_in;
use super::clock::ClockShown;
use super::dependencies::{Dependencies, dependencies};
use super::discussion::{Said, Talk, talk};
use super::ending::{AwayShown, EndsShown};
use super::files::Files;
use super::heir::HeirShown;
use super::history::HistoryRow;
use super::lesson::LessonAsked;
use super::may::{Hands, TaskMay, WayIn, assignees, can_help, is_delegated};
use super::named::Named;
use super::parts::{Parts, on_mirror};
use super::pieces;
use super::places::places;
use super::reviewer::Reviewers;
use super::scene::{History, LINES, Read, file_rows, may_now};
use super::suggest::Suggests;
use crate::actions::access::{self, Access};
use crate::actions::succession::is_held;
use crate::actions::task::SETTLED_AT_ONCE;
use crate::markdown;
use crate::reads::Actors;
use crate::reads::task::count_below;
use crate::store::actors::ActorKind;
use crate::store::db::ReadTx;
use crate::store::outline;
use crate::store::tasks::{self, Task};
use crate::text::Markup;
use crate::web::cards::back::came_from;
use crate::web::cards::notes::BanShown;
use crate::web::cards::notes::ClosedNote;
use crate::web::cards::pick::{Members, Pick};
use crate::web::cards::rows::{RowContext, TaskRow};
use crate::web::cards::suggestions::count_about;
use crate::web::cards::watching::Watching;
use crate::web::delegation::between::Between;
use crate::web::delegation::delegate::Incoming;
use crate::web::delegation::origin::Outgoing;
use crate::web::delegation::rounds::Rounds;
use crate::web::delegation::row::{DelegationRow, list_row};
use crate::web::delegation::sides::Around;
use crate::web::delegation::view::DelegationView;
use crate::web::frame::asks::AsksView;
use crate::web::frame::labels::{PhaseTag, grant_key};
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::links::alternate;
use crate::web::frame::view::{Field, Party, RefusedField, TaskLink, limit, refused};
use crate::web::frame::when::When;
use crate::web::request::carried::Typed;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::Query;
use crate::web::request::session::Visit;
use crate::web::request::unplaced::FormPage;
use crate::web::task::may::way_in;

/// Subtasks on the page; more are a link away.
const SUBTASKS: i64 = 30;

/// `GET /p/{slug}/t/{number}`. Refused forms of the task come back as this page with status 422.
#[derive(Template)]
#[template(path = "task/page.html")]
pub struct TaskPage {
    pub l: Layout,
    pub slug: String,
    pub pursuance: String,
    pub visibility: Visibility,
    /// That the pursuance is closed.
    pub closed: Option<ClosedNote>,
    /// That the viewer is banned.
    pub ban: Option<BanShown>,
    /// The keys of what the viewer may do with it beyond their role.
    pub granted: Vec<&'static str>,
    pub number: i64,
    pub asks: AsksView,
    pub phase: PhaseTag,
    pub assignee: Option<Party>,
    pub reviewer: Option<Party>,
    pub creator: Party,
    /// The member who suggested it.
    pub suggested_by: Option<Party>,
    /// The member who helps the assignee, who learns by it.
    pub mentor: Option<Party>,
    pub created: When,
    /// The tasks it is part of that the viewer may read, the topmost first.
    pub parents: Vec<TaskLink>,
    /// Whether its parent is not among them.
    pub is_part_of_hidden: bool,
    /// Who is waited for, and what follows; for members.
    pub clock: Option<ClockShown>,
    /// That it was handed on, for those whom that concerns.
    pub heir: Option<HeirShown>,
    /// Whether anybody is asked about it, for members; none where somebody has it, or it is over.
    pub asking: Option<Asking>,
    /// A question to the viewer about learning by it, and where it is answered.
    pub lesson: Option<LessonAsked>,
    /// Where it is, when it is archived or in the trash.
    pub away: Option<AwayShown>,
    pub ends: EndsShown,
    /// The steps of the viewer's own part, and everything else they may do.
    pub may: TaskMay,
    /// The steps that the viewer may take in the place of somebody else.
    pub in_place: TaskMay,
    /// What the viewer may only suggest.
    pub suggests: Suggests,
    /// Suggestions about it that the viewer may decide or has made.
    pub suggestions: usize,
    pub parts: Parts,
    /// For a non-member: the way to get it.
    pub way_in: Option<WayIn>,
    /// People who can help a viewer who may not take it; few, and none when nobody is needed.
    pub can_help: Vec<Party>,
    /// The possible assignees, and "nobody".
    pub assignees: Pick,
    /// Who reviews it, to choose; and the same for a new subtask.
    pub reviewers: Reviewers,
    pub add_review: Reviewers,
    /// Whether somebody looks at the work before it is done.
    pub needs_review: bool,
    pub subtasks: Vec<TaskRow>,
    /// Subtasks that are not shown here.
    pub subtasks_more: i64,
    /// What it waits for, and what waits for it.
    pub dependencies: Dependencies,
    /// Leaves below that are done, of all that were not dropped.
    pub leaves_done: i64,
    pub leaves: i64,
    /// Subtasks, at any depth, that are still open.
    pub open_subtasks: i64,
    /// The live delegations to others, the one that holds the task first; the last one when all have ended.
    pub outgoing: Vec<Outgoing>,
    /// The delegation this mirror belongs to.
    pub incoming: Option<Incoming>,
    /// Delegations that ended.
    pub past: Vec<DelegationRow>,
    pub files: Files,
    pub talk: Talk,
    pub history: Vec<HistoryRow>,
    /// Of each of these lines the event by which the viewer takes it back.
    pub undo: Vec<Option<i64>>,
    /// Lines of history that are not shown.
    pub history_more: i64,
    /// Whether the viewer watches it; none for a visitor.
    pub watching: Option<Watching>,
    /// The folded part to open.
    pub open: String,
    /// The board that the viewer came from, to which a form leads back; empty without one.
    pub board: String,
    /// A refusal that concerns no field.
    pub problem: String,
    /// The next step after it.
    pub advice: String,
    /// Texts of the refused form that have no field here any more.
    pub typed: Vec<Typed>,
    /// The inline form for a subtask.
    pub add: Field,
    /// The form that sends local work back.
    pub send_back_comment: Field,
    /// What happens to open subtasks when the work is accepted.
    pub subtasks_fate: Field,
}

/// Whether anybody is asked about a task that nobody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asking {
    /// The key of the sentence.
    pub said: &'static str,
    /// Whether the viewer may ask for help.
    pub may_call: bool,
    /// Whether the viewer reads who is asked.
    pub leads_on: bool,
}

impl Asking {
    fn of(wanted: &Wanted, may: TaskMay) -> Option<Self> {
        if wanted.has_assignee || wanted.is_put_away || wanted.is_closed || !wanted.phase.is_unassigned() {
            return None;
        }
        let said = match may_pair(wanted, false) {
            Ok(()) => "asking-members",
            Err(PairingRefusal::NoSkills) => "asking-board",
            Err(PairingRefusal::Blocked) => "pairing-blocked",
            Err(PairingRefusal::OnOffer) => "pairing-on-offer",
            Err(PairingRefusal::Paused) => "asking-paused",
            Err(PairingRefusal::NotWanted | PairingRefusal::NoChange | PairingRefusal::Person(_)) => {
                "asking-nobody"
            }
        };
        let leads_on = may.assign && wanted.phase == Phase::HelpWanted;
        Some(Self { said, may_call: may.call, leads_on })
    }
}

impl TaskPage {
    /// Whether that folded part is to be open.
    pub fn is_unfolded(&self, part: impl AsRef<str>) -> bool {
        self.open == part.as_ref()
    }

    /// ` open` for the folded part to open.
    pub fn unfolded(&self, part: &str) -> &'static str {
        if self.is_unfolded(part) { " open" } else { "" }
    }

    /// The pursuance with an offer of it, which is informed when somebody here takes it.
    pub fn on_offer_to(&self) -> Option<&Party> {
        self.outgoing.iter().find(|out| out.d.is_open()).map(|out| &out.d.peer)
    }

    /// Whether the menu has anything in it.
    pub fn has_menu(&self) -> bool {
        let recalls = |out: &Outgoing| out.may.manage && out.d.is_recallable();
        self.may.has_menu()
            || self.ends.archive
            || self.ends.trash
            || self.suggests.any()
            || self.in_place.has_step()
            || self.outgoing.iter().any(recalls)
            || self.incoming.as_ref().is_some_and(|mirror| mirror.may.give_back)
    }

    /// Whether its subtasks come before the state between the servers: where the work is done here.
    pub fn splits_first(&self) -> bool {
        self.outgoing.is_empty()
    }

    /// Parts of it that are still to be done.
    pub fn open_rows(&self) -> impl Iterator<Item = &TaskRow> {
        self.subtasks.iter().filter(|row| !row.is_closed())
    }

    /// Parts of it that are done or dropped.
    pub fn closed_rows(&self) -> impl Iterator<Item = &TaskRow> {
        self.subtasks.iter().filter(|row| row.is_closed())
    }

    /// Whether it has an assignee, or was done by one.
    pub fn has_worker(&self) -> bool {
        use Phase::{Done, Dropped, InReview, ReadyForReview};
        let is_done = matches!(self.phase, PhaseTag::Is(ReadyForReview | InReview | Done | Dropped));
        self.assignee.is_some() || !is_done
    }

    /// Who can help, in words.
    pub fn can_help(&self) -> Option<Markup> {
        let t = self.l.t;
        let said = match self.can_help.as_slice() {
            [] => return None,
            [one] => t.rich("can-help-one").html("one", one.markup(t)).to_string(),
            [one, two, ..] => {
                t.rich("can-help-two").html("one", one.markup(t)).html("two", two.markup(t)).to_string()
            }
        };
        Some(Markup::trusted(said))
    }

    /// The person who did the work, when it is not the viewer.
    pub fn worker(&self) -> Option<&Party> {
        self.assignee.as_ref().filter(|party| !party.is_you)
    }

    /// Who may see it.
    pub fn seen_by_key(&self) -> &'static str {
        match self.visibility {
            Visibility::Public => "seen-by-everyone",
            Visibility::Unlisted => "seen-by-address",
            Visibility::Members | Visibility::Sealed => "seen-by-members",
        }
    }

    /// The lines of the history, each with the event by which the viewer takes it back.
    pub fn lines(&self) -> impl Iterator<Item = (&HistoryRow, Option<i64>)> {
        let undo = |line: usize| self.undo.get(line).copied().flatten();
        self.history.iter().enumerate().map(move |(line, row)| (row, undo(line)))
    }

    /// The refused fields of the forms that are folded further below: the page names them on top.
    pub fn refused(&self) -> Vec<RefusedField> {
        refused(&[
            ("blocker", "dependencies-blocker", &self.dependencies.blocker),
            ("depend-on", "dependencies-on", &self.dependencies.field),
            ("file", "files-file", &self.files.field),
        ])
    }

    /// The number of lines of the history, with those that are not on the page.
    pub fn history_total(&self) -> i64 {
        i64::try_from(self.history.len()).unwrap_or(i64::MAX).saturating_add(self.history_more)
    }

    /// So many open subtasks are closed with their task at once, where there are more: then nobody takes that back.
    pub fn too_many_to_undo(&self) -> Option<i64> {
        let most = i64::try_from(SETTLED_AT_ONCE).unwrap_or(i64::MAX);
        (self.open_subtasks > most).then_some(most)
    }

    /// How far the subtasks are, 0 to 100.
    pub fn percent(&self) -> i64 {
        (self.leaves_done * 100).checked_div(self.leaves).unwrap_or(0)
    }
}

impl FormPage for TaskPage {
    /// Without the field, the reason would not be said beside it either.
    fn unplaced(&mut self, texts: Vec<Typed>) {
        self.typed = texts;
        let of_forms = self.outgoing.iter_mut().map(|out| &mut out.d.problem);
        let of_forms = of_forms.chain(self.incoming.iter_mut().map(|mirror| &mut mirror.d.problem));
        let beside = [
            &mut self.send_back_comment.error,
            &mut self.talk.body.error,
            &mut self.add.error,
            &mut self.dependencies.blocker.error,
        ];
        if let Some(why) = of_forms.chain(beside).find(|why| !why.is_empty())
            && self.problem.is_empty()
        {
            self.problem = std::mem::take(why);
        }
    }
}

/// `GET /p/{slug}/t/{number}`
pub async fn show(
    visit: Visit,
    Path((slug, number)): Path<(String, i64)>,
    query: Query,
) -> Result<Response, PageError> {
    let part = Part {
        said: query.0.number("before").map_or(Time(i64::MAX), Time),
        rounds: query.0.number("rounds").map_or_else(Rounds::newest, |at| Rounds::before(Time(at))),
    };
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let task = access::find_task(&mut tx, &access, number).await?;
    let document = visit.app.addresses.task(&task.id);
    let program = alternate(&document);
    let open = query.0.text("open").to_owned();
    let board = came_from(&slug, &query.0);
    let mut shown = TaskPage { open, board, ..fill(&visit, &mut tx, &access, task, part).await? };
    if let Some(share) = shown.talk.share.as_mut().filter(|_| shown.open == links::ANSWER) {
        share.is_ticked = true;
    }
    shown.l.document = Some(document);
    shown.l.back = Some(links::task(&slug, number));
    let mut response = page(StatusCode::OK, &shown)?;
    if let Ok(link) = HeaderValue::from_str(&program) {
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}

/// The present page, for a refused form of it.
pub(in crate::web) async fn load(visit: &Visit, slug: &str, number: i64) -> Result<TaskPage, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
    let task = access::find_task(&mut tx, &access, number).await?;
    let newest = Part { said: Time(i64::MAX), rounds: Rounds::newest() };
    fill(visit, &mut tx, &access, task, newest).await
}

/// The part of the page that is asked for, where it has more than fits.
struct Part {
    /// Comments from before this.
    said: Time,
    rounds: Rounds,
}

async fn fill(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    task: Task,
    part: Part,
) -> Result<TaskPage, PageError> {
    let slug = access.pursuance.slug.clone();
    let live = Some(links::task_live(&slug, task.number));
    let l = Layout { live, ..visit.layout(tx, Nav::pursuance(&slug)).await? };
    let mine = visit.mine();
    let (sight, seen) = (access.sight()?, access.seen(&task)?);
    let discusses = access.may(Permission::Discuss, Some(&task));
    let read = Read::of(visit, tx, (access, &sight, &seen), &task, part.said).await?;
    let mut actors = Actors::default();
    actors.look_up(tx, read.involved(&task)).await?;
    let Read { beside, delegations, attached, messages, has_earlier, lines, in_all } = read;
    let asked = beside.asks;
    let is_delegated = is_delegated(tx, &mut actors, &task).await?;
    let chain = tasks::chain(tx, &sight, &task).await?;
    let is_offered = delegations.is_on_offer();
    let (heir, is_held) = if beside.was_handed_on {
        let heir = HeirShown::of(visit, tx, &l, access, &task).await?;
        (heir, is_held(tx, &task, visit.person()).await?)
    } else {
        (None, false)
    };
    let hands = Hands { is_delegated, is_offered, is_held };
    let may = may_now(tx, access, &task, hands, heir.as_ref(), &chain).await?;
    let wanted = Wanted {
        phase: task.phase,
        has_assignee: task.assignee.is_some(),
        has_skills: !asked.skills.is_empty(),
        is_blocked: task.is_blocked,
        is_offered,
        is_put_away: task.is_put_away() || task.archived_at.is_some(),
        is_closed: access.pursuance.closed_at.is_some(),
        is_paused: beside.is_asking_paused,
    };
    let asking = Asking::of(&wanted, may).filter(|_| access.role().is_some() && heir.is_none());
    let suggests =
        if task.is_put_away() { Suggests::default() } else { Suggests::of(access, &task, is_delegated) };
    let suggestions = if beside.has_suggestions { count_about(visit, tx, access, &task).await? } else { 0 };
    let accompanied_by = beside.accompanied_by;
    let lesson = LessonAsked::of(beside.mentoring.as_ref(), beside.learning.as_ref());
    let lesson = lesson.filter(|_| !task.is_put_away());
    let suggested_by = beside.suggested_by.filter(|_| access.may(Permission::SeeMembers, None));
    let rows = if beside.has_subtasks {
        outline::below(tx, &sight, &task.id, (i64::MIN, i64::MIN), SUBTASKS).await?
    } else {
        Vec::new()
    };
    let context = RowContext::of(visit, tx, &rows).await?;
    let mut counted = task.clone();
    count_below(tx, access, &mut [&mut counted]).await?;
    let parts = Parts::of(visit, tx, &l, &mut actors, (access, &seen), &task).await?;
    // Only a person who may accept or finish it has to decide about them; there may be very many.
    let asks = (may.accept || may.finish) && task.children > 0;
    let open_subtasks = if asks { tasks::open_below(tx, &task.id).await? } else { 0 };
    let names = attached.iter().map(|file| (file.id.0.clone(), file.name.clone())).collect();
    let files = file_rows(visit, tx, &l, &mut actors, (access, &task), attached).await?;
    // Only what another side said has writers that its messages name.
    let mut said = None;
    for message in &messages {
        if actors.get(tx, &message.author).await?.kind == ActorKind::Group {
            said = messages.first().zip(messages.last()).map(|(first, last)| (first.at, last.at));
        }
    }
    let mut around = Around {
        visit,
        tx: &mut *tx,
        l: &l,
        access,
        seen: &seen,
        mine: &mine,
        actors,
        said,
        writers: HashMap::new(),
        rounds: part.rounds,
        offers: HashMap::new(),
    };
    let mut outgoing = Vec::with_capacity(delegations.outgoing.len());
    for row in &delegations.outgoing {
        let mut shown = around.outgoing(row, &task).await?;
        shown.d.is_first = outgoing.is_empty();
        outgoing.push(shown);
    }
    let mut incoming = match &delegations.incoming {
        Some(row) => Some(around.incoming(row, &task, &files).await?),
        None => None,
    };
    let Around { mut actors, writers, .. } = around;
    let mut sides = outgoing.iter().map(|out| &out.d).chain(incoming.iter().map(|mirror| &mirror.d));
    let share = sides.any(DelegationView::is_active).then_some(false);
    let steps = may.split(&parts);
    let (may, in_place) = match &mut incoming {
        Some(mirror) => on_mirror(mirror, &parts, steps),
        None => steps,
    };
    let mut past = Vec::new();
    for row in &delegations.past {
        past.extend(list_row(visit, tx, &l, &mut actors, &slug, row, Some(&task)).await?);
    }
    let texts = messages.iter().map(|message| message.body.as_str()).chain([asked.deliverables.as_str()]);
    let places = places(visit, tx, access, texts).await?;
    let said = Said { writers: &writers, places: &places, messages, has_earlier };
    let talk = talk(visit, tx, &l, &mut actors, access, &task, &delegations, said).await?;
    let named = Named::beside(names, tx, access, &lines).await?;
    let History { lines: history, undo, went_along } =
        History::of(visit, tx, &l, &mut actors, (access, &task), &named, lines).await?;
    let chooses = may.assign || ((may.set_reviewer || may.add_subtask) && Reviewers::may_choose(access));
    let members = if chooses { Members::of(tx, access).await? } else { Members::nobody() };
    let shown_rows: Vec<_> = rows.iter().map(|row| context.row(visit, row)).collect();
    let shown = i64::try_from(rows.iter().filter(|row| row.phase != Phase::Dropped).count()).unwrap_or(0);
    let deliverables = Markup::trusted(markdown::to_linked_html(asked.deliverables.as_str(), &places));
    Ok(TaskPage {
        pursuance: access.pursuance.name.clone(),
        visibility: access.pursuance.visibility,
        closed: ClosedNote::of(visit, tx, access).await?,
        ban: BanShown::of_viewer(visit, tx, access).await?,
        granted: access.grants.on(&task.id).list().into_iter().map(grant_key).collect(),
        number: task.number,
        phase: task.shown().into(),
        assignee: visit.party_if_any(tx, &mut actors, task.assignee.as_ref()).await?,
        reviewer: visit.party_if_any(tx, &mut actors, task.reviewer.as_ref()).await?,
        creator: visit.party_of(tx, &mut actors, &task.creator).await?,
        mentor: visit.party_if_any(tx, &mut actors, accompanied_by.as_ref()).await?,
        lesson,
        asking,
        suggested_by: visit.party_if_any(tx, &mut actors, suggested_by.as_ref()).await?,
        // It is for members.
        clock: if beside.has_clock && (access.role().is_some() || access.may(Permission::SeeLog, None)) {
            ClockShown::of(visit, tx, &l, &mut actors, access, &task).await?
        } else {
            None
        },
        away: AwayShown::of(visit, tx, &l, access, &task).await?,
        ends: EndsShown::of(access, &task),
        way_in: way_in(access, &task, hands).filter(|_| !task.is_put_away()),
        created: l.day(task.created),
        is_part_of_hidden: task.parent.is_some() && !chain.shows_parent(&task) && !went_along,
        parents: parents_in(&slug, &chain),
        assignees: if may.assign {
            assignees(visit, tx, &mut actors, &members, &task).await?
        } else {
            Pick::default()
        },
        reviewers: if may.set_reviewer {
            let among = (visit.t, &mut actors, &members);
            Reviewers::of(tx, among, access, &task, is_delegated).await?
        } else {
            Reviewers::default()
        },
        add_review: if may.add_subtask {
            Reviewers::of_new_among(&members, visit.t, access)
        } else {
            Reviewers::default()
        },
        needs_review: is_delegated || access.needs_review(&task),
        can_help: if may.take || task.is_put_away() || heir.is_some() {
            Vec::new()
        } else {
            can_help(visit, tx, access, &task, is_offered).await?
        },
        heir,
        may,
        in_place,
        suggests,
        suggestions,
        parts,
        subtasks: shown_rows,
        dependencies: Dependencies {
            share,
            ..dependencies(visit, tx, &l, &mut actors, access, (&task, beside.counts)).await?
        },
        // A reader of only their own tasks would find no others behind the link.
        subtasks_more: if sight.only_of().is_none() { (task.children - shown).max(0) } else { 0 },
        leaves_done: counted.children_done,
        leaves: counted.children,
        open_subtasks,
        outgoing,
        incoming,
        past,
        files: Files {
            most: limit(visit.app.config.max_upload),
            files,
            may_add: discusses,
            taken: beside.room,
            may_take: visit.app.config.quotas.person,
            field: Field::default(),
        },
        talk,
        history,
        undo,
        history_more: (in_all - LINES).max(0),
        watching: Watching::known(visit, task.id.as_str(), (beside.watched, beside.is_muted)),
        open: String::new(),
        board: String::new(),
        problem: String::new(),
        advice: String::new(),
        typed: Vec::new(),
        add: Field::default(),
        send_back_comment: Field::default(),
        subtasks_fate: Field::default(),
        asks: AsksView::of(&l, &mine, asked, deliverables, task.phase.is_closed()),
        slug,
        l,
    })
}
