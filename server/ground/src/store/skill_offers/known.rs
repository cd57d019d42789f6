//! The offers that somebody may read, and the offers that fit a task.

use pursuance_domain::id::{ActorId, SkillOfferId};
use pursuance_domain::skill_offer::{ANY, SILENT_FOR};
use pursuance_domain::time::Time;
use pursuance_domain::value::{Skill, Skills};

use super::{SkillOffer, SkillOfferRow, alone, cause_key, select, with_skills};
use crate::store::damage::listed;
use crate::store::db::{ReadTx, all, each, one, optional};
use crate::store::error::StoreResult;
use crate::store::search::list;

/// An offer that holds at `$1`, whose server was heard of since `$2`, and whose pursuance is there and open.
macro_rules! holds {
    () => {
        "o.gone_at is null and o.until > $1 and (o.heard_at is null or o.heard_at > $2) and a.gone_at is null
          and not exists (select 1 from pursuance p where p.actor = o.actor
            and (p.archived_at is not null or p.deleted_at is not null))"
    };
}

/// The condition that everybody may read an offer: of a pursuance here, only while they may see the pursuance.
macro_rules! is_public {
    () => {
        "(o.public and (o.heard_at is not null or exists (select 1 from pursuance p where p.actor = o.actor
          and p.visibility in ('public', 'unlisted'))))"
    };
}

/// The condition that the person `$3` may read an offer: it is for everybody, for a pursuance of theirs, or of one. A member who
/// reads only their own tasks somewhere reads there only offers for everybody.
macro_rules! is_read {
    () => {
        concat!(
            "(",
            is_public!(),
            " or exists (select 1 from skill_offer_reader r join member m on m.pursuance = r.actor
              where r.offer = o.id and m.actor = $3 and m.state = 'active' and m.role <> 'untrusted')
            or exists (select 1 from member m where m.pursuance = o.actor and m.actor = $3 and m.state = 'active'
              and m.role <> 'untrusted'))"
        )
    };
}

/// The offers that hold and that the person `$3` may read, as far as the rest of the statement wants them.
macro_rules! read_by {
    ($rest:literal) => {
        select!("join actor a on a.id = o.actor where ", holds!(), " and ", is_read!(), " and ", $rest)
    };
}

/// Since when a server has to have been heard of, so that its offers hold.
fn heard_since(now: Time) -> i64 {
    now.plus(-SILENT_FOR).0
}

/// The conditions of a search for offers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    pub skill: Option<Skill>,
    /// The key of a detail that finds whatever its area, beside the skill; empty where an area was said.
    pub detail: String,
    /// A cause in any spelling; empty for any.
    pub cause: String,
    /// The authority of a server; empty for any, `.` for this one.
    pub host: String,
    /// Only offers told since then.
    pub since: Option<Time>,
}

/// The open offers that somebody may read, the newest first, before one.
pub async fn known(
    tx: &mut ReadTx,
    person: Option<&ActorId>,
    wanted: &Wanted,
    now: Time,
    before: &str,
    limit: i64,
) -> StoreResult<Vec<SkillOffer>> {
    const SQL: &str = read_by!(
        "(($4 = '' and $6 = '' and $12 = '') or exists (select 1 from skill_offer_skill s where s.offer = o.id
            and (s.skill_key in ($4, $5) or s.area = $6 or s.skill_key like $12 escape '!')))
          and ($7 = '' or o.cause_keys like $7 escape '!')
          and ($8 = '' or coalesce(a.host, '.') = $8)
          and ($9 = 0 or coalesce(o.heard_at, $1) >= $9)
          and ($10 = '' or o.id < $10) order by o.id desc limit +$11"
    );
    let (mut key, mut any, mut area) = (String::new(), String::new(), String::new());
    if let Some(skill) = &wanted.skill {
        let whole = skill.key();
        let (first, detail) = whole.split_once(':').unwrap_or((&whole, ""));
        if detail == ANY {
            first.clone_into(&mut area);
        } else {
            any = format!("{first}:{ANY}");
            key.clone_from(&whole);
        }
    }
    let detail = match wanted.detail.as_str() {
        "" => String::new(),
        detail => format!("%:{}", escaped(detail)),
    };
    let cause = match wanted.cause.trim() {
        "" => String::new(),
        words => format!("%|{}|%", escaped(&cause_key(words))),
    };
    let found = each!(
        tx,
        SkillOfferRow,
        SQL,
        now.0,
        heard_since(now),
        person.map_or("", ActorId::as_str),
        &key,
        &any,
        &area,
        &cause,
        &wanted.host,
        wanted.since.map_or(0, |since| since.0),
        before,
        limit,
        detail
    )?;
    with_skills(tx, listed(found)).await
}

