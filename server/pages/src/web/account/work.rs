//! The viewer's skills, limits and absence: `/me/work`.

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::{Action, SetAway, SetLimits, SetSkills};
use pursuance_domain::people::limits::{
    Away, AwayTasks, Few, HoursAWeek, InProgress, OffersAWeek, QuietHours, SkillLevel, is_away,
};
use pursuance_domain::time::Time;
use pursuance_domain::value::{ClockTime, Day, LeveledSkill, LeveledSkills, Name, Skill};

use super::words;
use crate::actions::Refused;
use crate::reads::people;
use crate::reads::person;
use crate::store::skills as stored;
use crate::web::frame::labels::choices;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::mine::Mine;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Choice, Field, RefusedField, SkillTag, refused};
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{FormFields, Posted, Reader};
use crate::web::request::refusal::{field_of, refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};
use crate::web::task::conflict::Theirs;

/// Empty lines for further skills.
const EMPTY_LINES: usize = 3;

/// The form value that removes a skill.
const GONE: &str = "none";

/// `GET /me/work`. Its refused forms come back as this page with status 422.
#[derive(Template)]
#[template(path = "account/work.html")]
pub struct WorkPage {
    pub l: Layout,
    /// The time where the viewer is.
    pub clock: String,
    pub skills: SkillsForm,
    /// Words to choose a skill from, and whether there are more.
    pub words: Vec<String>,
    pub has_more_words: bool,
    pub limits: LimitsForm,
    /// The limits that differ from the ones saved elsewhere, with the texts saved there.
    pub conflict: Vec<Theirs>,
    /// The pursuances of the viewer.
    pub pursuances: Vec<PursuanceChoice>,
    pub away: AwayForm,
    /// The viewer's time away, present or planned.
    pub gone: Option<Gone>,
    /// A refusal that concerns no field.
    pub problem: String,
}

/// POST `/me/skills`: `revision`; `known` and `known_level` for each skill that is there, `skill` and `level` for each new one.
pub struct SkillsForm {
    /// The revision of the profile on which the form is based.
    pub revision: i64,
    /// Skills that are there, each with the word of its level.
    pub known: Vec<(String, String)>,
    pub new: Vec<NewSkill>,
}

/// A line for a further skill.
pub struct NewSkill {
    pub id: String,
    pub field: Field,
    /// The form value of its level.
    pub level: String,
}

/// POST `/me/limits`: `revision, hours, in_progress, offers, quiet_from, quiet_until, not_skills`, and `not_pursuance` (a slug) for
/// each one that is ticked.
pub struct LimitsForm {
    pub revision: i64,
    pub hours: Field,
    pub in_progress: Field,
    pub offers: Field,
    pub quiet_from: Field,
    pub quiet_until: Field,
    /// Separated by commas.
    pub not_skills: Field,
}

/// POST `/me/away`: `from, until, tasks`; or `back` (yes).
#[derive(Default)]
pub struct AwayForm {
    pub from: Field,
    pub until: Field,
    pub tasks: AwayTasks,
}

/// A pursuance of the viewer, and whether the viewer excludes its offers.
pub struct PursuanceChoice {
    pub slug: String,
    pub name: String,
    pub is_off: bool,
}

/// A time away.
pub struct Gone {
    /// Whether it has begun.
    pub is_now: bool,
    pub first: When,
    pub last: When,
    pub tasks: AwayTasks,
}

/// A skill of a person, with the text key of its level unless the level is the ordinary one.
pub struct SkillWithLevel {
    pub tag: SkillTag,
    pub level: Option<&'static str>,
}

/// A person's skills as a page shows them.
pub fn leveled(mine: &Mine, skills: &LeveledSkills) -> Vec<SkillWithLevel> {
    let tag = |one: &LeveledSkill| {
        let level = match one.level {
            SkillLevel::Do => None,
            SkillLevel::Learning | SkillLevel::Mentor => Some(level_key(one.level)),
        };
        mine.tags([one.skill.as_str()]).pop().map(|tag| SkillWithLevel { tag, level })
    };
    skills.iter().filter_map(tag).collect()
}

