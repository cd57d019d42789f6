//! The pages of private pursuances: none asks for a text, and none has one.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::Method;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use pursuance_sealed::ids::ObjectId;
use pursuance_sealed::log::{LogRole, Payload};
use pursuance_sealed::record::Record;
use pursuance_sealed::revision::Rel;
use serde_json::json;
use sha2::{Digest, Sha384};

use super::tasks::{Known, in_phase, two};
use crate::pages::every_page::visits;
use crate::support::browser::{Browser, Page};
use crate::support::group::{Group, NEVER, Somebody};
use crate::support::html::{Tag, tags};
use crate::support::inspect::Inspect;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    no_page_of_a_private_pursuance_takes_or_shows_a_text,
    nothing_outside_says_that_one_is_there,
    one_is_founded_on_a_page_that_sends_nothing,
    the_page_of_an_invitation_knows_nothing_but_that_it_is_there,
    members_see_what_the_log_proves_and_what_the_server_keeps,
    what_is_sent_in_the_clear_all_the_same_is_refused_and_not_shown,
    what_stands_of_one_on_other_pages_is_opened_there,
    people_of_a_task_are_named_by_identities_that_members_signed,
);

/// The forms of a task that the page of a private one (`templates/task/private.html`) does not have, and why.
const NOT_ON_A_PRIVATE_TASK: &[(&str, &str)] = &[
    ("edit", "signed"),
    ("move", "signed"),
    ("split", "its texts are read"),
    ("phase", "signed"),
    ("take", "signed"),
    ("hand-back", "signed"),
    ("still-on-it", "the clock has it, on both pages"),
    ("need-longer", "a date is typed"),
    ("hand-on", "signed"),
    ("silence", "the clock has it, on both pages"),
    ("take-back", "signed"),
    ("assign", "signed"),
    ("reviewer", "signed"),
    ("archive", "signed"),
    ("trash", "signed"),
    ("restore", "signed"),
    ("delete", "the page about the end has it"),
    ("grants", "entries of the log say who may"),
    ("pairing", "it has a page"),
    ("depend", "signed"),
    ("undepend", "signed"),
    ("show-waiting", "signed"),
    ("comments", "sealed on the device"),
    ("read", "the script sends it"),
    ("files", "sealed on the device"),
    ("hand-over", "other pursuances have no part in it"),
];

/// Fails where a new form of a task stands on the usual page alone: in a private pursuance nobody could do it.
#[test]
fn each_form_of_a_task_stands_on_the_page_of_a_private_one_or_says_why_not() {
    let templates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates/task");
    let page = std::fs::read_to_string(templates.join("private.html")).unwrap();
    let forms = pursuance::web::routes().filter(|route| route.method == "POST");
    let of_task = forms.filter_map(|route| route.path.strip_prefix("/p/{slug}/t/{number}/"));
    let missing: BTreeSet<&str> = of_task
        .filter(|form| !form.contains('/') && !page.contains(&format!("task_form(slug, number, \"{form}\")")))
        .collect();
    let said: BTreeSet<&str> = NOT_ON_A_PRIVATE_TASK.iter().map(|(form, _)| *form).collect();
    assert_eq!(missing, said, "left: what private.html does not send; right: the lines here");
}

/// Texts that the server read before they were sealed.
const TEXTS: [&str; 3] = ["Feed the wren", "Behind the shed", "Count the nests"];

/// Fields into which people type.
fn typed(tags: &[Tag]) -> Vec<&str> {
    const NOT_TYPED: [&str; 4] = ["hidden", "radio", "checkbox", "submit"];
    let is_typed = |tag: &&Tag| match tag.name.as_str() {
        "textarea" => true,
        "input" => !NOT_TYPED.contains(&tag.get("type").unwrap_or("text")),
        _ => false,
    };
    tags.iter().filter(is_typed).filter_map(|tag| tag.get("name")).collect()
}

