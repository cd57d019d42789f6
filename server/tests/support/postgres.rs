//! Postgres for tests: every test has a schema of its own in the cluster that `./test` starts and throws away.

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};
use url::Url;

const VARIABLE: &str = "PURSUANCE_TEST_POSTGRES";

/// The URL of an empty database.
///
/// # Panics
/// Without a cluster: a test that was left out would read as one that passed.
pub async fn database() -> String {
    let cluster = std::env::var(VARIABLE).unwrap_or_else(|_| {
        panic!("{VARIABLE} is not set. `./test rust` starts a PostgreSQL and sets it; or set it to a postgres:// URL.")
    });
    let schema = format!("test_{}", hex::encode(pursuance::clock::random::<8>()));
    let options: PgConnectOptions =
        cluster.parse().unwrap_or_else(|error| panic!("{VARIABLE} is no URL of a Postgres: {error}"));
    let mut connection = options.connect().await.unwrap_or_else(|error| panic!("{VARIABLE}: {error}"));
    connection.execute(AssertSqlSafe(format!("create schema {schema}"))).await.unwrap();
    connection.close().await.unwrap();
    let mut url = Url::parse(&cluster).unwrap();
    url.query_pairs_mut().append_pair("options[search_path]", &schema);
    url.into()
}
