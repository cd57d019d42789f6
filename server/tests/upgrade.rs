//! A database that the program wrote at step 1 opens with all its rows (fixtures/step_1/README.md), on both databases.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::str::FromStr;

use axum::body::Body;
use http::{Method, StatusCode};
use pursuance::platform::clock::Clock;
use pursuance::platform::config::Settings;
use pursuance::state::{App, Use};
use pursuance::store::{migrate, statistics};
use pursuance_domain::event::{Happened, Verb};
use pursuance_domain::time::{DAY, MINUTE, SECOND, Time};
use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};
use tempfile::TempDir;

use crate::support::browser::Browser;
use crate::support::inspect::Inspect;
use crate::support::{Caller, TestApp, postgres};

/// A few minutes after the dumps were made.
const NOW: Time = Time(1_795_223_000 * SECOND);

/// One of the two servers of the dumps.
struct Old {
    name: &'static str,
    peer: &'static str,
    base_url: &'static str,
    dump: &'static str,
    /// Of ana, who runs it.
    token: &'static str,
    session: &'static str,
    /// The numbers of the task that is under way elsewhere, and of the one from elsewhere that is under way here.
    under_way: (i64, i64),
}

const RIVER: Old = Old {
    name: "river",
    peer: "pixel",
    base_url: "http://localhost:18511",
    dump: include_str!("fixtures/step_1/sqlite.sql"),
    token: "3a79b8a33a35c2375b505d2843196a965f4a179b37ef9b89c80bd4c03e65bba6",
    session: "pursuance-18511=a78e062d2baec16bae1e78df926530312cbd0368cf29fdf722e76e7d22f82b21",
    under_way: (13, 19),
};

const PIXEL: Old = Old {
    name: "pixel",
    peer: "river",
    base_url: "http://localhost:18512",
    dump: include_str!("fixtures/step_1/postgres.sql"),
    token: "917a9cc5d520b9bd448a90c386f6dc359fba7f7484ddc0b1b28f02877459a2f2",
    session: "pursuance-18512=7b0f09faea35be34f7449f597eb33e2f189f1be6a71965ef19ec6b31809d1710",
    under_way: (19, 10),
};

/// A column that a later program replaces on purpose, in the rows of a condition, and why.
struct Replaced(
    &'static str,
    &'static str,
    &'static str,
    #[expect(dead_code, reason = "for whoever reads this")] &'static str,
);

const REPLACED: &[Replaced] = &[
    Replaced(
        "actor",
        "pinned_at",
        "kind = 'instance' and host is not null",
        "instances are pinned from step 4 on",
    ),
    Replaced(
        "task",
        "position",
        "true",
        "positions have gaps from step 44 on; a test of the steps looks at the order",
    ),
    Replaced("actor", "name", "kind = 'instance' and host is null", "it has no port any more"),
    Replaced("actor", "folded_name", "kind = 'instance' and host is null", "follows the name"),
    Replaced("host", "signature", "signature = 'rfc9421'", "asked anew from step 4 on"),
    Replaced("host", "signature_at", "signature = 'rfc9421' or signature is null", "goes with it"),
    Replaced(
        "event",
        "audience",
        "verb like 'delegation.%' or verb in ('task.commented', 'member.asked', 'member.decided', 'member.left')",
        "offers without a task and who asked to join are no longer for every reader",
    ),
];

/// Columns that a later program drops, and where what they held still stands.
const DROPPED: [(&str, &str); 2] = [("terms", "/terms"), ("terms_hash", "/termsHash")];

impl Old {
    fn sql(&self) -> String {
        self.dump.replace("{context}", include_str!("fixtures/step_1/context.json").trim_end())
    }

    /// Fills an empty database with the dump; its URL.
    async fn restore(&self, folder: &TempDir) -> String {
        let sql = AssertSqlSafe(self.sql());
        if self.name == PIXEL.name {
            let url = postgres::database().await;
            let mut connection = PgConnection::connect(&url).await.unwrap();
            sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
            return url;
        }
        let url = format!("sqlite:{}", folder.path().join("pursuance.db").display());
        let options = SqliteConnectOptions::from_str(&url).unwrap().create_if_missing(true);
        let mut connection = options.connect().await.unwrap();
        sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        url
    }

