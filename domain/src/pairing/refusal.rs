//! Why nobody is asked about a task, and why an answer changes nothing.

use super::eligible::Unfit;
use crate::task::phase::Phase;
use crate::wording::{Wording, refusals};

/// The facts that decide whether people are asked about a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskFacts {
    pub phase: Phase,
    /// Whether a person or a pursuance has it.
    pub has_assignee: bool,
    pub has_skills: bool,
    pub is_blocked: bool,
    /// Whether a part of it is open: the parts are the work.
    pub has_open_parts: bool,
    /// Whether it is offered to another pursuance.
    pub is_offered: bool,
    /// Whether it is archived, or in the trash.
    pub is_put_away: bool,
    /// Whether the pursuance is closed.
    pub is_closed: bool,
    /// Whether somebody has paused the asking.
    pub is_paused: bool,
}

/// The reason why nobody is asked about a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairingRefusal {
    /// It does not want help.
    NotWanted,
    /// It wants no skills: it stands on the board only.
    NoSkills,
    /// It waits for something.
    Blocked,
    /// Its parts are open.
    OpenParts,
    /// Another pursuance is asked.
    OnOffer,
    /// Somebody has paused it.
    Paused,
    /// It is as somebody wants it already.
    NoChange,
    /// This person is not asked.
    Person(Unfit),
}

refusals!(PairingRefusal);

impl PairingRefusal {
    /// The stable word for programs.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::NotWanted => "no-help-wanted",
            Self::NoSkills => "no-skills",
            Self::Blocked => "blocked-task",
            Self::OpenParts => "open-parts",
            Self::OnOffer => "on-offer",
            Self::Paused => "pairing-paused",
            Self::NoChange => "no-change",
            Self::Person(Unfit::WasAsked) => "asked-already",
            Self::Person(Unfit::NotAMember) => "not-a-member",
            Self::Person(_) => "not-to-be-asked",
        }
    }

    /// The words of the refusal for people. A person's reasons not to be asked stay private, apart from what everybody sees.
    pub fn wording(&self) -> Wording {
        match self {
            Self::NotWanted => Wording::new("refusal-pairing-not-wanted"),
            Self::NoSkills => Wording::new("refusal-pairing-no-skills"),
            Self::Blocked => Wording::new("refusal-pairing-blocked"),
            Self::OpenParts => Wording::new("refusal-pairing-open-parts"),
            Self::OnOffer => Wording::new("refusal-pairing-on-offer"),
            Self::Paused => Wording::new("refusal-pairing-paused"),
            Self::NoChange => Wording::new("refusal-pairing-no-change"),
            Self::Person(why) => match why {
                Unfit::NotAMember => Wording::new("refusal-pairing-not-a-member"),
                Unfit::RoleTooLow => Wording::new("refusal-pairing-role"),
                Unfit::Reviews => Wording::new("refusal-pairing-reviews"),
                Unfit::WasAsked => Wording::new("refusal-pairing-was-asked"),
                Unfit::LacksSkills
                | Unfit::HadIt
                | Unfit::AskedNotTo
                | Unfit::Away
                | Unfit::Quiet
                | Unfit::Busy
                | Unfit::Enough => Wording::new("refusal-pairing-leave-alone"),
            },
        }
    }
}

/// Whether people are asked about a task. `by_hand`: somebody asks a person themselves, for which it needs no skills, and may have
/// open parts, as where they assign it.
///
/// # Errors
/// [`PairingRefusal`] with the first reason against it.
pub fn may_pair(wanted: &AskFacts, by_hand: bool) -> Result<(), PairingRefusal> {
    let wants_help = wanted.phase == Phase::HelpWanted && !wanted.has_assignee;
    if !wants_help || wanted.is_put_away || wanted.is_closed {
        Err(PairingRefusal::NotWanted)
    } else if wanted.is_offered {
        Err(PairingRefusal::OnOffer)
    } else if wanted.is_blocked {
        Err(PairingRefusal::Blocked)
    } else if by_hand {
        Ok(())
    } else if wanted.has_open_parts {
        Err(PairingRefusal::OpenParts)
    } else if !wanted.has_skills {
        Err(PairingRefusal::NoSkills)
    } else if wanted.is_paused {
        Err(PairingRefusal::Paused)
    } else {
        Ok(())
    }
}

/// The reason why an answer to an offer changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfferRefusal {
    /// The task has ended.
    Over,
    /// The person has said yes.
    SaidYes,
    /// The person has said no for good, or stands by no more.
    Answered,
    /// The person does not stand by.
    NotStandingBy,
    /// The day is past, or too far off.
    When,
    /// It is not said for which skill.
    WhichSkill,
}

refusals!(OfferRefusal);

impl OfferRefusal {
    /// The stable word for programs.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Over => "offer-over",
            Self::SaidYes => "said-yes",
            Self::Answered => "answered",
            Self::NotStandingBy => "not-standing-by",
            Self::When | Self::WhichSkill => "invalid-input",
        }
    }

    /// The member of the input it is about, where it is one.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::When => Some("until"),
            Self::WhichSkill => Some("skill"),
            Self::Over | Self::SaidYes | Self::Answered | Self::NotStandingBy => None,
        }
    }

    /// The words of the refusal for people.
    pub fn wording(&self) -> Wording {
        match self {
            Self::Over => Wording::new("refusal-offer-over"),
            Self::SaidYes => Wording::new("refusal-offer-said-yes"),
            Self::Answered => Wording::new("refusal-offer-answered"),
            Self::NotStandingBy => Wording::new("refusal-offer-not-standing-by"),
            Self::When => Wording::new("refusal-offer-when"),
            Self::WhichSkill => Wording::new("refusal-offer-which-skill"),
        }
    }
}
