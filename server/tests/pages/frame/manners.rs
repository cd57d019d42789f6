//! The behaviour of pages: every entry of a menu opens, an irreversible step needs confirmation, texts keep their own
//! direction.

use http::{Method, StatusCode};
use serde_json::json;

use crate::pages::{start_pursuance, write_task};
use crate::support::bees::{bees, of, task};
use crate::support::browser::{Browser, Page};
use crate::support::{PASSPHRASE, TestApp};

#[tokio::test]
async fn every_entry_of_the_menu_opens_what_it_names() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    start_pursuance(&mut ana, "bees", "Bees").await;
    let ana_took = write_task(&mut ana, "bees", "Count").await;
    assert_eq!(ana_took.status, StatusCode::OK);
    let task = ana.open("/p/bees/t/1").await.shown();
    ana.fill(&task, "/p/bees/t/1/take", &[]).await.shown();
    let task = ana.open("/p/bees/t/1").await.shown();
    let menu = task.html.split("<details class=\"menu").nth(1).unwrap().split("</details>").next().unwrap();
    let links: Vec<String> = menu
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(|href| href.replace("&#38;", "&").replace("&amp;", "&"))
        .collect();
    let folded: Vec<&String> = links.iter().filter(|link| link.contains("?open=")).collect();
    assert_eq!(folded.len(), 3, "who reviews it, let go of it, put it away: {links:?}");
    for link in folded {
        let (_, part) = link.split_once('#').unwrap();
        let closed = format!("<details class=\"why in-menu\" id=\"{part}\">");
        let open = format!("<details class=\"why in-menu\" id=\"{part}\" open>");
        assert!(task.html.contains(&closed), "{part} is folded at first");
        let opened = ana.open(link.split('#').next().unwrap()).await.shown();
        assert!(opened.html.contains(&open), "{link} opens {part}: {opened:?}");
    }
}

#[tokio::test]
async fn there_is_one_way_to_let_go_of_a_task_and_one_to_put_it_away() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count", "ask": false })).await.ok();
    ana.perform("task.take", json!({ "pursuance": "bees", "task": 1 })).await.ok();
    let mut ana = Browser::of(&app, "ana").await;
    let task = ana.open("/p/bees/t/1").await.shown();
    let places: Vec<&str> = task.html.split("<details class=\"why in-menu\" id=\"").skip(1).collect();
    let within = |part: &str, what: &str| {
        let place = places.iter().find(|place| place.starts_with(&format!("{part}\""))).unwrap();
        place.split("</details>").next().unwrap().contains(what)
    };
    let ways = [
        ("let-go", " action=\"/p/bees/t/1/hand-back\""),
        ("let-go", " action=\"/p/bees/t/1/hand-on\""),
        ("put-away", "value=\"dropped\""),
        ("put-away", "href=\"/p/bees/t/1/end?how=archive\""),
        ("put-away", "href=\"/p/bees/t/1/end?how=trash\""),
    ];
    for (part, what) in ways {
        assert_eq!(task.html.matches(what).count(), 1, "{what}: {task:?}");
        assert!(within(part, what), "{what} stands in {part}: {task:?}");
    }
}

#[tokio::test]
async fn making_somebody_primary_says_what_follows_and_waits_for_their_yes() {
    let app = TestApp::start().await;
    let founder = app.person("ana").await;
    founder.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    app.person("bob").await.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    let (mut ana, mut bob) = (Browser::of(&app, "ana").await, Browser::of(&app, "bob").await);
    let member = ana.open("/p/bees/m/bob").await.shown();
    let asks = "/p/bees/m/bob/take-over";
    let asked = ana.fill(&member.saying("then you are an Organiser"), asks, &[("ask", "yes")]).await.shown();
    asked.saying("You stay the owner until");
    ana.open("/p/bees/leave").await.shown().saying("You are responsible for this pursuance");

    let members = bob.open("/p/bees/members").await.shown().saying("only you can pass it on");
    bob.fill(&members, "/p/bees/members/take-over", &[("answer", "accept")]).await.shown();
    assert!(ana.open("/p/bees/leave").await.shown().has_form("/p/bees/leave"));
}

