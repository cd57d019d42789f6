//! Pursuances of every visibility with people of every membership, put together at random. Every text in them is a word
//! of its own, so that it is found wherever it appears.

use pursuance::actions::access::Access;
use pursuance::jobs::Worker;
use pursuance::store::{discussions, pursuances, tasks};
use pursuance_domain::allowed::{Facts, Permission, Principal, TaskGrant, allowed, sight};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::time::{MINUTE, Time};
use pursuance_domain::value::RoomReaders;
use serde_json::{Value, json};

use crate::support::dice::Dice;
use crate::support::peers::until;
use crate::support::{Person, TestApp};

/// Where a word stands: whoever may read one of these may read it.
#[derive(Debug, Clone)]
pub enum Place {
    /// On a task.
    Task(TaskId),
    /// In a room of a pursuance, which these read.
    Room(String, RoomReaders),
    /// In an offer to a pursuance that has not become a task there.
    Offer(String),
    /// The name of somebody who asked to join a pursuance, and is not in.
    Applicant(String, ActorId),
}

/// A word, and where it stands.
#[derive(Debug, Clone)]
pub struct Word {
    pub word: String,
    pub places: Vec<Place>,
}

impl Word {
    /// Kind of a text; none for an id.
    pub fn kind(&self) -> Option<&str> {
        let kind = self.word.strip_prefix("zq")?;
        Some(kind.trim_end_matches(|letter: char| letter.is_ascii_digit()))
    }
}

pub struct Group {
    pub slug: String,
    pub id: ActorId,
    pub founder: Person,
    pub tasks: Vec<i64>,
    /// The ids of rooms with what was said there.
    pub rooms: Vec<(String, String)>,
}

pub struct World {
    pub app: TestApp,
    pub groups: Vec<Group>,
    /// Everybody with an account, the founders among them.
    pub people: Vec<Person>,
    pub words: Vec<Word>,
    worker: Option<Worker>,
    /// How many have left, or were removed or banned.
    parted: usize,
}

/// The intended standing of somebody in a pursuance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Belonging {
    Nothing,
    Role(&'static str),
    /// They were in, had tasks, and left, or were removed or banned; some of the bans are over.
    Former,
}

const BELONGINGS: [Belonging; 9] = [
    Belonging::Nothing,
    Belonging::Role("untrusted"),
    Belonging::Role("untrusted"),
    Belonging::Role("viewer"),
    Belonging::Role("normal"),
    Belonging::Role("assigner"),
    Belonging::Role("recruiter"),
    Belonging::Role("admin"),
    Belonging::Former,
];
const TASKS: usize = 6;
const PEOPLE: usize = 6;

impl World {
    pub async fn random(app: TestApp, seed: u64) -> Self {
        let mut dice = Dice(seed);
        let worker = Some(Worker::spawn(&app.app));
        let mut people = Vec::new();
        for number in 0..PEOPLE {
            people.push(app.person(&format!("person{number}")).await);
        }
        let mut world = Self { app, groups: Vec::new(), people, words: Vec::new(), worker, parted: 0 };
        for (number, visibility) in ["public", "unlisted", "members", "members"].into_iter().enumerate() {
            world.found(&mut dice, number, visibility).await;
        }
        world.hand_over(&mut dice).await;
        world.delegate(&mut dice, seed).await;
        world.close_and_rename().await;
        world
    }

    /// Some tasks are archived, some go into the trash, and few are deleted for good; those in a delegation stay. Answers how
    /// many of each.
    pub async fn put_away(&self, seed: u64) -> [usize; 3] {
        let mut dice = Dice(seed);
        let mut done = [0; 3];
        for group in &self.groups {
            for number in &group.tasks {
                let how = match dice.below(8) {
                    0 | 1 => 0,
                    2 | 3 => 1,
                    4 => 2,
                    _ => continue,
                };
                let name = ["task.archive", "task.trash", "task.delete"][how];
                let input = json!({ "pursuance": group.slug, "task": number });
                done[how] += usize::from(group.founder.perform(name, input).await.status.is_success());
            }
        }
        done
    }

    /// Nothing is delivered any more.
    pub async fn settle_down(&self) {
        until("everything has arrived", async || {
            let mut tx = self.app.db.read().await.unwrap();
            pursuance::store::deliveries::waiting(&mut tx).await.unwrap().0 == 0
        })
        .await;
    }

    pub async fn stop(mut self) {
        if let Some(worker) = self.worker.take() {
            worker.stop().await;
        }
    }

    pub(super) fn word(&mut self, kind: &str, place: Place) -> String {
        let word = format!("zq{kind}{:04}", self.words.len());
        self.words.push(Word { word: word.clone(), places: vec![place] });
        word
    }

