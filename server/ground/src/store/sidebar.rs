//! The frame around every page.

use pursuance_domain::allowed::{Grants, Permission, Sights};
use pursuance_domain::id::ActorId;
use pursuance_domain::people::role::Role;
use pursuance_domain::reading::Floor;
use pursuance_domain::talk::LIFETIME_LEAST_LEFT;
use pursuance_domain::time::Time;
use pursuance_domain::value::{Door, KeyRenewal, Visibility};
use pursuance_sealed::ids::Pid;

use super::damage::{StoredRow, listed};
use super::db::{ReadTx, each, optional};
use super::error::{StoreError, StoreResult};
use super::grants::{self, grants_of};
use super::invites::role_rank;
use super::offers::waits;
use super::read_markers::{self, ReadableDiscussions, with_news};
use super::recruits::still_asks;
use super::sealed::{read_id, read_renewal};
use super::search;
use super::words::{read_role, read_visibility};

/// A pursuance of a member.
#[derive(Debug, Clone)]
pub struct MemberPursuance {
    pub id: ActorId,
    pub slug: String,
    pub name: String,
    pub visibility: Visibility,
    /// The hash of its first entry, where it is private.
    pub pid: Option<Pid>,
    /// After how many days its keys are renewed, where it is private.
    pub renew_keys: KeyRenewal,
    /// Whether it is closed: it is read, and nothing in it changes.
    pub is_closed: bool,
    pub role: Role,
    /// The member's grants on single tasks there, beyond the role.
    pub grants: Grants,
    /// Offers to it that wait for an answer.
    pub incoming: i64,
    /// People who ask to join it.
    pub asking: i64,
    /// From when on something may be unread there for the member; none where they muted it.
    pub floor: Option<Floor>,
}

#[derive(sqlx::FromRow)]
struct MineRow {
    actor: String,
    slug: String,
    display: String,
    visibility: String,
    pid: Option<String>,
    renew_keys: Option<String>,
    is_closed: bool,
    role: String,
    grants: Option<String>,
    incoming: i64,
    asking: i64,
    joined: i64,
    begun: i64,
    all_read: Option<i64>,
    is_muted: bool,
}

impl StoredRow for MineRow {
    fn key(&self) -> String {
        self.actor.clone()
    }
}

impl TryFrom<MineRow> for MemberPursuance {
    type Error = StoreError;
    fn try_from(row: MineRow) -> StoreResult<Self> {
        Ok(Self {
            id: ActorId(row.actor),
            slug: row.slug,
            name: row.display,
            visibility: read_visibility(row.visibility)?,
            pid: row.pid.map(|pid| read_id("pursuance_sealed", "pid", &pid, Pid::from_slice)).transpose()?,
            renew_keys: row.renew_keys.as_deref().map_or(Ok(KeyRenewal::Off), read_renewal)?,
            is_closed: row.is_closed,
            role: read_role(row.role)?,
            grants: grants::read(row.grants.as_deref()),
            incoming: row.incoming,
            asking: row.asking,
            floor: (!row.is_muted).then_some(Floor {
                joined: Time(row.joined),
                begun: Time(row.begun),
                all_read: row.all_read.map(Time),
            }),
        })
    }
}

/// The pursuances of a member, by name, the closed ones at the end.
pub async fn pursuances(tx: &mut ReadTx, person: &ActorId) -> StoreResult<Vec<MemberPursuance>> {
    const SQL: &str = concat!(
        "select p.actor, p.slug, a.display, p.visibility, s.pid, s.renew_keys, p.archived_at is not null as is_closed, m.role, ",
        grants_of!("p.actor", "$1"),
        " as grants, (select count(*) from delegation d where d.delegate = p.actor and d.side = 'delegate' and d.state = 'offered') as incoming,
          (select count(*) from member n where n.pursuance = p.actor and n.state = 'pending') as asking, m.since as joined,
          coalesce((select i.unread_since from instance i), 0) as begun,
          (select max(r.moved) from read_marker r where r.account = $1 and r.thread in ($1, p.actor)) as all_read,
          exists (select 1 from mute u where u.account = $1 and u.object = p.actor) as is_muted
        from member m join pursuance p on p.actor = m.pursuance join actor a on a.id = p.actor
          left join pursuance_sealed s on s.pursuance = p.actor
        where m.actor = $1 and m.state = 'active' and p.deleted_at is null
        order by case when p.archived_at is null then 0 else 1 end, a.display, p.slug limit 500"
    );
    Ok(listed(each!(tx, MineRow, SQL, person.as_str())?))
}

/// The discussions that somebody is told of; none for a visitor.
#[derive(Debug, Clone)]
pub struct NoticedDiscussions<'a> {
    pub heard: Vec<ReadableDiscussions<'a>>,
    pub now: Time,
}

impl Default for NoticedDiscussions<'_> {
    fn default() -> Self {
        Self { heard: Vec::new(), now: Time(0) }
    }
}

