//! Pages on which the camera reads a code: they alone may ask for it.

use axum::response::Response;
use http::HeaderValue;

/// The things that these pages may ask for. No other one may (`doors/guard.rs`).
const ALLOWED: &str = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()";

/// Lets a page ask for the camera.
pub fn with_camera(mut response: Response) -> Response {
    response.headers_mut().insert("permissions-policy", HeaderValue::from_static(ALLOWED));
    response
}
