//! `GET /api/v1/events` lists what can happen: every kind of event with the schema of its data.

use std::sync::LazyLock;

use axum::Json;
use pursuance_domain::event::EventKind;

/// Made once, at the first request.
static KINDS: LazyLock<Vec<EventKind>> = LazyLock::new(EventKind::catalogue);

/// `GET /api/v1/events`
pub(super) async fn catalogue() -> Json<&'static [EventKind]> {
    Json(&KINDS)
}
