//! The phase the origin shows while another pursuance works on its task (PROTOCOL §3.4).

use crate::task::phase::{Phase, WirePhase};

/// What the origin makes of the mirror's phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Derived {
    /// The phase stored at the origin.
    pub phase: Phase,
    /// Whether the mirror claims to be finished though nothing was handed in.
    pub is_premature: bool,
}

/// The origin's phase for a task whose mirror is in `mirror`, before anything was handed in.
pub fn phase_at_origin(mirror: WirePhase) -> Derived {
    let (phase, is_premature) = match mirror {
        WirePhase::Is(Phase::New | Phase::Started) => (Phase::Started, false),
        // What blocks it there, and looking for people, is the delegate's affair.
        WirePhase::Blocked
        | WirePhase::Is(Phase::InProgress | Phase::HelpWanted | Phase::ReadyForReview | Phase::InReview) => {
            (Phase::InProgress, false)
        }
        WirePhase::Is(Phase::Done | Phase::Dropped) => (Phase::InProgress, true),
    };
    Derived { phase, is_premature }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origin_shows_what_the_mirror_says_as_far_as_it_goes() {
        let cases = [
            (WirePhase::Is(Phase::New), Phase::Started, false),
            (WirePhase::Is(Phase::Started), Phase::Started, false),
            (WirePhase::Is(Phase::InProgress), Phase::InProgress, false),
            (WirePhase::Blocked, Phase::InProgress, false),
            (WirePhase::Is(Phase::HelpWanted), Phase::InProgress, false),
            (WirePhase::Is(Phase::ReadyForReview), Phase::InProgress, false),
            (WirePhase::Is(Phase::InReview), Phase::InProgress, false),
            (WirePhase::Is(Phase::Done), Phase::InProgress, true),
            (WirePhase::Is(Phase::Dropped), Phase::InProgress, true),
        ];
        for (mirror, phase, is_premature) in cases {
            assert_eq!(phase_at_origin(mirror), Derived { phase, is_premature }, "{mirror:?}");
        }
    }

    #[test]
    fn nothing_the_delegate_says_of_its_mirror_makes_the_task_done() {
        for phase in Phase::ALL {
            assert!(!phase_at_origin(WirePhase::Is(phase)).phase.is_closed());
        }
    }
}
