//! Postgres for tests: every test has a database of its own in the cluster that `./test` starts and throws away.

use std::cell::RefCell;
use std::mem;
use std::sync::OnceLock;
use std::sync::mpsc::{Sender, channel};

use futures::TryStreamExt;
use pursuance::store::db::Db;
use pursuance::store::migrate;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};
use tokio::sync::OnceCell;
use url::Url;

const VARIABLE: &str = "PURSUANCE_TEST_POSTGRES";

/// The URL of an empty database.
///
/// # Panics
/// Without a cluster: a test that was left out would read as one that passed.
pub async fn database() -> String {
    own("").await
}

/// The URL of a database to which every migration has been applied: a copy of one that the program has migrated.
pub async fn migrated() -> String {
    static FIRST: OnceCell<String> = OnceCell::const_new();
    let first = FIRST
        .get_or_init(async || {
            let first = new_name();
            run(&format!("create database {first}")).await;
            let db = Db::open(&url(&first)).await.unwrap();
            migrate::migrate(&db, None).await.unwrap();
            db.close().await;
            first
        })
        .await;
    own(&format!(" template {first}")).await
}

/// The URL of a copy of a database of [`migrated`] that is in use.
pub async fn copy(of: &str) -> String {
    let copy = migrated().await;
    let (mut from, mut to) = (connect(of).await, connect(&copy).await);
    execute(&mut from, "begin isolation level repeatable read read only").await;
    // Rows are copied as they are: no trigger makes anything of them, and no key is looked up.
    execute(&mut to, "set session_replication_role = 'replica'").await;
    let tables: Vec<(String, String)> = sqlx::query_as(
        "select quote_ident(c.table_name), string_agg(quote_ident(c.column_name), ', ' order by c.ordinal_position)
         from information_schema.columns c join information_schema.tables t on t.table_schema = c.table_schema and
           t.table_name = c.table_name
         where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER' and
           c.table_name <> '_sqlx_migrations' group by c.table_name",
    )
    .fetch_all(&mut from)
    .await
    .unwrap();
    for (table, columns) in tables {
        execute(&mut to, &format!("delete from {table}")).await;
        let mut into = to.copy_in_raw(&format!("copy {table} ({columns}) from stdin")).await.unwrap();
        let mut rows = from.copy_out_raw(&format!("copy {table} ({columns}) to stdout")).await.unwrap();
        while let Some(some) = rows.try_next().await.unwrap() {
            into.send(some).await.unwrap();
        }
        into.finish().await.unwrap();
    }
    execute(
        &mut to,
        "do $$ declare it record; begin
           for it in select table_name as name, column_name as own from information_schema.columns
               where table_schema = 'public' and is_identity = 'YES' loop
             execute format('select setval(pg_get_serial_sequence(%L, %L), coalesce(max(%I), 0) + 1, false) from %I',
               it.name, it.own, it.own, it.name);
           end loop;
         end $$",
    )
    .await;
    from.close().await.unwrap();
    to.close().await.unwrap();
    copy
}

/// The databases of a test. They go when it has ended: at 12 MB each, those of a whole run would take 16 GB.
struct Own(Vec<String>);

impl Drop for Own {
    fn drop(&mut self) {
        static GOING: OnceLock<Sender<String>> = OnceLock::new();
        let going = GOING.get_or_init(|| {
            let (going, gone) = channel::<String>();
            std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                for name in gone {
                    runtime.block_on(run(&format!("drop database {name} with (force)")));
                }
            });
            going
        });
        for name in mem::take(&mut self.0) {
            // Nobody is there to hear of it: the cluster goes after all tests.
            let _ = going.send(name);
        }
    }
}

/// A new database for the test that runs on this thread; its URL.
async fn own(options: &str) -> String {
    thread_local!(static OWN: RefCell<Own> = const { RefCell::new(Own(Vec::new())) });
    let name = new_name();
    run(&format!("create database {name}{options}")).await;
    OWN.with_borrow_mut(|own| own.0.push(name.clone()));
    url(&name)
}

fn new_name() -> String {
    format!("test_{}", hex::encode(pursuance::platform::clock::random::<8>()))
}

/// Runs statements on the cluster, on a connection of their own.
async fn run(sql: &str) {
    let mut connection = connect(&cluster()).await;
    execute(&mut connection, sql).await;
    connection.close().await.unwrap();
}

async fn connect(url: &str) -> PgConnection {
    let options: PgConnectOptions =
        url.parse().unwrap_or_else(|error| panic!("{VARIABLE} is no URL of a Postgres: {error}"));
    options.connect().await.unwrap_or_else(|error| panic!("{VARIABLE}: {error}"))
}

async fn execute(connection: &mut PgConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await.unwrap();
}

fn url(database: &str) -> String {
    let mut url = Url::parse(&cluster()).unwrap();
    url.set_path(database);
    url.into()
}

fn cluster() -> String {
    std::env::var(VARIABLE).unwrap_or_else(|_| {
        panic!("{VARIABLE} is not set. `./test rust` starts a PostgreSQL and sets it; or set it to a postgres:// URL.")
    })
}
