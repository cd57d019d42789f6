//! How many statements each of the main pages costs: no more than these, however much stands on it.

use http::StatusCode;
use pursuance_domain::people::role::Role;
use pursuance_domain::time::DAY;
use pursuance_domain::value::Chosen;
use serde_json::json;
use sqlx::AssertSqlSafe;
use sqlx::postgres::PgPoolOptions;

use crate::support::TestApp;
use crate::support::between::Between;
use crate::support::browser::Browser;
use crate::support::peers::{On, World};
use crate::support::statements::asked;

/// Opens a page twice at addresses of its own, so that the second time no session begins and no connection is new, and
/// nothing is kept of it; answers what was asked then.
async fn statements_of(browser: &mut Browser, path: &str) -> Vec<String> {
    browser.open(&format!("{path}?first")).await.shown();
    asked(async { drop(browser.open(&format!("{path}?again")).await.shown()) }).await
}

/// The statements of a page, if they are more than it may cost.
async fn beyond(browser: &mut Browser, who: &str, path: &str, most: usize) -> Option<String> {
    let statements = statements_of(browser, path).await;
    let count = statements.len();
    assert!(count > 0, "nothing was asked for {path}");
    (count > most).then(|| format!("{who} {path}: {count} statements, {most} at most: {statements:#?}"))
}

#[tokio::test]
async fn a_page_asks_for_nothing_that_is_not_there() {
    let app = TestApp::start_on_postgres().await;
    let (ana, bob) = (app.person("ana").await, app.person("bob").await);
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    bob.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    let asks = json!({ "pursuance": "bees", "title": "Count", "deliverables": "A *table*.", "skills": ["Maps:Rivers"] });
    ana.perform("task.create", asks).await.ok();
    let below = json!({ "pursuance": "bees", "title": "Count the queens", "parent": 1 });
    ana.perform("task.create", below).await.ok();
    bob.perform("task.take", json!({ "pursuance": "bees", "task": 2 })).await.ok();

    let mut at_ana = Browser::of(&app, "ana").await;
    let mut nobody = Browser::new(&app);
    // Of what she did lately she is offered to take it back.
    let pages = [("/p/bees/t/2", 14, 8), ("/p/bees", 15, 10), ("/", 15, 9)];
    let mut dear = Vec::new();
    for (path, member, visitor) in pages {
        dear.extend(beyond(&mut at_ana, "a member", path, member).await);
        dear.extend(beyond(&mut nobody, "a visitor", path, visitor).await);
    }
    assert!(dear.is_empty(), "{}", dear.join("\n"));
}

#[tokio::test]
async fn home_reads_what_nobody_has_at_once_and_what_somebody_may_assign_only_for_them() {
    let app = TestApp::start_on_postgres().await;
    let (ana, bob) = (app.person("ana").await, app.person("bob").await);
    app.person("cleo").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    bob.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    for (title, urgency) in [("Count", "urgent"), ("Weigh", "normal")] {
        let asks = json!({ "pursuance": "bees", "title": title, "urgency": urgency, "ask": false });
        ana.perform("task.create", asks).await.ok();
    }
    // Statements with titles of tasks, those of late tasks, and those of free ones.
    let costs = async |name: &str, says: &[&str]| {
        let mut browser = Browser::of(&app, name).await;
        let page = browser.open("/").await.shown();
        assert!(says.iter().all(|words| page.says(words)), "{name}: {page:?}");
        let all = statements_of(&mut browser, "/").await;
        ["as who_kind", "count(*) over ()", "json_build_array"]
            .map(|part| all.iter().filter(|one| one.contains(part)).count())
    };
    assert_eq!(costs("ana", &["Urgent, late or due soon", "Count", "Weigh"]).await, [1, 1, 1]);
    assert_eq!(costs("bob", &["Count", "Weigh"]).await, [1, 0, 1], "he assigns nobody");
    assert_eq!(costs("cleo", &[]).await, [0, 0, 0], "she is in no pursuance");
}