impl Gone {
    /// The text key for what happens to the open tasks.
    pub fn tasks_key(&self) -> &'static str {
        tasks_key(self.tasks)
    }
}

/// The text key of a level.
pub fn level_key(level: SkillLevel) -> &'static str {
    match level {
        SkillLevel::Do => "level-do",
        SkillLevel::Learning => "level-learning",
        SkillLevel::Mentor => "level-mentor",
    }
}

/// The text key for what happens to open tasks.
fn tasks_key(tasks: AwayTasks) -> &'static str {
    match tasks {
        AwayTasks::Keep => "gone-keep",
        AwayTasks::StandBy => "gone-stand-by",
        AwayTasks::HandOn => "gone-hand-on",
    }
}

impl WorkPage {
    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        let limits = &self.limits;
        let mut fields = refused(&[
            ("hours", "own-hours", &limits.hours),
            ("in-progress", "own-in-progress", &limits.in_progress),
            ("offers", "own-offers", &limits.offers),
            ("quiet-from", "own-quiet-from", &limits.quiet_from),
            ("quiet-until", "own-quiet-until", &limits.quiet_until),
            ("not-skills", "own-not-skills", &limits.not_skills),
            ("from", "gone-from", &self.away.from),
            ("until", "gone-until", &self.away.until),
        ]);
        let wrong = self.skills.new.iter().find(|line| line.field.is_refused());
        fields.extend(wrong.map(|_| RefusedField { id: "skills", label: "own-skills" }));
        fields
    }

    /// The levels to choose from.
    pub fn levels(&self, chosen: &str) -> Vec<Choice> {
        let all = SkillLevel::ALL.iter().map(|level| (level.as_str(), self.l.t.s(level_key(*level))));
        choices(all, chosen)
    }

    /// The levels to choose from, and the choice to remove the skill.
    pub fn known_levels(&self, chosen: &str) -> Vec<Choice> {
        let all = SkillLevel::ALL.iter().map(|level| (level.as_str(), self.l.t.s(level_key(*level))));
        choices(all.chain([(GONE, self.l.t.s("level-none"))]), chosen)
    }

    /// The choices for open tasks: the form value, its text key, and whether it is chosen.
    pub fn tasks(&self) -> Vec<(&'static str, &'static str, bool)> {
        AwayTasks::ALL
            .iter()
            .map(|tasks| (tasks.as_str(), tasks_key(*tasks), *tasks == self.away.tasks))
            .collect()
    }
}

impl SkillsForm {
    fn of(revision: i64, skills: &LeveledSkills) -> Self {
        let known = |one: &LeveledSkill| (one.skill.as_str().to_owned(), one.level.as_str().to_owned());
        Self { revision, known: skills.iter().map(known).collect(), new: Vec::new() }.with_empty_lines()
    }

    fn with_empty_lines(mut self) -> Self {
        for n in self.new.len()..EMPTY_LINES {
            self.new.push(NewSkill::line(n, Field::default(), SkillLevel::default().as_str()));
        }
        self
    }

    fn typed(form: &FormFields) -> Self {
        let known = form.all("known").zip(form.all("known_level"));
        let new = form.all("skill").zip(form.all("level")).take(EMPTY_LINES).enumerate();
        Self {
            revision: form.number("revision").unwrap_or(0),
            known: known.map(|(skill, level)| (skill.to_owned(), level.to_owned())).collect(),
            new: new.map(|(n, (skill, level))| NewSkill::line(n, Field::of(skill), level)).collect(),
        }
        .with_empty_lines()
    }

