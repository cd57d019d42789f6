//! The comments that a comment between two servers answers and quotes: only those that both of them have (PROTOCOL §1.6).

use pursuance_domain::discussion::hangs_on;
use pursuance_domain::id::{ActorId, MessageId};
use pursuance_federation::vocab::Note;
use url::Url;

use super::DelegationCx;
use super::discussion::own_message;
use crate::actions::{Cx, PerformError};
use crate::store::comments;
use crate::store::discussions::{self, Message, Ties};

/// The address by which the other side knows a comment; none where it does not have it. So nothing leaves of a comment that was not
/// sent there, not even that there is one.
pub(super) async fn known_address(
    cx: &mut Cx,
    delegation: &DelegationCx,
    id: Option<&MessageId>,
) -> Result<Option<Url>, PerformError> {
    let Some(id) = id else { return Ok(None) };
    let Some(message) = discussions::by_id(&mut cx.tx, id).await? else { return Ok(None) };
    let uri = if is_theirs(delegation, &message) {
        message.uri.strip_suffix(&format!("#{}", delegation.row.id))
    } else if has_copy(cx, delegation, &message).await? {
        Some(message.uri.as_str())
    } else {
        None
    };
    Ok(uri.and_then(|uri| Url::parse(uri).ok()))
}

/// Returns the comments that a comment of the other side answers and quotes, and who wrote the answered one. An address that
/// leads to no comment of this delegation leads to nothing: the comment is one without it.
pub(super) async fn heard(
    cx: &mut Cx,
    delegation: &DelegationCx,
    (thread, note): (&str, &Note),
) -> Result<(Ties, Option<ActorId>), PerformError> {
    let answered = known(cx, delegation, note.in_reply_to.as_ref()).await?;
    let answered = answered.filter(|answered| answered.thread == thread);
    let quoted = known(cx, delegation, note.quote_url.as_ref()).await?;
    let ties = Ties {
        reply_to: answered.as_ref().map(|found| hangs_on(&found.id, found.ties.reply_to.as_ref())),
        quote: quoted.map(|found| found.id),
        has_reactions: false,
    };
    Ok((ties, answered.map(|found| found.author)))
}

/// The comment with this address that both sides have.
async fn known(
    cx: &mut Cx,
    delegation: &DelegationCx,
    uri: Option<&Url>,
) -> Result<Option<Message>, PerformError> {
    let Some(uri) = uri else { return Ok(None) };
    if let Some(theirs) = own_message(cx, delegation, uri.as_str()).await? {
        return Ok(Some(theirs));
    }
    let Some(ours) = discussions::by_uri(&mut cx.tx, uri.as_str()).await? else { return Ok(None) };
    Ok(has_copy(cx, delegation, &ours).await?.then_some(ours))
}

fn is_theirs(delegation: &DelegationCx, message: &Message) -> bool {
    message.author == delegation.peer.id && message.shared_with.as_ref() == Some(&delegation.row.id)
}

/// Whether the other side was sent a comment of ours, and took it.
async fn has_copy(cx: &mut Cx, delegation: &DelegationCx, message: &Message) -> Result<bool, PerformError> {
    let copies = comments::copies(&mut cx.tx, &message.id).await?;
    Ok(copies.iter().any(|(id, is_refused)| *id == delegation.row.id && !is_refused))
}
