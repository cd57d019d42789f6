//! Offers that wait for an answer: first those of servers with shared work, all of them within reach.

use pursuance::store::actors::{self, ActorKind};
use pursuance::store::delegations::{self, Delegation};
use pursuance_domain::delegation::{Side, State};
use pursuance_domain::id::ActorId;
use pursuance_domain::time::Time;
use serde_json::json;

use crate::support::TestApp;
use crate::support::browser::Browser;
use crate::support::rows::{a_delegation, an_actor, id};

/// A delegation with somebody of a server: an offer of theirs, or one that was granted once.
async fn a_row(app: &TestApp, bees: &ActorId, host: &str, name: &str, respond_by: i64, granted: bool) {
    let mut tx = app.db.write().await.unwrap();
    let them = an_actor(ActorKind::Group, &format!("{name}-{respond_by}"), Some(host));
    actors::add(&mut tx, &them, None).await.unwrap();
    let us = actors::by_id(&mut tx, bees).await.unwrap().unwrap();
    let state = if granted { State::Completed } else { State::Offered };
    let title = format!("{name} number {respond_by}");
    let row = Delegation {
        grant_uri: granted.then(|| format!("https://{host}/ap/act/{}", id())),
        respond_by: Some(Time(respond_by)),
        ..a_delegation(Side::Delegate, state, &them, &us, &title)
    };
    delegations::add(&mut tx, &row).await.unwrap();
    tx.commit().await.unwrap();
}

async fn the_bees(app: &TestApp) -> (ActorId, Browser) {
    let ana = app.person("ana").await;
    let made = ana
        .perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "Busy." }))
        .await
        .ok();
    (ActorId(made["result"]["id"].as_str().unwrap().to_owned()), Browser::of(app, "ana").await)
}

#[tokio::test]
async fn offers_of_servers_one_has_worked_with_stand_above_those_of_strangers() {
    let app = TestApp::start().await;
    let (bees, mut ana) = the_bees(&app).await;
    a_row(&app, &bees, "known.example", "friend", 1, true).await;
    for respond_by in 10..16 {
        a_row(&app, &bees, "pills.example", "pills", respond_by, false).await;
    }
    let alone = ana
        .open("/p/bees/incoming")
        .await
        .shown()
        .saying("6 offers from servers nobody here has worked with");
    assert!(alone.html.contains("<details class=\"why\" id=\"strangers\">"), "more than one reads");
    a_row(&app, &bees, "known.example", "friend", 99, false).await;
    let page = ana.open("/p/bees/incoming").await.shown();
    let at = |what: &str| page.html.find(what).unwrap_or_else(|| panic!("{what} is missing"));
    assert!(at("id=\"offers-head\"") < at("id=\"strangers\""));
    let cards = page.html.matches("id=\"offer-").count();
    assert_eq!(cards, 7);
    assert!(
        at("id=\"offer-") < at("id=\"strangers\""),
        "the known one stands above, though it has more time"
    );
    assert!(page.html.contains("<details class=\"why\" id=\"strangers\">"), "folded below it");
}

#[tokio::test]
async fn a_few_offers_of_strangers_stand_open_where_there_are_no_others() {
    let app = TestApp::start().await;
    let (bees, mut ana) = the_bees(&app).await;
    a_row(&app, &bees, "new.example", "new", 10, false).await;
    let page = ana.open("/p/bees/incoming").await.shown();
    assert!(page.html.contains("id=\"strangers\" open"));
}

#[tokio::test]
async fn every_offer_is_within_reach_however_many_there_are() {
    let app = TestApp::start().await;
    let (bees, mut ana) = the_bees(&app).await;
    for respond_by in 100..220 {
        a_row(&app, &bees, &format!("s{}.example", respond_by % 7), "task", respond_by, false).await;
    }
    let mut path = "/p/bees/incoming".to_owned();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..6 {
        let page = ana.open(&path).await.shown();
        let ids =
            page.html.split("id=\"offer-").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
        let ids: Vec<String> = ids.collect();
        assert_eq!(ids.len(), 20);
        seen.extend(ids);
        let more = page.html.split("id=\"more-offers\"").next().unwrap().rsplit("href=\"").next().unwrap();
        path = more.split('"').next().unwrap().to_owned();
        assert_eq!(page.html.contains("id=\"more-offers\""), seen.len() < 120);
    }
    assert_eq!(seen.len(), 120);
}
