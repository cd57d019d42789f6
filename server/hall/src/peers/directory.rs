//! The directory: finds actors by the text that people type, and caches the documents of remote ones.
//!
//! The cache is bookkeeping: it can be fetched anew at any time, so it is written outside of `perform`. A document
//! without an inbox or a key never replaces a good one (PROTOCOL §5).

mod document;
mod pins;

use std::fmt;
use std::sync::Arc;

use pursuance_domain::allowed::Principal;
use pursuance_domain::id::{ActorId, is_own_id};
use pursuance_domain::time::{DAY, Time};
use pursuance_domain::value::{ActorRef, LeveledSkills};
use pursuance_federation::discover::{self, Address, Handle};
use pursuance_federation::fetch::{ACTOR_MAX, FetchError};
use pursuance_federation::reach::Origin;
use pursuance_federation::vocab;
use serde_json::Value;
use url::Url;

pub use self::pins::{is_believed, listed, pinned, public_key};
use super::signing::{AskError, Learnt, SignatureForm, is_news};
use crate::addresses::{Named, name_on_page};
use crate::lookup::DirectoryError;
use crate::state::App;
use crate::store::actors::{self, Actor, ActorKind};
use crate::store::db::ReadTx;
use crate::store::error::{StoreError, StoreResult};
use crate::store::jobs::Job;
use crate::store::{deliveries, skills};

/// An actor fetched less than this long ago is not fetched again.
const FRESH: i64 = DAY;

/// The meaning of a text, before it is known whether such an actor exists.
enum ActorText {
    /// A local actor, by its name.
    NameHere(String),
    /// A local actor, by its id.
    IdHere(ActorId),
    Handle(Handle),
    /// An actor elsewhere, or its page.
    Url(Url),
}

/// A question to another server.
enum PeerQuestion {
    Handle(Handle),
    Url(Url),
    /// An actor that is known, by its address.
    Known(String),
}

impl fmt::Display for PeerQuestion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Handle(handle) => {
                write!(f, "{}@{}", handle.name().to_lowercase(), handle.origin().authority())
            }
            Self::Url(url) => url.fmt(f),
            Self::Known(uri) => uri.fmt(f),
        }
    }
}

impl App {
    /// Finds a pursuance, local or remote, by name, handle or address. Fetches a remote one unless that happened within
    /// a day, at the expense of the person's lookups.
    ///
    /// # Errors
    /// [`DirectoryError`], to be shown to the person.
    pub async fn find_pursuance(&self, who: &Principal, named: &ActorRef) -> Result<Actor, DirectoryError> {
        let text = named.as_str();
        // Given back before any request is sent: a connection held until another server answers is missing for
        // everybody.
        let known = {
            let mut tx = self.db.read().await?;
            self.look_up(&mut tx, text).await?
        };
        let actor = match known {
            Some(actor) if actor.is_here() || self.is_fresh(&actor) => actor,
            known => {
                let asked_at = self.clock.now();
                let found = self.look(who, text, known).await?;
                // For an actor that was not known before, the offers are read already.
                if found.created < asked_at && found.fetched_at.is_some_and(|at| asked_at <= at) {
                    self.have_offers_read(&found).await?;
                }
                found
            }
        };
        if actor.gone_at.is_some() {
            return Err(DirectoryError::Gone(self.handle(&actor)));
        }
        match actor.kind {
            ActorKind::Group => Ok(actor),
            ActorKind::Person | ActorKind::Instance => {
                Err(DirectoryError::NotAPursuance(self.handle(&actor)))
            }
        }
    }

    /// Whether a text names somebody here, whether there is anybody of that name or not.
    pub fn is_name_here(&self, named: &ActorRef) -> bool {
        matches!(self.wanted(named.as_str()), Ok(ActorText::NameHere(_) | ActorText::IdHere(_)))
    }

    /// The answer to a text that names nobody: on this server, or on the server that it names.
    pub fn nobody(&self, named: &ActorRef) -> DirectoryError {
        match self.wanted(named.as_str()) {
            Ok(ActorText::NameHere(name) | ActorText::IdHere(ActorId(name))) => {
                DirectoryError::NobodyHere(name)
            }
            Ok(ActorText::Handle(handle)) => DirectoryError::NobodyThere {
                name: handle.name().to_owned(),
                host: handle.origin().authority(),
            },
            Ok(ActorText::Url(url)) => {
                DirectoryError::NobodyThere { host: host_of(&url), name: url.to_string() }
            }
            Err(error) => error,
        }
    }