/// The tags around each place where a text is shown: outside of attributes, choices and the title of the window.
fn around(html: &str, text: &str) -> Vec<Vec<String>> {
    let mut open: Vec<String> = Vec::new();
    let mut found = Vec::new();
    let body = html.split("<body").nth(1).unwrap_or_default();
    for piece in body.split('<').skip(1) {
        let (tag, rest) = piece.split_once('>').unwrap_or((piece, ""));
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap_or_default().to_owned();
        let is_void = ["br", "circle", "hr", "img", "input", "link", "meta", "path", "rect", "use"];
        if tag.starts_with('/') {
            while open.pop().is_some_and(|last| last.split(' ').next() != Some(name.as_str())) {}
        } else if !tag.ends_with('/') && !is_void.contains(&name.as_str()) {
            open.push(tag.to_owned());
        }
        // Marks that isolate it stand around it within a sentence.
        let rest = rest.replace(&format!("\u{2068}{text}\u{2069}"), "");
        if rest.contains(text) && name != "option" && !rest.is_empty() && !tag.starts_with('!') {
            found.push(open.clone());
        }
    }
    found
}

fn has_direction(page: &Page, text: &str) -> usize {
    let places = around(&page.html, text);
    for tags in &places {
        let nearest = tags.iter().rev().take(3);
        // A word for those who listen says what a button is about; nobody sees it.
        let is_heard = tags.last().is_some_and(|tag| tag.contains("class=\"sr\""));
        let is_own = nearest.into_iter().any(|tag| tag.contains("dir=\"auto\"") || tag.starts_with("bdi"));
        assert!(is_own || is_heard, "{}: “{text}” stands in {tags:?}", page.path);
    }
    places.len()
}

#[tokio::test]
async fn what_people_typed_stands_in_its_own_direction() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    let (name, title, comment) = ("النحل", "عدّ الخلايا", "מאה ועשרים");
    start_pursuance(&mut ana, "bees", name).await;
    write_task(&mut ana, "bees", title).await;
    let task = ana.open("/p/bees/t/1").await.shown();
    ana.fill(&task, "/p/bees/t/1/phase", &[("phase", "help_wanted")]).await.shown();
    let talk = ana.fill(&task, "/p/bees/t/1/comments", &[("body", comment)]).await.shown();
    assert_eq!(has_direction(&talk, comment), 1);
    let mut visitor = Browser::new(&app);
    for page in [
        ana.open("/").await,
        ana.open("/p/bees").await,
        ana.open("/p/bees/t/1").await,
        ana.open("/p/bees/t/1/edit").await,
        ana.open("/p/bees/members").await,
        ana.open("/p/bees/files").await,
        visitor.open("/").await,
        visitor.open("/p").await,
        visitor.open("/p/bees/t/1").await,
    ] {
        let shown = page.shown();
        assert!(has_direction(&shown, title) + has_direction(&shown, name) > 0, "{shown:?}");
    }
    let edit = ana.open("/p/bees/t/1/edit").await.shown();
    let fields =
        edit.html.split(['<']).filter(|tag| tag.starts_with("textarea") || tag.contains("type=\"text\""));
    for field in fields {
        assert!(field.contains("dir=\"auto\""), "{field}");
    }
}

#[tokio::test]
async fn a_refused_form_puts_the_cursor_where_something_is_wrong() {
    let app = TestApp::start().await;
    app.operator("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    let form = ana.open("/p/new").await.shown();
    let first = form.html.split('<').find(|tag| tag.contains(" autofocus")).unwrap();
    assert!(first.contains("name=\"name\""), "{first}");
    let fields = [("name", "Bees"), ("slug", "Not a name!"), ("mission", "")];
    let refused = ana.fill(&form, "/p/new", &fields).await.refused();
    let first = refused.html.split('<').find(|tag| tag.contains(" autofocus")).unwrap();
    assert!(first.contains("name=\"slug\""), "{first}");
    for path in ["/join", "/signin"] {
        assert!(Browser::new(&app).open(path).await.shown().html.contains(" autofocus"), "{path}");
    }
}

#[tokio::test]
async fn finishing_and_suspending_are_said_by_name_and_a_search_stays() {
    let app = TestApp::start().await;
    app.operator("ana").await;
    app.person("bob").await;
    let mut ana = Browser::of(&app, "ana").await;
    start_pursuance(&mut ana, "bees", "Bees").await;
    write_task(&mut ana, "bees", "Count").await;
    let task = ana.open("/p/bees/t/1").await.shown();
    ana.fill(&task, "/p/bees/t/1/take", &[]).await.shown();
    let begun = ana.fill(&task, "/p/bees/t/1/phase", &[("phase", "in_progress")]).await.shown();
    begun.saying("You are working on it");
    let done = ana.fill(&task, "/p/bees/t/1/phase", &[("phase", "done")]).await.shown();
    done.saying("Finished. The task is done.");

    let found = ana.open("/admin/accounts?q=bob").await.shown();
    let after = ana.fill(&found, "/admin/accounts/bob/suspend", &[("suspended", "yes")]).await.shown();
    assert_eq!(after.path, "/admin/accounts?q=bob");
    after.saying("The account is suspended");
}

#[tokio::test]
async fn one_figure_says_how_large_a_file_may_be() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    start_pursuance(&mut ana, "bees", "Bees").await;
    write_task(&mut ana, "bees", "Count").await;
    let task = ana.open("/p/bees/t/1").await.shown().saying("At most 25 MB");
    let large = vec![b'x'; (25 << 20) + 1];
    let refused = ana.upload(&task, "/p/bees/t/1/files", "a.bin", &large).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    refused.saying("At most 25 MB fit");
}

