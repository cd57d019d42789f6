//! Karma: what for and from whom (RULES §6). For the person, and for the members of the pursuance; nobody is ranked.

use std::collections::HashMap;

use pursuance_domain::allowed::{Permission, Principal, Sight};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::karma::Deed;
use pursuance_domain::time::Time;
use schemars::JsonSchema;
use serde::Serialize;

use super::sealed::SealedView;
use super::{Actors, Page, one_more, person};
use crate::actions::PerformError;
use crate::actions::access::Access;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::karma::{self, Line};
use crate::store::outline;
use crate::store::texts::Body;

/// A line of your karma.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Karma")]
pub struct KarmaView {
    /// Its name, as `after` takes it.
    pub id: String,
    /// The pursuance: its name in addresses.
    pub pursuance: String,
    /// The deed that it is for.
    pub deed: Deed,
    /// Points; negative where a task was opened again.
    pub points: f64,
    /// The number and the title of the task, where you may read it.
    pub task: Option<i64>,
    pub title: Option<Body>,
    /// The envelope of the title, where it is sealed; `title` is null then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealedView>,
    /// Who accepted the work, or did it: a name, also that of another pursuance.
    pub with: String,
    pub at: Time,
}

/// Your karma, the newest first, and all of it in each pursuance.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "MyKarma")]
pub struct MyKarmaView {
    pub items: Vec<KarmaView>,
    pub next: Option<String>,
    /// All points by pursuance: its name in addresses.
    pub totals: HashMap<String, f64>,
}

/// A person's own karma, the newest first, before one.
///
/// # Errors
/// When the database fails.
pub async fn mine(
    tx: &mut ReadTx,
    who: &Principal,
    before: Option<&str>,
    limit: usize,
) -> Result<MyKarmaView, PerformError> {
    let Some(me) = who.person() else {
        return Ok(MyKarmaView { items: Vec::new(), next: None, totals: HashMap::new() });
    };
    let sights = person::sights(tx, who).await?;
    let lines = karma::of_person(tx, &sights, me, before.unwrap_or(karma::LAST), one_more(limit)).await?;
    let Page { items: lines, next } = Page::cut(lines, limit, |line| line.id.clone());
    let mut slugs = HashMap::new();
    let mut totals = HashMap::new();
    for (id, slug, points) in karma::totals(tx, &sights, me).await? {
        totals.insert(slug.clone(), points.in_points());
        slugs.insert(id, slug);
    }
    let mut items = Vec::with_capacity(lines.len());
    let mut titles: HashMap<ActorId, HashMap<TaskId, (i64, Body)>> = HashMap::new();
    let mut actors = Actors::default();
    actors.look_up(tx, lines.iter().map(|line| line.other.clone()).collect()).await?;
    for line in &lines {
        let Some(sight) = sights.of(&line.pursuance) else { continue };
        if !titles.contains_key(&line.pursuance) {
            titles.insert(line.pursuance.clone(), titles_of(tx, sight, &lines).await?);
        }
        let task = titles.get(&line.pursuance).and_then(|titles| titles.get(&line.task));
        items.push(KarmaView {
            id: line.id.clone(),
            pursuance: slugs.get(&line.pursuance).cloned().unwrap_or_default(),
            deed: line.deed,
            points: line.points.in_points(),
            task: task.map(|(number, _)| *number),
            title: task.map(|(_, title)| title.clone()),
            sealed: task.and_then(|(_, title)| SealedView::of(title)),
            with: actors.name(tx, &line.other).await?,
            at: line.at,
        });
    }
    Ok(MyKarmaView { items, next, totals })
}

async fn titles_of(
    tx: &mut ReadTx,
    sight: &Sight,
    lines: &[Line],
) -> StoreResult<HashMap<TaskId, (i64, Body)>> {
    let here = lines.iter().filter(|line| line.pursuance == *sight.pursuance());
    let tasks: Vec<TaskId> = here.map(|line| line.task.clone()).collect();
    outline::titles(tx, sight, &tasks).await
}

/// A line as members read it.
#[derive(Debug, Clone)]
pub struct ToldLine {
    pub line: Line,
    /// The number and the title of the task, where the reader may see it.
    pub task: Option<(i64, Body)>,
    /// The name of the other one.
    pub with: String,
}

/// Returns the newest lines of the karma of a member, with its reasons: for members who read the log. None for others.
///
/// # Errors
/// When the database fails.
pub async fn of_member(
    tx: &mut ReadTx,
    access: &Access,
    member: &ActorId,
    limit: i64,
) -> Result<Option<Vec<ToldLine>>, PerformError> {
    if !access.may(Permission::SeeLog, None) {
        return Ok(None);
    }
    let sight = access.sight()?;
    let lines = karma::of_member(tx, &sight, member, limit).await?;
    let titles = titles_of(tx, &sight, &lines).await?;
    let mut actors = Actors::default();
    actors.look_up(tx, lines.iter().map(|line| line.other.clone()).collect()).await?;
    let mut shown = Vec::with_capacity(lines.len());
    for line in lines {
        let task = titles.get(&line.task).cloned();
        let with = actors.name(tx, &line.other).await?;
        shown.push(ToldLine { line, task, with });
    }
    Ok(Some(shown))
}
