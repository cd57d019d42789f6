//! Offers from other pursuances that wait for an answer, and every delegation of a pursuance, both ways.

use askama::Template;
use pursuance_domain::delegation::state::Side;
use pursuance_domain::value::Visibility;

use super::delegation::{Between, Change, DelegationRow, ReofferForm, TermsView, WhyForm};
use super::discussion::MessageView;
use super::pick::Pick;
use super::pursuance::Head;
use crate::text::{Markup, Text};
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::Party;
use crate::web::frame::when::When;

/// So many offers of strangers stand open where there are no others.
const UNFOLDED: usize = 5;

/// `GET /p/{slug}/incoming`. Refused answers come back as this page with status 422.
#[derive(Template)]
#[template(path = "pursuance/incoming.html")]
pub struct IncomingPage {
    pub l: Layout,
    pub head: Head,
    /// Offers that are not agreed yet, of pursuances here and of servers this pursuance has worked with.
    pub offers: Vec<OfferCard>,
    /// The same of servers nobody here knows: below the others, and folded where they are many.
    pub strangers: Vec<OfferCard>,
    /// Where the offers go on.
    pub offers_more: Option<String>,
    /// Under way, both ways.
    pub live: Vec<DelegationRow>,
    /// Ended, the newest first.
    pub ended: Vec<DelegationRow>,
    /// Where older ended ones are.
    pub ended_more: Option<String>,
    /// Whether the viewer may answer.
    pub may_answer: bool,
}

impl IncomingPage {
    /// How many offers wait for our answer.
    pub fn unanswered(&self) -> usize {
        let all = self.offers.iter().chain(&self.strangers);
        all.filter(|card| !card.is_accepting && card.suggested.is_none()).count()
    }

    /// Whether the offers of strangers are folded: where they stand below others, or are more than one reads.
    pub fn folds_strangers(&self) -> bool {
        let is_refused = self.strangers.iter().any(|card| !card.refused_form.is_empty());
        !is_refused && (!self.offers.is_empty() || self.strangers.len() > UNFOLDED)
    }

    /// Whether anyone reads the tasks here.
    pub fn is_public(&self) -> bool {
        match self.head.visibility {
            Visibility::Public | Visibility::Unlisted => true,
            Visibility::Members | Visibility::Sealed => false,
        }
    }

    /// The card of an offer.
    pub fn card_of(&mut self, id: &str) -> Option<&mut OfferCard> {
        self.offers.iter_mut().chain(&mut self.strangers).find(|card| card.id == id)
    }
}

/// Other terms that we suggested.
#[derive(Default)]
pub struct Suggested {
    pub changes: Vec<Change>,
    pub note: Markup,
}

impl OfferCard {
    /// The key of whether it may be handed on, with `peer`.
    pub fn onward_key(&self) -> &'static str {
        self.terms.onward.key(Side::Delegate)
    }

    /// The size of the files that are not here, as people say it.
    pub fn files_there_size(&self, t: Text) -> String {
        crate::web::frame::view::bytes(t, self.files_there_bytes)
    }
}

/// An offer with everything needed to decide.
pub struct OfferCard {
    /// The row id at this pursuance.
    pub id: String,
    pub slug: String,
    /// The address of the offer: an answer is to what was read.
    pub offer: String,
    pub from: Party,
    pub from_mission: String,
    pub known_since: When,
    pub terms: TermsView,
    /// How many of their files are not here, and how large those are together.
    pub files_there: i64,
    pub files_there_bytes: i64,
    /// Their message, sanitized.
    pub note: Markup,
    pub at: When,
    pub respond_by: When,
    /// What reads differently from their earlier offer.
    pub changes: Vec<Change>,
    /// What we suggested instead, while we wait for their answer.
    pub suggested: Option<Suggested>,
    /// The newest of what they have written in the discussion, and how much of it there is.
    pub said: Vec<MessageView>,
    pub said_in_all: i64,
    /// Whether they wrote since we suggested or asked something.
    pub is_answered: bool,
    /// Said yes already; they confirm.
    pub is_accepting: bool,
    /// An own open offer has the same origin: this may be the work we sent out.
    pub may_be_ours: bool,
    /// Ours of the same work can be taken over: whoever handed it to us no longer answers.
    pub may_adopt: bool,
    /// It has come through this many other pursuances.
    pub hops: i64,
    pub between: Between,
    /// Tasks of ours it can become part of, and the top.
    pub places: Pick,
    pub decline: WhyForm,
    pub counter: ReofferForm,
    /// Why an answer was refused, when that concerns no field.
    pub problem: String,
    /// The part whose form was refused; empty when none was.
    pub refused_form: &'static str,
}

impl OfferCard {
    /// Where an answer goes.
    pub fn post(&self, form: &str) -> String {
        links::delegation(&self.slug, &self.id, form)
    }

    /// `open` for the part whose form was refused.
    pub fn open(&self, form: &str) -> &'static str {
        if self.refused_form == form { " open" } else { "" }
    }

    /// How many messages of the discussion are not shown.
    pub fn said_before(&self) -> i64 {
        self.said_in_all - i64::try_from(self.said.len()).unwrap_or(i64::MAX)
    }

    /// The id of a field: several cards stand on one page.
    pub fn field(&self, name: &str) -> String {
        format!("{name}-{}", self.id)
    }
}
