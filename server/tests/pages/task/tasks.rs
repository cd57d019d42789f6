//! A task's page and its forms.

use axum::body::Body;
use http::{Method, StatusCode};
use serde_json::json;

use crate::pages::{start_pursuance, write_task};
use crate::support::browser::{Browser, Page};
use crate::support::{Person, Setup, TestApp};

/// A pursuance of Ana's with one task, and Bob in it.
async fn bees(app: &TestApp) -> (Person, Person) {
    let (ana, bob) = (app.person("ana").await, app.person("bob").await);
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    bob.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count the hives" })).await.ok();
    (ana, bob)
}

#[tokio::test]
async fn a_task_goes_from_wanted_to_done_by_buttons_alone() {
    let app = TestApp::start().await;
    bees(&app).await;
    let (mut ana, mut bob) = (Browser::of(&app, "ana").await, Browser::of(&app, "bob").await);
    let (task, phase) = ("/p/bees/t/1", "/p/bees/t/1/phase");

    let page = ana.open(task).await.shown();
    ana.fill(&page, phase, &[("phase", "help_wanted")]).await.shown();
    bob.open("/").await.shown().saying("Count the hives");
    let page = bob.open(task).await.shown();
    let mine = bob.fill(&page, "/p/bees/t/1/take", &[]).await.shown().saying("It is yours");
    let begun = bob.fill(&mine, phase, &[("phase", "in_progress")]).await.shown();
    bob.fill(&begun, phase, &[("phase", "ready_for_review")]).await.shown();
    ana.open("/").await.shown().saying("It waits for your review");
    let review = ana.open(task).await.shown();
    ana.fill(&review, phase, &[("phase", "in_progress")]).await.refused().saying("Say what is missing");
    let back = [("phase", "in_progress"), ("comment", "Hive 7 is missing.")];
    ana.fill(&review, phase, &back).await.shown().saying("Hive 7 is missing.");
    bob.open("/").await.shown().saying("sent the work back");
    let again = bob.open(task).await.shown();
    bob.fill(&again, phase, &[("phase", "ready_for_review")]).await.shown();
    let review = ana.open(task).await.shown();
    ana.fill(&review, phase, &[("phase", "done")]).await.shown().saying("Accepted");
}

#[tokio::test]
async fn only_what_one_may_do_is_offered() {
    let app = TestApp::start().await;
    bees(&app).await;
    let (mut ana, mut bob) = (Browser::of(&app, "ana").await, Browser::of(&app, "bob").await);
    let (anas, bobs) = (ana.open("/p/bees/t/1").await.shown(), bob.open("/p/bees/t/1").await.shown());
    let theirs = Browser::new(&app).open("/p/bees/t/1").await.shown();
    for form in ["/p/bees/t/1/assign", "/p/bees/t/1/phase"] {
        assert!(anas.has_form(form) && !bobs.has_form(form) && !theirs.has_form(form), "{form}");
    }
    // Bob may only suggest parts of it: the menu leads to that.
    let adds = |page: &Page| page.has_form("/p/bees/tasks");
    assert!(adds(&anas) && !adds(&bobs) && !adds(&theirs));
    let suggests = bob.open("/p/bees/t/1/suggest").await.shown();
    assert!(bobs.html.contains("href=\"/p/bees/t/1/suggest\"") && suggests.has_form("/p/bees/t/1/split"));
    assert!(bobs.has_form("/p/bees/t/1/comments") && !theirs.has_form("/p/bees/t/1/comments"));
}

#[tokio::test]
async fn a_refused_comment_stays_in_its_field() {
    let app = TestApp::start().await;
    bees(&app).await;
    let mut bob = Browser::of(&app, "bob").await;
    let page = bob.open("/p/bees/t/1").await.shown();
    let long = "a <b>".repeat(2_100);

    let refused = bob.fill(&page, "/p/bees/t/1/comments", &[("body", &long)]).await.refused();

    assert_eq!(refused.form("/p/bees/t/1/comments").value("body"), long);
    assert!(refused.says("At most 10,000") || refused.says("At most 10000"), "{refused:?}");
}

#[tokio::test]
async fn what_people_write_is_shown_as_text_or_markdown_only() {
    let app = TestApp::start().await;
    bees(&app).await;
    let mut bob = Browser::of(&app, "bob").await;
    let page = bob.open("/p/bees/t/1").await.shown();
    let body = "**Seven** hives <script>alert(1)</script>";

    let page = bob.fill(&page, "/p/bees/t/1/comments", &[("body", body)]).await.shown();

    assert!(page.html.contains("<strong>Seven</strong>") && !page.html.contains("<script>alert"), "{page:?}");
}

