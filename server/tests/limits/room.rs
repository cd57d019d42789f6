//! Room for texts and for the database.

use std::collections::BTreeMap;

use axum::body::Body;
use http::Method;
use pursuance::jobs::Worker;
use pursuance::store::room::{self, FileRoom};
use pursuance_domain::action::{AddFile, SuspendAccount};
use pursuance_domain::allowed::{Principal, Via};
use pursuance_domain::discussion::KEPT_FOR_APPEAL;
use pursuance_domain::id::ActorId;
use pursuance_domain::time::{DAY, MINUTE};
use pursuance_domain::value::Sha256;
use serde_json::{Value, json};

use crate::support::bees::{bees, task};
use crate::support::browser::Browser;
use crate::support::inspect::Inspect;
use crate::support::peers::until;
use crate::support::rooms::{room as open_room, said};
use crate::support::{Caller, Person, Setup, TestApp, on_both_apps, postgres};

on_both_apps!(
    texts_count_for_their_author_and_their_pursuance_and_are_given_back,
    texts_of_rooms_count_for_their_author_and_their_pursuance_and_are_given_back,
    what_was_removed_takes_no_room_of_its_pursuance_while_it_is_kept_for_an_appeal,
    what_is_shown_of_a_picture_takes_room_once,
    what_is_kept_is_told_to_those_whose_it_is,
);

/// The counted rooms, but for those that have nothing, and the sums of a look at each text. The texts of somebody in a pursuance stand
/// under both of them.
async fn counted(inspect: &Inspect) -> [BTreeMap<String, i64>; 2] {
    let kept = "select actor, cast(bytes as text) from text_room where bytes <> 0
        union all select author || ' in ' || pursuance, cast(bytes as text) from text_share where bytes <> 0";
    let kept = inspect.rows(kept).await;
    let kept = kept.into_iter().map(|row| (row[0].clone(), row[1].parse().unwrap())).collect();
    let mut seen = BTreeMap::new();
    let in_both = |row: &[String]| {
        let holders = [row[0].clone(), row[1].clone(), format!("{} in {}", row[0], row[1])];
        if row[1].is_empty() { holders[..1].to_vec() } else { holders.to_vec() }
    };
    let texts = "select author, coalesce(pursuance, ''), body from text_version where body <> ''";
    for row in inspect.rows(texts).await {
        for holder in in_both(&row) {
            *seen.entry(holder).or_default() += i64::try_from(row[2].len()).unwrap();
        }
    }
    // A skill is there with its key, and two indices have the key again.
    let skills =
        "select t.creator, t.pursuance, s.skill, s.skill_key from task_skill s join task t on t.id = s.task";
    for row in inspect.rows(skills).await {
        for holder in in_both(&row) {
            *seen.entry(holder).or_default() += i64::try_from(row[2].len() + 3 * row[3].len()).unwrap();
        }
    }
    [kept, seen]
}

