//! Skills of a private pursuance as tags: who sets whose, and whom a task asks by them (docs/sealed.md §3.9).

use http::Method;
use pursuance::platform::clock::random;
use pursuance_domain::time::{HOUR, MINUTE};
use pursuance_sealed::envelope::ObjectType;
use pursuance_sealed::ids::Tag;
use pursuance_sealed::limits::{BATCH_OBJECTS, TAGS};
use pursuance_sealed::log::{LogRole, Payload};
use pursuance_sealed::record::Record;
use pursuance_sealed::revision::{Rel, Revision};
use serde_json::{Value, json};

use super::tasks::{Known, in_phase, two};
use crate::support::browser::{Browser, Page};
use crate::support::group::{Group, Somebody, put};
use crate::support::inspect::Inspect;
use crate::support::keys::{ask, say};
use crate::support::speakers::settle;
use crate::support::{Answer, TestApp, on_both_apps};

on_both_apps!(
    a_task_with_two_tags_asks_exactly_the_member_with_both,
    tags_of_an_older_key_are_waited_for_an_hour_and_then_skipped,
    tags_are_set_by_whom_they_are_of_and_made_anew_by_every_writer,
    tags_that_are_not_of_their_form_are_refused,
    too_many_tags_are_refused,
    tags_go_with_the_skills_they_are_of_and_with_the_member,
    an_edit_under_a_new_key_is_no_reason_to_ask_more_people_at_once,
    nobody_waits_for_a_profile_that_no_device_can_open,
);

pub(super) const FRENCH: &str = "Language: French";
pub(super) const MAPS: &str = "Maps";

pub(super) fn tag(group: &Group, skill: &str) -> String {
    let key = group.secret.tag_key(&group.pid, group.fold.epoch());
    key.tag(skill).unwrap().to_string()
}

/// Skills of a task, as they are sent.
pub(super) fn of_task(group: &Group, task: &Known, skills: &[&str]) -> Value {
    let tags: Vec<Value> = skills.iter().map(|skill| json!({ "tag": tag(group, skill) })).collect();
    let rev = task.newest.as_ref().unwrap().body.rev;
    json!({ "kind": "task", "object": task.id.to_string(), "rev": rev, "tags": tags })
}

/// Skills of a member with their levels, filled up.
pub(super) fn of_profile(group: &Group, profile: &Revision, skills: &[(&str, &str)]) -> Value {
    let known = skills.iter().map(|(skill, level)| json!({ "tag": tag(group, skill), "level": level }));
    let mut tags: Vec<Value> = known.collect();
    while !tags.len().is_multiple_of(4) {
        tags.push(json!({ "tag": Tag::from_bytes(random()).to_string(), "level": "do" }));
    }
    let body = &profile.body;
    json!({ "kind": "profile", "object": body.object.to_string(), "rev": body.rev, "tags": tags })
}

pub(super) async fn send(group: &Group, by: &Somebody, objects: &[Value]) -> Answer {
    let said = json!({ "epoch": group.fold.epoch(), "objects": objects });
    by.person.post(&group.at("tags"), &[], said).await
}

/// A member says what they can.
pub(super) async fn says(group: &Group, who: &Somebody, skills: &[(&str, &str)]) -> Revision {
    let texts = [("name", "Somebody"), ("skills", "sealed")];
    let (profile, fields) = group.revision(&who.keys, ObjectType::Profile, None, &texts);
    who.send(group, "put", &put(&profile, fields)).await.ok();
    send(group, who, &[of_profile(group, &profile, skills)]).await.ok();
    profile
}

/// A task of somebody that looks for help of people with these skills.
pub(super) async fn wanted(group: &Group, by: &Somebody, skills: &[&str]) -> Known {
    let mut task = Known::new();
    task.write(group, by, in_phase(1, None), &[("skills", "sealed"), ("title", "Translate")]).await;
    send(group, by, &[of_task(group, &task, skills)]).await.ok();
    task
}

