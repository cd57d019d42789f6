//! Unread messages in rooms, held against a model: messages are said, deleted, edited, muted and end there, and each person has read so
//! far, in any order. The model keeps everything in the order in which it was said; the unread messages of somebody stand behind the place
//! that they read.

use std::collections::HashSet;

use pursuance_domain::time::{MINUTE, SECOND, Time};
use serde_json::{Value, json};

use super::rooms::room;
use super::unread::counts;
use crate::support::bees::bees;
use crate::support::dice::Dice;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(what_is_unread_is_what_a_slow_reader_would_count);

const STEPS: usize = 120;
/// Between two steps.
const STEP: i64 = 5 * SECOND;
/// The clock of the program goes on while it is asked: what ends within this time may have ended, or not.
const MEANWHILE: i64 = 2 * SECOND;

struct Said {
    id: String,
    at: Time,
    author: usize,
    /// People who were told that it names them.
    named: HashSet<usize>,
    is_gone: bool,
    /// Whether it ended under a lifetime that the room had: no other one brings it back.
    is_over: bool,
    revision: i64,
}

struct Room {
    id: String,
    said: Vec<Said>,
    /// For each person, before which of its messages all is read.
    read: Vec<usize>,
    muted: HashSet<usize>,
    /// In microseconds, and since when.
    lifetime: Option<(i64, Time)>,
}

impl Room {
    fn has_ended(&self, said: &Said, now: Time) -> bool {
        let is_past = |(lasts, since): (i64, Time)| now >= since.plus(MINUTE) && said.at.plus(lasts) < now;
        said.is_over || self.lifetime.is_some_and(is_past)
    }

    /// The messages that have not ended, and do not while something is done with them.
    fn there(&self, now: Time) -> Vec<usize> {
        let is_there = |place: &usize| {
            let said = &self.said[*place];
            ![now, now.plus(MEANWHILE)].into_iter().any(|moment| self.has_ended(said, moment))
        };
        (0..self.said.len()).filter(is_there).collect()
    }

    /// The allowed counts: as it was a moment ago, or as it is.
    fn either(&self, person: usize, now: Time) -> [(i64, i64); 2] {
        [now.plus(-MEANWHILE), now.plus(MEANWHILE)].map(|moment| self.counts(person, moment))
    }

    fn counts(&self, person: usize, now: Time) -> (i64, i64) {
        if self.muted.contains(&person) {
            return (0, 0);
        }
        let behind = self.said.iter().skip(self.read[person]);
        let unread: Vec<&Said> =
            behind.filter(|one| one.author != person && !one.is_gone && !self.has_ended(one, now)).collect();
        let named = unread.iter().filter(|one| one.named.contains(&person)).count();
        (i64::try_from(unread.len()).unwrap(), i64::try_from(named).unwrap())
    }
}

struct Model {
    people: Vec<Person>,
    rooms: Vec<Room>,
}

impl Model {
    async fn step(&mut self, app: &TestApp, dice: &mut Dice) -> String {
        let (who, at) = (dice.below(self.people.len()), dice.below(self.rooms.len()));
        let person = self.people[who].clone();
        let now = app.clock.now();
        match dice.below(20) {
            0..=7 => self.say(&person, who, at, now, dice).await,
            8 => {
                let on = !self.rooms[at].muted.contains(&who);
                let input = json!({ "object": self.rooms[at].id, "on": on });
                person.perform("notice.mute", input).await.ok();
                let muted = &mut self.rooms[at].muted;
                if on {
                    muted.insert(who)
                } else {
                    muted.remove(&who)
                };
                format!("{} mutes: {on}", person.name)
            }
            9 => {
                person.perform("thread.read_all", json!({ "pursuance": "bees" })).await.ok();
                for room in &mut self.rooms {
                    room.read[who] = room.said.len();
                }
                format!("{} has read all", person.name)
            }
            10 => self.keep(at, now, dice).await,
            11..=13 => self.change(at, now, dice).await,
            _ => self.read(&person, who, at, now, dice).await,
        }
    }

    async fn say(&mut self, by: &Person, who: usize, at: usize, now: Time, dice: &mut Dice) -> String {
        let other = dice.below(self.people.len());
        let room = &mut self.rooms[at];
        let body = format!("@{}: tea?", self.people[other].name);
        let done = by.perform("room.say", json!({ "room": room.id, "body": body })).await.ok();
        let id = done["result"]["message"].as_str().unwrap().to_owned();
        // A member who has muted a room is told nothing of it.
        let named = (other != who && !room.muted.contains(&other)).then_some(other);
        let said = Said {
            id,
            at: now,
            author: who,
            named: named.into_iter().collect(),
            is_gone: false,
            is_over: false,
            revision: 1,
        };
        room.said.push(said);
        format!("{} says {body}", by.name)
    }

