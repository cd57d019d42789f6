//! An offer on the page of incoming requests, with everything needed to decide.

use std::collections::HashMap;

use pursuance_domain::delegation::state::Side;
use pursuance_domain::delegation::{DelegateCopy, MessageKind, State, Terms};
use pursuance_federation::vocab::Act;

use crate::actions::access::Access;
use crate::markdown::{self, ReferenceTargets};
use crate::reads::Actors;
use crate::reads::message_extras::within;
use crate::store::channels::ActivityDirection;
use crate::store::db::ReadTx;
use crate::store::delegations::{self, Delegation, TimelineEntry};
use crate::store::{discussions, skill_offers};
use crate::text::{Markup, Text};
use crate::web::cards::file::file_view;
use crate::web::cards::pick::Pick;
use crate::web::cards::text_beginning::in_short;
use crate::web::delegation::between::{Between, peer_between};
use crate::web::delegation::change::AsksAtATime;
use crate::web::delegation::sides::WhyForm;
use crate::web::delegation::terms::{ReofferForm, TermsView, other_terms, terms_view};
use crate::web::frame::asks::ChangedPart;
use crate::web::frame::labels::why_declined;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::mine::Mine;
use crate::web::frame::view::{Field, Party};
use crate::web::frame::when::When;
use crate::web::request::failure::PageError;
use crate::web::request::session::Visit;
use crate::web::task::discussion::{MessageView, say};
/// Messages shown with an offer; the others appear with the task.
const SAID: i64 = 5;

/// Other terms that we suggested.
#[derive(Default)]
pub struct SuggestedTerms {
    pub changes: Vec<ChangedPart>,
    pub note: Markup,
}

/// An offer with everything needed to decide.
pub struct OfferCard {
    /// The row id at this pursuance.
    pub id: String,
    pub slug: String,
    /// The address of the offer: an answer belongs to the offer that was read.
    pub offer: String,
    pub from: Party,
    pub from_mission: String,
    pub known_since: When,
    pub terms: TermsView,
    /// The number of their files that are not here yet, and the sum of the sizes.
    pub files_there: i64,
    pub files_there_bytes: i64,
    /// Their message, sanitized.
    pub note: Markup,
    pub at: When,
    pub respond_by: When,
    /// The changes since their earlier offer.
    pub changes: Vec<ChangedPart>,
    /// Our suggestion, while it waits for their answer.
    pub suggested: Option<SuggestedTerms>,
    /// The newest of their messages in the discussion, and the number of all.
    pub said: Vec<MessageView>,
    pub said_in_all: i64,
    /// Whether they wrote after our suggestion or question.
    pub is_answered: bool,
    /// Accepted here; their confirmation is missing.
    pub is_accepting: bool,
    /// An open offer of our own has the same origin: this may be the work we sent out.
    pub may_be_ours: bool,
    /// The skills of our skill offer that this offer answers; empty if it answers none.
    pub answers: String,
    /// Our mirror of the same work can be taken over: its delegator no longer answers.
    pub may_adopt: bool,
    /// The number of other pursuances it came through.
    pub hops: i64,
    pub between: Between,
    /// Our tasks that can become its parent, and the top.
    pub places: Pick,
    pub decline: WhyForm,
    pub counter: ReofferForm,
    /// Why an answer was refused, when that concerns no field.
    pub problem: String,
    /// The part with the refused form; empty when there is none.
    pub refused_form: &'static str,
}

impl OfferCard {
    /// The address of an answer.
    pub fn post(&self, form: &str) -> String {
        links::delegation(&self.slug, &self.id, form)
    }

    /// `open` for the part with the refused form.
    pub fn open(&self, form: &str) -> &'static str {
        if self.refused_form == form { " open" } else { "" }
    }

    /// How many messages of the discussion are not shown.
    pub fn said_before(&self) -> i64 {
        self.said_in_all - i64::try_from(self.said.len()).unwrap_or(i64::MAX)
    }

    /// The id of a field: the page has several cards.
    pub fn field(&self, name: &str) -> String {
        format!("{name}-{}", self.id)
    }

    /// The key of whether it may be handed on, with `peer`.
    pub fn onward_key(&self) -> &'static str {
        self.terms.onward.key(Side::Delegate)
    }

    /// The size of the files that are not here, as people say it.
    pub fn files_there_size(&self, t: Text) -> String {
        crate::web::frame::view::bytes(t, self.files_there_bytes)
    }
}

