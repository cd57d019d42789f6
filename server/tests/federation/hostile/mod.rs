//! Requests that lie, sent to the running inbox. Each is stopped by the check that is meant to stop it, changes
//! nothing, and passes when that check is left out.
//!
//! | file | the lie is about |
//! |---|---|
//! | `pipeline` | the request, its signature, its bytes, its names, its proof (PROTOCOL §2.1) |
//! | `authority` | the authority of the sender (PROTOCOL §2.2) |
//! | `channel` | the order, and repetitions (PROTOCOL §2.3, §2.4) |
//! | `limits` | amounts, reach and readers (PROTOCOL §3.5, §4.3, §4.7, §4.8, §4.9) |
//! | `line` | unreadable messages, which must not hold up the ones behind them (PROTOCOL §2.4) |
//! | `refused` | messages that cannot be processed, and their remains (PROTOCOL §1.3, §2.1, §2.3) |
//! | `restored` | messages of ours that this database does not know (PROTOCOL §3.6) |
//! | `reach` | the addresses of keys (PROTOCOL §4.7) |
//! | `offer_lists` | the lists of what pursuances offer to do (PROTOCOL §1.4) |
//! | `skill_offers` | what pursuances offer to do (PROTOCOL §1.8) |

mod authority;
mod channel;
mod limits;
mod line;
mod offer_lists;
mod pipeline;
mod reach;
mod refused;
mod restored;
pub mod skill_offers;
pub mod stages;

use std::collections::BTreeMap;

use http::StatusCode;
use http_body_util::BodyExt;
use pursuance_domain::time::Time;
use serde_json::{Value, json};
use tower::ServiceExt;

use super::scripted::{Figure, Peer, Post};
use crate::support::groups::Group;
use crate::support::peers::{On, World, until};

/// An instance with the bees, and a scripted server with the wasps and the hornets, who have met.
pub struct Scene {
    pub world: World,
    pub bees: Group,
    pub peer: Peer,
    pub wasps: Figure,
    pub hornets: Figure,
    http: reqwest::Client,
}

/// The answer to a request.
#[derive(Debug, PartialEq, Eq)]
pub struct Told {
    pub status: u16,
    /// The stable word of a problem.
    pub word: String,
}

impl Scene {
    pub async fn new() -> Self {
        Self::on(On::Sqlite).await
    }

    /// The same on another kind of database.
    pub async fn on(database: On) -> Self {
        let world = World::of(&[database]).await;
        let bees = world.instances[0].found("bees").await;
        let peer = Peer::start().await;
        let (wasps, hornets) = (peer.figure("wasps"), peer.figure("hornets"));
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let scene = Self { world, bees, peer, wasps, hornets, http };
        for figure in [&scene.wasps, &scene.hornets] {
            let hello = Post::to(&scene.inbox(), figure, &scene.follow(figure), scene.now());
            assert_eq!(scene.send(&hello).await.status, 202, "a good request");
        }
        scene.world.settle().await;
        until("both have been answered", async || scene.peer.heard().len() == 2).await;
        scene
    }

    pub fn now(&self) -> Time {
        self.world.now()
    }

    /// The inbox of the bees.
    pub fn inbox(&self) -> String {
        format!("{}/inbox", self.bees.uri())
    }

    /// An activity that needs no proof.
    pub fn follow(&self, figure: &Figure) -> Value {
        json!({
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v2"],
            "id": figure.new_uri("act"), "type": "Follow", "actor": figure.uri, "object": self.bees.uri(),
        })
    }

    /// Sends a request over the network.
    pub async fn send(&self, post: &Post) -> Told {
        let address = format!("{}{}", self.bees.app.addresses.base(), post.path);
        let request =
            self.http.request(post.method.clone(), address).headers(post.headers()).body(post.sent());
        let answer = request.send().await.unwrap();
        Told::read(answer.status(), &answer.bytes().await.unwrap())
    }

    /// Asks for a document of the bees' server.
    pub async fn look(&self, figure: &Figure, address: &str) -> u16 {
        let headers = figure.asking(&address.parse().unwrap(), self.now());
        self.http.get(address).headers(headers).send().await.unwrap().status().as_u16()
    }

    /// Gives a request to a router.
    pub async fn send_to(&self, router: axum::Router, post: &Post) -> Told {
        let answer = router.oneshot(post.request()).await.unwrap();
        let status = answer.status();
        Told::read(status, &answer.into_body().collect().await.unwrap().to_bytes())
    }

    /// A message that is as it should be, said by one of them.
    pub async fn say(&mut self, hornets: bool, message: &Value) {
        let to = self.bees.uri();
        let figure = if hornets { &mut self.hornets } else { &mut self.wasps };
        figure.said(&to, message);
        let figure = if hornets { &self.hornets } else { &self.wasps };
        let post = Post::to(&self.inbox(), figure, &message, self.now());
        let told = self.send(&post).await;
        assert_eq!(told.status, 202, "{message}");
        self.world.settle().await;
    }

    /// Digests of what was decided, table by table.
    pub async fn digests(&self) -> BTreeMap<String, String> {
        self.world.instances[0].inspect.digests().await
    }

    /// Nothing has been decided since.
    pub async fn assert_unchanged(&self, before: &BTreeMap<String, String>, what: &str) {
        let now = self.digests().await;
        let changed: Vec<&String> =
            now.keys().filter(|table| before.get(*table) != now.get(*table)).collect();
        assert!(changed.is_empty(), "{what}: changed {changed:?}");
    }

    /// Activities delivered to the scripted server that name this object.
    pub fn heard_about(&self, object: &str) -> Vec<Value> {
        self.peer
            .heard()
            .into_iter()
            .filter(|said| said["object"] == object || said["delegation"] == object)
            .collect()
    }
}

impl Told {
    fn read(status: StatusCode, body: &[u8]) -> Self {
        let problem: Value = serde_json::from_slice(body).unwrap_or_default();
        let word =
            problem["type"].as_str().unwrap_or_default().rsplit('#').next().unwrap_or_default().to_owned();
        Self { status: status.as_u16(), word }
    }
}
