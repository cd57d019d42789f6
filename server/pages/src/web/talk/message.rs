//! One message in a room: the page that a comment has, too.

use axum::extract::Path;
use axum::response::Response;
use pursuance_domain::id::RoomId;

use crate::reads::message_extras::Place;
use crate::web::request::failure::PageError;
use crate::web::request::form::Posted;
use crate::web::request::session::Visit;
use crate::web::task::comment::{delete_at, edit_at, show_at};

/// The path of a message.
type At = Path<(String, String, String)>;

fn place(slug: String, room: String) -> Place {
    Place::Room { slug, room: RoomId(room) }
}

/// `GET /p/{slug}/talk/{room}/m/{message}`
pub async fn show(visit: Visit, Path((slug, room, id)): At) -> Result<Response, PageError> {
    show_at(&visit, &place(slug, room), &id).await
}

/// `POST /p/{slug}/talk/{room}/m/{message}/edit`: `body`, and `revision`, the one it was written against.
pub async fn edit(Path((slug, room, id)): At, posted: Posted) -> Result<Response, PageError> {
    edit_at(&place(slug, room), &id, posted).await
}

/// `POST /p/{slug}/talk/{room}/m/{message}/delete`: `reason`, for a message of somebody else.
pub async fn delete(Path((slug, room, id)): At, posted: Posted) -> Result<Response, PageError> {
    delete_at(&place(slug, room), &id, posted).await
}
