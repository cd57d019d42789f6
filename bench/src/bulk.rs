//! Many tasks at once, written by SQL: the rows that the program's own storage would have left behind one by one, with
//! their sums, texts and events. It runs on a new instance that holds one pursuance without tasks.

use pursuance::store::tasks;
use pursuance_domain::task::order::GAP;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use crate::database::Place;
use crate::trouble::{Outcome, Trouble};

/// Tasks at the top, and below each task that has any.
const ROOTS: u64 = 40;
const BELOW: u64 = 8;
/// A task in so many has a person of its own, who wrote it, does it or reviews it.
const TASKS_PER_PERSON: u64 = 100;
/// The time between two tasks, in microseconds.
const PACE: u64 = 20_000_000;

/// How many tasks, where, by whom.
pub struct Plan<'p> {
    pub tasks: u64,
    pub pursuance: &'p str,
    /// Whoever looks at the pages: has a hundredth of a page of them in hand and some to review.
    pub viewer: &'p str,
    /// Now, in microseconds.
    pub now: i64,
}

/// Writes them.
pub async fn write(place: &Place, plan: &Plan<'_>) -> Outcome<()> {
    run(place, statements(plan, place.postgres.is_none())).await
}

/// Runs statements that write very many rows.
pub async fn run(place: &Place, statements: Vec<String>) -> Outcome<()> {
    if place.postgres.is_none() {
        let mut connection = SqliteConnection::connect(&place.database_url()).await?;
        for statement in
            ["pragma synchronous = off", "pragma foreign_keys = off", "pragma cache_size = -400000"]
        {
            sqlx::query(statement).execute(&mut connection).await?;
        }
        for statement in ["begin".to_owned()].into_iter().chain(statements).chain(["commit".to_owned()]) {
            sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await?;
        }
        sqlx::query("pragma wal_checkpoint(truncate)").execute(&mut connection).await?;
        connection.close().await?;
        // Or the system would write it down while pages are measured.
        let file = place.folder.join("pursuance.db");
        std::fs::File::open(&file).and_then(|file| file.sync_all()).map_err(Trouble::file(&file))?;
    } else {
        let mut connection = PgConnection::connect(&place.database_url()).await?;
        for statement in statements {
            sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await?;
        }
        // As autovacuum does by itself after so many changes.
        sqlx::raw_sql("vacuum analyze").execute(&mut connection).await?;
        sqlx::raw_sql("checkpoint").execute(&mut connection).await?;
        connection.close().await?;
    }
    Ok(())
}

/// An id of ours for the thing with that number: 26 characters, in the order of the numbers.
pub fn id(kind: char, number: &str) -> String {
    format!("'01jd00000{kind}0' || cast(100000000000000 + {number} as text)")
}

/// The same id, as it stands in answers.
pub fn id_of(kind: char, number: u64) -> String {
    format!("01jd00000{kind}0{}", 100_000_000_000_000 + number)
}

/// How many people wrote so many tasks.
fn people(tasks: u64) -> u64 {
    (tasks / TASKS_PER_PERSON).max(1)
}

