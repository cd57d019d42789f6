//! Questions to people whether they join, and the people who allow being asked.

use pursuance_domain::allowed::{Permission, Sight};
use pursuance_domain::id::{ActorId, AskId};
use pursuance_domain::people::role::Role;
use pursuance_domain::time::Time;
use pursuance_domain::value::Skills;

use super::accounts;
use super::damage::{StoredRow, listed, single};
use super::db::{ReadTx, WriteTx, all, each, one, optional, run};
use super::error::{StoreError, StoreResult};
use super::invites::role_rank;
use super::search::{pattern, search};
use super::words::read_role;

/// Whether a question `q` waits for its answer: it is open, the person did not come another way, and who asked may invite still.
macro_rules! still_asks {
    () => {
        concat!(
            "q.state = 'open' and not exists (select 1 from member m where m.pursuance = q.pursuance
              and m.actor = q.person and m.state <> 'pending')
            and exists (select 1 from member k join account o on o.actor = k.actor where k.pursuance = q.pursuance
              and k.actor = q.asked_by and k.state = 'active' and o.suspended_at is null and ",
            role_rank!("k.role"),
            " >= 4 and ",
            role_rank!("k.role"),
            " >= ",
            role_rank!("q.role"),
            ")"
        )
    };
}
pub(super) use still_asks;

/// The state of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecruitQuestionState {
    Open,
    Accepted,
    Declined,
}

impl RecruitQuestionState {
    /// The word in the database.
    fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
        }
    }

    fn parse(word: &str) -> StoreResult<Self> {
        match word {
            "open" => Ok(Self::Open),
            "accepted" => Ok(Self::Accepted),
            "declined" => Ok(Self::Declined),
            _ => Err(StoreError::unknown_word("recruit_ask", "state", word)),
        }
    }
}

/// A question to a person whether they join.
#[derive(Debug, Clone)]
pub struct RecruitQuestion {
    pub id: AskId,
    pub pursuance: ActorId,
    pub person: ActorId,
    pub asked_by: ActorId,
    /// The user name and the display name of `asked_by`.
    pub by_name: String,
    pub by_display: String,
    pub role: Role,
    /// Empty for none.
    pub note: String,
    pub state: RecruitQuestionState,
    pub at: Time,
}

#[derive(sqlx::FromRow)]
struct RecruitQuestionRow {
    id: String,
    pursuance: String,
    person: String,
    asked_by: String,
    by_name: String,
    by_display: String,
    role: String,
    note: String,
    state: String,
    at: i64,
}

impl StoredRow for RecruitQuestionRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl TryFrom<RecruitQuestionRow> for RecruitQuestion {
    type Error = StoreError;
    fn try_from(row: RecruitQuestionRow) -> StoreResult<Self> {
        Ok(Self {
            id: AskId(row.id),
            pursuance: ActorId(row.pursuance),
            person: ActorId(row.person),
            asked_by: ActorId(row.asked_by),
            by_name: row.by_name,
            by_display: row.by_display,
            role: read_role(row.role)?,
            note: row.note,
            state: RecruitQuestionState::parse(&row.state)?,
            at: Time(row.at),
        })
    }
}

macro_rules! select {
    ($($rest:expr),+ $(,)?) => {
        concat!(
            "select q.id, q.pursuance, q.person, q.asked_by, a.name as by_name, a.display as by_display, q.role, q.note, q.state, q.at ",
            "from recruit_ask q join actor a on a.id = q.asked_by ",
            $($rest),+
        )
    };
}

/// Writes a question.
pub async fn add(tx: &mut WriteTx, ask: &RecruitQuestion) -> StoreResult<()> {
    const SQL: &str = "insert into recruit_ask (id, pursuance, person, asked_by, role, note, state, at) values ($1, $2, $3, $4, $5, $6, $7, $8)";
    run!(
        tx,
        SQL,
        ask.id.as_str(),
        ask.pursuance.as_str(),
        ask.person.as_str(),
        ask.asked_by.as_str(),
        ask.role.as_str(),
        &ask.note,
        ask.state.as_str(),
        ask.at.0
    )
    .map_err(|error| error.or_taken("the question"))
    .map(drop)
}

/// A question to this person.
pub async fn of_person(
    tx: &mut ReadTx,
    person: &ActorId,
    id: &AskId,
) -> StoreResult<Option<RecruitQuestion>> {
    const SQL: &str = select!("where q.id = $1 and q.person = $2");
    single(optional!(tx, RecruitQuestionRow, SQL, id.as_str(), person.as_str())?)
}

/// The questions that a person has not answered, the newest first: of pursuances that they are not in, and by somebody who
/// may still invite into the role.
pub async fn open_of(tx: &mut ReadTx, person: &ActorId, limit: i64) -> StoreResult<Vec<RecruitQuestion>> {
    const SQL: &str = select!("where q.person = $1 and ", still_asks!(), " order by q.id desc limit +$2");
    Ok(listed(each!(tx, RecruitQuestionRow, SQL, person.as_str(), limit)?))
}

/// Notes the answer to an open question; answers whether it was open.
pub async fn answer(tx: &mut WriteTx, id: &AskId, accepted: bool, now: Time) -> StoreResult<bool> {
    const SQL: &str = "update recruit_ask set state = $2, answered_at = $3 where id = $1 and state = 'open'";
    let state = if accepted { RecruitQuestionState::Accepted } else { RecruitQuestionState::Declined };
    Ok(run!(tx, SQL, id.as_str(), state.as_str(), now.0)? == 1)
}

