//! Finding, starting, joining and leaving pursuances, and the outline of their tasks.

use http::{Method, StatusCode};
use pursuance_federation::sign::Ed25519PublicKey;
use serde_json::json;

use crate::pages::{start_pursuance, write_task};
use crate::support::TestApp;
use crate::support::browser::{Browser, Page};

#[tokio::test]
async fn the_outline_grows_by_its_own_fields() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    start_pursuance(&mut ana, "bees", "Bees").await;

    write_task(&mut ana, "bees", "Count the hives").await.saying("Count the hives");
    let task = ana.open("/p/bees/t/1").await.shown();
    let with_subtask = ana.fill(&task, "/p/bees/tasks", &[("title", "Buy a veil")]).await.shown();

    assert_eq!(with_subtask.path, "/p/bees/t/1");
    let outline = ana.open("/p/bees").await.shown().saying("Buy a veil");
    assert!(outline.has_form("/p/bees/tasks"));
}

#[tokio::test]
async fn a_form_with_a_key_adds_its_task_once_however_often_it_is_sent() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    start_pursuance(&mut ana, "bees", "Bees").await;
    let outline = ana.open("/p/bees").await.shown();
    fn of<'a>(title: &'a str, key: &'a str) -> [(&'a str, &'a str); 3] {
        [("title", title), ("key", key), ("told", "yes")]
    }
    for _ in 0..2 {
        let added = ana.fill(&outline, "/p/bees/tasks", &of("Count", "ab12")).await.shown();
        assert!(added.path.contains("added=1"), "{}", added.path);
        assert_eq!(added.html.matches("id=\"row-").count(), 1, "{added:?}");
    }
    ana.fill(&outline, "/p/bees/tasks", &of("Weigh", "ab12"))
        .await
        .refused()
        .saying("was used for another request");
    // A text that is no key is none.
    let long = "a".repeat(65);
    for (key, rows) in [("", 2), ("a b", 3), (&long, 4), (&long, 5), ("cd34", 6), ("cd34", 6)] {
        let added = ana.fill(&outline, "/p/bees/tasks", &of("Weigh", key)).await.shown();
        assert_eq!(added.html.matches("id=\"row-").count(), rows, "{key}: {added:?}");
    }
}

#[tokio::test]
async fn visitors_have_the_mission_folded_and_members_below_the_tasks() {
    let app = TestApp::start().await;
    let (ana, _) = (app.person("ana").await, app.person("zoe").await);
    let mission = format!("We *count* bees.\n\n{}And weigh them.", "Every day. ".repeat(30));
    let bees = json!({ "slug": "bees", "name": "Bees", "mission": mission });
    ana.perform("pursuance.create", bees).await.ok();
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count the hives" })).await.ok();
    let fold = "<details class=\"why mission\">";
    for mut browser in [Browser::new(&app), Browser::of(&app, "zoe").await] {
        let page = browser.open("/p/bees").await.shown();
        let (_, html) = page.html.split_once("<header class=\"page-head\">").unwrap();
        let (head, rest) = html.split_once("</header>").unwrap();
        let (_, folded) = head.split_once(fold).unwrap_or_else(|| panic!("{page:?}"));
        let (line, all) = folded.split_once("</summary>").unwrap();
        assert!(line.contains("We count bees. · Every day.") && !line.contains("And weigh them."), "{line}");
        assert!(all.contains("And weigh them.") && all.contains("One member"), "{all}");
        assert!(rest.contains("Count the hives") && !rest.contains("And weigh them."), "{page:?}");
    }
    let page = Browser::of(&app, "ana").await.open("/p/bees").await.shown();
    assert!(!page.html.contains(fold) && page.says("And weigh them."), "{page:?}");
    // Without a mission the line says what is behind it.
    ana.perform("pursuance.edit", json!({ "pursuance": "bees", "mission": "" })).await.ok();
    let page = Browser::new(&app).open("/p/bees").await.shown();
    let (_, folded) = page.html.split_once(fold).unwrap();
    assert!(folded.split_once("</summary>").unwrap().0.contains(">About</span>"), "{page:?}");
}

