//! Room for files: a quota for each person, pursuance and other server, and the free space of the disk.

use pursuance_domain::id::ActorId;
use pursuance_domain::wording::Wording;

use super::Refused;
use crate::config::Quotas;
use crate::state::App;
use crate::store::actors::Actor;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::room::{self, Taken};

/// How many different files one person, pursuance or other server may have here.
pub const FILES_MAX: i64 = 20_000;
/// The free space that files leave on a large disk, where no setting says otherwise.
pub const KEPT_FREE: i64 = 1024 * 1024 * 1024;
/// The same for a small disk: one part in so many.
pub const KEPT_FREE_PART: i64 = 10;

/// Whose room is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Full {
    /// The uploads of a person.
    Person { most: i64 },
    /// The files of a pursuance.
    Pursuance { most: i64 },
    /// The files from one other server.
    Peer { most: i64 },
    /// The disk.
    Disk,
}

impl Full {
    /// The text for people.
    pub fn wording(self) -> Wording {
        let of = |key, most: i64| Wording::new(key).set("most", most / (1024 * 1024));
        match self {
            Self::Person { most } => of("refusal-room-person", most),
            Self::Pursuance { most } => of("refusal-room-pursuance", most),
            Self::Peer { most } => of("refusal-room-peer", most),
            Self::Disk => Wording::new("refusal-room-disk"),
        }
    }
}

fn fits(taken: Taken, bytes: i64, most: i64) -> bool {
    taken.files < FILES_MAX && taken.bytes.saturating_add(bytes) <= most
}

/// Room for an upload of a person.
pub async fn for_person(
    tx: &mut ReadTx,
    quotas: &Quotas,
    person: &ActorId,
    sha256: &str,
    bytes: i64,
) -> StoreResult<Result<(), Full>> {
    let most = quotas.person;
    let has_room =
        fits(room::of_adder(tx, person).await?, bytes, most) || room::adder_has(tx, person, sha256).await?;
    Ok(if has_room { Ok(()) } else { Err(Full::Person { most }) })
}

/// Room for a file in a pursuance.
pub async fn for_pursuance(
    tx: &mut ReadTx,
    quotas: &Quotas,
    pursuance: &ActorId,
    sha256: &str,
    bytes: i64,
) -> StoreResult<Result<(), Full>> {
    let most = quotas.pursuance;
    let has_room = fits(room::of_pursuance(tx, pursuance).await?, bytes, most)
        || room::pursuance_has(tx, pursuance, sha256).await?;
    Ok(if has_room { Ok(()) } else { Err(Full::Pursuance { most }) })
}

/// Room for a file of another server; a file of this one uses the quota of its uploader.
pub async fn for_peer(
    tx: &mut ReadTx,
    quotas: &Quotas,
    peer: &Actor,
    bytes: i64,
) -> StoreResult<Result<(), Full>> {
    let most = quotas.peer;
    let Some(host) = &peer.host else { return Ok(Ok(())) };
    Ok(if fits(room::of_host(tx, host).await?, bytes, most) { Ok(()) } else { Err(Full::Peer { most }) })
}

impl App {
    /// Whether the disk has room for so many bytes besides the space to leave free. Where the system does not say, it
    /// has.
    pub fn disk_has_room(&self, bytes: i64) -> Result<(), Full> {
        let Ok(disk) = rustix::fs::statvfs(&self.config.data_dir) else { return Ok(()) };
        let size = |blocks: u64| i64::try_from(blocks.saturating_mul(disk.f_frsize)).unwrap_or(i64::MAX);
        let usual = KEPT_FREE.min(size(disk.f_blocks) / KEPT_FREE_PART);
        let kept_free = self.config.quotas.kept_free.unwrap_or(usual);
        if size(disk.f_bavail).saturating_sub(bytes) < kept_free { Err(Full::Disk) } else { Ok(()) }
    }

    /// Whether an upload of so many bytes may begin; asked before it arrives, and once more after it.
    ///
    /// # Errors
    /// Inside when the database fails; outside when there is no room.
    pub async fn may_upload(&self, person: &ActorId, bytes: i64) -> StoreResult<Result<(), Refused>> {
        if let Err(full) = self.disk_has_room(bytes) {
            return Ok(Err(full.into()));
        }
        let taken = room::of_adder(&mut self.db.read().await?, person).await?;
        let most = self.config.quotas.person;
        // Bytes that are here already need no room; whether they are is known only after their arrival.
        Ok(if taken.bytes >= most { Err(Full::Person { most }.into()) } else { Ok(()) })
    }
}

impl From<Full> for Refused {
    fn from(full: Full) -> Self {
        Self::NoRoom(full)
    }
}