/// How many tasks each of some people is asked about.
pub(super) async fn asked<const N: usize>(people: [&Somebody; N]) -> [usize; N] {
    let mut counts = [0; N];
    for (count, one) in counts.iter_mut().zip(people) {
        *count = one.person.read("/api/v1/me/offers").await.items().len();
    }
    counts
}

/// The objects that are tagged, as a member reads them: each with its epoch and the number of its tags.
async fn tagged(group: &Group, by: &Somebody) -> Vec<(String, i64, usize)> {
    let answer = by.ask(group, "tags").await.ok();
    let read = |one: &Value| {
        let count = one["tags"].as_array().unwrap().len();
        (one["object"].as_str().unwrap().to_owned(), one["epoch"].as_i64().unwrap(), count)
    };
    answer["objects"].as_array().unwrap().iter().map(read).collect()
}

/// A new key by somebody, which the server takes.
pub(super) async fn rotate(group: &mut Group, by: &Somebody) {
    let (epoch, seals) = group.rotation(&by.keys);
    by.send(group, "log", &[&[Record::Entry(epoch.clone())], &seals[..]].concat()).await.ok();
    group.fold.apply(&epoch).unwrap();
}

async fn a_task_with_two_tags_asks_exactly_the_member_with_both(app: TestApp) {
    let (ana, ben, mut group) = two(&app).await;
    let (cay, dan) = (Somebody::new(&app, "cay").await, Somebody::new(&app, "dan").await);
    group.admit(&ana, &cay, LogRole::Writer).await;
    group.admit(&ana, &dan, LogRole::Writer).await;
    // A person without a key is not asked for skills yet.
    ana.send(&group, "seals", &[group.seal_to(&ben.card())]).await.ok();
    let slug = group.slug(&app).await;
    let front = format!("/p/{slug}");
    let mut bens = Browser::signed_in(&app, &ben.person.id).await;
    bens.open(&front).await.shown().saying("Say what you are called here");
    says(&group, &ben, &[(FRENCH, "do"), (MAPS, "mentor")]).await;
    let shown = bens.open(&front).await.shown();
    assert!(!shown.html.contains("Say what you are called here"));
    says(&group, &cay, &[(FRENCH, "do")]).await;
    says(&group, &dan, &[(FRENCH, "do"), (MAPS, "learning")]).await;
    let mut task = wanted(&group, &ana, &[FRENCH, "  maps "]).await;
    settle(&app).await;
    assert_eq!(asked([&ana, &ben, &cay, &dan]).await, [0, 1, 0, 0]);
    let pairing = ana.person.read(&format!("/api/v1/pursuances/{slug}/tasks/1/pairing")).await.ok();
    assert_eq!((&pairing["state"], &pairing["asked"][0]["person"]), (&json!("asking"), &json!("ben")));
    // A person who asks somebody by hand sees who has them.
    let mut browser = Browser::signed_in(&app, &ana.person.id).await;
    let by_hand = browser.open(&format!("/p/{slug}/t/1/pairing")).await.shown();
    assert_eq!(by_hand.html.matches("has its skills").count(), 1, "{by_hand:?}");
    let mine = ben.person.read("/api/v1/me/offers").await.items();
    assert_eq!(mine[0]["skills"], json!([]), "their names are read by nobody here");
    let offers = bens.open("/offers").await.shown();
    let offers = offers.saying("Take it on its page").saying("You have all the skills it needs.");
    assert!(!offers.html.contains("value=\"accept\"") && !offers.html.contains("value=\"never\""));
    let page = Browser::signed_in(&app, &ana.person.id).await.open(&format!("/p/{slug}/t/1")).await.shown();
    page.saying("Members with these skills are asked.");
    task.write(&group, &ben, in_phase(2, Some(&ben)), &[]).await;
    let mine = ben.person.read("/api/v1/me/offers").await.items();
    assert_eq!(mine[0]["state"], "accepted");
}

