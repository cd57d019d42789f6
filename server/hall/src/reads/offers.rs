//! The offers of a person: the tasks that they are asked about, and why they are.

use std::collections::HashMap;

use pursuance_domain::allowed::{Principal, Sights};
use pursuance_domain::id::{ActorId, OfferId, TaskId};
use pursuance_domain::pairing::OfferState;
use pursuance_domain::silence::HeirRule;
use pursuance_domain::time::Time;
use pursuance_domain::value::{Size, Skills, Urgency};
use schemars::JsonSchema;
use serde::Serialize;

use super::sealed::{SealedView, is_due_in_week};
use super::{Actors, Page, one_more, person, task_url};
use crate::actions::PerformError;
use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::mentors;
use crate::store::offers::{self, AskReason, Offer};
use crate::store::pursuances::{self, Pursuance};
use crate::store::tasks::{self, Task};
use crate::store::texts::Body;

/// A question to you whether you take a task.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Offer")]
pub struct OfferView {
    pub offer: OfferId,
    pub state: OfferState,
    /// Whether it waits for your answer: you may take the task, nobody has it, and nobody else alone is asked.
    pub waits: bool,
    /// The pursuance: its name in addresses.
    pub pursuance: String,
    /// The number of the task.
    pub task: i64,
    pub id: TaskId,
    pub title: Body,
    /// The envelope of the title, where it is sealed; `title` is null then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealedView>,
    pub skills: Skills,
    pub size: Size,
    /// The hours that the size stands for, at most; null for more than eight.
    pub hours: Option<u32>,
    pub urgency: Urgency,
    pub due: Option<Time>,
    /// Whether `due` is only the end of the week in which it is wanted: of a task whose title is sealed no more is known here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub due_in_week: bool,
    /// When you were asked.
    pub at: Time,
    /// When you are asked again, if you wanted that.
    pub again_at: Option<Time>,
    /// Until when you alone are asked; null where others are asked, too.
    pub until: Option<Time>,
    /// Who accompanies you, where you learn a skill of the task: a name.
    pub mentor: Option<String>,
    pub why: WhyView,
    /// The address of its page.
    pub url: String,
}

/// Why somebody is asked: the numbers of the draw (RULES §4), or who asked them.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum WhyView {
    /// A member asked by name.
    #[schemars(title = "ByHand")]
    ByHand {
        /// The member.
        by: String,
    },
    /// The task was handed on, and a rule names who goes on with it (RULES §5).
    #[schemars(title = "AsHeir")]
    Heir {
        /// The rule.
        rule: HeirRule,
    },
    /// The draw of a wave.
    #[schemars(title = "Drawn")]
    Drawn {
        /// Its number.
        wave: u32,
        /// How many were asked with you.
        together: u32,
        /// Your offers of the 365 days before, and those that you accepted.
        offered: u32,
        accepted: u32,
        /// Your tasks under way at that time.
        open_tasks: u32,
        /// How likely a yes was by that.
        likelihood: f64,
        /// The factor that was drawn.
        draw: f64,
        score: f64,
    },
}

impl WhyView {
    /// Why somebody was asked, from what was kept.
    pub async fn of(tx: &mut ReadTx, actors: &mut Actors, asked: &AskReason) -> StoreResult<Self> {
        Ok(match asked {
            AskReason::ByHand(by) => Self::ByHand { by: actors.name(tx, by).await? },
            AskReason::Heir(rule) => Self::Heir { rule: *rule },
            AskReason::Drawn { wave, numbers, together } => Self::Drawn {
                wave: *wave,
                together: *together,
                offered: numbers.record.offered,
                accepted: numbers.record.accepted,
                open_tasks: numbers.open_tasks,
                likelihood: numbers.record.likelihood(),
                draw: numbers.draw.factor(),
                score: numbers.score(),
            },
        })
    }
}

/// The hours that a size stands for, at most.
pub fn hours(size: Size) -> Option<u32> {
    match size {
        Size::Xs => Some(1),
        Size::S => Some(2),
        Size::M => Some(8),
        Size::Unsaid | Size::L => None,
    }
}

/// An offer with its task.
pub struct Row {
    pub offer: Offer,
    pub task: Task,
    pub slug: String,
    pub pursuance: String,
    pub skills: Skills,
    /// Whether the member who said that they accompany the person still does.
    pub is_accompanied: bool,
    /// Whether it waits for an answer: the rule is that of the store.
    pub waits: bool,
}