#[tokio::test]
async fn times_are_told_in_the_zone_of_whoever_reads_and_the_page_names_it() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    start_pursuance(&mut ana, "bees", "Bees").await;
    ana.open("/p/bees").await.shown().saying("Times are in UTC.");
    let tokyo = [("cookie", "pursuance-zone-8080=Asia/Tokyo")];
    let visitor = Browser::new(&app).send(Method::GET, "/p/bees", &tokyo, Vec::new()).await;
    visitor.shown().saying("Times are in Asia/Tokyo.").saying("JST");
    // Another visitor is not given the page of the first.
    Browser::new(&app).open("/p/bees").await.shown().saying("Times are in UTC.");
    let odd = [("cookie", "pursuance-zone-8080=Not/A/Zone")];
    let odd = Browser::new(&app).send(Method::GET, "/p/bees", &odd, Vec::new()).await;
    odd.shown().saying("Times are in UTC.");

    let me = ana.open("/me").await.shown();
    let wrong = ana.fill(&me, "/me/profile", &[("zone", "Middle/Earth")]).await.refused();
    assert_eq!(wrong.form("/me/profile").value("zone"), "Middle/Earth");
    ana.fill(&me, "/me/profile", &[("zone", "America/New_York")]).await.shown();
    let page = ana.open("/p/bees").await.shown().saying("Times are in America/New_York.");
    assert!(page.says("EST") || page.says("EDT"), "{page:?}");
}

#[tokio::test]
async fn a_date_that_has_passed_is_asked_about_once() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    start_pursuance(&mut ana, "bees", "Bees").await;
    write_task(&mut ana, "bees", "Count").await;
    let edit = "/p/bees/t/1/edit";
    let form = ana.open(edit).await.shown();
    let asked = ana.fill(&form, edit, &[("due", "2020-01-01"), ("title", "Count all")]).await.refused();
    assert_eq!(asked.form(edit).value("title"), "Count all");
    let asked = asked.saying("This date has passed");
    // Another date that has passed is asked about anew.
    let again = ana.fill(&asked, edit, &[("due", "2020-01-02")]).await.refused();
    ana.fill(&again, edit, &[]).await.shown().saying("2 Jan 2020");
    // And a task that is late can be changed without a word.
    let form = ana.open(edit).await.shown();
    ana.fill(&form, edit, &[("title", "Count some")]).await.shown().saying("Count some");
}

#[tokio::test]
async fn the_search_on_every_page_says_what_it_finds() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let home = Browser::of(&app, "ana").await.open("/").await.shown();
    let search = home.html.split("class=\"jump ").nth(1).unwrap().split("</form>").next().unwrap();
    let named = |attribute: &str| search.split(&format!("{attribute}=\"")).nth(1).unwrap().split('"').next();
    assert_eq!(named("aria-label"), Some("Search"));
    assert_eq!(named("placeholder"), Some("Search or #12"));
}

#[tokio::test]
async fn a_newcomer_is_told_who_sees_their_name() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    app.person("bob").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "We count." }))
        .await
        .ok();
    let joining = Browser::of(&app, "bob").await.open("/p/bees/join").await.shown();
    let joining = joining.saying("Everyone can see your name in its list of members.");
    assert!(!joining.says("Its members see your name"), "{joining:?}");
}

#[tokio::test]
async fn leaving_is_offered_to_those_who_can_leave() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    let bob = app.person("bob").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "We count." }))
        .await
        .ok();
    bob.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    let leave = "href=\"/p/bees/leave\"";
    let about = |page: &Page| page.html.split("id=\"about\"").nth(1).unwrap().contains(leave);
    assert!(!about(&Browser::of(&app, "ana").await.open("/p/bees").await.shown()), "the Primary cannot");
    assert!(about(&Browser::of(&app, "bob").await.open("/p/bees").await.shown()));
    let members = async |name: &str| Browser::of(&app, name).await.open("/p/bees/members").await.shown();
    assert!(!members("ana").await.html.contains(leave));
    assert!(members("bob").await.html.contains(leave));
}