    /// Rebases the form on `saved`: the skills saved now, at the levels chosen here, and the new skills.
    fn join(self, saved: Self) -> Self {
        let chosen =
            |skill: &str| self.known.iter().find(|(name, _)| name == skill).map(|(_, level)| level.clone());
        let known = saved.known.into_iter().map(|(skill, level)| {
            let level = chosen(&skill).unwrap_or(level);
            (skill, level)
        });
        Self { known: known.collect(), revision: saved.revision, new: self.new }
    }

    /// The skills, when none is wrong.
    fn read(&mut self, reader: Reader) -> Option<LeveledSkills> {
        let mut skills = Vec::new();
        for (skill, level) in &self.known {
            if level != GONE {
                let mut field = Field::of(skill);
                let level = SkillLevel::parse(level).unwrap_or_default();
                skills.push(LeveledSkill { skill: reader.need(&mut field, Skill::parse)?, level });
            }
        }
        let mut is_sound = true;
        for NewSkill { field, level, .. } in &mut self.new {
            match reader.maybe(field, Skill::parse) {
                Some(Some(skill)) => {
                    skills.push(LeveledSkill { skill, level: SkillLevel::parse(level).unwrap_or_default() });
                }
                Some(None) => {}
                None => is_sound = false,
            }
        }
        let first = self.new.first_mut()?;
        let all = reader.need(&mut first.field, |_| LeveledSkills::new(skills));
        all.filter(|_| is_sound)
    }
}

impl NewSkill {
    fn line(n: usize, field: Field, level: &str) -> Self {
        Self { id: format!("skill-{}", n + 1), field, level: level.to_owned() }
    }
}

impl LimitsForm {
    fn of(said: &people::LimitsView) -> Self {
        let quiet = |of: fn(QuietHours) -> ClockTime| said.quiet.map(|quiet| of(quiet).to_string());
        let not_skills: Vec<&str> = said.not_skills.iter().map(Skill::as_str).collect();
        Self {
            revision: said.revision,
            hours: Field::of(said.hours_a_week.map(|hours| hours.get().to_string()).unwrap_or_default()),
            in_progress: Field::of(said.in_progress.get().to_string()),
            offers: Field::of(said.offers_a_week.get().to_string()),
            quiet_from: Field::of(quiet(|quiet| quiet.from).unwrap_or_default()),
            quiet_until: Field::of(quiet(|quiet| quiet.until).unwrap_or_default()),
            not_skills: Field::of(not_skills.join(", ")),
        }
    }

    /// The fields whose saved text differs from the text here.
    fn others(&self, saved: &Self) -> Vec<Theirs> {
        let pairs = [
            ("offers", "own-offers", &self.offers, &saved.offers),
            ("in_progress", "own-in-progress", &self.in_progress, &saved.in_progress),
            ("hours", "own-hours", &self.hours, &saved.hours),
            ("quiet_from", "own-quiet-from", &self.quiet_from, &saved.quiet_from),
            ("quiet_until", "own-quiet-until", &self.quiet_until, &saved.quiet_until),
            ("not_skills", "own-not-skills", &self.not_skills, &saved.not_skills),
        ];
        let differ = pairs.into_iter().filter(|(_, _, mine, saved)| mine.value != saved.value);
        differ.map(|(name, label, _, saved)| Theirs { name, label, text: saved.value.clone() }).collect()
    }

    fn typed(form: &FormFields) -> Self {
        Self {
            revision: form.number("revision").unwrap_or(0),
            hours: form.field("hours"),
            in_progress: form.field("in_progress"),
            offers: form.field("offers"),
            quiet_from: form.field("quiet_from"),
            quiet_until: form.field("quiet_until"),
            not_skills: form.field("not_skills"),
        }
    }

