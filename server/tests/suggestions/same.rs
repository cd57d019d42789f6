//! An accepted suggestion leaves the same as the direct act.

use pursuance::platform::clock::random;
use serde_json::{Value, json};

use super::{body, named};
use crate::support::bees::{BEES, bees, of};
use crate::support::{Person, TestApp, rounds};

/// A world in which things are done directly, or suggested and accepted.
struct World {
    app: TestApp,
    ana: Person,
    author: Person,
    suggests: bool,
}

const OTHERS: [(&str, &str); 5] =
    [("author", "recruiter"), ("ben", "normal"), ("cem", "normal"), ("dia", "assigner"), ("eli", "viewer")];

impl World {
    async fn set(app: TestApp, suggests: bool) -> Self {
        let (ana, mut people) = bees(&app, "public", &OTHERS).await;
        Self { app, ana, author: people.swap_remove(0), suggests }
    }

    /// The status of the refusal, or of the success.
    async fn act(&self, action: &str, input: Value) -> u16 {
        self.app.advance(pursuance_domain::time::MINUTE);
        if !self.suggests {
            return self.ana.perform(action, of(input)).await.status.as_u16();
        }
        let made = self.author.perform("suggestion.make", body(action, input)).await;
        if !made.status.is_success() {
            return made.status.as_u16();
        }
        let id = made.json()["result"]["suggestion"].as_str().unwrap().to_owned();
        self.ana.perform("suggestion.accept", named(&id, json!({}))).await.status.as_u16()
    }

    /// Everything that people read, without ids and without the suggestions themselves.
    async fn reads(&self) -> Value {
        let strip = |items: Vec<Value>, names: &[&str]| -> Vec<Value> {
            let keep = |mut item: Value| {
                let members = item.as_object_mut().unwrap();
                members.retain(|name, _| !names.contains(&name.as_str()));
                item
            };
            items.into_iter().map(keep).collect()
        };
        let list = async |path: &str| self.ana.read(&format!("{BEES}/{path}?limit=200")).await.items();
        let events = list("events").await;
        let events: Vec<(Value, Value)> = events
            .into_iter()
            .filter(|event| !event["verb"].as_str().unwrap().starts_with("suggestion."))
            .map(|event| (event["verb"].clone(), json!(event["actor"] == json!(self.ana.id))))
            .collect();
        let log = list("log").await;
        let log: Vec<Value> = log.into_iter().filter(|line| line["verb"] != "suggestion.accepted").collect();
        json!({
            "tasks": strip(list("tasks").await, &["id", "url", "created", "updated"]),
            "members": strip(list("members").await, &["id", "since", "last", "url"]),
            "bans": strip(list("bans").await, &["id", "since", "until"]),
            "log": strip(log, &["seq", "at", "data"]),
            "events": events,
        })
    }
}

/// A number below another one.
fn below(most: u64) -> u64 {
    u64::from_le_bytes(random::<8>()) % most
}

fn one_of<'a>(words: &[&'a str]) -> &'a str {
    words[usize::try_from(below(words.len() as u64)).unwrap()]
}

/// An action that may be suggested, with an input that makes sense about half of the time. `revisions`: of the tasks.
fn any(revisions: &[i64]) -> (&'static str, Value) {
    let task = below(revisions.len() as u64 + 1) + 1;
    let revision = revisions.get(usize::try_from(task).unwrap() - 1).copied().unwrap_or(1);
    let member = one_of(&["ben", "cem", "dia", "eli"]);
    match below(12) {
        0 | 1 => (
            "task.create",
            json!({ "title": format!("Task {}", below(1000)), "size": one_of(&["s", "m", "l"]) }),
        ),
        2 => ("task.create", json!({ "title": "Part", "parent": task, "skills": ["Field:Counting"] })),
        3 => ("task.split", json!({ "task": task, "into": ["One", "Two"] })),
        4 | 5 => (
            "task.edit",
            json!({ "task": task, "revision": revision, "title": format!("Title {}", below(4)), "due": "2031-03-01" }),
        ),
        6 => (
            "task.edit",
            json!({ "task": task, "revision": revision, "deliverables": "A *table*.", "urgency": "urgent" }),
        ),
        7 => ("task.assign", json!({ "task": task, "assignee": member })),
        8 => ("task.assign", json!({ "task": task })),
        9 => {
            let phase =
                one_of(&["new", "help_wanted", "started", "in_progress", "ready_for_review", "dropped"]);
            ("task.set_phase", json!({ "task": task, "phase": phase, "comment": "So it is." }))
        }
        10 => (
            "member.set_role",
            json!({ "member": member, "role": one_of(&["viewer", "normal", "assigner"]) }),
        ),
        _ => match below(3) {
            0 => ("member.ban", json!({ "member": member, "reason": "No." })),
            1 => ("member.remove", json!({ "member": member, "reason": "No." })),
            _ => ("member.unban", json!({ "member": member })),
        },
    }
}

async fn what_is_accepted_leaves_the_same_as_what_is_done(apps: [TestApp; 2]) {
    let [one, other] = apps;
    let (direct, suggested) = (World::set(one, false).await, World::set(other, true).await);
    let (mut said, mut did) = (Vec::new(), 0);
    for _ in 0..40 * rounds() {
        let tasks = direct.ana.read(&format!("{BEES}/tasks?limit=200")).await.items();
        let revisions: Vec<i64> = tasks.iter().map(|task| task["revision"].as_i64().unwrap()).collect();
        let (action, input) = any(&revisions);
        said.push(format!("{action} {input}"));
        let (done, accepted) = (direct.act(action, input.clone()).await, suggested.act(action, input).await);
        // An edit that changes nothing is done, and not suggested.
        assert!(
            done == accepted || (action == "task.edit" && accepted == 409),
            "{done} {accepted}: {said:#?}"
        );
        did += u32::from(accepted == 200);
        assert_eq!(direct.reads().await, suggested.reads().await, "{said:#?}");
    }
    assert!(did > 5, "{said:#?}");
}

#[tokio::test]
async fn what_is_accepted_leaves_the_same_as_what_is_done_on_sqlite() {
    what_is_accepted_leaves_the_same_as_what_is_done([TestApp::start().await, TestApp::start().await]).await;
}

#[tokio::test]
async fn what_is_accepted_leaves_the_same_as_what_is_done_on_postgres() {
    let apps = [TestApp::start_on_postgres().await, TestApp::start_on_postgres().await];
    what_is_accepted_leaves_the_same_as_what_is_done(apps).await;
}
