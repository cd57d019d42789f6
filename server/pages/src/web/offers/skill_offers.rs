//! The skill offers of a pursuance: the list for everybody, the form of a new offer and the page of one for Admins.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::{ChangeSkillOffer, PublishSkillOffer, WithdrawSkillOffer};
use pursuance_domain::allowed::Permission;
use pursuance_domain::id::SkillOfferId;
use pursuance_domain::refusal::Refusal;
use pursuance_domain::time::Time;
use pursuance_domain::value::{ActorRef, Label, Note, Skills, ValueRefusal};

use crate::actions::access::{self, Access};
use crate::actions::{PerformError, Refused, Thing};
use crate::reads::skill_offers::{self, KnownOffer};
use crate::reads::{Actors, Page, people};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::{actors, delegations, skill_offers as rows};
use crate::web::cards::head::{Head, PursuanceTab, head};
use crate::web::cards::skill_offer::SkillOfferLine;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Field, Party, RefusedField, refused};
use crate::web::frame::when::When;
use crate::web::request::carried_forms::Typed;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, FormFields, Posted, Reader};
use crate::web::request::refusal::{field_of, refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};
use crate::web::request::unplaced_texts::{FormPage, refused_page};

/// Offers on one page.
const SHOWN: usize = 20;
/// The most tasks that the page of an offer names.
const THROUGH: i64 = 50;
/// The fields in which people type.
const TYPED: [&str; 7] = ["skills", "note", "hours", "tasks", "until", "causes", "readers"];

/// The fields of an offer. POST `skills, note, hours, tasks, until, causes, seen` (everyone, named), `readers`, and `revision`
/// of an existing offer.
#[derive(Default)]
pub struct SkillOfferForm {
    pub skills: Field,
    pub note: Field,
    pub hours: Field,
    pub tasks: Field,
    pub until: Field,
    pub causes: Field,
    pub is_named: bool,
    pub readers: Field,
    pub revision: i64,
}

/// The values of a form without errors.
struct Said {
    skills: Skills,
    note: Option<Note>,
    hours: Option<u16>,
    tasks: Option<u16>,
    until: Time,
    causes: Vec<Label>,
    to: Option<Vec<ActorRef>>,
}

/// Texts between commas, or on lines of their own.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '\n', ';']).map(str::trim).filter(|part| !part.is_empty())
}

impl SkillOfferForm {
    fn typed(form: &FormFields) -> Self {
        Self {
            skills: form.field("skills"),
            note: form.field("note"),
            hours: form.field("hours"),
            tasks: form.field("tasks"),
            until: form.field("until"),
            causes: form.field("causes"),
            is_named: form.text("seen") == "named",
            readers: form.field("readers"),
            revision: form.number("revision").unwrap_or(0),
        }
    }

    async fn filled(visit: &Visit, tx: &mut ReadTx, known: &KnownOffer) -> StoreResult<Self> {
        let offer = &known.offer;
        let causes: Vec<&str> = offer.causes.iter().map(Label::as_str).collect();
        let mut readers = Vec::new();
        for id in rows::readers(tx, &offer.id).await? {
            if let Some(actor) = actors::by_id(tx, &id).await? {
                readers.push(visit.app.handle(&actor));
            }
        }
        let number = |number: Option<u16>| number.map(|number| number.to_string()).unwrap_or_default();
        Ok(Self {
            skills: Field::of(offer.skills.to_string()),
            note: Field::of(offer.note.as_str()),
            hours: Field::of(number(offer.hours)),
            tasks: Field::of(number(offer.tasks)),
            until: Field::of(offer.until.date()),
            causes: Field::of(causes.join(", ")),
            is_named: !offer.public,
            readers: Field::of(readers.join("\n")),
            revision: offer.revision,
        })
    }

