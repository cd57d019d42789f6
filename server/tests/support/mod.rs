//! The base of the tests: instances in this process, people on them, databases of their own, a clock that is moved.
//!
//! ```ignore
//! let app = TestApp::start().await;
//! let ana = app.person("ana").await;
//! ana.perform("pursuance.create", json!({ "slug": "bees", … })).await.ok();
//! let bees = ana.read("/api/v1/pursuances/bees").await.ok();
//! app.visitor().read("/api/v1/me").await.problem(401, "token-needed");
//! ```
//!
//! Nothing here sleeps: time is moved by [`TestApp::advance`].

pub mod agreement;
pub mod app;
pub mod asks;
pub mod bees;
pub mod between;
pub mod browser;
mod caller;
pub mod dice;
pub mod documents;
pub mod feeds;
pub mod group;
pub mod groups;
pub mod html;
pub mod inspect;
pub mod keys;
pub mod live;
pub mod pair;
pub mod peers;
pub mod pooler;
pub mod ports;
pub mod postgres;
pub mod rooms;
pub mod rows;
pub mod seen;
pub mod speakers;
pub mod sqlite;
pub mod statements;
pub mod transport;
pub mod two;

pub use app::{PASSPHRASE, Setup, TestApp};
pub use caller::{Answer, Caller, Person};

use std::time::Duration;

use pursuance::bounds::searchers::{SearchClient, Searchers};
use pursuance::platform::clock::Clock;
use pursuance::store::db::{Db, SearchTx};
use pursuance_domain::id::ActorId;
use tempfile::TempDir;

/// How many rounds the tests of any moment and any order take: one, or as many as `./test long` asks for.
pub fn rounds() -> u32 {
    std::env::var("PURSUANCE_TEST_ROUNDS").map_or(1, |text| text.parse().expect("a number of rounds"))
}

/// A migrated database of one's own, and what it lives in.
pub struct TestDb {
    pub db: Db,
    _folder: Option<TempDir>,
}

impl std::ops::Deref for TestDb {
    type Target = Db;
    fn deref(&self) -> &Db {
        &self.db
    }
}

impl TestDb {
    async fn open(url: &str, folder: Option<TempDir>) -> Self {
        Self { db: Db::open(url).await.unwrap(), _folder: folder }
    }
}

/// A reader for searches of somebody who has not searched before. One test asks more than a page does.
pub async fn searching(db: &Db) -> SearchTx {
    let somebody = SearchClient::Person(ActorId("somebody".to_owned()));
    let turn = Searchers::new(&Clock::System).turn(&somebody).await.unwrap();
    db.limit_searches(Duration::from_hours(1));
    db.search(turn).await.unwrap()
}

/// A new SQLite database.
pub async fn sqlite() -> TestDb {
    let folder = tempfile::tempdir().unwrap();
    TestDb::open(&sqlite::database(&folder.path().join("test.db")).await, Some(folder)).await
}

/// A new Postgres database.
pub async fn postgres() -> TestDb {
    TestDb::open(&postgres::migrated().await, None).await
}

/// Names each rule once for both databases: the compiler would make its future in each place that awaits it.
macro_rules! boxed_rules {
    ($Given:ty: $($rule:ident),+) => {
        mod boxed {
            $(pub fn $rule(given: $Given) -> futures::future::LocalBoxFuture<'static, ()> {
                Box::pin(super::$rule(given))
            })+
        }
    };
}
pub(crate) use boxed_rules;

/// Runs each rule of a whole instance on SQLite and on Postgres: `on_sqlite::a_stale_edit_is_refused`, `on_postgres::…`. A rule is an `async fn(TestApp)`.
macro_rules! on_both_apps {
    ($($rule:ident),+ $(,)?) => {
        $crate::support::boxed_rules!($crate::support::TestApp: $($rule),+);
        mod on_sqlite {
            $(#[tokio::test] async fn $rule() {
                super::boxed::$rule($crate::support::TestApp::start().await).await;
            })+
        }
        mod on_postgres {
            $(#[tokio::test] async fn $rule() {
                super::boxed::$rule($crate::support::TestApp::start_on_postgres().await).await;
            })+
        }
    };
}
pub(crate) use on_both_apps;
