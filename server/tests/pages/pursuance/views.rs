//! The views of tasks side by side: board, list and table, the query they share, and what a browser remembers of it.

use http::StatusCode;
use pursuance_domain::time::{DAY, Time};
use serde_json::{Value, json};

use crate::support::browser::{Browser, Form, Page};
use crate::support::{Person, TestApp};

const BOARD: &str = "/p/bees/board";
const LANES: [&str; 5] = ["pick-up", "under-way", "stuck", "in-review", "done"];

async fn bees(app: &TestApp, visibility: &str) -> Person {
    let ana = app.person("ana").await;
    let bees = json!({ "slug": "bees", "name": "Bees", "mission": "", "visibility": visibility });
    ana.perform("pursuance.create", bees).await.ok();
    ana
}

async fn task(by: &Person, title: &str, more: Value) -> i64 {
    let mut input = json!({ "pursuance": "bees", "title": title });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    by.perform("task.create", input).await.ok()["result"]["task"].as_i64().unwrap()
}

async fn on(by: &Person, action: &str, task: i64, more: Value) {
    let mut input = json!({ "pursuance": "bees", "task": task });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    by.perform(action, input).await.ok();
}

async fn joined(app: &TestApp, ana: &Person, name: &str, role: &str) -> Person {
    let person = app.person(name).await;
    person.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    let set = json!({ "pursuance": "bees", "member": name, "role": role });
    if role != "normal" {
        ana.perform("member.set_role", set).await.ok();
    }
    person
}

/// Ana's pursuance with one task in each lane, and a dropped one: 1 to pick up; 2 under way, 3 stuck and 4 in review, which bob has;
/// 5 done.
async fn five_lanes(app: &TestApp) -> (Person, Person) {
    let ana = bees(app, "public").await;
    let bob = joined(app, &ana, "bob", "normal").await;
    for title in ["Count hives", "Feed the queen", "Paint a hive", "Weigh honey", "Buy jars", "Sell wax"] {
        task(&ana, title, json!({})).await;
    }
    for number in 2..=5 {
        on(&ana, "task.assign", number, json!({ "assignee": "bob" })).await;
    }
    on(&bob, "task.block", 3, json!({ "reason": "There is no paint." })).await;
    for number in 4..=5 {
        on(&bob, "task.set_phase", number, json!({ "phase": "ready_for_review" })).await;
    }
    on(&ana, "task.set_phase", 5, json!({ "phase": "done" })).await;
    on(&ana, "task.set_phase", 6, json!({ "phase": "dropped" })).await;
    (ana, bob)
}

/// The tasks in a lane, in its order.
#[track_caller]
fn lane(page: &Page, lane: &str) -> Vec<i64> {
    let cards =
        page.html.split(&format!("id=\"{lane}\"")).nth(1).unwrap().split("</section>").next().unwrap();
    let cards = cards.split("<li class=\"card\" id=\"t-").skip(1);
    cards.map(|card| card.split('"').next().unwrap().parse().unwrap()).collect()
}

fn lanes(page: &Page) -> Vec<Vec<i64>> {
    LANES.iter().map(|of| lane(page, of)).collect()
}

/// A card.
#[track_caller]
fn card(page: &Page, number: i64) -> &str {
    page.html.split(&format!("id=\"t-{number}\" data-card")).nth(1).unwrap().split("</li>").next().unwrap()
}

/// The lanes to which a card can be moved.
#[track_caller]
fn moves(page: &Page, number: i64) -> Vec<&str> {
    let found = card(page, number).split("data-to=\"").skip(1);
    let found: Vec<&str> = found.map(|entry| entry.split('"').next().unwrap()).collect();
    LANES.into_iter().filter(|lane| found.contains(lane)).collect()
}

/// Where the entry of the menu leads that is no form.
#[track_caller]
fn leads(page: &Page, number: i64, lane: &str) -> String {
    let before = card(page, number).split(&format!("data-to=\"{lane}\"")).next().unwrap();
    before
        .rsplit("href=\"")
        .next()
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}

