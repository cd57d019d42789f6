//! The lists of what pursuances on other servers offer (PROTOCOL §1.4): read when somebody looks one up, then once a week, and no
//! further than they may lead.

use pursuance_domain::time::{DAY, HOUR};
use pursuance_domain::value::ActorRef;
use pursuance_federation::vocab::CAPABILITY_OFFERS;
use serde_json::{Value, json};

use super::Scene;
use super::skill_offers::{known, proposal};
use crate::federation::scripted::{Figure, Peer, Served};
use crate::limits::table::peers::ROWS;
use crate::support::peers::until;

const LIST: &str = "/ap/p/moths/skill-offers";

/// The moths, whom nobody knows yet and who take part in skill offers; their list is there.
fn moths(scene: &Scene, list: &str) -> Figure {
    let moths = scene.peer.figure("moths");
    let mut document = moths.document();
    document["generator"]["implements"].as_array_mut().unwrap().push(json!({ "href": CAPABILITY_OFFERS }));
    document["skillOffers"] = json!(list);
    scene.peer.serve("/ap/p/moths", Served::Document(document));
    moths
}

/// Serves a page of their list.
fn page(scene: &Scene, path: &str, items: &[Value], next: Option<&str>) {
    let mut page = json!({
        "@context": ["https://www.w3.org/ns/activitystreams"], "id": scene.peer.at(path), "type": "OrderedCollectionPage",
        "partOf": scene.peer.at(LIST), "attributedTo": scene.peer.at("/ap/p/moths"), "orderedItems": items,
    });
    if let Some(next) = next {
        page["next"] = json!(next);
    }
    scene.peer.serve(path, Served::Document(page));
}

/// Serves the list itself.
fn whole(scene: &Scene, first: &str) {
    let list = json!({
        "@context": ["https://www.w3.org/ns/activitystreams"], "id": scene.peer.at(LIST), "type": "OrderedCollection",
        "attributedTo": scene.peer.at("/ap/p/moths"), "totalItems": 1, "first": scene.peer.at(first),
    });
    scene.peer.serve(LIST, Served::Document(list));
}

async fn look_up(scene: &Scene, figure: &Figure) {
    let named = ActorRef::parse(&figure.uri).unwrap();
    scene.bees.app.find_pursuance(&scene.bees.who, &named).await.unwrap();
    scene.world.settle().await;
}

fn most(id: &str) -> usize {
    let row = ROWS.iter().find(|row| row.id == id).unwrap();
    usize::try_from(row.most.number()).unwrap()
}

#[tokio::test]
async fn a_list_is_read_at_the_first_look_and_then_once_a_week() {
    let scene = Scene::new().await;
    let moths = moths(&scene, &scene.peer.at(LIST));
    whole(&scene, "/page");
    // Each is there at its own address, too: it is read again there.
    let offer = |n: usize| {
        let mut offer = proposal(&moths, n, scene.now());
        offer["@context"] = json!(["https://www.w3.org/ns/activitystreams"]);
        let path = offer["id"].as_str().unwrap().split("/ap/").nth(1).unwrap();
        scene.peer.serve(&format!("/ap/{path}"), Served::Document(offer.clone()));
        offer
    };
    page(&scene, "/page", &[offer(1)], None);
    look_up(&scene, &moths).await;
    assert_eq!(known(&scene).await.len(), 1);

    page(&scene, "/page", &[offer(2), offer(1)], None);
    look_up(&scene, &moths).await;
    scene.world.advance(6 * DAY).await;
    assert_eq!(known(&scene).await.len(), 1, "it is not asked for each look");
    scene.world.advance(DAY).await;
    assert_eq!(known(&scene).await.len(), 2);
}

#[tokio::test]
async fn what_may_not_be_told_may_not_stand_in_a_list_either() {
    let scene = Scene::new().await;
    let moths = moths(&scene, &scene.peer.at(LIST));
    whole(&scene, "/page");
    let offer = |n: usize| proposal(&moths, n, scene.now());
    let spoiled = |n: usize, spoil: fn(&mut Value)| {
        let mut offer = offer(n);
        spoil(&mut offer);
        offer
    };
    let items = [
        json!("text"),
        json!(7),
        json!({ "type": "Proposal" }),
        proposal(&scene.wasps, 1, scene.now()),
        spoiled(2, |offer| offer["id"] = json!("https://c.example/ap/so/1")),
        spoiled(3, |offer| offer["skills"] = json!([])),
        spoiled(4, |offer| offer["until"] = json!("2199-01-01T00:00:00Z")),
        spoiled(5, |offer| offer["to"] = json!(["https://c.example/ap/p/1"])),
        spoiled(6, |offer| offer["pad"] = json!("x".repeat(70_000))),
        spoiled(7, |offer| offer["purpose"] = json!("request")),
        spoiled(8, |offer| offer["publishes"]["id"] = json!("https://c.example/ap/so/1#primary")),
        offer(9),
    ];
    page(&scene, "/page", &items, None);
    look_up(&scene, &moths).await;
    let known: Vec<String> = known(&scene).await.into_iter().map(|offer| offer.uri).collect();
    assert_eq!(known, [offer(9)["id"].as_str().unwrap()]);
}

