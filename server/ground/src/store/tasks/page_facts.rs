//! Extra facts for the page of a task, by one statement: small values, and whether there is anything of the large lists, so
//! that no list is read in vain.

use pursuance_domain::allowed::TaskSight;
use pursuance_domain::id::{ActorId, MentorId, MessageId, OfferId};
use pursuance_domain::notice::Cause;
use pursuance_domain::time::Time;

use super::{BlockedCounts, LongTextsRow, StoredAsks, Task, long_texts, long_texts_joined};
use crate::store::db::{ReadTx, one};
use crate::store::error::StoreResult;
use crate::store::read_markers::{COUNTED, DiscussionNews, read_marker, unread};
use crate::store::room::kept_bytes;
use crate::store::words::{read_cause, read_joined};

/// The extra facts of a task for a reader.
#[derive(Debug, Clone)]
pub struct TaskPageFacts {
    pub asks: StoredAsks,
    pub has_files: bool,
    pub has_comments: bool,
    /// Whether it was ever handed over or offered, or is a mirror.
    pub has_delegations: bool,
    pub has_subtasks: bool,
    /// Whether somebody is waited for.
    pub has_clock: bool,
    pub was_handed_on: bool,
    /// Whether somebody has paused the asking.
    pub is_asking_paused: bool,
    /// Whether its skills are tags of the newest key: in a private pursuance people are found by them.
    pub has_tags: bool,
    /// Whether suggestions about it wait.
    pub has_suggestions: bool,
    /// The author of the suggestion that made it.
    pub suggested_by: Option<ActorId>,
    /// The mentor who accompanies its assignee.
    pub accompanied_by: Option<ActorId>,
    /// The question to the reader whether they accompany somebody on it.
    pub mentoring: Option<MentorId>,
    /// The question to the reader whether they do it and learn by it.
    pub learning: Option<OfferId>,
    /// The counts of what holds it up, and of what it holds up.
    pub counts: BlockedCounts,
    /// Why the reader watches it.
    pub watched: Option<Cause>,
    /// Whether they have a watch of the task, or switched it off.
    pub has_watch: bool,
    /// Whether they watch its pursuance, or a skill that it wants.
    pub is_watched_around: bool,
    pub is_muted: bool,
    /// The messages of its discussion that the reader has not read.
    pub unread: Option<Unread>,
    /// The bytes of the files of the reader, where they may add one.
    pub room: i64,
}

/// The messages of a discussion that its reader has not read.
#[derive(Debug, Clone)]
pub struct Unread {
    /// How many, up to [`COUNTED`].
    pub count: i64,
    pub first: MessageId,
    /// When they said last how far they had read, if they did.
    pub read_at: Option<Time>,
}

impl From<DiscussionNews> for Unread {
    fn from(news: DiscussionNews) -> Self {
        Self { count: news.unread, first: news.first, read_at: news.read_at }
    }
}

#[derive(sqlx::FromRow)]
struct BesideRow {
    #[sqlx(flatten)]
    texts: LongTextsRow,
    skills: Option<String>,
    has_files: bool,
    has_comments: bool,
    has_delegations: bool,
    has_subtasks: bool,
    has_clock: bool,
    was_handed_on: bool,
    is_asking_paused: bool,
    has_tags: bool,
    has_suggestions: bool,
    suggested_by: Option<String>,
    accompanied_by: Option<String>,
    mentoring: Option<String>,
    learning: Option<String>,
    #[sqlx(flatten)]
    counts: BlockedCounts,
    watched: Option<String>,
    has_watch: bool,
    is_watched_around: bool,
    is_muted: bool,
    unread: i64,
    first_unread: Option<String>,
    read_at: Option<i64>,
    room: i64,
}

impl BesideRow {
    fn unread(&self) -> Option<Unread> {
        let first = self.first_unread.clone().filter(|_| !self.is_muted)?;
        Some(Unread { count: self.unread, first: MessageId(first), read_at: self.read_at.map(Time) })
    }
}

