//! All files of a pursuance, the newest first.

use askama::Template;

use super::pursuance::Head;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::FileView;

/// `GET /p/{slug}/files`, with `?after=`.
#[derive(Template)]
#[template(path = "pursuance/files.html")]
pub struct FilesPage {
    pub l: Layout,
    pub head: Head,
    pub files: Vec<FileView>,
    /// Where older ones are.
    pub next: Option<String>,
}
