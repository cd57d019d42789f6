//! The settings of a room: its name, who reads it, how long messages are kept; and putting it away.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::{Action, ArchiveRoom, EditRoom, SlowRoom};
use pursuance_domain::allowed::Permission;
use pursuance_domain::id::RoomId;
use pursuance_domain::talk::Lifetime;
use pursuance_domain::value::{RoomName, RoomReaders};

use super::list::readers;
use super::room::{At, find, kept_for};
use crate::actions::Thing;
use crate::actions::access::Access;
use crate::store::db::ReadTx;
use crate::store::discussions;
use crate::store::rooms::Room;
use crate::web::cards::head::{Head, PursuanceTab, head, layout};
use crate::web::cards::room::named;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Choice, Field, RefusedField, refused};
use crate::web::frame::when::When;
use crate::web::request::carried_forms::Typed;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{FormFields, Posted, Reader};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};
use crate::web::request::unplaced_texts::{FormPage, refused_page};

/// The lifetimes that the page offers, in seconds; programs may set any other.
const LIFETIMES: [i64; 8] =
    [60, 3_600, 86_400, 3 * 86_400, 7 * 86_400, 14 * 86_400, 30 * 86_400, 90 * 86_400];

/// `GET /p/{slug}/talk/{room}/settings`. A refused form comes back as this page with status 422.
#[derive(Template)]
#[template(path = "talk/settings.html")]
pub struct RoomSettingsPage {
    pub l: Layout,
    pub head: Head,
    /// The address of the room.
    pub room: String,
    /// The address of this page.
    pub href: String,
    /// Its saved name, whatever is typed.
    pub called: String,
    pub is_general: bool,
    pub is_archived: bool,
    pub slowed: Option<When>,
    pub title: Field,
    pub open: Vec<Choice>,
    /// How long messages are kept; none for a viewer who may not set it.
    pub lifetime: Option<Vec<Choice>>,
    /// How many messages go soon if that is saved, which is asked before, and the lifetime in seconds that this is said of.
    pub goes: Option<(i64, i64)>,
    pub problem: String,
    /// Texts of a refused form that has gone from the page.
    pub typed: Vec<Typed>,
}

impl RoomSettingsPage {
    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        refused(&[("name", "room-name", &self.title)])
    }
}

impl FormPage for RoomSettingsPage {
    fn unplaced(&mut self, texts: Vec<Typed>) {
        self.typed = texts;
    }
}

/// `GET /p/{slug}/talk/{room}/settings`
pub async fn show(visit: Visit, Path((slug, room)): At) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let (access, room) = find(&visit, &mut tx, &slug, &room).await?;
    page(StatusCode::OK, &fill(&visit, &mut tx, &access, &room).await?)
}

async fn fill(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    room: &Room,
) -> Result<RoomSettingsPage, PageError> {
    if !access.may(Permission::Moderate, None) {
        return Err(PageError::not_found(Thing::Page));
    }
    let slug = &access.pursuance.slug;
    let l = layout(visit, tx, access).await?;
    let now = room.lifetime.map(|(lifetime, _)| lifetime);
    Ok(RoomSettingsPage {
        room: links::room(slug, &room.id),
        href: links::room_settings(slug, &room.id),
        called: named(l.t, room),
        is_general: room.is_general,
        is_archived: room.archived_at.is_some(),
        slowed: room.slowed(visit.now).map(|until| l.moment(until)),
        title: Field::of(room.name.as_str()),
        open: readers(&l, room.open),
        lifetime: access.may(Permission::EditPursuance, None).then(|| lifetimes(&l, now)),
        goes: None,
        problem: String::new(),
        typed: Vec::new(),
        head: head(visit, tx, access, PursuanceTab::Talk).await?,
        l,
    })
}

/// The choice of how long messages are kept: the usual ones, and the present one.
fn lifetimes(l: &Layout, now: Option<Lifetime>) -> Vec<Choice> {
    let usual = LIFETIMES.iter().filter_map(|seconds| Lifetime::of_seconds(*seconds));
    let mut offered: Vec<Lifetime> = usual.chain(now).collect();
    offered.sort();
    offered.dedup();
    let none =
        Choice { value: String::new(), label: l.t.s("room-kept-always").to_owned(), selected: now.is_none() };
    let choice = |lifetime: Lifetime| Choice {
        value: lifetime.seconds().to_string(),
        label: kept_for(l, lifetime),
        selected: now == Some(lifetime),
    };
    std::iter::once(none).chain(offered.into_iter().map(choice)).collect()
}

