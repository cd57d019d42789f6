//! Typed texts survive the end of a session: they come back, the person signs in beside them, and they are sent.

use http::{Method, StatusCode};
use pursuance_domain::time::MINUTE;
use serde_json::json;

use crate::pages::{start_pursuance, write_task};
use crate::support::{PASSPHRASE, TestApp};

use crate::support::browser::{Browser, Form, Page};

/// Signs in beside the form that a page brings back.
async fn go_on(browser: &mut Browser, page: &Page, action: &str, name: &str) -> Page {
    browser.fill(page, action, &[("signin_name", name), ("signin_passphrase", PASSPHRASE)]).await
}

/// A person with a pursuance and a task in it, and the page of the task.
async fn ana_and_a_task(app: &TestApp) -> (Browser, Page) {
    app.person("ana").await;
    let mut ana = Browser::of(app, "ana").await;
    start_pursuance(&mut ana, "bees", "Bees").await;
    write_task(&mut ana, "bees", "Count").await;
    let task = ana.open("/p/bees/t/1").await.shown();
    (ana, task)
}

const COMMENTS: &str = "/p/bees/t/1/comments";

#[tokio::test]
async fn a_comment_whose_session_ended_is_sent_after_signing_in_beside_it() {
    let app = TestApp::start().await;
    let (mut ana, task) = ana_and_a_task(&app).await;
    let text = "Hive 3 is <empty>.\r\n\r\nI looked \"twice\".";
    ana.lose_session();

    let lost = ana.fill(&task, COMMENTS, &[("body", text)]).await;
    assert_eq!(lost.status, StatusCode::UNAUTHORIZED, "{lost:?}");
    assert_eq!(lost.form(COMMENTS).value("body"), text);
    assert!(lost.html.split("<textarea").nth(1).is_some_and(|shown| shown.contains("Hive 3 is")), "{lost:?}");
    assert_eq!(lost.form(COMMENTS).value("signin_name"), "ana");

    let sent = go_on(&mut ana, &lost, COMMENTS, "ana").await.shown();
    sent.saying("Hive 3 is");
    ana.open("/me").await.shown().saying("This browser");
}

#[tokio::test]
async fn a_session_that_expired_or_was_ended_elsewhere_loses_no_text() {
    let app = TestApp::start().await;
    let (mut ana, task) = ana_and_a_task(&app).await;
    app.advance(400 * 24 * 60 * MINUTE);
    let lost = ana.fill(&task, COMMENTS, &[("body", "Hive 3 is empty.")]).await;
    assert_eq!(lost.status, StatusCode::UNAUTHORIZED, "{lost:?}");
    go_on(&mut ana, &lost, COMMENTS, "ana").await.shown().saying("Hive 3 is empty.");

    let task = ana.open("/p/bees/t/1").await.shown();
    let mut other = Browser::of(&app, "ana").await;
    let me = other.open("/me").await.shown();
    other.fill(&me, "/me/sessions/end", &[]).await.shown();
    let lost = ana.fill(&task, COMMENTS, &[("body", "And hive 4.")]).await;
    assert_eq!(lost.status, StatusCode::UNAUTHORIZED, "{lost:?}");
    go_on(&mut ana, &lost, COMMENTS, "ana").await.shown().saying("And hive 4.");
}

#[tokio::test]
async fn whoever_signed_in_again_in_another_tab_sends_with_one_click() {
    let app = TestApp::start().await;
    let (mut ana, task) = ana_and_a_task(&app).await;
    ana.fill(&task, "/signout", &[]).await.shown();
    let signin = ana.open("/signin").await.shown();
    ana.fill(&signin, "/signin", &[("name", "ana"), ("passphrase", PASSPHRASE)]).await.shown();

    let asked = ana.fill(&task, COMMENTS, &[("body", "Hive 3 is empty.")]).await;
    assert_eq!(asked.status, StatusCode::FORBIDDEN, "{asked:?}");
    assert!(!ana.open("/p/bees/t/1").await.says("Hive 3 is empty."));
    ana.fill(&asked, COMMENTS, &[]).await.shown().saying("Hive 3 is empty.");
}

