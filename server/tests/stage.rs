//! A stage of the hallway is one file: this one refuses every action of one pursuance.

use std::sync::Arc;

use pursuance::actions::{Cx, Options, PerformError, Refused, Stage, Step, Thing};
use pursuance_domain::action::Action;
use pursuance_domain::id::ActorId;
use serde_json::json;

use crate::support::groups::merged;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(a_stage_refuses_every_action_of_one_pursuance);

#[derive(Debug)]
struct Frozen(ActorId);

impl Stage for Frozen {
    fn check<'a>(&'a self, cx: &'a mut Cx) -> Step<'a> {
        let is_theirs = cx.changes_in(&self.0);
        Box::pin(
            async move { if is_theirs { Err(Refused::NotFound(Thing::Pursuance).into()) } else { Ok(()) } },
        )
    }
}

async fn a_stage_refuses_every_action_of_one_pursuance(app: TestApp) {
    let ana = app.person("ana").await;
    let mut ids = Vec::new();
    for slug in ["bees", "wasps"] {
        let start = json!({ "slug": slug, "name": slug, "mission": "" });
        let made = ana.perform("pursuance.create", start).await.ok();
        ids.push(ActorId(made["result"]["id"].as_str().unwrap().to_owned()));
        ana.perform("task.create", json!({ "pursuance": slug, "title": "Count" })).await.ok();
    }
    let frozen: Arc<dyn Stage> = Arc::new(Frozen(ids[0].clone()));
    let options = Options { further: vec![frozen], ..Options::default() };
    for (action, more) in [
        ("task.create", json!({ "title": "Look" })),
        ("task.set_phase", json!({ "task": 1, "phase": "help_wanted" })),
        ("task.comment", json!({ "task": 1, "body": "Hm." })),
        ("task.bulk", json!({ "tasks": [1], "change": { "size": "l" } })),
        ("room.create", json!({ "name": "Kitchen" })),
        ("pursuance.edit", json!({ "name": "Others" })),
        ("pursuance.close", json!({ "reason": "We are done." })),
    ] {
        for (slug, is_refused) in [("bees", true), ("wasps", false)] {
            let input = merged(json!({ "pursuance": slug }), more.clone());
            let named = json!({ "action": action, "input": input });
            let named: Action = serde_json::from_value(named).unwrap();
            let done = app.perform_with(&ana.principal(), named, options.clone()).await;
            assert_eq!(matches!(done, Err(PerformError::Refused(_))), is_refused, "{action}: {done:?}");
        }
    }
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Look" })).await.ok();
}