    /// The Primary says how long messages are kept.
    async fn keep(&mut self, at: usize, now: Time, dice: &mut Dice) -> String {
        let room = &mut self.rooms[at];
        let seconds = *dice.pick(&[None, Some(60), Some(120)]);
        let over =
            |moment| -> Vec<bool> { room.said.iter().map(|said| room.has_ended(said, moment)).collect() };
        let is_over = over(now);
        if is_over != over(now.plus(MEANWHILE)) {
            return "something is just ending".to_owned();
        }
        let input = json!({ "room": room.id, "lifetime": seconds });
        self.people[0].perform("room.edit", input).await.ok();
        for (said, is_over) in room.said.iter_mut().zip(is_over) {
            said.is_over = is_over;
        }
        // A setting that holds already changes nothing.
        if room.lifetime.map(|(lasts, _)| lasts) != seconds.map(|seconds| seconds * SECOND) {
            room.lifetime = seconds.map(|seconds| (seconds * SECOND, now));
        }
        format!("kept for {seconds:?}")
    }

    /// Somebody deletes or edits what they said.
    async fn change(&mut self, at: usize, now: Time, dice: &mut Dice) -> String {
        let room = &mut self.rooms[at];
        let mut there = room.there(now);
        there.retain(|place| !room.said[*place].is_gone);
        if there.is_empty() {
            return "nothing to change".to_owned();
        }
        let said = &mut room.said[*dice.pick(&there)];
        let by = &self.people[said.author];
        let mut input = json!({ "room": room.id, "comment": said.id });
        if dice.below(2) == 0 {
            by.perform("comment.delete", input).await.ok();
            said.is_gone = true;
            return format!("{} deletes {}", by.name, said.id);
        }
        input["revision"] = json!(said.revision);
        input["body"] = json!(format!("Tea {}?", said.revision));
        by.perform("comment.edit", input).await.ok();
        said.revision += 1;
        format!("{} edits {}", by.name, said.id)
    }

    /// Somebody has read up to a message, or has it and all behind it unread again.
    async fn read(&mut self, by: &Person, who: usize, at: usize, now: Time, dice: &mut Dice) -> String {
        let room = &mut self.rooms[at];
        let there = room.there(now);
        if there.is_empty() {
            return "nothing to read".to_owned();
        }
        let (place, read) = (*dice.pick(&there), dice.below(3) > 0);
        let input = json!({ "room": room.id, "message": room.said[place].id, "read": read });
        let done = by.perform("thread.read", input).await.ok();
        room.read[who] = if read { room.read[who].max(place + 1) } else { place };
        let expected = room.either(who, now).map(|(unread, _)| Value::from(unread));
        assert!(expected.contains(&done["result"]["unread"]), "{done}: {expected:?}");
        format!("{} has read {place}: {read}", by.name)
    }
}

async fn what_is_unread_is_what_a_slow_reader_would_count(app: TestApp) {
    let (ana, others) = bees(&app, "public", &[("ben", "normal"), ("cay", "viewer")]).await;
    let mut rooms = Vec::new();
    for (name, open) in [("Kitchen", "everyone"), ("Cellar", "members")] {
        let id = room(&ana, name, open).await;
        rooms.push(Room { id, said: Vec::new(), read: vec![0; 3], muted: HashSet::new(), lifetime: None });
    }
    let people: Vec<Person> = [ana].into_iter().chain(others).collect();
    let mut model = Model { people, rooms };
    let mut dice = Dice(9);
    let mut done = Vec::new();
    for _ in 0..STEPS {
        app.advance(STEP);
        done.push(model.step(&app, &mut dice).await);
        for (who, person) in model.people.iter().enumerate() {
            for room in &model.rooms {
                let found = counts(person, &room.id).await;
                let expected = room.either(who, app.clock.now());
                assert!(expected.contains(&found), "{}: {found:?} {expected:?} {done:#?}", person.name);
            }
        }
    }
    let told = model.rooms.iter().flat_map(|room| &room.said).count();
    assert!(told > 30, "much was said");
}
