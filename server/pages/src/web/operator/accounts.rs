//! The accounts of this server: operators, suspended people, lifted limits.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use pursuance_domain::action::{
    Action, AnswerAccountRequest, CreateAccount, LiftLimits, MakeAccountLink, SetOperator, SetPicture,
    SuspendAccount,
};
use pursuance_domain::id::{AccountRequestId, ActorId};
use pursuance_domain::time::Time;
use pursuance_domain::value::Name;

use super::head::{Head, SHOWN, Tab, frame};
use crate::actions::{Thing, invite};
use crate::credentials::TypedPassphrase;
use crate::reads::{Actors, Page, one_more};
use crate::store::{account_requests, accounts, operations, room};
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Field, Party, bytes};
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, FormFields, Posted, Reader};
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
    /// The people who ask for an account, the newest last, beside a whole list of accounts; and how many more do.
    pub requests: Vec<RequestRow>,
    pub more_requests: i64,
    /// The name of an account to make.
    pub new: Field,
    /// The link that was made now, which is shown once.
    pub made: Option<MadeLink>,
}

/// A link by which the passphrase of an account is set.
pub struct MadeLink {
    pub name: String,
    pub link: String,
    pub until: When,
}

/// Somebody who asks for an account.
pub struct RequestRow {
    pub id: String,
    pub name: String,
    pub words: String,
    pub asked: When,
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
    /// How much room their texts take.
    pub texts: String,
    /// People cannot change their own account here.
    pub is_you: bool,
}

/// `GET /admin/accounts`
pub async fn show(visit: Visit, query: AddressQuery) -> Result<Response, PageError> {
    let shown = load(&visit, query.0.text("q").trim(), query.0.text("after")).await?;
    page(StatusCode::OK, &shown)
}

/// The page after a form that was sent from it: of all accounts where the operator searches too much, so that what it has to say is
/// said.
async fn again(visit: &Visit, words: &str) -> Result<AccountsPage, PageError> {
    match load(visit, words.trim(), "").await {
        Err(PageError::Store(error)) if error.is_of_searches() => load(visit, "", "").await,
        loaded => loaded,
    }
}

async fn load(visit: &Visit, words: &str, after: &str) -> Result<AccountsPage, PageError> {
    let me = visit.operator()?.actor.clone();
    let mut tx = visit.list(!words.is_empty()).await?;
    let rows = operations::accounts(&mut tx, words, after, one_more(SHOWN)).await?;
    tx.end();
    let (l, head) = frame(visit, &mut tx, Tab::Accounts).await?;
    let Page { items, next } = Page::cut(rows, SHOWN, |(account, _)| account.name.clone());
    let requests = if l.requests > 0 && words.is_empty() && after.is_empty() {
        let most = i64::try_from(SHOWN).unwrap_or(i64::MAX);
        account_requests::waiting(&mut tx, visit.now, most).await?
    } else {
        Vec::new()
    };
    let more_requests = match i64::try_from(requests.len()) {
        Ok(shown) if shown > 0 => (l.requests - shown).max(0),
        Ok(_) | Err(_) => 0,
    };
    let texts = room::texts_of_each(&mut tx, items.iter().map(|(account, _)| &account.actor), &me).await?;
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
            texts: bytes(visit.t, texts.get(&account.actor).map_or(0, |texts| texts.bytes)),
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
    Ok(AccountsPage {
        words: words.to_owned(),
        accounts,
        next,
        problem: String::new(),
        requests: requests
            .into_iter()
            .map(|one| RequestRow {
                id: one.id.0,
                name: one.name,
                words: one.words,
                asked: l.moment(one.asked),
            })
            .collect(),
        more_requests,
        new: Field::default(),
        made: None,
        head,
        l,
    })
}

/// The account with that name.
async fn account_named(visit: &Visit, name: &str) -> Result<ActorId, PageError> {
    visit.operator()?;
    let found = accounts::by_name(&mut visit.app.db.read().await?, name).await?;
    Ok(found.ok_or_else(|| PageError::not_found(Thing::Account))?.actor)
}

