//! Arriving in a pursuance: what it may ask the newcomer about, and three tasks that they could do.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::Arrive;
use pursuance_domain::allowed::Permission;
use pursuance_domain::id::TaskId;
use pursuance_domain::people::limits::HoursAWeek;
use pursuance_domain::value::Skills;

use crate::actions::Thing;
use crate::actions::access::{self, Access};
use crate::reads::people;
use crate::store::db::ReadTx;
use crate::store::outline;
use crate::store::outline::free::{self, FreeTasksQuery, SearchedPursuances};
use crate::store::pursuances;
use crate::web::cards::arrival::ArrivalForm;
use crate::web::frame::free::free_key;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Field, RefusedField, SkillTag, TaskLink, Words, refused, said_size};
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, FormFields, Posted};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see, see_with};

/// The most tasks that a newcomer is shown.
const SHOWN: usize = 3;

/// `GET /p/{slug}/arrival`, for members: the question, until it is answered or put away; then tasks. A refused answer comes back as
/// this page with status 422.
#[derive(Template)]
#[template(path = "people/arrival.html")]
pub struct ArrivalPage {
    pub l: Layout,
    pub slug: String,
    pub name: String,
    /// The question; none when it is answered.
    pub form: Option<ArrivalForm>,
    /// Free tasks, best first.
    pub tasks: Vec<Proposed>,
    /// Whether the viewer told what they can.
    pub has_skills: bool,
    /// Why an answer was refused, when that concerns no field.
    pub problem: String,
}

/// A task that a newcomer could do.
pub struct Proposed {
    pub task: TaskLink,
    pub skills: Vec<SkillTag>,
    /// The key of why it is proposed.
    pub why: &'static str,
    pub due: Option<When>,
    /// The key of the words for its size; empty where nothing is said of it.
    pub size: &'static str,
}

impl ArrivalPage {
    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        let others = self.form.as_ref().map(|form| &form.others);
        others.map(|field| refused(&[("arrival-others", "arrival-others", field)])).unwrap_or_default()
    }
}

/// The page to which somebody comes who has just joined: the question, or what they joined for if it is answered: a task, or the
/// pursuance.
pub(in crate::web) async fn begins(
    tx: &mut ReadTx,
    access: &Access,
    task: Option<i64>,
) -> Result<String, PageError> {
    let slug = &access.pursuance.slug;
    let there = || came_for(slug, task);
    // Nobody is asked about tasks who may take none.
    let takes = access.role().is_some() && access.may(Permission::TakeTask, None);
    let Some(member) = access.member.as_ref().filter(|_| takes) else {
        return Ok(there());
    };
    let is_told = pursuances::has_arrived(tx, &access.pursuance.id, &member.actor).await?;
    Ok(match task {
        _ if is_told => there(),
        Some(number) => links::arrival_for(slug, number),
        None => links::arrival(slug),
    })
}

/// The address of the page that somebody came for.
fn came_for(slug: &str, task: Option<i64>) -> String {
    task.map_or_else(|| links::pursuance(slug), |number| links::task(slug, number))
}

/// The task for which somebody came, in the address of the page and in the form.
fn task_of(fields: &FormFields) -> Option<i64> {
    fields.text("task").parse().ok()
}

/// Whether the question is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ArrivalQuestion {
    /// Where it is not answered yet.
    Once,
    /// Also to a member who has answered it.
    Again,
    /// Another time: it stays on Home.
    Later,
}

/// `GET /p/{slug}/arrival`, with `?task=`; with `?later=` what somebody could do, without the question.
pub async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let asks = if query.0.text("later").is_empty() { ArrivalQuestion::Once } else { ArrivalQuestion::Later };
    let mut shown = fill(&visit, &mut tx, &access, asks).await?;
    if let Some(form) = &mut shown.form {
        form.task = task_of(&query.0);
    }
    page(StatusCode::OK, &shown)
}

