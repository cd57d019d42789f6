//! The story that pages show: between two servers an offer, tasks under way, to review and handed on. The browser tests tell the same story
//! (`e2e/support/story.ts`), and both make the visits of `visits.json`, whose places are named here.

use std::collections::BTreeMap;

use pursuance::state::hash_secret;
use pursuance::store::{discussions, instance};
use pursuance_domain::action::MakeAccountLink;
use pursuance_domain::allowed::{Principal, Via};
use pursuance_domain::delegation::State;
use pursuance_domain::id::ActorId;
use pursuance_domain::value::Door;
use serde_json::{Value, json};

use crate::support::between::Between;
use crate::support::browser::Browser;
use crate::support::groups::{Group, merged, perform};
use crate::support::peers::{Instance, World};

/// A server that the origin's blocks.
const BLOCKED: &str = "quiet.localhost:9";

pub struct Story {
    world: World,
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
        let closed = pursuance(&origin, "attic", "Attic").await;
        let reason = json!({ "pursuance": closed.slug, "reason": "Everything is in the archive." });
        closed.act("pursuance.close", reason).await;
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
        let put_away = archive.task("Old box").await;
        archive.task_with(json!({ "title": "Its lid", "parent": put_away })).await;
        archive.on_task("task.archive", put_away, json!({})).await;
        let trashed = archive.task("Broken box").await;
        archive.on_task("task.trash", trashed, json!({})).await;
        let block = json!({ "host": BLOCKED, "blocked": true });
        perform(&here.app, &Principal::Operator, "instance.block", block).await.unwrap();

