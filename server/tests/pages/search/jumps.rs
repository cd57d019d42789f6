//! A search that names one thing by a sign leads there, where its reader may read it; a name alone is looked for, and comes first.

use pursuance::store::actors::{self, ActorKind};
use pursuance::store::discussions::{self, Message};
use pursuance_domain::id::MessageId;
use serde_json::json;

use super::{bees_and_wasps, member_of_both};
use crate::support::TestApp;
use crate::support::browser::{Browser, Page};
use crate::support::rows::an_actor;

#[tokio::test]
async fn what_names_one_thing_leads_straight_there() {
    let app = TestApp::start().await;
    let ana = bees_and_wasps(&app).await;
    ana.perform("profile.edit", json!({ "skills": ["Language:Old French"] })).await.ok();
    let mut visitor = Browser::new(&app);
    for (asked, there) in [
        ("q=%231&in=bees", "/p/bees/t/1"),
        ("q=bees%231", "/p/bees/t/1"),
        ("q=+BEES%231+", "/p/bees/t/1"),
        ("q=%40ana", "/@ana"),
        ("q=%40bees", "/p/bees"),
        ("q=ana%40localhost:8080", "/@ana"),
        ("q=%40ana%40localhost:8080", "/@ana"),
    ] {
        let page = visitor.open(&format!("/search?{asked}")).await.shown();
        assert_eq!(page.path, there, "{asked}");
    }
    // Words stay words.
    for asked in [
        "q=%22bees%22",
        "q=bees&kind=tasks",
        "q=%231",
        "q=bees%2399",
        "q=%40nobody",
        "q=Sport:Chess",
        "q=%21bees",
    ] {
        let page = visitor.open(&format!("/search?{asked}")).await.shown();
        assert!(page.path.starts_with("/search?"), "{asked} leads to {}", page.path);
        assert_eq!(first(&page), None, "{asked}");
    }
}

#[tokio::test]
async fn a_number_alone_leads_to_the_task_in_the_readers_own_pursuances() {
    let app = TestApp::start().await;
    let ana = bees_and_wasps(&app).await;
    let mut anas = Browser::of(&app, "ana").await;
    for title in ["Second", "Third"] {
        ana.perform("task.create", json!({ "pursuance": "bees", "title": title })).await.ok();
    }
    let number = ana.read("/api/v1/pursuances/bees/tasks?q=Third").await.items()[0]["number"].clone();
    let page = anas.open(&format!("/search?q=%23{number}")).await.shown();
    assert_eq!(page.path, format!("/p/bees/t/{number}"));
    // Two of hers have a first task.
    let page = anas.open("/search?q=%231").await.shown();
    assert!(page.path.starts_with("/tasks?q=%231"), "{}", page.path);
    assert!(page.html.contains("/p/bees/t/1") && page.html.contains("/p/wasps/t/1"), "{page:?}");
    let page = anas.open("/search?q=%2399").await.shown();
    assert!(page.path.starts_with("/search?"), "{}", page.path);
}

/// Where the link leads that comes first.
fn first(page: &Page) -> Option<&str> {
    page.html.split("<p id=\"go-to\"><a class=\"btn\" href=\"").nth(1)?.split('"').next()
}

#[tokio::test]
async fn a_name_alone_is_looked_for_and_a_link_to_it_comes_first() {
    let app = TestApp::start().await;
    let ana = bees_and_wasps(&app).await;
    ana.perform("profile.edit", json!({ "skills": ["Language:Old French"] })).await.ok();
    let mut visitor = Browser::new(&app);
    for (asked, there) in [
        ("q=bees", "/p/bees"),
        ("q=Bees", "/p/bees"),
        ("q=busy+bees", "/p/bees"),
        ("q=Field:Counting", "/tasks?skill=Field%3ACounting"),
        ("q=language:old+french", "/tasks?skill=Language%3AOld%20French"),
    ] {
        let page = visitor.open(&format!("/search?{asked}")).await.shown();
        assert!(page.path.starts_with("/search?"), "{asked} leads to {}", page.path);
        assert_eq!(first(&page), Some(there), "{asked}: {page:?}");
    }
    let page = visitor.open("/search?q=bees").await.shown().saying("Go to Busy Bees");
    assert!(page.html.contains("of <mark>bees</mark></a>"), "its tasks are found besides: {page:?}");
    // Negated words are for the search of tasks.
    let page = visitor.open("/search?q=nectar+%21bees").await.shown();
    assert!(page.html.contains("href=\"/tasks?q=nectar%20%21bees\""), "{page:?}");
}

