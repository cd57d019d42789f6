//! Authority of senders (PROTOCOL §2.2), as a list of named checks against live local state. A test can leave out each
//! one, to show that a hostile message is stopped by the check that is meant to stop it.

use pursuance_domain::delegation::Side;
use pursuance_federation::vocab::{Act, AnswerResult, Head, Offer, ReasonCode, Speaker};
use url::Url;

use super::read::ActClaim;
use crate::actions::delegation::DelegationCx;
use crate::store::actors::Actor;

/// One check of a message's sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Authority {
    /// An offer comes from the owner of the task: actor, delegator, owner of the delegation and of the task are the
    /// same.
    OfferByOwner,
    /// An offer names its receiver.
    OfferToUs,
    /// An offer's hash is that of its terms.
    OfferTerms,
    /// The ids that an offer mints are on its sender's server.
    OfferOrigin,
    /// Only the other party of a delegation writes about it.
    Party,
    /// Each side sends only its own kinds of message.
    Side,
    /// An accepted offer comes with a mirror of our task that is on its sender's server.
    Mirror,
    /// The delegate works under a grant we gave.
    Capability,
    /// An update is of the sender's own task in this delegation.
    OwnTask,
    /// Handed-in work lives where its sender lives and belongs to this delegation.
    OwnSubmission,
    /// A grant is for the task we were offered, and for us.
    GrantForUs,
    /// A recall names the grant we work under.
    RevokeOfGrant,
    /// A comment is the sender's own.
    OwnNote,
}

impl Authority {
    /// Every check.
    pub const ALL: [Self; 13] = [
        Self::OfferByOwner,
        Self::OfferToUs,
        Self::OfferTerms,
        Self::OfferOrigin,
        Self::Party,
        Self::Side,
        Self::Mirror,
        Self::Capability,
        Self::OwnTask,
        Self::OwnSubmission,
        Self::GrantForUs,
        Self::RevokeOfGrant,
        Self::OwnNote,
    ];

    /// The reason that the sender gets.
    pub fn reason(self) -> ReasonCode {
        match self {
            Self::OfferTerms => ReasonCode::StaleTerms,
            Self::Party => ReasonCode::UnknownDelegation,
            Self::OfferByOwner
            | Self::OfferToUs
            | Self::OfferOrigin
            | Self::Side
            | Self::Mirror
            | Self::Capability
            | Self::OwnTask
            | Self::OwnSubmission
            | Self::GrantForUs
            | Self::RevokeOfGrant
            | Self::OwnNote => ReasonCode::NotPermitted,
        }
    }
}

/// The checks to make. A server makes all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Authorities(Option<Authority>);

impl Authorities {
    /// Every check.
    pub const fn all() -> Self {
        Self(None)
    }

    /// Every check but one. For tests: no setting may reach it.
    pub const fn all_but(left_out: Authority) -> Self {
        Self(Some(left_out))
    }

    /// Whether a check is made.
    pub fn makes(self, authority: Authority) -> bool {
        self.0 != Some(authority)
    }

    fn require(self, authority: Authority, holds: bool) -> Result<(), Authority> {
        if holds || !self.makes(authority) { Ok(()) } else { Err(authority) }
    }

    /// Whether an offer may be made by its sender, to us.
    pub(super) fn check_offer(self, offer: &Offer, us: &Actor, peer: &Actor) -> Result<(), Authority> {
        let delegation = &offer.delegation;
        let theirs = |url: &Url| url.as_str() == peer.uri;
        let owners = [&delegation.delegator, &delegation.attributed_to, &delegation.task.attributed_to];
        self.require(Authority::OfferByOwner, owners.into_iter().all(theirs))?;
        self.require(Authority::OfferToUs, delegation.delegate.as_str() == us.uri)?;
        self.require(Authority::OfferTerms, delegation.terms.hash() == delegation.terms_hash)?;
        let at_home = lives_with(&delegation.id, peer) && lives_with(&delegation.task.id, peer);
        self.require(Authority::OfferOrigin, at_home)
    }

    /// Whether a comment is the sender's own.
    pub(super) fn check_note(self, id: &Url, by: Option<&Url>, peer: &Actor) -> Result<(), Authority> {
        let own = by.is_none_or(|by| by.as_str() == peer.uri) && lives_with(id, peer);
        self.require(Authority::OwnNote, own)
    }

    /// Whether the other party may send this message in this delegation.
    ///
    /// `under_grant`: whether it acts under a grant that we gave in this delegation. New terms bring a new grant, which
    /// may cross with messages under the old one; so it need not be the newest. `of_offer`: whether it accepts an offer
    /// of ours.
    pub(super) fn check(
        self,
        act: &Act,
        head: &Head,
        delegation: &DelegationCx,
        under_grant: bool,
        of_offer: bool,
    ) -> Result<(), Authority> {
        let peer_is = match delegation.row.side {
            Side::Origin => Side::Delegate,
            Side::Delegate => Side::Origin,
        };
        let may_say = match act.form().by {
            Speaker::Origin => peer_is == Side::Origin,
            Speaker::Delegate => peer_is == Side::Delegate,
            Speaker::Either => true,
        };
        self.require(Authority::Side, may_say)?;
        match ActClaim::of(act) {
            ActClaim::Yes(answer) => match &answer.result {
                Some(AnswerResult::Mirror(mirror)) => {
                    let ours =
                        mirror.mirror_of.as_ref().is_some_and(|uri| delegation.is_our_task(uri.as_str()));
                    let theirs = lives_with(&mirror.id, &delegation.peer)
                        && mirror.attributed_to.as_str() == delegation.peer.uri;
                    self.require(Authority::Mirror, ours && theirs)
                }
                Some(AnswerResult::Review(_)) | None => self.require(Authority::Mirror, !of_offer),
            },
            ActClaim::OwnTask(task) => {
                if delegation.row.side == Side::Origin {
                    self.require(Authority::Capability, under_grant)?;
                }
                let known = delegation.row.peer_task_uri.as_deref() == Some(task.id.as_str());
                self.require(Authority::OwnTask, known && task.attributed_to.as_str() == delegation.peer.uri)
            }
            ActClaim::Work(submit) => {
                self.require(Authority::Capability, under_grant)?;
                let work = &submit.submission;
                let theirs = lives_with(&work.id, &delegation.peer)
                    && work.attributed_to.as_str() == delegation.peer.uri;
                self.require(Authority::OwnSubmission, theirs && work.context.as_str() == delegation.row.uri)
            }
            ActClaim::Return => self.require(Authority::Capability, under_grant),
            ActClaim::Grant(grant) => {
                let for_us =
                    grant.target.as_str() == delegation.us.uri && head.to.as_str() == delegation.us.uri;
                let of_task = delegation.row.peer_task_uri.as_deref() == Some(grant.task.as_str());
                self.require(Authority::GrantForUs, for_us && of_task)
            }
            ActClaim::Recall(revoke) => {
                let of_grant = delegation.row.grant_uri.as_deref() == Some(revoke.grant.as_str());
                self.require(Authority::RevokeOfGrant, of_grant)
            }
            // Comments have a check of their own.
            ActClaim::Comment { .. } | ActClaim::Question(_) | ActClaim::Nothing => Ok(()),
        }
    }
}

/// Whether an address is of the server an actor lives at (FEP-fe34).
fn lives_with(url: &Url, actor: &Actor) -> bool {
    Url::parse(&actor.uri).is_ok_and(|home| home.origin() == url.origin())
}
