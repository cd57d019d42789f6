//! A slow reference reads every event from the first one on and says who was to be told. The notices are exactly these.

use std::collections::{BTreeMap, BTreeSet};

use pursuance_domain::people::role::Role;
use serde_json::{Value, json};

use super::Bees;
use crate::support::dice::Dice;
use crate::support::{Person, TestApp, on_both_apps, rounds};

on_both_apps!(notices_are_exactly_those_that_the_events_call_for);

/// An event as the API answers it.
struct Event {
    stream: String,
    seq: i64,
    at: String,
    actor: String,
    verb: String,
    object: String,
    task: String,
    data: Value,
}

/// Everything that the reference remembers, by the ids in the events.
#[derive(Default)]
struct Known {
    /// The role of each member; a pursuance is members-only or not.
    roles: BTreeMap<String, String>,
    is_closed: bool,
    creator: BTreeMap<String, String>,
    assignee: BTreeMap<String, String>,
    reviewer: BTreeMap<String, String>,
    /// The person who set the phase of a task last.
    mover: BTreeMap<String, String>,
    /// By person and object.
    watched: BTreeMap<(String, String), bool>,
    muted: BTreeSet<(String, String)>,
    unwanted: BTreeSet<(String, String)>,
}

/// Notices as people were told them: person, stream, number, kind.
type Told = BTreeSet<(String, String, i64, String)>;

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

impl Known {
    fn may_read(&self, person: &str, task: &str) -> bool {
        match self.roles.get(person).map(String::as_str) {
            _ if !self.is_closed => true,
            None => false,
            // News about no task are for every member.
            Some("untrusted") if !task.is_empty() => {
                self.assignee.get(task).is_some_and(|assignee| assignee == person)
            }
            Some(_) => true,
        }
    }

    fn begins(&mut self, person: &str, task: &str) {
        if !person.is_empty() {
            self.watched.entry((person.to_owned(), task.to_owned())).or_insert(true);
        }
    }

    /// Learns the consequences of an event, before anybody is told of it.
    fn learn(&mut self, event: &Event) {
        let (actor, task, data) = (event.actor.as_str(), event.task.as_str(), &event.data);
        match event.verb.as_str() {
            "member.joined" => {
                self.roles.insert(event.object.clone(), "normal".to_owned());
            }
            "member.left" => {
                self.roles.remove(&event.object);
            }
            "member.role_set" => {
                self.roles.insert(event.object.clone(), text(&data["after"]));
            }
            "pursuance.created" => {
                self.roles.insert(actor.to_owned(), "primary".to_owned());
            }
            "pursuance.edited" => self.is_closed = data["after"]["visibility"] == "members",
            "task.created" => {
                self.creator.insert(task.to_owned(), actor.to_owned());
                self.begins(actor, task);
                let reviewer = text(&data["reviewer"]);
                if !reviewer.is_empty() {
                    self.reviewer.insert(task.to_owned(), reviewer.clone());
                    self.begins(&reviewer, task);
                }
            }
            "task.assigned" => {
                let after = text(&data["after"]);
                self.assignee.remove(task);
                if !after.is_empty() {
                    self.assignee.insert(task.to_owned(), after.clone());
                    self.begins(&after, task);
                }
            }
            "task.edited" if data["after"].get("reviewer").is_some() => {
                let after = text(&data["after"]["reviewer"]);
                self.reviewer.remove(task);
                if !after.is_empty() {
                    self.reviewer.insert(task.to_owned(), after.clone());
                    self.begins(&after, task);
                }
            }
            "task.commented" => self.begins(actor, task),
            "task.phase_set" => {
                self.mover.insert(task.to_owned(), actor.to_owned());
                let (before, after) = (text(&data["before"]), text(&data["after"]));
                let was_in_review = ["ready_for_review", "in_review"].contains(&before.as_str());
                if after == "in_review"
                    || (was_in_review && ["done", "in_progress"].contains(&after.as_str()))
                {
                    self.begins(actor, task);
                }
                if ["new", "help_wanted"].contains(&after.as_str()) {
                    self.assignee.remove(task);
                }
            }
            "watch.set" => {
                let on = data["on"] == true;
                self.watched.insert((actor.to_owned(), text(&data["object"])), on);
            }
            "notice.muted" => {
                let key = (actor.to_owned(), text(&data["object"]));
                if data["on"] == true {
                    self.muted.insert(key)
                } else {
                    self.muted.remove(&key)
                };
            }
            "preference.set" => {
                let key = (actor.to_owned(), text(&data["kind"]));
                if data["after"] == "never" {
                    self.unwanted.insert(key)
                } else {
                    self.unwanted.remove(&key)
                };
            }
            _ => {}
        }
    }

