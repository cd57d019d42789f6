//! The settings of this server that can be changed while it runs.

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::ConfigureInstance;
use pursuance_domain::value::DisplayName;

use super::head::{Head, Tab, frame};
use crate::store::instance;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::notice::Notice;
use crate::web::frame::view::Field;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{Posted, Reader};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};

/// `GET` and, when refused, `POST /admin/settings`: `name`, and `registration_open` (yes) when ticked.
#[derive(Template)]
#[template(path = "operator/settings.html")]
pub struct SettingsPage {
    pub l: Layout,
    pub head: Head,
    pub form: SettingsForm,
    /// Fixed at the first start: ids contain it.
    pub base_url: String,
}

/// The settings that can be changed here.
pub struct SettingsForm {
    pub name: Field,
    pub registration_open: bool,
}

/// `GET /admin/settings`
pub async fn form(visit: Visit) -> Result<Response, PageError> {
    visit.operator()?;
    let row = instance::find(&mut visit.app.db.read().await?).await?;
    let form = SettingsForm {
        name: Field::of(row.as_ref().map(|row| row.name.clone()).unwrap_or_default()),
        registration_open: row.is_some_and(|row| row.registration_open),
    };
    shown(&visit, StatusCode::OK, form).await
}

async fn shown(visit: &Visit, status: StatusCode, form: SettingsForm) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let (l, head) = frame(visit, &mut tx, Tab::Settings).await?;
    page(status, &SettingsPage { l, head, form, base_url: visit.app.addresses.base().to_owned() })
}

/// `POST /admin/settings`
pub async fn save(posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form: typed } = posted;
    visit.operator()?;
    let mut form =
        SettingsForm { name: typed.field("name"), registration_open: typed.is_ticked("registration_open") };
    let status = match Reader::new(visit.t).need(&mut form.name, DisplayName::parse) {
        Some(name) => {
            let configure = ConfigureInstance { name, registration_open: form.registration_open };
            match split_refusal(visit.app.perform(&visit.who, configure.into()).await)? {
                Ok(_) => {
                    return Ok(see_with(
                        &visit.app,
                        links::operator_settings(),
                        Notice::good("notice-saved"),
                    ));
                }
                Err(refused) => {
                    form.name.error = refusal_text(visit.t, &refused);
                    status_of(&refused)
                }
            }
        }
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    shown(&visit, status, form).await
}
