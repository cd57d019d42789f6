//! A text outlives the form it was written in: where the page has no field for it any more, it is shown to be copied.

use http::StatusCode;
use serde_json::json;

use crate::support::browser::{Browser, Form, Page};
use crate::support::two::{MIRROR, TASK, Two};
use crate::support::{Person, TestApp};

const TEXT: &str = "Two hives are <empty>.\r\n\r\nThe third is not.";
const ESCAPED: &str = "\nTwo hives are &#60;empty&#62;.\r\n\r\nThe third is not.</textarea>";

/// The page has the text once, in no form, and says once why it was refused.
fn copied(page: &Page, why: &str) {
    let section =
        page.html.split("id=\"typed\"").nth(1).unwrap_or_else(|| panic!("no text to copy: {page:?}"));
    let section = section.split("</section>").next().unwrap();
    assert!(section.contains("readonly") && section.contains(ESCAPED), "{section}");
    assert_eq!(page.html.matches(ESCAPED).count(), 1, "{page:?}");
    assert_eq!(page.html.matches(why).count(), 1, "{why}: {page:?}");
    let said = page.html.find(why).zip(page.html.find("id=\"typed\""));
    assert!(said.is_some_and(|(why, text)| why < text), "the reason comes first: {page:?}");
}

/// The text is in its own field, and nowhere else.
fn stays(page: &Page) {
    assert!(!page.html.contains("id=\"typed\""), "{page:?}");
    assert_eq!(page.html.matches(ESCAPED).count(), 1, "{page:?}");
    // Its form is marked, so that an open page keeps it whatever happens elsewhere.
    let form = page.html.split("<form data-refused ").nth(1).and_then(|rest| rest.split("</form>").next());
    assert!(form.is_some_and(|form| form.contains(ESCAPED)), "{page:?}");
}

#[tokio::test]
async fn work_that_is_handed_in_after_the_task_was_given_back_is_not_lost() {
    let mut two = Two::start().await;
    let (_, theirs) = two.active(json!({})).await;
    let mirror = two.at_wasps.open(MIRROR).await.shown();
    two.wasps_do("return", &theirs, json!({})).await;
    two.stands(&two.wim, "wasps", &theirs, "returned").await;

    let submit = format!("/p/wasps/d/{theirs}/submit");
    let refused = two.at_wasps.fill(&mirror, &submit, &[("body", TEXT)]).await;

    assert!(refused.status.is_client_error() && !refused.has_form(&submit), "{refused:?}");
    copied(&refused, "class=\"notice refused\"");
    // So is every text of the other forms of that side.
    for (form, name) in
        [("progress", "note"), ("return", "reason"), ("counter", "note"), ("decline", "reason")]
    {
        let fields = [("csrf", mirror.form(&submit).value("csrf").to_owned()), (name, TEXT.to_owned())];
        let fields = fields.each_ref().map(|(name, text)| (*name, text.as_str()));
        let sent = Form::to(&format!("/p/wasps/d/{theirs}/{form}"), &fields);
        copied(&two.at_wasps.submit(sent).await, "class=\"notice refused\"");
    }
}

#[tokio::test]
async fn a_comment_outlives_the_verdict_of_a_faster_reviewer() {
    let mut two = Two::start().await;
    let (ours, theirs) = two.active(json!({})).await;
    two.wasps_do("submit", &theirs, json!({ "body": "The map." })).await;
    let read = two.at_bees.until_shown(TASK, "The map.").await;
    two.bees_do("send_back", &ours, json!({ "comment": "No scale." })).await;

    for form in ["send-back", "accept-work", "refuse-work"] {
        let form = format!("/p/bees/d/{ours}/{form}");
        let sent = read.form(&format!("/p/bees/d/{ours}/accept-work")).at(&form).with(&[("comment", TEXT)]);
        let refused = two.at_bees.submit(sent).await;
        assert!(refused.status.is_client_error() && !refused.has_form(&form), "{refused:?}");
        copied(&refused, "class=\"notice refused\"");
    }
}

#[tokio::test]
async fn a_comment_outlives_the_review_of_a_task_done_here() {
    let app = TestApp::start().await;
    let [ana, bob] = bees(&app).await;
    let cay = app.person("cay").await;
    cay.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    let reviewer = json!({ "pursuance": "bees", "task": 1, "revision": 2, "reviewer": "cay" });
    ana.perform("task.edit", reviewer).await.ok();
    to(&bob, "in_progress").await;
    to(&bob, "ready_for_review").await;
    let mut browser = Browser::of(&app, "cay").await;
    let review = browser.open("/p/bees/t/1").await.shown();
    to(&ana, "done").await;

    let fields = [("phase", "in_progress"), ("comment", TEXT)];
    let refused = browser.fill(&review, "/p/bees/t/1/phase", &fields).await.refused();

    copied(&refused, "class=\"notice refused\"");
}

