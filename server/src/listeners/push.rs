//! Push about notices: what the inbox of a person has is also sent to the browsers that they chose. Here is only noted that it is
//! to be; a job makes the message and sends it.

use pursuance_domain::event::Recorded;
use pursuance_domain::id::ActorId;
use pursuance_domain::notice::{Channel, NoticeKind, Wanted};
use pursuance_domain::time::SECOND;

use crate::state::App;
use crate::store::db::WriteTx;
use crate::store::error::StoreResult;
use crate::store::jobs::Job;
use crate::store::pushes;

/// How long a message waits for more about the same thing, and for somebody who is reading it on the site right now.
const GATHERED_FOR: i64 = 10 * SECOND;

/// Has the notices that some people just got of an event pushed, as they want it. `object`: what they are about.
pub(super) async fn follow(
    app: &App,
    tx: &mut WriteTx,
    event: &Recorded,
    object: &str,
    kind: NoticeKind,
    people: &[ActorId],
) -> StoreResult<()> {
    if people.is_empty() {
        return Ok(());
    }
    let readers = pushes::readers(tx, kind, people).await?;
    let wants =
        |chosen: Option<Wanted>| chosen.unwrap_or_else(|| Channel::Push.unless_chosen(kind)) == Wanted::Now;
    let told: Vec<&ActorId> =
        readers.iter().filter(|(_, chosen)| wants(*chosen)).map(|(who, _)| who).collect();
    pushes::take_in(tx, event, &told).await?;
    let at = app.clock.now().plus(GATHERED_FOR);
    for account in told {
        let job = Job::TellByPush { account: account.clone(), object: object.to_owned() };
        job.write(tx, &app.clock, at).await?;
    }
    Ok(())
}
