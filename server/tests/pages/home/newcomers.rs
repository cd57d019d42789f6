//! The way of a stranger to a task: from its public address or the landing page to being its assignee.

use http::StatusCode;
use pursuance::store::pursuances::{self, MemberState};
use pursuance::store::requests;
use pursuance_domain::time::{DAY, MINUTE};
use serde_json::json;

use crate::support::{PASSPHRASE, Person, TestApp};

use crate::support::browser::{Browser, Page};

const TAKE: &str = "/p/bees/t/1/take";

/// A pursuance with a task that wants help.
async fn bees(app: &TestApp, joining: &str) -> Person {
    let ana = app.operator("ana").await;
    let input = json!({ "slug": "bees", "name": "Bees", "mission": "We count.", "joining": joining });
    ana.perform("pursuance.create", input).await.ok();
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count the hives" })).await.ok();
    let wanted = json!({ "pursuance": "bees", "task": 1, "phase": "help_wanted" });
    ana.perform("task.set_phase", wanted).await.ok();
    ana
}

/// Opens an account where the link to a task has led.
async fn open_account(browser: &mut Browser, page: &Page, name: &str) -> Page {
    let fields = [("name", name), ("passphrase", PASSPHRASE), ("passphrase_again", PASSPHRASE)];
    browser.fill(page, "/join", &fields).await
}

#[tokio::test]
async fn a_stranger_takes_a_task_from_the_landing_page_in_three_clicks() {
    let app = TestApp::start().await;
    bees(&app, "open").await;
    let mut nia = Browser::new(&app);
    assert!(nia.open("/").await.shown().html.contains(&format!("href=\"{TAKE}\"")));
    let task = nia.open("/p/bees/t/1").await.shown();
    assert!(task.html.contains(&format!("href=\"{TAKE}\"")), "{task:?}");

    // 1: Take it. 2: Join. 3: Join Bees and take it.
    let join = nia.open(TAKE).await.shown();
    assert!(join.path.starts_with("/join?next="), "{join:?}");
    let join = join.saying("After that you can take “Count the hives”.");
    let entrance = open_account(&mut nia, &join, "nia").await.shown();
    assert_eq!(entrance.path, TAKE);
    let asked = nia.fill(&entrance, TAKE, &[]).await.shown().saying("It is yours");
    assert_eq!(asked.path, "/p/bees/arrival?task=1");
    // The question of the pursuance to all who join stands before it, once, and one press leads on.
    let asked = asked.saying("What could we ask you about?");
    let task = nia.fill(&asked, "/p/bees/arrival", &[("later", "yes")]).await.shown();
    assert_eq!(task.path, "/p/bees/t/1");
    task.saying("This is yours");
    nia.open("/p/bees/members").await.shown().saying("nia");
}

#[tokio::test]
async fn the_way_to_an_account_names_no_task_that_visitors_may_not_read() {
    let app = TestApp::start().await;
    let ana = bees(&app, "open").await;
    let mut nia = Browser::new(&app);
    for (visibility, is_named) in [("unlisted", true), ("members", false)] {
        ana.perform("pursuance.edit", json!({ "pursuance": "bees", "visibility": visibility })).await.ok();
        for path in ["/join", "/signin"] {
            let page = nia.open(&format!("{path}?next={TAKE}")).await.shown();
            assert_eq!(page.says("Count the hives"), is_named, "{visibility}: {page:?}");
            // One that is not there is passed over in the same way.
            let page = nia.open(&format!("{path}?next=/p/bees/t/7/take")).await.shown();
            assert!(!page.says("Count the hives"), "{page:?}");
        }
    }
    nia.open(&format!("/join?next={TAKE}")).await.shown().saying("After that you can take the task.");
}

