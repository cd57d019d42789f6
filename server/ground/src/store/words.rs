//! Words of rows that several families of tables have in common, as types.

use pursuance_domain::allowed::Membership;
use pursuance_domain::notice::Cause;
use pursuance_domain::people::role::Role;
use pursuance_domain::value::{Skill, Skills, Visibility};

use super::damage::or_none;
use super::error::{StoreError, StoreResult};

/// The state of a membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberState {
    Active,
    Pending,
    Banned,
}

impl MemberState {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Pending => "pending",
            Self::Banned => "banned",
        }
    }

    pub(super) fn parse(word: &str) -> StoreResult<Self> {
        match word {
            "active" => Ok(Self::Active),
            "pending" => Ok(Self::Pending),
            "banned" => Ok(Self::Banned),
            _ => Err(StoreError::unknown_word("member", "state", word)),
        }
    }
}

pub(super) fn read_role(word: String) -> StoreResult<Role> {
    Role::parse(&word).ok_or_else(|| StoreError::unknown_word("member", "role", word))
}

/// Reads the visibility of a pursuance.
pub(super) fn read_visibility(word: String) -> StoreResult<Visibility> {
    Visibility::parse(&word).map_err(|_| StoreError::unknown_word("pursuance", "visibility", word))
}

/// A membership from a joined row: none where there is no row.
pub(super) fn read_membership(role: Option<String>, state: Option<String>) -> StoreResult<Membership> {
    let (Some(role), Some(state)) = (role, state) else { return Ok(Membership::None) };
    Ok(match MemberState::parse(&state)? {
        MemberState::Active => Membership::Active(read_role(role)?),
        MemberState::Pending => Membership::Pending,
        MemberState::Banned => Membership::Banned,
    })
}

/// Reads why an object is watched.
pub(super) fn read_cause(word: &str, object: &str) -> StoreResult<Cause> {
    let unknown = || StoreError::unknown_word("watch", "cause", word).in_row(object.to_owned());
    Cause::parse(word).ok_or_else(unknown)
}

/// Skills as stored, without invalid ones. `of`: the person, or the task that requires them.
pub(super) fn read_skills(table: &'static str, of: &str, rows: Vec<(String,)>) -> Skills {
    let damaged = |error: StoreError| error.in_row(of.to_owned());
    let read =
        |(skill,): (String,)| or_none(Skill::parse(&skill).map_err(|_| damaged(StoreError::no_skill(table))));
    let skills: Vec<Skill> = rows.into_iter().filter_map(read).collect();
    if skills.len() > Skills::MOST {
        let many = format!("{} skills", skills.len());
        or_none::<()>(Err(damaged(StoreError::unknown_word(table, "skill", many))));
    }
    Skills::new(skills.into_iter().take(Skills::MOST)).unwrap_or_default()
}

/// Skills that a statement has joined, a line for each, as [`read_skills`] reads them.
pub(super) fn read_joined(table: &'static str, of: &str, joined: Option<&str>) -> Skills {
    let rows = joined.map(|joined| joined.split('\n').map(|skill| (skill.to_owned(),)).collect());
    read_skills(table, of, rows.unwrap_or_default())
}

/// Whether a row of `member` is a ban that holds, in SQL. Its arguments: the row, and the parameter with the time.
macro_rules! is_banned {
    ($member:literal, $now:literal) => {
        concat!(
            $member,
            ".state = 'banned' and (",
            $member,
            ".banned_until is null or ",
            $member,
            ".banned_until > ",
            $now,
            ")"
        )
    };
}

/// The name of an actor in a pursuance, in SQL: somebody banned there is called as in addresses, since their other name is theirs
/// to change. Its arguments: the row of the actor, the id of the pursuance, and the parameter with the time.
macro_rules! called {
    ($actor:literal, $pursuance:literal, $now:literal) => {
        concat!(
            "case when exists (select 1 from member b where b.pursuance = ",
            $pursuance,
            " and b.actor = ",
            $actor,
            ".id and ",
            $crate::store::words::is_banned!("b", $now),
            ") then ",
            $actor,
            ".name else ",
            $actor,
            ".display end"
        )
    };
}

pub(super) use {called, is_banned};
