//! People's skills and time, as they describe them (RULES §10), and the words of a pursuance for skills.

use pursuance_domain::action::{Arrive, MergeSkills, SetAway, SetLimits, SetSkills};
use pursuance_domain::allowed::Permission;
use pursuance_domain::event::happened::{AwaySet, Bare, SkillMerged};
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::ActorId;
use pursuance_domain::people::limits::{Away, Limits, may_be_away};
use pursuance_domain::refusal::Refusal;
use pursuance_domain::value::{LeveledSkill, LeveledSkills, Skill, SkillLevel};
use serde_json::{Value, json};

use super::{Counted, Cx, InputRefusal, PerformError, Refused, Thing, access, account, arriving};
use crate::store::availability::{self, Availability};
use crate::store::jobs::Job;
pub use crate::store::skills::WORDS_MAX;
use crate::store::{events, pursuances, skills};

carried_out! {
    SetSkills => set_skills,
    SetLimits => set_limits,
    SetAway => set_away,
    Arrive => arrive,
    MergeSkills => merge,
}

/// The most synonyms of skills in a pursuance.
pub const SYNONYMS_MOST: i64 = 500;

/// The acting person's availability so far. The lock makes the second of two simultaneous changes see the first.
async fn said_so_far(cx: &mut Cx) -> Result<(ActorId, Availability), PerformError> {
    let person = cx.person()?;
    events::lock(&mut cx.tx, &StreamId::of(&person)).await?;
    let said = availability::of_person(&mut cx.tx, &person).await?;
    Ok((person, said.ok_or(Refused::NotFound(Thing::Account))?))
}

/// Leaves an event that only the person reads.
fn leave(cx: &mut Cx, person: &ActorId, what: Happened) {
    cx.leave(StreamId::of(person), Audience::Own, what, person.as_str(), None);
}

async fn set_skills(cx: &mut Cx, a: SetSkills) -> Result<Value, PerformError> {
    let person = cx.person()?;
    events::lock(&mut cx.tx, &StreamId::of(&person)).await?;
    let revision = account::next_revision(cx, &person, a.revision).await?;
    arriving::set_skills(cx, &person, &a.skills).await?;
    leave(cx, &person, Happened::ProfileEdited(Bare {}));
    Ok(json!({ "revision": revision, "skills": a.skills }))
}

async fn set_limits(cx: &mut Cx, a: SetLimits) -> Result<Value, PerformError> {
    let (person, Availability { limits, revision, .. }) = said_so_far(cx).await?;
    if a.revision.is_some_and(|seen| seen != revision) {
        return Err(Refused::Outdated.into());
    }
    let limits = Limits {
        hours_a_week: a.hours_a_week.unwrap_or(limits.hours_a_week),
        in_progress: a.in_progress.unwrap_or(limits.in_progress),
        offers_a_week: a.offers_a_week.unwrap_or(limits.offers_a_week),
        quiet: a.quiet.unwrap_or(limits.quiet),
    };
    if limits.quiet.is_some_and(|quiet| !quiet.is_sound()) {
        return Err(Refused::Input(InputRefusal::QuietHours).into());
    }
    availability::set_limits(&mut cx.tx, &person, &limits, revision).await?;
    if let Some(skills) = &a.not_skills {
        availability::set_not_skills(&mut cx.tx, &person, skills.iter()).await?;
    }
    if let Some(names) = &a.not_pursuances {
        let mut ids = Vec::new();
        for name in names.iter() {
            // Only what the person may read has a name for them.
            let access = access::find(&mut cx.tx, &cx.who, name.as_str(), cx.now).await?;
            ids.push(access.pursuance.id);
        }
        availability::set_not_pursuances(&mut cx.tx, &person, ids.iter()).await?;
    }
    leave(cx, &person, Happened::LimitsSet(Bare {}));
    Ok(json!({ "revision": revision + 1, "limits": limits }))
}

