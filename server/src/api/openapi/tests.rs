//! The description holds together, and leaves nothing out.

use std::collections::HashSet;

use super::*;
use crate::api::ROUTES;
use crate::api::actions::open;

fn operations(description: &Value) -> Vec<(String, String, Value)> {
    let mut found = Vec::new();
    for (path, item) in description["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            found.push((method.clone(), path.clone(), operation.clone()));
        }
    }
    found
}

/// Every `$ref` anywhere in a value.
fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member.as_str() {
                    Some(target) if name == "$ref" => found.push(target.to_owned()),
                    _ => references(member, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let description = describe();
    let mut found = Vec::new();
    references(&description, &mut found);
    assert!(found.len() > 50, "only {} references", found.len());
    for target in found {
        let pointer =
            target.strip_prefix('#').unwrap_or_else(|| panic!("{target} leads out of the document"));
        assert!(description.pointer(pointer).is_some(), "{target} leads nowhere");
    }
}

#[test]
fn no_name_stands_for_two_things() {
    let Gathered { read, written, .. } = gather();
    for (name, schema) in &written {
        assert!(
            read.get(name).is_none_or(|other| other == schema),
            "{name} is read and written in two forms"
        );
    }
}

#[test]
fn what_only_the_inside_asks_for_is_not_described() {
    let Gathered { read, .. } = gather();
    assert!(read.contains_key("CreateTask") && !read.contains_key("CreateAccount"));
}

#[test]
fn every_address_of_the_router_is_described_and_no_other() {
    let description = describe();
    let actions: HashSet<String> =
        open(Action::catalogue()).map(|entry| format!("/api/v1/actions/{}", entry.name)).collect();
    let (described_actions, described): (HashSet<_>, HashSet<_>) = operations(&description)
        .into_iter()
        .map(|(method, path, _)| (method.to_uppercase(), path))
        .partition(|(_, path)| actions.contains(path));
    let routed: HashSet<_> = ROUTES
        .iter()
        .filter(|route| route.path != "/api/v1/actions/{name}")
        .map(|route| (route.method.to_owned(), route.path.to_owned()))
        .collect();
    assert_eq!(described, routed);
    assert_eq!(described_actions.len(), actions.len());
}

#[test]
fn every_operation_names_itself_its_parameters_and_its_problems() {
    let description = describe();
    let mut ids = HashSet::new();
    for (method, path, operation) in operations(&description) {
        let place = format!("{method} {path}");
        let id = operation["operationId"].as_str().unwrap();
        assert!(ids.insert(id.to_owned()), "{place}: another operation is called {id}");
        assert!(!operation["summary"].as_str().unwrap().is_empty(), "{place}");
        assert_eq!(operation["responses"]["default"]["$ref"], "#/components/responses/Problem", "{place}");
        assert!(
            operation["responses"].as_object().unwrap().keys().any(|status| status.starts_with('2')),
            "{place}"
        );
        assert!(operation["security"].is_array(), "{place}");
        let told: HashSet<String> = operation["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|parameter| parameter["in"] == "path")
            .map(|parameter| format!("{{{}}}", parameter["name"].as_str().unwrap()))
            .collect();
        let in_path: HashSet<String> =
            path.split('/').filter(|part| part.starts_with('{')).map(str::to_owned).collect();
        assert_eq!(told, in_path, "{place}");
    }
}

#[test]
fn schemas_say_what_is_read_and_answered() {
    let description = describe();
    let schemas = &description["components"]["schemas"];
    assert_eq!(schemas["CreateTask"]["additionalProperties"], false);
    assert_eq!(schemas["CreateTask"]["required"], json!(["pursuance", "title"]));
    for field in
        ["number", "title", "phase", "assignee", "reviewer", "skills", "size", "due", "parent", "delegation"]
    {
        assert!(schemas["Task"]["properties"].get(field).is_some(), "a task has no {field}");
    }
    for field in ["delegation", "side", "state", "peer", "task", "mirror", "delivery"] {
        assert!(schemas["Delegation"]["properties"].get(field).is_some(), "a delegation has no {field}");
    }
}
