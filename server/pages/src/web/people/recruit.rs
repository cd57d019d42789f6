//! People of this server who allow pursuances to ask them to join. Found by a skill or by words.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::AskPerson;
use pursuance_domain::people::role::Role;
use pursuance_domain::value::{ActorRef, Note};

use crate::actions::access::{self, Access};
use crate::reads::recruits;
use crate::store::db::ListTx;
use crate::web::cards::head::{Head, PursuanceTab, head, layout};
use crate::web::cards::text_beginning::in_short;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Choice, Field, Party, SkillTag};
use crate::web::people::invites::roles;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, Posted, Reader};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};

/// People on one page.
const SHOWN: usize = 20;

/// `GET /p/{slug}/recruit?q=` and, when refused, `POST`: `person, role, note, q`.
#[derive(Template)]
#[template(path = "people/recruit.html")]
pub struct RecruitPage {
    pub l: Layout,
    pub head: Head,
    /// The words searched for.
    pub words: String,
    pub people: Vec<PersonRow>,
    pub next: Option<String>,
    /// Why a question was refused.
    pub problem: String,
    /// The typed note to a person who is not in the list shown.
    pub kept: String,
}

/// A person who may be asked to join.
pub struct PersonRow {
    pub who: Party,
    /// The value of the field `person`.
    pub person: String,
    pub about: String,
    pub skills: Vec<SkillTag>,
    pub roles: Vec<Choice>,
    pub note: Field,
    /// Whether the form was sent and refused.
    pub is_open: bool,
}

impl PersonRow {
    /// The id of a field of theirs: the page has several.
    pub fn id(&self, field: &str) -> String {
        format!("{field}-{}", self.person)
    }
}

/// `GET /p/{slug}/recruit`
pub async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    visit.signed_in()?;
    let words = query.0.text("q").trim();
    let mut tx = visit.list(!words.is_empty()).await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    page(StatusCode::OK, &fill(&visit, &mut tx, &access, (words, query.0.text("after"))).await?)
}

async fn fill(
    visit: &Visit,
    tx: &mut ListTx,
    access: &Access,
    (words, after): (&str, &str),
) -> Result<RecruitPage, PageError> {
    let found = recruits::search(&visit.app, tx, access, words, after, SHOWN).await?;
    tx.end();
    let l = layout(visit, tx, access).await?;
    let mine = visit.mine();
    let row = |one: recruits::RecruitView| PersonRow {
        who: Party::person(&one.name).linked(links::actor(&one.person)),
        about: in_short(&one.about),
        skills: mine.tags_of(&one.skills),
        roles: roles(&l, access, Role::Normal),
        note: Field::default(),
        is_open: false,
        person: one.person,
    };
    Ok(RecruitPage {
        head: head(visit, tx, access, PursuanceTab::Invites).await?,
        people: found.items.into_iter().map(row).collect(),
        next: found.next.map(|name| links::recruit_after(&access.pursuance.slug, words, &name)),
        words: words.to_owned(),
        problem: String::new(),
        kept: String::new(),
        l,
    })
}

/// `POST /p/{slug}/recruit`
pub async fn ask(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let person = ActorRef::parse(form.text("person")).map_err(|_| PageError::BadRequest)?;
    let role = Role::parse(form.text("role")).ok_or(PageError::BadRequest)?;
    let mut note = form.field("note");
    let refused = match Reader::new(visit.t).maybe(&mut note, Note::parse) {
        Some(read) => {
            let ask = AskPerson { pursuance: slug.clone(), person, role, note: read };
            match split_refusal(visit.app.perform(&visit.who, ask.into()).await)? {
                Ok(_) => {
                    let to = links::recruit_search(&slug, form.text("q"));
                    return Ok(see_with(&visit.app, &to, FormNotice::good("notice-recruit-asked")));
                }
                Err(refused) => Some(refused),
            }
        }
        None => None,
    };
    let mut words = form.text("q").trim();
    let mut tx = match visit.list(!words.is_empty()).await {
        // The typed text comes back, beside the first people of the list.
        Err(error) if error.is_of_searches() => {
            words = "";
            visit.list(false).await?
        }
        begun => begun?,
    };
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let mut shown = fill(&visit, &mut tx, &access, (words, form.text("after"))).await?;
    if let Some(why) = &refused {
        shown.problem = refusal_text(visit.t, why);
    }
    if let Some(row) = shown.people.iter_mut().find(|row| row.person == form.text("person")) {
        row.roles = roles(&shown.l, &access, role);
        row.note = note;
        row.is_open = true;
    } else {
        shown.kept = note.value;
    }
    page(refused.as_ref().map_or(StatusCode::UNPROCESSABLE_ENTITY, status_of), &shown)
}