/// The columns of a row of the table of tasks, and their values in SQL. `somebody` wrote the task, at the time `at`.
fn row_of_task(plan: &Plan<'_>, somebody: &str, at: &str) -> (Vec<&'static str>, Vec<String>) {
    let Plan { tasks, pursuance, viewer, .. } = plan;
    let people = people(*tasks);
    let person = |number: &str| id('a', number);
    // Most work is finished; the rest stands in every other phase.
    let phase = "case when i % 100 < 78 then 'done' when i % 100 < 80 then 'dropped' when i % 100 < 84 then 'help_wanted'
        when i % 100 < 88 then 'new' when i % 100 < 91 then 'started' when i % 100 < 97 then 'in_progress'
        when i % 100 < 99 then 'ready_for_review' else 'in_review' end";
    let has_one = "i % 100 < 78 or i % 100 >= 88";
    // The viewer has some of the newest in hand, and some of them to review.
    let assignee = format!(
        "case when i > {tasks} - 600 and i % 100 >= 91 and i % 100 < 95 then '{viewer}' when {has_one} then {somebody} end"
    );
    let reviewer = format!(
        "case when i > {tasks} - 600 and i % 100 >= 97 then '{viewer}' when i % 3 = 0 then {} end",
        person(&format!("((i + 7) % {people} + 1)"))
    );
    let task = id('t', "i");
    let parent = id('t', &format!("((i - {ROOTS} - 1) / {BELOW} + 1)"));
    let half = "when i % 3 = 0 then 1 when i % 3 = 1 then 2 else 4 end";
    // A column that is not named takes the value that every task of before got: a step can add no other column.
    let row = tasks::COLUMNS.iter().filter_map(|column| {
        let value = match *column {
            "id" => task.clone(),
            "pursuance" => format!("'{pursuance}'"),
            "number" => "i".to_owned(),
            "position" => format!("i * {GAP}"),
            "parent" => format!("case when i > {ROOTS} then {parent} end"),
            "phase" => phase.to_owned(),
            "size" => "case i % 3 when 0 then 's' when 1 then 'm' else 'l' end".to_owned(),
            "urgency" => "case when i % 50 = 0 then 'urgent' else 'normal' end".to_owned(),
            "due" => "cast(null as bigint)".to_owned(),
            "mirror_of" | "delegation" => "cast(null as text)".to_owned(),
            "creator" => somebody.to_owned(),
            "assignee" => assignee.clone(),
            "reviewer" => reviewer.clone(),
            "revision" | "title_revision" | "deliverables_revision" => "1".to_owned(),
            "weight_total" => format!("case when i % 100 >= 78 and i % 100 < 80 then 0 {half}"),
            "weight_done" => format!("case when i % 100 >= 78 then 0 {half}"),
            "children" | "children_done" => "0".to_owned(),
            "last_sign" | "created" | "updated" | "stage_since" => at.to_owned(),
            _ => return None,
        };
        Some((*column, value))
    });
    row.unzip()
}

fn statements(plan: &Plan<'_>, on_sqlite: bool) -> Vec<String> {
    let Plan { tasks, pursuance, now, .. } = plan;
    let people = people(*tasks);
    let series = |upto: u64| series(upto, on_sqlite);
    let person = |number: &str| id('a', number);
    let somebody = person(&format!("(i % {people} + 1)"));
    let base = now - i64::try_from(tasks * PACE).unwrap_or(0);
    let at = format!("({base} + i * {PACE})");
    let (columns, row) = row_of_task(plan, &somebody, &at);
    let mut all = vec![
        format!(
            "insert into actor (id, kind, name, folded_name, uri, inbox, display, summary, url, capable, created, updated)
             select {id}, 'person', 'p' || i, 'p' || i, 'http://localhost/ap/u/' || {id}, 'http://localhost/ap/u/' || {id} || '/inbox',
             'Person ' || i, 'Reads levels.', 'http://localhost/@p' || i, true, {base}, {base} from {people}",
            id = person("i"), people = named(&series(people))
        ),
        format!(
            "insert into account (actor, operator, discoverable, created) select {}, false, false, {base} from {}",
            person("i"), named(&series(people))
        ),
        format!(
            "insert into member (pursuance, actor, role, state, since) select '{pursuance}', {}, 'normal', 'active', {base} from {}",
            person("i"), named(&series(people))
        ),
        format!("update pursuance set members = members + {people}, next_number = {tasks} + 1 where actor = '{pursuance}'"),
        format!("insert into task ({}) select {} from {}", columns.join(", "), row.join(", "), named(&series(*tasks))),
        format!(
            "insert into task_skill (task, skill_key, skill, position) select {}, 'field:sampling', 'Field:Sampling', 0 from {}",
            id('t', "i"), named(&series(*tasks))
        ),
    ];
    for (field, text) in [
        ("title", "'Read the level at place ' || i || ' and write it down'"),
        (
            "deliverables",
            "'One line for each hour: the level, the weather, and who read it. The last one was place ' || (i - 1) || '.'",
        ),
    ] {
        all.push(format!(
            "insert into text_version (object, field, revision, author, at, body) select {}, '{field}', 1, {somebody}, {at}, {text} from {}",
            id('t', "i"), named(&series(*tasks))
        ));
    }
    all.extend([
        format!(
            "insert into event (stream, seq, at, actor, verb, object, task, audience, data)
             select s.id, s.last + i, {at}, {somebody}, 'task.created', {task}, {task}, 'readers', '{{\"number\":' || i || ',\"parent\":null}}'
             from {numbers} cross join stream s where s.id like '%{pursuance}%'",
            task = id('t', "i"), numbers = named(&series(*tasks))
        ),
        format!("update stream set last = last + {tasks} where id like '%{pursuance}%'"),
    ]);
    all.extend(levels(*tasks).into_iter().rev().map(|(first, last)| {
        format!(
            "update task set weight_total = s.total, weight_done = s.done, children = s.n, children_done = s.n_done
             from (select parent, count(*) as n, sum(case when phase = 'done' then 1 else 0 end) as n_done,
                     sum(weight_done) as done, sum(weight_total) as total
                   from task where pursuance = '{pursuance}' and phase <> 'dropped' and parent is not null
                     and number > ({first} - 1) * {BELOW} + {ROOTS} and number <= {last} * {BELOW} + {ROOTS} group by parent) s
             where task.id = s.parent"
        )
    }));
    all
}

