//! Tells people of their notices outside of the site, too: by mail, at once or with the next digest, and by the browsers that
//! they chose. This module only queues mails and messages; jobs make the texts and send them.

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
use crate::store::watches::Recipient;
use crate::store::{availability, pushes};

/// How long a mail waits for more about the same thing.
const MAIL_GATHERED_FOR: i64 = MINUTE;
/// How long a push message waits for more about the same thing, and for a person who is reading it on the site right now.
const PUSH_GATHERED_FOR: i64 = 10 * SECOND;

/// The notices that some people just got of an event.
pub(super) struct Told<'a> {
    pub event: &'a Recorded,
    /// The object that the notices are about.
    pub object: &'a str,
    pub people: &'a [&'a Recipient],
}

impl Told<'_> {
    /// Has them told outside of the site, as their people want it.
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
        // Before the mails themselves: of two transactions on Postgres that write some, the second waits here, where it holds
        // none that the first one needs.
        Job::SendMail {}.write(tx, &app.clock, first).await?;
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

    /// The people who want to be told at the time `when`, sorted by id.
    fn wanting(&self, when: Wanted, by: fn(&Recipient) -> Option<Wanted>) -> Vec<&ActorId> {
        let wanting = self.people.iter().filter(|recipient| by(recipient) == Some(when));
        let mut found: Vec<&ActorId> = wanting.map(|recipient| &recipient.account).collect();
        found.sort();
        found
    }
}
