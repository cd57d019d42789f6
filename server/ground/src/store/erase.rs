//! Removes the rows of a deleted pursuance a part at a time: each call takes the next rows of the first table that has any, so that
//! a process that is killed in between leaves the rest to be found. No call removes more rows of a table than `most`, with the few
//! rows that hang on each.
//!
//! A table that refers to a pursuance, a task, a delegation or a channel has its place here; a test compares this file with
//! the schema. The row of the pursuance and its actor stay, and so does the event that tells the members.

use pursuance_domain::event::{Happened, Verb};
use pursuance_domain::id::ActorId;

use super::db::{WriteTx, all, run};
use super::error::StoreResult;

/// The rows of one table.
enum Part {
    /// Found by their pursuance and removed one by one, with what hangs on each: there is little of that.
    Each {
        /// The ids of the next rows of a pursuance.
        find: &'static str,
        /// The statements that remove the rows of an id.
        remove: &'static [&'static str],
        /// The statements that remove the rows of an id and a pursuance.
        remove_of: &'static [&'static str],
    },
    /// Nothing hangs on them: one statement removes the next of a pursuance.
    Rows(&'static str),
    /// The events, with the reasons that are named there.
    Events,
}

/// The sides of a pursuance in its delegations.
macro_rules! ours {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            "((d.origin = $1 and d.side = 'origin') or (d.delegate = $1 and d.side = 'delegate'))",
            $after
        )
    };
}

/// A statement that removes the next rows of a table: by their key, and by the condition that says whose they are.
macro_rules! rows {
    ($table:literal, $key:literal, $of:literal) => {
        Part::Rows(concat!(
            "delete from ",
            $table,
            " where (",
            $key,
            ") in (select ",
            $key,
            " from ",
            $table,
            " where ",
            $of,
            " limit +$2)"
        ))
    };
}

/// The statements that remove a comment or a message with all that hangs on it.
pub(super) const COMMENT: &[&str] = &[
    "delete from text_version where object = $1",
    "delete from message_copy where message = $1",
    "delete from reaction where message = $1",
    "delete from sealed_message where message = $1",
    "delete from message where id = $1",
];

