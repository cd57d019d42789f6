//! Learners and their helpers in a private pursuance, found by the tags of skills (docs/sealed.md §3.9), which are compared and never
//! read. Its members are few: their tags are looked up for each of them.

use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::sealed::KeyedTag;
use pursuance_domain::value::SkillLevel;

use crate::store::db::{ReadTx, all, optional};
use crate::store::error::{StoreError, StoreResult};
use crate::store::pairing::{Among, LOOKED_AT, lacks_tags};
use crate::store::search::list;

/// Statements that find members of a role that takes tasks, who can sign in and have a tag of a task at a level: all of them, and
/// those among some people, on SQLite and on Postgres.
macro_rules! at_level {
    (@ $among:literal; $($more:expr),+) => {
        concat!(
            "select m.actor from member m where m.pursuance = $1 and m.state = 'active'
                and m.role not in ('untrusted', 'viewer')", $among,
            " and (select count(*) from sealed_tag s where s.object = $2 and s.tag = $3 and s.epoch = $4) = 1
              and (select count(*) from sealed_tag p where p.pursuance = $1 and p.actor = m.actor and p.tag = $3
                and p.epoch = $4 and p.level = $5) = 1
              and (select count(*) from account a where a.actor = m.actor and a.suspended_at is null) = 1 and ",
            $($more),+,
            " order by m.actor limit +$6"
        )
    };
    ($($more:expr),+ $(,)?) => {
        Among {
            all: at_level!(@ ""; $($more),+),
            sqlite: at_level!(@ " and m.actor in (select value from json_each($7))"; $($more),+),
            postgres: at_level!(@ " and m.actor = any (array(select json_array_elements_text(cast($7 as json))))"; $($more),+),
        }
    };
}

/// The members whom one of them finds.
async fn found(
    tx: &mut ReadTx,
    among: Among,
    (task, pursuance, tag): (&TaskId, &ActorId, &KeyedTag),
    level: SkillLevel,
    people: Option<&[ActorId]>,
) -> StoreResult<Vec<ActorId>> {
    if people.is_some_and(<[ActorId]>::is_empty) {
        return Ok(Vec::new());
    }
    let (of, about, key) = (pursuance.as_str(), task.as_str(), tag.tag.as_str());
    let (epoch, level) = (i64::from(tag.epoch), level.as_str());
    let rows = match people {
        None => all!(tx, (String,), among.all, of, about, key, epoch, level, LOOKED_AT)?,
        Some(people) => {
            let sql = if tx.is_sqlite() { among.sqlite } else { among.postgres };
            let people = list(people.iter().map(ActorId::as_str));
            all!(tx, (String,), sql, of, about, key, epoch, level, LOOKED_AT, people)?
        }
    };
    Ok(rows.into_iter().map(|(actor,)| ActorId(actor)).collect())
}

/// The members who learn what a tag of a task stands for, have every other one, and were not asked about it; of `people` alone, where
/// they are named.
pub(in crate::store) async fn learners(
    tx: &mut ReadTx,
    task: &TaskId,
    pursuance: &ActorId,
    tag: &KeyedTag,
    people: Option<&[ActorId]>,
) -> StoreResult<Vec<ActorId>> {
    const SQL: Among = at_level!(
        "(select count(*) from offer o where o.task = $2 and o.person = m.actor) = 0 and ",
        lacks_tags!("m.actor", "$2"),
        " = 1",
    );
    found(tx, SQL, (task, pursuance, tag), SkillLevel::Learning, people).await
}

/// The mentors for what a tag of a task stands for who were not asked about it, or whose question ended without need; of `people`
/// alone, where they are named.
pub(in crate::store) async fn helpers(
    tx: &mut ReadTx,
    task: &TaskId,
    pursuance: &ActorId,
    tag: &KeyedTag,
    people: Option<&[ActorId]>,
) -> StoreResult<Vec<ActorId>> {
    const SQL: Among = at_level!(
        "(select count(*) from mentor e where e.task = $2 and e.person = m.actor and e.state <> 'over') = 0"
    );
    found(tx, SQL, (task, pursuance, tag), SkillLevel::Mentor, people).await
}

/// Reads a tag with its epoch.
fn read((tag, epoch): (String, i64)) -> StoreResult<KeyedTag> {
    let epoch = u32::try_from(epoch).map_err(|_| StoreError::unknown_word("sealed_tag", "epoch", epoch))?;
    Ok(KeyedTag { epoch, tag })
}

/// The tags of a task, as far as they are of the newest epoch.
pub(in crate::store) async fn of_task(tx: &mut ReadTx, task: &TaskId) -> StoreResult<Vec<KeyedTag>> {
    const SQL: &str = "select s.tag, s.epoch from sealed_tag s
          join pursuance_sealed n on n.pursuance = s.pursuance and n.epoch = s.epoch
        where s.object = $1 order by s.tag";
    all!(tx, (String, i64), SQL, task.as_str())?.into_iter().map(read).collect()
}

/// The tags of the newest epoch for which a question to a member about a task stands: the one that it was asked with. Under another
/// key nobody finds that one again, and they are those for which the member is a mentor now. `gone`: of somebody who has no tags any
/// more, they are all of the task.
pub(in crate::store) async fn meant(
    tx: &mut ReadTx,
    task: &TaskId,
    person: &ActorId,
    tag: &KeyedTag,
    gone: bool,
) -> StoreResult<Vec<KeyedTag>> {
    const SQL: &str = "select s.tag, s.epoch from sealed_tag s
          join pursuance_sealed n on n.pursuance = s.pursuance and n.epoch = s.epoch
        where s.object = $1 and ((s.epoch = $2 and s.tag = $3) or (s.epoch <> $2 and (
            (select count(*) from sealed_tag p where p.pursuance = s.pursuance and p.actor = $4 and p.tag = s.tag
              and p.epoch = s.epoch and p.level = 'mentor') = 1
            or $5 = 1 and (select count(*) from sealed_tagged g where g.pursuance = s.pursuance and g.actor = $4) = 0)))
        order by s.tag";
    let (task, person) = (task.as_str(), person.as_str());
    let rows =
        all!(tx, (String, i64), SQL, task, i64::from(tag.epoch), tag.tag.as_str(), person, i64::from(gone))?;
    rows.into_iter().map(read).collect()
}

/// Whether somebody was asked about a task as a learner of what a tag stands for, and may still take it.
pub(in crate::store) async fn has_learner(
    tx: &mut ReadTx,
    task: &TaskId,
    tag: &KeyedTag,
) -> StoreResult<bool> {
    const SQL: &str = "select 1 from offer o where o.task = $1 and o.mentor is not null
          and o.state in ('open', 'later', 'not_now', 'standing_by')
          and (select count(*) from sealed_tag p where p.pursuance = o.pursuance and p.actor = o.person and p.tag = $2
            and p.epoch = $3 and p.level = 'learning') = 1
        limit 1";
    let found = optional!(tx, (i32,), SQL, task.as_str(), tag.tag.as_str(), i64::from(tag.epoch))?;
    Ok(found.is_some())
}
