//! The skills that tasks require.

use std::collections::HashMap;

use pursuance_domain::allowed::Sight;
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::value::Skills;
use serde_json::json;

use super::only_of;
use crate::store::db::{ReadTx, WriteTx, all, one, run};
use crate::store::error::StoreResult;
use crate::store::grants::readable;
use crate::store::search::{among, list};
use crate::store::skills::WORDS_MAX;
use crate::store::words::read_skills;

/// The skills that a task requires.
pub async fn skills(tx: &mut ReadTx, id: &TaskId) -> StoreResult<Skills> {
    let rows: Vec<(String,)> =
        all!(tx, (String,), "select skill from task_skill where task = $1 order by position", id.as_str())?;
    Ok(read_skills("task_skill", id.as_str(), rows))
}

/// The skills that each of some tasks requires; tasks without any are absent.
pub async fn skills_of_each(
    tx: &mut ReadTx,
    ids: impl IntoIterator<Item = &TaskId>,
) -> StoreResult<HashMap<TaskId, Skills>> {
    macro_rules! of {
        ($($which:literal),+) => {
            concat!("select s.task, s.skill from task_skill s ", $($which,)+ " order by s.task, s.position")
        };
    }
    let sql = among!(of, "s.task", tx);
    let mut rows: HashMap<String, Vec<(String,)>> = HashMap::new();
    for (task, skill) in all!(tx, (String, String), sql, list(ids.into_iter().map(TaskId::as_str)))? {
        rows.entry(task).or_default().push((skill,));
    }
    let read = |(id, rows): (String, Vec<(String,)>)| {
        let skills = read_skills("task_skill", &id, rows);
        (TaskId(id), skills)
    };
    Ok(rows.into_iter().map(read).collect())
}

/// The skills that the readable tasks of a pursuance require, from one number to another, by number.
pub async fn skills_between(
    tx: &mut ReadTx,
    sight: &Sight,
    first: i64,
    last: i64,
) -> StoreResult<HashMap<i64, Skills>> {
    const SQL: &str = concat!(
        "select t.number, t.id, s.skill from task t join task_skill s on s.task = t.id
        where t.pursuance = $1 and t.number between $2 and $3 and ",
        readable!("t", "$4"),
        " order by t.number, s.position"
    );
    let mut rows: HashMap<i64, (String, Vec<(String,)>)> = HashMap::new();
    for (number, id, skill) in
        all!(tx, (i64, String, String), SQL, sight.pursuance().as_str(), first, last, only_of(sight))?
    {
        rows.entry(number).or_insert_with(|| (id, Vec::new())).1.push((skill,));
    }
    Ok(rows.into_iter().map(|(number, (id, rows))| (number, read_skills("task_skill", &id, rows))).collect())
}

/// Replaces the skills that a task requires. Triggers count their bytes for its creator and its pursuance; the transaction notes
/// whose room has grown.
pub async fn set_skills(
    tx: &mut WriteTx,
    (id, creator, pursuance): (&TaskId, &ActorId, &ActorId),
    skills: &Skills,
) -> StoreResult<()> {
    tx.note_text(creator.clone(), Some(pursuance.clone()));
    run!(tx, "delete from task_skill where task = $1", id.as_str())?;
    if skills.is_empty() {
        return Ok(());
    }
    let listed =
        json!(skills.iter().map(|skill| [skill.key(), skill.as_str().to_owned()]).collect::<Vec<_>>());
    let listed = listed.to_string();
    macro_rules! rows {
        ($from:literal, $key:literal, $skill:literal, $position:literal) => {
            concat!(
                "insert into task_skill (task, skill_key, skill, position) select $1, ",
                $key,
                ", ",
                $skill,
                ", ",
                $position,
                " from ",
                $from
            )
        };
    }
    let sql = if tx.is_sqlite() {
        rows!("json_each($2) s", "s.value ->> 0", "s.value ->> 1", "s.key")
    } else {
        rows!(
            "json_array_elements(cast($2 as json)) with ordinality s(value, nth)",
            "s.value ->> 0",
            "s.value ->> 1",
            "s.nth - 1"
        )
    };
    run!(tx, sql, id.as_str(), &listed)?;
    add_words(tx, id, &listed).await
}

/// Makes the skills of a task words of its pursuance, as far as there is room for more. Words that it already has take no room.
async fn add_words(tx: &mut WriteTx, id: &TaskId, listed: &str) -> StoreResult<()> {
    macro_rules! new {
        ($from:literal) => {
            concat!(
                "select t.pursuance, s.value ->> 0, s.value ->> 1 from task t cross join ",
                $from,
                " where t.id = $1 and not exists (select 1 from skill_word w where w.pursuance = t.pursuance and w.skill_key = s.value ->> 0)"
            )
        };
    }
    let sql = if tx.is_sqlite() {
        new!("json_each($2) s")
    } else {
        new!("json_array_elements(cast($2 as json)) s(value)")
    };
    let new: Vec<(String, String, String)> = all!(tx, (String, String, String), sql, id.as_str(), listed)?;
    let Some((pursuance, ..)) = new.first() else { return Ok(()) };
    const COUNT: &str = "select count(*) from skill_word where pursuance = $1";
    let known = one!(tx, (i64,), COUNT, pursuance)?.0;
    let room = usize::try_from(WORDS_MAX - known).unwrap_or(0);
    let words = json!(new.iter().take(room).map(|(_, key, skill)| [key, skill]).collect::<Vec<_>>());
    macro_rules! add {
        ($from:literal) => {
            concat!(
                "insert into skill_word (pursuance, skill_key, skill) select $1, s.value ->> 0, s.value ->> 1 from ",
                $from,
                " where true on conflict (pursuance, skill_key) do nothing"
            )
        };
    }
    let sql = if tx.is_sqlite() {
        add!("json_each($2) s")
    } else {
        add!("json_array_elements(cast($2 as json)) s(value)")
    };
    run!(tx, sql, pursuance, words.to_string()).map(drop)
}
