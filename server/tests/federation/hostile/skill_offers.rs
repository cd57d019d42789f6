//! Skill offers that lie (PROTOCOL §1.8): about who makes them, about when, and about how many there are.

use pursuance::store::skill_offers::{self, SkillOffer, Wanted};
use pursuance_domain::delegation::State;
use pursuance_domain::skill_offer::{LONGEST, OPEN_MOST};
use pursuance_domain::time::{DAY, HOUR, MINUTE, Time};
use pursuance_federation::vocab::Sha256Sum;
use serde_json::{Value, json};

use super::stages::{offer, offered, url};
use super::{Scene, Told};
use crate::federation::scripted::{Figure, Post, Served};
use crate::support::groups::Group;
use crate::support::peers::On;

/// A skill offer for everybody, as it is said at a moment.
pub fn proposal(figure: &Figure, name: impl std::fmt::Display, at: Time) -> Value {
    let home = figure.uri.split("/ap/").next().unwrap();
    let id = format!("{home}/ap/so/{}-{name}", figure.name);
    json!({
        "id": id, "type": "Proposal", "purpose": "offer", "attributedTo": figure.uri, "name": "French",
        "content": "<p>Evenings.</p>", "skills": ["Language:French"], "capacity": {"hours": 4, "per": "week", "tasks": 1},
        "until": at.plus(60 * DAY).rfc3339(), "unitBased": false,
        "publishes": {"id": format!("{id}#primary"), "type": "Intent", "action": "work",
            "resourceQuantity": {"hasUnit": "hour", "hasNumericalValue": "4"}},
        "published": at.rfc3339(), "updated": at.rfc3339(), "revision": 1,
        "to": ["https://www.w3.org/ns/activitystreams#Public"],
    })
}

/// An activity about one, proved, for the bees.
fn said(scene: &Scene, figure: &Figure, kind: &str, object: &Value, at: Time) -> Value {
    said_to(scene, &scene.bees, figure, kind, object, at)
}

fn said_to(scene: &Scene, to: &Group, figure: &Figure, kind: &str, object: &Value, at: Time) -> Value {
    let mut activity = json!({
        "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v2"],
        "id": figure.new_uri("act"), "type": kind, "actor": figure.uri, "to": [to.uri()],
        "published": at.rfc3339(), "object": object,
    });
    figure.prove(&mut activity, scene.now());
    activity
}

/// A good offer of the wasps, with so many letters more.
pub fn told(scene: &Scene, n: usize, more: usize) -> Value {
    let mut offer = proposal(&scene.wasps, n, scene.now());
    offer["pad"] = json!("x".repeat(more));
    said(scene, &scene.wasps, "Create", &offer, scene.now())
}

async fn send(scene: &Scene, figure: &Figure, activity: &Value) -> Told {
    scene.send(&Post::to(&scene.inbox(), figure, activity, scene.now())).await
}

/// Sends an activity of the wasps, and returns the status of the answer.
async fn tell(scene: &Scene, kind: &str, object: &Value) -> u16 {
    let activity = said(scene, &scene.wasps, kind, object, scene.now());
    send(scene, &scene.wasps, &activity).await.status
}

pub async fn known(scene: &Scene) -> Vec<SkillOffer> {
    known_to(scene, &scene.bees).await
}

async fn known_to(scene: &Scene, group: &Group) -> Vec<SkillOffer> {
    let mut tx = group.app.db.read().await.unwrap();
    let who = group.who.person();
    skill_offers::known(&mut tx, who, &Wanted::default(), scene.now(), "", 500).await.unwrap()
}

/// A lie: what it is about, how a good offer is spoiled before it is proved, and the word of the answer.
type Lie = (&'static str, fn(&Scene, &mut Value), &'static str);

