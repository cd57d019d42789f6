//! The mail server that this instance hands its mail to: its address, and the conversation with it (SMTP, RFC 5321).
//!
//! Operators choose the server, so unlike the servers of other people it may be anywhere, also on this machine. What is said
//! to it goes through TLS, unless it is on this machine and the operator says otherwise. Every wait has an end. Answers of
//! the server are kept as numbers: their words contain addresses.

use std::fmt;
use std::net::IpAddr;
use std::time::{Duration, UNIX_EPOCH};

use lettre::address::Address;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Response;
use pursuance_domain::time::Time;
use pursuance_domain::value::MailAddress;
use tokio::time::timeout;
use url::Url;
use zeroize::Zeroizing;

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(20);
/// How long one answer of the server may take.
const ANSWER: Duration = Duration::from_secs(60);
/// How long it may take to take in a mail (RFC 5321 §4.5.3.2.6 asks for ten minutes, which no queue here has time for).
const TAKEN_IN: Duration = Duration::from_secs(120);
/// How much of a mail that came back is read, in bytes: its report stands near the beginning.
pub const RETURNED_MOST: usize = 256 * 1024;
/// The longest part before the @ of the sender: with what is added for returned mail it keeps to the bound of RFC 5321.
const SENDER_MAX: usize = 18;

/// How mail is sent, when it is.
#[derive(Debug, Clone)]
pub struct MailSettings {
    pub server: Server,
    pub from: MailSender,
}

/// A mail server, as its URL says.
#[derive(Clone)]
pub struct Server {
    pub host: String,
    pub port: u16,
    pub tls: Tls,
    login: Option<(String, Zeroizing<String>)>,
}

impl fmt::Debug for Server {
    /// Without the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

/// How the conversation is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// From the first byte (RFC 8314 §3.3).
    Implicit,
    /// After a plain greeting (RFC 3207); a server that does not offer it gets nothing.
    StartTls,
    /// Not at all: only within this machine.
    None,
}

impl Server {
    /// Reads `smtps://name:password@host`, `smtp://…` for STARTTLS, or `smtp://127.0.0.1:25?tls=none`.
    ///
    /// # Errors
    /// What is wrong with it, for the operator.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let url = Url::parse(text).map_err(
            |_| "not a URL; write smtps://name:password@host, or smtp:// for a server that begins with STARTTLS",
        )?;
        let (mut tls, port) = match url.scheme() {
            "smtps" => (Tls::Implicit, 465),
            "smtp" => (Tls::StartTls, 587),
            _ => return Err("begins with neither smtps:// nor smtp://"),
        };
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or("names no host")?;
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        for (key, value) in url.query_pairs() {
            match (&*key, &*value) {
                ("tls", "none") if tls == Tls::StartTls && is_loopback(&host) => tls = Tls::None,
                ("tls", "none") => {
                    return Err("tls=none is only for smtp:// on this machine, 127.0.0.1 or ::1");
                }
                _ => return Err("has a query other than tls=none"),
            }
        }
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err("has more than name, password, host, port and tls=none");
        }
        let decoded = |text: &str| {
            let pair = format!("x={}", text.replace('+', "%2B"));
            url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned())
        };
        let login = match (url.username(), url.password()) {
            ("", None) => None,
            (name, Some(password)) if !name.is_empty() => {
                decoded(name).zip(decoded(password).map(Zeroizing::new))
            }
            _ => return Err("has a name without a password, or a password without a name"),
        };
        Ok(Self { host, port: url.port().unwrap_or(port), tls, login })
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Who mail comes from: an address, and the name shown with it.
#[derive(Debug, Clone)]
pub struct MailSender(Mailbox);

