//! The skills of people with their levels, and the words of a pursuance for skills: words that its tasks have asked for, and
//! words with the same meaning.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use pursuance_domain::allowed::{Sight, Sights};
use pursuance_domain::id::ActorId;
use pursuance_domain::value::{LeveledSkill, LeveledSkills, Skill, SkillLevel, Skills};

use super::damage::or_none;
use super::db::{ReadTx, SearchTx, WriteTx, all, one, optional, run};
use super::error::{StoreError, StoreResult};
use super::search::{list, pattern, search};

/// The most words of a pursuance for skills; what tasks ask for beyond them is not offered while somebody types.
pub const WORDS_MAX: i64 = 2_000;

/// The most words of people that are looked through while somebody types, and of pursuances where one is looked for by its detail.
pub const LOOKED_THROUGH: i64 = 5_000;

/// Whether a task that is not in the trash asks for a word of `skill_word`: a reader of all tasks of the pursuance reads it
/// there. Looked up word by word.
macro_rules! is_asked_for {
    () => {
        "(select 1 from task_skill s cross join task t where s.skill_key = w.skill_key and t.id = s.task
            and t.pursuance = w.pursuance and t.trashed_at is null limit 1) = 1"
    };
}

/// The skills of a person with their levels, in the order they gave.
pub async fn of_person(tx: &mut ReadTx, person: &ActorId) -> StoreResult<LeveledSkills> {
    const SQL: &str = "select skill, level from person_skill where actor = $1 order by position";
    let rows = all!(tx, (String, String), SQL, person.as_str())?;
    let read = |(skill, level): (String, String)| {
        let damaged = |error: StoreError| error.in_row(person.as_str().to_owned());
        let no_level = |_| damaged(StoreError::unknown_word("person_skill", "level", &level));
        let skill = or_none(Skill::parse(&skill).map_err(|_| damaged(StoreError::no_skill("person_skill"))))?;
        let level = or_none(SkillLevel::parse(&level).map_err(no_level))?;
        Some(LeveledSkill { skill, level })
    };
    Ok(LeveledSkills::new(rows.into_iter().filter_map(read).take(Skills::MOST)).unwrap_or_default())
}

/// Replaces the skills of a person, or those known of a pursuance on another server.
pub async fn set(tx: &mut WriteTx, actor: &ActorId, skills: &LeveledSkills) -> StoreResult<()> {
    const SQL: &str =
        "insert into person_skill (actor, skill_key, skill, position, level) values ($1, $2, $3, $4, $5)";
    run!(tx, "delete from person_skill where actor = $1", actor.as_str())?;
    for (position, LeveledSkill { skill, level }) in (0_i64..).zip(skills.iter()) {
        run!(tx, SQL, actor.as_str(), skill.key(), skill.as_str(), position, level.as_str())?;
    }
    Ok(())
}

/// A word of a pursuance for a skill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkillWord {
    /// Its place in the list.
    pub key: String,
    pub skill: Skill,
    /// The skill that it means, where that is another one.
    pub means: Option<Skill>,
}

pub(super) fn word(pursuance: &ActorId, word: &str) -> Option<Skill> {
    let damaged = |_| StoreError::no_skill("skill_word").in_row(pursuance.as_str().to_owned());
    or_none(Skill::parse(word).map_err(damaged))
}

/// The words of a pursuance for skills, by the word, after one: words that its tasks ask for, and words that mean another one.
pub async fn words(tx: &mut ReadTx, sight: &Sight, after: &str, limit: i64) -> StoreResult<Vec<SkillWord>> {
    const SQL: &str = concat!(
        "select k.skill_key, min(k.skill), max(k.means) from (
          select w.skill_key, w.skill, cast(null as text) as means from skill_word w
            where w.pursuance = $1 and w.skill_key > $2 and ",
        is_asked_for!(),
        " union all select y.skill_key, y.skill, y.means from skill_synonym y
            where y.pursuance = $1 and y.skill_key > $2) k
        group by k.skill_key order by k.skill_key limit +$3"
    );
    if sight.only_of().is_some() {
        return Ok(Vec::new());
    }
    let of = sight.pursuance();
    let rows = all!(tx, (String, String, Option<String>), SQL, of.as_str(), after, limit)?;
    let read = |(key, skill, means): (String, String, Option<String>)| {
        let means = match means {
            Some(means) => Some(word(of, &means)?),
            None => None,
        };
        Some(SkillWord { skill: word(of, &skill)?, means, key })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// The first word of a pursuance for each of these keys of details that its tasks ask for, by the key; none that means another one.
pub async fn with_details(
    tx: &mut ReadTx,
    sight: &Sight,
    details: &BTreeSet<String>,
) -> StoreResult<HashMap<String, Skill>> {
    // A key has one colon.
    macro_rules! with_details {
        ($detail:literal, $among:literal) => {
            concat!(
                "select w.skill from skill_word w where w.pursuance = $1 and ",
                $detail,
                $among,
                " and not exists (select 1 from skill_synonym y
                    where y.pursuance = w.pursuance and y.skill_key = w.skill_key) and ",
                is_asked_for!(),
                " order by w.skill_key desc"
            )
        };
    }
    if sight.only_of().is_some() {
        return Ok(HashMap::new());
    }
    let sql = if tx.is_sqlite() {
        with_details!(
            "substr(w.skill_key, instr(w.skill_key, ':') + 1)",
            " in (select value from json_each($2))"
        )
    } else {
        with_details!(
            "split_part(w.skill_key, ':', 2)",
            " = any (array(select json_array_elements_text(cast($2 as json))))"
        )
    };
    let of = sight.pursuance();
    let rows = all!(tx, (String,), sql, of.as_str(), list(details.iter().map(String::as_str)))?;
    let read = |(found,): (String,)| word(of, &found).map(|skill| (skill.detail_key(), skill));
    // Of several the first stays, which is the last of the rows.
    Ok(rows.into_iter().filter_map(read).collect())
}

