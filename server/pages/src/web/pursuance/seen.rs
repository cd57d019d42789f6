//! The data that this server sees of a private pursuance: everything that it keeps of it in one table, and the stored bytes of
//! one task beside the view that a script opens.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use pursuance_sealed::ids::ObjectId;

use crate::actions::Thing;
use crate::actions::access::{self, Access};
use crate::reads::{Actors, seats};
use crate::store::db::ReadTx;
use crate::store::outline;
use crate::store::sealed::objects;
use crate::store::sealed::seen::{self, Held, Stored};
use crate::text::Text;
use crate::web::cards::head::{Head, PursuanceTab, head, layout};
use crate::web::frame::labels::PhaseTag;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::private;
use crate::web::frame::view::{Party, object_of};
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::AddressQuery;
use crate::web::request::session::Visit;

/// Objects and members that the page names.
const NAMED: i64 = 100;
/// As many bytes of an envelope stand on the page.
const SHOWN: usize = 1_024;

/// `GET /p/{slug}/seen`, with `?task=`.
#[derive(Template)]
#[template(path = "pursuance/seen.html")]
pub struct SeenPage {
    pub l: Layout,
    pub head: Head,
    pub members: Vec<SeenMember>,
    pub entries: i64,
    /// When the first entry came, and the last.
    pub first: When,
    pub last: When,
    pub epoch: u32,
    pub seals: i64,
    pub invites: usize,
    pub objects: Vec<SeenObject>,
    pub objects_all: i64,
    /// The stored bytes of the pursuance itself.
    pub own: Vec<Bytes>,
    pub task: Option<SeenTask>,
}

/// The same of a pursuance that is not private: there is nothing that the server does not see.
#[derive(Template)]
#[template(path = "pursuance/seen_open.html")]
pub struct SeenOpenPage {
    pub l: Layout,
    pub head: Head,
}

/// A member, as the log has them.
pub struct SeenMember {
    pub who: Party,
    pub iid: String,
    /// The key of the name of their level.
    pub level: &'static str,
}

/// An object, of which the server knows no text.
pub struct SeenObject {
    /// The key of what it is.
    pub kind: &'static str,
    pub revision: i64,
    pub by: Party,
    pub at: When,
    pub fields: Vec<(String, i64)>,
}

/// A field as it is stored.
pub struct Bytes {
    /// Its word.
    pub field: String,
    /// The number of its sort, its id and its name there, for the script.
    pub otype: u8,
    pub object: String,
    pub name: String,
    pub revision: i64,
    /// The first bytes in hexadecimal, how many these are, and how many there are.
    pub hex: String,
    pub shown: usize,
    pub all: usize,
}

/// A task, as far as this server sees it.
pub struct SeenTask {
    pub number: i64,
    pub href: String,
    pub phase: PhaseTag,
    pub parent: Option<i64>,
    pub assignee: Option<Party>,
    pub reviewer: Option<Party>,
    pub texts: Vec<Bytes>,
}

/// `GET /p/{slug}/seen`
pub async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    visit.signed_in()?;
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    if !access.pursuance.is_private() {
        let l = layout(&visit, &mut tx, &access).await?;
        let head = head(&visit, &mut tx, &access, PursuanceTab::Members).await?;
        return page(StatusCode::OK, &SeenOpenPage { l, head });
    }
    let task = match query.0.number("task") {
        Some(number) => Some(seen_task(&visit, &mut tx, &access, number).await?),
        None => None,
    };
    let mut response = page(StatusCode::OK, &fill(&visit, &mut tx, &access, task).await?)?;
    let policy = HeaderValue::from_static(private::TRUSTED_POLICY);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

