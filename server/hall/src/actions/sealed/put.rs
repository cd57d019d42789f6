//! Signed revisions of what is sealed: the name and mission of a private pursuance, what each member says of themselves there, and
//! tasks (`tasks`), what blocks them (`blocks`), and messages about them (`messages`). A server that was restored is given back what it
//! lost: what a revision says is done in the name of its author, not of the member who gives it back.

use std::collections::{BTreeSet, HashMap, HashSet};

use pursuance_domain::action::PutSealed;
use pursuance_domain::allowed::{Principal, Via};
use pursuance_domain::event::happened::{Openness, PursuanceEdited};
use pursuance_domain::event::{Event, Happened};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::people::role::Role;
use pursuance_domain::task::phase::{PhaseRefusal, Subtasks};
use pursuance_sealed::check::{self, Newest, Way};
use pursuance_sealed::envelope::ObjectType;
use pursuance_sealed::error::RelayRefusal;
use pursuance_sealed::ids::Iid;
use pursuance_sealed::limits::BATCH_OBJECTS;
use pursuance_sealed::log::{Entry, Fold};
use pursuance_sealed::record::{Content, FieldRecord};
use pursuance_sealed::revision::{Body, RESEALED, Rel, Revision};
use serde_json::{Value, json};

use super::messages::MessageEffect;
use super::refusal::{SealedRefusal, no, not_built};
use super::tags::SKILLS;
use super::tasks::{self, Said, Went};
use super::{Private, Ready, blocks, messages, newer, suggestions};
use crate::actions::access::{self, Access};
use crate::actions::{Cx, PerformError, undo};
use crate::store::sealed::objects::{self, NewRevision, SealedObject};
use crate::store::sealed::{self, log, suggestions as kept, tags};

pub(super) async fn put(cx: &mut Cx, a: PutSealed) -> Result<Value, PerformError> {
    let ready = Ready::of(cx, &a.records);
    let private = Private::lock(cx, &a.pursuance).await?;
    let poster = private.seat(cx).await?;
    let batch = ready.batch()?;
    batch.demand_revisions()?;
    let does = MessageEffect::of(&batch.messages, &a.edits, &a.ends)?;
    let is_answer = a.suggests || a.suggestion.is_some();
    if a.given_back && (a.undo.is_some() || is_answer) {
        return Err(no(RelayRefusal::BadFields));
    }
    // Only what somebody does now closes subtasks besides.
    if a.subtasks.is_some() && (a.given_back || a.undo.is_some() || is_answer) {
        return Err(no(RelayRefusal::BadFields));
    }
    if is_answer {
        private.demand_open()?;
        return match (&a.suggestion, a.suggests, a.undo) {
            (None, true, None) => suggestions::make(cx, &private, poster, (batch, &a.records)).await,
            (Some(id), false, None) => {
                suggestions::answer(cx, &private, poster, (batch, does.as_slice()), id).await
            }
            (_, _, _) => Err(no(RelayRefusal::BadFields)),
        };
    }
    let author = cx.person()?;
    let objects = batch.revisions.len() + batch.messages.len();
    if objects == 0 {
        return Err(no(RelayRefusal::BadFields));
    }
    if objects > BATCH_OBJECTS {
        return Err(no(RelayRefusal::TooMany));
    }
    let way = if a.given_back { Way::GivenBack } else { Way::Put { poster } };
    let is_vouched = a.given_back && private.access.role() >= Some(Role::AssistantAdmin);
    // No way back: a member who gives revisions back would undo by it what others did.
    cx.is_bound |= a.given_back;
    let back = match a.undo {
        Some(event) => take_back(cx, &private, &batch.revisions, event).await?,
        None => HashMap::new(),
    };
    let mut fields = batch.fields.clone();
    for revision in &batch.revisions {
        let (its, others): (Vec<FieldRecord>, Vec<FieldRecord>) =
            fields.into_iter().partition(|field| is_of(field, &revision.body, way));
        fields = others;
        let mut said = batch.messages.iter().zip(&does).filter(|(_, does)| **does == MessageEffect::Says);
        // The author gives back the words that were said when work was sent back.
        let has_comment = a.given_back || said.any(|(message, _)| message.unit == revision.body.unit);
        let subtasks = a.subtasks;
        let put = (revision, RevisionFacts { has_comment, back: &back, subtasks, way, is_vouched });
        match way {
            Way::Put { .. } => put_one(cx, &private, &author, put, &its).await?,
            Way::GivenBack => give_back(cx, &private, put, &its).await?,
        }
    }
    // Fields of nothing that came.
    if !fields.is_empty() {
        return Err(no(RelayRefusal::BadFields));
    }
    if a.subtasks.is_some() {
        demand_all_said(cx, &private, &batch.revisions).await?;
    }
    for (message, does) in batch.messages.iter().zip(&does) {
        messages::put(cx, &private, &poster, (message, does), way).await?;
    }
    Ok(json!({ "pursuance": private.access.pursuance.slug, "objects": objects }))
}