const LIES: &[Lie] = &[
    ("another maker", |s, o| o["attributedTo"] = json!(s.hornets.uri), "not-permitted"),
    (
        "an offer of ours",
        |s, o| o["id"] = json!(format!("{}/ap/so/1", s.bees.app.addresses.base())),
        "other-origin",
    ),
    ("another server", |_, o| o["id"] = json!("https://c.example/ap/so/1"), "other-origin"),
    (
        "another server, its intent too",
        |_, o| {
            o["id"] = json!("https://c.example/ap/so/1");
            o["publishes"]["id"] = json!("https://c.example/ap/so/1#primary");
        },
        "other-origin",
    ),
    (
        "an intent elsewhere",
        |_, o| o["publishes"]["id"] = json!("https://c.example/ap/so/1#primary"),
        "other-origin",
    ),
    (
        "an intent of another offer",
        |s, o| {
            o["publishes"]["id"] = json!(format!("{}#primary", s.peer.at("/ap/so/other")));
        },
        "other-origin",
    ),
    ("no end", |_, o| o["until"] = Value::Null, "bad-offer"),
    (
        "an end that is too far",
        |s, o| o["until"] = json!(s.now().plus(LONGEST + 3 * DAY).rfc3339()),
        "bad-offer",
    ),
    ("the future", |s, o| o["updated"] = json!(s.now().plus(2 * HOUR).rfc3339()), "bad-offer"),
    ("no skill", |_, o| o["skills"] = json!(["everything", ":", "a:b:c"]), "bad-offer"),
    ("too many skills", |_, o| o["skills"] = json!(vec!["Area:x"; 33]), "too-large"),
    ("too many words", |_, o| o["content"] = json!("x".repeat(2_001)), "too-large"),
    ("far too many words", |_, o| o["content"] = json!("x".repeat(10_001)), "too-large"),
    ("no intent", |_, o| o["publishes"] = Value::Null, "bad-offer"),
    ("a revision before the first", |_, o| o["revision"] = json!(0), "bad-offer"),
    ("somebody else", |_, o| o["to"] = json!(["https://c.example/ap/p/1"]), "not-for-us"),
    ("nobody", |_, o| o["to"] = json!([]), "not-for-us"),
];

#[tokio::test]
async fn no_lie_about_an_offer_is_kept() {
    let scene = Scene::new().await;
    let before = scene.digests().await;
    for (what, spoil, word) in LIES {
        let mut offer = proposal(&scene.wasps, "x", scene.now());
        spoil(&scene, &mut offer);
        let activity = said(&scene, &scene.wasps, "Create", &offer, scene.now());
        let told = send(&scene, &scene.wasps, &activity).await;
        assert_eq!((told.status, told.word.as_str()), (422, *word), "{what}");
        scene.assert_unchanged(&before, what).await;
    }
    assert!(known(&scene).await.is_empty());
    // The same without a lie.
    assert_eq!(tell(&scene, "Create", &proposal(&scene.wasps, "x", scene.now())).await, 202);
    assert_eq!(known(&scene).await.len(), 1);
}

#[tokio::test]
async fn everybody_and_the_type_of_an_offer_have_several_names() {
    let scene = Scene::new().await;
    let ways: [fn(&mut Value); 6] = [
        |offer| offer["to"] = json!("Public"),
        |offer| offer["to"] = json!(["as:Public"]),
        |offer| offer["to"] = json!({ "id": "https://www.w3.org/ns/activitystreams#Public" }),
        |offer| offer["type"] = json!("vf:Proposal"),
        |offer| offer["type"] = json!(["https://w3id.org/valueflows/ont/vf#Proposal", "Object"]),
        |offer| offer["publishes"]["type"] = json!("vf:Intent"),
    ];
    for (n, write) in ways.iter().enumerate() {
        let mut offer = proposal(&scene.wasps, n, scene.now());
        write(&mut offer);
        assert_eq!(tell(&scene, "Create", &offer).await, 202, "{offer}");
        let known = known(&scene).await;
        assert_eq!(known.len(), n + 1, "{offer}");
        assert!(known.iter().all(|offer| offer.public), "{offer}");
    }
}

#[tokio::test]
async fn what_offers_no_work_is_refused_and_what_is_over_is_not_kept() {
    let scene = Scene::new().await;
    for (spoil, status) in [
        ((|o| o["purpose"] = json!("request")) as fn(&mut Value), 422),
        (|o| o["publishes"]["action"] = json!("transfer"), 422),
        (|o| o["until"] = json!("2020-01-01T00:00:00Z"), 202),
    ] {
        let mut offer = proposal(&scene.wasps, "x", scene.now());
        spoil(&mut offer);
        assert_eq!(tell(&scene, "Create", &offer).await, status, "{offer}");
    }
    assert!(known(&scene).await.is_empty());
}

#[tokio::test]
async fn an_offer_without_the_proof_of_its_maker_is_forged() {
    let scene = Scene::new().await;
    let offer = proposal(&scene.wasps, "x", scene.now());
    let good = said(&scene, &scene.wasps, "Create", &offer, scene.now());

    let mut unproved = good.clone();
    unproved.as_object_mut().unwrap().remove("proof");
    let mut of_another = good.clone();
    scene.hornets.prove(&mut of_another, scene.now());
    let mut changed = good.clone();
    changed["object"]["capacity"]["tasks"] = json!(99);
    let mut borrowed = good.clone();
    scene.hornets.prove(&mut borrowed, scene.now());
    borrowed["proof"]["verificationMethod"] = good["proof"]["verificationMethod"].clone();
    for (what, forged, word) in [
        ("no proof", unproved, "no-proof"),
        ("the proof of another", of_another, "bad-proof"),
        ("a change behind the proof", changed, "bad-proof"),
        ("another's proof with the name of the key", borrowed, "bad-proof"),
    ] {
        let told = send(&scene, &scene.wasps, &forged).await;
        assert_eq!((told.status, told.word.as_str()), (422, word), "{what}");
    }
    assert!(known(&scene).await.is_empty());
    // Signed by another: passed on, and believed by the proof of its maker alone.
    assert_eq!(send(&scene, &scene.hornets, &good).await.status, 202);
    assert_eq!(known(&scene).await.len(), 1);
}