/// The extra facts of a task. `person`: the reader, if they are signed in; `adds`: whether they may add a file; `floor`: from when on
/// something may be unread for them.
pub async fn page_facts(
    tx: &mut ReadTx,
    task: &Task,
    seen: &TaskSight,
    person: Option<&ActorId>,
    adds: bool,
    floor: Option<Time>,
) -> StoreResult<TaskPageFacts> {
    // Where few threads have most messages, Postgres expects one early in the whole table, and reads all of it for a task without any: an
    // order that the index has keeps it there.
    const SQL: &str = concat!(
        "select ",
        long_texts!(),
        ",
          (select string_agg(s.skill, '\n' order by s.position) from task_skill s where s.task = t.id) as skills,
          exists (select 1 from file f where f.object = t.id) as has_files,
          (select true from message m where m.thread = t.id order by m.at, m.id limit 1) is not null as has_comments,
          exists (select 1 from delegation d where d.task = t.id) as has_delegations,
          exists (select 1 from task c where c.parent = t.id) as has_subtasks,
          exists (select 1 from silence k where k.task = t.id) as has_clock,
          exists (select 1 from succession h where h.task = t.id) as was_handed_on,
          exists (select 1 from pairing q where q.task = t.id and q.paused_at is not null) as is_asking_paused,
          exists (select 1 from sealed_tagged g join pursuance_sealed q on q.pursuance = g.pursuance and q.epoch = g.epoch
            where g.object = t.id) as has_tags,
          exists (select 1 from proposal p where p.task = t.id and p.state = 'open') as has_suggestions,
          (select p.author from proposal p where p.made = t.id limit 1) as suggested_by,
          (select e.person from mentor e where e.task = t.id and e.state = 'accompanies' and e.learner = t.assignee
            order by e.answered_at desc limit 1) as accompanied_by,
          (select e.id from mentor e where e.task = t.id and e.person = $2 and e.state = 'asked'
            and t.phase = 'help_wanted' and t.assignee is null) as mentoring,
          (select o.id from offer o where o.task = t.id and o.person = $2 and o.state = 'open' and o.mentor is not null
            and t.phase = 'help_wanted' and t.assignee is null) as learning,
          (select count(*) from task_dependency e where e.task = t.id) as waits_for,
          (select count(*) from task_dependency e where e.task = t.id and e.is_block) as blocked_on,
          (select count(*) from task_dependency e where e.on_task = t.id) as waiting,
          (select count(*) from task_dependency e where e.on_task = t.id and (e.pursuance = e.on_pursuance or e.shown_by is not null))
            as waiting_shown,
          (select count(*) from task_block b where b.task = t.id and b.lifted_at is null) as blocks,
          (select count(*) from task_block b where b.task = t.id and b.lifted_at is null and b.told_in is not null) as told,
          (select w.cause from watch w where w.account = $2 and w.object = t.id and w.is_on) as watched,
          exists (select 1 from watch w where w.account = $2 and w.object = t.id) as has_watch,
          (exists (select 1 from watch w where w.account = $2 and w.object = t.pursuance and w.is_on)
            or exists (select 1 from task_skill s join watch w on w.object = 'skill:' || s.skill_key
              where s.task = t.id and w.account = $2 and w.is_on)) as is_watched_around,
          exists (select 1 from mute u where u.account = $2 and u.object = t.id) as is_muted,
          (select count(*) from (select u.id ",
        unread!("t.id", "$2", "cast($4 as bigint)"),
        " limit +$5) n) as unread,
          (select u.id ",
        unread!("t.id", "$2", "cast($4 as bigint)"),
        " order by u.at, u.id limit 1) as first_unread, k.moved as read_at,
          (select cast(coalesce(sum(z.bytes), 0) as bigint) from (",
        kept_bytes!("f.added_by = $3"),
        ") z) as room
        from task t",
        long_texts_joined!(),
        "left join ",
        read_marker!("t.id", "$2", "cast($4 as bigint)"),
        " where t.id = $1"
    );
    let person = person.map(ActorId::as_str);
    let (floor, adder) = (floor.map(|at| at.0), person.filter(|_| adds));
    let row = one!(tx, BesideRow, SQL, seen.task().as_str(), person, adder, floor, COUNTED)?;
    let unread = row.unread();
    let skills = read_joined("task_skill", task.id.as_str(), row.skills.as_deref());
    Ok(TaskPageFacts {
        asks: task.asked(row.texts.read(task.id.as_str()), skills),
        has_files: row.has_files,
        has_comments: row.has_comments,
        has_delegations: row.has_delegations,
        has_subtasks: row.has_subtasks,
        has_clock: row.has_clock,
        was_handed_on: row.was_handed_on,
        is_asking_paused: row.is_asking_paused,
        has_tags: row.has_tags,
        has_suggestions: row.has_suggestions,
        suggested_by: row.suggested_by.map(ActorId),
        accompanied_by: row.accompanied_by.map(ActorId),
        mentoring: row.mentoring.map(MentorId),
        learning: row.learning.map(OfferId),
        counts: row.counts,
        watched: row.watched.map(|word| read_cause(&word, task.id.as_str())).transpose()?,
        has_watch: row.has_watch,
        is_watched_around: row.is_watched_around,
        is_muted: row.is_muted,
        unread,
        room: row.room,
    })
}