async fn sends(browser: &mut Browser, page: &Page, number: i64, to: &str) -> Page {
    let number = number.to_string();
    browser.fill(page, BOARD, &[("task", &number), ("to", to)]).await
}

/// The numbers of the lines of a list or a table.
fn lines(page: &Page) -> Vec<i64> {
    let lines = page.html.split("<li id=\"t-").skip(1).chain(page.html.split("<tr id=\"t-").skip(1));
    lines.map(|line| line.split('"').next().unwrap().parse().unwrap()).collect()
}

#[tokio::test]
async fn each_task_stands_in_its_lane_and_a_query_narrows_all_of_them() {
    for app in [TestApp::start().await, TestApp::start_on_postgres().await] {
        five_lanes(&app).await;
        let mut visitor = Browser::new(&app);
        let page = visitor.open(BOARD).await.shown();
        assert_eq!(lanes(&page), [vec![1], vec![2], vec![3], vec![4], vec![5]]);
        assert!(!page.says("Sell wax"), "{page:?}");
        let page = visitor.open(&format!("{BOARD}?q=hive")).await.shown();
        assert_eq!(lanes(&page), [vec![1], vec![], vec![3], vec![], vec![]]);
        let page = visitor.open(&format!("{BOARD}?q=statsu:new+honey")).await.refused();
        assert_eq!(lanes(&page), [vec![], vec![], vec![], vec![4], vec![]]);
        visitor.open(&format!("{BOARD}?q=no+such+thing")).await.shown().saying("Nothing matches.");
    }
}

#[tokio::test]
async fn whoever_may_move_nothing_is_shown_no_form() {
    let app = TestApp::start().await;
    let (ana, _) = five_lanes(&app).await;
    joined(&app, &ana, "vera", "viewer").await;
    let former = joined(&app, &ana, "fay", "normal").await;
    former.perform("pursuance.leave", json!({ "pursuance": "bees" })).await.ok();
    app.person("sue").await;
    let mut readers = vec![("a visitor", Browser::new(&app))];
    for name in ["vera", "fay", "sue"] {
        readers.push((name, Browser::of(&app, name).await));
    }
    for (who, mut browser) in readers {
        let page = browser.open(BOARD).await.shown();
        assert_eq!(lanes(&page), [vec![1], vec![2], vec![3], vec![4], vec![5]], "{who}");
        assert!(!page.html.contains("data-to=") && !page.has_form(BOARD), "{who}: {page:?}");
    }
}

