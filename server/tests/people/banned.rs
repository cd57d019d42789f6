//! How pages of a pursuance call whoever is banned there.

use serde_json::json;

use crate::roles::{bees, of};
use crate::support::browser::Browser;
use crate::support::groups::merged;
use crate::support::{TestApp, on_both_apps};
use crate::talk::rooms::{room, said};

on_both_apps!(whoever_is_banned_writes_no_words_by_another_name,);

async fn whoever_is_banned_writes_no_words_by_another_name(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("eve", "normal")]).await;
    let eve = &people[0];
    let task = |more| merged(of(json!({ "task": 1 })), more);
    ana.perform("task.create", of(json!({ "title": "Count" }))).await.ok();
    let told = ana.perform("task.comment", task(json!({ "body": "Hello." }))).await.ok();
    let message = &told["result"]["message"];
    eve.perform("message.react", task(json!({ "message": message, "emoji": "👍", "on": true }))).await.ok();
    eve.perform("task.comment", task(json!({ "body": "I saw it." }))).await.ok();
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    said(eve, &kitchen, "I am here.").await;
    ana.perform("member.ban", of(json!({ "member": "eve", "reason": "Spam." }))).await.ok();
    eve.perform("profile.edit", json!({ "display": "Buy Pills" })).await.ok();

    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let paths = ["/p/bees", "/p/bees/t/1", "/p/bees/log", "/p/bees/activity", "/p/bees/members"];
    let in_room = format!("/p/bees/talk/{kitchen}");
    for path in paths.into_iter().chain([in_room.as_str()]) {
        let page = anas.open(path).await.shown().saying("eve");
        assert!(!page.html.contains("Pills"), "{path}: {page:?}");
    }
    let feed = app.visitor().read("/p/bees/feed.atom").await;
    assert!(feed.status.is_success() && !feed.text().contains("Pills"), "{feed:?}");
    // Elsewhere, and once the ban is over, they are called as they like.
    anas.open("/@eve").await.shown().saying("Buy Pills");
    ana.perform("member.unban", of(json!({ "member": "eve" }))).await.ok();
    anas.open("/p/bees/t/1").await.shown().saying("Buy Pills");
}
