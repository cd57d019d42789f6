//! The verifier's view of this server: its place in the network, its lists, its budgets and its keys.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use pursuance_domain::time::{SECOND, Time};
use pursuance_federation::discover::Usage;
use pursuance_federation::reach::{Origin, Reach};
use pursuance_federation::verify::{Checks, Environment, KeyLookupError, ResolvedKey, RetryAfter, Verifier};
use url::Url;

use super::budgets::{Allowances, Budgets};
use super::keys;
use crate::bounds::bodies::Whose;
use crate::bounds::client::Client;
use crate::bounds::keep;
use crate::peers::host_policy::HostPolicy;
use crate::peers::signing::{SignatureForm, is_news};
use crate::state::App;
use crate::store::error::StoreResult;
use crate::store::{delegations, deliveries};

/// How long the list of blocked servers is believed.
const POLICY_FRESH: i64 = 2 * SECOND;
/// How long a key is believed without the database. Short, because other processes may change it; a key that does not
/// fit is fetched anew in any case.
const KEY_FRESH: i64 = 10 * SECOND;
/// More than this many names are not remembered.
const NAMES_MAX: usize = 10_000;

/// How many requests to other servers are sent because of one request of theirs, until that is answered (PROTOCOL §4.7). An honest
/// sender needs a few: a key, its owner, each once more in another form, and the key of a proof.
pub const ASKED_FOR_ONE: usize = 20;

/// Everything about this server that decides whether a request is let in.
pub struct Gate {
    pub app: App,
    pub checks: Checks,
    pub budgets: Budgets,
    policy: RwLock<(Time, HostPolicy)>,
    keys: Mutex<HashMap<String, (Time, Arc<ResolvedKey>)>>,
    unfetchable: Mutex<HashMap<String, Failure>>,
    usage: Mutex<Option<(Time, Usage)>>,
    /// The servers that spoke from a place, as their signatures showed.
    speakers: Mutex<HashMap<String, String>>,
    key_lookup: Duration,
}

/// Why a key could not be had.
struct Failure {
    at: Time,
    /// It is not fetched again before this time.
    until: Time,
    error: KeyLookupError,
}

impl Gate {
    /// A gate with nothing remembered.
    pub fn new(app: App, checks: Checks, allowances: &Allowances) -> Self {
        Self {
            app,
            checks,
            budgets: Budgets::new(allowances),
            policy: RwLock::new((Time(i64::MIN), HostPolicy::default())),
            keys: Mutex::default(),
            unfetchable: Mutex::default(),
            usage: Mutex::default(),
            speakers: Mutex::default(),
            key_lookup: allowances.key_lookup,
        }
    }

    /// A gate with every check, for this server's own workers.
    pub fn for_workers(app: &App) -> Self {
        Self::new(app.clone(), Checks::all(), &Allowances::within(app.fetcher.reach()))
    }

