//! The recovery kit of one's own account, other keys in place of one's own, what somebody does with it who has lost the passphrase, and
//! another device that shows a code to sign in, or opens a file with the keys. The script of these pages does all of it: codes are made and
//! typed, and files opened, on the device alone.

use askama::Template;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};

use super::signin::onward;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::{links, sealed};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::AddressQuery;
use crate::web::request::session::Visit;

/// `GET /me/recovery`
#[derive(Template)]
#[template(path = "account/recovery.html")]
pub struct RecoveryPage {
    pub l: Layout,
}

/// `GET /me/key`
#[derive(Template)]
#[template(path = "account/key.html")]
pub struct OwnKeyPage {
    pub l: Layout,
}

/// `GET /recover`
#[derive(Template)]
#[template(path = "account/recover.html")]
pub struct RecoverPage {
    pub l: Layout,
}

/// `GET /signin/device`
#[derive(Template)]
#[template(path = "account/device.html")]
pub struct DevicePage {
    pub l: Layout,
    /// Where to go afterwards: a path of this server.
    pub next: String,
}

/// `GET /me/recovery`
pub async fn recovery(visit: Visit) -> Result<Response, PageError> {
    visit.signed_in()?;
    let l = visit.layout(&mut visit.app.db.read().await?, Nav::Account).await?;
    page(StatusCode::OK, &RecoveryPage { l })
}

/// `GET /me/key`
pub async fn own_key(visit: Visit) -> Result<Response, PageError> {
    visit.signed_in()?;
    let l = visit.layout(&mut visit.app.db.read().await?, Nav::Account).await?;
    page(StatusCode::OK, &OwnKeyPage { l })
}

/// `GET /recover`
pub async fn recover(visit: Visit) -> Result<Response, PageError> {
    let l = visit.layout(&mut visit.app.db.read().await?, Nav::Elsewhere).await?;
    let mut response = page(StatusCode::OK, &RecoverPage { l })?;
    // The frame of somebody who is signed in has forms.
    if visit.person().is_none() {
        let policy = HeaderValue::from_static(sealed::NO_FORM_POLICY);
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}

/// `GET /signin/device`
pub async fn device(visit: Visit, query: AddressQuery) -> Result<Response, PageError> {
    let next = onward(query.0.text("next"));
    let l = visit.layout(&mut visit.app.db.read().await?, Nav::Elsewhere).await?;
    let mut response = page(StatusCode::OK, &DevicePage { l, next })?;
    // It comes anew once the device is signed in, and says whose keys came: the frame has forms then.
    if visit.person().is_none() {
        let policy = HeaderValue::from_static(sealed::NO_FORM_POLICY);
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}
