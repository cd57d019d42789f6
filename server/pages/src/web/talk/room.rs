//! One room: what was said there, and the form to say something.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::SayInRoom;
use pursuance_domain::allowed::Permission;
use pursuance_domain::id::{MessageId, RoomId};
use pursuance_domain::talk::Lifetime;
use pursuance_domain::value::{Body, RoomReaders};

use crate::actions::access::Access;
use crate::actions::{Options, Thing, talk};
use crate::markdown;
use crate::platform::clock::random;
use crate::reads::message_extras::Place;
use crate::reads::news::SaidCache;
use crate::reads::{self, Actors};
use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::discussions::Message;
use crate::store::error::StoreResult;
use crate::store::rooms::Room;
use crate::store::{said_files, watches};
use crate::text::Markup;
use crate::web::cards::head::{Head, PursuanceTab, head, layout};
use crate::web::cards::room::named;
use crate::web::cards::watching::{WatchReason, Watching};
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{Field, RefusedField, refused};
use crate::web::frame::when::When;
use crate::web::request::carried_forms::Typed;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, FormFields, Posted, Reader};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see};
use crate::web::request::suggest::{key_of, once};
use crate::web::request::unplaced_texts::{FormPage, refused_page};
use crate::web::task::answers::{
    Answering, NamedMessages, answering, emoji_field, heard_by, said, said_refusal,
};
use crate::web::task::comment::reaction;
use crate::web::task::discussion::{Comments, MessageView, Which, attributes, comments};
use crate::web::task::message_form::{Along, MessageForm};
use crate::web::task::messages::{Shown, views};
use crate::web::task::news;
use crate::web::task::reading::{News, Reading, read_at};

/// The path of a room.
pub(super) type At = Path<(String, String)>;

/// `GET /p/{slug}/talk/{room}`, with `?before=`, `?after=`, or `?around=` and what is answered. A refused form comes back as this page with status 422.
#[derive(Template)]
#[template(path = "talk/room.html")]
pub struct RoomPage {
    pub l: Layout,
    pub head: Head,
    /// The address of this page.
    pub href: String,
    pub name: String,
    pub is_for_members: bool,
    pub is_archived: bool,
    /// Until when each person says one thing a minute.
    pub slowed: Option<When>,
    /// How long messages are kept, in words, and since when.
    pub lifetime: Option<(String, When)>,
    /// The viewer's watch on it; none for a visitor.
    pub watching: Option<Watching>,
    pub messages: Vec<MessageView>,
    /// Whether the address names a message that is not there any more.
    pub is_gone: bool,
    /// The part of it that the viewer has not read.
    pub reading: Reading,
    /// The address of older messages.
    pub older: Option<String>,
    /// Whether the newest messages are on another page.
    pub has_later: bool,
    /// Where its script reads what is said from now on; none where the address asks for other messages than the last ones.
    pub news: Option<String>,
    /// The address of the messages behind these.
    pub later: Option<String>,
    pub may_write: bool,
    /// Whether `@room` of the viewer tells everybody who reads it as a member.
    pub may_call: bool,
    /// The address of the list of its files.
    pub files_href: String,
    /// The address of its settings, for a viewer who may change something there.
    pub settings: Option<String>,
    /// The address for the completion of names; empty for a viewer who may not see the members.
    pub names: String,
    pub body: Field,
    /// The files that go along.
    pub files: Along,
    /// The key of the form: what is sent with it is said once.
    pub key: String,
    /// The messages that the viewer's new message answers and quotes.
    pub answering: Answering,
    /// The typed text, as it would be shown.
    pub preview: Option<Markup>,
    /// Whom that tells, where it is not what it looks like.
    pub heard: Vec<String>,
    pub problem: String,
    /// Texts of a refused form that has gone from the page.
    pub typed: Vec<Typed>,
}

impl RoomPage {
    /// More attributes of the field.
    pub fn attributes(&self) -> String {
        attributes(&self.names)
    }