/// Words for `like`, in which no letter means others.
fn escaped(words: &str) -> String {
    let mut escaped = String::new();
    for letter in words.chars() {
        if matches!(letter, '%' | '_' | '!') {
            escaped.push('!');
        }
        escaped.push(letter);
    }
    escaped
}

/// The open offers of one pursuance that somebody may read, the newest first, before one.
pub async fn visible_of(
    tx: &mut ReadTx,
    person: Option<&ActorId>,
    actor: &ActorId,
    now: Time,
    before: &str,
    limit: i64,
) -> StoreResult<Vec<SkillOffer>> {
    const SQL: &str = read_by!("o.actor = $4 and ($5 = '' or o.id < $5) order by o.id desc limit +$6");
    let (heard, person) = (heard_since(now), person.map_or("", ActorId::as_str));
    let found = each!(tx, SkillOfferRow, SQL, now.0, heard, person, actor.as_str(), before, limit)?;
    with_skills(tx, listed(found)).await
}

/// One offer, where it holds and this person may read it.
pub async fn visible(
    tx: &mut ReadTx,
    person: Option<&ActorId>,
    id: &SkillOfferId,
    now: Time,
) -> StoreResult<Option<SkillOffer>> {
    const SQL: &str = read_by!("o.id = $4");
    let (heard, person) = (heard_since(now), person.map_or("", ActorId::as_str));
    let row = optional!(tx, SkillOfferRow, SQL, now.0, heard, person, id.as_str())?;
    alone(tx, row).await
}

/// The most offers that are looked through for a task.
const LOOKED_AT: i64 = 500;

/// The open offers of others that a pursuance may read and that have one of these skills, the newest first.
pub async fn for_task(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    needed: &Skills,
    now: Time,
) -> StoreResult<Vec<SkillOffer>> {
    macro_rules! fitting {
        ($among:literal) => {
            select!(
                "join actor a on a.id = o.actor where ",
                holds!(),
                " and o.actor <> $3 and (",
                is_public!(),
                " or exists (select 1 from skill_offer_reader r where r.offer = o.id and r.actor = $3))
                  and o.id in (select s.offer from skill_offer_skill s where s.skill_key ",
                $among,
                ") order by o.id desc limit +$5"
            )
        };
    }
    const SQLITE: &str = fitting!("in (select value from json_each($4))");
    const POSTGRES: &str = fitting!("= any (array(select json_array_elements_text(cast($4 as json))))");
    let mut keys: Vec<String> = Vec::new();
    for skill in needed.iter() {
        let key = skill.key();
        if let Some((area, _)) = key.split_once(':') {
            keys.push(format!("{area}:{ANY}"));
        }
        keys.push(key);
    }
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let (heard, keys) = (heard_since(now), list(keys.iter().map(String::as_str)));
    let found = each!(tx, SkillOfferRow, sql, now.0, heard, pursuance.as_str(), keys, LOOKED_AT)?;
    with_skills(tx, listed(found)).await
}

/// A reader of the list of offers of a pursuance here.
#[derive(Debug, Clone, Copy)]
pub struct ToldTo<'a> {
    /// Whether they may read offers for everybody.
    pub everybody: bool,
    /// The actor that signed the question, who may read offers for it.
    pub one: Option<&'a ActorId>,
}

/// An offer of `$1` that holds at `$2` and is for everybody, where `$3` lets it be read, or for `$4`.
macro_rules! is_told_to {
    () => {
        "o.actor = $1 and o.gone_at is null and o.until > $2 and ((o.public and $3)
          or (not o.public and exists (select 1 from skill_offer_reader r where r.offer = o.id and r.actor = $4)))"
    };
}

