//! The guide as pages of the server, and the search in it.

use http::StatusCode;
use pursuance::web::frame::keys;
use pursuance::web::help::guide;

use crate::support::TestApp;
use crate::support::browser::{Browser, Page};

/// The places that a search found: the address and the words of each heading.
fn hits(page: &Page) -> Vec<&str> {
    let part = page.html.split("data-part=\"hits\"").nth(1).unwrap_or_default();
    let part = part.split("</ul>").next().unwrap_or_default();
    part.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[tokio::test]
async fn everybody_reads_every_page_of_the_guide() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let (mut nobody, mut ana) = (Browser::new(&app), Browser::of(&app, "ana").await);
    for browser in [&mut nobody, &mut ana] {
        let list = browser.open("/help").await.shown();
        assert!(list.html.contains("href=\"/help\" aria-current=\"page\""), "{list:?}");
        for page in guide::pages() {
            assert!(
                list.html.contains(&format!("<a href=\"/help/{}\">", page.name)),
                "{}: {list:?}",
                page.name
            );
            assert!(list.says(&page.lead), "{}: {list:?}", page.name);
            let shown = browser.open(&format!("/help/{}", page.name)).await.shown().saying(&page.text.title);
            for section in page.headings() {
                assert!(shown.html.contains(&format!(" id=\"{}\"", section.id)), "{}: {shown:?}", section.id);
            }
        }
    }
    let page = ana.open("/help/offers").await.shown();
    assert!(page.html.contains("<a href=\"#you-are-asked\">You are asked</a>"), "{page:?}");
    assert!(page.html.contains("<a href=\"/help/skill-offers\">") && !page.html.contains(".md"), "{page:?}");
    for unknown in ["/help/index", "/help/offers.md", "/help/..%2Fapi"] {
        assert_eq!(nobody.open(unknown).await.status, StatusCode::NOT_FOUND, "{unknown}");
    }
    nobody.speaking("de").open("/help").await.shown().saying("Sie ist auf Englisch geschrieben.");
}

#[tokio::test]
async fn a_search_in_the_guide_shows_places_with_their_words_marked() {
    let app = TestApp::start().await;
    let mut nobody = Browser::new(&app);
    let page = nobody.open("/help?q=quiet+HOURS").await.shown();
    let found = hits(&page);
    assert!(found.contains(&"/help/inbox#by-mail"), "{found:?}");
    assert!(page.html.contains("<mark>quiet</mark> <mark>hours</mark>"), "{page:?}");
    let page = nobody.open("/help?q=%22you+are+asked%22").await.shown();
    assert_eq!(hits(&page).first(), Some(&"/help/offers#you-are-asked"), "its heading says it: {page:?}");
    for place in hits(&page) {
        nobody.open(place.split('#').next().unwrap()).await.shown();
    }

    nobody
        .open("/help?q=nosuchword+asked")
        .await
        .shown()
        .saying("Nothing in the guide has all of these words.");
    nobody.open("/help?q=%E2%86%92").await.shown().saying("no letter and no digit");
    let page = nobody.open("/help?q=%3Cscript%3Ealert%281%29%3C%2Fscript%3E+asked").await.shown();
    assert!(!page.html.contains("<script>"), "{page:?}");
}

#[tokio::test]
async fn a_page_of_the_guide_is_not_made_again_while_nothing_changed() {
    let app = TestApp::start().await;
    let page = Browser::new(&app).open("/help/offers").await.shown();
    assert!(page.headers.contains_key("etag"), "{:?}", page.headers);
}

#[tokio::test]
async fn every_key_stands_on_a_page_and_the_markup_says_where_it_leads() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let (mut nobody, mut ana) = (Browser::new(&app), Browser::of(&app, "ana").await);
    let page = nobody.open("/help/keys").await.shown().saying("Rename");
    for pressed in keys::PLACES.iter().flat_map(|place| place.keys).flat_map(keys::KeyEffect::pressed) {
        for key in pressed {
            assert!(page.html.contains(&format!("<kbd>{key}</kbd>")), "{key}: {page:?}");
        }
    }
    let sections = page.html.matches(" data-on=\"").count();
    assert_eq!(sections, keys::PLACES.len() - 1, "those of every page are shown on every page: {page:?}");
    nobody.speaking("de").open("/help/keys").await.shown().saying("Umbenennen").saying("Umschalt");

    let home = ana.open("/").await.shown();
    let hooks = [
        " data-key=\"/\" aria-keyshortcuts=\"/\"",
        " href=\"/inbox\" data-key=\"g i\">",
        " href=\"/offers\" data-key=\"g o\">",
        " href=\"/p\" data-key=\"g p\">",
    ];
    for hook in hooks {
        assert!(home.html.contains(hook), "{hook}: {home:?}");
    }
    let script = home.html.split("rel=\"modulepreload\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(ana.open(script).await.shown().html.contains("hearKeys"), "the keys are heard on every page");
}
