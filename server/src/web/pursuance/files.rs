//! The files of a pursuance's tasks, and each of them by its address.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::id::{FileId, TaskId};
use pursuance_domain::time::Time;

use crate::actions::access;
use crate::attachment::{self, Asked};
use crate::reads::{Actors, Page, discussion, one_more};
use crate::store::{discussions, outline};
use crate::web::cards::file::file_view;
use crate::web::cards::head::{Head, Tab, head, layout};
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{FileView, TaskLink, Words};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::Query;
use crate::web::request::session::Visit;

/// Files on one page.
const SHOWN: usize = 50;

/// `GET /p/{slug}/files`, with `?after=`.
#[derive(Template)]
#[template(path = "pursuance/files.html")]
pub struct FilesPage {
    pub l: Layout,
    pub head: Head,
    pub files: Vec<FileView>,
    /// The address of older files.
    pub next: Option<String>,
}

/// `GET /p/{slug}/files`
pub async fn list(visit: Visit, Path(slug): Path<String>, query: Query) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let after = query.0.text("after");
    let before = after.split_once('.').and_then(|(at, id)| Some((Time(at.parse().ok()?), id)));
    let sight = access.sight()?;
    let before = before.unwrap_or((Time(i64::MAX), ""));
    let hung = discussions::files_of_pursuance(&mut tx, &sight, before, one_more(SHOWN)).await?;
    let Page { items, next } = Page::cut(hung, SHOWN, Clone::clone);
    let on: Vec<TaskId> = items.iter().map(|(_, task)| TaskId(task.clone())).collect();
    let titles = outline::titles(&mut tx, &sight, &on).await?;
    let l = layout(&visit, &mut tx, &access).await?;
    let mut actors = Actors::default();
    let mut files = Vec::with_capacity(items.len());
    let mut last = None;
    for (file, task) in items {
        let Some(file) = discussions::file(&mut tx, &FileId(file)).await? else { continue };
        let task = titles.get(&TaskId(task)).map(|(number, title)| TaskLink {
            href: links::task(&slug, *number),
            number: *number,
            title: Words::of(title, visit.t),
        });
        last = Some(format!("{}?after={}.{}", links::files(&slug), file.at.0, file.id));
        files.push(file_view(&visit, &mut tx, &l, &mut actors, file, task).await?);
    }
    let head = head(&visit, &mut tx, &access, Tab::Files).await?;
    page(StatusCode::OK, &FilesPage { l, head, files, next: last.filter(|_| next.is_some()) })
}

/// `GET /files/{id}`: always as a download, whatever type it claims; or what was made here to be shown of it.
pub async fn show(visit: Visit, Path(id): Path<FileId>, asked: Asked) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let file = discussion::file(&mut tx, &visit.who, &id, visit.now).await?;
    drop(tx);
    Ok(attachment::answer(&visit.app, &file, &asked).await?)
}
