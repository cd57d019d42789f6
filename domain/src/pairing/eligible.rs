//! Eligibility: whether a person may be asked about a task, and why not.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::draw::Numbers;
use crate::id::ActorId;
use crate::people::role::Role;

/// The most offers a week that a person may allow.
pub const CAP_MOST: u32 = 20;

/// Limits on what a person takes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Tasks under way at the same time.
    pub in_progress: u32,
    /// Offers in seven days.
    pub offers_week: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { in_progress: 3, offers_week: 7 }
    }
}

/// The facts about a person and a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The role of an active member who can sign in; none for everybody else.
    pub role: Option<Role>,
    /// Whether they have every skill of the task.
    pub has_skills: bool,
    /// Whether they review the task.
    pub reviews: bool,
    /// Whether they were asked about it.
    pub was_asked: bool,
    /// Whether they had it, and have it no more.
    pub had_it: bool,
    /// Whether they asked not to be asked for one of its skills.
    pub refuses_skill: bool,
    /// Whether they asked not to be asked by the pursuance at all.
    pub refuses_pursuance: bool,
    pub is_away: bool,
    pub is_quiet: bool,
    /// Their tasks under way.
    pub open_tasks: u32,
    /// The offers that they got in the last seven days.
    pub asked_this_week: u32,
    pub limits: Limits,
}

/// The reason why somebody is not asked about a task. Organisers see how many there are of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unfit {
    /// Not in the pursuance, or their account is suspended.
    NotAMember,
    /// A role below Normal takes no tasks.
    RoleTooLow,
    /// They lack a skill.
    LacksSkills,
    /// They review the task.
    Reviews,
    /// They were asked about it.
    WasAsked,
    /// They had it, and gave it back or lost it.
    HadIt,
    /// They are not to be asked for that skill, or by that pursuance.
    AskedNotTo,
    /// They are away.
    Away,
    /// It is the time in which they are left alone.
    Quiet,
    /// As many tasks as they take on are under way.
    Busy,
    /// They got as many offers this week as they want.
    Enough,
}

impl Unfit {
    /// Every one.
    pub const ALL: [Self; 11] = [
        Self::NotAMember,
        Self::RoleTooLow,
        Self::LacksSkills,
        Self::Reviews,
        Self::WasAsked,
        Self::HadIt,
        Self::AskedNotTo,
        Self::Away,
        Self::Quiet,
        Self::Busy,
        Self::Enough,
    ];

    /// Whether it passes by itself.
    pub fn is_for_now(self) -> bool {
        match self {
            Self::Away | Self::Quiet | Self::Busy | Self::Enough => true,
            Self::NotAMember
            | Self::RoleTooLow
            | Self::LacksSkills
            | Self::Reviews
            | Self::WasAsked
            | Self::HadIt
            | Self::AskedNotTo => false,
        }
    }
}

impl Standing {
    /// Whether the person is asked by the draw.
    ///
    /// # Errors
    /// The first reason against it; lasting reasons come first.
    pub fn fits(&self) -> Result<(), Unfit> {
        self.may_be_asked()?;
        let against = [
            (!self.has_skills, Unfit::LacksSkills),
            (self.had_it, Unfit::HadIt),
            (self.is_quiet, Unfit::Quiet),
            (self.open_tasks >= self.limits.in_progress, Unfit::Busy),
        ];
        first(against)
    }

    /// Whether the person may be asked by hand: the asker knows them, so skills and other work do not matter; their own
    /// limits do.
    ///
    /// # Errors
    /// The first reason against it.
    pub fn may_be_asked(&self) -> Result<(), Unfit> {
        let is_too_low = self.role.is_some_and(|role| role < Role::Normal);
        let against = [
            (self.role.is_none(), Unfit::NotAMember),
            (is_too_low, Unfit::RoleTooLow),
            (self.reviews, Unfit::Reviews),
            (self.was_asked, Unfit::WasAsked),
            (self.refuses_skill || self.refuses_pursuance, Unfit::AskedNotTo),
            (self.is_away, Unfit::Away),
            (self.asked_this_week >= self.limits.offers_week.min(CAP_MOST), Unfit::Enough),
        ];
        first(against)
    }
}

pub(super) fn first<const N: usize>(against: [(bool, Unfit); N]) -> Result<(), Unfit> {
    match against.into_iter().find(|(holds, _)| *holds) {
        Some((_, why)) => Err(why),
        None => Ok(()),
    }
}

/// Somebody who could be asked about a task.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    pub person: ActorId,
    pub standing: Standing,
    /// The offers of the last 365 days; see [`super::OfferRecord`].
    pub record: super::OfferRecord,
}

impl Candidate {
    /// The numbers of the draw for this person.
    pub(super) fn numbers(&self, draw: super::Draw) -> Numbers {
        Numbers { record: self.record, open_tasks: self.standing.open_tasks, draw }
    }
}
