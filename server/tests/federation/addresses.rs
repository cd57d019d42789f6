//! The many ways to write where a pursuance is (PROTOCOL §4.5): each that leads to it names it.

use serde_json::json;

use super::hostile::Scene;
use super::scripted::{Peer, Served};
use crate::support::groups::{Group, perform};
use crate::support::peers::{On, World, until};

/// Addresses of the wasps as people paste and type them.
fn ways(wasps: &Group) -> Vec<String> {
    let (base, slug) = (wasps.app.addresses.base(), &wasps.slug);
    let page = format!("{base}/p/{slug}");
    vec![
        wasps.uri(),
        format!("{}#main-key", wasps.uri()),
        page.clone(),
        format!("{page}/"),
        format!("{page}?tab=1"),
        format!("{page}#tasks"),
        format!("{page}/tasks"),
        format!("{page}/board?group=phase#later"),
        format!("{base}/@{slug}"),
        wasps.handle(),
        format!("!{}", wasps.handle()),
    ]
}

#[tokio::test]
async fn a_task_goes_to_the_pursuance_to_which_an_address_leads_however_it_is_written() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    for to in ways(&wasps) {
        let task = bees.task(&to).await;
        bees.on_task("delegation.offer", task, json!({ "to": to })).await;
    }
    world.settle().await;
    assert_eq!(wasps.delegations().await.len(), ways(&wasps).len(), "each arrived");
    // The same for those who are on the same server.
    let ants = world.instances[0].found("ants").await;
    for to in ways(&ants) {
        let task = bees.task(&to).await;
        bees.on_task("delegation.offer", task, json!({ "to": to })).await;
    }
    world.settle().await;
    assert_eq!(ants.delegations().await.len(), ways(&ants).len(), "each arrived");
}

#[tokio::test]
async fn a_skill_offer_is_for_the_pursuance_to_which_an_address_leads() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let until = world.now().plus(30 * pursuance_domain::time::DAY).date();
    let offer =
        json!({ "pursuance": bees.slug, "skills": ["Language:French"], "until": until, "to": ways(&wasps) });
    bees.act("skill_offer.publish", offer).await;
    let told = &world.instances[0].inspect;
    assert_eq!(told.count("skill_offer_reader").await, 1, "all of them are one");
}

#[tokio::test]
async fn an_address_of_other_software_is_followed_to_the_actor() {
    let scene = Scene::new().await;
    let (peer, wasps) = (&scene.peer, &scene.wasps);
    peer.serve("/moved", Served::RedirectTo(wasps.uri.clone()));
    peer.serve("/ap/p/wasps/", Served::RedirectTo(wasps.uri.clone()));
    // A page that is served as the document, under an address of its own.
    peer.serve("/c/wasps", Served::Document(wasps.document()));
    // The name of one domain, the server of another; both say so.
    let names = Peer::start().await;
    let handle = format!("wasps@localhost:{}", names.port);
    let answer = json!({ "subject": format!("acct:{handle}"),
        "links": [{ "rel": "self", "type": "application/activity+json", "href": wasps.uri }] });
    for server in [peer, &names] {
        server.serve("/.well-known/webfinger", Served::Document(answer.clone()));
    }
    let ways = [peer.at("/moved"), peer.at("/ap/p/wasps/"), peer.at("/c/wasps?lang=fr"), handle];
    for to in &ways {
        let task = scene.bees.task(to).await;
        scene.bees.on_task("delegation.offer", task, json!({ "to": to })).await;
    }
    until("every offer has arrived", async || {
        let said = peer.heard();
        said.iter().filter(|said| said["type"] == "Offer" && said["to"][0] == wasps.uri).count() == ways.len()
    })
    .await;
}

#[tokio::test]
async fn who_is_not_there_is_not_there_on_the_server_that_was_named() {
    let scene = Scene::new().await;
    let task = scene.bees.task("Count").await;
    let host = format!("localhost:{}", scene.peer.port);
    for to in [scene.peer.at("/p/nobody"), format!("nobody@{host}")] {
        let offer = json!({ "pursuance": scene.bees.slug, "task": task, "to": to });
        let refused = perform(&scene.bees.app, &scene.bees.who, "delegation.offer", offer).await;
        let said = refused.unwrap_err().to_string();
        assert!(said.contains(&format!("on {host}")), "{said}");
    }
}

#[tokio::test]
async fn a_slash_behind_a_page_leads_to_the_page() {
    let world = World::of(&[On::Sqlite]).await;
    let bees = world.instances[0].found("bees").await;
    let base = bees.app.addresses.base();
    let none = reqwest::redirect::Policy::none();
    let client = reqwest::Client::builder().no_proxy().redirect(none).build().unwrap();
    for (path, to) in [
        ("/p/bees/", Some("/p/bees")),
        ("/p/bees/board/?group=phase", Some("/p/bees/board?group=phase")),
        ("/@bees/", Some("/@bees")),
        ("/p//evil.example/", None),
        ("//evil.example/", None),
        ("/nowhere/", None),
    ] {
        let answer = client.get(format!("{base}{path}")).send().await.unwrap();
        let location = answer.headers().get("location").map(|to| to.to_str().unwrap());
        assert_eq!(location, to, "{path}");
        assert_eq!(answer.status().as_u16() == 308, to.is_some(), "{path}");
    }
    let resource = format!("{base}/.well-known/webfinger?resource={base}/p/bees/");
    assert_eq!(client.get(resource).send().await.unwrap().status(), 200);
}
