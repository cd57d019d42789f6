//! Words without an area for skills in the input of an action: each is given that of the word in use, as forms do. Where they are is
//! said by the schemas of the actions, so that no action does it for itself.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use pursuance_domain::action::Action;
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::{OfferId, ProposalId, SearchId};
use pursuance_domain::task::listed::Listed;
use pursuance_domain::value::{Skill, Skills};
use serde_json::Value;

use super::problem::ApiError;
use crate::actions::access::{self, Access};
use crate::actions::{PerformError, suggestion};
use crate::bounds::searchers::SearchClient;
use crate::reads::{people, searches};
use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::{offers, skills, tasks};

/// The schemas that mean a skill, and a query with skills.
const SKILL: &str = "#/$defs/Skill";
const QUERY: &str = "#/$defs/SearchText";

/// A word without an area, or a query with such words.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    /// Its place in the input, as a JSON pointer.
    at: String,
    is_query: bool,
    typed: String,
}

/// The most places of an input: the skills of a full list of tasks.
const MOST_PLACES: usize = Listed::MOST * Skills::MOST;

/// Reads the places of an input.
#[derive(Default)]
struct InputWalk {
    found: Vec<Place>,
    /// Their pointers: several ways of a schema may lead to one place.
    seen: HashSet<String>,
    /// The action in a suggestion that is changed.
    suggested: Option<&'static str>,
}

impl InputWalk {
    /// The places in the input of the action with this name.
    fn action(&mut self, name: &str, input: &Value, at: &str) {
        // Two words are one no longer: each is a word of the pursuance as it stands there, and none is looked for.
        if name == "skill.merge" && input.get("into").is_none_or(Value::is_null) {
            return;
        }
        if let Some(schema) = Action::schema(name) {
            self.schema(schema.as_value(), schema.as_value(), input, at);
        }
        // These two have the input of another action in theirs, of which their schemas say nothing.
        let other = match name {
            "suggestion.make" => input.get("action").and_then(Value::as_str),
            "suggestion.amend" => self.suggested,
            _ => None,
        };
        if let (Some(other), Some(input)) = (other, input.get("input")) {
            self.action(other, input, &format!("{at}/input"));
        }
    }

