//! The names of files that came with messages in rooms, in a search: who finds them, and when they are gone.

use pursuance::jobs::Worker;
use pursuance::store::fulltext::{self, Difference};
use pursuance_domain::time::{HOUR, MINUTE};
use serde_json::{Value, json};

use super::files::{say, upload};
use super::rooms::room;
use crate::support::bees::{bees, of};
use crate::support::browser::Browser;
use crate::support::inspect::Inspect;
use crate::support::peers::until;
use crate::support::{Caller, TestApp, on_both_apps};

on_both_apps!(
    the_name_of_a_file_is_found_by_whoever_may_read_its_message,
    a_name_goes_out_of_the_index_with_its_message,
    a_name_whose_time_is_over_is_found_no_more_and_leaves_nothing_behind,
    an_index_that_is_made_anew_has_the_files_of_rooms,
);

async fn found(reader: &Caller, query: &str) -> Vec<Value> {
    let found = reader.read(&format!("/api/v1/search?q={query}")).await.ok();
    found["files"]["items"].as_array().unwrap().clone()
}

async fn count(reader: &Caller) -> usize {
    found(reader, "zqkettle").await.len()
}

/// Takes everything in that waits.
async fn fill(app: &TestApp) {
    let mut tx = app.db.write().await.unwrap();
    while fulltext::fill_some(&mut tx, 100).await.unwrap() > 0 {}
    assert_eq!(fulltext::difference(&mut tx, 9).await.unwrap(), Difference::default());
    tx.commit().await.unwrap();
}

async fn the_name_of_a_file_is_found_by_whoever_may_read_its_message(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("dov", "untrusted")]).await;
    let [ben, dov] = people.as_slice() else { panic!() };
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    room(&ana, "Cellar", "everyone").await;
    let sent = upload(ben, "tea").await;
    let said = say(ben, &kitchen, "Look.", &[(&sent, "zqkettle plan.txt")]).await.ok();
    let message = said["result"]["message"].as_str().unwrap();

    let one = found(&app.visitor(), "zqkettle").await;
    assert_eq!(
        (one.len(), &one[0]["name"], &one[0]["title"]),
        (1, &json!("zqkettle plan.txt"), &json!("Kitchen"))
    );
    assert_eq!(
        (&one[0]["room"], &one[0]["message"], &one[0]["task"]),
        (&json!(kitchen), &json!(message), &Value::Null)
    );
    let page = Browser::new(&app).open("/search?q=zqkettle").await.shown();
    let there = format!("href=\"/p/bees/talk/{kitchen}?around={message}#m-{message}\"");
    assert!(page.html.contains("<mark>zqkettle</mark> plan.txt") && page.html.contains(&there), "{page:?}");
    // In one room, by its name.
    assert_eq!(found(ben, "plan+in:kitchen").await.len(), 1);
    assert_eq!(found(ben, "plan+in:cellar").await.len(), 0);

    // Other words of its message are the same message.
    let edit = json!({ "room": kitchen, "comment": message, "revision": 1, "body": "Look here." });
    ben.perform("comment.edit", edit).await.ok();
    assert_eq!(count(&app.visitor()).await, 1);
    // A reader with the right of now finds it: at once, and as the index follows.
    ana.perform("room.edit", json!({ "room": kitchen, "open": "members" })).await.ok();
    for _ in 0..2 {
        assert_eq!([count(&app.visitor()).await, count(dov).await, count(ben).await], [0, 0, 1]);
        fill(&app).await;
    }
    ana.perform("room.edit", json!({ "room": kitchen, "open": "everyone" })).await.ok();
    fill(&app).await;
    assert_eq!([count(&app.visitor()).await, count(dov).await, count(ben).await], [1, 1, 1]);
    ana.perform("room.archive", json!({ "room": kitchen })).await.ok();
    assert_eq!([count(&app.visitor()).await, count(ben).await], [1, 1], "an archived room is read as before");
    ana.perform("pursuance.edit", of(json!({ "visibility": "members" }))).await.ok();
    for _ in 0..2 {
        assert_eq!([count(&app.visitor()).await, count(dov).await, count(ben).await], [0, 0, 1]);
        fill(&app).await;
    }
    ana.perform("pursuance.edit", of(json!({ "visibility": "public" }))).await.ok();
    ana.perform("pursuance.close", of(json!({ "reason": "Done." }))).await.ok();
    fill(&app).await;
    assert_eq!(
        [count(&app.visitor()).await, count(ben).await],
        [0, 1],
        "a closed one is read by its members"
    );
}

async fn a_name_goes_out_of_the_index_with_its_message(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let kept = Inspect::open(&app.config.database_url).await;
    for (by, more) in [(&people[0], json!({})), (&ana, json!({ "reason": "Not here." }))] {
        let sent = upload(&people[0], "tea").await;
        let said = say(&people[0], &kitchen, "Look.", &[(&sent, "zqkettle.txt")]).await.ok();
        assert_eq!((count(by).await, kept.count("searched where kind = 'file'").await), (1, 1));
        let delete = json!({ "room": kitchen, "comment": said["result"]["message"] });
        by.perform("comment.delete", crate::support::groups::merged(delete, more)).await.ok();
        assert_eq!((count(by).await, kept.count("searched where kind = 'file'").await), (0, 0));
    }
    for (table, row) in kept.dump().await {
        assert!(!table.contains("search") || !row.contains("zqkettle"), "{table}: {row}");
    }
}

async fn a_name_whose_time_is_over_is_found_no_more_and_leaves_nothing_behind(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    ana.perform("room.edit", json!({ "room": kitchen, "lifetime": 3_600 })).await.ok();
    let sent = upload(&ana, "tea").await;
    say(&ana, &kitchen, "Look.", &[(&sent, "zqkettle.txt")]).await.ok();
    assert_eq!(count(&app.visitor()).await, 1);
    app.advance(HOUR + MINUTE);
    // No worker has run.
    assert_eq!([count(&app.visitor()).await, count(&ana).await], [0, 0]);
    let worker = Worker::spawn(&app.app);
    let kept = Inspect::open(&app.config.database_url).await;
    until("its name is gone for good", async || {
        !kept.dump().await.iter().any(|(_, row)| row.contains("zqkettle"))
    })
    .await;
    worker.stop().await;
}

async fn an_index_that_is_made_anew_has_the_files_of_rooms(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let sent = upload(&ana, "tea").await;
    say(&ana, &kitchen, "Look.", &[(&sent, "zqkettle.txt")]).await.ok();
    let mut tx = app.db.write().await.unwrap();
    fulltext::forget_all(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(count(&ana).await, 0);
    fill(&app).await;
    assert_eq!(count(&ana).await, 1);
}
