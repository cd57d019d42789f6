//! Every ActivityPub document and collection, fetched by other servers: signed by a pursuance with a live delegation,
//! by one whose delegation has ended, by a stranger, by a blocked one, by their instance, and unsigned.

use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use http::header::{ACCEPT, HOST};
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use http_body_util::BodyExt;
use pursuance::store::{actors, delegations, pursuances, tasks};
use pursuance_domain::allowed::{Facts, Membership, Permission, Principal, allowed};
use pursuance_domain::delegation::Side;
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_federation::proof::PROOF_KEY_FRAGMENT;
use pursuance_federation::sign::{Ed25519KeyPair, KeyPair, Scheme, Signer, sign_request};
use serde_json::{Value, json};
use tower::ServiceExt;
use url::Url;

use super::says;
use crate::support::between::Between;
use crate::support::dice::Dice;
use crate::support::groups::{Group, perform};
use crate::support::peers::{Instance, On, World};

/// How far it has come between a pursuance of ours and another one.
const STAGES: [&str; 6] = ["offered", "declined", "active", "submitted", "recalled", "done"];

/// A word, the task it stands on, and whether it is part of what is asked there: title, text and skills.
struct Word {
    word: String,
    task: TaskId,
    is_asked: bool,
}

/// Somebody who asks for documents.
struct Reader {
    name: &'static str,
    /// The address and the key of the actor that signs; none: nobody does.
    signs: Option<(String, Ed25519KeyPair)>,
    /// Those it speaks for.
    speaks_for: Vec<String>,
    is_blocked: bool,
}

struct Scene {
    world: World,
    ours: Vec<Group>,
    /// The pursuances that may have something to do with ours.
    wasps: Group,
    hornets: Group,
    drones: Group,
    ants: Group,
    words: Vec<Word>,
}

impl Scene {
    async fn random(seed: u64) -> Self {
        let mut dice = Dice(seed);
        let world = World::of(&[On::Sqlite, On::Sqlite, On::Sqlite]).await;
        let (here, there, shut) = (&world.instances[0], &world.instances[1], &world.instances[2]);
        let mut ours = Vec::new();
        for (slug, visibility) in [("open", "public"), ("quiet", "unlisted"), ("cell", "members")] {
            let group = here.found(slug).await;
            group.act("pursuance.edit", json!({ "pursuance": slug, "visibility": visibility })).await;
            ours.push(group);
        }
        let (wasps, hornets, drones) =
            (there.found("wasps").await, there.found("hornets").await, there.found("drones").await);
        let ants = shut.found("ants").await;
        let mut scene = Self { world, ours, wasps, hornets, drones, ants, words: Vec::new() };
        for group in scene.ours.clone() {
            let peers = [scene.wasps.clone(), scene.hornets.clone(), scene.ants.clone()];
            // Each of them in two stages.
            let first = dice.below(STAGES.len());
            for at in 0..STAGES.len() {
                scene.hand_over(&group, &peers[at % 3], STAGES[(first + at) % STAGES.len()]).await;
            }
            for peer in &peers {
                scene.take_on(&group, peer, dice.below(2) == 0).await;
            }
            scene.alone(&group).await;
        }
        scene.world.settle().await;
        let block = json!({ "host": scene.world.instances[2].authority(), "blocked": true });
        perform(&scene.world.instances[0].app, &Principal::Operator, "instance.block", block).await.unwrap();
        scene.world.settle().await;
        scene
    }

    fn word(&mut self, task: &TaskId, is_asked: bool) -> String {
        let word = format!("zqpeer{:04}", self.words.len());
        self.words.push(Word { word: word.clone(), task: task.clone(), is_asked });
        word
    }

    /// A task of ours goes to another pursuance; what stands on it then is told, what is written later may not be.
    async fn hand_over(&mut self, ours: &Group, peer: &Group, stage: &str) {
        let number = ours.task("to be named").await;
        self.write(ours, number).await;
        let task = ours.see(number).await.id;
        let (bytes, name) = (self.word(&task, false), self.word(&task, false));
        let file = ours.attach(number, &name, Box::leak(bytes.into_bytes().into_boxed_slice())).await;
        let note = self.word(&task, false);
        let more = json!({ "note": note, "files": [file] });
        let between = if ["offered", "declined"].contains(&stage) {
            Between::offered(&self.world, ours, peer, number, more).await
        } else {
            Between::active(&self.world, ours, peer, number, more).await
        };
        if ["submitted", "done"].contains(&stage) {
            let body = self.word(&task, false);
            between.delegate_does("submit", json!({ "body": body, "waived": true })).await;
            self.world.settle().await;
        }
        match stage {
            "declined" => {
                between.delegate_does("decline", json!({})).await;
            }
            "recalled" => {
                let reason = self.word(&task, false);
                between.origin_does("recall", json!({ "reason": reason })).await;
            }
            "done" => {
                let comment = self.word(&task, false);
                between.origin_does("accept_work", json!({ "comment": comment })).await;
            }
            _ => {}
        }
        self.world.settle().await;
        self.write(ours, number).await;
    }