    /// The values, when none is wrong.
    fn read(&mut self, reader: Reader, not_pursuances: Option<Few<Name>>) -> Option<SetLimits> {
        let hours = reader.maybe(&mut self.hours, HoursAWeek::parse);
        let in_progress = reader.need(&mut self.in_progress, InProgress::parse);
        let offers = reader.need(&mut self.offers, OffersAWeek::parse);
        let (from, until) = (self.quiet_from.value.is_empty(), self.quiet_until.value.is_empty());
        let quiet = if from && until {
            Some(None)
        } else {
            let from = reader.need(&mut self.quiet_from, ClockTime::parse);
            let until = reader.need(&mut self.quiet_until, ClockTime::parse);
            from.zip(until).map(|(from, until)| Some(QuietHours { from, until }))
        };
        let not_skills = reader.need(&mut self.not_skills, |text| Few::parse(text, Skill::parse));
        Some(SetLimits {
            revision: Some(self.revision),
            hours_a_week: Some(hours?),
            in_progress: Some(in_progress?),
            offers_a_week: Some(offers?),
            quiet: Some(quiet?),
            not_skills: Some(not_skills?),
            not_pursuances,
        })
    }
}

impl AwayForm {
    fn typed(form: &FormFields) -> Self {
        Self {
            from: form.field("from"),
            until: form.field("until"),
            tasks: AwayTasks::parse(form.text("tasks")).unwrap_or_default(),
        }
    }

    fn read(&mut self, reader: Reader) -> Option<SetAway> {
        let from = reader.maybe(&mut self.from, Day::parse);
        let until = reader.need(&mut self.until, Day::parse);
        Some(SetAway { from: from?, until: Some(until?), tasks: self.tasks })
    }
}

/// `GET /me/work`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    page(StatusCode::OK, &load(&visit).await?)
}

async fn load(visit: &Visit) -> Result<WorkPage, PageError> {
    let account = &visit.signed_in()?.account;
    let mut tx = visit.app.db.read().await?;
    let me = person::me(&visit.app, &mut tx, &account.actor).await?;
    let said = people::limits(&mut tx, &account.actor, visit.now).await?;
    let mut words = people::completions(&mut tx, &visit.who, None, "", words::SHOWN + 1).await?;
    let has_more_words = words.len() > words::SHOWN;
    words.truncate(words::SHOWN);
    let l = visit.layout(&mut tx, Nav::Account).await?;
    let off = |slug: &String| said.not_pursuances.contains(slug);
    let pursuances = me.pursuances.into_iter();
    let pursuances = pursuances.map(|membership| PursuanceChoice {
        is_off: off(&membership.pursuance),
        slug: membership.pursuance,
        name: membership.name,
    });
    Ok(WorkPage {
        clock: l.clock(visit.now),
        skills: SkillsForm::of(me.revision, &me.skill_levels),
        words,
        has_more_words,
        limits: LimitsForm::of(&said),
        conflict: Vec::new(),
        pursuances: pursuances.collect(),
        away: said.away.map(|away| away_form(visit, away)).unwrap_or_default(),
        gone: said.away.map(|away| gone(&l, visit.now, away)),
        problem: String::new(),
        l,
    })
}

/// The last moment that somebody is away.
fn last(away: Away) -> Time {
    away.until.plus(-1)
}

fn away_form(visit: &Visit, away: Away) -> AwayForm {
    let day = |at| Field::of(Day::at(at, visit.zone).to_string());
    AwayForm { from: day(away.from), until: day(last(away)), tasks: away.tasks }
}

fn gone(l: &Layout, now: Time, away: Away) -> Gone {
    Gone { is_now: is_away(away, now), first: l.day(away.from), last: l.day(last(away)), tasks: away.tasks }
}

/// Performs the action of a form. Returns the refusal, if there is one.
async fn send(visit: &Visit, action: Action) -> Result<Result<Response, Refused>, PageError> {
    let done = split_refusal(visit.app.perform(&visit.who, action).await)?;
    Ok(done.map(|_| see_with(&visit.app, links::work(), FormNotice::good("notice-saved"))))
}

