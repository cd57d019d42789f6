//! Accounts: the logins of people, their sessions and credentials.

use std::collections::HashSet;

use pursuance_domain::id::{ActorId, SessionId};
use pursuance_domain::time::Time;
use pursuance_domain::value::{HourClock, Language, Skills, WeekStart, Zone};

use super::damage::or_none;
use super::db::{ReadTx, WriteTx, all, optional, run};
use super::error::{StoreError, StoreResult};
use super::fulltext;
use super::search::{among, list};
use super::words::{read_joined, read_skills};

/// A person's login.
#[derive(Debug, Clone)]
pub struct Account {
    pub actor: ActorId,
    pub name: String,
    pub display: String,
    pub operator: bool,
    pub discoverable: bool,
    /// Whether people of this instance may find them and ask them to join.
    pub askable: bool,
    pub suspended_at: Option<Time>,
    /// The IANA name of the time zone they chose.
    pub zone: Option<String>,
    /// The time zone that their browser had last.
    pub browser_zone: Option<String>,
    /// The language they chose.
    pub language: Option<Language>,
    pub display_as: DisplayAs,
    /// Whether an operator has lifted the limits of this account.
    pub unbounded: bool,
    /// Whether its passphrase stays on its device.
    pub has_keys: bool,
    pub created: Time,
}

/// A person's choice of how pages are shown to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DisplayAs {
    /// The clock for the hours of a day; none: as their browser has it.
    pub clock: Option<HourClock>,
    /// The day on which a week begins; none: as their browser has it.
    pub first_day: Option<WeekStart>,
    /// Whether single letters are keys.
    pub single_keys: bool,
}

#[derive(sqlx::FromRow)]
struct AccountRow {
    actor: String,
    name: String,
    display: String,
    operator: bool,
    discoverable: bool,
    askable: bool,
    suspended_at: Option<i64>,
    zone: Option<String>,
    browser_zone: Option<String>,
    language: Option<String>,
    clock: Option<String>,
    first_day: Option<String>,
    single_keys: bool,
    unbounded: bool,
    has_keys: bool,
    created: i64,
}

impl From<AccountRow> for Account {
    fn from(row: AccountRow) -> Self {
        // A language that only a later version of the program knows counts as not chosen, so that its person can still
        // sign in.
        let language = row.language.and_then(|tag| {
            let read =
                Language::parse(&tag).map_err(|_| StoreError::unknown_word("account", "language", tag));
            or_none(read.map_err(|error| error.in_row(row.actor.clone())))
        });
        let clock = row.clock.and_then(|word| {
            let read =
                HourClock::parse(&word).map_err(|_| StoreError::unknown_word("account", "clock", word));
            or_none(read.map_err(|error| error.in_row(row.actor.clone())))
        });
        let first_day = row.first_day.and_then(|word| {
            let read =
                WeekStart::parse(&word).map_err(|_| StoreError::unknown_word("account", "first_day", word));
            or_none(read.map_err(|error| error.in_row(row.actor.clone())))
        });
        Self {
            display_as: DisplayAs { clock, first_day, single_keys: row.single_keys },
            actor: ActorId(row.actor),
            name: row.name,
            display: row.display,
            operator: row.operator,
            discoverable: row.discoverable,
            askable: row.askable,
            suspended_at: row.suspended_at.map(Time),
            zone: row.zone,
            browser_zone: row.browser_zone,
            language,
            unbounded: row.unbounded,
            has_keys: row.has_keys,
            created: Time(row.created),
        }
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select a.actor, p.name, p.display, a.operator, a.discoverable, a.askable, a.suspended_at, a.unbounded, a.zone, a.browser_zone, a.language, a.clock, a.first_day, a.single_keys, a.created, ",
            "exists (select 1 from identity i where i.account = a.actor) as has_keys ",
            "from account a join actor p on p.id = a.actor ",
            $rest
        )
    };
}

/// Chooses the time zone of an account; the browser's when it is empty.
pub async fn set_zone(tx: &mut WriteTx, account: &ActorId, zone: &Zone) -> StoreResult<()> {
    const SQL: &str = "update account set zone = nullif($2, '') where actor = $1";
    run!(tx, SQL, account.as_str(), zone.as_str())?;
    Ok(())
}

