use super::*;

#[test]
fn every_action_has_its_own_name_and_a_schema_of_an_object() {
    let catalogue = Action::catalogue();
    let mut names: Vec<_> = catalogue.iter().map(|entry| entry.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), catalogue.len());
    for entry in &catalogue {
        assert_eq!(entry.schema.get("type").and_then(|t| t.as_str()), Some("object"), "{}", entry.name);
    }
}

#[test]
fn every_action_of_the_api_has_an_example_it_takes() {
    for entry in Action::catalogue().into_iter().filter(|entry| entry.card.doors == Doors::Everywhere) {
        let example = entry.example.unwrap_or_else(|| panic!("{} has no example", entry.name));
        let read = Action::read(entry.name, example).map(|read| read.map(|action| action.name()));
        assert!(matches!(read, Some(Ok(name)) if name == entry.name), "{}: {read:?}", entry.name);
    }
}

/// Every action of the API, as its example has it.
fn examples() -> Vec<(Action, Value)> {
    let all = Action::catalogue().into_iter();
    let of = |entry: ActionEntry| {
        let example = entry.example?;
        Some((Action::read(entry.name, example.clone())?.unwrap(), example))
    };
    all.filter_map(of).collect()
}

#[test]
fn a_card_is_found_by_the_action_and_by_its_name() {
    for entry in Action::catalogue() {
        assert_eq!(Card::named(entry.name), Some(entry.card));
        assert_eq!((entry.card.name, entry.card.summary), (entry.name, entry.summary));
    }
    for (action, _) in examples() {
        assert_eq!(Card::named(action.name()), Some(action.card()));
    }
    assert_eq!(Card::named("task.steal"), None);
}

/// The actions to join and to invite, which may say for which task.
const FOR_A_TASK: &[&str] = &["pursuance.join", "invite.create"];

#[test]
fn an_action_is_about_what_its_input_names() {
    for (action, input) in examples() {
        let (about, name) = (action.about(), action.name());
        // A search that is saved, a feed and a notice are somebody's own, and an edge has two ends.
        let pursuance = input["pursuance"].as_str().filter(|_| about != About::Account);
        assert_eq!(about.pursuance(), pursuance, "{name}");
        let named = input["task"].as_i64().or_else(|| input["parent"].as_i64());
        match about {
            About::Task { task, .. } => assert_eq!(Some(task), input["task"].as_i64(), "{name}"),
            About::NewTask { parent, .. } => assert_eq!(parent, input["parent"].as_i64(), "{name}"),
            About::Member { member, .. } => {
                assert_eq!(Some(member.as_str()), input["member"].as_str(), "{name}")
            }
            About::Room(room) => assert_eq!(Some(room.as_str()), input["room"].as_str(), "{name}"),
            About::Delegation(id) => {
                assert_eq!(Some(id.as_str()), input["delegation"].as_str(), "{name}")
            }
            About::Account
            | About::Instance
            | About::Peer
            | About::NewPursuance
            | About::Pursuance(_)
            | About::TaskById(_)
            | About::SkillOffer(_)
            | About::Question => assert!(named.is_none() || FOR_A_TASK.contains(&name), "{name}"),
        }
    }
}

#[test]
fn an_action_that_can_be_suggested_says_what_it_needs() {
    for (action, _) in examples() {
        let (card, what) = (action.card(), crate::suggestion::Suggested::stood(action));
        assert_eq!(what.is_ok(), card.suggest != Suggest::Nobody, "{}", card.name);
        let Ok(what) = what else { continue };
        // Only what is always the same right stands in the table.
        match (card.suggest, card.needs) {
            (Suggest::Of(needs), Right::Of(permission)) => {
                assert_eq!(what.needs(None), needs, "{}", card.name);
                assert!(format!("{permission:?}").starts_with(&format!("{needs:?}")), "{}", card.name);
            }
            (Suggest::Of(needs), Right::ByInput) => assert_eq!(what.needs(None), needs, "{}", card.name),
            (Suggest::ByInput, Right::ByInput) => {}
            other => panic!("{}: {other:?}", card.name),
        }
    }
}

#[test]
fn what_the_marks_name_is_found_in_the_input() {
    for (mut action, input) in examples() {
        let (card, name) = (action.card(), action.name());
        assert!(action.text().is_none() || card.sends != Sends::Nothing, "{name}");
        assert_eq!(
            action.several(),
            input["tasks"].as_array().filter(|_| name == "task.bulk").map_or(0, Vec::len)
        );
        let files = [input["file"].as_str().map(|_| 1), input["files"].as_array().map(Vec::len)];
        let hangs = files.into_iter().flatten().next().filter(|_| card.hangs != Hangs::Nothing);
        assert_eq!(action.files().len(), hangs.unwrap_or(0), "{name}");
        let named: Vec<String> = action.actors_mut().iter().map(|one| one.as_str().to_owned()).collect();
        let to = input["to"]
            .as_str()
            .into_iter()
            .chain(input["to"].as_array().into_iter().flatten().filter_map(Value::as_str));
        assert!(named.is_empty() || named.iter().map(String::as_str).eq(to), "{name}: {named:?}");
    }
    // The pursuance that it is about stays open to those who look the others up.
    let input = serde_json::json!({ "pursuance": "bees", "task": 3, "to": "lingua@other.example" });
    let mut offer = Action::read("delegation.offer", input).unwrap().unwrap();
    assert_eq!(offer.actors_mut().len(), 1);
}

#[test]
fn an_action_goes_through_json_unchanged() {
    let text = r#"{"action":"task.edit","input":{"pursuance":"bees","task":3,"revision":2,"title":"Count","due":null}}"#;
    let action: Action = serde_json::from_str(text).unwrap();
    let Action::EditTask(edit) = &action else { panic!("another action") };
    assert_eq!((edit.due, edit.reviewer.clone()), (Some(None), None));
    let again: Action = serde_json::from_str(&serde_json::to_string(&action).unwrap()).unwrap();
    assert_eq!(again, action);
}

#[test]
fn an_action_is_read_by_its_name() {
    let input = serde_json::json!({ "pursuance": "bees", "task": 3 });
    let action = Action::read("task.take", input.clone()).unwrap().unwrap();
    assert_eq!(action.name(), "task.take");
    assert!(Action::read("task.steal", input).is_none());
}

#[test]
fn unknown_members_are_refused() {
    let text = r#"{"action":"task.take","input":{"pursuance":"bees","task":3,"tsak":4}}"#;
    assert!(serde_json::from_str::<Action>(text).is_err());
}