    /// A reference to the actor that was found under a typed one. That of somebody elsewhere is the actor's id: nothing else that
    /// leads there is kept.
    pub fn as_found(&self, named: &ActorRef, found: &Actor) -> ActorRef {
        if found.is_here() {
            return named.clone();
        }
        // Ids may be longer than a typed name may be; such actors are named by the key of their row.
        let named_by = |id: &str| ActorRef::parse(id).ok();
        named_by(&found.uri).or_else(|| named_by(found.id.as_str())).unwrap_or_else(|| named.clone())
    }

    /// Asks another server for an actor, unless that failed a moment ago; after a passing failure the `known` one is
    /// used.
    async fn look(&self, who: &Principal, text: &str, known: Option<Actor>) -> Result<Actor, DirectoryError> {
        let question = match &known {
            Some(known) => PeerQuestion::Known(known.uri.clone()),
            None => match self.wanted(text)? {
                ActorText::NameHere(name) | ActorText::IdHere(ActorId(name)) => {
                    return Err(DirectoryError::NobodyHere(name));
                }
                ActorText::Handle(handle) => PeerQuestion::Handle(handle),
                ActorText::Url(url) => PeerQuestion::Url(url),
            },
        };
        let asked = question.to_string();
        let now = self.clock.now();
        let found = match self.lookups.failed_before(&asked, now) {
            Some(error) => Err(error),
            None => {
                if let Some(person) = who.person() {
                    self.lookups.spend(person, now)?;
                }
                let found = match &question {
                    PeerQuestion::Handle(handle) => self.find_by_handle(handle).await,
                    PeerQuestion::Url(url) => self.fetch_actor(url).await,
                    PeerQuestion::Known(uri) => self.refresh_actor(uri).await,
                };
                if let Err(error) = &found {
                    self.lookups.note(&asked, error, now);
                }
                found
            }
        };
        match known {
            Some(known) => or_stale(known, found),
            None => found,
        }
    }

    /// The known pursuance with this name, handle or address, without any request.
    pub async fn known_pursuance(&self, tx: &mut ReadTx, named: &str) -> Result<Option<Actor>, StoreError> {
        Ok(self
            .look_up(tx, named)
            .await?
            .filter(|actor| actor.kind == ActorKind::Group && actor.gone_at.is_none()))
    }

    /// The actor with this address: from the cache, or else from its server.
    ///
    /// # Errors
    /// When it is not known and cannot be fetched.
    pub async fn known_actor(&self, uri: &Url) -> Result<Actor, DirectoryError> {
        let known = {
            let mut tx = self.db.read().await?;
            actors::by_uri(&mut tx, uri.as_str()).await?
        };
        match known {
            Some(actor) => Ok(actor),
            None => self.fetch_actor(uri).await,
        }
    }

    /// Fetches an actor anew and caches it. One that has ended is noted as gone.
    ///
    /// # Errors
    /// When it cannot be fetched; the cached one stays.
    pub async fn refresh_actor(&self, uri: &str) -> Result<Actor, DirectoryError> {
        let url = Url::parse(uri).map_err(|_| DirectoryError::Unreadable(uri.to_owned()))?;
        match self.fetch_actor(&url).await {
            Err(DirectoryError::Gone(handle)) => {
                self.note_gone(uri).await?;
                Err(DirectoryError::Gone(handle))
            }
            outcome => outcome,
        }
    }

    /// Fetches an actor and caches its document.
    ///
    /// # Errors
    /// When it cannot be fetched, or its document is not sound.
    pub async fn fetch_actor(&self, url: &Url) -> Result<Actor, DirectoryError> {
        let value = self.fetch_document(url).await?;
        let said = vocab::Actor::read(&value)
            .map_err(|source| DirectoryError::Unsound { host: host_of(url), source: Arc::new(source) })?;
        self.keep_actor(&said).await
    }

    /// Fetches a document in the name of this instance, from a server that we talk to.
    pub(crate) async fn fetch_document(&self, url: &Url) -> Result<Value, DirectoryError> {
        let host = host_of(url);
        match self.ask(&self.instance_actor, url, ACTOR_MAX).await {
            Ok(document) => Ok(document.value),
            Err(AskError::Fetch(source)) => Err(DirectoryError::fetching(host, url, source)),
            Err(AskError::Keys(error)) => Err(error.into()),
            Err(AskError::Store(error)) => Err(error.into()),
        }
    }

