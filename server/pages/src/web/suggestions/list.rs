//! Suggestions: the ones that the viewer may decide, and the viewer's own, each with the old and the new values.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::{AcceptSuggestion, Action, DeclineSuggestion, WithdrawSuggestion};
use pursuance_domain::allowed::Ruling;
use pursuance_domain::id::{ProposalId, TaskId};
use pursuance_domain::people::role::Role;
use pursuance_domain::suggestion::{Needs, SuggestionState};
use pursuance_domain::value::Grounds;

use crate::actions::access::{self, Access};
use crate::actions::suggestion::{compared, decides, find};
use crate::reads::suggestion::{is_seen, made, waiting};
use crate::reads::{Actors, Page};
use crate::store::db::ReadTx;
use crate::store::outline;
use crate::store::suggestions::{self, Order, Suggestion};
use crate::text::Text;
use crate::web::cards::head::{Head, PursuanceTab, head, layout};
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Field, Party, TaskLink, Words};
use crate::web::frame::when::When;
use crate::web::request::carried_forms::Typed;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, FormFields, Posted, Reader};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};
use crate::web::request::unplaced_texts::{FormPage, refused_page};
use crate::web::suggestions::suggested::{Row, SuggestedChange, in_words};

/// Suggestions of each kind on one page.
const SHOWN: usize = 30;
/// Suggestions that are named together once they are answered.
const NAMED: usize = 3;

/// `GET /p/{slug}/suggestions`, with `?task=` for the suggestions about one task. A refused answer comes back as this page with 422.
#[derive(Template)]
#[template(path = "suggestions/suggestions.html")]
pub struct SuggestionsPage {
    pub l: Layout,
    pub head: Head,
    /// The task that the suggestions are limited to.
    pub of: Option<TaskLink>,
    /// Whether the viewer is a member; only members make suggestions.
    pub is_member: bool,
    /// Whether the viewer may decide any suggestions of others.
    pub decides: bool,
    /// Suggestions that the viewer may decide, the oldest first.
    pub waiting: Vec<SuggestionCard>,
    /// Whether more wait than are shown.
    pub has_more: bool,
    /// Suggestions that the viewer made, the newest first.
    pub made: Vec<SuggestionCard>,
    /// The address of older suggestions.
    pub next: Option<String>,
    /// The field for the reason to decline several suggestions.
    pub reason: Field,
    pub problem: String,
    /// Texts of the refused form that have no field here any more.
    pub typed: Vec<Typed>,
}

impl FormPage for SuggestionsPage {
    fn unplaced(&mut self, texts: Vec<Typed>) {
        self.typed = texts;
    }
}

/// A suggestion.
pub struct SuggestionCard {
    pub id: String,
    /// The text key of the suggested action.
    pub key: &'static str,
    pub by: Party,
    pub at: When,
    /// The reason for the suggestion.
    pub why: String,
    /// The task that it is about; for a new task, the parent.
    pub task: Option<TaskLink>,
    /// The person it is about.
    pub of: Option<Party>,
    pub rows: Vec<Row>,
    /// Whether somebody has since changed the values that it would change.
    pub is_outdated: bool,
    pub may_decide: bool,
    /// Whether it is ticked, to be decided together with others.
    pub is_ticked: bool,
    /// Whether the viewer may take it back.
    pub may_withdraw: bool,
    pub state: SuggestionState,
    pub decided: Option<Decided>,
    /// The typed reason.
    pub reason: Field,
    /// Why the last answer was refused.
    pub problem: String,
}

/// The answer to a suggestion.
pub struct Decided {
    pub by: Option<Party>,
    pub at: When,
    /// The reason for declining.
    pub reason: String,
    /// The task that it made.
    pub made: Option<TaskLink>,
}

impl SuggestionCard {
    /// The key of its state.
    pub fn state_key(&self) -> &'static str {
        match self.state {
            SuggestionState::Open => "suggestion-open",
            SuggestionState::Accepted => "suggestion-accepted",
            SuggestionState::Amended => "suggestion-amended",
            SuggestionState::Declined => "suggestion-declined",
            SuggestionState::Withdrawn => "suggestion-withdrawn",
            SuggestionState::Closed => "suggestion-closed",
        }
    }

    /// The id of the field of its reason: the page has several.
    pub fn reason_id(&self) -> String {
        format!("reason-{}", self.id)
    }

    /// The subject in words, for screen readers, which read a button on its own.
    pub fn subject(&self) -> &str {
        match (&self.task, &self.of, self.rows.first()) {
            (Some(task), _, _) => task.title.said(),
            (None, Some(of), _) => &of.name,
            (None, None, Some(row)) => &row.after,
            (None, None, None) => "",
        }
    }
}

