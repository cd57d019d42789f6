//! Why people stay: an organiser who was idle for six days finds a short inbox, what is urgent or late stands on somebody's Home,
//! and a newcomer who says what they can do is asked at once. This is noted while the month goes on, since it holds at its moment.

use std::collections::{BTreeMap, BTreeSet};

use pursuance::reads::next::{self, GroupView, ThingView};
use pursuance_domain::people::role::Role;
use pursuance_domain::time::{DAY, HOUR, MINUTE, Time};
use serde_json::json;

use super::Promises;
use super::days::Seen;
use super::town::{Character, OF_EACH, Said, Town};
use crate::support::Caller;
use crate::support::browser::Browser;

pub const SHORT: &str = "an organiser who does nothing for six days finds at most eight unread rows";
pub const NO_ECHO: &str = "no two rows, and no two lines of a row, of that inbox say the same";
pub const ON_A_HOME: &str = "an urgent or late task that nobody has stands on somebody's Home within a day";
pub const NEWCOMER: &str = "a newcomer who ticks the skills of a waiting task is asked within the hour";

/// An organiser is idle for so many steps of the clock: six days.
const IDLE_STEPS: usize = 18;
/// The most unread rows then.
const ROWS: i64 = 8;
/// A task due within this time counts as late on a Home.
const SOON: i64 = 2 * DAY;
/// So many steps before a newcomer a task wants what nobody can do.
const WAITS: usize = 3;
/// Newcomers come to the pursuance that everybody may join, and each knows something that nobody there knew.
const JOINED: usize = 1;
const NEW_SKILLS: [&str; 2] = ["Craft:Sewing", "Craft:Baking"];

