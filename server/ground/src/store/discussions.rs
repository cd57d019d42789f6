//! Comments and files. Readers get the files of a task by a [`TaskSight`], what was said on it or in a room by a [`Thread`], and comments and
//! files of a delegation by its row.

use std::collections::HashMap;

use pursuance_domain::allowed::{TaskSight, Thread};
use pursuance_domain::id::{ActorId, DelegationId, FileId, MessageId, ReasonId, TaskId};
use pursuance_domain::time::Time;

use super::body::{Body, TextRow, text_columns};
use super::db::{ReadTx, WriteTx, all, one, optional, run};
use super::delegations::{Delegation, Submission};
use super::error::StoreResult;
use super::fulltext;
pub use super::fulltext::uri_of_note;
use super::no_copy::NoCopy;
use super::rooms;
use super::search::{among, list};
use super::shown_pictures::{self, NotShown, ShownPicture};

/// A comment with its current text.
#[derive(Debug, Clone)]
pub struct Message {
    pub id: MessageId,
    /// The id of the task it is about, of the offer it came with, or of the room where it was said.
    pub thread: String,
    pub author: ActorId,
    pub at: Time,
    pub revision: i64,
    pub shared_with: Option<DelegationId>,
    pub uri: String,
    /// When it was deleted or removed.
    pub retracted_at: Option<Time>,
    /// The actor that removed it, if that was not its author, and the text of the reason.
    pub removed: Option<(ActorId, ReasonId)>,
    /// When it got its present text.
    pub worded_at: Time,
    /// Forgotten when nobody may read it any more.
    pub body: Body,
    /// Whether the other side of a delegation refused it.
    pub is_refused: bool,
    pub ties: Ties,
}

/// The ties of a comment to others, and whether people react to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ties {
    /// The comment of the same discussion on which it hangs: never one that hangs on another.
    pub reply_to: Option<MessageId>,
    /// The comment that it quotes, wherever that stands.
    pub quote: Option<MessageId>,
    pub has_reactions: bool,
}

impl Message {
    /// When it was edited, if it was.
    pub fn edited_at(&self) -> Option<Time> {
        (self.revision > 1 && self.retracted_at.is_none()).then_some(self.worded_at)
    }
}

#[derive(sqlx::FromRow)]
struct MessageRow {
    id: String,
    thread: String,
    author: String,
    at: i64,
    revision: i64,
    shared_with: Option<String>,
    uri: String,
    retracted_at: Option<i64>,
    removed_by: Option<String>,
    removal: Option<String>,
    worded_at: Option<i64>,
    #[sqlx(flatten)]
    body: TextRow,
    refused_at: Option<i64>,
    reply_to: Option<String>,
    quote: Option<String>,
    has_reactions: bool,
}

impl From<MessageRow> for Message {
    fn from(row: MessageRow) -> Self {
        // `texts::versions` has the body of a removed comment, for people who may read it.
        let body = if row.retracted_at.is_none() { row.body.read(&row.id) } else { Body::Forgotten };
        Self {
            id: MessageId(row.id),
            thread: row.thread,
            author: ActorId(row.author),
            at: Time(row.at),
            revision: row.revision,
            shared_with: row.shared_with.map(DelegationId),
            uri: row.uri,
            retracted_at: row.retracted_at.map(Time),
            removed: row.removed_by.map(ActorId).zip(row.removal.map(ReasonId)),
            worded_at: Time(row.worded_at.unwrap_or(row.at)),
            body,
            is_refused: row.refused_at.is_some(),
            ties: Ties {
                reply_to: row.reply_to.map(MessageId),
                quote: row.quote.map(MessageId),
                has_reactions: row.has_reactions,
            },
        }
    }
}