async fn tags_of_an_older_key_are_waited_for_an_hour_and_then_skipped(app: TestApp) {
    let (ana, ben, mut group) = two(&app).await;
    let profile = says(&group, &ben, &[(FRENCH, "do")]).await;
    rotate(&mut group, &ana).await;
    // The task has tags of the new key, and Ben those of the older one.
    let task = wanted(&group, &ana, &[FRENCH]).await;
    settle(&app).await;
    app.advance(30 * MINUTE);
    settle(&app).await;
    assert_eq!(asked([&ben]).await, [0]);
    let looks = "pairing where next_at is not null and waves = 0 and reached = 'waves'";
    let inspect = Inspect::open(&app.config.database_url).await;
    assert_eq!(inspect.count(looks).await, 1, "he is waited for");
    app.advance(HOUR);
    settle(&app).await;
    assert_eq!(asked([&ben]).await, [0]);
    // His device is there again.
    send(&group, &ben, &[of_profile(&group, &profile, &[(FRENCH, "do")])]).await.ok();
    settle(&app).await;
    assert_eq!(asked([&ben]).await, [1]);
    // A task whose tags are older asks nobody.
    rotate(&mut group, &ana).await;
    let slug = group.slug(&app).await;
    let at = format!("/api/v1/pursuances/{slug}/tasks/1/pairing");
    assert_eq!(ana.person.read(&at).await.ok()["state"], "no_skills");
    let mut anas = Browser::signed_in(&app, &ana.person.id).await;
    for page in ["", "/pairing"] {
        let page = anas.open(&format!("/p/{slug}/t/1{page}")).await.shown();
        page.saying("they wait for a member who opens a page");
    }
    let both = [of_task(&group, &task, &[FRENCH]), of_profile(&group, &profile, &[(FRENCH, "do")])];
    send(&group, &ben, &both).await.ok();
    assert_eq!(ana.person.read(&at).await.ok()["state"], "asking");
}

async fn tags_are_set_by_whom_they_are_of_and_made_anew_by_every_writer(app: TestApp) {
    let (ana, ben, mut group) = two(&app).await;
    let (cay, eve) = (Somebody::new(&app, "cay").await, Somebody::new(&app, "eve").await);
    group.admit(&ana, &cay, LogRole::Reader).await;
    let profile = says(&group, &ana, &[(FRENCH, "do")]).await;
    let task = wanted(&group, &ana, &[FRENCH]).await;
    let both = |skills: usize, group: &Group| {
        let all = [FRENCH, MAPS, "Tea", "Ink", "Rope"];
        let leveled: Vec<(&str, &str)> = all[..skills].iter().map(|skill| (*skill, "do")).collect();
        [of_task(group, &task, &all[..skills]), of_profile(group, &profile, &leveled)]
    };
    send(&group, &eve, &both(1, &group)).await.problem(404, "not-found");
    eve.ask(&group, "tags").await.problem(404, "not-found");
    send(&group, &cay, &both(1, &group)).await.problem(422, "bad-author");
    app.visitor().read(&group.at("tags")).await.problem(401, "token-needed");
    let (one, other) = (task.id.to_string(), profile.body.object.to_string());
    let read = async |group: &Group, by: &Somebody| {
        let mut found = tagged(group, by).await;
        found.sort();
        let mut known = vec![one.clone(), other.clone()];
        known.sort();
        assert_eq!(found.iter().map(|(object, ..)| object.clone()).collect::<Vec<_>>(), known);
        let of =
            |named: &str| found.iter().find(|(object, ..)| object == named).map(|found| (found.1, found.2));
        (of(&one).unwrap(), of(&other).unwrap())
    };
    assert_eq!(read(&group, &cay).await, ((1, 1), (1, 4)));
    // A writer sets nothing of others that is there, and an older revision nothing at all.
    send(&group, &ben, &both(2, &group)).await.ok();
    let mut older = both(2, &group);
    older[0]["rev"] = json!(9);
    older[1]["rev"] = json!(9);
    send(&group, &ana, &older).await.ok();
    assert_eq!(read(&group, &ben).await, ((1, 1), (1, 4)));
    send(&group, &ana, &both(5, &group)).await.ok();
    assert_eq!(read(&group, &ben).await, ((1, 5), (1, 8)));
    // With a new key any writer makes them anew.
    let late = both(5, &group);
    rotate(&mut group, &ana).await;
    let said = json!({ "epoch": 1, "objects": late });
    ben.person.post(&group.at("tags"), &[], said).await.problem(409, "stale-epoch");
    let said = json!({ "epoch": 3, "objects": both(5, &group) });
    ben.person.post(&group.at("tags"), &[], said).await.problem(422, "bad-epoch");
    send(&group, &ben, &both(5, &group)).await.ok();
    assert_eq!(read(&group, &ben).await, ((2, 5), (2, 8)));
    let answer = ben.ask(&group, "tags").await.ok();
    let later = ben.ask(&group, &format!("tags?after={}", answer["next"])).await.ok();
    assert_eq!(later["objects"], json!([]));
}

