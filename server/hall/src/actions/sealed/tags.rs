//! Skills as tags (docs/sealed.md §3.9): devices make them of what is signed, and the server compares them and reads no name.

use std::collections::HashSet;
use std::slice;

use pursuance_domain::action::TagSealed;
use pursuance_domain::allowed::Permission;
use pursuance_domain::id::TaskId;
use pursuance_domain::sealed::{TaggedKind, Tags};
use pursuance_domain::task::phase::Phase;
use pursuance_sealed::envelope::ObjectType;
use pursuance_sealed::error::RelayRefusal;
use pursuance_sealed::ids::{Iid, Tag};
use pursuance_sealed::limits::{BATCH_OBJECTS, TAGS};
use pursuance_sealed::log::LogRole;
use serde_json::{Value, json};

use super::refusal::no;
use super::{Private, messages};
use crate::actions::{Cx, PerformError, arriving, pairing};
use crate::store::sealed::objects::{self, SealedObject};
use crate::store::sealed::tags::{self, NewTags};
use crate::store::{sealed, tasks};

/// The field whose skills are tagged.
pub(super) const SKILLS: &str = "skills";

/// Profiles are padded to a multiple of this number of tags: so the number of skills is less visible.
const STEP: usize = 4;

/// Writes the tags of some objects. An object that has changed meanwhile, or that the sender may no longer tag, is left out: several
/// devices do this at once.
pub(super) async fn tag(cx: &mut Cx, a: TagSealed) -> Result<Value, PerformError> {
    let private = Private::lock(cx, &a.pursuance).await?;
    let poster = private.seat(cx).await?;
    if a.objects.len() > BATCH_OBJECTS || a.objects.iter().any(|one| one.tags.len() > TAGS) {
        return Err(no(RelayRefusal::TooMany));
    }
    // Who only reads signs no skills.
    if private.fold.role(&poster).is_none_or(|role| role == LogRole::Reader) {
        return Err(no(RelayRefusal::BadAuthor));
    }
    let newest = private.fold.epoch();
    if a.epoch > newest {
        return Err(no(RelayRefusal::BadEpoch));
    }
    if a.epoch < newest {
        return Err(messages::late(cx, &private, RelayRefusal::StaleEpoch).await?);
    }
    let (mut seen, mut tagged) = (HashSet::new(), 0);
    for one in &a.objects {
        demand_form(one)?;
        if !seen.insert((one.kind == TaggedKind::Profile, one.object.as_str())) {
            return Err(no(RelayRefusal::BadFields));
        }
        tagged += usize::from(set(cx, &private, &poster, one).await?);
    }
    Ok(json!({ "pursuance": private.access.pursuance.slug, "tagged": tagged }))
}

/// Demands different tags, with levels in a profile and there alone.
fn demand_form(one: &Tags) -> Result<(), PerformError> {
    let is_profile = one.kind == TaggedKind::Profile;
    let mut seen = HashSet::new();
    for each in &one.tags {
        let read = hex::decode(&each.tag).ok().and_then(|bytes| Tag::from_slice(&bytes));
        let is_tag = read.is_some_and(|tag| tag.to_string() == each.tag);
        if !is_tag || !seen.insert(each.tag.as_str()) || each.level.is_some() != is_profile {
            return Err(no(RelayRefusal::BadFields));
        }
    }
    if is_profile && !one.tags.len().is_multiple_of(STEP) {
        return Err(no(RelayRefusal::BadPadding));
    }
    Ok(())
}

/// Writes the tags of one object, as far as the poster may; answers whether they were written.
async fn set(cx: &mut Cx, private: &Private, poster: &Iid, one: &Tags) -> Result<bool, PerformError> {
    let kind = match one.kind {
        TaggedKind::Task => ObjectType::Task,
        TaggedKind::Profile => ObjectType::Profile,
    };
    let object = messages::named(&one.object)?;
    let there = objects::find(&mut cx.tx, private.id(), kind, &object).await?;
    let there = there.ok_or_else(|| no(RelayRefusal::BadFields))?;
    let has_skills = there.revision.field(SKILLS).is_some();
    // Of an older revision: its skills may be others by now.
    if there.revision.body.rev != one.rev || (!one.tags.is_empty() && !has_skills) {
        return Ok(false);
    }
    let before = tags::epoch_of(&mut cx.tx, &there.id).await?.unwrap_or_default();
    // Every writer makes anew what waits for the newest key.
    let is_due = before != i64::from(private.fold.epoch());
    match one.kind {
        TaggedKind::Task => set_of_task(cx, private, &there, one, (before, is_due)).await,
        TaggedKind::Profile => {
            let whose = there.revision.body.actor;
            if whose != *poster && !is_due {
                return Ok(false);
            }
            // Nobody is asked who has gone.
            let Some(actor) = sealed::actor_of(&mut cx.tx, private.id(), &whose).await? else {
                return Ok(false);
            };
            let epoch = private.fold.epoch();
            let new = NewTags { id: &there.id, actor: Some(&actor), epoch, tags: &one.tags };
            tags::set(&mut cx.tx, private.id(), &new).await?;
            // Others tag many at once, and these are found by the next wave.
            if whose == *poster && !one.tags.is_empty() {
                arriving::look_again(cx, &actor, slice::from_ref(private.id())).await?;
            }
            Ok(true)
        }
    }
}

async fn set_of_task(
    cx: &mut Cx,
    private: &Private,
    there: &SealedObject,
    one: &Tags,
    (before, is_due): (i64, bool),
) -> Result<bool, PerformError> {
    let Some(task) = tasks::by_id(&mut cx.tx, &TaskId(there.id.clone())).await? else { return Ok(false) };
    let may = is_due || private.access.may(Permission::EditTask, Some(&task));
    if task.deleted_at.is_some() || !may {
        return Ok(false);
    }
    let new = NewTags { id: &there.id, actor: None, epoch: private.fold.epoch(), tags: &one.tags };
    tags::set(&mut cx.tx, private.id(), &new).await?;
    if task.phase == Phase::HelpWanted && task.assignee.is_none() && !one.tags.is_empty() {
        // The same skills under the next key are no reason to ask more people at once.
        pairing::wake(cx, &task, before != 0).await?;
    }
    Ok(true)
}
