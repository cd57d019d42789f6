//! The things that wait for a person in their pursuances, besides tasks: offers, join requests, delegated work.

use std::collections::{BTreeSet, HashMap};

use pursuance_domain::allowed::{Permission, Sights};
use pursuance_domain::id::{ActorId, DelegationId};
use pursuance_domain::time::Time;

use super::actors::ActorKind;
use super::db::{ReadTx, all, optional};
use super::error::StoreResult;
use super::outline::Who;
use super::search;
use super::states::with_states;

/// A pursuance of a member.
#[derive(Debug, Clone)]
pub struct PursuanceName {
    pub id: ActorId,
    pub slug: String,
    pub name: String,
}

fn list<'a>(pursuances: impl IntoIterator<Item = &'a ActorId>) -> String {
    search::list(pursuances.into_iter().map(ActorId::as_str))
}

/// The readable delegations of a person's pursuances, at most `limit` for each reason (twice as many live ones): offers
/// by the date of the wanted answer, the others by their last event, because a delegation that needs a decision has
/// just changed. Delegations that ended before `since` are left out.
pub async fn delegations(
    tx: &mut ReadTx,
    sights: &Sights,
    person: &ActorId,
    since: Time,
    limit: i64,
) -> StoreResult<Vec<(WaitingReason, DelegationId, PursuanceName)>> {
    // `$1`: pursuances where all tasks are readable; `$2`: pursuances where only the person's own are; `$4`: pursuances
    // for which the person answers offers. One statement, because each part mostly finds nothing.
    macro_rules! first {
        ($why:literal, $by:literal, $from:literal, $rest:literal, $limit:literal) => {
            concat!(
                "select * from (select ",
                $why,
                " as why, d.id, p.actor, ",
                $by,
                " as by_it from ",
                $from,
                " join delegation d on ",
                $rest,
                " order by by_it, d.id limit ",
                $limit,
                ") x"
            )
        };
    }
    macro_rules! all_of {
        ($all:literal, $answers:literal, $whole:literal) => {
            concat!(
                first!("0", "coalesce(d.respond_by, 0)", $answers,
                    "d.delegate = p.actor and d.side = 'delegate' and d.state = 'offered'", "+$6"),
                " union all ",
                first!("1", "coalesce(d.respond_by, 0)", $answers,
                    "d.delegate = p.actor and d.side = 'delegate' and d.state = 'countered'", "+$6"),
                " union all ",
                mine!("2", $all, $whole, "d.origin = p.actor and d.side = 'origin' and d.state in {live}", "2 * $6"),
                " union all ",
                mine!("3", $all, $whole, "d.delegate = p.actor and d.side = 'delegate' and d.state in {at_work}", "2 * $6"),
                " union all ",
                mine!("4", $all, $whole, "d.updated >= $5
                  and ((d.origin = p.actor and d.side = 'origin' and d.state in {ended_for_origin})
                    or (d.delegate = p.actor and d.side = 'delegate' and d.state in {ended_for_delegate}))", "+$6"),
                " union all ",
                // A quote inside a text of the copy is written with a backslash, so no text can match.
                first!("5", "-d.updated", $answers, "d.updated >= $5 and d.copy like '%\"cut\":\"%'
                  and ((d.origin = p.actor and d.side = 'origin' and d.state in {cut_for_origin})
                    or (d.delegate = p.actor and d.side = 'delegate' and d.state in {cut_for_delegate}))", "+$6"),
                " order by 1, 4, 2"
            )
        };
    }
    macro_rules! mine {
        ($why:literal, $all:literal, $whole:literal, $rest:literal, $limit:literal) => {
            concat!(
                "select * from (select ",
                $why,
                " as why, d.id, p.actor, -d.updated as by_it from ",
                $all,
                " join delegation d on ",
                $rest,
                " left join task t on t.id = d.task where (p.actor ",
                $whole,
                " or t.assignee = $3) order by by_it, d.id limit ",
                $limit,
                ") x"
            )
        };
    }
    let sql = if tx.is_sqlite() {
        with_states!(all_of!(
            "(select value as actor from json_each($2)) p",
            "(select value as actor from json_each($4)) p",
            "in (select value from json_each($1))"
        ))
    } else {
        with_states!(all_of!(
            "unnest(array(select json_array_elements_text(cast($2 as json)))) p(actor)",
            "unnest(array(select json_array_elements_text(cast($4 as json)))) p(actor)",
            "= any (array(select json_array_elements_text(cast($1 as json))))"
        ))
    };
    let (whole, of) = (list(sights.whole()), list(sights.all()));
    let answers = list(sights.where_may(Permission::Delegate));
    let found =
        all!(tx, (i32, String, String, i64), sql, whole, of, person.as_str(), answers, since.0, limit)?;
    // Mostly nothing waits; so the pursuances are read only afterwards.
    let places = places(tx, found.iter().map(|(_, _, actor, _)| actor.as_str())).await?;
    Ok(found
        .into_iter()
        .filter_map(|(why, id, actor, _)| {
            let which = *WaitingReason::IN_ORDER.get(usize::try_from(why).ok()?)?;
            Some((which, DelegationId(id), places.get(&actor)?.clone()))
        })
        .collect())
}

async fn places<'a>(
    tx: &mut ReadTx,
    ids: impl Iterator<Item = &'a str>,
) -> StoreResult<HashMap<String, PursuanceName>> {
    let ids: BTreeSet<&str> = ids.collect();
    let mut places = HashMap::new();
    for id in ids {
        const SQL: &str =
            "select p.slug, g.display from pursuance p join actor g on g.id = p.actor where p.actor = $1";
        if let Some((slug, name)) = optional!(tx, (String, String), SQL, id)? {
            places.insert(id.to_owned(), PursuanceName { id: ActorId(id.to_owned()), slug, name });
        }
    }
    Ok(places)
}

/// The reason why a delegation may be next for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WaitingReason {
    /// An offer of others without an answer.
    Offers,
    /// An offer of others to which this side suggested other terms.
    Countered,
    /// A task handed over to others, or on offer.
    HandedOut,
    /// A task of others that is done here.
    Taken,
    /// It ended on either side, except by our own decision.
    Ended,
    /// An offer that ended on either side, because the two servers do not talk.
    CutOffers,
}

