//! Saved searches: the list of a person, the list of a pursuance, and the page of one search.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::{ChangeSearch, ForgetSearch, SaveSearch};
use pursuance_domain::allowed::Permission;
use pursuance_domain::id::SearchId;
use pursuance_domain::query::{MOST_CHARACTERS, SearchText};
use pursuance_domain::value::SearchName;

use crate::actions::access::Access;
use crate::actions::{PerformError, Refused, access};
use crate::reads::searches::{self, Known, Place};
use crate::store::db::ReadTx;
use crate::store::searches::SavedSearch;
use crate::text::Text;
use crate::web::cards::head::{Head, PursuanceTab, head};
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Field, RefusedField, refused};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, FormFields, Posted, Reader};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};
use crate::web::views::filter::{Filter, Unclear};

/// `GET /me/searches` and `GET /p/{slug}/searches`, with `?q=` and `?name=` for the form. Its refused form comes back as this page with status 422.
#[derive(Template)]
#[template(path = "views/searches.html")]
pub struct SearchesPage {
    pub l: Layout,
    /// The pursuance of the searches; none for the searches of a person.
    pub head: Option<Head>,
    /// The searches by name, the shared ones first.
    pub rows: Vec<SearchRow>,
    /// The form that saves one; none for a visitor.
    pub form: Option<SaveForm>,
    /// A refusal that concerns no field.
    pub problem: String,
}

/// POST: `name, query`, and each of `shared`, `home` (yes) when ticked.
pub struct SaveForm {
    pub action: String,
    pub name: Field,
    pub query: Field,
    /// The piece of the query that is not understood.
    pub unclear: Option<Unclear>,
    /// Whether the viewer may save one for everybody.
    pub may_share: bool,
    pub shared: bool,
    pub home: bool,
}

/// A search in a list.
pub struct SearchRow {
    pub id: String,
    pub name: String,
    pub query: String,
    /// The page with its results.
    pub href: String,
    /// The pursuance that it searches, on the page of a person.
    pub place: Option<String>,
    pub shared: bool,
    pub home: bool,
    /// Whether its pursuance may not be read any more.
    pub is_hidden: bool,
}

impl SearchesPage {
    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        match &self.form {
            Some(form) => {
                refused(&[("name", "saved-name", &form.name), ("query", "saved-query", &form.query)])
            }
            None => Vec::new(),
        }
    }

    /// The most characters of a query.
    pub fn most(&self) -> usize {
        MOST_CHARACTERS
    }
}

/// The most saved searches beside a filter; a link leads to all of them.
const BESIDE: usize = 12;

/// Saved searches beside a filter.
pub struct SavedRow {
    pub searches: Vec<SavedLink>,
    /// The page with all of them.
    pub list: String,
    /// The link to save the present query; none for a visitor, or if there is no query that can be saved.
    pub save: Option<String>,
}

/// A link to a saved search.
pub struct SavedLink {
    pub name: String,
    pub href: String,
    /// Whether it is the present query.
    pub is_here: bool,
}

impl SavedRow {
    /// The saved searches of a pursuance, each in the view of the filter. `has_some`: whether any is saved there.
    pub(in crate::web) async fn of(
        visit: &Visit,
        tx: &mut ReadTx,
        access: &Access,
        filter: &Filter,
        has_some: bool,
    ) -> Result<Self, PageError> {
        let slug = &access.pursuance.slug;
        let found = if has_some { searches::of_pursuance(tx, access).await? } else { Vec::new() };
        let link = |search: &SavedSearch| SavedLink {
            name: search.name.clone(),
            href: filter.at(search.query.as_str()),
            is_here: search.query.as_str() == filter.text,
        };
        Ok(Self {
            searches: found.iter().take(BESIDE).map(link).collect(),
            ..Self::to_save(visit, slug, filter)
        })
    }

    /// Only the link to save the present query.
    pub(in crate::web) fn to_save(visit: &Visit, slug: &str, filter: &Filter) -> Self {
        let can_be_saved = visit.person().is_some() && filter.is_on && filter.unclear.is_none();
        Self {
            searches: Vec::new(),
            list: links::pursuance_searches(slug),
            save: can_be_saved.then(|| links::pursuance_searches_with(slug, &filter.text)),
        }
    }

