//! Room for files and texts: a quota for each person, pursuance and other server, and the free space of the disk.

use std::sync::PoisonError;
use std::time::{Duration, Instant};

use pursuance_domain::action::WhenFull;
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::ActorId;
use pursuance_domain::people::role::Role;
use pursuance_domain::wording::Wording;

use super::sealed::Ready;
use super::{Cx, PerformError, Refused, Stage, Step, Walk};
use crate::platform::config::Quotas;
use crate::state::App;
use crate::store::accounts;
use crate::store::actors::Actor;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::pursuances::{self, MemberState};
use crate::store::room::{self, FileRoom};

/// How many different files one person, pursuance or other server may have here.
pub const FILES_MAX: i64 = 20_000;
/// The free space that files leave on a large disk, where no setting says otherwise.
pub const KEPT_FREE: i64 = 1024 * 1024 * 1024;
/// The divisor of the free space on a small disk: a tenth stays free.
pub const KEPT_FREE_PART: i64 = 10;

/// The divisor of the room for texts in a pursuance: so much of it one person takes who is not an Admin there.
pub const MEMBERS_PART: i64 = 4;

/// Whose room is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Full {
    /// The uploads of a person.
    Person { most: i64 },
    /// The files that a person has announced and not sent yet.
    Unfinished { most: i64 },
    /// The files of a pursuance.
    Pursuance { most: i64 },
    /// The files from one other server.
    Peer { most: i64 },
    /// The disk, for a file.
    Disk,
    /// The texts of a person.
    TextsOfPerson { most: i64 },
    /// The texts in a pursuance.
    TextsOfPursuance { most: i64 },
    /// The texts of a person in a pursuance.
    TextsOfMember { most: i64 },
    /// The disk of the database, for whatever is written.
    Database,
}

impl Full {
    /// The text for people.
    pub fn wording(self) -> Wording {
        let of = |key, most: i64| Wording::new(key).set("most", most / (1024 * 1024));
        match self {
            Self::Person { most } => of("refusal-room-person", most),
            Self::Unfinished { most } => of("refusal-room-unfinished", most),
            Self::Pursuance { most } => of("refusal-room-pursuance", most),
            Self::Peer { most } => of("refusal-room-peer", most),
            Self::Disk => Wording::new("refusal-room-disk"),
            Self::TextsOfPerson { most } => of("refusal-room-texts-person", most),
            Self::TextsOfPursuance { most } => of("refusal-room-texts-pursuance", most),
            Self::TextsOfMember { most } => of("refusal-room-texts-member", most),
            Self::Database => Wording::new("refusal-room-database"),
        }
    }
}

/// The free space to leave on a disk of this size, in bytes.
pub fn kept_free(quotas: &Quotas, disk: i64) -> i64 {
    quotas.kept_free.unwrap_or(KEPT_FREE.min(disk / KEPT_FREE_PART))
}

/// How long an answer about the free space of the disk is believed.
const DISK_FRESH: Duration = Duration::from_secs(5);

/// Refuses what a person does where the disk of the database is nearly full, and texts for which there is no room.
#[derive(Debug)]
pub(super) struct RoomOnDisk;

impl Stage for RoomOnDisk {
    fn prepare<'a>(&'a self, walk: &'a mut Walk) -> Step<'a> {
        Box::pin(for_action(walk))
    }

    fn check<'a>(&'a self, cx: &'a mut Cx) -> Step<'a> {
        Box::pin(for_texts(cx))
    }
}

async fn for_action(walk: &Walk) -> Result<(), PerformError> {
    let needs_none = match walk.action.card().when_full {
        WhenFull::Done => true,
        WhenFull::Refused => false,
        WhenFull::ByRecords => walk.prepared.sealed.as_ref().is_some_and(Ready::takes_away),
    };
    let asks = matches!(walk.who, Principal::Person { .. }) && !needs_none;
    if asks && walk.app.database_is_full().await {
        return Err(Refused::from(Full::Database).into());
    }
    Ok(())
}