#[tokio::test]
async fn who_may_not_do_something_reads_who_can_help() {
    let app = TestApp::start().await;
    let (ana, people) = bees(
        &app,
        "public",
        &[
            ("ines", "assigner"),
            ("nora", "normal"),
            ("olga", "assigner"),
            ("zita", "assigner"),
            ("una", "untrusted"),
        ],
    )
    .await;
    task(&ana, "Count").await;
    let mut noras = Browser::signed_in(&app, &people[1].id).await;
    let page = noras.open("/p/bees/t/1/hand-over").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN, "{page:?}");
    let said = page.html.split("Ask one of them.").nth(1).unwrap().split("</p>").next().unwrap();
    // Up to three of those who may, by name.
    for name in ["ana", "ines", "olga"] {
        assert!(said.contains(&format!("href=\"/@{name}\"")), "{name}: {said}");
    }
    assert!(said.contains("can help.") && !said.contains("zita") && !said.contains("nora"), "{said}");
    // A person who may not see the members reads the sentence without names.
    ana.perform("pursuance.edit", of(json!({ "visibility": "members" }))).await.ok();
    let mut unas = Browser::signed_in(&app, &people[4].id).await;
    let page = unas.open("/p/bees/settings").await;
    assert!(page.status.is_client_error() && !page.says("can help."), "{page:?}");
}

#[tokio::test]
async fn what_is_away_closed_or_never_was_is_one_page() {
    let app = TestApp::start().await;
    let (ana, people) = bees(&app, "members", &[("nora", "normal")]).await;
    for title in ["Count", "Weigh", "Mend"] {
        task(&ana, title).await;
    }
    ana.perform("task.trash", of(json!({ "task": 2 }))).await.ok();
    let zoe = app.person("zoe").await;
    let (mut visitor, mut zoes) = (Browser::new(&app), Browser::signed_in(&app, &zoe.id).await);
    let mut noras = Browser::signed_in(&app, &people[0].id).await;
    noras.open("/p/bees/t/1").await.shown();
    // There for members, put away, never there; below a pursuance for members, one that never was, and as no page at all.
    let paths = [
        "/p/bees/t/1",
        "/p/bees/t/2",
        "/p/bees/t/99",
        "/p/bees",
        "/p/wasps",
        "/p/wasps/t/1",
        "/p/bees/t/x",
        "/nowhere",
    ];
    for (who, browser) in [("a visitor", &mut visitor), ("somebody else", &mut zoes)] {
        let mut pages: Vec<String> = Vec::new();
        for path in paths {
            let page = browser.open(path).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{who} {path}: {page:?}");
            // The token of the session is masked anew on each page.
            let pieces = page.html.split("name=\"csrf\" value=\"");
            let bare = pieces
                .enumerate()
                .map(|(at, piece)| if at == 0 { piece } else { piece.split_once('"').unwrap().1 });
            // All that differs is the way back to the address that was asked for.
            let back: String = url::form_urlencoded::byte_serialize(path.as_bytes()).collect();
            let (page, back) = (bare.collect::<String>(), format!("?next={back}"));
            let signin = format!("class=\"btn primary\" href=\"/signin{back}\"");
            assert_eq!(page.contains(&signin), who == "a visitor", "{who} {path}: {page}");
            pages.push(page.replace(&back, ""));
        }
        for (path, page) in paths.iter().zip(&pages) {
            assert_eq!(page, &pages[0], "{who} {path}");
        }
        let page = &pages[0];
        assert!(page.contains("It was put away or deleted."), "{page}");
        assert_eq!(page.contains("you are not signed in"), who == "a visitor", "{page}");
    }
    // A visitor who signs in there comes back, and finds the hidden page.
    let away = visitor.open("/p/bees/t/1?all=true").await;
    assert!(away.html.contains("href=\"/signin?next=%2Fp%2Fbees%2Ft%2F1%3Fall%3Dtrue\""), "{away:?}");
    let signin = visitor.open("/signin?next=%2Fp%2Fbees%2Ft%2F1").await.shown();
    let fields = [("name", "nora"), ("passphrase", PASSPHRASE)];
    let found = visitor.fill(&signin, "/signin", &fields).await.shown().saying("Count");
    assert_eq!(found.path, "/p/bees/t/1");
}