#[tokio::test]
async fn where_somebody_was_going_survives_a_slip_and_the_way_from_joining_to_signing_in() {
    let app = TestApp::start().await;
    bees(&app, "open").await;
    app.person("nia").await;
    let mut nia = Browser::new(&app);
    let join = nia.open(TAKE).await.shown();
    let fields = [("name", "nia"), ("passphrase", PASSPHRASE), ("passphrase_again", "otherwise")];
    let slip = nia.fill(&join, "/join", &fields).await.refused();
    assert_eq!(slip.form("/join").value("next"), TAKE);
    let link = |page: &Page, to: &str| {
        let rest = page.html.split(&format!("href=\"{to}?next=")).nth(1).unwrap().split('"').next().unwrap();
        format!("{to}?next={}", rest.replace("&amp;", "&"))
    };
    let slip = slip.saying("After that you can take “Count the hives”.");
    let signin =
        nia.open(&link(&slip, "/signin")).await.shown().saying("After that you can take “Count the hives”.");
    assert_eq!(nia.open(&link(&signin, "/join")).await.shown().form("/join").value("next"), TAKE);
    let entrance = nia.fill(&signin, "/signin", &[("name", "nia"), ("passphrase", PASSPHRASE)]).await.shown();
    assert_eq!(entrance.path, TAKE);
    nia.fill(&entrance, TAKE, &[]).await.shown().saying("It is yours");
}

#[tokio::test]
async fn nobody_is_led_to_another_server_after_joining() {
    let app = TestApp::start().await;
    app.operator("opal").await;
    let mut nia = Browser::new(&app);
    let join = nia.open("/join?next=//evil.example").await.shown();
    let home = open_account(&mut nia, &join, "nia").await.shown();
    assert_eq!(home.path, "/");
}

#[tokio::test]
async fn whoever_asks_to_join_says_why_and_is_told_when_they_are_let_in() {
    let app = TestApp::start().await;
    let ana = bees(&app, "open").await;
    app.person("bob").await.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    ana.perform("pursuance.edit", json!({ "pursuance": "bees", "joining": "approval" })).await.ok();
    app.person("nia").await;
    let mut nia = Browser::of(&app, "nia").await;
    let entrance = nia.open(TAKE).await.shown();
    let too_long = nia.fill(&entrance, TAKE, &[("note", &"x".repeat(2_001))]).await.refused();
    assert_eq!(too_long.form(TAKE).value("note").len(), 2_001);
    let asked = nia.fill(&entrance, TAKE, &[("note", "I keep bees <myself>.")]).await.shown();
    assert_eq!(asked.path, "/p/bees/t/1");
    asked.saying("You asked to join").saying("When you are let in, you can take it");

    let mut ana = Browser::of(&app, "ana").await;
    let mut bob = Browser::of(&app, "bob").await;
    let members = ana.open("/p/bees/members").await.shown().saying("I keep bees <myself>.");
    for page in ["/p/bees/members", "/p/bees", "/"] {
        assert!(!bob.open(page).await.says("I keep bees"), "{page} shows it to a member who does not decide");
        assert!(!Browser::new(&app).open(page).await.says("I keep bees"), "{page} shows it to everybody");
    }
    let decide = "/p/bees/members/decide";
    ana.fill(&members, decide, &[("answer", "accept")]).await.shown();
    nia.open("/").await.shown().saying("They let you in").saying("Take it").saying("Bees");
    let task = nia.open("/p/bees/t/1").await.shown();
    nia.fill(&task, TAKE, &[]).await.shown().saying("It is yours");
    app.advance(8 * DAY);
    assert!(!nia.open("/").await.shown().says("were let in"));
}

