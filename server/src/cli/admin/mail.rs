//! `pursuance admin testmail`, and `pursuance admin mail bounce`, to which a mail server hands what could not be delivered.

use std::io::{IsTerminal, Read};

use clap::Subcommand;
use pursuance_domain::action::PauseMail;
use pursuance_domain::allowed::Principal;
use pursuance_domain::notice::MailStop;
use pursuance_domain::value::MailAddress;
use serde_json::json;

use crate::cli::CliError;
use crate::cli::output::Format;
use crate::platform::smtp::{Conversation, Letter, RETURNED_MOST, SmtpOutcome};
use crate::state::App;
use crate::store::{instance, mails};
use crate::text::{Text, escape};

/// Commands about mail.
#[derive(Debug, Subcommand)]
pub enum MailCommand {
    /// Takes in a mail that came back, on standard input: an address that takes none is paused
    Bounce {
        /// The address to which it came back, name+b-…@…; else it is looked for in the mail
        to: Option<String>,
        #[command(flatten)]
        format: Format,
    },
}

impl MailCommand {
    pub(super) async fn run(self, app: &App) -> Result<(), CliError> {
        match self {
            Self::Bounce { to, format } => bounce(app, to.as_deref(), format).await,
        }
    }
}

async fn bounce(app: &App, to: Option<&str>, format: Format) -> Result<(), CliError> {
    let input = std::io::stdin();
    let mail = if input.is_terminal() { String::new() } else { beginning(input.lock())? };
    if !is_failure(&mail) {
        return format.print(&json!({ "paused": false }), || {
            "Nothing to do: this is no report that a mail cannot be delivered.".to_owned()
        });
    }
    let unknown =
        || CliError::Unknown { what: "address for returned mail", name: to.unwrap_or_default().to_owned() };
    let (account, given) = to.and_then(mark_in).or_else(|| mark_in(&mail)).ok_or_else(unknown)?;
    let found = mails::address(&mut app.db.read().await?, &account).await?;
    // An address that was changed since is not meant.
    let address = found.filter(|found| app.keyed_hashes.is_mail_return(&account, &found.mark, &given));
    let mark = address.ok_or_else(unknown)?.mark;
    let pause = PauseMail { account, mark, why: MailStop::Refused };
    let done = app.perform(&Principal::Operator, pause.into()).await?;
    let paused = done.result.get("paused").and_then(serde_json::Value::as_bool).unwrap_or_default();
    format.print(&json!({ "paused": paused }), || {
        if paused { "No more mail is sent there." } else { "No mail was sent there any more." }.to_owned()
    })
}

/// As much of a mail as is looked at.
fn beginning(input: impl Read) -> Result<String, CliError> {
    let mut bytes = Vec::new();
    let most = u64::try_from(RETURNED_MOST).unwrap_or(u64::MAX);
    input.take(most).read_to_end(&mut bytes).map_err(|source| CliError::Input { source })?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Whether a mail reports that another one cannot be delivered (RFC 3464 §2.3.3), and not that it is late, or that somebody is
/// on holiday.
fn is_failure(mail: &str) -> bool {
    mail.lines().any(|line| {
        line.split_once(':').is_some_and(|(name, value)| {
            name.trim().eq_ignore_ascii_case("action") && value.trim().eq_ignore_ascii_case("failed")
        })
    })
}

/// The mark in an address for returned mail, wherever it stands in a text: the account, and the whole mark.
fn mark_in(text: &str) -> Option<(pursuance_domain::id::ActorId, String)> {
    text.match_indices("+b-").find_map(|(at, sign)| {
        let mark: String = text
            .get(at + sign.len()..)?
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
            .collect::<String>()
            .to_ascii_lowercase();
        let (account, _) = mark.split_once('-')?;
        (account.len() == 26).then(|| (pursuance_domain::id::ActorId(account.to_owned()), mark.clone()))
    })
}

/// Sends a mail at once, and says what became of it.
pub(super) async fn test(app: &App, to: &str, format: Format) -> Result<(), CliError> {
    let settings = app.config.mail.as_ref().ok_or(CliError::NoMail)?;
    let to = MailAddress::parse(to)
        .map_err(|_| CliError::Unknown { what: "address of mail", name: to.to_owned() })?;
    let t = Text::english();
    let host = instance::called(&mut app.db.read().await?, app.addresses.authority()).await?;
    let words = t.with("mail-test").set("host", &host).to_string();
    let letter = Letter {
        id: format!("{}@{}", app.clock.new_id(), settings.from.domain()),
        to,
        returns: None,
        at: app.clock.now(),
        subject: t.with("mail-test-subject").set("host", &host).to_string(),
        html: format!("<p>{}</p>", escape(&words)),
        text: words,
        language: t.language(),
        thread: None,
        stop: None,
    };
    let mut conversation = Conversation::begin(settings).await?;
    let outcome = conversation.send(&letter).await?;
    conversation.end().await;
    match outcome {
        SmtpOutcome::Taken => format.print(&json!({ "sent": true }), || {
            format!("{:?} took the mail. Whether it arrives, its log says.", settings.server)
        }),
        SmtpOutcome::NoSuchAddress { code }
        | SmtpOutcome::Unwanted { code }
        | SmtpOutcome::Later { code } => Err(CliError::MailRefused { code }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_report_of_a_failure_counts() {
        assert!(is_failure(
            "Subject: x\r\n\r\nFinal-Recipient: rfc822; ana@mail.example\r\nAction: failed\r\n"
        ));
        assert!(!is_failure("Action: delayed\r\nStatus: 4.4.1\r\n"));
        assert!(!is_failure(
            "Subject: On holiday\r\nAuto-Submitted: auto-replied\r\n\r\nI am away: failed to tell.\r\n"
        ));
    }

    #[test]
    fn no_more_of_a_returned_mail_is_read_than_its_report_needs() {
        let long = vec![b'a'; RETURNED_MOST + 1];
        assert_eq!(beginning(long.as_slice()).unwrap().len(), RETURNED_MOST);
    }

    #[test]
    fn the_mark_is_found_wherever_the_address_stands() {
        let id = "01k9w6b5c7d9e1f3g5h7j9k1m3";
        let (account, mark) = mark_in(&format!(
            "To: <Mail+B@x>\r\nDelivered-To: mail+b-{id}-0123456789abcdef@commons.example\r\n"
        ))
        .unwrap();
        assert_eq!((account.as_str(), mark), (id, format!("{id}-0123456789abcdef")));
        assert!(mark_in("mail+b-short-0@commons.example").is_none());
    }
}