impl SuggestionsPage {
    /// Whether several can be decided at once.
    pub fn has_several(&self) -> bool {
        self.waiting.len() > 1
    }
}

/// `GET /p/{slug}/suggestions`, with `?before=` for older ones of the viewer, and `?answered=` (ids) behind an answer.
pub async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    if access.pursuance.is_private() {
        return sealed(&visit, &mut tx, &access).await;
    }
    let before = query.0.text("before");
    let mut shown = fill(&visit, &mut tx, &access, query.0.number("task"), before).await?;
    let answered = query.0.text("answered");
    if let (Some(flash), false) = (&mut shown.l.flash, answered.is_empty()) {
        let mut named = Vec::new();
        for id in answered.split(',').take(NAMED) {
            // A viewer who may not read a suggestion learns nothing about it, whatever the address names.
            if let Ok(row) = find(&mut tx, &access, &ProposalId(id.to_owned())).await {
                let mut actors = Actors::on_page_of(&access.pursuance.id, visit.now);
                named.push(in_words(visit.t, &mut tx, &mut actors, &access.sight()?, &row).await?);
            }
        }
        if !named.is_empty() {
            let said = visit.t.with("suggestions-answered").set("said", &flash.text);
            flash.text = said.set("what", named.join("; ")).to_string();
        }
    }
    page(StatusCode::OK, &shown)
}

/// Suggestions in a private pursuance: a script asks for them, since nobody here reads what they change.
#[derive(Template)]
#[template(path = "suggestions/private.html")]
pub struct SealedSuggestionsPage {
    pub l: Layout,
    pub head: Head,
}

async fn sealed(visit: &Visit, tx: &mut ReadTx, access: &Access) -> Result<Response, PageError> {
    let l = layout(visit, tx, access).await?;
    let head = head(visit, tx, access, PursuanceTab::Suggestions).await?;
    page(StatusCode::OK, &SealedSuggestionsPage { l, head })
}

async fn fill(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    number: Option<i64>,
    before: &str,
) -> Result<SuggestionsPage, PageError> {
    let task = match number {
        Some(number) => Some(access::find_task(tx, access, number).await?),
        None => None,
    };
    let about = match &task {
        Some(task) => Some(suggestions::about_task(tx, &access.seen(task)?, one_more()).await?),
        None => None,
    };
    let person = visit.person();
    let is_mine = |about: &suggestions::About| person == Some(&about.author);
    let (mut ids, own): (Vec<ProposalId>, Vec<ProposalId>) = match about {
        Some(found) => (
            found.iter().filter(|(_, about)| decides(access, about)).map(|(id, _)| id.clone()).collect(),
            found.iter().filter(|(_, about)| is_mine(about)).map(|(id, _)| id.clone()).collect(),
        ),
        None => {
            let own = made(tx, access, Order::Newest, before, SHOWN + 1).await?;
            (waiting(tx, access, "", SHOWN + 1).await?, own)
        }
    };
    let Page { items: own, next } = Page::cut(own, SHOWN, ProposalId::clone);
    let next = next.filter(|_| task.is_none());
    let has_more = ids.len() > SHOWN;
    ids.truncate(SHOWN);
    let l = layout(visit, tx, access).await?;
    let mut actors = Actors::on_page_of(&access.pursuance.id, visit.now);
    let waiting = cards(visit, tx, &l, access, &mut actors, &ids).await?;
    // Own suggestions that the viewer may decide are in the list above.
    let own: Vec<ProposalId> = own.into_iter().filter(|id| !ids.contains(id)).collect();
    let made = cards(visit, tx, &l, access, &mut actors, &own).await?;
    Ok(SuggestionsPage {
        head: head(visit, tx, access, PursuanceTab::Suggestions).await?,
        of: task.map(|task| TaskLink {
            href: links::task(&access.pursuance.slug, task.number),
            number: task.number,
            title: Words::of(&task.title, visit.t),
        }),
        is_member: access.role().is_some(),
        decides: !waiting.is_empty() || decides_any(access),
        waiting,
        has_more,
        made,
        next: next.map(|id| links::suggestions_before(&access.pursuance.slug, id.as_str())),
        reason: Field::default(),
        problem: String::new(),
        typed: Vec::new(),
        l,
    })
}