#[tokio::test]
async fn somebody_else_who_signs_in_reads_the_text_and_nothing_is_sent() {
    let app = TestApp::start().await;
    let (mut ana, task) = ana_and_a_task(&app).await;
    app.person("bob").await;
    ana.lose_session();
    let lost = ana.fill(&task, COMMENTS, &[("body", "Hive 3 is empty.")]).await;

    let mut bob = ana.clone();
    let read = go_on(&mut bob, &lost, COMMENTS, "bob").await;
    assert_eq!(read.status, StatusCode::FORBIDDEN, "{read:?}");
    assert!(read.says("Hive 3 is empty.") && !read.has_form(COMMENTS), "{read:?}");
    assert!(!bob.open("/p/bees/t/1").await.shown().says("Hive 3 is empty."));

    // The same when somebody else had signed in already.
    let read = bob.fill(&task, COMMENTS, &[("body", "Hive 4 too.")]).await;
    assert_eq!(read.status, StatusCode::FORBIDDEN, "{read:?}");
    assert!(read.says("Hive 4 too.") && !read.has_form(COMMENTS), "{read:?}");
}

#[tokio::test]
async fn a_wrong_passphrase_beside_a_form_keeps_what_was_typed() {
    let app = TestApp::start().await;
    let (mut ana, task) = ana_and_a_task(&app).await;
    ana.lose_session();
    let mut page = ana.fill(&task, COMMENTS, &[("body", "Hive 3 is empty.")]).await;
    for _ in 0..12 {
        page = ana.fill(&page, COMMENTS, &[("signin_name", "ana"), ("signin_passphrase", "wrong")]).await;
        assert_eq!(page.form(COMMENTS).value("body"), "Hive 3 is empty.");
        assert!(!page.html.contains("wrong\""), "a passphrase is not sent back");
    }
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS, "{page:?}");
    app.advance(16 * MINUTE);
    go_on(&mut ana, &page, COMMENTS, "ana").await.shown().saying("Hive 3 is empty.");
}

#[tokio::test]
async fn whoever_is_suspended_reads_that_and_keeps_the_text() {
    let app = TestApp::start().await;
    let (mut ana, task) = ana_and_a_task(&app).await;
    app.operator("olga").await;
    let mut olga = Browser::of(&app, "olga").await;
    let accounts = olga.open("/admin/accounts").await.shown();
    olga.fill(&accounts, "/admin/accounts/ana/suspend", &[("suspended", "yes")]).await.shown();

    let lost = ana.fill(&task, COMMENTS, &[("body", "Hive 3 is empty.")]).await;
    assert_eq!(lost.status, StatusCode::UNAUTHORIZED, "{lost:?}");
    let told = go_on(&mut ana, &lost, COMMENTS, "ana").await.refused();
    told.saying("This account is suspended");
    let wrong = ana.fill(&lost, COMMENTS, &[("signin_name", "ana"), ("signin_passphrase", "x")]).await;
    assert!(!wrong.says("suspended"), "only its owner is told");
    let signin = ana.open("/signin").await.shown();
    let told = ana.fill(&signin, "/signin", &[("name", "ana"), ("passphrase", PASSPHRASE)]).await.refused();
    told.saying("This account is suspended");
}

#[tokio::test]
async fn a_chosen_file_cannot_be_kept_and_the_page_says_so() {
    let app = TestApp::start().await;
    let (mut ana, task) = ana_and_a_task(&app).await;
    ana.lose_session();
    let lost = ana.upload(&task, "/p/bees/t/1/files", "a.txt", b"hello").await;
    assert_eq!(lost.status, StatusCode::UNAUTHORIZED, "{lost:?}");
    let fields = [("name", "ana"), ("passphrase", PASSPHRASE)];
    let back = ana.fill(&lost.saying("choose the file again"), "/signin", &fields).await.shown();
    assert_eq!(back.path, "/p/bees/t/1");
}