#[tokio::test]
async fn an_answer_to_an_offer_that_was_withdrawn_is_not_lost() {
    let mut two = Two::start().await;
    let (ours, theirs) = two.offered("wasps", json!({})).await;
    let incoming = two.at_wasps.open("/p/wasps/incoming").await.shown();
    two.bees_do("recall", &ours, json!({})).await;
    two.stands(&two.wim, "wasps", &theirs, "withdrawn").await;

    for (form, name) in [("counter", "note"), ("decline", "reason")] {
        let form = format!("/p/wasps/d/{theirs}/{form}");
        let refused = two.at_wasps.fill(&incoming, &form, &[(name, TEXT)]).await;
        assert!(refused.status.is_client_error() && !refused.has_form(&form), "{refused:?}");
        copied(&refused, "class=\"notice refused\"");
    }
}

#[tokio::test]
async fn the_message_of_an_offer_is_not_lost_when_somebody_takes_the_task() {
    let mut two = Two::start().await;
    let form = "/p/bees/t/1/hand-over";
    let offer = two.at_bees.open(&format!("{form}?to=wasps")).await.shown();
    two.ana.perform("task.take", json!({ "pursuance": "bees", "task": 1 })).await.ok();

    let fields = [("note", TEXT), ("due", "2040-03-01"), ("respond_by", "2040-02-01")];
    let refused = two.at_bees.fill(&offer, form, &fields).await;

    assert!(refused.status.is_client_error() && !refused.has_form(form), "{refused:?}");
    copied(&refused, "class=\"notice refused\"");
    assert!(
        refused.says("\n2040-03-01</textarea>") && refused.says("\n2040-02-01</textarea>"),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_comment_of_somebody_who_was_removed_while_writing_it_is_not_lost() {
    let app = TestApp::start().await;
    let [ana, _] = bees(&app).await;
    let mut bob = Browser::of(&app, "bob").await;
    let task = bob.open("/p/bees/t/1").await.shown();
    let removed = json!({ "pursuance": "bees", "member": "bob", "reason": "A mistake." });
    ana.perform("member.remove", removed).await.ok();

    let refused = bob.fill(&task, "/p/bees/t/1/comments", &[("body", TEXT)]).await.refused();

    assert!(!refused.has_form("/p/bees/t/1/comments"), "{refused:?}");
    copied(&refused, "class=\"notice refused\"");
}

#[tokio::test]
async fn the_title_of_a_part_is_not_lost_when_the_task_is_done_meanwhile() {
    let app = TestApp::start().await;
    let [ana, bob] = bees(&app).await;
    let mut browser = Browser::of(&app, "ana").await;
    let pages = [browser.open("/p/bees").await.shown(), browser.open("/p/bees/t/1").await.shown()];
    for (who, phase) in [(&bob, "in_progress"), (&bob, "ready_for_review")] {
        to(who, phase).await;
    }
    to(&ana, "done").await;
    for (page, back) in pages.iter().zip(["/p/bees", "/p/bees/t/1"]) {
        let token = page.form("/p/bees/tasks").value("csrf").to_owned();
        let fields = [("csrf", token.as_str()), ("parent", "1"), ("back", back), ("title", "The third hive")];
        let refused = browser.submit(Form::to("/p/bees/tasks", &fields)).await;
        let refused = refused.refused();
        assert!(
            refused.says("\nThe third hive</textarea>") && refused.says("Task #1 above it is done"),
            "{refused:?}"
        );
    }
}

#[tokio::test]
async fn a_reason_for_a_no_stays_in_its_row_and_outlives_the_row() {
    let app = TestApp::start().await;
    let (ana, zoe) = (app.person("ana").await, app.person("zoe").await);
    let bees = json!({ "slug": "bees", "name": "Bees", "mission": "", "joining": "approval" });
    ana.perform("pursuance.create", bees).await.ok();
    zoe.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    let mut browser = Browser::of(&app, "ana").await;
    let members = browser.open("/p/bees/members").await.shown();
    let decide = "/p/bees/members/decide";
    let no = || {
        let token = members.form(decide).value("csrf").to_owned();
        let fields = [("csrf", token.as_str()), ("member", "zoe"), ("answer", "decline"), ("reason", TEXT)];
        Form::to(decide, &fields)
    };

    while app.pace.count(&ana.id).is_ok() {}
    let refused = browser.submit(no()).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "{refused:?}");
    stays(&refused);
    assert!(refused.html.contains("id=\"reason-zoe-error\""), "{refused:?}");

    zoe.perform("pursuance.leave", json!({ "pursuance": "bees" })).await.ok();
    let refused = browser.submit(no()).await;
    copied(&refused, "class=\"notice refused\"");
}

/// Ana's pursuance with a task that Bob has taken.
async fn bees(app: &TestApp) -> [Person; 2] {
    let people = [app.person("ana").await, app.person("bob").await];
    let [ana, bob] = &people;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    bob.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count the hives" })).await.ok();
    bob.perform("task.take", json!({ "pursuance": "bees", "task": 1 })).await.ok();
    people
}

async fn to(who: &Person, phase: &str) {
    who.perform("task.set_phase", json!({ "pursuance": "bees", "task": 1, "phase": phase })).await.ok();
}