async fn texts_count_for_their_author_and_their_pursuance_and_are_given_back(app: TestApp) {
    let inspect = Inspect::open(&app.config.database_url).await;
    let (ana, bob) = (app.person("ana").await, app.person("bob").await);
    let bees = json!({ "slug": "bees", "name": "Bees", "mission": "Zähl die Bienen.", "visibility": "public", "joining": "open" });
    let made = ana.perform("pursuance.create", bees).await.ok();
    let bees = made["result"]["id"].as_str().unwrap().to_owned();
    bob.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count", "deliverables": "A number." }))
        .await
        .ok();
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Weigh" })).await.ok();
    ana.perform("task.edit", json!({ "pursuance": "bees", "task": 1, "revision": 1, "title": "Zähl" }))
        .await
        .ok();
    let said = bob
        .perform("task.comment", json!({ "pursuance": "bees", "task": 1, "body": "Wieviele?" }))
        .await
        .ok();
    let comment = said["result"]["message"].clone();
    let skills = json!(["Language:French", "Maß:Zählen"]);
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Go", "skills": skills })).await.ok();
    let [kept, seen] = counted(&inspect).await;
    assert_eq!(kept, seen);
    ana.perform("task.edit", json!({ "pursuance": "bees", "task": 3, "revision": 1, "skills": ["A:B"] }))
        .await
        .ok();
    let [kept, seen] = counted(&inspect).await;
    assert_eq!(kept, seen);
    for action in ["task.trash", "task.delete"] {
        ana.perform(action, json!({ "pursuance": "bees", "task": 3 })).await.ok();
    }
    let [kept, seen] = counted(&inspect).await;
    assert_eq!(kept, seen);
    let texts = ["Zähl die Bienen.", "Count", "A number.", "Weigh", "Zähl", "Wieviele?"];
    let sum = |texts: &[&str]| texts.iter().map(|text| i64::try_from(text.len()).unwrap()).sum::<i64>();
    assert_eq!(kept[&bees], sum(&texts), "former versions count, too");
    assert_eq!((kept[ana.id.as_str()], kept[bob.id.as_str()]), (sum(&texts[..5]), sum(&texts[5..])));

    bob.perform("comment.delete", json!({ "pursuance": "bees", "task": 1, "comment": comment })).await.ok();
    let [kept, seen] = counted(&inspect).await;
    assert_eq!(kept, seen);
    assert_eq!((kept[&bees], kept.get(bob.id.as_str())), (sum(&texts[..5]), None), "it is given back");
    for action in ["task.trash", "task.delete"] {
        ana.perform(action, json!({ "pursuance": "bees", "task": 1 })).await.ok();
    }
    let [kept, seen] = counted(&inspect).await;
    assert_eq!(kept, seen);
    assert_eq!(kept[&bees], sum(&[texts[0], texts[3]]), "so is what is deleted for good");
}

async fn texts_of_rooms_count_for_their_author_and_their_pursuance_and_are_given_back(app: TestApp) {
    let inspect = Inspect::open(&app.config.database_url).await;
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let kitchen = open_room(&ana, "Kitchen", "everyone").await;
    let [before, _] = counted(&inspect).await;
    let bytes = |counted: &BTreeMap<String, i64>, holder: &str| counted.get(holder).copied().unwrap_or(0);
    let bees = inspect.text("select actor from pursuance").await;

    let first = said(ben, &kitchen, "Wieviele?").await;
    said(ben, &kitchen, "Zähl!").await;
    let edit = json!({ "room": kitchen, "comment": first, "revision": 1, "body": "Wie viele?" });
    ben.perform("comment.edit", edit).await.ok();
    let [kept, seen] = counted(&inspect).await;
    assert_eq!(kept, seen);
    let all = ["Wieviele?", "Wie viele?", "Zähl!"].iter().map(|text| text.len() as i64).sum::<i64>();
    assert_eq!(bytes(&kept, ben.id.as_str()), all);
    assert_eq!(bytes(&kept, &bees), bytes(&before, &bees) + all, "texts of rooms are of their pursuance");

    ben.perform("comment.delete", json!({ "room": kitchen, "comment": first })).await.ok();
    let [kept, seen] = counted(&inspect).await;
    assert_eq!(kept, seen);
    assert_eq!(bytes(&kept, ben.id.as_str()), "Zähl!".len() as i64);

    ana.perform("room.edit", json!({ "room": kitchen, "lifetime": 60 })).await.ok();
    app.advance(3 * MINUTE);
    let worker = Worker::spawn(&app.app);
    let left = "message m join room r on r.id = m.thread";
    until("the messages are gone for good", async || inspect.count(left).await == 0).await;
    worker.stop().await;
    let [kept, seen] = counted(&inspect).await;
    assert_eq!(kept, seen);
    assert_eq!((bytes(&kept, ben.id.as_str()), bytes(&kept, &bees)), (0, bytes(&before, &bees)));
}