/// Our suggestion of other terms than the newest offer's.
fn suggested(l: &Layout, now: Option<&AsksAtATime>, counter: &TimelineEntry) -> Option<SuggestedTerms> {
    let (now, Act::TentativeAccept(counter)) = (now?, &counter.said()?.act) else { return None };
    let note = counter.content.as_deref().map(markdown::clean_html).unwrap_or_default();
    Some(SuggestedTerms { changes: now.changes(l, &now.with(counter.proposed)), note: Markup::trusted(note) })
}

#[expect(clippy::too_many_arguments, reason = "what every card of the page shares")]
pub(in crate::web) async fn card(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    access: &Access,
    actors: &mut Actors,
    mine: &Mine,
    places: &Pick,
    row: &Delegation,
    room: &mut usize,
) -> Result<OfferCard, PageError> {
    let copy = row.copy.delegate();
    let newest = copy.and_then(DelegateCopy::newest);
    let usual = Terms::usual(row.created, None);
    let terms = newest.map_or(&usual, |offer| &offer.terms);
    let mut files = Vec::new();
    let (mut files_there, mut files_there_bytes) = (0, 0_i64);
    for file in discussions::files_of_offer(tx, row).await? {
        if !file.is_here {
            files_there += 1;
            files_there_bytes = files_there_bytes.saturating_add(file.bytes);
        }
        files.push(file_view(visit, tx, l, actors, file, None).await?);
    }
    // The two newest offers, to compare them, and our newest suggestion; the bytes of older ones are not read.
    let offers = delegations::said(tx, &row.id, ActivityDirection::In, MessageKind::Offer, 2).await?;
    let counter =
        delegations::said(tx, &row.id, ActivityDirection::Out, MessageKind::Counter, 1).await?.pop();
    let mut asked: Vec<AsksAtATime> = Vec::new();
    let mut note = None;
    for message in offers.iter().filter_map(TimelineEntry::said) {
        if let Act::Offer(offer) = &message.act {
            asked.push(AsksAtATime::of(&offer.delegation));
            note = offer.content.as_deref();
        }
    }
    let offered_at = offers.last().map_or(row.created, |offer| offer.at);
    let suggested = match counter.as_ref().filter(|counter| counter.at >= offered_at) {
        Some(counter) => suggested(l, asked.last(), counter),
        None => None,
    };
    let changes = match asked.as_slice() {
        [.., before, now] => before.changes(l, now),
        _ => Vec::new(),
    };
    let from = actors.get(tx, &row.origin).await?.clone();
    // Until it is accepted, only they may write (PROTOCOL §1.6).
    let (thread, said_in_all) = discussions::said_with_offer(tx, row, SAID).await?;
    let is_answered = row.state == State::Countered
        && thread.last().is_some_and(|last| counter.as_ref().is_some_and(|counter| last.at >= counter.at));
    let mut said = Vec::with_capacity(thread.len());
    let fit = within(thread.iter().rev(), room);
    for message in thread.into_iter().rev().take(fit).rev() {
        said.push(say(visit, tx, l, actors, &HashMap::new(), &ReferenceTargets::default(), message).await?);
    }
    // Markdown here, cleaned HTML from other servers: either way a few plain words.
    let mission = if from.is_here() { in_short(&from.summary) } else { markdown::to_text(&from.summary) };
    let now = asked.last();
    Ok(OfferCard {
        id: row.id.0.clone(),
        slug: access.pursuance.slug.clone(),
        from: visit.party(&from),
        from_mission: mission,
        known_since: l.day(from.created),
        terms: terms_view(l, mine, terms, Some(&row.offered.read()?.task), files),
        files_there,
        files_there_bytes,
        note: Markup::trusted(note.map(markdown::clean_html).unwrap_or_default()),
        at: l.moment(offered_at),
        respond_by: l.date(row.respond_by.unwrap_or(row.created)),
        changes,
        suggested: (row.state == State::Countered).then(|| suggested.unwrap_or_default()),
        said,
        said_in_all,
        is_answered,
        is_accepting: row.state == State::Accepting,
        may_be_ours: copy.is_some_and(|copy| copy.may_be_ours),
        answers: skill_offers::used_by(tx, &row.id)
            .await?
            .map(|ours| ours.skills.to_string())
            .unwrap_or_default(),
        may_adopt: copy.is_some_and(|copy| copy.may_adopt),
        hops: i64::try_from(row.path.len().saturating_sub(1)).unwrap_or(0),
        between: peer_between(visit, tx, l, actors, row).await?,
        places: places.clone(),
        offer: newest.map(|offer| offer.uri.to_string()).unwrap_or_default(),
        decline: WhyForm { codes: why_declined(l.t, ""), reason: Field::default() },
        counter: other_terms(l, now.and_then(|asked| asked.asks.due), now.map(|asked| asked.asks.size)),
        problem: String::new(),
        refused_form: "",
    })
}