    /// Whether there is anything to show.
    pub fn is_there(&self) -> bool {
        !self.searches.is_empty() || self.save.is_some()
    }
}

/// The address of the results of a search.
pub(in crate::web) fn href(slug: Option<&str>, query: &SearchText) -> String {
    match slug {
        Some(slug) => links::tasks_found(slug, query.as_str()),
        None => links::found_anywhere(query.as_str()),
    }
}

impl SearchRow {
    fn of(known: &Known) -> Self {
        let (place, is_hidden) = match &known.place {
            Place::Everywhere => (None, false),
            Place::Pursuance(access) => (Some(access.pursuance.name.clone()), false),
            Place::Hidden => (None, true),
        };
        Self { place, is_hidden, ..Self::within(known.slug(), &known.search) }
    }

    fn within(slug: Option<&str>, search: &SavedSearch) -> Self {
        Self {
            id: search.id.to_string(),
            name: search.name.clone(),
            query: search.query.as_str().to_owned(),
            href: href(slug, &search.query),
            place: None,
            shared: search.shared,
            home: search.home,
            is_hidden: false,
        }
    }
}

/// `GET /me/searches`
pub async fn mine(visit: Visit, query: AddressQuery) -> Result<Response, PageError> {
    page(StatusCode::OK, &load_mine(&visit, &query.0).await?)
}

async fn load_mine(visit: &Visit, asked: &FormFields) -> Result<SearchesPage, PageError> {
    visit.signed_in()?;
    let mut tx = visit.app.db.read().await?;
    let known = searches::mine(&mut tx, &visit.who, visit.now).await?;
    Ok(SearchesPage {
        l: visit.layout(&mut tx, Nav::Account).await?,
        head: None,
        rows: known.iter().map(SearchRow::of).collect(),
        form: Some(form(links::searches().to_owned(), asked, false)),
        problem: String::new(),
    })
}

/// `GET /p/{slug}/searches`
pub async fn of_pursuance(
    visit: Visit,
    Path(slug): Path<String>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    page(StatusCode::OK, &load_of_pursuance(&visit, &slug, &query.0).await?)
}

async fn load_of_pursuance(visit: &Visit, slug: &str, asked: &FormFields) -> Result<SearchesPage, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
    let found = searches::of_pursuance(&mut tx, &access).await?;
    let may_share = access.may(Permission::ShareSearch, None);
    let slug = access.pursuance.slug.clone();
    let row = |search: &SavedSearch| SearchRow::within(Some(&slug), search);
    Ok(SearchesPage {
        rows: found.iter().map(row).collect(),
        form: visit.person().map(|_| form(links::pursuance_searches(&slug), asked, may_share)),
        head: Some(head(visit, &mut tx, &access, PursuanceTab::Tasks).await?),
        l: visit.layout(&mut tx, Nav::pursuance(&slug)).await?,
        problem: String::new(),
    })
}

/// The form filled from an address: `name`, and `q` for the query.
fn form(action: String, asked: &FormFields, may_share: bool) -> SaveForm {
    SaveForm {
        action,
        name: Field::of(asked.text("name")),
        query: Field::of(asked.text("q")),
        unclear: None,
        may_share,
        shared: false,
        home: false,
    }
}

/// The sent text of a query. A fault is shown beside its field, with links to the probable corrections: they lead to the form of
/// `page`, with the typed name.
fn query_of(t: Text, page: &str, name: &Field, field: &mut Field) -> Result<SearchText, Unclear> {
    SearchText::parse(&field.value).map_err(|bad| {
        field.error = t.say_and_advise(&bad.wording());
        let text: String = field.value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let mut unclear = Unclear::of(t, page, text.trim(), &bad);
        for tried in unclear.meant.iter_mut().filter(|_| !name.value.is_empty()) {
            tried.href = links::with(&tried.href, "name", &name.value);
        }
        unclear
    })
}

/// `POST /me/searches`
pub async fn save(posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    match send(&visit, &form, None).await? {
        Ok(()) => Ok(see_with(&visit.app, links::searches(), FormNotice::good("notice-search-saved"))),
        Err(sent) => {
            let shown = load_mine(&visit, &FormFields::default()).await?;
            refused_form(shown, *sent)
        }
    }
}

