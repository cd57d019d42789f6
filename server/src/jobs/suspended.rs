//! Tasks of people who were suspended before a suspension let go of them. They are searched once, when the workers
//! start; jobs then let go of them step by step. A job that is written twice finds nothing the second time.
//!
//! Every start looks again, as a database of an older program may be restored at any time. That costs one pass over the
//! accounts, and for each suspended one two looks into the indexes of tasks by assignee and reviewer; no other task is read.

use pursuance_domain::id::ActorId;
use pursuance_domain::people::parting::Parting;

use super::WorkerCx;
use crate::store::accounts;
use crate::store::error::StoreResult;
use crate::store::jobs::Job;

/// How many people in pursuances are looked up at once.
const AT_ONCE: i64 = 500;

/// Makes sure that suspended people keep no tasks. After a failure the next start tries again.
pub(super) async fn let_go(cx: &WorkerCx) {
    if let Err(error) = look(cx).await {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "Tasks of suspended people could not be looked up"
        );
    }
}

async fn look(cx: &WorkerCx) -> StoreResult<()> {
    let nobody = || ActorId(String::new());
    let mut after = (nobody(), nobody());
    loop {
        let before = (&after.0, &after.1);
        let found = accounts::suspended_with_tasks(&mut cx.app.db.read().await?, before, AT_ONCE).await?;
        let Some(last) = found.last() else { return Ok(()) };
        after.clone_from(last);
        let mut tx = cx.app.db.write().await?;
        for (pursuance, person) in found {
            let job = Job::LetGo { pursuance, person, why: Parting::Unavailable, by: None, to: None };
            job.write(&mut tx, &cx.app.clock, cx.app.clock.now()).await?;
        }
        tx.commit().await?;
    }
}
