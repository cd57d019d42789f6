//! A question to the viewer about learning with a task: the page of the task links to the page where it is answered.

use pursuance_domain::id::{MentorId, OfferId};

use crate::web::frame::links;

/// A question to the viewer: whether to accompany a learner on a task, or to do the task and learn with it.
pub struct LessonAsked {
    /// The key of its words.
    pub said: &'static str,
    pub href: String,
}

impl LessonAsked {
    pub(super) fn of(mentoring: Option<&MentorId>, learning: Option<&OfferId>) -> Option<Self> {
        match (mentoring, learning) {
            (Some(mentor), _) => {
                Some(Self { said: "task-asked-mentor", href: links::lesson_card(mentor.as_str()) })
            }
            (None, Some(offer)) => {
                Some(Self { said: "task-asked-learner", href: links::offer_card(offer.as_str()) })
            }
            (None, None) => None,
        }
    }
}