#[tokio::test]
async fn whoever_is_declined_reads_that_and_why_on_home_for_a_week() {
    let app = TestApp::start().await;
    let ana = bees(&app, "approval").await;
    app.person("nia").await;
    let (mut nia, mut deciding) = (Browser::of(&app, "nia").await, Browser::of(&app, "ana").await);
    let entrance = nia.open(TAKE).await.shown();
    nia.fill(&entrance, TAKE, &[]).await.shown();
    let title =
        ana.read("/api/v1/pursuances/bees/tasks/1").await.json()["title"].as_str().unwrap().to_owned();
    let members = deciding.open("/p/bees/members").await.shown();
    let members = members.saying("Would like to take:").saying(&title);

    let decide = "/p/bees/members/decide";
    let long = "x".repeat(2_001);
    let refused =
        deciding.fill(&members, decide, &[("answer", "decline"), ("reason", &long)]).await.refused();
    assert!(refused.html.contains(&long), "what was typed is kept: {refused:?}");
    let why = [("answer", "decline"), ("reason", "We are <full> this year.")];
    deciding.fill(&members, decide, &why).await.shown().saying("The request is declined.");

    let home = nia.open("/").await.shown().saying("Your request to join was declined");
    home.saying("We are <full> this year.").saying("Bees");
    assert!(!deciding.open("/").await.shown().says("was declined"), "it is between the two");
    // One for members only is named as nia named it.
    ana.perform(
        "pursuance.edit",
        json!({ "pursuance": "bees", "visibility": "members", "name": "Hidden hives" }),
    )
    .await
    .ok();
    let home = nia.open("/").await.shown().saying("was declined");
    assert!(!home.says("Hidden hives") && !home.html.contains("href=\"/p/bees\""), "{home:?}");

    app.advance(8 * DAY);
    assert!(!nia.open("/").await.shown().says("was declined"));
}

#[tokio::test]
async fn whoever_asks_again_is_no_longer_told_of_the_last_answer() {
    let app = TestApp::start().await;
    let ana = bees(&app, "approval").await;
    let nia = app.person("nia").await;
    nia.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    ana.perform("member.decide", json!({ "pursuance": "bees", "member": "nia", "accept": false })).await.ok();
    let mut seen = Browser::of(&app, "nia").await;
    seen.open("/").await.shown().saying("was declined");
    nia.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    assert!(!seen.open("/").await.shown().says("was declined"));
}

