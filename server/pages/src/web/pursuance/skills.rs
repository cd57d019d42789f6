//! The skill names of a pursuance: `/p/{slug}/skills`.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::MergeSkills;
use pursuance_domain::allowed::Permission;
use pursuance_domain::value::Skill;

use crate::actions::access;
use crate::reads::Page;
use crate::reads::people::{self, WordView};
use crate::web::cards::head::{Head, PursuanceTab, head};
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Field, RefusedField, refused};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, Posted, Reader};
use crate::web::request::refusal::{field_of, refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};

/// Words on one page.
const SHOWN: usize = 100;

/// `GET /p/{slug}/skills`, with `?after=`. A refused form comes back as this page with status 422.
#[derive(Template)]
#[template(path = "pursuance/skills.html")]
pub struct SkillsPage {
    pub l: Layout,
    pub head: Head,
    pub words: Vec<WordView>,
    /// The address of the next skill names.
    pub next: Option<String>,
    pub may_merge: bool,
    /// POST `skill, into`.
    pub skill: Field,
    pub into: Field,
    /// A refusal that concerns no field.
    pub problem: String,
}

impl SkillsPage {
    /// Whether the form is shown: to viewers who may merge, and to a viewer who has filled it in.
    pub fn shows_form(&self) -> bool {
        self.may_merge || !self.skill.value.is_empty() || !self.into.value.is_empty()
    }

    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        refused(&[("skill", "words-skill", &self.skill), ("into", "words-into", &self.into)])
    }
}

async fn load(visit: &Visit, slug: &str, after: &str) -> Result<SkillsPage, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
    let Page { items, next } = people::words(&mut tx, &access, after, SHOWN).await?;
    Ok(SkillsPage {
        head: head(visit, &mut tx, &access, PursuanceTab::Members).await?,
        l: visit.layout(&mut tx, Nav::pursuance(slug)).await?,
        words: items,
        next: next.map(|next| links::skills_after(slug, &next)),
        may_merge: access.may(Permission::MergeSkills, None),
        skill: Field::default(),
        into: Field::default(),
        problem: String::new(),
    })
}

/// `GET /p/{slug}/skills`
pub async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    page(StatusCode::OK, &load(&visit, &slug, query.0.text("after")).await?)
}

/// `POST /p/{slug}/skills`
pub async fn merge(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let reader = Reader::new(visit.t);
    let (mut skill, mut into) = (form.field("skill"), form.field("into"));
    let is_apart = form.is_ticked("apart");
    if !is_apart {
        let mut tx = visit.app.db.read().await?;
        let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
        for field in [&mut skill, &mut into] {
            if let Ok(word) = people::meant(&mut tx, &visit.who, Some(&access), &field.value).await? {
                field.value = word.to_string();
            }
        }
    }
    let read = reader.need(&mut skill, Skill::parse);
    let means = if is_apart { Some(None) } else { reader.need(&mut into, Skill::parse).map(Some) };
    let mut problem = (String::new(), StatusCode::UNPROCESSABLE_ENTITY);
    if let Some((word, means)) = read.zip(means) {
        let merge = MergeSkills { pursuance: slug.clone(), skill: word, into: means };
        match split_refusal(visit.app.perform(&visit.who, merge.into()).await)? {
            Ok(_) => {
                let done = if is_apart { "notice-words-apart" } else { "notice-words-merged" };
                return Ok(see_with(&visit.app, &links::skills(&slug), FormNotice::good(done)));
            }
            Err(no) if field_of(&no) == Some("into") => into.error = refusal_text(visit.t, &no),
            Err(no) => problem = (refusal_text(visit.t, &no), status_of(&no)),
        }
    }
    let shown = load(&visit, &slug, "").await?;
    let (problem, status) = problem;
    page(status, &SkillsPage { skill, into, problem, ..shown })
}
