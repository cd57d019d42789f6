//! Handing a task to another pursuance: the partner, the preview, the terms.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::OfferDelegation;
use pursuance_domain::allowed::Permission;
use pursuance_domain::delegation::DelegationRefusal;
use pursuance_domain::id::{ActorId, SkillOfferId};
use pursuance_domain::refusal::Refusal;
use pursuance_domain::time::Time;
use pursuance_domain::value::{ActorRef, Sha256};

use super::candidates::{ChainLink, HandOverCandidate, choose, is_in_chain, known, may_go_on, way};
use super::offer::{ChosenPartner, TermsDraft, carried, chosen};
use super::pairing::ally_why;
use super::parent_tasks::parents;
use crate::actions::access::Access;
use crate::actions::{Refused, Thing, access, delegation};
use crate::lookup::DirectoryError;
use crate::reads::skill_offers::Fitting;
use crate::reads::{self, Actors, name_of};
use crate::store::actors::{self, Actor};
use crate::store::db::ReadTx;
use crate::store::tasks::{self, Task};
use crate::store::{outline, skill_offers};
use crate::web::cards::skill_offer::SkillOfferLine;
use crate::web::delegation::terms::OnwardTerms;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Field, RefusedField, TaskLink, Words};
use crate::web::request::carried_forms::Typed;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, FormFields, Posted};
use crate::web::request::refusal::{field_of, refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};
use crate::web::request::unplaced_texts::{FormPage, refused_page};

/// The beginning of a choice that is a skill offer.
pub(super) const OFFER: &str = "offer:";
/// The most skill offers to choose from.
const OFFERS: usize = 10;

/// `GET /p/{slug}/t/{number}/hand-over`, with `?to=` once a partner was chosen or an address typed. A refused offer
/// comes back as this page with status 422.
#[derive(Template)]
#[template(path = "task/hand_over.html")]
pub struct HandOverPage {
    pub l: Layout,
    pub slug: String,
    pub pursuance: String,
    pub number: i64,
    pub title: Words,
    pub parents: Vec<TaskLink>,
    /// Known pursuances, the best matches first.
    pub known: Vec<HandOverCandidate>,
    /// Known pursuances that are not shown.
    pub known_more: i64,
    /// Skill offers of others with some of the task's skills; offers with all of them come first.
    pub offers: Vec<OfferChoice>,
    /// The id of the skill offer through which the chosen pursuance is asked; empty for none.
    pub satisfies: String,
    /// The text of the address field, and the reason why no pursuance was found.
    pub address: Field,
    /// Terms that were typed before another pursuance is chosen, by the names of their fields.
    pub carried: Vec<(String, String)>,
    /// The chosen pursuance, fetched and up to date.
    pub chosen: Option<ChosenPartner>,
    /// Why the offer was refused, when that concerns no field.
    pub problem: String,
    /// The chain of the task, if an offer would bring it back to an earlier pursuance.
    pub chain: Vec<ChainLink>,
    /// Texts of the refused offer that have no field here any more.
    pub typed: Vec<Typed>,
    /// The reason why no partner can be chosen at all (the task has an assignee, for example); empty when one can.
    pub blocked: String,
}

impl FormPage for HandOverPage {
    fn unplaced(&mut self, texts: Vec<Typed>) {
        self.typed = texts;
    }
}

impl HandOverPage {
    /// The refused fields, on top of the page.
    pub fn refused(&self) -> Vec<RefusedField> {
        self.chosen.as_ref().map_or_else(Vec::new, |chosen| chosen.form.refused())
    }

    /// Marks the chosen pursuance in the list if it could not be looked up. A single candidate is chosen automatically.
    fn choose(&mut self, wanted: &str) {
        if self.chosen.is_some() {
            return;
        }
        choose(&mut self.known, wanted);
        if let ([one], true, true) = (&mut *self.known, wanted.is_empty(), self.offers.is_empty()) {
            one.is_chosen = !one.is_refused();
        }
    }

    /// Whether there is somebody to choose without an address.
    pub fn has_choice(&self) -> bool {
        !self.offers.is_empty() || self.known.iter().any(|one| !one.is_refused())
    }

