//! The accounts of this server: operators, suspended people, lifted limits.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::{Action, LiftLimits, SetOperator, SetPicture, SuspendAccount};
use pursuance_domain::id::ActorId;

use super::head::{Head, SHOWN, Tab, frame};
use crate::actions::Thing;
use crate::reads::{Actors, Page, one_more};
use crate::store::{accounts, operations};
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::notice::Notice;
use crate::web::frame::view::Party;
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{Fields, Posted, Query};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};

/// `GET /admin/accounts`, with `?q=` and `?after=`.
#[derive(Template)]
#[template(path = "operator/accounts.html")]
pub struct AccountsPage {
    pub l: Layout,
    pub head: Head,
    pub words: String,
    pub accounts: Vec<AccountRow>,
    pub next: Option<String>,
    pub problem: String,
}

/// An account.
pub struct AccountRow {
    pub who: Party,
    pub name: String,
    pub made: When,
    /// The last sign-in or page view.
    pub seen: Option<When>,
    pub is_operator: bool,
    pub is_suspended: bool,
    /// Whether the limits of this account are lifted.
    pub is_unbounded: bool,
    /// People cannot change their own account here.
    pub is_you: bool,
}

/// `GET /admin/accounts`
pub async fn show(visit: Visit, query: Query) -> Result<Response, PageError> {
    let shown = load(&visit, query.0.text("q").trim(), query.0.text("after")).await?;
    page(StatusCode::OK, &shown)
}

async fn load(visit: &Visit, words: &str, after: &str) -> Result<AccountsPage, PageError> {
    let me = visit.operator()?.actor.clone();
    let mut tx = visit.app.db.read().await?;
    let (l, head) = frame(visit, &mut tx, Tab::Accounts).await?;
    let rows = operations::accounts(&mut tx, words, after, one_more(SHOWN)).await?;
    let Page { items, next } = Page::cut(rows, SHOWN, |(account, _)| account.name.clone());
    let mut actors = Actors::default();
    let mut accounts = Vec::with_capacity(items.len());
    for (account, seen) in items {
        accounts.push(AccountRow {
            who: visit.party_of(&mut tx, &mut actors, &account.actor).await?,
            made: l.day(account.created),
            seen: seen.map(|seen| l.moment(seen)),
            is_operator: account.operator,
            is_suspended: account.suspended_at.is_some(),
            is_unbounded: account.unbounded,
            is_you: account.actor == me,
            name: account.name,
        });
    }
    let next = next.map(|name| {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("q", words)
            .append_pair("after", &name)
            .finish();
        format!("{}?{query}", links::operator_accounts())
    });
    Ok(AccountsPage { words: words.to_owned(), accounts, next, problem: String::new(), head, l })
}

/// The account with that name.
async fn account_named(visit: &Visit, name: &str) -> Result<ActorId, PageError> {
    visit.operator()?;
    let found = accounts::by_name(&mut visit.app.db.read().await?, name).await?;
    Ok(found.ok_or_else(|| PageError::not_found(Thing::Account))?.actor)
}

/// Carries it out and returns to the same search. `words`: the words of the search.
async fn change(visit: &Visit, form: &Fields, action: Action, notice: Notice) -> Result<Response, PageError> {
    match split_refusal(visit.app.perform(&visit.who, action).await)? {
        Ok(_) => Ok(see_with(&visit.app, &links::operator_accounts_search(form.text("q")), notice)),
        Err(refused) => {
            let mut shown = load(visit, form.text("q"), "").await?;
            shown.problem = refusal_text(visit.t, &refused);
            page(status_of(&refused), &shown)
        }
    }
}

/// `POST /admin/accounts/{name}/operator`
pub async fn set_operator(Path(name): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let account = account_named(&visit, &name).await?;
    let set = SetOperator { account, operator: form.is_ticked("operator") };
    change(&visit, &form, set.into(), Notice::good("notice-operator-set")).await
}

/// `POST /admin/accounts/{name}/suspend`
pub async fn suspend(Path(name): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let account = account_named(&visit, &name).await?;
    let suspended = form.is_ticked("suspended");
    let notice =
        if suspended { Notice::info("notice-suspended") } else { Notice::good("notice-unsuspended") };
    change(&visit, &form, SuspendAccount { account, suspended }.into(), notice).await
}

/// `POST /admin/accounts/{name}/limits`
pub async fn lift_limits(Path(name): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let account = account_named(&visit, &name).await?;
    let lifted = form.is_ticked("lifted");
    let notice =
        if lifted { Notice::good("notice-limits-lifted") } else { Notice::info("notice-limits-set") };
    change(&visit, &form, LiftLimits { account, lifted }.into(), notice).await
}

/// `POST /admin/accounts/{name}/picture`
pub async fn remove_picture(Path(name): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let account = account_named(&visit, &name).await?;
    let remove = SetPicture { account, picture: None, bytes: 0 };
    change(&visit, &form, remove.into(), Notice::info("notice-picture-of-account-removed")).await
}