impl MailSender {
    /// Reads `Pursuance <pursuance@commons.example>`, or the address alone.
    ///
    /// # Errors
    /// What is wrong with it, for the operator.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let mailbox: Mailbox = text.parse().map_err(
            |_| "not an address; write pursuance@commons.example, or Name <pursuance@commons.example>",
        )?;
        if MailAddress::parse(mailbox.email.as_ref()).is_err() {
            return Err(
                "not an address that every mail server takes, which has a domain with a dot; write pursuance@commons.example",
            );
        }
        if mailbox.email.user().len() > SENDER_MAX || mailbox.email.user().contains('+') {
            return Err(
                "the part before the @ has a + or more than 18 characters: what comes back goes to name+b-…@; \
                 write pursuance@commons.example",
            );
        }
        Ok(Self(mailbox))
    }

    /// The domain of the address.
    pub fn domain(&self) -> &str {
        self.0.email.domain()
    }

    /// Where mail goes that cannot be delivered: the same mailbox, with a mark.
    pub fn returns_to(&self, mark: &str) -> String {
        format!("{}+b-{mark}@{}", self.0.email.user(), self.domain())
    }
}

/// One line, whatever it was: a header or a command ends with its line.
fn one_line(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A mail that is ready to be sent.
pub struct Letter {
    /// Its name, the same each time it is tried.
    pub id: String,
    pub to: MailAddress,
    /// The mark of the person in the address for returned mail; none: it returns to the sender.
    pub returns: Option<String>,
    pub at: Time,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// The language of both (BCP 47).
    pub language: &'static str,
    /// The name of the conversation that it belongs to.
    pub thread: Option<String>,
    /// The address that ends such mail by a POST (RFC 8058).
    pub stop: Option<String>,
}

/// Why a mail could not be made or handed over, without a word of the server's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SmtpError {
    #[error("the mail could not be put together")]
    Unmade,
    #[error("the server does not answer in time")]
    TooSlow,
    #[error("the server does not offer STARTTLS")]
    NoTls,
    #[error("no safe connection came about: the certificate is not good for this name, or TLS failed")]
    Tls,
    #[error("the server takes neither name nor password ({0})")]
    Login(String),
    #[error("the server answered {0}")]
    Answered(String),
    #[error("the connection failed")]
    Broken,
}

impl SmtpError {
    fn of(error: &lettre::transport::smtp::Error) -> Self {
        match error.status() {
            Some(code) => Self::Answered(code.to_string()),
            None if error.is_tls() => Self::Tls,
            None if error.is_timeout() => Self::TooSlow,
            None => Self::Broken,
        }
    }
}

/// The outcome of a mail at the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SmtpOutcome {
    /// It is the server's now.
    Taken,
    /// The server takes none for this address, now or later.
    NoSuchAddress { code: String },
    /// The server does not take this one, now or later.
    Unwanted { code: String },
    /// It may take it later.
    Later { code: String },
}

/// A conversation with the server; several mails go through one.
pub struct Conversation {
    connection: AsyncSmtpConnection,
    from: Mailbox,
}

/// Waits for a step of the conversation.
async fn within<T>(
    longest: Duration,
    step: impl Future<Output = Result<T, lettre::transport::smtp::Error>>,
) -> Result<Result<T, lettre::transport::smtp::Error>, SmtpError> {
    timeout(longest, step).await.map_err(|_| SmtpError::TooSlow)
}

