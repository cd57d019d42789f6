//! The facts of a task that most of its readers know or do not need, on its page.

use pursuance_domain::allowed::Permission;
use pursuance_domain::value::Visibility;

use super::parent_tasks::parents_in;
use super::scene::Scene;
use crate::web::frame::labels::grant_key;
use crate::web::frame::view::TaskLink;
use crate::web::frame::when::When;

/// The parents of a task, its readers, and its age.
pub struct FactsCard {
    /// The parents that the viewer may read, the topmost first.
    pub parents: Vec<TaskLink>,
    /// Whether its direct parent is hidden from the viewer.
    pub is_part_of_hidden: bool,
    /// Whether the viewer may make it a part of another one.
    pub may_move: bool,
    pub visibility: Visibility,
    /// The keys of the viewer's rights on it beyond their role.
    pub granted: Vec<&'static str>,
    pub created: When,
}

impl FactsCard {
    /// `went_along`: whether it was put away with another task, which its history names.
    pub(super) fn of(s: &Scene<'_>, went_along: bool) -> Self {
        let (pursuance, task) = (&s.access.pursuance, s.task);
        let is_part_of_hidden = task.parent.is_some() && !s.chain.shows_parent(task) && !went_along;
        Self {
            parents: parents_in(s.l.t, &pursuance.slug, &s.chain),
            is_part_of_hidden,
            may_move: !task.is_put_away() && s.may(Permission::MoveTask),
            visibility: pursuance.visibility,
            granted: s.access.grants.on(&task.id).list().into_iter().map(grant_key).collect(),
            created: s.l.day(task.created),
        }
    }

    /// The text key for its readers; none where everybody reads it.
    pub fn seen_by_key(&self) -> Option<&'static str> {
        match self.visibility {
            Visibility::Public => None,
            Visibility::Unlisted => Some("seen-by-address"),
            Visibility::Members | Visibility::Sealed => Some("seen-by-members"),
        }
    }
}
