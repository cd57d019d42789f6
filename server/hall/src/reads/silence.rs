//! The clock of a task: who is waited for, when they are reminded, when the task is handed on, and why then (RULES §5).

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use pursuance_domain::allowed::{Permission, while_open};
use pursuance_domain::id::{ActorId, OfferId};
use pursuance_domain::silence::{
    Clock, FixedDays, Judge, Part, Silence, SilencePace, Terms, Would, asked_first,
};
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::{DAY, Time};
use pursuance_domain::value::{HandingOn, Size, Urgency};
use schemars::JsonSchema;
use serde::Serialize;

use super::Actors;
use crate::actions::PerformError;
use crate::actions::access::Access;
use crate::actions::silence::judge_of;
use crate::actions::succession as rules;
use crate::listeners::silence::{counted_each, may_be_watched};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::silence::InTerms;
use crate::store::tasks::{self, Task};
use crate::store::texts::Body;
use crate::store::{silence, succession};

/// The clock of a task.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "TaskClock")]
pub struct ClockView {
    /// Null where nobody is waited for.
    pub clock: Option<RunningView>,
    /// Null unless it was handed on, and nobody has it since.
    pub handed_on: Option<HandedOnView>,
}

/// A task that was handed on.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "HandedOn")]
pub struct HandedOnView {
    /// Until when one person alone is asked whether they go on; null where it looks for help.
    pub asked_until: Option<Time>,
    /// The question, where you are that person.
    pub offer: Option<OfferId>,
    /// Whether you had it, and may take it back.
    pub may_take_back: bool,
}

/// A task that was handed on, as one reader sees it.
#[derive(Debug, Clone)]
pub struct HandedOn {
    pub asked_until: Option<Time>,
    pub offer: Option<OfferId>,
    pub may_take_back: bool,
    /// Whether somebody keeps it until another one says yes.
    pub is_kept: bool,
}

/// The state of a task that was handed on; none where it was not, or the reader is no member.
///
/// # Errors
/// When the database fails.
pub async fn handed_on(
    tx: &mut ReadTx,
    access: &Access,
    task: &Task,
) -> Result<Option<HandedOn>, PerformError> {
    let Some(found) = succession::find(tx, &task.id).await? else { return Ok(None) };
    let Some(person) = access.who.person().filter(|_| access.role().is_some()) else { return Ok(None) };
    let asked = rules::asked_alone(tx, &found).await?;
    let is_asked = asked.as_ref().is_some_and(|asked| asked.person == *person);
    let is_free = task.assignee.is_none() && !task.is_put_away();
    let is_open = while_open(Permission::WorkOnTask, &access.facts(Some(task))).is_ok();
    let may_take_back = !found.keeps && found.former == *person && is_free && is_open;
    if !is_asked && !may_take_back && !access.may(Permission::SeeMembers, None) {
        return Ok(None);
    }
    Ok(Some(HandedOn {
        asked_until: asked.as_ref().and_then(|asked| asked.until),
        offer: asked.filter(|_| is_asked).map(|asked| asked.id),
        may_take_back,
        is_kept: found.keeps,
    }))
}

/// The clock while somebody is waited for.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "RunningClock")]
pub struct RunningView {
    /// Who: a name.
    pub who: String,
    pub part: Part,
    /// Since when they are silent; times that do not count are taken out.
    pub since: Time,
    #[serde(flatten)]
    pub clock: Clock,
    /// When they were reminded.
    pub nudged_at: Option<Time>,
    /// Until when they said they need.
    pub until: Option<Time>,
    /// Whether it pauses: the task is blocked.
    pub paused: bool,
    /// Who reviews it and is asked, until `hand_on_at`, whether it is handed on: a name. Null while nobody is.
    pub asked: Option<String>,
    pub why: WhyView,
}

/// The reasons of the dates, besides the numbers.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "ClockReasons")]
pub struct WhyView {
    /// The days after which half of the people here have written.
    pub median_days: f64,
    /// How many gaps that was learnt from, in effect; ten without any.
    pub learnt_from: f64,
    pub size: Size,
    pub urgency: Urgency,
    /// Answers to reminders since the last other sign of life.
    pub answers: u32,
    /// The days of a pursuance that goes by fixed times; null where it goes by how people write.
    pub fixed: Option<FixedDays>,
}

/// The running silence of a task, and the numbers.
#[derive(Debug, Clone)]
pub struct RunningSilence {
    pub silence: Silence,
    pub clock: Clock,
    pub pace: SilencePace,
    /// The fixed times, if the pursuance goes by them.
    pub fixed: Option<FixedDays>,
    /// Whether the reviewer is asked before the task is handed on.
    pub asks_reviewer: bool,
}

/// The clock of a task; none where nobody is waited for, or the reader is told nothing of it: it is for members.
///
/// # Errors
/// When the database fails.
pub async fn running(
    tx: &mut ReadTx,
    access: &Access,
    task: &Task,
) -> Result<Option<RunningSilence>, PerformError> {
    let Some(found) = silence::of_task_in_terms(tx, &task.id, task.phase).await? else { return Ok(None) };
    let InTerms { row, terms, asks_reviewer, is_here, .. } = found;
    let person = access.who.person().filter(|_| access.role().is_some());
    let is_theirs = person.is_some_and(|person| *person == row.silence.who || row.silence.is_asked(person));
    if !is_theirs && !access.may(Permission::SeeLog, None) {
        return Ok(None);
    }
    let Some(watched) = may_be_watched(task).filter(|_| is_here) else { return Ok(None) };
    if watched.who != row.silence.who || watched.part != row.silence.part {
        return Ok(None);
    }
    let clock = watched.clock(&row.silence, terms);
    let asks_reviewer = asks_reviewer && access.needs_review(task);
    let fixed = (terms.mode == HandingOn::Fixed).then_some(terms.days);
    let running = RunningSilence { silence: row.silence, clock, pace: terms.pace, fixed, asks_reviewer };
    Ok(Some(running).filter(|_| terms.mode != HandingOn::Off))
}