/// In the order in which they go: first what refers to others.
static PARTS: [Part; 69] = [
    rows!("search_todo_of", "pursuance", "pursuance = $1"),
    // A line that takes another one back goes first.
    rows!(
        "karma",
        "id",
        "pursuance = $1 and not exists (select 1 from karma b where b.takes_back = karma.id)"
    ),
    rows!("undoable", "pursuance, first", "pursuance = $1"),
    rows!("silence", "task", "pursuance = $1"),
    rows!("pace", "pursuance, phase", "pursuance = $1"),
    rows!("handing_on", "pursuance", "pursuance = $1"),
    Part::Each {
        find: "select task from succession where pursuance = $1 limit +$2",
        remove: &[
            "delete from job where unique_key = 'succeed:' || cast($1 as text)",
            "delete from succession where task = $1",
        ],
        remove_of: &[],
    },
    // Messages about the outcome of sealed ones hang on them, and are found by no task.
    Part::Each {
        find: "select message from sealed_message where pursuance = $1 limit +$2",
        remove: COMMENT,
        remove_of: &[],
    },
    Part::Each {
        find: "select m.id from message m join task t on t.id = m.thread where t.pursuance = $1 limit +$2",
        remove: COMMENT,
        remove_of: &[],
    },
    Part::Each {
        find: ours!("select m.id from message m join delegation d on d.id = m.thread where ", " limit +$2"),
        remove: COMMENT,
        remove_of: &[],
    },
    Part::Each {
        find: "select m.id from message m join room r on r.id = m.thread where r.pursuance = $1 limit +$2",
        remove: COMMENT,
        remove_of: &[],
    },
    // Watches, mutes and markers of rooms, before the rooms by which they are found.
    Part::Rows(
        "delete from watch where (account, object) in (select w.account, w.object from room r cross join watch w
          where w.object = r.id and r.pursuance = $1 limit +$2)",
    ),
    Part::Rows(
        "delete from mute where (account, object) in (select m.account, m.object from mute m cross join room r
          where r.id = m.object and r.pursuance = $1 limit +$2)",
    ),
    Part::Rows(
        "delete from read_marker where (account, thread) in (select k.account, k.thread from room r cross join read_marker k
          where k.thread = r.id and r.pursuance = $1 limit +$2)",
    ),
    rows!("search_todo_in", "thread", "thread in (select r.id from room r where r.pursuance = $1)"),
    rows!("room", "id", "pursuance = $1"),
    rows!("mentor", "id", "pursuance = $1"),
    Part::Each {
        find: "select id from offer where pursuance = $1 limit +$2",
        remove: &["delete from offer where id = $1"],
        remove_of: &[],
    },
    Part::Each {
        find: "select task from pairing where pursuance = $1 limit +$2",
        remove: &[
            "delete from job where unique_key = 'pair:' || cast($1 as text)",
            "delete from pairing where task = $1",
        ],
        remove_of: &[],
    },
    Part::Each {
        find: "select id from proposal where pursuance = $1 limit +$2",
        remove: &["delete from sealed_suggestion where proposal = $1", "delete from proposal where id = $1"],
        remove_of: &[],
    },
    Part::Each {
        find: "select id from file where pursuance = $1 limit +$2",
        remove: &["delete from file where id = $1"],
        remove_of: &[],
    },
    Part::Each {
        find: "select id from task_block where pursuance = $1 limit +$2",
        remove: &["delete from text_version where object = $1", "delete from task_block where id = $1"],
        remove_of: &[],
    },
    Part::Rows(ours!(
        "delete from delegation_message where (delegation, direction, activity) in (
          select m.delegation, m.direction, m.activity from delegation_message m join delegation d on d.id = m.delegation where ",
        " limit +$2)"
    )),
    Part::Each {
        find: ours!("select d.id from delegation d where ", " limit +$2"),
        remove: &[
            // The texts of the work that was handed in hang on names that begin with the delegation's.
            "delete from text_version where object >= $1 and object < cast($1 as text) || '~'",
            "delete from message_copy where delegation = $1",
            "delete from submission where delegation = $1",
            "insert into tombstone (id, at, reader) select d.id, p.deleted_at, d.delegate from delegation d
              join pursuance p on p.actor = d.origin where d.id = $1 and d.side = 'origin' and p.deleted_at is not null
              on conflict (id) do nothing",
            "delete from skill_offer_use where delegation = $1",
            "delete from delegation where id = $1",
        ],
        remove_of: &[],
    },
    // A private pursuance: what is sealed, before the objects by which it is found.
    Part::Rows(
        "delete from text_version where (object, field, revision) in (select v.object, v.field, v.revision
          from sealed_object o join text_version v on v.object = o.id where o.pursuance = $1 limit +$2)",
    ),
    Part::Rows(
        "delete from sealed_revision where (object, revision) in (select r.object, r.revision
          from sealed_object o join sealed_revision r on r.object = o.id where o.pursuance = $1 limit +$2)",
    ),
    rows!("sealed_tag", "object, tag", "pursuance = $1"),
    rows!("sealed_tagged", "object", "pursuance = $1"),
    rows!("sealed_object", "id", "pursuance = $1"),
    rows!("sealed_seal", "pursuance, epoch, iid, author", "pursuance = $1"),
    rows!("sealed_note", "pursuance, invite_id", "pursuance = $1"),
    rows!("sealed_declined", "pursuance, hash", "pursuance = $1"),
    rows!("sealed_log", "pursuance, seq", "pursuance = $1"),
    rows!("sealed_member", "pursuance, iid", "pursuance = $1"),
    // How far people saw its log stands below the beginning of its id.
    Part::Rows(
        "delete from sealed_box where (account, kind, oid) in (select b.account, b.kind, b.oid from pursuance_sealed s
          cross join sealed_box b where b.oid = substr(s.pid, 1, 32) and b.kind = 'pins' and s.pursuance = $1 limit +$2)",
    ),
    rows!("pursuance_sealed", "pursuance", "pursuance = $1"),
    Part::Each {
        find: "select actor from member where pursuance = $1 limit +$2",
        remove: &[],
        remove_of: &["delete from member where actor = $1 and pursuance = $2"],
    },
    rows!("came_through", "pursuance, actor", "pursuance = $1"),
    rows!("invite", "id", "pursuance = $1"),
    rows!("feed", "id", "pursuance = $1"),
    rows!(
        "saved_search_home",
        "account, search",
        "search in (select s.id from saved_search s where s.pursuance = $1)"
    ),
    rows!("saved_search", "id", "pursuance = $1"),
    rows!("recruit_ask", "id", "pursuance = $1"),
    rows!("ask_block", "person, pursuance", "pursuance = $1"),
    rows!("declined_request", "actor, pursuance", "pursuance = $1"),
    rows!("asked_to_join", "pursuance, actor", "pursuance = $1"),
    rows!("role_before", "pursuance, actor", "pursuance = $1"),
    rows!("task_grant", "task, actor", "pursuance = $1"),
    rows!("person_not_pursuance", "actor, pursuance", "pursuance = $1"),
    rows!("skill_synonym", "pursuance, skill_key", "pursuance = $1"),
    rows!("skill_word", "pursuance, skill_key", "pursuance = $1"),
    rows!("follower", "actor, follower", "actor = $1"),
    rows!("skill_offer_reader", "offer, actor", "actor = $1"),
    Part::Each {
        find: "select id from skill_offer where actor = $1 limit +$2",
        remove: super::skill_offers::REMOVE,
        remove_of: &[],
    },
    rows!("watch", "account, object", "object = $1"),
    rows!("mute", "account, object", "object = $1"),
    rows!("read_marker", "account, thread", "thread = $1"),
    rows!("text_version", "object, field, revision", "object = $1"),
    // Watches of tasks. A condition would have SQLite look at all of them; the join begins with the tasks.
    Part::Rows(
        "delete from watch where (account, object) in (select w.account, w.object from task t cross join watch w
          where w.object = t.id and t.pursuance = $1 limit +$2)",
    ),
    Part::Rows(
        "delete from mute where (account, object) in (select m.account, m.object from mute m cross join task t
          where t.id = m.object and t.pursuance = $1 limit +$2)",
    ),
    Part::Rows(
        "delete from read_marker where (account, thread) in (select r.account, r.thread from task t cross join read_marker r
          where r.thread = t.id and t.pursuance = $1 limit +$2)",
    ),
    Part::Each {
        // A task waits for few others, and very many may wait for it.
        find: "select distinct task from task_dependency where pursuance = $1 limit +$2",
        remove: &[
            // Tells the edges in memory (`edge_cache`) that some are gone.
            "update task_dependency_clock set removed = removed + 1 where id = 1",
            "delete from task_dependency where task = $1",
        ],
        remove_of: &[],
    },
    Part::Each {
        // From the leaves up: a task that others are part of cannot go before them.
        find: "select t.id from task t where t.pursuance = $1
            and not exists (select 1 from task c where c.parent = t.id) limit +$2",
        remove: &[
            "insert into tombstone (id, at) select t.id, p.deleted_at from task t join pursuance p on p.actor = t.pursuance
              where t.id = $1 and p.deleted_at is not null and p.visibility in ('public', 'unlisted')
              on conflict (id) do nothing",
            "delete from task_skill where task = $1",
            "update task_dependency_clock set removed = removed + 1 where id = 1
              and exists (select 1 from task_dependency where task = $1 or on_task = $1)",
            "delete from task_dependency where task = $1",
            "delete from task_dependency where on_task = $1",
            "delete from task_dependency_told where task = $1",
            "delete from task_dependency_told where on_task = $1",
            "delete from text_version where object = $1",
            "delete from task where id = $1",
        ],
        remove_of: &[],
    },
    Part::Each {
        find: "select d.id from delivery d join channel c on c.id = d.channel where c.local = $1 limit +$2",
        remove: &["delete from delivery where id = $1"],
        remove_of: &[],
    },
    Part::Each {
        find: "select a.uri from activity a join channel c on c.id = a.channel where c.local = $1 limit +$2",
        remove: &[],
        // Between two pursuances of one server each side keeps the message under the same name.
        remove_of: &["delete from activity where uri = $1 and channel in (select id from channel where local = $2)"],
    },
    Part::Each {
        find: "select id from channel where local = $1 limit +$2",
        remove: &[
            "delete from held where channel = $1",
            "delete from contradiction where channel = $1",
            "delete from channel where id = $1",
        ],
        remove_of: &[],
    },
    // The notices that tell the members of the deletion stay.
    Part::Rows(
        "delete from notice where (account, stream, seq) in (
          select n.account, n.stream, n.seq from notice n where n.pursuance = $1 and not exists (select 1 from event e
            where e.stream = n.stream and e.seq = n.seq and e.stream = $1 and e.verb = 'pursuance.deleted') limit +$2)",
    ),
    // After all texts: their going is counted here.
    rows!("text_share", "pursuance, author", "pursuance = $1"),
    Part::Events,
];

