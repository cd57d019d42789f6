//! Rules of the storage, each on SQLite and on Postgres.

mod answers;
mod away;
mod channels;
mod comments;
mod damaged;
mod deleted_words;
mod deliveries;
mod dependencies;
mod erase;
mod events;
mod free;
mod invites;
mod jobs;
mod key_slots;
mod keys_at_rest;
mod mentors;
mod notices;
mod order;
mod pages;
mod parcels;
mod private;
mod query;
mod reached;
mod schema;
mod sealed;
mod speakers;
mod statistics;
mod sums;
mod talk;
mod tasks;
mod transactions;
mod walk;
mod words;

/// Runs each rule of the storage on SQLite and on Postgres: `on_sqlite::a_stale_edit_is_refused`, `on_postgres::…`.
/// A rule is an `async fn(Db)`.
macro_rules! on_both {
    ($($rule:ident),+ $(,)?) => {
        $crate::support::boxed_rules!(pursuance::store::db::Db: $($rule),+);
        mod on_sqlite {
            $(#[tokio::test] async fn $rule() {
                let kept = $crate::support::sqlite().await;
                super::boxed::$rule(kept.db.clone()).await;
            })+
        }
        mod on_postgres {
            $(#[tokio::test] async fn $rule() {
                let kept = $crate::support::postgres().await;
                super::boxed::$rule(kept.db.clone()).await;
            })+
        }
    };
}
pub(crate) use on_both;
