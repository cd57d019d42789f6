//! The health of a pursuance: the longest waits with their reasons, the load of members, the flow of its tasks. For its members;
//! questions to people, and the load, only for members who may assign tasks.

use std::collections::HashMap;

use pursuance_domain::allowed::{Permission, Sight};
use pursuance_domain::health::{self, AskedPeople, Offered, Taken, Waits, Wanting, Week};
use pursuance_domain::id::TaskId;
use pursuance_domain::pairing::{AskFacts, Draw, may_pair};
use pursuance_domain::task::phase::{Phase, ShownPhase};
use pursuance_domain::time::{DAY, Time};
use pursuance_domain::value::Skill;
use schemars::JsonSchema;
use serde::Serialize;

use super::pursuance::people;
use super::sealed::{SealedView, is_due_in_week};
use super::{Actors, name_of, one_more, task_url};
use crate::actions::access::Access;
use crate::actions::{PerformError, pairing as rules};
use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::eligible::{self, EligibleSearch};
use crate::store::error::StoreResult;
use crate::store::outline::health as store;
use crate::store::outline::{self, Row, Who};
use crate::store::roster::{self, RosterPerson, Show};
use crate::store::texts::Body;
use crate::store::{actors, dependencies, pairing, tasks};

/// Without a sign of life for so long, a task is quiet, whether somebody was reminded or not.
const QUIET: i64 = 14 * DAY;
/// The number of tasks, longest search first, for which it is worked out why nobody can be asked now; the others are only said to
/// look for people.
const LOOKED_INTO: usize = 10;
/// The most members checked for each of these tasks.
const LOOKED_AT: i64 = 1_000;

/// A part of one of the lists, and how many there are in all.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "{T}Part")]
pub struct Part<T> {
    /// The first of them.
    pub items: Vec<T>,
    /// How many there are.
    pub total: i64,
}

impl<T> Part<T> {
    /// How many do not stand in this part.
    pub fn more(&self) -> i64 {
        self.total - i64::try_from(self.items.len()).unwrap_or(i64::MAX)
    }

    /// The same part with other items.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Part<U> {
        Part { items: self.items.into_iter().map(change).collect(), total: self.total }
    }
}

/// A task, since when it is so, and what there is to say.
#[derive(Debug, Clone)]
pub struct Entry<T> {
    pub row: Row,
    pub since: Time,
    pub what: T,
}

/// Why a task is stuck.
#[derive(Debug, Clone)]
pub enum Stuck {
    /// It waits for something.
    Blocked(HeldBy),
    /// Nothing was heard of it.
    Silent {
        /// Who is waited for.
        who: Who,
        /// When they were reminded.
        nudged_at: Option<Time>,
        /// When it is handed on, where it is.
        hand_on_at: Option<Time>,
    },
}

/// The thing that a blocked task waits for: the first of all.
#[derive(Debug, Clone)]
pub enum HeldBy {
    /// An unfinished task of the pursuance, by its number.
    Task(i64),
    Person(Who),
    Words(Body),
    /// A task of another pursuance.
    Elsewhere,
}

/// Leave to read how a pursuance goes.
///
/// # Errors
/// When the reader is no member, or a member who reads only their own tasks.
pub fn sight(access: &Access) -> Result<Sight, PerformError> {
    let sight = access.sight()?;
    access.demand(Permission::SeeHealth, None)?;
    Ok(sight)
}

/// The entries of a list with their tasks.
async fn entries<T>(
    tx: &mut ReadTx,
    sight: &Sight,
    found: Vec<(TaskId, Time, T)>,
    total: i64,
) -> StoreResult<Part<Entry<T>>> {
    let ids: Vec<&TaskId> = found.iter().map(|(id, ..)| id).collect();
    let mut rows = if ids.is_empty() { HashMap::new() } else { store::by_ids(tx, sight, &ids).await? };
    let entry = |(id, since, what)| Some(Entry { row: rows.remove(&id)?, since, what });
    Ok(Part { items: found.into_iter().filter_map(entry).collect(), total })
}

fn plain((found, total): store::Part<store::WaitingSince>) -> (Vec<(TaskId, Time, ())>, i64) {
    (found.into_iter().map(|(id, since)| (id, since, ())).collect(), total)
}

