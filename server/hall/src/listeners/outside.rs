//! Notifies people outside of the site: by mail, at once or with the next digest, and by push messages to their browsers. This module only
//! enqueues mails and push messages; jobs render and send them.

use std::collections::HashMap;

use pursuance_domain::event::Recorded;
use pursuance_domain::id::ActorId;
use pursuance_domain::notice::Wanted;
use pursuance_domain::people::digest;
use pursuance_domain::time::{MINUTE, SECOND, Time};

use crate::state::App;
use crate::store::db::WriteTx;
use crate::store::error::StoreResult;
use crate::store::jobs::Job;
use crate::store::mails::{self, NewMail, Purpose};
use crate::store::parcels::Lane;
use crate::store::watches::Recipient;
use crate::store::{availability, pushes};

/// The delay of a mail, to collect more notices about the same object.
const MAIL_GATHERED_FOR: i64 = MINUTE;
/// The delay of a push message, to collect more notices about the same object, and for a person who is just reading on the site.
const PUSH_GATHERED_FOR: i64 = 10 * SECOND;

/// The new notices of some people about an event.
pub(super) struct NewNotices<'a> {
    pub event: &'a Recorded,
    /// The object that the notices are about.
    pub object: &'a str,
    pub people: &'a [&'a Recipient],
}

impl NewNotices<'_> {
    /// Enqueues mails and push messages according to the settings of each person.
    pub async fn follow(&self, app: &App, tx: &mut WriteTx) -> StoreResult<()> {
        if app.config.mail.is_some() {
            self.by_mail(app, tx).await?;
        }
        self.by_push(app, tx).await
    }

    async fn by_mail(&self, app: &App, tx: &mut WriteTx) -> StoreResult<()> {
        let wanting = |when| self.wanting(when, |recipient| recipient.by_mail);
        let (at_once, daily) = (wanting(Wanted::Now), wanting(Wanted::Digest));
        if at_once.is_empty() && daily.is_empty() {
            return Ok(());
        }
        let now = app.clock.now();
        let new = |who: &ActorId, due_at: Time| NewMail {
            id: app.clock.new_id_at(now),
            account: who.clone(),
            due_at,
        };
        let soon: Vec<NewMail> = at_once.iter().map(|who| new(who, now.plus(MAIL_GATHERED_FOR))).collect();
        let said = if daily.is_empty() {
            HashMap::new()
        } else {
            availability::of_people(tx, daily.iter().copied()).await?
        };
        let due = |who: &ActorId| said.get(who).map(|said| digest::next(said.zone, now));
        let tomorrow: Vec<NewMail> = daily.iter().filter_map(|who| Some(new(who, due(who)?))).collect();
        let first = soon.iter().chain(&tomorrow).map(|new| new.due_at).min();
        let Some(first) = first else { return Ok(()) };
        // The job is written before the mails: on Postgres the second of two such transactions then waits here, without a lock on mails
        // that the first one needs.
        Lane::mail().open(tx, &app.clock, first).await?;
        mails::begin(tx, Purpose::Notices, self.object, &soon, now).await?;
        mails::take_in(tx, Purpose::Notices, self.object, self.event, &at_once).await?;
        mails::begin(tx, Purpose::Digest, "", &tomorrow, now).await?;
        mails::take_in(tx, Purpose::Digest, "", self.event, &daily).await
    }

    async fn by_push(&self, app: &App, tx: &mut WriteTx) -> StoreResult<()> {
        let told = self.wanting(Wanted::Now, |recipient| recipient.by_push);
        pushes::take_in(tx, self.event, &told).await?;
        let at = app.clock.now().plus(PUSH_GATHERED_FOR);
        for account in told {
            let job = Job::TellByPush { account: account.clone(), object: self.object.to_owned() };
            job.write(tx, &app.clock, at).await?;
        }
        Ok(())
    }

    /// The people whose setting is `when`, sorted by id.
    fn wanting(&self, when: Wanted, by: fn(&Recipient) -> Option<Wanted>) -> Vec<&ActorId> {
        let wanting = self.people.iter().filter(|recipient| by(recipient) == Some(when));
        let mut found: Vec<&ActorId> = wanting.map(|recipient| &recipient.account).collect();
        found.sort();
        found
    }
}