#[tokio::test]
async fn nobody_finds_a_task_on_a_board_that_they_may_not_read() {
    let app = TestApp::start().await;
    let ana = bees(&app, "public").await;
    for title in ["Count hives", "Paint a hive"] {
        task(&ana, title, json!({})).await;
    }
    joined(&app, &ana, "una", "untrusted").await;
    ana.perform("pursuance.edit", json!({ "pursuance": "bees", "visibility": "members" })).await.ok();
    on(&ana, "task.assign", 2, json!({ "assignee": "una" })).await;
    for view in ["board", "list", "table"] {
        let path = format!("/p/bees/{view}?q=is:open");
        let mut visitor = Browser::new(&app);
        assert_eq!(visitor.open(&path).await.status, StatusCode::NOT_FOUND, "{view}");
        let page = Browser::of(&app, "una").await.open(&path).await.shown();
        assert!(page.says("Paint a hive") && !page.says("Count hives"), "{view}: {page:?}");
        let page = Browser::of(&app, "ana").await.open(&path).await.shown();
        assert!(page.says("Paint a hive") && page.says("Count hives"), "{view}: {page:?}");
    }
    // They move their own tasks; and no form brings another task onto their board.
    let mut una = Browser::of(&app, "una").await;
    let page = una.open(BOARD).await.shown();
    assert!(moves(&page, 2).contains(&"in-review"), "{page:?}");
    assert_eq!(sends(&mut una, &page, 1, "under-way").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_card_is_offered_the_moves_that_its_reader_may_do() {
    let app = TestApp::start().await;
    five_lanes(&app).await;
    app.person("eve").await.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    let offered = async |name: &str| {
        let page = Browser::of(&app, name).await.open(BOARD).await.shown();
        (1..=5).map(|number| moves(&page, number).join(" ")).collect::<Vec<_>>()
    };
    // Ana wrote them, and may do everything in the place of others.
    assert_eq!(
        offered("ana").await,
        ["under-way stuck", "stuck in-review", "under-way", "under-way stuck done", "under-way"]
    );
    assert_eq!(
        offered("bob").await,
        ["under-way", "pick-up stuck in-review", "under-way", "pick-up under-way stuck", ""]
    );
    let of_eve = offered("eve").await;
    assert!(of_eve[0].starts_with("under-way") && of_eve[4].is_empty(), "{of_eve:?}");
    assert!(
        of_eve[1..4].iter().all(|moves| !moves.contains("done") && !moves.contains("in-review")),
        "{of_eve:?}"
    );
}

#[tokio::test]
async fn a_card_goes_through_every_lane_and_its_mover_comes_back_to_the_same_board() {
    let app = TestApp::start().await;
    let (_, _) = five_lanes(&app).await;
    let (mut ana, mut bob) = (Browser::of(&app, "ana").await, Browser::of(&app, "bob").await);
    let narrowed = format!("{BOARD}?q=hives");

    let page = bob.open(&narrowed).await.shown();
    let page = sends(&mut bob, &page, 1, "under-way").await.shown().saying("It is yours.");
    assert_eq!((page.path.as_str(), lane(&page, "under-way")), ("/p/bees/board?q=hives", vec![1]));
    let page = sends(&mut bob, &page, 1, "pick-up").await.shown().saying("Others can take it now.");
    assert_eq!(lane(&page, "pick-up"), [1]);
    let page = sends(&mut bob, &page, 1, "under-way").await.shown();
    let page = sends(&mut bob, &page, 1, "in-review").await.shown().saying("Handed in.");
    assert_eq!(lane(&page, "in-review"), [1]);
    // He takes it up again; she sends it back only with a reason, on the page of the task.
    let page = sends(&mut bob, &page, 1, "under-way").await.shown();
    sends(&mut bob, &page, 1, "in-review").await.shown();
    let page = ana.open(&narrowed).await.shown();
    let verdict = ana.open(&leads(&page, 1, "under-way")).await.shown();
    let form =
        verdict.form("/p/bees/t/1/phase").with(&[("phase", "in_progress"), ("comment", "Count twice.")]);
    let page = ana.submit(form).await.shown().saying("Sent back with your comment.");
    assert_eq!((page.path.as_str(), lane(&page, "under-way")), ("/p/bees/board?q=hives", vec![1]));
    let page = bob.open(&narrowed).await.shown();
    sends(&mut bob, &page, 1, "in-review").await.shown();
    let page = ana.open(&narrowed).await.shown();
    let page = sends(&mut ana, &page, 1, "done").await.shown().saying("Accepted.");
    assert_eq!(lane(&page, "done"), [1]);
    let page = sends(&mut ana, &page, 1, "under-way").await.shown().saying("It is open again.");
    assert_eq!(lanes(&page), [vec![], vec![1], vec![], vec![], vec![]]);
}

#[tokio::test]
async fn a_move_to_stuck_asks_what_blocks_and_leads_back() {
    let app = TestApp::start().await;
    five_lanes(&app).await;
    let mut bob = Browser::of(&app, "bob").await;
    let page = bob.open(&format!("{BOARD}?q=queen")).await.shown();
    let asks = bob.open(&leads(&page, 2, "stuck")).await.shown().saying("What blocks it?");
    assert!(asks.says("Back to the board"), "{asks:?}");
    // Somebody drags it, where the script of the page follows no link: the form leads there, too.
    assert!(
        sends(&mut bob, &page, 2, "stuck").await.shown().path.starts_with("/p/bees/t/2?open=block&back=")
    );

    let refused = bob.fill(&asks, "/p/bees/t/2/block", &[("blocker", "#77")]).await.refused();
    assert!(refused.says("Back to the board"), "{refused:?}");
    assert_eq!(refused.form("/p/bees/t/2/block").value("blocker"), "#77");
    let page = bob.fill(&refused, "/p/bees/t/2/block", &[("blocker", "She is away.")]).await.shown();
    assert_eq!((page.path.as_str(), lane(&page, "stuck")), ("/p/bees/board?q=queen", vec![2]));

    // It stands there until what blocks it does no more.
    let blocked = bob.open(&leads(&page, 2, "under-way")).await.shown().saying("She is away.");
    let page = bob.fill(&blocked, "/p/bees/t/2/unblock", &[]).await.shown();
    assert_eq!((page.path.as_str(), lane(&page, "under-way")), ("/p/bees/board?q=queen", vec![2]));
}

#[tokio::test]
async fn a_refused_move_says_why_on_the_board_and_the_card_stays() {
    let app = TestApp::start().await;
    let (ana, _) = five_lanes(&app).await;
    let (mut bees, mut bob) = (Browser::of(&app, "ana").await, Browser::of(&app, "bob").await);
    // A form that was offered before somebody else took the task.
    let before = bob.open(&format!("{BOARD}?q=hives")).await.shown();
    let cleo = app.person("cleo").await;
    cleo.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    on(&ana, "task.set_reviewer", 1, json!({ "reviewer": "cleo" })).await;
    on(&ana, "task.assign", 1, json!({ "assignee": "ana" })).await;
    on(&ana, "task.set_phase", 1, json!({ "phase": "ready_for_review" })).await;
    let page = sends(&mut bob, &before, 1, "done").await.refused();
    assert_eq!((lane(&page, "in-review"), lane(&page, "done")), (vec![1], vec![]), "{page:?}");
    assert!(page.html.contains("role=\"alert\""), "{page:?}");
    // The board is still the narrowed one.
    assert!(page.html.contains("value=\"hives\"") && !page.says("Weigh honey"), "{page:?}");
    // A move that somebody else made already is no refusal.
    let page = sends(&mut bob, &before, 1, "in-review").await.shown();
    assert_eq!(lane(&page, "in-review"), [1]);
    // No such arrow.
    let page = bob.open(&format!("{BOARD}?q=")).await.shown();
    sends(&mut bob, &page, 5, "in-review").await.refused();
    // Open subtasks: the page of the task asks what becomes of them.
    task(&ana, "Count the empty ones", json!({ "parent": 4 })).await;
    let page = bees.open(BOARD).await.shown();
    let page = sends(&mut bees, &page, 4, "done").await.refused();
    assert!(page.html.contains("href=\"/p/bees/t/4\"") && lane(&page, "in-review").contains(&4), "{page:?}");

    // A word that is no lane, or no number, is no form of the board.
    for fields in [[("task", "1"), ("to", "nowhere")], [("task", "x"), ("to", "done")]] {
        assert_eq!(bees.fill(&page, BOARD, &fields).await.status, StatusCode::BAD_REQUEST, "{fields:?}");
    }
    // A form of nobody who is signed in is kept, not done.
    let form = page.form(BOARD).with(&[("task", "2"), ("to", "in-review")]);
    let mut nobody = Browser::new(&app);
    assert_eq!(nobody.submit(form).await.status, StatusCode::UNAUTHORIZED);
    let page = bees.open(BOARD).await.shown();
    assert_eq!(lane(&page, "under-way"), [2]);
}

#[tokio::test]
async fn the_number_of_the_first_lane_is_that_of_the_tasks_one_can_take() {
    let app = TestApp::start().await;
    let ana = bees(&app, "public").await;
    for title in ["Build a hive", "Count hives", "Wait for spring"] {
        task(&ana, title, json!({})).await;
    }
    task(&ana, "Saw the boards", json!({ "parent": 1 })).await;
    on(&ana, "task.block", 3, json!({ "reason": "It is winter." })).await;
    let mut visitor = Browser::new(&app);
    let counts = |page: &Page| {
        let lane = page.html.split("id=\"h-pick-up\"").nth(1).unwrap().split("</section>").next().unwrap();
        let count = lane.split("class=\"count\">").nth(1).unwrap().split('<').next().unwrap();
        (
            count.to_owned(),
            lane.split("mute\">And ").nth(1).map(|rest| rest.split(' ').next().unwrap().to_owned()),
        )
    };
    // Tasks done by their parts, and those planned for later, have cards.
    let page = visitor.open(BOARD).await.shown();
    assert_eq!(lane(&page, "pick-up"), [4, 3, 2, 1]);
    assert_eq!(counts(&page), ("2".to_owned(), Some("2".to_owned())));
    assert_eq!(counts(&visitor.open(&format!("{BOARD}?q=boards")).await.shown()), ("1".to_owned(), None));
    // Also where not all have a card: the list of all has all.
    for n in 1..=40 {
        task(&ana, &format!("Hive {n}."), json!({})).await;
    }
    let page = visitor.open(BOARD).await.shown().saying("List of all 44");
    assert_eq!(counts(&page), ("42".to_owned(), Some("2".to_owned())));
    let free = visitor.open("/p/bees/list?q=is:free").await.shown();
    assert!(!lines(&free).iter().any(|number| [1, 3].contains(number)), "{free:?}");
}

#[tokio::test]
async fn a_lane_has_so_many_cards_at_most_and_leads_to_the_list_of_all() {
    let app = TestApp::start().await;
    let ana = bees(&app, "public").await;
    for n in 1..=43 {
        task(&ana, &format!("Hive {n}."), json!({})).await;
    }
    let mut visitor = Browser::new(&app);
    let page = visitor.open(&format!("{BOARD}?q=hive")).await.shown();
    assert_eq!(lane(&page, "pick-up"), (4..=43).rev().collect::<Vec<i64>>());
    let page = page.saying("List of all 43");
    let rest =
        page.html.split("<a href=\"/p/bees/list?q=").find(|rest| rest.contains("List of all")).unwrap();
    let list = visitor.open(&format!("/p/bees/list?q={}", rest.split('"').next().unwrap())).await.shown();
    assert_eq!(lines(&list), (1..=43).rev().collect::<Vec<i64>>());

    // A reader who asks for it has the lanes in another order.
    let page = visitor.open(&format!("{BOARD}?q=hive+sort:-new")).await.shown();
    assert_eq!(lane(&page, "pick-up"), (1..=40).collect::<Vec<i64>>());
}

#[tokio::test]
async fn the_first_lane_begins_with_what_presses() {
    let app = TestApp::start().await;
    let ana = bees(&app, "public").await;
    let due = |days: i64| json!({ "due": Time(app.clock.now().0 + days * DAY) });
    let urgent = || json!({ "urgency": "urgent" });
    // 1 late, 2 urgent, 3 due soon, 4 due far ahead, 5 late and waiting, 6 nothing of it.
    for (title, more) in [
        ("Late", due(-2)),
        ("Urgent", urgent()),
        ("Soon", due(3)),
        ("Far", due(30)),
        ("Waits", due(-5)),
        ("Any", json!({})),
    ] {
        task(&ana, title, more).await;
    }
    on(&ana, "task.block", 5, json!({ "reason": "It is winter." })).await;
    let mut visitor = Browser::new(&app);
    let page = visitor.open(BOARD).await.shown();
    assert_eq!(lane(&page, "pick-up"), [1, 3, 2, 6, 5, 4]);
    let page = visitor.open(&format!("{BOARD}?q=sort:new")).await.shown();
    assert_eq!(lane(&page, "pick-up"), [6, 5, 4, 3, 2, 1], "as the query says");
    // Also before more newer ones than have a card.
    for n in 7..=50 {
        task(&ana, &format!("Hive {n}."), json!({})).await;
    }
    let page = visitor.open(BOARD).await.shown().saying("List of all 50");
    let expected: Vec<i64> = [1, 3, 2].into_iter().chain((14..=50).rev()).collect();
    assert_eq!(lane(&page, "pick-up"), expected);
}

#[tokio::test]
async fn the_query_goes_along_from_view_to_view() {
    let app = TestApp::start().await;
    five_lanes(&app).await;
    let mut visitor = Browser::new(&app);
    for view in ["", "/list", "/board", "/graph"] {
        let page = visitor.open(&format!("/p/bees{view}?q=hive+%22a+b%22")).await.shown();
        for other in ["", "/list", "/board", "/graph"] {
            let link = format!("href=\"/p/bees{other}?q=hive%20%22a%20b%22\"");
            assert!(page.html.contains(&link), "from “{view}” to “{other}”: {page:?}");
        }
        let plain = visitor.open(&format!("/p/bees{view}")).await.shown();
        assert!(plain.html.contains("href=\"/p/bees/board\""), "from “{view}”: {plain:?}");
    }
}

#[tokio::test]
async fn somebody_who_comes_back_is_shown_what_they_looked_for_until_they_ask_for_all() {
    let app = TestApp::start().await;
    let (_, _) = five_lanes(&app).await;
    app.person("cay")
        .await
        .perform("pursuance.create", json!({ "slug": "wasps", "name": "Wasps", "mission": "" }))
        .await
        .ok();
    let mut bob = Browser::of(&app, "bob").await;

    bob.open("/p/bees/list?q=hive").await.shown();
    for view in ["list", "board"] {
        let page = bob.open(&format!("/p/bees/{view}")).await.shown();
        assert_eq!(page.path, format!("/p/bees/{view}?q=hive"));
        let found = if view == "board" { lanes(&page).concat() } else { lines(&page) };
        assert!(found.contains(&1) && !found.contains(&4), "{page:?}");
        assert!(page.html.contains(&format!("href=\"/p/bees/{view}?q=\"")), "{page:?}");
    }
    // Neither another pursuance nor the outline, nor a query that is not understood.
    assert_eq!(bob.open("/p/wasps/board").await.shown().path, "/p/wasps/board");
    assert_eq!(bob.open("/p/bees").await.shown().path, "/p/bees");
    bob.open("/p/bees/list?q=statsu:new").await.refused();
    assert_eq!(bob.open("/p/bees/board").await.shown().path, "/p/bees/board?q=hive");
    // Where the table was once is the list.
    assert_eq!(bob.open("/p/bees/table").await.shown().path, "/p/bees/list?q=hive");
    assert_eq!(
        bob.open("/p/bees/table?q=wax+sort:due").await.shown().path,
        "/p/bees/list?q=wax%20sort%3Adue"
    );
    bob.open("/p/bees/list?q=hive").await.shown();
    // Choices are remembered as what they write.
    bob.open("/p/bees/board?q=&who=nobody").await.shown();
    assert_eq!(bob.open("/p/bees/list").await.shown().path, "/p/bees/list?q=%40-");
    // All tasks.
    let page = bob.open("/p/bees/board?q=").await.shown();
    assert_eq!(lanes(&page).concat().len(), 5);
    assert_eq!(bob.open("/p/bees/board").await.shown().path, "/p/bees/board");

    // Nobody else finds it at this browser, and a visitor's is not remembered.
    bob.open("/p/bees/list?q=hive").await.shown();
    let me = bob.open("/me").await.shown();
    bob.submit(me.form("/signout")).await.shown();
    assert_eq!(bob.open("/p/bees/list").await.shown().path, "/p/bees/list");
    let signin = bob.open("/signin").await.shown();
    let fields = [("name", "ana"), ("passphrase", crate::support::app::PASSPHRASE)];
    bob.fill(&signin, "/signin", &fields).await.shown();
    assert_eq!(bob.open("/p/bees/list").await.shown().path, "/p/bees/list");
    let mut visitor = Browser::new(&app);
    visitor.open("/p/bees/list?q=hive").await.shown();
    assert_eq!(visitor.open("/p/bees/list").await.shown().path, "/p/bees/list");
}

#[tokio::test]
async fn whoever_asks_for_all_tasks_in_one_view_finds_all_in_the_others() {
    let app = TestApp::start().await;
    five_lanes(&app).await;
    let mut bob = Browser::of(&app, "bob").await;
    for view in ["calendar", "list"] {
        bob.open("/p/bees/list?q=hive").await.shown();
        let found = bob.open(&format!("/p/bees/{view}?q=hive")).await.shown();
        let all = format!("/p/bees/{view}?q=");
        let found = found.saying("Show all");
        assert!(found.html.contains(&format!("class=\"btn quiet off\" href=\"{all}\"")), "{found:?}");
        let page = bob.open(&all).await.shown();
        for other in ["", "/list", "/board", "/calendar"] {
            assert!(page.html.contains(&format!("href=\"/p/bees{other}?q=\"")), "to “{other}”: {page:?}");
        }
        assert_eq!(lines(&bob.open("/p/bees/list?q=").await.shown()).len(), 6);
        assert_eq!(bob.open("/p/bees/list").await.shown().path, "/p/bees/list", "nothing is remembered");
    }
    // A person who comes to a view without a memory ends nothing.
    bob.open("/p/bees/list?q=hive").await.shown();
    let calendar = bob.open("/p/bees/calendar").await.shown();
    assert!(calendar.html.contains("href=\"/p/bees/list\""), "{calendar:?}");
    assert_eq!(bob.open("/p/bees/list").await.shown().path, "/p/bees/list?q=hive");
}

#[tokio::test]
async fn the_form_of_a_view_leads_to_an_address_with_the_query_alone() {
    let app = TestApp::start().await;
    five_lanes(&app).await;
    let mut visitor = Browser::new(&app);
    const FORM: &str = "phase=&who=&person=&skill=&size=&urgency=&due=&sort=";
    for view in ["list", "board", "calendar"] {
        for (asked, text) in [("q=hive", "hive"), ("q=hive&who=nobody", "%40-%20hive"), ("q=", "")] {
            let page = visitor.open(&format!("/p/bees/{view}?{asked}&{FORM}")).await.shown();
            assert_eq!(page.path, format!("/p/bees/{view}?q={text}"), "{asked}");
        }
    }
    let long = "x".repeat(1_500);
    let kept = visitor.open(&format!("/p/bees/list?q={long}&{FORM}")).await.refused();
    assert!(kept.path.contains("&phase="), "a text that is no query stays where it is: {kept:?}");
}

#[tokio::test]
async fn saved_searches_stand_beside_the_field_of_each_view_and_find_in_it() {
    let app = TestApp::start().await;
    let (ana, _) = five_lanes(&app).await;
    let saved = json!({ "pursuance": "bees", "name": "Hives", "query": "hive", "shared": true });
    ana.perform("search.save", saved).await.ok();
    let mut visitor = Browser::new(&app);
    for view in ["", "/list", "/board", "/calendar"] {
        let page = visitor.open(&format!("/p/bees{view}")).await.shown();
        let link = format!("<a href=\"/p/bees{view}?q=hive\" dir=\"auto\">Hives</a>");
        assert!(page.html.contains(&link), "“{view}”: {page:?}");
    }
}

#[tokio::test]
async fn a_list_shows_why_a_task_was_found_whose_title_does_not_say_it() {
    let app = TestApp::start().await;
    let ana = bees(&app, "public").await;
    let needs = json!({ "deliverables": "Bring:\n\n* a **smoker**\n* gloves", "due": "2190-03-01" });
    task(&ana, "Open the hive", needs).await;
    let says_it = json!({ "deliverables": "A smoker that works.", "due": "2190-03-01" });
    task(&ana, "Clean the smoker", says_it).await;
    let mut visitor = Browser::new(&app);
    for path in ["/p/bees?q=smoker", "/p/bees/list?q=smoker", "/p/bees/agenda?q=smoker", "/tasks?q=smoker"] {
        let page = visitor.open(path).await.shown();
        assert!(page.html.contains("Bring: · a <mark>smoker</mark> · gloves"), "{page:?}");
        assert!(page.html.contains("Clean the <mark>smoker</mark></a>"), "{page:?}");
        assert!(!page.says("that works"), "its title says it: {page:?}");
    }
}

#[tokio::test]
async fn a_list_goes_on_in_its_order_and_turns_round() {
    let app = TestApp::start().await;
    let ana = bees(&app, "public").await;
    for n in 1..=52 {
        let more = if n == 7 { json!({ "urgency": "urgent" }) } else { json!({}) };
        task(&ana, &format!("Hive {n}."), more).await;
    }
    let mut visitor = Browser::new(&app);
    let path = "/p/bees/list";
    let page = visitor.open(path).await.shown();
    assert_eq!(lines(&page), (3..=52).rev().collect::<Vec<i64>>());
    let next = page.html.split(&format!("href=\"{path}?q=&")).nth(1).unwrap();
    let next = next.split('"').next().unwrap().trim_start_matches("amp;").trim_start_matches("#38;");
    let rest = visitor.open(&format!("{path}?q=&{next}")).await.shown();
    assert_eq!(lines(&rest), [2, 1]);
    // The order that it has is turned round, another one is begun.
    let turned = visitor.open(&format!("{path}?q=hive+sort:new")).await.shown();
    assert!(turned.html.contains(&format!("href=\"{path}?q=hive%20sort%3A-new\"")), "{turned:?}");
    let urgent = visitor.open(&format!("{path}?q=hive+sort:urgency")).await.shown();
    assert_eq!(lines(&urgent).first(), Some(&7));
    let list = visitor.open("/p/bees/list?q=sort:-new").await.shown();
    assert!(list.html.contains("aria-sort=\"ascending\"") && lines(&list)[0] == 1, "{list:?}");
    assert!(!list.has_form("/p/bees/list"), "a visitor's browser remembers nothing: {list:?}");
}

#[tokio::test]
async fn a_list_has_the_columns_that_its_reader_chose() {
    let app = TestApp::start().await;
    let ana = bees(&app, "public").await;
    task(&ana, "Count hives", json!({ "urgency": "urgent", "size": "s" })).await;
    let mut browser = Browser::of(&app, "ana").await;
    let path = "/p/bees/list";
    // The choices of the filter have the words of sizes, too.
    let table = |page: &Page| page.html.split("data-part=\"list\"").nth(1).unwrap().to_owned();
    let heads = |page: &Page| page.html.split("<th scope=\"col\"").count() - 1;
    let page = browser.open(&format!("{path}?q=hives")).await.shown();
    assert_eq!((heads(&page), table(&page).contains("an hour or two")), (6, false));

    let form = page.form(path).without("column");
    let chosen = form.with(&[("column", "size")]);
    let page = browser.submit(chosen).await.shown();
    assert_eq!((page.path.as_str(), heads(&page)), ("/p/bees/list?q=hives", 3));
    assert!(table(&page).contains("an hour or two") && !table(&page).contains("Nobody yet"), "{page:?}");
    // It stays so, until others are chosen; none is a choice, and what is no column is none.
    let page = browser.open(&format!("{path}?q=")).await.shown();
    assert_eq!(heads(&page), 3);
    let none = page.form(path).without("column").with(&[("column", "<b>")]);
    assert_eq!(heads(&browser.submit(none).await.shown()), 2);
    let mut others = Browser::new(&app);
    assert_eq!(heads(&others.open(path).await.shown()), 6);
    let signed_out = Form::to(path, &[("column", "size")]);
    assert_eq!(others.submit(signed_out).await.status, StatusCode::UNAUTHORIZED);
}
