//! Searches belong to the client that causes them: it waits, and is refused, for itself.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::time::Duration;

use futures::poll;
use http::StatusCode;
use pursuance::bounds::client::Client;
use pursuance::bounds::searchers::{SearchClient, WAITING};
use pursuance::reads::{SEARCHES_ON_POSTGRES, SEARCHES_ON_SQLITE};
use pursuance_domain::time::MINUTE;
use serde_json::json;
use tokio::task::JoinSet;

use super::{of_bees, save};
use crate::support::bees::bees;
use crate::support::browser::Browser;
use crate::support::{Answer, Person, TestApp, on_both_apps};

on_both_apps!(
    whatever_one_client_searches_others_are_answered,
    what_looks_for_nothing_never_waits_behind_searches,
    whoever_searches_too_much_is_told_so,
    whoever_goes_away_from_a_search_leaves_its_place,
    every_address_that_looks_for_a_text_is_a_search_of_its_client,
    what_visitors_type_is_counted_by_their_address,
);

/// Terms that cost a search most, as many as fit in one query.
const COSTLY: &str = "!parent:1+!parent:2+!depends:1+!depends:2+!skill:A:B+!skill:C:D+!in:ants+!in:wasps";

/// The client of a router that is asked without a socket, when nobody has signed in.
fn visitors() -> SearchClient {
    SearchClient::Visitors(Client::UNKNOWN)
}

fn another(n: usize) -> SearchClient {
    SearchClient::Visitors(Client::at(IpAddr::from([192, 0, u8::try_from(n).unwrap(), 2])))
}

fn write(n: usize) -> serde_json::Value {
    json!({ "pursuance": "bees", "title": format!("Count {n}") })
}

async fn whatever_one_client_searches_others_are_answered(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    ana.perform("task.create", write(1)).await.ok();
    // A search of the client runs, and goes on as long as it is held.
    let runs = app.search(&visitors()).await.unwrap();
    let mut asked = JoinSet::new();
    for n in 0..WAITING {
        let view =
            ["/tasks?", "/p/bees?", "/p/bees/list?", "/p/bees/board?", "/p/bees/calendar?", "/search?"]
                [n % 6];
        let (visitor, path) = (app.visitor(), format!("{view}q={COSTLY}&x={n}"));
        asked.spawn(async move { visitor.read(&path).await });
    }
    for path in ["/", "/p/bees", "/p/bees/t/1", "/tasks", "/api/v1/pursuances/bees/tasks"] {
        assert_eq!(app.visitor().read(path).await.status, StatusCode::OK, "{path}");
    }
    ana.perform("task.create", write(2)).await.ok();
    let hers = ana.read(&format!("/api/v1/pursuances/bees/tasks?q={COSTLY}")).await;
    assert_eq!(hers.items().len(), 2, "another client searches: {hers:?}");
    assert!(asked.try_join_next().is_none(), "all of them wait");
    let more = app.visitor().read(&format!("/tasks?q={COSTLY}&x=more")).await;
    assert_eq!(more.status, StatusCode::TOO_MANY_REQUESTS, "as many wait as may: {more:?}");
    drop(runs);
    let answers: Vec<Answer> = asked.join_all().await;
    assert!(answers.iter().all(|answer| answer.status == StatusCode::OK), "{answers:?}");
}

async fn what_looks_for_nothing_never_waits_behind_searches(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    ana.perform("task.create", write(1)).await.ok();
    let most = if app.db.is_sqlite() { SEARCHES_ON_SQLITE } else { SEARCHES_ON_POSTGRES };
    let mut run = Vec::new();
    for n in 0..most {
        run.push(app.search(&another(n)).await.unwrap());
    }
    let one_more = another(most);
    let mut one_more = Box::pin(app.search(&one_more));
    assert!(poll!(&mut one_more).is_pending(), "as many run as may");
    for path in ["/", "/p/bees", "/p/bees/t/1"] {
        assert_eq!(app.visitor().read(path).await.status, StatusCode::OK, "{path}");
    }
    ana.perform("task.create", write(2)).await.ok();
    assert!(poll!(&mut one_more).is_pending());
    run.pop();
    assert!(one_more.await.is_ok());
}

