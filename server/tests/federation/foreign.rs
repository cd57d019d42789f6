//! Other people's software, unchanged: Fedify as a server of its own, and two Python libraries. `./test` installs them
//! into `tests/foreign`; without them these tests fail.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use http::{HeaderMap, HeaderName, HeaderValue};
use pursuance::store::actors;
use pursuance_domain::time::SECOND;
use pursuance_federation::sign::{Ed25519PublicKey, Scheme};
use pursuance_federation::vocab::CAPABILITY_ED25519;
use serde_json::{Value, json};

use super::scripted::{Figure, Peer, Post, Served};
use crate::support::groups::Group;
use crate::support::peers::{On, World, until};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/foreign");

/// A program that answers each line with a line.
struct Program {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Program {
    fn start(program: &str, arguments: &[&str]) -> Self {
        let path = Path::new(FOLDER).join(program);
        assert!(path.exists(), "{} is missing: ./test rust installs it", path.display());
        let mut child = Command::new(path)
            .args(arguments)
            .current_dir(FOLDER)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Self { child, input, output: BufReader::new(output) }
    }

    /// Fedify, which signs in this form first, once it listens.
    fn fedify(first_knock: &str) -> Self {
        let mut fedify = Self::start("node_modules/.bin/node", &["peer.mjs", first_knock]);
        fedify.next();
        fedify
    }

    fn python() -> Self {
        Self::start(".venv/bin/python", &["signatures.py"])
    }

    fn next(&mut self) -> Value {
        let mut line = String::new();
        // The servers of this process answer it meanwhile.
        tokio::task::block_in_place(|| self.output.read_line(&mut line)).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{line}: {error}"))
    }

    /// The answer to a command, whether it is content or not.
    fn try_ask(&mut self, command: &Value) -> Result<Value, String> {
        writeln!(self.input, "{command}").unwrap();
        let mut answer = self.next();
        match answer["error"].as_str() {
            Some(error) => Err(error.to_owned()),
            None => Ok(answer["ok"].take()),
        }
    }