/// The result of one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Removed {
    /// The part with which the next step begins: nothing is left of those before.
    pub part: usize,
    pub rows: u64,
}

/// Removes the next rows of a deleted pursuance, at most `most` of one table, beginning with a part. None when nothing is left
/// from there on.
pub async fn some(tx: &mut WriteTx, id: &ActorId, from: usize, most: i64) -> StoreResult<Option<Removed>> {
    for (part, table) in PARTS.iter().enumerate().skip(from) {
        let rows = table.remove_some(tx, id, most).await?;
        if rows > 0 {
            tx.deletes_words();
            return Ok(Some(Removed { part, rows }));
        }
    }
    Ok(None)
}

impl Part {
    async fn remove_some(&self, tx: &mut WriteTx, pursuance: &ActorId, most: i64) -> StoreResult<u64> {
        let (find, remove, remove_of) = match self {
            Self::Each { find, remove, remove_of } => (*find, *remove, *remove_of),
            Self::Rows(sql) => return run!(tx, *sql, pursuance.as_str(), most),
            Self::Events => return events(tx, pursuance, most).await,
        };
        let found = all!(tx, (String,), find, pursuance.as_str(), most)?;
        for (id,) in &found {
            for sql in remove {
                run!(tx, *sql, id)?;
            }
            for sql in remove_of {
                run!(tx, *sql, id, pursuance.as_str())?;
            }
        }
        Ok(u64::try_from(found.len()).unwrap_or(u64::MAX))
    }

