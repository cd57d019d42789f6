//! Mail that is due: made now, from what its person may read now, and handed to the mail server in one conversation. An
//! acknowledged mail is not sent again; a mail whose conversation broke is, under the same name.

use pursuance_domain::action::PauseMail;
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::ActorId;
use pursuance_domain::notice::MailStop;
use pursuance_domain::people::digest;
use pursuance_domain::time::{DAY, HOUR, Time};

use super::queue::Done;
use super::{WorkerCx, wait_after};
use crate::actions::{PerformError, limits};
use crate::letters::{self, Made};
use crate::smtp::{Conversation, Letter, MailSettings, Outcome, SmtpError};
use crate::state::App;
use crate::store::db::WriteTx;
use crate::store::error::{StoreError, StoreResult};
use crate::store::jobs;
use crate::store::mails::{self, Mail, NewMail, Purpose};

/// Retry period of a mail. The person's inbox has everything anyway.
pub const TRIED_FOR: i64 = 3 * DAY;
/// How many mails go through one conversation.
const IN_ONE: usize = 100;
/// The longest wait for a server that cannot be spoken to: each mail is put off by itself, and given up by itself.
const ASKED_WITHIN: i64 = HOUR;

/// Sends the mails that are due.
pub(super) async fn send(cx: &WorkerCx) -> StoreResult<Done> {
    let Some(settings) = &cx.app.config.mail else { return Ok(Done::Finished) };
    let mut open: Option<Conversation> = None;
    let mut broken = None;
    for _ in 0..IN_ONE {
        let now = cx.app.clock.now();
        let due = mails::due(&mut cx.app.db.read().await?, now).await;
        let due = match due {
            Err(StoreError::Inconsistent { table: "mail", row: Some(id), found, .. }) => {
                forget(cx, &id, &found).await?;
                continue;
            }
            due => due?,
        };
        let Some(mail) = due else { break };
        match one(cx, settings, &mut open, &mail, now).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                broken = Some(error);
                break;
            }
            Err(error) if error.is_about_data() => pass_over(cx, &mail, now, &error).await?,
            Err(error) => return Err(error),
        }
    }
    if let Some(conversation) = open.take().filter(|_| broken.is_none()) {
        conversation.end().await;
    }
    if let Some(error) = broken {
        return Ok(Done::Failed(error.to_string()));
    }
    Ok(Done::Finished)
}

/// Notes that every due mail is done: the job waits for the next mail, if there is one. Mails written meanwhile
/// wait until the next one has been looked up.
pub(super) async fn note(app: &App, tx: &mut WriteTx, job: &str, worker: &str) -> StoreResult<()> {
    if !jobs::hold(tx, job, worker).await? {
        return Ok(());
    }
    // Where no mail is sent, what waits would be due for ever. The next start with a mail server takes it up.
    let next = if app.config.mail.is_some() { mails::next_due(tx).await? } else { None };
    match next {
        Some(at) => jobs::go_on_at(tx, job, worker, at).await,
        None => jobs::forget(tx, job, worker).await,
    }
}

/// The time of the next try after `failures` failed conversations in a row. The server is never given up; the mails waiting
/// for it are.
pub(super) fn asked_again_at(failures: i64, now: Time) -> Time {
    let wait = wait_after(u32::try_from(failures).unwrap_or(u32::MAX));
    now.plus(wait.min(ASKED_WITHIN))
}

/// When a mail is tried again.
fn tried_again_at(mail: &Mail, now: Time) -> Time {
    now.plus(wait_after(u32::try_from(mail.attempts.saturating_add(1)).unwrap_or(u32::MAX)))
}

/// Leaves a mail for later that cannot be made: a damaged row of one person holds up nobody else's mail.
async fn pass_over(cx: &WorkerCx, mail: &Mail, now: Time, error: &StoreError) -> StoreResult<()> {
    tracing::error!(
        error = error as &dyn std::error::Error,
        mail.id = mail.id,
        "A mail cannot be made, and is tried again later"
    );
    let mut tx = cx.app.db.write().await?;
    if mails::hold(&mut tx, mail).await? {
        mails::tried(&mut tx, &mail.id, tried_again_at(mail, now)).await?;
    }
    tx.commit().await
}

/// Deletes a mail whose row is damaged: no program can ever send it, and it would be the first to be sent each time.
async fn forget(cx: &WorkerCx, id: &str, found: &str) -> StoreResult<()> {
    tracing::error!(mail.id = id, "A damaged mail is forgotten, as it holds {found}");
    let mut tx = cx.app.db.write().await?;
    mails::finish(&mut tx, id).await?;
    tx.commit().await
}

