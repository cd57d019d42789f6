//! The discussion of a task, on the task's page.

use std::collections::HashMap;

use pursuance_domain::allowed::Permission;
use pursuance_domain::delegation::State;
use pursuance_domain::id::DelegationId;

use super::delegations::TaskDelegations;
use crate::actions::access::Access;
use crate::markdown;
use crate::reads::Actors;
use crate::store::db::ReadTx;
use crate::store::delegations;
use crate::store::discussions::{self, Message};
use crate::store::error::StoreResult;
use crate::store::tasks::Task;
use crate::text::{Markup, Text};
use crate::web::delegation::readers::Readers;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{Field, Party};
use crate::web::frame::when::When;
use crate::web::request::failure::PageError;
use crate::web::request::session::Visit;

/// The most bytes of comments on one page: rendering them must not slow the page down.
pub const TALK_MAX: usize = 32 * 1024;

/// The discussion of a task.
pub struct Talk {
    pub messages: Vec<MessageView>,
    /// Messages before these.
    pub earlier: i64,
    /// The address of those.
    pub earlier_href: String,
    /// Whether the viewer may write.
    pub may_write: bool,
    pub body: Field,
    /// The pursuance that owns the task.
    pub pursuance: String,
    /// Whether the pursuance is public.
    pub is_public: bool,
    /// The other pursuances of live delegations, which may get a message.
    pub share: Option<Share>,
}

/// Whether a message goes to other pursuances too.
pub struct Share {
    /// All that would read it: one, or several with an offer.
    pub peers: Vec<Party>,
    /// The readers at all of them.
    pub readers: Readers,
    /// As agreed in the offer, or as ticked before.
    pub is_ticked: bool,
}

impl Share {
    /// Who would read it.
    pub fn names(&self, t: Text) -> Markup {
        let names: Vec<String> = self.peers.iter().map(|peer| peer.markup(t).to_string()).collect();
        Markup::trusted(names.join(", "))
    }
}

/// One message.
pub struct MessageView {
    pub id: String,
    pub by: Party,
    pub at: When,
    pub body: Markup,
    /// The pursuance that reads it too.
    pub shared_with: Option<Party>,
}

/// The newest of some messages, the oldest first: as many as fit on a page, and at least one.
pub(super) fn fitting(mut messages: Vec<Message>) -> Vec<Message> {
    let mut room = TALK_MAX;
    let fit = within(&messages, &mut room).max(1);
    messages.split_off(messages.len().saturating_sub(fit))
}

/// How many of the newest messages fit; their bytes are subtracted from the room.
pub(in crate::web) fn within(messages: &[Message], room: &mut usize) -> usize {
    let fit = messages.iter().rev().map_while(|message| {
        *room = room.checked_sub(message.body.len())?;
        Some(())
    });
    fit.count()
}

#[expect(clippy::too_many_arguments, reason = "what a page and its discussion share")]
pub(super) async fn talk(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    access: &Access,
    task: &Task,
    delegations: &TaskDelegations,
    writers: &HashMap<String, String>,
    rows: Vec<Message>,
    has_earlier: bool,
) -> Result<Talk, PageError> {
    let first = rows.first().map(|message| message.at);
    let earlier = match first.filter(|_| has_earlier) {
        Some(first) => discussions::count_before(tx, &access.seen(task)?, first).await?,
        None => 0,
    };
    let mut messages = Vec::with_capacity(rows.len());
    for message in rows {
        messages.push(say(visit, tx, l, actors, writers, message).await?);
    }
    let (mut peers, mut readers) = (Vec::new(), Readers::Members);
    for row in delegations.hear() {
        readers = readers.max(Readers::at(tx, row.peer()).await?);
        peers.push(visit.party_of(tx, actors, row.peer()).await?);
    }
    let is_ticked = delegations.hear().all(crate::web::delegation::forms::shares_discussion);
    let share = (!peers.is_empty()).then_some(Share { peers, readers, is_ticked });
    let is_public = access.pursuance.visibility.is_open();
    let slug = &access.pursuance.slug;
    Ok(Talk {
        messages,
        earlier,
        earlier_href: first
            .map(|first| format!("{}?before={}#discussion", links::task(slug, task.number), first.0))
            .unwrap_or_default(),
        may_write: access.may(Permission::Discuss, Some(task)),
        body: Field::default(),
        pursuance: access.pursuance.name.clone(),
        is_public,
        share,
    })
}

/// A comment as the page shows it.
pub(in crate::web) async fn say(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    writers: &HashMap<String, String>,
    message: Message,
) -> StoreResult<MessageView> {
    let author = visit.party_of(tx, actors, &message.author).await?;
    let is_ours = !author.is_group;
    // The other side's comment is shown as its pursuance's; its author is named only where that was agreed.
    let by = if is_ours {
        author
    } else {
        let person = match writers.get(&message.uri) {
            Some(name) => Party::named_there(visit.t, name, &author.name),
            None => Party::someone_at(visit.t, &author.name),
        };
        Party { host: author.host, ..person }
    };
    let body = if message.retracted_at.is_some() {
        format!("<p><em>{}</em></p>", visit.t.s("message-retracted"))
    } else {
        markdown::to_html(&message.body)
    };
    let shared_with = match message.shared_with.filter(|_| is_ours) {
        Some(id) => peer_of(visit, tx, actors, &id).await?,
        None => None,
    };
    Ok(MessageView {
        id: message.id.to_string(),
        by,
        at: l.moment(message.at),
        body: Markup::trusted(body),
        shared_with,
    })
}

async fn peer_of(
    visit: &Visit,
    tx: &mut ReadTx,
    actors: &mut Actors,
    id: &DelegationId,
) -> StoreResult<Option<Party>> {
    match delegations::by_id(tx, id).await? {
        Some(row) if row.state != State::Void => Ok(Some(visit.party_of(tx, actors, row.peer()).await?)),
        _ => Ok(None),
    }
}