#[tokio::test]
async fn the_numbers_of_the_progress_add_up() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    start_pursuance(&mut ana, "bees", "Bees").await;
    write_task(&mut ana, "bees", "Count the hives").await;
    let task = ana.open("/p/bees/t/1").await.shown();
    ana.fill(&task, "/p/bees/tasks", &[("title", "Buy a veil")]).await.shown();
    let page = ana.open("/p/bees").await.shown();
    let said =
        "2 tasks: 0 done, 0 in review, 0 under way, 0 blocked, 1 to pick up, 0 on offer, 1 in parts or later";
    assert!(page.html.contains(said), "{page:?}");
}

#[tokio::test]
async fn a_title_that_is_too_long_stays_in_its_field() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    start_pursuance(&mut ana, "bees", "Bees").await;
    let outline = ana.open("/p/bees").await.shown();
    let long = "x".repeat(201);

    let refused =
        ana.fill(&outline, "/p/bees/tasks", &[("title", &long)]).await.refused().saying("At most 200");

    assert_eq!(refused.form("/p/bees/tasks").value("title"), long);
}

#[tokio::test]
async fn a_long_outline_comes_in_pages_and_loses_nothing() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    for number in 1..=60 {
        ana.perform("task.create", json!({ "pursuance": "bees", "title": format!("Hive {number}.") }))
            .await
            .ok();
    }
    for number in 61..=90 {
        let input = json!({ "pursuance": "bees", "title": format!("Frame {number}."), "parent": 1 });
        ana.perform("task.create", input).await.ok();
    }
    let input = json!({ "pursuance": "bees", "title": "Comb.", "parent": 2 });
    ana.perform("task.create", input).await.ok();
    let mut visitor = Browser::new(&app);

    let first = visitor.open("/p/bees").await.shown().saying("Hive 50.").saying("Comb.");
    assert!(!first.says("Hive 51.") && first.says("Frame 80.") && !first.says("Frame 81."));
    assert!(first.says("Show 10 more tasks") && !first.says("one more"), "only frames are left out");
    let next = first.html.split("/p/bees?after=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    visitor.open(&format!("/p/bees?after={next}")).await.shown().saying("Hive 51.").saying("Hive 60.");
    visitor.open("/p/bees?under=1").await.shown().saying("Frame 61.").saying("Frame 90.");
}

#[tokio::test]
async fn lines_of_an_outline_leave_room_for_folds_only_where_something_unfolds_or_is_added() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();
    let (mut visitor, mut member) = (Browser::new(&app), Browser::of(&app, "ana").await);
    let is_flat = |page: Page| page.html.contains("data-part=\"outline\" class=\"flat\"");

    assert!(is_flat(visitor.open("/p/bees").await.shown()));
    assert!(!is_flat(member.open("/p/bees").await.shown()), "a field stands below");
    assert!(is_flat(member.open("/p/bees?q=count").await.shown()), "nothing is added to what is found");
    let input = json!({ "pursuance": "bees", "title": "Buy a veil", "parent": 1 });
    ana.perform("task.create", input).await.ok();
    assert!(!is_flat(visitor.open("/p/bees").await.shown()));
}

#[tokio::test]
async fn the_outline_is_narrowed_by_words_and_who_has_it() {
    for app in [TestApp::start().await, TestApp::start_on_postgres().await] {
        is_narrowed(app).await;
    }
}

