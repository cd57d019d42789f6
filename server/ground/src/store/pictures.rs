//! The pictures beside the names of people.

use pursuance_domain::id::ActorId;
use pursuance_domain::value::Sha256;

use super::db::{ReadTx, WriteTx, all, one, optional, run};
use super::error::StoreResult;

/// The picture of a person, as it is since a change.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PictureChange {
    /// The name of the person.
    pub name: String,
    /// The hash of the bytes; none where there is no picture, or its person is suspended.
    pub picture: Option<String>,
    /// The number of the change: a later commit has a greater one.
    pub number: i64,
}

/// Gives a person another picture, or none.
pub async fn set(tx: &mut WriteTx, person: &ActorId, picture: Option<&Sha256>) -> StoreResult<()> {
    run!(
        tx,
        "update account set picture = $2 where actor = $1",
        person.as_str(),
        picture.map(Sha256::as_str)
    )?;
    changed(tx, person).await
}

/// Numbers a change of the picture of a person, or of whether it is shown.
pub async fn changed(tx: &mut WriteTx, person: &ActorId) -> StoreResult<()> {
    // The row of the instance is locked until the commit: so nobody sees a number before a smaller one.
    const COUNT: &str = "update instance set picture_changes = picture_changes + 1 returning picture_changes";
    let (number,) = one!(tx, (i64,), COUNT)?;
    run!(tx, "update account set picture_change = $2 where actor = $1", person.as_str(), number).map(drop)
}

/// The picture of a person.
pub async fn of_person(tx: &mut ReadTx, person: &ActorId) -> StoreResult<Option<String>> {
    let row = optional!(
        tx,
        (Option<String>,),
        "select picture from account where actor = $1 and suspended_at is null",
        person.as_str()
    )?;
    Ok(row.and_then(|(picture,)| picture))
}

/// The number of changes so far; none before the instance is founded.
pub async fn count_changes(tx: &mut ReadTx) -> StoreResult<i64> {
    let row = optional!(tx, (i64,), "select picture_changes from instance")?;
    Ok(row.map_or(0, |(number,)| number))
}

/// The changes after a number, in order.
pub async fn changes(tx: &mut ReadTx, after: i64, limit: i64) -> StoreResult<Vec<PictureChange>> {
    // The condition stands twice, so that the index of the people who ever had a picture is used.
    const SQL: &str = "select p.name, case when a.suspended_at is null then a.picture end as picture, a.picture_change as number
        from account a join actor p on p.id = a.actor
        where a.picture_change > 0 and a.picture_change > $1 order by a.picture_change limit +$2";
    all!(tx, PictureChange, SQL, after, limit)
}

/// Whether bytes are the picture of somebody, and how many they are.
pub async fn shown(tx: &mut ReadTx, picture: &Sha256) -> StoreResult<Option<i64>> {
    const SQL: &str = "select b.bytes from blob b where b.sha256 = $1
        and exists (select 1 from account a where a.picture = $1 and a.suspended_at is null)";
    let row = optional!(tx, (i64,), SQL, picture.as_str())?;
    Ok(row.map(|(bytes,)| bytes))
}