    /// A task of another pursuance is taken on here, and perhaps given back; its parts and what is said here stay here.
    async fn take_on(&mut self, ours: &Group, peer: &Group, is_returned: bool) {
        let number = peer.task("Asked by others").await;
        let between = Between::active(&self.world, peer, ours, number, json!({})).await;
        let mirror = between.mirror().await;
        let part = ours.task_with(json!({ "title": "to be named", "parent": mirror.number })).await;
        self.write(ours, part).await;
        if is_returned {
            between.delegate_does("return", json!({})).await;
            self.world.settle().await;
        }
        let comment = self.word(&mirror.id, false);
        ours.on_task("task.comment", mirror.number, json!({ "body": comment, "share": false })).await;
    }

    /// A task that nobody else has to do with.
    async fn alone(&mut self, ours: &Group) {
        let number = ours.task("to be named").await;
        self.write(ours, number).await;
    }

    /// Writes new words on a task of ours.
    async fn write(&mut self, ours: &Group, number: i64) {
        let task = ours.see(number).await;
        let id = &task.id;
        let (title, text, skill) = (self.word(id, true), self.word(id, true), self.word(id, true));
        let edit = json!({
            "revision": task.revision, "title": title, "deliverables": text, "skills": [format!("Zq:{skill}")],
        });
        ours.on_task("task.edit", number, edit).await;
        let comment = self.word(id, false);
        ours.on_task("task.comment", number, json!({ "body": comment, "share": false })).await;
        let (bytes, name) = (self.word(id, false), self.word(id, false));
        ours.attach(number, &name, Box::leak(bytes.into_bytes().into_boxed_slice())).await;
    }

    async fn readers(&self) -> Vec<Reader> {
        let key = async |instance: &Instance, id: &ActorId| {
            let mut tx = instance.app.db.read().await.unwrap();
            let key = instance.app.keys.ed25519(&mut tx, id).await.unwrap();
            Ed25519KeyPair::from_seed(&key.seed())
        };
        let (there, shut) = (&self.world.instances[1], &self.world.instances[2]);
        let mut readers =
            vec![Reader { name: "nobody", signs: None, speaks_for: Vec::new(), is_blocked: false }];
        for (name, instance, group) in [
            ("wasps", there, &self.wasps),
            ("hornets", there, &self.hornets),
            ("drones", there, &self.drones),
            ("ants", shut, &self.ants),
        ] {
            let uri = group.uri();
            readers.push(Reader {
                name,
                signs: Some((uri.clone(), key(instance, &group.id).await)),
                speaks_for: vec![uri],
                is_blocked: name == "ants",
            });
        }
        let instance = &there.app.instance_actor;
        readers.push(Reader {
            name: "the instance of the wasps",
            signs: Some((instance.uri.clone(), key(there, &instance.id).await)),
            speaks_for: [&self.wasps, &self.hornets, &self.drones].map(Group::uri).to_vec(),
            is_blocked: false,
        });
        readers
    }

    /// All that was said between us and those a reader speaks for: it is theirs, however it goes on.
    async fn said_with(&self, reader: &Reader) -> String {
        let sql = "select actor, cast(bytes as text) from activity";
        let mut said = String::new();
        for row in self.world.instances[0].inspect.rows(sql).await {
            let [actor, text] = row.try_into().unwrap();
            let activity: Value = serde_json::from_str(&text).unwrap();
            let to = match &activity["to"] {
                Value::Array(list) => list.clone(),
                one => vec![one.clone()],
            };
            let is_theirs = |uri: &String| {
                *uri == activity["actor"].as_str().unwrap_or(&actor) || to.contains(&json!(uri))
            };
            if reader.speaks_for.iter().any(is_theirs) {
                said.push_str(&text);
            }
        }
        said
    }

    /// The files that went along with what was said between us and those a reader speaks for.
    async fn sent_to(&self, reader: &Reader) -> Vec<String> {
        let said = self.said_with(reader).await;
        let sql = "select id, sha256 from file where source_url is null";
        let files = self.world.instances[0].inspect.rows(sql).await;
        files.into_iter().filter(|file| said.contains(&file[1])).map(|file| file[0].clone()).collect()
    }

