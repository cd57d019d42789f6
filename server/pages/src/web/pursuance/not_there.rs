//! The pages that are not there in a private pursuance, said where one looks for them. Each page of a pursuance stands in one of
//! two lists: it is shown, without a field for a text, or these words are shown in its place.

use askama::Template;
use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, Method, StatusCode, header};
use pursuance_domain::id::is_own_id;
use url::form_urlencoded;

use crate::actions::{PerformError, access};
use crate::state::App;
use crate::web::cards::head::{Head, PursuanceTab, head, layout};
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::request::failure::{PageError, page};
use crate::web::request::session::Visit;

/// The pages and forms that are not there, by their paths, with the keys of the words that say why, and where it is done instead.
const NOT_THERE: &[(&str, &str)] = &[
    ("/p/{slug}/join", "private-not-there-join"),
    ("/p/{slug}/arrival", "private-not-there-arrival"),
    ("/p/{slug}/incoming", "private-not-there-offers"),
    ("/p/{slug}/invites/{id}", "private-not-there-invite"),
    ("/p/{slug}/recruit", "private-not-there-recruit"),
    ("/p/{slug}/suggestions/{id}", "private-not-there-suggestions"),
    ("/p/{slug}/missions", "private-not-there-missions"),
    ("/p/{slug}/skills", "private-not-there-skills"),
    ("/p/{slug}/skill-offers", "private-not-there-offers"),
    ("/p/{slug}/skill-offers/{id}", "private-not-there-offers"),
    ("/p/{slug}/searches", "private-not-there-searches"),
    ("/p/{slug}/talk", "private-not-there-rooms"),
    ("/p/{slug}/talk/{room}", "private-not-there-rooms"),
    ("/p/{slug}/talk/{room}/files", "private-not-there-rooms"),
    ("/p/{slug}/talk/{room}/settings", "private-not-there-rooms"),
    ("/p/{slug}/talk/{room}/m/{message}", "private-not-there-rooms"),
    ("/p/{slug}/files", "private-not-there-files"),
    ("/p/{slug}/bulk", "private-not-there-several"),
    ("/p/{slug}/add", "private-not-there-several"),
    ("/p/{slug}/order/{number}", "private-not-there-place"),
    ("/p/{slug}/t/{number}/suggest", "private-not-there-suggestions"),
    ("/p/{slug}/t/{number}/take", "private-not-there-step"),
    ("/p/{slug}/t/{number}/end", "private-not-there-step"),
    ("/p/{slug}/t/{number}/grants", "private-not-there-grants"),
    ("/p/{slug}/t/{number}/comments/{comment}", "private-not-there-comments"),
    ("/p/{slug}/t/{number}/files/{id}/remove", "private-not-there-files"),
    ("/p/{slug}/t/{number}/hand-over", "private-not-there-offers"),
];

/// The beginning of the slugs that private pursuances get.
const PRIVATE: &str = "private-";

/// The page that is shown in the place of one that is not there.
#[derive(Template)]
#[template(path = "pursuance/not_there.html")]
pub struct NotTherePage {
    pub l: Layout,
    pub head: Head,
    pub why: &'static str,
}

/// Answers a page or form that is not there in a private pursuance. No page of one is kept anywhere: an old one that is shown again
/// would look to the script like a server that shows something old.
pub async fn gate(State(app): State<App>, request: Request, next: Next) -> Response {
    let is_private = may_be_private(&name_in(request.uri().path()));
    let mut response = answer(app, request, next).await;
    if is_private {
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.remove(header::ETAG);
    }
    response
}

/// The name of the pursuance in a path, as its page reads it.
fn name_in(path: &str) -> String {
    let name = path.strip_prefix("/p/").and_then(|rest| rest.split('/').next()).unwrap_or_default();
    form_urlencoded::parse(name.as_bytes()).next().map(|(name, _)| name.into_owned()).unwrap_or_default()
}

/// Whether a name may be that of a private pursuance: its slug, or its id, which says nothing.
fn may_be_private(name: &str) -> bool {
    name.starts_with(PRIVATE) || is_own_id(name)
}

