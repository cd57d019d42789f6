//! Proposals while a search is typed.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{bees_and_wasps, member_of_both};
use crate::support::TestApp;
use crate::support::browser::Browser;

/// Proposals for a text, without the blanks behind it.
async fn proposed(browser: &mut Browser, asked: &str) -> Vec<String> {
    let items = answer(browser, asked).await["items"].clone();
    let text = |item: &Value| item["text"].as_str().unwrap().trim_end().to_owned();
    items.as_array().unwrap().iter().map(text).collect()
}

async fn answer(browser: &mut Browser, asked: &str) -> Value {
    let page = browser.send(Method::GET, &format!("/complete?{asked}"), &[], Vec::new()).await;
    assert_eq!(page.status, StatusCode::OK, "{asked}: {}", page.html);
    serde_json::from_str(&page.html).unwrap()
}

#[tokio::test]
async fn what_may_stand_at_the_cursor_of_a_query_is_proposed() {
    for app in [TestApp::start().await, TestApp::start_on_postgres().await] {
        let ana = bees_and_wasps(&app).await;
        member_of_both(&app, &ana, "anatol", "normal").await;
        let mut browser = Browser::of(&app, "ana").await;
        for (asked, expected) in [
            ("q=s", &["status:", "skill:", "size:", "sort:"][..]),
            ("q=map+is:o", &["open", "overdue"]),
            ("q=status:in", &["in_progress", "in_review"]),
            ("q=size:", &["xs", "s", "none", "m", "l"]),
            ("q=due:n", &["none"]),
            ("q=due:%3Cn", &[]),
            ("q=due:%3Et", &["today", "tomorrow", "tue", "thu"]),
            ("q=is%EF%BC%9Ao", &["open", "overdue"]),
            ("q=%40ana&in=bees", &["ana", "anatol"]),
            ("q=%40&in=bees", &["me", "-", "ana", "anatol"]),
            ("q=by:&in=bees", &["me", "ana", "anatol"]),
            ("q=skill:coun&in=bees", &["Field:Counting"]),
            ("q=in:was", &["wasps"]),
            ("q=map", &[]),
            ("q=", &[]),
            ("q=is:open&at=4", &["open", "overdue"]),
            ("of=line&in=bees&q=Map+%40ana", &["ana", "anatol"]),
            ("of=line&in=bees&q=Map+%40", &["me", "ana", "anatol"]),
            ("of=line&in=bees&q=Map+%23coun", &["Field:Counting"]),
            ("of=line&in=bees&q=Map+~", &["xs", "s", "none", "m", "l"]),
            ("of=line&in=bees&q=Map+due:to", &["today", "tomorrow"]),
            ("of=line&in=bees&q=Map+is:o", &[]),
            ("of=line&q=Map+%40ana", &[]),
        ] {
            assert_eq!(proposed(&mut browser, asked).await, expected, "{asked}");
        }
        // A person who may not give a task to somebody is proposed nobody.
        let mut anatol = Browser::of(&app, "anatol").await;
        assert_eq!(proposed(&mut anatol, "of=line&in=bees&q=Map+%40ana").await, [""; 0]);
        assert_eq!(proposed(&mut anatol, "of=line&in=bees&q=Map+%23coun").await, ["Field:Counting"]);
        let found = answer(&mut browser, "q=gr%C3%BCn+status:in_r").await;
        // Places are counted in characters, not in bytes.
        assert_eq!((&found["from"], &found["to"]), (&json!(12), &json!(16)), "{found}");
        assert_eq!(found["items"][0], json!({ "text": "in_review ", "label": "In review" }));
    }
}

#[tokio::test]
async fn a_skill_with_a_blank_is_proposed_as_the_query_writes_it() {
    let app = TestApp::start().await;
    let ana = bees_and_wasps(&app).await;
    ana.perform("profile.edit", json!({ "skills": ["Language:Old French"] })).await.ok();
    let mut browser = Browser::of(&app, "ana").await;
    assert_eq!(proposed(&mut browser, "q=skill:old").await, ["\"Language:Old French\""]);
    assert_eq!(proposed(&mut browser, "q=skill:%22Language:Old+F").await, ["\"Language:Old French\""]);
}