    async fn found(&mut self, dice: &mut Dice, number: usize, visibility: &str) {
        let founder = self.app.person(&format!("founder{number}")).await;
        let slug = format!("group{number}");
        // One finds it only after being let in, so it is open until everybody has found it.
        let input = json!({ "slug": slug, "name": slug, "mission": "Busy.", "visibility": "unlisted" });
        let made = founder.perform("pursuance.create", input).await.ok();
        let id = ActorId(made["result"]["id"].as_str().unwrap().to_owned());
        let mut group =
            Group { slug: slug.clone(), id, founder: founder.clone(), tasks: Vec::new(), rooms: Vec::new() };
        // A founder, and a person who asks to join, is in no other.
        let mut standings = vec![Belonging::Nothing; PEOPLE];
        for (person, standing) in self.people.iter().zip(&mut standings) {
            *standing = *dice.pick(&BELONGINGS);
            if *standing == Belonging::Nothing {
                continue;
            }
            person.perform("pursuance.join", json!({ "pursuance": slug })).await.ok();
            let role = match standing {
                Belonging::Role(role) => role,
                _ => "assistant_admin",
            };
            let set = json!({ "pursuance": slug, "member": person.name, "role": role });
            founder.perform("member.set_role", set).await;
        }
        self.write_tasks(dice, &mut group, &standings).await;
        self.talk(&mut group).await;
        // Members of every role have rights of their own on some tasks, and those who are gone had some. None at all takes
        // back what was granted.
        for (at, person) in self.people.iter().enumerate() {
            let first = *dice.pick(&TaskGrant::ALL);
            let again = TaskGrant::ALL.into_iter().filter(|_| dice.below(3) == 0).collect::<Vec<_>>();
            let tasks = [group.tasks[(at + number) % group.tasks.len()], *dice.pick(&group.tasks)];
            for (task, may) in tasks.into_iter().zip([vec![first], again]) {
                let grant = json!({ "pursuance": slug, "task": task, "member": person.name, "may": may });
                founder.perform("grant.set", grant).await;
            }
        }
        let soon = self.app.clock.now().plus(MINUTE);
        for (person, standing) in self.people.iter().zip(&standings) {
            if *standing != Belonging::Former {
                continue;
            }
            let end = |until: Option<Time>| json!({ "pursuance": slug, "member": person.name, "reason": "No.", "until": until });
            let removed = json!({ "pursuance": slug, "member": person.name, "reason": "No." });
            self.parted += 1;
            match ["remove", "ban", "short ban", "leave"][self.parted % 4] {
                "ban" => founder.perform("member.ban", end(None)).await.ok(),
                "short ban" => founder.perform("member.ban", end(Some(soon))).await.ok(),
                "remove" => founder.perform("member.remove", removed).await.ok(),
                _ => person.perform("pursuance.leave", json!({ "pursuance": slug })).await.ok(),
            };
        }
        self.app.advance(2 * MINUTE);
        self.apply(&group, number).await;
        founder
            .perform(
                "pursuance.edit",
                json!({ "pursuance": slug, "joining": "open", "visibility": visibility }),
            )
            .await
            .ok();
        self.people.push(founder);
        self.groups.push(group);
    }

    async fn write_tasks(&mut self, dice: &mut Dice, group: &mut Group, standings: &[Belonging]) {
        let slug = group.slug.clone();
        let members: Vec<Person> = self
            .people
            .iter()
            .zip(standings)
            .filter(|(_, standing)| **standing != Belonging::Nothing)
            .map(|(person, _)| person.clone())
            .collect();
        for _ in 0..TASKS {
            let parent = if group.tasks.is_empty() { None } else { Some(*dice.pick(&group.tasks)) };
            let parent = parent.filter(|_| dice.below(3) > 0);
            let input = json!({ "pursuance": slug, "title": "to be named", "parent": parent });
            // The writer may have left by the time it is renamed.
            let writers: Vec<&Person> = members.iter().chain([&group.founder]).collect();
            let made = dice.pick(&writers).perform("task.create", input.clone()).await;
            let made = if made.status.is_success() {
                made.ok()
            } else {
                group.founder.perform("task.create", input).await.ok()
            };
            let number = made["result"]["task"].as_i64().unwrap();
            let id = TaskId(made["result"]["id"].as_str().unwrap().to_owned());
            group.tasks.push(number);
            let comment = self.word("comment", Place::Task(id.clone()));
            let input = json!({ "pursuance": slug, "task": number, "body": comment });
            group.founder.perform("task.comment", input).await.ok();
            if dice.below(2) == 0 {
                self.hang_file(group, number, &id).await;
            }
            if dice.below(3) == 0 || members.is_empty() {
                continue;
            }
            let (worker, reviewer) = (dice.pick(&members), dice.pick(&members));
            let on = |more: Value| {
                let mut input = json!({ "pursuance": slug, "task": number });
                input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
                input
            };
            let founder = &group.founder;
            founder.perform("task.assign", on(json!({ "assignee": worker.name }))).await;
            let seen = tasks::by_id(&mut self.app.db.read().await.unwrap(), &id).await.unwrap().unwrap();
            let input = on(json!({ "revision": seen.revision, "reviewer": reviewer.name }));
            founder.perform("task.edit", input).await;
            let phases = dice.below(5);
            for phase in ["in_progress", "ready_for_review"].iter().take(phases) {
                founder.perform("task.set_phase", on(json!({ "phase": phase }))).await;
            }
            // Sent back with what is missing, or dropped with the reason.
            if phases > 2 {
                let (phase, kind) = if phases == 3 { ("in_progress", "back") } else { ("dropped", "drop") };
                let why = self.word(kind, Place::Task(id.clone()));
                let set = on(json!({ "phase": phase, "comment": why }));
                group.founder.perform("task.set_phase", set).await.ok();
            }
        }
    }