    /// Whether the rule lets a reader know a word.
    async fn may_read(&self, reader: &Reader, word: &Word, said: &str) -> bool {
        let mut tx = self.world.instances[0].app.db.read().await.unwrap();
        let task = tasks::by_id(&mut tx, &word.task).await.unwrap().unwrap();
        let pursuance = pursuances::by_id(&mut tx, &task.pursuance).await.unwrap().unwrap();
        let facts = Facts::about(pursuance.visibility, Membership::None);
        if allowed(&Principal::Visitor, Permission::SeeTask, &facts).is_ok() {
            return true;
        }
        if reader.is_blocked {
            return false;
        }
        if said.contains(&word.word) {
            return true;
        }
        for uri in reader.speaks_for.iter().filter(|_| word.is_asked) {
            let Some(actor) = actors::by_uri(&mut tx, uri).await.unwrap() else { continue };
            let rows = delegations::of_task(&mut tx, &task.id).await.unwrap();
            let live = rows.iter().find(|row| row.state.is_live() && *row.peer() == actor.id);
            let side = live.map(|row| match row.side {
                Side::Origin => Side::Delegate,
                Side::Delegate => Side::Origin,
            });
            let facts = Facts { live_delegation: side, ..facts };
            let who = Principal::RemoteActor { actor: actor.id };
            if allowed(&who, Permission::SeeTask, &facts).is_ok() {
                return true;
            }
        }
        false
    }

    /// Every address for other servers of the router's own list, filled in. One with a part nobody here knows fails.
    async fn addresses(&self) -> Vec<String> {
        let here = &self.world.instances[0];
        let column = async |sql: &str| here.inspect.rows(sql).await.concat();
        let base = here.app.addresses.base();
        let at_end = |uris: Vec<String>| -> Vec<String> {
            let ours = uris.into_iter().filter(|uri| uri.starts_with(base));
            ours.map(|uri| uri.rsplit('/').next().unwrap().to_owned()).collect()
        };
        let ids = [
            ("/ap/p/{id}", column("select actor from pursuance").await),
            ("/ap/u/{id}", column("select actor from account").await),
            ("/ap/t/{id}", column("select id from task").await),
            ("/ap/d/{id}", at_end(column("select uri from delegation").await)),
            ("/ap/act/{id}", at_end(column("select uri from activity").await)),
            ("/ap/file/{id}", column("select id from file").await),
            ("/ap/so/{id}", column("select id from skill_offer").await),
        ];
        let channels = here.inspect.rows("select local, id, out_epoch, in_epoch from channel").await;
        let mut found = Vec::new();
        let is_for_servers =
            |path: &str| ["/ap/", "/.well-known/", "/nodeinfo/"].iter().any(|start| path.starts_with(start));
        for route in pursuance::doors::all_routes() {
            if route.method != "GET" || !is_for_servers(route.path) {
                continue;
            }
            let mut of = vec![route.path.to_owned()];
            if route.path.ends_with("/{channel}") {
                of = channels
                    .iter()
                    .flat_map(|row| {
                        let log = route.path.replace("{id}", &row[0]).replace("{channel}", &row[1]);
                        let page = |epoch: &str| format!("{log}?epoch={epoch}&after=0");
                        [page(&row[2]), page(&row[3]), log.clone()]
                    })
                    .collect();
            }
            for (start, ids) in &ids {
                let fits = |path: &String| path.starts_with(start);
                if of.iter().any(fits) {
                    of = of
                        .iter()
                        .flat_map(|path| ids.iter().map(move |id| path.replacen("{id}", id, 1)))
                        .collect();
                }
            }
            if route.path == "/ap/p/{id}/tasks" {
                of.extend(of.clone().iter().map(|path| format!("{path}?before=start")));
            }
            if route.path == "/.well-known/webfinger" {
                let named =
                    self.ours.iter().map(|group| format!("{}?resource=acct:{}", of[0], group.handle()));
                of = named.collect();
            }
            assert!(of.iter().all(|path| !path.contains('{')), "{} has a part nobody here knows", route.path);
            found.extend(of);
        }
        // The addresses of pages lead there, too.
        for group in &self.ours {
            found.push(format!("/p/{}", group.slug));
            let sql = format!("select cast(number as text) from task where pursuance = '{}'", group.id);
            found.extend(column(&sql).await.iter().map(|number| format!("/p/{}/t/{number}", group.slug)));
        }
        found
    }

