//! `/` for whoever is signed in: at most ten next things, each with its reason and one action.

use askama::Template;
use pursuance_domain::delegation::{Cut, Side};

use super::delegation::DelegationRow;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::Party;
use crate::web::frame::when::{Due, When};

/// `GET /`, signed in.
#[derive(Template)]
#[template(path = "home.html")]
pub struct HomePage {
    pub l: Layout,
    pub part_of_day: PartOfDay,
    /// What they are called in a greeting.
    pub first_name: String,
    /// What is next, in this order.
    pub next: Vec<NextThing>,
    /// Further things that did not fit.
    pub more: i64,
    /// Tasks of their pursuances that are with others, or offered.
    pub with_others: Vec<DelegationRow>,
    /// Whether they belong to any pursuance.
    pub is_member_anywhere: bool,
}

/// Which greeting fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartOfDay {
    Morning,
    Afternoon,
    Evening,
}

impl PartOfDay {
    /// The part of the day at an hour from 0 to 23.
    pub fn at(hour: u32) -> Self {
        match hour {
            4..=11 => Self::Morning,
            12..=17 => Self::Afternoon,
            _ => Self::Evening,
        }
    }

    /// The key of the greeting.
    pub fn key(self) -> &'static str {
        match self {
            Self::Morning => "good-morning",
            Self::Afternoon => "good-afternoon",
            Self::Evening => "good-evening",
        }
    }
}

/// One next thing.
pub struct NextThing {
    pub title: String,
    pub href: String,
    pub pursuance: String,
    pub due: Option<Due>,
    /// The key of the size's words, where the size matters.
    pub size: Option<&'static str>,
    pub why: Why,
}

/// Why something is next.
pub enum Why {
    /// For operators: the key of a pursuance on another server has to be compared.
    OtherKey,
    /// For operators: the records of another server and of this one differ.
    RecordsDiffer,
    /// An offer waits for an answer.
    Answer { from: Party, by: When },
    /// Work waits for a verdict.
    Review { by: Party, since: When },
    /// Work was sent back.
    SentBack { by: Party },
    /// Other terms were suggested.
    Countered { by: Party },
    /// They wrote something about an offer of theirs since somebody here suggested other terms, or asked.
    Wrote { by: Party },
    /// A delegate asks for new terms, or whether a third may help.
    Onward { by: Party },
    /// Somebody asked to join.
    Newcomer { who: Party },
    /// They asked to join, and were let in.
    LetIn { at: When },
    /// Another pursuance has been silent.
    Silent { who: Party, since: When },
    /// The review of others' work is late.
    ReviewLate { by: Party, since: When },
    /// The origin asks for other terms.
    NewTerms { by: Party },
    /// The origin asks for news.
    Nudged { by: Party },
    /// The origin said whether a third pursuance may help.
    OnwardAnswered { by: Party },
    /// They said no to an offer.
    Declined { by: Party },
    /// They did not answer an offer.
    Expired { by: Party },
    /// They gave the task back.
    Returned { by: Party },
    /// They confirmed a recall.
    Stopped { by: Party },
    /// Our yes came too late.
    Lost { by: Party },
    /// They took the task back.
    TakenBack { by: Party },
    /// The operators here blocked their server.
    WeBlocked { by: Party },
    /// Their server refuses everything from this one.
    TheyRefuse { by: Party },
    /// An offer, ours or theirs, ended because the two servers do not talk.
    OfferCut { by: Party, side: Side, cut: Cut },
    /// They accepted our work.
    Accepted { by: Party },
    /// They refused our work for good.
    Refused { by: Party },
    /// A task of others that was taken on, and that nobody does yet.
    Unassigned { from: Party },
    /// What they had when the task was taken back from them.
    LateWork { by: Party },
    /// A mirror is ready to be handed in.
    HandIn { to: Party },
    /// Whoever had it is gone; somebody says who goes on.
    Left { who: Party },
    /// Whoever was to review it is gone; whoever wrote it reviews it now.
    LeftReview { who: Party },
    /// It was assigned to them, or taken, and not begun.
    Begin,
    /// They are at it.
    Continue,
    /// It wants help, and they have a skill for it (or just could).
    Wanted { skill: Option<String> },
}

/// The key of what is said of an offer that ended because the two servers do not talk.
pub fn offer_cut_key(side: &Side, cut: &Cut) -> &'static str {
    match (side, cut) {
        (Side::Origin, Cut::WeBlocked) => "why-our-offer-we-blocked",
        (Side::Origin, Cut::TheyRefuse) => "why-our-offer-they-refuse",
        (Side::Delegate, Cut::WeBlocked) => "why-their-offer-we-blocked",
        (Side::Delegate, Cut::TheyRefuse) => "why-their-offer-they-refuse",
    }
}

impl Why {
    /// The symbol in front.
    pub fn icon(&self) -> &'static str {
        match self {
            Self::Answer { .. } => "i-offer",
            Self::Review { .. } => "i-eye",
            Self::OtherKey
            | Self::RecordsDiffer
            | Self::SentBack { .. }
            | Self::Silent { .. }
            | Self::ReviewLate { .. }
            | Self::Nudged { .. }
            | Self::TakenBack { .. }
            | Self::WeBlocked { .. }
            | Self::TheyRefuse { .. }
            | Self::OfferCut { .. }
            | Self::Refused { .. } => "i-bell",
            Self::Countered { .. }
            | Self::Wrote { .. }
            | Self::Onward { .. }
            | Self::NewTerms { .. }
            | Self::OnwardAnswered { .. } => "i-hand",
            Self::Declined { .. }
            | Self::Expired { .. }
            | Self::Returned { .. }
            | Self::Stopped { .. }
            | Self::Unassigned { .. }
            | Self::LateWork { .. }
            | Self::Lost { .. } => "i-offer",
            Self::Accepted { .. } => "i-check",
            Self::Newcomer { .. } | Self::LetIn { .. } | Self::Left { .. } | Self::LeftReview { .. } => {
                "i-group"
            }
            Self::HandIn { .. } => "i-send",
            Self::Begin => "p-started",
            Self::Continue => "p-working",
            Self::Wanted { .. } => "p-help",
        }
    }

    /// The key of the verb on the button.
    pub fn action(&self) -> &'static str {
        match self {
            Self::Answer { .. } | Self::Wrote { .. } => "do-answer",
            Self::Review { .. } => "do-review",
            Self::SentBack { .. } | Self::Continue => "do-continue",
            Self::OtherKey
            | Self::RecordsDiffer
            | Self::Countered { .. }
            | Self::Onward { .. }
            | Self::NewTerms { .. }
            | Self::Unassigned { .. } => "do-decide",
            Self::Newcomer { .. } | Self::Left { .. } => "do-decide",
            Self::Nudged { .. } => "do-tell",
            Self::Silent { .. }
            | Self::ReviewLate { .. }
            | Self::OnwardAnswered { .. }
            | Self::LateWork { .. }
            | Self::Declined { .. }
            | Self::Expired { .. }
            | Self::Returned { .. }
            | Self::Stopped { .. }
            | Self::Lost { .. }
            | Self::TakenBack { .. }
            | Self::WeBlocked { .. }
            | Self::TheyRefuse { .. }
            | Self::OfferCut { .. }
            | Self::Accepted { .. }
            | Self::Refused { .. }
            | Self::LetIn { .. }
            | Self::LeftReview { .. }
            | Self::Wanted { .. } => "do-look",
            Self::HandIn { .. } => "do-hand-in",
            Self::Begin => "do-begin",
        }
    }
}
