//! The words of a stranger stand on nobody's page unasked: every place of a pursuance where a task of another one could be named, for
//! every reader, before and after somebody there has said yes; and what is quoted there of another one.

use std::collections::BTreeSet;

use pursuance_domain::action::SuspendAccount;
use pursuance_domain::allowed::Principal;
use pursuance_domain::people::role::Role;
use pursuance_domain::value::FeedForm;
use serde_json::{Value, json};

use super::every_page::pages_of_the_router;
use crate::feeds::new_feed;
use crate::notices::Bees;
use crate::support::browser::Browser;
use crate::support::peers::until;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    whoever_comes_and_goes_is_named_to_everybody_once,
    a_dependency_between_two_own_pursuances_is_shown_at_once,
    an_editor_shows_on_its_page_what_a_task_waits_for,
    what_is_quoted_of_another_pursuance_has_the_words_of_then,
    an_offer_of_a_stranger_is_nothing_that_strangers_read,
);

/// It stands in every word that the stranger may choose: the title of the task, the name, slug and mission of their pursuance.
const MARK: &str = "zinnober";

/// The places that name the task, of all that are looked at. A new one is a line here, or is a mistake.
const PLACES: &[&str] = &[
    "/p/bees",
    "/p/bees/activity",
    "/p/bees/feed.atom",
    "/p/bees/graph",
    "/p/bees/graph?around=1",
    "/p/bees/t/1",
    "/api/v1/pursuances/bees/graph",
    "/api/v1/pursuances/bees/graph?around=1",
    "/api/v1/pursuances/bees/tasks/1/dependencies",
];

/// The places of whoever is told of it. The inbox of the API has no words of the task.
const TOLD: &[&str] = &["/inbox", "their own feed"];

/// The places of whoever has a feed of the pursuance of their own.
const FED: &[&str] = &["their feed of the pursuance"];

/// Of these, the one that everybody gets alike.
const OF_ALL: &str = "/p/bees/feed.atom";

/// Pages that offer the public pursuances of this server to choose from, and those that lead on to another one.
const NOT_LOOKED_AT: &[&str] =
    &["/p/bees/t/1/hand-over", "/p/bees/join", "/p/bees/leave", "/p/bees/t/1/take"];

/// Readers of it, step by step: a visitor, somebody with an account, a member, and the one who wrote the task. `x`: in all places, `m`: in
/// those that know who asks, `.`: in none.
const TABLE: &[(&str, [char; 4])] = &[
    ("nobody waits yet", ['.', '.', '.', '.']),
    ("the stranger notes it", ['.', '.', 'm', 'm']),
    ("an editor says yes", ['x', 'x', 'x', 'x']),
    ("the stranger renames it", ['.', '.', 'm', 'm']),
    ("an editor says yes", ['x', 'x', 'x', 'x']),
    ("an editor takes it away", ['.', '.', '.', '.']),
    ("the stranger notes it", ['.', '.', 'm', 'm']),
    ("an editor says yes", ['x', 'x', 'x', 'x']),
    ("their pursuance is closed", ['.', '.', 'm', 'm']),
    ("their pursuance is opened again", ['.', '.', 'm', 'm']),
    ("an editor says yes", ['x', 'x', 'x', 'x']),
    ("the stranger is banned", ['.', '.', 'm', 'm']),
    ("the ban ends", ['.', '.', 'm', 'm']),
    ("an editor says yes", ['x', 'x', 'x', 'x']),
    ("the account is suspended", ['.', '.', 'm', 'm']),
];

/// The same readers, where a task here waits for that of the stranger.
const AWAITED: &[(&str, [char; 4])] = &[
    ("nobody waits yet", ['.', '.', '.', '.']),
    ("an editor waits for it", ['x', 'x', 'x', 'x']),
    ("the stranger renames it", ['.', '.', 'm', 'm']),
    ("an editor names it", ['x', 'x', 'x', 'x']),
    ("an editor waits no more", ['.', '.', '.', '.']),
    ("an editor waits for it", ['x', 'x', 'x', 'x']),
    ("their pursuance is closed", ['.', '.', 'm', 'm']),
    ("their pursuance is opened again", ['.', '.', 'm', 'm']),
    ("an editor names it", ['x', 'x', 'x', 'x']),
    ("the editor is banned", ['.', '.', 'm', 'm']),
    ("the stranger who joined waits for it", ['.', '.', 'm', 'm']),
    ("an editor names it", ['x', 'x', 'x', 'x']),
    ("the stranger is banned", ['.', '.', 'm', 'm']),
    ("the stranger renames it again", ['.', '.', 'm', 'm']),
];

