//! The page of an invitation to a private pursuance. Its link carries the secret behind the `#`, which no server gets: the page
//! knows that there is such an invitation, and a script opens what it is to.

use askama::Template;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use pursuance_domain::value::Sha256;
use pursuance_sealed::ids::InviteId;

use crate::actions::access::Access;
use crate::state::hash_secret;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::pursuances;
use crate::store::sealed::seen;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::{links, private};
use crate::web::request::failure::{PageError, page};
use crate::web::request::session::Visit;

/// `GET /i/{code}`, where the code is the id of an invitation of a private pursuance.
#[derive(Template)]
#[template(path = "people/private_enter.html")]
pub struct PrivateEnterPage {
    pub l: Layout,
    /// The address of this page, to which a newcomer returns.
    pub path: String,
    pub way: PrivateWay,
    /// The slug of the pursuance, for a viewer who can come in by a device that has the link.
    pub slug: String,
    /// The time of this server, in milliseconds since 1970: with another one a device shows no invitation.
    pub now: i64,
}

/// The next step of the viewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrivateWay {
    /// Sign in, or make an account.
    SignIn,
    /// Choose a passphrase that stays on the device.
    Derive,
    /// See what it is to, and come in.
    Open,
    /// Open the pursuance: the viewer is a member.
    There,
    /// Come back later: as long as the pursuance is closed, nobody comes in.
    Closed,
}

impl PrivateEnterPage {
    /// The page to make an account, which leads back here.
    pub fn join(&self) -> String {
        links::join_to(&self.path)
    }

    /// The page to sign in, which leads back here.
    pub fn signin(&self) -> String {
        links::signin_to(&self.path)
    }
}

/// The id of an invitation of a private pursuance, from the path of its page.
fn id_of(code: &str) -> Option<InviteId> {
    let is_small = code.bytes().all(|byte| !byte.is_ascii_uppercase());
    let bytes = hex::decode(code).ok().filter(|_| is_small)?;
    InviteId::from_slice(&bytes)
}

/// By which invitation somebody opens an account.
#[derive(Debug, Default)]
pub struct Coming {
    /// The hash of the secret of an invitation.
    pub invite: Option<Sha256>,
    /// The id of one to a private pursuance: the owner of an account comes in by the device that has the secret.
    pub private_invite: Option<String>,
}

/// Reads the meaning of the last part of the address of an invitation: both sorts look the same.
///
/// # Errors
/// When the database fails.
pub async fn coming_by(tx: &mut ReadTx, code: Option<&str>) -> StoreResult<Coming> {
    let Some(code) = code else { return Ok(Coming::default()) };
    if let Some(id) = id_of(code)
        && seen::invited_to(tx, &id).await?.is_some()
    {
        return Ok(Coming { private_invite: Some(code.to_owned()), ..Coming::default() });
    }
    Ok(Coming { invite: Sha256::parse(&hash_secret(code)).ok(), ..Coming::default() })
}

/// The page, where there is such an invitation and it is open.
pub(super) async fn shown(visit: &Visit, tx: &mut ReadTx, code: &str) -> Result<Option<Response>, PageError> {
    let Some(id) = id_of(code) else { return Ok(None) };
    let Some(pursuance) = seen::invited_to(tx, &id).await? else { return Ok(None) };
    let pursuance = pursuances::by_id(tx, &pursuance).await?.filter(|found| found.deleted_at.is_none());
    let Some(pursuance) = pursuance else { return Ok(None) };
    let slug = pursuance.slug.clone();
    let access = Access::load(tx, &visit.who, pursuance, visit.now).await?;
    let path = links::invite(code);
    let l = Layout { back: Some(path.clone()), is_bare: true, ..visit.layout(tx, Nav::Elsewhere).await? };
    let way = match &l.viewer {
        Some(_) if access.role().is_some() => PrivateWay::There,
        None | Some(_) if access.pursuance.closed_at.is_some() => PrivateWay::Closed,
        None => PrivateWay::SignIn,
        Some(viewer) if !viewer.has_keys => PrivateWay::Derive,
        Some(_) => PrivateWay::Open,
    };
    let mut response =
        page(StatusCode::OK, &PrivateEnterPage { l, path, way, slug, now: visit.now.0 / 1_000 })?;
    let policy = HeaderValue::from_static(private::TRUSTED_POLICY);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(Some(response))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_id_of_an_invitation_is_one() {
        assert!(id_of("00112233445566778899aabbccddeeff").is_some());
        for other in ["", "0011", "00112233445566778899AABBCCDDEEFF", "a-secret-in-base-thirty-two-00000"] {
            assert!(id_of(other).is_none(), "{other}");
        }
    }
}