fn at_most(limit: usize) -> i64 {
    one_more(limit).saturating_sub(1)
}

/// The tasks that have looked for help longest, with the reason.
///
/// # Errors
/// When the reader may not see how it goes, or the database fails.
pub async fn wanting(
    tx: &mut ReadTx,
    access: &Access,
    limit: usize,
) -> Result<Part<Entry<Waits>>, PerformError> {
    let sight = sight(access)?;
    let (found, total) = plain(store::wanting(tx, &sight, at_most(limit)).await?);
    let Part { items, total } = entries(tx, &sight, found, total).await?;
    let rows: Vec<&Row> = items.iter().map(|entry| &entry.row).collect();
    let mut reasons = reasons(tx, access, &sight, &rows).await?;
    let entry = |Entry { row, since, what: () }: Entry<()>| {
        let what = reasons.remove(&row.id).unwrap_or(Waits::Searching);
        Entry { row, since, what }
    };
    Ok(Part { items, total }.map(entry))
}

/// The number of members checked for the reason why a task has nobody, where there are more and the reader is told of them.
pub fn weighed(access: &Access) -> Option<i64> {
    (access.pursuance.members > LOOKED_AT && access.may(Permission::Assign, None)).then_some(LOOKED_AT)
}

/// Why each of some tasks has nobody yet.
async fn reasons(
    tx: &mut ReadTx,
    access: &Access,
    sight: &Sight,
    rows: &[&Row],
) -> Result<HashMap<TaskId, Waits>, PerformError> {
    let ids: Vec<&TaskId> = rows.iter().map(|row| &row.id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut missing: HashMap<TaskId, Vec<Skill>> = HashMap::new();
    for (task, skill) in pairing::lacking(tx, &access.pursuance.id, &ids).await? {
        missing.entry(task).or_default().push(skill);
    }
    let with_skills = tasks::with_skills_among(tx, &ids).await?;
    let paused = pairing::paused_among(tx, &ids).await?;
    let is_closed = access.pursuance.closed_at.is_some();
    let may_assign = sight.may(Permission::Assign);
    let asked = store::asked(tx, sight, &ids).await?;
    let mut reasons = HashMap::new();
    let mut looked_into = 0;
    for row in rows {
        let ruling = may_pair(
            &AskFacts {
                phase: row.phase,
                has_assignee: row.assignee.is_some(),
                has_skills: with_skills.contains(&row.id),
                // They are free.
                is_blocked: false,
                has_open_parts: false,
                is_offered: false,
                is_put_away: false,
                is_closed,
                is_paused: paused.contains(&row.id),
            },
            false,
        );
        let missing = missing.remove(&row.id).unwrap_or_default();
        let known = if may_assign {
            let (people, unanswered) = asked.get(&row.id).copied().unwrap_or_default();
            let count = |number: i64| usize::try_from(number).unwrap_or_default();
            let known = AskedPeople {
                people: count(people),
                unanswered: count(unanswered),
                ..AskedPeople::default()
            };
            if ruling.is_ok() && unanswered == 0 && missing.is_empty() {
                looked_into += 1;
                if looked_into <= LOOKED_INTO { Some(look(tx, access, row, known).await?) } else { None }
            } else {
                Some(known)
            }
        } else {
            None
        };
        let task = Wanting { is_closed, ruling, missing };
        reasons.insert(row.id.clone(), health::why(task, known.as_ref()));
    }
    Ok(reasons)
}

/// Adds the people whom a task could ask now, and the reasons why it does not ask the others.
async fn look(
    tx: &mut ReadTx,
    access: &Access,
    row: &Row,
    mut known: AskedPeople,
) -> Result<AskedPeople, PerformError> {
    let Some(task) = tasks::by_id(tx, &row.id).await? else { return Ok(known) };
    let pursuance = &access.pursuance;
    let (place, members) = (Draw::of(&task.id, 0, &pursuance.id).0, pursuance.members);
    let search = EligibleSearch { task: &task.id, pursuance: &pursuance.id, members, place, most: LOOKED_AT };
    let people = eligible::reachable(tx, search).await?.people;
    for one in pairing::candidates(tx, rules::about(pursuance, &task), &people, access.now).await? {
        match one.standing.fits() {
            Ok(()) => known.left += 1,
            Err(why) => *known.unfit.entry(why).or_insert(0) += 1,
        }
    }
    Ok(known)
}

/// The tasks that are stuck: blocked, or silent for long; the longest first.
///
/// # Errors
/// As [`wanting`].
pub async fn stuck(
    tx: &mut ReadTx,
    access: &Access,
    limit: usize,
) -> Result<Part<Entry<Stuck>>, PerformError> {
    let sight = sight(access)?;
    let (blocked, waiting) = store::blocked(tx, &sight, at_most(limit)).await?;
    let quiet_since = access.now.plus(-QUIET);
    let (silent, quiet) = store::silent(tx, &sight, quiet_since, at_most(limit)).await?;
    let who: Vec<_> = silent.iter().map(|one| one.who.clone()).collect();
    let known: HashMap<_, _> =
        actors::each(tx, &who).await?.into_iter().map(|actor| (actor.id.clone(), actor)).collect();
    let mut found: Vec<_> =
        blocked.into_iter().map(|(id, since)| (id, since, Stuck::Blocked(HeldBy::Elsewhere))).collect();
    for one in silent {
        let Some(actor) = known.get(&one.who) else { continue };
        let who = actor.into();
        let what = Stuck::Silent { who, nudged_at: one.nudged_at, hand_on_at: one.hand_on_at };
        // A task that is blocked and silent is listed once.
        if found.iter().all(|(id, ..)| *id != one.task) {
            found.push((one.task, one.since, what));
        }
    }
    found.sort_by(|(id, since, _), (other, after, _)| (since, &id.0).cmp(&(after, &other.0)));
    found.truncate(limit);
    say_what_holds(tx, &mut found).await?;
    Ok(entries(tx, &sight, found, waiting + quiet).await?)
}

/// Adds what the blocked ones among stuck tasks wait for.
async fn say_what_holds(tx: &mut ReadTx, found: &mut [(TaskId, Time, Stuck)]) -> StoreResult<()> {
    let blocked: Vec<TaskId> = found
        .iter()
        .filter(|(.., what)| matches!(what, Stuck::Blocked(_)))
        .map(|(id, ..)| id.clone())
        .collect();
    if blocked.is_empty() {
        return Ok(());
    }
    let ids: Vec<&TaskId> = blocked.iter().collect();
    let numbers = store::first_waited(tx, &ids).await?;
    let mut blocks = dependencies::first_blocks(tx, &ids).await?;
    let people: Vec<_> = blocks.values().filter_map(|block| block.on.clone()).collect();
    let known: HashMap<_, _> =
        actors::each(tx, &people).await?.into_iter().map(|actor| (actor.id.clone(), actor)).collect();
    for (id, _, what) in found {
        let Stuck::Blocked(held) = what else { continue };
        if let Some(number) = numbers.get(id) {
            *held = HeldBy::Task(*number);
        } else if let Some(block) = blocks.remove(id) {
            *held = match block.on.and_then(|on| known.get(&on)) {
                Some(actor) => HeldBy::Person(actor.into()),
                None => HeldBy::Words(block.reason),
            };
        }
    }
    Ok(())
}

/// The open tasks that are over their date.
///
/// # Errors
/// As [`wanting`].
pub async fn late(tx: &mut ReadTx, access: &Access, limit: usize) -> Result<Part<Entry<()>>, PerformError> {
    let sight = sight(access)?;
    let (found, total) = plain(store::late(tx, &sight, access.now, at_most(limit)).await?);
    Ok(entries(tx, &sight, found, total).await?)
}

/// The tasks whose work has waited longest for its verdict.
///
/// # Errors
/// As [`wanting`].
pub async fn in_review(
    tx: &mut ReadTx,
    access: &Access,
    limit: usize,
) -> Result<Part<Entry<()>>, PerformError> {
    let sight = sight(access)?;
    let (found, total) = plain(store::in_review(tx, &sight, at_most(limit)).await?);
    Ok(entries(tx, &sight, found, total).await?)
}

/// The members who have most in hand; none for readers who may not assign tasks.
///
/// # Errors
/// As [`wanting`].
pub async fn load(
    tx: &mut ReadTx,
    access: &Access,
    limit: usize,
) -> Result<Option<Part<store::Load>>, PerformError> {
    let sight = sight(access)?;
    if !sight.may(Permission::Assign) {
        return Ok(None);
    }
    let (items, total) = store::load(tx, &sight, at_most(limit)).await?;
    Ok(Some(Part { items, total }))
}

/// The members who may take tasks and have nothing in hand, by name: those of the list of members ([`Show::Nothing`]); none for readers
/// who may not assign tasks.
///
/// # Errors
/// As [`wanting`].
pub async fn idle(
    tx: &mut ReadTx,
    access: &Access,
    limit: usize,
) -> Result<Part<RosterPerson>, PerformError> {
    let total = roster::count_nothing(tx, &sight(access)?).await?;
    let asked = roster::PeopleQuery { show: Show::Nothing, ..roster::PeopleQuery::default() };
    let items =
        if total > 0 { people(tx, access, asked, ("", limit), access.now).await?.items } else { Vec::new() };
    Ok(Part { items, total })
}

/// The flow of the last weeks.
///
/// # Errors
/// As [`wanting`].
pub async fn flow(tx: &mut ReadTx, access: &Access) -> Result<Vec<Week>, PerformError> {
    let sight = sight(access)?;
    let by_phase = outline::count_by_phase(tx, &sight).await?;
    let is_open = |phase: &ShownPhase| !matches!(phase, ShownPhase::Is(Phase::Done | Phase::Dropped));
    let open = by_phase.iter().filter(|(phase, _)| is_open(phase)).map(|(_, count)| count).sum();
    Ok(health::flow(access.now, &store::weeks(tx, &sight, access.now).await?, open))
}

/// The time until tasks that looked for help were taken, and the results of the offers.
///
/// # Errors
/// As [`wanting`].
pub async fn answers(tx: &mut ReadTx, access: &Access) -> Result<(Option<Taken>, Offered), PerformError> {
    let sight = sight(access)?;
    let taken = health::taken(store::waited(tx, &sight, access.now).await?);
    Ok((taken, store::offered(tx, &sight, access.now).await?))
}

/// How a pursuance goes.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Health")]
pub struct HealthView {
    /// The tasks that have looked for help longest.
    pub wanting: Part<WantingView>,
    /// The tasks that are blocked or silent, the longest first.
    pub stuck: Part<StuckView>,
    /// The open tasks that are over their date.
    pub late: Part<LateView>,
    /// The tasks whose work has waited longest for its verdict.
    pub in_review: Part<InReviewView>,
    /// The members who have most in hand; null for readers who may not assign tasks.
    pub load: Option<Part<LoadView>>,
    /// The last twelve weeks, the oldest first; the last one ends now.
    pub flow: Vec<Week>,
    /// How long tasks looked for help that were taken in these weeks; null without any.
    pub taken_after: Option<Taken>,
    /// The offers of these weeks.
    pub offers: Offered,
}

/// A task in one of the lists.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "HealthTask")]
pub struct TaskView {
    /// Its number.
    pub task: i64,
    pub id: TaskId,
    pub title: Body,
    /// The envelope of the title, where it is sealed; `title` is null then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealedView>,
    pub phase: ShownPhase,
    /// Who has it.
    pub assignee: Option<String>,
    pub due: Option<Time>,
    /// Whether `due` is only the end of the week in which it is wanted: of a task whose title is sealed no more is known here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub due_in_week: bool,
    /// The address of its page.
    pub url: String,
}

/// A task that wants help.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "WantingTask")]
pub struct WantingView {
    #[serde(flatten)]
    pub task: TaskView,
    /// Since when it looks for help.
    pub since: Time,
    pub reason: Waits,
}

/// A task that is stuck.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "StuckTask")]
pub struct StuckView {
    #[serde(flatten)]
    pub task: TaskView,
    /// Since when it is blocked, or silent.
    pub since: Time,
    pub reason: StuckReason,
}

/// Why a task is stuck.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum StuckReason {
    /// It waits for something: the first of all that it waits for. All of these are null where that is a task of another pursuance, or
    /// where nothing more is said.
    #[schemars(title = "StuckBlocked")]
    Blocked {
        /// The number of an unfinished task of the pursuance.
        task: Option<i64>,
        /// The name of a person.
        on: Option<String>,
        /// The words that somebody wrote.
        words: Option<Body>,
        /// The envelope of the words, where they are sealed; `words` is null then.
        #[serde(skip_serializing_if = "Option::is_none")]
        sealed: Option<SealedView>,
    },
    /// Nothing was heard of it.
    #[schemars(title = "StuckSilent")]
    Silent {
        /// Who is waited for.
        who: String,
        /// When they were reminded.
        nudged_at: Option<Time>,
        /// When it is handed on, where it is.
        hand_on_at: Option<Time>,
    },
}

