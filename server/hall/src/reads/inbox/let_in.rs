//! The tasks that somebody wanted when they asked to join: the yes leads to each while nobody has it.

use std::collections::HashMap;

use pursuance_domain::event::Happened;
use pursuance_domain::id::ActorId;
use pursuance_domain::notice::NoticeKind;

use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::notices::Notice;
use crate::store::requests;
use crate::store::tasks::{self, Task};

/// Whether it tells its person that they were let in.
pub(super) fn is_let_in(notice: &Notice) -> bool {
    notice.kind == NoticeKind::Admission
        && matches!(&notice.event.what, Happened::MemberDecided(decided) if decided.accepted)
}

/// The tasks that a person wanted, by the pursuance that let them in. The caller checks who may read each.
pub(super) async fn wanted(
    tx: &mut ReadTx,
    person: &ActorId,
    notices: &[Notice],
) -> StoreResult<HashMap<ActorId, Task>> {
    let of: Vec<&ActorId> = notices.iter().filter(|one| is_let_in(one)).map(|one| &one.pursuance).collect();
    if of.is_empty() {
        return Ok(HashMap::new());
    }
    let wanted = requests::wanted_in(tx, person, &of).await?;
    let found = tasks::by_ids(tx, &wanted).await?;
    Ok(found.into_values().map(|task| (task.pursuance.clone(), task)).collect())
}
