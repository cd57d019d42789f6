//! Terms of a query that read something besides the task: another task, its skills, its pursuance. Negated terms (`!`) of one kind become
//! one condition, because a scan checks them for every task.

use pursuance_domain::query::{Skilled, Term};

use super::TaskScope;
use crate::store::db::ReadTx;
use crate::store::db::built::Built;

/// The canonical key of a skill in the pursuance of a task; the key follows twice.
const MEANT: &str =
    "coalesce((select x.means_key from skill_synonym x where x.pursuance = t.pursuance and x.skill_key = ";

/// Another task of the same pursuance for which the task waits, or which is above it; the list with its number follows.
pub(super) const WAITS_FOR: &str = "exists (select 1 from task_dependency d join task o on o.id = d.on_task
    where d.task = t.id and o.pursuance = ";
const IS_BELOW: &str = "exists (select 1 from task o where o.id = t.parent and o.pursuance = ";

/// The name of the pursuance of the task.
pub(super) const SLUG: &str = "(select g.slug from pursuance g where g.actor = t.pursuance)";

/// Adds the condition that such a task with one of these numbers exists and is readable.
pub(super) fn is_other<'b>(
    built: &'b mut Built,
    tx: &ReadTx,
    within: TaskScope<'_>,
    such: &'static str,
    numbers: &[i64],
) -> &'b mut Built {
    built.say(such).say(within.pursuance()).say(" and o.number in (");
    for (n, number) in numbers.iter().enumerate() {
        built.say(if n > 0 { ", " } else { "" }).bind(*number);
    }
    within.leave_of_other(built.say(") and "), tx).say(")")
}

/// Adds the condition that the skill `s` of a task is this one, or of this area.
pub(super) fn is_skill<'b>(built: &'b mut Built, within: TaskScope<'_>, skill: &Skilled) -> &'b mut Built {
    let key = skill.key();
    match (skill, within) {
        // A word that was merged into another one means the same (RULES §4): in one pursuance, these words are looked up once.
        (Skilled::Is(_), TaskScope::One(_)) => {
            built
                .say(
                    "s.skill_key in (with m as (select coalesce((select x.means_key from skill_synonym x
                where x.pursuance = $1 and x.skill_key = ",
                )
                .bind(key.as_str())
                .say("), ")
                .bind(key.as_str());
            return built.say(") as word) select m.word from m
                where not exists (select 1 from skill_synonym y where y.pursuance = $1 and y.skill_key = m.word)
                union all select x.skill_key from m join skill_synonym x on x.pursuance = $1 and x.means_key = m.word)");
        }
        (Skilled::Is(_), TaskScope::Reach(_)) => {
            built.say(MEANT).say("s.skill_key), s.skill_key) = ").say(MEANT).bind(key.as_str()).say("), ")
        }
        (Skilled::Area(_), _) => {
            return is_area(built.say("("), "s.skill_key", &key).say(")");
        }
    };
    built.bind(key.as_str()).say(")")
}

/// Adds the condition that the key of a skill in `column` begins with `beginning`, the key of an area with its colon: as a range, because
/// the databases can estimate the rows of a range.
pub(super) fn is_area<'b>(built: &'b mut Built, column: &'static str, beginning: &str) -> &'b mut Built {
    // `;` follows the colon.
    let end = format!("{};", beginning.trim_end_matches(':'));
    built.say(column).say(" >= ").bind(beginning);
    built.say(" and ").say(column).say(" < ").bind(end.as_str())
}

/// The negated terms of the kinds that read another table for each task; each kind becomes one condition.
#[derive(Default)]
pub(super) struct NoneOf<'q> {
    parents: Vec<i64>,
    awaited: Vec<i64>,
    skills: Vec<&'q Skilled>,
    slugs: Vec<&'q str>,
}

impl<'q> NoneOf<'q> {
    /// Collects a term of these kinds; returns whether it is one.
    pub fn takes(&mut self, term: &'q Term) -> bool {
        match term {
            Term::Parent(number) => self.parents.push(*number),
            Term::Depends(number) => self.awaited.push(*number),
            Term::Skill(skill) => self.skills.push(skill),
            Term::In(slug) => self.slugs.push(slug.as_str()),
            Term::Words(_)
            | Term::Has(_)
            | Term::Is(_)
            | Term::Phase(_)
            | Term::Due(_)
            | Term::Size(_)
            | Term::Urgency(_)
            | Term::By(_)
            | Term::Review(_)
            | Term::Watch
            | Term::Task(_)
            | Term::From(_) => return false,
        }
        true
    }

    pub fn say<'b>(&self, built: &'b mut Built, tx: &ReadTx, within: TaskScope<'_>) -> &'b mut Built {
        for (such, numbers) in [(IS_BELOW, &self.parents), (WAITS_FOR, &self.awaited)] {
            if !numbers.is_empty() {
                is_other(built.say(" and not "), tx, within, such, numbers);
            }
        }
        if let Some((first, others)) = self.skills.split_first() {
            built.say(" and not exists (select 1 from task_skill s where s.task = t.id and (");
            is_skill(built, within, first);
            for skill in others {
                is_skill(built.say(" or "), within, skill);
            }
            built.say("))");
        }
        if let Some((first, others)) = self.slugs.split_first() {
            built.say(" and ").say(SLUG).say(" not in (").bind(*first);
            for slug in others {
                built.say(", ").bind(*slug);
            }
            built.say(")");
        }
        built
    }
}

#[cfg(test)]
mod tests {
    use pursuance_domain::allowed::Sights;
    use pursuance_domain::query::parse;

    use super::super::everywhere::Reach;
    use super::*;
    use crate::store::db::Db;

    #[tokio::test]
    async fn parts_with_an_exclamation_mark_are_asked_once_for_each_kind() {
        let tx = Db::open("sqlite::memory:").await.unwrap().read().await.unwrap();
        let sights = Sights::default();
        let within = TaskScope::Reach(&Reach { sights: &sights, with_public: true });
        let query =
            parse("!parent:1 !depends:2 !skill:A:B !in:ants !parent:3 !depends:4 !skill:C:* !in:bees")
                .unwrap();
        let mut none = NoneOf::default();
        assert!(query.parts.iter().all(|part| none.takes(&part.term)));
        let mut built = Built::new("", []);
        let said = format!("{:?}", none.say(&mut built, &tx, within));
        for (words, times) in
            [("from task o where", 1), ("from task_dependency", 1), ("from task_skill", 1), ("not in", 1)]
        {
            assert_eq!(said.matches(words).count(), times, "{words} in {said}");
        }
        assert!(!none.takes(&parse("!is:open").unwrap().parts[0].term));
    }
}
