//! The state shared by every part of the running program.

pub mod traces;

use std::fs::{DirBuilder, File, TryLockError};
use std::ops::Deref;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use pursuance_domain::event::StreamId;
use pursuance_domain::id::{ActorId, DelegationId};
use pursuance_domain::time::{SECOND, Time};
use pursuance_domain::value::Door;
use pursuance_federation::fetch::{Fetcher, Requests, SetupError};
use pursuance_federation::push::SenderKey;
use sha2::Digest;
use tokio::sync::broadcast;

use self::traces::Trace;
use crate::addresses::Addresses;
use crate::bounds::bodies::Bodies;
use crate::bounds::rate::{
    ACTIONS, CREDENTIALS, CROSSED, HISTORY, REACTIONS, REFUSED, Rate, WEIGHT, WRITING,
};
use crate::bounds::searchers::{SearchClient, Searchers};
use crate::bounds::spent::Spent;
use crate::bounds::uploads::Uploads;
use crate::changes::RecentChanges;
use crate::credentials::Credentials;
use crate::keyed_hashes::KeyedHashes;
use crate::keyring::{KeyRing, KeyRingError};
use crate::last_heard::LastHeard;
use crate::lookup::RecentLookups;
use crate::pictures::Pictures;
use crate::platform::clock::{Clock, random};
use crate::platform::config::Config;
use crate::platform::files::{FileError, FileStore};
use crate::platform::vault::{KeyNeed, Vault, VaultError};
use crate::store::actors::{self, Actor, ActorKind};
use crate::store::db::{Db, ListTx, SearchTx};
use crate::store::edge_cache::EdgeCache;
use crate::store::error::{StoreError, StoreResult};
use crate::store::sealed::Folds;
use crate::store::{backup, instance, migrate};

/// The running program; cheap to clone.
#[derive(Clone)]
pub struct App {
    shared: Arc<Shared>,
    /// How often other servers may still be asked for what is done now; none: as often as it takes.
    pub(crate) requests: Option<Requests>,
}

/// News for the open pages of a pursuance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageNews {
    /// Its stream has new events. Each event decides which readers hear of it.
    Events(StreamId),
    /// A change without an event, such as a delivery, or the end of a message.
    Change(StreamId),
    /// These people have new notices, or have read some.
    Notices(Arc<[ActorId]>),
}

/// The contents of [`App`].
pub struct Shared {
    pub config: Config,
    pub clock: Clock,
    pub db: Db,
    pub addresses: Addresses,
    pub fetcher: Fetcher,
    pub keys: KeyRing,
    pub files: FileStore,
    pub uploads: Uploads,
    /// The bodies that are arriving.
    pub bodies: Bodies,
    /// Who has a picture beside their name.
    pub pictures: Pictures,
    pub credentials: Credentials,
    /// Recognises browsers and addresses that were here before.
    pub keyed_hashes: KeyedHashes,
    /// Signs what is pushed to browsers.
    pub push_key: SenderKey,
    /// How often each person acts, by whatever door.
    pub pace: Rate<ActorId>,
    pub pace_of_credentials: Rate<ActorId>,
    pub pace_of_reactions: Rate<ActorId>,
    /// Who searches, and how much.
    pub searchers: Searchers,
    /// How much the actions of each person weigh, and how long they keep others from writing.
    pub weight: Rate<ActorId>,
    pub writing: Rate<ActorId>,
    /// How much they leave in histories.
    pub history: Rate<ActorId>,
    /// Whose tries to come in are refused for now.
    pub spent: Spent,
    /// How many messages of each server were refused.
    pub refused: Rate<String>,
    /// How many messages of each delegation crossed its end.
    pub crossed: Rate<DelegationId>,
    /// The instance's own actor.
    pub instance_actor: Actor,
    /// The recent lookups on behalf of people, and the failed ones.
    pub lookups: RecentLookups,
    /// When other servers were heard of.
    pub last_heard: LastHeard,
    /// The edges between waiting tasks and others, in memory.
    pub edge_cache: EdgeCache,
    /// The meanings of the logs of private pursuances, in memory.
    pub folds: Folds,
    /// When the disk of the database was asked for its room, and whether it had too little.
    pub disk_asked: Mutex<Option<(Instant, bool)>>,
    /// News for open pages.
    pub live: broadcast::Sender<PageNews>,
    /// News without a number, for the pages that open meanwhile.
    pub changes: RecentChanges,
    /// Keeps a second server away from the same SQLite folder.
    _lock: Option<File>,
}

impl Deref for App {
    type Target = Shared;
    fn deref(&self) -> &Shared {
        &self.shared
    }
}

