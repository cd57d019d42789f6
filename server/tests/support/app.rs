//! An instance in this process, with its own data folder and a clock that tests move.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::Router;
use pursuance::actions::{PerformError, TOKEN_LONGEST};
use pursuance::credentials::TypedPassphrase;
use pursuance::keyring::{KeyRing, NewRsa};
use pursuance::platform::clock::{Clock, random};
use pursuance::platform::config::{Config, Settings};
use pursuance::platform::vault::Vault;
use pursuance::state::{App, Use, hash_secret};
use pursuance::store::db::Db;
use pursuance::store::instance::{self, Instance};
use pursuance::store::migrate;
use pursuance_domain::action::{CreateAccount, CreateToken};
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::ActorId;
use pursuance_domain::time::Time;
use pursuance_domain::value::{Door, Label, Name, TokenScope};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use super::caller::{Caller, Person};
use super::{postgres, sqlite};

/// The passphrase of everybody in tests.
pub const PASSPHRASE: &str = "otter lamp quarry seven";

/// How an instance is to be.
#[derive(Debug, Default)]
pub struct Setup {
    /// `http://localhost:8080` when nothing is said.
    pub base_url: Option<String>,
    /// SQLite in the data folder when nothing is said.
    pub database_url: Option<String>,
    pub max_upload_mib: Option<u32>,
    pub quota_person_mib: Option<u32>,
    pub quota_pursuance_mib: Option<u32>,
    pub quota_text_person_mib: Option<u32>,
    pub quota_text_pursuance_mib: Option<u32>,
    pub keep_free_mib: Option<u32>,
    /// No mail is sent when nothing is said.
    pub smtp_url: Option<String>,
    pub key_file: Option<std::path::PathBuf>,
}

/// An instance that is asked without a network; for several that speak to each other see `peers`.
pub struct TestApp {
    pub app: App,
    pub router: Router,
    moved: Arc<AtomicI64>,
    _folder: TempDir,
}

impl Deref for TestApp {
    type Target = App;
    fn deref(&self) -> &App {
        &self.app
    }
}

impl TestApp {
    /// An instance on SQLite that is asked without a network.
    pub async fn start() -> Self {
        Self::with(Setup::default()).await
    }

    /// The same on Postgres.
    pub async fn start_on_postgres() -> Self {
        Self::with(Setup { database_url: Some(postgres::migrated().await), ..Setup::default() }).await
    }

