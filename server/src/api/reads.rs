//! Reads. Each handler finds its pursuance, asks `reads`, and answers. What belongs to the client's person is in `me`.

use axum::Json;
use axum::extract::State;
use chrono_tz::Tz;
use pursuance_domain::allowed::Principal;
use pursuance_domain::delegation::ActorUri;
use pursuance_domain::id::{DelegationId, InviteId, MessageId, ProposalId, RoomId, SearchId, SkillOfferId};
use pursuance_domain::text::phrases;
use pursuance_domain::time::DAY;

use super::problem::ApiError;
use super::query::{
    Around, At, Back, Each, Members, OfferQuery, Search, SearchQuery, SkillQuery, Stretch, StrictQuery,
    TaskQuery,
};
use super::token::Caller;
use crate::actions::{access, talk};
use crate::bounds::client::Client;
use crate::bounds::searchers::SearchClient;
use crate::reads::delegation::{self, DelegationView, DetailView};
use crate::reads::dependencies::{self, DependenciesView};
use crate::reads::discussion::{self, CommentHistory, CommentView, FileView};
use crate::reads::ending::{self, PutAwayView, Shelf};
use crate::reads::events::{self as happened, EventView};
use crate::reads::graph::{self, GraphView};
use crate::reads::health::{self, HealthView};
use crate::reads::invites::{self, InviteView};
use crate::reads::log::{self, BanView, GrantView, LogEntry};
use crate::reads::mission::{self, MissionView};
use crate::reads::pairing::{self, PairingView};
use crate::reads::people::{self as said, WordView};
use crate::reads::person;
use crate::reads::pursuance::{self, MemberView, PursuanceView};
use crate::reads::recruits::{self, RecruitView};
use crate::reads::search::{self as everything, ResultsView};
use crate::reads::searches::{self, SavedView};
use crate::reads::silence::{self, ClockView};
use crate::reads::skill_offers::{self as offered, KnownOffer, SkillOfferView};
use crate::reads::suggestion::{self, SuggestionView};
use crate::reads::talk::{self as said_in, RoomView, SaidHistory, SaidView};
use crate::reads::task::{self, NextTask, OneTaskView, TaskList};
use crate::reads::{Actors, Page, one_more, storage};
use crate::state::App;
use crate::store::outline::query::Place;
use crate::store::roster::PeopleQuery;
use crate::store::skill_offers::Wanted;
use crate::store::{availability, events};

/// The answer of a read.
pub(super) type Answer<T> = Result<Json<T>, ApiError>;

/// `GET /api/v1/pursuances/{slug}/searches`
pub(super) async fn searches_of(
    State(app): State<App>,
    Caller(who): Caller,
    At(slug): At<String>,
) -> Answer<Page<SavedView, SearchId>> {
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug, app.clock.now()).await?;
    Ok(Json(searches::list_of(&mut tx, &access).await?))
}

/// `GET /api/v1/skills`
pub(super) async fn skills(
    State(app): State<App>,
    Caller(who): Caller,
    client: Client,
    StrictQuery(asked): StrictQuery<SkillQuery>,
) -> Answer<Page<String, String>> {
    let limit = asked.limit()?;
    let mut tx = app.list(&SearchClient::of(&who, client), true).await?;
    let within = match &asked.within {
        Some(slug) => Some(access::find(&mut tx, &who, slug, app.clock.now()).await?),
        None => None,
    };
    let items = said::completions(&mut tx, &who, within.as_ref(), &asked.q, limit).await?;
    tx.end();
    Ok(Json(Page { items, next: None }))
}

/// `GET /api/v1/search`
pub(super) async fn search(
    State(app): State<App>,
    Caller(who): Caller,
    client: Client,
    StrictQuery(asked): StrictQuery<SearchQuery>,
) -> Answer<ResultsView> {
    let (text, names) = everything::without_rooms(&asked.text()?);
    let (limit, phrases) = (asked.limit()?, phrases(&text));
    let (before, now) = (asked.after()?, app.clock.now());
    let mut tx = app.search(&SearchClient::of(&who, client)).await?;
    tx.count();
    let general = if names.is_empty() { "" } else { person::text_of(&mut tx, &who).await?.s("room-general") };
    let rooms = everything::rooms_named(&mut tx, &who, &names, "", (general, now)).await?;
    let wanted =
        everything::SearchRequest { phrases: &phrases, kind: asked.kind, before, limit, now, rooms: &rooms };
    let found = everything::find(&mut tx, &who, &wanted).await?;
    tx.end();
    drop(tx);
    Ok(Json(everything::view(&app, found, &phrases)))
}