#[tokio::test]
async fn nobody_changes_or_withdraws_the_offer_of_another() {
    let scene = Scene::new().await;
    let offer = proposal(&scene.wasps, "x", scene.now());
    assert_eq!(tell(&scene, "Create", &offer).await, 202);
    let before = scene.digests().await;
    scene.world.let_pass(MINUTE);

    let mut stolen = proposal(&scene.hornets, "x", scene.now());
    stolen["id"] = offer["id"].clone();
    stolen["publishes"] = offer["publishes"].clone();
    stolen["revision"] = json!(2);
    let update = said(&scene, &scene.hornets, "Update", &stolen, scene.now());
    let told = send(&scene, &scene.hornets, &update).await;
    assert_eq!((told.status, told.word.as_str()), (422, "not-permitted"));
    for object in [offer["id"].clone(), json!({ "id": offer["id"], "type": "Tombstone" })] {
        let delete = said(&scene, &scene.hornets, "Delete", &object, scene.now());
        let told = send(&scene, &scene.hornets, &delete).await;
        assert_eq!((told.status, told.word.as_str()), (422, "not-permitted"));
    }
    scene.assert_unchanged(&before, "the hornets").await;
    assert_eq!(known(&scene).await.len(), 1);
}

#[tokio::test]
async fn what_is_repeated_or_comes_late_changes_nothing() {
    let scene = Scene::new().await;
    let first = proposal(&scene.wasps, "x", scene.now());
    let create = said(&scene, &scene.wasps, "Create", &first, scene.now());
    assert_eq!(send(&scene, &scene.wasps, &create).await.status, 202);
    scene.world.let_pass(MINUTE);
    let mut second = proposal(&scene.wasps, "x", scene.now());
    (second["revision"], second["skills"]) = (json!(2), json!(["Law:Housing"]));
    assert_eq!(tell(&scene, "Update", &second).await, 202);
    let skills = async || known(&scene).await.iter().map(|o| o.skills.to_string()).collect::<Vec<_>>();
    assert_eq!(skills().await, ["Law:Housing"]);

    for (what, updated, revision) in [
        ("an older one", &first["updated"], 3),
        ("a newer one with an old count", &json!(scene.now().plus(MINUTE).rfc3339()), 2),
        ("the same moment with a new count", &second["updated"], 3),
    ] {
        let mut stale = first.clone();
        (stale["updated"], stale["revision"]) = (updated.clone(), json!(revision));
        assert_eq!(tell(&scene, "Update", &stale).await, 202, "{what}");
        assert_eq!(skills().await, ["Law:Housing"], "{what}");
    }
    assert_eq!(send(&scene, &scene.wasps, &create).await.status, 202, "the very first once more");
    assert_eq!(skills().await, ["Law:Housing"]);

    // A withdrawal that was overtaken, and one that counts.
    let gone = json!({ "id": first["id"], "type": "Tombstone" });
    let early = said(&scene, &scene.wasps, "Delete", &gone, scene.now().plus(-MINUTE));
    assert_eq!(send(&scene, &scene.wasps, &early).await.status, 202);
    assert_eq!(skills().await, ["Law:Housing"]);
    scene.world.let_pass(MINUTE);
    assert_eq!(tell(&scene, "Delete", &gone).await, 202);
    assert!(skills().await.is_empty());
    for old in [&first, &second] {
        assert_eq!(tell(&scene, "Create", old).await, 202);
        assert_eq!(tell(&scene, "Update", old).await, 202);
    }
    assert!(skills().await.is_empty(), "no old message brings it back");
    let mut third = proposal(&scene.wasps, "x", scene.now());
    third["revision"] = json!(3);
    scene.world.let_pass(MINUTE);
    third["updated"] = json!(scene.now().rfc3339());
    assert_eq!(tell(&scene, "Update", &third).await, 202);
    assert_eq!(skills().await, ["Language:French"], "its maker offers it again");
}