/// Whether a field came with a revision. One that is given back may bring what earlier ones changed.
pub(super) fn is_of(field: &FieldRecord, body: &Body, way: Way) -> bool {
    let is_its = (field.object_type, field.object) == (body.object_type, body.object);
    is_its && (field.rev == body.rev || (way == Way::GivenBack && field.rev < body.rev))
}

/// Takes back an act of the person, as its events tell it: the person who could do it may take it back, even where no action leads
/// there. The sent revisions have to say so for each task on the way. Answers these tasks, and what was taken back in each.
async fn take_back(
    cx: &mut Cx,
    private: &Private,
    revisions: &[Revision],
    event: i64,
) -> Result<HashMap<TaskId, Went>, PerformError> {
    let access = access::lock(cx, private.id().as_str()).await?;
    let (_, steps) = undo::go_back(cx, access, event).await?;
    let mut back: HashMap<TaskId, Went> = HashMap::new();
    for step in &steps {
        back.entry(step.task.clone()).or_default().note(&step.back);
    }
    let said = tasks_of(cx, private, revisions).await?;
    if back.keys().all(|task| said.contains(task)) { Ok(back) } else { Err(no(RelayRefusal::BadFields)) }
}

/// The tasks that revisions are of.
async fn tasks_of(
    cx: &mut Cx,
    private: &Private,
    revisions: &[Revision],
) -> Result<HashSet<TaskId>, PerformError> {
    let mut said = HashSet::new();
    for body in revisions.iter().map(|revision| &revision.body) {
        if body.object_type == ObjectType::Task {
            said.extend(objects::task(&mut cx.tx, private.id(), &body.object).await?);
        }
    }
    Ok(said)
}

/// Refuses to close subtasks of which no revision says so: this server would show a state that nobody signed. Somebody may have written
/// them down meanwhile.
async fn demand_all_said(cx: &mut Cx, private: &Private, revisions: &[Revision]) -> Result<(), PerformError> {
    let said = tasks_of(cx, private, revisions).await?;
    let is_unsaid = |event: &&Event| {
        matches!(event.what, Happened::TaskPhaseSet(_))
            && event.task.as_ref().is_some_and(|task| !said.contains(task))
    };
    match cx.events.iter().filter(is_unsaid).count() {
        0 => Ok(()),
        open => Err(PhaseRefusal::OpenSubtasks { open: u32::try_from(open).unwrap_or(u32::MAX) }.into()),
    }
}

/// How a revision came, and what with it.
#[derive(Clone, Copy)]
pub(super) struct RevisionFacts<'a> {
    /// A message about it.
    pub has_comment: bool,
    /// The tasks whose way back was gone before.
    pub back: &'a HashMap<TaskId, Went>,
    /// The fate of the open subtasks of a task that it finishes.
    pub subtasks: Option<Subtasks>,
    /// Whether it is put, by the member who puts or had suggested it, or given back.
    pub way: Way,
    /// Whether who gives it back may edit tasks.
    pub is_vouched: bool,
}