macro_rules! select {
    ($($rest:literal),+) => {
        concat!(
            "select m.id, m.thread, m.author, m.at, m.revision, m.shared_with, m.uri, m.retracted_at, m.removed_by, m.removal, x.at as worded_at, ",
            text_columns!("x"), ", m.reply_to, m.quote, ",
            "exists (select 1 from reaction e where e.message = m.id) as has_reactions, ",
            "(select max(c.refused_at) from message_copy c where c.message = m.id and c.delegation = m.shared_with) as refused_at from message m ",
            "left join text_version x on x.object = m.id and x.field = 'body' and x.revision = m.revision ",
            $($rest),+
        )
    };
}

/// The last comments on a task, or messages in a room, before a moment, the oldest first.
pub async fn thread(tx: &mut ReadTx, thread: &Thread, before: Time, limit: i64) -> StoreResult<Vec<Message>> {
    last_in(tx, thread.as_str(), (thread.from(), before), limit).await
}

/// The last messages in a room before the place of one of them, the oldest first; without one the newest.
pub async fn thread_before(
    tx: &mut ReadTx,
    thread: &Thread,
    before: Option<&Message>,
    limit: i64,
) -> StoreResult<Vec<Message>> {
    let (at, id) = before.map_or((i64::MAX, ""), |before| (before.at.0, before.id.as_str()));
    let mut rows = all!(
        tx,
        MessageRow,
        select!(
            "where m.thread = $1 and m.at >= $2 and (m.at, m.id) < ($3, $4)
            order by m.at desc, m.id desc limit +$5"
        ),
        thread.as_str(),
        thread.from().0,
        at,
        id,
        limit
    )?;
    rows.reverse();
    Ok(rows.into_iter().map(Message::from).collect())
}

/// The last comments on a task, the oldest first, for a rule: they do not depend on a reader.
pub async fn last_said(
    tx: &mut ReadTx,
    task: &TaskId,
    before: Time,
    limit: i64,
) -> StoreResult<Vec<Message>> {
    last_in(tx, task.as_str(), (Time(i64::MIN), before), limit).await
}

async fn last_in(
    tx: &mut ReadTx,
    thread: &str,
    (from, before): (Time, Time),
    limit: i64,
) -> StoreResult<Vec<Message>> {
    let mut rows = all!(
        tx,
        MessageRow,
        select!("where m.thread = $1 and m.at < $2 and m.at >= $4 order by m.at desc, m.id desc limit +$3"),
        thread,
        before.0,
        limit,
        from.0
    )?;
    rows.reverse();
    Ok(rows.into_iter().map(Message::from).collect())
}

/// The last comments on a task that people wrote and did not take back, the oldest first. Comments of another side of an earlier
/// delegation are left out: a pursuance wrote them.
pub async fn own_said(tx: &mut ReadTx, task: &TaskId, limit: i64) -> StoreResult<Vec<Message>> {
    let mut rows = all!(
        tx,
        MessageRow,
        select!(
            "join actor a on a.id = m.author and a.kind = 'person' where m.thread = $1 and m.retracted_at is null
            order by m.at desc, m.id desc limit +$2"
        ),
        task.as_str(),
        limit
    )?;
    rows.reverse();
    Ok(rows.into_iter().map(Message::from).collect())
}

/// Counts the comments that [`own_said`] finds without a limit.
pub async fn count_own_said(tx: &mut ReadTx, task: &TaskSight) -> StoreResult<i64> {
    const SQL: &str = "select count(*) from message m join actor a on a.id = m.author and a.kind = 'person'
        where m.thread = $1 and m.retracted_at is null";
    Ok(one!(tx, (i64,), SQL, task.task().as_str())?.0)
}

/// The time of the newest message of `author` but `last`, among the messages with an id above `above`; none if there are no more than
/// `last`. Wordings and ends of sealed messages belong to the message that they change, and are not counted.
pub async fn said_before_last(
    tx: &mut ReadTx,
    author: &ActorId,
    above: &str,
    last: i64,
) -> StoreResult<Option<Time>> {
    const SQL: &str = "select m.at from message m where m.author = $1 and m.id > $2
          and not exists (select 1 from message c where c.id = m.thread)
        order by m.id desc limit 1 offset +$3";
    Ok(optional!(tx, (i64,), SQL, author.as_str(), above, last)?.map(|row| Time(row.0)))
}

