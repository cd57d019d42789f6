//! Requests of other pursuances: offers to answer, accepted tasks, and those that are over.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::allowed::Permission;
use pursuance_domain::delegation::state::Side;
use pursuance_domain::delegation::{DelegateCopy, MessageKind, State, Terms};
use pursuance_domain::id::DelegationId;
use pursuance_domain::time::Time;
use pursuance_domain::value::Visibility;
use pursuance_federation::vocab::Act;

use super::head::{Head, Tab, head, layout};
use super::list::in_short;
use crate::actions::access::{self, Access};
use crate::markdown;
use crate::reads::delegation::with_tasks;
use crate::reads::{Actors, Page, one_more};
use crate::store::db::ReadTx;
use crate::store::delegations::{self, Delegation, TimelineEntry};
use crate::store::discussions;
use crate::store::waiting::{self, AfterOffer, Standing};
use crate::text::{Markup, Text};
use crate::web::delegation::between::{Between, peer_between};
use crate::web::delegation::change::{Asked, Change};
use crate::web::delegation::row::{DelegationRow, list_row};
use crate::web::delegation::sides::WhyForm;
use crate::web::delegation::terms::{ReofferForm, TermsView, other_terms, terms_view};
use crate::web::frame::labels::why_declined;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::rows::Mine;
use crate::web::frame::view::{Field, Party};
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::Query;
use crate::web::request::session::Visit;
use crate::web::task::discussion::{MessageView, TALK_MAX, say, within};
use crate::web::task::files::file_view;
use crate::web::task::pick::{self, Pick};

const OFFERS: usize = 20;
const LIVE: i64 = 50;
const ENDED: usize = 20;
/// Messages shown with an offer; the others appear with the task.
const SAID: i64 = 5;

/// How many offers of strangers are unfolded where there are no others.
const UNFOLDED: usize = 5;

/// `GET /p/{slug}/incoming`. Refused answers come back as this page with status 422.
#[derive(Template)]
#[template(path = "pursuance/incoming.html")]
pub struct IncomingPage {
    pub l: Layout,
    pub head: Head,
    /// Offers that are not agreed yet, of local pursuances and of servers this pursuance has worked with.
    pub offers: Vec<OfferCard>,
    /// The same of unknown servers: below the others, and folded where they are many.
    pub strangers: Vec<OfferCard>,
    /// Where the offers go on.
    pub offers_more: Option<String>,
    /// In progress, in both directions.
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

    /// Whether the offers of strangers are folded: below others, or when there are too many to read.
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
    /// The address of the offer: an answer belongs to the offer that was read.
    pub offer: String,
    pub from: Party,
    pub from_mission: String,
    pub known_since: When,
    pub terms: TermsView,
    /// How many of their files are not here, and the sum of their sizes.
    pub files_there: i64,
    pub files_there_bytes: i64,
    /// Their message, sanitized.
    pub note: Markup,
    pub at: When,
    pub respond_by: When,
    /// The changes since their earlier offer.
    pub changes: Vec<Change>,
    /// Our suggestion, while it waits for their answer.
    pub suggested: Option<Suggested>,
    /// The newest of their messages in the discussion, and the number of all.
    pub said: Vec<MessageView>,
    pub said_in_all: i64,
    /// Whether they wrote after our suggestion or question.
    pub is_answered: bool,
    /// Accepted here; their confirmation is missing.
    pub is_accepting: bool,
    /// An open offer of our own has the same origin: this may be the work we sent out.
    pub may_be_ours: bool,
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
}

/// `GET /p/{slug}/incoming`
pub async fn show(visit: Visit, Path(slug): Path<String>, query: Query) -> Result<Response, PageError> {
    let before = query.0.number("before").map_or(Time(i64::MAX), Time);
    let after = after_offer(query.0.text("after"));
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug).await?;
    page(StatusCode::OK, &fill(&visit, &mut tx, &access, before, after.as_ref(), None).await?)
}

/// The place after which the list of offers continues, read from an address.
fn after_offer(text: &str) -> Option<AfterOffer> {
    let mut parts = text.splitn(3, '.');
    let stranger = match parts.next()? {
        "0" => false,
        "1" => true,
        _ => return None,
    };
    let wanted = parts.next()?.parse().ok()?;
    Some((stranger, Time(wanted), DelegationId(parts.next()?.to_owned())))
}

/// The present page, for an answer that was refused; its offer is on it, wherever it stands in the list.
pub(in crate::web) async fn load(
    visit: &Visit,
    slug: &str,
    answered: &Delegation,
) -> Result<IncomingPage, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug).await?;
    fill(visit, &mut tx, &access, Time(i64::MAX), None, Some(answered)).await
}