async fn answer(app: App, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let slug = name_in(path);
    if !may_be_private(&slug) {
        return next.run(request).await;
    }
    let Some(&(_, why)) = NOT_THERE.iter().find(|(route, _)| fits(route, path)) else {
        return next.run(request).await;
    };
    let (mut parts, body) = request.into_parts();
    // The answer is a page after a form, too.
    let method = std::mem::replace(&mut parts.method, Method::GET);
    let is_read = method == Method::GET || method == Method::HEAD;
    let status = if is_read { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let answer = instead(&mut parts, &app, &slug, (status, why)).await;
    parts.method = method;
    match answer {
        Ok(Some(response)) => response,
        Ok(None) => next.run(Request::from_parts(parts, body)).await,
        Err(error) => error.into_response(),
    }
}

/// Whether a path is one of a route.
fn fits(route: &str, path: &str) -> bool {
    let (mut parts, mut named) = (route.split('/'), path.split('/'));
    loop {
        match (parts.next(), named.next()) {
            (None, None) => return true,
            (Some(part), Some(name)) if part == name || (part.starts_with('{') && !name.is_empty()) => {}
            (_, _) => return false,
        }
    }
}

/// The answer, where there is a private pursuance of that name for the viewer.
async fn instead(
    parts: &mut http::request::Parts,
    app: &App,
    slug: &str,
    (status, why): (StatusCode, &'static str),
) -> Result<Option<Response>, PageError> {
    let visit = Visit::from_request_parts(parts, app).await?;
    let mut tx = app.db.read().await?;
    let access = match access::find(&mut tx, &visit.who, slug, visit.now).await {
        Ok(access) if access.pursuance.is_private() => access,
        Ok(_) | Err(PerformError::Refused(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let l = layout(&visit, &mut tx, &access).await?;
    let head = head(&visit, &mut tx, &access, PursuanceTab::Tasks).await?;
    page(status, &NotTherePage { l, head, why }).map(Some)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::web::routes;

    /// The pages that a private pursuance has: none of them has a field for a text (`server/tests/sealed/pages.rs` looks at each).
    const SHOWN: &[&str] = &[
        "/p/{slug}",
        "/p/{slug}/list",
        "/p/{slug}/board",
        "/p/{slug}/calendar",
        "/p/{slug}/agenda",
        "/p/{slug}/graph",
        "/p/{slug}/leave",
        "/p/{slug}/members",
        "/p/{slug}/m/{name}",
        "/p/{slug}/invites",
        "/p/{slug}/reviews",
        "/p/{slug}/activity",
        "/p/{slug}/log",
        "/p/{slug}/archived",
        "/p/{slug}/trash",
        "/p/{slug}/health",
        "/p/{slug}/settings",
        "/p/{slug}/settings/pace",
        "/p/{slug}/close",
        "/p/{slug}/seen",
        "/p/{slug}/suggestions",
        "/p/{slug}/t/{number}",
        "/p/{slug}/t/{number}/edit",
        "/p/{slug}/t/{number}/pairing",
    ];

    #[test]
    fn a_path_is_that_of_its_route_alone() {
        assert!(fits("/p/{slug}/t/{number}/end", "/p/private-0f3c/t/7/end"));
        assert!(!fits("/p/{slug}/t/{number}", "/p/private-0f3c/t/7/end"));
        assert!(!fits("/p/{slug}/t/{number}", "/p/private-0f3c/t/"));
        assert!(!fits("/p/{slug}/join", "/p/private-0f3c/close"));
    }

    #[test]
    fn a_private_pursuance_has_two_names_however_they_are_written() {
        let id = pursuance_domain::id::new_id(pursuance_domain::time::Time(0), [0; 10]);
        let is = |path: &str| may_be_private(&name_in(path));
        assert!(is("/p/private-0f3c") && is("/p/%70rivate-0f3c/t/7") && is(&format!("/p/{id}/list")));
        assert!(!is("/p/bees/list") && !is("/i/private-0f3c") && !is("/p"));
    }

    #[test]
    fn each_page_of_a_pursuance_is_shown_in_a_private_one_or_says_why_not() {
        let pages: BTreeSet<&str> = routes()
            .filter(|route| route.page && route.method == "GET" && route.path.starts_with("/p/{slug}"))
            .map(|route| route.path)
            .collect();
        let shown: BTreeSet<&str> = SHOWN.iter().copied().collect();
        let not_there: BTreeSet<&str> = NOT_THERE.iter().map(|(path, _)| *path).collect();
        assert!(shown.is_disjoint(&not_there));
        let known: BTreeSet<&str> = shown.union(&not_there).copied().collect();
        assert_eq!(pages, known, "a page without its line in SHOWN or NOT_THERE, or a line without its page");
    }
}
