//! A person as others see them: `/@name`; `/@name@server` leads to the page of a person on another server.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use pursuance_domain::value::Visibility;

use super::work::{SkillWithLevel, leveled};
use crate::actions::Thing;
use crate::actions::access::Access;
use crate::markdown;
use crate::reads::{Page, one_more};
use crate::store::actors::{Actor, ActorKind};
use crate::store::db::SearchTx;
use crate::store::error::StoreResult;
use crate::store::outline::Row;
use crate::store::outline::query::everywhere::{self, PartIn, Reach, Spot};
use crate::store::{accounts, actors, pursuances, skills};
use crate::text::Markup;
use crate::web::cards::rows::{RowContext, RowHint, TaskRow};
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::links::alternate;
use crate::web::frame::view::{Party, PursuanceCard};
use crate::web::frame::when::When;
use crate::web::offers::remote;
use crate::web::pursuance::list::cards;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, FormFields};
use crate::web::request::session::{Visit, see};

/// `GET /@{name}`, for a person of this server.
#[derive(Template)]
#[template(path = "account/profile.html")]
pub struct ProfilePage {
    pub l: Layout,
    pub who: Party,
    /// `name@server`.
    pub handle: String,
    /// Their description, from Markdown; empty when they wrote none.
    pub about: Markup,
    pub skills: Vec<SkillWithLevel>,
    pub since: When,
    /// The pursuances they belong to that the viewer may see.
    pub pursuances: Vec<PursuanceCard>,
    /// The tasks in which the person has a part and that the viewer may read.
    pub tasks: TheirTasks,
}

impl ProfilePage {
    /// The parts that a person may have in tasks.
    pub fn parts(&self) -> Vec<(&'static str, String, bool)> {
        self.tasks.parts.clone()
    }
}

/// `?tasks=` (made, reviews; absent: the tasks assigned to the person), and `?after=`.
pub struct TheirTasks {
    /// The parts that a person may have: the key of the name, where these tasks are, and whether they are shown.
    pub parts: Vec<(&'static str, String, bool)>,
    pub rows: Vec<TheirTask>,
    /// The address of the next page.
    pub next: Option<String>,
}

/// A task in which a person has a part.
pub struct TheirTask {
    pub task: TaskRow,
    /// The name of its pursuance, and its name in addresses.
    pub pursuance: String,
    pub slug: String,
}

/// Tasks on one page.
const SHOWN: usize = 20;

/// The word of a part in the address; empty for the part that is shown first.
fn word(part: PartIn) -> &'static str {
    match part {
        PartIn::Does => "",
        PartIn::Made => "made",
        PartIn::Reviews => "reviews",
    }
}

fn key(part: PartIn) -> &'static str {
    match part {
        PartIn::Does => "profile-tasks-does",
        PartIn::Made => "profile-tasks-made",
        PartIn::Reviews => "profile-tasks-reviews",
    }
}

/// The tasks of a person that the viewer may read, in public pursuances and in the viewer's own.
async fn their_tasks(
    visit: &Visit,
    tx: &mut SearchTx,
    of: &Actor,
    asked: &FormFields,
) -> StoreResult<TheirTasks> {
    let part =
        PartIn::ALL.into_iter().find(|part| word(*part) == asked.text("tasks")).unwrap_or(PartIn::Does);
    let sights = visit.sights(tx).await?;
    let reach = Reach { sights: &sights, with_public: true };
    let after = asked.text("after").parse::<Spot>().ok();
    let found = everywhere::of_person(tx, &reach, (&of.id, part), after, one_more(SHOWN)).await?;
    let Page { items, next } = Page::cut(found, SHOWN, |found| found.spot.clone());
    let rows: Vec<Row> = items.into_iter().map(|found| found.row).collect();
    let context = RowContext::of(visit, tx, &rows).await?;
    let place = |part, after: &str| links::tasks_of_person(&of.name, word(part), after);
    Ok(TheirTasks {
        parts: PartIn::ALL.map(|one| (key(one), place(one, ""), one == part)).to_vec(),
        rows: rows
            .iter()
            .map(|row| TheirTask {
                task: context.row(visit, row),
                pursuance: row.pursuance.clone(),
                slug: row.slug.clone(),
            })
            .collect(),
        next: next.map(|spot| place(part, &spot.to_string())),
    })
}

/// `GET /@{name}`, with `?tasks=` and `?after=`.
pub async fn show(
    visit: Visit,
    Path(name): Path<String>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    match name.split_once('@') {
        Some((here, host)) if host == visit.app.addresses.authority() => Ok(see(&links::actor(here))),
        Some((name, host)) => remote::show(&visit, name, host).await,
        None => person(&visit, &name, &query.0).await,
    }
}

async fn person(visit: &Visit, name: &str, asked: &FormFields) -> Result<Response, PageError> {
    let mut tx = visit.search().await?;
    let actor =
        actors::by_name_here(&mut tx, name).await?.ok_or_else(|| PageError::not_found(Thing::Person))?;
    match actor.kind {
        ActorKind::Group => return Ok(see(&links::pursuance(name))),
        ActorKind::Instance => return Err(PageError::not_found(Thing::Person)),
        ActorKind::Person => {}
    }
    // A suspended person shows nothing here, just as for other servers.
    let account = accounts::by_actor(&mut tx, &actor.id).await?;
    if account.is_none_or(|account| account.suspended_at.is_some()) {
        return Err(PageError::not_found(Thing::Person));
    }
    let levels = skills::of_person(&mut tx, &actor.id).await?;
    let mut listed = Vec::new();
    for pursuance in pursuances::of_member(&mut tx, &actor.id).await? {
        // An unlisted pursuance is shown only to its members: others must not find its address here.
        let access = Access::load(&mut tx, &visit.who, pursuance.clone(), visit.now).await?;
        let is_listed = pursuance.visibility == Visibility::Public || access.role().is_some();
        if is_listed && access.may(pursuance_domain::allowed::Permission::SeeMembers, None) {
            listed.push((access.sight()?, pursuance));
        }
    }
    let l = visit.layout(&mut tx, Nav::Elsewhere).await?;
    let shown = ProfilePage {
        who: visit.party(&actor),
        handle: visit.app.handle(&actor),
        about: Markup::trusted(markdown::to_html(&actor.summary)),
        skills: leveled(&visit.mine(), &levels),
        since: l.day(actor.created),
        pursuances: cards(visit, &mut tx, listed).await?,
        tasks: their_tasks(visit, &mut tx, &actor, asked).await?,
        l: Layout { document: Some(actor.uri.clone()), ..l },
    };
    let mut response = page(StatusCode::OK, &shown)?;
    if let Ok(link) = HeaderValue::from_str(&alternate(&actor.uri)) {
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}
