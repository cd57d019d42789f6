//! The tokens of all accounts.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::RevokeToken;
use pursuance_domain::id::TokenId;
use pursuance_domain::value::TokenScope;

use super::head::{Head, Tab, frame};
use crate::reads::Actors;
use crate::store::tokens;
use crate::web::account::me::scope_key;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::Party;
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::Posted;
use crate::web::request::session::{Visit, see_with};

/// `GET /admin/tokens`.
#[derive(Template)]
#[template(path = "operator/tokens.html")]
pub struct TokensPage {
    pub l: Layout,
    pub head: Head,
    pub tokens: Vec<AnyTokenRow>,
    pub next: Option<String>,
}

/// A token of any account.
pub struct AnyTokenRow {
    pub id: String,
    pub name: String,
    pub of: Party,
    pub made: When,
    pub ends: When,
    pub scope: TokenScope,
    pub used: Option<When>,
}

impl AnyTokenRow {
    /// The key of the text about its scope.
    pub fn scope_key(&self) -> &'static str {
        scope_key(self.scope)
    }
}

/// `GET /admin/tokens`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    visit.operator()?;
    let mut tx = visit.app.db.read().await?;
    let (l, head) = frame(&visit, &mut tx, Tab::Tokens).await?;
    let mut actors = Actors::default();
    let mut rows = Vec::new();
    let live = tokens::list(&mut tx, None).await?;
    for token in live.into_iter().filter(|token| token.is_live(visit.now)) {
        rows.push(AnyTokenRow {
            of: visit.party_of(&mut tx, &mut actors, &token.account).await?,
            made: l.moment(token.created),
            used: token.seen.map(|seen| l.moment(seen)),
            ends: l.day(token.expires),
            scope: token.scope,
            id: token.id.0,
            name: token.name,
        });
    }
    page(StatusCode::OK, &TokensPage { l, head, tokens: rows, next: None })
}

/// `POST /admin/tokens/{id}/revoke`
pub async fn revoke(Path(id): Path<TokenId>, posted: Posted) -> Result<Response, PageError> {
    let visit = posted.visit;
    visit.operator()?;
    visit.app.perform(&visit.who, RevokeToken { token: id }.into()).await?;
    Ok(see_with(&visit.app, links::operator_tokens(), FormNotice::good("notice-token-revoked")))
}
