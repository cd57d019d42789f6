//! Messages about tasks of a private pursuance: comments whose words this server does not read. Who signed one lies inside its
//! envelope; the server knows its sender by the account that sent it.

use std::collections::BTreeMap;

use pursuance_domain::allowed::Permission;
use pursuance_domain::discussion::{self, CommentEnd, CommentFacts};
use pursuance_domain::event::Happened;
use pursuance_domain::event::happened::{CommentDeleted, CommentEdited, CommentRemoved, Commented};
use pursuance_domain::id::{MessageId, ReasonId};
use pursuance_sealed::check::{self, Way};
use pursuance_sealed::error::RelayRefusal;
use pursuance_sealed::ids::{Iid, ObjectId};
use pursuance_sealed::record::Message;

use super::refusal::{SealedRefusal, no};
use super::{Private, newer};
use crate::actions::comment;
use crate::actions::{Cx, PerformError, Refused, Thing, access, limits, task as tasking};
use crate::store::comments;
use crate::store::sealed::log::NEWER;
use crate::store::sealed::messages::{self, Kept, NewMessage};
use crate::store::sealed::objects;
use crate::store::tasks::Task;
use crate::store::texts::{self, Body, ObjectText};
use crate::store::{discussions, tasks};

/// The effect of a message on another one, as its sender tells beside. Its words lie inside of its envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum MessageEffect {
    Says,
    /// Gives this one another wording.
    Edits(ObjectId),
    /// Takes the first one back, or removes it, with all of its edits, which stand behind it.
    Ends(Vec<ObjectId>),
}

impl MessageEffect {
    /// Returns the effect that is told of each message; refused where it is told of one that did not come.
    pub fn of(
        messages: &[Message],
        edits: &BTreeMap<String, String>,
        ends: &BTreeMap<String, Vec<String>>,
    ) -> Result<Vec<Self>, PerformError> {
        let mut all = Vec::with_capacity(messages.len());
        for message in messages {
            let id = message.message.to_string();
            all.push(match (edits.get(&id), ends.get(&id)) {
                (None, None) => Self::Says,
                (Some(meant), None) => Self::Edits(named(meant)?),
                (None, Some(meant)) => {
                    Self::Ends(meant.iter().map(|one| named(one)).collect::<Result<_, _>>()?)
                }
                (Some(_), Some(_)) => return Err(no(RelayRefusal::BadFields)),
            });
        }
        let told = all.iter().filter(|does| **does != Self::Says).count();
        if told == edits.len() + ends.len() { Ok(all) } else { Err(no(RelayRefusal::BadFields)) }
    }
}

/// The id of an object in hexadecimal.
pub(super) fn named(text: &str) -> Result<ObjectId, PerformError> {
    let read = hex::decode(text).ok().and_then(|bytes| ObjectId::from_slice(&bytes));
    read.ok_or_else(|| no(RelayRefusal::BadFields))
}

/// A message that came, and its sender.
type Sent<'a> = (&'a Message, &'a Iid);

/// Checks a message, and writes it: as a comment on its task, or as what became of one.
pub(super) async fn put(
    cx: &mut Cx,
    private: &Private,
    sender: &Iid,
    (message, does): (&Message, &MessageEffect),
    way: Way,
) -> Result<(), PerformError> {
    private.demand_open()?;
    let pursuance = private.id().clone();
    let checked = match way {
        Way::Put { .. } => check::message(&private.fold, message, sender),
        // The member who gives a message back claims it: nothing else that can be seen here says whose it is.
        Way::GivenBack => check::message_given_back(&private.fold, message, sender),
    };
    if let Err(refusal) = checked {
        return Err(late(cx, private, refusal).await?);
    }
    let object = ObjectId::from_bytes(*message.unit.as_bytes());
    let id = objects::task(&mut cx.tx, &pursuance, &object).await?;
    let id = id.ok_or_else(|| no(RelayRefusal::BadFields))?;
    let task = tasks::by_id(&mut cx.tx, &id).await?.ok_or(Refused::NotFound(Thing::Task))?;
    let task = access::shown(&private.access, task.number, Some(task))?;
    access::demand_here(&task)?;
    private.access.demand(Permission::Discuss, Some(&task))?;
    if messages::is_sent(&mut cx.tx, &pursuance, message, sender).await? {
        // Another device of the same person was first: the next one follows the newest.
        let newest = messages::newest(&mut cx.tx, &pursuance, &message.unit, sender).await?;
        let newest = newest.and_then(|newest| newest.record).into_iter().collect();
        return Err(SealedRefusal::from(RelayRefusal::StaleRevision).with(newest).into());
    }
    if messages::is_there(&mut cx.tx, &pursuance, &message.message).await? {
        return Err(no(RelayRefusal::BadFields));
    }
    let sent = (message, sender);
    match does {
        MessageEffect::Says => {
            // Messages that a server lost are given back at once, however many they are.
            if matches!(way, Way::Put { .. }) {
                let person = cx.person()?;
                limits::say(&mut cx.tx, &person, cx.now).await?;
            }
            let id = write(cx, private, sent, &task.id.0).await?;
            let told = Commented { revision: 1, shared: false, delegation: None, step: None, answers: None };
            cx.event(&pursuance, Happened::TaskCommented(told), id.as_str(), Some(&task.id));
            tasks::touch(&mut cx.tx, &task.id, cx.now).await?;
            tasking::after_work(cx, &task).await
        }
        MessageEffect::Edits(meant) => edit(cx, private, sent, (&task, meant)).await,
        MessageEffect::Ends(meant) => end(cx, private, sent, (&task, meant.as_slice())).await,
    }
}

