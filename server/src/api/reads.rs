//! Reads. Each handler finds its pursuance, asks `reads`, and answers.

use axum::Json;
use axum::extract::State;
use pursuance_domain::event::Recorded;
use pursuance_domain::id::{DelegationId, MessageId};

use super::problem::ApiError;
use super::query::{Around, At, Search, Stretch, StrictQuery};
use super::token::{Bearer, Caller};
use crate::actions::access;
use crate::reads::delegation::{self, DelegationView, DetailView};
use crate::reads::dependencies::{self, DependenciesView};
use crate::reads::discussion::{self, CommentView, FileView};
use crate::reads::graph::{self, GraphView};
use crate::reads::log::{self, BanView, GrantView, LogEntry};
use crate::reads::person::{self, MeView};
use crate::reads::pursuance::{self, MemberView, PursuanceView};
use crate::reads::task::{self, TaskView};
use crate::reads::{Page, one_more};
use crate::state::App;
use crate::store::events;

type Answer<T> = Result<Json<T>, ApiError>;

/// `GET /api/v1/me`
pub(super) async fn me(State(app): State<App>, bearer: Bearer) -> Answer<MeView> {
    let mut tx = app.db.read().await?;
    Ok(Json(person::me(&app, &mut tx, &bearer.person).await?))
}

/// `GET /api/v1/pursuances`
pub(super) async fn pursuances(
    State(app): State<App>,
    _: Caller,
    StrictQuery(search): StrictQuery<Search>,
) -> Answer<Page<PursuanceView, String>> {
    let limit = search.limit()?;
    let mut tx = app.db.read().await?;
    Ok(Json(pursuance::public(&app, &mut tx, search.q.trim(), &search.after, limit).await?))
}

/// `GET /api/v1/pursuances/{slug}`
pub(super) async fn pursuance(
    State(app): State<App>,
    Caller(who): Caller,
    At(slug): At<String>,
) -> Answer<PursuanceView> {
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug).await?;
    let role = access.role();
    Ok(Json(pursuance::view(&app, access.pursuance, role)))
}

/// `GET /api/v1/pursuances/{slug}/members`
pub(super) async fn members(
    State(app): State<App>,
    Caller(who): Caller,
    At(slug): At<String>,
    StrictQuery(stretch): StrictQuery<Stretch<String>>,
) -> Answer<Page<MemberView, String>> {
    let limit = stretch.limit()?;
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug).await?;
    Ok(Json(pursuance::members(&app, &mut tx, &access, &stretch.after.unwrap_or_default(), limit).await?))
}

/// `GET /api/v1/pursuances/{slug}/bans`
pub(super) async fn bans(
    State(app): State<App>,
    Caller(who): Caller,
    At(slug): At<String>,
    StrictQuery(stretch): StrictQuery<Stretch<String>>,
) -> Answer<Page<BanView, String>> {
    let limit = stretch.limit()?;
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug).await?;
    let after = stretch.after.unwrap_or_default();
    Ok(Json(log::bans(&mut tx, &access, app.clock.now(), &after, limit).await?))
}

/// `GET /api/v1/pursuances/{slug}/log`
pub(super) async fn log(
    State(app): State<App>,
    Caller(who): Caller,
    At(slug): At<String>,
    StrictQuery(stretch): StrictQuery<Stretch<i64>>,
) -> Answer<Page<LogEntry, i64>> {
    let limit = stretch.limit()?;
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug).await?;
    Ok(Json(log::log(&mut tx, &access, stretch.after, limit).await?))
}

/// `GET /api/v1/pursuances/{slug}/tasks/{number}/grants`
pub(super) async fn grants(
    State(app): State<App>,
    Caller(who): Caller,
    At((slug, number)): At<(String, i64)>,
) -> Answer<Page<GrantView, String>> {
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug).await?;
    Ok(Json(log::grants(&mut tx, &access, number).await?))
}

