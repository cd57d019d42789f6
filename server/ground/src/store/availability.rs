//! The availability of people: their limits, their time away, and the tasks they are not asked about (RULES §10).

use std::collections::HashMap;

use chrono_tz::Tz;
use pursuance_domain::id::ActorId;
use pursuance_domain::people::limits::{
    Away, AwayTasks, HoursAWeek, InProgress, Limits, OffersAWeek, QuietHours,
};
use pursuance_domain::time::Time;
use pursuance_domain::value::{ClockTime, Skill, ValueRefusal};

use super::damage::{StoredRow, listed, or_none, single};
use super::db::{ReadTx, WriteTx, all, each, one, optional, run};
use super::error::{StoreError, StoreResult};
use super::search::{among, list};

/// The availability that somebody stated, with the defaults where they stated nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Availability {
    pub limits: Limits,
    /// The zone of their clocks.
    pub zone: Tz,
    /// The next or present time away, also one that is over.
    pub away: Option<Away>,
    /// The revision of the limits; 0 where none were ever set.
    pub revision: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    actor: String,
    zone: Option<String>,
    browser_zone: Option<String>,
    hours: Option<i64>,
    in_progress: Option<i64>,
    offers_week: Option<i64>,
    quiet_from: Option<i64>,
    quiet_until: Option<i64>,
    revision: Option<i64>,
    since: Option<i64>,
    until: Option<i64>,
    tasks: Option<String>,
}

impl StoredRow for Row {
    fn key(&self) -> String {
        self.actor.clone()
    }
}

/// A number of a row within its bounds.
fn bounded<T>(
    column: &'static str,
    number: Option<i64>,
    read: impl FnOnce(i64) -> Result<T, ValueRefusal>,
) -> StoreResult<Option<T>> {
    let damaged = |number: i64| StoreError::unknown_word("person_limits", column, number.to_string());
    number.map(|number| read(number).map_err(|_| damaged(number))).transpose()
}

fn minute(column: &'static str, number: Option<i64>) -> StoreResult<Option<ClockTime>> {
    let read =
        |number| u16::try_from(number).map_err(|_| ValueRefusal::ClockForm).and_then(ClockTime::of_minute);
    bounded(column, number, read)
}

impl TryFrom<Row> for (ActorId, Availability) {
    type Error = StoreError;

    fn try_from(row: Row) -> StoreResult<Self> {
        let from = minute("quiet_from", row.quiet_from)?;
        let until = minute("quiet_until", row.quiet_until)?;
        let limits = Limits {
            hours_a_week: bounded("hours", row.hours, HoursAWeek::new)?,
            in_progress: bounded("in_progress", row.in_progress, InProgress::new)?.unwrap_or_default(),
            offers_a_week: bounded("offers_week", row.offers_week, OffersAWeek::new)?.unwrap_or_default(),
            quiet: from.zip(until).map(|(from, until)| QuietHours { from, until }),
        };
        let away = match (row.since, row.until, row.tasks) {
            (Some(since), Some(until), Some(word)) => {
                let unknown = |_| StoreError::unknown_word("person_away", "tasks", &word);
                let tasks = AwayTasks::parse(&word).map_err(unknown)?;
                Some(Away { from: Time(since), until: Time(until), tasks })
            }
            _ => None,
        };
        let zone = zone_of(row.zone.as_deref(), row.browser_zone.as_deref());
        Ok((ActorId(row.actor), Availability { limits, zone, away, revision: row.revision.unwrap_or(0) }))
    }
}

/// The zone that somebody chose, or else that of their browser, or else UTC.
fn zone_of(chosen: Option<&str>, browser: Option<&str>) -> Tz {
    [chosen, browser].into_iter().flatten().find_map(|name| name.parse().ok()).unwrap_or(Tz::UTC)
}

macro_rules! select {
    ($($rest:literal),+) => {
        concat!(
            "select a.actor, a.zone, a.browser_zone, l.hours, l.in_progress, l.offers_week, l.quiet_from, l.quiet_until, l.revision,
              w.since, w.until, w.tasks
            from account a left join person_limits l on l.actor = a.actor left join person_away w on w.actor = a.actor ",
            $($rest),+
        )
    };
}

/// The availability of a person; none for people without an account here.
pub async fn of_person(tx: &mut ReadTx, person: &ActorId) -> StoreResult<Option<Availability>> {
    let row = optional!(tx, Row, select!("where a.actor = $1"), person.as_str())?;
    let found: Option<(ActorId, Availability)> = single(row)?;
    Ok(found.map(|(_, said)| said))
}

/// The availability of several people; people without an account here are absent from the map.
pub async fn of_people(
    tx: &mut ReadTx,
    people: impl IntoIterator<Item = &ActorId>,
) -> StoreResult<HashMap<ActorId, Availability>> {
    let (sql, ids) = (among!(select, "a.actor", tx), list(people.into_iter().map(ActorId::as_str)));
    let rows: Vec<(ActorId, Availability)> = listed(each!(tx, Row, sql, &ids)?);
    Ok(rows.into_iter().collect())
}

