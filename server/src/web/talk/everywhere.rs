//! `/talk`: where the viewer's pursuances speak, in rooms and on tasks.

use std::collections::HashMap;

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::time::DAY;

use super::list::RoomRow;
use crate::reads::person;
use crate::store::{rooms, sidebar};
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::view::Words;
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::session::Visit;

/// The most rooms, and the most discussions of tasks.
const SHOWN: i64 = 100;
/// A task that was discussed before is found in its pursuance.
const DISCUSSED_WITHIN: i64 = 30 * DAY;

/// `GET /talk`
#[derive(Template)]
#[template(path = "talk/everywhere.html")]
pub struct TalkPage {
    pub l: Layout,
    pub rooms: Vec<RoomRow>,
    pub tasks: Vec<TaskTalk>,
}

/// The discussion of a task.
pub struct TaskTalk {
    pub href: String,
    pub number: i64,
    pub title: Words,
    pub of: String,
    pub said: When,
}

/// `GET /talk`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let person = visit.person().cloned().ok_or(PageError::SignInFirst)?;
    let mut tx = visit.app.db.read().await?;
    let sights = person::all_sights(&mut tx, &visit.who).await?;
    let found = rooms::of_member(&mut tx, &sights, SHOWN).await?;
    let discussed = rooms::discussed(&mut tx, &sights, visit.now.plus(-DISCUSSED_WITHIN), SHOWN).await?;
    let mine = sidebar::pursuances(&mut tx, &person).await?;
    let names: HashMap<&str, (&str, &str)> =
        mine.iter().map(|one| (one.id.as_str(), (one.slug.as_str(), one.name.as_str()))).collect();
    let mut l = visit.layout(&mut tx, Nav::Talk).await?;
    l.live = Some(links::inbox_live().to_owned());
    let row = |room: &rooms::Room| {
        let (slug, of) = names.get(room.pursuance.as_str())?;
        Some(RoomRow::of(&l, slug, of, room))
    };
    let task = |one: rooms::Discussed| TaskTalk {
        href: format!("{}#discussion", links::task(&one.slug, one.number)),
        number: one.number,
        title: Words::of(&one.title, l.t),
        of: one.of,
        said: l.moment(one.said_at),
    };
    let shown = TalkPage {
        rooms: found.iter().filter_map(row).collect(),
        tasks: discussed.into_iter().map(task).collect(),
        l: l.clone(),
    };
    page(StatusCode::OK, &shown)
}