/// `POST /p/{slug}/searches`
pub async fn save_in(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    match send(&visit, &form, Some(&slug)).await? {
        Ok(()) => {
            let to = links::pursuance_searches(&slug);
            Ok(see_with(&visit.app, &to, FormNotice::good("notice-search-saved")))
        }
        Err(sent) => {
            let shown = load_of_pursuance(&visit, &slug, &FormFields::default()).await?;
            refused_form(shown, *sent)
        }
    }
}

/// A refused form.
struct NotSaved {
    name: Field,
    query: Field,
    unclear: Option<Unclear>,
    shared: bool,
    home: bool,
    problem: String,
    status: StatusCode,
}

async fn send(
    visit: &Visit,
    form: &FormFields,
    slug: Option<&str>,
) -> Result<Result<(), Box<NotSaved>>, PageError> {
    let (mut name, mut query) = (form.field("name"), form.field("query"));
    let (shared, home) = (form.is_ticked("shared"), form.is_ticked("home"));
    let read = Reader::new(visit.t).need(&mut name, SearchName::parse);
    let list = slug.map_or_else(|| links::searches().to_owned(), links::pursuance_searches);
    let (text, unclear) = match query_of(visit.t, &list, &name, &mut query) {
        Ok(text) => (Some(text), None),
        Err(unclear) => (None, Some(unclear)),
    };
    let (mut problem, mut status) = (String::new(), StatusCode::UNPROCESSABLE_ENTITY);
    if let Some((label, text)) = read.zip(text) {
        let save = SaveSearch { pursuance: slug.map(str::to_owned), name: label, query: text, shared, home };
        match split_refusal(visit.app.perform(&visit.who, save.into()).await)? {
            Ok(_) => return Ok(Ok(())),
            Err(no) => (problem, status) = (refusal_text(visit.t, &no), status_of(&no)),
        }
    }
    Ok(Err(Box::new(NotSaved { name, query, unclear, shared, home, problem, status })))
}

fn refused_form(mut shown: SearchesPage, sent: NotSaved) -> Result<Response, PageError> {
    let NotSaved { name, query, unclear, shared, home, problem, status } = sent;
    shown.form = shown.form.map(|form| SaveForm { name, query, unclear, shared, home, ..form });
    shown.problem = problem;
    page(status, &shown)
}

/// `GET /searches/{id}`. A refused change comes back as this page with status 422.
#[derive(Template)]
#[template(path = "views/search.html")]
pub struct SearchPage {
    pub l: Layout,
    pub id: String,
    /// Its saved name, whatever is typed.
    pub called: String,
    /// The page with its results; none if its pursuance may not be read any more.
    pub href: Option<String>,
    /// The pursuance that it searches: its address and its name.
    pub place: Option<(String, String)>,
    pub shared: bool,
    pub home: bool,
    /// Whether the viewer may change and forget it.
    pub may_change: bool,
    pub form: ChangeForm,
    /// A refusal that concerns no field.
    pub problem: String,
}

/// POST `/searches/{id}`: `name, query`.
pub struct ChangeForm {
    pub name: Field,
    pub query: Field,
    /// The piece of the query that is not understood.
    pub unclear: Option<Unclear>,
}

impl SearchPage {
    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        refused(&[("name", "saved-name", &self.form.name), ("query", "saved-query", &self.form.query)])
    }

    /// The most characters of a query.
    pub fn most(&self) -> usize {
        MOST_CHARACTERS
    }

    /// The list that it belongs to.
    pub fn list(&self) -> String {
        match &self.place {
            Some((slug, _)) => links::pursuance_searches(slug),
            None => links::searches().to_owned(),
        }
    }
}

/// `GET /searches/{id}`, with `?q=` and `?name=` for the form.
pub async fn show(
    visit: Visit,
    Path(id): Path<SearchId>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    let mut shown = load(&visit, &id).await?;
    for (field, asked) in [(&mut shown.form.query, "q"), (&mut shown.form.name, "name")] {
        let text = query.0.text(asked);
        // Other viewers read the saved search, not the text in the address.
        if shown.may_change && !text.is_empty() {
            *field = Field::of(text);
        }
    }
    page(StatusCode::OK, &shown)
}