#[tokio::test]
async fn a_stale_edit_shows_both_texts_and_saving_again_joins_them() {
    let app = TestApp::start().await;
    bees(&app).await;
    let (mut ana, mut other) = (Browser::of(&app, "ana").await, Browser::of(&app, "ana").await);
    let edit = "/p/bees/t/1/edit";
    let (form, late) = (ana.open(edit).await.shown(), other.open(edit).await.shown());
    ana.fill(&form, edit, &[("title", "Count every hive"), ("deliverables", "A list.")]).await.shown();

    let mine = [("title", "Count the northern hives"), ("deliverables", "A map.")];
    let conflict = other.fill(&late, edit, &mine).await;

    assert_eq!(conflict.status, StatusCode::CONFLICT, "{conflict:?}");
    assert_eq!(conflict.form(edit).value("title"), "Count the northern hives");
    assert!(conflict.says("Count every hive") && conflict.says("A list."), "{conflict:?}");
    assert!(conflict.says("You saved this task somewhere else"), "{conflict:?}");
    assert!(!conflict.says("their text") && !conflict.says("Theirs"), "nobody else wrote it: {conflict:?}");
    other.fill(&conflict, edit, &[]).await.shown().saying("Count the northern hives").saying("A map.");
}

#[tokio::test]
async fn a_date_that_is_none_is_told_beside_its_field() {
    let app = TestApp::start().await;
    bees(&app).await;
    let mut ana = Browser::of(&app, "ana").await;
    let form = ana.open("/p/bees/t/1/edit").await.shown();

    let fields = [("due", "soon"), ("skills", "French:"), ("title", "")];
    let refused = ana.fill(&form, "/p/bees/t/1/edit", &fields).await.refused();

    for (field, typed) in [("due", "soon"), ("skills", "French:"), ("title", "")] {
        assert!(refused.html.contains(&format!("id=\"{field}-error\"")), "{field}: {refused:?}");
        assert_eq!(refused.form("/p/bees/t/1/edit").value(field), typed);
    }
    ana.open("/p/bees/t/1").await.shown().saying("Count the hives");
}

#[tokio::test]
async fn an_upload_is_served_as_attachment_only() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    start_pursuance(&mut ana, "bees", "Bees").await;
    write_task(&mut ana, "bees", "Count").await;
    let task = ana.open("/p/bees/t/1").await.shown();

    let page =
        ana.upload(&task, "/p/bees/t/1/files", "hives.html", b"<script>alert(1)</script>").await.shown();

    let page = page.saying("hives.html");
    let path = page.html.split("href=\"/files/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let file = Browser::new(&app).open(&format!("/files/{path}")).await.shown();
    assert_eq!(file.html, "<script>alert(1)</script>");
    assert!(file.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    assert_eq!(file.headers["content-type"], "application/octet-stream");
    assert_eq!(file.headers["x-content-type-options"], "nosniff");
    ana.open("/p/bees/files").await.shown().saying("hives.html");
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_beside_its_field() {
    let setup = Setup { max_upload_mib: Some(1), ..Default::default() };
    let app = TestApp::with(setup).await;
    bees(&app).await;
    let mut ana = Browser::of(&app, "ana").await;
    let task = ana.open("/p/bees/t/1").await.shown();

    let refused = ana.upload(&task, "/p/bees/t/1/files", "big.bin", &vec![0; 1_200_000]).await;

    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(refused.says("too large") && refused.html.contains("id=\"file-error\""), "{refused:?}");
}

#[tokio::test]
async fn the_card_where_work_is_handed_in_has_a_field_for_its_files() {
    let app = TestApp::with(Setup { max_upload_mib: Some(1), ..Default::default() }).await;
    let (_, bob) = bees(&app).await;
    bob.perform("task.take", json!({ "pursuance": "bees", "task": 1 })).await.ok();
    let mut browser = Browser::of(&app, "bob").await;
    let task = browser.open("/p/bees/t/1").await.shown().saying("No files of yours go along with it.");
    // The first form on the page is that of the card.
    let field = task.form("/p/bees/t/1/files");
    assert_eq!(field.value("at"), "step");
    assert!(task.html.contains("id=\"hand-in-file\"") && task.html.contains("data-most=\"1048576\""));
    let refused = browser.upload(&task, "/p/bees/t/1/files", "big.bin", &vec![0; 1_200_000]).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(
        refused.html.contains("id=\"hand-in-file-error\"") && !refused.html.contains("id=\"file-error\"")
    );
    let task = browser.upload(&task, "/p/bees/t/1/files", "hives.txt", b"two").await.shown();
    let task = task.saying("These files go along with it:").saying("The file is there.");

    // A file that came in pieces is named by its hash; asked again, it hangs there once.
    let sent = bob.send(Method::POST, "/api/v1/files", &[], Body::from("abc")).await.ok()["file"].clone();
    let sent = sent.as_str().unwrap();
    let form = [("sent", sent), ("name", "Übersicht.txt"), ("key", "01KB4D"), ("at", "hand-in")];
    for _ in 0..2 {
        let answer = browser.post(task.form("/p/bees/t/1/files").with(&form)).await;
        assert_eq!(answer.headers["location"], "/p/bees/t/1#hand-in");
    }
    assert_eq!(bob.read("/api/v1/pursuances/bees/tasks/1/files").await.items().len(), 2);
    browser.fill(&task, "/p/bees/t/1/files", &[("sent", sent), ("name", "..")]).await.refused();
    let nobodys = [("sent", "0".repeat(64)), ("name", "x.txt".to_owned())];
    let nobodys = nobodys.each_ref().map(|(name, value)| (*name, value.as_str()));
    let refused = browser.fill(&task, "/p/bees/t/1/files", &nobodys).await;
    assert!(refused.status.is_client_error() && refused.html.contains("file-error"), "{refused:?}");
}

#[tokio::test]
async fn the_history_says_who_did_what() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app).await;
    ana.perform("task.assign", json!({ "pursuance": "bees", "task": 1, "assignee": "bob" })).await.ok();
    Browser::new(&app).open("/p/bees/t/1").await.shown().saying("<b dir=\"auto\">ana</b>").saying("bob");
}