    /// The key of the hint that says what may be written there.
    pub fn hint(&self) -> &'static str {
        if self.may_call { "talk-hint-call" } else { "talk-hint" }
    }

    /// Where it is said how far the room is read.
    pub fn reads(&self) -> String {
        format!("{}/read", self.href)
    }

    /// The refused fields; none where nobody writes any more.
    pub fn refused(&self) -> Vec<RefusedField> {
        if !self.may_write {
            return Vec::new();
        }
        let emoji = emoji_field(&self.messages).map(|field| ("emoji", "talk-emoji", field));
        let own = [("say", "talk-add", &self.body), ("say-file", "talk-attach-file", &self.files.field)];
        refused(&own.into_iter().chain(emoji).collect::<Vec<_>>())
    }
}

impl FormPage for RoomPage {
    fn unplaced(&mut self, texts: Vec<Typed>) {
        self.typed = texts;
    }
}

/// A room of the pursuance that its address names.
pub(super) async fn find(
    visit: &Visit,
    tx: &mut ReadTx,
    slug: &str,
    room: &str,
) -> Result<(Access, Room), PageError> {
    let (access, room) = talk::find(tx, &visit.who, &RoomId::from(room), visit.now).await?;
    let is_there = access.pursuance.slug == slug || access.pursuance.id.as_str() == slug;
    if is_there { Ok((access, room)) } else { Err(PageError::not_found(Thing::Room)) }
}

/// `GET /p/{slug}/talk/{room}`
pub async fn show(visit: Visit, Path((slug, room)): At, query: AddressQuery) -> Result<Response, PageError> {
    let which = Which::asked(&query.0);
    let mut tx = visit.app.db.read().await?;
    let (access, room) = find(&visit, &mut tx, &slug, &room).await?;
    let asked = NamedMessages::of(&query.0, ["reply", "quote", "react"]);
    page(StatusCode::OK, &fill(&visit, &mut tx, (&access, &room), &which, &asked).await?)
}

/// `GET /p/{slug}/talk/{room}/news`, with `?after=`: what was said there.
pub async fn news(
    visit: Visit,
    Extension(cache): Extension<SaidCache>,
    Path((slug, room)): At,
    query: AddressQuery,
) -> Result<Response, PageError> {
    let cache = cache.now(&visit.app.db).await?;
    let mut tx = visit.app.db.read().await?;
    let (access, room) = find(&visit, &mut tx, &slug, &room).await?;
    let thread = access.heard(&room)?;
    let said =
        cache.said_after(&mut tx, (&thread, &access.pursuance.id), query.0.text("after"), visit.now).await?;
    let place = Place::Room { slug: access.pursuance.slug.clone(), room: room.id.clone() };
    let may_write = may_write(&access, &room);
    let name = named(visit.t, &room);
    news::answer(&visit, &mut tx, (&access, &thread, &place, None), may_write, name, &said).await
}

/// `POST /p/{slug}/talk/{room}/m/{message}/react`: `add` or `take`, an emoji of a button; or `emoji`, any one that is typed.
pub async fn react(
    Path((slug, room, id)): Path<(String, String, String)>,
    posted: Posted,
) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let place = Place::Room { slug: slug.clone(), room: RoomId(room.clone()) };
    let (action, asked) = reaction(visit.t, &place, &id, &form);
    let (status, problem) = match action {
        Ok(action) => match split_refusal(visit.app.perform(&visit.who, action).await)? {
            Ok(_) => return Ok(see(&place.path(&id))),
            Err(no) => (status_of(&no), refusal_text(visit.t, &no)),
        },
        Err(why) => (StatusCode::UNPROCESSABLE_ENTITY, why),
    };
    let mut shown = load(&visit, &slug, &room, &asked).await?;
    if shown.refused().is_empty() {
        shown.problem = problem;
    }
    refused_page(visit.t, status, shown, &form, &["emoji"])
}

/// The present page, with what the message answers and quotes that the viewer writes.
async fn load(visit: &Visit, slug: &str, room: &str, asked: &NamedMessages) -> Result<RoomPage, PageError> {
    let mut tx = visit.app.db.read().await?;
    let (access, room) = find(visit, &mut tx, slug, room).await?;
    fill(visit, &mut tx, (&access, &room), &asked.which(), asked).await
}