#[tokio::test]
async fn an_offer_that_arrives_after_its_withdrawal_stays_away() {
    for database in [On::Sqlite, On::Postgres] {
        let scene = Scene::on(database).await;
        let first = proposal(&scene.wasps, "x", scene.now());
        scene.world.let_pass(MINUTE);
        let gone = json!({ "id": first["id"], "type": "Tombstone" });
        assert_eq!(tell(&scene, "Delete", &gone).await, 202);
        for kind in ["Create", "Update"] {
            assert_eq!(tell(&scene, kind, &first).await, 202);
            assert!(known(&scene).await.is_empty(), "{kind}, {database:?}");
        }
        scene.world.let_pass(MINUTE);
        let mut again = proposal(&scene.wasps, "x", scene.now());
        again["revision"] = json!(2);
        assert_eq!(tell(&scene, "Create", &again).await, 202);
        assert_eq!(known(&scene).await.len(), 1, "its maker offers it again");
    }
}

#[tokio::test]
async fn only_so_many_withdrawals_of_unknown_offers_are_remembered_and_nothing_else_that_is_deleted() {
    let scene = Scene::new().await;
    let kept = async || scene.world.instances[0].inspect.count("skill_offer").await;
    let note = json!({ "id": scene.peer.at("/ap/note/1"), "type": "Tombstone" });
    let mut unproved = said(&scene, &scene.wasps, "Delete", &note, scene.now());
    unproved.as_object_mut().unwrap().remove("proof");
    let elsewhere = said(&scene, &scene.wasps, "Delete", &json!("https://c.example/ap/so/1"), scene.now());
    for other in [unproved, elsewhere] {
        assert_eq!(send(&scene, &scene.wasps, &other).await.status, 202);
    }
    assert_eq!(kept().await, 0);
    for n in 0..OPEN_MOST + 5 {
        let gone = json!({ "id": scene.peer.at(&format!("/ap/so/{n}")), "type": "Tombstone" });
        assert_eq!(tell(&scene, "Delete", &gone).await, 202);
    }
    assert_eq!(kept().await, i64::from(OPEN_MOST));
}

#[tokio::test]
async fn whoever_an_offer_was_taken_from_is_not_let_in_by_what_was_said_before() {
    let scene = Scene::new().await;
    let ants = scene.world.instances[0].found("ants").await;
    let tell_to = async |to: &Group, kind: &str, object: &Value| {
        let mut object = object.clone();
        if kind != "Delete" {
            object["to"] = json!([to.uri()]);
        }
        let activity = said_to(&scene, to, &scene.wasps, kind, &object, scene.now());
        let post = Post::to(&format!("{}/inbox", to.uri()), &scene.wasps, &activity, scene.now());
        assert_eq!(scene.send(&post).await.status, 202, "{kind}");
    };
    let read_by = async || (known(&scene).await.len(), known_to(&scene, &ants).await.len());
    let first = proposal(&scene.wasps, "x", scene.now());
    tell_to(&scene.bees, "Create", &first).await;
    // From the second revision on it is not for the ants any more; that comes before the first one does.
    scene.world.let_pass(MINUTE);
    let mut second = proposal(&scene.wasps, "x", scene.now());
    second["revision"] = json!(2);
    let gone = json!({ "id": first["id"], "type": "Tombstone" });
    tell_to(&ants, "Delete", &gone).await;
    tell_to(&ants, "Create", &first).await;
    assert_eq!(read_by().await, (1, 0));
    tell_to(&scene.bees, "Update", &second).await;
    assert_eq!(read_by().await, (1, 0));
    assert_eq!(known(&scene).await[0].revision, 2, "the bees are told as before");

    // It is taken from both, from one after the other, and what was said in between comes last.
    let between = scene.now();
    scene.world.let_pass(MINUTE);
    tell_to(&scene.bees, "Delete", &gone).await;
    scene.world.let_pass(MINUTE);
    tell_to(&ants, "Delete", &gone).await;
    let mut third = proposal(&scene.wasps, "x", between.plus(MINUTE + MINUTE / 2));
    third["revision"] = json!(3);
    tell_to(&ants, "Update", &third).await;
    assert_eq!(read_by().await, (0, 0));
}

#[tokio::test]
async fn an_offer_for_some_is_shown_to_no_other() {
    let scene = Scene::new().await;
    let ants = scene.world.instances[0].found("ants").await;
    let mut offer = proposal(&scene.wasps, "x", scene.now());
    offer["to"] = json!([scene.bees.uri()]);
    assert_eq!(tell(&scene, "Create", &offer).await, 202);
    assert_eq!(known(&scene).await.len(), 1);
    let mut tx = ants.app.db.read().await.unwrap();
    let found = skill_offers::known(&mut tx, ants.who.person(), &Wanted::default(), scene.now(), "", 50)
        .await
        .unwrap();
    assert!(found.is_empty());
}

