//! Rights of each role in a delegation, from either side (RULES §2): Assigners and above all of it; verdicts are for the reviewer, else the
//! creator, or an Admin.

use http::StatusCode;
use pursuance_domain::people::role::Role;
use pursuance_federation::vocab::Act;
use serde_json::{Value, json};

use crate::federation::hostile::Scene;
use crate::federation::hostile::stages::{Known, Stage, offer, offered, work};
use crate::support::Caller;
use crate::support::browser::{Browser, Form};
use crate::support::groups::merged;

/// How far things have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// The wasps have offered the bees a task.
    TheyAsk,
    /// The bees have offered the wasps a task, which ana wrote.
    WeAsk,
    /// The wasps have it.
    TheyWork,
    /// The wasps have handed in.
    TheyHandedIn,
    /// The bees have a task of the wasps.
    WeWork,
}

/// One action: when, with what, by which form of the delegation (or of the pursuance) with which fields, and whether it goes
/// well for those who may do it. Where it needs more than there is, it is refused for another reason than the role.
type Line = (Before, &'static str, Value, &'static str, &'static [(&'static str, &'static str)], bool);

/// Untrusted, Viewer, Normal, Assigner, Recruiter, Assistant admin, Admin, Primary. The Primary wrote the task.
const ASSIGNERS: &str = "...xxxxx";
const REVIEWERS: &str = "......xx";

#[rustfmt::skip]
fn lines() -> Vec<(&'static str, Line)> {
    use Before::{TheyAsk, TheyHandedIn, TheyWork, WeAsk, WeWork};
    let hornets = "https://hornets.example/ap/p/1";
    let late = "https://wasps.example/ap/s/1";
    vec![
        (ASSIGNERS, (TheyAsk, "delegation.accept", json!({}), "accept", &[], true)),
        (ASSIGNERS, (TheyAsk, "delegation.decline", json!({}), "decline", &[], true)),
        (ASSIGNERS, (TheyAsk, "delegation.counter", json!({ "note": "Later?" }), "counter", &[("note", "Later?")], true)),
        (ASSIGNERS, (TheyAsk, "delegation.fetch_files", json!({}), "fetch-files", &[], true)),
        (ASSIGNERS, (WeAsk, "delegation.reoffer", json!({ "size": "l" }), "reoffer", &[("size", "l")], true)),
        (ASSIGNERS, (WeAsk, "delegation.recall", json!({}), "recall", &[], true)),
        (ASSIGNERS, (TheyWork, "delegation.recall", json!({}), "recall", &[], true)),
        (ASSIGNERS, (TheyWork, "delegation.nudge", json!({}), "nudge", &[], false)),
        (ASSIGNERS, (TheyWork, "delegation.answer_onward", json!({ "to": hornets, "allow": true }), "answer-onward", &[("to", "https://hornets.example/ap/p/1"), ("allow", "yes")], false)),
        (REVIEWERS, (TheyHandedIn, "delegation.start_review", json!({}), "start-review", &[], true)),
        (REVIEWERS, (TheyHandedIn, "delegation.accept_work", json!({}), "accept-work", &[], true)),
        (REVIEWERS, (TheyHandedIn, "delegation.send_back", json!({ "comment": "More." }), "send-back", &[("comment", "More.")], true)),
        (REVIEWERS, (TheyHandedIn, "delegation.refuse_work", json!({ "comment": "No." }), "refuse-work", &[("comment", "No.")], true)),
        (REVIEWERS, (TheyHandedIn, "delegation.thank", json!({ "submission": late }), "thank", &[("submission", "https://wasps.example/ap/s/1")], false)),
        (ASSIGNERS, (WeWork, "delegation.progress", json!({ "note": "Half." }), "progress", &[("note", "Half.")], true)),
        (ASSIGNERS, (WeWork, "delegation.submit", json!({ "body": "Seven." }), "submit", &[("body", "Seven.")], true)),
        (ASSIGNERS, (WeWork, "delegation.return", json!({}), "return", &[], true)),
        (ASSIGNERS, (WeWork, "task.move", json!({ "task": 1, "parent": 2 }), "/t/1/move", &[("parent", "2")], true)),
        (ASSIGNERS, (WeWork, "task.create", json!({ "title": "Part", "parent": 1 }), "/tasks", &[("title", "Part"), ("parent", "1")], true)),
        (ASSIGNERS, (WeWork, "delegation.ask_onward", json!({ "to": hornets }), "ask-onward", &[("to", "https://hornets.example/ap/p/1")], false)),
    ]
}

/// The bees at a stage, with the row of the delegation.
async fn at(before: Before) -> (Scene, String) {
    let stage = match before {
        Before::TheyAsk => Stage::Met,
        Before::WeAsk => Stage::Asked,
        Before::TheyWork | Before::TheyHandedIn => Stage::TheyHaveIt,
        Before::WeWork => Stage::WeHaveIt,
    };
    let (mut scene, known) = Scene::at(stage).await;
    match before {
        Before::TheyAsk => ask(&mut scene, &known).await,
        Before::TheyHandedIn => {
            let work = Act::Submit(Box::new(work(&scene, &known)));
            scene.say_next(&known, work).await;
        }
        Before::WeAsk | Before::TheyWork | Before::WeWork => {}
    }
    let row = scene.bees.delegations().await.pop().unwrap();
    (scene, row.id.to_string())
}

async fn ask(scene: &mut Scene, known: &Known) {
    let delegation = offer(scene);
    let known = Known { delegation: delegation.id.to_string(), ..known.clone() };
    scene.say_next(&known, offered(delegation)).await;
}

#[tokio::test]
async fn every_role_does_in_a_delegation_what_the_table_says() {
    let mut wrong = Vec::new();
    for before in [Before::TheyAsk, Before::WeAsk, Before::TheyWork, Before::TheyHandedIn, Before::WeWork] {
        let (scene, row) = at(before).await;
        let bees = &scene.bees;
        // Somewhere to put a mirror, which is number 1.
        bees.task("Parent").await;
        let mut people = Vec::new();
        for role in Role::ALL {
            let member = if role == Role::Primary {
                bees.clone()
            } else {
                bees.with_member(&format!("{}1", role.as_str().replace('_', "")), role).await
            };
            let browser = Browser::at(&scene.world.instances[0], &member.who).await;
            people.push((role, Caller::at(&bees.app, &member.who).await, browser));
        }
        for (marks, (_, action, more, form, fields, goes)) in
            lines().into_iter().filter(|line| line.1.0 == before)
        {
            for ((role, caller, browser), mark) in people.iter_mut().zip(marks.chars()) {
                let is_of_task = action.starts_with("task.");
                let named =
                    if is_of_task { json!({ "pursuance": "bees" }) } else { json!({ "delegation": row }) };
                let input = merged(named, more.clone());
                let path = format!("/api/v1/actions/{action}?dry_run=true");
                let told = caller.post(&path, &[], input).await;
                let is_right = match (mark, goes) {
                    ('.', _) => told.status == StatusCode::FORBIDDEN,
                    (_, true) => told.status.is_success(),
                    (_, false) => told.status != StatusCode::FORBIDDEN,
                };
                if !is_right {
                    wrong.push(format!("{role}, {before:?}: {action} should be {mark}: {told:?}"));
                }
                if mark != '.' {
                    continue;
                }
                // The form of a page that was open when the role was another one.
                let csrf = browser.open("/me").await.shown().form("/me/theme").value("csrf").to_owned();
                let typed: Vec<(&str, &str)> =
                    std::iter::once(("csrf", csrf.as_str())).chain(fields.iter().copied()).collect();
                let digests = scene.digests().await;
                let at = if is_of_task { form.to_owned() } else { format!("/d/{row}/{form}") };
                let told = browser.post(Form::to(&format!("/p/bees{at}"), &typed)).await;
                if !told.status.is_client_error() {
                    wrong.push(format!("{role}, {before:?}: the form {form} should be refused: {told:?}"));
                }
                scene.assert_unchanged(&digests, &format!("{role} {form}")).await;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
