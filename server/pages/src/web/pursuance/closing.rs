//! Closing a pursuance, with a list of everything that ends; opening it again, and deleting it for good. Its other pages show that
//! it is closed.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::{Action, ClosePursuance, DeletePursuance, ReopenPursuance};
use pursuance_domain::allowed::Permission;
use pursuance_domain::people::closing::{ClosingRefusal, deletable_from};
use pursuance_domain::refusal::Refusal;
use pursuance_domain::value::{Grounds, Name};

use super::settings::is_private;
use crate::actions::Refused;
use crate::actions::access::{self};
use crate::store::closing::{self, ClosingEnds};
use crate::text::Markup;
use crate::web::cards::head::{Head, PursuanceTab, head, layout};
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Field, RefusedField, refused};
use crate::web::frame::when::When;
use crate::web::request::carried_forms::Typed;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{FormFields, Posted, Reader};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};
use crate::web::request::unplaced_texts::{FormPage, refused_page};

/// `GET` and, when refused, `POST /p/{slug}/close`: `reason`; `/p/{slug}/reopen`; `/p/{slug}/delete`: `confirm`.
#[derive(Template)]
#[template(path = "pursuance/closing.html")]
pub struct ClosingPage {
    pub l: Layout,
    pub head: Head,
    pub state: ClosingState,
    pub reason: Field,
    pub confirm: Field,
    pub problem: String,
    pub typed: Vec<Typed>,
}

/// The state of the pursuance, and the decision that it allows the Primary.
pub enum ClosingState {
    /// The Primary may close it. `ends`: everything that would end, as keys of sentences, each with a number.
    Open { ends: Vec<(&'static str, i64)> },
    /// The Primary may open it again or delete it. `until`: the earliest time, if not now; `ending`: tasks that are not back yet.
    Closed { until: Option<When>, ending: i64 },
}

impl ClosingPage {
    /// The key of the heading.
    pub fn heading(&self) -> &'static str {
        match self.state {
            ClosingState::Open { .. } => "closing-title",
            ClosingState::Closed { .. } => "closing-title-closed",
        }
    }

    /// The title.
    pub fn title(&self) -> Markup {
        Markup::trusted(self.l.t.rich(self.heading()).set("name", self.head.name.said()).to_string())
    }

    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        refused(&[("closing-reason", "closing-reason", &self.reason)])
    }
}

impl FormPage for ClosingPage {
    fn unplaced(&mut self, texts: Vec<Typed>) {
        self.typed = texts;
    }
}

/// The sentences about everything that ends, without the ones with the number 0.
fn sentences(ends: &ClosingEnds) -> Vec<(&'static str, i64)> {
    let ClosingEnds { handed_out, taken, suggestions, invites, asking, asked } = *ends;
    let all = [
        ("closing-handed-out", handed_out),
        ("closing-taken", taken),
        ("closing-suggestions", suggestions),
        ("closing-invites", invites),
        ("closing-asking", asking),
        ("closing-asked", asked),
    ];
    all.into_iter().filter(|(_, count)| *count > 0).collect()
}

/// `GET /p/{slug}/close`
pub async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response, PageError> {
    visit.signed_in()?;
    page(StatusCode::OK, &load(&visit, &slug).await?)
}

async fn load(visit: &Visit, slug: &str) -> Result<ClosingPage, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
    access.demand(Permission::DeletePursuance, None)?;
    let id = &access.pursuance.id;
    let l = layout(visit, &mut tx, &access).await?;
    let state = match access.pursuance.closed_at {
        None => ClosingState::Open { ends: sentences(&closing::what_ends(&mut tx, id, visit.now).await?) },
        Some(since) => {
            let until = deletable_from(since);
            ClosingState::Closed {
                until: (visit.now < until).then(|| l.moment(until)),
                ending: closing::count_holding(&mut tx, id).await?,
            }
        }
    };
    let mut head = head(visit, &mut tx, &access, PursuanceTab::Settings).await?;
    // The note must not link to this page.
    if let Some(note) = &mut head.closed {
        note.decides = false;
    }
    Ok(ClosingPage {
        head,
        state,
        reason: Field::default(),
        confirm: Field::default(),
        problem: String::new(),
        typed: Vec::new(),
        l,
    })
}

/// The page with everything typed, when it was refused.
async fn refuse(
    visit: &Visit,
    slug: &str,
    form: &FormFields,
    (reason, confirm): (Field, Field),
    why: Option<&Refused>,
) -> Result<Response, PageError> {
    let mut shown = load(visit, slug).await?;
    (shown.reason, shown.confirm) = (reason, confirm);
    if shown.l.is_private() && shown.confirm.is_refused() {
        visit.t.s("private-closing-tick").clone_into(&mut shown.confirm.error);
    }
    if let Some(why) = why {
        shown.problem = refusal_text(visit.t, why);
    }
    let status = why.map_or(StatusCode::UNPROCESSABLE_ENTITY, status_of);
    refused_page(visit.t, status, shown, form, &["reason", "confirm"])
}

async fn perform(visit: &Visit, action: Action) -> Result<Result<(), Refused>, PageError> {
    Ok(split_refusal(visit.app.perform(&visit.who, action).await)?.map(drop))
}

/// `POST /p/{slug}/close`
pub async fn close(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let mut field = form.field("reason");
    let is_private = is_private(&visit, &slug).await?;
    let is_bare = is_private && field.value.trim().is_empty();
    let reason = if is_bare { None } else { Reader::new(visit.t).need(&mut field, Grounds::parse) };
    let mut why = None;
    if is_bare || reason.is_some() {
        match perform(&visit, ClosePursuance { pursuance: slug.clone(), reason }.into()).await? {
            Ok(()) => {
                let notice = FormNotice::info("notice-pursuance-closed");
                return Ok(see_with(&visit.app, &links::pursuance(&slug), notice));
            }
            Err(refused) => why = Some(refused),
        }
    }
    // The page of a private one has no field for a reason: one that comes all the same is refused, and nothing shows it.
    let (form, field) = if is_private { Default::default() } else { (form, field) };
    refuse(&visit, &slug, &form, (field, Field::default()), why.as_ref()).await
}

/// `POST /p/{slug}/reopen`
pub async fn reopen(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    match perform(&visit, ReopenPursuance { pursuance: slug.clone() }.into()).await? {
        Ok(()) => {
            let notice = FormNotice::good("notice-pursuance-reopened");
            Ok(see_with(&visit.app, &links::pursuance(&slug), notice))
        }
        Err(why) => refuse(&visit, &slug, &form, Default::default(), Some(&why)).await,
    }
}

/// `POST /p/{slug}/delete`
pub async fn delete(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let mut field = form.field("confirm");
    let another = Refused::Rule(Refusal::Closing(ClosingRefusal::AnotherName));
    let Ok(confirm) = Name::parse(field.value.trim()) else {
        field.error = refusal_text(visit.t, &another);
        return refuse(&visit, &slug, &form, (Field::default(), field), None).await;
    };
    match perform(&visit, DeletePursuance { pursuance: slug.clone(), confirm }.into()).await? {
        Ok(()) => {
            let notice = FormNotice::info("notice-pursuance-deleted");
            Ok(see_with(&visit.app, links::pursuances(), notice))
        }
        Err(Refused::Rule(Refusal::Closing(ClosingRefusal::AnotherName))) => {
            field.error = refusal_text(visit.t, &another);
            refuse(&visit, &slug, &form, (Field::default(), field), None).await
        }
        Err(why) => refuse(&visit, &slug, &form, (Field::default(), field), Some(&why)).await,
    }
}