async fn set_away(cx: &mut Cx, a: SetAway) -> Result<Value, PerformError> {
    let (person, Availability { zone, .. }) = said_so_far(cx).await?;
    let away = match (a.from, a.until) {
        (None, None) => None,
        (Some(_), None) => return Err(Refused::Input(InputRefusal::AwayWithoutEnd).into()),
        (from, Some(until)) => {
            let from = from.map_or(cx.now, |day| day.begins(zone));
            Some(Away { from, until: until.ends(zone), tasks: a.tasks })
        }
    };
    if let Some(away) = away {
        may_be_away(away, cx.now).map_err(|refusal| Refused::Input(InputRefusal::Away(refusal)))?;
    }
    availability::set_away(&mut cx.tx, &person, away.as_ref()).await?;
    if let Some(away) = away {
        let job = Job::GoAway { person: person.clone() };
        job.write(&mut cx.tx, &cx.app.clock, away.from.max(cx.now)).await?;
    }
    let (from, until) = (away.map(|away| away.from), away.map(|away| away.until));
    let tasks = away.map(|away| away.tasks).unwrap_or_default();
    leave(cx, &person, Happened::AwaySet(AwaySet { from, until, tasks }));
    Ok(json!({ "away": away }))
}

async fn arrive(cx: &mut Cx, a: Arrive) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let access = access::lock(cx, &a.pursuance).await?;
    if access.role().is_none() {
        return Err(Refused::NotFound(Thing::Member).into());
    }
    // Nobody is asked about tasks who may take none.
    access.demand(Permission::TakeTask, None)?;
    pursuances::arrived(&mut cx.tx, &access.pursuance.id, &person, cx.now).await?;
    let before = skills::of_person(&mut cx.tx, &person).await?;
    let mut told: Vec<LeveledSkill> = before.iter().cloned().collect();
    for skill in a.skills.iter().filter(|skill| before.iter().all(|known| known.skill != **skill)) {
        told.push(LeveledSkill { skill: skill.clone(), level: SkillLevel::default() });
    }
    if told.len() > before.iter().count() {
        let told = LeveledSkills::new(told).map_err(Refusal::from)?;
        events::lock(&mut cx.tx, &StreamId::of(&person)).await?;
        account::next_revision(cx, &person, None).await?;
        skills::set(&mut cx.tx, &person, &told).await?;
        leave(cx, &person, Happened::ProfileEdited(Bare {}));
    }
    if let Some(hours) = a.hours_a_week {
        let set = SetLimits {
            revision: None,
            hours_a_week: Some(Some(hours)),
            in_progress: None,
            offers_a_week: None,
            quiet: None,
            not_skills: None,
            not_pursuances: None,
        };
        let who = cx.who.clone();
        cx.carry_out_as(who, set.into()).await?;
    }
    // After putting the question away, the person is asked at the next look, as everybody.
    let is_later = a.skills.is_empty() && a.hours_a_week.is_none();
    if !is_later {
        arriving::look_again(cx, &person, std::slice::from_ref(&access.pursuance.id)).await?;
    }
    Ok(json!({ "pursuance": access.pursuance.slug, "skills": skills::of_person(&mut cx.tx, &person).await? }))
}

async fn merge(cx: &mut Cx, a: MergeSkills) -> Result<Value, PerformError> {
    let access = access::lock(cx, &a.pursuance).await?;
    access.demand(Permission::MergeSkills, None)?;
    let id = access.pursuance.id;
    let before = skills::meaning(&mut cx.tx, &id, &a.skill).await?;
    let (means, on) = match (a.into, before) {
        (Some(into), before) => {
            let is_itself = into == a.skill;
            let means = skills::meaning(&mut cx.tx, &id, &into).await?.unwrap_or(into);
            if is_itself || means == a.skill {
                return Err(Refused::Input(InputRefusal::SameSkill).into());
            }
            if before.as_ref() == Some(&means) {
                return Ok(merged(&a.skill, Some(&means)));
            }
            if before.is_none() && skills::count_synonyms(&mut cx.tx, &id).await? >= SYNONYMS_MOST {
                return Err(Refused::Full { what: Counted::Synonyms, most: SYNONYMS_MOST }.into());
            }
            skills::merge(&mut cx.tx, &id, &a.skill, &means).await?;
            (means, true)
        }
        (None, Some(meant)) => {
            skills::separate(&mut cx.tx, &id, &a.skill).await?;
            (meant, false)
        }
        (None, None) => return Ok(merged(&a.skill, None)),
    };
    let answer = merged(&a.skill, on.then_some(&means));
    let told = Happened::SkillMerged(SkillMerged { skill: a.skill, means, on });
    cx.leave(StreamId::of(&id), Audience::Members, told, id.as_str(), None);
    Ok(answer)
}

fn merged(skill: &Skill, means: Option<&Skill>) -> Value {
    json!({ "skill": skill, "means": means })
}
