//! Which work is reviewed: where a reviewer is named, always, or never; and one press that finishes it.

use http::StatusCode;
use http::header::LOCATION;
use serde_json::{Value, json};

use super::{hand_in, on, read};
use crate::support::bees::{bees, of, task};
use crate::support::browser::Browser;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    where_reviewers_are_named_others_finish_with_one_press,
    where_nobody_reviews_a_named_reviewer_is_not_asked,
    one_who_is_alone_finishes_their_own_work,
    ones_own_work_goes_to_another_who_may_assign,
    who_wrote_a_task_and_may_not_assign_does_not_review_it,
    a_box_in_a_list_finishes_a_task_and_leads_back,
    a_new_pursuance_asks_which_work_is_reviewed,
);

async fn review(primary: &Person, which: &str) {
    primary.perform("pursuance.edit", of(json!({ "reviews": which }))).await.ok();
}

async fn take(who: &Person, number: i64) {
    who.perform("task.take", on(number, json!({}))).await.ok();
}

fn done(number: i64) -> Value {
    on(number, json!({ "phase": "done" }))
}

async fn where_reviewers_are_named_others_finish_with_one_press(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cleo", "normal")]).await;
    review(&ana, "named").await;
    let number = task(&ana, "Count").await;
    take(&people[0], number).await;
    assert_eq!(read(&ana, number).await["needs_review"], false);
    people[1].perform("task.set_phase", done(number)).await.problem(403, "not-yours");
    people[0].perform("task.set_phase", done(number)).await.ok();
    let number = task(&ana, "Draw").await;
    ana.perform("task.set_reviewer", on(number, json!({ "reviewer": "cleo" }))).await.ok();
    take(&people[0], number).await;
    assert_eq!(read(&ana, number).await["needs_review"], true);
    people[0].perform("task.set_phase", done(number)).await.problem(409, "no-such-move");
    // Work that waits is finished by whoever did it, once nobody is named any more.
    people[0].perform("task.set_phase", on(number, json!({ "phase": "ready_for_review" }))).await.ok();
    ana.perform("task.set_reviewer", on(number, json!({}))).await.ok();
    people[0].perform("task.set_phase", done(number)).await.ok();
}

async fn where_nobody_reviews_a_named_reviewer_is_not_asked(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cleo", "normal")]).await;
    let number = task(&ana, "Count").await;
    ana.perform("task.set_reviewer", on(number, json!({ "reviewer": "cleo" }))).await.ok();
    review(&ana, "never").await;
    take(&people[0], number).await;
    people[0].perform("task.set_phase", done(number)).await.ok();
}

async fn one_who_is_alone_finishes_their_own_work(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    assert_eq!(ana.read("/api/v1/pursuances/bees").await.ok()["reviews"], "always");
    let number = task(&ana, "Count").await;
    take(&ana, number).await;
    ana.perform("task.set_phase", done(number)).await.ok();
    // Somebody else's work has a reviewer: the one who may assign.
    let number = task(&ana, "Draw").await;
    take(&people[0], number).await;
    people[0].perform("task.set_phase", done(number)).await.problem(409, "no-such-move");
}

async fn ones_own_work_goes_to_another_who_may_assign(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("dan", "assigner")]).await;
    let number = task(&ana, "Count").await;
    take(&ana, number).await;
    ana.perform("task.set_phase", done(number)).await.problem(409, "no-such-move");
    ana.perform("task.set_phase", on(number, json!({ "phase": "ready_for_review" }))).await.ok();
    let dan = &people[1];
    assert_eq!(read(&ana, number).await["reviewer"], "dan");
    ana.perform("task.set_phase", done(number)).await.problem(403, "own-work");
    let told = dan.read("/api/v1/me/inbox?unread=true").await.items();
    assert!(told.iter().any(|notice| notice["kind"] == "review"), "{told:?}");
    dan.perform("task.set_phase", done(number)).await.ok();
    // Without a named reviewer an Assigner may review the work of others, beside whoever wrote the task.
    let number = task(&ana, "Draw").await;
    hand_in(&people[0], number).await;
    dan.perform("task.set_phase", done(number)).await.ok();
    assert_eq!(read(&ana, number).await["phase"], "done");
}

async fn who_wrote_a_task_and_may_not_assign_does_not_review_it(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "admin"), ("cleo", "normal")]).await;
    let number = task(&people[0], "Count").await;
    ana.perform("member.set_role", of(json!({ "member": "ben", "role": "normal" }))).await.ok();
    hand_in(&people[1], number).await;
    assert_eq!(read(&ana, number).await["reviewer"], "ana");
    people[0].perform("task.set_phase", done(number)).await.problem(403, "not-the-reviewer");
    ana.perform("task.set_phase", done(number)).await.ok();
    // A writer who may assign reviews their own task, as one of those who may.
    let number = task(&ana, "Draw").await;
    hand_in(&people[1], number).await;
    assert_eq!(read(&ana, number).await["reviewer"], Value::Null);
}

async fn a_box_in_a_list_finishes_a_task_and_leads_back(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    review(&ana, "named").await;
    for (title, view) in
        [("One", "/p/bees"), ("Two", "/p/bees/list"), ("Three", "/p/bees/board"), ("Four", "/")]
    {
        let number = task(&ana, title).await;
        take(&people[0], number).await;
        let mut bens = Browser::signed_in(&app, &people[0].id).await;
        let page = bens.open(view).await.shown();
        let action = format!("/p/bees/t/{number}/phase");
        assert!(
            page.html.contains(&format!("form=\"to-finish\" formaction=\"{action}\"")),
            "{view}: {page:?}"
        );
        let form = page.form_of("to-finish").at(&action).with(&[("phase", "done")]);
        assert_eq!(form.value("back"), view);
        let answer = bens.post(form).await;
        assert_eq!(
            (answer.status, answer.headers[LOCATION].to_str().unwrap()),
            (StatusCode::SEE_OTHER, view)
        );
        assert_eq!(read(&ana, number).await["phase"], "done");
        // Others have no box for it, and it is gone.
        let page = bens.open(view).await.shown();
        assert!(!page.html.contains(&format!("formaction=\"{action}\"")), "{view}");
        assert!(page.says("Undo"), "{view}: {page:?}");
    }
    let number = task(&ana, "Five").await;
    take(&people[0], number).await;
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let page = anas.open("/p/bees").await.shown();
    assert!(!page.html.contains(&format!("formaction=\"/p/bees/t/{number}/phase\"")), "{page:?}");
}

async fn a_new_pursuance_asks_which_work_is_reviewed(app: TestApp) {
    let ana = app.person("ana").await;
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let page = anas.open("/p/new").await.shown().saying("Is work reviewed?");
    let filled = [("name", "Bees"), ("slug", "bees"), ("mission", "Count.")];
    anas.fill(&page, "/p/new", &filled).await.shown();
    assert_eq!(ana.read("/api/v1/pursuances/bees").await.ok()["reviews"], "named", "as proposed");
    let settings = anas.open("/p/bees/settings").await.shown();
    anas.fill(&settings, "/p/bees/settings", &[("reviews", "never")]).await.shown();
    assert_eq!(ana.read("/api/v1/pursuances/bees").await.ok()["reviews"], "never");
}