async fn tags_that_are_not_of_their_form_are_refused(app: TestApp) {
    let (ana, _, group) = two(&app).await;
    let profile = says(&group, &ana, &[(FRENCH, "do")]).await;
    let task = wanted(&group, &ana, &[FRENCH]).await;
    let before = tagged(&group, &ana).await;
    let (good, own) = (of_task(&group, &task, &[MAPS]), of_profile(&group, &profile, &[(MAPS, "do")]));
    let with = |value: &Value, tags: Value| {
        let mut changed = value.clone();
        changed["tags"] = tags;
        changed
    };
    let (one, known) = (good["tags"][0].clone(), own["tags"].as_array().unwrap()[..3].to_vec());
    let bad = [
        (with(&good, json!([one, one])), "bad-fields"),
        (with(&good, json!([{ "tag": one["tag"], "level": "do" }])), "bad-fields"),
        (with(&good, json!([{ "tag": "00" }])), "bad-fields"),
        (with(&good, json!([{ "tag": "A0000000000000000000000000000000" }])), "bad-fields"),
        (with(&own, json!(vec![json!({ "tag": one["tag"] }); 4])), "bad-fields"),
        (with(&own, json!(known)), "bad-padding"),
        (with(&good, json!([{ "tag": one["tag"], "level": "well" }])), "invalid-input"),
        (json!({ "kind": "task", "object": "00", "rev": 1, "tags": [] }), "bad-fields"),
        (json!({ "kind": "room", "object": task.id.to_string(), "rev": 1, "tags": [] }), "invalid-input"),
    ];
    for (bad, why) in bad {
        // All or nothing: the first one would be taken.
        send(&group, &ana, &[own.clone(), bad]).await.problem(422, why);
    }
    send(&group, &ana, &[good.clone(), good]).await.problem(422, "bad-fields");
    assert_eq!(tagged(&group, &ana).await, before);
}

async fn too_many_tags_are_refused(app: TestApp) {
    let (ana, _, group) = two(&app).await;
    let task = wanted(&group, &ana, &[FRENCH]).await;
    let names: Vec<String> = (0..=TAGS).map(|n| format!("Skill {n}")).collect();
    let many: Vec<&str> = names.iter().map(String::as_str).collect();
    send(&group, &ana, &[of_task(&group, &task, &many)]).await.problem(422, "too-many");
    send(&group, &ana, &[of_task(&group, &task, &many[..TAGS])]).await.ok();
    let objects = vec![json!({ "kind": "task", "object": "00", "rev": 1, "tags": [] }); BATCH_OBJECTS + 1];
    send(&group, &ana, &objects).await.problem(422, "too-many");
    let long =
        json!({ "kind": "task", "object": "0".repeat(pursuance::api::MAX_TAGS), "rev": 1, "tags": [] });
    send(&group, &ana, &[long]).await.problem(413, "too-large");
    assert_eq!(tagged(&group, &ana).await, [(task.id.to_string(), 1, TAGS)]);
}