#[tokio::test]
async fn what_may_not_be_read_is_answered_as_if_it_did_not_exist() {
    let app = TestApp::start().await;
    let ana = bees_and_wasps(&app).await;
    let una = member_of_both(&app, &ana, "una", "untrusted").await;
    let fred = member_of_both(&app, &ana, "fred", "normal").await;
    fred.perform("pursuance.leave", json!({ "pursuance": "wasps" })).await.ok();
    let secret = json!({ "pursuance": "wasps", "title": "Hidden", "skills": ["Secret:Sting"] });
    ana.perform("task.create", secret).await.ok();
    assert_eq!(una.name, "una");

    for (reader, of_wasps, its_task) in
        [("ana", true, true), ("una", true, false), ("fred", false, false), ("", false, false)]
    {
        let mut browser =
            if reader.is_empty() { Browser::new(&app) } else { Browser::of(&app, reader).await };
        for (asked, leads) in [
            ("q=wasps", of_wasps),
            ("q=%40wasps", of_wasps),
            ("q=quiet+wasps", of_wasps),
            ("q=wasps%231", its_task),
            ("q=%231&in=wasps", its_task),
            ("q=Secret:Sting", its_task),
        ] {
            let page = browser.open(&format!("/search?{asked}")).await.shown();
            let is_led = !page.path.starts_with("/search?") || first(&page).is_some();
            assert_eq!(is_led, leads, "{reader} {asked}: {page:?}");
        }
        if !of_wasps {
            // The same answer as for a name that nobody has.
            let strip = |html: &str, name: &str| html.replace(name, "NAME");
            let none = browser.open("/search?q=wospz").await.shown();
            let hidden = browser.open("/search?q=wasps").await.shown();
            let [none, hidden] = [(none, "wospz"), (hidden, "wasps")].map(|(page, name)| {
                let main = page.html.split("<main").nth(1).unwrap().to_owned();
                strip(&main, name)
            });
            assert_eq!(none, hidden, "{reader}");
        }
    }
}

#[tokio::test]
async fn a_visitor_learns_only_of_people_elsewhere_whose_words_they_may_read() {
    let app = TestApp::start().await;
    let ana = bees_and_wasps(&app).await;
    let quiet = json!({ "pursuance": "wasps", "title": "Hidden" });
    let hidden = ana.perform("task.create", quiet).await.ok()["result"]["id"].as_str().unwrap().to_owned();
    let open = json!({ "pursuance": "bees", "title": "Open" });
    let open = ana.perform("task.create", open).await.ok()["result"]["id"].as_str().unwrap().to_owned();
    let mara = an_actor(ActorKind::Person, "mara", Some("lingua.example"));
    let writes = async |thread: &str| {
        let now = app.clock.now();
        let comment = Message {
            id: MessageId(app.clock.new_id()),
            thread: thread.to_owned(),
            author: mara.id.clone(),
            at: now,
            revision: 1,
            shared_with: None,
            uri: format!("https://lingua.example/{thread}"),
            retracted_at: None,
            removed: None,
            worded_at: now,
            is_refused: false,
            ties: discussions::Ties::default(),
            body: "Said.".into(),
        };
        let mut tx = app.db.write().await.unwrap();
        discussions::add(&mut tx, &comment).await.unwrap();
        tx.commit().await.unwrap();
    };
    let mut tx = app.db.write().await.unwrap();
    actors::add(&mut tx, &mara, None).await.unwrap();
    tx.commit().await.unwrap();
    writes(&hidden).await;
    let mut visitor = Browser::new(&app);
    // The same as for somebody of whom nobody here has heard.
    for name in ["mara", "nobody"] {
        let found = visitor.open(&format!("/search?q={name}%40lingua.example")).await.shown();
        assert!(found.path.starts_with("/search?"), "{found:?}");
        let page = visitor.open(&format!("/@{name}@lingua.example")).await.shown();
        assert!(page.path.starts_with("/signin?"), "{page:?}");
    }
    writes(&open).await;
    let page = visitor.open("/search?q=mara%40lingua.example").await.shown();
    assert_eq!(page.path, "/@mara@lingua.example");
}

#[tokio::test]
async fn an_address_on_another_server_that_is_not_known_is_offered_to_be_looked_up() {
    let app = TestApp::start().await;
    bees_and_wasps(&app).await;
    let mut ana = Browser::of(&app, "ana").await;
    let page = ana.open("/search?q=maps%40lingua.localhost:9").await.shown();
    assert!(page.path.starts_with("/search?"), "{page:?}");
    let page = page.saying("That looks like an address on another server.");
    assert!(page.html.contains("href=\"/@maps@lingua.localhost:9\""), "{page:?}");
    // A word with the sign in it is none.
    let page = ana.open("/search?q=maps+%40+home").await.shown();
    assert!(!page.says("That looks like an address"), "{page:?}");
}
