//! Where a message stands: the discussion that its `thread` names, and whether somebody may read it.

use pursuance_domain::allowed::{Permission, Principal};
use pursuance_domain::discussion::{CommentRefusal, hangs_on};
use pursuance_domain::id::{ActorId, MessageId, TaskId};
use pursuance_domain::time::Time;

use super::access::Access;
use super::{Cx, PerformError, Refused, Thing};
use crate::store::db::ReadTx;
use crate::store::discussions::{self, Ties};
use crate::store::error::StoreResult;
use crate::store::pursuances;
use crate::store::tasks::{self, Task};

/// A discussion that somebody may read.
pub(crate) enum Thread {
    /// That of a task.
    Task { access: Access, task: Task },
}

impl Thread {
    /// The discussion with this id, where the person may read it. The comments on an offer that is not accepted belong to its card,
    /// and are quoted once it is a task.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find(
        tx: &mut ReadTx,
        who: &Principal,
        thread: &str,
        now: Time,
    ) -> StoreResult<Option<Self>> {
        let Some(task) = tasks::by_id(tx, &TaskId(thread.to_owned())).await? else { return Ok(None) };
        let Some(pursuance) = pursuances::by_id(tx, &task.pursuance).await? else { return Ok(None) };
        let access = Access::load(tx, who, pursuance, now).await?;
        let is_seen = access.may(Permission::SeeTask, Some(&task));
        Ok(is_seen.then_some(Self::Task { access, task }))
    }
}

/// What a new message answers and quotes, by the ids that its writer named.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Answers<'a> {
    pub reply_to: Option<&'a MessageId>,
    pub quote: Option<&'a MessageId>,
}

impl Answers<'_> {
    /// What the message is tied to, and who wrote what it answers.
    ///
    /// # Errors
    /// When what it answers is in another discussion, when the writer may not read what it quotes, or when that is gone.
    pub async fn ties(self, cx: &mut Cx, thread: &str) -> Result<(Ties, Option<ActorId>), PerformError> {
        let (mut ties, mut author) = (Ties::default(), None);
        if let Some(id) = self.reply_to {
            let found = discussions::by_id(&mut cx.tx, id).await?;
            let found = found.filter(|found| found.thread == thread);
            let found = found.ok_or(Refused::NotFound(Thing::Comment))?;
            ties.reply_to = Some(hangs_on(&found.id, found.ties.reply_to.as_ref()));
            author = Some(found.author);
        }
        if let Some(id) = self.quote {
            let found = discussions::by_id(&mut cx.tx, id).await?.ok_or(Refused::NotFound(Thing::Comment))?;
            let (who, now) = (cx.who.clone(), cx.now);
            let is_here = found.thread == thread;
            let is_read = is_here || Thread::find(&mut cx.tx, &who, &found.thread, now).await?.is_some();
            // A sealed text is quoted by no server.
            if !is_read || found.body.is_sealed() {
                return Err(Refused::NotFound(Thing::Comment).into());
            }
            if found.retracted_at.is_some() {
                return Err(CommentRefusal::Gone.into());
            }
            ties.quote = Some(found.id);
        }
        Ok((ties, author))
    }
}
