//! Skills of private pursuances as tags, which are compared and never read (docs/sealed.md §3.9): those of tasks, and those of the
//! profiles of members.

use std::collections::HashMap;

use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::sealed::{LeveledTag, TaggedKind};
use pursuance_domain::time::Time;
use pursuance_domain::value::SkillLevel;
use pursuance_sealed::envelope::ObjectType;
use pursuance_sealed::ids::Iid;
use serde_json::json;

use super::next_change;
use crate::store::db::{ReadTx, WriteTx, all, optional, run};
use crate::store::error::{StoreError, StoreResult};
use crate::store::search::{among, list};

/// The tags of an object before they are written.
#[derive(Debug)]
pub struct NewTags<'a> {
    /// The name of its texts.
    pub id: &'a str,
    /// Whose profile it is.
    pub actor: Option<&'a ActorId>,
    pub epoch: u32,
    pub tags: &'a [LeveledTag],
}

/// Replaces the tags of an object.
pub async fn set(tx: &mut WriteTx, pursuance: &ActorId, new: &NewTags<'_>) -> StoreResult<()> {
    const ONE: &str =
        "insert into sealed_tagged (object, pursuance, actor, epoch, changed) values ($1, $2, $3, $4, $5)
        on conflict (object) do update set actor = excluded.actor, epoch = excluded.epoch, changed = excluded.changed";
    macro_rules! rows {
        ($from:literal) => {
            concat!(
                "insert into sealed_tag (object, tag, epoch, pursuance, actor, level)
                 select $1, s.value ->> 0, $2, $3, $4, s.value ->> 1 from ",
                $from
            )
        };
    }
    let (pursuance_id, actor) = (pursuance.as_str(), new.actor.map(ActorId::as_str));
    // Of what has none nothing is to be made anew with the next key.
    let epoch = if new.tags.is_empty() { 0 } else { i64::from(new.epoch) };
    let changed = next_change(tx, pursuance).await?;
    run!(tx, "delete from sealed_tag where object = $1", new.id)?;
    run!(tx, ONE, new.id, pursuance_id, actor, epoch, changed)?;
    let listed: Vec<_> = new.tags.iter().map(|one| (&one.tag, one.level.map(SkillLevel::as_str))).collect();
    let sql = if tx.is_sqlite() {
        rows!("json_each($5) s")
    } else {
        rows!("json_array_elements(cast($5 as json)) s(value)")
    };
    run!(tx, sql, new.id, epoch, pursuance_id, actor, json!(listed).to_string()).map(drop)
}

/// Deletes the tags of an object, whose skills have changed.
pub async fn clear(tx: &mut WriteTx, pursuance: &ActorId, id: &str) -> StoreResult<()> {
    if epoch_of(tx, id).await?.is_none_or(|epoch| epoch == 0) {
        return Ok(());
    }
    let changed = next_change(tx, pursuance).await?;
    run!(tx, "delete from sealed_tag where object = $1", id)?;
    run!(tx, "update sealed_tagged set epoch = 0, changed = $2 where object = $1", id, changed).map(drop)
}

/// The epoch of the tags of an object, 0 where there are none any more; none where there never were any.
pub async fn epoch_of(tx: &mut ReadTx, id: &str) -> StoreResult<Option<i64>> {
    const SQL: &str = "select epoch from sealed_tagged where object = $1";
    Ok(optional!(tx, (i64,), SQL, id)?.map(|(epoch,)| epoch))
}

/// Whether an object has tags of an older epoch.
pub async fn are_older(tx: &mut ReadTx, pursuance: &ActorId, id: &str) -> StoreResult<bool> {
    const SQL: &str = "select t.epoch from sealed_tagged t join pursuance_sealed p on p.pursuance = $1
        where t.object = $2 and t.epoch > 0 and t.epoch < p.epoch";
    Ok(optional!(tx, (i64,), SQL, pursuance.as_str(), id)?.is_some())
}

