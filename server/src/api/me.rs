//! Reads of what belongs to the client's person, `/api/v1/me` and below.

use axum::Json;
use axum::extract::State;
use pursuance_domain::id::{AskId, FeedId, MentorId, OfferId, PushId, SearchId};

use super::query::{BoxQuery, InboxQuery, Stretch, StrictQuery};
use super::reads::Answer;
use super::token::Bearer;
use crate::reads::boxes::{self as kept, BoxView};
use crate::reads::feeds::{self as feed_list, FeedView};
use crate::reads::inbox::{self, InboxView, ListedNotices};
use crate::reads::karma::{self, MyKarmaView};
use crate::reads::mentors::{self, MentoringView};
use crate::reads::next::{self, NextView};
use crate::reads::offers::{self, OfferView};
use crate::reads::people::{self as said, LimitsView};
use crate::reads::person::{self, MeView};
use crate::reads::pushes::{self, BrowserView};
use crate::reads::recruits::{self, AskView};
use crate::reads::review::{self, Cursor, ReviewView};
use crate::reads::searches::{self, SavedView};
use crate::reads::{Actors, Page};
use crate::state::App;
use crate::store::notices;

/// `GET /api/v1/me`
pub(super) async fn show(State(app): State<App>, bearer: Bearer) -> Answer<MeView> {
    let mut tx = app.db.read().await?;
    Ok(Json(person::me(&app, &mut tx, &bearer.person).await?))
}

/// `GET /api/v1/me/limits`
pub(super) async fn limits(State(app): State<App>, bearer: Bearer) -> Answer<LimitsView> {
    let mut tx = app.db.read().await?;
    Ok(Json(said::limits(&mut tx, &bearer.person, app.clock.now()).await?))
}

/// `GET /api/v1/me/feeds`
pub(super) async fn feeds(State(app): State<App>, bearer: Bearer) -> Answer<Page<FeedView, FeedId>> {
    let mut tx = app.db.read().await?;
    Ok(Json(feed_list::list(&mut tx, &bearer.principal(), app.clock.now()).await?))
}

/// `GET /api/v1/me/searches`
pub(super) async fn searches(State(app): State<App>, bearer: Bearer) -> Answer<Page<SavedView, SearchId>> {
    let mut tx = app.db.read().await?;
    Ok(Json(searches::list(&mut tx, &bearer.principal(), app.clock.now()).await?))
}

/// `GET /api/v1/me/boxes`
pub(super) async fn boxes(
    State(app): State<App>,
    bearer: Bearer,
    StrictQuery(asked): StrictQuery<BoxQuery>,
) -> Answer<Page<BoxView, String>> {
    let mut tx = app.db.read().await?;
    Ok(Json(kept::list(&mut tx, &bearer.principal(), asked.kind, asked.oid.as_deref()).await?))
}

/// `GET /api/v1/me/push`
pub(super) async fn push(State(app): State<App>, bearer: Bearer) -> Answer<Page<BrowserView, PushId>> {
    let mut tx = app.db.read().await?;
    Ok(Json(pushes::list(&mut tx, &bearer.principal()).await?))
}

/// `GET /api/v1/me/inbox`
pub(super) async fn inbox(
    State(app): State<App>,
    bearer: Bearer,
    StrictQuery(asked): StrictQuery<InboxQuery>,
) -> Answer<InboxView> {
    let limit = asked.limit()?;
    let who = bearer.principal();
    let mut tx = app.db.read().await?;
    let which = if asked.unread { ListedNotices::Unread } else { ListedNotices::All };
    let Page { items, next } =
        inbox::list(&mut tx, &who, app.clock.now(), asked.after.as_ref(), which, limit).await?;
    let sights = person::all_sights(&mut tx, &who).await?;
    let unread = match who.person() {
        Some(person) => notices::count_unread(&mut tx, person, &sights).await?,
        None => 0,
    };
    let items = inbox::views(&app, &mut tx, &who, items).await?;
    Ok(Json(InboxView { items, next, unread }))
}

/// `GET /api/v1/me/asks`
pub(super) async fn asks(State(app): State<App>, bearer: Bearer) -> Answer<Page<AskView, AskId>> {
    let mut tx = app.db.read().await?;
    Ok(Json(recruits::questions(&mut tx, &bearer.person).await?))
}

/// `GET /api/v1/me/mentoring`
pub(super) async fn mentoring(
    State(app): State<App>,
    bearer: Bearer,
) -> Answer<Page<MentoringView, MentorId>> {
    let mut tx = app.db.read().await?;
    let found = mentors::waiting(&mut tx, &bearer.principal()).await?;
    Ok(Json(Page { items: found.into_iter().map(|row| mentors::view(&app, row)).collect(), next: None }))
}

/// `GET /api/v1/me/reviews`
pub(super) async fn reviews(
    State(app): State<App>,
    bearer: Bearer,
    StrictQuery(stretch): StrictQuery<Stretch<Cursor>>,
) -> Answer<Page<ReviewView, String>> {
    let limit = stretch.limit()?;
    let mut tx = app.db.read().await?;
    Ok(Json(review::list(&app, &mut tx, &bearer.principal(), stretch.after.as_ref(), limit).await?))
}

/// `GET /api/v1/me/offers`
pub(super) async fn offers(
    State(app): State<App>,
    bearer: Bearer,
    StrictQuery(stretch): StrictQuery<Stretch<String>>,
) -> Answer<Page<OfferView, OfferId>> {
    let limit = stretch.limit()?;
    let mut tx = app.db.read().await?;
    let Page { items, next } =
        offers::list(&mut tx, &bearer.principal(), stretch.after.as_deref(), limit).await?;
    let mut actors = Actors::default();
    let mut views = Vec::with_capacity(items.len());
    for row in items {
        views.push(offers::view(&app, &mut tx, &mut actors, row).await?);
    }
    Ok(Json(Page { items: views, next }))
}

/// `GET /api/v1/me/next`
pub(super) async fn next(State(app): State<App>, bearer: Bearer) -> Answer<NextView> {
    let mut tx = app.db.read().await?;
    Ok(Json(next::view(&app, &mut tx, &bearer.principal(), &bearer.person).await?))
}

/// `GET /api/v1/me/karma`
pub(super) async fn karma(
    State(app): State<App>,
    bearer: Bearer,
    StrictQuery(stretch): StrictQuery<Stretch<String>>,
) -> Answer<MyKarmaView> {
    let limit = stretch.limit()?;
    let mut tx = app.db.read().await?;
    Ok(Json(karma::mine(&mut tx, &bearer.principal(), stretch.after.as_deref(), limit).await?))
}
