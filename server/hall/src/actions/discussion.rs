//! Comments and files on tasks.

use pursuance_domain::action::{AddFile, AttachFile, CommentTask, HungFile, RemoveFile};
use pursuance_domain::allowed::Permission;
use pursuance_domain::discussion::CommentRefusal;
use pursuance_domain::event::happened::{Bare, Bytes, Commented, FileRemoved, PhaseMove};
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::{FileId, MessageId};
use serde_json::{Value, json};

use super::access::Access;
use super::thread::Tied;
use super::{
    Cx, InputRefusal, PerformError, Refused, Thing, access, attached_files, delegation, limits, member, room,
    task,
};
use crate::markdown;
use crate::store::discussions::{self, Blob, Message, TaskFile};
use crate::store::tasks::{self, Task};

/// The most files on one task: its page shows all of them.
pub const FILES_OF_TASK: i64 = 500;

carried_out! {
    CommentTask => comment,
    AttachFile => attach,
    AddFile => add_file,
    RemoveFile => remove_file,
}

async fn comment(cx: &mut Cx, a: CommentTask) -> Result<Value, PerformError> {
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    access.demand(Permission::Discuss, Some(&task))?;
    attached_files::demand_few(&a.files)?;
    let seen = access.seen(&task)?;
    let tied = Tied::of(cx, &seen, a.reply_to.as_ref(), a.quote.as_ref()).await?;
    let id = say(cx, &access, &task, a.body.as_str(), (a.share, None), tied).await?;
    let mut files = Vec::with_capacity(a.files.len());
    for file in a.files {
        let file = hang(cx, &access, &task, file, Some(id.clone())).await?;
        files.push(attached_files::file_facts(&file));
    }
    tasks::touch(&mut cx.tx, &task.id, cx.now).await?;
    task::after_work(cx, &task).await?;
    let mut answer = json!({ "message": id, "task": task.number, "id": task.id, "files": files });
    if markdown::references::named_on_task(a.body.as_str()).is_cut {
        answer["names_cut"] = json!(true);
    }
    Ok(answer)
}

/// Writes a comment. `share`: whether the other side of the delegation reads it; by default as agreed in the offer. `step`:
/// the step of the task that it comes with. `tied`: what it answers and quotes.
pub(super) async fn say(
    cx: &mut Cx,
    access: &Access,
    task: &Task,
    body: &str,
    (share, step): (Option<bool>, Option<PhaseMove>),
    tied: Tied,
) -> Result<MessageId, PerformError> {
    let author = cx.person()?;
    limits::say(&mut cx.tx, &author, cx.now).await?;
    let Tied { ties, answered } = tied;
    let id = MessageId(cx.new_id());
    let shared = delegation::shares_discussion(cx, task, share).await?;
    let message = Message {
        uri: cx.app.addresses.note(id.as_str()),
        thread: task.id.0.clone(),
        author,
        at: cx.now,
        revision: 1,
        shared_with: shared.first().map(|delegation| delegation.id.clone()),
        retracted_at: None,
        removed: None,
        worded_at: cx.now,
        body: body.into(),
        is_refused: false,
        ties,
        id: id.clone(),
    };
    discussions::add(&mut cx.tx, &message).await?;
    let told = Commented {
        revision: 1,
        shared: message.shared_with.is_some(),
        delegation: None,
        step,
        answers: answered,
    };
    cx.event(&access.pursuance.id, Happened::TaskCommented(told), id.as_str(), Some(&task.id));
    for delegation in &shared {
        delegation::share_comment(cx, delegation, &message).await?;
    }
    Ok(id)
}

async fn add_file(cx: &mut Cx, a: AddFile) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let blob = Blob { sha256: a.sha256.to_string(), bytes: a.bytes, media_type: a.media_type };
    room::for_person(&mut cx.tx, &cx.app.config.quotas, &person, Some(blob.sha256.as_str()), blob.bytes)
        .await?
        .map_err(Refused::from)?;
    discussions::add_blob(&mut cx.tx, &blob, &person, cx.now).await?;
    // Somebody else may have uploaded the same bytes before; this person may attach them all the same.
    let receipt = TaskFile {
        id: FileId(cx.new_id()),
        object: person.0.clone(),
        name: a.sha256.to_string(),
        sha256: a.sha256.to_string(),
        bytes: blob.bytes,
        media_type: blob.media_type,
        added_by: person.clone(),
        at: cx.now,
        source_url: None,
        is_here: true,
        shown: None,
        not_shown: None,
        message: None,
        error: None,
        pursuance: None,
    };
    discussions::add_file(&mut cx.tx, &receipt).await?;
    cx.leave(
        StreamId::of(&person),
        Audience::Own,
        Happened::FileAdded(Bytes { bytes: a.bytes }),
        a.sha256.as_str(),
        None,
    );
    Ok(json!({ "file": a.sha256, "bytes": a.bytes }))
}

async fn attach(cx: &mut Cx, a: AttachFile) -> Result<Value, PerformError> {
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    access.demand(Permission::Discuss, Some(&task))?;
    let AttachFile { file, name, original, .. } = a;
    let file = hang(cx, &access, &task, HungFile { file, name, original }, None).await?;
    tasks::touch(&mut cx.tx, &task.id, cx.now).await?;
    task::after_work(cx, &task).await?;
    Ok(json!({ "file": file.sha256, "id": file.id, "task": task.number }))
}

/// Hangs an upload of this person on a task, as [`attached_files::hang`] does it, and tells of it.
async fn hang(
    cx: &mut Cx,
    access: &Access,
    task: &Task,
    hung: HungFile,
    message: Option<MessageId>,
) -> Result<TaskFile, PerformError> {
    if discussions::count_files(&mut cx.tx, task.id.as_str()).await? >= FILES_OF_TASK {
        return Err(Refused::Input(InputRefusal::TaskHasFiles { max: FILES_OF_TASK }).into());
    }
    let file = attached_files::hang(cx, access, task.id.as_str(), hung, message).await?;
    let told = Happened::TaskFileAttached(Bytes { bytes: file.bytes });
    cx.event(&access.pursuance.id, told, file.id.as_str(), Some(&task.id));
    Ok(file)
}

/// Takes a file off a task. Its bytes go when nothing refers to them any more.
async fn remove_file(cx: &mut Cx, a: RemoveFile) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    access.demand(Permission::Discuss, Some(&task))?;
    let found = discussions::file(&mut cx.tx, &a.file).await?;
    let file = found.filter(|file| file.object == task.id.0).ok_or(Refused::NotFound(Thing::File))?;
    let is_own = file.added_by == person;
    if !is_own {
        access.demand(Permission::Moderate, Some(&task))?;
    }
    discussions::remove_file(&mut cx.tx, &file.id).await?;
    let (told, object) = match &a.reason {
        _ if is_own => (Happened::TaskFileDeleted(Bare {}), file.id.0.clone()),
        Some(reason) => {
            let reason = member::reason(cx, reason).await?;
            let told = FileRemoved { file: file.id.clone(), reason };
            (Happened::TaskFileRemoved(told), file.added_by.0.clone())
        }
        None => return Err(CommentRefusal::ReasonNeeded.into()),
    };
    cx.event(&access.pursuance.id, told, object, Some(&task.id));
    Ok(json!({ "id": file.id, "task": task.number }))
}