#[tokio::test]
async fn what_somebody_wrote_to_join_is_kept_no_longer_than_it_is_needed() {
    let app = TestApp::start().await;
    let ana = bees(&app, "approval").await;
    let nia = app.person("nia").await;
    for accept in [false, true] {
        nia.perform("pursuance.join", json!({ "pursuance": "bees", "note": "I keep bees." })).await.ok();
        let mut tx = app.db.read().await.unwrap();
        let access = pursuance::actions::access::find(&mut tx, &ana.principal(), "bees", app.clock.now())
            .await
            .unwrap();
        let decides = access.sight().unwrap();
        assert_eq!(pursuance::store::requests::notes(&mut tx, &decides, 10).await.unwrap().len(), 1);
        drop(tx);
        let decide = json!({ "pursuance": "bees", "member": "nia", "accept": accept });
        ana.perform("member.decide", decide).await.ok();
        let mut tx = app.db.read().await.unwrap();
        assert!(pursuance::store::requests::notes(&mut tx, &decides, 10).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn whoever_is_listed_as_asking_is_listed_with_their_note() {
    let app = TestApp::start().await;
    let ana = bees(&app, "approval").await;
    for name in ["zoe", "mia", "bo"] {
        let asks = json!({ "pursuance": "bees", "note": format!("I am {name}.") });
        app.person(name).await.perform("pursuance.join", asks).await.ok();
        app.advance(MINUTE);
    }
    let mut tx = app.db.read().await.unwrap();
    let access =
        pursuance::actions::access::find(&mut tx, &ana.principal(), "bees", app.clock.now()).await.unwrap();
    let (id, state) = (&access.pursuance.id, Some(MemberState::Pending));
    let listed = pursuances::members(&mut tx, id, state, "", 2).await.unwrap();
    let notes = requests::notes(&mut tx, &access.sight().unwrap(), 2).await.unwrap();
    let with: Vec<_> =
        listed.iter().map(|member| notes.get(&member.actor).map(|asked| asked.note.as_str())).collect();
    assert_eq!(with, [Some("I am bo."), Some("I am mia.")]);
}

#[tokio::test]
async fn strangers_are_led_to_the_parts_of_a_task_as_members_are() {
    let app = TestApp::start().await;
    let ana = bees(&app, "open").await;
    let part = json!({ "pursuance": "bees", "title": "Count the north", "parent": 1 });
    ana.perform("task.create", part).await.ok();
    let dora = app.person("dora").await;
    for mut browser in [Browser::new(&app), Browser::signed_in(&app, &dora.id).await] {
        let page = browser.open("/p/bees/t/1").await.shown().saying("Take one of them.");
        assert!(page.html.contains("<a class=\"btn primary\" href=\"#subtasks\">"), "{page:?}");
        assert!(!page.html.contains(&format!("<a class=\"btn primary\" href=\"{TAKE}\">")), "{page:?}");
    }
}

#[tokio::test]
async fn a_task_that_somebody_has_is_not_promised_to_strangers() {
    let app = TestApp::start().await;
    let ana = bees(&app, "open").await;
    ana.perform("task.take", json!({ "pursuance": "bees", "task": 1 })).await.ok();
    let mut nia = Browser::new(&app);
    assert!(!nia.open("/p/bees/t/1").await.shown().html.contains(TAKE));
    app.person("nia").await;
    let mut nia = Browser::of(&app, "nia").await;
    assert_eq!(nia.open(TAKE).await.shown().path, "/p/bees/t/1");
}

#[tokio::test]
async fn a_server_that_takes_no_new_people_leads_to_signing_in() {
    let app = TestApp::start().await;
    bees(&app, "open").await;
    app.operator("olga").await;
    let mut olga = Browser::of(&app, "olga").await;
    let settings = olga.open("/admin/settings").await.shown();
    olga.fill(&settings, "/admin/settings", &[("door", "nobody")]).await.shown();
    let signin = Browser::new(&app).open(TAKE).await.shown();
    assert!(signin.path.starts_with("/signin?next="), "{signin:?}");
}

#[tokio::test]
async fn looking_at_the_way_in_changes_nothing() {
    let app = TestApp::start().await;
    bees(&app, "open").await;
    app.person("nia").await;
    let mut nia = Browser::of(&app, "nia").await;
    nia.open(TAKE).await.shown();
    nia.open("/p/bees/join").await.shown();
    assert!(nia.open("/p/bees").await.shown().has_form("/p/bees/join"), "nobody joins by looking");
    assert_eq!(Browser::new(&app).open("/p/none/join").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_joins_for_a_task_that_somebody_has_by_now() {
    for joining in ["open", "approval"] {
        let app = TestApp::start().await;
        let ana = bees(&app, joining).await;
        app.person("nia").await;
        let mut nia = Browser::of(&app, "nia").await;
        let entrance = nia.open(TAKE).await.shown();
        ana.perform("task.take", json!({ "pursuance": "bees", "task": 1 })).await.ok();

        let told = nia.fill(&entrance, TAKE, &[]).await.refused();
        told.saying("Somebody has this task already.");
        let mut tx = app.db.read().await.unwrap();
        let access = pursuance::actions::access::find(&mut tx, &ana.principal(), "bees", app.clock.now())
            .await
            .unwrap();
        let all = pursuance::store::pursuances::members(&mut tx, &access.pursuance.id, None, "", 10).await;
        assert_eq!(all.unwrap().len(), 1, "{joining}: nia has neither joined nor asked to");
    }
}

#[tokio::test]
async fn slips_in_the_form_do_not_count_as_accounts_from_an_address() {
    let app = TestApp::start().await;
    app.operator("opal").await;
    let mut nia = Browser::new(&app).from("192.0.2.7");
    let join = nia.open("/join").await.shown();
    // More than accounts may be opened from one address in an hour.
    for slip in 0..40 {
        let (name, again) =
            if slip % 2 == 0 { ("nia", "otherwise, and longer") } else { ("n!a", PASSPHRASE) };
        let fields = [("name", name), ("passphrase", PASSPHRASE), ("passphrase_again", again)];
        nia.fill(&join, "/join", &fields).await.refused();
    }
    open_account(&mut nia, &join, "nia").await.shown();
}
