//! Private pursuances as the devices of their members ask for them: records as they came (docs/sealed.md §3.17).

use std::collections::BTreeMap;

use pursuance_domain::allowed::Principal;
use pursuance_domain::id::{ActorId, MessageId, ProposalId};
use pursuance_domain::sealed::{LeveledTag, TaggedKind};
use pursuance_domain::time::Time;
use pursuance_sealed::envelope::ObjectType;
use pursuance_sealed::ids::{Iid, InviteId, Pid};
use pursuance_sealed::invite::ShownInvite;
use pursuance_sealed::log::Fold;
use schemars::JsonSchema;
use serde::Serialize;

use super::Actors;
use super::seats::{self, KeptView};
use super::suggestion;
use crate::actions::access::Access;
use crate::actions::suggestion::decides;
use crate::actions::{PerformError, Refused, Thing};
use crate::records::text;
use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::sealed::messages::{self, Kept};
use crate::store::sealed::objects::{self, SealedObject};
use crate::store::sealed::{self, PAGE_BYTES, log, seals, tags as tagging};
use crate::store::suggestions::{self, Order};
use crate::store::{accounts, pursuances};

/// How many objects are in one part of the list, and how many of them are read at once.
const OBJECTS: usize = 200;
const OBJECTS_AT_ONCE: i64 = 20;
/// How many tagged objects are in one part of the list.
const TAGGED: i64 = 200;
/// How many seals are in one part of the list.
const SEALS: i64 = 1_000;
/// How many suggestions one is shown of each sort.
const SUGGESTIONS: usize = 50;

/// Records, and where the next part begins.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "SealedRecords")]
pub struct RecordsView {
    /// In base64url without padding. None: nothing came after that.
    pub records: Vec<String>,
    /// Pass it as `after` to get the next part, or later what is new. Of objects less than `after`: this server was restored from a
    /// backup, and knows of fewer changes than it once told of.
    pub next: i64,
    /// Beside seals: the members to whom nobody has sealed the newest key yet, by their identities in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting: Option<Vec<String>>,
    /// Beside objects: what the tasks among them are called here, by the ids that their members gave them, in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tasks: Option<BTreeMap<String, TaskHere>>,
    /// Beside objects: the ids here of the messages among them, by the ids that their senders gave them, in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub messages: Option<BTreeMap<String, MessageId>>,
    /// Beside objects: the ids here of what blocks tasks among them, by the ids that their authors gave them, in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocks: Option<BTreeMap<String, String>>,
    /// Beside objects: the messages among them whose envelopes were deleted, since they were taken back or removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gone: Option<BTreeMap<String, GoneMessage>>,
}

/// A message that was taken back or removed: where it stood.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "SealedGone")]
pub struct GoneMessage {
    /// The task, by the id that its members gave it.
    pub unit: String,
    /// The identity of its sender.
    pub sender: String,
    /// Its number among those of its sender about that task.
    pub number: u64,
}

impl RecordsView {
    /// Records with nothing beside.
    fn of(records: Vec<String>, next: i64) -> Self {
        Self { records, next, waiting: None, tasks: None, messages: None, blocks: None, gone: None }
    }
}

/// A private task as this server calls it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "SealedTaskHere")]
pub struct TaskHere {
    /// Its id here: the `object` of its sealed texts.
    pub id: String,
    /// Its number in the pursuance.
    pub number: i64,
}

/// Objects with their tags, and where the next part begins.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "SealedTagsHere")]
pub struct TagsView {
    pub objects: Vec<TaggedView>,
    /// Pass it as `after` to get the next part, or later what is new.
    pub next: i64,
}

/// The skills of a task, or of a member, as tags of one key.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "SealedTagged")]
pub struct TaggedView {
    pub kind: TaggedKind,
    /// The id that its members gave it, in hexadecimal.
    pub object: String,
    /// The number of the key; 0: there are no tags, or its skills have changed since.
    pub epoch: i64,
    pub tags: Vec<LeveledTag>,
}

/// The result of the records that were taken.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "SealedTaken")]
pub struct TakenView {
    /// The slug of the private pursuance.
    pub pursuance: String,
    /// Of revisions of tasks: what `undo` names to take them back, for ten minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undo: Option<i64>,
    /// The suggestion that was made or answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<ProposalId>,
}

/// Suggestions of a private pursuance that are not answered.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "SealedSuggestions")]
pub struct SuggestedView {
    /// Those that the reader may decide, the oldest first, and then their own; not all where there are very many.
    pub suggestions: Vec<SuggestedHere>,
}

