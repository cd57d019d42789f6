//! One example of every action, for the OpenAPI description. A test parses each as its action.

use serde_json::{Value, json};

/// An input of the action with this name.
pub(super) fn input(action: &str) -> Option<Value> {
    const DELEGATION: &str = "01k9w3zq7v8h4m2x5n6p0r1s2t";
    const FILE: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    Some(match action {
        "profile.edit" => json!({ "display": "Ana", "skills": ["Language:French", "Editing:Copyedit"] }),
        "pursuance.create" => {
            json!({ "slug": "river-watch", "name": "River Watch", "mission": "Measure what flows in.", "visibility": "public" })
        }
        "pursuance.edit" => json!({ "pursuance": "river-watch", "joining": "approval" }),
        "pursuance.join" => json!({ "pursuance": "river-watch", "note": "I live by the river." }),
        "pursuance.leave" => json!({ "pursuance": "river-watch" }),
        "member.set_role" => json!({ "pursuance": "river-watch", "member": "ben", "role": "assigner" }),
        "member.decide" => json!({ "pursuance": "river-watch", "member": "ben", "accept": true }),
        "task.create" => json!({
            "pursuance": "river-watch", "title": "Translate the leaflet", "deliverables": "Both pages, in *plain* French.",
            "skills": ["Language:French"], "due": "2026-12-15", "size": "s"
        }),
        "task.edit" => {
            json!({ "pursuance": "river-watch", "task": 3, "revision": 2, "title": "Translate both leaflets", "due": null })
        }
        "task.move" => json!({ "pursuance": "river-watch", "task": 3, "parent": 1 }),
        "task.set_phase" => json!({ "pursuance": "river-watch", "task": 3, "phase": "help_wanted" }),
        "task.assign" => json!({ "pursuance": "river-watch", "task": 3, "assignee": "ana" }),
        "task.take" => json!({ "pursuance": "river-watch", "task": 3, "withdraw": false }),
        "task.hand_back" => json!({ "pursuance": "river-watch", "task": 3 }),
        "task.comment" => {
            json!({ "pursuance": "river-watch", "task": 3, "body": "The second page is **new**." })
        }
        "task.attach" => {
            json!({ "pursuance": "river-watch", "task": 3, "file": FILE, "name": "leaflet.odt" })
        }
        "delegation.offer" => json!({
            "pursuance": "river-watch", "task": 3, "to": "lingua@other.example", "note": "Could you?", "due": "2026-12-15", "discussion": true
        }),
        "delegation.reoffer" => {
            json!({ "delegation": DELEGATION, "due": "2027-01-10", "note": "Is this better?" })
        }
        "delegation.accept" => json!({ "delegation": DELEGATION, "parent": 12 }),
        "delegation.decline" => {
            json!({ "delegation": DELEGATION, "code": "capacity", "reason": "All our translators are busy until January." })
        }
        "delegation.counter" => {
            json!({ "delegation": DELEGATION, "due": "2027-01-10", "note": "After the holidays?" })
        }
        "delegation.progress" => json!({ "delegation": DELEGATION, "note": "The first page is done." }),
        "delegation.submit" => json!({ "delegation": DELEGATION, "body": "Both pages.", "files": [FILE] }),
        "delegation.start_review" => json!({ "delegation": DELEGATION }),
        "delegation.accept_work" => json!({ "delegation": DELEGATION, "comment": "Thank you!" }),
        "delegation.send_back" => {
            json!({ "delegation": DELEGATION, "comment": "The title is still in English." })
        }
        "delegation.refuse_work" => {
            json!({ "delegation": DELEGATION, "comment": "This is another leaflet." })
        }
        "delegation.thank" => json!({
            "delegation": DELEGATION, "submission": "https://other.example/ap/s/01k9w3zq7v8h4m2x5n6p0r1s2t", "comment": "Of use all the same."
        }),
        "delegation.recall" => {
            json!({ "delegation": DELEGATION, "code": "superseded", "reason": "We no longer need it." })
        }
        "delegation.return" => {
            json!({ "delegation": DELEGATION, "code": "return-skills", "reason": "Nobody here speaks French any more." })
        }
        "delegation.fetch_files" => json!({ "delegation": DELEGATION }),
        "delegation.nudge" => json!({ "delegation": DELEGATION, "note": "How is it going?" }),
        "delegation.ask_onward" => json!({ "delegation": DELEGATION, "to": "layout@third.example" }),
        "delegation.answer_onward" => {
            json!({ "delegation": DELEGATION, "to": "https://third.example/ap/p/01k9w3zq7v8h4m2x5n6p0r1s2t", "allow": true })
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use pursuance_domain::action::Action;

    use super::*;
    use crate::api::actions::open;

    #[test]
    fn every_action_of_the_api_has_an_example_it_takes() {
        for entry in open(Action::catalogue()) {
            let example = input(entry.name).unwrap_or_else(|| panic!("{} has no example", entry.name));
            let read = Action::read(entry.name, &example).map(|read| read.map(|action| action.name()));
            assert!(matches!(read, Some(Ok(name)) if name == entry.name), "{}: {read:?}", entry.name);
        }
    }
}