/// Puts a revision in the name of its author: the signature says who they are, and what they may is asked as it is now.
async fn give_back(
    cx: &mut Cx,
    private: &Private,
    put: (&Revision, RevisionFacts<'_>),
    fields: &[FieldRecord],
) -> Result<(), PerformError> {
    // It was signed to be suggested alone, and this server never had it.
    if kept::is_declined(&mut cx.tx, private.id(), &put.0.hash()).await? {
        return Err(no(RelayRefusal::BadFields));
    }
    let actor = sealed::actor_of(&mut cx.tx, private.id(), &put.0.body.actor).await?;
    let actor = actor.ok_or_else(|| no(RelayRefusal::BadAuthor))?;
    let author = Principal::Person { actor: actor.clone(), via: Via::Session };
    let pursuance = private.access.pursuance.clone();
    let access = Access::load(&mut cx.tx, &author, pursuance, cx.now).await?;
    let of_author = Private { access, standing: private.standing, fold: private.fold.clone() };
    let poster = std::mem::replace(&mut cx.who, author);
    let done = put_one(cx, &of_author, &actor, put, fields).await;
    cx.who = poster;
    done
}

/// Checks one revision with the fields that it changes, and writes it. Its author signed it, and another member may put it.
pub(super) async fn put_one(
    cx: &mut Cx,
    private: &Private,
    author: &ActorId,
    (revision, beside): (&Revision, RevisionFacts<'_>),
    fields: &[FieldRecord],
) -> Result<(), PerformError> {
    let (id, body) = (private.id().clone(), &revision.body);
    match body.object_type {
        ObjectType::Pursuance | ObjectType::Profile | ObjectType::Task | ObjectType::BlockNote => {}
        ObjectType::Chat | ObjectType::File | ObjectType::DelegationNote | ObjectType::Room => {
            return Err(not_built().into());
        }
    }
    let there = objects::find(&mut cx.tx, &id, body.object_type, &body.object).await?;
    let RevisionFacts { has_comment, back, subtasks, way, is_vouched } = beside;
    let is_next = there.as_ref().is_some_and(|there| body.prev == there.revision.hash());
    let is_given_back = way == Way::GivenBack;
    let is_several = is_given_back && !is_next;
    let is_resealed =
        !is_several && there.as_ref().is_some_and(|there| is_resealed(revision, &there.revision));
    // A revision that is only sealed anew says nothing: it goes on after somebody has left a closed pursuance.
    if !is_resealed {
        private.demand_open()?;
    }
    let newest = there.as_ref().map(|there| Newest { revision: &there.revision, rel: &there.rel });
    if let Err(refusal) = check::revision(&private.fold, revision, fields, newest, way) {
        return Err(late(cx, &id, refusal, body, there.as_ref()).await?);
    }
    demand_known_head(cx, private, body).await?;
    let went = there.as_ref().and_then(|there| back.get(&TaskId(there.id.clone())).copied());
    let rel = there.as_ref().map(|there| of_now(&private.fold, &there.rel));
    let before = there.as_ref().map(|there| &there.revision).zip(rel.as_ref());
    // Whom one that is given back names may have other keys by now, or be gone.
    let new = rel_in(fields).map(|rel| if is_given_back { of_now(&private.fold, rel) } else { rel.clone() });
    let said = said(revision, new.as_ref(), before)?;
    let said = Said { has_comment, went, subtasks, is_several, is_vouched, ..said };
    let is_task = body.object_type == ObjectType::Task;
    let is_block = body.object_type == ObjectType::BlockNote;
    let name = match &there {
        // A block is said once. Its end is not signed, as being blocked is not.
        Some(_) if is_block => return Err(no(RelayRefusal::BadFields)),
        Some(there) => there.id.clone(),
        None if is_task => tasks::create(cx, private, &said).await?.0,
        None if is_block => blocks::begin(cx, private, &said).await?,
        None => cx.new_id(),
    };
    let before = there.as_ref().map(|there| there.revision.body.rev);
    let new = NewRevision { id: &name, revision, fields, author, before };
    if !objects::put(&mut cx.tx, &id, &new, cx.now).await? {
        return Err(no(RelayRefusal::StaleRevision));
    }
    if let Some(there) = &there
        && has_other_skills(revision, &there.revision, is_several)
        && !(must_seal_anew(revision, &there.revision) && tags::are_older(&mut cx.tx, &id, &name).await?)
    {
        tags::clear(&mut cx.tx, &id, &name).await?;
    }
    if is_task {
        return tasks::follow(cx, private, &TaskId(name), &said).await;
    }
    // A revision that was only sealed anew with the next key says nothing new.
    if is_resealed {
        return Ok(());
    }
    // Others read the name of a newcomer at once.
    if body.object_type == ObjectType::Profile {
        cx.changes(&id);
    }
    if body.object_type == ObjectType::Pursuance {
        let pursuance = &private.access.pursuance;
        let as_ever = || Openness { visibility: pursuance.visibility, joining: pursuance.joining };
        let told = PursuanceEdited {
            before: as_ever(),
            after: as_ever(),
            may_skip_review: None,
            reviews: None,
            renew_keys: None,
            mission: None,
        };
        cx.event(&id, Happened::PursuanceEdited(told), id.as_str(), None);
    }
    Ok(())
}

/// Whether a revision only seals an object anew, as far as can be seen: there is a newer key.
fn is_resealed(revision: &Revision, before: &Revision) -> bool {
    revision.field(RESEALED).is_some() && revision.has_newer_key(before)
}

/// Whether a revision changes its skills and does not only seal them with the next key: then their tags change, too. A revision that
/// stands for several may do both.
fn has_other_skills(revision: &Revision, before: &Revision, is_several: bool) -> bool {
    let rev = |revision: &Revision| revision.field(SKILLS).map(|field| field.rev);
    (is_several || revision.field(RESEALED).is_none()) && rev(revision) != rev(before)
}

/// Whether a revision writes its skills because all is sealed anew under a newer key: whether they are others nobody sees here. Tags of an
/// older key, which are compared with nothing, stay then: their successors are no reason to ask more people at once.
fn must_seal_anew(revision: &Revision, before: &Revision) -> bool {
    revision.has_newer_key(before) && revision.field(SKILLS).is_some()
}

/// The relations that the next revision has to name if nothing changes: a person with new keys is named by the new ones, and a former
/// member is left out (docs/sealed.md §3.13).
fn of_now(fold: &Fold, rel: &Rel) -> Rel {
    let people = |named: &[Iid]| -> Vec<Iid> {
        let heirs = named.iter().map(|iid| fold.heir(iid)).filter(|iid| fold.member(iid).is_some());
        heirs.collect::<BTreeSet<Iid>>().into_iter().collect()
    };
    Rel { assignees: people(&rel.assignees), reviewers: people(&rel.reviewers), ..rel.clone() }
}

/// The relations among some fields.
fn rel_in(fields: &[FieldRecord]) -> Option<&Rel> {
    fields.iter().find_map(|field| match &field.content {
        Content::Rel(rel) => Some(rel),
        Content::Sealed(_) => None,
    })
}

/// The content of a revision, beside the one before. `new`: its relations, where they are others.
fn said<'a>(
    revision: &'a Revision,
    new: Option<&'a Rel>,
    before: Option<(&'a Revision, &'a Rel)>,
) -> Result<Said<'a>, PerformError> {
    let rel = new.or(before.map(|(_, rel)| rel)).ok_or_else(|| no(RelayRefusal::BadFields))?;
    let (has_comment, is_several, is_vouched) = (false, false, false);
    Ok(Said { revision, rel, before, has_comment, went: None, subtasks: None, is_several, is_vouched })
}