#[tokio::test]
async fn a_list_without_end_is_read_for_some_pages() {
    let scene = Scene::new().await;
    let moths = moths(&scene, &scene.peer.at(LIST));
    let pages = most("skill-offer-pages");
    whole(&scene, "/page/1");
    for n in 1..=pages + 2 {
        let next = scene.peer.at(&format!("/page/{}", n + 1));
        page(&scene, &format!("/page/{n}"), &[proposal(&moths, n, scene.now())], Some(&next));
    }
    look_up(&scene, &moths).await;
    assert_eq!(known(&scene).await.len(), pages);
    assert!(!scene.peer.asked().contains(&format!("/page/{}", pages + 1)));
}

#[tokio::test]
async fn a_list_is_looked_at_for_some_items() {
    let scene = Scene::new().await;
    let moths = moths(&scene, &scene.peer.at(LIST));
    whole(&scene, "/page/1");
    let most = most("skill-offers-listed");
    let nothing = vec![json!("text"); most - 2];
    let offer = |n: usize| proposal(&moths, n, scene.now());
    page(&scene, "/page/1", &nothing, Some(&scene.peer.at("/page/2")));
    page(&scene, "/page/2", &[offer(1), offer(2), offer(3)], Some(&scene.peer.at("/page/3")));
    page(&scene, "/page/3", &[offer(4)], None);
    look_up(&scene, &moths).await;
    assert_eq!(known(&scene).await.len(), 2);
    assert!(!scene.peer.asked().contains(&"/page/3".to_owned()));
}

#[tokio::test]
async fn a_list_leads_to_no_other_server() {
    let scene = Scene::new().await;
    let other = Peer::start().await;
    let moths = moths(&scene, &other.at(LIST));
    look_up(&scene, &moths).await;
    assert_eq!(other.asked(), Vec::<String>::new());

    let scene = Scene::new().await;
    let moths = self::moths(&scene, &scene.peer.at(LIST));
    whole(&scene, "/page");
    page(&scene, "/page", &[proposal(&moths, 1, scene.now())], Some(&other.at("/page")));
    look_up(&scene, &moths).await;
    assert_eq!(known(&scene).await.len(), 1);
    assert_eq!(other.asked(), Vec::<String>::new());
}

#[tokio::test]
async fn a_list_that_cannot_be_had_at_first_is_read_soon() {
    let scene = Scene::new().await;
    let moths = moths(&scene, &scene.peer.at(LIST));
    scene.peer.serve(LIST, Served::Status(503));
    look_up(&scene, &moths).await;
    assert_eq!(known(&scene).await.len(), 0);
    whole(&scene, "/page");
    page(&scene, "/page", &[proposal(&moths, 1, scene.now())], None);
    scene.world.advance(HOUR).await;
    assert_eq!(known(&scene).await.len(), 1);
}

#[tokio::test]
async fn the_list_of_a_partner_that_no_job_reads_is_begun_again() {
    let scene = Scene::new().await;
    let moths = moths(&scene, &scene.peer.at(LIST));
    whole(&scene, "/page");
    let offer = |n: usize| proposal(&moths, n, scene.now());
    page(&scene, "/page", &[offer(1)], None);
    look_up(&scene, &moths).await;
    assert_eq!(known(&scene).await.len(), 1);
    // As a database of the program from before lists were read has it.
    let inspect = scene.world.instances[0].inspect.clone();
    inspect.spoil("delete from job where kind = 'read_skill_offers'").await;
    page(&scene, "/page", &[offer(2), offer(1)], None);
    scene.world.advance(2 * DAY).await;
    let begun = "job where kind = 'read_skill_offers'";
    until("its list is begun", async || inspect.count(begun).await == 1).await;
    scene.world.advance(DAY).await;
    assert_eq!(known(&scene).await.len(), 2);
}

#[tokio::test]
async fn a_document_leads_to_no_other_one() {
    let scene = Scene::new().await;
    let moths = moths(&scene, &scene.peer.at(LIST));
    whole(&scene, "/page");
    page(&scene, "/page", &[proposal(&moths, 1, scene.now())], None);
    look_up(&scene, &moths).await;
    let inspect = scene.world.instances[0].inspect.clone();
    let before = inspect.count("actor").await;
    let mut document = scene.peer.figure("ants").document();
    document["generator"]["implements"].as_array_mut().unwrap().push(json!({ "href": CAPABILITY_OFFERS }));
    document["skillOffers"] = json!(scene.peer.at("/ap/p/ants/skill-offers"));
    scene.peer.serve("/ap/p/moths", Served::Document(document));
    let asked = scene.peer.asked().len();
    scene.world.advance(7 * DAY).await;
    assert!(scene.peer.asked()[asked..].contains(&"/ap/p/moths".to_owned()), "it was read");
    assert_eq!(inspect.count("actor").await, before);
}
