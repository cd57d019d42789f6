//! Damaged rows: named once in the log and left out of lists, an error where they are asked for by themselves.

use std::io::Write;
use std::sync::{Arc, Mutex};

use pursuance::store::actors::{self, ActorKind};
use pursuance::store::db::Db;
use pursuance::store::delegations::{self, Delegation};
use pursuance::store::error::StoreError;
use pursuance_domain::delegation::{Side, State};
use pursuance_domain::id::DelegationId;
use tracing_subscriber::fmt::MakeWriter;

use super::rows::{a_delegation, a_pursuance, an_actor};
use crate::support::inspect::Inspect;

/// Each column that holds a word or a document, and something that this program never writes there.
const SPOILED: [(&str, &str); 8] = [
    ("side", "middle"),
    ("state", "lent"),
    ("copy", "{}"),
    ("copy", "no json"),
    ("path", "[\"b30e\"]"),
    ("offered", "{\"type\":\"Delegation\",\"task\":{\"name\":\"A secret title\"}}"),
    ("snapshot", "{\"type\":\"Task\",\"name\":\"A secret title\"}"),
    ("snapshot", "[]"),
];

/// What was logged in a thread.
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

impl Log {
    /// The lines since the last time.
    fn lines(&self) -> Vec<String> {
        let bytes = std::mem::take(&mut *self.0.lock().unwrap());
        String::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect()
    }
}

async fn a_damaged_row_is_named_once_and_the_others_are_shown(url: &str) {
    let (db, inspect) = (Db::open(url).await.unwrap(), Inspect::open(url).await);
    let log = Log::default();
    let writer = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::ERROR)
        .with_writer(log.clone())
        .with_ansi(false)
        .finish();
    let _guard = tracing::subscriber::set_default(writer);
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

mod on_sqlite {
    #[tokio::test]
    async fn a_damaged_row_is_named_once_and_the_others_are_shown() {
        let folder = tempfile::tempdir().unwrap();
        let url = crate::support::sqlite::database(&folder.path().join("test.db")).await;
        super::a_damaged_row_is_named_once_and_the_others_are_shown(&url).await;
    }
}

mod on_postgres {
    #[tokio::test]
    async fn a_damaged_row_is_named_once_and_the_others_are_shown() {
        let url = crate::support::postgres::migrated().await;
        super::a_damaged_row_is_named_once_and_the_others_are_shown(&url).await;
    }
}