/// The comment on a task that somebody wrote at that time: the one with a change of its phase.
pub async fn said_at(
    tx: &mut ReadTx,
    task: &TaskSight,
    author: &ActorId,
    at: Time,
) -> StoreResult<Option<Message>> {
    let sql = select!("where m.thread = $1 and m.at = $2 and m.author = $3 order by m.id limit 1");
    Ok(optional!(tx, MessageRow, sql, task.task().as_str(), at.0, author.as_str())?.map(Message::from))
}

/// The comments on a task that were written at one of these times: those with changes of its phase.
pub async fn said_at_any(tx: &mut ReadTx, task: &TaskSight, times: &[Time]) -> StoreResult<Vec<Message>> {
    const SQLITE: &str =
        select!("where m.thread = $1 and m.at in (select value from json_each($2)) order by m.at, m.id");
    const POSTGRES: &str = select!(
        "where m.thread = $1 and m.at = any (array(select cast(j as bigint) from json_array_elements_text(cast($2 as json)) j))
        order by m.at, m.id"
    );
    if times.is_empty() {
        return Ok(Vec::new());
    }
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let times = serde_json::Value::from(times.iter().map(|at| at.0).collect::<Vec<_>>()).to_string();
    let rows = all!(tx, MessageRow, sql, task.task().as_str(), times)?;
    Ok(rows.into_iter().map(Message::from).collect())
}

/// Counts the comments on a task, or the messages in a room, before a time, up to a number.
pub async fn count_before(tx: &mut ReadTx, thread: &Thread, before: Time, most: i64) -> StoreResult<i64> {
    const SQL: &str = "select count(*) from (select 1 from message
        where thread = $1 and at < $2 and at >= $3 limit +$4) n";
    Ok(one!(tx, (i64,), SQL, thread.as_str(), before.0, thread.from().0, most)?.0)
}

/// The last comments on an offer that is not accepted yet, the oldest first, and the number of all.
pub async fn said_with_offer(
    tx: &mut ReadTx,
    row: &Delegation,
    limit: i64,
) -> StoreResult<(Vec<Message>, i64)> {
    const SQL: &str = "select count(*) from message where thread = $1";
    let mut rows = all!(
        tx,
        MessageRow,
        select!("where m.thread = $1 order by m.at desc, m.id desc limit +$2"),
        row.id.as_str(),
        limit
    )?;
    rows.reverse();
    let in_all = one!(tx, (i64,), SQL, row.id.as_str())?.0;
    Ok((rows.into_iter().map(Message::from).collect(), in_all))
}

/// The comments on a task, or the messages in a room, the oldest first, after the place of one of them.
pub async fn thread_after(
    tx: &mut ReadTx,
    thread: &Thread,
    after: Option<&Message>,
    limit: i64,
) -> StoreResult<Vec<Message>> {
    let (at, id) = after.map_or((i64::MIN, ""), |after| (after.at.0, after.id.as_str()));
    let rows = all!(
        tx,
        MessageRow,
        select!(
            "where m.thread = $1 and m.at >= $2 and (m.at, m.id) > ($3, $4)
            order by m.at, m.id limit +$5"
        ),
        thread.as_str(),
        thread.from().0,
        at,
        id,
        limit
    )?;
    Ok(rows.into_iter().map(Message::from).collect())
}

/// The comment with this id, for a rule: it does not depend on a reader.
pub async fn by_id(tx: &mut ReadTx, id: &MessageId) -> StoreResult<Option<Message>> {
    Ok(optional!(tx, MessageRow, select!("where m.id = $1"), id.as_str())?.map(Message::from))
}

/// The comments with these ids, as far as they are there. Whether somebody may read one is asked of its thread.
pub async fn by_ids(tx: &mut ReadTx, ids: impl IntoIterator<Item = &str>) -> StoreResult<Vec<Message>> {
    let sql = among!(select, "m.id", tx);
    let rows = all!(tx, MessageRow, sql, list(ids))?;
    Ok(rows.into_iter().map(Message::from).collect())
}

