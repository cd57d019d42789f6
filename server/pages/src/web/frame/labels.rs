//! The words of the domain's choices as pages show them: phases, roles and visibility.

use pursuance_domain::allowed::TaskGrant;
use pursuance_domain::delegation::reason::{Reason, WhyDeclined, WhyRecalled, WhyReturned};
use pursuance_domain::people::role::Role;
use pursuance_domain::sealed::BLOCKED;
use pursuance_domain::task::phase::{Phase, ShownPhase, WirePhase};
use pursuance_domain::value::{Joining, KeyRenewal, Reviews, Size, Urgency, Visibility};

use super::view::{Choice, size_key};
use crate::text::Text;
pub use crate::text::{phase_key, role_key};

/// A phase to show: a stored one, or blocked, which another server may report of its mirror (RULES §1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhaseTag {
    Is(Phase),
    /// Nobody has it, and it waits: it is planned for later, and no trouble.
    Later,
    /// Somebody has it, and cannot go on.
    Blocked,
}

impl PhaseTag {
    /// Its number in a signed revision.
    pub fn number(self) -> u8 {
        match self {
            Self::Is(phase) => phase.signed_number(),
            Self::Later | Self::Blocked => BLOCKED,
        }
    }
}

impl From<Phase> for PhaseTag {
    fn from(phase: Phase) -> Self {
        Self::Is(phase)
    }
}

impl From<ShownPhase> for PhaseTag {
    fn from(phase: ShownPhase) -> Self {
        match phase {
            ShownPhase::Is(phase) => Self::Is(phase),
            ShownPhase::Blocked => Self::Blocked,
        }
    }
}

impl From<WirePhase> for PhaseTag {
    fn from(phase: WirePhase) -> Self {
        match phase {
            WirePhase::Is(phase) => Self::Is(phase),
            WirePhase::Blocked => Self::Blocked,
        }
    }
}

impl PhaseTag {
    /// The phase of a task here, and whether a block holds.
    pub fn of(phase: Phase, is_blocked: bool) -> Self {
        match ShownPhase::of(phase, is_blocked) {
            ShownPhase::Blocked if phase.is_unassigned() => Self::Later,
            shown => shown.into(),
        }
    }

    /// A phase as programs read it. `is_later`: whether nobody has the task, and it waits.
    pub fn told(phase: ShownPhase, is_later: bool) -> Self {
        if is_later { Self::Later } else { phase.into() }
    }

    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Is(phase) => phase_key(phase),
            Self::Later => "phase-later",
            Self::Blocked => "phase-blocked",
        }
    }

    /// Its symbol: the ring fills as the work goes on.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Is(Phase::New) => "p-new",
            Self::Is(Phase::HelpWanted) => "p-help",
            Self::Is(Phase::Started) => "p-started",
            Self::Is(Phase::InProgress) => "p-working",
            Self::Is(Phase::ReadyForReview) => "p-ready",
            Self::Is(Phase::InReview) => "p-review",
            Self::Is(Phase::Done) => "p-done",
            Self::Is(Phase::Dropped) => "p-dropped",
            Self::Later => "p-later",
            Self::Blocked => "p-blocked",
        }
    }

    /// Its class: the symbol's name without the first letter.
    pub fn class(self) -> &'static str {
        self.icon().trim_start_matches("p-")
    }
}

/// The key of the rights that a role adds to the one below it.
pub fn role_about_key(role: Role) -> &'static str {
    match role {
        Role::Untrusted => "role-untrusted-about",
        Role::Viewer => "role-viewer-about",
        Role::Normal => "role-normal-about",
        Role::Assigner => "role-assigner-about",
        Role::Recruiter => "role-recruiter-about",
        Role::AssistantAdmin => "role-assistant-admin-about",
        Role::Admin => "role-admin-about",
        Role::Primary => "role-primary-about",
    }
}

/// The key of a grant on a task, as a verb.
pub fn grant_key(grant: TaskGrant) -> &'static str {
    match grant {
        TaskGrant::View => "grant-view",
        TaskGrant::Discuss => "grant-discuss",
        TaskGrant::Suggest => "grant-suggest",
        TaskGrant::Edit => "grant-edit",
    }
}

/// The text key of a visibility as a choice with its consequence.
pub fn visibility_about_key(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Public => "visibility-public-about",
        Visibility::Unlisted => "visibility-unlisted-about",
        Visibility::Members => "visibility-members-about",
        Visibility::Sealed => "visibility-sealed-about",
    }
}

/// The text key of a visibility.
pub fn visibility_key(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Public => "visibility-public",
        Visibility::Unlisted => "visibility-unlisted",
        Visibility::Members => "visibility-members",
        Visibility::Sealed => "visibility-sealed",
    }
}

/// The badge of a visibility: closed ones stand out.
pub fn visibility_badge(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Public | Visibility::Unlisted => "badge",
        Visibility::Members | Visibility::Sealed => "badge lock",
    }
}

/// The symbol of a visibility.
pub fn visibility_icon(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Public | Visibility::Unlisted => "i-globe",
        Visibility::Members | Visibility::Sealed => "i-lock",
    }
}

