//! Mail, against a real mail server of other people (aiosmtpd, which `./test` installs into `tests/foreign`).

mod address;
mod digest;
mod ends;
mod returns;
mod rooms;
mod sending;
mod waiting;

use std::io::{BufRead, BufReader, Write};
use std::ops::Deref;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex};

use pursuance::jobs::Worker;
use pursuance::platform::smtp::{Conversation, MailSender, MailSettings, Server, SmtpError};
use pursuance::state::hash_secret;
use pursuance::store::parcels::{self, Lane};
use pursuance_domain::action::{ConfirmMail, SetMail};
use pursuance_domain::time::{MINUTE, SECOND, Time};
use pursuance_domain::value::MailAddress;
use serde_json::Value;

use crate::support::pair::Pair;
use crate::support::peers::{PATIENCE, until};
use crate::support::{Person, Setup, TestApp, postgres};

/// Runs each rule on SQLite and on Postgres. A rule is an `async fn(Mails)`.
macro_rules! on_both_with_mail {
    ($($rule:ident),+ $(,)?) => {
        $crate::on_both_with!($crate::mail::Mails: $($rule),+);
    };
}
pub(crate) use on_both_with_mail;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/foreign");

/// A mail server, until it is dropped.
pub struct Post {
    child: Child,
    commands: Mutex<ChildStdin>,
    pub port: u16,
    told: Arc<Mutex<Vec<Value>>>,
}

impl Drop for Post {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Post {
    /// At a free port, or at this one.
    pub fn open(port: u16) -> Self {
        let python = Path::new(FOLDER).join(".venv/bin/python");
        assert!(python.exists(), "{} is missing: ./test rust installs it", python.display());
        let mut child = Command::new(python)
            .args(["smtp.py", &port.to_string()])
            .current_dir(FOLDER)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let commands = Mutex::new(child.stdin.take().unwrap());
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        let port = u16::try_from(first["port"].as_i64().unwrap()).unwrap();
        let told: Arc<Mutex<Vec<Value>>> = Arc::default();
        let heard = told.clone();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                heard.lock().unwrap().push(serde_json::from_str(&line).unwrap());
            }
        });
        Self { child, commands, port, told }
    }

    /// Gives clients that say this (`EHLO`, `DATA`) no answer, until [`Self::go_on`].
    pub async fn hold(&mut self, said: &str) {
        assert!(self.command(&format!("hold {said}")).await);
    }

    /// Everybody gets answers again.
    pub async fn go_on(&mut self) {
        assert!(self.command("go").await);
    }

    /// Waits until all that it has told so far is read here. One that is gone has nothing left to tell.
    async fn caught_up(&self) {
        self.command("look").await;
    }

    /// Tells it something, and waits until it has heard that; false where it is gone.
    async fn command(&self, line: &str) -> bool {
        let heard = |post: &Self| post.told().iter().filter(|told| told.get("heard").is_some()).count();
        let before = heard(self);
        if writeln!(self.commands.lock().unwrap(), "{line}").is_err() {
            return false;
        }
        until("the mail server has heard it", async || heard(self) > before).await;
        true
    }

    /// How many conversations it has held.
    pub fn held(&self) -> usize {
        self.told().iter().filter(|told| told.get("held").is_some()).count()
    }

    /// Everything it told, the oldest first.
    pub fn told(&self) -> Vec<Value> {
        self.told.lock().unwrap().clone()
    }

    /// The mails it took.
    pub fn mails(&self) -> Vec<Value> {
        self.told().into_iter().filter(|told| told.get("to").is_some()).collect()
    }

    /// Those to an address.
    pub fn to(&self, address: &str) -> Vec<Value> {
        self.mails().into_iter().filter(|mail| mail["to"] == address).collect()
    }
}

/// An instance that sends mail, with Ana and Ben.
pub struct Mails {
    pair: Pair,
    pub post: Post,
    _worker: Worker,
}

impl Deref for Mails {
    type Target = Pair;
    fn deref(&self) -> &Pair {
        &self.pair
    }
}

