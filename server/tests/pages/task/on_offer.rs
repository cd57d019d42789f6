//! A task on offer to another pursuance: who may take it all the same, and the effect on the offer.

use http::StatusCode;
use serde_json::{Value, json};

use crate::support::browser::Browser;
use crate::support::{Answer, Person, TestApp};

const TASK: &str = "/p/bees/t/1";
const TAKE: &str = "/p/bees/t/1/take";

/// A task of Ana's bees that the wasps of Wim are asked to take; Nora is a member, Ines an Assigner, Zoe a stranger.
struct Offered {
    app: TestApp,
    ana: Person,
    nora: Person,
    zoe: Person,
    offer: String,
}

async fn offered(joining: &str) -> Offered {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    let (wim, nora, ines, zoe) = (
        app.person("wim").await,
        app.person("nora").await,
        app.person("ines").await,
        app.person("zoe").await,
    );
    let bees = json!({ "slug": "bees", "name": "Bees", "mission": "We count.", "visibility": "public" });
    ana.perform("pursuance.create", bees).await.ok();
    wim.perform("pursuance.create", json!({ "slug": "wasps", "name": "Wasps", "mission": "We draw." }))
        .await
        .ok();
    for person in [&nora, &ines] {
        person.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    }
    let role = json!({ "pursuance": "bees", "member": "ines", "role": "assigner" });
    ana.perform("member.set_role", role).await.ok();
    ana.perform("pursuance.edit", json!({ "pursuance": "bees", "joining": joining })).await.ok();
    ana.perform(
        "task.create",
        json!({ "pursuance": "bees", "title": "Draw a map", "skills": ["Design:Maps"], "ask": false }),
    )
    .await
    .ok();
    let wanted = json!({ "pursuance": "bees", "task": 1, "phase": "help_wanted" });
    ana.perform("task.set_phase", wanted).await.ok();
    let offer = json!({ "pursuance": "bees", "task": 1, "to": "wasps" });
    let offer = ana.perform("delegation.offer", offer).await.ok();
    let offer = offer["result"]["delegation"].as_str().unwrap().to_owned();
    Offered { app, ana, nora, zoe, offer }
}

impl Offered {
    async fn state(&self) -> Value {
        let row = format!("/api/v1/pursuances/bees/delegations/{}", self.offer);
        self.ana.read(&row).await.ok()["state"].clone()
    }

    async fn takes(&self, who: &Person, withdraw: bool) -> Answer {
        who.perform("task.take", json!({ "pursuance": "bees", "task": 1, "withdraw": withdraw })).await
    }
}

#[tokio::test]
async fn a_stranger_is_told_of_the_offer_and_who_can_help_instead_of_a_way_in() {
    for joining in ["open", "approval"] {
        let two = offered(joining).await;
        let mut visitor = Browser::new(&two.app);
        assert!(!visitor.open("/").await.shown().says("Draw a map"), "nobody is invited to take it");
        let page = visitor.open(TASK).await.shown();
        assert!(!page.html.contains(TAKE), "{page:?}");
        let page = page.saying("Until they answer").saying("can help.");
        let said = page.html.split("Until they answer").nth(1).unwrap().split("</p>").next().unwrap();
        assert!(said.contains("/@ana") && said.contains("/@ines") && !said.contains("nora"), "{said}");
        assert_eq!(visitor.open(TAKE).await.shown().path, TASK, "nobody makes an account for it");

        let mut zoe = Browser::signed_in(&two.app, &two.zoe.id).await;
        let page = zoe.open(TASK).await.shown().saying("Until they answer");
        assert!(!page.html.contains(TAKE), "{page:?}");
    }
}