/// Refuses texts when their author or their pursuance has no room. The texts are written and counted by now, and are rolled back
/// with the transaction.
async fn for_texts(cx: &mut Cx) -> Result<(), PerformError> {
    let Some(person) = cx.who.person().cloned() else { return Ok(()) };
    let written = cx.tx.texts().to_vec();
    if written.is_empty() {
        return Ok(());
    }
    let Quotas { text_person, text_pursuance, .. } = cx.app.config.quotas;
    let holders: Vec<ActorId> = written
        .iter()
        .flat_map(|text| [Some(&text.author), text.pursuance.as_ref()])
        .flatten()
        .cloned()
        .collect();
    let taken = room::texts_of_each(&mut cx.tx, &holders, &person).await?;
    let texts = |holder: &ActorId| taken.get(holder).copied().unwrap_or_default();
    if written.iter().filter_map(|text| text.pursuance.as_ref()).any(|id| texts(id).bytes > text_pursuance) {
        return Err(Refused::from(Full::TextsOfPursuance { most: text_pursuance }).into());
    }
    let own: Vec<_> = written.iter().filter(|text| text.author == person).collect();
    let most = text_pursuance / MEMBERS_PART;
    let mut full = None;
    for pursuance in own.iter().filter_map(|text| text.pursuance.as_ref()) {
        if texts(pursuance).by_person > most && !is_admin(&mut cx.tx, pursuance, &person).await? {
            full = Some(Full::TextsOfMember { most });
        }
    }
    if !own.is_empty() && texts(&person).bytes > text_person {
        full = Some(Full::TextsOfPerson { most: text_person });
    }
    let Some(full) = full else { return Ok(()) };
    let account = accounts::by_actor(&mut cx.tx, &person).await?;
    if account.is_some_and(|account| account.unbounded) {
        return Ok(());
    }
    Err(Refused::from(full).into())
}

async fn is_admin(tx: &mut ReadTx, pursuance: &ActorId, person: &ActorId) -> StoreResult<bool> {
    let member = pursuances::member(tx, pursuance, person).await?;
    Ok(member.is_some_and(|member| member.state == MemberState::Active && member.role >= Role::Admin))
}

/// Whether there is no room for more texts of another server, which count like its files.
pub(super) async fn is_full_of_texts(cx: &mut Cx, peer: &Actor) -> StoreResult<bool> {
    let Some(host) = &peer.host else { return Ok(false) };
    Ok(room::texts_of_host(&mut cx.tx, host).await? > cx.app.config.quotas.peer)
}

fn fits(taken: FileRoom, bytes: i64, most: i64) -> bool {
    taken.files < FILES_MAX && taken.bytes.saturating_add(bytes) <= most
}

/// Room for an upload of a person. `sha256`: its bytes, where they are known; bytes that the person has already need no more room.
pub async fn for_person(
    tx: &mut ReadTx,
    quotas: &Quotas,
    person: &ActorId,
    sha256: Option<&str>,
    bytes: i64,
) -> StoreResult<Result<(), Full>> {
    let most = quotas.person;
    if fits(room::of_adder(tx, person).await?, bytes, most) {
        return Ok(Ok(()));
    }
    let is_here = match sha256 {
        Some(sha256) => room::adder_has(tx, person, sha256).await?,
        None => false,
    };
    Ok(if is_here { Ok(()) } else { Err(Full::Person { most }) })
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
    /// Whether the disk has room for `bytes` besides the space to leave free. Where the system does not say, it has.
    pub fn disk_has_room(&self, bytes: i64) -> Result<(), Full> {
        let Ok(disk) = rustix::fs::statvfs(&self.config.data_dir) else { return Ok(()) };
        let size = |blocks: u64| i64::try_from(blocks.saturating_mul(disk.f_frsize)).unwrap_or(i64::MAX);
        let kept_free = kept_free(&self.config.quotas, size(disk.f_blocks));
        if size(disk.f_bavail).saturating_sub(bytes) < kept_free { Err(Full::Disk) } else { Ok(()) }
    }

    /// Whether the database has less room, on its disk and in its own file, than is left free. The disk of a database server is not
    /// ours.
    pub async fn database_is_full(&self) -> bool {
        if !self.db.is_sqlite() {
            return false;
        }
        let asked = || self.disk_asked.lock().unwrap_or_else(PoisonError::into_inner);
        let known = *asked();
        if let Some((_, is_full)) = known.filter(|(at, _)| at.elapsed() < DISK_FRESH) {
            return is_full;
        }
        // Deleting rows does not shrink the file: its free pages are used again.
        let free = self.free_pages().await.unwrap_or(0);
        let is_full = self.disk_has_room(-free).is_err();
        *asked() = Some((Instant::now(), is_full));
        is_full
    }

    async fn free_pages(&self) -> StoreResult<i64> {
        room::free_pages(&mut self.db.read_once().await?).await
    }

    /// Whether an upload of `bytes` may begin; asked before it arrives, and once more after it.
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
