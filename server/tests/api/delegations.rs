//! Delegations for programs, from the side that is asked.

use axum::body::Body;
use http::Method;
use pursuance::jobs::Worker;
use pursuance::store::{delegations, pursuances};
use pursuance_domain::delegation::State;
use serde_json::{Value, json};

use super::{join_as, pluck, start_pursuance, start_pursuance_as, write_task};
use crate::support::browser::Browser;
use crate::support::peers::until;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    an_offer_is_read_at_the_origin,
    delegations_go_on_where_they_stopped,
    a_task_goes_out_and_comes_back_done_by_actions_alone,
    a_pursuance_that_is_hidden_is_refused_like_one_that_is_not_there,
);

async fn offer(by: &Person, from: &str, task: i64, to: &str) -> String {
    let input = json!({ "pursuance": from, "task": task, "to": to, "note": "Could you?" });
    by.perform("delegation.offer", input).await.ok()["result"]["delegation"].as_str().unwrap().to_owned()
}

async fn an_offer_is_read_at_the_origin(app: TestApp) {
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    start_pursuance(&ana, "wasps").await;
    let task = write_task(&ana, "bees", "Count the bees").await;
    let id = offer(&ana, "bees", task, "wasps").await;

    let list = ana.read("/api/v1/pursuances/bees/delegations").await.items();
    let wanted = json!({
        "delegation": id, "side": "origin", "state": "offered", "peer": "wasps@localhost:8080", "peer_name": "wasps", "task": task,
        "mirror": null, "title": "Count the bees", "round": 1, "offered": null,
    });
    for (member, value) in wanted.as_object().unwrap() {
        assert_eq!(&list[0][member], value, "{member}");
    }
    assert_eq!(
        (&list[0]["delivery"]["state"], &list[0]["delivery"]["host"]),
        (&json!("sending"), &Value::Null)
    );
    assert!(list[0]["respond_by"].is_string() && list[0]["terms"].is_object());
    let read = ana.read(&format!("/api/v1/pursuances/bees/tasks/{task}")).await.ok();
    assert_eq!(read["delegation"], json!(id));

    let detail = ana.read(&format!("/api/v1/pursuances/bees/delegations/{id}")).await.ok();
    for (member, value) in list[0].as_object().unwrap() {
        assert_eq!(&detail[member], value, "{member}");
    }
    let first = &detail["timeline"][0];
    assert_eq!((&first["direction"], &first["by"]), (&json!("out"), &json!("ana")));
    assert_eq!(first["note"], json!({ "text": "<p>Could you?</p>\n", "form": "html" }));
    assert_eq!(detail["submissions"], json!([]));
}

async fn delegations_go_on_where_they_stopped(app: TestApp) {
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    start_pursuance(&ana, "wasps").await;
    let mut ids = Vec::new();
    for number in 1..=3 {
        let task = write_task(&ana, "bees", &format!("Task {number}")).await;
        ids.push(offer(&ana, "bees", task, "wasps").await);
        app.advance(pursuance_domain::time::SECOND);
    }
    let path = "/api/v1/pursuances/bees/delegations";
    let first = ana.read(&format!("{path}?limit=2")).await;
    assert_eq!(pluck(&first.items(), "delegation"), [json!(ids[0]), json!(ids[1])]);
    let rest = ana.read(&format!("{path}?limit=2&after={}", ids[1])).await;
    assert_eq!((pluck(&rest.items(), "delegation"), &rest.ok()["next"]), (vec![json!(ids[2])], &Value::Null));
}

/// The newest delegation of a pursuance, read once it is in that state.
async fn once(app: &TestApp, by: &Person, pursuance: &str, state: State) -> Value {
    until(&format!("a delegation of {pursuance} is {state}"), async || {
        let mut tx = app.db.read().await.unwrap();
        let found = pursuances::by_slug(&mut tx, pursuance).await.unwrap().unwrap();
        let rows = delegations::after(&mut tx, &found.id, "", 100).await.unwrap();
        rows.last().is_some_and(|row| row.state == state)
    })
    .await;
    by.read(&format!("/api/v1/pursuances/{pursuance}/delegations")).await.items().pop().unwrap()
}

