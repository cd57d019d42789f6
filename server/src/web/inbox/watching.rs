//! Whether the viewer watches what a page shows, and has muted it.

use pursuance_domain::notice::Cause;

use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::watches;
use crate::web::request::session::Visit;

/// The viewer's watch on a task or a pursuance.
pub struct Watching {
    /// Its id, in forms.
    pub object: String,
    /// Why they watch it; none when they do not.
    pub cause: Option<Cause>,
    pub is_muted: bool,
}

impl Watching {
    /// The viewer's watch; none for a visitor.
    pub async fn of(visit: &Visit, tx: &mut ReadTx, object: &str) -> StoreResult<Option<Self>> {
        let Some(person) = visit.person() else { return Ok(None) };
        let found = watches::find(tx, person, object).await?;
        let muted = watches::muted_among(tx, person, &[object]).await?;
        Ok(Some(Self {
            object: object.to_owned(),
            cause: found.filter(|watch| watch.is_on).map(|watch| watch.cause),
            is_muted: !muted.is_empty(),
        }))
    }

    /// The key of the reason; the one for nobody who watches when they do not.
    pub fn key(&self) -> &'static str {
        self.cause.map_or("watch-off", cause_key)
    }
}

/// The key of why something is watched.
pub(super) fn cause_key(cause: Cause) -> &'static str {
    match cause {
        Cause::Made => "watch-made",
        Cause::Took => "watch-took",
        Cause::Reviews => "watch-reviews",
        Cause::Commented => "watch-commented",
        Cause::Chosen => "watch-chosen",
    }
}
