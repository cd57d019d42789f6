//! Damaged rows: named once in the log and left out of lists, an error when read alone.

mod lists;
mod people;

use std::io::Write;
use std::sync::{Arc, Mutex};

use pursuance::store::actors::{self, ActorKind};
use pursuance::store::db::Db;
use pursuance::store::delegations::{self, Delegation, RowDocument};
use pursuance::store::error::StoreError;
use pursuance_domain::delegation::{Side, State};
use pursuance_domain::id::DelegationId;
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::fmt::MakeWriter;

use crate::support::inspect::Inspect;
use crate::support::rows::{a_delegation, a_pursuance, an_actor};

/// Each column that is parsed with its row, and something that this program never writes there.
const SPOILED: [(&str, &str); 5] =
    [("side", "middle"), ("state", "lent"), ("copy", "{}"), ("copy", "no json"), ("path", "[\"b30e\"]")];

/// Lines that were logged in a thread.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;
    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// A database of which rows are spoiled, and the log of what is read of it.
struct Spoiled {
    db: Db,
    inspect: Inspect,
    log: Log,
    /// How the log names the damaged row.
    named: String,
    _logs: DefaultGuard,
}

impl Spoiled {
    async fn open(url: &str) -> Self {
        let log = Log::default();
        let writer = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::ERROR)
            .with_writer(log.clone())
            .with_ansi(false)
            .finish();
        Self {
            db: Db::open(url).await.unwrap(),
            inspect: Inspect::open(url).await,
            log,
            named: String::new(),
            _logs: tracing::subscriber::set_default(writer),
        }
    }

    /// Writes something into a column of a row that this program never writes there.
    async fn spoil(&mut self, place: &str, found: &str, condition: &str, key: &str) {
        let (table, column) = place.split_once('.').unwrap();
        self.inspect.spoil(&format!("update {table} set {column} = '{found}' where {condition}")).await;
        self.named = format!("{place} of {key} holds");
    }

    /// The lines since the last time.
    fn lines(&self) -> Vec<String> {
        let bytes = std::mem::take(&mut *self.log.0.lock().unwrap());
        String::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect()
    }

    /// The damaged row was named since the last time, and only once.
    fn is_named_once(&self, list: &str) {
        let lines = self.lines();
        assert_eq!(lines.len(), 1, "{list}: {lines:?}");
        assert!(lines[0].contains(&self.named), "{list}: {lines:?} names {}", self.named);
    }
}

/// Runs each rule on SQLite and on Postgres. A rule is an `async fn(Spoiled)`.
macro_rules! on_both {
    ($($rule:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test] async fn $rule() {
                let folder = tempfile::tempdir().unwrap();
                let url = crate::support::sqlite::database(&folder.path().join("test.db")).await;
                super::$rule(super::Spoiled::open(&url).await).await;
            })+
        }
        mod on_postgres {
            $(#[tokio::test] async fn $rule() {
                let url = crate::support::postgres::migrated().await;
                super::$rule(super::Spoiled::open(&url).await).await;
            })+
        }
    };
}
use on_both;

on_both!(
    a_damaged_row_is_named_once_and_the_others_are_shown,
    a_damaged_document_is_named_once_where_it_is_asked_for,
);