impl WaitingReason {
    /// In the order of the numbers in the statement.
    pub const IN_ORDER: [Self; 6] =
        [Self::Offers, Self::Countered, Self::HandedOut, Self::Taken, Self::Ended, Self::CutOffers];
}

/// A person who asks to join.
#[derive(Debug, Clone)]
pub struct Newcomer {
    pub place: PursuanceName,
    pub who: Who,
    pub since: Time,
}

/// People who ask to join a pursuance where the person may decide, the longest waiting first.
pub async fn newcomers(tx: &mut ReadTx, sights: &Sights, limit: i64) -> StoreResult<Vec<Newcomer>> {
    const SQLITE: &str = "select p.actor, p.slug, g.display, a.id, a.name, a.display, n.since
        from json_each($1) m join pursuance p on p.actor = m.value join actor g on g.id = p.actor
        join member n on n.pursuance = p.actor and n.state = 'pending' join actor a on a.id = n.actor
        order by n.since limit +$2";
    const POSTGRES: &str = "select p.actor, p.slug, g.display, a.id, a.name, a.display, n.since
        from pursuance p join actor g on g.id = p.actor
        join member n on n.pursuance = p.actor and n.state = 'pending' join actor a on a.id = n.actor
        where p.actor = any (array(select json_array_elements_text(cast($1 as json)))) order by n.since limit +$2";
    type NewcomerRow = (String, String, String, String, String, String, i64);
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let found = all!(tx, NewcomerRow, sql, list(sights.where_may(Permission::DecideMember)), limit)?;
    Ok(found
        .into_iter()
        .map(|(pursuance, slug, name, id, actor, display, since)| Newcomer {
            place: PursuanceName { id: ActorId(pursuance), slug, name },
            who: Who { id: ActorId(id), kind: ActorKind::Person, host: None, name: actor, display },
            since: Time(since),
        })
        .collect())
}

/// The stage of delegations in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitingStage {
    /// Offers of the pursuance, and work in progress on either side.
    Live,
    Ended,
}

/// The place of a delegation in such a list. Several may have one time: they were written in one transaction.
pub type Place = (Time, DelegationId);

/// The place before the first.
pub fn first_place() -> Place {
    (Time(i64::MAX), DelegationId(String::new()))
}

