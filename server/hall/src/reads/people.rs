//! A person's limits on their time, and the words for skills.

use std::collections::{BTreeSet, HashMap};

use pursuance_domain::allowed::Principal;
use pursuance_domain::id::ActorId;
use pursuance_domain::people::limits::{Away, HoursAWeek, InProgress, OffersAWeek, QuietHours, quiet_until};
use pursuance_domain::query::{Bad, PieceFault, Skilled, Term, parse};
use pursuance_domain::time::Time;
use pursuance_domain::value::{Skill, Skills, ValueRefusal};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Page, one_more, person};
use crate::actions::access::{self, Access};
use crate::actions::{PerformError, Refused, Thing};
use crate::store::db::{ListTx, ReadTx};
use crate::store::{availability, pursuances, skills};

/// How much you take on, and when you are left alone. Nobody else reads it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "LimitsOfMine")]
pub struct LimitsView {
    /// Goes up with every change; `profile.set_limits` may name the one it is based on.
    pub revision: i64,
    /// The hours a week that you have; null where nothing was said.
    pub hours_a_week: Option<HoursAWeek>,
    /// The tasks under way with which nobody asks you for more.
    pub in_progress: InProgress,
    /// The tasks that you are asked about in seven days at most.
    pub offers_a_week: OffersAWeek,
    /// The hours of the day in which nothing is sent to you that can wait.
    pub quiet: Option<QuietHours>,
    /// The end of the quiet hours, while it is quiet.
    pub quiet_until: Option<Time>,
    /// The time zone of these hours: the one you chose, or that of your browser.
    pub zone: String,
    /// The time for which you are away, now or later.
    pub away: Option<Away>,
    /// The skills for which you are not asked.
    pub not_skills: Vec<Skill>,
    /// The pursuances that do not ask you: their names in addresses.
    pub not_pursuances: Vec<String>,
}

/// A person's limits on their time.
///
/// # Errors
/// When there is no such account, or the database fails.
pub async fn limits(tx: &mut ReadTx, person: &ActorId, now: Time) -> Result<LimitsView, PerformError> {
    let said = availability::of_person(tx, person).await?.ok_or(Refused::NotFound(Thing::Account))?;
    let not_asking = pursuances::not_asking(tx, person).await?;
    let limits = said.limits;
    Ok(LimitsView {
        revision: said.revision,
        hours_a_week: limits.hours_a_week,
        in_progress: limits.in_progress,
        offers_a_week: limits.offers_a_week,
        quiet: limits.quiet,
        quiet_until: limits.quiet.and_then(|quiet| quiet_until(quiet, said.zone, now)),
        zone: said.zone.name().to_owned(),
        away: said.away.filter(|away| now < away.until),
        not_skills: availability::not_skills(tx, person).await?,
        not_pursuances: not_asking.into_iter().map(|pursuance| pursuance.slug).collect(),
    })
}

/// A word of a pursuance for a skill.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "SkillWord")]
pub struct WordView {
    /// The word.
    pub skill: Skill,
    /// The skill that it means there, where that is another one.
    pub means: Option<Skill>,
}

/// The words of a pursuance for skills, after one.
///
/// # Errors
/// When the reader may not read its tasks, or the database fails.
pub async fn words(
    tx: &mut ReadTx,
    access: &Access,
    after: &str,
    limit: usize,
) -> Result<Page<WordView, String>, PerformError> {
    let rows = skills::words(tx, &access.sight()?, after, one_more(limit)).await?;
    let page = Page::cut(rows, limit, |word| word.key.clone());
    Ok(page.map(|word| WordView { skill: word.skill, means: word.means }))
}

/// The area of a skill that somebody told without one, where no word in use has that detail.
pub const NO_AREA: &str = "Other";

/// The skill that somebody means with a word: `Area:Detail` as it is; a word alone is the detail of the word in use that has it,
/// first of one in use `within` a pursuance, or else of [`NO_AREA`].
///
/// # Errors
/// When the database fails; the answer has the refusal of a text that is no skill.
pub async fn meant(
    tx: &mut ReadTx,
    who: &Principal,
    within: Option<&Access>,
    typed: &str,
) -> Result<Result<Skill, ValueRefusal>, PerformError> {
    let skill = meant_each(tx, who, within, &[typed]).await?.pop();
    Ok(skill.unwrap_or(Err(ValueRefusal::SkillForm)))
}