/// `GET /api/v1/pursuances/{slug}/skills`
pub(super) async fn words(
    State(app): State<App>,
    Caller(who): Caller,
    At(slug): At<String>,
    StrictQuery(stretch): StrictQuery<Stretch<String>>,
) -> Answer<Page<WordView, String>> {
    let limit = stretch.limit()?;
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug, app.clock.now()).await?;
    Ok(Json(said::words(&mut tx, &access, &stretch.after.unwrap_or_default(), limit).await?))
}

/// `GET /api/v1/skill_offers`
pub(super) async fn skill_offers(
    State(app): State<App>,
    Caller(who): Caller,
    client: Client,
    StrictQuery(asked): StrictQuery<OfferQuery>,
) -> Answer<Page<SkillOfferView, SkillOfferId>> {
    let (limit, now) = (asked.limit()?, app.clock.now());
    let mut wanted = Wanted {
        skill: None,
        detail: String::new(),
        host: if asked.server.eq_ignore_ascii_case(app.addresses.authority()) {
            ".".to_owned()
        } else {
            asked.server.to_lowercase()
        },
        since: asked.days.map(|days| now.plus(-i64::from(days) * DAY)),
        cause: asked.cause.clone(),
    };
    let typed = asked.skill();
    let is_search = typed.is_some() || wanted != Wanted::default();
    let mut tx = app.list(&SearchClient::of(&who, client), is_search).await?;
    if let Some(typed) = typed {
        let refused = || ApiError::Query("skill: a word, a skill written Area:Detail, or Area:*".to_owned());
        let (skill, detail) = offered::wanted_skill(&mut tx, &who, typed).await?.map_err(|_| refused())?;
        (wanted.skill, wanted.detail) = (Some(skill), detail);
    }
    let found = offered::known(&mut tx, who.person(), &wanted, now, &asked.after, limit).await?;
    tx.end();
    Ok(Json(found.map(KnownOffer::view)))
}

/// `GET /api/v1/pursuances/{slug}/skill_offers`
pub(super) async fn skill_offers_of(
    State(app): State<App>,
    Caller(who): Caller,
    At(slug): At<String>,
    StrictQuery(stretch): StrictQuery<Stretch<String>>,
) -> Answer<Page<SkillOfferView, SkillOfferId>> {
    let limit = stretch.limit()?;
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug, app.clock.now()).await?;
    let before = stretch.after.unwrap_or_default();
    let found = offered::of_pursuance(&mut tx, &access, &before, limit).await?;
    Ok(Json(found.map(KnownOffer::view)))
}

/// `GET /api/v1/pursuances`
pub(super) async fn pursuances(
    State(app): State<App>,
    Caller(who): Caller,
    client: Client,
    StrictQuery(search): StrictQuery<Search>,
) -> Answer<Page<PursuanceView, String>> {
    let (limit, words) = (search.limit()?, search.q.trim());
    let mut tx = app.list(&SearchClient::of(&who, client), !words.is_empty()).await?;
    let found = pursuance::public(&app, &mut tx, words, &search.after, limit).await?;
    tx.end();
    Ok(Json(found))
}

/// `GET /api/v1/pursuances/{slug}`
pub(super) async fn pursuance(
    State(app): State<App>,
    Caller(who): Caller,
    At(slug): At<String>,
) -> Answer<PursuanceView> {
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug, app.clock.now()).await?;
    let (role, closed) = (access.role(), pursuance::closed(&mut tx, &access).await?);
    let banned = pursuance::banned(&mut tx, &access).await?;
    let storage = storage::of_pursuance(&app, &mut tx, &access).await?;
    let renew_keys = pursuance::renewal(&mut tx, &access).await?;
    let view = pursuance::view(&app, access.pursuance, role);
    Ok(Json(PursuanceView { closed, banned, storage, renew_keys, ..view }))
}

