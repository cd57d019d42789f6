//! How pages of a pursuance, and what programs read of it, call whoever is banned there.

use serde_json::{Value, json};

use crate::support::bees::{bees, of};
use crate::support::browser::Browser;
use crate::support::groups::merged;
use crate::support::rooms::{room, said};
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    whoever_is_banned_writes_no_words_by_another_name,
    no_read_of_a_pursuance_calls_the_banned_as_they_call_themselves,
);

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

/// Every address of the router's list that tells something of the bees or of its tasks, or that is the reader's own, filled in.
fn reads(room: &str, said: &str, comment: &str) -> Vec<String> {
    let own = ["/", "/inbox", "/search?q=saw", "/api/v1/search?q=saw", "/api/v1/me/inbox", "/api/v1/me/next"];
    let trees = ["/p/bees/members?tree=true", "/api/v1/pursuances/bees/members?tree=true"];
    let mut found: Vec<String> = own.into_iter().chain(trees).map(str::to_owned).collect();
    let is_of_bees = |path: &str| {
        ["/p/{slug}", "/api/v1/pursuances/{slug}", "/api/v1/rooms/{id}"]
            .iter()
            .any(|start| path.starts_with(start))
    };
    for route in pursuance::doors::all_routes() {
        if route.method != "GET" || !is_of_bees(route.path) || route.path.ends_with("/live") {
            continue;
        }
        let path = route.path.replace("{slug}", "bees").replace("{room}", room).replace("{name}", "ana");
        let path =
            path.replace("{message}", said).replace("{comment}", comment).replace("{list}", "load.csv");
        let path = path.replace("/rooms/{id}", &format!("/rooms/{room}"));
        // Addresses with another parameter are of files, suggestions and delegations, of which there are none.
        if !path.replace("{number}", "").contains('{') {
            let tasks = if path.contains("{number}") { &[1, 2][..] } else { &[1] };
            found.extend(tasks.iter().map(|task| path.replace("{number}", &task.to_string())));
        }
    }
    found
}

/// The reads in which somebody finds these words of another one.
async fn with_pills<'r>(reader: &Person, browser: &mut Browser, reads: &'r [String]) -> Vec<&'r str> {
    let mut found = Vec::new();
    for path in reads {
        let text = if path.starts_with("/api/") {
            reader.read(path).await.text()
        } else {
            browser.send(http::Method::GET, path, &[], Vec::new()).await.html
        };
        if text.contains("Pills") {
            found.push(path.as_str());
        }
    }
    found
}

/// Fails where any of them takes the name that people call themselves from the actor alone.
async fn no_read_of_a_pursuance_calls_the_banned_as_they_call_themselves(app: TestApp) {
    // Ana founds the bees, invites ben and hands them to eve.
    let (ana, people) = bees(&app, "public", &[("eve", "admin")]).await;
    let (eve, ben) = (&people[0], app.person("ben").await);
    let task = |number: i64, more: Value| merged(of(json!({ "task": number })), more);
    let invite = of(json!({ "role": "normal", "expires": "7d", "uses": null }));
    let link = ana.perform("invite.create", invite).await.ok()["result"]["link"].clone();
    ben.perform("invite.accept", json!({ "secret": link })).await.ok();
    ana.perform("pursuance.transfer", of(json!({ "to": "eve" }))).await.ok();
    eve.perform("pursuance.accept_transfer", of(json!({}))).await.ok();
    for title in ["Count", "Weigh"] {
        eve.perform("task.create", of(json!({ "title": title }))).await.ok();
    }
    let made = ana.perform("task.comment", task(1, json!({ "body": "I saw it." }))).await.ok();
    let comment = made["result"]["message"].as_str().unwrap().to_owned();
    eve.perform("task.assign", task(2, json!({ "assignee": "ana" }))).await.ok();
    ana.perform("task.set_phase", task(2, json!({ "phase": "in_progress" }))).await.ok();
    let kitchen = room(eve, "Kitchen", "everyone").await;
    let said = ana.perform("room.say", json!({ "room": kitchen, "body": "I saw it here." })).await.ok();
    let said = said["result"]["message"].as_str().unwrap().to_owned();
    ana.perform("profile.edit", json!({ "display": "Ana Pills" })).await.ok();
    let reads = reads(&kitchen, &said, &comment);
    let mut eves = Browser::signed_in(&app, &eve.id).await;
    let before = with_pills(eve, &mut eves, &reads).await;
    for path in ["/inbox", "/p/bees", "/search?q=saw", "/p/bees/invites"] {
        assert!(before.contains(&path), "{path} calls her so as long as she is not banned: {before:#?}");
    }
    eve.perform("member.ban", of(json!({ "member": "ana", "reason": "Spam." }))).await.ok();
    assert_eq!(with_pills(eve, &mut eves, &reads).await, Vec::<&str>::new());
    // The reads that name her still do, by her name in addresses.
    for path in ["/api/v1/pursuances/bees/bans", "/api/v1/pursuances/bees/members?tree=true"] {
        assert!(eve.read(path).await.text().contains("\"name\":\"ana\""), "{path}");
    }
    for path in ["/", "/inbox", "/search?q=saw", "/p/bees/members?tree=true", "/p/bees/m/ana"] {
        let page = eves.send(http::Method::GET, path, &[], Vec::new()).await;
        assert!(page.html.contains("/@ana") || page.html.contains(">ana<"), "{path}: {page:?}");
    }
    eve.perform("member.unban", of(json!({ "member": "ana" }))).await.ok();
    let after = with_pills(eve, &mut eves, &reads).await;
    assert!(after.contains(&"/search?q=saw"), "after the ban she is called as she likes: {after:#?}");
}