/// The first word with this key of a detail that a task of a public pursuance asks for: anybody reads it there. Of all keys, the first
/// [`LOOKED_THROUGH`] are looked at; their time is that of the search.
pub async fn public_with_detail(search: &mut SearchTx, detail: &str) -> StoreResult<Option<Skill>> {
    let tx: &mut ReadTx = search;
    // A key has one colon, and no index begins behind it: each different key is stepped to.
    macro_rules! public {
        ($detail:literal) => {
            concat!(
                "with recursive k(skill_key) as (
                  select min(skill_key) from skill_word
                  union all
                  select (select min(n.skill_key) from skill_word n where n.skill_key > k.skill_key) from k
                  where k.skill_key is not null),
                d as (select k.skill_key from k where k.skill_key is not null limit +$2)
                select w.pursuance, w.skill from d join skill_word w on w.skill_key = d.skill_key
                join pursuance p on p.actor = w.pursuance where ",
                $detail,
                " = $1 and p.visibility = 'public' and p.deleted_at is null and ",
                is_asked_for!(),
                " order by d.skill_key, w.pursuance limit 1"
            )
        };
    }
    let sql = if tx.is_sqlite() {
        public!("substr(d.skill_key, instr(d.skill_key, ':') + 1)")
    } else {
        public!("split_part(d.skill_key, ':', 2)")
    };
    let found = optional!(tx, (String, String), sql, detail, LOOKED_THROUGH)?;
    Ok(found.and_then(|(of, skill)| word(&ActorId(of), &skill)))
}

/// The meaning of a word in a pursuance; none where it means itself.
pub async fn meaning(tx: &mut ReadTx, pursuance: &ActorId, skill: &Skill) -> StoreResult<Option<Skill>> {
    const SQL: &str = "select means from skill_synonym where pursuance = $1 and skill_key = $2";
    let row = optional!(tx, (String,), SQL, pursuance.as_str(), skill.key())?;
    Ok(row.and_then(|(means,)| word(pursuance, &means)))
}

/// Counts the words of a pursuance that mean another one.
pub async fn count_synonyms(tx: &mut ReadTx, pursuance: &ActorId) -> StoreResult<i64> {
    const SQL: &str = "select count(*) from skill_synonym where pursuance = $1";
    Ok(one!(tx, (i64,), SQL, pursuance.as_str())?.0)
}

/// Makes a word mean another one, which means itself: words that meant the word mean the other one, too.
pub async fn merge(tx: &mut WriteTx, pursuance: &ActorId, skill: &Skill, means: &Skill) -> StoreResult<()> {
    const MOVE: &str =
        "update skill_synonym set means_key = $3, means = $4 where pursuance = $1 and means_key = $2";
    const SQL: &str = "insert into skill_synonym (pursuance, skill_key, skill, means_key, means) values ($1, $2, $3, $4, $5)
        on conflict (pursuance, skill_key) do update set means_key = excluded.means_key, means = excluded.means";
    run!(tx, MOVE, pursuance.as_str(), skill.key(), means.key(), means.as_str())?;
    run!(tx, SQL, pursuance.as_str(), skill.key(), skill.as_str(), means.key(), means.as_str()).map(drop)
}

