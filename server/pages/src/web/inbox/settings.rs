//! `/inbox/settings`: the kinds of notices that the viewer wants, the watches and the mutes.

use std::collections::HashMap;

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::{SetPreference, SetWatch};
use pursuance_domain::id::ActorId;
use pursuance_domain::notice::{Cause, Channel, NoticeKind, Wanted};
use pursuance_domain::time::Time;
use pursuance_domain::value::Skill;

use super::mail::MailPart;
use super::push::PushPart;
use crate::reads::inbox::{self, Object};
use crate::reads::people;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::watches::{self, Watch};
use crate::text::kind_key;
use crate::web::cards::room::named;
use crate::web::cards::watching::cause_key;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Choice, Field, Words};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, FormFields, Posted, Reader};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};

/// How many watches and mutes are listed on one page.
const LISTED: i64 = 100;

/// `GET /inbox/settings`. A refused form comes back as this page with status 422.
#[derive(Template)]
#[template(path = "inbox/settings.html")]
pub struct InboxSettingsPage {
    pub l: Layout,
    pub mail: MailPart,
    pub push: PushPart,
    pub kinds: Vec<KindRow>,
    pub watched: Vec<WatchRow>,
    /// The address of the next watches.
    pub next: Option<String>,
    pub muted: Vec<ObjectLink>,
    /// Whether more is muted than is listed.
    pub has_more_muted: bool,
    /// The field for a skill to watch.
    pub skill: Field,
    /// Why a form was refused.
    pub problem: String,
}

/// A kind of notice, with its setting for each channel.
pub struct KindRow {
    pub kind: NoticeKind,
    /// Whether the inbox shows it.
    pub is_on: bool,
    /// The choices for mail.
    pub mail: Vec<Choice>,
    /// The choices for push.
    pub push: Vec<Choice>,
}

impl KindRow {
    /// The key of its name.
    pub fn key(&self) -> &'static str {
        kind_key(self.kind)
    }
}

/// An object that the viewer watches, or has chosen not to watch.
pub struct WatchRow {
    pub link: ObjectLink,
    pub is_on: bool,
    /// The key of the reason.
    pub why: &'static str,
    /// Whether it is watched because the viewer wrote it.
    pub is_made: bool,
}

impl InboxSettingsPage {
    /// Lists the things that are watched because the viewer wrote them.
    pub fn written(&self) -> Vec<&WatchRow> {
        self.watched.iter().filter(|row| row.is_made).collect()
    }

    /// All else that is listed.
    pub fn others(&self) -> Vec<&WatchRow> {
        self.watched.iter().filter(|row| !row.is_made).collect()
    }
}

/// A task, a pursuance or a skill, in a list.
#[derive(Clone)]
pub struct ObjectLink {
    /// Its name in forms.
    pub object: String,
    pub name: Words,
    /// The address of its page; none for a skill, or for an object that the viewer may not read any more.
    pub href: Option<String>,
    pub pursuance: Option<String>,
    /// Whether it is the copy of a task of another pursuance.
    pub is_mirror: bool,
}

/// `GET /inbox/settings`, with `?before=`
pub async fn show(visit: Visit, query: AddressQuery) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    page(StatusCode::OK, &fill(&visit, &mut tx, query.0.text("before")).await?)
}

/// The choices for a kind in a channel that has more than two.
fn choices(visit: &Visit, kind: NoticeKind, channel: Channel, wanted: Wanted) -> Vec<Choice> {
    let choice = |value: &Wanted| Choice {
        value: value.as_str().to_owned(),
        label: visit.t.s(wanted_key(*value)).to_owned(),
        selected: *value == wanted,
    };
    channel.choices(kind).iter().map(choice).collect()
}

fn wanted_key(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Now => "wanted-now",
        Wanted::Digest => "wanted-digest",
        Wanted::Never => "wanted-never",
    }
}

/// A place in the list of watches, as an address has it.
fn place(text: &str) -> (Time, String) {
    let read = || {
        let (since, object) = text.split_once('.')?;
        Some((Time(since.parse().ok()?), object.to_owned()))
    };
    read().unwrap_or((Time(i64::MAX), String::new()))
}

pub(super) async fn fill(
    visit: &Visit,
    tx: &mut ReadTx,
    before: &str,
) -> Result<InboxSettingsPage, PageError> {
    let person = visit.signed_in()?.account.actor.clone();
    let l = visit.layout(tx, Nav::Inbox).await?;
    let chosen = watches::choices(tx, &person).await?;
    let row = |kind: NoticeKind| KindRow {
        kind,
        is_on: kind.is_duty() || chosen.of(kind, Channel::Site) != Wanted::Never,
        mail: choices(visit, kind, Channel::Mail, chosen.of(kind, Channel::Mail)),
        push: choices(visit, kind, Channel::Push, chosen.of(kind, Channel::Push)),
    };
    let kinds = NoticeKind::ALL.iter().copied().map(row).collect();
    let (since, object) = place(before);
    let mut rows = watches::of_person(tx, &person, (since, &object), LISTED + 1).await?;
    let has_more = i64::try_from(rows.len()).is_ok_and(|found| found > LISTED);
    rows.truncate(usize::try_from(LISTED).unwrap_or(usize::MAX));
    let next =
        rows.last().filter(|_| has_more).map(|last| links::inbox_settings_before(last.since, &last.object));
    let mut muted = watches::muted_of(tx, &person, LISTED + 1).await?;
    let has_more_muted = i64::try_from(muted.len()).is_ok_and(|found| found > LISTED);
    muted.truncate(usize::try_from(LISTED).unwrap_or(usize::MAX));
    let objects: Vec<&str> =
        rows.iter().map(|row| row.object.as_str()).chain(muted.iter().map(String::as_str)).collect();
    let mut named = names(visit, tx, &person, &objects).await?;
    let mut link = |object: &str| {
        named.remove(object).unwrap_or_else(|| ObjectLink {
            object: object.to_owned(),
            name: visit.t.s("watch-hidden").into(),
            href: None,
            pursuance: None,
            is_mirror: false,
        })
    };
    let muted = muted.iter().map(|object| link(object)).collect();
    let mut watched = Vec::with_capacity(rows.len());
    for row in rows {
        watched.push(watch_row(row, &mut link));
    }
    let (skill, problem) = (Field::default(), String::new());
    let mail = MailPart::of(visit, tx, &person).await?;
    let push = PushPart::of(visit, tx, &l, &person).await?;
    Ok(InboxSettingsPage { mail, push, kinds, watched, next, muted, has_more_muted, skill, problem, l })
}

