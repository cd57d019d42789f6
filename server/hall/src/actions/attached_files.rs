//! Files before they hang somewhere: a picture is made anew, as all work that takes long before the transaction.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;

use bytes::Bytes;
use futures::{StreamExt, TryStreamExt, stream};
use pursuance_domain::action::{About, Hangs, HungFile};
use pursuance_domain::id::{ActorId, FileId, MessageId};
use pursuance_domain::time::Time;
use pursuance_domain::value::Sha256;
use serde_json::{Value, json};

use super::access::Access;
use super::comment::Named;
use super::{Cx, InputRefusal, PerformError, Refused, Stage, Step, Walk, limits, room};
use crate::pictures::{MadePicture, SHOWN_SENT_MAX, Unusable, is_picture};
use crate::platform::files::{FileError, FileStore};
use crate::state::App;
use crate::store::db::{ReadTx, WriteTx};
use crate::store::discussions::{self, Blob, TaskFile};
use crate::store::error::StoreResult;
use crate::store::shown_pictures::{self, NotShown, ShownPicture};
use crate::store::{instance, room as taken};

/// The most files that come with one comment or message.
pub const FILES_OF_COMMENT: usize = 10;
/// How many bytes say what a file is.
const BEGINNING: usize = 64;

/// The kind of a file, as it was found.
#[derive(Debug, Clone)]
pub enum FileKind {
    /// A picture: made anew, whole and small.
    Picture { whole: Blob, thumbnail: Blob, shown: ShownPicture },
    /// Something of which nothing is shown.
    NotShown(NotShown),
}

/// The kinds of the files that an action hangs somewhere, by the hashes that it names. Bytes that are not here are not among
/// them.
#[derive(Debug, Clone, Default)]
pub(super) struct AttachedFiles(Arc<HashMap<Sha256, FileKind>>);

impl AttachedFiles {
    pub fn of(&self, sha256: &Sha256) -> Option<&FileKind> {
        self.0.get(sha256)
    }
}

/// Refuses more files than come with one comment or message.
pub(super) fn demand_few(files: &[HungFile]) -> Result<(), Refused> {
    if files.len() > FILES_OF_COMMENT {
        return Err(Refused::Input(InputRefusal::TooManyFiles { max: FILES_OF_COMMENT }));
    }
    Ok(())
}

/// The facts that a program is told of a file that came with a message.
pub(super) fn file_facts(file: &TaskFile) -> Value {
    json!({ "file": file.sha256, "id": file.id })
}

/// Hangs an upload of this person on a task or in a room. `object`: the id of that; `message`: the one with which it comes.
///
/// # Errors
/// When they have uploaded nothing of that hash, or there is no room for it.
pub(super) async fn hang(
    cx: &mut Cx,
    access: &Access,
    object: &str,
    HungFile { file: sha256, name, original }: HungFile,
    message: Option<MessageId>,
) -> Result<TaskFile, PerformError> {
    let person = cx.person()?;
    let blob = discussions::blob(&mut cx.tx, sha256.as_str()).await?.ok_or(Refused::NoSuchFile)?;
    if !discussions::blob_is_by(&mut cx.tx, sha256.as_str(), &person).await? {
        return Err(Refused::NoSuchFile.into());
    }
    let HungUpload { blob, shown, not_shown, made, in_all } = cx.hung(blob, original, &person).await?;
    let quotas = &cx.app.config.quotas;
    // The uploaded file has room already, and the pictures that were made of it need some, too.
    if let Some(shown) = &shown
        && !taken::adder_shows(&mut cx.tx, &person, &shown.thumbnail).await?
    {
        room::for_person(&mut cx.tx, quotas, &person, None, made).await?.map_err(Refused::from)?;
    }
    room::for_pursuance(&mut cx.tx, quotas, &access.pursuance.id, &blob.sha256, in_all)
        .await?
        .map_err(Refused::from)?;
    let file = TaskFile {
        id: FileId(cx.new_id()),
        object: object.to_owned(),
        name: called(&name.to_string(), &blob.media_type),
        sha256: blob.sha256,
        bytes: blob.bytes,
        media_type: blob.media_type,
        added_by: person,
        at: cx.now,
        source_url: None,
        is_here: true,
        shown,
        not_shown,
        message,
        error: None,
        pursuance: Some(access.pursuance.id.clone()),
    };
    discussions::add_file(&mut cx.tx, &file).await?;
    if file.sha256 != sha256.as_str() {
        shown_pictures::set_sent(&mut cx.tx, &file.id, &sha256).await?;
    }
    Ok(file)
}

/// The name of a file as it hangs: a GIF that was made anew is a PNG.
fn called(name: &str, media_type: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, ending)) if media_type == "image/png" && ending.eq_ignore_ascii_case("gif") => {
            format!("{stem}.png")
        }
        _ => name.to_owned(),
    }
}

/// Looks at the files that an action attaches, if its person may attach them and they are their own: a request that will be refused
/// causes no work. Does nothing where no file will be attached: in a dry run, and when the action was carried out before.
#[derive(Debug)]
pub(super) struct LookAtFiles;