/// `GET /api/v1/pursuances/{slug}/members`
pub(super) async fn members(
    State(app): State<App>,
    Caller(who): Caller,
    At(slug): At<String>,
    client: Client,
    StrictQuery(query): StrictQuery<Members>,
) -> Answer<Page<MemberView, String>> {
    let (limit, words) = (query.limit()?, query.q.trim());
    let is_search = !query.tree && !words.is_empty();
    let mut tx = app.list(&SearchClient::of(&who, client), is_search).await?;
    let access = access::find(&mut tx, &who, &slug, app.clock.now()).await?;
    if query.tree {
        return Ok(Json(pursuance::tree(&app, &mut tx, &access).await?));
    }
    let asked = PeopleQuery { words, role: query.role, show: query.show, ..PeopleQuery::default() };
    let after = (query.after.as_deref().unwrap_or_default(), limit);
    let found = pursuance::members(&app, &mut tx, &access, asked, after).await?;
    tx.end();
    Ok(Json(found))
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
    let access = access::find(&mut tx, &who, &slug, app.clock.now()).await?;
    let after = stretch.after.unwrap_or_default();
    Ok(Json(log::bans(&mut tx, &access, app.clock.now(), &after, limit).await?))
}

/// `GET /api/v1/pursuances/{slug}/invites`
pub(super) async fn invites(
    State(app): State<App>,
    Caller(who): Caller,
    At(slug): At<String>,
    StrictQuery(stretch): StrictQuery<Stretch<InviteId>>,
) -> Answer<Page<InviteView, InviteId>> {
    let limit = stretch.limit()?;
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug, app.clock.now()).await?;
    Ok(Json(invites::list(&mut tx, &access, app.clock.now(), stretch.after.as_ref(), limit).await?))
}

/// `GET /api/v1/pursuances/{slug}/people`
pub(super) async fn people(
    State(app): State<App>,
    Caller(who): Caller,
    At(slug): At<String>,
    client: Client,
    StrictQuery(search): StrictQuery<Search>,
) -> Answer<Page<RecruitView, String>> {
    let (limit, words) = (search.limit()?, search.q.trim());
    let mut tx = app.list(&SearchClient::of(&who, client), !words.is_empty()).await?;
    let access = access::find(&mut tx, &who, &slug, app.clock.now()).await?;
    let found = recruits::search(&app, &mut tx, &access, words, &search.after, limit).await?;
    tx.end();
    Ok(Json(found))
}

/// `GET /api/v1/pursuances/{slug}/tasks/{number}/pairing`
pub(super) async fn pairing(
    State(app): State<App>,
    Caller(who): Caller,
    At((slug, number)): At<(String, i64)>,
) -> Answer<PairingView> {
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug, app.clock.now()).await?;
    let task = access::find_task(&mut tx, &access, number).await?;
    let own = ActorUri(app.addresses.group(&access.pursuance.id));
    Ok(Json(pairing::of(&mut tx, &own, &access, &task).await?))
}

/// `GET /api/v1/pursuances/{slug}/missions`
pub(super) async fn missions(
    State(app): State<App>,
    Caller(who): Caller,
    At(slug): At<String>,
    StrictQuery(stretch): StrictQuery<Stretch<i64>>,
) -> Answer<Page<MissionView, i64>> {
    let limit = stretch.limit()?;
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug, app.clock.now()).await?;
    let Page { items, next } = mission::list(&mut tx, &access, stretch.after, limit).await?;
    let mut actors = Actors::default();
    let mut views = Vec::with_capacity(items.len());
    for one in items {
        views.push(mission::view(&mut tx, &mut actors, one).await?);
    }
    Ok(Json(Page { items: views, next }))
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
    let access = access::find(&mut tx, &who, &slug, app.clock.now()).await?;
    Ok(Json(log::log(&mut tx, &access, stretch.after, limit).await?))
}

/// `GET /api/v1/pursuances/{slug}/suggestions`
pub(super) async fn suggestions(
    State(app): State<App>,
    Caller(who): Caller,
    At(slug): At<String>,
    StrictQuery(stretch): StrictQuery<Stretch<String>>,
) -> Answer<Page<SuggestionView, ProposalId>> {
    let limit = stretch.limit()?;
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug, app.clock.now()).await?;
    Ok(Json(suggestion::page(&mut tx, &access, &stretch.after.unwrap_or_default(), limit).await?))
}

/// `GET /api/v1/pursuances/{slug}/tasks/{number}/grants`
pub(super) async fn grants(
    State(app): State<App>,
    Caller(who): Caller,
    At((slug, number)): At<(String, i64)>,
) -> Answer<Page<GrantView, String>> {
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug, app.clock.now()).await?;
    Ok(Json(log::grants(&mut tx, &access, number).await?))
}

