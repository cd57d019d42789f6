//! The things that a pursuance may ask a newcomer about (RULES §3), and the tasks that wait for what somebody tells (RULES §4).

use pursuance_domain::allowed::Sight;
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::pairing::WavePace;
use pursuance_domain::time::Time;
use pursuance_domain::value::{Skill, Urgency};

use super::db::{ReadTx, all};
use super::error::StoreResult;
use super::outline::free::{in_order, size_rank, unassigned};
use super::pairing::{has_it, lacks_tags, may_fit, same};
use super::{invites, skills};

/// The place of a task in the order of tasks that wait for somebody: urgent tasks first, then the longest waiting.
pub type Place = (i64, i64);

/// The skills that are ticked for a newcomer: first the skills that their invitation names, in the words of the pursuance, then the
/// skills that the pursuance wants.
pub async fn to_tick(
    tx: &mut ReadTx,
    sight: &Sight,
    person: &ActorId,
    limit: usize,
) -> StoreResult<Vec<Skill>> {
    let of = sight.pursuance();
    let mut found: Vec<Skill> = Vec::new();
    for named in invites::named_to(tx, of, person).await?.iter() {
        let skill = skills::meaning(tx, of, named).await?.unwrap_or_else(|| named.clone());
        if !found.contains(&skill) {
            found.push(skill);
        }
    }
    for skill in wanted(tx, sight, limit).await? {
        if !found.contains(&skill) {
            found.push(skill);
        }
    }
    found.truncate(limit);
    Ok(found)
}

/// The skills that the free tasks of a pursuance ask for, the most wanted first; then other skills in its words.
async fn wanted(tx: &mut ReadTx, sight: &Sight, limit: usize) -> StoreResult<Vec<Skill>> {
    const SQL: &str = concat!(
        "select s.skill_key, min(s.skill) from (select n.id from task n where n.pursuance = $1 and ",
        unassigned!("n"),
        " order by ",
        in_order!(),
        " limit 2000) f join task_skill s on s.task = f.id
        where not exists (select 1 from skill_synonym y where y.pursuance = $1 and y.skill_key = s.skill_key)
        group by s.skill_key order by count(*) desc, s.skill_key limit +$2"
    );
    if sight.only_of().is_some() {
        return Ok(Vec::new());
    }
    let (of, at_most) = (sight.pursuance(), i64::try_from(limit).unwrap_or(i64::MAX));
    let rows = all!(tx, (String, String), SQL, of.as_str(), at_most)?;
    let mut found: Vec<Skill> = rows.into_iter().filter_map(|(_, skill)| skills::word(of, &skill)).collect();
    if found.len() < limit {
        for other in skills::words(tx, sight, "", at_most).await? {
            if other.means.is_none() && !found.contains(&other.skill) {
                found.push(other.skill);
            }
        }
        found.truncate(limit);
    }
    Ok(found)
}

/// The tasks of a pursuance for which a person may be eligible, and whose search waits: for nobody, or for the answers to one of its
/// first waves, which asked fewer than eight people. In order, each with its place. Of the tasks that look for help, the 2,000 that have waited longest are looked at.
pub async fn waiting_for(
    tx: &mut ReadTx,
    person: &ActorId,
    pursuance: &ActorId,
    now: Time,
    limit: usize,
) -> StoreResult<Vec<(Place, TaskId)>> {
    const SQL: &str = concat!(
        "select cast(case t.urgency when 'urgent' then 0 else 1 end as bigint), t.stage_since, t.id from (
            select n.id, n.urgency, n.stage_since from task n where n.pursuance = $2 and n.phase = 'help_wanted'
              and n.archived_at is null and n.assignee is null order by n.stage_since limit 2000) t
          join pairing w on w.task = t.id
        where w.next_at > $3 and w.paused_at is null
          and (select count(*) from (select 1 from offer o where o.task = t.id and o.wave is not null and o.at > case t.urgency
            when 'urgent' then cast($4 as bigint) else cast($5 as bigint) end limit 8) a) < case when w.waves < 3 then 8 else 1 end and ",
        may_fit!("$1", "$2", "t.id"),
        " order by 1, 2, 3 limit +$6"
    );
    let asked = |urgency| now.plus(-WavePace::of(urgency).wait).0;
    let (urgent, other) = (asked(Urgency::Urgent), asked(Urgency::Normal));
    let at_most = i64::try_from(limit).unwrap_or(i64::MAX);
    let (person, pursuance) = (person.as_str(), pursuance.as_str());
    let rows = all!(tx, (i64, i64, String), SQL, person, pursuance, now.0, urgent, other, at_most)?;
    Ok(rows.into_iter().map(|(urgency, since, id)| ((urgency, since), TaskId(id))).collect())
}