impl Stage for LookAtFiles {
    fn prepare<'a>(&'a self, walk: &'a mut Walk) -> Step<'a> {
        Box::pin(async {
            walk.prepared.attached_files = look_at_all(walk).await?;
            Ok(())
        })
    }
}

/// Where the files of an action are to hang.
fn place(about: About<'_>) -> Option<Named<'_>> {
    match about {
        About::Task { pursuance, task } => Some(Named::Task(pursuance, task)),
        About::Room(room) => Some(Named::Room(room)),
        About::Account
        | About::Instance
        | About::Peer
        | About::NewPursuance
        | About::Pursuance(_)
        | About::Member { .. }
        | About::NewTask { .. }
        | About::TaskById(_)
        | About::Delegation(_)
        | About::SkillOffer(_)
        | About::Question => None,
    }
}

async fn look_at_all(Walk { app, who, action, options, .. }: &Walk) -> Result<AttachedFiles, PerformError> {
    let (hangs, named) = (action.card().hangs, action.files());
    // Too many are refused as they are.
    if options.dry_run || named.is_empty() || named.len() > FILES_OF_COMMENT {
        return Ok(AttachedFiles::default());
    }
    let Some(place) = place(action.about()) else { return Ok(AttachedFiles::default()) };
    let Some(person) = who.person() else { return Ok(AttachedFiles::default()) };
    let mut known = HashMap::new();
    let mut unknown = Vec::new();
    {
        let mut tx = app.db.read().await?;
        let now = app.clock.now();
        if let Some((key, _)) = &options.idempotency
            && instance::kept_answer(&mut tx, person, key, now).await?.is_some()
        {
            return Ok(AttachedFiles::default());
        }
        match hangs {
            Hangs::Said => place.demand_say(&mut tx, who, now).await?,
            Hangs::Alone | Hangs::Nothing => place.demand_discuss(&mut tx, who, now).await?,
        }
        for sha256 in named {
            // One that is named twice is looked at once.
            if known.contains_key(sha256)
                || unknown.contains(&sha256)
                || !discussions::blob_is_by(&mut tx, sha256.as_str(), person).await?
            {
                continue;
            }
            match made_before(&mut tx, sha256).await? {
                Some(made) => drop(known.insert(sha256.clone(), made)),
                None => unknown.push(sha256),
            }
        }
    }
    for sha256 in unknown {
        if app.files.has(sha256).await {
            known.insert(sha256.clone(), look_at(app, person, sha256).await?);
        }
    }
    // To look at ten of them takes a while, and what was made of the first one is named nowhere yet.
    for (sha256, looked) in &mut known {
        if !is_held(app, looked).await.map_err(lost)? {
            *looked = look_at(app, person, sha256).await?;
        }
    }
    Ok(AttachedFiles(Arc::new(known)))
}

fn lost(source: FileError) -> PerformError {
    PerformError::Damaged { what: "a file", source: Box::new(source) }
}

/// The picture that was made of the same picture before.
async fn made_before(tx: &mut ReadTx, sha256: &Sha256) -> StoreResult<Option<FileKind>> {
    let Some(shown) = shown_pictures::made_of(tx, sha256).await? else { return Ok(None) };
    let whole = discussions::blob(tx, &shown.whole).await?;
    let thumbnail = discussions::blob(tx, &shown.thumbnail).await?;
    Ok(whole.zip(thumbnail).map(|(whole, thumbnail)| FileKind::Picture { whole, thumbnail, shown }))
}

/// Looks at a file of a person, unless it is a picture and theirs took more time than they may.
async fn look_at(app: &App, person: &ActorId, sha256: &Sha256) -> Result<FileKind, PerformError> {
    if let Some(why) = no_picture(app, sha256).await.map_err(lost)? {
        return Ok(FileKind::NotShown(why));
    }
    limits::picture(app, person).await?;
    let bytes = async {
        // Those before it may have spent the rest.
        limits::picture(app, person).await?;
        read(&app.files, sha256, SHOWN_SENT_MAX + 1).await.map_err(lost)
    };
    let made = app.pictures.make_shown(person, bytes).await?;
    keep_made(app, made).await.map_err(lost)
}

/// Looks at a file by its bytes. Of a picture what is made of it is kept, and named nowhere yet. `person`: whose turn that takes.
///
/// # Errors
/// When the bytes cannot be read or kept.
pub async fn look(app: &App, person: &ActorId, sha256: &Sha256) -> Result<FileKind, FileError> {
    if let Some(why) = no_picture(app, sha256).await? {
        return Ok(FileKind::NotShown(why));
    }
    let made = app.pictures.make_shown(person, read(&app.files, sha256, SHOWN_SENT_MAX + 1)).await?;
    keep_made(app, made).await
}

/// Why a file cannot be shown, by its first bytes: most files are no pictures, and wait for nothing.
async fn no_picture(app: &App, sha256: &Sha256) -> Result<Option<NotShown>, FileError> {
    let beginning = read(&app.files, sha256, BEGINNING).await?;
    if is_picture(&beginning) {
        return Ok(None);
    }
    Ok(Some(if beginning.starts_with(b"%PDF-") { NotShown::Pdf } else { NotShown::OtherForm }))
}

async fn keep_made(app: &App, made: Result<MadePicture, Unusable>) -> Result<FileKind, FileError> {
    let made = match made {
        Ok(made) => made,
        Err(why) => return Ok(FileKind::NotShown(why.into())),
    };
    let whole = keep(app, made.whole, made.form).await?;
    let thumbnail = keep(app, made.thumbnail, made.form).await?;
    let shown = ShownPicture {
        whole: whole.sha256.clone(),
        thumbnail: thumbnail.sha256.clone(),
        width: i64::from(made.width),
        height: i64::from(made.height),
    };
    Ok(FileKind::Picture { whole, thumbnail, shown })
}

/// Whether what was made of a file is here, and stays until a row names it.
async fn is_held(app: &App, looked: &FileKind) -> Result<bool, FileError> {
    let FileKind::Picture { shown, .. } = looked else { return Ok(true) };
    for made in [&shown.whole, &shown.thumbnail] {
        let Ok(made) = Sha256::parse(made) else { return Ok(false) };
        if !app.files.hold(&made, app.clock.now()).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Reads the first bytes of a file: pieces are read until `most` bytes are there.
async fn read(files: &FileStore, sha256: &Sha256, most: usize) -> Result<Vec<u8>, FileError> {
    let mut pieces = files.read(sha256).await?.boxed();
    let mut bytes = Vec::new();
    let broken = |error: std::io::Error| FileError::Interrupted(error.to_string());
    while let Some(piece) = pieces.try_next().await.map_err(broken)? {
        bytes.extend_from_slice(&piece);
        if bytes.len() >= most {
            break;
        }
    }
    Ok(bytes)
}

async fn keep(app: &App, made: Vec<u8>, form: &str) -> Result<Blob, FileError> {
    let most = made.len();
    let pieces = stream::iter([Ok::<_, Infallible>(Bytes::from(made))]);
    let kept = app.files.keep(&app.clock.new_id(), most, pieces).await?;
    let bytes = i64::try_from(kept.bytes).unwrap_or(i64::MAX);
    Ok(Blob { sha256: kept.sha256.to_string(), bytes, media_type: form.to_owned() })
}

/// Records what was made of a picture; a row that names it comes in the same transaction.
pub async fn record(tx: &mut WriteTx, looked: &FileKind, by: &ActorId, now: Time) -> StoreResult<()> {
    if let FileKind::Picture { whole, thumbnail, .. } = looked {
        discussions::add_blob(tx, whole, by, now).await?;
        discussions::add_blob(tx, thumbnail, by, now).await?;
    }
    Ok(())
}

/// An uploaded file, as it is where it hangs.
struct HungUpload {
    blob: Blob,
    shown: Option<ShownPicture>,
    not_shown: Option<NotShown>,
    /// The bytes of what was made of it.
    made: i64,
    /// The bytes of what hangs there, with what is shown of it.
    in_all: i64,
}

impl Cx {
    /// Returns the form of an uploaded file where it hangs: a picture becomes the one made anew, unless its sender keeps the
    /// original.
    async fn hung(
        &mut self,
        blob: Blob,
        keeps_original: bool,
        by: &ActorId,
    ) -> Result<HungUpload, PerformError> {
        let looked = Sha256::parse(&blob.sha256)
            .ok()
            .and_then(|sha256| self.prepared.attached_files.of(&sha256).cloned());
        let plain = |blob: Blob, not_shown| {
            let in_all = blob.bytes;
            HungUpload { blob, shown: None, not_shown, made: 0, in_all }
        };
        let Some(looked) = looked else { return Ok(plain(blob, None)) };
        record(&mut self.tx, &looked, by, self.now).await?;
        Ok(match looked {
            FileKind::Picture { whole, thumbnail, shown } => {
                // A small picture is shown by the same bytes.
                let small = if thumbnail.sha256 == whole.sha256 { 0 } else { thumbnail.bytes };
                let made = whole.bytes.saturating_add(small);
                let is_apart = keeps_original && blob.sha256 != whole.sha256;
                let in_all = if is_apart { made.saturating_add(blob.bytes) } else { made };
                let blob = if keeps_original { blob } else { whole };
                HungUpload { blob, shown: Some(shown), not_shown: None, made, in_all }
            }
            FileKind::NotShown(why) => plain(blob, Some(why)),
        })
    }
}

impl From<Unusable> for NotShown {
    fn from(why: Unusable) -> Self {
        match why {
            Unusable::TooLarge => Self::TooLarge,
            Unusable::OtherForm => Self::OtherForm,
            Unusable::TooManyPixels => Self::TooManyPixels,
            Unusable::TooManyScans | Unusable::Damaged => Self::Damaged,
        }
    }
}
