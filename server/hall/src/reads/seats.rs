//! The facts that the log of a private pursuance proves of its members, and how much this server keeps of it. All of it is read
//! without any key.

use std::collections::HashMap;
use std::sync::Arc;

use pursuance_domain::id::ActorId;
use pursuance_domain::time::Time;
use pursuance_sealed::ids::{Iid, InviteId};
use pursuance_sealed::log::{Fold, LogInvite, LogRole};
use schemars::JsonSchema;
use serde::Serialize;

use crate::actions::access::Access;
use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::sealed::{self, seals, seen};

/// The facts that the log proves of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvenSeat {
    /// Their identity there.
    pub iid: Iid,
    pub level: LogRole,
    /// How many entries of the log that is of.
    pub entries: u64,
    /// Whether nobody has sealed the newest key to them yet so that it opens.
    pub waits: bool,
    /// Whose seals of it did not open, as they say: the names of accounts.
    pub unopened: Vec<String>,
}

/// A seat for programs.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "SealedSeat")]
pub struct SeatView {
    /// Their identity in the log, in hexadecimal.
    pub iid: String,
    /// Their level there: 0 reads, 1 writes, 2 moderates, 3 organises.
    pub level: u8,
    /// Whether nobody has sealed the newest key to them yet so that it opens.
    pub waits: bool,
    /// Who sealed it to them so that it did not open, as their device says.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unopened: Vec<String>,
}

impl From<ProvenSeat> for SeatView {
    fn from(ProvenSeat { iid, level, waits, unopened, entries: _ }: ProvenSeat) -> Self {
        Self { iid: iid.to_string(), level: level.number(), waits, unopened }
    }
}

/// Returns the meaning of the log of a pursuance; none for one that is not private.
///
/// # Errors
/// When the database fails.
pub async fn fold_of(app: &App, tx: &mut ReadTx, access: &Access) -> StoreResult<Option<Arc<Fold>>> {
    if !access.pursuance.is_private() {
        return Ok(None);
    }
    let id = &access.pursuance.id;
    let Some(standing) = sealed::standing(tx, id).await? else { return Ok(None) };
    app.folds.of(tx, id, &standing).await
}

/// Returns the facts that its log proves of each member; nothing where it has none.
///
/// # Errors
/// When the database fails.
pub async fn seats(app: &App, tx: &mut ReadTx, access: &Access) -> StoreResult<HashMap<ActorId, ProvenSeat>> {
    let Some(fold) = fold_of(app, tx, access).await? else { return Ok(HashMap::new()) };
    let id = &access.pursuance.id;
    let waiting = seals::without(tx, id, fold.epoch(), None).await?;
    let mut senders = seals::unopened(tx, id, fold.epoch()).await?;
    let seat = |(iid, actor): (Iid, ActorId)| {
        let level = fold.role(&iid)?;
        // They come in the order of their names.
        let waits = waiting.binary_search(&iid).is_ok();
        let unopened = senders.remove(&iid).unwrap_or_default();
        Some((actor, ProvenSeat { iid, level, entries: fold.next_seq(), waits, unopened }))
    };
    Ok(seen::seats(tx, id).await?.into_iter().filter_map(seat).collect())
}

/// The invitations by which somebody can still come in.
pub fn open_invites(fold: &Fold) -> impl Iterator<Item = (&InviteId, &LogInvite)> {
    fold.open_invites().filter(|(_, invite)| invite.has_room())
}

/// How much this server keeps of a private pursuance.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "SealedKept")]
pub struct KeptView {
    /// How many entries the log has.
    pub entries: i64,
    /// When the first of them came.
    pub first: Time,
    /// When the last of them came.
    pub last: Time,
    /// The number of the newest key.
    pub epoch: u32,
    /// How many sealed keys there are.
    pub seals: i64,
    /// How many invitations let somebody in.
    pub invites: usize,
    /// How many objects there are: what the pursuance is, profiles and tasks.
    pub objects: i64,
}

/// Counts what is kept of a private pursuance whose log means that.
///
/// # Errors
/// When the database fails.
pub async fn kept(tx: &mut ReadTx, pursuance: &ActorId, fold: &Fold) -> StoreResult<KeptView> {
    let seen::Kept { entries, first, last, seals, objects } = seen::kept(tx, pursuance).await?;
    let (epoch, invites) = (fold.epoch(), open_invites(fold).count());
    Ok(KeptView { entries, first, last, epoch, seals, invites, objects })
}