    /// An instance as asked for.
    pub async fn with(setup: Setup) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let base_url = setup.base_url.unwrap_or_else(|| "http://localhost:8080".to_owned());
        let settings = Settings {
            data_dir: Some(folder.path().to_owned()),
            base_url: Some(base_url),
            database_url: setup.database_url,
            max_upload_mib: setup.max_upload_mib,
            quota_person_mib: setup.quota_person_mib,
            quota_pursuance_mib: setup.quota_pursuance_mib,
            quota_text_person_mib: setup.quota_text_person_mib,
            quota_text_pursuance_mib: setup.quota_text_pursuance_mib,
            keep_free_mib: setup.keep_free_mib,
            mail_from: setup.smtp_url.as_ref().map(|_| "Tests <mail@commons.example>".to_owned()),
            smtp_url: setup.smtp_url,
            key_file: setup.key_file,
            ..Settings::default()
        };
        let config = settings.check(None).unwrap();
        let moved = Arc::new(AtomicI64::new(0));
        let clock = Clock::Moved(moved.clone());
        found(&config, &clock).await;
        let app = App::start(config, clock, Use::Serve).await.unwrap();
        let router = pursuance::doors::router(app.clone());
        Self { app, router, moved, _folder: folder }
    }

    /// An instance that is in the folder already, or where the settings say, opened at a moment.
    pub async fn of(folder: TempDir, settings: Settings, now: Time) -> Self {
        let moved = Arc::new(AtomicI64::new(now.0 - Clock::System.now().0));
        let config = settings.check(None).unwrap();
        let app = App::start(config, Clock::Moved(moved.clone()), Use::Serve).await.unwrap();
        let router = pursuance::doors::router(app.clone());
        Self { app, router, moved, _folder: folder }
    }

    /// Ends here; a process may go on in the folder.
    pub async fn leave(self) -> TempDir {
        let Self { app, router, moved: _, _folder: folder } = self;
        drop(router);
        app.db.close().await;
        folder
    }

    /// Lets time pass, in the unit of `Time`.
    pub fn advance(&self, micros: i64) {
        self.moved.fetch_add(micros, Ordering::SeqCst);
    }

    /// Somebody who has not signed in.
    pub fn visitor(&self) -> Caller {
        Caller::new(self.router.clone(), self.addresses.authority(), None)
    }

    /// A new person with an account and a token.
    pub async fn person(&self, name: &str) -> Person {
        self.account(name, false).await
    }

    /// The same who runs the instance.
    pub async fn operator(&self, name: &str) -> Person {
        self.account(name, true).await
    }

    async fn account(&self, name: &str, operator: bool) -> Person {
        static VERIFIER: OnceCell<String> = OnceCell::const_new();
        let verifier = VERIFIER
            .get_or_init(async || {
                self.credentials.verifier(TypedPassphrase::typed(PASSPHRASE.to_owned())).await.unwrap()
            })
            .await;
        let action = CreateAccount {
            name: Name::parse(name).unwrap(),
            display: None,
            credential: verifier.clone().into(),
            operator,
            setup: None,
            server: None,
            invite: None,
            private_invite: None,
        };
        let made = self.perform(&Principal::Operator, action.into()).await.unwrap();
        let id = ActorId(made.result["id"].as_str().unwrap().to_owned());
        let caller = Caller::new(self.router.clone(), self.addresses.authority(), None);
        let person = Person { name: name.to_owned(), id, caller };
        // As long as any: tests let much time pass.
        let caller = self.token_of(&person, TokenScope::Act, TOKEN_LONGEST).await.unwrap();
        Person { caller, ..person }
    }

    /// The person with one more token; or the stable word of the refusal.
    pub async fn token_of(
        &self,
        person: &Person,
        scope: TokenScope,
        life: i64,
    ) -> Result<Caller, &'static str> {
        let secret = hex::encode(random::<16>());
        let action = CreateToken {
            account: person.id.clone(),
            session: None,
            name: Label::parse("tests").unwrap(),
            secret_hash: hash_secret(&secret),
            scope,
            expires: self.clock.now().plus(life),
        };
        match self.perform(&Principal::Operator, action.into()).await {
            Ok(_) => Ok(Caller::new(self.router.clone(), self.addresses.authority(), Some(secret))),
            Err(PerformError::Refused(refused)) => Err(refused.slug()),
            Err(error) => panic!("{error:?}"),
        }
    }
}

/// Founds the instance with an RSA key that all instances of this process share: making one takes longer than most tests.
pub(super) async fn found(config: &Config, clock: &Clock) {
    static RSA: OnceCell<NewRsa> = OnceCell::const_new();
    let rsa = RSA.get_or_init(async || KeyRing::make_rsa(&Vault::open(None).unwrap()).unwrap()).await;
    if let Some(file) = config.database_file() {
        sqlite::database(&file).await;
    }
    let db = Db::open(&config.database_url).await.unwrap();
    // A test may have named an empty one.
    if !migrate::is_current(&db).await.unwrap_or(false) {
        migrate::migrate(&db, None).await.unwrap();
    }
    let row = Instance {
        base_url: config.base_url.as_str().trim_end_matches('/').to_owned(),
        name: "Tests".to_owned(),
        door: Door::Anybody,
        about: String::new(),
        run_by: String::new(),
        rsa_public: rsa.public_pem.clone(),
        rsa_private: rsa.sealed.clone(),
        setup_hash: None,
        secret: None,
    };
    let mut tx = db.write().await.unwrap();
    instance::add(&mut tx, &row, clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await;
}
