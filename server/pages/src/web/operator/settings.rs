//! The settings of this server that can be changed while it runs.

use askama::Template;
use axum::response::Response;
use http::StatusCode;

use super::head::{Head, Tab, frame};
use crate::actions::Thing;
use crate::store::instance;
use crate::web::account::server::ServerForm;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::Field;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::Posted;
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};

/// `GET` and, when refused, `POST /admin/settings`: `name`, `door`, `about` and `run_by`.
#[derive(Template)]
#[template(path = "operator/settings.html")]
pub struct SettingsPage {
    pub l: Layout,
    pub head: Head,
    pub form: ServerForm,
    /// Fixed at the first start: ids contain it.
    pub base_url: String,
}

/// `GET /admin/settings`
pub async fn form(visit: Visit) -> Result<Response, PageError> {
    visit.operator()?;
    let row = instance::find(&mut visit.app.db.read().await?).await?;
    let row = row.ok_or_else(|| PageError::not_found(Thing::Instance))?;
    let form = ServerForm {
        name: Field::of(row.name),
        door: row.door,
        about: Field::of(row.about),
        run_by: Field::of(row.run_by),
    };
    shown(&visit, StatusCode::OK, form).await
}

async fn shown(visit: &Visit, status: StatusCode, form: ServerForm) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let (l, head) = frame(visit, &mut tx, Tab::Settings).await?;
    page(status, &SettingsPage { l, head, form, base_url: visit.app.addresses.base().to_owned() })
}

/// `POST /admin/settings`
pub async fn save(posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form: typed } = posted;
    visit.operator()?;
    let mut form = ServerForm::typed(&typed, "name");
    let status = match form.read(visit.t) {
        Some(configure) => match split_refusal(visit.app.perform(&visit.who, configure.into()).await)? {
            Ok(_) => {
                let notice = FormNotice::good("notice-saved");
                return Ok(see_with(&visit.app, links::operator_settings(), notice));
            }
            Err(refused) => {
                form.name.error = refusal_text(visit.t, &refused);
                status_of(&refused)
            }
        },
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    shown(&visit, status, form).await
}