/// Whether the viewer's role allows decisions about suggestions. Decisions that only their own tasks allow are not counted; these
/// suggestions appear while they wait.
fn decides_any(access: &Access) -> bool {
    let facts = access.facts(None);
    let is_yes = |needs: &Needs| matches!(needs.ruling(&access.who, &facts, Role::Untrusted), Ruling::Yes);
    access.role().is_some() && Needs::ALL.iter().any(is_yes)
}

fn one_more() -> i64 {
    i64::try_from(SHOWN).unwrap_or(i64::MAX).saturating_add(1)
}

async fn cards(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    access: &Access,
    actors: &mut Actors,
    ids: &[ProposalId],
) -> Result<Vec<SuggestionCard>, PageError> {
    let mut found = suggestions::by_ids(tx, ids).await?;
    let mut cards = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(row) = found.remove(id) {
            cards.push(card(visit, tx, l, access, actors, row).await?);
        }
    }
    Ok(cards)
}

async fn link(
    t: Text,
    tx: &mut ReadTx,
    access: &Access,
    id: Option<&TaskId>,
) -> Result<Option<TaskLink>, PageError> {
    let Some(id) = id else { return Ok(None) };
    let mut titles = outline::titles(tx, &access.sight()?, std::slice::from_ref(id)).await?;
    Ok(titles.remove(id).map(|(number, title)| TaskLink {
        href: links::task(&access.pursuance.slug, number),
        number,
        title: Words::of(&title, t),
    }))
}

/// A suggestion as its page and the queue show it.
pub(in crate::web) async fn card(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    access: &Access,
    actors: &mut Actors,
    row: Suggestion,
) -> Result<SuggestionCard, PageError> {
    let is_open = row.about.state == SuggestionState::Open;
    let (is_outdated, now) = if is_open && is_seen(tx, access, &row.about).await? {
        let (is_outdated, present) = compared(tx, access, &row).await?;
        (is_outdated, row.what.clone().against(&present).ok().and_then(|(_, now)| now))
    } else {
        (false, None)
    };
    let what = row.done.as_ref().unwrap_or(&row.what);
    let told =
        SuggestedChange { t: l.t, base: row.base.as_ref(), what, now: now.as_ref().filter(|_| is_outdated) };
    let rows = told.rows(tx, actors).await?;
    let by_viewer = visit.person() == Some(&row.about.author);
    let decided = match row.decided_at {
        Some(at) => Some(Decided {
            by: visit.party_if_any(tx, actors, row.decided_by.as_ref()).await?,
            at: l.moment(at),
            reason: row.reason.clone(),
            made: link(l.t, tx, access, row.made.as_ref()).await?,
        }),
        None => None,
    };
    Ok(SuggestionCard {
        key: crate::web::suggestions::suggested::key(&row.what),
        by: visit.party_of(tx, actors, &row.about.author).await?,
        at: l.moment(row.at),
        task: link(l.t, tx, access, row.about.task.as_ref()).await?,
        of: visit.party_if_any(tx, actors, row.about.member.as_ref()).await?,
        rows,
        is_outdated,
        may_decide: decides(access, &row.about),
        is_ticked: false,
        may_withdraw: is_open && by_viewer,
        state: row.about.state,
        decided,
        reason: Field::default(),
        problem: String::new(),
        id: row.id.0,
        why: row.why,
    })
}

/// `POST /p/{slug}/suggestions/{id}/accept`, no fields.
pub async fn accept(
    Path((slug, id)): Path<(String, ProposalId)>,
    posted: Posted,
) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let action = AcceptSuggestion { pursuance: slug.clone(), suggestion: id.clone() }.into();
    answer(&visit, &slug, &id, &form, action, FormNotice::good("notice-suggestion-accepted")).await
}

/// `POST /p/{slug}/suggestions/{id}/withdraw`, no fields.
pub async fn withdraw(
    Path((slug, id)): Path<(String, ProposalId)>,
    posted: Posted,
) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let action = WithdrawSuggestion { pursuance: slug.clone(), suggestion: id.clone() }.into();
    answer(&visit, &slug, &id, &form, action, FormNotice::info("notice-suggestion-withdrawn")).await
}

