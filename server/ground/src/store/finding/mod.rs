//! The search by words in all pursuances of a reader. The index is `store::fulltext`.

mod everywhere;
mod needed;

pub use self::everywhere::{
    CommentHit, FileHit, Found, FoundSpot, PersonHit, PursuanceHit, comments, files, have_written, people,
    pursuances, tasks,
};
pub use self::needed::needed;
pub use super::outline::found::TaskHit;
