//! The pursuances that were told of our offers, and the delegations that came through an offer.

use std::collections::HashMap;

use pursuance_domain::delegation::Side;
use pursuance_domain::id::{ActorId, DelegationId, SkillOfferId};
use pursuance_domain::skill_offer::ASKED_EVERY;
use pursuance_domain::time::Time;

use super::SkillOffer;
use crate::store::db::{ReadTx, WriteTx, all, one, optional, run};
use crate::store::error::StoreResult;
use crate::store::search::list;
use crate::store::states::with_states;

/// A pursuance elsewhere that is told.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Peer {
    pub id: String,
    pub uri: String,
    pub inbox: String,
    pub host: String,
    /// The revision it was told of; none when it knows nothing of the offer.
    pub revision: Option<i64>,
}

/// The readers who are to know an offer of ours; `$1` is the pursuance, `$2` the offer. An offer for everybody: followers of the
/// pursuance and partners of its delegations, past ones too; otherwise the named readers.
macro_rules! everybody {
    ($actor:literal) => {
        concat!(
            "(",
            $actor,
            ".id in (select f.follower from follower f where f.actor = $1) or ",
            $actor,
            ".id in (select d.delegate from delegation d where d.origin = $1 and d.side = 'origin') or ",
            $actor,
            ".id in (select d.origin from delegation d where d.delegate = $1 and d.side = 'delegate'))"
        )
    };
}
macro_rules! named {
    () => {
        "(cast($1 as text) is not null and a.id in (select r.actor from skill_offer_reader r where r.offer = $2))"
    };
}

/// The next pursuances elsewhere that take part in skill offers and do not know the newest revision of this one.
pub async fn to_tell(tx: &mut ReadTx, offer: &SkillOffer, limit: i64) -> StoreResult<Vec<Peer>> {
    macro_rules! telling {
        ($whom:expr) => {
            concat!(
                "select a.id, a.uri, a.inbox, a.host, c.revision from actor a
                  left join skill_offer_copy c on c.offer = $2 and c.actor = a.id
                  where a.host is not null and a.gone_at is null and a.takes_offers and (c.revision is null or c.revision < $3) and ",
                $whom,
                " order by a.id limit +$4"
            )
        };
    }
    const ALL: &str = telling!(everybody!("a"));
    const NAMED: &str = telling!(named!());
    let sql = if offer.public { ALL } else { NAMED };
    all!(tx, Peer, sql, offer.actor.as_str(), offer.id.as_str(), offer.revision, limit)
}

/// The next pursuances elsewhere that were told of an offer and are told of it no more. `is_over`: all of them. An offer for
/// everybody may still be known to former followers. It is taken from them once it says something else, and only where nobody on
/// their server is told that: there it would end for all of them.
pub async fn to_take_from(
    tx: &mut ReadTx,
    offer: &SkillOffer,
    is_over: bool,
    limit: i64,
) -> StoreResult<Vec<Peer>> {
    macro_rules! taking {
        ($which:expr) => {
            concat!(
                "select a.id, a.uri, a.inbox, a.host, c.revision from skill_offer_copy c join actor a on a.id = c.actor
                  join skill_offer o on o.id = c.offer where c.offer = $2 and a.host is not null and ",
                $which,
                " order by a.id limit +$3"
            )
        };
    }
    const ALL: &str = taking!(concat!(
        "c.revision < o.revision and not ",
        everybody!("a"),
        " and not exists (select 1 from actor b where b.host = a.host and b.gone_at is null and b.takes_offers and ",
        everybody!("b"),
        ")"
    ));
    const NAMED: &str = taking!(concat!("not ", named!()));
    const OVER: &str = taking!("not (cast($1 as text) is null)");
    let sql = match (is_over, offer.public) {
        (true, _) => OVER,
        (false, true) => ALL,
        (false, false) => NAMED,
    };
    all!(tx, Peer, sql, offer.actor.as_str(), offer.id.as_str(), limit)
}

