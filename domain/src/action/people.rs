//! Statements of people about their skills and their time, and the words of a pursuance for skills.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::people::limits::{Few, HoursAWeek, InProgress, OffersAWeek, QuietHours};
use crate::value::{AwayTasks, Day, LeveledSkills, Name, Skill, Skills, nullable};

inputs! {
    /// Replaces your skills.
    #[schemars(example = json!({ "skills": [{ "skill": "Language:French", "level": "mentor" }, { "skill": "Design:Maps", "level": "learning" }] }))]
    SetSkills {
        /// The revision of the profile this was written against; another one is refused. Absent: no comparison.
        #[serde(default)] revision: Option<i64>,
        /// Your skills, each with its level: `do`, `learning`, or `mentor`.
        skills: LeveledSkills,
    }
    /// Absent members stay as they are.
    #[schemars(example = json!({ "hours_a_week": 4, "offers_a_week": 3, "quiet": { "from": "22:00", "until": "07:00" } }))]
    SetLimits {
        /// The revision this was written against; another one is refused. Absent: no comparison.
        #[serde(default)] revision: Option<i64>,
        /// The hours a week that you have; null: not said.
        #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")] hours_a_week: Option<Option<HoursAWeek>>,
        /// The tasks under way with which nobody asks you for more; 3 at first.
        #[serde(default)] in_progress: Option<InProgress>,
        /// The tasks that you are asked about in seven days at most; 7 at first, 0 for none.
        #[serde(default)] offers_a_week: Option<OffersAWeek>,
        /// The hours of the day in which nothing is sent to you that can wait, in your time zone; null for none.
        #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")] quiet: Option<Option<QuietHours>>,
        /// The skills for which you are not asked, though you have them.
        #[serde(default)] not_skills: Option<Few<Skill>>,
        /// The pursuances that do not ask you, by their names in addresses.
        #[serde(default)] not_pursuances: Option<Few<Name>>,
    }
    /// Answers what a pursuance may ask you about, as it asks whoever joins; without skills and hours: puts that question away.
    #[schemars(example = json!({ "pursuance": "river-watch", "skills": ["Design:Maps"], "hours_a_week": 2 }))]
    Arrive {
        /// Slug or id.
        pursuance: String,
        /// Skills that you have, beside those you told before; at most 20.
        #[serde(default)] skills: Skills,
        /// The hours a week that you have for all your pursuances; absent: as before.
        #[serde(default)] hours_a_week: Option<HoursAWeek>,
    }
    /// Says when you are away; without a last day, that you are back.
    #[schemars(example = json!({ "from": "2026-12-24", "until": "2027-01-02", "tasks": "stand_by" }))]
    SetAway {
        /// The first day, in your time zone; absent: from now on.
        #[serde(default)] from: Option<Day>,
        /// The last day; absent: you are back, or do not go.
        #[serde(default)] until: Option<Day>,
        /// The handling of your open tasks: you keep them, whoever stands by is asked, or they are handed on.
        #[serde(default)] tasks: AwayTasks,
    }
    /// Says that a word of a pursuance means the same skill as another one, or no longer.
    #[schemars(example = json!({ "pursuance": "river-watch", "skill": "Design:Pictures", "into": "Design:Illustration" }))]
    MergeSkills {
        /// Slug or id.
        pursuance: String,
        /// The word that stands for the other one.
        skill: Skill,
        /// The skill that it means; absent: it means itself again.
        #[serde(default)] into: Option<Skill>,
    }
}