/// The key of which work is reviewed.
pub fn reviews_key(reviews: Reviews) -> &'static str {
    match reviews {
        Reviews::Always => "reviews-always",
        Reviews::Named => "reviews-named",
        Reviews::Never => "reviews-never",
    }
}

/// The key of its consequence.
pub fn reviews_about_key(reviews: Reviews) -> &'static str {
    match reviews {
        Reviews::Always => "reviews-always-about",
        Reviews::Named => "reviews-named-about",
        Reviews::Never => "reviews-never-about",
    }
}

/// The key of the words of how often keys are renewed.
pub fn renewal_key(renewal: KeyRenewal) -> &'static str {
    match renewal {
        KeyRenewal::Week => "renewal-week",
        KeyRenewal::Quarter => "renewal-quarter",
        KeyRenewal::Off => "renewal-off",
    }
}

/// The key of its consequence.
pub fn renewal_about_key(renewal: KeyRenewal) -> &'static str {
    match renewal {
        KeyRenewal::Week => "renewal-week-about",
        KeyRenewal::Quarter => "renewal-quarter-about",
        KeyRenewal::Off => "renewal-off-about",
    }
}

/// The key of the way to become a member.
pub fn joining_key(joining: Joining) -> &'static str {
    match joining {
        Joining::Open => "joining-open",
        Joining::Approval => "joining-approval",
    }
}

/// The reasons to decline an offer.
pub fn why_declined(t: Text, selected: &str) -> Vec<Choice> {
    let key = |why: &WhyDeclined| match why {
        WhyDeclined::Capacity => "choose-capacity",
        WhyDeclined::Skills => "choose-skills",
        WhyDeclined::DueTooSoon => "choose-due-too-soon",
        WhyDeclined::NotNow => "choose-not-now",
        WhyDeclined::Other => NO_REASON,
    };
    why_choices(t, WhyDeclined::ALL.iter().map(|why| (why.reason(), key(why))), selected)
}

/// The reasons to give a task back.
pub fn why_returned(t: Text, selected: &str) -> Vec<Choice> {
    let key = |why: &WhyReturned| match why {
        WhyReturned::ReturnCapacity => "choose-return-capacity",
        WhyReturned::ReturnSkills => "choose-return-skills",
        WhyReturned::ReturnBlocked => "choose-return-blocked",
        WhyReturned::Other => NO_REASON,
    };
    why_choices(t, WhyReturned::ALL.iter().map(|why| (why.reason(), key(why))), selected)
}

/// The reasons to take a task back.
pub fn why_recalled(t: Text, selected: &str) -> Vec<Choice> {
    let key = |why: &WhyRecalled| match why {
        WhyRecalled::Superseded => "choose-superseded",
        WhyRecalled::Taken => "choose-taken",
        WhyRecalled::Stalled => "choose-stalled",
        WhyRecalled::Other => NO_REASON,
    };
    why_choices(t, WhyRecalled::ALL.iter().map(|why| (why.reason(), key(why))), selected)
}

const NO_REASON: &str = "choose-other";

/// Reasons to choose from, in the words of the person. "No reason" comes first.
fn why_choices(
    t: Text,
    reasons: impl Iterator<Item = (Reason, &'static str)>,
    selected: &str,
) -> Vec<Choice> {
    let all = std::iter::once((Reason::Other, NO_REASON)).chain(reasons);
    choices(all.map(|(reason, key)| (reason.as_str(), t.s(key))), selected)
}

/// The sizes, to choose from: first that nothing is said of it.
pub fn size_choices(t: Text, selected: &str) -> Vec<Choice> {
    let said = Size::ALL.iter().filter(|size| size.is_said());
    choices(
        std::iter::once(&Size::Unsaid).chain(said).map(|size| (size.as_str(), t.s(size_key(*size)))),
        selected,
    )
}

/// The urgencies to choose from.
pub fn urgency_choices(t: Text, selected: &str) -> Vec<Choice> {
    choices(Urgency::ALL.iter().map(|urgency| (urgency.as_str(), t.s(urgency_key(*urgency)))), selected)
}

/// The key of an urgency's words.
pub fn urgency_key(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Normal => "urgency-normal",
        Urgency::Urgent => "urgency-urgent",
    }
}

/// The choices of the interval between news, in days. The selected number is always among them.
pub fn heartbeat_choices(t: Text, selected: i64) -> Vec<Choice> {
    let mut days = vec![1, 3, 7, 14, 30];
    if !days.contains(&selected) {
        days.push(selected);
        days.sort_unstable();
    }
    days.into_iter()
        .map(|days| Choice {
            value: days.to_string(),
            label: t.with("heartbeat-days").set("n", days).to_string(),
            selected: days == selected,
        })
        .collect()
}

/// Entries for a `<select>`, from (value, label).
pub fn choices<'a>(all: impl IntoIterator<Item = (&'a str, &'a str)>, selected: &str) -> Vec<Choice> {
    all.into_iter()
        .map(|(value, label)| Choice {
            value: value.to_owned(),
            label: label.to_owned(),
            selected: value == selected,
        })
        .collect()
}