    /// The gate as it is passed with `app` at work.
    pub fn passage(&self, app: &App) -> Passage<'_> {
        Passage { gate: self, app: app.clone() }
    }

    /// Loads the list of blocked servers, unless it was loaded a moment ago.
    async fn have_policy(&self) -> StoreResult<()> {
        let now = self.app.clock.now();
        let read_at = self.policy.read().unwrap_or_else(PoisonError::into_inner).0;
        // A clock that is moved back must not keep an old list.
        if now < read_at || read_at.plus(POLICY_FRESH) <= now {
            let policy = HostPolicy::load(&mut self.app.db.read().await?).await?;
            *self.policy.write().unwrap_or_else(PoisonError::into_inner) = (now, policy);
        }
        Ok(())
    }

    /// Takes one request to a server from our workers' allowance.
    pub fn spend_background(&self, url: &Url) -> Result<(), RetryAfter> {
        let host = Origin::of(url).map(|origin| origin.authority()).unwrap_or_default();
        self.budgets.spend_background(&host)
    }

    /// Takes a list of skill offers from the allowance for its server.
    pub(crate) fn spend_offer_list(&self, url: &Url) -> Result<(), RetryAfter> {
        let host = Origin::of(url).map(|origin| origin.authority()).unwrap_or_default();
        self.budgets.spend_offer_list(&host)
    }

    /// Notes that a server is alive, and in which form it signs: its lane is woken, and a delivery that it answered
    /// with "forbidden" is retried (PROTOCOL §4.6).
    pub async fn heard_from(&self, host: &str, form: SignatureForm) -> StoreResult<()> {
        let now = self.app.clock.now();
        if self.app.last_heard.hear(host, now) { self.wake(host, Some(form), now).await } else { Ok(()) }
    }

    /// Wakes the lane of a host that gave a sign of life while the lane went to sleep.
    pub async fn heard_meanwhile(&self, host: &str) -> StoreResult<()> {
        self.wake(host, None, self.app.clock.now()).await
    }

    async fn wake(&self, host: &str, form: Option<SignatureForm>, now: Time) -> StoreResult<()> {
        let mut tx = self.app.db.read().await?;
        let known = deliveries::host(&mut tx, host).await?;
        let asleep = match &known {
            Some(row) if deliveries::sleeps(&mut tx, row, now).await? => Some(row),
            Some(_) | None => None,
        };
        let learnt = match form {
            Some(form) if is_news(&mut tx, host, known.as_ref(), form, now).await? => Some(form),
            Some(_) | None => None,
        };
        drop(tx);
        if asleep.is_none() && learnt.is_none() {
            return Ok(());
        }
        let mut tx = self.app.db.write().await?;
        if let Some(row) = asleep {
            deliveries::wake(&mut tx, row, now).await?;
        }
        if let Some(form) = learnt {
            deliveries::set_signature(&mut tx, host, form.word(), now).await?;
        }
        tx.commit().await
    }
}

impl Gate {
    /// The count made within this time.
    pub fn counted(&self, now: Time, fresh: i64) -> Option<Usage> {
        let usage = self.usage.lock().unwrap_or_else(PoisonError::into_inner);
        usage.filter(|(at, _)| *at <= now && now < at.plus(fresh)).map(|(_, usage)| usage)
    }

    /// Remembers a count.
    pub fn count(&self, now: Time, usage: Usage) {
        *self.usage.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, usage));
    }

    /// Remembers that a server spoke from an address.
    pub fn spoke(&self, client: Client, host: &str) {
        let mut speakers = self.speakers.lock().unwrap_or_else(PoisonError::into_inner);
        let place = client.home();
        if speakers.get(&place).is_some_and(|known| known == host) {
            return;
        }
        keep(&mut speakers, NAMES_MAX, place, host.to_owned());
    }

    /// The server from whose address a body comes, before its signature is known: a sender may name any server, but cannot use its
    /// address. Where the database does not know the address, the body is a stranger's.
    pub async fn whose(&self, client: Client) -> Whose {
        let place = client.home();
        let host = self.speakers.lock().unwrap_or_else(PoisonError::into_inner).get(&place).cloned();
        let Some(host) = host else { return Whose::Stranger };
        let worked = async { delegations::has_worked_with(&mut self.app.db.read_once().await?, &host).await };
        if worked.await.unwrap_or(false) { Whose::Known } else { Whose::Stranger }
    }

    /// The key, when it was looked up a moment ago.
    fn remembered(&self, key_id: &str, now: Time) -> Option<Arc<ResolvedKey>> {
        let keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, key) = keys.get(key_id)?;
        (*at <= now && now < at.plus(KEY_FRESH)).then(|| Arc::clone(key))
    }

    fn remember(&self, key: &Arc<ResolvedKey>, now: Time) {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        keep(&mut keys, NAMES_MAX, key.key_id.clone(), (now, Arc::clone(key)));
    }

    /// Why a key was not to be had, when it was tried a moment ago.
    fn failed_before(&self, key_id: &str, now: Time) -> Option<KeyLookupError> {
        let unfetchable = self.unfetchable.lock().unwrap_or_else(PoisonError::into_inner);
        let failure = unfetchable.get(key_id).filter(|failure| failure.at <= now && now < failure.until)?;
        Some(match &failure.error {
            KeyLookupError::Temporary { why, .. } => KeyLookupError::Temporary {
                why: why.clone(),
                retry_after: keys::seconds_until(failure.until, now),
            },
            refused @ (KeyLookupError::Refused(_) | KeyLookupError::Gone(_)) => refused.clone(),
        })
    }

    /// Whether its server failed at the last fetch of the key; then the waits between the tries are the limit.
    fn was_in_trouble(&self, key_id: &str) -> bool {
        let unfetchable = self.unfetchable.lock().unwrap_or_else(PoisonError::into_inner);
        unfetchable
            .get(key_id)
            .is_some_and(|failure| matches!(failure.error, KeyLookupError::Temporary { .. }))
    }

    fn note_failure(&self, key_id: &str, error: &KeyLookupError, now: Time) {
        let until = match error {
            KeyLookupError::Temporary { retry_after, .. } => now.plus(i64::from(*retry_after) * SECOND),
            KeyLookupError::Refused(_) | KeyLookupError::Gone(_) => now.plus(keys::left_alone(None)),
        };
        let mut unfetchable = self.unfetchable.lock().unwrap_or_else(PoisonError::into_inner);
        let failure = Failure { at: now, until, error: error.clone() };
        keep(&mut unfetchable, NAMES_MAX, key_id.to_owned(), failure);
    }
}

