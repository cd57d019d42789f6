//! The people of a pursuance, with what they can, what they have, and the last sign of them: for the people who coordinate.

use std::collections::HashMap;

use pursuance_domain::allowed::{Permission, Sight};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::people::role::Role;
use pursuance_domain::time::{DAY, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::damage::{ListStretch, StoredRow, listed};
use super::db::{ReadTx, all, each, one, optional};
use super::error::{StoreError, StoreResult};
use super::outline::reviews::waits;
use super::pairing::{has_it, lacks_tags, same};
use super::pursuances::{Member, MemberRow, suspended};
use super::search::{list, pattern, search};

/// The most tasks of a person that are counted, and the most reviews.
const COUNTED: i64 = 100;

/// How long somebody did nothing before they are told as silent: two weeks.
pub const SILENT: i64 = 14 * DAY;

/// Which people are looked for, and their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ShowMembers")]
pub enum Show {
    /// All, by name.
    #[default]
    Everybody,
    /// All, the newest members first.
    Newest,
    /// Members who may take tasks and have none under way, nor a review, by name; for readers who may assign tasks.
    Nothing,
    /// Members who did nothing for 14 days, the longest silent first; for readers who may assign tasks.
    Silent,
}

impl Show {
    /// Every list, in the order of the choice.
    pub const ALL: [Self; 4] = [Self::Everybody, Self::Newest, Self::Nothing, Self::Silent];

    /// The word for addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Everybody => "everybody",
            Self::Newest => "newest",
            Self::Nothing => "nothing",
            Self::Silent => "silent",
        }
    }

    /// The list with this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == word)
    }

    /// Whether it tells what people have, or when they last did something.
    pub fn is_about_work(self) -> bool {
        matches!(self, Self::Nothing | Self::Silent)
    }
}

/// Which people are looked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct PeopleQuery<'a> {
    /// Words in a name, or in a skill.
    pub words: &'a str,
    pub role: Option<Role>,
    pub show: Show,
    /// Whether people who ask to join are among them.
    pub with_pending: bool,
    /// Whether their skills are told, and looked through: for fellow members.
    pub with_skills: bool,
}

/// A place in the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The moment by which the list is ordered; 0 in a list by name.
    pub at: i64,
    pub name: String,
}

impl Place {
    /// As in an address.
    pub fn in_words(&self) -> String {
        format!("{}.{}", self.at, self.name)
    }

    /// The place of an address; a text without a number is a name.
    pub fn parse(words: &str) -> Self {
        let read = words.split_once('.').and_then(|(at, name)| Some((at.parse().ok()?, name)));
        let (at, name) = read.unwrap_or((if words.is_empty() { i64::MIN } else { 0 }, words));
        Self { at, name: name.to_owned() }
    }
}

/// A person of the list.
#[derive(Debug, Clone)]
pub struct RosterPerson {
    pub member: Member,
    pub place: Place,
    /// The skills that they have, as they wrote them, without those that they only learn; for fellow members.
    pub skills: Vec<String>,
    /// The work that they have, for readers who may assign tasks.
    pub hands: Option<MemberHands>,
    /// Whether operators suspended their account.
    pub is_suspended: bool,
}

/// The work of somebody in a pursuance, and the last sign of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemberHands {
    /// Tasks under way, up to a hundred.
    pub under_way: i64,
    /// Work that waits for their verdict, up to a hundred.
    pub reviews: i64,
    /// Tasks that they are asked about and have not answered, up to a hundred.
    pub asked: i64,
    /// The hour in which they last did something there, or came.
    pub last_at: Time,
}

#[derive(sqlx::FromRow)]
struct RosterPersonRow {
    #[sqlx(flatten)]
    member: MemberRow,
    sort: i64,
    skills: Option<String>,
    under_way: Option<i64>,
    reviews: Option<i64>,
    asked: Option<i64>,
    last_at: i64,
    suspended: i64,
}

impl StoredRow for RosterPersonRow {
    fn key(&self) -> String {
        self.member.key()
    }
}