async fn tags_go_with_the_skills_they_are_of_and_with_the_member(app: TestApp) {
    let (ana, ben, mut group) = two(&app).await;
    says(&group, &ben, &[(FRENCH, "do")]).await;
    let mut task = wanted(&group, &ana, &[FRENCH]).await;
    settle(&app).await;
    assert_eq!(asked([&ben]).await, [1]);
    // Another text changes no skill; other skills do, until they are tagged.
    let rel = task.rel.clone();
    task.write(&group, &ana, rel.clone(), &[("title", "Translate all")]).await;
    let id = task.id.to_string();
    let epoch = async |group: &Group| {
        let all = tagged(group, &ana).await;
        all.into_iter().find(|(object, ..)| *object == id).unwrap().1
    };
    assert_eq!(epoch(&group).await, 1);
    task.write(&group, &ana, rel, &[("skills", "others")]).await;
    assert_eq!(epoch(&group).await, 0);

    // By the doors of pages, from a page of this server alone.
    let slug = group.slug(&app).await;
    let mut browser = Browser::signed_in(&app, &ana.person.id).await;
    let at = format!("/p/{slug}/sealed/tags");
    let said = json!({ "epoch": 1, "objects": [of_task(&group, &task, &[MAPS])] });
    let foreign = [("origin", "https://evil.example"), ("content-type", "application/json")];
    let text = said.to_string().into_bytes();
    browser.send(Method::POST, &at, &foreign, text).await.problem(403, "not-from-here");
    say(&mut browser, &at, &said).await.said(200);
    let read = ask(&mut browser, &at).await.said(200);
    let count = read["objects"].as_array().unwrap().len();
    assert_eq!((count, epoch(&group).await), (2, 1));

    group.append(&ben, Payload::Leave).await;
    let inspect = Inspect::open(&app.config.database_url).await;
    assert_eq!((inspect.count("sealed_tagged").await, inspect.count("sealed_tag").await), (1, 1));
    let trash = Rel { flags: Rel::IN_TRASH, ..in_phase(1, None) };
    task.write(&group, &ana, trash, &[]).await;
    ana.person.perform("task.delete", json!({ "pursuance": slug, "task": 1 })).await.ok();
    assert_eq!((inspect.count("sealed_tagged").await, inspect.count("sealed_tag").await), (0, 0));
}

/// Fails where skills that had to be sealed anew with another text count as others: then the next way to find somebody is tried at once.
async fn an_edit_under_a_new_key_is_no_reason_to_ask_more_people_at_once(app: TestApp) {
    let (ana, ben, mut group) = two(&app).await;
    let profile = says(&group, &ben, &[(FRENCH, "do")]).await;
    let mut task = wanted(&group, &ana, &[FRENCH]).await;
    settle(&app).await;
    assert_eq!(asked([&ben]).await, [1]);
    let inspect = Inspect::open(&app.config.database_url).await;
    let asking = "pairing where waves = 1 and reached = 'waves' and next_at is not null";
    assert_eq!(inspect.count(asking).await, 1);
    rotate(&mut group, &ana).await;
    let rel = task.rel.clone();
    task.write(&group, &ana, rel, &[("skills", "sealed"), ("title", "Translate all")]).await;
    let epoch = async || {
        let id = task.id.to_string();
        tagged(&group, &ana).await.into_iter().find(|(object, ..)| *object == id).unwrap().1
    };
    assert_eq!(epoch().await, 1, "of an older key, and compared with nothing");
    let both = [of_profile(&group, &profile, &[(FRENCH, "do")]), of_task(&group, &task, &[FRENCH])];
    send(&group, &ana, &both).await.ok();
    assert_eq!(epoch().await, 2);
    settle(&app).await;
    assert_eq!(inspect.count(asking).await, 1, "it goes on when it is time");
}

