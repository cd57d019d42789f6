//! Answers that lead to a page.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

use crate::state::App;
use crate::web::frame::notice::FormNotice;

/// The answer to a form that was accepted: a redirect.
pub fn see(to: &str) -> Response {
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}

/// The redirect with a notice.
pub fn see_with(app: &App, to: &str, notice: FormNotice) -> Response {
    let mut response = see(to);
    response.headers_mut().append(header::SET_COOKIE, notice.cookie(&app.config.base_url));
    response
}

/// The path, if it is a path of this server; else `/`.
pub fn local(path: &str) -> &str {
    let is_local = path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if is_local { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn nobody_is_led_to_another_server() {
        assert_eq!(local("/p/bees?under=3"), "/p/bees?under=3");
        for bad in
            ["https://evil.example/", "//evil.example", "/\\evil.example", "evil", "", "/a\r\nb", "/a b"]
        {
            assert_eq!(local(bad), "/", "{bad:?}");
        }
    }
}
