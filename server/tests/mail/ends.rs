//! The end of credentials: each of them is tried for each cause, by those who have it.

use http::StatusCode;
use pursuance::actions::invite::new_secret;
use pursuance::credentials::TypedPassphrase;
use pursuance::store::accounts;
use pursuance::store::mails::{self, AddressState};
use pursuance_domain::action::{AddDevice, EndAllSessions, MakeAccountLink, SetKeys, SetVerifier};
use pursuance_domain::allowed::{Principal, Via};
use pursuance_domain::id::ActorId;
use pursuance_domain::people::credential::{Cause, Credential, Fate, fate};
use pursuance_domain::time::MINUTE;
use pursuance_domain::value::{FeedForm, Sha256};
use serde_json::{Value, json};

use super::{Mails, on_both_with_mail};
use crate::push::Device;
use crate::support::browser::Browser;
use crate::support::feeds::{fetch, new_feed};
use crate::support::keys::{self, FromPassphrase, say};
use crate::support::{Answer, Caller, PASSPHRASE, Person};

on_both_with_mail!(every_credential_meets_its_fate_for_every_cause);

const NEW_PASSPHRASE: &str = "lentil harbour ox eleven";
const CREATE: &str = "/api/v1/actions/task.create";
const KEY: [(&str, &str); 1] = [("idempotency-key", "one")];
/// From where they come, and from where nobody has come.
const HOME: &str = "192.0.2.7";

/// Somebody with one of each, somebody whose address of mail waits for its link, and somebody whose passphrase stays on their device.
struct Holders {
    one: Person,
    other: Person,
    /// The browser that acts, and another one.
    here: Browser,
    elsewhere: Browser,
    feed: String,
    invitation: String,
    /// The answer that was kept for the key.
    kept: Value,
    code: String,
    /// The secret of a link for a new passphrase.
    link: String,
    device: keys::Device,
    holder: ActorId,
}

impl Holders {
    async fn begin(mails: &Mails, number: usize) -> Self {
        let app = &mails.app;
        let (name, other) = (format!("one{number}"), format!("other{number}"));
        let (one, other) = (app.person(&name).await, app.person(&other).await);
        one.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
        let found =
            json!({ "slug": format!("own{number}"), "name": "Own", "mission": "", "visibility": "members" });
        one.perform("pursuance.create", found).await.ok();
        let invite =
            json!({ "pursuance": format!("own{number}"), "role": "normal", "expires": "7d", "uses": null });
        let invited = one.perform("invite.create", invite).await.ok();
        let kept = one.post(CREATE, &KEY, task(number)).await.ok();
        mails.confirmed(&one, &format!("{name}@mail.example")).await;
        let address = format!("other{number}@mail.example");
        mails.ask(&other, &address).await.unwrap();
        let mut browsers = Vec::new();
        for place in ["here", "elsewhere"] {
            let mut browser = Browser::new(app).from(HOME);
            sign_in(&mut browser, &name, PASSPHRASE).await;
            let page = browser.open("/inbox/settings").await.shown();
            let device = Device::new(&format!("{place}{number}"));
            let (key, secret) = (device.key(), device.secret());
            let endpoint = format!("http://localhost:9/{place}{number}");
            let said = [("endpoint", endpoint.as_str()), ("p256dh", &key), ("auth", &secret)];
            browser.fill(&page, "/inbox/push", &said).await.shown();
            browsers.push(browser);
        }
        let elsewhere = browsers.pop().unwrap();
        let (link, hash) = new_secret();
        let make = MakeAccountLink { account: one.id.clone(), secret_hash: hash.unwrap(), new: true };
        app.perform(&Principal::Operator, make.into()).await.unwrap();
        let device = keys::Device::new(app, &format!("holder{number}"));
        let holder = device.join(app).await;
        let proved = accounts::credential(&mut app.db.read().await.unwrap(), &holder).await.unwrap().unwrap();
        let add = AddDevice {
            account: holder.clone(),
            mailbox: format!("{number:032x}"),
            sealed: device.sealed_to_another(),
            verifier_of: proved.set_at,
        };
        app.perform(&Principal::Person { actor: holder.clone(), via: Via::Session }, add.into())
            .await
            .unwrap();
        Self {
            link,
            device,
            holder,
            feed: new_feed(app, &one, FeedForm::Atom, None).await,
            invitation: invited["result"]["link"].as_str().unwrap().to_owned(),
            code: mails.code(&address, 1).await,
            here: browsers.pop().unwrap(),
            elsewhere,
            one,
            other,
            kept,
        }
    }

