//! The server's tests of storage, of servers among each other, of reading and roles, of talk, and of limits.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod federation;
mod limits;
mod mail;
mod month;
mod parcels;
mod push;
mod reads;
mod roles;
mod store;
#[expect(dead_code, reason = "the tests of the other program use it")]
mod support;
mod talk;

/// The same for rules that begin with more than an app: with what `begin` of a type makes around the URL of a database, which
/// for SQLite is left to it. A rule is an `async fn` that is given that.
macro_rules! on_both_with {
    ($Begun:ty: $($rule:ident),+ $(,)?) => {
        $crate::support::boxed_rules!($Begun: $($rule),+);
        mod on_sqlite {
            $(#[tokio::test] async fn $rule() {
                super::boxed::$rule(<$Begun>::begin(None).await).await;
            })+
        }
        mod on_postgres {
            $(#[tokio::test] async fn $rule() {
                let url = $crate::support::postgres::migrated().await;
                super::boxed::$rule(<$Begun>::begin(Some(url)).await).await;
            })+
        }
    };
}
pub(crate) use on_both_with;
