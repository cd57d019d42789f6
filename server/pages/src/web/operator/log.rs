//! The log of operators and of the server itself, one sentence for each event.

use pursuance_domain::event::happened::{KeyAccepted, KeyChanged};
use pursuance_domain::event::{Happened, Recorded};
use pursuance_domain::id::ActorId;
use pursuance_domain::{kinds_of_delegations, kinds_of_pursuances};

use crate::reads::Actors;
use crate::store::actors;
use crate::store::db::ReadTx;
use crate::text::{Markup, escape};
use crate::web::frame::layout::Layout;
use crate::web::frame::when::When;
use crate::web::request::failure::PageError;
use crate::web::request::session::Visit;

/// A line about an act of an operator, or of the server itself.
pub struct LogRow {
    /// The actor and the object.
    pub text: Markup,
    pub at: When,
}

/// The actor, if it was not an account.
#[derive(Clone, Copy)]
enum Nobody {
    /// An operator at the command line.
    Operator,
    /// The server itself.
    Server,
}

/// For an event of the instance: the key of its sentence, the actor if it was not an account, and the server or the person that
/// it names. `None` for events that the log does not show.
fn log_key(what: &Happened) -> Option<(&'static str, Nobody, Option<&str>)> {
    let by_operator = |key| Some((key, Nobody::Operator, None));
    match what {
        Happened::AccountOperatorSet(set) if set.after => by_operator("log-operator-set"),
        Happened::AccountOperatorSet(_) => by_operator("log-operator-ended"),
        Happened::AccountSuspended(set) if set.suspended => by_operator("log-suspended"),
        Happened::AccountSuspended(_) => by_operator("log-unsuspended"),
        Happened::AccountLimitsLifted(set) if set.lifted => by_operator("log-limits-lifted"),
        Happened::AccountLimitsLifted(_) => by_operator("log-limits-set"),
        Happened::AccountLinkMade(_) => by_operator("log-link-made"),
        Happened::AccountRequestAnswered(told) => {
            let key = if told.let_in { "log-request-let-in" } else { "log-request-declined" };
            Some((key, Nobody::Operator, Some(&told.name)))
        }
        Happened::AccountPictureRemoved(_) => by_operator("log-picture-removed"),
        Happened::PrimaryNamed(_) => by_operator("log-primary-named"),
        Happened::PursuanceEnded(_) => by_operator("log-pursuance-deleted"),
        Happened::InstanceConfigured(_) => by_operator("log-configured"),
        Happened::HostBlocked(told) => {
            let key = if told.blocked { "log-host-blocked" } else { "log-host-unblocked" };
            Some((key, Nobody::Operator, Some(&told.host)))
        }
        Happened::ChannelResumed(told) => Some(("log-channel-resumed", Nobody::Operator, Some(&told.host))),
        Happened::ActorKeyAccepted(told) => {
            let (KeyAccepted::ToOperators { host, .. } | KeyAccepted::ToPeople { host, .. }) = told;
            Some(("log-key-accepted", Nobody::Operator, host.as_deref()))
        }
        Happened::HostNotLettingIn(told) => Some(("log-not-let-in", Nobody::Server, Some(&told.host))),
        Happened::ActorGone(_) => Some(("log-actor-gone", Nobody::Server, None)),
        Happened::ActorKeyChanged(told) => {
            let (KeyChanged::ToOperators { host, .. } | KeyChanged::ToPeople { host, .. }) = told;
            Some(("log-key-changed", Nobody::Server, host.as_deref()))
        }
        Happened::DelegationSuspended(told) => {
            Some(("log-channel-suspended", Nobody::Server, told.host.as_deref()))
        }
        Happened::AccountCreated(_)
        | Happened::AccountAsked(_)
        | Happened::AccountVerifierSet(_)
        | Happened::AccountRecoverySet(_)
        | Happened::AccountDeviceAdded(_)
        | Happened::AccountKeysReplaced(_)
        | Happened::SessionStarted(_)
        | Happened::SessionEnded(_)
        | Happened::TokenCreated(_)
        | Happened::TokenRevoked(_)
        | Happened::ProfileEdited(_)
        | Happened::LimitsSet(_)
        | Happened::AwaySet(_)
        | Happened::FileAdded(_)
        | Happened::WatchSet(_)
        | Happened::NoticeRead(_)
        | Happened::NoticeMuted(_)
        | Happened::PreferenceSet(_)
        | Happened::MailSet(_)
        | Happened::MailConfirmed(_)
        | Happened::MailRemoved(_)
        | Happened::MailPaused(_)
        | Happened::FeedCreated(_)
        | Happened::FeedReplaced(_)
        | Happened::FeedRevoked(_)
        | Happened::SearchSaved(_)
        | Happened::SearchForgotten(_)
        | Happened::PushSubscribed(_)
        | Happened::PushUnsubscribed(_)
        | kinds_of_pursuances!()
        | kinds_of_delegations!() => None,
    }
}

/// The acts of operators, in sentences.
pub(super) async fn log(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    event: &Recorded,
) -> Result<Option<LogRow>, PageError> {
    let t = visit.t;
    let Some((key, nobody, host)) = log_key(&event.what) else { return Ok(None) };
    let object = actors::by_id(tx, &ActorId(event.object.clone())).await?;
    let by = visit.party_if_any(tx, &mut Actors::default(), event.actor.as_ref()).await?;
    let name = object.map_or_else(|| host.unwrap_or_default().to_owned(), |actor| actor.name);
    let nobody = match nobody {
        Nobody::Operator => "by-command-line",
        Nobody::Server => "by-itself",
    };
    let who = match by {
        Some(by) => by.bold(t),
        None => Markup::trusted(format!("<b>{}</b>", escape(t.s(nobody)))),
    };
    let text = Markup::trusted(t.rich(key).html("who", who).set("name", name).to_string());
    Ok(Some(LogRow { text, at: l.moment(event.at) }))
}