/// Makes a word mean itself again; answers whether it meant another one.
pub async fn separate(tx: &mut WriteTx, pursuance: &ActorId, skill: &Skill) -> StoreResult<bool> {
    const SQL: &str = "delete from skill_synonym where pursuance = $1 and skill_key = $2";
    Ok(run!(tx, SQL, pursuance.as_str(), skill.key())? > 0)
}

/// For each of these skills the keys of all words that mean the same in a pursuance, its own among them: a person who has one
/// of them has the skill.
pub async fn same_as(tx: &mut ReadTx, pursuance: &ActorId, skills: &Skills) -> StoreResult<Vec<Vec<String>>> {
    const SQL: &str = "select skill_key, means_key from skill_synonym where pursuance = $1";
    let rows =
        if skills.is_empty() { Vec::new() } else { all!(tx, (String, String), SQL, pursuance.as_str())? };
    let mut words: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut meant: HashMap<&str, &str> = HashMap::new();
    for (word, means) in &rows {
        words.entry(means).or_default().push(word);
        meant.insert(word, means);
    }
    let same = |skill: &Skill| -> Vec<String> {
        let key = skill.key();
        let means = meant.get(key.as_str()).map_or(key.clone(), |means| (*means).to_owned());
        let others = words.get(means.as_str()).into_iter().flatten().map(|word| (*word).to_owned());
        std::iter::once(means.clone()).chain(others).collect()
    };
    Ok(skills.iter().map(same).collect())
}

/// Words that contain what somebody types, to complete it: of the pursuances whose tasks they all read, of public ones if they
/// begin with it, and of the skills of people here. Words that mean another one in `within` are left out there.
pub async fn completions(
    tx: &mut ReadTx,
    sights: &Sights,
    within: Option<&ActorId>,
    typed: &str,
    limit: usize,
) -> StoreResult<Vec<String>> {
    macro_rules! of_mine {
        ($of:literal, $finds:literal) => {
            concat!(
                "select w.skill_key, min(w.skill) from skill_word w where w.pursuance ",
                $of,
                " and w.skill ",
                $finds,
                " cast($1 as text) and ",
                is_asked_for!(),
                " group by w.skill_key order by w.skill_key limit +$2"
            )
        };
    }
    macro_rules! of_people {
        ($finds:literal) => {
            concat!(
                "with recursive k(skill_key) as (
                  select min(skill_key) from person_skill
                  union all
                  select (select min(s.skill_key) from person_skill s where s.skill_key > k.skill_key) from k
                  where k.skill_key is not null),
                w as (select k.skill_key, (select s.skill from person_skill s join account a on a.actor = s.actor
                    where s.skill_key = k.skill_key and a.suspended_at is null limit 1) as skill
                  from k where k.skill_key is not null limit +$3)
                select w.skill_key, w.skill from w where w.skill is not null and w.skill ",
                $finds,
                " cast($1 as text) order by w.skill_key limit +$2"
            )
        };
    }
    const PUBLIC: &str = concat!(
        "select w.skill_key, w.skill from skill_word w join pursuance p on p.actor = w.pursuance
        where w.skill_key >= $1 and w.skill_key < cast($1 as text) || '\u{10FFFF}' and p.visibility = 'public'
          and p.deleted_at is null and ",
        is_asked_for!(),
        " order by w.skill_key limit +$2"
    );
    let words = pattern(tx, typed);
    let at_most = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let people = search!(of_people, tx);
    let mine = if tx.is_sqlite() {
        of_mine!("in (select value from json_each($3))", "regexp")
    } else {
        of_mine!("= any (array(select json_array_elements_text(cast($3 as json))))", "~*")
    };
    let of = list(sights.whole().map(ActorId::as_str));
    found.extend(all!(tx, (String, String), mine, &words, at_most, &of)?);
    found.extend(all!(tx, (String, String), people, &words, at_most, LOOKED_THROUGH)?);
    if !typed.is_empty() {
        // A word may be that of many pursuances.
        let looked_at = at_most.saturating_mul(10);
        found.extend(all!(tx, (String, String), PUBLIC, typed.to_lowercase(), looked_at)?);
    }
    if let Some(within) = within {
        const SQL: &str = "select skill_key from skill_synonym where pursuance = $1";
        for (word,) in all!(tx, (String,), SQL, within.as_str())? {
            found.remove(&word);
        }
    }
    // Words that begin with the typed text, or whose part after a colon does, come first.
    let typed = typed.to_lowercase();
    let begins = |key: &str| key.split(':').any(|part| part.starts_with(&typed)) || key.starts_with(&typed);
    let (first, rest): (Vec<_>, Vec<_>) = found.into_iter().partition(|(key, _)| begins(key));
    Ok(first.into_iter().chain(rest).map(|(_, word)| word).take(limit).collect())
}