/// `GET /api/v1/pursuances/{slug}/tasks`
pub(super) async fn tasks(
    State(app): State<App>,
    Caller(who): Caller,
    client: Client,
    At(slug): At<String>,
    StrictQuery(asked): StrictQuery<TaskQuery>,
) -> Answer<TaskList> {
    let client = SearchClient::of(&who, client);
    let text = match asked.q {
        Some(text) if said::has_word_alone(&text) => {
            let mut tx = app.list(&client, true).await?;
            let meant = said::meant_query(&mut tx, &who, (Some(&slug), app.clock.now()), &text).await?;
            tx.end();
            Some(meant)
        }
        text => text,
    };
    let asked = TaskQuery { q: text, ..asked };
    let (limit, query, after) = (asked.limit()?, asked.query()?, asked.after()?);
    let Some(query) = query else {
        let mut tx = app.db.read().await?;
        let access = access::find(&mut tx, &who, &slug, app.clock.now()).await?;
        let after = after.and_then(Place::number).unwrap_or(0);
        let Page { items, next } = task::page(&app, &mut tx, &access, after, limit).await?;
        let next = next.map(NextTask::Number);
        return Ok(Json(TaskList { items, next, cut: false, filling: false }));
    };
    let mut tx = app.search(&client).await?;
    let access = access::find(&mut tx, &who, &slug, app.clock.now()).await?;
    // The days of a query are told in the zone of the client's person.
    let zone = match who.person() {
        Some(person) => availability::zone(&mut tx, person).await?,
        None => Tz::UTC,
    };
    Ok(Json(task::found(&app, &mut tx, &access, (&query, zone), after, limit).await?))
}

/// `GET /api/v1/pursuances/{slug}/archived`
pub(super) async fn archived(
    State(app): State<App>,
    Caller(who): Caller,
    At(slug): At<String>,
    StrictQuery(stretch): StrictQuery<Stretch<String>>,
) -> Answer<Page<PutAwayView, String>> {
    put_away(&app, &who, &slug, Shelf::Archive, stretch).await
}

/// `GET /api/v1/pursuances/{slug}/trash`
pub(super) async fn trash(
    State(app): State<App>,
    Caller(who): Caller,
    At(slug): At<String>,
    StrictQuery(stretch): StrictQuery<Stretch<String>>,
) -> Answer<Page<PutAwayView, String>> {
    put_away(&app, &who, &slug, Shelf::Trash, stretch).await
}

async fn put_away(
    app: &App,
    who: &Principal,
    slug: &str,
    shelf: Shelf,
    stretch: Stretch<String>,
) -> Answer<Page<PutAwayView, String>> {
    let (limit, after) = (stretch.limit()?, stretch.after.unwrap_or_default());
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, who, slug, app.clock.now()).await?;
    Ok(Json(ending::list(&mut tx, &access, shelf, &after, limit).await?))
}

/// `GET /api/v1/pursuances/{slug}/tasks/{number}`
pub(super) async fn task(
    State(app): State<App>,
    Caller(who): Caller,
    At((slug, number)): At<(String, i64)>,
) -> Answer<OneTaskView> {
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug, app.clock.now()).await?;
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
    let access = access::find(&mut tx, &who, &slug, app.clock.now()).await?;
    Ok(Json(discussion::comments(&app, &mut tx, &access, number, stretch.after.as_deref(), limit).await?))
}

/// `GET /api/v1/pursuances/{slug}/rooms`
pub(super) async fn rooms(
    State(app): State<App>,
    Caller(who): Caller,
    At(slug): At<String>,
) -> Answer<Page<RoomView, RoomId>> {
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug, app.clock.now()).await?;
    Ok(Json(said_in::rooms(&app, &mut tx, &access).await?))
}

/// `GET /api/v1/rooms/{id}/messages`
pub(super) async fn messages(
    State(app): State<App>,
    Caller(who): Caller,
    At(room): At<String>,
    StrictQuery(back): StrictQuery<Back>,
) -> Answer<Page<SaidView, MessageId>> {
    let limit = back.limit()?;
    let mut tx = app.db.read().await?;
    let (access, room) = talk::find(&mut tx, &who, &RoomId(room), app.clock.now()).await?;
    Ok(Json(said_in::messages(&app, &mut tx, (&access, &room), back.before.as_deref(), limit).await?))
}