/// The lifetime that a form wants; none where it has no such field.
fn wanted(form: &FormFields) -> Result<Option<Option<Lifetime>>, PageError> {
    if form.text("has_lifetime") != "yes" {
        return Ok(None);
    }
    match form.text("lifetime") {
        "" => Ok(Some(None)),
        text => {
            let seconds = text.parse().map_err(|_| PageError::BadRequest)?;
            Ok(Some(Some(Lifetime::of_seconds(seconds).ok_or(PageError::BadRequest)?)))
        }
    }
}

/// `POST /p/{slug}/talk/{room}/settings`: `name`, `open` (everyone, members); with `has_lifetime` (yes) `lifetime` (seconds, or
/// empty), and `confirm`, where messages go with it: the lifetime in seconds of which the page has said how many.
pub async fn save(Path((slug, id)): At, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let mut name = form.field("name");
    let open = RoomReaders::parse(form.text("open")).map_err(|_| PageError::BadRequest)?;
    let lifetime = wanted(&form)?;
    let read = Reader::new(visit.t).need(&mut name, RoomName::parse);
    let mut tx = visit.app.db.read().await?;
    let (access, room) = find(&visit, &mut tx, &slug, &id).await?;
    let mut shown = fill(&visit, &mut tx, &access, &room).await?;
    let before = room.lifetime.map(|(lifetime, _)| lifetime);
    let shorter = lifetime.flatten().filter(|wanted| before.is_none_or(|before| *wanted < before));
    // A yes to one lifetime is none to another one that is chosen beside it.
    let goes = match shorter.filter(|wanted| form.number("confirm") != Some(wanted.seconds())) {
        Some(shorter) => {
            let ended = visit.now.plus(-shorter.seconds() * pursuance_domain::time::SECOND);
            let count = discussions::count_before(&mut tx, &access.heard(&room)?, ended, i64::MAX).await?;
            Some((count, shorter.seconds())).filter(|(count, _)| *count > 0)
        }
        None => None,
    };
    drop(tx);
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(name) = read.filter(|_| goes.is_none()) {
        let action = EditRoom { room: room.id.clone(), name: Some(name), open: Some(open), lifetime };
        match split_refusal(visit.app.perform(&visit.who, action.into()).await)? {
            Ok(_) => {
                let to = links::room(&slug, &room.id);
                return Ok(see_with(&visit.app, &to, FormNotice::good("notice-room-saved")));
            }
            Err(no) => (shown.problem, status) = (refusal_text(visit.t, &no), status_of(&no)),
        }
    }
    shown.title = name;
    shown.open = readers(&shown.l, open);
    if let Some(wanted) = lifetime {
        shown.lifetime = shown.lifetime.map(|_| lifetimes(&shown.l, wanted));
    }
    shown.goes = goes;
    refused_page(visit.t, status, shown, &form, &["name"])
}

/// `POST /p/{slug}/talk/{room}/settings/archive`: `on` (yes, no).
pub async fn archive(Path((slug, id)): At, posted: Posted) -> Result<Response, PageError> {
    let on = posted.form.is_ticked("on");
    let notice = if on { "notice-room-archived" } else { "notice-room-back" };
    let action = ArchiveRoom { room: RoomId::from(id.as_str()), on };
    act((&slug, &id), posted, action.into(), notice).await
}

/// `POST /p/{slug}/talk/{room}/settings/slow`: `on` (yes, no).
pub async fn slow(Path((slug, id)): At, posted: Posted) -> Result<Response, PageError> {
    let on = posted.form.is_ticked("on");
    let notice = if on { "notice-room-slowed" } else { "notice-room-not-slowed" };
    let action = SlowRoom { room: RoomId::from(id.as_str()), on };
    act((&slug, &id), posted, action.into(), notice).await
}

async fn act(
    (slug, id): (&str, &str),
    posted: Posted,
    action: Action,
    notice: &'static str,
) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    match split_refusal(visit.app.perform(&visit.who, action).await)? {
        Ok(_) => Ok(see_with(&visit.app, &links::room(slug, id), FormNotice::good(notice))),
        Err(no) => {
            let mut tx = visit.app.db.read().await?;
            let (access, room) = find(&visit, &mut tx, slug, id).await?;
            let mut shown = fill(&visit, &mut tx, &access, &room).await?;
            drop(tx);
            shown.problem = refusal_text(visit.t, &no);
            refused_page(visit.t, status_of(&no), shown, &form, &[])
        }
    }
}
