//! The data that this server keeps of a private pursuance, for its members to look at: counts, sizes, times, and the very bytes.

use std::collections::HashMap;

use pursuance_domain::id::ActorId;
use pursuance_domain::time::Time;
use pursuance_sealed::ids::{Iid, InviteId};

use super::read_id;
use crate::store::db::{ReadTx, all, one, optional};
use crate::store::error::StoreResult;
use crate::store::search::{among, list};

/// How much there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    pub entries: i64,
    /// When the first entry and the last one came.
    pub first: Time,
    pub last: Time,
    pub seals: i64,
    pub objects: i64,
}

/// How much there is of a private pursuance.
pub async fn kept(tx: &mut ReadTx, pursuance: &ActorId) -> StoreResult<Kept> {
    const SQL: &str = "select count(*), coalesce(min(l.at), 0), coalesce(max(l.at), 0),
          (select count(*) from sealed_seal s where s.pursuance = $1),
          (select count(*) from sealed_object o where o.pursuance = $1)
        from sealed_log l where l.pursuance = $1";
    let (entries, first, last, seals, objects) =
        one!(tx, (i64, i64, i64, i64, i64), SQL, pursuance.as_str())?;
    Ok(Kept { entries, first: Time(first), last: Time(last), seals, objects })
}

/// Whose account each identity in the log is.
pub async fn seats(tx: &mut ReadTx, pursuance: &ActorId) -> StoreResult<HashMap<Iid, ActorId>> {
    const SQL: &str = "select iid, actor from sealed_member where pursuance = $1";
    let found = all!(tx, (String, String), SQL, pursuance.as_str())?;
    let read = |(iid, actor): (String, String)| {
        Ok((read_id("sealed_member", "iid", &iid, Iid::from_slice)?, ActorId(actor)))
    };
    found.into_iter().map(read).collect()
}

/// The identities of members in hexadecimal, each with the name of its account, by these names.
pub async fn accounts(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    limit: i64,
) -> StoreResult<Vec<(String, String)>> {
    const SQL: &str =
        "select m.iid, a.name from sealed_member m join actor a on a.id = m.actor where m.pursuance = $1
        order by a.name, m.iid limit +$2";
    all!(tx, (String, String), SQL, pursuance.as_str(), limit)
}

/// An object as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The name of its texts.
    pub id: String,
    /// The number of its sort (docs/sealed.md §3.6).
    pub kind: i64,
    pub revision: i64,
    /// Who handed the newest revision in, and when.
    pub author: ActorId,
    pub at: Time,
}

/// The objects that changed last.
pub async fn newest(tx: &mut ReadTx, pursuance: &ActorId, limit: i64) -> StoreResult<Vec<Held>> {
    const SQL: &str = "select o.id, o.kind, o.revision, r.author, r.at from sealed_object o
          join sealed_revision r on r.object = o.id and r.revision = o.revision
        where o.pursuance = $1 order by o.changed desc limit +$2";
    let found = all!(tx, (String, i64, i64, String, i64), SQL, pursuance.as_str(), limit)?;
    let held =
        |(id, kind, revision, author, at)| Held { id, kind, revision, author: ActorId(author), at: Time(at) };
    Ok(found.into_iter().map(held).collect())
}

/// The fields of some objects by the names of their texts, and how many bytes the newest envelope of each has.
pub async fn sizes(tx: &mut ReadTx, objects: &[Held]) -> StoreResult<HashMap<String, Vec<(String, i64)>>> {
    macro_rules! sizes {
        ($($which:literal),+) => {
            concat!(
                "select v.object, v.field, cast(length(v.envelope) as bigint) from text_version v ",
                $($which,)+
                " and v.envelope is not null and v.revision = (select max(w.revision) from text_version w
                   where w.object = v.object and w.field = v.field) order by v.object, v.field"
            )
        };
    }
    let sql = among!(sizes, "v.object", tx);
    let ids = list(objects.iter().map(|object| object.id.as_str()));
    let mut found: HashMap<String, Vec<(String, i64)>> = HashMap::new();
    for (object, field, size) in all!(tx, (String, String, i64), sql, ids)? {
        found.entry(object).or_default().push((field, size));
    }
    Ok(found)
}

/// A field as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub field: String,
    /// The revision of the object that wrote it last.
    pub revision: i64,
    pub envelope: Vec<u8>,
}

/// The newest envelope of each field of an object.
pub async fn fields(tx: &mut ReadTx, object: &str) -> StoreResult<Vec<Stored>> {
    const SQL: &str = "select v.field, v.revision, v.envelope from text_version v
        where v.object = $1 and v.envelope is not null and v.revision = (select max(w.revision) from text_version w
          where w.object = v.object and w.field = v.field) order by v.field";
    let found = all!(tx, (String, i64, Vec<u8>), SQL, object)?;
    Ok(found.into_iter().map(|(field, revision, envelope)| Stored { field, revision, envelope }).collect())
}

/// The name of the texts of the pursuance itself, once it has any.
pub async fn own(tx: &mut ReadTx, pursuance: &ActorId) -> StoreResult<Option<String>> {
    const SQL: &str = "select id from sealed_object where pursuance = $1 and kind = 0";
    Ok(optional!(tx, (String,), SQL, pursuance.as_str())?.map(|(id,)| id))
}

/// The pursuance that an open invitation leads to. One without a note is no invitation of this program's pages.
pub async fn invited_to(tx: &mut ReadTx, invite: &InviteId) -> StoreResult<Option<ActorId>> {
    const SQL: &str = "select pursuance from sealed_note where invite_id = $1";
    Ok(optional!(tx, (String,), SQL, invite.to_string())?.map(|(id,)| ActorId(id)))
}