/// Chooses the language of an account; the browser's when there is none.
pub async fn set_language(
    tx: &mut WriteTx,
    account: &ActorId,
    language: Option<Language>,
) -> StoreResult<()> {
    const SQL: &str = "update account set language = $2 where actor = $1";
    run!(tx, SQL, account.as_str(), language.map(Language::as_str))?;
    Ok(())
}

/// Sets how pages are shown to a person.
pub async fn set_display(tx: &mut WriteTx, account: &ActorId, display: DisplayAs) -> StoreResult<()> {
    const SQL: &str = "update account set clock = $2, first_day = $3, single_keys = $4 where actor = $1";
    let DisplayAs { clock, first_day, single_keys } = display;
    let (clock, first_day) = (clock.map(HourClock::as_str), first_day.map(WeekStart::as_str));
    run!(tx, SQL, account.as_str(), clock, first_day, single_keys).map(drop)
}

/// The revision of a person's profile.
pub async fn revision(tx: &mut ReadTx, account: &ActorId) -> StoreResult<i64> {
    let row = optional!(tx, (i64,), "select revision from account where actor = $1", account.as_str())?;
    Ok(row.map_or(0, |row| row.0))
}

/// A change of a person's profile; of two on one revision the second is refused.
///
/// # Errors
/// [`StoreError::Stale`] when the profile has another revision than was seen.
pub async fn next_revision(tx: &mut WriteTx, account: &ActorId, seen: i64) -> StoreResult<()> {
    const SQL: &str = "update account set revision = revision + 1 where actor = $1 and revision = $2";
    if run!(tx, SQL, account.as_str(), seen)? == 1 { Ok(()) } else { Err(StoreError::Stale("the profile")) }
}

/// The account of an actor.
pub async fn by_actor(tx: &mut ReadTx, actor: &ActorId) -> StoreResult<Option<Account>> {
    Ok(optional!(tx, AccountRow, select!("where a.actor = $1"), actor.as_str())?.map(Account::from))
}

/// The account with this name.
pub async fn by_name(tx: &mut ReadTx, name: &str) -> StoreResult<Option<Account>> {
    Ok(optional!(tx, AccountRow, select!("where p.name = $1 and p.host is null"), name)?.map(Account::from))
}

/// Accounts by name, after one.
pub async fn page(tx: &mut ReadTx, after: &str, limit: i64) -> StoreResult<Vec<Account>> {
    let rows = all!(tx, AccountRow, select!("where p.name > $1 order by p.name limit +$2"), after, limit)?;
    Ok(rows.into_iter().map(Account::from).collect())
}

/// How many accounts there are.
pub async fn count(tx: &mut ReadTx) -> StoreResult<i64> {
    Ok(super::db::one!(tx, (i64,), "select count(*) from account")?.0)
}

/// How many operators may sign in.
pub async fn count_operators(tx: &mut ReadTx) -> StoreResult<i64> {
    Ok(super::db::one!(tx, (i64,), "select count(*) from account where operator and suspended_at is null")?.0)
}

/// Opens an account for an actor.
pub async fn add(tx: &mut WriteTx, actor: &ActorId, operator: bool, now: Time) -> StoreResult<()> {
    const SQL: &str =
        "insert into account (actor, operator, discoverable, created) values ($1, $2, false, $3)";
    run!(tx, SQL, actor.as_str(), operator, now.0)?;
    fulltext::put(tx, fulltext::Kind::Person, actor.as_str()).await
}

/// Operator or not.
pub async fn set_operator(tx: &mut WriteTx, actor: &ActorId, operator: bool) -> StoreResult<()> {
    run!(tx, "update account set operator = $2 where actor = $1", actor.as_str(), operator).map(drop)
}

/// Suspended people who still have tasks under way or reviews to do, each with the pursuance; ordered by both ids,
/// after a pair.
pub async fn suspended_with_tasks(
    tx: &mut ReadTx,
    after: (&ActorId, &ActorId),
    limit: i64,
) -> StoreResult<Vec<(ActorId, ActorId)>> {
    // `cross join` keeps SQLite from reading every assigned task: few people are suspended.
    const SQL: &str = "select f.pursuance, f.actor from (
          select t.pursuance, a.actor from account a cross join task t
            where t.assignee = a.actor and a.suspended_at is not null and t.phase in ('started', 'in_progress') and t.archived_at is null
          union select t.pursuance, a.actor from account a cross join task t
            where t.reviewer = a.actor and a.suspended_at is not null and t.phase not in ('done', 'dropped') and t.archived_at is null) f
        where (f.pursuance, f.actor) > ($1, $2) order by f.pursuance, f.actor limit +$3";
    let rows = all!(tx, (String, String), SQL, after.0.as_str(), after.1.as_str(), limit)?;
    Ok(rows.into_iter().map(|(pursuance, person)| (ActorId(pursuance), ActorId(person))).collect())
}

