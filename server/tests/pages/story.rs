//! What the pages have to show: between two servers an offer, tasks under way, to review and handed on. The browser tests
//! tell the same story (`e2e/support/story.ts`), and both make the visits of `visits.json`, whose places are named here.

use std::collections::BTreeMap;

use pursuance_domain::allowed::{Principal, Via};
use pursuance_domain::delegation::State;
use pursuance_domain::id::ActorId;
use serde_json::{Value, json};

use crate::support::between::Between;
use crate::support::browser::Browser;
use crate::support::groups::{Group, merged, perform};
use crate::support::peers::{Instance, World};

/// A server that the origin's blocks.
const BLOCKED: &str = "quiet.localhost:9";

pub struct Story {
    _world: World,
    /// Of those who look, by the name the visits give them.
    browsers: BTreeMap<&'static str, Browser>,
    places: BTreeMap<&'static str, String>,
}

impl Story {
    pub async fn told() -> Self {
        let world = World::two().await;
        let (here, there) = (&world.instances[0], &world.instances[1]);
        let origin = found(here, "asker", "river", "River Watch").await;
        let delegate = found(there, "helper", "lingua", "Lingua").await;
        let third = pursuance(&origin, "type", "Type Foundry").await;
        let archive = pursuance(&origin, "archive", "Archive").await;
        let sides = Sides { world: &world, origin: &origin, delegate: &delegate };

        let under_way = sides.active("Translate the map", json!({})).await;
        let mirror = under_way.mirror().await.number;
        delegate.task_with(json!({ "title": "Place names", "parent": mirror })).await;
        let question = json!({ "body": "Which spelling do you use?", "share": true });
        delegate.on_task("task.comment", mirror, question).await;
        under_way.delegate_does("progress", json!({ "note": "Begun." })).await;

        let handed_in = sides.active("Translate the poster", json!({})).await;
        handed_in.delegate_does("submit", json!({ "body": "All of it, in **plain French**." })).await;
        world.settle().await;
        handed_in.assert_states(State::Submitted, State::Submitted).await;

        let handed_on = sides.active("Translate the signs", json!({ "redelegation": "yes" })).await;
        let signs = handed_on.mirror().await.number;
        delegate.offer(signs, &third, json!({})).await;
        world.settle().await;

        let offered = sides.offered("Translate the overflow report", json!({})).await;
        let mut boxes = Vec::new();
        for number in 1..=25 {
            boxes.push(archive.task(&format!("Box {number}")).await);
        }
        let block = json!({ "host": BLOCKED, "blocked": true });
        perform(&here.app, &Principal::Operator, "instance.block", block).await.unwrap();

        let task = |group: &Group, number: i64| format!("/p/{}/t/{number}", group.slug);
        let poster = handed_in.mirror().await.number;
        let places = BTreeMap::from([
            ("origin", format!("/p/{}", origin.slug)),
            ("delegate", format!("/p/{}", delegate.slug)),
            ("archive", format!("/p/{}", archive.slug)),
            ("person", "/@asker".to_owned()),
            ("member", format!("/p/{}/m/asker", origin.slug)),
            ("stranger", format!("/p/{}/m/somebody", origin.slug)),
            ("offered", task(&origin, offered.task)),
            ("underWay", task(&origin, under_way.task)),
            ("underWayThere", task(&delegate, mirror)),
            ("handedIn", task(&origin, handed_in.task)),
            ("handedInThere", task(&delegate, poster)),
            ("handedOnThere", task(&delegate, signs)),
            ("box", task(&archive, boxes[24])),
            ("handle", delegate.handle()),
            ("handleHere", third.handle()),
            ("host", there.authority().to_owned()),
            ("blocked", BLOCKED.to_owned()),
        ]);
        // Signed in where the origin is, and a member of nothing.
        let somebody = here.person("somebody").await;
        let browsers = BTreeMap::from([
            ("nobody", Browser::visiting(here)),
            ("somebody", Browser::at(here, &somebody).await),
            ("origin", Browser::at(here, &origin.who).await),
            ("delegate", Browser::at(there, &delegate.who).await),
        ]);
        Self { browsers, places, _world: world }
    }

    /// The address of a visit, whose places stand in braces.
    pub fn address(&self, at: &str) -> String {
        let filled = self
            .places
            .iter()
            .fold(at.to_owned(), |filled, (name, place)| filled.replace(&format!("{{{name}}}"), place));
        assert!(!filled.contains('{'), "{at} names a place that is not in the story");
        filled
    }

    /// A browser of one of those who look.
    pub fn browser(&self, who: &str) -> Browser {
        self.browsers.get(who).unwrap_or_else(|| panic!("nobody in the story is called {who}")).clone()
    }
}

/// Who asks, and who is asked.
struct Sides<'a> {
    world: &'a World,
    origin: &'a Group,
    delegate: &'a Group,
}

impl Sides<'_> {
    /// A task that is offered and not yet answered.
    async fn offered(&self, title: &str, terms: Value) -> Between {
        let (task, terms) = self.asked(title, terms).await;
        Between::offered(self.world, self.origin, self.delegate, task, terms).await
    }

    /// A task that the delegate works on.
    async fn active(&self, title: &str, terms: Value) -> Between {
        let (task, terms) = self.asked(title, terms).await;
        Between::active(self.world, self.origin, self.delegate, task, terms).await
    }

    async fn asked(&self, title: &str, terms: Value) -> (i64, Value) {
        let task = json!({ "title": title, "skills": ["Language:French"], "size": "m",
            "deliverables": "One page of **plain French** for every page of the report." });
        let note = json!({ "note": "Could you take this one?", "discussion": true });
        (self.origin.task_with(task).await, merged(note, terms))
    }
}

/// A pursuance on an instance, and the person who leads it and runs the instance.
async fn found(instance: &Instance, person: &str, slug: &str, name: &str) -> Group {
    let account = json!({ "name": person, "verifier": "nobody signs in here", "operator": true });
    let made = perform(&instance.app, &Principal::Operator, "account.create", account).await.unwrap();
    let actor = ActorId(made["id"].as_str().unwrap().to_owned());
    let who = Principal::Person { actor: actor.clone(), via: Via::Token };
    let nowhere = Group { app: instance.app.clone(), slug: String::new(), id: actor, who };
    pursuance(&nowhere, slug, name).await
}

/// One more pursuance of the same person.
async fn pursuance(of: &Group, slug: &str, name: &str) -> Group {
    let input = json!({ "slug": slug, "name": name, "mission": "We measure, and we *write*.", "visibility": "public" });
    let made = of.act("pursuance.create", input).await;
    Group { slug: slug.to_owned(), id: ActorId(made["id"].as_str().unwrap().to_owned()), ..of.clone() }
}