    /// The people whom an event concerns, by the kind of notice, the strongest first.
    fn concerned(&self, event: &Event, named: &[String]) -> Vec<(String, &'static str)> {
        let (task, data) = (event.task.as_str(), &event.data);
        let assignee = || self.assignee.get(task).cloned();
        let judge = || self.reviewer.get(task).or_else(|| self.creator.get(task)).cloned();
        let mut concerned = Vec::new();
        match event.verb.as_str() {
            "member.role_set" => concerned.push((event.object.clone(), "role")),
            "task.created" => concerned.push((text(&data["reviewer"]), "review")),
            "task.assigned" => {
                concerned.push((text(&data["after"]), "assignment"));
                if data.get("because").is_none() {
                    concerned.push((text(&data["before"]), "assignment"));
                }
            }
            "task.edited" => match data["after"].get("reviewer") {
                Some(Value::String(reviewer)) => concerned.push((reviewer.clone(), "review")),
                Some(_) if data.get("because").is_some() => {
                    concerned.extend(self.creator.get(task).map(|creator| (creator.clone(), "review")));
                }
                _ => {}
            },
            "task.phase_set" => {
                let (before, after) = (text(&data["before"]), text(&data["after"]));
                let was_in_review = ["ready_for_review", "in_review"].contains(&before.as_str());
                let was_closed = ["done", "dropped"].contains(&before.as_str());
                if after == "ready_for_review" {
                    concerned.extend(judge().map(|who| (who, "review")));
                }
                if after == "done" || (after == "in_progress" && was_in_review) {
                    concerned.extend(assignee().map(|who| (who, "verdict")));
                }
                if was_closed {
                    concerned.extend(assignee().map(|who| (who, "assignment")));
                }
                if ["done", "dropped"].contains(&after.as_str()) || was_closed {
                    concerned.extend(self.watchers(event).into_iter().map(|who| (who, "outcome")));
                }
            }
            "task.waits" | "task.awaited" | "member.asked" if data["again"] == true => {}
            "task.waits" => concerned.extend(assignee().map(|who| (who, "waiting"))),
            "task.unblocked" | "task.blocker_moved" => {
                let goes_on = assignee().or_else(|| self.creator.get(task).cloned());
                let did_it = self.mover.get(&text(&data["on"]));
                concerned.extend(goes_on.filter(|who| Some(who) != did_it).map(|who| (who, "waiting")));
            }
            "task.awaited" if data["waits"] == true => {
                let people = assignee().into_iter().chain(judge()).chain(self.watchers(event));
                let assign = |role: &String| !["untrusted", "viewer", "normal"].contains(&role.as_str());
                let assigners = self.roles.iter().filter(|(_, role)| assignee().is_none() && assign(role));
                let people = people.chain(assigners.map(|(who, _)| who.clone()));
                // The person who has the waiting task is told that it waits.
                let waits = self.assignee.get(&text(&data["by"]));
                let people = people.filter(|who| Some(who) != waits);
                concerned.extend(people.map(|who| (who, "waiting")));
            }
            "task.blocked" => {
                concerned.push((text(&data["on"]), "waiting"));
                concerned.extend(assignee().map(|who| (who, "waiting")));
            }
            "task.commented" => {
                concerned.extend(data.get("answers").map(|who| (text(who), "reply")));
                concerned.extend(named.iter().map(|who| (who.clone(), "mention")));
                let step = data.get("step").map(|step| (text(&step["before"]), text(&step["after"])));
                let mut watchers = self.watchers(event);
                if let Some((before, after)) = step {
                    let is_told = |phase: &String| ["done", "dropped"].contains(&phase.as_str());
                    if is_told(&after) || is_told(&before) {
                        watchers.clear();
                    }
                    let told = if after == "ready_for_review" { judge() } else { assignee() };
                    watchers.retain(|who| Some(who) != told.as_ref());
                }
                concerned.extend(watchers.into_iter().map(|who| (who, "comment")));
            }
            _ => {}
        }
        concerned
    }

