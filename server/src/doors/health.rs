//! Health checks: is the process alive, and can it do its work? Clients use its IP address, so the check of `Host` is
//! left out.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use http::{StatusCode, header};
use serde::Serialize;

use crate::route::routes;
use crate::state::App;
use crate::store::error::StoreError;
use crate::store::migrate;

/// The process answers.
pub const ALIVE: &str = "/healthz";
/// It can do its work.
pub const READY: &str = "/readyz";

routes! {
    get "/healthz" => alive,
    get "/readyz" => ready,
}

/// The answer of `/readyz`; an absent check was not reached.
#[derive(Debug, Serialize)]
struct Readiness {
    ready: bool,
    database: Check,
    migrations: Check,
}

/// The result of a check.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
enum Check {
    Ok,
    /// The part answered, and is not healthy.
    Failed,
    /// The part did not answer.
    Unknown,
}

pub(super) fn router(app: App) -> axum::Router {
    table(axum::Router::new()).with_state(app)
}

async fn alive() -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "no-store")], "ok\n")
}

async fn ready(State(app): State<App>) -> impl IntoResponse {
    let readiness = readiness(migrate::is_current(&app.db).await);
    let status = if readiness.ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, [(header::CACHE_CONTROL, "no-store")], Json(readiness))
}

fn readiness(current: Result<bool, StoreError>) -> Readiness {
    match current {
        Ok(true) => Readiness { ready: true, database: Check::Ok, migrations: Check::Ok },
        Ok(false) => Readiness { ready: false, database: Check::Ok, migrations: Check::Failed },
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "The database does not answer");
            Readiness { ready: false, database: Check::Failed, migrations: Check::Unknown }
        }
    }
}