/// `GET /api/v1/pursuances/{slug}/tasks`
pub(super) async fn tasks(
    State(app): State<App>,
    Caller(who): Caller,
    At(slug): At<String>,
    StrictQuery(stretch): StrictQuery<Stretch<i64>>,
) -> Answer<Page<TaskView, i64>> {
    let limit = stretch.limit()?;
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug).await?;
    Ok(Json(task::page(&app, &mut tx, &access, stretch.after.unwrap_or(0), limit).await?))
}

/// `GET /api/v1/pursuances/{slug}/tasks/{number}`
pub(super) async fn task(
    State(app): State<App>,
    Caller(who): Caller,
    At((slug, number)): At<(String, i64)>,
) -> Answer<TaskView> {
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug).await?;
    Ok(Json(task::one(&app, &mut tx, &access, number).await?))
}

/// `GET /api/v1/pursuances/{slug}/tasks/{number}/comments`
pub(super) async fn comments(
    State(app): State<App>,
    Caller(who): Caller,
    At((slug, number)): At<(String, i64)>,
    StrictQuery(stretch): StrictQuery<Stretch<String>>,
) -> Answer<Page<CommentView, MessageId>> {
    let limit = stretch.limit()?;
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug).await?;
    Ok(Json(discussion::comments(&mut tx, &access, number, stretch.after.as_deref(), limit).await?))
}

/// `GET /api/v1/pursuances/{slug}/tasks/{number}/files`
pub(super) async fn files(
    State(app): State<App>,
    Caller(who): Caller,
    At((slug, number)): At<(String, i64)>,
) -> Answer<Page<FileView, String>> {
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug).await?;
    let items = discussion::files(&app, &mut tx, &access, number).await?;
    Ok(Json(Page { items, next: None }))
}

/// `GET /api/v1/pursuances/{slug}/tasks/{number}/dependencies`
pub(super) async fn dependencies(
    State(app): State<App>,
    Caller(who): Caller,
    At((slug, number)): At<(String, i64)>,
) -> Answer<DependenciesView> {
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug).await?;
    let task = access::find_task(&mut tx, &access, number).await?;
    Ok(Json(dependencies::of(&app, &mut tx, &access, &task, dependencies::WAITING).await?))
}

/// `GET /api/v1/pursuances/{slug}/graph`
pub(super) async fn graph(
    State(app): State<App>,
    Caller(who): Caller,
    At(slug): At<String>,
    StrictQuery(Around { around }): StrictQuery<Around>,
) -> Answer<GraphView> {
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug).await?;
    Ok(Json(match around {
        Some(number) => {
            let task = access::find_task(&mut tx, &access, number).await?;
            graph::around(&app, &mut tx, &access, &task).await?
        }
        None => graph::of_pursuance(&app, &mut tx, &access).await?,
    }))
}

/// `GET /api/v1/pursuances/{slug}/delegations`
pub(super) async fn delegations(
    State(app): State<App>,
    Caller(who): Caller,
    At(slug): At<String>,
    StrictQuery(stretch): StrictQuery<Stretch<String>>,
) -> Answer<Page<DelegationView, DelegationId>> {
    let limit = stretch.limit()?;
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug).await?;
    Ok(Json(delegation::page(&app, &mut tx, &access, &stretch.after.unwrap_or_default(), limit).await?))
}

/// `GET /api/v1/pursuances/{slug}/delegations/{id}`
pub(super) async fn delegation(
    State(app): State<App>,
    Caller(who): Caller,
    At((slug, id)): At<(String, DelegationId)>,
) -> Answer<DetailView> {
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug).await?;
    let row = delegation::find(&mut tx, &access, &id).await?;
    Ok(Json(delegation::detail(&app, &mut tx, &row).await?))
}

/// `GET /api/v1/pursuances/{slug}/events`
pub(super) async fn events(
    State(app): State<App>,
    Caller(who): Caller,
    At(slug): At<String>,
    StrictQuery(stretch): StrictQuery<Stretch<i64>>,
) -> Answer<Page<Recorded, i64>> {
    let limit = stretch.limit()?;
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug).await?;
    let after = stretch.after.unwrap_or(0);
    let rows = events::after(&mut tx, &access.sight()?, after, one_more(limit)).await?;
    Ok(Json(Page::cut(rows, limit, |event| event.seq)))
}