async fn what_was_removed_takes_no_room_of_its_pursuance_while_it_is_kept_for_an_appeal(app: TestApp) {
    let inspect = Inspect::open(&app.config.database_url).await;
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let kitchen = open_room(&ana, "Kitchen", "everyone").await;
    let number = task(&ana, "Count").await;
    let [before, _] = counted(&inspect).await;
    let said = said(ben, &kitchen, "Buy!").await;
    let told = json!({ "pursuance": "bees", "task": number, "body": "Pills!" });
    let told = ben.perform("task.comment", told).await.ok()["result"]["message"].clone();
    for end in [
        json!({ "room": kitchen, "comment": said, "reason": "No." }),
        json!({ "pursuance": "bees", "task": number, "comment": told, "reason": "No." }),
    ] {
        ana.perform("comment.delete", end).await.ok();
    }
    let [kept, seen] = counted(&inspect).await;
    assert_eq!(kept, seen);
    let bees = inspect.text("select actor from pursuance").await;
    assert_eq!(kept[&bees], before[&bees], "nothing of the pursuance");
    let all = ("Buy!".len() + "Pills!".len()) as i64;
    assert_eq!(kept[ben.id.as_str()], all, "and all of its author, until it is gone");
    app.advance(KEPT_FOR_APPEAL + DAY);
    let worker = Worker::spawn(&app.app);
    let left = "text_version where body in ('Buy!', 'Pills!')";
    until("the texts are gone", async || inspect.count(left).await == 0).await;
    worker.stop().await;
    let [kept, seen] = counted(&inspect).await;
    assert_eq!(kept, seen);
    assert_eq!((kept[&bees], kept.get(ben.id.as_str())), (before[&bees], None));
}

/// A picture in one grey, larger than what is shown small; made anew it has three colours.
async fn picture(by: &Person, grey: u8) -> String {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::GrayImage::from_pixel(400, 300, image::Luma([grey]));
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    let sent = by.send(Method::POST, "/api/v1/files", &[], Body::from(bytes.into_inner())).await.ok();
    sent["file"].as_str().unwrap().to_owned()
}

async fn what_is_shown_of_a_picture_takes_room_once(app: TestApp) {
    let inspect = Inspect::open(&app.config.database_url).await;
    let ana = app.person("ana").await;
    let bees = json!({ "slug": "bees", "name": "Bees", "mission": "" });
    let bees =
        ActorId(ana.perform("pursuance.create", bees).await.ok()["result"]["id"].as_str().unwrap().into());
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();
    let attach = async |file: &str, original: bool| {
        let input =
            json!({ "pursuance": "bees", "task": 1, "file": file, "name": "a.png", "original": original });
        ana.perform("task.attach", input).await
    };
    let taken = async || {
        let mut tx = app.db.read().await.unwrap();
        [room::of_adder(&mut tx, &ana.id).await.unwrap(), room::of_pursuance(&mut tx, &bees).await.unwrap()]
    };
    // All that is kept is of this person.
    let kept = async || {
        inspect.rows("select cast(sum(bytes) as text) from blob").await[0][0].parse::<i64>().unwrap()
    };

    let first = picture(&ana, 1).await;
    for _ in 0..2 {
        attach(&first, true).await.ok();
        let [of_ana, of_bees] = taken().await;
        assert_eq!((of_ana, of_bees), (FileRoom { bytes: kept().await, files: 1 }, of_ana));
    }
    // Another one is there as it was uploaded, too, until that is swept away.
    let second = picture(&ana, 2).await;
    let before = kept().await;
    attach(&second, false).await.ok();
    let [of_ana, of_bees] = taken().await;
    let all = kept().await;
    assert_eq!(of_ana, FileRoom { bytes: all, files: 3 });
    let sent = of_ana.bytes - of_bees.bytes;
    assert_eq!(of_bees.files, 2);
    assert!(sent > 0 && sent < before && all > before, "{sent} {before} {all}");

    // It needs room to be made.
    let third = picture(&ana, 3).await;
    let room = app.config.quotas.person - kept().await - 1;
    let fill = AddFile {
        sha256: Sha256::parse(&"0".repeat(64)).unwrap(),
        bytes: room,
        media_type: "text/plain".to_owned(),
    };
    app.perform(&ana.principal(), fill.into()).await.unwrap();
    attach(&third, false).await.problem(413, "no-room");
    attach(&first, true).await.ok();
}

