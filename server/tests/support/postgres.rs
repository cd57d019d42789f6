//! Postgres for tests: every test has a schema of its own in the cluster that `./test` starts and throws away.

use pursuance::store::db::Db;
use pursuance::store::migrate;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};
use tokio::sync::OnceCell;
use url::Url;

const VARIABLE: &str = "PURSUANCE_TEST_POSTGRES";

/// The URL of an empty database.
///
/// # Panics
/// Without a cluster: a test that was left out would read as one that passed.
pub async fn database() -> String {
    let schema = new_name();
    run(&format!("create schema {schema}")).await;
    url(&schema)
}

/// The URL of a database to which every migration has been applied: by the program once, then by their text alone, in
/// one transaction and not in one for each.
pub async fn migrated() -> String {
    static FIRST: OnceCell<String> = OnceCell::const_new();
    let first = FIRST
        .get_or_init(async || {
            let schema = new_name();
            run(&format!("create schema {schema}")).await;
            let db = Db::open(&url(&schema)).await.unwrap();
            migrate::migrate(&db, None).await.unwrap();
            db.close().await;
            schema
        })
        .await;
    let schema = new_name();
    let mut sql = format!("create schema {schema}; set search_path to {schema};");
    for step in migrate::STEPS {
        sql.push_str(&migrate::render(step.sql, false));
    }
    sql.push_str(&format!(
        "create table _sqlx_migrations (like {first}._sqlx_migrations including all);
        insert into _sqlx_migrations select * from {first}._sqlx_migrations"
    ));
    run(&sql).await;
    url(&schema)
}

/// The URL of a copy of a database of [`migrated`].
pub async fn copy(of: &str) -> String {
    let of = Url::parse(of).unwrap();
    let from = of.query_pairs().find(|(name, _)| name == "options[search_path]").unwrap().1.into_owned();
    let copy = migrated().await;
    let to = Url::parse(&copy).unwrap().query_pairs().last().unwrap().1.into_owned();
    // Rows are copied as they are: no trigger makes anything of them, and no key is looked up.
    run(&format!(
        "do $$ declare it record; names text; begin
           perform set_config('session_replication_role', 'replica', true);
           for it in select table_name as name from information_schema.tables where table_schema = '{from}'
               and table_type = 'BASE TABLE' and table_name <> '_sqlx_migrations' loop
             select string_agg(quote_ident(column_name), ', ') into names from information_schema.columns
               where table_schema = '{from}' and table_name = it.name and is_generated = 'NEVER';
             execute format('delete from {to}.%I', it.name);
             execute format('insert into {to}.%I (%s) overriding system value select %s from {from}.%I',
               it.name, names, names, it.name);
           end loop;
           for it in select table_name as name, column_name as own from information_schema.columns
               where table_schema = '{from}' and is_identity = 'YES' loop
             execute format('select setval(pg_get_serial_sequence(%L, %L), coalesce(max(%I), 0) + 1, false) from {to}.%I',
               '{to}.' || it.name, it.own, it.own, it.name);
           end loop;
         end $$"
    ))
    .await;
    copy
}

fn new_name() -> String {
    format!("test_{}", hex::encode(pursuance::clock::random::<8>()))
}

/// Runs statements on the cluster, on a connection of their own.
async fn run(sql: &str) {
    let options: PgConnectOptions =
        cluster().parse().unwrap_or_else(|error| panic!("{VARIABLE} is no URL of a Postgres: {error}"));
    let mut connection = options.connect().await.unwrap_or_else(|error| panic!("{VARIABLE}: {error}"));
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

fn url(schema: &str) -> String {
    let mut url = Url::parse(&cluster()).unwrap();
    url.query_pairs_mut().append_pair("options[search_path]", schema);
    url.into()
}

fn cluster() -> String {
    std::env::var(VARIABLE).unwrap_or_else(|_| {
        panic!("{VARIABLE} is not set. `./test rust` starts a PostgreSQL and sets it; or set it to a postgres:// URL.")
    })
}
