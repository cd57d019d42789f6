//! The keys of the domain's words: phases, roles, states of a delegation.

use pursuance_domain::delegation::State;
use pursuance_domain::people::role::Role;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::value::Size;

/// The key of a phase's name.
pub fn phase_key(phase: Phase) -> &'static str {
    match phase {
        Phase::New => "phase-new",
        Phase::HelpWanted => "phase-help-wanted",
        Phase::Started => "phase-started",
        Phase::InProgress => "phase-in-progress",
        Phase::ReadyForReview => "phase-ready-for-review",
        Phase::InReview => "phase-in-review",
        Phase::Done => "phase-done",
        Phase::Dropped => "phase-dropped",
    }
}

/// The key of the words for a size.
pub fn size_key(size: Size) -> &'static str {
    match size {
        Size::Xs => "size-xs",
        Size::S => "size-s",
        Size::Unsaid => "size-none",
        Size::M => "size-m",
        Size::L => "size-l",
    }
}

/// The key of a role's name.
pub fn role_key(role: Role) -> &'static str {
    match role {
        Role::Untrusted => "role-untrusted",
        Role::Viewer => "role-viewer",
        Role::Normal => "role-normal",
        Role::Assigner => "role-assigner",
        Role::Recruiter => "role-recruiter",
        Role::AssistantAdmin => "role-assistant-admin",
        Role::Admin => "role-admin",
        Role::Primary => "role-primary",
    }
}

/// The key of the text for all members with a role.
pub(super) fn holders_key(role: Role) -> &'static str {
    match role {
        Role::Untrusted => "holders-untrusted",
        Role::Viewer => "holders-viewer",
        Role::Normal => "holders-normal",
        Role::Assigner => "holders-assigner",
        Role::Recruiter => "holders-recruiter",
        Role::AssistantAdmin => "holders-assistant-admin",
        Role::Admin => "holders-admin",
        Role::Primary => "holders-primary",
    }
}

/// The key of a delegation's state within a sentence: “while the hand-over is …”.
pub(super) fn state_key(state: State) -> &'static str {
    match state {
        State::Offered => "while-offered",
        State::Countered => "while-countered",
        State::Accepting => "while-accepting",
        State::Active => "while-active",
        State::Submitted => "while-submitted",
        State::Recalling => "while-recalling",
        State::Returning => "while-returning",
        State::Declined => "while-declined",
        State::Withdrawn => "while-withdrawn",
        State::Expired => "while-expired",
        State::Lost => "while-lost",
        State::Completed => "while-completed",
        State::Refused => "while-refused",
        State::Recalled => "while-recalled",
        State::Returned => "while-returned",
        State::Void => "while-void",
    }
}