async fn a_damaged_row_is_named_once_and_the_others_are_shown(it: Spoiled) {
    let (db, inspect, log) = (&it.db, &it.inspect, &it);
    for (n, (column, text)) in SPOILED.into_iter().enumerate() {
        let mut tx = db.write().await.unwrap();
        let bees = a_pursuance(&mut tx, &format!("bees{n}")).await;
        let wasps = an_actor(ActorKind::Group, &format!("wasps{n}"), Some("wasps.example"));
        actors::add(&mut tx, &wasps, None).await.unwrap();
        let mut rows: Vec<Delegation> = ["First", "Second", "Third"]
            .map(|title| a_delegation(Side::Origin, State::Offered, &bees, &wasps, title))
            .into();
        rows.sort_by(|one, other| one.id.cmp(&other.id));
        for row in &rows {
            delegations::add(&mut tx, row).await.unwrap();
        }
        tx.commit().await.unwrap();
        let ids: Vec<DelegationId> = rows.iter().map(|row| row.id.clone()).collect();
        let spoiled = &ids[1];
        inspect.spoil(&format!("update delegation set {column} = '{text}' where id = '{spoiled}'")).await;

        let mut tx = db.read().await.unwrap();
        let shown = delegations::by_ids(&mut tx, &ids).await.unwrap();
        assert_eq!(shown.len(), 2, "{column}: the others are shown");
        assert!(!shown.contains_key(spoiled), "{column}");
        let lines = log.lines();
        assert_eq!(lines.len(), 1, "{column}: {lines:?}");
        assert!(lines[0].contains(&format!("delegation.{column} of {spoiled}")), "{lines:?}");
        assert!(!lines[0].contains("secret"), "people's texts stay out of the log: {lines:?}");

        // A page is as long as was asked for while there is more, whatever is damaged.
        let page = delegations::after(&mut tx, &bees.id, "", 2).await.unwrap();
        let found: Vec<&DelegationId> = page.iter().map(|row| &row.id).collect();
        assert_eq!(found, [&ids[0], &ids[2]], "{column}");

        let alone = delegations::by_id(&mut tx, spoiled).await.unwrap_err();
        let StoreError::Inconsistent { table, column: named, row, .. } = alone else { panic!("{alone}") };
        assert_eq!((table, named, row.as_deref()), ("delegation", column, Some(spoiled.as_str())));
        drop(tx);
        log.lines();
    }
}

async fn a_damaged_document_is_named_once_where_it_is_asked_for(mut it: Spoiled) {
    let mut tx = it.db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let wasps = an_actor(ActorKind::Group, "wasps", Some("wasps.example"));
    actors::add(&mut tx, &wasps, None).await.unwrap();
    let row = a_delegation(Side::Origin, State::Offered, &bees, &wasps, "Count");
    let task = row.offered.read().unwrap().task.clone();
    let row = Delegation { snapshot: Some(RowDocument::new(task).unwrap()), ..row };
    delegations::add(&mut tx, &row).await.unwrap();
    tx.commit().await.unwrap();
    let found = async |it: &Spoiled| {
        let mut tx = it.db.read().await.unwrap();
        let found = delegations::after(&mut tx, &bees.id, "", 9).await.unwrap().pop().unwrap();
        assert_eq!(it.lines(), [""; 0], "nobody asked for the document");
        found
    };
    let whole = found(&it).await;
    assert_eq!(
        (whole.offered.title().as_deref(), whole.offered.read().unwrap().revision),
        (Some("Count"), 1)
    );
    assert_eq!(whole.snapshot.unwrap().read().unwrap().name, "Count");

    let (offered, snapshot) = (row.offered.read().unwrap(), "[\"A secret title\"]");
    let without_terms = serde_json::json!({ "type": "Delegation", "id": offered.id, "task": offered.task });
    for (text, title) in
        [("no json", None), ("{\"task\":{}}", None), (&without_terms.to_string(), Some("Count"))]
    {
        it.spoil("delegation.offered", text, "true", row.id.as_str()).await;
        let found = found(&it).await;
        // A list that shows the title does not read the rest.
        assert_eq!(found.offered.title().as_deref(), title, "{text}");
        if title.is_none() {
            it.is_named_once(text);
        }
        assert!(found.offered.if_whole().is_none() && found.offered.if_whole().is_none());
        it.is_named_once(text);
        let alone = found.offered.read().unwrap_err();
        let StoreError::Inconsistent { table, column, row: named, .. } = alone else { panic!("{alone}") };
        assert_eq!((table, column, named.as_deref()), ("delegation", "offered", Some(row.id.as_str())));
    }
    it.spoil("delegation.snapshot", snapshot, "true", row.id.as_str()).await;
    let found = found(&it).await.snapshot.unwrap();
    assert!(found.if_whole().is_none());
    let lines = it.lines();
    assert!(lines.len() == 1 && lines[0].contains(&it.named) && !lines[0].contains("secret"), "{lines:?}");
}