fn refuse(mut shown: WorkPage, why: Option<&Refused>) -> Result<Response, PageError> {
    shown.problem = why.map(|why| refusal_text(shown.l.t, why)).unwrap_or_default();
    page(why.map_or(StatusCode::UNPROCESSABLE_ENTITY, status_of), &shown)
}

/// `POST /me/skills`
pub async fn skills(posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    visit.signed_in()?;
    let mut typed = SkillsForm::typed(&form);
    let mut tx = visit.app.db.read().await?;
    for line in typed.new.iter_mut().filter(|line| !line.field.value.trim().is_empty()) {
        // A word without an area is kept with one.
        if let Ok(skill) = people::meant(&mut tx, &visit.who, None, &line.field.value).await? {
            line.field.value = skill.to_string();
        }
    }
    drop(tx);
    let mut why = None;
    if let Some(skills) = typed.read(Reader::new(visit.t)) {
        match send(&visit, SetSkills { revision: Some(typed.revision), skills }.into()).await? {
            Ok(done) => return Ok(done),
            Err(refused) => why = Some(refused),
        }
    }
    let mut shown = load(&visit).await?;
    let was_late = matches!(why, Some(Refused::StaleProfile(_)));
    shown.skills = if was_late { typed.join(shown.skills) } else { typed };
    refuse(shown, why.as_ref())
}

/// Reads the text that is typed about skills that nobody is to ask for: a word without an area is first of all a skill that the
/// viewer has.
async fn not_asked(visit: &Visit, typed: &str) -> Result<String, PageError> {
    let person = &visit.signed_in()?.account.actor;
    let mut tx = visit.app.db.read().await?;
    let own = stored::of_person(&mut tx, person).await?;
    let own: Vec<Skill> = own.iter().map(|one| one.skill.clone()).collect();
    Ok(people::meant_list(&mut tx, &visit.who, (None, &own), typed).await?)
}

/// `POST /me/limits`
pub async fn limits(posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    visit.signed_in()?;
    let mut typed = LimitsForm::typed(&form);
    typed.not_skills.value = not_asked(&visit, &typed.not_skills.value).await?;
    let names: Vec<&str> = form.all("not_pursuance").collect();
    let mine = names.iter().filter_map(|name| Name::parse(name).ok());
    let mut why = None;
    if let Some(set) = typed.read(Reader::new(visit.t), Few::new(mine).ok()) {
        match send(&visit, set.into()).await? {
            Ok(done) => return Ok(done),
            Err(refused) if field_of(&refused) == Some("quiet") => {
                typed.quiet_until.error = refusal_text(visit.t, &refused);
            }
            Err(refused) => why = Some(refused),
        }
    }
    let mut shown = load(&visit).await?;
    if matches!(why, Some(Refused::Outdated)) {
        // The next save may replace these values, because the page now shows them.
        typed.revision = shown.limits.revision;
        shown.conflict = typed.others(&shown.limits);
    }
    shown.limits = typed;
    for pursuance in &mut shown.pursuances {
        pursuance.is_off = names.contains(&pursuance.slug.as_str());
    }
    refuse(shown, why.as_ref())
}

/// `POST /me/away`
pub async fn away(posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    visit.signed_in()?;
    let mut typed = AwayForm::typed(&form);
    let back = || SetAway { from: None, until: None, tasks: AwayTasks::default() };
    let set = if form.is_ticked("back") { Some(back()) } else { typed.read(Reader::new(visit.t)) };
    let mut why = None;
    if let Some(set) = set {
        match send(&visit, set.into()).await? {
            Ok(done) => return Ok(done),
            Err(refused) if field_of(&refused) == Some("until") => {
                typed.until.error = refusal_text(visit.t, &refused);
            }
            Err(refused) => why = Some(refused),
        }
    }
    let mut shown = load(&visit).await?;
    shown.away = typed;
    refuse(shown, why.as_ref())
}
