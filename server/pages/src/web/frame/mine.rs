//! The skills of the viewer, to mark matching ones on a page.

use std::collections::HashSet;
use std::sync::Arc;

use pursuance_domain::value::{Skill, Skills};

use super::view::SkillTag;

/// The skills of the viewer, to mark matching ones.
#[derive(Debug, Clone, Default)]
pub struct Mine(Arc<HashSet<String>>);

impl Mine {
    /// These skills.
    pub(in crate::web) fn these(skills: &Skills) -> Self {
        Self(Arc::new(skills.iter().map(Skill::key).collect()))
    }

    /// Their keys.
    pub fn keys(&self) -> &HashSet<String> {
        &self.0
    }

    /// Skills as a page shows them.
    pub fn tags<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Vec<SkillTag> {
        let tag = |name: &str| SkillTag { name: name.to_owned(), have: self.has(name) };
        names.into_iter().map(tag).collect()
    }

    /// A task's or a person's skills as a page shows them.
    pub fn tags_of(&self, skills: &Skills) -> Vec<SkillTag> {
        self.tags(skills.iter().map(Skill::as_str))
    }

    /// Whether the viewer has it.
    pub fn has(&self, name: &str) -> bool {
        Skill::parse(name).is_ok_and(|skill| self.0.contains(&skill.key()))
    }
}