/// A refusal, where its author only came late with what is newer: the object as it is now, or the entries of the log that they
/// had not seen.
pub(super) async fn late(
    cx: &mut Cx,
    id: &ActorId,
    refusal: RelayRefusal,
    body: &Body,
    there: Option<&SealedObject>,
) -> Result<PerformError, PerformError> {
    let newer = match (refusal, there) {
        (RelayRefusal::StaleRevision, Some(there)) => {
            objects::records(&mut cx.tx, std::slice::from_ref(there)).await?.concat()
        }
        (RelayRefusal::StaleEpoch, _) => newer(&mut cx.tx, id, Some(body.head.seq)).await?,
        (_, _) => Vec::new(),
    };
    Ok(SealedRefusal::from(refusal).with(newer).into())
}

/// Refuses a revision whose author saw another log: all others would take this server for a liar.
pub(super) async fn demand_known_head(
    cx: &mut Cx,
    private: &Private,
    body: &Body,
) -> Result<(), PerformError> {
    if private.fold.head() == Some(body.head) {
        return Ok(());
    }
    let Some(bytes) = log::at(&mut cx.tx, private.id(), body.head.seq).await? else {
        return Err(no(RelayRefusal::StaleLog));
    };
    let entry = Entry::decode(&bytes).map_err(SealedRefusal::from)?;
    if entry.hash() == body.head.hash { Ok(()) } else { Err(no(RelayRefusal::DoesNotFold)) }
}