/// Suspended since, or not.
pub async fn set_suspended(tx: &mut WriteTx, actor: &ActorId, since: Option<Time>) -> StoreResult<()> {
    run!(tx, "update account set suspended_at = $2 where actor = $1", actor.as_str(), since.map(|t| t.0))
        .map(drop)
}

/// Lifts the limits of one account, or sets them again.
pub async fn set_unbounded(tx: &mut WriteTx, actor: &ActorId, unbounded: bool) -> StoreResult<()> {
    run!(tx, "update account set unbounded = $2 where actor = $1", actor.as_str(), unbounded).map(drop)
}

/// Whether other servers may find this person with their skills.
pub async fn set_discoverable(tx: &mut WriteTx, actor: &ActorId, discoverable: bool) -> StoreResult<()> {
    run!(tx, "update account set discoverable = $2 where actor = $1", actor.as_str(), discoverable).map(drop)
}

/// Whether people of this instance may find this person and ask them to join.
pub async fn set_askable(tx: &mut WriteTx, actor: &ActorId, askable: bool) -> StoreResult<()> {
    run!(tx, "update account set askable = $2 where actor = $1", actor.as_str(), askable).map(drop)
}

/// The value that an account is checked against when somebody signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignInVerifier {
    /// A PHC string: the server is sent the passphrase, and checks it.
    Plain(String),
    /// The hash, in hexadecimal, of a key that the browser derives from the passphrase: that stays on its device.
    Derived(String),
}

impl SignInVerifier {
    /// The words in the database.
    const PLAIN: &'static str = "plain";
    const DERIVED: &'static str = "derived";

    fn read(kind: &str, verifier: String) -> StoreResult<Self> {
        match kind {
            Self::PLAIN => Ok(Self::Plain(verifier)),
            Self::DERIVED => Ok(Self::Derived(verifier)),
            _ => Err(StoreError::unknown_word("credential", "kind", kind)),
        }
    }

    /// The kind, and the text that is kept.
    fn parts(&self) -> (&'static str, &str) {
        match self {
            Self::Plain(verifier) => (Self::PLAIN, verifier),
            Self::Derived(verifier) => (Self::DERIVED, verifier),
        }
    }

    /// The PHC string, where the server checks passphrases of this account.
    pub fn plain(self) -> Option<String> {
        match self {
            Self::Plain(verifier) => Some(verifier),
            Self::Derived(_) => None,
        }
    }

    /// The hash of the derived key, where the passphrase stays on its device.
    pub fn derived(self) -> Option<String> {
        match self {
            Self::Derived(verifier) => Some(verifier),
            Self::Plain(_) => None,
        }
    }
}

/// How an account signs in, and since when.
#[derive(Debug, Clone)]
pub struct Credential {
    pub verifier: SignInVerifier,
    pub set_at: Time,
}

/// How an account signs in.
pub async fn credential(tx: &mut ReadTx, actor: &ActorId) -> StoreResult<Option<Credential>> {
    const SQL: &str = "select kind, verifier, set_at from credential where account = $1";
    let row = optional!(tx, (String, String, i64), SQL, actor.as_str())?;
    let read = |(kind, verifier, set_at): (String, String, i64)| {
        let verifier =
            SignInVerifier::read(&kind, verifier).map_err(|error| error.in_row(actor.as_str().to_owned()))?;
        Ok(Credential { verifier, set_at: Time(set_at) })
    };
    row.map(read).transpose()
}

/// Sets or replaces how an account signs in.
pub async fn set_credential(
    tx: &mut WriteTx,
    actor: &ActorId,
    verifier: &SignInVerifier,
    now: Time,
) -> StoreResult<()> {
    let (kind, verifier) = verifier.parts();
    const SQL: &str = "insert into credential (account, kind, verifier, set_at) values ($1, $2, $3, $4)
        on conflict (account) do update set kind = excluded.kind, verifier = excluded.verifier, set_at = excluded.set_at";
    run!(tx, SQL, actor.as_str(), kind, verifier, now.0).map(drop)
}