#[tokio::test]
async fn nothing_is_proposed_that_its_reader_may_not_see() {
    let app = TestApp::start().await;
    let ana = bees_and_wasps(&app).await;
    let fred = member_of_both(&app, &ana, "fred", "normal").await;
    fred.perform("pursuance.leave", json!({ "pursuance": "wasps" })).await.ok();
    let una = member_of_both(&app, &ana, "una", "untrusted").await;
    let secret = json!({ "pursuance": "wasps", "title": "Hidden", "skills": ["Secret:Sting"] });
    ana.perform("task.create", secret).await.ok();
    assert_eq!(una.name, "una");

    let mut at_ana = Browser::of(&app, "ana").await;
    assert_eq!(proposed(&mut at_ana, "q=skill:secret&in=wasps").await, ["Secret:Sting"]);
    assert_eq!(proposed(&mut at_ana, "q=%40un&in=wasps").await, ["una"]);
    assert_eq!(proposed(&mut at_ana, "q=in:was").await, ["wasps"]);
    for reader in ["fred", ""] {
        let mut browser =
            if reader.is_empty() { Browser::new(&app) } else { Browser::of(&app, reader).await };
        for asked in [
            "q=skill:secret&in=wasps",
            "q=skill:secret",
            "q=in:wasps",
            "q=in:quiet",
            "q=wasps&of=everything",
            "q=quiet+wasps&of=everything",
            "q=secret&of=everything",
        ] {
            assert_eq!(proposed(&mut browser, asked).await, [""; 0], "{reader} {asked}");
        }
        // Members of a closed pursuance are proposed to its members: elsewhere one finds by name those who may be found.
        let inside = answer(&mut browser, "q=%40una&in=wasps").await;
        let outside = answer(&mut browser, "q=%40una&in=no-such-pursuance").await;
        assert_eq!(inside, outside, "{reader}");
    }
    let mut at_una = Browser::of(&app, "una").await;
    assert_eq!(proposed(&mut at_una, "q=skill:secret&in=wasps").await, [""; 0]);
}

#[tokio::test]
async fn a_search_over_everything_is_completed_by_what_it_leads_to() {
    let app = TestApp::start().await;
    bees_and_wasps(&app).await;
    let mut visitor = Browser::new(&app);
    for (asked, expected) in [
        ("q=bus&of=everything", &["@bees"][..]),
        ("q=field&of=everything", &["Field:Counting"]),
        ("q=%40ana&of=everything", &["@ana"]),
        ("q=%40&of=everything", &[]),
        ("q=&of=everything", &[]),
    ] {
        assert_eq!(proposed(&mut visitor, asked).await, expected, "{asked}");
    }
    let found = answer(&mut visitor, "q=busy+x&at=3&of=everything").await;
    assert_eq!((&found["from"], &found["to"]), (&json!(0), &json!(3)), "{found}");
}

#[tokio::test]
async fn few_are_proposed_and_nothing_that_is_typed_breaks_it() {
    for app in [TestApp::start().await, TestApp::start_on_postgres().await] {
        let ana = bees_and_wasps(&app).await;
        for n in 0..12 {
            let asks = json!({ "pursuance": "bees", "title": "x", "skills": [format!("Many:Skill {n}")] });
            ana.perform("task.create", asks).await.ok();
            let member = app.person(&format!("many{n}")).await;
            member.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
        }
        let mut browser = Browser::of(&app, "ana").await;
        for asked in ["q=skill:many&in=bees", "q=%40many&in=bees", "q=many&of=everything", "q=%40many"] {
            assert!(proposed(&mut browser, asked).await.len() <= 8, "{asked}");
        }
        for bad in [
            "q=%01",
            "q=skill:%01",
            "q=%40%01&in=bees",
            "q=in:%01",
            "q=skill:%22&at=-3",
            "q=skill:(&at=x",
            "q=in:%5B",
            "q=%40(&in=%01",
            "q=%01&of=everything",
            "q=%40%01&of=everything",
            "q=%FF&in=%FF",
        ] {
            answer(&mut browser, bad).await;
        }
        let long = format!("q={}skill:many&in=bees", "a+".repeat(3_000));
        assert_eq!(proposed(&mut browser, &long).await, [""; 0]);
    }
}
