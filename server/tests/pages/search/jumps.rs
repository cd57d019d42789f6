//! A search that names one thing leads there, where its reader may read it.

use serde_json::json;

use super::{bees_and_wasps, member_of_both};
use crate::support::TestApp;
use crate::support::browser::Browser;

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
        ("q=bees", "/p/bees"),
        ("q=busy+bees", "/p/bees"),
        ("q=Field:Counting", "/tasks?skill=Field%3ACounting"),
        ("q=language:old+french", "/tasks?skill=Language%3AOld%20French"),
    ] {
        let page = visitor.open(&format!("/search?{asked}")).await.shown();
        assert_eq!(page.path, there, "{asked}");
    }
    // Words stay words.
    for asked in
        ["q=%22bees%22", "q=bees&kind=tasks", "q=%231", "q=bees%2399", "q=%40nobody", "q=Sport:Chess"]
    {
        let page = visitor.open(&format!("/search?{asked}")).await.shown();
        assert!(page.path.starts_with("/search?"), "{asked} leads to {}", page.path);
    }
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
            assert_eq!(!page.path.starts_with("/search?"), leads, "{reader} {asked}: {page:?}");
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
