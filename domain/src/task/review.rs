//! The review of a task: who decides whether the work is good, that some tasks need nobody for it, and the verdict (RULES §1).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::ActorId;
use crate::task::phase::Phase;
use crate::value::Reviews;
use crate::wording::{Wording, refusals};

/// The judgement of a reviewer on the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is good: the task is done.
    Accept,
    /// Something is missing, as the comment says.
    SendBack,
}

impl Verdict {
    /// The phase that follows.
    pub fn to(self) -> Phase {
        match self {
            Self::Accept => Phase::Done,
            Self::SendBack => Phase::InProgress,
        }
    }
}

/// The facts that decide whether the work of a task may need no review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SkipFacts {
    /// The phase it is in.
    pub phase: Phase,
    /// Whether its pursuance allows it.
    pub may_skip: bool,
    /// Whether a reviewer is named together with it.
    pub has_reviewer: bool,
    /// Whether another pursuance has the task (granted, not merely offered).
    pub is_delegated: bool,
    /// Whether it is a mirror of a task elsewhere.
    pub is_mirror: bool,
}

/// The reason why a review goes on as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewRefusal {
    /// The pursuance has every work reviewed.
    Always,
    /// The pursuance that asked for it decides about the work.
    Mirror,
    /// Work of another pursuance is always looked at.
    Delegated,
    /// Somebody waits for the verdict already.
    UnderReview,
    /// A reviewer is named, and none is needed.
    ReviewerNamed,
    /// No work waits for a verdict.
    NotUnderReview { phase: Phase },
    /// The work needs no review: it is finished at once.
    NotNeeded,
}

refusals!(ReviewRefusal);

impl ReviewRefusal {
    /// The stable word for programs.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Always => "review-always",
            Self::Mirror => "mirror-follows-origin",
            Self::Delegated => "delegated",
            Self::UnderReview => "under-review",
            Self::ReviewerNamed => "reviewer-named",
            Self::NotUnderReview { .. } => "not-under-review",
            Self::NotNeeded => "no-review-needed",
        }
    }

    /// The words of the refusal for people.
    pub fn wording(self) -> Wording {
        match self {
            Self::Always => Wording::new("refusal-review-always"),
            Self::Mirror => Wording::new("refusal-review-mirror"),
            Self::Delegated => Wording::new("refusal-review-delegated"),
            Self::UnderReview => Wording::new("refusal-review-under-way"),
            Self::ReviewerNamed => Wording::new("refusal-review-reviewer-named"),
            Self::NotUnderReview { phase } => Wording::new("refusal-review-nothing").set("phase", phase),
            Self::NotNeeded => Wording::new("refusal-review-not-needed"),
        }
    }
}

/// Decides whether the work on a task may need no review from now on.
///
/// # Errors
/// [`ReviewRefusal`] when the pursuance does not allow it, another pursuance decides, or the work is under review.
pub fn skip(facts: &SkipFacts) -> Result<(), ReviewRefusal> {
    if facts.is_mirror {
        Err(ReviewRefusal::Mirror)
    } else if !facts.may_skip {
        Err(ReviewRefusal::Always)
    } else if facts.has_reviewer {
        Err(ReviewRefusal::ReviewerNamed)
    } else if facts.is_delegated {
        Err(ReviewRefusal::Delegated)
    } else if facts.phase.is_under_review() {
        Err(ReviewRefusal::UnderReview)
    } else {
        Ok(())
    }
}

/// The facts that decide whether the work on a task is reviewed before the task is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NeedFacts {
    /// The setting of its pursuance.
    pub reviews: Reviews,
    /// Whether its pursuance lets single tasks go without a review.
    pub may_skip: bool,
    /// The task's own setting.
    pub says: bool,
    /// Whether a reviewer is named.
    pub has_reviewer: bool,
    /// Whether its assignee is the only member who could review it.
    pub nobody_else: bool,
    /// Whether it is a mirror of a task elsewhere.
    pub is_mirror: bool,
}

/// Whether somebody reviews the work before the task is done. A mirror is always handed in. Nobody reviews their own work, so where
/// nobody else could, nobody does.
pub fn is_needed(facts: &NeedFacts) -> bool {
    if facts.is_mirror {
        return true;
    }
    match facts.reviews {
        Reviews::Always if facts.has_reviewer => true,
        Reviews::Always => (facts.says || !facts.may_skip) && !facts.nobody_else,
        Reviews::Named => facts.has_reviewer,
        Reviews::Never => false,
    }
}

/// The reviewer of a task that somebody has from now on: nobody decides on their own work.
pub fn stays<'a>(reviewer: Option<&'a ActorId>, assignee: Option<&ActorId>) -> Option<&'a ActorId> {
    reviewer.filter(|reviewer| Some(*reviewer) != assignee)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_facts() -> impl Strategy<Value = SkipFacts> {
        let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
        (proptest::sample::select(Phase::ALL.to_vec()), flags).prop_map(
            |(phase, (may_skip, has_reviewer, is_delegated, is_mirror))| SkipFacts {
                phase,
                may_skip,
                has_reviewer,
                is_delegated,
                is_mirror,
            },
        )
    }

    proptest! {
        #[test]
        fn a_review_is_dropped_only_where_the_pursuance_allows_it_and_nobody_waits_for_the_verdict(facts in any_facts()) {
            let waits = matches!(facts.phase, Phase::ReadyForReview | Phase::InReview);
            let may = facts.may_skip && !facts.has_reviewer && !facts.is_delegated && !facts.is_mirror && !waits;
            prop_assert_eq!(skip(&facts).is_ok(), may);
        }

        #[test]
        fn work_is_reviewed_as_its_pursuance_says(
            reviews in proptest::sample::select(Reviews::ALL.to_vec()),
            (may_skip, says, has_reviewer, nobody_else, is_mirror) in any::<(bool, bool, bool, bool, bool)>(),
        ) {
            let needed = is_needed(&NeedFacts { reviews, may_skip, says, has_reviewer, nobody_else, is_mirror });
            let expected = match reviews {
                _ if is_mirror => true,
                Reviews::Never => false,
                _ if has_reviewer => true,
                Reviews::Named => false,
                Reviews::Always => !nobody_else && (says || !may_skip),
            };
            prop_assert_eq!(needed, expected);
        }

        #[test]
        fn whoever_has_a_task_is_never_its_reviewer(
            reviewer in proptest::option::of("[ab]"), assignee in proptest::option::of("[ab]"),
        ) {
            let (reviewer, assignee) = (reviewer.map(ActorId), assignee.map(ActorId));
            let left = stays(reviewer.as_ref(), assignee.as_ref());
            prop_assert!(left.is_none() || left != assignee.as_ref());
            prop_assert!(left.is_some() || reviewer.is_none() || reviewer == assignee, "nobody else loses a review");
        }
    }
}
