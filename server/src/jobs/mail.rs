//! Mail that is due: made now, by what its person may read now, and handed to the mail server in one conversation. A mail
//! that was acknowledged is not sent again; one whose conversation broke is, under the same name.

use pursuance_domain::action::PauseMail;
use pursuance_domain::allowed::Principal;
use pursuance_domain::notice::MailStop;
use pursuance_domain::people::digest;
use pursuance_domain::time::{DAY, Time};

use super::queue::Done;
use super::{WorkerCx, wait_after};
use crate::actions::PerformError;
use crate::letters::{self, Made};
use crate::smtp::{Conversation, Letter, MailSettings, Outcome, SmtpError};
use crate::store::db::WriteTx;
use crate::store::error::StoreResult;
use crate::store::jobs;
use crate::store::mails::{self, Mail, NewMail, Purpose};

/// How long a mail is tried. Its inbox has everything anyway.
pub(crate) const TRIED_FOR: i64 = 3 * DAY;
/// How many mails go through one conversation.
const IN_ONE: usize = 100;

/// Sends what is due.
pub(super) async fn send(cx: &WorkerCx) -> StoreResult<Done> {
    let Some(settings) = &cx.app.config.mail else { return Ok(Done::Finished) };
    let mut open: Option<Conversation> = None;
    let mut broken = None;
    for _ in 0..IN_ONE {
        let now = cx.app.clock.now();
        let due = mails::due(&mut cx.app.db.read().await?, now).await?;
        let Some(mail) = due else { break };
        let done = one(cx, settings, &mut open, &mail, now).await?;
        if let Err(error) = done {
            broken = Some(error);
            break;
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

/// Notes that all that was due is done: the job waits for the next mail, if there is one. What is written meanwhile waits
/// until that is looked up.
pub(super) async fn note(tx: &mut WriteTx, job: &str, worker: &str) -> StoreResult<()> {
    if !jobs::hold(tx, job, worker).await? {
        return Ok(());
    }
    match mails::next_due(tx).await? {
        Some(at) => jobs::retry_at(tx, job, worker, at, "").await,
        None => jobs::forget(tx, job, worker).await,
    }
}

/// Does what is to be done about one mail. The inner error: the mail server cannot be spoken to.
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
    let held_back = letters::held_back(&mut app.db.read().await?, mail, now).await?;
    if let Some(until) = held_back {
        let mut tx = app.db.write().await?;
        mails::put_off(&mut tx, &mail.id, until).await?;
        tx.commit().await?;
        return Ok(Ok(()));
    }
    // From here on nothing joins it: whoever gets it twice gets the same mail.
    let mut tx = app.db.write().await?;
    let failures = u32::try_from(mail.attempts.saturating_add(1)).unwrap_or(u32::MAX);
    let is_there = mails::tried(&mut tx, &mail.id, now.plus(wait_after(failures))).await?;
    tx.commit().await?;
    if !is_there {
        return Ok(Ok(()));
    }
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

/// Hands a mail to the server; no connection to the database is held meanwhile.
async fn hand_over(
    settings: &MailSettings,
    open: &mut Option<Conversation>,
    letter: &Letter,
) -> Result<Outcome, SmtpError> {
    let conversation = match open {
        Some(conversation) => conversation,
        None => open.insert(Conversation::begin(settings).await?),
    };
    conversation.send(letter).await
}

/// Nothing more is done for a mail. After a digest comes that of the next day.
async fn finish(cx: &WorkerCx, mail: &Mail, now: Time) -> StoreResult<()> {
    let app = &cx.app;
    let mut tx = app.db.write().await?;
    mails::finish(&mut tx, &mail.id).await?;
    if mail.purpose == Purpose::Digest
        && let Some(zone) = letters::digest_zone(&mut tx, &mail.account).await?
    {
        let due_at = digest::next(zone, now);
        let next = NewMail { id: app.clock.new_id_at(now), account: mail.account.clone(), due_at };
        mails::begin(&mut tx, Purpose::Digest, "", &[next], now).await?;
    }
    tx.commit().await
}
