//! The files that were said along in a room.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::id::MessageId;

use super::room::{At, find};
use crate::reads::{Actors, Page, one_more};
use crate::store::said_files;
use crate::web::cards::file::{before, file_view, older};
use crate::web::cards::head::{Head, PursuanceTab, head, layout};
use crate::web::cards::room::named;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::FileView;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::AddressQuery;
use crate::web::request::session::Visit;

/// Files on one page.
const SHOWN: usize = 50;

/// `GET /p/{slug}/talk/{room}/files`, with `?after=`.
#[derive(Template)]
#[template(path = "talk/files.html")]
pub struct RoomFilesPage {
    pub l: Layout,
    pub head: Head,
    /// The room.
    pub name: String,
    pub href: String,
    /// Each with the address of its message.
    pub files: Vec<(String, FileView)>,
    /// The address of older files.
    pub next: Option<String>,
}

/// `GET /p/{slug}/talk/{room}/files`
pub async fn show(visit: Visit, Path((slug, room)): At, query: AddressQuery) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let (access, room) = find(&visit, &mut tx, &slug, &room).await?;
    let thread = access.heard(&room)?;
    let found = said_files::in_room(&mut tx, &thread, before(query.0.text("after")), one_more(SHOWN)).await?;
    let list = links::room_files(&slug, &room.id);
    let Page { items, next } = Page::cut(found, SHOWN, |last| older(&list, last));
    let l = layout(&visit, &mut tx, &access).await?;
    let mut actors = Actors::on_page_of(&access.pursuance.id, visit.now);
    let mut files = Vec::with_capacity(items.len());
    for file in items {
        let message = file.message.as_ref().map_or("", MessageId::as_str);
        let said = links::room_around(&slug, &room.id, message);
        files.push((said, file_view(&visit, &mut tx, &l, &mut actors, file, None).await?));
    }
    let shown = RoomFilesPage {
        name: named(l.t, &room),
        href: links::room(&slug, &room.id),
        files,
        next,
        head: head(&visit, &mut tx, &access, PursuanceTab::Talk).await?,
        l,
    };
    page(StatusCode::OK, &shown)
}
