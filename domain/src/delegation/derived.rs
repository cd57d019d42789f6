//! The phase at the origin while another pursuance works on the task (PROTOCOL §3.4).

use crate::task::phase::{Phase, WirePhase};

/// The mirror's phase as the origin takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Derived {
    /// The phase stored at the origin.
    pub phase: Phase,
    /// Whether the mirror is finished without a submission.
    pub is_premature: bool,
}

/// The origin's phase for a task whose mirror is in `mirror`, before a submission.
pub fn phase_at_origin(mirror: WirePhase) -> Derived {
    let (phase, is_premature) = match mirror {
        // While the delegate looks for people, nobody has begun.
        WirePhase::Is(Phase::New | Phase::HelpWanted | Phase::Started) => (Phase::Started, false),
        // A block there is the delegate's affair.
        WirePhase::Blocked | WirePhase::Is(Phase::InProgress | Phase::ReadyForReview | Phase::InReview) => {
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
            (WirePhase::Is(Phase::HelpWanted), Phase::Started, false),
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