impl RosterPersonRow {
    fn place(&self) -> Place {
        Place { at: self.sort, name: self.member.name.clone() }
    }
}

impl TryFrom<RosterPersonRow> for RosterPerson {
    type Error = StoreError;
    fn try_from(row: RosterPersonRow) -> StoreResult<Self> {
        let place = row.place();
        let last_at = Time(row.last_at);
        let told = row.under_way.zip(row.reviews).zip(row.asked);
        let hands =
            told.map(|((under_way, reviews), asked)| MemberHands { under_way, reviews, asked, last_at });
        let skills = row.skills.as_deref().unwrap_or_default();
        Ok(Self {
            place,
            skills: skills.lines().map(str::to_owned).collect(),
            hands,
            is_suspended: row.suspended != 0,
            member: row.member.try_into()?,
        })
    }
}

/// The last sign of a member `m`.
macro_rules! last {
    () => {
        "(case when m.last_at > m.since then m.last_at else m.since end)"
    };
}

/// Tasks that the member `m` has under way in the pursuance.
macro_rules! under_way {
    () => {
        "select 1 as n from task t where t.assignee = m.actor and cast(t.pursuance as text) = $1
          and t.phase in ('started', 'in_progress') and t.archived_at is null limit +$2"
    };
}

/// Work in the pursuance that waits for the verdict of the member `m`.
macro_rules! reviews {
    () => {
        concat!(
            "select n from (select 1 as n from task t where t.reviewer = m.actor and cast(t.pursuance as text) = $1 and ",
            waits!(),
            " union all select 1 from task t where t.creator = m.actor and t.reviewer is null and cast(t.pursuance as text) = $1 and ",
            waits!(),
            ") r limit +$2"
        )
    };
}

/// Questions about tasks of the pursuance that wait for the member `m`.
macro_rules! asked {
    () => {
        "select 1 as n from offer o where o.person = m.actor and cast(o.pursuance as text) = $1 and o.state = 'open' limit +$2"
    };
}

/// Whether the member `m` has nothing in the pursuance, and may take a task there: who only reads lacks none.
macro_rules! has_nothing {
    () => {
        concat!(
            "m.role not in ('untrusted', 'viewer') and not exists (",
            under_way!(),
            ") and not exists (",
            reviews!(),
            ")"
        )
    };
}

/// The number of members in the list [`Show::Nothing`]; for readers who may assign tasks.
pub async fn count_nothing(tx: &mut ReadTx, sight: &Sight) -> StoreResult<i64> {
    const SQL: &str = concat!(
        "select count(*) from member m where m.pursuance = $1 and m.state = 'active' and ",
        has_nothing!()
    );
    if !sight.may(Permission::Assign) {
        return Ok(0);
    }
    Ok(one!(tx, (i64,), SQL, sight.pursuance().as_str(), 1_i64)?.0)
}