    fn read(&mut self, visit: &Visit) -> Option<Said> {
        let reader = Reader::new(visit.t);
        let skills = reader.need(&mut self.skills, Skills::parse);
        let note = reader.maybe(&mut self.note, Note::parse);
        let (hours, tasks) = (number(visit, &mut self.hours), number(visit, &mut self.tasks));
        let until = reader.date(&mut self.until);
        if until == Some(None) {
            self.until.error = visit.t.s("skill-offer-until-needed").to_owned();
        }
        let causes = reader.need(&mut self.causes, |text| {
            parts(text).map(Label::parse).collect::<Result<Vec<_>, ValueRefusal>>()
        });
        let to = if self.is_named {
            reader
                .need(&mut self.readers, |text| {
                    parts(text).map(ActorRef::parse).collect::<Result<Vec<_>, ValueRefusal>>()
                })
                .map(Some)
        } else if self.readers.value.trim().is_empty() {
            Some(None)
        } else {
            // Typed names show that the offer is meant for these readers: it must not go to everyone by mistake.
            self.readers.error = visit.t.s("skill-offer-readers-or-everyone").to_owned();
            None
        };
        Some(Said {
            skills: skills?,
            note: note?,
            hours: hours?,
            tasks: tasks?,
            until: until??,
            causes: causes?,
            to: to?,
        })
    }

    /// Puts a refusal beside its field. Returns the text if it has no field.
    fn refuse(&mut self, visit: &Visit, why: &Refused) -> String {
        let text = refusal_text(visit.t, why);
        let field = match why {
            Refused::Rule(Refusal::SkillOffer(why)) => why.field(),
            Refused::NotFound(Thing::Pursuance) => Some("to"),
            other => field_of(other),
        };
        let field = match field {
            Some("skills") => &mut self.skills,
            Some("until") => &mut self.until,
            Some("hours") => &mut self.hours,
            Some("tasks") => &mut self.tasks,
            Some("causes") => &mut self.causes,
            Some("to") if self.is_named => &mut self.readers,
            _ => return text,
        };
        field.error = text;
        String::new()
    }

    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        refused(&[
            ("skills", "skill-offer-skills", &self.skills),
            ("note", "skill-offer-note", &self.note),
            ("hours", "skill-offer-hours", &self.hours),
            ("tasks", "skill-offer-tasks", &self.tasks),
            ("until", "skill-offer-until", &self.until),
            ("causes", "skill-offer-causes", &self.causes),
            ("readers", "skill-offer-readers", &self.readers),
        ])
    }
}

/// Reads an optional number: `Some(None)` if it is missing, `None` if it was refused.
fn number(visit: &Visit, field: &mut Field) -> Option<Option<u16>> {
    match field.value.trim() {
        "" => Some(None),
        typed => match typed.parse() {
            Ok(number) => Some(Some(number)),
            Err(_) => {
                field.error = visit.t.s("skill-offer-number").to_owned();
                None
            }
        },
    }
}

/// `GET /p/{slug}/skill-offers`, with `?before=`. A refused form comes back as this page with status 422.
#[derive(Template)]
#[template(path = "offers/skill_offers.html")]
pub struct SkillOffersPage {
    pub l: Layout,
    pub head: Head,
    pub offers: Vec<SkillOfferLine>,
    /// The address of older offers.
    pub next: Option<String>,
    /// The form of a new offer, for viewers who may make one.
    pub form: Option<SkillOfferForm>,
    /// A refusal that concerns no field.
    pub problem: String,
    pub typed: Vec<Typed>,
}

impl SkillOffersPage {
    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        self.form.as_ref().map(SkillOfferForm::refused).unwrap_or_default()
    }
}

impl FormPage for SkillOffersPage {
    fn unplaced(&mut self, texts: Vec<Typed>) {
        self.typed = texts;
    }
}

/// Whether the viewer may make and change offers.
fn may_offer(access: &Access) -> bool {
    access.may(Permission::EditPursuance, None)
}

