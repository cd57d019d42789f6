//! The picture beside somebody's name: sent, shown to everybody, replaced, and gone.

use std::convert::Infallible;
use std::io::Cursor;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures::StreamExt;
use http::{Method, StatusCode};
use image::{ImageFormat, Rgb, RgbImage};
use pursuance::bounds::client::Client;
use pursuance::bounds::uploads::AT_ONCE_EACH;
use pursuance::jobs::sweep_files;
use pursuance_domain::time::DAY;
use serde_json::json;

use crate::support::browser::{Browser, Page};
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    a_picture_is_shown_wherever_its_person_is_named_until_they_take_it_away,
    the_picture_of_a_suspended_person_is_not_shown,
);

fn picture(colour: u8) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::from_pixel(300, 200, Rgb([colour, 90, 200])).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// The addresses of the pictures on a page.
fn shown_on(page: &Page) -> Vec<String> {
    let images = page.html.split("<img class=\"face").skip(1);
    images.map(|image| image.split("src=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()).collect()
}

async fn status(browser: &mut Browser, address: &str) -> StatusCode {
    browser.send(Method::GET, address, &[], Vec::new()).await.status
}

async fn a_picture_is_shown_wherever_its_person_is_named_until_they_take_it_away(app: TestApp) {
    let founder = app.person("ana").await;
    app.person("bob").await;
    founder.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    let (mut ana, mut visitor) = (Browser::of(&app, "ana").await, Browser::new(&app));
    let account = ana.open("/me").await.shown();
    assert!(shown_on(&account).is_empty() && !account.has_form("/me/picture/remove"), "{account:?}");

    let account = ana.upload(&account, "/me/picture", "me.png", &picture(1)).await.shown();
    let first = shown_on(&account.saying("The picture stands beside your name.")).remove(0);
    // A visitor, who has seen the page before, sees it in the next moment.
    assert_eq!(shown_on(&visitor.open("/@ana").await.shown()), std::slice::from_ref(&first));
    assert!(shown_on(&visitor.open("/p/bees/members").await.shown()).contains(&first));
    assert!(shown_on(&visitor.open("/@bob").await.shown()).is_empty());

    let sent = visitor.send(Method::GET, &first, &[], Vec::new()).await;
    let said = |name: &str| sent.headers[name].to_str().unwrap().to_owned();
    assert_eq!(sent.status, StatusCode::OK);
    assert_eq!(
        (said("content-type").as_str(), said("x-content-type-options").as_str()),
        ("image/jpeg", "nosniff")
    );
    assert_eq!(said("content-security-policy"), "default-src 'none'; sandbox");
    assert!(said("cache-control").contains("immutable"), "{sent:?}");

    // Other servers are told where it is.
    let accept = [("accept", "application/activity+json")];
    let path = format!("/ap/u/{}", founder.id);
    let document = visitor.send(Method::GET, &path, &accept, Vec::new()).await;
    let document: serde_json::Value = serde_json::from_str(&document.html).unwrap();
    assert_eq!(document["icon"]["type"], "Image");
    assert!(document["icon"]["url"].as_str().unwrap().ends_with(&first), "{document}");

    let account = ana.open("/me").await.shown();
    let account = ana.upload(&account, "/me/picture", "me.png", &picture(250)).await.shown();
    let second = shown_on(&account).remove(0);
    assert_ne!(first, second, "other bytes have another address");
    assert_eq!(status(&mut visitor, &first).await, StatusCode::NOT_FOUND);
    assert_eq!(status(&mut visitor, &second).await, StatusCode::OK);

    // A picture that nobody shows any more is swept, and one that somebody shows is not.
    app.advance(2 * DAY);
    sweep_files(&app, 0..256).await.unwrap();
    let hash =
        |address: &str| pursuance_domain::value::Sha256::parse(address.rsplit('/').next().unwrap()).unwrap();
    assert!(!app.files.has(&hash(&first)).await && app.files.has(&hash(&second)).await);

    let mut ana = Browser::of(&app, "ana").await;
    let account = ana.open("/me").await.shown();
    let account = ana.fill(&account, "/me/picture/remove", &[]).await.shown().saying("The picture is gone.");
    assert!(shown_on(&account).is_empty(), "{account:?}");
    assert!(shown_on(&visitor.open("/@ana").await.shown()).is_empty());
    assert_eq!(status(&mut visitor, &second).await, StatusCode::NOT_FOUND);
}

async fn the_picture_of_a_suspended_person_is_not_shown(app: TestApp) {
    app.operator("eve").await;
    let ana = app.person("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    let mut browser = Browser::of(&app, "ana").await;
    let account = browser.open("/me").await.shown();
    let account = browser.upload(&account, "/me/picture", "me.png", &picture(1)).await.shown();
    let address = shown_on(&account).remove(0);
    let mut eve = Browser::of(&app, "eve").await;
    let accounts = eve.open("/admin/accounts").await.shown();
    assert!(shown_on(&accounts).contains(&address));
    let suspended = eve.fill(&accounts, "/admin/accounts/ana/suspend", &[("suspended", "yes")]).await.shown();
    assert!(shown_on(&suspended).is_empty(), "{suspended:?}");
    assert_eq!(status(&mut eve, &address).await, StatusCode::NOT_FOUND);
    let back = eve.fill(&suspended, "/admin/accounts/ana/suspend", &[("suspended", "no")]).await.shown();
    assert!(shown_on(&back).contains(&address), "{back:?}");
    assert_eq!(status(&mut eve, &address).await, StatusCode::OK);
}

#[tokio::test]
async fn an_operator_takes_a_picture_away_and_the_log_says_so() {
    let app = TestApp::start().await;
    app.operator("eve").await;
    app.person("ana").await;
    app.person("bob").await;
    let mut ana = Browser::of(&app, "ana").await;
    let account = ana.open("/me").await.shown();
    ana.upload(&account, "/me/picture", "me.png", &picture(1)).await.shown();
    let mut eve = Browser::of(&app, "eve").await;
    let accounts = eve.open("/admin/accounts").await.shown();
    assert!(!accounts.has_form("/admin/accounts/bob/picture"), "bob has none");
    let after = eve.fill(&accounts, "/admin/accounts/ana/picture", &[]).await.shown();
    assert!(shown_on(&after.saying("The picture is taken away.")).is_empty());
    eve.open("/admin").await.shown().saying("took the picture of the account ana away");
    let form = accounts
        .form("/admin/accounts/ana/picture")
        .with(&[("csrf", account.form("/me/theme").value("csrf"))]);
    assert_eq!(ana.submit(form).await.status, StatusCode::FORBIDDEN, "nobody else does");
}

#[tokio::test]
async fn what_is_no_picture_is_refused_beside_its_field_and_the_one_before_stays() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    let account = ana.open("/me").await.shown();
    let account = ana.upload(&account, "/me/picture", "me.png", &picture(1)).await.shown();
    let before = shown_on(&account);
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let whole = picture(2);
    for (bytes, why) in [
        (&svg[..], "neither PNG nor JPEG"),
        (b"", "neither PNG nor JPEG"),
        (&whole[..whole.len() - 30], "cannot be read to its end"),
    ] {
        let refused = ana.upload(&account, "/me/picture", "me.png", bytes).await.refused().saying(why);
        assert!(refused.html.contains("id=\"portrait-error\""), "{refused:?}");
        assert_eq!(shown_on(&refused), before);
    }
}

#[tokio::test]
async fn whoever_acted_too_often_waits_before_their_picture_is_read() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    let mut browser = Browser::of(&app, "ana").await;
    let account = browser.open("/me").await.shown();
    // A file that is no picture counts as much as one.
    let mut sent = 0;
    let refused = loop {
        // All but some of what she may do is done already.
        while sent < 280 && app.pace.count(&ana.id).is_ok() {
            sent += 1;
        }
        let told = browser.upload(&account, "/me/picture", "me.png", b"no picture").await;
        if told.status != StatusCode::UNPROCESSABLE_ENTITY {
            break told;
        }
        sent += 1;
        assert!(sent < 400, "files that are refused cost nothing");
    };
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "{refused:?}");
    assert!(refused.html.contains("id=\"portrait-error\""), "{refused:?}");
}