/// The people of the pursuance of a sight, after a place. What they have is told to readers who may assign tasks there; to others the
/// lists by it are the list of everybody. The caller has checked that the reader may see the members.
pub async fn people(
    tx: &mut ReadTx,
    sight: &Sight,
    asked: PeopleQuery<'_>,
    after: &Place,
    limit: i64,
    now: Time,
) -> StoreResult<Vec<RosterPerson>> {
    // Values stand in subqueries: Postgres keeps one plan, which it would make anew for what is asked, and that takes longer than to answer it.
    macro_rules! sql {
        ($finds:literal) => {
            concat!(
                "select m.pursuance, m.actor, k.name, k.display, m.role, m.state, m.since, m.banned_until, k.sort, ",
                last!(),
                " as last_at,
                  (select string_agg(s.skill, '\n' order by s.position) from person_skill s where s.actor = m.actor and s.level <> 'learning' and (select +$12) <> 0) as skills,
                  case when (select +$3) <> 0 then (select count(*) from (",
                under_way!(),
                ") c) end as under_way,
                  case when (select +$3) <> 0 then (select count(*) from (",
                reviews!(),
                ") c) end as reviews,
                  case when (select +$3) <> 0 then (select count(*) from (",
                asked!(),
                ") c) end as asked,
                  cast(case when ",
                suspended!(),
                " then 1 else 0 end as bigint) as suspended
                from (select * from (select m.actor, a.name, a.display, case (select cast($4 as text)) when 'newest' then -m.since when 'silent' then ",
                last!(),
                " else 0 end as sort
                  from member m join actor a on a.id = m.actor
                  where m.pursuance = $1 and (m.state = 'active' or (m.state = 'pending' and (select +$5) <> 0))
                    and m.role = coalesce((select cast($6 as text)), m.role) and ((select cast($4 as text)) <> 'silent' or ",
                last!(),
                " < (select +$7))
                    and ((select cast($4 as text)) <> 'nothing' or (",
                has_nothing!(),
                "))
                    and (a.name ",
                $finds,
                " cast($8 as text) or a.display ",
                $finds,
                " cast($8 as text)
                      or exists (select 1 from person_skill s where s.actor = m.actor and s.level <> 'learning' and (select +$12) <> 0 and s.skill ",
                $finds,
                " cast($8 as text)))) i
                    where i.sort > $9 or (i.sort = $9 and i.name > $10) order by i.sort, i.name limit +$11) k
                  join member m on m.pursuance = $1 and m.actor = k.actor
                order by k.sort, k.name"
            )
        };
    }
    let coordinates = sight.may(Permission::Assign);
    let show = if asked.show.is_about_work() && !coordinates { Show::Everybody } else { asked.show };
    let (show, since) = (show.as_str(), now.plus(-SILENT).0);
    let (sql, words, role) = (search!(sql, tx), pattern(tx, asked.words), asked.role.map(Role::as_str));
    let (told, pending) = (i64::from(coordinates), i64::from(asked.with_pending));
    let fellow = i64::from(asked.with_skills);
    let of = sight.pursuance().as_str();
    let mut list = ListStretch::new(limit, after.clone());
    while let Some((after, wanted)) = list.wanted() {
        let (at, name) = (after.at, after.name.as_str());
        let found = each!(
            tx,
            RosterPersonRow,
            sql,
            of,
            COUNTED,
            told,
            show,
            pending,
            role,
            since,
            &words,
            at,
            name,
            wanted,
            fellow
        )?;
        list.take(found, RosterPersonRow::place);
    }
    Ok(list.rows())
}

/// Counts the work of one member, for readers who may assign tasks.
pub async fn hands(tx: &mut ReadTx, sight: &Sight, member: &Member) -> StoreResult<Option<MemberHands>> {
    const SQL: &str = concat!(
        "select (select count(*) from (",
        under_way!(),
        ") c), (select count(*) from (",
        reviews!(),
        ") c), (select count(*) from (",
        asked!(),
        ") c), ",
        last!(),
        " from member m where m.pursuance = $1 and m.actor = $3"
    );
    if !sight.may(Permission::Assign) {
        return Ok(None);
    }
    let of = sight.pursuance().as_str();
    let found = optional!(tx, (i64, i64, i64, i64), SQL, of, COUNTED, member.actor.as_str())?;
    Ok(found.map(|(under_way, reviews, asked, at)| MemberHands {
        under_way,
        reviews,
        asked,
        last_at: Time(at),
    }))
}

/// A member who may be given a task, with how well it fits.
#[derive(Debug, Clone)]
pub struct Able {
    pub member: Member,
    /// How many skills the task asks for; of a private one they are tags.
    pub wanted: i64,
    /// How many of them they have; skills that they only learn do not count.
    pub has: i64,
    /// Their tasks under way in the pursuance, up to a hundred.
    pub under_way: i64,
}

impl Able {
    /// Whether they have every skill that the task asks for, and it asks for some.
    pub fn fits(&self) -> bool {
        self.wanted > 0 && self.has == self.wanted
    }
}

#[derive(sqlx::FromRow)]
struct AbleRow {
    #[sqlx(flatten)]
    member: MemberRow,
    wanted: i64,
    has: i64,
    under_way: i64,
}

impl StoredRow for AbleRow {
    fn key(&self) -> String {
        self.member.key()
    }
}

impl TryFrom<AbleRow> for Able {
    type Error = StoreError;
    fn try_from(row: AbleRow) -> StoreResult<Self> {
        let AbleRow { member, wanted, has, under_way } = row;
        Ok(Self { member: member.try_into()?, wanted, has, under_way })
    }
}

/// The most skills of several tasks that are compared: the most wanted ones.
const SKILLS: i64 = 64;

/// A member `m` with how well the tasks of the list `$3` fit them, for roles of the list `$6`. Together the tasks ask for the skills `w`;
/// a private one, whose skills are tags, is asked about alone.
macro_rules! select_able {
    ($lists:literal, ($($with:tt)*) $($from:tt)+) => {
        concat!(
            "with ",
            $lists,
            ", w(skill_key) as (select s.skill_key from task_skill s where s.task in (select id from chosen)
                group by s.skill_key order by count(*) desc, s.skill_key limit +$5)",
            $($with)*
            " select m.pursuance, m.actor, m.name, m.display, m.role, m.state, m.since, m.banned_until,
              (select count(*) from w) + (select count(*) from sealed_tag s where s.object in (select id from chosen)) as wanted,
              (select count(*) from w s where ",
            has_it!("m.actor", "m.pursuance"),
            " > 0) + (select count(*) from sealed_tag s where s.object in (select id from chosen)) - ",
            lacks_tags!("m.actor", "(select id from chosen limit 1)"),
            " as has,
              (select count(*) from (",
            under_way!(),
            ") c) as under_way from ",
            $($from)+
        )
    };
}

/// A statement of [`select_able`] for SQLite or for Postgres.
macro_rules! with_lists {
    ($tx:expr, $sql:ident $(, $more:literal)*) => {
        if $tx.is_sqlite() {
            $sql!(
                "chosen(id) as (select value from json_each($3)), r(role) as (select value from json_each($6))"
                $(, $more)*
            )
        } else {
            $sql!(
                "chosen(id) as (select json_array_elements_text(cast($3 as json))),
                  r(role) as (select json_array_elements_text(cast($6 as json)))"
                $(, $more)*
            )
        }
    };
}

/// A member who can have a task.
macro_rules! takes_tasks {
    () => {
        concat!(
            "m.pursuance = $1 and m.state = 'active' and m.role in (select role from r) and not ",
            suspended!()
        )
    };
}

/// The roles from one up, for a list of a statement.
fn roles_from(least: Role) -> String {
    list(Role::ALL.iter().filter(|role| **role >= least).map(|role| role.as_str()))
}

/// The first members by name, of a role from `least` up, who can be given these tasks, with how well they fit each; none for readers who
/// may not assign tasks.
pub async fn able(
    tx: &mut ReadTx,
    sight: &Sight,
    (tasks, least): (&[&TaskId], Role),
    limit: i64,
) -> StoreResult<Vec<Able>> {
    macro_rules! by_name {
        ($lists:literal) => {
            select_able!(
                $lists,
                ()
                "(select m.*, a.name, a.display from member m join actor a on a.id = m.actor where ",
                takes_tasks!(),
                " order by a.name limit +$4) m order by m.name"
            )
        };
    }
    if !sight.may(Permission::Assign) {
        return Ok(Vec::new());
    }
    let (sql, of) = (with_lists!(tx, by_name), sight.pursuance().as_str());
    let (tasks, roles) = (list(tasks.iter().map(|task| task.as_str())), roles_from(least));
    Ok(listed(each!(tx, AbleRow, sql, of, COUNTED, tasks, limit, SKILLS, roles)?))
}

/// The most members with a skill of a task who are compared, and of those the most whose work is counted.
const COMPARED: (i64, i64) = (2_000, 60);

/// The members with most skills of these tasks, and up to `limit` members who were there last, where there are very many. Readers who may not assign
/// tasks learn neither who was there last nor who has how much: for them the others are the first by name, and nothing is counted.
/// A member with a word of the same meaning has the skill, as in [`has_it`].
pub async fn fitting(
    tx: &mut ReadTx,
    sight: &Sight,
    (tasks, least): (&[&TaskId], Role),
    limit: i64,
) -> StoreResult<Vec<Able>> {
    macro_rules! best {
        ($lists:literal, $others:literal, $order:literal) => {
            select_able!(
                $lists,
                (
                    ", k(wanted, word) as (
                      select s.skill_key, s.skill_key from w s
                      union select s.skill_key, y.skill_key from w s join skill_synonym y on y.pursuance = $1 and y.means_key = coalesce(
                        (select x.means_key from skill_synonym x where x.pursuance = $1 and x.skill_key = s.skill_key), s.skill_key)
                      union select s.skill_key, x.means_key from w s
                        join skill_synonym x on x.pursuance = $1 and x.skill_key = s.skill_key),
                    h as (select k.wanted, p.actor from k join person_skill p on p.skill_key = k.word and p.level <> 'learning'
                      join member m on m.actor = p.actor where ",
                    takes_tasks!(),
                    " limit +$7),
                    f as (select h.actor, count(distinct h.wanted) as has from h group by h.actor order by has desc, h.actor limit +$8),
                    l as (select m.actor from member m join actor a on a.id = m.actor where ",
                    takes_tasks!(),
                    " order by ",
                    $others,
                    " limit +$4),
                    c as (select f.actor from f union select l.actor from l)",
                )
                "(select m.*, a.name, a.display from c join member m on m.pursuance = $1 and m.actor = c.actor
                  join actor a on a.id = m.actor) m order by ",
                $order
            )
        };
    }
    let (told, counted) = if sight.may(Permission::Assign) { (true, COUNTED) } else { (false, 0) };
    let sql = if told {
        with_lists!(tx, best, "m.last_at desc, m.actor", "m.last_at desc, m.name")
    } else {
        with_lists!(tx, best, "a.name", "m.name")
    };
    let (of, (compared, most)) = (sight.pursuance().as_str(), COMPARED);
    let (tasks, roles) = (list(tasks.iter().map(|task| task.as_str())), roles_from(least));
    Ok(listed(each!(tx, AbleRow, sql, of, counted, tasks, limit, SKILLS, roles, compared, most)?))
}

/// Which skills of these tasks some members have, in the order of the skills; none for readers who may not assign tasks. Those of a
/// private task are tags, and have no names here.
pub async fn skills_among(
    tx: &mut ReadTx,
    sight: &Sight,
    tasks: &[&TaskId],
    people: &[&ActorId],
) -> StoreResult<HashMap<ActorId, Vec<String>>> {
    macro_rules! sql {
        ($people:literal, $tasks:literal) => {
            concat!(
                "select m.value, min(s.skill) from ",
                $people,
                ", task_skill s where s.task in (",
                $tasks,
                ") and ",
                has_it!("m.value", "$1"),
                " > 0 group by m.value, s.skill_key order by m.value, s.skill_key"
            )
        };
    }
    if people.is_empty() || !sight.may(Permission::Assign) {
        return Ok(HashMap::new());
    }
    let sql = if tx.is_sqlite() {
        sql!("json_each($2) m", "select t.value from json_each($3) t")
    } else {
        sql!(
            "json_array_elements_text(cast($2 as json)) m(value)",
            "select json_array_elements_text(cast($3 as json))"
        )
    };
    let tasks = list(tasks.iter().map(|task| task.as_str()));
    let people = list(people.iter().map(|actor| actor.as_str()));
    let mut found: HashMap<ActorId, Vec<String>> = HashMap::new();
    for (actor, skill) in all!(tx, (String, String), sql, sight.pursuance().as_str(), people, tasks)? {
        found.entry(ActorId(actor)).or_default().push(skill);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_is_written() {
        for place in [Place { at: -5, name: "ana".to_owned() }, Place { at: 0, name: "a.b".to_owned() }] {
            assert_eq!(Place::parse(&place.in_words()), place);
        }
        assert_eq!(Place::parse("ana"), Place { at: 0, name: "ana".to_owned() });
        assert_eq!(Place::parse("").at, i64::MIN);
    }
}
