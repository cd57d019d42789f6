//! A second try for reads whose connection to the database was lost, as when PostgreSQL restarts: nobody hears of it. What writes is answered
//! with 503: its sender decides.

use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::Method;

use crate::store::error::LostConnection;

/// Asks once more where a read lost its connection.
pub(super) async fn once_more(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if !reads || !request.body().is_end_stream() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let again = Request::from_parts(parts.clone(), Body::empty());
    let response = next.clone().run(Request::from_parts(parts, body)).await;
    if response.extensions().get::<LostConnection>().is_none() {
        return response;
    }
    next.run(again).await
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::Router;
    use axum::middleware::from_fn;
    use axum::response::IntoResponse;
    use axum::routing::any;
    use http::StatusCode;
    use tower::ServiceExt;

    use super::*;

    /// Asks a handler that loses its connection a number of times; returns the status, and how often it was asked.
    async fn ask(method: Method, losses: usize) -> (StatusCode, usize) {
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = asked.clone();
        let handler = move || async move {
            if counted.fetch_add(1, Ordering::Relaxed) < losses {
                let mut lost = StatusCode::SERVICE_UNAVAILABLE.into_response();
                lost.extensions_mut().insert(LostConnection);
                lost
            } else {
                StatusCode::OK.into_response()
            }
        };
        let router: Router = Router::new().route("/", any(handler)).layer(from_fn(once_more));
        let request = Request::builder().method(method).uri("/").body(Body::empty()).unwrap();
        let status = router.oneshot(request).await.unwrap().status();
        (status, asked.load(Ordering::Relaxed))
    }

    #[tokio::test]
    async fn a_read_that_lost_its_connection_is_asked_once_more_and_a_form_is_not() {
        assert_eq!(ask(Method::GET, 0).await, (StatusCode::OK, 1));
        assert_eq!(ask(Method::GET, 1).await, (StatusCode::OK, 2));
        assert_eq!(ask(Method::HEAD, 1).await, (StatusCode::OK, 2));
        assert_eq!(ask(Method::GET, 2).await, (StatusCode::SERVICE_UNAVAILABLE, 2));
        assert_eq!(ask(Method::POST, 1).await, (StatusCode::SERVICE_UNAVAILABLE, 1));
    }
}
