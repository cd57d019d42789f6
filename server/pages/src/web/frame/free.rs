//! Why free tasks are proposed: the keys of the words.

use pursuance_domain::task::free::Reason;

/// The key of the reason why a free task is proposed.
pub fn free_key(reason: Reason) -> &'static str {
    match reason {
        Reason::Fits => "why-free-fits",
        Reason::Late => "why-free-late",
        Reason::DueSoon => "why-free-due-soon",
        Reason::Urgent => "why-free-urgent",
        Reason::Awaited => "why-free-awaited",
        Reason::Small => "why-free-small",
        Reason::Free => "why-free",
    }
}

/// The key of the words of a reason that several tasks are proposed for; none where the heading or each row says it.
pub fn free_all_key(reason: Reason) -> Option<&'static str> {
    match reason {
        Reason::Fits => Some("why-free-all-fit"),
        Reason::Urgent => Some("why-free-all-urgent"),
        Reason::Awaited => Some("why-free-all-awaited"),
        Reason::Late | Reason::DueSoon | Reason::Small | Reason::Free => None,
    }
}

/// Whether a reason is said beside the facts of a task: the date, the size and the mark of what is urgent say some of them already, and
/// the heading that nobody has it.
pub fn is_said_apart(reason: Reason) -> bool {
    match reason {
        Reason::Fits | Reason::Awaited => true,
        Reason::Late | Reason::DueSoon | Reason::Urgent | Reason::Small | Reason::Free => false,
    }
}