/// The open offers of a pursuance here for those readers, the newest first, before one.
pub async fn told_to(
    tx: &mut ReadTx,
    actor: &ActorId,
    to: ToldTo<'_>,
    now: Time,
    before: &str,
    limit: i64,
) -> StoreResult<Vec<SkillOffer>> {
    const SQL: &str =
        select!("where ", is_told_to!(), " and ($5 = '' or o.id < $5) order by o.id desc limit +$6");
    let one = to.one.map_or("", ActorId::as_str);
    let found = each!(tx, SkillOfferRow, SQL, actor.as_str(), now.0, to.everybody, one, before, limit)?;
    with_skills(tx, listed(found)).await
}

/// Counts the offers of [`told_to`] in all.
pub async fn count_told_to(tx: &mut ReadTx, actor: &ActorId, to: ToldTo<'_>, now: Time) -> StoreResult<i64> {
    const SQL: &str = concat!("select count(*) from skill_offer o where ", is_told_to!());
    let one = to.one.map_or("", ActorId::as_str);
    Ok(one!(tx, (i64,), SQL, actor.as_str(), now.0, to.everybody, one)?.0)
}

/// Whether `a` offers something at `$1`, follows somebody here, or has worked with somebody.
macro_rules! is_kept_up {
    () => {
        "(exists (select 1 from skill_offer o where o.actor = a.id and o.gone_at is null and o.until > $1)
        or exists (select 1 from follower f where f.follower = a.id)
        or exists (select 1 from delegation d where d.origin = a.id)
        or exists (select 1 from delegation d where d.delegate = a.id))"
    };
}

/// Whether the list of a pursuance elsewhere is read again.
pub async fn is_kept_up(tx: &mut ReadTx, actor: &ActorId, now: Time) -> StoreResult<bool> {
    const SQL: &str = concat!("select 1 from actor a where a.id = $2 and ", is_kept_up!());
    Ok(optional!(tx, (i32,), SQL, now.0, actor.as_str())?.is_some())
}

/// Pursuances elsewhere whose lists are to be read again, and which no job reads: they were known before lists were, or their server
/// did not answer for long.
pub async fn unread_lists(tx: &mut ReadTx, now: Time, limit: i64) -> StoreResult<Vec<ActorId>> {
    const SQL: &str = concat!(
        "select a.id from actor a where a.takes_offers and a.host is not null and a.gone_at is null and ",
        is_kept_up!(),
        " and not exists (select 1 from job j where j.unique_key = 'offers-of:' || a.id) order by a.id limit +$2"
    );
    let found = all!(tx, (String,), SQL, now.0, limit)?;
    Ok(found.into_iter().map(|(id,)| ActorId(id)).collect())
}

/// Whether a pursuance makes an offer that another one may read.
pub async fn has_offer_for(tx: &mut ReadTx, maker: &ActorId, reader: &ActorId) -> StoreResult<bool> {
    const SQL: &str = concat!(
        "select 1 from skill_offer o where o.actor = $1 and o.gone_at is null and (",
        is_public!(),
        " or exists (select 1 from skill_offer_reader r where r.offer = o.id and r.actor = $2)) limit 1"
    );
    Ok(optional!(tx, (i32,), SQL, maker.as_str(), reader.as_str())?.is_some())
}

/// Whether a pursuance may read an offer: it is for everybody, or names it.
pub async fn is_read_by(tx: &mut ReadTx, offer: &SkillOffer, pursuance: &ActorId) -> StoreResult<bool> {
    const SQL: &str = concat!(
        "select 1 from skill_offer o where o.id = $1 and (",
        is_public!(),
        " or exists (select 1 from skill_offer_reader r where r.offer = o.id and r.actor = $2))"
    );
    Ok(optional!(tx, (i32,), SQL, offer.id.as_str(), pursuance.as_str())?.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_letter_of_a_cause_stands_for_others() {
        assert_eq!(escaped("100%_sure!"), "100!%!_sure!!");
    }
}