    /// The statements that remove something.
    #[cfg(test)]
    fn removes(&self) -> Vec<&'static str> {
        match self {
            Self::Each { remove, remove_of, .. } => remove.iter().chain(*remove_of).copied().collect(),
            Self::Rows(sql) => vec![sql],
            Self::Events => Vec::new(),
        }
    }
}

/// Removes events, with the reasons they name; the deletion itself stays, since the members are told of it.
async fn events(tx: &mut WriteTx, id: &ActorId, most: i64) -> StoreResult<u64> {
    const FIND: &str = "select seq, verb, data from event where stream = $1 and verb <> 'pursuance.deleted'
        order by seq limit +$2";
    const REASON: &str = "delete from text_version where object = $1";
    const EVENT: &str = "delete from event where stream = $1 and seq = $2";
    let found = all!(tx, (i64, String, String), FIND, id.as_str(), most)?;
    for (seq, verb, data) in &found {
        let what = Verb::parse(verb).zip(serde_json::from_str(data).ok());
        let what = what.and_then(|(verb, data)| Happened::read(verb, data).ok());
        if let Some(reason) = what.as_ref().and_then(Happened::reason) {
            run!(tx, REASON, reason.as_str())?;
        }
        run!(tx, EVENT, id.as_str(), *seq)?;
    }
    Ok(u64::try_from(found.len()).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::migrate::{STEPS, render};
    use super::*;

    /// Tables with a column that names one of these are removed with it.
    const PARENTS: [&str; 5] = ["pursuance", "task", "delegation", "channel", "invite"];

    /// The tables that refer to a parent, as the steps of the schema write it.
    fn referring() -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for step in STEPS {
            let text = render(step.sql, true);
            for statement in text.split(';') {
                let flat = statement.lines().filter(|line| !line.trim_start().starts_with("--"));
                let flat = flat.collect::<Vec<_>>().join(" ").to_lowercase();
                let words: Vec<&str> = flat.split_whitespace().collect();
                let [first, second, table, ..] = words.as_slice() else { continue };
                if !matches!((*first, *second), ("create" | "alter", "table")) {
                    continue;
                }
                // A table that is made anew takes the place of the one before.
                if let Some((_, name)) = flat.split_once(" rename to ") {
                    if found.remove(*table) {
                        found.insert(name.trim().to_owned());
                    }
                    continue;
                }
                let names = |parent: &&str| flat.contains(&format!("references {parent} ("));
                if PARENTS.iter().any(names) {
                    found.insert((*table).to_owned());
                }
            }
        }
        found
    }

    #[test]
    fn every_table_that_refers_to_what_is_deleted_is_emptied() {
        let all: Vec<&str> = PARTS.iter().flat_map(Part::removes).collect();
        for table in referring() {
            let is_emptied = all.iter().any(|sql| sql.starts_with(&format!("delete from {table} ")));
            assert!(
                is_emptied,
                "{table} refers to what a pursuance is made of: it needs its place in this file"
            );
        }
    }
}