#[tokio::test]
async fn a_stranger_fills_its_place_and_no_other() {
    let scene = Scene::new().await;
    for n in 0..OPEN_MOST {
        let offer = proposal(&scene.wasps, n, scene.now());
        assert_eq!(tell(&scene, "Create", &offer).await, 202);
    }
    let more = proposal(&scene.wasps, "more", scene.now());
    assert_eq!(tell(&scene, "Create", &more).await, 422);
    let theirs =
        said(&scene, &scene.hornets, "Create", &proposal(&scene.hornets, 1, scene.now()), scene.now());
    assert_eq!(send(&scene, &scene.hornets, &theirs).await.status, 202);
    // One that is withdrawn makes room, and is remembered for a while only.
    let first = proposal(&scene.wasps, 0, scene.now());
    assert_eq!(tell(&scene, "Delete", &first["id"]).await, 202);
    assert_eq!(tell(&scene, "Create", &more).await, 202);
    assert_eq!(known(&scene).await.len() as u32, OPEN_MOST + 1);
}

/// So many withdrawn offers of somebody, as rows.
async fn fill(scene: &Scene, name: &str, n: i64, maker: &str) {
    let inspect = &scene.world.instances[0].inspect;
    inspect
        .spoil(&format!(
            "insert into skill_offer (id, uri, actor, note, causes, cause_keys, public, until, revision, published, updated, gone_at, heard_at)
             with recursive n(n) as (select 1 union all select n + 1 from n where n < {n})
             select '{name}' || n, 'https://{name}.example/' || n, (select id from actor where {maker}), '', '[]', '|', true, 9000000000000000, 1, 1, 1, 1, 1 from n"
        ))
        .await;
}

/// A pursuance of some server, as a row.
async fn stranger(scene: &Scene, name: &str, host: &str) {
    let copy = format!(
        "insert into actor (id, kind, host, name, folded_name, uri, inbox, display, summary, url, capable, created, updated)
         select '{name}', kind, '{host}', '{name}', '{name}', 'https://{name}.example/', inbox, display, summary, url, capable, created, updated
         from actor where host is not null and kind = 'group' limit 1"
    );
    scene.world.instances[0].inspect.spoil(&copy).await;
}

#[tokio::test]
async fn one_server_fills_its_place_and_no_other() {
    let scene = Scene::new().await;
    fill(&scene, "z", 2_000, &format!("uri = '{}'", scene.hornets.uri)).await;
    assert_eq!(tell(&scene, "Create", &proposal(&scene.wasps, 1, scene.now())).await, 422);
    scene.world.instances[0].inspect.spoil("delete from skill_offer where id = 'z1'").await;
    assert_eq!(tell(&scene, "Create", &proposal(&scene.wasps, 1, scene.now())).await, 202);
}

/// Fails where a withdrawal without a free row is answered as taken: then the offer comes, and stays until it ends.
#[tokio::test]
async fn a_withdrawal_that_cannot_be_remembered_is_refused_and_can_be_told_again() {
    let scene = Scene::new().await;
    fill(&scene, "z", 2_000, &format!("uri = '{}'", scene.hornets.uri)).await;
    let early = proposal(&scene.wasps, 1, scene.now().plus(-HOUR));
    let gone = said(&scene, &scene.wasps, "Delete", &early["id"], scene.now());
    let answer = send(&scene, &scene.wasps, &gone).await;
    assert_eq!(answer.status, 422, "{answer:?}");
    scene.world.instances[0].inspect.spoil("delete from skill_offer where id in ('z1', 'z2')").await;
    assert_eq!(send(&scene, &scene.wasps, &gone).await.status, 202, "it was not taken before");
    assert_eq!(tell(&scene, "Create", &early).await, 202);
    assert_eq!(known(&scene).await.len(), 0, "it comes too late");
}

#[tokio::test]
async fn whoever_fills_everything_gives_way_to_others() {
    let scene = Scene::new().await;
    stranger(&scene, "z", "z.example").await;
    fill(&scene, "z", 20_000, "id = 'z'").await;
    let inspect = &scene.world.instances[0].inspect;
    let kept =
        async || (inspect.count("skill_offer").await, inspect.count("skill_offer where actor = 'z'").await);
    assert_eq!(tell(&scene, "Create", &proposal(&scene.wasps, 1, scene.now())).await, 202);
    assert_eq!(kept().await, (20_000, 19_999));
    // Offers that still hold stay as long as there is anything else.
    inspect.spoil("update skill_offer set gone_at = null where actor = 'z' and id <> 'z777'").await;
    assert_eq!(tell(&scene, "Create", &proposal(&scene.wasps, 2, scene.now())).await, 202);
    assert_eq!(kept().await, (20_000, 19_998));
    assert_eq!(inspect.count("skill_offer where id = 'z777'").await, 0);
}