/// A signed-in browser.
#[derive(Debug, Clone)]
pub struct Session {
    pub id: SessionId,
    pub account: ActorId,
    pub csrf: String,
    pub created: Time,
    pub seen: Time,
    pub expires: Time,
}

#[derive(sqlx::FromRow)]
struct SessionRow {
    id: String,
    account: String,
    csrf: String,
    created: i64,
    seen: i64,
    expires: i64,
}

impl From<SessionRow> for Session {
    fn from(row: SessionRow) -> Self {
        Self {
            id: SessionId(row.id),
            account: ActorId(row.account),
            csrf: row.csrf,
            created: Time(row.created),
            seen: Time(row.seen),
            expires: Time(row.expires),
        }
    }
}

/// The session with this secret hash, its account, and the skills of that person which they do not only learn; none where
/// the session has expired or the account is suspended. One statement, because every page needs it.
pub async fn signed_in(
    tx: &mut ReadTx,
    secret_hash: &str,
    now: Time,
) -> StoreResult<Option<(Session, Account, Skills)>> {
    const SQL: &str = "select s.id, s.csrf, s.created as begun, s.seen, s.expires,
          a.actor, p.name, p.display, a.operator, a.discoverable, a.askable, a.suspended_at, a.unbounded, a.zone, a.browser_zone, a.language,
          a.clock, a.first_day, a.single_keys, a.created,
          exists (select 1 from identity i where i.account = a.actor) as has_keys,
          (select string_agg(k.skill, '\n' order by k.position) from person_skill k
            where k.actor = a.actor and k.level <> 'learning') as skills
        from session s join account a on a.actor = s.account join actor p on p.id = a.actor
        where s.secret_hash = $1 and s.expires > $2 and a.suspended_at is null";
    let row = optional!(tx, SignedInRow, SQL, secret_hash, now.0)?;
    Ok(row.map(|SignedInRow { id, csrf, begun, seen, expires, account, skills }| {
        let account = Account::from(account);
        let session = Session {
            id: SessionId(id),
            account: account.actor.clone(),
            csrf,
            created: Time(begun),
            seen: Time(seen),
            expires: Time(expires),
        };
        let skills = read_joined("person_skill", account.actor.as_str(), skills.as_deref());
        (session, account, skills)
    }))
}

#[derive(sqlx::FromRow)]
struct SignedInRow {
    id: String,
    csrf: String,
    begun: i64,
    seen: i64,
    expires: i64,
    #[sqlx(flatten)]
    account: AccountRow,
    skills: Option<String>,
}

/// The sessions of an account, the newest first.
pub async fn sessions(tx: &mut ReadTx, account: &ActorId, now: Time) -> StoreResult<Vec<Session>> {
    const SQL: &str = "select id, account, csrf, created, seen, expires from session
        where account = $1 and expires > $2 order by created desc";
    Ok(all!(tx, SessionRow, SQL, account.as_str(), now.0)?.into_iter().map(Session::from).collect())
}

/// The ids among `sessions` whose session has not expired and whose account is not suspended.
pub async fn open_sessions<'a>(
    tx: &mut ReadTx,
    sessions: impl IntoIterator<Item = &'a SessionId>,
    now: Time,
) -> StoreResult<HashSet<SessionId>> {
    macro_rules! open {
        ($($which:literal),+) => {
            concat!(
                "select s.id from session s join account a on a.actor = s.account ",
                $($which),+,
                " and s.expires > $2 and a.suspended_at is null"
            )
        };
    }
    let sql = among!(open, "s.id", tx);
    let found = all!(tx, (String,), sql, list(sessions.into_iter().map(SessionId::as_str)), now.0)?;
    Ok(found.into_iter().map(|(id,)| SessionId(id)).collect())
}

/// Writes a session.
pub async fn add_session(tx: &mut WriteTx, session: &Session, secret_hash: &str) -> StoreResult<()> {
    const SQL: &str = "insert into session (id, secret_hash, account, csrf, created, seen, expires) values ($1, $2, $3, $4, $5, $5, $6)";
    run!(
        tx,
        SQL,
        session.id.as_str(),
        secret_hash,
        session.account.as_str(),
        &session.csrf,
        session.created.0,
        session.expires.0
    )
    .map(drop)
}

