//! Founding a pursuance, with the form that its settings share.

use askama::Template;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use pursuance_domain::action::CreatePursuance;
use pursuance_domain::value::{DisplayName, Joining, Mission, Name, Reviews, Visibility};

use crate::actions::Refused;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Field, RefusedField, refused};
use crate::web::frame::{labels, links, private};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{FormFields, Posted, Reader};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};

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
    pub reviews: Reviews,
}

/// A choice shown as a card, with its consequence.
pub struct ChoiceCard {
    pub value: &'static str,
    pub label: &'static str,
    pub about: &'static str,
    pub is_chosen: bool,
}

/// The key of the explanation of a visibility.
fn about_key(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Public | Visibility::Unlisted => labels::visibility_about_key(visibility),
        Visibility::Members | Visibility::Sealed => "form-members-about",
    }
}

impl PursuanceForm {
    /// The visibilities to choose from. A private pursuance is founded on a page of its own, and none becomes one.
    pub fn visibilities(&self) -> Vec<ChoiceCard> {
        [Visibility::Public, Visibility::Unlisted, Visibility::Members]
            .into_iter()
            .map(|one| ChoiceCard {
                value: one.as_str(),
                label: labels::visibility_key(one),
                about: about_key(one),
                is_chosen: self.visibility == one,
            })
            .collect()
    }

    /// The ways to become a member.
    pub fn joinings(&self) -> Vec<ChoiceCard> {
        Joining::ALL
            .iter()
            .map(|one| ChoiceCard {
                value: one.as_str(),
                label: labels::joining_key(*one),
                about: "",
                is_chosen: self.joining == *one,
            })
            .collect()
    }
}

impl PursuanceForm {
    /// Which work is reviewed, the proposed choice first.
    pub fn reviews(&self) -> Vec<ChoiceCard> {
        [Reviews::Named, Reviews::Always, Reviews::Never]
            .into_iter()
            .map(|one| ChoiceCard {
                value: one.as_str(),
                label: labels::reviews_key(one),
                about: labels::reviews_about_key(one),
                is_chosen: self.reviews == one,
            })
            .collect()
    }
}

impl NewPursuancePage {
    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        refused(&[
            ("name", "form-name", &self.form.name),
            ("slug", "form-slug", &self.slug),
            ("mission", "form-mission", &self.form.mission),
        ])
    }
}

/// `GET /p/new`
pub async fn form(visit: Visit) -> Result<Response, PageError> {
    visit.signed_in()?;
    let form = PursuanceForm {
        name: Field::default(),
        mission: Field::default(),
        visibility: Visibility::Public,
        joining: Joining::Open,
        reviews: Reviews::Named,
    };
    new_page(&visit, StatusCode::OK, form, Field::default(), String::new()).await
}

/// `GET /p/new/private`
#[derive(Template)]
#[template(path = "pursuance/new_private.html")]
pub struct NewPrivatePage {
    pub l: Layout,
}

/// `GET /p/new/private`
pub async fn private(visit: Visit) -> Result<Response, PageError> {
    visit.signed_in()?;
    let l = visit.layout(&mut visit.app.db.read().await?, Nav::Pursuances).await?;
    let l = Layout { is_bare: true, ..l };
    let mut response = page(StatusCode::OK, &NewPrivatePage { l })?;
    let policy = HeaderValue::from_static(private::TRUSTED_POLICY);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

async fn new_page(
    visit: &Visit,
    status: StatusCode,
    form: PursuanceForm,
    slug: Field,
    problem: String,
) -> Result<Response, PageError> {
    let l = visit.layout(&mut visit.app.db.read().await?, Nav::Pursuances).await?;
    page(status, &NewPursuancePage { l, form, slug, problem })
}

/// The fields common to a new pursuance and its settings, as typed; and the values, if none is wrong.
pub(super) fn read_form(
    visit: &Visit,
    typed: &FormFields,
) -> (PursuanceForm, Option<(DisplayName, Mission)>) {
    let mut form = PursuanceForm {
        name: typed.field("name"),
        mission: typed.field("mission"),
        visibility: Visibility::parse(typed.text("visibility")).unwrap_or_default(),
        joining: Joining::parse(typed.text("joining")).unwrap_or_default(),
        reviews: Reviews::parse(typed.text("reviews")).unwrap_or_default(),
    };
    let reader = Reader::new(visit.t);
    let name = reader.need(&mut form.name, DisplayName::parse);
    let mission = reader.need(&mut form.mission, Mission::parse);
    let read = name.zip(mission);
    (form, read)
}

/// `POST /p/new`
pub async fn create(posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form: typed } = posted;
    visit.signed_in()?;
    let (form, read) = read_form(&visit, &typed);
    let mut slug = typed.field("slug");
    let name_read = Reader::new(visit.t).need(&mut slug, Name::parse);
    let (Some((name, mission)), Some(slug_read)) = (read, name_read) else {
        return new_page(&visit, StatusCode::UNPROCESSABLE_ENTITY, form, slug, String::new()).await;
    };
    let to = links::pursuance(slug_read.as_str());
    let (visibility, joining, reviews) = (form.visibility, form.joining, form.reviews);
    let create = CreatePursuance { slug: slug_read, name, mission, visibility, joining, reviews };
    match split_refusal(visit.app.perform(&visit.who, create.into()).await)? {
        Ok(_) => Ok(see_with(&visit.app, &to, FormNotice::good("notice-started"))),
        Err(refused @ Refused::NameTaken(_)) => {
            let slug = slug.refused(refusal_text(visit.t, &refused));
            new_page(&visit, status_of(&refused), form, slug, String::new()).await
        }
        Err(refused) => {
            new_page(&visit, status_of(&refused), form, slug, refusal_text(visit.t, &refused)).await
        }
    }
}