#[tokio::test]
async fn a_passphrase_is_never_carried() {
    let app = TestApp::start().await;
    let (mut ana, _) = ana_and_a_task(&app).await;
    let me = ana.open("/me").await.shown();
    ana.lose_session();
    let new = "copper kite lantern nine";
    let fields = [("old", PASSPHRASE), ("passphrase", new), ("passphrase_again", new)];
    let lost = ana.fill(&me, "/me/passphrase", &fields).await;
    assert_eq!(lost.status, StatusCode::UNAUTHORIZED);
    assert!(!lost.html.contains(PASSPHRASE) && !lost.html.contains(new), "{lost:?}");
    // It is asked for again, and nothing has changed.
    go_on(&mut ana, &lost, "/me/passphrase", "ana").await.refused();
}

#[tokio::test]
async fn what_is_carried_may_be_as_large_as_a_form_and_no_larger() {
    let app = TestApp::start().await;
    let (mut ana, task) = ana_and_a_task(&app).await;
    ana.lose_session();
    let fits = "x".repeat(262_144 - 200);
    let lost = ana.fill(&task, COMMENTS, &[("body", &fits)]).await;
    assert_eq!(lost.status, StatusCode::UNAUTHORIZED);
    let refused = go_on(&mut ana, &lost, COMMENTS, "ana").await.refused();
    assert!(refused.html.contains(&fits), "the page itself says what is wrong with it");
    let too_large = ana.fill(&task, COMMENTS, &[("body", &"x".repeat(262_144))]).await;
    assert_eq!(too_large.status, StatusCode::PAYLOAD_TOO_LARGE);
    let many: Vec<(&str, &str)> = std::iter::repeat_n(("files", "a"), 3_000).collect();
    assert_eq!(ana.fill(&task, COMMENTS, &many).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_text_for_a_page_that_is_gone_by_then_stands_on_the_page_that_says_so() {
    let app = TestApp::start().await;
    let (mut ana, task) = ana_and_a_task(&app).await;
    let form = task.form(COMMENTS).with(&[("body", "Hive 3 is empty.")]);
    let gone = ana.submit(form.at("/p/bees/t/99/comments")).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    gone.saying("Hive 3 is empty.");
}

/// A route, the address of one such form, and its fields as typed.
type TypedForm = (&'static str, String, Vec<(&'static str, &'static str)>);

/// Texts by the names that forms usually have for them.
const TYPED_ANYWHERE: &[(&str, &str)] =
    &[("note", "A note."), ("reason", "A reason."), ("body", "Work."), ("comment", "A comment.")];

/// The path of a form with what was made here: a task, and otherwise something that is not there.
fn filled(path: &str) -> String {
    [
        ("{slug}", "bees"),
        ("{number}", "2"),
        ("{id}", "x"),
        ("{host}", "other.localhost:9"),
        ("{name}", "bob"),
        ("{code}", "x"),
        ("{comment}", "x"),
        ("{room}", "x"),
        ("{message}", "x"),
    ]
    .into_iter()
    .fold(path.to_owned(), |path, (name, value)| path.replace(name, value))
}

/// Every form of the router with what a person types into it. What stands for a passphrase is not carried. A form that
/// needs certain fields has them here; any other is sent with the usual texts.
fn forms(delegation: &str) -> Vec<TypedForm> {
    let mut forms: Vec<TypedForm> = vec![
        (
            "/p/new",
            "/p/new".into(),
            vec![("slug", "ants"), ("name", "Ants"), ("mission", "We count ants."), ("visibility", "public")],
        ),
        ("/p/{slug}/join", "/p/wasps/join".into(), vec![("note", "I know wasps.")]),
        ("/p/{slug}/leave", "/p/wasps/leave".into(), vec![("tasks_to", "bob")]),
        ("/p/{slug}/delete", "/p/bees/delete".into(), vec![("confirm", "bees")]),
        ("/p/{slug}/add", "/p/bees/add".into(), vec![("text", "Count the drones")]),
        ("/p/{slug}/order", "/p/bees/order".into(), vec![("up", "2")]),
        ("/p/{slug}/undo", "/p/bees/undo".into(), vec![("event", "1"), ("back", "/p/bees")]),
        (
            "/p/{slug}/bulk",
            "/p/bees/bulk".into(),
            vec![("chosen", "1"), ("change", "add_skill"), ("value", "Language:French")],
        ),
        ("/p/{slug}/members/take-over", "/p/bees/members/take-over".into(), vec![("answer", "accept")]),
        ("/p/{slug}/m/{name}/take-over", "/p/bees/m/bob/take-over".into(), vec![("ask", "yes")]),
        (
            "/p/{slug}/m/{name}/end",
            "/p/bees/m/ana/end".into(),
            vec![("how", "7d"), ("reason", "Wrote insults.")],
        ),
        ("/p/{slug}/m/{name}/unban", "/p/bees/m/bob/unban".into(), vec![]),
        (
            "/p/{slug}/t/{number}/grants",
            "/p/bees/t/2/grants".into(),
            vec![("member", "bob"), ("may", "edit")],
        ),
        (
            "/p/{slug}/members/role",
            "/p/bees/members/role".into(),
            vec![("member", "bob"), ("role", "recruiter")],
        ),
        (
            "/p/{slug}/members/decide",
            "/p/bees/members/decide".into(),
            vec![("member", "cay"), ("answer", "accept")],
        ),
        (
            "/p/{slug}/settings",
            "/p/bees/settings".into(),
            vec![
                ("name", "Bees!"),
                ("mission", "We count bees."),
                ("visibility", "public"),
                ("joining", "approval"),
            ],
        ),
        (
            "/p/{slug}/invites",
            "/p/bees/invites".into(),
            vec![("role", "normal"), ("expires", "7d"), ("uses", "1"), ("purpose", "For the walk")],
        ),
        ("/p/{slug}/invites/{id}", "/p/bees/invites/x".into(), vec![("how", "only")]),
        ("/p/{slug}/skills", "/p/bees/skills".into(), vec![("skill", "Nature:Bee"), ("into", "Nature:Bees")]),
        (
            "/p/{slug}/recruit",
            "/p/bees/recruit".into(),
            vec![("person", "bob"), ("role", "normal"), ("note", "Please.")],
        ),
        ("/p/{slug}/talk", "/p/bees/talk".into(), vec![("name", "Kitchen"), ("open", "everyone")]),
        (
            "/p/{slug}/talk/{room}/settings",
            "/p/bees/talk/x/settings".into(),
            vec![("name", "Kitchen"), ("open", "members")],
        ),
        (
            "/p/{slug}/talk/{room}/m/{message}/edit",
            "/p/bees/talk/x/m/x/edit".into(),
            vec![("body", "Work."), ("revision", "1")],
        ),
        ("/offers/{id}", "/offers/x".into(), vec![("answer", "not_now")]),
        ("/mentoring/{id}", "/mentoring/x".into(), vec![("answer", "decline")]),
        ("/p/{slug}/t/{number}/silence", "/p/bees/t/2/silence".into(), vec![("answer", "keep")]),
        (
            "/p/{slug}/t/{number}/pairing",
            "/p/bees/t/2/pairing".into(),
            vec![("what", "ask"), ("member", "bob")],
        ),
        ("/me/asks/{id}", "/me/asks/x".into(), vec![("answer", "decline")]),
        ("/p/{slug}/tasks", "/p/bees/tasks".into(), vec![("title", "Paint the hive")]),
        ("/p/{slug}/board", "/p/bees/board".into(), vec![("task", "1"), ("to", "under-way"), ("q", "Count")]),
        (
            "/p/{slug}/t/{number}/edit",
            "/p/bees/t/2/edit".into(),
            vec![
                ("revision", "1"),
                ("title", "Feed them"),
                ("deliverables", "Sugar\r\nWater"),
                ("skills", "Nature:Bees"),
                ("due", "2030-01-01"),
                ("size", "m"),
                ("urgency", "normal"),
            ],
        ),
        ("/p/{slug}/t/{number}/move", "/p/bees/t/2/move".into(), vec![("parent", "3")]),
        (
            "/p/{slug}/t/{number}/phase",
            "/p/bees/t/2/phase".into(),
            vec![("phase", "help_wanted"), ("comment", "Please.")],
        ),
        (
            "/p/{slug}/skill-offers",
            "/p/bees/skill-offers".into(),
            vec![
                ("skills", "Nature:Bees"),
                ("note", "In summer."),
                ("until", "2029-01-01"),
                ("seen", "everyone"),
            ],
        ),
        (
            "/p/{slug}/skill-offers/{id}",
            "/p/bees/skill-offers/x".into(),
            vec![
                ("skills", "Nature:Bees"),
                ("note", "In winter."),
                ("until", "2029-01-01"),
                ("seen", "everyone"),
            ],
        ),
        (
            "/p/{slug}/settings/pace",
            "/p/bees/settings/pace".into(),
            vec![("handing_on", "off"), ("remind_after", "7"), ("hand_on_after", "14")],
        ),
        (
            "/p/{slug}/t/{number}/need-longer",
            "/p/bees/t/2/need-longer".into(),
            vec![("need_until", "2030-01-01")],
        ),
        ("/p/{slug}/t/{number}/assign", "/p/bees/t/2/assign".into(), vec![("assignee", "bob")]),
        ("/p/{slug}/t/{number}/depend", "/p/bees/t/2/depend".into(), vec![("on", "#3")]),
        ("/p/{slug}/t/{number}/undepend", "/p/bees/t/2/undepend".into(), vec![("on", "#3")]),
        ("/p/{slug}/t/{number}/show-waiting", "/p/bees/t/2/show-waiting".into(), vec![("by", "#3")]),
        ("/p/{slug}/t/{number}/comments", "/p/bees/t/2/comments".into(), vec![("body", "Hive 3 is empty.")]),
        (
            "/p/{slug}/t/{number}/comments/{comment}/edit",
            "/p/bees/t/2/comments/x/edit".into(),
            vec![("revision", "1"), ("body", "Hive 4 is empty.")],
        ),
        (
            "/p/{slug}/t/{number}/hand-over",
            "/p/bees/t/3/hand-over".into(),
            vec![("to", "wasps"), ("note", "You know how."), ("respond_by", "2030-01-01")],
        ),
        // On offer by now, so that it stays.
        ("/p/{slug}/t/{number}/archive", "/p/bees/t/3/archive".into(), vec![]),
        ("/p/{slug}/t/{number}/trash", "/p/bees/t/3/trash".into(), vec![]),
        ("/p/{slug}/t/{number}/restore", "/p/bees/t/3/restore".into(), vec![]),
        ("/p/{slug}/t/{number}/delete", "/p/bees/t/3/delete".into(), vec![]),
        ("/me/profile", "/me/profile".into(), vec![("display", "Ana B"), ("about", "I count.")]),
        (
            "/me/skills",
            "/me/skills".into(),
            vec![("revision", "0"), ("skill", "Nature:Bees"), ("level", "mentor")],
        ),
        (
            "/me/limits",
            "/me/limits".into(),
            vec![("revision", "0"), ("in_progress", "2"), ("offers", "5"), ("not_skills", "Nature:Wasps")],
        ),
        (
            "/me/away",
            "/me/away".into(),
            vec![("from", "2040-01-01"), ("until", "2040-01-09"), ("tasks", "keep")],
        ),
        ("/inbox/read", "/inbox/read".into(), vec![("all", "yes")]),
        ("/inbox/open", "/inbox/open".into(), vec![("object", "x"), ("to", "/p/bees")]),
        ("/inbox/next", "/inbox/next".into(), vec![]),
        ("/inbox/mute", "/inbox/mute".into(), vec![("object", "bees"), ("on", "yes")]),
        ("/inbox/watch", "/inbox/watch".into(), vec![("object", "bees"), ("on", "yes")]),
        ("/inbox/settings", "/inbox/settings".into(), vec![("comment", "yes")]),
        ("/inbox/skills", "/inbox/skills".into(), vec![("skill", "Nature:Bees")]),
        ("/me/theme", "/me/theme".into(), vec![("theme", "dark")]),
        ("/me/passphrase", "/me/passphrase".into(), vec![]),
        ("/me/sessions/end", "/me/sessions/end".into(), vec![]),
        ("/me/tokens", "/me/tokens".into(), vec![("name", "A script")]),
        ("/me/feeds", "/me/feeds".into(), vec![("name", "Phone"), ("form", "atom")]),
        (
            "/admin/block",
            "/admin/block".into(),
            vec![("host", "other.localhost:9"), ("reason", "Only rudeness.")],
        ),
        (
            "/admin/peers/{host}/key",
            "/admin/peers/other.localhost:9/key".into(),
            vec![("actor", "x"), ("key", "z6MkOfTheWasps")],
        ),
        ("/admin/accounts/{name}/operator", "/admin/accounts/bob/operator".into(), vec![("operator", "no")]),
        ("/admin/accounts/{name}/suspend", "/admin/accounts/bob/suspend".into(), vec![("suspended", "no")]),
        ("/admin/accounts/{name}/limits", "/admin/accounts/bob/limits".into(), vec![("lifted", "yes")]),
        ("/admin/requests/{id}", "/admin/requests/x".into(), vec![("answer", "decline")]),
        ("/admin/primaries/{slug}", "/admin/primaries/bees".into(), vec![("admin", "bob")]),
        ("/admin/outbox/retry", "/admin/outbox/retry".into(), vec![("by", "mail"), ("to", "mail")]),
        ("/admin/accounts", "/admin/accounts".into(), vec![("name", "zoe")]),
        ("/admin/settings", "/admin/settings".into(), vec![("name", "Commons"), ("about", "For all.")]),
    ];
    for (form, _) in pursuance::web::DELEGATION_FORMS {
        let address = format!("/p/bees/d/{delegation}/{form}");
        forms.push(("/p/{slug}/d/{id}/{form}", address, TYPED_ANYWHERE.to_vec()));
    }
    for route in pursuance::web::routes().filter(|route| route.method == "POST") {
        if !OPEN.contains(&route.path) && !forms.iter().any(|(path, ..)| *path == route.path) {
            forms.push((route.path, filled(route.path), TYPED_ANYWHERE.to_vec()));
        }
    }
    forms
}

/// Addresses that take a form from somebody who is signed out, and those that take a file.
const OPEN: &[&str] = &[
    "/join",
    "/join/{code}",
    "/signin",
    "/signout",
    "/setup",
    "/reset/{code}",
    "/mail/stop/{token}",
    "/me/picture",
    "/p/{slug}/t/{number}/files",
];

#[tokio::test]
async fn no_form_of_the_router_loses_what_was_typed_and_each_goes_on() {
    let app = TestApp::start().await;
    let (ana, bob, cay) = (app.operator("ana").await, app.person("bob").await, app.person("cay").await);
    for (person, slug) in [(&ana, "bees"), (&bob, "wasps")] {
        person.perform("pursuance.create", json!({ "slug": slug, "name": slug, "mission": "" })).await.ok();
    }
    bob.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    ana.perform("pursuance.edit", json!({ "pursuance": "bees", "joining": "approval" })).await.ok();
    cay.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    for title in ["Count", "Feed", "Read"] {
        ana.perform("task.create", json!({ "pursuance": "bees", "title": title })).await.ok();
    }
    let offer = json!({ "pursuance": "bees", "task": 1, "to": "wasps" });
    let offered = ana.perform("delegation.offer", offer).await.ok();
    let delegation = offered["result"]["delegation"].as_str().unwrap_or_default().to_owned();
    assert!(!delegation.is_empty(), "{offered}");
    let forms = forms(&delegation);
    let mut browser = Browser::of(&app, "ana").await;
    for (_, action, typed) in forms {
        app.advance(16 * MINUTE);
        let mut me = browser.open("/me").await;
        if me.path != "/me" {
            browser = Browser::of(&app, "ana").await;
            me = browser.open("/me").await;
        }
        let csrf = me.form("/me/theme").value("csrf").to_owned();
        let mut away = browser.clone();
        away.lose_session();
        let lost = away.submit(Form::to(&action, &typed).with(&[("csrf", &csrf)])).await;
        assert_eq!(lost.status, StatusCode::UNAUTHORIZED, "{action}: {lost:?}");
        for (name, value) in &typed {
            assert_eq!(lost.form(&action).value(name), *value, "{action}");
        }
        let after = go_on(&mut away, &lost, &action, "ana").await;
        // It has reached its handler, which may say no to what it asks for, but not to who sends it.
        let fine =
            [StatusCode::OK, StatusCode::NOT_FOUND, StatusCode::CONFLICT, StatusCode::UNPROCESSABLE_ENTITY];
        let is_lost = after.html.contains("signin_passphrase");
        let is_bad_form = ["/thank", "/answer-onward"].iter().any(|end| action.ends_with(end));
        assert!(!is_lost && (is_bad_form || fine.contains(&after.status)), "{action}: {after:?}");
    }
    let outline = browser.open("/p/bees").await.shown();
    assert!(outline.says("Paint the hive") && outline.says("Feed them"), "{outline:?}");
    browser.open("/p/ants").await.shown();
}

#[tokio::test]
async fn the_address_of_a_form_leads_to_the_page_it_stands_on() {
    let app = TestApp::start().await;
    let ana = app.operator("ana").await;
    app.person("bob").await;
    for slug in ["bees", "wasps"] {
        ana.perform("pursuance.create", json!({ "slug": slug, "name": slug, "mission": "" })).await.ok();
    }
    for title in ["Count", "Feed", "Read"] {
        ana.perform("task.create", json!({ "pursuance": "bees", "title": title })).await.ok();
    }
    let offer = json!({ "pursuance": "bees", "task": 1, "to": "wasps" });
    let offered = ana.perform("delegation.offer", offer).await.ok();
    let delegation = offered["result"]["delegation"].as_str().unwrap_or_default().to_owned();
    let mut browser = Browser::of(&app, "ana").await;
    let mut actions: Vec<String> = forms(&delegation).into_iter().map(|(_, action, _)| action).collect();
    actions.extend(["/signout".to_owned(), "/p/bees/t/1/files".to_owned()]);
    for action in actions {
        let answer = browser.send(Method::GET, &action, &[], Vec::new()).await;
        // The subject of the form is not there.
        let gone = [
            "/peers/",
            "/i/x",
            "/invites/x",
            "/asks/x",
            "/comments/x",
            "/talk/x",
            "/files/x",
            "/skill-offers/x",
            "/searches/x",
        ];
        let is_gone = gone.iter().any(|gone| action.contains(gone));
        let leads = [StatusCode::OK, StatusCode::SEE_OTHER].contains(&answer.status) || is_gone;
        assert!(leads, "{action}: {answer:?}");
        let page = browser.open(&action).await;
        assert!(page.status == StatusCode::OK || is_gone, "{action}: {page:?}");
    }
}
