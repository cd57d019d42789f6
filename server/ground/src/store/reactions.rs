//! Reactions to messages. No event tells of them, and they go with their message.

use std::collections::HashMap;

use pursuance_domain::discussion::KindFacts;
use pursuance_domain::id::{ActorId, MessageId};
use pursuance_domain::time::Time;

use super::db::{ReadTx, WriteTx, all, run};
use super::error::StoreResult;
use super::search::{among, list};

/// The most people of each kind of reaction who are named.
pub const NAMED: i64 = 2;

/// A kind of reaction to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reaction {
    pub emoji: String,
    /// How many people react so.
    pub count: i64,
    /// Whether the reader does.
    pub is_mine: bool,
    /// The first of them, at most [`NAMED`].
    pub people: Vec<ActorId>,
}

#[derive(sqlx::FromRow)]
struct ReactionRow {
    message: String,
    emoji: String,
    person: String,
    people: i64,
    mine: i64,
}

/// The reactions to some messages, each kind once, in the order in which the kinds came.
pub async fn of_messages(
    tx: &mut ReadTx,
    messages: impl IntoIterator<Item = &str>,
    reader: Option<&ActorId>,
) -> StoreResult<HashMap<String, Vec<Reaction>>> {
    macro_rules! reactions {
        ($($which:literal),+) => {
            concat!(
                "select message, emoji, person, people, mine from (
                  select r.message, r.emoji, r.person, count(*) over (partition by r.message, r.emoji) as people,
                    cast(max(case when r.person = $2 then 1 else 0 end) over (partition by r.message, r.emoji) as bigint) as mine,
                    min(r.at) over (partition by r.message, r.emoji) as begun,
                    row_number() over (partition by r.message, r.emoji order by r.at, r.person) as place
                  from reaction r ",
                $($which),+,
                ") x where place <= $3 order by message, begun, emoji, place"
            )
        };
    }
    let sql = among!(reactions, "r.message", tx);
    let reader = reader.map(ActorId::as_str);
    let mut found: HashMap<String, Vec<Reaction>> = HashMap::new();
    for row in all!(tx, ReactionRow, sql, list(messages), reader, NAMED)? {
        let kinds = found.entry(row.message).or_default();
        match kinds.last_mut().filter(|kind| kind.emoji == row.emoji) {
            Some(kind) => kind.people.push(ActorId(row.person)),
            None => kinds.push(Reaction {
                emoji: row.emoji,
                count: row.people,
                is_mine: row.mine == 1,
                people: vec![ActorId(row.person)],
            }),
        }
    }
    Ok(found)
}

/// The kinds of reactions to a message, for somebody who reacts to it.
pub async fn kinds(tx: &mut ReadTx, message: &MessageId, person: &ActorId) -> StoreResult<Vec<KindFacts>> {
    const SQL: &str =
        "select emoji, cast(max(case when person = $2 then 1 else 0 end) as bigint) from reaction
        where message = $1 group by emoji order by emoji";
    let rows = all!(tx, (String, i64), SQL, message.as_str(), person.as_str())?;
    Ok(rows.into_iter().map(|(emoji, own)| KindFacts { emoji, is_own: own == 1 }).collect())
}

/// Notes that somebody reacts to a message. Returns whether they did not before.
pub async fn add(
    tx: &mut WriteTx,
    message: &MessageId,
    emoji: &str,
    person: &ActorId,
    now: Time,
) -> StoreResult<bool> {
    const SQL: &str = "insert into reaction (message, emoji, person, at) values ($1, $2, $3, $4)
        on conflict (message, emoji, person) do nothing";
    Ok(run!(tx, SQL, message.as_str(), emoji, person.as_str(), now.0)? > 0)
}

/// Takes a reaction back. Returns whether it was there.
pub async fn remove(
    tx: &mut WriteTx,
    message: &MessageId,
    emoji: &str,
    person: &ActorId,
) -> StoreResult<bool> {
    const SQL: &str = "delete from reaction where message = $1 and emoji = $2 and person = $3";
    Ok(run!(tx, SQL, message.as_str(), emoji, person.as_str())? > 0)
}

/// Takes all reactions away from a message that goes.
pub async fn remove_all(tx: &mut WriteTx, message: &MessageId) -> StoreResult<()> {
    run!(tx, "delete from reaction where message = $1", message.as_str()).map(drop)
}