    /// Caches an actor's own document.
    ///
    /// # Errors
    /// When the document cannot be the actor's own, or the database fails.
    pub(crate) async fn keep_actor(&self, said: &vocab::Actor) -> Result<Actor, DirectoryError> {
        let now = self.clock.now();
        let read = document::read(said, self.fetcher.reach(), ActorId(self.clock.new_id_at(now)), now)?;
        let known = {
            let mut tx = self.db.read().await?;
            actors::by_uri(&mut tx, &read.uri).await?
        };
        if let Some(known) = &known {
            self.demand_believed(known, said, now).await?;
        }
        match self.write_actor(&read, said, now).await {
            // Another request wrote it at the same moment; now it exists.
            Err(StoreError::Taken(_)) => Ok(self.write_actor(&read, said, now).await?),
            outcome => Ok(outcome?),
        }
    }

    async fn write_actor(&self, read: &Actor, said: &vocab::Actor, now: Time) -> StoreResult<Actor> {
        let mut tx = self.db.write().await?;
        match actors::by_uri(&mut tx, &read.uri).await? {
            Some(known) => {
                let host = read.host.clone().unwrap_or_default();
                actors::refresh(&mut tx, &Actor { id: known.id, ..read.clone() }, now).await?;
                if known.inbox != read.inbox {
                    deliveries::move_inbox(&mut tx, &known.inbox, &read.inbox, &host, now).await?;
                }
            }
            None => actors::add(&mut tx, read, None).await?,
        }
        if let Some(host) = &read.host {
            let (known, form) = (deliveries::host(&mut tx, host).await?, SignatureForm::listed_by(said));
            if is_news(&mut tx, host, known.as_ref(), form, now).await? {
                deliveries::set_signature(&mut tx, host, form.word(), now).await?;
            }
        }
        let kept = actors::by_uri(&mut tx, &read.uri).await?;
        if let Some(group) = kept.as_ref().filter(|kept| kept.kind == ActorKind::Group) {
            skills::set(&mut tx, &group.id, &LeveledSkills::done(&document::skills(said))).await?;
            let has_list = said.takes_offers() && said.skill_offers.is_some();
            if has_list && !actors::takes_offers(&mut tx, &group.id).await? {
                let first = Job::ReadSkillOffers { actor: group.id.clone() };
                first.write(&mut tx, &self.clock, now).await?;
            }
            actors::set_takes_offers(&mut tx, &group.id, said.takes_offers()).await?;
        }
        tx.commit().await?;
        kept.ok_or_else(|| StoreError::unknown_word("actor", "uri", &read.uri))
    }

    /// Notes that the server of this address has accepted one form and not the other.
    pub async fn learn_form(&self, url: &Url, learnt: Learnt) -> StoreResult<()> {
        let Ok(origin) = Origin::of(url) else { return Ok(()) };
        let (host, now) = (origin.authority(), self.clock.now());
        let mut tx = self.db.write().await?;
        deliveries::set_signature(&mut tx, &host, learnt.form.word(), now).await?;
        learnt.note_refused(&mut tx, &host, now).await?;
        tx.commit().await
    }

    /// Has it noted that an actor elsewhere has ended: an action, so a job performs it.
    async fn note_gone(&self, uri: &str) -> Result<(), DirectoryError> {
        let known = actors::by_uri(&mut self.db.read().await?, uri).await?;
        let Some(actor) = known.filter(|actor| !actor.is_here() && actor.gone_at.is_none()) else {
            return Ok(());
        };
        self.have_noted(Job::NoteGone { actor: actor.id }).await
    }

    /// Queues another read of the skill offers of an actor whom a person has looked up.
    async fn have_offers_read(&self, found: &Actor) -> Result<(), DirectoryError> {
        if actors::takes_offers(&mut self.db.read().await?, &found.id).await? {
            self.have_noted(Job::ReadSkillOffers { actor: found.id.clone() }).await?;
        }
        Ok(())
    }

