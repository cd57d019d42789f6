//! Searches that are saved: whose they are, who finds them, and what they find for each.

use std::time::Duration;

use http::StatusCode;
use pursuance_domain::time::DAY;
use pursuance_domain::value::FeedForm;
use serde_json::json;

use super::{names, of_bees, save};
use crate::feeds::{fetch, search_feed};
use crate::support::bees::{BEES, bees, of, task};
use crate::support::browser::{Browser, Page};
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    a_private_search_is_found_by_its_person_alone,
    a_shared_search_belongs_to_its_pursuance,
    what_a_saved_search_finds_is_what_its_reader_may_read,
    a_search_stands_on_the_home_of_whoever_wants_it_there,
    a_search_that_takes_too_long_is_given_up_and_says_so,
    feeds_of_a_search_show_what_it_finds_and_end_with_it,
    a_search_is_saved_changed_and_forgotten_on_pages,
    each_view_offers_to_save_what_is_looked_for,
    a_deleted_pursuance_leaves_no_search,
);

const MINE: &str = "/api/v1/me/searches";

async fn a_private_search_is_found_by_its_person_alone(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("ben", "normal")]).await;
    let ben = &people[0];
    let id = save(ben, of_bees("Mine", "@me  is:open", json!({}))).await;
    save(ben, json!({ "name": "Everywhere", "query": "skill:Language:*" })).await;
    let listed = ben.read(MINE).await.items();
    assert_eq!((&listed[0]["name"], &listed[0]["pursuance"]), (&json!("Everywhere"), &json!(null)));
    assert_eq!((&listed[1]["query"], &listed[1]["pursuance"]), (&json!("@me  is:open"), &json!("bees")));
    assert_eq!(names(ben, &format!("{BEES}/searches")).await, ["Mine"]);
    assert!(
        names(&ana, &format!("{BEES}/searches")).await.is_empty(),
        "whoever leads the pursuance finds none"
    );
    for action in ["search.change", "search.forget"] {
        ana.perform(action, json!({ "search": id })).await.problem(404, "not-found");
    }
    // A text that is no query is refused.
    ben.perform("search.save", of_bees("Bad", "statsu:new", json!({}))).await.problem(400, "bad-query");
    ben.perform("search.save", of_bees(" ", "is:open", json!({}))).await.problem(422, "invalid-input");
    let shared = json!({ "name": "All", "query": "is:open", "shared": true });
    ana.perform("search.save", shared).await.problem(422, "invalid-input");
    // A person who reads nothing there has nothing to look for.
    let zoe = app.person("zoe").await;
    zoe.perform("search.save", of_bees("Bees", "is:open", json!({}))).await.problem(404, "not-found");
    app.visitor().read(MINE).await.problem(401, "token-needed");
    // Gone, and what is one's own can be forgotten still.
    ben.perform("pursuance.leave", of(json!({}))).await.ok();
    assert_eq!(
        ben.read(MINE).await.items()[1]["pursuance"],
        json!(null),
        "where it looked is not told any more"
    );
    let mut browser = Browser::of(&app, "ben").await;
    for path in ["/me/searches".to_owned(), format!("/searches/{id}")] {
        browser.open(&path).await.shown().saying("You may not read its pursuance any more");
    }
    ben.perform("search.forget", json!({ "search": id })).await.ok();
    assert_eq!(names(ben, MINE).await, ["Everywhere"]);
}

async fn a_shared_search_belongs_to_its_pursuance(app: TestApp) {
    let others = [("ada", "assistant_admin"), ("ben", "recruiter"), ("uma", "untrusted")];
    let (ana, people) = bees(&app, "public", &others).await;
    let [ada, ben, uma] = [0, 1, 2].map(|n| &people[n]);
    let shared = json!({ "shared": true });
    ben.perform("search.save", of_bees("Help", "is:open", shared.clone())).await.problem(403, "not-allowed");
    let id = save(ada, of_bees("Help", "status:help_wanted", shared)).await;
    let path = format!("{BEES}/searches");
    assert_eq!(names(&app.visitor(), &path).await, ["Help"], "everybody reads the pursuance");
    for action in ["search.change", "search.forget"] {
        let input = if action == "search.change" {
            json!({ "search": id, "name": "Mine" })
        } else {
            json!({ "search": id })
        };
        ben.perform(action, input).await.problem(403, "not-allowed");
    }
    // It stays when its author goes, and others look after it.
    ada.perform("pursuance.leave", of(json!({}))).await.ok();
    ada.perform("search.forget", json!({ "search": id })).await.problem(403, "not-a-member");
    ana.perform("search.change", json!({ "search": id, "name": "Looks for help" })).await.ok();
    assert_eq!(names(ben, &path).await, ["Looks for help"]);
    let log = ana.read(&format!("{BEES}/log")).await.items();
    let told = log.iter().filter(|entry| entry["verb"] == "search.shared").count();
    assert_eq!(told, 2, "who saved it and who changed it: {log:?}");
    // A member who reads only their own tasks finds only their own searches.
    ana.perform("pursuance.edit", of(json!({ "visibility": "members" }))).await.ok();
    assert!(names(uma, &path).await.is_empty());
    uma.perform("search.change", json!({ "search": id, "home": true })).await.problem(404, "not-found");
    app.visitor().read(&path).await.problem(404, "not-found");
    ana.perform("search.forget", json!({ "search": id })).await.ok();
    assert!(names(ben, &path).await.is_empty());
}