    fn watchers(&self, event: &Event) -> Vec<String> {
        let people: BTreeSet<&String> = self.watched.keys().map(|(person, _)| person).collect();
        let has = |person: &String, object: &String| self.watched.get(&(person.clone(), object.clone()));
        let watches = |person: &&String| match has(person, &event.task) {
            Some(on) => *on,
            None => has(person, &event.stream) == Some(&true),
        };
        people.into_iter().filter(watches).cloned().collect()
    }

    fn tell(&self, event: &Event, named: &[String], told: &mut Told) {
        let mut done = BTreeSet::new();
        for (who, kind) in self.concerned(event, named) {
            if who.is_empty() || who == event.actor || done.contains(&who) {
                continue;
            }
            let has =
                |set: &BTreeSet<(String, String)>, what: &str| set.contains(&(who.clone(), what.to_owned()));
            let is_quiet =
                has(&self.muted, &event.task) || has(&self.muted, &event.stream) || has(&self.unwanted, kind);
            if is_quiet && kind != "assignment" {
                // Somebody who is named and does not want to hear it may hear of the comment.
                continue;
            }
            let is_member = self.roles.contains_key(&who);
            if (["mention", "reply"].contains(&kind) && !is_member) || !self.may_read(&who, &event.task) {
                continue;
            }
            done.insert(who.clone());
            told.insert((who, event.stream.clone(), event.seq, kind.to_owned()));
        }
    }
}

/// Everybody does something, at random. What is refused changes nothing.
async fn live(bees: &Bees, dora: &Person, dice: &mut Dice) {
    let people = [&bees.ana, &bees.ben, &bees.cleo, dora];
    let names = ["ana", "ben", "cleo", "dora"];
    for _ in 0..2 {
        bees.task("Count").await;
    }
    let reviewed = json!({ "pursuance": "bees", "title": "Count", "reviewer": "cleo" });
    bees.ana.perform("task.create", reviewed).await.ok();
    for _ in 0..150 {
        let who = *dice.pick(&people);
        let task = i64::try_from(dice.below(3)).unwrap() + 1;
        let name = *dice.pick(&names);
        let object = ["bees".to_owned(), format!("bees#{task}")][dice.below(2)].clone();
        let on = dice.below(3) > 0;
        let of = |more: Value| {
            let mut input = json!({ "pursuance": "bees", "task": task });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            input
        };
        let kinds = ["comment", "outcome", "mention", "verdict", "review", "role"];
        let phases =
            ["help_wanted", "in_progress", "ready_for_review", "in_review", "done", "dropped", "in_progress"];
        let other = i64::try_from(dice.below(3)).unwrap() + 1;
        let (action, input) = match dice.below(19) {
            0 | 1 => ("task.comment", of(json!({ "body": format!("A word for @{name}.") }))),
            2 => ("task.comment", of(json!({ "body": "A word." }))),
            3 => ("task.take", of(json!({}))),
            4 => ("task.hand_back", of(json!({}))),
            5 | 6 => {
                let comment = if dice.below(2) == 0 { json!("With a comment.") } else { Value::Null };
                ("task.set_phase", of(json!({ "phase": dice.pick(&phases), "comment": comment })))
            }
            7 => ("task.assign", of(json!({ "assignee": name }))),
            8 => {
                let revision = bees.ana.read(&format!("/api/v1/pursuances/bees/tasks/{task}")).await;
                let revision = revision.ok()["revision"].clone();
                ("task.edit", of(json!({ "revision": revision, "reviewer": name })))
            }
            9 => ("watch.set", json!({ "object": object, "on": on })),
            10 => ("notice.mute", json!({ "object": object, "on": !on })),
            11 => {
                let value = if on { "now" } else { "never" };
                ("preference.set", json!({ "kind": dice.pick(&kinds), "channel": "site", "value": value }))
            }
            12 => ("task.depend", of(json!({ "on": other }))),
            13 => ("task.undepend", of(json!({ "on": other }))),
            14 => ("task.block", of(json!({ "on": format!("@{name}") }))),
            15 => ("task.unblock", of(json!({}))),
            16 => ("task.set_reviewer", of(json!({ "reviewer": name }))),
            17 => {
                let verdict = *dice.pick(&["accept", "send_back"]);
                ("task.review", of(json!({ "verdict": verdict, "comment": "Seen." })))
            }
            _ => {
                let role = *dice.pick(&[Role::Untrusted, Role::Viewer, Role::Normal, Role::Assigner]);
                ("member.set_role", json!({ "pursuance": "bees", "member": name, "role": role }))
            }
        };
        who.perform(action, input).await;
        bees.app.advance(1_000);
        // A group is told as things are when its job is done, which is soon.
        bees.told().await;
    }
}