/// `GET /api/v1/rooms/{id}/messages/{message}`
pub(super) async fn message(
    State(app): State<App>,
    Caller(who): Caller,
    At((room, message)): At<(String, String)>,
) -> Answer<SaidHistory> {
    let mut tx = app.db.read().await?;
    let (access, room) = talk::find(&mut tx, &who, &RoomId(room), app.clock.now()).await?;
    Ok(Json(said_in::one(&app, &mut tx, (&access, &room), &message).await?))
}

/// `GET /api/v1/rooms/{id}/files`
pub(super) async fn files_in(
    State(app): State<App>,
    Caller(who): Caller,
    At(room): At<String>,
    StrictQuery(stretch): StrictQuery<Stretch<String>>,
) -> Answer<Page<FileView, String>> {
    let limit = stretch.limit()?;
    let mut tx = app.db.read().await?;
    let (access, room) = talk::find(&mut tx, &who, &RoomId(room), app.clock.now()).await?;
    Ok(Json(said_in::files(&app, &mut tx, (&access, &room), stretch.after.as_deref(), limit).await?))
}

/// `GET /api/v1/pursuances/{slug}/tasks/{number}/comments/{comment}`
pub(super) async fn comment(
    State(app): State<App>,
    Caller(who): Caller,
    At((slug, number, comment)): At<(String, i64, String)>,
) -> Answer<CommentHistory> {
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug, app.clock.now()).await?;
    Ok(Json(discussion::one(&app, &mut tx, &access, number, &comment).await?))
}

/// `GET /api/v1/pursuances/{slug}/tasks/{number}/files`
pub(super) async fn files(
    State(app): State<App>,
    Caller(who): Caller,
    At((slug, number)): At<(String, i64)>,
) -> Answer<Page<FileView, String>> {
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug, app.clock.now()).await?;
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
    let access = access::find(&mut tx, &who, &slug, app.clock.now()).await?;
    let task = access::find_task(&mut tx, &access, number).await?;
    Ok(Json(dependencies::of(&app, &mut tx, &access, &task, dependencies::WAITING).await?))
}

/// `GET /api/v1/pursuances/{slug}/tasks/{number}/clock`
pub(super) async fn clock(
    State(app): State<App>,
    Caller(who): Caller,
    At((slug, number)): At<(String, i64)>,
) -> Answer<ClockView> {
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug, app.clock.now()).await?;
    let task = access::find_task(&mut tx, &access, number).await?;
    Ok(Json(silence::view(&mut tx, &access, &task).await?))
}

/// `GET /api/v1/pursuances/{slug}/health`
pub(super) async fn health(
    State(app): State<App>,
    Caller(who): Caller,
    At(slug): At<String>,
    StrictQuery(each): StrictQuery<Each>,
) -> Answer<HealthView> {
    let limit = each.limit()?;
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug, app.clock.now()).await?;
    Ok(Json(health::view(&app, &mut tx, &access, limit).await?))
}

/// `GET /api/v1/pursuances/{slug}/graph`
pub(super) async fn graph(
    State(app): State<App>,
    Caller(who): Caller,
    At(slug): At<String>,
    StrictQuery(Around { around }): StrictQuery<Around>,
) -> Answer<GraphView> {
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug, app.clock.now()).await?;
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
    let access = access::find(&mut tx, &who, &slug, app.clock.now()).await?;
    Ok(Json(delegation::page(&app, &mut tx, &access, &stretch.after.unwrap_or_default(), limit).await?))
}

/// `GET /api/v1/pursuances/{slug}/delegations/{id}`
pub(super) async fn delegation(
    State(app): State<App>,
    Caller(who): Caller,
    At((slug, id)): At<(String, DelegationId)>,
) -> Answer<DetailView> {
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug, app.clock.now()).await?;
    let row = delegation::find(&mut tx, &access, &id).await?;
    Ok(Json(delegation::detail(&app, &mut tx, &row).await?))
}

/// `GET /api/v1/pursuances/{slug}/events`
pub(super) async fn events(
    State(app): State<App>,
    Caller(who): Caller,
    At(slug): At<String>,
    StrictQuery(stretch): StrictQuery<Stretch<i64>>,
) -> Answer<Page<EventView, i64>> {
    let limit = stretch.limit()?;
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &who, &slug, app.clock.now()).await?;
    let after = stretch.after.unwrap_or(0);
    let rows = events::after(&mut tx, &access.sight()?, after, one_more(limit)).await?;
    let Page { items, next } = Page::cut(rows, limit, |event| event.seq);
    let items = happened::of_pursuance(&mut tx, &access, items).await?;
    Ok(Json(Page { items, next }))
}
