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

/// The key of the words of a reason that several tasks are proposed for.
pub fn free_all_key(reason: Reason) -> &'static str {
    match reason {
        Reason::Fits => "why-free-all-fit",
        Reason::Late => "why-free-all-late",
        Reason::DueSoon => "why-free-all-due-soon",
        Reason::Urgent => "why-free-all-urgent",
        Reason::Awaited => "why-free-all-awaited",
        Reason::Small => "why-free-all-small",
        Reason::Free => "why-free-all",
    }
}