    /// Whether the copy is sent to another server.
    pub fn leaves(&self) -> bool {
        self.chosen.as_ref().is_some_and(|chosen| chosen.party.host.is_some())
    }
}

/// Builds the page with the pursuance that a form names, or with the reason why there is none.
async fn wanted(
    visit: &Visit,
    us: &ActorId,
    (slug, number): (&str, i64),
    typed: &FormFields,
    draft: TermsDraft,
) -> Result<(StatusCode, HandOverPage), PageError> {
    // A typed address counts more than a chosen pursuance: it was typed on purpose.
    let address = typed.text("address").trim();
    let wanted = if address.is_empty() { typed.text("to").trim() } else { address };
    let through = offered(visit, wanted).await?;
    let named = through.as_ref().map_or(wanted, |(_, handle)| handle.as_str());
    let (mut partner, mut error) = look_up(visit, us, named).await?;
    // This check comes before any request: a pursuance that handed the task on must not get it back.
    if let Some(named) = &partner
        && is_in_chain(visit, slug, number, named).await?
    {
        error = visit.t.with("chain-not-again").set("name", &named.display).to_string();
        partner = None;
    }
    let field =
        Field::of(if address.is_empty() && !error.is_empty() { wanted } else { address }).refused(error);
    let status = if field.is_refused() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut shown = fill(visit, slug, number, partner, field, draft, through.map(|(id, _)| id)).await?;
    shown.choose(wanted);
    Ok((status, shown))
}

/// Shows the page to choose another pursuance, or the chosen one; the typed terms are kept.
async fn choose_again(
    visit: &Visit,
    us: &ActorId,
    (slug, number): (&str, i64),
    typed: &FormFields,
) -> Result<Response, PageError> {
    let draft = TermsDraft::read(visit, typed);
    let (status, mut shown) = if typed.is_ticked("again") {
        let mut shown = fill(visit, slug, number, None, Field::default(), draft, None).await?;
        shown.choose("");
        (StatusCode::OK, shown)
    } else {
        wanted(visit, us, (slug, number), typed, draft).await?
    };
    if shown.chosen.is_none() {
        shown.carried = carried(typed);
    }
    page(status, &shown)
}

/// `GET /p/{slug}/t/{number}/hand-over`
pub async fn form(
    visit: Visit,
    Path((slug, number)): Path<(String, i64)>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    let us = check(&visit, &slug, number).await?;
    let draft = TermsDraft::begin(&visit, &FormFields::default());
    let (status, shown) = wanted(&visit, &us, (&slug, number), &query.0, draft).await?;
    page(status, &shown)
}

/// Finds the skill offer that was chosen instead of a pursuance, if any, and the handle of its maker.
async fn offered(visit: &Visit, wanted: &str) -> Result<Option<(SkillOfferId, String)>, PageError> {
    let Some(id) = wanted.strip_prefix(OFFER) else { return Ok(None) };
    let id = SkillOfferId(id.to_owned());
    let mut tx = visit.app.db.read().await?;
    let found = skill_offers::visible(&mut tx, visit.person(), &id, visit.now).await?;
    let offer = found.ok_or_else(|| PageError::not_found(Thing::SkillOffer))?;
    let maker = actors::by_id(&mut tx, &offer.actor).await?;
    let maker = maker.ok_or_else(|| PageError::not_found(Thing::Pursuance))?;
    Ok(Some((id, name_of(&maker))))
}

/// Checks that the viewer may hand the task over, because a lookup sends a request to another server. Returns the task's pursuance.
async fn check(visit: &Visit, slug: &str, number: i64) -> Result<ActorId, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
    let task = access::find_task(&mut tx, &access, number).await?;
    if visit.person().is_none() {
        return Err(PageError::SignInFirst);
    }
    access.demand(Permission::Delegate, Some(&task))?;
    Ok(access.pursuance.id)
}

