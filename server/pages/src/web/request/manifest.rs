//! The manifest that lets a phone put the pages on its home screen, and share texts with them (W3C Web Application Manifest).
//!
//! It is not an offline app: the pages are the same as in the browser, and need the network.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::failure::PageError;
use super::page_cache::names;
use crate::state::App;
use crate::store::instance;
use crate::text::Text;
use crate::web::frame::cookies::visitors_text;
use crate::web::frame::layout::Theme;
use crate::web::frame::links;

/// `GET /manifest.webmanifest`: the name of the instance, in the language of the request.
pub async fn show(State(app): State<App>, headers: HeaderMap) -> Result<Response, PageError> {
    let instance = instance::find(&mut app.db.read().await?).await?;
    let name = instance.map(|found| found.name).unwrap_or_default();
    let written = manifest(visitors_text(&app.config.base_url, &headers), &name).to_string();
    let digest = hex::encode(Sha256::digest(&written));
    let tag = format!("W/\"{}\"", digest.get(..32).unwrap_or(&digest));
    let form = HeaderValue::from_static("application/manifest+json");
    let mut response = if names(&headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, form)], written).into_response()
    };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}

fn picture(file: &str, sizes: &str, form: &str, purpose: &str) -> Value {
    json!({ "src": format!("/static/{file}"), "sizes": sizes, "type": form, "purpose": purpose })
}

fn manifest(t: Text, name: &str) -> Value {
    let plane = Theme::LIGHT_PLANE;
    json!({
        "id": "/",
        "name": name,
        "short_name": name,
        "lang": t.language(),
        "start_url": links::home(),
        "scope": "/",
        "display": "standalone",
        "background_color": plane,
        "theme_color": plane,
        "icons": [
            picture("icon-192.png", "192x192", "image/png", "any"),
            picture("icon-512.png", "512x512", "image/png", "any"),
            // The symbol of this icon fits into the circle that every mask of a home screen shows.
            picture("icon-mask.png", "512x512", "image/png", "maskable"),
            picture("icon.svg", "any", "image/svg+xml", "any"),
        ],
        "shortcuts": [
            { "name": t.s("nav-inbox"), "url": links::inbox() },
            { "name": t.s("nav-search"), "url": links::search() },
        ],
        "share_target": {
            "action": links::share(),
            "method": "GET",
            "params": { "title": "title", "text": "text", "url": "url" },
        },
    })
}

#[cfg(test)]
mod tests {
    use pursuance_domain::value::Language;

    use super::*;

    #[test]
    fn a_name_of_any_kind_is_written_and_the_words_are_those_of_its_reader() {
        let name = "\"Bees\" & </script> ün🐝";
        for t in [Text::english(), Text::of(Language::German)] {
            let read: Value = serde_json::from_str(&manifest(t, name).to_string()).unwrap();
            assert_eq!((&read["name"], &read["lang"]), (&json!(name), &json!(t.language())));
            assert_eq!(read["shortcuts"][0]["name"], t.s("nav-inbox"));
        }
    }
}