/// A form of which the beginning arrives, and then nothing more.
fn stalled() -> Body {
    let beginning =
        Bytes::from_static(b"--edge\r\nContent-Disposition: form-data; name=\"csrf\"\r\nX-Long: ");
    let arrived = futures::stream::iter([Ok::<_, Infallible>(beginning)]);
    Body::from_stream(arrived.chain(futures::stream::pending()))
}

#[tokio::test]
async fn a_form_that_stalls_before_its_file_is_not_waited_for_and_few_of_them_are_begun() {
    let app = TestApp::start().await;
    let (ana, eve) = (app.person("ana").await, app.person("eve").await);
    let (mut at_ana, mut at_eve) = (Browser::of(&app, "ana").await, Browser::of(&app, "eve").await);
    let address = Client::UNKNOWN;
    let _places: Vec<_> = (0..AT_ONCE_EACH).map(|_| app.uploads.begin(&eve.id, address).unwrap()).collect();
    let kind = ("content-type", "multipart/form-data; boundary=edge");
    let origin = at_ana.origin.clone();
    let (headers, bare) = ([kind, ("origin", origin.as_str())], [kind]);
    let all = async {
        tokio::join!(
            at_ana.send_body(Method::POST, "/me/picture", &headers, stalled()),
            at_eve.send_body(Method::POST, "/me/picture", &headers, stalled()),
            ana.send(Method::POST, "/api/v1/files", &bare, stalled()),
        )
    };
    // Patience for a slow machine; none of them is waited for so long.
    let (page, full, answer) = tokio::time::timeout(Duration::from_mins(5), all).await.expect("answers");
    assert_eq!(page.status, StatusCode::BAD_REQUEST, "{page:?}");
    assert_eq!(full.status, StatusCode::UNPROCESSABLE_ENTITY, "{full:?}");
    answer.problem(400, "incomplete");
}
