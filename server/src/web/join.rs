//! Opening an account: a name and a passphrase, nothing else.

use askama::Template;

use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{Field, Refused, refused};

/// `GET` and, when refused, `POST /join`: `name, passphrase, passphrase_again, next`.
#[derive(Template)]
#[template(path = "account/join.html")]
pub struct JoinPage {
    pub l: Layout,
    pub form: JoinForm,
    /// Where to go afterwards: a path of this server; empty for the start.
    pub next: String,
    /// Why it was refused, when that concerns no field.
    pub problem: String,
}

/// The fields of a new account. Passphrases are never sent back.
#[derive(Default)]
pub struct JoinForm {
    pub name: Field,
    pub passphrase: Field,
    pub passphrase_again: Field,
    /// Whether passphrases were typed that the page does not bring back: it says so.
    pub is_emptied: bool,
}

impl JoinPage {
    /// Whether they came to take a task.
    pub fn is_for_a_task(&self) -> bool {
        self.next.ends_with("/take")
    }

    /// Where somebody signs in who has an account.
    pub fn signin(&self) -> String {
        if self.next.is_empty() { links::signin().to_owned() } else { links::signin_to(&self.next) }
    }
}

impl JoinForm {
    /// The refused fields.
    pub fn refused(&self) -> Vec<Refused> {
        refused(&[
            ("name", "join-name", &self.name),
            ("passphrase", "passphrase", &self.passphrase),
            ("passphrase-again", "passphrase-again", &self.passphrase_again),
        ])
    }
}