    /// Lets the program of today open what the dump fills.
    async fn open(&self) -> (TestApp, Rows, Inspect) {
        let folder = tempfile::tempdir().unwrap();
        let url = self.restore(&folder).await;
        let inspect = Inspect::open(&url).await;
        let columns = columns(&inspect).await;
        let before = Rows::read(&inspect, &columns).await;
        let settings = Settings {
            data_dir: Some(folder.path().to_owned()),
            base_url: Some(self.base_url.to_owned()),
            database_url: (self.name == PIXEL.name).then_some(url),
            ..Settings::default()
        };
        (TestApp::of(folder, settings, NOW).await, before, inspect)
    }
}

/// The columns of every table, except what the migrations themselves keep.
async fn columns(inspect: &Inspect) -> BTreeMap<String, Vec<String>> {
    let sql = match inspect {
        Inspect::Sqlite(_) => {
            "select t.name, c.name from sqlite_master t join pragma_table_info(t.name) c
            where t.type = 'table' and t.name not like 'sqlite%'"
        }
        Inspect::Postgres(_) => {
            "select cast(table_name as text), cast(column_name as text) from information_schema.columns
            where table_schema = current_schema()"
        }
    };
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in inspect.rows(sql).await {
        found.entry(row[0].clone()).or_default().push(row[1].clone());
    }
    found.remove("_sqlx_migrations");
    // A test of its own looks for the values of dropped columns; `door` replaces `registration_open`.
    found.get_mut("instance").unwrap().retain(|column| column != "registration_open");
    for (dropped, _) in DROPPED {
        found.get_mut("delegation").unwrap().retain(|column| column != dropped);
    }
    found
}

async fn what_was_dropped_stands_in_what_was_offered(old: Old) {
    let folder = tempfile::tempdir().unwrap();
    let inspect = Inspect::open(&old.restore(&folder).await).await;
    for (column, place) in DROPPED {
        let rows = inspect.rows(&format!("select {column}, offered from delegation")).await;
        assert!(rows.len() > 10, "{column}");
        for row in rows {
            let offered: Value = serde_json::from_str(&row[1]).unwrap();
            let dropped = serde_json::from_str(&row[0]).unwrap_or_else(|_| json!(row[0]));
            assert_eq!(offered.pointer(place), Some(&dropped), "{column}");
        }
    }
}

/// Every row of every table, as texts.
struct Rows(BTreeMap<String, (Vec<String>, BTreeSet<Vec<String>>)>);

impl Rows {
    async fn read(inspect: &Inspect, columns: &BTreeMap<String, Vec<String>>) -> Self {
        let mut tables = BTreeMap::new();
        for (table, columns) in columns {
            let texts: Vec<String> = columns.iter().map(|column| text_of(inspect, table, column)).collect();
            let rows = inspect.rows(&format!("select {} from \"{table}\"", texts.join(", "))).await;
            let count = rows.len();
            let rows: BTreeSet<_> = rows.into_iter().collect();
            assert_eq!(rows.len(), count, "{table} has two rows that are the same");
            tables.insert(table.clone(), (columns.clone(), rows));
        }
        Self(tables)
    }
}

fn text_of(inspect: &Inspect, table: &str, column: &str) -> String {
    let text = match inspect {
        // A cast would end bytes at the first zero.
        Inspect::Sqlite(_) => format!(
            "case when typeof(\"{column}\") = 'blob' then hex(\"{column}\") else cast(\"{column}\" as text) end"
        ),
        Inspect::Postgres(_) => format!("cast(\"{column}\" as text)"),
    };
    match REPLACED.iter().find(|Replaced(of, name, ..)| (*of, *name) == (table, column)) {
        Some(Replaced(_, _, condition, _)) => format!("case when {condition} then '' else {text} end"),
        None => text,
    }
}

