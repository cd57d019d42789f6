//! Tasks whose work waits for a verdict.

use pursuance_domain::allowed::Principal;
use pursuance_domain::id::TaskId;
use pursuance_domain::task::phase::ShownPhase;
use pursuance_domain::time::Time;
use pursuance_domain::value::{Size, Urgency};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::sealed::{SealedView, is_due_in_week};
use super::{Page, one_more, person, task_url};
use crate::actions::PerformError;
use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::outline::reviews::{self, Place};
use crate::store::outline::{Row, Who};
use crate::store::texts::Body;

/// A task whose work waits for your verdict.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Review")]
pub struct ReviewView {
    /// The pursuance: its name in addresses.
    pub pursuance: String,
    /// The number of the task.
    pub task: i64,
    pub id: TaskId,
    pub title: Body,
    /// The envelope of the title, where it is sealed; `title` is null then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealedView>,
    pub phase: ShownPhase,
    /// Who did the work.
    pub assignee: Option<String>,
    pub size: Size,
    pub urgency: Urgency,
    pub due: Option<Time>,
    /// Whether `due` is only the end of the week in which it is wanted: of a task whose title is sealed no more is known here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub due_in_week: bool,
    /// The last change of the task.
    pub since: Time,
    /// The address of its page.
    pub url: String,
}

/// A place in the list, as an address names it: the last change and the id of a task.
#[derive(Debug, Clone)]
pub struct Cursor(pub Place);

impl Cursor {
    /// The place of a row.
    pub fn of(row: &Row) -> Self {
        Self(Place(row.updated, row.id.clone()))
    }

    /// Reads `change.id`.
    pub fn parse(text: &str) -> Option<Self> {
        let (updated, id) = text.split_once('.')?;
        let is_id = id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let updated = updated.parse().ok()?;
        is_id.then(|| Self(Place(Time(updated), TaskId(id.to_owned()))))
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Place(updated, id) = &self.0;
        write!(f, "{}.{id}", updated.0)
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("after: a `next` of this list"))
    }
}

/// The tasks that wait for a person's verdict, the longest untouched first.
///
/// # Errors
/// When the database fails.
pub async fn list(
    app: &App,
    tx: &mut ReadTx,
    who: &Principal,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<ReviewView, String>, PerformError> {
    let page = rows(tx, who, after, limit).await?;
    Ok(Page { next: page.next.map(|next| next.to_string()), items: page.items }.map(|row| view(app, row)))
}

/// The tasks that wait for the reader's verdict, as rows.
///
/// # Errors
/// When the database fails.
pub async fn rows(
    tx: &mut ReadTx,
    who: &Principal,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<Row, Cursor>, PerformError> {
    let Some(person) = who.person() else { return Ok(Page { items: Vec::new(), next: None }) };
    let sights = person::sights(tx, who).await?;
    let after = after.map_or_else(Place::first, |cursor| cursor.0.clone());
    let found = reviews::of_person(tx, &sights, person, &after, one_more(limit)).await?;
    Ok(Page::cut(found, limit, Cursor::of))
}

fn view(app: &App, row: Row) -> ReviewView {
    ReviewView {
        url: task_url(app, &row.slug, row.number),
        phase: row.shown(),
        pursuance: row.slug,
        task: row.number,
        id: row.id,
        sealed: SealedView::of(&row.title),
        due_in_week: is_due_in_week(&row.title, row.asked.due),
        title: row.title,
        assignee: row.assignee.as_ref().map(Who::full_name),
        size: row.asked.size,
        urgency: row.asked.urgency,
        due: row.asked.due,
        since: row.updated,
    }
}
