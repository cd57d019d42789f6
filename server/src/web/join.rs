//! Opening an account: a name and a passphrase, nothing else.

use askama::Template;

use super::layout::Layout;
use super::links;
use super::view::{Field, Refused, refused};

/// `GET` and, when refused, `POST /join`: `name, passphrase, passphrase_again`.
#[derive(Template)]
#[template(path = "account/join.html")]
pub struct JoinPage {
    pub l: Layout,
    pub form: JoinForm,
    /// Why it was refused, when that concerns no field.
    pub problem: String,
}

/// The fields of a new account. Passphrases are never sent back.
#[derive(Default)]
pub struct JoinForm {
    pub name: Field,
    pub passphrase: Field,
    pub passphrase_again: Field,
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