/// Writes a message with its envelope. `about`: the id of its task, or of the comment that it changes or ends.
async fn write(
    cx: &mut Cx,
    private: &Private,
    (message, sender): Sent<'_>,
    about: &str,
) -> Result<MessageId, PerformError> {
    let (author, id) = (cx.person()?, MessageId(cx.new_id()));
    let comment = discussions::Message {
        uri: cx.app.addresses.note(id.as_str()),
        thread: about.to_owned(),
        author: author.clone(),
        at: cx.now,
        revision: 1,
        shared_with: None,
        retracted_at: None,
        removed: None,
        worded_at: cx.now,
        // Its envelope follows.
        body: Body::Forgotten,
        is_refused: false,
        ties: discussions::Ties::default(),
        id: id.clone(),
    };
    discussions::add(&mut cx.tx, &comment).await?;
    let new = NewMessage { id: &id, message, sender, author: &author };
    messages::add(&mut cx.tx, private.id(), &new, cx.now).await?;
    Ok(id)
}

/// The comment on a task that a message changes or ends.
async fn meant(
    cx: &mut Cx,
    private: &Private,
    task: &Task,
    meant: &ObjectId,
) -> Result<discussions::Message, PerformError> {
    let found = match messages::comment(&mut cx.tx, private.id(), meant).await? {
        Some(id) => discussions::by_id(&mut cx.tx, &id).await?,
        None => None,
    };
    found.filter(|found| found.thread == task.id.0).ok_or_else(|| no(RelayRefusal::BadFields))
}

/// Gives a comment another wording: that of a message about it.
async fn edit(
    cx: &mut Cx,
    private: &Private,
    sent: Sent<'_>,
    (task, of): (&Task, &ObjectId),
) -> Result<(), PerformError> {
    let person = cx.person()?;
    let found = meant(cx, private, task, of).await?;
    let edits = messages::edits(&mut cx.tx, &found.id).await?;
    let revision = i64::try_from(edits.len()).unwrap_or(i64::MAX).saturating_add(1);
    let facts = CommentFacts { revision, ..comment::facts(&found, Some(&person)) };
    discussion::may_edit(facts, revision)?;
    write(cx, private, sent, found.id.as_str()).await?;
    let told = CommentEdited { revision: revision.saturating_add(1), delegation: None };
    cx.event(private.id(), Happened::TaskCommentEdited(told), found.id.as_str(), Some(&task.id));
    Ok(())
}

/// Ends a comment with all of its edits, and deletes their envelopes. That it ended, and why, says the message that ends it.
async fn end(
    cx: &mut Cx,
    private: &Private,
    sent: Sent<'_>,
    (task, of): (&Task, &[ObjectId]),
) -> Result<(), PerformError> {
    let (first, rest) = of.split_first().ok_or_else(|| no(RelayRefusal::BadFields))?;
    let person = cx.person()?;
    let found = meant(cx, private, task, first).await?;
    let facts = comment::facts(&found, Some(&person));
    if !facts.is_author {
        private.access.demand(Permission::Moderate, Some(task))?;
    }
    // Its reason lies inside of its envelope.
    let how = discussion::ends(facts, true)?;
    let edits = messages::edits(&mut cx.tx, &found.id).await?;
    // A message that is named besides and is no edit of it stays: its author may have signed it as one without telling.
    if edits.iter().any(|edit| edit.record.is_some() && !rest.contains(&edit.object)) {
        // It has another wording meanwhile, whose hash has to be named, too.
        let newer = edits.into_iter().filter_map(|edit| edit.record).collect();
        return Err(SealedRefusal::from(RelayRefusal::StaleRevision).with(newer).into());
    }
    write(cx, private, sent, found.id.as_str()).await?;
    match how {
        CommentEnd::Deleted => {
            comments::delete(&mut cx.tx, &found, cx.now).await?;
            let told = Happened::TaskCommentDeleted(CommentDeleted { delegation: None });
            cx.event(private.id(), told, found.id.as_str(), Some(&task.id));
        }
        CommentEnd::Removed => {
            let reason = ReasonId(cx.new_id());
            comments::remove(&mut cx.tx, &found, &person, &reason, cx.now).await?;
            texts::forget(&mut cx.tx, found.id.as_str(), ObjectText::Body, found.revision).await?;
            let told = CommentRemoved { comment: found.id.clone(), reason };
            let told = Happened::TaskCommentRemoved(told);
            cx.event(private.id(), told, found.author.as_str(), Some(&task.id));
        }
    }
    for Kept { id, .. } in edits {
        texts::forget(&mut cx.tx, id.as_str(), ObjectText::Body, 1).await?;
    }
    Ok(())
}

/// A refusal; where its sender only came late, with the newest entries of the log: how far they saw it is not
/// told.
pub(super) async fn late(
    cx: &mut Cx,
    private: &Private,
    refusal: RelayRefusal,
) -> Result<PerformError, PerformError> {
    let entries = match (refusal, private.fold.head()) {
        (RelayRefusal::StaleEpoch, Some(head)) => {
            let known = head.seq.checked_sub(u64::try_from(NEWER).unwrap_or(u64::MAX));
            newer(&mut cx.tx, private.id(), known).await?
        }
        (_, _) => Vec::new(),
    };
    Ok(SealedRefusal::from(refusal).with(entries).into())
}
