//! Calendars and feeds for other programs. Each has a secret address, and shows only what its person may read.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use pursuance_domain::action::{CreateFeed, ReplaceFeed, RevokeFeed};
use pursuance_domain::id::{FeedId, SearchId};
use pursuance_domain::value::{FeedForm, Label};

use crate::actions::{PerformError, Refused, access, feed};
use crate::reads::feeds::{self, About, FeedView};
use crate::reads::{person, searches};
use crate::store::db::ReadTx;
use crate::web::frame::labels::choices;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Choice, Field, RefusedField, refused};
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, FormFields, Posted, Reader};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};

/// `GET /me/feeds`, with `?of=` or `?search=`. Its refused form comes back as this page with status 422.
#[derive(Template)]
#[template(path = "account/feeds.html")]
pub struct FeedsPage {
    pub l: Layout,
    pub feeds: Vec<FeedRow>,
    pub form: MakeForm,
    /// The address of a feed that was made just now, shown only this once.
    pub made: Option<String>,
    /// A refusal that concerns no field.
    pub problem: String,
}

/// POST `/me/feeds`: `name`, `form`, and `of` (a pursuance, or empty: the person), or `search` (a saved search).
pub struct MakeForm {
    pub name: Field,
    pub forms: Vec<Choice>,
    pub of: Vec<Choice>,
    /// The saved search that it is to be about, with its name.
    pub search: Option<(SearchId, String)>,
}

/// A feed in the list.
pub struct FeedRow {
    pub id: String,
    pub name: String,
    pub form: FeedForm,
    pub about: About,
    pub made: When,
    /// The last use, if it was used.
    pub used: Option<When>,
}

impl FeedRow {
    /// The key of the word for its form.
    pub fn form_key(&self) -> &'static str {
        form_key(self.form)
    }
}

fn form_key(form: FeedForm) -> &'static str {
    match form {
        FeedForm::Calendar => "feed-form-calendar",
        FeedForm::Atom => "feed-form-atom",
    }
}

impl FeedsPage {
    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        refused(&[("name", "feed-name", &self.form.name)])
    }
}

/// The choices of the form: `of` is a pursuance by its name in addresses, or empty.
pub fn form(l: &Layout, form: FeedForm, of: &str, others: &[(String, String)]) -> MakeForm {
    let forms = FeedForm::ALL.iter().map(|form| (form.as_str(), l.t.s(form_key(*form))));
    let you = std::iter::once(("", l.t.s("feed-of-you")));
    let others = others.iter().map(|(slug, name)| (slug.as_str(), name.as_str()));
    MakeForm {
        name: Field::default(),
        forms: choices(forms, form.as_str()),
        of: choices(you.chain(others), of),
        search: None,
    }
}

/// `GET /me/feeds`
pub async fn show(visit: Visit, query: AddressQuery) -> Result<Response, PageError> {
    page(StatusCode::OK, &load(&visit, FeedForm::default(), &FeedSubject::read(&query.0)).await?)
}

/// The subject of a new feed: a pursuance by its slug, or empty; or a saved search.
struct FeedSubject<'a> {
    of: &'a str,
    search: Option<SearchId>,
}

impl<'a> FeedSubject<'a> {
    fn read(fields: &'a FormFields) -> Self {
        let search = fields.text("search");
        Self { of: fields.text("of"), search: (!search.is_empty()).then(|| SearchId(search.to_owned())) }
    }
}