async fn storage_of_bees(reader: &Caller) -> Value {
    reader.read("/api/v1/pursuances/bees").await.ok()["storage"].clone()
}

async fn what_is_kept_is_told_to_those_whose_it_is(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cay", "untrusted")]).await;
    let [ben, cay] = people.as_slice() else { panic!("two people") };
    let olga = app.operator("olga").await;
    let kitchen = open_room(&ana, "Kitchen", "everyone").await;
    said(ben, &kitchen, "Wieviele?").await;
    let quotas = app.config.quotas;
    let used = |bytes: usize, most: i64| json!({ "bytes": bytes, "most": most });
    let me = ben.read("/api/v1/me").await.ok();
    assert_eq!(me["storage"]["texts"], used("Wieviele?".len(), quotas.text_person));
    assert_eq!(me["storage"]["files"], used(0, quotas.person));
    let (of_ben, of_ana) = (storage_of_bees(ben).await, storage_of_bees(&ana).await);
    assert_eq!(of_ben["own_texts"], used("Wieviele?".len(), quotas.text_pursuance / 4));
    assert_eq!((&of_ben["files"], &of_ben["texts"]), (&of_ana["files"], &of_ana["texts"]));
    assert_eq!(of_ana["own_texts"]["most"], json!(null), "an Admin may fill it");
    let all = of_ana["own_texts"]["bytes"].as_i64().unwrap() + "Wieviele?".len() as i64;
    assert_eq!(of_ben["texts"]["bytes"].as_i64(), Some(all));
    for other in [&app.visitor(), &*olga, &**cay] {
        assert_eq!(storage_of_bees(other).await, json!(null), "members alone, who see all of it");
    }

    let mut at_ben = Browser::of(&app, "ben").await;
    at_ben.open("/me").await.shown().saying("Your texts on this server use 9 B of 104 MB");
    at_ben.open("/p/bees/files").await.shown().saying("Your texts here take 9 B of 26 MB");
    let page = Browser::new(&app).open("/p/bees/files").await.shown();
    assert!(!page.says("Your texts here") && !page.says("and texts"), "{page:?}");
    Browser::of(&app, "olga").await.open("/admin/accounts").await.shown().saying("Texts: 9 B.");
}

#[tokio::test]
async fn while_the_disk_is_nearly_full_nothing_new_is_written_and_people_read_sign_in_and_make_room() {
    let app = TestApp::with(Setup { keep_free_mib: Some(u32::MAX), ..Setup::default() }).await;
    let (ana, olga) = (app.person("ana").await, app.operator("olga").await);
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" }))
        .await
        .problem(507, "no-room");
    ana.read("/api/v1/me").await.ok();
    Browser::of(&app, "ana").await.open("/me").await.shown();
    // The task that it would free is not there, which is another refusal.
    ana.perform("task.delete", json!({ "pursuance": "bees", "task": 1 })).await.problem(404, "not-found");
    let who = Principal::Person { actor: olga.id.clone(), via: Via::Session };
    let suspend = SuspendAccount { account: ana.id.clone(), suspended: true };
    app.perform(&who, suspend.into()).await.unwrap();

    // The disk of a database server is not ours.
    let database_url = Some(postgres::migrated().await);
    let app = TestApp::with(Setup { keep_free_mib: Some(u32::MAX), database_url, ..Setup::default() }).await;
    let ana = app.person("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
}