async fn nobody_waits_for_a_profile_that_no_device_can_open(app: TestApp) {
    let (ana, ben, mut group) = two(&app).await;
    let cay = Somebody::new(&app, "cay").await;
    group.admit(&ana, &cay, LogRole::Writer).await;
    let damaged = says(&group, &ben, &[(FRENCH, "do")]).await;
    let profile = says(&group, &cay, &[(FRENCH, "do")]).await;
    rotate(&mut group, &ana).await;
    wanted(&group, &ana, &[FRENCH]).await;
    send(&group, &ana, &[of_profile(&group, &profile, &[(FRENCH, "do")])]).await.ok();
    settle(&app).await;
    assert_eq!(asked([&ben, &cay]).await, [0, 0], "the other one is waited for");
    send(&group, &ana, &[of_profile(&group, &damaged, &[])]).await.ok();
    app.advance(10 * MINUTE);
    settle(&app).await;
    assert_eq!(asked([&ben, &cay]).await, [0, 1]);
    // A person who can open it says what it has.
    send(&group, &ben, &[of_profile(&group, &damaged, &[(FRENCH, "do")])]).await.ok();
    settle(&app).await;
    assert_eq!(asked([&ben, &cay]).await, [1, 1]);
}

#[tokio::test]
async fn of_more_than_fifty_members_everybody_can_be_asked_by_name() {
    let app = TestApp::start().await;
    let (ana, ben, mut group) = two(&app).await;
    let mut people = Vec::new();
    for n in 0..50 {
        let one = Somebody::new(&app, &format!("bee{n:02}")).await;
        group.admit(&ana, &one, LogRole::Writer).await;
        people.push(one);
    }
    says(&group, &people[49], &[(FRENCH, "do")]).await;
    wanted(&group, &ana, &[FRENCH, MAPS]).await;
    settle(&app).await;
    let slug = group.slug(&app).await;
    let mut browser = Browser::signed_in(&app, &ana.person.id).await;
    let path = format!("/p/{slug}/t/1/pairing");
    let page = browser.open(&path).await.shown();
    // Nothing is typed on a private page: all are in the list, those who fit best before the others.
    let (_, list) = page.html.split_once("<select id=\"ask-member\"").unwrap();
    let (list, _) = list.split_once("</select>").unwrap();
    let (best, others) = list.split_once("<optgroup label=\"Others, by name\">").unwrap();
    assert!(best.contains("<option value=\"\" selected>"), "{best}");
    assert_eq!((best.matches("<option").count(), others.matches("<option").count()), (21, 32), "{list}");
    let names = people.iter().chain([&ana, &ben]).map(|one| one.person.name.as_str());
    for name in names {
        assert_eq!(list.matches(&format!("value=\"{name}\"")).count(), 1, "{name}");
    }
    let (_, last) = others.rsplit_once("value=\"").unwrap();
    let last = last.split_once('"').unwrap().0;
    let form = page.form(&path).with(&[("what", "ask"), ("member", last)]);
    browser.submit(form).await.shown();
    let asked = ana.person.read(&format!("/api/v1/pursuances/{slug}/tasks/1/pairing")).await.ok();
    let asked = asked["asked"].as_array().unwrap().iter();
    assert!(asked.map(|one| one["person"].as_str().unwrap()).any(|name| name == last));
    // The page of the task names the best, and all where they are asked for.
    let given = |page: &Page| page.html.matches("data-do=\"assign\"").count();
    let task = format!("/p/{slug}/t/1");
    let page = browser.open(&task).await.shown().saying("All members");
    assert_eq!(given(&page), 20, "{page:?}");
    let first = page.html.split_once("data-do=\"assign\"").unwrap().1;
    assert!(first.split("</button>").next().unwrap().contains("bee49"), "the one who has a skill: {first}");
    let page = browser.open(&format!("{task}?open=assign")).await.shown();
    assert_eq!(given(&page), 52);
    assert!(!page.says("All members"));
}
