//! `Delete` of an actor by itself. Its key is often gone before anybody can fetch it, so the answer of its own server
//! replaces the signature (PROTOCOL §2.2).

use pursuance_federation::verify::one_address;
use serde_json::Value;
use url::Url;

use super::{Gate, RefusedActivity, refuse};
use crate::lookup::DirectoryError;
use crate::state::App;
use crate::store::actors;

/// The actor that has ended, according to a request.
pub(super) struct Farewell(Url);

impl Farewell {
    /// Reads it from a body that is not verified yet.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        const WORD: &[u8] = b"\"Delete\"";
        // Nearly every body is something else, and should not be parsed twice.
        if !body.windows(WORD.len()).any(|window| window == WORD) {
            return None;
        }
        let activity: Value = serde_json::from_slice(body).ok()?;
        let kind = match activity.get("type")? {
            Value::String(kind) => kind.as_str(),
            Value::Array(kinds) => kinds.first()?.as_str()?,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => return None,
        };
        let actor = one_address(activity.get("actor")?)?;
        let object = one_address(activity.get("object")?)?;
        if kind != "Delete" || actor != object {
            return None;
        }
        Url::parse(actor).ok().map(Self)
    }

    /// Whether the actor is unknown here: then there is nothing to delete, and no proof is needed.
    pub(super) async fn is_of_a_stranger(&self, app: &App) -> Result<bool, RefusedActivity> {
        Ok(actors::by_uri(&mut app.db.read().await?, self.0.as_str()).await?.is_none())
    }

    /// Whether the actor's own server says that it is gone; then this is noted.
    pub(super) async fn holds(&self, app: &App, gate: &Gate) -> Result<bool, RefusedActivity> {
        let known = actors::by_uri(&mut app.db.read().await?, self.0.as_str()).await?;
        let Some(known) = known.filter(|known| !known.is_here()) else { return Ok(false) };
        if known.gone_at.is_some() {
            return Ok(true);
        }
        gate.spend_background(&self.0).map_err(refuse::too_many)?;
        Ok(matches!(app.refresh_actor(&known.uri).await, Err(DirectoryError::Gone(_))))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn is_farewell(activity: &Value) -> bool {
        Farewell::read(activity.to_string().as_bytes()).is_some()
    }

    #[test]
    fn only_an_actor_that_ends_itself_says_farewell() {
        let (actor, other) = ("https://b.example/users/x", "https://b.example/users/y");
        assert!(is_farewell(&json!({"type": "Delete", "actor": actor, "object": actor})));
        assert!(is_farewell(&json!({"type": ["Delete"], "actor": {"id": actor}, "object": [actor]})));
        assert!(!is_farewell(&json!({"type": "Delete", "actor": actor, "object": other})));
        assert!(!is_farewell(
            &json!({"type": "Update", "actor": actor, "object": actor, "summary": "Delete"})
        ));
        assert!(!is_farewell(&json!({"type": "Update", "actor": actor, "object": actor, "tag": ["Delete"]})));
        assert!(Farewell::read(b"\"Delete\"").is_none());
    }
}
