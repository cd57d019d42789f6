//! Transactions: all or nothing, also when SQLite commits several together.

use std::pin::pin;
use std::time::Duration;

use pursuance::store::db::Db;
use pursuance::store::error::StoreError;
use pursuance::store::instance;
use pursuance_domain::id::ActorId;
use pursuance_domain::time::Time;

crate::store::on_both!(
    what_is_dropped_did_not_happen,
    a_reader_sees_one_moment,
    counting_at_once_counts_all,
    one_failure_undoes_only_its_own_work,
    nobody_gets_a_transaction_that_another_began,
);

async fn counted(db: &Db, subject: &str) -> i64 {
    instance::counted(&mut db.read().await.unwrap(), "test", subject, 0).await.unwrap()
}

async fn what_is_dropped_did_not_happen(db: Db) {
    let mut tx = db.write().await.unwrap();
    instance::count(&mut tx, "test", "a", 0).await.unwrap();
    drop(tx);
    let mut tx = db.write().await.unwrap();
    instance::count(&mut tx, "test", "b", 0).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((counted(&db, "a").await, counted(&db, "b").await), (0, 1));
}

async fn a_reader_sees_one_moment(db: Db) {
    let mut reader = db.read().await.unwrap();
    assert_eq!(instance::counted(&mut reader, "test", "a", 0).await.unwrap(), 0);
    let mut tx = db.write().await.unwrap();
    instance::count(&mut tx, "test", "a", 0).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(instance::counted(&mut reader, "test", "a", 0).await.unwrap(), 0);
    drop(reader);
    assert_eq!(counted(&db, "a").await, 1);
}

async fn counting_at_once_counts_all(db: Db) {
    let counters: Vec<_> = (0..100)
        .map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut tx = db.write().await.unwrap();
                instance::count(&mut tx, "test", "a", 0).await.unwrap();
                tx.commit().await.unwrap();
            })
        })
        .collect();
    for counter in counters {
        counter.await.unwrap();
    }
    assert_eq!(counted(&db, "a").await, 100);
}

/// A client that asks for a page and goes away drops a transaction that begins just now.
async fn nobody_gets_a_transaction_that_another_began(db: Db) {
    for round in 0..64 {
        {
            let mut begins = pin!(db.read());
            for _ in 0..round {
                if futures::poll!(&mut begins).is_ready() {
                    break;
                }
                tokio::task::yield_now().await;
            }
        }
        let mut tx = db.write().await.unwrap();
        instance::count(&mut tx, "test", "a", 0).await.unwrap();
        tx.commit().await.unwrap();
    }
    assert_eq!(counted(&db, "a").await, 64);
}

async fn one_failure_undoes_only_its_own_work(db: Db) {
    let account = ActorId("nobody".to_owned());
    let writers: Vec<_> = (0..20)
        .map(|writer| {
            let (db, account) = (db.clone(), account.clone());
            tokio::spawn(async move {
                let mut tx = db.write().await?;
                instance::count(&mut tx, "test", "a", 0).await?;
                // All want the same key; one gets it.
                instance::keep_answer(&mut tx, &account, "key", &writer.to_string(), "{}", Time(1)).await?;
                tx.commit().await
            })
        })
        .collect();
    let mut kept = 0;
    for writer in writers {
        match writer.await.unwrap() {
            Ok(()) => kept += 1,
            Err(StoreError::Taken(_)) => {}
            Err(error) => panic!("{error:?}"),
        }
    }
    assert_eq!((kept, counted(&db, "a").await), (1, 1));
}

#[tokio::test]
async fn a_caller_that_goes_away_leaves_the_writer_free() {
    let db = crate::support::sqlite().await;
    for _ in 0..20 {
        let gone = {
            let db = db.clone();
            tokio::spawn(async move {
                let mut tx = db.write().await.unwrap();
                instance::count(&mut tx, "test", "gone", 0).await.unwrap();
                std::future::pending::<()>().await;
            })
        };
        let stays = {
            let db = db.clone();
            tokio::spawn(async move {
                let mut tx = db.write().await.unwrap();
                instance::count(&mut tx, "test", "stays", 0).await.unwrap();
                tx.commit().await.unwrap();
            })
        };
        tokio::task::yield_now().await;
        gone.abort();
        stays.await.unwrap();
    }
    assert_eq!((counted(&db, "gone").await, counted(&db, "stays").await), (0, 20));
}

#[tokio::test]
async fn those_who_share_a_commit_hear_of_it_though_its_caller_goes_away() {
    let db = crate::support::sqlite().await;
    let mut first = db.write().await.unwrap();
    instance::count(&mut first, "test", "a", 0).await.unwrap();
    // The second waits, so the first leaves the commit to it.
    let mut turn = Box::pin(db.write());
    assert!(futures::poll!(&mut turn).is_pending());
    let first = tokio::spawn(first.commit());
    let mut second = turn.await.unwrap();
    instance::count(&mut second, "test", "b", 0).await.unwrap();
    let mut commit = Box::pin(second.commit());
    // It goes away once the commit is on its way, and before it has heard of it.
    'sent: while futures::poll!(&mut commit).is_pending() {
        for _ in 0..50 {
            if counted(&db, "b").await == 1 {
                break 'sent;
            }
        }
    }
    drop(commit);

    first.await.unwrap().unwrap();
    assert_eq!((counted(&db, "a").await, counted(&db, "b").await), (1, 1));
}

/// Two processes on one SQLite database, and the folder that it is in.
async fn two_processes() -> (Db, Db, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("test.db").display());
    let (one, two) = (Db::open(&url).await.unwrap(), Db::open(&url).await.unwrap());
    pursuance::store::migrate::migrate(&one, None).await.unwrap();
    (one, two, folder)
}

#[tokio::test]
async fn what_was_left_to_a_caller_that_goes_away_is_committed_though_its_own_caller_goes_away_too() {
    let (one, two, _folder) = two_processes().await;
    let mut first = one.write().await.unwrap();
    instance::count(&mut first, "test", "a", 0).await.unwrap();
    let mut turn = Box::pin(one.write());
    assert!(futures::poll!(&mut turn).is_pending());
    let mut commit = Box::pin(first.commit());
    assert!(futures::poll!(&mut commit).is_pending(), "it is left to the second");
    drop(commit);
    drop(turn);

    let is_there = async {
        while counted(&two, "a").await == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_mins(2), is_there).await.expect("somebody commits it");
    let mut tx = two.write().await.unwrap();
    instance::count(&mut tx, "test", "b", 0).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((counted(&one, "a").await, counted(&one, "b").await), (1, 1));
}

#[tokio::test]
async fn another_process_may_write_between_transactions() {
    let (one, two, _folder) = two_processes().await;
    for db in [&one, &two, &one] {
        let mut tx = db.write().await.unwrap();
        instance::count(&mut tx, "test", "a", 0).await.unwrap();
        tx.commit().await.unwrap();
        // A dropped one must not keep the other process waiting either.
        let mut tx = db.write().await.unwrap();
        instance::count(&mut tx, "test", "b", 0).await.unwrap();
    }
    assert_eq!((counted(&two, "a").await, counted(&one, "b").await), (3, 0));
}
