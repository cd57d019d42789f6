//! The log of a pursuance: who did what to whom, and why, for members.

use http::StatusCode;
use serde_json::{Value, json};

use super::{BEES, bees, of, task};
use crate::support::browser::Browser;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(the_log_says_who_did_what_to_whom_and_why_and_is_for_members);

async fn the_log_says_who_did_what_to_whom_and_why_and_is_for_members(app: TestApp) {
    let others = [("ben", "assistant_admin"), ("val", "viewer"), ("eve", "untrusted"), ("ivo", "normal")];
    let (ana, people) = bees(&app, "public", &others).await;
    let number = task(&ana, "Count").await;
    let grant = of(json!({ "task": number, "member": "eve", "may": ["edit"] }));
    people[0].perform("grant.set", grant).await.ok();
    let ban = of(json!({ "member": "ivo", "reason": "Sold the *readings*." }));
    people[0].perform("member.ban", ban).await.ok();
    people[0].perform("member.unban", of(json!({ "member": "ivo", "reason": "We talked." }))).await.ok();

    let log = people[1].read(&format!("{BEES}/log?limit=3")).await;
    let lines = log.items();
    let told = |line: &Value| {
        (line["verb"].clone(), line["by"].clone(), line["member"].clone(), line["reason"].clone())
    };
    let expected = [
        (json!("member.unbanned"), json!("ben"), json!("ivo"), json!("We talked.")),
        (json!("member.banned"), json!("ben"), json!("ivo"), json!("Sold the *readings*.")),
        (json!("task.grant_set"), json!("ben"), json!("eve"), json!(null)),
    ];
    assert_eq!(lines.iter().map(told).collect::<Vec<_>>(), expected);
    assert_eq!(lines[2]["task"], number);
    let rest = people[1].read(&format!("{BEES}/log?after={}", log.ok()["next"])).await.items();
    assert_eq!(rest.last().unwrap()["verb"], "pursuance.created", "{rest:?}");
    assert!(rest.iter().all(|line| line["verb"] != "task.created"), "{rest:?}");

    let mut browser = Browser::signed_in(&app, &people[1].id).await;
    let page = browser.open("/p/bees/log").await.shown();
    page.saying("Sold the *readings*.").saying("We talked.").saying("Count");
    // Strangers, people who have not joined, and those who are untrusted read none of it.
    for reader in [&app.visitor(), &*people[2], &*people[3]] {
        assert_eq!(reader.read(&format!("{BEES}/log")).await.status, StatusCode::FORBIDDEN);
    }
    let mut ivos = Browser::signed_in(&app, &people[3].id).await;
    let page = ivos.open("/p/bees/log").await;
    assert!(page.status == StatusCode::FORBIDDEN && !page.says("Sold"), "{page:?}");
    let mut nobody = Browser::new(&app);
    assert!(!nobody.open("/p/bees/log").await.says("Sold"));
    let lately = nobody.open("/p/bees").await.shown();
    assert!(!lately.says("banned"), "{lately:?}");
}