/// Looks up the named pursuance, or returns the reason why it was not found.
async fn look_up(visit: &Visit, us: &ActorId, wanted: &str) -> Result<(Option<Actor>, String), PageError> {
    if wanted.is_empty() {
        return Ok((None, String::new()));
    }
    let named = match ActorRef::parse(wanted) {
        Ok(named) => named,
        Err(refusal) => return Ok((None, visit.t.say(&refusal.wording()))),
    };
    match delegation::look_up(&visit.app, &visit.who, us, &named).await? {
        Ok(actor) => Ok((Some(actor), String::new())),
        Err(DirectoryError::Store(error)) => Err(error.into()),
        Err(DirectoryError::Keys(error)) => Err(crate::actions::PerformError::from(error).into()),
        Err(error @ DirectoryError::NobodyHere(_)) => {
            let mut tx = visit.app.db.read().await?;
            let known = actors::groups_elsewhere(&mut tx, wanted.trim_start_matches(['@', '!']), 3).await?;
            let handles: Vec<String> = known.iter().map(|actor| visit.app.handle(actor)).collect();
            let meant = match handles.is_empty() {
                true => String::new(),
                false => format!(" {}", visit.t.with("hand-over-meant").set("handles", handles.join(", "))),
            };
            Ok((None, format!("{}{meant}", visit.t.say_and_advise(&error.wording()))))
        }
        Err(error) => Ok((None, visit.t.say_and_advise(&error.wording()))),
    }
}

async fn fill(
    visit: &Visit,
    slug: &str,
    number: i64,
    partner: Option<Actor>,
    address: Field,
    mut draft: TermsDraft,
    through: Option<SkillOfferId>,
) -> Result<HandOverPage, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
    let task = access::find_task(&mut tx, &access, number).await?;
    let l = visit.layout(&mut tx, Nav::pursuance(slug)).await?;
    if draft.is_new {
        draft.form.due = Field::of(task.asked.due.map(Time::date).unwrap_or_default());
        draft.due = Some(task.asked.due);
    }
    let (known, known_more) = known(visit, &mut tx, &access, &task, &l, partner.as_ref()).await?;
    let offers = choices_for(visit, &mut tx, &l, &access, &task, through.as_ref()).await?;
    let above = outline::above(&mut tx, &access.sight()?, &task).await?;
    let blocked = blocked(visit, &mut tx, &task).await?;
    let chosen = match partner {
        Some(partner) => Some(chosen(visit, &mut tx, &l, (&access, &task), partner, draft).await?),
        None => None,
    };
    Ok(HandOverPage {
        slug: slug.to_owned(),
        pursuance: access.pursuance.name.clone(),
        number,
        parents: parents(visit.t, &above),
        title: Words::of(&task.title, visit.t),
        known,
        known_more,
        offers,
        satisfies: through.map(|id| id.0).unwrap_or_default(),
        address,
        carried: Vec::new(),
        chosen,
        problem: String::new(),
        chain: Vec::new(),
        typed: Vec::new(),
        blocked,
        l,
    })
}

/// A skill offer of another pursuance, to choose.
pub struct OfferChoice {
    /// The value of the field `to`.
    pub value: String,
    pub row: SkillOfferLine,
    /// The reason why it is listed.
    pub why: String,
    pub is_chosen: bool,
}

/// Reads the skill offers of others for this task.
async fn choices_for(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    access: &Access,
    task: &Task,
    chosen: Option<&SkillOfferId>,
) -> Result<Vec<OfferChoice>, PageError> {
    let needed = tasks::skills(tx, &task.id).await?;
    let fitting = reads::skill_offers::for_task(tx, &access.pursuance.id, &needed, visit.now, OFFERS).await?;
    let choice = |one: Fitting| {
        let id = &one.known.offer.id;
        let mut why = ally_why(visit.t, one.is_whole, &one.covered);
        if one.known.free() == Some(0) {
            why = format!("{why} {}", visit.t.s("hand-over-offers-full"));
        }
        OfferChoice {
            value: format!("{OFFER}{id}"),
            is_chosen: chosen == Some(id),
            row: SkillOfferLine::of(visit, l, &one.known),
            why,
        }
    };
    Ok(fitting.into_iter().map(choice).collect())
}