/// Why the program cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("cannot use the data folder {path}")]
    DataDir {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("another server is running on the data folder {path}")]
    Running { path: PathBuf },
    #[error(
        "this program is newer than the server that is running on the data folder {path}, and would change its database"
    )]
    OlderServer { path: PathBuf },
    #[error(
        "{trace}, and there is no instance in {place}, where the settings look: a start would found an empty one there"
    )]
    Empty { trace: Trace, place: String },
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error(transparent)]
    Keys(#[from] KeyRingError),
    #[error(transparent)]
    Files(#[from] FileError),
    #[error("the client for other servers cannot be set up")]
    Fetcher(#[from] SetupError),
    #[error("the key could not be made: {0}")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// How the program uses the data folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// As the server: alone.
    Serve,
    /// As a command beside a server that may be running.
    Command,
}

impl App {
    /// Opens or founds the instance.
    ///
    /// # Errors
    /// [`StartError`] with what to do about it.
    pub async fn start(config: Config, clock: Clock, how: Use) -> Result<Self, StartError> {
        let dir = |source| StartError::DataDir { path: config.data_dir.clone(), source };
        let vault = Vault::open(config.key_file.as_deref())?;
        let is_missing = config.database_file().is_some_and(|file| !file.exists());
        if is_missing {
            no_traces(&config).await?;
        }
        let backups = config.data_dir.join("backups");
        // It will contain private keys: a new folder is for its owner alone.
        DirBuilder::new().recursive(true).mode(0o700).create(&backups).map_err(dir)?;
        let lock = if how == Use::Serve && config.database_url.starts_with("sqlite:") {
            Some(lock_folder(&config)?)
        } else {
            None
        };
        let db = Db::open(&config.database_url).await?;
        if !is_missing && backup::founded(&db).await?.is_none() {
            no_traces(&config).await?;
        }
        let _alone = if how == Use::Command && db.is_sqlite() && migrate::is_older(&db).await {
            // The running server would go on with a schema that it does not know.
            Some(lock_folder(&config).map_err(|error| match error {
                StartError::Running { path } => StartError::OlderServer { path },
                error => error,
            })?)
        } else {
            None
        };
        migrate::migrate(&db, Some(&backups)).await?;
        let addresses = Addresses::new(&config.base_url);
        let (vault, mut row) = found(&db, vault, &addresses, &clock).await?;
        if row.base_url != addresses.base() {
            return Err(StoreError::OtherBaseUrl {
                stored: row.base_url,
                wanted: addresses.base().to_owned(),
            }
            .into());
        }
        let vault = if how == Use::Serve {
            seal(&db, &vault, &mut row).await?;
            keep_private(&config);
            vault.refusing_plain()
        } else {
            vault
        };
        let stored = secret(&db, &vault, &row).await?;
        let keys = KeyRing::open(vault, &row)?;
        let keyed_hashes = KeyedHashes::new(keys.secret(&stored)?);
        let push_key = push_key(&db, &keys).await?;
        let instance_actor = own_actor(&db, &keys, &row, &addresses, &clock).await?;
        let files = FileStore::in_folder(&config.data_dir.join("files"))?;
        if lock.is_some() {
            files.forget_unfinished()?;
        }
        let agent = format!("Pursuance/{} (+{}/about)", env!("CARGO_PKG_VERSION"), addresses.base());
        let shared = Arc::new(Shared {
            fetcher: Fetcher::new(config.reach.clone(), &agent)?,
            files,
            uploads: Uploads::default(),
            bodies: Bodies::default(),
            pictures: Pictures::new(&clock),
            credentials: Credentials::new(),
            keyed_hashes,
            push_key,
            pace: Rate::new(&clock, ACTIONS),
            pace_of_credentials: Rate::new(&clock, CREDENTIALS),
            pace_of_reactions: Rate::new(&clock, REACTIONS),
            searchers: Searchers::new(&clock),
            weight: Rate::new(&clock, WEIGHT),
            writing: Rate::new(&clock, WRITING),
            history: Rate::new(&clock, HISTORY),
            spent: Spent::default(),
            refused: Rate::new(&clock, REFUSED),
            crossed: Rate::new(&clock, CROSSED),
            last_heard: LastHeard::default(),
            edge_cache: EdgeCache::default(),
            folds: Folds::default(),
            disk_asked: Mutex::default(),
            live: broadcast::channel(1024).0,
            changes: RecentChanges::default(),
            _lock: lock,
            config,
            clock,
            db,
            addresses,
            keys,
            instance_actor,
            lookups: RecentLookups::default(),
        });
        Ok(Self { shared, requests: None })
    }

    /// This program while it does something that another server has caused: it asks other servers at most so often.
    #[must_use]
    pub fn asking_at_most(&self, requests: usize) -> Self {
        Self { requests: Some(Requests::at_most(requests)), ..self.clone() }
    }

    /// Whether all requests for what is done now were sent: a failure then says nothing of whom it was to ask.
    pub(crate) fn has_asked_enough(&self) -> bool {
        self.requests.as_ref().is_some_and(Requests::are_used_up)
    }

    /// A reader for the search of a client, once the client may search. The caller gives back any other reader before.
    ///
    /// # Errors
    /// When the client searches too much, or no connection is available.
    pub async fn search(&self, client: &SearchClient) -> StoreResult<SearchTx> {
        let turn = self.searchers.turn(client).await?;
        self.db.search(turn).await
    }

    /// A reader for a list: where its reader says what they look for, for a search of this client.
    ///
    /// # Errors
    /// When the client searches too much, or no connection is available.
    pub async fn list(&self, client: &SearchClient, is_search: bool) -> StoreResult<ListTx> {
        Ok(if is_search { self.search(client).await?.into() } else { self.db.read().await?.into() })
    }

    /// The handle of an actor as people write it.
    pub fn handle(&self, actor: &Actor) -> String {
        format!("{}@{}", actor.name, actor.host.as_deref().unwrap_or_else(|| self.addresses.authority()))
    }

    /// Makes a new one-time link for the first operator; earlier ones become invalid.
    pub async fn new_setup_link(&self) -> Result<String, StoreError> {
        let secret = hex::encode(random::<16>());
        let mut tx = self.db.write().await?;
        instance::set_setup(&mut tx, Some(&hash_secret(&secret))).await?;
        tx.commit().await?;
        Ok(self.addresses.at(&format!("/setup?code={secret}")))
    }

    /// Ends a link for the first operator that was never used: former programs kept it when an operator was made in another way.
    pub async fn end_setup_link(&self) -> Result<(), StoreError> {
        let kept = instance::find(&mut self.db.read().await?).await?.and_then(|row| row.setup_hash);
        if kept.is_some() {
            let mut tx = self.db.write().await?;
            instance::set_setup(&mut tx, None).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

/// The stored form of a secret that a client has: sessions, tokens, setup codes. They are random, so a plain hash is
/// enough.
pub fn hash_secret(secret: &str) -> String {
    hex::encode(sha2::Sha256::digest(secret.as_bytes()))
}

/// Locks the data folder for one server. The file stays; the lock ends with the process.
fn lock_folder(config: &Config) -> Result<File, StartError> {
    let path = config.data_dir.join("serve.lock");
    let dir = |source| StartError::DataDir { path: config.data_dir.clone(), source };
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(dir)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StartError::Running { path: config.data_dir.clone() }),
        Err(TryLockError::Error(source)) => Err(dir(source)),
    }
}

/// Refuses to found an instance beside the traces of another one.
async fn no_traces(config: &Config) -> Result<(), StartError> {
    match traces::find(config).await {
        Some(trace) => Err(StartError::Empty { trace, place: config.database_place() }),
        None => Ok(()),
    }
}

/// The instance's row, written at the first start.
async fn found(
    db: &Db,
    vault: Vault,
    addresses: &Addresses,
    clock: &Clock,
) -> Result<(Vault, instance::Instance), StartError> {
    let known = instance::find(&mut db.read().await?).await?;
    if let Some(row) = known {
        return Ok((vault, row));
    }
    let (vault, rsa) = tokio::task::spawn_blocking(move || {
        let rsa = KeyRing::make_rsa(&vault);
        (vault, rsa)
    })
    .await?;
    let rsa = rsa?;
    let mut tx = db.write().await?;
    let row = instance::Instance {
        base_url: addresses.base().to_owned(),
        name: addresses.authority().to_owned(),
        door: Door::Invited,
        about: String::new(),
        run_by: String::new(),
        rsa_public: rsa.public_pem,
        rsa_private: rsa.sealed,
        setup_hash: None,
        secret: None,
    };
    match instance::add(&mut tx, &row, clock.now()).await {
        Ok(()) => {
            tx.commit().await?;
            Ok((vault, row))
        }
        // Two processes founded the same Postgres instance at once; the second uses the row of the first.
        Err(taken @ StoreError::Taken(_)) => {
            drop(tx);
            Ok((vault, instance::find(&mut db.read().await?).await?.ok_or(taken)?))
        }
        Err(error) => Err(error.into()),
    }
}

/// Seals the secrets in the database that were stored before there was a key file.
async fn seal(db: &Db, vault: &Vault, row: &mut instance::Instance) -> Result<(), StartError> {
    if vault.seals() && KeyNeed::of(&row.rsa_private) == KeyNeed::SomeKey {
        let mut tx = db.write().await?;
        KeyRing::name_key(vault, &mut tx, row).await?;
        tx.commit().await?;
    }
    if !vault.seals() || KeyRing::count_plain(&mut db.read().await?, row).await? == 0 {
        return Ok(());
    }
    let mut tx = db.write().await?;
    let sealed = KeyRing::seal_plain(vault, &mut tx, row).await?;
    tx.commit().await?;
    // The old bytes stay in free pages until these are used again.
    migrate::compact(db).await?;
    tracing::info!(keys = sealed, "Private keys that lay open in the database are encrypted now");
    Ok(())
}

/// The stored form of the instance's secret, made when there is none.
async fn secret(db: &Db, vault: &Vault, row: &instance::Instance) -> Result<Vec<u8>, StartError> {
    if let Some(stored) = &row.secret {
        return Ok(stored.clone());
    }
    let stored = KeyRing::seal_secret(vault, &random::<32>())?;
    let mut tx = db.write().await?;
    let is_ours = instance::add_secret(&mut tx, &stored).await?;
    tx.commit().await?;
    if is_ours {
        return Ok(stored);
    }
    // Another process was faster.
    let row = instance::find(&mut db.read().await?).await?;
    Ok(row.and_then(|row| row.secret).unwrap_or(stored))
}

/// The key with which this instance signs what it pushes, made when there is none.
async fn push_key(db: &Db, keys: &KeyRing) -> Result<SenderKey, StartError> {
    let known = instance::push_key(&mut db.read().await?).await?;
    if let Some(stored) = known {
        return Ok(keys.open_push_key(&stored)?);
    }
    let made = keys.make_push_key()?;
    let mut tx = db.write().await?;
    instance::add_push_key(&mut tx, &made).await?;
    tx.commit().await?;
    // Another process may have been faster.
    let kept = instance::push_key(&mut db.read().await?).await?;
    Ok(keys.open_push_key(&kept.unwrap_or(made))?)
}

/// Removes the access of other users to files in an existing folder: the program creates files for its owner alone (the
/// umask), but an older version may have created others.
fn keep_private(config: &Config) {
    let folder = &config.data_dir;
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let within = entries.flatten().map(|entry| entry.path());
    let ours = |path: &Path| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with("pursuance.db") || ["serve.lock", "backups", "files"].contains(&name)
    };
    for path in within.filter(|path| ours(path)) {
        if let Err(error) = take_from_others(&path) {
            tracing::warn!(path = %path.display(), error = &error as &dyn std::error::Error, "Others on this machine may read this");
        }
    }
}

fn take_from_others(path: &Path) -> std::io::Result<()> {
    let mode = std::fs::metadata(path)?.permissions().mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode & 0o7700))
}