async fn every_row_of_before_is_there_with_its_values(old: Old) {
    let (app, before, inspect) = old.open().await;
    assert!(statistics::known(&app.db).await.unwrap() > 10, "the planners know the tables");
    let columns = before.0.iter().map(|(table, (columns, _))| (table.clone(), columns.clone())).collect();
    let after = Rows::read(&inspect, &columns).await;
    let mut changed = Vec::new();
    // Each mission is kept as a text from now on, beside what was there.
    let missions = usize::try_from(inspect.count("text_version where field = 'mission'").await).unwrap();
    // Tasks that want help and name skills are looked at from now on: somebody may be asked.
    let looks = usize::try_from(inspect.count("job where kind = 'pair'").await).unwrap();
    for (table, (columns, rows)) in &before.0 {
        assert!(!rows.is_empty(), "the dump has no row of {table}");
        let now = &after.0[table].1;
        // Beside each row that is no longer there, the one that is most like it.
        for row in rows.difference(now) {
            let differs = |other: &&Vec<String>| other.iter().zip(row).filter(|(a, b)| a != b).count();
            let like = now.iter().min_by_key(differs);
            let what: Vec<_> = columns
                .iter()
                .zip(row.iter().zip(like.into_iter().flatten()))
                .filter(|(_, (before, after))| before != after)
                .collect();
            changed.push(format!("{table}: {what:?}"));
        }
        let added = match table.as_str() {
            "text_version" => missions,
            "job" => looks,
            _ => 0,
        };
        if now.len() != rows.len() + added {
            changed.push(format!("{table}: {} rows became {}", rows.len(), now.len()));
        }
    }
    assert!(changed.is_empty(), "{changed:#?}");
    let steps = inspect.count("_sqlx_migrations where success").await;
    assert_eq!(usize::try_from(steps), Ok(migrate::STEPS.len()));
}

/// The answer that ana's programs read.
async fn read(ana: &Caller, path: &str) -> Value {
    ana.read(&format!("/api/v1{path}")).await.ok()
}

async fn programs_go_on_with_their_tokens(old: Old) {
    let (app, ..) = old.open().await;
    let ana = app.visitor().with_token(old.token);
    let slug = old.name;
    assert_eq!(read(&ana, "/me").await["account"], "ana");

    let task = read(&ana, &format!("/pursuances/{slug}/tasks/1")).await;
    assert_eq!(task["title"], "Publish the whole spring report");
    assert_eq!(task["skills"], json!(["Field:Counting"]));
    assert_eq!(task["urgency"], "urgent");
    let comments = read(&ana, &format!("/pursuances/{slug}/tasks/1/comments")).await;
    assert!(comments["items"][0].to_string().contains("two bottles each"), "{comments}");

    // Every pursuance has its first room, also those from before.
    let rooms = read(&ana, &format!("/pursuances/{slug}/rooms")).await;
    assert_eq!(rooms["items"][0]["name"], "General", "{rooms}");

    let handed = read(&ana, &format!("/pursuances/{slug}/delegations?limit=100")).await;
    let handed = handed["items"].as_array().unwrap();
    for (title, state) in [
        ("waits for an answer", "offered"),
        ("is told no", "declined"),
        ("is asked back", "countered"),
        ("has this under way", "active"),
        ("looks at this work", "submitted"),
        ("accepted this work", "completed"),
        ("sent this work back", "active"),
        ("took this back", "recalled"),
        ("got this back", "returned"),
    ] {
        for (side, from) in [("origin", old.name), ("delegate", old.peer)] {
            let title = format!("{from} {title}");
            let found = handed.iter().find(|row| row["side"] == side && row["title"] == title);
            assert_eq!(found.map(|row| &row["state"]), Some(&json!(state)), "{title} as {side}");
        }
    }
}

async fn tokens_of_before_may_act_and_end_after_ninety_days(old: Old) {
    let opened = Clock::System.now();
    let (app, _, inspect) = old.open().await;
    let rows = inspect.rows("select scope, cast(expires as text) from token").await;
    assert!(!rows.is_empty());
    for row in &rows {
        let ends = Time(row[1].parse().unwrap());
        let days = (opened.plus(90 * DAY - MINUTE), Clock::System.now().plus(90 * DAY + MINUTE));
        assert_eq!(row[0], "act");
        assert!(days.0 < ends && ends < days.1, "{ends:?} is not ninety days from now");
    }
    let ends = Time(rows[0][1].parse().unwrap());
    let ana = app.visitor().with_token(old.token);
    let edit = async || ana.post("/api/v1/actions/profile.edit", &[], json!({ "display": "Ana" })).await;
    app.advance(ends.0 - app.clock.now().0 - MINUTE);
    edit().await.ok();
    app.advance(2 * MINUTE);
    edit().await.problem(401, "token-invalid");
}