/// A pursuance with tasks as the story of the visits has them, whose texts are sealed then and whose log is that of a founded
/// one.
async fn with_tasks(app: &TestApp, ana: &Somebody) -> String {
    let bees =
        json!({ "slug": "bees", "name": "Bees", "mission": "Count the nests", "visibility": "members" });
    ana.person.perform("pursuance.create", bees).await.ok();
    for (title, parent) in
        [("Feed the wren", None), ("Feed the wren again", Some(1)), ("Feed the wren twice", None)]
    {
        let task = json!({ "pursuance": "bees", "title": title, "deliverables": "Behind the shed", "parent": parent });
        ana.person.perform("task.create", task).await.ok();
    }
    let on = json!({ "pursuance": "bees", "task": 1, "on": 3 });
    ana.person.perform("task.depend", on).await.ok();
    ana.person.perform("task.take", json!({ "pursuance": "bees", "task": 3 })).await.ok();
    let comment = json!({ "pursuance": "bees", "task": 1, "body": "Behind the shed" });
    ana.person.perform("task.comment", comment).await.ok();
    Group::found(ana).await;
    let inspect = Inspect::open(&app.config.database_url).await;
    inspect.seal().await;
    let of = "(select actor from pursuance where slug = 'bees')";
    for table in ["pursuance_sealed", "sealed_member", "sealed_log", "sealed_seal", "sealed_object"] {
        inspect.spoil(&format!("update {table} set pursuance = {of}")).await;
    }
    inspect
        .spoil(
            "update pursuance set visibility = 'sealed', slug = 'private-0f3c5a771b2e' where slug = 'bees'",
        )
        .await;
    "private-0f3c5a771b2e".to_owned()
}

/// The address of a page of one pursuance, from a path of the router and the query of a visit.
fn address_of(route: &str, query: &str, slug: &str) -> String {
    let path = route
        .replace("{slug}", slug)
        .replace("{number}", "1")
        .replace("{name}", "ana")
        .replace("{id}", "01arz3ndektsv4rrffq69g5fav")
        .replace("{comment}", "01arz3ndektsv4rrffq69g5fav");
    assert!(!path.contains('{'), "{route} has a part that is not known here");
    format!("{path}{query}")
}

