//! The people of a task, on its page, and the choice of others.

use pursuance_domain::allowed::Permission;
use pursuance_domain::people::role::Role;

use super::may::TaskMay;
use super::reviewer::Reviewers;
use super::scene::Scene;
use crate::web::cards::pick::{self, MemberChoices, Pick};
use crate::web::frame::view::Party;
use crate::web::request::failure::PageError;

/// The assignee, the reviewer and the creator of a task, and the people who could take these parts.
pub struct People {
    pub assignee: Option<Party>,
    pub reviewer: Option<Party>,
    pub creator: Party,
    /// The member who suggested it.
    pub suggested_by: Option<Party>,
    /// The mentor of the assignee, who learns with this task.
    pub mentor: Option<Party>,
    /// Whether the work needs a review before it is done.
    pub needs_review: bool,
    /// Whether no reviewer is named and the creator is the assignee: another member reviews the work, or nobody.
    pub is_own_work: bool,
    /// The possible assignees, and "nobody".
    pub assignees: Pick,
    /// The choice of the reviewer, for this task and for a new subtask.
    pub reviewers: Reviewers,
    pub add_review: Reviewers,
}

impl People {
    pub(super) async fn of(s: &mut Scene<'_>, may: &TaskMay) -> Result<Self, PageError> {
        let (access, task) = (s.access, s.task);
        let reviews = (may.set_reviewer || may.add_subtask) && Reviewers::may_choose(access);
        let members = if reviews { MemberChoices::of(s.tx, access).await? } else { MemberChoices::nobody() };
        let suggested_by = s.beside.suggested_by.take().filter(|_| access.may(Permission::SeeMembers, None));
        let mentor = s.beside.accompanied_by.take();
        let is_own_work = task.reviewer.is_none() && task.assignee.as_ref() == Some(&task.creator);
        let mut people = Self {
            assignee: s.party_if_any(task.assignee.as_ref()).await?,
            reviewer: s.party_if_any(task.reviewer.as_ref()).await?,
            creator: s.party(&task.creator).await?,
            suggested_by: s.party_if_any(suggested_by.as_ref()).await?,
            mentor: s.party_if_any(mentor.as_ref()).await?,
            // A task that ended in this state had no review.
            needs_review: access.is_reviewed(task, s.hands.is_delegated)
                && !(is_own_work && task.phase.is_closed()),
            is_own_work,
            assignees: Pick::default(),
            reviewers: Reviewers::default(),
            add_review: Reviewers::default(),
        };
        if may.assign {
            people.assignees = assignees(s).await?;
        }
        if may.set_reviewer {
            let among = (s.l.t, &mut s.actors, &members);
            people.reviewers = Reviewers::of(s.tx, among, access, task, s.hands.is_delegated).await?;
        }
        if may.add_subtask {
            people.add_review = Reviewers::of_new_among(&members, s.l.t, access);
        }
        Ok(people)
    }

    /// The person who did the work, if it is not the viewer.
    pub fn worker(&self) -> Option<&Party> {
        self.assignee.as_ref().filter(|party| !party.is_you)
    }

    /// The reviewer here: the one who was named, or else the creator.
    pub fn checks(&self) -> &Party {
        self.reviewer.as_ref().unwrap_or(&self.creator)
    }
}

/// The possible assignees, and "nobody".
async fn assignees(s: &mut Scene<'_>) -> Result<Pick, PageError> {
    let chosen = match &s.task.assignee {
        Some(id) => Some(s.actors.get(s.tx, id).await?),
        None => None,
    };
    let chosen = chosen.map(|actor| (actor.name.as_str(), actor.display.as_str()));
    let (t, of) = (s.l.t, (s.access, &[&s.task.id][..]));
    pick::able(s.tx, t, of, t.s("nobody-yet"), Role::Untrusted, chosen).await
}
