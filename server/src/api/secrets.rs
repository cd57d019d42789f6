//! The secrets of invitations stay at this door: one that is made is answered and nowhere kept, one that is given is hashed
//! before anything else sees the action.

use pursuance_domain::action::Action;

use super::problem::ApiError;
use crate::actions::invite;
use crate::state::hash_secret;

/// The action with hashes in place of secrets, and the secret that was made for it.
///
/// # Errors
/// When the caller gave a hash: that is for this door to make.
pub(super) fn hash(mut action: Action) -> Result<(Action, Option<String>), ApiError> {
    if let Action::AcceptInvite(accept) = &mut action {
        accept.secret = hash_secret(invite::secret_in(&accept.secret));
    }
    let Action::CreateInvite(create) = &mut action else { return Ok((action, None)) };
    if create.secret_hash.is_some() {
        let message = "the server makes the secret".to_owned();
        return Err(ApiError::Input { field: Some("secret_hash".to_owned()), message });
    }
    let (secret, hash) = invite::new_secret();
    create.secret_hash = hash;
    Ok((action, Some(secret)))
}
