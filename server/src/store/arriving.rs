//! What a pursuance may ask a newcomer about (RULES §3).

use pursuance_domain::allowed::Sight;
use pursuance_domain::value::Skill;

use super::db::{ReadTx, all};
use super::error::StoreResult;
use super::outline::free::{in_order, size_rank, unassigned};
use super::skills;

/// The skills that the free tasks of a pursuance ask for, those that most of them ask for first; then others of its words.
pub async fn wanted(tx: &mut ReadTx, sight: &Sight, limit: usize) -> StoreResult<Vec<Skill>> {
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
