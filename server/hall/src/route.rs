//! The addresses of a door, in one list that makes both its router and the output of `pursuance config routes`.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::Request;
use axum::handler::Handler;
use axum::response::Response;
use futures::future::BoxFuture;
use http::StatusCode;
use serde::Serialize;
use tower_http::timeout::TimeoutLayer;

use crate::state::App;

/// How long a request may take from its first byte to the first byte of the answer.
pub const REQUEST_TIME: Duration = Duration::from_secs(30);

/// An address this program answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Route {
    /// The HTTP method, in capitals.
    pub method: &'static str,
    /// The path as the router writes it: `/p/{slug}`.
    pub path: &'static str,
    /// Whether it is a page for people in a browser.
    pub page: bool,
}

/// Registers a door's addresses and lists them.
///
/// ```text
/// routes! {
///     page get "/p/{slug}" => pursuance::show,      // people look at it in a browser
///     post "/p/{slug}/join" => pursuance::join,
///     upload post "/api/v1/files" => files::add,    // a large body may take longer than other requests
/// }
/// ```
///
/// makes `pub const ROUTES: &[Route]` and `pub(crate) fn table(router: Router<App>) -> Router<App>`; the door's own function is then
/// `pub fn router(app: App) -> Router { table(Router::new()).with_state(app) }`.
///
/// Where other parts link to a door, the list begins with a module, and an address that is linked to has a name there and its
/// parameters:
///
/// ```text
/// routes! {
///     mod addresses;
///     /// The outline.
///     page get "/p/{slug}" as pursuance(slug) => pursuance::show,
/// }
/// ```
///
/// makes `pub fn pursuance(slug: impl Display) -> String` in `pub mod addresses`.
#[macro_export]
macro_rules! routes {
    (mod $addresses:ident; $(
        $(#[$doc:meta])* $($word:ident)+ $path:literal $(as $name:ident($($part:ident),*))? => $handler:expr
    ),+ $(,)?) => {
        /// The addresses that others link to.
        pub mod $addresses {
            $($crate::route::routes!(@address [$(#[$doc])*] $path [$($name $($part)*)?]);)+
        }

        $crate::route::routes!($($($word)+ $path => $handler),+);
    };
    ($($($word:ident)+ $path:literal => $handler:expr),+ $(,)?) => {
        /// Every address of this door.
        pub const ROUTES: &[$crate::route::Route] = &[$($crate::route::Route {
            method: $crate::route::routes!(@method $($word)+),
            path: $path,
            page: $crate::route::routes!(@page $($word)+),
        }),+];

        /// Adds every address of this door to a router.
        pub(crate) fn table(router: axum::Router<$crate::state::App>) -> axum::Router<$crate::state::App> {
            // Each line is a function of its own: the time that the compiler takes for one grows with the square of its length.
            $(let router = {
                fn add(router: axum::Router<$crate::state::App>) -> axum::Router<$crate::state::App> {
                    router.route($path, $crate::route::routes!(@serve [$handler] $($word)+))
                }
                add(router)
            };)+
            router
        }
    };
    (@address [] $path:literal []) => {};
    (@address [$($doc:tt)*] $path:literal [$name:ident]) => {
        $($doc)*
        pub fn $name() -> &'static str {
            $path
        }
    };
    (@address [$($doc:tt)*] $path:literal [$name:ident $($part:ident)+]) => {
        $($doc)*
        pub fn $name($($part: impl std::fmt::Display),+) -> String {
            format!($path)
        }
    };
    (@page page $method:ident) => { true };
    (@page $($word:ident)+) => { false };
    (@method $marker:ident $method:ident) => { $crate::route::routes!(@method $method) };
    (@method get) => { "GET" };
    (@method post) => { "POST" };
    (@method put) => { "PUT" };
    (@method patch) => { "PATCH" };
    (@method delete) => { "DELETE" };
    (@serve [$handler:expr] upload $method:ident) => { axum::routing::$method($crate::route::erased($handler)) };
    (@serve [$handler:expr] page $method:ident) => { $crate::route::routes!(@serve [$handler] $method) };
    (@serve [$handler:expr] $method:ident) => { axum::routing::$method($crate::route::erased($handler)).layer($crate::route::in_time()) };
}
pub use routes;

/// A handler of any type as one type. Whatever axum builds around a handler is then compiled once, and not once for each:
/// the compiler would prove dozens of times for every page that the whole tree of its futures may go to another thread,
/// which took it most of the time that it had for this crate.
#[derive(Clone)]
pub struct Erased(Arc<dyn Fn(Request, App) -> BoxFuture<'static, Response> + Send + Sync>);

/// The extractors of an erased handler, which nobody else sees.
pub struct Hidden;

impl Handler<Hidden, App> for Erased {
    type Future = BoxFuture<'static, Response>;

    fn call(self, request: Request, app: App) -> Self::Future {
        (self.0)(request, app)
    }
}

/// Hides the type of a handler.
pub fn erased<Extractors: 'static>(handler: impl Handler<Extractors, App>) -> Erased {
    Erased(Arc::new(move |request, app| Box::pin(handler.clone().call(request, app))))
}

/// Ends requests that take too long; an action that `perform` has begun by then is finished all the same.
pub fn in_time() -> TimeoutLayer {
    TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, REQUEST_TIME)
}