async fn load(visit: &Visit, chosen: FeedForm, asked: &FeedSubject<'_>) -> Result<FeedsPage, PageError> {
    let of = asked.of;
    let me = visit.signed_in()?.account.actor.clone();
    let mut tx = visit.app.db.read().await?;
    let found = feeds::list(&mut tx, &visit.who, visit.now).await?;
    let mine = person::me(&visit.app, &mut tx, &me).await?.pursuances;
    let mut others: Vec<(String, String)> =
        mine.into_iter().map(|mine| (mine.pursuance, mine.name)).collect();
    // A pursuance that the viewer may read without being a member.
    if !of.is_empty() && !others.iter().any(|(slug, _)| slug == of) {
        others.extend(readable(visit, &mut tx, of).await?);
    }
    let l = visit.layout(&mut tx, Nav::Account).await?;
    let search = match &asked.search {
        Some(id) => {
            let names = searches::names(&mut tx, &visit.who, visit.now, &[id]).await?;
            names.into_iter().next()
        }
        None => None,
    };
    let row = |view: FeedView| FeedRow {
        id: view.feed.0,
        name: view.name,
        form: view.form,
        about: view.about,
        made: l.moment(view.made),
        used: view.used.map(|used| l.moment(used)),
    };
    Ok(FeedsPage {
        feeds: found.items.into_iter().map(row).collect(),
        form: MakeForm { search, ..form(&l, chosen, of, &others) },
        made: None,
        problem: String::new(),
        l,
    })
}

/// The slug and the display name of a pursuance, if the viewer may read its tasks.
async fn readable(visit: &Visit, tx: &mut ReadTx, slug: &str) -> Result<Option<(String, String)>, PageError> {
    match access::find(tx, &visit.who, slug, visit.now).await {
        Ok(access) if access.sight().is_ok() => Ok(Some((access.pursuance.slug, access.pursuance.name))),
        Ok(_) | Err(PerformError::Refused(Refused::NotFound(_))) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// `POST /me/feeds`: the address is shown on the answer, and never again.
pub async fn make(posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form: sent } = posted;
    let session = visit.signed_in()?.session.id.clone();
    let chosen = FeedForm::parse(sent.text("form")).unwrap_or_default();
    let asked = FeedSubject::read(&sent);
    let mut name = sent.field("name");
    let Some(label) = Reader::new(visit.t).need(&mut name, Label::parse) else {
        let mut shown = load(&visit, chosen, &asked).await?;
        shown.form.name = name;
        return page(StatusCode::UNPROCESSABLE_ENTITY, &shown);
    };
    let (secret, secret_hash) = feed::new_secret().map_err(PerformError::from)?;
    let pursuance = Some(asked.of.to_owned()).filter(|of| !of.is_empty() && asked.search.is_none());
    let search = asked.search.clone();
    let create = CreateFeed { name: label, form: chosen, pursuance, search, session, secret_hash };
    match split_refusal(visit.app.perform(&visit.who, create.into()).await)? {
        Ok(_) => once(&visit, &secret, chosen).await,
        Err(refused) => {
            let mut shown = load(&visit, chosen, &asked).await?;
            shown.form.name = name;
            shown.problem = refusal_text(visit.t, &refused);
            page(status_of(&refused), &shown)
        }
    }
}

/// The page with the address of a feed; it is never cached.
async fn once(visit: &Visit, secret: &str, form: FeedForm) -> Result<Response, PageError> {
    let mut shown = load(visit, FeedForm::default(), &FeedSubject { of: "", search: None }).await?;
    shown.made = Some(visit.app.addresses.at(&feed::path(secret, form)));
    let mut response = page(StatusCode::OK, &shown)?;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// `POST /me/feeds/{id}/replace`: the new address is shown on the answer, and never again.
pub async fn replace(Path(id): Path<FeedId>, posted: Posted) -> Result<Response, PageError> {
    let visit = posted.visit;
    visit.signed_in()?;
    let (secret, secret_hash) = feed::new_secret().map_err(PerformError::from)?;
    let done = visit.app.perform(&visit.who, ReplaceFeed { feed: id, secret_hash }.into()).await?;
    let form = done.result["form"].as_str().and_then(|form| FeedForm::parse(form).ok()).unwrap_or_default();
    once(&visit, &secret, form).await
}

/// `POST /me/feeds/{id}/revoke`
pub async fn revoke(Path(id): Path<FeedId>, posted: Posted) -> Result<Response, PageError> {
    let visit = posted.visit;
    visit.signed_in()?;
    visit.app.perform(&visit.who, RevokeFeed { feed: id }.into()).await?;
    Ok(see_with(&visit.app, links::feeds(), FormNotice::good("notice-feed-revoked")))
}