/// Closes an open question to somebody who became a member.
pub async fn close(tx: &mut WriteTx, pursuance: &ActorId, person: &ActorId, now: Time) -> StoreResult<()> {
    const SQL: &str = "update recruit_ask set state = 'accepted', answered_at = $3
        where pursuance = $1 and person = $2 and state = 'open'";
    run!(tx, SQL, pursuance.as_str(), person.as_str(), now.0).map(drop)
}

/// Whether a pursuance may not ask a person at present: the question is open, or was declined since then.
pub async fn was_asked(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    person: &ActorId,
    since: Time,
) -> StoreResult<bool> {
    const SQL: &str = "select count(*) from recruit_ask where pursuance = $1 and person = $2
        and (state = 'open' or (state = 'declined' and answered_at >= $3))";
    Ok(one!(tx, (i64,), SQL, pursuance.as_str(), person.as_str(), since.0)?.0 > 0)
}

/// The times of the questions that somebody asked since then, the oldest first.
pub async fn asked_since(
    tx: &mut ReadTx,
    asker: &ActorId,
    since: Time,
    limit: i64,
) -> StoreResult<Vec<Time>> {
    const SQL: &str = "select at from recruit_ask where asked_by = $1 and at > $2 order by at limit +$3";
    let rows = all!(tx, (i64,), SQL, asker.as_str(), since.0, limit)?;
    Ok(rows.into_iter().map(|(at,)| Time(at)).collect())
}

/// Keeps a pursuance from asking a person again.
pub async fn block(tx: &mut WriteTx, person: &ActorId, pursuance: &ActorId, now: Time) -> StoreResult<()> {
    const SQL: &str = "insert into ask_block (person, pursuance, at) values ($1, $2, $3)
        on conflict (person, pursuance) do nothing";
    run!(tx, SQL, person.as_str(), pursuance.as_str(), now.0).map(drop)
}

/// Forgets the questions that were answered before a time.
pub async fn forget_answered(tx: &mut WriteTx, before: Time) -> StoreResult<u64> {
    run!(tx, "delete from recruit_ask where state <> 'open' and answered_at < $1", before.0)
}

/// Somebody who allows being asked.
#[derive(Debug, Clone)]
pub struct Found {
    pub id: ActorId,
    pub name: String,
    pub display: String,
    /// Their words about themselves, Markdown.
    pub about: String,
    pub skills: Skills,
}

/// The condition of everybody whom a pursuance may ask: they allow it, may sign in, are neither members nor banned, and
/// have not said that this pursuance is never to ask again. `$1` is the pursuance.
macro_rules! askable {
    () => {
        "o.askable and o.suspended_at is null
          and not exists (select 1 from member m where m.pursuance = $1 and m.actor = a.id and m.state <> 'pending'
            and (m.state <> 'banned' or m.banned_until is null or m.banned_until > $2))
          and not exists (select 1 from ask_block b where b.person = a.id and b.pursuance = $1)"
    };
}

/// Whether a pursuance may ask this person, for a rule.
pub async fn is_askable(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    person: &ActorId,
    now: Time,
) -> StoreResult<bool> {
    const SQL: &str = concat!(
        "select count(*) from account o join actor a on a.id = o.actor where a.id = $3 and ",
        askable!()
    );
    Ok(one!(tx, (i64,), SQL, pursuance.as_str(), now.0, person.as_str())?.0 > 0)
}

/// People whom a pursuance may ask, by name, after one: `words` are in one of their skills, in their name, or in what they say
/// about themselves. People with an open question from it, or who declined one since `since`, are left out.
/// Empty for a reader who may not invite.
pub async fn search(
    tx: &mut ReadTx,
    sight: &Sight,
    words: &str,
    (now, since): (Time, Time),
    after: &str,
    limit: i64,
) -> StoreResult<Vec<Found>> {
    macro_rules! sql {
        ($finds:literal) => {
            concat!(
                "select a.id, a.name, a.display, a.summary from account o join actor a on a.id = o.actor where ",
                askable!(),
                " and not exists (select 1 from recruit_ask q where q.pursuance = $1 and q.person = a.id
                    and (q.state = 'open' or (q.state = 'declined' and q.answered_at >= $6)))
                  and a.name > $3 and (a.name ",
                $finds,
                " cast($4 as text) or a.display ",
                $finds,
                " cast($4 as text) or a.summary ",
                $finds,
                " cast($4 as text) or exists (select 1 from person_skill k where k.actor = a.id and k.level <> 'learning' and k.skill ",
                $finds,
                " cast($4 as text))) order by a.name limit +$5"
            )
        };
    }
    if !sight.may(Permission::Invite { role: Role::Untrusted }) {
        return Ok(Vec::new());
    }
    let (sql, words) = (search!(sql, tx), pattern(tx, words));
    type Row = (String, String, String, String);
    let rows = all!(tx, Row, sql, sight.pursuance().as_str(), now.0, after, &words, limit, since.0)?;
    let mut found = Vec::with_capacity(rows.len());
    for (id, name, display, about) in rows {
        let id = ActorId(id);
        let skills = accounts::skills_done(tx, &id).await?;
        found.push(Found { id, name, display, about, skills });
    }
    Ok(found)
}
