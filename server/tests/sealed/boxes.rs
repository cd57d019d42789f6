//! Personal boxes: what people keep for themselves alone (`box.put`, `box.forget`), through the API and from pages.

use http::Method;
use pursuance::actions::sealed::boxes::{PINS_MOST, SEARCH_BYTES, SEARCHES_MOST};
use pursuance::platform::clock::random;
use pursuance::sealed::MOST_OF_BOX;
use pursuance::store::key_slots;
use pursuance_sealed::aead::Nonce;
use pursuance_sealed::ids::{Hash, Head, ObjectId, Pid};
use pursuance_sealed::pbox::{self, Kind, Pins};
use pursuance_sealed::secret::RootKey;
use serde_json::{Value, json};

use crate::support::browser::Browser;
use crate::support::group::{Group, Somebody};
use crate::support::inspect::Inspect;
use crate::support::keys::{ask, base64url, bytes, say};
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    a_box_is_given_back_to_its_person_alone,
    a_fresh_device_finds_how_far_another_one_saw_the_log,
    there_are_only_so_many_boxes_and_none_is_large,
    pages_keep_boxes_by_their_session_and_their_origin,
    boxes_take_room_and_go_with_the_keys_that_open_them,
);

const BOXES: &str = "/api/v1/me/boxes";

/// Something that somebody seals for themselves.
fn seal(who: &Somebody, root: &RootKey, kind: Kind, oid: &ObjectId, text: &[u8]) -> Value {
    let nonce = Nonce::from_bytes(random());
    let sealed = pbox::seal(root, &who.iid(), kind, oid, nonce, text).unwrap();
    json!({ "kind": kind.as_str(), "oid": oid.to_string(), "sealed": base64url(sealed) })
}

fn search(who: &Somebody, root: &RootKey, text: &str) -> Value {
    seal(who, root, Kind::Search, &ObjectId::from_bytes(random()), text.as_bytes())
}

async fn a_box_is_given_back_to_its_person_alone(app: TestApp) {
    let (ana, cay) = (Somebody::new(&app, "ana").await, Somebody::new(&app, "cay").await);
    let root = RootKey::from_bytes(random());
    let kept = search(&ana, &root, "is:open due:<2w\nDue soon");
    ana.person.perform("box.put", kept.clone()).await.ok();
    let path = format!("{BOXES}?kind=search");
    let found = ana.person.read(&path).await.items();
    assert_eq!(found, [json!({ "oid": kept["oid"], "sealed": kept["sealed"] })]);
    // Another wording takes its place.
    let mut other = search(&ana, &root, "is:open\nOpen");
    other["oid"] = kept["oid"].clone();
    ana.person.perform("box.put", other.clone()).await.ok();
    let one = format!("{path}&oid={}", kept["oid"].as_str().unwrap());
    assert_eq!(ana.person.read(&one).await.items()[0]["sealed"], other["sealed"]);
    assert!(ana.person.read(&format!("{BOXES}?kind=pins")).await.items().is_empty());

    // Nobody else has it, under the same id neither.
    let same = json!({ "kind": "search", "oid": kept["oid"] });
    assert!(cay.person.read(&one).await.items().is_empty());
    cay.person.perform("box.forget", same.clone()).await.problem(404, "not-found");
    app.visitor().read(&path).await.problem(401, "token-needed");
    ana.person.read(BOXES).await.problem(400, "invalid-query");
    ana.person.read(&format!("{BOXES}?kind=draft")).await.problem(400, "invalid-query");

    ana.person.perform("box.forget", same.clone()).await.ok();
    ana.person.perform("box.forget", same).await.problem(404, "not-found");
    assert!(ana.person.read(&path).await.items().is_empty());
}

async fn a_fresh_device_finds_how_far_another_one_saw_the_log(app: TestApp) {
    let ana = Somebody::new(&app, "ana").await;
    let group = Group::found(&ana).await;
    let root = RootKey::from_bytes(random());
    let oid = ObjectId::from_slice(&group.pid.as_bytes()[..16]).unwrap();
    let head = group.fold.head().unwrap();
    let pins = Pins { pid: group.pid, head, epoch: group.fold.epoch() };
    let put = seal(&ana, &root, Kind::Pins, &oid, &pins.encode().unwrap());
    ana.person.perform("box.put", put).await.ok();

    let found = ana.person.read(&format!("{BOXES}?kind=pins&oid={oid}")).await.items();
    let opened = pbox::open(&root, &ana.iid(), Kind::Pins, &oid, &bytes(&found[0]["sealed"])).unwrap();
    let read = Pins::decode(&opened).unwrap();
    assert_eq!(read, pins);
    // The served log contains the pinned entry; a log that ends earlier is caught.
    let log = ana.ask(&group, "log").await.ok();
    assert_eq!(log["next"], json!(read.head.seq));
    let inspect = Inspect::open(&app.config.database_url).await;
    inspect.spoil(&format!("delete from sealed_log where seq = {}", read.head.seq)).await;
    let log = ana.ask(&group, "log").await.ok();
    assert!(log["next"].as_u64().unwrap() < read.head.seq, "{log}");
}

