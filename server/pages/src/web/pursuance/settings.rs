//! The settings of a pursuance.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::EditPursuance;
use pursuance_domain::allowed::Permission;
use pursuance_domain::id::ActorId;
use pursuance_domain::value::{KeyRenewal, Reviews};

use super::new::{ChoiceCard, PursuanceForm, read_form};
use crate::actions::{Refused, access};
use crate::peers::public_key;
use crate::store::actors;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::web::cards::head::{Head, PursuanceTab, head};
use crate::web::frame::labels;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Field, RefusedField, refused};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{FormFields, Posted};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};

/// `GET` and, when refused, `POST /p/{slug}/settings`: `name, mission, visibility, joining, reviews, may_skip_review, renew_keys`.
#[derive(Template)]
#[template(path = "pursuance/settings.html")]
pub struct PursuanceSettingsPage {
    pub l: Layout,
    pub head: Head,
    pub form: PursuanceForm,
    /// Whether a single task may skip the review.
    pub may_skip_review: bool,
    /// The revision that the fields show.
    pub revision: i64,
    /// The public key of the pursuance, as other servers know it; empty if it cannot be read.
    pub key: String,
    /// Whether the viewer may close it.
    pub may_close: bool,
    pub problem: String,
}

impl PursuanceSettingsPage {
    /// How often keys are renewed: the choices, and which one is chosen. None where there are no keys.
    pub fn renewals(&self) -> Vec<ChoiceCard> {
        let Some(here) = &self.l.private else { return Vec::new() };
        KeyRenewal::ALL
            .iter()
            .map(|one| ChoiceCard {
                value: one.as_str(),
                label: labels::renewal_key(*one),
                about: labels::renewal_about_key(*one),
                is_chosen: here.renew_keys == *one,
            })
            .collect()
    }

    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        refused(&[("name", "form-name", &self.form.name), ("mission", "form-mission", &self.form.mission)])
    }
}

/// `GET /p/{slug}/settings`
pub async fn form(visit: Visit, Path(slug): Path<String>) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    access.demand(Permission::EditPursuance, None)?;
    let form = crate::web::pursuance::new::PursuanceForm {
        name: Field::of(&access.pursuance.name),
        mission: Field::of(&access.pursuance.mission),
        visibility: access.pursuance.visibility,
        joining: access.pursuance.joining,
        reviews: access.pursuance.reviews,
    };
    let head = head(&visit, &mut tx, &access, PursuanceTab::Settings).await?;
    let l = visit.layout(&mut tx, Nav::pursuance(&slug)).await?;
    let revision = access.pursuance.revision;
    let key = key_of(&mut tx, &access.pursuance.id).await?;
    let may_skip_review = access.pursuance.may_skip_review;
    let may_close = access.may(Permission::DeletePursuance, None);
    let problem = String::new();
    page(
        StatusCode::OK,
        &PursuanceSettingsPage { l, head, form, may_skip_review, revision, key, may_close, problem },
    )
}

/// `POST /p/{slug}/settings`
pub async fn save(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form: typed } = posted;
    if is_private(&visit, &slug).await? {
        return save_private(&visit, &slug, &typed).await;
    }
    let (form, read) = read_form(&visit, &typed);
    let seen = typed.number("revision");
    let may_skip_review = typed.is_ticked("may_skip_review");
    let mut was_told = false;
    let (problem, status) = match read {
        Some((name, mission)) => {
            let edit = EditPursuance {
                pursuance: slug.clone(),
                revision: seen,
                name: Some(name),
                mission: Some(mission),
                visibility: Some(form.visibility),
                joining: Some(form.joining),
                reviews: Some(form.reviews),
                may_skip_review: Some(may_skip_review),
                renew_keys: None,
            };
            match split_refusal(visit.app.perform(&visit.who, edit.into()).await)? {
                Ok(_) => {
                    return Ok(see_with(
                        &visit.app,
                        &links::pursuance_settings(&slug),
                        FormNotice::good("notice-saved"),
                    ));
                }
                Err(refused) => {
                    was_told = matches!(refused, Refused::Outdated);
                    (refusal_text(visit.t, &refused), status_of(&refused))
                }
            }
        }
        None => (String::new(), StatusCode::UNPROCESSABLE_ENTITY),
    };
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    access.demand(Permission::EditPursuance, None)?;
    let head = head(&visit, &mut tx, &access, PursuanceTab::Settings).await?;
    let l = visit.layout(&mut tx, Nav::pursuance(&slug)).await?;
    // A person who has seen somebody else's change may replace it. After a mistake in a field they still have to see the change first.
    let revision = seen.filter(|_| !was_told).unwrap_or(access.pursuance.revision);
    let key = key_of(&mut tx, &access.pursuance.id).await?;
    let may_close = access.may(Permission::DeletePursuance, None);
    page(status, &PursuanceSettingsPage { l, head, form, may_skip_review, revision, key, may_close, problem })
}

/// Whether a pursuance that the viewer sees is private.
pub(super) async fn is_private(visit: &Visit, slug: &str) -> Result<bool, PageError> {
    let access = access::find(&mut visit.app.db.read().await?, &visit.who, slug, visit.now).await?;
    Ok(access.pursuance.is_private())
}

/// Saves the settings that this server keeps of a private pursuance, and may be told: which work is reviewed, and how often its
/// keys are renewed.
async fn save_private(visit: &Visit, slug: &str, typed: &FormFields) -> Result<Response, PageError> {
    let edit = EditPursuance {
        pursuance: slug.to_owned(),
        revision: typed.number("revision"),
        name: None,
        mission: None,
        visibility: None,
        joining: None,
        reviews: Reviews::parse(typed.text("reviews")).ok(),
        may_skip_review: Some(typed.is_ticked("may_skip_review")),
        renew_keys: KeyRenewal::parse(typed.text("renew_keys")).ok(),
    };
    visit.app.perform(&visit.who, edit.into()).await?;
    Ok(see_with(&visit.app, &links::pursuance_settings(slug), FormNotice::good("notice-saved")))
}

/// The public key of a pursuance, as its document lists it.
async fn key_of(tx: &mut ReadTx, pursuance: &ActorId) -> StoreResult<String> {
    let actor = actors::by_id(tx, pursuance).await?;
    let key = actor.as_ref().and_then(public_key);
    Ok(key.map(|key| key.to_multikey()).unwrap_or_default())
}