async fn what_happened_before_is_told_as_it_was(old: Old) {
    let (_app, _, inspect) = old.open().await;
    let rows = inspect.rows("select verb, data from event").await;
    assert!(rows.len() > 150);
    for row in rows {
        let data: Value = serde_json::from_str(&row[1]).unwrap();
        let read = Happened::read(Verb::parse(&row[0]).unwrap(), data.clone());
        assert_eq!(read.unwrap_or_else(|error| panic!("{row:?}: {error}")).data(), data, "{row:?}");
    }
}

async fn people_find_everything_on_the_pages(old: Old) {
    let (app, ..) = old.open().await;
    let slug = old.name;
    let kept = app.visitor().send(Method::GET, "/me", &[("cookie", old.session)], Body::empty()).await;
    assert_eq!(kept.status, StatusCode::OK, "the browser that was signed in still is");

    // Signs in with the passphrase of before.
    let mut ana = Browser::of(&app, "ana").await;
    ana.open("/").await.shown();
    ana.open(&format!("/p/{slug}")).await.shown().saying("What it is for, said anew.");
    for number in 1..=24 {
        ana.open(&format!("/p/{slug}/t/{number}")).await.shown();
    }
    let (there, here) = (format!("{} has this under way", old.peer), format!("{slug} has this under way"));
    let (handed, taken) = old.under_way;
    ana.open(&format!("/p/{slug}/t/{taken}"))
        .await
        .shown()
        .saying(&there)
        .saying("The first sketch is there.");
    ana.open(&format!("/p/{slug}/t/{handed}")).await.shown().saying(&here).saying("Is 51.3382 a typo?");
    ana.open(&format!("/p/{slug}/incoming")).await.shown().saying(&format!("{} waits", old.peer));
    ana.open(&format!("/p/{slug}/members")).await.shown().saying("Ben");
    ana.open("/p/ask/members").await.shown().saying("dora");
    ana.open("/p/den").await.shown().saying("Count what nobody may see");
    ana.open("/me").await.shown().saying("Ana Ríos").saying("Field:Counting");
    ana.open("/admin").await.shown();
    ana.open("/admin/accounts").await.shown().saying("carl").saying("Suspended");
    ana.open("/admin/peers").await.shown().saying("spam.localhost:9").saying("Records differ");
    ana.open("/admin/tokens").await.shown().saying("a robot");

    let strangers = Browser::new(&app).open("/p/den").await;
    assert_eq!(strangers.status, StatusCode::NOT_FOUND);
}

macro_rules! of_both_dumps {
    ($($rule:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test] async fn $rule() { super::$rule(super::RIVER).await; })+
        }
        mod on_postgres {
            $(#[tokio::test] async fn $rule() { super::$rule(super::PIXEL).await; })+
        }
    };
}

of_both_dumps!(
    every_row_of_before_is_there_with_its_values,
    what_was_dropped_stands_in_what_was_offered,
    programs_go_on_with_their_tokens,
    tokens_of_before_may_act_and_end_after_ninety_days,
    what_happened_before_is_told_as_it_was,
    people_find_everything_on_the_pages,
);

#[tokio::test]
async fn a_newer_command_changes_nothing_beside_an_older_server() {
    let folder = tempfile::tempdir().unwrap();
    let url = RIVER.restore(&folder).await;
    let settings = || Settings {
        data_dir: Some(folder.path().to_owned()),
        base_url: Some(RIVER.base_url.to_owned()),
        ..Settings::default()
    };
    let command = async || {
        let config = settings().check(None).unwrap();
        App::start(config, Clock::System, Use::Command).await.map(drop).map_err(|error| error.to_string())
    };
    let inspect = Inspect::open(&url).await;
    let steps = async || inspect.count("_sqlx_migrations").await;
    // As the older server holds it.
    let lock = File::create(folder.path().join("serve.lock")).unwrap();
    lock.try_lock().unwrap();

    let refused = command().await.unwrap_err();

    assert!(refused.contains("newer than the server that is running"), "{refused}");
    assert_eq!(steps().await, 1);
    drop(lock);
    assert_eq!(command().await, Ok(()));
    assert_eq!(usize::try_from(steps().await), Ok(migrate::STEPS.len()));
    // The lock was for the migration alone.
    let config = settings().check(None).unwrap();
    let server = App::start(config, Clock::System, Use::Serve).await.unwrap();
    assert_eq!(command().await, Ok(()), "beside a server of the same version");
    drop(server);
}
