//! Pages with a secret address: an invitation, and the sign-in and join pages that lead back to it.
//!
//! These pages are never cached, and no other page learns the address from the `Referer`. The `Referer` has the origin only:
//! without any, browsers would not send the origin of the page's form (Fetch §3.2).

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderValue, Method, Uri, header};

use crate::actions::invite;
use crate::web::frame::links;

/// The beginning of the path of an invitation.
fn beginning() -> String {
    invite::path("")
}

/// Whether an address contains the secret of an invitation, of a link in a mail, of one that sets a passphrase, of the page of a
/// request for an account, or of the link that sets the server up.
fn is_secret(uri: &Uri) -> bool {
    let beginning = beginning();
    let begins = |path: &str| {
        let secrets =
            [beginning.as_str(), links::MAILS, links::RESETS, links::ACCOUNT_REQUESTS, links::setup()];
        secrets.iter().any(|secret| path.starts_with(secret))
    };
    let leads_back =
        |query: &str| url::form_urlencoded::parse(query.as_bytes()).any(|(_, value)| begins(&value));
    begins(uri.path()) || uri.query().is_some_and(leads_back)
}

/// The policy for the `Referer` of an answer at a secret address.
pub const REFERRER_POLICY: &str = "strict-origin";

/// Whether the answer to a request is kept out of caches, and its address out of the `Referer`.
pub fn keeps(method: &Method, uri: &Uri) -> bool {
    is_secret(uri) || leads_back(method, uri)
}

/// Whether a form may have the page to return to in a field: its refused page contains the secret.
fn leads_back(method: &Method, uri: &Uri) -> bool {
    *method == Method::POST && [links::join(), links::signin()].contains(&uri.path())
}

/// Keeps a secret address out of caches and out of the `Referer`.
pub async fn keep(request: Request, next: Next) -> Response {
    let is_secret = keeps(request.method(), request.uri());
    let mut response = next.run(request).await;
    if is_secret {
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static(REFERRER_POLICY));
        headers.remove(header::ETAG);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_is_secret_also_where_an_address_leads_back_to_it() {
        let secret = |address: &str| is_secret(&address.parse().unwrap());
        assert!(secret("/i/0f3c"));
        assert!(secret("/join?next=%2Fi%2F0f3c"));
        assert!(secret("/signin?next=/i/0f3c"));
        assert!(secret("/mail/stop/0f3c") && secret("/signin?next=/mail/confirm?code=0f3c"));
        assert!(secret("/reset/0f3c") && secret("/join/0f3c") && secret("/setup?code=0f3c"));
        assert!(!secret("/join?next=%2Fp%2Fbees") && !secret("/p/bees/invites") && !secret("/"));
    }
}