/// Handles one due mail. The inner error: the mail server cannot be reached.
async fn one(
    cx: &WorkerCx,
    settings: &MailSettings,
    open: &mut Option<Conversation>,
    mail: &Mail,
    now: Time,
) -> StoreResult<Result<(), SmtpError>> {
    let app = &cx.app;
    if mail.made_at.plus(TRIED_FOR) < now && mail.attempts > 0 {
        tracing::warn!(mail.id = mail.id, mail.tries = mail.attempts, "A mail is given up");
        return finish(cx, mail, now).await.map(Ok);
    }
    let mut tx = app.db.write().await?;
    // A notice joins this mail before the checks below, or goes into another mail.
    if !mails::hold(&mut tx, mail).await? {
        return Ok(Ok(()));
    }
    if let Some(until) = letters::held_back(&mut tx, mail, now).await? {
        mails::put_off(&mut tx, &mail.id, until).await?;
        tx.commit().await?;
        return Ok(Ok(()));
    }
    let is_new = mail.purpose == Purpose::Notices && mail.attempts == 0;
    if is_new && limits::mail_at_once(&mut tx, &mail.account, now).await? {
        if next_digest(app, &mut tx, &mail.account, now).await? {
            mails::leave_to_digest(&mut tx, mail).await?;
        } else {
            mails::finish(&mut tx, &mail.id).await?;
        }
        tx.commit().await?;
        return Ok(Ok(()));
    }
    // From here on nothing joins the mail: a person who gets it twice gets the same text.
    mails::tried(&mut tx, &mail.id, tried_again_at(mail, now)).await?;
    tx.commit().await?;
    let made = letters::make(app, &mut app.db.read().await?, mail, now).await?;
    let Made::Letter { letter, mark } = made else { return finish(cx, mail, now).await.map(Ok) };
    let outcome = match hand_over(settings, open, &letter).await {
        Ok(outcome) => outcome,
        Err(SmtpError::Unmade) => Outcome::Unwanted { code: SmtpError::Unmade.to_string() },
        Err(error) => {
            *open = None;
            return Ok(Err(error));
        }
    };
    match outcome {
        Outcome::Taken => finish(cx, mail, now).await?,
        Outcome::Later { code } => {
            tracing::info!(mail.id = mail.id, smtp.answer = code, "A mail waits for its server");
        }
        Outcome::Unwanted { code } => {
            tracing::warn!(mail.id = mail.id, smtp.answer = code, "A mail is not wanted by the server");
            finish(cx, mail, now).await?;
        }
        Outcome::NoSuchAddress { code } => {
            tracing::info!(mail.id = mail.id, smtp.answer = code, "An address takes no mail and is paused");
            if mail.purpose == Purpose::Former {
                finish(cx, mail, now).await?;
            }
            let clock = Principal::Clock { job: "mail".to_owned() };
            let pause = PauseMail { account: mail.account.clone(), mark, why: MailStop::Refused };
            match app.perform(&clock, pause.into()).await {
                Ok(_) | Err(PerformError::Refused(_)) => {}
                Err(PerformError::Store(error)) => return Err(error),
                Err(error) => tracing::error!(
                    error = &error as &dyn std::error::Error,
                    mail.id = mail.id,
                    "An address could not be paused"
                ),
            }
        }
    }
    Ok(Ok(()))
}

/// Hands a mail to the server; no connection to the database is held meanwhile. Some servers end a conversation after a number
/// of mails; that is no reason to wait, so the mail is sent in a new one.
async fn hand_over(
    settings: &MailSettings,
    open: &mut Option<Conversation>,
    letter: &Letter,
) -> Result<Outcome, SmtpError> {
    if let Some(conversation) = open {
        match conversation.send(letter).await {
            Err(SmtpError::Broken) => *open = None,
            sent => return sent,
        }
    }
    open.insert(Conversation::begin(settings).await?).send(letter).await
}

/// Nothing more is done for a mail. After a digest comes that of the next day.
async fn finish(cx: &WorkerCx, mail: &Mail, now: Time) -> StoreResult<()> {
    loop {
        match finished(&cx.app, mail, now).await {
            // Postgres ends one of two transactions in a deadlock. An accepted mail is not sent again for that.
            Err(error) if error.is_retryable() => {}
            done => return done,
        }
    }
}

async fn finished(app: &App, mail: &Mail, now: Time) -> StoreResult<()> {
    let mut tx = app.db.write().await?;
    mails::finish(&mut tx, &mail.id).await?;
    if mail.purpose == Purpose::Digest {
        next_digest(app, &mut tx, &mail.account, now).await?;
    }
    tx.commit().await
}

/// Begins the next digest of a person; whether they get any mail.
async fn next_digest(app: &App, tx: &mut WriteTx, account: &ActorId, now: Time) -> StoreResult<bool> {
    let Some(zone) = letters::digest_zone(tx, account).await? else { return Ok(false) };
    let due_at = digest::next(zone, now);
    let next = NewMail { id: app.clock.new_id_at(now), account: account.clone(), due_at };
    mails::begin(tx, Purpose::Digest, "", &[next], now).await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_is_down_is_asked_within_the_hour_however_long_it_was() {
        let now = Time(1_700_000_000_000_000);
        for failures in [1, 2, 10, 38, 1_000, i64::MAX] {
            let at = asked_again_at(failures, now);
            assert!(now < at && at <= now.plus(HOUR), "{failures}");
        }
    }
}