    /// Lets it happen, by the doors that people have.
    async fn befall(&mut self, mails: &Mails, operator: &mut Browser, cause: Cause) {
        let names = [self.one.name.clone(), self.other.name.clone(), self.device.name.clone()];
        let holder = Principal::Person { actor: self.holder.clone(), via: Via::Session };
        match cause {
            Cause::OwnPassphrase | Cause::OwnPassphraseAndTokens => {
                let ticked = if cause == Cause::OwnPassphrase { "no" } else { "yes" };
                let set = [
                    ("old", PASSPHRASE),
                    ("passphrase", NEW_PASSPHRASE),
                    ("passphrase_again", NEW_PASSPHRASE),
                    ("end_tokens", ticked),
                ];
                let mut others = Browser::of(&mails.app, &self.other.name).await;
                for browser in [&mut self.here, &mut others] {
                    let page = browser.open("/me").await.shown();
                    browser.fill(&page, "/me/passphrase", &set).await.shown();
                }
                let set = self.new_keys(mails, cause == Cause::OwnPassphraseAndTokens).await;
                mails.app.perform(&holder, set.into()).await.unwrap();
            }
            Cause::OperatorPassphrase => {
                for account in [&self.one.id, &self.other.id, &self.holder] {
                    let verifier = mails
                        .app
                        .credentials
                        .verifier(TypedPassphrase::typed(NEW_PASSPHRASE.to_owned()))
                        .await
                        .unwrap();
                    let set = SetVerifier {
                        account: account.clone(),
                        verifier,
                        keep_session: None,
                        end_tokens: false,
                    };
                    // As the command line does: no page has it.
                    mails.app.perform(&Principal::Operator, set.into()).await.unwrap();
                }
            }
            Cause::SignedOut => {
                let mut others = Browser::of(&mails.app, &self.other.name).await;
                for browser in [&mut self.here, &mut others] {
                    let page = browser.open("/me").await.shown();
                    browser.fill(&page, "/me/sessions/end", &[]).await.shown();
                }
                let end = EndAllSessions { account: self.holder.clone() };
                mails.app.perform(&holder, end.into()).await.unwrap();
            }
            Cause::Suspended => suspend(operator, &names, "yes").await,
            Cause::Lifted => {
                suspend(operator, &names, "yes").await;
                suspend(operator, &names, "no").await;
            }
        }
    }

    /// Another passphrase of the person whose passphrase stays on their device.
    async fn new_keys(&self, mails: &Mails, end_tokens: bool) -> SetKeys {
        let new = FromPassphrase::new();
        let mut tx = mails.app.db.read().await.unwrap();
        let kept = accounts::credential(&mut tx, &self.holder).await.unwrap().unwrap();
        SetKeys {
            account: self.holder.clone(),
            verifier: Sha256::parse(&"0f".repeat(32)).unwrap(),
            slot: self.device.slot(&new),
            verifier_of: kept.set_at,
            keep_session: None,
            end_tokens,
        }
    }

    /// Whether a credential works where its person acted, and elsewhere.
    async fn works(&self, mails: &Mails, credential: Credential, cause: Cause) -> [bool; 2] {
        let app = &mails.app;
        let may_sign_in = cause != Cause::Suspended;
        let both = |works: bool| [works, works];
        match credential {
            Credential::Session => {
                let (mut here, mut elsewhere) = (self.here.clone(), self.elsewhere.clone());
                [here.open("/me").await.path == "/me", elsewhere.open("/me").await.path == "/me"]
            }
            Credential::Token => both(self.one.read("/api/v1/me").await.status == StatusCode::OK),
            Credential::Feed => both(fetch(app, &self.feed).await.status == StatusCode::OK),
            Credential::Push => {
                let rows = "select b.name from push_browser b join actor a on a.id = b.account where a.name";
                let kept = mails.inspect.count(&format!("({rows} = '{}') x", self.one.name)).await;
                [kept >= 1, kept == 2]
            }
            Credential::MailAddress => {
                let before = mails.post.to(&format!("{}@mail.example", self.one.name)).len();
                self.give(mails).await;
                mails.sent().await;
                both(mails.post.to(&format!("{}@mail.example", self.one.name)).len() > before)
            }
            Credential::MailLink if may_sign_in => {
                let mut browser = Browser::signed_in(app, &self.other.id).await;
                let page = browser.open(&format!("/mail/confirm?code={}", self.code)).await.shown();
                both(browser.fill(&page, "/mail/confirm", &[]).await.status == StatusCode::OK)
            }
            Credential::MailLink => {
                let found = mails::address(&mut app.db.read().await.unwrap(), &self.other.id).await.unwrap();
                both(found.unwrap().state == AddressState::Asked)
            }
            Credential::MailStop => {
                let mark = app.keyed_hashes.mail_address(&format!("{}@mail.example", self.one.name));
                let path = format!("/mail/stop/{}", app.keyed_hashes.mail_stop(&self.one.id, &mark));
                let mut visitor = Browser::new(app);
                let page = visitor.open(&path).await.shown();
                both(visitor.fill(&page, &path, &[]).await.says("No more mail is sent to you"))
            }
            Credential::KnownAddress => {
                let guess = Browser::new(app).from(HOME);
                both(self.guessed(mails, guess, "sign-in-name").await == 0)
            }
            Credential::KnownBrowser => {
                let guess = self.elsewhere.clone();
                both(self.guessed(mails, guess, "sign-in-browser").await == 1)
            }
            Credential::KeptAnswer if may_sign_in => {
                let caller = Caller::at(app, &self.one.principal()).await;
                both(self.again(&caller).await.json() == self.kept)
            }
            Credential::KeptAnswer => {
                let rows = format!("idempotency where account = '{}'", self.one.id);
                both(mails.inspect.count(&rows).await == 1)
            }
            Credential::AccountLink => {
                let page = Browser::new(app).open(&format!("/reset/{}", self.link)).await;
                both(page.status == StatusCode::OK)
            }
            Credential::DeviceBox => {
                let rows = format!("device_box where account = '{}'", self.holder);
                both(mails.inspect.count(&rows).await == 1)
            }
            Credential::Recovery => {
                let found = say(&mut Browser::new(app), "/api/v1/recovery", &self.device.recover()).await;
                both(found.status == StatusCode::OK)
            }
            Credential::Invitation => {
                let guest = app.person(&format!("guest-{}", self.one.name)).await;
                let accept = json!({ "secret": self.invitation });
                both(guest.perform("invite.accept", accept).await.status == StatusCode::OK)
            }
        }
    }