/// Delegations of a pursuance: live ones by their beginning, ended ones by their end, each with that time, the newest
/// first; behind a place.
pub async fn of_pursuance(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    stage: WaitingStage,
    behind: &Place,
    limit: i64,
) -> StoreResult<Vec<Place>> {
    const LIVE: &str = "select id, created from delegation where (created, id) < ($2, $3)
          and ((origin = $1 and side = 'origin' and state in {live})
            or (delegate = $1 and side = 'delegate' and state in {held}))
        order by created desc, id desc limit +$4";
    const ENDED: &str = "select id, updated from delegation where (updated, id) < ($2, $3)
          and ((origin = $1 and side = 'origin') or (delegate = $1 and side = 'delegate'))
          and state not in {live}
        order by updated desc, id desc limit +$4";
    let sql = match stage {
        WaitingStage::Live => with_states!(LIVE),
        WaitingStage::Ended => with_states!(ENDED),
    };
    let (at, id) = behind;
    let rows = all!(tx, (String, i64), sql, pursuance.as_str(), at.0, id.as_str(), limit)?;
    Ok(rows.into_iter().map(|(id, at)| (Time(at), DelegationId(id))).collect())
}

/// The place after which a list of offers continues: whether the last one shown is from a server without shared work so
/// far, the date of the wanted answer, and its id.
pub type AfterOffer = (bool, Time, DelegationId);

/// Offers to a pursuance that are not agreed yet: first from servers it has worked with, each group by the date of the
/// wanted answer.
pub async fn offers(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    after: Option<&AfterOffer>,
    limit: i64,
) -> StoreResult<Vec<AfterOffer>> {
    const SQL: &str = "with offer(id, stranger, wanted) as (
          select d.id, case when a.host is null or exists (select 1 from delegation g
                join actor p on p.id = case g.side when 'origin' then g.delegate else g.origin end
                where ((g.origin = $1 and g.side = 'origin') or (g.delegate = $1 and g.side = 'delegate'))
                  and g.grant_uri is not null and p.host = a.host) then 0 else 1 end, coalesce(d.respond_by, 0)
          from delegation d join actor a on a.id = d.origin
          where d.delegate = $1 and d.side = 'delegate' and d.state in {asked})
        select id, cast(stranger as bigint), wanted from offer where (stranger, wanted, id) > ($2, $3, $4)
        order by stranger, wanted, id limit +$5";
    let (stranger, wanted, id) = match after {
        Some((is_stranger, wanted, id)) => (i64::from(*is_stranger), wanted.0, id.as_str()),
        None => (-1, 0, ""),
    };
    let sql = with_states!(SQL);
    let rows = all!(tx, (String, i64, i64), sql, pursuance.as_str(), stranger, wanted, id, limit)?;
    Ok(rows
        .into_iter()
        .map(|(id, stranger, wanted)| (stranger != 0, Time(wanted), DelegationId(id)))
        .collect())
}

/// For each pursuance that has taken tasks of this one: how many it took, and how many it finished.
pub async fn record(tx: &mut ReadTx, origin: &ActorId) -> StoreResult<Vec<(ActorId, i64, i64)>> {
    const SQL: &str =
        "select delegate, count(*), count(case when state = 'completed' then 1 end) from delegation
        where origin = $1 and side = 'origin' and grant_uri is not null group by delegate";
    let rows = all!(tx, (String, i64, i64), SQL, origin.as_str())?;
    Ok(rows.into_iter().map(|(id, taken, finished)| (ActorId(id), taken, finished)).collect())
}

/// Delegations between a person's pursuances and one other, the newest first.
pub async fn with_peer(
    tx: &mut ReadTx,
    sights: &Sights,
    peer: &ActorId,
    limit: i64,
) -> StoreResult<Vec<DelegationId>> {
    const SQLITE: &str = "select d.id from json_each($1) m
        join delegation d on (d.origin = m.value and d.side = 'origin' and d.delegate = $2)
          or (d.delegate = m.value and d.side = 'delegate' and d.origin = $2)
        order by d.created desc limit +$3";
    const POSTGRES: &str = "select d.id from json_array_elements_text(cast($1 as json)) m(value)
        join delegation d on (d.origin = m.value and d.side = 'origin' and d.delegate = $2)
          or (d.delegate = m.value and d.side = 'delegate' and d.origin = $2)
        order by d.created desc limit +$3";
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let rows = all!(tx, (String,), sql, list(sights.all()), peer.as_str(), limit)?;
    Ok(rows.into_iter().map(|row| DelegationId(row.0)).collect())
}
