//! Handing a task to another pursuance: whom, what they will see, on what terms.

use askama::Template;
use pursuance_domain::delegation::state::Side;

use super::delegation::{OnwardTerms, TermsView};
use crate::text::Markup;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{Choice, Field, Party, Refused, SkillTag, TaskLink, refused};
use crate::web::frame::when::When;

/// `GET /p/{slug}/t/{number}/hand-over`, with `?to=` once somebody was chosen or an address typed. A refused offer comes
/// back as this page with status 422.
#[derive(Template)]
#[template(path = "delegation/hand_over.html")]
pub struct HandOverPage {
    pub l: Layout,
    pub slug: String,
    pub pursuance: String,
    pub number: i64,
    pub title: String,
    pub parents: Vec<TaskLink>,
    /// Pursuances we know, those that fit first.
    pub known: Vec<Candidate>,
    /// Known pursuances that are not shown.
    pub known_more: i64,
    /// What was typed into the address field, and why nobody was found there.
    pub address: Field,
    /// The one that was chosen, fetched and up to date.
    pub chosen: Option<Chosen>,
    /// Why the offer was refused, when that concerns no field.
    pub problem: String,
    /// The way the task went, when offering it would bring it back to where it was.
    pub chain: Vec<ChainLink>,
    /// Why nobody can be chosen at all (somebody has the task, say); empty when one can.
    pub blocked: String,
}

/// A pursuance that could be asked.
pub struct Candidate {
    pub party: Party,
    /// What stands in the address field when it is chosen: a slug, or name@server.
    pub address: String,
    /// Those of the task's skills that it lists.
    pub skills: Vec<SkillTag>,
    /// Tasks it took from this pursuance and finished, of all it took.
    pub finished: i64,
    pub taken: i64,
    /// Since when this server knows it.
    pub known_since: Option<When>,
    /// When it declined this very task.
    pub declined: Option<When>,
    /// Whether it has handed this task on already: it cannot be chosen.
    pub is_in_chain: bool,
    pub is_chosen: bool,
}

/// The pursuance that was looked up.
pub struct Chosen {
    pub party: Party,
    /// The value of the field `to`.
    pub address: String,
    pub mission: String,
    pub skills: Vec<SkillTag>,
    /// How many belong to it, when that is told.
    pub members: Option<i64>,
    pub known_since: When,
    /// What they will see, as it stands in the form now.
    pub terms: TermsView,
    /// The message of the form, as they will read it; empty without one.
    pub note: Markup,
    /// The mission of the pursuance that offers: they read it beside the offer.
    pub our_mission: String,
    /// Files of the task.
    pub files: Vec<FileChoice>,
    /// Messages of the discussion so far.
    pub messages: i64,
    pub form: OfferForm,
    /// When the offer ends by itself without an answer.
    pub ends: When,
}

impl Chosen {
    /// The key of whether they may hand it on, with `peer`.
    pub fn onward_key(&self) -> &'static str {
        self.terms.onward.key(Side::Origin)
    }
}

/// A file that may go along.
pub struct FileChoice {
    pub sha256: String,
    pub name: String,
    pub size: String,
    pub is_ticked: bool,
}

/// POST `to, due, respond_by, heartbeat, redelegation, names, discussion, files, note`.
pub struct OfferForm {
    pub due: Field,
    pub respond_by: Field,
    /// Days between signs of life.
    pub heartbeat: Vec<Choice>,
    pub heartbeat_error: String,
    pub redelegation: OnwardTerms,
    pub names: bool,
    pub discussion: bool,
    pub note: Field,
}

impl OfferForm {
    /// Whether that is what may be handed on.
    pub fn is_onward(&self, terms: OnwardTerms) -> bool {
        self.redelegation == terms
    }

    /// The refused fields.
    pub fn refused(&self) -> Vec<Refused> {
        refused(&[
            ("due", "terms-due", &self.due),
            ("respond-by", "terms-respond-by", &self.respond_by),
            ("note", "terms-note", &self.note),
        ])
    }
}

impl HandOverPage {
    /// The refused fields, on top of the page.
    pub fn refused(&self) -> Vec<Refused> {
        self.chosen.as_ref().map_or_else(Vec::new, |chosen| chosen.form.refused())
    }

    /// The server the copy goes to, when it leaves this one.
    pub fn leaves_for(&self) -> Option<&str> {
        self.chosen.as_ref().and_then(|chosen| chosen.party.host.as_deref())
    }
}

/// A station of the way a task went. Chains name only neighbours, so some stations stay unknown.
pub struct ChainLink {
    pub party: Option<Party>,
    /// Whether this is where it would come back to.
    pub is_repeated: bool,
}