async fn fill(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    asks: ArrivalQuestion,
) -> Result<ArrivalPage, PageError> {
    let person = visit.person().ok_or(PageError::SignInFirst)?;
    if access.role().is_none() {
        return Err(PageError::not_found(Thing::Member));
    }
    let slug = access.pursuance.slug.clone();
    let mut l = visit.layout(tx, Nav::pursuance(&slug)).await?;
    let is_told = pursuances::has_arrived(tx, &access.pursuance.id, person).await?;
    let takes = access.may(Permission::TakeTask, None);
    let is_asked = match asks {
        ArrivalQuestion::Once => !is_told,
        ArrivalQuestion::Again => true,
        ArrivalQuestion::Later => false,
    };
    let form = if takes && is_asked { Some(ArrivalForm::of(visit, tx, access, "").await?) } else { None };
    let (mine, mut tasks) = (visit.mine(), Vec::new());
    if form.is_none() && takes {
        // New skills lead to questions about tasks at once: no news that this page would not show.
        l.live = Some(links::inbox_live().to_owned());
        let sight = access.sight()?;
        let for_them = FreeTasksQuery { reader: Some(person), ..FreeTasksQuery::default() };
        let mut found = free::first(tx, SearchedPursuances::One(&sight), for_them, visit.now).await?.tasks;
        found.truncate(SHOWN);
        let ids: Vec<TaskId> = found.iter().map(|(id, _)| id.clone()).collect();
        let rows = free::rows_of(tx, &ids).await?;
        let skills = outline::skills(tx, &rows).await?;
        for (row, (_, facts)) in rows.into_iter().zip(&found) {
            let of_task = skills.iter().filter(|(task, _)| *task == row.id).map(|(_, skill)| skill.as_str());
            tasks.push(Proposed {
                skills: mine.tags(of_task),
                task: TaskLink {
                    href: links::task(&slug, row.number),
                    number: row.number,
                    title: Words::of(&row.title, visit.t),
                },
                why: free_key(facts.reason(visit.now)),
                due: row.asked.due.map(|due| l.day(due)),
                size: said_size(row.asked.size),
            });
        }
    }
    let (name, has_skills) = (access.pursuance.name.clone(), !mine.keys().is_empty());
    Ok(ArrivalPage { l, slug, name, form, tasks, has_skills, problem: String::new() })
}

/// `POST /p/{slug}/arrival`
pub async fn answer(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let (is_later, task) = (!form.text("later").is_empty(), task_of(&form));
    // Home alone has the question put away; after joining it only waits there.
    if is_later && form.text("back") != "home" {
        let proposed = links::with(&links::arrival(&slug), "later", "yes");
        return Ok(see(&task.map_or(proposed, |number| links::task(&slug, number))));
    }
    let told = if is_later { Ok(Skills::default()) } else { typed_skills(&visit, &slug, &form).await? };
    let (skills, why) = match told {
        Ok(skills) => (skills, String::new()),
        Err(why) => (Skills::default(), why),
    };
    if !why.is_empty() {
        return again(&visit, &slug, &form, StatusCode::UNPROCESSABLE_ENTITY, (why, true)).await;
    }
    let hours = form.text("hours").parse::<i64>().ok().and_then(|hours| HoursAWeek::new(hours).ok());
    if hours.is_none() && !form.text("hours").is_empty() {
        return Err(PageError::BadRequest);
    }
    let hours_a_week = hours.filter(|_| !is_later);
    let arrive = Arrive { pursuance: slug.clone(), skills, hours_a_week };
    match split_refusal(visit.app.perform(&visit.who, arrive.into()).await)? {
        Ok(_) if is_later => Ok(see("/")),
        Ok(_) => {
            let to = task.map_or_else(|| links::arrival(&slug), |number| links::task(&slug, number));
            Ok(see_with(&visit.app, &to, FormNotice::good("notice-arrived")))
        }
        Err(no) => again(&visit, &slug, &form, status_of(&no), (refusal_text(visit.t, &no), false)).await,
    }
}

/// The skills of the form, or why they are none.
async fn typed_skills(
    visit: &Visit,
    slug: &str,
    form: &FormFields,
) -> Result<Result<Skills, String>, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
    let written = form.text("skills").split([',', ';', '\n']).map(str::trim);
    let mut skills = Vec::new();
    for typed in form.all("box").chain(written).filter(|typed| !typed.is_empty()).take(Skills::MOST + 1) {
        match people::meant(&mut tx, &visit.who, Some(&access), typed).await? {
            Ok(skill) => skills.push(skill),
            Err(refusal) => return Ok(Err(visit.t.say(&refusal.wording()))),
        }
    }
    Ok(Skills::new(skills).map_err(|refusal| visit.t.say(&refusal.wording())))
}

/// The page with everything that was typed, and why it was refused; `is_beside`: beside the field.
async fn again(
    visit: &Visit,
    slug: &str,
    typed: &FormFields,
    status: StatusCode,
    (why, is_beside): (String, bool),
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
    let mut shown = fill(visit, &mut tx, &access, ArrivalQuestion::Again).await?;
    if let Some(form) = &mut shown.form {
        for (skill, ticked) in &mut form.boxes {
            *ticked = typed.all("box").any(|one| one == skill);
        }
        form.task = task_of(typed);
        form.others = typed.field("skills");
        for choice in &mut form.hours {
            choice.selected = choice.value == typed.text("hours");
        }
        if is_beside {
            form.others = Field::of(typed.text("skills")).refused(why);
        } else {
            shown.problem = why;
        }
    }
    page(status, &shown)
}
