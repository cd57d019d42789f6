//! The confirmation before a file is removed from a task.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::RemoveFile;
use pursuance_domain::allowed::Permission;
use pursuance_domain::id::FileId;
use pursuance_domain::value::Grounds;

use crate::actions::Thing;
use crate::actions::access;
use crate::store::db::ReadTx;
use crate::store::discussions;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Field, RefusedField, Words, refused};
use crate::web::request::carried_forms::Typed;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{FormFields, Posted, Reader};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};
use crate::web::request::unplaced_texts::{FormPage, refused_page};

/// The path of a file of a task.
type At = Path<(String, i64, String)>;

/// `GET` and, when refused, `POST /p/{slug}/t/{number}/files/{id}/remove`.
#[derive(Template)]
#[template(path = "task/file_remove.html")]
pub struct FileRemovePage {
    pub l: Layout,
    pub slug: String,
    pub number: i64,
    pub title: Words,
    pub id: String,
    pub name: String,
    /// Whether the viewer added it.
    pub is_own: bool,
    pub why: Field,
    /// Texts of the refused form that have no field here any more.
    pub typed: Vec<Typed>,
}

impl FileRemovePage {
    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        refused(&[("reason", "comment-why", &self.why)])
    }
}

impl FormPage for FileRemovePage {
    fn unplaced(&mut self, texts: Vec<Typed>) {
        self.typed = texts;
    }
}

/// `GET /p/{slug}/t/{number}/files/{id}/remove`
pub async fn form(visit: Visit, Path((slug, number, id)): At) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    page(StatusCode::OK, &fill(&visit, &mut tx, (&slug, number, &id)).await?)
}

async fn fill(
    visit: &Visit,
    tx: &mut ReadTx,
    (slug, number, id): (&str, i64, &str),
) -> Result<FileRemovePage, PageError> {
    let access = access::find(tx, &visit.who, slug, visit.now).await?;
    let task = access::find_task(tx, &access, number).await?;
    let files = discussions::files(tx, &access.seen(&task)?).await?;
    let file = files.into_iter().find(|file| file.id.as_str() == id);
    let file = file.ok_or_else(|| PageError::not_found(Thing::File))?;
    let is_own = visit.person() == Some(&file.added_by);
    access.demand(if is_own { Permission::Discuss } else { Permission::Moderate }, Some(&task))?;
    Ok(FileRemovePage {
        l: visit.layout(tx, Nav::Pursuance(access.pursuance.slug.clone())).await?,
        slug: access.pursuance.slug,
        number: task.number,
        title: Words::of(&task.title, visit.t),
        id: file.id.to_string(),
        name: file.name,
        is_own,
        why: Field::default(),
        typed: Vec::new(),
    })
}

async fn not_removed(
    visit: &Visit,
    at: (&str, i64, &str),
    form: &FormFields,
    why: Field,
    status: StatusCode,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let shown = FileRemovePage { why, ..fill(visit, &mut tx, at).await? };
    drop(tx);
    refused_page(visit.t, status, shown, form, &["reason"])
}

/// `POST /p/{slug}/t/{number}/files/{id}/remove`: `reason`, for a file of somebody else.
pub async fn remove(Path((slug, number, id)): At, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let at = (slug.as_str(), number, id.as_str());
    let mut why = form.field("reason");
    let Some(reason) = Reader::new(visit.t).maybe(&mut why, Grounds::parse) else {
        return not_removed(&visit, at, &form, why, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let action = RemoveFile { pursuance: slug.clone(), task: number, file: FileId(id.clone()), reason };
    match split_refusal(visit.app.perform(&visit.who, action.into()).await)? {
        Ok(_) => Ok(see_with(
            &visit.app,
            &format!("{}#files", links::task(&slug, number)),
            FormNotice::info("notice-file-removed"),
        )),
        Err(no) => {
            let why = why.refused(refusal_text(visit.t, &no));
            not_removed(&visit, at, &form, why, status_of(&no)).await
        }
    }
}
