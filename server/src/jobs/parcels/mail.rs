//! Mail: made now, from what its person may read now, and handed to the mail server in one conversation. An acknowledged mail is
//! not sent again; a mail whose conversation broke is, under the same name.

use futures::future::BoxFuture;
use pursuance_domain::action::PauseMail;
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::ActorId;
use pursuance_domain::notice::MailStop;
use pursuance_domain::people::digest;
use pursuance_domain::time::{DAY, Time};

use super::{Carrier, Goes, Round, Sent};
use crate::actions::{PerformError, limits};
use crate::letters::{self, MadeMail};
use crate::platform::smtp::{Conversation, Letter, MailSettings, SmtpError, SmtpOutcome};
use crate::state::App;
use crate::store::db::WriteTx;
use crate::store::error::{StoreError, StoreResult};
use crate::store::mails::{self, Mail, NewMail, Purpose};
use crate::store::parcels::Parcel;

/// Retry period of a mail. The person's inbox has everything anyway.
pub const TRIED_FOR: i64 = 3 * DAY;

pub(super) struct MailCarrier;

impl Carrier for MailCarrier {
    fn word(&self) -> &'static str {
        "mail"
    }

    fn is_on(&self, app: &App) -> bool {
        app.config.mail.is_some()
    }

    fn tries_at_start(&self) -> bool {
        true
    }

    /// A mail that waits for the morning is as old as it is at its first try.
    fn gives_up(&self, parcel: &Parcel, now: Time) -> bool {
        parcel.attempts > 0 && parcel.made_at.plus(TRIED_FOR) < now
    }

    fn begin(&self) -> Box<dyn Round> {
        Box::new(MailRound::default())
    }
}

/// Mails on their way.
#[derive(Default)]
struct MailRound {
    /// The conversation with the mail server, once it has begun.
    open: Option<Conversation>,
    /// The mail of the parcel that was prepared last.
    mail: Option<Mail>,
}

impl Round for MailRound {
    fn prepare<'a>(
        &'a mut self,
        app: &'a App,
        tx: &'a mut WriteTx,
        parcel: &'a Parcel,
        now: Time,
    ) -> BoxFuture<'a, StoreResult<Goes>> {
        Box::pin(async move {
            self.mail = None;
            // A notice joins this mail before the checks below, or goes into another mail.
            if !mails::hold(tx, &parcel.id).await? {
                return Ok(Goes::Never);
            }
            let mail = match mails::by_id(tx, &parcel.id).await {
                // No program can ever send it, and it would be the first to be sent each time.
                Err(StoreError::Inconsistent { table: "mail", found, .. }) => {
                    tracing::error!(mail.id = parcel.id, "A damaged mail is forgotten, as it holds {found}");
                    return Ok(Goes::Never);
                }
                mail => mail?,
            };
            let Some(mail) = mail else { return Ok(Goes::Never) };
            if let Some(until) = letters::held_back(tx, &mail, now).await? {
                return Ok(Goes::At(until));
            }
            let is_new = mail.purpose == Purpose::Notices && parcel.attempts == 0;
            if is_new && limits::mail_at_once(tx, &mail.account, now).await? {
                if next_digest(app, tx, &mail.account, now).await? {
                    mails::leave_to_digest(tx, &mail).await?;
                }
                return Ok(Goes::Never);
            }
            // From here on nothing joins the mail: a person who gets it twice gets the same text.
            mails::close(tx, &mail.id).await?;
            self.mail = Some(mail);
            Ok(Goes::Now)
        })
    }

    fn send<'a>(&'a mut self, app: &'a App, _: &'a Parcel, now: Time) -> BoxFuture<'a, StoreResult<Sent>> {
        Box::pin(async move {
            let (Some(mail), Some(settings)) = (&self.mail, &app.config.mail) else {
                return Ok(Sent::Dropped);
            };
            let made = letters::make(app, &mut app.db.read().await?, mail, now).await?;
            let MadeMail::Letter { letter, mark } = made else { return Ok(Sent::Dropped) };
            match hand_over(settings, &mut self.open, &letter).await {
                Ok(SmtpOutcome::Taken) => Ok(Sent::Taken),
                Ok(SmtpOutcome::Later { code }) => Ok(Sent::Later { after: None, cause: code }),
                Ok(SmtpOutcome::Unwanted { code }) => Ok(Sent::Refused { cause: code }),
                Ok(SmtpOutcome::NoSuchAddress { code }) => {
                    pause(app, mail, mark).await?;
                    Ok(Sent::Refused { cause: code })
                }
                Err(SmtpError::Unmade) => Ok(Sent::Refused { cause: SmtpError::Unmade.to_string() }),
                Err(error) => {
                    self.open = None;
                    Ok(Sent::Unreachable { cause: error.to_string() })
                }
            }
        })
    }

    /// After a digest comes that of the next day.
    fn finish<'a>(
        &'a mut self,
        app: &'a App,
        tx: &'a mut WriteTx,
        parcel: &'a Parcel,
        now: Time,
    ) -> BoxFuture<'a, StoreResult<()>> {
        Box::pin(async move {
            let mail = match mails::by_id(tx, &parcel.id).await {
                Err(StoreError::Inconsistent { table: "mail", .. }) => None,
                mail => mail?,
            };
            mails::finish(tx, &parcel.id).await?;
            if let Some(mail) = mail.filter(|mail| mail.purpose == Purpose::Digest) {
                next_digest(app, tx, &mail.account, now).await?;
            }
            Ok(())
        })
    }

    fn end(self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            if let Some(conversation) = self.open {
                conversation.end().await;
            }
        })
    }
}

/// Sends nothing more to an address that does not exist.
async fn pause(app: &App, mail: &Mail, mark: String) -> StoreResult<()> {
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
    Ok(())
}

/// Hands a mail to the server; no connection to the database is held meanwhile. Some servers end a conversation after a number
/// of mails; that is no reason to wait, so the mail is sent in a new one.
async fn hand_over(
    settings: &MailSettings,
    open: &mut Option<Conversation>,
    letter: &Letter,
) -> Result<SmtpOutcome, SmtpError> {
    if let Some(conversation) = open {
        match conversation.send(letter).await {
            Err(SmtpError::Broken) => *open = None,
            sent => return sent,
        }
    }
    open.insert(Conversation::begin(settings).await?).send(letter).await
}

/// Begins the next digest of a person; whether they get any mail.
async fn next_digest(app: &App, tx: &mut WriteTx, account: &ActorId, now: Time) -> StoreResult<bool> {
    let Some(zone) = letters::digest_zone(tx, account).await? else { return Ok(false) };
    let due_at = digest::next(zone, now);
    let next = NewMail { id: app.clock.new_id_at(now), account: account.clone(), due_at };
    mails::begin(tx, Purpose::Digest, "", &[next], now).await?;
    Ok(true)
}