    fn schema(&mut self, root: &Value, schema: &Value, input: &Value, at: &str) {
        if let Some(to) = schema.get("$ref").and_then(Value::as_str) {
            match (to, input) {
                (SKILL, Value::String(typed)) => self.skill(typed, at),
                (QUERY, Value::String(typed)) if people::has_word_alone(typed) => self.push(at, true, typed),
                (SKILL | QUERY, _) => {}
                _ => {
                    let meant = to.strip_prefix('#').and_then(|to| root.pointer(to));
                    meant.into_iter().for_each(|meant| self.schema(root, meant, input, at));
                }
            }
        }
        for either in ["anyOf", "oneOf", "allOf"] {
            let ways = schema.get(either).and_then(Value::as_array).into_iter().flatten();
            ways.for_each(|way| self.schema(root, way, input, at));
        }
        match input {
            Value::Object(members) => {
                let known = schema.get("properties").and_then(Value::as_object);
                for (name, member) in known.into_iter().flatten() {
                    if let Some(value) = members.get(name) {
                        self.schema(root, member, value, &format!("{at}/{name}"));
                    }
                }
            }
            Value::Array(items) => {
                if let Some(each) = schema.get("items") {
                    for (n, item) in items.iter().enumerate() {
                        self.schema(root, each, item, &format!("{at}/{n}"));
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn skill(&mut self, typed: &str, at: &str) {
        let is_word = !typed.contains(':') && Skill::parse(&format!("{}:{typed}", people::NO_AREA)).is_ok();
        if is_word {
            self.push(at, false, typed);
        }
    }

    fn push(&mut self, at: &str, is_query: bool, typed: &str) {
        // One more shows that there are too many.
        if self.found.len() <= MOST_PLACES && self.seen.insert(at.to_owned()) {
            self.found.push(Place { at: at.to_owned(), is_query, typed: typed.trim().to_owned() });
        }
    }
}

/// The parts of an input that say where its words belong.
struct InputAreas {
    access: Option<Access>,
    /// Skills that are meant before any other.
    own: Vec<Skill>,
    /// The action that a suggestion has in it.
    suggested: Option<&'static str>,
}

async fn around(
    tx: &mut ReadTx,
    (app, who): (&App, &Principal),
    name: &str,
    input: &Value,
) -> Result<InputAreas, PerformError> {
    let said = |member: &str| input.get(member).and_then(Value::as_str);
    let mut around = InputAreas { access: None, own: Vec::new(), suggested: None };
    if let Some(named) = said("pursuance") {
        around.access = Some(access::find(tx, who, named, app.clock.now()).await?);
    }
    let Some(person) = who.person() else { return Ok(around) };
    match (name, said("offer"), said("search"), said("suggestion"), &around.access) {
        // A person is not to be asked for a skill that they have.
        ("profile.set_limits", ..) => {
            around.own = skills::of_person(tx, person).await?.iter().map(|one| one.skill.clone()).collect();
        }
        ("offer.never", Some(offer), ..) => {
            if let Some(offer) = offers::of_person(tx, person, &OfferId(offer.to_owned())).await? {
                around.own = tasks::skills(tx, &offer.task).await?.iter().cloned().collect();
            }
        }
        ("search.change", _, Some(search), ..) => {
            let known = searches::one(tx, who, app.clock.now(), &SearchId(search.to_owned())).await?;
            around.access = known.access().cloned();
        }
        ("suggestion.amend", _, _, Some(id), Some(access)) => {
            let found = suggestion::find(tx, access, &ProposalId(id.to_owned())).await?;
            around.suggested = Some(found.what.name());
        }
        _ => {}
    }
    Ok(around)
}

/// The input of an action in which words without an area for skills have one; none where there are none, and where there are more than a
/// list of skills has.
///
/// # Errors
/// When the client searches too much, or the database fails.
pub(super) async fn given(
    app: &App,
    (client, who): (&SearchClient, &Principal),
    name: &str,
    body: &[u8],
) -> Result<Option<Value>, ApiError> {
    // Input that is no JSON is refused for that.
    let Ok(mut input) = serde_json::from_slice::<Value>(body) else { return Ok(None) };
    let is_amended = name == "suggestion.amend";
    let mut walk = InputWalk::default();
    walk.action(name, &input, "");
    if walk.found.is_empty() && !is_amended {
        return Ok(None);
    }
    let mut tx = app.list(client, true).await?;
    let around = match around(&mut tx, (app, who), name, &input).await {
        Ok(around) => around,
        // The action says so.
        Err(PerformError::Refused(_)) => InputAreas { access: None, own: Vec::new(), suggested: None },
        Err(error) => return Err(error.into()),
    };
    if is_amended {
        walk.suggested = around.suggested;
        walk.action(name, &input, "");
    }
    let words: BTreeSet<&str> =
        walk.found.iter().filter(|place| !place.is_query).map(|place| place.typed.as_str()).collect();
    let words: Vec<&str> = words.into_iter().collect();
    if walk.found.is_empty() || walk.found.len() > MOST_PLACES || words.len() > Skills::MOST {
        return Ok(None);
    }
    let within = around.access.as_ref();
    let meant = people::meant_words(&mut tx, who, (within, &around.own), &words).await?;
    let meant: BTreeMap<&str, Vec<Skill>> = words.iter().copied().zip(meant).collect();
    // From the end, so that one word that becomes several moves no place that is still to come.
    for place in walk.found.iter().rev() {
        if place.is_query {
            let of = within.map(|access| access.pursuance.slug.as_str());
            let text = people::meant_query(&mut tx, who, (of, app.clock.now()), &place.typed).await?;
            put(&mut input, &place.at, &[text]);
        } else if let Some(skills) = meant.get(place.typed.as_str()) {
            let skills: Vec<String> = skills.iter().map(Skill::to_string).collect();
            put(&mut input, &place.at, &skills);
        }
    }
    tx.end();
    Ok(Some(input))
}

/// Puts texts in the place of one: all of them into a list, elsewhere the first.
fn put(input: &mut Value, at: &str, texts: &[String]) {
    let Some((first, rest)) = texts.split_first() else { return };
    if let Some(place) = input.pointer_mut(at) {
        *place = first.as_str().into();
    }
    let Some((list, Ok(n))) = at.rsplit_once('/').map(|(list, n)| (list, n.parse::<usize>())) else { return };
    if let Some(Value::Array(items)) = input.pointer_mut(list) {
        items.splice(n + 1..n + 1, rest.iter().map(|text| text.as_str().into()));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn places(name: &str, input: &Value) -> Vec<String> {
        let mut walk = InputWalk { suggested: Some("task.edit"), ..InputWalk::default() };
        walk.action(name, input, "");
        let mut found: Vec<String> =
            walk.found.into_iter().map(|place| format!("{} {}", place.at, place.typed)).collect();
        found.sort();
        found
    }

    #[test]
    fn words_without_an_area_are_found_wherever_an_action_takes_skills() {
        for (name, input, found) in [
            (
                "task.create",
                json!({ "title": "sewing", "skills": ["Craft:Sewing", " sewing ", 7] }),
                &["/skills/1 sewing"][..],
            ),
            ("task.edit", json!({ "skills": ["sewing"] }), &["/skills/0 sewing"]),
            (
                "task.add_list",
                json!({ "tasks": [{ "title": "a" }, { "skills": ["maps"] }] }),
                &["/tasks/1/skills/0 maps"],
            ),
            ("task.bulk", json!({ "change": { "add_skill": "maps" } }), &["/change/add_skill maps"]),
            ("task.bulk", json!({ "change": { "phase": "done" } }), &[]),
            ("profile.edit", json!({ "display": "Ana", "skills": ["maps"] }), &["/skills/0 maps"]),
            (
                "profile.set_skills",
                json!({ "skills": [{ "skill": "maps", "level": "do" }] }),
                &["/skills/0/skill maps"],
            ),
            ("profile.set_limits", json!({ "not_skills": ["maps"] }), &["/not_skills/0 maps"]),
            ("offer.never", json!({ "offer": "1", "skill": "maps" }), &["/skill maps"]),
            ("skill.merge", json!({ "skill": "maps", "into": "charts" }), &["/into charts", "/skill maps"]),
            ("skill.merge", json!({ "skill": "maps" }), &[]),
            (
                "search.save",
                json!({ "name": "skill:maps", "query": "is:open skill:maps" }),
                &["/query is:open skill:maps"],
            ),
            ("search.save", json!({ "query": "skill:Design:Maps" }), &[]),
            (
                "suggestion.make",
                json!({ "action": "task.create", "input": { "skills": ["maps"] } }),
                &["/input/skills/0 maps"],
            ),
            ("suggestion.amend", json!({ "input": { "skills": ["maps"] } }), &["/input/skills/0 maps"]),
            ("task.steal", json!({ "skills": ["maps"] }), &[]),
            ("task.create", json!(["maps"]), &[]),
            ("task.create", json!({ "skills": ["a,b", ""] }), &[]),
        ] {
            assert_eq!(places(name, &input), found, "{name} {input}");
        }
    }

    #[test]
    fn one_word_becomes_several_in_a_list_only() {
        let texts = ["Craft:Sewing".to_owned(), "Art:Sewing".to_owned()];
        let mut list = json!({ "skills": ["sewing", "A:B"] });
        put(&mut list, "/skills/0", &texts);
        assert_eq!(list, json!({ "skills": ["Craft:Sewing", "Art:Sewing", "A:B"] }));
        let mut one = json!({ "skill": "sewing" });
        put(&mut one, "/skill", &texts);
        assert_eq!(one, json!({ "skill": "Craft:Sewing" }));
    }
}