/// A comment on a readable task, or a message in a readable room.
pub async fn one_of(tx: &mut ReadTx, thread: &Thread, id: &str) -> StoreResult<Option<Message>> {
    let sql = select!("where m.id = $1 and m.thread = $2 and m.at >= $3");
    Ok(optional!(tx, MessageRow, sql, id, thread.as_str(), thread.from().0)?.map(Message::from))
}

/// The comment with this address.
pub async fn by_uri(tx: &mut ReadTx, uri: &str) -> StoreResult<Option<Message>> {
    Ok(optional!(tx, MessageRow, select!("where m.uri = $1"), uri)?.map(Message::from))
}

/// Writes a comment; its text goes to `texts`.
pub async fn add(tx: &mut WriteTx, message: &Message) -> StoreResult<()> {
    const SQL: &str =
        "insert into message (id, thread, author, at, revision, shared_with, uri, reply_to, quote)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    run!(
        tx,
        SQL,
        message.id.as_str(),
        &message.thread,
        message.author.as_str(),
        message.at.0,
        message.revision,
        message.shared_with.as_ref().map(DelegationId::as_str),
        &message.uri,
        message.ties.reply_to.as_ref().map(MessageId::as_str),
        message.ties.quote.as_ref().map(MessageId::as_str)
    )?;
    // Sealed words come with the signature of their author, by another way.
    if let Some(body) = message.body.open() {
        let (id, field) = (message.id.as_str(), super::texts::ObjectText::Body);
        super::texts::add(tx, id, field, message.revision, &message.author, message.at, body).await?;
    }
    rooms::note_said(tx, &message.thread, message.at).await?;
    fulltext::put(tx, fulltext::Kind::Comment, message.id.as_str()).await
}

/// Notes with whom a comment was shared first.
pub async fn set_shared_with(tx: &mut WriteTx, id: &MessageId, delegation: &DelegationId) -> StoreResult<()> {
    const SQL: &str = "update message set shared_with = $2 where id = $1 and shared_with is null";
    run!(tx, SQL, id.as_str(), delegation.as_str()).map(drop)
}

/// Bytes that were uploaded or fetched, known by their SHA-256.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Blob {
    pub sha256: String,
    pub bytes: i64,
    pub media_type: String,
}

/// The blob with this hash.
pub async fn blob(tx: &mut ReadTx, sha256: &str) -> StoreResult<Option<Blob>> {
    optional!(tx, Blob, "select sha256, bytes, media_type from blob where sha256 = $1", sha256)
}

/// Whether this actor uploaded the blob, and so may attach it.
pub async fn blob_is_by(tx: &mut ReadTx, sha256: &str, actor: &ActorId) -> StoreResult<bool> {
    let row: Option<(i64,)> = optional!(
        tx,
        (i64,),
        "select count(*) from blob b left join file f on f.sha256 = b.sha256 and f.added_by = $2 where b.sha256 = $1 and (b.added_by = $2 or f.id is not null)",
        sha256,
        actor.as_str()
    )?;
    Ok(row.is_some_and(|row| row.0 > 0))
}

/// Records a blob; the same bytes are stored once.
pub async fn add_blob(tx: &mut WriteTx, blob: &Blob, by: &ActorId, now: Time) -> StoreResult<()> {
    const SQL: &str = "insert into blob (sha256, bytes, media_type, added_by, at) values ($1, $2, $3, $4, $5) on conflict (sha256) do nothing";
    run!(tx, SQL, &blob.sha256, blob.bytes, &blob.media_type, by.as_str(), now.0).map(drop)
}

