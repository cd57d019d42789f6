//! Skills of a person, each with how well they know it.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::at_most::at_most;
use super::{Skill, SkillLevel, Skills, ValueRefusal};

/// A skill with its level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeveledSkill {
    /// The skill.
    pub skill: Skill,
    /// How well they know it.
    pub level: SkillLevel,
}

/// At most 32 skills with their levels, in the order they were given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct LeveledSkills(Vec<LeveledSkill>);

impl LeveledSkills {
    /// Makes a set; the first of a repeated skill counts.
    ///
    /// # Errors
    /// When there are more than 32.
    pub fn new(skills: impl IntoIterator<Item = LeveledSkill>) -> Result<Self, ValueRefusal> {
        let mut set: Vec<LeveledSkill> = Vec::new();
        for one in skills {
            if set.iter().all(|known| known.skill != one.skill) {
                // Stops reading at the limit.
                if set.len() == Skills::MOST {
                    return Err(ValueRefusal::TooMany { what: "skills", max: Skills::MOST });
                }
                set.push(one);
            }
        }
        Ok(Self(set))
    }

    /// Skills without a word about their level: somebody does such work.
    pub fn done(skills: &Skills) -> Self {
        let level = SkillLevel::Do;
        Self(skills.iter().map(|skill| LeveledSkill { skill: skill.clone(), level }).collect())
    }

    /// The skills in order.
    pub fn iter(&self) -> impl Iterator<Item = &LeveledSkill> {
        self.0.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The skills without their levels, including skills that are only learnt.
    pub fn skills(&self) -> Skills {
        Skills::new(self.0.iter().map(|one| one.skill.clone())).unwrap_or_default()
    }
}

impl<'de> Deserialize<'de> for LeveledSkills {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(at_most::<LeveledSkill, _>(deserializer, "skills", Skills::MOST)?)
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(skill: &str, level: SkillLevel) -> LeveledSkill {
        LeveledSkill { skill: Skill::parse(skill).unwrap(), level }
    }

    #[test]
    fn a_skill_has_one_level_and_there_are_at_most_thirty_two() {
        let twice = [one("Data:Maps", SkillLevel::Mentor), one("data:maps", SkillLevel::Learning)];
        let set = LeveledSkills::new(twice).unwrap();
        let levels: Vec<SkillLevel> = set.iter().map(|one| one.level).collect();
        assert_eq!(levels, [SkillLevel::Mentor]);
        let many = |count: usize| (0..count).map(|n| one(&format!("A:{n}"), SkillLevel::Do));
        assert!(LeveledSkills::new(many(Skills::MOST)).is_ok());
        let refused = Err(ValueRefusal::TooMany { what: "skills", max: Skills::MOST });
        assert_eq!(LeveledSkills::new(many(Skills::MOST + 1)), refused);
    }

    #[test]
    fn a_skill_without_a_level_is_one_that_somebody_does() {
        let plain = Skills::parse("Data:Maps, Field:Counting").unwrap();
        let set = LeveledSkills::done(&plain);
        assert!(set.iter().all(|one| one.level == SkillLevel::Do));
        assert_eq!(set.skills(), plain);
    }
}