/// A task that is over its date.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "LateTask")]
pub struct LateView {
    #[serde(flatten)]
    pub task: TaskView,
}

/// A task whose work waits for its verdict.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "TaskInReview")]
pub struct InReviewView {
    #[serde(flatten)]
    pub task: TaskView,
    /// Since when it waits.
    pub since: Time,
    /// Who decides: the reviewer, without one the creator.
    pub by: String,
}

/// The work that a member has in hand.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Load")]
pub struct LoadView {
    /// Their name.
    pub person: String,
    /// Tasks that they have begun, or are to begin.
    pub under_way: i64,
    /// Tasks whose work waits for their verdict.
    pub reviews: i64,
}

fn task_view(app: &App, row: Row) -> TaskView {
    TaskView {
        url: task_url(app, &row.slug, row.number),
        phase: row.shown(),
        task: row.number,
        id: row.id,
        sealed: SealedView::of(&row.title),
        due_in_week: is_due_in_week(&row.title, row.asked.due),
        title: row.title,
        assignee: row.assignee.as_ref().map(Who::full_name),
        due: row.asked.due,
    }
}

/// Returns the thing that a blocked task waits for, for programs.
fn blocked_by(held: HeldBy) -> StuckReason {
    let (task, on, words) = match held {
        HeldBy::Task(number) => (Some(number), None, None),
        HeldBy::Person(who) => (None, Some(who.full_name()), None),
        HeldBy::Words(words) => (None, None, Some(words).filter(|words| !words.is_blank())),
        HeldBy::Elsewhere => (None, None, None),
    };
    let sealed = words.as_ref().and_then(SealedView::of);
    StuckReason::Blocked { task, on, words, sealed }
}