/// The head of the page: on the tab of incoming requests for viewers who see that tab, else on the tab of tasks.
async fn top(visit: &Visit, tx: &mut ReadTx, access: &Access) -> Result<Head, PerformError> {
    let head = head(visit, tx, access, PursuanceTab::Incoming).await?;
    let tab = if head.incoming.is_some() { PursuanceTab::Incoming } else { PursuanceTab::Tasks };
    Ok(Head { tab, ..head })
}

async fn load(visit: &Visit, slug: &str, before: &str) -> Result<SkillOffersPage, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
    let Page { items, next } = skill_offers::of_pursuance(&mut tx, &access, before, SHOWN).await?;
    let head = top(visit, &mut tx, &access).await?;
    let l = visit.layout(&mut tx, Nav::pursuance(slug)).await?;
    let may = may_offer(&access);
    let row = |known: &KnownOffer| {
        let href = may.then(|| links::skill_offer(slug, &known.offer.id));
        SkillOfferLine { href, ..SkillOfferLine::of(visit, &l, known) }
    };
    Ok(SkillOffersPage {
        offers: items.iter().map(row).collect(),
        next: next.map(|next| links::skill_offers_before(slug, next.as_str())),
        form: may.then(SkillOfferForm::default),
        problem: String::new(),
        typed: Vec::new(),
        head,
        l,
    })
}

/// `GET /p/{slug}/skill-offers`
pub async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    page(StatusCode::OK, &load(&visit, &slug, query.0.text("before")).await?)
}

/// A form in which words without an area are skills.
async fn meant(visit: &Visit, slug: &str, mut form: SkillOfferForm) -> Result<SkillOfferForm, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
    let typed = &form.skills.value;
    form.skills.value = people::meant_list(&mut tx, &visit.who, (Some(&access), &[]), typed).await?;
    Ok(form)
}

/// `POST /p/{slug}/skill-offers`
pub async fn publish(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form: sent } = posted;
    let mut form = meant(&visit, &slug, SkillOfferForm::typed(&sent)).await?;
    let mut problem = (String::new(), StatusCode::UNPROCESSABLE_ENTITY);
    if let Some(said) = form.read(&visit) {
        let publish = PublishSkillOffer {
            pursuance: slug.clone(),
            skills: said.skills,
            note: said.note,
            hours: said.hours,
            tasks: said.tasks,
            until: said.until,
            causes: said.causes,
            to: said.to,
        };
        match split_refusal(visit.app.perform(&visit.who, publish.into()).await)? {
            Ok(_) => {
                let done = FormNotice::good("notice-skill-offer-published");
                return Ok(see_with(&visit.app, &links::skill_offers(&slug), done));
            }
            Err(no) => problem = (form.refuse(&visit, &no), status_of(&no)),
        }
    }
    let shown = load(&visit, &slug, "").await?;
    let (problem, status) = problem;
    let form = shown.form.is_some().then_some(form);
    refused_page(visit.t, status, SkillOffersPage { form, problem, ..shown }, &sent, &TYPED)
}

/// `GET /p/{slug}/skill-offers/{id}`, for viewers who may change it. A refused form comes back as this page with status 422.
#[derive(Template)]
#[template(path = "offers/skill_offer.html")]
pub struct SkillOfferPage {
    pub l: Layout,
    pub head: Head,
    pub id: SkillOfferId,
    pub offer: SkillOfferLine,
    pub form: SkillOfferForm,
    /// The tasks that came through it, the newest first.
    pub through: Vec<ThroughRow>,
    /// Named pursuances whose server does not accept skill offers.
    pub not_told: Vec<Party>,
    pub problem: String,
    pub typed: Vec<Typed>,
}

/// A task that came through an offer.
pub struct ThroughRow {
    pub href: String,
    pub title: String,
    pub from: Party,
    /// The text key of its state.
    pub state: &'static str,
    pub at: When,
}

impl SkillOfferPage {
    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        self.form.refused()
    }
}

impl FormPage for SkillOfferPage {
    fn unplaced(&mut self, texts: Vec<Typed>) {
        self.typed = texts;
    }
}