#[tokio::test]
async fn nobody_makes_room_for_whoever_has_the_most() {
    let scene = Scene::new().await;
    stranger(&scene, "y", &format!("localhost:{}", scene.peer.port)).await;
    fill(&scene, "y", 1_990, "id = 'y'").await;
    for n in 1..=10 {
        let name = format!("z{n}x");
        stranger(&scene, &name, &format!("{name}.example")).await;
        fill(&scene, &name, 1_801, &format!("id = '{name}'")).await;
    }
    assert_eq!(tell(&scene, "Create", &proposal(&scene.wasps, 1, scene.now())).await, 422);
    scene.world.instances[0].inspect.spoil("delete from skill_offer where id = 'y1'").await;
    assert_eq!(tell(&scene, "Create", &proposal(&scene.wasps, 1, scene.now())).await, 202);
}

/// An agreement that other software offers to the bees, each by an activity of its own.
pub fn agreement(scene: &Scene, figure: &Figure) -> Value {
    let agreement = json!({
        "id": figure.new_uri("agreement"), "type": "Agreement", "attributedTo": figure.uri,
        "stipulates": { "type": "Commitment", "satisfies": "https://c.example/1#primary" },
    });
    let mut offer = said(scene, figure, "Offer", &agreement, scene.now());
    // As software says it that proves nothing.
    offer.as_object_mut().unwrap().remove("proof");
    offer
}

#[tokio::test]
async fn other_software_that_offers_an_agreement_is_told_which_page_to_use() {
    let scene = Scene::new().await;
    let offer = agreement(&scene, &scene.wasps);
    for _ in 0..2 {
        assert_eq!(send(&scene, &scene.wasps, &offer).await.status, 202);
    }
    scene.world.settle().await;
    let heard = scene.peer.heard();
    let answers: Vec<&Value> = heard.iter().filter(|said| said["object"] == offer["id"]).collect();
    let [answer] = answers.as_slice() else { panic!("{answers:?}") };
    assert_eq!((&answer["type"], &answer["actor"]), (&json!("Reject"), &json!(scene.bees.uri())));
    let page = format!("{}/p/bees/skill-offers", scene.bees.app.addresses.base());
    assert!(answer["content"].as_str().unwrap().contains(&page), "{answer}");
}

#[tokio::test]
async fn agreements_of_one_server_are_answered_a_few_times_a_day_and_the_rest_leaves_nothing_behind() {
    let scene = Scene::new().await;
    let inspect = &scene.world.instances[0].inspect;
    let mut answered = Vec::new();
    let refused = loop {
        // Of two pursuances of it: the bound is that of their server.
        let figure = if answered.len() % 2 == 0 { &scene.wasps } else { &scene.hornets };
        let offer = agreement(&scene, figure);
        let told = send(&scene, figure, &offer).await;
        if told.status != 202 {
            break told;
        }
        answered.push(offer);
        assert!(answered.len() <= 20, "there is a bound");
    };
    assert_eq!((refused.status, refused.word.as_str()), (429, "too-many-requests"));
    let stored = async || {
        let tables =
            ["activity where kind = 'Offer'", "activity where kind = 'Reject'", "delivery", "counter"];
        let mut counts = Vec::new();
        for table in tables {
            counts.push(inspect.count(table).await);
        }
        counts
    };
    let before = stored().await;
    assert_eq!((answered.len(), before[0], before[1]), (20, 20, 20));
    for _ in 0..5 {
        assert_eq!(send(&scene, &scene.wasps, &agreement(&scene, &scene.wasps)).await.status, 429);
    }
    assert_eq!(send(&scene, &scene.wasps, &answered[0]).await.status, 202, "what was answered is known");
    assert_eq!(stored().await, before);
    scene.world.settle().await;
    let ids: Vec<&Value> = answered.iter().map(|offer| &offer["id"]).collect();
    let heard = scene.peer.heard();
    let answers = heard.iter().filter(|said| ids.contains(&&said["object"])).count();
    assert_eq!(answers, 20, "each is answered once");

    scene.world.advance(DAY).await;
    assert_eq!(send(&scene, &scene.wasps, &agreement(&scene, &scene.wasps)).await.status, 202);
}

