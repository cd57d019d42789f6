//! The first operator: the page behind the one-time link that `serve` prints.

use askama::Template;

use super::join::JoinForm;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;

/// `GET /setup?code=` and, when refused, `POST /setup`: `code, name, passphrase, passphrase_again`.
#[derive(Template)]
#[template(path = "account/setup.html")]
pub struct SetupPage {
    pub l: Layout,
    pub code: String,
    /// Whether the code is one that still works.
    pub is_valid: bool,
    pub form: JoinForm,
    pub problem: String,
}