/// A file on a task or handed in with a submission.
#[derive(Debug, Clone)]
pub struct TaskFile {
    pub id: FileId,
    /// The id of a task, or the address of a submission or delegation.
    pub object: String,
    pub name: String,
    pub sha256: String,
    pub bytes: i64,
    pub media_type: String,
    pub added_by: ActorId,
    pub at: Time,
    /// The source of the copy, for files of other servers.
    pub source_url: Option<String>,
    /// Whether a checked copy is here.
    pub is_here: bool,
    /// Why the copy could not be fetched.
    pub error: Option<NoCopy>,
    /// The pursuance whose quota it uses; none for an upload that is not attached yet.
    pub pursuance: Option<ActorId>,
    /// The picture that pages show of it, if it is one.
    pub shown: Option<ShownPicture>,
    /// Why they show nothing.
    pub not_shown: Option<NotShown>,
    /// The comment that it came with.
    pub message: Option<MessageId>,
}

#[derive(sqlx::FromRow)]
pub(super) struct FileRow {
    id: String,
    object: String,
    name: String,
    sha256: String,
    bytes: i64,
    media_type: String,
    added_by: String,
    at: i64,
    source_url: Option<String>,
    blob: Option<String>,
    error: Option<String>,
    pursuance: Option<String>,
    shown: Option<String>,
    thumbnail: Option<String>,
    width: Option<i64>,
    height: Option<i64>,
    not_shown: Option<String>,
    message: Option<String>,
}

impl From<FileRow> for TaskFile {
    fn from(row: FileRow) -> Self {
        let shown = row.shown.zip(row.thumbnail).zip(row.width.zip(row.height));
        Self {
            shown: shown.map(|((whole, thumbnail), (width, height))| ShownPicture {
                whole,
                thumbnail,
                width,
                height,
            }),
            not_shown: row.not_shown.as_deref().map(NotShown::read),
            message: row.message.map(MessageId),
            id: FileId(row.id),
            object: row.object,
            name: row.name,
            sha256: row.sha256,
            bytes: row.bytes,
            media_type: row.media_type,
            added_by: ActorId(row.added_by),
            at: Time(row.at),
            source_url: row.source_url,
            is_here: row.blob.is_some(),
            error: row.error.as_deref().map(NoCopy::read),
            pursuance: row.pursuance.map(ActorId),
        }
    }
}

macro_rules! select_file {
    ($($rest:literal),+) => {
        concat!("select id, object, name, sha256, bytes, media_type, added_by, at, source_url, blob, error, pursuance, shown, thumbnail, width, height, not_shown, message from file ", $($rest),+)
    };
}
pub(super) use select_file;

/// The files of a task, the oldest first.
pub async fn files(tx: &mut ReadTx, task: &TaskSight) -> StoreResult<Vec<TaskFile>> {
    hung_on(tx, task.task().as_str()).await
}

/// The files that came with an offer, the oldest first.
pub async fn files_of_offer(tx: &mut ReadTx, row: &Delegation) -> StoreResult<Vec<TaskFile>> {
    hung_on(tx, row.id.as_str()).await
}

/// The files of submitted work, the oldest first.
pub async fn files_of_work(tx: &mut ReadTx, work: &Submission) -> StoreResult<Vec<TaskFile>> {
    hung_on(tx, &work.key()).await
}

/// The most files of an object: attached by people, and submitted with work. All of them are shown.
pub const FILES_MOST: i64 = 2_000;

/// The files of an object, the oldest first, for a rule: they do not depend on a reader.
pub async fn hung_on(tx: &mut ReadTx, object: &str) -> StoreResult<Vec<TaskFile>> {
    const SQL: &str = select_file!("where object = $1 order by at, id limit +$2");
    let rows = all!(tx, FileRow, SQL, object, FILES_MOST)?;
    Ok(rows.into_iter().map(TaskFile::from).collect())
}

/// Counts the files of an object.
pub async fn count_files(tx: &mut ReadTx, object: &str) -> StoreResult<i64> {
    Ok(one!(tx, (i64,), "select count(*) from file where object = $1", object)?.0)
}

/// The file with this id.
pub async fn file(tx: &mut ReadTx, id: &FileId) -> StoreResult<Option<TaskFile>> {
    Ok(optional!(tx, FileRow, select_file!("where id = $1"), id.as_str())?.map(TaskFile::from))
}