/// The zone of a person's clocks.
pub async fn zone(tx: &mut ReadTx, person: &ActorId) -> StoreResult<Tz> {
    const SQL: &str = "select zone, browser_zone from account where actor = $1";
    let row = optional!(tx, (Option<String>, Option<String>), SQL, person.as_str())?;
    Ok(row.map_or(Tz::UTC, |(chosen, browser)| zone_of(chosen.as_deref(), browser.as_deref())))
}

/// Notes the zone of a person's browser.
pub async fn see_zone(tx: &mut WriteTx, person: &ActorId, zone: Tz) -> StoreResult<()> {
    const SQL: &str = "update account set browser_zone = $2 where actor = $1";
    run!(tx, SQL, person.as_str(), zone.name()).map(drop)
}

/// Sets the limits of a person; of two changes on one revision the second is refused.
///
/// # Errors
/// [`StoreError::Stale`] when they have another revision than was seen.
pub async fn set_limits(tx: &mut WriteTx, person: &ActorId, limits: &Limits, seen: i64) -> StoreResult<()> {
    const SQL: &str =
        "insert into person_limits (actor, hours, in_progress, offers_week, quiet_from, quiet_until, revision)
          values ($1, $2, $3, $4, $5, $6, $7 + 1)
        on conflict (actor) do update set hours = excluded.hours, in_progress = excluded.in_progress,
          offers_week = excluded.offers_week, quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until,
          revision = excluded.revision where person_limits.revision = excluded.revision - 1";
    let minutes = |of: fn(QuietHours) -> ClockTime| limits.quiet.map(|quiet| i64::from(of(quiet).minute()));
    let rows = run!(
        tx,
        SQL,
        person.as_str(),
        limits.hours_a_week.map(i64::from),
        i64::from(limits.in_progress),
        i64::from(limits.offers_a_week),
        minutes(|quiet| quiet.from),
        minutes(|quiet| quiet.until),
        seen
    )?;
    if rows == 1 { Ok(()) } else { Err(StoreError::Stale("the limits")) }
}

/// Sets when a person is away; none: they are back.
pub async fn set_away(tx: &mut WriteTx, person: &ActorId, away: Option<&Away>) -> StoreResult<()> {
    const SQL: &str = "insert into person_away (actor, since, until, tasks) values ($1, $2, $3, $4)
        on conflict (actor) do update set since = excluded.since, until = excluded.until, tasks = excluded.tasks";
    let Some(away) = away else {
        return run!(tx, "delete from person_away where actor = $1", person.as_str()).map(drop);
    };
    run!(tx, SQL, person.as_str(), away.from.0, away.until.0, away.tasks.as_str()).map(drop)
}

/// The skills for which a person is not asked, in order.
pub async fn not_skills(tx: &mut ReadTx, person: &ActorId) -> StoreResult<Vec<Skill>> {
    const SQL: &str = "select skill from person_not_skill where actor = $1 order by skill_key";
    let rows = all!(tx, (String,), SQL, person.as_str())?;
    let damaged = |_| StoreError::no_skill("person_not_skill").in_row(person.as_str().to_owned());
    let read = |(skill,): (String,)| or_none(Skill::parse(&skill).map_err(damaged));
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Does not ask a person about a skill any more; answers whether there was room for another one.
pub async fn add_not_skill(
    tx: &mut WriteTx,
    person: &ActorId,
    skill: &Skill,
    most: i64,
) -> StoreResult<bool> {
    const COUNT: &str = "select count(*) from person_not_skill where actor = $1 and skill_key <> $2";
    const SQL: &str = "insert into person_not_skill (actor, skill_key, skill) values ($1, $2, $3)
        on conflict (actor, skill_key) do nothing";
    if one!(tx, (i64,), COUNT, person.as_str(), skill.key())?.0 >= most {
        return Ok(false);
    }
    run!(tx, SQL, person.as_str(), skill.key(), skill.as_str())?;
    Ok(true)
}

/// Replaces the skills for which a person is not asked.
pub async fn set_not_skills(
    tx: &mut WriteTx,
    person: &ActorId,
    skills: impl Iterator<Item = &Skill>,
) -> StoreResult<()> {
    const SQL: &str = "insert into person_not_skill (actor, skill_key, skill) values ($1, $2, $3)
        on conflict (actor, skill_key) do nothing";
    run!(tx, "delete from person_not_skill where actor = $1", person.as_str())?;
    for skill in skills {
        run!(tx, SQL, person.as_str(), skill.key(), skill.as_str())?;
    }
    Ok(())
}

/// Replaces the pursuances that do not ask a person.
pub async fn set_not_pursuances(
    tx: &mut WriteTx,
    person: &ActorId,
    pursuances: impl Iterator<Item = &ActorId>,
) -> StoreResult<()> {
    const SQL: &str = "insert into person_not_pursuance (actor, pursuance) values ($1, $2)
        on conflict (actor, pursuance) do nothing";
    run!(tx, "delete from person_not_pursuance where actor = $1", person.as_str())?;
    for id in pursuances {
        run!(tx, SQL, person.as_str(), id.as_str())?;
    }
    Ok(())
}
