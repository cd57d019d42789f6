//! The rooms of a pursuance, and the form that makes one.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::CreateRoom;
use pursuance_domain::allowed::Permission;
use pursuance_domain::value::{RoomName, RoomReaders};

use crate::actions::Thing;
use crate::actions::access::{self, Access};
use crate::reads::talk::{self, ListedRoom};
use crate::store::db::ReadTx;
use crate::store::read_markers::{COUNTED, DiscussionNews};
use crate::web::cards::head::{Head, PursuanceTab, head, layout};
use crate::web::cards::room::named;
use crate::web::frame::layout::{Layout, counted};
use crate::web::frame::links;
use crate::web::frame::view::{Choice, Field, RefusedField, refused};
use crate::web::frame::when::When;
use crate::web::request::carried_forms::Typed;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{Posted, Reader};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see};
use crate::web::request::unplaced_texts::{FormPage, refused_page};

/// `GET /p/{slug}/talk`. A refused form comes back as this page with status 422.
#[derive(Template)]
#[template(path = "talk/list.html")]
pub struct RoomsPage {
    pub l: Layout,
    pub head: Head,
    pub rooms: Vec<RoomRow>,
    /// Whether something is unread in one of them.
    pub has_unread: bool,
    pub form: Option<NewRoom>,
    pub problem: String,
    /// Texts of a refused form that has gone from the page.
    pub typed: Vec<Typed>,
}

/// A room in a list.
pub struct RoomRow {
    pub href: String,
    pub name: String,
    /// The pursuance, where the list is of several.
    pub of: String,
    pub is_for_members: bool,
    pub is_archived: bool,
    /// When something was said there last.
    pub said: Option<When>,
    pub news: NewsShown,
}

/// The unread part of a discussion of a list: how many messages, and how many of them name the viewer, or answer them.
#[derive(Default)]
pub struct NewsShown {
    pub unread: String,
    pub mentions: i64,
}

impl NewsShown {
    pub(super) fn of(news: Option<&DiscussionNews>) -> Self {
        news.map_or_else(Self::default, |news| Self {
            unread: counted(news.unread, COUNTED),
            mentions: news.mentions,
        })
    }
}

/// The form for a new room.
pub struct NewRoom {
    pub name: Field,
    pub open: Vec<Choice>,
}

impl RoomRow {
    /// A room of the pursuance with this slug. `of`: the name of the pursuance, or nothing.
    pub(super) fn of(l: &Layout, slug: &str, of: &str, listed: &ListedRoom) -> Self {
        let ListedRoom { room, news } = listed;
        Self {
            news: NewsShown::of(news.as_ref()),
            href: links::room(slug, &room.id),
            name: named(l.t, room),
            of: of.to_owned(),
            is_for_members: room.open == RoomReaders::Members,
            is_archived: room.archived_at.is_some(),
            said: room.said_at.map(|at| l.moment(at)),
        }
    }
}

impl RoomsPage {
    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        match &self.form {
            Some(form) => refused(&[("name", "room-name", &form.name)]),
            None => Vec::new(),
        }
    }
}

impl FormPage for RoomsPage {
    fn unplaced(&mut self, texts: Vec<Typed>) {
        self.typed = texts;
    }
}

/// The choice of who reads a room.
pub(super) fn readers(l: &Layout, chosen: RoomReaders) -> Vec<Choice> {
    let choice = |open: &RoomReaders| Choice {
        value: open.as_str().to_owned(),
        label: l.t.s(readers_key(*open)).to_owned(),
        selected: *open == chosen,
    };
    RoomReaders::ALL.iter().map(choice).collect()
}

fn readers_key(open: RoomReaders) -> &'static str {
    match open {
        RoomReaders::Everyone => "room-open-everyone",
        RoomReaders::Members => "room-open-members",
    }
}

/// `GET /p/{slug}/talk`
pub async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    page(StatusCode::OK, &fill(&visit, &mut tx, &access).await?)
}

async fn fill(visit: &Visit, tx: &mut ReadTx, access: &Access) -> Result<RoomsPage, PageError> {
    let sight = access.sight()?;
    if !sight.sees_rooms(RoomReaders::Everyone) {
        return Err(PageError::not_found(Thing::Page));
    }
    let found = talk::listed(tx, access).await?;
    let l = layout(visit, tx, access).await?;
    let slug = &access.pursuance.slug;
    let form = access
        .may(Permission::ManageRooms, None)
        .then(|| NewRoom { name: Field::default(), open: readers(&l, RoomReaders::Everyone) });
    Ok(RoomsPage {
        rooms: found.iter().map(|room| RoomRow::of(&l, slug, "", room)).collect(),
        has_unread: found.iter().any(|one| one.news.is_some()),
        form,
        head: head(visit, tx, access, PursuanceTab::Talk).await?,
        problem: String::new(),
        typed: Vec::new(),
        l,
    })
}

/// `POST /p/{slug}/talk`: `name`, `open` (everyone, members).
pub async fn create(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let mut name = form.field("name");
    let open = RoomReaders::parse(form.text("open")).map_err(|_| PageError::BadRequest)?;
    let read = Reader::new(visit.t).need(&mut name, RoomName::parse);
    let (mut problem, mut status) = (String::new(), StatusCode::UNPROCESSABLE_ENTITY);
    if let Some(name) = read {
        let action = CreateRoom { pursuance: slug.clone(), name, open };
        match split_refusal(visit.app.perform(&visit.who, action.into()).await)? {
            Ok(done) => {
                let room = done.result.get("room").and_then(|id| id.as_str()).unwrap_or_default();
                return Ok(see(&links::room(&slug, room)));
            }
            Err(no) => (problem, status) = (refusal_text(visit.t, &no), status_of(&no)),
        }
    }
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let mut shown = fill(&visit, &mut tx, &access).await?;
    drop(tx);
    shown.form = shown.form.map(|_| NewRoom { name, open: readers(&shown.l, open) });
    shown.problem = problem;
    refused_page(visit.t, status, shown, &form, &["name"])
}
