//! `/talk`: where the viewer's pursuances speak, in rooms and on tasks.

use std::collections::HashMap;

use askama::Template;
use axum::response::Response;
use http::StatusCode;

use super::list::{NewsShown, RoomRow};
use crate::reads::talk::{self, Everywhere, ListedRoom};
use crate::store::read_markers::{DISCUSSED_WITHIN, DiscussionNews};
use crate::store::rooms::Discussed;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::view::Words;
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::session::Visit;

/// The most rooms, and the most discussions of tasks.
const SHOWN: i64 = 100;

/// `GET /talk`
#[derive(Template)]
#[template(path = "talk/everywhere.html")]
pub struct TalkPage {
    pub l: Layout,
    pub rooms: Vec<RoomRow>,
    pub tasks: Vec<TaskTalk>,
    /// Whether something is unread in one of them.
    pub has_unread: bool,
}

/// The discussion of a task.
pub struct TaskTalk {
    pub href: String,
    pub number: i64,
    pub title: Words,
    pub of: String,
    pub said: When,
    pub news: NewsShown,
}

/// `GET /talk`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    visit.signed_in()?;
    let mut tx = visit.app.db.read().await?;
    let mine = visit.memberships(&mut tx).await?;
    let times = (visit.now, visit.now.plus(-DISCUSSED_WITHIN));
    let Everywhere { rooms, tasks } = talk::everywhere(&mut tx, &visit.who, mine, times, SHOWN).await?;
    let names: HashMap<&str, (&str, &str)> =
        mine.iter().map(|one| (one.id.as_str(), (one.slug.as_str(), one.name.as_str()))).collect();
    let mut l = visit.layout(&mut tx, Nav::Talk).await?;
    l.live = Some(links::inbox_live().to_owned());
    let row = |listed: &ListedRoom| {
        let (slug, of) = names.get(listed.room.pursuance.as_str())?;
        Some(RoomRow::of(&l, slug, of, listed))
    };
    let has_unread =
        rooms.iter().any(|one| one.news.is_some()) || tasks.iter().any(|(_, news)| news.is_some());
    let task = |(one, news): (Discussed, Option<DiscussionNews>)| TaskTalk {
        news: NewsShown::of(news.as_ref()),
        href: format!("{}#discussion", links::task(&one.slug, one.number)),
        number: one.number,
        title: Words::of(&one.title, l.t),
        of: one.of,
        said: l.moment(one.said_at),
    };
    let shown = TalkPage {
        rooms: rooms.iter().filter_map(row).collect(),
        tasks: tasks.into_iter().map(task).collect(),
        has_unread,
        l: l.clone(),
    };
    page(StatusCode::OK, &shown)
}