async fn fill(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    before: Time,
    after: Option<&AfterOffer>,
    answered: Option<&Delegation>,
) -> Result<IncomingPage, PageError> {
    let l = layout(visit, tx, access).await?;
    let (id, slug) = (&access.pursuance.id, &access.pursuance.slug);
    let may_answer = access.may(Permission::Delegate, None);
    let mut actors = Actors::default();
    let mine = Mine::of(visit, tx).await?;
    let (mut offers, mut strangers) = (Vec::new(), Vec::new());
    let mut offers_more = None;
    // Offers that are not accepted yet are for the members who answer them.
    if may_answer {
        let places = pick::places(tx, l.t, access, None, None).await?;
        let found = waiting::offers(tx, id, after, one_more(OFFERS)).await?;
        let mut found = Page::cut(found, OFFERS, Clone::clone);
        offers_more = found.next.as_ref().map(|(is_stranger, wanted, id)| {
            format!("{}?after={}.{}.{id}", links::incoming(slug), u8::from(*is_stranger), wanted.0)
        });
        if let Some(row) = answered.filter(|row| row.state.is_open() || row.state == State::Accepting)
            && !found.items.iter().any(|(.., id)| *id == row.id)
        {
            found.items.push((false, Time(0), row.id.clone()));
        }
        let ids: Vec<DelegationId> = found.items.iter().map(|(.., id)| id.clone()).collect();
        let sight = access.sight()?;
        let read = with_tasks(tx, &ids).await?.into_iter();
        let mut room = TALK_MAX;
        let read = read.filter_map(|unread| unread.for_whom(&sight));
        for (row, _) in read.filter(|(row, _)| row.offered.if_whole().is_some()) {
            let is_stranger = found.items.iter().any(|(is_stranger, _, id)| *is_stranger && *id == row.id);
            let card = card(visit, tx, &l, access, &mut actors, &mine, &places, &row, &mut room).await?;
            if is_stranger { strangers.push(card) } else { offers.push(card) }
        }
    }
    let live = waiting::of_pursuance(tx, id, Standing::Live, Time(i64::MAX), LIVE).await?;
    let live = rows(visit, tx, &l, access, &mut actors, &live).await?;
    let ended = waiting::of_pursuance(tx, id, Standing::Ended, before, one_more(ENDED)).await?;
    let Page { items, next: last } = Page::cut(ended, ENDED, |(_, at)| *at);
    let ended = rows(visit, tx, &l, access, &mut actors, &items).await?;
    Ok(IncomingPage {
        head: head(visit, tx, access, Tab::Incoming).await?,
        offers,
        strangers,
        offers_more,
        live,
        ended,
        ended_more: last.map(|at| format!("{}?before={}", links::incoming(slug), at.0)),
        may_answer,
        l,
    })
}

/// Delegations that the viewer may see, as rows.
async fn rows(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    access: &Access,
    actors: &mut Actors,
    found: &[(DelegationId, Time)],
) -> Result<Vec<DelegationRow>, PageError> {
    let ids: Vec<DelegationId> = found.iter().map(|(id, _)| id.clone()).collect();
    let (mut rows, sight) = (Vec::with_capacity(ids.len()), access.sight()?);
    let found = with_tasks(tx, &ids).await?.into_iter();
    let found: Vec<_> = found.filter_map(|unread| unread.for_whom(&sight)).collect();
    actors.look_up(tx, found.iter().map(|(row, _)| row.peer().clone()).collect()).await?;
    for (row, task) in found {
        rows.extend(list_row(visit, tx, l, actors, &access.pursuance.slug, &row, task.as_ref()).await?);
    }
    Ok(rows)
}

#[expect(clippy::too_many_arguments, reason = "what every card of the page shares")]
async fn card(
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
    let entries = delegations::timeline(tx, &row.id, 100).await?;
    let mut asked: Vec<Asked> = Vec::new();
    let mut note = None;
    let mut suggested = None;
    for message in entries.iter().filter_map(TimelineEntry::said) {
        match &message.act {
            Act::Offer(offer) => {
                asked.push(Asked::of(&offer.delegation));
                (note, suggested) = (offer.content.as_deref(), None);
            }
            Act::TentativeAccept(counter) => {
                suggested = asked.last().map(|now| Suggested {
                    changes: now.changes(l, &now.with(counter.proposed)),
                    note: Markup::trusted(
                        counter.content.as_deref().map(markdown::clean_html).unwrap_or_default(),
                    ),
                });
            }
            _ => {}
        }
    }
    let changes = match asked.as_slice() {
        [.., before, now] => before.changes(l, now),
        _ => Vec::new(),
    };
    let from = actors.get(tx, &row.origin).await?.clone();
    // Until it is accepted, only they may write (PROTOCOL §1.6).
    let (thread, said_in_all) = discussions::said_with_offer(tx, row, SAID).await?;
    let counter = entries.iter().rev().find(|entry| entry.kind == MessageKind::Counter).map(|entry| entry.at);
    let is_answered = row.state == State::Countered
        && thread.last().is_some_and(|last| counter.is_some_and(|at| last.at >= at));
    let mut said = Vec::with_capacity(thread.len());
    let fit = within(&thread, room);
    for message in thread.into_iter().rev().take(fit).rev() {
        said.push(say(visit, tx, l, actors, &HashMap::new(), message).await?);
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
        terms: terms_view(l, mine, terms, Some(&row.offered.read()?.task), files, ""),
        files_there,
        files_there_bytes,
        note: Markup::trusted(note.map(markdown::clean_html).unwrap_or_default()),
        at: l.moment(
            entries
                .iter()
                .rev()
                .find(|entry| entry.kind == MessageKind::Offer)
                .map_or(row.created, |entry| entry.at),
        ),
        respond_by: l.date(row.respond_by.unwrap_or(row.created)),
        changes,
        suggested: (row.state == State::Countered).then(|| suggested.unwrap_or_default()),
        said,
        said_in_all,
        is_answered,
        is_accepting: row.state == State::Accepting,
        may_be_ours: copy.is_some_and(|copy| copy.may_be_ours),
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