async fn what_a_saved_search_finds_is_what_its_reader_may_read(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("ben", "normal")]).await;
    let ben = &people[0];
    task(&ana, "Count the hives").await;
    let id = save(&ana, of_bees("Open", "is:open", json!({ "shared": true }))).await;
    ben.perform("search.change", json!({ "search": id, "home": true })).await.ok();
    save(ben, of_bees("My own", "is:open", json!({ "home": true }))).await;
    let mut browser = Browser::of(&app, "ben").await;
    let home = browser.open("/").await.shown().saying("Count the hives");
    assert!(home.html.contains(&format!("/searches/{id}")), "{home:?}");
    let feed = search_feed(&app, ben, FeedForm::Atom, &id).await;
    assert!(fetch(&app, &feed).await.text().contains("Count the hives"));

    // A former member: the search is still on the list of what they want on Home, and finds nothing.
    ben.perform("pursuance.leave", of(json!({}))).await.ok();
    let home = browser.open("/").await.shown();
    assert!(!home.says("Count the hives") && !home.html.contains(&format!("/searches/{id}")), "{home:?}");
    assert!(home.says("My own"), "one's own is there, and finds nothing: {home:?}");
    assert_eq!(browser.open(&format!("/searches/{id}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(fetch(&app, &feed).await.status, StatusCode::NOT_FOUND);
    assert_eq!(names(ben, MINE).await, ["My own"]);
    let feeds = ben.read("/api/v1/me/feeds").await.items();
    assert_eq!(feeds[0]["about"], "hidden");
}

async fn a_search_stands_on_the_home_of_whoever_wants_it_there(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    for n in 1..=6 {
        task(&ana, &format!("Count {n}")).await;
    }
    let id = save(&ana, of_bees("Open", "is:open", json!({ "shared": true, "home": true }))).await;
    let mut at_ana = Browser::of(&app, "ana").await;
    let mut at_ben = Browser::of(&app, "ben").await;
    let home = at_ana.open("/").await.shown();
    let section = home.html.split(&format!("id=\"saved-{id}\"")).nth(1).unwrap();
    let section = section.split("</section>").next().unwrap();
    let shown: Vec<bool> = (1..=6).map(|n| section.contains(&format!(">Count {n}<"))).collect();
    assert_eq!(shown, [false, true, true, true, true, true], "the newest five: {section}");
    assert!(section.contains("/p/bees?q=is%3Aopen"), "{section}");
    assert!(!at_ben.open("/").await.shown().html.contains(&format!("saved-{id}")), "nobody asked ben");
    let one = at_ben.open(&format!("/searches/{id}")).await.shown();
    assert!(!one.has_form(&format!("/searches/{id}")) && !one.has_form(&format!("/searches/{id}/forget")));
    at_ben.fill(&one, &format!("/searches/{id}/home"), &[]).await.shown().saying("It stands on your Home.");
    assert!(at_ben.open("/").await.shown().html.contains(&format!("saved-{id}")));
    assert_eq!(names(&people[0], MINE).await, ["Open"]);
    let one = at_ben.open(&format!("/searches/{id}")).await.shown();
    at_ben.fill(&one, &format!("/searches/{id}/home"), &[]).await.shown();
    assert!(!at_ben.open("/").await.shown().html.contains(&format!("saved-{id}")));
    assert!(at_ana.open("/").await.shown().html.contains(&format!("saved-{id}")), "each for themselves");
}

async fn a_search_that_takes_too_long_is_given_up_and_says_so(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    task(&ana, "Count the hives").await;
    let id = save(&ana, of_bees("Open", "is:open", json!({ "home": true }))).await;
    let shows_it = |page: &Page| page.html.contains(&format!("id=\"saved-{id}\""));
    let mut browser = Browser::of(&app, "ana").await;
    assert!(shows_it(&browser.open("/").await.shown()));

    app.db.limit_searches(Duration::ZERO);
    for view in ["/p/bees?q=hives", "/p/bees/list?q=hives", "/p/bees/board?q=hives", "/tasks?q=hives"] {
        browser.open(view).await.refused().saying("This search takes too long");
    }
    ana.read("/api/v1/pursuances/bees/tasks?q=hives").await.problem(422, "query-too-slow");
    let home = browser.open("/").await.shown();
    assert!(home.says("Your saved searches took too long") && !shows_it(&home), "{home:?}");
    browser.open("/p/bees").await.shown().saying("Count the hives");

    app.db.limit_searches(Duration::from_secs(3));
    browser.open("/p/bees?q=hives").await.shown().saying("Count the hives");
}

async fn feeds_of_a_search_show_what_it_finds_and_end_with_it(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("ben", "normal")]).await;
    let ben = &people[0];
    let due = app.clock.now().plus(DAY).date();
    ana.perform("task.create", of(json!({ "title": "Paint", "due": due }))).await.ok();
    task(&ana, "Count").await;
    task(&ana, "Weigh").await;
    ana.perform("task.set_phase", of(json!({ "task": 3, "phase": "dropped" }))).await.ok();
    let id = save(&ana, of_bees("Open & near", "is:open sort:due", json!({ "shared": true }))).await;
    let atom = search_feed(&app, ben, FeedForm::Atom, &id).await;
    let calendar = search_feed(&app, ben, FeedForm::Calendar, &id).await;
    let text = fetch(&app, &atom).await.text();
    assert!(text.contains("<title>Open &amp; near</title>"), "{text}");
    let (count, paint) =
        (text.find("<title>Count</title>").unwrap(), text.find("<title>Paint</title>").unwrap());
    assert!(count < paint && !text.contains("Weigh"), "the newest first: {text}");
    let dates = fetch(&app, &calendar).await.text();
    assert!(dates.contains("SUMMARY:Paint") && !dates.contains("SUMMARY:Count"), "{dates}");
    assert!(dates.contains("X-WR-CALNAME:Open & near"), "{dates}");

    let about = ben.read("/api/v1/me/feeds").await.items()[0]["about"].clone();
    assert_eq!(about["search"]["name"], "Open & near", "{about}");
    let page = Browser::of(&app, "ben").await.open(&format!("/me/feeds?search={id}")).await.shown();
    page.saying("Open & near");
    // Of what somebody else saved for themselves there is none.
    let private = save(&ana, of_bees("Private", "is:open", json!({}))).await;
    assert!(
        !Browser::of(&app, "ben").await.open(&format!("/me/feeds?search={private}")).await.says("Private")
    );
    ana.perform("search.forget", json!({ "search": id })).await.ok();
    for path in [&atom, &calendar] {
        assert_eq!(fetch(&app, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(ben.read("/api/v1/me/feeds").await.items().is_empty());
}

async fn each_view_offers_to_save_what_is_looked_for(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    task(&ana, "Count the hives").await;
    let (mut anas, mut nobodys) = (Browser::of(&app, "ana").await, Browser::new(&app));
    for view in ["", "/list", "/board", "/calendar", "/agenda"] {
        let path = format!("/p/bees{view}");
        let page = anas.open(&format!("{path}?q=is:open+hive")).await.shown().saying("Save this search");
        assert!(page.html.contains("/p/bees/searches?q=is%3Aopen%20hive#save"), "{page:?}");
        // There is nothing to save of all tasks, nor of what is not understood; and visitors save nothing.
        let all = anas.open(&format!("{path}?q=")).await.shown();
        assert!(!all.says("Save this search"), "{all:?}");
        let unclear = anas.open(&format!("{path}?q=statsu:new")).await.refused();
        assert!(!unclear.says("Save this search"), "{unclear:?}");
        let visitor = nobodys.open(&format!("{path}?q=is:open+hive")).await.shown();
        assert!(!visitor.says("Save this search"), "{visitor:?}");
    }
}

async fn a_search_is_saved_changed_and_forgotten_on_pages(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    task(&ana, "Count the hives").await;
    let mut browser = Browser::of(&app, "ana").await;
    let outline = browser.open("/p/bees?q=is:open+hive").await.shown();
    assert!(outline.html.contains("/p/bees/searches?q=is%3Aopen%20hive#save"), "{outline:?}");
    assert!(!browser.open("/p/bees?q=statsu:new").await.refused().says("Save this search"));
    let page = browser.open("/p/bees/searches?q=is%3Aopen%20hive").await.shown();
    assert_eq!(page.form("/p/bees/searches").value("query"), "is:open hive");
    let refused =
        browser.fill(&page, "/p/bees/searches", &[("name", ""), ("query", "statsu:new")]).await.refused();
    assert_eq!(refused.form("/p/bees/searches").value("query"), "statsu:new");
    assert_eq!(refused.html.matches("aria-invalid=\"true\"").count(), 2, "{refused:?}");
    let named = [("name", "Late maps"), ("query", "map is:opne\r\ndue:<2w")];
    let refused = browser.fill(&page, "/p/bees/searches", &named).await.refused().saying("Did you mean");
    assert!(refused.html.contains("map <mark>is:opne</mark>  due:&#60;2w"), "{refused:?}");
    let meant = "/p/bees/searches?q=map%20is%3Aopen%20%20due%3A%3C2w&#38;name=Late%20maps";
    assert!(refused.html.contains(meant), "{refused:?}");
    let form = browser.open(&meant.replace("&#38;", "&")).await.shown().form("/p/bees/searches");
    assert_eq!((form.value("name"), form.value("query")), ("Late maps", "map is:open  due:<2w"));
    let saved =
        browser.fill(&page, "/p/bees/searches", &[("name", "Hives"), ("shared", "yes")]).await.shown();
    saved.saying("Saved.").saying("For everybody");
    let outline = browser.open("/p/bees").await.shown();
    assert!(
        outline.html.contains("<a href=\"/p/bees?q=is%3Aopen%20hive\" dir=\"auto\">Hives</a>"),
        "{outline:?}"
    );
    let visitor = Browser::new(&app).open("/p/bees").await.shown();
    assert!(visitor.says("Hives") && !visitor.says("Save this search"));

    let id = ana.read(&format!("{BEES}/searches")).await.items()[0]["search"].as_str().unwrap().to_owned();
    let path = format!("/searches/{id}");
    let one = browser.open(&path).await.shown();
    let changed = browser.fill(&one, &path, &[("name", "All hives"), ("query", "hive")]).await.shown();
    changed.saying("All hives");
    let refused = browser.fill(&one, &path, &[("query", "due:someday")]).await.refused();
    assert_eq!(refused.form(&path).value("query"), "due:someday");
    let refused = browser.fill(&one, &path, &[("query", "is:opne")]).await.refused();
    assert!(refused.html.contains(&format!("{path}?q=is%3Aopen&#38;name=")), "{refused:?}");
    let meant = browser.open(&format!("{path}?q=is%3Aopen")).await.shown();
    assert_eq!(meant.form(&path).value("query"), "is:open");
    let one = browser.open(&path).await.shown();
    let gone =
        browser.fill(&one, &format!("{path}/forget"), &[]).await.shown().saying("The search is forgotten.");
    assert_eq!((gone.path.as_str(), gone.says("All hives")), ("/p/bees/searches", false));
    assert!(
        !browser.open("/p/bees").await.shown().html.contains("id=\"saved\""),
        "what is not there is not shown"
    );

    let page = browser.open("/me/searches?q=%40me").await.shown();
    let saved = browser.fill(&page, "/me/searches", &[("name", "Mine"), ("home", "yes")]).await.shown();
    saved.saying("Saved.").saying("On your Home");
    assert!(browser.open("/").await.shown().says("Mine"));
}

async fn a_deleted_pursuance_leaves_no_search(app: TestApp) {
    let _worker = pursuance::jobs::Worker::spawn(&app.app);
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let id = save(&ana, of_bees("Open", "is:open", json!({ "shared": true, "home": true }))).await;
    save(&people[0], of_bees("Mine", "@me", json!({ "home": true }))).await;
    search_feed(&app, &people[0], FeedForm::Atom, &id).await;
    ana.perform("pursuance.close", of(json!({ "reason": "Done." }))).await.ok();
    app.advance(15 * DAY);
    ana.perform("pursuance.delete", of(json!({ "confirm": "bees" }))).await.ok();
    crate::support::peers::until("nothing is left", async || {
        names(&people[0], MINE).await.is_empty() && ana.read("/api/v1/me/searches").await.items().is_empty()
    })
    .await;
    let gone = Browser::of(&app, "ana").await.open(&format!("/searches/{id}")).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND, "{gone:?}");
}