/// A suggestion as its author signed it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "SealedSuggestion")]
pub struct SuggestedHere {
    /// The id that `put` names as `suggestion`.
    pub id: ProposalId,
    pub at: Time,
    /// The name of the account that sent it. Who signed it, the records say.
    pub by: String,
    /// A revision, and the fields that it changes.
    pub records: Vec<String>,
    /// Whether the reader decides it, and whether they made it.
    pub may_decide: bool,
    pub own: bool,
}

/// How a private pursuance is named.
#[derive(Debug, Clone, Copy)]
pub enum Named<'a> {
    /// By the hash of its first entry, in hexadecimal.
    Pid(&'a str),
    /// By its slug, or its id here.
    Slug(&'a str),
}

/// Its id here; none where there is no such pursuance, or none that is private.
///
/// # Errors
/// When the database fails.
pub async fn find(tx: &mut ReadTx, named: Named<'_>) -> StoreResult<Option<ActorId>> {
    let named = match named {
        Named::Slug(named) => named,
        Named::Pid(text) => {
            return match read_pid(text) {
                Some(pid) => sealed::by_pid(tx, &pid).await,
                None => Ok(None),
            };
        }
    };
    let found = pursuances::with_member(tx, named, None).await?.map(|(pursuance, ..)| pursuance.id);
    let Some(id) = found else { return Ok(None) };
    Ok(sealed::standing(tx, &id).await?.map(|_| id))
}

/// The id of a pursuance: 64 digits, of which no letter is large.
pub fn read_pid(text: &str) -> Option<Pid> {
    let is_small = text.bytes().all(|byte| !byte.is_ascii_uppercase());
    let bytes = hex::decode(text).ok().filter(|_| is_small)?;
    Pid::from_slice(&bytes)
}

/// A private pursuance, and what somebody is there.
struct Found {
    id: ActorId,
    access: Access,
}

impl Found {
    async fn find(
        tx: &mut ReadTx,
        who: &Principal,
        named: Named<'_>,
        now: Time,
    ) -> Result<Self, PerformError> {
        let none = || Refused::NotFound(Thing::Pursuance);
        let id = find(tx, named).await?.ok_or_else(none)?;
        let pursuance = pursuances::by_id(tx, &id).await?;
        let pursuance = pursuance.filter(|found| found.deleted_at.is_none()).ok_or_else(none)?;
        let access = Access::load(tx, who, pursuance, now).await?;
        Ok(Self { id, access })
    }

    /// Under which identity somebody is a member; to everybody else there is no such pursuance.
    async fn seat(&self, tx: &mut ReadTx) -> Result<Iid, PerformError> {
        let seat = match (self.access.role(), self.access.who.person()) {
            (Some(_), Some(person)) => sealed::seat_of(tx, &self.id, person).await?,
            (Some(_) | None, _) => None,
        };
        Ok(seat.ok_or(Refused::NotFound(Thing::Pursuance))?)
    }
}

/// The entries of the log after one. `shown`: an invitation, by which somebody with an account reads it who is no member yet.
/// Then the first part begins with what its link shows.
///
/// # Errors
/// When there is no such pursuance for the reader, or the database fails.
pub async fn entries(
    app: &App,
    who: &Principal,
    named: Named<'_>,
    after: Option<i64>,
    shown: Option<&ShownInvite>,
) -> Result<RecordsView, PerformError> {
    let mut tx = app.db.read().await?;
    let now = app.clock.now();
    let found = Found::find(&mut tx, who, named, now).await?;
    let mut records = Vec::new();
    match found.seat(&mut tx).await {
        Ok(_) => {}
        Err(PerformError::Refused(_)) => {
            let invite = invited(app, &mut tx, &found, shown, now).await?;
            if after.is_none() {
                records.extend(log::note(&mut tx, &found.id, &invite).await?);
            }
        }
        Err(error) => return Err(error),
    }
    let after = after.unwrap_or(-1);
    let page = log::records_after(&mut tx, &found.id, after, log::PAGE).await?;
    let next = page.last().map_or(after, |(seq, _)| *seq);
    records.extend(page.into_iter().map(|(_, record)| record));
    Ok(RecordsView::of(texts(&records), next))
}

/// The open invitation that somebody with an account shows.
async fn invited(
    app: &App,
    tx: &mut ReadTx,
    found: &Found,
    shown: Option<&ShownInvite>,
    now: Time,
) -> Result<InviteId, PerformError> {
    let none = || Refused::NotFound(Thing::Pursuance);
    let (Some(shown), Some(person)) = (shown, found.access.who.person()) else { return Err(none().into()) };
    let account = accounts::by_actor(tx, person).await?;
    let fold = seats::fold_of(app, tx, &found.access).await?.ok_or_else(none)?;
    let now_ms = u64::try_from(now.0 / 1_000).unwrap_or(0);
    let is_usable = account.is_some_and(|account| account.suspended_at.is_none());
    if is_usable && lets_read(&fold, shown, now_ms) { Ok(shown.invite) } else { Err(none().into()) }
}

/// Whether an invitation that is shown would let somebody in now.
fn lets_read(fold: &Fold, shown: &ShownInvite, now_ms: u64) -> bool {
    fold.invite(&shown.invite).is_some_and(|invite| {
        invite.lets_in(now_ms) && shown.verify(&fold.pid(), &invite.key, now_ms).is_ok()
    })
}

/// The reader's own seals after one, and to whom none was given yet.
///
/// # Errors
/// As [`entries`].
pub async fn own_seals(
    app: &App,
    who: &Principal,
    named: Named<'_>,
    after: Option<i64>,
) -> Result<RecordsView, PerformError> {
    let mut tx = app.db.read().await?;
    let found = Found::find(&mut tx, who, named, app.clock.now()).await?;
    let seat = found.seat(&mut tx).await?;
    let after = after.unwrap_or(0);
    let none = || Refused::NotFound(Thing::Pursuance);
    let fold = seats::fold_of(app, &mut tx, &found.access).await?.ok_or_else(none)?;
    let mut page = seals::after(&mut tx, &found.id, &seat, after, SEALS).await?;
    // Older keys were sealed to the identities that this one goes on for.
    for former in &fold.formers(&seat) {
        page.extend(seals::after(&mut tx, &found.id, former, after, SEALS).await?);
    }
    page.sort_unstable_by_key(|(number, _)| *number);
    page.truncate(usize::try_from(SEALS).unwrap_or(usize::MAX));
    let waiting = seals::without(&mut tx, &found.id, fold.epoch(), who.person()).await?;
    let next = page.last().map_or(after, |(number, _)| *number);
    let records: Vec<Vec<u8>> = page.into_iter().map(|(_, record)| record).collect();
    let waiting = waiting.iter().map(Iid::to_string).collect();
    Ok(RecordsView { waiting: Some(waiting), ..RecordsView::of(texts(&records), next) })
}

/// How much this server keeps of it.
///
/// # Errors
/// As [`entries`].
pub async fn kept(app: &App, who: &Principal, named: Named<'_>) -> Result<KeptView, PerformError> {
    let mut tx = app.db.read().await?;
    let found = Found::find(&mut tx, who, named, app.clock.now()).await?;
    found.seat(&mut tx).await?;
    let fold = seats::fold_of(app, &mut tx, &found.access).await?;
    let fold = fold.ok_or(Refused::NotFound(Thing::Pursuance))?;
    Ok(seats::kept(&mut tx, &found.id, &fold).await?)
}

/// The objects that changed after a number: each with its newest revision and its fields.
///
/// # Errors
/// As [`entries`].
pub async fn changed(
    app: &App,
    who: &Principal,
    named: Named<'_>,
    after: Option<i64>,
) -> Result<RecordsView, PerformError> {
    let mut tx = app.db.read().await?;
    let found = Found::find(&mut tx, who, named, app.clock.now()).await?;
    found.seat(&mut tx).await?;
    let mut next = after.unwrap_or(0);
    let (mut view, mut bytes, mut count) = (Vec::new(), 0, 0);
    let (mut tasks, mut said, mut gone) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut blocks = BTreeMap::new();
    while count < OBJECTS && bytes < PAGE_BYTES {
        let part = Part::after(&mut tx, &found.id, next).await?;
        let Some(last) = part.last() else { break };
        next = last;
        count += part.objects.len() + part.messages.len();
        let numbers = objects::numbers(&mut tx, &part.objects).await?;
        for object in &part.objects {
            if let Some(&number) = numbers.get(&object.id) {
                let here = TaskHere { id: object.id.clone(), number };
                tasks.insert(object.revision.body.object.to_string(), here);
            }
            if object.revision.body.object_type == ObjectType::BlockNote {
                blocks.insert(object.revision.body.object.to_string(), object.id.clone());
            }
        }
        for message in &part.messages {
            said.insert(message.object.to_string(), message.id.clone());
            if message.record.is_none() {
                let Kept { unit, sender, sender_seq: number, .. } = message;
                let left =
                    GoneMessage { unit: unit.to_string(), sender: sender.to_string(), number: *number };
                gone.insert(message.object.to_string(), left);
            }
        }
        for record in part.records(&mut tx).await? {
            bytes += record.len();
            view.push(text(&record));
        }
    }
    if count == 0 {
        // A device that knows of more learns that this server was restored, and gives back what it has.
        next = next.min(sealed::last_change(&mut tx, &found.id).await?);
    }
    let (tasks, messages) = ((!tasks.is_empty()).then_some(tasks), (!said.is_empty()).then_some(said));
    let (blocks, gone) = ((!blocks.is_empty()).then_some(blocks), (!gone.is_empty()).then_some(gone));
    Ok(RecordsView { tasks, messages, blocks, gone, ..RecordsView::of(view, next) })
}

/// The objects whose tags changed after a number.
///
/// # Errors
/// As [`entries`].
pub async fn tags(
    app: &App,
    who: &Principal,
    named: Named<'_>,
    after: Option<i64>,
) -> Result<TagsView, PerformError> {
    let mut tx = app.db.read().await?;
    let found = Found::find(&mut tx, who, named, app.clock.now()).await?;
    found.seat(&mut tx).await?;
    let after = after.unwrap_or(0);
    let page = tagging::after(&mut tx, &found.id, after, TAGGED).await?;
    let next = page.last().map_or(after, |last| last.changed);
    let view = |tagging::Tagged { kind, object, epoch, tags, .. }| TaggedView { kind, object, epoch, tags };
    Ok(TagsView { objects: page.into_iter().map(view).collect(), next })
}

/// The open suggestions that a member may decide or made.
///
/// # Errors
/// As [`entries`].
pub async fn suggested(app: &App, who: &Principal, named: Named<'_>) -> Result<SuggestedView, PerformError> {
    let mut tx = app.db.read().await?;
    let found = Found::find(&mut tx, who, named, app.clock.now()).await?;
    found.seat(&mut tx).await?;
    let access = &found.access;
    let mut ids = suggestion::waiting(&mut tx, access, "", SUGGESTIONS).await?;
    for id in suggestion::made(&mut tx, access, Order::Newest, "", SUGGESTIONS).await? {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let rows = suggestions::by_ids(&mut tx, &ids).await?;
    let mut kept = sealed::suggestions::of_each(&mut tx, &ids).await?;
    let (mut view, mut bytes, mut actors) = (Vec::new(), 0, Actors::default());
    for row in ids.iter().filter_map(|id| rows.get(id)) {
        // One that is answered has none.
        let Some(records) = kept.remove(&row.id).filter(|_| bytes < PAGE_BYTES) else { continue };
        bytes += records.iter().map(Vec::len).sum::<usize>();
        view.push(SuggestedHere {
            id: row.id.clone(),
            at: row.at,
            by: actors.name(&mut tx, &row.about.author).await?,
            records: texts(&records),
            may_decide: decides(access, &row.about),
            own: who.person() == Some(&row.about.author),
        });
    }
    Ok(SuggestedView { suggestions: view })
}

/// Objects and messages that changed one after another.
struct Part {
    objects: Vec<SealedObject>,
    messages: Vec<Kept>,
}

impl Part {
    /// The records after a number, up to the last one before which none is missing.
    async fn after(tx: &mut ReadTx, id: &ActorId, after: i64) -> StoreResult<Self> {
        let mut objects = objects::after(tx, id, after, OBJECTS_AT_ONCE).await?;
        let mut messages = messages::after(tx, id, after, OBJECTS_AT_ONCE).await?;
        let is_cut = |count: usize| i64::try_from(count).is_ok_and(|count| count >= OBJECTS_AT_ONCE);
        let of_objects = objects.last().map(|object| object.changed).filter(|_| is_cut(objects.len()));
        let of_messages = messages.last().map(|message| message.changed).filter(|_| is_cut(messages.len()));
        if let Some(until) = of_objects.into_iter().chain(of_messages).min() {
            objects.retain(|object| object.changed <= until);
            messages.retain(|message| message.changed <= until);
        }
        Ok(Self { objects, messages })
    }

    /// The number of the last change.
    fn last(&self) -> Option<i64> {
        let objects = self.objects.iter().map(|object| object.changed);
        objects.chain(self.messages.iter().map(|message| message.changed)).max()
    }

    /// The records, in the order of the changes.
    async fn records(self, tx: &mut ReadTx) -> StoreResult<Vec<Vec<u8>>> {
        let of_objects = objects::records(tx, &self.objects).await?;
        let mut all: Vec<(i64, Vec<Vec<u8>>)> =
            self.objects.iter().map(|object| object.changed).zip(of_objects).collect();
        for Kept { changed, record, .. } in self.messages {
            all.push((changed, record.into_iter().collect()));
        }
        all.sort_by_key(|(changed, _)| *changed);
        Ok(all.into_iter().flat_map(|(_, records)| records).collect())
    }
}

fn texts(records: &[Vec<u8>]) -> Vec<String> {
    records.iter().map(|record| text(record)).collect()
}