async fn there_are_only_so_many_boxes_and_none_is_large(app: TestApp) {
    let ana = Somebody::new(&app, "ana").await;
    let root = RootKey::from_bytes(random());
    // A person without keys has nothing that could be sealed.
    let cay = app.person("cay").await;
    cay.perform("box.put", search(&ana, &root, "is:open")).await.problem(404, "no-keys");

    let long = search(&ana, &root, &"x".repeat(5 * 1024 - 4));
    assert_eq!(bytes(&long["sealed"]).len(), SEARCH_BYTES);
    ana.person.perform("box.put", long).await.ok();
    let longer = search(&ana, &root, &"x".repeat(5 * 1024 - 3));
    ana.person.perform("box.put", longer).await.problem(422, "too-large");
    let oid = ObjectId::from_bytes(random());
    let head = Head { seq: 1, hash: Hash::ZERO };
    let pins = Pins { pid: Pid::from_bytes(random()), head, epoch: 1 }.encode().unwrap();
    ana.person.perform("box.put", seal(&ana, &root, Kind::Pins, &oid, &pins)).await.ok();
    let more = seal(&ana, &root, Kind::Pins, &oid, &[0; 128]);
    ana.person.perform("box.put", more).await.problem(422, "too-large");
    let clear = json!({ "kind": "search", "oid": oid.to_string(), "sealed": base64url("is:open") });
    ana.person.perform("box.put", clear).await.problem(422, "bad-fields");
    for (oid, sealed, slug) in [("00", "AQE", "bad-fields"), (&*oid.to_string(), "A+", "bad-fields")] {
        let odd = json!({ "kind": "search", "oid": oid, "sealed": sealed });
        ana.person.perform("box.put", odd).await.problem(422, slug);
    }
    let draft = json!({ "kind": "draft", "oid": oid.to_string(), "sealed": "AQE" });
    ana.person.perform("box.put", draft).await.problem(422, "invalid-input");

    let inspect = Inspect::open(&app.config.database_url).await;
    for (kind, most) in [("search", SEARCHES_MOST), ("pins", PINS_MOST)] {
        let bytes = inspect.bytes("00");
        let row = |at: i64| format!("('{}', '{kind}', '{at:032x}', {bytes}, 1)", ana.person.id.as_str());
        let rows: Vec<String> = (1..most).map(row).collect();
        inspect
            .spoil(&format!(
                "insert into sealed_box (account, kind, oid, bytes, written) values {}",
                rows.join(",")
            ))
            .await;
    }
    ana.person.perform("box.put", search(&ana, &root, "is:open")).await.problem(422, "too-many");
    let other = ObjectId::from_bytes(random());
    ana.person
        .perform("box.put", seal(&ana, &root, Kind::Pins, &other, &pins))
        .await
        .problem(422, "too-many");
    // One that is there is written anew all the same.
    ana.person.perform("box.put", seal(&ana, &root, Kind::Pins, &oid, &pins)).await.ok();
}

async fn pages_keep_boxes_by_their_session_and_their_origin(app: TestApp) {
    let ana = Somebody::new(&app, "ana").await;
    let root = RootKey::from_bytes(random());
    let kept = search(&ana, &root, "is:open");
    let mut browser = Browser::signed_in(&app, &ana.person.id).await;
    let foreign = [("origin", "https://evil.example"), ("content-type", "application/json")];
    let text = kept.to_string().into_bytes();
    browser.send(Method::POST, "/sealed/boxes", &foreign, text).await.problem(403, "not-from-here");
    say(&mut Browser::new(&app), "/sealed/boxes", &kept).await.problem(401, "sign-in-first");
    ask(&mut Browser::new(&app), "/sealed/boxes?kind=search").await.problem(401, "sign-in-first");
    let large = json!({ "kind": "search", "oid": kept["oid"], "sealed": "A".repeat(MOST_OF_BOX) });
    say(&mut browser, "/sealed/boxes", &large).await.problem(413, "too-large");
    say(&mut browser, "/sealed/boxes", &json!({ "kind": "search" })).await.problem(422, "invalid-input");

    say(&mut browser, "/sealed/boxes", &kept).await.said(200);
    let answer = ask(&mut browser, "/sealed/boxes?kind=search").await;
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert_eq!(answer.said(200)["items"], json!([{ "oid": kept["oid"], "sealed": kept["sealed"] }]));
    say(&mut browser, "/sealed/boxes", &json!({ "kind": "search", "oid": kept["oid"] })).await.said(200);
    assert_eq!(ask(&mut browser, "/sealed/boxes?kind=search").await.said(200)["items"], json!([]));
}

async fn boxes_take_room_and_go_with_the_keys_that_open_them(app: TestApp) {
    let (ana, root) = (Somebody::new(&app, "ana").await, RootKey::from_bytes(random()));
    let inspect = Inspect::open(&app.config.database_url).await;
    let room = format!(
        "select cast(coalesce(sum(bytes), 0) as text) from text_room where actor = '{}'",
        ana.person.id.as_str()
    );
    let mut kept = search(&ana, &root, "is:open");
    for (text, taken) in [("is:open", 32), ("is:open due:<2w, and so on and so on", 64), ("is:open", 32)] {
        kept["sealed"] = search(&ana, &root, text)["sealed"].clone();
        ana.person.perform("box.put", kept.clone()).await.ok();
        assert_eq!(inspect.text(&room).await, (42 + taken).to_string(), "{text}");
    }
    // An operator who sets a passphrase ends the keys.
    let mut tx = app.db.write().await.unwrap();
    key_slots::remove_all(&mut tx, &ana.person.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((inspect.count("sealed_box").await, inspect.text(&room).await), (0, "0".to_owned()));
}