/// The gate while one request passes: requests to other servers meanwhile are counted with that request.
pub struct Passage<'g> {
    gate: &'g Gate,
    app: App,
}

impl Passage<'_> {
    /// Begins to check a request that came now.
    ///
    /// # Errors
    /// When the list of blocked servers cannot be read.
    pub async fn verifier(&self) -> StoreResult<Verifier<'_, Self>> {
        self.gate.have_policy().await?;
        Ok(Verifier::new(self, self.gate.checks, self.app.clock.now().unix_seconds()))
    }
}

impl Environment for Passage<'_> {
    fn reach(&self) -> &Reach {
        self.app.fetcher.reach()
    }

    fn admits_host(&self, host: &Origin) -> bool {
        !self.gate.policy.read().unwrap_or_else(PoisonError::into_inner).1.covers(&host.authority())
    }

    fn spend_client_budget(&self, client: IpAddr) -> Result<(), RetryAfter> {
        self.gate.budgets.spend_client(Client::at(client))
    }

    fn spend_key_fetch_budget(&self, client: Option<IpAddr>, key_id: &str) -> Result<(), RetryAfter> {
        if self.gate.failed_before(key_id, self.app.clock.now()).is_some() {
            // Nothing will be fetched.
            return Ok(());
        }
        let host = Url::parse(key_id).ok().and_then(|url| Origin::of(&url).ok());
        let host = host.map(|origin| origin.authority()).unwrap_or_default();
        let key = if self.gate.was_in_trouble(key_id) { None } else { Some(key_id) };
        self.gate.budgets.spend_key_fetch(client.map(Client::at), key, &host)
    }

    async fn known_key(&self, key_id: &str) -> Result<Option<Arc<ResolvedKey>>, KeyLookupError> {
        let now = self.app.clock.now();
        if let Some(key) = self.gate.remembered(key_id, now) {
            return Ok(Some(key));
        }
        let known = keys::known(&self.app, key_id).await?;
        if let Some(key) = &known {
            self.gate.remember(key, now);
        }
        Ok(known)
    }

    async fn fetch_key(&self, key_id: &str) -> Result<Arc<ResolvedKey>, KeyLookupError> {
        let now = self.app.clock.now();
        if let Some(error) = self.gate.failed_before(key_id, now) {
            return Err(error);
        }
        let fetched = keys::fetch(&self.app, key_id, self.gate.key_lookup).await;
        match &fetched {
            Ok(key) => {
                self.gate.remember(key, now);
                self.gate.unfetchable.lock().unwrap_or_else(PoisonError::into_inner).remove(key_id);
            }
            // Earlier requests used everything up: a failure that is remembered would shut out the owner of this key.
            Err(_) if self.app.has_asked_enough() => {}
            Err(error) => self.gate.note_failure(key_id, error, now),
        }
        fetched
    }
}
