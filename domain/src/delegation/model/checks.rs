//! The conditions that hold after every run.

use std::collections::BTreeSet;

use super::world::{OriginTask, World};
use crate::delegation::delegate::{DelegateCopy, DelegateEffect};
use crate::delegation::message::{FromDelegate, FromOrigin, OfferUri, SubmissionUri};
use crate::delegation::origin::{OriginCopy, OriginEffect};
use crate::delegation::state::State;
use crate::task::phase::Phase;

impl World {
    pub fn assert_one_holder(&self) {
        let holders = self.pairs.iter().filter(|pair| pair.origin.state.holds_task()).count();
        assert!(holders <= 1, "{holders} delegates hold one exclusive task");
        if self.here != OriginTask::Free || holders > 0 {
            assert!(
                self.pairs.iter().all(|pair| !pair.origin.state.is_open()),
                "an offer of a task that is gone"
            );
        }
    }

    pub fn assert_agreement(&self) {
        for pair in &self.pairs {
            let delegate = pair.delegate.as_ref().expect("every Offer arrived");
            assert_eq!(pair.origin.public_state(), delegate.public_state());
            let ends = [State::Recalled, State::Returned];
            if ends.contains(&pair.origin.state) {
                assert_eq!(pair.origin.state, delegate.state, "both give the same reason for the end");
            }
            if [State::Active, State::Submitted].contains(&pair.origin.state) {
                assert_eq!(
                    pair.origin.told_block, delegate.origin_block,
                    "what blocks the task at the origin"
                );
                assert_eq!(
                    pair.origin.is_mirror_blocked, delegate.told_blocked,
                    "whether the mirror is blocked"
                );
            }
            let held = [State::Accepting, State::Recalling, State::Returning];
            assert!(!held.contains(&pair.origin.state) && !held.contains(&delegate.state), "nothing is owed");
            let json = serde_json::to_string(&pair.origin).expect("a copy is stored as JSON");
            assert_eq!(serde_json::from_str::<OriginCopy>(&json).expect("and read back"), pair.origin);
            let json = serde_json::to_string(delegate).expect("a copy is stored as JSON");
            assert_eq!(serde_json::from_str::<DelegateCopy>(&json).expect("and read back"), *delegate);
        }
    }

    pub fn assert_everything_owed_was_answered(&self) {
        for pair in &self.pairs {
            let asked: Vec<&OfferUri> = pair
                .back
                .log
                .iter()
                .filter_map(|said| match said {
                    FromDelegate::Accept { offer, .. } => Some(offer),
                    _ => None,
                })
                .collect();
            let answered: Vec<&OfferUri> = pair
                .out
                .log
                .iter()
                .filter_map(|said| match said {
                    FromOrigin::Grant { offer, .. } | FromOrigin::RejectAccept { offer, .. } => Some(offer),
                    _ => None,
                })
                .collect();
            assert_eq!(asked, answered, "every Accept is answered once, in turn");

            let said =
                |is_it: fn(&FromOrigin) -> bool| pair.out.log.iter().filter(|said| is_it(said)).count();
            let heard =
                |is_it: fn(&FromDelegate) -> bool| pair.back.log.iter().filter(|said| is_it(said)).count();
            let revokes = said(|said| matches!(said, FromOrigin::Revoke { .. }));
            assert_eq!(revokes, heard(|said| matches!(said, FromDelegate::AcceptRevoke)));
            let leaves = heard(|said| matches!(said, FromDelegate::Leave { .. }));
            let answers = said(|said| matches!(said, FromOrigin::AcceptLeave));
            let was_overtaken =
                matches!(pair.origin.state, State::Completed | State::Refused | State::Recalled);
            assert!(leaves == answers || (was_overtaken && answers == 0 && leaves == 1));
        }
    }

    pub fn assert_no_work_was_lost(&self) {
        for pair in &self.pairs {
            let kept: BTreeSet<&SubmissionUri> = pair
                .origin_effects
                .iter()
                .filter_map(|effect| match effect {
                    OriginEffect::StoreSubmission { submission, .. }
                    | OriginEffect::KeepLateSubmission { submission, .. } => Some(submission),
                    _ => None,
                })
                .collect();
            let delegate = pair.delegate.as_ref().expect("every Offer arrived");
            for work in &delegate.submissions {
                assert!(kept.contains(work) || pair.too_late.contains(work), "{work} was thrown away");
            }
            let accepted =
                pair.origin_effects.iter().filter(|e| matches!(e, OriginEffect::CompleteTask)).count();
            let finished = pair
                .delegate_effects
                .iter()
                .filter(|e| **e == DelegateEffect::SetMirrorPhase(Phase::Done))
                .count();
            assert_eq!(accepted, finished, "accepted work finishes the mirror once");
            assert_eq!(accepted, usize::from(pair.origin.state == State::Completed));
            let thanked =
                pair.origin_effects.iter().filter(|e| matches!(e, OriginEffect::CreditLate { .. })).count();
            let late = pair
                .delegate_effects
                .iter()
                .filter(|e| matches!(e, DelegateEffect::CreditLate { .. }))
                .count();
            assert_eq!(thanked, late, "thanks arrive");
        }
    }

    /// Two servers that follow the rules never send a message that the other must refuse as impossible; a refusal for
    /// lateness tells its receiver nothing new.
    pub fn assert_nothing_was_misunderstood(&self) {
        for pair in &self.pairs {
            assert_eq!(pair.misunderstood, Vec::<String>::new());
            let noted = |effect: &OriginEffect| matches!(effect, OriginEffect::NoteRefusal { .. });
            assert!(!pair.origin_effects.iter().any(noted), "{:?}", pair.origin_effects);
            let noted = |effect: &DelegateEffect| matches!(effect, DelegateEffect::NoteRefusal { .. });
            assert!(!pair.delegate_effects.iter().any(noted), "{:?}", pair.delegate_effects);
        }
    }
}
