//! Mail about notices: what the inbox of a person has is also sent to them, at once or with the next digest. Here is only
//! noted that a mail is to tell of it; a job makes its text and sends it.

use std::collections::HashMap;

use pursuance_domain::event::Recorded;
use pursuance_domain::id::ActorId;
use pursuance_domain::notice::{Channel, NoticeKind, Wanted};
use pursuance_domain::people::digest;
use pursuance_domain::time::{MINUTE, Time};

use crate::state::App;
use crate::store::availability;
use crate::store::db::WriteTx;
use crate::store::error::StoreResult;
use crate::store::jobs::Job;
use crate::store::mails::{self, NewMail, Purpose};

/// How long a mail waits for more about the same thing.
const GATHERED_FOR: i64 = MINUTE;

/// Has the notices that some people just got of an event told by mail, as they want it. `object`: what they are about.
pub(super) async fn follow(
    app: &App,
    tx: &mut WriteTx,
    event: &Recorded,
    object: &str,
    kind: NoticeKind,
    people: &[ActorId],
) -> StoreResult<()> {
    if app.config.mail.is_none() || people.is_empty() {
        return Ok(());
    }
    let readers = mails::readers(tx, kind, people).await?;
    let wanting = |when: Wanted| -> Vec<&ActorId> {
        let wants =
            |chosen: Option<Wanted>| chosen.unwrap_or_else(|| Channel::Mail.unless_chosen(kind)) == when;
        readers.iter().filter(|(_, chosen)| wants(*chosen)).map(|(who, _)| who).collect()
    };
    let (at_once, daily) = (wanting(Wanted::Now), wanting(Wanted::Digest));
    if at_once.is_empty() && daily.is_empty() {
        return Ok(());
    }
    let now = app.clock.now();
    let new =
        |who: &ActorId, due_at: Time| NewMail { id: app.clock.new_id_at(now), account: who.clone(), due_at };
    let soon: Vec<NewMail> = at_once.iter().map(|who| new(who, now.plus(GATHERED_FOR))).collect();
    let said = if daily.is_empty() {
        HashMap::new()
    } else {
        availability::of_people(tx, daily.iter().copied()).await?
    };
    let due = |who: &ActorId| said.get(who).map(|said| digest::next(said.zone, now));
    let tomorrow: Vec<NewMail> = daily.iter().filter_map(|who| Some(new(who, due(who)?))).collect();
    let Some(first) = soon.iter().chain(&tomorrow).map(|new| new.due_at).min() else { return Ok(()) };
    // Before the mails themselves: of two transactions on Postgres that write some, the second waits here, where it holds none
    // that the first one needs.
    Job::SendMail {}.write(tx, &app.clock, first).await?;
    mails::begin(tx, Purpose::Notices, object, &soon, now).await?;
    mails::take_in(tx, Purpose::Notices, object, event, &at_once).await?;
    mails::begin(tx, Purpose::Digest, "", &tomorrow, now).await?;
    mails::take_in(tx, Purpose::Digest, "", event, &daily).await
}