async fn whoever_searches_too_much_is_told_so(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    ana.perform("task.create", write(1)).await.ok();
    let id = save(&ana, of_bees("Open", "is:open", json!({ "home": true }))).await;
    let (hers, mut browser) = (SearchClient::Person(ana.id.clone()), Browser::of(&app, "ana").await);
    for client in [&visitors(), &hers] {
        app.searchers.count(client, Duration::from_secs(15));
    }
    for view in ["/tasks?q=count", "/p/bees?q=count", "/p/bees/list", "/search?q=count", "/@ana"] {
        let page = app.visitor().read(view).await;
        assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS, "{page:?}");
        assert!(page.headers.contains_key("retry-after"), "{page:?}");
        assert!(page.text().contains("Too many searches at once"), "{page:?}");
    }
    for path in ["/api/v1/pursuances/bees/tasks?q=count", "/api/v1/search?q=count"] {
        for caller in [&app.visitor(), &*ana] {
            let refused = caller.read(path).await;
            assert!(refused.headers.contains_key("retry-after"), "{refused:?}");
            refused.problem(429, "rate-limit");
        }
    }
    let home = browser.open("/").await.shown();
    assert!(home.says("Your saved searches took too long"), "{home:?}");
    browser.open("/p/bees").await.shown().saying("Count 1");
    assert!(app.search(&another(1)).await.is_ok(), "it is theirs alone");

    app.advance(MINUTE);
    browser.open("/p/bees?q=count").await.shown().saying("Count 1");
    assert!(browser.open("/").await.shown().html.contains(&format!("saved-{id}")));
    app.visitor().read("/api/v1/search?q=count").await.ok();
}

async fn whoever_goes_away_from_a_search_leaves_its_place(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    ana.perform("task.create", write(1)).await.ok();
    for _ in 0..50 {
        let visitor = app.visitor();
        let path = format!("/tasks?q={COSTLY}");
        let mut asked = Box::pin(visitor.read(&path));
        // At whatever moment: while it waits, or while its statement runs.
        for _ in 0..8 {
            if poll!(&mut asked).is_ready() {
                break;
            }
            tokio::task::yield_now().await;
        }
    }
    assert_eq!(app.visitor().read(&format!("/tasks?q={COSTLY}")).await.status, StatusCode::OK);
}

/// The pages and answers that look for a text, each with an address of it.
const LOOK: &[(&str, &str)] = &[
    ("/tasks", "/tasks?q=count"),
    ("/search", "/search?q=count"),
    ("/complete", "/complete?of=everything&q=count"),
    ("/p", "/p?q=count"),
    ("/p/{slug}", "/p/bees?q=count"),
    ("/p/{slug}/list", "/p/bees/list?q=count"),
    ("/p/{slug}/board", "/p/bees/board?q=count"),
    ("/p/{slug}/calendar", "/p/bees/calendar?q=count"),
    ("/p/{slug}/agenda", "/p/bees/agenda?q=count"),
    ("/p/{slug}/members", "/p/bees/members?q=olga"),
    ("/p/{slug}/recruit", "/p/bees/recruit?q=count"),
    ("/p/{slug}/names", "/p/bees/names?q=olga"),
    ("/skill-offers", "/skill-offers?cause=rivers"),
    ("/skills", "/skills?q=count"),
    ("/admin/accounts", "/admin/accounts?q=olga"),
    ("/api/v1/search", "/api/v1/search?q=count"),
    ("/api/v1/skills", "/api/v1/skills?q=count"),
    ("/api/v1/skill_offers", "/api/v1/skill_offers?cause=rivers"),
    ("/api/v1/pursuances", "/api/v1/pursuances?q=count"),
    ("/api/v1/pursuances/{slug}/members", "/api/v1/pursuances/bees/members?q=olga"),
    ("/api/v1/pursuances/{slug}/people", "/api/v1/pursuances/bees/people?q=count"),
    ("/api/v1/pursuances/{slug}/tasks", "/api/v1/pursuances/bees/tasks?q=count"),
];

/// Addresses that ask the database for nothing with it: the guide is part of the program, and a form is filled in.
const ASK_NOTHING: &[&str] = &["/help", "/p/{slug}/searches", "/me/searches"];