/// Whether a task has tags of the newest epoch: older tags are not paired.
pub async fn are_current(tx: &mut ReadTx, task: &TaskId) -> StoreResult<bool> {
    const SQL: &str = "select t.epoch from sealed_tagged t
          join pursuance_sealed p on p.pursuance = t.pursuance and p.epoch = t.epoch
        where t.object = $1";
    Ok(optional!(tx, (i64,), SQL, task.as_str())?.is_some())
}

/// When the newest epoch began, as long as the tags of a member are still those of an older one.
pub async fn awaited_since(tx: &mut ReadTx, pursuance: &ActorId) -> StoreResult<Option<Time>> {
    const SQL: &str = "select l.at from pursuance_sealed p
          join sealed_log l on l.pursuance = p.pursuance and l.seq = p.epoch_seq
        where p.pursuance = $1 and exists (select 1 from sealed_tagged t where t.pursuance = $1 and t.actor >= ''
          and t.epoch > 0 and t.epoch < p.epoch)";
    Ok(optional!(tx, (i64,), SQL, pursuance.as_str())?.map(|(at,)| Time(at)))
}

/// Deletes the tags of a member who goes, or goes on under another identity.
pub(super) async fn forget_member(tx: &mut WriteTx, pursuance: &ActorId, iid: &Iid) -> StoreResult<()> {
    const TAGS: &str = "delete from sealed_tag where pursuance = $1
        and actor = (select m.actor from sealed_member m where m.pursuance = $1 and m.iid = $2)";
    const TAGGED: &str = "delete from sealed_tagged where pursuance = $1
        and actor = (select m.actor from sealed_member m where m.pursuance = $1 and m.iid = $2)";
    for sql in [TAGS, TAGGED] {
        run!(tx, sql, pursuance.as_str(), iid.to_string())?;
    }
    Ok(())
}

/// An object with its tags.
#[derive(Debug, Clone)]
pub struct Tagged {
    pub kind: TaggedKind,
    /// The id that its members gave it, in hexadecimal.
    pub object: String,
    pub epoch: i64,
    /// The number of the change.
    pub changed: i64,
    pub tags: Vec<LeveledTag>,
}

/// The objects whose tags changed after a number, in the order of these changes.
pub async fn after(tx: &mut ReadTx, pursuance: &ActorId, after: i64, limit: i64) -> StoreResult<Vec<Tagged>> {
    const SQL: &str = "select t.object, o.kind, o.object, t.epoch, t.changed from sealed_tagged t
          join sealed_object o on o.id = t.object
        where t.pursuance = $1 and t.changed > $2 order by t.changed limit +$3";
    macro_rules! tags {
        ($($which:literal),+) => {
            concat!("select s.object, s.tag, s.level from sealed_tag s ", $($which,)+ " order by s.object, s.tag")
        };
    }
    let found = all!(tx, (String, i64, String, i64, i64), SQL, pursuance.as_str(), after, limit)?;
    let sql = among!(tags, "s.object", tx);
    let ids = list(found.iter().map(|(id, ..)| id.as_str()));
    let mut of: HashMap<String, Vec<LeveledTag>> = HashMap::new();
    for (id, tag, level) in all!(tx, (String, String, Option<String>), sql, ids)? {
        let unknown = |word: &str| StoreError::unknown_word("sealed_tag", "level", word);
        let read = |word: String| SkillLevel::parse(&word).map_err(|_| unknown(&word));
        of.entry(id).or_default().push(LeveledTag { tag, level: level.map(read).transpose()? });
    }
    let profile = i64::from(ObjectType::Profile.number());
    let read = |(id, kind, object, epoch, changed): (String, i64, String, i64, i64)| {
        let kind = if kind == profile { TaggedKind::Profile } else { TaggedKind::Task };
        Tagged { kind, object, epoch, changed, tags: of.remove(&id).unwrap_or_default() }
    };
    Ok(found.into_iter().map(read).collect())
}
