//! A task with an unusual value in every field, for the tests that look for each of them everywhere.

use std::collections::BTreeMap;

use pursuance_domain::task::{Ask, Asks};
use pursuance_domain::time::Time;
use pursuance_domain::value::{Deliverables, Size, Skills, Title, Urgency};
use serde_json::{Value, json};

/// Sets every field to another value than a new task has.
pub fn first() -> Asks {
    Asks {
        title: Title::parse("Count them").unwrap(),
        deliverables: Deliverables::parse("A *table*.\n\nOne line a hive.").unwrap(),
        skills: Skills::parse("Math:Counting, Field:Climbing").unwrap(),
        due: Some(Time::parse("2030-06-01").unwrap()),
        size: Size::L,
        urgency: Urgency::Urgent,
    }
}

/// Another value in each field, none of which asks for more.
pub fn second() -> Asks {
    Asks {
        title: Title::parse("Count them all").unwrap(),
        deliverables: Deliverables::parse("One number.").unwrap(),
        skills: Skills::parse("Field:Climbing").unwrap(),
        due: Some(Time::parse("2030-07-01").unwrap()),
        size: Size::S,
        urgency: Urgency::Normal,
    }
}

/// The fields as programs name them.
pub fn members(asks: &Asks) -> BTreeMap<&'static str, Value> {
    let Asks { title, deliverables, skills, due, size, urgency } = asks;
    BTreeMap::from([
        ("title", json!(title)),
        ("deliverables", json!(deliverables)),
        ("skills", json!(skills)),
        ("due", json!(due)),
        ("size", json!(size)),
        ("urgency", json!(urgency)),
    ])
}

/// How a page says a field; of a text its last line, which reads the same as Markdown.
pub fn words(ask: Ask<'_>) -> String {
    match ask {
        Ask::Title(title) => title.to_string(),
        Ask::Deliverables(text) => text.as_str().lines().last().unwrap_or_default().to_owned(),
        Ask::Skills(skills) => skills.to_string(),
        Ask::Due(due) => due.unwrap().date(),
        Ask::Size(size) if *size == Size::S => "S, an hour or two".to_owned(),
        Ask::Size(_) => "L, about a week".to_owned(),
        Ask::Urgency(Urgency::Urgent) => "Urgent".to_owned(),
        Ask::Urgency(Urgency::Normal) => "Not urgent".to_owned(),
    }
}

pub fn input(asks: &Asks) -> Value {
    json!(members(asks))
}

#[track_caller]
pub fn assert_says(found: &Value, asks: &Asks, way: &str) {
    for (name, value) in members(asks) {
        assert_eq!(found[name], value, "{way}: {name} in {found}");
    }
}

/// The value that a control of the form has for a member.
pub fn typed(name: &str, value: &Value) -> String {
    match (name, value) {
        ("due", Value::String(due)) => due.split('T').next().unwrap().to_owned(),
        (_, Value::Array(all)) => all.iter().map(|one| one.as_str().unwrap()).collect::<Vec<_>>().join(", "),
        (_, Value::Null) => String::new(),
        (_, other) => other.as_str().unwrap().to_owned(),
    }
}
