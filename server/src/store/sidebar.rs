//! What stands beside every page of somebody who is signed in.

use pursuance_domain::id::ActorId;
use pursuance_domain::people::role::Role;
use pursuance_domain::value::Visibility;

use super::db::{ReadTx, all, one};
use super::error::{StoreError, StoreResult};

/// A pursuance somebody is a member of.
#[derive(Debug, Clone)]
pub struct Mine {
    pub slug: String,
    pub name: String,
    pub visibility: Visibility,
    pub role: Role,
    /// Offers there that wait for an answer.
    pub incoming: i64,
}

/// The pursuances somebody is a member of, by name.
pub async fn pursuances(tx: &mut ReadTx, person: &ActorId) -> StoreResult<Vec<Mine>> {
    const SQL: &str = "select p.slug, a.display, p.visibility, m.role,
          (select count(*) from delegation d where d.delegate = p.actor and d.side = 'delegate' and d.state = 'offered')
        from member m join pursuance p on p.actor = m.pursuance join actor a on a.id = p.actor
        where m.actor = $1 and m.state = 'active' and p.archived_at is null order by a.display, p.slug limit 100";
    let rows = all!(tx, (String, String, String, String, i64), SQL, person.as_str())?;
    rows.into_iter()
        .map(|(slug, name, visibility, role, incoming)| {
            Ok(Mine {
                slug,
                name,
                visibility: Visibility::parse(&visibility)
                    .map_err(|_| StoreError::unknown_word("pursuance", "visibility", visibility))?,
                role: Role::parse(&role).ok_or_else(|| StoreError::unknown_word("member", "role", role))?,
                incoming,
            })
        })
        .collect()
}

/// How many tasks wait for somebody's review.
pub async fn reviews(tx: &mut ReadTx, person: &ActorId) -> StoreResult<i64> {
    const SQL: &str =
        "select count(*) from task where reviewer = $1 and phase in ('ready_for_review', 'in_review')
        and archived_at is null";
    Ok(one!(tx, (i64,), SQL, person.as_str())?.0)
}