/// The addresses of one pursuance that a router has, with its first task; and those that show more than one pursuance, asked for words
/// of this one.
fn addresses() -> BTreeSet<String> {
    let pages = pages_of_the_router().map(|route| route.path);
    let api = pursuance::api::ROUTES.iter().filter(|route| route.method == "GET").map(|route| route.path);
    let here = pages.chain(api).filter(|path| path.contains("{slug}"));
    let filled = here.map(|path| path.replace("{slug}", "bees").replace("{number}", "1"));
    let mut all: BTreeSet<String> =
        filled.filter(|path| !path.contains('{') && !NOT_LOOKED_AT.contains(&path.as_str())).collect();
    assert!(all.len() > 50, "{all:?}");
    let more = [
        "/inbox",
        "/p/bees/feed.atom",
        "/p/bees/graph?around=1",
        "/p/bees/list?q=depends:%231",
        "/search?q=count",
        "/complete?q=count",
        "/api/v1/search?q=count",
        "/api/v1/me/inbox",
        "/api/v1/me/next",
        "/api/v1/pursuances/bees/graph?around=1",
    ];
    all.extend(more.map(str::to_owned));
    all
}

/// A reader, in a browser, with a token and with feeds: each by its name here, and its path.
struct Reader {
    browser: Browser,
    person: Option<Person>,
    feeds: Vec<(&'static str, String)>,
}

impl Reader {
    async fn of(app: &TestApp, person: Option<&Person>) -> Self {
        let browser = match person {
            Some(person) => Browser::signed_in(app, &person.id).await,
            None => Browser::new(app),
        };
        let mut feeds = Vec::new();
        if let Some(person) = person {
            for (name, form, of) in [
                ("their own feed", FeedForm::Atom, None),
                ("their feed of the pursuance", FeedForm::Atom, Some("bees")),
                ("their calendar", FeedForm::Calendar, None),
                ("their calendar of the pursuance", FeedForm::Calendar, Some("bees")),
            ] {
                feeds.push((name, new_feed(app, person, form, of).await));
            }
        }
        Self { browser, person: person.cloned(), feeds }
    }

    async fn text(&mut self, app: &TestApp, path: &str) -> String {
        match &self.person {
            Some(person) if path.starts_with("/api/") => person.read(path).await.text(),
            None if path.starts_with("/api/") => app.visitor().read(path).await.text(),
            Some(_) | None => self.browser.open(path).await.html,
        }
    }

    /// The places where the mark stands.
    async fn finds(&mut self, app: &TestApp) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for path in addresses() {
            if self.text(app, &path).await.to_lowercase().contains(MARK) {
                found.insert(path);
            }
        }
        for (name, path) in self.feeds.clone() {
            if self.text(app, &path).await.to_lowercase().contains(MARK) {
                found.insert(name.to_owned());
            }
        }
        found
    }
}

struct Scene {
    bees: Bees,
    stranger: Person,
}

impl Scene {
    async fn set(app: TestApp) -> Self {
        let bees = Bees::of(app).await;
        bees.task("Count the hives").await;
        let stranger = bees.app.person("mallory").await;
        let name = format!("The {MARK} club");
        let found = json!({ "slug": MARK, "name": name, "mission": name, "visibility": "public" });
        stranger.perform("pursuance.create", found).await.ok();
        let task = json!({ "pursuance": MARK, "title": format!("Buy {MARK}") });
        stranger.perform("task.create", task).await.ok();
        Self { bees, stranger }
    }

    /// A visitor, somebody with an account who watches the task, a member, and an editor.
    async fn readers(&self) -> Vec<Reader> {
        let bees = &self.bees;
        let eve = bees.app.person("eve").await;
        eve.perform("watch.set", json!({ "object": "bees#1", "on": true })).await.ok();
        let mut readers = Vec::new();
        for person in [None, Some(&eve), Some(&bees.ben), Some(&bees.ana)] {
            readers.push(Reader::of(&bees.app, person).await);
        }
        readers
    }