/// Postgres plans a statement anew each time where it takes the plan for one value for cheaper, and to plan those of Home takes longer
/// than to answer them.
#[tokio::test]
async fn the_tasks_of_home_are_planned_once_on_each_connection() {
    let app = TestApp::start_on_postgres().await;
    let ana = app.person("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    // None of these dates is soon, which a plan for one value would know.
    for day in 0..40 {
        let due = app.clock.now().plus((200 + day) * DAY).date();
        for assignee in [None, Some("ana")] {
            let asks = json!({ "pursuance": "bees", "title": "Count", "due": due, "assignee": assignee, "ask": false });
            ana.perform("task.create", asks).await.ok();
        }
    }
    let mut browser = Browser::of(&app, "ana").await;
    let all = statements_of(&mut browser, "/").await;
    let of = |part: &str| all.iter().find(|one| one.contains(part)).unwrap().clone();
    let pool = PgPoolOptions::new().max_connections(1).connect(&app.config.database_url).await.unwrap();
    sqlx::raw_sql("analyze task; analyze task_skill; analyze person_skill").execute(&pool).await.unwrap();
    let (free, late, own) = (of("json_build_array"), of("count(*) over ()"), of("t.urgency <> 'urgent'"));
    let soon = app.clock.now().plus(7 * DAY).0;
    for _ in 0..8 {
        let free = sqlx::query(AssertSqlSafe(free.clone())).bind("[]").bind(ana.id.as_str());
        free.bind(100_i64).bind(soon).bind(4_i64).execute(&pool).await.unwrap();
        let late = sqlx::query(AssertSqlSafe(late.clone())).bind("[]").bind(100_i64);
        late.bind(soon).bind(3_i64).execute(&pool).await.unwrap();
        let own = sqlx::query(AssertSqlSafe(own.clone())).bind(ana.id.as_str()).bind("[]");
        own.bind(20_i64).bind(soon).execute(&pool).await.unwrap();
    }
    const PLANS: &str =
        "select count(*) filter (where custom_plans = 5 and generic_plans = 3) from pg_prepared_statements";
    let planned: i64 = sqlx::query_scalar(PLANS).fetch_one(&pool).await.unwrap();
    assert_eq!(planned, 3, "of the free, of the late and of her own tasks");
}

/// So it does with the lanes of a board, where each asks four times whether a task waits: nothing in them is bound but where they are.
#[tokio::test]
async fn the_lanes_of_a_board_are_planned_once_on_each_connection() {
    let app = TestApp::start_on_postgres().await;
    let ana = app.person("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    for _ in 0..45 {
        ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count", "ask": false })).await.ok();
    }
    let mut browser = Browser::of(&app, "ana").await;
    let all = statements_of(&mut browser, "/p/bees/board").await;
    let is_lane =
        |one: &&String| one.starts_with("with f as (select t.id") || one.contains("(select 1 as one");
    let lanes: Vec<&String> = all.iter().filter(is_lane).collect();
    let counted = lanes.iter().filter(|one| one.contains("count(*) as n")).count();
    assert_eq!((lanes.len() - counted, counted > 0), (5, true), "the first has more than it shows: {all:#?}");
    let pool = PgPoolOptions::new().max_connections(1).connect(&app.config.database_url).await.unwrap();
    sqlx::raw_sql("analyze task; analyze task_block; analyze task_dependency").execute(&pool).await.unwrap();
    const BEES: &str = "select actor from pursuance where slug = 'bees'";
    let bees: String = sqlx::query_scalar(BEES).fetch_one(&pool).await.unwrap();
    let texts: std::collections::BTreeSet<&String> = lanes.into_iter().collect();
    for _ in 0..8 {
        for text in &texts {
            let lane = sqlx::query(AssertSqlSafe((*text).clone())).bind(&bees).bind(None::<String>);
            lane.execute(&pool).await.unwrap();
        }
    }
    const PLANS: &str =
        "select count(*) filter (where custom_plans = 5 and generic_plans = 3) from pg_prepared_statements";
    let planned: i64 = sqlx::query_scalar(PLANS).fetch_one(&pool).await.unwrap();
    assert_eq!(usize::try_from(planned), Ok(texts.len()));
}

#[tokio::test]
async fn what_is_unread_costs_no_statement_for_each_room() {
    let app = TestApp::start_on_postgres().await;
    let (ana, bob) = (app.person("ana").await, app.person("bob").await);
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    bob.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();
    let made =
        ana.perform("room.create", json!({ "pursuance": "bees", "name": "Kitchen", "open": "everyone" }));
    let kitchen = made.await.ok()["result"]["room"].as_str().unwrap().to_owned();
    app.advance(DAY);
    let mut at_ana = Browser::of(&app, "ana").await;
    let room = format!("/p/bees/talk/{kitchen}");
    let pages = ["/talk", "/p/bees/talk", "/help", &room];
    let mut costs = Vec::new();
    for round in 0..3 {
        let mut cost = Vec::new();
        for page in pages {
            let path = format!("{page}?round={round}");
            at_ana.open(&format!("{path}a")).await.shown();
            cost.push(asked(async { drop(at_ana.open(&format!("{path}b")).await.shown()) }).await.len());
        }
        costs.push(cost);
        for more in 0..4 {
            let name = format!("Room {round} {more}");
            let made = json!({ "pursuance": "bees", "name": name, "open": "members" });
            let made = ana.perform("room.create", made).await.ok();
            bob.perform("room.say", json!({ "room": made["result"]["room"], "body": "@ana: tea?" }))
                .await
                .ok();
        }
        bob.perform("room.say", json!({ "room": kitchen, "body": "Tea?" })).await.ok();
        let comment = json!({ "pursuance": "bees", "task": 1, "body": "@ana: how many?" });
        bob.perform("task.comment", comment).await.ok();
    }
    assert_eq!(costs[1], costs[2], "{costs:?}");
    // In the first round there is no notice, and so none is counted; and in the room stands nothing.
    for (few, many) in costs[0].iter().zip(&costs[1]).take(3) {
        assert!(few + 1 >= *many, "{costs:?}");
    }
    // The number beside Talk is a value of the statement for the frame; that of the pursuances has the rest.
    let statements = statements_of(&mut at_ana, "/help").await;
    let of_markers = statements.iter().filter(|one| one.contains("read_marker")).count();
    assert_eq!(of_markers, 2, "{statements:#?}");
}

#[tokio::test]
async fn no_more_tasks_are_looked_up_for_a_change_than_are_changed_at_once() {
    let app = TestApp::start_on_postgres().await;
    let ana = app.person("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();
    let mut ana = Browser::of(&app, "ana").await;
    for (what, number) in [("not there", 1_000), ("there, again and again", 1)] {
        let chosen: String = (0..1_000).map(|n| format!("&chosen={}", number + n * (number - 1))).collect();
        let path = format!("/p/bees/bulk?change=take{chosen}");
        let statements = asked(async { drop(ana.open(&path).await.shown()) }).await;
        assert!(
            !statements.is_empty() && statements.len() < 2 * Chosen::MOST,
            "{what}: {}",
            statements.len()
        );
    }
}

#[tokio::test]
async fn for_a_stream_too_many_nothing_is_asked_about_its_pages() {
    let app = TestApp::start_on_postgres().await;
    let ana = app.person("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    let visitor = Browser::new(&app);
    const TOPICS: usize = 20;
    let path = format!("/live?as={}", "&at=bees".repeat(TOPICS));
    let mut open = Vec::new();
    loop {
        let stream = visitor.listen(&path).await;
        if stream.status() != StatusCode::OK {
            break;
        }
        open.push(stream);
    }
    let again = async { assert_eq!(visitor.listen(&path).await.status(), StatusCode::TOO_MANY_REQUESTS) };
    let statements = asked(again).await;
    assert!(!open.is_empty() && statements.len() < TOPICS, "{statements:#?}");
}

#[tokio::test]
async fn what_somebody_chose_of_all_kinds_is_asked_for_at_once() {
    let app = TestApp::start_on_postgres().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    let path = "/inbox/settings";
    let of_choices = |all: &[String]| all.iter().filter(|one| one.contains("from preference")).count();
    let shown = statements_of(&mut ana, path).await;
    assert_eq!(of_choices(&shown), 1, "{shown:#?}");
    let form = ana.open(path).await.shown().form(path);
    let saved = asked(async { drop(ana.post(form).await) }).await;
    assert_eq!(of_choices(&saved), 1, "nothing was changed: {saved:#?}");
}

#[tokio::test]
async fn what_stands_on_a_task_costs_a_statement_for_each_kind_of_it() {
    let mut world = World::of(&[On::Postgres, On::Postgres]).await;
    let (bees, wasps) = (world.instances[0].found("bees").await, world.instances[1].found("wasps").await);
    let bob = bees.with_member("bob", Role::Normal).await;
    let task = bees.task_with(json!({ "title": "Count", "deliverables": "A *table*." })).await;
    let between = Between::active(&world, &bees, &wasps, task, json!({ "discussion": true })).await;
    between.origin_does("nudge", json!({ "note": "Is there *news*?" })).await;
    for word in ["one", "two", "three"] {
        bees.on_task("task.comment", task, json!({ "body": format!("*{word}*, as in #2") })).await;
    }
    bob.on_task("task.comment", task, json!({ "body": "@bees: see #1" })).await;
    bees.attach(task, "map.txt", b"north").await;
    bees.attach(task, "legend.txt", b"south").await;
    let mut others = Vec::new();
    for _ in 0..3 {
        others.push(bees.task_with(json!({ "title": "Weigh", "skills": ["Maps:Rivers"] })).await);
    }
    for other in &others {
        bees.on_task("task.depend", task, json!({ "on": other.to_string() })).await;
    }
    bees.task_with(json!({ "title": "Count the queens", "parent": task })).await;
    // A message on its way would be told of, by statements of its own.
    world.settle().await;
    for instance in &mut world.instances {
        instance.rest().await;
    }
    let path = format!("/p/bees/t/{task}");
    let mut member = Browser::at(&world.instances[0], &bees.who).await;
    let mut nobody = Browser::visiting(&world.instances[0]);
    let dear =
        [beyond(&mut member, "a member", &path, 30).await, beyond(&mut nobody, "a visitor", &path, 25).await];
    let dear: Vec<String> = dear.into_iter().flatten().collect();
    assert!(dear.is_empty(), "{}", dear.join("\n"));
}

#[tokio::test]
async fn more_skill_offers_cost_no_more_statements() {
    let app = TestApp::start_on_postgres().await;
    let ana = app.person("ana").await;
    let bees = json!({ "slug": "bees", "name": "Bees", "mission": "", "visibility": "public" });
    ana.perform("pursuance.create", bees).await.ok();
    let until = app.clock.now().plus(60 * DAY).date();
    let mut nobody = Browser::new(&app);
    let mut costs = Vec::new();
    for round in 0..2 {
        for _ in 0..3 {
            let offer = json!({ "pursuance": "bees", "skills": ["Language:French"], "until": until });
            ana.perform("skill_offer.publish", offer).await.ok();
        }
        let path = |time: &str| format!("/skill-offers?cause=&time={round}{time}");
        nobody.open(&path("a")).await.shown().saying("Language:French");
        costs.push(asked(async { drop(nobody.open(&path("b")).await.shown()) }).await.len());
    }
    assert_eq!(costs[0], costs[1]);
}