/// The names of some files, as far as they are there.
pub async fn names_of(
    tx: &mut ReadTx,
    ids: impl IntoIterator<Item = &str>,
) -> StoreResult<HashMap<String, String>> {
    macro_rules! names {
        ($($which:literal),+) => {
            concat!("select f.id, f.name from file f ", $($which),+)
        };
    }
    let sql = among!(names, "f.id", tx);
    Ok(all!(tx, (String, String), sql, list(ids))?.into_iter().collect())
}

/// Detaches a file from its object.
pub async fn remove_file(tx: &mut WriteTx, id: &FileId) -> StoreResult<()> {
    tx.deletes_words();
    run!(tx, "delete from file where id = $1", id.as_str()).map(drop)
}

/// Attaches a file to an object.
pub async fn add_file(tx: &mut WriteTx, file: &TaskFile) -> StoreResult<()> {
    const SQL: &str =
        "insert into file (id, object, name, sha256, bytes, media_type, added_by, at, source_url, blob, pursuance, not_shown, message)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let blob = file.is_here.then_some(&file.sha256);
    run!(
        tx,
        SQL,
        file.id.as_str(),
        &file.object,
        &file.name,
        &file.sha256,
        file.bytes,
        &file.media_type,
        file.added_by.as_str(),
        file.at.0,
        &file.source_url,
        blob,
        file.pursuance.as_ref().map(ActorId::as_str),
        file.not_shown.map(NotShown::as_str),
        file.message.as_ref().map(MessageId::as_str)
    )?;
    if let Some(shown) = &file.shown {
        shown_pictures::set(tx, &file.id, shown).await?;
    }
    fulltext::put(tx, fulltext::Kind::File, file.id.as_str()).await
}

/// Notes that a checked copy of a file is here.
pub async fn set_fetched(tx: &mut WriteTx, id: &FileId) -> StoreResult<()> {
    run!(tx, "update file set blob = sha256, error = null where id = $1", id.as_str()).map(drop)
}

/// Notes that a copy is wanted, again or for the first time.
pub async fn set_wanted(tx: &mut WriteTx, id: &FileId) -> StoreResult<()> {
    run!(tx, "update file set error = null where id = $1", id.as_str()).map(drop)
}

/// Notes why a copy could not be fetched.
pub async fn set_fetch_error(tx: &mut WriteTx, id: &FileId, why: NoCopy) -> StoreResult<()> {
    run!(tx, "update file set error = $2 where id = $1", id.as_str(), why.as_str()).map(drop)
}

/// Whether the same remote pursuance sent these bytes before, so that asking for them again would reveal nothing to it.
pub async fn was_given(tx: &mut ReadTx, file: &TaskFile) -> StoreResult<bool> {
    const SQL: &str =
        "select count(*) from file where added_by = $1 and sha256 = $2 and bytes = $3 and blob is not null";
    Ok(one!(tx, (i64,), SQL, file.added_by.as_str(), &file.sha256, file.bytes)?.0 > 0)
}

/// Moves the comments of an offer to the mirror that it became.
pub async fn move_thread(tx: &mut WriteTx, from: &str, to: &str) -> StoreResult<()> {
    const SQL: &str = "select id, at from message where thread = $1 order by at, id";
    let moved = all!(tx, (String, i64), SQL, from)?;
    run!(tx, "update message set thread = $2 where thread = $1", from, to)?;
    if let Some((_, last)) = moved.last() {
        rooms::note_said(tx, to, Time(*last)).await?;
    }
    for (id, _) in moved {
        fulltext::put(tx, fulltext::Kind::Comment, &id).await?;
    }
    Ok(())
}

/// Moves the files of an offer to the mirror that it became.
pub async fn move_files(tx: &mut WriteTx, from: &str, to: &str) -> StoreResult<()> {
    const MOVED: &str = "select id from file where object = $1 and source_url is not null order by at, id";
    let moved = all!(tx, (String,), MOVED, from)?;
    run!(tx, "update file set object = $2 where object = $1 and source_url is not null", from, to)?;
    for (id,) in moved {
        fulltext::put(tx, fulltext::Kind::File, &id).await?;
    }
    Ok(())
}