async fn is_narrowed(app: TestApp) {
    let ana = app.person("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    for title in ["Count the hives", "Paint the 100% hive", "Österreich: Карта (bald)"] {
        ana.perform("task.create", json!({ "pursuance": "bees", "title": title })).await.ok();
    }
    let give = json!({ "pursuance": "bees", "task": 1, "assignee": "ana" });
    ana.perform("task.assign", give).await.ok();
    let mut browser = Browser::of(&app, "ana").await;

    for (asked, found) in [
        ("q=HIVE", [true, true, false]),
        ("q=100%25", [false, true, false]),
        ("q=%C3%B6sterreich", [false, false, true]),
        ("q=%D0%9A%D0%90%D0%A0%D0%A2%D0%90+(bal", [false, false, true]),
        ("q=osterr", [false, false, true]),
        ("q=paintings", [false, false, false]),
        ("who=me", [true, false, false]),
        ("who=nobody", [false, true, true]),
        ("phase=started", [true, false, false]),
    ] {
        let page = browser.open(&format!("/p/bees?{asked}")).await.shown();
        let outline = page.html.split("data-part=\"outline\"").nth(1).unwrap_or_default();
        let outline = outline.split("</section>").next().unwrap_or_default();
        // Found words are marked.
        let outline = outline.replace("<mark>", "").replace("</mark>", "");
        let titles = ["Count the hives", "Paint the 100% hive", "Österreich: Карта (bald)"];
        assert_eq!(titles.map(|title| outline.contains(title)), found, "{asked}: {outline}");
    }
    assert_eq!(browser.open("/p/bees?q=%232").await.shown().path, "/p/bees/t/2");
}

#[tokio::test]
async fn what_only_members_may_read_is_not_there_for_others() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    app.person("bob").await;
    let input = json!({ "slug": "cell", "name": "Cell", "mission": "", "visibility": "members" });
    ana.perform("pursuance.create", input).await.ok();
    ana.perform("task.create", json!({ "pursuance": "cell", "title": "Hide" })).await.ok();
    let mut bob = Browser::of(&app, "bob").await;
    for path in
        ["/p/cell", "/p/cell/t/1", "/p/cell/members", "/p/cell/files", "/p/cell/incoming", "/p/cell/live"]
    {
        let hidden = bob.open(path).await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!hidden.says("Hide"));
    }
    assert!(!bob.open("/p").await.shown().says("Cell"));
}

#[tokio::test]
async fn joining_is_one_button_and_leaving_says_what_follows() {
    let app = TestApp::start().await;
    app.person("ana").await;
    app.person("bob").await;
    let (mut ana, mut bob) = (Browser::of(&app, "ana").await, Browser::of(&app, "bob").await);
    start_pursuance(&mut ana, "bees", "Bees").await;

    let outline = bob.open("/p/bees").await.shown();
    bob.fill(&outline, "/p/bees/join", &[]).await.shown().saying("You are a member now");
    bob.open("/p/bees/members").await.shown().saying("Leave");
    let leaving = bob.open("/p/bees/leave").await.shown().saying("You stop being a member");
    bob.fill(&leaving, "/p/bees/leave", &[]).await.shown().saying("You have left");

    assert!(bob.open("/p/bees").await.shown().has_form("/p/bees/join"));
    assert!(!ana.open("/p/bees/leave").await.shown().has_form("/p/bees/leave"), "the Primary stays");
}

#[tokio::test]
async fn somebody_who_asks_is_let_in_and_given_a_role() {
    let app = TestApp::start().await;
    let founder = app.person("ana").await;
    app.person("bob").await;
    let input = json!({ "slug": "bees", "name": "Bees", "mission": "", "joining": "approval" });
    founder.perform("pursuance.create", input).await.ok();
    let (mut ana, mut bob) = (Browser::of(&app, "ana").await, Browser::of(&app, "bob").await);
    let entrance = bob.open("/p/bees/join").await.shown();
    let asked = bob.fill(&entrance, "/p/bees/join", &[]).await.shown().saying("You asked to join");
    bob.fill(&asked, "/p/bees/leave", &[]).await.shown().saying("Your request to join is withdrawn");
    assert!(!ana.open("/").await.shown().says("asks to join"));
    bob.fill(&entrance, "/p/bees/join", &[]).await.shown();

    let home = ana.open("/").await.shown().saying("asks to join");
    assert!(home.html.contains("/p/bees/members"));
    let members = ana.open("/p/bees/members").await.shown().saying("Requests");
    ana.fill(&members, "/p/bees/members/decide", &[("answer", "accept")]).await.shown();
    let bob_there = ana.open("/p/bees/m/bob").await.shown();
    ana.fill(&bob_there, "/p/bees/members/role", &[("role", "assigner")]).await.shown();

    let bobs = bob.open("/p/bees/members").await.shown();
    assert!(bobs.says("Coordinator") && !bobs.has_form("/p/bees/members/role"), "{bobs:?}");
}

