//! Whether something waits to be taken into the index where a reader searches: while one pursuance is indexed anew, as somebody changed
//! who sees it, the answers of everybody else are whole.

use pursuance_domain::allowed::Sights;

use super::Scope;
use crate::store::db::{ReadTx, all};
use crate::store::error::StoreResult;

/// How many pursuances, rooms and things that wait are looked at, of each. Where there are more, as after an upgrade, something waits
/// for everybody.
const LOOKED_AT: usize = 100;

/// Whether something waits in what a reader may find, public pursuances among that.
pub async fn is_filling_for(tx: &mut ReadTx, sights: &Sights) -> StoreResult<bool> {
    waits_in(tx, &Scope::of(sights, true)).await
}

/// Whether something waits that is looked for there.
pub(in crate::store) async fn waits_in(tx: &mut ReadTx, scope: &Scope<'_>) -> StoreResult<bool> {
    // People are in no pursuance, and wait only with everything else.
    const SQL: &str = "select w.pursuance, coalesce(p.visibility = 'public', false) from (
        select * from (select pursuance from search_todo_of limit (select +$1)) o
        union all select r.pursuance from (select thread from search_todo_in limit (select +$1)) i join room r on r.id = i.thread
        union all select coalesce(t.pursuance, r.pursuance, case when s.kind = 'pursuance' then s.object end)
          from (select seq from search_todo limit (select +$1)) o join searched s on s.seq = o.seq
            left join message m on s.kind = 'comment' and m.id = s.object
            left join file f on s.kind = 'file' and f.id = s.object
            left join task t on t.id = coalesce(m.thread, f.object, s.object)
            left join room r on r.id = coalesce(m.thread, f.object)
      ) w left join pursuance p on p.actor = w.pursuance";
    let most = i64::try_from(LOOKED_AT + 1).unwrap_or(i64::MAX);
    let waiting = all!(tx, (Option<String>, bool), SQL, most)?;
    let is_own = |id: &str| scope.whole.iter().chain(&scope.partly).any(|own| own.as_str() == id);
    let is_there = |(pursuance, is_public): &(Option<String>, bool)| {
        pursuance.as_deref().is_none_or(|id| (scope.with_public && *is_public) || is_own(id))
    };
    Ok(waiting.len() > LOOKED_AT || waiting.iter().any(is_there))
}