/// Notes that a session was used, and extends it.
pub async fn touch_session(tx: &mut WriteTx, id: &SessionId, now: Time, expires: Time) -> StoreResult<()> {
    run!(tx, "update session set seen = $2, expires = $3 where id = $1", id.as_str(), now.0, expires.0)
        .map(drop)
}

/// Ends a session of an account.
pub async fn remove_session(tx: &mut WriteTx, account: &ActorId, id: &SessionId) -> StoreResult<u64> {
    run!(tx, "delete from session where id = $1 and account = $2", id.as_str(), account.as_str())
}

/// Ends the session that the browser had before; answers its account, if there was one.
pub async fn replace_session(tx: &mut WriteTx, id: &SessionId) -> StoreResult<Option<ActorId>> {
    let row = optional!(tx, (String,), "delete from session where id = $1 returning account", id.as_str())?;
    Ok(row.map(|(account,)| ActorId(account)))
}

/// Ends every session of an account, but one.
pub async fn remove_sessions(
    tx: &mut WriteTx,
    account: &ActorId,
    but: Option<&SessionId>,
) -> StoreResult<u64> {
    let but = but.map_or("", SessionId::as_str);
    run!(tx, "delete from session where account = $1 and id <> $2", account.as_str(), but)
}

/// Deletes expired sessions.
pub async fn remove_old_sessions(tx: &mut WriteTx, now: Time) -> StoreResult<u64> {
    run!(tx, "delete from session where expires <= $1", now.0)
}

/// Notes the address of a sign-in; only its keyed hash is stored.
pub async fn see_address(tx: &mut WriteTx, account: &ActorId, address: &str, now: Time) -> StoreResult<()> {
    const SQL: &str = "insert into seen_address (account, address, at) values ($1, $2, $3)
        on conflict (account, address) do update set at = excluded.at";
    run!(tx, SQL, account.as_str(), address, now.0).map(drop)
}

/// Whether this person came from an address since a time.
pub async fn was_seen_at(
    tx: &mut ReadTx,
    account: &ActorId,
    address: &str,
    since: Time,
) -> StoreResult<bool> {
    const SQL: &str = "select at from seen_address where account = $1 and address = $2 and at >= $3";
    Ok(optional!(tx, (i64,), SQL, account.as_str(), address, since.0)?.is_some())
}

/// Deletes addresses that were not used since a time.
pub async fn forget_addresses(tx: &mut WriteTx, before: Time) -> StoreResult<u64> {
    run!(tx, "delete from seen_address where at < $1", before.0)
}

/// The skills of a person, including skills that they only learn; or the skills that a pursuance elsewhere states for its people.
pub async fn skills(tx: &mut ReadTx, actor: &ActorId) -> StoreResult<Skills> {
    const SQL: &str = "select skill from person_skill where actor = $1 order by position";
    let rows = all!(tx, (String,), SQL, actor.as_str())?;
    Ok(read_skills("person_skill", actor.as_str(), rows))
}

/// The skills of a person that they do not only learn.
pub async fn skills_done(tx: &mut ReadTx, actor: &ActorId) -> StoreResult<Skills> {
    const SQL: &str =
        "select skill from person_skill where actor = $1 and level <> 'learning' order by position";
    let rows = all!(tx, (String,), SQL, actor.as_str())?;
    Ok(read_skills("person_skill", actor.as_str(), rows))
}

/// The skills of the members of a pursuance, the most common first; only of members who allow to be found by them.
pub async fn skills_of_members(tx: &mut ReadTx, pursuance: &ActorId) -> StoreResult<Skills> {
    const SQL: &str = "select min(s.skill) from member m join account a on a.actor = m.actor
        join person_skill s on s.actor = m.actor
        where m.pursuance = $1 and m.state = 'active' and a.discoverable and a.suspended_at is null and s.level <> 'learning'
        group by s.skill_key order by count(*) desc, s.skill_key limit 32";
    let rows = all!(tx, (String,), SQL, pursuance.as_str())?;
    Ok(read_skills("person_skill", pursuance.as_str(), rows))
}