/// Carries it out and returns to the same search. `words`: the words of the search.
async fn change(
    visit: &Visit,
    form: &FormFields,
    action: Action,
    notice: FormNotice,
) -> Result<Response, PageError> {
    match split_refusal(visit.app.perform(&visit.who, action).await)? {
        Ok(_) => Ok(see_with(&visit.app, &links::operator_accounts_search(form.text("q")), notice)),
        Err(refused) => {
            let mut shown = again(visit, form.text("q")).await?;
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
    change(&visit, &form, set.into(), FormNotice::good("notice-operator-set")).await
}

/// `POST /admin/accounts/{name}/suspend`
pub async fn suspend(Path(name): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let account = account_named(&visit, &name).await?;
    let suspended = form.is_ticked("suspended");
    let notice =
        if suspended { FormNotice::info("notice-suspended") } else { FormNotice::good("notice-unsuspended") };
    change(&visit, &form, SuspendAccount { account, suspended }.into(), notice).await
}

/// `POST /admin/accounts/{name}/limits`
pub async fn lift_limits(Path(name): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let account = account_named(&visit, &name).await?;
    let lifted = form.is_ticked("lifted");
    let notice =
        if lifted { FormNotice::good("notice-limits-lifted") } else { FormNotice::info("notice-limits-set") };
    change(&visit, &form, LiftLimits { account, lifted }.into(), notice).await
}

/// `POST /admin/accounts/{name}/picture`
pub async fn remove_picture(Path(name): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let account = account_named(&visit, &name).await?;
    let remove = SetPicture { account, picture: None, bytes: 0 };
    change(&visit, &form, remove.into(), FormNotice::info("notice-picture-of-account-removed")).await
}

/// `POST /admin/requests/{id}`
pub async fn answer(Path(id): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    visit.operator()?;
    let let_in = match form.text("answer") {
        "accept" => true,
        "decline" => false,
        _ => return Err(PageError::BadRequest),
    };
    let answer = AnswerAccountRequest { request: AccountRequestId(id), let_in };
    let notice = if let_in {
        FormNotice::good("notice-request-let-in")
    } else {
        FormNotice::info("notice-request-declined")
    };
    change(&visit, &form, answer.into(), notice).await
}

/// `POST /admin/accounts`: `name`.
pub async fn create(posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    visit.operator()?;
    let mut new = form.field("name");
    let Some(name) = Reader::new(visit.t).need(&mut new, Name::parse) else {
        let shown = AccountsPage { new, ..load(&visit, "", "").await? };
        return page(StatusCode::UNPROCESSABLE_ENTITY, &shown);
    };
    // Nobody knows this passphrase: the link sets one.
    let nobodys = TypedPassphrase::typed(invite::new_secret().0);
    let verifier = visit.app.credentials.verifier(nobodys).await?;
    let credential = verifier.into();
    let create = CreateAccount {
        name,
        display: None,
        credential,
        operator: false,
        setup: None,
        server: None,
        invite: None,
        private_invite: None,
    };
    match split_refusal(visit.app.perform(&visit.who, create.into()).await)? {
        Ok(done) => {
            let id = done.result.get("id").and_then(|id| id.as_str()).unwrap_or_default();
            once(&visit, "", (ActorId(id.to_owned()), new.value.trim()), true).await
        }
        Err(refused) => {
            let new = new.refused(refusal_text(visit.t, &refused));
            page(status_of(&refused), &AccountsPage { new, ..load(&visit, "", "").await? })
        }
    }
}

/// `POST /admin/accounts/{name}/link`
pub async fn make_link(Path(name): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let account = account_named(&visit, &name).await?;
    once(&visit, form.text("q"), (account, &name), false).await
}

/// Makes a link for an account, and shows it once.
async fn once(
    visit: &Visit,
    words: &str,
    (account, name): (ActorId, &str),
    new: bool,
) -> Result<Response, PageError> {
    let (secret, hash) = invite::new_secret();
    let secret_hash = hash.ok_or_else(|| PageError::not_found(Thing::Account))?;
    let make = MakeAccountLink { account, secret_hash, new };
    let done = split_refusal(visit.app.perform(&visit.who, make.into()).await)?;
    let mut shown = again(visit, words).await?;
    match done {
        Ok(done) => {
            let until = done.result.get("until").cloned().unwrap_or_default();
            let until: Option<Time> = serde_json::from_value(until).ok();
            shown.made = Some(MadeLink {
                name: name.to_owned(),
                link: visit.app.addresses.at(&links::reset(&secret)),
                until: shown.l.moment(until.unwrap_or(visit.now)),
            });
            let mut response = page(StatusCode::OK, &shown)?;
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            Ok(response)
        }
        Err(refused) => {
            shown.problem = refusal_text(visit.t, &refused);
            page(status_of(&refused), &shown)
        }
    }
}