/// Uploads a text and hangs it on a task.
async fn attach(by: &Person, pursuance: &str, task: i64, text: &'static str) -> Value {
    let uploaded = by.send(Method::POST, "/api/v1/files", &[], Body::from(text)).await.ok()["file"].clone();
    let input = json!({ "pursuance": pursuance, "task": task, "file": uploaded, "name": "table.csv" });
    by.perform("task.attach", input).await.ok();
    uploaded
}

async fn a_task_goes_out_and_comes_back_done_by_actions_alone(app: TestApp) {
    let worker = Worker::spawn(&app);
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    start_pursuance(&ana, "bees").await;
    start_pursuance(&ben, "wasps").await;
    // Work of one pursuance for another is reviewed, whatever either of them says of its own work.
    for (who, slug) in [(&ana, "bees"), (&ben, "wasps")] {
        who.perform("pursuance.edit", json!({ "pursuance": slug, "reviews": "never" })).await.ok();
    }
    let task = write_task(&ana, "bees", "Count the bees").await;
    assert_eq!(ana.read("/api/v1/pursuances/bees/tasks/1").await.ok()["needs_review"], false);
    offer(&ana, "bees", task, "wasps").await;

    let asked = once(&app, &ben, "wasps", State::Offered).await;
    assert_eq!((&asked["side"], &asked["peer"]), (&json!("delegate"), &json!("bees@localhost:8080")));
    assert_eq!((&asked["task"], &asked["mirror"]), (&Value::Null, &Value::Null));
    assert_eq!(
        (&asked["offered"]["name"], &asked["title"]),
        (&json!("Count the bees"), &json!("Count the bees"))
    );
    // Before it is accepted it concerns those who answer it.
    assert_eq!(app.visitor().read("/api/v1/pursuances/wasps/delegations").await.items(), Vec::<Value>::new());
    let theirs = asked["delegation"].clone();
    ben.perform("delegation.accept", json!({ "delegation": theirs })).await.ok();

    let active = once(&app, &ben, "wasps", State::Active).await;
    assert_eq!((&active["task"], &active["mirror"]), (&json!(1), &json!(1)));
    let mirror = ben.read("/api/v1/pursuances/wasps/tasks/1").await.ok();
    assert_eq!((&mirror["title"], &mirror["delegation"]), (&json!("Count the bees"), &theirs));
    let ours = once(&app, &ana, "bees", State::Active).await;
    assert!(ours["mirror"].as_str().is_some_and(|address| address.contains("/ap/t/")), "{ours}");
    assert_eq!(mirror["mirror_of"].as_str().map(|uri| uri.contains("/ap/t/")), Some(true));
    let handed_over = ana.read("/api/v1/pursuances/bees/tasks/1").await.ok();
    assert_eq!((&handed_over["assignee"], &handed_over["needs_review"]), (&json!("wasps"), &json!(true)));
    assert_eq!(mirror["needs_review"], true);
    let listed = ana.read("/api/v1/pursuances/bees/tasks").await.items();
    assert_eq!(listed[0]["needs_review"], true, "in a list, too");

    let file = attach(&ben, "wasps", 1, "bees;40").await;
    let work = json!({ "delegation": theirs, "body": "*Forty* of them.", "files": [file] });
    ben.perform("delegation.submit", work).await.ok();
    let submitted = once(&app, &ana, "bees", State::Submitted).await;
    let one = format!("/api/v1/pursuances/bees/delegations/{}", submitted["delegation"].as_str().unwrap());
    let detail = ana.read(&one).await.ok();
    let handed_in = &detail["submissions"][0];
    assert_eq!(
        (&handed_in["body"], &handed_in["round"], &handed_in["verdict"]),
        (&json!("*Forty* of them."), &json!(1), &Value::Null)
    );
    assert_eq!(
        (&handed_in["files"][0]["file"], &handed_in["files"][0]["name"]),
        (&file, &json!("table.csv"))
    );
    let comment = json!({ "delegation": submitted["delegation"], "comment": "Thank you!" });
    ana.perform("delegation.accept_work", comment).await.ok();

    once(&app, &ben, "wasps", State::Completed).await;
    assert_eq!(ana.read("/api/v1/pursuances/bees/tasks/1").await.ok()["phase"], "done");
    assert_eq!(ben.read("/api/v1/pursuances/wasps/tasks/1").await.ok()["phase"], "done");
    // It was the last to speak, and is told so with the next thing it hears.
    let told = ana.read(&one).await.ok()["delivery"].clone();
    assert!(matches!(told["state"].as_str(), Some("sending" | "delivered" | "in_step")), "{told}");
    let detail = ana.read(&one).await.ok();
    let kinds = detail["timeline"].as_array().unwrap();
    assert!(
        kinds.first().unwrap()["direction"] == "out"
            && kinds.iter().any(|moment| moment["direction"] == "in"),
        "{kinds:?}"
    );
    worker.stop().await;
}