    /// Writes a job of the directory, due now.
    async fn have_noted(&self, job: Job) -> Result<(), DirectoryError> {
        let mut tx = self.db.write().await?;
        job.write(&mut tx, &self.clock, self.clock.now()).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn find_by_handle(&self, handle: &Handle) -> Result<Actor, DirectoryError> {
        let host = handle.origin().authority();
        let found = discover::find(&self.outward().await?, handle)
            .await
            .map_err(|source| DirectoryError::discovering(host, handle.name(), source))?;
        let known = actors::by_uri(&mut self.db.read().await?, found.actor.as_str()).await?;
        match known {
            Some(actor) if self.is_fresh(&actor) => Ok(actor),
            Some(known) => {
                let asked = self.refresh_actor(&known.uri).await;
                or_stale(known, asked)
            }
            None => self.fetch_actor(&found.actor).await,
        }
    }

    fn is_fresh(&self, actor: &Actor) -> bool {
        actor.gone_at.is_none() && actor.fetched_at.is_some_and(|at| self.clock.now() < at.plus(FRESH))
    }

    /// The cached actor with this name.
    async fn look_up(&self, tx: &mut ReadTx, named: &str) -> StoreResult<Option<Actor>> {
        match self.wanted(named) {
            Ok(ActorText::NameHere(name)) => actors::by_name_here(tx, &name).await,
            Ok(ActorText::IdHere(id)) => actors::by_id(tx, &id).await,
            Ok(ActorText::Handle(handle)) => {
                actors::by_handle(tx, handle.name(), &handle.origin().authority()).await
            }
            Ok(ActorText::Url(url)) => actors::by_address(tx, url.as_str()).await,
            Err(_) => Ok(None),
        }
    }

    /// Reads the text that a person typed.
    fn wanted(&self, text: &str) -> Result<ActorText, DirectoryError> {
        if is_own_id(text) {
            return Ok(ActorText::IdHere(ActorId(text.to_owned())));
        }
        let bare = text.trim_start_matches(['@', '!']);
        if !bare.contains('@') && !bare.contains("://") {
            return Ok(ActorText::NameHere(bare.to_lowercase()));
        }
        let address = Address::parse(text, self.fetcher.reach())
            .map_err(|source| DirectoryError::Form { typed: text.to_owned(), source })?;
        Ok(match address {
            Address::Handle(handle) if handle.origin() == self.fetcher.reach().own() => {
                ActorText::NameHere(handle.name().to_lowercase())
            }
            Address::Handle(handle) => ActorText::Handle(handle),
            Address::Url(url) if self.fetcher.reach().is_own(&url) => self.wanted_here(&url),
            Address::Url(url) => ActorText::Url(url),
        })
    }

    /// The meaning of a local address: the id of an actor, its page, or one below that.
    fn wanted_here(&self, url: &Url) -> ActorText {
        let mut bare = url.clone();
        bare.set_query(None);
        match self.addresses.named(bare.as_str().trim_end_matches('/')) {
            Some(Named::Person(id) | Named::Group(id)) => ActorText::IdHere(ActorId(id.to_owned())),
            Some(Named::Instance) => ActorText::IdHere(self.instance_actor.id.clone()),
            Some(Named::Task(_)) | None => {
                ActorText::NameHere(name_on_page(url.path()).unwrap_or(url.path()).to_owned())
            }
        }
    }
}

/// The cached actor, after a passing failure to fetch it anew.
fn or_stale(known: Actor, asked: Result<Actor, DirectoryError>) -> Result<Actor, DirectoryError> {
    match asked {
        Err(error) if error.is_temporary() => Ok(known),
        asked => asked,
    }
}

/// The authority of an address, for people.
fn host_of(url: &Url) -> String {
    Origin::of(url)
        .map_or_else(|_| url.host_str().unwrap_or_default().to_owned(), |origin| origin.authority())
}

impl DirectoryError {
    fn fetching(host: String, url: &Url, source: FetchError) -> Self {
        if source.is_gone() {
            return Self::Gone(url.to_string());
        }
        if source.is_temporary() {
            return match source {
                FetchError::Status { status } => Self::InTrouble { host, status: status.as_u16() },
                source => Self::NotAnswering { host, source: Arc::new(source) },
            };
        }
        match source {
            FetchError::Reach(source) => Self::OutOfReach { host, source },
            FetchError::Blocked { host } => Self::Blocked { host: host.authority() },
            FetchError::Status { status } if [401, 403].contains(&status.as_u16()) => Self::NotLetIn { host },
            FetchError::Status { status } if status.as_u16() == 404 => {
                Self::NobodyThere { name: url.to_string(), host }
            }
            source => Self::Unsound { host, source: Arc::new(source) },
        }
    }
}
