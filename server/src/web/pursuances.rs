//! All pursuances with a search, and starting one.

use askama::Template;
use pursuance_domain::value::{Joining, Visibility};

use crate::web::frame::layout::Layout;
use crate::web::frame::view::{Field, PursuanceCard, Refused, refused};
use crate::web::frame::{labels, links};

/// `GET /p`, with `?q=` and `?after=`.
#[derive(Template)]
#[template(path = "pursuance/list.html")]
pub struct PursuancesPage {
    pub l: Layout,
    /// What was searched for.
    pub words: String,
    /// The viewer's own; empty while searching.
    pub mine: Vec<PursuanceCard>,
    /// Public ones, or those that match.
    pub found: Vec<PursuanceCard>,
    /// Public ones in all.
    pub total: i64,
    /// Where further ones are.
    pub next: Option<String>,
    /// Where the other pursuance is, when the search is an address on another server.
    pub elsewhere: Option<String>,
}

/// `GET` and, when refused, `POST /p/new`: `slug, name, mission, visibility, joining`.
#[derive(Template)]
#[template(path = "pursuance/new.html")]
pub struct NewPursuancePage {
    pub l: Layout,
    pub form: PursuanceForm,
    pub slug: Field,
    pub problem: String,
}

/// The fields a new pursuance and its settings share.
#[derive(Clone)]
pub struct PursuanceForm {
    pub name: Field,
    pub mission: Field,
    pub visibility: Visibility,
    pub joining: Joining,
}

/// A choice shown as a card, with its consequence.
pub struct Card {
    pub value: &'static str,
    pub label: &'static str,
    pub about: &'static str,
    pub is_chosen: bool,
}

impl PursuanceForm {
    /// Who may read it. `sealed` is not offered: the server cannot do it yet.
    pub fn visibilities(&self) -> Vec<Card> {
        [Visibility::Public, Visibility::Unlisted, Visibility::Members]
            .into_iter()
            .map(|one| Card {
                value: one.as_str(),
                label: labels::visibility_key(one),
                about: labels::visibility_about_key(one),
                is_chosen: self.visibility == one,
            })
            .collect()
    }

    /// How one joins.
    pub fn joinings(&self) -> Vec<Card> {
        Joining::ALL
            .iter()
            .map(|one| Card {
                value: one.as_str(),
                label: labels::joining_key(*one),
                about: "",
                is_chosen: self.joining == *one,
            })
            .collect()
    }
}

impl NewPursuancePage {
    /// The refused fields.
    pub fn refused(&self) -> Vec<Refused> {
        refused(&[
            ("name", "form-name", &self.form.name),
            ("slug", "form-slug", &self.slug),
            ("mission", "form-mission", &self.form.mission),
        ])
    }
}