/// The most silences read when terms are tried out.
const TRIED_ON: i64 = 200;

/// The steps that would be due now under other terms.
#[derive(Debug, Clone)]
pub struct TriedOut {
    pub found: Vec<WouldBe>,
    /// Whether there are more silences than were looked at.
    pub is_cut: bool,
}

/// The step that would be due for a task.
#[derive(Debug, Clone)]
pub struct WouldBe {
    pub number: i64,
    pub title: Body,
    /// The person who is waited for.
    pub who: ActorId,
    /// Whole days of silence.
    pub days: i64,
    pub would: Would,
}

/// The steps that would be due now in a pursuance under these terms, the longest silences first. `days`: the fixed times, and
/// `asks_reviewer`: whether the reviewer were asked first.
///
/// # Errors
/// When the database fails.
pub async fn tried_out(
    tx: &mut ReadTx,
    access: &Access,
    mode: HandingOn,
    days: FixedDays,
    asks_reviewer: bool,
) -> Result<TriedOut, PerformError> {
    let rows = silence::longest(tx, &access.sight()?, TRIED_ON + 1).await?;
    let is_cut = i64::try_from(rows.len()).is_ok_and(|found| found > TRIED_ON);
    let known = tasks::by_ids(tx, rows.iter().map(|row| &row.task)).await?;
    let mut found = Vec::new();
    let mut paces: HashMap<Phase, SilencePace> = HashMap::new();
    let mut judges = Judges::default();
    let rows = rows.into_iter().take(usize::try_from(TRIED_ON).unwrap_or(0)).collect();
    for row in counted_each(tx, rows, access.now).await? {
        // The absence is taken out of the silence already: an absent person is asked nothing.
        if row.counted_to > access.now {
            continue;
        }
        let Some(task) = known.get(&row.task).filter(|task| !task.is_put_away()) else { continue };
        let pace = match paces.entry(task.phase) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                *new.insert(silence::terms(tx, &access.pursuance.id, task.phase).await?.pace)
            }
        };
        let silence = row.silence;
        let asked = (task.asked.size, task.asked.urgency);
        let mut would = silence.would(asked, Terms { mode, days, pace }, access.now);
        if would == Would::HandOn && asks_reviewer {
            let judge = judges.of(tx, access, task).await?;
            if asked_first(true, &silence, judge).is_some() {
                would = Would::AskReviewer;
            }
        }
        if would != Would::Nothing {
            let days = ((access.now.0 - silence.since.0) / DAY).max(0);
            let (number, title) = (task.number, task.title.clone());
            found.push(WouldBe { number, title, who: silence.who, days, would });
        }
    }
    Ok(TriedOut { found, is_cut })
}

/// The people who decide on the work of several tasks, each looked up once.
#[derive(Default)]
struct Judges(HashMap<ActorId, Option<Judge>>);

impl Judges {
    async fn of(&mut self, tx: &mut ReadTx, access: &Access, task: &Task) -> StoreResult<Option<&Judge>> {
        let who = task.reviewer.as_ref().unwrap_or(&task.creator);
        if !access.needs_review(task) {
            return Ok(None);
        }
        if !self.0.contains_key(who) {
            let judge = judge_of(tx, &access.pursuance, task, access.now).await?;
            self.0.insert(who.clone(), judge);
        }
        Ok(self.0.get(who).and_then(Option::as_ref))
    }
}

/// The clock of a task, for programs.
///
/// # Errors
/// When the reader is no member, or the database fails.
pub async fn view(tx: &mut ReadTx, access: &Access, task: &Task) -> Result<ClockView, PerformError> {
    // A question to go on for an absent person stays between the two.
    let handed_on =
        handed_on(tx, access, task).await?.filter(|found| !found.is_kept || found.offer.is_some());
    let handed_on = handed_on.map(|found| HandedOnView {
        asked_until: found.asked_until,
        offer: found.offer,
        may_take_back: found.may_take_back,
    });
    let Some(running) = running(tx, access, task).await? else {
        if access.role().is_none() {
            access.demand(Permission::SeeLog, None)?;
        }
        return Ok(ClockView { clock: None, handed_on });
    };
    let RunningSilence { silence, clock, pace, fixed, asks_reviewer: _ } = running;
    let mut actors = Actors::default();
    let asked = match &silence.asked {
        Some(asked) => Some(actors.name(tx, &asked.who).await?),
        None => None,
    };
    let running = RunningView {
        who: actors.name(tx, &silence.who).await?,
        part: silence.part,
        since: silence.since,
        clock,
        nudged_at: silence.nudged_at,
        until: silence.until,
        paused: silence.paused_at.is_some(),
        asked,
        why: WhyView {
            median_days: pace.median_days(),
            learnt_from: pace.weight(),
            size: task.asked.size,
            urgency: task.asked.urgency,
            answers: silence.answers,
            fixed,
        },
    };
    Ok(ClockView { clock: Some(running), handed_on })
}