#[tokio::test]
async fn a_task_on_offer_is_neither_counted_nor_are_its_skills_wanted() {
    let two = offered("open").await;
    two.ana
        .perform(
            "task.create",
            json!({ "pursuance": "bees", "title": "Count the hives", "skills": ["Science:Maths"] }),
        )
        .await
        .ok();
    let mut visitor = Browser::new(&two.app);
    for path in ["/", "/p"] {
        let page = visitor.open(path).await.shown().saying("one task to pick up").saying("Maths");
        assert!(!page.says("Maps"), "{page:?}");
    }
    let bar = visitor.open("/p/bees").await.shown().saying("1 to pick up").saying("1 on offer");
    assert!(!bar.says("2 to pick up"), "{bar:?}");
    two.ana.perform("delegation.recall", json!({ "delegation": two.offer })).await.ok();
    visitor.open("/p").await.shown().saying("2 tasks to pick up").saying("Maps");
}

#[tokio::test]
async fn nobody_joins_for_a_task_that_has_been_offered_meanwhile() {
    let two = offered("open").await;
    two.ana.perform("delegation.recall", json!({ "delegation": two.offer })).await.ok();
    let mut zoe = Browser::signed_in(&two.app, &two.zoe.id).await;
    let entrance = zoe.open(TAKE).await.shown();
    two.ana.perform("delegation.offer", json!({ "pursuance": "bees", "task": 1, "to": "wasps" })).await.ok();

    let told = zoe.fill(&entrance, TAKE, &[]).await.refused();
    told.saying("only Coordinators and above can do that").saying("can help.");
    let again = zoe.open("/p/bees/join").await.shown();
    assert!(again.has_form("/p/bees/join"), "zoe has not become a member");
}

#[tokio::test]
async fn a_member_who_may_not_withdraw_the_offer_does_not_take_the_task() {
    let two = offered("open").await;
    let mut nora = Browser::signed_in(&two.app, &two.nora.id).await;
    let page = nora.open(TASK).await.shown().saying("Until they answer");
    assert!(!page.has_form(TAKE), "{page:?}");
    let home = nora.open("/").await.shown();
    let next = home.html.split("data-part=\"next\"").nth(1).unwrap().split("With others").next().unwrap();
    assert!(!next.contains("Draw a map"), "it is next for nobody who may not take it: {next}");
    for withdraw in [false, true] {
        two.takes(&two.nora, withdraw).await.problem(403, "on-offer");
    }
    assert_eq!(two.state().await, "offered");
    assert_eq!(two.ana.read("/api/v1/pursuances/bees/tasks/1").await.ok()["assignee"], Value::Null);
}

#[tokio::test]
async fn who_may_withdraw_the_offer_is_asked_before_the_task_is_taken() {
    let two = offered("open").await;
    two.takes(&two.ana, false).await.problem(409, "would-withdraw-offer");
    assert_eq!(two.state().await, "offered");

    let mut ana = Browser::signed_in(&two.app, &two.ana.id).await;
    let page = ana.open(TASK).await.shown();
    let step = page.html.split("id=\"step\"").nth(1).unwrap().split("</section>").next().unwrap();
    let asked = step.split("<details").nth(1).unwrap_or_else(|| panic!("the form is not folded: {step}"));
    assert!(asked.contains("your offer to Wasps is withdrawn"), "{asked}");
    // A page from before the offer has a form that does not say so.
    let old = ana.submit(page.form(TAKE).with(&[("withdraw", "")])).await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    let old = old.saying("If you take it, the offer is withdrawn.");
    assert!(old.html.contains("<details class=\"why\" id=\"take\" open>"), "{old:?}");
    assert_eq!(two.state().await, "offered");

    ana.fill(&old, TAKE, &[]).await.shown().saying("It is yours");
    assert_eq!(two.state().await, "withdrawn");
}

#[tokio::test]
async fn assigning_and_dropping_say_that_they_withdraw_the_offer() {
    let two = offered("open").await;
    let mut ana = Browser::signed_in(&two.app, &two.ana.id).await;
    let page = ana.open(TASK).await.shown();
    page.saying("If you assign it to somebody, the offer to Wasps is withdrawn.")
        .saying("The offer to Wasps is withdrawn.");
    two.ana.perform("delegation.recall", json!({ "delegation": two.offer })).await.ok();
    assert!(!ana.open(TASK).await.shown().says("is withdrawn."));
}