/// The health of a pursuance, for programs; at most `limit` entries of each list.
///
/// # Errors
/// As [`wanting`].
pub async fn view(
    app: &App,
    tx: &mut ReadTx,
    access: &Access,
    limit: usize,
) -> Result<HealthView, PerformError> {
    let wanting = wanting(tx, access, limit).await?.map(|Entry { row, since, what }| WantingView {
        task: task_view(app, row),
        since,
        reason: what,
    });
    let stuck = stuck(tx, access, limit).await?.map(|Entry { row, since, what }| {
        let reason = match what {
            Stuck::Blocked(held) => blocked_by(held),
            Stuck::Silent { who, nudged_at, hand_on_at } => {
                StuckReason::Silent { who: who.full_name(), nudged_at, hand_on_at }
            }
        };
        StuckView { task: task_view(app, row), since, reason }
    });
    let late = late(tx, access, limit).await?.map(|entry| LateView { task: task_view(app, entry.row) });
    let waiting = in_review(tx, access, limit).await?;
    let mut actors = Actors::default();
    actors.look_up(tx, waiting.items.iter().map(|entry| entry.row.judge().clone()).collect()).await?;
    let mut in_review = Part { items: Vec::new(), total: waiting.total };
    for Entry { row, since, what: () } in waiting.items {
        let by = name_of(actors.get(tx, row.judge()).await?);
        in_review.items.push(InReviewView { task: task_view(app, row), since, by });
    }
    let load = load(tx, access, limit).await?.map(|load| {
        load.map(|store::Load { who, under_way, reviews }| LoadView {
            person: who.full_name(),
            under_way,
            reviews,
        })
    });
    let flow = flow(tx, access).await?;
    let (taken_after, offers) = answers(tx, access).await?;
    Ok(HealthView { wanting, stuck, late, in_review, load, flow, taken_after, offers })
}
