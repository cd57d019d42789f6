//! Looks into a database from outside of the program, so that the program's own reports are not the proof.

use std::collections::BTreeMap;

use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row};

use super::peers::PATIENCE;
use super::seen;

/// Tables that only keep how busy the server is and whom it has met, and so may change when nothing has happened.
const BOOKKEEPING: [&str; 10] = [
    "counter",
    "host",
    "key_cache",
    "awake",
    "searched",
    "search_todo",
    "search_todo_of",
    "search_todo_in",
    "search_cutting",
    "_sqlx_migrations",
];

/// A second pair of eyes on a database.
#[derive(Clone)]
pub enum Inspect {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Inspect {
    /// Opens the database at the URL the program was given. Postgres URLs name the schema among their options.
    pub async fn open(url: &str) -> Self {
        if url.starts_with("sqlite:") {
            let options: SqliteConnectOptions = url.parse().unwrap();
            let options = options.busy_timeout(PATIENCE);
            Self::Sqlite(
                SqlitePoolOptions::new()
                    .max_connections(2)
                    .connect_with(options.read_only(true))
                    .await
                    .unwrap(),
            )
        } else {
            Self::Postgres(PgPoolOptions::new().max_connections(2).connect(url).await.unwrap())
        }
    }

    /// The rows of a query whose columns are texts or null.
    pub async fn rows(&self, sql: &str) -> Vec<Vec<String>> {
        let rows = self.texts(sql).await;
        seen::note(format_args!("{sql}: {rows:?}"));
        rows
    }

    async fn texts(&self, sql: &str) -> Vec<Vec<String>> {
        let sql = AssertSqlSafe(sql.to_owned());
        macro_rules! texts {
            ($pool:expr) => {
                sqlx::query(sql)
                    .fetch_all($pool)
                    .await
                    .unwrap()
                    .iter()
                    .map(|row| {
                        (0..row.len())
                            .map(|at| row.get::<Option<String>, _>(at).unwrap_or_default())
                            .collect()
                    })
                    .collect()
            };
        }
        match self {
            Self::Sqlite(pool) => texts!(pool),
            Self::Postgres(pool) => texts!(pool),
        }
    }

    /// Changes something behind the program's back.
    pub async fn spoil(&self, sql: &str) {
        let pool = match self {
            Self::Sqlite(pool) => pool,
            Self::Postgres(pool) => {
                sqlx::query(AssertSqlSafe(sql.to_owned())).execute(pool).await.unwrap();
                return;
            }
        };
        let options = pool.connect_options().as_ref().clone().read_only(false);
        let mut connection = options.connect().await.unwrap();
        sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }

    /// Puts an envelope in the place of every text of a task, of every comment, and of every word that blocks a task.
    pub async fn seal(&self) {
        let envelope = self.bytes("0101ff");
        let sql = format!(
            "update text_version set body = null, envelope = {envelope} where body is not null and
              (field in ('title', 'deliverables', 'body', 'progress_note') or object in (select id from task_block))"
        );
        self.spoil(&sql).await;
    }

    /// Bytes, given as hex digits, as a statement of this database writes them.
    pub fn bytes(&self, hex: &str) -> String {
        match self {
            Self::Sqlite(_) => format!("x'{hex}'"),
            Self::Postgres(_) => format!("cast('\\x{hex}' as bytea)"),
        }
    }

    /// Runs several statements behind the program's back.
    pub async fn script(&self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(pool) => {
                let options = pool.connect_options().as_ref().clone().read_only(false);
                let mut connection = options.connect().await.unwrap();
                sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
                connection.close().await.unwrap();
            }
            Self::Postgres(pool) => {
                sqlx::raw_sql(sql).execute(pool).await.unwrap();
            }
        }
    }

    /// Every row of every table, as text with bytes in hexadecimal: what a dump of the database says.
    pub async fn dump(&self) -> Vec<(String, String)> {
        // Each column of each table, and how it is written.
        let columns = match self {
            Self::Sqlite(_) => {
                r#"select '"' || t.name || '"', 'case typeof("' || c.name || '") when ''blob'' then lower(hex("' || c.name ||
                     '")) else coalesce(cast("' || c.name || '" as text), '''') end'
                   from pragma_table_list t join pragma_table_info(t.name) c
                   where t.schema = 'main' and t.type in ('table', 'shadow') and t.name not like 'sqlite^_%' escape '^'
                   order by t.name, c.cid"#
            }
            Self::Postgres(_) => {
                "select quote_ident(t.table_schema) || '.' || quote_ident(t.table_name), 'coalesce(' || case c.data_type
                     when 'bytea' then 'encode(' || quote_ident(c.column_name) || ', ''hex'')'
                     else quote_ident(c.column_name) || '::text' end || ', '''')'
                 from information_schema.tables t join information_schema.columns c on
                   c.table_schema = t.table_schema and c.table_name = t.table_name
                 where t.table_type = 'BASE TABLE' and t.table_schema not in ('pg_catalog', 'information_schema')
                 order by 1, c.ordinal_position"
            }
        };
        let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in self.rows(columns).await {
            let [table, column] = <[String; 2]>::try_from(row).unwrap();
            tables.entry(table).or_default().push(column);
        }
        let mut dump = Vec::new();
        for (table, columns) in tables {
            let rows = self.rows(&format!("select {} from {table}", columns.join(" || ' ' || "))).await;
            dump.push((table, rows.concat().join("\n")));
        }
        dump
    }

    /// The only text of a query with one row of one column.
    pub async fn text(&self, sql: &str) -> String {
        self.rows(sql).await.into_iter().next().and_then(|row| row.into_iter().next()).unwrap_or_default()
    }

    /// The number of rows a query finds.
    pub async fn count(&self, from: &str) -> i64 {
        self.text(&format!("select cast(count(*) as text) from {from}")).await.parse().unwrap()
    }

    /// A digest of everything the program has decided, table by table. SQLite only.
    pub async fn digests(&self) -> BTreeMap<String, String> {
        let mut digests = BTreeMap::new();
        for name in self
            // SQLite's own tables are statistics and counters, which a worker may renew at any time.
            .rows(
                "select name from pragma_table_list
                 where schema = 'main' and type = 'table' and name not like 'sqlite^_%' escape '^' order by name",
            )
            .await
            .concat()
        {
            if BOOKKEEPING.contains(&name.as_str()) {
                continue;
            }
            let columns = self.rows(&format!("select name from pragma_table_info('{name}')")).await.concat();
            // A description by an actor may be read anew at any time.
            let kept = columns
                .iter()
                .filter(|column| name != "actor" || !["fetched_at", "updated"].contains(&column.as_str()));
            let row: Vec<String> = kept.map(|column| format!("quote({column})")).collect();
            let row = row.join(" || '|' || ");
            let rows = self.rows(&format!("select {row} as row from {name} order by 1")).await;
            digests.insert(
                name,
                pursuance_federation::vocab::Sha256Sum::of(rows.concat().join("\n").as_bytes()).hex(),
            );
        }
        digests
    }
}