fn watch_row(row: Watch, link: &mut impl FnMut(&str) -> ObjectLink) -> WatchRow {
    let link = match row.skill {
        Some(name) => {
            let object = name.clone();
            ObjectLink { object, name: name.into(), href: None, pursuance: None, is_mirror: false }
        }
        None => link(&row.object),
    };
    let why = cause_key(row.cause, link.is_mirror);
    WatchRow {
        is_on: row.is_on,
        why,
        is_made: row.is_on && row.cause == Cause::Made && !link.is_mirror,
        link,
    }
}

/// The names of those objects that the person may read.
async fn names(
    visit: &Visit,
    tx: &mut ReadTx,
    person: &ActorId,
    objects: &[&str],
) -> StoreResult<HashMap<String, ObjectLink>> {
    let found = inbox::objects(tx, (&visit.who, visit.now), person, objects).await?;
    let link = |(object, found): (String, Object)| {
        let Object { access, task, room } = found;
        let pursuance = access.pursuance;
        let link = match (task, room) {
            (None, Some(room)) => ObjectLink {
                object: object.clone(),
                href: Some(links::room(&pursuance.slug, &room.id)),
                is_mirror: false,
                name: named(visit.t, &room).into(),
                pursuance: Some(pursuance.name),
            },
            (Some(task), _) => ObjectLink {
                object: object.clone(),
                href: Some(links::task(&pursuance.slug, task.number)),
                is_mirror: task.mirror_of.is_some(),
                name: Words::of(&task.title, visit.t),
                pursuance: Some(pursuance.name),
            },
            (None, None) => ObjectLink {
                object: object.clone(),
                href: Some(links::pursuance(&pursuance.slug)),
                name: pursuance.name.into(),
                pursuance: None,
                is_mirror: false,
            },
        };
        (object, link)
    };
    Ok(found.into_iter().map(link).collect())
}

/// The choice in a form for a kind and a channel; none if the form offers none.
fn chosen(form: &FormFields, kind: NoticeKind, channel: Channel) -> Option<Wanted> {
    match channel {
        Channel::Site if kind.is_duty() => None,
        Channel::Site if form.is_ticked(kind.as_str()) => Some(Wanted::Now),
        Channel::Site => Some(Wanted::Never),
        Channel::Mail | Channel::Push => {
            Wanted::parse(form.text(&format!("{}.{}", channel.as_str(), kind.as_str())))
        }
    }
}

/// `POST /inbox/settings`
pub async fn save(posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let person = visit.signed_in()?.account.actor.clone();
    let mut changes = Vec::new();
    let before = watches::choices(&mut visit.app.db.read().await?, &person).await?;
    for kind in NoticeKind::ALL.iter().copied() {
        for channel in Channel::ALL.iter().copied() {
            let value = chosen(&form, kind, channel).filter(|value| *value != before.of(kind, channel));
            changes.extend(value.map(|value| SetPreference { kind, channel, value }));
        }
    }
    for set in changes {
        visit.app.perform(&visit.who, set.into()).await?;
    }
    Ok(see_with(&visit.app, links::inbox_settings(), FormNotice::good("notice-saved")))
}

/// `POST /inbox/skills`
pub async fn watch_skill(posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let mut field = form.field("skill");
    let mut tx = visit.app.db.read().await?;
    if let Ok(skill) = people::meant(&mut tx, &visit.who, None, &field.value).await? {
        field.value = skill.to_string();
    }
    drop(tx);
    let read = Reader::new(visit.t).need(&mut field, Skill::parse);
    let status = match read {
        Some(skill) => {
            let watch = SetWatch { object: skill.as_str().to_owned(), on: true };
            match split_refusal(visit.app.perform(&visit.who, watch.into()).await)? {
                Ok(_) => {
                    return Ok(see_with(
                        &visit.app,
                        links::inbox_settings(),
                        FormNotice::good("notice-watched"),
                    ));
                }
                Err(refused) => {
                    field.error = refusal_text(visit.t, &refused);
                    status_of(&refused)
                }
            }
        }
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let mut tx = visit.app.db.read().await?;
    let mut shown = fill(&visit, &mut tx, "").await?;
    shown.skill = field;
    page(status, &shown)
}
