//! Skill offers: the skills that a pursuance offers to others, and until when (PROTOCOL §1.8). Only the offering pursuance judges,
//! on its own copy, whether there is room for one more task.

use crate::delegation::Reason;
use crate::time::{DAY, Time};
use crate::value::{Skill, Skills, Visibility};
use crate::wording::{Wording, refusals};

/// The furthest end of an offer.
pub const LONGEST: i64 = 180 * DAY;
/// The most open offers of one pursuance, for ours and for the offers that we keep of others.
pub const OPEN_MOST: u32 = 50;
/// The most pursuances to which one offer may be shown by name.
pub const READERS_MOST: usize = 20;
/// The most causes of an offer.
pub const CAUSES_MOST: usize = 10;
/// The most hours of a week.
pub const HOURS_MOST: u16 = 168;
/// The most tasks at once.
pub const TASKS_MOST: u16 = 100;
/// How often a kept offer of another server is read again.
pub const ASKED_EVERY: i64 = 7 * DAY;
/// After this long without a valid answer of its server an offer is not shown any more.
pub const SILENT_FOR: i64 = 30 * DAY;
/// The detail that stands for every detail of an area.
pub const ANY: &str = "*";

/// The reason why an offer is not made or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkillOfferRefusal {
    /// It names no skill.
    NoSkills,
    /// It would end before it begins.
    UntilPast,
    /// It would last too long.
    UntilTooFar,
    /// More hours than a week has, or none.
    Hours,
    /// No tasks at once, or more than anybody does.
    Tasks,
    /// Too many causes.
    Causes,
    /// It is for some pursuances only, and names none.
    Nobody,
    /// It names more than one offer may.
    TooManyReaders,
    /// Everybody would learn of a pursuance that only its members may see.
    MembersOnly,
    /// The most offers are open already.
    Full,
    /// It has ended.
    Over,
    /// It was changed since it was read.
    Stale,
}

refusals!(SkillOfferRefusal);

impl SkillOfferRefusal {
    /// The stable word for programs.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Full => "too-many-skill-offers",
            Self::Over => "skill-offer-over",
            Self::Stale => "stale-revision",
            Self::NoSkills
            | Self::UntilPast
            | Self::UntilTooFar
            | Self::Hours
            | Self::Tasks
            | Self::Causes
            | Self::Nobody
            | Self::TooManyReaders
            | Self::MembersOnly => "invalid-input",
        }
    }

    /// The member of the input it is about, where it is one.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::NoSkills => Some("skills"),
            Self::UntilPast | Self::UntilTooFar => Some("until"),
            Self::Hours => Some("hours"),
            Self::Tasks => Some("tasks"),
            Self::Causes => Some("causes"),
            Self::Nobody | Self::TooManyReaders | Self::MembersOnly => Some("to"),
            Self::Full | Self::Over | Self::Stale => None,
        }
    }

    /// The words of the refusal for people.
    pub fn wording(&self) -> Wording {
        match self {
            Self::NoSkills => Wording::new("refusal-skill-offer-skills"),
            Self::UntilPast => Wording::new("refusal-skill-offer-past"),
            Self::UntilTooFar => Wording::new("refusal-skill-offer-far").set("days", LONGEST / DAY),
            Self::Hours => Wording::new("refusal-skill-offer-hours").set("max", i64::from(HOURS_MOST)),
            Self::Tasks => Wording::new("refusal-skill-offer-tasks").set("max", i64::from(TASKS_MOST)),
            Self::Causes => Wording::new("refusal-skill-offer-causes").set("max", CAUSES_MOST as i64),
            Self::Nobody => Wording::new("refusal-skill-offer-nobody"),
            Self::TooManyReaders => {
                Wording::new("refusal-skill-offer-readers").set("max", READERS_MOST as i64)
            }
            Self::MembersOnly => Wording::new("refusal-skill-offer-members-only"),
            Self::Full => Wording::new("refusal-skill-offer-full").set("max", i64::from(OPEN_MOST)),
            Self::Over => Wording::new("refusal-skill-offer-over"),
            Self::Stale => Wording::new("refusal-skill-offer-stale"),
        }
    }
}

/// The readers of an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkillOfferReaders {
    /// Everybody.
    Everyone,
    /// This number of pursuances, by name.
    Named(usize),
}

/// The contents of an offer before it is published.
#[derive(Debug, Clone, Copy)]
pub struct SkillOfferDraft<'a> {
    pub skills: &'a Skills,
    pub hours: Option<u16>,
    pub tasks: Option<u16>,
    pub until: Time,
    pub causes: usize,
    pub told: SkillOfferReaders,
    /// The visibility of the offering pursuance.
    pub visibility: Visibility,
}