/// Writes members of a pursuance, named `m1` and so on, of whom every so manieth has a skill.
pub fn members(
    pursuance: &str,
    now: i64,
    members: u64,
    (skill, every): (&str, u64),
    on_sqlite: bool,
) -> Vec<String> {
    let (person, key) = (id('m', "i"), skill.to_lowercase());
    let people = named(&series(members, on_sqlite));
    vec![
        format!(
            "insert into actor (id, kind, host, name, folded_name, uri, inbox, display, summary, url, capable, created, updated)
             select {person}, 'person', null, 'm' || i, 'm' || i, 'http://localhost/ap/u/' || {person},
               'http://localhost/ap/u/' || {person} || '/inbox', 'Member ' || i, '', 'http://localhost/@m' || i, true, {now}, {now}
             from {people}"
        ),
        format!(
            "insert into account (actor, operator, discoverable, created) select {person}, false, false, {now} from {people}"
        ),
        format!(
            "insert into member (pursuance, actor, role, state, since)
             select '{pursuance}', {person}, 'normal', 'active', {now} from {people}"
        ),
        format!(
            "insert into person_skill (actor, skill_key, skill, position)
             select {person}, '{key}', '{skill}', 0 from {people} where i % {every} = 0"
        ),
        format!("update pursuance set members = members + {members} where actor = '{pursuance}'"),
    ]
}

/// The numbers from 1 on, as a table.
pub fn series(upto: u64, on_sqlite: bool) -> String {
    if on_sqlite {
        format!(
            "(with recursive n(i) as (select 1 union all select i + 1 from n where i < {upto}) select i from n)"
        )
    } else {
        format!("(select generate_series(cast(1 as bigint), {upto}) as i)")
    }
}

fn named(series: &str) -> String {
    format!("{series} numbers")
}

/// The first and the last number of each level of the tree that has another below it, from the top.
fn levels(tasks: u64) -> Vec<(u64, u64)> {
    let (mut levels, mut first, mut size) = (Vec::new(), 1, ROOTS);
    while first + size <= tasks {
        levels.push((first, first + size - 1));
        first += size;
        size *= BELOW;
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_that_tasks_have_from_the_beginning_is_filled() {
        let first = include_str!("../../migrations/0001_foundation.sql");
        let of_tasks = first.split("create table task (").nth(1).unwrap_or_default();
        let of_tasks = of_tasks.split("\n);").next().unwrap_or_default();
        let begun = tasks::COLUMNS.iter().filter(|column| of_tasks.contains(&format!("\n  {column} ")));
        let columns: Vec<_> = begun.collect();
        assert!(columns.len() > 15, "{columns:?}");
        let plan = Plan { tasks: 100, pursuance: "p", viewer: "v", now: 0 };
        for on_sqlite in [true, false] {
            let statements = statements(&plan, on_sqlite);
            let insert = statements.iter().find(|statement| statement.starts_with("insert into task ("));
            let named = insert.and_then(|insert| insert.split(['(', ')']).nth(1)).unwrap_or_default();
            for column in &columns {
                assert!(named.split(", ").any(|name| name == **column), "{column} is not in {named}");
            }
        }
    }

    #[test]
    fn every_level_but_the_last_is_summed_up() {
        assert_eq!(levels(40), []);
        assert_eq!(levels(41), [(1, 40)]);
        assert_eq!(levels(3_000), [(1, 40), (41, 360), (361, 2_920)]);
    }
}
