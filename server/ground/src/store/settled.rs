//! Notices of a question that one person has answered for all who were told of it.

use pursuance_domain::id::ActorId;
use pursuance_domain::notice::SettledQuestion;
use pursuance_domain::time::Time;

use super::db::{WriteTx, all};
use super::error::StoreResult;
use super::notices::held;
use super::search;

/// The kinds of notices that ask several people, as the index has them.
macro_rules! asks {
    ($notice:literal) => {
        concat!(
            $notice,
            ".kind in ('join_request', 'suggestion', 'offer', 'invitation') and ",
            $notice,
            ".read_at is null"
        )
    };
}

/// Marks the notices of a question in a pursuance as read, for everybody. Answers who had not read them.
///
/// # Errors
/// When the database fails.
pub async fn read(
    tx: &mut WriteTx,
    pursuance: &ActorId,
    question: SettledQuestion<'_>,
    now: Time,
) -> StoreResult<Vec<ActorId>> {
    const SQLITE: &str = concat!(
        "update notice set read_at = $3 where pursuance = $1 and ",
        asks!("notice"),
        " and exists (select 1 from event e where e.stream = notice.stream and e.seq = notice.seq and e.object = $2
            and e.verb in (select value from json_each($4)))
        returning account"
    );
    const POSTGRES: &str = concat!(
        held!(
            concat!(
                "o.pursuance = $1 and ",
                asks!("o"),
                " and exists (select 1 from event e where e.stream = o.stream and e.seq = o.seq and e.object = $2
                    and e.verb = any (array(select json_array_elements_text(cast($4 as json)))))
                order by o.at, o.stream, o.seq, o.account"
            ),
            "read_at = $3"
        ),
        " returning notice.account"
    );
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let verbs = search::list(question.told_by.iter().map(|verb| verb.as_str()));
    let rows = all!(tx, (String,), sql, pursuance.as_str(), question.object, now.0, verbs)?;
    let mut people: Vec<ActorId> = rows.into_iter().map(|(account,)| ActorId(account)).collect();
    people.sort();
    people.dedup();
    Ok(people)
}