/// Notes of whether promises held.
#[derive(Debug, Default)]
pub struct Staying {
    noted: Vec<(&'static str, bool, String)>,
    /// Urgent or late tasks that nobody has, by side and id: since when, and whether that was noted.
    pressing: BTreeMap<(usize, String), (i64, bool)>,
}

impl Staying {
    fn note(&mut self, promise: &'static str, is_kept: bool, whom: String) {
        self.noted.push((promise, is_kept, whom));
    }
}

/// Looks at what was noted.
pub fn look(town: &Town, promises: &mut Promises) {
    for &(promise, is_kept, ref whom) in &town.staying.noted {
        promises.holds(promise, is_kept, || whom.clone());
    }
}

/// A task that nobody has, is urgent or due, and waits for nothing.
struct Pressing {
    id: String,
    number: i64,
    title: String,
    is_urgent: bool,
    due: Option<i64>,
}

/// The steps in which the second organiser of each pursuance does nothing.
fn idle(steps: usize) -> std::ops::Range<usize> {
    let first = steps.saturating_sub(IDLE_STEPS) / 2;
    first..first + IDLE_STEPS
}

/// The steps in which a newcomer comes.
fn arrivals(steps: usize) -> [usize; 2] {
    [steps / 3, 2 * steps / 3]
}

/// The words of a line without its time.
fn without_time(line: &str) -> String {
    let Some((said, time)) = line.rsplit_once("<span class=\"mute\">") else { return plain(line) };
    format!("{} {}", plain(said), plain(time.split_once("</span>").map_or("", |(_, words)| words)))
}

/// The text of a piece of a page.
fn plain(html: &str) -> String {
    let mut text = String::new();
    for (at, part) in html.split('<').enumerate() {
        let words = if at == 0 { part } else { part.split_once('>').map_or("", |(_, words)| words) };
        text.push_str(words);
        text.push(' ');
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Town {
    /// Whether somebody does nothing in this step.
    pub fn is_idle(&self, who: usize, step: usize, steps: usize) -> bool {
        who < 2 * OF_EACH && who % OF_EACH == 1 && idle(steps).contains(&step)
    }

    /// Acts at the beginning of a step.
    pub async fn begin_step(&mut self, step: usize, steps: usize) {
        for (place, arrival) in arrivals(steps).into_iter().enumerate() {
            if step + WAITS == arrival {
                self.want(NEW_SKILLS[place]).await;
            }
        }
    }

    /// Acts at the end of a step, when everybody has done theirs.
    pub async fn end_step(&mut self, step: usize, steps: usize) {
        for side in 0..2 {
            self.look_at_homes(side).await;
        }
        if step + 1 == idle(steps).end {
            for who in [1, OF_EACH + 1] {
                self.read_inbox(who).await;
            }
        }
        for (place, arrival) in arrivals(steps).into_iter().enumerate() {
            if step == arrival {
                self.welcome(place).await;
            }
        }
    }

    /// Reads the inbox of somebody who was idle.
    async fn read_inbox(&mut self, who: usize) {
        let (side, name) = (self.people[who].side, self.people[who].name.clone());
        let group = self.people[who].group.clone();
        let caller = Caller::at(&group.app, &group.who).await;
        let unread = caller.read("/api/v1/me/inbox?limit=1").await.ok()["unread"].as_i64().unwrap();
        let page = Browser::at(&self.world.instances[side], &group.who).await.open("/inbox").await.shown();
        let section = page.html.split("<h2 id=\"unread\">").nth(1).unwrap_or_default();
        let section = section.split("</section>").next().unwrap_or_default();
        let mut rows = Vec::new();
        for row in section.split("<h3>").skip(1) {
            // The buttons behind the text, and why they are told, are the same in many rows.
            let text = row.split("<div class=\"flex\">").next().unwrap_or_default();
            let text = text.split("<p class=\"small mute\">").next().unwrap_or_default();
            let lines: Vec<String> = text.split("<p class=\"small\">").map(without_time).collect();
            rows.push(lines);
        }
        let told = || {
            let rows: Vec<String> = rows.iter().map(|lines| lines.join(" / ")).collect();
            format!(
                "{name}: {unread} rows are counted, and the page has {}:\n  {}",
                rows.len(),
                rows.join("\n  ")
            )
        };
        let shown = i64::try_from(rows.len()).unwrap();
        // Something was told to whoever organises, or nothing is put to the test.
        self.staying.note(SHORT, (1..=ROWS).contains(&unread) && (1..=ROWS).contains(&shown), told());
        let sentences: BTreeSet<String> = rows.iter().map(|lines| lines.join(" ")).collect();
        let is_each_line_new = rows.iter().all(|lines| {
            let others: BTreeSet<&String> = lines.iter().collect();
            others.len() == lines.len()
        });
        self.staying.note(NO_ECHO, sentences.len() == rows.len() && is_each_line_new, told());
    }

    /// The tasks of a side that nobody has, that wait for nothing and for nobody, and are urgent, late or due soon.
    async fn pressing(&self, side: usize) -> Vec<Pressing> {
        let (group, soon) = (self.groups[side].id.to_string(), self.now() + SOON);
        let sql = format!(
            "select t.id, cast(t.number as text), v.body, t.urgency, cast(t.due as text) from task t
              join text_version v on v.object = t.id and v.field = 'title' and v.revision = t.title_revision
            where t.pursuance = '{group}' and t.phase in ('new', 'help_wanted') and t.assignee is null
              and t.archived_at is null and t.children = t.children_done
              and (t.urgency = 'urgent' or (t.due is not null and t.due <= {soon}))
              and not exists (select 1 from delegation d where d.task = t.id and d.side = 'origin'
                and d.state in ('offered', 'countered', 'accepting', 'active', 'submitted', 'recalling', 'returning'))
              and not exists (select 1 from task_block b where b.task = t.id and b.lifted_at is null)
              and not exists (select 1 from task_dependency e join task o on o.id = e.on_task
                where e.task = t.id and o.phase not in ('done', 'dropped'))
            order by t.number"
        );
        let rows = self.world.instances[side].inspect.rows(&sql).await.into_iter().map(|row| {
            let [id, number, title, urgency, due] = row.try_into().unwrap();
            let (number, due) = (number.parse().unwrap(), due.parse().ok());
            Pressing { id, number, title, is_urgent: urgency == "urgent", due }
        });
        rows.collect()
    }

    /// Notes for each urgent or late task that nobody has whether it has come to a Home.
    async fn look_at_homes(&mut self, side: usize) {
        let now = self.now();
        let all = self.pressing(side).await;
        let is_now = |task: &Pressing| task.is_urgent || task.due.is_some_and(|due| due < now);
        let ids: BTreeSet<&String> = all.iter().filter(|task| is_now(task)).map(|task| &task.id).collect();
        self.staying.pressing.retain(|(of, id), _| *of != side || ids.contains(id));
        let mut missing: Vec<&Pressing> = Vec::new();
        for task in all.iter().filter(|task| is_now(task)) {
            let known = self.staying.pressing.entry((side, task.id.clone())).or_insert((now, false));
            if !known.1 {
                missing.push(task);
            }
        }
        let mut homes = Vec::new();
        for who in 0..self.people.len() {
            let one = &self.people[who];
            if missing.is_empty() || one.side != side || one.left.is_some() || one.role < Role::Normal {
                continue;
            }
            let (app, person) = (&one.group.app, one.group.who.person().unwrap());
            let mut tx = app.db.read().await.unwrap();
            let home = next::view(app, &mut tx, &one.group.who, person).await.unwrap();
            drop(tx);
            let slug = one.group.slug.as_str();
            let is_of = |thing: &ThingView, task: &Pressing| {
                thing.title.is(&task.title)
                    || (thing.task == Some(task.number) && thing.pursuance.as_deref() == Some(slug))
            };
            // Tasks that do not fit beside the first 23 are counted, and the number leads to them.
            let has_rest = home.late.count > home.late.items.len();
            let is_counted = home.late.more || (has_rest && home.late.count >= all.len());
            let names = |group: &GroupView| {
                let titles = group.items.iter().map(|thing| thing.title.open().unwrap_or_default());
                titles.collect::<Vec<&str>>().join(", ")
            };
            homes.push(format!(
                "{}: {} late ({}), {} free ({})",
                one.name,
                home.late.count,
                names(&home.late),
                home.free.count,
                names(&home.free)
            ));
            let things = || home.items.iter().chain(&home.late.items).chain(&home.free.items);
            let staying = &mut self.staying;
            missing.retain(|task| {
                let task: &Pressing = task;
                let stands = is_counted || things().any(|thing| is_of(thing, task));
                if stands {
                    staying.pressing.insert((side, task.id.clone()), (now, true));
                    staying.note(ON_A_HOME, true, String::new());
                }
                !stands
            });
        }
        for task in missing {
            let (since, _) = self.staying.pressing[&(side, task.id.clone())];
            if now - since > DAY {
                let whom = format!(
                    "{}#{} “{}”, urgent: {}, due {:?}, since {}; {}",
                    self.groups[side].slug,
                    task.number,
                    task.title,
                    task.is_urgent,
                    task.due.map(|due| Time(due).rfc3339()),
                    Time(since).rfc3339(),
                    homes.join("; ")
                );
                // Said once.
                self.staying.pressing.insert((side, task.id.clone()), (since, true));
                self.staying.note(ON_A_HOME, false, whom);
            }
        }
    }

    /// The lead writes two tasks that want what nobody can do; one may be dropped or handed over meanwhile.
    async fn want(&mut self, skill: &str) {
        let group = self.people[OF_EACH * JOINED].group.clone();
        for _ in 0..2 {
            self.plans.written += 1;
            let title = format!("Task {} of {}", self.plans.written, group.slug);
            let more = json!({ "title": title, "skills": [skill], "size": "s", "ask": false });
            let number = group.task_with(more).await;
            group.on_task("task.want_help", number, json!({})).await;
        }
        self.world.settle().await;
    }

    /// The numbers of tasks that look for somebody who knows a skill, and are nobody's business meanwhile.
    fn waiting(&self, seen: &Seen, skill: &str) -> Vec<i64> {
        let is_waiting = |number: i64| !self.plans.paused.contains_key(&(JOINED, number));
        let with_others = |id: &str| seen.delegations.iter().any(|[_, _, _, task]| task == id);
        let asks = seen.tasks.iter().filter(|task| {
            task.phase == "help_wanted"
                && task.assignee.is_empty()
                && task.delegation.is_empty()
                && task.skills == [skill]
        });
        asks.filter(|task| is_waiting(task.number) && !with_others(&task.id))
            .map(|task| task.number)
            .collect()
    }

    /// Somebody joins, says what they can do, and is asked.
    async fn welcome(&mut self, place: usize) {
        let (skill, name) = (NEW_SKILLS[place], format!("newcomer{place}"));
        let group = self.groups[JOINED].with_member(&name, Role::Normal).await;
        self.add(JOINED, name.clone(), Role::Normal, Character::Prompt, group.clone());
        let who = self.people.len() - 1;
        self.say(who, Said::nothing()).await;
        self.get_mail(JOINED, &[who]).await;
        let seen = self.see(JOINED).await;
        let waiting = self.waiting(&seen, skill);
        let now = self.now();
        let arrive = json!({ "pursuance": group.slug, "skills": [skill] });
        group.act("pursuance.arrive", arrive).await;
        let said =
            Said { from: now, skills: vec![(skill.to_owned(), "do")], ..self.people[who].says().clone() };
        self.people[who].said.push(said);
        self.diary.arrived.push((JOINED, skill, now));
        self.world.settle().await;
        self.diary.moments.push(self.now());
        self.world.advance(HOUR).await;
        self.diary.moments.push(self.now());
        if waiting.is_empty() {
            return;
        }
        let person = &self.people[who].id;
        let sql = format!(
            "select cast(t.number as text), cast(o.at as text) from offer o join task t on t.id = o.task
            where o.person = '{person}' order by o.at"
        );
        let asked: Vec<(i64, i64)> = self.world.instances[JOINED]
            .inspect
            .rows(&sql)
            .await
            .into_iter()
            .map(|row| (row[0].parse().unwrap(), row[1].parse().unwrap()))
            .collect();
        let first =
            asked.iter().filter(|(number, _)| waiting.contains(number)).map(|(_, at)| *at - now).min();
        let whom = format!(
            "{name} ticked {skill} at {}, tasks {waiting:?} wait for it, and after an hour these asked: {:?} (task, minutes)",
            Time(now).rfc3339(),
            asked.iter().map(|(number, at)| (*number, (*at - now) / MINUTE)).collect::<Vec<_>>()
        );
        self.staying.note(NEWCOMER, first.is_some_and(|after| after <= HOUR + MINUTE), whom);
    }
}
