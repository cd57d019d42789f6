//! Every action of the API against a private pursuance in which everything is that it names: what the table of `domain::sealed` forbids is
//! refused by the server, and nothing of it is kept. What a new action does there is seen here, whatever way it finds its pursuance.

use std::collections::{BTreeMap, BTreeSet};

use pursuance_domain::action::{Action, Doors};
use pursuance_domain::sealed::InPrivate;
use pursuance_domain::time::DAY;
use serde_json::{Value, json};

use super::tasks::problem;
use crate::support::bees::{bees, of, task};
use crate::support::group::{Group, Somebody};
use crate::support::inspect::Inspect;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(what_the_table_forbids_is_refused_and_nothing_of_it_is_kept);

/// Stands in each text that is sent.
const MARK: &str = "zqmark";

/// The members of an input, at whatever depth, in which people write.
const TEXTS: [&str; 11] = [
    "title",
    "deliverables",
    "body",
    "comment",
    "mission",
    "name",
    "note",
    "purpose",
    "query",
    "why",
    "reason",
];

const SLUG: &str = "private-0f3c5a771b2e";

/// A pursuance that has everything, and was made private then.
struct Scene {
    people: BTreeMap<&'static str, Person>,
    /// Ids for the members that examples name, by the name of the member, and for some actions by theirs.
    ids: BTreeMap<&'static str, String>,
}

impl Scene {
    async fn set(app: &TestApp) -> Self {
        let (ana, mut others) = bees(app, "public", &[("ben", "normal")]).await;
        let ben = others.remove(0);
        let cay = app.person("cay").await;
        cay.perform("profile.edit", json!({ "askable": true })).await.ok();
        let mut ids = BTreeMap::new();
        for title in ["Feed the wren", "Feed it again"] {
            task(&ana, title).await;
        }
        let count = json!({ "title": "Count the nests", "skills": ["Birds:Counting"], "ask": false });
        made(&ana, "task.create", count).await;
        made(&ana, "task.want_help", json!({ "task": 3 })).await;
        let mut note = |of: &'static str, made: &Value, member: &str| {
            let id = made[member].as_str().unwrap_or_else(|| panic!("no {member}: {made}"));
            ids.insert(of, id.to_owned());
        };
        let offer = made(&ana, "task.ask", json!({ "task": 3, "member": "ben" })).await;
        note("offer", &offer, "offer");
        let said = made(&ana, "task.comment", json!({ "task": 1, "body": "Behind the shed" })).await;
        note("message", &said, "message");
        let room = made(&ana, "room.create", json!({ "name": "Kitchen", "open": "members" })).await;
        note("room", &room, "room");
        let invite = json!({ "role": "normal", "expires": "7d", "uses": null });
        let invite = made(&ana, "invite.create", invite).await;
        note("invite", &invite, "invite");
        note("secret", &invite, "link");
        let ask = made(&ana, "recruit.ask", json!({ "person": "cay", "role": "normal" })).await;
        note("ask", &ask, "ask");
        let search = made(&ana, "search.save", json!({ "name": "Soon", "query": "is:open" })).await;
        note("search", &search, "search");
        let until = app.clock.now().plus(60 * DAY).date();
        let skills =
            json!({ "skills": ["Birds:Counting"], "until": until, "note": "In spring.", "tasks": 1 });
        let skills = made(&ana, "skill_offer.publish", skills).await;
        note("skill_offer", &skills, "offer");
        let input = json!({ "pursuance": "bees", "title": "Clean the shed" });
        let suggestion = json!({ "action": "task.create", "input": input });
        let suggestion = made(&ben, "suggestion.make", suggestion).await;
        note("suggestion", &suggestion, "suggestion");
        make_private(app).await;
        Self { people: BTreeMap::from([("ana", ana), ("ben", ben), ("cay", cay)]), ids }
    }

    /// The person who acts, by the names in the action.
    fn actor(&self, action: &str) -> &Person {
        let name = match action {
            "offer.accept" | "suggestion.withdraw" => "ben",
            "invite.accept" | "recruit.answer" => "cay",
            _ => "ana",
        };
        &self.people[name]
    }

    /// An example that names what is there, with the mark in each of its texts.
    fn fit(&self, action: &str, name: &str, value: Value) -> Value {
        let id = |of: &str| Value::from(self.ids[of].as_str());
        match (name, value) {
            ("pursuance", Value::String(_)) => SLUG.into(),
            ("task" | "parent", Value::Number(_)) => json!(1),
            ("on" | "by" | "after" | "before", Value::Number(_) | Value::String(_)) => json!(2),
            ("comment", Value::String(_)) if action.starts_with("comment.") => id("message"),
            ("tasks", Value::Array(of)) if of.iter().all(Value::is_number) => json!([1, 2]),
            ("offer", Value::String(_)) if action.starts_with("skill_offer.") => id("skill_offer"),
            ("to", Value::String(_)) if action == "delegation.offer" => "wasps".into(),
            (of, Value::String(_)) if self.ids.contains_key(of) => id(of),
            ("into", Value::Array(parts)) => parts.iter().map(|part| marked(part.as_str())).collect(),
            (of, Value::String(text)) if TEXTS.contains(&of) => marked(Some(&text)),
            (_, Value::Object(members)) => {
                let fit = |(name, value): (String, Value)| {
                    let value = self.fit(action, &name, value);
                    (name, value)
                };
                members.into_iter().map(fit).collect()
            }
            (_, Value::Array(items)) => items.into_iter().map(|one| self.fit(action, "", one)).collect(),
            (_, value) => value,
        }
    }
}