/// A task of Ana's, the form of its details in her browser, and an edit that was saved since that form was opened.
async fn edited_meanwhile(
    app: &TestApp,
    change: serde_json::Value,
) -> (Browser, crate::support::browser::Page) {
    let ana = app.person("ana").await;
    let input = json!({ "slug": "bees", "name": "Bees", "mission": "", "visibility": "public" });
    ana.perform("pursuance.create", input).await.ok();
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();
    let mut browser = Browser::signed_in(app, &ana.id).await;
    let form = browser.open("/p/bees/t/1/edit").await.shown();
    let edit = json!({ "pursuance": "bees", "task": 1, "revision": 1 });
    ana.perform("task.edit", crate::support::groups::merged(edit, change)).await.ok();
    (browser, form)
}

#[tokio::test]
async fn a_stale_edit_asks_only_about_fields_that_both_have_changed() {
    let app = TestApp::start().await;
    let change = json!({ "size": "l", "urgency": "urgent", "reviewer": "ana", "due": "2040-05-01" });
    let (mut browser, form) = edited_meanwhile(&app, change).await;

    let mine = [("title", "Count them"), ("size", "s"), ("skills", "Design:Maps")];
    let late = browser.fill(&form, "/p/bees/t/1/edit", &mine).await;

    assert_eq!(late.status, http::StatusCode::CONFLICT, "{late:?}");
    let theirs = late.html.split("<dl class=\"theirs\">").nth(1).unwrap().split("</dl>").next().unwrap();
    assert_eq!(theirs.matches("<dt>").count(), 1, "{theirs}");
    assert!(theirs.contains("Size"), "{theirs}");
    let form = late.form("/p/bees/t/1/edit");
    for (field, kept) in [
        ("title", "Count them"),
        ("skills", "Design:Maps"),
        ("size", "s"),
        ("due", "2040-05-01"),
        ("urgency", "urgent"),
        ("reviewer", "ana"),
    ] {
        assert_eq!(form.value(field), kept, "{field}");
    }
    // One of the two is taken with a tick.
    let saved = browser.fill(&late, "/p/bees/t/1/edit", &[("take_size", "yes")]).await.shown();
    saved.saying("Saved.").saying("Count them").saying("L, ");
}

#[tokio::test]
async fn a_stale_edit_of_other_fields_is_saved_with_what_was_saved_meanwhile() {
    let app = TestApp::start().await;
    let (mut browser, form) =
        edited_meanwhile(&app, json!({ "due": "2040-05-01", "skills": ["Design:Maps"] })).await;

    let saved = browser.fill(&form, "/p/bees/t/1/edit", &[("title", "Count them")]).await.shown();

    let saved = saved.saying("Saved, together with what was changed").saying("Count them");
    saved.saying("Design:Maps").saying("2040");
}

#[tokio::test]
async fn the_page_of_a_task_says_what_ones_own_files_take_and_may_take() {
    let app = TestApp::with(Setup { quota_person_mib: Some(2), ..Setup::default() }).await;
    bees(&app).await;
    let mut browser = Browser::of(&app, "ana").await;
    let task = browser.open("/p/bees/t/1").await.shown();
    let task = task.saying("Your uploads on this server use 0 B of 2 MB.");
    let task = browser.upload(&task, "/p/bees/t/1/files", "a.bin", &vec![7; 1_000_000]).await.shown();
    let task = task.saying("Your uploads on this server use 1 MB of 2 MB.");
    // More than is left, and each by itself no larger than a file may be.
    let full = browser.upload(&task, "/p/bees/t/1/files", "b.bin", &vec![8; 1_500_000]).await;
    full.refused()
        .saying("all your uploads together may use 2 MiB")
        .saying("Your uploads on this server use 1 MB");
}
