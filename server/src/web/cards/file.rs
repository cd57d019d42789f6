//! A file as pages show it.

use crate::reads::Actors;
use crate::store::db::ReadTx;
use crate::store::discussions::File;
use crate::store::error::StoreResult;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{FileView, TaskLink};
use crate::web::request::session::Visit;

/// A file as a page shows it.
pub(in crate::web) async fn file_view(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    file: File,
    task: Option<TaskLink>,
) -> StoreResult<FileView> {
    Ok(FileView {
        href: file.is_here.then(|| links::file(file.id.as_str())),
        by: visit.party_of(tx, actors, &file.added_by).await?,
        at: l.moment(file.at),
        name: file.name,
        bytes: file.bytes,
        problem: file.error.map(|why| visit.t.s(why.key()).to_owned()),
        sha256: file.sha256,
        remove: None,
        task,
    })
}