    /// Takes a step, and says where the mark stands in other places than the table says. `told`: the places of whoever is told of it.
    async fn differs(
        &self,
        readers: &mut [Reader],
        (step, marks): (&str, &[char; 4]),
        told: &[&str],
    ) -> Vec<String> {
        let bees = &self.bees;
        self.step(step).await;
        bees.told().await;
        let mut wrong = Vec::new();
        for (reader, mark) in readers.iter_mut().zip(marks) {
            let who = reader.person.as_ref().map_or("a visitor", |person| person.name.as_str()).to_owned();
            let found = reader.finds(&bees.app).await;
            let is_told = reader.person.as_ref().is_some_and(|person| person.id == bees.ana.id);
            let told = told.iter().filter(|_| is_told);
            let fed = FED.iter().filter(|_| reader.person.is_some());
            let wanted: BTreeSet<String> = match mark {
                '.' => BTreeSet::new(),
                mark => {
                    let places = PLACES.iter().filter(|place| *mark == 'x' || **place != OF_ALL);
                    places.chain(told).chain(fed).map(|place| (*place).to_owned()).collect()
                }
            };
            if found != wanted {
                let (more, less) = (found.difference(&wanted), wanted.difference(&found));
                wrong.push(format!(
                    "{who}, when {step}: {:?} and not {:?}",
                    Vec::from_iter(more),
                    Vec::from_iter(less)
                ));
            }
        }
        wrong
    }

    async fn editor(&self, action: &str) -> Value {
        let waiting = self.bees.ana.read("/api/v1/pursuances/bees/tasks/1/dependencies").await.ok();
        let by = waiting["waiting"][0]["id"].clone();
        let input = json!({ "pursuance": "bees", "task": 1, "by": by });
        self.bees.ana.perform(action, input).await.ok()
    }

    /// A yes of an editor here to the name of the task that is waited for, or the end of the waiting.
    async fn waiting_editor(&self, action: &str) -> Value {
        let waits = self.bees.ana.read("/api/v1/pursuances/bees/tasks/1/dependencies").await.ok();
        let on = waits["waits_for"][0]["id"].clone();
        self.bees.ana.perform(action, json!({ "pursuance": "bees", "task": 1, "on": on })).await.ok()
    }

    /// Somebody here notes that the task here waits for that of the stranger.
    async fn waits(&self, who: &Person) {
        let on = json!({ "pursuance": "bees", "task": 1, "on": format!("{MARK}#1") });
        who.perform("task.depend", on).await.ok();
    }

    async fn theirs(&self, action: &str, more: Value) {
        let input = crate::support::groups::merged(json!({ "pursuance": MARK }), more);
        self.stranger.perform(action, input).await.ok();
    }

    async fn step(&self, step: &str) {
        let ban = json!({ "pursuance": "bees", "member": "mallory", "reason": "Advertises." });
        match step {
            "nobody waits yet" => {}
            "the stranger notes it" => self.theirs("task.depend", json!({ "task": 1, "on": "bees#1" })).await,
            "an editor says yes" => {
                let said = self.editor("task.show_waiting").await;
                assert_eq!(said["events"][0]["verb"], "task.waiting_shown");
                let again = self.editor("task.show_waiting").await;
                assert_eq!(again["events"], json!([]), "once");
            }
            "an editor takes it away" => drop(self.editor("task.undepend").await),
            "the stranger renames it" => {
                let title = format!("Buy cheap {MARK}");
                self.theirs("task.edit", json!({ "task": 1, "revision": 1, "title": title })).await;
            }
            "their pursuance is closed" => self.theirs("pursuance.close", json!({ "reason": "Rest." })).await,
            "their pursuance is opened again" => self.theirs("pursuance.reopen", json!({})).await,
            "the stranger is banned" => drop(self.bees.ana.perform("member.ban", ban).await.ok()),
            "the ban ends" => {
                let unban = json!({ "pursuance": "bees", "member": "mallory" });
                self.bees.ana.perform("member.unban", unban).await.ok();
            }
            "an editor waits for it" => self.waits(&self.bees.cleo).await,
            "an editor names it" => {
                let said = self.waiting_editor("task.show_waiting").await;
                assert_eq!(said["events"][0]["verb"], "task.waiting_shown");
                let again = self.waiting_editor("task.show_waiting").await;
                assert_eq!(again["events"], json!([]), "once");
            }
            "an editor waits no more" => drop(self.waiting_editor("task.undepend").await),
            "the editor is banned" => {
                let ban = json!({ "pursuance": "bees", "member": "cleo", "reason": "Sold honey." });
                self.bees.ana.perform("member.ban", ban).await.ok();
            }
            "the stranger who joined waits for it" => {
                self.waiting_editor("task.undepend").await;
                self.stranger.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
                // The person who has a task says what it waits for, and edits nothing.
                self.bees.on(&self.bees.ana, "task.assign", 1, json!({ "assignee": "mallory" })).await;
                self.waits(&self.stranger).await;
            }
            "the stranger renames it again" => {
                let title = format!("Buy more {MARK}");
                self.theirs("task.edit", json!({ "task": 1, "revision": 2, "title": title })).await;
            }
            "the account is suspended" => {
                let suspend = SuspendAccount { account: self.stranger.id.clone(), suspended: true };
                self.bees.app.perform(&Principal::Operator, suspend.into()).await.unwrap();
            }
            step => panic!("nobody knows how to do “{step}”"),
        }
    }
}