/// Returns the meaning of each of several words, as [`meant`] says of one. The words that the pursuance has for them are looked
/// up at once.
///
/// # Errors
/// When the database fails; the answer has the refusal of each text that is no skill.
pub async fn meant_each(
    tx: &mut ReadTx,
    who: &Principal,
    within: Option<&Access>,
    typed: &[&str],
) -> Result<Vec<Result<Skill, ValueRefusal>>, PerformError> {
    let is_alone = |word: &str| !word.is_empty() && !word.contains(':');
    let read = |word: &&str| {
        let word = word.trim();
        if is_alone(word) { Skill::parse(&format!("{NO_AREA}:{word}")) } else { Skill::parse(word) }
    };
    let mut skills: Vec<_> = typed.iter().map(read).collect();
    let mut alone = Vec::new();
    for (word, skill) in typed.iter().zip(&mut skills) {
        if let (true, Ok(skill)) = (is_alone(word.trim()), skill) {
            alone.push((word.trim(), skill));
        }
    }
    let theirs = of_pursuance(tx, within, alone.iter().map(|(_, skill)| skill.detail_key())).await?;
    for (word, skill) in alone {
        let detail = skill.detail_key();
        if let Some(known) = theirs.get(&detail) {
            skill.clone_from(known);
            continue;
        }
        let known = in_use(tx, who, within, word).await?;
        if let Some(known) = known.into_iter().find(|known| known.detail_key() == detail) {
            *skill = known;
        }
    }
    Ok(skills)
}

/// The words that the tasks of a pursuance have for skills with these details, by the detail.
async fn of_pursuance(
    tx: &mut ReadTx,
    within: Option<&Access>,
    details: impl Iterator<Item = String>,
) -> Result<HashMap<String, Skill>, PerformError> {
    let details: BTreeSet<String> = details.collect();
    match within.and_then(|access| access.sight().ok()) {
        Some(sight) if !details.is_empty() => Ok(skills::with_details(tx, &sight, &details).await?),
        _ => Ok(HashMap::new()),
    }
}

/// Words in use that contain one without an area.
async fn in_use(
    tx: &mut ReadTx,
    who: &Principal,
    within: Option<&Access>,
    typed: &str,
) -> Result<Vec<Skill>, PerformError> {
    let known = completions(tx, who, within, typed, SKILLS_LOOKED_AT).await?;
    Ok(known.iter().filter_map(|word| Skill::parse(word).ok()).collect())
}

/// Words in use among which somebody who looks for one without an area finds it: as for one that is written, or else in any public
/// pursuance. The latter looks through many words, and so is part of a search: its client has a share of the database.
async fn read_by(
    tx: &mut ListTx,
    who: &Principal,
    within: Option<&Access>,
    (typed, alone): (&str, &Skill),
) -> Result<Vec<Skill>, PerformError> {
    let mut known = in_use(tx, who, within, typed).await?;
    let detail = alone.detail_key();
    if let ListTx::Found(search) = tx
        && known.iter().all(|word| word.detail_key() != detail)
    {
        known.extend(skills::public_with_detail(search, &detail).await?);
    }
    Ok(known)
}

/// A list of skills, in which words without an area mean what [`meant`] says; what is no skill stays as it is. `own`: skills to which
/// such a word belongs before any other, all that have this detail.
///
/// # Errors
/// When the database fails.
pub async fn meant_list(
    tx: &mut ReadTx,
    who: &Principal,
    (within, own): (Option<&Access>, &[Skill]),
    typed: &str,
) -> Result<String, PerformError> {
    let words: Vec<&str> =
        typed.split([',', ';', '\n']).map(str::trim).filter(|word| !word.is_empty()).collect();
    let alone: Vec<&str> = words.iter().copied().filter(|word| !word.contains(':')).collect();
    // Our own lists are no longer than that.
    if alone.is_empty() || alone.len() > Skills::MOST {
        return Ok(typed.to_owned());
    }
    let mut meant = meant_words(tx, who, (within, own), &alone).await?.into_iter();
    let mut list = Vec::with_capacity(words.len());
    for word in words {
        match if word.contains(':') { None } else { meant.next() } {
            Some(skills) if !skills.is_empty() => list.extend(skills.iter().map(Skill::to_string)),
            _ => list.push(word.to_owned()),
        }
    }
    Ok(list.join(", "))
}