    async fn again(&self, caller: &Caller) -> Answer {
        let number = self.one.name.trim_start_matches("one").parse().unwrap();
        caller.post(CREATE, &KEY, task(number)).await
    }

    /// Gives them a task, if that is still possible.
    async fn give(&self, mails: &Mails) {
        let new = json!({ "pursuance": "bees", "title": "Secret" });
        let new = mails.ana.perform("task.create", new).await.ok()["result"]["task"].clone();
        let give = json!({ "pursuance": "bees", "task": new, "assignee": self.one.name });
        mails.ana.perform("task.assign", give).await;
    }

    /// How often a guess at their passphrase was counted within a limit.
    async fn guessed(&self, mails: &Mails, mut browser: Browser, scope: &str) -> i64 {
        let slot = mails.app.clock.now().0.div_euclid(15 * MINUTE);
        let counters = format!("counter where scope = '{scope}' and slot = {slot}");
        let sum = format!("select cast(coalesce(sum(n), 0) as text) from {counters}");
        let counted = async || mails.inspect.text(&sum).await.parse::<i64>().unwrap();
        let before = counted().await;
        // A person who is signed in is led away from the page.
        browser.leave_session();
        let page = browser.open("/signin").await.shown();
        let fields = [("name", self.one.name.as_str()), ("passphrase", "wrong")];
        browser.fill(&page, "/signin", &fields).await.refused();
        counted().await - before
    }
}

fn task(number: usize) -> Value {
    json!({ "pursuance": format!("own{number}"), "title": "Count" })
}

async fn sign_in(browser: &mut Browser, name: &str, passphrase: &str) {
    let page = browser.open("/signin").await.shown();
    let fields = [("name", name), ("passphrase", passphrase)];
    assert_eq!(browser.fill(&page, "/signin", &fields).await.shown().path, "/");
}

async fn suspend(operator: &mut Browser, names: &[String], suspended: &str) {
    for name in names {
        let page = operator.open(&format!("/admin/accounts?q={name}")).await.shown();
        let path = format!("/admin/accounts/{name}/suspend");
        operator.fill(&page, &path, &[("suspended", suspended)]).await.shown();
    }
}

/// Whether a fate is to be seen, where the person acted and elsewhere.
fn expected(credential: Credential, cause: Cause) -> [bool; 2] {
    match fate(credential, cause) {
        Fate::Ended | Fate::Paused => [false, false],
        Fate::EndedElsewhere => [true, false],
        Fate::Resumed => [true, true],
        // Credentials that ended with the suspension do not come back.
        Fate::Kept(_) if cause == Cause::Lifted => expected(credential, Cause::Suspended),
        Fate::Kept(_) => [true, true],
    }
}

async fn every_credential_meets_its_fate_for_every_cause(mails: Mails) {
    mails.app.operator("olga").await;
    let mut operator = Browser::of(&mails.app, "olga").await;
    for (number, cause) in Cause::ALL.iter().enumerate() {
        let mut holders = Holders::begin(&mails, number).await;
        holders.befall(&mails, &mut operator, *cause).await;
        for credential in Credential::ALL {
            let works = holders.works(&mails, *credential, *cause).await;
            let fate = fate(*credential, *cause);
            assert_eq!(works, expected(*credential, *cause), "{credential:?} after {cause:?}: {fate:?}");
        }
    }
}