async fn fill(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    task: Option<SeenTask>,
) -> Result<SeenPage, PageError> {
    let none = || PageError::not_found(Thing::Page);
    let id = &access.pursuance.id;
    let fold = seats::fold_of(&visit.app, tx, access).await?.ok_or_else(none)?;
    let l = layout(visit, tx, access).await?;
    let kept = seats::kept(tx, id, &fold).await?;
    let of_log = seen::seats(tx, id).await?;
    let most = usize::try_from(NAMED).unwrap_or_default();
    let held = seen::newest(tx, id, NAMED).await?;
    let mut sizes = seen::sizes(tx, &held).await?;
    let mut actors = Actors::default();
    let mut named: Vec<_> =
        fold.members().take(most).filter_map(|(iid, _)| of_log.get(iid).cloned()).collect();
    named.extend(held.iter().map(|object| object.author.clone()));
    actors.look_up(tx, named).await?;
    let mut members = Vec::new();
    for (iid, member) in fold.members().take(most) {
        let Some(actor) = of_log.get(iid) else { continue };
        let who = visit.party_of(tx, &mut actors, actor).await?;
        members.push(SeenMember { who, iid: iid.to_string(), level: private::level_key(member.role) });
    }
    let mut objects = Vec::new();
    for Held { id, kind, revision, author, at } in held {
        objects.push(SeenObject {
            kind: kind_key(kind),
            revision,
            by: visit.party_of(tx, &mut actors, &author).await?,
            at: l.moment(at),
            fields: sizes.remove(&id).unwrap_or_default().into_iter().map(named_in(visit.t)).collect(),
        });
    }
    let own = match seen::own(tx, id).await? {
        Some(own) => {
            let zero = ObjectId::ZERO.to_string();
            seen::fields(tx, &own).await?.into_iter().map(|one| bytes_of(visit.t, 0, &zero, one)).collect()
        }
        None => Vec::new(),
    };
    Ok(SeenPage {
        head: head(visit, tx, access, PursuanceTab::Members).await?,
        members,
        entries: kept.entries,
        first: l.moment(kept.first),
        last: l.moment(kept.last),
        epoch: kept.epoch,
        seals: kept.seals,
        invites: kept.invites,
        objects,
        objects_all: kept.objects,
        own,
        task,
        l,
    })
}

/// The key of what an object is.
fn kind_key(kind: i64) -> &'static str {
    match kind {
        0 => "seen-kind-pursuance",
        1 => "seen-kind-task",
        5 => "seen-kind-profile",
        8 => "seen-kind-block",
        _ => "seen-kind-other",
    }
}

/// The word for a field, by the name that it has in the format; that name where there is no word.
fn field_word(t: Text, field: &str) -> String {
    let key = match field {
        "title" => "seen-field-title",
        "deliverables" | "desc" => "seen-field-needed",
        "skills" => "seen-field-skills",
        "due" => "seen-field-due",
        "size" => "seen-field-size",
        "urgency" => "seen-field-urgency",
        "name" => "seen-field-name",
        "mission" => "seen-field-mission",
        "text" => "seen-field-text",
        "rel" => "seen-field-rel",
        "revision" => "seen-field-revision",
        other => return other.to_owned(),
    };
    t.s(key).to_owned()
}

/// A field and its size, under its word.
fn named_in(t: Text) -> impl Fn((String, i64)) -> (String, i64) {
    move |(field, bytes)| (field_word(t, &field), bytes)
}

fn bytes_of(t: Text, otype: u8, object: &str, stored: Stored) -> Bytes {
    let Stored { field, revision, envelope } = stored;
    let shown = envelope.len().min(SHOWN);
    let name = if field == "deliverables" { "desc".to_owned() } else { field.clone() };
    Bytes {
        hex: hex::encode(&envelope[..shown]),
        otype,
        object: object.to_owned(),
        name,
        revision,
        shown,
        all: envelope.len(),
        field: field_word(t, &field),
    }
}

/// A task: its relations, which stand in the open, and its stored bytes, the signed revision among them.
async fn seen_task(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    number: i64,
) -> Result<SeenTask, PageError> {
    let task = access::find_task(tx, access, number).await?;
    let mut actors = Actors::default();
    let object = object_of(task.id.as_str());
    let mut texts: Vec<Bytes> = seen::fields(tx, task.id.as_str())
        .await?
        .into_iter()
        .map(|one| bytes_of(visit.t, 1, &object, one))
        .collect();
    if let Some(found) = objects::of_row(tx, &access.pursuance.id, task.id.as_str()).await? {
        let (field, envelope) = ("revision".to_owned(), found.revision.as_bytes().to_vec());
        let revision = i64::try_from(found.revision.body.rev).unwrap_or(i64::MAX);
        texts.push(Bytes {
            name: String::new(),
            ..bytes_of(visit.t, 1, &object, Stored { field, revision, envelope })
        });
    }
    let parent = outline::above(tx, &access.sight()?, &task).await?.last().map(|parent| parent.number);
    Ok(SeenTask {
        number,
        href: links::task(&access.pursuance.slug, number),
        phase: PhaseTag::of(task.phase, task.is_blocked),
        parent,
        assignee: visit.party_if_any(tx, &mut actors, task.assignee.as_ref()).await?,
        reviewer: visit.party_if_any(tx, &mut actors, task.reviewer.as_ref()).await?,
        texts,
    })
}

impl Bytes {
    /// Whether a script opens it: the signed revision is no text.
    pub fn is_text(&self) -> bool {
        !self.name.is_empty()
    }
}
