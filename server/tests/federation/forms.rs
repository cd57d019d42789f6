//! Requests are signed in the form that the other server accepts, and a form that it refused is not retried because of
//! the form it uses itself (PROTOCOL §4.2).

use pursuance::peers::signing::{Learnt, SignatureForm};
use pursuance_domain::time::DAY;
use pursuance_federation::sign::Scheme;
use pursuance_federation::vocab::{CAPABILITY_ED25519, CAPABILITY_RFC9421};
use serde_json::{Value, json};

use super::scripted::{Figure, Peer, Post, Served};
use crate::support::between::Between;
use crate::support::groups::Group;
use crate::support::peers::{On, World};

const CAVAGE: &str = "cavage";
const RSA: &str = "rfc9421-rsa";
const ED25519: &str = "rfc9421-ed25519";

/// The bees, and a server of other software with the wasps on it.
struct Scene {
    world: World,
    bees: Group,
    peer: Peer,
    wasps: Figure,
}

impl Scene {
    /// `reads`: the forms the other server reads; `lists`: what the wasps say that it reads.
    async fn new(reads: &[&'static str], lists: &[&str]) -> Self {
        let world = World::of(&[On::Sqlite]).await;
        let bees = world.instances[0].found("bees").await;
        let peer = Peer::start().await;
        let wasps = peer.figure("wasps");
        let mut document = wasps.document();
        let listed: Vec<Value> = lists.iter().map(|href| json!({ "href": href })).collect();
        document["generator"]["implements"] = json!(listed);
        peer.serve("/ap/p/wasps", Served::Document(document));
        peer.read_only(reads);
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self { world, bees, peer, wasps }
    }

    /// The wasps follow the bees, who answer; the forms in which they tried to.
    async fn follow(&self, scheme: Scheme) -> Vec<&'static str> {
        let before = self.peer.posted_in().len();
        let follow = json!({
            "@context": ["https://www.w3.org/ns/activitystreams"], "id": self.wasps.new_uri("act"), "type": "Follow",
            "actor": self.wasps.uri, "object": self.bees.uri(),
        });
        let inbox = format!("{}/inbox", self.bees.uri());
        let post = Post { scheme, ..Post::to(&inbox, &self.wasps, &follow, self.world.now()) };
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let answer = http.post(&inbox).headers(post.headers()).body(post.sent()).send().await.unwrap();
        assert_eq!(answer.status(), 202, "{}", answer.text().await.unwrap());
        self.world.settle().await;
        self.peer.posted_in().split_off(before)
    }
}

#[tokio::test]
async fn who_lists_rfc_9421_without_ed25519_is_written_to_with_rsa() {
    let scene = Scene::new(&[RSA], &[CAPABILITY_RFC9421]).await;
    assert_eq!(scene.follow(Scheme::Cavage).await, [RSA], "at the first try");
}

#[tokio::test]
async fn who_lists_ed25519_or_signs_so_is_written_to_with_ed25519() {
    let listing = Scene::new(&[ED25519], &[CAPABILITY_ED25519]).await;
    assert_eq!(listing.follow(Scheme::Cavage).await, [ED25519]);
    let signing = Scene::new(&[ED25519], &[]).await;
    assert_eq!(signing.follow(Scheme::Rfc9421).await, [ED25519]);
}

#[tokio::test]
async fn who_lists_nothing_is_written_to_as_everybody_reads_it_and_then_with_rsa() {
    let scene = Scene::new(&[CAVAGE], &[]).await;
    assert_eq!(scene.follow(Scheme::Cavage).await, [CAVAGE]);
    let modern = Scene::new(&[RSA], &[]).await;
    assert_eq!(modern.follow(Scheme::Cavage).await, [CAVAGE, RSA]);
    assert_eq!(
        modern.follow(Scheme::Cavage).await,
        [RSA],
        "what was understood is remembered with its kind of key"
    );
}

#[tokio::test]
async fn a_form_that_was_refused_is_not_learnt_again_for_a_month_from_what_they_send_or_list() {
    let scene = Scene::new(&[CAVAGE], &[CAPABILITY_ED25519]).await;
    assert_eq!(scene.follow(Scheme::Rfc9421).await, [ED25519, CAVAGE], "what the second knock teaches");
    assert_eq!(scene.follow(Scheme::Rfc9421).await, [CAVAGE], "stays learnt");
    scene.world.advance(20 * DAY).await;
    assert_eq!(scene.follow(Scheme::Rfc9421).await, [CAVAGE]);
    scene.world.advance(11 * DAY).await;
    assert_eq!(scene.follow(Scheme::Rfc9421).await, [ED25519, CAVAGE], "once a month it is tried again");
}

/// The wasps work for the bees, whose server took a refusal that was none for a sign that only draft-cavage is read there.
async fn misled() -> (World, Between) {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({})).await;
    let stray = Learnt { form: SignatureForm::Cavage, instead_of: Some(SignatureForm::Rfc9421Ed25519) };
    bees.app.learn_form(&wasps.uri().parse().unwrap(), stray).await.unwrap();
    assert_eq!(refused_forms(&world).await, 1);
    (world, between)
}

async fn refused_forms(world: &World) -> i64 {
    world.instances[0].inspect.count("refused_form").await
}

#[tokio::test]
async fn work_arrives_with_its_files_after_a_stray_refusal_of_a_signature() {
    let (world, between) = misled().await;
    let mirror = between.mirror().await.number;
    let sha256 = between.delegate.attach(mirror, "count.txt", b"seven").await;
    between.delegate_does("submit", json!({ "body": "Seven.", "files": [sha256] })).await;
    world.settle().await;
    assert_eq!(
        world.instances[0].inspect.count("file where source_url is not null and blob is not null").await,
        1
    );
}

#[tokio::test]
async fn a_delivery_that_is_taken_at_once_ends_what_a_stray_refusal_taught() {
    let (world, between) = misled().await;
    between.origin_does("nudge", json!({})).await;
    world.settle().await;
    assert_eq!(refused_forms(&world).await, 0);
    let learnt =
        world.instances[0].inspect.text("select signature from host where signature is not null").await;
    assert_eq!(learnt, ED25519);
}