/// Offers with their tasks, without offers whose task the person may no longer read.
async fn rows(tx: &mut ReadTx, found: Vec<(Offer, bool)>) -> StoreResult<Vec<Row>> {
    let known = tasks::by_ids(tx, found.iter().map(|(offer, _)| &offer.task)).await?;
    let mut skills = tasks::skills_of_each(tx, known.keys()).await?;
    let learnt: Vec<&TaskId> =
        found.iter().filter(|(offer, _)| offer.mentor.is_some()).map(|(offer, _)| &offer.task).collect();
    let mentors = mentors::standing(tx, &learnt).await?;
    let mut places: HashMap<ActorId, Option<Pursuance>> = HashMap::new();
    let mut rows = Vec::with_capacity(found.len());
    for (offer, waits) in found {
        let Some(task) = known.get(&offer.task).filter(|task| task.trashed_at.is_none()) else { continue };
        if !places.contains_key(&offer.pursuance) {
            places.insert(offer.pursuance.clone(), pursuances::by_id(tx, &offer.pursuance).await?);
        }
        let Some(Some(pursuance)) = places.get(&offer.pursuance) else { continue };
        let (slug, name) = (pursuance.slug.clone(), pursuance.name.clone());
        let skills = skills.remove(&task.id).unwrap_or_default();
        let mentor = offer.mentor.clone().map(|mentor| (task.id.clone(), mentor));
        let is_accompanied = mentor.is_some_and(|mentor| mentors.contains(&mentor));
        rows.push(Row { offer, task: task.clone(), slug, pursuance: name, skills, is_accompanied, waits });
    }
    Ok(rows)
}

/// The offers of a person, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn list(
    tx: &mut ReadTx,
    who: &Principal,
    before: Option<&str>,
    limit: usize,
) -> Result<Page<Row, OfferId>, PerformError> {
    let Some(person) = who.person() else { return Ok(Page { items: Vec::new(), next: None }) };
    let sights = person::sights(tx, who).await?;
    let found = offers::all_of_person(tx, &sights, person, before.unwrap_or("~"), one_more(limit)).await?;
    let Page { items, next } = Page::cut(found, limit, |(offer, _)| offer.id.clone());
    Ok(Page { items: rows(tx, items).await?, next })
}

/// The offers that wait for a person's answer, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn waiting(tx: &mut ReadTx, who: &Principal, limit: usize) -> Result<Vec<Row>, PerformError> {
    let Some(person) = who.person() else { return Ok(Vec::new()) };
    let sights = person::sights(tx, who).await?;
    Ok(waiting_in(tx, &sights, person, i64::try_from(limit).unwrap_or(i64::MAX)).await?)
}

/// Like [`waiting`], where it is known what the person may read.
///
/// # Errors
/// When the database fails.
pub async fn waiting_in(
    tx: &mut ReadTx,
    sights: &Sights,
    person: &ActorId,
    limit: i64,
) -> StoreResult<Vec<Row>> {
    let found = offers::waiting_of(tx, sights, person, limit).await?;
    rows(tx, found.into_iter().map(|offer| (offer, true)).collect()).await
}

/// An offer for programs.
///
/// # Errors
/// When the database fails.
pub async fn view(app: &App, tx: &mut ReadTx, actors: &mut Actors, row: Row) -> StoreResult<OfferView> {
    let mentor = match row.offer.mentor.as_ref().filter(|_| row.is_accompanied) {
        Some(mentor) => Some(actors.name(tx, mentor).await?),
        None => None,
    };
    Ok(OfferView {
        mentor,
        waits: row.waits,
        why: WhyView::of(tx, actors, &row.offer.asked).await?,
        url: task_url(app, &row.slug, row.task.number),
        offer: row.offer.id,
        state: row.offer.state,
        pursuance: row.slug,
        task: row.task.number,
        title: row.task.title.clone(),
        sealed: SealedView::of(&row.task.title),
        skills: row.skills,
        size: row.task.asked.size,
        hours: hours(row.task.asked.size),
        urgency: row.task.asked.urgency,
        due: row.task.asked.due,
        due_in_week: is_due_in_week(&row.task.title, row.task.asked.due),
        at: row.offer.at,
        again_at: row.offer.again_at,
        until: row.offer.until,
        id: row.task.id,
    })
}