/// The reason why no pursuance can be asked at all.
async fn blocked(visit: &Visit, tx: &mut ReadTx, task: &Task) -> Result<String, PageError> {
    // A closed task still has its assignee, so this check comes first.
    if task.phase.is_closed() {
        return Ok(visit.t.s("blocked-closed").to_owned());
    }
    if let Err(refusal) = may_go_on(tx, task).await? {
        return Ok(visit.t.say_and_advise(&refusal.wording()));
    }
    Ok(match &task.assignee {
        Some(id) => {
            let who = visit.party_of(tx, &mut Actors::default(), id).await?;
            visit.t.with("blocked-has-task").set("who", who.name).to_string()
        }
        None => String::new(),
    })
}

/// `POST /p/{slug}/t/{number}/hand-over`: the terms and `to`; `preview` (yes); `again` (yes), to choose another pursuance with the same
/// terms, and `choose` (yes) with `to` or `address`, once it is chosen.
pub async fn offer(Path((slug, number)): Path<(String, i64)>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form: typed } = posted;
    let us = check(&visit, &slug, number).await?;
    if typed.is_ticked("again") || typed.is_ticked("choose") {
        return choose_again(&visit, &us, (&slug, number), &typed).await;
    }
    let draft = TermsDraft::read(&visit, &typed);
    let is_preview = typed.is_ticked("preview");
    let to = ActorRef::parse(typed.text("to")).map_err(|_| PageError::BadRequest)?;
    let files: Result<Vec<Sha256>, _> = typed.all("files").map(Sha256::parse).collect();
    let files = files.map_err(|_| PageError::BadRequest)?;
    let satisfies =
        Some(typed.text("satisfies")).filter(|id| !id.is_empty()).map(|id| SkillOfferId(id.to_owned()));
    let refused = match (draft.due, draft.respond_by, draft.note.clone()) {
        (Some(due), Some(respond_by), Some(note)) if !is_preview => {
            let offer = OfferDelegation {
                pursuance: slug.clone(),
                task: number,
                to: to.clone(),
                note,
                due,
                respond_by,
                heartbeat: u16::try_from(draft.heartbeat).ok(),
                redelegation: draft.redelegation(),
                names: draft.form.names,
                discussion: draft.form.discussion,
                files,
                satisfies: satisfies.clone(),
            };
            match split_refusal(visit.app.perform(&visit.who, offer.into()).await)? {
                Ok(_) => {
                    return Ok(see_with(
                        &visit.app,
                        &links::task(&slug, number),
                        FormNotice::good("notice-offered"),
                    ));
                }
                Err(refused) => Some(refused),
            }
        }
        _ => None,
    };
    let (partner, error) = look_up(&visit, &us, to.as_str()).await?;
    let chain = match &refused {
        Some(Refused::Rule(Refusal::Delegation(DelegationRefusal::Loop { chain }))) => {
            way(&visit, &slug, number, chain, partner.as_ref()).await?
        }
        _ => Vec::new(),
    };
    let address = if error.is_empty() { Field::default() } else { Field::of(to.as_str()).refused(error) };
    let status = match &refused {
        Some(refused) => status_of(refused),
        None if is_preview => StatusCode::OK,
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let mut shown = fill(&visit, &slug, number, partner, address, draft, satisfies).await?;
    shown.choose(to.as_str());
    shown.chain = chain;
    if let Some(refused) = &refused {
        let field = shown.chosen.as_mut().and_then(|chosen| match field_of(refused) {
            Some("due") => Some(&mut chosen.form.due),
            Some("respond_by") => Some(&mut chosen.form.respond_by),
            Some("note") => Some(&mut chosen.form.note),
            _ => None,
        });
        match field {
            Some(field) => field.error = refusal_text(visit.t, refused),
            None if shown.chain.is_empty() => shown.problem = refusal_text(visit.t, refused),
            // The chain on the page is reason enough.
            None => {}
        }
    }
    refused_page(visit.t, status, shown, &typed, &["due", "respond_by", "note"])
}