impl Conversation {
    /// Connects, and signs in where the settings say so.
    ///
    /// # Errors
    /// [`SmtpError`]; nothing was sent.
    pub async fn begin(settings: &MailSettings) -> Result<Self, SmtpError> {
        let server = &settings.server;
        let hello = ClientId::Domain(settings.from.domain().to_owned());
        let tls = || TlsParameters::new(server.host.clone()).map_err(|_| SmtpError::Tls);
        let implicit = if server.tls == Tls::Implicit { Some(tls()?) } else { None };
        let address = (server.host.as_str(), server.port);
        let connect = AsyncSmtpConnection::connect_tokio1(address, Some(CONNECT), &hello, implicit, None);
        // The greeting comes with it.
        let connected = within(CONNECT + ANSWER, connect).await?;
        let mut connection = connected.map_err(|error| SmtpError::of(&error))?;
        if server.tls == Tls::StartTls {
            if !connection.can_starttls() {
                return Err(SmtpError::NoTls);
            }
            let encrypted = within(ANSWER, connection.starttls(tls()?, &hello)).await?;
            encrypted.map_err(|error| SmtpError::of(&error))?;
        }
        if let Some((name, password)) = &server.login {
            let credentials = Credentials::new(name.clone(), password.to_string());
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            let signed_in = within(ANSWER, connection.auth(&mechanisms, &credentials)).await?;
            signed_in.map_err(|error| match error.status() {
                Some(code) => SmtpError::Login(code.to_string()),
                None => SmtpError::of(&error),
            })?;
        }
        Ok(Self { connection, from: settings.from.0.clone() })
    }

    /// Hands over a mail.
    ///
    /// # Errors
    /// When the conversation is over without an answer about the mail. It may have arrived all the same.
    pub async fn send(&mut self, letter: &Letter) -> Result<SmtpOutcome, SmtpError> {
        let bytes = bytes(letter, &self.from).ok_or(SmtpError::Unmade)?;
        let to: Address = letter.to.as_str().parse().map_err(|_| SmtpError::Unmade)?;
        let from: Address = match &letter.returns {
            Some(mark) => {
                MailSender(self.from.clone()).returns_to(mark).parse().map_err(|_| SmtpError::Unmade)?
            }
            None => self.from.email.clone(),
        };
        let outcome = match self.hand_over(from, to, &bytes).await? {
            Ok(_) => return Ok(SmtpOutcome::Taken),
            Err((step, error)) => match error.status() {
                Some(_) => outcome(step, &error),
                None => return Err(SmtpError::of(&error)),
            },
        };
        // The next mail begins anew (RFC 5321 §4.1.1.5).
        let reset = within(ANSWER, self.connection.command(Rset)).await?;
        reset.map_err(|error| SmtpError::of(&error))?;
        Ok(outcome)
    }

    async fn hand_over(
        &mut self,
        from: Address,
        to: Address,
        bytes: &[u8],
    ) -> Result<Result<Response, (Step, lettre::transport::smtp::Error)>, SmtpError> {
        let connection = &mut self.connection;
        if let Err(error) = within(ANSWER, connection.command(Mail::new(Some(from), Vec::new()))).await? {
            return Ok(Err((Step::Sender, error)));
        }
        if let Err(error) = within(ANSWER, connection.command(Rcpt::new(to, Vec::new()))).await? {
            return Ok(Err((Step::Recipient, error)));
        }
        if let Err(error) = within(ANSWER, connection.command(Data)).await? {
            return Ok(Err((Step::Content, error)));
        }
        Ok(within(TAKEN_IN, connection.message(bytes)).await?.map_err(|error| (Step::Content, error)))
    }

    /// Takes leave of the server.
    pub async fn end(mut self) {
        // Its answer to that changes nothing.
        let _ = timeout(ANSWER, self.connection.quit()).await;
    }
}

/// The step to which a refusal was the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Sender,
    Recipient,
    Content,
}

/// A refusal, by what it answered. Only one of the recipient can be about the address; every other one that is no answer to
/// the content is about this server, which has something to set right.
fn outcome(step: Step, error: &lettre::transport::smtp::Error) -> SmtpOutcome {
    let code = error.status().map(|code| code.to_string()).unwrap_or_default();
    let words = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    match step {
        _ if !error.is_permanent() => SmtpOutcome::Later { code },
        Step::Recipient if is_about_address(&code, &words) => SmtpOutcome::NoSuchAddress { code },
        Step::Sender | Step::Recipient => SmtpOutcome::Later { code },
        Step::Content => SmtpOutcome::Unwanted { code },
    }
}