#[tokio::test]
async fn settings_are_for_admins() {
    let app = TestApp::start().await;
    app.person("ana").await;
    app.person("bob").await;
    let (mut ana, mut bob) = (Browser::of(&app, "ana").await, Browser::of(&app, "bob").await);
    start_pursuance(&mut ana, "bees", "Bees").await;
    assert_eq!(bob.open("/p/bees/settings").await.status, StatusCode::FORBIDDEN);

    let settings = ana.open("/p/bees/settings").await.shown();
    let key =
        pursuance::store::actors::by_name_here(&mut app.db.read().await.unwrap(), "bees").await.unwrap();
    let key = Ed25519PublicKey::from_slice(&key.unwrap().ed25519_public.unwrap()).unwrap().to_multikey();
    assert!(settings.says(&format!(">{key}<")), "operators elsewhere ask for it: {settings:?}");
    let fields = [("name", "Bees of the north"), ("visibility", "members")];
    ana.fill(&settings, "/p/bees/settings", &fields).await.shown().saying("Saved");

    assert_eq!(bob.open("/p/bees").await.status, StatusCode::NOT_FOUND);
    ana.open("/p/bees").await.shown().saying("Bees of the north");
}

#[tokio::test]
async fn settings_changed_in_between_are_not_overwritten_unseen() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let (mut ana, mut other) = (Browser::of(&app, "ana").await, Browser::of(&app, "ana").await);
    start_pursuance(&mut ana, "bees", "Bees").await;
    let (first, second) =
        (ana.open("/p/bees/settings").await.shown(), other.open("/p/bees/settings").await.shown());
    ana.fill(&first, "/p/bees/settings", &[("name", "Bees of the north")]).await.shown().saying("Saved");

    let mistyped = other.fill(&second, "/p/bees/settings", &[("name", "")]).await;
    assert_eq!(mistyped.status, StatusCode::UNPROCESSABLE_ENTITY);
    let refused = other.fill(&mistyped, "/p/bees/settings", &[("name", "Bees of the south")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.says("changed these settings while you wrote") && refused.says("Bees of the south"));
    ana.open("/p/bees").await.shown().saying("Bees of the north");

    other.fill(&refused, "/p/bees/settings", &[]).await.shown().saying("Saved");
    ana.open("/p/bees").await.shown().saying("Bees of the south");
}

#[tokio::test]
async fn a_name_leads_straight_to_its_page() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    start_pursuance(&mut ana, "bees", "Bees").await;
    assert_eq!(ana.open("/p?q=%40bees").await.shown().path, "/p/bees");
    assert_eq!(ana.open("/p?q=ana%40localhost:8080").await.shown().path, "/@ana");
    ana.open("/@ana").await.shown().saying("Bees");
}

#[tokio::test]
async fn a_profile_leads_nobody_to_an_unlisted_pursuance_but_its_members() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    for (slug, visibility) in [("cell", "unlisted"), ("hive", "public")] {
        let input = json!({ "slug": slug, "name": slug, "mission": "", "visibility": visibility });
        ana.perform("pursuance.create", input).await.ok();
    }

    let seen = Browser::new(&app).open("/@ana").await.shown();
    assert!(seen.html.contains("/p/hive") && !seen.html.contains("/p/cell"), "{seen:?}");
    let own = Browser::of(&app, "ana").await.open("/@ana").await.shown();
    assert!(own.html.contains("href=\"/p/cell\""), "{own:?}");
}