/// The facts on every page about the instance, and about what waits for the reader.
#[derive(Debug, Clone, Default, sqlx::FromRow)]
pub struct Frame {
    pub name: String,
    /// Who may open an account.
    #[sqlx(try_from = "String")]
    pub door: Door,
    /// Tasks that wait for this person's review.
    pub reviews: i64,
    /// Questions that wait for this person's answer: whether they take a task, and whether they accompany a learner.
    pub offers: i64,
    /// Other questions that wait for their answer: whether they join, whether they are still on a task of theirs, and whether the task
    /// of somebody silent is handed on.
    pub questions: i64,
    /// The requests for an account that wait for the viewer's answer as an operator; none for everybody else. Expired ones
    /// may be among them for some minutes, until the sweep.
    pub requests: i64,
    /// Whether another server waits for the viewer's decision as an operator; false for everybody else.
    pub is_stopped: bool,
    /// The number of changes of people's pictures so far.
    pub picture_changes: i64,
    /// In how many discussions of theirs something is unread for the person, up to [`read_markers::COUNTED`].
    pub talk: i64,
    /// Whether there is a notice that the person has not read, readable or not: only then they are counted.
    pub has_unread: bool,
}

/// The frame for a person, or for a visitor; `None` before the instance is founded. `sights`: the tasks that the person
/// may read, because only those are counted. `told`: the discussions that they are told of.
pub async fn frame(
    tx: &mut ReadTx,
    person: Option<&ActorId>,
    sights: &Sights,
    is_operator: bool,
    told: &NoticedDiscussions<'_>,
) -> StoreResult<Option<Frame>> {
    macro_rules! frame {
        ($within:literal, $all:literal, $takes:literal, $heard:literal, $rooms:literal, $tasks:literal, $looked_up:literal) => {
            concat!(
                "select i.name, i.picture_changes, case when exists (select 1 from account where operator) then i.door else 'nobody' end as door,
                  (select count(*) from task t where t.reviewer = $1 and t.phase in ('ready_for_review', 'in_review')
                    and t.archived_at is null and t.mirror_of is null and t.pursuance ", $within, ")
                  + (select count(*) from task t where t.creator = $1 and t.reviewer is null
                    and t.phase in ('ready_for_review', 'in_review') and t.archived_at is null and t.mirror_of is null
                    and t.pursuance ", $within, ") as reviews,
                  (select count(*) from offer o where o.person = $1 and ", waits!($takes), ")
                  + (select count(*) from mentor e join task t on t.id = e.task where e.person = $1 and e.state = 'asked'
                    and e.pursuance ", $takes, " and t.phase = 'help_wanted' and t.assignee is null
                    and t.archived_at is null and t.trashed_at is null) as offers,
                  (select count(*) from recruit_ask q where q.person = $1 and ", still_asks!(), ")
                  + (select count(*) from silence n join task t on t.id = n.task where n.asked = $1 and n.due_at is not null
                    and t.phase in ('started', 'in_progress') and t.archived_at is null and t.pursuance ", $within, ")
                  + (select count(*) from silence n join task t on t.id = n.task where n.who = (select cast($1 as text)) and n.nudged_at is not null
                    and n.paused_at is null and t.assignee = n.who and t.phase in ('started', 'in_progress') and t.archived_at is null
                    and t.pursuance ", $all, ") as questions,
                  case when $3 then (select count(*) from account_request r where r.answered is null) else 0 end as requests,
                  case when $3 then exists (select 1 from channel c where c.state <> 'open')
                    or exists (select 1 from actor_key k where k.standing = 'strange') else false end as is_stopped, ", with_news!($heard, $rooms, $tasks, $looked_up), " as talk,
                  exists (select 1 from notice n where n.account = $1 and n.read_at is null) as has_unread
                from instance i"
            )
        };
    }
    let sql = if tx.is_sqlite() {
        frame!(
            "in (select value from json_each($2))",
            "in (select value from json_each($8))",
            "in (select value from json_each($4))",
            "json_each($5) j",
            "room r on r.id in (select n.id from room n where n.pursuance = o.pursuance and n.archived_at is null and n.said_at > o.bound
              order by n.said_at desc limit 10)",
            "task w on w.id in (select n.id from task n where n.pursuance = o.pursuance and n.said_at > o.bound
              and n.archived_at is null and n.trashed_at is null order by n.said_at desc limit 10)",
            "join task t on t.id = c.id"
        )
    } else {
        frame!(
            "= any (array(select json_array_elements_text(cast($2 as json))))",
            "= any (array(select json_array_elements_text(cast($8 as json))))",
            "= any (array(select json_array_elements_text(cast($4 as json))))",
            "json_array_elements(cast($5 as json)) j(value)",
            "lateral (select n.* from room n where n.pursuance = o.pursuance and n.archived_at is null and n.said_at > o.bound
              order by n.said_at desc limit 10) r",
            "lateral (select n.id, n.said_at from task n where n.pursuance = o.pursuance and n.said_at > o.bound
              and n.archived_at is null and n.trashed_at is null order by n.said_at desc limit 10) w",
            "cross join lateral (select * from task t where t.id = c.id limit 1) t"
        )
    };
    let whole = search::list(sights.whole().map(ActorId::as_str));
    let all = search::list(sights.all().map(ActorId::as_str));
    let takes = search::list(sights.where_may(Permission::TakeTask).map(ActorId::as_str));
    let NoticedDiscussions { heard, now } = told;
    let (heard, counts) = (read_markers::heard(heard), now.plus(-LIFETIME_LEAST_LEFT));
    let person = person.map(ActorId::as_str);
    optional!(tx, Frame, sql, person, whole, is_operator, takes, heard, now.0, counts.0, all)
}