/// `POST /p/{slug}/suggestions/{id}/decline`: `reason`.
pub async fn decline(
    Path((slug, id)): Path<(String, ProposalId)>,
    posted: Posted,
) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let mut reason = form.field("reason");
    let Some(grounds) = Reader::new(visit.t).need(&mut reason, Grounds::parse) else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return refused(&visit, &slug, &id, &form, reason, (status, String::new())).await;
    };
    let action =
        DeclineSuggestion { pursuance: slug.clone(), suggestion: id.clone(), reason: grounds }.into();
    answer(&visit, &slug, &id, &form, action, FormNotice::info("notice-suggestion-declined")).await
}

async fn answer(
    visit: &Visit,
    slug: &str,
    id: &ProposalId,
    form: &FormFields,
    action: Action,
    notice: FormNotice,
) -> Result<Response, PageError> {
    match split_refusal(visit.app.perform(&visit.who, action).await)? {
        Ok(_) => Ok(see_with(&visit.app, &links::suggestions_answered(slug, id.as_str()), notice)),
        Err(why) => {
            let told = (status_of(&why), refusal_text(visit.t, &why));
            refused(visit, slug, id, form, form.field("reason"), told).await
        }
    }
}

/// The page with the reason beside the suggestion, or on top if the suggestion is not shown any more.
async fn refused(
    visit: &Visit,
    slug: &str,
    id: &ProposalId,
    sent: &FormFields,
    reason: Field,
    (status, why): (StatusCode, String),
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
    let mut shown = fill(visit, &mut tx, &access, None, "").await?;
    match shown.waiting.iter_mut().chain(&mut shown.made).find(|card| card.id == id.as_str()) {
        Some(card) => (card.reason, card.problem) = (reason, why),
        None => shown.problem = why,
    }
    refused_page(visit.t, status, shown, sent, &["reason"])
}

/// `POST /p/{slug}/suggestions`: `suggestion` (an id) for each ticked one, `answer` (accept, decline), `reason`. Each suggestion is
/// decided by itself; a suggestion that cannot be decided stays open.
pub async fn several(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let accepts = form.text("answer") == "accept";
    let mut reason = form.field("reason");
    let grounds = if accepts { None } else { Reader::new(visit.t).need(&mut reason, Grounds::parse) };
    if !accepts && grounds.is_none() {
        let mut tx = visit.app.db.read().await?;
        let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
        let mut shown = SuggestionsPage { reason, ..fill(&visit, &mut tx, &access, None, "").await? };
        tick(&mut shown, &form);
        return page(StatusCode::UNPROCESSABLE_ENTITY, &shown);
    }
    let mut failed = Vec::new();
    let mut ticked: Vec<&str> = form.all("suggestion").collect();
    ticked.sort_unstable();
    ticked.dedup();
    for id in ticked.iter().take(SHOWN) {
        let (pursuance, suggestion) = (slug.clone(), ProposalId((*id).to_owned()));
        let action: Action = match &grounds {
            None => AcceptSuggestion { pursuance, suggestion }.into(),
            Some(reason) => DeclineSuggestion { pursuance, suggestion, reason: reason.clone() }.into(),
        };
        if let Err(why) = split_refusal(visit.app.perform(&visit.who, action).await)? {
            failed.push(((*id).to_owned(), status_of(&why), refusal_text(visit.t, &why)));
        }
    }
    let Some((_, status, _)) = failed.first() else {
        let notice = match (ticked.is_empty(), accepts) {
            (true, _) => FormNotice::info("notice-suggestions-none"),
            (false, true) => FormNotice::good("notice-suggestion-accepted"),
            (false, false) => FormNotice::info("notice-suggestion-declined"),
        };
        let named = ticked.iter().take(NAMED).copied().collect::<Vec<_>>().join(",");
        return Ok(see_with(&visit.app, &links::suggestions_answered(&slug, &named), notice));
    };
    let status = *status;
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let mut shown = fill(&visit, &mut tx, &access, None, "").await?;
    for (id, _, why) in failed {
        match shown.waiting.iter_mut().chain(&mut shown.made).find(|card| card.id == id) {
            Some(card) => card.problem = why,
            None => shown.problem = why,
        }
    }
    shown.reason = reason;
    tick(&mut shown, &form);
    refused_page(visit.t, status, shown, &form, &["reason"])
}

/// Ticks the suggestions that were ticked in the sent form.
fn tick(shown: &mut SuggestionsPage, sent: &FormFields) {
    for card in &mut shown.waiting {
        card.is_ticked = sent.all("suggestion").any(|id| id == card.id);
    }
}
