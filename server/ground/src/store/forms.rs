//! Signature forms that a server refused while it accepted another (PROTOCOL §4.2).

use pursuance_domain::time::Time;

use super::db::{ReadTx, WriteTx, optional, run};
use super::error::StoreResult;

/// Notes that a server refused a form.
pub async fn add_refused(tx: &mut WriteTx, host: &str, form: &str, now: Time) -> StoreResult<()> {
    const SQL: &str = "insert into refused_form (host, form, at) values ($1, $2, $3)
        on conflict (host, form) do update set at = excluded.at";
    run!(tx, SQL, host, form, now.0).map(drop)
}

/// Notes that a server has accepted a form.
pub async fn remove_refused(tx: &mut WriteTx, host: &str, form: &str) -> StoreResult<()> {
    run!(tx, "delete from refused_form where host = $1 and form = $2", host, form).map(drop)
}

/// Whether a server refused a form after a moment.
pub async fn was_refused(tx: &mut ReadTx, host: &str, form: &str, since: Time) -> StoreResult<bool> {
    const SQL: &str = "select 1 from refused_form where host = $1 and form = $2 and at > $3";
    Ok(optional!(tx, (i32,), SQL, host, form, since.0)?.is_some())
}

/// Deletes refusals from before a time.
pub async fn forget_refused(tx: &mut WriteTx, before: Time) -> StoreResult<()> {
    run!(tx, "delete from refused_form where at < $1", before.0).map(drop)
}