/// Whether a recipient is refused for its address, so that no mail to it will ever arrive.
///
/// * By the status in the words, where there is one: an address (RFC 3463 §3.2) that is bad, unknown, ambiguous or moved, without
///   those of the sender; of the states of a mailbox (RFC 3463 §3.3) that it is disabled. A full mailbox "should be used as a
///   persistent transient failure", and a mail that is too large for one says nothing of the next.
/// * Else by the code: an address that is "known not to be deliverable" is answered 550 (RFC 5321 §3.3), 551 sends elsewhere, and 553
///   does not allow the name (RFC 5321 §4.2.3). 550 is for refusals by policy, too: as an answer to the greeting, the sender or the
///   content, where it is not asked about an address, that is all it can be ([`outcome`]); of a recipient, it is taken for its address, since
///   a server that refuses that by policy and has no status for it gets every later mail as well. 552 is a full mailbox, and 554 anything.
///
/// A relay that asks for a name and password, or takes no more today, refuses every recipient, and none of them is at fault.
fn is_about_address(code: &str, words: &str) -> bool {
    match words.split_whitespace().find_map(status) {
        Some((5, 1, detail)) => !matches!(detail, 7 | 8),
        Some((5, 2, detail)) => matches!(detail, 0 | 1),
        Some(_) => false,
        None => matches!(code, "550" | "551" | "553"),
    }
}

/// The status that a word is (RFC 3463 §2). Some write it at the end and not at the beginning, and some as `#5.1.0`, `(5.1.1)` or
/// `5.1.1:`.
fn status(word: &str) -> Option<(u16, u16, u16)> {
    if word.contains(char::is_alphabetic) {
        return None;
    }
    let mut parts = word.trim_matches(|c: char| !c.is_ascii_digit()).split('.');
    let mut part = || parts.next().filter(|part| part.len() <= 3).and_then(|part| part.parse::<u16>().ok());
    let read = (part()?, part()?, part()?);
    // With a fourth part it is the address of a machine.
    (matches!(read.0, 2 | 4 | 5) && parts.next().is_none()).then_some(read)
}

