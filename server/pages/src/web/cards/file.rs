//! A file as pages show it.

use pursuance_domain::time::Time;

use crate::attachment::PDF;
use crate::reads::Actors;
use crate::store::db::ReadTx;
use crate::store::discussions::TaskFile;
use crate::store::error::StoreResult;
use crate::store::shown_pictures::NotShown;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{FileView, PictureView, TaskLink};
use crate::web::request::session::Visit;

/// Whether somebody may expect to see it: nobody is told that a table is no picture.
fn is_called_a_picture(file: &TaskFile) -> bool {
    let ending = file.name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let endings = ["avif", "bmp", "gif", "heic", "jpeg", "jpg", "png", "svg", "tif", "tiff", "webp"];
    file.media_type.starts_with("image/") || ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}

/// Before which file a page begins: `?after=`, the time and the id of the last one that was shown.
pub(in crate::web) fn before(after: &str) -> (Time, &str) {
    let last = after.split_once('.').and_then(|(at, id)| Some((Time(at.parse().ok()?), id)));
    last.unwrap_or((Time(i64::MAX), ""))
}

/// The address of a list of files behind this one.
pub(in crate::web) fn older(list: &str, last: &TaskFile) -> String {
    format!("{list}?after={}.{}", last.at.0, last.id)
}

/// A file as a page shows it.
pub(in crate::web) async fn file_view(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    file: TaskFile,
    task: Option<TaskLink>,
) -> StoreResult<FileView> {
    let may_be_expected = is_called_a_picture(&file);
    Ok(FileView {
        href: file.is_here.then(|| links::file(file.id.as_str())),
        by: visit.party_of(tx, actors, &file.added_by).await?,
        at: l.moment(file.at),
        added: file.at,
        name: file.name,
        bytes: file.bytes,
        problem: file.error.map(|why| visit.t.s(why.key()).to_owned()),
        sha256: file.sha256,
        remove: None,
        message: file.message.map(|message| message.0).unwrap_or_default(),
        picture: file.shown.map(|shown| PictureView::of(file.id.as_str(), &shown)),
        opens: file
            .not_shown
            .filter(|why| *why == NotShown::Pdf)
            .map(|_| format!("{}?{PDF}", links::file(file.id.as_str()))),
        not_shown: file
            .not_shown
            .filter(|why| match why {
                NotShown::OtherForm => may_be_expected,
                NotShown::Pdf => false,
                NotShown::TooLarge | NotShown::TooManyPixels | NotShown::Damaged => true,
            })
            .map(|why| visit.t.s(why.key()).to_owned()),
        task,
        room: None,
    })
}