    /// Rooms for everyone and for members, with a name, and a message with a file, each.
    async fn talk(&mut self, group: &mut Group) {
        for open in [RoomReaders::Everyone, RoomReaders::Members] {
            let place = Place::Room(group.slug.clone(), open);
            let (name, body) = (self.word("room", place.clone()), self.word("said", place.clone()));
            let (file, bytes) = (self.word("file", place.clone()), self.word("bytes", place));
            let sent = group.founder.send(http::Method::POST, "/api/v1/files", &[], bytes.into()).await.ok();
            let files = json!([{ "file": sent["file"], "name": file }]);
            let input = json!({ "pursuance": group.slug, "name": name, "open": open });
            let made = group.founder.perform("room.create", input).await.ok();
            let room = made["result"]["room"].as_str().unwrap().to_owned();
            let input = json!({ "room": room, "body": body, "files": files });
            let said = group.founder.perform("room.say", input).await.ok();
            let message = said["result"]["message"].as_str().unwrap().to_owned();
            group.rooms.push((room, message));
        }
    }

    async fn hang_file(&mut self, group: &Group, task: i64, id: &TaskId) {
        let name = self.word("file", Place::Task(id.clone()));
        let bytes = self.word("bytes", Place::Task(id.clone()));
        let sent = group.founder.send(http::Method::POST, "/api/v1/files", &[], bytes.into()).await.ok();
        let input = json!({ "pursuance": group.slug, "task": task, "file": sent["file"], "name": name });
        group.founder.perform("task.attach", input).await.ok();
    }

    /// Two ask to join: one waits, one is not let in.
    async fn apply(&mut self, group: &Group, number: usize) {
        let slug = &group.slug;
        let edit = json!({ "pursuance": slug, "joining": "approval" });
        group.founder.perform("pursuance.edit", edit).await.ok();
        for what in ["waits", "declined"] {
            let applicant = self.app.person(&format!("{what}{number}")).await;
            let place = Place::Applicant(slug.clone(), applicant.id.clone());
            let display = self.word("name", place.clone());
            self.words.push(Word { word: applicant.id.0.clone(), places: vec![place] });
            applicant.perform("profile.edit", json!({ "display": display })).await.ok();
            let note = self.word("note", Place::Applicant(slug.clone(), applicant.id.clone()));
            applicant.perform("pursuance.join", json!({ "pursuance": slug, "note": note })).await.ok();
            if what == "declined" {
                let input = json!({ "pursuance": slug, "member": applicant.name, "accept": false });
                group.founder.perform("member.decide", input).await.ok();
            }
            self.people.push(applicant);
        }
    }

    /// Names from before somebody left are known to them; new ones are not.
    async fn close_and_rename(&mut self) {
        let pairs: Vec<(usize, i64)> = self
            .groups
            .iter()
            .enumerate()
            .flat_map(|(at, group)| group.tasks.iter().take(TASKS).map(move |number| (at, *number)))
            .collect();
        for (at, number) in pairs {
            let pursuance = self.groups[at].id.clone();
            let mut tx = self.app.db.read().await.unwrap();
            let task = tasks::by_number(&mut tx, &pursuance, number).await.unwrap().unwrap();
            drop(tx);
            let place = Place::Task(task.id.clone());
            let (title, text) = (self.word("title", place.clone()), self.word("text", place.clone()));
            let skill = self.word("skill", place);
            let group = &self.groups[at];
            let edit = json!({
                "pursuance": group.slug, "task": number, "revision": task.revision, "title": title, "deliverables": text,
                "skills": [format!("Zq:{skill}")],
            });
            group.founder.perform("task.edit", edit).await.ok();
        }
    }

