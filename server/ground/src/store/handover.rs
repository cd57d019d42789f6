//! The hand-over of a pursuance: the member who was asked to become its Primary, and pursuances whose Primary cannot act.

use pursuance_domain::id::ActorId;
use pursuance_domain::time::Time;

use super::db::{ReadTx, WriteTx, all, optional, run};
use super::error::StoreResult;

/// The member who was asked to become the Primary, and when.
pub async fn heir(tx: &mut ReadTx, pursuance: &ActorId) -> StoreResult<Option<(ActorId, Time)>> {
    const SQL: &str = "select heir, heir_asked_at from pursuance where actor = $1 and heir is not null";
    let found = optional!(tx, (String, Option<i64>), SQL, pursuance.as_str())?;
    Ok(found.map(|(heir, at)| (ActorId(heir), Time(at.unwrap_or_default()))))
}

/// Notes who is asked, or nobody any more.
pub async fn set_heir(
    tx: &mut WriteTx,
    pursuance: &ActorId,
    heir: Option<&ActorId>,
    now: Time,
) -> StoreResult<()> {
    const SQL: &str = "update pursuance set heir = $2, heir_asked_at = $3 where actor = $1";
    let at = heir.map(|_| now.0);
    run!(tx, SQL, pursuance.as_str(), heir.map(ActorId::as_str), at).map(drop)
}

/// The Primary of a pursuance, and whether their account is suspended. None where the Primary is gone.
pub async fn primary(tx: &mut ReadTx, pursuance: &ActorId) -> StoreResult<Option<(ActorId, bool)>> {
    const SQL: &str = "select m.actor, cast(case when o.actor is null or o.suspended_at is not null then 1 else 0 end as bigint)
        from member m left join account o on o.actor = m.actor
        where m.pursuance = $1 and m.state = 'active' and m.role = 'primary'";
    let found = optional!(tx, (String, i64), SQL, pursuance.as_str())?;
    Ok(found.map(|(primary, is_suspended)| (ActorId(primary), is_suspended != 0)))
}

/// A pursuance without a Primary who can act.
#[derive(Debug, Clone)]
pub struct Orphan {
    pub id: ActorId,
    pub slug: String,
    pub name: String,
}

/// Pursuances whose Primary is suspended or gone, by slug, after one.
pub async fn orphans(tx: &mut ReadTx, after: &str, limit: i64) -> StoreResult<Vec<Orphan>> {
    const SQL: &str = "select p.actor, p.slug, g.display from pursuance p join actor g on g.id = p.actor
        where p.slug > $1 and p.deleted_at is null and not exists (select 1 from member m join account o on o.actor = m.actor
          where m.pursuance = p.actor and m.role = 'primary' and m.state = 'active' and o.suspended_at is null)
        order by p.slug limit +$2";
    let found = all!(tx, (String, String, String), SQL, after, limit)?;
    Ok(found.into_iter().map(|(id, slug, name)| Orphan { id: ActorId(id), slug, name }).collect())
}
