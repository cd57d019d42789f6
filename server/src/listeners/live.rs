//! Open pages hear that something changed, and ask again for themselves.

use pursuance_domain::event::{Happened, Recorded};

use super::Heard;
use crate::state::{App, News};

pub(super) fn hear(heard: &mut Heard, event: &Recorded) {
    if is_shown(&event.what) && heard.pages.last() != Some(&event.stream) {
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
fn is_shown(what: &Happened) -> bool {
    match what {
        // These stand in the stream of an account or of the instance only.
        Happened::AccountCreated(_)
        | Happened::AccountVerifierSet(_)
        | Happened::AccountOperatorSet(_)
        | Happened::AccountSuspended(_)
        | Happened::AccountLimitsLifted(_)
        | Happened::SessionStarted(_)
        | Happened::SessionEnded(_)
        | Happened::TokenCreated(_)
        | Happened::TokenRevoked(_)
        | Happened::InstanceConfigured(_)
        | Happened::HostBlocked(_)
        | Happened::ChannelResumed(_)
        | Happened::HostNotLettingIn(_)
        | Happened::ActorGone(_)
        | Happened::ProfileEdited(_)
        | Happened::FileAdded(_) => false,
        Happened::ActorKeyChanged(_)
        | Happened::ActorKeyAccepted(_)
        | Happened::PursuanceCreated(_)
        | Happened::PursuanceEdited(_)
        | Happened::MemberJoined(_)
        | Happened::MemberAsked(_)
        | Happened::MemberDecided(_)
        | Happened::MemberLeft(_)
        | Happened::MemberRoleSet(_)
        | Happened::TaskCreated(_)
        | Happened::TaskEdited(_)
        | Happened::TaskMoved(_)
        | Happened::TaskPhaseSet(_)
        | Happened::TaskAssigned(_)
        | Happened::TaskCommented(_)
        | Happened::TaskFileAttached(_)
        | Happened::DelegationOffered(_)
        | Happened::DelegationReoffered(_)
        | Happened::DelegationCountered(_)
        | Happened::DelegationAccepted(_)
        | Happened::DelegationAcceptedTooLate(_)
        | Happened::DelegationGranted(_)
        | Happened::DelegationDeclined(_)
        | Happened::DelegationWithdrawn(_)
        | Happened::DelegationExpired(_)
        | Happened::DelegationLost(_)
        | Happened::DelegationProgressed(_)
        | Happened::DelegationUpdated(_)
        | Happened::DelegationSubmitted(_)
        | Happened::DelegationReviewStarted(_)
        | Happened::DelegationReviewReminded(_)
        | Happened::DelegationReviewEscalated(_)
        | Happened::DelegationWorkAccepted(_)
        | Happened::DelegationSentBack(_)
        | Happened::DelegationWorkRefused(_)
        | Happened::DelegationRecalling(_)
        | Happened::DelegationRecalled(_)
        | Happened::DelegationReturning(_)
        | Happened::DelegationReturned(_)
        | Happened::DelegationNudged(_)
        | Happened::DelegationStalled(_)
        | Happened::DelegationSuspended(_)
        | Happened::DelegationVoided(_)
        | Happened::DelegationCutOff(_)
        | Happened::DelegationOnwardAsked(_)
        | Happened::DelegationOnwardAnswered(_)
        | Happened::DelegationRefused(_)
        | Happened::DelegationUndelivered(_) => true,
    }
}
