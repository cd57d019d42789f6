//! Activities that are about no delegation: followers of local actors, and remote actors that changed or ended. All
//! others are answered with 202 and forgotten (PROTOCOL §2.1 point 11).

use http::Method;
use pursuance_federation::verify::{InboxRefusal, Verified};

use super::{RefusedActivity, refuse};
use crate::actions::followers::{follow, look_again, object, unfollow};
use crate::state::App;

/// The largest Follow or Undo: only an id of it is stored, and it needs no more to be complete.
pub const FOLLOW_LIMIT: usize = 16 * 1024;

/// Takes in an activity that is about no delegation.
pub(super) async fn receive(app: &App, verified: &Verified) -> Result<(), RefusedActivity> {
    match verified.kind() {
        "Follow" | "Undo" if verified.bytes().len() > FOLLOW_LIMIT => {
            Err(refuse::refusal(&InboxRefusal::TooLarge { limit: FOLLOW_LIMIT }, &Method::POST).into())
        }
        "Follow" => {
            let follower =
                app.known_actor(verified.actor()).await.map_err(|error| refuse::unknown_sender(&error))?;
            if follow(app, verified, &follower).await? { Ok(()) } else { Err(refuse::nothing().into()) }
        }
        "Undo" => Ok(unfollow(app, verified).await?),
        // Their claims about themselves are checked at their own address (PROTOCOL §2.2).
        "Update" | "Delete" if object(verified) == Some(verified.actor().as_str()) => {
            Ok(look_again(app, verified).await?)
        }
        kind => {
            tracing::debug!(activity.kind = kind, activity.id = %verified.id(), "Nothing to do about it");
            Ok(())
        }
    }
}
