//! The skill offers of pursuances here and elsewhere: `/skill-offers`.

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::time::DAY;

use crate::actions::{PerformError, access};
use crate::reads::Page;
use crate::reads::skill_offers::{self, KnownOffer};
use crate::store::db::ReadTx;
use crate::store::skill_offers::Wanted;
use crate::web::cards::skill_offer::SkillOfferLine;
use crate::web::frame::labels::choices;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::view::{Choice, Field};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::AddressQuery;
use crate::web::request::session::Visit;

/// Offers on one page.
const SHOWN: usize = 20;
/// The ages one can choose from, in days, with the key of each.
const AGES: [(&str, &str); 4] = [
    ("", "known-offers-any"),
    ("1", "known-offers-day"),
    ("7", "known-offers-week"),
    ("30", "known-offers-month"),
];

/// `GET /skill-offers`, with `?skill=&cause=&server=&days=&before=`.
#[derive(Template)]
#[template(path = "offers/known_offers.html")]
pub struct KnownSkillOffersPage {
    pub l: Layout,
    pub skill: Field,
    pub cause: String,
    pub server: String,
    pub days: Vec<Choice>,
    /// Whether a filter is set.
    pub is_filtered: bool,
    pub offers: Vec<SkillOfferLine>,
    /// The address of older offers.
    pub next: Option<String>,
}

/// The page of all offers of the same pursuance, if the viewer may open it: a pursuance that only its members see may make offers
/// to others, too.
async fn theirs(visit: &Visit, tx: &mut ReadTx, known: &KnownOffer) -> Result<Option<String>, PageError> {
    let maker = &known.maker;
    if !maker.is_here() {
        return Ok(None);
    }
    if !known.offer.public {
        match access::find(tx, &visit.who, &maker.name, visit.now).await {
            Ok(_) => {}
            Err(PerformError::Refused(_)) => return Ok(None),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Some(links::skill_offers(&maker.name)))
}

/// `GET /skill-offers`
pub async fn show(visit: Visit, query: AddressQuery) -> Result<Response, PageError> {
    let asked = &query.0;
    let mut skill = Field::of(asked.text("skill").trim());
    let (cause, server) = (asked.text("cause").trim().to_owned(), asked.text("server").trim().to_owned());
    let days = asked.number("days").filter(|days| (1..=180).contains(days));
    let mut status = StatusCode::OK;
    let mut wanted = Wanted {
        skill: None,
        detail: String::new(),
        cause: cause.clone(),
        host: if server.eq_ignore_ascii_case(visit.app.addresses.authority()) {
            ".".to_owned()
        } else {
            server.to_lowercase()
        },
        since: days.map(|days| visit.now.plus(-days * DAY)),
    };
    let mut tx = visit.list(!skill.value.is_empty() || wanted != Wanted::default()).await?;
    if !skill.value.is_empty() {
        match skill_offers::wanted_skill(&mut tx, &visit.who, &skill.value).await? {
            Ok((meant, detail)) => (wanted.skill, wanted.detail) = (Some(meant), detail),
            Err(refusal) => {
                skill.error = visit.t.say(&refusal.wording());
                status = StatusCode::UNPROCESSABLE_ENTITY;
            }
        }
    }
    let Page { items, next } =
        skill_offers::known(&mut tx, visit.person(), &wanted, visit.now, asked.text("before"), SHOWN).await?;
    tx.end();
    let l = visit.layout(&mut tx, Nav::Pursuances).await?;
    let typed_days = days.map(|days| days.to_string()).unwrap_or_default();
    let filter = [("skill", &skill.value), ("cause", &cause), ("server", &server), ("days", &typed_days)];
    let next = next.map(|next| links::known_offers_before(&filter, next.as_str()));
    let mut offers = Vec::with_capacity(items.len());
    for known in &items {
        let row = SkillOfferLine::of(&visit, &l, known);
        offers.push(SkillOfferLine { href: theirs(&visit, &mut tx, known).await?, ..row });
    }
    let ages = AGES.iter().map(|(days, key)| (*days, visit.t.s(key)));
    page(
        status,
        &KnownSkillOffersPage {
            is_filtered: wanted != Wanted::default() || skill.is_refused(),
            days: choices(ages, &typed_days),
            skill,
            cause,
            server,
            offers,
            next,
            l,
        },
    )
}