fn marked(text: Option<&str>) -> Value {
    format!("{MARK} {}", text.unwrap_or_default()).into()
}

/// The result of an action on the bees.
async fn made(by: &Person, action: &str, input: Value) -> Value {
    by.perform(action, of(input)).await.ok()["result"].clone()
}

/// Makes the bees private behind the program's back: nothing in it is what a private one can have by itself, and so nothing is left out
/// because it is not there.
async fn make_private(app: &TestApp) {
    Group::found(&Somebody::new(app, "zed").await).await;
    let inspect = Inspect::open(&app.config.database_url).await;
    inspect.seal().await;
    let of = "(select actor from pursuance where slug = 'bees')";
    for table in ["pursuance_sealed", "sealed_member", "sealed_log", "sealed_seal", "sealed_object"] {
        inspect.spoil(&format!("update {table} set pursuance = {of}")).await;
    }
    let sql = format!("update pursuance set visibility = 'sealed', slug = '{SLUG}' where slug = 'bees'");
    inspect.spoil(&sql).await;
}

/// Delegations are found before their pursuance, and a private one has none; and nobody else is named by them.
fn is_between(action: &str) -> bool {
    action.starts_with("delegation.")
}

async fn what_the_table_forbids_is_refused_and_nothing_of_it_is_kept(app: TestApp) {
    let scene = Scene::set(&app).await;
    let inspect = Inspect::open(&app.config.database_url).await;
    let events = inspect.count("event").await;
    let (mut wrong, mut forbidden, mut allowed) = (Vec::new(), BTreeSet::new(), 0);
    for entry in Action::catalogue().into_iter().filter(|entry| entry.card.doors == Doors::Everywhere) {
        let input = scene.fit(entry.name, "", entry.example.unwrap());
        let action = Action::read(entry.name, input.clone())
            .unwrap()
            .unwrap_or_else(|why| panic!("{}: {why}", entry.name));
        let wanted = match action.in_private() {
            InPrivate::AsItIs => {
                allowed += 1;
                continue;
            }
            InPrivate::OnlyInside | InPrivate::SignatureNeeded => "signature-needed",
            InPrivate::ClearTextRefused => "clear-text-refused",
        };
        let answer = scene.actor(entry.name).perform(entry.name, input).await;
        if answer.status.is_success() {
            wrong.push(format!("{} is carried out: {answer:?}", entry.name));
        } else if problem(&answer) != wanted && !is_between(entry.name) {
            wrong.push(format!("{} is not {wanted}: {answer:?}", entry.name));
        }
        forbidden.insert(entry.name);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(forbidden.len() > 60 && allowed > 20, "{} are forbidden, {allowed} not", forbidden.len());
    // Actions that say something in clear were among them, with the mark.
    for name in ["task.comment", "room.say", "search.change", "suggestion.amend", "invite.create"] {
        assert!(forbidden.contains(name), "{name}");
    }
    assert_eq!(inspect.count("event").await, events, "nothing has happened");
    let dump = inspect.dump().await;
    let kept: Vec<&String> =
        dump.iter().filter(|(_, rows)| rows.to_lowercase().contains(MARK)).map(|(table, _)| table).collect();
    assert!(kept.is_empty(), "{kept:?}");
}