/// The addresses of the next pursuances elsewhere that would be told of an offer, but whose document did not say a while ago
/// that they take part in skill offers: they may do so by now. Pursuances that never answer stay among them, so they take turns:
/// server by server, and on each server one pursuance after the other. `turn`: one more each time. So every server gets its turn
/// once in a round of all servers, however many pursuances one of them has.
pub async fn to_look_up(
    tx: &mut ReadTx,
    offer: &SkillOffer,
    before: Time,
    turn: i64,
    limit: i64,
) -> StoreResult<Vec<String>> {
    // The servers stand in a line without end, in order again and again, and `$4 * $5` stands first: `place` is how far behind that a
    // server stands, and `lap` how often it had its turn. The lap chooses the next one of its pursuances.
    macro_rules! unsure {
        ($whom:expr) => {
            concat!(
                "select z.uri from (select y.uri, y.n, y.many, y.place, ($4 * $5 + y.place - y.host) / y.hosts as lap
                  from (select x.uri, x.n, x.many, x.host, x.hosts, (x.host + x.hosts - ($4 * $5) % x.hosts) % x.hosts as place
                    from (select w.uri, w.n, w.many, w.host, max(w.host) over () + 1 as hosts
                      from (select a.uri, row_number() over (partition by a.host order by a.id) - 1 as n,
                          count(*) over (partition by a.host) as many, dense_rank() over (order by a.host) - 1 as host
                        from actor a where a.host is not null and a.gone_at is null and a.capable and not a.takes_offers
                          and coalesce(a.fetched_at, 0) < $3 and cast($2 as text) is not null and ",
                $whom,
                ") w) x) y) z order by (z.n + z.many - z.lap % z.many) % z.many, z.place limit +$5"
            )
        };
    }
    const ALL: &str = unsure!(everybody!("a"));
    const NAMED: &str = unsure!(named!());
    let sql = if offer.public { ALL } else { NAMED };
    let rows = all!(tx, (String,), sql, offer.actor.as_str(), offer.id.as_str(), before.0, turn, limit)?;
    Ok(rows.into_iter().map(|(uri,)| uri).collect())
}

/// Whether a delegation is or was between a pursuance of ours and another one.
pub async fn has_met(tx: &mut ReadTx, us: &ActorId, other: &ActorId) -> StoreResult<bool> {
    const SQL: &str =
        "select 1 from delegation d where (d.side = 'delegate' and d.delegate = $1 and d.origin = $2)
        or (d.side = 'origin' and d.origin = $1 and d.delegate = $2) limit 1";
    Ok(optional!(tx, (i32,), SQL, us.as_str(), other.as_str())?.is_some())
}

/// Notes which revision somebody was told of.
pub async fn note_copy(
    tx: &mut WriteTx,
    offer: &SkillOfferId,
    actor: &str,
    revision: i64,
) -> StoreResult<()> {
    const SQL: &str = "insert into skill_offer_copy (offer, actor, revision) values ($1, $2, $3)
        on conflict (offer, actor) do update set revision = excluded.revision";
    run!(tx, SQL, offer.as_str(), actor, revision).map(drop)
}

/// Notes that somebody was told that an offer is not for them any more.
pub async fn forget_copy(tx: &mut WriteTx, offer: &SkillOfferId, actor: &str) -> StoreResult<()> {
    run!(tx, "delete from skill_offer_copy where offer = $1 and actor = $2", offer.as_str(), actor).map(drop)
}

/// Has the servers of offers asked soon: their host answers again after a while.
pub async fn ask_soon(tx: &mut WriteTx, host: &str, now: Time) -> StoreResult<()> {
    const SQL: &str =
        "update skill_offer set due_at = $2 where heard_at < $3 and due_at > $2 and gone_at is null
        and actor in (select id from actor where host = $1)";
    run!(tx, SQL, host, now.0, now.plus(-ASKED_EVERY).0).map(drop)
}

/// Notes that a delegation came through an offer, by its address.
pub async fn add_use(tx: &mut WriteTx, delegation: &DelegationId, offer: &str) -> StoreResult<()> {
    const SQL: &str = "insert into skill_offer_use (delegation, offer) values ($1, $2)";
    run!(tx, SQL, delegation.as_str(), offer).map(drop)
}

/// Counts the delegations that came through an offer and have not ended, on one side that is here.
pub async fn open_through(tx: &mut ReadTx, offer: &str, side: Side) -> StoreResult<i64> {
    let sql = with_states!(
        "select count(*) from skill_offer_use u join delegation d on d.id = u.delegation
          where u.offer = $1 and d.side = $2 and d.state in {live}"
    );
    Ok(one!(tx, (i64,), sql, offer, side.as_str())?.0)
}

/// Counts such delegations for several offers, by their addresses; offers without any are absent.
pub async fn open_through_each(
    tx: &mut ReadTx,
    offers: &[&str],
    side: Side,
) -> StoreResult<HashMap<String, i64>> {
    macro_rules! counting {
        ($among:literal) => {
            concat!(
                "select u.offer, count(*) from skill_offer_use u join delegation d on d.id = u.delegation
                  where d.side = $2 and d.state in {live} and u.offer ",
                $among,
                " group by u.offer"
            )
        };
    }
    if offers.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = if tx.is_sqlite() {
        with_states!(counting!("in (select value from json_each($1))"))
    } else {
        with_states!(counting!("= any (array(select json_array_elements_text(cast($1 as json))))"))
    };
    Ok(all!(tx, (String, i64), sql, list(offers.iter().copied()), side.as_str())?.into_iter().collect())
}

/// The newest delegations of a pursuance that came through an offer.
pub async fn through(tx: &mut ReadTx, offer: &str, side: Side, limit: i64) -> StoreResult<Vec<DelegationId>> {
    const SQL: &str = "select u.delegation from skill_offer_use u join delegation d on d.id = u.delegation
        where u.offer = $1 and d.side = $2 order by u.delegation desc limit +$3";
    let rows = all!(tx, (String,), SQL, offer, side.as_str(), limit)?;
    Ok(rows.into_iter().map(|(id,)| DelegationId(id)).collect())
}