async fn no_page_of_a_private_pursuance_takes_or_shows_a_text(app: TestApp) {
    let ana = Somebody::new(&app, "ana").await;
    let slug = with_tasks(&app, &ana).await;
    let mut browser = Browser::signed_in(&app, &ana.person.id).await;
    let (mut looked_at, mut scripts) = (BTreeSet::new(), BTreeMap::new());
    // A private pursuance has no rooms.
    let visits = visits().into_iter().filter(|visit| !visit.route.contains("{room}"));
    for visit in visits.filter(|visit| visit.route.starts_with("/p/{slug}")) {
        let query = visit.at.find('?').map_or("", |at| &visit.at[at..]);
        // A visit that names something otherwise than by numbers is in no other story.
        let query = if query.contains('{') { "" } else { query };
        let address = address_of(&visit.route, query, &slug);
        if !looked_at.insert(address.clone()) {
            continue;
        }
        let page = browser.open(&address).await;
        assert!(page.status.is_success() || page.status.as_u16() == 422, "{address}: {page:?}");
        let tags = tags(&page.html);
        assert_eq!(typed(&tags), Vec::<&str>::new(), "{address} has a field for a text: {page:?}");
        for text in TEXTS {
            assert!(!page.html.contains(text), "{address} shows {text}: {page:?}");
        }
        let group = tags.iter().filter(|tag| tag.get("data-sealed") == Some("group")).count();
        assert_eq!(group, 1, "{address}: {page:?}");
        let script = |tag: &&Tag| tag.name == "script" || tag.get("rel") == Some("modulepreload");
        for tag in tags.iter().filter(script) {
            let Some(loaded) = tag.get("src").or(tag.get("href")) else { continue };
            scripts.insert(loaded.to_owned(), tag.get("integrity").unwrap_or_default().to_owned());
        }
        // It is drawn once what stands last on it is there.
        let awaited =
            tags.iter().find(|tag| tag.get("rel") == Some("expect")).and_then(|tag| tag.get("href"));
        assert_eq!(awaited, Some("#live-status"), "{address}: {page:?}");
        assert!(tags.iter().any(|tag| tag.get("id") == Some("live-status")), "{address}: {page:?}");
        assert_eq!(page.headers[CACHE_CONTROL], "no-store", "{address}");
        let policy = page.headers[CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(
            policy.contains("require-trusted-types-for 'script'; trusted-types pv"),
            "{address}: {policy}"
        );
    }
    assert!(looked_at.len() > 40, "{looked_at:?}");
    // Pages name the hash of each script that they load.
    for name in ["/static/sealed/group.js", "/choosing.js", "/main.js", "/shared.js"] {
        assert!(scripts.keys().any(|script| script.contains(name)), "no {name}: {scripts:?}");
    }
    for (script, hash) in &scripts {
        let bytes = app.visitor().read(script).await.body;
        assert_eq!(*hash, format!("sha384-{}", STANDARD.encode(Sha384::digest(&bytes))), "{script}");
    }
    let task = browser.open(&format!("/p/{slug}/t/1")).await.shown();
    let pressed = tags(&task.html);
    let pressed = pressed.iter().filter(|tag| tag.get("data-sealed") == Some("press"));
    let words: BTreeSet<&str> = pressed.filter_map(|tag| tag.get("data-do")).collect();
    assert!(["drop", "undepend", "assign", "reviewer"].iter().all(|word| words.contains(word)), "{words:?}");
    assert!(task.html.contains("data-field=\"desc\""), "{task:?}");
    assert!(task.html.contains(&format!("href=\"/p/{slug}/list#search\"")), "{task:?}");
    let list = browser.open(&format!("/p/{slug}/list")).await.shown();
    let named = tags(&list.html).into_iter().find(|tag| tag.get("data-of").is_some());
    assert!(named.is_some_and(|tag| tag.get("data-of") == Some(ana.iid().to_string().as_str())), "{list:?}");
    let seen = browser.open(&format!("/p/{slug}/seen?task=1")).await.shown();
    let seen = seen.saying("Stored here").saying("0101ff").saying("What is needed");
    assert!(!seen.says("deliverables"), "{seen:?}");
    let german = browser.clone().speaking("de").open(&format!("/p/{slug}/seen?task=1")).await.shown();
    german.saying("Titel").saying("Was gebraucht wird");
    assert_eq!(typed(&tags(&seen.html)), Vec::<&str>::new(), "{seen:?}");
}

async fn what_stands_of_one_on_other_pages_is_opened_there(app: TestApp) {
    let ana = Somebody::new(&app, "ana").await;
    let slug = with_tasks(&app, &ana).await;
    let mut browser = Browser::signed_in(&app, &ana.person.id).await;
    let found = format!("/tasks?q=in:{slug}");
    for address in ["/", found.as_str()] {
        let page = browser.open(address).await.shown();
        let tags = tags(&page.html);
        let opened: Vec<&str> = tags.iter().filter_map(|tag| tag.get("data-in")).collect();
        assert_eq!(opened, [slug.as_str()], "{address}: {page:?}");
        assert!(tags.iter().any(|tag| tag.get("data-group") == Some(slug.as_str())), "{address}: {page:?}");
        assert!(page.html.contains("src=\"/static/sealed/group.js"), "{address}: {page:?}");
        assert_eq!(page.headers[CACHE_CONTROL], "no-store", "{address}");
    }
    let page = browser.open("/help").await.shown();
    assert!(!page.html.contains("/static/sealed/"), "{page:?}");
}

/// What a stranger and other servers are told of an address, with the name in it left out.
async fn told(app: &TestApp, path: &str, accept: &str, name: &str) -> (u16, String) {
    let answer = app.visitor().send(Method::GET, path, &[("accept", accept)], Body::empty()).await;
    (answer.status.as_u16(), answer.text().replace(name, "NAME"))
}

async fn nothing_outside_says_that_one_is_there(app: TestApp) {
    let ana = Somebody::new(&app, "ana").await;
    let slug = with_tasks(&app, &ana).await;
    let inspect = Inspect::open(&app.config.database_url).await;
    let id =
        inspect.rows(&format!("select actor from pursuance where slug = '{slug}'")).await.concat().concat();
    let (other, nobodys) = ("private-000000000000", "01arz3ndektsv4rrffq69g5fav");
    let authority = app.addresses.authority().to_owned();
    for accept in ["text/html", "application/activity+json"] {
        for path in ["/p/NAME", "/p/NAME/t/1", "/p/NAME/members", "/p/NAME/feed.atom", "/p/NAME/no-such-page"]
        {
            let here = told(&app, &path.replace("NAME", &slug), accept, &slug).await;
            assert_eq!(
                here,
                told(&app, &path.replace("NAME", other), accept, other).await,
                "{path} {accept}"
            );
        }
        for path in ["/ap/p/ID", "/ap/p/ID/outbox", "/ap/p/ID/followers", "/ap/p/ID/tasks", "/p/ID"] {
            let here = told(&app, &path.replace("ID", &id), accept, &id).await;
            assert_eq!(
                here,
                told(&app, &path.replace("ID", nobodys), accept, nobodys).await,
                "{path} {accept}"
            );
        }
    }
    for resource in [format!("acct:NAME@{authority}"), format!("http://{authority}/p/NAME")] {
        let path = format!("/.well-known/webfinger?resource={resource}");
        let here = told(&app, &path.replace("NAME", &slug), "*/*", &slug).await;
        assert_eq!(here.0, 404, "{here:?}");
        assert_eq!(here, told(&app, &path.replace("NAME", other), "*/*", other).await);
    }
}

async fn one_is_founded_on_a_page_that_sends_nothing(app: TestApp) {
    let (ana, plain) = (Somebody::new(&app, "ana").await, app.person("plain").await);
    let mut browser = Browser::signed_in(&app, &ana.person.id).await;
    let choice = browser.open("/p/new").await.shown();
    assert!(choice.html.contains("href=\"/p/new/private\""), "{choice:?}");
    let page = browser.open("/p/new/private").await.shown().saying("not yet independently reviewed");
    let page = page.saying("A server that serves other scripts");
    let policy = page.headers[CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.contains("require-trusted-types-for 'script'; trusted-types pv"), "{policy}");
    let found = tags(&page.html).into_iter().find(|tag| tag.get("data-sealed") == Some("found")).unwrap();
    assert_eq!((found.get("data-name"), found.get("data-realm")), (Some("ana"), Some("localhost:8080")));
    assert_eq!(typed(&tags(&page.html)), Vec::<&str>::new(), "{page:?}");

    let mut browser = Browser::signed_in(&app, &plain.id).await;
    let page = browser.open("/p/new/private").await.shown().saying("Choose a new one that stays");
    assert_eq!(chooses_a_passphrase(&page).as_deref(), Some("/p/new/private"), "{page:?}");
    assert!(!page.html.contains("data-sealed=\"found\""), "{page:?}");
}

/// Where somebody goes on who chooses a passphrase that stays on the device, if the page asks for one. It has the script for that alone.
fn chooses_a_passphrase(page: &Page) -> Option<String> {
    let part = tags(&page.html).into_iter().find(|tag| tag.get("data-sealed") == Some("derive"))?;
    assert!(page.html.contains("/static/sealed/page.js") && !page.html.contains("/static/sealed/group.js"));
    assert_eq!(typed(&tags(&page.html)), Vec::<&str>::new(), "{page:?}");
    Some(part.get("data-back").unwrap_or_default().to_owned())
}

async fn the_page_of_an_invitation_knows_nothing_but_that_it_is_there(app: TestApp) {
    let (ana, ben) = (Somebody::new(&app, "ana").await, Somebody::new(&app, "ben").await);
    let plain = app.person("plain").await;
    let mut group = Group::found(&ana).await;
    let slug = group.slug(&app).await;
    let (seed, payload) = group.invitation(LogRole::Writer, 1, NEVER);
    let entry = group.entry(&ana.keys, payload);
    ana.send(&group, "log", &[Record::Entry(entry.clone()), group.note(&seed)]).await.ok();
    group.fold.apply(&entry).unwrap();
    let path = format!("/i/{}", seed.id());
    let enters = |page: &Page| {
        let part = tags(&page.html).into_iter().find(|tag| tag.get("data-sealed") == Some("enter"));
        part.map(|tag| tag.get("data-group").unwrap_or_default().to_owned())
    };

    let page = Browser::new(&app).open(&path).await.shown().saying("Sign in first");
    assert_eq!(enters(&page).as_deref(), Some(""), "{page:?}");
    // Without a script there is the hint, and nothing that leads on.
    let (_, offer) = page.html.split_once("id=\"offer-head\"").unwrap();
    let (above, _) = offer.split_once("class=\"stack scripted\"").unwrap();
    assert!(above.contains("<noscript>") && !above.contains("<a "), "{page:?}");
    assert!(!page.html.contains(&slug), "{page:?}");
    let page = Browser::signed_in(&app, &plain.id).await.open(&path).await.shown();
    assert_eq!((enters(&page), chooses_a_passphrase(&page)), (None, Some(path.clone())), "{page:?}");
    let mut bens = Browser::signed_in(&app, &ben.person.id).await;
    let page = bens.open(&path).await.shown();
    assert_eq!(enters(&page).as_deref(), Some(slug.as_str()), "{page:?}");
    assert_eq!(page.headers[CACHE_CONTROL], "no-store");
    for secret in ["Owls", "Night"] {
        assert!(!page.html.contains(secret), "{page:?}");
    }
    Browser::signed_in(&app, &ana.person.id)
        .await
        .open(&path)
        .await
        .shown()
        .saying("You are a member already.");
    group.append(&ana, Payload::InviteRevoke { id: seed.id() }).await;
    assert_eq!(bens.open(&path).await.status.as_u16(), 404);
    assert_eq!(bens.open("/i/00112233445566778899aabbccddeeff").await.status.as_u16(), 404);
}

async fn members_see_what_the_log_proves_and_what_the_server_keeps(app: TestApp) {
    let (ana, ben) = (Somebody::new(&app, "ana").await, Somebody::new(&app, "ben").await);
    let mut group = Group::found(&ana).await;
    let slug = group.slug(&app).await;
    group.admit(&ana, &ben, LogRole::Writer).await;
    let (seed, payload) = group.invitation(LogRole::Reader, 5, NEVER);
    group.append(&ana, payload).await;
    let mut browser = Browser::signed_in(&app, &ana.person.id).await;

    let people = browser.open(&format!("/p/{slug}/members")).await.shown();
    let people = people.saying("waits at the door for a key");
    let rows = tags(&people.html);
    let level = |who: &Somebody| {
        let iid = who.iid().to_string();
        let row = rows.iter().find(|tag| tag.get("data-member") == Some(iid.as_str()));
        row.and_then(|tag| tag.get("data-level")).map(str::to_owned)
    };
    assert_eq!((level(&ana).as_deref(), level(&ben).as_deref()), (Some("3"), Some("1")), "{people:?}");
    // As of how many entries: a device that knows more of them, or fewer, does not call the list a lie.
    let entries: BTreeSet<_> =
        rows.iter().filter_map(|tag| tag.get("data-entries").map(str::to_owned)).collect();
    assert_eq!(entries, BTreeSet::from(["5".to_owned()]), "{people:?}");
    // The script finds the rows of a page that it asked for anew by this expression, so in this order.
    const ROWS: &str = include_str!("../../../sealed/js/src/page/group/rows.js");
    let number = "([0-9]+)";
    let row = |iid: &str, level: &str, entries: &str| {
        format!("data-member=\"{iid}\" data-level=\"{level}\" data-entries=\"{entries}\"")
    };
    assert!(
        ROWS.contains(&format!("/{}/g", row("([0-9a-f]+)", number, number))),
        "rows.js says it otherwise"
    );
    for (who, level) in [(&ana, "3"), (&ben, "1")] {
        let row = row(&who.iid().to_string(), level, "5");
        assert!(people.html.contains(&row), "{row}: {people:?}");
    }
    // A person who waits for the key is not asked for skills yet, which nobody could read.
    let mut bens = Browser::signed_in(&app, &ben.person.id).await;
    let asks = "Say what you are called here";
    let waits = bens.open(&format!("/p/{slug}")).await.shown();
    assert!(!waits.says(asks), "{waits:?}");
    ana.send(&group, "seals", &[group.seal_to(&ben.card())]).await.ok();
    let people = browser.open(&format!("/p/{slug}/members")).await.shown();
    assert!(!people.says("waits at the door for a key"), "{people:?}");
    let page = bens.open(&format!("/p/{slug}")).await.shown().saying(asks);
    // *Lately* says who got the key.
    assert!(page.html.contains(">you</bdi> the key"), "{page:?}");
    // The picture of a code is scanned here and under You, and on no other page.
    let camera = |page: &Page| page.headers["permissions-policy"].to_str().unwrap().contains("camera=(self)");
    assert!(camera(&people) && camera(&browser.open("/me").await.shown()));
    assert!(people.html.contains("data-text=\"compare-differs\""), "{people:?}");
    assert!(!camera(&browser.open(&format!("/p/{slug}")).await.shown()));
    ana.person
        .perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" }))
        .await
        .ok();
    assert!(!camera(&browser.open("/p/bees/members").await.shown()));
    // Nor by whoever has no keys to hand to another device.
    let dee = app.person("dee").await;
    let mut dees = Browser::signed_in(&app, &dee.id).await;
    assert!(!camera(&dees.open("/me").await.shown()));

    let invites = browser.open(&format!("/p/{slug}/invites")).await.shown();
    let invites = invites.saying("all open invitations end");
    assert!(invites.html.contains(&seed.id().to_string()), "{invites:?}");
    browser.open(&format!("/p/{slug}/leave")).await.shown().saying("You are the only one who organises it");
    let leave = bens.open(&format!("/p/{slug}/leave")).await.shown();
    assert!(leave.html.contains("data-do=\"leave\"") && leave.says("one now"), "{leave:?}");

    let seen = browser.open(&format!("/p/{slug}/seen")).await.shown();
    let seen = seen.saying("Sealed keys: 2").saying("Open invitations: 1").saying("5 entries");
    assert!(seen.html.contains(&ben.iid().to_string()), "{seen:?}");
    // Fields by words.
    let seen = seen.saying("Name: ");
    let told = ben.ask(&group, "seen").await.ok();
    let counted = ["entries", "epoch", "seals", "invites", "objects"].map(|name| &told[name]);
    assert_eq!(counted, [&json!(5), &json!(1), &json!(2), &json!(1), &json!(1)]);
    let about = group.about.as_ref().unwrap();
    assert_eq!(about.body.object, ObjectId::ZERO);
    let records = ana.ask(&group, "objects").await.ok();
    let envelope = crate::support::group::records(&records).into_iter().find_map(|record| match record {
        Record::Field(field) if field.name.as_str() == "name" => Some(field.content.encode().unwrap()),
        _ => None,
    });
    assert!(seen.html.contains(&hex::encode(envelope.unwrap())), "{seen:?}");
    assert_eq!(bens.open("/p/nothing/seen").await.status.as_u16(), 404);
}

async fn what_is_sent_in_the_clear_all_the_same_is_refused_and_not_shown(app: TestApp) {
    let ana = Somebody::new(&app, "ana").await;
    let slug = Group::found(&ana).await.slug(&app).await;
    let mut browser = Browser::signed_in(&app, &ana.person.id).await;
    let share = browser.open("/share?title=Feed+the+wren").await.shown();
    assert!(!share.html.contains(&format!("value=\"{slug}\"")), "{share:?}");
    // A form of another page, changed by hand, has the token of the session.
    let settings = browser.open(&format!("/p/{slug}/settings")).await.shown();
    let form = settings.form(&format!("/p/{slug}/settings"));
    let saved = browser.submit(form.with(&[("reviews", "always")])).await.shown();
    assert_eq!(saved.path, format!("/p/{slug}/settings"));
    let form = saved.form(&format!("/p/{slug}/settings"));
    let close = browser.post(form.at(&format!("/p/{slug}/close")).with(&[("reason", "Feed the wren")])).await;
    let close = close.refused().saying("takes no text that it could read");
    assert!(!close.says("Feed the wren"), "{close:?}");
    let api = format!("/api/v1/pursuances/{slug}");
    let shown = ana.person.read(&api).await.ok();
    assert_eq!((&shown["name"], &shown["reviews"]), (&json!("Private pursuance"), &json!("always")));
    assert_eq!(shown["closed"], json!(null));
}

async fn people_of_a_task_are_named_by_identities_that_members_signed(app: TestApp) {
    let (ana, ben, group) = two(&app).await;
    let slug = group.slug(&app).await;
    let reviewed = |rel: Rel| Rel { reviewers: vec![ana.iid()], ..rel };
    let mut task = Known::written(&group, &ana, reviewed(in_phase(1, None))).await;
    let mut browser = Browser::signed_in(&app, &ana.person.id).await;
    let (lists, own) =
        (["", "/board", "/list"].map(|view| format!("/p/{slug}{view}")), format!("/p/{slug}/t/1"));
    // Nobody has it: a clock may have said so, and devices hold nothing against it.
    let said = |page: &Page, attribute: &str| {
        let tags = tags(&page.html);
        let of_state = tags.iter().filter(|tag| tag.get("data-sealed") == Some("state"));
        of_state.filter_map(|tag| tag.get(attribute).map(str::to_owned)).collect::<Vec<String>>()
    };
    let page = browser.open(&own).await.shown();
    assert_eq!(
        (said(&page, "data-assignees"), said(&page, "data-reviewers")),
        (vec![], vec![ana.iid().to_string()])
    );
    task.write(&group, &ben, reviewed(in_phase(3, Some(&ben))), &[]).await;
    let has = ben.iid().to_string();
    for address in lists.iter().chain([&own]) {
        let page = browser.open(address).await.shown();
        let named = said(&page, "data-assignees");
        assert!(!named.is_empty() && named.iter().all(|iid| *iid == has), "{address}: {named:?} {page:?}");
        // The name beside it is written by the device; up to which revision it is, is said with it.
        let tags = tags(&page.html);
        assert!(tags.iter().any(|tag| tag.get("data-iid") == Some(has.as_str())), "{address}: {page:?}");
        let held =
            tags.iter().find(|tag| tag.get("data-assignees").is_some()).and_then(|tag| tag.get("data-rev"));
        assert_eq!(held, Some("2"), "{address}: {page:?}");
    }
}
