//! `/` for people who are signed in: a greeting, the next things, and tasks that are with others.

use askama::Template;
use axum::response::Response;
use chrono::Timelike;
use http::StatusCode;
use pursuance_domain::allowed::Sights;
use pursuance_domain::id::ActorId;

use super::landing::landing;
use super::next::{NextThing, Why};
use crate::actions::PerformError;
use crate::reads::next::{self, Beside, Next, Reader};
use crate::reads::searches::{self, FoundTasks, Known, Looking};
use crate::store::db::ReadTx;
use crate::store::outline::Row;
use crate::store::outline::query::Limits;
use crate::web::cards::rows::{RowContext, TaskRow};
use crate::web::delegation::between::peer_between;
use crate::web::delegation::row::DelegationRow;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::view::TaskLink;
use crate::web::request::failure::{PageError, page};
use crate::web::request::session::Visit;
use crate::web::views::searches::href;

/// `GET /`, signed in.
#[derive(Template)]
#[template(path = "home/page.html")]
pub struct HomePage {
    pub l: Layout,
    pub part_of_day: PartOfDay,
    /// The name in the greeting.
    pub first_name: String,
    /// The next things, in this order.
    pub next: Vec<NextThing>,
    /// Further things that did not fit.
    pub more: usize,
    /// The number of tasks to pick up that need a skill of theirs, up to a limit.
    pub matching: usize,
    /// Tasks that wait for their review, up to a hundred.
    pub reviews: i64,
    /// Tasks of their pursuances that are with others, or offered.
    pub with_others: Vec<DelegationRow>,
    /// The saved searches that they want here, each with the first tasks it finds.
    pub saved: Vec<SavedHere>,
    /// Whether these searches were stopped because they took too long.
    pub is_too_slow: bool,
    /// Whether they belong to any pursuance.
    pub is_member_anywhere: bool,
}

/// A saved search on Home.
pub struct SavedHere {
    pub id: String,
    pub name: String,
    /// The page with all the tasks that it finds.
    pub href: String,
    pub tasks: Vec<SavedTask>,
    /// Whether it finds more.
    pub has_more: bool,
    /// The limits that its words set to the result.
    pub limits: Limits,
}

/// A task that a saved search finds.
pub struct SavedTask {
    pub task: TaskRow,
    pub pursuance: String,
}

/// The part of the day, for the greeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartOfDay {
    Morning,
    Afternoon,
    Evening,
    Night,
}

impl PartOfDay {
    /// The part of the day at an hour from 0 to 23.
    pub fn at(hour: u32) -> Self {
        match hour {
            4..=11 => Self::Morning,
            12..=17 => Self::Afternoon,
            18..=22 => Self::Evening,
            _ => Self::Night,
        }
    }

    /// The key of the greeting.
    pub fn key(self) -> &'static str {
        match self {
            Self::Morning => "good-morning",
            Self::Afternoon => "good-afternoon",
            Self::Evening => "good-evening",
            Self::Night => "hello",
        }
    }
}

/// `GET /`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    match visit.person().cloned() {
        Some(person) => home(&visit, tx, &person).await,
        None => landing(&visit, &mut tx).await,
    }
}

async fn home(visit: &Visit, mut reading: ReadTx, person: &ActorId) -> Result<Response, PageError> {
    let tx = &mut reading;
    let mut l = visit.layout(tx, Nav::Home).await?;
    l.live = Some(links::inbox_live().to_owned());
    let sights = visit.sights(tx).await?;
    let mine = visit.mine();
    let reader = Reader {
        who: &visit.who,
        now: visit.now,
        has_newcomers: l.newcomers > 0,
        stopped: &l.stopped,
        instance: &l.instance,
        skills: Some(mine.keys()),
    };
    let Next { things, more, matching, reviews, with_others, mut actors, has_saved } =
        next::of(tx, reader, sights.clone(), person).await?;
    let mut beside = Vec::with_capacity(with_others.len());
    for Beside { row, title, number, slug } in with_others {
        beside.push(DelegationRow {
            task: TaskLink { number, title, href: links::task(&slug, number) },
            peer: visit.party_of(tx, &mut actors, row.peer()).await?,
            between: peer_between(visit, tx, &l, &mut actors, &row).await?,
            side: row.side,
            state: row.state,
            cut: None,
            at: l.moment(row.updated),
        });
    }
    // A request that waits for a search must not hold a connection.
    drop(reading);
    let found = if has_saved { saved(visit, &sights).await } else { Ok(Vec::new()) };
    let (saved, is_too_slow) = match found {
        Ok(saved) => (saved, false),
        Err(PageError::Store(gave_up) | PageError::Perform(PerformError::Store(gave_up)))
            if gave_up.is_of_searches() =>
        {
            (Vec::new(), true)
        }
        Err(error) => return Err(error),
    };
    let display = l.viewer.as_ref().map(|viewer| viewer.display.clone()).unwrap_or_default();
    let shown = HomePage {
        part_of_day: PartOfDay::at(visit.now.utc().with_timezone(&visit.zone).hour()),
        first_name: display.split_whitespace().next().unwrap_or_default().to_owned(),
        next: things.into_iter().map(|thing| NextThing::of(visit, &l, thing)).collect(),
        more,
        matching,
        reviews,
        with_others: beside,
        saved,
        is_too_slow,
        is_member_anywhere: !l.pursuances.is_empty(),
        l,
    };
    page(StatusCode::OK, &shown)
}

/// How many tasks of a saved search stand on Home.
const SAVED_TASKS: usize = 5;

/// The saved searches on the viewer's Home, each with the tasks that it finds and the viewer may read.
async fn saved(visit: &Visit, sights: &Sights) -> Result<Vec<SavedHere>, PageError> {
    let tx = &mut visit.search().await?;
    let looking = Looking { app: &visit.app, who: &visit.who, now: visit.now, zone: visit.zone };
    let mut found = Vec::new();
    for known in searches::on_home(tx, &visit.who, visit.now).await? {
        let FoundTasks { items, next, limits } =
            searches::first(tx, looking, sights, &known, SAVED_TASKS).await?;
        found.push((known, items, next.is_some(), limits));
    }
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = found.iter().flat_map(|(_, rows, _, _)| rows.iter().cloned()).collect();
    let context = RowContext::of(visit, tx, &rows).await?;
    let here = |(known, rows, has_more, limits): (Known, Vec<Row>, bool, Limits)| SavedHere {
        id: known.search.id.to_string(),
        name: known.search.name.clone(),
        href: href(known.slug(), &known.search.query),
        tasks: rows
            .iter()
            .map(|row| SavedTask { task: context.row(visit, row), pursuance: row.pursuance.clone() })
            .collect(),
        has_more,
        limits,
    };
    Ok(found.into_iter().map(here).collect())
}

impl HomePage {
    /// Whether more tasks may need a skill of theirs than were counted.
    pub fn matches_many(&self) -> bool {
        usize::try_from(next::MATCHING).is_ok_and(|most| self.matching >= most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_wished_a_good_evening_at_three_in_the_morning() {
        let keys: Vec<_> = [2, 4, 12, 18, 23].map(|hour| PartOfDay::at(hour).key()).into();
        assert_eq!(keys, ["hello", "good-morning", "good-afternoon", "good-evening", "hello"]);
    }
}