#[tokio::test]
async fn a_page_names_the_document_that_says_the_same_for_programs() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    start_pursuance(&mut ana, "bees", "Bees").await;
    write_task(&mut ana, "bees", "Count the hives").await;
    for (page, document) in [("/p/bees", "/ap/p/"), ("/p/bees/t/1", "/ap/t/"), ("/@ana", "/ap/u/")] {
        let link = format!(
            "<link rel=\"alternate\" type=\"application/activity+json\" href=\"{}{document}",
            app.addresses.base()
        );
        ana.open(page).await.shown().saying(&link);
    }
}

#[tokio::test]
async fn programs_are_led_from_a_page_to_its_document() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    let mut browser = Browser::new(&app);
    for path in ["/p/bees", "/@ana"] {
        let page = browser.open(path).await.shown();
        let link = page.headers["link"].to_str().unwrap();
        let uri = link.split(['<', '>']).nth(1).unwrap();
        assert!(link.contains("type=\"application/activity+json\""), "{link}");
        let asked =
            browser.send(Method::GET, path, &[("accept", "application/activity+json")], Vec::new()).await;
        assert_eq!((asked.status, asked.headers["location"].to_str().unwrap()), (StatusCode::SEE_OTHER, uri));
    }
}

#[tokio::test]
async fn the_choice_of_who_may_read_says_members_only_once() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let form = Browser::of(&app, "ana").await.open("/p/new").await.shown();
    assert_eq!(form.html.matches("Members only").count(), 1, "{form:?}");
}

#[tokio::test]
async fn ones_own_pursuances_are_listed_once() {
    let app = TestApp::start().await;
    app.person("ana").await;
    app.person("bob").await;
    let (mut ana, mut bob) = (Browser::of(&app, "ana").await, Browser::of(&app, "bob").await);
    start_pursuance(&mut ana, "bees", "Bees").await;
    start_pursuance(&mut bob, "wasps", "Wasps").await;
    for (path, own) in [("/p", 1), ("/p?after=a", 0)] {
        let page = ana.open(path).await.shown();
        let main = page.html.split("<main").nth(1).unwrap();
        assert_eq!(main.matches("href=\"/p/bees\"").count(), own, "{path}: {page:?}");
        assert_eq!(main.matches("href=\"/p/wasps\"").count(), 1, "{path}: {page:?}");
    }
}

#[tokio::test]
async fn about_begins_with_what_the_pursuance_is() {
    let app = TestApp::start().await;
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    let bees = json!({ "slug": "bees", "name": "Bees", "mission": "We count the hives of the valley." });
    ana.perform("pursuance.create", bees).await.ok();
    ben.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    let mut visitor = Browser::new(&app);
    let outline = visitor.open("/p/bees").await.shown();
    assert!(outline.html.contains("href=\"/p/bees/files\">About</a>"), "the tab leads there: {outline:?}");
    let page = visitor.open("/p/bees/files").await.shown().saying("About Bees");
    let main = page.html.split("<main").nth(1).unwrap();
    let at = |words: &str| main.find(words).unwrap_or_else(|| panic!("no “{words}” in {page:?}"));
    let places = ["We count the hives", "Address", "Joining", "Who runs it", "No files yet"].map(at);
    assert!(places.is_sorted(), "{places:?} in {page:?}");
    let runs = main.split("Who runs it").nth(1).unwrap().split("</dd>").next().unwrap();
    assert!(runs.contains("/@ana\"") && !runs.contains("/@ben\""), "{runs}");
    // Further files stand alone.
    let further = visitor.open("/p/bees/files?after=01a").await.shown().saying("Files of Bees");
    assert!(!further.says("Who runs it"), "{further:?}");
}