/// The instance's own actor, made at the first start.
async fn own_actor(
    db: &Db,
    keys: &KeyRing,
    row: &instance::Instance,
    addresses: &Addresses,
    clock: &Clock,
) -> Result<Actor, StartError> {
    let uri = addresses.instance();
    // Its host without the port: others read a name with a colon as an address, and would then have no key of ours
    // (GoToSocial).
    let authority = addresses.authority();
    let name = authority.split_once(':').map_or(authority, |(host, _)| host);
    let known = actors::by_uri(&mut db.read().await?, &uri).await?;
    if let Some(known) = known {
        return if known.name == name { Ok(known) } else { Ok(renamed(db, known, name).await?) };
    }
    let now = clock.now();
    let id = ActorId(clock.new_id_at(now));
    let key = keys.make(&id)?;
    // Older than anything else here, so that lists by age begin with it.
    let created = Time(now.0 - SECOND);
    let actor = Actor {
        inbox: addresses.shared_inbox(),
        display: row.name.clone(),
        url: addresses.at("/about"),
        ed25519_public: Some(key.public),
        rsa_public: Some(row.rsa_public.clone()),
        ..Actor::here(ActorKind::Instance, id, uri, name.to_owned(), created)
    };
    let mut tx = db.write().await?;
    actors::add(&mut tx, &actor, Some(&key.sealed)).await?;
    tx.commit().await?;
    Ok(actor)
}

/// The instance under its host's name, unless an actor has that name.
async fn renamed(db: &Db, known: Actor, name: &str) -> Result<Actor, StoreError> {
    let mut tx = db.write().await?;
    match actors::rename(&mut tx, &known.id, name).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(Actor { name: name.to_owned(), ..known })
        }
        Err(StoreError::Taken(_)) => {
            tracing::warn!(name, "The instance keeps its old name, as somebody here is called like its host");
            Ok(known)
        }
        Err(error) => Err(error),
    }
}