#[tokio::test]
async fn a_strangers_words_are_where_the_table_says_on_sqlite() {
    a_strangers_words_are_where_the_table_says(TestApp::start().await).await;
}

#[tokio::test]
#[ignore = "minutes of pages whose rules SQLite has shown: ./test long"]
async fn a_strangers_words_are_where_the_table_says_on_postgres() {
    a_strangers_words_are_where_the_table_says(TestApp::start_on_postgres().await).await;
}

async fn a_strangers_words_are_where_the_table_says(app: TestApp) {
    let scene = Scene::set(app).await;
    let mut readers = scene.readers().await;
    let mut wrong = Vec::new();
    for &(step, marks) in TABLE {
        wrong.extend(scene.differs(&mut readers, (step, &marks), TOLD).await);
        // Strangers do not learn who noted it, nor that it happened.
        let told = scene.bees.app.visitor().read("/api/v1/pursuances/bees/events?limit=200").await.ok();
        let told = told["items"].as_array().unwrap();
        assert!(
            told.iter().all(|event| event["verb"] != "task.awaited" || event["data"]["waits"] == false),
            "{step}"
        );
        let mallory = readers[0].text(&scene.bees.app, "/p/bees/activity").await.contains("mallory");
        assert!(!mallory, "{step}");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn the_name_of_an_awaited_task_is_where_the_table_says_on_sqlite() {
    the_name_of_an_awaited_task_is_where_the_table_says(TestApp::start().await).await;
}

#[tokio::test]
#[ignore = "minutes of pages whose rules SQLite has shown: ./test long"]
async fn the_name_of_an_awaited_task_is_where_the_table_says_on_postgres() {
    the_name_of_an_awaited_task_is_where_the_table_says(TestApp::start_on_postgres().await).await;
}

async fn the_name_of_an_awaited_task_is_where_the_table_says(app: TestApp) {
    let scene = Scene::set(app).await;
    scene.bees.role("cleo", Role::AssistantAdmin).await;
    let mut readers = scene.readers().await;
    let mut wrong = Vec::new();
    for &(step, marks) in AWAITED {
        // It concerns who has the task, who is not among the readers.
        wrong.extend(scene.differs(&mut readers, (step, &marks), &[]).await);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

async fn an_editor_shows_on_its_page_what_a_task_waits_for(app: TestApp) {
    let scene = Scene::set(app).await;
    let bees = &scene.bees;
    bees.on(&bees.ana, "task.assign", 1, json!({ "assignee": "ben" })).await;
    scene.waits(&bees.ben).await;
    let mut visitor = Browser::new(&bees.app);
    let page = visitor.open("/p/bees/t/1").await.shown().saying("A task you cannot see");
    assert!(!page.html.contains(MARK), "whoever has a task does not edit it");
    let mut ben = Browser::signed_in(&bees.app, &bees.ben.id).await;
    let page = ben.open("/p/bees/t/1").await.shown().saying("Only members see this here");
    assert!(page.html.contains(MARK) && !page.has_form("/p/bees/t/1/show-waiting"), "{page:?}");
    let mut ana = Browser::signed_in(&bees.app, &bees.ana.id).await;
    let page = ana.open("/p/bees/t/1").await.shown();
    let said = ana.submit(page.form("/p/bees/t/1/show-waiting")).await.shown();
    said.saying("everyone sees that this task waits for the other one");
    assert!(visitor.open("/p/bees/t/1").await.shown().html.contains(MARK));
}

/// The quoted text in the last message of a room, as a visitor reads it.
async fn last_quoted(app: &TestApp, room: &str) -> Value {
    let items = app.visitor().read(&format!("/api/v1/rooms/{room}/messages")).await.items();
    items.last().unwrap()["quoted"].clone()
}

async fn what_is_quoted_of_another_pursuance_has_the_words_of_then(app: TestApp) {
    let scene = Scene::set(app).await;
    let (app, mallory) = (&scene.bees.app, &scene.stranger);
    let general = async |slug: &str| {
        let rooms = app.visitor().read(&format!("/api/v1/pursuances/{slug}/rooms")).await.items();
        rooms[0]["room"].as_str().unwrap().to_owned()
    };
    let (here, there) = (general("bees").await, general(MARK).await);
    mallory.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    let say = async |room: &str, body: &str, quote: Option<&Value>| {
        let input = json!({ "room": room, "body": body, "quote": quote });
        mallory.perform("room.say", input).await.ok()["result"]["message"].clone()
    };
    let page = async || Browser::new(app).open(&format!("/p/bees/talk/{here}")).await.shown();

    let first = say(&there, "We count with care.", None).await;
    say(&here, "See.", Some(&first)).await;
    let quoted = last_quoted(app, &here).await;
    assert_eq!((&quoted["state"], &quoted["text"]), (&json!("read"), &json!("We count with care.")));
    let edit = json!({ "room": there, "comment": first, "revision": 1, "body": "Buy cheap pills." });
    mallory.perform("comment.edit", edit).await.ok();
    let quoted = last_quoted(app, &here).await;
    assert_eq!(
        (&quoted["state"], &quoted["text"], &quoted["author"]),
        (&json!("changed"), &Value::Null, &Value::Null)
    );
    assert!(quoted["url"].as_str().unwrap().contains(&there), "{quoted}");
    let shown = page().await.saying("This message has other words now than when it was quoted.");
    assert!(!shown.says("pills"), "{shown:?}");
    // A quote that is made now shows these words.
    say(&here, "See now.", Some(&first)).await;
    assert_eq!(last_quoted(app, &here).await["text"], "Buy cheap pills.");

    scene.step("the stranger is banned").await;
    let quoted = last_quoted(app, &here).await;
    assert_eq!((&quoted["state"], &quoted["url"]), (&json!("gone"), &Value::Null));
    assert!(!page().await.says("pills"));
    scene.step("the ban ends").await;
    assert_eq!(last_quoted(app, &here).await["state"], "read");
    scene.step("the account is suspended").await;
    assert_eq!(last_quoted(app, &here).await["state"], "gone");

    // In one pursuance a quote goes on with its message.
    let ana = &scene.bees.ana;
    let made = ana
        .perform("room.create", json!({ "pursuance": "bees", "name": "Kitchen", "open": "everyone" }))
        .await
        .ok();
    let kitchen = made["result"]["room"].clone();
    let said = ana.perform("room.say", json!({ "room": kitchen, "body": "Tea at four." })).await.ok();
    let said = said["result"]["message"].clone();
    let quoting = json!({ "room": here, "body": "See.", "quote": said });
    ana.perform("room.say", quoting).await.ok();
    let edit = json!({ "room": kitchen, "comment": said, "revision": 1, "body": "Tea at five." });
    ana.perform("comment.edit", edit).await.ok();
    assert_eq!(last_quoted(app, &here).await["text"], "Tea at five.");
}

async fn an_offer_of_a_stranger_is_nothing_that_strangers_read(app: TestApp) {
    let scene = Scene::set(app).await;
    let bees = &scene.bees;
    scene.theirs("delegation.offer", json!({ "task": 1, "to": "bees" })).await;
    bees.told().await;
    let offers = "/api/v1/pursuances/bees/delegations";
    until("the offer arrives", async || !bees.ana.read(offers).await.items().is_empty()).await;
    for reader in scene.readers().await.iter_mut().take(2) {
        assert_eq!(reader.finds(&bees.app).await, BTreeSet::new());
    }
}

async fn whoever_comes_and_goes_is_named_to_everybody_once(app: TestApp) {
    let bees = Bees::of(app).await;
    let eve = bees.app.person("eve").await;
    let pursuance = json!({ "pursuance": "bees" });
    let goes = async || {
        for action in ["pursuance.join", "pursuance.leave"] {
            eve.perform(action, pursuance.clone()).await.ok();
        }
    };
    let told = async |verb: &str| {
        let events = bees.app.visitor().read("/api/v1/pursuances/bees/events?limit=200").await.items();
        events.iter().filter(|event| event["verb"] == verb && event["object"] == eve.id.as_str()).count()
    };
    for _ in 0..5 {
        goes().await;
    }
    assert_eq!((told("member.joined").await, told("member.left").await), (1, 1));
    let lines = async |reader: &mut Browser| {
        let page = reader.open("/p/bees/activity").await.shown().html;
        (page.matches("joined").count(), page.matches("left").count())
    };
    let visitor = lines(&mut Browser::new(&bees.app)).await;
    let decides = lines(&mut Browser::signed_in(&bees.app, &bees.ana.id).await).await;
    assert_eq!(visitor, decides, "whoever decides about members reads it once, too");
    let all = bees.ana.read("/api/v1/pursuances/bees/events?limit=200").await.items();
    let numbers: Vec<i64> = all.iter().filter_map(|event| event["seq"].as_i64()).collect();
    assert!(numbers.windows(2).all(|pair| pair[0] + 1 == pair[1]), "{numbers:?}");
    bees.app.advance(pursuance_domain::time::DAY + 1);
    goes().await;
    assert_eq!((told("member.joined").await, told("member.left").await), (2, 2), "a day later");
}

async fn a_dependency_between_two_own_pursuances_is_shown_at_once(app: TestApp) {
    let scene = Scene::set(app).await;
    scene.stranger.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    scene.bees.role("mallory", Role::AssistantAdmin).await;
    scene.step("the stranger notes it").await;
    let mut visitor = Browser::new(&scene.bees.app);
    assert!(visitor.open("/p/bees/t/1").await.shown().html.contains(MARK));
    // A person who may edit both renames it without being asked for a yes of their own.
    scene.editor("task.undepend").await;
    scene.step("the stranger notes it").await;
    scene.step("the stranger renames it").await;
    assert!(visitor.open("/p/bees/t/1").await.shown().html.contains(&format!("cheap {MARK}")));
    // A person who may not any longer needs the yes of somebody who may.
    scene.bees.role("mallory", Role::Normal).await;
    let title = format!("Buy more {MARK}");
    scene.theirs("task.edit", json!({ "task": 1, "revision": 2, "title": title })).await;
    assert!(!visitor.open("/p/bees/t/1").await.shown().html.contains(MARK));
    let of_before =
        json!({ "pursuance": "bees", "task": 1, "by": format!("{MARK}#1"), "title": "Buy cheap" });
    scene.bees.ana.perform("task.show_waiting", of_before).await.problem(409, "stale-revision");

    // The form of the page says yes.
    scene.editor("task.undepend").await;
    scene.step("the stranger notes it").await;
    assert!(!visitor.open("/p/bees/t/1").await.shown().html.contains(MARK));
    let mut ben = Browser::signed_in(&scene.bees.app, &scene.bees.ben.id).await;
    let page = ben.open("/p/bees/t/1").await.shown().saying("Only members see this here");
    assert!(!page.has_form("/p/bees/t/1/show-waiting"), "he may not edit it");
    let mut ana = Browser::signed_in(&scene.bees.app, &scene.bees.ana.id).await;
    let page = ana.open("/p/bees/t/1").await.shown();
    let said = ana.submit(page.form("/p/bees/t/1/show-waiting")).await.shown();
    said.saying("everyone sees that the other task waits for this one");
    assert!(visitor.open("/p/bees/t/1").await.shown().html.contains(MARK));

    // A yes is worth no more than who said it.
    let suspend = SuspendAccount { account: scene.bees.ana.id.clone(), suspended: true };
    scene.bees.app.perform(&Principal::Operator, suspend.into()).await.unwrap();
    assert!(!visitor.open("/p/bees/t/1").await.shown().html.contains(MARK));
}