    #[track_caller]
    fn ask(&mut self, command: &Value) -> Value {
        self.try_ask(command).unwrap_or_else(|error| panic!("{command}: {error}"))
    }
}

async fn bees() -> (World, Group) {
    let world = World::of(&[On::Sqlite]).await;
    let bees = world.instances[0].found("bees").await;
    let _ = rustls::crypto::ring::default_provider().install_default();
    (world, bees)
}

/// The Ed25519 key of a pursuance, as its document has it.
async fn key_of(group: &Group) -> String {
    let actor = actors::by_id(&mut group.app.db.read().await.unwrap(), &group.id).await.unwrap().unwrap();
    Ed25519PublicKey::from_slice(&actor.ed25519_public.unwrap()).unwrap().to_multikey()
}

async fn followers(world: &World) -> i64 {
    world.instances[0].inspect.count("follower").await
}

#[tokio::test(flavor = "multi_thread")]
async fn fedify_finds_a_pursuance_and_the_instance_by_their_handles() {
    let (_world, bees) = bees().await;
    let mut fedify = Program::fedify("rfc9421");

    let found = fedify.ask(&json!({ "do": "look", "whom": format!("@{}", bees.handle()) }));
    assert_eq!((&found["kind"], &found["id"]), (&json!("Group"), &json!(bees.uri())));
    assert_eq!(
        (&found["username"], &found["inbox"]),
        (&json!("bees"), &json!(format!("{}/inbox", bees.uri())))
    );
    assert_eq!(found["key"], format!("{}#main-key", bees.uri()));
    assert_eq!(found["methods"], json!([format!("{}#ed25519-key", bees.uri())]));

    let authority = bees.app.addresses.authority();
    let instance = fedify.ask(&json!({ "do": "look", "whom": format!("@localhost@{authority}") }));
    assert_eq!((&instance["kind"], &instance["username"]), (&json!("Application"), &json!("localhost")));
}

/// Somebody on Fedify follows the bees and follows them no longer; in which forms they were answered.
async fn follow_and_undo(first_knock: &str) -> Value {
    let (world, bees) = bees().await;
    let mut fedify = Program::fedify(first_knock);

    let follow = fedify.ask(&json!({ "do": "follow", "whom": bees.uri(), "as": "ana" }));
    assert_eq!(followers(&world).await, 1);
    let mut heard = Value::Null;
    until("Fedify has believed an Accept", async || {
        heard = fedify.ask(&json!({ "do": "heard" }));
        heard["heard"].as_array().is_some_and(|heard| !heard.is_empty())
    })
    .await;
    assert_eq!(heard["heard"], json!([{ "type": "Accept", "actor": bees.uri(), "object": follow["id"] }]));

    fedify.ask(&json!({ "do": "unfollow", "whom": bees.uri(), "as": "ana" }));
    assert_eq!(followers(&world).await, 0);
    heard["signatures"].take()
}

#[tokio::test(flavor = "multi_thread")]
async fn fedify_believes_what_we_sign_by_rfc_9421_with_rsa_at_the_first_try() {
    assert_eq!(follow_and_undo("rfc9421").await, json!(["rfc9421 rsa-v1_5-sha256", "202"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn fedify_believes_what_we_sign_by_draft_cavage_at_the_first_try() {
    assert_eq!(follow_and_undo("draft-cavage-http-signatures-12").await, json!(["cavage", "202"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_on_fedify_who_is_gone_with_their_key_follows_no_longer() {
    let (world, bees) = bees().await;
    let mut fedify = Program::fedify("rfc9421");
    fedify.ask(&json!({ "do": "follow", "whom": bees.uri(), "as": "ana" }));
    assert_eq!(followers(&world).await, 1);
    // The key is asked for once more before it is believed.
    world.instances[0].inspect.spoil("update key_cache set fetched_at = 0").await;
    world.let_pass(11 * SECOND);

    fedify.ask(&json!({ "do": "end", "as": "ana", "tell": bees.uri() }));
    world.settle().await;
    assert_eq!(followers(&world).await, 0);
    let keys = world.instances[0].inspect.count("key_cache").await;
    fedify.ask(&json!({ "do": "end", "as": "somebody-never-heard-of", "tell": bees.uri() }));
    assert_eq!(world.instances[0].inspect.count("key_cache").await, keys, "no key was asked for");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_other_libraries_believe_our_proofs_and_no_changed_ones() {
    let (world, bees) = bees().await;
    let wasps = world.instances[0].found("wasps").await;
    let task = bees.task("Count").await;
    bees.offer(task, &wasps, json!({})).await;
    let sql = "select cast(bytes as text) from activity where direction = 'out' and kind = 'Offer'";
    let offer: Value = serde_json::from_str(&world.instances[0].inspect.text(sql).await).unwrap();
    let mut changed = offer.clone();
    changed["object"]["task"]["name"] = json!("Count again");
    let key = key_of(&bees).await;
    let (mut fedify, mut python) = (Program::fedify("rfc9421"), Program::python());

    let believed = fedify.ask(&json!({ "do": "proof", "activity": offer }));
    assert_eq!(believed["key"], format!("{}#ed25519-key", bees.uri()));
    assert_eq!(fedify.ask(&json!({ "do": "proof", "activity": changed }))["key"], Value::Null);
    python.ask(&json!({ "do": "proof", "activity": offer, "key": key }));
    assert!(python.try_ask(&json!({ "do": "proof", "activity": changed, "key": key })).is_err());
}

/// A pursuance that reads RFC 9421 with Ed25519, and its follow of the bees.
fn reader_of_ed25519(peer: &Peer, bees: &Group) -> (Figure, Value) {
    let wasps = peer.figure("wasps");
    let mut document = wasps.document();
    document["generator"]["implements"] = json!([{ "href": CAPABILITY_ED25519 }]);
    peer.serve("/ap/p/wasps", Served::Document(document));
    let follow = json!({
        "@context": ["https://www.w3.org/ns/activitystreams"], "id": wasps.new_uri("act"), "type": "Follow",
        "actor": wasps.uri, "object": bees.uri(),
    });
    (wasps, follow)
}

async fn send(inbox: &str, headers: HeaderMap, body: String) -> u16 {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    http.post(inbox).headers(headers).body(body).send().await.unwrap().status().as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn another_library_believes_what_we_sign_by_rfc_9421_with_ed25519() {
    let (world, bees) = bees().await;
    let peer = Peer::start().await;
    let (wasps, follow) = reader_of_ed25519(&peer, &bees);
    let inbox = format!("{}/inbox", bees.uri());
    let post = Post { scheme: Scheme::Cavage, ..Post::to(&inbox, &wasps, &follow, world.now()) };
    assert_eq!(send(&inbox, post.headers(), String::from_utf8(post.sent()).unwrap()).await, 202);
    world.settle().await;
    let (url, headers, body) = peer.posts().pop().unwrap();
    let headers: Value =
        headers.iter().map(|(name, value)| (name.to_string(), json!(value.to_str().unwrap()))).collect();
    let mut request = json!({
        "do": "verify", "method": "POST", "url": url, "headers": headers, "body": body, "key": key_of(&bees).await,
    });
    let mut python = Program::python();

    assert_eq!(python.ask(&request)["key_id"], format!("{}#ed25519-key", bees.uri()));
    request["url"] = json!(peer.at("/elsewhere"));
    assert!(python.try_ask(&request).is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_library_signs_by_rfc_9421_with_ed25519_is_believed_here() {
    let (world, bees) = bees().await;
    let peer = Peer::start().await;
    let inbox = format!("{}/inbox", bees.uri());
    let mut python = Program::python();
    let whole = ["@method", "@target-uri", "content-digest"];
    // As some do where the address has no query.
    let parts = ["@method", "@authority", "@path", "content-digest"];
    for covered in [whole.as_slice(), parts.as_slice()] {
        let (wasps, follow) = reader_of_ed25519(&peer, &bees);
        let signed = python.ask(&json!({
            "do": "sign", "method": "POST", "url": inbox, "body": follow.to_string(), "covered": covered,
            "headers": { "Host": bees.app.addresses.authority(), "Content-Type": "application/activity+json" },
            "key_id": wasps.key_id(), "seed": hex::encode(*wasps.key().seed()),
        }));
        let headers: HeaderMap = signed["headers"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| {
                let name: HeaderName = name.parse().unwrap();
                (name, HeaderValue::from_str(value.as_str().unwrap()).unwrap())
            })
            .collect();
        assert_eq!(send(&inbox, headers.clone(), follow.to_string()).await, 202, "{covered:?}");
        let mut other = follow.clone();
        other["id"] = json!(wasps.new_uri("act"));
        assert_eq!(send(&inbox, headers, other.to_string()).await, 401, "{covered:?}, another body");
    }
    world.settle().await;
    assert_eq!(followers(&world).await, 1);
}