#[tokio::test]
async fn an_agreement_for_a_pursuance_of_members_alone_is_for_nobody() {
    let scene = Scene::new().await;
    scene.bees.act("pursuance.edit", json!({ "pursuance": "bees", "visibility": "members" })).await;
    scene.world.settle().await;
    let before = scene.digests().await;
    assert_eq!(send(&scene, &scene.wasps, &agreement(&scene, &scene.wasps)).await.status, 404);
    scene.assert_unchanged(&before, "an agreement").await;
}

#[tokio::test]
async fn an_offer_of_ours_is_read_by_those_it_is_for() {
    let scene = Scene::new().await;
    let until = scene.now().plus(60 * DAY).date();
    // Neither of them lists that it takes skill offers: it is not sent to them, and can be read.
    let input =
        json!({ "pursuance": "bees", "skills": ["Nature:Bees"], "until": until, "to": [scene.wasps.uri] });
    let named = scene.bees.act("skill_offer.publish", input.clone()).await;
    let address = named["uri"].as_str().unwrap();
    assert_eq!(
        (scene.look(&scene.wasps, address).await, scene.look(&scene.hornets, address).await),
        (200, 404)
    );
    let mut input = input;
    input.as_object_mut().unwrap().remove("to");
    let public = scene.bees.act("skill_offer.publish", input).await;
    assert_eq!(scene.look(&scene.hornets, public["uri"].as_str().unwrap()).await, 200);
    let withdraw = json!({ "pursuance": "bees", "offer": named["offer"] });
    scene.bees.act("skill_offer.withdraw", withdraw).await;
    assert_eq!(
        (scene.look(&scene.wasps, address).await, scene.look(&scene.hornets, address).await),
        (410, 404)
    );
    scene.world.settle().await;
    assert!(!scene.peer.heard().iter().any(|said| said["type"] == "Create"), "nobody was told");
}

#[tokio::test]
async fn an_answer_that_is_another_offer_replaces_none() {
    let scene = Scene::new().await;
    let offer = proposal(&scene.wasps, "x", scene.now());
    assert_eq!(tell(&scene, "Create", &offer).await, 202);
    let path = offer["id"].as_str().unwrap().split("/ap/").nth(1).map(|rest| format!("/ap/{rest}")).unwrap();
    for spoil in [
        (|o| o["id"] = json!("https://c.example/ap/so/1")) as fn(&mut Value),
        |o| o["attributedTo"] = json!("https://c.example/ap/p/1"),
        |o| o["skills"] = json!([]),
    ] {
        let mut lie = offer.clone();
        (lie["revision"], lie["skills"]) = (json!(2), json!(["Law:Housing"]));
        spoil(&mut lie);
        lie["@context"] = json!(["https://www.w3.org/ns/activitystreams"]);
        scene.peer.serve(&path, Served::Document(lie));
        scene.world.advance(8 * DAY).await;
        scene.world.advance(HOUR).await;
        assert_eq!(known(&scene).await[0].skills.to_string(), "Language:French");
    }
    scene.peer.serve(&path, Served::Status(410));
    scene.world.advance(8 * DAY).await;
    scene.world.advance(HOUR).await;
    assert!(known(&scene).await.is_empty(), "gone by the word of its own server");
}

/// The hornets, or the wasps, offer a task of theirs to a pursuance here through a skill offer; what becomes of it at once.
async fn hand_over(scene: &mut Scene, hornets: bool, to: &Group, satisfies: &str) -> State {
    let figure = if hornets { &scene.hornets } else { &scene.wasps };
    let uri = url(&figure.uri);
    let mut delegation = offer(scene);
    (delegation.attributed_to, delegation.delegator) = (uri.clone(), uri.clone());
    delegation.task.attributed_to = uri;
    delegation.path = vec![Sha256Sum::of(figure.uri.as_bytes())];
    delegation.delegate = url(&to.uri());
    delegation.satisfies = Some(url(satisfies));
    let id = delegation.id.to_string();
    let message = figure.next(&to.uri(), Some(&id), offered(delegation), scene.now());
    let post = Post::to(&format!("{}/inbox", to.uri()), figure, &message, scene.now());
    assert_eq!(scene.send(&post).await.status, 202);
    let figure = if hornets { &mut scene.hornets } else { &mut scene.wasps };
    figure.said(&to.uri(), &message);
    scene.world.settle().await;
    to.delegations().await.into_iter().find(|row| row.uri == id).unwrap().state
}