    /// Whether the rule lets somebody read a word, wherever it stands.
    pub async fn may_read(&self, who: &Principal, word: &Word) -> bool {
        for place in &word.places {
            if self.may_see(who, place).await {
                return true;
            }
        }
        false
    }

    pub async fn may_see(&self, who: &Principal, place: &Place) -> bool {
        let mut tx = self.app.db.read().await.unwrap();
        match place {
            Place::Task(id) => {
                let task = tasks::by_id(&mut tx, id).await.unwrap().unwrap();
                let pursuance = pursuances::by_id(&mut tx, &task.pursuance).await.unwrap().unwrap();
                let access = Access::load(&mut tx, who, pursuance, self.app.clock.now()).await.unwrap();
                let is_assignee = who.person().is_some() && who.person() == task.assignee.as_ref();
                let granted = access.grants.on(&task.id);
                let is_creator = who.person() == Some(&task.creator);
                let away = task.away();
                let facts = Facts { is_assignee, is_creator, granted, away, ..access.facts(None) };
                allowed(who, Permission::SeeTask, &facts).is_ok()
            }
            Place::Room(slug, open) => {
                let pursuance = pursuances::by_slug(&mut tx, slug).await.unwrap().unwrap();
                let access = Access::load(&mut tx, who, pursuance, self.app.clock.now()).await.unwrap();
                allowed(who, Permission::SeeRoom { open: *open }, &access.facts(None)).is_ok()
            }
            Place::Offer(slug) => self.may_in(&mut tx, who, slug, Permission::Delegate).await,
            Place::Applicant(slug, applicant) => {
                who.person() == Some(applicant)
                    || self.may_in(&mut tx, who, slug, Permission::DecideMember).await
            }
        }
    }

    async fn may_in(
        &self,
        tx: &mut pursuance::store::db::ReadTx,
        who: &Principal,
        slug: &str,
        permission: Permission,
    ) -> bool {
        let pursuance = pursuances::by_slug(tx, slug).await.unwrap().unwrap();
        let access = Access::load(tx, who, pursuance, self.app.clock.now()).await.unwrap();
        let leave = sight(who, &access.pursuance.id, &access.facts(None), access.grants.clone());
        leave.is_ok_and(|sight| sight.may(permission))
    }

    /// The ids of all files, delegations and tasks, as addresses need them.
    pub async fn ids(&self) -> Ids {
        let mut ids = Ids::default();
        let mut tx = self.app.db.read().await.unwrap();
        for group in &self.groups {
            let rows = pursuance::store::delegations::after(&mut tx, &group.id, "", 200).await.unwrap();
            ids.delegations.extend(rows.iter().map(|row| (group.slug.clone(), row.id.0.clone())));
            for row in &rows {
                let mut files = discussions::hung_on(&mut tx, row.id.as_str()).await.unwrap();
                for work in pursuance::store::delegations::submissions(&mut tx, &row.id).await.unwrap() {
                    files.extend(discussions::files_of_work(&mut tx, &work).await.unwrap());
                }
                ids.files.extend(files.into_iter().map(|file| file.id.0));
            }
            for (room, _) in &group.rooms {
                let files = discussions::hung_on(&mut tx, room).await.unwrap();
                ids.files.extend(files.into_iter().map(|file| file.id.0));
            }
            for number in &group.tasks {
                let task = tasks::by_number(&mut tx, &group.id, *number).await.unwrap().unwrap();
                let files = discussions::hung_on(&mut tx, task.id.as_str()).await.unwrap();
                let said = discussions::last_said(&mut tx, &task.id, Time(i64::MAX), 50).await.unwrap();
                let at = |id: String| (group.slug.clone(), *number, id);
                ids.comments.extend(said.into_iter().map(|message| at(message.id.0)));
                ids.hung.extend(files.iter().map(|file| at(file.id.0.clone())));
                ids.files.extend(files.into_iter().map(|file| file.id.0));
                ids.tasks.push(task.id.0);
            }
        }
        ids
    }
}

#[derive(Debug, Default)]
pub struct Ids {
    pub tasks: Vec<String>,
    /// With the pursuance and the number of their task.
    pub comments: Vec<(String, i64, String)>,
    pub hung: Vec<(String, i64, String)>,
    pub files: Vec<String>,
    /// With the pursuance whose row it is.
    pub delegations: Vec<(String, String)>,
}