async fn fill(
    visit: &Visit,
    tx: &mut ReadTx,
    (access, room): (&Access, &Room),
    which: &Which,
    asked: &NamedMessages,
) -> Result<RoomPage, PageError> {
    let slug = &access.pursuance.slug;
    let thread = access.heard(room)?;
    let Comments { messages: rows, has_earlier, has_later, is_end } = comments(tx, &thread, which).await?;
    let is_gone = matches!(which, Which::Around(id) if rows.iter().all(|message| message.id != *id));
    let l = layout(visit, tx, access).await?;
    let first = rows.first().map(|message| message.at).filter(|_| has_earlier);
    let last = rows.last().map(|message| message.id.clone()).filter(|_| has_later);
    let mut actors = Actors::on_page_of(&access.pursuance.id, visit.now);
    let place = Place::Room { slug: slug.clone(), room: room.id.clone() };
    let may_write = may_write(access, room);
    let news = is_end.then(|| links::room_news(slug, &room.id));
    let watching = watching(visit, tx, room).await?;
    let is_muted = watching.as_ref().is_some_and(|watching| watching.is_muted);
    let reading = reading(visit, tx, (access, room, is_muted), (&l, &rows, !has_later)).await?;
    let is_kept = reading.is_kept;
    let shown = Shown { access, thread: &thread, place: &place, task: None, asked, may_write, is_kept };
    let ids: Vec<_> = rows.iter().map(|message| message.id.clone()).collect();
    let files = said_files::with(tx, &thread, &ids).await?;
    let messages = views(visit, tx, &l, &mut actors, &shown, rows, files).await?;
    let answering = answering(visit, tx, &mut actors, (&thread, &place), asked).await?;
    let may_see_members = access.may(Permission::SeeMembers, None);
    Ok(RoomPage {
        href: links::room(slug, &room.id),
        files_href: links::room_files(slug, &room.id),
        name: named(l.t, room),
        is_for_members: room.open == RoomReaders::Members,
        is_archived: room.archived_at.is_some(),
        slowed: room.slowed(visit.now).map(|until| l.moment(until)),
        lifetime: room.lifetime.map(|(lifetime, since)| (kept_for(&l, lifetime), l.moment(since))),
        watching,
        messages,
        is_gone,
        reading,
        older: first.map(|first| links::room_before(slug, &room.id, first.0)),
        has_later,
        news,
        later: last.map(|last| links::room_after(slug, &room.id, last)),
        may_write,
        may_call: access.may(Permission::CallRoom, None),
        settings: access.may(Permission::Moderate, None).then(|| links::room_settings(slug, &room.id)),
        names: if may_see_members { links::names(slug) } else { String::new() },
        body: Field::default(),
        files: Along::none(&visit.app),
        key: hex::encode(random::<12>()),
        answering,
        preview: None,
        heard: Vec::new(),
        problem: String::new(),
        typed: Vec::new(),
        head: head(visit, tx, access, PursuanceTab::Talk).await?,
        l,
    })
}

/// Whether the viewer may say something in a room.
fn may_write(access: &Access, room: &Room) -> bool {
    room.archived_at.is_none() && access.may(Permission::Discuss, None)
}

/// The viewer's watch on a room; none for a visitor.
async fn watching(visit: &Visit, tx: &mut ReadTx, room: &Room) -> StoreResult<Option<Watching>> {
    let Some(person) = visit.person() else { return Ok(None) };
    let id = room.id.as_str();
    let watch = watches::find(tx, person, id).await?.filter(|watch| watch.is_on);
    let is_muted = !watches::muted_among(tx, person, &[id]).await?.is_empty();
    Ok(Watching::known(visit, id, (watch.map(|watch| watch.cause), is_muted), false, WatchReason::Off))
}

/// Returns the part that the viewer has not read of a room whose page shows these messages. `is_newest`: whether they are the
/// last ones of all.
async fn reading(
    visit: &Visit,
    tx: &mut ReadTx,
    (access, room, is_muted): (&Access, &Room, bool),
    (l, shown, is_newest): (&Layout, &[Message], bool),
) -> StoreResult<Reading> {
    let is_told = access.may(Permission::SeeRoom { open: RoomReaders::Members }, None);
    let is_kept = is_told && !is_muted && visit.floor(tx, &access.pursuance.id).await?.is_some();
    if !is_kept {
        return Ok(Reading::default());
    }
    let news = reads::talk::news_of(tx, access, &[room]).await?.remove(room.id.as_str());
    let page = links::room(&access.pursuance.slug, &room.id);
    let news = news.map(|news| News::of(l, &news.into(), &page, (shown, is_newest)));
    Ok(Reading { is_kept, news })
}