/// The skills that each of these words means: all `own` ones with this detail, or else what [`meant`] says; none where it is no skill.
///
/// # Errors
/// When the database fails.
pub async fn meant_words(
    tx: &mut ReadTx,
    who: &Principal,
    (within, own): (Option<&Access>, &[Skill]),
    typed: &[&str],
) -> Result<Vec<Vec<Skill>>, PerformError> {
    let theirs = |word: &&str| {
        let named = Skill::parse(&format!("{NO_AREA}:{word}")).map(|skill| skill.detail_key());
        own.iter().filter(|skill| named.as_ref() == Ok(&skill.detail_key())).cloned().collect::<Vec<_>>()
    };
    let mut found: Vec<Vec<Skill>> = typed.iter().map(theirs).collect();
    let of_others = |(word, own): (&&'_ str, &Vec<Skill>)| own.is_empty().then(|| (*word).to_owned());
    let others: Vec<String> = typed.iter().zip(&found).filter_map(of_others).collect();
    let others: Vec<&str> = others.iter().map(String::as_str).collect();
    let mut meant = meant_each(tx, who, within, &others).await?.into_iter();
    for skills in found.iter_mut().filter(|skills| skills.is_empty()) {
        skills.extend(meant.next().and_then(Result::ok));
    }
    Ok(found)
}

/// The most words without an area of a query to which an area is given.
const WORDS_OF_QUERY: usize = 4;

/// Whether a query has a word without an area for a skill: [`meant_query`] is a search then.
pub fn has_word_alone(text: &str) -> bool {
    skill_alone(text).is_some()
}

/// A query in which a word without an area behind `skill:` is the detail of the word in use that has it, first of one in use in the
/// pursuance `slug`, last of one in use in public ones, else the area in use of that name, else a detail of [`NO_AREA`].
///
/// # Errors
/// When the database fails.
pub async fn meant_query(
    tx: &mut ListTx,
    who: &Principal,
    (slug, now): (Option<&str>, Time),
    text: &str,
) -> Result<String, PerformError> {
    let mut words = Vec::new();
    let mut read = text.to_owned();
    while words.len() < WORDS_OF_QUERY
        && let Some((bad, typed, alone)) = skill_alone(&read)
    {
        read = bad.with_term(&read, &Term::Skill(Skilled::Is(alone.clone())));
        words.push((typed, alone));
    }
    if words.is_empty() {
        return Ok(read);
    }
    let access = match slug {
        Some(slug) => match access::find(tx, who, slug, now).await {
            Ok(access) => Some(access),
            // Its page says so.
            Err(PerformError::Refused(_)) => None,
            Err(error) => return Err(error),
        },
        None => None,
    };
    let details = words.iter().map(|(_, alone)| alone.detail_key());
    let mut theirs = of_pursuance(tx, access.as_ref(), details).await?;
    let mut text = text.to_owned();
    for (typed, alone) in words {
        let Some((bad, ..)) = skill_alone(&text) else { break };
        let skilled = match theirs.remove(&alone.detail_key()) {
            Some(known) => Skilled::Is(known),
            None => skilled(read_by(tx, who, access.as_ref(), (&typed, &alone)).await?, &typed, alone),
        };
        text = bad.with_term(&text, &Term::Skill(skilled));
    }
    Ok(text)
}

/// The skill that somebody looks for with a word: as [`meant`], or the area in use of that name (`Area:*`), as in a query.
///
/// # Errors
/// When the database fails; the answer has the refusal of a text that is no skill.
pub async fn meant_or_area(
    tx: &mut ListTx,
    who: &Principal,
    typed: &str,
) -> Result<Result<Skill, ValueRefusal>, PerformError> {
    let typed = typed.trim();
    if typed.is_empty() || typed.contains(':') {
        return Ok(Skill::parse(typed));
    }
    let alone = match Skill::parse(&format!("{NO_AREA}:{typed}")) {
        Ok(alone) => alone,
        refused => return Ok(refused),
    };
    Ok(match skilled(read_by(tx, who, None, (typed, &alone)).await?, typed, alone) {
        Skilled::Is(skill) => Ok(skill),
        Skilled::Area(area) => Skill::parse(&format!("{area}:*")),
    })
}

/// Returns the meaning of a word without an area in a query, of the words in use that contain it.
fn skilled(known: Vec<Skill>, typed: &str, alone: Skill) -> Skilled {
    // In the spelling of its use.
    let mut areas = known.iter().filter_map(|word| Skilled::any_of(word.as_str().split_once(':')?.0));
    let wanted = Skilled::any_of(typed).map(|area| area.key());
    let area = areas.find(|area| Some(area.key()) == wanted);
    let detail = known.into_iter().find(|word| word.detail_key() == alone.detail_key());
    detail.map(Skilled::Is).or(area).unwrap_or(Skilled::Is(alone))
}

/// The fault of a query that has a word without an area for a skill, that word, and it as a detail of [`NO_AREA`].
fn skill_alone(text: &str) -> Option<(Bad, String, Skill)> {
    let bad = parse(text).err()?;
    let PieceFault::NotASkill { skill } = &bad.fault else { return None };
    let typed = skill.trim().to_owned();
    if typed.contains(['：', '*']) {
        return None;
    }
    let alone = Skill::parse(&format!("{NO_AREA}:{typed}")).ok()?;
    Some((bad, typed, alone))
}

/// The words in use that are looked at for one without an area.
const SKILLS_LOOKED_AT: usize = 100;

/// Words for skills that contain the typed text, as far as the reader knows them; `within` a pursuance, only words that
/// are no synonym there.
///
/// # Errors
/// When the database fails.
pub async fn completions(
    tx: &mut ReadTx,
    who: &Principal,
    within: Option<&Access>,
    typed: &str,
    limit: usize,
) -> Result<Vec<String>, PerformError> {
    let sights = person::sights(tx, who).await?;
    let within = within.map(|access| access.pursuance.id.clone());
    Ok(skills::completions(tx, &sights, within.as_ref(), typed.trim(), limit).await?)
}