async fn load(visit: &Visit, id: &SearchId) -> Result<SearchPage, PageError> {
    visit.signed_in()?;
    let mut tx = visit.app.db.read().await?;
    let known = searches::one(&mut tx, &visit.who, visit.now, id).await?;
    let place = match &known.place {
        Place::Pursuance(access) => Some((access.pursuance.slug.clone(), access.pursuance.name.clone())),
        Place::Everywhere | Place::Hidden => None,
    };
    let is_hidden = matches!(known.place, Place::Hidden);
    Ok(SearchPage {
        l: visit.layout(&mut tx, known.slug().map_or(Nav::Account, Nav::pursuance)).await?,
        id: known.search.id.to_string(),
        called: known.search.name.clone(),
        href: (!is_hidden).then(|| href(known.slug(), &known.search.query)),
        place,
        shared: known.search.shared,
        home: known.search.home,
        may_change: known.may_change(visit.person()),
        form: ChangeForm {
            name: Field::of(known.search.name.as_str()),
            query: Field::of(known.search.query.as_str()),
            unclear: None,
        },
        problem: String::new(),
    })
}

/// `POST /searches/{id}`: `name, query`.
pub async fn change(Path(id): Path<SearchId>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let (mut name, mut query) = (form.field("name"), form.field("query"));
    let read = Reader::new(visit.t).need(&mut name, SearchName::parse);
    let (text, unclear) = match query_of(visit.t, &links::saved_search(&id), &name, &mut query) {
        Ok(text) => (Some(text), None),
        Err(unclear) => (None, Some(unclear)),
    };
    let (mut problem, mut status) = (String::new(), StatusCode::UNPROCESSABLE_ENTITY);
    if let Some((label, text)) = read.zip(text) {
        let change = ChangeSearch { search: id.clone(), name: Some(label), query: Some(text), home: None };
        match split_refusal(visit.app.perform(&visit.who, change.into()).await)? {
            Ok(_) => return Ok(done(&visit, &id, "notice-search-saved")),
            Err(no) => (problem, status) = said(&visit, no)?,
        }
    }
    let form = ChangeForm { name, query, unclear };
    page(status, &SearchPage { form, problem, ..load(&visit, &id).await? })
}

/// `POST /searches/{id}/home`: `on` (yes, no).
pub async fn set_home(Path(id): Path<SearchId>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let on = form.is_ticked("on");
    let change = ChangeSearch { search: id.clone(), name: None, query: None, home: Some(on) };
    match split_refusal(visit.app.perform(&visit.who, change.into()).await)? {
        Ok(_) => {
            let told = if on { "notice-search-home" } else { "notice-search-not-home" };
            Ok(done(&visit, &id, told))
        }
        Err(no) => {
            let (problem, status) = said(&visit, no)?;
            page(status, &SearchPage { problem, ..load(&visit, &id).await? })
        }
    }
}

/// `POST /searches/{id}/forget`
pub async fn forget(Path(id): Path<SearchId>, posted: Posted) -> Result<Response, PageError> {
    let visit = posted.visit;
    let list = load(&visit, &id).await?.list();
    match split_refusal(visit.app.perform(&visit.who, ForgetSearch { search: id.clone() }.into()).await)? {
        Ok(_) => Ok(see_with(&visit.app, &list, FormNotice::good("notice-search-forgotten"))),
        Err(no) => {
            let (problem, status) = said(&visit, no)?;
            page(status, &SearchPage { problem, ..load(&visit, &id).await? })
        }
    }
}

fn done(visit: &Visit, id: &SearchId, notice: &'static str) -> Response {
    see_with(&visit.app, &links::saved_search(id), FormNotice::good(notice))
}

/// A refusal in words, with its status. A missing search has no page to show it on, and is not found.
fn said(visit: &Visit, refused: Refused) -> Result<(String, StatusCode), PageError> {
    if matches!(refused, Refused::NotFound(_)) {
        return Err(PerformError::from(refused).into());
    }
    Ok((refusal_text(visit.t, &refused), status_of(&refused)))
}
