//! One other server: its health, the conversations with it, changed keys, and deliveries.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::AcceptKey;
use pursuance_domain::id::ActorId;
use pursuance_federation::sign::Ed25519PublicKey;

use super::deliveries::{DeliveryRow, delivery_row, is_blocked};
use super::head::{Head, Tab, frame};
use super::peers::{self, PeerRow};
use crate::actions::Thing;
use crate::actions::retry_deliveries::{RetriedDeliveries, retry};
use crate::peers::host_policy::HostPolicy;
use crate::reads::Actors;
use crate::store::channels::ChannelState;
use crate::store::standing::Stopped;
use crate::store::{actor_keys, deliveries, operations, room};
use crate::text::Text;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{self, Party};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::Posted;
use crate::web::request::session::{Visit, see_with};

/// `GET /admin/peers/{host}`.
#[derive(Template)]
#[template(path = "operator/peer.html")]
pub struct PeerPage {
    pub l: Layout,
    pub head: Head,
    pub peer: PeerRow,
    /// The reason for its block; empty when none was given.
    pub block_reason: String,
    /// The signature it understands; empty when not yet known.
    pub signature: String,
    /// The difference of its clock to ours, in seconds, when known.
    pub clock_offset_seconds: Option<i64>,
    /// Its last error, or the missing answer.
    pub last_error: String,
    /// Failures since it last answered.
    pub failures: i64,
    /// The space that its files take here, and their quota.
    pub files_bytes: i64,
    pub files_most: i64,
    /// The space that its texts take here; the quota is the same.
    pub texts_bytes: i64,
    /// Conversations between a pursuance here and one there.
    pub channels: Vec<ChannelRow>,
    /// Actors there with a changed key.
    pub changed: Vec<ChangedKey>,
    pub deliveries: Vec<DeliveryRow>,
}

impl PeerPage {
    /// The space that its files take here, in a sentence.
    pub fn files_room(&self, t: Text) -> String {
        self.room(t, self.files_bytes)
    }

    /// The space that its texts take here, in a sentence.
    pub fn texts_room(&self, t: Text) -> String {
        self.room(t, self.texts_bytes)
    }

    fn room(&self, t: Text, taken: i64) -> String {
        let size = |bytes| view::bytes(t, bytes);
        t.with("peer-files-room").set("taken", size(taken)).set("most", size(self.files_most)).to_string()
    }
}

/// An actor there with a changed key.
pub struct ChangedKey {
    pub actor: String,
    pub name: String,
    pub uri: String,
    /// The key they were known by.
    pub before: String,
    /// The new key; empty where there is none.
    pub now: String,
}

/// A conversation with a pursuance there.
pub struct ChannelRow {
    pub ours: Party,
    pub theirs: Party,
    /// The number of the last message sent, and of the last one that they report as read.
    pub sent: i64,
    pub read: i64,
    /// The number of the last message received and applied.
    pub received: i64,
    /// Messages that wait for a missing one.
    pub held: i64,
    pub is_stopped: bool,
    /// Whether their server has stopped it.
    pub is_stopped_there: bool,
}

/// `GET /admin/peers/{host}`
pub async fn show(visit: Visit, Path(name): Path<String>) -> Result<Response, PageError> {
    visit.operator()?;
    let mut tx = visit.app.db.read().await?;
    let host = deliveries::host(&mut tx, &name).await?.ok_or_else(|| PageError::not_found(Thing::Server))?;
    let (l, head) = frame(&visit, &mut tx, Tab::Peers).await?;
    let mut actors = Actors::default();
    let mut channels = Vec::new();
    for talk in operations::talks(&mut tx, &name).await? {
        channels.push(ChannelRow {
            ours: visit.party_of(&mut tx, &mut actors, &talk.local).await?,
            theirs: visit.party_of(&mut tx, &mut actors, &talk.peer).await?,
            sent: talk.out_seq,
            read: talk.ack_seq,
            received: talk.in_seq,
            held: talk.held,
            is_stopped: talk.state != ChannelState::Open,
            is_stopped_there: talk.untaken_since.is_some(),
        });
    }
    let waiting = operations::waiting_by_host(&mut tx).await?;
    let waiting = waiting.into_iter().find(|(host, _)| *host == name).map_or(0, |(_, count)| count);
    let policy = HostPolicy::load(&mut tx).await?;
    let recent = deliveries::page(&mut tx, None, Some(&name), 20).await?;
    let files = room::of_host(&mut tx, &host.name).await?;
    let texts_bytes = room::texts_of_host(&mut tx, &host.name).await?;
    let shown = PeerPage {
        peer: peers::row(&l, &host, waiting, Stopped::read(&mut tx).await?.judge(&host)),
        block_reason: host.block_reason.unwrap_or_default(),
        signature: host.signature.unwrap_or_default(),
        clock_offset_seconds: host.clock_offset,
        last_error: host.last_error.unwrap_or_default(),
        files_bytes: files.bytes,
        files_most: visit.app.config.quotas.peer,
        texts_bytes,
        failures: host.failures,
        channels,
        changed: actor_keys::changed_at(&mut tx, &name).await?.into_iter().map(changed_key).collect(),
        deliveries: recent.into_iter().map(|delivery| delivery_row(&l, &policy, delivery)).collect(),
        head,
        l,
    };
    page(StatusCode::OK, &shown)
}

/// The known key of an actor, and the new one.
fn changed_key(changed: actor_keys::ActorWithOtherKey) -> ChangedKey {
    let before = changed.pinned.as_deref().and_then(|key| Ed25519PublicKey::from_slice(key).ok());
    ChangedKey {
        actor: changed.actor,
        name: changed.name,
        uri: changed.uri,
        before: before.map(|key| key.to_multikey()).unwrap_or_default(),
        now: changed.key,
    }
}

/// `POST /admin/peers/{host}/retry`
pub async fn try_again(Path(name): Path<String>, posted: Posted) -> Result<Response, PageError> {
    posted.visit.operator()?;
    if is_blocked(&posted.visit, &name).await? {
        let notice = FormNotice::wait("notice-not-sent-blocked");
        return Ok(see_with(&posted.visit.app, &links::operator_peer(&name), notice));
    }
    retry(&posted.visit.app, RetriedDeliveries::Host(&name)).await?;
    Ok(see_with(&posted.visit.app, &links::operator_peer(&name), FormNotice::info("notice-retrying")))
}

/// `POST /admin/peers/{host}/key`
pub async fn accept_key(Path(host): Path<String>, posted: Posted) -> Result<Response, PageError> {
    posted.visit.operator()?;
    let text = |name: &str| posted.form.text(name).to_owned();
    let action = AcceptKey { actor: ActorId(text("actor")), key: text("key") };
    posted.visit.app.perform(&posted.visit.who, action.into()).await?;
    Ok(see_with(&posted.visit.app, &links::operator_peer(&host), FormNotice::info("notice-key-accepted")))
}