        // Signed in where the origin is, and a member of nothing.
        let somebody = here.person("somebody").await;
        let askable = json!({ "askable": true, "skills": ["Language:French"], "about": "I read French." });
        perform(&here.app, &somebody, "profile.edit", askable).await.unwrap();
        let invite = async |more: Value| {
            let (secret, hash) = pursuance::actions::invite::new_secret();
            let input = json!({ "pursuance": origin.slug, "role": "normal", "secret_hash": hash });
            let made = origin.act("invite.create", merged(input, more)).await;
            (format!("/i/{secret}"), made["invite"].as_str().unwrap().to_owned())
        };
        let (link, id) =
            invite(json!({ "expires": "never", "purpose": "For the walk", "task": offered.task })).await;
        let newcomer = here.person("newcomer").await;
        let secret = hash_secret(link.trim_start_matches("/i/"));
        perform(&here.app, &newcomer, "invite.accept", json!({ "secret": secret })).await.unwrap();
        let suggested = async |title: &str| {
            let task = json!({ "pursuance": origin.slug, "title": title });
            let input = json!({ "pursuance": origin.slug, "action": "task.create", "input": task });
            let made = perform(&here.app, &newcomer, "suggestion.make", input).await.unwrap();
            made["suggestion"].as_str().unwrap().to_owned()
        };
        suggested("Translate the legend").await;
        let suggestion = suggested("Translate the index").await;
        let forgetful = here.person("forgetful").await;
        let (reset, hash) = pursuance::actions::invite::new_secret();
        let account = forgetful.person().unwrap().clone();
        let make = MakeAccountLink { account, secret_hash: hash.unwrap(), new: true };
        here.app.perform(&Principal::Operator, make.into()).await.unwrap();
        let asked = ask_for_account(here).await;
        let (over, over_id) = invite(json!({})).await;
        origin.act("invite.revoke", json!({ "pursuance": origin.slug, "invite": over_id })).await;
        let until = here.app.clock.now().plus(30 * pursuance_domain::time::DAY).date();
        let offer = json!({ "pursuance": origin.slug, "skills": ["Language:French", "Design:*"], "tasks": 2, "until": until });
        let offer = origin.act("skill_offer.publish", offer).await["offer"].as_str().unwrap().to_owned();
        let ask = json!({ "pursuance": origin.slug, "person": "somebody", "role": "normal", "note": "You read French." });
        let ask = origin.act("recruit.ask", ask).await["ask"].as_str().unwrap().to_owned();
        let kitchen = json!({ "pursuance": origin.slug, "name": "Kitchen" });
        let kitchen = origin.act("room.create", kitchen).await["room"].as_str().unwrap().to_owned();
        let said_there = json!({ "room": kitchen, "body": "The kettle is **on**." });
        let room_said = origin.act("room.say", said_there).await["message"].as_str().unwrap().to_owned();
        let room = format!("/p/{}/talk/{kitchen}", origin.slug);
        let task = |group: &Group, number: i64| format!("/p/{}/t/{number}", group.slug);
        let said = async |who: &Principal, body: &str| {
            let input = json!({ "pursuance": origin.slug, "task": offered.task, "body": body });
            let made = perform(&here.app, who, "task.comment", input).await.unwrap();
            made["message"].as_str().unwrap().to_owned()
        };
        let of = |comment: &str, more: Value| {
            let on = json!({ "pursuance": origin.slug, "task": offered.task, "comment": comment });
            merged(on, more)
        };
        let edited = said(&origin.who, "The second page is new.").await;
        origin
            .act("comment.edit", of(&edited, json!({ "revision": 1, "body": "The third page is new." })))
            .await;
        let by_another = said(&newcomer, "Which page?").await;
        let removed = said(&newcomer, "Call 555 0100.").await;
        origin.act("comment.delete", of(&removed, json!({ "reason": "A private number." }))).await;
        let leaflet = Group { who: newcomer.clone(), ..origin.clone() };
        leaflet.attach(offered.task, "leaflet.txt", b"Two pages.").await;
        let hung = {
            let of = origin.see(offered.task).await.id;
            let mut tx = here.app.db.read().await.unwrap();
            discussions::hung_on(&mut tx, of.as_str()).await.unwrap().remove(0).id
        };
        let comment = |id: &str| format!("{}/comments/{id}", task(&origin, offered.task));
        let search = json!({ "pursuance": origin.slug, "name": "Open", "query": "is:open", "shared": true, "home": true });
        let search = origin.act("search.save", search).await["search"].as_str().unwrap().to_owned();
        let poster = handed_in.mirror().await.number;
        let places = BTreeMap::from([
            ("origin", format!("/p/{}", origin.slug)),
            ("delegate", format!("/p/{}", delegate.slug)),
            ("archive", format!("/p/{}", archive.slug)),
            ("closed", format!("/p/{}", closed.slug)),
            ("third", format!("/p/{}", third.slug)),
            ("person", "/@asker".to_owned()),
            ("member", format!("/p/{}/m/asker", origin.slug)),
            ("colleague", format!("/p/{}/m/newcomer", origin.slug)),
            ("stranger", format!("/p/{}/m/somebody", origin.slug)),
            ("offered", task(&origin, offered.task)),
            ("fileRemove", format!("{}/files/{hung}/remove", task(&origin, offered.task))),
            ("edited", comment(&edited)),
            ("said", comment(&by_another)),
            ("removed", comment(&removed)),
            ("underWay", task(&origin, under_way.task)),
            ("underWayThere", task(&delegate, mirror)),
            ("handedIn", task(&origin, handed_in.task)),
            ("handedInThere", task(&delegate, poster)),
            ("handedOnThere", task(&delegate, signs)),
            ("box", task(&archive, boxes[24])),
            ("putAway", task(&archive, put_away)),
            ("trashed", task(&archive, trashed)),
            ("handle", delegate.handle()),
            ("handleHere", third.handle()),
            ("host", there.authority().to_owned()),
            ("blocked", BLOCKED.to_owned()),
            ("invite", link),
            ("inviteEnd", format!("/p/{}/invites/{id}", origin.slug)),
            ("inviteOver", over),
            ("reset", format!("/reset/{reset}")),
            ("asked", asked),
            ("ask", format!("/me/asks/{ask}")),
            ("suggestion", format!("/p/{}/suggestions/{suggestion}", origin.slug)),
            ("skillOffer", format!("/p/{}/skill-offers/{offer}", origin.slug)),
            ("savedSearch", format!("/searches/{search}")),
            ("room", room.clone()),
            ("roomSaid", format!("{room}/m/{room_said}")),
        ]);
        let browsers = BTreeMap::from([
            ("nobody", Browser::visiting(here)),
            ("somebody", Browser::at(here, &somebody).await),
            ("newcomer", Browser::at(here, &newcomer).await),
            ("origin", Browser::at(here, &origin.who).await),
            ("delegate", Browser::at(there, &delegate.who).await),
        ]);
        Self { browsers, places, world }
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

    /// Puts an envelope in the place of what people wrote, on both servers.
    pub async fn seal(&self) {
        for instance in &self.world.instances {
            instance.inspect.seal().await;
        }
    }

    /// A browser of one of those who look.
    pub fn browser(&self, who: &str) -> Browser {
        self.browsers.get(who).unwrap_or_else(|| panic!("nobody in the story is called {who}")).clone()
    }
}

/// The side that asks, and the side that is asked.
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

/// Somebody asks for an account, while that is possible: the path of their page.
async fn ask_for_account(at: &Instance) -> String {
    let row = instance::find(&mut at.app.db.read().await.unwrap()).await.unwrap().unwrap();
    let door = async |door: Door| {
        let set = json!({ "name": row.name, "door": door });
        perform(&at.app, &Principal::Operator, "instance.configure", set).await.unwrap();
    };
    door(Door::Request).await;
    let (secret, hash) = pursuance::actions::invite::new_secret();
    let ask = json!({ "name": "wren", "words": "I read French.", "secret_hash": hash });
    perform(&at.app, &Principal::Visitor, "account.request", ask).await.unwrap();
    door(row.door).await;
    format!("/join/{secret}")
}

/// A pursuance on an instance, and the person who leads it and runs the instance.
async fn found(instance: &Instance, person: &str, slug: &str, name: &str) -> Group {
    let account = json!({ "name": person, "credential": { "kind": "plain", "verifier": "nobody signs in here" }, "operator": true });
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
