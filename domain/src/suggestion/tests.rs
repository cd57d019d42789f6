use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::allowed::{Facts, Membership, Principal, Ruling, Via};
use crate::people::role::Role;
use crate::task::Asks;
use crate::value::{Size, Title, Visibility};

fn read(action: &str, input: &serde_json::Value) -> Result<Suggested, serde_json::Error> {
    serde_json::from_value(json!({ "action": action, "input": input }))
}

fn edit(input: &serde_json::Value) -> Suggested {
    let mut whole = json!({ "pursuance": "bees", "task": 3, "revision": 1 });
    whole.as_object_mut().unwrap().extend(input.as_object().unwrap().clone());
    read("task.edit", &whole).unwrap()
}

fn present(title: &str, size: Size, revision: i64) -> Present {
    let asks = Asks { size, ..Asks::titled(Title::parse(title).unwrap()) };
    Present {
        task: Some(PresentTask { revision, asks: Some(asks), assignee: None, phase: Phase::New }),
        role: None,
    }
}

/// One of each that can be suggested, with the word of what it needs.
fn each() -> Vec<(Suggested, &'static str)> {
    let of = |more: serde_json::Value| {
        let mut input = json!({ "pursuance": "bees" });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    [
        ("task.create", of(json!({ "title": "Count" })), "create_task"),
        ("task.create", of(json!({ "title": "Count", "parent": 3 })), "add_subtask"),
        ("task.split", of(json!({ "task": 3, "into": ["One"] })), "add_subtask"),
        (
            "task.add_list",
            of(json!({ "parent": 3, "tasks": [{ "title": "One", "size": "s" }] })),
            "add_subtask",
        ),
        ("task.edit", of(json!({ "task": 3, "revision": 1, "title": "All" })), "edit_task"),
        ("task.assign", of(json!({ "task": 3, "assignee": "ben" })), "assign"),
        ("task.set_phase", of(json!({ "task": 3, "phase": "in_progress" })), "work"),
        ("task.set_phase", of(json!({ "task": 3, "phase": "dropped" })), "call_or_drop"),
        ("member.set_role", of(json!({ "member": "ben", "role": "viewer" })), "set_role"),
        ("member.remove", of(json!({ "member": "ben", "reason": "No." })), "ban"),
        ("member.ban", of(json!({ "member": "ben", "reason": "No." })), "ban"),
        ("member.unban", of(json!({ "member": "ben" })), "ban"),
    ]
    .map(|(action, input, needs)| (read(action, &input).unwrap(), needs))
    .into()
}

#[test]
fn a_suggestion_goes_through_json_as_the_action_that_it_is() {
    for (what, needs) in each() {
        let action = Action::from(what.clone());
        assert_eq!((action.name(), what.needs(Some(Phase::InProgress)).as_str()), (what.name(), needs));
        assert_eq!(serde_json::to_value(&what).unwrap(), serde_json::to_value(&action).unwrap());
        let again: Suggested = serde_json::from_value(serde_json::to_value(&what).unwrap()).unwrap();
        assert_eq!(again, what);
        assert_eq!(Action::read(what.name(), what.input()).unwrap().unwrap(), action);
    }
    for needs in Needs::ALL {
        assert_eq!(Needs::parse(needs.as_str(), needs.role()), Some(needs));
    }
    for state in SuggestionState::ALL {
        assert_eq!(SuggestionState::parse(state.as_str()), Some(state));
        assert_eq!(is_open(state).is_ok(), state == SuggestionState::Open);
    }
}

#[test]
fn a_closed_task_is_opened_again_by_those_who_assign() {
    for to in ["in_progress", "help_wanted", "new"] {
        let what = read("task.set_phase", &json!({ "pursuance": "bees", "task": 3, "phase": to })).unwrap();
        for (now, is_closed) in [(Phase::Done, true), (Phase::Dropped, true), (Phase::Started, false)] {
            assert_eq!(what.needs(Some(now)) == Needs::Assign, is_closed, "{now:?} to {to}");
        }
    }
}

#[test]
fn who_reviews_and_whether_work_is_good_is_suggested_by_nobody() {
    for (action, input) in [
        ("task.edit", json!({ "pursuance": "bees", "task": 3, "revision": 1, "reviewer": "ben" })),
        ("task.set_phase", json!({ "pursuance": "bees", "task": 3, "phase": "done" })),
        ("task.set_phase", json!({ "pursuance": "bees", "task": 3, "phase": "in_review" })),
        ("task.move", json!({ "pursuance": "bees", "task": 3 })),
        ("pursuance.edit", json!({ "pursuance": "bees", "name": "Wasps" })),
    ] {
        assert!(read(action, &input).is_err(), "{action}");
    }
}

#[test]
fn parts_are_suggested_that_are_said_in_one_line_each_and_for_nobody() {
    let list = |parent: Option<i64>, tasks: serde_json::Value| {
        read("task.add_list", &json!({ "pursuance": "bees", "parent": parent, "tasks": tasks }))
    };
    assert!(list(Some(3), json!([{ "title": "One", "due": "2031-03-01" }, { "title": "Two" }])).is_ok());
    for (parent, tasks) in [
        (None, json!([{ "title": "One" }])),
        (Some(3), json!([{ "title": "One", "assignee": "ben" }])),
        (Some(3), json!([{ "title": "One" }, { "title": "Two", "depth": 1 }])),
        (Some(3), json!([{ "title": "One", "deliverables": "A *map*." }])),
        (Some(3), json!(vec![json!({ "title": "One" }); 21])),
    ] {
        assert!(list(parent, tasks.clone()).is_err(), "{tasks}");
    }
}

#[test]
fn an_edit_keeps_what_it_changes_and_what_stood_there() {
    let whole = edit(&json!({ "title": "Count all", "size": "m", "deliverables": "" }));
    let (kept, base) = whole.against(&present("Count", Size::M, 7)).unwrap();
    assert_eq!(kept, edit(&json!({ "revision": 7, "title": "Count all" })));
    assert_eq!(base, Some(edit(&json!({ "revision": 7, "title": "Count" }))));
    let same = edit(&json!({ "title": "Count" })).against(&present("Count", Size::M, 7));
    assert_eq!(same, Err(SuggestionRefusal::NothingChanges));
}

#[test]
fn an_edit_is_outdated_when_somebody_changed_the_same_field_to_something_else() {
    let (what, base) = edit(&json!({ "title": "All" })).against(&present("Count", Size::M, 1)).unwrap();
    for (title, size, is_outdated) in [
        ("Count", Size::M, false),
        // Another field, and the same text: nobody loses anything.
        ("Count", Size::L, false),
        ("All", Size::M, false),
        ("Twice", Size::M, true),
    ] {
        assert_eq!(what.is_outdated(base.as_ref(), &present(title, size, 2)), is_outdated, "{title}");
    }
    let late = what.on_revision(2);
    assert_eq!(late, edit(&json!({ "title": "All", "revision": 2 })));
}

fn any_role() -> impl Strategy<Value = Role> {
    prop::sample::select(Role::ALL.to_vec())
}

proptest! {
    /// A decision of somebody is no more than what they may do themselves.
    #[test]
    fn a_decision_reaches_no_further_than_the_person(
        role in any_role(), to in any_role(), of in any_role(), is_assignee: bool, is_creator: bool, is_mirror: bool,
    ) {
        let ana = ActorId("ana".into());
        let person = Principal::Person { actor: ana.clone(), via: Via::Session };
        let decision = Principal::Decision { proposal: crate::id::ProposalId("p".into()), by: ana };
        let facts = Facts {
            is_assignee, is_creator, is_mirror, ..Facts::about(Visibility::Members, Membership::Active(role))
        };
        for needs in Needs::ALL.into_iter().chain([Needs::SetRole { to }]) {
            let own = needs.ruling(&person, &facts, of);
            let decided = needs.ruling(&decision, &facts, of);
            if matches!(decided, Ruling::Yes) {
                prop_assert_eq!(own, Ruling::Yes);
            }
            // A person who decides does not suggest.
            prop_assert!(!matches!(decided, Ruling::Suggest(_)));
        }
    }
}
