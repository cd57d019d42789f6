//! The clock of a task: who is waited for, when they are reminded, when the task is handed on, and why then (RULES §5).

use pursuance_domain::allowed::Permission;
use pursuance_domain::silence::{Clock, Pace, Part, Silence};
use pursuance_domain::time::Time;
use pursuance_domain::value::{HandingOn, Size, Urgency};
use schemars::JsonSchema;
use serde::Serialize;

use super::Actors;
use crate::actions::PerformError;
use crate::actions::access::Access;
use crate::listeners::silence::watched;
use crate::store::db::ReadTx;
use crate::store::silence;
use crate::store::tasks::Task;

/// The clock of a task.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "TaskClock")]
pub struct ClockView {
    /// Null where nobody is waited for.
    pub clock: Option<RunningView>,
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
    pub why: WhyView,
}

/// What the dates follow from, besides the numbers.
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
}

/// Who is waited for, and the numbers.
#[derive(Debug, Clone)]
pub struct Running {
    pub silence: Silence,
    pub clock: Clock,
    pub pace: Pace,
}

/// The clock of a task; none where nobody is waited for, or the reader is told nothing of it: it is for members.
///
/// # Errors
/// When the database fails.
pub async fn running(tx: &mut ReadTx, access: &Access, task: &Task) -> Result<Option<Running>, PerformError> {
    let Some(row) = silence::of_task(tx, &task.id).await? else { return Ok(None) };
    let is_theirs = access.role().is_some() && access.who.person() == Some(&row.silence.who);
    if !is_theirs && !access.may(Permission::SeeLog, None) {
        return Ok(None);
    }
    let Some(watched) = watched(tx, task).await? else { return Ok(None) };
    if watched.who != row.silence.who || watched.part != row.silence.part {
        return Ok(None);
    }
    let terms = silence::terms(tx, &task.pursuance, task.phase).await?;
    let clock = watched.clock(&row.silence, terms);
    let running = Running { silence: row.silence, clock, pace: terms.pace };
    Ok(Some(running).filter(|_| terms.mode != HandingOn::Off))
}

/// The same for programs.
///
/// # Errors
/// When the reader is no member, or the database fails.
pub async fn view(tx: &mut ReadTx, access: &Access, task: &Task) -> Result<ClockView, PerformError> {
    let Some(running) = running(tx, access, task).await? else {
        if access.role().is_none() {
            access.demand(Permission::SeeLog, None)?;
        }
        return Ok(ClockView { clock: None });
    };
    let Running { silence, clock, pace } = running;
    let running = RunningView {
        who: Actors::default().name(tx, &silence.who).await?,
        part: silence.part,
        since: silence.since,
        clock,
        nudged_at: silence.nudged_at,
        until: silence.until,
        paused: silence.paused_at.is_some(),
        why: WhyView {
            median_days: pace.median_days(),
            learnt_from: pace.weight(),
            size: task.asked.size,
            urgency: task.asked.urgency,
            answers: silence.answers,
        },
    };
    Ok(ClockView { clock: Some(running) })
}