#[tokio::test]
async fn a_delegation_is_seen_by_whoever_sees_its_task() {
    let app = TestApp::start().await;
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    start_pursuance_as(&ana, "bees", "unlisted").await;
    start_pursuance(&ana, "wasps").await;
    join_as(&ben, "bees", "untrusted", &ana).await;
    let task = write_task(&ana, "bees", "Count the bees").await;
    let id = offer(&ana, "bees", task, "wasps").await;
    let one = format!("/api/v1/pursuances/bees/delegations/{id}");
    app.visitor().read(&one).await.ok();
    // It belongs to one pursuance and is not found below another.
    ana.read(&one.replace("/bees/", "/wasps/")).await.problem(404, "not-found");

    ana.perform("pursuance.edit", json!({ "pursuance": "bees", "visibility": "members" })).await.ok();
    app.visitor().read(&one).await.problem(404, "not-found");
    ben.read(&one).await.problem(404, "not-found");
    assert_eq!(ben.read("/api/v1/pursuances/bees/delegations").await.items(), Vec::<Value>::new());
    ana.read(&one).await.ok();
}

/// Fails where `delegation::look_up` does not ask who may know of a pursuance.
async fn a_pursuance_that_is_hidden_is_refused_like_one_that_is_not_there(app: TestApp) {
    let (ana, wim) = (app.person("ana").await, app.person("wim").await);
    start_pursuance_as(&ana, "hornets", "members").await;
    start_pursuance(&wim, "wasps").await;
    let task = write_task(&wim, "wasps", "Count the wasps").await;
    let mut browser = Browser::signed_in(&app, &wim.id).await;
    let (base, authority) = (app.addresses.base().to_owned(), app.addresses.authority().to_owned());
    let mut answers = Vec::new();
    for name in ["hornets", "nothing"] {
        for to in [name.to_owned(), format!("{base}/p/{name}"), format!("@{name}@{authority}")] {
            let input = json!({ "pursuance": "wasps", "task": task, "to": to });
            let refused = wim.perform("delegation.offer", input).await;
            // The page refuses it, too.
            browser.open(&format!("/p/wasps/t/{task}/hand-over?to={to}")).await.refused();
            let said = refused.text().replace(name, "name");
            answers.push((refused.status, said));
        }
    }
    let (hidden, none) = answers.split_at(3);
    assert_eq!(hidden, none);
    // A member of both may.
    ana.perform("pursuance.join", json!({ "pursuance": "wasps" })).await.ok();
    let admin = json!({ "pursuance": "wasps", "member": "ana", "role": "admin" });
    wim.perform("member.set_role", admin).await.ok();
    offer(&ana, "wasps", task, "hornets").await;
}
