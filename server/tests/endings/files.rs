//! Files that are taken off a task: one's own, and those of others with a reason.

use http::{Method, StatusCode};
use pursuance::jobs::sweep_files;
use pursuance_domain::time::DAY;
use serde_json::{Value, json};

use super::tasks::end;
use crate::support::bees::{BEES, bees, of, task};
use crate::support::browser::Browser;
use crate::support::groups::merged;
use crate::support::inspect::Inspect;
use crate::support::{Answer, Person, TestApp, on_both_apps};

on_both_apps!(
    a_file_goes_and_its_bytes_when_nothing_names_them_any_more,
    whoever_may_remove_says_why,
    files_of_a_pursuance_are_also_those_of_archived_tasks_and_not_those_in_the_trash,
);

/// Hangs a file on a task. Its id there, and the hash of its bytes.
async fn hang(by: &Person, number: i64, bytes: &'static str) -> (String, String) {
    let sent = by.send(Method::POST, "/api/v1/files", &[], bytes.into()).await.ok();
    let input = of(json!({ "task": number, "file": sent["file"], "name": "notes.txt" }));
    let hung = by.perform("task.attach", input).await.ok();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&hung["result"]["id"]), text(&sent["file"]))
}

async fn remove(by: &Person, number: i64, file: &str, more: Value) -> Answer {
    let input = merged(of(json!({ "task": number, "file": file })), more);
    by.perform("file.remove", input).await
}

async fn a_file_goes_and_its_bytes_when_nothing_names_them_any_more(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let number = task(&ana, "Count").await;
    let (first, hash) = hang(ben, number, "seven hives").await;
    let (second, _) = hang(&ana, number, "seven hives").await;
    remove(ben, number, &first, json!({})).await.ok();
    ben.read(&format!("/api/v1/files/{first}")).await.problem(404, "not-found");
    remove(ben, number, &first, json!({})).await.problem(404, "not-found");
    let left = ana.read(&format!("{BEES}/tasks/{number}/files")).await.items();
    assert_eq!(left.len(), 1, "{left:?}");

    app.advance(2 * DAY);
    sweep_files(&app, 0..256).await.unwrap();
    let kept = Inspect::open(&app.config.database_url).await;
    let blobs = format!("select cast(count(*) as text) from blob where sha256 = '{hash}'");
    assert_eq!(kept.rows(&blobs).await.concat(), ["1"], "another row names the bytes");
    let ana = app.token_of(&ana, pursuance_domain::value::TokenScope::Act, DAY).await.unwrap();
    let input = of(json!({ "task": number, "file": second }));
    ana.perform("file.remove", input).await.ok();
    app.advance(2 * DAY);
    sweep_files(&app, 0..256).await.unwrap();
    assert_eq!(kept.rows(&blobs).await.concat(), ["0"], "nothing names them any more");
}

async fn whoever_may_remove_says_why(app: TestApp) {
    let roles = [("ben", "normal"), ("cay", "assistant_admin"), ("dan", "recruiter")];
    let (ana, people) = bees(&app, "public", &roles).await;
    let [ben, cay, dan] = people.as_slice() else { panic!("three people") };
    let number = task(&ana, "Count").await;
    let (file, _) = hang(ben, number, "seven hives").await;
    remove(dan, number, &file, json!({ "reason": "No." })).await.problem(403, "not-allowed");
    remove(cay, number, &file, json!({})).await.problem(422, "reason-needed");
    ben.read(&format!("/api/v1/files/{file}")).await;

    let mut browser = Browser::signed_in(&app, &cay.id).await;
    let page = browser.open(&format!("/p/bees/t/{number}")).await.shown();
    assert!(page.html.contains(&format!("/files/{file}/remove")), "{page:?}");
    let path = format!("/p/bees/t/{number}/files/{file}/remove");
    let question = browser.open(&path).await.shown();
    let refused = browser.fill(&question, &path, &[("reason", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{refused:?}");
    browser.fill(&refused, &path, &[("reason", "It is of another task.")]).await.shown();
    let line = dan.read(&format!("{BEES}/log")).await.items().remove(0);
    assert_eq!(line["verb"], "task.file_removed");
    assert_eq!([&line["by"], &line["member"], &line["reason"]], ["cay", "ben", "It is of another task."]);
    let mut browser = Browser::signed_in(&app, &ben.id).await;
    browser.open("/inbox").await.shown().saying("deleted your file");
    let page = browser.open(&format!("/p/bees/t/{number}")).await.shown();
    page.saying("added a file that is gone");
}

async fn files_of_a_pursuance_are_also_those_of_archived_tasks_and_not_those_in_the_trash(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let number = task(&ana, "Count").await;
    let (file, _) = hang(&ana, number, "seven hives").await;
    let mut bens = Browser::signed_in(&app, &people[0].id).await;
    let address = format!("/files/{file}");
    for (how, is_listed) in [("archive", true), ("trash", false), ("restore", true)] {
        end(&ana, how, number).await.ok();
        let page = bens.open("/p/bees/files").await.shown();
        assert_eq!(page.html.contains(&address), is_listed, "after {how}: {page:?}");
        let status = bens.open(&address).await.status;
        assert_eq!(status.is_success(), is_listed, "whoever finds it there can read it: {how}");
    }
}
