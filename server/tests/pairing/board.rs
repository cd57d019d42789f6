//! The free tasks: `/tasks`.

use serde_json::json;

use super::{FRENCH, on, settle, wanted};
use crate::support::bees::{bees, of};
use crate::support::browser::Browser;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    visitors_read_the_board_of_public_pursuances_and_members_that_of_their_own,
    the_board_is_narrowed_to_a_skill_and_a_pursuance,
);

async fn visitors_read_the_board_of_public_pursuances_and_members_that_of_their_own(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let secret = json!({ "slug": "wasps", "name": "Wasps", "mission": "", "visibility": "members" });
    ana.perform("pursuance.create", secret).await.ok();
    wanted(&ana, json!({ "title": "Translate the leaflet" })).await;
    wanted(&ana, json!({ "title": "Carry the hives", "skills": [] })).await;
    ana.perform("task.create", of(json!({ "title": "Nobody is called for this" }))).await.ok();
    let inner = json!({ "pursuance": "wasps", "title": "Paint the nest" });
    let number = ana.perform("task.create", inner).await.ok()["result"]["task"].clone();
    let call = json!({ "pursuance": "wasps", "task": number });
    ana.perform("task.want_help", call).await.ok();
    let board = app.visitor().read("/tasks").await.text();
    assert!(board.contains("Translate the leaflet") && board.contains("Carry the hives"), "{board}");
    assert!(board.contains("Nobody is called") && !board.contains("Paint the nest"), "{board}");
    let own = Browser::signed_in(&app, &ana.id).await.open("/tasks").await.shown();
    assert!(own.says("Paint the nest") && own.says("Translate the leaflet"), "{own:?}");
    assert_eq!(app.visitor().read("/tasks?in=wasps").await.status.as_u16(), 404);
}

async fn the_board_is_narrowed_to_a_skill_and_a_pursuance(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ants = json!({ "slug": "ants", "name": "Ants", "mission": "", "visibility": "public" });
    ana.perform("pursuance.create", ants).await.ok();
    let french = wanted(&ana, json!({ "title": "Translate the leaflet" })).await;
    wanted(&ana, json!({ "title": "Draw the map", "skills": ["Data:Maps"] })).await;
    let ant =
        json!({ "pursuance": "ants", "title": "Translate the trail", "skills": [FRENCH], "ask": false });
    let number = ana.perform("task.create", ant).await.ok()["result"]["task"].clone();
    ana.perform("task.want_help", json!({ "pursuance": "ants", "task": number })).await.ok();
    let read = async |query: &str| app.visitor().read(&format!("/tasks{query}")).await.text();
    let all = read("?skill=language%3Afrench").await;
    assert!(all.contains("the leaflet") && all.contains("the trail") && !all.contains("the map"), "{all}");
    let here = read("?in=bees&skill=Language%3AFrench").await;
    assert!(here.contains("the leaflet") && !here.contains("the trail"), "{here}");
    // A word alone is one in use where its reader may read: for visitors, too.
    for mut reader in [Browser::of(&app, "ben").await, Browser::new(&app)] {
        let by_a_word =
            reader.open("/tasks?skill=French").await.shown().saying("With the skill Language:French.");
        assert!(by_a_word.says("the leaflet") && !by_a_word.says("the map"), "{by_a_word:?}");
    }
    let cell = json!({ "slug": "cell", "name": "Cell", "mission": "", "visibility": "unlisted" });
    ana.perform("pursuance.create", cell).await.ok();
    let hidden = json!({ "pursuance": "cell", "title": "Dig", "skills": ["Secret:Burrowing"], "ask": false });
    ana.perform("task.create", hidden).await.ok();
    Browser::new(&app).open("/tasks?skill=Burrowing").await.shown().saying("With the skill Other:Burrowing.");
    // One form looks among the free tasks, and says so in the query that it writes.
    let mut browser = Browser::new(&app);
    let board = browser.open("/tasks?in=bees&skill=Language%3AFrench").await.shown();
    let main = board.html.split("<main").nth(1).unwrap();
    assert_eq!(main.matches("role=\"search\"").count(), 1, "{board:?}");
    let board = board.saying("With the skill Language:French.");
    assert!(board.html.contains("<input type=\"hidden\" name=\"in\" value=\"bees\">"), "{board:?}");
    let found = browser.open("/tasks?free=yes&in=bees&q=leaflet").await.shown();
    assert_eq!(found.path, "/tasks?q=in%3Abees%20is%3Afree%20leaflet");
    let found = browser.open("/tasks?free=yes&q=is:open&phase=").await.shown();
    assert_eq!(found.path, "/tasks?q=is%3Aopen", "what says how far a task is stays");
    assert_eq!(browser.open("/tasks?free=yes&in=bees&q=&phase=").await.shown().path, "/tasks?in=bees");
    // A person who takes it takes it off the board.
    people[0].perform("task.take", on(french, json!({}))).await.ok();
    settle(&app).await;
    assert!(!read("?in=bees").await.contains("the leaflet"));
}
