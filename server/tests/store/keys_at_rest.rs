//! Private keys that were stored before there was a key file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use pursuance::platform::clock::Clock;
use pursuance::platform::config::Settings;
use pursuance::state::{App, StartError, Use};
use pursuance::store::accounts;
use pursuance::store::mails::{self, NewAddress};
use pursuance::store::pushes::{self, Browser};
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::{ActorId, PushId};
use pursuance_domain::value::MailAddress;
use serde_json::json;

use crate::support::groups::perform;
use crate::support::inspect::Inspect;
use crate::support::postgres;

const PLAIN: &str =
    "(select 1 as n from instance where substr(rsa_private, 1, 1) = $zero or substr(secret, 1, 1) = $zero
      or substr(push_key, 1, 1) = $zero
    union all select 1 from actor where substr(ed25519_private, 1, 1) = $zero
    union all select 1 from mail_address where substr(address, 1, 1) = $zero
    union all select 1 from push_browser where substr(sealed, 1, 1) = $zero) as plain";

struct Home {
    folder: tempfile::TempDir,
    database: Option<String>,
}

impl Home {
    async fn open(&self, key_file: Option<&Path>) -> Result<App, StartError> {
        let settings = Settings {
            data_dir: Some(self.folder.path().to_owned()),
            base_url: Some("http://localhost:8080".to_owned()),
            database_url: self.database.clone(),
            key_file: key_file.map(Path::to_owned),
            ..Settings::default()
        };
        let config = settings.check(None).unwrap();
        App::start(config, Clock::Moved(Arc::default()), Use::Serve).await
    }

    fn key_file(&self) -> PathBuf {
        let path = self.folder.path().join("key");
        std::fs::write(&path, [7; 32]).unwrap();
        path
    }
}

async fn plain(app: &App) -> i64 {
    let zero = if app.db.is_sqlite() { "x'00'" } else { "'\\x00'::bytea" };
    Inspect::open(&app.config.database_url).await.count(&PLAIN.replace("$zero", zero)).await
}

async fn open_account(app: &App, name: &str) {
    let input =
        json!({ "name": name, "credential": { "kind": "plain", "verifier": "nobody signs in here" } });
    perform(app, &Principal::Operator, "account.create", input).await.unwrap();
}

/// Where somebody gets mail, as it is kept.
async fn give_address(app: &App, name: &str) -> ActorId {
    let mut tx = app.db.write().await.unwrap();
    let account = accounts::by_name(&mut tx, name).await.unwrap().unwrap().actor;
    let address = MailAddress::parse(&format!("{name}@mail.example")).unwrap();
    let sealed = app.keys.seal_address(&account, &address).unwrap();
    let now = app.clock.now();
    let new =
        NewAddress { account: &account, sealed: &sealed, mark: "mark", link_hash: "hash", link_until: now };
    mails::set_address(&mut tx, &new, now).await.unwrap();
    tx.commit().await.unwrap();
    account
}

/// A browser to which notices are pushed, as it is kept.
async fn give_browser(app: &App, account: &ActorId) -> PushId {
    let id = PushId(app.clock.new_id());
    let browser = Browser {
        id: id.clone(),
        account: account.clone(),
        session: None,
        name: "Phone".to_owned(),
        service: "https://push.example".to_owned(),
        sealed: app.keys.seal_browser(&id, b"where it is").unwrap(),
        since: app.clock.now(),
    };
    let mut tx = app.db.write().await.unwrap();
    pushes::add(&mut tx, &browser, "mark").await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn close(app: App) {
    app.db.close().await;
    drop(app);
}

async fn keys_are_sealed_at_the_first_start_with_a_key_file(home: Home) {
    let app = home.open(None).await.unwrap();
    open_account(&app, "kay").await;
    let kay = give_address(&app, "kay").await;
    let browser = give_browser(&app, &kay).await;
    let push_key = app.push_key.public().to_owned();
    assert!(plain(&app).await >= 5, "the instance with its secrets, kay, where kay gets mail, and a browser");
    close(app).await;

    let key = home.key_file();
    let app = home.open(Some(&key)).await.unwrap();
    assert_eq!(plain(&app).await, 0);
    let kept = mails::address(&mut app.db.read().await.unwrap(), &kay).await.unwrap().unwrap();
    assert_eq!(app.keys.open_address(&kay, &kept.sealed).unwrap().as_slice(), b"kay@mail.example");
    let kept = pushes::by_id(&mut app.db.read().await.unwrap(), &browser).await.unwrap().unwrap();
    assert_eq!(app.keys.open_browser(&browser, &kept.sealed).unwrap().as_slice(), b"where it is");
    assert_eq!(app.push_key.public(), push_key, "browsers know the key: it stays");
    open_account(&app, "lou").await;
    assert_eq!(plain(&app).await, 0);
    if app.db.is_sqlite() {
        let bytes = std::fs::read(home.folder.path().join("pursuance.db")).unwrap();
        assert!(!bytes.windows(11).any(|bytes| bytes == b"PRIVATE KEY"), "nothing is left of it in the file");
    }
    close(app).await;

    // Sealed is sealed: without the key nothing opens.
    let error = home.open(None).await.map(drop).unwrap_err();
    assert!(format!("{error:?}").contains("KeyNeeded"), "{error:?}");
    let app = home.open(Some(&key)).await.unwrap();
    close(app).await;
}

#[tokio::test]
async fn on_sqlite_keys_are_sealed_at_the_first_start_with_a_key_file() {
    let home = Home { folder: tempfile::tempdir().unwrap(), database: None };
    keys_are_sealed_at_the_first_start_with_a_key_file(home).await;
}

#[tokio::test]
async fn on_postgres_keys_are_sealed_at_the_first_start_with_a_key_file() {
    let home = Home { folder: tempfile::tempdir().unwrap(), database: Some(postgres::database().await) };
    keys_are_sealed_at_the_first_start_with_a_key_file(home).await;
}