#[tokio::test]
async fn nobody_takes_a_place_of_an_offer_that_is_not_for_them() {
    let mut scene = Scene::new().await;
    let bees = scene.bees.clone();
    let ants = scene.world.instances[0].found("ants").await;
    let until = scene.now().plus(60 * DAY).date();
    let input = json!({
        "pursuance": "bees", "skills": ["Nature:Bees"], "until": until, "tasks": 1, "to": [scene.hornets.uri],
    });
    let made = bees.act("skill_offer.publish", input).await;
    let intent = format!("{}#primary", made["uri"].as_str().unwrap());
    // A pursuance that may not read it, and one that asks another pursuance, hands over a task like any other.
    assert_eq!(hand_over(&mut scene, false, &bees, &intent).await, State::Offered);
    assert_eq!(hand_over(&mut scene, true, &ants, &intent).await, State::Offered);
    assert_eq!(hand_over(&mut scene, true, &bees, &intent).await, State::Offered, "there is still room");
    assert_eq!(hand_over(&mut scene, true, &bees, &intent).await, State::Declined, "now there is none");
}

/// The path of an offer on its server.
fn path_of(offer: &Value) -> String {
    format!("/ap/{}", offer["id"].as_str().unwrap().split_once("/ap/").unwrap().1)
}

/// Serves a document at the address of an offer from now on, and lets the week pass after which it is read again.
async fn read_again(scene: &Scene, offer: &Value) {
    let mut document = offer.clone();
    document["@context"] = json!(["https://www.w3.org/ns/activitystreams"]);
    scene.peer.serve(&path_of(offer), Served::Document(document));
    scene.world.advance(8 * DAY).await;
    scene.world.advance(HOUR).await;
    assert!(scene.peer.asked().contains(&path_of(offer)), "it was asked for");
}

#[tokio::test]
async fn an_older_answer_of_a_server_ends_no_offer_and_a_newer_one_does() {
    let scene = Scene::new().await;
    let first = proposal(&scene.wasps, "x", scene.now());
    assert_eq!(tell(&scene, "Create", &first).await, 202);
    scene.world.let_pass(MINUTE);
    let mut second = proposal(&scene.wasps, "x", scene.now());
    second["revision"] = json!(2);
    assert_eq!(tell(&scene, "Update", &second).await, 202);

    let mut over = first;
    over["purpose"] = json!("request");
    read_again(&scene, &over).await;
    assert_eq!(known(&scene).await.len(), 1, "so it was before");
    let mut over = second;
    over["purpose"] = json!("request");
    read_again(&scene, &over).await;
    assert!(known(&scene).await.is_empty(), "so it is now");
}

#[tokio::test]
async fn what_is_told_after_it_was_read_again_is_for_everybody_all_the_same() {
    let scene = Scene::new().await;
    let mut offer = proposal(&scene.wasps, "x", scene.now());
    offer["to"] = json!([scene.bees.uri()]);
    assert_eq!(tell(&scene, "Create", &offer).await, 202);
    scene.world.let_pass(MINUTE);
    let mut public = proposal(&scene.wasps, "x", scene.now());
    public["revision"] = json!(2);
    read_again(&scene, &public).await;
    let is_public = async || known(&scene).await[0].public;
    assert!(!is_public().await, "nobody but the bees was told");
    assert_eq!(tell(&scene, "Update", &public).await, 202);
    assert!(is_public().await);
}

#[tokio::test]
async fn the_address_of_a_withdrawn_offer_may_be_written_in_another_way() {
    let scene = Scene::new().await;
    let offer = proposal(&scene.wasps, "x", scene.now());
    assert_eq!(tell(&scene, "Create", &offer).await, 202);
    for nothing in ["", "no address", "https://c.example/%00"] {
        assert_eq!(tell(&scene, "Delete", &json!(nothing)).await, 202, "{nothing:?}");
    }
    assert_eq!(known(&scene).await.len(), 1);
    let spelt = offer["id"].as_str().unwrap().replace("/ap/so/", "/ap/x/../so/");
    assert_eq!(tell(&scene, "Delete", &json!(spelt)).await, 202);
    assert!(known(&scene).await.is_empty());
}

#[tokio::test]
async fn a_server_that_is_gone_is_not_waited_for_once_for_each_of_its_offers() {
    let scene = Scene::new().await;
    for n in 0..12 {
        assert_eq!(tell(&scene, "Create", &proposal(&scene.wasps, n, scene.now())).await, 202);
    }
    let Scene { world, peer, .. } = scene;
    drop(peer);
    world.advance(8 * DAY).await;
    world.advance(HOUR).await;
    let soon = format!("skill_offer where due_at < {}", world.now().plus(2 * DAY).0);
    // Two are asked for at the same time, and perhaps two more before it is noted that there was no answer; the others wait until
    // tomorrow, and not until next week.
    let waiting = world.instances[0].inspect.count(&soon).await;
    assert!(waiting >= 6, "{waiting} of 12");
}