async fn notices_are_exactly_those_that_the_events_call_for(app: TestApp) {
    let mut app = Some(app);
    for round in 0..rounds() {
        let mut dice = Dice(u64::from(round) + 7);
        let app = match app.take() {
            Some(app) => app,
            None => TestApp::start().await,
        };
        let visibility = if round % 2 == 0 { "members" } else { "public" };
        let bees = Bees::with(app, "public").await;
        let dora = bees.app.person("dora").await;
        dora.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
        let edit = json!({ "pursuance": "bees", "visibility": visibility });
        bees.ana.perform("pursuance.edit", edit).await.ok();
        live(&bees, &dora, &mut dice).await;

        let (events, named) = events(&bees, &[&bees.ana, &bees.ben, &bees.cleo, &dora]).await;
        let (mut known, mut expected) = (Known::default(), Told::new());
        for event in &events {
            known.learn(event);
            known.tell(event, named.get(&event.object).map(Vec::as_slice).unwrap_or_default(), &mut expected);
        }
        assert!(expected.len() > 40, "enough has happened: {}", expected.len());
        let inspect = crate::support::inspect::Inspect::open(&bees.app.config.database_url).await;
        let rows =
            inspect.rows("select account || ' ' || stream || ' ' || seq || ' ' || kind from notice").await;
        let told: BTreeSet<String> = rows.concat().into_iter().collect();
        let expected: BTreeSet<String> = expected
            .into_iter()
            .map(|(who, stream, seq, kind)| format!("{who} {stream} {seq} {kind}"))
            .collect();
        let (more, fewer): (Vec<_>, Vec<_>) =
            (told.difference(&expected).collect(), expected.difference(&told).collect());
        let of = |lines: &[&String]| -> Vec<String> {
            let line = |line: &&String| {
                let seq: i64 = line.split(' ').nth(2).unwrap().parse().unwrap();
                let event = events.iter().find(|event| event.seq == seq && line.contains(&event.stream));
                format!(
                    "{line}: {}",
                    event.map(|event| format!("{} {}", event.verb, event.data)).unwrap_or_default()
                )
            };
            lines.iter().map(line).collect()
        };
        assert!(
            more.is_empty() && fewer.is_empty(),
            "too many: {:#?}, too few: {:#?}",
            of(&more),
            of(&fewer)
        );
    }
}

/// Every event in the order of time, and whom each comment names.
async fn events(bees: &Bees, people: &[&Person]) -> (Vec<Event>, BTreeMap<String, Vec<String>>) {
    let inspect = crate::support::inspect::Inspect::open(&bees.app.config.database_url).await;
    let columns = "select stream, cast(seq as text), cast(at as text), coalesce(actor, ''), verb, object, coalesce(task, ''), data
        from event order by at, stream, seq";
    let mut events = Vec::new();
    for row in inspect.rows(columns).await {
        let [stream, seq, at, actor, verb, object, task, data] = row.try_into().unwrap();
        let (seq, data) = (seq.parse().unwrap(), serde_json::from_str(&data).unwrap());
        events.push(Event { stream, seq, at, actor, verb, object, task, data });
    }
    assert!(events.is_sorted_by(|a, b| a.at <= b.at));
    let mut named = BTreeMap::new();
    for row in inspect.rows("select object, body from text_version where field = 'body'").await {
        let [object, body] = row.try_into().unwrap();
        let is_named = |person: &&&Person| body.contains(&format!("@{}.", person.name));
        let who = people.iter().filter(is_named).map(|person| person.id.0.clone());
        named.insert(object, who.collect());
    }
    (events, named)
}