async fn load_one(
    visit: &Visit,
    slug: &str,
    id: SkillOfferId,
    form: Option<SkillOfferForm>,
) -> Result<SkillOfferPage, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
    access.demand(Permission::EditPursuance, None)?;
    let found = skill_offers::one_of(&mut tx, &access, &id).await?;
    let known = found.ok_or_else(|| PageError::not_found(Thing::SkillOffer))?;
    let head = top(visit, &mut tx, &access).await?;
    let l = visit.layout(&mut tx, Nav::pursuance(slug)).await?;
    let (mut through, mut people) = (Vec::new(), Actors::default());
    for delegation in skill_offers::through(&mut tx, &known.offer, THROUGH).await? {
        let Some(row) = delegations::by_id(&mut tx, &delegation).await? else { continue };
        through.push(ThroughRow {
            href: links::delegation_page(slug, &row.id),
            title: row.offered.read().map(|offered| offered.task.name.clone()).unwrap_or_default(),
            from: visit.party_of(&mut tx, &mut people, &row.origin).await?,
            state: if row.state.is_open() {
                "skill-offer-state-open"
            } else if row.state.is_live() {
                "skill-offer-state-live"
            } else {
                "skill-offer-state-over"
            },
            at: l.moment(row.created),
        });
    }
    let mut not_told = Vec::new();
    for deaf in rows::readers_not_told(&mut tx, &known.offer.id).await? {
        not_told.push(visit.party_of(&mut tx, &mut people, &deaf).await?);
    }
    let form = match form {
        Some(form) => form,
        None => SkillOfferForm::filled(visit, &mut tx, &known).await?,
    };
    Ok(SkillOfferPage {
        offer: SkillOfferLine::of(visit, &l, &known),
        id,
        form,
        through,
        not_told,
        problem: String::new(),
        typed: Vec::new(),
        head,
        l,
    })
}

/// `GET /p/{slug}/skill-offers/{id}`
pub async fn one(visit: Visit, Path((slug, id)): Path<(String, String)>) -> Result<Response, PageError> {
    visit.signed_in()?;
    page(StatusCode::OK, &load_one(&visit, &slug, SkillOfferId(id), None).await?)
}

/// `POST /p/{slug}/skill-offers/{id}`
pub async fn change(Path((slug, id)): Path<(String, String)>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form: sent } = posted;
    let id = SkillOfferId(id);
    let mut form = meant(&visit, &slug, SkillOfferForm::typed(&sent)).await?;
    let mut problem = (String::new(), StatusCode::UNPROCESSABLE_ENTITY);
    if let Some(said) = form.read(&visit) {
        let change = ChangeSkillOffer {
            pursuance: slug.clone(),
            offer: id.clone(),
            revision: Some(form.revision),
            skills: Some(said.skills),
            note: Some(said.note),
            hours: Some(said.hours),
            tasks: Some(said.tasks),
            until: Some(said.until),
            causes: Some(said.causes),
            to: Some(said.to),
        };
        match split_refusal(visit.app.perform(&visit.who, change.into()).await)? {
            Ok(_) => {
                let done = FormNotice::good("notice-saved");
                return Ok(see_with(&visit.app, &links::skill_offer(&slug, &id), done));
            }
            Err(no) => problem = (form.refuse(&visit, &no), status_of(&no)),
        }
    }
    let shown = load_one(&visit, &slug, id, Some(form)).await?;
    let (problem, status) = problem;
    refused_page(visit.t, status, SkillOfferPage { problem, ..shown }, &sent, &TYPED)
}

/// `POST /p/{slug}/skill-offers/{id}/withdraw`
pub async fn withdraw(
    Path((slug, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, PageError> {
    let withdraw = WithdrawSkillOffer { pursuance: slug.clone(), offer: SkillOfferId(id) };
    posted.visit.app.perform(&posted.visit.who, withdraw.into()).await?;
    let done = FormNotice::good("notice-skill-offer-withdrawn");
    Ok(see_with(&posted.visit.app, &links::skill_offers(&slug), done))
}
