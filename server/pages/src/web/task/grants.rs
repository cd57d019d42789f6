//! Special permissions: the rights of single members on one task beyond their role.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::SetGrant;
use pursuance_domain::allowed::{Granted, Permission, TaskGrant};
use pursuance_domain::people::role::Role;

use super::forms::At;
use crate::actions::access;
use crate::store::db::ReadTx;
use crate::store::grants;
use crate::web::cards::pick::{self, Meant, Pick};
use crate::web::frame::labels::grant_key;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Party, Words};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{FormFields, Posted};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};

/// `GET` and, when refused, `POST /p/{slug}/t/{number}/grants`: `member`, and `may` once for each ticked box.
#[derive(Template)]
#[template(path = "task/grants.html")]
pub struct GrantsPage {
    pub l: Layout,
    pub slug: String,
    pub number: i64,
    pub title: Words,
    pub rows: Vec<GrantRow>,
    pub members: Pick,
    pub boxes: Vec<GrantBox>,
    pub problem: String,
}

/// A member with special rights.
pub struct GrantRow {
    pub who: Party,
    /// The value of the field `member`.
    pub member: String,
    /// The keys of their rights.
    pub may: Vec<&'static str>,
}

/// One right to tick.
pub struct GrantBox {
    pub word: &'static str,
    pub key: &'static str,
    pub is_ticked: bool,
}

/// The checkboxes of the rights, ticked as in `ticked`.
fn boxes(ticked: Granted) -> Vec<GrantBox> {
    let one = |grant: TaskGrant| GrantBox {
        word: grant.as_str(),
        key: grant_key(grant),
        is_ticked: ticked.has(grant),
    };
    TaskGrant::ALL.into_iter().map(one).collect()
}

/// Reads the rights of a form.
fn ticked(form: &FormFields) -> Granted {
    form.all("may").filter_map(TaskGrant::parse).collect()
}

/// `GET /p/{slug}/t/{number}/grants`
pub async fn form(visit: Visit, Path((slug, number)): At) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    page(StatusCode::OK, &fill(&visit, &mut tx, &slug, number).await?)
}

async fn fill(visit: &Visit, tx: &mut ReadTx, slug: &str, number: i64) -> Result<GrantsPage, PageError> {
    let access = access::find(tx, &visit.who, slug, visit.now).await?;
    let task = access::find_task(tx, &access, number).await?;
    access.demand(Permission::GrantOnTask, Some(&task))?;
    let row = |row: grants::Grantee| GrantRow {
        who: Party::person(&row.display).linked(links::actor(&row.name)),
        member: row.name,
        may: row.may.list().into_iter().map(grant_key).collect(),
    };
    Ok(GrantsPage {
        l: visit.layout(tx, Nav::Pursuance(access.pursuance.slug.clone())).await?,
        rows: grants::grantees(tx, &task.id).await?.into_iter().map(row).collect(),
        members: pick::members(tx, &access, visit.t.s("grant-nobody"), Role::Untrusted, None).await?,
        boxes: boxes(Granted::default()),
        problem: String::new(),
        slug: access.pursuance.slug,
        number: task.number,
        title: Words::of(&task.title, visit.t),
    })
}

/// `POST /p/{slug}/t/{number}/grants`
pub async fn save(Path((slug, number)): At, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let (written, may) = (form.text("member"), ticked(&form));
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    access.demand(Permission::SeeMembers, None)?;
    let meant = pick::member(&mut tx, visit.t, &access, written).await?;
    drop(tx);
    let (status, why, is_beside) = match meant {
        Meant::This(member) => {
            let set = SetGrant { pursuance: slug.clone(), task: number, member, may };
            match split_refusal(visit.app.perform(&visit.who, set.into()).await)? {
                Ok(_) => {
                    let notice = if may.any() {
                        FormNotice::good("notice-granted")
                    } else {
                        FormNotice::info("notice-grant-ended")
                    };
                    return Ok(see_with(&visit.app, &links::task_grants(&slug, number), notice));
                }
                Err(refused) => (status_of(&refused), refusal_text(visit.t, &refused), false),
            }
        }
        Meant::None => (StatusCode::UNPROCESSABLE_ENTITY, visit.t.s("grant-whom").to_owned(), true),
        Meant::Unclear(why) => (StatusCode::UNPROCESSABLE_ENTITY, why, true),
    };
    let mut shown = fill(&visit, &mut visit.app.db.read().await?, &slug, number).await?;
    shown.boxes = boxes(may);
    if is_beside {
        shown.members = shown.members.refused(written, why);
    } else {
        shown.members = shown.members.refused(written, String::new());
        shown.problem = why;
    }
    page(status, &shown)
}
