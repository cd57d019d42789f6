//! Room for texts and for the database.

use std::collections::BTreeMap;

use pursuance_domain::action::SuspendAccount;
use pursuance_domain::allowed::{Principal, Via};
use serde_json::json;

use crate::support::browser::Browser;
use crate::support::inspect::Inspect;
use crate::support::{Setup, TestApp, on_both_apps, postgres};

on_both_apps!(texts_count_for_their_author_and_their_pursuance_and_are_given_back);

/// What is counted, but for those that have nothing; and what a look at each text says.
async fn counted(inspect: &Inspect) -> [BTreeMap<String, i64>; 2] {
    let kept = inspect.rows("select actor, cast(bytes as text) from text_room where bytes <> 0").await;
    let kept = kept.into_iter().map(|row| (row[0].clone(), row[1].parse().unwrap())).collect();
    let mut seen = BTreeMap::new();
    let texts = "select author, coalesce(pursuance, ''), body from text_version where body <> ''";
    for row in inspect.rows(texts).await {
        for holder in row[..2].iter().filter(|holder| !holder.is_empty()) {
            *seen.entry(holder.clone()).or_default() += i64::try_from(row[2].len()).unwrap();
        }
    }
    // A skill is there with its key, and two indices have the key again.
    let skills =
        "select t.creator, t.pursuance, s.skill, s.skill_key from task_skill s join task t on t.id = s.task";
    for row in inspect.rows(skills).await {
        for holder in &row[..2] {
            *seen.entry(holder.clone()).or_default() +=
                i64::try_from(row[2].len() + 3 * row[3].len()).unwrap();
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

#[tokio::test]
async fn while_the_disk_is_nearly_full_nothing_new_is_written_and_people_read_sign_in_and_make_room() {
    let app = TestApp::with(Setup { keep_free_mib: Some(u32::MAX), ..Setup::default() }).await;
    let (ana, olga) = (app.person("ana").await, app.operator("olga").await);
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" }))
        .await
        .problem(507, "no-room");
    ana.read("/api/v1/me").await.ok();
    Browser::of(&app, "ana").await.open("/me").await.shown();
    // What it would free is not there, which is another refusal.
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