/// Decides whether an offer may have these contents from now on.
///
/// # Errors
/// The first fault.
pub fn check(draft: &SkillOfferDraft<'_>, now: Time) -> Result<(), SkillOfferRefusal> {
    if draft.skills.is_empty() {
        return Err(SkillOfferRefusal::NoSkills);
    }
    if draft.until <= now {
        return Err(SkillOfferRefusal::UntilPast);
    }
    // A named day lasts until its end.
    if now.plus(LONGEST + DAY) < draft.until {
        return Err(SkillOfferRefusal::UntilTooFar);
    }
    if draft.hours.is_some_and(|hours| !(1..=HOURS_MOST).contains(&hours)) {
        return Err(SkillOfferRefusal::Hours);
    }
    if draft.tasks.is_some_and(|tasks| !(1..=TASKS_MOST).contains(&tasks)) {
        return Err(SkillOfferRefusal::Tasks);
    }
    if draft.causes > CAUSES_MOST {
        return Err(SkillOfferRefusal::Causes);
    }
    match draft.told {
        SkillOfferReaders::Named(0) => Err(SkillOfferRefusal::Nobody),
        SkillOfferReaders::Named(named) if named > READERS_MOST => Err(SkillOfferRefusal::TooManyReaders),
        SkillOfferReaders::Named(_) => Ok(()),
        SkillOfferReaders::Everyone => match draft.visibility {
            Visibility::Public | Visibility::Unlisted => Ok(()),
            Visibility::Members | Visibility::Sealed => Err(SkillOfferRefusal::MembersOnly),
        },
    }
}

/// Decides whether one more offer may be open.
///
/// # Errors
/// [`SkillOfferRefusal::Full`].
pub fn one_more(open: i64) -> Result<(), SkillOfferRefusal> {
    if open < i64::from(OPEN_MOST) { Ok(()) } else { Err(SkillOfferRefusal::Full) }
}

/// Whether an offered skill is the needed skill, or its area with every detail.
pub fn covers(offered: &Skill, needed: &Skill) -> bool {
    match (parts(offered), parts(needed)) {
        (Some((area, detail)), Some((wanted, _))) if detail == ANY => {
            area.to_lowercase() == wanted.to_lowercase()
        }
        _ => offered == needed,
    }
}

fn parts(skill: &Skill) -> Option<(&str, &str)> {
    skill.as_str().split_once(':')
}

/// The skills that are needed and offered.
pub fn covered<'a>(offered: &Skills, needed: &'a Skills) -> Vec<&'a Skill> {
    needed.iter().filter(|skill| offered.iter().any(|one| covers(one, skill))).collect()
}

/// The number of further tasks with room, where the offer has a limit. `open`: tasks that came through the offer and have not ended.
pub fn room(tasks: Option<u16>, open: i64) -> Option<i64> {
    tasks.map(|tasks| (i64::from(tasks) - open).max(0))
}

/// Decides whether a task that comes through an offer is shown to people. `open`: earlier tasks of the offer that have not
/// ended.
///
/// # Errors
/// [`Reason::Capacity`] when there is no room.
pub fn admit(tasks: Option<u16>, open: i64) -> Result<(), Reason> {
    if room(tasks, open) == Some(0) { Err(Reason::Capacity) } else { Ok(()) }
}

/// A telling of an offer, by the clock and the count of its maker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SkillOfferVersion {
    pub updated: Time,
    pub revision: i64,
}

/// The kept state of an offer of another server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    pub version: SkillOfferVersion,
    /// When it was withdrawn, by the clock of its maker.
    pub gone: Option<Time>,
}

/// The judgement of a message about a known offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkillOfferHearing {
    /// It says something newer.
    Newer,
    /// It says the same again, perhaps to somebody else.
    Same,
    /// It is older than the known version, or than the withdrawal.
    Stale,
}

/// Judges a message about a known offer. Messages about offers are in no channel, so an older one may come later.
pub fn hear(kept: Kept, said: SkillOfferVersion) -> SkillOfferHearing {
    if kept.gone.is_some_and(|gone| said.updated < gone) {
        return SkillOfferHearing::Stale;
    }
    if kept.version.updated < said.updated && kept.version.revision < said.revision {
        SkillOfferHearing::Newer
    } else if kept.version == said && kept.gone.is_none() {
        SkillOfferHearing::Same
    } else {
        SkillOfferHearing::Stale
    }
}

