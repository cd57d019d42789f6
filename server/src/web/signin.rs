//! Signing in.

use askama::Template;

use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::Field;

/// `GET` and, when refused, `POST /signin`: `name, passphrase, next`. One message for every reason, so that nobody learns
/// which names exist.
#[derive(Template)]
#[template(path = "account/signin.html")]
pub struct SigninPage {
    pub l: Layout,
    pub form: SigninForm,
    /// Where to go afterwards: a path of this server.
    pub next: String,
    /// Why it was refused; empty at first.
    pub problem: String,
}

impl SigninPage {
    /// Where somebody opens an account who has none.
    pub fn join(&self) -> String {
        if self.next.is_empty() { links::join().to_owned() } else { links::join_to(&self.next) }
    }
}

/// What was typed. The passphrase is never sent back.
#[derive(Default)]
pub struct SigninForm {
    pub name: Field,
    pub passphrase: Field,
}