/// How long messages are kept, in the largest unit that says it exactly.
pub(super) fn kept_for(l: &Layout, lifetime: Lifetime) -> String {
    let seconds = lifetime.seconds();
    let (key, n) = match seconds {
        s if s % 86_400 == 0 => ("room-kept-days", s / 86_400),
        s if s % 3_600 == 0 => ("room-kept-hours", s / 3_600),
        s if s % 60 == 0 => ("room-kept-minutes", s / 60),
        s => ("room-kept-seconds", s),
    };
    l.t.with(key).set("n", n).to_string()
}

/// `POST /p/{slug}/talk/{room}`: `body`; `reply_to` and `quote`, the ids of messages; `along`, `file`, `original`, `preview` and `key`, as in
/// the form of a comment on a task.
pub async fn post(
    State(app): State<App>,
    Path((slug, room)): At,
    request: Request,
) -> Result<Response, PageError> {
    let place = Place::Room { slug: slug.clone(), room: RoomId::from(room.as_str()) };
    let MessageForm { visit, form, along, not_taken } = MessageForm::read(&app, request, &place).await?;
    let mut typed = form.field("body");
    let asked = NamedMessages::of(&form, ["reply_to", "quote", "react"]);
    if let Some(status) = not_taken {
        let shown = load(&visit, &slug, &room, &asked).await?;
        return again(&visit, (status, shown), (typed, along), &form);
    }
    let Some(body) = Reader::new(visit.t).need(&mut typed, Body::parse) else {
        let shown = load(&visit, &slug, &room, &asked).await?;
        return again(&visit, (StatusCode::UNPROCESSABLE_ENTITY, shown), (typed, along), &form);
    };
    if form.is_ticked("preview") {
        let mut shown = load(&visit, &slug, &room, &asked).await?;
        shown.preview = Some(Markup::trusted(markdown::to_html(body.as_str())));
        let named = markdown::references::named_in_room(body.as_str());
        shown.heard = heard_by(visit.t, &named, shown.may_call);
        return again(&visit, (StatusCode::OK, shown), (typed, along), &form);
    }
    let [reply, quote] = [&asked.reply, &asked.quote].map(|id| id.as_ref().map_or("", MessageId::as_str));
    let files = along.words();
    let mut words = vec![room.as_str(), body.as_str(), reply, quote];
    words.extend(files.iter().map(String::as_str));
    let options = Options { idempotency: once(&form, &words), ..Options::default() };
    let action = SayInRoom {
        room: RoomId::from(room.as_str()),
        body,
        reply_to: asked.reply.clone(),
        quote: asked.quote.clone(),
        files: along.hung(),
    };
    match split_refusal(visit.app.perform_with(&visit.who, action.into(), options).await)? {
        Ok(done) => {
            let id = done.result.get("message").and_then(|id| id.as_str()).unwrap_or_default();
            let page = links::room(&slug, &room);
            let to = match key_of(&form) {
                Some(key) => links::said_by(&page, id, key, done.is_kept),
                None => format!("{page}#m-{id}"),
            };
            Ok(said(&visit, &done, &to))
        }
        Err(no) => {
            let shown = load(&visit, &slug, &room, &asked).await?;
            let typed = typed.refused(said_refusal(visit.t, &no));
            again(&visit, (status_of(&no), shown), (typed, along), &form)
        }
    }
}

/// `POST /p/{slug}/talk/{room}/read`: the fields of [`read_at`].
pub async fn read(Path((slug, room)): At, posted: Posted) -> Result<Response, PageError> {
    let left = links::talk(&slug);
    read_at(&Place::Room { slug, room: RoomId(room) }, &left, posted).await
}

/// The page with what was typed, and the files that have arrived.
fn again(
    visit: &Visit,
    (status, mut shown): (StatusCode, RoomPage),
    (typed, along): (Field, Along),
    form: &FormFields,
) -> Result<Response, PageError> {
    if !shown.may_write {
        shown.problem.clone_from(if along.field.is_refused() { &along.field.error } else { &typed.error });
    }
    (shown.body, shown.files) = (typed, along);
    refused_page(visit.t, status, shown, form, &["body"])
}
