//! The files of the pages: style, script, icons, and what a home screen shows.

use std::fs;
use std::path::Path;

use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::browser::Browser;

#[tokio::test]
async fn what_never_changes_is_kept_by_browsers() {
    let app = TestApp::start().await;
    let mut browser = Browser::new(&app);
    let landing = browser.open("/").await.shown();
    let asked: Vec<&str> =
        landing.html.split('"').filter(|text| text.starts_with("/static/") && !text.contains('#')).collect();
    let kept: Vec<&&str> =
        asked.iter().filter(|path| path.contains("?v=") || path.contains("/js/")).collect();
    assert!(kept.len() > 2, "{asked:?}");
    for path in kept {
        let file = browser.open(path).await.shown();
        assert!(file.headers["cache-control"].to_str().unwrap().contains("immutable"), "{path}");
    }
    let icon = browser.open("/static/icon.svg").await.shown();
    let tag = icon.headers["etag"].to_str().unwrap().to_owned();
    let again = browser.send(Method::GET, "/static/icon.svg", &[("if-none-match", &tag)], Vec::new()).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert_eq!(browser.open("/static/..%2fframe%2fbase.html").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_page_from_before_an_upgrade_gets_the_scripts_of_now_and_browsers_do_not_keep_them() {
    let app = TestApp::start().await;
    let mut browser = Browser::new(&app);
    let landing = browser.open("/").await.shown();
    let now = landing.html.split("<script src=\"").nth(1).unwrap().split('"').next().unwrap();
    let version = now.split('/').nth(3).unwrap();
    let before = browser.open(&now.replace(version, "0123456789ab")).await.shown();
    assert_eq!(before.headers["cache-control"], "public, no-cache");
    assert_eq!(before.html, browser.open(now).await.shown().html);
    assert_eq!(browser.open(&now.replace("main.js", "none.js")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        browser.open(&format!("/static/js/{version}/..%2f..%2fframe%2fbase.html")).await.status,
        StatusCode::NOT_FOUND
    );
}

/// The `src` or `href` of each script that a page loads, without folder and version.
fn scripts_of(html: &str) -> Vec<String> {
    let paths = html.split('"').filter_map(|text| text.strip_prefix("/static/js/")?.split_once('/'));
    paths.map(|(_, path)| path.to_owned()).collect()
}

#[tokio::test]
async fn a_page_loads_the_scripts_that_it_needs_and_no_others() {
    let app = TestApp::start().await;
    let ana = app.operator("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    let mut browser = Browser::of(&app, "ana").await;
    let mut loaded = async |path: &str| scripts_of(&browser.open(path).await.shown().html);
    let (home, list, outline) = (loaded("/").await, loaded("/p/bees/list").await, loaded("/p/bees").await);
    assert_eq!(home, ["shared.js", "main.js"]);
    assert_eq!(list, ["shared.js", "choosing.js"]);
    assert_eq!(outline, ["shared.js", "outline.js"]);
}

/// The width and the height of a picture (PNG, §11.2.1).
fn size_of_png(file: &str) -> (u32, u32) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates/static").join(file);
    let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{file}: {error}"));
    assert_eq!(&bytes[1..4], b"PNG", "{file}");
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

#[tokio::test]
async fn a_home_screen_gets_the_name_of_the_instance_its_pictures_and_where_to_share() {
    let app = TestApp::start().await;
    app.operator("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    let home = ana.open("/").await.shown();
    let manifest = "/manifest.webmanifest";
    assert!(home.html.contains(&format!("<link rel=\"manifest\" href=\"{manifest}\"")), "{}", home.html);
    assert!(home.html.contains("viewport-fit=cover") && home.html.contains("name=\"theme-color\""));
    assert!(home.html.contains("<link rel=\"apple-touch-icon\" href=\"/static/icon-180.png\">"));
    assert_eq!(size_of_png("icon-180.png"), (180, 180));

    let settings = ana.open("/admin/settings").await.shown();
    ana.fill(&settings, "/admin/settings", &[("name", "Bees & \"Wasps\"")]).await.shown();
    let answer = ana.open(manifest).await.shown();
    assert_eq!(answer.headers["content-type"], "application/manifest+json");
    let said: Value = serde_json::from_str(&answer.html).unwrap();
    assert_eq!((&said["name"], &said["lang"]), (&json!("Bees & \"Wasps\""), &json!("en")));
    assert_eq!((&said["start_url"], &said["display"]), (&json!("/"), &json!("standalone")));
    assert_eq!(said["share_target"]["action"], "/share");
    for icon in said["icons"].as_array().unwrap() {
        let (path, sizes) = (icon["src"].as_str().unwrap(), icon["sizes"].as_str().unwrap());
        let file = ana.open(path).await.shown();
        assert_eq!(file.headers["content-type"], icon["type"].as_str().unwrap(), "{path}");
        if sizes != "any" {
            let (width, height) = size_of_png(path.rsplit('/').next().unwrap());
            assert_eq!(sizes, format!("{width}x{height}"), "{path}");
        }
    }

    // It is asked for again and again; what has not changed is not sent again.
    let tag = answer.headers["etag"].to_str().unwrap().to_owned();
    let again = ana.send(Method::GET, manifest, &[("if-none-match", &tag)], Vec::new()).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    let german = Browser::new(&app).speaking("de").open(manifest).await.shown();
    assert!(
        german.html.contains("\"lang\":\"de\"") && german.headers["etag"] != tag.as_str(),
        "{}",
        german.html
    );
}