impl Mails {
    pub async fn begin(database_url: Option<String>) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let post = Post::open(0);
        let smtp_url = Some(format!("smtp://127.0.0.1:{}?tls=none", post.port));
        let app = TestApp::with(Setup { database_url, smtp_url, ..Setup::default() }).await;
        let pair = Pair::begin(app).await;
        let worker = Worker::spawn(&pair.app.app);
        Self { pair, post, _worker: worker }
    }

    /// Lets time pass until a moment.
    pub fn advance_to(&self, text: &str) {
        let to = Time::parse(text).unwrap();
        self.app.advance(to.0 - self.app.clock.now().0);
    }

    /// Has a link sent to an address.
    pub async fn ask(&self, who: &Person, address: &str) -> Result<(), pursuance::actions::PerformError> {
        let address = MailAddress::parse(address).unwrap();
        self.app.perform(&who.principal(), SetMail { address }.into()).await.map(drop)
    }

    /// The secret in the newest link that went to an address.
    pub async fn code(&self, address: &str, links: usize) -> String {
        let sent = || -> Vec<Value> {
            self.post
                .to(address)
                .into_iter()
                .filter(|mail| text(mail).contains("/mail/confirm?code="))
                .collect()
        };
        until("the link has come", async || sent().len() >= links).await;
        let mail = sent().pop().unwrap();
        between(&text(&mail), "/mail/confirm?code=", "\n")
    }

    pub async fn confirm(&self, who: &Person, code: &str) -> Result<(), pursuance::actions::PerformError> {
        let confirm = ConfirmMail { secret_hash: hash_secret(code) };
        self.app.perform(&who.principal(), confirm.into()).await.map(drop)
    }

    /// Has mail sent to an address.
    pub async fn confirmed(&self, who: &Person, address: &str) {
        self.ask(who, address).await.unwrap();
        let code = self.code(address, 1).await;
        self.confirm(who, &code).await.unwrap();
    }

    /// Waits until nothing is due: whatever is to be sent now was sent, or refused.
    pub async fn settled(&self) {
        let began = std::time::Instant::now();
        until("nothing is due", async || {
            let is_settled = self.is_settled().await;
            if !is_settled && began.elapsed() > PATIENCE * 3 / 4 {
                let jobs = self.jobs().await;
                let mails = self
                    .inspect
                    .rows("select m.purpose, cast(p.due_at as text), cast(p.attempts as text) from mail m join parcel p on p.id = m.id")
                    .await;
                panic!("{}: {jobs:?} {mails:?} {:?}", self.app.clock.now().0, self.post.told());
            }
            is_settled
        })
        .await;
        self.post.caught_up().await;
    }

    /// Whether nothing is under way, and nothing due. Jobs make mails: in the other order one that ends in between is not seen, and the
    /// mail that it made neither. One that is begun in between has no mail due any more: so it is asked once more.
    async fn is_settled(&self) -> bool {
        let now = self.app.clock.now();
        if self.is_busy(now).await {
            return false;
        }
        let mut tx = self.app.db.read().await.unwrap();
        let due = parcels::due(&mut tx, &Lane::mail(), now).await.unwrap();
        drop(tx);
        due.is_none() && !self.is_busy(now).await
    }

    /// Lets as much time pass as a mail waits for more, and has it sent.
    pub async fn sent(&self) {
        self.settled().await;
        self.app.advance(MINUTE + SECOND);
        self.settled().await;
    }
}

pub fn text(mail: &Value) -> String {
    mail["text"].as_str().unwrap_or_default().replace("\r\n", "\n")
}

pub fn header(mail: &Value, name: &str) -> String {
    mail["headers"][name].as_str().unwrap_or_default().to_owned()
}

/// The part of a text between two words.
pub fn between(text: &str, from: &str, to: &str) -> String {
    let rest = text.split(from).nth(1).unwrap_or_else(|| panic!("no {from} in {text}"));
    rest.split(to).next().unwrap_or_default().trim().to_owned()
}

/// The path of a link of this instance.
pub fn path_of(link: &str) -> String {
    link.trim_matches(['<', '>'])
        .split_once("://")
        .unwrap()
        .1
        .split_once('/')
        .map(|(_, path)| format!("/{path}"))
        .unwrap()
}

#[tokio::test]
async fn a_server_that_offers_no_tls_gets_nothing() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let post = Post::open(0);
    let server = Server::parse(&format!("smtp://127.0.0.1:{}", post.port)).unwrap();
    let from = MailSender::parse("mail@commons.example").unwrap();
    assert_eq!(Conversation::begin(&MailSettings { server, from }).await.err(), Some(SmtpError::NoTls));
    assert_eq!(post.told().len(), 0);
}

#[tokio::test]
async fn a_mail_server_that_is_not_there_holds_nobody_up() {
    let url = postgres::migrated().await;
    let app = TestApp::with(Setup {
        database_url: Some(url),
        smtp_url: Some("smtp://127.0.0.1:1?tls=none".to_owned()),
        ..Setup::default()
    })
    .await;
    let _worker = Worker::spawn(&app.app);
    let ana = app.person("ana").await;
    let address = MailAddress::parse("ana@mail.example").unwrap();
    app.perform(&ana.principal(), SetMail { address }.into()).await.unwrap();
    until("it was tried", async || {
        let mut tx = app.db.read().await.unwrap();
        parcels::next_due(&mut tx, &Lane::mail()).await.unwrap() > Some(app.clock.now())
    })
    .await;
}