/// The bytes of a mail. Every header is one line of its own, encoded where it is not ASCII (RFC 2047).
fn bytes(letter: &Letter, from: &Mailbox) -> Option<Vec<u8>> {
    let raw = |name: &'static str, value: &str| {
        HeaderValue::new(HeaderName::new_from_ascii_str(name), one_line(value))
    };
    let micros = u64::try_from(letter.at.0).ok()?;
    let mut message = lettre::Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, letter.to.as_str().parse().ok()?))
        .subject(one_line(&letter.subject))
        .date(UNIX_EPOCH + Duration::from_micros(micros))
        .message_id(Some(format!("<{}>", one_line(&letter.id))))
        // Machines that answer by themselves leave it alone (RFC 3834 §5).
        .raw_header(raw("Auto-Submitted", "auto-generated"))
        .raw_header(raw("Content-Language", letter.language));
    if let Some(thread) = &letter.thread {
        let thread = format!("<{}>", one_line(thread));
        message = message.in_reply_to(thread.clone()).references(thread);
    }
    if let Some(stop) = &letter.stop {
        message = message
            .raw_header(raw("List-Unsubscribe", &format!("<{stop}>")))
            .raw_header(raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
    }
    let body = MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone());
    message.multipart(body).ok().map(|message| message.formatted())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_spoken_to_with_tls_unless_it_is_on_this_machine() {
        let server = |text| Server::parse(text).unwrap();
        let plain = server("smtps://mail.example");
        assert_eq!((plain.host.as_str(), plain.port, plain.tls), ("mail.example", 465, Tls::Implicit));
        let other = server("smtp://ana%40x:p%2Bq+r@mail.example:2525");
        assert_eq!((other.port, other.tls), (2525, Tls::StartTls));
        let (name, password) = other.login.clone().unwrap();
        assert_eq!((name.as_str(), password.as_str()), ("ana@x", "p+q+r"));
        assert!(!format!("{other:?}").contains("p+q"));
        for local in ["smtp://127.0.0.1:25?tls=none", "smtp://localhost?tls=none", "smtp://[::1]:25?tls=none"]
        {
            assert_eq!(server(local).tls, Tls::None);
        }
        for wrong in [
            "mail.example",
            "http://mail.example",
            "smtp://mail.example?tls=none",
            "smtps://127.0.0.1?tls=none",
            "smtp://127.0.0.1?tls=maybe",
            "smtp://ana@mail.example",
            "smtp://mail.example/inbox",
            "smtp:",
        ] {
            assert!(Server::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_sender_has_room_for_the_mark_of_returned_mail() {
        let sender = MailSender::parse("Commons <mail@commons.example>").unwrap();
        assert_eq!(sender.returns_to("x"), "mail+b-x@commons.example");
        let mark = "0".repeat(26 + 1 + 16);
        let longest = MailSender::parse(&format!("{}@commons.example", "a".repeat(SENDER_MAX))).unwrap();
        assert!(MailAddress::parse(&longest.returns_to(&mark)).is_ok());
        for wrong in [
            "",
            "commons",
            "a+b@commons.example",
            "x@localhost",
            &format!("{}@c.example", "a".repeat(SENDER_MAX + 1)),
        ] {
            let said = MailSender::parse(wrong).unwrap_err();
            assert!(said.contains("write pursuance@commons.example"), "{wrong}: {said}");
        }
    }

    #[test]
    fn only_a_refusal_that_names_the_address_is_about_it() {
        for (code, words) in [
            ("550", "5.1.1 <ana@mail.example> is unknown here"),
            ("550", "5.2.1 the mailbox is disabled"),
            ("554", "#5.1.0 address rejected"),
            ("550", "sorry, no mailbox here by that name (#5.1.1)"),
            ("550", "no such user at 192.0.2.1"),
            ("550", "no such user"),
            ("551", "user not local"),
            ("553", ""),
        ] {
            assert!(is_about_address(code, words), "{code} {words}");
        }
        for (code, words) in [
            ("530", "5.5.1 authentication required"),
            ("550", "5.7.1: relaying denied"),
            ("550", "5.4.5 daily quota exceeded"),
            ("553", "5.1.8 the domain of the sender does not exist"),
            ("553", "sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)"),
            ("552", "5.2.2 the mailbox is full"),
            ("550", "5.2.3 too large for this mailbox"),
            ("552", "mailbox full"),
            ("530", "authentication required"),
            ("503", "not now"),
            ("554", ""),
        ] {
            assert!(!is_about_address(code, words), "{code} {words}");
        }
    }

    #[test]
    fn no_text_makes_a_header_of_its_own() {
        let evil = "Hi\r\nBcc: eve@mail.example\r\n\r\nbody\u{85}x";
        let letter = Letter {
            id: format!("1{evil}@commons.example"),
            to: MailAddress::parse("ana@mail.example").unwrap(),
            returns: None,
            at: Time(1_700_000_000_000_000),
            subject: evil.to_owned(),
            text: "Text".to_owned(),
            html: "<p>Text</p>".to_owned(),
            language: "en",
            thread: Some(evil.to_owned()),
            stop: Some(format!("https://commons.example/{evil}")),
        };
        let from = MailSender::parse("Commons <mail@commons.example>").unwrap();
        let bytes = String::from_utf8(bytes(&letter, &from.0).unwrap()).unwrap();
        let (head, _) = bytes.split_once("\r\n\r\n").unwrap();
        let names: Vec<&str> = head
            .lines()
            .filter(|line| !line.starts_with([' ', '\t']))
            .map(|line| line.split(':').next().unwrap())
            .collect();
        assert!(!names.contains(&"Bcc") && names.contains(&"List-Unsubscribe-Post"), "{head}");
        assert_eq!(names.iter().filter(|name| **name == "Subject").count(), 1);
    }
}
