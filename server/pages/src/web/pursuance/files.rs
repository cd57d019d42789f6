//! The files on the tasks and in the rooms of a pursuance, below what it is, and each of them by its address.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::id::{FileId, MessageId, TaskId};

use super::about::About;
use crate::actions::access;
use crate::attachment::{self, BytesRequest};
use crate::reads::storage::{self, PursuanceStorageView};
use crate::reads::{Actors, Page, discussion, one_more};
use crate::store::{discussions, outline, pursuances, rooms, said_files};
use crate::web::cards::file::{before, file_view, older};
use crate::web::cards::head::{Head, PursuanceTab, head_with, layout};
use crate::web::cards::room::named;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{FileView, TaskLink, Words, bytes};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::AddressQuery;
use crate::web::request::session::Visit;

/// Files on one page.
const SHOWN: usize = 50;

/// `GET /p/{slug}/files`, with `?after=`.
#[derive(Template)]
#[template(path = "pursuance/files.html")]
pub struct FilesPage {
    pub l: Layout,
    pub head: Head,
    /// The description of the pursuance, above its newest files: the tab *About* leads here.
    pub about: Option<About>,
    pub files: Vec<FileView>,
    /// The address of older files.
    pub next: Option<String>,
    /// How much room files and texts take, for members.
    pub storage: Option<PursuanceStorageView>,
}

impl FilesPage {
    /// How much room files and texts take here, in sentences.
    pub fn storage(&self) -> Vec<String> {
        let t = self.l.t;
        let size = |count: i64| bytes(t, count);
        let Some(PursuanceStorageView { files, texts, own_texts }) = self.storage else { return Vec::new() };
        let all = t.with("files-storage").set("files", size(files.bytes)).set("texts", size(texts.bytes));
        let all = all.set("files_most", size(files.most.unwrap_or(0)));
        let all = all.set("texts_most", size(texts.most.unwrap_or(0))).to_string();
        let own = own_texts.most.map(|most| {
            t.with("files-own-texts").set("taken", size(own_texts.bytes)).set("most", size(most)).to_string()
        });
        std::iter::once(all).chain(own).collect()
    }
}

/// `GET /p/{slug}/files`
pub async fn list(
    visit: Visit,
    Path(slug): Path<String>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let after = query.0.text("after");
    let sight = access.sight()?;
    let hung = said_files::of_pursuance(&mut tx, &sight, before(after), visit.now, one_more(SHOWN)).await?;
    let Page { items, next } = Page::cut(hung, SHOWN, Clone::clone);
    let on: Vec<TaskId> = items.iter().map(|(_, on)| TaskId(on.clone())).collect();
    let titles = outline::titles(&mut tx, &sight, &on).await?;
    let is_any_said = items.iter().any(|(_, on)| !titles.contains_key(&TaskId(on.clone())));
    let rooms = if is_any_said { rooms::of_pursuance(&mut tx, &sight).await? } else { Vec::new() };
    let l = layout(&visit, &mut tx, &access).await?;
    let storage = storage::of_pursuance(&visit.app, &mut tx, &access).await?;
    let mut actors = Actors::on_page_of(&access.pursuance.id, visit.now);
    let mut files = Vec::with_capacity(items.len());
    let mut last = None;
    for (file, on) in items {
        let Some(file) = discussions::file(&mut tx, &FileId(file)).await? else { continue };
        let room = rooms.iter().find(|room| room.id.as_str() == on).map(|room| {
            let message = file.message.as_ref().map_or("", MessageId::as_str);
            (links::room_around(&slug, &room.id, message), named(visit.t, room))
        });
        let task = titles.get(&TaskId(on)).map(|(number, title)| TaskLink {
            href: links::task(&slug, *number),
            number: *number,
            title: Words::of(title, visit.t),
        });
        last = Some(older(&links::files(&slug), &file));
        files.push(FileView { room, ..file_view(&visit, &mut tx, &l, &mut actors, file, task).await? });
    }
    let beside = pursuances::page_facts(&mut tx, &sight, visit.person(), visit.now).await?;
    let counts = visit.sums.at(&mut tx, &sight, beside.last).await?;
    let head = head_with(&visit, &mut tx, &access, PursuanceTab::Files, (counts, &beside)).await?;
    let about = if after.is_empty() {
        About::of(&visit, &mut tx, &l, &access, (&head, &beside)).await?
    } else {
        None
    };
    let next = last.filter(|_| next.is_some());
    page(StatusCode::OK, &FilesPage { l, head, about, files, next, storage })
}

/// `GET /files/{id}`: always as a download, whatever type it claims; or what was made here to be shown of it.
pub async fn show(visit: Visit, Path(id): Path<FileId>, asked: BytesRequest) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let file = discussion::file(&mut tx, &visit.who, &id, visit.now).await?;
    drop(tx);
    Ok(attachment::answer(&visit.app, &file, &asked).await?)
}