/// Whether a withdrawal at the time `at` counts: a later version of the offer stands.
pub fn ends(kept: Kept, at: Time) -> bool {
    kept.gone.is_none() && kept.version.updated <= at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skill(text: &str) -> Skill {
        Skill::parse(text).unwrap()
    }

    fn skills(text: &str) -> Skills {
        Skills::parse(text).unwrap()
    }

    fn draft(skills: &Skills) -> SkillOfferDraft<'_> {
        SkillOfferDraft {
            skills,
            hours: Some(10),
            tasks: Some(3),
            until: Time(DAY),
            causes: 1,
            told: SkillOfferReaders::Everyone,
            visibility: Visibility::Public,
        }
    }

    #[test]
    fn an_area_covers_its_details_and_no_other() {
        assert!(covers(&skill("Design:*"), &skill("design:Posters")));
        assert!(covers(&skill("Language:French"), &skill("language:french")));
        assert!(!covers(&skill("Design:Posters"), &skill("Design:*")));
        assert!(!covers(&skill("Design:*"), &skill("Designs:Posters")));
        assert!(!covers(&skill("Language:French"), &skill("Language:German")));
    }

    #[test]
    fn what_is_needed_and_offered_is_named_as_it_is_needed() {
        let (offered, needed) = (skills("Language:French, Design:*"), skills("Design:Posters, Law:Housing"));
        let covered: Vec<&str> = covered(&offered, &needed).into_iter().map(Skill::as_str).collect();
        assert_eq!(covered, ["Design:Posters"]);
    }

    #[test]
    fn a_full_offer_has_no_room_and_an_unlimited_one_always_has() {
        assert_eq!((admit(Some(2), 1), admit(Some(2), 2)), (Ok(()), Err(Reason::Capacity)));
        assert_eq!((admit(None, 1_000), room(None, 3)), (Ok(()), None));
        // Somebody who lowers the number keeps the tasks.
        assert_eq!(room(Some(1), 3), Some(0));
    }

    #[test]
    fn an_offer_says_something_that_may_be_true() {
        use SkillOfferRefusal as R;
        let (some, none) = (skills("Language:French"), Skills::default());
        let good = draft(&some);
        assert_eq!(check(&good, Time(0)), Ok(()));
        let refused = |draft: SkillOfferDraft<'_>| check(&draft, Time(0)).unwrap_err();
        assert_eq!(refused(SkillOfferDraft { skills: &none, ..good }), R::NoSkills);
        assert_eq!(refused(SkillOfferDraft { until: Time(0), ..good }), R::UntilPast);
        assert_eq!(refused(SkillOfferDraft { until: Time(LONGEST + DAY + 1), ..good }), R::UntilTooFar);
        assert_eq!(refused(SkillOfferDraft { hours: Some(0), ..good }), R::Hours);
        assert_eq!(refused(SkillOfferDraft { hours: Some(169), ..good }), R::Hours);
        assert_eq!(refused(SkillOfferDraft { tasks: Some(0), ..good }), R::Tasks);
        assert_eq!(refused(SkillOfferDraft { causes: CAUSES_MOST + 1, ..good }), R::Causes);
        assert_eq!(refused(SkillOfferDraft { told: SkillOfferReaders::Named(0), ..good }), R::Nobody);
        assert_eq!(
            refused(SkillOfferDraft { told: SkillOfferReaders::Named(READERS_MOST + 1), ..good }),
            R::TooManyReaders
        );
        assert_eq!(refused(SkillOfferDraft { visibility: Visibility::Members, ..good }), R::MembersOnly);
        let named =
            SkillOfferDraft { told: SkillOfferReaders::Named(1), visibility: Visibility::Members, ..good };
        assert_eq!(check(&named, Time(0)), Ok(()));
    }

    fn at(updated: i64, revision: i64) -> SkillOfferVersion {
        SkillOfferVersion { updated: Time(updated), revision }
    }

    #[test]
    fn only_what_is_newer_by_clock_and_by_count_replaces_an_offer() {
        let kept = Kept { version: at(10, 2), gone: None };
        assert_eq!(hear(kept, at(11, 3)), SkillOfferHearing::Newer);
        assert_eq!(hear(kept, at(10, 2)), SkillOfferHearing::Same);
        for stale in [at(9, 3), at(11, 2), at(11, 1), at(10, 3), at(9, 1)] {
            assert_eq!(hear(kept, stale), SkillOfferHearing::Stale, "{stale:?}");
        }
    }

    #[test]
    fn a_withdrawn_offer_comes_back_only_by_what_was_said_later() {
        let gone = Kept { version: at(10, 2), gone: Some(Time(20)) };
        assert_eq!(hear(gone, at(10, 2)), SkillOfferHearing::Stale, "a repetition");
        assert_eq!(hear(gone, at(19, 3)), SkillOfferHearing::Stale, "an update that was overtaken");
        // Taken from one reader and told to another by the same change.
        assert_eq!(hear(gone, at(20, 3)), SkillOfferHearing::Newer);
    }

    #[test]
    fn a_withdrawal_that_was_overtaken_by_an_update_ends_nothing() {
        let kept = Kept { version: at(10, 2), gone: None };
        assert!(ends(kept, Time(10)) && ends(kept, Time(11)));
        assert!(!ends(kept, Time(9)));
        assert!(!ends(Kept { gone: Some(Time(12)), ..kept }, Time(13)));
    }
}