/// The pages whose words in the list of the router name a text that is looked for.
fn pages_with_a_text() -> BTreeSet<String> {
    let (mut found, mut said) = (BTreeSet::new(), String::new());
    for line in include_str!("../../pages/src/web/mod.rs").lines().map(str::trim) {
        if let Some(words) = line.strip_prefix("///") {
            said.push_str(words);
            continue;
        }
        let is_read = ["page get \"", "get \""].iter().any(|begin| line.starts_with(begin));
        if is_read && ["`?q=`", "&cause="].iter().any(|text| said.contains(text)) {
            found.extend(line.split('"').nth(1).map(str::to_owned));
        }
        said.clear();
    }
    found
}

/// The answers of the API whose description names one.
async fn answers_with_a_text(app: &TestApp) -> BTreeSet<String> {
    let description = app.visitor().read("/api/v1/openapi.json").await.ok();
    let takes_a_text = |item: &serde_json::Value| {
        let parameters = item["get"]["parameters"].as_array();
        parameters.into_iter().flatten().any(|one| one["name"] == "q" || one["name"] == "cause")
    };
    let paths = description["paths"].as_object().unwrap();
    paths.iter().filter(|(_, item)| takes_a_text(item)).map(|(path, _)| path.clone()).collect()
}

async fn status_of(person: &Person, browser: &mut Browser, address: &str) -> StatusCode {
    if address.starts_with("/api/") {
        person.read(address).await.status
    } else {
        browser.open(address).await.status
    }
}

async fn every_address_that_looks_for_a_text_is_a_search_of_its_client(app: TestApp) {
    let known: BTreeSet<String> =
        LOOK.iter().map(|(route, _)| *route).chain(ASK_NOTHING.iter().copied()).map(str::to_owned).collect();
    let mut there = pages_with_a_text();
    there.extend(answers_with_a_text(&app).await);
    assert_eq!(known, there);

    let olga = app.operator("olga").await;
    let bees = json!({ "slug": "bees", "name": "Bees", "mission": "", "visibility": "public" });
    olga.perform("pursuance.create", bees).await.ok();
    let mut browser = Browser::of(&app, "olga").await;
    app.searchers.count(&SearchClient::Person(olga.id.clone()), Duration::from_secs(15));
    for (_, address) in LOOK {
        let status = status_of(&olga, &mut browser, address).await;
        assert_eq!(status, StatusCode::TOO_MANY_REQUESTS, "{address}");
    }
    // A page without a search is read as ever.
    for address in ["/p", "/p/bees/members", "/p/bees/recruit", "/skill-offers", "/admin/accounts"] {
        browser.open(address).await.shown();
    }
    for address in ["/api/v1/pursuances", "/api/v1/pursuances/bees/members", "/api/v1/skill_offers"] {
        olga.read(address).await.ok();
    }
    app.advance(MINUTE);
    for (_, address) in LOOK {
        let status = status_of(&olga, &mut browser, address).await;
        assert_eq!(status, StatusCode::OK, "{address}");
    }
}

/// Searches of visitors are counted by their address, and people who are signed in there are not held up by them.
async fn what_visitors_type_is_counted_by_their_address(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    app.searchers.count(&visitors(), Duration::from_secs(15));
    let alone = [
        "/tasks?q=skill:sewing",
        "/tasks?skill=sewing",
        "/p/bees?skill=sewing",
        "/skill-offers?skill=sewing",
        "/api/v1/skill_offers?skill=sewing",
        "/api/v1/pursuances/bees/tasks?q=skill:sewing",
    ];
    for address in ["/p?q=count", "/complete?of=everything&q=count", "/api/v1/skills?q=count"] {
        assert_eq!(app.visitor().read(address).await.status, StatusCode::TOO_MANY_REQUESTS, "{address}");
    }
    // Such a word is looked for in all public pursuances.
    for address in alone {
        assert_eq!(app.visitor().read(address).await.status, StatusCode::TOO_MANY_REQUESTS, "{address}");
    }
    ana.read("/api/v1/skills?q=count").await.ok();
    ana.read("/api/v1/skill_offers?skill=sewing").await.ok();
    app.advance(MINUTE);
    let runs = app.search(&visitors()).await.unwrap();
    for address in alone {
        let visitor = app.visitor();
        let mut asked = Box::pin(visitor.read(address));
        for _ in 0..200 {
            assert!(poll!(&mut asked).is_pending(), "{address} waits for the place of its client");
            tokio::task::yield_now().await;
        }
    }
    drop(runs);
}
