//! The page with the feeds of a person.

use http::StatusCode;
use pursuance_domain::value::FeedForm;

use super::{fetch, fetched, new_feed};
use crate::support::bees::bees;
use crate::support::browser::{Browser, Page};
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    an_address_is_shown_once_and_ends_with_one_press,
    a_feed_needs_a_label_and_keeps_what_was_typed,
    the_page_of_a_pursuance_leads_to_a_feed_of_it,
);

/// The path of the feed whose address a page shows.
#[track_caller]
fn shown(app: &TestApp, page: &Page) -> String {
    let beginning = format!("value=\"{}/f/", app.addresses.base());
    let rest = page.html.split(&beginning).nth(1).unwrap_or_else(|| panic!("no address: {page:?}"));
    format!("/f/{}", rest.split('"').next().unwrap())
}

/// The only address that the forms of a page lead to with this ending.
fn form_to(page: &Page, ending: &str) -> String {
    let actions = page.html.split("action=\"").skip(1).filter_map(|rest| rest.split('"').next());
    actions.into_iter().find(|action| action.ends_with(ending)).unwrap().to_owned()
}

async fn an_address_is_shown_once_and_ends_with_one_press(app: TestApp) {
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    let account = ana.open("/me").await.shown();
    assert!(account.html.contains("href=\"/me/feeds\""), "{account:?}");
    let page = ana.open("/me/feeds").await.shown();
    let made = ana.fill(&page, "/me/feeds", &[("name", "Bicycle")]).await.shown();
    assert_eq!(made.headers["cache-control"], "no-store");
    let first = shown(&app, &made);
    assert!(fetched(&app, &first).await.starts_with("BEGIN:VCALENDAR\r\n"));
    let listed = ana.open("/me/feeds").await.shown();
    assert!(listed.says("Bicycle") && !listed.html.contains("/f/"), "{listed:?}");
    let replaced = ana.fill(&listed, &form_to(&listed, "/replace"), &[]).await.shown();
    let second = shown(&app, &replaced);
    assert_eq!(fetch(&app, &first).await.status, StatusCode::NOT_FOUND);
    fetched(&app, &second).await;
    let gone = ana.fill(&replaced, &form_to(&replaced, "/revoke"), &[]).await.shown();
    assert!(gone.says("its address leads nowhere") && !gone.says("Bicycle"), "{gone:?}");
    assert_eq!(fetch(&app, &second).await.status, StatusCode::NOT_FOUND);
}

async fn a_feed_needs_a_label_and_keeps_what_was_typed(app: TestApp) {
    bees(&app, "members", &[]).await;
    let mut ana = Browser::of(&app, "ana").await;
    let page = ana.open("/me/feeds").await.shown();
    let refused =
        ana.fill(&page, "/me/feeds", &[("name", " "), ("form", "atom"), ("of", "bees")]).await.refused();
    for chosen in ["<option value=\"atom\" selected>", "<option value=\"bees\" selected>"] {
        assert!(refused.html.contains(chosen), "{refused:?}");
    }
}

async fn the_page_of_a_pursuance_leads_to_a_feed_of_it(app: TestApp) {
    bees(&app, "public", &[]).await;
    let zoe = app.person("zoe").await;
    new_feed(&app, &zoe, FeedForm::Calendar, None).await;
    let mut zoe = Browser::of(&app, "zoe").await;
    let page = zoe.open("/p/bees").await.shown();
    assert!(page.html.contains("href=\"/me/feeds?of=bees\""), "{page:?}");
    let form = zoe.open("/me/feeds?of=bees").await.shown();
    let made = zoe.fill(&form, "/me/feeds", &[("name", "Reader"), ("form", "atom")]).await.shown();
    assert!(fetched(&app, &shown(&app, &made)).await.contains("<title>Bees</title>"));
    // A pursuance that is not there for them is no choice, and leads to no page of an error.
    let unknown = zoe.open("/me/feeds?of=wasps").await.shown();
    assert!(!unknown.html.contains("value=\"wasps\""), "{unknown:?}");
}