    /// The answer to a reader. Each request comes from an address of its own, so that none is one too many.
    async fn ask(&self, router: &Router, reader: &Reader, path: &str, count: usize) -> (StatusCode, String) {
        let app = &self.world.instances[0].app;
        let url = Url::parse(&format!("{}{path}", app.addresses.base())).unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/activity+json"));
        headers.insert(HOST, HeaderValue::from_str(app.addresses.authority()).unwrap());
        if let Some((uri, key)) = &reader.signs {
            let key_id = format!("{uri}{PROOF_KEY_FRAGMENT}");
            let key = KeyPair::Ed25519(Ed25519KeyPair::from_seed(&key.seed()));
            let signer = Signer { key_id: &key_id, key: &key };
            let now = self.world.now().unix_seconds();
            headers = sign_request(&Method::GET, &url, headers, None, signer, Scheme::Rfc9421, now).unwrap();
        }
        let mut request = Request::get(path).body(Body::empty()).unwrap();
        *request.headers_mut() = headers;
        let client = [127, 1, u8::try_from(count / 250).unwrap(), u8::try_from(count % 250).unwrap()];
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((client, 9))));
        let answer = router.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8_lossy(&bytes).into_owned())
    }
}

async fn no_peer_reads_what_is_denied(seed: u64) {
    let scene = Scene::random(seed).await;
    let paths = scene.addresses().await;
    let (mut wrong, mut seen_by) = (Vec::new(), Vec::new());
    let mut denied = 0;
    for reader in scene.readers().await {
        let router = pursuance::doors::router(scene.world.instances[0].app.clone());
        let said = scene.said_with(&reader).await;
        let (mut private, mut hidden) = (Vec::new(), Vec::new());
        for word in &scene.words {
            if !scene.may_read(&reader, word, &said).await {
                hidden.push(word);
            } else if scene.is_of_cell(word).await {
                private.push(word);
            }
        }
        let sent = scene.sent_to(&reader).await;
        let mut seen = 0;
        for (count, path) in paths.iter().enumerate() {
            let (status, text) = scene.ask(&router, &reader, path, count).await;
            assert_ne!(status, StatusCode::TOO_MANY_REQUESTS, "{} at {path}", reader.name);
            assert!(!status.is_server_error(), "{} at {path}: {text}", reader.name);
            // The bytes of a file that went along are theirs as its name is.
            let is_sent = !reader.is_blocked && sent.iter().any(|id| path.ends_with(id.as_str()));
            for word in hidden.iter().filter(|word| !is_sent && says(&text, &word.word)) {
                wrong.push(format!("seed {seed}: {} reads {} at {path}", reader.name, word.word));
            }
            seen += private.iter().filter(|word| says(&text, &word.word)).count();
        }
        denied += hidden.len();
        seen_by.push((reader.name, seen));
    }
    assert!(wrong.is_empty(), "{} leaks:\n{}", wrong.len(), wrong.join("\n"));
    // Of what only members read, those it was handed to read something, and the others nothing.
    for (name, seen) in &seen_by {
        let is_party = ["wasps", "hornets", "the instance of the wasps"].contains(name);
        assert!(if is_party { *seen > 10 } else { *seen == 0 }, "{seen_by:?}");
    }
    assert!(denied > 100, "nothing was denied: {denied}");
}

impl Scene {
    async fn is_of_cell(&self, word: &Word) -> bool {
        let mut tx = self.world.instances[0].app.db.read().await.unwrap();
        let task = tasks::by_id(&mut tx, &word.task).await.unwrap().unwrap();
        task.pursuance == self.ours[2].id
    }
}

#[tokio::test]
async fn no_document_has_a_word_that_the_rule_denies_to_the_peer_that_signs() {
    for seed in [11, 12] {
        no_peer_reads_what_is_denied(seed).await;
    }
}

#[tokio::test]
async fn how_many_follow_is_told_and_never_who() {
    let scene = crate::federation::hostile::Scene::new().await;
    let router = pursuance::doors::router(scene.bees.app.clone());
    let path = format!("{}/followers", scene.bees.uri());
    let path = path.strip_prefix(scene.bees.app.addresses.base()).unwrap();
    let ask = Request::get(path).header(HOST, scene.bees.app.addresses.authority());
    let answer = router.oneshot(ask.body(Body::empty()).unwrap()).await.unwrap();

    let followers: Value =
        serde_json::from_slice(&answer.into_body().collect().await.unwrap().to_bytes()).unwrap();
    assert_eq!((&followers["type"], &followers["totalItems"]), (&json!("OrderedCollection"), &json!(2)));
    assert!(followers.get("orderedItems").is_none() && followers.get("first").is_none(), "{followers}");
    for figure in [&scene.wasps, &scene.hornets] {
        assert!(!followers.to_string().contains(&figure.name), "{followers}");
    }
}
