//! Open pages hear that something changed, and ask again for themselves.

use pursuance_domain::event::{Recorded, Verb};

use super::Heard;
use crate::state::{App, News};

pub(super) fn hear(heard: &mut Heard, event: &Recorded) {
    if is_shown(event.verb) && heard.pages.last() != Some(&event.stream) {
        heard.pages.push(event.stream.clone());
    }
}

/// Tells open pages of this process that something changed. Those of other processes look for themselves.
pub(crate) fn tell(app: &App, news: impl IntoIterator<Item = News>) {
    for news in news {
        // Nobody listening is fine.
        let _ = app.live.send(news);
    }
}

/// Whether it may change a page that hears of changes: those are the pages of a pursuance and its tasks.
fn is_shown(verb: Verb) -> bool {
    match verb {
        // These stand in the stream of an account or of the instance only.
        Verb::AccountCreated
        | Verb::AccountVerifierSet
        | Verb::AccountOperatorSet
        | Verb::AccountSuspended
        | Verb::AccountLimitsLifted
        | Verb::SessionStarted
        | Verb::SessionEnded
        | Verb::TokenCreated
        | Verb::TokenRevoked
        | Verb::InstanceConfigured
        | Verb::HostBlocked
        | Verb::ChannelResumed
        | Verb::HostNotLettingIn
        | Verb::ActorGone
        | Verb::ProfileEdited
        | Verb::FileAdded => false,
        Verb::ActorKeyChanged
        | Verb::ActorKeyAccepted
        | Verb::PursuanceCreated
        | Verb::PursuanceEdited
        | Verb::MemberJoined
        | Verb::MemberAsked
        | Verb::MemberDecided
        | Verb::MemberLeft
        | Verb::MemberRoleSet
        | Verb::TaskCreated
        | Verb::TaskEdited
        | Verb::TaskMoved
        | Verb::TaskPhaseSet
        | Verb::TaskAssigned
        | Verb::TaskCommented
        | Verb::TaskFileAttached
        | Verb::DelegationOffered
        | Verb::DelegationReoffered
        | Verb::DelegationCountered
        | Verb::DelegationAccepted
        | Verb::DelegationAcceptedTooLate
        | Verb::DelegationGranted
        | Verb::DelegationDeclined
        | Verb::DelegationWithdrawn
        | Verb::DelegationExpired
        | Verb::DelegationLost
        | Verb::DelegationProgressed
        | Verb::DelegationUpdated
        | Verb::DelegationSubmitted
        | Verb::DelegationReviewStarted
        | Verb::DelegationReviewReminded
        | Verb::DelegationReviewEscalated
        | Verb::DelegationWorkAccepted
        | Verb::DelegationSentBack
        | Verb::DelegationWorkRefused
        | Verb::DelegationRecalling
        | Verb::DelegationRecalled
        | Verb::DelegationReturning
        | Verb::DelegationReturned
        | Verb::DelegationNudged
        | Verb::DelegationStalled
        | Verb::DelegationSuspended
        | Verb::DelegationVoided
        | Verb::DelegationCutOff
        | Verb::DelegationOnwardAsked
        | Verb::DelegationOnwardAnswered
        | Verb::DelegationRefused
        | Verb::DelegationUndelivered => true,
    }
}
